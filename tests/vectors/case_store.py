"""Writes the vectors of a store of cases: cases go in, events and time come, and stages go out.

`cargo xtask vectors` then records the answers.
"""

import json
from pathlib import Path

from pipeline import (
    CASE,
    CONTRACTS,
    DRAFT_CASE,
    DROP,
    EARLIER,
    NOW,
    PIPELINE,
    UNTIL,
    at,
    contract,
)

VECTORS = []
SEEN = CASE | {"fields": CASE["fields"] | {"visit": {"verdict": "verified"}}}
LATER = "2026-12-16T00:00:00.000Z"


def named(record, name):
    return record | {"id": name}


def put(*records):
    return {"put": {"records": list(records)}}


def apply_many(now=NOW, **columns):
    return {"apply_many": {"events": columns, "now": now}}


def script(name, *steps, policy=PIPELINE):
    """Calls, each with what stands where in its answer: at "" it itself."""
    expect = {}
    for index, (_, wanted) in enumerate(steps):
        for path, value in wanted.items():
            inside = path if path.startswith("error.") else f"answer.{path}".rstrip(".")
            expect[f"[{index}].{inside}"] = value
    given = {"new": {"pipeline": {"policy": policy}}, "calls": [call for call, _ in steps]}
    VECTORS.append({"name": name, "input": given, "expect": expect})


STAGES = {"stages": {}}
BOARD = put(named(SEEN, "b"), named(DRAFT_CASE, "c"), named(CASE, "a"))

