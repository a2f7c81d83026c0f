//! XYZ, BCG and life cycles against their definitions.

use fieldbeat::budget::Budget;
use fieldbeat::segment::{AbcPolicy, BcgPolicy, LifeCyclePolicy, XyzPeriod, XyzPolicy};
use fieldbeat::shape::Value;
use fieldbeat::{abc, bcg, life_cycle, xyz};
use proptest::prelude::*;

use super::rows::{
    self, Row, clients, columns, days, in_cents, listed, now, of, revenue, scope_of, today, zone,
};

/// The first day of the week of a day.
fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

#[test]
fn percents_are_the_nearest_floats() {
    let columns = Value::from_json(
        r#"{"client": ["a", "a", "b", "b"], "amount": [100, 110, 100, 7.7],
            "t": ["2025-06-01T10:00:00Z", "2026-06-01T10:00:00Z",
                  "2025-06-01T10:00:00Z", "2026-06-01T10:00:00Z"]}"#,
    )
    .unwrap();
    let now = "2026-11-20T09:00:00Z".parse().unwrap();
    let report = bcg(&columns, now, &BcgPolicy::default(), &mut Budget::unlimited()).unwrap();
    assert_eq!(report.growth_percent.0, [Some(10.0), Some(-92.3)]);
    assert_eq!(*report.share_percent, [100.0, 7.0]);
}

#[test]
fn a_row_of_the_future_decides_nothing_today() {
    let columns = Value::from_json(
        r#"{"client": ["a", "a", "b"], "amount": [10, 5, 10], "scope": ["old", "new", "old"],
            "t": ["2026-11-01T10:00:00Z", "2026-12-25T10:00:00Z", "2026-11-01T10:00:00Z"]}"#,
    )
    .unwrap();
    let now = "2026-11-20T09:00:00Z".parse().unwrap();
    let report = abc(&columns, now, &AbcPolicy::default(), &mut Budget::unlimited()).unwrap();
    let scope = report.scope.unwrap();
    assert_eq!((scope.get(0), scope.get(1), report.rows_later), (Some("old"), Some("old"), 1));
}

#[test]
fn a_column_that_looks_misspelled_is_told() {
    let columns = Value::from_json(
        r#"{"client": ["a"], "amount": [10], "scop": ["old"], "colour": ["red"],
            "t": ["2026-11-01T10:00:00Z"]}"#,
    )
    .unwrap();
    let now = "2026-11-20T09:00:00Z".parse().unwrap();
    let report = abc(&columns, now, &AbcPolicy::default(), &mut Budget::unlimited()).unwrap();
    let told: Vec<_> = report.warnings.iter().map(|it| (&*it.code, &*it.path)).collect();
    assert_eq!(told, [("unknown_key", "$.columns.scop")]);
}

