//! `verify_many` says of every rep and day what `verify_plan` says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat::budget::Budget;
use fieldbeat::column::Texts;
use fieldbeat::geofence::RepFixes;
use fieldbeat::visit::{Companion, History, ManyReport, RepHistory};
use fieldbeat::{
    Fix, Instant, PlannedVisit, Site, Track, VisitPolicy, VisitReport, verify_many, verify_plan,
};
use fieldbeat_tests::simulator::{Day, Dice};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// `early` and `late` of the policy's defaults.
const TOLERANCE_MS: i64 = 15 * 60_000;

/// Days of several reps in one country: each simulated day is a rep's, `days` times in a row, with
/// its own sites, which the others' tracks may touch as well.
struct Work {
    plan: Vec<PlannedVisit>,
    fixes: Vec<(String, Fix)>,
    sites: Vec<Site>,
}

fn work(seeds: std::ops::Range<u64>, days: i64) -> Work {
    let mut work = Work { plan: Vec::new(), fixes: Vec::new(), sites: Vec::new() };
    for seed in seeds {
        let rep = format!("rep {}", seed % 3);
        let day = Day::of_seed(seed).unwrap();
        let shift = |repeat: i64| (seed as i64 / 3 * days + repeat) * DAY_MS;
        for site in &day.sites {
            work.sites.push(Site { id: format!("{seed} {}", site.id), ..site.clone() });
        }
        for repeat in 0..days {
            let ms = shift(repeat);
            // Every fifth visit is made without having been planned.
            for (_, visit) in day.plan.iter().enumerate().filter(|(index, _)| index % 5 != 4) {
                let mut visit = visit.clone();
                visit.id = format!("{seed} {repeat} {}", visit.id);
                visit.site = format!("{seed} {}", visit.site);
                visit.rep = Some(rep.clone());
                let slot = visit.slot.as_mut().unwrap();
                (slot.start, slot.end) = (slot.start.plus(ms), slot.end.plus(ms));
                work.plan.push(visit);
            }
            for fix in &day.fixes {
                let mut fix = fix.clone();
                fix.t = fix.t.plus(ms);
                fix.received = fix.received.map(|received| received.plus(ms));
                work.fixes.push((rep.clone(), fix));
            }
        }
    }
    work
}

impl Work {
    /// The same work, so many hours later.
    fn later(mut self, hours: i64) -> Self {
        let ms = hours * HOUR_MS;
        for slot in self.plan.iter_mut().filter_map(|visit| visit.slot.as_mut()) {
            (slot.start, slot.end) = (slot.start.plus(ms), slot.end.plus(ms));
        }
        for (_, fix) in &mut self.fixes {
            fix.t = fix.t.plus(ms);
            fix.received = fix.received.map(|received| received.plus(ms));
        }
        self
    }

    fn columns(&self) -> RepFixes {
        RepFixes {
            reps: self.fixes.iter().map(|(rep, _)| rep.as_str()).collect(),
            fixes: self.fixes.iter().map(|(_, fix)| fix.clone()).collect(),
        }
    }

    fn many(&self) -> ManyReport {
        let policy = VisitPolicy::default();
        verify_many(&self.plan, &self.columns(), &self.sites, &policy, &[], &mut unlimited())
            .unwrap()
    }

    /// The reports of every rep and day, one call each, with all sites.
    fn one_by_one(&self) -> Vec<(String, String, VisitReport)> {
        let reps: BTreeSet<&str> = self.fixes.iter().map(|(rep, _)| rep.as_str()).collect();
        reps.iter().flat_map(|rep| self.days_of(rep)).collect()
    }

