"""Writes paths.csv: how far points are from paths, by geographiclib, for the test of deviations.

    pip install geographiclib && python tests/scenarios/ways/paths.py

A leg is straight in longitude and latitude; the geodesic distance to its nearest point is found by
golden sections from the best of 65 points. The share of the path within the corridor of a driven
line is found by 200 points a leg, each as far from the line as geographiclib says.
"""

import random
from pathlib import Path

from geographiclib.geodesic import Geodesic

GOLDEN = (5**0.5 - 1) / 2


def inverse(a, b):
    return Geodesic.WGS84.Inverse(a[0], a[1], b[0], b[1], Geodesic.DISTANCE)["s12"]


def leg_distance(point, a, b):
    def at(t):
        return inverse(point, (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))

    best = min(range(65), key=lambda i: at(i / 64))
    low, high = max(0, best - 1) / 64, min(64, best + 1) / 64
    while high - low > 1e-9:
        one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, two) if at(one) < at(two) else (one, high)
    return at((low + high) / 2)


def line_distance(point, line):
    return min(leg_distance(point, a, b) for a, b in zip(line, line[1:]))


def line(dice, lat, lon, count, step_m):
    points = [(lat, lon)]
    for _ in range(count - 1):
        lat, lon = points[-1]
        found = Geodesic.WGS84.Direct(lat, lon, dice.uniform(-70, 160), dice.uniform(0.2, 1) * step_m)
        points.append((found["lat2"], lon + (found["lon2"] - lon + 180) % 360 - 180))
    return points


def text(points):
    return " ".join(f"{lat!r} {lon!r}" for lat, lon in points)


def main():
    dice = random.Random(20261120)
    rows = ["kind,corridor_m,path,driven,expected"]
    for index in range(120):
        lat, lon = dice.uniform(-70, 70), dice.uniform(-180, 180)
        if index % 10 == 0:
            lon = 179.99
        path = line(dice, lat, lon, 6, [300, 3_000, 8_000][index % 3])
        found = Geodesic.WGS84.Direct(*dice.choice(path), dice.uniform(0, 360), dice.uniform(0, 15_000))
        point = (found["lat2"], found["lon2"])
        near = [(point[0], path[0][1] + (point[1] - path[0][1] + 180) % 360 - 180)]
        rows.append(f"distance,500,{text(path)},{text(near)},{line_distance(near[0], path)!r}")
    for index in range(12):
        lat, lon = dice.uniform(-65, 65), dice.uniform(-170, 170)
        path = line(dice, lat, lon, 5, 4_000)
        driven = [(a + dice.gauss(0, 0.006), b + dice.gauss(0, 0.006)) for a, b in path]
        corridor = dice.choice([150, 400, 900])
        lengths = [inverse(a, b) for a, b in zip(path, path[1:])]
        covered = 0.0
        for (a, b), length in zip(zip(path, path[1:]), lengths):
            count = 200
            inside = sum(
                approximately_near((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])), driven, corridor)
                for t in ((i + 0.5) / count for i in range(count))
            )
            covered += length * inside / count
        rows.append(f"coverage,{corridor},{text(path)},{text(driven)},{covered / sum(lengths)!r}")
    Path(__file__).with_suffix(".csv").write_text("\n".join(rows) + "\n")


def approximately_near(point, driven, corridor):
    def at(a, b, t):
        return inverse(point, (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))

    for a, b in zip(driven, driven[1:]):
        best = min(range(9), key=lambda i: at(a, b, i / 8))
        low, high = max(0, best - 1) / 8, min(8, best + 1) / 8
        while high - low > 1e-5:
            one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
            low, high = (low, two) if at(a, b, one) < at(a, b, two) else (one, high)
        if at(a, b, (low + high) / 2) <= corridor:
            return True
    return False


if __name__ == "__main__":
    main()