proptest! {
    #[test]
    fn steadiness_is_the_variation_of_weeks_since_the_first_purchase(
        rows in prop_oneof![rows::rows(false), rows::rows(true)], periods in 1_u32..7,
    ) {
        let policy = XyzPolicy {
            zone: zone(), period: XyzPeriod::Week, periods, x_percent: "60".parse().unwrap(),
            y_percent: "120".parse().unwrap(), ..XyzPolicy::default()
        };
        let ask = |columns| xyz(&columns, now(), &policy, &mut Budget::unlimited()).unwrap();
        let report = ask(listed(&rows));
        prop_assert_eq!(&ask(columns(&rows)), &report);
        let end = monday(today());
        let start = end - 7 * i64::from(periods);
        let mut row = 0;
        for client in clients(&rows) {
            if of(client, &rows, start, end).next().is_none() {
                continue;
            }
            prop_assert_eq!(report.client.get(row), Some(client));
            let first = days(client, &rows, i64::MIN, end).first().map_or(end, |day| monday(*day));
            let weeks: Vec<i128> = (start.max(first)..end)
                .step_by(7)
                .map(|week| revenue(client, &rows, week, week + 7).into())
                .collect();
            let (n, sum) = (weeks.len() as i128, weeks.iter().sum::<i128>());
            // n² times the variance; the square of n times the mean.
            let spread = n * weeks.iter().map(|week| week * week).sum::<i128>() - sum * sum;
            let below = |percent: i128| sum > 0 && spread * 10_000 < percent * percent * sum * sum;
            let class = if below(60) { "X" } else if below(120) { "Y" } else { "Z" };
            prop_assert_eq!(report.xyz.get(row), Some(class));
            prop_assert_eq!(i128::from(report.periods[row]), n);
            prop_assert_eq!(report.variation_percent.0[row].is_some(), sum > 0);
            if let Some(percent) = report.variation_percent.0[row] {
                let expected = 100.0 * (spread as f64).sqrt() / sum as f64;
                prop_assert!((percent - expected).abs() <= 1e-14 * expected);
            }
            row += 1;
        }
        prop_assert_eq!(report.client.codes.len(), row);
    }

    #[test]
    fn quadrants_are_by_share_of_the_largest_and_by_growth(
        rows in prop_oneof![rows::rows(false), rows::rows(true)], window_days in 1_u32..25,
    ) {
        let policy = BcgPolicy { zone: zone(), window_days, ..BcgPolicy::default() };
        let report = bcg(&columns(&rows), now(), &policy, &mut Budget::unlimited()).unwrap();
        let (end, width) = (today(), i64::from(window_days));
        let (start, earlier) = (end - width, end - 2 * width);
        let present: Vec<&str> = clients(&rows)
            .into_iter()
            .filter(|client| of(client, &rows, earlier, end).next().is_some())
            .collect();
        prop_assert_eq!(report.client.codes.len(), present.len());
        for (row, client) in present.iter().enumerate() {
            let scope = scope_of(client, &rows);
            let is_near = |other: &&&str| scope_of(other, &rows) == scope;
            let own = |client: &str| revenue(client, &rows, start, end);
            let largest = present.iter().filter(is_near).map(|other| own(other)).max().unwrap();
            let (now, before) = (own(client), revenue(client, &rows, earlier, start));
            let grows = before <= 0 || (now - before) * 100 >= 10 * before;
            let quadrant = match (now * 2 >= largest, grows) {
                _ if now <= 0 => "dog",
                (true, true) => "star",
                (true, false) => "cow",
                (false, true) => "question",
                (false, false) => "dog",
            };
            prop_assert_eq!(report.quadrant.get(row), Some(quadrant));
            // Whole numbers that floats hold, divided once.
            let percent = |part: i64, whole: i64| (100 * part) as f64 / whole as f64;
            let growth = (before > 0).then(|| percent(now - before, before));
            prop_assert_eq!(report.growth_percent.0[row], growth);
            let share = if now > 0 { percent(now, largest) } else { 0.0 };
            prop_assert_eq!(report.share_percent[row], share);
        }
    }

    #[test]
    fn stages_are_by_the_own_mean_gap(rows in rows::rows(false), lost_days in 10_u32..40) {
        let policy = LifeCyclePolicy {
            zone: zone(), new_days: 10, lost_days, min_gap_days: 3, ..LifeCyclePolicy::default()
        };
        let prospects = ["a".to_owned(), "яя".to_owned(), "яя".to_owned()];
        let ask = |columns| {
            life_cycle(&columns, now(), &policy, &prospects, &mut Budget::unlimited()).unwrap()
        };
        let report = ask(listed(&rows));
        prop_assert_eq!(&ask(columns(&rows)), &report);
        let mut names = clients(&rows);
        names.extend(["a", "яя"]);
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(report.client.codes.len(), names.len());
        for (row, client) in names.into_iter().enumerate() {
            prop_assert_eq!(report.client.get(row), Some(client));
            let days: Vec<i64> = days(client, &rows, i64::MIN, today()).into_iter().collect();
            let since = days.last().map_or(0, |last| today() - last);
            let stage = match days.as_slice() {
                [] => "potential",
                _ if since > i64::from(lost_days) => "lost",
                [_] if since <= 10 => "new",
                [_] => "sleeping",
                [first, .., last] => {
                    let count = days.len() as i64 - 1;
                    let gaps = (last - first).max(3 * count);
                    if since * count > 4 * gaps { "lost" }
                    else if since * count > 2 * gaps { "sleeping" }
                    else { "active" }
                }
            };
            prop_assert_eq!(report.stage.get(row), Some(stage), "{} {:?}", client, days);
        }
    }
}

#[test]
fn sums_that_leave_64_bits_on_the_way_may_come_back() {
    let large = 1_i64 << 62;
    for amounts in [[large, large, -large], [large, -large, large]] {
        let rows = amounts.map(|cents| Row { client: "a", scope: None, t: 0, cents });
        let policy = XyzPolicy { scale: Some(2), ..XyzPolicy::default() };
        let ask = |rows: &[Row]| xyz(&in_cents(rows), now(), &policy, &mut Budget::unlimited());
        let report = ask(&rows).unwrap();
        assert_eq!(*report.revenue_units, [large]);
        let error = ask(&[rows[0].clone(), rows[0].clone()]).unwrap_err();
        assert_eq!(error.problems()[0].code, "too_large");
    }
}
