//! Rows of the first date and of the last are of its periods, whatever is asked of them.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Beside, ClosePolicy, LeaderboardOptions, StatisticsOptions, TargetPeriod};
use fieldbeat::{
    Calendar, CalendarPolicy, Facts, Instant, Score, Target, Zone, close_period, leaderboard,
    plan_actual, progress, statistics,
};

/// Zones on both sides of Greenwich: the last date ends before theirs does, or after.
const ZONES: [&str; 3] = ["UTC", "Asia/Tokyo", "America/Lima"];

fn calendar(zone: &str) -> Calendar {
    let policy = CalendarPolicy::from_json(&format!(r#"{{"zone": "{zone}"}}"#));
    Calendar::new(&policy.unwrap()).unwrap()
}

fn scored(zone: &str, dates: &[&str]) -> Vec<Score> {
    let zone = Zone::named(zone).unwrap();
    let score = |(index, date): (usize, &&str)| {
        let t = zone.day(date.parse().unwrap()).0.plus(12 * 3_600_000);
        Score::new(&format!("v{index}"), "anna", t, "10").unwrap()
    };
    dates.iter().enumerate().map(score).collect()
}

#[test]
fn the_last_date_is_in_progress_and_its_day_is_a_day() {
    for zone in ZONES {
        let scored = scored(zone, &["9999-12-30", "9999-12-31"]);
        for (period, actual, days) in
            [("9999-12-31", 1, 1), ("9999-W52", 2, 5), ("9999-12", 2, 23), ("9999", 2, 261)]
        {
            let target = Target::from_json(&format!(
                r#"{{"value": 100, "measure": "visits", "period": "{period}"}}"#
            ));
            let (target, own) = ([target.unwrap()], calendar(zone));
            let budget = &mut Budget::unlimited();
            let report = progress(&target, &scored, &own, Instant::MAX, &[], &[], budget).unwrap();
            let anna = &report.progress[0];
            assert_eq!(anna.actual, actual.to_string().parse().unwrap(), "{zone} {period}");
            assert_eq!(anna.all_days, days, "{zone} {period}");
        }
    }
}

#[test]
fn the_last_date_is_closed_and_counted_with_its_month() {
    for zone in ZONES {
        let scored = scored(zone, &["9999-11-30", "9999-12-01", "9999-12-31"]);
        let (own, budget) = (calendar(zone), &mut Budget::unlimited());
        let closed =
            close_period("9999-12", &scored, &own, &[], &ClosePolicy::default(), None, budget);
        assert_eq!(closed.unwrap().total, "20".parse().unwrap(), "{zone}");

        let month = TargetPeriod::Named("9999-12".to_owned());
        let options = LeaderboardOptions::default();
        let board = leaderboard(&scored, &month, &own, Instant::MAX, &[], &options, budget);
        let board = board.unwrap();
        assert_eq!(board.standings[0].visits, 2, "{zone}");
        assert_eq!(board.standings[0].last_rank, Some(1), "{zone}");

        let row = |day: &str| Facts::default().with("day", day.to_owned()).with("actual", 1_i64);
        let rows = ["9999-11-30", "9999-12-01", "9999-12-31"].map(row);
        let report = plan_actual(&rows, &[], Some(&month), &own, None, budget).unwrap();
        assert_eq!((report.totals.rows, report.left_out), (2, 1), "{zone}");

        let options = StatisticsOptions::from_json(r#"{"by": [], "period": "9999-12"}"#).unwrap();
        let beside = Beside::nothing();
        let told = statistics(&rows, &own, Instant::MAX, &beside, &options, budget);
        assert_eq!(told.unwrap().rows, 2, "{zone}");
    }
}

#[test]
fn nothing_comes_before_the_first_period() {
    for zone in ZONES {
        let (scored, own) = (scored(zone, &["0001-01-01", "0001-01-02"]), calendar(zone));
        let (now, budget) = ("0001-01-20T12:00:00Z".parse().unwrap(), &mut Budget::unlimited());
        let target = Target::from_json(
            r#"{"value": 100, "measure": "visits", "period": "0001-01", "carry": "both"}"#,
        );
        let report = progress(&[target.unwrap()], &scored, &own, now, &[], &[], budget).unwrap();
        let anna = &report.progress[0];
        assert_eq!((anna.carried, anna.actual), (None, "2".parse().unwrap()), "{zone}");
        assert_eq!(anna.all_days, 23, "{zone}");
        assert!(anna.reasons.iter().any(|reason| reason.code == "carry_unknown"), "{zone}");

        let month = TargetPeriod::Named("0001-01".to_owned());
        let options = LeaderboardOptions::default();
        let board = leaderboard(&scored, &month, &own, now, &[], &options, budget).unwrap();
        assert_eq!(board.standings[0].visits, 2, "{zone}");
        assert_eq!(board.standings[0].last_rank, None, "{zone}");
    }
}
