//! What is asked of many rows, and what stands beside them.

use crate::kpi::roster::Scope;
use crate::kpi::target::TargetPeriod;
use crate::math::Decimal;
use crate::shape::{Reader, codes, record};
use crate::time::{CalendarSpan, Instant};

codes! {
    /// Whom a leaderboard shows.
    pub enum Show {
        /// One rep, team or territory alone.
        Own = "own",
        /// The first, ties among them, and the one that `whose` names.
        TopN = "top_n",
        /// Everybody.
        All = "all",
    }
}

record! {
    /// Who is ranked, and who is shown.
    pub struct LeaderboardOptions: policy check check_leaderboard {
        /// Whether reps, teams or territories are ranked.
        pub scope: Scope = Scope::Rep,
        /// Who is shown.
        pub show: Show = Show::All,
        /// With `show: top_n`, up to which rank.
        pub top: u32 = 10,
        /// For whom it is: with `show: own` nobody else is shown.
        pub whose: Option<String> = None,
    }
}

pub(super) fn check_leaderboard(options: &LeaderboardOptions, at: &mut Reader) {
    if options.show == Show::Own && options.whose.is_none() {
        let message = "\"whose\" is required with show: own";
        at.within("whose", |at| at.problem::<()>("missing_key", message));
    }
}

record! {
    /// What is counted, and when an order comes of a visit.
    pub struct StatisticsOptions: policy check check_statistics {
        /// Keys of the rows by whose values they are counted.
        pub by: Vec<String> = vec!["status".to_owned()],
        /// Of which period rows are counted: that which holds `now`, or a named one; by default all.
        pub period: Option<TargetPeriod> = None,
        /// Values of `status` whose rows are no visits: they sold nothing, brought no order and handled no
        /// client, and are counted by the keys alone.
        pub void_statuses: Vec<String> =
            ["not_eligible", "undetermined", "rejected"].map(str::to_owned).to_vec(),
        /// How long after a visit an order is its success.
        pub order_span: CalendarSpan = CalendarSpan::Days(14),
    }
}

pub(super) fn check_statistics(options: &StatisticsOptions, at: &mut Reader) {
    if options.order_span.length() <= 0 {
        at.within("order_span", |at| at.problem::<()>("out_of_range", "expected more than 0"));
    }
}

record! {
    /// A client.
    pub struct Client: data {
        /// Identifier, by which rows call it their `site`.
        pub id: String,
        /// What kind of client.
        pub kind: Option<String>,
        /// Since when.
        pub created: Option<Instant>,
    }
}

record! {
    /// Something to be done by a time.
    pub struct Task: data {
        /// Identifier.
        pub id: String,
        /// Whose it is.
        pub owner: Option<String>,
        /// By when.
        pub due: Instant,
        /// When it was done.
        pub done: Option<Instant>,
    }
}

record! {
    /// An order.
    pub struct Order: data {
        /// Identifier.
        pub id: String,
        /// Of which site.
        pub site: String,
        /// When it was made.
        pub t: Instant,
        /// Its sum.
        pub amount: Option<Decimal>,
    }
}

record! {
    /// What stands beside the rows.
    pub struct Beside: data {
        /// All clients.
        pub clients: Option<Vec<Client>>,
        /// Tasks, whether done or not.
        pub tasks: Option<Vec<Task>>,
        /// Orders.
        pub orders: Option<Vec<Order>>,
    }
}

impl Beside {
    /// Rows alone.
    #[must_use]
    pub fn nothing() -> Self {
        Self { clients: None, tasks: None, orders: None }
    }
}
