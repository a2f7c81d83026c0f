//! What of a day's verdicts follows from its events, both ways, as the documentation of `Tracker` says.

use fieldbeat::budget::Budget;
use fieldbeat::geofence::EventKind::{Enter, Exit};
use fieldbeat::geofence::{Confidence, FenceEvent, Tracker, TrackerPolicy};
use fieldbeat::visit::{Interval, Moment, Status, VisitReport, VisitVerdict};
use fieldbeat::{Fence, Fix, Instant, PlannedVisit, Site, Track, VisitPolicy, math, verify_plan};
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

use super::law::late;
use super::{codes, index};

/// 2026-09-21T00:00:00Z.
const MIDNIGHT_MS: i64 = 1_789_948_800_000;
const DATE: &str = "2026-09-21";
const HOUR_MS: i64 = 3_600_000;

/// Metres east and north of 55.75 N 37.60 E.
type Place = (f64, f64);

fn degrees((x, y): Place) -> (f64, f64) {
    (55.75 + y / 111_300.0, 37.6 + x / 62_700.0)
}

/// Middles of the sites, all more than half a kilometre apart, and how far each reaches.
const SITES: [(&str, Place, f64); 5] = [
    ("shop", (0.0, 0.0), 60.0),
    ("mall", (1_300.0, 300.0), 150.0),
    ("kiosk", (900.0, -600.0), 25.0),
    ("yard", (-900.0, 500.0), 120.0),
    ("block", (300.0, -1_300.0), 90.0),
];

