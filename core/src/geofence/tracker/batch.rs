//! Many fixes at once. Those of one rep are taken one after the other: the rep is looked up once, and
//! what is known of where they are is still at hand when their next fix comes. As reps never influence
//! each other, nobody can tell, once the answers stand in the order of the rows again.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::super::{Fix, RepFixes};
use super::buffer::Overflow;
use super::event::FenceEvent;
use super::{Pushed, Rep, SetAside, Tracker, set_aside};
use crate::budget::Budget;
use crate::math;
use crate::time::Instant;
use crate::{Error, Result};

/// The rows of each rep.
struct Grouped<'n> {
    /// Each rep, and where their rows end in `rows`.
    reps: Vec<(&'n str, usize)>,
    /// Rep by rep, in order.
    rows: Vec<usize>,
}

impl<'n> Grouped<'n> {
    /// By the names of rows; names that have the same code are the same.
    fn of(len: usize, codes: usize, name: impl Fn(usize) -> (usize, &'n str)) -> Self {
        const NONE: usize = usize::MAX;
        let mut known: HashMap<&str, usize, FxBuildHasher> = HashMap::default();
        let mut groups = vec![NONE; codes];
        let (mut reps, mut of_row) = (Vec::<(&str, usize)>::new(), Vec::with_capacity(len));
        for row in 0..len {
            let (code, name) = name(row);
            let mut group = groups.get(code).copied().unwrap_or(NONE);
            if group == NONE {
                // One name may stand under several codes.
                group = *known.entry(name).or_insert(reps.len());
                if group == reps.len() {
                    reps.push((name, 0));
                }
                if let Some(own) = groups.get_mut(code) {
                    *own = group;
                }
            }
            if let Some((_, rows)) = reps.get_mut(group) {
                *rows += 1;
            }
            of_row.push(group);
        }
        let mut end = 0;
        let mut next: Vec<usize> = Vec::with_capacity(reps.len());
        for (_, rows) in &mut reps {
            next.push(end);
            end += *rows;
            *rows = end;
        }
        let mut rows = vec![0; len];
        for (row, group) in of_row.into_iter().enumerate() {
            if let Some(next) = next.get_mut(group) {
                if let Some(own) = rows.get_mut(*next) {
                    *own = row;
                }
                *next += 1;
            }
        }
        Self { reps, rows }
    }

    /// Each rep with their rows.
    fn iter(&self) -> impl Iterator<Item = (&'n str, &[usize])> {
        let mut start = 0;
        self.reps.iter().map(move |(name, end)| {
            let rows = self.rows.get(start..*end).unwrap_or_default();
            start = *end;
            (*name, rows)
        })
    }
}

/// What came of rows, and of which each.
struct Answers {
    pushed: Pushed,
    events: Vec<usize>,
    late: Vec<usize>,
    quarantined: Vec<usize>,
}

impl Answers {
    /// All that is new came of this row.
    fn are_of(&mut self, row: usize) {
        let all = [
            (&mut self.events, self.pushed.events.len()),
            (&mut self.late, self.pushed.late.len()),
            (&mut self.quarantined, self.pushed.quarantined.len()),
        ];
        for (rows, len) in all {
            if rows.len() < len {
                rows.resize(len, row);
            }
        }
    }

