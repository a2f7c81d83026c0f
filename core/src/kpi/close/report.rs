//! What was paid for a period, and what is to be paid besides.

use crate::Reason;
use crate::kpi::score::StepKind;
use crate::math::Decimal;
use crate::shape::{Warning, record};
use crate::time::{Instant, Period};

record! {
    /// What every rep had in a period when it was closed; to be kept as it is.
    pub struct PeriodSnapshot: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults; absent in what was kept before there was one.
        pub policy_hash: Option<String>,
        /// 128 bits over the period and all figures that follow, in hex: the same for the same rows in any
        /// order.
        pub hash: String,
        /// The period, by the company's calendar.
        pub period: Period,
        /// When it was closed.
        pub closed_at: Option<Instant>,
        /// Points by rep.
        pub reps: Vec<ClosedRep>,
        /// Points by rep and rule; their sums are those of the reps.
        pub lines: Vec<ClosedLine>,
        /// Points by visit and rep; their sums are those of the reps.
        pub visits: Vec<ClosedVisit>,
        /// All points.
        pub total: Decimal,
        /// Rows whose points are not known, in no total.
        pub undetermined: i64,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// What a rep had.
    pub struct ClosedRep: data {
        /// Who.
        pub rep: String,
        /// Points.
        pub points: Decimal,
        /// Visits with points.
        pub visits: i64,
    }
}

record! {
    /// What one rule gave a rep.
    pub struct ClosedLine: data {
        /// Who.
        pub rep: String,
        /// At which stage; absent for points without steps.
        pub kind: Option<StepKind>,
        /// The rule, by the name that the card gives it.
        pub rule_id: Option<String>,
        /// Points.
        pub points: Decimal,
    }
}

record! {
    /// What a visit gave a rep.
    pub struct ClosedVisit: data {
        /// Identifier of the visit.
        pub id: String,
        /// Who.
        pub rep: String,
        /// Points.
        pub points: Decimal,
    }
}

record! {
    /// What is to be paid besides for a period that was closed, or taken back.
    pub struct Adjustment: data {
        /// Who.
        pub rep: String,
        /// At which stage; absent for points without steps.
        pub kind: Option<StepKind>,
        /// The rule, by the name that the card gives it.
        pub rule_id: Option<String>,
        /// Points: rescored minus closed.
        pub points: Decimal,
        /// The period that was closed.
        pub for_period: String,
        /// The open period in which it is posted.
        pub period: String,
    }
}

record! {
    /// A visit that is worth something else than when its period was closed.
    pub struct ChangedVisit: data {
        /// Identifier of the visit.
        pub id: String,
        /// Who.
        pub rep: String,
        /// Points when the period was closed; absent where it had none, or nobody knew them.
        pub closed: Option<Decimal>,
        /// Points now; absent where it is gone, or nobody knows them.
        pub rescored: Option<Decimal>,
    }
}

record! {
    /// What has changed since a period was closed.
    pub struct Reconciliation: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the snapshot.
        pub hash: String,
        /// By rep and rule, only where something changed; their sum is `rescored` - `closed`, less what
        /// was posted before.
        pub adjustments: Vec<Adjustment>,
        /// The visits that changed.
        pub visits: Vec<ChangedVisit>,
        /// All points when the period was closed.
        pub closed: Decimal,
        /// All points now.
        pub rescored: Decimal,
        /// `rescored` - `closed`: the sum of the adjustments, and of what was posted for the period before.
        pub difference: Decimal,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}
