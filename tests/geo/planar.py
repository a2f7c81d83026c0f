"""Writes planar.csv: points in, around and on states and countries, and what Shapely says of them.

    FIELDBEAT_DATA=../shared/data python tests/geo/planar.py     (needs shapely)

Shapely knows a plane only. Where a ring jumps across the antimeridian, its western longitudes are
moved 360 degrees east; a ring that then ends a turn from its start is led to the south pole (only
Antarctica does so). Every point that is drawn is written, as one of three classes:

- `clear`: at random in and around a part, 1e-6 degrees or more from the boundary;
- `near`: closer than that, which chance never brings: made by stepping 1e-11 to 1e-7 degrees off an
  edge. GEOS decides these with doubled precision; that it decides them right is checked here, in
  whole fractions;
- `on`: on the boundary, or a point of an edge as f64 can write it. What a point is that f64 moved off an
  edge by less than 1e-13 degrees means nothing: of these there is no inside, only the distance 0.

Edges along the antimeridian and to the pole are where a plane ends and no boundary: no point is
made from them, or drawn nearer to a pole than 0.01 degrees. Left out are parts that have shrunk to a line there and back, whose shell has fewer
than three corners: to Shapely they are empty, by us they are refused. Each has a row, `line`, with
its place in the feature.
"""

import csv
import gzip
import json
import os
import random
from fractions import Fraction
from pathlib import Path

from shapely.geometry import Point, Polygon
from shapely.ops import unary_union
from shapely.prepared import prep

CLEAR, NEAR, ON = 44, 10, 4  # for each feature
NEARLY = 1e-6  # degrees
STEPS = [1e-7, 1e-8, 1e-9, 1e-10, 1e-11]
FILES = ["us_states_10m", "countries_110m"]
DATA = Path(os.environ.get("FIELDBEAT_DATA", "../shared/data")) / "geo"


def planar(ring):
    jumps = any(abs(a[0] - b[0]) > 180 for a, b in zip(ring, ring[1:]))
    if not jumps:
        return ring
    if any(abs(a[0] - b[0]) == 360 and a[1] < -80 for a, b in zip(ring, ring[1:])):
        start = next(i for i, p in enumerate(ring) if p[0] == -180)
        around = ring[start:-1] + ring[:start]
        assert around[-1][0] == 180, "from -180 to 180"
        return [*around, [180, -90], [-180, -90], around[0]]
    return [[lon + 360 if lon < 0 else lon, lat] for lon, lat in ring]


def exactly_inside(rings, lon, lat):
    """Even-odd in fractions; nothing on the boundary."""
    x, y = Fraction(lon), Fraction(lat)
    inside = False
    for ring in rings:
        for a, b in zip(ring, ring[1:]):
            (ax, ay), (bx, by) = a, b
            if max(ay, by) < lat or min(ay, by) > lat or max(ax, bx) < lon:
                continue
            ax, ay, bx, by = map(Fraction, (ax, ay, bx, by))
            side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if side == 0 and min(ax, bx) <= x <= max(ax, bx):
                return None
            if (ay > y) != (by > y):
                inside ^= (side > 0) == (by > ay)
    return inside


def is_cut(a, b):
    return a[0] == b[0] and abs(a[0]) == 180 or a[1] == b[1] == -90


def made(rng, rings, step):
    """A point so far from a point of an edge."""
    edges = [(a, b) for ring in rings for a, b in zip(ring, ring[1:]) if a != b and not is_cut(a, b)]
    (ax, ay), (bx, by) = rng.choice(edges)
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    share = rng.choice([0.0, 0.5, rng.random()])
    step *= rng.choice([-1, 1]) / length
    return ax + share * (bx - ax) - step * (by - ay), ay + share * (by - ay) + step * (bx - ax)


def main() -> None:
    rng = random.Random(7)
    rows = []
    for file in FILES:
        features = json.load(gzip.open(DATA / f"{file}.geojson.gz"))["features"]
        for index, feature in enumerate(features):
            geometry = feature["geometry"]
            parts = geometry["coordinates"]
            if geometry["type"] == "Polygon":
                parts = [parts]
            shapes, all_rings = [], []
            for place, rings in enumerate(parts):
                if len({tuple(position) for position in rings[0]}) < 3:
                    rows.append([file, index, "line", place, "", ""])
                    continue
                rings = [planar(ring) for ring in rings]
                all_rings += rings
                shapes.append(Polygon(rings[0], rings[1:]))
            # One at a time: parts of one country lie on either side of the antimeridian.
            prepared = [prep(shape) for shape in shapes]
            boundary = unary_union([shape.boundary for shape in shapes])

            def add(lon, lat, on=False):
                turns = [Point(lon + turn, lat) for turn in (-360, 0, 360)]
                inside = any(one.contains(point) for one in prepared for point in turns)
                is_near = min(boundary.distance(point) for point in turns) < NEARLY
                if is_near and not on:
                    exact = exactly_inside(all_rings, lon, lat)
                    # A step off one edge may lead along the next.
                    on = exact is None
                    assert on or exact == inside, (file, index, lon, lat, inside)
                kind = "on" if on else "near" if is_near else "clear"
                rows.append([file, index, kind, repr(lon), repr(lat), "" if on else int(inside)])

            for _ in range(CLEAR):
                shape = rng.choice(shapes)
                west, south, east, north = shape.bounds
                margin = 0.2 * max(east - west, north - south)
                lon = round(rng.uniform(west - margin, east + margin), 6)
                lat = round(rng.uniform(south - margin, north + margin), 6)
                add(lon, max(-89.99, min(89.99, lat)))
            for _ in range(NEAR):
                add(*made(rng, all_rings, rng.choice(STEPS)))
            for _ in range(ON):
                add(*made(rng, all_rings, 0.0), on=True)
    with Path(__file__).with_suffix(".csv").open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "feature", "class", "lon", "lat", "inside"])
        writer.writerows(rows)
    counts = [sum(row[2] == kind for row in rows) for kind in ("clear", "near", "on", "line")]
    print("clear, near, on, line:", counts)


if __name__ == "__main__":
    main()
