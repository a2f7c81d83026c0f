//! Segments of one's own: conditions over the features, of which the first that is met decides.

use super::features::Facts;
use super::features::money;
use super::policy::SegmentRule;
use super::watch::Watch;
use crate::rule::{Answer, Cell, Compiler, FieldPolicy, FieldType, Moment, Node, Record, Schema};
use crate::shape::Reader;
use crate::time::Instant;

/// A field of conditions, as in `CoreFeatures`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field {
    StaticCore,
    DynamicCore,
    IsNew,
    BaseRevenue,
    MovingRevenue,
    BaseShare,
    MovingShare,
    Pace,
    ActiveMonths,
    KnownDays,
    QuietDays,
}

const FIELDS: [(&str, Field, FieldType); 11] = [
    ("static_core", Field::StaticCore, FieldType::Bool),
    ("dynamic_core", Field::DynamicCore, FieldType::Bool),
    ("is_new", Field::IsNew, FieldType::Bool),
    ("base_revenue", Field::BaseRevenue, FieldType::Decimal),
    ("moving_revenue", Field::MovingRevenue, FieldType::Decimal),
    ("base_share", Field::BaseShare, FieldType::Decimal),
    ("moving_share", Field::MovingShare, FieldType::Decimal),
    ("pace", Field::Pace, FieldType::Decimal),
    ("active_months", Field::ActiveMonths, FieldType::Int),
    ("known_days", Field::KnownDays, FieldType::Int),
    ("quiet_days", Field::QuietDays, FieldType::Int),
];

/// Compiled conditions, each with the number of its segment.
pub(super) struct Table {
    rows: Vec<(Node, u16)>,
    /// The fields that they read.
    fields: Vec<Field>,
    /// When they may be another.
    pub(super) watch: Watch,
}

fn schema() -> Schema {
    let field = |r#type| FieldPolicy {
        r#type,
        values: None,
        items: None,
        empty_is_missing: false,
        scale: 0,
    };
    let own = FIELDS.iter();
    Schema(own.map(|(path, _, r#type)| ((*path).to_owned(), field(*r#type))).collect())
}

impl Table {
    pub(super) fn new(rules: &[SegmentRule], numbers: Vec<u16>, at: &mut Reader) -> Option<Self> {
        let (schema, mut compiler) = (schema(), Compiler::new(None));
        let mut rows = Vec::with_capacity(rules.len());
        for (index, (rule, number)) in rules.iter().zip(numbers).enumerate() {
            let node = at.within(index, |at| {
                at.within("when", |at| compiler.compile(&rule.when, &schema, at))
            });
            rows.extend(node.map(|node| (node, number)));
        }
        let named = |path: &str| FIELDS.iter().find(|(known, ..)| *known == path);
        let read = compiler.scope.fields.iter().filter_map(|field| named(&field.path));
        let fields: Vec<Field> = read.map(|(_, field, _)| *field).collect();
        let mut watch = Watch::default();
        for (node, _) in &rows {
            watch.add(node, &fields);
        }
        (rows.len() == rules.len()).then_some(Self { rows, fields, watch })
    }

    /// The first row that is met, and its segment.
    pub(super) fn first(&self, facts: &Facts, now: Instant) -> Option<(u16, u16)> {
        let record = Record(self.fields.iter().map(|field| cell(facts, *field)).collect());
        let moment = Moment { now: Some(now), calendar: None };
        let is_met = |(node, _): &(Node, u16)| node.answer(&record, moment) == Answer::Yes;
        let row = self.rows.iter().position(is_met)?;
        self.rows.get(row).map(|(_, segment)| (row as u16, *segment))
    }
}

fn cell(facts: &Facts, field: Field) -> Cell {
    match field {
        Field::StaticCore => Cell::Whole(facts.in_static.into()),
        Field::DynamicCore => Cell::Whole(facts.in_dynamic.into()),
        Field::IsNew => Cell::Whole(facts.is_new.into()),
        Field::BaseRevenue => Cell::Decimal(money(facts.base.0)),
        Field::MovingRevenue => Cell::Decimal(money(facts.moving.0)),
        Field::BaseShare => Cell::Decimal(facts.base_share()),
        Field::MovingShare => Cell::Decimal(facts.moving_share()),
        Field::Pace => facts.pace().map_or(Cell::Missing, Cell::Decimal),
        Field::ActiveMonths => Cell::Whole(facts.months.into()),
        Field::KnownDays => Cell::Whole(facts.known.into()),
        Field::QuietDays => Cell::Whole(facts.quiet.into()),
    }
}
