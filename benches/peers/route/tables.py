"""What a run comes to, as Markdown: gaps and times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import mean, median

TIMED = ("fieldbeat", "fieldbeat, matrix", "fast-tsp", "OR-Tools", "PyVRP", "VROOM", "python-tsp")


@dataclass
class Call:
    """One call of a solver."""

    group: str
    instance: str
    solver: str
    # Seconds, `None` of a solver that knows no budget.
    budget: float | None
    seed: int
    # What the tour costs, `None` where there was none in time; and the best known.
    cost: int | None
    best: float | None
    # Seconds on the wall and of a processor.
    wall: float
    processor: float

    @property
    def gap(self) -> float | None:
        """Percent above the best known."""
        return None if self.cost is None else (self.cost / self.best - 1) * 100


def distinct(values: Iterable) -> list:
    """Each value once, as they came."""
    return list(dict.fromkeys(values))


def chosen(calls: list[Call], group: str, solver: str, budget: float | None) -> list[Call]:
    """The calls of one cell."""
    return [
        call for call in calls if (call.group, call.solver, call.budget) == (group, solver, budget)
    ]


def shown(calls: list[Call]) -> str:
    """The mean gap, and how often there was a tour at all if not always."""
    found = [call.gap for call in calls if call.gap is not None]
    if not found:
        return "none" if calls else "-"
    often = "" if len(found) == len(calls) else f" ({len(found)} of {len(calls)})"
    return f"{mean(found):.2f}{often}"


def table(title: str, head: list[str], rows: list[list[str]], words: int = 2) -> str:
    """A table of Markdown whose first columns are words; nothing without rows."""
    if not rows:
        return ""
    lines = [head, ["---"] * words + ["---:"] * (len(head) - words), *rows]
    return f"\n## {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def budgets(calls: list[Call], group: str) -> list[float]:
    """The budgets of a group."""
    return sorted({c.budget for c in calls if c.group == group and c.budget is not None})


def by_budget(calls: list[Call], title: str, cell: Callable[[list[Call]], str]) -> str:
    """A row for each group and budget, a column for each solver that takes one."""
    timed = [call for call in calls if call.solver in TIMED]
    solvers = [solver for solver in TIMED if any(call.solver == solver for call in timed)]
    rows = []
    for group in distinct(call.group for call in timed):
        for budget in budgets(timed, group):
            cells = [cell(chosen(timed, group, solver, budget)) for solver in solvers]
            rows.append([group, f"{budget * 1000:g}", *cells])
    return table(title, ["stops", "budget, ms", *solvers], rows)


def gaps(calls: list[Call]) -> str:
    """The mean gap to the best known."""
    return by_budget(calls, "Mean gap, %", shown)


def overruns(calls: list[Call]) -> str:
    """The median of what a call took beyond its budget; less than it where a solver was ready."""

    def cell(calls: list[Call]) -> str:
        if not calls:
            return "-"
        wall = median(call.wall - call.budget for call in calls) * 1000
        processor = median(call.processor - call.budget for call in calls) * 1000
        return f"{wall:.1f}, {processor:.1f}"

    return by_budget(calls, "Median overrun, ms: on the wall, of a processor", cell)


def untimed(calls: list[Call]) -> str:
    """Solvers that know no budget; beside salesman.js fieldbeat in Node, on the same instances."""
    rows = []
    for group in distinct(call.group for call in calls):
        for solver in ("LKH (elkai)", "salesman.js", "fieldbeat, Node"):
            budgets = distinct(c.budget for c in calls if (c.group, c.solver) == (group, solver))
            for budget in budgets:
                those = chosen(calls, group, solver, budget)
                name = solver if budget is None else f"{solver}, {budget * 1000:g} ms"
                instances = len({call.instance for call in those})
                seconds = f"{median(call.processor for call in those):.3f}"
                rows.append([group, name, str(instances), shown(those), seconds])
    head = ["stops", "solver", "instances", "mean gap, %", "median processor seconds"]
    return table("Without a budget", head, rows)


def small(calls: list[Call]) -> str:
    """How long calls with few stops take."""

    def cell(calls: list[Call]) -> str:
        return f"{median(call.processor for call in calls) * 1000:.2f}" if calls else "-"

    few = [call for call in calls if call.group in ("up to 12", "20")]
    return by_budget(few, "Median processor milliseconds of a call", cell)


def share(calls: list[Call]) -> str:
    """How much of a processor fieldbeat had: a budget is of time on the wall."""
    shares = [call.processor / call.wall for call in calls if call.solver == "fieldbeat"]
    if not shares:
        return ""
    return (
        f"\nWhile it searched, fieldbeat had {median(shares) * 100:.0f} % of a processor (median)."
    )
