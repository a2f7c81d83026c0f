//! A calendar observes as its hours listed one by one, which chrono's clocks tell.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use fieldbeat::budget::Budget;
use fieldbeat::shape::Shaped;
use fieldbeat::visit::{DutyHours, Interval, TripPolicy, VisitPolicy};
use fieldbeat::{Fix, Instant, Position, Track, trips, verify_plan};
use fieldbeat_tests::canonical::canonical;
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

use super::{Day, drawn};

/// Zones with a date on which their clocks change: forward, back, at midnight either way, by half an
/// hour.
const CHANGES: [(&str, (i32, u32, u32)); 6] = [
    ("Europe/Berlin", (2026, 3, 29)),
    ("Europe/Berlin", (2026, 10, 25)),
    ("Africa/Cairo", (2024, 4, 26)),
    ("Africa/Cairo", (2024, 10, 31)),
    ("Australia/Lord_Howe", (2026, 4, 5)),
    ("America/St_Johns", (2006, 10, 29)),
];

/// Parts of a day in minutes since midnight.
type Hours = Vec<(i64, i64)>;

/// None, one or two parts, some up to the end of the date or from its beginning.
fn hours(dice: &mut Dice) -> Hours {
    let mut ends: Vec<i64> = (0..4).map(|_| dice.between(0.0, 1440.0) as i64).collect();
    ends.sort_unstable();
    if dice.happens(0.4) {
        ends[0] = 0;
    }
    if dice.happens(0.4) {
        ends[3] = 1440;
    }
    let parts = [(ends[0], ends[1]), (ends[2], ends[3])];
    parts.into_iter().filter(|(start, end)| start < end && dice.happens(0.9)).collect()
}

fn json(hours: &Hours) -> String {
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let part = |(start, end): &(i64, i64)| {
        format!(r#"{{"start": "{}", "end": "{}"}}"#, clock(*start), clock(*end))
    };
    format!("[{}]", hours.iter().map(part).collect::<Vec<_>>().join(","))
}

/// The first instant at which the clocks show this; of a time that they skip, the jump.
fn first_at(zone: Tz, local: NaiveDateTime) -> Instant {
    let shown = (0..200).find_map(|minutes| {
        zone.from_local_datetime(&(local + TimeDelta::minutes(minutes))).earliest()
    });
    Instant::from_millis(shown.unwrap().timestamp_millis()).unwrap()
}

/// A calendar with the same hours on every day of a week but its holiday, and these hours one by one.
fn drawn_hours(dice: &mut Dice, zone: Tz, date: NaiveDate) -> (DutyHours, DutyHours) {
    let week: Vec<Hours> = (0..7).map(|_| hours(dice)).collect();
    let special = hours(dice);
    let named = dice.happens(0.3);
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days: Vec<String> = names
        .iter()
        .zip(&week)
        .map(|(name, hours)| format!("\"{name}\": {}", json(hours)))
        .collect();
    let layers = if named {
        format!(r#"[{{"days": [{{"first": "{date}", "hours": {}}}]}}]"#, json(&special))
    } else {
        "[]".to_owned()
    };
    let calendar =
        format!(r#"{{"zone": "{zone}", "hours": {{{}}}, "layers": {layers}}}"#, days.join(","));
    let mut times = Vec::new();
    for offset in -3..=3 {
        let own = date + TimeDelta::days(offset);
        let weekday = chrono::Datelike::weekday(&own).num_days_from_monday() as usize;
        let hours = if named && offset == 0 { &special } else { &week[weekday] };
        for (start, end) in hours {
            let at = |minute: i64| {
                first_at(zone, own.and_time(Default::default()) + TimeDelta::minutes(minute))
            };
            times.extend(
                Some(Interval { start: at(*start), end: at(*end) })
                    .filter(|own| own.start < own.end),
            );
        }
    }
    (DutyHours::from_json(&calendar).unwrap(), DutyHours::Times(times))
}

/// A random day whose morning is at any time of the date or the day after.
fn moved(seed: u64, dice: &mut Dice, zone: Tz, date: NaiveDate) -> Day {
    let mut day = drawn(seed);
    let midnight = first_at(zone, date.and_time(Default::default()));
    let first = day.track.fixes().first().map_or(midnight, |fix| fix.t);
    let by_ms = midnight.since(first) + dice.between(-6.0, 24.0).round() as i64 * 3_600_000;
    let fixes = day.track.fixes().iter().map(|fix| Fix {
        t: fix.t.plus(by_ms),
        received: fix.received.map(|received| received.plus(by_ms)),
        ..fix.clone()
    });
    day.track = Track::new(fixes.collect());
    for planned in &mut day.plan {
        if let Some(slot) = &mut planned.slot {
            (slot.start, slot.end) = (slot.start.plus(by_ms), slot.end.plus(by_ms));
        }
        if planned.date.is_some() {
            planned.date = Some(date.to_string().parse().unwrap());
        }
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_calendar_observes_as_its_hours_one_by_one(seed: u64) {
        let mut dice = Dice::new(seed ^ 0xca1e);
        let (name, (year, month, day)) = CHANGES[dice.between(0.0, 6.0) as usize];
        let (zone, date) = (name.parse::<Tz>().unwrap(), NaiveDate::from_ymd_opt(year, month, day).unwrap());
        let (calendar, times) = drawn_hours(&mut dice, zone, date);
        let day = moved(seed, &mut dice, zone, date);
        let base = Position::new(55.0, 37.0).unwrap();
        let [by_calendar, by_list] = [calendar, times].map(|observe| {
            let visit = VisitPolicy { observe: Some(observe), ..day.policy.clone() };
            let budget = &mut Budget::unlimited();
            let mut report =
                verify_plan(&day.plan, &day.track, &day.sites, &visit, None, budget).unwrap();
            report.policy_hash.clear();
            let policy = TripPolicy { visit, observe_nights: seed % 2 == 0, ..Default::default() };
            let mut way = trips(&day.track, &policy, &day.sites, Some(&base), budget).unwrap();
            way.policy_hash.clear();
            (canonical(&report.to_value()).unwrap(), canonical(&way.to_value()).unwrap())
        });
        prop_assert_eq!(by_calendar, by_list);
    }
}

#[test]
fn the_days_of_the_law_above_are_on_duty_in_part() {
    let (mut used, mut off_duty, mut mixed) = (0, 0, 0);
    for seed in 0..100 {
        let mut dice = Dice::new(seed ^ 0xca1e);
        let (name, (year, month, day)) = CHANGES[dice.between(0.0, 6.0) as usize];
        let (zone, date) =
            (name.parse::<Tz>().unwrap(), NaiveDate::from_ymd_opt(year, month, day).unwrap());
        let (calendar, _) = drawn_hours(&mut dice, zone, date);
        let day = moved(seed, &mut dice, zone, date);
        let on = day.track.fixes().iter().filter(|fix| calendar.include(fix.t)).count();
        let off = day.track.fixes().len() - on;
        (used, off_duty) = (used + on, off_duty + off);
        mixed += usize::from(on > 0 && off > 0);
    }
    assert!(used > 2_000 && off_duty > 2_000 && mixed > 20, "{used} {off_duty} {mixed}");
}
