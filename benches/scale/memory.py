"""What the largest indexes and answers take through Python: memory at the peak, and seconds.

target/peers/bin/python benches/scale/memory.py

A million circles are built, from dicts and from columns; ten million points are asked of a
thousand circles and of the million. Each row is a process of its own. On Linux.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import fieldbeat
import numpy as np

POINTS = 10_000_000
Result = TypeVar("Result")


def memory_mb(key: str) -> float:
    """What Linux says of this process, which counts by the kibibyte."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) * 1.024e-3 for line in lines if line.startswith(key))


def measured(call: Callable[[], Result]) -> tuple[Result, str]:
    """What a call answers; its seconds, and by how much the process grew at most meanwhile."""
    # From now on the peak is that of what follows.
    Path("/proc/self/clear_refs").write_text("5")
    before, start = memory_mb("VmRSS"), time.process_time()
    answer = call()
    seconds = time.process_time() - start
    return answer, f"{seconds:.2f} | {memory_mb('VmHWM') - before:.0f}"


def row(count: int, points: int, given: str) -> None:
    """One row of the table."""
    dice = np.random.default_rng(count)
    columns = {
        "lat": dice.uniform(50, 60, count),
        "lon": dice.uniform(30, 50, count),
        "radius_m": dice.uniform(50, 150, count),
    }
    lists = zip(*(column.tolist() for column in columns.values()), strict=True)
    dicts = [{"center": {"lat": lat, "lon": lon}, "radius_m": r} for lat, lon, r in lists]
    fences = dicts if given == "dicts" else columns
    index, built = measured(lambda: fieldbeat.FenceIndex(fences))
    # Seven of ten stand about a hundred metres from a middle, the others anywhere.
    near, close = dice.integers(0, count, points), dice.random(points) < 0.7
    lat, lon = dice.uniform(50, 60, points), dice.uniform(30, 50, points)
    lat[close] = columns["lat"][near[close]] + dice.normal(0, 1e-3, close.sum())
    lon[close] = columns["lon"][near[close]] + dice.normal(0, 1e-3, close.sum())
    pairs, asked = measured(lambda: index.containing_many(lat, lon))
    found = len(pairs["point_index"])
    print(f"| {count}, {given} | {built} | {index.memory_bytes / 1e6:.0f}", end="")
    print(f" | {points} | {found} | {asked} |" if points else " | | | | |")


if len(sys.argv) > 1:
    row(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
else:
    print("| circles | s | MB at most | MB kept | points | pairs | s | MB at most |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for own in (
        (1_000_000, 0, "dicts"),
        (1_000, POINTS, "columns"),
        (1_000_000, POINTS, "columns"),
    ):
        subprocess.run([sys.executable, __file__, *map(str, own)], check=True)
