"""Writes the vectors of score cards: the sentences of their specification, and fifty broken cards.

`cargo xtask vectors` then records the answers.
"""

import copy
import json
from pathlib import Path

FILE = Path(__file__).with_name("scorecard.json")

SCHEMA = {
    "status": {"type": "enum", "values": ["verified", "not_verified", "uncertain"]},
    "institution": {"type": "enum", "values": ["state", "private"]},
    "doctors_met": "int",
    "kind": "string",
    "distance_km": "number",
    "sold": "decimal",
    "stocked_at": "instant",
    "contract_until": "date",
}
CARD = {
    "name": "visits",
    "version": "2026-11",
    "schema": SCHEMA,
    "eligible": {"field": "status", "eq": "verified"},
    "tables": [
        {
            "id": "institution",
            "hit": "unique",
            "rows": [
                {"id": "state", "when": {"field": "institution", "eq": "state"}, "points": 10},
                {"id": "private", "when": {"field": "institution", "eq": "private"}, "points": 8},
            ],
        }
    ],
    "modifiers": [
        {
            "id": "doctors",
            "kind": "per_unit",
            "field": "doctors_met",
            "above": 0,
            "step": 1,
            "rate": 2,
            "cap": 16,
        },
        {
            "id": "demonstration",
            "kind": "multiply",
            "factor": 1.5,
            "when": {"field": "kind", "eq": "demonstration"},
        },
        {"id": "far", "kind": "add", "points": 5, "when": {"field": "distance_km", "gt": 100}},
    ],
}
NOW = "2026-12-31T00:00:00.000Z"
MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}
CAIRO = {"name": "Africa/Cairo", "offsets": [[0, 7_200]]}
# Clocks are put forward on 29 March 2026 and back on 25 October, in New York on 8 March and 1 November.
BERLIN = {
    "name": "Europe/Berlin",
    "offsets": [[0, 3_600], [1_774_746_000_000, 7_200], [1_792_890_000_000, 3_600]],
}
NEW_YORK = {
    "name": "America/New_York",
    "offsets": [[0, -18_000], [1_772_953_200_000, -14_400], [1_793_512_800_000, -18_000]],
}
ALMATY = {"name": "Asia/Almaty", "offsets": [[0, 18_000]]}
VISIT = {
    "id": "v1",
    "rep": "anna",
    "site": "clinic-1",
    "t": "2026-11-13T10:00:00.000Z",
    "left": "2026-11-13T11:00:00.000Z",
    "status": "verified",
    "institution": "state",
    "doctors_met": 6,
    "kind": "demonstration",
    "distance_km": 140,
}
PLAIN = {"name": "plain", "version": "1", "tables": [{"rows": [], "default": 10}]}


def visit(**changes):
    return {**VISIT, **changes}


def card(**changes):
    return {**CARD, **changes}


def script(name, policy, steps):
    """Calls, each with what it answers."""
    calls, expect = [], {}
    for index, (call, answer) in enumerate(steps):
        calls.append(call)
        expect |= {f"[{index}].{path}": value for path, value in answer.items()}
    return {"name": name, "input": {"new": {"policy": policy}, "calls": calls}, "expect": expect}


def score(answer, now=None, **changes):
    call = {"visit": visit(**changes)}
    return {"score": call | ({"now": now} if now else {})}, answer


def together(visits, answer, now=None):
    return {"score_all": {"visits": visits} | ({"now": now} if now else {})}, answer


def broken(name, policy, *problems):
    """A card that is refused for just these reasons."""
    expect = {"problems.length": len(problems)}
    for index, (code, path) in enumerate(problems):
        expect[f"problems[{index}].code"] = code
        expect[f"problems[{index}].path"] = path
    return {"name": name, "input": {"new": {"policy": policy}, "calls": []}, "expect": expect}


def patched(path, value, policy=None):
    """The card with something else at `path`."""
    changed = copy.deepcopy(policy or CARD)
    place = changed
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return changed


def banded(hit, *rows, **more):
    table = {"hit": hit, "rows": [{"bands": bands, "points": 1} for bands in rows], **more}
    return card(tables=[table])


def modified(**modifier):
    return card(modifiers=[modifier])


def limited(**limit):
    return card(limits=[limit])


