//! Segments of one's own: conditions over the features, of which the first that is met decides.

use super::features::Facts;
use super::features::money;
use super::policy::SegmentRule;
use crate::rule::{Answer, Cell, Compiler, FieldPolicy, FieldType, Moment, Node, Record, Schema};
use crate::shape::Reader;
use crate::time::Instant;

/// The fields of conditions, as in `CoreFeatures`.
const FIELDS: [(&str, FieldType); 11] = [
    ("static_core", FieldType::Bool),
    ("dynamic_core", FieldType::Bool),
    ("is_new", FieldType::Bool),
    ("base_revenue", FieldType::Decimal),
    ("moving_revenue", FieldType::Decimal),
    ("base_share", FieldType::Decimal),
    ("moving_share", FieldType::Decimal),
    ("pace", FieldType::Decimal),
    ("active_months", FieldType::Int),
    ("known_days", FieldType::Int),
    ("quiet_days", FieldType::Int),
];

/// Compiled conditions, each with the number of its segment.
pub(super) struct Table {
    rows: Vec<(Node, u16)>,
    /// Which fields they read, as places in [`FIELDS`].
    fields: Vec<usize>,
}

fn schema() -> Schema {
    let field = |r#type| FieldPolicy {
        r#type,
        values: None,
        items: None,
        empty_is_missing: false,
        scale: 0,
    };
    Schema(FIELDS.iter().map(|(path, r#type)| ((*path).to_owned(), field(*r#type))).collect())
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
        let place = |path: &str| FIELDS.iter().position(|(known, _)| *known == path);
        let fields = compiler.scope.fields.iter().filter_map(|field| place(&field.path)).collect();
        (rows.len() == rules.len()).then_some(Self { rows, fields })
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

fn cell(facts: &Facts, field: usize) -> Cell {
    match field {
        0 => Cell::Whole(facts.in_static.into()),
        1 => Cell::Whole(facts.in_dynamic.into()),
        2 => Cell::Whole(facts.is_new.into()),
        3 => Cell::Decimal(money(facts.base)),
        4 => Cell::Decimal(money(facts.moving)),
        5 => Cell::Decimal(facts.base_share()),
        6 => Cell::Decimal(facts.moving_share()),
        7 => facts.pace().map_or(Cell::Missing, Cell::Decimal),
        8 => Cell::Whole(facts.months.into()),
        9 => Cell::Whole(facts.known.into()),
        _ => Cell::Whole(facts.quiet.into()),
    }
}
