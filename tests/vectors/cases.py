"""Writes the vectors of `merge_logs` and `worklist`, of cases of the ready pipelines.

`cargo xtask vectors` then records the answers.
"""

from ready import FAILED, IN_WORK, NOON, OPENED, OVERDUE, READY, case, t, visit
from suite import write

# The phone saw the visit, the server another date and, as nobody told it of the visit, its end.
# Both wrote by the very rules of field_visits.json: what was seen under other ones is settled.
START = visit("in_work", IN_WORK, policy_hash="ac47427a1d0a0467bae9ed74fcaa6e4d")
PUT_OFF = {
    "id": "e0",
    "at": t("2026-12-14", "09:00"),
    "kind": "update",
    "fields": {"date": "2026-12-16"},
}
SEEN = {"id": "e1", "at": NOON, "kind": "update", "fields": {"visit": {"verdict": "verified"}}}
DONE = {"id": "e2", "at": t("2026-12-15", "12:01"), "target": "visited"}
PHONE = START | {
    "stage": "visited",
    "entered_at": DONE["at"],
    "stepped_at": DONE["at"],
    "log": [SEEN, DONE],
    "origin": START,
}
SERVER = START | {
    "stage": "overdue",
    "entered_at": t("2026-12-17"),
    "stepped_at": t("2026-12-17"),
    "log": [PUT_OFF],
    "origin": START,
}
LATER = t("2026-12-18")


def merged(name, a, b, expect, policy=READY["field_visits"]):
    given = {"a": a, "b": b, "pipeline": {"policy": policy}, "now": LATER}
    return {"name": name, "input": given, "expect": expect}


MET = {
    "case_after.stage": "visited",
    "case_after.entered_at": DONE["at"],
    "case_after.log.length": 3,
    "case_after.fields.date": "2026-12-16",
    "withdrawn.length": 1,
    "withdrawn[0].details.notify": "overdue",
    "overruled.length": 0,
}
NOTES = {
    "name": "notes",
    "version": "1",
    "schema": {"day": "instant", "part": "number", "sum": "decimal"},
    "stages": [{"id": "new"}, {"id": "done", "kind": "won"}],
    "transitions": [{"source": ["new"], "target": "done"}],
}
NOTED = START | {"pipeline": "notes", "stage": "new", "policy_hash": "of other rules"}
ANOTHER = SEEN | {"fields": {"visit": {"verdict": "rejected"}}}
MERGES = [
    merged("a visit that the phone saw was never overdue", PHONE, SERVER, MET),
    merged("the same in the other order", SERVER, PHONE, MET),
    merged(
        "a copy of the same case adds nothing",
        PHONE,
        PHONE,
        {"outcome": "recorded", "moves.length": 0, "commands.length": 0},
    ),
    merged(
        "one name of two events",
        PHONE,
        SERVER | {"log": [ANOTHER]},
        {
            "problems.length": 1,
            "problems[0].code": "different_events",
            "problems[0].path": "$.b.log[0]",
        },
    ),
    merged(
        "copies that two hosts stored in their own ways",
        NOTED | {"fields": {"day": "2026-12-01T13:00:00+03:00", "part": 1500, "sum": "5.0"}},
        NOTED | {"fields": {"sum": 5, "part": 1500.0, "day": 1796119200000}},
        {
            "outcome": "recorded",
            "case_after.fields.day": "2026-12-01T10:00:00.000Z",
            "case_after.fields.part": 1500,
            "case_after.fields.sum": 5,
        },
        NOTES,
    ),
    merged(
        "another case",
        PHONE,
        SERVER | {"id": "c2", "origin": START | {"id": "c2"}},
        {"problems.length": 1, "problems[0].code": "other_case", "problems[0].path": "$.b"},
    ),
    merged(
        "copies that parted before what they keep",
        PHONE,
        SERVER | {"settled": ["e0"], "log": []},
        {"problems.length": 1, "problems[0].code": "settled_apart", "problems[0].path": "$.b"},
    ),
    merged(
        "copies that parted under other rules, whose events are settled",
        PHONE | {"policy_hash": "of other rules"},
        SERVER | {"policy_hash": "of other rules"},
        {"problems.length": 1, "problems[0].code": "settled_apart", "problems[0].path": "$.b"},
    ),
]


def listed(name, policy, cases, now, expect):
    given = {"cases": cases, "now": now, "pipeline": {"policy": policy}}
    return {"name": name, "input": given, "expect": expect}


# A working day, and a day.
MIXED = {
    "name": "mixed",
    "version": "1",
    "stages": [
        {"id": "work", "norm": "1bd"},
        {"id": "day", "norm": "1d"},
        {"id": "done", "kind": "won"},
    ],
    "transitions": [{"source": ["work", "day"], "target": "done"}],
    "policies": {"skip": "allow"},
}


def named(record, name):
    return record | {"id": name}


LISTS = [
    listed(
        "the visit that fails first comes first, whether the host ticked or not",
        READY["field_visits"],
        [
            named(visit("in_work", IN_WORK), "a"),
            named(visit("overdue", t("2026-12-17")), "b"),
            named(visit("visited", OVERDUE), "c"),
            named(visit("overdue", OVERDUE), "d"),
        ],
        t("2026-12-18"),
        {
            "length": 3,
            # Nobody ticked: its date is over all the same, and it is as overdue as d.
            "[0].case_id": "a",
            "[0].stage": "overdue",
            "[0].overdue_ms": -259_200_000,
            "[0].next_due": FAILED,
            "[1].case_id": "d",
            "[1].overdue_ms": -259_200_000,
            "[1].next_due": FAILED,
            "[2].case_id": "b",
        },
    ),
    listed(
        "requests that nobody answered in time, a day later",
        READY["leads"],
        [
            named(case("leads", "request", t("2026-11-20", "15:00")), "late"),
            named(case("leads", "request", t("2026-11-20", "09:00")), "later"),
        ],
        t("2026-11-24", "12:00"),
        {
            "length": 2,
            "[0].case_id": "later",
            "[0].stage": "identification_overdue",
            # From Monday at 13 to Tuesday at noon.
            "[0].overdue_ms": 82_800_000,
            "[0].overdue_working_ms": 28_800_000,
            "[0].reasons[0].code": "over_norm",
            "[1].case_id": "late",
            "[1].overdue_ms": 7_200_000,
            "[1].overdue_working_ms": 7_200_000,
            "[1].stalled": True,
            # The timer of the request has fired.
            "[1].next_due": None,
        },
    ),
    listed(
        "all are overdue by one clock, whatever their norms count",
        MIXED,
        [
            # Since Sunday at noon, and since Friday at 17.
            named(case("mixed", "day", t("2026-11-21", "12:00")), "b"),
            named(case("mixed", "work", t("2026-11-19", "17:00")), "a"),
        ],
        t("2026-11-23", "09:30"),
        {
            "[0].case_id": "a",
            "[0].overdue_ms": 232_200_000,
            "[0].overdue_working_ms": 5_400_000,
            "[1].case_id": "b",
            "[1].overdue_ms": 77_400_000,
            "[1].overdue_working_ms": 1_800_000,
        },
    ),
    listed("nobody's work", READY["sale"], [case("sale", "won")], OPENED, {"length": 0}),
]

if __name__ == "__main__":
    write("merge_logs", MERGES)
    write("worklist", LISTS)
