//! Working time against the clock on the wall, minute by minute.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod ends;
mod midnights;
mod wall;

use fieldbeat::time::{
    Calendar, CalendarPolicy, CalendarSpan, Instant, PeriodKind, Zone, period, period_of,
    zone_table,
};
use proptest::prelude::*;
use wall::Wall;

const MINUTE: i64 = 60_000;

fn calendar(json: &str) -> Calendar {
    Calendar::new(&CalendarPolicy::from_json(json).unwrap()).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn span(text: &str) -> CalendarSpan {
    text.parse().unwrap()
}

const MOSCOW: &str = r#"{"zone": "Europe/Moscow", "days": [{"first": "2026-11-04"}]}"#;

#[test]
fn the_fixtures_of_the_specification_hold() {
    let moscow = calendar(MOSCOW);
    let (friday, monday) = (at("2026-11-20T17:50:00+03:00"), at("2026-11-23T09:25:00+03:00"));
    assert_eq!(moscow.working_time(friday, monday), 35 * MINUTE);
    assert_eq!(moscow.working_time(monday, friday), -35 * MINUTE);
    assert_eq!(monday.since(friday), (63 * 60 + 35) * MINUTE);
    let entered = at("2026-11-20T16:00:00+03:00");
    assert_eq!(moscow.working_time(entered, at("2026-11-24T17:00:00+03:00")), 19 * 60 * MINUTE);
    let november = moscow.period("2026-11", None).unwrap();
    assert_eq!(moscow.working_days(november.start, november.end), 20);
    let thirteenth = moscow.period("2026-11-13", None).unwrap();
    assert_eq!(moscow.working_days(november.start, thirteenth.end), 9);
    for (t, by, due) in [
        ("2026-11-21T12:00:00+03:00", "1bd", "2026-11-23T12:00:00+03:00"),
        ("2026-11-20T20:00:00+03:00", "1bd", "2026-11-24T09:00:00+03:00"),
        // Over the holiday.
        ("2026-11-06T12:00:00+03:00", "-3bd", "2026-11-02T12:00:00+03:00"),
        ("2026-11-03T17:00:00+03:00", "2bh", "2026-11-05T10:00:00+03:00"),
        ("2026-11-03T17:00:00+03:00", "1bh", "2026-11-03T18:00:00+03:00"),
        ("2026-11-05T10:00:00+03:00", "-1bh", "2026-11-05T09:00:00+03:00"),
        ("2026-11-21T12:00:00+03:00", "0bd", "2026-11-23T12:00:00+03:00"),
        ("2026-11-20T20:00:00+03:00", "0bd", "2026-11-23T09:00:00+03:00"),
        ("2026-11-20T20:00:00+03:00", "-1bd", "2026-11-19T18:00:00+03:00"),
        ("2026-01-31T10:00:00+03:00", "1mo", "2026-02-28T10:00:00+03:00"),
        ("2024-02-29T10:00:00+03:00", "1y", "2025-02-28T10:00:00+03:00"),
        ("2026-11-30T10:00:00+03:00", "1q", "2027-02-28T10:00:00+03:00"),
        ("2026-11-20T10:00:00+03:00", "-2w", "2026-11-06T10:00:00+03:00"),
        ("2026-11-20T10:00:00+03:00", "90s", "2026-11-20T10:01:30+03:00"),
    ] {
        assert_eq!(moscow.add(at(t), span(by)).unwrap(), at(due), "{t} + {by}");
    }
    // Thursday is off, Friday a bridge, and then there is a weekend.
    let bridge = calendar(r#"{"days": [{"first": "2026-11-05"}, {"first": "2026-11-06"}]}"#);
    for (t, by, due) in [
        ("2026-11-10T12:00:00Z", "-3bd", "2026-11-03T12:00:00Z"),
        ("2026-11-04T12:00:00Z", "1bd", "2026-11-09T12:00:00Z"),
        ("2026-11-07T12:00:00Z", "-1bd", "2026-11-04T12:00:00Z"),
        ("2026-11-06T12:00:00Z", "0bd", "2026-11-09T12:00:00Z"),
    ] {
        assert_eq!(bridge.add(at(t), span(by)).unwrap(), at(due), "{t} + {by}");
    }
}

#[test]
fn lunch_is_outside_and_layers_have_their_say() {
    let json = r#"{
        "zone": "Europe/Moscow",
        "hours": {"friday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}]},
        "days": [{"first": "2026-11-04", "name": "Unity Day"}],
        "layers": [
            {"name": "branch", "days": [{"first": "2026-11-07", "hours": [{"start": "10:00", "end": "15:00"}]}]},
            {"name": "rep", "days": [{"first": "2026-11-26", "last": "2026-12-09", "name": "vacation"}]}
        ]}"#;
    let rep = calendar(json);
    assert!(!rep.is_working(at("2026-11-20T13:30:00+03:00")));
    assert_eq!(
        rep.add(at("2026-11-19T13:30:00+03:00"), span("1bd")).unwrap(),
        at("2026-11-20T14:00:00+03:00"),
        "lunch"
    );
    assert_eq!(
        rep.add(at("2026-11-23T13:30:00+03:00"), span("-1bd")).unwrap(),
        at("2026-11-20T13:00:00+03:00"),
        "back to the closing before lunch"
    );
    assert!(rep.is_working(at("2026-11-07T12:00:00+03:00")), "a working Saturday");
    assert!(!rep.is_working(at("2026-11-04T12:00:00+03:00")));
    let (before, after) = (at("2026-11-25T18:00:00+03:00"), at("2026-12-10T09:00:00+03:00"));
    assert_eq!(rep.working_time(before, after), 0, "a vacation over the end of a month");
    assert_eq!(
        rep.add(at("2026-11-25T17:00:00+03:00"), span("2bh")).unwrap(),
        at("2026-12-10T10:00:00+03:00")
    );
}

#[test]
fn a_calendar_without_work_has_none_to_add() {
    let json = r#"{"hours": {"monday": [], "tuesday": [], "wednesday": [], "thursday": [], "friday": []}}"#;
    let idle = calendar(json);
    for by in ["1bd", "-1bd", "0bd", "1bh", "-1bh"] {
        let error = idle.add(at("2026-11-20T10:00:00Z"), span(by)).unwrap_err();
        assert_eq!(error.problems()[0].code, "no_working_time", "{by}");
    }
    let error = idle.add(Instant::MAX, span("1mo")).unwrap_err();
    assert_eq!(error.problems()[0].code, "out_of_range");
    assert_eq!(idle.working_time(Instant::MIN, Instant::MAX), 0);
}

#[test]
fn bad_policies_are_told_in_full() {
    let json = r#"{
        "zone": "Europe/Nowhere", "year_start": 13, "week_strat": "monday",
        "hours": {"monday": [{"start": "18:00", "end": "09:00"}], "tuesday": [{"start": "9:00"}],
                  "friday": [{"start": "09:00", "end": "13:00"}, {"start": "12:00", "end": "18:00"}]},
        "layers": [{"days": [{"first": "2026-11-05", "last": "2026-11-04"}]}]}"#;
    let error = CalendarPolicy::from_json(json).unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(
        found,
        [
            ("unknown_key", "$.week_strat"),
            ("unknown_zone", "$.zone"),
            ("end_before_start", "$.hours.monday[0].end"),
            ("invalid_clock", "$.hours.tuesday[0].start"),
            ("end_before_start", "$.layers[0].days[0].last"),
        ]
    );
    let overlap =
        r#"{"hours": {"friday": [{"end": "13:00"}, {"start": "12:00"}]}, "year_start": 0}"#;
    let error = CalendarPolicy::from_json(overlap).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.hours.friday[1]");
}

#[test]
fn periods_have_names_and_say_them_again() {
    let zone = Zone::named("Europe/Moscow").unwrap();
    let now = Some(at("2026-11-20T23:30:00Z")); // the 21st in Moscow, a Saturday
    for (name, called, start, end) in [
        ("2026-11-13", "2026-11-13", "2026-11-13", "2026-11-14"),
        ("2026-W47", "2026-W47", "2026-11-16", "2026-11-23"),
        ("2020-W53", "2020-W53", "2020-12-28", "2021-01-04"),
        ("2026-11", "2026-11", "2026-11-01", "2026-12-01"),
        ("2026-Q4", "2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026", "2026", "2026-01-01", "2027-01-01"),
        ("today", "2026-11-21", "2026-11-21", "2026-11-22"),
        ("yesterday", "2026-11-20", "2026-11-20", "2026-11-21"),
        ("this_week", "2026-W47", "2026-11-16", "2026-11-23"),
        ("last_week", "2026-W46", "2026-11-09", "2026-11-16"),
        ("last_month", "2026-10", "2026-10-01", "2026-11-01"),
        ("last_quarter", "2026-Q3", "2026-07-01", "2026-10-01"),
        ("last_year", "2025", "2025-01-01", "2026-01-01"),
    ] {
        let found = period(name, &zone, now).unwrap();
        let midnight = |date: &str| at(&format!("{date}T00:00:00+03:00"));
        assert_eq!(found.name, called);
        assert_eq!((found.start, found.end), (midnight(start), midnight(end)), "{name}");
    }
    for name in ["", "2026-13", "2026-Q5", "2026-W54", "2025-W53", "26", "this_day", "2026-11-31"] {
        let error = period(name, &zone, now).unwrap_err();
        assert_eq!(error.problems()[0].code, "invalid_period", "{name}");
    }
    assert_eq!(period("today", &zone, None).unwrap_err().problems()[0].code, "missing_now");

    let fiscal = calendar(r#"{"week_start": "sunday", "year_start": 4}"#);
    for (name, called, start, end) in [
        ("2026-Q4", "2026-Q4", "2027-01-01", "2027-04-01"),
        ("2026", "2026", "2026-04-01", "2027-04-01"),
        ("this_week", "2026-11-15/P1W", "2026-11-15", "2026-11-22"),
        ("last_quarter", "2026-Q2", "2026-07-01", "2026-10-01"),
    ] {
        let found = fiscal.period(name, now).unwrap();
        let midnight = |date: &str| at(&format!("{date}T00:00:00Z"));
        assert_eq!((found.start, found.end), (midnight(start), midnight(end)), "{name}");
        assert_eq!(found.name, called);
        assert_eq!(fiscal.period(&found.name, None).unwrap(), found);
    }
}

#[test]
fn a_day_without_midnight_begins_at_its_first_instant() {
    // Clocks in Cairo went from 00:00 to 01:00 on 26 April 2024.
    let cairo = Zone::named("Africa/Cairo").unwrap();
    let day = period("2024-04-26", &cairo, None).unwrap();
    assert_eq!(day.start, at("2024-04-26T01:00:00+03:00"));
    assert_eq!(day.end.since(day.start), 23 * 60 * MINUTE);
}

#[test]
fn what_a_clock_shows_again_after_midnight_is_of_the_day_that_has_begun() {
    // Clocks in St. John's went from 00:01 on 29 October 2006 to 23:01 on the 28th.
    let zone = Zone::named("America/St_Johns").unwrap();
    let again = at("2006-10-28T23:30:00-03:30");
    assert_eq!(zone.date(again).to_string(), "2006-10-28");
    let found = period_of(again, PeriodKind::Day, &zone);
    assert_eq!((found.name.as_str(), found.start), ("2006-10-29", at("2006-10-29T00:00:00-02:30")));
    assert_eq!(period("today", &zone, Some(again)).unwrap(), found);
    let yesterday = period("yesterday", &zone, Some(again)).unwrap();
    assert_eq!(yesterday.end, found.start);
}

#[test]
fn every_day_of_every_zone_begins_where_its_clock_first_shows_the_date() {
    let (first, days) = (chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(), 4 * 365 + 1);
    let mut without_midnight = std::collections::BTreeSet::new();
    for zone in chrono_tz::TZ_VARIANTS {
        let ours = Zone::named(zone.name()).unwrap();
        for day in 0..days {
            let date = first + chrono::Duration::days(day);
            let midnight = date.and_hms_opt(0, 0, 0).unwrap();
            let shown = |minutes: i64| {
                use chrono::TimeZone;
                zone.from_local_datetime(&(midnight + chrono::Duration::minutes(minutes)))
                    .earliest()
            };
            // Where there is no midnight, the first minute that is.
            let start = (0..=1440).find_map(shown).unwrap().timestamp_millis();
            let date = date.to_string().parse().unwrap();
            assert_eq!(ours.day(date).0.millis(), start, "{zone} {date}");
            if shown(0).is_none() {
                without_midnight.insert((zone.name(), date));
            }
        }
    }
    // Cairo's and Beirut's among them.
    for (zone, date) in [("Africa/Cairo", "2024-04-26"), ("Asia/Beirut", "2025-03-30")] {
        assert!(without_midnight.contains(&(zone, date.parse().unwrap())), "{zone}");
    }
}

/// Those whose clocks ever changed twice within a week, and one that changes twice a year.
#[test]
fn no_change_of_a_zone_is_lost() {
    const HOURS: i64 = 6;
    for name in [
        "America/Cambridge_Bay",
        "America/Boa_Vista",
        "America/Noronha",
        "America/Recife",
        "Asia/Gaza",
        "Asia/Hebron",
        "Europe/Kyiv",
    ] {
        let theirs: chrono_tz::Tz = name.parse().unwrap();
        let ours = Zone::named(name).unwrap();
        for step in 0..129 * 365 * 24 / HOURS {
            use chrono::Offset;
            let ms = step * HOURS * 60 * MINUTE;
            let t = chrono::DateTime::from_timestamp_millis(ms).unwrap();
            let due = t.with_timezone(&theirs).offset().fix().local_minus_utc();
            assert_eq!(
                ours.offset_s(Instant::from_millis(ms).unwrap()),
                i64::from(due),
                "{name} {t}"
            );
        }
    }
    let table = |name: &str, start: &str, end: &str| {
        zone_table(name, at(start), at(end)).unwrap().offsets.len()
    };
    assert_eq!(table("Asia/Gaza", "2040-10-19T23:30:00Z", "2040-10-31T00:00:00Z"), 3);
    assert_eq!(table("America/Recife", "2000-10-08T02:30:00Z", "2000-10-31T00:00:00Z"), 3);
}

#[test]
fn the_last_day_is_in_the_last_periods() {
    for zone in
        [Zone::utc(), Zone::named("Asia/Tokyo").unwrap(), Zone::named("America/Lima").unwrap()]
    {
        let last = at("9999-12-31T12:00:00Z");
        for kind in PeriodKind::ALL {
            let found = period_of(last, *kind, &zone);
            assert!(found.start <= last && last < found.end, "{found:?}");
            assert_eq!(found.end, Instant::MAX);
            assert_eq!(period(&found.name, &zone, None).unwrap(), found);
        }
        let before = period("9999-12-30", &zone, None).unwrap();
        assert_eq!(before.end, period("9999-12-31", &zone, None).unwrap().start);
    }
}

/// A policy of whole minutes, and the same for the wall.
fn policies() -> impl Strategy<Value = Wall> {
    let hours = prop::collection::btree_set(0..=1440_i64, 0..=6).prop_map(|times| {
        let times: Vec<i64> = times.into_iter().collect();
        times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    let week = prop::collection::vec(hours.clone(), 7);
    let days = prop::collection::vec((-15..15_i64, 0..4_i64, hours), 0..5);
    let layers = prop::collection::vec((prop::option::of(week.clone()), days.clone()), 0..3);
    (0..Wall::MOMENTS.len(), week, days, layers)
        .prop_map(|(moment, week, days, layers)| Wall::new(moment, week, days, layers))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn working_time_is_what_the_wall_counts(
        wall in policies(),
        minutes in prop::collection::vec(0..20 * 1440_i64, 2..8),
    ) {
        let calendar = calendar(&wall.json());
        for pair in minutes.windows(2) {
            let (a, b) = (wall.instant(pair[0]), wall.instant(pair[1]));
            prop_assert_eq!(calendar.is_working(a), wall.is_working(a));
            prop_assert_eq!(calendar.working_time(a, b), wall.working_time(a, b));
            prop_assert_eq!(calendar.working_time(b, a), -calendar.working_time(a, b));
            let days = calendar.working_days(a.min(b), a.max(b));
            prop_assert_eq!(days, wall.working_days(a.min(b), a.max(b)));
        }
    }

    #[test]
    fn working_hours_end_where_the_wall_says(
        wall in policies(),
        minute in 8 * 1440..12 * 1440_i64,
        hours in -20..20_i64,
    ) {
        let calendar = calendar(&wall.json());
        let t = wall.instant(minute);
        if let Some(expected) = wall.add_hours(t, hours) {
            let found = calendar.add(t, span(&format!("{hours}bh")));
            prop_assert_eq!(found.unwrap(), expected, "{} + {}bh", t, hours);
        }
    }

    #[test]
    fn working_days_end_where_the_wall_says(
        wall in policies(),
        minute in 8 * 1440..12 * 1440_i64,
        days in -4..5_i64,
    ) {
        let calendar = calendar(&wall.json());
        let t = wall.instant(minute);
        if let Some(expected) = wall.add_days(t, days) {
            let found = calendar.add(t, span(&format!("{days}bd")));
            prop_assert_eq!(found.unwrap(), expected, "{} + {}bd", t, days);
        }
    }

    #[test]
    fn every_instant_is_in_the_period_of_each_kind_and_its_name_says_so(
        ms in -1_000_000_000_000..4_000_000_000_000_i64,
        zone in prop::sample::select(vec![
            "UTC", "Europe/Moscow", "America/Santiago", "Africa/Cairo", "America/St_Johns",
        ]),
    ) {
        let (t, zone) = (Instant::from_millis(ms).unwrap(), Zone::named(zone).unwrap());
        for kind in PeriodKind::ALL {
            let found = period_of(t, *kind, &zone);
            prop_assert!(found.start <= t && t < found.end, "{:?} {}", found, t);
            prop_assert_eq!(&period(&found.name, &zone, None).unwrap(), &found);
            // One ends where the next begins.
            prop_assert_eq!(period_of(found.end, *kind, &zone).start, found.end);
            prop_assert_eq!(period_of(found.start.plus(-1), *kind, &zone).end, found.start);
        }
    }

    #[test]
    fn periods_of_a_calendar_follow_one_another_whatever_they_begin_with(
        ms in -1_000_000_000_000..4_000_000_000_000_i64,
        week in prop::sample::select(vec!["monday", "saturday", "sunday"]),
        month in 1..=12_u32,
        zone in prop::sample::select(vec!["UTC", "America/Santiago", "Africa/Cairo", "Asia/Beirut"]),
    ) {
        let json = format!(r#"{{"zone": "{zone}", "week_start": "{week}", "year_start": {month}}}"#);
        let (calendar, t) = (calendar(&json), Instant::from_millis(ms).unwrap());
        for kind in PeriodKind::ALL {
            let found = calendar.period_of(t, *kind);
            prop_assert!(found.start <= t && t < found.end, "{:?} {}", found, t);
            prop_assert_eq!(&calendar.period(&found.name, None).unwrap(), &found);
            prop_assert_eq!(calendar.period_of(found.end, *kind).start, found.end);
        }
        // A quarter begins with a month, three of them are one, and a year begins with a quarter.
        let (year, quarter) = (calendar.period_of(t, PeriodKind::Year), calendar.period_of(t, PeriodKind::Quarter));
        prop_assert_eq!(calendar.period_of(year.start, PeriodKind::Quarter).start, year.start);
        prop_assert_eq!(calendar.period_of(quarter.start, PeriodKind::Month).start, quarter.start);
        let third = calendar.add(quarter.start, span("2mo")).unwrap();
        prop_assert_eq!(calendar.period_of(third, PeriodKind::Month).end, quarter.end);
    }

    #[test]
    fn civil_days_keep_the_clock_on_the_wall(
        wall in policies(),
        minute in 8 * 1440..12 * 1440_i64,
        days in -8..9_i64,
    ) {
        let (calendar, t) = (calendar(&wall.json()), wall.instant(minute));
        let expected = wall.add_civil(t, days);
        prop_assert_eq!(calendar.add(t, span(&format!("{days}d"))).unwrap(), expected, "{} + {}d", t, days);
        if days % 7 == 0 {
            let weeks = format!("{}w", days / 7);
            prop_assert_eq!(calendar.add(t, span(&weeks)).unwrap(), expected);
        }
    }
}
