"""A track in columns is the same track, whichever library holds the columns."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import fieldbeat
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import problems
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

ROWS = 500
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
ZONED = pa.timestamp("us", tz="Europe/Moscow")


def fixes() -> list[dict[str, Any]]:
    """A track with every key, and with absent values in all that may be absent."""
    return [
        {
            "t": START + timedelta(seconds=10 * row, milliseconds=row),
            "lat": 55.75 + row * 1e-4,
            "lon": 37.61 - row * 1e-4,
            "accuracy_m": None if row % 7 == 0 else 5.0 + row % 50,
            "mock": None if row % 5 == 0 else row % 3 == 0,
            "speed_mps": None if row % 11 == 0 else row % 20 / 2,
            "received": None if row % 13 == 0 else START + timedelta(seconds=10 * row + 2),
            "source": None if row % 17 == 0 else ("gps", "network", "fused")[row % 3],
            "mark": {3: "in", 400: "out"}.get(row),
            "seq": None if row % 19 == 0 else row,
        }
        for row in range(ROWS)
    ]


def column(key: str) -> list[Any]:
    return [fix[key] for fix in fixes()]


def masked(key: str, dtype: str) -> Any:
    """A masked array: numpy's own way to say that a value is absent."""
    cells = column(key)
    filled = [0 if cell is None else cell for cell in cells]
    return np.ma.masked_array(filled, [cell is None for cell in cells], dtype=dtype)


def millis(key: str) -> Any:
    naive = [t if t is None else t.replace(tzinfo=None) for t in column(key)]
    return np.array(naive, dtype="M8[ms]")


def numpy_columns() -> dict[str, Any]:
    return {
        "t": millis("t"),
        "lat": np.array(column("lat")),
        "lon": np.array(column("lon")),
        "accuracy_m": masked("accuracy_m", "f8"),
        "mock": masked("mock", "?"),
        "speed_mps": masked("speed_mps", "f8"),
        "received": millis("received"),
        "source": np.array(column("source"), dtype=object),
        "mark": np.array(column("mark"), dtype=object),
        "seq": masked("seq", "i8"),
    }


def arrow_table() -> pa.Table:
    table = pa.Table.from_pylist(fixes())
    return table.set_column(0, "t", table["t"].cast(ZONED))


def dictionaries(table: pa.Table) -> pa.Table:
    for name in ("source", "mark"):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table[name].dictionary_encode())
    return table


def cast(name: str, to: pa.DataType) -> Callable[[], pa.Table]:
    def made() -> pa.Table:
        table = arrow_table()
        return table.set_column(table.schema.get_field_index(name), name, table[name].cast(to))

    return made


def chunked() -> pa.Table:
    table = arrow_table()
    return pa.concat_tables(
        [table.slice(0, 1), table.slice(1, 0), table.slice(1, 300), table.slice(301)]
    )


def polars_frame() -> pl.DataFrame:
    return pl.DataFrame(fixes())


def pandas_frame() -> pd.DataFrame:
    frame = pd.DataFrame(fixes())
    frame["seq"] = frame["seq"].astype("Int64")
    return frame


