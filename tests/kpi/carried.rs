//! What is carried over, weighed and posted, against the sentences of its specification.

use chrono::Datelike;
use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Adjustment, LeaderboardOptions, ScoreStatus, TargetPeriod};
use fieldbeat::math::Decimal;
use fieldbeat::shape::Shaped;
use fieldbeat::{
    Calendar, CalendarPolicy, Date, Instant, Progress, Score, Target, leaderboard, progress,
};
use proptest::prelude::*;

use super::rows::{company, decimal, rows};

fn thousandths(decimal: Decimal) -> i128 {
    decimal.units(3).unwrap()
}

/// `numerator / denominator` to so many digits, halves away from zero.
fn rounded(numerator: i128, denominator: i128, digits: u32) -> Decimal {
    let ten = 10_i128.pow(digits);
    let size = (2 * ten * numerator.abs() + denominator) / (2 * denominator);
    Decimal::from_units(if numerator < 0 { -size } else { size }, digits).unwrap()
}

fn month_of(date: Date) -> u32 {
    date.to_string()[5..7].parse().unwrap()
}

/// Thousandths that one has by a moment in a month, by Moscow's clock.
fn points(scored: &[Score], rep: &str, month: u32, now: Instant) -> i128 {
    let zone = company().policy().zone.clone();
    let own = scored.iter().filter(|score| {
        score.rep == rep
            && score.t <= now
            && score.status == ScoreStatus::Scored
            && month_of(zone.date(score.t)) == month
    });
    own.filter_map(|score| score.points).map(thousandths).sum()
}

/// What tiers pay of `reached`, in thousandths of points times percents times tenths of factors.
fn marginal(tiers: &[(i128, i128)], reached: i128, whole: i128) -> i128 {
    let ends = tiers.iter().skip(1).map(|(at, _)| at * whole).chain([reached * 100]);
    let parts = tiers.iter().zip(ends);
    parts.map(|((at, factor), end)| (end.min(reached * 100) - at * whole).max(0) * factor).sum()
}

fn adjustment(rep: usize, month: u32, units: i64) -> Adjustment {
    let text = format!(
        r#"{{"rep": "rep{rep}", "for_period": "2026-09", "period": "2026-{month}", "points": "{}"}}"#,
        decimal(units, 2)
    );
    Adjustment::from_json(&text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn progress_carries_weighs_and_adjusts_as_its_sentences_say(
        scored in rows(),
        day in 1_u32..31,
        value in 0_i64..90,
        carry in prop::sample::select(vec!["none", "deficit", "both"]),
        weights in prop::collection::vec(0_i64..4, 7),
        posted in prop::collection::vec((0_usize..4, 10_u32..12, -2_000_i64..2_000), 0..5),
        counts in any::<bool>(),
        at in prop::collection::btree_set(0_i64..300, 1..4),
        factors in prop::collection::vec(0_i64..30, 4),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let now: Instant = format!("2026-11-{day:02}T20:59:00+03:00").parse().unwrap();
        let tiers: Vec<(i128, i128)> =
            at.iter().zip(&factors).map(|(at, factor)| (i128::from(*at), i128::from(*factor))).collect();
        let steps: Vec<String> = tiers.iter()
            .map(|(at, tenths)| format!(r#"{{"at_percent": {at}, "factor": "{}"}}"#, Decimal::from_units(*tenths, 1).unwrap()))
            .collect();
        let target = |kind: &str| Target::from_json(&format!(
            r#"{{"value": {value}, "carry": "{carry}", "spread": "weights", "weights": {weights:?},
                "adjustments": "{}", "tiers": {{"kind": "{kind}", "steps": [{}]}}}}"#,
            if counts { "attainment" } else { "pay" }, steps.join(","),
        )).unwrap();
        let adjustments: Vec<Adjustment> =
            posted.iter().map(|(rep, month, units)| adjustment(*rep, *month, *units)).collect();
        let targets = [target("retroactive"), target("marginal")];
        let report = progress(&targets, &scored, &company(), now, &[], &adjustments, &mut Budget::unlimited()).unwrap();
        let (retroactive, marginals) = report.progress.split_at(report.progress.len() / 2);

        let zone = company().policy().zone.clone();
        let knows_october = scored.iter().any(|score| month_of(zone.date(score.t)) == 10);
        for (got, by_parts) in retroactive.iter().zip(marginals) {
            let adjusted = |month: u32| -> i128 {
                let own = posted.iter().filter(|(rep, own, _)| got.whose == format!("rep{rep}") && *own == month);
                own.map(|(.., units)| i128::from(*units) * 10).sum()
            };
            let actual = |month: u32| {
                points(&scored, &got.whose, month, now) + if counts { adjusted(month) } else { 0 }
            };
            let plan = i128::from(value) * 1000;
            let missing = thousandths(rounded(plan - actual(10), 1000, 2));
            let carried = match carry {
                "none" => None,
                _ if !knows_october => None,
                "deficit" => Some(missing.max(0)),
                _ => Some(missing),
            };
            prop_assert_eq!(got.carried.map(thousandths), carried);
            let goal = (plan + carried.unwrap_or(0)).max(0);
            prop_assert_eq!(thousandths(got.goal), goal);
            prop_assert_eq!(thousandths(got.actual), actual(11));
            prop_assert_eq!(thousandths(got.adjusted), adjusted(11));

            // The company works from Monday to Friday, but on the 4th; and on the 7th, a Saturday.
            let weight = |day: u32| {
                let date = chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
                let weekday = date.weekday().num_days_from_monday();
                let works = (weekday < 5 && day != 4) || day == 7;
                if works { i128::from(weights[weekday as usize]) } else { 0 }
            };
            let (all, over): (i128, i128) = ((1..=30).map(weight).sum(), (1..=day).map(weight).sum());
            let due = if all == 0 { Decimal::ZERO } else { rounded(goal * over, all * 1000, 2) };
            prop_assert_eq!(got.plan_to_date, due);

            // What was done before of all of the plan is below the actual.
            let (before, whole) = if goal == 0 && plan > 0 { (-carried.unwrap(), plan) } else { (0, goal) };
            let codes: Vec<&str> = got.reasons.iter().map(|reason| reason.code.as_str()).collect();
            prop_assert_eq!(codes.contains(&"no_plan"), whole == 0);
            prop_assert_eq!(codes.contains(&"met_by_carry"), goal == 0 && plan > 0);
            if whole == 0 {
                prop_assert_eq!((got.attainment_percent, got.payable), (None, None));
                continue;
            }
            let reached = actual(11) + before;
            prop_assert_eq!(got.attainment_percent, Some(rounded(reached * 100, whole, 4)));
            if before > 0 && actual(11) >= 0 {
                prop_assert!(got.attainment_percent >= Some(Decimal::from_units(100, 0).unwrap()));
            }
            let tier = tiers.iter().rposition(|(at, _)| at * whole <= reached * 100);
            let factor = tier.map_or(0, |place| tiers[place].1);
            prop_assert_eq!(got.tier.is_some(), tier.is_some());
            prop_assert_eq!(got.payable, Some(rounded(actual(11) * factor, 10_000, 2)));
            let paid = marginal(&tiers, reached, whole) - marginal(&tiers, before, whole);
            prop_assert_eq!(by_parts.payable, Some(rounded(paid, 1_000_000, 2)));
            prop_assert_eq!(by_parts.attainment_percent, got.attainment_percent);
        }
    }
}

fn with_surplus(october: &str, november: &str) -> Progress {
    let target = r#"{"value": 10, "carry": "both", "tiers": {"kind": "retroactive", "steps": [
        {"at_percent": 80, "factor": 1}, {"at_percent": 150, "factor": 2}]}}"#;
    let scored = [
        Score::new("1", "anna", "2026-10-12T10:00:00Z".parse().unwrap(), october).unwrap(),
        Score::new("2", "anna", "2026-11-12T10:00:00Z".parse().unwrap(), november).unwrap(),
    ];
    let now = "2026-11-13T18:00:00Z".parse().unwrap();
    let targets = [Target::from_json(target).unwrap()];
    let budget = &mut Budget::unlimited();
    progress(&targets, &scored, &company(), now, &[], &[], budget).unwrap().progress.remove(0)
}

