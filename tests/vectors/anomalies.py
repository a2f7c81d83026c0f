"""Writes the inputs and expectations of anomalies.json: every flag, and honest days without it.

    python3 tests/vectors/anomalies.py && cargo xtask vectors

Places and times are those of verify_plan.py: metres east and north of a clinic, minutes after
09:00 UTC on Friday, 20 November 2026. Digests of earlier days are computed here, by hashlib.
"""

import hashlib

from suite import write
from verify_plan import (
    LAT, LON, MINUTE, START_MS, at, away, clock, columns, day, fix, indoors, move, there,
)

VECTORS = []


def vector(name, track, codes, policy=None, history=None, **expect):
    """`codes`: the flags, by start. An honest day has none."""
    arguments = {"track": columns(track) if isinstance(track, list) else track}
    if policy is not None:
        arguments["policy"] = policy
    if history is not None:
        arguments["history"] = history
    wanted = {"anomalies.length": len(codes)}
    for index, code in enumerate(codes):
        wanted[f"anomalies[{index}].code"] = code
    wanted.update(expect.get("expect", {}))
    VECTORS.append({"name": name, "input": arguments, "expect": wanted})


def path_digest(fixes):
    """As the documentation of the digest says: places in units of 1e-7 degrees, each once."""
    path = hashlib.sha256(b"fieldbeat path 1")
    last = None
    for f in sorted(fixes, key=lambda f: f["t"]):
        here = round(f["lat"] * 1e7), round(f["lon"] * 1e7)
        if here != last:
            for unit in here:
                path.update(unit.to_bytes(8, "little", signed=True))
        last = here
    return path.hexdigest()


def effect(place=0):
    return f"anomalies[{place}].effect"


# --- No flag at all
vector("an honest day has no flags", day(65, 85), [], expect={"fixes.used": 361, "first": clock(0)})
vector("no track has none", [], [], expect={"first": None, "path_digest": None})
vector(
    "a day of one fix every twenty minutes",
    [fix(m, x, y) for m, x, y in [
        (0, 0, 0), (20, 12_000, 0), (40, 24_000, 5000), (60, 24_003, 5001), (80, 12_000, 9000),
        (100, 0, 3), (120, 1, 0), (140, 15_000, -4000), (160, 2, 2)]],
    [],
)

# --- mock_location
vector(
    "coordinates that the device calls simulated",
    away(0, 30, mock=False) + there(30.5, 40, mock=True) + away(40.5, 60, mock=False),
    ["mock_location"],
    expect={
        effect(): "suspect", "anomalies[0].fixes": 20, "anomalies[0].start": clock(30.5),
        "anomalies[0].end": clock(40),
    },
)
vector("a device that says they are not", day(65, 85, mock=False), [])

# --- speed_impossible
JUMP = there(0, 30) + away(30.5, 60, metres=9000)
vector(
    "nine kilometres in half a minute", JUMP, ["speed_impossible"],
    expect={
        effect(): "note", "anomalies[0].facts.distance_m": {"near": 9000, "within": 40},
        "anomalies[0].facts.speed_mps": {"near": 300, "within": 2}, "anomalies[0].fixes": 2,
    },
)
vector("a faster limit allows it", JUMP, [], policy={"max_speed_mps": 320})
FLIGHT = 600_000
vector(
    "a flight, airport to airport: the phone is silent for 40 minutes and 600 km",
    move(-30_000, 0, 0, 0, 0, 30) + there(30.5, 60) + at(FLIGHT, 0, 100, 120)
    + move(FLIGHT, 0, FLIGHT + 20_000, 0, 120.5, 140),
    [],
)
vector(
    "600 km in 20 minutes are no flight",
    there(0, 60) + at(FLIGHT, 0, 80, 100), ["speed_impossible"],
)
vector(
    "the same flight with the receiver on: 600 km at 240 m/s, a fix every half minute",
    there(0, 30) + move(0, 0, FLIGHT, 0, 30.5, 72.5) + at(FLIGHT, 0, 73, 90), [],
)
vector(
    "the fastest train: 300 km/h for half an hour",
    there(0, 10) + move(0, 0, 150_000, 0, 10.5, 40.5) + at(150_000, 0, 41, 50), [],
)
vector(
    "forty kilometres at 240 m/s are no flight, leg by leg",
    there(0, 30) + move(0, 0, 40_000, 0, 30.5, 33.5) + at(40_000, 0, 34, 50), ["speed_impossible"] * 6,
)
vector(
    "nor are 600 km at 480 m/s",
    there(0, 30) + move(0, 0, FLIGHT, 0, 30.5, 51.5, every=3) + at(FLIGHT, 0, 52, 70),
    ["speed_impossible"] * 7,
)
vector("a train at 240 km/h", there(0, 10) + move(0, 0, 200_000, 0, 10.5, 60.5), [])
vector(
    "a network fix 1.5 km off that says so: both accuracies are taken off twice",
    there(0, 30) + [fix(30.25, 1500, accuracy=800, source="network")] + there(30.5, 60), [],
)

