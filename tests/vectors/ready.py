"""What the ready pipelines of core/policies answer; `pipeline.py` writes it with its own."""

import json
from pathlib import Path

POLICIES = Path(__file__).parents[2] / "core" / "policies"
READY = {file.stem: json.loads(file.read_text()) for file in sorted(POLICIES.glob("*.json"))}
OPENED = "2026-11-20T10:00:00.000Z"


def script(name, pipeline, *steps):
    """Calls of one pipeline, `(method, arguments, what its answer holds)` each."""
    expect = {}
    for index, (_, _, answer) in enumerate(steps):
        expect |= {f"[{index}].answer.{path}": value for path, value in answer.items()}
    calls = [{method: arguments} for method, arguments, _ in steps]
    made = {"new": {"policy": READY[pipeline]}, "calls": calls}
    return {"name": f"{pipeline}: {name}", "input": made, "expect": expect}


def t(day, clock="00:00"):
    return f"{day}T{clock}:00.000Z"


def case(pipeline, stage, entered=OPENED, fields=None, **more):
    """A case as a host stores it."""
    return {
        "id": "c1",
        "pipeline": pipeline,
        "version": "1",
        "policy_hash": "of another build",
        "created_at": OPENED,
        "stage": stage,
        "entered_at": entered,
        "last_activity_at": entered,
        "stepped_at": entered,
        "fields": fields or {},
    } | more


def visit(stage, entered=OPENED, verdict=None, **more):
    fields = {"date": "2026-12-15"} | ({"visit": {"verdict": verdict}} if verdict else {})
    return case("field_visits", stage, entered, fields, **more)


def person(*roles):
    return {"id": roles[0], "roles": list(roles)}


IN_WORK, OVERDUE, FAILED = t("2026-12-08"), t("2026-12-16"), t("2026-12-21")
NOON = t("2026-12-15", "12:00")
DROP = {"id": "e1", "at": NOON, "target": "visited"}
VISITED = "the visit is not verified"
VISITS = [
    script(
        "a draft is in work seven days before its date",
        "field_visits",
        (
            "open",
            {"record": {"id": "c1", "fields": {"date": "2026-12-15"}}, "now": OPENED},
            {
                "pipeline": "field_visits",
                "case_after.stage": "draft",
                "case_after.next_due": IN_WORK,
            },
        ),
    ),
    script(
        "a host that was down until Christmas gets the same instants",
        "field_visits",
        (
            "tick",
            {"records": [visit("draft")], "now": t("2026-12-25", "12:00")},
            {
                "moves.length": 3,
                "moves[0].at": IN_WORK,
                "moves[1].at": OVERDUE,
                "moves[2].at": FAILED,
                "cases[0].stage": "failed",
                "cases[0].entered_at": FAILED,
                "commands.length": 2,
                "commands[0].at": OVERDUE,
                "commands[1].at": FAILED,
            },
        ),
        (
            "tick",
            {"records": [visit("in_work", IN_WORK)], "now": t("2026-12-16", "09:30")},
            {"moves.length": 1, "moves[0].at": OVERDUE, "cases[0].stage": "overdue"},
        ),
        (
            "tick",
            {"records": [visit("overdue", OVERDUE)], "now": t("2026-12-21", "09:30")},
            {"moves.length": 1, "moves[0].at": FAILED, "cases[0].stage": "failed"},
        ),
    ),
    script(
        "a repeat visit comes back three days before",
        "field_visits",
        (
            "tick",
            {"records": [visit("repeat")], "now": t("2026-12-13")},
            {"moves.length": 1, "moves[0].at": t("2026-12-12"), "cases[0].stage": "in_work"},
        ),
    ),
    script(
        "the board greys the drop of a visit that is not verified",
        "field_visits",
        (
            "can",
            {"record": visit("in_work", IN_WORK, "suspect"), "now": NOON},
            {
                "targets.length": 5,
                "targets[3].stage": "visited",
                "targets[3].answer": "denied",
                "targets[3].failed[0].path": "$.fields.visit.verdict",
                "targets[3].failed[0].message": VISITED,
                "targets[4].answer": "needs_input",
                "targets[4].fields[0]": "reason",
            },
        ),
        (
            "can",
            {"record": visit("in_work", IN_WORK, "verified"), "now": NOON},
            {"targets[3].stage": "visited", "targets[3].answer": "allowed"},
        ),
    ),
    script(
        "visited only when the visit is verified",
        "field_visits",
        (
            "apply",
            {"record": visit("in_work", IN_WORK, "rejected"), "event": DROP, "now": NOON},
            {
                "outcome": "refused",
                "failed.length": 1,
                "failed[0].code": "guard_failed",
                "failed[0].value": "rejected",
                "failed[0].message": VISITED,
            },
        ),
        (
            "apply",
            {"record": visit("in_work", IN_WORK), "event": DROP, "now": NOON},
            {"outcome": "refused", "failed[0].code": "guard_unknown"},
        ),
        (
            "apply",
            {"record": visit("in_work", IN_WORK, "verified"), "event": DROP, "now": NOON},
            {"outcome": "moved", "case_after.stage": "visited", "case_after.entered_at": NOON},
        ),
    ),
    script(
        "a late visit is told by how long it may still wait",
        "field_visits",
        (
            "clock",
            {"record": visit("overdue", OVERDUE), "now": t("2026-12-20", "12:00")},
            {
                "norm_ms": 432_000_000,
                "elapsed_ms": 388_800_000,
                "deadline": FAILED,
                "status": "warning",
                "stalled": True,
                "reasons[0].code": "no_next_step",
            },
        ),
    ),
]

