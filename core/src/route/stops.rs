//! What a tour is measured by: positions, points of a plane, or a table.

use super::matrix::Matrix;
use super::policy::TourMetric;
use super::tour::Table;
use crate::geo::{Line, Position, distance, haversine};
use crate::shape::Reader;
use crate::{Error, ErrorKind, Problem, Result};

/// At most so many stops.
pub const MAX_STOPS: usize = 1 << 26;
/// The stops of a tour.
#[derive(Clone, Debug)]
pub(super) enum Stops {
    Positions { positions: Vec<Position>, metric: TourMetric },
    Plane { x: Vec<f64>, y: Vec<f64> },
    Matrix(Table),
}

impl Stops {
    pub(super) fn positions(
        lat: &[f64],
        lon: &[f64],
        metric: TourMetric,
        at: &mut Reader,
    ) -> Option<Self> {
        check_lengths(("lat", lat), ("lon", lon), at)?;
        let mut positions = Vec::with_capacity(lat.len());
        let before = at.problem_count();
        for (place, (lat, lon)) in lat.iter().zip(lon).enumerate() {
            match Position::new(*lat, *lon) {
                Ok(position) => positions.push(position),
                Err(_) => {
                    let key = if lat.is_finite() && lat.abs() <= 90.0 { "lon" } else { "lat" };
                    let wrong = if key == "lat" { lat } else { lon };
                    let code = if wrong.is_finite() { "out_of_range" } else { "not_finite" };
                    at.within(key, |at| {
                        at.within(place, |at| at.problem::<()>(code, "expected degrees"));
                    });
                }
            }
        }
        (at.problem_count() == before).then_some(Self::Positions { positions, metric })
    }

    pub(super) fn plane(x: &[f64], y: &[f64], at: &mut Reader) -> Option<Self> {
        check_lengths(("x", x), ("y", y), at)?;
        let before = at.problem_count();
        for (key, cells) in [("x", x), ("y", y)] {
            for (place, cell) in cells.iter().enumerate() {
                // Squares of longer ways are infinite.
                if cell.is_nan() || cell.abs() > 1e150 {
                    let code = if cell.is_finite() { "out_of_range" } else { "not_finite" };
                    let message = "expected a finite number, at most 1e150 from 0";
                    at.within(key, |at| at.within(place, |at| at.problem::<()>(code, message)));
                }
            }
        }
        (at.problem_count() == before).then(|| Self::Plane { x: x.to_vec(), y: y.to_vec() })
    }

    pub(super) fn matrix(matrix: &Matrix, at: &mut Reader) -> Option<Self> {
        let before = at.problem_count();
        at.within("matrix", |at| {
            if !matrix.check(at) {
                return None;
            }
            let table = Table::new(&matrix.rows, |row, cell| {
                let message = "expected a number from 0 to 1e150, or infinity where no way leads";
                at.within(row, |at| {
                    at.within(cell, |at| at.problem::<()>("out_of_range", message))
                });
            });
            (at.problem_count() == before).then_some(Self::Matrix(table))
        })
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Positions { positions, .. } => positions.len(),
            Self::Plane { x, .. } => x.len(),
            Self::Matrix(table) => table.stops(),
        }
    }

    /// What it costs to go from one stop to another; infinite where no way leads.
    pub(super) fn leg(&self, from: usize, to: usize) -> f64 {
        let known = match self {
            Self::Positions { positions, metric } => {
                positions.get(from).zip(positions.get(to)).map(|(a, b)| match metric {
                    TourMetric::Geodesic => distance(a, b),
                    TourMetric::Haversine => {
                        haversine((a.lat.get(), a.lon.get()), (b.lat.get(), b.lon.get()))
                    }
                })
            }
            Self::Plane { x, y } => x.get(from).zip(y.get(from)).zip(x.get(to).zip(y.get(to))).map(
                |((ax, ay), (bx, by))| {
                    let (dx, dy) = (ax - bx, ay - by);
                    (dx * dx + dy * dy).sqrt()
                },
            ),
            Self::Matrix(table) => table.get(from, to),
        };
        known.unwrap_or(f64::INFINITY)
    }

    /// The tour on a map.
    pub(super) fn line(&self, order: &[u32], closed: bool) -> Option<Line> {
        let Self::Positions { positions, .. } = self else { return None };
        let back = order.first().filter(|_| closed && order.len() > 1);
        let along = order.iter().chain(back).filter_map(|stop| positions.get(*stop as usize));
        // A line has two ends.
        (order.len() > 1).then(|| Line::through(along))
    }
}

fn check_lengths(
    a: (&'static str, &[f64]),
    b: (&'static str, &[f64]),
    at: &mut Reader,
) -> Option<()> {
    if a.1.len() > MAX_STOPS {
        return at
            .within(a.0, |at| at.limit("too_many_stops", format!("at most {MAX_STOPS} stops")));
    }
    if a.1.len() == b.1.len() {
        return Some(());
    }
    let message = format!("{} rows, but \"{}\" has {}", b.1.len(), a.0, a.1.len());
    at.within(b.0, |at| at.problem("lengths_differ", message))
}

/// The legs of a tour; or all ways that it uses and that there are not.
pub(super) fn legs(stops: &Stops, order: &[u32], closed: bool) -> Result<Vec<f64>> {
    let pairs = order.iter().zip(order.iter().skip(1));
    let back = order.last().zip(order.first()).filter(|_| closed && order.len() > 1);
    let (mut legs, mut missing) = (Vec::with_capacity(order.len()), Vec::new());
    for (&from, &to) in pairs.chain(back) {
        let leg = stops.leg(from as usize, to as usize);
        if leg.is_finite() {
            legs.push(leg);
        } else {
            let message =
                format!("no tour was found that does without the way from {from} to {to}");
            missing.push(Problem::new("unreachable", format!("$.matrix[{from}][{to}]"), message));
        }
    }
    if missing.is_empty() { Ok(legs) } else { Err(Error::new(ErrorKind::Input, missing)) }
}
