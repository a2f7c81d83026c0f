"""Writes tests/vectors/tracker.json: the sentences of the specification of a tracker, as scripts.

`cargo xtask vectors` then records the answers.
"""

import json
from pathlib import Path

SHOP = {"id": "shop", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}
DEGREE_M = 111_325.0
NINE = 1_795_165_200_000  # 2026-11-20T09:00:00Z


def fix(second, north_m, accuracy=10, **more):
    """A fix so many metres north of the shop, so many seconds after nine."""
    lat = round(55.7558 + north_m / DEGREE_M, 7)
    return {"t": NINE + second * 1000, "lat": lat, "lon": 37.6173, "accuracy_m": accuracy, **more}


def push(*args, **more):
    return {"push": {"rep": "anna", "fix": fix(*args, **more)}}


def visit(start, end, step=30):
    """Half a kilometre away, in the shop from `start` to `end`, and away again."""
    seconds = range(start - 4 * step, end + 20 * step, step)
    return [push(s, 0 if start <= s < end else 500) for s in seconds]


VECTORS = []


def vector(name, calls, expect, policy=None, fences=(SHOP,)):
    new = {"index": {"fences": list(fences)}}
    if policy is not None:
        new["policy"] = policy
    VECTORS.append({"name": name, "input": {"new": new, "calls": calls}, "expect": expect})


def columns(fixes):
    """The fixes of pushes as columns of one rep."""
    rows = [call["push"]["fix"] for call in fixes]
    keys = ["t", "lat", "lon", "accuracy_m"]
    return {"rep": ["anna"] * len(rows), **{key: [row[key] for row in rows] for key in keys}}


