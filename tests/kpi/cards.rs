//! Score cards: any order, any shards, any card, and the steps sum to the points.

use super::rows::{company, reps};
use fieldbeat::budget::Budget;
use fieldbeat::kpi::{
    LeaderboardOptions, Score, ScoreCard, ScoreCardPolicy, ScoreReport, ScoreStatus, Target,
    TargetPeriod, leaderboard, merge_scores, progress,
};
use fieldbeat::math::Decimal;
use fieldbeat::shape::{Shaped, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn card(policy: &Json) -> ScoreCard {
    ScoreCard::new(&[ScoreCardPolicy::from_json(&policy.to_string()).unwrap()]).unwrap()
}

fn value(json: &Json) -> Value {
    Value::from_json(&json.to_string()).unwrap()
}

fn all(card: &ScoreCard, visits: &[Json]) -> ScoreReport {
    let visits: Vec<Value> = visits.iter().map(value).collect();
    card.score_all(&visits, now(), &mut Budget::unlimited()).unwrap()
}

fn now() -> Option<fieldbeat::Instant> {
    Some("2026-12-31T00:00:00Z".parse().unwrap())
}

fn points(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

/// Points 0 to 20 in quarters, below zero too.
fn amount() -> impl Strategy<Value = Json> {
    (-20_i64..80).prop_map(|quarters| json!(quarters as f64 / 4.0))
}

fn condition() -> impl Strategy<Value = Json> {
    prop_oneof![
        (0_i64..10).prop_map(|n| json!({"field": "doctors", "ge": n})),
        (0_i64..10).prop_map(|n| json!({"field": "doctors", "lt": n})),
        Just(json!({"field": "kind", "eq": "demo"})),
        Just(json!({"field": "kind", "in": ["demo", "call"]})),
        (0_i64..200).prop_map(|n| json!({"field": "km", "gt": n})),
        Just(json!({"any": [{"field": "doctors", "is_null": true}, {"field": "km", "lt": 50}]})),
    ]
}

fn table() -> impl Strategy<Value = Json> {
    let row =
        (condition(), amount()).prop_map(|(when, points)| json!({"when": when, "points": points}));
    let hit = prop::sample::select(vec!["first", "collect_sum", "collect_max", "unique"]);
    let unknown = prop::sample::select(vec!["undetermined", "skip"]);
    (prop::collection::vec(row, 1..4), hit, unknown, prop::option::of(amount())).prop_map(
        |(rows, hit, unknown, default)| {
            let mut table = json!({"rows": rows, "hit": hit, "on_unknown": unknown});
            if let Some(default) = default {
                table["default"] = default;
            }
            table
        },
    )
}

fn modifier() -> impl Strategy<Value = Json> {
    let unknown = prop::sample::select(vec!["undetermined", "skip"]);
    let what = prop_oneof![
        amount().prop_map(|points| json!({"kind": "add", "points": points})),
        (0_i64..40).prop_map(|n| json!({"kind": "penalty", "points": n as f64 / 4.0})),
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

fn limit() -> impl Strategy<Value = Json> {
    let key = prop::sample::select(vec![
        json!(["rep"]),
        json!(["site"]),
        json!(["rep", "site"]),
        json!(["kind"]),
        json!(["team", "km"]),
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

fn policy() -> impl Strategy<Value = Json> {
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
                    "km": "number", "sold": {"type": "decimal", "scale": 2}, "stocked": "instant",
                },
                "tables": tables, "modifiers": modifiers, "limits": limits,
            });
            if let Some(eligible) = eligible {
                card["eligible"] = eligible;
            }
            card
        })
}

/// When, who and where; what the card reads; the weights of reps, and how many came.
type Drawn = ((i64, usize, usize), Json, Json, Json, Json, Json, (Vec<i64>, u32));

/// Visits of a few reps to a few sites; some joint, with fields missing.
fn visits(joint: bool) -> impl Strategy<Value = Vec<Json>> {
    let some = |strategy: BoxedStrategy<Json>| prop_oneof![1 => Just(Json::Null), 6 => strategy];
    let visit = (
        (0_i64..60 * 24 * 4, 0_usize..3, 0_usize..4),
        some((0_i64..10).prop_map(|n| json!(n)).boxed()),
        some(prop::sample::select(vec![json!("demo"), json!("call"), json!("tea")]).boxed()),
        some((0_i64..2000).prop_map(|n| json!(n as f64 / 8.0)).boxed()),
        some((-10_000_i64..100_000).prop_map(|n| json!(n as f64 / 100.0)).boxed()),
        some((0_i64..400).prop_map(|day| json!(1_767_225_600_000 + day * 86_400_000)).boxed()),
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
                "stocked": stocked,
            });
            if rep > 0 {
                visit["team"] = json!("north");
            }
            if joint && together > 1 {
                let of = |(rep, weight): (&&str, &i64)| json!({"rep": rep, "weight": weight + 1});
                let all: Vec<Json> = reps.iter().zip(&weights).take(together as usize).map(of).collect();
                visit["reps"] = json!(all);
            }
            visit
        };
        visits.into_iter().enumerate().map(visit).collect()
    })
}

