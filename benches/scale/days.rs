//! A day of many reps at once, as a service judges it by night; prints a table.
//!
//! `days_scale [TIMES]`: the forty simulated days of the development data so many times side by side
//! (25 unless told), each time in a country of their own. With the feature `rayon` of this package
//! reps are also spread over threads, and the clock on the wall counts.

use std::process::ExitCode;

use fieldbeat::budget::Budget;
use fieldbeat::geofence::RepFixes;
use fieldbeat::{Fix, PlannedVisit, Site, VisitPolicy, verify_many};
use fieldbeat_benches::days::Days;
use fieldbeat_benches::threads::on_one_thread;
use fieldbeat_benches::timing::best;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The best of so many runs counts.
const REPEATS: usize = 3;
/// Degrees of longitude from a country to the next.
const APART: f64 = 2.0;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Fallible<()> {
    let times = std::env::args().nth(1).map_or(Ok(25), |times| times.parse::<u32>())?;
    let Some(days) = Days::read()? else { return Ok(()) };
    let (mut plan, mut sites, mut reps, mut fixes) = (vec![], vec![], vec![], vec![]);
    for time in 0..times {
        let east = APART * f64::from(time);
        for own in &days.plan {
            let id = format!("{time}/{}", own.visit);
            sites.push(Site::from_json(&format!(
                r#"{{"id": "{id}", "fence": {{"center": {{"lat": {}, "lon": {}}}, "radius_m": {}}}}}"#,
                own.lat,
                own.lon + east,
                own.radius_m,
            ))?);
            let (start, end) = own.slot;
            plan.push(PlannedVisit::from_json(&format!(
                r#"{{"id": "{id}", "site": "{id}", "rep": "{time}/{}",
                    "slot": {{"start": "{start}", "end": "{end}"}}}}"#,
                own.rep,
            ))?);
        }
        for (rep, fix) in &days.fixes {
            let lon = (fix.lon.get() + east).try_into().map_err(|_| "a longitude")?;
            reps.push(format!("{time}/{rep}"));
            fixes.push(Fix { lon, ..fix.clone() });
        }
    }
    let count = fixes.len();
    let fixes = RepFixes { reps: reps.iter().map(String::as_str).collect(), fixes };
    let policy = VisitPolicy::default();
    let judge = || verify_many(&plan, &fixes, &sites, &policy, &[], &mut Budget::unlimited());
    let (report, seconds) = on_one_thread(|| best(REPEATS, judge))?;
    let verdicts = report?.visits.time_on_site_ms.len();
    println!("| reps and days | sites | fixes | verdicts | seconds | µs a fix |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    println!(
        "| {} | {} | {count} | {verdicts} | {seconds:.3} | {:.2} |",
        40 * times,
        sites.len(),
        seconds * 1e6 / count as f64,
    );
    #[cfg(feature = "rayon")]
    {
        let gain = fieldbeat_benches::threads::gain(judge)?;
        let (one, all, ratio) = (gain.one, gain.all, gain.one / gain.all);
        println!(
            "| ... {} threads, best of {} | | | | {one:.3}, {all:.3} | {ratio:.2} x |",
            gain.threads, gain.runs
        );
    }
    Ok(())
}
