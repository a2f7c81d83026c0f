"""Writes the inputs and expectations of deviation.json: one vector a sentence of the rules.

    python3 tests/vectors/deviation.py && cargo xtask vectors

The expectations are by hand; `cargo xtask vectors` adds the whole answers. The path runs 30 km
east from 55.75 N 37.60 E; places are metres east and north of its start, times are minutes after
09:00 UTC on Friday, 20 November 2026. Who drives does so at 15 m/s, a fix every half minute.
"""

import math

from suite import refused, write

LAT, LON = 55.75, 37.60
EAST = 1 / (111_543 * math.cos(math.radians(LAT)))
NORTH = 1 / 111_343
START_MS = 1_795_165_200_000  # 2026-11-20T09:00:00Z
MINUTE = 60_000
SPEED = 15 * 60


def place(x, y, lon=LON):
    return {"lat": round(LAT + y * NORTH, 7), "lon": round(lon + x * EAST, 7)}


def clock(minute):
    ms = START_MS + round(minute * MINUTE)
    seconds = ms // 1000 - START_MS // 1000 + 9 * 3600
    return f"2026-11-20T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms % 1000:03}Z"


def fix(minute, x, y, accuracy=10, **more):
    found = {"t": START_MS + round(minute * MINUTE), **place(x, y), **more}
    return found if accuracy is None else {**found, "accuracy_m": accuracy}


def drive(north, minutes=33, first=0, every=0.5, accuracy=10, **more):
    """Along the path, `north(minute)` metres beside it."""
    times = [first + step * every for step in range(round((minutes - first) / every) + 1)]
    return [fix(minute, SPEED * minute, north(minute), accuracy, **more) for minute in times]


def peak(middle, minutes, metres, corridor=500):
    """A triangle that is `metres` high, and for `minutes` outside of the corridor."""
    half = minutes / 2 / (1 - corridor / metres)
    return lambda minute: max(0, metres * (1 - abs(minute - middle) / half))


def steps(*levels):
    """Metres beside the path from a minute on: `(0, 0), (10, 900)`."""
    return lambda minute: [metres for start, metres in levels if start <= minute][-1]


PATH = [place(0, 0), place(30_000, 0)]
VECTORS = []


def vector(name, track, expect, path=PATH, policy=None):
    arguments = {"track": columns(track), "path": path}
    if policy is not None:
        arguments["policy"] = policy
    VECTORS.append({"name": name, "input": arguments, "expect": expect})


def about(minutes, seconds=3):
    return {"near": round(minutes * MINUTE), "within": seconds * 1000}


def metres(near, within=2):
    return {"near": near, "within": within}


def codes(*reasons):
    return {"reasons.length": len(reasons)} | {
        f"reasons[{index}].code": code for index, code in enumerate(reasons)
    }


def columns(track):
    """Half of the tracks as lists, half as columns: readers have to know both."""
    if len(VECTORS) % 2 or not track:
        return track
    return {key: [f.get(key) for f in track] for key in track[0]}


E = "excursions[0]."
long = peak(16.5, 23, 2100)

