//! Shares sum to 100, parts to totals, and ranks are those of a plain count.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Beside, LeaderboardOptions, StatisticsOptions, TargetPeriod};
use fieldbeat::math::Decimal;
use fieldbeat::{Facts, PeriodKind, Target, leaderboard, plan_actual, progress, statistics};
use proptest::prelude::*;

use super::rows::{company, now, reps, rows};

fn sum(all: impl IntoIterator<Item = Decimal>) -> Decimal {
    all.into_iter().fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_sum_to_exactly_100(counts in prop::collection::vec(0_usize..40, 1..12)) {
        let rows: Vec<Facts> = counts
            .iter()
            .enumerate()
            .flat_map(|(value, count)| {
                (0..*count).map(move |_| Facts::default().with("status", value as i64))
            })
            .collect();
        let now = "2026-11-13T10:00:00Z".parse().unwrap();
        let options = StatisticsOptions::default();
        let told = statistics(&rows, &company(), now, &Beside::nothing(), &options, &mut Budget::unlimited()).unwrap();
        let values = &told.counts[0].values;
        if rows.is_empty() {
            prop_assert!(values.is_empty());
        } else {
            prop_assert_eq!(sum(values.iter().map(|value| value.share_percent)), "100".parse().unwrap());
        }
        prop_assert_eq!(values.iter().map(|value| value.count).sum::<i64>(), rows.len() as i64);
        for value in values {
            // Nobody is further than a tenth from the exact share.
            let exact = value.count as f64 * 100.0 / rows.len() as f64;
            prop_assert!((value.share_percent.to_f64() - exact).abs() < 0.1);
        }
    }

    #[test]
    fn groups_sum_to_totals(figures in prop::collection::vec((0_i64..3, 0_i64..3, -900_i64..900), 0..40)) {
        let rows: Vec<Facts> = figures
            .iter()
            .map(|(company, key, units)| {
                let key = ["plan", "potential", "actual"][*key as usize];
                let money = Decimal::from_units(*units, 2).unwrap();
                Facts::default().with("company", *company).with(key, money)
            })
            .collect();
        let by = ["company".to_owned()];
        let report = plan_actual(&rows, &by, None, &company(), None, &mut Budget::unlimited()).unwrap();
        let parts = |of: fn(&fieldbeat::kpi::PlanActual) -> Option<Decimal>| {
            sum(report.groups.iter().filter_map(of))
        };
        prop_assert_eq!(parts(|group| group.plan), report.totals.plan.unwrap_or(Decimal::ZERO));
        prop_assert_eq!(parts(|group| group.actual), report.totals.actual.unwrap_or(Decimal::ZERO));
        prop_assert_eq!(report.groups.iter().map(|group| group.rows).sum::<i64>(), rows.len() as i64);
    }

    #[test]
    fn a_rank_is_one_more_than_those_who_have_more(scored in rows(), now in now()) {
        let month = TargetPeriod::Current(PeriodKind::Month);
        let options = LeaderboardOptions::default();
        let board = leaderboard(&scored, &month, &company(), now, &reps(), &options, &mut Budget::unlimited()).unwrap();
        for standing in &board.standings {
            let more = board.standings.iter().filter(|other| other.points > standing.points);
            prop_assert_eq!(standing.rank, more.count() as i64 + 1);
            let equal = board.standings.iter().filter(|other| other.points == standing.points);
            prop_assert_eq!(standing.sharing, equal.count() as i64);
            prop_assert_eq!(sum(standing.rules.iter().map(|rule| rule.points)), standing.points);
        }
        // The same points as progress counts.
        let report = progress(&[Target::new(Decimal::ONE)], &scored, &company(), now, &reps(), &[], &mut Budget::unlimited());
        for rep in report.unwrap().progress {
            let standing = board.standings.iter().find(|s| s.whose == rep.whose).unwrap();
            // One is in another zone, and in another month for some hours.
            if rep.period.name == board.period.name {
                prop_assert_eq!(standing.points, rep.actual);
            }
        }
    }
}