    fn days_of(&self, rep: &str) -> Vec<(String, String, VisitReport)> {
        let mut days: BTreeMap<i64, (Vec<PlannedVisit>, Vec<Fix>)> = BTreeMap::new();
        for visit in self.plan.iter().filter(|visit| visit.rep.as_deref() == Some(rep)) {
            let day = days.entry(midnight_before(visit.slot.as_ref().unwrap().start)).or_default();
            day.0.push(visit.clone());
        }
        for (_, fix) in self.fixes.iter().filter(|(own, _)| own == rep) {
            let day = self.day_of(rep, fix.t);
            days.entry(day).or_default().1.push(fix.clone());
        }
        let mut path_digests: Vec<String> = Vec::new();
        days.into_iter()
            .map(|(midnight, (plan, fixes))| {
                let history =
                    History { path_digests: path_digests.clone(), companions: Vec::new() };
                let report = verify_plan(
                    &plan,
                    &Track::new(fixes),
                    &self.sites,
                    &VisitPolicy::default(),
                    Some(&history),
                    &mut unlimited(),
                )
                .unwrap();
                path_digests.extend(report.path_digest.clone());
                let date = Instant::from_millis(midnight).unwrap().to_string()[..10].to_owned();
                (rep.to_owned(), date, report)
            })
            .collect()
    }

    /// The midnight at which the day of a fix begins: that of its date, or of the day before or
    /// after, where that day's slots reach so far.
    fn day_of(&self, rep: &str, t: Instant) -> i64 {
        let own = midnight_before(t);
        if t.millis() < self.boundary(rep, own) {
            own - DAY_MS
        } else if t.millis() >= self.boundary(rep, own + DAY_MS) {
            own + DAY_MS
        } else {
            own
        }
    }

    /// Where the day before this midnight ends: midnight, or the instant next to it at which no
    /// window of the rep's slots is cut; if there is none, at which no slot is; if slots overlap,
    /// where the first of the next day begins.
    fn boundary(&self, rep: &str, midnight: i64) -> i64 {
        let slots = || {
            self.plan.iter().filter(|visit| visit.rep.as_deref() == Some(rep)).map(|visit| {
                let slot = visit.slot.as_ref().unwrap();
                (slot.start.millis(), slot.end.millis())
            })
        };
        let cuts = |t: i64, tolerance: i64| {
            slots().any(|(start, end)| {
                let (open, close) = (start - tolerance, end + tolerance);
                if start < midnight { t < close } else { open < t }
            })
        };
        let minutes = || (0..12 * 60).flat_map(|m| [midnight - m * 60_000, midnight + m * 60_000]);
        minutes()
            .find(|&t| !cuts(t, TOLERANCE_MS))
            .or_else(|| minutes().find(|&t| !cuts(t, 0)))
            .or_else(|| slots().map(|(start, _)| start).filter(|&start| start >= midnight).min())
            .unwrap()
    }
}

fn midnight_before(t: Instant) -> i64 {
    t.millis() - t.millis().rem_euclid(DAY_MS)
}

fn unlimited() -> Budget<'static> {
    Budget::unlimited()
}

fn all(texts: &Texts) -> Vec<&str> {
    (0..texts.codes.len()).map(|row| texts.get(row).unwrap()).collect()
}

#[test]
fn every_day_is_judged_as_it_would_be_alone_and_with_all_sites() {
    is_judged_day_by_day(&work(1..10, 2));
}

#[test]
fn nights_are_judged_as_they_would_be_alone_and_with_all_sites() {
    for hours in [9, 14] {
        is_judged_day_by_day(&work(1..6, 2).later(hours));
    }
}