FORMS: dict[str, Callable[[], Any]] = {
    "a dict of lists": lambda: {key: column(key) for key in fixes()[0]},
    "a dict of numpy arrays": numpy_columns,
    "numpy, every other cell of wider arrays": lambda: {
        key: np.repeat(cells, 2)[::2] for key, cells in numpy_columns().items()
    },
    "numpy, backwards": lambda: {key: cells[::-1] for key, cells in numpy_columns().items()},
    "numpy of the other byte order": lambda: {
        key: cells if cells.dtype == object else cells.astype(cells.dtype.newbyteorder("S"))
        for key, cells in numpy_columns().items()
    },
    "a read-only numpy array": lambda: {**numpy_columns(), "lat": frozen("lat")},
    "epoch milliseconds": lambda: {**numpy_columns(), "t": millis("t").astype("i8")},
    "epoch milliseconds as floats": lambda: {
        **numpy_columns(),
        "t": millis("t").astype("i8") + 0.5,
    },
    "instants as text": lambda: {**numpy_columns(), "t": [t.isoformat() for t in column("t")]},
    "numpy's fixed-width text": lambda: {
        **numpy_columns(),
        "t": np.array([t.isoformat() for t in column("t")]),
    },
    "mock as 0, 1 and 2": lambda: {
        **numpy_columns(),
        "mock": np.array([2 if m is None else int(m) for m in column("mock")], dtype="u1"),
    },
    "seq as int32": lambda: {**numpy_columns(), "seq": masked("seq", "i4")},
    "seq as uint64": lambda: {**numpy_columns(), "seq": masked("seq", "u8")},
    "a numpy structured array": lambda: structured(),
    "a pyarrow table": arrow_table,
    "a pyarrow table in chunks, one empty": chunked,
    "a pyarrow record batch": lambda: arrow_table().to_batches()[0],
    "a slice of a pyarrow record batch": lambda: sliced(),
    "a pyarrow record batch reader": lambda: chunked().to_reader(),
    "a pyarrow struct array": lambda: arrow_table().to_struct_array(),
    "dictionary-encoded text": lambda: dictionaries(arrow_table()),
    "dictionary-encoded text in chunks": lambda: dictionaries(chunked()),
    "large text": cast("source", pa.large_string()),
    "text views": cast("source", pa.string_view()),
    "timestamps in ns": cast("t", pa.timestamp("ns", tz="UTC")),
    "timestamps in ms": cast("t", pa.timestamp("ms", tz="+05:30")),
    "int16": cast("seq", pa.int16()),
    "uint64": cast("seq", pa.uint64()),
    "a dict of pyarrow arrays": lambda: dict(
        zip(arrow_table().column_names, arrow_table().to_batches()[0].columns, strict=True)
    ),
    "a dict of pyarrow chunked arrays": lambda: dict(
        zip(chunked().column_names, chunked().columns, strict=True)
    ),
    "a polars frame": polars_frame,
    "polars categoricals": lambda: polars_frame().with_columns(
        pl.col("source", "mark").cast(pl.Categorical)
    ),
    "polars enumerations": lambda: polars_frame().with_columns(
        pl.col("source").cast(pl.Enum(["network", "gps", "fused"]))
    ),
    "a polars frame in chunks": lambda: pl.concat(
        [polars_frame()[:100], polars_frame()[100:]], rechunk=False
    ),
    "a dict of polars series": lambda: polars_frame().to_dict(),
    "a pandas frame": pandas_frame,
    "a pandas frame with its own index": lambda: pandas_frame().set_index(
        pd.Index([f"row {row}" for row in range(ROWS)])
    ),
    "pandas categoricals": lambda: pandas_frame().astype({"source": "category"}),
    "a pandas frame of Arrow types": lambda: pandas_frame().convert_dtypes(dtype_backend="pyarrow"),
    "a dict of pandas series": lambda: {key: pandas_frame()[key] for key in pandas_frame()},
    "a mixture": lambda: {
        **numpy_columns(),
        "lat": pa.array(column("lat")),
        "lon": pl.Series(column("lon")),
        "mock": column("mock"),
        "t": pandas_frame()["t"],
    },
}


def frozen(key: str) -> Any:
    array = np.array(column(key))
    array.flags.writeable = False
    return array


def structured() -> Any:
    columns = {key: cells for key, cells in numpy_columns().items() if cells.dtype != object}
    array = np.ma.empty(ROWS, dtype=[(key, cells.dtype) for key, cells in columns.items()])
    for key, cells in columns.items():
        array[key] = cells
    return {
        **{key: array[key] for key in columns},
        "source": column("source"),
        "mark": column("mark"),
    }


def sliced() -> pa.RecordBatch:
    doubled = pa.Table.from_pylist([*fixes()[-9:], *fixes(), *fixes()[:9]])
    doubled = doubled.set_column(0, "t", doubled["t"].cast(ZONED))
    return doubled.combine_chunks().to_batches()[0].slice(9, ROWS)


@pytest.mark.parametrize("form", FORMS)
def test_columns_say_what_a_list_of_fixes_says(form: str) -> None:
    assert fieldbeat.digest(FORMS[form]()) == fieldbeat.digest(fixes())  # type: ignore[arg-type]


