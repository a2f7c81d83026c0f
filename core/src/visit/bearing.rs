//! Which anomalies bear on a stay, and how that is said.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: the bounds of the slice are partition points of it"
)]

use super::anomaly::{Bears, Found};
use super::report::Anomaly;
use crate::Reason;
use crate::geofence::sight::Seen;
use crate::math;
use crate::time::Instant;

/// The neighbourhood of a stay.
pub(super) struct Near<'s> {
    pub(super) arrival: Instant,
    pub(super) departure: Instant,
    /// The fixes as the site's fence sees them.
    pub(super) seen: &'s [Seen],
    /// Anomalies within this many milliseconds of the stay may bear on it.
    pub(super) margin: i64,
}

impl Near<'_> {
    /// The anomalies that bear on the stay.
    pub(super) fn bearing<'f>(&self, anomalies: &'f [Found]) -> Vec<&'f Anomaly> {
        anomalies
            .iter()
            .filter(|found| self.overlaps(&found.anomaly, self.margin))
            .filter(|found| match found.bears {
                Bears::Anywhere => true,
                Bears::Here => self.overlaps(&found.anomaly, 0) || self.is_here(&found.anomaly),
                Bears::There => self.is_here(&found.anomaly),
            })
            .map(|found| &found.anomaly)
            .collect()
    }

    fn overlaps(&self, found: &Anomaly, margin: i64) -> bool {
        found.start <= self.departure.plus(margin) && self.arrival.plus(-margin) <= found.end
    }

    /// Whether some fix of an anomaly was reported at the site.
    fn is_here(&self, found: &Anomaly) -> bool {
        let from = self.seen.partition_point(|seen| seen.t < found.start.millis());
        let until = self.seen.partition_point(|seen| seen.t <= found.end.millis());
        self.seen[from..until].iter().any(|seen| seen.edge_m <= 0.0)
    }
}

/// One reason a kind of anomaly, those that make a visit suspect first.
pub(super) fn named(bearing: &[&Anomaly]) -> Vec<Reason> {
    let mut kinds: Vec<Vec<&Anomaly>> = Vec::new();
    for &found in bearing {
        let same = |kind: &&mut Vec<&Anomaly>| {
            kind.first()
                .is_some_and(|first| first.code == found.code && first.effect == found.effect)
        };
        match kinds.iter_mut().find(same) {
            Some(kind) => kind.push(found),
            None => kinds.push(vec![found]),
        }
    }
    math::sort_by_key(&mut kinds, |kind| kind.first().map(|first| first.effect));
    kinds.iter().filter_map(|kind| reason_of(kind)).collect()
}

/// All anomalies of one kind in one reason: the facts of the first, and how far they reach.
fn reason_of(kind: &[&Anomaly]) -> Option<Reason> {
    let (first, last) = (kind.first()?, kind.iter().map(|found| found.end).max()?);
    let fixes = kind.iter().fold(0_u32, |sum, found| sum.saturating_add(found.fixes));
    let mut reason = Reason::new(&first.code)
        .by(&format!("$.policy.degrade.{}", first.code))
        .fact("fixes", fixes)
        .fact("start", first.start)
        .fact("end", last);
    reason.facts.0.extend(first.facts.0.iter().cloned());
    Some(reason)
}
