//! Tours, and the tables that they go by.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::column::Buffer;
use crate::geo::Position;
use crate::route::{
    CostTable, MatrixKind, MatrixProfile, ServiceAnswer, Tour, TourOptions, TravelMatrix,
};
use crate::shape::record;

record! {
    /// Arguments of `order_stops`.
    pub struct PositionsArguments: data {
        /// Latitudes in degrees, -90 to 90.
        pub lat: Buffer<f64>,
        /// Longitudes in degrees, as many; wrapped.
        pub lon: Buffer<f64>,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

record! {
    /// Arguments of `order_plane`.
    pub struct PlaneArguments: data {
        /// Coordinates in any unit, at most 1e150 from 0.
        pub x: Buffer<f64>,
        /// The other coordinates, as many.
        pub y: Buffer<f64>,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

record! {
    /// Arguments of `order_matrix`.
    pub struct MatrixArguments: data {
        /// The costs from each stop to every stop, row by row: 0 or more, `null` where no way leads.
        pub matrix: CostTable,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

record! {
    /// Arguments of `matrix_of`.
    pub struct MatrixOfArguments: data {
        /// The stops, at most 16,384.
        pub positions: Vec<Position>,
        /// How straight lines become driving times.
        pub profile: MatrixProfile = MatrixProfile::default(),
    }
}

record! {
    /// Arguments of `matrix_from`.
    pub struct MatrixFromArguments: data {
        /// What the routing service answered, as an object.
        pub answer: ServiceAnswer,
        /// Which service it was.
        pub kind: MatrixKind,
    }
}

operations! {
    #![cfg(feature = "route")]

    /// An order in which stops are visited on a short tour; lengths in metres.
    @search order_stops(args: PositionsArguments, warnings, budget) -> Tour {
        crate::route::order_stops(&args.lat, &args.lon, &args.options, budget)?
    }

    /// An order in which points of a plane are visited on a short tour; lengths in their unit.
    @search order_plane(args: PlaneArguments, warnings, budget) -> Tour {
        crate::route::order_plane(&args.x, &args.y, &args.options, budget)?
    }

    /// An order of stops that is short by a table of costs, which need not be the same both ways.
    @search order_matrix(args: MatrixArguments, warnings, budget) -> Tour {
        crate::route::order_table(args.matrix, &args.options, budget)?
    }

    /// Driving times and distances between positions, estimated from straight lines.
    @long matrix_of(args: MatrixOfArguments, warnings, budget) -> TravelMatrix {
        crate::route::matrix_of(&args.positions, &args.profile, budget)?
    }

    /// The driving times and distances that a routing service answered: OSRM or Valhalla.
    matrix_from(args: MatrixFromArguments, warnings, budget) -> TravelMatrix {
        crate::route::matrix_from(&args.answer.0, args.kind)?
    }
}
