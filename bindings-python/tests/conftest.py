"""What the tests share: a fence, a fix, and a way to see what the core was given."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import fieldbeat
import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips slow tests, loudly, unless asked for."""
    if os.environ.get("FIELDBEAT_SLOW"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="slow: set FIELDBEAT_SLOW=1"))


@pytest.fixture
def fence() -> dict[str, Any]:
    """A circle in the middle of Moscow."""
    return {"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 150}


@pytest.fixture
def fix() -> dict[str, Any]:
    """A good fix at its centre."""
    t = datetime(2026, 11, 20, 14, 50, tzinfo=UTC)
    return {"t": t, "lat": 55.7558, "lon": 37.6173, "accuracy_m": 12.0}


def seen(value: object) -> str:
    """How the core reads `value`: the text of a fact, in the words of a reason."""
    reason: Any = {"code": "stay_used_by", "facts": {"plan_id": value}}
    text = fieldbeat.reason_text(reason, "en")
    return text.removeprefix("the stay counts for planned visit ")


def problems(error: fieldbeat.FieldbeatError) -> list[tuple[str, str]]:
    """Code and path of each problem."""
    return [(problem["code"], problem["path"]) for problem in error.problems]
