//! Random cards and visits, and what is asked of them.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{ScoreCard, ScoreCardPolicy, ScoreReport};
use fieldbeat::math::Decimal;
use fieldbeat::shape::{Shaped, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

pub(crate) fn card(policy: &Json) -> ScoreCard {
    versions(std::slice::from_ref(policy))
}

pub(crate) fn versions(policies: &[Json]) -> ScoreCard {
    let read = |policy: &Json| ScoreCardPolicy::from_json(&policy.to_string()).unwrap();
    ScoreCard::new(&policies.iter().map(read).collect::<Vec<_>>()).unwrap()
}

pub(crate) fn value(json: &Json) -> Value {
    Value::from_json(&json.to_string()).unwrap()
}

pub(crate) fn all(card: &ScoreCard, visits: &[Json]) -> ScoreReport {
    let visits: Vec<Value> = visits.iter().map(value).collect();
    card.score_all(&visits, now(), &mut Budget::unlimited()).unwrap()
}

pub(crate) fn now() -> Option<fieldbeat::Instant> {
    Some("2026-12-31T00:00:00Z".parse().unwrap())
}

pub(crate) fn points(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

/// What is read of a report that was written down as JSON.
pub(crate) fn stored(report: &ScoreReport) -> ScoreReport {
    ScoreReport::from_json(&report.to_json().unwrap()).unwrap()
}

/// Points 0 to 20 in quarters, below zero too; sometimes thousands, to the hundredth.
pub(crate) fn amount() -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => (-20_i64..80).prop_map(|quarters| json!(quarters as f64 / 4.0)),
        1 => (-500_000_i64..500_000).prop_map(|hundredths| json!(hundredths as f64 / 100.0)),
    ]
}

pub(crate) fn condition() -> impl Strategy<Value = Json> {
    prop_oneof![
        (0_i64..10).prop_map(|n| json!({"field": "doctors", "ge": n})),
        (0_i64..10).prop_map(|n| json!({"field": "doctors", "lt": n})),
        Just(json!({"field": "kind", "eq": "demo"})),
        Just(json!({"field": "kind", "in": ["demo", "call"]})),
        (0_i64..200).prop_map(|n| json!({"field": "km", "gt": n})),
        Just(json!({"any": [{"field": "doctors", "is_null": true}, {"field": "km", "lt": 50}]})),
    ]
}

pub(crate) fn table() -> impl Strategy<Value = Json> {
    let when = condition().prop_map(|when| json!({"when": when}));
    let band = (prop::option::of(0_i64..5), prop::option::of(5_i64..10))
        .prop_map(|(low, high)| json!({"bands": {"doctors": [low, high]}}));
    let row = (prop_oneof![4 => when, 1 => band], amount()).prop_map(|(mut row, points)| {
        row["points"] = points;
        row
    });
    let hit = prop::sample::select(vec!["first", "collect_sum", "collect_max", "unique"]);
    let unknown = prop::sample::select(vec!["undetermined", "skip"]);
    (prop::collection::vec(row, 1..4), hit, unknown, prop::option::of(amount())).prop_map(
        |(rows, hit, unknown, default)| {
            let mut table = json!({"rows": rows, "hit": hit, "on_unknown": unknown});
            // Without one, bands with a hole between them are no table.
            let is_banded =
                table["rows"].as_array().unwrap().iter().all(|row| !row["bands"].is_null());
            if let Some(default) = default.or(is_banded.then(|| json!(1))) {
                table["default"] = default;
            }
            // And where only one may be met, they must not overlap.
            if table["hit"] == "unique" && table["rows"].to_string().matches("bands").count() > 1 {
                table["hit"] = json!("first");
            }
            table
        },
    )
}

