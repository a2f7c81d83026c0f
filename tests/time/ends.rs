//! The first date and the last: nothing is lost there, and nothing lies beyond.

use fieldbeat::time::{Calendar, CalendarPolicy, Instant, PeriodKind, Zone, period};
use proptest::prelude::*;

use super::{at, calendar, span};

const DAY_MS: i64 = 86_400_000;
/// No whole number is read beyond what JavaScript's numbers tell apart.
const LARGEST: i64 = (1 << 53) - 1;
const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[test]
fn the_first_day_is_in_the_first_periods() {
    let zones = ["UTC", "Asia/Tokyo", "America/Lima"].map(|name| Zone::named(name).unwrap());
    for zone in zones {
        let first = zone.day("0001-01-01".parse().unwrap());
        assert_eq!(first.0, Instant::MIN);
        assert_eq!(first.1, zone.day("0001-01-02".parse().unwrap()).0);
        for name in ["0001-01-01", "0001-W01", "0001-01", "0001-Q1", "0001"] {
            let found = period(name, &zone, None).unwrap();
            assert_eq!((found.name.as_str(), found.start), (name, Instant::MIN), "{zone:?}");
        }
        for name in ["0000-12-31", "0000-W52", "0000-12", "0000-Q4", "0000", "10000"] {
            let error = period(name, &zone, None).unwrap_err();
            assert_eq!(error.problems()[0].code, "invalid_period", "{name}");
        }
        for name in ["yesterday", "last_week", "last_month", "last_quarter", "last_year"] {
            let error = period(name, &zone, Some(Instant::MIN)).unwrap_err();
            assert_eq!(error.problems()[0].code, "out_of_range", "{name}");
        }
    }
}

#[test]
fn periods_follow_one_another_from_the_first_date_and_up_to_the_last() {
    for (index, week_start) in WEEK.iter().enumerate() {
        for year_start in 1..=12 {
            let zone = ["UTC", "Asia/Tokyo", "America/Lima"][index % 3];
            let own = calendar(&format!(
                r#"{{"zone": "{zone}", "week_start": "{week_start}", "year_start": {year_start}}}"#
            ));
            for kind in PeriodKind::ALL {
                let mut found = own.period_of(Instant::MIN, *kind);
                assert_eq!(found.start, Instant::MIN, "{kind:?} {week_start} {year_start}");
                for _ in 0..5 {
                    let again = own.period(&found.name, None).unwrap();
                    assert_eq!(again, found, "{week_start} {year_start}");
                    assert_eq!(own.period_of(found.end.plus(-1), *kind), found);
                    let next = own.period_of(found.end, *kind);
                    assert_eq!(next.start, found.end);
                    assert_ne!(next.name, found.name);
                    found = next;
                }
                let mut found = own.period_of(Instant::MAX.plus(-1), *kind);
                assert_eq!(found.end, Instant::MAX);
                for _ in 0..5 {
                    assert_eq!(own.period(&found.name, None).unwrap(), found);
                    let before = own.period_of(found.start.plus(-1), *kind);
                    assert_eq!(before.end, found.start);
                    found = before;
                }
            }
        }
    }
}

#[test]
fn what_is_added_does_not_end_at_the_last_instant() {
    for zone in ["UTC", "Asia/Tokyo", "America/Lima"] {
        let own = calendar(&format!(r#"{{"zone": "{zone}"}}"#));
        for (t, by) in [
            (Instant::MAX, "1s"),
            (Instant::MAX, "1d"),
            (Instant::MAX, "1mo"),
            (Instant::MAX, "999999999y"),
            (Instant::MAX, "999999999w"),
            (Instant::MIN, "-1s"),
            (Instant::MIN, "-1d"),
            (Instant::MIN, "-1mo"),
            (Instant::MIN, "-999999999w"),
        ] {
            let error = own.add(t, span(by)).unwrap_err();
            assert_eq!(error.problems()[0].code, "out_of_range", "{zone} {t} {by}");
        }
        assert_eq!(own.add(Instant::MAX.plus(-2 * DAY_MS), span("2d")).unwrap(), Instant::MAX);
        assert_eq!(own.add(Instant::MIN.plus(2 * DAY_MS), span("-2d")).unwrap(), Instant::MIN);
    }
}

#[test]
fn every_date_of_the_last_week_is_worked_if_it_is() {
    let hours = WEEK.map(|day| format!(r#""{day}": [{{"start": "00:00", "end": "24:00"}}]"#));
    for zone in ["UTC", "Asia/Tokyo", "America/Lima"] {
        let own = calendar(&format!(r#"{{"zone": "{zone}", "hours": {{{}}}}}"#, hours.join(", ")));
        let from = own.period("9999-12-25", None).unwrap().start;
        assert_eq!(own.working_days(from, Instant::MAX), 7, "{zone}");
        let until = own.period("0001-01-07", None).unwrap().end;
        assert_eq!(own.working_days(Instant::MIN, until), 7, "{zone}");
    }
}

/// A zone's table as anybody may write one.
fn tables() -> impl Strategy<Value = String> {
    let extreme = prop::sample::select(vec![
        -LARGEST,
        -62_135_596_800_000 - DAY_MS,
        -62_135_596_800_000,
        0,
        253_402_300_799_999,
        253_402_300_799_999 + DAY_MS,
        LARGEST,
    ]);
    let change =
        prop_oneof![extreme, -LARGEST..=LARGEST, -62_135_596_800_000..253_402_300_799_999_i64];
    prop::collection::btree_map(change, -26 * 3600..=26 * 3600_i64, 1..5)
        .prop_map(|rows| format!("{:?}", rows.into_iter().map(|(t, s)| [t, s]).collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_table_of_a_zone_breaks_a_calendar(
        offsets in tables(),
        t in prop_oneof![Just(Instant::MIN.millis()), Just(Instant::MAX.millis()),
                         Instant::MIN.millis()..=Instant::MAX.millis()],
        by in prop::sample::select(vec!["1d", "-1mo", "999999999y", "3bd", "-3bd", "8bh", "-8bh", "0bd"]),
    ) {
        let policy = format!(r#"{{"zone": {{"name": "x", "offsets": {offsets}}}}}"#);
        let own = Calendar::new(&CalendarPolicy::from_json(&policy).unwrap()).unwrap();
        let t = Instant::from_millis(t).unwrap();
        if let Ok(due) = own.add(t, span(by)) {
            prop_assert!(Instant::MIN <= due && due <= Instant::MAX);
        }
        prop_assert_eq!(own.working_time(t, Instant::MAX), -own.working_time(Instant::MAX, t));
        for kind in PeriodKind::ALL {
            let found = own.period_of(t, *kind);
            prop_assert!(found.start <= t, "{:?}", found);
            prop_assert!(t < found.end || found.end == Instant::MAX, "{:?}", found);
            prop_assert!(own.working_days(found.start, found.end) >= 0);
        }
    }
}

#[test]
fn a_change_of_clocks_of_which_no_date_is_near_is_none() {
    let far =
        calendar(r#"{"zone": {"name": "x", "offsets": [[0, 3600], [9007199254740991, 7200]]}}"#);
    let friday = at("2026-11-20T17:30:00+01:00");
    assert_eq!(far.add(friday, span("1bh")).unwrap(), at("2026-11-23T09:30:00+01:00"));
}
