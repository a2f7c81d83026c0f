//! Tables of driving times and distances: estimated from positions, or read from a routing service.

use super::matrix::{MAX_ROWS, Matrix};
use crate::budget::Budget;
use crate::geo::{Position, distance};
use crate::shape::{Reader, Shape, Shaped, Value, codes, number, record};
use crate::{Error, ErrorKind, Result};

number! {
    /// How much longer a way by road is than the straight line, 1 to 10.
    pub struct Circuity(min 1.0, max 10.0)
}

number! {
    /// Metres a second, above 0, at most 100.
    pub struct Speed(above 0.0, max 100.0)
}

number! {
    /// Metres of a way, above 0, at most 100,000 km.
    pub struct WayMetres(above 0.0, max 100_000_000.0)
}

record! {
    /// How fast the first metres of a way are driven.
    pub struct SpeedBand: policy {
        /// The band reaches up to so many metres of the way; without it to the end.
        pub up_to_m: Option<WayMetres> = None,
        /// Metres a second within the band.
        pub speed_mps: Speed = Speed::known(10.0),
    }
}

record! {
    /// How straight lines become driving times.
    ///
    /// The defaults are a car in and around a town: 1.3 times the straight line (the mean circuity
    /// of road networks is 1.2 to 1.4; Ballou, Rahardja and Sakai 2002), the first 2 km at 20 km/h,
    /// then 36 km/h up to 10 km, 60 km/h up to 50 km, and 85 km/h beyond.
    pub struct MatrixProfile: policy check check_profile {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Metres by road for a metre of the straight line.
        pub circuity: Circuity = Circuity::known(1.3),
        /// From the first metre of a way to its last. A longer way is never quicker than a shorter.
        pub speeds: Vec<SpeedBand> = default_speeds(),
    }
}

fn default_speeds() -> Vec<SpeedBand> {
    let band = |up_to_m: Option<f64>, kmh: f64| SpeedBand {
        up_to_m: up_to_m.map(WayMetres::known),
        speed_mps: Speed::known(kmh / 3.6),
    };
    vec![
        band(Some(2_000.0), 20.0),
        band(Some(10_000.0), 36.0),
        band(Some(50_000.0), 60.0),
        band(None, 85.0),
    ]
}

fn check_profile(profile: &MatrixProfile, at: &mut Reader) {
    at.within("speeds", |at| {
        let mut reached = 0.0;
        for (place, band) in profile.speeds.iter().enumerate() {
            let is_last = place + 1 == profile.speeds.len();
            match band.up_to_m {
                Some(end) if end.get() > reached => reached = end.get(),
                Some(_) => at.within(place, |at| {
                    at.within("up_to_m", |at| {
                        at.problem::<()>("not_ascending", "a band ends beyond the one before it");
                    });
                }),
                None if is_last => return,
                None => at.within(place, |at| {
                    at.problem::<()>("unreachable_band", "only the last band has no end");
                }),
            }
        }
        at.problem::<()>("no_last_band", "the last band has no \"up_to_m\": it goes on to the end");
    });
}

impl MatrixProfile {
    /// Milliseconds for so many metres by road.
    fn millis(&self, metres: f64) -> f64 {
        let (mut seconds, mut driven) = (0.0, 0.0);
        for band in &self.speeds {
            let end = band.up_to_m.map_or(metres, |end| crate::math::min(end.get(), metres));
            if end > driven {
                seconds += (end - driven) / band.speed_mps.get();
                driven = end;
            }
        }
        whole_millis(seconds)
    }
}

fn whole_millis(seconds: f64) -> f64 {
    (seconds * 1000.0).round()
}

record! {
    /// Two stops by their places.
    pub struct StopPair: data {
        /// Where the way would begin.
        pub source: u32,
        /// Where it would end.
        pub target: u32,
    }
}

record! {
    /// Driving times and distances between all pairs of stops; `null` where no way leads.
    pub struct TravelMatrix: data {
        /// Milliseconds, whole, from each stop to every stop.
        pub durations_ms: Option<Matrix>,
        /// Metres from each stop to every stop.
        pub distances_m: Option<Matrix>,
        /// The pairs without a way, row by row.
        pub unreachable: Vec<StopPair>,
    }
}

