"""Writes the inputs and expectations of redact.json, coarsen.json and retention.json.

    python3 tests/vectors/privacy.py && cargo xtask vectors

The reports are answers in verify_plan.json, trips.json and deviation.json.
"""

import json
import pathlib

from suite import write

HERE = pathlib.Path(__file__).parent


def reports(operation):
    vectors = json.loads((HERE / f"{operation}.json").read_text())["vectors"]
    return {vector["name"]: vector["output"] for vector in vectors if "output" in vector}


REPORTS = reports("verify_plan")
WAY = reports("trips")["places are told with detail: track alone"]
OFF = reports("deviation")["a path may be GeoJSON, and detail: track tells the place"]
PLACES = REPORTS["a report of tracks carries places"]
ABSENT = REPORTS["seen elsewhere all the time is rejected"]
APPEAL = REPORTS["an override changes the status, never the computed one"]
NO_TRACK = REPORTS["no track at all"]
SUITES = {"redact": [], "coarsen": [], "retention": []}


def vector(operation, name, arguments, expect):
    SUITES[operation].append({"name": name, "input": arguments, "expect": expect})


# --- redact
V = "visits[0]."
SAME = {
    V + "status": "verified", V + "arrival.t": PLACES["visits"][0]["arrival"]["t"],
    V + "time_on_site_ms": PLACES["visits"][0]["time_on_site_ms"], "digest": PLACES["digest"],
    "policy_hash": PLACES["policy_hash"],
}
vector(
    "redact", "to track takes nothing away", {"report": PLACES, "level": "track"},
    {**SAME, V + "position.lat": PLACES["visits"][0]["position"]["lat"],
     V + "evidence.fixes_inside": PLACES["visits"][0]["evidence"]["fixes_inside"]},
)
vector(
    "redact", "to evidence takes the positions away", {"report": PLACES, "level": "evidence"},
    {**SAME, V + "position": None, "unknown_stops[0].position": None,
     "unknown_stops[0].duration_ms": PLACES["unknown_stops"][0]["duration_ms"],
     V + "evidence.fixes_inside": PLACES["visits"][0]["evidence"]["fixes_inside"]},
)
vector(
    "redact", "to verdict takes the evidence away too", {"report": PLACES, "level": "verdict"},
    {**SAME, V + "position": None, V + "evidence": None, "unknown_stops[0].position": None},
)
vector(
    "redact", "a verdict tells no distance either", {"report": ABSENT, "level": "verdict"},
    {V + "status": "rejected", V + "reasons[0].code": "never_inside", V + "reasons[0].facts.nearest_m": None},
)
vector(
    "redact", "an appeal stays", {"report": APPEAL, "level": "verdict"},
    {V + "status": "verified", V + "computed_status": "rejected", V + "override.by": "head office",
     V + "reasons[1].facts.reason": "phone was stolen"},
)
vector(
    "redact", "a report of trips loses its positions, and nothing else", {"report": WAY, "level": "evidence"},
    {"trips[0].start_position": None, "trips[0].end_position": None, "digest": WAY["digest"],
     "trips[0].distance_m": WAY["trips"][0]["distance_m"]},
)
vector(
    "redact", "to track it keeps them", {"report": WAY, "level": "track"},
    {"trips[0].end_position.lat": WAY["trips"][0]["end_position"]["lat"]},
)
vector(
    "redact", "a report of a deviation loses its positions, and nothing else", {"report": OFF, "level": "verdict"},
    {"worst.position": None, "worst.distance_m": OFF["worst"]["distance_m"],
     "excursions[0].worst.position": None, "excursions[0].duration_ms": OFF["excursions"][0]["duration_ms"]},
)
vector(
    "redact", "a level that is none, of a report that is none", {"report": {"engine": "0.1.0"}, "level": "all"},
    {"problems.length": 11, "problems[0].path": "$.report.policy_hash", "problems[10].code": "unknown_value", "problems[10].path": "$.level"},
)

# --- coarsen
NINE = "2026-11-20T09:00:00.000Z"


def fix(t, lat, lon, accuracy=None, **more):
    return {"t": t, "lat": lat, "lon": lon, **({} if accuracy is None else {"accuracy_m": accuracy}), **more}


def coarsen(name, track, expect, metres=1000, seconds=900):
    vector("coarsen", name, {"track": track, "metres": metres, "seconds": seconds}, expect)