fn is_judged_day_by_day(work: &Work) {
    let (many, single) = (work.many(), work.one_by_one());
    let visits: Vec<_> = single
        .iter()
        .flat_map(|(rep, date, report)| report.visits.iter().map(move |v| (rep, date, v)))
        .collect();
    assert!(visits.len() > 30, "{} visits", visits.len());
    let column = &many.visits;
    assert_eq!(all(&column.rep), visits.iter().map(|v| v.0.as_str()).collect::<Vec<_>>());
    assert_eq!(all(&column.date), visits.iter().map(|v| v.1.as_str()).collect::<Vec<_>>());
    for (row, (.., visit)) in visits.iter().enumerate() {
        assert_eq!(column.plan_id.get(row), Some(visit.plan_id.as_str()));
        assert_eq!(column.status.get(row), Some(visit.status.as_str()), "{}", visit.plan_id);
        assert_eq!(column.computed_status.get(row), Some(visit.computed_status.as_str()));
        assert_eq!(column.in_slot.0[row], visit.in_slot);
        assert_eq!(column.arrival.0[row], visit.arrival.as_ref().map(|at| at.t));
        assert_eq!(column.departure.0[row], visit.departure.as_ref().map(|at| at.t));
        assert_eq!(column.time_on_site_ms[row], visit.time_on_site_ms);
        let mut codes: Vec<&str> = visit.reasons.iter().map(|r| r.code.as_str()).collect();
        codes.dedup();
        assert_eq!(column.reasons.get(row).unwrap(), codes.join(" "));
    }
    let off_plan: Vec<_> = single.iter().flat_map(|(.., report)| &report.off_plan).collect();
    let sites: Vec<&str> = off_plan.iter().map(|visit| visit.site.as_str()).collect();
    assert_eq!(all(&many.off_plan.site), sites);
    assert!(!off_plan.is_empty());
    let days = &many.days;
    assert_eq!(days.planned.len(), single.len());
    for (row, (.., report)) in single.iter().enumerate() {
        assert_eq!(days.digest.get(row), Some(report.digest.as_str()));
        assert_eq!((days.first.0[row], days.last.0[row]), (report.first, report.last));
        let totals = [&days.on_site_ms, &days.travel_ms, &days.idle_ms, &days.unknown_ms];
        let told = totals.map(|column| column[row]);
        let totals = &report.totals;
        let own = [totals.on_site_ms, totals.travel_ms, totals.idle_ms, totals.unknown_ms];
        assert_eq!(told, own);
    }
}

#[test]
fn a_fix_is_of_one_day_and_its_time_is_counted_once() {
    for hours in [0, 5, 9, 12, 15, 20] {
        let work = work(1..5, 2).later(hours);
        let many = work.many();
        let instants: BTreeSet<(&str, Instant)> =
            work.fixes.iter().map(|(rep, fix)| (rep.as_str(), fix.t)).collect();
        assert!(many.days.fixes.iter().sum::<u32>() as usize <= instants.len());
        let mut last: BTreeMap<&str, Instant> = BTreeMap::new();
        for row in 0..many.days.fixes.len() {
            let (first, end) = (many.days.first.0[row], many.days.last.0[row]);
            let Some((first, end)) = first.zip(end) else { continue };
            let before = last.insert(many.days.rep.get(row).unwrap(), end);
            assert!(before.is_none_or(|before| before < first), "{hours}: {before:?} {first}");
        }
    }
}

/// A rep at the clinic from one minute after 18:00 UTC to another, and on the way else: a fix each
/// minute until nine in the morning.
fn night(slots: &[(&str, i64, i64)], inside: &[(i64, i64)]) -> Work {
    let evening: Instant = "2026-11-20T18:00:00Z".parse().unwrap();
    let at = |minute: i64| evening.plus(minute * 60_000);
    let site = r#"{"id": "clinic", "fence": {"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 100}}"#;
    let planned = |&(id, start, end): &(&str, i64, i64)| {
        PlannedVisit::from_json(&format!(
            r#"{{"id": "{id}", "rep": "anna", "site": "clinic", "slot": {{"start": "{}", "end": "{}"}}}}"#,
            at(start),
            at(end)
        ))
        .unwrap()
    };
    let fix = |minute: i64| {
        let away =
            inside.iter().map(|(start, end)| (start - minute).max(minute - end).max(0)).min();
        // Elsewhere: on the way there or back, a kilometre a minute, always moving.
        let lat = 55.7558 + away.unwrap() as f64 * 0.009;
        let wobble = (minute * 7 % 5) as f64;
        Fix::new(at(minute), lat + wobble * 1e-6, 37.6173, 8.0 + wobble).unwrap()
    };
    Work {
        plan: slots.iter().map(planned).collect(),
        fixes: (0..=15 * 60).map(|minute| ("anna".to_owned(), fix(minute))).collect(),
        sites: vec![Site::from_json(site).unwrap()],
    }
}

