"""Every Python object that is data is read as what it is, and what is none is named as such."""

from __future__ import annotations

import array
import collections
import enum
import fractions
import math
import os
import subprocess
import sys
import types
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import fieldbeat
import numpy as np
import pandas as pd
import pytest
from conftest import problems, seen
from hypothesis import given, settings
from hypothesis import strategies as st


class Colour(enum.StrEnum):
    RED = "red"


class Old(str, enum.Enum):  # noqa: UP042 (older code has these)
    RED = "red"


class Count(enum.IntEnum):
    TWO = 2


class Lazy(collections.abc.Mapping[str, object]):
    """A mapping that is no dict."""

    def __init__(self, content: dict[str, object]) -> None:
        self.content = content

    def __getitem__(self, key: str) -> object:
        return self.content[key]

    def __iter__(self) -> Any:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("Привет, 世界 🎈", "Привет, 世界 🎈"),
        ("", ""),
        (Colour.RED, "red"),
        (Old.RED, "red"),
        (np.str_("numpy"), "numpy"),
        (True, "true"),
        (np.False_, "false"),
        (7, "7"),
        (Count.TWO, "2"),
        (-(2**63), "-9223372036854775808"),
        (np.int64(-3), "-3"),
        (np.uint8(255), "255"),
        (np.array(5), "5"),
        (0.5, "0.5"),
        (np.float64(0.5), "0.5"),
        (np.float32(0.5), "0.5"),
        (np.float16(0.5), "0.5"),
        (Decimal("2.3625"), "2.3625"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.000000000000000000000000001"), "-0.000000000000000000000000001"),
        (date(2026, 11, 20), "2026-11-20"),
        (timedelta(minutes=20), "1200s"),
        (timedelta(seconds=-90), "-90s"),
        (datetime(2026, 11, 20, 14, 50, tzinfo=UTC), "2026-11-20T14:50:00.000Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000Z"),
        (datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59.999Z"),
        (pd.Timestamp("2026-11-20T17:50:00.123456789+03:00"), "2026-11-20T14:50:00.123Z"),
        (np.datetime64("2026-11-20T14:50"), "2026-11-20T14:50:00.000Z"),
        (np.datetime64("2026-11-20T14:50:00.123456789"), "2026-11-20T14:50:00.123Z"),
        (np.datetime64("2026-11"), "2026-11-01T00:00:00.000Z"),
        (np.array(np.datetime64("1969-12-31T23:59:59.9999")), "1969-12-31T23:59:59.999Z"),
    ],
)
def test_scalars_are_read_as_what_they_are(value: object, text: str) -> None:
    assert seen(value) == text


@pytest.mark.parametrize("absent", [None, pd.NaT, pd.NA, np.datetime64("NaT")])
def test_absent_values_are_absent(absent: object, fence: Any, fix: Any) -> None:
    fix["received"] = absent
    fix["seq"] = absent
    fieldbeat.presence(fence, fix)


@pytest.mark.parametrize(
    ("time", "utc"),
    [
        (
            datetime(2026, 11, 20, 17, 50, tzinfo=ZoneInfo("Europe/Moscow")),
            "2026-11-20T14:50:00.000Z",
        ),
        (datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/New_York")), "2026-07-01T16:00:00.000Z"),
        (
            datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0),
            "2026-10-25T00:30:00.000Z",
        ),
        (
            datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
            "2026-10-25T01:30:00.000Z",
        ),
        (
            datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=45, seconds=30))),
            "2025-12-31T18:14:30.000Z",
        ),
        (datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC), "1969-12-31T23:59:59.999Z"),
        (datetime(2026, 1, 1, 0, 0, 0, 123_999, UTC), "2026-01-01T00:00:00.123Z"),
    ],
)
def test_instants_are_floored_to_the_millisecond_of_utc(time: datetime, utc: str) -> None:
    assert seen(time) == utc


def test_the_offset_is_what_the_object_says() -> None:
    class Shifted(datetime):
        def utcoffset(self) -> timedelta:
            return timedelta(hours=1)

    assert seen(Shifted(2026, 11, 20, 15, 50, tzinfo=UTC)) == "2026-11-20T14:50:00.000Z"


class NoOffset(tzinfo):
    def utcoffset(self, _: datetime | None) -> None:
        return None


class Broken(tzinfo):
    def utcoffset(self, _: datetime | None) -> timedelta:
        raise LookupError("no zone data")


@pytest.mark.parametrize(
    "naive",
    [datetime(2026, 11, 20), datetime(2026, 11, 20, tzinfo=NoOffset()), "2026-11-20T10:00:00"],
)
def test_a_naive_time_is_an_error(naive: object, fence: Any, fix: Any) -> None:
    fix["t"] = naive
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.presence(fence, fix)
    assert problems(raised.value) == [("naive_time", "$.fix.t")]


