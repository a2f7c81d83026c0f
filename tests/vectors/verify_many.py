"""Writes the inputs and expectations of verify_many.json: many reps and days at once.

    python3 tests/vectors/verify_many.py && cargo xtask vectors

Places and times are those of verify_plan.py: metres east and north of a clinic, minutes after
09:00 UTC on Friday, 20 November 2026; a day later is 1440 minutes later.
"""

from anomalies import path_digest
from suite import refused, write
from verify_plan import (
    AT_THE_POLE, ISLAND, POLE, START_MS, about, at, away, beside_the_antimeridian, clock, day, fix, site,
    slot, there,
)

DAY = 24 * 60
VECTORS = []


def table(**reps):
    """The fixes of reps as columns, `rep` as places in a list of names."""
    rows = [(code, f) for code, fixes in enumerate(reps.values()) for f in fixes]
    columns = {"rep": [code for code, _ in rows], "rep_names": list(reps)}
    for key in ("t", "lat", "lon", "accuracy_m"):
        columns[key] = [f.get(key) for _, f in rows]
    return columns


def records(**reps):
    """The same as a list of fixes, each with its rep."""
    return [{"rep": rep, **f} for rep, fixes in reps.items() for f in fixes]


def later(days, fixes):
    return [{**f, "t": f["t"] + days * DAY * 60_000} for f in fixes]


def visit(id, rep, start=60, end=120, **more):
    return slot(start, end, id=id, rep=rep, **more)


def on(date, id, rep, site="clinic", **more):
    return {"id": id, "rep": rep, "site": site, "date": f"2026-11-{date}", **more}


def call(plan, track, sites=None, policy=None, histories=None):
    arguments = {"plan": plan, "track": track, "sites": [site()] if sites is None else sites}
    if policy is not None:
        arguments["policy"] = policy
    if histories is not None:
        arguments["histories"] = histories
    return arguments


def vector(name, arguments, **expect):
    """`visits__status=[..]` is a column of the answer."""
    wanted = {path.replace("__", "."): value for path, value in expect.items()}
    VECTORS.append({"name": name, "input": arguments, "expect": wanted})


def each(column, values):
    """A column of times, each about so many minutes: between two fixes nobody knows."""
    return {f"{column}[{row}]": about(value, 120) if value else 0 for row, value in enumerate(values)}


def sparse(fixes, every=4):
    """Every fourth fix: one in two minutes is enough."""
    return fixes[::every]


# A visit from 10:05 to 10:25, and a drive-by at the same time.
MADE = sparse(day(65, 85))
MISSED = sparse(away(0, 180))

