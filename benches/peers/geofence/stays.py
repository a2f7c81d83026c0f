"""Stays: fieldbeat against trackintel and scikit-mobility, same fixes, same run, one thread.

Whichever of the two is installed is run. Every stay must be theirs, to the millisecond; else the
script fails. Prints times, which mean nothing on a shared machine, and ratios, which do.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import fieldbeat
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

PROJECT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("FIELDBEAT_DATA", PROJECT.parent / "shared" / "data")) / "geo"

# Both peers measure on a sphere of 6,371 km; fieldbeat's is the mean one, 6,371.0088 km.
SPHERE = 6_371_008.771415059 / 6_371_000.0

# (metres, minutes, minutes): trackintel's defaults, those of Li et al. (2008), and others.
SETTINGS = [(100, 5, 15), (200, 20, 15), (200, 30, 240), (50, 10, 5), (500, 2, 60)]

Stays = list[tuple[str, int, int]]


def real(name: str) -> pd.DataFrame:
    """One fix an instant: the peers keep several, in the order of the file."""
    with gzip.open(DATA / name, "rt") as file:
        fixes = pd.read_csv(file, dtype={"track": str})
    fixes = fixes.rename(columns={"track": "rep", "t_unix_ms": "t"})[["rep", "t", "lat", "lon"]]
    return fixes.drop_duplicates(["rep", "t"])


def synthetic(seed: int, reps: int, stops: int) -> pd.DataFrame:
    """Days of reps: stops of up to an hour, drives between them, a fix every 10 to 30 seconds,
    silences, noise of 8 m and now and then a wild fix."""
    dice = np.random.default_rng(seed)
    days = []
    for rep in range(reps):
        t, lat, lon = [], [], []
        place, now = np.array([50 + 10 * dice.random(), 30 + 30 * dice.random()]), 1_795_165_200_000
        for _ in range(stops):
            for still in (True, False):
                fixes = int(dice.integers(20, 180) if still else dice.integers(10, 60))
                steps = dice.integers(10_000, 30_000, fixes)
                steps[dice.random(fixes) < 0.004] = 1_500_000
                heading = dice.normal(0, 0.002, 2) * (not still)
                path = place + np.arange(1, fixes + 1)[:, None] * heading
                place = path[-1]
                noise = dice.normal(0, 7e-5, (fixes, 2))
                noise[dice.random(fixes) < 0.002] *= 60
                t.append(now + np.cumsum(steps))
                now = t[-1][-1]
                lat.append(path[:, 0] + noise[:, 0])
                lon.append(path[:, 1] + noise[:, 1])
        columns = {"t": np.concatenate(t), "lat": np.concatenate(lat), "lon": np.concatenate(lon)}
        days.append(pd.DataFrame({"rep": f"rep {rep:04}", **columns}))
    return pd.concat(days, ignore_index=True)


def best(work: Callable[[], object], runs: int) -> tuple[float, object]:
    """The least time of several runs, and the answer."""
    seconds, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = work()
        seconds = min(seconds, time.process_time() - start)
    return seconds, answer


def columns_of(fixes: pd.DataFrame) -> dict[str, object]:
    """What a service has: numbers in numpy, names by code."""
    codes, names = pd.factorize(fixes["rep"])
    numbers = {key: fixes[key].to_numpy() for key in ("t", "lat", "lon")}
    return {**numbers, "rep": codes.astype(np.uint32), "rep_names": list(names)}


def ours(columns: dict[str, object], setting: tuple[float, float, float], algorithm: str) -> dict:
    """Stays of fieldbeat, as columns."""
    metres, minutes, gap = setting
    policy = {
        "algorithm": algorithm,
        "metric": "haversine",
        "distance_m": metres * SPHERE,
        "duration": f"{round(minutes * 60)}s",
        "gap": f"{round(gap * 60)}s",
    }
    return fieldbeat.stay_points(columns, policy)


def as_stays(answer: dict, last: dict[str, int], with_last: bool) -> Stays:
    """Without those that are open for a silence: the peers drop them."""
    columns = zip(
        answer["rep"].to_list(),
        np.asarray(answer["t_start"]).astype(np.int64).tolist(),
        np.asarray(answer["t_end"]).astype(np.int64).tolist(),
        np.asarray(answer["open"]).tolist(),
        strict=True,
    )
    return [
        (rep, start, end)
        for rep, start, end, is_open in columns
        if not is_open or (with_last and end == last[rep])
    ]


def trackintel_of(fixes: pd.DataFrame) -> Callable[..., pd.DataFrame]:
    """How trackintel is run; making its table is not measured."""
    import geopandas as gpd
    import trackintel as ti

    table = gpd.GeoDataFrame(
        {
            "user_id": fixes["rep"].to_numpy(),
            "tracked_at": pd.to_datetime(fixes["t"].to_numpy(), unit="ms", utc=True),
        },
        geometry=gpd.points_from_xy(fixes["lon"], fixes["lat"]),
        crs="EPSG:4326",
    )
    table = ti.Positionfixes(table)

    def run(setting: tuple[float, float, float], with_last: bool) -> pd.DataFrame:
        metres, minutes, gap = setting
        return table.generate_staypoints(
            dist_threshold=metres,
            time_threshold=minutes,
            gap_threshold=gap,
            include_last=with_last,
            # Rows are distinct; looking for equal ones would be charged to trackintel.
            exclude_duplicate_pfs=False,
        )[1]

    return run


def skmob_of(fixes: pd.DataFrame) -> Callable[..., pd.DataFrame]:
    """How scikit-mobility is run; making its table is not measured."""
    import skmob
    from skmob.preprocessing import detection

    table = skmob.TrajDataFrame(
        pd.DataFrame(
            {
                "uid": fixes["rep"].to_numpy(),
                "datetime": pd.to_datetime(fixes["t"].to_numpy(), unit="ms"),
                "lat": fixes["lat"].to_numpy(),
                "lng": fixes["lon"].to_numpy(),
            }
        )
    )

    def run(setting: tuple[float, float, float], with_last: bool) -> pd.DataFrame:
        metres, minutes, gap = setting
        return detection.stay_locations(
            table,
            spatial_radius_km=metres / 1000,
            # It wants more than the minutes, fieldbeat and trackintel no less.
            minutes_for_a_stop=minutes - 1e-7,
            no_data_for_minutes=gap,
        )

    return run


def peer_stays(peer: str, answer: pd.DataFrame) -> Stays:
    """A peer's stays by rep, start and end."""
    names = {
        "trackintel": ("user_id", "started_at", "finished_at"),
        "scikit-mobility": ("uid", "datetime", "leaving_datetime"),
    }
    if len(answer) == 0:
        return []
    rep, start, end = (answer[name] for name in names[peer])

    def millis(times: pd.Series) -> list[int]:
        return times.to_numpy().astype("datetime64[ms]").astype(np.int64).tolist()

    return sorted(zip(rep.tolist(), millis(start), millis(end), strict=True))


