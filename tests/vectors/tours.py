"""Writes the vectors of tours and of tables of travel: the sentences of their specification.

`cargo xtask vectors` then records the answers.
"""

import json
from pathlib import Path

from suite import refused, write

# Four clinics; the planned order crosses the town twice.
TOWN = {"lat": [55.75, 55.80, 55.751, 55.801], "lon": [37.60, 37.70, 37.61, 37.71]}
# A grid of 5 x 4 streets: its shortest tours are 20 long.
GRID = {"x": [i % 5 for i in range(20)], "y": [i // 5 for i in range(20)]}
FIJI = {"lat": [-17.0, -18.0, -17.5], "lon": [179.5, -179.5, 179.9]}
# One-way streets: 0 -> 1 -> 2 -> 3 -> 0 is short, its reverse is not.
ONE_WAY = [
    [0, 1, 9, 9],
    [9, 0, 1, 9],
    [9, 9, 0, 1],
    [1, 9, 9, 0],
]


def vector(name, arguments, expect, **options):
    if options:
        arguments = {**arguments, "options": options}
    return {"name": name, "input": arguments, "expect": expect}


def empty(key_a, key_b):
    return {key_a: [], key_b: []}


STOPS = [
    vector(
        "an open tour from the office does not cross the town twice",
        TOWN,
        {
            "order.length": 4,
            "order[0]": 0,
            "order[1]": 2,
            "order[2]": 1,
            "order[3]": 3,
            "legs.length": 3,
            "proven_optimal": True,
            "stopped_by": "optimal",
            "length": {"near": 9_127.15, "within": 0.01},
            "line": None,
        },
        closed=False,
        start=0,
    ),
    vector(
        "a closed tour has a leg back",
        TOWN,
        {"order[0]": 0, "legs.length": 4, "proven_optimal": True},
    ),
    vector(
        "a line for a map ends where a closed tour began",
        TOWN,
        {"line.type": "LineString", "line.coordinates.length": 5, "line.coordinates[4][0]": 37.6},
        line=True,
    ),
    vector(
        "a line is cut at the antimeridian",
        FIJI,
        {"line.type": "MultiLineString", "length": {"near": 185_000, "within": 70_000}},
        line=True,
        closed=False,
    ),
    vector(
        "no stops", empty("lat", "lon"), {"order.length": 0, "length": 0, "proven_optimal": True}
    ),
    vector(
        "one stop",
        {"lat": [55.75], "lon": [37.6]},
        {"order.length": 1, "legs.length": 0, "length": 0, "line": None},
        line=True,
    ),
    vector(
        "two stops, there and back",
        {"lat": [55.75, 55.76], "lon": [37.6, 37.6]},
        {"legs.length": 2, "length": {"near": 2_227, "within": 1}},
    ),
    vector(
        "stops in one place follow each other",
        {"lat": [55.75, 55.8, 55.75, 55.8, 55.75], "lon": [37.6, 37.7, 37.6, 37.7, 37.6]},
        {"order[0]": 0, "order[1]": 2, "order[2]": 4, "order[3]": 1, "order[4]": 3},
    ),
    vector(
        "stops in the place of a fixed end stand beside it",
        {
            "lat": [55.75, 55.8, 55.75, 55.8, 55.75, 55.77],
            "lon": [37.6, 37.7, 37.6, 37.7, 37.6, 37.6],
        },
        {f"order[{at}]": stop for at, stop in enumerate([2, 0, 4, 5, 1, 3])},
        closed=False,
        start=2,
        end=3,
    ),
    vector(
        "ends in one place: whoever else is there comes right behind the start",
        {"lat": [55.75, 55.8, 55.75, 55.8, 55.75], "lon": [37.6, 37.7, 37.6, 37.7, 37.6]},
        {f"order[{at}]": stop for at, stop in enumerate([2, 4, 1, 3, 0])},
        closed=False,
        start=2,
        end=0,
    ),
    vector(
        "copies at both ends of many places",
        {
            "lat": [55.7, 55.9, 55.7, 55.9] + [55.7 + i % 4 / 20 for i in range(1, 17)],
            "lon": [37.5, 37.8, 37.5, 37.8] + [37.5 + i // 4 / 20 for i in range(1, 17)],
        },
        {"order[0]": 2, "order[1]": 0, "order[18]": 3, "order[19]": 1, "legs[0]": 0, "legs[18]": 0},
        closed=False,
        start=2,
        end=1,
        budget={"iterations": 200},
    ),
    vector(
        "zero is zero, whatever its sign",
        {"lat": [0, 1, -0.0, 1, 0], "lon": [-0.0, -0.0, 0, 0, 0]},
        {f"order[{at}]": stop for at, stop in enumerate([0, 2, 4, 1, 3])},
        closed=False,
        start=0,
    ),
    vector(
        "both ends of an open tour are fixed",
        TOWN,
        {"order[0]": 3, "order[3]": 1},
        closed=False,
        start=3,
        end=1,
    ),
    vector(
        "the haversine is another measure",
        TOWN,
        {"length": {"near": 18_700, "within": 800}},
        metric="haversine",
    ),
    refused(
        "columns of different lengths",
        {"lat": [55.75, 55.76], "lon": [37.6]},
        [("lengths_differ", "$.lon")],
    ),
    refused(
        "every bad position is named",
        {"lat": [55.75, 91, -91], "lon": [37.6, 37.6, 37.6]},
        [("out_of_range", "$.lat[1]"), ("out_of_range", "$.lat[2]")],
    ),
    refused(
        "a stop without a place",
        {"lat": [55.75, None, 55.76], "lon": [37.6, 37.6, None]},
        [("wrong_type", "$.lat[1]"), ("wrong_type", "$.lon[2]")],
    ),
    refused(
        "texts are no numbers",
        {"lat": [55.75, "NaN"], "lon": ["Infinity", 37.6]},
        [("wrong_type", "$.lat[1]"), ("wrong_type", "$.lon[0]")],
    ),
    refused(
        "ends that are no stops",
        {**TOWN, "options": {"closed": False, "start": 4, "end": 9}},
        [("unknown_stop", "$.options.start"), ("unknown_stop", "$.options.end")],
    ),
    refused(
        "a closed tour with an end of its own",
        {**TOWN, "options": {"end": 2}},
        [("end_of_closed_tour", "$.options.end")],
    ),
    refused(
        "an open tour that ends where it began",
        {**TOWN, "options": {"closed": False, "start": 1, "end": 1}},
        [("end_is_start", "$.options.end")],
    ),
    refused(
        "a start that visits a stop twice and another never",
        {**TOWN, "options": {"initial": [0, 1, 1, 7]}},
        [("repeated_stop", "$.options.initial[2]"), ("unknown_stop", "$.options.initial[3]")],
    ),
    refused(
        "a start that leaves a stop out",
        {**TOWN, "options": {"initial": [0, 1, 2]}},
        [("lengths_differ", "$.options.initial")],
    ),
    refused(
        "options that nobody knows",
        {**TOWN, "options": {"clsed": False, "budget": {"time_s": 1}}},
        [("unknown_key", "$.options.clsed"), ("unknown_key", "$.options.budget.time_s")],
    ),
]

PLANE = [
    vector(
        "a grid of streets is solved",
        GRID,
        {"order[0]": 0, "length": {"near": 20, "within": 1e-9}, "stopped_by": "no_improvement"},
        budget={"iterations": 2_000},
    ),
    vector(
        "no iterations: the first tour",
        GRID,
        {"iterations": 0, "order.length": 20},
        budget={"iterations": 0},
    ),
    vector(
        "a warm start is never made worse",
        {"x": [0, 10, 10, 0] * 4, "y": [0, 0, 10, 10] * 4},
        {"order.length": 16, "length": {"near": 40, "within": 1e-9}},
        initial=list(range(16)),
        budget={"iterations": 100},
    ),
    vector(
        "copies at fixed ends",
        {"x": [0, 9, 0, 9, 5], "y": [0, 0, 0, 0, 0]},
        {f"order[{at}]": stop for at, stop in enumerate([2, 0, 4, 1, 3])},
        closed=False,
        start=2,
        end=3,
    ),
    vector(
        "zero is zero, whatever its sign",
        {"x": [0, 4, -0.0, 4, 0], "y": [-0.0, -0.0, 0, 0, 0]},
        {**{f"order[{at}]": stop for at, stop in enumerate([0, 2, 4, 1, 3])}, "length": 8},
    ),
    vector("no points", empty("x", "y"), {"order.length": 0}),
    refused(
        "points without a coordinate",
        {"x": [0, None], "y": [None, 0]},
        [("wrong_type", "$.x[1]"), ("wrong_type", "$.y[0]")],
    ),
    refused(
        "a coordinate beyond all measure",
        {"x": [0, 1e200], "y": [0, 0]},
        [("out_of_range", "$.x[1]")],
    ),
]

MATRIX = [
    vector(
        "one-way streets are driven the right way round",
        {"matrix": ONE_WAY},
        {"length": 4, "order[1]": 1, "order[2]": 2, "order[3]": 3, "proven_optimal": True},
    ),
    vector(
        "a way that there is not is avoided",
        {"matrix": [[0, 10, 25], [12, 0, None], [25, 20, 0]]},
        {"length": 57, "order[1]": 2},
    ),
    vector("an empty table", {"matrix": []}, {"order.length": 0}),
    refused(
        "no tour without a way that there is not",
        {"matrix": [[0, None], [1, 0]]},
        [("unreachable", "$.matrix[0][1]")],
    ),
    refused(
        "rows of different lengths",
        {"matrix": [[0, 1], [1, 0, 2], [1]]},
        [
            ("lengths_differ", "$.matrix[0]"),
            ("lengths_differ", "$.matrix[2]"),
        ],
    ),
    refused(
        "costs below zero and cells that are no numbers",
        {"matrix": [[0, -1], ["near", 0]]},
        [("out_of_range", "$.matrix[0][1]"), ("wrong_type", "$.matrix[1][0]")],
    ),
]

SEARCH = [
    {
        "name": "slices find what one call finds",
        "input": {
            "new": {"lat": [0, 1], "lon": [0, 1]},
            "calls": [
                {"plane": {**GRID, "options": {"seed": 7}}},
                *[{"run": {"budget": {"iterations": 20}}}] * 4,
                {"best": {}},
                {"plane": {**GRID, "options": {"seed": 7, "budget": {"iterations": 1}}}},
                {"run": {"budget": {"iterations": 80}}},
                {"best": {}},
            ],
        },
        "expect": {
            "[1].answer": "iterations",
            "[5].answer.iterations": 80,
            "[8].answer.iterations": 80,
        },
    },
    {
        "name": "few stops are solved at once",
        "input": {
            "new": TOWN,
            "calls": [
                {"best": {}},
                {"run": {"budget": {}}},
                {"matrix": {"matrix": ONE_WAY}},
                {"run": {"budget": {"iterations": 1}}},
                {"best": {}},
            ],
        },
        "expect": {"[1].answer": "optimal", "[3].answer": "optimal", "[4].answer.length": 4},
    },
    {
        "name": "a search as bytes goes on; bytes that are none are refused",
        "input": {
            "new": {"lat": [0, 1], "lon": [0, 1]},
            "calls": [
                {"plane": {**GRID, "options": {"seed": 7}}},
                {"run": {"budget": {"iterations": 60}}},
                {"snapshot": {}},
                {"restore": {"bytes": "$last"}},
                {"run": {"budget": {"iterations": 20}}},
                {"best": {}},
                {"restore": {"bytes": "00ff"}},
                {"snapshot": {}},
                {"plane": {**GRID, "options": {"seed": 7}}},
                {"run": {"budget": {"iterations": 80}}},
                {"snapshot": {}},
            ],
        },
        "expect": {
            "[5].answer.iterations": 80,
            "[5].answer.length": 20,
            "[6].error.problems[0].code": "not_a_snapshot",
        },
    },
]

NEAR = [{"lat": 55.75, "lon": 37.61}, {"lat": 55.80, "lon": 37.70}, {"lat": 55.75, "lon": 37.61}]
OF = [
    vector(
        "a way is longer than the straight line, and its first kilometres are slow",
        {"positions": NEAR},
        {
            "distances_m[0][1]": {"near": 10_309.36, "within": 0.01},
            "durations_ms[0][1]": {"near": 1_178_562, "within": 1},
            "durations_ms[0][2]": 0,
            "unreachable.length": 0,
        },
    ),
    vector(
        "one speed for all",
        {"positions": NEAR, "profile": {"circuity": 1, "speeds": [{"speed_mps": 10}]}},
        {
            "distances_m[1][0]": {"near": 7_930.278, "within": 0.001},
            "durations_ms[1][0]": {"near": 793_028, "within": 1},
        },
    ),
    vector("no positions", {"positions": []}, {"durations_ms.length": 0}),
    refused(
        "bands that do not ascend and do not end",
        {
            "positions": NEAR,
            "profile": {
                "speeds": [
                    {"up_to_m": 5_000, "speed_mps": 5},
                    {"up_to_m": 2_000, "speed_mps": 9},
                ]
            },
        },
        [
            ("not_ascending", "$.profile.speeds[1].up_to_m"),
            ("no_last_band", "$.profile.speeds"),
        ],
    ),
    refused(
        "a road shorter than the straight line",
        {"positions": NEAR, "profile": {"circuity": 0.5}},
        [("out_of_range", "$.profile.circuity")],
    ),
]

OSRM = {
    "code": "Ok",
    "durations": [[0, 610.2, 300.1], [598.4, 0, None], [310, 400.5, 0]],
    "distances": [[0, 5_012.3, 2_100], [4_998.1, 0, None], [2_150.5, 3_333, 0]],
}
VALHALLA = {
    "units": "kilometers",
    "sources_to_targets": [
        [
            {"distance": 0, "time": 0, "from_index": 0, "to_index": 0},
            {"distance": 5.012, "time": 610, "from_index": 0, "to_index": 1},
        ],
        [
            {"distance": None, "time": None, "from_index": 1, "to_index": 0},
            {"distance": 0, "time": 0, "from_index": 1, "to_index": 1},
        ],
    ],
}
FROM = [
    vector(
        "OSRM: seconds and metres, and what cannot be reached",
        {"answer": OSRM, "kind": "osrm"},
        {
            "durations_ms[0][1]": 610_200,
            "distances_m[0][1]": 5_012.3,
            "durations_ms[1][2]": None,
            "unreachable.length": 1,
            "unreachable[0].source": 1,
            "unreachable[0].target": 2,
        },
    ),
    vector(
        "OSRM: a pair with a time and no distance cannot be reached either",
        {
            "answer": {"durations": [[0, 60], [None, 0]], "distances": [[0, None], [900, 0]]},
            "kind": "osrm",
        },
        {
            "unreachable.length": 2,
            "unreachable[0].source": 0,
            "unreachable[0].target": 1,
            "unreachable[1].source": 1,
            "durations_ms[0][1]": 60_000,
            "distances_m[0][1]": None,
        },
    ),
    vector(
        "OSRM without distances",
        {"answer": {"code": "Ok", "durations": [[0]]}, "kind": "osrm"},
        {"distances_m": None, "durations_ms.length": 1},
    ),
    vector(
        "Valhalla: seconds and kilometres, cell by cell",
        {"answer": VALHALLA, "kind": "valhalla"},
        {"durations_ms[0][1]": 610_000, "distances_m[0][1]": 5_012, "unreachable[0].source": 1},
    ),
    vector(
        "Valhalla without distances",
        {
            "answer": {"sources_to_targets": [[{"time": 0}, {"time": 5}], [{"time": None}, {}]]},
            "kind": "valhalla",
        },
        {"distances_m": None, "unreachable.length": 1, "unreachable[0].source": 1},
    ),
    vector(
        "Valhalla in miles, as tables",
        {
            "answer": {
                "units": "miles",
                "sources_to_targets": {
                    "durations": [[0, 60], [61, 0]],
                    "distances": [[0, 1], [1, 0]],
                },
            },
            "kind": "valhalla",
        },
        {"durations_ms[1][0]": 61_000, "distances_m[0][1]": 1_609.344},
    ),
    refused(
        "OSRM that found nothing",
        {"answer": {"code": "NoTable", "message": "too far"}, "kind": "osrm"},
        [("routing_failed", "$.answer.code")],
    ),
    refused(
        "Valhalla that failed",
        {"answer": {"error": "No path could be found", "error_code": 442}, "kind": "valhalla"},
        [("routing_failed", "$.answer.error")],
    ),
    refused(
        "some sources and other targets are no square",
        {"answer": {"code": "Ok", "durations": [[0, 1, 2], [1, 0, 2]]}, "kind": "osrm"},
        [
            ("lengths_differ", "$.answer.durations[0]"),
            ("lengths_differ", "$.answer.durations[1]"),
        ],
    ),
    refused(
        "tables of two sizes",
        {"answer": {"durations": [[0]], "distances": [[0, 1], [1, 0]]}, "kind": "osrm"},
        [("lengths_differ", "$.answer.distances")],
    ),
    refused(
        "neither times nor distances",
        {"answer": {"code": "Ok"}, "kind": "osrm"},
        [("missing_key", "$.answer")],
    ),
    refused(
        "a text for a table",
        {"answer": {"durations": "long"}, "kind": "osrm"},
        [("wrong_type", "$.answer.durations")],
    ),
    refused("no object", {"answer": 3, "kind": "osrm"}, [("wrong_type", "$.answer")]),
    refused(
        "a service that is not known",
        {"answer": {}, "kind": "google"},
        [("unknown_value", "$.kind")],
    ),
]

for operation, vectors in (
    ("order_stops", STOPS),
    ("order_plane", PLANE),
    ("order_matrix", MATRIX),
    ("matrix_of", OF),
    ("matrix_from", FROM),
):
    write(operation, vectors)

FILE = Path(__file__).with_name("tour_search.json")
FILE.write_text(json.dumps({"operation": "TourSearch", "vectors": SEARCH}, indent=2) + "\n")
