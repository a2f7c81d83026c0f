//! What comes out.

use super::features::CoreFeatures;
use crate::Reason;
use crate::column::{Buffer, Instants, Texts};
use crate::shape::{Warning, codes, record};
use crate::time::Instant;

codes! {
    /// Whose doing a move was.
    pub enum MoveCause {
        /// The client bought on the day before.
        Purchase = "purchase",
        /// The client gave back on the day before.
        Return = "return",
        /// Time passed: something of its own left a window, or it is no longer new.
        Expiry = "expiry",
        /// Others bought more or less.
        ThresholdShift = "threshold_shift",
        /// It would have left before, and the shortest stay is over.
        DwellEnd = "dwell_end",
        /// The client came from another scope.
        ScopeChange = "scope_change",
        /// It was pinned, or no longer is.
        Pin = "pin",
        /// By the policy before it would be elsewhere: it is the first day of another.
        Policy = "policy",
    }
}

record! {
    /// A client went from one segment to another.
    pub struct SegmentMove: data {
        /// Who.
        pub client: String,
        /// In which scope: where it is now.
        pub scope: String,
        /// From which segment; absent where it was in none.
        pub from_segment: Option<String>,
        /// To which.
        pub to_segment: String,
        /// When: at the start of a local day.
        pub at: Instant,
        /// Whose doing it was.
        pub cause: MoveCause,
        /// What was known the day before; absent where it was not in the scope then.
        pub before: Option<CoreFeatures>,
        /// What is known on the day.
        pub after: CoreFeatures,
        /// The condition that flipped, with the part of the policy.
        pub condition: Reason,
    }
}

record! {
    /// What an advance brought.
    pub struct SegmentMoves: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// Moves, by time, scope and client.
        pub moves: Vec<SegmentMove>,
        /// Moves told before, which what came late has made untrue.
        pub withdrawn: Vec<SegmentMove>,
        /// How many clients were looked at to find moves, each day anew: who had other revenue in a
        /// window, whom others pushed over a threshold, and who might have changed by time alone. How
        /// many of those last there are depends on when they were looked at before: a segmenter that
        /// was restored knows better.
        pub touched: i64,
    }
}

record! {
    /// What was taken in.
    pub struct Ingested: data {
        /// Transactions.
        pub transactions: i64,
        /// Of these, those that replace one with the same id.
        pub corrected: i64,
        /// Of these, those that change a day that was evaluated already: `advance` does so again.
        pub late: i64,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// In which segment a client is.
    pub struct Assignment: data {
        /// Who.
        pub client: String,
        /// In which scope.
        pub scope: String,
        /// In which segment.
        pub segment: String,
        /// Since when.
        pub since: Instant,
        /// What is known of it on the day. Of one that has left a scope, while the day of the next has
        /// not begun, what was known when anything about it changed last.
        pub features: CoreFeatures,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// In which segment clients are, in columns, by the names of clients.
    pub struct AssignmentColumns: data {
        /// Who.
        pub client: Texts,
        /// In which scope.
        pub scope: Texts,
        /// In which segment.
        pub segment: Texts,
        /// Since when.
        pub since: Instants,
        /// Net revenue in the base window, in whole ten-thousandths.
        pub base_revenue_units: Buffer<i64>,
        /// The same in the moving window.
        pub moving_revenue_units: Buffer<i64>,
    }
}

record! {
    /// Moves in columns, by time, scope and client.
    pub struct MoveColumns: data {
        /// Who.
        pub client: Texts,
        /// In which scope.
        pub scope: Texts,
        /// From which segment; empty where it was in none.
        pub from_segment: Texts,
        /// To which.
        pub to_segment: Texts,
        /// When.
        pub at: Instants,
        /// Whose doing it was, as in `MoveCause`.
        pub cause: Texts,
    }
}

record! {
    /// How many clients went from where to where.
    pub struct Migration: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults, the last one where it was changed.
        pub policy_hash: String,
        /// The segments, in the order of rows and columns.
        pub segments: Vec<String>,
        /// Clients of each segment before the start: the sums of the rows.
        pub before: Vec<i64>,
        /// Clients of each segment before the end: the sums of the columns, and who arrived.
        pub after: Vec<i64>,
        /// Row by row, clients that went from the segment of the row to that of the column.
        pub counts: Vec<Vec<i64>>,
        /// Clients that were in no segment of the scope before, by where they are.
        pub arrived: Vec<i64>,
        /// Clients that are in none any more, by where they were.
        pub left: Vec<i64>,
    }
}

record! {
    /// A client that two policies see differently.
    pub struct SegmentDifference: data {
        /// Who.
        pub client: String,
        /// Its segment under the first policy; absent where it is in none.
        pub a: Option<Assignment>,
        /// Its segment under the second.
        pub b: Option<Assignment>,
        /// What made it move last under the first policy.
        pub condition_a: Option<Reason>,
        /// What made it move last under the second.
        pub condition_b: Option<Reason>,
        /// Why they differ.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// What two policies see differently.
    pub struct SegmentComparison: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the first policy with all its defaults.
        pub policy_hash_a: String,
        /// Hash of the second.
        pub policy_hash_b: String,
        /// How many clients are in the same segment under both.
        pub same: i64,
        /// The others, by name.
        pub differences: Vec<SegmentDifference>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}