# --- teleport
vector(
    "nine kilometres away for a quarter of a minute, and back",
    there(0, 30) + [fix(30.25, 9000)] + there(30.5, 60),
    ["speed_impossible", "speed_impossible", "teleport"],
    expect={
        effect(2): "suspect", "anomalies[2].fixes": 1, "anomalies[2].start": clock(30.25),
        "anomalies[2].facts.distance_m": {"near": 9000, "within": 40},
    },
)


def tour_by_jumps(*places):
    """Twenty minutes in each place, jumping from one to the next."""
    return sum((at(x, 0, 20 * i, 20 * i + 19.5) for i, x in enumerate(places)), [])


vector(
    "from home to a shop, to the next one and home, all by jumps: away until it is home again",
    tour_by_jumps(0, 8000, 16_000, 0), ["speed_impossible", "teleport"] + ["speed_impossible"] * 2,
    expect={
        effect(1): "suspect", "anomalies[1].fixes": 80, "anomalies[1].start": clock(20),
        "anomalies[1].end": clock(59.5), "anomalies[1].facts.distance_m": {"near": 8000, "within": 40},
    },
)
vector(
    "a tour of four shops by jumps",
    tour_by_jumps(0, 8000, 24_000, 16_000, 40_000, 0),
    ["speed_impossible", "teleport"] + ["speed_impossible"] * 4,
    expect={"anomalies[1].fixes": 160, "anomalies[1].start": clock(20), "anomalies[1].end": clock(99.5)},
)
vector(
    "two wild fixes in a row, in two places",
    there(0, 30) + [fix(30.25, 9000), fix(30.5, -9000)] + there(30.75, 60),
    ["speed_impossible"] * 2 + ["teleport", "speed_impossible"], expect={"anomalies[2].fixes": 2},
)
# The phone slept for ten minutes on the way, and said as it woke where it was last.
WOKE = there(-60, 0) + [fix(9.75)] + move(2500, 0, 10_000, 0, 10, 20) + at(10_000, 0, 20.5, 120)
vector("a phone that wakes on the way says where it was last", WOKE, ["speed_impossible"])
vector(
    "a wild fix later in the day returns from itself, not from where the phone woke",
    WOKE + [fix(80.25)], ["speed_impossible"] * 3 + ["teleport"],
    expect={"anomalies[3].fixes": 1, "anomalies[3].start": clock(80.25)},
)
vector(
    "a last fix alone, where the phone woke, shows no return",
    WOKE + [fix(120.25)], ["speed_impossible"] * 2,
)
vector(
    "nor does a phone that sleeps on the way home too",
    WOKE + [fix(130, 10_000)] + there(130.25, 150), ["speed_impossible"] * 2,
)
vector(
    "but what leads back without a sleep shows that the first jump was one",
    WOKE + there(120.5, 150), ["speed_impossible", "teleport", "speed_impossible"],
    expect={"anomalies[1].end": clock(120)},
)
vector(
    "a real return to the same place: nine kilometres there, ten minutes, and back",
    there(0, 20) + move(0, 0, 9000, 0, 20.5, 30) + away(30.5, 40, metres=9000)
    + move(9000, 0, 0, 0, 40.5, 50) + there(50.5, 70),
    [],
)
vector(
    "the same return through a tunnel, seen from fix to fix",
    there(0, 20) + away(30, 40, metres=9000) + there(50, 70), [],
)
vector(
    "a day trip by plane, there and back",
    there(0, 30) + at(FLIGHT, 0, 75, 300, every=2) + there(345, 360), [],
)