fn columns(visits: &[Json]) -> Value {
    let keys = ["id", "t", "rep", "site", "team", "doctors", "kind", "km", "sold", "stocked"];
    let column = |key: &str| -> Json { visits.iter().map(|visit| visit[key].clone()).collect() };
    let columns: serde_json::Map<_, _> =
        keys.iter().map(|key| ((*key).to_owned(), column(key))).collect();
    value(&Json::Object(columns))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_deltas_sum_to_the_points(policy in policy(), visits in visits(true)) {
        for score in all(&card(&policy), &visits).scores {
            let sum = score.steps.iter().fold(Decimal::ZERO, |sum, step| sum.checked_add(step.delta).unwrap());
            let due = if score.status == ScoreStatus::Undetermined { None } else { Some(sum) };
            prop_assert_eq!(score.points, due, "{:?}", score);
            let chain = score.steps.iter().try_fold(Decimal::ZERO, |at, step| {
                (step.before == at && at.checked_add(step.delta) == Some(step.after)).then_some(step.after)
            });
            prop_assert!(chain.is_some(), "{:?}", score.steps);
        }
    }

    #[test]
    fn any_order_and_any_shards_give_the_same_bytes(
        policy in policy(), visits in visits(true), seed: u64, parts in 1_usize..5,
    ) {
        let card = card(&policy);
        let whole = all(&card, &visits);
        let mut shuffled: Vec<(u64, &Json)> = visits.iter().enumerate()
            .map(|(index, visit)| (seed.wrapping_mul(index as u64 * 2 + 1).rotate_left(17), visit)).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Json> = shuffled.into_iter().map(|(_, visit)| visit.clone()).collect();
        prop_assert_eq!(all(&card, &shuffled).to_json().unwrap(), whole.to_json().unwrap());
        let mut shards = vec![Vec::new(); parts];
        for (index, visit) in shuffled.into_iter().enumerate() {
            shards[(seed as usize).wrapping_add(index * index) % parts].push(visit);
        }
        let reports: Vec<ScoreReport> = shards.iter().map(|shard| all(&card, shard)).collect();
        let merged = merge_scores(&reports, &mut Budget::unlimited()).unwrap();
        prop_assert_eq!(merged.to_json().unwrap(), whole.to_json().unwrap());
        // Merged parts are parts again.
        let (one, two) = reports.split_at(parts / 2);
        let halves = [one, two].map(|parts| merge_scores(parts, &mut Budget::unlimited()).unwrap());
        prop_assert_eq!(merge_scores(&halves, &mut Budget::unlimited()).unwrap().scores, whole.scores);
    }

    #[test]
    fn columns_say_what_objects_say(policy in policy(), visits in visits(false)) {
        let card = card(&policy);
        let report = all(&card, &visits);
        let many = card.score_many(&columns(&visits), now(), &mut Budget::unlimited()).unwrap();
        for (row, visit) in visits.iter().enumerate() {
            let score = report.scores.iter().find(|score| visit["id"] == json!(score.id)).unwrap();
            prop_assert_eq!(many.status.get(row).unwrap(), score.status.as_str());
            let units = |points: Option<Decimal>| points.map(|points| points.units(many.scale).unwrap());
            prop_assert_eq!(many.points_units.0[row].map(i128::from), units(score.points));
            prop_assert_eq!(many.worth_units.0[row].map(i128::from), units(score.worth));
            let own: Vec<usize> = (0..many.step_row.len()).filter(|step| many.step_row[*step] as usize == row).collect();
            let steps: Vec<(String, f64)> = own.iter()
                .map(|step| (many.step_rule.get(*step).unwrap().to_owned(), many.step_delta[*step])).collect();
            let due: Vec<(String, f64)> = score.steps.iter()
                .map(|step| (step.rule_id.clone().unwrap_or("rounding".to_owned()), step.delta.to_f64())).collect();
            prop_assert_eq!(steps, due);
            // Exactly, and they sum to the points.
            if let Some(exact) = &many.step_units {
                let units: Vec<i128> = own.iter().map(|step| i128::from(exact[*step])).collect();
                let due: Vec<i128> = score.steps.iter().map(|step| step.delta.units(many.step_scale).unwrap()).collect();
                prop_assert_eq!(&units, &due);
                let sum: i128 = units.iter().sum();
                prop_assert_eq!(sum, score.points.map_or(0, |points| points.units(many.step_scale).unwrap()));
            }
        }
        prop_assert_eq!(&many.totals, &report.totals);
        // What was scored, with what was said of it, is rows of points again.
        if many.step_units.is_some() {
            let (Value::Map(mut scored), Value::Map(answer)) = (columns(&visits), many.to_value()) else { unreachable!() };
            scored.extend(answer);
            let rows = Score::from_columns(&Value::Map(scored)).unwrap();
            let (now, budget) = (now().unwrap(), &mut Budget::unlimited());
            let targets = [Target::new(Decimal::ONE), Target::from_json(r#"{"value": 5, "measure": "distinct_sites", "scope": "team"}"#).unwrap()];
            let stand = |rows: &[Score], budget: &mut Budget<'_>| {
                let progress = progress(&targets, rows, &company(), now, &reps(), &[], budget).unwrap();
                let month = TargetPeriod::Named("2026-11".to_owned());
                let options = LeaderboardOptions::default();
                let board = leaderboard(rows, &month, &company(), now, &reps(), &options, budget).unwrap();
                (progress.to_json().unwrap(), board.to_json().unwrap())
            };
            prop_assert_eq!(stand(&rows, budget), stand(&report.scores, budget));
        }
    }

    #[test]
    fn shares_sum_to_what_the_visit_is_worth(
        policy in policy(), visits in visits(true),
    ) {
        let mut policy = policy;
        policy["limits"] = json!([]);
        let card = card(&policy);
        let report = all(&card, &visits);
        for visit in &visits {
            let whole = card.score(&value(visit), now()).unwrap();
            let mut rows = report.scores.iter().filter(|score| visit["id"] == json!(score.id));
            let sum = rows.try_fold(Decimal::ZERO, |sum, score| sum.checked_add(score.points?));
            prop_assert_eq!(sum, whole.points);
        }
    }
}

const CARD: &str = r#"{
    "name": "visits", "version": "1",
    "schema": {
        "status": "string", "institution": {"type": "enum", "values": ["state", "private"]},
        "doctors": "int", "kind": "string", "km": "number"
    },
    "eligible": {"field": "status", "eq": "verified"},
    "tables": [{"id": "institution", "hit": "unique", "rows": [
        {"id": "state", "when": {"field": "institution", "eq": "state"}, "points": 10},
        {"id": "private", "when": {"field": "institution", "eq": "private"}, "points": 8}
    ]}],
    "modifiers": [
        {"id": "doctors", "kind": "per_unit", "field": "doctors", "step": 1, "rate": 2, "cap": 16},
        {"id": "demonstration", "kind": "multiply", "factor": 1.5, "when": {"field": "kind", "eq": "demonstration"}},
        {"id": "far", "kind": "add", "points": 5, "when": {"field": "km", "gt": 100}}
    ]
}"#;

