//! Rows and reports that were written down count as those that were not.

use super::drawn::{all, card, columns, now, points, stored};
use super::rows::{company, reps};
use fieldbeat::budget::Budget;
use fieldbeat::kpi::{
    ClosePolicy, PeriodSnapshot, Reconciliation, Score, ScoreCard, ScoreCardPolicy, close_period,
    merge_scores, reconcile,
};
use fieldbeat::shape::{Shaped, Value};
use serde_json::{Value as Json, json};

#[test]
fn long_steps_are_read_back_by_all_that_reads_rows() {
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 1234.56}],
        "modifiers": [{"kind": "multiply", "factor": 1.123457}, {"kind": "multiply", "factor": 0.987653}],
    }));
    let visit = json!({"id": "v", "rep": "anna", "t": "2026-11-13T10:00:00Z"});
    let direct = all(&card, &[visit]);
    let report = stored(&direct);
    assert_eq!(report.to_json().unwrap(), direct.to_json().unwrap());
    assert!(direct.to_json().unwrap().contains(r#""delta":"-17.12498123769024""#));
    let budget = &mut Budget::unlimited();
    let merged = merge_scores(std::slice::from_ref(&report), budget).unwrap();
    assert_eq!(merged.to_json().unwrap(), direct.to_json().unwrap());
    let of = |rows: &[Score], budget: &mut Budget<'_>| {
        let policy = ClosePolicy::default();
        close_period("2026-11", rows, &company(), &reps(), &policy, None, budget).unwrap()
    };
    let snapshot = of(&direct.scores, budget);
    assert_eq!(of(&report.scores, budget), snapshot);
    let kept = PeriodSnapshot::from_json(&snapshot.to_json().unwrap()).unwrap();
    assert_eq!(kept, snapshot);
    let same =
        reconcile(&kept, &report.scores, &company(), now().unwrap(), &reps(), &[], budget).unwrap();
    assert_eq!((same.adjustments.len(), same.visits.len()), (0, 0));
    // What is posted is read back, too.
    let gone = reconcile(&kept, &[], &company(), now().unwrap(), &reps(), &[], budget).unwrap();
    let posted = Reconciliation::from_json(&gone.to_json().unwrap()).unwrap();
    assert_eq!(posted, gone);
}

#[test]
fn a_card_has_one_hash() {
    let version = |name: &str, from: &str| {
        let text = json!({"name": "c", "version": name, "valid_from": from, "tables": [{"rows": [], "default": 1}]});
        ScoreCardPolicy::from_json(&text.to_string()).unwrap()
    };
    let [b, a] = [version("b", "2026-10-01T00:00:00Z"), version("a", "2026-11-15T00:00:00Z")];
    let visits = [json!({"id": "v", "rep": "r", "t": "2026-11-13T10:00:00Z"})];
    for versions in [vec![b.clone()], vec![b.clone(), a.clone()], vec![a, b]] {
        let card = ScoreCard::new(&versions).unwrap();
        let report = all(&card, &visits);
        let many = card.score_many(&columns(&visits), now(), &mut Budget::unlimited()).unwrap();
        assert_eq!(report.policy_hash, card.policy_hash());
        assert_eq!(report.policy_hash, many.policy_hash);
        if let [only] = report.cards.as_slice() {
            assert_eq!(only.policy_hash, report.policy_hash);
        }
        assert_eq!(
            merge_scores(std::slice::from_ref(&report), &mut Budget::unlimited()).unwrap(),
            report
        );
    }
}