TABLE, ROW = "$.policy.tables[0]", "$.policy.tables[0].rows[0]"
CHANGE, LIMIT = "$.policy.modifiers[0]", "$.policy.limits[0]"
BROKEN = [
    broken("without a name", patched(["name"], ...), ("missing_key", "$.policy.name")),
    broken("without a version", patched(["version"], ...), ("missing_key", "$.policy.version")),
    broken("a misspelled key", card(modifierz=[]), ("unknown_key", "$.policy.modifierz")),
    broken("a misspelled key, and what else is wrong",
           card(modifierz=[], eligible={"field": "statuss", "eq": "verified"}, scale=7),
           ("unknown_key", "$.policy.modifierz"), ("out_of_range", "$.policy.scale"),
           ("unknown_field", "$.policy.eligible.field")),
    broken("a scale of seven digits", card(scale=7), ("out_of_range", "$.policy.scale")),
    broken("a rounding of its own", card(rounding="up"), ("unknown_value", "$.policy.rounding")),
    broken("no zone", card(zone=3), ("wrong_type", "$.policy.zone")),
    broken("a calendar that is none", card(calendar={"hourz": {}}),
           ("unknown_key", "$.policy.calendar.hourz")),
    broken("a type that there is not", patched(["schema", "kind"], "text"),
           ("unknown_value", "$.policy.schema.kind")),
    broken("an enum without values", patched(["schema", "status"], "enum"),
           ("missing_key", "$.policy.schema.status.values")),
    broken("a field called now", patched(["schema", "now"], "instant"),
           ("reserved_field", "$.policy.schema.now")),
    broken("an unknown field", patched(["eligible"], {"field": "statuss", "eq": "verified"}),
           ("unknown_field", "$.policy.eligible.field")),
    broken("a value that no status has", patched(["eligible", "eq"], "verfied"),
           ("unknown_value", "$.policy.eligible.eq")),
    broken("an operator of another type", patched(["eligible"], {"field": "status", "gt": "a"}),
           ("wrong_operator", "$.policy.eligible")),
    broken("a row without a condition", patched(["tables", 0, "rows", 0], {"points": 1}),
           ("missing_key", ROW)),
    broken("a row with two", patched(["tables", 0, "rows", 0, "bands"], {"doctors_met": [0, 1]}),
           ("ambiguous", ROW)),
    broken("a row without points", patched(["tables", 0, "rows", 0, "points"], ...),
           ("missing_key", f"{ROW}.points")),
    broken("points that are a word", patched(["tables", 0, "rows", 0, "points"], "ten"),
           ("invalid_decimal", f"{ROW}.points")),
    broken("points of seven digits", patched(["tables", 0, "rows", 0, "points"], "1.0000001"),
           ("too_precise", f"{ROW}.points")),
    broken("points beyond all that is paid", patched(["tables", 0, "rows", 0, "points"], 10**16),
           ("too_large", f"{ROW}.points")),
    broken("a table of nothing", card(tables=[{"rows": []}]), ("empty", f"{TABLE}.rows")),
    broken("no such hit policy", patched(["tables", 0, "hit"], "any"),
           ("unknown_value", f"{TABLE}.hit")),
    broken("bands that overlap", banded("unique", {"doctors_met": [0, 5]}, {"doctors_met": [4, 9]}),
           ("overlap", f"{TABLE}.rows[1]")),
    broken("bands of two fields that overlap",
           banded("unique", {"doctors_met": [0, 5]}, {"distance_km": [0, 9]}, default=0),
           ("overlap", f"{TABLE}.rows[1]")),
    broken("a hole between bands", banded("first", {"doctors_met": [0, 5]}, {"doctors_met": [6, 9]}),
           ("hole", f"{TABLE}.rows[1]")),
    broken("two holes", banded("first", {"doctors_met": [8, None]}, {"doctors_met": [0, 2]},
                               {"doctors_met": [4, 6]}),
           ("hole", f"{TABLE}.rows[2]"), ("hole", f"{TABLE}.rows[0]")),
    broken("a band that ends where it begins", banded("first", {"doctors_met": [5, 5]}),
           ("empty", f"{ROW}.bands.doctors_met")),
    broken("a band with one end", banded("first", {"doctors_met": [5]}),
           ("wrong_length", f"{ROW}.bands.doctors_met")),
    broken("a band of words", banded("first", {"kind": [0, 5]}),
           ("wrong_type", f"{ROW}.bands.kind")),
    broken("a band of an unknown field", banded("first", {"doctors": [0, 5]}),
           ("unknown_field", f"{ROW}.bands.doctors")),
    broken("a half doctor", banded("first", {"doctors_met": [0, 2.5]}),
           ("wrong_type", f"{ROW}.bands.doctors_met")),
    broken("a modifier of no kind", modified(points=1), ("missing_key", f"{CHANGE}.kind")),
    broken("an add without points", modified(kind="add"), ("missing_key", f"{CHANGE}.points")),
    broken("a multiply with points", modified(kind="multiply", factor=2, points=1),
           ("misplaced_key", f"{CHANGE}.points")),
    broken("a factor of seven digits", modified(kind="multiply", factor="1.0000001"),
           ("too_precise", f"{CHANGE}.factor")),
    broken("a penalty that gives", modified(kind="penalty", points=-5),
           ("out_of_range", f"{CHANGE}.points")),
    broken("units of words", modified(kind="per_unit", field="kind", rate=1),
           ("wrong_type", f"{CHANGE}.field")),
    broken("units of nothing", modified(kind="per_unit"),
           ("missing_key", f"{CHANGE}.field"), ("missing_key", f"{CHANGE}.rate")),
    broken("steps of no width", modified(kind="per_unit", field="doctors_met", rate=1, step=0),
           ("out_of_range", f"{CHANGE}.step")),
    broken("a cap below zero", modified(kind="per_unit", field="doctors_met", rate=1, cap=-1),
           ("out_of_range", f"{CHANGE}.cap")),
    broken("a decay that does not", modified(kind="decay", field="stocked_at"),
           ("ambiguous", CHANGE)),
    broken("a decay of doctors", modified(kind="decay", field="doctors_met", half_life="20h"),
           ("wrong_type", f"{CHANGE}.field")),
    broken("a half-life of none", modified(kind="decay", field="stocked_at", half_life="0s"),
           ("out_of_range", f"{CHANGE}.half_life")),
    broken("an age of none",
           modified(kind="decay", field="stocked_at", steps=[{"age": "0d", "factor": 1}]),
           ("out_of_range", f"{CHANGE}.steps[0].age")),
    broken("a lead without a share", card(split={"by": "lead"}),
           ("missing_key", "$.policy.split.lead_share")),
    broken("a share above one", card(split={"by": "lead", "lead_share": 1.5}),
           ("out_of_range", "$.policy.split.lead_share")),
    broken("a share of equals", card(split={"lead_share": 0.5}),
           ("misplaced_key", "$.policy.split.lead_share")),
    broken("a limit by nothing", limited(kind="once", key=[], per="day"),
           ("empty", f"{LIMIT}.key")),
    broken("a limit by an unknown field", limited(kind="once", key=["clinic"], per="day"),
           ("unknown_field", f"{LIMIT}.key[0]")),
    broken("a cap of nothing, within nothing", limited(kind="cap", key=["rep"]),
           ("missing_key", f"{LIMIT}.per"), ("missing_key", f"{LIMIT}.points")),
    broken("a gap within a month", limited(kind="min_gap", key=["site"], span="7d", per="month"),
           ("misplaced_key", f"{LIMIT}.per")),
    broken("a gap of none", limited(kind="min_gap", key=["site"], span="-1d"),
           ("out_of_range", f"{LIMIT}.span")),
    broken("a count below zero", limited(kind="count_cap", key=["rep"], per="day", count=-1),
           ("out_of_range", f"{LIMIT}.count")),
    broken("two rules of one name", patched(["modifiers", 1, "id"], "doctors"),
           ("duplicate_id", "$.policy.modifiers[1].id")),
    broken("two versions from one day on", [CARD, card(version="2")],
           ("duplicate_version", "$.policy[1]")),
    broken("versions of two names", [CARD, card(name="other", version="2", valid_from=NOW)],
           ("different_cards", "$.policy[1]")),
    broken("a list of one version", [card(modifierz=[], scale=7)],
           ("unknown_key", "$.policy[0].modifierz"), ("out_of_range", "$.policy[0].scale")),
    broken("a list of one version whose calendar is none", [card(calendar=5, scale=7)],
           ("wrong_type", "$.policy[0].calendar"), ("out_of_range", "$.policy[0].scale")),
    broken("a zone beside another", card(zone=MOSCOW, calendar={"zone": CAIRO}),
           ("zones_differ", "$.policy.zone")),
    broken("a limit by the present", limited(kind="once", key=["now"], per="day"),
           ("wrong_type", f"{LIMIT}.key[0]")),
    broken("a decay without steps", modified(kind="decay", field="stocked_at", steps=[]),
           ("empty", f"{CHANGE}.steps")),
    broken("no version at all", [], ("empty", "$.policy")),
    broken("all at once", {
        **CARD, "scale": 9, "eligible": {"field": "statuss", "eq": 1},
        "modifiers": [{"kind": "add"}, {"kind": "multiply", "factor": 2, "rate": 1}],
        "limits": [{"kind": "cap", "key": ["rep"], "per": "day"}],
    },
           ("out_of_range", "$.policy.scale"), ("unknown_field", "$.policy.eligible.field"),
           ("missing_key", "$.policy.modifiers[0].points"),
           ("misplaced_key", "$.policy.modifiers[1].rate"),
           ("missing_key", "$.policy.limits[0].points")),
]

