//! Positions.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::geo::Position;
use crate::shape::record;

record! {
    /// Arguments of `distance`.
    pub struct DistanceArguments: data {
        /// One position.
        pub a: Position,
        /// The other.
        pub b: Position,
    }
}

operations! {
    /// Metres between two positions along the shortest line on the WGS84 ellipsoid.
    distance(args: DistanceArguments, warnings, budget) -> f64 {
        crate::geo::distance(&args.a, &args.b)
    }
}
