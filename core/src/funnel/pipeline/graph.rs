//! What leads where: stages that nothing enters or leaves, and what is never done there.

use super::circles::circles;
use super::compile::{Anchor, Machine, Stage, Timer, Transition, What};
use super::effects::Effect;
use super::policy::{Late, StagePolicy, TimerPolicy, TransitionPolicy};
use crate::rule::{Meeting, Node, Slot, meeting};
use crate::shape::Reader;
use crate::time::CalendarSpan;

pub(super) fn check(machine: &Machine, at: &mut Reader) {
    let edges = edges(machine);
    unreachable(machine, &edges, at);
    no_way_out(machine, &edges, at);
    circles(machine, at);
    dead_timers(machine, at);
    dead_transitions(machine, at);
    overlaps(machine, at);
    never_set(machine, at);
}

/// All ways from stage to stage.
fn edges(machine: &Machine) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for transition in &machine.transitions {
        for source in &transition.source {
            let targets = std::iter::once(transition.target)
                .chain(transition.reject.as_ref().map(|reject| reject.target));
            edges.extend(targets.map(|target| (*source, target)));
        }
    }
    for (source, stage) in machine.stages.iter().enumerate() {
        for timer in &stage.timers {
            if let What::Go(target) = timer.what {
                edges.push((source, target));
            }
        }
    }
    edges
}

/// The stages that can be reached from one, itself only where a way leads back.
pub(super) fn reached(from: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut next = vec![from];
    while let Some(stage) = next.pop() {
        for (_, target) in edges.iter().filter(|(source, _)| *source == stage) {
            if !found.contains(target) {
                found.push(*target);
                next.push(*target);
            }
        }
    }
    found
}

fn in_stage(stage: usize, at: &mut Reader, note: impl FnOnce(&mut Reader) -> Option<()>) {
    at.within("stages", |at| at.within(stage, note));
}

fn unreachable(machine: &Machine, edges: &[(usize, usize)], at: &mut Reader) {
    let reached = reached(machine.initial, edges);
    for (place, stage) in machine.stages.iter().enumerate() {
        if place != machine.initial && !reached.contains(&place) {
            let message = format!("nothing leads to \"{}\"", stage.id);
            in_stage(place, at, |at| at.problem::<()>("unreachable_stage", message));
        }
    }
}

fn no_way_out(machine: &Machine, edges: &[(usize, usize)], at: &mut Reader) {
    for (place, stage) in machine.stages.iter().enumerate() {
        let is_open = !stage.kind.is_final();
        let leaves = |(source, target): &(usize, usize)| *source == place && *target != place;
        if is_open && !edges.iter().any(leaves) {
            let message = format!("nothing leads out of \"{}\"", stage.id);
            in_stage(place, at, |at| at.problem::<()>("no_way_out", message));
        }
    }
}

fn dead_timers(machine: &Machine, at: &mut Reader) {
    for (place, (stage, policy)) in machine.stages.iter().zip(&machine.policy.stages).enumerate() {
        for index in 0..stage.timers.len() {
            if let Some(message) = dead_timer(machine, stage, policy, index) {
                in_stage(place, at, |at| {
                    at.within("timers", |at| {
                        at.within(index, |at| at.problem::<()>("dead_timer", message))
                    })
                });
            }
        }
    }
}

/// Why a timer never fires, where that can be told.
fn dead_timer(
    machine: &Machine,
    stage: &Stage,
    policy: &StagePolicy,
    index: usize,
) -> Option<String> {
    let (timer, written) = (stage.timers.get(index)?, policy.timers.get(index)?);
    if let Some(left) = left_at_once(machine, stage) {
        return Some(format!("transitions[{left}] leaves the stage at once"));
    }
    // Whatever enters a stage was made before.
    let from_before = matches!(timer.anchor, Anchor::Entered | Anchor::Created);
    if from_before && timer.offset.length() < 0 && timer.skips_late {
        return Some("its deadline lies before the entry, where it is skipped".to_owned());
    }
    if let Some(when) = &timer.when {
        let is_here = stage_is(machine, stage);
        let conditions: Vec<&Node> = [when].into_iter().chain(&is_here).collect();
        if exclude(machine, &conditions) {
            return Some("no fields meet its condition".to_owned());
        }
    }
    // Working days may end at one instant though one is longer, and what is over at the entry fires
    // then: only what is declared first goes before it.
    let by_length = matches!(timer.anchor, Anchor::Entered)
        && timer.offset.length() > 0
        && !matches!(timer.offset, CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_));
    // An unconditional one that is due first leaves the stage.
    let leaves_before = |(other, (first, text)): &(usize, (&Timer, &TimerPolicy))| {
        let (length, own) = (first.offset.length(), timer.offset.length());
        text.anchor == written.anchor
            && text.when.is_none()
            && text.late != Some(Late::Skip)
            && first.pausable == timer.pausable
            && matches!(first.what, What::Go(target) if machine.name_of(target) != *stage.id)
            && std::mem::discriminant(&first.offset) == std::mem::discriminant(&timer.offset)
            && (*other < index && length <= own || *other != index && by_length && length < own)
    };
    let mut others = stage.timers.iter().zip(&policy.timers).enumerate();
    let (_, (first, _)) = others.find(leaves_before)?;
    Some(format!("\"{}\" leaves the stage before", first.id))
}

