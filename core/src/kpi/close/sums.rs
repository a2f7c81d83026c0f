//! Points of a period by rep, rule and visit.

use super::report::{ClosedLine, ClosedRep, ClosedVisit, PeriodSnapshot};
use crate::Result;
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::roster::{Rep, Roster};
use crate::kpi::rows::{Rules, rows};
use crate::kpi::score::Score;
use crate::kpi::target::dates_of;
use crate::math::exact::{Amount, Fine};
use crate::math::{sort_by_key, under};
use crate::shape::Reader;
use crate::time::{Calendar, Instant, Period};

/// Points of a period.
#[derive(Default)]
pub(super) struct Sums<'a> {
    /// In the order of the reps.
    pub(super) reps: Vec<RepSums<'a>>,
    pub(super) total: Amount,
    /// Rows whose points nobody knows.
    pub(super) undetermined: i64,
}

/// Points of one rep.
#[derive(Default)]
pub(super) struct RepSums<'a> {
    pub(super) rep: &'a str,
    pub(super) points: Amount,
    pub(super) lines: Rules<'a>,
    /// In the order of the visits.
    pub(super) visits: Vec<(&'a str, Amount)>,
}

impl<'a> Sums<'a> {
    /// Of the rows of a period.
    pub(super) fn of_rows(
        period: &Period,
        scored: &'a [Score],
        calendar: &'a Calendar,
        reps: &'a [Rep],
        budget: &mut Budget<'_>,
    ) -> Result<Self> {
        let mut at = Reader::new();
        let roster = Roster::new(calendar, reps, scored, Instant::MAX, &mut at);
        let rows = rows(scored, &roster, &mut at, budget)?;
        at.finish(Some(()))?;
        let (first, last) = dates_of(period, calendar);
        let mut sums = Self::default();
        let mut by_rep = ByRep::default();
        for row in rows.iter().filter(|row| (first..=last).contains(&row.date)) {
            let Some(counted) = row.counted() else {
                sums.undetermined += 1;
                continue;
            };
            if !row.is_scored() {
                continue;
            }
            let rep = by_rep.of(&row.score.rep);
            rep.visits.push((&row.score.id, counted));
            rep.lines.add(row)?;
        }
        sums.close(by_rep)
    }

    /// Of what was closed.
    pub(super) fn of_snapshot(snapshot: &'a PeriodSnapshot) -> Result<Self> {
        let mut at = Reader::new();
        let mut by_rep = ByRep::default();
        at.within("snapshot", |at| {
            at.within("lines", |at| {
                for (index, line) in snapshot.lines.iter().enumerate() {
                    let points = at
                        .within(index, |at| at.within("points", |at| Fine::read(line.points, at)));
                    let rule = (line.kind, line.rule_id.as_deref());
                    let lines = &mut by_rep.of(&line.rep).lines.0;
                    *under(lines, rule, Fine::default) = points.unwrap_or_default();
                }
            });
            at.within("visits", |at| {
                for (index, visit) in snapshot.visits.iter().enumerate() {
                    let points = at.within(index, |at| {
                        at.within("points", |at| Amount::read(visit.points, at))
                    });
                    by_rep.of(&visit.rep).visits.push((&visit.id, points.unwrap_or_default()));
                }
            });
        });
        at.finish(Some(()))?;
        Self { undetermined: snapshot.undetermined, ..Self::default() }.close(by_rep)
    }

    /// Puts reps and visits in order, and sums up.
    fn close(mut self, by_rep: ByRep<'a>) -> Result<Self> {
        self.reps = by_rep.reps;
        sort_by_key(&mut self.reps, |rep| rep.rep);
        for rep in &mut self.reps {
            sort_by_key(&mut rep.visits, |(id, _)| *id);
            for (_, points) in &rep.visits {
                rep.points = rep.points.plus(*points)?;
            }
            self.total = self.total.plus(rep.points)?;
        }
        Ok(self)
    }

    /// As a snapshot has them.
    pub(super) fn written(&self) -> Result<(Vec<ClosedRep>, Vec<ClosedLine>, Vec<ClosedVisit>)> {
        let (mut reps, mut lines, mut visits) = (Vec::new(), Vec::new(), Vec::new());
        for rep in &self.reps {
            let name = || rep.rep.to_owned();
            reps.push(ClosedRep {
                rep: name(),
                points: rep.points.decimal()?,
                visits: rep.visits.len() as i64,
            });
            for ((kind, rule_id), points) in &rep.lines.0 {
                lines.push(ClosedLine {
                    rep: name(),
                    kind: *kind,
                    rule_id: rule_id.map(str::to_owned),
                    points: points.decimal()?,
                });
            }
            for (id, points) in &rep.visits {
                let (id, points) = ((*id).to_owned(), points.decimal()?);
                visits.push(ClosedVisit { id, rep: name(), points });
            }
        }
        Ok((reps, lines, visits))
    }
}

/// Reps in the order in which they come.
#[derive(Default)]
struct ByRep<'a> {
    reps: Vec<RepSums<'a>>,
    places: Lookup<&'a str, usize>,
}

impl<'a> ByRep<'a> {
    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: a place is that of a rep who was pushed"
    )]
    fn of(&mut self, rep: &'a str) -> &mut RepSums<'a> {
        let place = *self.places.entry(rep).or_insert_with(|| {
            self.reps.push(RepSums { rep, ..RepSums::default() });
            self.reps.len() - 1
        });
        &mut self.reps[place]
    }
}
