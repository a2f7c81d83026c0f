//! Scores `verify_plan` on the development data `geo/sim_days_dev`, beside the rule that most
//! systems use.
//!
//! `cargo run --release -p fieldbeat-tests --bin sim_days`
//!
//! `FIELDBEAT_DATA` names the folder of development data (else `../shared/data` beside the
//! project). `--simulated DAYS` scores days of our own simulator instead. Ends with 1 when a bar is
//! missed, with 2 when there is nothing to score.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fieldbeat::budget::Budget;
use fieldbeat::visit::{Interval, PlannedVisit, Site, Status};
use fieldbeat::{Fence, Fix, Instant, Position, Track, VisitPolicy, distance, verify_plan};
use fieldbeat_tests::simulator::{self, Bars, Case, Score, TrueVisit};
use flate2::read::GzDecoder;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is known of one rep's day.
#[derive(Default)]
struct RepDay {
    plan: Vec<PlannedVisit>,
    sites: Vec<Site>,
    truth: Vec<TrueVisit>,
    fixes: Vec<Fix>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let days = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => read_days(&data_folder().join("geo/sim_days_dev")).map_err(|error| {
            format!(
                "the development data cannot be read: {error}\n\
                 FIELDBEAT_DATA must name the folder that holds geo/sim_days_dev"
            )
        }),
        ["--simulated", days] => simulate(days).map_err(|error| error.to_string()),
        _ => Err("sim_days [--simulated DAYS]".to_owned()),
    };
    let days = match days {
        Ok(days) => days,
        Err(error) => {
            eprintln!("NOT SCORED: {error}");
            return ExitCode::from(2);
        }
    };
    match score(days) {
        Ok(missed) if missed.is_empty() => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("MISSED: {}", missed.join("; "));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("verify_plan failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn data_folder() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    std::env::var_os("FIELDBEAT_DATA").map_or_else(|| beside.into(), PathBuf::from)
}

/// Prints both tables; answers the bars that were missed.
fn score(days: BTreeMap<String, RepDay>) -> fieldbeat::Result<Vec<String>> {
    let (mut ours, mut naive) = (Score::default(), Score::default());
    for (rep, day) in days {
        let track = Track::new(day.fixes);
        let policy = VisitPolicy::default();
        let report =
            verify_plan(&day.plan, &track, &day.sites, &policy, None, &mut Budget::unlimited())?;
        for (truth, verdict) in day.truth.iter().zip(&report.visits) {
            ours.add(&format!("rep {rep}"), truth, verdict);
        }
        for ((truth, planned), site) in day.truth.iter().zip(&day.plan).zip(&day.sites) {
            naive.add_status(truth, naive_status(planned, site, &track));
        }
    }
    println!("verify_plan\n\n{ours}");
    println!("any fix inside the radius during the slot\n\n{naive}");
    for wrong in ours.wrong() {
        println!("{wrong}");
    }
    Ok(ours.missed(Bars::ISSUED))
}

/// The rule of most systems: one fix inside the radius during the slot proves the visit.
fn naive_status(planned: &PlannedVisit, site: &Site, track: &Track) -> Status {
    let (Some(slot), Some(center), Some(radius)) =
        (&planned.slot, &site.fence.center, site.fence.radius_m)
    else {
        return Status::Unproven;
    };
    let seen = track.fixes().iter().any(|fix| {
        slot.start <= fix.t && fix.t < slot.end && distance(&fix.position(), center) <= radius.get()
    });
    if seen { Status::Verified } else { Status::Rejected }
}

/// The days of seeds 1 to `days`, each of a rep of its own.
fn simulate(days: &str) -> Outcome<BTreeMap<String, RepDay>> {
    let day = |seed: u64| {
        let simulator::Day { plan, sites, fixes, truth } =
            simulator::Day::of_seed(seed).map_err(text)?;
        Ok((format!("{seed:04}"), RepDay { plan, sites, truth, fixes }))
    };
    (1..=days.parse()?).map(day).collect()
}

fn read_days(folder: &Path) -> Outcome<BTreeMap<String, RepDay>> {
    let mut days: BTreeMap<String, RepDay> = BTreeMap::new();
    let mut rep_of: BTreeMap<String, String> = BTreeMap::new();
    for row in csv::Reader::from_path(named(folder, "plan.csv")?)?.deserialize() {
        let (rep, id, lat, lon, radius_m, start, end, min_dwell_ms): PlanRow = row?;
        rep_of.insert(id.clone(), rep.clone());
        let day = days.entry(rep.clone()).or_default();
        day.sites.push(Site {
            id: id.clone(),
            fence: Fence {
                id: None,
                center: Some(Position::new(lat, lon).map_err(text)?),
                radius_m: Some(radius_m.try_into().map_err(text)?),
                geometry: None,
                tolerance_m: None,
            },
            staff: None,
            attributes: fieldbeat::shape::Value::Null,
        });
        day.plan.push(PlannedVisit {
            site: id.clone(),
            id,
            rep: Some(rep),
            slot: Some(Interval { start: instant(start)?, end: instant(end)? }),
            date: None,
            min_dwell: Some(format!("{}s", min_dwell_ms / 1000).parse().map_err(text)?),
            min_dwell_per_person: None,
            claimed: None,
            r#override: None,
        });
    }
    for row in csv::Reader::from_path(named(folder, "truth.csv")?)?.deserialize() {
        let (plan_id, case, arrive, depart, dwell_ms): (String, String, i64, i64, i64) = row?;
        let rep = rep_of.get(&plan_id).ok_or_else(|| format!("{plan_id} is not in plan.csv"))?;
        let case = Case::named(&case).ok_or_else(|| format!("no case is called {case}"))?;
        let seen = |ms: i64| (ms > 0).then_some(ms);
        days.entry(rep.clone()).or_default().truth.push(TrueVisit {
            plan_id,
            case,
            arrive_ms: seen(arrive),
            depart_ms: seen(depart),
            dwell_ms,
        });
    }
    let pings = GzDecoder::new(File::open(named(folder, "pings.csv.gz")?)?);
    for row in csv::Reader::from_reader(pings).deserialize() {
        let (rep, t, lat, lon, accuracy_m, mock, arrived): PingRow = row?;
        let mut fix = Fix::new(instant(t)?, lat, lon, accuracy_m).map_err(text)?;
        fix.mock = Some(mock == 1);
        fix.received = Some(instant(arrived)?);
        days.entry(rep).or_default().fixes.push(fix);
    }
    let agree = |day: &RepDay| {
        day.plan.iter().map(|planned| &planned.id).eq(day.truth.iter().map(|truth| &truth.plan_id))
    };
    if days.is_empty() || !days.values().all(agree) {
        return Err("plan.csv and truth.csv do not list the same visits".into());
    }
    Ok(days)
}

/// rep, visit, lat, lon, radius_m, slot_from_ms, slot_to_ms, min_dwell_ms
type PlanRow = (String, String, f64, f64, f64, i64, i64, i64);
/// rep, t_ms, lat, lon, acc_m, mock, arrived_ms
type PingRow = (String, i64, f64, f64, f64, u8, i64);

fn named(folder: &Path, file: &str) -> Outcome<PathBuf> {
    let path = folder.join(file);
    if path.exists() { Ok(path) } else { Err(format!("{} is absent", path.display()).into()) }
}

fn instant(ms: i64) -> Outcome<Instant> {
    Instant::from_millis(ms).ok_or_else(|| format!("{ms} ms is no time").into())
}

fn text(problem: fieldbeat::Problem) -> String {
    problem.to_string()
}