# --- Reps and days
vector(
    "two reps and two days, one visit made, one missed, one stay that nobody planned",
    call(
        [on(20, "v1", "anna"), on(20, "v2", "boris")],
        table(anna=[fix(0), fix(9, 6), *later(1, [fix(0), fix(10, 6)])], boris=[fix(0, 0, 11_000), fix(5, 0, 11_000)]),
    ),
    visits__plan_id=["v1", "v2"], visits__rep=["anna", "boris"], visits__status=["verified", "unproven"],
    visits__time_on_site_ms=[540_000, 0], visits__in_slot=[1, 2],
    off_plan__date=["2026-11-21"], off_plan__site=["clinic"],
    days__rep=["anna", "anna", "boris"], days__date=["2026-11-20", "2026-11-21", "2026-11-20"],
    days__planned=[1, 0, 1],
)
vector(
    "rows are by rep, then date, then the order of the plan",
    call(
        [
            visit("c", "boris"), visit("b", "anna", DAY + 60, DAY + 120), visit("a", "anna", DAY + 130, DAY + 160),
            visit("e", "boris", DAY + 60, DAY + 120), visit("d", "anna"),
        ],
        table(boris=MADE + later(1, MISSED), anna=MISSED + later(1, MADE)),
    ),
    visits__rep=["anna", "anna", "anna", "boris", "boris"], visits__plan_id=["d", "b", "a", "c", "e"],
    visits__date=["2026-11-20", "2026-11-21", "2026-11-21", "2026-11-20", "2026-11-21"],
    visits__status=["rejected", "verified", "rejected", "verified", "rejected"],
    visits__reasons=["never_inside", "", "never_inside", "", "never_inside"],
    days__verified=[0, 1, 1, 0],
    # The same way was driven on the day before, but by another rep: nobody replayed anything.
    days__anomalies=["", "", "", ""],
)
vector(
    "a rep without fixes and a rep without a plan have their days too",
    call([visit("v1", "anna")], records(boris=MADE)),
    visits__rep=["anna"], visits__status=["unproven"], visits__reasons=["no_track"],
    visits__arrival=[None], visits__departure=[None], visits__in_slot=[2], visits__late_ms=[None],
    days__rep=["anna", "boris"], days__first=[None, START_MS], days__last=[None, START_MS + 180 * 60_000],
    days__fixes=[0, len(MADE)], days__planned=[1, 0],
    off_plan__rep=["boris"], off_plan__site=["clinic"],
)
vector(
    "nothing at all is no day", call([], []),
    visits__status=[], off_plan__site=[], days__rep=[],
)
vector(
    "early, late and denied: what a verdict says apart from its status",
    call(
        [
            visit("early", "anna", 75, 120), visit("late", "boris", 30, 60), visit("short", "carl"),
            visit("decided", "dora", **{"override": {"status": "verified", "by": "head office", "reason": "phone was stolen", "at": clock(600)}}),
        ],
        table(anna=MADE, boris=MADE, carl=sparse(day(65, 68), 2), dora=MISSED),
    ),
    visits__status=["verified", "verified", "partial", "verified"],
    visits__computed_status=["verified", "verified", "partial", "rejected"],
    visits__reasons=["", "", "dwell_too_short", "never_inside overridden"],
    days__verified=[1, 1, 0, 1],
    **each("visits__late_ms", [-10, 5, 0]), **{"visits__late_ms[3]": None},
)
vector(
    "a stop at no known site is idle, the way is travel, and the parts sum to the day",
    call([], table(anna=sparse(away(0, 20)) + [fix(20.5 + i / 2, 1900 + 400 * i) for i in range(8)] + sparse(there(60, 70)))),
    off_plan__site=["clinic"], days__first=[START_MS], days__last=[START_MS + 70 * 60_000],
    days__on_site_ms=[10 * 60_000], days__idle_ms=[20 * 60_000], days__travel_ms=[4 * 60_000],
    days__unknown_ms=[36 * 60_000],
)

# --- Shared buildings
BUILDING = [site("b"), site("c", 0, 30), site("a"), site("far", 3000)]
STAY = sparse(day(65, 95))
vector(
    "sites of one building share a stay, the planned ones first; another rep's plan takes nothing of it",
    call(
        [visit("va", "anna", site="a", min_dwell="10m"), visit("vb", "anna", site="b", min_dwell="10m"), visit("vc", "boris", site="c")],
        table(anna=STAY, boris=STAY), BUILDING,
    ),
    visits__status=["verified", "verified", "verified"],
    visits__reasons=["shared_building", "shared_building", "shared_building other_site_closer"],
    off_plan__site=[],
    **each("visits__time_on_site_ms", [15, 15, 30]), **each("days__on_site_ms", [30, 30]),
)
vector(
    "where nobody planned any of it, each site of the building has a part of the stay, by weight",
    call([], table(anna=STAY), BUILDING),
    off_plan__reasons=["shared_building"] * 3,
    **each("off_plan__time_on_site_ms", [10, 10, 10]), **each("days__on_site_ms", [30]),
)

# --- History
# A drive past twelve places, with a stop at the clinic.
ROUND = [fix(2 * i, 900 * i - 9900, 0) for i in range(11)] + sparse(there(22, 40)) + [fix(42 + i, 900 * i + 900) for i in range(6)]
TWICE = ROUND + later(1, ROUND)
PLANS = [on(20, "v1", "anna"), on(21, "v2", "anna"), on(21, "v3", "boris")]
vector(
    "a track driven again on a later day is a replay, but for another rep",
    call(PLANS, table(anna=TWICE, boris=later(1, ROUND))),
    visits__status=["verified", "suspect", "verified"], visits__reasons=["", "replayed_track", ""],
    days__anomalies=["", "replayed_track", ""],
)
vector(
    "a track known from before is a replay on the first day; histories of others are not his",
    call(
        PLANS, table(anna=TWICE, boris=later(1, ROUND)),
        histories=[
            {"rep": "anna", "path_digests": [path_digest(ROUND)]},
            {"rep": "nobody", "path_digests": [path_digest(ROUND)]},
        ],
    ),
    visits__status=["suspect", "suspect", "verified"],
    days__anomalies=["replayed_track", "replayed_track", ""],
)


def round_of(x):
    """Three sites and the ways between them, so many metres east."""
    return (
        away(0, 9.5) + at(x, 5000, 10, 30) + away(30.5, 39.5) + at(x, 9000, 40, 58) + away(58.5, 64.5)
        + at(x, 0, 65, 85) + away(85.5, 180)
    )


