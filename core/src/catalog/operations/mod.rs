//! The operations by name, each with its arguments and its answer as shapes.
//!
//! A file holds those of one module or class. A new one is a file, its `mod` line, and a line in
//! [`GROUPS`].

#[cfg(feature = "calendar")]
mod calendar;
#[cfg(feature = "funnel")]
mod case_store;
#[cfg(feature = "funnel")]
mod cases;
mod catalog;
#[cfg(feature = "segment")]
mod compare;
#[cfg(feature = "rule")]
mod condition;
#[cfg(feature = "exchange")]
mod exchange;
#[cfg(feature = "tracker")]
mod fence_index;
#[cfg(feature = "funnel")]
mod funnel;
#[cfg(feature = "geofence")]
mod geofence;
#[cfg(feature = "kpi")]
mod kpi;
mod macros;
#[cfg(feature = "funnel")]
mod pipeline;
mod positions;
#[cfg(feature = "route")]
mod route;
#[cfg(feature = "kpi")]
pub(super) mod scorecard;
#[cfg(feature = "segment")]
mod segment;
#[cfg(feature = "segment")]
mod segmenter;
#[cfg(feature = "calendar")]
mod time;
#[cfg(feature = "route")]
mod tour;
#[cfg(feature = "tracker")]
mod tracker;
#[cfg(any(feature = "funnel", feature = "segment", feature = "tracker"))]
mod turns;
#[cfg(feature = "visit")]
mod visit;

use crate::budget::Budget;
use crate::shape::Value;
#[cfg(feature = "rule")]
use crate::shape::{Reader, Shaped};
#[cfg(feature = "describe")]
use crate::shape::{RecordShape, Shape};
use crate::{Error, ErrorKind, Result};

/// What else is wrong with a policy that was read with problems, so that the call which would find it
/// is never reached: all problems are told at once, as `lint` tells them.
#[cfg(feature = "rule")]
fn rest_of<T: Shaped>(
    arguments: &Value,
    name: &'static str,
    at: &mut Reader,
    check: impl FnOnce(&T, &mut Reader),
) {
    let policy = arguments.get(name).and_then(|policy| T::read(policy, &mut Reader::new()));
    let policy = policy.or_else(|| arguments.get(name).and_then(without_calendar));
    if let Some(policy) = policy {
        at.besides(|at| at.within(name, |at| at.policy(|at| check(&policy, at))));
    }
}

/// A policy, or its versions, of which nothing but a calendar could not be read: the rest does not
/// depend on that.
#[cfg(feature = "rule")]
pub(super) fn without_calendar<T: Shaped>(policy: &Value) -> Option<T> {
    let rest = |one: &Value| match one {
        Value::Map(entries) => {
            Value::Map(entries.iter().filter(|(key, _)| key != "calendar").cloned().collect())
        }
        other => other.clone(),
    };
    let rest = match policy {
        Value::List(versions) => Value::List(versions.iter().map(rest).collect()),
        one => rest(one),
    };
    T::read(&rest, &mut Reader::new())
}

/// One operation: what it is called, takes and answers.
#[cfg(feature = "describe")]
#[derive(Clone, Copy)]
pub struct Operation {
    /// The class whose method this is, if it is one.
    pub class: Option<&'static str>,
    /// Name in Rust and Python; in JavaScript it is written in camelCase. `new` makes an engine
    /// of the class.
    pub name: &'static str,
    /// The feature of the crate that it takes; none where it is in every build.
    pub feature: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// How hosts call it.
    pub form: Form,
    /// Its arguments, in order, as the fields of a record; `this` is the engine that it is a
    /// method of.
    pub arguments: fn() -> RecordShape,
    /// Its answer.
    pub answer: fn() -> Shape,
}

/// How hosts call an operation.
#[cfg(feature = "describe")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A function that is done at once.
    Short,
    /// What reads like a field of an engine.
    Property,
    /// A function whose work grows with its input: it tells of its progress and may be stopped,
    /// and a server must not wait for it.
    Long,
    /// Besides, when it is stopped it answers the best so far.
    Search,
}

#[cfg(feature = "describe")]
impl Operation {
    /// The name by which [`call`] finds it: `distance`, `FenceIndex.containing`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.class {
            Some(class) => format!("{class}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Reads the arguments, runs the operation and writes its answer.
type Run = fn(&Value, &mut Budget<'_>) -> Result<Value>;

/// The operations of one file.
struct Group {
    #[cfg(feature = "describe")]
    described: fn() -> Vec<Operation>,
    runner: fn(&str) -> Option<Run>,
}

/// All operations, in the order of the documentation: functions, then the methods of classes.
const GROUPS: &[Group] = &[
    positions::GROUP,
    #[cfg(feature = "geofence")]
    geofence::GROUP,
    #[cfg(feature = "visit")]
    visit::GROUP,
    #[cfg(feature = "route")]
    route::GROUP,
    #[cfg(feature = "calendar")]
    time::GROUP,
    #[cfg(feature = "kpi")]
    kpi::GROUP,
    #[cfg(feature = "funnel")]
    cases::GROUP,
    #[cfg(feature = "funnel")]
    funnel::GROUP,
    #[cfg(feature = "segment")]
    segment::GROUP,
    #[cfg(feature = "segment")]
    compare::GROUP,
    #[cfg(feature = "exchange")]
    exchange::GROUP,
    catalog::GROUP,
    #[cfg(feature = "tracker")]
    fence_index::GROUP,
    #[cfg(feature = "tracker")]
    tracker::GROUP,
    #[cfg(feature = "calendar")]
    calendar::GROUP,
    #[cfg(feature = "rule")]
    condition::GROUP,
    #[cfg(feature = "kpi")]
    scorecard::GROUP,
    #[cfg(feature = "funnel")]
    pipeline::GROUP,
    #[cfg(feature = "funnel")]
    case_store::GROUP,
    #[cfg(feature = "segment")]
    segmenter::GROUP,
    #[cfg(feature = "route")]
    tour::GROUP,
];

/// All operations, functions before the methods of classes.
#[cfg(feature = "describe")]
#[must_use]
pub fn operations() -> Vec<Operation> {
    GROUPS.iter().flat_map(|group| (group.described)()).collect()
}

/// Runs the operation called `name` on its arguments, an object by their names.
///
/// Methods are called by their class and name, `FenceIndex.containing`; the engine is the
/// argument `this`.
///
/// This is the one door of all bindings. Paths of problems start at the arguments:
/// `$.plan[3].slot.end`.
///
/// # Errors
/// `unknown_operation`, and those of the operation.
///
/// # Example
/// ```
/// use fieldbeat::{budget::Budget, catalog::call, shape::Value};
///
/// let arguments = Value::from_json(
///     r#"{"a": {"lat": 55.7558, "lon": 37.6173}, "b": {"lat": 55.7567, "lon": 37.6173}}"#,
/// )?;
/// let Value::Float(metres) = call("distance", &arguments, &mut Budget::unlimited())? else {
///     panic!("a distance is a number");
/// };
/// assert!((metres - 100.2).abs() < 0.1);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn call(name: &str, arguments: &Value, budget: &mut Budget<'_>) -> Result<Value> {
    match GROUPS.iter().find_map(|group| (group.runner)(name)) {
        Some(run) => {
            budget.begin();
            run(arguments, budget)
        }
        None => Err(Error::one(
            ErrorKind::Input,
            "unknown_operation",
            "$",
            format!("no operation is called \"{name}\""),
        )),
    }
}
