"""Writes the inputs and expectations of trips.json: one vector a sentence of the rules.

    python3 tests/vectors/trips.py && cargo xtask vectors

The expectations are by hand; `cargo xtask vectors` adds the whole answers. Places are metres east
and north of 55.75 N 37.60 E, times are minutes after 09:00 UTC on Friday, 20 November 2026.
"""

import math

from suite import refused, write

LAT, LON = 55.75, 37.60
EAST = 1 / (111_543 * math.cos(math.radians(LAT)))
NORTH = 1 / 111_343
START_MS = 1_795_165_200_000  # 2026-11-20T09:00:00Z
MINUTE = 60_000
HOUR = 60
WANDER = [(0, 0), (2, -1), (-1, 2), (1, 1), (-2, 0), (0, -2), (3, 1), (-1, -1)]


def place(x, y):
    return {"lat": round(LAT + y * NORTH, 7), "lon": round(LON + x * EAST, 7)}


def clock(minute):
    ms = START_MS + round(minute * MINUTE)
    seconds = ms // 1000 - START_MS // 1000 + 9 * 3600
    day, seconds = 20 + seconds // 86400, seconds % 86400
    return f"2026-11-{day:02}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms % 1000:03}Z"


def fix(minute, x, y=0, accuracy=10, **more):
    found = {"t": START_MS + round(minute * MINUTE), **place(x, y), **more}
    return found if accuracy is None else {**found, "accuracy_m": accuracy}


def day(*parts, first=0, every=0.5, wander=1, **more):
    """`("stay", minutes)`, `("drive", minutes, metres)` and `("gap", minutes, metres)`, all to the east."""
    fixes, minute, x = [fix(first, 0, **more)], first, 0.0
    for kind, minutes, *metres in parts:
        metres = metres[0] if metres else 0
        if kind == "gap":
            minute, x = minute + minutes, x + metres
            fixes.append(fix(minute, x, **more))
            continue
        steps = round(minutes / every)
        for step in range(1, steps + 1):
            dx, dy = WANDER[step % 8] if kind == "stay" and step < steps else (0, 0)
            at = x + metres * step / steps + dx * wander
            # An accuracy that never changes would be an anomaly.
            fixes.append(fix(minute + step * every, at, dy * wander, 9 + step % 3, **more))
        minute, x = minute + minutes, x + metres
    return fixes


def site(id, x, radius=100):
    return {"id": id, "fence": {"center": place(x, 0), "radius_m": radius}}


VECTORS = []


def vector(name, track, expect, **arguments):
    VECTORS.append({"name": name, "input": {"track": columns(track), **arguments}, "expect": expect})


def columns(track):
    """Half of the tracks as lists, half as columns: readers have to know both."""
    if len(VECTORS) % 2 or not track:
        return track
    keys = {key for f in track for key in f}
    return {key: [f.get(key) for f in track] for key in sorted(keys)}


def about(minutes, seconds=1):
    return {"near": round(minutes * MINUTE), "within": seconds * 1000}


def metres(near, within=5):
    return {"near": near, "within": within}


T = "trips[0]."
THERE = day(("stay", 20), ("drive", 20, 18_000), ("stay", 20))

