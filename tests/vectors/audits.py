"""Writes the vectors of audits: the sentences of their specification.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

from suite import refused, write

MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}
COMPANY = {"zone": MOSCOW}


def vector(name, arguments, expect):
    return {"name": name, "input": arguments, "expect": expect}


# 120 clients; these have no open activity.
WITHOUT = [4, 11, 23, 58, 76, 99, 120]
CLIENTS = [{"id": f"c{number}", "owner": f"rep-{number % 4}"} for number in range(1, 121)]
PLANNED = [
    {"client": f"c{number}", "due": "2026-11-25T10:00:00+03:00"}
    for number in range(1, 121)
    if number not in WITHOUT
]
DONE = [{"client": "c4", "done": "2026-11-19T10:00:00+03:00"}]
NOW = "2026-11-20T09:00:00+03:00"
KEYS = [f"next_step:2026-11-20:c{number}" for number in WITHOUT]
LATE = {"client": "c1", "due": "2026-11-19T09:00:00+03:00"}


def audit(name, expect, clients=CLIENTS, activities=PLANNED + DONE, sent=(), now=NOW, **options):
    call = {"clients": clients, "activities": activities, "sent": list(sent), "now": now}
    return vector(name, call | {"options": {"zone": MOSCOW} | options}, expect)


ONE = [{"id": "c1", "owner": "anna"}]
write(
    "next_step_audit",
    [
        audit(
            "seven of 120 clients have no next step",
            {"commands.length": 7, "clients": 120, "without_step": 7, "unmatched": 0}
            | {f"commands[{place}].key": key for place, key in enumerate(KEYS)}
            | {"commands[0].kind": "notify", "commands[0].to": "rep-0"}
            | {"commands[0].reasons[0].code": "no_open_activity"},
        ),
        audit(
            "what was sent is not sent again",
            {"commands.length": 0, "without_step": 7, "already_sent": 7},
            sent=KEYS,
        ),
        audit(
            "the next local date it is",
            {"commands.length": 7, "commands[0].date": "2026-11-21"},
            sent=KEYS,
            now="2026-11-20T21:00:00Z",
        ),
        audit(
            "a task that is overdue is a next step",
            {"commands.length": 0},
            clients=ONE,
            activities=[LATE],
        ),
        audit(
            "with overdue_counts: false it hides nobody",
            {
                "commands.length": 1,
                "commands[0].reasons[0].code": "only_overdue",
                "commands[0].reasons[0].path": "$.options.overdue_counts",
                "commands[0].reasons[0].facts.overdue_ms": 86_400_000,
            },
            clients=ONE,
            activities=[LATE],
            overdue_counts=False,
        ),
        audit(
            "an activity is open until it is done",
            {"commands.length": 0},
            clients=ONE,
            activities=[{"client": "c1", "done": "2026-11-20T09:00:00.001+03:00"}],
        ),
        audit(
            "a client without an owner is told of, to nobody",
            {
                "commands[0].to": None,
                "commands[0].reasons.length": 2,
                "commands[0].reasons[1].code": "no_owner",
                "unmatched": 1,
            },
            clients=[{"id": "c1"}],
            activities=[{"client": "who"}],
        ),
        refused(
            "all that is wrong at once",
            {
                "clients": [{"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": "b"}],
                "activities": [],
                "sent": [],
                "now": NOW,
            },
            [("duplicate_id", "$.clients[2].id"), ("duplicate_id", "$.clients[3].id")],
        ),
        refused(
            "unknown options and naive times",
            {
                "clients": [{"name": "a"}],
                "activities": [{"client": "a", "due": "2026-11-20T09:00:00"}],
                "sent": "none",
                "now": NOW,
                "options": {"overdue": True},
            },
            [
                ("missing_key", "$.clients[0].id"),
                ("naive_time", "$.activities[0].due"),
                ("wrong_type", "$.sent"),
                ("unknown_key", "$.options.overdue"),
            ],
        ),
    ],
)


def message(t, direction="inbound", **more):
    return {"t": f"{t}+03:00", "direction": direction} | more


def request(number, *messages, source=None):
    return {"id": f"r{number}", "source": source, "messages": list(messages)}


FRIDAY = "2026-11-20T17:50:00"
MONDAY = "2026-11-23T09:25:00+03:00"


def waits(name, requests, expect, now=MONDAY, **more):
    call = {"requests": requests, "now": now, "calendar": COMPANY} | more
    return vector(name, call, expect)


MANY = [
    request(1, message("2026-11-23T09:05:00"), source="site"),
    request(2, message("2026-11-23T09:04:59.999"), source="phone"),
    request(3, message("2026-11-23T09:05:00.001"), source="site"),
    request(4, message("2026-11-20T16:00:00")),
    request(5, message("2026-11-20T09:00:00"), message("2026-11-20T09:10:00", "outbound")),
    request(6, message("2026-11-19T16:00:00"), source="phone"),
]
write(
    "waiting",
    [
        waits(
            "from Friday 17:50 to Monday 09:25 are 35 working minutes",
            [request(1, message(FRIDAY))],
            {
                "waiting[0].working_ms": 35 * 60_000,
                "waiting[0].bucket": 1,
                "buckets[1].start_ms": 20 * 60_000,
                "buckets[1].end_ms": 40 * 60_000,
                "buckets[1].count": 1,
                "next_change": "2026-11-23T06:30:00.000Z",
            },
        ),
        waits(
            "without a calendar the clock counts",
            [request(1, message(FRIDAY))],
            {
                "waiting[0].working_ms": None,
                "waiting[0].wall_ms": 228_900_000,
                "waiting[0].bucket": 4,
                "next_change": None,
            },
            calendar=None,
        ),
        waits(
            "an automatic reply answers nobody",
            [request(1, message(FRIDAY), message(FRIDAY, "outbound", automatic=True))],
            {"waiting.length": 1},
        ),
        waits(
            "an answer does, and the next question waits anew",
            [
                request(
                    1,
                    message("2026-11-23T09:20:00"),
                    message("2026-11-23T09:15:00", "outbound"),
                    message("2026-11-23T09:10:00"),
                )
            ],
            {"waiting[0].since": "2026-11-23T06:20:00.000Z", "waiting[0].bucket": 0},
        ),
        waits(
            "an answer at the same instant answers",
            [request(1, message(FRIDAY), message(FRIDAY, "outbound"))],
            {"waiting.length": 0, "answered": 1, "next_change": None},
        ),
        waits(
            "what comes later is not known yet",
            [request(1, message(FRIDAY), message("2026-11-23T09:25:00.001", "outbound"))],
            {"waiting.length": 1},
        ),
        waits(
            "buckets are half-open, and cumulative counts fall",
            MANY,
            {
                "waiting.length": 5,
                "answered": 1,
                "buckets[0].count": 1,
                "buckets[1].count": 2,
                "buckets[2].count": 0,
                "buckets[3].count": 1,
                "buckets[4].count": 1,
                "buckets[0].at_least": 5,
                "buckets[1].at_least": 4,
                "buckets[2].at_least": 2,
                "buckets[4].at_least": 1,
                "waiting[0].id": "r6",
                "sources[0].source": None,
                "sources[0].waiting": 1,
                "sources[1].source": "phone",
                "sources[1].buckets[1].count": 1,
                "sources[2].source": "site",
                "sources[2].waiting": 2,
            },
        ),
        waits(
            "no edges make one bucket",
            [request(1, message(FRIDAY))],
            {"buckets.length": 1, "buckets[0].count": 1, "next_change": None},
            edges=[],
        ),
        refused(
            "edges ascend from more than nothing",
            {
                "requests": [request(1), request(1)],
                "now": MONDAY,
                "calendar": None,
                "edges": ["0s", "40m", "20m", "1h"],
            },
            [
                ("duplicate_id", "$.requests[1].id"),
                ("out_of_range", "$.edges[0]"),
                ("not_ascending", "$.edges[2]"),
            ],
        ),
        refused(
            "edges are exact spans",
            {"requests": [{"id": "r", "messages": [{"t": MONDAY, "direction": "up"}]}]}
            | {"now": MONDAY, "edges": ["1d"]},
            [
                ("unknown_value", "$.requests[0].messages[0].direction"),
                ("invalid_span", "$.edges[0]"),
            ],
        ),
    ],
)


def contact(number, company, changed=None, **calls):
    called = [{"t": f"2026-11-{day[1:]}T09:00:00Z", "kind": kind} for day, kind in calls.items()]
    when = f"2026-11-{changed:02d}T09:00:00Z" if changed else None
    return {"id": f"p{number}", "company": company, "changed": when, "calls": called}


write(
    "roll_up",
    [
        vector(
            "a company is what its contacts tell",
            {
                "contacts": [
                    contact(3, "clinic", 5, d04="missed", d07="meeting"),
                    contact(1, "clinic", 9, d06="inbound"),
                    contact(2, "shop"),
                    contact(4, None, 3),
                ]
            },
            {
                "companies.length": 2,
                "companies[0].company": "clinic",
                "companies[0].contacts": 2,
                "companies[0].last_change": "2026-11-09T09:00:00.000Z",
                "companies[0].last_change_contact": "p1",
                "companies[0].last_call": "2026-11-07T09:00:00.000Z",
                "companies[0].last_call_kind": "meeting",
                "companies[0].last_call_contact": "p3",
                "companies[1].last_call": None,
                "without_company": 1,
            },
        ),
        vector(
            "what comes later has not happened yet, and of equals the first contact counts",
            {
                "contacts": [
                    contact(2, "clinic", 5, d05="missed", d07="meeting"),
                    contact(1, "clinic", 5, d05="inbound"),
                ],
                "now": "2026-11-06T00:00:00Z",
            },
            {
                "companies[0].last_call_kind": "inbound",
                "companies[0].last_call_contact": "p1",
                "companies[0].last_change_contact": "p1",
            },
        ),
        vector("no contacts, no companies", {"contacts": []}, {"companies.length": 0}),
        refused(
            "a contact comes once",
            {"contacts": [contact(1, "a"), contact(1, "b")]},
            [("duplicate_id", "$.contacts[1].id")],
        ),
    ],
)
