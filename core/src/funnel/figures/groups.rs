//! The same figures of groups of cases.

use super::log::Log;
use super::report::FunnelGroup;
use super::tally::{Rules, Tally};
use crate::budget::Budget;
use crate::shape::Value;
use crate::{Error, ErrorKind, Result};

/// As many stages of groups, all groups together, as a report may tell.
pub const MAX_GROUP_ROWS: usize = 100_000;

/// Groups that were told so far.
pub(super) struct Groups<'r> {
    log: &'r Log,
    rules: &'r Rules<'r>,
    spare: Vec<i64>,
    pub(super) told: Vec<FunnelGroup>,
}

impl<'r> Groups<'r> {
    pub(super) fn new(log: &'r Log, rules: &'r Rules<'r>) -> Self {
        Self { log, rules, spare: Vec::new(), told: Vec::new() }
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
        let groups = cases.iter().filter(|cases| !cases.is_empty()).count();
        if (self.told.len() + groups).saturating_mul(self.rules.ids.len()) > MAX_GROUP_ROWS {
            let message = format!("more than {MAX_GROUP_ROWS} stages of groups");
            return Err(Error::one(ErrorKind::Limit, "too_many_groups", "$.options.by", message));
        }
        for (value, code) in values {
            let cases = cases.get(code as usize).map_or(&[][..], Vec::as_slice);
            if !cases.is_empty() {
                let group = self.group(by, value, cases, budget)?;
                self.told.push(group);
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        by: &str,
        value: Value,
        cases: &[u32],
        budget: &mut Budget<'_>,
    ) -> Result<FunnelGroup> {
        let mut tally = Tally::new(self.rules, false);
        for case in cases {
            let entries = self.log.of(*case as usize);
            tally.add(entries);
            budget.spend(entries.len() as u64)?;
        }
        let (cycle, cycle_working) = tally.cycle(&mut self.spare);
        let (forbidden, forbidden_share) = tally.forbidden();
        Ok(FunnelGroup {
            by: by.to_owned(),
            value,
            cases: tally.cases(),
            open: tally.open(),
            won: tally.won,
            lost: tally.lost,
            cycle,
            cycle_working,
            moves: tally.moves,
            forbidden,
            forbidden_share,
            stages: tally.stages(&mut self.spare),
        })
    }
}