fn visit(id: &str, t: &str) -> Json {
    json!({
        "id": id, "rep": "anna", "site": "clinic", "t": t, "status": "verified",
        "institution": "state", "doctors": 6, "kind": "demonstration", "km": 140,
    })
}

#[test]
fn a_demonstration_far_away_is_worth_38() {
    let card = card(&serde_json::from_str(CARD).unwrap());
    let mut visit = visit("v", "2026-11-13T10:00:00Z");
    let score = card.score(&value(&visit), None).unwrap();
    assert_eq!(score.points, points("38"));
    let deltas: Vec<String> = score.steps.iter().map(|step| step.delta.to_string()).collect();
    assert_eq!(deltas, ["10", "12", "11", "5"]);
    visit["status"] = json!("not_verified");
    let score = card.score(&value(&visit), None).unwrap();
    assert_eq!((score.points, score.worth), (points("0"), points("38")));
    assert_eq!(score.reasons[0].code, "not_eligible");
}

#[test]
fn one_final_step_rounds() {
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 1.05}],
        "modifiers": [{"kind": "multiply", "factor": 1.5}, {"kind": "multiply", "factor": 1.5}],
    }));
    let score = card.score(&value(&json!({"id": "v", "rep": "r", "t": 0})), None).unwrap();
    // 2.3625
    assert_eq!(score.points, points("2.36"));
    assert_eq!(score.steps.last().unwrap().delta, "-0.0025".parse().unwrap());
}

