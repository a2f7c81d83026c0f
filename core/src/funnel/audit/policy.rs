//! What audits look at.

use crate::shape::{codes, record};
use crate::time::{Instant, Span, Zone};

record! {
    /// A client with whom something should be planned at any time.
    pub struct NextStepClient: data {
        /// Identifier.
        pub id: String,
        /// Who is told when nothing is planned; without an owner nobody knows whom to tell.
        pub owner: Option<String>,
        /// The zone of the owner's dates; by default that of the options.
        pub zone: Option<Zone>,
    }
}

record! {
    /// Something planned or done with a client: a visit, a call, a task.
    pub struct ClientActivity: data {
        /// Of which client.
        pub client: String,
        /// By when; without it the activity is never overdue.
        pub due: Option<Instant>,
        /// When it was done or called off; open before that.
        pub done: Option<Instant>,
    }
}

record! {
    /// What counts as a next step.
    pub struct NextStepOptions: policy {
        /// Whether an open activity whose time is over is a next step.
        pub overdue_counts: bool = true,
        /// The zone of the dates, of which each gives at most one notice a client.
        pub zone: Zone = Zone::utc(),
    }
}

codes! {
    /// Who wrote or called whom.
    pub enum Direction {
        /// The client us.
        Inbound = "inbound",
        /// We the client.
        Outbound = "outbound",
    }
}

record! {
    /// A letter, a chat message or a call.
    pub struct RequestMessage: data {
        /// When.
        pub t: Instant,
        /// Who wrote or called.
        pub direction: Direction,
        /// Sent by a machine: that answers nobody, and waits for nothing.
        pub automatic: bool = false,
    }
}

record! {
    /// What a client wants of us, with all that went to and fro.
    pub struct ClientRequest: data {
        /// Identifier.
        pub id: String,
        /// Where it came in: a site, a phone line, an advertisement.
        pub source: Option<String>,
        /// In any order.
        pub messages: Vec<RequestMessage>,
    }
}

/// 20 and 40 minutes, 2 and 4 hours.
pub(crate) fn default_edges() -> Vec<Span> {
    [20, 40, 120, 240].map(Span::minutes).to_vec()
}

record! {
    /// A call with a contact.
    pub struct ContactCall: data {
        /// When.
        pub t: Instant,
        /// What kind of call: `inbound`, `missed`, `meeting` or any word of one's own.
        pub kind: Option<String>,
    }
}

record! {
    /// A person at a company.
    pub struct CompanyContact: data {
        /// Identifier.
        pub id: String,
        /// Of which company; those of none are counted apart.
        pub company: Option<String>,
        /// When anything about the contact last changed.
        pub changed: Option<Instant>,
        /// Calls, in any order.
        pub calls: Vec<ContactCall> = Vec::new(),
    }
}
