//! The search, as the caller holds it: from where it stands it goes on.

use super::matrix::{CostTable, Matrix};
use super::policy::{TourBudget, TourOptions};
use super::report::{StoppedBy, Tour};
use super::stops::{Stops, legs};
use super::tour::{Ends, Engine};
use crate::Result;
use crate::budget::Budget;
use crate::geo::{Position, chord_position};
use crate::shape::Reader;

/// Iterations without a word to the budget.
const BETWEEN_LOOKS: u32 = 32;
/// The first improvement looks at so many stops between two looks.
pub(super) const SETTLED_BETWEEN_LOOKS: u32 = 64;
/// A search whose last gain is so many iterations, and so many a stop, ago, gains no more.
const IN_VAIN: (u64, u64) = (50_000, 200);
/// Few nodes want fewer: their number cubed over the first or, where ways differ by direction, the
/// second of these, and the third. Of 2,000 random tables of 13, 16, 20 and 25 stops each one was
/// left with a tour, 0.8 % too long, that more would have mended; where ways differ it is twice as
/// many as the longest wait that was seen.
const IN_VAIN_OF_FEW: (u64, u64, u64) = (160, 10, 34);

/// A search for the shortest tour, which goes on from where it stands: run in slices it finds
/// what it would have found at once.
///
/// Up to 12 stops are solved for certain. Of more, the first run makes a first tour and shortens it
/// until no chain of exchanges of legs does, about O(n log n) on real maps; then each iteration looks
/// at one place only. To turn a part of the tour takes longer the more stops there are: an iteration
/// of 100,000 costs some times one of 1,000.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::route::{TourBudget, TourOptions, TourSearch};
///
/// let x: Vec<f64> = (0..40).map(|i| f64::from(i % 8)).collect();
/// let y: Vec<f64> = (0..40).map(|i| f64::from(i / 8)).collect();
/// let mut search = TourSearch::plane(&x, &y, &TourOptions::default())?;
/// let slice = TourBudget { iterations: Some(200), time_ms: None };
/// search.run(&slice, &mut Budget::unlimited())?;
/// let tour = search.best()?;
/// assert_eq!((tour.iterations, tour.length), (200, 40.0));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TourSearch {
    pub(super) stops: Stops,
    pub(super) options: TourOptions,
    pub(super) engine: Engine,
    pub(super) stopped_by: StoppedBy,
}

impl TourSearch {
    /// Of positions in degrees.
    ///
    /// # Errors
    /// All problems of the columns and the options, with paths such as `$.lat[3]`.
    pub fn positions(lat: &[f64], lon: &[f64], options: &TourOptions) -> Result<Self> {
        Self::of(options, |at| Stops::positions(lat, lon, options.metric, at))
    }

    /// Of points in a plane; lengths are in the unit of the coordinates.
    ///
    /// # Errors
    /// All problems of the columns and the options.
    pub fn plane(x: &[f64], y: &[f64], options: &TourOptions) -> Result<Self> {
        Self::of(options, |at| Stops::plane(x, y, at))
    }

    /// Of a table of costs, which need not be the same both ways.
    ///
    /// # Errors
    /// All problems of the table and the options.
    pub fn matrix(matrix: &Matrix, options: &TourOptions) -> Result<Self> {
        Self::of(options, |at| Stops::matrix(matrix, at))
    }

    /// [`matrix`](Self::matrix) of a table that was read.
    pub(crate) fn table(table: CostTable, options: &TourOptions) -> Result<Self> {
        Self::of(options, |_| Some(Stops::Matrix(table.0)))
    }

    fn of(options: &TourOptions, stops: impl FnOnce(&mut Reader) -> Option<Stops>) -> Result<Self> {
        let mut at = Reader::new();
        let stops = stops(&mut at);
        if let Some(stops) = &stops {
            at.within("options", |at| options.check(stops.len(), at));
        }
        let (stops, _) = at.finish(stops)?;
        let place = |stop: Option<u32>| stop.map(|stop| stop as usize);
        let ends =
            Ends { closed: options.closed, start: place(options.start), end: place(options.end) };
        let (initial, seed) = (options.initial.as_deref(), options.seed);
        let leg = |from: usize, to: usize| stops.leg(from, to);
        let engine = match &stops {
            Stops::Positions { positions, .. } => {
                let (at, bend) = chords(positions);
                Engine::of_points(&at, bend, leg, ends, initial, seed)
            }
            Stops::Plane { x, y } => {
                let at: Vec<[f64; 3]> = x.iter().zip(y).map(|(x, y)| [*x, *y, 0.0]).collect();
                Engine::of_points(&at, 0.0, leg, ends, initial, seed)
            }
            Stops::Matrix(table) => Engine::of_table(table, ends, initial, seed),
        };
        // How long to search is said anew with each slice.
        let options = TourOptions { budget: None, ..options.clone() };
        Ok(Self { stops, options, engine, stopped_by: StoppedBy::Iterations })
    }