/// Driving times and distances between positions, by straight lines: for planning where there is no
/// routing service. O(n²) time and memory; at most 16,384 positions.
///
/// # Errors
/// `too_many_stops`; problems of the profile; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::Position;
/// use fieldbeat::budget::Budget;
/// use fieldbeat::route::{MatrixProfile, matrix_of};
///
/// let stops = [Position::new(55.75, 37.61)?, Position::new(55.80, 37.70)?];
/// let travel = matrix_of(&stops, &MatrixProfile::default(), &mut Budget::unlimited())?;
/// let (times, ways) = (travel.durations_ms.unwrap(), travel.distances_m.unwrap());
/// assert!((ways.rows[0][1] - 10_309.4).abs() < 0.1);
/// assert!((times.rows[0][1] / 60_000.0 - 19.6).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn matrix_of(
    positions: &[Position],
    profile: &MatrixProfile,
    budget: &mut Budget<'_>,
) -> Result<TravelMatrix> {
    let mut at = Reader::new();
    at.policy(|at| at.within("profile", |at| check_profile(profile, at)));
    if positions.len() > MAX_ROWS {
        let message = format!("at most {MAX_ROWS} positions");
        at.within("positions", |at| at.limit::<()>("too_many_stops", message));
    }
    at.finish(Some(()))?;
    let mut distances = vec![vec![0.0; positions.len()]; positions.len()];
    for (source, a) in positions.iter().enumerate() {
        budget.spend(positions.len() as u64)?;
        for (target, b) in positions.iter().enumerate().skip(source + 1) {
            // Both ways are the same, to the last bit.
            let way = distance(a, b) * profile.circuity.get();
            for (row, column) in [(source, target), (target, source)] {
                if let Some(cell) = distances.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *cell = way;
                }
            }
        }
    }
    let millis = |row: &Vec<f64>| row.iter().map(|way| profile.millis(*way)).collect();
    Ok(TravelMatrix {
        durations_ms: Some(Matrix { rows: distances.iter().map(millis).collect() }),
        distances_m: Some(Matrix { rows: distances }),
        unreachable: Vec::new(),
    })
}

/// What a routing service answered: an object of any content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ServiceAnswer(pub(crate) Value);

