"""Writes the vectors of pipelines: the ready ones, and fifty broken ones, each refused for just
these reasons.

`cargo xtask vectors` then records the answers.
"""

import copy
import json
from pathlib import Path

import ready

FILE = Path(__file__).with_name("pipeline.json")

PIPELINE = {
    "name": "visits",
    "version": "1",
    "schema": {
        "date": "date",
        "doctors_met": "int",
        "comment": "string",
        "visit.verdict": {"type": "enum", "values": ["verified", "not_verified"]},
    },
    "stages": [
        {
            "id": "draft",
            "timers": [{"id": "soon", "anchor": "field:date", "offset": "-7d", "go": "in_work"}],
        },
        {"id": "in_work", "norm": "2bd"},
        {"id": "visited", "kind": "won"},
        {"id": "failed", "kind": "lost", "reasons": ["closed"]},
    ],
    "transitions": [
        {
            "source": ["in_work"],
            "target": "visited",
            "guard": {"field": "visit.verdict", "eq": "verified"},
        },
        {"source": ["draft", "in_work"], "target": "failed"},
    ],
}


def patched(path, value):
    """The pipeline with something else at `path`."""
    changed = copy.deepcopy(PIPELINE)
    place = changed
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    elif isinstance(place, list) and path[-1] == len(place):
        place.append(value)
    else:
        place[path[-1]] = value
    return changed


def broken(name, policy, *problems):
    """A pipeline that is refused for just these reasons."""
    expect = {"problems.length": len(problems)}
    for index, (code, path) in enumerate(problems):
        expect[f"problems[{index}].code"] = code
        expect[f"problems[{index}].path"] = path
    return {"name": name, "input": {"new": {"policy": policy}, "calls": []}, "expect": expect}


def stage(place, **changes):
    return patched(["stages", place], PIPELINE["stages"][place] | changes)


def move(**changes):
    return patched(["transitions", 0], PIPELINE["transitions"][0] | changes)


def timer(**changes):
    given = {**PIPELINE["stages"][0]["timers"][0], **changes}
    return stage(0, timers=[{key: value for key, value in given.items() if value is not ...}])


