//! One rep and one fence: what confirms an entry and an exit, and when a visit is over for good.

use super::super::sight::{Leg, Seen};
use super::super::sure::PLAIN_EXIT;
use super::super::{Fix, Observation, PresenceState};
use super::course::{Course, Stay};
use super::crossing::{Approach, Crossing};
use super::{Ground, Rules};
use crate::math;
use crate::snapshot::stored;

/// What a watch reports. Nothing of it is ever taken back.
#[derive(Clone, Debug)]
pub(crate) enum Passage {
    /// The fence was entered, which enough fixes confirm.
    Enter { enter: Crossing, first: i64, traits: u8 },
    /// The time on site came to the rules' dwell at `t`.
    Dwell { t: i64, enter: Crossing, first: i64, traits: u8 },
    /// A time inside is over, and nobody comes back within the grace. If it is not confirmed, the
    /// rep passed by.
    Over(Stay),
}

/// The state of one rep and one fence, after any number of fixes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Watch {
    approach: Approach,
    /// The confirmed visit that goes on, or that may go on within the grace.
    visit: Option<Visit>,
    /// Inside fixes that do not confirm an entry yet.
    run: Option<Run>,
    /// Times inside while the visit waits that confirmed nothing.
    passed: Vec<Course>,
    /// Time of the fix before, and its metres to the edge.
    before: Option<(i64, f64)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Visit {
    course: Course,
    /// Whether the dwell was reported.
    dwelled: bool,
    /// Fixes outside the exit fence in a row: time of the first, and how many.
    leaving: Option<(i64, u32)>,
    /// When it was left, once that is confirmed: then the grace runs.
    left: Option<Crossing>,
    /// How it goes on if the rep is back in time.
    tail: Option<Course>,
}

#[derive(Clone, Debug, PartialEq)]
struct Run {
    course: Course,
    fixes: u32,
}

stored!(Watch {
    approach: Approach,
    visit: Option<Visit>,
    run: Option<Run>,
    passed: Vec<Course>,
    before: Option<(i64, f64)>,
});
stored!(Visit {
    course: Course,
    dwelled: bool,
    leaving: Option<(i64, u32)>,
    left: Option<Crossing>,
    tail: Option<Course>,
});
stored!(Run { course: Course, fixes: u32 });

impl Watch {
    /// A watch that begins after `seen`, the last fix that the fence could see; `silent` if there
    /// was a gap since.
    pub(crate) fn after(seen: &Seen, silent: bool, ground: &Ground, rules: &Rules) -> Self {
        let mut watch = Self { before: Some((seen.t, seen.edge_m)), ..Self::default() };
        watch.approach.look(seen, ground, rules);
        watch.approach.travel(silent.then_some(Leg::Gap));
        watch
    }

    /// Whether there is nothing to remember but the last fix, which spoke against presence.
    pub(crate) fn is_idle(&self, seen: &Seen, rules: &Rules) -> bool {
        self.visit.is_none() && self.run.is_none() && seen.against(rules.outside_probability)
    }

    /// Until when inside fixes change nothing but which was the last, if they do: a visit that goes
    /// on, before the time on site comes to a dwell.
    pub(crate) fn is_settled_until(&self, rules: &Rules) -> Option<i64> {
        let visit = self.visit.as_ref()?;
        let is_settled = self.run.is_none()
            && self.passed.is_empty()
            && visit.leaving.is_none()
            && visit.left.is_none()
            && visit.course.is_settled();
        let dwell_ms = rules.dwell_ms.filter(|_| !visit.dwelled);
        is_settled.then(|| dwell_ms.map_or(i64::MAX, |dwell_ms| visit.course.reaches(dwell_ms)))
    }

    /// Until when fixes that speak against presence change nothing but which was the last, if they
    /// do: a visit that was left, while its grace goes on.
    pub(crate) fn waits_until(&self, rules: &Rules) -> Option<i64> {
        let visit = self.visit.as_ref()?;
        let waits = self.run.is_none() && self.passed.is_empty() && visit.tail.is_none();
        visit.left.filter(|_| waits).map(|left| left.t.saturating_add(rules.grace_ms))
    }

