"""Points of visits by fieldbeat, and by a scorer in pure Python with decimal: the same points, who is
quicker?

    python.py [--visits N] [--rounds N] [--folder FOLDER]

The workload is drawn from one seed and written to FOLDER, where peer_kpi (Rust) and node.mjs find it.
Points and steps of all visits must be equal, else the script fails. One thread each; the best of the
rounds counts. The scorer in Python is what integrators write: rules in code, decimals, a list of steps
for each visit. Here it need not read a card, nor say what is unknown.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import fieldbeat
import numpy as np

HERE = Path(__file__).parent
CARD = json.loads((HERE / "card.json").read_text())
# How many times as quick the specification wants fieldbeat to be.
NATIVE, PYTHON, NODE = 25, 10, 10
DAY_MS = 86_400_000
# 2026-11-01T06:00:00Z
START = 1_793_512_800_000


def draw(count: int) -> dict[str, Any]:
    """Visits of November by fifty reps to clinics, as columns."""
    rng = random.Random(7)
    columns: dict[str, Any] = {"id": [f"v{index:07}" for index in range(count)]}
    columns["t"] = [
        START + rng.randrange(30) * DAY_MS + rng.randrange(12 * 60) * 60_000 for _ in range(count)
    ]
    columns["rep"] = [f"rep-{rng.randrange(50):02}" for _ in range(count)]
    columns["site"] = [f"site-{rng.randrange(max(count // 2, 1)):06}" for _ in range(count)]
    statuses = ["verified"] * 8 + ["not_verified", "uncertain"]
    columns["status"] = [rng.choice(statuses) for _ in range(count)]
    columns["institution"] = [rng.choice(["state", "private"]) for _ in range(count)]
    columns["doctors_met"] = [rng.randrange(12) for _ in range(count)]
    kinds = ["consultation", "demonstration", "call"]
    columns["kind"] = [rng.choice(kinds) for _ in range(count)]
    columns["distance_km"] = [rng.randrange(3_000) / 8 for _ in range(count)]
    return columns


def by_decimal(columns: dict[str, Any]) -> tuple[list[Decimal], list[list[tuple[str, Decimal]]]]:
    """Points and steps of every visit, by the rules of card.json."""
    count = len(columns["t"])
    points: list[Decimal] = []
    steps: list[list[tuple[str, Decimal]]] = []
    institution = {"state": Decimal(10), "private": Decimal(8)}
    half, far, rate, most = Decimal("1.5"), Decimal(5), Decimal(2), Decimal(16)
    kilometre, most_km = Decimal("0.01"), Decimal(5)
    for index in range(count):
        own: list[tuple[str, Decimal]] = []
        total = Decimal(0)
        if columns["status"][index] == "verified":
            base = institution[columns["institution"][index]]
            own.append((f"institution.{columns['institution'][index]}", base))
            total = base
            doctors = min(rate * columns["doctors_met"][index], most)
            own.append(("doctors", doctors))
            total += doctors
            if columns["kind"][index] == "demonstration":
                more = total * half - total
                own.append(("demonstration", more))
                total += more
            km = columns["distance_km"][index]
            if km > 100:
                own.append(("far", far))
                total += far
            beyond = min(kilometre * max(int(km - 100), 0), most_km)
            own.append(("kilometres", beyond))
            total += beyond
        points.append(total)
        steps.append(own)
    # Once a month for a site, then a cap a day for a rep.
    day = [t // DAY_MS for t in columns["t"]]
    order = sorted(
        range(count), key=lambda row: (day[row], columns["t"][row], columns["id"][row])
    )
    seen: set[str] = set()
    room: dict[tuple[str, int], Decimal] = {}
    cap = Decimal(CARD["limits"][1]["points"])
    for row in order:
        if points[row] > 0:
            site = columns["site"][row]
            if site in seen:
                steps[row].append(("site_month", -points[row]))
                points[row] = Decimal(0)
            seen.add(site)
    for row in order:
        if points[row] > 0:
            key = (columns["rep"][row], day[row])
            left = room.get(key, cap)
            kept = min(left, points[row])
            room[key] = left - kept
            if kept != points[row]:
                steps[row].append(("day_cap", kept - points[row]))
                points[row] = kept
    cent = Decimal("0.01")
    for row, value in enumerate(points):
        rounded = value.quantize(cent, ROUND_HALF_UP)
        if rounded != value:
            steps[row].append(("rounding", rounded - value))
            points[row] = rounded
    return points, steps


def timed(rounds: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest time, of a processor, and the last answer."""
    best, answer = float("inf"), None
    for _ in range(rounds):
        start = time.thread_time()
        answer = work()
        best = min(best, time.thread_time() - start)
    return best, answer


