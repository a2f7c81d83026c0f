"""Writes areas.csv: areas by GeographicLib, for rings across the antimeridian and around poles.

    python tests/geo/areas.py     (needs geographiclib)

Edges are straight in longitude and latitude, where GeographicLib's are geodesics: every edge is
cut into pieces of 0.01 degrees or less. Of several rings, the first less the others.
"""

from math import ceil
from pathlib import Path

from geographiclib.geodesic import Geodesic

STEP = 0.01

# Unwrapped; a ring around a pole ends 360 degrees from its start.
CASES = {
    "a yard": [[(37.61, 55.75), (37.62, 55.75), (37.62, 55.76), (37.61, 55.755)]],
    "Fiji": [[(177, -19), (182, -19), (182, -16), (177, -16)]],
    "Chukotka": [[(160, 62), (175, 61), (190, 64), (191, 67), (180, 71), (161, 70)]],
    "a hole on the other side": [
        [(170, -10), (190, -10), (190, 10), (170, 10)],
        [(181, -5), (184, -4), (183, 5)],
    ],
    "the Antarctic": [[(-180, -66.5), (-60, -66.5), (60, -66.5), (180, -66.5)]],
    "a slanted cap": [[(-100, 80), (-20, 60), (50, 75), (140, 66), (260, 80)]],
    "a polar ring with a polar hole": [
        [(0, 70), (120, 72), (240, 71), (360, 70)],
        [(0, 85), (90, 86), (200, 84), (360 + 0, 85)][::-1],
    ],
    "from the pole to the equator": [[(100, 0), (190, 0), (190, 90), (100, 90)]],
    "through the pole": [[(0, 89), (90, 88), (120, 90), (170, 89)]],
}


def area(ring) -> float:
    polygon = Geodesic.WGS84.Polygon()
    closed = ring if abs(ring[-1][0] - ring[0][0]) == 360 else [*ring, ring[0]]
    for (lon1, lat1), (lon2, lat2) in zip(closed, closed[1:]):
        pieces = max(1, ceil(max(abs(lon2 - lon1), abs(lat2 - lat1)) / STEP))
        for piece in range(pieces):
            t = piece / pieces
            polygon.AddPoint(lat1 + t * (lat2 - lat1), lon1 + t * (lon2 - lon1))
    _, _, square_metres = polygon.Compute(False, True)
    return abs(square_metres)


def main() -> None:
    lines = ["name,area_m2,rings"]
    for name, rings in CASES.items():
        shell, *holes = [area(ring) for ring in rings]
        text = ";".join(" ".join(f"{lon} {lat}" for lon, lat in ring) for ring in rings)
        lines.append(f"{name},{shell - sum(holes):.0f},{text}")
    Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
