//! Steps that go in circles though no time passes.

use super::compile::{Anchor, Machine, What};
use super::graph::{effects, reached};
use crate::rule::{Compiler, ConditionPolicy};
use crate::shape::{Reader, Shaped, Value};

/// A step that takes no time.
struct Instantly<'m> {
    source: usize,
    target: usize,
    condition: Option<&'m ConditionPolicy>,
    /// The field from which its timer counts.
    field: Option<&'m str>,
    /// Where it stands: in the list of transitions, or timers of a stage.
    path: (&'static str, usize, Option<usize>),
}

/// All of them: automatic transitions, and timers that fire at the entry sooner or later.
fn steps(machine: &Machine) -> Vec<Instantly<'_>> {
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
            field: None,
            path: ("transitions", index, None),
        }));
    }
    for (source, (stage, policy)) in machine.stages.iter().zip(&machine.policy.stages).enumerate() {
        for (index, (timer, policy)) in stage.timers.iter().zip(&policy.timers).enumerate() {
            let length = timer.offset.length();
            let at_once = match timer.anchor {
                Anchor::Entered => length == 0 || length < 0 && !timer.skips_late,
                // No entry moves these: what is over once is over whenever a case comes back.
                Anchor::Created | Anchor::LastActivity | Anchor::Field { .. } => !timer.skips_late,
            };
            if let (What::Go(target), true) = (&timer.what, at_once) {
                steps.push(Instantly {
                    source,
                    target: *target,
                    condition: policy.when.as_ref(),
                    field: policy.anchor.strip_prefix("field:"),
                    path: ("stages", source, Some(index)),
                });
            }
        }
    }
    steps
}

/// Notes steps that lead back to where they began, though nothing else happens; where what is set on
/// the way may end that, as a warning.
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
        let is_loop = leads(step.target, step.source);
        if !is_loop || told.contains(&step.source) {
            continue;
        }
        let on_it = |stage: usize| leads(step.source, stage) && leads(stage, step.source);
        let circle: Vec<&Instantly<'_>> =
            steps.iter().filter(|step| on_it(step.source) && on_it(step.target)).collect();
        told.extend(circle.iter().map(|step| step.source));
        let conditions: Vec<&ConditionPolicy> =
            circle.iter().filter_map(|step| step.condition).collect();
        let (fields, is_empty) = together(machine, &conditions);
        let changes = changes(machine, &circle, &fields);
        // One circle whose conditions exclude each other is never gone around.
        let mut sources: Vec<usize> = circle.iter().map(|step| step.source).collect();
        crate::math::sort(&mut sources);
        sources.dedup();
        if sources.len() == circle.len() && !changes && is_empty {
            continue;
        }
        let (list, index, timer) = step.path;
        let note = |at: &mut Reader| {
            let code = "automatic_loop";
            if changes {
                let message = "these steps lead back here, and no time passes, unless what is set on \
                               the way ends that";
                at.warning(code, message);
            } else {
                at.problem::<()>(code, "these steps lead back here, and no time passes");
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

/// Whether what is looked at in a circle, by conditions and anchors, is changed there.
fn changes(machine: &Machine, circle: &[&Instantly<'_>], fields: &[String]) -> bool {
    let mut changed = vec!["stage", "entered_at"];
    for effect in circle.iter().filter_map(|step| machine.stages.get(step.target)).flat_map(effects)
    {
        changed.extend(effect.set.iter().map(|(field, _)| field.as_str()));
        changed.extend((!effect.tasks.is_empty()).then_some("tasks.required_open"));
    }
    let read = circle.iter().filter_map(|step| step.field);
    read.chain(fields.iter().map(String::as_str)).any(|field| changed.contains(&field))
}

/// Whether no fields meet all of these conditions.
pub(super) fn exclude(machine: &Machine, conditions: &[&ConditionPolicy]) -> bool {
    together(machine, conditions).1
}

/// All of these conditions at once: the fields that they read, and whether none meet them.
fn together(machine: &Machine, conditions: &[&ConditionPolicy]) -> (Vec<String>, bool) {
    let parts = conditions.iter().map(|condition| condition.to_value()).collect();
    let all = Value::Map(vec![("all".to_owned(), Value::List(parts))]);
    let Ok(all) = ConditionPolicy::from_value(&all) else { return (Vec::new(), false) };
    let mut at = Reader::new();
    let mut compiler = Compiler::new(Some(&machine.calendar));
    compiler.compile(&all, &machine.known.schema, &mut at);
    let fields = compiler.scope.fields.into_iter().map(|field| field.path).collect();
    let (_, warnings) = at.found();
    let is_empty = warnings.iter().any(|found| found.code == "never_true" && found.path == "$");
    (fields, is_empty)
}
