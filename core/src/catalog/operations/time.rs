//! Periods and zones.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::shape::record;
use crate::time::{Instant, Period, PeriodKind, Zone, ZoneTable};

record! {
    /// Arguments of `period`.
    pub struct PeriodArguments: data {
        /// Such as `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `today`, `last_week`.
        pub name: String,
        /// Whose clock it is by.
        pub zone: Zone,
        /// The present, on which `today` and `last_week` depend.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `period_of`.
    pub struct PeriodOfArguments: data {
        /// An instant of the period.
        pub t: Instant,
        /// What kind of period.
        pub kind: PeriodKind,
        /// Whose clock it is by.
        pub zone: Zone,
    }
}

record! {
    /// Arguments of `zone_table`.
    pub struct ZoneTableArguments: data {
        /// A name of the tz database, such as `Europe/Moscow`.
        pub name: String,
        /// From when on the table holds.
        pub start: Instant,
        /// Until when it holds.
        pub end: Instant,
    }
}

operations! {
    #![cfg(feature = "calendar")]

    /// A period by its name: a half-open range of time in a zone.
    period(args: PeriodArguments, warnings, budget) -> Period {
        crate::time::period(&args.name, &args.zone, args.now)?
    }

    /// The period of a kind that holds an instant.
    period_of(args: PeriodOfArguments, warnings, budget) -> Period {
        crate::time::period_of(args.t, args.kind, &args.zone)
    }

    /// A zone's offsets from UTC between two instants, as a table that every build understands.
    zone_table(args: ZoneTableArguments, warnings, budget) -> ZoneTable {
        crate::time::zone_table(&args.name, args.start, args.end)?
    }
}
