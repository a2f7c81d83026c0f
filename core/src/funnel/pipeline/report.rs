//! What a pipeline answers.

use super::case::{Case, Paused};
use super::name::Name;
use super::norm::NormClock;
use crate::Facts;
use crate::shape::{Value, Warning, codes, record};
use crate::time::Instant;

record! {
    /// A condition that is not met.
    pub struct Failed: data {
        /// Stable code, with texts in `reason_text`.
        pub code: String,
        /// JSON path of what was looked at: `$.fields.visit.verdict` of the case, `$.event.reason`.
        pub path: String,
        /// English text; the transition's own where it has one.
        pub message: String,
        /// What stands there.
        pub value: Value,
        /// JSON path of the part of the policy that asks for it.
        pub rule: Option<String>,
        /// What the text tells.
        pub facts: Facts,
    }
}

codes! {
    /// Whether a move is possible.
    pub enum Possible {
        /// It is.
        Allowed = "allowed",
        /// It is when the event brings what is missing. Each part of a guard is looked at by itself: that one
        /// number, date or text meets all of them is not promised.
        NeedsInput = "needs_input",
        /// It is not.
        Denied = "denied",
    }
}

record! {
    /// A move that a person may think of.
    pub struct PossibleMove: data {
        /// The stage that it enters.
        pub stage: Name,
        /// The event that makes it; without one, an event that names the stage.
        pub on: Option<String>,
        /// Whether it is made by itself once it can be.
        pub auto: bool,
        /// Whether it is possible.
        pub answer: Possible,
        /// What the event has to bring: fields, `reason`.
        pub fields: Vec<String>,
        /// The values that each of them may have, where there is a list: those that the guard lets pass.
        pub options: Facts,
        /// All conditions that are not met.
        pub failed: Vec<Failed>,
        /// JSON path of the transition; none where there is no such move.
        pub rule: Option<String>,
    }
}

record! {
    /// What may be done with a case.
    pub struct Possibilities: data {
        /// The stage that it is in then.
        pub stage: Name,
        /// Without an event every other stage, in their order, by every way there; with one the moves
        /// that it can make.
        pub targets: Vec<PossibleMove>,
    }
}

codes! {
    /// What became of an event.
    pub enum Outcome {
        /// It moved the case.
        Moved = "moved",
        /// It is in the case, which stays where it is: a vote, new values of fields.
        Recorded = "recorded",
        /// It changed nothing, for the reasons that are listed.
        Refused = "refused",
        /// It was known already, and changed nothing.
        Repeated = "repeated",
    }
}

codes! {
    /// What moved a case.
    pub enum MovedBy {
        /// An event.
        Event = "event",
        /// A transition that is made by itself.
        Auto = "auto",
        /// A timer.
        Timer = "timer",
        /// A vote against a move.
        Reject = "reject",
    }
}

record! {
    /// A case that went from one stage to another.
    pub struct Move: data {
        /// The case.
        pub case_id: Name,
        /// The stage that it left.
        pub source: Name,
        /// The stage that it entered.
        pub target: Name,
        /// When: of a timer when it was planned.
        pub at: Instant,
        /// What moved it.
        pub by: MovedBy,
        /// JSON path of the transition or the timer.
        pub rule: Name,
    }
}

record! {
    /// A timer that fired.
    pub struct Firing: data {
        /// The case.
        pub case_id: Name,
        /// The stage that it was in.
        pub stage: Name,
        /// The timer.
        pub timer: Name,
        /// One for each case, stay, timer and deadline.
        pub key: String,
        /// The deadline by its anchor and offset.
        pub deadline: Instant,
        /// When it was to fire: the deadline, moved by pauses, at the earliest when it was set.
        pub planned_at: Instant,
        /// When the host let it.
        pub fired_at: Instant,
    }
}

codes! {
    /// What the host is told to do.
    pub enum CommandKind {
        /// Create the task `task`, with `title`, `due_at`, `required`, `assignee`.
        CreateTask = "create_task",
        /// Send `text` to `recipient`.
        Notify = "notify",
        /// Set `field` to `value`; the case has it already.
        SetField = "set_field",
        /// Open a case of `pipeline` in `stage` with `fields`.
        OpenCase = "open_case",
    }
}

record! {
    /// Something that the host is told to do once, however often it is told.
    pub struct Command: data {
        /// What.
        pub kind: CommandKind,
        /// The same key is the same command; one that was withdrawn may be told anew.
        pub key: String,
        /// The case.
        pub case_id: Name,
        /// As of when.
        pub at: Instant,
        /// JSON path of the part of the policy that asks for it.
        pub rule: String,
        /// What belongs to its kind.
        pub details: Facts,
    }
}

record! {
    /// An event of the past that is not possible any more, since an earlier one became known.
    pub struct Overruled: data {
        /// The event.
        pub id: Name,
        /// Why.
        pub failed: Vec<Failed>,
    }
}

record! {
    /// What an event made of a case.
    pub struct Applied: data {
        /// What became of it.
        pub outcome: Outcome,
        /// The case: to be stored.
        pub case_after: Case,
        /// Of a refused event all conditions that are not met.
        pub failed: Vec<Failed>,
        /// The moves that it made, with those of timers before it and of automatic steps after it.
        pub moves: Vec<Move>,
        /// The timers that fired.
        pub fired: Vec<Firing>,
        /// What the host is told to do.
        pub commands: Vec<Command>,
        /// Commands of earlier answers that would not have been, had this event been known.
        pub withdrawn: Vec<Command>,
        /// Events that would have been refused, had this one been known.
        pub overruled: Vec<Overruled>,
    }
}

