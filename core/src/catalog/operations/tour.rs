//! The methods of `TourSearch`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use std::sync::{Mutex, MutexGuard, TryLockError};

use super::macros::operations;
use super::route::{MatrixArguments, PlaneArguments, PositionsArguments};
use crate::route::{StoppedBy, Tour, TourBudget, TourSearch};
use crate::shape::{Bytes, Engine, Shared, record};
use crate::{Error, ErrorKind, Result};

/// A search that threads may share: one call at a time, and nobody waits for a long one.
pub struct Held(Mutex<TourSearch>);

impl Held {
    fn lock(&self) -> Result<MutexGuard<'_, TourSearch>> {
        match self.0.try_lock() {
            Ok(search) => Ok(search),
            // A call that panicked leaves a tour all the same.
            Err(TryLockError::Poisoned(search)) => Ok(search.into_inner()),
            Err(TryLockError::WouldBlock) => {
                let message = "another call of this search has not ended yet";
                Err(Error::one(ErrorKind::State, "busy", "$", message))
            }
        }
    }
}

impl Engine for Held {
    fn class() -> &'static str {
        "TourSearch"
    }

    fn summary(&self) -> String {
        match self.lock() {
            Ok(search) => {
                format!("TourSearch({} stops, {} iterations)", search.len(), search.iterations())
            }
            Err(_) => "TourSearch(running)".to_owned(),
        }
    }
}

impl From<TourSearch> for Shared<Held> {
    fn from(search: TourSearch) -> Self {
        Held(Mutex::new(search)).into()
    }
}

record! {
    /// Arguments of `run`.
    pub struct RunArguments: data {
        /// The search.
        pub this: Shared<Held>,
        /// How long this slice goes on; an empty one until many iterations have brought nothing.
        pub budget: TourBudget,
    }
}

record! {
    /// Arguments of `best` and `snapshot`.
    pub struct BestArguments: data {
        /// The search.
        pub this: Shared<Held>,
    }
}

record! {
    /// Arguments of `restore`.
    pub struct RestoreArguments: data {
        /// What `snapshot` answered.
        pub bytes: Bytes,
    }
}

operations! {
    #![cfg(feature = "route")]
    [TourSearch]

    /// A search for the shortest tour, which goes on from where it stands: run in slices it finds
    /// what it would have found at once.
    @long new(args: PositionsArguments, warnings, budget) -> Shared<Held> {
        TourSearch::positions(&args.lat, &args.lon, &args.options)?.into()
    }

    /// A search among points of a plane; lengths are in the unit of the coordinates.
    @long plane(args: PlaneArguments, warnings, budget) -> Shared<Held> {
        TourSearch::plane(&args.x, &args.y, &args.options)?.into()
    }

    /// A search by a table of costs, which need not be the same both ways.
    @long matrix(args: MatrixArguments, warnings, budget) -> Shared<Held> {
        TourSearch::table(args.matrix, &args.options)?.into()
    }

    /// Goes on until the first limit is reached, and says why it ended.
    @search run(args: RunArguments, warnings, budget) -> StoppedBy {
        args.this.lock()?.run(&args.budget, budget)?
    }

    /// The best tour so far.
    best(args: BestArguments, warnings, budget) -> Tour {
        args.this.lock()?.best()?
    }

    /// The search as bytes, with its stops.
    snapshot(args: BestArguments, warnings, budget) -> Bytes {
        args.this.lock()?.snapshot().into()
    }

    /// The search of a snapshot: it goes on as if nothing had happened.
    restore(args: RestoreArguments, warnings, budget) -> Shared<Held> {
        TourSearch::restore(&args.bytes.0)?.into()
    }
}
