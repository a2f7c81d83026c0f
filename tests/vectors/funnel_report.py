"""Writes the vectors of `funnel_report`: what each measure means, by hand.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

from suite import refused, write

DAY = 86_400_000
# Monday, 2026-11-02, 09:00 in UTC.
MONDAY = 1_793_610_000_000
STAGES = [
    {"id": "lead", "norm": "2d"},
    {"id": "wait", "kind": "hold"},
    {"id": "offer"},
    {"id": "won", "kind": "won"},
    {"id": "lost", "kind": "lost"},
]


def log(*rows, **more):
    """Rows of case, stage and days since Monday."""
    case, stage, days = zip(*rows, strict=True)
    entered = [MONDAY + int(day * DAY) for day in days]
    return {"case": list(case), "stage": list(stage), "entered": entered} | more


def vector(name, columns, expect, days=14, calendar=None, stages=STAGES, **options):
    call = {"columns": columns, "now": MONDAY + days * DAY, "calendar": calendar}
    options = {"stages": stages} | options if stages else options
    return {"name": name, "input": call | {"options": options}, "expect": expect}


# a: won after an offer that was made twice; b: lost; c: still a lead; d: an offer.
ROWS = [
    ("b", "lost", 5),
    ("a", "lead", 0),
    ("d", "lead", 7),
    ("a", "offer", 1),
    ("c", "lead", 4),
    ("a", "lead", 2),
    ("b", "lead", 1),
    ("a", "offer", 5),
    ("d", "offer", 7),
    ("a", "won", 9),
]
BASE = log(*ROWS)
SERVICE = [{"source": ["lead"], "target": "offer"}, {"source": "offer", "target": "won"}]

write(
    "funnel_report",
    [
        vector(
            "counts, conversion and rework are of cases",
            BASE,
            {
                "cases": 4,
                "entries": 10,
                "won": 1,
                "lost": 1,
                "open": 2,
                "moves": 6,
                "stages[0].stage": "lead",
                "stages[0].cases": 4,
                "stages[0].entries": 5,
                "stages[0].reached_share": 1,
                "stages[0].next": "offer",
                "stages[0].next_cases": 2,
                "stages[0].next_share": 0.5,
                "stages[0].reentries": 1,
                "stages[0].rework_cases": 1,
                "stages[0].rework_share": 0.25,
                "stages[1].reached_share": 0,
                "stages[1].next_share": None,
                "stages[2].cases": 2,
                "stages[2].next": "won",
                "stages[2].next_share": 0.5,
                "stages[3].next": None,
                "stages[3].ended": 1,
            },
        ),
        vector(
            "time in a stage is told of what is over, and open stays apart",
            BASE,
            {
                # 1, 3, 4 and 0 days; c has been there for 10 days.
                "stages[0].wall.count": 4,
                "stages[0].wall.mean_ms": 2 * DAY,
                "stages[0].wall.median_ms": 2 * DAY,
                "stages[0].wall.p90_ms": {"near": 3.7 * DAY, "within": 0.1},
                "stages[0].wall.open": 1,
                "stages[0].wall.open_mean_ms": 10 * DAY,
                # Of five, three are over at 3 days.
                "stages[0].wall.km_median_ms": 3 * DAY,
                "stages[2].wall.count": 2,
                "stages[2].open": 1,
                # 1 and 4 days over, 7 open: two thirds, then one third survive.
                "stages[2].wall.km_median_ms": 4 * DAY,
                "stages[3].wall.count": 0,
                "stages[3].wall.mean_ms": None,
                "cycle.count": 2,
                "cycle.mean_ms": 6.5 * DAY,
                "cycle.open": 2,
                "stages[0].working": None,
            },
        ),
        vector(
            "a median that nobody knows yet is absent",
            log(("a", "lead", 0), ("a", "won", 1), ("b", "lead", 0), ("c", "lead", 0)),
            {"stages[0].wall.median_ms": DAY, "stages[0].wall.km_median_ms": None},
        ),
        vector(
            "norms count all stays of a case in a stage together",
            BASE,
            {
                # a: 1 + 3, b: 4, d: 0 days of 2; c is open, with 10.
                "stages[0].norm.norm": "2d",
                "stages[0].norm.clock": "wall",
                "stages[0].norm.count": 3,
                "stages[0].norm.late": 2,
                "stages[0].norm.norm_mean_ms": 2 * DAY,
                "stages[0].norm.actual_mean_ms": {"near": 8 * DAY / 3, "within": 0.001},
                "stages[0].norm.deviation_percent": {"near": 33.3333333333, "within": 1e-9},
                "stages[0].norm.open": 1,
                "stages[0].norm.open_late": 1,
                "stages[2].norm": None,
            },
        ),
        vector(
            "or each stay, where the stage says so",
            BASE,
            {"stages[0].norm.count": 4, "stages[0].norm.late": 2},
            stages=[{"id": "lead", "norm": "2d", "norm_counts": "visit"}, *STAGES[1:]],
        ),
        vector(
            "with a calendar working time is told too, and norms count it",
            log(("a", "lead", 4), ("a", "won", 7.25)),
            {
                # Friday, nine hours, and Monday from 9 to 15.
                "stages[0].working.mean_ms": 15 * 3_600_000,
                "stages[0].norm.clock": "working",
                "stages[0].norm.norm_mean_ms": 9 * 3_600_000,
                "stages[0].norm.late": 1,
                "cycle_working.mean_ms": 15 * 3_600_000,
            },
            calendar={},
            stages=[{"id": "lead", "norm": "1bd"}, {"id": "won", "kind": "won"}],
        ),
        vector(
            "a day is a day though nobody works on a weekend, and a stage that rests has no norm",
            log(("a", "lead", 5), ("a", "wait", 6.5), ("a", "won", 9)),
            {
                # Saturday from 9 on, for a day and a half.
                "stages[0].norm.clock": "wall",
                "stages[0].norm.norm_mean_ms": DAY,
                "stages[0].norm.actual_mean_ms": 1.5 * DAY,
                "stages[0].norm.late": 1,
                "stages[0].working.mean_ms": 0,
                "stages[1].norm": None,
            },
            calendar={},
            stages=[
                {"id": "lead", "norm": "1d"},
                {"id": "wait", "kind": "hold", "norm": "1d"},
                {"id": "won", "kind": "won"},
            ],
        ),
        vector(
            "without transitions the order of the stages allows",
            BASE,
            {
                # offer to lead.
                "forbidden": 1,
                "forbidden_share": {"near": 1 / 6, "within": 1e-12},
                "pairs.length": 4,
                "pairs[0].source": "lead",
                "pairs[0].target": "offer",
                "pairs[0].count": 3,
                "pairs[0].forbidden": False,
                "pairs[2].source": "offer",
                "pairs[2].target": "lead",
                "pairs[2].forbidden": True,
            },
        ),
        vector(
            "with transitions only these do, and what policies, timers and rejections allow",
            BASE,
            {"forbidden": 2},
            transitions=SERVICE,
        ),
        vector(
            "no policy lets a case out of a stage that is won or lost",
            log(("a", "won", 0), ("a", "lead", 1), ("b", "lost", 0), ("b", "won", 1)),
            {
                "forbidden": 2,
                "pairs[0].source": "lost",
                "pairs[0].forbidden": True,
                "pairs[1].source": "won",
                "pairs[1].forbidden": True,
            },
            stages=[*STAGES[:3], STAGES[4], STAGES[3]],
            transitions=SERVICE,
            policies={"skip": "allow", "backward": "allow", "lost_from_any": True},
        ),
        vector(
            "a transition does, where the pipeline has one",
            log(("a", "won", 0), ("a", "lead", 1)),
            {"forbidden": 0},
            transitions=[*SERVICE, {"source": ["won"], "target": "lead"}],
        ),
        vector(
            "a pipeline's own stages and transitions will do",
            BASE,
            {"forbidden": 0, "warnings.length": 0},
            stages=[
                {
                    "id": "lead",
                    "timers": [{"id": "t", "offset": "3d", "go": "lost"}],
                    "require": [],
                },
                *STAGES[1:],
            ],
            transitions=[
                {"source": ["lead"], "target": "offer", "auto": True, "roles": ["head"]},
                {
                    "source": ["offer"],
                    "target": "won",
                    "approvals": {"need": [{"role": "head"}], "any_reject": "lead"},
                },
            ],
        ),
        vector(
            "without either nobody knows what is forbidden, nor what has ended",
            BASE,
            {
                "forbidden": None,
                "pairs[0].forbidden": None,
                "open": 4,
                "won": 0,
                "throughput[0].won": None,
                "stages[0].stage": "lead",
                "stages[0].kind": None,
                "stages[0].next_share": None,
                "stages[3].wall.open": 1,
                "reasons[0].code": "no_final_stage",
                "reasons[1].code": "no_transitions",
            },
            stages=None,
        ),
        vector(
            "variants are whole sequences, the most frequent first",
            BASE,
            {
                "variant_count": 4,
                "variants.length": 2,
                "variants[0].stages.length": 1,
                "variants[0].stages[0]": "lead",
                "variants[0].cases": 1,
                "variants[0].share": 0.25,
                "variants[1].stages.length": 2,
            },
            variants=2,
        ),
        vector(
            "throughput is by period, without gaps",
            BASE,
            {
                "throughput.length": 3,
                "throughput[0].period.name": "2026-W45",
                "throughput[0].started": 3,
                "throughput[0].lost": 1,
                "throughput[0].won": 0,
                "throughput[1].started": 1,
                "throughput[1].won": 1,
                "throughput[2].started": 0,
            },
            period="week",
        ),
        vector(
            "a case belongs to the group of its first row, and to the cohort in which it began",
            log(*ROWS, region=["y", "x", None, "y", "x", "y", "y", "x", None, "y"]),
            {
                "groups.length": 5,
                "groups[0].by": "region",
                "groups[0].value": None,
                "groups[0].cases": 1,
                "groups[1].value": "x",
                "groups[1].cases": 2,
                "groups[1].won": 1,
                "groups[1].stages[0].next_share": 0.5,
                # a and c.
                "groups[1].entries": 6,
                "groups[1].pairs.length": 3,
                "groups[1].pairs[0].count": 2,
                "groups[1].variant_count": 2,
                "groups[1].variants[0].stages": ["lead"],
                "groups[1].throughput[0].started": 2,
                "groups[1].throughput[0].won": 1,
                "groups[2].value": "y",
                "groups[2].lost": 1,
                "groups[3].by": "cohort",
                "groups[3].value": "2026-W45",
                "groups[3].cases": 3,
                "groups[4].value": "2026-W46",
            },
            by=["region"],
            cohort="week",
        ),
        vector(
            "rows after the end of observation are left out",
            BASE,
            {
                "entries": 7,
                "after_now": 3,
                "cases": 3,
                "won": 0,
                "reasons[0].code": "after_now",
                "reasons[0].facts.rows": 3,
            },
            days=5,
        ),
        vector(
            "of one instant the stage that is declared first is entered first",
            log(("a", "won", 0), ("a", "offer", 0), ("a", "lead", 0)),
            {"variants[0].stages[0]": "lead", "won": 1, "forbidden": 0, "cycle.median_ms": 0},
        ),
        vector(
            "a stage that is not declared comes last, and is told of",
            log(("a", "lead", 0), ("a", "zoo", 1)),
            {
                "stages[5].stage": "zoo",
                "stages[5].kind": None,
                "open": 1,
                "forbidden": 1,
                "warnings[0].code": "undeclared_stage",
            },
        ),
        vector(
            "numbers will do for cases, and places in a list for stages",
            {
                "case": [9, 9, -4],
                "stage": [1, 0, 1],
                "stage_names": ["won", "lead", "nobody's"],
                "entered": [MONDAY, MONDAY + DAY, MONDAY],
            },
            {"cases": 2, "won": 1, "stages.length": 5, "warnings.length": 0},
        ),
        vector(
            "no rows",
            {"case": [], "stage": [], "entered": []},
            {"cases": 0, "stages.length": 5, "throughput.length": 0, "variants.length": 0},
        ),
        refused(
            "all that is wrong with columns at once",
            {
                "columns": {"case": ["a", None], "stage": [1, "b"], "entered": [MONDAY, "today"]},
                "now": MONDAY,
            },
            [
                ("missing_value", "$.columns.case[1]"),
                ("wrong_type", "$.columns.stage[0]"),
                ("invalid_time", "$.columns.entered[1]"),
            ],
        ),
        refused(
            "columns are of one length",
            {"columns": {"case": ["a"], "stage": [], "entered": []}, "now": MONDAY},
            [
                ("length_mismatch", "$.columns.stage"),
                ("length_mismatch", "$.columns.entered"),
            ],
        ),
        refused(
            "places that are none",
            {
                "columns": log(("a", 0, 0), ("a", 2, 0), stage_names=["x", "y"]),
                "now": MONDAY,
            },
            [("out_of_range", "$.columns.stage[1]")],
        ),
        refused(
            "a column that is misspelt",
            {
                "columns": log(("a", "lead", 0), region=["x"]),
                "now": MONDAY,
                "options": {"by": ["regoin"]},
            },
            [("missing_key", "$.columns.regoin")],
        ),
        refused(
            "moves that lead from and to stages that there are not",
            {
                "columns": log(("a", "lead", 0)),
                "now": MONDAY,
                "options": {
                    "stages": [
                        {"id": "lead", "timers": [{"id": "t", "offset": "3d", "go": "losst"}]},
                        *STAGES[1:],
                    ],
                    "transitions": [{"source": ["lead", "offr"], "target": "wonn"}],
                },
            },
            [
                ("unknown_stage", "$.options.stages[0].timers[0].go"),
                ("unknown_stage", "$.options.transitions[0].source[1]"),
                ("unknown_stage", "$.options.transitions[0].target"),
            ],
        ),
        refused(
            "all that is wrong with the options at once",
            {
                "columns": log(("a", "lead", 0), region=[0.5]),
                "now": MONDAY,
                "options": {
                    "stages": [{"id": "a", "norm": "3x"}, {"id": "a"}],
                    "variants": 20_000,
                    "by": ["region", "region"],
                },
            },
            [("invalid_span", "$.options.stages[0].norm")],
        ),
        refused(
            "norms, columns and doubles",
            {
                "columns": log(("a", "lead", 0), region=[0.5]),
                "now": MONDAY,
                "options": {
                    "stages": [{"id": "a", "norm": "-3d"}, {"id": "b", "norm": "5bd"}],
                    "by": ["region", "owner"],
                },
            },
            [
                ("out_of_range", "$.options.stages[0].norm"),
                ("missing_calendar", "$.options.stages[1].norm"),
                ("wrong_type", "$.columns.region[0]"),
                ("missing_key", "$.columns.owner"),
            ],
        ),
        refused(
            "a stage or a column that comes twice",
            {
                "columns": log(("a", "lead", 0)),
                "now": MONDAY,
                "options": {
                    "stages": [{"id": "a"}, {"id": "a"}],
                    "by": ["cohort"],
                    "cohort": "month",
                    "variants": 20_000,
                },
            },
            [
                ("duplicate_id", "$.options.stages[1].id"),
                ("duplicate_key", "$.options.by[0]"),
                ("out_of_range", "$.options.variants"),
            ],
        ),
    ],
)