@pytest.mark.parametrize("key", fixes()[0])
def test_every_column_counts(key: str) -> None:
    other = {
        "t": START + timedelta(seconds=5),
        "lat": 1,
        "lon": 1,
        "accuracy_m": 1,
        "mock": True,
        "speed_mps": 99,
    }
    other |= {"received": START, "source": "gps", "mark": "in", "seq": 77}
    columns: Any = {name: column(name) for name in other}
    columns[key][0] = other[key]
    assert fieldbeat.digest(columns) != fieldbeat.digest(fixes())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form",
    [
        "a pandas frame",
        "a pandas frame with its own index",
        "pandas categoricals",
        "a dict of pandas series",
        "a mixture",
    ],
)
def test_pandas_does_without_pyarrow(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    track = FORMS[form]()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    if form != "a mixture":
        with pytest.raises(ImportError):
            pandas_frame().__arrow_c_stream__()
    assert fieldbeat.digest(track) == fieldbeat.digest(fixes())  # type: ignore[arg-type]
    naive = {"t": pd.Series([datetime(2026, 1, 1)]), "lat": [1], "lon": [2]}
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.digest(naive)
    assert problems(raised.value) == [("naive_time", "$.track.t[0]")]


def test_an_index_is_a_column() -> None:
    frame = pandas_frame().set_index("t")
    track: Any = {"t": frame.index, **{key: frame[key] for key in frame}}
    assert fieldbeat.digest(track) == fieldbeat.digest(fixes())  # type: ignore[arg-type]


def test_a_structured_array_is_an_object_of_columns() -> None:
    array = np.zeros(3, dtype=[("t", "i8"), ("lat", "f4"), ("lon", ">f8")])
    array["t"] = [1000, 2000, 3000]
    array["lat"] = [0.5, 1.5, 2.5]
    rows: Any = [{"t": 1000 * (row + 1), "lat": row + 0.5, "lon": 0} for row in range(3)]
    assert fieldbeat.digest(array) == fieldbeat.digest(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("Y", "2026-01-01T00:00:00Z"),
        ("M", "2026-11-01T00:00:00Z"),
        ("W", "2026-11-19T00:00:00Z"),
        ("D", "2026-11-20T00:00:00Z"),
        ("h", "2026-11-20T14:00:00Z"),
        ("m", "2026-11-20T14:50:00Z"),
        ("s", "2026-11-20T14:50:59Z"),
        ("25s", "2026-11-20T14:50:50Z"),
        ("ms", "2026-11-20T14:50:59.999Z"),
        ("us", "2026-11-20T14:50:59.999Z"),
        ("ns", "2026-11-20T14:50:59.999Z"),
    ],
)
def test_datetime64_of_any_unit_is_utc(unit: str, text: str) -> None:
    t = np.array(["2026-11-20T14:50:59.999999999"], dtype="M8[ns]").astype(f"M8[{unit}]")
    one: Any = {"t": t, "lat": np.array([1.0]), "lon": [2]}
    assert fieldbeat.digest(one) == fieldbeat.digest([{"t": text, "lat": 1, "lon": 2}])


def test_an_empty_track_is_a_track_in_every_form() -> None:
    empty: list[Any] = [
        [],
        {"t": [], "lat": [], "lon": []},
        {key: cells[:0] for key, cells in numpy_columns().items()},
        arrow_table().slice(0, 0),
        pa.Table.from_batches([], arrow_table().schema),
        dictionaries(arrow_table()).slice(0, 0),
        polars_frame()[:0],
        pandas_frame()[:0],
    ]
    assert len({fieldbeat.digest(track) for track in empty}) == 1