coarsen(
    "times go to the beginning of their bucket, places to the middle of their cell",
    [fix("2026-11-20T09:07:31Z", 55.7558, 37.6173, 12, received="2026-11-20T09:16:00Z", source="gps")],
    {
        "length": 1, "[0].t": NINE, "[0].received": "2026-11-20T09:15:00.000Z", "[0].source": "gps",
        "[0].lat": {"near": 55.7558, "within": 0.0046}, "[0].lon": {"near": 37.6173, "within": 0.0082},
        # Half the diagonal of a square kilometre, which a cell somewhat exceeds.
        "[0].accuracy_m": {"near": 12 + 707 + 10, "within": 20},
    },
)
coarsen(
    "of the fixes of one bucket the most accurate stays; simulated is what any of them was",
    [fix("2026-11-20T09:01:00Z", 55.75, 37.6, 30, mock=True), fix("2026-11-20T09:02:00Z", 55.85, 37.7, 8, mock=False),
     fix("2026-11-20T09:16:00Z", 55.75, 37.6, 30)],
    {"length": 2, "[0].t": NINE, "[0].lat": {"near": 55.85, "within": 0.0046}, "[0].mock": True,
     "[1].t": "2026-11-20T09:15:00.000Z"},
)
coarsen(
    "two places of one cell become one", [fix(NINE, 55.7501, 37.6001, 5), fix("2026-11-20T10:00:00Z", 55.7502, 37.6002, 5)],
    {"length": 2, "[0].lat": {"near": 55.75, "within": 0.01}, "[0].accuracy_m": {"near": 729, "within": 20}},
    metres=2000 / 2,
)
coarsen(
    "no accuracy stays none", [fix(NINE, 55.75, 37.6), fix("2026-11-20T10:00:00Z", 55.75, 37.6, -1)],
    {"[0].accuracy_m": None, "[1].accuracy_m": -1},
)
coarsen(
    "latitude 0, longitude 0 stays no place", [fix(NINE, 0, 0, 10)],
    {"[0].lat": 0, "[0].lon": 0, "[0].accuracy_m": 10},
)
coarsen(
    "but no other place becomes it", [fix(NINE, 0.0001, 0.0001, 10)],
    {"[0].lat": 1e-7, "[0].lon": 0}, metres=248,
)
coarsen(
    "at the antimeridian and at the poles cells end",
    [fix(NINE, -16.8, 180, 10), fix("2026-11-20T10:00:00Z", -16.8, 179.99999, 10),
     fix("2026-11-20T11:00:00Z", 90, 12, 10), fix("2026-11-20T12:00:00Z", -90, -170, 10)],
    {"length": 4, "[0].lon": {"near": -179.995, "within": 0.001}, "[1].lon": {"near": 179.995, "within": 0.001},
     "[2].lat": {"near": 89.9955, "within": 0.0005}, "[2].lon": 0, "[3].lat": {"near": -89.9955, "within": 0.0005}},
)
coarsen(
    "before 1970 buckets count on", [fix("1969-12-31T23:59:59Z", 55.75, 37.6, 10)],
    {"[0].t": "1969-12-31T23:45:00.000Z"},
)
coarsen("no track is none", [], {"length": 0})
coarsen(
    "a cell of no size and a bucket of no length are named at once", [],
    {"problems.length": 2, "problems[0].code": "out_of_range", "problems[0].path": "$.metres",
     "problems[1].code": "out_of_range", "problems[1].path": "$.seconds"},
    metres=0, seconds=-1,
)


# --- retention
def retention(name, report, now, expect, policy=None):
    vector("retention", name, {"report": report, "policy": policy or {}, "now": now}, expect)


LAST = PLACES["last"]  # 2026-11-20T10:25:00.000Z
retention(
    "positions go with the track after 90 days, evidence after three years", PLACES, "2026-11-21T00:00:00Z",
    {
        "erase.length": 3, "next_due": LAST.replace("2026-11-20", "2027-02-18"),
        "erase[0].what": "track", "erase[0].due": LAST.replace("2026-11-20", "2027-02-18"),
        "erase[0].overdue": False, "erase[0].redact_to": None,
        "erase[0].reasons[0].code": "track_kept", "erase[0].reasons[0].facts.days": 90,
        "erase[0].reasons[0].path": "$.policy.track_days",
        "erase[1].what": "positions", "erase[1].redact_to": "evidence", "erase[1].overdue": False,
        "erase[1].due": LAST.replace("2026-11-20", "2027-02-18"),
        "erase[2].what": "evidence", "erase[2].redact_to": "verdict",
        "erase[2].due": LAST.replace("2026-11-20", "2029-11-19"), "erase[2].reasons[0].code": "evidence_kept",
    },
)
retention(
    "what is due to the millisecond is overdue", PLACES, LAST.replace("2026-11-20", "2027-02-18"),
    {"erase[0].overdue": True, "erase[1].overdue": True, "erase[2].overdue": False,
     "next_due": LAST.replace("2026-11-20", "2029-11-19")},
)
retention(
    "a report without positions lists none", ABSENT, "2030-01-01T00:00:00Z",
    {"erase.length": 2, "erase[0].what": "track", "erase[1].what": "evidence", "erase[1].overdue": True, "next_due": None},
)
retention(
    "positions of trips go with the track", WAY, "2026-11-21T00:00:00Z",
    {"erase.length": 2, "erase[1].what": "positions", "erase[1].redact_to": "evidence", "erase[1].overdue": False,
     "erase[1].due": WAY["last"].replace("2026-11-20", "2027-02-18")},
)
retention(
    "and so do those of a deviation", OFF, "2027-11-21T00:00:00Z",
    {"erase.length": 2, "erase[1].what": "positions", "erase[1].overdue": True, "next_due": None},
)
retention(
    "other days", ABSENT, "2026-11-21T12:00:00Z", {"erase[0].overdue": True, "erase[1].overdue": False},
    policy={"track_days": 1, "evidence_days": 30},
)
retention(
    "where nothing was seen nobody knows how old the evidence is", NO_TRACK, "2030-01-01T00:00:00Z",
    {"erase.length": 1, "erase[0].what": "evidence", "erase[0].due": None, "erase[0].overdue": None,
     "erase[0].reasons.length": 2, "erase[0].reasons[1].code": "age_unknown", "next_due": None},
)
retention(
    "evidence that goes before the track is a contradiction", ABSENT, "2026-11-21T12:00:00Z",
    {"problems.length": 1, "problems[0].code": "out_of_range", "problems[0].path": "$.policy.evidence_days"},
    policy={"evidence_days": 30},
)

if __name__ == "__main__":
    for operation, vectors in SUITES.items():
        write(operation, vectors)
