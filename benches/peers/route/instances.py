"""What tours are asked for: TSPLIB's files, its rounding, and seeded points beside them.

Reinelt, G. (1995), TSPLIB 95, section 2: costs are whole numbers, each leg rounded by the rule that
the file names, so that a tour of real lengths is not always the best one of rounded ones.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# The side of the square of seeded points: its diagonal fits the 16 bits of fast-tsp's distances.
SIDE = 40_000


@dataclass
class Instance:
    """Stops by their coordinates, or by a table where there are none."""

    name: str
    rounding: str
    x: list[float]
    y: list[float]
    table: list[list[int]]
    best: float | None = None

    @property
    def n(self) -> int:
        """How many stops there are."""
        return len(self.table) or len(self.x)

    def legs(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """What the legs from stops to stops cost."""
        if self.table:
            return np.asarray(self.table)[start, end]
        x, y = np.asarray(self.x), np.asarray(self.y)
        if self.rounding == "GEO":
            return great_circles(x[start], y[start], x[end], y[end])
        apart = np.hypot(x[start] - x[end], y[start] - y[end])
        if self.rounding == "CEIL_2D":
            return np.ceil(apart).astype(np.int64)
        if self.rounding == "ATT":
            return np.ceil(apart / np.sqrt(10)).astype(np.int64)
        return np.floor(apart + 0.5).astype(np.int64)

    def cost(self, order: list[int]) -> int:
        """What the closed tour costs; an order that is none is an error."""
        stops = np.asarray(order)
        if stops.shape != (self.n,) or not np.array_equal(np.sort(stops), np.arange(self.n)):
            raise ValueError(f"{self.name}: the answer is no permutation of {self.n} stops")
        return int(self.legs(stops, np.roll(stops, -1)).sum())

    def matrix(self) -> np.ndarray:
        """All legs, with nothing on the diagonal."""
        everywhere = np.arange(self.n)
        table = np.empty((self.n, self.n), np.int32)
        for start in range(self.n):
            table[start] = self.legs(np.full(self.n, start), everywhere)
        np.fill_diagonal(table, 0)
        return table


def degrees(value: np.ndarray) -> np.ndarray:
    """TSPLIB writes 38.24 for 38 degrees and 24 minutes."""
    whole = np.trunc(value)
    return whole + 5 * (value - whole) / 3


def great_circles(lat: np.ndarray, lon: np.ndarray, to_lat: np.ndarray, to_lon: np.ndarray):
    """GEO: kilometres on TSPLIB's sphere, with its value of pi."""
    lat, lon, to_lat, to_lon = (
        3.141592 * degrees(value) / 180 for value in (lat, lon, to_lat, to_lon)
    )
    q1, q2, q3 = np.cos(lon - to_lon), np.cos(lat - to_lat), np.cos(lat + to_lat)
    cosine = np.clip(0.5 * ((1 + q1) * q2 - (1 - q1) * q3), -1, 1)
    return (6378.388 * np.arccos(cosine) + 1).astype(np.int64)


def read(file: Path, best: float | None) -> Instance:
    """A file of TSPLIB: coordinates, a full table, or the lower half of one."""
    facts: dict[str, str] = {}
    numbers: list[float] = []
    section = ""
    for line in file.read_text().splitlines():
        key, colon, value = line.partition(":")
        if colon:
            facts[key.strip()] = value.strip()
        elif line.strip().endswith("_SECTION"):
            section = line.strip()
        elif line.strip() == "EOF":
            break
        elif section in ("NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION"):
            numbers += map(float, line.split())
    n, rounding = int(facts["DIMENSION"]), facts["EDGE_WEIGHT_TYPE"]
    if rounding != "EXPLICIT":
        _, x, y = np.reshape(numbers, (n, 3)).T.tolist()
        return Instance(file.stem, rounding, x, y, [], best)
    if facts["EDGE_WEIGHT_FORMAT"] == "LOWER_DIAG_ROW":
        table = np.zeros((n, n))
        table[np.tril_indices(n)] = numbers
        table += table.T
    else:
        table = np.reshape(numbers, (n, n))
    return Instance(file.stem, rounding, [], [], table.astype(int).tolist(), best)


def seeded(kind: str, n: int, seed: int, side: int = SIDE) -> Instance:
    """Points of a square with whole coordinates: anywhere, or most of them near a few towns."""
    numbers = np.random.default_rng([n, seed])
    points = numbers.uniform(0, side, (n, 2))
    if kind == "clustered":
        towns = numbers.uniform(0, side, (1 + n // 50, 2))
        near = numbers.normal(towns[numbers.integers(len(towns), size=n)], side / 40)
        points = np.where(numbers.random((n, 1)) < 0.8, near, points)
    x, y = np.rint(np.clip(points, 0, side)).T.tolist()
    return Instance(f"{kind}-{n}-{seed}", "EUC_2D", x, y, [])


def optima(folder: Path) -> dict[str, float]:
    """The best known cost of each file."""
    with (folder / "optima.csv").open(newline="") as rows:
        return {row["file"]: float(row["best"]) for row in csv.DictReader(rows) if row["best"]}