# --- What is a trip
vector(
    "stays split trips",
    day(("stay", 20), ("drive", 20, 18_000), ("stay", 20), ("drive", 10, 6_000), ("stay", 10)),
    {
        "trips.length": 2, T + "duration_ms": about(20, 60), T + "distance_m": metres(18_000, 150),
        T + "start_sites.length": 0, T + "start_position": None, T + "reasons.length": 0,
        "trips[1].distance_m": metres(6_000, 150), "totals.idle_ms": about(50, 90),
        "totals.travel_ms": about(30, 90), "totals.unknown_ms": 0, "totals.on_site_ms": 0,
        "mileage.bridged_m": 0, "business_trip": None, "reasons[0].code": "no_base",
    },
)
vector(
    "site visits split trips, however short",
    day(("stay", 10), ("drive", 10, 9_000), ("stay", 3), ("drive", 10, 9_000), ("stay", 10)),
    {
        "trips.length": 2, T + "start_sites": ["office"], T + "end_sites": ["shop"],
        "trips[1].start_sites": ["shop"], "trips[1].end_sites.length": 0,
        T + "distance_m": metres(8_800, 150), "totals.on_site_ms": about(13, 40),
    },
    sites=[site("office", 0), site("shop", 9_000)],
)
vector(
    "a stop of three minutes at no known site does not",
    day(("stay", 10), ("drive", 10, 9_000), ("stay", 3), ("drive", 10, 9_000), ("stay", 10)),
    {"trips.length": 1, T + "duration_ms": about(23, 60)},
)
vector(
    "to drive past a site splits nothing",
    day(("stay", 10), ("drive", 20, 18_000), ("stay", 10)),
    {"trips.length": 1, T + "end_sites.length": 0, "totals.on_site_ms": {"near": 12_000, "within": 4_000}},
    sites=[site("shop", 9_000)],
)
vector(
    "two sites of one building end a trip both",
    THERE, {"trips.length": 1, T + "end_sites": ["east", "west"]},
    sites=[site("west", 18_000), site("east", 18_020)],
)
vector(
    "less than 200 m is no trip",
    day(("stay", 10), ("drive", 4, 190), ("stay", 10)), {"trips.length": 0},
)
vector(
    "300 m in four minutes is one",
    # The last fixes within the stop radius of 100 m belong to the stops at both ends.
    day(("stay", 10), ("drive", 8, 600), ("stay", 10)), {"trips.length": 1},
)
vector(
    "less than 180 s is no trip",
    day(("stay", 10), ("drive", 2, 1_800), ("stay", 10)), {"trips.length": 0},
)
vector(
    "a policy may ask for less",
    day(("stay", 10), ("drive", 2, 1_800), ("stay", 10)), {"trips.length": 1},
    policy={"min_duration": "1m"},
)
vector("no track has no trips", [], {
    "trips.length": 0, "first": None, "mileage.raw_m": 0, "totals.travel_ms": 0,
    "business_trip": None, "farthest_from_base_m": None,
}, base=place(0, 0))

