"""Uses that a type checker must accept, and mistakes that it must find.

Never run: `test_typing.py` hands it to mypy. A mistake carries `type: ignore` with its code;
`warn_unused_ignores` makes a mistake that is not found an error itself.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import fieldbeat
import numpy as np
from fieldbeat import (
    Fence,
    FixInput,
    PlannedVisit,
    Presence,
    PresencePolicy,
    PresenceState,
    Problem,
    Site,
    Track,
    VisitPolicy,
    VisitReport,
)

now = datetime(2026, 11, 20, tzinfo=UTC)

metres: float = fieldbeat.distance({"lat": 1, "lon": 2}, b={"lat": 1.5, "lon": 2.5})
fieldbeat.distance({"lat": 1})  # type: ignore[typeddict-item, call-arg]
fieldbeat.distance({"lat": "1", "lon": 2}, {"lat": 1, "lon": 2})  # type: ignore[typeddict-item]
fieldbeat.distance({"lat": Decimal(1), "lon": 2}, {"lat": 1, "lon": 2})  # type: ignore[typeddict-item]

fence: Fence = {"center": {"lat": 1, "lon": 2}, "radius_m": 150}
polygon: Fence = {"geometry": {"type": "Polygon", "coordinates": []}, "tolerance_m": None}
fix: FixInput = {"t": now, "lat": 1, "lon": 2, "source": "gps"}
fixes: list[FixInput] = [fix, {"t": "2026-11-20T10:00:00Z", "lat": 1, "lon": 2}]
wrong_fix: FixInput = {"t": now, "lat": 1}  # type: ignore[typeddict-item]
wrong_source: FixInput = {"t": now, "lat": 1, "lon": 2, "source": "moon"}  # type: ignore[typeddict-item]
wrong_time: FixInput = {"t": date(2026, 1, 1), "lat": 1, "lon": 2}  # type: ignore[typeddict-item]

policy: PresencePolicy = {"max_accuracy_m": 50, "model": "margin"}
wrong_policy: PresencePolicy = {"max_acuracy_m": 50}  # type: ignore[typeddict-unknown-key]
null_policy: PresencePolicy = {"max_accuracy_m": None}  # type: ignore[typeddict-item]

answer: Presence = fieldbeat.presence(fence, fix, policy=policy)
fieldbeat.presence(fence, fix, {"inside_probability": 0.9})
fieldbeat.presence(polygon, fix, None)
fieldbeat.presence(fence)  # type: ignore[call-arg]
state: PresenceState = answer["state"]
if state == "inside":
    near: float = answer["distance_m"]
elif state == "on the moon":  # type: ignore[comparison-overlap]
    pass
answer["colour"]  # type: ignore[typeddict-item]
codes: list[str] = [reason["code"] for reason in answer["reasons"]]
text: str = fieldbeat.reason_text(answer["reasons"][0], "ru")
fieldbeat.reason_text({"code": "teleport", "facts": {}}, "fr")  # type: ignore[arg-type]

tracks: list[Track] = [
    fixes,
    (fix,),
    {"t": [now, now], "lat": [1, 2], "lon": (1.5, 2.5)},
    {"t": np.zeros(2, dtype="M8[ms]"), "lat": np.zeros(2), "lon": np.zeros(2), "seq": None},
]
no_track: Track = {"t": [now]}  # type: ignore[assignment]
digest: str = fieldbeat.digest({"t": np.zeros(2), "lat": np.zeros(2), "lon": np.zeros(2)})


class Frame:
    """Anything that speaks Arrow is a table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over a capsule."""
        return None


fieldbeat.digest(Frame())
fieldbeat.digest("a track")  # type: ignore[arg-type]

plan: Sequence[PlannedVisit] = (
    {"id": "1", "site": "a", "slot": {"start": now, "end": now}, "min_dwell": timedelta(minutes=5)},
    {"id": "2", "site": "a", "date": date(2026, 11, 20), "claimed": {"done": True}},
    {"id": "3", "site": "a", "date": "2026-11-20", "min_dwell": "20m"},
)
sites: list[Site] = [{"id": "a", "fence": fence, "attributes": {"class": "A"}}]
visit_policy: VisitPolicy = {"late": "10m", "zone": "Europe/Moscow", "presence": policy}
report: VisitReport = fieldbeat.verify_plan(plan, fixes, sites, visit_policy)
for verdict in report["visits"]:
    arrival = verdict["arrival"]
    arrival["t"]  # type: ignore[index]
    came: datetime | None = arrival["t"] if arrival else None
    on_site: timedelta = timedelta(milliseconds=verdict["time_on_site_ms"])
    if verdict["status"] == "verified":
        fieldbeat.reason_text(verdict["reasons"][0], lang="en")
# What comes out goes in again.
again: PlannedVisit = {"id": "1", "site": "a", "override": report["visits"][0]["override"]}

try:
    fieldbeat.verify_plan([], [], [])
except fieldbeat.PolicyError as error:
    problems: list[Problem] = error.problems
    where: str = problems[0]["path"]
    as_value_error: ValueError = error
except fieldbeat.FieldbeatError as error:
    kind: str = error.kind