pub(crate) fn modifier() -> impl Strategy<Value = Json> {
    let unknown = prop::sample::select(vec!["undetermined", "skip"]);
    let what = prop_oneof![
        amount().prop_map(|points| json!({"kind": "add", "points": points})),
        (0_i64..40).prop_map(|n| json!({"kind": "penalty", "points": n as f64 / 4.0})),
        // Two of these and a hundredth are 14 digits after the point.
        (-500_000_i64..3_000_000)
            .prop_map(|n| json!({"kind": "multiply", "factor": n as f64 / 1e6})),
        (1_i64..5, -100_000_i64..100_000, 1_i64..20).prop_map(|(step, rate, cap)| json!({
            "kind": "per_unit", "field": "km", "above": 10, "step": step,
            "rate": rate as f64 / 1e6, "cap": cap,
        })),
        (1_i64..300).prop_map(
            |rate| json!({"kind": "per_unit", "field": "sold", "rate": rate as f64 / 1e4})
        ),
        Just(json!({"kind": "decay", "field": "stocked", "half_life": "720h"})),
        Just(json!({"kind": "decay", "field": "stocked", "steps": [
            {"age": "30d", "factor": 0.5}, {"age": "6mo", "factor": 2},
        ]})),
    ];
    (what, unknown, prop::option::of(condition())).prop_map(|(mut what, unknown, when)| {
        what["on_unknown"] = json!(unknown);
        if let Some(when) = when {
            what["when"] = when;
        }
        what
    })
}

pub(crate) fn limit() -> impl Strategy<Value = Json> {
    let key = prop::sample::select(vec![
        json!(["rep"]),
        json!(["site"]),
        json!(["rep", "site"]),
        json!(["kind"]),
        json!(["team", "km"]),
        json!(["stocked"]),
        json!(["sold"]),
        json!(["until", "rep"]),
    ]);
    let per = prop::sample::select(vec!["day", "week", "month", "quarter", "year", "ever"]);
    let what = prop_oneof![
        Just(json!({"kind": "once"})),
        Just(json!({"kind": "once", "keep": "best"})),
        (0_i64..120).prop_map(|n| json!({"kind": "cap", "points": n as f64 / 4.0})),
        (0_u32..4).prop_map(|n| json!({"kind": "count_cap", "count": n})),
        prop::sample::select(vec!["3d", "20h", "1mo", "2bd"])
            .prop_map(|span| json!({"kind": "min_gap", "span": span})),
    ];
    (what, key, per).prop_map(|(mut what, key, per)| {
        what["key"] = key;
        if what["kind"] != "min_gap" {
            what["per"] = json!(per);
        }
        what
    })
}

/// A card in one to three versions, whose names come in another order than their times; some of them have
/// the limits, the zone or the calendar in common.
pub(crate) fn policy() -> impl Strategy<Value = Vec<Json>> {
    let zone = prop::sample::select(vec![
        Json::Null,
        json!("Asia/Vladivostok"),
        json!("America/New_York"),
    ]);
    let off = prop::sample::select(vec!["2026-11-04", "2026-11-16", "2026-11-23"]);
    let of_version = (version(), zone, off);
    let period_zone = prop::sample::select(vec!["rep", "site", "card"]);
    let versions = prop::collection::vec(of_version, 1..4);
    (versions, period_zone, any::<(bool, bool)>(), prop::option::of(Just("2026-11-04T12:00:00Z")))
        .prop_map(|(versions, period_zone, (one_limit, is_turned), first)| {
            let limits = versions[0].0["limits"].clone();
            let from = [first, Some("2026-11-15T22:00:00Z"), Some("2026-12-01T00:00:00Z")];
            let names = ["b", "c", "a"];
            let mut made: Vec<Json> = versions
                .into_iter()
                .enumerate()
                .map(|(index, (mut card, zone, off))| {
                    card["version"] = json!(names[index]);
                    card["valid_from"] = json!(from[index]);
                    card["period_zone"] = json!(period_zone);
                    card["zone"] = zone;
                    card["calendar"] = json!({"days": [{"first": off}]});
                    if one_limit {
                        card["limits"] = limits.clone();
                    }
                    card
                })
                .collect();
            if is_turned {
                made.reverse();
            }
            made
        })
}

