"""What a log of stages says, from XES or CSV.

    python funnel_log.py visits.xes --now 2026-11-20T18:00:00+03:00 --by case:region
    python funnel_log.py visits.csv --now 2026-11-20T18:00:00+03:00 \
        --pipeline core/policies/field_visits.json

Both readers answer the columns that `fieldbeat.funnel_report` takes: `case`, `stage` and `entered`,
and besides them any columns by which cases are to be told apart. They need nothing but Python.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fieldbeat

CASE, STAGE, ENTERED = "case:concept:name", "concept:name", "time:timestamp"


def read_xes(path: Path, by: list[str] | None = None) -> dict[str, list[Any]]:
    """The events of an XES log (IEEE 1849), in the order of the file.

    A trace is a case. Of activities with a life cycle the event `complete` counts, that enters the
    stage; `by` names attributes: of the trace as `case:region`, of the event as `org:resource`.
    Whatever is missing is told with its place, never guessed.
    """
    by = by or []
    columns: dict[str, list[Any]] = {key: [] for key in ("case", "stage", "entered", *by)}
    with opened(path) as file:
        number = 0
        for _, element in ElementTree.iterparse(file, events=("end",)):
            if plain(element.tag) != "trace":
                continue
            number += 1
            told = {f"case:{key}": value for key, value in attributes(element).items()}
            events = [child for child in element if plain(child.tag) == "event"]
            for index, event in enumerate(events, 1):
                fields = told | attributes(event)
                if fields.get("lifecycle:transition", "complete").lower() != "complete":
                    continue
                absent = [key for key in (CASE, STAGE, ENTERED) if not fields.get(key)]
                if absent:
                    raise ValueError(f"{path}: trace {number}, event {index}: no {absent[0]}")
                columns["case"].append(fields[CASE])
                columns["stage"].append(fields[STAGE])
                columns["entered"].append(instant(fields[ENTERED], f"{path}: trace {number}"))
                for key in by:
                    columns[key].append(fields.get(key))
            # A log may be larger than the memory: what was read is let go.
            element.clear()
    return columns


def read_csv(path: Path, by: list[str] | None = None) -> dict[str, list[Any]]:
    """The rows of a CSV, whose columns are called as in XES, or `case`, `stage`, `entered`."""
    by = by or []
    columns: dict[str, list[Any]] = {key: [] for key in ("case", "stage", "entered", *by)}
    with opened(path) as file:
        rows = csv.DictReader(line.decode("utf-8-sig") for line in file)
        names = rows.fieldnames or []
        found = {}
        for own, other in [("case", CASE), ("stage", STAGE), ("entered", ENTERED)]:
            found[own] = own if own in names else other
        absent = [name for name in [*found.values(), *by] if name not in names]
        if absent:
            raise ValueError(f"{path}: no column {', '.join(absent)}")
        for row in rows:
            place = f"{path}, line {rows.line_num}"
            columns["case"].append(row[found["case"]])
            columns["stage"].append(row[found["stage"]])
            columns["entered"].append(instant(row[found["entered"]] or "", place))
            for key in by:
                columns[key].append(row[key] or None)
    return columns


def opened(path: Path) -> BufferedIOBase:
    """The bytes of a file, which may be gzipped."""
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def plain(tag: str) -> str:
    """A tag without its namespace: logs have one or not."""
    return tag.rpartition("}")[2]


def attributes(element: ElementTree.Element) -> dict[str, str]:
    """The attributes of a trace or an event, by their keys."""
    pairs = ((child.get("key"), child.get("value")) for child in element)
    return {key: value for key, value in pairs if key is not None and value is not None}


def instant(text: str, place: str) -> datetime:
    """A moment with its offset: without one nobody knows when it was."""
    try:
        t = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    if t.tzinfo is None:
        raise ValueError(f"{place}: {text} has no offset")
    return t


def options(path: Path) -> dict[str, Any]:
    """What a report takes of a pipeline: a whole policy is one."""
    pipeline = json.loads(path.read_text(encoding="utf-8"))
    return {key: pipeline[key] for key in ("stages", "transitions", "policies") if key in pipeline}


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for every stage, and the commonest ways."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("log", type=Path)
    parser.add_argument("--now", type=datetime.fromisoformat, required=True)
    parser.add_argument("--by", action="append", default=[], help="such as case:region")
    parser.add_argument("--pipeline", type=Path, help="stages in their order, kinds and norms")
    args = parser.parse_args(arguments)
    is_csv = ".csv" in args.log.suffixes
    columns = (read_csv if is_csv else read_xes)(args.log, args.by)
    rules = options(args.pipeline) if args.pipeline else {}
    report = fieldbeat.funnel_report(columns, args.now, by=args.by, **rules)
    ends = f"{report['won']} won, {report['lost']} lost, {report['open']} open"
    print(f"{report['cases']} cases, {len(columns['case'])} events: {ends}")
    for stage in report["stages"]:
        if not stage["cases"]:
            continue
        median = stage["wall"]["median_ms"]
        hours = "-" if median is None else f"{median / 3_600_000:.1f} h"
        print(f"{stage['stage']}: {stage['cases']} cases, {stage['open']} there, median {hours}")
    for variant in report["variants"][:5]:
        print(f"{variant['cases']} x {' > '.join(variant['stages'])}")
    for group in report["groups"]:
        print(f"{group['by']} {group['value']}: {group['cases']} cases, {group['won']} won")
    return 0


if __name__ == "__main__":
    sys.exit(main())