    /// As if rows had been taken in their order.
    fn in_order(self) -> Pushed {
        let Self { mut pushed, events, late, quarantined } = self;
        by_row::<FenceEvent>(&mut pushed.events, &events);
        by_row::<SetAside>(&mut pushed.late, &late);
        by_row::<SetAside>(&mut pushed.quarantined, &quarantined);
        pushed
    }
}

fn by_row<T>(answers: &mut Vec<T>, rows: &[usize]) {
    if !rows.is_sorted() {
        let mut sorted: Vec<(usize, T)> =
            rows.iter().copied().zip(std::mem::take(answers)).collect();
        math::sort_by_key(&mut sorted, |(row, _)| *row);
        answers.extend(sorted.into_iter().map(|(_, answer)| answer));
    }
}

impl Tracker {
    /// Takes many fixes, each with its rep, as [`push`](Self::push) one after the other would.
    ///
    /// Where the fixes are rows with reps by code, [`push_columns`](Self::push_columns) looks nobody up
    /// by name.
    ///
    /// # Errors
    /// As [`push`](Self::push), and `cancelled`. Then nothing has changed.
    pub fn push_many(
        &mut self,
        fixes: &[(&str, Fix)],
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<Pushed> {
        let fix = |row: usize| fixes.get(row).map(|(_, fix)| fix);
        let name = |row: usize| (0, fixes.get(row).map_or("", |(name, _)| *name));
        self.push_rows(&Grouped::of(fixes.len(), 0, name), fix, now, budget)
    }

    /// Takes many fixes of many reps, in the order in which they came, as [`push`](Self::push) one
    /// after the other would, and costs less a fix: each rep is looked up once.
    ///
    /// Where it may fail, because somebody may stop it or more fixes than the policy's `max_pending`
    /// come, it takes a copy of the state of every rep that occurs, so that a failure changes nothing.
    ///
    /// # Errors
    /// As [`push`](Self::push), and `cancelled`. Then nothing has changed.
    ///
    /// # Example
    /// ```
    /// use std::sync::Arc;
    ///
    /// use fieldbeat::Shaped;
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::geofence::{FenceIndex, IndexPolicy, RepFixes, Tracker, TrackerPolicy};
    ///
    /// let index = FenceIndex::new(&[], &IndexPolicy::default(), &mut Budget::unlimited())?;
    /// let mut tracker = Tracker::new(Arc::new(index), &TrackerPolicy::default())?;
    /// let fixes = RepFixes::from_json(
    ///     r#"{"rep": [1, 0], "rep_names": ["anna", "boris"],
    ///         "t": ["2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"],
    ///         "lat": [55.7, 55.8], "lon": [37.6, 37.6]}"#,
    /// )?;
    /// let pushed = tracker.push_columns(&fixes, None, &mut Budget::unlimited())?;
    /// assert!(pushed.events.is_empty() && pushed.late.is_empty());
    /// assert_eq!(tracker.len(), 2);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn push_columns(
        &mut self,
        fixes: &RepFixes,
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<Pushed> {
        let RepFixes { reps, fixes } = fixes;
        let name = |row: usize| {
            let code = reps.codes.get(row).map_or(usize::MAX, |code| *code as usize);
            (code, reps.names.get(code).map_or("", String::as_str))
        };
        let grouped = Grouped::of(fixes.len(), reps.names.len(), name);
        self.push_rows(&grouped, |row| fixes.get(row), now, budget)
    }

    fn push_rows<'f>(
        &mut self,
        grouped: &Grouped<'_>,
        fix: impl Fn(usize) -> Option<&'f Fix>,
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<Pushed> {
        let may_fail = budget.may_stop() || grouped.iter().any(|own| self.may_overflow(own));
        let mut before: Vec<(&str, Option<Box<Rep>>)> = Vec::new();
        let mut answers = Answers {
            pushed: Pushed::nothing(),
            events: Vec::new(),
            late: Vec::new(),
            quarantined: Vec::new(),
        };
        // The first row that failed of all, whichever rep's it is.
        let mut failed: Option<(usize, Error)> = None;
        for (rep, rows) in grouped.iter() {
            if may_fail {
                before.push((rep, self.reps.get(rep).cloned()));
            }
            let first = failed.as_ref().map_or(usize::MAX, |(row, _)| *row);
            let rows = rows.iter().copied().take_while(|row| *row < first);
            if let Err(failure) = self.take_rows(rep, rows, &fix, now, &mut answers, budget) {
                let is_cancelled = failure.0.is_none();
                failed = Some((failure.0.unwrap_or(0), failure.1));
                if is_cancelled {
                    break;
                }
            }
        }
        let Some((_, error)) = failed else { return Ok(answers.in_order()) };
        for (rep, state) in before {
            match state {
                Some(state) => self.reps.insert(rep.into(), state),
                None => self.reps.remove(rep),
            };
        }
        Err(error)
    }

    /// Whether so many rows may be more than the policy lets wait.
    fn may_overflow(&self, (rep, rows): (&str, &[usize])) -> bool {
        let pending = self.reps.get(rep).map_or(0, |own| own.buffer.pending().len());
        (pending + rows.len()) as u64 > u64::from(self.law.policy.max_pending)
    }

    /// Takes rows of one rep. What failed, and at which row; at none, where somebody stopped it.
    fn take_rows<'f>(
        &mut self,
        rep: &str,
        rows: impl Iterator<Item = usize>,
        fix: &impl Fn(usize) -> Option<&'f Fix>,
        now: Option<Instant>,
        answers: &mut Answers,
        budget: &mut Budget<'_>,
    ) -> Result<(), (Option<usize>, Error)> {
        let mut stranger = None;
        let (fences, law) = (&mut self.fences, &self.law);
        let mut known = self.reps.get_mut(rep);
        for row in rows {
            let Some(fix) = fix(row) else { continue };
            budget.spend(1).map_err(|error| (None, error))?;
            if let Some(reason) = law.distrust(fix, now) {
                answers.pushed.quarantined.push(set_aside(rep, fix.copied(), reason));
            } else {
                let state = match &mut known {
                    Some(state) => &mut **state,
                    None => stranger.get_or_insert_with(|| Box::new(Rep::new())),
                };
                let taken = state.take(rep, fix.copied(), fences, law, &mut answers.pushed);
                if let Err(Overflow) = taken {
                    return Err((Some(row), self.too_many_pending(format!("$.fixes[{row}]"))));
                }
            }
            answers.are_of(row);
        }
        if let Some(state) = stranger {
            self.reps.insert(rep.into(), state);
        }
        Ok(())
    }
}