# --- Excursions
vector(
    "on the path all day is no excursion",
    drive(lambda minute: 0),
    {
        "excursions.length": 0, "time_on_ms": 33 * MINUTE, "time_off_ms": 0, "unknown_ms": 0,
        "distance_off_m": 0, "worst.distance_m": 0, "coverage_share": {"near": 1, "within": 1e-9},
        "detour_ratio": {"near": 1, "within": 0.02}, "skipped_legs.length": 0, **codes(),
    },
)
vector(
    "outside of 500 m for 23 minutes, up to 2.1 km away, is one excursion",
    drive(long, every=0.25),
    {
        "excursions.length": 1, E + "duration_ms": about(23, 20), E + "returned": True,
        E + "worst.distance_m": metres(2100, 3), E + "worst.t": clock(16.5),
        E + "worst.position": None, E + "unknown_ms": 0, "worst.distance_m": metres(2100, 3),
        "time_off_ms": about(23, 20),
        # Two thirds of the only leg were not driven.
        "skipped_legs": [0], **codes("off_path", "legs_skipped"),
    },
)
vector(
    "outside for 90 seconds is no excursion, however far",
    drive(peak(16.5, 1.5, 2100), every=0.25),
    {
        "excursions.length": 0, "time_off_ms": 0, "distance_off_m": 0,
        "worst.distance_m": metres(2100, 3), "time_on_ms": about(33, 5), **codes(),
    },
)
vector(
    "an excursion and a spike are one excursion",
    drive(lambda minute: max(long(minute), peak(31, 1.5, 2100)(minute)), every=0.25),
    {"excursions.length": 1, E + "duration_ms": about(23, 20), E + "returned": True},
)
vector(
    "off_after says how long it takes",
    drive(long, every=0.25), {"excursions.length": 0}, policy={"off_after": "24m"},
)
vector(
    "corridor_m says how far it takes",
    drive(long, every=0.25), {"excursions.length": 0, "time_off_ms": 0},
    policy={"corridor_m": 2100},
)
vector(
    "the time outside is interpolated between fixes",
    # 10 m of accuracy: outside from 510 m on, which is half of 1020.
    drive(steps((0, 0), (10, 1020), (20, 0))),
    {
        "excursions.length": 1, E + "start": clock(9.75 + 0.001 / 60), E + "end": clock(19.75 - 0.001 / 60),
        E + "duration_ms": about(10, 0.5),
        "distance_off_m": metres(10 * SPEED + 2 * (math.hypot(1020, 450) - 450) / 2, 10),
    },
)
vector(
    "back for half a minute is not back",
    drive(steps((0, 0), (5, 900), (12, 0), (12.5, 900), (20, 0))),
    {"excursions.length": 1, E + "duration_ms": about(15, 25)},
)
vector(
    "back for a minute and a half is back",
    drive(steps((0, 0), (5, 900), (12, 0), (13.5, 900), (20, 0))),
    {"excursions.length": 2, "excursions[0].returned": True, "excursions[1].returned": True},
)
vector(
    "in the corridor, but not within four fifths of it, is not back: it may go on",
    drive(steps((0, 0), (5, 900), (10, 450), (15, 900), (20, 0))),
    {"excursions.length": 1, E + "duration_ms": about(15, 30), E + "returned": True},
)
vector(
    "nor is it off any more: what does not go on ends with the last moment outside",
    drive(steps((0, 0), (5, 900), (10, 450))),
    {
        "excursions.length": 1, E + "duration_ms": about(5, 30), E + "returned": False,
        "time_on_ms": about(28, 30), "unknown_ms": about(0),
    },
)
vector(
    "several short times outside are no excursion together, if the rep came back between them",
    drive(steps((0, 0), (5, 900), (7, 0), (8, 900), (10, 0), (11, 900), (13, 0))),
    {"excursions.length": 0, "time_off_ms": 0},
)
vector(
    "off the path until the end of the track is an excursion without a return",
    drive(steps((0, 0), (20, 3000))),
    {"excursions.length": 1, E + "returned": False, E + "end": clock(33)},
)

