//! The methods of `ScoreCard`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::condition::{AnyColumns, AnyRecord};
use super::macros::operations;
use crate::kpi::{Score, ScoreCard, ScoreCardPolicy, ScoreColumns, ScoreReport};
use crate::shape::{Engine, Reader, Shape, Shaped, Shared, Value, Warning, record};
use crate::time::Instant;

impl Engine for ScoreCard {
    fn class() -> &'static str {
        "ScoreCard"
    }

    fn summary(&self) -> String {
        let titles = self.policy().iter().map(|card| format!("{} {}", card.name, card.version));
        format!("ScoreCard({})", titles.collect::<Vec<_>>().join(", "))
    }
}

/// A card, or its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Versions {
    cards: Vec<ScoreCardPolicy>,
    /// Whether they came as a list, though it be of one.
    is_list: bool,
}

impl Shaped for Versions {
    fn shape() -> Shape {
        Shape::Either {
            name: "ScoreCardVersions",
            doc: "A score card, or its versions, of which the one holds that is valid at an arrival.",
            shapes: vec![ScoreCardPolicy::shape(), Vec::<ScoreCardPolicy>::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(_) => Shaped::read(value, at).map(|cards| Self { cards, is_list: true }),
            _ => ScoreCardPolicy::read(value, at)
                .map(|card| Self { cards: vec![card], is_list: false }),
        }
    }

    fn to_value(&self) -> Value {
        match self.cards.as_slice() {
            [one] if !self.is_list => one.to_value(),
            many => Value::List(many.iter().map(Shaped::to_value).collect()),
        }
    }
}

/// Notes all that is wrong with a card in all its versions beyond their shape, or odd.
pub(crate) fn check(versions: &Versions, at: &mut Reader) {
    crate::kpi::check_cards(&versions.cards, versions.is_list, at);
}

/// What else is wrong with a card of which a key is.
fn check_rest(arguments: &Value, at: &mut Reader) {
    super::rest_of(arguments, "policy", at, check);
}

record! {
    /// Arguments of `ScoreCard`.
    pub struct NewArguments: data else check_rest {
        /// The card, or its versions.
        pub policy: Versions,
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The card.
        pub this: Shared<ScoreCard>,
    }
}

record! {
    /// Arguments of `score`.
    pub struct ScoreArguments: data {
        /// The card.
        pub this: Shared<ScoreCard>,
        /// A visit: `id`, `rep`, `t`, and the fields of the card's schema.
        pub visit: AnyRecord,
        /// The present, where the card depends on it.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `score_all`.
    pub struct ScoreAllArguments: data {
        /// The card.
        pub this: Shared<ScoreCard>,
        /// Visits, in any order.
        pub visits: Vec<AnyRecord>,
        /// The present, where the card depends on it.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `score_many`.
    pub struct ScoreManyArguments: data {
        /// The card.
        pub this: Shared<ScoreCard>,
        /// Columns, equally long: `t` and `rep`, `id`, `site`, `team` where there are such, and those of
        /// the card's schema.
        pub columns: AnyColumns,
        /// The present, where the card depends on it.
        pub now: Option<Instant>,
    }
}

operations! {
    #![cfg(feature = "kpi")]
    [ScoreCard]

    /// What visits are worth, by rules that are data: exact, explained, in whatever order they come.
    new(args: NewArguments, warnings, budget) -> Shared<ScoreCard> {
        ScoreCard::compiled(&args.policy.cards, args.policy.is_list)?.into()
    }

    /// What one visit is worth on its own; the deltas of its steps sum to the points.
    ///
    /// Limits (once per site, caps) need history, and a joint visit is shared among its reps: see
    /// `score_all`.
    score(args: ScoreArguments, warnings, budget) -> Score {
        args.this.score(&args.visit.0, args.now)?
    }

    /// What visits are worth together: joint visits shared, limits applied, totals.
    @long score_all(args: ScoreAllArguments, warnings, budget) -> ScoreReport {
        let visits: Vec<Value> = args.visits.into_iter().map(|visit| visit.0).collect();
        let mut report = args.this.score_all(&visits, args.now, budget)?;
        report.warnings.splice(0..0, warnings);
        report
    }

    /// The same of columns: a row each in the order of the input, and the steps of all of them.
    ///
    /// Joint visits and `supersedes` are for `score_all`.
    @long score_many(args: ScoreManyArguments, warnings, budget) -> ScoreColumns {
        args.this.score_many(&args.columns.0, args.now, budget)?
    }

    /// The rules that it was made of.
    @property
    policy(args: Alone, warnings, budget) -> Versions {
        Versions { cards: args.this.policy().to_vec(), is_list: args.this.is_list() }
    }

    /// What is legal and probably not meant: `never_true`, `always_true`, `unreachable`, `overlap`, `hole`.
    @property
    warnings(args: Alone, warnings, budget) -> Vec<Warning> {
        args.this.warnings().to_vec()
    }
}
