//! The sample is a simulated day, and the same one whenever it is made again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

use std::fmt::Write as _;
use std::path::Path;

use fieldbeat::Shaped;
use fieldbeat_tests::simulator::{Case, Day};
use serde_json::json;

const SEED: u64 = 29;

/// A fictional site with its case, whether it stands in the plan, and what a score card reads: whose
/// it is, what kind of visit was made and how many doctors were met, as far as the rep told.
type SimulatedSite = (&'static str, Case, bool, &'static str, &'static str, Option<u32>);

/// In the order in which the rep passes them.
const SITES: [SimulatedSite; 10] = [
    ("Clinic 3", Case::Ok, true, "state", "call", Some(4)),
    ("Pharmacy 7", Case::Short, true, "private", "call", Some(1)),
    ("Clinic 12", Case::Ok, true, "state", "call", Some(6)),
    ("Pharmacy 2", Case::DriveBy, true, "private", "call", Some(1)),
    ("Dental clinic 5", Case::Jitter, true, "private", "demonstration", None),
    ("Pharmacy 9", Case::Mock, true, "private", "call", Some(2)),
    ("Hospital 1", Case::OffSlot, true, "state", "demonstration", Some(5)),
    ("Pharmacy 4", Case::Ok, false, "private", "call", None),
    ("Clinic 8", Case::Gap, true, "state", "call", Some(3)),
    ("Laboratory 6", Case::Ok, true, "private", "demonstration", Some(3)),
];

/// To write the files anew: `FIELDBEAT_BLESS=1 cargo test -p demo --test sample`.
#[test]
fn the_sample_is_the_simulated_day() {
    let day = Day::of_cases(&SITES.map(|site| site.1), SEED).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    let files =
        [("track.csv", track(&day)), ("sites.geojson", sites(&day)), ("plan.csv", plan(&day))];
    for (name, text) in files {
        let path = folder.join(name);
        if std::env::var_os("FIELDBEAT_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap();
        assert!(committed == text, "{} is not what the simulator makes", path.display());
    }
}

fn track(day: &Day) -> String {
    let mut text = String::from("t,lat,lon,accuracy_m,mock,received,source\n");
    for fix in &day.fixes {
        writeln!(
            text,
            "{},{},{},{},{},{},{}",
            fix.t,
            fix.lat.get(),
            fix.lon.get(),
            fix.accuracy_m.radius().unwrap(),
            fix.mock.unwrap(),
            fix.received.unwrap(),
            fix.source.unwrap(),
        )
        .unwrap();
    }
    text
}

fn sites(day: &Day) -> String {
    let feature = |(site, told): (&fieldbeat::visit::Site, &SimulatedSite)| {
        let (name, .., institution, _, _) = told;
        let fence = &site.fence;
        let mut properties = json!({"id": site.id, "name": name, "institution": institution});
        let geometry = match (&fence.center, fence.radius_m, &fence.geometry) {
            (Some(center), Some(radius), _) => {
                properties["radius_m"] = json!(radius.get());
                json!({"type": "Point", "coordinates": [center.lon.get(), center.lat.get()]})
            }
            (_, _, Some(geometry)) => serde_json::to_value(geometry.to_value()).unwrap(),
            _ => panic!("{} has no fence", site.id),
        };
        let feature = json!({"type": "Feature", "properties": properties, "geometry": geometry});
        feature.to_string()
    };
    let features: Vec<String> = day.sites.iter().zip(&SITES).map(feature).collect();
    format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}\n", features.join(",\n"))
}

fn plan(day: &Day) -> String {
    let mut planned: Vec<_> = day.plan.iter().zip(&SITES).filter(|(_, site)| site.2).collect();
    planned.sort_by_key(|(planned, _)| planned.slot.as_ref().unwrap().start);
    let mut text = String::from("id,rep,site,start,end,min_dwell,kind,doctors_met\n");
    for (visit, (.., kind, doctors)) in planned {
        let doctors = doctors.map_or(String::new(), |doctors| doctors.to_string());
        let slot = visit.slot.as_ref().unwrap();
        let min_dwell = visit.min_dwell.unwrap();
        writeln!(
            text,
            "{},rep-12,{},{},{},{min_dwell},{kind},{doctors}",
            visit.id,
            visit.site,
            in_moscow(slot.start),
            in_moscow(slot.end)
        )
        .unwrap();
    }
    text
}

/// As a planner would write it: `2026-09-23T08:30:00+03:00`.
fn in_moscow(t: fieldbeat::Instant) -> String {
    let local = t.plus(3 * 3_600_000).to_string();
    local.replace(".000Z", "+03:00")
}