#[test]
fn a_night_at_a_site_is_one_visit_of_the_date_on_which_its_slot_begins() {
    // 22:00 to 06:00, and the rep goes home at half past seven.
    let mut work = night(&[("v1", 240, 720)], &[(240, 720)]);
    work.fixes.retain(|(_, fix)| fix.t.to_string().as_str() < "2026-11-21T07:30");
    let many = work.many();
    assert_eq!(all(&many.visits.date), ["2026-11-20"]);
    assert_eq!(all(&many.visits.status), ["verified"]);
    let (on_site_ms, most_ms) = (many.visits.time_on_site_ms[0], 482 * 60_000);
    assert!((480 * 60_000..most_ms).contains(&on_site_ms), "{on_site_ms}");
    assert!(many.off_plan.site.codes.is_empty(), "{:?}", many.off_plan);
    // What comes after the shift is of the next date, and only that.
    assert_eq!(all(&many.days.date), ["2026-11-20", "2026-11-21"]);
    assert_eq!(many.days.on_site_ms[0], on_site_ms);
    assert_eq!(many.days.on_site_ms[1], 0);
    assert_eq!(many.days.first.0[1], Some("2026-11-21T06:15:00Z".parse().unwrap()));
}

#[test]
fn a_date_with_no_fixes_but_those_of_the_shift_before_is_no_day() {
    let mut work = night(&[("v1", 240, 720)], &[(240, 720)]);
    work.fixes.retain(|(_, fix)| fix.t.to_string().as_str() < "2026-11-21T06:00");
    assert_eq!(all(&work.many().days.date), ["2026-11-20"]);
}