P = "$.policy"
DRAFT, WORK, MOVE, TIMER = (
    f"{P}.stages[0]",
    f"{P}.stages[1]",
    f"{P}.transitions[0]",
    f"{P}.stages[0].timers[0]",
)
BY_CREATION = {"id": "t", "anchor": "created", "offset": "1h"}
STRAIGHT_ON = {"source": ["draft"], "target": "in_work", "auto": True}
QUORUM = {"need": [{"role": "head"}]}
BROKEN = [
    broken("without a name", patched(["name"], ...), ("missing_key", f"{P}.name")),
    broken("without a version", patched(["version"], ...), ("missing_key", f"{P}.version")),
    broken("a misspelled key", patched(["stagez"], []), ("unknown_key", f"{P}.stagez")),
    broken("a misspelled key, and what else is wrong",
           move(target="visitd", gaurd={"field": "visit.verdict", "eq": "verified"}),
           ("unknown_key", f"{MOVE}.gaurd"), ("unknown_stage", f"{MOVE}.target")),
    broken("no stages", patched(["stages"], []) | {"transitions": []}, ("empty", f"{P}.stages")),
    broken("a stage twice", patched(["stages", 4], {"id": "failed", "kind": "lost"}),
           ("duplicate_id", f"{P}.stages[4].id")),
    broken("an unknown first stage", patched(["initial"], "drafd"),
           ("unknown_stage", f"{P}.initial")),
    broken("a move from nowhere", move(source=["in_wrk"]),
           ("unknown_stage", f"{MOVE}.source[0]")),
    broken("a move to nowhere", move(target="visitd"), ("unknown_stage", f"{MOVE}.target")),
    broken("a move without a source", move(source=[]), ("empty", f"{MOVE}.source")),
    broken("a source twice", move(source=["in_work", "in_work"]),
           ("duplicate_id", f"{MOVE}.source[1]")),
    broken("a guard on an unknown field", move(guard={"field": "verdict", "eq": "verified"}),
           ("unknown_field", f"{MOVE}.guard.field")),
    broken("a guard on an unknown value", move(guard={"field": "visit.verdict", "eq": "sure"}),
           ("unknown_value", f"{MOVE}.guard.eq")),
    broken("an unknown required field", move(require=["coment"]),
           ("unknown_field", f"{MOVE}.require[0]")),
    broken("a required field that the pipeline sets", move(require=["entered_at"]),
           ("reserved_field", f"{MOVE}.require[0]")),
    broken("an unknown field to bring", move(input=["sum"]),
           ("unknown_field", f"{MOVE}.input[0]")),
    broken("by itself and on an event", move(auto=True, on="done"), ("ambiguous", MOVE)),
    broken("by itself and by a role", move(auto=True, roles=["rep"]),
           ("misplaced_key", f"{MOVE}.roles")),
    broken("nobody approves", move(approvals={"need": []}),
           ("empty", f"{MOVE}.approvals.need")),
    broken("zero approve", move(approvals={"need": [{"role": "head", "count": 0}]}),
           ("out_of_range", f"{MOVE}.approvals.need[0].count")),
    broken("a role approves twice", move(approvals={"need": [{"role": "head"}, {"role": "head"}]}),
           ("duplicate_id", f"{MOVE}.approvals.need[1].role")),
    broken("a rejection to nowhere", move(approvals=QUORUM | {"any_reject": "rework"}),
           ("unknown_stage", f"{MOVE}.approvals.any_reject")),
    broken("votes reset on an unknown field", move(approvals=QUORUM | {"reset_on": ["sum"]}),
           ("unknown_field", f"{MOVE}.approvals.reset_on[0]")),
    broken("an unknown anchor", timer(anchor="enterd"), ("unknown_value", f"{TIMER}.anchor")),
    broken("an anchor on an unknown field", timer(anchor="field:dat"),
           ("unknown_field", f"{TIMER}.anchor")),
    broken("an anchor that is no time", timer(anchor="field:comment"),
           ("wrong_type", f"{TIMER}.anchor")),
    broken("an offset that is no span", timer(offset="soon"),
           ("invalid_span", f"{TIMER}.offset")),
    broken("a timer to nowhere", timer(go="in_wrk"), ("unknown_stage", f"{TIMER}.go")),
    broken("a timer that does nothing", timer(go=...), ("missing_key", TIMER)),
    broken("a timer that does two things", timer(emit={}), ("ambiguous", TIMER)),
    broken("a norm of nothing", stage(1, norm="0bd"), ("out_of_range", f"{WORK}.norm")),
    broken("reasons of an open stage", stage(1, reasons=["x"]),
           ("misplaced_key", f"{WORK}.reasons")),
    broken("a pause on an unknown field", stage(1, pause_when={"field": "waits", "eq": True}),
           ("unknown_field", f"{WORK}.pause_when.field")),
    broken("a field set to a wrong type", stage(1, on_enter={"set": {"doctors_met": "many"}}),
           ("wrong_type", f"{WORK}.on_enter.set.doctors_met")),
    broken("a field set that the pipeline sets", stage(1, on_enter={"set": {"stage": "draft"}}),
           ("reserved_field", f"{WORK}.on_enter.set.stage")),
    broken("a task twice", stage(1, on_enter={"tasks": [{"id": "a"}, {"id": "a"}]}),
           ("duplicate_id", f"{WORK}.on_enter.tasks[1].id")),
    broken("a field called as a built-in one", patched(["schema", "stage"], "string"),
           ("reserved_field", f"{P}.schema.stage")),
    broken("a stage that nothing leads to",
           patched(["stages", 4], {"id": "lonely", "kind": "won"}),
           ("unreachable_stage", f"{P}.stages[4]")),
    broken("an open stage without a way out",
           patched(["transitions"], PIPELINE["transitions"]
                   + [{"source": ["draft"], "target": "stuck"}])
           | {"stages": [*PIPELINE["stages"], {"id": "stuck"}]},
           ("no_way_out", f"{P}.stages[4]")),
    broken("steps in a circle",
           patched(["transitions"], PIPELINE["transitions"] + [
               {"source": ["draft"], "target": "in_work", "auto": True},
               {"source": ["in_work"], "target": "draft", "auto": True}]),
           ("automatic_loop", f"{P}.transitions[2]"), ("dead_timer", f"{DRAFT}.timers[0]")),
    broken("a timer that is always late and skipped",
           timer(anchor="entered", offset="-1d", late="skip", go="in_work"),
           ("dead_timer", TIMER)),
    broken("a timer after one that leaves",
           stage(0, timers=[{"id": "a", "offset": "1d", "go": "in_work"},
                            {"id": "b", "offset": "2d", "go": "failed"}]),
           ("dead_timer", f"{DRAFT}.timers[1]")),
    broken("timers in a circle, both over once the first is",
           patched(["stages"], [
               PIPELINE["stages"][0] | {"timers": [BY_CREATION | {"go": "in_work"}]},
               PIPELINE["stages"][1] | {"timers": [BY_CREATION | {"go": "draft"}]},
               *PIPELINE["stages"][2:]]),
           ("automatic_loop", TIMER)),
    broken("a timer of a stage that is left at once",
           patched(["transitions"], [*PIPELINE["transitions"], STRAIGHT_ON]),
           ("dead_timer", TIMER)),
    broken("a timer that waits for another stage",
           timer(when={"field": "stage", "eq": "visited"}), ("dead_timer", TIMER)),
    broken("a timer before the case was made",
           stage(0, timers=[BY_CREATION | {"offset": "-1h", "late": "skip", "go": "in_work"}]),
           ("dead_timer", TIMER)),
    broken("names that are none",
           timer(id="") | {"name": "", "handover": [{"source": "visited", "pipeline": ""}],
                           "select": [{"when": {"field": "comment", "eq": "x"}, "pipeline": ""}]},
           ("empty", f"{P}.name"), ("empty", f"{TIMER}.id"), ("empty", f"{P}.handover[0].pipeline"),
           ("empty", f"{P}.select[0].pipeline")),
    broken("an event without a name", move(on=""), ("empty", f"{MOVE}.on")),
    broken("reasons that say nothing, or the same",
           stage(3, reasons=["closed", "", "closed"]),
           ("empty", f"{P}.stages[3].reasons[1]"), ("duplicate_id", f"{P}.stages[3].reasons[2]")),
    broken("a required field that nothing sets",
           patched(["transitions"], PIPELINE["transitions"] + [
               {"source": ["in_work"], "target": "failed", "auto": True,
                "require": ["comment"]}])
           | {"updates": ["date"]},
           ("never_set", f"{P}.transitions[2].require[0]")),
    broken("a handover from nowhere",
           patched(["handover"], [{"source": "won", "pipeline": "service"}]),
           ("unknown_stage", f"{P}.handover[0].source")),
    broken("a calendar that cannot be read, and what else is wrong",
           move(target="visitd") | {"calendar": {"hours": {"monday": [{"start": "9"}]}}},
           ("invalid_clock", f"{P}.calendar.hours.monday[0].start"),
           ("unknown_stage", f"{MOVE}.target")),
    broken("a calendar whose hours end before they begin, and what else is wrong",
           move(target="visitd") | {"calendar": {"hours": {"monday": [{"start": "19:00"}]}}},
           ("end_before_start", f"{P}.calendar.hours.monday[0].end"),
           ("unknown_stage", f"{MOVE}.target")),
    broken("too many events to keep", patched(["keep_events"], 5000),
           ("out_of_range", f"{P}.keep_events")),
]