#[test]
fn ten_points_lost_by_three_are_lost_to_the_last_hundredth() {
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": -10}],
    }));
    let visit = json!({"id": "v", "reps": ["c", "a", "b"], "t": 0});
    let points: Vec<_> = all(&card, &[visit])
        .scores
        .into_iter()
        .map(|score| (score.rep, score.points.unwrap().to_string()))
        .collect();
    let due = [("a", "-3.34"), ("b", "-3.33"), ("c", "-3.33")];
    assert_eq!(points, due.map(|(rep, points)| (rep.to_owned(), points.to_owned())));
}

#[test]
fn a_gap_is_counted_from_the_last_line_that_was_kept() {
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 1}],
        "limits": [{"kind": "min_gap", "key": ["site"], "span": "7d"}],
    }));
    let visit = |day: u32| json!({"id": format!("{day}"), "rep": "r", "site": "s", "t": format!("2026-11-{day:02}T10:00:00Z")});
    let kept: Vec<String> = all(&card, &[visit(10), visit(1), visit(5)])
        .scores
        .into_iter()
        .filter(|score| score.points == points("1"))
        .map(|score| score.id)
        .collect();
    assert_eq!(kept, ["1", "10"]);
}

#[test]
fn a_late_visit_scores_anew_what_it_changes() {
    let mut policy: Json = serde_json::from_str(CARD).unwrap();
    policy["limits"] = json!([{"kind": "once", "key": ["site"], "per": "month"}]);
    let card = card(&policy);
    let first = visit("b", "2026-11-13T10:00:00Z");
    let late = visit("a", "2026-11-12T10:00:00Z");
    assert_eq!(all(&card, std::slice::from_ref(&first)).scores[0].points, points("38"));
    let after = all(&card, &[first.clone(), late.clone()]);
    assert_eq!(after.scores[1].points, points("0"));
    // And gives way again when it is replaced by a visit to another site.
    let mut edited = visit("c", "2026-11-12T10:00:00Z");
    edited["site"] = json!("other");
    edited["supersedes"] = json!(["a"]);
    let edited = all(&card, &[first, late, edited]);
    let left: Vec<_> =
        edited.scores.iter().map(|score| (score.id.as_str(), score.points)).collect();
    assert_eq!(left, [("c", points("38")), ("b", points("38"))]);
}

