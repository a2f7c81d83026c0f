//! Steps that go in circles though no time passes.

use super::compile::{Anchor, Machine, What};
use super::graph::{effects, reached};
use crate::rule::{Meeting, Node, Slot, meeting};
use crate::shape::Reader;

/// So many ways are looked at, and then nobody knows.
const MAX_WAYS: usize = 1000;

/// A step that takes no time.
struct Instantly<'m> {
    source: usize,
    target: usize,
    /// What has to be met and to be there.
    conditions: Vec<&'m Node>,
    required: Vec<Node>,
    /// Where it stands: in the list of transitions, or timers of a stage.
    path: (&'static str, usize, Option<usize>),
}

impl Instantly<'_> {
    fn conditions(&self) -> impl Iterator<Item = &Node> {
        self.conditions.iter().copied().chain(&self.required)
    }
}

/// All of them: automatic transitions, and timers that fire at the entry sooner or later. Of those of a
/// stage the first that is possible is made.
fn steps(machine: &Machine) -> Vec<Instantly<'_>> {
    let mut steps: Vec<Instantly<'_>> = Vec::new();
    for (index, way) in machine.transitions.iter().enumerate() {
        // Votes and time-outs are of one stay: who comes back waits for them anew.
        if !way.auto || way.approvals.is_some() {
            continue;
        }
        let of_stage = machine.stages.get(way.target).map(|stage| &stage.require);
        let required = way.require.iter().chain(of_stage.into_iter().flatten());
        let required: Vec<Slot> = required.map(|required| required.slot).collect();
        steps.extend(way.source.iter().map(|source| Instantly {
            source: *source,
            target: way.target,
            conditions: way.guard.iter().collect(),
            required: required.iter().copied().map(Node::is_there).collect(),
            path: ("transitions", index, None),
        }));
    }
    for (source, stage) in machine.stages.iter().enumerate() {
        for (index, timer) in stage.timers.iter().enumerate() {
            let length = timer.offset.length();
            let at_once = match timer.anchor {
                Anchor::Entered => length == 0 || length < 0 && !timer.skips_late,
                // No entry moves these: what is over once is over whenever a case comes back.
                Anchor::Created | Anchor::LastActivity | Anchor::Field { .. } => !timer.skips_late,
            };
            let field = match timer.anchor {
                Anchor::Field { slot, .. } => Some(slot),
                _ => None,
            };
            // It waits while the clock stands.
            let pause = stage.pause.as_ref().filter(|_| timer.pausable && timer.anchor.is_moved());
            let runs = pause.map(|pause| pause.unmet(true));
            if let (What::Go(target), true) = (&timer.what, at_once) {
                steps.push(Instantly {
                    source,
                    target: *target,
                    conditions: timer.when.iter().collect(),
                    required: field.into_iter().map(Node::is_there).chain(runs).collect(),
                    path: ("stages", source, Some(index)),
                });
            }
        }
    }
    steps
}

/// Notes steps that lead back to where they began, though nothing else happens: as a problem where
/// some case goes round for certain, as a warning where nobody knows.
pub(super) fn circles(machine: &Machine, at: &mut Reader) {
    let steps = steps(machine);
    let mut told: Vec<usize> = Vec::new();
    // From where these steps lead where; asked for each pair of them.
    let edges: Vec<(usize, usize)> = steps.iter().map(|step| (step.source, step.target)).collect();
    let ways: Vec<Vec<usize>> =
        (0..machine.stages.len()).map(|stage| reached(stage, &edges)).collect();
    let leads = |source: usize, target: usize| {
        source == target || ways.get(source).is_some_and(|reached| reached.contains(&target))
    };
    for step in &steps {
        if !leads(step.target, step.source) || told.contains(&step.source) {
            continue;
        }
        let on_it = |stage: usize| leads(step.source, stage) && leads(stage, step.source);
        let round: Vec<&Instantly<'_>> =
            steps.iter().filter(|step| on_it(step.source) && on_it(step.target)).collect();
        told.extend(round.iter().map(|step| step.source));
        let (is_certain, message) = if changes(machine, &round) {
            let message = "these steps lead back here, and no time passes, unless what is set on \
                           the way ends that";
            (false, message)
        } else {
            let mut search = Search { machine, steps: &steps, round: &round, left: MAX_WAYS };
            match search.all() {
                Meeting::Never => continue,
                Meeting::Perhaps => {
                    (false, "these steps may lead back here, and no time passes then")
                }
                Meeting::Sometimes => (true, "these steps lead back here, and no time passes"),
            }
        };
        let (list, index, timer) = step.path;
        let note = |at: &mut Reader| {
            if is_certain {
                at.problem::<()>("automatic_loop", message);
            } else {
                at.warning("automatic_loop", message);
            }
        };
        at.within(list, |at| {
            at.within(index, |at| match timer {
                None => note(at),
                Some(timer) => at.within("timers", |at| at.within(timer, note)),
            });
        });
    }
}