NOW = "2026-12-15T12:00:00.000Z"
EARLIER = "2026-12-15T11:00:00.000Z"
OPEN = {"open": {"record": {"id": "v1", "fields": {"date": "2026-12-15"}},
                 "now": "2026-11-20T10:00:00.000Z"}}
# As a host stores it that has written it for rules of another hash: it is taken over.
CASE = {
    "id": "v1", "pipeline": "visits", "version": "1", "policy_hash": "of another version",
    "created_at": "2026-11-20T10:00:00.000Z", "stage": "in_work",
    "entered_at": "2026-12-08T00:00:00.000Z", "last_activity_at": "2026-11-20T10:00:00.000Z",
    "stepped_at": "2026-12-08T00:00:00.000Z",
    "fields": {"date": "2026-12-15", "visit": {"verdict": "not_verified"}},
}
SEEN = CASE | {"fields": CASE["fields"] | {"visit": {"verdict": "verified"}}}
AGAINST = {"id": "e1", "kind": "reject", "actor": {"id": "ann", "roles": ["head"]}}
DROP = {"id": "e1", "at": NOW, "target": "visited"}


def script(name, *steps, policy=PIPELINE):
    expect = {}
    for index, (_, answer) in enumerate(steps):
        expect |= {f"[{index}].answer.{path}": value for path, value in answer.items()}
    calls = [call for call, _ in steps]
    return {"name": name, "input": {"new": {"policy": policy}, "calls": calls}, "expect": expect}