FAST = "speed_impossible teleport"
NORTH = [site(), site("north", 0, 5000), site("far_north", 0, 9000)]
TEAM = table(anna=round_of(0), boris=round_of(4), carla=later(1, round_of(0)))
vector(
    "two phones in one pocket, where they are said to be of one team; another day is another day",
    call(
        [on(20, "v1", "anna"), on(20, "v2", "boris"), on(21, "v3", "carla")], TEAM, NORTH,
        histories=[
            {"rep": "anna", "companions": ["boris", "anna", "nobody"]},
            {"rep": "carla", "companions": ["anna", "boris"]},
        ],
    ),
    visits__status=["suspect", "verified", "verified"],
    # All of them drive there in no time.
    days__anomalies=["companion_track " + FAST, FAST, FAST],
)
vector(
    "whom nobody calls a team may go together",
    call([on(20, "v1", "anna"), on(20, "v2", "boris")], TEAM, NORTH),
    days__anomalies=[FAST, FAST, FAST],
)

# --- Midnight
EVENING = 13 * 60  # 22:00
vector(
    "a night shift is judged by the date on which its slot begins, with the fixes after midnight",
    call([visit("v1", "anna", 14 * 60 + 30, 15 * 60 + 30)], records(anna=[fix(14 * 60 + 55), fix(15 * 60 + 4, 6)])),
    visits__status=["verified"], visits__date=["2026-11-20"], visits__time_on_site_ms=[540_000],
    days__date=["2026-11-20"], days__fixes=[2],
)
vector(
    "a night at a site is one visit, and its time is counted once",
    call(
        [visit("v1", "anna", EVENING, EVENING + 480)],
        table(anna=at(1500, 0, EVENING - 20, EVENING - 5, 5) + at(0, 0, EVENING, EVENING + 480, 10) + at(1500, 0, EVENING + 485, EVENING + 530, 5)),
    ),
    visits__status=["verified"], visits__date=["2026-11-20"], off_plan__site=[],
    days__date=["2026-11-20", "2026-11-21"], days__planned=[1, 0],
    # Its window closes at 06:15.
    **{"days__first[1]": START_MS + (EVENING + 495) * 60_000, "days__on_site_ms[1]": 0, "visits__time_on_site_ms[0]": about(480, 300)},
)
vector(
    "visits before and after midnight have their own fixes, though their windows overlap",
    call(
        [visit("v1", "anna", 14 * 60 + 20, 14 * 60 + 55), visit("v2", "anna", 15 * 60 + 5, 15 * 60 + 40)],
        table(anna=sparse(day(861, 894, 840, 897) + day(906, 935, 903, 950), 2)),
    ),
    visits__date=["2026-11-20", "2026-11-21"], visits__status=["verified", "verified"], off_plan__site=[],
    **{"days__last[0]": {"near": START_MS + 897 * 60_000, "within": 60_000}, "days__first[1]": {"near": START_MS + 903 * 60_000, "within": 60_000}},
)
vector(
    "a stay without a plan is cut at midnight: each date has its part",
    call([], table(anna=at(0, 0, 870, 930, 2))),
    off_plan__date=["2026-11-20", "2026-11-21"], off_plan__arrival=[START_MS + 870 * 60_000, START_MS + 900 * 60_000],
    off_plan__time_on_site_ms=[28 * 60_000, 30 * 60_000], days__on_site_ms=[28 * 60_000, 30 * 60_000],
)
KAMCHATKA = {"zone": {"name": "Asia/Kamchatka", "offsets": [[0, 43_200]]}}
vector(
    "dates are those of the policy's zone",
    call([on(20, "v1", "anna"), on(21, "v2", "anna")], table(anna=MADE + sparse(day(245, 265, 181, 300))), policy=KAMCHATKA),
    # 10:05 UTC is 22:05 there, 13:05 is after midnight.
    visits__date=["2026-11-20", "2026-11-21"], visits__status=["verified", "verified"],
    days__date=["2026-11-20", "2026-11-21"],
)
vector(
    "a calendar says of every day when reps may be observed",
    call(
        [visit("v1", "anna"), visit("v2", "anna", DAY + 60, DAY + 120)], table(anna=MADE + later(1, MADE)),
        policy={"observe": {"hours": {"friday": [{"start": "09:00", "end": "12:01"}]}}},
    ),
    # Nobody works on Saturday.
    visits__status=["verified", "unproven"], visits__reasons=["", "no_track"],
    days__date=["2026-11-20", "2026-11-21"], days__first=[START_MS, None],
)