/// Whether what is looked at by steps is changed where they lead.
fn changes(machine: &Machine, round: &[&Instantly<'_>]) -> bool {
    let mut changed = vec!["stage", "entered_at"];
    for effect in round.iter().filter_map(|step| machine.stages.get(step.target)).flat_map(effects)
    {
        changed.extend(effect.set.iter().map(|(field, _)| field.as_str()));
        changed.extend((!effect.tasks.is_empty()).then_some("tasks.required_open"));
    }
    let mut read = Vec::new();
    round.iter().flat_map(|step| step.conditions()).for_each(|node| node.slots(&mut read));
    let fields = read.iter().filter_map(|slot| machine.scope.fields.get(slot.index()));
    fields.map(|field| field.path.as_str()).any(|field| changed.contains(&field))
}

/// Looks for a circle that a case goes round.
struct Search<'s, 'm> {
    machine: &'m Machine,
    steps: &'s [Instantly<'m>],
    /// The steps that lie on circles which share stages.
    round: &'s [&'s Instantly<'m>],
    /// So many ways more are looked at.
    left: usize,
}

impl<'s, 'm> Search<'s, 'm> {
    /// What is known of all circles: of each from its first stage on.
    fn all(&mut self) -> Meeting {
        let mut starts: Vec<usize> = self.round.iter().map(|step| step.source).collect();
        crate::math::sort(&mut starts);
        starts.dedup();
        let known = starts.into_iter().map(|start| self.on(start, start, &[]));
        known.max().unwrap_or(Meeting::Never)
    }

    /// What is known of the circles that begin with a way from `start` to `stage`.
    fn on(&mut self, start: usize, stage: usize, way: &[&'s Instantly<'m>]) -> Meeting {
        let mut known = Meeting::Never;
        let round = self.round;
        for step in round.iter().filter(|step| step.source == stage && step.target >= start) {
            let is_back = step.target == start;
            let was_there = way.iter().any(|before| before.source == step.target);
            if !is_back && (was_there || step.target == stage) {
                continue;
            }
            if self.left == 0 {
                return known.max(Meeting::Perhaps);
            }
            self.left -= 1;
            let way = [way, &[*step]].concat();
            known = known.max(match self.meeting(&way, None) {
                Meeting::Never => Meeting::Never,
                _ if !is_back => self.on(start, step.target, &way),
                meets if self.is_taken(&way) => meets,
                _ => Meeting::Perhaps,
            });
        }
        known
    }

    /// Whether nothing that is declared before the steps of a way can be done instead.
    fn is_taken(&mut self, way: &[&Instantly<'_>]) -> bool {
        let steps = self.steps;
        way.iter().all(|step| {
            let before = steps.iter().take_while(|other| !std::ptr::eq(*other, *step));
            let mut rivals = before.filter(|other| other.source == step.source);
            rivals.all(|rival| {
                let may_ask = self.left > 0;
                self.left = self.left.saturating_sub(1);
                may_ask && self.meeting(way, Some(rival)) == Meeting::Never
            })
        })
    }

    fn meeting(&self, way: &[&Instantly<'_>], rival: Option<&Instantly<'_>>) -> Meeting {
        let steps = way.iter().copied().chain(rival);
        let conditions: Vec<&Node> = steps.flat_map(Instantly::conditions).collect();
        meeting(&conditions, &self.machine.scope)
    }
}
