//! What audits answer.

use crate::Reason;
use crate::shape::{Warning, codes, record};
use crate::time::{Date, Instant};

codes! {
    /// What a host is to do.
    pub enum NoticeKind {
        /// Tell somebody.
        Notify = "notify",
    }
}

record! {
    /// Something for the host to do, once: whoever has carried out a key passes it in `sent`.
    pub struct Notice: data {
        /// What to do.
        pub kind: NoticeKind,
        /// The same client and local date always have the same key.
        pub key: String,
        /// Whom to tell; absent for a client without an owner.
        pub to: Option<String>,
        /// About which client.
        pub client: String,
        /// The local date.
        pub date: Date,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// Clients without a next step.
    pub struct NextStepAudit: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the options with all their defaults.
        pub policy_hash: String,
        /// One for each client without a next step of whom nothing was sent today, in the order of
        /// the clients.
        pub commands: Vec<Notice>,
        /// How many clients were looked at.
        pub clients: i64,
        /// How many have no next step.
        pub without_step: i64,
        /// Of these, those whose key was in `sent`.
        pub already_sent: i64,
        /// Activities of clients that are not among the clients.
        pub unmatched: i64,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Who waits for an answer.
    pub struct WaitingReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Requests that wait: the longest first, those of one length by their identifiers.
        pub waiting: Vec<WaitingRequest>,
        /// How many wait for how long.
        pub buckets: Vec<WaitingBucket>,
        /// The same by source: requests of none first, then by name.
        pub sources: Vec<SourceWaiting>,
        /// Requests to which nothing came in that is not answered.
        pub answered: i64,
        /// When the first request moves to the next bucket, if nobody answers; absent where none
        /// will.
        pub next_change: Option<Instant>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A request that waits.
    pub struct WaitingRequest: data {
        /// Identifier.
        pub id: String,
        /// Where it came in.
        pub source: Option<String>,
        /// The first that came in after the last answer.
        pub since: Instant,
        /// For how long, by the clock.
        pub wall_ms: i64,
        /// For how long while people work; absent without a calendar.
        pub working_ms: Option<i64>,
        /// Its place in `buckets`.
        pub bucket: i64,
        /// When it moves to the next bucket; absent in the last one, and where the calendar has no
        /// work left.
        pub next_change: Option<Instant>,
    }
}

record! {
    /// Requests that have waited for a time in [start, end).
    pub struct WaitingBucket: data {
        /// From how long on.
        pub start_ms: i64,
        /// Until how long; absent in the last bucket.
        pub end_ms: Option<i64>,
        /// How many.
        pub count: i64,
        /// How many have waited so long or longer.
        pub at_least: i64,
    }
}

record! {
    /// Requests of one source that wait.
    pub struct SourceWaiting: data {
        /// The source; absent for requests of none.
        pub source: Option<String>,
        /// How many wait.
        pub waiting: i64,
        /// For how long.
        pub buckets: Vec<WaitingBucket>,
    }
}

record! {
    /// What is known of companies by their contacts.
    pub struct RollUp: data {
        /// Version of the engine.
        pub engine: String,
        /// By identifier.
        pub companies: Vec<CompanySummary>,
        /// Contacts of no company.
        pub without_company: i64,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// What is known of a company.
    pub struct CompanySummary: data {
        /// Identifier.
        pub company: String,
        /// How many contacts it has.
        pub contacts: i64,
        /// When anything about a contact last changed; absent where that is not known.
        pub last_change: Option<Instant>,
        /// Which contact it was.
        pub last_change_contact: Option<String>,
        /// When somebody was last called; absent where no call is known.
        pub last_call: Option<Instant>,
        /// What kind of call.
        pub last_call_kind: Option<String>,
        /// With which contact.
        pub last_call_contact: Option<String>,
    }
}