# --- Unknown is not no
vector(
    "a fix whose accuracy cannot tell whether it was off makes no excursion",
    drive(steps((0, 0), (10, 1000), (20, 0)), accuracy=600),
    {"excursions.length": 0, "time_off_ms": 0, "time_on_ms": 0, "unknown_ms": 33 * MINUTE},
)
vector(
    "a poor fix that is outside by more than its accuracy does",
    drive(steps((0, 0), (10, 5000), (20, 0)), accuracy=600),
    {"excursions.length": 1, E + "worst.distance_m": metres(5000, 5)},
)
vector(
    "poor fixes during an excursion neither end it nor count",
    drive(steps((0, 0), (5, 900)), minutes=10)
    + drive(lambda minute: 100, first=10.5, minutes=14.5, accuracy=2000)
    + drive(steps((0, 900), (20, 0)), first=15),
    {
        "excursions.length": 1, E + "duration_ms": about(15, 30), E + "unknown_ms": about(5, 35),
        E + "returned": True,
    },
)
vector(
    "two short times outside are none together, if a return may lie unseen between them",
    drive(steps((0, 0), (10, 900)), minutes=12)
    + drive(lambda minute: 900, first=12.5, minutes=14.5, accuracy=1000)
    + drive(steps((0, 900), (17, 0)), first=15),
    {"excursions.length": 0, "time_off_ms": 0, "unknown_ms": about(2.6, 10)},
)
vector(
    "they are one if there was no time for it",
    drive(steps((0, 0), (10, 900)), minutes=12)
    + [fix(12.5, SPEED * 12.5, 900, 1000)]
    + drive(steps((0, 900), (17, 0)), first=12.75, every=0.25),
    {"excursions.length": 1, "unknown_ms": about(0.5, 15), E + "unknown_ms": about(0.5, 15)},
)
vector(
    "without accuracies nothing is known",
    drive(steps((0, 0), (10, 5000), (20, 0)), accuracy=None),
    {
        "excursions.length": 0, "unknown_ms": 33 * MINUTE, "worst": None, "coverage_share": None,
        "detour_ratio": None, "skipped_legs.length": 0, "unproven_legs": [0],
        **codes("legs_unproven", "accuracy_missing"),
    },
)
vector(
    "an assumed accuracy helps",
    drive(steps((0, 0), (10, 5000), (20, 0)), accuracy=None),
    {"excursions.length": 1, "unknown_ms": about(0, 30)},
    policy={"visit": {"presence": {"default_accuracy_m": 10}}},
)
vector(
    "no track tells nothing",
    [],
    {
        "first": None, "worst": None, "coverage_share": None, "unproven_legs": [0],
        "time_on_ms": 0, "time_off_ms": 0, "unknown_ms": 0, **codes("legs_unproven", "no_track"),
    },
)
vector(
    "a gap ends an excursion, and is neither on nor off",
    drive(steps((0, 0), (5, 900)), minutes=10) + drive(lambda minute: 900, first=30, minutes=40),
    {
        "excursions.length": 2, E + "end": clock(10), E + "returned": False,
        "excursions[1].start": clock(30), "excursions[1].end": clock(40),
        "unknown_ms": about(20), **codes("off_path", "legs_unproven", "track_gap"),
        "reasons[2].facts.gap_ms": 20 * MINUTE,
    },
)
vector(
    "a tracker that sleeps off the path is off it",
    drive(steps((0, 0), (5, 900)), minutes=10) + [fix(100, SPEED * 10, 900), fix(101, SPEED * 10, 900)],
    {"excursions.length": 1, E + "duration_ms": about(96, 30), "unknown_ms": about(0)},
    policy={"visit": {"sampling": "motion_gated"}},
)
vector(
    "simulated positions prove neither",
    drive(steps((0, 0), (10, 900), (20, 0)), mock=True),
    {"excursions.length": 0, "unknown_ms": 33 * MINUTE, "coverage_share": None,
     **codes("legs_unproven", "mock_location")},
)
vector(
    "nor does a jump away and back",
    drive(steps((0, 0), (10, 60_000), (14, 0))),
    {"excursions.length": 0, "time_off_ms": 0, "unknown_ms": about(4.5, 1),
     "worst.distance_m": 0, **codes("teleport")},
)
vector(
    "fixes off duty are dropped at the door",
    drive(steps((0, 0), (20, 900))),
    {"excursions.length": 0, "last": clock(19.5), "fixes.off_duty": 27},
    policy={"visit": {"observe": [{"start": clock(0), "end": clock(20)}]}},
)
vector(
    "or outside a calendar's hours",
    drive(steps((0, 0), (20, 900))),
    {"excursions.length": 0, "last": clock(19.5), "fixes.off_duty": 27},
    policy={"visit": {"observe": {"hours": {"friday": [{"start": "09:00", "end": "09:20"}]}}}},
)

# --- What was driven
LOOP = [place(0, 0), place(5_000, 0), place(5_000, 8_000), place(10_000, 8_000), place(10_000, 0), place(20_000, 0)]
straight = [fix(minute, SPEED * minute, 0) for minute in range(24)]
vector(
    "legs that were not driven are skipped, and the share is of the path's length",
    straight,
    {
        # 36 km, of which 20 km less the base of the loop; of its sides the first 200 m.
        "path_m": metres(36_000, 40), "skipped_legs": [1, 2, 3], "unproven_legs.length": 0,
        "coverage_share": {"near": 15.4 / 36, "within": 0.001}, **codes("off_path", "legs_skipped"),
        "reasons[1].facts.legs": 3,
    },
    path=LOOP, policy={"corridor_m": 200},
)
vector(
    "a leg that may have been driven during a gap is unproven, not skipped",
    [fix(minute, min(SPEED * minute, 5_000), 0) for minute in range(7)]
    + [fix(minute, 10_000 + SPEED * (minute - 40), 0) for minute in range(40, 52)],
    {"skipped_legs.length": 0, "unproven_legs": [1, 2, 3], "unknown_ms": 34 * MINUTE,
     **codes("legs_unproven", "track_gap")},
    path=LOOP, policy={"corridor_m": 200},
)
vector(
    "there and back along the path covers it once",
    drive(lambda minute: 0) + [fix(33.5 + m / 2, SPEED * (33 - m / 2), 0) for m in range(67)],
    {"coverage_share": {"near": 1, "within": 1e-9}, "detour_ratio": {"near": 59_400 / 30_000, "within": 0.03}},
)
vector(
    "a detour is driven and covers nothing",
    # 900 m aside and back, twice, over a path of 18 km.
    [fix(0, 0, 0), fix(5, 4500, 0), fix(6, 4500, 900), fix(7, 4500, 1800), fix(8, 4500, 900),
     fix(9, 4500, 0), fix(14, 9000, 0), fix(20, 14_400, 0), fix(24, 18_000, 0)],
    {"detour_ratio": {"near": 21_600 / 18_000, "within": 0.001}, "skipped_legs.length": 0},
    path=[place(0, 0), place(18_000, 0)], policy={"corridor_m": 200},
)
vector(
    "a shortcut is shorter than the path",
    straight,
    {"detour_ratio": {"near": 20_000 / 36_000, "within": 0.01}},
    path=LOOP, policy={"corridor_m": 200},
)
vector(
    "one fix tells of no leg",
    [fix(0, 0, 0)],
    {"coverage_share": None, "unproven_legs": [0], "skipped_legs.length": 0, "detour_ratio": None},
)
vector(
    "the way to the path and home from it is no detour",
    [fix(minute, -20_000 + SPEED * minute, 0) for minute in range(78)],
    {"detour_ratio": {"near": 28_800 / 30_000, "within": 0.001},
     "coverage_share": {"near": 1, "within": 1e-9}},
    policy={"corridor_m": 100},
)