    /// How many stops there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stops.len()
    }

    /// How many iterations were done.
    #[must_use]
    pub fn iterations(&self) -> u64 {
        self.engine.iterations()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stops.len() == 0
    }

    /// Goes on until the first limit of `slice` is reached, or `budget` says stop; says why it
    /// ended. Without a limit it ends when many iterations have brought nothing.
    ///
    /// # Errors
    /// `no_clock`, when `time_ms` is asked for and the budget has none.
    pub fn run(&mut self, slice: &TourBudget, budget: &mut Budget<'_>) -> Result<StoppedBy> {
        let deadline = match slice.time_ms {
            Some(ms) => Some(budget.now_ms()? + ms.get()),
            None => None,
        };
        self.run_until(slice.iterations, deadline, budget)
    }

    pub(super) fn run_until(
        &mut self,
        iterations: Option<u32>,
        deadline: Option<f64>,
        budget: &mut Budget<'_>,
    ) -> Result<StoppedBy> {
        let mut left = iterations.map_or(u64::MAX, u64::from);
        let (stops, nodes) = (self.len() as u64, self.engine.len() as u64);
        // But for the hub there is a node a stop, or two where ways differ by direction.
        let share = if nodes > stops + 1 { IN_VAIN_OF_FEW.1 } else { IN_VAIN_OF_FEW.0 };
        let few = nodes.saturating_pow(3) / share + IN_VAIN_OF_FEW.2;
        let in_vain = few.min(IN_VAIN.0 + IN_VAIN.1 * stops);
        self.stopped_by = loop {
            if self.engine.is_solved() {
                break StoppedBy::Optimal;
            }
            // Before what is left: a slice of nothing does not make an end of another kind.
            let hopeful = in_vain.saturating_sub(self.engine.iterations_in_vain());
            if hopeful == 0 {
                break StoppedBy::NoImprovement;
            }
            let settled = self.engine.is_settled();
            if settled && left == 0 {
                break StoppedBy::Iterations;
            }
            let done = if settled {
                // Never beyond the last hopeful one: slices end where one run does.
                let slice = left.min(hopeful).min(u64::from(BETWEEN_LOOKS)) as u32;
                self.engine.kick(slice);
                left -= u64::from(slice);
                slice
            } else {
                self.engine.settle(SETTLED_BETWEEN_LOOKS);
                SETTLED_BETWEEN_LOOKS
            };
            if budget.spend(u64::from(done)).is_err() {
                break StoppedBy::Cancelled;
            }
            if let Some(deadline) = deadline
                && budget.now_ms()? >= deadline
            {
                break StoppedBy::Time;
            }
        };
        Ok(self.stopped_by)
    }

    /// What it takes to measure the legs of a tour and to lay the answer out, about.
    pub(super) fn telling_ms(&self) -> f64 {
        /// Milliseconds of a geodesic between stops that lie anywhere in memory, on a busy server.
        const GEODESIC_MS: f64 = 0.000_8;
        let tours = 1 + u32::from(self.options.initial.is_some()) + u32::from(self.options.line);
        match &self.stops {
            Stops::Positions { .. } => f64::from(tours) * GEODESIC_MS * self.len() as f64,
            Stops::Plane { .. } | Stops::Matrix(_) => 0.0,
        }
    }

    /// The best tour so far.
    ///
    /// # Errors
    /// `unreachable`, when it needs a way that the table does not have.
    pub fn best(&self) -> Result<Tour> {
        let closed = self.options.closed;
        let mut order = self.engine.best();
        let mut along = legs(&self.stops, &order, closed)?;
        // The search measures chords: the tour that was given may be the shorter one all the same.
        if let (Stops::Positions { .. }, Some(given)) = (&self.stops, &self.options.initial)
            && let Some(given) = self.engine.told(given)
        {
            let theirs = legs(&self.stops, &given, closed)?;
            if theirs.iter().sum::<f64>() < along.iter().sum::<f64>() {
                (order, along) = (given, theirs);
            }
        }
        let legs = along;
        let proven = self.engine.is_solved();
        let line = if self.options.line { self.stops.line(&order, closed) } else { None };
        Ok(Tour {
            line,
            length: legs.iter().sum::<f64>() + 0.0,
            order: order.into(),
            legs: legs.into(),
            proven_optimal: proven,
            iterations: i64::try_from(self.engine.iterations()).unwrap_or(i64::MAX),
            stopped_by: if proven { StoppedBy::Optimal } else { self.stopped_by },
        })
    }
}

/// Places in space, and how chords between them bend.
fn chords(positions: &[Position]) -> (Vec<[f64; 3]>, f64) {
    (positions.iter().map(chord_position).collect(), crate::geo::CHORD_BEND)
}
