//! A closed period is changed by nothing but what changed.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Adjustment, ClosePolicy, PeriodSnapshot};
use fieldbeat::math::Decimal;
use fieldbeat::shape::Shaped;
use fieldbeat::{
    Calendar, CalendarPolicy, Instant, Score, Target, close_period, progress, reconcile,
};
use proptest::prelude::*;

use super::rows::{company, now, reps, rows};

fn closed(scored: &[Score]) -> PeriodSnapshot {
    close_period(
        "2026-10",
        scored,
        &company(),
        &reps(),
        &ClosePolicy::default(),
        None,
        &mut Budget::unlimited(),
    )
    .unwrap()
}

/// The same present, or the first one at which a closed October is over.
fn later(now: Instant) -> Instant {
    now.max(closed(&[]).period.end)
}

fn sum(all: impl IntoIterator<Item = Decimal>) -> Decimal {
    all.into_iter().fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reps_lines_and_visits_sum_to_the_total(scored in rows()) {
        let snapshot = closed(&scored);
        prop_assert_eq!(sum(snapshot.reps.iter().map(|rep| rep.points)), snapshot.total);
        prop_assert_eq!(sum(snapshot.lines.iter().map(|line| line.points)), snapshot.total);
        prop_assert_eq!(sum(snapshot.visits.iter().map(|visit| visit.points)), snapshot.total);
    }

    #[test]
    fn the_same_rows_need_no_adjustment(scored in rows(), now in now()) {
        let answer = reconcile(&closed(&scored), &scored, &company(), later(now), &reps(), &[], &mut Budget::unlimited()).unwrap();
        prop_assert!(answer.adjustments.is_empty() && answer.visits.is_empty());
        prop_assert_eq!(answer.difference, Decimal::ZERO);
    }

    #[test]
    fn adjustments_sum_to_what_changed(before in rows(), after in rows(), now in now()) {
        let (then, rescored) = (closed(&before), closed(&after));
        let answer = reconcile(&then, &after, &company(), later(now), &reps(), &[], &mut Budget::unlimited()).unwrap();
        prop_assert_eq!(answer.closed, then.total);
        prop_assert_eq!(answer.rescored, rescored.total);
        let difference = rescored.total.checked_sub(then.total).unwrap();
        prop_assert_eq!(sum(answer.adjustments.iter().map(|a| a.points)), difference);
        let changed = answer.visits.iter().map(|visit| {
            let now = visit.rescored.unwrap_or(Decimal::ZERO);
            now.checked_sub(visit.closed.unwrap_or(Decimal::ZERO)).unwrap()
        });
        prop_assert_eq!(sum(changed), difference);
        // What a rep is paid in all is what they would have been paid at once.
        for rep in &rescored.reps {
            let paid = then.reps.iter().filter(|other| other.rep == rep.rep).map(|rep| rep.points);
            let adjusted = answer.adjustments.iter().filter(|a| a.rep == rep.rep).map(|a| a.points);
            prop_assert_eq!(sum(paid.chain(adjusted)), rep.points);
        }
    }

    #[test]
    fn a_snapshot_survives_its_storage_and_nobody_writes_in_it(scored in rows(), now in now()) {
        let snapshot = closed(&scored);
        let stored = PeriodSnapshot::from_json(&snapshot.to_json().unwrap()).unwrap();
        prop_assert!(reconcile(&stored, &scored, &company(), later(now), &reps(), &[], &mut Budget::unlimited()).is_ok());
        let more = |points: Decimal| points.checked_add(Decimal::ONE).unwrap();
        let mut all = vec![
            PeriodSnapshot { total: more(stored.total), ..stored.clone() },
            PeriodSnapshot { closed_at: Some(now), ..stored.clone() },
            PeriodSnapshot { undetermined: stored.undetermined + 1, ..stored.clone() },
        ];
        if !stored.visits.is_empty() {
            let mut forged = vec![stored.clone(); 4];
            forged[0].visits[0].points = more(stored.visits[0].points);
            forged[1].lines[0].points = more(stored.lines[0].points);
            forged[2].reps[0].points = more(stored.reps[0].points);
            forged[3].reps[0].visits += 1;
            all.extend(forged);
        }
        for forged in all {
            let refused = reconcile(&forged, &scored, &company(), later(now), &reps(), &[], &mut Budget::unlimited()).unwrap_err();
            prop_assert_eq!(&refused.problems()[0].code, "hash_mismatch");
        }
    }
}