@pytest.mark.parametrize(
    "beyond",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-3))),
        2**62,
        2**64,
        1e300,
    ],
)
def test_times_outside_the_years_1_to_9999_are_out_of_range(
    beyond: object, fence: Any, fix: Any
) -> None:
    fix["t"] = beyond
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.presence(fence, fix)
    assert problems(raised.value) == [("out_of_range", "$.fix.t")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("north", "wrong_type"),
        (True, "wrong_type"),
        ([1], "wrong_type"),
        ({}, "wrong_type"),
        (b"55", "wrong_type"),
        (bytearray(b"55"), "wrong_type"),
        (object(), "wrong_type"),
        (fractions.Fraction(1, 2), "wrong_type"),
        (1j, "wrong_type"),
        (np.complex128(1), "wrong_type"),
        (np.longdouble(1), None),
        ({1, 2}, "wrong_type"),
        (len, "wrong_type"),
        (int, "wrong_type"),
        (np.ndarray, "wrong_type"),
        (time(12), "wrong_type"),
        (uuid.uuid4(), "wrong_type"),
        ((x for x in [1]), "wrong_type"),
        (types.SimpleNamespace(lat=1), "wrong_type"),
        ({1: 2}, "wrong_type"),
        ({"\ud800": 2}, "wrong_type"),
        ("\ud800", "wrong_type"),
        (10**30, "out_of_range"),
        (2**63, "out_of_range"),
        (90.0000001, "out_of_range"),
        (1e308, "out_of_range"),
        (math.nan, "not_finite"),
        (math.inf, "not_finite"),
        (-math.inf, "not_finite"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("-Infinity"), "not_finite"),
        (Decimal("1E+1000000"), "invalid_decimal"),
        (Decimal(1) / Decimal(3), None),
        (timedelta(milliseconds=1), "invalid_span"),
        (None, "missing_key"),
        (pd.NaT, "missing_key"),
    ],
)
def test_a_latitude_that_is_none_is_named_with_its_path(value: Any, code: str | None) -> None:
    a, b = {"lat": value, "lon": 0}, {"lat": 0, "lon": 0}
    if code is None:
        assert fieldbeat.distance(a, b) >= 0
        return
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.distance(a, b)
    assert problems(raised.value) == [(code, "$.a.lat")]


def test_negative_zero_is_zero() -> None:
    zero = fieldbeat.distance({"lat": -0.0, "lon": -0.0}, {"lat": 0.0, "lon": 0.0})
    assert math.copysign(1.0, zero) == 1.0 and zero == 0.0


@pytest.mark.parametrize(
    "position",
    [
        Lazy({"lat": 55.7558, "lon": 37.6173}),
        types.MappingProxyType({"lat": 55.7558, "lon": 37.6173}),
        collections.OrderedDict(lon=37.6173, lat=55.7558),
        collections.ChainMap({"lat": 55.7558}, {"lon": 37.6173}),
        collections.UserDict(lat=55.7558, lon=37.6173),
        {"lat": np.float64(55.7558), "lon": np.array(37.6173)},
        {"lat": Decimal("55.7558"), "lon": 37.6173, "name": "anything else"},
    ],
)
def test_any_mapping_is_an_object(position: Any) -> None:
    assert fieldbeat.distance(position, {"lat": 55.7558, "lon": 37.6173}) == 0.0


@pytest.mark.parametrize(
    "rows",
    [
        [[0, 10800]],
        ((0, 10800),),
        collections.deque([[0, 10800]]),
        collections.UserList([[0, 10800]]),
        [array.array("q", [0, 10800])],
        [memoryview(array.array("q", [0, 10800]))],
        [range(0, 21600, 10800)],
        np.array([[0, 10800]]),
        [np.array([0, 10800])],
    ],
)
def test_any_sequence_is_a_list(rows: Any, fence: Any, fix: Any) -> None:
    zone: Any = {"name": "east", "offsets": rows}
    with pytest.raises(fieldbeat.PolicyError) as raised:
        fieldbeat.verify_plan([], [], [], {"zone": zone, "late": "-1s"})
    assert problems(raised.value) == [("out_of_range", "$.policy.late")]


def test_whole_seconds_of_a_timedelta_are_a_span() -> None:
    policy: Any = {"late": timedelta(minutes=5), "early": timedelta(seconds=-1)}
    with pytest.raises(fieldbeat.PolicyError) as raised:
        fieldbeat.verify_plan([], [], [], policy)
    assert problems(raised.value) == [("out_of_range", "$.policy.early")]


def test_what_contains_itself_is_an_error() -> None:
    lists: list[Any] = []
    lists.extend([lists, lists])
    objects: dict[str, Any] = {"lat": 1}
    objects["lon"] = objects
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.distance(objects, lists)  # type: ignore[arg-type]
    assert problems(raised.value) == [("cyclic", "$.a.lon"), ("wrong_type", "$.b")]


def test_what_is_endlessly_deep_is_an_error(fence: Any, fix: Any) -> None:
    class Endless(Lazy):
        def __getitem__(self, key: str) -> object:
            return Endless(self.content)

    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, Endless({"lat": None})):
        # What nobody reads may be as deep as it likes.
        fieldbeat.presence(fence, {**fix, "note": value})
        with pytest.raises(fieldbeat.InputError) as raised:
            fieldbeat.presence(fence, {**fix, "lat": value})
        assert problems(raised.value) == [("wrong_type", "$.fix.lat")]


