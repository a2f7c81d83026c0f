"""One call of one solver in a process of its own: a job on standard input, its answer on output.

Started by tours.py. A first call, on fifty other stops, is the warm-up of everybody.
"""

from __future__ import annotations

import json
import sys
import time

from instances import Instance, seeded
from solvers import PYTHON


def warm_up_like(instance: Instance) -> Instance:
    """Fifty stops, given as those of the instance are."""
    fifty = seeded("uniform", 50, 0)
    if instance.table:
        return Instance("fifty", "EXPLICIT", [], [], fifty.matrix().tolist())
    return fifty


def main() -> None:
    """Warm up, call, tell."""
    job = json.load(sys.stdin)
    instance, solver = Instance(**job["instance"]), PYTHON[job["solver"]]
    solver(warm_up_like(instance))(0.01, 0)
    ask = solver(instance)
    wall, processor = time.perf_counter(), time.process_time()
    order = ask(job["seconds"], job["seed"])
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    order = None if order is None else [int(stop) for stop in order]
    json.dump({"order": order, "wall": wall, "processor": processor}, sys.stdout)


if __name__ == "__main__":
    main()