def total_minutes(stays: Stays) -> float:
    """How long all stays are together."""
    return sum(end - start for _, start, end in stays) / 60_000


def compare(peer: str, name: str, fixes: pd.DataFrame, runner: Callable[..., pd.DataFrame]) -> bool:
    """Whether all stays are equal, with every setting; says where they are not."""
    columns, last = columns_of(fixes), fixes.groupby("rep")["t"].max().to_dict()
    equal = True
    for setting in SETTINGS:
        for with_last in (False, True) if peer == "trackintel" else (True,):
            theirs = peer_stays(peer, runner(setting, with_last))
            found = as_stays(ours(columns, setting, "anchored"), last, with_last)
            same = theirs == found
            equal &= same
            if not same or name == "synthetic":
                verdict = "equal" if same else "DIFFERENT"
                print(
                    f"  {name} {setting} last={with_last}: {len(theirs)} and {len(found)} stays,"
                    f" {total_minutes(theirs):.3f} and {total_minutes(found):.3f} min: {verdict}"
                )
                for stay in sorted(set(theirs) ^ set(found))[:4]:
                    print("   ", "theirs" if stay in theirs else "ours", stay)
    return equal


def main() -> int:
    """Compare with every peer there is, then measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reps", type=int, default=40)
    arguments.add_argument("--stops", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()

    sets = {"synthetic": synthetic(options.seed, options.reps, options.stops)}
    for name in ("tracks_gpxpy.csv.gz", "tracks_ibiza.csv.gz"):
        if (DATA / name).exists():
            sets[name] = real(name)
        else:
            print(f"SKIPPED {name}: no development data")

    peers = {"trackintel": trackintel_of, "scikit-mobility": skmob_of}
    ran, equal = 0, True
    for peer, make in peers.items():
        try:
            runners = {name: make(fixes) for name, fixes in sets.items()}
        except ImportError as error:
            print(f"SKIPPED {peer}: {error}")
            continue
        ran += 1
        print(f"{peer}:")
        for name, fixes in sets.items():
            same = compare(peer, name, fixes, runners[name])
            equal &= same
            verdict = "equal" if same else "DIFFERENT"
            print(f"  {name}: {len(fixes)} fixes, {len(SETTINGS)} settings, {verdict}")

        fixes, setting = sets["synthetic"], SETTINGS[1]
        columns = columns_of(fixes)
        theirs, _ = best(partial(runners["synthetic"], setting, True), 2)
        print(f"  {peer}: {theirs / len(fixes) * 1e9:.0f} ns a fix")
        for algorithm in ("anchored", "li2008"):
            seconds, answer = best(partial(ours, columns, setting, algorithm), 9)
            print(
                f"  fieldbeat {algorithm}: {seconds / len(fixes) * 1e9:.1f} ns a fix,"
                f" {len(answer['fixes'])} stays: {theirs / seconds:.0f} times as fast"
            )
    if ran == 0:
        print("no peer is installed: see benches/peers/README.md")
        return 2
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
