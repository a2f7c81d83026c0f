//! Progress against the sentences of its specification, date by date and row by row.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Measure, Prorate, ScoreStatus};
use fieldbeat::math::{Decimal, Rounding};
use fieldbeat::{Calendar, Date, Instant, Rep, Score, Target, progress};
use proptest::prelude::*;

use super::rows::{company, decimal, now, reps, rows};

/// The dates of a period by the clock of a calendar, found by walking.
fn dates(calendar: &Calendar, name: &str) -> Vec<Date> {
    let zone = &calendar.policy().zone;
    let period = calendar.period(name, None).unwrap();
    let mut date = zone.date(period.start);
    let mut dates = Vec::new();
    while zone.day(date).0 < period.end {
        dates.push(date);
        date = date.next();
    }
    dates
}

/// The last instant at which anybody works on a date, to the minute.
fn last_work(calendar: &Calendar, date: Date) -> Option<Instant> {
    let (start, end) = calendar.policy().zone.day(date);
    let minutes = end.since(start) / 60_000;
    let works = |minute: &i64| calendar.is_working(start.plus(minute * 60_000));
    (0..minutes).rev().find(works).map(|minute| start.plus((minute + 1) * 60_000))
}

fn is_there(rep: &Rep, date: Date, vacation: bool, sick: bool, hire: bool) -> bool {
    let away = |kind: &str| {
        rep.absences.iter().any(|absence| {
            absence.kind.as_str() == kind
                && absence.first <= date
                && date <= absence.last.unwrap_or(absence.first)
        })
    };
    let employed =
        rep.hired.is_none_or(|hired| hired <= date) && rep.left.is_none_or(|left| date <= left);
    let excused = [(hire, !employed), (vacation, away("vacation")), (sick, away("sick"))];
    !excused.contains(&(true, true))
}

/// `numerator / denominator` to two digits, halves away from zero.
fn rounded(numerator: i128, denominator: i128) -> Decimal {
    let size = (2 * 100 * numerator.abs() + denominator) / (2 * denominator);
    let units = if numerator < 0 { -size } else { size };
    Decimal::from_units(units, 2).unwrap()
}

/// Thousandths: every figure of the rows has at most three digits.
fn thousandths(decimal: Decimal) -> i128 {
    decimal.units(3).unwrap()
}

