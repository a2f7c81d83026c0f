//! Cases, counted one after the other.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: places of stages are below the number of stages, for each of which there is \
              one of everything"
)]

use super::super::pipeline::StageKind;
use super::log::Entry;
use super::moves::Allowed;
use super::norms::{NormTally, StageNorm};
use super::report::{FunnelMove, StageFigures, TimeFigures};
use super::spread::{Spread, share};
use super::variants;
use super::work_clock::WorkClock;

/// What the cases are held against: an item a stage, in their order.
pub(super) struct Rules<'c> {
    pub(super) ids: Vec<String>,
    pub(super) kinds: Vec<Option<StageKind>>,
    /// The next stage on the way.
    pub(super) next: Vec<Option<usize>>,
    /// The stages whose next stage this is.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) norms: Vec<Option<StageNorm<'c>>>,
    pub(super) has_norms: bool,
    pub(super) allowed: Option<Allowed>,
    pub(super) clock: Option<WorkClock<'c>>,
    pub(super) now: i64,
}

impl Rules<'_> {
    /// Whether any stage is declared won or lost: else nobody knows what has ended.
    pub(super) fn has_final(&self) -> bool {
        self.kinds.iter().flatten().any(|kind| kind.is_final())
    }
}

/// Lengths by the clock and while people work.
#[derive(Default)]
struct Times {
    wall: Spread,
    working: Spread,
}

/// One stage.
#[derive(Default)]
struct StageTally {
    entries: i64,
    cases: i64,
    next_cases: i64,
    rework_cases: i64,
    ended: i64,
    times: Times,
    norm: NormTally,
    /// The last case that entered, that entered again, that went on to the next stage: numbered from
    /// 1 on.
    entered_by: u32,
    again_by: u32,
    next_by: u32,
}

/// What is counted of some cases.
pub(super) struct Tally<'r> {
    rules: &'r Rules<'r>,
    stages: Vec<StageTally>,
    /// Moves by source and target.
    pairs: Vec<i64>,
    case: u32,
    pub(super) entries: i64,
    pub(super) won: i64,
    pub(super) lost: i64,
    pub(super) moves: i64,
    forbidden: i64,
    cycle: Times,
}

impl<'r> Tally<'r> {
    pub(super) fn new(rules: &'r Rules<'r>) -> Self {
        let stages = rules.ids.len();
        Self {
            rules,
            stages: (0..stages).map(|_| StageTally::default()).collect(),
            pairs: vec![0; stages * stages],
            case: 0,
            entries: 0,
            won: 0,
            lost: 0,
            moves: 0,
            forbidden: 0,
            cycle: Times::default(),
        }
    }

    pub(super) fn cases(&self) -> i64 {
        i64::from(self.case)
    }

    pub(super) fn open(&self) -> i64 {
        self.cases() - self.won - self.lost
    }

    /// Moves that are forbidden, where anybody knows, and their share.
    pub(super) fn forbidden(&self) -> (Option<i64>, Option<f64>) {
        let forbidden = self.rules.allowed.as_ref().map(|_| self.forbidden);
        (forbidden, forbidden.and_then(|forbidden| share(forbidden, self.moves)))
    }

    /// Counts a case; the hash of its stages.
    pub(super) fn add(&mut self, entries: &[Entry]) -> u64 {
        self.case += 1;
        self.entries += entries.len() as i64;
        let rules = self.rules;
        let mut hash = 0;
        let first_work = match (&rules.clock, entries.first()) {
            (Some(clock), Some((t, _))) => clock.worked(*t),
            _ => 0,
        };
        let mut work = first_work;
        for (place, &(t, stage)) in entries.iter().enumerate() {
            hash = variants::more(hash, stage);
            self.enter(stage);
            let next = entries.get(place + 1);
            let is_over = next.is_some();
            if next.is_none() && rules.kinds[stage].is_some_and(StageKind::is_final) {
                self.stages[stage].ended += 1;
                let is_won = rules.kinds[stage] == Some(StageKind::Won);
                *(if is_won { &mut self.won } else { &mut self.lost }) += 1;
                break;
            }
            let until = next.map_or(rules.now, |next| next.0);
            let length = until - t;
            let tally = &mut self.stages[stage];
            tally.times.wall.add(length, is_over);
            let mut worked = 0;
            if let Some(clock) = &rules.clock {
                let before = std::mem::replace(&mut work, clock.worked(until));
                worked = work - before;
                tally.times.working.add(worked, is_over);
            }
            if let Some(norm) = &rules.norms[stage] {
                tally.norm.stay(norm, t, norm.spent(length, worked), !is_over);
            }
            if let Some((_, target)) = next {
                self.go(stage, *target);
            }
        }
        self.close(entries, first_work, work);
        hash
    }

