//! A score card as it is written down.

use crate::math::{Decimal, Rounding};
use crate::rule::{ConditionPolicy, Schema};
use crate::shape::{Reader, Shape, Shaped, Value, codes, record};
use crate::time::{CalendarPolicy, CalendarSpan, Instant, Zone};

codes! {
    /// How the points are rounded at the end.
    pub enum RoundingMode {
        /// To the nearest; halves away from zero.
        HalfUp = "half_up",
        /// To the nearest; halves to the even digit.
        HalfEven = "half_even",
        /// Toward zero.
        Down = "down",
    }
}

impl RoundingMode {
    pub(super) fn rounding(self) -> Rounding {
        match self {
            Self::HalfUp => Rounding::HalfUp,
            Self::HalfEven => Rounding::HalfEven,
            Self::Down => Rounding::Down,
        }
    }
}

codes! {
    /// Whose clock says on which day a visit was made.
    pub enum PeriodZone {
        /// The visit's `rep_zone`; the card's where it has none.
        Rep = "rep",
        /// The visit's `site_zone`; the card's where it has none.
        Site = "site",
        /// The card's.
        Card = "card",
    }
}

codes! {
    /// What happens where a missing field leaves it open whether a rule applies.
    pub enum OnUnknown {
        /// Nobody knows what the visit is worth.
        Undetermined = "undetermined",
        /// The rule does not apply.
        Skip = "skip",
    }
}

codes! {
    /// Which rows of a table give their points: the hit policies of DMN (OMG 2015, section 8.2.10).
    pub enum HitPolicy {
        /// The first that is met.
        First = "first",
        /// The only one that is met; several are a mistake of the card.
        Unique = "unique",
        /// All that are met, together.
        CollectSum = "collect_sum",
        /// Of those that are met, the one with most points.
        CollectMax = "collect_max",
    }
}

/// The values of fields from the first, included, to the second, excluded; an end that is `null` is open.
/// Between two open ends lies any value; whether one that is missing lies in a band is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands(pub Vec<(String, Vec<Option<Decimal>>)>);

impl Shaped for Bands {
    fn shape() -> Shape {
        Shape::Dict(Box::new(Vec::<Option<Decimal>>::shape()))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Map(entries) = value else { return at.mismatch("ends by field", value) };
        let mut bands = Vec::with_capacity(entries.len());
        for (field, value) in entries {
            let ends = at.within(field.clone(), |at| {
                let ends = Vec::<Option<Decimal>>::read(value, at)?;
                if ends.len() == 2 {
                    Some(ends)
                } else {
                    at.problem("wrong_length", "expected two ends")
                }
            });
            bands.extend(ends.map(|ends| (field.clone(), ends)));
        }
        (bands.len() == entries.len()).then_some(Self(bands))
    }

    fn to_value(&self) -> Value {
        let entry =
            |(field, ends): &(String, Vec<Option<Decimal>>)| (field.clone(), ends.to_value());
        Value::Map(self.0.iter().map(entry).collect())
    }
}

record! {
    /// A row of a score table.
    pub struct ScoreRow: policy {
        /// Its name in explanations; by default its place.
        pub id: Option<String>,
        /// When it gives its points: this, or `bands`.
        pub when: Option<ConditionPolicy>,
        /// The same by ranges of numbers, instead of `when`: `{"doctors_met": [5, 10]}` is from 5 on, and
        /// below 10.
        pub bands: Option<Bands>,
        /// The points.
        pub points: Decimal,
    }
}

record! {
    /// A table that gives points.
    pub struct ScoreTable: policy {
        /// Its name in explanations; by default its place.
        pub id: Option<String>,
        /// Which rows give their points.
        pub hit: HitPolicy = HitPolicy::First,
        /// The rows, in the order in which they are asked.
        pub rows: Vec<ScoreRow>,
        /// The points where no row is met.
        pub default: Option<Decimal>,
        /// What a row means whose condition is unknown.
        pub on_unknown: OnUnknown = OnUnknown::Undetermined,
    }
}

