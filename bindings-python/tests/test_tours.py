"""Tours from Python: options by keyword, tables as arrays, and searches that are stopped."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from typing import Any

import fieldbeat
import numpy as np
import pytest

CHANCE = np.random.default_rng(4)
LAT, LON = 55.5 + CHANCE.random(300) * 0.4, 37.3 + CHANCE.random(300) * 0.6
# Nobody waits for so many.
ENDLESS: fieldbeat.TourBudget = {"iterations": 4_000_000_000}


def is_whole(tour: fieldbeat.Tour) -> bool:
    return sorted(tour["order"]) == list(range(len(LAT)))


def test_options_are_keyword_arguments() -> None:
    tour = fieldbeat.order_stops(LAT, LON, closed=False, start=7, end=3, budget={"iterations": 50})
    assert tour["order"][0] == 7 and tour["order"][-1] == 3
    assert len(tour["legs"]) == 299 and tour["line"] is None
    other = fieldbeat.order_stops(LAT, LON, seed=1, budget={"iterations": 50})
    assert list(other["order"]) != list(tour["order"])
    with pytest.raises(TypeError, match="clsed"):
        fieldbeat.order_stops(LAT, LON, clsed=False)  # type: ignore[call-arg]


def test_a_table_is_an_array_of_two_dimensions_or_a_list_of_rows() -> None:
    costs = CHANCE.integers(0, 100, (40, 40))
    tours = [
        fieldbeat.order_matrix(matrix, seed=2, budget={"iterations": 300})
        for matrix in (costs, costs.astype(float), costs.tolist(), np.asfortranarray(costs))
    ]
    assert {tuple(tour["order"]) for tour in tours} == {tuple(tours[0]["order"])}
    order = tours[0]["order"].to_numpy()
    assert tours[0]["length"] == costs[order, np.roll(order, -1)].sum()


def test_a_table_with_a_wrong_cell_says_which() -> None:
    costs = np.ones((3, 3))
    costs[1, 2] = np.nan
    costs[2, 0] = -1
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.order_matrix(costs)
    assert [(p["code"], p["path"]) for p in raised.value.problems] == [
        ("not_finite", "$.matrix[1][2]"),
        ("out_of_range", "$.matrix[2][0]"),
    ]


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_is_told_where_it_stands(wrong: float) -> None:
    lon = LON.copy()
    lon[7] = wrong
    for order, path in ((fieldbeat.order_stops, "$.lon[7]"), (fieldbeat.order_plane, "$.y[7]")):
        for column in (lon, lon.tolist()):
            with pytest.raises(fieldbeat.InputError) as raised:
                order(LAT, column)
            assert [(p["code"], p["path"]) for p in raised.value.problems] == [("not_finite", path)]


def test_what_matrix_of_answers_is_what_order_matrix_takes() -> None:
    stops: Any = [{"lat": lat, "lon": lon} for lat, lon in zip(LAT[:30], LON[:30], strict=True)]
    travel = fieldbeat.matrix_of(stops)
    assert travel["durations_ms"] is not None
    tour = fieldbeat.order_matrix(travel["durations_ms"], budget={"iterations": 100})
    assert tour["length"] == sum(tour["legs"])


def test_progress_is_told_and_stops_a_search_with_its_best() -> None:
    told: list[int] = []

    def progress(done: int) -> bool:
        told.append(done)
        return len(told) < 3

    tour = fieldbeat.order_stops(LAT, LON, budget=ENDLESS, progress=progress)
    assert tour["stopped_by"] == "cancelled" and is_whole(tour)
    assert len(told) == 3 and told == sorted(told)
    # Whatever else it answers is no wish to stop.
    again = fieldbeat.order_stops(LAT, LON, budget={"time_ms": 150}, progress=lambda _: None)
    assert again["stopped_by"] == "time"


def broken(_: int) -> None:
    raise RuntimeError("enough")


@pytest.mark.parametrize("door", ["order_stops", "order_plane", "order_matrix"])
def test_what_progress_raises_is_raised_with_the_best_so_far(door: str) -> None:
    far = np.abs(LAT[:, None] - LAT) + np.abs(LON[:, None] - LON)
    arguments = (far,) if door == "order_matrix" else (LAT, LON)
    order: Any = getattr(fieldbeat, door)
    with pytest.raises(RuntimeError, match="enough") as raised:
        order(*arguments, budget=ENDLESS, progress=broken)
    tour = raised.value.answer  # type: ignore[attr-defined]
    assert tour["stopped_by"] == "cancelled" and is_whole(tour)


def test_what_breaks_other_long_work_off_has_no_answer() -> None:
    row = np.arange(2_000_000)
    columns: Any = {
        "t": row * 1000,
        "lat": 55.75 + row % 1000 * 1e-5,
        "lon": 37.61 + row % 7 * 1e-5,
    }
    with pytest.raises(RuntimeError, match="enough") as raised:
        fieldbeat.anomalies(columns, progress=broken)
    assert not hasattr(raised.value, "answer")


def test_progress_stops_other_long_work_with_an_error() -> None:
    row = np.arange(2_000_000)
    track: Any = {
        "t": row * 1000 + 1_795_000_000_000,
        "lat": 55.75 + row % 1000 * 1e-5,
        "lon": 37.61 + row % 777 * 1e-5,
    }
    with pytest.raises(fieldbeat.FieldbeatError) as raised:
        fieldbeat.anomalies(track, progress=lambda _: False)
    assert raised.value.kind == "cancelled"


def test_a_search_goes_on_where_it_stood() -> None:
    search = fieldbeat.TourSearch(LAT, LON, seed=3)
    for _ in range(4):
        assert search.run({"iterations": 25}) == "iterations"
    whole = fieldbeat.order_stops(LAT, LON, seed=3, budget={"iterations": 100})
    assert search.best()["order"].to_list() == whole["order"].to_list()
    assert repr(search) == "TourSearch(300 stops, 100 iterations)"


def test_a_search_that_was_broken_off_has_its_best() -> None:
    search = fieldbeat.TourSearch(LAT, LON)
    with pytest.raises(RuntimeError, match="enough"):
        search.run(ENDLESS, progress=broken)
    assert is_whole(search.best())
    assert search.run({"iterations": 1}) == "iterations"


def test_nobody_waits_for_a_search_that_is_running() -> None:
    search = fieldbeat.TourSearch(LAT, LON)
    began, seen = threading.Event(), threading.Event()

    def progress(_: int) -> bool:
        began.set()
        return not seen.is_set()

    worker = threading.Thread(target=lambda: search.run(ENDLESS, progress=progress))
    worker.start()
    assert began.wait(60)
    assert repr(search) == "TourSearch(running)"
    with pytest.raises(fieldbeat.StateError) as raised:
        search.best()
    assert raised.value.problems[0]["code"] == "busy"
    seen.set()
    worker.join()
    assert is_whole(search.best())


INTERRUPTED = """
import os, signal, threading
import fieldbeat
import numpy as np