# --- frozen_coordinates, accuracy_constant
FROZEN = [fix(10 + i / 2, 3, 4, accuracy=5, source="gps") for i in range(21)]
vector(
    "coordinates the same to the last digit for ten minutes",
    away(0, 9.5) + FROZEN + away(20.5, 40), ["frozen_coordinates"],
    expect={effect(): "suspect", "anomalies[0].fixes": 21, "anomalies[0].facts.span_ms": 10 * MINUTE},
)
vector("three and a half minutes of it are no proof", away(0, 9.5) + FROZEN[:8] + away(14, 40), [])
vector(
    "the same from a network indoors is a note",
    away(0, 9.5) + [{**f, "source": "network"} for f in FROZEN] + away(20.5, 40),
    ["frozen_coordinates"], expect={effect(): "note"},
)
vector(
    "without accuracies nobody knows whether they were constant: a note, for a tracker that holds its place while still",
    away(0, 9.5) + [{**f, "accuracy_m": None} for f in FROZEN] + away(20.5, 40),
    ["frozen_coordinates"], expect={effect(): "note"},
)
vector(
    "indoor network fixes hop between a few places",
    away(0, 9.5)
    + indoors(10, 70)
    + away(71, 80),
    [],
)
PARKED = [fix(i / 2, 0.11 * (i % 7), 0.13 * (i % 5), accuracy=3, source="gps") for i in range(121)]
vector("a parked car with a good receiver, an hour at 3 m", PARKED, [])
CONSTANT = [{**f, "accuracy_m": 5} for f in move(0, 0, 9000, 0, 0, 30)]
vector(
    "one accuracy all day, though the phone moves", CONSTANT, ["accuracy_constant"],
    expect={effect(): "note", "anomalies[0].fixes": 61, "anomalies[0].facts.accuracy_m": 5},
)
vector("one fix of another accuracy", CONSTANT + [fix(30.5, 9000, accuracy=6)], [])

# --- zero_island
SEA = {"t": START_MS - 60 * MINUTE, "lat": 0.0, "lon": 0.0, "accuracy_m": 10}
vector(
    "latitude 0, longitude 0 is what a device says that knows nothing", there(0, 30) + [SEA],
    ["zero_island"], expect={effect(): "note", "fixes.zero_island": 1, "first": clock(0)},
)
vector(
    "a ship a kilometre off that point, and one on the equator, are somewhere",
    [{**fix(i / 2), "lat": 0.0, "lon": round(0.01 + i * 1e-5, 7)} for i in range(31)]
    + [{**fix(60 * 240 + i / 2), "lat": 0.0, "lon": round(37.6 + i * 1e-5, 7)} for i in range(31)],
    [],
)

# --- clocks
COUNTED = [{**f, "seq": 100 + i} for i, f in enumerate(there(0, 60))]
vector(
    "the count goes on while the clock goes back half an hour",
    COUNTED + [{**f, "seq": 300 + i, "t": f["t"] - 15_000} for i, f in enumerate(there(30, 50))],
    ["clock_back"], expect={effect(): "note", "anomalies[0].end": clock(60)},
)
vector(
    "a phone that restarts counts anew",
    [{**f, "seq": 5000 + i} for i, f in enumerate(there(0, 60))]
    + [{**f, "seq": i} for i, f in enumerate(there(62, 90))],
    [],
)
vector(
    "or counts numbers again",
    COUNTED + [{**f, "seq": 150 + i} for i, f in enumerate(there(62, 90))], [],
)
vector(
    "or the receipts tell that it began anew",
    [{**f, "seq": 100 + i, "received": f["t"] + 900} for i, f in enumerate(there(0, 30))]
    + [{**f, "seq": 99 - 56 + i, "received": f["t"] + 900} for i, f in enumerate(there(32, 60))],
    [],
)
FAST = [{**f, "received": f["t"] + 800} for f in day(65, 85)]
vector(
    "a phone clock three minutes fast all day is set right",
    [{**f, "t": f["t"] + 180_000} for f in FAST], [], expect={"clock_offset_ms": 179_200},
)
vector(
    "a fix from the future",
    FAST + [fix(400, received=START_MS + 100 * MINUTE)], ["clock_ahead"],
    expect={effect(): "note", "fixes.clock_ahead": 1, "last": clock(180)},
)

# --- conflicting_fix
vector(
    "two places at one instant", there(0, 30) + [fix(15, 5000, accuracy=50)], ["conflicting_fix"],
    expect={effect(): "note"},
)
vector("two places within their accuracies", there(0, 30) + [fix(15, 20, accuracy=50)], [])