#[test]
fn adjustments_are_shown_apart_in_the_period_in_which_they_are_posted() {
    let t: Instant = "2026-10-20T10:00:00Z".parse().unwrap();
    let scored = [Score::new("1", "rep0", t, "10").unwrap()];
    let snapshot = closed(&scored);
    let late = [Score::new("1", "rep0", t, "7.5").unwrap()];
    let now = "2026-11-13T10:00:00Z".parse().unwrap();
    let answer =
        reconcile(&snapshot, &late, &company(), now, &reps(), &[], &mut Budget::unlimited())
            .unwrap();
    let again = reconcile(
        &snapshot,
        &late,
        &company(),
        now,
        &reps(),
        &answer.adjustments,
        &mut Budget::unlimited(),
    )
    .unwrap();
    assert_eq!(again.adjustments, [], "what was posted is not posted again");
    let early = "2026-10-31T10:00:00Z".parse().unwrap();
    let refused =
        reconcile(&snapshot, &late, &company(), early, &reps(), &[], &mut Budget::unlimited())
            .unwrap_err();
    assert_eq!(refused.problems()[0].path, "$.now");
    let target = [fieldbeat::Target::new("100".parse().unwrap())];
    let report = progress(
        &target,
        &late,
        &company(),
        now,
        &reps(),
        &answer.adjustments,
        &mut Budget::unlimited(),
    )
    .unwrap();
    let rep0 = &report.progress[0];
    assert_eq!((rep0.whose.as_str(), rep0.actual), ("rep0", Decimal::ZERO));
    assert_eq!(rep0.adjusted, "-2.5".parse().unwrap());
}

