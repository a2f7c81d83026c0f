"""Tours by fieldbeat and by others: how far from the best known, in how much time.

    python.py [--quick] [--groups GROUP ...] [--solvers SOLVER ...] [--budgets SECONDS ...]
        [--seeds N] [--write FILE]

Every call has a process of its own (call.py, call.mjs) and one thread; a small call before it
warms the solver up, so that neither the interpreter's start nor imports count. The costs of all
tours are counted here, by TSPLIB's rounding; an answer that is no permutation fails the script.
`--quick` takes minutes: few instances, one seed, no ten seconds. All of it takes hours.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bars import bars
from instances import SIDE, Instance, optima, read, seeded
from tables import Call, gaps, overruns, share, small, untimed

HERE = Path(__file__).parent
DATA = Path(os.environ.get("FIELDBEAT_DATA", HERE.parents[3] / "shared" / "data")) / "routing"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
# Nobody is waited for longer, in seconds.
PATIENCE = 600

# The most stops that a solver is asked for: beyond, it takes minutes whatever the budget says
# (LKH, VROOM, PyVRP), gets no first tour (OR-Tools) or nowhere (python-tsp, salesman.js), or the
# table is what takes the time and the memory.
MOST = {
    "fieldbeat": 100_000,
    "fieldbeat, matrix": 2_400,
    "fast-tsp": 14_000,
    "OR-Tools": 2_400,
    "PyVRP": 800,
    "VROOM": 250,
    "python-tsp": 800,
    "LKH (elkai)": 250,
    "salesman.js": 800,
    "fieldbeat, Node": 800,
}
# They take coordinates of a plane, and are compared with each other.
OF_NODE = ("salesman.js", "fieldbeat, Node")
# They know no budget.
UNTIMED = ("LKH (elkai)", "salesman.js")
# They are for tables that are the same both ways, or for coordinates.
SYMMETRIC = ("fieldbeat, matrix", "fast-tsp", "python-tsp", *OF_NODE)


@dataclass
class Group:
    """Instances of a size: TSPLIB's, and seeded ones by their numbers of stops."""

    title: str
    files: str
    sizes: tuple[int, ...]
    # How many of them are enough when it is to be quick: the first ones.
    quick: int
    budgets: tuple[float, ...] = (0.01, 0.1, 1, 10)

    def instances(self, best: dict[str, float]) -> Iterator[Instance]:
        """All of them; files only where the development data lie."""
        for name in self.files.split():
            file = f"{Path(name).suffix[1:]}/{name}"
            if file in best:
                yield read(DATA / file, best[file])
        for seed, n in enumerate(self.sizes):
            if n >= 100_000:
                # Beardwood, Halton and Hammersley (1959), with the constant of Johnson and
                # McGeoch (1996): what the best tour of many random points comes to.
                side = 25 * SIDE
                points = seeded("uniform", n, seed, side)
                points.best = 0.7124 * (n * side**2) ** 0.5
                yield points
            else:
                yield seeded(("uniform", "clustered")[seed % 2], n, seed)


GROUPS = [
    Group("up to 12", "", (12, 8, 10, 12, 11, 9, 7, 12, 10, 5), 4, (0.1,)),
    Group("20", "burma14.tsp ulysses22.tsp", (20,) * 10, 4, (0.01, 0.1, 1)),
    Group(
        "50-200",
        "eil51.tsp kroA100.tsp kroA200.tsp berlin52.tsp st70.tsp gr120.tsp ch130.tsp gr202.tsp"
        " swiss42.tsp",
        (50, 100, 200, 150),
        3,
    ),
    Group("500", "pcb442.tsp att532.tsp lin318.tsp rat783.tsp", (500,) * 6, 2),
    Group(
        "1000-2400",
        "pr1002.tsp d1291.tsp pr2392.tsp dsj1000.tsp d2103.tsp",
        (1000, 1000, 1500, 2000, 2400),
        3,
    ),
    Group("3000-4500", "pcb3038.tsp fnl4461.tsp", (3000,) * 4 + (4500,) * 4, 0),
    Group(
        "5000-12000",
        "rl11849.tsp pla7397.tsp usa13509.tsp",
        (5000, 5000, 7000, 8500, 10_000, 10_000, 12_000),
        2,
    ),
    Group(
        "ATSP",
        "ft53.atsp kro124p.atsp rbg323.atsp br17.atsp ftv33.atsp ftv44.atsp ftv64.atsp ftv170.atsp",
        (),
        3,
    ),
    Group("100k", "", (100_000,) * 10, 1, (1, 2, 10)),
]


