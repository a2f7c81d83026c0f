"""Reports on logs of stages by fieldbeat, polars, pandas, DuckDB and pm4py: who is quicker?

    python.py [--events N] [--rounds N] [--data FOLDER]

Logs are those of the development data, each repeated under new names of cases up to N events and
shuffled. One thread each; the best of the rounds counts. Each library tells of every stage entries,
cases, moves out of it, mean, median and ninth decile of the time in it, of every pair of stages the
moves, and of every sequence of stages its cases. pandas is the reference: values must be equal to
1e-9, else the script fails. pm4py has calls of its own for most of this; what it lacks it need not
do. fieldbeat tells besides what nobody else is asked for: open cases, survival, rework, throughput.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import fieldbeat
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

LOGS = ["receipt.csv.gz", "bpic2013_incidents.csv.gz"]
# 2030-01-01: later than any entry.
NOW = 1_893_456_000_000


def read(path: Path, events: int) -> pd.DataFrame:
    """The log, repeated and shuffled: texts, and instants as milliseconds."""
    names = {"case:concept:name": "case", "concept:name": "stage", "time:timestamp": "entered"}
    log = pd.read_csv(path, dtype=str)[list(names)].rename(columns=names)
    times = pd.to_datetime(log["entered"], utc=True, format="ISO8601")
    log["entered"] = times.dt.floor("ms").astype("datetime64[ms, UTC]").astype("int64")
    copies = [log.assign(case=log["case"] + f"#{copy}") for copy in range(-(-events // len(log)))]
    whole = pd.concat(copies, ignore_index=True).iloc[:events]
    return whole.sample(frac=1, random_state=7).reset_index(drop=True)


Figures = dict[str, tuple[float, ...]]
Answer = tuple[Figures, dict[tuple[str, str], int], dict[tuple[str, ...], int]]


def by_pandas(log: pd.DataFrame) -> Answer:
    """The reference."""
    log = log.sort_values(["case", "entered", "stage"])
    cases = log.groupby("case", sort=False)
    log["left"] = cases["entered"].shift(-1)
    log["target"] = cases["stage"].shift(-1)
    log["length"] = log["left"] - log["entered"]
    stages = log.groupby("stage")
    told = pd.DataFrame(
        {
            "entries": stages.size(),
            "cases": stages["case"].nunique(),
            "left": stages["length"].count(),
            "mean": stages["length"].mean(),
            "median": stages["length"].median(),
            "p90": stages["length"].quantile(0.9),
        }
    )
    figures = {row[0]: tuple(row[1:]) for row in told.itertuples()}
    pairs = log.groupby(["stage", "target"]).size().to_dict()
    variants = cases["stage"].agg(tuple).value_counts().to_dict()
    return figures, pairs, variants


def by_polars(log: pl.DataFrame, is_sorted: bool = False) -> Answer:
    """Lazily, with its own expressions."""
    lazy = log.lazy()
    if not is_sorted:
        lazy = lazy.sort("case", "entered", "stage")
    lazy = lazy.with_columns(
        left=pl.when(pl.col("case") == pl.col("case").shift(-1)).then(pl.col("entered").shift(-1)),
        target=pl.when(pl.col("case") == pl.col("case").shift(-1)).then(pl.col("stage").shift(-1)),
    ).with_columns(length=pl.col("left") - pl.col("entered"))
    length = pl.col("length")
    stages = lazy.group_by("stage").agg(
        pl.len().alias("entries"),
        pl.col("case").n_unique().alias("cases"),
        length.count().alias("left"),
        length.mean().alias("mean"),
        length.median().alias("median"),
        length.quantile(0.9, "linear").alias("p90"),
    )
    pairs = lazy.filter(pl.col("target").is_not_null()).group_by("stage", "target").len()
    ways = lazy.group_by("case", maintain_order=True).agg("stage").group_by("stage").len()
    stages, pairs, ways = pl.collect_all([stages, pairs, ways])
    return (
        {row[0]: row[1:] for row in stages.iter_rows()},
        {row[:2]: row[2] for row in pairs.iter_rows()},
        {tuple(row[0]): row[1] for row in ways.iter_rows()},
    )


def by_duckdb(log: pd.DataFrame) -> Answer:
    """Three queries over one window."""
    base = duckdb.connect(config={"threads": 1})
    base.register("log", log)
    base.execute(
        """create temp table entries as select *, lead(entered) over w - entered as length,
        lead(stage) over w as target from log
        window w as (partition by "case" order by entered, stage)"""
    )
    stages = base.execute(
        """select stage, count(*), count(distinct "case"), count(length), avg(length),
        quantile_cont(length, 0.5), quantile_cont(length, 0.9) from entries group by stage"""
    ).fetchall()
    pairs = base.execute(
        """select stage, target, count(*) from entries where target is not null
        group by stage, target"""
    ).fetchall()
    ways = base.execute(
        """select way, count(*) from (select list(stage order by entered, stage) as way
        from entries group by "case") group by way"""
    ).fetchall()
    return (
        {row[0]: row[1:] for row in stages},
        {row[:2]: row[2] for row in pairs},
        {tuple(row[0]): row[1] for row in ways},
    )


def by_pm4py(log: pd.DataFrame) -> tuple[Any, Any, Any]:
    """Its own calls: the directly-follows graph with counts and with means, and variants."""
    import pm4py

    frame = pm4py.format_dataframe(log, case_id="case", activity_key="stage", timestamp_key="when")
    graph, _, _ = pm4py.discover_dfg(frame)
    lengths, _, _ = pm4py.discover_performance_dfg(frame)
    return graph, lengths, pm4py.get_variants(frame)


def ours(report: Any) -> Answer:
    """fieldbeat's report in the reference's form."""
    figures = {}
    for stage in report["stages"]:
        wall = stage["wall"]
        lengths = [wall[key] for key in ("mean_ms", "median_ms", "p90_ms")]
        figures[stage["stage"]] = (stage["entries"], stage["cases"], stage["left"], *lengths)
    pairs = {(pair["source"], pair["target"]): pair["count"] for pair in report["pairs"]}
    ways = {tuple(variant["stages"]): variant["cases"] for variant in report["variants"]}
    return figures, pairs, ways


def check(name: str, answer: Answer, due: Answer) -> None:
    """Both say the same, or the script ends."""
    if answer[1:] != due[1:] or answer[0].keys() != due[0].keys():
        sys.exit(f"{name}: other moves, variants or stages than pandas")
    for stage, values in due[0].items():
        told = [np.nan if value is None else value for value in answer[0][stage]]
        if not np.allclose(told, values, rtol=1e-9, atol=1e-9, equal_nan=True):
            sys.exit(f"{name}, {stage}: {told} is not {values}")


def timed(rounds: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest time, and the last answer."""
    best, answer = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
    return best, answer


