//! What leads where: stages that nothing enters or leaves, steps that go in circles, dead timers.

use super::compile::{Anchor, Machine, What};
use super::effects::Effect;
use super::policy::Late;
use crate::rule::{Compiler, ConditionPolicy};
use crate::shape::{Reader, Shaped, Value};

pub(super) fn check(machine: &Machine, at: &mut Reader) {
    let edges = edges(machine);
    unreachable(machine, &edges, at);
    no_way_out(machine, &edges, at);
    loops(machine, at);
    dead_timers(machine, at);
    overlaps(machine, at);
    never_set(machine, at);
}

/// All ways from stage to stage.
fn edges(machine: &Machine) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for transition in &machine.transitions {
        for source in &transition.source {
            let targets = std::iter::once(transition.target)
                .chain(transition.reject.as_ref().map(|reject| reject.0));
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
fn reached(from: usize, edges: &[(usize, usize)]) -> Vec<usize> {
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

/// A step that takes no time.
struct Instantly<'m> {
    source: usize,
    target: usize,
    condition: Option<&'m ConditionPolicy>,
    /// Where it stands: in the list of transitions, or timers of a stage.
    path: (&'static str, usize, Option<usize>),
}

/// Automatic steps that lead back to where they began, though nothing else happens.
fn loops(machine: &Machine, at: &mut Reader) {
    let mut steps: Vec<Instantly<'_>> = Vec::new();
    for (index, policy) in machine.policy.transitions.iter().enumerate() {
        let Some(transition) = machine.transitions.get(index) else { continue };
        // Votes and time-outs are of one stay: who comes back waits for them anew.
        if !policy.auto || policy.approvals.is_some() {
            continue;
        }
        steps.extend(transition.source.iter().map(|source| Instantly {
            source: *source,
            target: transition.target,
            condition: policy.guard.as_ref(),
            path: ("transitions", index, None),
        }));
    }
    for (source, (stage, policy)) in machine.stages.iter().zip(&machine.policy.stages).enumerate() {
        for (index, (timer, policy)) in stage.timers.iter().zip(&policy.timers).enumerate() {
            let at_once = matches!(timer.anchor, Anchor::Entered)
                && (timer.offset.length() == 0 || timer.offset.length() < 0 && !timer.skips_late);
            if let (What::Go(target), true) = (&timer.what, at_once) {
                let condition = policy.when.as_ref();
                let path = ("stages", source, Some(index));
                steps.push(Instantly { source, target: *target, condition, path });
            }
        }
    }
    let edges: Vec<(usize, usize)> = steps.iter().map(|step| (step.source, step.target)).collect();
    let mut told: Vec<usize> = Vec::new();
    // From where these steps lead where; asked for each pair of them.
    let ways: Vec<Vec<usize>> =
        (0..machine.stages.len()).map(|stage| reached(stage, &edges)).collect();
    let leads = |source: usize, target: usize| {
        source == target || ways.get(source).is_some_and(|reached| reached.contains(&target))
    };
    for step in &steps {
        let is_loop = leads(step.target, step.source);
        if !is_loop || told.contains(&step.source) {
            continue;
        }
        let on_it = |stage: usize| leads(step.source, stage) && leads(stage, step.source);
        let circle: Vec<&Instantly<'_>> =
            steps.iter().filter(|step| on_it(step.source) && on_it(step.target)).collect();
        told.extend(circle.iter().map(|step| step.source));
        // One circle whose conditions exclude each other is never gone around.
        let mut sources: Vec<usize> = circle.iter().map(|step| step.source).collect();
        crate::math::sort(&mut sources);
        sources.dedup();
        let sets = circle.iter().filter_map(|step| machine.stages.get(step.target));
        let sets =
            sets.filter_map(|stage| stage.enter.as_ref()).any(|effect| !effect.set.is_empty());
        let conditions: Vec<&ConditionPolicy> =
            circle.iter().filter_map(|step| step.condition).collect();
        if sources.len() == circle.len() && !sets && exclude(machine, &conditions) {
            continue;
        }
        let message = "these steps lead back here, and no time passes".to_owned();
        let (list, index, timer) = step.path;
        at.within(list, |at| {
            at.within(index, |at| match timer {
                None => at.problem::<()>("automatic_loop", message),
                Some(timer) => at.within("timers", |at| {
                    at.within(timer, |at| at.problem::<()>("automatic_loop", message))
                }),
            });
        });
    }
}

/// Whether no fields meet all of these conditions.
fn exclude(machine: &Machine, conditions: &[&ConditionPolicy]) -> bool {
    let parts = conditions.iter().map(|condition| condition.to_value()).collect();
    let all = Value::Map(vec![("all".to_owned(), Value::List(parts))]);
    let Ok(all) = ConditionPolicy::from_value(&all) else { return false };
    let mut at = Reader::new();
    Compiler::new(Some(&machine.calendar)).compile(&all, &machine.known.schema, &mut at);
    at.found().1.iter().any(|warning| warning.code == "never_true" && warning.path == "$")
}

fn dead_timers(machine: &Machine, at: &mut Reader) {
    for (place, (stage, policy)) in machine.stages.iter().zip(&machine.policy.stages).enumerate() {
        for (index, (timer, written)) in stage.timers.iter().zip(&policy.timers).enumerate() {
            let mut dead = |message: &str| {
                in_stage(place, at, |at| {
                    at.within("timers", |at| {
                        at.within(index, |at| at.problem::<()>("dead_timer", message))
                    })
                });
            };
            let is_entered = matches!(timer.anchor, Anchor::Entered);
            if is_entered && timer.offset.length() < 0 && timer.skips_late {
                dead("its deadline lies before the entry, where it is skipped");
                continue;
            }
            if written.when.as_ref().is_some_and(|when| exclude(machine, &[when])) {
                dead("no fields meet its condition");
                continue;
            }
            // An unconditional one that is due first leaves the stage.
            let earlier = stage.timers.iter().zip(&policy.timers).enumerate().find(
                |(other, (first, text))| {
                    let counts_alike = std::mem::discriminant(&first.offset)
                        == std::mem::discriminant(&timer.offset);
                    *other != index
                        && text.anchor == written.anchor
                        && text.when.is_none()
                        && text.late != Some(Late::Skip)
                        && first.pausable == timer.pausable
                        && matches!(first.what, What::Go(target) if target != place)
                        && counts_alike
                        && (first.offset.length(), *other) < (timer.offset.length(), index)
                },
            );
            if let Some((_, (first, _))) = earlier {
                dead(&format!("\"{}\" leaves the stage before", first.id));
            }
        }
    }
}

/// Automatic transitions of which both may be possible at once: the first declared is made.
fn overlaps(machine: &Machine, at: &mut Reader) {
    let declared = machine.policy.transitions.iter().zip(&machine.transitions).enumerate();
    let autos: Vec<_> = declared.filter(|(_, (policy, _))| policy.auto).collect();
    for (place, (index, (policy, transition))) in autos.iter().enumerate() {
        let overlaps = |(_, (first, earlier)): &&(
            usize,
            (&super::policy::TransitionPolicy, &super::compile::Transition),
        )| {
            let shares = earlier.source.iter().any(|source| transition.source.contains(source));
            let guards: Vec<_> = [&first.guard, &policy.guard].into_iter().flatten().collect();
            shares
                && first.approvals.is_none()
                && policy.approvals.is_none()
                && !exclude(machine, &guards)
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
    let effects = machine.stages.iter().flat_map(|stage| {
        let emitted = stage.timers.iter().filter_map(|timer| match &timer.what {
            What::Emit(effect) => Some(effect),
            What::Go(_) => None,
        });
        stage.enter.iter().chain(emitted)
    });
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
