//! `verify_many` says of every rep and day what `verify_plan` says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

use fieldbeat::budget::Budget;
use fieldbeat::column::Texts;
use fieldbeat::geofence::RepFixes;
use fieldbeat::visit::{History, ManyReport, RepHistory};
use fieldbeat::{
    Fix, PlannedVisit, Site, Track, VisitPolicy, VisitReport, verify_many, verify_plan,
};
use fieldbeat_tests::simulator::{Day, Dice};

const DAY_MS: i64 = 86_400_000;

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
        let date = |t: fieldbeat::Instant| t.to_string()[..10].to_owned();
        let mut plans: BTreeMap<(String, String), Vec<PlannedVisit>> = BTreeMap::new();
        let mut fixes: BTreeMap<(String, String), Vec<Fix>> = BTreeMap::new();
        for visit in &self.plan {
            let key = (visit.rep.clone().unwrap(), date(visit.slot.as_ref().unwrap().start));
            plans.entry(key).or_default().push(visit.clone());
        }
        for (rep, fix) in &self.fixes {
            fixes.entry((rep.clone(), date(fix.t))).or_default().push(fix.clone());
        }
        let keys: std::collections::BTreeSet<_> = plans.keys().chain(fixes.keys()).collect();
        let mut digests: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        keys.iter()
            .map(|key| {
                let path_digests = digests.entry(&key.0).or_default();
                let history =
                    History { path_digests: path_digests.clone(), companions: Vec::new() };
                let report = verify_plan(
                    plans.get(*key).map_or(&[], Vec::as_slice),
                    &Track::new(fixes.get(*key).cloned().unwrap_or_default()),
                    &self.sites,
                    &VisitPolicy::default(),
                    Some(&history),
                    &mut unlimited(),
                )
                .unwrap();
                path_digests.extend(report.path_digest.clone());
                (key.0.clone(), key.1.clone(), report)
            })
            .collect()
    }
}

fn unlimited() -> Budget<'static> {
    Budget::unlimited()
}

fn all(texts: &Texts) -> Vec<&str> {
    (0..texts.codes.len()).map(|row| texts.get(row).unwrap()).collect()
}

#[test]
fn every_day_is_judged_as_it_would_be_alone_and_with_all_sites() {
    let work = work(1..10, 2);
    let (many, single) = (work.many(), work.one_by_one());
    let visits: Vec<_> = single
        .iter()
        .flat_map(|(rep, date, report)| report.visits.iter().map(move |v| (rep, date, v)))
        .collect();
    assert!(visits.len() > 50, "{} visits", visits.len());
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
fn the_same_way_driven_again_the_next_day_is_a_replay() {
    let work = work(3..4, 2);
    let many = work.many();
    let anomalies = all(&many.days.anomalies);
    assert!(!anomalies[0].contains("replayed_track"), "{anomalies:?}");
    assert!(anomalies[1].contains("replayed_track"), "{anomalies:?}");
    // And on the first day too, where the path is known from before.
    let path = work.one_by_one()[0].2.path_digest.clone().unwrap();
    let history = RepHistory { rep: "rep 0".to_owned(), path_digests: vec![path] };
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