pub(crate) fn version() -> impl Strategy<Value = Json> {
    let rounding = prop::sample::select(vec!["half_up", "half_even", "down"]);
    let split = prop::sample::select(vec![
        json!({"by": "equal"}),
        json!({"by": "weights"}),
        json!({"by": "lead", "lead_share": 0.55}),
    ]);
    (
        prop::collection::vec(table(), 0..3),
        prop::collection::vec(modifier(), 0..4),
        prop::collection::vec(limit(), 0..3),
        prop::option::of(condition()),
        (0_u32..4, rounding, split),
    )
        .prop_map(|(tables, modifiers, limits, eligible, (scale, rounding, split))| {
            let mut card = json!({
                "name": "c", "version": "1", "scale": scale, "rounding": rounding, "split": split,
                "schema": {
                    "doctors": "int", "kind": {"type": "enum", "values": ["demo", "call", "tea"]},
                    "km": "number", "sold": {"type": "decimal", "scale": 2}, "stocked": "instant", "until": "date",
                },
                "tables": tables, "modifiers": modifiers, "limits": limits,
            });
            if let Some(eligible) = eligible {
                card["eligible"] = eligible;
            }
            card
        })
}

/// A number of a range, often the same one.
pub(crate) fn few(range: std::ops::Range<i64>) -> impl Strategy<Value = i64> {
    let some = range.start + 8..range.start + 11;
    prop_oneof![range, some]
}

/// When, who and where; what the card reads; the weights of reps, and how many came.
type Drawn = ((i64, usize, usize), Json, Json, Json, Json, Json, (Vec<i64>, u32));

/// Visits of a few reps to a few sites; some joint, with fields missing.
pub(crate) fn visits(joint: bool) -> impl Strategy<Value = Vec<Json>> {
    let some = |strategy: BoxedStrategy<Json>| prop_oneof![1 => Just(Json::Null), 6 => strategy];
    let visit = (
        (0_i64..60 * 24 * 4, 0_usize..3, 0_usize..4),
        some((0_i64..10).prop_map(|n| json!(n)).boxed()),
        some(prop::sample::select(vec![json!("demo"), json!("call"), json!("tea")]).boxed()),
        some(few(0..2000).prop_map(|n| json!(n as f64 / 8.0)).boxed()),
        some(few(-10_000..100_000).prop_map(|n| json!(n as f64 / 100.0)).boxed()),
        some(few(0..400).prop_map(|day| json!(1_767_225_600_000_i64 + day * 86_400_000)).boxed()),
        (prop::collection::vec(0_i64..3, 3), 0_u32..4),
    );
    prop::collection::vec(visit, 0..24).prop_map(move |visits| {
        let visit = |(index, visit): (usize, Drawn)| {
            let ((quarter, rep, site), doctors, kind, km, sold, stocked, (weights, together)) =
                visit;
            let t = 1_793_491_200_000_i64 + quarter * 900_000;
            let reps = ["anna", "boris", "clara"];
            let mut visit = json!({
                "id": format!("v{index}"), "t": t, "left": t + 3_600_000, "rep": reps[rep],
                "site": format!("s{site}"), "doctors": doctors, "kind": kind, "km": km, "sold": sold,
                "stocked": stocked, "until": (["2026-12-01", "2026-12-02"][index % 2]),
            });
            if index % 2 == 0 {
                visit["rep_zone"] = json!(["Europe/Moscow", "Pacific/Auckland", "America/Lima"][rep]);
                visit["site_zone"] = json!(["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", "UTC"][site]);
            }
            if joint && index % 5 == 4 {
                visit["supersedes"] = json!([format!("v{}", index - 2)]);
            }
            if rep > 0 {
                visit["team"] = json!("north");
            }
            if joint && together > 1 {
                let of = |(rep, weight): (&&str, &i64)| {
                    json!({"rep": rep, "weight": weight + 1, "lead": *rep == "anna"})
                };
                let all: Vec<Json> = reps.iter().zip(&weights).take(together as usize).map(of).collect();
                visit["reps"] = json!(all);
                visit["rep"] = json!(null);
            }
            visit
        };
        visits.into_iter().enumerate().map(visit).collect()
    })
}

pub(crate) fn columns(visits: &[Json]) -> Value {
    let keys = [
        "id",
        "t",
        "rep",
        "site",
        "team",
        "doctors",
        "kind",
        "km",
        "sold",
        "stocked",
        "until",
        "rep_zone",
        "site_zone",
    ];
    let column = |key: &str| -> Json { visits.iter().map(|visit| visit[key].clone()).collect() };
    let columns: serde_json::Map<_, _> =
        keys.iter().map(|key| ((*key).to_owned(), column(key))).collect();
    value(&Json::Object(columns))
}