# --- Paths
vector(
    "a path may be GeoJSON, and detail: track tells the place",
    drive(long, every=0.25),
    {"excursions.length": 1, E + "worst.distance_m": metres(2100, 3),
     "worst.position.lat": {"near": LAT + 2100 * NORTH, "within": 1e-6}},
    path={"type": "LineString", "coordinates": [[p["lon"], p["lat"]] for p in PATH]},
    policy={"visit": {"detail": "track"}},
)
vector(
    "a path across the antimeridian goes the short way",
    [fix(minute, 0, 0) | place(SPEED * minute, long(minute), lon=179.9) for minute in range(34)],
    {"excursions.length": 1, "path_m": metres(30_000, 40), "worst.distance_m": metres(2037, 10)},
    path=[place(0, 0, 179.9), place(30_000, 0, 179.9) | {"lon": round(179.9 + 30_000 * EAST - 360, 7)}],
)
vector(
    "a path that stands still is a point to be near",
    drive(steps((0, 0))),
    {"path_m": 0, "coverage_share": None, "skipped_legs.length": 0, "excursions.length": 1},
    path=[place(0, 0), place(0, 0)],
)

# --- Errors
ERRORS = [
    ("a path of one position is none", {"track": [], "path": [place(0, 0)]},
     [("too_few_vertices", "$.path")]),
    (
        "every bad position is named",
        {"track": [], "path": [{"lat": 91, "lon": 37}, {"lat": 55}, {"lat": 55, "lon": "east"}]},
        [("out_of_range", "$.path[0].lat"), ("missing_key", "$.path[1].lon"), ("wrong_type", "$.path[2].lon")],
    ),
    (
        "a polygon is no path",
        {"track": [], "path": {"type": "Polygon", "coordinates": []}},
        [("not_a_path", "$.path.type")],
    ),
    (
        "bad positions of a line are named by their place in GeoJSON",
        {"track": [], "path": {"type": "LineString", "coordinates": [[37, 155], [37], "there"]}},
        [("out_of_range", "$.path.coordinates[0][1]"), ("wrong_type", "$.path.coordinates[1]"),
         ("wrong_type", "$.path.coordinates[2]")],
    ),
    (
        "what a policy cannot mean is named",
        {"track": [], "path": PATH, "policy": {
            "corridor_m": 0, "back_share": 2, "corridor": 5, "visit": {"gaps": "1m"},
        }},
        [("unknown_key", "$.policy.corridor"), ("out_of_range", "$.policy.corridor_m"),
         ("out_of_range", "$.policy.back_share"), ("unknown_key", "$.policy.visit.gaps")],
    ),
    (
        "times are not negative, and back is somewhere",
        {"track": [], "path": PATH, "policy": {"off_after": "-1m", "back_after": "-1s", "back_share": 0}},
        [("out_of_range", "$.policy.off_after"), ("out_of_range", "$.policy.back_after"),
         ("out_of_range", "$.policy.back_share")],
    ),
    (
        "a path is not longer than 100,000 km",
        {"track": [], "path": [{"lat": 0, "lon": 170 * (i % 2)} for i in range(7)]},
        [("path_too_long", "$.path")],
    ),
]
VECTORS.extend(refused(*error) for error in ERRORS)

if __name__ == "__main__":
    write("deviation", VECTORS)