/// Whether no fields meet all of these conditions.
fn exclude(machine: &Machine, conditions: &[&Node]) -> bool {
    meeting(conditions, &machine.scope) == Meeting::Never
}

/// That a case is in a stage, where any condition looks at that.
fn stage_is(machine: &Machine, stage: &Stage) -> Option<Node> {
    let slot = machine.scope.fields.iter().position(|field| field.path == "stage")?;
    Some(Node::is_place(Slot(slot as u32), machine.place(&stage.id)?))
}

/// The automatic move that leaves a stage whenever it is entered.
fn left_at_once(machine: &Machine, stage: &Stage) -> Option<usize> {
    let leaves = |index: &&usize| {
        let way = machine.transitions.get(**index);
        way.is_some_and(|way| way.auto && !way.looks && way.approvals.is_none())
    };
    stage.exits.iter().find(leaves).copied()
}

/// Moves that are never made: their stage is left before, or the same one is declared twice.
fn dead_transitions(machine: &Machine, at: &mut Reader) {
    let left: Vec<Option<usize>> =
        machine.stages.iter().map(|stage| left_at_once(machine, stage)).collect();
    let policies = &machine.policy.transitions;
    for (index, (policy, way)) in policies.iter().zip(&machine.transitions).enumerate() {
        // Of automatic ones `overlap` tells.
        if way.auto && way.approvals.is_none() {
            continue;
        }
        let before = |source: &usize| left.get(*source).copied().flatten();
        let message = if way.source.iter().all(|source| before(source).is_some()) {
            let first = way.source.first().and_then(before).unwrap_or_default();
            format!("transitions[{first}] leaves the stage at once")
        } else if let Some(first) = policies.iter().take(index).position(|one| says(one, policy)) {
            format!("transitions[{first}] is the same")
        } else {
            continue;
        };
        at.within("transitions", |at| {
            at.within(index, |at| at.warning("dead_transition", message))
        });
    }
}

/// Whether a transition says all that another one says.
fn says(one: &TransitionPolicy, other: &TransitionPolicy) -> bool {
    one.target == other.target
        && one.on == other.on
        && other.source.iter().all(|source| one.source.contains(source))
        && (one.auto, &one.guard, &one.require, &one.input, &one.roles, &one.approvals)
            == (
                other.auto,
                &other.guard,
                &other.require,
                &other.input,
                &other.roles,
                &other.approvals,
            )
}

/// Automatic transitions of which both may be possible at once: the first declared is made.
fn overlaps(machine: &Machine, at: &mut Reader) {
    let declared = machine.transitions.iter().enumerate();
    let autos: Vec<(usize, &Transition)> =
        declared.filter(|(_, way)| way.auto && way.approvals.is_none()).collect();
    for (place, (index, way)) in autos.iter().enumerate() {
        let overlaps = |(_, earlier): &&(usize, &Transition)| {
            let shares = earlier.source.iter().any(|source| way.source.contains(source));
            let guards: Vec<&Node> = earlier.guard.iter().chain(&way.guard).collect();
            shares && !exclude(machine, &guards)
        };
        if let Some((other, _)) = autos.iter().take(place).find(overlaps) {
            let message = format!(
                "where this and transitions[{other}] are both possible, the first declared is made"
            );
            at.within("transitions", |at| at.within(*index, |at| at.warning("overlap", message)));
        }
    }
}

/// Fields that have to be there, and nothing sets.
fn never_set(machine: &Machine, at: &mut Reader) {
    let Some(updates) = &machine.policy.updates else { return };
    let effects = machine.stages.iter().flat_map(effects);
    let mut known: Vec<&str> = updates.iter().map(String::as_str).collect();
    known.extend(
        effects.flat_map(|effect: &Effect| effect.set.iter().map(|(field, _)| field.as_str())),
    );
    for (index, policy) in machine.policy.transitions.iter().enumerate() {
        let Some(transition) = machine.transitions.get(index) else { continue };
        if !transition.auto {
            known.extend(transition.input.iter().map(String::as_str));
            continue;
        }
        let of_stage = machine.policy.stages.get(transition.target);
        let own = policy.require.iter().enumerate();
        let own = own.map(|(place, field)| (("transitions", index), place, field));
        let of_stage = of_stage.into_iter().flat_map(|stage| stage.require.iter().enumerate());
        let of_stage = of_stage.map(|(place, field)| (("stages", transition.target), place, field));
        for ((list, index), place, field) in own.chain(of_stage) {
            let by_event = machine.transitions.iter().filter(|other| !other.auto);
            let mut brought = by_event.flat_map(|other| &other.input);
            if !known.contains(&field.as_str()) && !brought.any(|other| other == field) {
                at.within(list, |at| {
                    at.within(index, |at| {
                        at.within("require", |at| {
                            at.within(place, |at| {
                                let message = format!("nothing sets \"{field}\"");
                                at.problem::<()>("never_set", message);
                            });
                        });
                    });
                });
            }
        }
    }
}

/// What is done in a stage, on entry and by timers.
pub(super) fn effects(stage: &Stage) -> impl Iterator<Item = &Effect> {
    let emitted = stage.timers.iter().filter_map(|timer| match &timer.what {
        What::Emit(effect) => Some(effect),
        What::Go(_) => None,
    });
    stage.enter.iter().chain(emitted)
}