# --- Mileage
vector(
    "a receiver that stands still drives nowhere",
    day(("stay", 60), wander=2),
    {"trips.length": 0, "mileage.raw_m": {"near": 750, "within": 200}, "mileage.cleaned_m": 0},
)
vector(
    "a walk around a large site is driven: legs longer than twice the joint sigma count",
    [fix(m, 300 * (m % 2)) for m in range(31)],
    {"trips.length": 0, "mileage.cleaned_m": metres(9_000, 20), "totals.on_site_ms": about(30)},
    sites=[site("plant", 150, 1000)],
)
vector(
    "a jump away and back is in the raw mileage alone",
    [f if f["t"] != START_MS + 30 * MINUTE else fix(30, 9_000, 40_000) for f in THERE],
    {
        "trips.length": 1, T + "mileage.raw_m": {"near": 98_000, "within": 1_500},
        T + "mileage.cleaned_m": metres(18_000, 150), T + "distance_m": metres(18_000, 150),
        "anomalies[0].code": "speed_impossible",
    },
)
vector(
    "a fix that is too poor to tell is in the raw mileage alone",
    [f if f["t"] != START_MS + 30 * MINUTE else fix(30, 9_000, 800, 1500) for f in THERE],
    {T + "mileage.raw_m": {"near": 18_900, "within": 300}, T + "mileage.cleaned_m": metres(18_000, 150)},
)
vector(
    "a leg that nothing travels is not driven",
    day(("drive", 10, 9_000)) + [fix(10.5 + m / 2, 100_000 + m * 450) for m in range(21)],
    {T + "mileage.raw_m": metres(9_000 + 91_000 + 9_000, 300), T + "mileage.cleaned_m": metres(18_000, 10)},
)
vector(
    "a gap on the way is bridged by a straight line, whose metres stand apart",
    day(("stay", 10), ("drive", 10, 9_000), ("gap", 30, 20_000), ("drive", 10, 9_000), ("stay", 10)),
    {
        "trips.length": 1, T + "mileage.cleaned_m": metres(18_000, 150), T + "mileage.bridged_m": metres(20_000, 10),
        T + "distance_m": metres(38_000, 150), T + "bridged_ms": 30 * MINUTE,
        T + "reasons[0].code": "track_gap", T + "reasons[0].facts.gap_ms": 30 * MINUTE,
        "totals.unknown_ms": 30 * MINUTE,
    },
)
vector(
    "a gap of more than four hours ends a trip",
    day(("drive", 10, 9_000), ("gap", 4 * HOUR + 1, 20_000), ("drive", 10, 9_000)),
    {"trips.length": 2, T + "end": clock(10), "trips[1].start": clock(4 * HOUR + 11), T + "bridged_ms": 0},
)
vector(
    "a gap that ends where it began ends a trip",
    day(("drive", 10, 9_000), ("gap", 60, 50), ("drive", 10, 9_000)),
    {"trips.length": 2, T + "mileage.bridged_m": 0, "mileage.bridged_m": metres(50)},
)
vector(
    "a tracker that sleeps has stood still",
    day(("drive", 10, 9_000), ("gap", 60, 5), ("drive", 10, 9_000)),
    {"trips.length": 2, "totals.idle_ms": about(60, 40), "totals.unknown_ms": 0},
    policy={"visit": {"sampling": "motion_gated"}},
)
vector(
    "simulated fixes are said with the trip",
    day(("stay", 20), ("drive", 20, 18_000), ("stay", 20), mock=True),
    {"trips.length": 1, T + "reasons[0].code": "mock_location",
     T + "reasons[0].path": "$.policy.visit.degrade.mock_location"},
)
vector(
    "places are told with detail: track alone",
    THERE,
    {T + "end_position.lon": {"near": LON + 17_950 * EAST, "within": 0.002}},
    policy={"visit": {"detail": "track"}},
)
vector(
    "hours off duty are nobody's business: their way is not driven, not even bridged",
    day(("drive", 30, 27_000), ("drive", 30, 20_000), ("drive", 30, 27_000)),
    {
        "trips.length": 2, "mileage.bridged_m": 0, "mileage.raw_m": metres(54_000, 1000),
        "fixes.off_duty": 60, "totals.unknown_ms": about(30.5),
    },
    policy={"visit": {"observe": [
        {"start": clock(0), "end": clock(30)}, {"start": clock(60), "end": clock(120)},
    ]}},
)

