"""What one operation answers is what the next one takes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import fieldbeat

MORNING = datetime(2026, 11, 13, 9, tzinfo=UTC)
# Two clinics and a shop, 2 km apart, and a place where the rep then stays.
SITES: dict[str, float] = {"clinic": 55.80, "hospital": 55.82, "shop": 55.84}
ELSEWHERE = 55.79


def at(minute: int) -> datetime:
    return MORNING + timedelta(minutes=minute)


def day() -> fieldbeat.VisitReport:
    """A rep's day: two visits are made, the third is not."""
    plan: list[Any] = [
        {"id": f"v{index}", "rep": "anna", "site": site, "slot": {"start": at(a), "end": at(b)}}
        for index, (site, a, b) in enumerate(
            [("clinic", -10, 60), ("hospital", 30, 90), ("shop", 100, 140)]
        )
    ]
    sites: list[Any] = [
        {"id": site, "fence": {"center": {"lat": lat, "lon": 49.1}, "radius_m": 80}}
        for site, lat in SITES.items()
    ]
    stays = [("clinic", 0, 25), ("hospital", 35, 60), (None, 70, 200)]
    track: list[Any] = [
        {
            "t": at(minute),
            # Nobody stands quite still.
            "lat": (SITES[site] if site else ELSEWHERE) + 1e-5 * (minute % 7),
            "lon": 49.1,
            "accuracy_m": 8,
        }
        for site, start, end in stays
        for minute in range(start, end)
    ]
    return fieldbeat.verify_plan(plan, track, sites)


def test_verdicts_are_scored_and_scores_are_held_against_targets_and_ranked() -> None:
    verdicts = day()["visits"]
    assert [visit["status"] for visit in verdicts] == ["verified", "verified", "rejected"]
    card = fieldbeat.ScoreCard(
        {
            "name": "visits",
            "version": "1",
            "schema": {"status": "string"},
            "eligible": {"field": "status", "eq": "verified"},
            "tables": [{"rows": [], "default": 10}],
            "limits": [{"id": "day", "kind": "cap", "key": ["rep"], "per": "day", "points": 15}],
        }
    )
    # A visit that nobody made has no time.
    report = card.score_all([visit for visit in verdicts if visit.get("arrival")])
    scores = report["scores"]
    assert [(row["id"], row["site"], row["points"]) for row in scores] == [
        ("v0", "clinic", Decimal(10)),
        ("v1", "hospital", Decimal(5)),
    ]
    for row, verdict in zip(scores, verdicts, strict=False):
        arrival, departure = verdict["arrival"], verdict["departure"]
        assert arrival and departure
        assert (row["rep"], row["t"], row["left"]) == ("anna", arrival["t"], departure["t"])

    now = at(300)
    targets: list[fieldbeat.Target] = [{"value": 60}, {"value": 4, "measure": "visits"}]
    reached = fieldbeat.progress(targets, scores, {}, now)
    assert [(row["whose"], row["actual"], row["left"]) for row in reached["progress"]] == [
        ("anna", Decimal(15), Decimal(45)),
        ("anna", Decimal(2), Decimal(2)),
    ]
    board = fieldbeat.leaderboard(scores, "month", {}, now)
    assert [(row["rank"], row["whose"], row["points"]) for row in board["standings"]] == [
        (1, "anna", Decimal(15))
    ]
