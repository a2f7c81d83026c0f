//! Score cards: any order, any shards, any card, and the steps sum to the points.

use super::drawn::{all, card, columns, now, points, policy, stored, value, versions, visits};
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_deltas_sum_to_the_points(policy in policy(), visits in visits(true)) {
        for score in all(&versions(&policy), &visits).scores {
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
        let card = versions(&policy);
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
        // Every second part was stored.
        let part = |(index, shard): (usize, &Vec<Json>)| {
            let part = all(&card, shard);
            if index % 2 == 0 { stored(&part) } else { part }
        };
        let reports: Vec<ScoreReport> = shards.iter().enumerate().map(part).collect();
        let merged = merge_scores(&reports, &mut Budget::unlimited()).unwrap();
        prop_assert_eq!(merged.to_json().unwrap(), whole.to_json().unwrap());
        // Merged parts are parts again.
        let (one, two) = reports.split_at(parts / 2);
        let halves = [one, two].map(|parts| merge_scores(parts, &mut Budget::unlimited()).unwrap());
        let again = merge_scores(&halves, &mut Budget::unlimited()).unwrap();
        prop_assert_eq!(again.to_json().unwrap(), whole.to_json().unwrap());
    }

    #[test]
    fn columns_say_what_objects_say(policy in policy(), visits in visits(false)) {
        let card = versions(&policy);
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
    fn reps_sum_to_the_company(policy in policy(), visits in visits(true)) {
        let report = all(&versions(&policy), &visits);
        let sum = |points: Vec<Decimal>| {
            points.into_iter().fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap())
        };
        let rows = sum(report.scores.iter().filter_map(|score| score.points).collect());
        for kind in ["day", "week", "month"] {
            let of_reps = report.totals.iter().filter(|total| {
                total.scope.as_str() == "rep" && total.kind.as_str() == kind
            });
            prop_assert_eq!(sum(of_reps.map(|total| total.points).collect()), rows);
        }
    }

    #[test]
    fn shares_sum_to_what_the_visit_is_worth(
        policy in policy(), visits in visits(true),
    ) {
        let mut policy = policy;
        policy.iter_mut().for_each(|version| version["limits"] = json!([]));
        let card = versions(&policy);
        let report = all(&card, &visits);
        let is_left = |visit: &&Json| !report.replaced.iter().any(|one| visit["id"] == json!(one.id));
        for visit in visits.iter().filter(is_left) {
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
fn what_a_visit_that_does_not_count_would_be_worth_is_told_or_why_not() {
    let card = card(&serde_json::from_str(CARD).unwrap());
    let mut visit = visit("v", "2026-11-13T10:00:00Z");
    visit["status"] = json!("not_verified");
    visit["doctors"] = Json::Null;
    let score = card.score(&value(&visit), None).unwrap();
    assert_eq!(
        (score.status, score.points, score.worth),
        (ScoreStatus::NotEligible, points("0"), None)
    );
    let codes: Vec<&str> = score.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["not_eligible", "condition_not_met", "undetermined"]);
    assert_eq!(score.missing, ["doctors"]);
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
fn a_return_of_the_lot_that_was_paid_takes_all_of_it_back() {
    let card = card(&json!({
        "name": "slow stock", "version": "1",
        "schema": {"age_days": "int", "earned": "decimal", "returned": "bool"},
        "tables": [{"rows": [{"bands": {"age_days": [365, null]}, "points": 10}], "default": 0}],
        "modifiers": [
            {"kind": "per_unit", "field": "earned", "rate": 0.01},
            {"kind": "multiply", "factor": -1, "when": {"field": "returned", "eq": true}},
        ],
        "limits": [{"kind": "once", "key": ["site"], "per": "ever"}],
    }));
    let line = |id: &str, day: u32, returned: bool| {
        json!({
            "id": id, "t": format!("2026-11-{day:02}T10:00:00Z"), "rep": "anna", "site": "reel-7",
            "age_days": 400, "earned": 1300, "returned": returned,
        })
    };
    let lines = [line("sale", 2, false), line("return", 3, true), line("again", 4, false)];
    let report = all(&card, &lines);
    let left: Vec<_> = report.scores.iter().map(|score| score.points).collect();
    // What was taken back frees no room.
    assert_eq!(left, [points("23"), points("-23"), points("0")]);
    let month = report.totals.iter().find(|total| total.period == "2026-11").unwrap();
    assert_eq!(month.points, Decimal::ZERO);
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

proptest! {
    /// Against all pairs.
    #[test]
    fn every_visit_that_overlaps_by_half_is_noticed(
        visits in prop::collection::vec((0_i64..300, 0_i64..200, 0_usize..3, 0_usize..2, 0_usize..3), 0..12),
    ) {
        let card = card(&json!({"name": "c", "version": "1"}));
        let zones = [-11, 0, 13].map(|hours| json!({"name": format!("{hours}"), "offsets": [[0, hours * 3600]]}));
        let visit = |(id, (t, stay, rep, site, zone)): (usize, &(i64, i64, usize, usize, usize))| json!({
            "id": format!("{id:02}"), "rep": format!("r{rep}"), "site": format!("s{site}"),
            "t": t * 300_000, "left": (t + stay) * 300_000, "rep_zone": zones[*zone],
        });
        let all_visits: Vec<Json> = visits.iter().enumerate().map(visit).collect();
        let told = all(&card, &all_visits).notices;
        let fact = |notice: &fieldbeat::Reason, name: &str| {
            notice.facts.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap()
        };
        for (id, own) in visits.iter().enumerate() {
            let others: Vec<(String, i64)> = visits.iter().enumerate().filter_map(|(other_id, other)| {
                let common = (own.0 + own.1).min(other.0 + other.1) - own.0.max(other.0);
                let is_earlier = (other.0, other_id) < (own.0, id);
                let is_joint = own.2 != other.2 && own.3 == other.3 && common > 0 && 2 * common >= own.1.min(other.1);
                (is_earlier && is_joint).then(|| (format!("{other_id:02}"), common * 300_000))
            }).collect();
            let own_id = Value::Text(format!("{id:02}"));
            let of_own: Vec<_> = told.iter().filter(|notice| fact(notice, "other") == own_id).collect();
            prop_assert_eq!(of_own.len(), usize::from(!others.is_empty()), "{:?}", told);
            for notice in of_own {
                let Value::Text(visit) = fact(notice, "visit") else { panic!() };
                let Value::Int(common) = fact(notice, "overlap_ms") else { panic!() };
                prop_assert!(others.contains(&(visit, common)));
            }
        }
    }
}

#[test]
fn rows_that_another_one_leaves_nothing_are_warned_of() {
    let kind = |kind: &str| json!({"when": {"field": "kind", "eq": kind}, "points": 1});
    let band = |low: Json, high: Json| json!({"bands": {"n": [low, high]}, "points": 1});
    let told = |hit: &str, rows: Vec<Json>| {
        let card = card(&json!({
            "name": "c", "version": "1", "schema": {"kind": "string", "n": "int"},
            "tables": [{"hit": hit, "rows": rows, "default": 0}],
        }));
        let told = card.warnings().iter();
        told.map(|warning| format!("{} {}", warning.code, warning.path)).collect::<Vec<_>>()
    };
    let twice = || vec![kind("a"), kind("b"), kind("a")];
    assert_eq!(told("first", twice()), ["unreachable $.policy.tables[0].rows[2]"]);
    assert_eq!(told("unique", twice()), ["overlap $.policy.tables[0].rows[2]"]);
    assert!(told("collect_sum", twice()).is_empty());
    let always = vec![json!({"when": {"all": []}, "points": 1}), kind("b")];
    assert_eq!(told("first", always), ["unreachable $.policy.tables[0].rows[1]"]);
    let nested =
        vec![band(json!(0), json!(9)), band(json!(2), json!(5)), band(json!(5), Json::Null)];
    assert_eq!(told("first", nested), ["unreachable $.policy.tables[0].rows[1]"]);
    let open = vec![band(Json::Null, Json::Null), band(json!(5), Json::Null)];
    assert_eq!(told("first", open), ["unreachable $.policy.tables[0].rows[1]"]);
}

#[test]
fn values_of_an_enum_that_no_row_is_for_are_warned_of() {
    let told = |hit: &str, rows: Json, default: Json| {
        let mut table = json!({"hit": hit, "rows": rows});
        if !default.is_null() {
            table["default"] = default;
        }
        let card = card(&json!({
            "name": "c", "version": "1", "tables": [table],
            "schema": {"kind": {"type": "enum", "values": ["demo", "call", "mail"]}, "n": "int"},
        }));
        let told = card.warnings().iter();
        told.map(|warning| format!("{} {} {}", warning.code, warning.path, warning.message))
            .collect::<Vec<_>>()
    };
    let row = |when: Json| json!({"when": when, "points": 1});
    let demo = || row(json!({"field": "kind", "eq": "demo"}));
    let call = || row(json!({"field": "kind", "eq": "call"}));
    let hole = |values: &str| {
        vec![format!(
            "hole $.policy.tables[0].rows no row is met by {values}: if that is meant, say \"default\": 0"
        )]
    };
    for hit in ["first", "unique"] {
        assert_eq!(told(hit, json!([demo(), call()]), Json::Null), hole("\"mail\""));
        assert!(told(hit, json!([demo(), call()]), json!(0)).is_empty());
        // One by itself is an extra.
        assert!(told(hit, json!([demo()]), Json::Null).is_empty());
    }
    assert!(told("collect_sum", json!([demo(), call()]), Json::Null).is_empty());
    let rest = row(json!({"field": "kind", "not_in": ["demo", "mail"]}));
    assert_eq!(told("first", json!([demo(), rest]), Json::Null), hole("\"mail\""));
    let rest = row(json!({"not": {"field": "kind", "eq": "demo"}}));
    assert!(told("first", json!([demo(), rest]), Json::Null).is_empty());
    // Who is met by another field as well is not known before there is a visit.
    let other = row(json!({"field": "n", "gt": 1}));
    assert!(told("first", json!([demo(), other]), Json::Null).is_empty());
}

#[test]
fn a_limit_tells_what_it_leaves() {
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 9}],
        "limits": [{"kind": "cap", "key": ["rep"], "per": "day", "points": 5.5}],
    }));
    let report = all(&card, &[json!({"id": "v", "rep": "r", "t": 0})]);
    let facts = report.scores[0].steps.last().unwrap().facts.to_json().unwrap();
    assert_eq!(facts, r#"{"limit":"cap","key":"rep","per":"day","points":5.5}"#);
}

