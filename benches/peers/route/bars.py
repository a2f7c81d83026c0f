"""What the specification wants of tours, beside what was found in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median

from tables import Call, chosen, distinct, table

# For few stops the same rounded costs as peers get: where legs are short, the best tour of real
# lengths is not always the best one of rounded ones.
OURS, OURS_FEW = "fieldbeat", "fieldbeat, matrix"


class Missing(Exception):
    """A bar cannot be held against a run that lacks its calls."""


@dataclass
class Cell:
    """The calls of one solver on one group with one budget."""

    calls: list[Call]

    @property
    def gap(self) -> float:
        """The mean gap, %."""
        return mean(call.gap for call in self.calls)

    @property
    def milliseconds(self) -> float:
        """The median time of a processor."""
        return median(call.processor for call in self.calls) * 1000

    @property
    def best(self) -> float:
        """The share of calls that found the best known tour."""
        return mean(call.cost == call.best for call in self.calls)


def found(calls: list[Call], group: str, solver: str, budget: float | None) -> Cell:
    """A cell, if there was an answer to each of its calls."""
    those = chosen(calls, group, solver, budget)
    if not those or any(call.cost is None for call in those):
        raise Missing
    return Cell(those)


# What was found and the most that is wanted, or the least where it is a share of best tours.
Bar = tuple[str, float, float, str]


def of_few(calls: list[Call]) -> Iterator[Bar]:
    """At most 12 stops are exact, by either door, for 1.5 times fast-tsp's time."""
    theirs = found(calls, "up to 12", "fast-tsp", 0.1)
    for solver in (OURS, OURS_FEW):
        ours = found(calls, "up to 12", solver, 0.1)
        yield f"up to 12: best tours, {solver}", ours.best, 1, "share"
        yield f"up to 12: time, {solver}", ours.milliseconds, 1.5 * theirs.milliseconds, "ms"


def of_twenty(calls: list[Call]) -> Iterator[Bar]:
    """LKH's tours in LKH's time."""
    ours, theirs = found(calls, "20", OURS_FEW, 0.01), found(calls, "20", "LKH (elkai)", None)
    yield "20 at 10 ms: gap", ours.gap, theirs.gap, "%"
    yield "20 at 10 ms: time", ours.milliseconds, theirs.milliseconds, "ms"


def of_hundred(calls: list[Call]) -> Iterator[Bar]:
    """A day's stops."""
    ours, theirs = (found(calls, "50-200", solver, 0.01) for solver in (OURS_FEW, "fast-tsp"))
    yield "50-200 at 10 ms: gap", ours.gap, theirs.gap + 0.1, "%"
    yield "50-200 at 100 ms: best tours", found(calls, "50-200", OURS_FEW, 0.1).best, 0.9, "share"


def of_thousands(calls: list[Call]) -> Iterator[Bar]:
    """A quarter's stops, and a country's."""
    for group, budget, factor, more in (
        ("1000-2400", 0.01, 1 / 3, 0),
        ("1000-2400", 0.1, 1.25, 0),
        ("1000-2400", 1, 1, 0.1),
        ("5000-12000", 0.1, 1 / 2, 0),
        ("5000-12000", 1, 1, 0),
    ):
        ours, theirs = (found(calls, group, solver, budget) for solver in (OURS, "fast-tsp"))
        what = f"{group} at {budget * 1000:g} ms: gap (fast-tsp's {theirs.gap:.2f})"
        yield what, ours.gap, factor * theirs.gap + more, "%"


def of_most(calls: list[Call]) -> Iterator[Bar]:
    """Every stop there is."""
    yield "100k at 2 s: gap", found(calls, "100k", OURS, 2).gap, 10, "%"


def of_roads(calls: list[Call]) -> Iterator[Bar]:
    """Costs that are not the same both ways."""
    ours = found(calls, "ATSP", OURS, 1)
    theirs = min(found(calls, "ATSP", peer, 1).gap for peer in ("OR-Tools", "PyVRP", "VROOM"))
    yield "ATSP at 1 s: best tours", ours.best, 6 / 8, "share"
    yield f"ATSP at 1 s: gap (best peer's {theirs:.2f})", ours.gap, theirs / 3, "%"


def of_overruns(calls: list[Call]) -> Iterator[Bar]:
    """A budget is kept, by processor time: others may run beside. The group where it is worst."""
    for solver in (OURS, OURS_FEW):
        those = [call for call in calls if call.solver == solver]
        for budget in sorted(distinct(call.budget for call in those)):
            over: dict[str, list[float]] = {}
            for call in those:
                if call.budget == budget:
                    over.setdefault(call.group, []).append(call.processor - budget)
            group = max(over, key=lambda group: median(over[group]))
            what = f"{solver} at {budget * 1000:g} ms: overrun, worst with {group}"
            yield what, median(over[group]) * 1000, max(budget * 100, 2), "ms"


def bars(calls: list[Call]) -> str:
    """All bars; those without their calls are left out."""
    rows = []
    for kind in (of_few, of_twenty, of_hundred, of_thousands, of_most, of_roads, of_overruns):
        try:
            for what, value, wanted, unit in kind(calls):
                share = unit == "share"
                met = value >= wanted if share else value <= wanted
                numbers = [f"{n:.0%}" if share else f"{n:.2f} {unit}" for n in (value, wanted)]
                rows.append([what, *numbers, "yes" if met else "no"])
        except Missing:
            continue
    return table("Bars", ["bar", "found", "wanted", "met"], rows, words=1)
