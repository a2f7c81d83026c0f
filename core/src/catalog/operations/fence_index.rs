//! The methods of `FenceIndex`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use std::ops::Deref;
use std::sync::Arc;

use super::macros::operations;
use crate::column::Buffer;
use crate::geo::{Latitude, Longitude};
use crate::geofence::{FenceHit, FenceIndex, Fences, IndexPolicy, Pairs};
use crate::shape::{Bytes, Engine, Shared, Warning, record};

/// An index, and what was odd about the fences that it was built of.
pub struct Built {
    pub(super) index: Arc<FenceIndex>,
    warnings: Vec<Warning>,
}

impl Built {
    fn shared(index: FenceIndex, warnings: Vec<Warning>) -> Shared<Self> {
        Self { index: Arc::new(index), warnings }.into()
    }
}

impl Deref for Built {
    type Target = FenceIndex;

    fn deref(&self) -> &FenceIndex {
        &self.index
    }
}

impl Engine for Built {
    fn class() -> &'static str {
        "FenceIndex"
    }

    fn summary(&self) -> String {
        format!("FenceIndex({} fences, {} bytes)", self.len(), self.memory_bytes())
    }
}

record! {
    /// Arguments of `FenceIndex`.
    pub struct NewArguments: data {
        /// The fences; an answer names them by their place in this list.
        pub fences: Fences,
        /// How the boundary counts.
        pub policy: IndexPolicy = IndexPolicy::default(),
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The index.
        pub this: Shared<Built>,
    }
}

record! {
    /// Arguments of `containing`.
    pub struct ContainingArguments: data {
        /// The index.
        pub this: Shared<Built>,
        /// Latitude in degrees, -90 to 90.
        pub lat: Latitude,
        /// Longitude in degrees; wrapped.
        pub lon: Longitude,
    }
}

record! {
    /// Arguments of `containing_many`.
    pub struct ContainingManyArguments: data {
        /// The index.
        pub this: Shared<Built>,
        /// Latitudes in degrees, -90 to 90.
        pub lat: Buffer<f64>,
        /// Longitudes in degrees, as many; wrapped.
        pub lon: Buffer<f64>,
    }
}

record! {
    /// Arguments of `nearest`.
    pub struct NearestArguments: data {
        /// The index.
        pub this: Shared<Built>,
        /// Latitude in degrees, -90 to 90.
        pub lat: Latitude,
        /// Longitude in degrees; wrapped.
        pub lon: Longitude,
        /// At most so many fences.
        pub k: u32 = 1,
    }
}

record! {
    /// Arguments of `from_bytes`.
    pub struct FromBytesArguments: data {
        /// What `to_bytes` answered, of this version or an older one.
        pub bytes: Bytes,
    }
}

record! {
    /// Which points are in which fences: a row for each pair, by point, then fence.
    pub struct ContainingPairs: data {
        /// Place of the point in the columns.
        pub point_index: Buffer<u32>,
        /// Place of the fence in the list that the index was built from.
        pub fence_index: Buffer<u32>,
    }
}

impl From<Pairs> for ContainingPairs {
    fn from(pairs: Pairs) -> Self {
        Self { point_index: pairs.point_index.into(), fence_index: pairs.fence_index.into() }
    }
}

operations! {
    #![cfg(feature = "tracker")]
    [FenceIndex]

    /// Many fences, to be asked which of them contain a position, or are nearest to it.
    ///
    /// It never changes. Only positions and areas count here: accuracy and tolerance are for
    /// `presence` and `Tracker`.
    @long new(args: NewArguments, warnings, budget) -> Shared<Built> {
        Built::shared(FenceIndex::new(&args.fences.0, &args.policy, budget)?, warnings)
    }

    /// The fences that contain a position, in their own order.
    containing(args: ContainingArguments, warnings, budget) -> Vec<FenceHit> {
        args.this.containing(args.lat.get(), args.lon.get())?
    }

    /// The fences that contain each of many positions.
    @long containing_many(args: ContainingManyArguments, warnings, budget) -> ContainingPairs {
        args.this.containing_many(&args.lat, &args.lon, budget)?.into()
    }

    /// The fences whose edges are nearest to a position, or that contain it deepest.
    nearest(args: NearestArguments, warnings, budget) -> Vec<FenceHit> {
        args.this.nearest(args.lat.get(), args.lon.get(), args.k)?
    }

    /// How many fences there are.
    @property
    size(args: Alone, warnings, budget) -> i64 {
        i64::try_from(args.this.len()).unwrap_or(i64::MAX)
    }

    /// What in the fences was legal and probably not meant; bytes do not keep it.
    @property
    warnings(args: Alone, warnings, budget) -> Vec<Warning> {
        args.this.warnings.clone()
    }

    /// Bytes of memory that it takes.
    @property
    memory_bytes(args: Alone, warnings, budget) -> i64 {
        i64::try_from(args.this.memory_bytes()).unwrap_or(i64::MAX)
    }

    /// The index as bytes, to be built once and used elsewhere.
    to_bytes(args: Alone, warnings, budget) -> Bytes {
        args.this.to_bytes().into()
    }

    /// The index that `to_bytes` wrote.
    @long from_bytes(args: FromBytesArguments, warnings, budget) -> Shared<Built> {
        Built::shared(FenceIndex::from_bytes(&args.bytes.0)?, warnings)
    }
}