# --- replayed_track
COMMUTE = move(-9000, 0, 0, 0, 0, 20) + there(20.5, 60) + move(0, 0, -9000, 0, 60.5, 80)
YESTERDAY = [
    {**f, "t": f["t"] - 1440 * MINUTE,
     "lat": round(f["lat"] + 1e-6 * (i * 7 % 11), 7), "lon": round(f["lon"] + 1e-6 * (i * 5 % 13), 7)}
    for i, f in enumerate(COMMUTE)
]
vector(
    "the places of an earlier day, at other times", COMMUTE, ["replayed_track"],
    history={"path_digests": ["0" * 64, path_digest(COMMUTE)]},
    expect={effect(): "suspect", "path_digest": path_digest(COMMUTE), "anomalies[0].fixes": len(COMMUTE)},
)
vector(
    "the same commute two days running, with honest noise", COMMUTE, [],
    history={"path_digests": [path_digest(YESTERDAY)]},
)
TOWERS = [fix(i / 2, 400 * (i % 2), 0, accuracy=300 + 7 * (i % 5), source="network") for i in range(41)]
vector(
    "a phone at home between two cell towers repeats itself on any day", TOWERS, [],
    history={"path_digests": [path_digest(TOWERS)]}, expect={"path_digest": path_digest(TOWERS)},
)

# --- companion_track
STOPS = [(0, 5000, 10, 50), (0, 9000, 60, 110), (1500, 0, 120, 170)]


def tour(dx=0.0, stops=STOPS, **more):
    fixes, (x, y, end) = [], (0, 0, 0)
    for to_x, to_y, arrive, leave in stops:
        fixes += move(x + dx, y, to_x + dx, to_y, end, arrive - 0.5, **more)
        fixes += at(to_x + dx, to_y, arrive, leave, **more)
        x, y, end = to_x, to_y, leave + 0.5
    return fixes


def beside(track, rep="r2"):
    return {"companions": [{"rep": rep, "track": columns(track)}]}


vector(
    "another rep's phone in the same pocket: 160 minutes, three places",
    tour(), ["companion_track"], history=beside(tour(4)),
    expect={effect(): "suspect", "anomalies[0].facts.rep": "r2"},
)
vector(
    "and its clock is three minutes fast", tour(), ["companion_track"],
    history=beside([{**f, "received": f["t"] + 800, "t": f["t"] + 180_000} for f in tour(4)]),
)
RARE = [f for f in tour() if (f["t"] - START_MS) % (5 * MINUTE) == 0]
OFFSET = [f for f in tour(4) if (f["t"] - START_MS) % (5 * MINUTE) == 2.5 * MINUTE]
vector(
    "phones that measure every five minutes, and not at once: here before and after is here between",
    RARE, ["companion_track"], history=beside(OFFSET), policy={"companion_span": "90m"},
)
vector(
    "here before and after a gap is not here between", RARE, [],
    history=beside([f for f in OFFSET if (f["t"] - START_MS) // (5 * MINUTE) % 4 == 3]),
    policy={"companion_span": "90m"},
)
APART = [(0, 5000, 10, 50), (5000, 9000, 60, 110), (-1500, 0, 120, 170)]
vector(
    "two reps who share a car to one visit", tour(), [], history=beside(tour(4, APART)),
)
vector(
    "two reps who spend a whole day in one office",
    there(0, 400, every=2), [], history=beside(at(4, 3, 0, 400, every=2)),
)
def by_tower(track):
    return [{**f, "accuracy_m": 1500 + i % 7, "source": "network"} for i, f in enumerate(track)]


vector(
    "two reps in streets of one cell tower", by_tower(tour()), [], history=beside(by_tower(tour(600))),
)

# --- Input
VECTORS.append({
    "name": "a policy out of range and a history of the wrong shape are named at once",
    "input": {
        "track": [], "policy": {"max_speed_mps": 0, "frozen_places": 17, "max_sped_mps": 1},
        "history": {"path_digests": "0", "companions": [{"rep": "r2"}]},
    },
    "expect": {
        "problems.length": 4,
        "problems[0].code": "unknown_key", "problems[0].path": "$.policy.max_sped_mps",
        "problems[1].code": "out_of_range", "problems[1].path": "$.policy.max_speed_mps",
        "problems[2].code": "wrong_type", "problems[2].path": "$.history.path_digests",
        "problems[3].code": "missing_key", "problems[3].path": "$.history.companions[0].track",
    },
})
VECTORS.append({
    "name": "a number in range may still be too many",
    "input": {"track": [], "policy": {"frozen_places": 17, "companion_span": "-1h"}},
    "expect": {
        "problems.length": 2, "problems[0].path": "$.policy.frozen_places",
        "problems[1].path": "$.policy.companion_span",
    },
})

if __name__ == "__main__":
    write("anomalies", VECTORS)
