//! A log in order: the entries of a case stand behind one another.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: codes of cases are below `cases`, codes of stages below the number of \
              names (`FunnelEvents::read` has seen that), and all columns are of one length"
)]

use super::events::{FunnelEvents, Labels};
use super::funnel_report::MAX_STAGES;
use crate::Result;
use crate::budget::Budget;
use crate::time::Instant;

/// The entry of a case into a stage, in one number: when, and in the lowest bits the stage's place in
/// the order. The order of these numbers is that of the entries of a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(i64);

/// Places of as many stages as a report may have. An instant takes 49 bits, and there is one for its sign.
const STAGE_BITS: u32 = 10;
const _: () = assert!(MAX_STAGES < 1 << STAGE_BITS);

impl Entry {
    pub(super) fn new(t: i64, stage: usize) -> Self {
        Self((t << STAGE_BITS) | stage as i64)
    }

    pub(super) fn at(self) -> i64 {
        self.0 >> STAGE_BITS
    }

    pub(super) fn stage(self) -> usize {
        self.0 as usize & ((1 << STAGE_BITS) - 1)
    }
}

/// Entries in the order of their cases, and of their instants and stages within a case.
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    /// Where the entries of a case begin, by its number; last where all end.
    starts: Vec<usize>,
    /// The first entry of all; now where there is none.
    pub(super) first: Instant,
    /// Rows that come too late.
    pub(super) after_now: i64,
}

impl Log {
    /// Lays out the rows by case, and sorts the few of each case that are not in order. `rank` is the
    /// order of the stages by their codes. O(rows), and n log n for a case's n.
    pub(super) fn new(
        events: &FunnelEvents,
        rank: &[usize],
        now: Instant,
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        let rows = events.case.len() as u64;
        let (entries, starts) = if events.case.is_sorted() {
            in_turn(events, rank, now.millis())
        } else {
            by_counts(events, rank, now.millis())
        };
        budget.spend(2 * rows)?;
        let mut log = Self { entries, starts, first: now, after_now: 0 };
        log.after_now = (events.case.len() - log.entries.len()) as i64;
        for range in log.starts.windows(2) {
            let own = &mut log.entries[range[0]..range[1]];
            if !own.is_sorted() {
                own.sort_unstable();
            }
            if let Some(entry) = own.first() {
                log.first = log.first.min(Instant::held(entry.at()));
            }
        }
        budget.spend(rows)?;
        Ok(log)
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
            let stage = rank[events.stage.codes[row] as usize];
            let entry = Entry::new(events.entered.0[row], stage);
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

/// The entries up to now of cases that come one after the other, and where those of each begin.
fn in_turn(events: &FunnelEvents, rank: &[usize], now: i64) -> (Vec<Entry>, Vec<usize>) {
    let mut entries = Vec::with_capacity(events.case.len());
    let mut starts = Vec::with_capacity(events.cases + 1);
    let rows = events.case.iter().zip(&events.entered.0[..]).zip(&events.stage.codes);
    for ((case, t), stage) in rows {
        while starts.len() <= *case as usize {
            starts.push(entries.len());
        }
        if *t <= now {
            entries.push(Entry::new(*t, rank[*stage as usize]));
        }
    }
    starts.resize(events.cases + 1, entries.len());
    (entries, starts)
}

/// The same of rows in any order: counted, and laid out then.
fn by_counts(events: &FunnelEvents, rank: &[usize], now: i64) -> (Vec<Entry>, Vec<usize>) {
    let (case, entered) = (&events.case[..], &events.entered.0[..]);
    // One place further on: when all are laid out, each has become the end of the case before.
    let mut starts = vec![0; events.cases + 2];
    for (case, t) in case.iter().zip(entered) {
        starts[*case as usize + 2] += usize::from(*t <= now);
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut entries = vec![Entry::default(); sum];
    for ((case, t), stage) in case.iter().zip(entered).zip(&events.stage.codes) {
        if *t <= now {
            let end = &mut starts[*case as usize + 1];
            entries[*end] = Entry::new(*t, rank[*stage as usize]);
            *end += 1;
        }
    }
    starts.truncate(events.cases + 1);
    (entries, starts)
}