@pytest.mark.parametrize(
    ("key", "cells", "code", "path"),
    [
        ("t", pa.array([datetime(2026, 1, 1)] * 2), "naive_time", "$.track.t"),
        ("t", pl.Series([datetime(2026, 1, 1)] * 2), "naive_time", "$.track.t"),
        ("t", [datetime(2026, 1, 1)] * 2, "naive_time", "$.track.t[0]"),
        ("t", np.array([1, 2]).view("M8"), "invalid_time", "$.track.t"),
        ("t", np.array(["2026", "NaT"], dtype="M8[s]"), "wrong_type", "$.track.t[1]"),
        ("t", np.array([0, 2**62], dtype="M8[s]"), "out_of_range", "$.track.t[1]"),
        ("t", np.array([0, 2**62]), "out_of_range", "$.track.t[1]"),
        ("t", pa.array([0, 2**62], pa.timestamp("s", "UTC")), "out_of_range", "$.track.t[1]"),
        ("t", pa.array([True, False]), "wrong_type", "$.track.t"),
        ("lat", np.array([0, 91.0]), "out_of_range", "$.track.lat[1]"),
        ("lat", np.array([0, np.nan]), "not_finite", "$.track.lat[1]"),
        ("lat", np.array([0, np.inf], dtype="f4"), "not_finite", "$.track.lat[1]"),
        ("lat", np.array([0, -1e308]), "out_of_range", "$.track.lat[1]"),
        ("lat", pa.array([0, None], pa.float64()), "wrong_type", "$.track.lat[1]"),
        ("lat", pa.array([None, None]), "wrong_type", "$.track.lat[0]"),
        ("lat", pa.array([b"a", b"b"]), "wrong_type", "$.track.lat"),
        ("lat", pa.array([[1], [2]]), "wrong_type", "$.track.lat"),
        ("lat", pa.array([1, 2], pa.duration("s")), "wrong_type", "$.track.lat"),
        ("lat", pa.array([1, 2]).dictionary_encode(), "wrong_type", "$.track.lat"),
        ("lat", np.array([1j, 2]), "wrong_type", "$.track.lat"),
        ("lat", np.array([b"a", b"b"]), "wrong_type", "$.track.lat"),
        ("lat", np.array([[1.0], [2.0]]), "wrong_type", "$.track.lat[0]"),
        ("lat", np.array(["a", "b"]), "wrong_type", "$.track.lat[0]"),
        ("lat", np.array([1.0]), "lengths_differ", "$.track.lat"),
        ("lat", pa.array([1.0, 2.0, 3.0]), "lengths_differ", "$.track.lat"),
        ("lat", 5, "wrong_type", "$.track.lat"),
        ("lat", None, "missing_key", "$.track.lat"),
        ("seq", np.array([0, 2**63], dtype="u8"), "out_of_range", "$.track.seq"),
        ("seq", pa.array([0, 2**63], pa.uint64()), "out_of_range", "$.track.seq"),
        ("seq", np.array([0, 2**60]), "out_of_range", "$.track.seq[1]"),
        ("source", pa.array(["gps", "moon"]), "unknown_value", "$.track.source[1]"),
        ("source", np.array([1, 2]), "wrong_type", "$.track.source"),
        ("mock", np.array([0, 3]), "wrong_type", "$.track.mock[1]"),
    ],
)
def test_a_bad_column_is_named_with_its_row(key: str, cells: Any, code: str, path: str) -> None:
    track: Any = {"t": [0, 1000], "lat": np.zeros(2), "lon": pa.array([1.0, 2.0]), key: cells}
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.digest(track)
    assert (code, path) in problems(raised.value)


def test_a_column_that_is_missing_is_missing_in_a_table_too() -> None:
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.digest(arrow_table().drop_columns(["lat", "t"]))
    assert problems(raised.value) == [("missing_key", "$.track.t"), ("missing_key", "$.track.lat")]


def test_a_stream_is_read_once() -> None:
    reader = arrow_table().to_reader()
    assert fieldbeat.digest(reader) == fieldbeat.digest(fixes())  # type: ignore[arg-type]

    class Twice:
        """Hands out one capsule again and again."""

        def __init__(self, table: pa.Table) -> None:
            self.capsule = table.__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
            return self.capsule

    class Batch:
        def __init__(self, batch: pa.RecordBatch) -> None:
            self.capsules = batch.__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema: object | None = None) -> Any:
            return self.capsules

    for source in (Twice(arrow_table()), Batch(arrow_table().to_batches()[0])):
        assert fieldbeat.digest(source) == fieldbeat.digest(fixes())  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="consumed"):
            fieldbeat.digest(source)


