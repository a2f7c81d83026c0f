"""The schema of a policy and the policy's own reader agree."""

from __future__ import annotations

from typing import Any

import fieldbeat
import jsonschema
import pytest

KINDS = ["presence", "visit", "anomaly", "retention"]


def judge(kind: str, policy: dict[str, Any]) -> bool:
    """Whether the core takes `policy`."""
    fence: Any = {"center": {"lat": 0, "lon": 0}, "radius_m": 100}
    try:
        if kind == "presence":
            fieldbeat.presence(fence, {"t": 0, "lat": 0, "lon": 0}, policy)  # type: ignore[arg-type]
        else:
            fieldbeat.verify_plan([], [], [], policy)  # type: ignore[arg-type]
    except fieldbeat.PolicyError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(fieldbeat.schema(kind))


@pytest.mark.parametrize(
    ("kind", "policy", "valid"),
    [
        ("presence", {}, True),
        ("presence", {"max_accuracy_m": 50, "model": "margin"}, True),
        ("presence", {"default_accuracy_m": None}, True),
        ("presence", {"max_acuracy_m": 50}, False),
        ("presence", {"max_accuracy_m": -1}, False),
        ("presence", {"max_accuracy_m": "50"}, False),
        ("presence", {"max_accuracy_m": None}, False),
        ("presence", {"model": "guess"}, False),
        ("presence", {"inside_probability": 1.5}, False),
        ("visit", {}, True),
        ("visit", {"late": "20m", "presence": {"tolerance_m": 30}}, True),
        (
            "visit",
            {"observe": [{"start": "2026-11-20T09:00:00Z", "end": "2026-11-20T18:00:00Z"}]},
            True,
        ),
        ("visit", {"late": "20 minutes"}, False),
        ("visit", {"presence": {"tolerance": 30}}, False),
        ("visit", {"degrade": {"teleport": "ignore"}}, False),
        ("visit", {"observe": [{"start": "2026-11-20T09:00:00Z"}]}, False),
    ],
)
def test_schema_and_reader_agree(kind: str, policy: dict[str, Any], valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(fieldbeat.schema(kind))
    assert validator.is_valid(policy) == valid
    assert judge(kind, policy) == valid