LAT, LON = np.arange(2_000) % 40.0, np.arange(2_000) // 40.0
FAR = abs(LAT[:, None] - LAT) + abs(LON[:, None] - LON)
search = fieldbeat.TourSearch(LAT, LON)
began = threading.Event()
# Who is started in the background inherits that it is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def interrupt():
    began.wait()
    os.kill(os.getpid(), signal.SIGINT)

def progress(_):
    began.set()

for order, arguments in (
    (fieldbeat.order_stops, (LAT, LON)),
    (fieldbeat.order_plane, (LAT, LON)),
    (fieldbeat.order_matrix, (FAR,)),
    (lambda budget, progress: search.run(budget, progress=progress), ()),
):
    began.clear()
    threading.Thread(target=interrupt, daemon=True).start()
    try:
        order(*arguments, budget={"iterations": 4_000_000_000}, progress=progress)
    except KeyboardInterrupt as stop:
        tour = search.best() if stop.answer == "cancelled" else stop.answer
        print(tour["stopped_by"], len(set(tour["order"])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to oneself on Windows")
def test_ctrl_c_breaks_a_search_off_which_tells_the_best_so_far() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert run.stdout == "cancelled 2000\n" * 4, run.stdout + run.stderr


def test_a_tour_is_data() -> None:
    tour = fieldbeat.order_stops(LAT[:5], LON[:5], line=True)
    kept = pickle.loads(pickle.dumps(tour))
    assert kept["order"].to_list() == tour["order"].to_list() and kept["line"] == tour["line"]


def test_a_search_is_pickled_where_it_stands() -> None:
    x, y = [float(7 * i % 40) for i in range(40)], [float(11 * i % 40) for i in range(40)]
    search = fieldbeat.TourSearch.plane(x, y, seed=5)
    search.run({"iterations": 50})
    again = pickle.loads(pickle.dumps(search))
    assert repr(again) == "TourSearch(40 stops, 50 iterations)"
    for each in (search, again):
        each.run({"iterations": 50})
    assert again.best() == search.best()
    assert again.snapshot() == search.snapshot()
