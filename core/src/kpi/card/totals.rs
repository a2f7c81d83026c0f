//! Points by rep and by team, day, week and month.

use std::collections::BTreeMap;
use std::hash::Hash;

use super::report::ScoreTotal;
use crate::Result;
use crate::kpi::Lookup;
use crate::kpi::roster::Scope;
use crate::kpi::score::ScoreStatus;
use crate::math::exact::Fine;
use crate::time::{Date, Instant, PeriodKind, Zone, period_of};

/// What some rows come to.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    points: Fine,
    scored: u32,
    not_eligible: u32,
    undetermined: u32,
}

impl Sum {
    fn add(&mut self, status: ScoreStatus, points: Fine) -> Result<()> {
        match status {
            ScoreStatus::Scored => {
                self.scored += 1;
                self.points = self.points.plus(points)?;
            }
            ScoreStatus::NotEligible => self.not_eligible += 1,
            ScoreStatus::Undetermined => self.undetermined += 1,
        }
        Ok(())
    }

    fn add_all(&mut self, other: &Self) -> Result<()> {
        self.points = self.points.plus(other.points)?;
        self.scored += other.scored;
        self.not_eligible += other.not_eligible;
        self.undetermined += other.undetermined;
        Ok(())
    }
}

/// Sums of days, whoever or whatever number `K` they are of.
pub(super) struct Days<K>(Lookup<(Scope, K, Date), Sum>);

impl<K> Default for Days<K> {
    fn default() -> Self {
        Self(Lookup::default())
    }
}

impl<K: Hash + Eq> Days<K> {
    pub(super) fn add(
        &mut self,
        (scope, of, day): (Scope, K, Date),
        status: ScoreStatus,
        points: Fine,
    ) -> Result<()> {
        self.0.entry((scope, of, day)).or_default().add(status, points)
    }

    /// Adds another share of a visit that was counted with an earlier one.
    pub(super) fn share(&mut self, (scope, of, day): (Scope, K, Date), points: Fine) -> Result<()> {
        let sum = self.0.entry((scope, of, day)).or_default();
        sum.points = sum.points.plus(points)?;
        Ok(())
    }

    /// The totals; `name` tells whose they are. O(n log n) for n days.
    pub(super) fn totals<'n>(
        self,
        name: impl Fn(Scope, K) -> Option<&'n str>,
    ) -> Result<Vec<ScoreTotal>> {
        let mut sums: BTreeMap<(Scope, &str, PeriodKind, String), Sum> = BTreeMap::new();
        let utc = Zone::utc();
        for ((scope, of, day), own) in self.0 {
            let Some(of) = name(scope, of) else { continue };
            // The names of periods depend on the date alone.
            let noon = Instant::held(day.day_number() * 86_400_000 + 43_200_000);
            for kind in [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month] {
                let period = period_of(noon, kind, &utc).name;
                sums.entry((scope, of, kind, period)).or_default().add_all(&own)?;
            }
        }
        let total = |((scope, of, kind, period), sum): ((Scope, &str, PeriodKind, String), Sum)| {
            Ok(ScoreTotal {
                scope,
                of: of.to_owned(),
                kind,
                period,
                points: sum.points.decimal()?,
                scored: sum.scored,
                not_eligible: sum.not_eligible,
                undetermined: sum.undetermined,
            })
        };
        sums.into_iter().map(total).collect()
    }
}
