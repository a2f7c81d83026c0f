"""RFM and ABC against pandas, and names in whatever holds them."""

import copy
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import fieldbeat
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

DAY_MS = 86_400_000
NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = int(NOW.timestamp()) // 86_400
BINS = 5
DATA = Path(os.environ.get("FIELDBEAT_DATA", Path(__file__).parents[3] / "shared/data"))


def drawn() -> pd.DataFrame:
    """Many equals, returns, and names of one byte to forty."""
    rng = np.random.default_rng(5)
    rows = 5_000
    number = (300 * rng.random(rows) ** 2).astype(int)
    names = [("я" if n % 3 else "client-") * (n % 5) + str(n) for n in range(300)]
    return pd.DataFrame(
        {
            "client": [names[n] for n in number],
            "t": (TODAY - 400) * DAY_MS + rng.integers(0, 400 * DAY_MS, rows),
            "amount": np.where(rng.random(rows) < 0.1, -1, 1) * rng.integers(1, 900, rows) / 4,
        }
    )


def cdnow() -> pd.DataFrame:
    file = DATA / "segment/CDNOW_master.txt"
    if not file.is_file():
        pytest.skip(f"no development data at {file}")
    frame = pd.read_csv(
        file,
        sep=r"\s+",
        skiprows=1,
        names=["client", "day", "discs", "amount"],
        dtype={"client": str, "day": str},
    )
    t = pd.to_datetime(frame["day"], format="%Y%m%d").astype("datetime64[ms]").astype("int64")
    return pd.DataFrame({"client": frame["client"], "t": t, "amount": frame["amount"]})


