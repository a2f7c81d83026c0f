//! What was reached, counted from rows.

use super::policy::Measure;
use crate::Result;
use crate::kpi::Lookup;
use crate::kpi::rows::Row;
use crate::math::exact::Amount;

/// What some rows come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Measured {
    pub(crate) actual: Amount,
    /// Rows that were counted.
    pub(crate) counted: i64,
    /// Rows whose value nobody knows.
    pub(crate) undetermined: i64,
}

/// Counts rows. Missing is not zero: what is not known is in no total.
pub(crate) fn measured(rows: &[Row<'_>], measure: Measure) -> Result<Measured> {
    let mut sum = Measured::default();
    let mut distinct = Lookup::default();
    for row in rows {
        let known = match measure {
            _ if !row.is_scored() => row.counted().map(|_| None),
            Measure::Points => row.points.map(Some),
            Measure::Sum => row.amount.map(Some),
            Measure::Margin => row.margin.map(Some),
            Measure::Visits => {
                distinct.insert(row.score.id.as_str(), ());
                Some(Some(Amount::ZERO))
            }
            Measure::DistinctSites => {
                distinct.extend(row.score.site.as_deref().map(|site| (site, ())));
                row.score.site.as_ref().map(|_| Some(Amount::ZERO))
            }
        };
        match known {
            Some(Some(value)) => {
                sum.actual = sum.actual.plus(value)?;
                sum.counted += 1;
            }
            // What is not eligible counts nothing, for certain.
            Some(None) => {}
            None => sum.undetermined += 1,
        }
    }
    sum.actual = sum.actual.plus(Amount::count(distinct.len() as i64))?;
    Ok(sum)
}
