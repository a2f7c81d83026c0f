"""Sales along six stages with two guards, by fieldbeat (Rust), transitions and python-statemachine.

    moves.py [--cases N] [--rounds N] [--native PATH]

Every library sends every case the same five events; the stages in which they end must be equal,
else the script fails. Once all cases pass both guards, and once a quarter of them fails the first
one and a fifth of the rest the second, so that later events find no way out: where the peers are
told to do nothing then, fieldbeat says why. The peers keep a stage and nothing else; fieldbeat
answers the case with its log, its stays and its timers, and the move. All events of all cases in
one call, `apply_many`, are measured from Rust and from Python; there the events are columns, the
cases dicts that come in and go out. Seconds of the processor, the best of the rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fieldbeat
from statemachine import State, StateMachine
from transitions import Machine

STAGES = ["lead", "qualified", "offer", "order", "delivery", "won"]
EVENTS = ["qualify", "send_offer", "sign", "ship", "close"]
WANTED = 100
WANTED_FROM_PYTHON = 25
MACHINE = json.loads(Path(__file__).with_name("machine.json").read_text())
NOW = "2026-11-20T12:00:00Z"


class Sale:
    """What the machines move: guards look at its fields."""

    def __init__(self, amount: int, paid: bool) -> None:
        self.amount = amount
        self.paid = paid

    def is_large(self) -> bool:
        """The guard of signing."""
        return self.amount >= 500

    def is_paid(self) -> bool:
        """The guard of closing."""
        return self.paid


def sales(count: int, is_mixed: bool) -> list[Sale]:
    """The same as in main.rs."""
    if not is_mixed:
        return [Sale(1000, True) for _ in range(count)]
    return [Sale(index * 37 % 2000, index % 5 != 0) for index in range(count)]


def best(rounds: int, begin: Callable[[], Any], run: Callable[[Any], None]) -> tuple[Any, float]:
    """Seconds of the quickest run; what has to be made anew before each is not counted."""
    least = float("inf")
    for _ in range(rounds):
        made = begin()
        start = time.thread_time()
        run(made)
        least = min(least, time.thread_time() - start)
    return made, least


def by_transitions(count: int, rounds: int, is_mixed: bool) -> tuple[list[int], float]:
    """One machine, a model for each case."""
    machine = Machine(None, STAGES, initial="lead", ignore_invalid_triggers=True)
    guards = {"sign": "is_large", "close": "is_paid"}
    for event, source, target in zip(EVENTS, STAGES[:-1], STAGES[1:], strict=True):
        machine.add_transition(event, source, target, conditions=guards.get(event))

    def begin() -> list[Sale]:
        for model in list(machine.models):
            machine.remove_model(model)
        models = sales(count, is_mixed)
        for model in models:
            machine.add_model(model)
        return models

    def run(models: list[Any]) -> None:
        for model in models:
            model.qualify()
            model.send_offer()
            model.sign()
            model.ship()
            model.close()

    models, seconds = best(rounds, begin, run)
    return [STAGES.index(model.state) for model in models], seconds


class SaleMachine(StateMachine):
    """The machine of python-statemachine."""

    allow_event_without_transition = True
    lead = State(initial=True)
    qualified = State()
    offer = State()
    order = State()
    delivery = State()
    won = State(final=True)
    qualify = lead.to(qualified)
    send_offer = qualified.to(offer)
    sign = offer.to(order, cond="is_large")
    ship = order.to(delivery)
    close = delivery.to(won, cond="is_paid")


def by_statemachine(count: int, rounds: int, is_mixed: bool) -> tuple[list[int], float]:
    """A machine for each case."""

    def begin() -> list[Any]:
        return [SaleMachine(sale) for sale in sales(count, is_mixed)]

    def run(machines: list[Any]) -> None:
        for machine in machines:
            for event in EVENTS:
                machine.send(event)

    machines, seconds = best(rounds, begin, run)
    return [STAGES.index(machine.model.state) for machine in machines], seconds


def by_fieldbeat(count: int, rounds: int, is_mixed: bool) -> tuple[list[int], float]:
    """All events of all cases in one call; the cases are opened before."""
    pipeline = fieldbeat.Pipeline(MACHINE)
    cases = [
        pipeline.open(
            {"id": f"s{index}", "fields": {"amount": sale.amount, "paid": sale.paid}}, NOW
        )["case_after"]
        for index, sale in enumerate(sales(count, is_mixed))
    ]
    columns = {
        "case_id": [case["id"] for _ in EVENTS for case in cases],
        "id": [f"e{index}" for index in range(len(EVENTS)) for _ in cases],
        "on": [event for event in EVENTS for _ in cases],
    }

    def run(many: list[Any]) -> None:
        many.append(pipeline.apply_many(cases, columns, NOW))

    many, seconds = best(rounds, list, run)
    return [STAGES.index(case["stage"]) for case in many[0]["cases"]], seconds


def main() -> int:
    """Prints how many times as long the peers take."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=2_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--native", default="target/release/peer_moves")
    args = arguments.parse_args()
    native = [args.native, str(args.cases), str(args.rounds)]
    told = json.loads(subprocess.run(native, check=True, capture_output=True).stdout)
    peers = {"transitions": by_transitions, "python-statemachine": by_statemachine}
    for name, is_mixed in [("passing", False), ("mixed", True)]:
        own = told[name]
        given, kept, many = own["advance_ns"], own["apply_ns"], own["apply_many_ns"]
        finals, seconds = by_fieldbeat(args.cases, args.rounds, is_mixed)
        if finals != own["finals"]:
            print("apply_many from Python ends in other stages", file=sys.stderr)
            return 1
        python = seconds * 1e9 / (args.cases * len(EVENTS))
        print(f"{name}: fieldbeat {given} ns a move (advance), {kept} (apply), {many} (apply_many)")
        print(f"  apply_many from Python: {python:.0f} ns")
        for peer, run in peers.items():
            finals, seconds = run(args.cases, args.rounds, is_mixed)
            if finals != own["finals"]:
                print(f"{peer} ends in other stages", file=sys.stderr)
                return 1
            each = seconds * 1e9 / (args.cases * len(EVENTS))
            wanted = f" (wanted {WANTED})" if peer == "transitions" else ""
            times = f"{each / given:.1f} times advance{wanted}, {each / kept:.1f} times apply"
            batch = f"{each / many:.1f} times apply_many, from Python {each / python:.1f}"
            wanted = f" (wanted {WANTED_FROM_PYTHON})" if peer == "transitions" else ""
            print(f"  {peer}: {each:.0f} ns, {times}, {batch}{wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