    /// Takes the next fix, `seen` by the fence after `leg`.
    pub(crate) fn step(
        &mut self,
        fix: &Fix,
        seen: &Seen,
        leg: Option<Leg>,
        ground: &Ground,
        rules: &Rules,
        out: &mut Vec<Passage>,
    ) {
        self.approach.travel(leg);
        let going = self.visit.as_mut().and_then(Visit::going);
        for course in going.into_iter().chain(self.run.as_mut().map(|run| &mut run.course)) {
            course.step(seen, leg, &self.approach, ground, rules);
        }
        match seen.state {
            PresenceState::Inside => self.inside(seen, ground, rules, out),
            PresenceState::Outside => self.outside(fix, seen, ground, rules, out),
            PresenceState::Uncertain => {}
        }
        let against = seen.against(rules.outside_probability);
        if against && self.run.is_none() && self.grace_is_over(seen.t, rules) {
            self.end_visit(ground, rules, out);
        }
        self.approach.look(seen, ground, rules);
        self.before = Some((seen.t, seen.edge_m));
    }

    /// Nothing came until `t`, and nobody waits longer.
    pub(crate) fn wait(
        &mut self,
        t: i64,
        gap_ms: i64,
        ground: &Ground,
        rules: &Rules,
        out: &mut Vec<Passage>,
    ) {
        // Who may be entering again may still confirm it, until the silence is a gap.
        let silent = self.before.is_none_or(|(before, _)| t - before > gap_ms);
        if (self.run.is_none() || silent) && self.grace_is_over(t, rules) {
            self.end_visit(ground, rules, out);
        }
    }

    /// No fix comes any more.
    pub(crate) fn finish(&mut self, ground: &Ground, rules: &Rules, out: &mut Vec<Passage>) {
        self.end_visit(ground, rules, out);
        if let Some(run) = self.run.take() {
            out.push(Passage::Over(run.course.end(ground, rules)));
        }
    }
}

impl Watch {
    fn inside(&mut self, seen: &Seen, ground: &Ground, rules: &Rules, out: &mut Vec<Passage>) {
        if let Some(visit) = self.visit.as_mut().filter(|visit| visit.left.is_none()) {
            visit.leaving = None;
            visit.report_dwell(rules, out);
            return;
        }
        match &mut self.run {
            Some(run) => run.fixes = run.fixes.saturating_add(1),
            None => self.begin_run(seen, ground, rules, out),
        }
        let Some(run) = self.run.take_if(|run| run.confirms_entry(seen.t, rules)) else { return };
        let visit = match &mut self.visit {
            Some(visit) => {
                self.passed.clear();
                visit.go_on(ground, rules);
                visit
            }
            None => {
                let (enter, first, traits) =
                    (run.course.enter, run.course.first, run.course.traits);
                out.push(Passage::Enter { enter, first, traits });
                self.visit.insert(Visit::of(run.course))
            }
        };
        visit.report_dwell(rules, out);
    }

    fn begin_run(&mut self, seen: &Seen, ground: &Ground, rules: &Rules, out: &mut Vec<Passage>) {
        let enter = self.approach.visit_begins(seen, ground, rules);
        if self.grace_is_over(enter.t, rules) {
            self.end_visit(ground, rules, out);
        }
        if let Some(visit) = self.visit.as_mut().filter(|visit| visit.tail.is_none()) {
            let back = self.approach.absence_ends(seen, ground, rules);
            visit.tail = Some(Course::begin(back, back.credit, seen));
        }
        self.run = Some(Run { course: Course::begin(enter, enter.credit, seen), fixes: 1 });
    }

    fn outside(
        &mut self,
        fix: &Fix,
        seen: &Seen,
        ground: &Ground,
        rules: &Rules,
        out: &mut Vec<Passage>,
    ) {
        // Before it is confirmed, one outside fix undoes an entry.
        if let Some(run) = self.run.take() {
            if self.visit.is_some() {
                self.passed.push(run.course);
            } else {
                out.push(Passage::Over(run.course.end(ground, rules)));
            }
        }
        if let Some(visit) = self.visit.as_mut().filter(|visit| visit.left.is_none())
            && visit.confirms_exit(fix, seen, self.before, ground, rules)
        {
            visit.leaving = None;
            visit.left = Some(visit.course.departure.visit_ends(ground, rules));
        }
    }

