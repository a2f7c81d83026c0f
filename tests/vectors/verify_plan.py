"""Writes the inputs and expectations of verify_plan.json: one vector a sentence of the rules.

    python3 tests/vectors/verify_plan.py && cargo xtask vectors

The expectations are by hand; `cargo xtask vectors` adds the whole answers, to be read before they
are committed. Places are metres east and north of the clinic, times are minutes after 09:00 UTC
on Friday, 20 November 2026. The only slot, unless a vector says otherwise, is 10:00 to 11:00.
"""

import math

from suite import refused, write

LAT, LON = 55.75, 37.60
EAST = 1 / (111_320 * math.cos(math.radians(LAT)))
NORTH = 1 / 111_320
START_MS = 1_795_165_200_000  # 2026-11-20T09:00:00Z
MINUTE = 60_000
# What a receiver at rest writes: metres off, and accuracies, none of them twice in a row.
WANDER = [(0, 0), (2, -1), (-1, 2), (1, 1), (-2, 0), (0, -2), (3, 1), (-1, -1)]
ACCURACY = [8, 9, 7, 10, 8.5, 9.5, 7.5]


def clock(minute):
    ms = START_MS + round(minute * MINUTE)
    seconds, rest = divmod(ms // 1000 - START_MS // 1000 + 9 * 3600, 60)
    hours, minutes = divmod(seconds, 60)
    day = 20 + hours // 24
    return f"2026-11-{day:02}T{hours % 24:02}:{minutes:02}:{rest:02}.{ms % 1000:03}Z"


def fix(minute, x=0.0, y=0.0, accuracy=None, **more):
    step = round(minute * 2)
    return {
        "t": START_MS + round(minute * MINUTE),
        "lat": round(LAT + y * NORTH, 7),
        "lon": round(LON + x * EAST, 7),
        "accuracy_m": ACCURACY[step % len(ACCURACY)] if accuracy is None else accuracy,
        **more,
    }


def at(x, y, start, end, every=0.5, **more):
    """Fixes of someone who stands there from minute `start` to `end`."""
    fixes = []
    for step in range(round((end - start) / every) + 1):
        minute = start + step * every
        dx, dy = WANDER[round(minute * 2) % len(WANDER)]
        fixes.append(fix(minute, x + dx, y + dy, **more))
    return fixes


def there(start, end, **more):
    return at(0, 0, start, end, **more)


def away(start, end, metres=1500, **more):
    return at(metres, 0, start, end, **more)


def move(x0, y0, x1, y1, start, end, every=0.5, **more):
    """Fixes along a straight line at an even speed, with the receiver's noise."""
    steps = round((end - start) / every)
    fixes = []
    for step in range(steps + 1):
        share = step / steps
        dx, dy = WANDER[step % len(WANDER)]
        x, y = x0 + (x1 - x0) * share + dx, y0 + (y1 - y0) * share + dy
        fixes.append(fix(start + step * every, x, y, **more))
    return fixes


def indoors(start, end):
    """Fixes of a network, which hops between three places of a building."""
    places = [(0, 0, 22), (14, 9, 35), (0, 0, 24), (-20, 6, 41), (14, 9, 30)]
    fixes = []
    for step in range(round((end - start) * 2) + 1):
        x, y, metres = places[step % len(places)]
        fixes.append(fix(start + step / 2, x, y, accuracy=metres + step % 3, source="network"))
    return fixes


def day(arrive, leave, first=0, last=180, **more):
    """Away, at the clinic, away: half a minute on the road each way."""
    return (
        away(first, arrive - 0.5) + there(arrive, leave, **more) + away(leave + 0.5, last)
    )


def columns(fixes):
    keys = ["t", "lat", "lon", "accuracy_m"]
    keys += [key for key in ("mock", "received", "source", "mark", "seq") if any(key in f for f in fixes)]
    return {key: [f.get(key) for f in fixes] for key in keys}


def site(id="clinic", x=0.0, y=0.0, radius=100):
    center = {"lat": round(LAT + y * NORTH, 7), "lon": round(LON + x * EAST, 7)}
    return {"id": id, "fence": {"center": center, "radius_m": radius}}


def slot(start=60, end=120, id="v1", site="clinic", **more):
    return {"id": id, "site": site, "slot": {"start": clock(start), "end": clock(end)}, **more}


VECTORS = []


def vector(name, track, verdicts, plan=None, sites=None, policy=None, history=None, **expect):
    """`verdicts`: for each planned visit its status and the codes of its reasons."""
    arguments = {
        "plan": [slot()] if plan is None else plan,
        "track": columns(track) if isinstance(track, list) else track,
        "sites": [site()] if sites is None else sites,
    }
    if policy is not None:
        arguments["policy"] = policy
    if history is not None:
        arguments["history"] = history
    wanted = {}
    for index, (status, *codes) in enumerate(verdicts):
        wanted[f"visits[{index}].computed_status"] = status
        wanted[f"visits[{index}].reasons.length"] = len(codes)
        for place, code in enumerate(codes):
            wanted[f"visits[{index}].reasons[{place}].code"] = code
    for path, value in expect.get("expect", {}).items():
        wanted[path] = value
    VECTORS.append({"name": name, "input": arguments, "expect": wanted})


def about(minutes, seconds=20):
    return {"near": round(minutes * MINUTE), "within": seconds * 1000}


V = "visits[0]."

# --- Status
vector(
    "on site in the slot for long enough is verified",
    day(65, 85), [("verified",)],
    expect={
        V + "status": "verified", V + "in_slot": True, V + "confidence": "high",
        V + "time_on_site_ms": about(20), V + "punctuality.kind": "on_time",
        V + "evidence.mock_checked": False, "totals.unknown_ms": 0,
    },
)
vector(
    "on site but short is partial", day(65, 68), [("partial", "dwell_too_short")],
    expect={V + "time_on_site_ms": about(3), V + "in_slot": True},
)
vector(
    "a dwell within the grace of 30 s below min_dwell is long enough",
    day(65, 84.7), [("verified",)], plan=[slot(min_dwell="20m")],
)

# --- Rule 1: slot
vector(
    "early by less than 15 minutes is in the slot, and early",
    day(46, 70), [("verified",)],
    expect={V + "in_slot": True, V + "punctuality.kind": "early", V + "punctuality.by_ms": about(14)},
)
vector(
    "late by less than 15 minutes is in the slot, and late; time on site counts in full",
    day(130, 150), [("verified",)],
    expect={
        V + "in_slot": True, V + "punctuality.kind": "late", V + "punctuality.by_ms": about(10),
        V + "time_on_site_ms": about(20),
    },
)
vector(
    "an arrival 15 minutes after the slot's end is out of it: the bound is half-open",
    away(0, 134.5) + [fix(135, mark="in")] + there(135.5, 159.5) + [fix(160, mark="out")] + away(160.5, 180),
    [("partial", "after_slot", "endpoints_only")], policy={"sampling": "check_in"},
    expect={V + "in_slot": False, V + "arrival.t": clock(135), V + "punctuality.by_ms": 15 * MINUTE},
)
vector(
    "an arrival 15 minutes before the slot's start is in it",
    away(0, 44.5) + [fix(45, mark="in")] + there(45.5, 52.5) + [fix(53, mark="out")] + away(53.5, 180),
    [("verified", "endpoints_only")], policy={"sampling": "check_in"},
    expect={V + "in_slot": True, V + "arrival.t": clock(45), V + "punctuality.by_ms": 15 * MINUTE},
)
vector(
    "who is there before the window opens and still there then arrives at its opening",
    day(10, 50), [("verified",)],
    expect={V + "in_slot": True, V + "punctuality.by_ms": about(50)},
)
vector(
    "who left before the window opened came before the slot",
    day(10, 40), [("partial", "before_slot")], expect={V + "in_slot": False},
)
vector(
    "with the presence rule time on site is clipped to the window",
    day(30, 50), [("verified",)], policy={"slot_rule": "presence"},
    expect={V + "time_on_site_ms": about(5), V + "in_slot": True},
)
vector(
    "with the presence rule what is left after clipping may be too short",
    day(30, 48), [("partial", "dwell_too_short")], policy={"slot_rule": "presence"},
    expect={V + "time_on_site_ms": about(3)},
)
vector(
    "with the presence rule a visit of another time is partial, before or after the slot",
    day(10, 30), [("partial", "before_slot")], policy={"slot_rule": "presence"},
    expect={V + "time_on_site_ms": 0, V + "in_slot": False},
)
vector(
    "however little is left: half a minute in the window is short, not passing by",
    day(30, 45.5), [("partial", "dwell_too_short")], policy={"slot_rule": "presence"},
    expect={V + "time_on_site_ms": about(0.5), V + "in_slot": True},
)
vector(
    "a simulated visit of another time is no better than one in the slot",
    day(10, 30, mock=True), [("suspect", "before_slot", "mock_location")],
    policy={"slot_rule": "presence"}, expect={V + "in_slot": False},
)
vector(
    "and where silence leads from it into the window nobody knows how long it was",
    away(0, 9.5) + there(10, 30) + away(120, 180), [("unproven", "before_slot", "track_gap")],
    policy={"slot_rule": "presence"}, expect={V + "in_slot": False},
)
MOSCOW = {"name": "Europe/Moscow", "offsets": [[1414274400000, 10800]]}
vector(
    "without a slot the window is the local date, and nobody is late",
    day(65, 85), [("verified",)],
    plan=[{"id": "v1", "site": "clinic", "date": "2026-11-20"}], policy={"zone": MOSCOW},
    expect={V + "in_slot": True, V + "punctuality": None},
)
vector(
    "the local date ends at local midnight: 21:00 UTC in Moscow",
    day(725, 745, 600, 800), [("partial", "after_slot")],
    plan=[{"id": "v1", "site": "clinic", "date": "2026-11-20"}], policy={"zone": MOSCOW},
    expect={V + "in_slot": False},
)

# --- Edges of the day and of the earth
BACK = {"zone": {"name": "Test/Back", "offsets": [[0, 3600], [START_MS, 0]]}}
LATE = away(860, 869.5) + there(870, 890) + away(890.5, 900)
vector(
    "a date on which the clock goes back has 25 hours",
    LATE, [("verified",)], plan=[{"id": "v1", "site": "clinic", "date": "2026-11-20"}], policy=BACK,
)
vector(
    "and without that the same visit comes after midnight",
    LATE, [("partial", "after_slot")], plan=[{"id": "v1", "site": "clinic", "date": "2026-11-20"}],
    policy={"zone": {"name": "Test/East", "offsets": [[0, 3600]]}},
)
vector(
    "nothing planned, nothing seen, nowhere to go", [], [], plan=[], sites=[],
    expect={
        "visits.length": 0, "off_plan.length": 0, "unknown_stops.length": 0, "anomalies.length": 0,
        "first": None, "last": None, "totals.on_site_ms": 0, "totals.unknown_ms": 0,
    },
)


def beside_the_antimeridian(fixes):
    return [{**f, "lon": round((f["lon"] - LON + 359.9995) % 360 - 180, 7)} for f in fixes]


ISLAND = {"id": "clinic", "fence": {"center": {"lat": LAT, "lon": 179.9995}, "radius_m": 100}}
vector(
    "a fence across the antimeridian, and a rep who comes from the other side of it",
    beside_the_antimeridian(day(65, 85)), [("verified",)], sites=[ISLAND],
    expect={V + "time_on_site_ms": about(20), "anomalies.length": 0},
)


def around_the_pole(start, end, lat):
    """A walk around the pole, once in ten minutes."""
    return [
        {**fix(start + i / 2), "lat": lat, "lon": round(i * 18 % 360 - 180 + i * 1e-4, 7)}
        for i in range(round((end - start) * 2) + 1)
    ]


POLE = {"id": "clinic", "fence": {"center": {"lat": 90, "lon": 0}, "radius_m": 100}}
AT_THE_POLE = around_the_pole(0, 64.5, 89.99) + around_the_pole(65, 85, 89.9998) + around_the_pole(85.5, 180, 89.99)
vector(
    "a fence around the pole", AT_THE_POLE, [("verified",)], sites=[POLE],
    expect={V + "time_on_site_ms": about(20), "anomalies.length": 0},
)

# --- Rule 2: time on site
vector(
    "crossings are interpolated between the fixes on either side, with bounds",
    away(0, 64) + there(65, 85, every=1) + away(86, 180), [("verified",)],
    expect={
        V + "arrival.t_min": clock(64), V + "arrival.t_max": clock(65),
        V + "departure.t_min": clock(85), V + "departure.t_max": clock(86),
        V + "time_on_site_ms": about(20.1, 5),
    },
)
vector(
    "silence within gap counts as time on site",
    away(0, 64.5) + there(65, 66) + there(81, 82) + away(82.5, 180), [("verified",)],
    expect={V + "time_on_site_ms": about(17), V + "confidence": "high"},
)
vector(
    "silence longer than gap is not time on site",
    away(0, 64.5) + there(65, 75) + there(91, 92) + away(92.5, 180), [("verified",)],
    expect={V + "time_on_site_ms": about(11)},
)
vector(
    "a stay that a gap cuts short is unproven, not partial",
    away(0, 64.5) + there(65, 67) + there(85, 86) + away(86.5, 180),
    [("unproven", "dwell_too_short", "track_gap")], plan=[slot(min_dwell="10m")],
    expect={V + "time_on_site_ms": about(3)},
)
BLUR = dict(accuracy=90)
vector(
    "fixes between two inside that do not tell are bridged",
    away(0, 64.5) + there(65, 68) + at(40, 0, 68.5, 80, **BLUR) + there(80.5, 83) + away(83.5, 180),
    [("verified",)],
    expect={V + "time_on_site_ms": about(18)},
)
vector(
    "a fix too poor to tell, yet unlikely inside, is not bridged",
    away(0, 64.5) + there(65, 70) + at(150, 0, 70.5, 75.5, accuracy=110) + there(76, 80) + away(80.5, 180),
    [("verified",)],
    expect={V + "time_on_site_ms": about(9, 40)},
)
vector(
    "where more than half is bridged over poor fixes, verified becomes unproven",
    away(0, 64.5) + there(65, 67) + at(20, 0, 67.5, 80, accuracy=120) + there(80.5, 83) + away(83.5, 180),
    [("unproven", "track_gap")],
    expect={V + "evidence.bridged_share": {"near": 0.74, "within": 0.03}},
)

# --- Rule 2: when a visit begins and ends (the fence state machine)
vector(
    "leaving for less than the grace continues the visit, and is not time on site",
    away(0, 64.5) + there(65, 75) + away(75.5, 77, metres=400) + there(77.5, 87.5) + away(88, 180),
    [("verified",)],
    expect={
        V + "arrival.t_max": clock(65), V + "departure.t_min": clock(87.5),
        V + "time_on_site_ms": about(20.3), "off_plan.length": 0,
    },
)
vector(
    "leaving for longer than the grace ends it: the second stay was not planned",
    away(0, 64.5) + there(65, 75) + away(75.5, 80, metres=400) + there(80.5, 88) + away(88.5, 180),
    [("verified",)],
    expect={
        V + "departure.t_min": clock(75), V + "time_on_site_ms": about(10.1),
        "off_plan.length": 1, "off_plan[0].time_on_site_ms": about(7.7),
    },
)
vector(
    "between the fence and the wider exit fence a visit goes on, but time on site does not",
    away(0, 64.5) + there(65, 75) + at(115, 0, 75.5, 85) + there(85.5, 95) + away(95.5, 180),
    [("verified",)],
    expect={
        V + "departure.t_min": clock(95), V + "time_on_site_ms": about(20.4, 20),
        "off_plan.length": 0,
    },
)
vector(
    "one fix inside is no visit",
    away(0, 64.75, metres=300) + [fix(65)] + away(65.25, 180, metres=300), [("rejected", "passed_by")],
)
vector(
    "a fix outside before the entry is confirmed undoes it",
    away(0, 64.75, metres=300) + [fix(65), fix(65.1, 300), fix(65.2), fix(65.3, 300)]
    + away(65.5, 180, metres=300),
    [("rejected", "passed_by")], expect={"off_plan.length": 0},
)
vector(
    "the tolerance of an imprecise address counts as inside",
    away(0, 64.5) + at(130, 0, 65, 85) + away(85.5, 180), [("verified",)],
    sites=[{**site(), "fence": {**site()["fence"], "tolerance_m": 60}}],
    expect={V + "time_on_site_ms": about(20), V + "evidence.nearest_m": {"near": -32, "within": 4}},
)
vector(
    "a fence may be a polygon",
    away(0, 64.5) + there(65, 85) + away(85.5, 180), [("verified",)],
    sites=[{"id": "clinic", "fence": {"geometry": {"type": "Polygon", "coordinates": [[
        [round(LON + x * EAST, 7), round(LAT + y * NORTH, 7)]
        for x, y in [(-80, -60), (80, -60), (80, 60), (-80, 60), (-80, -60)]
    ]]}}}],
    expect={V + "time_on_site_ms": about(20)},
)
vector(
    "with the margin model a fix inside counts whatever its accuracy, up to the worst allowed",
    away(0, 64.5) + there(65, 85, accuracy=95) + away(85.5, 180), [("verified",)],
    policy={"presence": {"model": "margin"}},
    expect={V + "time_on_site_ms": about(20, 40)},
)

# --- Rule 3: sampling
SLEEPS = away(0, 64.5) + there(65, 66) + there(185, 186) + away(186.5, 200)
vector(
    "a tracker that sleeps while still: silence between two fixes of one place is a stay",
    SLEEPS, [("verified", "endpoints_only")], policy={"sampling": "motion_gated"},
    expect={V + "confidence": "low", V + "time_on_site_ms": about(121)},
)
vector(
    "the same track with continuous sampling is a gap",
    SLEEPS, [("unproven", "dwell_too_short", "track_gap")],
)
vector(
    "a sleeping tracker that wakes elsewhere within the fence was not still",
    away(0, 64.5) + at(-60, 0, 65, 66) + at(60, 0, 185, 186) + away(186.5, 200),
    [("unproven", "dwell_too_short", "track_gap")], policy={"sampling": "motion_gated"},
)
vector(
    "a sleep of more than four hours is a gap",
    away(0, 64.5) + there(65, 66) + there(307, 308) + away(308.5, 320),
    [("unproven", "dwell_too_short", "track_gap")], policy={"sampling": "motion_gated"},
)
vector(
    "check-in and check-out bound the stay",
    [fix(0, 1500), fix(65, mark="in"), fix(95, 2, mark="out"), fix(150, 1500)],
    [("verified", "endpoints_only")], policy={"sampling": "check_in"},
    expect={
        V + "arrival.t": clock(65), V + "departure.t": clock(95),
        V + "time_on_site_ms": 30 * MINUTE, V + "confidence": "low",
    },
)
vector(
    "endpoints are not enough where the policy asks for high confidence",
    [fix(0, 1500), fix(65, mark="in"), fix(95, 2, mark="out"), fix(150, 1500)],
    [("unproven", "endpoints_only")], policy={"sampling": "check_in", "min_confidence": "high"},
)

vector(
    "the presses count, whatever fixes of the background lie around them",
    away(0, 59.5) + there(60, 74) + [fix(74.5, mark="in")] + there(75, 76.5) + [fix(77, mark="out")]
    + there(77.5, 90) + away(90.5, 180),
    [("partial", "dwell_too_short", "endpoints_only")], policy={"sampling": "check_in"},
    expect={V + "time_on_site_ms": round(2.5 * MINUTE), V + "confidence": "low"},
)



def presses(*minutes, between=()):
    """In, out, in, out and so on at these minutes; `between` are fixes of the background."""
    marks = [
        fix(minute, index, mark="out" if index % 2 else "in") for index, minute in enumerate(minutes)
    ]
    return [fix(0, 1500)] + sorted(marks + list(between), key=lambda f: f["t"]) + [fix(150, 1500)]


vector(
    "from a check-out to the next check-in nobody is on site; a break shorter than the grace ends no visit",
    presses(65, 75, 76, 86), [("verified", "endpoints_only")],
    plan=[slot(min_dwell="20m")], policy={"sampling": "check_in"},
    expect={
        V + "arrival.t": clock(65), V + "departure.t": clock(86), V + "time_on_site_ms": 20 * MINUTE,
        "totals.on_site_ms": 20 * MINUTE, "totals.unknown_ms": 130 * MINUTE, "off_plan.length": 0,
    },
)
vector(
    "a longer break ends it: two visits",
    presses(65, 75, 89, 99), [("partial", "dwell_too_short", "endpoints_only")],
    plan=[slot(min_dwell="20m")], policy={"sampling": "check_in"},
    expect={
        V + "departure.t": clock(75), V + "time_on_site_ms": 10 * MINUTE,
        "off_plan.length": 1, "off_plan[0].arrival.t": clock(89),
        "off_plan[0].time_on_site_ms": 10 * MINUTE, "totals.on_site_ms": 20 * MINUTE,
    },
)
vector(
    "which two plans may have",
    presses(65, 75, 89, 99), [("verified", "endpoints_only"), ("verified", "endpoints_only")],
    plan=[slot(), slot(id="v2")], policy={"sampling": "check_in"},
    expect={"visits[0].time_on_site_ms": 10 * MINUTE, "visits[1].time_on_site_ms": 10 * MINUTE},
)
vector(
    "fixes of the background in the break are not paid for either",
    presses(65, 75, 89, 99, between=there(66, 98.5)), [("verified", "endpoints_only")],
    policy={"sampling": "check_in"},
    expect={V + "time_on_site_ms": 10 * MINUTE, "off_plan.length": 1, "totals.on_site_ms": 20 * MINUTE},
)
vector(
    "two check-ins of some seconds are no visit, and what lies between them is not known",
    presses(65, 65.2, 79.4, 79.6), [("unproven", "track_gap")], policy={"sampling": "check_in"},
    expect={V + "time_on_site_ms": 24_000, V + "arrival": None, "totals.on_site_ms": 24_000},
)
vector(
    "who checks out twice was there until the second; a check-out that was forgotten makes no break",
    presses(65, 70) + [fix(75, 2, mark="out"), fix(76, mark="in"), fix(78, 1, mark="in"), fix(86, 2, mark="out")],
    [("verified", "endpoints_only")], policy={"sampling": "check_in"},
    expect={V + "time_on_site_ms": 20 * MINUTE, V + "departure.t": clock(86)},
)

# --- Rule 4: one instant, one plan
vector(
    "one stay, two plans: the second is rejected, and says who has the stay",
    day(65, 85), [("verified",), ("rejected", "stay_used_by")],
    plan=[slot(), slot(id="v2")], expect={"visits[1].reasons[0].facts.plan_id": "v1"},
)
vector(
    "the plan with more of the time in its slot gets the stay",
    day(65, 85), [("rejected", "stay_used_by"), ("verified",)],
    plan=[slot(60, 66, id="a", min_dwell="15m"), slot(70, 130, id="b", min_dwell="15m")],
    policy={"early": "0s", "late": "10m"},
)
vector(
    "of equal claims the one that starts nearer to the arrival gets the stay",
    day(65, 85), [("rejected", "stay_used_by"), ("verified",)],
    plan=[slot(50, 120, id="a", min_dwell="15m"), slot(64, 120, id="b", min_dwell="15m")],
)
vector(
    "of equals the lower id gets it, wherever it stands in the plan",
    day(65, 85), [("rejected", "stay_used_by"), ("verified",)],
    plan=[slot(id="b"), slot(id="a")], expect={"visits[0].reasons[0].facts.plan_id": "a"},
)
vector(
    "two stays go to two plans",
    away(0, 64.5) + there(65, 75) + away(75.5, 89.5) + there(90, 100) + away(100.5, 180),
    [("verified",), ("verified",)], plan=[slot(60, 80), slot(85, 110, id="v2")],
    expect={"visits[0].time_on_site_ms": about(10), "visits[1].time_on_site_ms": about(10)},
)
vector(
    "a stay is cut where it meets the min_dwell of both plans",
    day(65, 115), [("verified",), ("verified",)],
    plan=[slot(60, 90, min_dwell="20m"), slot(90, 120, id="v2", min_dwell="20m")],
    expect={
        "visits[0].departure.t": clock(90), "visits[1].arrival.t": clock(90),
        "visits[0].time_on_site_ms": about(25), "visits[1].time_on_site_ms": about(25),
    },
)
vector(
    "slots that overlap share no stay, however long",
    day(65, 115), [("rejected", "stay_used_by"), ("verified",)],
    plan=[slot(60, 90, min_dwell="20m"), slot(80, 120, id="v2", min_dwell="20m")],
)
vector(
    "a stay too short for both is not cut",
    day(65, 100), [("verified",), ("rejected", "stay_used_by")],
    plan=[slot(60, 90, min_dwell="20m"), slot(90, 120, id="v2", min_dwell="20m")],
    expect={"visits[0].time_on_site_ms": about(35)},
)

# --- Rule 5: rejected
vector(
    "seen elsewhere all the time is rejected", away(0, 180), [("rejected", "never_inside")],
    expect={
        V + "in_slot": None, V + "arrival": None, V + "time_on_site_ms": 0,
        V + "evidence.nearest_m": {"near": 1400, "within": 10},
    },
)
vector(
    "a gap that could hide the visit makes it unproven",
    away(0, 70) + away(90, 180), [("unproven", "track_gap")],
)
vector(
    "a gap too short for the way there and back is evidence against",
    away(0, 70, metres=20_000) + away(90, 180, metres=20_000), [("rejected", "never_inside")],
)
vector(
    "a track that ends before the window does may hide the visit at its end",
    away(0, 100), [("unproven", "track_gap")],
)
vector(
    "a dead phone is not a no-show", away(0, 30), [("unproven", "no_track")],
)
vector("no track at all", [], [("unproven", "no_track")], expect={"first": None, "totals.travel_ms": 0})
vector(
    "poor fixes at the site all through the visit prove nothing either way",
    away(0, 64.5) + there(65, 85, accuracy=300) + away(85.5, 180), [("unproven", "accuracy_poor")],
)
vector(
    "fixes without accuracy prove nothing either way",
    away(0, 64.5) + there(65, 85, accuracy=0) + away(85.5, 180), [("unproven", "accuracy_missing")],
)
vector(
    "inside for less than a minute is passing by",
    away(0, 64.5) + there(65, 65.5, every=0.25) + away(66, 180), [("rejected", "passed_by")],
)
MINUTE_INSIDE = away(0, 64.5) + there(65, 65.75, every=0.25) + away(66.25, 180)
vector(
    "unless the visit takes no longer", MINUTE_INSIDE, [("verified",)], plan=[slot(min_dwell="60s")],
    expect={V + "time_on_site_ms": about(0.8, 10)},
)
vector(
    "then too the plan that takes longer finds no visit, and has none of the other's",
    MINUTE_INSIDE, [("rejected", "passed_by"), ("verified",)],
    plan=[slot(id="a"), slot(id="b", min_dwell="60s")],
    expect={"visits[0].reasons[0].facts.time_on_site_ms": about(0.8, 10), "off_plan.length": 0},
)
vector(
    "nor one of a policy by which visits are short, planned or not",
    MINUTE_INSIDE, [], plan=[], policy={"min_dwell": "30s", "dwell_grace": "0s"},
    expect={"off_plan.length": 1, "off_plan[0].time_on_site_ms": about(0.8, 10)},
)
vector(
    "where an arrival is a visit, seconds between two fixes nearby hide none",
    at(120, 0, 59, 63, every=1 / 12), [("rejected", "never_inside")],
    plan=[slot(60, 62, min_dwell="0s")], policy={"early": "0s", "late": "0s"},
)
vector(
    "who is seen to pass by may have visited before the tracker started",
    away(62, 64.5) + there(65, 65.5, every=0.25) + away(66, 180), [("unproven", "track_gap", "passed_by")],
)
PASSES = move(-9000, 0, -300, 0, 55, 64.5) + [fix(65)] + move(300, 0, 5000, 0, 65.5, 70)
vector(
    "or after the phone died: a drive past the site and silence from then on",
    PASSES, [("unproven", "track_gap", "passed_by")],
    expect={V + "time_on_site_ms": {"near": 20_000, "within": 8_000}},
)
vector(
    "the same without a fix inside",
    [f for f in PASSES if f["t"] != START_MS + 65 * MINUTE], [("unproven", "track_gap")],
)
ROUND = (
    move(-9000, 0, -300, 0, 50, 64.5) + [fix(65)] + move(300, 0, 5000, 0, 65.5, 70)
    + move(5000, 0, 5000, 3000, 70.5, 80) + move(5000, 3000, -8900, 0, 80.5, 100)
)
vector(
    "a track from door to door is the day: who passed by on it did not go out once more",
    ROUND, [("rejected", "passed_by")], expect={V + "reasons[0].facts.unseen_ms": about(31.3, 60)},
)
vector(
    "unless the policy says when the rep was on duty, which goes on",
    ROUND, [("unproven", "track_gap", "passed_by")],
    policy={"observe": [{"start": clock(0), "end": clock(180)}]},
)
vector(
    "a phone that rests at the door before it falls silent may have died there",
    ROUND + at(-8900, 0, 100.5, 106), [("unproven", "track_gap", "passed_by")],
)
vector(
    "and a day from door to door on which nobody came near proves nothing of the rest of the slot",
    [f for f in ROUND if not START_MS + 60 * MINUTE < f["t"] < START_MS + 66 * MINUTE],
    [("unproven", "track_gap")],
)
vector(
    "but may have in a gap of the track",
    away(0, 64.5) + there(65, 65.5, every=0.25) + away(66, 70) + away(90, 180),
    [("unproven", "track_gap", "passed_by")],
)
vector(
    "one fix inside and then silence is no passing by",
    away(60.5, 64.5) + there(65, 65.5), [("unproven", "track_gap")],
)
vector(
    "nor one fix inside after silence; no gap is long enough for the visit, so it was too short",
    away(0, 64.5) + [fix(82)] + away(82.5, 180), [("rejected", "dwell_too_short")],
    plan=[slot(min_dwell="25m")],
)
vector(
    "a track that ends inside may have gone on",
    away(0, 64.5) + there(65, 68), [("unproven", "dwell_too_short", "track_gap")],
)
vector(
    "on site goes before gaps: a short visit stays partial whatever a later gap hides",
    away(0, 64.5) + there(65, 68) + away(68.5, 80) + away(110, 180), [("partial", "dwell_too_short")],
)

# --- Rule 6: suspect
MOCKED = dict(mock=True)
vector(
    "simulated coordinates during the stay make it suspect",
    away(0, 64.5) + there(65, 85, **MOCKED) + away(85.5, 180),
    [("suspect", "mock_location")],
)
vector(
    "so do simulated coordinates nine minutes before the arrival",
    away(0, 55) + away(55.5, 56, **MOCKED) + away(56.5, 64.5) + there(65, 85) + away(85.5, 180),
    [("suspect", "mock_location")],
)
vector(
    "but not eleven minutes before it",
    away(0, 53) + away(53.25, 53.5, every=0.25, **MOCKED) + away(54, 64.5) + there(65, 85) + away(85.5, 180),
    [("verified",)], expect={"anomalies[0].code": "mock_location"},
)
vector(
    "and nine minutes after the departure",
    away(0, 64.5) + there(65, 85) + away(85.5, 93.5) + away(94, 94.5, **MOCKED) + away(95, 180),
    [("suspect", "mock_location")],
)
vector(
    "but not eleven minutes after it",
    away(0, 64.5) + there(65, 85) + away(85.5, 96) + away(96.5, 97, **MOCKED) + away(97.5, 180),
    [("verified",)], expect={"anomalies[0].code": "mock_location"},
)
vector(
    "a flag that the policy degrades to a note leaves the status",
    away(0, 64.5) + there(65, 85, **MOCKED) + away(85.5, 180),
    [("verified", "mock_location")], policy={"degrade": {"mock_location": "note"}},
)
vector(
    "a suspect stay out of the slot says both",
    away(0, 9.5) + there(10, 40, **MOCKED) + away(40.5, 180), [("suspect", "before_slot", "mock_location")],
)
vector(
    "a jump away and back during the stay is a teleport",
    away(0, 64.5) + there(65, 74.5) + [fix(74.75, 9000)] + there(75, 85) + away(85.5, 180),
    [("suspect", "teleport", "speed_impossible")],
)
vector(
    "who jumps to the site, from there to the next and back has been nowhere",
    away(0, 64.5, metres=9000) + there(65, 84.5) + at(18_000, 0, 85, 104.5)
    + away(105, 180, metres=9000),
    [("suspect", "teleport", "speed_impossible")],
)
WAKES = there(65, 74.5) + [fix(90.5, 3000, accuracy=40, source="network")]
vector(
    "a wild fix as the phone wakes is no teleport: over the silence before it nobody knows the speed",
    away(0, 64.5) + WAKES + there(90.75, 110) + away(110.5, 180), [("verified", "speed_impossible")],
    expect={"anomalies.length": 1, "anomalies[0].code": "speed_impossible"},
)
vector(
    "nor as the phone falls asleep",
    away(0, 64.5) + there(65, 90) + [fix(90.25, 3000, accuracy=40, source="network")] + there(106.5, 115)
    + away(115.5, 180),
    [("verified", "speed_impossible")], expect={"anomalies.length": 1},
)
vector(
    "a jump to the site and back is no visit",
    away(0, 74.5, metres=9000) + there(74.75, 75.25, every=0.25) + away(75.5, 180, metres=9000),
    [("rejected", "passed_by")],
    expect={"anomalies[1].code": "teleport"},
)
FROZEN = [fix(65 + i / 2, 3, 4, accuracy=5, source="gps") for i in range(41)]
vector(
    "coordinates frozen to the last digit during the stay make it suspect",
    away(0, 64.5) + FROZEN + away(85.5, 180), [("suspect", "frozen_coordinates")],
)
vector(
    "a fix that does not say where it is from counts as one of satellites",
    away(0, 64.5) + [{key: f[key] for key in f if key != "source"} for f in FROZEN] + away(85.5, 180),
    [("suspect", "frozen_coordinates")],
)
vector(
    "a network provider repeats itself indoors: a note, no suspicion",
    away(0, 64.5) + [{**f, "source": "network"} for f in FROZEN] + away(85.5, 180),
    [("verified", "frozen_coordinates")],
)
vector(
    "a clock that was set back is a note",
    [{**f, "seq": i if i < 100 else i + 500} for i, f in enumerate(away(0, 64.5) + there(65, 85))]
    + [{**fix(62.25, 1500), "seq": 400}] + away(85.5, 180),
    [("verified", "clock_back")],
)
vector(
    "two phones in one pocket: together for more than two hours and three sites",
    away(0, 9.5) + at(0, 5000, 10, 30) + away(30.5, 39.5) + at(0, 9000, 40, 58) + away(58.5, 64.5)
    + there(65, 85) + away(85.5, 180),
    [("suspect", "companion_track")],
    sites=[site(), site("north", 0, 5000), site("far_north", 0, 9000)],
    history={"companions": [{"rep": "r2", "track": columns(
        away(0, 9.5) + at(4, 5000, 10, 30) + away(30.5, 39.5) + at(4, 9000, 40, 58) + away(58.5, 64.5)
        + at(4, 0, 65, 85) + away(85.5, 180))}]},
)
EARLIER = day(65, 85)
vector(
    "the places of an earlier day are a replayed track",
    EARLIER, [("suspect", "replayed_track")],
    history={"path_digests": ["1df92b65ef3fe8ec3472d42e0a8dd7a02ccd8bf910e8f2e60b3716aac86af663"]},
)
FAST = [{**f, "received": f["t"] + 800} for f in day(65, 85)]
vector(
    "a clock three minutes fast all day is set right and accuses nobody",
    [{**f, "t": f["t"] + 180_000} for f in FAST], [("verified",)],
    expect={"clock_offset_ms": 179_200, V + "arrival.t_max": clock(65 + 0.8 / 60)},
)
vector(
    "where the verdict depends on the clock it is suspect",
    [{**f, "t": f["t"] + 5_400_000} for f in FAST], [("suspect", "clock_ahead")],
)
EDGE = [slot(0, 50.3)]
vector(
    "so it is for any offset, however small: 40 s decide about the end of the slot",
    [{**f, "t": f["t"] + 40_000, "received": f["t"]} for f in day(65, 85)],
    [("suspect", "clock_ahead")], plan=EDGE,
    expect={"clock_offset_ms": 40_000, V + "reasons[0].facts.clock_offset_ms": 40_000},
)
vector(
    "and where it does not, nobody hears of it",
    [{**f, "t": f["t"] + 40_000, "received": f["t"]} for f in day(65, 85)],
    [("verified",)], expect={"clock_offset_ms": 40_000, "anomalies.length": 0},
)


def uploaded(fixes, every, fast_ms=180_000):
    """Sent every so many minutes, all at once, by a phone whose clock is fast."""
    sent = lambda f: START_MS + ((f["t"] - START_MS) // (every * MINUTE) + 1) * every * MINUTE
    return [{**f, "t": f["t"] + fast_ms, "received": sent(f)} for f in fixes]


# A fix a second on the road, one every thirty while still.
DENSE = (
    away(0, 61) + move(1500, 0, 100, 0, 61.5, 64.5, every=1 / 60) + there(65, 85)
    + move(100, 0, 1500, 0, 85.5, 88.5, every=1 / 60) + away(89, 179.5)
)
vector(
    "uploads every ten minutes, a fix a second on the road: the offset is what most uploads confirm",
    uploaded(DENSE, 10), [("verified",)],
    expect={"clock_offset_ms": {"near": 150_000, "within": 30_000}, "fixes.clock_ahead": 0},
)
vector(
    "a day sent at once, with a burst of fixes: the offset is that of the last fix",
    uploaded(DENSE, 180), [("verified",)],
    expect={"clock_offset_ms": 150_000, "fixes.clock_ahead": 0},
)
vector(
    "one wild time in it shifts nobody's day",
    uploaded(DENSE, 180, 0) + [{**fix(400), "received": START_MS + 180 * MINUTE}], [("verified",)],
    expect={"clock_offset_ms": 0, "fixes.clock_ahead": 1},
)
vector(
    "a fix from the future is not used",
    [{**f, "received": f["t"] + 800} for f in day(65, 85)] + [fix(400, received=START_MS + 100 * MINUTE)],
    [("verified",)], expect={"fixes.clock_ahead": 1, "last": clock(180), "anomalies[0].code": "clock_ahead"},
)
vector(
    "a device that cannot tell simulated coordinates proves nothing where the policy asks it to",
    day(65, 85), [("unproven", "mock_unknown")], policy={"require_mock_flag": True},
)
vector(
    "and proves it where the device can tell",
    day(65, 85, mock=False), [("verified",)], policy={"require_mock_flag": True},
    expect={V + "evidence.mock_checked": True},
)

vector(
    "a clock that was wrong for a while only shifts nobody's day",
    [{**f, "received": f["t"] + 800, "t": f["t"] + (7_200_000 if 20 <= i < 40 else 0)}
     for i, f in enumerate(day(65, 85))],
    [("verified",)], expect={"clock_offset_ms": 0, "fixes.clock_ahead": 20},
)

# --- Honest days: nothing accuses anybody
FLIGHT = 600_000
HONEST = {"anomalies.length": 0}
vector(
    "a flight to the visit, the phone silent in the air",
    at(-FLIGHT, 0, 0, 5) + at(9000, 0, 45, 54) + move(9000, 0, 100, 0, 54.5, 64.5) + there(65, 85)
    + away(85.5, 180),
    [("verified",)], expect=HONEST,
)
vector(
    "a flight that lands eight minutes before the arrival, the receiver on at 240 m/s",
    move(-FLIGHT, 0, -3000, 0, 15, 56.5) + move(-3000, 0, -100, 0, 57, 64.5) + there(65, 85) + away(85.5, 180),
    [("verified",)], expect=HONEST,
)
vector(
    "a train at 300 km/h up to the door",
    move(-150_000, 0, -100, 0, 34.5, 64.5) + there(65, 85) + move(100, 0, 100_000, 0, 85.5, 105.5)
    + at(100_000, 0, 106, 180),
    [("verified",)], expect=HONEST,
)
RARE = [fix(m, x, y) for m, x, y in [
    (0, 9000, 0), (20, 9100, 5), (40, 5000, 0), (65, 0, 0), (85, 4, -3), (105, 5000, 0), (125, 9000, 2),
    (145, 9000, 9), (165, 8000, 0)]]
vector(
    "a fix every twenty minutes: what a tracker that never sleeps leaves open",
    RARE, [("unproven", "track_gap")], expect=HONEST,
)
vector(
    "and what one proves that sleeps while still",
    RARE, [("verified", "endpoints_only")], policy={"sampling": "motion_gated"},
    expect={**HONEST, V + "confidence": "low"},
)
vector(
    "indoors a network hops between a few places",
    away(0, 64.5) + indoors(65, 85) + away(85.5, 180), [("verified",)], expect=HONEST,
)
vector(
    "seven kilometres in half a minute on the way are said of the day, and nothing to the visit",
    away(0, 60, metres=9000) + away(60.5, 64.5) + there(65, 85) + away(85.5, 180),
    [("verified",)], expect={"anomalies.length": 1, "anomalies[0].code": "speed_impossible", "anomalies[0].effect": "note"},
)
vector(
    "at the edge of the fence all the time: nobody can tell",
    away(0, 64.5) + at(100, 0, 65, 85, accuracy=60) + away(85.5, 180),
    [("unproven", "accuracy_straddles_boundary")], expect=HONEST,
)

# --- Rule 7: shared buildings
BUILDING = [site("a", -10), site("b", 10)]
vector(
    "two planned sites in one building share a long stay: each its min_dwell, the rest by weight",
    day(65, 95), [("verified", "shared_building"), ("verified", "shared_building")],
    plan=[slot(id="va", site="a", min_dwell="10m"), slot(id="vb", site="b", min_dwell="10m")],
    sites=BUILDING,
    expect={"visits[0].time_on_site_ms": about(15, 40), "visits[1].time_on_site_ms": about(15, 40)},
)
vector(
    "a stay too short for both serves the earlier claim first",
    day(65, 80), [("partial", "dwell_too_short", "shared_building"), ("verified", "shared_building")],
    plan=[
        slot(id="va", site="a", min_dwell="10m", claimed={"t": clock(80), "done": True}),
        slot(id="vb", site="b", min_dwell="10m", claimed={"t": clock(70), "done": True}),
    ],
    sites=BUILDING,
    expect={"visits[0].time_on_site_ms": about(5.3, 40), "visits[1].time_on_site_ms": about(10, 40)},
)
vector(
    "without claims the earlier slot is served first",
    day(65, 80), [("partial", "dwell_too_short", "shared_building"), ("verified", "shared_building")],
    plan=[slot(61, 120, id="va", site="a", min_dwell="10m"), slot(60, 120, id="vb", site="b", min_dwell="10m")],
    sites=BUILDING,
    expect={"visits[0].time_on_site_ms": about(5.3, 40), "visits[1].time_on_site_ms": about(10, 40)},
)
vector(
    "what a short stay leaves to the second is short, not passing by: the rep was there all the time",
    day(65, 70.5), [("verified", "shared_building"), ("partial", "dwell_too_short", "shared_building")],
    plan=[slot(id=f"v{id}", site=id, claimed={"t": clock(66), "done": True}) for id in "ab"],
    sites=BUILDING,
    expect={
        "visits[0].time_on_site_ms": about(5, 1), "visits[1].time_on_site_ms": about(0.5, 20),
        "visits[1].in_slot": True,
    },
)
vector(
    "so it is where next to nothing is left",
    day(65, 74),
    [("verified", "shared_building")] + [("partial", "dwell_too_short", "shared_building")] * 2,
    plan=[slot(id=f"v{id}", site=id) for id in "abc"], sites=[*BUILDING, site("c", 0, 10)],
    expect={"visits[2].time_on_site_ms": about(0, 1), "visits[2].in_slot": True},
)
vector(
    "planned sites go before others; that another is closer is said",
    at(1500, 0, 0, 64.5) + at(8, 0, 65, 85) + at(1500, 0, 85.5, 180),
    [("verified", "shared_building", "other_site_closer")],
    plan=[slot(id="va", site="a")], sites=BUILDING,
    expect={V + "reasons[1].facts.site": "b", "off_plan.length": 0},
)

# --- Rule 8: appeal
vector(
    "an override changes the status, never the computed one",
    away(0, 180), [("rejected", "never_inside", "overridden")],
    plan=[slot(**{"override": {"status": "verified", "by": "head office", "reason": "phone was stolen", "at": clock(600)}})],
    expect={V + "status": "verified", V + "computed_status": "rejected"},
)
vector(
    "a claim without a trace is contradicted",
    away(0, 180), [("rejected", "never_inside", "claimed_not_seen")],
    plan=[slot(claimed={"t": clock(90), "done": True})],
)
vector(
    "a visit that the rep denies is seen all the same",
    day(65, 85), [("verified", "seen_not_claimed")], plan=[slot(claimed={"done": False})],
)

STAFFED = [{**site(), "staff": 3}]


def met(people, **more):
    return [slot(claimed={"t": clock(90), "done": True, "people_met": people}, **more)]


vector(
    "more doctors met than there are is a note",
    day(65, 85), [("verified", "claimed_exceeds_site")], plan=met(4), sites=STAFFED,
    expect={V + "reasons[0].facts.people_met": 4, V + "reasons[0].facts.staff": 3, V + "claimed.people_met": 4},
)
vector("as many as there are is none", day(65, 85), [("verified",)], plan=met(3), sites=STAFFED)
vector("where nobody knows how many there are, nobody is contradicted", day(65, 85), [("verified",)], plan=met(40))
vector(
    "six people in twenty minutes, where each takes four, is a note",
    day(65, 85), [("verified", "minutes_per_person_low")], plan=met(6, min_dwell_per_person="4m"),
    expect={V + "reasons[0].facts.min_dwell_per_person_ms": 4 * MINUTE},
)
vector("five are none", day(65, 85.5), [("verified",)], plan=met(5, min_dwell_per_person="4m"))
vector(
    "who was not seen on site is contradicted once",
    away(0, 180), [("rejected", "never_inside", "claimed_not_seen")], plan=met(6, min_dwell_per_person="4m"),
)
vector(
    "a stay that a gap may have cut short was not too short for anybody",
    away(0, 64.5) + there(65, 68), [("unproven", "dwell_too_short", "track_gap", "claimed_not_seen")],
    plan=met(6, min_dwell_per_person="4m"),
)

# --- Rule 9: the rest of the report
vector(
    "what was not planned is told: visits to other sites, stops elsewhere, sums to the millisecond",
    at(0, 9000, 0, 20) + there(65, 85) + at(0, 3000, 86, 110) + at(0, 9000, 130, 150),
    [("verified",)], sites=[site(), site("shop", 0, 3000)], policy={"gap": "60m"},
    expect={
        "off_plan.length": 1, "off_plan[0].site": "shop", "off_plan[0].time_on_site_ms": about(24, 90),
        "unknown_stops.length": 2, "unknown_stops[0].duration_ms": 20 * MINUTE,
        "unknown_stops[0].position": None, "totals.idle_ms": 40 * MINUTE, "totals.unknown_ms": 0,
    },
)
vector(
    "fixes at latitude 0, longitude 0 are not used",
    day(65, 85) + [{"t": START_MS - 60 * MINUTE, "lat": 0.0, "lon": 0.0, "accuracy_m": 10}],
    [("verified",)], expect={"fixes.zero_island": 1, "first": clock(0)},
)
vector(
    "several fixes of one instant: the most accurate survives",
    day(65, 85) + [fix(75, 5000, accuracy=50)], [("verified", "conflicting_fix")],
)
vector(
    "places of one instant within their accuracies are no conflict",
    day(65, 85) + [fix(75, 20, accuracy=50)], [("verified",)], expect={"anomalies.length": 0},
)

# --- Privacy
vector(
    "fixes off duty are dropped at the door and only counted",
    day(65, 85), [("verified",)],
    policy={"observe": [{"start": clock(55), "end": clock(100)}]},
    expect={"first": clock(55), "last": clock(99.5), "fixes.used": 90, "fixes.off_duty": 271},
)
vector(
    "hours off duty between two fixes of one place are nobody's time on site",
    there(60, 70) + there(110, 120), [("verified",)],
    plan=[slot(min_dwell="10m")],
    policy={"sampling": "motion_gated", "observe": [
        {"start": clock(0), "end": clock(75)}, {"start": clock(105), "end": clock(180)}]},
    expect={V + "time_on_site_ms": about(20)},
)
vector(
    "shifts that follow on each other, or overlap, leave no hour off duty between them",
    day(65, 85), [("verified",)],
    policy={"observe": [
        {"start": clock(75), "end": clock(90)}, {"start": clock(0), "end": clock(75)},
        {"start": clock(80), "end": clock(180)}]},
    expect={V + "time_on_site_ms": about(20), "totals.unknown_ms": 0, "fixes.off_duty": 1},
)
vector(
    "hours off duty hide no visit: nobody may look there",
    away(0, 180), [("rejected", "never_inside")],
    policy={"observe": [{"start": clock(60), "end": clock(110)}]},
)
# Moscow: 09:55 to 10:40 UTC.
MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}


def friday(*parts, **more):
    """A calendar of Moscow with these hours on Fridays."""
    hours = [{"start": start, "end": end} for start, end in parts]
    return {"observe": {"zone": MOSCOW, "hours": {"friday": hours}, **more}}


vector(
    "the hours on duty may be those of a calendar, by its own zone",
    day(65, 85), [("verified",)],
    policy=friday(("12:55", "13:40")),
    expect={"first": clock(55), "last": clock(99.5), "fixes.used": 90, "fixes.off_duty": 271},
)
vector(
    "a calendar's lunch is off duty, and nobody's time on site",
    there(60, 70) + there(110, 120), [("verified",)],
    plan=[slot(min_dwell="10m")],
    policy={"sampling": "motion_gated", **friday(("12:00", "13:15"), ("13:45", "15:00"))},
    expect={V + "time_on_site_ms": about(20)},
)
vector(
    "a rep's day off is none on which the company may look",
    day(65, 85), [("unproven", "no_track")],
    policy=friday(("09:00", "18:00"), layers=[{"name": "rep", "days": [{"first": "2026-11-20"}]}]),
    expect={"first": None, "fixes.used": 0, "fixes.off_duty": 361},
)
vector(
    "of a window only the calendar's hours in it may hide a visit",
    away(0, 180), [("rejected", "never_inside")],
    policy=friday(("13:00", "13:50")),
)

# The lunch of LUNCH, by the list and by the calendar, is minutes 80 to 110.
LUNCH = {"observe": [{"start": clock(0), "end": clock(80)}, {"start": clock(110), "end": clock(180)}]}
vector(
    "nor does a lunch in the middle of it hide one",
    away(0, 180), [("rejected", "never_inside")], policy=LUNCH,
)
vector(
    "whichever way the hours are told",
    away(0, 180), [("rejected", "never_inside")],
    policy=friday(("12:00", "13:20"), ("13:50", "15:00")),
)
vector(
    "silence on duty on either side of it does",
    away(0, 70) + away(115, 180), [("unproven", "track_gap")], policy=LUNCH,
    expect={V + "reasons[0].facts.gap_ms": about(13.8), V + "reasons[0].path": "$.policy.gap"},
)
vector(
    "who is on site as lunch begins may have stayed, and that nobody could look is said",
    away(0, 77.5) + there(78, 90) + away(90.5, 180), [("unproven", "dwell_too_short", "track_gap")],
    policy=LUNCH, expect={V + "reasons[1].path": "$.policy.observe"},
)
vector(
    "even if it was for seconds",
    away(0, 79.25) + there(79.5, 90, every=0.25) + away(90.5, 180), [("unproven", "track_gap")],
    policy=LUNCH, expect={V + "reasons[0].path": "$.policy.observe"},
)
vector(
    "a slot that lies in the lunch is one at which nobody could look",
    away(0, 180), [("unproven", "no_track")], plan=[slot(85, 105)],
    policy={**LUNCH, "early": "0s", "late": "0s"}, expect={V + "reasons[0].path": "$.policy.observe"},
)
vector(
    "a report of verdicts carries no evidence",
    day(65, 85), [("verified",)], policy={"detail": "verdict"}, expect={V + "evidence": None},
)
vector(
    "a report of tracks carries places",
    at(0, 9000, 0, 20) + there(65, 85), [("verified",)], policy={"detail": "track", "gap": "60m"},
    expect={"unknown_stops[0].position.lat": {"near": LAT + 9000 * NORTH, "within": 0.001}},
)
vector(
    "and the median of the fixes inside, for suggest_site_position",
    at(0, 9000, 0, 20) + at(40, 30, 65, 85) + away(85.5, 180), [("verified",)], policy={"detail": "track", "gap": "60m"},
    expect={
        V + "position.lat": {"near": LAT + 30 * NORTH, "within": 1e-5},
        V + "position.lon": {"near": LON + 40 * EAST, "within": 1e-5},
    },
)

# --- Errors: all at once, with paths
ERRORS = [
    (
        "hours on duty are a list of times or a calendar, whose problems are named in it",
        {"plan": [], "track": [], "sites": [],
         "policy": {"observe": {"hour": {}, "hours": {"monday": [{"start": "18:00", "end": "09:00"}]}}}},
        [("unknown_key", "$.policy.observe.hour"),
         ("end_before_start", "$.policy.observe.hours.monday[0].end")],
    ),
    (
        "hours on duty are no text",
        {"plan": [], "track": [], "sites": [], "policy": {"observe": "09:00-18:00"}},
        [("wrong_type", "$.policy.observe")],
    ),
    (
        "ids that occur twice, an unknown site and a second rep are all named",
        {
            "plan": [slot(rep="r1"), slot(site="clinc", rep="r2")], "track": [],
            "sites": [site(), site()],
        },
        [
            ("duplicate_id", "$.sites[1].id"), ("duplicate_id", "$.plan[1].id"),
            ("mixed_reps", "$.plan[1].rep"), ("unknown_site", "$.plan[1].site"),
        ],
    ),
    (
        "what ids tell is named together with problems of shape",
        {
            "plan": [slot(site="clinc"), slot(min_dwell="3d")], "track": [{"t": 0, "lat": 91, "lon": 0}],
            "sites": [site(), site()],
        },
        [
            ("invalid_span", "$.plan[1].min_dwell"), ("out_of_range", "$.track[0].lat"),
            ("duplicate_id", "$.sites[1].id"), ("duplicate_id", "$.plan[1].id"),
            ("unknown_site", "$.plan[0].site"),
        ],
    ),
    (
        "a site is not called unknown while an id cannot be read",
        {"plan": [slot(site="7")], "track": [], "sites": [site(), site(id=7)]},
        [("wrong_type", "$.sites[1].id")],
    ),
    (
        "every problem of shape is named with its path",
        {
            "plan": [{"id": 7, "site": "clinic"}, slot(min_dwell="3d")],
            "track": {"t": [START_MS, "yesterday"], "lat": [91, 55], "lon": [37]},
            "sites": [{"id": "clinic", "fence": {"radius_m": -5}}],
        },
        [
            ("wrong_type", "$.plan[0].id"), ("invalid_span", "$.plan[1].min_dwell"),
            ("lengths_differ", "$.track.lon"), ("out_of_range", "$.track.lat[0]"),
            ("invalid_time", "$.track.t[1]"), ("out_of_range", "$.sites[0].fence.radius_m"),
        ],
    ),
    (
        "what browsers call a position's coordinates is told",
        {"plan": [], "track": {"t": [START_MS], "latitude": [55], "lng": [37]}, "sites": []},
        [("missing_key", "$.track.lat"), ("missing_key", "$.track.lon")],
    ),
    (
        "a naive time is an error",
        {"plan": [], "track": [{"t": "2026-11-20T09:00:00", "lat": 55, "lon": 37}], "sites": []},
        [("naive_time", "$.track[0].t")],
    ),
    (
        "ten unknown keys of the policy are ten problems",
        {
            "plan": [], "track": [], "sites": [],
            "policy": {
                "slot_rul": "arrival", "earli": "1m", "lat": "1m", "mindwell": "5m", "gaps": "1m",
                "presence": {"modell": "margin", "accuracy_floor": 5}, "degrade": {"mock": "note"},
                "anomalies": {"max_speed": 50}, "zones": "UTC",
            },
        },
        [
            ("unknown_key", "$.policy.slot_rul"), ("unknown_key", "$.policy.earli"),
            ("unknown_key", "$.policy.lat"), ("unknown_key", "$.policy.mindwell"),
            ("unknown_key", "$.policy.gaps"), ("unknown_key", "$.policy.zones"),
            ("unknown_key", "$.policy.presence.modell"),
            ("unknown_key", "$.policy.presence.accuracy_floor"),
            ("unknown_key", "$.policy.anomalies.max_speed"),
            ("unknown_key", "$.policy.degrade.mock"),
        ],
    ),
]
VECTORS.extend(refused(*error) for error in ERRORS)
vector(
    "seconds where milliseconds are meant are doubted",
    {"t": [START_MS // 1000, START_MS // 1000 + 60], "lat": [55, 55], "lon": [37, 37]},
    [("unproven", "no_track")],
    expect={
        "warnings.length": 1, "warnings[0].code": "seconds", "warnings[0].path": "$.track",
    },
)

if __name__ == "__main__":
    write("verify_plan", VECTORS)
