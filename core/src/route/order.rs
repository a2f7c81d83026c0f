//! Stops in a good order, in one call.

use super::matrix::{CostTable, Matrix};
use super::policy::{TourBudget, TourOptions};
use super::report::Tour;
use super::tour_search::TourSearch;
use crate::Result;
use crate::budget::Budget;

/// An order in which stops are visited on a short tour; lengths in metres.
///
/// The search measures chords, lengthened to arcs; `length` and `legs` are geodesic (Karney 2013) or
/// of the haversine, and up to 12 places are ordered by these. Stops in one place follow each other,
/// those where the tour starts right behind the start.
///
/// To read the stops, to put them along a curve and to measure the legs takes O(n log n) whatever the
/// budget, 80 to 155 ms for 100,000. That is the floor of the first tour, and no shorter budget is kept.
///
/// # Errors
/// All problems of the columns and the options, with paths; `no_clock`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::route::{TourOptions, order_stops};
///
/// // Four clinics; the planned order crosses the town twice.
/// let (lat, lon) = ([55.75, 55.80, 55.751, 55.801], [37.60, 37.70, 37.61, 37.71]);
/// let options = TourOptions { closed: false, start: Some(0), ..Default::default() };
/// let tour = order_stops(&lat, &lon, &options, &mut Budget::unlimited())?;
/// assert_eq!(&tour.order[..], [0, 2, 1, 3]);
/// assert!(tour.proven_optimal && tour.length < 10_000.0);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn order_stops(
    lat: &[f64],
    lon: &[f64],
    options: &TourOptions,
    budget: &mut Budget<'_>,
) -> Result<Tour> {
    searched(options, budget, || TourSearch::positions(lat, lon, options))
}

/// The same for points of a plane; lengths in the unit of the coordinates, at most 1e150 from 0.
/// Points less than 1e-150 apart are in one place: squares of such ways are 0.
///
/// # Errors
/// As [`order_stops`].
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::route::{TourOptions, order_plane};
///
/// let (x, y) = ([0.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]);
/// let tour = order_plane(&x, &y, &TourOptions::default(), &mut Budget::unlimited())?;
/// assert_eq!((&tour.order[..], tour.length), (&[0, 2, 1, 3][..], 4.0));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn order_plane(
    x: &[f64],
    y: &[f64],
    options: &TourOptions,
    budget: &mut Budget<'_>,
) -> Result<Tour> {
    searched(options, budget, || TourSearch::plane(x, y, options))
}

/// The same for a table of costs, such as minutes by road, which need not be the same both ways.
///
/// To read a table and go through it once, from nearest to nearest, takes O(n²) whatever the budget,
/// 6 to 11 ns a cost on a busy server: 6 ms for a thousand stops, 60 ms for 2,400. That is the floor
/// of the first tour, and no shorter budget is kept. Tables come quickest as typed arrays (numpy,
/// Arrow, `Float64Array`); in lists of a host's numbers each cost is read by itself, which takes some
/// ten times as long.
///
/// # Errors
/// As [`order_stops`]; `unreachable`, when the tour found needs a way that there is not. A search that
/// was given too little time may say so of a table that has a tour.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::budget::Budget;
/// use fieldbeat::route::{Matrix, TourOptions, order_matrix};
///
/// let minutes = Matrix::from_json("[[0, 10, 25], [12, 0, null], [25, 20, 0]]")?;
/// let tour = order_matrix(&minutes, &TourOptions::default(), &mut Budget::unlimited())?;
/// assert_eq!((&tour.order[..], tour.length), (&[0, 2, 1][..], 57.0));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn order_matrix(
    matrix: &Matrix,
    options: &TourOptions,
    budget: &mut Budget<'_>,
) -> Result<Tour> {
    searched(options, budget, || TourSearch::matrix(matrix, options))
}

/// [`order_matrix`] of a table that was read.
pub(crate) fn order_table(
    table: CostTable,
    options: &TourOptions,
    budget: &mut Budget<'_>,
) -> Result<Tour> {
    searched(options, budget, || TourSearch::table(table, options))
}

fn searched(
    options: &TourOptions,
    budget: &mut Budget<'_>,
    search: impl FnOnce() -> Result<TourSearch>,
) -> Result<Tour> {
    let limits = options.budget.clone().unwrap_or(TourBudget { iterations: None, time_ms: None });
    // Making ready counts too.
    let mut deadline = match limits.time_ms {
        Some(ms) => Some(budget.begun_ms()? + ms.get()),
        None => None,
    };
    let mut search = search()?;
    if let Some(deadline) = &mut deadline {
        *deadline -= search.telling_ms();
    }
    let iterations = match (limits.iterations, deadline) {
        (None, None) => Some(by_default(search.len())),
        (iterations, _) => iterations,
    };
    search.run_until(iterations, deadline, budget)?;
    search.best()
}

/// Iterations where the caller names no limit.
fn by_default(stops: usize) -> u32 {
    u32::try_from(1_000 + 20 * stops.min(10_000)).unwrap_or(u32::MAX).min(200_000)
}
