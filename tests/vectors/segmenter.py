"""Writes tests/vectors/segmenter.json and compare.json: the sentences of core accounts.

`cargo xtask vectors` then records the answers.
"""

import datetime
import json
import pathlib

from suite import refused, write

SCRIPTS = []
COMPARED = []


def script(name, calls, expect, policy=None):
    new = {} if policy is None else {"policy": policy}
    SCRIPTS.append({"name": name, "input": {"new": new, "calls": calls}, "expect": expect})


def bought(*rows, **more):
    """Rows of client, date and amount, at noon."""
    return [
        {"client": client, "t": f"{date}T12:00:00Z", "amount": amount, **more}
        for client, date, amount in rows
    ]


def ingest(*rows, scopes=(), pins=(), **more):
    call = {"transactions": bought(*rows, **more)}
    if scopes:
        call["scopes"] = list(scopes)
    if pins:
        call["pins"] = list(pins)
    return {"ingest": call}


def advance(date):
    return {"advance": {"now": f"{date}T00:00:00Z"}}


ASSIGN = {"assignments": {}}
YEAR = [
    (datetime.date(2025, 1, 1) + datetime.timedelta(days=day)).isoformat() for day in range(365)
]
REVENUES = {"a": 400, "b": 250, "c": 150, "d": 150, "e": 50}
DAILY = ingest(*[("a", date, 10) for date in YEAR])
COLUMNS = {
    "ingest": {
        "transactions": {
            "client": ["a", "b", "c"],
            "scope": ["anna", "boris", "anna"],
            "t": ["2026-01-01T12:00:00Z"] * 3,
            "amount": [100_000, 1_000, 90_000],
            "scale": 2,
        }
    }
}