    fn enter(&mut self, stage: usize) {
        let case = self.case;
        let tally = &mut self.stages[stage];
        tally.entries += 1;
        if tally.entered_by != case {
            tally.entered_by = case;
            tally.cases += 1;
        } else if tally.again_by != case {
            tally.again_by = case;
            tally.rework_cases += 1;
        }
        for before in &self.rules.before[stage] {
            let before = &mut self.stages[*before];
            if before.entered_by == case && before.next_by != case {
                before.next_by = case;
                before.next_cases += 1;
            }
        }
    }

    fn go(&mut self, source: usize, target: usize) {
        self.moves += 1;
        if let Some(allowed) = &self.rules.allowed {
            self.forbidden += i64::from(!allowed.has(source, target));
        }
        self.pairs[source * self.rules.ids.len() + target] += 1;
    }

    /// What is known at the end of a case.
    fn close(&mut self, entries: &[Entry], first_work: i64, last_work: i64) {
        let (Some((first, _)), Some((last, stage))) = (entries.first(), entries.last()) else {
            return;
        };
        let is_over = self.rules.kinds[*stage].is_some_and(StageKind::is_final);
        let until = if is_over { *last } else { self.rules.now };
        self.cycle.wall.add(until - first, is_over);
        if self.rules.clock.is_some() {
            self.cycle.working.add(last_work - first_work, is_over);
        }
        if self.rules.has_norms {
            for (_, stage) in entries {
                self.stages[*stage].norm.settle();
            }
        }
    }

    /// From the first entry to the end, by the clock and while people work.
    pub(super) fn cycle(&mut self, spare: &mut Vec<i64>) -> (TimeFigures, Option<TimeFigures>) {
        self.cycle.figures(self.rules.clock.is_some(), spare)
    }

    /// What is told of every stage.
    pub(super) fn stages(&mut self, spare: &mut Vec<i64>) -> Vec<StageFigures> {
        let cases = self.cases();
        let (rules, has_clock) = (self.rules, self.rules.clock.is_some());
        let figures = |(stage, tally): (usize, &mut StageTally)| {
            let (wall, working) = tally.times.figures(has_clock, spare);
            let next = rules.next[stage];
            let next_cases = next.map(|_| tally.next_cases);
            StageFigures {
                stage: rules.ids[stage].clone(),
                kind: rules.kinds[stage],
                entries: tally.entries,
                cases: tally.cases,
                reached_share: share(tally.cases, cases),
                next: next.map(|next| rules.ids[next].clone()),
                next_cases,
                next_share: next_cases.and_then(|next| share(next, tally.cases)),
                reentries: tally.entries - tally.cases,
                rework_cases: tally.rework_cases,
                rework_share: share(tally.rework_cases, tally.cases),
                left: wall.count,
                ended: tally.ended,
                open: wall.open,
                wall,
                working,
                norm: rules.norms[stage].as_ref().map(|norm| norm.figures(&tally.norm)),
            }
        };
        self.stages.iter_mut().enumerate().map(figures).collect()
    }

    /// The pairs of stages between which moves were made.
    pub(super) fn pairs(&self) -> Vec<FunnelMove> {
        let (ids, allowed) = (&self.rules.ids, self.rules.allowed.as_ref());
        let told = |(pair, count): (usize, &i64)| {
            let (source, target) = (pair / ids.len(), pair % ids.len());
            (*count > 0).then(|| FunnelMove {
                source: ids[source].clone(),
                target: ids[target].clone(),
                count: *count,
                forbidden: allowed.map(|allowed| !allowed.has(source, target)),
            })
        };
        self.pairs.iter().enumerate().filter_map(told).collect()
    }
}

impl Times {
    fn figures(
        &mut self,
        has_clock: bool,
        spare: &mut Vec<i64>,
    ) -> (TimeFigures, Option<TimeFigures>) {
        let wall = self.wall.figures(spare);
        (wall, has_clock.then(|| self.working.figures(spare)))
    }
}
