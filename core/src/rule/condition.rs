//! A condition, compiled once and asked many times.

use std::sync::Arc;

use super::columns::Columns;
use super::compile::{Compiler, Note};
use super::field::{Record, Scope};
use super::policy::ConditionPolicy;
use super::program::{Moment, Node};
use super::report::Explanation;
use super::schema::Schema;
use super::steps::{Place, Steps};
use super::{explain, many, next_change};
use crate::Result;
use crate::budget::Budget;
use crate::column::Buffer;
use crate::shape::{Reader, Value, Warning};
use crate::time::{Calendar, Instant};

/// A typed predicate over records: three-valued, explained, and checked when it is made.
///
/// # Example
/// ```
/// use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
/// use fieldbeat::shape::Value;
///
/// let schema = Schema::from_json(r#"{"doctors_met": "int", "kind": "string"}"#)?;
/// let policy = ConditionPolicy::from_json(
///     r#"{"all": [{"field": "doctors_met", "ge": 5}, {"field": "kind", "in": ["demo"]}]}"#,
/// )?;
/// let condition = Condition::new(&policy, &schema, None)?;
/// let visit = Value::from_json(r#"{"doctors_met": 6, "kind": "demo"}"#)?;
/// assert_eq!(condition.matches(&visit, None)?, Some(true));
/// // What is missing is neither zero nor no.
/// let visit = Value::from_json(r#"{"kind": "demo"}"#)?;
/// assert_eq!(condition.matches(&visit, None)?, None);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Debug)]
pub struct Condition {
    policy: ConditionPolicy,
    schema: Schema,
    pub(super) scope: Scope,
    pub(super) program: Node,
    steps: Steps,
    pub(super) notes: Vec<Note>,
    needs_now: bool,
    calendar: Option<Arc<Calendar>>,
    warnings: Vec<Warning>,
}

/// Notes all that is wrong with a condition beyond its shape, or odd.
pub(crate) fn check_condition(
    json: &ConditionPolicy,
    schema: &Schema,
    calendar: Option<&Calendar>,
    at: &mut Reader,
) {
    Compiler::new(calendar).compile(json, schema, at);
}

impl Condition {
    /// Compiles a condition against the fields that records may have.
    ///
    /// # Errors
    /// All problems at once, each with its path under `$.json`: `unknown_field` (did you mean),
    /// `wrong_type`, `unknown_value` of an enum, `wrong_operator`, `ambiguous`, `calendar_required`
    /// of a span or date that needs one; `too_deep` beyond [`MAX_DEPTH`](super::MAX_DEPTH),
    /// `too_many_nodes` and `too_many_values` beyond [`MAX_NODES`](super::MAX_NODES) and
    /// [`MAX_LITERALS`](super::MAX_LITERALS).
    pub fn new(
        json: &ConditionPolicy,
        schema: &Schema,
        calendar: Option<&Arc<Calendar>>,
    ) -> Result<Self> {
        let mut at = Reader::new();
        let mut compiler = Compiler::new(calendar.map(AsRef::as_ref));
        let program = at.within("json", |at| compiler.compile(json, schema, at));
        let (program, warnings) = at.finish(program)?;
        let Compiler { scope, notes, needs_now, .. } = compiler;
        let (policy, schema, calendar) = (json.clone(), schema.clone(), calendar.cloned());
        let steps = Steps::of(&program);
        Ok(Self { policy, schema, scope, program, steps, notes, needs_now, calendar, warnings })
    }

    /// What it was made of.
    #[must_use]
    pub fn policy(&self) -> &ConditionPolicy {
        &self.policy
    }

    /// The fields that records may have.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The calendar that `within` counts days by.
    #[must_use]
    pub fn calendar(&self) -> Option<&Arc<Calendar>> {
        self.calendar.as_ref()
    }

