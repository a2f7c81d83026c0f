//! Random rows of points, and reps that are away.

use fieldbeat::math::Decimal;
use fieldbeat::shape::Shaped;
use fieldbeat::{Calendar, CalendarPolicy, Instant, Rep, Score};
use proptest::prelude::*;

/// Monday to Friday from nine to six in Moscow, with a lunch on Fridays; the 4th of November is off,
/// the 7th, a Saturday, is not.
pub(crate) fn company() -> Calendar {
    let policy = CalendarPolicy::from_json(
        r#"{
            "zone": {"name": "Europe/Moscow", "offsets": [[0, 10800]]},
            "hours": {"friday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "17:00"}]},
            "days": [
                {"first": "2026-11-04"},
                {"first": "2026-11-07", "hours": [{"start": "10:00", "end": "15:00"}]}
            ]
        }"#,
    );
    Calendar::new(&policy.unwrap()).unwrap()
}

/// The first instant of 1 October 2026 in Moscow.
pub(crate) const OCTOBER: i64 = 1_790_802_000_000;
/// October and November 2026.
pub(crate) const SPAN_MS: i64 = 61 * 86_400_000;

pub(crate) fn decimal(units: i64, scale: u32) -> Decimal {
    Decimal::from_units(units, scale).unwrap()
}

/// A row of the visit number `id`, which is one of `rep`.
fn row(id: usize) -> impl Strategy<Value = Score> {
    let money = || prop::option::weighted(0.7, -500_i64..5_000);
    let when = 0..SPAN_MS / 60_000;
    let steps = prop::collection::vec((0_usize..5, 0_usize..3, -400_i64..1_000), 0..4);
    (0_usize..5, when, 0_usize..12, money(), money(), money(), steps, 0_usize..10).prop_map(
        move |(rep, minute, site, points, amount, margin, steps, fate)| {
            let t = Instant::from_millis(OCTOBER + minute * 60_000).unwrap();
            let mut score = Score::new(&format!("v{id}"), &format!("rep{rep}"), t, "0").unwrap();
            score.site = (site > 0).then(|| format!("site{site}"));
            score.amount = amount.map(|units| decimal(units, 2));
            score.margin = margin.map(|units| decimal(units, 3));
            score.points = points.map(|units| decimal(units, 2));
            if points.is_some() && !steps.is_empty() {
                let sum = steps.iter().map(|(.., delta)| delta).sum::<i64>();
                score.points = Some(decimal(sum, 3));
                let step = |(kind, rule, delta): &(usize, usize, i64)| {
                    let kind = ["table", "modifier", "split", "limit", "rounding"][*kind];
                    let text = format!(
                        r#"{{"kind": "{kind}", "rule_id": "rule{rule}", "delta": {}}}"#,
                        decimal(*delta, 3)
                    );
                    fieldbeat::ScoreStep::from_json(&text).unwrap()
                };
                score.steps = steps.iter().map(step).collect();
            }
            let status = match fate {
                0 => r#""undetermined""#,
                1 => r#""not_eligible""#,
                _ => r#""scored""#,
            };
            score.status = Shaped::from_json(status).unwrap();
            if fate < 2 {
                score.steps.clear();
                score.points = (fate == 1).then_some(Decimal::ZERO);
            }
            score
        },
    )
}

/// Rows of two months, each visit with one row or, where it was joint, two.
pub(crate) fn rows() -> impl Strategy<Value = Vec<Score>> {
    (0_usize..60).prop_flat_map(|count| (0..count).map(row).collect::<Vec<_>>()).prop_map(
        |mut rows| {
            let joint: Vec<Score> = rows
                .iter()
                .step_by(7)
                .map(|row| Score { rep: "companion".to_owned(), ..row.clone() })
                .collect();
            rows.extend(joint);
            rows
        },
    )
}

/// The roster: some away, some new, one in another zone, one of whom it says nothing.
pub(crate) fn reps() -> Vec<Rep> {
    let reps = [
        r#"{"id": "rep0", "team": "north", "territory": "a"}"#,
        r#"{"id": "rep1", "team": "north", "territory": "b", "absences": [
            {"first": "2026-10-28", "last": "2026-11-06"},
            {"kind": "sick", "first": "2026-11-12"}]}"#,
        r#"{"id": "rep2", "team": "south", "hired": "2026-11-10", "share": 0.5}"#,
        r#"{"id": "rep3", "team": "south", "left": "2026-11-18", "calendar": {
            "zone": {"name": "Asia/Vladivostok", "offsets": [[0, 36000]]},
            "hours": {"monday": []}}}"#,
    ];
    reps.iter().map(|text| Rep::from_json(text).unwrap()).collect()
}

/// An instant of the two months.
pub(crate) fn now() -> impl Strategy<Value = Instant> {
    // Closings, openings and midnights are where things change.
    let clock = prop::sample::select(vec![0_i64, 9 * 60, 12 * 60, 17 * 60, 18 * 60, 18 * 60 + 1]);
    (0_i64..62, clock).prop_map(|(day, minutes)| {
        Instant::from_millis(OCTOBER + day * 86_400_000 + minutes * 60_000).unwrap()
    })
}
