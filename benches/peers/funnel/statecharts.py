"""The sales of moves.py by fieldbeat (Rust) and sismic, an interpreter of statecharts.

    statecharts.py [--cases N] [--rounds N] [--native PATH]

One statechart, an interpreter for each case, which knows its sale; every event is queued and
executed by itself. Interpreters are made and entered beforehand, at no charge. The stages in which
the cases end must be those of fieldbeat, else the script fails. Seconds of the processor, the best
of the rounds.

(The file cannot be called after its peer: it would be imported in its place.)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from importlib.metadata import version
from typing import Any

from moves import EVENTS, STAGES, best, sales
from sismic.interpreter import Interpreter
from sismic.io import import_from_yaml

GUARDS = {"sign": "sale.is_large()", "close": "sale.is_paid()"}


def chart() -> Any:
    """Six states in a row; the last one is an ordinary state, for a final one is told no more."""
    states = []
    for event, source, target in zip(EVENTS, STAGES[:-1], STAGES[1:], strict=True):
        transition = {"event": event, "target": target}
        if event in GUARDS:
            transition["guard"] = GUARDS[event]
        states.append({"name": source, "transitions": [transition]})
    states.append({"name": STAGES[-1]})
    root = {"name": "root", "initial": STAGES[0], "states": states}
    # JSON is YAML.
    return import_from_yaml(json.dumps({"statechart": {"name": "sale", "root state": root}}))


def by_sismic(count: int, rounds: int, is_mixed: bool) -> tuple[list[int], float]:
    """An interpreter for each case."""
    statechart = chart()

    def begin() -> list[Interpreter]:
        made = []
        for sale in sales(count, is_mixed):
            interpreter = Interpreter(
                statechart, initial_context={"sale": sale}, ignore_contract=True
            )
            interpreter.execute()
            made.append(interpreter)
        return made

    def run(interpreters: list[Interpreter]) -> None:
        for interpreter in interpreters:
            for event in EVENTS:
                interpreter.queue(event).execute_once()

    interpreters, seconds = best(rounds, begin, run)
    ends = [next(state for state in it.configuration if state != "root") for it in interpreters]
    return [STAGES.index(state) for state in ends], seconds


def main() -> int:
    """Prints how many times as long sismic takes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=2_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--native", default="target/release/peer_moves")
    args = arguments.parse_args()
    native = [args.native, str(args.cases), str(args.rounds)]
    told = json.loads(subprocess.run(native, check=True, capture_output=True).stdout)
    print(f"sismic {version('sismic')}")
    for name, is_mixed in [("passing", False), ("mixed", True)]:
        own = told[name]
        finals, seconds = by_sismic(args.cases, args.rounds, is_mixed)
        if finals != own["finals"]:
            print("sismic ends in other stages", file=sys.stderr)
            return 1
        each = seconds * 1e9 / (args.cases * len(EVENTS))
        given, kept = own["advance_ns"], own["apply_ns"]
        times = f"{each / given:.1f} times advance, {each / kept:.1f} times apply"
        print(f"{name}: fieldbeat {given} ns a move (advance), {kept} (apply)")
        print(f"  sismic: {each:.0f} ns, {times}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
