"""Calendars as they are, and decimals both ways."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import fieldbeat
import pytest

POLICY: fieldbeat.CalendarPolicyInput = {"zone": "UTC", "days": [{"first": "2026-11-04"}]}
NOW = datetime(2026, 11, 13, 18, tzinfo=UTC)
DECEMBER = "2026-12-01T09:00:00+03:00"


def rows(*points: Decimal | float | str) -> list[fieldbeat.Score]:
    return [
        {"id": str(number), "rep": "anna", "t": NOW - timedelta(number), "points": worth}
        for number, worth in enumerate(points)
    ]


def test_a_calendar_is_as_good_as_its_policy() -> None:
    calendar = fieldbeat.Calendar(POLICY)
    scored = rows(5, "7.5", Decimal("0.1"))
    target: list[fieldbeat.Target] = [{"value": 100}]
    reports = [
        fieldbeat.progress(target, scored, company, NOW, reps=[{"id": "anna", "calendar": own}])
        for company in (POLICY, calendar)
        for own in (None, POLICY, calendar)
    ]
    assert all(report == reports[0] for report in reports)
    anna = reports[0]["progress"][0]
    assert anna["actual"] == Decimal("12.6")
    assert isinstance(anna["forecast"], Decimal)


def test_another_engine_is_no_calendar() -> None:
    index = fieldbeat.FenceIndex([])
    with pytest.raises(fieldbeat.InputError) as refused:
        fieldbeat.progress([{"value": 100}], [], index, NOW)  # type: ignore[arg-type]
    assert [(p["code"], p["path"]) for p in refused.value.problems] == [
        ("wrong_type", "$.calendar")
    ]


def test_a_snapshot_goes_back_as_it_came() -> None:
    snapshot = fieldbeat.close_period("2026-11", rows(5, "7.5"), POLICY)
    answer = fieldbeat.reconcile(snapshot, rows(5, "7.25"), POLICY, DECEMBER)
    assert answer["difference"] == Decimal("-0.25")
    again = fieldbeat.progress(
        [{"value": 10}],
        [],
        POLICY,
        DECEMBER,
        reps=[{"id": "anna"}],
        adjustments=answer["adjustments"],
    )
    assert again["progress"][0]["adjusted"] == Decimal("-0.25")
