//! Rows of a table that another one leaves nothing to do, and values that no row is for.

use super::policy::{Bands, HitPolicy, ScoreRow, ScoreTable};
use crate::kpi::Lookup;
use crate::math::{Decimal, hash_value};
use crate::rule::{Answer, Compiler, ConditionPolicy, Kind, Moment, Schema};
use crate::shape::{Reader, Shaped, Value};

/// In longer tables bands are not held against each other: that takes the square of their number.
const MOST_BANDS: usize = 500;

/// Notes rows that are met only where one before them is: under `first` they never give their points,
/// and under `unique` nobody knows what a visit is worth that meets them.
pub(super) fn check(table: &ScoreTable, at: &mut Reader) {
    let code = match table.hit {
        HitPolicy::First => "unreachable",
        HitPolicy::Unique => "overlap",
        HitPolicy::CollectSum | HitPolicy::CollectMax => return,
    };
    let mut known: Lookup<String, usize> = Lookup::default();
    let mut always = None;
    for (index, row) in table.rows.iter().enumerate() {
        let same = row.when.as_ref().and_then(|when| {
            let first = *known.entry(hash_value(&when.to_value())).or_insert(index);
            (first < index).then_some(first)
        });
        let bands = row.bands.as_ref().filter(|_| table.rows.len() <= MOST_BANDS);
        let within = || bands.and_then(|bands| around(table.rows.get(..index)?, bands));
        // Bands that overlap where one row only may be met are no table at all.
        let earlier = same.or(always).or_else(|| within().filter(|_| code == "unreachable"));
        if let Some(earlier) = earlier {
            let message = format!("row {earlier} is met wherever this one is");
            at.within("rows", |at| at.within(index, |at| at.warning(code, message)));
        }
        if always.is_none() && is_always(row) {
            always = Some(index);
        }
    }
}

/// Notes the values of an enum that no row is for, where rows ask for nothing else and there is no
/// default. A hole between bands is a slip; these may be worth nothing on purpose.
pub(super) fn holes(table: &ScoreTable, schema: &Schema, at: &mut Reader) {
    // One row by itself is an extra for those who meet it.
    let is_one_of =
        matches!(table.hit, HitPolicy::First | HitPolicy::Unique) && table.rows.len() > 1;
    if let (true, None) = (is_one_of, table.default)
        && let Some(values) = unmet(table, schema).filter(|values| !values.is_empty())
    {
        let message =
            format!("no row is met by {}: if that is meant, say \"default\": 0", values.join(", "));
        at.within("rows", |at| at.warning("hole", message));
    }
}

fn unmet(table: &ScoreTable, schema: &Schema) -> Option<Vec<String>> {
    let rows: Option<Vec<Value>> =
        table.rows.iter().map(|row| Some(row.when.as_ref()?.to_value())).collect();
    let any = Value::Map(vec![("any".to_owned(), Value::List(rows?))]);
    let mut alone = Reader::new();
    let any = ConditionPolicy::read(&any, &mut alone)?;
    let mut compiler = Compiler::new(None);
    let met = compiler.compile(&any, schema, &mut alone)?;
    let [field] = compiler.scope.fields.as_slice() else { return None };
    let Kind::Enum(values) = &field.kind else { return None };
    let is_unmet = |value: &&String| {
        let record = Value::Map(vec![(field.path.clone(), Value::Text((*value).clone()))]);
        let record = compiler.scope.read(&record, &mut Reader::new());
        let moment = Moment { now: None, calendar: None };
        record.is_some_and(|record| met.answer(&record, moment) == Answer::No)
    };
    Some(values.iter().filter(is_unmet).map(|value| format!("\"{value}\"")).collect())
}

/// Whether a row asks for nothing.
fn is_always(row: &ScoreRow) -> bool {
    row.when.as_ref().is_some_and(|when| when.0.all.as_ref().is_some_and(Vec::is_empty))
}

/// The first row all of whose bands lie around these.
fn around(rows: &[ScoreRow], inner: &Bands) -> Option<usize> {
    let holds = |(field, outer): &(String, Vec<Option<Decimal>>)| {
        inner.0.iter().any(|(own, ends)| own == field && lies_within(ends, outer))
    };
    rows.iter().position(|row| row.bands.as_ref().is_some_and(|outer| outer.0.iter().all(holds)))
}

fn lies_within(inner: &[Option<Decimal>], outer: &[Option<Decimal>]) -> bool {
    let ([low, high], [from, until]) = (inner, outer) else { return false };
    let begins = from.is_none_or(|from| low.is_some_and(|low| from <= low));
    begins && until.is_none_or(|until| high.is_some_and(|high| high <= until))
}