#[test]
fn a_stored_report_is_a_part_when_the_card_has_a_second_version() {
    let version = |name: &str, from: Option<&str>, points: i64| {
        let text = json!({
            "name": "c", "version": name, "valid_from": from, "tables": [{"rows": [], "default": points}],
            "limits": [{"kind": "once", "key": ["site"], "per": "ever"}],
        });
        ScoreCardPolicy::from_json(&text.to_string()).unwrap()
    };
    let old = version("1", None, 1);
    let new = version("2", Some("2026-12-01T00:00:00Z"), 2);
    let visit = |id: &str, t: &str| json!({"id": id, "rep": "r", "site": "s", "t": t});
    let before = all(
        &ScoreCard::new(std::slice::from_ref(&old)).unwrap(),
        &[visit("a", "2026-11-13T10:00:00Z")],
    );
    let card = ScoreCard::new(&[old, new]).unwrap();
    let after =
        all(&card, &[visit("b", "2026-12-13T10:00:00Z"), visit("c", "2026-11-30T10:00:00Z")]);
    let parts = [stored(&before), after];
    let budget = &mut Budget::unlimited();
    let merged = merge_scores(&parts, budget).unwrap();
    let left: Vec<_> = merged.scores.iter().map(|score| score.points).collect();
    assert_eq!(left, [points("1"), points("0"), points("0")]);
    assert_eq!(merged.policy_hash, card.policy_hash());
    let [one, two] = parts;
    assert_eq!(merge_scores(&[two, one], budget).unwrap(), merged);
}

#[test]
fn what_is_counted_by_is_the_same_when_it_was_stored() {
    let same = [
        ("instant", json!("2026-11-01T10:00:00+00:00"), json!("2026-11-01T13:00:00.000+03:00")),
        ("date", json!("2026-11-01"), json!("2026-11-01")),
        ("decimal", json!("1.0"), json!(1)),
        ("decimal", json!("0.123456789012345678"), json!("0.1234567890123456780")),
        ("number", json!(1.0), json!(1)),
        ("int", json!(9_007_199_254_740_991_i64), json!(9_007_199_254_740_991_i64)),
        ("bool", json!(true), json!(true)),
        ("span", json!("1h"), json!(3_600_000)),
    ];
    for (kind, one, other) in same {
        let card = card(&json!({
            "name": "c", "version": "1", "schema": {"lot": kind},
            "tables": [{"rows": [], "default": 10}],
            "limits": [{"kind": "once", "key": ["lot"], "per": "ever"}],
        }));
        let line = |id: &str, lot: &Json| json!({"id": id, "rep": "r", "t": 0, "lot": lot});
        let (one, other) = (line("a", &one), line("b", &other));
        let [p1, p2] = [&one, &other].map(|line| all(&card, std::slice::from_ref(line)));
        let whole = all(&card, &[one, other]);
        let merged = merge_scores(&[stored(&p1), p2], &mut Budget::unlimited()).unwrap();
        assert_eq!(merged.to_json().unwrap(), whole.to_json().unwrap());
        let left: Vec<_> = merged.scores.iter().map(|score| score.points).collect();
        assert_eq!(left, [points("10"), points("0")], "{kind}");
        // No host writes it in its own way.
        let host = |value: &Value| matches!(value, Value::Instant(_) | Value::Decimal(_));
        assert!(!p1.scores[0].keys.0.iter().any(|(_, value)| host(value)), "{kind}");
    }
}

#[test]
fn what_is_answered_in_columns_is_read_whatever_digits_its_steps_have() {
    let multiply = |factor: f64| json!({"kind": "multiply", "factor": factor});
    let card = card(&json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 10}],
        "modifiers": [multiply(0.333333), multiply(1.000001), multiply(1.100003)],
    }));
    let visits = [json!({"id": "v", "rep": "anna", "t": "2026-11-13T10:00:00Z"})];
    let columns = columns(&visits);
    let many = card.score_many(&columns, now(), &mut Budget::unlimited()).unwrap();
    assert!(many.step_units.is_none());
    let (Value::Map(mut all), Value::Map(answer)) = (columns, many.to_value()) else {
        panic!("columns are an object");
    };
    all.retain(|(key, _)| answer.iter().all(|(other, _)| other != key));
    all.extend(answer);
    let scored = Score::from_columns(&Value::Map(all)).unwrap();
    assert!(scored[0].steps.is_empty());
    let budget = &mut Budget::unlimited();
    let policy = ClosePolicy::default();
    let snapshot =
        close_period("2026-11", &scored, &company(), &[], &policy, None, budget).unwrap();
    assert_eq!(Some(snapshot.total), points("3.67"));
}