    /// Whether the rep left, and whoever comes back at `t` begins another visit.
    fn grace_is_over(&self, t: i64, rules: &Rules) -> bool {
        let left = self.visit.as_ref().and_then(|visit| visit.left);
        left.is_some_and(|left| t - left.t >= rules.grace_ms)
    }

    fn end_visit(&mut self, ground: &Ground, rules: &Rules, out: &mut Vec<Passage>) {
        if let Some(visit) = self.visit.take() {
            let stay = Stay { confirmed: true, ..visit.course.end(ground, rules) };
            if let (false, Some(t)) =
                (visit.dwelled, rules.dwell_ms.and_then(|dwell_ms| stay.reached(dwell_ms)))
            {
                let (enter, first, traits) = (stay.enter, stay.first, stay.traits);
                out.push(Passage::Dwell { t, enter, first, traits });
            }
            out.push(Passage::Over(stay));
        }
        let passed = std::mem::take(&mut self.passed).into_iter();
        out.extend(passed.map(|course| Passage::Over(course.end(ground, rules))));
    }

    /// Keeps no more than what decides: for a stream, of which nobody asks for ranges.
    pub(crate) fn settle(&mut self) {
        self.passed.clear();
        if let Some(visit) = &mut self.visit {
            visit.course.settle();
        }
    }
}

impl Visit {
    fn of(course: Course) -> Self {
        Self { course, dwelled: false, leaving: None, left: None, tail: None }
    }

    /// What the next fix is a part of.
    fn going(&mut self) -> Option<&mut Course> {
        if self.left.is_none() { Some(&mut self.course) } else { self.tail.as_mut() }
    }

    /// The rep was back in time.
    fn go_on(&mut self, ground: &Ground, rules: &Rules) {
        self.left = None;
        if let Some(tail) = self.tail.take() {
            self.course.join(tail, ground, rules);
        }
    }

    fn report_dwell(&mut self, rules: &Rules, out: &mut Vec<Passage>) {
        let dwell_ms = rules.dwell_ms.filter(|_| !self.dwelled);
        if let Some(t) = dwell_ms.and_then(|dwell_ms| self.course.reached(dwell_ms)) {
            self.dwelled = true;
            let Course { enter, first, traits, .. } = self.course;
            out.push(Passage::Dwell { t, enter, first, traits });
        }
    }

    /// Looks at one outside fix.
    fn confirms_exit(
        &mut self,
        fix: &Fix,
        seen: &Seen,
        before: Option<(i64, f64)>,
        ground: &Ground,
        rules: &Rules,
    ) -> bool {
        let beyond = ground.exit_fence.glance(fix, &rules.sure);
        match beyond.state {
            PresenceState::Uncertain => return false,
            PresenceState::Inside => {
                self.leaving = None;
                return false;
            }
            PresenceState::Outside => {}
        }
        let (first, fixes) =
            self.leaving.map_or((seen.t, 1), |(first, fixes)| (first, fixes.saturating_add(1)));
        self.leaving = Some((first, fixes));
        let (since_first, exit) = (seen.t - first, &rules.exit);
        (fixes >= exit.fixes && since_first >= exit.min_span.millis())
            || (fixes > 1 && since_first >= exit.or_after.millis())
            || is_plain_exit(fix, seen, &beyond, before, rules)
    }
}

impl Run {
    fn confirms_entry(&self, t: i64, rules: &Rules) -> bool {
        let (since_first, enter) = (t - self.course.first, &rules.enter);
        (self.fixes >= enter.fixes && since_first >= enter.min_span.millis())
            || (self.fixes > 1 && since_first >= enter.or_after.millis())
    }
}

/// One fix suffices when it is sharp, certain, and no jump.
fn is_plain_exit(
    fix: &Fix,
    seen: &Seen,
    beyond: &Observation,
    before: Option<(i64, f64)>,
    rules: &Rules,
) -> bool {
    const SHARP_M: f64 = 20.0;
    let sharp = fix.accuracy_m.radius().is_some_and(|m| m <= SHARP_M);
    let certain = beyond.probability.is_none_or(|p| p <= PLAIN_EXIT);
    let plausible = before.is_none_or(|(t, edge_m)| {
        let metres = math::max(0.0, seen.edge_m - edge_m);
        metres * 1000.0 <= rules.max_speed_mps * (seen.t - t) as f64
    });
    sharp && certain && plausible
}
