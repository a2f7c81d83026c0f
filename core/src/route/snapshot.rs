//! A search as bytes, to go on later, elsewhere: the stops, the options but for the budget, and how
//! far it has come.

use super::matrix::Matrix;
use super::policy::{TourMetric, TourOptions};
use super::report::StoppedBy;
use super::stops::Stops;
use super::tour_search::{SETTLED_BETWEEN_LOOKS, TourSearch};
use crate::Result;
use crate::snapshot::{Bytes, Seal, Stored, Writer, stored_code};

const SEAL: Seal = Seal { magic: b"FBTOUR\0\0", version: 1, of: "a search for tours" };

stored_code!(TourMetric);
stored_code!(StoppedBy);

impl TourSearch {
    /// The search as bytes: the same bytes for the same search, on every machine. They hold the
    /// stops: treat them as the positions that they are.
    ///
    /// O(stops), O(stops²) of a table.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        SEAL.close(&[], |to| {
            store_options(&self.options, to);
            store_stops(&self.stops, to);
            self.stopped_by.store(to);
            self.engine.store(to);
        })
    }

    /// The search whose [`snapshot`](Self::snapshot) this is: it goes on as if nothing had happened.
    ///
    /// What came before the first iteration is done again; iterations are not.
    ///
    /// # Errors
    /// `not_a_snapshot`, `version_unsupported`, `checksum_differs`, `corrupt_snapshot`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::route::{TourBudget, TourOptions, TourSearch};
    ///
    /// let x: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 40)).collect();
    /// let y: Vec<f64> = (0..40).map(|i| f64::from(i * 11 % 40)).collect();
    /// let mut search = TourSearch::plane(&x, &y, &TourOptions::default())?;
    /// let slice = TourBudget { iterations: Some(100), time_ms: None };
    /// search.run(&slice, &mut Budget::unlimited())?;
    ///
    /// let mut restored = TourSearch::restore(&search.snapshot())?;
    /// for search in [&mut search, &mut restored] {
    ///     search.run(&slice, &mut Budget::unlimited())?;
    /// }
    /// assert_eq!((restored.iterations(), restored.best()?), (200, search.best()?));
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn restore(bytes: &[u8]) -> Result<Self> {
        SEAL.open(bytes, "$.bytes", &[], |from| {
            let options = load_options(from)?;
            let mut search = load_stops(from, &options)?;
            search.stopped_by = StoppedBy::load(from)?;
            search.engine.load(from, SETTLED_BETWEEN_LOOKS)?;
            Some(search)
        })
    }
}

fn store_options(options: &TourOptions, to: &mut Writer) {
    options.closed.store(to);
    options.start.store(to);
    options.end.store(to);
    options.metric.store(to);
    options.seed.store(to);
    options.initial.store(to);
    options.line.store(to);
}

fn load_options(from: &mut Bytes<'_>) -> Option<TourOptions> {
    Some(TourOptions {
        closed: bool::load(from)?,
        start: Option::load(from)?,
        end: Option::load(from)?,
        metric: TourMetric::load(from)?,
        seed: u32::load(from)?,
        initial: Option::load(from)?,
        line: bool::load(from)?,
        budget: None,
    })
}

const POSITIONS: u8 = 0;
const PLANE: u8 = 1;
const MATRIX: u8 = 2;

fn store_stops(stops: &Stops, to: &mut Writer) {
    match stops {
        Stops::Positions { positions, .. } => {
            POSITIONS.store(to);
            store_numbers(positions.len(), positions.iter().map(|position| position.lat.get()), to);
            store_numbers(positions.len(), positions.iter().map(|position| position.lon.get()), to);
        }
        Stops::Plane { x, y } => {
            PLANE.store(to);
            store_numbers(x.len(), x.iter().copied(), to);
            store_numbers(y.len(), y.iter().copied(), to);
        }
        Stops::Matrix(table) => {
            MATRIX.store(to);
            (table.stops() as u32).store(to);
            for row in table.rows() {
                store_numbers(row.len(), row.iter().copied(), to);
            }
        }
    }
}

fn load_stops(from: &mut Bytes<'_>, options: &TourOptions) -> Option<TourSearch> {
    let search = match u8::load(from)? {
        POSITIONS => TourSearch::positions(&load_numbers(from)?, &load_numbers(from)?, options),
        PLANE => TourSearch::plane(&load_numbers(from)?, &load_numbers(from)?, options),
        MATRIX => {
            let rows = (0..u32::load(from)?).map(|_| load_numbers(from)).collect::<Option<_>>()?;
            TourSearch::matrix(&Matrix { rows }, options)
        }
        _ => return None,
    };
    search.ok()
}

/// Numbers as the caller gave them, a way that there is not among them: what they may be is asked
/// where they are read.
fn store_numbers(len: usize, numbers: impl Iterator<Item = f64>, to: &mut Writer) {
    (len as u32).store(to);
    numbers.for_each(|number| number.to_bits().store(to));
}

fn load_numbers(from: &mut Bytes<'_>) -> Option<Vec<f64>> {
    let bits = <Vec<u64>>::load(from)?;
    Some(bits.into_iter().map(f64::from_bits).collect())
}