# --- Business trips
FAR = [fix(m, 0) for m in range(60)]
vector(
    "farther than 100 km from the base is a business trip",
    FAR, {"business_trip": True, "farthest_from_base_m": 100_000, "reasons[0].code": "far_from_base"},
    base=place(0, -100_400),
)
vector("up to 100 km is none", FAR, {"business_trip": False, "reasons.length": 0}, base=place(0, -99_500))
vector(
    "nor is what only an accuracy could make one",
    [fix(m, 0, 0, 500) for m in range(60)], {"business_trip": False}, base=place(0, -100_400),
)
vector(
    "a simulated position proves no business trip",
    [fix(m, 0, mock=True) for m in range(60)], {"business_trip": None}, base=place(0, -150_000),
)
# From 18:00 to 08:00 UTC in one place, a fix every ten minutes.
NIGHT = [fix(9 * HOUR + 10 * m, 0) for m in range(85)]
vector(
    "a night more than 50 km away is a business trip",
    NIGHT, {"business_trip": True, "nights_away": ["2026-11-21"], "nights_unseen": 0,
            "reasons[0].code": "nights_away", "reasons[0].facts.nights": 1},
    base=place(0, -60_000), policy={"observe_nights": True},
)
vector(
    "unless nights are not to be observed: then nobody knows",
    NIGHT,
    {"business_trip": None, "nights_away.length": 0, "nights_unseen": 1,
     "reasons[0].code": "nights_unseen", "reasons[0].path": "$.policy.observe_nights"},
    base=place(0, -60_000),
)
vector(
    "a day without a night in it is none, observed or not",
    [f for f in NIGHT if f["t"] < START_MS + 15 * HOUR * MINUTE],
    {"business_trip": False, "nights_unseen": 0, "reasons.length": 0}, base=place(0, -60_000),
)
vector(
    "where the distance decides, nights do not",
    NIGHT, {"business_trip": True, "reasons[0].code": "far_from_base"}, base=place(0, -100_400),
)
vector(
    "a night less than 50 km away is none",
    NIGHT, {"business_trip": False, "nights_away.length": 0}, base=place(0, -49_000),
    policy={"observe_nights": True},
)
vector(
    "a night of which nobody knows leaves it open",
    [fix(9 * HOUR + 10 * m, 0) for m in range(30)] + [fix(21 * HOUR + 10 * m, 0) for m in range(12)],
    {"business_trip": None, "nights_unseen": 1, "reasons[0].code": "nights_unseen"},
    base=place(0, -60_000), policy={"observe_nights": True},
)
vector(
    "who comes home during the night has not spent it away",
    [fix(9 * HOUR + 10 * m, 0, 0 if m < 50 else -60_000) for m in range(85)],
    {"business_trip": False, "nights_away.length": 0, "nights_unseen": 0},
    base=place(0, -60_000), policy={"observe_nights": True},
)
vector(
    "an evening is no night",
    [f for f in NIGHT if f["t"] < START_MS + 15 * HOUR * MINUTE],
    {"business_trip": False, "nights_unseen": 0}, base=place(0, -60_000), policy={"observe_nights": True},
)
DUTY = {"observe": [{"start": clock(0), "end": clock(12 * HOUR)}, {"start": clock(22 * HOUR), "end": clock(30 * HOUR)}]}
vector(
    "nights off duty are looked at for business trips alone, and only if that is allowed",
    NIGHT,
    {"business_trip": True, "nights_away": ["2026-11-21"], "fixes.off_duty": 60, "fixes.used": 25,
     "totals.unknown_ms": about(610, 1)},
    base=place(0, -60_000), policy={"observe_nights": True, "visit": DUTY},
)
vector(
    "else they are dropped at the door",
    NIGHT, {"business_trip": None, "nights_away.length": 0, "fixes.off_duty": 60},
    base=place(0, -60_000), policy={"visit": DUTY},
)
CALENDAR = {"observe": {"hours": {
    "friday": [{"start": "09:00", "end": "21:00"}], "saturday": [{"start": "07:00", "end": "15:00"}],
}}}
vector(
    "a calendar's hours are as good as a list of times: nights outside of them are looked at if allowed",
    NIGHT,
    {"business_trip": True, "nights_away": ["2026-11-21"], "fixes.off_duty": 60, "fixes.used": 25,
     "totals.unknown_ms": about(610, 1)},
    base=place(0, -60_000), policy={"observe_nights": True, "visit": CALENDAR},
)
vector(
    "and else they are not",
    NIGHT, {"business_trip": None, "nights_away.length": 0, "fixes.off_duty": 60},
    base=place(0, -60_000), policy={"visit": CALENDAR},
)
# Moscow: the night of the 21st is from 21:00 to 02:00 UTC.
vector(
    "midnight is that of the policy's zone",
    [f for f in NIGHT if f["t"] <= START_MS + 16 * HOUR * MINUTE],
    {"business_trip": True, "nights_away": ["2026-11-21"]},
    base=place(0, -60_000),
    policy={"observe_nights": True, "visit": {"zone": {"name": "Europe/Moscow", "offsets": [[0, 10800]]}}},
)


