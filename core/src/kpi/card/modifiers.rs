//! Modifiers, checked: which keys each kind has, and what they say.

use super::compile::{Change, Making, What, fine, millionths, misplaced, placed};
use super::policy::{Modifier, ModifierKind, OnUnknown};
use crate::math::Decimal;
use crate::math::exact::Fine;
use crate::rule::Kind;
use crate::shape::Reader;

impl Making<'_> {
    pub(super) fn modifier(
        &mut self,
        index: usize,
        change: &Modifier,
        at: &mut Reader,
    ) -> Option<Change> {
        let within = if change.id.is_some() { "" } else { "modifiers" };
        let rule = self.rule(&change.id, index, within, at);
        let problems = at.problem_count();
        let when = change
            .when
            .as_ref()
            .and_then(|condition| at.within("when", |at| self.condition(condition, at)));
        check_keys(change, at);
        let what = self.what(change, at);
        (at.problem_count() == problems).then_some(())?;
        Some(Change {
            when,
            what: what?,
            rule,
            skips_unknown: change.on_unknown == OnUnknown::Skip,
        })
    }

    fn what(&mut self, change: &Modifier, at: &mut Reader) -> Option<What> {
        match change.kind {
            ModifierKind::Add | ModifierKind::Penalty => {
                let points = change.points?;
                let points = at.within("points", |at| {
                    if change.kind == ModifierKind::Penalty && points < Decimal::ZERO {
                        return at
                            .problem("out_of_range", "expected the points taken away, 0 or more");
                    }
                    fine(points, at)
                })?;
                Some(What::Add(if change.kind == ModifierKind::Penalty {
                    Fine::of_units(-points.units())
                } else {
                    points
                }))
            }
            ModifierKind::Multiply => {
                let factor = change.factor?;
                at.within("factor", |at| millionths(factor, at)).map(What::Multiply)
            }
            ModifierKind::PerUnit => {
                let path = change.field.as_ref()?;
                let slot = at.within("field", |at| {
                    let slot = self.compiler.slot(path, &self.policy.schema, at)?;
                    match self.compiler.kind(slot) {
                        Kind::Int | Kind::Number | Kind::Decimal { .. } => Some(slot),
                        other => at.problem(
                            "wrong_type",
                            format!("type \"{}\" cannot be counted", other.name()),
                        ),
                    }
                });
                let mut part =
                    |key: &'static str, value: Option<Decimal>, above_zero: bool| match value {
                        None => Some(None),
                        Some(value) => at.within(key, |at| {
                            if above_zero && value <= Decimal::ZERO {
                                return at.problem("out_of_range", "expected more than 0");
                            }
                            fine(value, at).map(Some)
                        }),
                    };
                let above = part("above", change.above, false);
                let step = part("step", change.step, true);
                let cap = part("cap", change.cap, true);
                let rate = at.within("rate", |at| millionths(change.rate?, at));
                Some(What::PerUnit {
                    slot: slot?,
                    above: above?,
                    step: step?,
                    rate: rate?,
                    cap: cap?,
                })
            }
            ModifierKind::Decay => self.decay(change, at),
        }
    }

    fn decay(&mut self, change: &Modifier, at: &mut Reader) -> Option<What> {
        let path = change.field.as_ref()?;
        let slot = at.within("field", |at| {
            let slot = self.compiler.slot(path, &self.policy.schema, at)?;
            match self.compiler.kind(slot) {
                Kind::Instant | Kind::Date => Some(slot),
                other => at.problem("wrong_type", format!("type \"{}\" has no age", other.name())),
            }
        });
        let mut steps = Vec::new();
        for (index, step) in change.steps.iter().flatten().enumerate() {
            at.within("steps", |at| {
                at.within(index, |at| {
                    if step.age.length() <= 0 {
                        at.within("age", |at| {
                            at.problem::<()>("out_of_range", "expected more than 0")
                        });
                    }
                    let factor = at.within("factor", |at| millionths(step.factor, at));
                    steps.extend(factor.map(|factor| (step.age, factor)));
                });
            });
        }
        if change.steps.as_ref().is_some_and(Vec::is_empty) {
            at.within("steps", |at| at.problem::<()>("empty", "expected at least one step"));
        }
        let half_life_ms = change.half_life.map(crate::time::Span::millis);
        if half_life_ms.is_some_and(|ms| ms <= 0) {
            at.within("half_life", |at| at.problem::<()>("out_of_range", "expected more than 0"));
        }
        let slot = slot?;
        let is_date = matches!(self.compiler.kind(slot), Kind::Date);
        Some(What::Decay { slot, is_date, steps, half_life_ms })
    }
}

/// Which keys a kind has, and which it must have.
fn check_keys(change: &Modifier, at: &mut Reader) {
    let kind = change.kind;
    let takes_points = matches!(kind, ModifierKind::Add | ModifierKind::Penalty);
    let counts = kind == ModifierKind::PerUnit;
    let ages = kind == ModifierKind::Decay;
    let keys = [
        ("points", change.points.is_some(), takes_points),
        ("factor", change.factor.is_some(), kind == ModifierKind::Multiply),
        ("field", change.field.is_some(), counts || ages),
        ("rate", change.rate.is_some(), counts),
    ];
    placed(&keys, kind.as_str(), at);
    let optional = [
        ("above", change.above.is_some(), counts),
        ("step", change.step.is_some(), counts),
        ("cap", change.cap.is_some(), counts),
        ("steps", change.steps.is_some(), ages),
        ("half_life", change.half_life.is_some(), ages),
    ];
    for (key, is_there, belongs) in optional {
        if is_there && !belongs {
            misplaced(key, kind.as_str(), at);
        }
    }
    if ages && change.steps.is_some() == change.half_life.is_some() {
        at.problem::<()>("ambiguous", "expected one of \"steps\" and \"half_life\"");
    }
}
