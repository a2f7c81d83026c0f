"""Writes the vectors of targets, closed periods and figures: the sentences of their specification.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

from suite import refused, write

MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}
VLADIVOSTOK = {"name": "Asia/Vladivostok", "offsets": [[0, 36_000]]}
# November 2026 with the 4th off: 20 working days. October has 22, December 23.
COMPANY = {"zone": MOSCOW, "days": [{"first": "2026-11-04"}]}
NOW = "2026-11-13T18:00:00+03:00"


def score(number, rep, t, points, **more):
    return {"id": f"v{number}", "rep": rep, "t": f"{t}+03:00", "points": points} | more


def visits(rep, days, **more):
    """A visit at ten on each of these days of November 2026."""
    return [
        score(f"{rep}-{day}-{number}", rep, f"2026-11-{day:02d}T{10 + number}:00:00", 1, **more)
        for day, count in days.items()
        for number in range(count)
    ]


def vector(name, arguments, expect):
    return {"name": name, "input": arguments, "expect": expect}


def of(rep, expect):
    return {f"progress[{rep}].{path}": value for path, value in expect.items()}


def progress(name, target, expect, scored=(), now=NOW, **more):
    targets = target if isinstance(target, list) else [target]
    call = {"targets": targets, "scored": list(scored), "calendar": COMPANY, "now": now} | more
    return vector(name, call, expect)


# 38 visits in nine days.
THIRTY_EIGHT = visits("anna", {2: 5, 3: 4, 5: 4, 6: 4, 9: 5, 10: 4, 11: 4, 12: 4, 13: 4})
FIXTURE = {
    "plan": 100,
    "prorated_plan": 100,
    "goal": 100,
    "plan_to_date": 45,
    "actual": 38,
    "gap": -7,
    "left": 62,
    "attainment_percent": 38,
    "pace_percent": 84.4444,
    "forecast": 84.44,
    "needed_per_day": 5.64,
    "all_days": 20,
    "own_days": 20,
    "elapsed_days": 9,
    "days_left": 11,
    "period.name": "2026-11",
    "reasons.length": 0,
}
TIERS = [
    {"at_percent": 0, "factor": 0.5, "name": "start"},
    {"at_percent": 80, "factor": 1},
    {"at_percent": 100, "factor": 1.5, "name": "above plan"},
]


def earned(points, **more):
    return [score(1, "anna", "2026-11-10T10:00:00", points, **more)]


def reached(name, kind, points, expect):
    target = {"value": 100, "tiers": {"kind": kind, "steps": TIERS}}
    return progress(name, target, of(0, expect), earned(points))


def anna(**more):
    return [{"id": "anna"} | more]


PROGRESS = [
    progress(
        "100 visits a month, 13 November at six, 38 made",
        {"value": 100, "measure": "visits", "whose": "anna"},
        of(0, FIXTURE),
        THIRTY_EIGHT,
    ),
    progress(
        "the same in points, by the rows of one's own system",
        {"value": 100},
        of(0, FIXTURE | {"measure": "points"}),
        THIRTY_EIGHT,
    ),
    progress(
        "a minute before six the ninth day is not over",
        {"value": 100},
        of(0, {"elapsed_days": 8, "days_left": 12, "plan_to_date": 40, "needed_per_day": 5.17}),
        THIRTY_EIGHT,
        now="2026-11-13T17:59:00+03:00",
    ),
    progress(
        "what is later than now is not there yet",
        {"value": 100},
        of(0, {"actual": 9, "elapsed_days": 2, "forecast": None, "reasons[0].code": "too_early"}),
        THIRTY_EIGHT,
        now="2026-11-04T12:00:00+03:00",
    ),
    progress(
        "with two days over a forecast may be asked for",
        {"value": 100, "forecast_min_days": 2},
        of(0, {"forecast": 90}),
        THIRTY_EIGHT,
        now="2026-11-04T12:00:00+03:00",
    ),
    progress(
        "when the month is over nothing is left to do",
        {"value": 100},
        of(
            0,
            {
                "plan_to_date": 100,
                "forecast": 38,
                "days_left": 0,
                "needed_per_day": None,
                "reasons[0].code": "no_days_left",
            },
        ),
        THIRTY_EIGHT,
        now="2026-11-30T18:00:00+03:00",
    ),
    progress(
        "a new month starts at zero, and history stays",
        [{"value": 100}, {"value": 100, "period": "last_month"}, {"value": 100, "period": "2026-11"}],
        of(0, {"actual": 0, "period.name": "2026-12", "elapsed_days": 1})
        | of(1, {"actual": 38, "period.name": "2026-11"})
        | of(2, {"actual": 38, "period.name": "2026-11"}),
        THIRTY_EIGHT,
        now="2026-12-01T20:00:00+03:00",
    ),
    progress(
        "without a plan there is no attainment, and nothing is needed",
        {"value": 0, "tiers": {"kind": "retroactive", "steps": TIERS}},
        of(
            0,
            {
                "attainment_percent": None,
                "needed_per_day": 0,
                "tier": None,
                "payout_factor": None,
                "reasons[0].code": "no_plan",
            },
        ),
        THIRTY_EIGHT,
    ),
    progress(
        "what is reached needs no more",
        {"value": 30},
        of(0, {"left": 0, "needed_per_day": 0, "attainment_percent": 126.6667}),
        THIRTY_EIGHT,
    ),
    progress(
        "a vacation of a week makes the plan smaller, and a sick day too",
        {"value": 100, "measure": "visits"},
        of(
            0,
            {
                "prorated_plan": 70,
                "plan_days": 14,
                "own_days": 14,
                "elapsed_days": 8,
                "plan_to_date": 40,
                "reasons[0].code": "plan_prorated",
                "reasons[0].path": "$.targets[0].prorate",
                "reasons[0].facts.plan_days": 14,
            },
        ),
        THIRTY_EIGHT,
        reps=anna(
            absences=[
                {"first": "2026-11-16", "last": "2026-11-20"},
                {"kind": "sick", "first": "2026-11-02"},
            ]
        ),
    ),
    progress(
        "a plan that no absence makes smaller falls on the days that are worked",
        {"value": 100, "prorate": []},
        of(0, {"prorated_plan": 100, "plan_days": 20, "own_days": 15, "plan_to_date": 60}),
        THIRTY_EIGHT,
        reps=anna(absences=[{"first": "2026-11-16", "last": "2026-11-20"}]),
    ),
    progress(
        "hired in the middle, half a job, whole visits half up",
        {"value": 100, "measure": "visits"},
        of(0, {"prorated_plan": 28, "plan_days": 11, "elapsed_days": 0}),
        THIRTY_EIGHT,
        reps=anna(hired="2026-11-16", share=0.5),
    ),
    progress(
        "a vacation in a layer of the rep's own calendar",
        {"value": 100},
        of(0, {"prorated_plan": 75, "plan_days": 15, "all_days": 20}),
        THIRTY_EIGHT,
        reps=anna(
            calendar=COMPANY
            | {"layers": [{"name": "rep", "days": [{"first": "2026-11-16", "last": "2026-11-20"}]}]}
        ),
    ),
    progress(
        "a period is that of the rep's zone",
        {"value": 100},
        of(0, {"period.name": "2026-11", "actual": 5}) | of(1, {"actual": 0}),
        [
            score(1, "anna", "2026-10-31T20:00:00", 5),
            score(2, "boris", "2026-10-31T20:00:00", 7),
        ],
        reps=[{"id": "anna", "calendar": COMPANY | {"zone": VLADIVOSTOK}}, {"id": "boris"}],
    ),
    progress(
        "spread over all days",
        {"value": 300, "spread": "calendar"},
        of(0, {"all_days": 30, "elapsed_days": 12, "plan_to_date": 120, "forecast": 95}),
        THIRTY_EIGHT,
    ),
    progress(
        "spread by weights: Fridays count double",
        {"value": 120, "spread": "weights", "weights": [1, 1, 1, 1, 2, 0, 0]},
        # 20 working days, of them four Fridays: 24; over are nine, of them two Fridays: 11.
        of(0, {"plan_to_date": 55, "forecast": 82.91, "needed_per_day": 7.45}),
        THIRTY_EIGHT,
    ),
    progress(
        "what October left to do is added, once, after proration",
        [{"value": 100, "carry": carry} for carry in ("none", "deficit", "both")],
        of(0, {"carried": None, "goal": 100})
        | of(1, {"carried": 60, "goal": 160, "reasons[0].code": "carried_over"})
        | of(2, {"carried": 60, "goal": 160}),
        [*THIRTY_EIGHT, score(1, "anna", "2026-10-15T10:00:00", 40)],
    ),
    progress(
        "what October had above its plan is taken off only with both",
        [{"value": 100, "carry": "deficit"}, {"value": 100, "carry": "both"}],
        of(0, {"carried": 0, "goal": 100})
        | of(1, {"carried": -30, "goal": 70, "attainment_percent": 54.2857}),
        [*THIRTY_EIGHT, score(1, "anna", "2026-10-15T10:00:00", 130)],
    ),
    progress(
        "a plan that October has met is met in November, whose points count and pay on top",
        {"value": 10, "carry": "both", "tiers": {"kind": "retroactive", "steps": [
            {"at_percent": 80, "factor": 1}, {"at_percent": 150, "factor": 2}]}},
        of(0, {"carried": -30, "goal": 0, "actual": 2, "attainment_percent": 320, "payable": 4,
               "reasons[1].code": "met_by_carry", "reasons[1].facts.surplus": 30}),
        [score(2, "anna", "2026-11-12T10:00:00", 2), score(1, "anna", "2026-10-15T10:00:00", 40)],
    ),
    progress(
        "of a month without any rows nothing is known to carry over",
        {"value": 100, "carry": "both"},
        of(0, {"carried": None, "goal": 100, "reasons[0].code": "carry_unknown"}),
        THIRTY_EIGHT,
    ),
    reached("99.996 % is below 100", "retroactive", "99.996", {"tier.at_percent": 80, "payout_factor": 1}),
    reached("100 % is the next tier", "retroactive", 100, {"tier.name": "above plan", "payable": 150}),
    reached(
        "each part at the factor of its tier",
        "marginal",
        110,
        {"tier.at_percent": 100, "payout_factor": 0.681818, "payable": 75},
    ),
    reached("below zero no tier is reached", "marginal", -5, {"tier": None, "payable": 0}),
    progress(
        "a joint visit is one visit of a team",
        [{"value": 10, "scope": "team", "measure": measure} for measure in ("visits", "points", "distinct_sites")],
        of(0, {"whose": "north", "actual": 1}) | of(1, {"actual": 8}) | of(2, {"actual": 1}),
        [
            score(1, "anna", "2026-11-10T10:00:00", 5, site="clinic"),
            score(1, "boris", "2026-11-10T10:00:00", 3, site="clinic"),
        ],
        reps=[{"id": "anna", "team": "north"}, {"id": "boris", "team": "north"}],
    ),
    progress(
        "sums and margins count where they are known",
        [{"value": 1000, "measure": measure} for measure in ("sum", "margin")],
        of(0, {"actual": 1234.5, "counted": 2, "undetermined": 1, "reasons[0].code": "undetermined_left_out"})
        | of(1, {"actual": 100, "undetermined": 2}),
        [
            *earned(1, amount="1000.25", margin=100),
            score(2, "anna", "2026-11-11T10:00:00", 1, amount="234.25"),
            score(3, "anna", "2026-11-12T10:00:00", 1),
        ],
    ),
    progress(
        "what nobody can tell is in no total, what is not eligible counts nothing",
        [{"value": 100}, {"value": 100, "measure": "visits"}],
        of(0, {"actual": 5, "counted": 1, "undetermined": 1}) | of(1, {"actual": 1, "undetermined": 1}),
        [
            *earned(5),
            score(2, "anna", "2026-11-11T10:00:00", None, status="undetermined", missing=["doctors"]),
            score(3, "anna", "2026-11-12T10:00:00", 0, status="not_eligible", worth=38),
        ],
    ),
    progress(
        "adjustments of closed periods are pay, not attainment, unless the target says so",
        [{"value": 100}, {"value": 100, "adjustments": "attainment"}],
        of(0, {"actual": 38, "adjusted": 10, "reasons[0].code": "adjusted_apart"})
        | of(1, {"actual": 48, "adjusted": 10, "reasons[0].code": "adjusted"})
        # That of October is in no row.
        | {
            "warnings.length": 1,
            "warnings[0].code": "adjustment_unused",
            "warnings[0].path": "$.adjustments[2]",
        },
        THIRTY_EIGHT,
        adjustments=[
            {"rep": "anna", "points": 12, "for_period": "2026-10", "period": "2026-11"},
            {"rep": "anna", "points": -2, "for_period": "2026-10", "period": "2026-11"},
            {"rep": "anna", "points": 99, "for_period": "2026-09", "period": "2026-10"},
        ],
    ),
    progress(
        "days, weeks, quarters and years",
        [{"value": 9, "period": period} for period in ("day", "week", "quarter", "year")],
        of(0, {"period.name": "2026-11-13", "actual": 4, "plan_to_date": 9})
        | of(1, {"period.name": "2026-W46", "actual": 21})
        | of(2, {"period.name": "2026-Q4", "actual": 38})
        | of(3, {"period.name": "2026", "actual": 38}),
        THIRTY_EIGHT,
    ),
    progress(
        "a month without working days",
        {"value": 100},
        of(0, {"plan_to_date": 0, "own_days": 0, "reasons[0].code": "no_working_days"}),
        THIRTY_EIGHT,
        calendar={"zone": MOSCOW, "days": [{"first": "2026-11-01", "last": "2026-11-30"}]},
    ),
    refused(
        "all problems of targets, reps and rows at once",
        {
            "targets": [
                {"value": -1},
                {"value": 1, "spread": "weights", "weights": [1, 2]},
                {"value": 1, "tiers": {"kind": "marginal", "steps": [TIERS[1], TIERS[0]]}},
                {"value": "0.1234567"},
            ],
            "scored": [],
            "calendar": COMPANY,
            "now": NOW,
        },
        [
            ("out_of_range", "$.targets[0].value"),
            ("lengths_differ", "$.targets[1].weights"),
            ("not_sorted", "$.targets[2].tiers.steps[1].at_percent"),
            ("too_precise", "$.targets[3].value"),
        ],
    ),
    refused(
        "a row that comes twice, steps that explain something else, and a rep listed twice",
        {
            "targets": [{"value": 1}],
            "scored": [
                *earned(5),
                *earned(5),
                score(2, "anna", "2026-11-11T10:00:00", 5, steps=[{"kind": "table", "delta": 4}]),
            ],
            "calendar": COMPANY,
            "now": NOW,
            "reps": [{"id": "anna"}, {"id": "anna"}],
        },
        [
            ("duplicate_id", "$.reps[1].id"),
            ("duplicate_id", "$.scored[1].id"),
            ("steps_differ", "$.scored[2].steps"),
        ],
    ),
    refused(
        "a misspelled key of a target",
        {"targets": [{"value": 1, "tier": None}], "scored": [], "calendar": {}, "now": NOW},
        [("unknown_key", "$.targets[0].tier")],
    ),
]


def steps(*deltas):
    return [
        {"kind": kind, "rule_id": rule, "delta": delta} for kind, rule, delta in deltas
    ]


OCTOBER = [
    score(1, "anna", "2026-10-05T10:00:00", 38, steps=steps(
        ("table", "state", 10), ("table", "doctors", 12), ("modifier", "demo", 11), ("modifier", "far", 5),
    )),
    score(2, "anna", "2026-10-06T10:00:00", 8, steps=steps(("table", "private", 8))),
    score(3, "boris", "2026-10-31T23:30:00", 4),
    score(4, "boris", "2026-11-01T00:30:00", 100),
    score(5, "boris", "2026-10-07T10:00:00", None, status="undetermined"),
]
HASH = "a6819b661c4e952469fa0bf307bb3b2c"
CLOSED_EXPECT = {
    # Stored for years: it never changes.
    "hash": HASH,
    "period.name": "2026-10",
    "total": 50,
    "undetermined": 1,
    "reps.length": 2,
    "reps[0].points": 46,
    "reps[0].visits": 2,
    "lines.length": 6,
    "visits.length": 3,
}


def close(name, expect, scored=OCTOBER, **more):
    call = {"period": "2026-10", "scored": list(scored), "calendar": COMPANY} | more
    return vector(name, call, expect)


CLOSE = [
    close("October by rep, rule and visit", CLOSED_EXPECT),
    close("the same rows in another order", CLOSED_EXPECT, reversed(OCTOBER)),
    close(
        "three working days after its end a month may be closed",
        # On Monday, Tuesday and Thursday phones may still send: the 4th is off.
        {"closed_at": "2026-11-06T06:00:00.000Z", "total": 50},
        now="2026-11-06T09:00:00+03:00",
    ),
    close("last month", {"period.name": "2026-10", "total": 50}, period="last_month", now=NOW),
    refused(
        "before that, phones may still send visits",
        {"period": "2026-10", "scored": [], "calendar": COMPANY, "now": "2026-11-06T08:59:59+03:00"},
        [("period_open", "$.now")],
    ),
    refused(
        "nor is a month closed that is not over",
        {
            "period": "2026-11",
            "scored": [],
            "calendar": COMPANY,
            "policy": {"close_after": "0bd"},
            "now": NOW,
        },
        [("period_open", "$.now")],
    ),
    refused(
        "a calendar in which no fourth working day ever comes",
        {
            "period": "2026-10",
            "scored": [],
            "calendar": {"hours": {day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}},
            "now": NOW,
        },
        [("no_working_time", "$.policy.close_after")],
    ),
    refused(
        "a period that is none",
        {"period": "2026-13", "scored": [], "calendar": COMPANY},
        [("invalid_period", "$.period")],
    ),
]

SNAPSHOT = {
    "engine": "0.1.0",
    "hash": HASH,
    "period": {"name": "2026-10", "start": "2026-09-30T21:00:00.000Z", "end": "2026-10-31T21:00:00.000Z"},
    "closed_at": None,
    "reps": [{"rep": "anna", "points": 46, "visits": 2}, {"rep": "boris", "points": 4, "visits": 1}],
    "lines": [
        {"rep": rep, "kind": kind, "rule_id": rule, "points": points}
        for rep, kind, rule, points in (
            ("anna", "table", "doctors", 12),
            ("anna", "table", "private", 8),
            ("anna", "table", "state", 10),
            ("anna", "modifier", "demo", 11),
            ("anna", "modifier", "far", 5),
            ("boris", None, None, 4),
        )
    ],
    "visits": [
        {"id": "v1", "rep": "anna", "points": 38},
        {"id": "v2", "rep": "anna", "points": 8},
        {"id": "v3", "rep": "boris", "points": 4},
    ],
    "total": 50,
    "undetermined": 1,
    "reasons": [{"code": "undetermined_left_out", "facts": {"rows": 1}}],
    "warnings": [],
}
# The demonstration was none; a phone that was off sends a visit; a visit was never made.
LATER = [
    score(1, "anna", "2026-10-05T10:00:00", 27, steps=steps(
        ("table", "state", 10), ("table", "doctors", 12), ("modifier", "far", 5),
    )),
    score(2, "anna", "2026-10-06T10:00:00", 8, steps=steps(("table", "private", 8))),
    score(6, "clara", "2026-10-06T10:00:00", "0.5"),
    *OCTOBER[3:],
]


def reconcile(name, scored, expect, snapshot=SNAPSHOT, **more):
    call = {"snapshot": snapshot, "scored": scored, "calendar": COMPANY, "now": NOW} | more
    return vector(name, call, expect)


RECONCILE = [
    reconcile(
        "the rows of which a month was closed change nothing",
        OCTOBER[::-1],
        {"adjustments.length": 0, "visits.length": 0, "closed": 50, "rescored": 50, "difference": 0},
    ),
    reconcile(
        "what changed since, by rep and rule, posted in November",
        LATER,
        {
            "adjustments": [
                {
                    "rep": rep,
                    "kind": kind,
                    "rule_id": rule,
                    "points": points,
                    "for_period": "2026-10",
                    "period": "2026-11",
                }
                for rep, kind, rule, points in (
                    ("anna", "modifier", "demo", -11),
                    ("boris", None, None, -4),
                    ("clara", None, None, 0.5),
                )
            ],
            "visits": [
                {"id": "v1", "rep": "anna", "closed": 38, "rescored": 27},
                {"id": "v3", "rep": "boris", "closed": 4, "rescored": None},
                {"id": "v6", "rep": "clara", "closed": None, "rescored": 0.5},
            ],
            "closed": 50,
            "rescored": 35.5,
            "difference": -14.5,
            "reasons[0].code": "rescored",
            "reasons[0].facts.visits": 3,
        },
    ),
    refused(
        "posted points of too many digits",
        {"snapshot": SNAPSHOT, "scored": OCTOBER, "calendar": COMPANY, "now": NOW, "posted": [
            {"rep": "anna", "points": "9999999999999999999", "for_period": "2026-10",
             "period": "2026-11"}]},
        [("too_large", "$.posted[0].points")],
    ),
    refused(
        "a snapshot in which somebody wrote",
        {
            "snapshot": SNAPSHOT | {"visits": [SNAPSHOT["visits"][0] | {"points": 39}, *SNAPSHOT["visits"][1:]]},
            "scored": [],
            "calendar": COMPANY,
            "now": NOW,
        },
        [("hash_mismatch", "$.snapshot.hash")],
    ),
    refused(
        "a calendar by which the month is another time",
        {"snapshot": SNAPSHOT, "scored": OCTOBER, "calendar": {"zone": "UTC"}, "now": NOW},
        [("different_calendar", "$.calendar")],
    ),
]
write("progress", PROGRESS)
write("reconcile", RECONCILE)
write("close_period", CLOSE)


def rows_of(dimension, rows):
    return [
        {dimension: name} | {k: v for k, v in zip(("plan", "potential", "actual"), figures) if v is not None}
        for name, figures in rows
    ]


ACME = rows_of("company", [("Acme", (500_000, 800_000, 430_000))])
PLAN_ACTUAL = [
    vector(
        "500,000 planned, 800,000 possible, 430,000 made",
        {"rows": ACME, "by": ["company"]},
        {
            "groups[0].key.company": "Acme",
            "groups[0].difference": -70_000,
            "groups[0].plan_percent": 86,
            "groups[0].potential_percent": 53.75,
            "totals.difference": -70_000,
        },
    ),
    vector(
        "plans and actuals come in rows of their own; what nobody planned is no zero",
        {
            "rows": [
                {"company": "Acme", "region": "north", "plan": 500},
                {"company": "Acme", "region": "north", "actual": "0.1"},
                {"company": "Acme", "region": "north", "actual": "0.2"},
                {"company": "Beta", "region": "north", "actual": 7},
                {"region": "south", "plan": 100},
            ],
            "by": ["region", "company"],
        },
        {
            "groups.length": 3,
            "groups[0].difference": -499.7,
            "groups[1].plan": None,
            "groups[1].difference": None,
            "groups[1].reasons[0].code": "no_plan",
            "groups[2].key": {"region": "south", "company": None},
            "groups[2].actual": None,
            "groups[2].reasons[1].code": "no_actual",
            "totals.plan": 600,
            "totals.actual": 7.3,
            "totals.rows": 5,
        },
    ),
    vector(
        "on the first of the month figures start anew, and history stays",
        {
            "rows": [
                {"rep": "anna", "t": "2026-10-31T20:00:00+03:00", "plan": 10, "actual": 9},
                {"rep": "anna", "t": "2026-11-01T00:00:00+03:00", "plan": 20, "actual": 5},
                {"rep": "anna", "actual": 1},
            ],
            "by": ["rep"],
            "period": "month",
            "calendar": COMPANY,
        },
        {
            "groups.length": 2,
            "groups[0].period.name": "2026-10",
            "groups[0].plan_percent": 90,
            "groups[1].period.name": "2026-11",
            "groups[1].plan_percent": 25,
            "left_out": 1,
        },
    ),
    vector(
        "one period alone",
        {
            "rows": [
                {"t": "2026-10-31T20:00:00+03:00", "plan": 10, "actual": 9},
                {"t": "2026-11-01T00:00:00+03:00", "plan": 20, "actual": 5},
            ],
            "period": "last_month",
            "calendar": COMPANY,
            "now": NOW,
        },
        {"groups.length": 1, "totals.actual": 9, "totals.period.name": "2026-10", "left_out": 1},
    ),
    refused(
        "values that are none",
        {"rows": [{"plan": "much", "company": [1]}, {"actual": 1e300}], "by": ["company"]},
        [
            ("wrong_type", "$.rows[0].company"),
            ("invalid_decimal", "$.rows[0].plan"),
            ("invalid_decimal", "$.rows[1].actual"),
        ],
    ),
    refused(
        "last month of no day",
        {"rows": [], "period": "last_month"},
        [("missing_now", "$.now")],
    ),
]
write("plan_actual", PLAN_ACTUAL)


def statuses(**counts):
    return [{"status": status} for status, count in counts.items() for _ in range(count)]


def statistics(name, rows, expect, options=None, **more):
    call = {"rows": rows, "calendar": COMPANY, "now": NOW} | more
    return vector(name, call | ({"options": options} if options else {}), expect)


def shares(*counted):
    return {
        f"counts[0].values[{place}].{key}": value
        for place, (name, count, share) in enumerate(counted)
        for key, value in (("value", name), ("count", count), ("share_percent", share))
    }


def at(day, clock="12:00:00"):
    return f"2026-11-{day:02d}T{clock}+03:00"


CLINICS = [
    {"id": "a1", "site": "a", "t": at(2, "10:00:00"), "departure": at(2)},
    {"id": "a2", "site": "a", "t": at(5, "10:00:00"), "departure": at(5)},
    {"id": "b1", "site": "b", "t": at(2), "departure": {"t": at(2)}},
    {"id": "c1", "site": "c", "t": at(12)},
    {"id": "d1", "site": "d", "t": at(20)},
]
ORDERS = [
    {"id": "o1", "site": "a", "t": at(6), "amount": 100},
    {"id": "o2", "site": "a", "t": at(3), "amount": 50},
    {"id": "o3", "site": "a", "t": at(5), "amount": 5},
    {"id": "o4", "site": "b", "t": at(2)},
    {"id": "o5", "site": "c", "t": at(13)},
    {"id": "o6", "site": "z", "t": at(3)},
]
STATISTICS = [
    statistics(
        "24, 10 and 6 are 60, 25 and 15 %",
        statuses(overdue=6, planned=10, done=24),
        shares(("done", 24, 60), ("overdue", 6, 15), ("planned", 10, 25)),
    ),
    statistics(
        "thirds sum to 100",
        statuses(a=1, b=1, c=1),
        shares(("a", 1, 33.4), ("b", 1, 33.3), ("c", 1, 33.3)),
    ),
    statistics(
        "by several keys, what has none first",
        [{"kind": "demo", "region": 7}, {"kind": "demo"}, {"region": True}],
        {
            "counts.length": 2,
            "counts[0].values[0].value": None,
            "counts[0].values[1].count": 2,
            "counts[1].values[1].value": True,
            "counts[1].values[2].value": 7,
        },
        {"by": ["kind", "region"]},
    ),
    statistics(
        "no rows have no shares",
        [],
        {"rows": 0, "counts[0].values.length": 0, "margin_percent": None, "reasons[0].code": "no_amount"},
    ),
    statistics(
        "margin of what has both",
        [{"amount": 200, "margin": 50}, {"amount": 1000}, {"margin": 3}],
        {"amount": 1200, "margin": 53, "margin_percent": 25},
    ),
    statistics(
        "last week: new and handled clients by kind",
        [
            {"site": "a", "t": at(3)},
            {"site": "a", "t": at(6)},
            {"site": "c", "t": at(6)},
            {"site": "nobody's", "t": at(6)},
            {"site": "b", "t": at(10)},
            {"site": "b"},
        ],
        {
            "period.name": "2026-W45",
            "rows": 4,
            "undated": 1,
            "clients": [
                {"kind": None, "new": 0, "handled": 1},
                {"kind": "existing", "new": 0, "handled": 1},
                {"kind": "potential", "new": 2, "handled": 1},
            ],
        },
        {"period": "last_week", "by": []},
        beside={
            "clients": [
                {"id": "a", "kind": "potential", "created": at(2)},
                {"id": "b", "kind": "potential", "created": at(8, "23:59:59")},
                {"id": "c", "kind": "existing", "created": at(9, "00:00:00")},
            ]
        },
    ),
    statistics(
        "overdue by owner",
        [],
        {
            "overdue": [
                {"owner": None, "count": 1, "longest_ms": 86_400_000},
                {"owner": "anna", "count": 2, "longest_ms": 172_800_000},
            ]
        },
        beside={
            "tasks": [
                {"id": "1", "owner": "anna", "due": at(11, "18:00:00")},
                {"id": "2", "owner": "anna", "due": at(12), "done": at(14)},
                {"id": "3", "owner": "anna", "due": at(12), "done": at(13)},
                {"id": "4", "due": at(12, "18:00:00")},
                {"id": "5", "owner": "boris", "due": NOW},
            ]
        },
    ),
    statistics(
        "each order goes to the latest visit before it, once; open windows are apart",
        CLINICS,
        {
            "conversion.visits": 3,
            "conversion.with_order": 2,
            "conversion.rate_percent": 66.6667,
            "conversion.open": 1,
            "conversion.open_with_order": 1,
            "conversion.orders": [
                {"order": "o1", "visit": "a2"},
                {"order": "o2", "visit": "a1"},
                # At the very end of a visit is not after it.
                {"order": "o3", "visit": "a1"},
                {"order": "o5", "visit": "c1"},
            ],
            "conversion.unattributed": 2,
            "conversion.amount": 155,
            "reasons[1].code": "windows_open",
        },
        {"by": [], "order_span": "7d"},
        beside={"orders": ORDERS},
    ),
    *(
        statistics(
            f"an order of the 3rd, asked of {month}, is that of the visit of the 1st",
            [
                {"id": "october", "site": "a", "t": "2026-10-30T10:00:00+03:00"},
                {"id": "november", "site": "a", "t": "2026-11-01T10:00:00+03:00"},
                # By its own clock still in October.
                {"id": "lima", "site": "b", "t": "2026-11-01T05:00:00+03:00", "day": "2026-10-31"},
            ],
            expect,
            {"by": [], "order_span": "7d", "period": month},
            beside={"orders": [{"id": "o", "site": "a", "t": at(3), "amount": 5},
                               {"id": "p", "site": "c", "t": at(3)}]},
        )
        for month, expect in (
            ("2026-10", {"rows": 2, "conversion.orders.length": 0, "conversion.amount": None,
                         "conversion.unattributed": 1, "conversion.visits": 2}),
            ("2026-11", {"rows": 1, "conversion.orders": [{"order": "o", "visit": "november"}],
                         "conversion.amount": 5, "conversion.unattributed": 1,
                         "conversion.visits": 1}),
        )
    ),
    statistics(
        "with ten days no window has ended of those of the fifth",
        CLINICS,
        {"conversion.visits": 2, "conversion.open": 2, "conversion.open_with_order": 2},
        {"by": [], "order_span": "10d"},
        beside={"orders": ORDERS},
    ),
    statistics(
        "a visit on Saturday may have its order before one on Friday night has lost its own",
        [
            {"id": "friday", "site": "a", "t": at(6, "20:00:00")},
            {"id": "saturday", "site": "a", "t": at(7)},
        ],
        # One working day after Friday at 20:00 is Tuesday at 9, after Saturday noon Monday noon.
        {"conversion.orders": [{"order": "o", "visit": "friday"}], "conversion.visits": 2},
        {"by": [], "order_span": "1bd"},
        beside={"orders": [{"id": "o", "site": "a", "t": at(9, "15:00:00")}]},
    ),
    refused(
        "problems of rows, options and what stands beside them",
        {
            "rows": [{"status": 0.5, "t": "2026-11-02"}],
            "calendar": COMPANY,
            "now": NOW,
            "options": {"order_span": "-1d"},
            "beside": {"tasks": [{"id": "1", "due": NOW}, {"id": "1", "due": NOW}]},
        },
        [("out_of_range", "$.options.order_span")],
    ),
    refused(
        "problems of rows and of tasks",
        {
            "rows": [{"status": 0.5, "t": "2026-11-02"}],
            "calendar": COMPANY,
            "now": NOW,
            "beside": {"tasks": [{"id": "1", "due": NOW}, {"id": "1", "due": NOW}]},
        },
        [
            ("wrong_type", "$.rows[0].status"),
            ("naive_time", "$.rows[0].t"),
            ("duplicate_id", "$.beside.tasks[1].id"),
        ],
    ),
]
STATISTICS.append(
    statistics(
        "what does not count sold nothing and handled nobody; a joint visit is one",
        [
            {"id": "a", "site": "s1", "t": at(2), "status": "scored", "amount": 5, "rep": "anna"},
            {"id": "a", "site": "s1", "t": at(2), "status": "scored", "amount": 5, "rep": "boris"},
            {"id": "b", "site": "s2", "t": at(3), "status": "not_eligible", "amount": 70},
            {"id": "c", "site": "s3", "t": at(20), "status": "planned", "amount": 80},
        ],
        {
            "rows": 4,
            "amount": 10,
            "conversion.visits": 1,
            "conversion.with_order": 1,
            "conversion.unattributed": 1,
            "clients[0].handled": 1,
        },
        {"order_span": "3d"},
        beside={
            "clients": [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}],
            "orders": [
                {"id": "1", "site": "s1", "t": at(4)},
                {"id": "2", "site": "s2", "t": at(4)},
            ],
        },
    )
)
write("statistics", STATISTICS)

RACE = [
    score(1, "anna", "2026-11-10T10:00:00", 7, steps=steps(("table", "state", 5), ("modifier", "far", 2))),
    score(2, "boris", "2026-11-10T10:00:00", 12),
    score(3, "clara", "2026-11-11T10:00:00", 7),
    score(4, "dora", "2026-11-11T10:00:00", 1),
    score(5, "anna", "2026-10-11T10:00:00", 20),
    score(6, "boris", "2026-10-11T10:00:00", 3),
    score(7, "dora", "2026-10-11T10:00:00", 3),
    score(8, "dora", "2026-11-12T10:00:00", None, status="undetermined"),
    score(9, "anna", "2026-11-20T10:00:00", 1000),
]


def board(name, expect, options=None, scored=RACE, **more):
    call = {"scored": list(scored), "period": "month", "calendar": COMPANY, "now": NOW} | more
    return vector(name, call | ({"options": options} if options else {}), expect)


def standings(*rows):
    keys = ("rank", "whose", "points", "last_rank", "movement")
    told = {
        f"standings[{place}].{key}": value
        for place, row in enumerate(rows)
        for key, value in zip(keys, row)
    }
    return told | {"standings.length": len(rows)}


IN_COLUMNS = {
    "t": ["2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z", "2026-11-03T12:00:00Z"],
    "rep": ["anna", "boris", "boris"],
    "site": ["s1", None, "s2"],
    "status": ["scored", "scored", "undetermined"],
    "points_units": [750, 800, None],
    "scale": 2,
    "step_row": [0, 0, 1],
    "step_kind": ["table", "modifier", "table"],
    "step_rule": ["state", "far", "state"],
    "step_scale": 6,
}
STEP_UNITS = {"step_units": [5_000_000, 2_500_000, 8_000_000]}
LEADERBOARD = [
    board(
        "ranks, ties, and movement since October",
        standings(
            (1, "boris", 12, 2, 1),
            (2, "anna", 7, 1, -1),
            (2, "clara", 7, None, None),
            (4, "dora", 1, 2, -2),
        )
        | {
            "ranked": 4,
            "standings[1].sharing": 2,
            "standings[1].rules": [
                {"kind": "table", "rule_id": "state", "points": 5},
                {"kind": "modifier", "rule_id": "far", "points": 2},
            ],
            "standings[1].days": 9,
            "standings[1].points_per_day": 0.78,
            "standings[2].reasons[0].code": "no_last_period",
            "standings[3].undetermined": 1,
        },
    ),
    board("one's own rank alone", standings((2, "anna", 7, 1, -1)) | {"ranked": 4}, {"show": "own", "whose": "anna"}),
    board(
        "the first two, ties among them, and oneself",
        standings((1, "boris", 12), (2, "anna", 7), (2, "clara", 7), (4, "dora", 1)),
        {"show": "top_n", "top": 2, "whose": "dora"},
    ),
    board("the first", standings((1, "boris", 12)), {"show": "top_n", "top": 1}),
    board(
        "teams, and a rep of the roster without visits",
        standings((1, "north", 19), (2, "south", 8))
        | {"standings[0].days": 18, "standings[1].days": 23, "standings[0].visits": 2},
        {"scope": "team"},
        reps=[
            {"id": "anna", "team": "north"},
            {"id": "boris", "team": "north"},
            {"id": "clara", "team": "south"},
            {"id": "dora", "team": "south"},
            {"id": "eva", "team": "south", "hired": "2026-11-09"},
        ],
    ),
    board(
        "October by its name",
        standings((1, "anna", 20), (2, "boris", 3), (2, "dora", 3), (4, "clara", 0)),
        period="2026-10",
    ),
    vector(
        "rows in columns",
        {
            "scored": IN_COLUMNS | STEP_UNITS,
            "period": "month", "calendar": COMPANY, "now": NOW,
        },
        standings((1, "boris", 8), (2, "anna", 7.5))
        | {"standings[1].rules.length": 2, "standings[1].rules[1].points": 2.5,
           "standings[0].undetermined": 1},
    ),
    vector(
        "rows in columns whose steps are told beyond what is exact",
        {
            "scored": IN_COLUMNS,
            "period": "month", "calendar": COMPANY, "now": NOW,
        },
        standings((1, "boris", 8), (2, "anna", 7.5))
        | {"standings[1].rules.length": 1, "standings[1].rules[0].points": 7.5,
           "standings[0].undetermined": 1},
    ),
    refused(
        "rows in columns that are wrong",
        {
            "scored": {"t": [0, 0], "rep": ["anna", ""], "points": [1, 2], "id": ["a", "a"]},
            "period": "month", "calendar": COMPANY, "now": NOW,
        },
        [("empty", "$.scored.rep[1]")],
    ),
    board(
        "the seven dates before a named week, though weeks begin on Sunday",
        {"period.name": "2026-W46", "last_period.name": "2026-W45"},
        period="2026-W46",
        calendar=COMPANY | {"week_start": "sunday"},
    ),
    board(
        "a team that stands in the rows has the days of its reps",
        standings((1, "north", 19)) | {
            "standings[0].days": 18,
            "standings[0].points_per_day": 1.06,
            "warnings.length": 1,
            "warnings[0].code": "teams_differ",
            "warnings[0].path": "$.scored[1].team",
        },
        {"scope": "team", "show": "top_n", "top": 1},
        [row | {"team": "north"} for row in RACE[:2]],
        reps=[{"id": "boris", "team": "south"}],
    ),
    refused(
        "one's own rank of nobody",
        {"scored": [], "period": "month", "calendar": {}, "now": NOW, "options": {"show": "own"}},
        [("missing_key", "$.options.whose")],
    ),
    refused(
        "a period that is none",
        {"scored": [], "period": "fortnight", "calendar": {}, "now": NOW},
        [("invalid_period", "$.period")],
    ),
]
write("leaderboard", LEADERBOARD)


def rewarded(number, rep, day, points=10, **more):
    """A row that a card gave, before its limits."""
    return {
        "id": f"v{number}",
        "rep": rep,
        "site": "s1",
        "t": f"2026-11-{day:02d}T10:00:00.000Z",
        "day": f"2026-11-{day:02d}",
        "points": points,
        "card": "c 1",
        "steps": [{"kind": "table", "rule_id": "any", "delta": 10, "after": 10}],
    } | more


TERMS = {
    "card": "c 1",
    "path": "$.policy",
    "policy_hash": "0" * 32,
    "scale": 2,
    "rounding": "half_up",
    "calendar": {},
    "limits": [{"id": "month", "kind": "once", "key": ["site"], "per": "month"}],
}


def part(*scores, **more):
    report = {"engine": "0.1.0", "policy_hash": "0" * 32, "cards": [TERMS], "scores": list(scores)}
    return report | {"totals": [], "replaced": [], "notices": []} | more


def merged(name, parts, expect):
    return vector(name, {"parts": parts}, expect)


ONCE = {
    "scores.length": 2,
    "scores[0].id": "v2",
    "scores[0].points": 10,
    "scores[1].points": 0,
    "scores[1].steps[1].rule_id": "month",
    "scores[1].steps[1].delta": -10,
    "totals[0].of": "anna",
}
EARLY, LATE = part(rewarded(2, "boris", 3)), part(rewarded(1, "anna", 12))
MERGE = [
    merged("a site is paid once a month, whoever holds its visits", [EARLY, LATE], ONCE),
    merged("in whatever order the parts come", [LATE, EARLY], ONCE),
    merged(
        "steps of more digits than a number tells",
        [part(rewarded(1, "anna", 3, points=1369.85, steps=[
            {"kind": "table", "rule_id": "any", "delta": 1386.97507392, "after": 1386.97507392},
            {"kind": "modifier", "rule_id": "less", "before": 1386.97507392,
             "delta": "-17.12498123769024", "after": "1369.85009268230976"},
            {"kind": "rounding", "before": "1369.85009268230976", "delta": -0.00009268230976,
             "after": 1369.85}]))],
        {"scores[0].points": 1369.85, "scores[0].steps[1].delta": "-17.12498123769024",
         "scores[0].steps[2].delta": -0.00009268230976},
    ),
    merged("of no parts", [], {"scores.length": 0, "totals.length": 0, "now": None}),
    merged(
        "a visit of one part replaces one of another",
        [part(rewarded(1, "anna", 3)),
         part(rewarded(2, "anna", 12, supersedes=["v1"]), replaced=[{"id": "v1", "by": "v2"}])],
        {"scores.length": 1, "scores[0].id": "v2", "scores[0].points": 10},
    ),
    merged(
        "the present of a part that depends on it",
        [EARLY, part(rewarded(1, "anna", 12), now=NOW)],
        {"now": "2026-11-13T15:00:00.000Z"},
    ),
    refused(
        "another present",
        {"parts": [part(now=NOW), part(now="2026-11-14T18:00:00+03:00")]},
        [("different_now", "$.parts[1].now")],
    ),
    refused(
        "other rules under one name",
        {"parts": [EARLY, part(cards=[TERMS | {"scale": 3}])]},
        [("different_cards", "$.parts[1].cards")],
    ),
    refused(
        "a visit in two parts",
        {"parts": [EARLY, EARLY]},
        [("duplicate_id", "$.parts[1].scores[0]")],
    ),
    refused(
        "points that are not what their steps say",
        {"parts": [part(rewarded(1, "anna", 12, points=11))]},
        [("steps_differ", "$.parts[0].scores[0]")],
    ),
    refused(
        "a circle that no part knows of",
        {"parts": [part(replaced=[{"id": "v1", "by": "v2"}]),
                   part(replaced=[{"id": "v2", "by": "v1"}])]},
        [("supersedes_cycle", "$.parts")],
    ),
]
write("merge_scores", MERGE)
