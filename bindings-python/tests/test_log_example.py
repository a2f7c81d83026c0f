"""The example that reads XES and CSV: the same columns of both, and what is wrong is named."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import fieldbeat
import pytest

LOGS = Path(__file__).parents[1] / "examples" / "logs"
POLICY = Path(__file__).parents[2] / "core" / "policies" / "field_visits.json"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("funnel_log", LOGS / "funnel_log.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(columns: dict[str, list[Any]], example: ModuleType) -> Any:
    rules = example.options(POLICY)
    return fieldbeat.funnel_report(columns, NOW, by=["case:region"], **rules)


def test_the_same_log_in_xes_and_csv_gives_the_same_report(example: ModuleType) -> None:
    xes = example.read_xes(LOGS / "visits.xes", ["case:region"])
    csv = example.read_csv(LOGS / "visits.csv", ["case:region"])
    # The CSV has the last entry first.
    assert xes["entered"] != csv["entered"] and sorted(xes["entered"]) == sorted(csv["entered"])
    assert report(xes, example) == report(csv, example)


def test_the_report_says_what_the_log_says(example: ModuleType) -> None:
    columns = example.read_xes(LOGS / "visits.xes", ["case:region"])
    # Of the event that has a life cycle, its end is the entry: no second one at 11:00.
    assert len(columns["case"]) == 19
    assert datetime(2026, 11, 10, 8, 30, tzinfo=UTC) in columns["entered"]
    told = report(columns, example)
    assert told["warnings"] == []
    assert (told["cases"], told["won"], told["lost"], told["open"]) == (6, 3, 1, 2)
    assert (told["moves"], told["forbidden"]) == (13, 0)
    draft = next(stage for stage in told["stages"] if stage["stage"] == "draft")
    # 4, 3, 6, 7 and 7 days; the sixth is there still.
    assert draft["wall"]["median_ms"] == timedelta(days=6) // timedelta(milliseconds=1)
    regions = {group["value"]: (group["cases"], group["won"]) for group in told["groups"]}
    assert regions == {"north": (3, 2), "south": (3, 1)}


@pytest.mark.parametrize("name", ["visits.xes", "visits.csv"])
def test_the_script_runs_by_itself(
    example: ModuleType, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((LOGS / name).read_bytes()))
    arguments = ["--now", "2026-11-20T18:00:00+03:00", "--pipeline", str(POLICY)]
    told = []
    for path in (LOGS / name, packed):
        assert example.main([str(path), *arguments]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0].startswith("6 cases, 19 events: 3 won, 1 lost, 2 open\n")
    assert "1 x draft > in_work > repeat > in_work > visited" in told[0]


TRACE = '<log><trace><string key="concept:name" value="a"/>{}</trace></log>'
NAME, TIME = '<string key="concept:name" value="x"/>', '<date key="time:timestamp" value="{}"/>'


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (NAME, "trace 1, event 1: no time:timestamp"),
        (TIME.format("2026-11-02T09:00:00Z"), "trace 1, event 1: no concept:name"),
        (NAME + TIME.format("2026-11-02T09:00:00"), "has no offset"),
        (NAME + TIME.format("yesterday"), "trace 1: Invalid isoformat"),
    ],
)
def test_what_is_missing_in_a_trace_is_named(
    example: ModuleType, tmp_path: Path, event: str, message: str
) -> None:
    log = tmp_path / "log.xes"
    log.write_text(TRACE.format(f"<event>{event}</event>"), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        example.read_xes(log)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case,stage\n1,a\n", "no column time:timestamp"),
        ("case,stage,entered\n1,a,2026-11-02 09:00\n", "line 2: .* has no offset"),
        ("case,stage,entered\n1,a\n", "line 2: Invalid isoformat"),
    ],
)
def test_what_is_wrong_with_a_table_is_named(
    example: ModuleType, tmp_path: Path, text: str, message: str
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        example.read_csv(log)


def test_the_example_needs_nothing_but_python(example: ModuleType) -> None:
    lines = (LOGS / "funnel_log.py").read_text(encoding="utf-8").splitlines()
    imported = {
        line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))
    }
    assert imported - sys.stdlib_module_names == {"fieldbeat"}