FIXTURE = {"points": 38, "steps[0].delta": 10, "steps[1].delta": 12, "steps[2].delta": 11,
           "steps[3].delta": 5, "steps.length": 4}
AGED = {"name": "aged", "version": "1", "schema": SCHEMA,
        "tables": [{"rows": [], "default": 10}]}
MONTHS = "$.policy.limits[0]"


def rows(visits, *points):
    """The points of all rows, in their order."""
    return together(visits, {f"answer.scores[{i}].points": value for i, value in enumerate(points)}
                    | {"answer.scores.length": len(points)})


def plain(day, id=None, **more):
    t = f"2026-11-{day:02d}T10:00:00.000Z"
    return {"id": id or f"d{day}", "rep": "anna", "site": "s", "t": t, **more}


def here(t, **changes):
    """A visit of a rep of Berlin to a site in Almaty."""
    return {"id": f"v{t}", "rep": "anna", "site": "s", "t": t, "rep_zone": BERLIN,
            "site_zone": ALMATY, **changes}


def dated(visits, *due):
    """The day and the points of all rows, in their order."""
    expect = {f"answer.scores[{i}].day": day for i, (day, _) in enumerate(due)}
    points = {f"answer.scores[{i}].points": value for i, (_, value) in enumerate(due)}
    return together(visits, expect | points | {"answer.scores.length": len(due)})