def check(answer: Any, points: list[Decimal], steps: list[list[tuple[str, Decimal]]]) -> None:
    """Both say the same of every visit, or the script ends."""
    units = answer["points_units"].to_list()
    due = [int(value.scaleb(answer["scale"])) for value in points]
    if units != due:
        row = next(row for row, (a, b) in enumerate(zip(units, due, strict=True)) if a != b)
        sys.exit(f"visit {row}: {units[row]} is not {due[row]}")
    told: list[list[tuple[str, float]]] = [[] for _ in points]
    rules, deltas = answer["step_rule"].to_list(), answer["step_delta"].to_list()
    for row, rule, delta in zip(answer["step_row"].to_list(), rules, deltas, strict=True):
        told[row].append((rule, delta))
    for row, own in enumerate(steps):
        if told[row] != [(rule, float(delta)) for rule, delta in own]:
            sys.exit(f"visit {row}: {told[row]} is not {own}")


def main() -> None:
    """Draws, scores, compares, and prints ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("target/peers-kpi"))
    options = parser.parse_args()
    columns = draw(options.visits)
    options.folder.mkdir(parents=True, exist_ok=True)
    workload = options.folder / "visits.json"
    workload.write_text(json.dumps(columns))

    card = fieldbeat.ScoreCard(CARD)
    arrays = columns | {
        "t": np.array(columns["t"], dtype="datetime64[ms]"),
        "doctors_met": np.array(columns["doctors_met"]),
        "distance_km": np.array(columns["distance_km"]),
    }
    # Texts once, as a service holds them: codes and the distinct ones.
    import pyarrow as pa

    for name in ("id", "rep", "site", "status", "institution", "kind"):
        arrays[name] = pa.array(columns[name]).dictionary_encode()
    slow, (points, steps) = timed(options.rounds, lambda: by_decimal(columns))
    quick, answer = timed(options.rounds, lambda: card.score_many(arrays))
    check(answer, points, steps)

    native = ["cargo", "run", "--release", "-q", "--package", "fieldbeat-benches"]
    native += ["--bin", "peer_kpi", "--", str(workload), str(options.rounds)]
    printed = subprocess.run(native, check=True, capture_output=True, text=True).stdout
    own = json.loads(printed)
    total = sum(int(value.scaleb(2)) for value in points)
    if (own["units"], own["steps"]) != (total, sum(map(len, steps))):
        sys.exit(f"Rust says {own}, Python {total} and {sum(map(len, steps))} steps")
    node = ["node", str(HERE / "node.mjs"), str(workload), str(options.rounds)]
    other = json.loads(subprocess.run(node, check=True, capture_output=True, text=True).stdout)
    if other["units"] != total:
        sys.exit(f"Node says {other}, Python {total}")

    count = options.visits
    print(f"{count} visits, all points and steps equal; thousand visits a second, and ratios")
    rows = [
        ("pure Python, decimal", slow, slow, 1),
        ("fieldbeat, Rust, columns", own["seconds"], slow, NATIVE),
        ("fieldbeat, Python, columns", quick, slow, PYTHON),
        ("json-logic-js, Node, points only", other["peer"], other["peer"], 1),
        ("fieldbeat, Node, columns", other["seconds"], other["peer"], NODE),
    ]
    for name, seconds, peer, wanted in rows:
        verdict = "" if wanted == 1 else f" (wanted {wanted})"
        print(f"{name:34} {count / seconds / 1000:9.0f} {peer / seconds:7.1f}x{verdict}")


if __name__ == "__main__":
    main()