#[test]
fn what_was_posted_and_no_progress_shows_is_told() {
    let points = |rep: &str, period: &str| {
        Adjustment::from_json(&format!(
            r#"{{"rep": "{rep}", "points": 3, "for_period": "2026-09", "period": "{period}"}}"#
        ))
        .unwrap()
    };
    let adjustments = [
        points("rep0", "2026-11"),
        points("rep0", "2026-10"),
        points("rep2", "2026-11"),
        points("rep2", "2026-11"),
    ];
    let now = "2026-11-13T10:00:00Z".parse().unwrap();
    let told = |target: &str| -> Vec<String> {
        let target = [Target::from_json(target).unwrap()];
        let budget = &mut Budget::unlimited();
        let report = progress(&target, &[], &company(), now, &reps(), &adjustments, budget);
        let warnings = report.unwrap().warnings;
        assert!(warnings.iter().all(|warning| warning.code == "adjustment_unused"));
        warnings.into_iter().map(|warning| warning.path).collect()
    };
    let only = r#"{"value": 100, "whose": "rep0"}"#;
    assert_eq!(told(only), ["$.adjustments[1]", "$.adjustments[2]"]);
    assert_eq!(told(r#"{"value": 100}"#), ["$.adjustments[1]"]);
    // That of the team has the others.
    assert_eq!(
        told(r#"{"value": 100, "scope": "team", "whose": "south"}"#),
        ["$.adjustments[0]", "$.adjustments[1]"]
    );
    assert_eq!(told(r#"{"value": 100, "measure": "visits"}"#).len(), 3);
}

#[test]
fn what_counts_for_attainment_is_not_carried_over() {
    let t: Instant = "2026-10-20T10:00:00Z".parse().unwrap();
    let scored = [Score::new("1", "rep0", t, "60").unwrap()];
    let posted = Adjustment::from_json(
        r#"{"rep": "rep0", "points": 15, "for_period": "2026-09", "period": "2026-10"}"#,
    );
    let now = "2026-11-13T10:00:00Z".parse().unwrap();
    for (uses, carried) in [("pay", "40"), ("attainment", "25")] {
        let target = Target::from_json(&format!(
            r#"{{"value": 100, "carry": "deficit", "prorate": [], "adjustments": "{uses}", "whose": "rep0"}}"#
        ));
        let posted = [posted.clone().unwrap()];
        let budget = &mut Budget::unlimited();
        let report =
            progress(&[target.unwrap()], &scored, &company(), now, &reps(), &posted, budget);
        assert_eq!(report.unwrap().progress[0].carried, Some(carried.parse().unwrap()), "{uses}");
    }
}

#[test]
fn what_was_posted_wrongly_is_told_where_it_stands() {
    let scored = [Score::new("1", "anna", "2026-10-12T10:00:00Z".parse().unwrap(), "5").unwrap()];
    let budget = &mut Budget::unlimited();
    let policy = ClosePolicy::default();
    let closed = close_period("2026-10", &scored, &company(), &[], &policy, None, budget).unwrap();
    let posted = |points: &str| {
        let text = format!(
            r#"{{"rep": "anna", "points": "{points}", "for_period": "2026-10", "period": "2026-11"}}"#
        );
        Adjustment::from_json(&text).unwrap()
    };
    let posted = [posted("1"), posted("9999999999999999999"), posted("0.0000000000000000001")];
    let now = "2026-11-13T10:00:00Z".parse().unwrap();
    let error = reconcile(&closed, &scored, &company(), now, &[], &posted, budget).unwrap_err();
    let told: Vec<_> =
        error.problems().iter().map(|one| (one.code.as_ref(), one.path.as_str())).collect();
    assert_eq!(told, [("too_large", "$.posted[1].points"), ("too_precise", "$.posted[2].points")]);
}

#[test]
fn a_calendar_with_other_days_reconciles_nothing() {
    let calendar =
        |policy: &str| Calendar::new(&CalendarPolicy::from_json(policy).unwrap()).unwrap();
    let moscow = r#"{"zone": {"name": "Europe/Moscow", "offsets": [[0, 10800]]}}"#;
    let budget = &mut Budget::unlimited();
    let scored = [
        Score::new("a", "anna", "2026-10-31T10:00:00Z".parse().unwrap(), "5").unwrap(),
        Score::new("b", "anna", "2026-11-10T10:00:00Z".parse().unwrap(), "7").unwrap(),
    ];
    let policy = ClosePolicy::default();
    let now = "2027-06-01T10:00:00Z".parse().unwrap();
    let year = r#"{"zone": {"name": "Europe/Moscow", "offsets": [[0, 10800]]}, "year_start": 4}"#;
    let sunday =
        r#"{"zone": {"name": "Europe/Moscow", "offsets": [[0, 10800]]}, "week_start": "sunday"}"#;
    for (period, other, is_same) in [
        ("2026-11", "{}", false),
        ("2026-11", year, true),
        ("2026-Q4", year, false),
        ("2026-W45", sunday, true),
        ("2026-11-10", moscow, true),
    ] {
        let snapshot =
            close_period(period, &scored, &calendar(moscow), &[], &policy, None, budget).unwrap();
        let answer = reconcile(&snapshot, &scored, &calendar(other), now, &[], &[], budget);
        match answer {
            Ok(answer) => assert!(is_same && answer.adjustments.is_empty(), "{period} {other}"),
            Err(error) => {
                let problem = &error.problems()[0];
                let told = (problem.code.as_ref(), problem.path.as_str());
                assert!(!is_same, "{period} {other}: {error}");
                assert_eq!(told, ("different_calendar", "$.calendar"));
            }
        }
    }
}