#[test]
fn the_version_that_is_valid_at_arrival_decides() {
    let version = |name: &str, from: &str, points: i64| {
        ScoreCardPolicy::from_json(
            &json!({
                "name": "c", "version": name, "valid_from": from,
                "tables": [{"rows": [], "default": points}],
            })
            .to_string(),
        )
        .unwrap()
    };
    let card = ScoreCard::new(&[
        version("december", "2026-12-01T00:00:00Z", 2),
        version("november", "2026-11-01T00:00:00Z", 1),
    ])
    .unwrap();
    let visit = |t: &str| value(&json!({"id": t, "rep": "r", "t": t}));
    let worth = |t: &str| card.score(&visit(t), None).unwrap();
    assert_eq!(worth("2026-11-30T23:59:59Z").points, points("1"));
    assert_eq!(worth("2026-12-01T00:00:00Z").points, points("2"));
    let before = worth("2026-10-31T23:59:59Z");
    assert_eq!((before.points, before.reasons[0].code.as_str()), (points("0"), "no_card"));
}

/// Slow-moving stock: points by the age of the lot, a share of the margin, once for a lot.
#[test]
fn slow_stock_pays_once_for_a_lot_and_a_return_takes_it_back() {
    let card = card(&json!({
        "name": "slow stock", "version": "1",
        "keys": {"id": "line", "t": "sold_at", "site": "lot"},
        "schema": {"age_days": "int", "metres": "number", "earned": "decimal"},
        "tables": [
            {"id": "age", "rows": [
                {"bands": {"age_days": [0, 180]}, "points": 0}, {"bands": {"age_days": [180, 365]}, "points": 5},
                {"bands": {"age_days": [365, null]}, "points": 10},
            ]},
            {"id": "remnant", "rows": [{"bands": {"metres": [null, 50]}, "points": 3}], "default": 0},
        ],
        "modifiers": [{"id": "margin", "kind": "per_unit", "field": "earned", "rate": 0.01}],
        "limits": [{"kind": "once", "key": ["site"], "per": "ever"}],
    }));
    let line = |line: &str, day: u32, rep: &str, lot: &str, age: i64, metres: f64, earned: f64| {
        json!({
            "line": line, "sold_at": format!("2026-11-{day:02}T10:00:00Z"), "rep": rep, "lot": lot,
            "age_days": age, "metres": metres, "earned": earned,
        })
    };
    let report = all(
        &card,
        &[
            line("1", 2, "anna", "reel-7", 400, 30.0, 1000.0),
            // A reel that was cut does not pay twice.
            line("2", 3, "boris", "reel-7", 400, 20.0, 800.0),
            line("3", 4, "boris", "reel-8", 200, 500.0, 250.5),
            // A return: what was earned is lost.
            line("4", 5, "anna", "reel-9", 10, 60.0, -1000.0),
        ],
    );
    let due: Vec<String> =
        report.scores.iter().map(|score| score.points.unwrap().to_string()).collect();
    assert_eq!(due, ["23", "0", "7.51", "-10"]);
    let month: Decimal = report
        .totals
        .iter()
        .filter(|total| total.period == "2026-11")
        .fold(Decimal::ZERO, |sum, total| sum.checked_add(total.points).unwrap());
    assert_eq!(month, "20.51".parse().unwrap());
}

#[test]
fn two_alone_at_one_site_may_have_been_there_together() {
    let card = card(&json!({"name": "c", "version": "1"}));
    let visit = |id: &str, rep: &str, t: i64, left: i64| {
        json!({
            "id": id, "rep": rep, "site": "s", "t": t * 60_000, "left": left * 60_000,
        })
    };
    let report = all(
        &card,
        &[visit("a", "anna", 0, 60), visit("b", "boris", 30, 90), visit("c", "clara", 85, 200)],
    );
    let notices: Vec<_> = report.notices.iter().map(|notice| notice.to_json().unwrap()).collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].contains("possible_joint") && notices[0].contains("\"b\""));
}

