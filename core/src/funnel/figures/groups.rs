//! What is told of some cases: of all of them, and of those that share a value or a period.

use super::log::{Entry, Log};
use super::periods::{Periods, Throughput};
use super::report::{FunnelGroup, FunnelVariant};
use super::spread::share;
use super::tally::{Rules, Tally};
use super::variants::Variants;
use crate::budget::Budget;
use crate::shape::Value;
use crate::{Error, ErrorKind, Result};

/// As many stages and periods of groups, all groups together, as a report may tell.
pub const MAX_GROUP_ROWS: usize = 100_000;

/// Groups that were told so far.
pub(super) struct Groups<'r> {
    log: &'r Log,
    rules: &'r Rules<'r>,
    /// Of the whole log.
    periods: &'r Periods,
    /// How many variants are told of each.
    variants: u32,
    spare: Vec<i64>,
    rows: usize,
    pub(super) told: Vec<FunnelGroup>,
}

impl<'r> Groups<'r> {
    pub(super) fn new(
        log: &'r Log,
        rules: &'r Rules<'r>,
        periods: &'r Periods,
        variants: u32,
    ) -> Self {
        Self { log, rules, periods, variants, spare: Vec::new(), rows: 0, told: Vec::new() }
    }

    /// A group for each value that a case has, in the order of the values. `own` is the code of each
    /// case; cases without entries have none.
    pub(super) fn add(
        &mut self,
        by: &str,
        own: &[Option<u32>],
        values: Vec<(Value, u32)>,
        budget: &mut Budget<'_>,
    ) -> Result<()> {
        let mut cases: Vec<Vec<u32>> = vec![Vec::new(); values.len()];
        for (case, code) in
            own.iter().zip(0_u32..).filter_map(|(code, case)| Some((case, (*code)?)))
        {
            if let Some(cases) = cases.get_mut(code as usize) {
                cases.push(case);
            }
        }
        for (value, code) in values {
            let cases = cases.get(code as usize).map_or(&[][..], Vec::as_slice);
            if cases.is_empty() {
                continue;
            }
            let group = self.figures(by, value, cases, budget)?;
            self.rows += group.stages.len() + group.throughput.len();
            if self.rows > MAX_GROUP_ROWS {
                let message = format!("more than {MAX_GROUP_ROWS} stages and periods of groups");
                let path = "$.options.by";
                return Err(Error::one(ErrorKind::Limit, "too_many_groups", path, message));
            }
            self.told.push(group);
        }
        Ok(())
    }

    /// All that is told of these cases.
    pub(super) fn figures(
        &mut self,
        by: &str,
        value: Value,
        cases: &[u32],
        budget: &mut Budget<'_>,
    ) -> Result<FunnelGroup> {
        let (log, rules) = (self.log, self.rules);
        let mut tally = Tally::new(rules);
        let mut variants = Variants::new();
        let mut throughput = Throughput::new(self.periods);
        for case in cases {
            let case = *case as usize;
            let entries = log.of(case);
            variants.add(log, case);
            throughput.add(entries, &rules.kinds);
            budget.spend(entries.len() as u64)?;
        }
        // Of cases that went the same way all is the same but the times.
        for (case, cases) in variants.iter() {
            tally.count(log.of(case), cases);
        }
        tally.expect_times();
        for case in cases {
            tally.time(log.of(*case as usize));
        }
        let (cycle, cycle_working) = tally.cycle(&mut self.spare);
        let (forbidden, forbidden_share) = tally.forbidden();
        let count = tally.cases();
        let name = |entry: &Entry| rules.ids.get(entry.stage()).cloned();
        let told = |(case, cases)| FunnelVariant {
            stages: log.of(case).iter().filter_map(name).collect(),
            cases,
            share: share(cases, count),
        };
        Ok(FunnelGroup {
            by: by.to_owned(),
            value,
            entries: tally.entries,
            cases: count,
            open: tally.open(),
            won: tally.won,
            lost: tally.lost,
            cycle,
            cycle_working,
            moves: tally.moves,
            forbidden,
            forbidden_share,
            stages: tally.stages(&mut self.spare),
            pairs: tally.pairs(),
            variant_count: variants.len() as i64,
            variants: variants.most(self.variants as usize, log).into_iter().map(told).collect(),
            throughput: throughput.told(rules.has_final()),
        })
    }
}