def test_a_stream_that_fails_says_so_in_its_own_words() -> None:
    def batches() -> Any:
        yield arrow_table().to_batches()[0]
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(arrow_table().schema, batches())
    with pytest.raises(RuntimeError, match="the disk is gone"):
        fieldbeat.digest(reader)


def test_what_only_looks_like_arrow_is_an_error() -> None:
    class Liar:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
            return "no capsule"

    class Swapped:
        def __arrow_c_array__(self, requested_schema: object | None = None) -> Any:
            schema, array = arrow_table().to_batches()[0].__arrow_c_array__()
            return array, schema

    with pytest.raises(TypeError):
        fieldbeat.digest(Liar())
    with pytest.raises(ValueError, match="incorrect name"):
        fieldbeat.digest(Swapped())


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_packed_records_are_read_though_they_are_not_aligned(rows: int) -> None:
    array = np.zeros(rows, dtype=[("mock", "?"), ("t", "M8[ms]"), ("lat", "f8"), ("lon", "f4")])
    fix: Any = {"t": 0, "lat": 0, "lon": 0, "mock": False}
    assert fieldbeat.digest(array) == fieldbeat.digest([fix] * rows)


def test_decimals_and_dates_of_arrow_are_those_of_a_list() -> None:
    money = [Decimal("1.10"), None, Decimal("-200.05")]
    days = [date(2026, 11, 20), date(1969, 12, 31), date(2000, 2, 29)]
    rows: Any = {"client": ["a", "b", "a"], "t": [f"{day}T00:00:00Z" for day in days]}
    now = "2026-11-20T09:00:00Z"
    told = fieldbeat.abc({**rows, "amount": [amount or 0 for amount in money]}, now)
    for scale in (2, 4):
        amount = pa.array(money, pa.decimal128(20, scale)).fill_null(Decimal("0"))
        assert fieldbeat.abc({**rows, "amount": amount}, now)["classes"] == told["classes"]
    with pytest.raises(fieldbeat.InputError) as refused:
        fieldbeat.abc({**rows, "amount": pa.array(money, pa.decimal128(20, 2))}, now)
    with pytest.raises(fieldbeat.InputError) as listed:
        fieldbeat.abc({**rows, "amount": money}, now)
    assert refused.value.problems == listed.value.problems
    columns: Any = {"t": pa.array(days), "lat": [1] * 3, "lon": [2] * 3}
    with pytest.raises(fieldbeat.InputError) as refused:
        fieldbeat.digest(columns)
    with pytest.raises(fieldbeat.InputError) as listed:
        fieldbeat.digest({**columns, "t": days})
    assert refused.value.problems == listed.value.problems


def test_a_column_of_an_answer_is_many_values_to_pandas() -> None:
    stays = fieldbeat.rfm(
        {"client": ["a", "b"], "t": [0, 1], "amount": [1.5, 2.5]}, "2026-11-20T09:00:00Z"
    )
    column = stays["client"]
    assert list(column) == ["a", "b"] and "b" in column
    assert pd.Series(column).to_list() == ["a", "b"]
    frame = pd.DataFrame({"client": column, "days": stays["recency_days"]})
    assert frame["client"].to_list() == ["a", "b"]