def report(columns: dict[str, Any]) -> Any:
    """All variants, as the others tell them."""
    return fieldbeat.funnel_report(columns, NOW, variants=10_000, period="year")


def compare(path: Path, options: argparse.Namespace) -> None:
    """One log: all libraries, checked, and ratios."""
    log = read(path, options.events)
    rounds = options.rounds
    times: dict[str, float] = {}
    times["pandas"], due = timed(1, lambda: by_pandas(log.copy()))
    frame = pl.from_pandas(log)
    times["polars"], answer = timed(rounds, lambda: by_polars(frame))
    check("polars", answer, due)
    times["duckdb"], answer = timed(1, lambda: by_duckdb(log))
    check("duckdb", answer, due)

    entered = log["entered"].to_numpy()
    objects = {key: log[key].to_numpy(dtype=object) for key in ("case", "stage")}
    arrows = {key: pa.array(objects[key]) for key in objects}
    for name, texts in [("Arrow texts", arrows), ("numpy objects", objects)]:
        columns = texts | {"entered": entered}
        times[name], answer = timed(rounds, lambda columns=columns: report(columns))
        check(name, ours(answer), due)

    ordered = log.sort_values(["case", "entered", "stage"]).reset_index(drop=True)
    codes, _ = pd.factorize(ordered["case"])
    numbers, names = pd.factorize(ordered["stage"], sort=True)
    coded = {"case": codes.astype("u4"), "stage": numbers.astype("u4")}
    sorted_frame = pl.DataFrame(
        {
            "case": coded["case"],
            "stage": pl.Series(ordered["stage"], dtype=pl.Categorical),
            "entered": ordered["entered"].to_numpy(),
        }
    ).with_columns(pl.col("case").set_sorted())
    times["polars, coded and sorted"], answer = timed(
        rounds, lambda: by_polars(sorted_frame, is_sorted=True)
    )
    check("polars, coded", answer, due)
    coded |= {"stage_names": list(names), "entered": ordered["entered"].to_numpy()}
    times["coded and sorted"], answer = timed(rounds, lambda: report(coded))
    check("coded and sorted", ours(answer), due)

    log["when"] = pd.to_datetime(log["entered"], unit="ms", utc=True)
    times["pm4py"], (graph, _, ways) = timed(1, lambda: by_pm4py(log))
    # pm4py leaves entries of one instant in the order of the rows, which is no order here.
    if sum(graph.values()) != sum(due[1].values()) or sum(ways.values()) != sum(due[2].values()):
        sys.exit("pm4py counts other moves or cases")

    print(f"{path.name}: {len(log)} events, {len(codes) and codes.max() + 1} cases, all equal")
    for ours_by, peers in [
        ("Arrow texts", {"polars": 3, "pandas": None, "duckdb": None, "pm4py": 10}),
        ("numpy objects", {"polars": 3, "pandas": None, "duckdb": None, "pm4py": 10}),
        ("coded and sorted", {"polars, coded and sorted": 20, "polars": None}),
    ]:
        own = times[ours_by]
        print(f"  fieldbeat, {ours_by:20} {own * 1e3:8.0f} ms")
        for peer, wanted in peers.items():
            verdict = f" (wanted {wanted})" if wanted else ""
            print(f"    {peer:28} {times[peer] * 1e3:8.0f} ms {times[peer] / own:7.1f}x{verdict}")


def main() -> None:
    """Reads, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    folder = Path(os.environ.get("FIELDBEAT_DATA", "../shared/data")) / "funnel"
    parser.add_argument("--data", type=Path, default=folder)
    options = parser.parse_args()
    for name in LOGS:
        if not (options.data / name).is_file():
            print(f"SKIPPED: no {options.data / name}")
            continue
        compare(options.data / name, options)


if __name__ == "__main__":
    main()
