"""Writes the vectors of conditions: the sentences of their specification.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

import json
from pathlib import Path

from suite import refused as refused_call
from suite import write

MOSCOW = {"zone": {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}, "days": [{"first": "2026-11-04"}]}
# Clocks in Kyiv went forward at 01:00 UTC on 29 March 2026, and back on 25 October.
KYIV = {
    "zone": {
        "name": "Europe/Kyiv",
        "offsets": [[0, 7_200], [1_774_746_000_000, 10_800], [1_792_890_000_000, 7_200]],
    }
}
SCHEMA = {
    "doctors_met": "int",
    "doctors_planned": "int",
    "distance_km": "number",
    "amount": {"type": "decimal", "scale": 2},
    "kind": {"type": "enum", "values": ["demo", "consultation", "call"]},
    "agreed": "bool",
    "site.name": "string",
    "site.status": "string",
    "site.opened": "date",
    "planned_at": "instant",
    "seen_at": "instant",
    "spent": "span",
    "contacts": {"type": "list", "items": {"role": "string", "calls": "int"}},
}


def asked(condition, cases, schema=SCHEMA, name=None, calendar=None):
    """One condition, and what it says of each record: yes, no or `None`; a time after `|`, as `now`."""
    calls, expect = [], {}
    for index, (record, answer) in enumerate(cases):
        now = record.pop("|", None)
        call = {"record": record} if now is None else {"record": record, "now": now}
        calls.append({"matches": call})
        expect[f"[{index}].answer"] = answer
    new = {"json": condition, "schema": schema} | ({"calendar": {"policy": calendar}} if calendar else {})
    return {"name": name or operator_of(condition), "input": {"new": new, "calls": calls}, "expect": expect}


def operator_of(condition):
    return " ".join(f"{key} {value}" for key, value in condition.items())


def script(name, new, steps):
    """Calls, each with what it answers: a value, or paths into the answer."""
    calls, expect = [], {}
    for index, (call, answer) in enumerate(steps):
        calls.append(call)
        if isinstance(answer, dict):
            expect |= {f"[{index}].{path}": value for path, value in answer.items()}
        else:
            expect[f"[{index}].answer"] = answer
    return {"name": name, "input": {"new": new, "calls": calls}, "expect": expect}


def doctors(*numbers):
    return [({"doctors_met": number}, answer) for number, answer in numbers]


YES, NO, UNKNOWN = True, False, None
EXAMPLE = {
    "all": [
        {"field": "doctors_met", "ge": 5},
        {"field": "site.status", "eq": "state"},
        {"any": [{"field": "kind", "in": ["demo", "consultation"]}, {"field": "distance_km", "gt": 100}]},
    ]
}
OPERATORS = [
    asked({"field": "doctors_met", "eq": 5}, doctors((5, YES), (5.0, YES), (4, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "ne": 5}, doctors((5, NO), (4, YES), (None, UNKNOWN))),
    asked({"field": "doctors_met", "lt": 5}, doctors((4, YES), (5, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "le": 5}, doctors((5, YES), (6, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "gt": 5}, doctors((6, YES), (5, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "ge": 5}, doctors((5, YES), (4, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "in": [1, 3]}, doctors((3, YES), (2, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "not_in": [1, 3]}, doctors((3, NO), (2, YES), (None, UNKNOWN))),
    asked(
        {"field": "doctors_met", "between": [1, 3]},
        doctors((1, YES), (3, YES), (0, NO), (4, NO), (None, UNKNOWN)),
    ),
    asked({"field": "doctors_met", "range": [1, 3]}, doctors((1, YES), (2, YES), (3, NO), (None, UNKNOWN))),
    asked({"field": "doctors_met", "is_null": True}, doctors((0, NO), (None, YES))),
    asked({"field": "doctors_met", "not_null": True}, doctors((0, YES), (None, NO))),
    asked(
        {"field": "doctors_met", "ge": {"field": "doctors_planned"}},
        [
            ({"doctors_met": 5, "doctors_planned": 5}, YES),
            ({"doctors_met": 4, "doctors_planned": 5}, NO),
            ({"doctors_met": 4}, UNKNOWN),
            ({"doctors_planned": 5}, UNKNOWN),
        ],
    ),
    asked(
        {"field": "amount", "lt": {"field": "distance_km"}},
        [({"amount": "0.10", "distance_km": 0.1}, NO), ({"amount": "0.09", "distance_km": 0.1}, YES)],
    ),
    asked({"field": "amount", "eq": "0.1"}, [({"amount": "0.100"}, YES), ({"amount": 0.1}, YES), ({"amount": 0.2}, NO)]),
    asked({"field": "agreed", "eq": True}, [({"agreed": True}, YES), ({"agreed": False}, NO), ({}, UNKNOWN)]),
    asked(
        {"field": "site.name", "contains": "клиник"},
        [({"site": {"name": "Поликлиника № 5"}}, YES), ({"site": {"name": "Аптека"}}, NO), ({"site": {}}, UNKNOWN)],
    ),
    asked(
        {"field": "site.name", "starts_with": "Апт"},
        [({"site.name": "Аптека"}, YES), ({"site": {"name": "аптека"}}, NO), ({"site": None}, UNKNOWN)],
    ),
    asked({"field": "spent", "ge": "20m"}, [({"spent": 1_200_000}, YES), ({"spent": "19m"}, NO), ({"spent": "1h"}, YES)]),
    asked(
        {"field": "site.opened", "lt": "2026-01-01"},
        [({"site": {"opened": "2025-12-31"}}, YES), ({"site": {"opened": "2026-01-01"}}, NO)],
    ),
    asked(
        {"field": "planned_at", "gt": {"field": "now"}},
        [
            ({"planned_at": "2026-11-20T12:00:00+03:00", "|": "2026-11-20T08:59:59.999Z"}, YES),
            ({"planned_at": "2026-11-20T12:00:00+03:00", "|": "2026-11-20T09:00:00Z"}, NO),
            ({"|": "2026-11-20T09:00:00Z"}, UNKNOWN),
        ],
    ),
    asked({"not": {"field": "doctors_met", "ge": 5}}, doctors((5, NO), (4, YES), (None, UNKNOWN))),
    asked({"all": []}, [({}, YES)], name="all of nothing is true"),
    asked({"any": []}, [({}, NO)], name="any of nothing is false"),
]
LIST = [
    asked(
        {"field": "contacts", "any_of": {"field": "role", "eq": "head"}},
        [
            ({"contacts": [{"role": "head"}, {}]}, YES),
            ({"contacts": [{"role": "nurse"}, {}]}, UNKNOWN),
            ({"contacts": [{"role": "nurse"}]}, NO),
            ({"contacts": []}, NO),
            ({}, UNKNOWN),
        ],
    ),
    asked(
        {"field": "contacts", "all_of": {"field": "calls", "ge": 1}},
        [
            ({"contacts": [{"calls": 1}, {"calls": 2}]}, YES),
            ({"contacts": [{"calls": 1}, {}]}, UNKNOWN),
            ({"contacts": [{"calls": 0}, {}]}, NO),
            ({"contacts": []}, YES),
            ({}, UNKNOWN),
        ],
    ),
    asked(
        {"field": "contacts", "count_of": {"field": "calls", "ge": 1}, "ge": 2},
        [
            ({"contacts": [{"calls": 1}, {"calls": 2}, {}]}, YES),
            ({"contacts": [{"calls": 1}, {}]}, UNKNOWN),
            ({"contacts": [{"calls": 0}, {}]}, NO),
            ({"contacts": []}, NO),
            ({}, UNKNOWN),
        ],
        name="count_of is unknown only if the unknown items could flip it",
    ),
]
WITHIN = [
    asked(
        {"field": "planned_at", "within": "2h"},
        [
            ({"planned_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T09:59:59.999Z"}, NO),
            ({"planned_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T10:00:00Z"}, YES),
            ({"planned_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T11:59:59.999Z"}, YES),
            ({"planned_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T12:00:00Z"}, NO),
            ({"|": "2026-11-20T12:00:00Z"}, UNKNOWN),
        ],
    ),
    asked(
        {"field": "seen_at", "within": "-2h"},
        [
            ({"seen_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T11:59:59.999Z"}, NO),
            ({"seen_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T12:00:00Z"}, YES),
            ({"seen_at": "2026-11-20T12:00:00Z", "|": "2026-11-20T14:00:00Z"}, NO),
        ],
    ),
    asked(
        {"field": "seen_at", "within": "-1mo"},
        [
            # The 31st of January is a month old at the end of February.
            ({"seen_at": "2026-01-31T12:00:00+03:00", "|": "2026-02-28T11:59:59+03:00"}, YES),
            ({"seen_at": "2026-01-31T12:00:00+03:00", "|": "2026-02-28T12:00:00+03:00"}, NO),
            ({"seen_at": "2026-06-30T12:00:00+03:00", "|": "2026-07-30T11:59:59+03:00"}, YES),
            ({"seen_at": "2026-06-30T12:00:00+03:00", "|": "2026-07-30T12:00:00+03:00"}, NO),
        ],
        calendar=MOSCOW,
        name="within a month, of whatever length",
    ),
    asked(
        {"field": "planned_at", "within": "3bd"},
        [
            # Monday the 9th, three working days after Tuesday the 3rd: the 4th is a holiday.
            ({"planned_at": "2026-11-09T12:00:00+03:00", "|": "2026-11-03T11:59:59+03:00"}, NO),
            ({"planned_at": "2026-11-09T12:00:00+03:00", "|": "2026-11-03T12:00:00+03:00"}, YES),
        ],
        calendar=MOSCOW,
        name="within working days, over a holiday and a weekend",
    ),
    asked(
        {"field": "seen_at", "within": "-1d"},
        [
            # The day on which clocks go forward has 23 hours, the one when they go back 25.
            ({"seen_at": "2026-03-28T12:00:00+02:00", "|": "2026-03-29T08:59:59Z"}, YES),
            ({"seen_at": "2026-03-28T12:00:00+02:00", "|": "2026-03-29T09:00:00Z"}, NO),
            ({"seen_at": "2026-10-24T12:00:00+03:00", "|": "2026-10-25T09:59:59Z"}, YES),
            ({"seen_at": "2026-10-24T12:00:00+03:00", "|": "2026-10-25T10:00:00Z"}, NO),
        ],
        calendar=KYIV,
        name="within a day, over changes of clocks",
    ),
    asked(
        {"field": "site.opened", "within": "1d"},
        [
            ({"site": {"opened": "2026-03-30"}, "|": "2026-03-28T21:59:59Z"}, NO),
            ({"site": {"opened": "2026-03-30"}, "|": "2026-03-28T22:00:00Z"}, YES),
            ({"site": {"opened": "2026-03-30"}, "|": "2026-03-29T20:59:59Z"}, YES),
            ({"site": {"opened": "2026-03-30"}, "|": "2026-03-29T21:00:00Z"}, NO),
        ],
        calendar=KYIV,
        name="a date is within a day from the midnight before it",
    ),
    script(
        "a condition tells when its answer changes, and asks for the present where it needs one",
        {
            "json": {"field": "seen_at", "within": "-4h"},
            "schema": SCHEMA,
        },
        [
            (
                {"next_change": {"record": {"seen_at": "2026-11-20T10:00:00Z"}, "now": "2026-11-20T11:00:00Z"}},
                "2026-11-20T14:00:00.000Z",
            ),
            (
                {"next_change": {"record": {"seen_at": "2026-11-20T10:00:00Z"}, "now": "2026-11-20T14:00:00Z"}},
                None,
            ),
            ({"next_change": {"record": {}, "now": "2026-11-20T14:00:00Z"}}, None),
            (
                {"matches": {"record": {"seen_at": "2026-11-20T10:00:00Z"}}},
                {"error.problems[0].code": "missing_key", "error.problems[0].path": "$.now"},
            ),
        ],
    ),
]
EMPTY = {
    "name": {"type": "string", "empty_is_missing": True},
    "stage": {"type": "enum", "values": ["lead", "client"], "empty_is_missing": True},
    "born": {"type": "date", "empty_is_missing": True},
    "seen_at": {"type": "instant", "empty_is_missing": True},
    "tags": {"type": "list", "items": {"name": "string"}, "empty_is_missing": True},
    "note": "string",
}


def nothing(field, *values):
    return asked({"field": field, "is_null": True}, [({field: value}, answer) for value, answer in values], schema=EMPTY)


MISSING = [
    asked({"field": "doctors_met", "gt": -1}, [({}, UNKNOWN)], name="missing is not more than -1"),
    nothing("name", ("", YES), ("00000000-0000-0000-0000-000000000000", YES), (" ", NO)),
    nothing("stage", ("", YES), ("lead", NO)),
    nothing("born", ("0001-01-01", YES), ("0001-01-02", NO), ("", YES), ("0001-01-01T00:00:00", YES)),
    nothing(
        "seen_at",
        ("0001-01-01T00:00:00Z", YES), ("2026-11-20T00:00:00Z", NO), ("", YES), ("0001-01-01", YES),
        ("0001-01-01T00:00:00", YES), ("0001-01-01T00:00:00+03:00", YES),
    ),
    nothing("tags", ([], YES), ([{}], NO)),
    nothing("note", ("", NO), (None, YES)),
    asked(
        EXAMPLE,
        [
            ({"doctors_met": 6, "site": {"status": "state"}, "kind": "demo"}, YES),
            ({"doctors_met": 6, "site": {"status": "state"}, "kind": "call", "distance_km": 100}, NO),
            ({"doctors_met": 6, "site": {"status": "state"}, "kind": "call"}, UNKNOWN),
            ({"doctors_met": 4, "site": {}}, NO),
            ({"site": {"status": "state"}, "kind": "demo"}, UNKNOWN),
        ],
        name="the example of the specification",
    ),
]
ASKED_OTHERWISE = [
    script(
        "every leaf is explained with its value",
        {"json": EXAMPLE, "schema": SCHEMA},
        [
            (
                {"explain": {"record": {"doctors_met": 6, "site": {"status": "private"}, "distance_km": 100}}},
                {
                    "answer.answer": False,
                    "answer.leaves.length": 4,
                    "answer.leaves[0].path": "$.json.all[0]",
                    "answer.leaves[0].operator": "ge",
                    "answer.leaves[0].expected": 5,
                    "answer.leaves[0].value": 6,
                    "answer.leaves[0].answer": True,
                    "answer.leaves[1].field": "site.status",
                    "answer.leaves[1].value": "private",
                    "answer.leaves[1].answer": False,
                    "answer.leaves[2].path": "$.json.all[2].any[0]",
                    "answer.leaves[2].answer": None,
                    "answer.missing.length": 1,
                    "answer.missing[0]": "kind",
                },
            ),
            (
                {
                    "matches_many": {
                        "columns": {
                            "doctors_met": [6, 6, 4, None],
                            "site.status": ["state", "state", None, "state"],
                            "kind": ["demo", "call", "demo", "demo"],
                        }
                    }
                },
                {"answer[0]": 1, "answer[1]": 2, "answer[2]": 0, "answer[3]": 2, "answer.length": 4},
            ),
            (
                {"fields": {}},
                {
                    "answer.length": 4,
                    "answer[0]": "doctors_met",
                    "answer[1]": "site.status",
                    "answer[2]": "kind",
                    "answer[3]": "distance_km",
                },
            ),
            (
                {"matches": {"record": {"doctors_met": "six", "site": 5}}},
                {
                    "error.problems.length": 2,
                    "error.problems[0].code": "wrong_type",
                    "error.problems[0].path": "$.record.doctors_met",
                    "error.problems[1].path": "$.record.site",
                },
            ),
            (
                {"matches_many": {"columns": {"doctors_met": [1, 2], "kind": ["demo"]}}},
                {"error.problems[0].code": "length_mismatch", "error.problems[0].path": "$.columns.kind"},
            ),
        ],
    ),
    script(
        "the records of a list are explained one by one",
        {"json": {"field": "contacts", "count_of": {"field": "calls", "ge": 1}, "ge": 2}, "schema": SCHEMA},
        [
            (
                {"explain": {"record": {"contacts": [{"calls": 1}, {}]}}},
                {
                    "answer.answer": None,
                    "answer.leaves.length": 3,
                    "answer.leaves[0].operator": "count_of",
                    "answer.leaves[0].expected": 2,
                    "answer.leaves[0].value": 1,
                    "answer.leaves[2].field": "contacts[1].calls",
                    "answer.leaves[2].path": "$.json.count_of",
                    "answer.missing[0]": "contacts[1].calls",
                },
            ),
            ({"fields": {}}, {"answer[0]": "contacts", "answer[1]": "contacts[].calls"}),
        ],
    ),
]


def refused(name, condition, problems, schema=SCHEMA, kind="policy"):
    wanted = {"kind": kind, "problems.length": len(problems)}
    for index, (code, path) in enumerate(problems):
        wanted |= {f"problems[{index}].code": code, f"problems[{index}].path": path}
    return {"name": name, "input": {"new": {"json": condition, "schema": schema}, "calls": []}, "expect": wanted}


def nested(depth):
    node = {"field": "doctors_met", "ge": 5}
    for _ in range(depth):
        node = {"not": node}
    return node


HOSTILE = [
    refused(
        "all that is wrong is told at once",
        {
            "all": [
                {"field": "doctros_met", "ge": 5},
                {"field": "kind", "in": ["demo", "visit"]},
                {"field": "doctors_met", "ge": "5"},
                {"field": "kind", "gt": "demo"},
                {"field": "planned_at", "within": "3bd"},
            ]
        },
        [
            ("unknown_field", "$.json.all[0].field"),
            ("unknown_value", "$.json.all[1].in[1]"),
            ("wrong_type", "$.json.all[2].ge"),
            ("wrong_operator", "$.json.all[3]"),
            ("calendar_required", "$.json.all[4].within"),
        ],
    ),
    refused("a key that is none", {"field": "doctors_met", "gte": 5}, [("unknown_key", "$.json.gte")]),
    refused(
        "a key that is none, and what else is wrong",
        {"all": [{"field": "doctors_met", "gte": 5}, {"field": "kind", "eq": "visit"}]},
        [("unknown_key", "$.json.all[0].gte"), ("unknown_value", "$.json.all[1].eq")],
    ),
    refused("no object", [1, 2], [("wrong_type", "$.json")]),
    refused("two forms in one node", {"all": [], "any": []}, [("ambiguous", "$.json")]),
    refused("nothing at all", {}, [("empty", "$.json")]),
    refused("nested too deep", nested(32), [("too_deep", "$.json" + ".not" * 32)], kind="limit"),
    refused(
        "a schema that has a field called now",
        {"field": "now", "gt": "2026-11-20T09:00:00Z"},
        [("reserved_field", "$.schema.now")],
        schema={"now": "instant"},
    ),
    refused(
        "a schema with types that are none",
        {"all": []},
        [
            ("unknown_value", "$.schema.a"),
            ("missing_key", "$.schema.b.values"),
            ("misplaced_key", "$.schema.c.empty_is_missing"),
        ],
        schema={"a": "text", "b": "enum", "c": {"type": "int", "empty_is_missing": True}},
    ),
]



def exchanged(name, argument, form, answer, **options):
    """A condition in another form, and what it becomes; compared as a whole."""
    return {"name": name, "input": {argument: form, "schema": SCHEMA} | options, "expect": paths(answer)}


def paths(answer, at=""):
    """Every leaf of an answer by its path."""
    if isinstance(answer, dict) and all(key.isidentifier() for key in answer):
        return {k: v for key, value in answer.items() for k, v in paths(value, f"{at}.{key}".lstrip(".")).items()}
    if isinstance(answer, list):
        return {f"{at}.length": len(answer)} | {
            k: v for index, value in enumerate(answer) for k, v in paths(value, f"{at}[{index}]").items()
        }
    return {at: answer}


MET = {"var": "doctors_met"}
FROM_JSONLOGIC = [
    exchanged(
        "what a query builder writes",
        "logic",
        {
            "and": [
                {">=": [MET, "5"]},
                {"==": [{"var": "site.status"}, "state"]},
                {"or": [{"in": [{"var": "kind"}, ["demo"]]}, {"!": {"in": ["клиник", {"var": "site.name"}]}}]},
                {"<=": [1, {"var": "distance_km"}, 100]},
                {"!=": [{"var": "planned_at"}, None]},
            ]
        },
        {
            "all": [
                {"field": "doctors_met", "ge": 5},
                {"field": "site.status", "eq": "state"},
                {
                    "any": [
                        {"field": "kind", "in": ["demo"]},
                        {"not": {"field": "site.name", "contains": "клиник"}},
                    ]
                },
                {"field": "distance_km", "between": [1, 100]},
                {"field": "planned_at", "not_null": True},
            ]
        },
    ),
    exchanged(
        "null is more than -1 for JsonLogic",
        "logic",
        {">": [MET, -1]},
        {"any": [{"field": "doctors_met", "is_null": True}, {"field": "doctors_met", "gt": -1}]},
        null_semantics="jsonlogic",
    ),
    exchanged("the same with strict nulls", "logic", {">": [MET, -1]}, {"field": "doctors_met", "gt": -1}),
    refused_call(
        "what has no counterpart, all of it",
        {
            "logic": {"or": [{"%": [MET, 2]}, {"==": [{"var": ["doctors_met", 5]}, 5]}, {"===": [MET, "5"]}, 7]},
            "schema": SCHEMA,
        },
        [
            ("unsupported_construct", '$.logic.or[0]["%"]'),
            ("unsupported_construct", '$.logic.or[1]["=="][0].var'),
            ("wrong_type", '$.logic.or[2]["==="]'),
            ("unsupported_construct", "$.logic.or[3]"),
        ],
    ),
    refused_call(
        "a way with nulls that is none",
        {"logic": True, "schema": SCHEMA, "null_semantics": "sql"},
        [("unknown_value", "$.null_semantics")],
    ),
]
LESS = {"field": "doctors_met", "lt": 5}
TO_JSONLOGIC = [
    {
        "name": "operators one for one",
        "input": {"condition": EXAMPLE, "schema": SCHEMA},
        "expect": {"and.length": 3, "and[2].or.length": 2},
    },
    {
        "name": "with tests of null around them",
        "input": {"condition": {"not": LESS}, "schema": SCHEMA, "null_semantics": "jsonlogic"},
        "expect": {"and.length": 2},
    },
    refused_call(
        "time has no counterpart",
        {"condition": {"all": [{"field": "planned_at", "within": "2h"}]}, "schema": SCHEMA},
        [("unsupported_construct", "$.condition.all[0].within")],
    ),
]


def rule(field, operator, value, **more):
    return {"field": field, "operator": operator, "value": value} | more


FROM_QUERY_BUILDER = [
    exchanged(
        "a query with groups",
        "query",
        {
            "id": "root",
            "combinator": "and",
            "not": False,
            "rules": [
                rule("doctors_met", ">=", "5", id="1", valueSource="value"),
                rule("doctors_met", "<", "doctors_planned", valueSource="field"),
                {"combinator": "or", "not": True, "rules": [rule("kind", "in", "demo, call"), rule("agreed", "=", "true")]},
                rule("site.name", "doesNotContain", "клиник"),
                rule("amount", "between", ["0.50", "2"]),
                rule("site.opened", "null", None),
            ],
        },
        {
            "all": [
                {"field": "doctors_met", "ge": 5},
                {"field": "doctors_met", "lt": {"field": "doctors_planned"}},
                {"not": {"any": [{"field": "kind", "in": ["demo", "call"]}, {"field": "agreed", "eq": True}]}},
                {"not": {"field": "site.name", "contains": "клиник"}},
                {"field": "amount", "between": [0.5, 2]},
                {"field": "site.opened", "is_null": True},
            ]
        },
    ),
    exchanged(
        "combinators between rules: and binds closer",
        "query",
        {"rules": [rule("doctors_met", "=", 1), "or", rule("doctors_met", "=", 2), "and", rule("agreed", "=", True)]},
        {
            "any": [
                {"field": "doctors_met", "eq": 1},
                {"all": [{"field": "doctors_met", "eq": 2}, {"field": "agreed", "eq": True}]},
            ]
        },
    ),
    refused_call(
        "what has no counterpart, all of it",
        {
            "query": {
                "combinator": "and",
                "rules": [
                    rule("site.name", "endsWith", "a"),
                    rule("doctros_met", "=", "1"),
                    rule("doctors_met", "=", ""),
                    {"combinator": "or", "rules": []},
                    rule("agreed", "=", True, muted=True),
                ],
            },
            "schema": SCHEMA,
        },
        [
            ("unsupported_construct", "$.query.rules[0].operator"),
            ("unknown_field", "$.query.rules[1].field"),
            ("wrong_type", "$.query.rules[2].value"),
            ("empty", "$.query.rules[3].rules"),
            ("unsupported_construct", "$.query.rules[4].muted"),
        ],
    ),
]
TO_QUERY_BUILDER = [
    exchanged(
        "a query to be shown",
        "condition",
        {"not": {"any": [LESS, {"field": "distance_km", "range": [1, 2]}]}},
        {
            "combinator": "or",
            "not": True,
            "rules": [
                rule("doctors_met", "<", 5),
                {"combinator": "and", "rules": [rule("distance_km", ">=", 1), rule("distance_km", "<", 2)]},
            ],
        },
    ),
    refused_call(
        "lists have no counterpart",
        {"condition": LIST[2]["input"]["new"]["json"], "schema": SCHEMA},
        [("unsupported_construct", "$.condition.count_of")],
    ),
]
write("from_jsonlogic", FROM_JSONLOGIC)
write("to_jsonlogic", TO_JSONLOGIC)
write("from_query_builder", FROM_QUERY_BUILDER)
write("to_query_builder", TO_QUERY_BUILDER)

SCRIPTS = OPERATORS + LIST + WITHIN + MISSING + ASKED_OTHERWISE + HOSTILE
FILE = Path(__file__).with_name("condition.json")
FILE.write_text(json.dumps({"operation": "Condition", "vectors": SCRIPTS}, indent=2) + "\n")
