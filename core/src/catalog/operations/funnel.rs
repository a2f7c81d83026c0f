//! Audits, and what a log of stages tells.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::funnel::{
    ClientActivity, ClientRequest, CompanyContact, FunnelEvents, FunnelOptions, FunnelReport,
    NextStepAudit, NextStepClient, NextStepOptions, RollUp, WaitingReport, default_edges,
};
use crate::shape::record;
use crate::time::{Instant, Span, WorkCalendar};

record! {
    /// Arguments of `next_step_audit`.
    pub struct NextStepAuditArguments: data {
        /// The clients with whom something should be planned.
        pub clients: Vec<NextStepClient>,
        /// What is planned or was done with them, in any order.
        pub activities: Vec<ClientActivity>,
        /// Keys of notices that were carried out.
        pub sent: Vec<String>,
        /// As of when.
        pub now: Instant,
        /// What counts as a next step.
        pub options: NextStepOptions = NextStepOptions::default(),
    }
}

record! {
    /// Arguments of `waiting`.
    pub struct WaitingArguments: data {
        /// What clients want, with all that went to and fro.
        pub requests: Vec<ClientRequest>,
        /// As of when.
        pub now: Instant,
        /// When people work; without it the time by the clock counts.
        pub calendar: Option<WorkCalendar>,
        /// Where one bucket ends and the next begins, ascending.
        pub edges: Vec<Span> = default_edges(),
    }
}

record! {
    /// Arguments of `roll_up`.
    pub struct RollUpArguments: data {
        /// Contacts of companies, in any order.
        pub contacts: Vec<CompanyContact>,
        /// What comes later has not happened yet; by default all has.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `funnel_report`.
    pub struct FunnelReportArguments: data {
        /// Columns `case`, `stage` and `entered` in any order of rows, and others by which cases are
        /// told apart. `case`: texts or whole numbers. `stage`: texts, or whole numbers that are
        /// places in the list `stage_names`.
        pub columns: FunnelEvents,
        /// The end of observation: cases that have not ended are open until then; later rows are
        /// left out.
        pub now: Instant,
        /// When people work: time is told by it too, and norms count it.
        pub calendar: Option<WorkCalendar>,
        /// What the log is held against, and how it is told.
        pub options: FunnelOptions = FunnelOptions::default(),
    }
}

operations! {
    #![cfg(feature = "funnel")]

    /// One notice for the owner of each client with whom nothing is planned, once a local date.
    next_step_audit(args: NextStepAuditArguments, warnings, budget) -> NextStepAudit {
        let mut audit = crate::funnel::next_step_audit(
            &args.clients, &args.activities, &args.sent, args.now, &args.options,
        )?;
        audit.warnings = warnings;
        audit
    }

    /// Requests that wait for an answer, by how long and by source, and when that changes.
    waiting(args: WaitingArguments, warnings, budget) -> WaitingReport {
        let calendar = args.calendar.as_ref().map(AsRef::as_ref);
        let mut report =
            crate::funnel::waiting(&args.requests, args.now, calendar, &args.edges)?;
        report.warnings = warnings;
        report
    }

    /// When anything about a company last changed, and when somebody there was last called.
    roll_up(args: RollUpArguments, warnings, budget) -> RollUp {
        let mut rolled = crate::funnel::roll_up(&args.contacts, args.now)?;
        rolled.warnings = warnings;
        rolled
    }

    /// How far the cases in a log of stages come, how long they stay where, and on which ways.
    @long
    funnel_report(args: FunnelReportArguments, warnings, budget) -> FunnelReport {
        let calendar = args.calendar.as_ref().map(AsRef::as_ref);
        let mut report = crate::funnel::funnel_report(
            &args.columns, args.now, calendar, &args.options, budget,
        )?;
        report.warnings.splice(0..0, warnings);
        report
    }
}
