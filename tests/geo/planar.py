"""Writes planar.csv: points in and around states and countries, and what Shapely says of them.

    FIELDBEAT_DATA=../shared/data python tests/geo/planar.py     (needs shapely)

Shapely knows a plane only. Where a ring jumps across the antimeridian, its western longitudes are
moved 360 degrees east; a ring that then ends a turn from its start is led to the south pole (only
Antarctica does so). Points within 1e-6 degrees of the boundary, where the plane's own rounding
decides, are left out.
"""

import csv
import gzip
import json
import os
import random
from pathlib import Path

from shapely.geometry import Point, Polygon
from shapely.ops import unary_union
from shapely.prepared import prep

POINTS = 22  # for each feature
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
        return [*around, [180, -90], [-180, -90]]
    return [[lon + 360 if lon < 0 else lon, lat] for lon, lat in ring]


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
            shapes = []
            for rings in parts:
                if len({tuple(position) for position in rings[0]}) < 3:
                    continue  # shrunk to a line there and back
                shell, *holes = [planar(ring) for ring in rings]
                shapes.append(Polygon(shell, holes))
            # One at a time: parts of one country lie on either side of the antimeridian.
            prepared = [prep(shape) for shape in shapes]
            boundary = unary_union([shape.boundary for shape in shapes])
            for _ in range(POINTS):
                shape = rng.choice(shapes)
                west, south, east, north = shape.bounds
                margin = 0.2 * max(east - west, north - south)
                lon = rng.uniform(west - margin, east + margin)
                lat = max(-90, min(90, rng.uniform(south - margin, north + margin)))
                turns = [Point(lon + turn, lat) for turn in (-360, 0, 360)]
                if min(boundary.distance(point) for point in turns) < 1e-6:
                    continue
                inside = any(one.contains(point) for one in prepared for point in turns)
                rows.append([file, index, repr(lon), repr(lat), int(inside)])
    with Path(__file__).with_suffix(".csv").open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "feature", "lon", "lat", "inside"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