codes! {
    /// What a modifier does to the points so far.
    pub enum ModifierKind {
        /// Adds `points`.
        Add = "add",
        /// Multiplies by `factor`.
        Multiply = "multiply",
        /// Adds `rate` for every complete `step` of `field` above `above`; without a step in proportion.
        PerUnit = "per_unit",
        /// Multiplies by a factor that falls with the age of `field` at `now`.
        Decay = "decay",
        /// Takes `points` away.
        Penalty = "penalty",
    }
}

record! {
    /// From some age on a factor holds.
    pub struct DecayStep: policy {
        /// The age: `30d`, `20bd`, `4h`.
        pub age: CalendarSpan,
        /// What the points are multiplied by; at most 6 digits after the point.
        pub factor: Decimal,
    }
}

record! {
    /// What changes the points that the tables gave.
    pub struct Modifier: policy {
        /// Its name in explanations; by default its place.
        pub id: Option<String>,
        /// What it does.
        pub kind: ModifierKind,
        /// When it does so; always, where it says nothing.
        pub when: Option<ConditionPolicy>,
        /// Of `add` and `penalty`: how many.
        pub points: Option<Decimal>,
        /// Of `multiply`; at most 6 digits after the point.
        pub factor: Option<Decimal>,
        /// Of `per_unit` the number that is counted, of `decay` the instant or date that ages.
        pub field: Option<String>,
        /// Of `per_unit`: only what lies above counts, and nothing below. Without it all counts, what
        /// is negative too.
        pub above: Option<Decimal>,
        /// Of `per_unit`: only complete steps count.
        pub step: Option<Decimal>,
        /// Of `per_unit`: points for a step, or for one unit; at most 6 digits after the point.
        pub rate: Option<Decimal>,
        /// Of `per_unit`: at most so many points.
        pub cap: Option<Decimal>,
        /// Of `decay`: the factors by age; before the first it is 1.
        pub steps: Option<Vec<DecayStep>>,
        /// Of `decay`: the exact span in which the factor halves; rounded to 6 digits.
        pub half_life: Option<crate::time::Span>,
        /// What it means where its condition or its field is unknown.
        pub on_unknown: OnUnknown = OnUnknown::Undetermined,
    }
}

codes! {
    /// How a joint visit is shared.
    pub enum SplitBy {
        /// Equally.
        Equal = "equal",
        /// By the weights of the reps.
        Weights = "weights",
        /// The lead gets `lead_share`, the others the rest in equal parts. One of the reps has `lead`.
        Lead = "lead",
    }
}

record! {
    /// How the points of a joint visit are shared among its reps, and by the same weights the sum sold and
    /// its margin.
    pub struct SplitPolicy: policy {
        /// By what.
        pub by: SplitBy = SplitBy::Equal,
        /// The part of the lead, 0 to 1; at most 6 digits after the point.
        pub lead_share: Option<Decimal>,
    }
}

codes! {
    /// What a limit leaves.
    pub enum LimitKind {
        /// One visit of a key in a period; all lines of a joint visit stay, or none.
        Once = "once",
        /// At most `points` of a key in a period.
        Cap = "cap",
        /// At most `count` visits of a key in a period; all lines of a joint visit stay, or none.
        CountCap = "count_cap",
        /// Visits of a key that are `span` apart, counted from the last one that was left; all lines of a
        /// joint visit stay, or none.
        MinGap = "min_gap",
    }
}

codes! {
    /// Within what a limit counts.
    pub enum LimitPeriod {
        /// A local date.
        Day = "day",
        /// An ISO week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A year.
        Year = "year",
        /// All of time.
        Ever = "ever",
    }
}

codes! {
    /// Which line of several is left.
    pub enum Keep {
        /// The earliest.
        First = "first",
        /// The visit with most points to all its reps that are counted together; of equals the earliest.
        Best = "best",
    }
}

