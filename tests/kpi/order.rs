//! The order of the rows never matters: the bytes are the same.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Beside, ClosePolicy, LeaderboardOptions, StatisticsOptions, TargetPeriod};
use fieldbeat::shape::Shaped;
use fieldbeat::{Facts, Instant, PeriodKind, Score, Target};
use proptest::prelude::*;

use super::rows::{company, now, reps, rows};

/// Targets of all scopes and measures.
fn targets() -> Vec<Target> {
    let mut targets = Vec::new();
    for scope in ["rep", "team", "territory"] {
        for measure in ["points", "visits", "distinct_sites", "sum", "margin"] {
            let text = format!(
                r#"{{"scope": "{scope}", "measure": "{measure}", "value": 40, "carry": "both",
                    "tiers": {{"kind": "marginal", "steps": [
                        {{"at_percent": 0, "factor": 0.5}}, {{"at_percent": 80, "factor": 1}}]}}}}"#
            );
            targets.push(Target::from_json(&text).unwrap());
        }
    }
    targets
}

fn facts(scored: &[Score]) -> Vec<Facts> {
    scored.iter().map(|score| Facts::from_value(&score.to_value()).unwrap()).collect()
}

/// What every operation makes of these rows.
fn answers(scored: &[Score], now: Instant) -> Vec<String> {
    let (calendar, reps) = (company(), reps());
    let month = TargetPeriod::Current(PeriodKind::Month);
    let text = |answer: fieldbeat::Result<String>| answer.unwrap();
    let options = StatisticsOptions::from_json(r#"{"by": ["status", "rep", "site"]}"#).unwrap();
    let orders = (0..40).map(|index| {
        let t = now.plus(-index * 86_400_000);
        let site = format!("site{}", index % 12);
        format!(r#"{{"id": "o{index}", "site": "{site}", "t": "{t}", "amount": {index}}}"#)
    });
    let orders = orders.collect::<Vec<_>>().join(",");
    let beside = Beside::from_json(&format!(
        r#"{{"orders": [{orders}], "clients": [{{"id": "site1", "kind": "new"}}]}}"#
    ));
    let rows = facts(scored);
    let by = ["rep".to_owned(), "site".to_owned()];
    let board = LeaderboardOptions::default();
    let closed = fieldbeat::close_period(
        "2026-10",
        scored,
        &calendar,
        &reps,
        &ClosePolicy::default(),
        None,
        &mut Budget::unlimited(),
    );
    let closed = closed.unwrap();
    vec![
        text(
            fieldbeat::progress(
                &targets(),
                scored,
                &calendar,
                now,
                &reps,
                &[],
                &mut Budget::unlimited(),
            )
            .and_then(|report| report.to_json()),
        ),
        text(closed.to_json()),
        text(
            fieldbeat::reconcile(
                &closed,
                scored,
                &calendar,
                now.max(closed.period.end),
                &reps,
                &[],
                &mut Budget::unlimited(),
            )
            .and_then(|answer| answer.to_json()),
        ),
        text(
            fieldbeat::plan_actual(
                &rows,
                &by,
                Some(&month),
                &calendar,
                None,
                &mut Budget::unlimited(),
            )
            .and_then(|report| report.to_json()),
        ),
        text(
            fieldbeat::statistics(
                &rows,
                &calendar,
                now,
                &beside.unwrap(),
                &options,
                &mut Budget::unlimited(),
            )
            .and_then(|answer| answer.to_json()),
        ),
        text(
            fieldbeat::leaderboard(
                scored,
                &month,
                &calendar,
                now,
                &reps,
                &board,
                &mut Budget::unlimited(),
            )
            .and_then(|board| board.to_json()),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_permutation_gives_the_same_bytes(
        (scored, shuffled) in rows().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
        now in now(),
    ) {
        for (one, other) in answers(&scored, now).iter().zip(answers(&shuffled, now)) {
            prop_assert_eq!(one, &other);
        }
    }
}
