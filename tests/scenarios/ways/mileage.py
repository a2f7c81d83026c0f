"""Writes mileage.csv: how long drives are, by geographiclib, for the test of trips.

    pip install geographiclib && python tests/scenarios/ways/mileage.py

Each row is a drive without noise, a fix a minute: its positions, and the sum over its legs.
"""

import random
from pathlib import Path

from geographiclib.geodesic import Geodesic


def main():
    dice = random.Random(20261120)
    rows = ["positions,metres"]
    for index in range(20):
        lat, lon = dice.uniform(-70, 70), 179.95 if index % 5 == 0 else dice.uniform(-180, 180)
        course, points, total = dice.uniform(0, 360), [(lat, lon)], 0.0
        for _ in range(40):
            course += dice.gauss(0, 25)
            metres = dice.uniform(200, 1500)
            found = Geodesic.WGS84.Direct(*points[-1], course, metres)
            points.append((found["lat2"], found["lon2"]))
            total += Geodesic.WGS84.Inverse(*points[-2], *points[-1])["s12"]
        rows.append(f"{' '.join(f'{lat!r} {lon!r}' for lat, lon in points)},{total!r}")
    Path(__file__).with_suffix(".csv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