#[test]
fn an_hour_that_the_clock_shows_again_after_midnight_is_of_the_day_that_has_begun() {
    // Clocks in St. John's went from 00:01 on 29 October 2006 to 23:01 on the 28th, at 02:31 UTC.
    let mut work = night(&[], &[(0, 900)]);
    let start: Instant = "2006-10-29T02:35:00Z".parse().unwrap();
    work.fixes.truncate(50);
    for (minute, (_, fix)) in (0..).zip(&mut work.fixes) {
        fix.t = start.plus(minute * 60_000);
    }
    let policy = VisitPolicy::from_json(r#"{"zone": "America/St_Johns"}"#).unwrap();
    let columns = work.columns();
    let many = verify_many(&[], &columns, &work.sites, &policy, &[], &mut unlimited()).unwrap();
    assert_eq!(all(&many.days.date), ["2006-10-29"]);
}

#[test]
fn slots_on_both_sides_of_midnight_share_the_fixes_at_midnight() {
    // 23:20 to 23:55 and 00:05 to 00:40: their tolerances overlap, they do not.
    let many = night(&[("v1", 320, 355), ("v2", 365, 400)], &[(321, 354), (366, 399)]).many();
    assert_eq!(all(&many.visits.date), ["2026-11-20", "2026-11-21"]);
    assert_eq!(all(&many.visits.status), ["verified", "verified"]);
    assert!(many.off_plan.site.codes.is_empty(), "{:?}", many.off_plan);
    // Slots that follow on each other in the night: the second takes over when the first is over.
    let many = night(&[("v1", 240, 480), ("v2", 480, 600)], &[(240, 480), (482, 600)]).many();
    assert_eq!(all(&many.visits.status), ["verified", "verified"]);
    assert_eq!(many.days.first.0[1], Some("2026-11-21T02:00:00Z".parse().unwrap()));
    // Where slots overlap, the later one has begun.
    let many = night(&[("v1", 240, 540), ("v2", 480, 600)], &[(240, 460), (482, 600)]).many();
    assert_eq!(all(&many.visits.status), ["verified", "verified"]);
    assert_eq!(many.days.first.0[1], Some("2026-11-21T02:00:00Z".parse().unwrap()));
}

#[test]
fn a_rep_who_comes_before_midnight_for_a_slot_after_it_is_seen_to_come() {
    let many = night(&[("v1", 365, 400)], &[(352, 399)]).many();
    let (arrival, day) = (many.visits.arrival.0[0].unwrap(), "2026-11-20T23:5");
    assert!(arrival.to_string().starts_with(day), "{arrival}");
    assert_eq!(all(&many.visits.status), ["verified"]);
    assert!(many.off_plan.site.codes.is_empty(), "{:?}", many.off_plan);
}

#[test]
fn a_visit_of_any_time_of_its_date_takes_no_fixes_from_a_slot_that_crosses_midnight() {
    let mut work = night(&[("v1", 240, 720)], &[(240, 720), (800, 830)]);
    for date in ["2026-11-20", "2026-11-21"] {
        let planned =
            format!(r#"{{"id": "{date}", "rep": "anna", "site": "clinic", "date": "{date}"}}"#);
        work.plan.push(PlannedVisit::from_json(&planned).unwrap());
    }
    let many = work.many();
    assert_eq!(all(&many.visits.plan_id), ["v1", "2026-11-20", "2026-11-21"]);
    assert_eq!(all(&many.visits.status), ["verified", "rejected", "verified"]);
    assert!(many.off_plan.site.codes.is_empty(), "{:?}", many.off_plan);
    assert_eq!(many.visits.arrival.0[2].unwrap().to_string()[..15], *"2026-11-21T07:1");
}

#[test]
fn a_stay_that_outlasts_its_day_is_a_stay_of_both_each_with_its_own_time() {
    // The slot ends at 23:30, its window at 23:45, the stay at 01:00.
    let many = night(&[("v1", 240, 330)], &[(240, 420)]).many();
    assert_eq!(many.days.on_site_ms.iter().sum::<i64>() / 60_000, 179);
    assert_eq!(many.visits.time_on_site_ms[0] / 60_000, 119);
    assert_eq!(all(&many.off_plan.date), ["2026-11-21"]);
    assert_eq!(
        many.off_plan.arrival.0[0],
        "2026-11-21T00:00:00Z".parse::<Instant>().unwrap().millis()
    );
}

/// One rep who stands for ten minutes so many metres beyond the edge of a circle, or within it.
fn beside_the_edge(radius_m: f64, beyond_m: f64, policy: &str) -> (VisitReport, ManyReport) {
    let center = r#"{"lat": 55.75, "lon": 37.6}"#;
    let site =
        format!(r#"{{"id": "yard", "fence": {{"center": {center}, "radius_m": {radius_m}}}}}"#);
    let sites = [Site::from_json(&site).unwrap()];
    let policy = VisitPolicy::from_json(policy).unwrap();
    let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
    let fix = |minute: i64| {
        let lat = 55.75 + (radius_m + beyond_m + (minute % 3) as f64 * 0.1) / 111_343.0;
        Fix::new(start.plus(minute * 60_000), lat, 37.6, 90.0 + (minute % 4) as f64).unwrap()
    };
    let fixes: Vec<Fix> = (0..10).map(fix).collect();
    let reps = fixes.iter().map(|_| "anna").collect();
    let track = RepFixes { reps, fixes: fixes.clone() };
    (
        verify_plan(&[], &Track::new(fixes), &sites, &policy, None, &mut unlimited()).unwrap(),
        verify_many(&[], &track, &sites, &policy, &[], &mut unlimited()).unwrap(),
    )
}

#[test]
fn a_site_is_near_wherever_the_policy_may_call_a_fix_inside() {
    let lenient = r#"{"presence": {"inside_probability": 1e-6, "outside_probability": 1e-7}}"#;
    let sphere = r#"{"presence": {"metric": "haversine"}}"#;
    let off = [
        // Four standard deviations.
        (200.0, 260.0, lenient),
        (1000.0, 260.0, lenient),
        (5000.0, 260.0, lenient),
        // On a sphere these are inside.
        (400_000.0, 300.0, sphere),
        (900_000.0, 500.0, sphere),
    ];
    for (radius_m, beyond_m, policy) in off {
        let (plan, many) = beside_the_edge(radius_m, beyond_m, policy);
        assert_eq!(plan.off_plan.len(), 1, "{radius_m} {policy}");
        assert_eq!(all(&many.off_plan.site), ["yard"], "{radius_m} {policy}");
    }
}

#[test]
fn the_same_way_driven_again_the_next_day_is_a_replay() {
    let work = work(3..4, 2);
    let many = work.many();
    let anomalies = all(&many.days.anomalies);
    assert!(!anomalies[0].contains("replayed_track"), "{anomalies:?}");
    assert!(anomalies[1].contains("replayed_track"), "{anomalies:?}");
    // And on the first day too, where the path is known from before.
    let path = work.one_by_one()[0].2.path_digest.clone().unwrap();
    let history =
        RepHistory { rep: "rep 0".to_owned(), path_digests: vec![path], companions: Vec::new() };
    let policy = VisitPolicy::default();
    let again = verify_many(
        &work.plan,
        &work.columns(),
        &work.sites,
        &policy,
        &[history],
        &mut unlimited(),
    );
    assert!(all(&again.unwrap().days.anomalies)[0].contains("replayed_track"));
}

#[test]
fn the_order_of_rows_never_matters() {
    let mut work = work(1..5, 1);
    let before = work.many();
    let mut dice = Dice::new(7);
    for last in (1..work.fixes.len()).rev() {
        let other = dice.between(0.0, (last + 1) as f64) as usize;
        work.fixes.swap(last, other);
    }
    work.sites.reverse();
    assert_eq!(before, work.many());
}

#[test]
fn what_is_wrong_is_told_all_at_once_before_any_work() {
    let mut work = work(1..2, 1);
    work.plan[0].rep = None;
    work.plan[1].site = "nowhere".to_owned();
    work.plan[2].id = work.plan[3].id.clone();
    let error = verify_many(
        &work.plan,
        &work.columns(),
        &work.sites,
        &VisitPolicy::default(),
        &[],
        &mut unlimited(),
    )
    .unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(
        found,
        [
            ("duplicate_id", "$.plan[3].id"),
            ("missing_key", "$.plan[0].rep"),
            ("unknown_site", "$.plan[1].site"),
        ]
    );
}

#[test]
fn companions_are_held_against_each_other_as_by_verify_plan() {
    let mut work = work(3..4, 2);
    let rep = work.fixes[0].0.clone();
    // The second phone in the pocket writes the same, ten seconds and a metre off.
    let second = |(_, fix): &(String, Fix)| {
        let mut fix = fix.clone();
        fix.t = fix.t.plus(10_000);
        fix.received = fix.received.map(|received| received.plus(10_000));
        let (lat, lon) = (fix.lat.get() + 1e-5, fix.lon.get());
        let place = Fix::new(fix.t, lat, lon, 10.0).unwrap();
        (fix.lat, fix.lon) = (place.lat, place.lon);
        ("second".to_owned(), fix)
    };
    let seconds: Vec<_> = work.fixes.iter().map(second).collect();
    let days = work.days_of(&rep);
    let own = work.fixes.clone();
    work.fixes.extend(seconds.clone());
    let policy = VisitPolicy::default();
    let many = |companions: &[&str]| {
        let history = RepHistory {
            rep: rep.clone(),
            path_digests: Vec::new(),
            companions: companions.iter().map(|&name| name.to_owned()).collect(),
        };
        let (columns, sites) = (work.columns(), &work.sites);
        verify_many(&work.plan, &columns, sites, &policy, &[history], &mut unlimited()).unwrap()
    };
    let alone = many(&["nobody", &rep]);
    assert!(all(&alone.visits.status).contains(&"verified"));
    assert!(!all(&alone.days.anomalies).iter().any(|codes| codes.contains("companion_track")));
    let together = many(&["second"]);
    for (row, (name, date, report)) in days.iter().enumerate() {
        let of_day = |fixes: &[(String, Fix)]| {
            let of_date = |fix: &&(String, Fix)| fix.1.t.to_string().starts_with(date);
            Track::new(fixes.iter().filter(of_date).map(|(_, fix)| fix.clone()).collect())
        };
        let companion = Companion { rep: "second".to_owned(), track: of_day(&seconds) };
        let before = days[..row].iter().filter_map(|day| day.2.path_digest.clone());
        let history = History { path_digests: before.collect(), companions: vec![companion] };
        let plan: Vec<_> = work
            .plan
            .iter()
            .filter(|visit| visit.slot.as_ref().unwrap().start.to_string().starts_with(date))
            .cloned()
            .collect();
        let single = verify_plan(
            &plan,
            &of_day(&own),
            &work.sites,
            &policy,
            Some(&history),
            &mut unlimited(),
        )
        .unwrap();
        assert_eq!((name, single.digest == report.digest), (&rep, true));
        let codes: Vec<&str> = single.anomalies.iter().map(|found| found.code.as_str()).collect();
        assert!(codes.contains(&"companion_track"), "{codes:?}");
        assert_eq!(
            together.days.anomalies.get(row).unwrap().split(' ').collect::<BTreeSet<_>>(),
            codes.into_iter().collect()
        );
    }
    assert!(all(&together.visits.status).contains(&"suspect"));
}
