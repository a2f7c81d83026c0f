"""Writes the vectors of RFM, ABC, XYZ, BCG and life cycles: the sentences of their specification.

`cargo xtask vectors` then records the answers. Zones are tables: a browser knows no names.
"""

from suite import refused, write

MOSCOW = {"name": "Europe/Moscow", "offsets": [[0, 10_800]]}
NOW = "2026-11-20T09:00:00+03:00"


def sales(*rows, scopes=None):
    """Rows `(client, date, amount)`, at ten in Moscow."""
    columns = {
        "client": [client for client, _, _ in rows],
        "t": [f"{date}T10:00:00+03:00" for _, date, _ in rows],
        "amount": [amount for _, _, amount in rows],
    }
    return columns | ({"scope": scopes} if scopes else {})


def vector(name, columns, expect, now=NOW, policy=None, **more):
    call = {"columns": columns, "now": now, "policy": {"zone": MOSCOW} | (policy or {})} | more
    return {"name": name, "input": call, "expect": expect}


def broken(name, columns, problems, policy=None, **more):
    call = {"columns": columns, "now": NOW} | more
    return refused(name, call | ({"policy": policy} if policy else {}), problems)


TEN = sales(*[
    (f"client {n}", "2026-11-02", amount)
    for n, amount in enumerate([400, 250, 150, 80, 50, 30, 20, 10, 6, 4])
])
FIVE = sales(
    ("anna", "2026-11-02", 12.5), ("anna", "2026-11-02", 1), ("anna", "2026-11-18", 7.5),
    ("boris", "2026-10-01", 10), ("boris", "2026-11-05", -3), ("clara", "2026-11-20", 5),
    ("dora", "2026-11-10", -1),
)
BAD = {"client": ["a", None], "t": [0, "2026-11-02T10:00:00"], "amount": [0.00001]}
BAD_PROBLEMS = [
    ("missing_value", "$.columns.client[1]"), ("naive_time", "$.columns.t[1]"),
    ("too_precise", "$.columns.amount[0]"),
]