def odd_arrow_arrays() -> dict[str, Callable[[], Any]]:
    """Two rows of every type that Arrow has and a track has not."""
    ints = pa.array([1, 2])
    return {
        "null": lambda: pa.nulls(2),
        "date32": lambda: pa.array([1, 2], pa.date32()),
        "date64": lambda: pa.array([0, None], pa.date64()),
        "time64": lambda: pa.array([1, 2], pa.time64("us")),
        "decimal128": lambda: pa.array([Decimal("1.5"), None], pa.decimal128(10, 2)),
        "decimal256": lambda: pa.array([Decimal("1.5"), None], pa.decimal256(50, 2)),
        "interval": lambda: pa.array([(1, 2, 3), None], pa.month_day_nano_interval()),
        "binary": lambda: pa.array([b"a", None], pa.binary()),
        "binary view": lambda: pa.array([b"a", None], pa.binary_view()),
        "fixed-size binary": lambda: pa.array([b"ab", None], pa.binary(2)),
        "list": lambda: pa.array([[1], None]),
        "large list": lambda: pa.array([[1], None], pa.large_list(pa.int8())),
        "fixed-size list": lambda: pa.array([[1, 2], None], pa.list_(pa.int8(), 2)),
        "list view": lambda: pa.array([[1], None], pa.list_view(pa.int8())),
        "map": lambda: pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int8())),
        "struct": lambda: pa.array([{"a": 1, "b": {"c": "x"}}, {"a": None, "b": None}]),
        "struct with a null row": lambda: pa.array([{"a": 1}, None]),
        "run-end encoded": lambda: pa.RunEndEncodedArray.from_arrays([1, 2], ints),
        "dense union": lambda: pa.UnionArray.from_dense(
            pa.array([0, 0], pa.int8()), pa.array([0, 1], pa.int32()), [ints]
        ),
        "sparse union": lambda: pa.UnionArray.from_sparse(pa.array([0, 0], pa.int8()), [ints]),
        "dictionary of numbers": lambda: ints.dictionary_encode(),
        "dictionary of nothing": lambda: pa.array([None, None], pa.string()).dictionary_encode(),
        "dictionary with null names": lambda: pa.DictionaryArray.from_arrays(
            pa.array([0, 1], pa.uint8()), pa.array(["gps", None])
        ),
        "extension": lambda: pa.ExtensionArray.from_storage(
            pa.uuid(), pa.array([b"0" * 16, None], pa.binary(16))
        ),
        "bool8": lambda: pa.ExtensionArray.from_storage(pa.bool8(), pa.array([0, 1], pa.int8())),
        "float16": lambda: pa.array(np.array([0.5, 1.5], dtype="f2")),
        "an empty struct": lambda: pa.array([{}, {}]),
    }


@pytest.mark.parametrize("kind", odd_arrow_arrays())
@pytest.mark.parametrize("key", ["t", "lat", "mock", "source"])
def test_arrow_of_any_type_gives_an_answer_or_a_fieldbeat_error(kind: str, key: str) -> None:
    cells = odd_arrow_arrays()[kind]()
    for column in (cells, pa.chunked_array([cells, cells])):
        rows = len(column)
        track: Any = {"t": list(range(rows)), "lat": [1] * rows, "lon": [2] * rows, key: column}
        try:
            assert len(fieldbeat.digest(track)) == 64
        except fieldbeat.InputError as error:
            assert all(problem["path"].startswith("$.track.") for problem in error.problems)


def numpy_arrays() -> st.SearchStrategy[Any]:
    """Arrays of any type, shape and byte order."""
    dtypes = nps.scalar_dtypes() | nps.array_dtypes(max_size=3) | st.just(np.dtype("g"))
    shapes = nps.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
    return dtypes.flatmap(lambda dtype: nps.arrays(dtype, shapes))


@settings(max_examples=500, deadline=None)
@given(numpy_arrays(), st.sampled_from(list(fixes()[0])))
def test_numpy_of_any_type_gives_an_answer_or_a_fieldbeat_error(cells: Any, key: str) -> None:
    rows = cells.shape[0] if cells.ndim else 1
    track: Any = {"t": list(range(rows)), "lat": [1] * rows, "lon": [2] * rows, key: cells}
    try:
        assert len(fieldbeat.digest(track)) == 64
    except fieldbeat.InputError as error:
        assert all(problem["path"].startswith("$.track.") for problem in error.problems)


def day(rows: int) -> dict[str, Any]:
    """A long track in numpy columns."""
    row = np.arange(rows)
    return {
        "t": row * 1000 + 1_795_000_000_000,
        "lat": 55.75 + row % 1000 * 1e-5,
        "lon": 37.61 + row % 777 * 1e-5,
        "accuracy_m": 5.0 + row % 10,
    }


def test_two_hundred_thousand_fixes_in_columns() -> None:
    columns = day(200_000)
    assert fieldbeat.digest(columns) == fieldbeat.digest(pa.table(columns))  # type: ignore[arg-type]


@pytest.mark.slow
def test_ten_million_fixes_in_columns() -> None:
    assert len(fieldbeat.digest(day(10_000_000))) == 64  # type: ignore[arg-type]