fn actual(scored: &[&Score], measure: Measure) -> i128 {
    let scored: Vec<_> =
        scored.iter().filter(|score| score.status == ScoreStatus::Scored).collect();
    let sum = |of: fn(&Score) -> Option<Decimal>| {
        scored.iter().filter_map(|score| of(score)).map(thousandths).sum()
    };
    match measure {
        Measure::Points => sum(|score| score.points),
        Measure::Sum => sum(|score| score.amount),
        Measure::Margin => sum(|score| score.margin),
        Measure::Visits => scored.len() as i128 * 1000,
        _ => {
            let mut sites: Vec<_> = scored.iter().filter_map(|score| score.site.clone()).collect();
            sites.sort();
            sites.dedup();
            sites.len() as i128 * 1000
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn progress_is_what_its_sentences_say(
        scored in rows(),
        now in now(),
        value in 0_i64..2_000,
        measure in prop::sample::select(Measure::ALL.to_vec()),
        prorate in prop::sample::subsequence(Prorate::ALL.to_vec(), 0..=5),
    ) {
        let (company, reps) = (company(), reps());
        let mut target = Target::new(decimal(value, 0));
        target.measure = measure;
        target.scale = Some(2);
        target.prorate.clone_from(&prorate);
        let report = progress(&[target], &scored, &company, now, &reps, &[], &mut Budget::unlimited()).unwrap();
        for got in &report.progress {
            let unknown = Rep::new(&got.whose);
            let rep = reps.iter().find(|rep| rep.id == got.whose).unwrap_or(&unknown);
            let calendar = rep.calendar.as_ref().map_or(&company, AsRef::as_ref);
            let zone = &calendar.policy().zone;
            let dates = dates(calendar, &got.period.name);
            let works = |calendar: &Calendar, date: &Date| last_work(calendar, *date).is_some();
            let has = |why: Prorate| prorate.contains(&why);

            let all = dates.iter().filter(|date| works(&company, date)).count() as i128;
            let plan_days = dates
                .iter()
                .filter(|date| {
                    let calendar = if has(Prorate::Calendar) { calendar } else { &company };
                    works(calendar, date)
                        && is_there(rep, **date, has(Prorate::Vacation), has(Prorate::Sick), has(Prorate::Hire))
                })
                .count() as i128;
            let own: Vec<_> = dates
                .iter()
                .filter(|date| works(calendar, date) && is_there(rep, **date, true, true, true))
                .collect();
            let elapsed =
                own.iter().filter(|date| last_work(calendar, ***date).unwrap() <= now).count() as i128;
            let own = own.len() as i128;
            prop_assert_eq!(i128::from(got.all_days), all);
            prop_assert_eq!(i128::from(got.plan_days), plan_days);
            prop_assert_eq!(i128::from(got.own_days), own);
            prop_assert_eq!(i128::from(got.elapsed_days), elapsed);

            let share = if has(Prorate::PartTime) { thousandths(rep.share) } else { 1000 };
            let goal = rounded(i128::from(value) * plan_days * share, all * 1000);
            prop_assert_eq!(got.goal, goal);

            let mine: Vec<&Score> = scored
                .iter()
                .filter(|score| {
                    score.rep == got.whose && score.t <= now && dates.contains(&zone.date(score.t))
                })
                .collect();
            let actual = actual(&mine, measure);
            prop_assert_eq!(thousandths(got.actual), actual);

            let over = now >= calendar.period(&got.period.name, None).unwrap().end;
            let goal_thousandths = thousandths(goal);
            let to_date = match own {
                0 if over => goal,
                0 => Decimal::ZERO,
                own => rounded(goal_thousandths * elapsed, own * 1000),
            };
            prop_assert_eq!(got.plan_to_date, to_date);
            let forecast = match elapsed {
                _ if over => Some(got.actual),
                0..3 => None,
                elapsed => Some(rounded(actual * own, elapsed * 1000)),
            };
            prop_assert_eq!(got.forecast, forecast);
            let left = (goal_thousandths - actual).max(0);
            let needed = match own - elapsed {
                _ if left == 0 => Some(Decimal::ZERO),
                0 => None,
                days => Some(rounded(left, days * 1000)),
            };
            prop_assert_eq!(got.needed_per_day, needed);
            match got.attainment_percent {
                None => prop_assert_eq!(goal, Decimal::ZERO),
                Some(percent) => {
                    let exact = actual as f64 / goal_thousandths as f64 * 100.0;
                    prop_assert!((percent.to_f64() - exact).abs() <= 0.000_051);
                    prop_assert_eq!(percent.round(4, Rounding::Down), percent);
                }
            }
        }
    }

    /// Tiers as a table of taxes is read: each part at its own factor.
    #[test]
    fn marginal_tiers_pay_each_part_at_its_factor(
        points in 0_i64..30_000, value in 1_i64..200,
        at in prop::collection::btree_set(0_i64..180, 1..5), factors in prop::collection::vec(0_i64..40, 5),
    ) {
        let t = "2026-11-10T10:00:00Z".parse().unwrap();
        let score = Score { points: Some(decimal(points, 2)), ..Score::new("1", "a", t, "0").unwrap() };
        let steps: Vec<_> = at
            .iter()
            .zip(&factors)
            .map(|(at, factor)| format!(r#"{{"at_percent": {at}, "factor": "{}"}}"#, decimal(*factor, 1)))
            .collect();
        let tiers = |kind: &str| {
            let text = format!(r#"{{"value": {value}, "tiers": {{"kind": "{kind}", "steps": [{}]}}}}"#, steps.join(","));
            Target::from_json(&text).unwrap()
        };
        let targets = [tiers("marginal"), tiers("retroactive")];
        let now = "2026-11-13T10:00:00Z".parse().unwrap();
        let report = progress(&targets, &[score], &company(), now, &[], &[], &mut Budget::unlimited()).unwrap();
        // In thousandths of a point of which a hundred make a percent of the value: 10^-5.
        let actual = i128::from(points) * 1000;
        let from: Vec<i128> = at.iter().map(|at| i128::from(*at) * i128::from(value) * 1000).collect();
        let mut paid = 0;
        for (place, (from, factor)) in from.iter().zip(&factors).enumerate() {
            let until = at.iter().nth(place + 1).map(|at| i128::from(*at) * i128::from(value) * 1000);
            paid += (until.unwrap_or(actual).min(actual) - from).max(0) * i128::from(*factor);
        }
        prop_assert_eq!(report.progress[0].payable, Some(rounded(paid, 1_000_000)));
        let reached = from.iter().rposition(|from| *from <= actual);
        let factor = reached.map_or(0, |place| i128::from(factors[place]));
        prop_assert_eq!(report.progress[1].payable, Some(rounded(actual * factor, 1_000_000)));
        prop_assert_eq!(report.progress[1].tier.is_some(), reached.is_some());
    }
}