record! {
    /// What a rep can have at most. Only lines with points above 0 enter; others pass and free no room.
    pub struct Limit: policy {
        /// Its name in explanations; by default its place.
        pub id: Option<String>,
        /// What it leaves.
        pub kind: LimitKind,
        /// What lines have in common that it counts together: `rep`, `site`, `team`, `territory`, or
        /// fields of the schema.
        pub key: Vec<String>,
        /// Within what; not of `min_gap`.
        pub per: Option<LimitPeriod>,
        /// Of `once`: which.
        pub keep: Keep = Keep::First,
        /// Of `cap`: how many points.
        pub points: Option<Decimal>,
        /// Of `count_cap`: how many visits.
        pub count: Option<u32>,
        /// Of `min_gap`: how far apart; days and longer by local dates.
        pub span: Option<CalendarSpan>,
    }
}

record! {
    /// Under which keys a visit holds what every card reads, as dotted paths.
    pub struct CardKeys: policy {
        /// Its identifier; where there is none, `plan_id`, as verdicts on a plan have it.
        pub id: String = "id".to_owned(),
        /// When the rep came; where there is none, `arrival` or `arrival.t`.
        pub t: String = "t".to_owned(),
        /// When the rep left; where there is none, `departure` or `departure.t`.
        pub left: String = "left".to_owned(),
        /// Who came.
        pub rep: String = "rep".to_owned(),
        /// The reps of a joint visit: names, or `{rep, weight, lead, team}`. Who stands under `rep` besides
        /// is one of them.
        pub reps: String = "reps".to_owned(),
        /// The site.
        pub site: String = "site".to_owned(),
        /// The rep's team.
        pub team: String = "team".to_owned(),
        /// The rep's territory.
        pub territory: String = "territory".to_owned(),
        /// The sum sold.
        pub amount: String = "amount".to_owned(),
        /// What of it is earned.
        pub margin: String = "margin".to_owned(),
        /// Identifiers of the visits that this one replaces.
        pub supersedes: String = "supersedes".to_owned(),
        /// The zone of the rep.
        pub rep_zone: String = "rep_zone".to_owned(),
        /// The zone of the site.
        pub site_zone: String = "site_zone".to_owned(),
    }
}

record! {
    /// What visits are worth: the stages are eligible, tables, modifiers, split, limits, rounding.
    pub struct ScoreCardPolicy: policy {
        /// Its name.
        pub name: String,
        /// Its version: a change of rules is a new one.
        pub version: String,
        /// The first arrival for which it holds; without it, all.
        pub valid_from: Option<Instant>,
        /// Digits after the point of points, at most 6.
        pub scale: u32 = 2,
        /// How they are rounded to it.
        pub rounding: RoundingMode = RoundingMode::HalfUp,
        /// Whose clock says on which day a visit was made.
        pub period_zone: PeriodZone = PeriodZone::Rep,
        /// The card's own clock; by default the calendar's, else UTC.
        pub zone: Option<Zone>,
        /// When people work: for spans in working days.
        pub calendar: Option<CalendarPolicy>,
        /// Under which keys a visit holds its id, rep, time and so on.
        pub keys: CardKeys = CardKeys::default(),
        /// The fields that conditions and modifiers read.
        pub schema: Schema = Schema::default(),
        /// Which visits count; all, where it says nothing.
        pub eligible: Option<ConditionPolicy>,
        /// What gives points; the sum of all tables.
        pub tables: Vec<ScoreTable> = Vec::new(),
        /// What changes them, in order.
        pub modifiers: Vec<Modifier> = Vec::new(),
        /// How those of joint visits are shared.
        pub split: SplitPolicy = SplitPolicy { by: SplitBy::Equal, lead_share: None },
        /// What there is at most, in order, each over what the one before left. A limit that several
        /// versions have at one place, word for word, counts over the visits of all of them, by the
        /// working days of the card that holds for the later visit; one that is changed starts anew.
        pub limits: Vec<Limit> = Vec::new(),
    }
}