RFM = [
    vector("days, not purchases, are counted; returns change money only; today is left out", FIVE, {
        "client.length": 2, "recency_days[0]": 2, "recency_days[1]": 50,
        "frequency_days[0]": 2, "frequency_days[1]": 1, "monetary_units[0]": 210_000,
        "monetary_units[1]": 70_000, "repeat_days[0]": 1, "span_days[0]": 16, "age_days[0]": 17,
        "rows_later": 1, "without_purchase": 2, "end": "2026-11-20",
    }),
    vector("equal values score equally, and empty bins stay", sales(
        *[(f"client {n}", "2026-11-02", 5) for n in range(5)], ("rich", "2026-11-02", 6),
    ), {
        "monetary_score[0]": 1, "monetary_score[4]": 1, "monetary_score[5]": 5,
        "bins[0].monetary": [5, 0, 0, 0, 1], "notices[0].code": "bin_empty",
    }),
    vector("frozen cuts", FIVE, {
        "recency_score[0]": 2, "recency_score[1]": 1, "monetary_score[0]": 3,
        "bins[0].are_given": True, "cuts[0].monetary[1]": 20.99,
    }, cuts=[{"recency_days": [30], "frequency_days": [1], "monetary": [5, 20.99]}]),
    vector("each scope by its own cuts, and names by a table", sales(
        ("a", "2026-11-02", 1), ("b", "2026-11-02", 2), ("c", "2026-11-02", 30),
        ("d", "2026-11-02", 40), scopes=["north", "north", "south", "south"],
    ), {
        "monetary_score[1]": 2, "monetary_score[2]": 1, "bins.length": 2,
        "segment[0]": "rest", "segment[1]": "top", "segment[2]": "thirty",
    }, policy={"bins": 2, "otherwise": "rest", "segments": [
        {"segment": "top", "monetary": [2, 2]},
        {"segment": "thirty", "when": {"field": "monetary", "ge": 30}},
    ]}),
    vector("a row that is never met is told of once", FIVE, {
        "warnings.length": 1, "warnings[0].path": "$.policy.segments[0].when",
    }, policy={"segments": [
        {"segment": "odd", "when": {"all": [
            {"field": "monetary", "lt": 1}, {"field": "monetary", "gt": 2},
        ]}},
    ]}),
    vector("cents", sales(("a", "2026-11-02", 1999), ("a", "2026-11-03", 1)), {
        "monetary_units[0]": 2000, "scale": 2,
    }, policy={"scale": 2}),
    vector("cents that the columns themselves tell of", sales(("a", "2026-11-02", 1999)) | {
        "scale": 2,
    }, {"monetary_units[0]": 1999, "scale": 2, "cuts[0].monetary[0]": 19.99}),
    vector("cuts of a scope without rows stay given", FIVE, {
        "cuts.length": 2, "cuts[1].scope": "south", "bins.length": 1, "bins[0].are_given": False,
        "warnings[0].code": "unused_cuts", "warnings[0].path": "$.cuts[0]",
    }, cuts=[{"scope": "south", "recency_days": [30], "frequency_days": [1], "monetary": [5]}]),
    vector("nobody", sales(), {
        "client.length": 0, "cuts.length": 0, "bins[0].monetary": [0, 0, 0, 0, 0],
    }),
    vector("a scope in which nobody bought keeps its scores and has no cuts yet", sales(
        ("a", "2026-11-01", 10), ("b", "2026-11-01", -5), scopes=["s1", "s2"]), {
        "cuts.length": 1, "cuts[0].scope": "s1", "bins[1].recency": [0, 0, 0, 0, 0],
    }),
    broken("all that is wrong", BAD, BAD_PROBLEMS),
    broken("cuts in no order", FIVE, [("not_sorted", "$.cuts[0].recency_days")], cuts=[
        {"recency_days": [3, 2], "frequency_days": [], "monetary": []}]),
]
ABC = [
    vector("the client that crosses a cut belongs to the class above", TEN, {
        **{f"abc[{row}]": name for row, name in enumerate("AAABBBCCCC")},
        "classes[0].revenue": 800, "classes[1].revenue_percent": 16, "before_units[3]": 8_000_000,
    }),
    vector("who has no revenue is of the last class", FIVE, {
        "client.length": 3, "abc[2]": "C", "notices[0].code": "no_revenue",
    }),
    vector("a window of whole days", FIVE, {"client.length": 2, "start": "2026-11-10"},
           policy={"window_days": 10}),
    broken("a scale that the policy contradicts, a name that is none, an id twice", {
        "client": ["a", "", "b"], "t": [0, 0, 0], "amount": [1, 2, 3], "id": ["1", "2", "1"],
        "scale": 2,
    }, [("scale_differs", "$.columns.scale"), ("empty", "$.columns.client[1]")],
        policy={"scale": 3}),
    broken("an id that comes again corrects nothing here", sales(
        ("a", "2026-11-02", 10), ("a", "2026-11-02", 12)) | {"id": ["bill", "bill"]}, [
        ("duplicate_id", "$.columns.id[1]"),
    ]),
    broken("percents that are none", FIVE, [
        ("out_of_range", "$.policy.a_percent"), ("not_sorted", "$.policy.b_percent"),
    ], policy={"a_percent": 101}),
    broken("all that is wrong", BAD, BAD_PROBLEMS),
]
MONTHS = ["2026-05-10", "2026-06-10", "2026-07-10", "2026-08-10", "2026-09-10", "2026-10-10"]
XYZ = [
    vector("steady, less so, and not", sales(
        *[("even", month, amount) for month, amount in zip(MONTHS, [90, 100, 110, 90, 100, 110])],
        *[("wave", month, amount) for month, amount in zip(MONTHS, [80, 100, 120, 80, 100, 120])],
        ("once", "2026-05-10", 5), ("late", "2026-10-31", 5),
    ), {
        "client[0]": "even", "xyz[0]": "X", "variation_percent[0]": {"near": 8.165, "within": 0.001},
        "client[3]": "wave", "xyz[3]": "Y", "periods[3]": 6, "client[2]": "once", "xyz[2]": "Z",
        "periods[2]": 6, "xyz[1]": "X", "periods[1]": 1, "quadrant[0]": "cow", "abc[0]": "A",
    }),
    vector("a tenth exactly is no longer X", sales(
        ("a", "2026-09-10", 90), ("a", "2026-10-10", 110)), {"xyz[0]": "Y"}),
    vector("returns outweigh", sales(("a", "2026-09-10", 90), ("a", "2026-10-10", -110)), {
        "xyz[0]": "Z", "variation_percent[0]": None, "abc[0]": "C"}),
    broken("all that is wrong", BAD, BAD_PROBLEMS),
]
BCG = [
    vector("four quadrants", sales(
        ("star", "2025-10-01", 100), ("star", "2026-10-01", 110), ("cow", "2025-10-01", 100),
        ("cow", "2026-10-01", 109.99), ("new", "2026-10-01", 10), ("dog", "2025-10-01", 50),
    ), {
        "quadrant[0]": "cow", "quadrant[1]": "dog", "quadrant[2]": "question",
        "quadrant[3]": "star", "growth_percent[2]": None, "share_percent[3]": 100,
        "notices[0].code": "no_revenue", "notices[1].code": "grew_from_nothing",
    }),
    broken("no window", FIVE, [("out_of_range", "$.policy.window_days")],
           policy={"window_days": 0}),
    broken("all that is wrong", BAD, BAD_PROBLEMS),
]


def weekly(client, last_gap_days):
    """Two purchases twenty days apart, the last one so many days before the twentieth."""
    import datetime

    last = datetime.date(2026, 11, 20) - datetime.timedelta(days=last_gap_days)
    return [(client, last - datetime.timedelta(days=20), 1), (client, last, 1)]


LIFE = [
    vector("by a pace of twenty days", sales(
        *weekly("at two gaps", 40), *weekly("beyond two", 41), *weekly("at four", 80),
        *weekly("beyond four", 81), ("new", "2026-08-22", 1), ("one", "2026-08-21", 1),
        ("over a year", "2025-11-19", 1), ("returned", "2026-11-01", -1),
    ), {
        "client[0]": "a prospect", "stage[0]": "potential", "stage[1]": "sleeping",
        "stage[2]": "active", "stage[3]": "lost", "stage[4]": "sleeping", "stage[5]": "new",
        "stage[6]": "sleeping", "stage[7]": "lost", "stage[8]": "potential",
        "since_days[8]": None, "gap_days[1]": 20, "stages[4].clients": 2,
    }, prospects=["a prospect", "new"]),
    vector("no gap is shorter than a week", sales(
        ("daily", "2026-11-01", 1), ("daily", "2026-11-02", 1), ("daily", "2026-11-06", 1),
    ), {"stage[0]": "active", "gap_days[0]": 7}),
    broken("all that is wrong", BAD, BAD_PROBLEMS),
]

if __name__ == "__main__":
    for operation, vectors in [
        ("rfm", RFM), ("abc", ABC), ("xyz", XYZ), ("bcg", BCG), ("life_cycle", LIFE),
    ]:
        unknown = broken(
            "a version of the defaults that nobody knows", FIVE,
            [("version_unsupported", "$.policy.version")], policy={"version": 2})
        write(operation, [*vectors, unknown])
