"""Sales along six stages with two guards, by fieldbeat (Rust), transitions and python-statemachine.

    moves.py [--cases N] [--rounds N] [--native PATH]

Every library sends every case the same five events; the stages in which they end must be equal,
else the script fails. Once all cases pass both guards, and once a quarter of them fails the first
one and a fifth of the rest the second, so that later events find no way out: where the peers are
told to do nothing then, fieldbeat says why. The peers keep a stage and nothing else; fieldbeat
answers the case with its log, its stays and its timers, and the move. All events of all cases in
one call, `apply_many`, are measured from Rust and from Python; there the events are columns, the
cases dicts that come in and go out, or are held by a `CaseStore`: events as lists and as Arrow
dictionaries, and with the cases put into it in the measured time. Seconds of the processor, the
best of the rounds.
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
import pyarrow as pa
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


class Ours:
    """The cases, opened before, and all of their events as columns."""

    def __init__(self, count: int, is_mixed: bool) -> None:
        self.pipeline = fieldbeat.Pipeline(MACHINE)
        self.cases = [
            self.pipeline.open(
                {"id": f"s{index}", "fields": {"amount": sale.amount, "paid": sale.paid}}, NOW
            )["case_after"]
            for index, sale in enumerate(sales(count, is_mixed))
        ]
        self.lists = {
            "case_id": [case["id"] for _ in EVENTS for case in self.cases],
            "id": [f"e{index}" for index in range(len(EVENTS)) for _ in self.cases],
            "on": [event for event in EVENTS for _ in self.cases],
        }
        self.coded = {key: pa.array(rows).dictionary_encode() for key, rows in self.lists.items()}

    def apply_many(self, rounds: int) -> tuple[list[int], float]:
        """Cases as dicts in and out."""

        def run(many: list[Any]) -> None:
            many.append(self.pipeline.apply_many(self.cases, self.lists, NOW))

        many, seconds = best(rounds, list, run)
        return [STAGES.index(case["stage"]) for case in many[0]["cases"]], seconds

    def store(self, rounds: int, columns: Any, is_put: bool = False) -> tuple[list[int], float]:
        """Cases that are held; put before, or in the measured time."""

        def begin() -> Any:
            store = fieldbeat.CaseStore(self.pipeline)
            if not is_put:
                store.put(self.cases)
            return store, []

        def run(made: Any) -> None:
            store, many = made
            if is_put:
                store.put(self.cases)
            many.append(store.apply_many(columns, NOW))

        (_, many), seconds = best(rounds, begin, run)
        return [STAGES.index(stage) for stage in many[0]["cases"]["stage"]], seconds

    def ways(self, rounds: int) -> dict[str, tuple[list[int], float]]:
        """The ways in which Python may ask, each with the final stages and the seconds."""
        return {
            "Pipeline.apply_many, dicts": self.apply_many(rounds),
            "CaseStore.apply_many, lists": self.store(rounds, self.lists),
            "CaseStore.apply_many, Arrow": self.store(rounds, self.coded),
            "put and apply_many, Arrow": self.store(rounds, self.coded, is_put=True),
        }


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
        print(f"{name}: fieldbeat {given} ns a move (advance), {kept} (apply), {many} (apply_many)")
        python = {}
        for way, (finals, seconds) in Ours(args.cases, is_mixed).ways(args.rounds).items():
            if finals != own["finals"]:
                print(f"{way} ends in other stages", file=sys.stderr)
                return 1
            python[way] = seconds * 1e9 / (args.cases * len(EVENTS))
            print(f"  from Python, {way}: {python[way]:.0f} ns")
        for peer, run in peers.items():
            finals, seconds = run(args.cases, args.rounds, is_mixed)
            if finals != own["finals"]:
                print(f"{peer} ends in other stages", file=sys.stderr)
                return 1
            each = seconds * 1e9 / (args.cases * len(EVENTS))
            wanted = f" (wanted {WANTED})" if peer == "transitions" else ""
            times = f"{each / given:.1f} times advance{wanted}, {each / kept:.1f} times apply"
            print(f"  {peer}: {each:.0f} ns, {times}, {each / many:.1f} times apply_many")
            wanted = f" (wanted {WANTED_FROM_PYTHON})" if peer == "transitions" else ""
            for way, ns in python.items():
                print(f"    {each / ns:.1f} times {way}{wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