CALL = {"call": {"answered": True}}
REJECT = {"id": "e1", "target": "rejected"}
LEADS = [
    script(
        "a request is called back within an hour",
        "leads",
        (
            "open",
            {"record": {"id": "c1"}, "now": OPENED},
            {
                "case_after.stage": "request",
                "case_after.next_due": t("2026-11-20", "14:00"),
                "commands[0].kind": "create_task",
                "commands[0].details.due_at": t("2026-11-20", "11:00"),
            },
        ),
    ),
    script(
        "an answered call identifies, silence is overdue",
        "leads",
        (
            "update",
            {"record": case("leads", "request"), "fields": CALL, "now": t("2026-11-20", "11:00")},
            {"outcome": "moved", "moves[0].by": "auto", "case_after.stage": "identified"},
        ),
        (
            "tick",
            {"records": [case("leads", "request")], "now": t("2026-11-21")},
            {
                "cases[0].stage": "identification_overdue",
                "cases[0].entered_at": t("2026-11-20", "14:00"),
                "commands[0].details.recipient": "manager",
            },
        ),
    ),
    script(
        "a target lead belongs to a company, a rejected one has a reason",
        "leads",
        (
            "can",
            {"record": case("leads", "identified"), "now": OPENED},
            {
                "targets[2].stage": "target",
                "targets[2].answer": "needs_input",
                "targets[2].fields.length": 1,
                "targets[2].fields[0]": "company",
                "targets[3].stage": "rejected",
                "targets[3].options.reason.length": 4,
            },
        ),
        (
            "apply",
            {
                "record": case("leads", "identified"),
                "event": REJECT | {"reason": "mood"},
                "now": OPENED,
            },
            {
                "outcome": "refused",
                "failed[0].code": "unknown_reason",
                "failed[0].path": "$.event.reason",
            },
        ),
        (
            "apply",
            {
                "record": case("leads", "identified"),
                "now": OPENED,
                "event": {"id": "e1", "target": "target", "fields": {"company": "Clinic"}},
            },
            {
                "outcome": "moved",
                "commands[0].kind": "open_case",
                "commands[0].details.pipeline": "development",
                "commands[0].details.fields.company": "Clinic",
            },
        ),
    ),
]

