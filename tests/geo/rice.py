"""Writes rice.csv: the Rice distribution as scipy knows it, for the test of circle probabilities.

    .venv/bin/python tests/geo/rice.py

Both distances are in sigma: of the fix from the centre, and of the edge from the centre.
"""

from pathlib import Path

from scipy.stats import rice

DISTANCES = [0, 1e-9, 1e-3, 0.1, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 300, 1000]
RADII = [1e-6, 1e-3, 0.1, 0.3, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 6.9, 7.1, 8, 10, 15, 30, 100, 1000]
BEYOND_THE_EDGE = [-8, -6.9, -5, -3, -2, -1, -0.5, -0.1, -1e-6, 0, 1e-6, 0.1, 0.5, 1, 2, 3, 5, 6.9, 8]


def main() -> None:
    pairs = {(a, b) for a in DISTANCES for b in RADII}
    pairs |= {(b + z, b) for b in RADII for z in BEYOND_THE_EDGE if b + z >= 0}
    rows = [f"{a!r},{b!r},{float(rice.cdf(b, a))!r}" for a, b in sorted(pairs)]
    header = "distance_sigmas,radius_sigmas,probability"
    Path(__file__).with_suffix(".csv").write_text("\n".join([header, *rows]) + "\n")


if __name__ == "__main__":
    main()
