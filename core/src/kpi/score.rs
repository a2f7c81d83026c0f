//! What a visit was worth: the rows that everything else here reads.

use crate::math::Decimal;
use crate::reason::Facts;
use crate::shape::{codes, record};
use crate::time::{Date, Instant};
use crate::{Reason, Result};

codes! {
    /// Whether a visit has points.
    pub enum ScoreStatus {
        /// It has.
        Scored = "scored",
        /// It does not count: 0 points.
        NotEligible = "not_eligible",
        /// Fields are missing, and nobody knows what it is worth: it is in no total.
        Undetermined = "undetermined",
    }
}

codes! {
    /// At which stage of a score card points were given or taken.
    pub enum StepKind {
        /// A row of a table.
        Table = "table",
        /// What multiplies, adds or takes away.
        Modifier = "modifier",
        /// The share of one rep in a joint visit.
        Split = "split",
        /// A cap, or once a month.
        Limit = "limit",
        /// To the digits of the card.
        Rounding = "rounding",
    }
}

record! {
    /// One step on the way to the points of a visit: its `delta` is what the rule gave or took.
    pub struct ScoreStep: data {
        /// At which stage.
        pub kind: StepKind,
        /// The rule, by the name that the card gives it.
        pub rule_id: Option<String>,
        /// JSON path of the rule in the card.
        pub path: Option<String>,
        /// Points before.
        pub before: Decimal = Decimal::ZERO,
        /// What it added; the deltas of all steps sum to the points.
        pub delta: Decimal,
        /// Points after.
        pub after: Decimal = Decimal::ZERO,
        /// What it decided on.
        pub facts: Facts = Facts::default(),
    }
}

record! {
    /// What one visit was worth to one rep.
    ///
    /// A score card writes them all; from a system of one's own `id`, `rep`, `t` and `points` are enough.
    /// Of a joint visit each rep has a row. Progress, leaderboards and periods that are closed read them.
    pub struct Score: data {
        /// Identifier of the visit.
        pub id: String,
        /// Whose points they are.
        pub rep: String,
        /// The rep's team; where it is absent, that of the roster, or else of the rep's latest row.
        pub team: Option<String>,
        /// The rep's territory; where it is absent, that of the roster, or else of the rep's latest row.
        pub territory: Option<String>,
        /// The site.
        pub site: Option<String>,
        /// When the rep came: the local day and the period follow from it.
        pub t: Instant,
        /// When the rep left.
        pub left: Option<Instant>,
        /// The local date of the arrival, by the clock that the card names.
        pub day: Option<Date>,
        /// Whether it has points.
        pub status: ScoreStatus = ScoreStatus::Scored,
        /// The points; absent where nobody knows them.
        pub points: Option<Decimal>,
        /// What it would have been worth, had it been eligible.
        pub worth: Option<Decimal>,
        /// The sum sold, in any currency; of a joint visit the rep's share.
        pub amount: Option<Decimal>,
        /// What of it is earned; of a joint visit the rep's share.
        pub margin: Option<Decimal>,
        /// Name and version of the score card.
        pub card: Option<String>,
        /// How the points came about.
        pub steps: Vec<ScoreStep> = Vec::new(),
        /// Why.
        pub reasons: Vec<Reason> = Vec::new(),
        /// Fields that the card reads and the visit lacks.
        pub missing: Vec<String> = Vec::new(),
        /// What else of the visit the card's limits count by; instants and decimals as texts, so that
        /// rows that were stored count together with others.
        pub keys: Facts = Facts::default(),
        /// Identifiers of the visits that this one replaces.
        pub supersedes: Vec<String> = Vec::new(),
    }
}

impl Score {
    /// Points from a system of one's own.
    ///
    /// # Errors
    /// `invalid_decimal`, where `points` is none.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::Score;
    ///
    /// let score = Score::new("visit-1", "anna", "2026-11-13T10:00:00Z".parse()?, "7.5")?;
    /// assert_eq!(score.points, Some("7.5".parse()?));
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn new(id: &str, rep: &str, t: Instant, points: &str) -> Result<Self> {
        Ok(Self {
            id: id.to_owned(),
            rep: rep.to_owned(),
            team: None,
            territory: None,
            site: None,
            t,
            status: ScoreStatus::Scored,
            points: Some(points.parse()?),
            worth: None,
            amount: None,
            margin: None,
            card: None,
            steps: Vec::new(),
            reasons: Vec::new(),
            missing: Vec::new(),
            left: None,
            day: None,
            keys: Facts::default(),
            supersedes: Vec::new(),
        })
    }
}
