//! Rows of a table that another one leaves nothing to do.

use super::policy::{Bands, HitPolicy, ScoreRow, ScoreTable};
use crate::kpi::Lookup;
use crate::math::{Decimal, hash_value};
use crate::shape::{Reader, Shaped};

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