def test_an_exception_of_the_callers_own_passes_through(fence: Any, fix: Any) -> None:
    class Failing(Lazy):
        def __getitem__(self, key: str) -> object:
            raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError, match="went away"):
        fieldbeat.presence(fence, Failing(fix))  # type: ignore[arg-type]
    fix["t"] = datetime(2026, 11, 20, tzinfo=Broken())
    with pytest.raises(LookupError, match="no zone data"):
        fieldbeat.presence(fence, fix)


def test_a_dict_may_change_while_it_is_read(fence: Any, fix: Any) -> None:
    class Meddling(tzinfo):
        def utcoffset(self, _: datetime | None) -> timedelta:
            fix[f"key_{len(fix)}"] = 1
            return timedelta(0)

    fix["t"] = datetime(2026, 11, 20, tzinfo=Meddling())
    fieldbeat.presence(fence, fix)
    assert len(fix) > 4


def test_answers_are_plain_python_data() -> None:
    schema = fieldbeat.schema("visit")
    assert type(schema) is dict
    policy = schema["$defs"]["VisitPolicy"]
    assert policy["additionalProperties"] is False
    assert type(policy["required"]) is list
    properties = policy["properties"]
    assert properties["version"]["default"] == 1 and type(properties["version"]["default"]) is int
    assert type(properties["max_bridged_share"]["default"]) is float
    assert properties["observe"]["default"] is None
    assert list(schema) == ["$schema", "$ref", "$defs"]


def test_instants_of_an_answer_are_aware_datetimes_in_utc(fence: Any) -> None:
    moscow = ZoneInfo("Europe/Moscow")
    said = datetime(2026, 11, 20, 18, 0, 0, 123_456, moscow)
    override: Any = {"status": "partial", "by": "Olga", "reason": "she called", "at": said}
    plan: Any = [{"id": "1", "site": "a", "date": said.date(), "override": override}]
    start = datetime(2026, 11, 20, 17, 50, 0, 1_999, moscow)
    fixes: Any = [
        {"t": start + timedelta(seconds=row), "lat": 55.7558 + row * 1e-6, "lon": 37.6173}
        for row in range(3)
    ]
    report = fieldbeat.verify_plan(plan, fixes, [{"id": "a", "fence": fence}])
    first, at = report["first"], report["visits"][0]["override"]["at"]  # type: ignore[index]
    assert first == datetime(2026, 11, 20, 14, 50, 0, 1_000, UTC)
    assert at == datetime(2026, 11, 20, 15, 0, 0, 123_000, UTC)
    assert type(first) is datetime and first.tzinfo is UTC
    assert report["visits"][0]["status"] == "partial"
    # An answer is plain data all the way: it goes in again.
    plan[0]["override"] = report["visits"][0]["override"]
    assert fieldbeat.verify_plan(plan, fixes, [{"id": "a", "fence": fence}]) == report


def test_no_other_package_is_needed() -> None:
    code = """
import sys
sys.modules.update(numpy=None, pandas=None, pyarrow=None, polars=None)
import fieldbeat
assert fieldbeat.digest({"t": [1], "lat": (2.0,), "lon": [3]}) == fieldbeat.digest(
    [{"t": 1, "lat": 2, "lon": 3}])
try:
    fieldbeat.digest({"t": [1], "lat": object(), "lon": [3]})
except fieldbeat.InputError as error:
    print(error.problems[0]["path"])
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert ran.stdout.strip() == "$.track.lat", ran.stderr


def json_like() -> st.SearchStrategy[object]:
    """Any nested data, with the keys of fences and fixes among its own."""
    scalars = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.decimals()
        | st.datetimes(timezones=st.none() | st.timezones())
        | st.timedeltas()
        | st.dates()
        | st.binary(max_size=3)
        | st.sampled_from(["gps", "2026-11-20T10:00:00Z", "Polygon", "20m"])
    )
    keys = st.text(max_size=3) | st.sampled_from(
        ["t", "lat", "lon", "center", "radius_m", "geometry", "type", "coordinates", "accuracy_m"]
    )
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=20,
    )


@settings(max_examples=300, deadline=None)
@given(json_like(), json_like(), json_like())
def test_any_data_give_an_answer_or_a_fieldbeat_error(a: Any, b: Any, c: Any) -> None:
    for operation, arguments in (
        (fieldbeat.distance, (a, b)),
        (fieldbeat.presence, (a, b, c)),
        (fieldbeat.verify_plan, (a, b, c, None, None)),
        (fieldbeat.digest, (a,)),
        (fieldbeat.reason_text, (a, b)),
        (fieldbeat.schema, (a,)),
    ):
        try:
            operation(*arguments)  # type: ignore[operator]
        except fieldbeat.FieldbeatError as error:
            assert error.problems
            assert all(problem["path"].startswith("$") for problem in error.problems)
