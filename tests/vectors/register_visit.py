"""Writes the inputs and expectations of register_visit.json: a visit made on the spot.

    python3 tests/vectors/register_visit.py && cargo xtask vectors

Metres east and north of a point in Moscow, as in verify_plan.py.
"""

from suite import write
from verify_plan import EAST, LAT, LON, NORTH, clock, site

VECTORS = []


def here(x=0.0, y=0.0, accuracy=10, **more):
    place = {"lat": round(LAT + y * NORTH, 7), "lon": round(LON + x * EAST, 7)}
    given = {} if accuracy is None else {"accuracy_m": accuracy}
    return {"t": clock(0), **place, **given, **more}


def vector(name, fix, sites, outcome, candidates, codes=(), policy=None, **expect):
    """`candidates`: ids in order; `codes`: of the reasons for the whole answer."""
    arguments = {"fix": fix, "sites": sites}
    if policy is not None:
        arguments["policy"] = policy
    wanted = {
        "outcome": outcome, "candidates.length": len(candidates), "reasons.length": len(codes),
        "t": clock(0), "warnings.length": 0,
    }
    for index, candidate in enumerate(candidates):
        wanted[f"candidates[{index}].site"] = candidate
    for index, code in enumerate(codes):
        wanted[f"reasons[{index}].code"] = code
    if candidates or not sites:
        wanted["nearest"] = None
    wanted.update(expect.get("expect", {}))
    VECTORS.append({"name": name, "input": arguments, "expect": wanted})


C = "candidates[0]."
FAR = site("far", 5000, 0)