record! {
    /// A case that was opened, or not.
    pub struct Opened: data {
        /// The pipeline to which the record belongs; none where that is not known.
        pub pipeline: Option<String>,
        /// The case, where it belongs to this one: to be stored.
        pub case_after: Option<Case>,
        /// Why there is none.
        pub failed: Vec<Failed>,
        /// The moves of automatic steps.
        pub moves: Vec<Move>,
        /// The timers that fired.
        pub fired: Vec<Firing>,
        /// What the host is told to do.
        pub commands: Vec<Command>,
        /// Fields that the pipeline does not know or sets itself: they are passed over. An author that
        /// approvals ask for, and nobody told (`author_unknown`).
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A case of a list with which something could not be done: it is as it was.
    pub struct FailedCase: data {
        /// Its place in the list.
        pub index: i64,
        /// The case.
        pub case_id: Name,
        /// Why not, with paths from the arguments.
        pub problems: Vec<Failed>,
    }
}

record! {
    /// What time made of a case, or of many.
    pub struct Ticked: data {
        /// The cases that changed: to be stored.
        pub cases: Vec<Case>,
        /// Their moves.
        pub moves: Vec<Move>,
        /// The timers that fired.
        pub fired: Vec<Firing>,
        /// What the host is told to do.
        pub commands: Vec<Command>,
        /// The cases that could not be looked at: of another pipeline, in a stage that is no more.
        pub failed: Vec<FailedCase>,
    }
}

codes! {
    /// Why a timer of the present stage is not waiting.
    pub enum Idle {
        /// Its anchor is empty.
        AnchorMissing = "anchor_missing",
        /// It fired.
        Fired = "fired",
        /// The clocks stand.
        Paused = "paused",
        /// Its condition is not met.
        ConditionNotMet = "condition_not_met",
        /// Its deadline lies before the stage was entered.
        Late = "late",
        /// Its deadline lies beyond the years 1 to 9999.
        OutOfRange = "out_of_range",
        /// There were too many automatic steps.
        Halted = "halted",
    }
}

record! {
    /// A timer of the present stage.
    pub struct Waiting: data {
        /// The timer.
        pub timer: Name,
        /// One for each case, stay, timer and deadline.
        pub key: Option<String>,
        /// The deadline by its anchor and offset.
        pub deadline: Option<Instant>,
        /// When it fires.
        pub planned_at: Option<Instant>,
        /// Why it does not.
        pub idle: Option<Idle>,
    }
}

record! {
    /// What is due of a case.
    pub struct Due: data {
        /// The timers that a tick would let fire, also of stages that the case would enter.
        pub fired: Vec<Firing>,
        /// The moves that they would make.
        pub moves: Vec<Move>,
        /// The timers of the stage that the case is in now.
        pub timers: Vec<Waiting>,
    }
}

codes! {
    /// How a case stands to the norm of its stage.
    pub enum ClockStatus {
        /// The stage has no norm, or is none in which time counts.
        None = "none",
        /// Within it.
        Within = "within",
        /// Near its end.
        Warning = "warning",
        /// Over it.
        Over = "over",
        /// The clocks stand.
        Paused = "paused",
    }
}

record! {
    /// The clock of a case.
    pub struct Clock: data {
        /// The stage.
        pub stage: Name,
        /// Since when it is in it, this time.
        pub entered_at: Instant,
        /// The time in the stage by the wall clock, without pauses; of all stays where the norm counts so.
        pub elapsed_ms: i64,
        /// Of it, working time.
        pub working_ms: i64,
        /// For how long the clock stood.
        pub paused: Paused,
        /// How the case stands to the norm.
        pub status: ClockStatus,
        /// By which clock the norm is counted: its span says so.
        pub norm_clock: Option<NormClock>,
        /// The norm, by its clock: from the entry to the deadline before pauses.
        pub norm_ms: Option<i64>,
        /// When it is over, or was: moved by pauses.
        pub deadline: Option<Instant>,
        /// When the warning begins.
        pub warn_from: Option<Instant>,
        /// By how much the case is over its norm, by the norm's clock; below it negative.
        pub deviation_ms: Option<i64>,
        /// The same in percent of the norm.
        pub deviation_percent: Option<f64>,
        /// Whether nothing goes on though it should.
        pub stalled: bool,
        /// Why: `over_norm`, `no_activity`, `no_next_step`, `halted`; of a case that somebody snoozed
        /// too.
        pub reasons: Vec<crate::Reason>,
        /// Until when nobody wants to hear of it.
        pub snoozed_until: Option<Instant>,
    }
}

record! {
    /// Cases that were brought to another version.
    pub struct Migrated: data {
        /// Those that have a place: to be stored.
        pub cases: Vec<Case>,
        /// Those that have none, and why: `no_place`, `other_pipeline`.
        pub failed: Vec<FailedCase>,
    }
}

record! {
    /// A case on a list of work.
    pub struct WorkItem: data {
        /// The case.
        pub case_id: Name,
        /// Its stage.
        pub stage: Name,
        /// When its norm is over.
        pub deadline: Option<Instant>,
        /// The time since then by the wall clock, whatever the norm counts; before it negative. The
        /// list is in this order.
        pub overdue_ms: Option<i64>,
        /// Of it, working time.
        pub overdue_working_ms: Option<i64>,
        /// Whether nothing goes on though it should.
        pub stalled: bool,
        /// Why.
        pub reasons: Vec<crate::Reason>,
        /// The first instant after now at which a timer fires, if nothing happens before.
        pub next_due: Option<Instant>,
    }
}