def call(solver: str, instance: Instance, seconds: float, seed: int) -> dict:
    """What a process of its own answers."""
    script = ["node", "call.mjs"] if solver in OF_NODE else [sys.executable, "call.py"]
    job = {"solver": solver, "instance": asdict(instance), "seconds": seconds, "seed": seed}
    ended = subprocess.run(
        script,
        cwd=HERE,
        env=os.environ | ONE_THREAD,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"{solver}, {instance.name}:\n{ended.stderr}")
    return json.loads(ended.stdout)


def takes(solver: str, group: Group, instance: Instance) -> bool:
    """Whether a solver is asked for a tour."""
    if solver in OF_NODE and (instance.table or instance.rounding == "GEO"):
        return False
    return instance.n <= MOST[solver] and not (group.title == "ATSP" and solver in SYMMETRIC)


def calls(
    group: Group, instance: Instance, solvers: list[str], budgets: list[float], seeds: int
) -> Iterator[Call]:
    """Everybody in turn, so that a noisy minute of the machine is everybody's."""
    budgets = [seconds for seconds in group.budgets if seconds in budgets]
    for seed in range(seeds):
        for seconds in budgets:
            for solver in solvers:
                again = seconds != budgets[0] or (seed > 0 and solver == "LKH (elkai)")
                if not takes(solver, group, instance) or (solver in UNTIMED and again):
                    continue
                answer = call(solver, instance, seconds, seed)
                order = answer.pop("order")
                cost = None if order is None else instance.cost(order)
                budget = None if solver in UNTIMED else seconds
                yield Call(group.title, instance.name, solver, budget, seed, cost, None, **answer)


def main() -> None:
    """Ask everybody, then print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    titles = [group.title for group in GROUPS]
    arguments.add_argument("--groups", nargs="+", choices=titles, default=titles)
    arguments.add_argument("--solvers", nargs="+", choices=MOST, default=list(MOST))
    every = sorted({seconds for group in GROUPS for seconds in group.budgets})
    arguments.add_argument("--budgets", nargs="+", type=float, choices=every)
    arguments.add_argument("--seeds", type=int, help="by default three, one when it is quick")
    arguments.add_argument("--write", type=Path, help="all calls, a line of JSON each")
    options = arguments.parse_args()
    budgets = options.budgets or [seconds for seconds in every if not options.quick or seconds < 10]
    seeds = options.seeds or (1 if options.quick else 3)

    best: dict[str, float] = {}
    if DATA.exists():
        best = optima(DATA)
    else:
        print("SKIPPED TSPLIB's instances: no development data")

    done: list[Call] = []
    for group in GROUPS:
        if group.title not in options.groups:
            continue
        instances = list(group.instances(best))
        for instance in instances[: group.quick] if options.quick else instances:
            print(f"{group.title}: {instance.name}", file=sys.stderr, flush=True)
            asked = list(calls(group, instance, options.solvers, budgets, seeds))
            costs = [call.cost for call in asked if call.cost is not None]
            for call in asked:
                call.best = instance.best or min(costs)
            done += asked
            if options.write:
                lines = [json.dumps(asdict(call)) + "\n" for call in done]
                options.write.write_text("".join(lines))

    for table in (gaps, untimed, small, overruns, share, bars):
        print(table(done))


if __name__ == "__main__":
    main()