vector(
    "inside one fence, clear of every other", here(), [FAR, site()], "one", ["clinic"],
    expect={
        C + "state": "inside", C + "likelihood": 1, C + "distance_m": {"near": -100, "within": 0.1},
        C + "reasons[0].code": "inside_fence",
    },
)
vector(
    "distances beyond 100 m have two digits, in reasons too: several of them find nobody",
    here(123), [site("market", 0, 0, 500)], "one", ["market"],
    expect={C + "distance_m": -380, C + "reasons[0].facts.distance_m": -380},
)
vector(
    "two sites in one building are both returned, equally likely, by id",
    here(), [site("pharmacy"), site("clinic")], "several", ["clinic", "pharmacy"], ["several_sites"],
    expect={
        C + "likelihood": 0.5, "candidates[1].likelihood": 0.5,
        "reasons[0].facts.sites": ["clinic", "pharmacy"],
    },
)
vector(
    "fences that overlap: inside both, by distance",
    here(20), [site("west", -40), site("east", 60)], "several", ["east", "west"], ["several_sites"],
    expect={
        C + "likelihood": {"near": 0.5, "within": 0.01}, C + "distance_m": {"near": -60, "within": 0.5},
        "candidates[1].distance_m": {"near": -40, "within": 0.5},
    },
)
vector(
    "inside one and at the edge of another: the likelihoods are shares of the probabilities",
    here(0, 0, 20), [site("own", 0, 0, 60), site("next", 100, 0, 100)], "several",
    ["own", "next"], ["several_sites"],
    expect={
        C + "state": "inside", "candidates[1].state": "uncertain",
        # P(inside) is 0.99 and 0.47: half of a disc whose edge curves away.
        C + "likelihood": {"near": 0.68, "within": 0.02},
        "candidates[1].likelihood": {"near": 0.32, "within": 0.02},
    },
)
vector(
    "at the edge of the only fence in reach", here(100), [site(), FAR], "uncertain", ["clinic"],
    ["at_the_edge"],
    expect={C + "state": "uncertain", C + "likelihood": 1, C + "probability": {"near": 0.48, "within": 0.03}},
)
vector(
    "an accuracy of 300 m is too poor for any site; all that it reaches are named",
    here(0, 0, 300), [site("a", 0), site("b", 250), site("c", 390), site("d", 700)], "uncertain",
    ["a", "b", "c"], ["several_sites", "accuracy_poor"],
    expect={"reasons[1].facts.accuracy_m": 300, "reasons[1].path": "$.policy.max_accuracy_m"},
)
vector(
    "without accuracy sites within 100 m are possible, equally so but for the distance",
    here(0, 0, None), [site("a", 150), site("b", 0), site("c", 210)], "uncertain", ["b", "a"],
    ["several_sites", "accuracy_missing"],
    expect={C + "likelihood": 0.5, C + "probability": None},
)
vector(
    "an accuracy that the policy assumes is said",
    here(0, 0, None), [site()], "one", ["clinic"], ["accuracy_assumed"], policy={"default_accuracy_m": 15},
    expect={"reasons[0].facts.accuracy_m": 15},
)
vector(
    "none in reach: the nearest by the edge of its fence, with its distance",
    here(), [site("small", 1000, 0, 50), site("large", 1500, 0, 600), FAR], "none", [], ["no_site_in_reach"],
    expect={
        "nearest.site": "large", "nearest.distance_m": 900, "reasons[0].facts.site": "large",
        "reasons[0].facts.distance_m": 900,
    },
)
vector(
    "too poor, and none in reach of it either", here(0, 0, 400), [site("a", 1000)], "none", [],
    ["no_site_in_reach", "accuracy_poor"],
)
vector(
    "a tolerance brings a site within reach", here(130), [site()], "one", ["clinic"],
    policy={"tolerance_m": 60}, expect={C + "distance_m": {"near": 30, "within": 0.5}},
)
vector("no sites at all", here(), [], "none", [], ["no_sites"])
vector(
    "the rule with plus and minus has no probability: inside counts 1, uncertain a half",
    here(0, 0, 20), [site("own", 0, 0, 60), site("next", 110, 0, 100)], "several", ["own", "next"],
    ["several_sites"], policy={"model": "margin"},
    expect={
        C + "likelihood": {"near": 2 / 3, "within": 1e-9}, C + "probability": None,
        "candidates[1].likelihood": {"near": 1 / 3, "within": 1e-9},
    },
)
vector(
    "a simulated position is registered, and said to be one",
    here(mock=True), [site()], "one", ["clinic"], ["mock_location"],
)
vector(
    "latitude 0, longitude 0 is no place",
    {"t": clock(0), "lat": 0, "lon": 0, "accuracy_m": 5},
    [{"id": "sea", "fence": {"center": {"lat": 0, "lon": 0}, "radius_m": 100}}], "none", [],
    ["zero_island"], expect={"nearest": None},
)
vector(
    "across the antimeridian",
    {"t": clock(0), "lat": -16.8, "lon": -179.9999, "accuracy_m": 10},
    [{"id": "taveuni", "fence": {"center": {"lat": -16.8, "lon": 179.9999}, "radius_m": 100}}], "one",
    ["taveuni"], expect={C + "distance_m": {"near": -78.7, "within": 0.2}},
)
VECTORS.append({
    "name": "ids that occur twice and a fence without a radius are named at once",
    "input": {
        "fix": {"t": "2026-11-20T09:00:00", "lat": 91, "lon": 0},
        "sites": [site(), {"id": "b", "fence": {"center": {"lat": 0, "lon": 0}}}],
        "policy": {"outside_probability": 0.9},
    },
    "expect": {
        "problems.length": 4,
        "problems[0].code": "naive_time", "problems[0].path": "$.fix.t",
        "problems[1].code": "out_of_range", "problems[1].path": "$.fix.lat",
        "problems[2].code": "missing_key", "problems[2].path": "$.sites[1].fence.radius_m",
        "problems[3].code": "out_of_range", "problems[3].path": "$.policy.outside_probability",
    },
})
VECTORS.append({
    "name": "an id that occurs twice is one",
    "input": {"fix": here(), "sites": [site(), site()]},
    "expect": {"problems.length": 1, "problems[0].code": "duplicate_id", "problems[0].path": "$.sites[1].id"},
})
VECTORS.append({
    "name": "an id that occurs twice is told together with problems of shape",
    "input": {"fix": here(lat=91), "sites": [site(), site()]},
    "expect": {
        "problems.length": 2,
        "problems[0].code": "out_of_range", "problems[0].path": "$.fix.lat",
        "problems[1].code": "duplicate_id", "problems[1].path": "$.sites[1].id",
    },
})

if __name__ == "__main__":
    write("register_visit", VECTORS)