def broken_call(name, call, *problems):
    """A call that is refused for just these reasons."""
    expect = {"[0].error.problems.length": len(problems)}
    for index, (code, path) in enumerate(problems):
        expect[f"[0].error.problems[{index}].code"] = code
        expect[f"[0].error.problems[{index}].path"] = path
    return {"name": name, "input": {"new": {"policy": PIPELINE}, "calls": [call]}, "expect": expect}


DRAFT_CASE = CASE | {"stage": "draft", "entered_at": CASE["created_at"],
                     "stepped_at": CASE["created_at"]}
SCRIPTS = [
    script("visited only when the visit is verified",
           ({"apply": {"record": CASE, "event": DROP, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "guard_failed",
             "failed[0].path": "$.fields.visit.verdict", "failed[0].value": "not_verified"}),
           ({"can": {"record": CASE, "event": DROP, "now": NOW}},
            {"targets[0].answer": "denied", "targets[0].failed[0].code": "guard_failed"})),
    script("whoever loses a visit is asked why, out of a list",
           ({"can": {"record": CASE, "now": NOW}},
            {"targets.length": 3, "targets[2].stage": "failed",
             "targets[2].answer": "needs_input", "targets[2].fields[0]": "reason",
             "targets[2].options.reason[0]": "closed"})),
    script("a host that was down enters the stage when it was planned",
           ({"tick": {"records": [DRAFT_CASE], "now": "2026-12-25T00:00:00.000Z"}},
            {"moves.length": 1, "moves[0].at": "2026-12-08T00:00:00.000Z",
             "fired[0].fired_at": "2026-12-25T00:00:00.000Z",
             "cases[0].entered_at": "2026-12-08T00:00:00.000Z"})),
    script("one case of another pipeline keeps no other from its timers",
           ({"tick": {"records": [CASE | {"pipeline": "deals"}, DRAFT_CASE,
                                  CASE | {"id": "v3", "stage": "gone"}],
                      "now": "2026-12-25T00:00:00.000Z"}},
            {"cases.length": 1, "cases[0].stage": "in_work", "failed.length": 2,
             "failed[0].index": 0, "failed[0].problems[0].code": "other_pipeline",
             "failed[0].problems[0].path": "$.records[0].pipeline",
             "failed[1].index": 2, "failed[1].case_id": "v3",
             "failed[1].problems[0].code": "unknown_stage",
             "failed[1].problems[0].path": "$.records[2].stage"})),
    script("of the cases of an older version none is lost",
           ({"migrate": {"records": [CASE | {"version": "0", "stage": "working", "log": [DROP]},
                                     CASE | {"id": "v2", "stage": "gone"}],
                         "stage_map": {"working": "in_work"}}},
            {"cases.length": 1, "cases[0].stage": "in_work", "cases[0].version": "1",
             "cases[0].log.length": 0, "cases[0].settled": ["e1"], "failed.length": 1,
             "failed[0].index": 1, "failed[0].case_id": "v2",
             "failed[0].problems[0].code": "no_place",
             "failed[0].problems[0].path": "$.records[1].stage"}),
           ({"apply": {"record": CASE | {"log": [DROP]}, "event": DROP, "now": NOW}},
            {"outcome": "repeated", "case_after.log.length": 1})),
    script("a stage that there is not is named, and so are those that there are",
           ({"apply": {"record": CASE, "event": DROP | {"target": "visitd"}, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "unknown_stage",
             "failed[0].path": "$.event.target", "failed[0].value": "visitd",
             "failed[0].facts.expected.length": 4}),
           ({"can": {"record": CASE, "event": DROP | {"target": "visitd"}, "now": NOW}},
            {"targets.length": 1, "targets[0].answer": "denied",
             "targets[0].failed[0].code": "unknown_stage"})),
    script("whoever names a wrong event is told the right one",
           ({"apply": {"record": CASE, "event": {"id": "e1", "target": "visited"}, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "wrong_event",
             "failed[0].path": "$.event.on", "failed[0].facts.expected": ["seen"],
             "failed[0].message": "to visited leads the event: seen"}),
           ({"apply": {"record": CASE, "event": {"id": "e1", "on": "sene"}, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "unknown_event",
             "failed[0].path": "$.event.on", "failed[0].value": "sene"}),
           policy=move(on="seen")),
    script("a vote against says why, as anybody who loses a visit",
           ({"can": {"record": SEEN, "event": AGAINST, "now": NOW}},
            {"targets.length": 1, "targets[0].stage": "failed",
             "targets[0].answer": "needs_input", "targets[0].fields": ["reason"],
             "targets[0].options.reason": ["closed"]}),
           ({"apply": {"record": SEEN, "event": AGAINST, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "reason_required"}),
           ({"apply": {"record": SEEN, "event": AGAINST | {"reason": "bogus"}, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "unknown_reason"}),
           ({"apply": {"record": SEEN, "event": AGAINST | {"reason": "closed"}, "now": NOW}},
            {"outcome": "moved", "moves[0].by": "reject", "case_after.reason": "closed"}),
           # The rule is not in force.
           ({"apply": {"record": CASE, "event": AGAINST, "now": NOW}},
            {"outcome": "recorded", "case_after.stage": "in_work"}),
           policy=move(approvals=QUORUM | {"any_reject": "failed"})),
    script("where nobody knows the author, nobody is told from the author",
           ({"open": {"record": {"id": "v1", "stage": "in_work"}, "now": NOW}},
            {"warnings.length": 1, "warnings[0].code": "author_unknown",
             "warnings[0].path": "$.record.author"}),
           ({"apply": {"record": CASE, "event": AGAINST, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].code": "author_unknown"}),
           ({"apply": {"record": CASE | {"author": "ann"}, "event": AGAINST, "now": NOW}},
            {"outcome": "refused", "failed[0].code": "author_votes"}),
           ({"apply": {"record": CASE | {"author": "ben"}, "event": AGAINST, "now": NOW}},
            {"outcome": "recorded"}),
           policy=move(approvals=QUORUM | {"not_author": True})),
    script("under a not it is the opposite that is asked for",
           ({"apply": {"record": CASE, "event": DROP, "now": NOW}},
            {"outcome": "refused", "failed.length": 1, "failed[0].facts.operator": "ne",
             "failed[0].message": "visit.verdict is not_verified, expected: ne not_verified"}),
           policy=move(guard={"not": {"field": "visit.verdict", "eq": "not_verified"}})),
    script("cases of another pipeline do not change sides",
           ({"migrate": {"records": [CASE | {"pipeline": "deals"}], "stage_map": {}}},
            {"cases.length": 0, "failed.length": 1,
             "failed[0].problems[0].code": "other_pipeline",
             "failed[0].problems[0].path": "$.records[0].pipeline"})),
    script("what a new case brings in vain is told",
           ({"open": {"record": {"id": "v1", "fields": {"dat": "2026-12-15", "stage": "in_work"}},
                      "now": NOW}},
            {"case_after.fields": {}, "warnings.length": 2,
             "warnings[0].code": "unknown_field", "warnings[0].path": "$.record.fields.dat",
             "warnings[1].code": "reserved_field", "warnings[1].path": "$.record.fields.stage"})),
    broken_call("a case that was in its stage before it was made",
                {"open": {"record": {"id": "v1", "entered_at": EARLIER, "created_at": NOW},
                          "now": NOW}},
                ("out_of_range", "$.record.created_at")),
    broken_call("a case of tomorrow",
                {"open": {"record": {"id": "v1", "entered_at": "2026-12-16T12:00:00.000Z",
                                     "created_at": "2026-12-16T12:00:00.000Z"}, "now": NOW}},
                ("in_future", "$.record.entered_at"), ("in_future", "$.record.created_at")),
    script("many events of many cases, in columns: each in its place",
           ({"apply_many": {
               "records": [DRAFT_CASE, CASE | {"id": "v2"}, CASE | {"id": "v3"}],
               "events": {
                   "case_id": ["v2", "v3", "v2", "v2", "v3"],
                   "id": ["e1", "e2", "e3", "e1", "e4"],
                   "at": [EARLIER, EARLIER, EARLIER, EARLIER, None],
                   "kind": ["update", None, None, "update", None],
                   "target": [None, "visited", "visited", None, "failed"],
                   "reason": [None, None, None, None, "closed"],
                   "visit.verdict": ["verified", None, None, "verified", None],
               },
               "now": NOW}},
            {"outcomes": ["recorded", "refused", "moved", "repeated", "moved"],
             "cases.length": 3, "cases[0].stage": "draft", "cases[1].stage": "visited",
             "cases[1].entered_at": EARLIER, "cases[1].log.length": 2, "cases[2].stage": "failed",
             "cases[2].reason": "closed", "failed.length": 1, "failed[0].index": 1,
             "failed[0].case_id": "v3", "failed[0].failed[0].code": "guard_failed",
             "moves.index": [1, 2], "moves.source": ["in_work", "in_work"],
             "moves.target": ["visited", "failed"], "moves.by": ["event", "event"],
             "moves.at": [1797332400000, 1797336000000]}),
           ({"apply_many": {
               "records": [CASE],
               "events": [{"case_id": "v1", "event": DROP},
                          {"case_id": "v1", "event": DROP | {"id": "e2", "fields": {"x": 1}}}],
               "now": NOW}},
            {"outcomes": ["refused", "refused"], "failed[0].failed[0].code": "guard_failed",
             "failed[1].failed[0].code": "unknown_field",
             "failed[1].failed[0].path": "$.event.fields.x"})),
    broken_call("events of nobody, and two cases of one name",
                {"apply_many": {"records": [CASE, CASE], "now": NOW,
                                "events": [{"case_id": "v2", "event": DROP}]}},
                ("duplicate_id", "$.records[1].id"), ("unknown_case", "$.events[0].case_id")),
    broken_call("columns of events that do not fit",
                {"apply_many": {"records": [CASE], "now": NOW,
                                "events": {"case_id": ["v1", "v1"], "target": ["visited"],
                                           "date": "2026-12-15"}}},
                ("missing_key", "$.events.id"), ("length_mismatch", "$.events.target"),
                ("wrong_type", "$.events.date")),
    broken_call("cells of events that are none",
                {"apply_many": {"records": [CASE], "now": NOW,
                                "events": {"case_id": ["v1", None], "id": [None, "e"],
                                           "kind": ["muve", None]}}},
                ("missing_value", "$.events.id[0]"), ("unknown_value", "$.events.kind[0]"),
                ("missing_value", "$.events.case_id[1]")),
    script("an event of tomorrow is refused",
           ({"apply": {"record": CASE, "event": DROP | {"at": "2026-12-16T12:00:00.000Z"},
                       "now": NOW}},
            {"outcome": "refused", "failed[0].code": "in_future"})),
    script("a deal of two working days, from Friday at 16 to Tuesday at 17",
           ({"clock": {"record": CASE | {"entered_at": "2026-11-20T16:00:00.000Z"},
                       "now": "2026-11-24T17:00:00.000Z"}},
            {"working_ms": 68_400_000, "norm_clock": "working", "norm_ms": 64_800_000,
             "deviation_ms": 3_600_000, "deadline": "2026-11-24T16:00:00.000Z", "status": "over", "stalled": True})),
]
# A contract that ends a day before its date by itself, and rests while the client is on leave.
CONTRACTS = {
    "name": "contracts",
    "version": "1",
    "schema": {"until": "instant", "leave": "instant", "visit": "instant", "ok": "bool"},
    "stages": [
        {
            "id": "runs",
            "pause_when": {"field": "leave", "gt": {"field": "now"}},
            "timers": [
                {"id": "ask", "offset": "48h", "emit": {"notify": [{"id": "ask"}]}},
                {"id": "soon", "offset": "0h", "when": {"field": "visit", "within": "2h"},
                 "emit": {"notify": [{"id": "soon"}]}},
            ],
        },
        {"id": "ends", "timers": [{"id": "file", "offset": "24h", "go": "filed"}]},
        {"id": "filed", "kind": "lost"},
    ],
    "transitions": [
        {"source": ["runs"], "target": "ends", "auto": True, "require": ["ok"],
         "guard": {"field": "until", "within": "24h"}},
    ],
}
UNTIL = {"until": "2026-04-10T12:00:00.000Z"}


def at(day, clock="00:00"):
    return f"2026-{day}T{clock}:00.000Z"


def contract(**more):
    """A contract that runs since the first of April, of other rules."""
    began = at("04-01")
    return {
        "id": "c1", "pipeline": "contracts", "version": "0", "policy_hash": "of other rules",
        "created_at": began, "stage": "runs", "entered_at": began, "last_activity_at": began,
        "stepped_at": began, "fields": {}, **more,
    }


def opened(fields, now=None):
    return {"open": {"record": {"id": "c1", "fields": fields}, "now": now or at("04-01")}}


WAITS = {"field": "ok", "eq": False}
RESTS = CONTRACTS | {"stages": [{"id": "runs", "pause_when": WAITS,
                                 "timers": [{"id": "t", "offset": "48h", "go": "filed"}]},
                                CONTRACTS["stages"][2]], "transitions": []}
NEVER_RESTS = RESTS | {"stages": [{"id": "runs", "timers": RESTS["stages"][0]["timers"]},
                                  CONTRACTS["stages"][2]]}
TIMED = [
    script("an automatic move is made at the very instant at which time meets its guard",
           (opened({**UNTIL, "ok": True}), {"case_after.next_due": at("04-03")}),
           ({"tick": {"records": [contract(fields={**UNTIL, "ok": True})],
                      "now": at("04-09", "12:00")}},
            {"moves.length": 1, "moves[0].by": "auto", "moves[0].at": at("04-09", "12:00"),
             "fired.length": 1, "cases[0].stage": "ends",
             "cases[0].entered_at": at("04-09", "12:00"),
             "cases[0].next_due": at("04-10", "12:00")}),
           # A millisecond before nothing is due of it, and a host that was down gets the same.
           ({"tick": {"records": [contract(fields={**UNTIL, "ok": True})],
                      "now": "2026-04-09T11:59:59.999Z"}},
            {"moves.length": 0, "cases[0].next_due": at("04-09", "12:00")}),
           ({"tick": {"records": [contract(fields={**UNTIL, "ok": True})], "now": at("05-01")}},
            {"moves.length": 2, "moves[0].at": at("04-09", "12:00"),
             "moves[1].at": at("04-10", "12:00"), "cases[0].stage": "filed"}),
           ({"can": {"record": contract(fields={**UNTIL, "ok": True}),
                     "now": at("04-09", "13:00")}}, {"stage": "ends"}),
           # Without what it requires time alone makes no move.
           ({"next_due": {"record": contract(fields=UNTIL)}}, {"": at("04-03")}),
           ({"tick": {"records": [contract(fields=UNTIL)], "now": at("05-01")}},
            {"moves.length": 0, "cases[0].stage": "runs", "cases[0].next_due": None}),
           policy=CONTRACTS),
    script("a pause begins and ends at the very instant at which time says so",
           (opened({"leave": at("04-02")}),
            {"case_after.paused_since": at("04-01"), "case_after.next_due": at("04-02")}),
           ({"tick": {"records": [contract(fields={"leave": at("04-02")})],
                      "now": at("04-03", "10:00")}},
            {"cases[0].paused_since": None, "cases[0].paused.elapsed_ms": 86_400_000,
             "cases[0].next_due": at("04-04"), "cases[0].last_activity_at": at("04-01"),
             "cases[0].stepped_at": at("04-02"), "fired.length": 0}),
           ({"tick": {"records": [contract(fields={"leave": at("04-02")})], "now": at("05-01")}},
            {"fired.length": 1, "fired[0].planned_at": at("04-04")}),
           ({"clock": {"record": contract(fields={"leave": at("04-02")}), "now": at("04-03")}},
            {"elapsed_ms": 86_400_000, "paused.elapsed_ms": 86_400_000}),
           policy=CONTRACTS),
    script("a timer whose condition reads the clock fires when both are so",
           (opened({"visit": at("04-02", "12:00")}),
            {"case_after.next_due": at("04-02", "10:00")}),
           ({"tick": {"records": [contract(fields={"visit": at("04-02", "12:00")})],
                      "now": at("04-02", "23:00")}},
            {"fired.length": 1, "fired[0].timer": "soon",
             "fired[0].planned_at": at("04-02", "10:00"), "commands[0].at": at("04-02", "10:00")}),
           # It was over before it could be.
           ({"due": {"record": contract(fields={"visit": at("03-02")}), "now": at("04-02")}},
            {"fired.length": 0, "timers[1].idle": "condition_not_met"}),
           policy=CONTRACTS),
    script("a pause of old rules counts until the last thing that happened",
           ({"migrate": {"records": [contract(fields={"ok": False}, paused_since=at("04-01", "06:00"),
                                              last_activity_at=at("04-01", "06:00"),
                                              stepped_at=at("04-01", "18:00"))],
                         "stage_map": {}}},
            {"cases[0].paused_since": None, "cases[0].paused.elapsed_ms": 43_200_000,
             "cases[0].paused_idle.elapsed_ms": 43_200_000, "cases[0].next_due": at("04-03", "12:00")}),
           policy=NEVER_RESTS),
    script("a pause that both rules know goes on, in a stage of another name too",
           ({"migrate": {"records": [contract(stage="ran", fields={"ok": False},
                                              paused_since=at("04-01", "06:00"),
                                              last_activity_at=at("04-01", "06:00"),
                                              stepped_at=at("04-01", "18:00"))],
                         "stage_map": {"ran": "runs"}}},
            {"cases[0].stage": "runs", "cases[0].paused_since": at("04-01", "18:00"),
             "cases[0].paused.elapsed_ms": 43_200_000, "cases[0].next_due": None}),
           policy=RESTS),
    script("a pause that only new rules know begins with the last thing that happened",
           ({"migrate": {"records": [contract(fields={"ok": False}, stepped_at=at("04-01", "06:00"),
                                              last_activity_at=at("04-01", "06:00"))],
                         "stage_map": {}}},
            {"cases[0].paused_since": at("04-01", "06:00"), "cases[0].paused.elapsed_ms": 0,
             "cases[0].next_due": None}),
           # Whoever looks at it, without a map and whenever.
           ({"clock": {"record": contract(fields={"ok": False}, stepped_at=at("04-01", "06:00"),
                                          last_activity_at=at("04-01", "06:00")),
                       "now": at("04-05")}},
            {"elapsed_ms": 21_600_000, "paused.elapsed_ms": 324_000_000}),
           policy=RESTS),
    script("a required text that may be empty is told of",
           ({"warnings": {}},
            {"length": 2, "[0].code": "empty_passes", "[0].path": f"{P}.stages[3].require[0]",
             "[1].code": "empty_passes", "[1].path": f"{MOVE}.require[0]"}),
           policy=move(require=["comment"]) | {"stages": [
               *PIPELINE["stages"][:3], PIPELINE["stages"][3] | {"require": ["comment"]}]}),
    script("and is not, where an empty text is none",
           ({"warnings": {}}, {"length": 0}),
           ({"apply": {"record": SEEN | {"fields": SEEN["fields"] | {"comment": ""}},
                       "event": DROP, "now": NOW}},
            {"outcome": "refused", "failed[0].code": "field_required"}),
           policy=move(require=["comment"]) | {"schema": PIPELINE["schema"] | {
               "comment": {"type": "string", "empty_is_missing": True}}}),
    script("fields that are called as other columns are, and the order of events of one instant",
           ({"apply_many": {
               "records": [CASE],
               "events": {
                   "case_id": ["v1", "v1", "v1"], "id": ["b", "a", "c"],
                   "at": [NOW, NOW, NOW], "seq": [2, 1, None],
                   "kind": ["update", "update", "update"],
                   "fields.reason": ["second", "first", None],
                   "fields.comment": [None, "as plain as comment", None],
                   "doctors_met": [None, None, 3],
               },
               "now": NOW}},
            {"outcomes": ["recorded", "recorded", "recorded"],
             "cases[0].fields.reason": "second", "cases[0].fields.doctors_met": 3,
             "cases[0].fields.comment": "as plain as comment",
             "cases[0].log[0].id": "c", "cases[0].log[1].id": "a", "cases[0].log[1].seq": 1,
             "cases[0].log[2].id": "b", "cases[0].log[2].seq": 2}),
           policy=patched(["schema", "reason"], "string")),
    script("a field may have any name, one too that JavaScript has for itself",
           ({"open": {"record": {"id": "v1", "fields": {"__proto__": [{"n": 1}]}}, "now": NOW}},
            {"case_after.fields.__proto__[0].n": 1}),
           policy={"name": "any", "version": "1",
                   "schema": {"__proto__": {"type": "list", "items": {"n": "int"}}},
                   "stages": [{"id": "new"}, {"id": "done", "kind": "won"}],
                   "transitions": [{"source": ["new"], "target": "done"}]}),
    broken_call("a field that comes as two columns",
                {"apply_many": {"records": [CASE], "now": NOW,
                                "events": {"case_id": ["v1"], "id": ["e"], "comment": ["x"],
                                           "fields.comment": ["y"]}}},
                ("duplicate_key", "$.events[\"fields.comment\"]")),
]
GOOD = [
    {
        "name": "a visit begins as a draft, and seven days before its date it is in work",
        "input": {"new": {"policy": PIPELINE}, "calls": [OPEN]},
        "expect": {
            "[0].answer.case_after.stage": "draft",
            "[0].answer.case_after.next_due": "2026-12-08T00:00:00.000Z",
        },
    },
]

if __name__ == "__main__":
    suite = {"operation": "Pipeline", "vectors": GOOD + SCRIPTS + TIMED + BROKEN + ready.SCRIPTS}
    FILE.write_text(json.dumps(suite, indent=1, ensure_ascii=False) + "\n")
    print(f"Pipeline: {len(suite['vectors'])} vectors, {len(BROKEN)} of them broken pipelines")
