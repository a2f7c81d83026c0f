//! Cases, counted by their ways, and their times.
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
    open: i64,
    times: Times,
    norm: NormTally,
    /// The last way that entered, that entered again, that went on to the next stage: numbered from
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
    way: u32,
    cases: i64,
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
            way: 0,
            cases: 0,
            entries: 0,
            won: 0,
            lost: 0,
            moves: 0,
            forbidden: 0,
            cycle: Times::default(),
        }
    }

    pub(super) fn cases(&self) -> i64 {
        self.cases
    }

    pub(super) fn open(&self) -> i64 {
        self.cases() - self.won - self.lost
    }

    /// Moves that are forbidden, where anybody knows, and their share.
    pub(super) fn forbidden(&self) -> (Option<i64>, Option<f64>) {
        let forbidden = self.rules.allowed.as_ref().map(|_| self.forbidden);
        (forbidden, forbidden.and_then(|forbidden| share(forbidden, self.moves)))
    }

    /// Counts so many cases that went one way: all that does not depend on its times.
    pub(super) fn count(&mut self, way: &[Entry], cases: i64) {
        self.way += 1;
        self.cases += cases;
        self.entries += cases * way.len() as i64;
        self.moves += cases * way.len().saturating_sub(1) as i64;
        for entry in way {
            self.enter(entry.stage(), cases);
        }
        for pair in way.windows(2) {
            self.go(pair[0].stage(), pair[1].stage(), cases);
        }
        let Some(last) = way.last().map(|last| last.stage()) else { return };
        let (stage, kind) = (&mut self.stages[last], self.rules.kinds[last]);
        match kind.filter(|kind| kind.is_final()) {
            Some(StageKind::Won) => self.won += cases,
            Some(_) => self.lost += cases,
            None => return stage.open += cases,
        }
        stage.ended += cases;
    }

    fn enter(&mut self, stage: usize, cases: i64) {
        let way = self.way;
        let tally = &mut self.stages[stage];
        tally.entries += cases;
        if tally.entered_by != way {
            tally.entered_by = way;
            tally.cases += cases;
        } else if tally.again_by != way {
            tally.again_by = way;
            tally.rework_cases += cases;
        }
        for before in &self.rules.before[stage] {
            let before = &mut self.stages[*before];
            if before.entered_by == way && before.next_by != way {
                before.next_by = way;
                before.next_cases += cases;
            }
        }
    }

    fn go(&mut self, source: usize, target: usize, cases: i64) {
        if let Some(allowed) = &self.rules.allowed
            && !allowed.has(source, target)
        {
            self.forbidden += cases;
        }
        self.pairs[source * self.rules.ids.len() + target] += cases;
    }

    /// Makes room for the times of all cases that were counted.
    pub(super) fn expect_times(&mut self) {
        let (cases, open) = (self.cases(), self.open());
        self.cycle.expect(cases - open, open, self.rules.clock.is_some());
        for stage in &mut self.stages {
            let over = stage.entries - stage.ended - stage.open;
            stage.times.expect(over, stage.open, self.rules.clock.is_some());
        }
    }

    /// Takes the times of a case that was counted.
    pub(super) fn time(&mut self, entries: &[Entry]) {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
        let rules = self.rules;
        let worked = |t: i64| rules.clock.as_ref().map(|clock| clock.worked(t));
        let first_work = worked(first.at());
        let mut work = first_work;
        for pair in entries.windows(2) {
            let (from, until) = (pair[0], pair[1].at());
            let before = std::mem::replace(&mut work, worked(until));
            self.stay(from, until, before.zip(work), true);
        }
        let is_over = rules.kinds[last.stage()].is_some_and(StageKind::is_final);
        let until = if is_over { last.at() } else { rules.now };
        if !is_over {
            let before = std::mem::replace(&mut work, worked(until));
            self.stay(*last, until, before.zip(work), false);
        }
        self.cycle.add(until - first.at(), first_work.zip(work), is_over);
        if rules.has_norms {
            for entry in entries {
                self.stages[entry.stage()].norm.settle();
            }
        }
    }

    /// A stay, with the work up to its beginning and its end.
    #[inline(always)]
    fn stay(&mut self, from: Entry, until: i64, work: Option<(i64, i64)>, is_over: bool) {
        let (t, stage) = (from.at(), from.stage());
        let tally = &mut self.stages[stage];
        tally.times.add(until - t, work, is_over);
        if self.rules.has_norms
            && let Some(norm) = &self.rules.norms[stage]
        {
            let worked = work.map_or(0, |(before, after)| after - before);
            tally.norm.stay(norm, t, norm.spent(until - t, worked), !is_over);
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
    fn expect(&mut self, over: i64, open: i64, has_clock: bool) {
        self.wall.expect(over, open);
        if has_clock {
            self.working.expect(over, open);
        }
    }

    #[inline(always)]
    fn add(&mut self, wall: i64, work: Option<(i64, i64)>, is_over: bool) {
        self.wall.add(wall, is_over);
        if let Some((before, after)) = work {
            self.working.add(after - before, is_over);
        }
    }

    fn figures(
        &mut self,
        has_clock: bool,
        spare: &mut Vec<i64>,
    ) -> (TimeFigures, Option<TimeFigures>) {
        let wall = self.wall.figures(spare);
        (wall, has_clock.then(|| self.working.figures(spare)))
    }
}