impl Shaped for ServiceAnswer {
    fn shape() -> Shape {
        Shape::Facts
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(_) => Some(Self(value.clone())),
            other => at.mismatch("an object", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

codes! {
    /// Whose answer it is.
    pub enum MatrixKind {
        /// The table service of OSRM: `durations` in seconds, `distances` in metres.
        Osrm = "osrm",
        /// `sources_to_targets` of Valhalla, in either form: seconds, and kilometres or miles.
        Valhalla = "valhalla",
    }
}

/// The times and distances that a routing service answered.
///
/// Pairs without a way are `null` there and here, and listed as `unreachable`, whichever of the two
/// tables lacks them.
///
/// # Errors
/// `routing_failed`, when the service says that it did; all problems of the answer, with paths such
/// as `$.answer.durations[2][0]`; `lengths_differ`, when a table is not square or the two are not as
/// large.
///
/// # Example
/// ```
/// use fieldbeat::route::{MatrixKind, matrix_from};
/// use fieldbeat::shape::Value;
///
/// let answer = Value::from_json(r#"{"code": "Ok", "durations": [[0, 610.2], [null, 0]]}"#)?;
/// let travel = matrix_from(&answer, MatrixKind::Osrm)?;
/// assert_eq!(travel.durations_ms.unwrap().rows[0][1], 610_200.0);
/// assert_eq!((travel.unreachable[0].source, travel.unreachable[0].target), (1, 0));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn matrix_from(answer: &Value, kind: MatrixKind) -> Result<TravelMatrix> {
    let mut at = Reader::new();
    let read = at.within("answer", |at| match kind {
        MatrixKind::Osrm => read_osrm(answer, at),
        MatrixKind::Valhalla => read_valhalla(answer, at),
    });
    let ((durations, distances), _) = at.finish(read)?;
    if durations.is_none() && distances.is_none() {
        let message = "the answer has neither durations nor distances";
        return Err(Error::one(ErrorKind::Input, "missing_key", "$.answer", message));
    }
    let unreachable = gaps([&durations, &distances]);
    Ok(TravelMatrix { durations_ms: durations, distances_m: distances, unreachable })
}

type Read = (Option<Matrix>, Option<Matrix>);

fn read_osrm(answer: &Value, at: &mut Reader) -> Option<Read> {
    if let Some(Value::Text(code)) = answer.get("code")
        && code != "Ok"
    {
        let said = match answer.get("message") {
            Some(Value::Text(message)) => format!("{code}: {message}"),
            _ => code.clone(),
        };
        return at.within("code", |at| at.problem("routing_failed", said));
    }
    read_tables(answer, 1.0, at)
}

fn read_valhalla(answer: &Value, at: &mut Reader) -> Option<Read> {
    /// Metres of an international mile.
    const MILE: f64 = 1609.344;
    if let Some(Value::Text(error)) = answer.get("error") {
        let said = error.clone();
        return at.within("error", |at| at.problem("routing_failed", said));
    }
    let metres = match answer.get("units") {
        Some(Value::Text(units)) if units == "miles" => MILE,
        _ => 1000.0,
    };
    at.within("sources_to_targets", |at| match answer.get("sources_to_targets") {
        Some(rows @ Value::List(_)) => {
            let mut cells = |key, unit| match picked(rows, key) {
                Some(rows) => of_rows(&rows, unit, at).map(Some),
                None => Some(None),
            };
            let (times, ways) =
                (cells("time", Unit::Seconds), cells("distance", Unit::Metres(metres)));
            Some((times?, ways?))
        }
        Some(tables @ Value::Map(_)) => read_tables(tables, metres, at),
        Some(other) => at.mismatch("rows of cells, or an object of tables", other),
        None => at.problem("missing_key", "\"sources_to_targets\" is required"),
    })
}

/// One key of every cell, `null` where a cell does not have it; nothing if no cell of any does.
fn picked(rows: &Value, key: &str) -> Option<Value> {
    let Value::List(rows) = rows else { return None };
    let (mut cells, mut with_key) = (0_u64, 0_u64);
    let mut cell = |cell: &Value| match cell {
        Value::Map(_) => {
            let value = cell.get(key);
            (cells, with_key) = (cells + 1, with_key + u64::from(value.is_some()));
            value.cloned().unwrap_or(Value::Null)
        }
        other => other.clone(),
    };
    let row = |row: &Value| match row {
        Value::List(cells) => Value::List(cells.iter().map(&mut cell).collect()),
        other => other.clone(),
    };
    let rows = Value::List(rows.iter().map(row).collect());
    (cells == 0 || with_key > 0).then_some(rows)
}

/// What the numbers of a table are.
#[derive(Clone, Copy)]
enum Unit {
    Seconds,
    /// So many metres each.
    Metres(f64),
}

fn read_tables(tables: &Value, metres: f64, at: &mut Reader) -> Option<Read> {
    let mut table = |key: &'static str, unit| match tables.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(rows) => at.within(key, |at| of_rows(rows, unit, at)).map(Some),
    };
    let (times, ways) =
        (table("durations", Unit::Seconds), table("distances", Unit::Metres(metres)));
    let (times, ways) = (times?, ways?);
    if let (Some(times), Some(ways)) = (&times, &ways)
        && times.rows.len() != ways.rows.len()
    {
        let (times, ways) = (times.rows.len(), ways.rows.len());
        let message = format!("{ways} rows, but \"durations\" has {times}");
        return at.within("distances", |at| at.problem("lengths_differ", message));
    }
    Some((times, ways))
}

fn of_rows(rows: &Value, unit: Unit, at: &mut Reader) -> Option<Matrix> {
    let mut matrix = Matrix::read(rows, at)?;
    for cell in matrix.rows.iter_mut().flatten() {
        *cell = match unit {
            Unit::Seconds => whole_millis(*cell),
            Unit::Metres(metres) => *cell * metres,
        };
    }
    Some(matrix)
}

/// The pairs of different stops that one of the tables, which are as large, has no way for.
fn gaps(tables: [&Option<Matrix>; 2]) -> Vec<StopPair> {
    let index = |stop: usize| u32::try_from(stop).unwrap_or(u32::MAX);
    let tables = || tables.into_iter().flatten();
    let size = tables().next().map_or(0, |table| table.rows.len());
    let mut gaps = Vec::new();
    for source in 0..size {
        for target in (0..size).filter(|target| *target != source) {
            let lacks = |table: &Matrix| {
                let cell = table.rows.get(source).and_then(|row| row.get(target));
                cell.is_none_or(|cost| !cost.is_finite())
            };
            if tables().any(lacks) {
                gaps.push(StopPair { source: index(source), target: index(target) });
            }
        }
    }
    gaps
}
