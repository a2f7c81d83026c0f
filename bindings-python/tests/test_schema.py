"""The schema of a policy, as a file and as an answer, and the policy's own reader agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fieldbeat
import jsonschema
import pytest

SCHEMAS = Path(__file__).parents[2] / "core" / "schemas"
READY = sorted((SCHEMAS.parent / "policies").glob("*.json"))
KINDS = sorted(file.stem for file in SCHEMAS.iterdir())
TARGET = {"value": 100, "measure": "visits", "whose": "anna"}
DAY = [{"start": "09:00", "end": "18:00"}]

PIPELINE: dict[str, Any] = {
    "name": "leads",
    "version": "1",
    "stages": [{"id": "new", "norm": "2bd"}, {"id": "done", "kind": "won"}],
    "transitions": [{"source": ["new"], "target": "done"}],
}

# By kind, policies that are in use somewhere, and slips of the pen.
GOOD: dict[str, list[dict[str, Any]]] = {
    "presence": [
        {},
        {"max_accuracy_m": 50, "model": "margin"},
        {"default_accuracy_m": None},
    ],
    "tracker": [{}, {"enter": {"fixes": 3}, "lateness": "10m", "presence": {"tolerance_m": 30}}],
    "visit": [
        {},
        {"late": "20m", "presence": {"tolerance_m": 30}},
        {"observe": [{"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T18:00:00Z"}]},
        {"observe": {"zone": "Europe/Moscow", "days": [{"first": "2026-11-04"}]}},
        {"zone": "Europe/Moscow", "degrade": {"teleport": "note"}},
    ],
    "anomaly": [{}, {"frozen_places": 3, "clock_ahead": "2m"}],
    "deviation": [{}, {"corridor_m": 200, "visit": {"sampling": "motion_gated"}}],
    "retention": [{}, {"track_days": 30}],
    "trip": [{}, {"night": "8h", "business_distance_m": 50_000}],
    "stay": [{}, {"algorithm": "anchored", "distance_m": 100}],
    "matrix": [{}, {"circuity": 1.4, "speeds": [{"speed_mps": 12}]}],
    "calendar": [
        {},
        {"zone": "Europe/Moscow", "hours": {"saturday": DAY}, "week_start": "sunday"},
        {"days": [{"first": "2026-01-01", "last": "2026-01-08", "name": "New Year"}]},
        {"layers": [{"name": "rep", "hours": {"friday": []}}], "year_start": 4},
    ],
    "condition": [
        {"field": "doctors_met", "ge": 5},
        {"all": [{"field": "kind", "in": ["demo"]}, {"not": {"any": []}}]},
        {"field": "contacts", "count_of": {"field": "role", "eq": "head"}, "between": [1, 2]},
    ],
    "scorecard": [
        {"name": "visits", "version": "1"},
        {
            "name": "visits",
            "version": "2",
            "schema": {"met": "int", "kind": {"type": "enum", "values": ["demo"]}},
            "eligible": {"field": "kind", "eq": "demo"},
            "tables": [{"rows": [{"bands": {"met": [0, None]}, "points": 1.5}], "default": 0}],
            "modifiers": [{"kind": "per_unit", "field": "met", "rate": 2}],
            "limits": [{"kind": "cap", "key": ["rep"], "per": "day", "points": 10}],
        },
    ],
    "target": [TARGET],
    "close": [{}, {"close_after": "3bd"}],
    "pipeline": [PIPELINE],
    "rfm": [{}, {"bins": 3, "segments": [{"segment": "best", "recency": [3, 3]}]}],
    "rfm_cuts": [{"recency_days": [30, 90], "frequency_days": [1], "monetary": [9.5]}],
    "abc": [{}, {"a_percent": 70, "window_days": 90}],
    "xyz": [{}, {"period": "week", "quadrants": {"bx": "cow"}}],
    "bcg": [{}, {"share_percent": 30}],
    "life_cycle": [{}, {"new_days": 30}],
    "segment": [
        {},
        {"base_days": 180, "moving_days": 30, "static_core": {"min_stay_days": 60}},
        {"segments": [{"name": "asleep", "when": {"field": "quiet_days", "ge": 60}}]},
        {"zones": [{"scope": "east", "zone": "Asia/Vladivostok"}], "at_risk_pace": 0.65},
    ],
}
BAD: dict[str, list[dict[str, Any]]] = {
    "presence": [
        {"max_acuracy_m": 50},
        {"max_accuracy_m": -1},
        {"max_accuracy_m": "50"},
        {"max_accuracy_m": None},
        {"model": "guess"},
        {"inside_probability": 1.5},
    ],
    "tracker": [{"lateness": "5 minutes"}, {"enter": {"fixes": 1.5}}, {"presence": 30}],
    "visit": [
        {"late": "20 minutes"},
        {"presence": {"tolerance": 30}},
        {"degrade": {"teleport": "ignore"}},
        {"observe": [{"start": "2026-11-20T09:00:00Z"}]},
        {"observe": "always"},
    ],
    "anomaly": [{"frozen_places": "2"}, {"teleport_return_share": 2}, {"speed": 70}],
    "deviation": [{"corridor_m": 0}, {"visit": {"late": 900}}],
    "retention": [{"track_days": -1}, {"evidence_years": 3}],
    "trip": [{"min_night_share": 1.01}, {"night": 8}, {"base": None}],
    "stay": [{"algorithm": "dbscan"}, {"duration": None}],
    "matrix": [{"circuity": 0.9}, {"speeds": [{"speed": 12}]}, {"speeds": None}],
    "calendar": [
        {"hours": {"monday": DAY[0]}},
        {"week_start": "Monday"},
        {"days": [{"last": "2026-01-08"}]},
        {"layers": [{"hours": {"someday": DAY}}]},
    ],
    "condition": [
        {"all": {"field": "doctors_met", "ge": 5}},
        {"field": "doctors_met", "gte": 5},
        {"any": [{"field": 5}]},
    ],
    "scorecard": [
        {"name": "visits"},
        {"name": "visits", "version": "1", "rounding": "up"},
        {"name": "visits", "version": "1", "tables": [{"rows": [{"point": 1}]}]},
        {"name": "visits", "version": "1", "schema": {"met": "integer"}},
    ],
    "target": [{**TARGET, "valu": 5}, {**TARGET, "measure": "smiles"}],
    "close": [{"close_after": 3}, {"after": "3bd"}],
    "pipeline": [{**PIPELINE, "stagez": []}, {**PIPELINE, "stages": [{"id": "new", "norm": 5}]}],
    "rfm": [{"bins": "5"}, {"segments": [{"name": "best"}]}],
    "rfm_cuts": [{"recency_days": [30]}, {"recency_days": 30}],
    "abc": [{"a_percent": True}, {"c_percent": 99}],
    "xyz": [{"period": "day"}, {"quadrants": {"ax": "bull"}}],
    "bcg": [{"share": 50}, {"window_days": "365d"}],
    "life_cycle": [{"new_days": "90d"}, {"lost": 1}],
    "segment": [
        {"base_day": 180},
        {"static_core": {"enter_months": "6"}},
        {"segments": [{"name": "asleep"}]},
        {"zones": {"east": "UTC"}},
    ],
}


def cases(by_kind: dict[str, list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """Pairs of a kind and a policy."""
    return [(kind, policy) for kind, policies in by_kind.items() for policy in policies]


def schema_file(kind: str) -> Any:
    """The schema that is committed."""
    return json.loads((SCHEMAS / f"{kind}.json").read_text())


def errors(kind: str, policy: object) -> list[str]:
    """The paths of what the core does not take."""
    problems = fieldbeat.lint(kind, policy)["problems"]
    return [problem["path"] for problem in problems if problem["severity"] == "error"]


def test_every_kind_has_a_file_and_is_tried() -> None:
    with pytest.raises(fieldbeat.InputError) as refused:
        fieldbeat.schema("?")
    listed = refused.value.problems[0]["message"].rpartition(": ")[2].split(", ")
    assert sorted(listed) == KINDS == sorted(GOOD) == sorted(BAD)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_schema_answers(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_file(kind))
    assert schema_file(kind) == fieldbeat.schema(kind)


@pytest.mark.parametrize(("kind", "policy"), cases(GOOD))
def test_a_good_policy_passes(kind: str, policy: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema_file(kind)).validate(policy)
    assert errors(kind, policy) == []


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
def test_a_ready_pipeline_passes_and_is_taken(file: Path) -> None:
    policy = json.loads(file.read_text())
    jsonschema.Draft202012Validator(schema_file("pipeline")).validate(policy)
    assert fieldbeat.lint("pipeline", policy)["problems"] == []
    assert fieldbeat.Pipeline(policy).warnings == []


@pytest.mark.parametrize(("kind", "policy"), cases(BAD))
def test_a_bad_policy_fails(kind: str, policy: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema_file(kind)).is_valid(policy)
    assert errors(kind, policy) != []


@pytest.mark.parametrize("policy", [None, 7, "lenient", [], object(), {"late": print}])
def test_nothing_that_is_no_policy_fails_the_call(policy: object) -> None:
    assert errors("visit", policy) != []
