//! What a store answers.

use super::super::pipeline::{
    CaseMoves, Command, Failed, FailedCase, FailedEvent, Firing, Move, Name, Overruled,
};
use crate::column::{Buffer, Instants, Sparse, Texts};
use crate::shape::{Warning, record};
use crate::time::Instant;

record! {
    /// What became of cases that were put into a store.
    pub struct PutCases: data {
        /// So many are new in it.
        pub added: i64,
        /// So many took the place of one of the same name.
        pub replaced: i64,
        /// Those that were not taken, and why.
        pub failed: Vec<FailedCase>,
    }
}

record! {
    /// Where cases stand, in columns: what a board shows.
    pub struct CaseStages: data {
        /// The case.
        pub case_id: Texts,
        /// The stage that it is in.
        pub stage: Texts,
        /// Since when.
        pub entered_at: Instants,
        /// The first instant at which a timer fires.
        pub next_due: Sparse<Instant>,
    }
}

record! {
    /// What events made of the cases of a store.
    pub struct StoreApplied: data {
        /// What became of each event, in their order: `moved`, `recorded`, `refused`, `repeated`.
        pub outcomes: Texts,
        /// The case of each event, by its place in `cases`.
        pub index: Buffer<u32>,
        /// The cases that the events are of, in the order of their first ones: where they stand after
        /// all of them.
        pub cases: CaseStages,
        /// The refused events.
        pub failed: Vec<FailedEvent>,
        /// The moves, case by case.
        pub moves: CaseMoves,
        /// The timers that fired, case by case.
        pub fired: Vec<Firing>,
        /// What the host is told to do, case by case.
        pub commands: Vec<Command>,
        /// Commands of earlier answers that would not have been.
        pub withdrawn: Vec<Command>,
        /// Events that would have been refused, had others been known.
        pub overruled: Vec<Overruled>,
        /// Keys that look misspelled.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A case of a store that is due and whose timers cannot fire: it is as it was.
    pub struct StuckCase: data {
        /// The case.
        pub case_id: Name,
        /// Why not, with paths from the case as `record`.
        pub problems: Vec<Failed>,
    }
}

record! {
    /// What time made of the cases of a store.
    pub struct StoreTicked: data {
        /// The cases that changed, those that were due first before others: where they stand now.
        pub cases: CaseStages,
        /// Their moves, case by case.
        pub moves: Vec<Move>,
        /// The timers that fired, case by case.
        pub fired: Vec<Firing>,
        /// What the host is told to do, case by case.
        pub commands: Vec<Command>,
        /// The cases whose timers cannot fire.
        pub failed: Vec<StuckCase>,
    }
}
