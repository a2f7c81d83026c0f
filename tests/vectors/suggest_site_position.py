"""Writes the inputs and expectations of suggest_site_position.json.

    .venv/bin/pip install geographiclib
    .venv/bin/python tests/vectors/suggest_site_position.py && cargo xtask vectors

Medians are numpy's, distances are those of geographiclib (Karney 2013): neither is ours.
"""

import json

import numpy as np
from geographiclib.geodesic import Geodesic

from suite import write

VECTORS = []
SEED = 20_261_120
MOSCOW = (55.7558, 37.6173)


def metres(a, b):
    return Geodesic.WGS84.Inverse(a[0], a[1], b[0], b[1])["s12"]


def off(origin, east, north):
    azimuth = np.degrees(np.arctan2(east, north))
    there = Geodesic.WGS84.Direct(origin[0], origin[1], azimuth, float(np.hypot(east, north)))
    return round(there["lat2"], 7), round(there["lon2"], 7)


def position(place):
    return {"lat": float(place[0]), "lon": float(place[1])}


def visit(site, stored, place, **more):
    return {"site": site, "stored": position(stored), "position": position(place), **more}


def reference(stored, places):
    """Median, offset and spread by numpy, longitudes counted from the stored point."""
    lats = np.array([place[0] for place in places])
    turns = (np.array([place[1] for place in places]) - stored[1] + 180) % 360 - 180
    middle = float(np.median(lats)), float((stored[1] + np.median(turns) + 180) % 360 - 180)
    return middle, metres(stored, middle), float(np.median([metres(middle, p) for p in places]))


def vector(name, sites, suspects, **expect):
    """`sites`: id to stored point and places. `suspects`: id to True, False or None."""
    visits, wanted = [], {"length": len(sites)}
    longest = max(len(places) for _, places in sites.values())
    for turn in range(longest):
        for site, (stored, places) in sites.items():
            visits += [visit(site, stored, place) for place in places[turn : turn + 1]]
    for index, site in enumerate(sorted(sites)):
        stored, places = sites[site]
        middle, offset, spread = reference(stored, places)
        at = f"[{index}]."
        wanted |= {
            at + "site": site, at + "visits": len(places), at + "suspect": suspects[site],
            at + "position.lat": {"near": middle[0], "within": 1e-7},
            at + "position.lon": {"near": middle[1], "within": 1e-7},
            at + "offset_m": {"near": offset, "within": 0.07},
            at + "spread_m": {"near": spread, "within": 0.07},
            at + "reasons.length": 0 if suspects[site] is False else 1,
        }
        if suspects[site] is not False:
            code = "site_position_suspect" if suspects[site] else "too_few_visits"
            wanted[at + "reasons[0].code"] = code
    wanted |= expect.get("expect", {})
    VECTORS.append({"name": name, "input": {"visits": visits}, "expect": wanted})


def around(stored, east, north, spread, count, dice):
    return [off(stored, *(dice.normal((east, north), spread))) for _ in range(count)]


dice = np.random.default_rng(SEED)
vector(
    "five visits 120 m east of the stored point",
    {"clinic": (MOSCOW, around(MOSCOW, 120, 0, 8, 5, dice))}, {"clinic": True},
)
vector(
    "four visits say nothing yet, but where they were",
    {"clinic": (MOSCOW, around(MOSCOW, 120, 0, 8, 4, dice))}, {"clinic": None},
    expect={"[0].reasons[0].facts.visits": 4, "[0].reasons[0].facts.min_visits": 5},
)
vector(
    "45 m off is within a building, however well the visits agree",
    {"clinic": (MOSCOW, around(MOSCOW, 45, 0, 1, 9, dice))}, {"clinic": False},
)
RING = [off(MOSCOW, 70 + 60 * np.cos(a), 60 * np.sin(a)) for a in np.arange(8) * np.pi / 4 + 0.1]
vector(
    "70 m off is within the spread of visits that lie 60 m from each other's middle",
    {"clinic": (MOSCOW, RING)}, {"clinic": False},
)
vector(
    "one visit that was elsewhere moves no median",
    {"clinic": (MOSCOW, around(MOSCOW, 0, 0, 6, 6, dice) + [off(MOSCOW, 0, 30_000)])}, {"clinic": False},
)
TAVEUNI = (-16.8, 179.9999)
vector(
    "the median does not go round the earth at the antimeridian",
    {"taveuni": (TAVEUNI, [off(TAVEUNI, east, 10) for east in (-20, 60, 80, 100, 120, 150)])},
    {"taveuni": True},
)
many, suspects = {}, {}
for index in range(12):
    stored = (round(float(dice.uniform(-70, 70)), 6), round(float(dice.uniform(-180, 180)), 6))
    wrong = index % 3 == 0
    count = 5 + index % 5
    many[f"site-{index:02}"] = stored, around(stored, 200 * wrong, 0, 10, count, dice)
    suspects[f"site-{index:02}"] = wrong
vector("many sites in one call, their visits mixed", many, suspects)

VERIFIED = around(MOSCOW, 120, 0, 5, 5, dice)
VECTORS.append({
    "name": "only verified visits count",
    "input": {"visits": [visit("clinic", MOSCOW, place, status="verified") for place in VERIFIED] + [
        visit("clinic", MOSCOW, off(MOSCOW, -300, 0), status=status)
        for status in ("partial", "unproven", "suspect", "rejected")]},
    "expect": {
        "[0].visits": 5, "[0].suspect": True, "[0].offset_m": {"near": 120, "within": 8},
        "[0].reasons[0].code": "site_position_suspect", "[0].reasons[0].facts.visits": 5,
    },
})
VECTORS.append({
    "name": "a site of no verified visit has no position",
    "input": {"visits": [visit("clinic", MOSCOW, MOSCOW, status="rejected")]},
    "expect": {
        "length": 1, "[0].visits": 0, "[0].position": None, "[0].offset_m": None, "[0].suspect": None,
    },
})
VECTORS.append({"name": "no visits", "input": {"visits": []}, "expect": {"length": 0}})
VECTORS.append({
    "name": "stored points that contradict each other, and positions that are none, are all named",
    "input": {"visits": [
        visit("a", MOSCOW, MOSCOW), {"site": "a", "stored": position(MOSCOW)},
        {"site": "b", "stored": {"lat": 95, "lon": 0}, "position": position(MOSCOW)}]},
    "expect": {
        "problems.length": 2,
        "problems[0].code": "missing_key", "problems[0].path": "$.visits[1].position",
        "problems[1].code": "out_of_range", "problems[1].path": "$.visits[2].stored.lat",
    },
})
VECTORS.append({
    "name": "a stored point that was moved between two visits is a problem",
    "input": {"visits": [visit("a", MOSCOW, MOSCOW), visit("a", TAVEUNI, MOSCOW), visit("b", TAVEUNI, MOSCOW)]},
    "expect": {
        "problems.length": 1, "problems[0].code": "mixed_positions", "problems[0].path": "$.visits[1].stored",
    },
})

if __name__ == "__main__":
    write("suggest_site_position", VECTORS)
