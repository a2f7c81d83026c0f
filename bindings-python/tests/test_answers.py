"""Columns and engines as answers: no copies, and Python's own manners."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import weakref
from array import array
from typing import Any

import fieldbeat
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from fieldbeat import Column, FenceIndex

PLACE = {"lat": 55.7558, "lon": 37.6173}
CLINIC = {"id": "clinic", "center": PLACE, "radius_m": 150}


@pytest.fixture
def index() -> FenceIndex:
    return FenceIndex([CLINIC, {"center": PLACE, "radius_m": 400}])


@pytest.fixture
def points(index: FenceIndex) -> Column[int]:
    return index.containing_many([55.7558, 0.0, 55.7558], [37.6173] * 3)["point_index"]


def test_a_column_is_a_sequence(points: Column[int]) -> None:
    assert len(points) == 4
    assert list(points) == [0, 0, 2, 2]
    assert points[0] == 0 and points[-1] == 2
    assert points[1:3] == [0, 2]
    assert points == [0, 0, 2, 2] and points == (0, 0, 2, 2) and points != [0] and points != 7
    with pytest.raises(IndexError):
        points[4]
    with pytest.raises(IndexError):
        points[-5]
    assert repr(points) == "<Column of 4 whole numbers: [0, 0, 2, 2]>"


def test_numpy_looks_at_a_column_without_copying_it(points: Column[int]) -> None:
    array = np.asarray(points)
    assert array.dtype == np.uint32 and array.tolist() == [0, 0, 2, 2]
    assert not array.flags.writeable
    again = points.to_numpy()
    assert again.__array_interface__["data"] == array.__array_interface__["data"]
    assert np.asarray(memoryview(points)).tolist() == [0, 0, 2, 2]
    assert np.asarray(points, dtype=np.float64).dtype == np.float64
    assert np.array([10, 20, 30])[points].tolist() == [10, 10, 30, 30]


def test_the_cells_live_as_long_as_anybody_looks(index: FenceIndex) -> None:
    array = np.asarray(index.containing_many([55.7558] * 1000, [37.6173] * 1000)["fence_index"])
    gc.collect()
    assert array.tolist() == [0, 1] * 1000


def test_arrow_takes_a_column(points: Column[int]) -> None:
    array = pa.array(points)
    assert array.type == pa.uint32() and array.to_pylist() == [0, 0, 2, 2]
    assert pl.Series(points).to_list() == [0, 0, 2, 2]
    frame = pd.DataFrame({"point": np.asarray(points)})
    assert frame["point"].tolist() == [0, 0, 2, 2]


def columns_of_every_kind() -> dict[str, Column[Any]]:
    """Stays, fences and verdicts: numbers, places, flags, instants, texts; some of them absent."""
    track = {
        "rep": ["anna"] * 20 + ["boris"],
        "t": [1_795_165_200_000 + 60_000 * minute for minute in range(21)],
        "lat": [55.7558 + row % 2 * 1e-5 for row in range(21)],
        "lon": [37.6173] * 21,
        "accuracy_m": [10.0 + row % 3 for row in range(21)],
    }
    plan = [
        {"id": f"v{rep}", "rep": rep, "site": "clinic", "date": "2026-11-20"}
        for rep in ("anna", "boris", "carl")
    ]
    many = fieldbeat.verify_many(plan, track, [{"id": "clinic", "fence": CLINIC}])
    stays = fieldbeat.stay_points(track)
    pairs = FenceIndex([CLINIC]).containing_many([55.7558], [37.6173])
    answers: list[Any] = [many["visits"], many["off_plan"], many["days"], stays, pairs]
    return {
        f"{number} {key}": column
        for number, answer in enumerate(answers)
        for key, column in answer.items()
        if isinstance(column, Column)
    }


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_column_is_pickled_with_its_kind_and_what_is_absent(protocol: int) -> None:
    columns = columns_of_every_kind()
    kinds = {column.__reduce__()[1][0] for column in columns.values()}
    assert kinds == {"f64", "i64", "u32", "u8", "ms", "text"}
    assert any(None in column.to_list() for column in columns.values())
    for key, column in columns.items():
        again = pickle.loads(pickle.dumps(column, protocol))
        assert type(again) is Column
        assert again.to_list() == column.to_list(), key
        assert repr(again) == repr(column), key
        assert again.to_numpy().dtype == column.to_numpy().dtype, key
        assert pa.array(again).equals(pa.array(column)), key


def test_flags_are_restored_though_no_answer_has_any_today(points: Column[int]) -> None:
    restore, _ = points.__reduce__()
    flags = restore("bool", b"\x00\x01\x01", b"\x00\x00\x01", [])
    assert flags == [False, True, None]
    assert pickle.loads(pickle.dumps(flags)) == flags


def test_a_whole_answer_is_pickled(index: FenceIndex) -> None:
    pairs = index.containing_many([55.7558] * 3, [37.6173] * 3)
    assert pickle.loads(pickle.dumps(pairs)) == pairs
    assert pickle.loads(pickle.dumps(index.containing_many([], []))) == {
        "point_index": [],
        "fence_index": [],
    }


def test_a_copy_of_a_column_is_the_column(points: Column[int]) -> None:
    assert copy.copy(points) is points
    assert copy.deepcopy(points) is points
    assert copy.deepcopy({"points": points})["points"] is points


@pytest.mark.parametrize(
    "parts",
    [
        ("u32", b"123", b"", []),
        ("u32", b"1234", b"\x00\x00", []),
        ("u32", b"1234", b"\x02", []),
        ("text", b"\x01\x00\x00\x00", b"", ["only"]),
        ("bool", b"\x02", b"", []),
        ("f32", b"1234", b"", []),
        (None, b"", b"", []),
    ],
)
def test_what_is_no_pickled_column_is_refused(points: Column[int], parts: tuple[Any, ...]) -> None:
    restore = points.__reduce__()[0]
    with pytest.raises((ValueError, TypeError)):
        restore(*parts)


def test_a_column_of_nothing_is_empty(index: FenceIndex) -> None:
    pairs = index.containing_many([], [])
    assert pairs["point_index"] == []
    assert np.asarray(pairs["point_index"]).shape == (0,)
    assert pa.array(pairs["fence_index"]).to_pylist() == []


def test_points_come_as_numpy_arrow_pandas_or_lists(index: FenceIndex) -> None:
    lat, lon = [55.7558, 10.0], [37.6173, 10.0]
    expected = index.containing_many(lat, lon)["fence_index"].to_list()
    assert expected == [0, 1]
    for column in (
        np.array,
        lambda cells: np.array(cells, dtype=np.float32).astype(np.float64)[::1],
        lambda cells: np.array([cells, cells]).T[:, 0],
        pa.array,
        lambda cells: pa.chunked_array([cells[:1], cells[1:]]),
        pl.Series,
        pd.Series,
    ):
        answer = index.containing_many(column(lat), column(lon))
        assert answer["fence_index"] == expected


def test_a_point_that_is_none_is_named_by_its_row(index: FenceIndex) -> None:
    with pytest.raises(fieldbeat.InputError) as caught:
        index.containing_many(np.array([0.0, np.nan, 91.0]), np.zeros(3))
    found = [(problem["code"], problem["path"]) for problem in caught.value.problems]
    assert found == [("not_finite", "$.lat[1]"), ("out_of_range", "$.lat[2]")]
    with pytest.raises(fieldbeat.InputError) as caught:
        index.containing_many([0.0], [0.0, 1.0])
    assert [problem["code"] for problem in caught.value.problems] == ["lengths_differ"]


def test_an_engine_has_manners(index: FenceIndex) -> None:
    assert repr(index).startswith("FenceIndex(2 fences")
    assert index.memory_bytes > 0
    again = pickle.loads(pickle.dumps(index))
    assert isinstance(again, FenceIndex)
    written = index.to_bytes()
    assert again.to_bytes() == written == FenceIndex.from_bytes(written).to_bytes()
    assert len(index) == index.size == 2


def test_bytes_come_in_whatever_holds_them(index: FenceIndex) -> None:
    written = index.to_bytes()
    held = [bytearray(written), memoryview(written), memoryview(b"-" + written)[1:]]
    every_other = bytearray(2 * len(written))
    every_other[::2] = written
    held.append(memoryview(every_other)[::2])
    for each in held:
        assert FenceIndex.from_bytes(each).to_bytes() == written
    for none in (bytearray(), memoryview(b"")):
        with pytest.raises(fieldbeat.InputError) as caught:
            FenceIndex.from_bytes(none)
        assert [problem["code"] for problem in caught.value.problems] == ["not_an_index"]
    # Cells of another kind are no bytes.
    with pytest.raises(fieldbeat.InputError) as caught:
        FenceIndex.from_bytes(memoryview(array("d", [1.0])))
    assert [problem["code"] for problem in caught.value.problems] == ["wrong_type"]


def test_an_index_tells_what_is_odd_about_its_fences() -> None:
    misspelled: Any = {**CLINIC, "tolerence_m": 20}
    index = FenceIndex([CLINIC, misspelled])
    assert [warning["path"] for warning in index.warnings] == ["$.fences[1].tolerence_m"]
    assert FenceIndex([CLINIC]).warnings == []


def test_an_engine_dies_with_its_last_user() -> None:
    index = FenceIndex([CLINIC])
    gone = weakref.ref(index)
    del index
    gc.collect()
    assert gone() is None


def test_another_class_is_no_index() -> None:
    with pytest.raises(fieldbeat.InputError) as caught:
        fieldbeat._operations.call("FenceIndex.containing", {"this": 5, "lat": 0, "lon": 0})
    assert [problem["path"] for problem in caught.value.problems] == ["$.this"]


def test_threads_share_an_index(index: FenceIndex) -> None:
    answers = []

    def ask() -> None:
        pairs = index.containing_many([55.7558] * 100, [37.6173] * 100)
        answers.append(pairs["fence_index"] == [0, 1] * 100)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 8