script(
    "position is the revenue of those strictly above, in order of revenue and name",
    [
        ingest(*[(name, "2026-01-01", r) for name, r in REVENUES.items()]),
        advance("2026-01-02"),
        ASSIGN,
    ],
    {
        "[1].answer.moves.length": 5,
        "[1].answer.moves[0].cause": "purchase",
        "[1].answer.moves[0].from_segment": None,
        "[1].answer.moves[0].at": "2026-01-02T00:00:00.000Z",
        "[2].answer[2].features.base_share": 0.65,
        "[2].answer[3].features.base_share": 0.8,
        "[2].answer[2].segment": "rising",
        "[2].answer[3].segment": "periphery",
    },
)
script(
    "who has no revenue stands below all, and a return is its own cause",
    [
        ingest(("a", "2026-01-01", 100), ("b", "2026-01-01", -300)),
        advance("2026-01-02"),
        ASSIGN,
    ],
    {
        "[1].answer.moves[1].cause": "return",
        "[2].answer[0].features.base_share": 0,
        "[2].answer[1].features.base_share": 1,
        "[2].answer[1].features.pace": None,
    },
)
script(
    "the pace divides the static core: growing, stable and cooling, at risk",
    [DAILY, advance("2026-01-01"), ASSIGN, advance("2026-01-20"), ASSIGN, advance("2026-03-01")],
    {
        "[2].answer[0].segment": "core_growing",
        "[2].answer[0].features.pace": 1,
        "[3].answer.moves[0].to_segment": "core_stable",
        "[3].answer.moves[0].at": "2026-01-13T00:00:00.000Z",
        "[3].answer.moves[0].cause": "expiry",
        "[3].answer.moves[0].condition.code": "pace_down",
        "[3].answer.moves[0].condition.path": "$.policy.dynamic_core.leave_pace",
        "[3].answer.moves[0].before.pace": 0.905053,
        "[3].answer.moves[0].after.pace": 0.896128,
        "[4].answer[0].reasons[1].code": "cooling",
        "[5].answer.moves[0].to_segment": "core_at_risk",
        "[5].answer.moves[0].at": "2026-02-03T00:00:00.000Z",
    },
)
script(
    "leaving waits for the stay, but not of one without revenue",
    [
        ingest(("a", "2026-01-01", 100)),
        advance("2026-01-02"),
        ingest(("b", "2026-01-03", 5000)),
        advance("2026-01-15"),
        ASSIGN,
        advance("2026-01-16"),
        ingest(("b", "2026-01-16", -5000)),
        advance("2026-01-17"),
    ],
    {
        "[3].answer.moves.length": 1,
        "[3].answer.moves[0].client": "b",
        "[4].answer[0].segment": "rising",
        "[4].answer[0].reasons[1].code": "stay_not_over",
        "[5].answer.moves[0].client": "a",
        "[5].answer.moves[0].cause": "dwell_end",
        "[5].answer.moves[0].to_segment": "periphery",
        "[7].answer.moves[0].client": "a",
        "[7].answer.moves[0].cause": "threshold_shift",
        "[7].answer.moves[0].to_segment": "rising",
        "[7].answer.moves[1].client": "b",
        "[7].answer.moves[1].cause": "return",
        "[7].answer.moves[1].to_segment": "periphery",
    },
)
script(
    "a correction replaces, and what was told is withdrawn; a snapshot on the way is no matter",
    [
        ingest(("a", "2026-01-01", 100), id="bill-1"),
        ingest(("b", "2026-01-01", 50)),
        advance("2026-01-10"),
        {"snapshot": {}},
        {"restore": {"bytes": "$last"}},
        ingest(("a", "2026-01-01", 10), id="bill-1"),
        advance("2026-01-10"),
        {"moves": {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}},
    ],
    {
        "[4].answer": None,
        "[5].answer.corrected": 1,
        "[5].answer.late": 1,
        "[6].answer.withdrawn.length": 2,
        "[6].answer.moves[0].client": "a",
        "[6].answer.moves[0].to_segment": "periphery",
        "[6].answer.moves[1].to_segment": "rising",
        "[7].answer.length": 2,
    },
)
script(
    "each scope has its own core, in columns with whole cents",
    [COLUMNS, advance("2026-01-02"), ASSIGN],
    {
        "[0].answer.transactions": 3,
        "[2].answer[0].features.base_revenue": 1000,
        "[2].answer[1].scope": "boris",
        "[2].answer[1].features.base_share": 0,
        "[2].answer[2].features.base_share": 0.526315,
    },
)
script(
    "a change of scope takes the history along and starts the stay anew",
    [
        DAILY,
        advance("2025-12-31"),
        {"ingest": {"scopes": [{"client": "a", "scope": "anna", "at": "2026-01-05T15:00:00Z"}]}},
        {"next_due": {}},
        advance("2026-01-07"),
        {
            "migration": {
                "start": "2026-01-01T00:00:00Z",
                "end": "2026-02-01T00:00:00Z",
                "scope": "anna",
            }
        },
    ],
    {
        "[4].answer.moves[0].cause": "scope_change",
        "[4].answer.moves[0].from_segment": "core_growing",
        "[4].answer.moves[0].to_segment": "core_stable",
        "[4].answer.moves[0].at": "2026-01-06T00:00:00.000Z",
        "[4].answer.moves[0].before": None,
        "[5].answer.arrived[2]": 1,
    },
)
script(
    "a pin overrides until it ends",
    [
        ingest(("a", "2026-01-01", 100)),
        advance("2026-01-05"),
        {
            "ingest": {
                "pins": [
                    {
                        "client": "a",
                        "segment": "core_stable",
                        "until": "2026-01-20T00:00:00Z",
                        "at": "2026-01-05T00:00:01Z",
                        "by": "head",
                    }
                ]
            }
        },
        advance("2026-01-19"),
        ASSIGN,
        advance("2026-01-20"),
        {"migration": {"start": "2026-01-06T00:00:00Z", "end": "2026-01-20T00:00:00Z"}},
    ],
    {
        "[3].answer.moves[0].cause": "pin",
        "[3].answer.moves[0].at": "2026-01-06T00:00:00.000Z",
        "[4].answer[0].reasons[0].code": "pinned",
        "[4].answer[0].reasons[0].facts.by": "head",
        "[5].answer.moves[0].to_segment": "rising",
        "[5].answer.moves[0].condition.code": "pin_ended",
        "[6].answer.before[3]": 1,
        "[6].answer.counts[3][2]": 1,
    },
)
script(
    "a table of one's own comes before the cores",
    [ingest(("a", "2026-01-01", 100)), advance("2026-03-15")],
    {
        "[1].answer.moves[1].to_segment": "asleep",
        "[1].answer.moves[1].at": "2026-03-03T00:00:00.000Z",
        "[1].answer.moves[1].condition.path": "$.policy.segments[0].when",
    },
    {"segments": [{"name": "asleep", "when": {"field": "quiet_days", "ge": 60}}]},
)
NARROW = {"dynamic_core": {"enter_share": 0.4, "leave_share": 0.5}}
script(
    "a policy that changes holds from the next day on, and what was is not rewritten",
    [
        ingest(("a", "2026-01-01", 60), ("b", "2026-01-01", 40)),
        advance("2026-01-20"),
        {"change_policy": {"policy": NARROW}},
        {"change_policy": {"policy": NARROW}},
        ASSIGN,
        {"next_due": {}},
        advance("2026-01-21"),
        {"snapshot": {}},
        {"restore": {"bytes": "$last", "policy": NARROW}},
        # Late: the day before the change is evaluated again, as it was then.
        ingest(("c", "2026-01-09", 1)),
        advance("2026-01-22"),
        {"moves": {"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}},
        {"change_policy": {"policy": {"zone": {"name": "x", "offsets": [[0, 3_600]]}}}},
        {"change_policy": {"policy": {"base_days": 1}}},
    ],
    {
        "[2].answer": True,
        "[3].answer": False,
        "[4].answer[1].segment": "rising",
        "[5].answer": "2026-01-21T00:00:00.000Z",
        "[6].answer.moves.length": 1,
        "[6].answer.moves[0].client": "b",
        "[6].answer.moves[0].cause": "policy",
        "[6].answer.moves[0].to_segment": "periphery",
        "[6].answer.moves[0].condition.code": "moving_share_high",
        "[6].answer.moves[0].condition.facts.limit": 0.5,
        "[6].answer.moves[0].condition.path": "$.policy.dynamic_core.leave_share",
        "[10].answer.moves[0].client": "c",
        "[10].answer.withdrawn.length": 1,
        "[11].answer.length": 4,
        "[11].answer[3].cause": "policy",
        "[12].error.kind": "state",
        "[12].error.problems[0].code": "zone_differs",
        "[13].error.problems[0].path": "$.policy.moving_days",
    },
)
script(
    "what is no transaction is refused with all that is wrong, and changes nothing",
    [
        {
            "ingest": {
                "transactions": [
                    {"client": "a", "t": "2026-01-01T12:00:00", "amount": 1},
                    {"client": 7, "t": "2026-01-01T12:00:00Z", "amount": "much"},
                ],
                "pins": [{"client": "a", "segment": "core_stabel", "at": "2026-01-05T00:00:00Z"}],
            }
        },
        {"ingest": {"transactions": {"client": ["a", None], "t": [0, 1], "amount": [0.00001, 1]}}},
        {"ingest": {"transactions": "all of them"}},
        {"next_due": {}},
        {"advance": {"now": "soon"}},
    ],
    {
        "[0].error.problems.length": 4,
        "[0].error.problems[0].path": "$.transactions[0].t",
        "[0].error.problems[0].code": "naive_time",
        "[0].error.problems[1].path": "$.transactions[1].client",
        "[0].error.problems[3].path": "$.pins[0].segment",
        "[1].error.problems[0].path": "$.transactions.client[1]",
        "[1].error.problems[1].path": "$.transactions.amount[0]",
        "[2].error.problems[0].code": "wrong_type",
        "[3].answer": None,
        "[4].error.problems[0].code": "invalid_time",
    },
)
script(
    "bytes that are no snapshot of it are refused",
    [
        {"restore": {"bytes": "00ff"}},
        {"snapshot": {}},
        {"restore": {"bytes": "$last", "policy": {"base_days": 400}}},
        {"merge": {"parts": ["00ff"]}},
    ],
    {
        "[0].error.problems[0].code": "not_a_snapshot",
        "[2].error.problems[0].code": "policy_differs",
        "[2].error.kind": "state",
        "[3].error.problems[0].path": "$.parts[0]",
    },
)
script(
    "parts that never advanced are added up",
    [
        ingest(("a", "2026-01-01", 60), ("b", "2026-01-02", 30)),
        {"snapshot": {}},
        {"merge": {"parts": ["$last", "$last"]}},
        advance("2026-01-04"),
        ASSIGN,
        {"snapshot": {}},
        {"merge": {"parts": ["$last"]}},
        ASSIGN,
        {"snapshot": {}},
        {"merge": {"parts": ["$last", "$last"]}},
    ],
    {
        "[4].answer[0].features.base_revenue": 120,
        "[4].answer[1].features.base_revenue": 60,
        "[7].answer[0].features.base_revenue": 120,
        "[9].error.problems[0].code": "shared_client",
    },
)


def scoped(*rows):
    """Rows of client, instant, amount and scope, in columns."""
    clients, times, amounts, scopes = zip(*rows, strict=True)
    columns = {"client": clients, "t": times, "amount": amounts, "scope": scopes}
    return {"ingest": {"transactions": {key: list(cells) for key, cells in columns.items()}}}


script(
    "a row tells the scope from its own time on, and an older row overrides no newer one",
    [
        scoped(("a", "2026-11-10T10:00:00Z", 100, "new")),
        advance("2026-11-15"),
        scoped(("a", "2026-10-01T10:00:00Z", 10, "old")),
        ASSIGN,
        advance("2026-11-20"),
        ASSIGN,
    ],
    {
        "[2].answer.late": 1,
        "[3].answer[0].since": "2026-11-11T00:00:00.000Z",
        "[4].answer.moves[0].scope": "old",
        "[4].answer.moves[0].at": "2026-10-02T00:00:00.000Z",
        "[4].answer.moves[1].scope": "new",
        "[4].answer.moves[1].cause": "scope_change",
        "[5].answer[0].scope": "new",
    },
)
# Clocks in Berlin go forward in the night to 2026-03-29, which has 23 hours.
BERLIN = {
    "name": "Europe/Berlin",
    "offsets": [[1_761_440_400_000, 3_600], [1_774_746_000_000, 7_200]],
}
EAST = {"name": "Asia/Vladivostok", "offsets": [[0, 36_000]]}
script(
    "days begin by the clock of the scope, and one of them has 23 hours",
    [
        scoped(
            ("a", "2026-03-28T22:30:00Z", 10, "west"),
            ("b", "2026-03-28T22:30:00Z", 10, "east"),
            ("c", "2026-03-29T12:00:00Z", 10, "west"),
            ("d", "2026-03-29T21:30:00Z", 10, "west"),
            ("e", "2026-03-29T22:30:00Z", 10, "west"),
        ),
        {"advance": {"now": "2026-04-02T00:00:00Z"}},
        # It was of another scope then: its day is another.
        {"ingest": {"scopes": [{"client": "a", "scope": "east", "at": "2026-03-28T22:30:00Z"}]}},
        {"advance": {"now": "2026-04-02T00:00:00Z"}},
    ],
    {
        "[1].answer.moves[0].client": "a",
        "[1].answer.moves[0].at": "2026-03-28T23:00:00.000Z",
        "[1].answer.moves[1].client": "b",
        "[1].answer.moves[1].at": "2026-03-29T14:00:00.000Z",
        "[1].answer.moves[2].client": "c",
        "[1].answer.moves[2].at": "2026-03-29T22:00:00.000Z",
        "[1].answer.moves[3].client": "d",
        "[1].answer.moves[3].at": "2026-03-29T22:00:00.000Z",
        "[1].answer.moves[4].client": "e",
        "[1].answer.moves[4].at": "2026-03-30T22:00:00.000Z",
    },
    {"zones": [{"scope": "west", "zone": BERLIN}, {"scope": "east", "zone": EAST}]},
)
LATE_PIN = {
    "client": "a",
    "segment": "core_stable",
    "at": "2026-01-06T00:00:00Z",
}
script(
    "what came in waits: until the next advance all is as the last one told it",
    [
        ingest(("a", "2026-01-01", 100), ("b", "2026-01-02", 50)),
        advance("2026-01-08"),
        ASSIGN,
        ingest(("b", "2025-06-01", 900), pins=[LATE_PIN | {"by": "anna"}]),
        ASSIGN,
        {"next_due": {}},
        {"snapshot": {}},
        {"restore": {"bytes": "$last"}},
        ASSIGN,
        advance("2026-01-08"),
        ingest(pins=[LATE_PIN | {"by": "boris"}]),
        advance("2026-01-08"),
        {
            "migration": {
                "start": "2026-01-01T00:00:00Z",
                "end": "2026-02-01T00:00:00Z",
                "scope": "nope",
            }
        },
    ],
    {
        "[4].answer[1].features.base_revenue": 50,
        "[5].answer": "2025-06-02T00:00:00.000Z",
        "[8].answer[1].features.base_revenue": 50,
        "[8].answer[0].segment": "rising",
        "[11].answer.withdrawn.length": 1,
        "[11].answer.withdrawn[0].condition.facts.by": "anna",
        "[11].answer.moves.length": 1,
        "[11].answer.moves[0].condition.facts.by": "boris",
        "[12].error.problems[0].code": "unknown_scope",
        "[12].error.problems[0].path": "$.scope",
    },
)
script(
    "no column is misspelled in silence",
    [
        {
            "ingest": {
                "transactions": {
                    "client": ["a"],
                    "t": ["2026-01-01T12:00:00Z"],
                    "amount": [1],
                    "scop": ["x"],
                }
            }
        },
        ingest(("b", "2026-01-01", "900000000000000"), ("c", "2026-01-01", "900000000000000")),
    ],
    {
        "[0].answer.warnings[0].code": "unknown_key",
        "[0].answer.warnings[0].path": "$.transactions.scop",
        "[1].error.problems[0].code": "too_large",
        "[1].error.problems[0].path": "$.transactions",
    },
)
script(
    "a pin that does not say since when holds from the last advance on",
    [
        ingest(("a", "2026-01-01", 100)),
        advance("2026-01-05"),
        ingest(pins=[{"client": "a", "segment": "core_stable"}]),
        advance("2026-01-08"),
    ],
    {
        "[3].answer.withdrawn.length": 0,
        "[3].answer.moves.length": 1,
        "[3].answer.moves[0].cause": "pin",
        "[3].answer.moves[0].at": "2026-01-06T00:00:00.000Z",
    },
)


def compared(name, policy_b, rows, now, expect, **more):
    COMPARED.append(
        {
            "name": name,
            "input": {
                "policy_a": {},
                "policy_b": policy_b,
                "transactions": rows,
                "now": f"{now}T00:00:00Z",
                **more,
            },
            "expect": expect,
        }
    )


TWO = bought(("a", "2026-01-01", 60), ("b", "2026-01-01", 40))
compared(
    "who differs, and by which core",
    {"dynamic_core": {"enter_share": 0.5}},
    TWO,
    "2026-01-02",
    {
        "same": 1,
        "differences.length": 1,
        "differences[0].client": "b",
        "differences[0].a.segment": "rising",
        "differences[0].b.segment": "periphery",
        "differences[0].reasons[0].code": "dynamic_core_differs",
        "differences[0].reasons[0].path": "$.policy_a.dynamic_core",
        "differences[0].reasons[0].facts.moving_share_b": 0.6,
    },
)
compared(
    "a table differs",
    {
        "segments": [
            {"name": "large", "when": {"field": "base_revenue", "ge": 60}},
            {"name": "never", "when": {"field": "active_months", "lt": 0}},
        ]
    },
    TWO,
    "2026-01-02",
    {
        "differences.length": 1,
        "differences[0].client": "a",
        "differences[0].reasons[0].code": "table_differs",
    },
)
compared(
    "the same pace may mean another segment",
    {"at_risk_pace": 0.85},
    DAILY["ingest"]["transactions"],
    "2026-01-25",
    {
        "differences[0].b.segment": "core_at_risk",
        "differences[0].reasons[0].code": "pace_band_differs",
        "differences[0].condition_b.path": "$.policy_b.at_risk_pace",
    },
)
# In Vladivostok it is the next day already: b's purchase counts from a midnight later.
compared(
    "a client that one policy knows already, and the other not yet",
    {"zone": EAST},
    [*bought(("a", "2026-01-01", 60)), {"client": "b", "t": "2026-01-01T20:00:00Z", "amount": 40}],
    "2026-01-02",
    {
        "same": 1,
        "differences.length": 1,
        "differences[0].client": "b",
        "differences[0].a.segment": "rising",
        "differences[0].b": None,
        "differences[0].condition_a.code": "first_seen",
        "differences[0].condition_b": None,
        "differences[0].reasons[0].code": "unknown_to_one",
    },
)
compared(
    "each scope has its own core under both policies",
    {"dynamic_core": {"enter_share": 0.5}},
    {
        "client": ["a", "b", "c"],
        "scope": ["anna", "anna", "boris"],
        "t": ["2026-01-01T12:00:00Z"] * 3,
        "amount": [60, 40, 10],
    },
    "2026-01-02",
    {
        "same": 2,
        "differences.length": 1,
        "differences[0].client": "b",
        "differences[0].a.scope": "anna",
        "differences[0].a.features.moving_share": 0.6,
        "differences[0].a.segment": "rising",
        "differences[0].b.segment": "periphery",
    },
)
SCOPES = [{"client": "c", "scope": "anna"}, {"client": "d", "scope": "anna"}]
compared(
    "clients of scopes are held against each other, and who is pinned differs in nothing",
    {"dynamic_core": {"enter_share": 0.45}},
    [*TWO, *bought(("c", "2026-01-01", 5), ("d", "2026-01-01", 5))],
    "2026-01-02",
    {
        "same": 3,
        "differences.length": 1,
        "differences[0].client": "d",
        "differences[0].a.scope": "anna",
        "differences[0].a.segment": "rising",
        "differences[0].b.segment": "periphery",
    },
    scopes=SCOPES,
    pins=[{"client": "b", "segment": "core_stable"}],
)
compared("the same policy differs in nothing", {}, TWO, "2026-02-02", {"differences.length": 0})
COMPARED.append(
    refused(
        "both policies and the rows are looked at",
        {
            "policy_a": {"moving_days": 200},
            "policy_b": {"basedays": 1},
            "transactions": 5,
            "now": "2026-01-02T00:00:00Z",
        },
        [
            ("window_too_long", "$.policy_a.moving_days"),
            ("unknown_key", "$.policy_b.basedays"),
            ("wrong_type", "$.transactions"),
        ],
    )
)

COMPARED.append(
    refused(
        "a pin names a segment of both policies",
        {
            "policy_a": {},
            "policy_b": {"segments": [{"name": "vip", "when": {"field": "quiet_days", "ge": 9}}]},
            "transactions": TWO,
            "now": "2026-01-02T00:00:00Z",
            "scopes": [{"client": "", "scope": "anna"}],
            "pins": [{"client": "a", "segment": "vip"}],
        },
        [("empty", "$.scopes[0].client"), ("unknown_value", "$.pins[0].segment")],
    )
)
script(
    "segments and moves in columns",
    [
        ingest(("a", "2026-01-01", 60), ("b", "2026-01-01", 40), scopes=SCOPES),
        ingest(("c", "2026-01-01", 5)),
        advance("2026-01-02"),
        ingest(("b", "2026-01-02", 900)),
        advance("2026-03-20"),
        {"assignments_many": {}},
        {"moves_many": {"start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}},
    ],
    {
        "[5].answer.client": ["a", "b", "c"],
        "[5].answer.scope": ["", "", "anna"],
        "[5].answer.segment": ["periphery", "rising", "rising"],
        "[5].answer.base_revenue_units": [600000, 9400000, 50000],
        "[6].answer.client": ["a", "b", "c", "a"],
        "[6].answer.from_segment": ["", "", "", "rising"],
        "[6].answer.cause": ["purchase", "purchase", "purchase", "dwell_end"],
    },
)
WEST = {"name": "w", "offsets": [[0, -28800]]}
script(
    "nobody is looked at before it has bought, by whatever clock",
    [
        {
            "ingest": {
                "transactions": [
                    {"client": "a", "t": "2026-11-10T05:00:00Z", "amount": 9, "scope": "west"}
                ]
            }
        },
        advance("2026-11-12"),
    ],
    {
        "[1].answer.moves.length": 1,
        "[1].answer.moves[0].scope": "west",
        "[1].answer.moves[0].at": "2026-11-10T08:00:00.000Z",
        "[1].answer.moves[0].cause": "purchase",
    },
    policy={"zones": [{"scope": "west", "zone": WEST}]},
)
OF_ANNA = [{"client": "a", "t": "2026-01-01T12:00:00Z", "amount": 100, "id": "1", "scope": "anna"}]
script(
    "rows of a list tell scopes, and a correction without one keeps its",
    [
        {"ingest": {"transactions": OF_ANNA}},
        {"ingest": {"transactions": bought(("a", "2026-01-01", 101), id="1")}},
        advance("2026-01-02"),
        ASSIGN,
    ],
    {
        "[1].answer.corrected": 1,
        "[3].answer[0].scope": "anna",
        "[3].answer[0].features.base_revenue": 101,
    },
)
script(
    "an empty name is none",
    [
        {"ingest": {"transactions": bought(("a", "2026-01-01", 1), id="")}},
        {"ingest": {"transactions": bought(("", "2026-01-01", 1))}},
    ],
    {
        "[0].error.problems[0].code": "empty",
        "[0].error.problems[0].path": "$.transactions[0].id",
        "[1].error.problems[0].code": "empty",
        "[1].error.problems[0].path": "$.transactions[0].client",
    },
)

FILE = pathlib.Path(__file__).with_name("segmenter.json")
SUITE = {"operation": "Segmenter", "vectors": SCRIPTS}
FILE.write_text(json.dumps(SUITE, indent=1, ensure_ascii=False) + "\n")
write("compare", COMPARED)
