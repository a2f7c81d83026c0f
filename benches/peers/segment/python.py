"""RFM and ABC of many transactions by fieldbeat, polars, pandas, DuckDB and lifetimes: who is quicker?

    python.py [--rows N] [--rounds N] [--folder FOLDER] [--native PATH]

Before, the frequency, recency and T of all clients of CDNOW are held against those of lifetimes, where the
development data lie (FIELDBEAT_DATA): the script fails where one differs.

The workload is drawn from one seed and written to FOLDER, where peer_segment (Rust) finds it: names
of clients, instants of two years, amounts in cents as floats. Work: distinct days, last day and sum of
each client, scores by quantiles, shares of revenue. Sums of scores and the sizes of classes must be
equal, and money to the cent, else the script fails. One thread each; the best of the rounds counts.
Names come as texts, and as numbers of a dictionary, for fieldbeat in Arrow; as Python objects too, one
a name, and for fieldbeat one a row. A
peer that is not installed is passed over, aloud.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

DAY_MS = 86_400_000
START_DAY = 20_000
DAYS = 730
NOW = (START_DAY + DAYS) * DAY_MS
BINS = 5


def draw(rows: int) -> dict[str, Any]:
    """Sales to a hundredth as many clients, a few of whom buy most, with one return in twenty."""
    rng = np.random.default_rng(7)
    clients = max(rows // 100, 10)
    number = (clients * rng.random(rows) ** 2).astype(np.int64)
    names = np.array([f"client-{n:07}" for n in range(clients)])
    t = START_DAY * DAY_MS + rng.integers(0, DAYS * DAY_MS, rows)
    cents = rng.integers(100, 500_000, rows)
    cents = np.where(rng.random(rows) < 0.05, -(cents // 4), cents)
    return {"client": names[number], "t": t, "amount": cents / 100}


def checks(table: Any, money: np.ndarray) -> list[int]:
    """What all must have in common, from a row a client in the order of names."""
    today = NOW // DAY_MS

    def scored(values: np.ndarray) -> np.ndarray:
        ordered = np.sort(values)
        ranks = [-(-k * len(values) // BINS) for k in range(1, BINS)]
        return 1 + np.searchsorted(ordered[[rank - 1 for rank in ranks]], values, side="left")

    last, days = (np.asarray(column, dtype=np.int64) for column in table)
    recency = BINS + 1 - scored(today - last)
    frequency, monetary = scored(days), scored(money)
    order = np.argsort(-money, kind="stable")
    positive = np.maximum(money[order], 0)
    before = np.cumsum(positive) - positive
    total = positive.sum()
    is_a = (before * 100 < 80 * total) & (money[order] > 0)
    is_b = (before * 100 < 95 * total) & (money[order] > 0) & ~is_a
    return [
        len(money), int(money.sum()), int(days.sum()), int(recency.sum()), int(frequency.sum()),
        int(monetary.sum()), int(is_a.sum()), int(is_b.sum()),
        len(money) - int(is_a.sum()) - int(is_b.sum()),
    ]


def cents(money: Any) -> np.ndarray:
    return np.rint(np.asarray(money) * 100).astype(np.int64)


def by_polars(frame: pl.DataFrame) -> list[int]:
    day = pl.col("t") // DAY_MS
    bought = pl.col("amount") > 0
    table = frame.group_by("client").agg(
        last=day.filter(bought).max(),
        days=day.filter(bought).n_unique(),
        money=pl.col("amount").sum(),
    ).sort("client")
    table = table.filter(pl.col("last").is_not_null())
    return checks((table["last"], table["days"]), cents(table["money"]))


def by_pandas(frame: pd.DataFrame) -> list[int]:
    day = frame["t"] // DAY_MS
    bought = frame["amount"] > 0
    purchases = pd.DataFrame({"client": frame["client"][bought], "day": day[bought]})
    table = purchases.groupby("client", observed=True)["day"].agg(["max", "nunique"])
    money = frame.groupby("client", observed=True)["amount"].sum().reindex(table.index)
    return checks((table["max"], table["nunique"]), cents(money))


def by_duckdb(table: pa.Table) -> list[int]:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.register("sales", table)
    found = connection.execute(
        f"""select client, max(t // {DAY_MS}) filter (amount > 0) as last,
        count(distinct t // {DAY_MS}) filter (amount > 0) as days, sum(amount) as money
        from sales group by client order by client"""
    ).fetchnumpy()
    return checks((found["last"], found["days"]), cents(found["money"]))


def by_lifetimes(frame: pd.DataFrame) -> None:
    """Its summary alone: frequency, recency, T and mean money."""
    from lifetimes.utils import summary_data_from_transaction_data

    frame = frame.assign(t=pd.to_datetime(frame["t"], unit="ms"))
    end = pd.to_datetime(NOW - DAY_MS, unit="ms")
    summary_data_from_transaction_data(
        frame, "client", "t", monetary_value_col="amount", observation_period_end=end
    )


def check_cdnow() -> None:
    """All of lifetimes' summary but its money, which is a mean without the first purchase."""
    import datetime

    import fieldbeat
    from lifetimes.utils import summary_data_from_transaction_data

    data = Path(os.environ.get("FIELDBEAT_DATA", "../shared/data"))
    file = data / "segment/CDNOW_master.txt"
    if not file.is_file():
        print(f"SKIPPED: no development data at {file}")
        return
    names = ["client", "day", "discs", "amount"]
    frame = pd.read_csv(file, sep=r"\s+", skiprows=1, names=names, dtype={"client": str, "day": str})
    frame = frame[frame["discs"] > 0]
    day = pd.to_datetime(frame["day"], format="%Y%m%d")
    theirs = summary_data_from_transaction_data(
        frame.assign(t=day), "client", "t", observation_period_end="1998-06-30"
    ).sort_index()
    ours = fieldbeat.rfm(
        {
            "client": frame["client"].to_numpy(dtype=object),
            "t": day.to_numpy(dtype="datetime64[ms]").astype("int64"),
            # A purchase is what took discs along: some cost nothing.
            "amount": frame["discs"].to_numpy(dtype="float64"),
        },
        datetime.datetime(1998, 7, 1, tzinfo=datetime.UTC),
    )
    pairs = {"frequency": "repeat_days", "recency": "span_days", "T": "age_days"}
    if list(theirs.index) != list(ours["client"]):
        raise SystemExit("CDNOW: not the same clients")
    for key, own in pairs.items():
        differ = int((theirs[key].to_numpy() != np.asarray(ours[own])).sum())
        if differ:
            raise SystemExit(f"CDNOW: {differ} clients differ in {key}")
    print(f"CDNOW: frequency, recency and T of {len(theirs)} clients are those of lifetimes")


def by_fieldbeat(columns: dict[str, Any]) -> list[int]:
    import datetime

    import fieldbeat

    now = datetime.datetime.fromtimestamp(NOW / 1000, tz=datetime.UTC)
    scores = fieldbeat.rfm(columns, now)
    classes = fieldbeat.abc(columns, now)["abc"]
    classes = pa.array(classes)
    counts = {cell["values"]: cell["counts"] for cell in pa.compute.value_counts(classes).to_pylist()}
    total = [int(np.asarray(scores[f"{key}_score"]).sum()) for key in
             ("recency", "frequency", "monetary")]
    money = int(np.asarray(scores["monetary_units"]).sum()) // 100
    return [
        len(scores["client"]), money, int(np.asarray(scores["frequency_days"]).sum()), *total,
        *(counts.get(name, 0) for name in "ABC"),
    ]


def best(rounds: int, work: Callable[[], Any]) -> tuple[float, Any]:
    seconds, answer = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        answer = work()
        seconds = min(seconds, time.process_time() - start)
    return seconds, answer


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--folder", default="target/peers-segment")
    arguments.add_argument("--native", default="target/release/peer_segment")
    options = arguments.parse_args()
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    columns = draw(options.rows)
    (folder / "client.txt").write_text("\n".join(columns["client"]) + "\n")
    columns["t"].astype("<i8").tofile(folder / "t.i64")
    columns["amount"].astype("<f8").tofile(folder / "amount.f64")
    np.array([NOW], dtype="<i8").tofile(folder / "now.i64")

    said = subprocess.run(
        [options.native, str(folder), str(options.rounds)], check=True, capture_output=True
    )
    native = json.loads(said.stdout)
    times = {"fieldbeat, Rust": native["seconds"]}
    expected = native["sums"]
    print("Rust: names, rfm, abc:", [round(part, 3) for part in native["parts"]])

    if all(importlib.util.find_spec(module) for module in ("fieldbeat", "lifetimes")):
        check_cdnow()
    table = pa.table(columns)
    polars, pandas = pl.from_arrow(table), table.to_pandas()
    dictionary = table["client"].combine_chunks().dictionary_encode()
    coded_polars = polars.with_columns(pl.col("client").cast(pl.Categorical))
    coded_pandas = pandas.assign(client=pandas["client"].astype("category"))
    rest = {key: columns[key] for key in ("t", "amount")}
    objects = columns.pop("client").astype(object)
    # As read_csv leaves them, and most that reads rows: a name is one object for all of its rows.
    shared = dictionary.dictionary.to_numpy(zero_copy_only=False)[dictionary.indices.to_numpy()]
    object_pandas = pd.DataFrame({"client": pd.Series(shared, dtype=object), **rest})
    works: dict[str, tuple[str, Callable[[], Any]]] = {
        "fieldbeat, Arrow texts": (
            "fieldbeat", lambda: by_fieldbeat({"client": table["client"], **rest})
        ),
        "fieldbeat, dictionary": (
            "fieldbeat", lambda: by_fieldbeat({"client": dictionary, **rest})
        ),
        "fieldbeat, objects": ("fieldbeat", lambda: by_fieldbeat({"client": shared, **rest})),
        "fieldbeat, own objects": ("fieldbeat", lambda: by_fieldbeat({"client": objects, **rest})),
        "polars": ("polars", lambda: by_polars(polars)),
        "polars, dictionary": ("polars", lambda: by_polars(coded_polars)),
        "pandas": ("pandas", lambda: by_pandas(pandas)),
        "pandas, dictionary": ("pandas", lambda: by_pandas(coded_pandas)),
        "pandas, objects": ("pandas", lambda: by_pandas(object_pandas)),
        "DuckDB": ("duckdb", lambda: by_duckdb(table)),
        "lifetimes": ("lifetimes", lambda: by_lifetimes(pandas)),
    }
    for name, (module, work) in works.items():
        if importlib.util.find_spec(module) is None:
            print(f"SKIPPED: {module} is not installed")
            continue
        times[name], sums = best(options.rounds, work)
        if sums is not None and sums != expected:
            raise SystemExit(f"{name} found {sums}, fieldbeat {expected}")
    ours = [name for name in times if name.startswith("fieldbeat")]
    print("Times as long as:", "; ".join(ours))
    for name, seconds in times.items():
        ratios = (f"{seconds / times[own]:8.2f}" for own in ours)
        print(f"{name:24} {seconds:8.3f} s", *ratios)


if __name__ == "__main__":
    main()