def refused_zone(key):
    """A table has rows, and they are in order."""
    tables = [{"name": "x", "offsets": rows} for rows in ([], [[1, 0], [0, 3_600]])]
    visits = [here("2026-10-31T22:30:00Z", **{key: table}) for table in tables]
    return together([visit | {"id": str(at)} for at, visit in enumerate(visits)], {
        "error.problems.length": 2, "error.problems[0].code": "empty",
        "error.problems[0].path": f"$.visits[0].{key}.offsets",
        "error.problems[1].code": "not_sorted",
        "error.problems[1].path": f"$.visits[1].{key}.offsets[1]"})


GOOD = [
    script("a demonstration far away", CARD, [
        score({f"answer.{path}": value for path, value in FIXTURE.items()}),
        score({"answer.points": 0, "answer.worth": 38, "answer.status": "not_eligible",
               "answer.reasons[0].code": "not_eligible", "answer.steps.length": 0},
              status="not_verified"),
        score({"answer.points": None, "answer.status": "undetermined", "answer.missing[0]": "status"},
              status=None),
        # What is not eligible is 0, though nobody knows what it would have been worth.
        score({"answer.points": 0, "answer.worth": None}, status="uncertain", doctors_met=None),
        score({"answer.points": None, "answer.missing[0]": "doctors_met",
               "answer.missing[1]": "distance_km"}, doctors_met=None, distance_km=None),
        score({"answer.points": 44}, doctors_met=30),
        score({"answer.points": 35}, institution="private"),
        score({"error.problems[0].code": "wrong_type",
               "error.problems[0].path": "$.visit.doctors_met"}, doctors_met="six"),
        score({"error.problems.length": 2, "error.problems[0].path": "$.visit.rep",
               "error.problems[1].path": "$.visit.kind"}, rep=None, kind=5),
    ]),
    script("the verdict on a planned visit is a record", CARD, [
        ({"score": {"visit": {
            "plan_id": "p1", "rep": "anna", "site": "clinic-1", "status": "verified",
            "arrival": {"t": "2026-11-13T10:00:00.000Z"},
            "departure": {"t": "2026-11-13T10:40:00.000Z"},
            "institution": "private", "doctors_met": 1, "kind": "call", "distance_km": 3}}},
         {"answer.points": 10, "answer.id": "p1", "answer.t": "2026-11-13T10:00:00.000Z",
          "answer.left": "2026-11-13T10:40:00.000Z"}),
    ]),
    script("one final step rounds", {
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 1.05}],
        "modifiers": [{"kind": "multiply", "factor": 1.5}, {"kind": "multiply", "factor": 1.5}],
    }, [score({"answer.points": 2.36, "answer.steps.length": 4, "answer.steps[3].delta": -0.0025})]),
    script("shares of a joint visit", {
        "name": "c", "version": "1", "tables": [{"rows": [], "default": -10}],
    }, [rows([{"id": "v", "reps": ["c", "a", "b"], "t": 0}], -3.34, -3.33, -3.33)]),
    script("shares by weight", PLAIN | {"split": {"by": "weights"}}, [
        rows([{"id": "v", "t": 0, "reps": [
            {"rep": "a", "weight": 1}, {"rep": "b", "weight": 2}]}], 3.33, 6.67),
        together([{"id": "v", "t": 0, "reps": [
            {"rep": "a", "weight": 0}, {"rep": "b", "weight": 0}]}],
                 {"error.problems[0].code": "zero_weights",
                  "error.problems[0].path": "$.visits[0].reps"}),
    ]),
    script("the lead's share", PLAIN | {"split": {"by": "lead", "lead_share": 0.6}}, [
        rows([{"id": "v", "t": 0, "reps": ["a", {"rep": "b", "lead": True}, "c"]}], 2, 6, 2),
    ]),
    script("bands are half-open", card(tables=[{"rows": [
        {"bands": {"doctors_met": [None, 5]}, "points": 1},
        {"bands": {"doctors_met": [5, 10]}, "points": 2},
        {"bands": {"doctors_met": [10, None]}, "points": 3},
    ]}], modifiers=[]), [
        score({"answer.points": 1}, doctors_met=4),
        score({"answer.points": 2}, doctors_met=5),
        score({"answer.points": 2}, doctors_met=9),
        score({"answer.points": 3}, doctors_met=10),
        score({"answer.points": None}, doctors_met=None),
    ]),
    script("an unknown row before the match", card(modifiers=[], tables=[{"rows": [
        {"when": {"field": "doctors_met", "ge": 5}, "points": 5},
        {"when": {"field": "kind", "eq": "demonstration"}, "points": 3},
    ]}]), [
        score({"answer.status": "undetermined", "answer.points": None}, doctors_met=None),
        score({"answer.points": 5}, kind=None),
        score({"answer.points": 3}, doctors_met=1),
    ]),
    script("an unknown row that is skipped", card(modifiers=[], tables=[{
        "on_unknown": "skip", "rows": [
            {"when": {"field": "doctors_met", "ge": 5}, "points": 5},
            {"when": {"field": "kind", "eq": "demonstration"}, "points": 3},
        ]}]), [score({"answer.points": 3}, doctors_met=None)]),
    script("several rows of which one may be met", card(modifiers=[], tables=[{
        "hit": "unique", "rows": [
            {"when": {"field": "doctors_met", "ge": 5}, "points": 5},
            {"when": {"field": "kind", "eq": "demonstration"}, "points": 3},
        ]}]), [score({"answer.status": "undetermined", "answer.reasons[0].code": "several_rows"})]),
    script("the sum and the most of rows", card(modifiers=[], tables=[
        {"id": kind, "hit": kind, "rows": [
            {"when": {"field": "doctors_met", "ge": 5}, "points": 5},
            {"when": {"field": "kind", "eq": "demonstration"}, "points": 3},
        ]} for kind in ("collect_sum", "collect_max")]), [
        score({"answer.points": 13, "answer.steps.length": 3})]),
    script("a kilometre over a hundred is a hundredth", card(tables=[], modifiers=[
        {"id": "km", "kind": "per_unit", "field": "distance_km", "above": 100, "step": 1,
         "rate": 0.01, "cap": 5}]), [
        score({"answer.points": 0.4}),
        score({"answer.points": 0.4}, distance_km=140.999),
        score({"answer.points": 5}, distance_km=1_000),
        score({"answer.points": 0}, distance_km=99),
    ]),
    script("points that age by steps", AGED | {"modifiers": [
        {"kind": "decay", "field": "stocked_at", "steps": [
            {"age": "30d", "factor": 0.5}, {"age": "3mo", "factor": 0.25}]}]}, [
        score({"answer.points": 10}, NOW, stocked_at="2026-12-02T00:00:00Z"),
        score({"answer.points": 5}, NOW, stocked_at="2026-12-01T00:00:00Z"),
        score({"answer.points": 2.5}, NOW, stocked_at="2026-09-30T00:00:00Z"),
        score({"answer.points": None, "answer.missing[0]": "stocked_at"}, NOW),
        score({"error.problems[0].path": "$.now"}),
    ]),
    script("points that halve in ten days", AGED | {"modifiers": [
        {"kind": "decay", "field": "stocked_at", "half_life": "240h"}]}, [
        score({"answer.points": 5, "answer.steps[1].facts.factor": 0.5}, NOW,
              stocked_at="2026-12-21T00:00:00Z"),
        score({"answer.points": 7.07, "answer.steps[1].facts.factor": 0.707107}, NOW,
              stocked_at="2026-12-26T00:00:00Z"),
        score({"answer.points": 10}, NOW, stocked_at="2027-01-26T00:00:00Z"),
    ]),
    script("once a month for a site, whatever came first", PLAIN | {"limits": [
        {"id": "month", "kind": "once", "key": ["site"], "per": "month"}]}, [
        rows([plain(20), plain(3), plain(1, site="other")], 10, 10, 0),
    ]),
    *[
        script(f"the days of a month of {whose}, over changes of clocks", PLAIN | {
            "period_zone": zone, "zone": NEW_YORK,
            "limits": [{"id": "month", "kind": "once", "key": ["site"], "per": "month"}]}, [
            dated([here("2026-03-28T23:30:00Z"), here("2026-03-29T22:30:00Z"),
                   here("2026-10-24T22:30:00Z"), here("2026-10-31T22:30:00Z"),
                   here("2026-11-01T04:30:00Z")], *days),
            # Who names no zone is by the clock of the card.
            dated([{"id": "v", "rep": "anna", "site": "s", "t": "2026-10-31T22:30:00Z"}],
                  ("2026-10-31", 10)),
            *elsewhere,
        ])
        for whose, zone, days, elsewhere in (
            ("the rep", "rep",
             [("2026-03-29", 10), ("2026-03-30", 0), ("2026-10-25", 10), ("2026-10-31", 0),
              ("2026-11-01", 10)],
             [dated([here("2026-10-31T22:30:00Z", site_zone="Europe/Nowhere")],
                    ("2026-10-31", 10)),
              refused_zone("rep_zone")]),
            ("the site", "site",
             [("2026-03-29", 10), ("2026-03-30", 0), ("2026-10-25", 10), ("2026-11-01", 10),
              ("2026-11-01", 0)],
             [dated([here("2026-10-31T22:30:00Z", rep_zone="Europe/Nowhere")],
                    ("2026-11-01", 10)),
              refused_zone("site_zone")]),
            ("the card", "card",
             [("2026-03-28", 10), ("2026-03-29", 0), ("2026-10-24", 10), ("2026-10-31", 0),
              ("2026-11-01", 10)],
             [dated([here("2026-10-31T22:30:00Z", rep_zone=3, site_zone=3)],
                    ("2026-10-31", 10))]),
        )
    ],
    script("columns name zones, and a card's is a table", PLAIN | {
        "period_zone": "site", "zone": NEW_YORK}, [
        ({"score_many": {"columns": {
            "rep": ["anna", "anna"], "t": [1_793_485_800_000, 1_793_485_800_000],
            "site_zone": ["UTC", None]}}},
         {"answer.day[0]": "2026-10-31", "answer.day[1]": "2026-10-31"}),
        ({"score_many": {"columns": {
            "rep": ["anna", "anna"], "t": [1_793_507_400_000, 1_793_507_400_000],
            "site_zone": ["UTC", None]}}},
         {"answer.day[0]": "2026-11-01", "answer.day[1]": "2026-11-01"}),
        ({"score_many": {"columns": {
            "rep": ["anna", "anna"], "t": [1_793_496_600_000, 1_793_496_600_000],
            "site_zone": ["UTC", None]}}},
         {"answer.day[0]": "2026-11-01", "answer.day[1]": "2026-10-31"}),
    ]),
    script("a step of a limit tells what it leaves", PLAIN | {"limits": [
        {"id": "enough", "kind": "cap", "key": ["rep"], "per": "day", "points": 4}]}, [
        together([plain(1)], {
            "answer.scores[0].steps[1].facts": {
                "limit": "cap", "key": "rep", "per": "day", "points": 4}}),
    ]),
    script("steps of more digits than a number tells are texts", PLAIN | {
        "tables": [{"rows": [], "default": 1234.56}],
        "modifiers": [{"kind": "multiply", "factor": 1.123457},
                      {"kind": "multiply", "factor": 0.987653}]}, [
        together([plain(1)], {
            "answer.scores[0].points": 1369.85,
            "answer.scores[0].steps[1].delta": 152.41507392,
            "answer.scores[0].steps[2].delta": "-17.12498123769024",
            "answer.scores[0].steps[3].before": "1369.85009268230976",
            "answer.scores[0].steps[3].delta": -0.00009268230976}),
    ]),
    script("the best of a month", AGED | {
        "tables": [], "modifiers": [{"kind": "per_unit", "field": "sold", "rate": 1}],
        "limits": [{"kind": "once", "key": ["site"], "per": "month", "keep": "best"}]}, [
        rows([plain(1, sold=5), plain(2, sold=7), plain(3, sold=7), plain(4, sold=-2)],
             0, 7, 0, -2),
    ]),
    script("a cap a day, over a limit before it", PLAIN | {"limits": [
        {"kind": "count_cap", "key": ["rep"], "per": "day", "count": 2},
        {"kind": "cap", "key": ["rep"], "per": "day", "points": 15}]}, [
        rows([plain(1, "a"), plain(1, "b"), plain(1, "c"), plain(2)], 10, 5, 0, 10),
    ]),
    script("seven days from the last that was kept", PLAIN | {"limits": [
        {"kind": "min_gap", "key": ["site"], "span": "7d"}]}, [
        rows([plain(10), plain(5), plain(1)], 10, 0, 10),
    ]),
    script("a joint visit counts once for a site", PLAIN | {"limits": [
        {"kind": "once", "key": ["site"], "per": "month"}]}, [
        rows([plain(1, rep="a", reps=["a", "b"]), plain(2)], 5, 5, 0),
    ]),
    script("what is replaced is in no row", PLAIN, [
        together([plain(1, "a"), plain(2, "b", supersedes=["a", "x"])],
                 {"answer.scores.length": 1, "answer.scores[0].id": "b",
                  "answer.replaced[0]": {"id": "a", "by": "b"},
                  "answer.replaced[1]": {"id": "x", "by": "b"}}),
        together([plain(1, "a", supersedes=["c"]), plain(2, "b", supersedes=["a"]),
                  plain(3, "c", supersedes=["b"])],
                 {"error.problems.length": 1,
                  "error.problems[0].code": "supersedes_cycle",
                  "error.problems[0].path": "$.visits[1].supersedes"}),
        together([plain(1, "a"), plain(2, "a")],
                 {"error.problems[0].code": "duplicate_id",
                  "error.problems[0].path": "$.visits[1].id"}),
    ]),
    script("nobody leaves before coming, and what has no name is nobody's", PLAIN, [
        together([{"id": "", "rep": "", "t": 0}, {"id": "b", "rep": "anna", "t": 1, "left": 0}],
                 {"error.problems[0].code": "empty",
                  "error.problems[0].path": "$.visits[0].id",
                  "error.problems[1].path": "$.visits[0].rep",
                  "error.problems[2].code": "end_before_start",
                  "error.problems[2].path": "$.visits[1].left"}),
    ]),
    script("one leads a visit", PLAIN | {"split": {"by": "lead", "lead_share": 0.6}}, [
        together([{"id": "a", "t": 0, "reps": [
            {"rep": "anna", "lead": True}, {"rep": "boris", "lead": True}]}],
            {"error.problems[0].code": "several_leads",
             "error.problems[0].path": "$.visits[0].reps[1].lead"}),
    ]),
    script("somebody is said to lead", PLAIN | {"split": {"by": "lead", "lead_share": 0.7}}, [
        together([{"id": "a", "t": 0, "reps": ["anna", "boris"]},
                  {"id": "b", "t": 0, "rep": "anna", "reps": ["boris"]}],
                 {"error.problems[0].code": "missing_lead",
                  "error.problems[0].path": "$.visits[0].reps",
                  "error.problems[1].code": "ambiguous",
                  "error.problems[1].path": "$.visits[1].rep"}),
    ]),
    script("what was sold together is sold once", PLAIN, [
        together([{"id": "a", "t": 0, "team": "north", "amount": 1000, "margin": 0.01, "reps": [
            "anna", "boris", {"rep": "clara", "team": "south"}]}],
            {"answer.scores[0].amount": 333.34, "answer.scores[1].amount": 333.33,
             "answer.scores[2].amount": 333.33, "answer.scores[0].margin": 0.01,
             "answer.scores[1].margin": 0, "answer.scores[2].team": "south",
             "answer.totals[9].scope": "team", "answer.totals[9].of": "north",
             "answer.totals[9].scored": 1, "answer.totals[9].points": 6.67}),
    ]),
    script("keys that look misspelled", PLAIN | {"split": {"by": "weights"}}, [
        together([{"id": "a", "t": 0, "amout": 5, "reps": [
            {"rep": "anna", "wieght": 3}, {"rep": "boris"}]}],
            {"answer.warnings.length": 2, "answer.warnings[0].code": "unknown_key",
             "answer.warnings[0].path": "$.visits[0].reps[0].wieght",
             "answer.warnings[1].path": "$.visits[0].amout"}),
    ]),
    script("what decided is to blame", card(eligible={"all": [
        {"any": [{"field": "status", "eq": "verified"}, {"field": "doctors_met", "ge": 5}]},
        {"not": {"field": "kind", "eq": "phone"}}]}), [
        score({"answer.status": "not_eligible", "answer.reasons.length": 2,
               "answer.reasons[1].code": "condition_not_met",
               "answer.reasons[1].facts.field": "kind",
               "answer.reasons[1].facts.operator": "ne"}, status="uncertain", kind="phone"),
        score({"answer.status": "undetermined", "answer.missing.length": 1,
               "answer.missing[0]": "kind"}, status=None, kind=None),
    ]),
    script("of a verdict that nobody arrived there is no day", PLAIN, [
        together([{"plan_id": "a", "rep": "anna", "site": "s", "arrival": {"t": 0}},
                  {"plan_id": "b", "rep": "anna", "site": "s", "arrival": None}],
                 {"error.problems.length": 1, "error.problems[0].code": "missing_key",
                  "error.problems[0].path": "$.visits[1].arrival"}),
    ]),
    script("two alone at one time", PLAIN, [
        together([
            {"id": "a", "rep": "anna", "site": "s", "t": 0, "left": 3_600_000},
            {"id": "b", "rep": "boris", "site": "s", "t": 1_800_000, "left": 7_200_000},
        ], {"answer.notices[0].code": "possible_joint", "answer.notices.length": 1}),
    ]),
    script("the day is that of the rep's clock", PLAIN, [
        together([{"id": "a", "rep": "anna", "t": "2026-11-30T22:30:00.000Z",
                   "rep_zone": MOSCOW}],
                 {"answer.scores[0].day": "2026-12-01", "answer.totals[2].period": "2026-12"}),
    ]),
    script("columns", CARD, [
        ({"score_many": {"columns": {
            "t": [VISIT["t"]] * 3, "rep": ["anna", "anna", "boris"], "id": ["a", "b", "c"],
            "site": ["s", "s", None], "status": ["verified", "not_verified", None],
            "institution": ["state", "state", "private"], "doctors_met": [6, 6, 1],
            "kind": ["demonstration"] * 3, "distance_km": [140, 140.5, 2]}}},
         {"answer.points_units[0]": 3800, "answer.points_units[1]": 0,
          "answer.points_units[2]": None, "answer.worth_units[1]": 3800,
          "answer.step_row.length": 4, "answer.scale": 2, "answer.step_scale": 6,
          "answer.step_units[2]": 11_000_000, "answer.day[0]": "2026-11-13"}),
        ({"score_many": {"columns": {"t": [0, 1], "rep": ["anna", "boris"], "id": ["a", ""]}}},
         {"error.problems[0].path": "$.columns.id[1]"}),
        ({"score_many": {"columns": {"rep": ["anna"]}}},
         {"error.problems[0].code": "missing_key", "error.problems[0].path": "$.columns.t"}),
    ]),
]

if __name__ == "__main__":
    suite = {"operation": "ScoreCard", "vectors": GOOD + BROKEN}
    FILE.write_text(json.dumps(suite, indent=1, ensure_ascii=False) + "\n")
    print(f"ScoreCard: {len(GOOD)} scripts, {len(BROKEN)} broken cards")