def shift(ms_of_change, before, after):
    return {"name": "Europe/Berlin", "offsets": [[0, before], [ms_of_change, after]]}


def berlin(start_ms, minutes):
    return [{**fix(0, 0), "t": start_ms + 10 * m * MINUTE} for m in range(minutes // 10 + 1)]


# 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC. Midnight is 23:00 UTC, 05:00 is 03:00 UTC.
SPRING = 1_774_746_000_000
vector(
    "the night in which clocks go forward has four hours, of which half are two",
    berlin(SPRING - 3 * HOUR * MINUTE, 3 * HOUR),
    {"business_trip": True, "nights_away": ["2026-03-29"]},
    base=place(0, -60_000), policy={"observe_nights": True, "visit": {"zone": shift(SPRING, 3600, 7200)}},
)
# 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC. Midnight is 22:00 UTC, 05:00 is 04:00 UTC.
AUTUMN = 1_792_890_000_000
vector(
    "the night in which they go back has six, of which two and a half are less",
    berlin(AUTUMN - 4 * HOUR * MINUTE, 3 * HOUR + 30),
    {"business_trip": False, "nights_away.length": 0, "nights_unseen": 0},
    base=place(0, -60_000), policy={"observe_nights": True, "visit": {"zone": shift(AUTUMN, 7200, 3600)}},
)


def on_duty(zone):
    """From midnight to four on Sundays."""
    return {"visit": {"observe": {"zone": zone, "hours": {"sunday": [{"start": "00:00", "end": "04:00"}]}}}}


vector(
    "the hours of a calendar on the day on which clocks go forward are three",
    berlin(SPRING - 3 * HOUR * MINUTE, 8 * HOUR),
    # From 23:00 to 02:00 UTC: the hour before that and the four after, with both ends, are off duty.
    {"fixes.used": 18, "fixes.off_duty": 31, "totals.idle_ms": 170 * MINUTE},
    policy=on_duty(shift(SPRING, 3600, 7200)),
)
vector(
    "and five on the day on which they go back",
    berlin(AUTUMN - 4 * HOUR * MINUTE, 8 * HOUR),
    {"fixes.used": 30, "fixes.off_duty": 19, "totals.idle_ms": 290 * MINUTE},
    policy=on_duty(shift(AUTUMN, 7200, 3600)),
)

# --- Errors
ERRORS = [
    (
        "sites, base and policy are checked together",
        {"track": [], "base": {"lat": 100, "lon": 37}, "sites": [{"id": "a", "fence": {"radius_m": 5}}],
         "policy": {"min_distance_m": -1, "min_durations": "1m"}},
        [("unknown_key", "$.policy.min_durations"), ("out_of_range", "$.policy.min_distance_m"),
         ("missing_key", "$.sites[0].fence.center"), ("out_of_range", "$.base.lat")],
    ),
    (
        "ids of sites are unique",
        {"track": [], "sites": [site("a", 0), site("a", 1)]}, [("duplicate_id", "$.sites[1].id")],
    ),
    (
        "ids are told together with problems of shape",
        {"track": [], "sites": [site("a", 0), site("a", 1)], "base": {"lat": 100, "lon": 37}},
        [("out_of_range", "$.base.lat"), ("duplicate_id", "$.sites[1].id")],
    ),
    (
        "times are not negative, and a night is less than a day",
        {"track": [], "policy": {"min_duration": "-1m", "max_bridge": "-1m", "night": "24h"}},
        [("out_of_range", "$.policy.min_duration"), ("out_of_range", "$.policy.max_bridge"),
         ("out_of_range", "$.policy.night")],
    ),
]
VECTORS.extend(refused(*error) for error in ERRORS)

if __name__ == "__main__":
    write("trips", VECTORS)
