//! The simulated working days of the development data, as they were planned and as they came.

use std::error::Error;
use std::fs::File;
use std::io::Read;

use fieldbeat::{Fix, Instant};
use fieldbeat_tests::development;
use flate2::read::GzDecoder;

/// A visit that was planned: its own fence, and when it was to be.
pub struct Planned {
    /// Whose it is.
    pub rep: String,
    /// Its name.
    pub visit: String,
    /// Where, in degrees.
    pub lat: f64,
    /// Where, in degrees.
    pub lon: f64,
    /// The fence.
    pub radius_m: f64,
    /// From when until when.
    pub slot: (Instant, Instant),
}

/// Rep, visit, latitude, longitude, radius, slot, shortest stay.
type PlanRow = (String, String, f64, f64, f64, i64, i64, i64);
/// Rep, instant, latitude, longitude, accuracy, whether it is simulated, when it came.
type PingRow = (String, i64, f64, f64, f64, u8, i64);

/// Forty reps, each with a day and a country of his own.
pub struct Days {
    /// All visits.
    pub plan: Vec<Planned>,
    /// All fixes by rep, in the order in which they came.
    pub fixes: Vec<(String, Fix)>,
}

impl Days {
    /// The days; `None`, after saying so, where there are no development data.
    ///
    /// # Errors
    /// Files that are not what they should be.
    pub fn read() -> Result<Option<Self>, Box<dyn Error>> {
        let plan = development::file("geo/sim_days_dev/plan.csv");
        let pings = development::file("geo/sim_days_dev/pings.csv.gz");
        let Some((plan, pings)) = plan.zip(pings) else { return Ok(None) };
        let instant = |t: i64| Instant::from_millis(t).ok_or_else(|| format!("{t} is no instant"));
        let text = |problem: fieldbeat::Problem| problem.to_string();
        let planned = |row: PlanRow| {
            let (rep, visit, lat, lon, radius_m, start, end, _) = row;
            let slot = (instant(start)?, instant(end)?);
            Ok(Planned { rep, visit, lat, lon, radius_m, slot })
        };
        let plan = rows(File::open(plan)?)?.into_iter().map(planned);
        let mut pings: Vec<PingRow> = rows(GzDecoder::new(File::open(pings)?))?;
        pings.sort_by_key(|row| row.6);
        let fix = |row: PingRow| {
            let (rep, t, lat, lon, accuracy_m, mock, _) = row;
            let fix = Fix::new(instant(t)?, lat, lon, accuracy_m).map_err(text)?;
            Ok((rep, Fix { mock: Some(mock == 1), ..fix }))
        };
        let fixes = pings.into_iter().map(fix).collect::<Result<_, String>>()?;
        Ok(Some(Self { plan: plan.collect::<Result<_, String>>()?, fixes }))
    }
}

fn rows<T: serde::de::DeserializeOwned>(reader: impl Read) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(reader).deserialize().collect()
}