CLIENT = {"company": "Clinic", "service_date": "2026-12-01"}
CLIENTS = [
    script(
        "an existing client belongs to service",
        "development",
        (
            "open",
            {"record": {"id": "c1", "fields": {"is_existing": True}}, "now": OPENED},
            {"pipeline": "service", "case_after": None, "failed[0].code": "other_pipeline"},
        ),
        (
            "open",
            {"record": {"id": "c1"}, "now": OPENED},
            {"pipeline": "development", "case_after.stage": "first_contact"},
        ),
    ),
    script(
        "a client is handed over with the first date",
        "development",
        (
            "apply",
            {
                "record": case("development", "offer"),
                "now": OPENED,
                "event": {"id": "e1", "target": "client", "fields": CLIENT},
            },
            {
                "outcome": "moved",
                "commands[0].details.pipeline": "service",
                "commands[0].details.stage": "planned",
                "commands[0].details.fields.service_date": "2026-12-01",
            },
        ),
    ),
    script(
        "what remains is planned with a date of its own",
        "service",
        (
            "apply",
            {
                "record": case("service", "planned", fields=CLIENT),
                "now": t("2026-12-01", "12:00"),
                "event": {
                    "id": "e1",
                    "target": "partly_completed",
                    "fields": {"remaining": "ward 2"},
                },
            },
            {
                "outcome": "moved",
                "case_after.stage": "partly_completed",
                "case_after.fields": {"company": "Clinic", "remaining": "ward 2"},
                "commands[1].kind": "set_field",
            },
        ),
        (
            "can",
            {"record": case("service", "partly_completed"), "now": OPENED},
            {
                "targets[0].stage": "planned",
                "targets[0].answer": "needs_input",
                "targets[0].fields[0]": "service_date",
            },
        ),
        (
            "apply",
            {
                "record": case("service", "partly_completed"),
                "now": OPENED,
                "event": {
                    "id": "e1",
                    "target": "planned",
                    "fields": {"service_date": "2026-12-08"},
                },
            },
            {"outcome": "moved", "case_after.next_due": t("2026-12-09")},
        ),
    ),
]

OPEN_TASK = [{"id": "needs", "key": "k", "required": True}]
MONEY = {"id": "e1", "on": "payment_received"}
SALES = [
    script(
        "a deal waits for its tasks",
        "sale",
        (
            "can",
            {"record": case("sale", "qualification", tasks=OPEN_TASK), "now": OPENED},
            {
                "targets[0].stage": "order",
                "targets[0].answer": "denied",
                "targets[0].failed.length": 3,
                "targets[0].fields[0]": "company",
                "targets[0].fields[1]": "sum",
            },
        ),
        (
            "update",
            {
                "record": case("sale", "qualification", tasks=OPEN_TASK),
                "fields": {"tasks.done": ["needs"]},
                "now": OPENED,
            },
            {"outcome": "recorded", "case_after.tasks.length": 0},
        ),
    ),
    script(
        "the accountant tells of the payment, a person wins",
        "sale",
        (
            "can",
            {
                "record": case("sale", "payment"),
                "now": OPENED,
                "actor": person("rep"),
                "event": MONEY,
            },
            {"targets.length": 1, "targets[0].failed[0].code": "role_required"},
        ),
        (
            "apply",
            {
                "record": case("sale", "payment"),
                "now": OPENED,
                "event": MONEY | {"actor": person("accountant")},
            },
            {"outcome": "moved", "case_after.stage": "paid"},
        ),
        (
            "apply",
            {"record": case("sale", "paid"), "now": OPENED, "event": {"id": "e2", "target": "won"}},
            {"outcome": "moved", "case_after.stage": "won"},
        ),
    ),
    script(
        "while the client thinks, the clock of an order stands",
        "sale",
        (
            "clock",
            {
                "record": case(
                    "sale",
                    "order",
                    fields={"is_waiting": True},
                    paused_since=t("2026-11-20", "12:00"),
                ),
                "now": t("2026-11-27", "12:00"),
            },
            {"status": "paused", "working_ms": 7_200_000, "stalled": False},
        ),
    ),
]