def scored(values: pd.Series) -> pd.Series:
    """One more than the cuts below the value; cut k is the value at rank ceil(k n / bins)."""
    ordered = values.sort_values().to_numpy()
    ranks = [-(-k * len(values) // BINS) for k in range(1, BINS)]
    return sum((values > ordered[rank - 1]).astype(int) for rank in ranks) + 1


@pytest.mark.parametrize(("draw", "now"), [(drawn, NOW), (cdnow, datetime(1998, 7, 1, tzinfo=UTC))])
def test_rfm_and_abc_are_what_pandas_makes_of_them(draw: Any, now: datetime) -> None:
    frame = draw()
    today = int(now.timestamp()) // 86_400
    frame["day"] = frame["t"] // DAY_MS
    bought = frame[frame["amount"] > 0].groupby("client")["day"].agg(["min", "max", "nunique"])
    cents = (frame["amount"] * 100).round().astype("int64").groupby(frame["client"]).sum()
    cents = cents.reindex(bought.index)

    columns = {key: frame[key] for key in ("client", "t", "amount")}
    columns["client"] = columns["client"].to_numpy(dtype=object)
    report = fieldbeat.rfm(columns, now)
    own = pd.DataFrame(
        {
            key: np.asarray(report[key])  # type: ignore[literal-required]
            for key in report
            if key.endswith(("_days", "_units", "_score"))
        },
        index=list(report["client"]),
    )
    # The order of names is that of their bytes.
    assert sorted(bought.index, key=str.encode) == list(own.index)
    own = own.reindex(bought.index).astype("int64")
    assert (own["recency_days"] == today - bought["max"]).all()
    assert (own["frequency_days"] == bought["nunique"]).all()
    assert (own["span_days"] == bought["max"] - bought["min"]).all()
    assert (own["monetary_units"] == cents * 100).all()
    assert (own["recency_score"] == BINS + 1 - scored(today - bought["max"])).all()
    assert (own["frequency_score"] == scored(bought["nunique"])).all()
    assert (own["monetary_score"] == scored(cents)).all()

    classes = fieldbeat.abc(columns, now)
    money = (frame["amount"] * 100).round().astype("int64").groupby(frame["client"]).sum()
    money = money.loc[sorted(money.index, key=str.encode)].sort_values(
        ascending=False, kind="stable"
    )
    positive = money.clip(lower=0)
    before = positive.cumsum() - positive
    total = positive.sum()
    expected = np.where(
        before * 100 < 80 * total, "A", np.where(before * 100 < 95 * total, "B", "C")
    )
    expected[money <= 0] = "C"
    found = dict(zip(classes["client"], classes["abc"], strict=True))
    assert [found[name] for name in money.index] == list(expected)


def test_names_are_the_same_in_whatever_holds_them() -> None:
    frame = drawn()
    names = frame["client"].tolist()
    arrow = pa.array(names)
    halves = pa.chunked_array([arrow[:1_000], arrow[1_000:].dictionary_encode().cast(pa.string())])
    forms: list[Any] = [
        names,
        np.array(names, dtype=object),
        # An object a row, every other row, and none of them masked.
        np.array(names).astype(object),
        np.array([own for name in names for own in (name, None)], dtype=object)[::2],
        np.ma.array(np.array(names, dtype=object), mask=False),
        np.array(names),
        frame["client"],
        arrow,
        arrow.cast(pa.large_string()),
        arrow.cast(pa.string_view()),
        arrow.dictionary_encode(),
        halves,
        pl.Series(names),
        pl.Series(names, dtype=pl.Categorical),
    ]
    rest = {"t": frame["t"].to_numpy(), "amount": frame["amount"].to_numpy()}
    answers = [list(fieldbeat.abc({"client": own, **rest}, NOW)["client"]) for own in forms]
    classes = [list(fieldbeat.abc({"client": own, **rest}, NOW)["abc"]) for own in forms]
    assert all(own == answers[0] for own in answers)
    assert all(own == classes[0] for own in classes)
    assert len(answers[0]) > 250


def test_a_name_that_is_masked_or_none_is_missing() -> None:
    names = np.array(["anna", "boris", "anna"], dtype=object)
    rest = {"t": np.array([0, 1, 2]), "amount": np.array([1.0, 2.0, 3.0])}
    absent = np.array(["anna", None, "anna"], dtype=object)
    for own in (np.ma.array(names, mask=[False, True, False]), absent):
        with pytest.raises(fieldbeat.errors.InputError) as caught:
            fieldbeat.abc({"client": own, **rest}, NOW)
        found = [(it["code"], it["path"]) for it in caught.value.problems]
        assert found == [("missing_value", "$.columns.client[1]")]
    # What is no text is told with its place, too.
    with pytest.raises(fieldbeat.errors.InputError) as caught:
        fieldbeat.abc({"client": np.array(["anna", 7, "anna"], dtype=object), **rest}, NOW)
    assert [it["path"] for it in caught.value.problems] == ["$.columns.client[1]"]


def test_a_segmenter_takes_transactions_from_whatever_holds_them_and_is_pickled() -> None:
    frame = drawn()
    frame["scope"] = np.where(frame["client"].str.len() % 2 == 0, "anna", "boris")
    frame["id"] = [f"bill-{row}" for row in range(len(frame))]
    keys = ["client", "t", "amount", "scope", "id"]
    texts = {key: frame[key].to_numpy(dtype=object) for key in ("client", "scope", "id")}
    arrow = pa.table({key: pa.array(frame[key].to_list()) for key in keys})
    held: dict[str, Any] = {
        "lists": {key: frame[key].to_list() for key in keys},
        "numpy": texts | {key: frame[key].to_numpy() for key in ("t", "amount")},
        "pandas": {key: frame[key] for key in ("t", "amount")} | texts,
        "arrow": arrow,
        "polars": pl.DataFrame(arrow),
        "cents": texts
        | {
            "t": frame["t"].to_numpy(),
            "amount": (frame["amount"] * 100).round().astype("int64").to_numpy(),
            "scale": 2,
        },
    }
    states = {}
    for name, transactions in held.items():
        segmenter = fieldbeat.Segmenter()
        assert segmenter.ingest(transactions)["transactions"] == len(frame)
        told = segmenter.advance(NOW)
        assert len(told["moves"]) > 300
        # What waits is pickled with it.
        segmenter.ingest([{"client": "late", "t": 0, "amount": 1}])
        again = pickle.loads(pickle.dumps(segmenter))
        assert again.assignments() == segmenter.assignments()
        assert again.snapshot() == segmenter.snapshot()
        assert again.advance(NOW)["moves"] == segmenter.advance(NOW)["moves"]
        states[name] = segmenter.snapshot()
    assert len(set(states.values())) == 1


def test_engines_are_pickled_and_copied_by_the_policy_that_they_have() -> None:
    bought = [{"client": "a", "t": 0, "amount": 100}]
    of_segmenter: dict[str, Any] = {"base_days": 300}
    segmenter = fieldbeat.Segmenter(cast(Any, of_segmenter))
    segmenter.ingest(bought)
    # The caller's own dictionary is the caller's own.
    of_segmenter["base_days"] = 250
    assert again(segmenter).policy["base_days"] == 300
    assert segmenter.change_policy({"base_days": 200})
    assert again(segmenter).policy == segmenter.policy
    merged = fieldbeat.Segmenter.merge([segmenter.snapshot()], segmenter.policy)
    assert again(merged).policy["base_days"] == 200

    shop: Any = {"id": "shop", "center": {"lat": 55.75, "lon": 37.61}, "radius_m": 200}
    index = fieldbeat.FenceIndex([shop])
    of_tracker: dict[str, Any] = {"lateness": "10m"}
    tracker = fieldbeat.Tracker(index, cast(Any, of_tracker))
    of_tracker["lateness"] = "20m"
    again(tracker)


def again(engine: Any) -> Any:
    """An engine out of its bytes, by every way to them."""
    copies = [pickle.loads(pickle.dumps(engine)), copy.copy(engine), copy.deepcopy(engine)]
    assert {own.snapshot() for own in copies} == {engine.snapshot()}
    return copies[0]


def test_a_segmenter_that_is_asked_from_its_own_progress_is_busy() -> None:
    segmenter = fieldbeat.Segmenter()
    rows = range(60_000)
    segmenter.ingest(
        {
            "client": [f"c{row}" for row in rows],
            "t": [row % 40 * DAY_MS for row in rows],
            "amount": [10 + row % 50 for row in rows],
        }
    )
    asked: list[str] = []

    def progress(_: int) -> None:
        with pytest.raises(fieldbeat.errors.StateError) as caught:
            segmenter.next_due()
        asked.extend(it["code"] for it in caught.value.problems)

    segmenter.advance(NOW, progress=progress)
    assert asked
    assert set(asked) == {"busy"}
    # Nobody is at work any longer.
    segmenter.next_due()
    assert len(segmenter.assignments()) == 60_000