#[test]
fn a_new_price_does_not_pay_a_month_anew() {
    let version = |name: &str, from: &str, points: i64| {
        let policy = json!({
            "name": "c", "version": name, "valid_from": from, "tables": [{"rows": [], "default": points}],
            "limits": [
                {"kind": "cap", "key": ["rep"], "per": "month", "points": 12},
                {"kind": "min_gap", "key": ["site"], "span": "7d"},
            ],
        });
        ScoreCardPolicy::from_json(&policy.to_string()).unwrap()
    };
    let card = ScoreCard::new(&[
        version("1", "2026-11-01T00:00:00Z", 10),
        version("2", "2026-11-15T00:00:00Z", 11),
    ])
    .unwrap();
    let visit = |id: &str, day: u32, site: &str| json!({"id": id, "rep": "r", "site": site, "t": format!("2026-11-{day:02}T10:00:00Z")});
    let visits = [visit("a", 13, "s"), visit("b", 16, "s"), visit("c", 17, "other")];
    let left: Vec<_> = all(&card, &visits).scores.iter().map(|score| score.points).collect();
    // The cap leaves 2 of the second, of which the gap leaves nothing.
    assert_eq!(left, [points("10"), points("0"), points("0")]);
    let many = card.score_many(&columns(&visits), None, &mut Budget::unlimited()).unwrap();
    assert_eq!(many.points_units.0, [Some(1000), Some(0), Some(0)]);
}

#[test]
fn what_is_missing_is_counted_together_with_nothing() {
    let card = card(&json!({
        "name": "c", "version": "1", "schema": {"lot": "string"},
        "tables": [{"rows": [], "default": 1}],
        "limits": [{"kind": "once", "key": ["lot"], "per": "ever"}],
    }));
    let line = |id: &str, lot: Json| json!({"id": id, "rep": "r", "t": 0, "lot": lot});
    let lines = [
        line("a", json!("x")),
        line("b", Json::Null),
        line("c", Json::Null),
        line("d", json!("x")),
    ];
    let kept: Vec<bool> =
        all(&card, &lines).scores.iter().map(|score| score.points == points("1")).collect();
    assert_eq!(kept, [true, true, true, false]);
}

#[test]
fn hostile_numbers_are_answers_or_errors() {
    let weights = json!({"name": "c", "version": "1", "split": {"by": "weights"}});
    let reps: Vec<Json> = (0..900)
        .map(|rep| json!({"rep": format!("{rep}"), "weight": "79228162514264337593543950335"}))
        .collect();
    let heavy = value(&json!({"id": "v", "t": 0, "reps": reps}));
    let error = card(&weights).score_all(&[heavy], None, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.problems()[0].code, "out_of_range");
    let tiny = json!({
        "name": "c", "version": "1", "schema": {"n": "int", "x": "number"},
        "modifiers": [{"kind": "per_unit", "field": "n", "step": 0.000001, "rate": 1000, "cap": 5}],
    });
    let most = value(&json!({"id": "v", "rep": "r", "t": 0, "n": 9_007_199_254_740_991_i64}));
    let score = card(&tiny).score(&most, None).unwrap();
    assert_eq!(score.points, points("5"));
    let large = json!({
        "name": "c", "version": "1", "schema": {"x": "number"},
        "modifiers": [{"kind": "per_unit", "field": "x", "rate": 1}],
    });
    let sum = value(&json!({"id": "v", "rep": "r", "t": 0, "x": 9.1e12}));
    assert_eq!(card(&large).score(&sum, None).unwrap().points, points("9100000000000"));
    let beyond = value(&json!({"id": "v", "rep": "r", "t": 0, "x": 1e300}));
    let error = card(&large).score_all(&[beyond], None, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(
        (error.problems()[0].code.as_ref(), error.problems()[0].path.as_str()),
        ("too_large", "$.visits[0]")
    );
}

#[test]
fn the_best_of_a_month_is_a_visit_not_a_share() {
    let card = card(&json!({
        "name": "c", "version": "1", "schema": {"sold": "decimal"},
        "modifiers": [{"kind": "per_unit", "field": "sold", "rate": 1}],
        "limits": [{"kind": "once", "key": ["site"], "per": "month", "keep": "best"}],
    }));
    let joint = json!({"id": "a", "reps": ["anna", "boris"], "site": "s", "t": 0, "sold": 30});
    let alone = json!({"id": "b", "rep": "clara", "site": "s", "t": 1, "sold": 20});
    let left: Vec<_> =
        all(&card, &[joint, alone]).scores.iter().map(|score| score.points).collect();
    assert_eq!(left, [points("15"), points("15"), points("0")]);
}