DAY = visit(600, 1200)
WHOLE = {
    "[0].answer.events.length": 3,
    "[0].answer.events[0].kind": "enter",
    "[0].answer.events[0].confidence": "high",
    "[0].answer.events[1].kind": "dwell",
    "[0].answer.events[2].kind": "exit",
    "[0].answer.events[2].fence": "shop",
    "[0].answer.events[2].time_on_site_ms": {"near": 590_000, "within": 15_000},
    "[1].answer.events.length": 0,
}
vector(
    "a visit is entered, dwelled in and left",
    [{"push_many": {"fixes": columns(DAY)}}, {"finish": {}}],
    WHOLE,
)
vector(
    "fixes in another order within the lateness, some twice, give the same events",
    [{"push_many": {"fixes": columns(DAY[3:5] + DAY[:4] + DAY[8:4:-1] + DAY[4:])}}, {"finish": {}}],
    WHOLE,
)
vector(
    "one by one, with a snapshot on the way, gives the same events",
    [*DAY[:12], {"snapshot": {}}, *DAY[12:], {"finish": {}}],
    {f"[{len(DAY) + 1}].answer.late.length": 0},
)
vector(
    "a fix older than the lateness comes back as late and changes nothing",
    [push(0, 500), push(400, 500), push(50, 500)],
    {
        "[2].answer.events.length": 0,
        "[2].answer.late[0].rep": "anna",
        "[2].answer.late[0].reasons[0].code": "late_fix",
    },
)
vector(
    "a fix from the future is quarantined, and the watermark stays",
    [
        {"push": {"rep": "anna", "fix": fix(3600, 0), "now": NINE}},
        {"push": {"rep": "anna", "fix": fix(0, 0, received=NINE - 61_000)}},
        {"push": {"rep": "anna", "fix": fix(0, 0), "now": NINE}},
    ],
    {
        "[0].answer.quarantined[0].reasons[0].code": "clock_ahead",
        "[1].answer.quarantined[0].reasons[0].code": "clock_ahead",
        "[2].answer.quarantined.length": 0,
        "[2].answer.late.length": 0,
    },
)
vector(
    "a way that leads through a fence without a fix inside is a crossing",
    [push(0, 600), push(30, -600), {"finish": {}}],
    {"[2].answer.events[0].kind": "cross", "[2].answer.events.length": 1},
)
vector(
    "leaving for less than the grace continues the visit",
    [{"push_many": {"fixes": columns(
        [push(s, 500 if s < 60 or 360 <= s < 450 or s >= 900 else 0) for s in range(0, 1800, 15)]
    )}}, {"finish": {}}],
    {
        "[0].answer.events.length": 3,
        "[0].answer.events[2].kind": "exit",
        "[0].answer.events[2].time_on_site_ms": {"near": 750_000, "within": 40_000},
    },
)
vector(
    "a crossing in a gap has low confidence and wide bounds",
    [
        {"push_many": {"fixes": columns(
            [push(s, 500) for s in range(0, 120, 30)] + [push(s, 0) for s in range(1800, 2100, 30)]
        )}},
        {"finish": {}},
    ],
    {"[1].answer.events[0].kind": "enter", "[1].answer.events[0].confidence": "low"},
)
vector(
    "the clock lets an exit out, and confirms nothing",
    [
        {"push_many": {"fixes": columns(visit(600, 1200)[:-18])}},
        {"advance": {"now": NINE + 7_200_000}},
        {"finish": {}},
    ],
    {
        "[0].answer.events.length": 2,
        "[1].answer.events.length": 1,
        "[1].answer.events[0].kind": "exit",
        "[2].answer.events.length": 0,
    },
)
vector(
    "whom it forgets it knows no more",
    [push(0, 0), {"forget": {"rep": "anna"}}, {"forget": {"rep": "anna"}}, {"finish": {}}],
    {"[1].answer": True, "[2].answer": False, "[3].answer.events.length": 0},
)
vector(
    "more fixes than may wait are a limit, and none of the call was taken",
    [{"push_many": {"fixes": columns([push(s, 0) for s in range(5)])}}, {"finish": {}}],
    {
        "[0].error.kind": "limit",
        "[0].error.problems[0].code": "too_many_pending",
        "[0].error.problems[0].path": "$.fixes[3]",
        "[1].answer.events.length": 0,
    },
    policy={"max_pending": 3},
)
vector(
    "a snapshot restored goes on; bytes that are none are refused, and those of other fences",
    [
        *DAY[:8],
        {"snapshot": {}},
        {"restore": {"bytes": "$last", "index": {"fences": [SHOP]}}},
        *DAY[8:],
        {"finish": {}},
        {"restore": {"bytes": "00ff", "index": {"fences": [SHOP]}}},
        {"snapshot": {}},
        {"restore": {"bytes": "$last", "index": {"fences": []}}},
    ],
    {
        "[9].answer": None,
        f"[{len(DAY) + 3}].error.kind": "input",
        f"[{len(DAY) + 3}].error.problems[0].code": "not_a_snapshot",
        f"[{len(DAY) + 5}].error.kind": "state",
        f"[{len(DAY) + 5}].error.problems[0].code": "index_differs",
    },
)
vector(
    "a fence too small for the accuracy of phones is told, with a radius that would do",
    [{"lint": {}}],
    {
        "[0].answer.length": 1,
        "[0].answer[0].fence": "kiosk",
        "[0].answer[0].suggested_radius_m": 39,
        "[0].answer[0].reasons[0].code": "fence_too_small",
    },
    fences=(SHOP, {**SHOP, "id": "kiosk", "radius_m": 15}),
)
vector(
    "a key of a fix that looks misspelled is told",
    [
        {"push": {"rep": "anna", "fix": {**fix(0, 0), "acuracy_m": 8}}},
        {"push_many": {"fixes": {**columns([push(10, 0)]), "sorce": ["gps"]}}},
        push(20, 0),
    ],
    {
        "[0].answer.warnings.length": 1,
        "[0].answer.warnings[0].code": "unknown_key",
        "[0].answer.warnings[0].path": "$.fix.acuracy_m",
        "[1].answer.warnings[0].path": "$.fixes.sorce",
        "[2].answer.warnings.length": 0,
    },
)
vector(
    "all problems of a policy are told",
    [],
    {
        "kind": "policy",
        "problems.length": 3,
        "problems[0].path": "$.policy.latness",
        "problems[1].path": "$.policy.enter.fixes",
        "problems[2].path": "$.policy.max_pending",
    },
    policy={"enter": {"fixes": 0}, "latness": "5m", "max_pending": 0},
)

FILE = Path(__file__).with_name("tracker.json")
FILE.write_text(json.dumps({"operation": "Tracker", "vectors": VECTORS}, indent=2) + "\n")
