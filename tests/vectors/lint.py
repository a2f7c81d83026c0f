"""What `lint` finds in a policy of every kind: writes lint.json, and `cargo xtask vectors` answers it."""

from suite import refused, write


def found(name, kind, policy, problems):
    """A policy in which just these are found, `(severity, code, path)` each, in this order."""
    wanted = {"problems.length": len(problems)}
    for index, (severity, code, path) in enumerate(problems):
        wanted[f"problems[{index}].severity"] = severity
        wanted[f"problems[{index}].code"] = code
        wanted[f"problems[{index}].path"] = path
    arguments = {"kind": kind, "policy": policy}
    return {"name": name, "input": arguments, "expect": wanted}


def errors(*problems):
    return [("error", code, path) for code, path in problems]


KINDS = [
    "presence",
    "tracker",
    "visit",
    "anomaly",
    "deviation",
    "retention",
    "trip",
    "stay",
    "matrix",
    "calendar",
]
AUTO = {"auto": True}
LUNCH = [{"start": "09:00", "end": "13:00"}, {"start": "12:30", "end": "18:00"}]
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

vectors = [
    *[found(f"nothing is wrong with the defaults of {kind}", kind, {}, []) for kind in KINDS],
    *[
        found(
            f"no key of {kind} is called like this",
            kind,
            {"colour": "red"},
            errors(("unknown_key", "$.policy.colour")),
        )
        for kind in KINDS
    ],
    found(
        "presence: rules between keys",
        "presence",
        {
            "version": 2,
            "inside_probability": 0.5,
            "outside_probability": 0.5,
            "accuracy_floor_m": 200,
        },
        errors(
            ("unknown_value", "$.policy.version"),
            ("out_of_range", "$.policy.outside_probability"),
            ("out_of_range", "$.policy.accuracy_floor_m"),
        ),
    ),
    found(
        "tracker: shape and rules, each in its own record",
        "tracker",
        {"presence": {"model": "guess"}, "enter": {"fixes": 0}, "exit": {"min_span": "-1s"}},
        errors(
            ("unknown_value", "$.policy.presence.model"),
            ("out_of_range", "$.policy.enter.fixes"),
            ("out_of_range", "$.policy.exit.min_span"),
        ),
    ),
    found(
        "visit: a misspelled key, a span in words, a limit that is null",
        "visit",
        {"lat": "5m", "late": "20 minutes", "max_bridged_share": None},
        errors(
            ("unknown_key", "$.policy.lat"),
            ("invalid_span", "$.policy.late"),
            ("wrong_type", "$.policy.max_bridged_share"),
        ),
    ),
    found(
        "visit: a grace as long as the dwell is legal and odd",
        "visit",
        {"min_dwell": "1m", "dwell_grace": "60s"},
        [("warning", "any_dwell_suffices", "$.policy.dwell_grace")],
    ),
    found("visit: an arrival may be enough", "visit", {"min_dwell": "0s"}, []),
    found(
        "visit: errors come before warnings",
        "visit",
        {"dwell_grace": "5m", "gap": "-1s"},
        [
            ("error", "out_of_range", "$.policy.gap"),
            ("warning", "any_dwell_suffices", "$.policy.dwell_grace"),
        ],
    ),
    found(
        "anomaly: out of range",
        "anomaly",
        {"frozen_places": 17, "frozen_span": "-1m"},
        errors(
            ("out_of_range", "$.policy.frozen_places"),
            ("out_of_range", "$.policy.frozen_span"),
        ),
    ),
    found(
        "deviation: nobody is ever back",
        "deviation",
        {"back_share": 0, "visit": {"early": "-1s"}},
        errors(
            ("out_of_range", "$.policy.visit.early"),
            ("out_of_range", "$.policy.back_share"),
        ),
    ),
    found(
        "retention: evidence outlives the track",
        "retention",
        {"track_days": 90, "evidence_days": 30},
        errors(("out_of_range", "$.policy.evidence_days")),
    ),
    found("trip: a night of a day", "trip", {"night": "24h"}, errors(("out_of_range", "$.policy.night"))),
    found("stay: of no length", "stay", {"duration": "0s"}, errors(("out_of_range", "$.policy.duration"))),
    found(
        "matrix: bands that do not ascend",
        "matrix",
        {"speeds": [{"up_to_m": 2000}, {"up_to_m": 1000}]},
        errors(
            ("not_ascending", "$.policy.speeds[1].up_to_m"),
            ("no_last_band", "$.policy.speeds"),
        ),
    ),
    found(
        "calendar: an overlap and a thirteenth month",
        "calendar",
        {"hours": {"monday": LUNCH}, "year_start": 13},
        errors(
            ("overlap", "$.policy.hours.monday[1]"),
            ("out_of_range", "$.policy.year_start"),
        ),
    ),
    found(
        "calendar: nobody ever works",
        "calendar",
        {"hours": {day: [] for day in WEEK}, "days": [{"first": "2026-11-20"}]},
        [("warning", "no_working_time", "$.policy")],
    ),
    found(
        "pipeline: legal, and probably not meant",
        "pipeline",
        {
            "name": "p",
            "version": "1",
            "schema": {"x": "int"},
            "stages": [
                {"id": "a"},
                {"id": "b", "kind": "hold", "norm": "1d", "on_enter": {"set": {"x": 2}}},
                {"id": "z", "kind": "won"},
            ],
            "transitions": [
                AUTO | {"source": ["a"], "target": "b", "guard": {"field": "x", "eq": 1}},
                AUTO | {"source": ["b"], "target": "a", "guard": {"field": "x", "eq": 2}},
                {"source": ["a", "b"], "target": "z"},
                {"source": ["b"], "target": "z"},
            ],
        },
        [
            ("warning", "ignored_key", "$.policy.stages[1].norm"),
            ("warning", "automatic_loop", "$.policy.transitions[0]"),
            ("warning", "dead_transition", "$.policy.transitions[3]"),
        ],
    ),
    found("no object", "visit", "lenient", errors(("wrong_type", "$.policy"))),
    found("nothing at all", "visit", None, errors(("wrong_type", "$.policy"))),
    refused("an unknown kind", {"kind": "visits", "policy": {}}, [("unknown_value", "$.kind")]),
]

write("lint", vectors)
