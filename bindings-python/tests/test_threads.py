"""Long work leaves the interpreter to others, stops at Ctrl-C, and gives back what it took."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import fieldbeat
import numpy as np
import pytest


def day(rows: int) -> dict[str, Any]:
    """A long track in numpy columns."""
    row = np.arange(rows)
    return {
        "t": row * 1000 + 1_795_000_000_000,
        "lat": 55.75 + row % 1000 * 1e-5,
        "lon": 37.61 + row % 777 * 1e-5,
        "accuracy_m": 5.0 + row % 10,
    }


def test_other_threads_run_while_the_core_works() -> None:
    track: Any = day(300_000)
    took = 0.0

    def work() -> None:
        nonlocal took
        start = time.perf_counter()
        fieldbeat.digest(track)
        took = time.perf_counter() - start

    worker = threading.Thread(target=work)
    worker.start()
    longest_pause, last = 0.0, time.perf_counter()
    while worker.is_alive():
        now = time.perf_counter()
        longest_pause, last = max(longest_pause, now - last), now
    worker.join()
    assert longest_pause < took / 2, f"paused {longest_pause:.3f} s of {took:.3f} s"


def test_many_threads_get_the_answers_of_one() -> None:
    tracks: list[Any] = [day(rows) for rows in range(100, 140)]
    alone = [fieldbeat.digest(track) for track in tracks]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fieldbeat.digest, tracks)) == alone


INTERRUPTED = """
import os, signal, threading, time
import fieldbeat, numpy as np

row = np.arange(3_000_000)
track = {"t": row * 1000 + 1_795_000_000_000, "lat": 55.75 + row % 1000 * 1e-5,
         "lon": 37.61 + row % 777 * 1e-5, "accuracy_m": 5.0 + row % 10}
sites = [{"id": str(i), "fence": {"center": {"lat": 55.75, "lon": 37.61 + i * 1e-5},
          "radius_m": 100}} for i in range(2000)]
plan = [{"id": "a", "site": "0", "slot": {"start": 1_795_000_000_000, "end": 1_797_000_000_000}}]
signalled = 0.0

def interrupt():
    global signalled
    time.sleep(SECONDS)
    signalled = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()
try:
    fieldbeat.verify_plan(plan, track, sites)
except KeyboardInterrupt:
    print("interrupted after", time.monotonic() - signalled)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to oneself on Windows")
def test_ctrl_c_stops_verify_plan() -> None:
    code = INTERRUPTED.replace("SECONDS", "4")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert run.stdout.startswith("interrupted after"), run.stdout + run.stderr
    # Left alone it takes minutes; how busy the machine is matters too.
    assert float(run.stdout.split()[-1]) < 10


def resident_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="NO LEAK TEST: memory is read from /proc")
def test_calls_leave_no_memory_behind() -> None:
    columns: Any = day(500)
    fixes: Any = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values())]  # noqa: B905
    bad: Any = [*fixes[:200], {"t": "never", "lat": object(), "lon": [[]]}]
    before = [sys.getrefcount(thing) for thing in (columns, fixes, fixes[7], columns["lat"])]

    def calls() -> None:
        fieldbeat.digest(columns)
        fieldbeat.digest(fixes)
        fieldbeat.schema("visit")
        for wrong in (bad, {"t": [0], "lat": bad, "lon": columns["lat"]}):
            with pytest.raises(fieldbeat.InputError):
                fieldbeat.digest(wrong)

    for _ in range(20):
        calls()
    gc.collect()
    settled = resident_bytes()
    for _ in range(200):
        calls()
    gc.collect()
    # One list of fixes left behind by each call would be some 20 MB.
    assert resident_bytes() - settled < 8_000_000
    after = [sys.getrefcount(thing) for thing in (columns, fixes, fixes[7], columns["lat"])]
    assert after == before