#[test]
fn whether_what_is_missing_lies_in_a_band_is_not_known() {
    for band in [json!([null, null]), json!([null, 5]), json!([0, null])] {
        let card = card(&json!({
            "name": "c", "version": "1", "schema": {"n": "int", "x": "number", "d": "decimal"},
            "tables": [{"rows": [{"bands": {"n": band}, "points": 1}], "default": 2}],
        }));
        assert!(card.warnings().is_empty(), "{:?}", card.warnings());
        let score = |n: Json| {
            card.score(&value(&json!({"id": "v", "rep": "r", "t": 0, "n": n})), None).unwrap()
        };
        assert_eq!(score(json!(3)).points, points("1"));
        let missing = score(Json::Null);
        assert_eq!(
            (missing.status, missing.missing),
            (ScoreStatus::Undetermined, vec!["n".to_owned()])
        );
    }
}

#[test]
fn working_days_between_two_visits_are_those_of_the_later_ones_card() {
    // The version by its name comes behind, by its time before.
    let version = |name: &str, from: &str, off: &str| {
        let text = json!({
            "name": "c", "version": name, "valid_from": from, "tables": [{"rows": [], "default": 1}],
            "calendar": {"days": [{"first": off}]},
            "limits": [{"kind": "min_gap", "key": ["site"], "span": "3bd"}],
        });
        ScoreCardPolicy::from_json(&text.to_string()).unwrap()
    };
    let card = ScoreCard::new(&[
        version("b", "2026-10-01T00:00:00Z", "2026-11-16"),
        version("a", "2026-11-16T00:00:00Z", "2026-11-25"),
    ])
    .unwrap();
    let visit = |id: &str, day: u32| json!({"id": id, "rep": "r", "site": "s", "t": format!("2026-11-{day:02}T10:00:00Z")});
    // Friday to Wednesday: three working days by "a", which alone holds on Wednesday.
    let visits = [visit("a", 13), visit("b", 18), visit("c", 24), visit("d", 26)];
    let left: Vec<_> = all(&card, &visits).scores.iter().map(|score| score.points).collect();
    assert_eq!(left, [points("1"), points("1"), points("1"), points("0")]);
    let many = card.score_many(&columns(&visits), None, &mut Budget::unlimited()).unwrap();
    assert_eq!(many.points_units.0, [Some(100), Some(100), Some(100), Some(0)]);
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
    let error = card(&large)
        .score_all(std::slice::from_ref(&beyond), None, &mut Budget::unlimited())
        .unwrap_err();
    assert_eq!(
        (error.problems()[0].code.as_ref(), error.problems()[0].path.as_str()),
        ("too_large", "$.visits[0].x")
    );
    let error = card(&large).score(&beyond, None).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.visit.x");
    let columns = value(&json!({"rep": ["r", "r"], "t": [0, 0], "x": [1.0, 1e300]}));
    let error = card(&large).score_many(&columns, None, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.columns.x[1]");
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