/// Circles, one of them with a tolerance, a yard with a bay, and a block with a court.
fn sites() -> Vec<Site> {
    let ring = |middle: Place, corners: &[Place]| {
        let corner = |&(x, y): &Place| {
            let (lat, lon) = degrees((middle.0 + x, middle.1 + y));
            format!("[{lon},{lat}]")
        };
        format!(
            "[{}]",
            corners.iter().chain(&corners[..1]).map(corner).collect::<Vec<_>>().join(",")
        )
    };
    let fence = |name: &str, middle: Place, reach_m: f64| match name {
        "yard" => {
            let bay = [(-120.0, -90.0), (120.0, -90.0), (120.0, 90.0), (0.0, 20.0), (-120.0, 90.0)];
            format!(r#""geometry": {{"type": "Polygon", "coordinates": [{}]}}"#, ring(middle, &bay))
        }
        "block" => {
            let square = |half: f64| [(-half, -half), (half, -half), (half, half), (-half, half)];
            let rings = [ring(middle, &square(90.0)), ring(middle, &square(15.0))].join(",");
            format!(r#""geometry": {{"type": "Polygon", "coordinates": [{rings}]}}"#)
        }
        _ => {
            let (lat, lon) = degrees(middle);
            let tolerance_m = if name == "mall" { 25.0 } else { 0.0 };
            format!(
                r#""center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {reach_m},
                    "tolerance_m": {tolerance_m}"#
            )
        }
    };
    let site = |(name, middle, reach_m): &(&str, Place, f64)| {
        let fence = fence(name, *middle, *reach_m);
        Site::from_json(&format!(r#"{{"id": "{name}", "fence": {{{fence}}}}}"#)).unwrap()
    };
    SITES.iter().map(site).collect()
}

/// A day between the sites: stays and drives past, sharp fixes and poor ones, some without accuracy,
/// and silences. Nothing is faster than a car.
struct Walk<'d> {
    dice: &'d mut Dice,
    t: i64,
    /// Where the last fix was.
    at: Place,
    fixes: Vec<Fix>,
}

impl Walk<'_> {
    fn fix(&mut self, place: Place, seconds: f64) {
        let dice = &mut *self.dice;
        let accuracy_m =
            dice.pick(8.0, &[5.0, 12.0, 15.0, 20.0, 30.0, 45.0, 70.0, 110.0, 400.0, 0.0]);
        let sigma_m = if accuracy_m > 100.0 { 60.0 } else { accuracy_m / 1.509_59 };
        let seen = (place.0 + sigma_m * dice.normal(), place.1 + sigma_m * dice.normal());
        let silence = if dice.happens(0.02) { dice.between(600.0, 4_000.0) } else { 0.0 };
        let (x, y) = (seen.0 - self.at.0, seen.1 - self.at.1);
        let way_s = (x * x + y * y).sqrt() / 30.0;
        self.t += 1_000 * math::max(seconds + silence, way_s).ceil() as i64;
        self.at = seen;
        let (lat, lon) = degrees(seen);
        let t = Instant::from_millis(self.t).unwrap();
        self.fixes.push(Fix::new(t, lat, lon, accuracy_m).unwrap());
    }

    fn day(dice: &mut Dice) -> Vec<Fix> {
        let (t, at) = (MIDNIGHT_MS + 600_000, (400.0, -400.0));
        let mut walk = Walk { dice, t, at, fixes: Vec::new() };
        while walk.t < MIDNIGHT_MS + 21 * HOUR_MS && walk.fixes.len() < 250 {
            let (_, middle, reach_m) = SITES[walk.dice.between(0.0, 5.0) as usize];
            let spread_m = reach_m * walk.dice.pick(0.3, &[0.8, 1.2, 2.0]);
            let goal = (
                middle.0 + walk.dice.between(-spread_m, spread_m),
                middle.1 + walk.dice.between(-spread_m, spread_m),
            );
            let (from, legs) = (walk.at, walk.dice.between(1.0, 7.0) as i32);
            for leg in 1..=legs {
                let share = f64::from(leg) / f64::from(legs);
                let (x, y) =
                    (from.0 + share * (goal.0 - from.0), from.1 + share * (goal.1 - from.1));
                let seconds = walk.dice.between(5.0, 30.0);
                walk.fix((x, y), seconds);
            }
            for _ in 0..walk.dice.between(0.0, 25.0) as i32 {
                // To the car and back, now and then.
                let out_m =
                    if walk.dice.happens(0.05) { walk.dice.between(100.0, 300.0) } else { 0.0 };
                let seconds = walk.dice.pick(30.0, &[5.0, 15.0, 60.0, 200.0]);
                walk.fix((goal.0 + out_m, goal.1), seconds);
            }
        }
        walk.fixes
    }
}

/// A visit as its events tell it.
#[derive(Debug, PartialEq)]
struct Told {
    site: String,
    arrival: Moment,
    departure: Moment,
    on_site_ms: i64,
    confidence: Confidence,
}

fn moment(event: &FenceEvent) -> Moment {
    Moment { t: event.t, t_min: event.t_min, t_max: event.t_max }
}

/// What the events of fixes that come late and twice tell, each enter with its exit, by site and time.
fn told(fixes: &[Fix], sites: &[Site], dice: &mut Dice) -> Vec<Told> {
    let named = |site: &Site| Fence { id: Some(site.id.clone()), ..site.fence.clone() };
    let fences: Vec<Fence> = sites.iter().map(named).collect();
    let mut tracker = Tracker::new(index(&fences), &TrackerPolicy::default()).unwrap();
    let mut events = Vec::new();
    let pushes = fixes.iter().map(|fix| (0, fix.clone())).collect();
    for (_, fix) in late(&pushes, 300_000.0, dice) {
        let pushed = tracker.push("rep", fix, None).unwrap();
        assert_eq!(pushed.late, []);
        events.extend(pushed.events);
    }
    events.extend(tracker.finish().unwrap().events);
    let mut told = Vec::new();
    for site in sites {
        let of = |kind| events.iter().filter(move |own| own.fence == site.id && own.kind == kind);
        assert_eq!(of(Enter).count(), of(Exit).count());
        told.extend(of(Enter).zip(of(Exit)).map(|(enter, exit)| {
            assert!(enter.t <= exit.t && !codes(exit).is_empty());
            let low = [enter, exit].iter().any(|event| event.confidence == Confidence::Low);
            Told {
                site: site.id.clone(),
                arrival: moment(enter),
                departure: moment(exit),
                on_site_ms: exit.time_on_site_ms.unwrap(),
                confidence: if low { Confidence::Low } else { Confidence::High },
            }
        }));
    }
    told
}

/// The same of a verdict, where the rep was seen on site.
fn seen(visit: &VisitVerdict) -> Option<Told> {
    Some(Told {
        site: visit.site.clone(),
        arrival: visit.arrival.clone()?,
        departure: visit.departure.clone()?,
        on_site_ms: visit.time_on_site_ms,
        confidence: visit.confidence?,
    })
}

fn planned(site: &Site, slot: Option<Interval>) -> PlannedVisit {
    let text = format!(r#"{{"id": "to {0}", "site": "{0}", "date": "{DATE}"}}"#, site.id);
    PlannedVisit { slot, ..PlannedVisit::from_json(&text).unwrap() }
}

fn report(plan: &[PlannedVisit], fixes: &[Fix], sites: &[Site]) -> VisitReport {
    let (track, policy) = (Track::new(fixes.to_vec()), VisitPolicy::default());
    verify_plan(plan, &track, sites, &policy, None, &mut Budget::unlimited()).unwrap()
}

/// A visit is no shorter than this; and passing by is shorter than this.
const NEED_MS: i64 = 270_000;
const PASSED_BY_MS: i64 = 60_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn events_tell_who_was_where_and_for_how_long(seed: u64) {
        let mut dice = Dice::new(seed);
        let (sites, fixes) = (sites(), Walk::day(&mut dice));
        let told = told(&fixes, &sites, &mut dice);
        let plan: Vec<PlannedVisit> = sites.iter().map(|site| planned(site, None)).collect();
        let report = report(&plan, &fixes, &sites);
        for visit in &report.visits {
            // The longest, of equals the first, that is more than passing by.
            let mut longest: Option<&Told> = None;
            for own in told.iter().filter(|own| own.site == visit.site) {
                if own.on_site_ms >= longest.map_or(PASSED_BY_MS, |known| known.on_site_ms + 1) {
                    longest = Some(own);
                }
            }
            let seen = seen(visit);
            prop_assert_eq!(seen.as_ref(), longest);
            let may_be = match longest {
                Some(own) if own.on_site_ms >= NEED_MS => [Status::Verified, Status::Suspect],
                Some(_) => [Status::Partial, Status::Suspect],
                None => [Status::Rejected, Status::Unproven],
            };
            let status = visit.computed_status;
            prop_assert!(status == Status::Unproven || may_be.contains(&status), "{:?}", visit);
        }
    }

    #[test]
    fn every_visit_of_a_report_is_told_by_events_and_every_visit_that_they_tell_is_there(seed: u64) {
        let mut dice = Dice::new(seed);
        let (sites, fixes) = (sites(), Walk::day(&mut dice));
        let mut told = told(&fixes, &sites, &mut dice);
        let mut slot = || {
            let start = MIDNIGHT_MS + dice.minutes(0.0, 1_200.0);
            let end = start + dice.minutes(30.0, 120.0);
            let instant = |ms: i64| Instant::from_millis(ms).unwrap();
            Some(Interval { start: instant(start), end: instant(end) })
        };
        let plan: Vec<PlannedVisit> =
            sites.iter().take(3).map(|site| planned(site, slot())).collect();
        let report = report(&plan, &fixes, &sites);
        let slots = plan.iter().filter_map(|planned| planned.slot.as_ref());
        for (visit, slot) in report.visits.iter().zip(slots) {
            let Some(seen) = seen(visit) else { continue };
            let (arrival, departure) = (seen.arrival.t, seen.departure.t);
            let (open, close) = (slot.start.plus(-900_000), slot.end.plus(900_000));
            let arrives = if departure > open { arrival.max(open) } else { arrival };
            prop_assert_eq!(visit.in_slot, Some(open <= arrives && arrives < close));
            let place = told.iter().position(|own| *own == seen);
            prop_assert!(place.is_some(), "{:?} {:?}", visit, told);
            told.remove(place.unwrap());
        }
        for visit in &report.off_plan {
            let place = told.iter().position(|own| {
                own.site == visit.site && own.arrival == visit.arrival
                    && own.departure == visit.departure && own.on_site_ms == visit.time_on_site_ms
            });
            prop_assert!(place.is_some(), "{:?} {:?}", visit, told);
            prop_assert!(told.remove(place.unwrap()).on_site_ms >= NEED_MS);
        }
        // What is left is too short for a visit that nobody planned.
        prop_assert!(told.iter().all(|own| own.on_site_ms < NEED_MS), "{:?}", told);
    }
}

#[test]
fn one_who_is_back_in_time_visits_twice_by_events_if_the_clock_passed_the_grace_before() {
    let fix = |&(seconds, x): &(i64, f64)| {
        let (t, (lat, lon)) = (after(seconds), degrees((x, 0.0)));
        Fix::new(t, lat, lon, 10.0).unwrap()
    };
    let out = 300.0;
    let before = [(0, out), (60, 0.0), (300, 0.0), (480, 0.0), (485, out), (500, out)];
    // The crossings, between 480 and 485 and between 500 and 680, are less than 180 s apart.
    let back = [(680, 0.0), (700, 0.0), (1_000, 0.0), (1_005, out), (1_020, out)];
    let fixes: Vec<Fix> = before.iter().chain(&back).map(fix).collect();
    let sites = sites();
    let report = report(&[planned(&sites[0], None)], &fixes, &sites);
    assert_eq!(seen(&report.visits[0]).unwrap().departure.t_min, after(1_000));

    let fence = Fence { id: Some("shop".to_owned()), ..sites[0].fence.clone() };
    // What the clock says, less five minutes for late fixes, before those of the way back come: the
    // first of them is in time, or late.
    let exits = |clock: Option<i64>| {
        let policy = TrackerPolicy::default();
        let mut tracker = Tracker::new(index(std::slice::from_ref(&fence)), &policy).unwrap();
        let (mut events, mut late) = (Vec::new(), 0);
        for (place, fix) in fixes.iter().enumerate() {
            if let Some(seconds) = clock.filter(|_| place == before.len()) {
                events.extend(tracker.advance(after(seconds + 300)).unwrap().events);
            }
            let pushed = tracker.push("rep", fix.clone(), None).unwrap();
            late += pushed.late.len();
            events.extend(pushed.events);
        }
        events.extend(tracker.finish().unwrap().events);
        let exits = events.iter().filter(|event| event.kind == Exit);
        (exits.map(|event| event.t_min).collect::<Vec<_>>(), late)
    };
    assert_eq!(exits(None), (vec![after(1_000)], 0));
    assert_eq!(exits(Some(650)), (vec![after(1_000)], 0));
    assert_eq!(exits(Some(670)), (vec![after(480), after(1_000)], 0));
    assert_eq!(exits(Some(2_000)), (vec![after(480)], back.len()));
}

/// So many seconds after midnight.
fn after(seconds: i64) -> Instant {
    Instant::from_millis(MIDNIGHT_MS + 1_000 * seconds).unwrap()
}

#[test]
fn the_days_of_the_laws_above_have_visits_of_all_kinds() {
    let (mut long, mut short, mut passed, mut low, mut unproven, mut nowhere) = (0, 0, 0, 0, 0, 0);
    for seed in 0..40 {
        let mut dice = Dice::new(seed);
        let (sites, fixes) = (sites(), Walk::day(&mut dice));
        for own in told(&fixes, &sites, &mut dice) {
            match own.on_site_ms {
                NEED_MS.. => long += 1,
                PASSED_BY_MS.. => short += 1,
                _ => passed += 1,
            }
            low += usize::from(own.confidence == Confidence::Low);
        }
        let plan: Vec<PlannedVisit> = sites.iter().map(|site| planned(site, None)).collect();
        let report = report(&plan, &fixes, &sites);
        // Nobody jumps: what only the whole day tells is not in the way.
        let jumps = ["teleport", "speed_impossible", "conflicting_fix"];
        assert!(report.anomalies.iter().all(|flag| !jumps.contains(&flag.code.as_str())));
        unproven += report.visits.iter().filter(|own| own.status == Status::Unproven).count();
        nowhere += report.visits.iter().filter(|own| own.arrival.is_none()).count();
    }
    let all = [long, short, passed, low, unproven, nowhere];
    println!("{all:?}");
    assert!(all.iter().all(|count| *count >= 10), "{all:?}");
}