DEBT = {"due": "2026-12-01", "balance": "100.00"}
DEBTS = [
    script(
        "a debt goes to the court by its due date",
        "debt_collection",
        (
            "tick",
            {"records": [case("debt_collection", "awaited", fields=DEBT)], "now": t("2027-03-01")},
            {
                "moves.length": 4,
                "moves[0].at": t("2026-12-02"),
                "moves[1].at": t("2026-12-11"),
                "moves[2].at": t("2026-12-31"),
                "moves[3].at": t("2027-01-30"),
                "commands[0].at": t("2026-11-28"),
                "commands[0].details.recipient": "client",
                "commands[1].at": t("2026-12-01"),
                "cases[0].next_due": None,
            },
        ),
    ),
    script(
        "only a balance of zero stops it",
        "debt_collection",
        (
            "update",
            {
                "record": case("debt_collection", "claim", t("2026-12-11"), DEBT),
                "fields": {"balance": "0.01"},
                "now": t("2026-12-12"),
            },
            {"outcome": "recorded", "case_after.next_due": t("2026-12-31")},
        ),
        (
            "update",
            {
                "record": case("debt_collection", "claim", t("2026-12-11"), DEBT),
                "fields": {"balance": 0},
                "now": t("2026-12-12"),
            },
            {"outcome": "moved", "case_after.stage": "paid", "case_after.next_due": None},
        ),
    ),
]


def votes(*actors):
    return [{"actor": actor, "approves": True, "at": OPENED} for actor in actors]


def vote(kind, actor):
    return {"id": "v9", "kind": kind, "actor": actor}


QUOTE = {"client": "Clinic", "sum": 10}
ASKED = case(
    "quote_approval",
    "approval",
    fields=QUOTE,
    author="anna",
    votes=votes({"id": "ben", "roles": ["head", "finance"]}, {"id": "cara", "roles": ["head"]}),
)
LARGE = case(
    "contract_approval",
    "approval",
    author="anna",
    votes=votes(person("lawyer")),
    fields={"company": "Clinic", "sum": 1_000_000, "text_version": 1},
)
SMALL = LARGE | {"fields": LARGE["fields"] | {"sum": "999999.99"}}
APPROVALS = [
    script(
        "a quorum, in which each person has one seat",
        "quote_approval",
        (
            "can",
            {"record": ASKED, "now": OPENED},
            {
                "targets[2].stage": "approved",
                "targets[2].answer": "denied",
                "targets[2].failed[0].code": "approvals_missing",
            },
        ),
        (
            "apply",
            {
                "record": ASKED,
                "now": OPENED,
                "event": vote("approve", {"id": "dan", "roles": ["head"]}),
            },
            {"outcome": "moved", "case_after.stage": "approved"},
        ),
        (
            "apply",
            {"record": ASKED, "now": OPENED, "event": vote("reject", person("finance"))},
            {"outcome": "moved", "moves[0].by": "reject", "case_after.stage": "rework"},
        ),
        (
            "apply",
            {
                "record": ASKED,
                "now": OPENED,
                "event": vote("approve", {"id": "anna", "roles": ["head"]}),
            },
            {"outcome": "refused", "failed[0].code": "author_votes"},
        ),
        (
            "update",
            {"record": ASKED, "fields": {"sum": 11}, "now": OPENED},
            {"outcome": "recorded", "case_after.votes.length": 0},
        ),
    ),
    script(
        "from a million on the director votes too",
        "contract_approval",
        (
            "apply",
            {"record": SMALL, "now": OPENED, "event": vote("approve", person("finance"))},
            {"outcome": "moved", "case_after.stage": "signing"},
        ),
        (
            "apply",
            {"record": LARGE, "now": OPENED, "event": vote("approve", person("finance"))},
            {"outcome": "recorded", "case_after.stage": "approval", "case_after.votes.length": 2},
        ),
        (
            "apply",
            {
                "record": LARGE | {"votes": votes(person("lawyer"), person("finance"))},
                "now": OPENED,
                "event": vote("approve", person("director")),
            },
            {"outcome": "moved", "case_after.stage": "signing"},
        ),
    ),
]
SCRIPTS = VISITS + LEADS + CLIENTS + SALES + DEBTS + APPROVALS
