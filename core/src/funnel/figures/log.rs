//! A log in order: the entries of a case stand behind one another.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: codes of cases are below `cases`, codes of stages below the number of \
              names (`FunnelEvents::read` has seen that), and all columns are of one length"
)]

use super::events::{FunnelEvents, Labels};
use crate::Result;
use crate::budget::Budget;
use crate::time::Instant;

/// The entry of a case into a stage: when, and the stage's place in the order. A pair whose order is
/// that of the entries of a case.
pub(super) type Entry = (i64, usize);

/// Entries in the order of their cases, and of their instants and stages within a case.
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    /// Where the entries of a case begin, by its number; last where all end.
    starts: Vec<usize>,
    /// Rows that come too late.
    pub(super) after_now: i64,
}

impl Log {
    /// Counts and lays out the rows by case, and sorts the few of each case that are not in order.
    /// `rank` is the order of the stages by their codes. O(rows), and n log n for a case's n.
    pub(super) fn new(
        events: &FunnelEvents,
        rank: &[usize],
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        let (case, entered) = (&events.case, &events.entered.0[..]);
        let now = now.millis();
        let mut starts = vec![0; events.cases + 1];
        for (case, t) in case.iter().zip(entered) {
            starts[*case as usize] += usize::from(*t <= now);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        budget.spend(case.len() as u64)?;
        let mut entries = vec![(0, 0); sum];
        let mut ends = starts.clone();
        for ((case, t), stage) in case.iter().zip(entered).zip(&events.stage.codes) {
            if *t <= now {
                let end = &mut ends[*case as usize];
                entries[*end] = (*t, rank[*stage as usize]);
                *end += 1;
            }
        }
        budget.spend(case.len() as u64)?;
        for range in starts.windows(2) {
            let own = &mut entries[range[0]..range[1]];
            if !own.is_sorted() {
                own.sort_unstable();
            }
        }
        budget.spend(case.len() as u64)?;
        Ok(Self { entries, starts, after_now: (case.len() - sum) as i64 })
    }

    /// How many numbers cases have; some may have no entries.
    pub(super) fn numbers(&self) -> usize {
        self.starts.len() - 1
    }

    /// The entries of a case.
    pub(super) fn of(&self, case: usize) -> &[Entry] {
        &self.entries[self.starts[case]..self.starts[case + 1]]
    }

    /// The label of each case: of its first row, and of several first rows the least. Cases without
    /// entries have none.
    pub(super) fn labels(
        &self,
        events: &FunnelEvents,
        rank: &[usize],
        labels: &Labels,
    ) -> Vec<Option<u32>> {
        let mut order: Vec<usize> = (0..labels.labels.len()).collect();
        crate::math::sort_by(&mut order, |a, b| labels.labels[*a].cmp(&labels.labels[*b]));
        let mut place = vec![0; order.len()];
        for (rank, code) in order.into_iter().enumerate() {
            place[code] = rank;
        }
        let mut own: Vec<Option<u32>> = vec![None; self.numbers()];
        for (row, case) in events.case.iter().enumerate() {
            let case = *case as usize;
            let entry = (events.entered.0[row], rank[events.stage.codes[row] as usize]);
            if self.of(case).first() == Some(&entry) {
                let code = labels.codes[row];
                let is_less = |other: u32| place[code as usize] < place[other as usize];
                if own[case].is_none_or(is_less) {
                    own[case] = Some(code);
                }
            }
        }
        own
    }
}