    /// What is legal and probably not meant: `all_of_empty`, and with the feature `lint` `never_true`
    /// and `always_true`.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Dotted paths of the fields that it reads, in the order of their first use; those of records in
    /// lists behind `[]`: `contacts[].role`.
    ///
    /// # Example
    /// ```
    /// # use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
    /// let schema = Schema::from_json(r#"{"contacts": {"type": "list", "items": {"role": "string"}}}"#)?;
    /// let policy = r#"{"field": "contacts", "any_of": {"field": "role", "eq": "head"}}"#;
    /// let condition = Condition::new(&ConditionPolicy::from_json(policy)?, &schema, None)?;
    /// assert_eq!(condition.fields(), ["contacts", "contacts[].role"]);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.scope.paths("", &mut paths);
        paths
    }

    /// Reads of a record what the condition looks at, to be asked often.
    ///
    /// # Errors
    /// All values that are not of their field's type, with paths under `$.record`.
    pub fn read(&self, record: &Value) -> Result<Record> {
        let mut at = Reader::new();
        let read = at.within("record", |at| self.scope.read(record, at));
        at.finish(read).map(|(record, _)| record)
    }

    /// Whether a record meets the condition at `now`; `None` where what is missing could decide.
    ///
    /// # Errors
    /// As [`Self::read`]; `missing_key` at `$.now`, where the answer depends on it.
    pub fn matches(&self, record: &Value, now: Option<Instant>) -> Result<Option<bool>> {
        self.answer(&self.read(record)?, now)
    }

    /// The same of a record that was read already.
    ///
    /// # Errors
    /// `missing_key` at `$.now`, where the answer depends on it.
    #[inline]
    pub fn answer(&self, record: &Record, now: Option<Instant>) -> Result<Option<bool>> {
        let at = self.steps.begin(record);
        match at.answer() {
            Some(is_met) if !self.needs_now || now.is_some() => Ok(Some(is_met)),
            _ => self.answer_from(at, record, now),
        }
    }

    /// Out of line: what is asked seldom shall not slow the rest down.
    #[inline(never)]
    fn answer_from(
        &self,
        at: Place,
        record: &Record,
        now: Option<Instant>,
    ) -> Result<Option<bool>> {
        let moment = self.moment(now)?;
        let is_met = self.steps.go_on(at, record, moment);
        Ok(is_met.or_else(|| self.program.answer(record, moment).known()))
    }

    /// What [`Self::matches`] says of every row of `columns`, an object of columns by field: 0 no, 1 yes,
    /// 2 unknown. A field without a column is missing everywhere. O(rows x leaves).
    ///
    /// An array of integers for a `decimal` is in units of its `scale`: 150 is 1.50 with a scale of 2. A list
    /// holds the numbers themselves, and so does an array of floats, which must be decimals of at most 4
    /// digits after the point. NaN is missing.
    ///
    /// # Errors
    /// `length_mismatch`; all values that are not of their field's type, with paths under `$.columns`;
    /// `missing_key` at `$.now`; `cancelled`.
    ///
    /// # Example
    /// ```
    /// # use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
    /// # use fieldbeat::budget::Budget;
    /// # use fieldbeat::shape::Value;
    /// let schema = Schema::from_json(r#"{"doctors_met": "int"}"#)?;
    /// let policy = ConditionPolicy::from_json(r#"{"field": "doctors_met", "ge": 5}"#)?;
    /// let condition = Condition::new(&policy, &schema, None)?;
    /// let columns = Value::from_json(r#"{"doctors_met": [6, 4, null]}"#)?;
    /// let answers = condition.matches_many(&columns, None, &mut Budget::unlimited())?;
    /// assert_eq!(*answers, [1, 0, 2]);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn matches_many(
        &self,
        columns: &Value,
        now: Option<Instant>,
        budget: &mut Budget<'_>,
    ) -> Result<Buffer<u8>> {
        let moment = self.moment(now)?;
        let mut at = Reader::new();
        let read = at.within("columns", |at| Columns::read(&self.scope, columns, at));
        let (columns, _) = at.finish(read)?;
        many::answers(&self.program, &columns, moment, budget)
    }

    /// Why a record meets the condition or not: every leaf with its value.
    ///
    /// # Errors
    /// As [`Self::matches`].
    pub fn explain(&self, record: &Value, now: Option<Instant>) -> Result<Explanation> {
        let record = self.read(record)?;
        let moment = self.moment(now)?;
        Ok(explain::explanation(&self.program, &self.scope, &self.notes, &record, moment))
    }

    /// The first instant after `now` at which the answer is another, if nothing but time passes.
    ///
    /// O(k log k) for the k instants at which a leaf changes, those of every record of a list among
    /// them; `None` where it never will.
    ///
    /// # Errors
    /// As [`Self::read`].
    ///
    /// # Example
    /// ```
    /// # use fieldbeat::rule::{Condition, ConditionPolicy, Schema};
    /// # use fieldbeat::shape::Value;
    /// let schema = Schema::from_json(r#"{"last_call": "instant"}"#)?;
    /// let policy = ConditionPolicy::from_json(r#"{"field": "last_call", "within": "-4h"}"#)?;
    /// let condition = Condition::new(&policy, &schema, None)?;
    /// let client = Value::from_json(r#"{"last_call": "2026-11-20T10:00:00Z"}"#)?;
    /// let change = condition.next_change(&client, "2026-11-20T11:00:00Z".parse()?)?;
    /// assert_eq!(change, Some("2026-11-20T14:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_change(&self, record: &Value, now: Instant) -> Result<Option<Instant>> {
        let record = self.read(record)?;
        Ok(next_change::next_change(&self.program, &record, self.moment(Some(now))?))
    }

    pub(super) fn moment(&self, now: Option<Instant>) -> Result<Moment<'_>> {
        if self.needs_now && now.is_none() {
            return Err(needs_now());
        }
        Ok(Moment { now, calendar: self.calendar.as_deref() })
    }
}

/// An answer that depends on time was asked for without any.
pub(crate) fn needs_now() -> crate::Error {
    let message = "the condition depends on the time: \"now\" is required";
    crate::Error::one(crate::ErrorKind::Input, "missing_key", "$.now", message)
}

impl PartialEq for Condition {
    /// Made of the same parts.
    fn eq(&self, other: &Self) -> bool {
        (&self.policy, &self.schema, &self.calendar)
            == (&other.policy, &other.schema, &other.calendar)
    }
}
