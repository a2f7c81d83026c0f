"""Sales along six stages with two guards, by fieldbeat (Rust), transitions and python-statemachine.

    moves.py [--cases N] [--rounds N] [--native PATH]

Every library sends every case the same five events; the stages in which they end must be equal,
else the script fails. Once all cases pass both guards, and once a quarter of them fails the first
one and a fifth of the rest the second, so that later events find no way out: where the peers are
told to do nothing then, fieldbeat says why. The peers keep a stage and nothing else; fieldbeat
answers the case with its log, its stays and its timers, and the move. Seconds of the processor,
the best of the rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from statemachine import State, StateMachine
from transitions import Machine

STAGES = ["lead", "qualified", "offer", "order", "delivery", "won"]
EVENTS = ["qualify", "send_offer", "sign", "ship", "close"]
WANTED = 100


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
        given, kept = own["advance_ns"], own["apply_ns"]
        print(f"{name}: fieldbeat {given} ns a move (advance), {kept} (apply)")
        for peer, run in peers.items():
            finals, seconds = run(args.cases, args.rounds, is_mixed)
            if finals != own["finals"]:
                print(f"{peer} ends in other stages", file=sys.stderr)
                return 1
            each = seconds * 1e9 / (args.cases * len(EVENTS))
            wanted = f" (wanted {WANTED})" if peer == "transitions" else ""
            times = f"{each / given:.1f} times advance{wanted}, {each / kept:.1f} times apply"
            print(f"  {peer}: {each:.0f} ns, {times}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
