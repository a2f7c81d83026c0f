"""The fence index from Python against Shapely, geopandas and DuckDB spatial, one thread each.

    python.py FOLDER [--points N] [--rounds N] [WORKLOAD ...]

FOLDER is what `peer_geofence --write FOLDER` wrote. Every peer must find the very same pairs of a
point and a fence, else the script fails. Everybody has indexed the fences beforehand, if the peer
can. fieldbeat gets numpy columns and answers numpy columns. Peers are measured twice: from columns,
when they make their points from them first, and with those points at hand, made at no charge.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
import duckdb_extension_spatial
import fieldbeat
import geopandas
import numpy as np
import shapely
from shapely import STRtree

CORNERS = 100
# How many times as quick as the best peer the specification wants fieldbeat to be.
WANTED = {
    "circles_1000": 15.0,
    "circles_10000": 15.0,
    "circles_100000": 8.0,
    "polygons_1000": 6.0,
    "polygons_10000": 6.0,
    "stars_10000": 6.0,
}

T = TypeVar("T")
Pairs = tuple[np.ndarray, np.ndarray]
# Points as a peer has them, from columns; and the question about them.
Make = Callable[[], object]
Ask = Callable[[object], Pairs]


class Frames:
    """Metres around the centres of circles: the mid-latitude formula on the WGS84 ellipsoid."""

    def __init__(self, lat: np.ndarray, lon: np.ndarray, radius_m: np.ndarray) -> None:
        a, f = 6_378_137.0, 1 / 298.257223563
        e2, degree = f * (2 - f), np.pi / 180
        s, c = np.sin(lat * degree), np.cos(lat * degree)
        w2 = 1 - e2 * s * s
        prime = a / np.sqrt(w2)
        meridian = prime * (1 - e2) / w2
        half = degree * degree / 2
        self.lat, self.lon, self.radius_m = lat, lon, radius_m
        self.k0, self.k1 = prime * c * degree, -meridian * s * half
        self.m0, self.m1 = meridian * degree, 3 * e2 * s * c * meridian / w2 * half

    def boxes(self) -> np.ndarray:
        # A little more, lest the box be narrower than the circle.
        reach = 1.0001 * self.radius_m
        dlat, dlon = reach / self.m0, reach / self.k0
        lat, lon = self.lat, self.lon
        return shapely.box(lon - dlon, lat - dlat, lon + dlon, lat + dlat)

    def rings(self) -> np.ndarray:
        """64 corners, half of the error outside of the circle and half inside."""
        angle = np.arange(64) * (2 * np.pi / 64)
        reach = (self.radius_m * (1 + (1 - np.cos(np.pi / 64)) / 2))[:, None]
        dlat = reach * np.sin(angle) / self.m0[:, None]
        # Two terms: at 60 degrees a circle is not quite an ellipse in degrees.
        dlon = reach * np.cos(angle) / (self.k0[:, None] + self.k1[:, None] * dlat)
        corners = np.stack([self.lon[:, None] + dlon, self.lat[:, None] + dlat], axis=-1)
        return shapely.polygons(corners)

    def hold(self, fence: np.ndarray, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
        dlat, dlon = lat - self.lat[fence], lon - self.lon[fence]
        x = (self.k0[fence] + self.k1[fence] * dlat) * dlon
        y = (self.m0[fence] + self.m1[fence] * dlat) * dlat
        return x * x + y * y <= self.radius_m[fence] ** 2


def seconds_of(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of a processor that this process had: others may run beside."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def in_order(pairs: Pairs) -> np.ndarray:
    point, fence = (np.asarray(column).astype(np.uint64) for column in pairs)
    return np.sort(point << np.uint64(32) | fence)


def ours(fences: object, lat: np.ndarray, lon: np.ndarray) -> tuple[int, Callable[[], Pairs]]:
    index = fieldbeat.FenceIndex(fences)

    def ask() -> Pairs:
        pairs = index.containing_many(lat, lon)
        return np.asarray(pairs["point_index"]), np.asarray(pairs["fence_index"])

    return index.memory_bytes, ask


def by_shapely(areas: np.ndarray) -> Ask:
    tree = STRtree(areas)
    return lambda points: tuple(tree.query(points, predicate="intersects"))


def by_tree_of_points(areas: np.ndarray) -> Ask:
    """The other way round: the points change, so that their tree is part of the question."""
    shapely.prepare(areas)

    def ask(points: np.ndarray) -> Pairs:
        fence, point = STRtree(points).query(areas, predicate="intersects")
        return point, fence

    return ask


def by_prepared(areas: np.ndarray, lat: np.ndarray, lon: np.ndarray) -> Ask:
    """Boxes by the tree, then areas that are prepared, which `STRtree.query` has no use for."""
    tree = STRtree(areas)
    shapely.prepare(areas)

    def ask(points: np.ndarray) -> Pairs:
        point, fence = tree.query(points)
        held = shapely.intersects_xy(areas[fence], lon[point], lat[point])
        return point[held], fence[held]

    return ask


def by_boxes(frames: Frames, lat: np.ndarray, lon: np.ndarray) -> Ask:
    """Of Shapely nothing but the tree: distances in numpy."""
    tree = STRtree(frames.boxes())

    def ask(points: np.ndarray) -> Pairs:
        point, fence = tree.query(points)
        held = frames.hold(fence, lat[point], lon[point])
        return point[held], fence[held]

    return ask


def by_geopandas(areas: np.ndarray) -> Ask:
    right = geopandas.GeoDataFrame(geometry=areas)
    _ = right.sindex

    def ask(points: np.ndarray) -> Pairs:
        left = geopandas.GeoDataFrame(geometry=points)
        joined = geopandas.sjoin(left, right, predicate="intersects")
        return joined.index.to_numpy(), joined["index_right"].to_numpy()

    return ask


def by_duckdb(areas: np.ndarray, lat: np.ndarray, lon: np.ndarray) -> tuple[Make, Ask]:
    database = duckdb.connect(config={"threads": 1})
    folder = Path(duckdb_extension_spatial.__file__).parent
    (extension,) = folder.glob(f"extensions/v{duckdb.__version__}/spatial.duckdb_extension")
    database.execute(f"LOAD '{extension}'")
    shapes = {"id": np.arange(len(areas)), "wkb": shapely.to_wkb(areas)}
    database.register("places", {"id": np.arange(len(lat)), "lat": lat, "lon": lon})
    database.execute("CREATE TABLE fences AS SELECT id, ST_GeomFromWKB(wkb) AS area FROM shapes")
    del shapes

    def make() -> None:
        database.execute(
            "CREATE OR REPLACE TABLE points AS SELECT id, ST_Point(lon, lat) AS place FROM places"
        )

    def ask(_: object) -> Pairs:
        found = database.execute(
            "SELECT points.id AS point, fences.id AS fence"
            " FROM points JOIN fences ON ST_Intersects(points.place, fences.area)"
        ).fetchnumpy()
        return found["point"], found["fence"]

    return make, ask


def read(folder: Path, name: str, most: int) -> tuple[object, Frames | None, np.ndarray, Pairs]:
    """Fences as fieldbeat takes them, circles as frames, areas, and latitudes with longitudes."""
    points = np.fromfile(folder / f"{name}.points", "<f8").reshape(-1, 2)[:most]
    lat, lon = (np.ascontiguousarray(column) for column in points.T)
    numbers = np.fromfile(folder / f"{name}.fences", "<f8")
    if name.startswith("circles"):
        columns = dict(
            zip(("lat", "lon", "radius_m"), numbers.reshape(-1, 3).T.copy(), strict=True)
        )
        frames = Frames(**columns)
        return columns, frames, frames.rings(), (lat, lon)
    rings = numbers.reshape(-1, CORNERS, 2)
    closed = np.concatenate([rings, rings[:, :1]], axis=1).tolist()
    fences = [{"geometry": {"type": "Polygon", "coordinates": [ring]}} for ring in closed]
    return fences, None, shapely.polygons(rings), (lat, lon)


def row(folder: Path, name: str, most: int, rounds: int) -> bool:
    fences, frames, areas, (lat, lon) = read(folder, name, most)
    memory_bytes, own = ours(fences, lat, lon)

    def make() -> np.ndarray:
        return shapely.points(lon, lat)

    peers: dict[str, tuple[Make, Ask]] = {
        "Shapely": (make, by_shapely(areas)),
        "Shapely, prepared": (make, by_prepared(areas, lat, lon)),
        "Shapely, tree of points": (make, by_tree_of_points(areas)),
        "geopandas": (make, by_geopandas(areas)),
        "DuckDB": by_duckdb(areas, lat, lon),
    }
    if frames is not None:
        peers["Shapely, boxes only"] = (make, by_boxes(frames, lat, lon))
    expected = in_order(own())
    own_least = float("inf")
    made, asked = dict.fromkeys(peers, float("inf")), dict.fromkeys(peers, float("inf"))
    for _ in range(rounds):
        for peer, (make, ask) in peers.items():
            # Ours between any two of theirs: what else the machine does is shared fairly.
            for _ in range(2):
                own_least = min(own_least, seconds_of(own)[0])
            seconds, points = seconds_of(make)
            made[peer] = min(made[peer], seconds)
            seconds, pairs = seconds_of(lambda ask=ask, points=points: ask(points))
            asked[peer] = min(asked[peer], seconds)
            if not np.array_equal(in_order(pairs), expected):
                print(
                    f"{name}: {peer} found {len(pairs[0])} pairs, fieldbeat {len(expected)}, others"
                )
                return False

    all_in = {peer: (made[peer] + asked[peer]) / own_least for peer in peers}
    at_hand = {peer: asked[peer] / own_least for peer in peers}

    def best(ratios: dict[str, float]) -> str:
        peer = min(ratios, key=ratios.__getitem__)
        return f"{ratios[peer]:.1f} ({peer})"

    each = "; ".join(f"{peer} {all_in[peer]:.0f}, {at_hand[peer]:.0f}" for peer in peers)
    print(
        f"| {name} | {len(expected)} | {len(lat) / own_least / 1e6:.0f} | {best(all_in)}"
        f" | {WANTED[name]:.0f} | {best(at_hand)} | {each} | {memory_bytes // len(areas)} |",
        flush=True,
    )
    return True


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--points", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("workloads", nargs="*", default=list(WANTED))
    options = arguments.parse_args()
    warnings.filterwarnings("ignore")
    print("How many times the time of fieldbeat peers take: from columns, and with points at hand.")
    print(
        "| fences | pairs | million points/s | from columns | wanted | at hand | each | B a fence |"
    )
    print("| --- | ---: | ---: | --- | ---: | --- | --- | ---: |")
    equal = [
        row(options.folder, name, options.points, options.rounds) for name in options.workloads
    ]
    return 0 if all(equal) else 1


if __name__ == "__main__":
    sys.exit(main())
