"""Writes the vectors of working time and periods: the sentences of their specification.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

import json
from pathlib import Path

from suite import refused, write

MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}
# Clocks in Cairo went from 00:00 to 01:00 on 26 April 2024, and from 00:00 back on 1 November.
CAIRO = {
    "name": "Africa/Cairo",
    "offsets": [[0, 7_200], [1_714_082_400_000, 10_800], [1_730_408_400_000, 7_200]],
}
LIMA = {"name": "America/Lima", "offsets": [[0, -18_000]]}
POLICY = {"zone": MOSCOW, "days": [{"first": "2026-11-04"}]}
LUNCH = {
    "zone": MOSCOW,
    "hours": {
        "friday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}],
    },
    "days": [{"first": "2026-11-04", "name": "Unity Day"}],
    "layers": [
        {
            "name": "branch",
            "days": [{"first": "2026-11-07", "hours": [{"start": "10:00", "end": "15:00"}]}],
        },
        {"name": "rep", "days": [{"first": "2026-11-26", "last": "2026-12-09"}]},
    ],
}


def utc(text):
    """A time of Moscow as answers have it."""
    day, clock = text.split("T")
    hour = int(clock[:2]) - 3
    assert hour >= 0
    return f"{day}T{hour:02d}{clock[2:]}:00.000Z"


def moscow(text):
    return f"{text}:00+03:00"


def added(t, span, due):
    return {"add": {"t": moscow(t), "span": span}}, utc(due)


def script(name, policy, steps):
    """Calls, each with what it answers."""
    calls, expect = [], {}
    for index, (call, answer) in enumerate(steps):
        calls.append(call)
        if isinstance(answer, dict):
            expect |= {f"[{index}].{path}": value for path, value in answer.items()}
        else:
            expect[f"[{index}].answer"] = answer
    return {"name": name, "input": {"new": {"policy": policy}, "calls": calls}, "expect": expect}


def worked(a, b, minutes):
    return {"working_time": {"a": moscow(a), "b": moscow(b)}}, minutes * 60_000


SCRIPTS = [
    script(
        "the fixtures of the specification",
        POLICY,
        [
            worked("2026-11-20T17:50", "2026-11-23T09:25", 35),
            worked("2026-11-23T09:25", "2026-11-20T17:50", -35),
            worked("2026-11-20T16:00", "2026-11-24T17:00", 19 * 60),
            ({"working_days": {"period": "2026-11"}}, 20),
            (
                {
                    "working_days": {
                        "period": {"start": moscow("2026-11-01T00:00"), "end": moscow("2026-11-14T00:00")}
                    }
                },
                9,
            ),
            added("2026-11-21T12:00", "1bd", "2026-11-23T12:00"),
            added("2026-11-20T20:00", "1bd", "2026-11-24T09:00"),
            added("2026-11-06T12:00", "-3bd", "2026-11-02T12:00"),
            added("2026-11-20T20:00", "0bd", "2026-11-23T09:00"),
            added("2026-11-03T17:00", "2bh", "2026-11-05T10:00"),
            added("2026-11-03T17:00", "1bh", "2026-11-03T18:00"),
            added("2026-11-05T10:00", "-1bh", "2026-11-05T09:00"),
            added("2026-01-31T10:00", "1mo", "2026-02-28T10:00"),
            added("2024-02-29T10:00", "1y", "2025-02-28T10:00"),
            added("2026-11-20T10:00", "-2w", "2026-11-06T10:00"),
            ({"add": {"t": moscow("2026-11-20T10:00"), "span": "90s"}}, "2026-11-20T07:01:30.000Z"),
            ({"is_working": {"t": moscow("2026-11-20T09:00")}}, True),
            ({"is_working": {"t": moscow("2026-11-20T18:00")}}, False),
            ({"is_working": {"t": moscow("2026-11-04T12:00")}}, False),
        ],
    ),
    script(
        "lunch, a working Saturday, and a vacation over the end of a month",
        LUNCH,
        [
            added("2026-11-19T13:30", "1bd", "2026-11-20T14:00"),
            added("2026-11-23T13:30", "-1bd", "2026-11-20T13:00"),
            ({"is_working": {"t": moscow("2026-11-07T12:00")}}, True),
            worked("2026-11-25T18:00", "2026-12-10T09:00", 0),
            added("2026-11-25T17:00", "2bh", "2026-12-10T10:00"),
        ],
    ),
    script(
        "a day without midnight begins at its first instant",
        {"zone": CAIRO, "hours": {"friday": [{"start": "00:00", "end": "24:00"}]}},
        [
            (
                {"period": {"name": "2024-04-26"}},
                {
                    "answer.start": "2024-04-25T22:00:00.000Z",
                    "answer.end": "2024-04-26T21:00:00.000Z",
                },
            ),
            (
                {
                    "working_time": {
                        "a": "2024-04-25T12:00:00Z",
                        "b": "2024-04-26T23:00:00Z",
                    }
                },
                # From 14:00 to 18:00 on Thursday by the clock, and Friday of 23 hours.
                (4 + 23) * 3_600_000,
            ),
            (
                {"add": {"t": "2024-04-25T22:30:00Z", "span": "1d"}},
                "2024-04-26T22:30:00.000Z",
            ),
        ],
    ),
    script(
        "years that begin in April and weeks that begin on Sunday",
        {"week_start": "sunday", "year_start": 4},
        [
            (
                {"period": {"name": "2026-Q4"}},
                {
                    "answer.start": "2027-01-01T00:00:00.000Z",
                    "answer.end": "2027-04-01T00:00:00.000Z",
                },
            ),
            (
                {"period": {"name": "this_week", "now": "2026-11-20T23:30:00Z"}},
                {"answer.name": "2026-11-15/P1W", "answer.start": "2026-11-15T00:00:00.000Z"},
            ),
            ({"period_of": {"t": "2027-02-01T00:00:00Z", "kind": "year"}}, {"answer.name": "2026"}),
        ],
    ),
    script(
        "with the first date begins what is left of its week and year, and the last ends with all of time",
        {"zone": LIMA, "week_start": "sunday", "year_start": 4},
        [
            (
                {"period_of": {"t": "0001-01-01T00:00:00Z", "kind": kind}},
                {
                    "answer.name": name,
                    "answer.start": "0001-01-01T00:00:00.000Z",
                    "answer.end": f"0001-{end}T05:00:00.000Z",
                },
            )
            for kind, name, end in (
                ("day", "0001-01-01", "01-02"),
                ("week", "0001-01-01/P1W", "01-07"),
                ("month", "0001-01", "02-01"),
                ("quarter", "0000-Q4", "04-01"),
                ("year", "0000", "04-01"),
            )
        ]
        + [
            (
                {"period": {"name": name}},
                {"answer.start": f"{start}T05:00:00.000Z", "answer.end": "9999-12-31T23:59:59.999Z"},
            )
            for name, start in (
                ("9999-12-31", "9999-12-31"),
                ("9999-12-26/P1W", "9999-12-26"),
                ("9999-Q3", "9999-10-01"),
                ("9999", "9999-04-01"),
            )
        ]
        + [
            ({"working_days": {"period": "9999-12"}}, 23),
            ({"working_days": {"period": "0001-01"}}, 23),
            (
                {"add": {"t": "9999-12-31T12:00:00Z", "span": "1d"}},
                {"error.problems[0].code": "out_of_range", "error.problems[0].path": "$.span"},
            ),
            (
                {"add": {"t": "0001-01-01T12:00:00Z", "span": "-1d"}},
                {"error.problems[0].code": "out_of_range", "error.problems[0].path": "$.span"},
            ),
        ],
    ),
    script(
        "of a change of clocks beyond all dates nobody hears",
        {"zone": {"name": "x", "offsets": [[0, 3_600], [9_007_199_254_740_991, 7_200]]}},
        [({"add": {"t": "2026-11-20T16:30:00Z", "span": "1bh"}}, "2026-11-23T08:30:00.000Z")],
    ),
    script(
        "a calendar without work has none to add",
        {"hours": {day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}},
        [
            (
                {"add": {"t": "2026-11-20T10:00:00Z", "span": "1bd"}},
                {"error.problems[0].code": "no_working_time"},
            ),
            (
                {"add": {"t": "9999-12-31T00:00:00Z", "span": "1mo"}},
                {"error.problems[0].code": "out_of_range"},
            ),
            (
                {"add": {"t": "2026-11-20T10:00:00Z", "span": "1.5d"}},
                {"error.problems[0].code": "invalid_span", "error.problems[0].path": "$.span"},
            ),
            (
                {"working_days": {"period": "next_week"}},
                {"error.problems[0].code": "invalid_period", "error.problems[0].path": "$.period"},
            ),
            (
                {"working_days": {"period": "today"}},
                {"error.problems[0].code": "missing_now", "error.problems[0].path": "$.now"},
            ),
        ],
    ),
]


def vector(name, arguments, expect):
    return {"name": name, "input": arguments, "expect": expect}


NOW = "2026-11-20T23:30:00Z"  # the 21st in Moscow
PERIODS = [
    vector(
        f"{name} in Moscow",
        {"name": name, "zone": MOSCOW, "now": NOW},
        {"name": called, "start": f"{start}T21:00:00.000Z", "end": f"{end}T21:00:00.000Z"},
    )
    for name, called, start, end in (
        ("2026-11-13", "2026-11-13", "2026-11-12", "2026-11-13"),
        ("2026-W47", "2026-W47", "2026-11-15", "2026-11-22"),
        ("2020-W53", "2020-W53", "2020-12-27", "2021-01-03"),
        ("2026-11", "2026-11", "2026-10-31", "2026-11-30"),
        ("2026-Q4", "2026-Q4", "2026-09-30", "2026-12-31"),
        ("2026", "2026", "2025-12-31", "2026-12-31"),
        ("today", "2026-11-21", "2026-11-20", "2026-11-21"),
        ("yesterday", "2026-11-20", "2026-11-19", "2026-11-20"),
        ("this_week", "2026-W47", "2026-11-15", "2026-11-22"),
        ("last_week", "2026-W46", "2026-11-08", "2026-11-15"),
        ("last_month", "2026-10", "2026-09-30", "2026-10-31"),
        ("last_quarter", "2026-Q3", "2026-06-30", "2026-09-30"),
        ("last_year", "2025", "2024-12-31", "2025-12-31"),
    )
] + [
    refused("a month that no year has", {"name": "2026-13", "zone": "UTC"}, [("invalid_period", "$.name")]),
    refused("a week that the year has not", {"name": "2025-W53", "zone": "UTC"}, [("invalid_period", "$.name")]),
    refused("today of no day", {"name": "today", "zone": "UTC"}, [("missing_now", "$.now")]),
    refused(
        "the month before the first",
        {"name": "last_month", "zone": LIMA, "now": "0001-01-31T00:00:00Z"},
        [("out_of_range", "$.name")],
    ),
]

OF = [
    vector(
        f"the {kind} of an instant",
        {"t": NOW, "kind": kind, "zone": MOSCOW},
        {"name": name},
    )
    for kind, name in (
        ("day", "2026-11-21"),
        ("week", "2026-W47"),
        ("month", "2026-11"),
        ("quarter", "2026-Q4"),
        ("year", "2026"),
    )
] + [refused("a kind that is none", {"t": NOW, "kind": "decade", "zone": "UTC"}, [("unknown_value", "$.kind")])]

# The browser makes these from its own data, the others from chrono-tz.
ZONES = [
    vector(
        f"{zone} from 2020 to 2030",
        {"name": zone, "start": "2020-01-01T00:00:00Z", "end": "2030-01-01T00:00:00Z"},
        {"name": zone, "offsets.length": rows},
    )
    for zone, rows in (
        ("Europe/Moscow", 1),
        ("Europe/Kyiv", 21),
        ("Asia/Almaty", 2),
        ("America/Santiago", 21),
        ("Africa/Cairo", 15),
        ("Atlantic/Azores", 21),
    )
] + [
    # Within a week the clocks change and change back.
    vector(
        f"{zone} in {start[:4]}",
        {"name": zone, "start": start, "end": end},
        {"name": zone, "offsets.length": 3},
    )
    for zone, start, end in (
        ("Asia/Gaza", "2040-10-19T23:30:00Z", "2040-10-31T00:00:00Z"),
        ("America/Recife", "2000-10-08T02:30:00Z", "2000-10-31T00:00:00Z"),
    )
] + [
    refused(
        "a zone that nobody knows",
        {"name": "Europe/Nowhere", "start": "2020-01-01T00:00:00Z", "end": "2030-01-01T00:00:00Z"},
        [("unknown_zone", "$.name")],
    ),
]

write("period", PERIODS)
write("period_of", OF)
write("zone_table", ZONES)
FILE = Path(__file__).with_name("calendar.json")
FILE.write_text(json.dumps({"operation": "Calendar", "vectors": SCRIPTS}, indent=2) + "\n")