script(
    "cases go in, and their stages come out by name",
    (BOARD, {"added": 3, "replaced": 0, "failed.length": 0}),
    (
        STAGES,
        {
            "case_id": ["a", "b", "c"],
            "stage": ["in_work", "in_work", "draft"],
            "entered_at": [1796688000000, 1796688000000, 1795168800000],
            "next_due[2]": 1796688000000,
            "next_due[0]": None,
        },
    ),
    ({"get": {"case_id": "b"}}, {"stage": "in_work", "version": "1", "log.length": 0}),
    ({"get": {"case_id": "z"}}, {"": None}),
    ({"size": {}}, {"": 3}),
    (put(named(DRAFT_CASE, "a")), {"added": 0, "replaced": 1}),
    (STAGES, {"stage": ["draft", "in_work", "draft"]}),
    ({"remove": {"case_ids": ["z", "b", "b"]}}, {"": 1}),
    (STAGES, {"case_id": ["a", "c"]}),
)
script(
    "many events in columns: each in its place, the refused ones with why",
    (BOARD, {"added": 3}),
    (
        apply_many(
            case_id=["a", "b", "a", "a", "b", "a"],
            id=["e1", "e2", "e3", "e1", "e4", "e5"],
            at=[EARLIER, EARLIER, EARLIER, EARLIER, None, None],
            kind=["update", None, None, "update", None, None],
            target=[None, "visited", "visited", None, "failed", "failed"],
            **{"visit.verdict": ["verified", None, None, "verified", None, None]},
        ),
        {
            "outcomes": ["recorded", "moved", "moved", "repeated", "refused", "refused"],
            "index": [0, 1, 0, 0, 1, 0],
            "cases.case_id": ["a", "b"],
            "cases.stage": ["visited", "visited"],
            "cases.entered_at": [1797332400000, 1797332400000],
            "failed.length": 2,
            "failed[0].index": 5,
            "failed[0].case_id": "a",
            "failed[1].index": 4,
            "failed[1].failed[0].code": "no_transition",
            "moves.index": [0, 1],
            "moves.target": ["visited", "visited"],
        },
    ),
    (
        {"get": {"case_id": "a"}},
        {"stage": "visited", "log.length": 2, "fields.visit.verdict": "verified"},
    ),
    # As rows, and a case that no event was of stays as it is.
    (
        {"apply_many": {"events": [{"case_id": "c", "event": DROP}], "now": NOW}},
        {"outcomes": ["refused"], "failed[0].failed[0].code": "guard_failed"},
    ),
    (STAGES, {"stage": ["visited", "visited", "draft"]}),
)
script(
    "events of nobody fail the call, all of them named, and nothing changes",
    (BOARD, {"added": 3}),
    (
        apply_many(case_id=["b", "y", "b", "z"], id=["1", "2", "3", "4"], target=["visited"] * 4),
        {
            "error.problems.length": 2,
            "error.problems[0].code": "unknown_case",
            "error.problems[0].path": "$.events[1].case_id",
            "error.problems[1].path": "$.events[3].case_id",
        },
    ),
    (STAGES, {"stage": ["in_work", "in_work", "draft"]}),
    (
        apply_many(case_id=["b", None], id=["1"], kind=["muve", None]),
        {"error.problems.length": 1, "error.problems[0].code": "length_mismatch"},
    ),
)
script(
    "cases that cannot be taken are listed, two of one name fail the call",
    (
        put(
            CASE | {"pipeline": "leads"},
            named(CASE, "v2"),
            named(CASE, "v3") | {"stage": "gone"},
            named(DRAFT_CASE, "v4") | {"fields": {"date": "tomorrow"}},
        ),
        {
            "added": 1,
            "failed.length": 3,
            "failed[0].problems[0].code": "other_pipeline",
            "failed[0].problems[0].path": "$.records[0].pipeline",
            "failed[1].index": 2,
            "failed[1].problems[0].code": "unknown_stage",
            "failed[2].case_id": "v4",
            "failed[2].problems[0].path": "$.records[3].fields.date",
        },
    ),
    (
        put(CASE, named(CASE, "v5"), CASE),
        {
            "error.problems.length": 1,
            "error.problems[0].code": "duplicate_id",
            "error.problems[0].path": "$.records[2].id",
        },
    ),
    (STAGES, {"case_id": ["v2"]}),
)
script(
    "a tick looks at what is due, and enters the stage when it was planned",
    (
        put(
            named(DRAFT_CASE, "a"),
            named(DRAFT_CASE, "b") | {"fields": {"date": "2026-12-14"}},
            named(DRAFT_CASE, "c") | {"fields": {"date": "2027-03-01"}},
        ),
        {"added": 3},
    ),
    ({"next_due": {}}, {"": "2026-12-07T00:00:00.000Z"}),
    (
        {"tick": {"now": LATER}},
        {
            "cases.case_id": ["b", "a"],
            "cases.stage": ["in_work", "in_work"],
            "moves[0].at": "2026-12-07T00:00:00.000Z",
            "moves[1].at": "2026-12-08T00:00:00.000Z",
            "fired.length": 2,
            "failed.length": 0,
        },
    ),
    ({"tick": {"now": LATER}}, {"cases.case_id": [], "moves.length": 0}),
    ({"next_due": {}}, {"": "2027-02-22T00:00:00.000Z"}),
)
script(
    "fields that are called as other columns are, and the order of events of one instant",
    (put(named(CASE, "a")), {"added": 1}),
    (
        apply_many(
            case_id=["a", "a"],
            id=["e2", "e1"],
            at=[NOW, NOW],
            seq=[2, 1],
            kind=["update", "update"],
            **{"fields.comment": ["last", "first"], "fields.visit.verdict": [None, "verified"]},
        ),
        {"outcomes": ["recorded", "recorded"]},
    ),
    (
        {"get": {"case_id": "a"}},
        {
            "fields.comment": "last",
            "fields.visit.verdict": "verified",
            "log[0].id": "e1",
            "log[0].seq": 1,
            "log[1].id": "e2",
        },
    ),
)
script(
    "a store wakes a case when time alone moves it, or lets its clock go on",
    (
        put(
            named(contract(fields={**UNTIL, "ok": True}), "guarded"),
            named(contract(fields={"leave": at("04-02")}), "paused"),
            named(contract(fields={"visit": at("04-02", "12:00")}), "timed"),
        ),
        {"added": 3},
    ),
    ({"next_due": {}}, {"": at("04-02")}),
    (
        {"tick": {"now": at("04-02", "11:00")}},
        {
            "cases.case_id": ["paused", "timed"],
            "fired.length": 1,
            "fired[0].planned_at": at("04-02", "10:00"),
        },
    ),
    ({"next_due": {}}, {"": at("04-03")}),
    (
        {"tick": {"now": at("04-20")}},
        {
            "cases.case_id": ["guarded", "timed", "paused"],
            "cases.stage": ["filed", "runs", "runs"],
            "moves[0].at": at("04-09", "12:00"),
            "moves[1].at": at("04-10", "12:00"),
        },
    ),
    policy=CONTRACTS,
)
script(
    "a snapshot goes on as if nothing had happened",
    (BOARD, {"added": 3}),
    (apply_many(case_id=["b"], id=["e1"], target=["visited"]), {"outcomes": ["moved"]}),
    ({"snapshot": {}}, {}),
    ({"restore": {"bytes": "$last", "pipeline": {"policy": PIPELINE}}}, {}),
    (STAGES, {"stage": ["in_work", "visited", "draft"]}),
    (apply_many(case_id=["b"], id=["e1"], target=["visited"]), {"outcomes": ["repeated"]}),
    ({"get": {"case_id": "b"}}, {"log.length": 1, "stays.length": 1}),
    ({"snapshot": {}}, {}),
    (
        {"restore": {"bytes": "$last", "pipeline": {"policy": PIPELINE | {"version": "2"}}}},
        {"error.problems[0].code": "policy_differs", "error.problems[0].path": "$.bytes"},
    ),
    (
        {"restore": {"bytes": "00", "pipeline": {"policy": PIPELINE}}},
        {"error.problems[0].code": "not_a_snapshot"},
    ),
)
if __name__ == "__main__":
    target = Path(__file__).with_name("case_store.json")
    suite = {"operation": "CaseStore", "vectors": VECTORS}
    target.write_text(json.dumps(suite, indent=1, ensure_ascii=False) + "\n")
    print(f"CaseStore: {len(VECTORS)} vectors")
