//! What names mean while a pipeline is compiled: stages, and fields in conditions and lists.

use super::compile::{Anchor, Required};
use super::fields::{Known, SNOOZE_REASON, is_computed};
use crate::rule::{Compiler, ConditionPolicy, FieldType, Kind, NOW, Node, Slot};
use crate::shape::{Reader, did_you_mean};

pub(super) struct Names<'p> {
    /// The names of all stages, in their order.
    pub(super) ids: &'p [String],
    pub(super) known: &'p Known,
    pub(super) compiler: Compiler<'p>,
}

impl Names<'_> {
    pub(super) fn stage(&self, id: &str, at: &mut Reader) -> Option<usize> {
        self.ids.iter().position(|known| known == id).or_else(|| {
            let known: Vec<&str> = self.ids.iter().map(String::as_str).collect();
            let hint = did_you_mean(id, &known).map_or_else(
                || format!("the stages are: {}", known.join(", ")),
                |meant| format!("did you mean \"{meant}\"?"),
            );
            at.problem("unknown_stage", format!("unknown stage \"{id}\": {hint}"))
        })
    }

    pub(super) fn condition(&mut self, policy: &ConditionPolicy, at: &mut Reader) -> Option<Node> {
        self.compiler.compile(policy, &self.known.schema, at)
    }

    /// A condition that need not be there; `None` after a problem.
    pub(super) fn optional(
        &mut self,
        key: &'static str,
        policy: Option<&ConditionPolicy>,
        at: &mut Reader,
    ) -> Option<Option<Node>> {
        let Some(policy) = policy else { return Some(None) };
        at.within(key, |at| self.condition(policy, at)).map(Some)
    }

    /// The place of a field of the schema.
    fn slot(&mut self, field: &str, at: &mut Reader) -> Option<Slot> {
        self.compiler.slot(field, &self.known.schema, at)
    }

    pub(super) fn each_field(&mut self, fields: &[String], at: &mut Reader) {
        for (index, field) in fields.iter().enumerate() {
            at.within(index, |at| self.own_field(field, at));
        }
    }

    /// A field that somebody can set.
    fn own_field(&mut self, field: &str, at: &mut Reader) -> Option<Slot> {
        if is_computed(field) || field == NOW {
            return at.problem("reserved_field", "the pipeline sets this itself");
        }
        self.slot(field, at)
    }

    pub(super) fn required(&mut self, fields: &[String], at: &mut Reader) -> Vec<Required> {
        let mut required = Vec::new();
        at.within("require", |at| {
            for (index, field) in fields.iter().enumerate() {
                at.within(index, |at| {
                    let (path, slot) = (at.path(), self.own_field(field, at));
                    let is_own = field != SNOOZE_REASON;
                    if is_own
                        && self.known.field(field).is_some_and(|field| {
                            matches!(field.kind, Kind::Text) && !field.empty_is_missing
                        })
                    {
                        let message =
                            "an empty text is enough; say \"empty_is_missing\" in the schema";
                        at.warning("empty_passes", message);
                    }
                    let field = field.clone();
                    required.extend(slot.map(|slot| Required { field, slot, path }));
                });
            }
        });
        required
    }

    /// A field that holds a date or an instant.
    pub(super) fn time_field(&mut self, field: &str, at: &mut Reader) -> Option<Anchor> {
        let slot = self.slot(field, at)?;
        match self.compiler.kind(slot).name() {
            FieldType::Date => Some(Anchor::Field { slot, is_date: true }),
            FieldType::Instant => Some(Anchor::Field { slot, is_date: false }),
            other => at.problem("wrong_type", format!("type \"{other}\" is no time")),
        }
    }
}

/// Notes a name that is none.
pub(super) fn named(key: &'static str, name: &str, at: &mut Reader) {
    if name.is_empty() {
        at.within(key, |at| at.problem::<()>("empty", "expected a name"));
    }
}

/// Notes the names that come twice, each under its key of an item of the list.
pub(super) fn unique<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    key: &'static str,
    at: &mut Reader,
) {
    for (index, name) in names.clone().enumerate() {
        if names.clone().take(index).any(|known| known == name) {
            let message = format!("\"{name}\" comes twice");
            at.within(index, |at| {
                at.within(key, |at| at.problem::<()>("duplicate_id", message));
            });
        }
    }
}