# --- Ends of the earth
vector(
    "the index finds sites across the antimeridian and around a pole",
    call(
        [visit("v1", "anna", site="island"), visit("v2", "boris", site="pole")],
        table(anna=beside_the_antimeridian(MADE), boris=AT_THE_POLE),
        [{**ISLAND, "id": "island"}, {**POLE, "id": "pole"}, site()],
    ),
    visits__status=["verified", "verified"], off_plan__site=[], days__anomalies=["", ""],
)
vector(
    "unplanned, too",
    call(
        [], table(anna=beside_the_antimeridian(MADE), boris=AT_THE_POLE),
        [{**ISLAND, "id": "island"}, {**POLE, "id": "pole"}, site()],
    ),
    off_plan__site=["island", "pole"],
)

# --- Any order, and repetitions
SHUFFLED = [f for step in range(7) for f in (MADE + later(1, MISSED))[step::7]]
vector(
    "fixes in any order, some of them twice, and reps that nobody planned for among the names",
    call(
        [visit("v1", "anna"), visit("v2", "anna", DAY + 60, DAY + 120)],
        table(ghost=[], anna=SHUFFLED[::-1] + SHUFFLED[:40]),
    ),
    visits__status=["verified", "rejected"], days__rep=["anna", "anna"], days__fixes=[len(MADE), len(MISSED)],
)

misspelled = table(anna=MADE)
misspelled["accuracy"] = misspelled.pop("accuracy_m")
vector(
    "a column that looks misspelled is told, with what it may have meant",
    call([visit("v1", "anna")], misspelled), visits__status=["unproven"],
    **{"warnings.length": 1, "warnings[0].code": "unknown_key", "warnings[0].path": "$.track.accuracy"},
)

# --- Errors
GOOD = table(anna=[fix(0), fix(1)], boris=[fix(2)])
ERRORS = [
    (
        "a visit without a rep, and an unknown site, are told together",
        call([{"id": "v1", "site": "clinc", "date": "2026-11-20"}], []),
        [("missing_key", "$.plan[0].rep"), ("unknown_site", "$.plan[0].site")],
    ),
    (
        "one row of many that names no site stops all of it, before any work",
        call([on(20, "v1", "anna"), on(20, "v2", "boris", "klinic"), on(20, "v3", "boris")], GOOD),
        [("unknown_site", "$.plan[1].site")],
    ),
    (
        "an unknown site is told together with problems of shape",
        call([on(20, "v1", "anna"), on(20, "v2", "boris", "klinic")], {**GOOD, "lat": [55.75]}),
        [("lengths_differ", "$.track.lat"), ("unknown_site", "$.plan[1].site")],
    ),
    (
        "ids are unique among all reps",
        call([on(20, "v1", "anna"), on(20, "v1", "boris")], GOOD, [site("clinic"), site("clinic", 5)]),
        [("duplicate_id", "$.sites[1].id"), ("duplicate_id", "$.plan[1].id")],
    ),
    (
        "columns of other lengths than the times",
        call([], {**GOOD, "lat": [55.75], "accuracy_m": [5, 5, 5, 5]}),
        [("lengths_differ", "$.track.lat"), ("lengths_differ", "$.track.accuracy_m")],
    ),
    (
        "a column of reps of another length than the times",
        call([], {**GOOD, "rep": [0, 1]}), [("lengths_differ", "$.track.rep")],
    ),
    (
        "a place beyond the names, and one below them",
        call([], {**GOOD, "rep": [0, 2, 0]}), [("out_of_range", "$.track.rep[1]")],
    ),
    (
        "reps that are no places", call([], {**GOOD, "rep": [0, -1, "anna"]}),
        [("out_of_range", "$.track.rep[1]"), ("wrong_type", "$.track.rep[2]")],
    ),
    (
        "no column of reps, a time without an offset, no latitude, one beyond the pole",
        call([], {"t": ["2026-11-20T09:00:00", clock(1), clock(2)], "lat": [55.75, None, 91], "lon": [37.6, 37.6, 37.6]}),
        [
            ("missing_key", "$.track.rep"), ("naive_time", "$.track.t[0]"),
            ("wrong_type", "$.track.lat[1]"), ("out_of_range", "$.track.lat[2]"),
        ],
    ),
    (
        "a fix of nobody in a list", call([], [{"rep": "anna", **fix(0)}, fix(1)]),
        [("missing_key", "$.track[1].rep")],
    ),
]
VECTORS.extend(refused(*error) for error in ERRORS)

if __name__ == "__main__":
    write("verify_many", VECTORS)