#[test]
fn a_plan_that_the_month_before_met_is_met_and_pays() {
    let got = with_surplus("40", "2");
    assert_eq!((got.goal, got.carried), (Decimal::ZERO, Some("-30".parse().unwrap())));
    assert_eq!(got.attainment_percent, Some("320".parse().unwrap()));
    assert_eq!(got.payable, Some("4".parse().unwrap()));
    // Just met, and nothing done yet.
    let got = with_surplus("20", "0");
    assert_eq!(got.attainment_percent, Some("100".parse().unwrap()));
    assert_eq!((got.payout_factor, got.payable), (Some(Decimal::ONE), Some(Decimal::ZERO)));
    // A hundredth of the plan is left.
    let got = with_surplus("19.99", "0.01");
    assert_eq!(
        (got.goal, got.attainment_percent),
        ("0.01".parse().unwrap(), Some("100".parse().unwrap()))
    );
}

/// Whatever day weeks begin with, the week before a named one is the seven dates before it.
#[test]
fn the_week_before_a_named_one_does_not_overlap_it() {
    let policy = CalendarPolicy::from_json(r#"{"week_start": "sunday"}"#).unwrap();
    let calendar = Calendar::new(&policy).unwrap();
    let now = "2026-11-20T18:00:00Z".parse().unwrap();
    let scored = [
        Score::new("a", "anna", "2026-11-10T10:00:00Z".parse().unwrap(), "1").unwrap(),
        Score::new("b", "anna", "2026-11-17T10:00:00Z".parse().unwrap(), "7").unwrap(),
    ];
    let budget = &mut Budget::unlimited();
    for (named, before, carried) in [
        ("2026-W47", "2026-W46", "9"),
        ("2026-11-16/P1W", "2026-11-09/P1W", "9"),
        ("2026-11-15/P1W", "2026-11-08/P1W", "9"),
        ("2026-11-18/P1W", "2026-11-11/P1W", "3"),
        ("2026-W01", "2025-W52", ""),
        ("2026-11-17", "2026-11-16", ""),
        ("2026-11", "2026-10", ""),
    ] {
        let period = TargetPeriod::from_json(&format!("\"{named}\"")).unwrap();
        let options = LeaderboardOptions::default();
        let board = leaderboard(&scored, &period, &calendar, now, &[], &options, budget).unwrap();
        assert_eq!(board.last_period.name, before);
        assert_eq!(board.last_period.end, board.period.start);
        assert_eq!(calendar.period(before, None).unwrap(), board.last_period);
        let target = format!(r#"{{"value": 10, "carry": "both", "period": "{named}"}}"#);
        let targets = [Target::from_json(&target).unwrap()];
        let report = progress(&targets, &scored, &calendar, now, &[], &[], budget).unwrap();
        let due = carried.parse().ok();
        assert_eq!(report.progress[0].carried, due, "{named}");
    }
}
