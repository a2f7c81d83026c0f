"""What 100,000 stops take through Python, in a process of its own: times, memory, and the gap.

target/peers/bin/python benches/tours/memory.py [STOPS [MILLISECONDS]]
"""

import resource
import sys
import time

import fieldbeat
import numpy as np

STOPS, MS = (int(given or usual) for given, usual in zip([*sys.argv[1:], 0, 0], (100_000, 2_000)))
SIDE = 1e6


def peak_mb() -> float:
    """The most memory that this process had; Linux counts by the kibibyte."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


x, y = np.random.default_rng(STOPS).uniform(0, SIDE, (2, STOPS))
before, wall, processor = peak_mb(), time.perf_counter(), time.process_time()
tour = fieldbeat.order_plane(x, y, budget={"time_ms": MS})
processor, wall = time.process_time() - processor, time.perf_counter() - wall
print(f"{STOPS} stops in {wall:.2f} s on the wall, {processor:.2f} s of the processor")
print(f"{100 * (tour['length'] / (0.7124 * STOPS**0.5 * SIDE) - 1):.1f} % beyond 0.7124 sqrt(n A)")
print(f"peak {peak_mb():.0f} MB, {before:.0f} before the call")
