//! When an answer changes, by trying every instant at which it could: all times are whole hours.

use fieldbeat::Instant;
use proptest::prelude::*;
use serde_json::json;

use crate::world::{cases, schema};
use crate::{at, compile, value};

const HOUR: i64 = 3_600_000;
/// The longest span that is drawn is a month, and the last time the end of the year.
const HOURS: i64 = 24 * 80;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_next_change_is_the_first_instant_with_another_answer(case in cases(4)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        for record in &case.records {
            let change = condition.next_change(&value(record), case.now).unwrap();
            let read = condition.read(&value(record)).unwrap();
            let answer = condition.answer(&read, Some(case.now)).unwrap();
            let hour = case.now.millis().div_euclid(HOUR);
            let first = (hour..hour + HOURS)
                .flat_map(|hour| [hour * HOUR, hour * HOUR + 1])
                .filter_map(Instant::from_millis)
                .filter(|t| *t > case.now)
                .find(|t| condition.answer(&read, Some(*t)).unwrap() != answer);
            prop_assert_eq!(change, first, "{} {} {}", &case.condition, record, case.now);
        }
    }

    #[test]
    fn nothing_changes_in_the_year_before_the_next_change(case in cases(2), tries in proptest::collection::vec(0.0..1.0, 16)) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        for record in &case.records {
            let change = condition.next_change(&value(record), case.now).unwrap();
            let answer = condition.matches(&value(record), Some(case.now)).unwrap();
            let end = change.map_or(case.now.millis() + 366 * 24 * HOUR, Instant::millis);
            for share in &tries {
                let ahead = (end - case.now.millis() - 1) as f64 * share;
                let t = Instant::from_millis(case.now.millis() + ahead as i64).unwrap();
                prop_assert_eq!(condition.matches(&value(record), Some(t)).unwrap(), answer);
            }
            if let Some(change) = change {
                let then = condition.matches(&value(record), Some(change)).unwrap();
                prop_assert_ne!(then, answer);
            }
        }
    }
}

#[test]
fn a_change_is_found_over_everything_that_does_not_change_the_answer() {
    let schema = json!({ "planned_at": "instant", "called_at": "instant" });
    let condition = json!({ "any": [
        { "field": "planned_at", "within": "1h" },
        { "field": "called_at", "within": "-4h" },
    ] });
    let condition = compile(&condition, &schema).unwrap();
    let record = value(&json!({
        "planned_at": "2026-11-20T10:30:00Z",
        "called_at": "2026-11-20T09:00:00Z",
    }));
    let change = |now| condition.next_change(&record, at(now)).unwrap();
    // The hour before the plan begins and ends within the four after the call.
    assert_eq!(change("2026-11-20T09:00:00Z"), Some(at("2026-11-20T13:00:00Z")));
    assert_eq!(change("2026-11-20T08:00:00Z"), Some(at("2026-11-20T09:00:00Z")));
    assert_eq!(change("2026-11-20T13:00:00Z"), None);
}
