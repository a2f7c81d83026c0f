//! What the readers of all bindings agree on: limits, and what is no data.

use super::{Foreign, Object, Value};
#[cfg(feature = "rule")]
use crate::column::{Cells, Column, TextList};
use crate::time::Instant;
use crate::{Error, ErrorKind};

/// Objects and lists nested deeper than this are not read: `too_deep`.
///
/// The deepest thing that has a meaning is a condition, whose every level is two of these.
pub const MAX_DEPTH: usize = 80;

/// More values than this in one call are not read: `too_many_values`. A column counts as one.
///
/// Each takes about 100 bytes, and the memory of wasm32 ends at 4 GiB.
pub const MAX_VALUES: usize = 1 << 24;

/// The error of a call that passes more than [`MAX_VALUES`] values.
#[must_use]
pub fn too_many_values() -> Error {
    let message = format!("more than {MAX_VALUES} values: pass columns");
    Error::one(ErrorKind::Limit, "too_many_values", "$", message)
}

/// An object of a host; or a column of texts, which is written as `{codes, names}`: the place of each
/// row's text among the distinct ones, below 0 where a row is absent.
#[must_use]
pub fn object_or_texts(
    #[cfg_attr(
        not(feature = "rule"),
        allow(unused_mut, reason = "only a column takes them apart")
    )]
    mut entries: Vec<(String, Value)>,
) -> Value {
    #[cfg(feature = "rule")]
    if let [(codes, Value::Column(places)), (names, Value::List(texts))] = entries.as_mut_slice()
        && (codes.as_str(), names.as_str()) == ("codes", "names")
    {
        let text = |name: Value| if let Value::Text(text) = name { Some(text) } else { None };
        let texts: Option<Vec<String>> = std::mem::take(texts).into_iter().map(text).collect();
        return texts.map_or_else(no_texts, |texts| coded_texts(places, texts.into()));
    }
    Value::Map(entries)
}

/// The column of `{codes, names}`.
#[cfg(feature = "rule")]
#[must_use]
pub fn coded_texts(places: &Column, names: TextList) -> Value {
    let column = match places.cells() {
        Cells::U32(places) => Column::of_places(places, Vec::new(), names),
        Cells::U8(places) => {
            let places = places.iter().map(|place| u32::from(*place)).collect();
            Column::of_places(&places, Vec::new(), names)
        }
        Cells::I64(numbers) => Column::coded(numbers, names),
        _ => None,
    };
    column.map_or_else(no_texts, Value::Column)
}

#[cfg(feature = "rule")]
fn no_texts() -> Value {
    Value::Foreign(Foreign::no_data("a column with codes that have no name"))
}

/// The engines that a host holds, each under a number: what crosses the door is the number.
///
/// For hosts whose objects cannot own memory of ours. A number is never given twice.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::catalog;
/// use fieldbeat::shape::{Held, Value};
///
/// let none = Value::Map(vec![("fences".to_owned(), Value::List(Vec::new()))]);
/// let index = catalog::call("FenceIndex.new", &none, &mut Budget::unlimited())?;
/// let Value::Object(index) = index else { unreachable!() };
///
/// let mut held = Held::from(0.5);
/// let number = held.hold(index.clone());
/// assert_eq!(held.get(number), Some(&index));
/// held.release(number);
/// assert_eq!(held.get(number), None);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Debug)]
pub struct Held {
    /// The number of the next one.
    next: u64,
    /// By number, in increasing order.
    objects: Vec<(u64, Object)>,
}

impl From<f64> for Held {
    /// Holds nothing yet. Numbers begin at a place that `random` (0 to 1) names: one that another
    /// copy of this library gave is then not taken for one of ours.
    fn from(random: f64) -> Self {
        // Whole numbers are exact in JavaScript up to 2^53: as many engines are left.
        const PLACES: f64 = 4_503_599_627_370_496.0;
        Self { next: (random * PLACES) as u64, objects: Vec::new() }
    }
}

impl Held {
    /// Takes an engine; its number is a JavaScript number.
    pub fn hold(&mut self, object: Object) -> f64 {
        let number = self.next;
        self.next += 1;
        self.objects.push((number, object));
        number as f64
    }

    /// The engine under `number`; none if it was released, or never held here.
    #[must_use]
    pub fn get(&self, number: f64) -> Option<&Object> {
        self.place(number).and_then(|at| self.objects.get(at)).map(|(_, object)| object)
    }

    /// Lets go of the engine under `number`. A call that is using it ends as it would.
    pub fn release(&mut self, number: f64) -> Option<Object> {
        self.place(number).map(|at| self.objects.remove(at).1)
    }

    fn place(&self, number: f64) -> Option<usize> {
        self.objects.binary_search_by_key(&(number as u64), |(number, _)| *number).ok()
    }
}

impl Foreign {
    /// An engine that is not held any more.
    #[must_use]
    pub fn disposed() -> Self {
        let what = "one that was freed, or belongs to another thread or copy of this library";
        Self { code: "disposed", what: what.to_owned() }
    }

    /// Something that is no data, such as "a function".
    #[must_use]
    pub fn no_data(what: impl Into<String>) -> Self {
        Self { code: "wrong_type", what: what.into() }
    }

    /// A whole number that no 64 bits hold.
    #[must_use]
    pub fn huge_number() -> Self {
        Self { code: "out_of_range", what: "a number beyond 64 bits".to_owned() }
    }

    /// An object that contains itself.
    #[must_use]
    pub fn cyclic() -> Self {
        Self { code: "cyclic", what: "an object that contains itself".to_owned() }
    }

    /// An object below [`MAX_DEPTH`].
    #[must_use]
    pub fn too_deep() -> Self {
        Self { code: "too_deep", what: format!("an object more than {MAX_DEPTH} levels deep") }
    }
}

impl Value {
    /// A JavaScript number: it has one type for whole numbers and others.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::shape::Value;
    /// assert_eq!(Value::js_number(50.0), Value::Int(50));
    /// assert_eq!(Value::js_number(0.5), Value::Float(0.5));
    /// ```
    #[must_use]
    pub fn js_number(x: f64) -> Self {
        const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
        if x.trunc() == x && x.abs() <= MAX_SAFE_INTEGER {
            Self::Int(x as i64)
        } else {
            Self::Float(x)
        }
    }

    /// A JavaScript `Date`, by its milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn js_date(ms: f64) -> Self {
        if ms.is_nan() {
            let what = "an invalid Date".to_owned();
            return Self::Foreign(Foreign { code: "invalid_time", what });
        }
        // A Date holds whole milliseconds, at most 8.64e15.
        Instant::from_millis(ms as i64).map_or_else(
            || {
                let what = "a Date outside the years 1 to 9999".to_owned();
                Self::Foreign(Foreign { code: "out_of_range", what })
            },
            Self::Instant,
        )
    }
}

impl From<&Error> for Value {
    /// `{kind, message, problems: [{code, path, message}]}`.
    fn from(error: &Error) -> Self {
        let text = |key: &str, text: &str| (key.to_owned(), Self::Text(text.to_owned()));
        let problem = |problem: &crate::Problem| {
            Self::Map(vec![
                text("code", &problem.code),
                text("path", &problem.path),
                text("message", &problem.message),
            ])
        };
        Self::Map(vec![
            text("kind", error.kind().as_str()),
            text("message", &error.to_string()),
            ("problems".to_owned(), Self::List(error.problems().iter().map(problem).collect())),
        ])
    }
}

/// `{answer}` or `{error}`, for JavaScript: its exceptions are raised by its own code. It has no
/// decimals, so these become plain.
///
/// # Example
/// ```
/// use fieldbeat::shape::{Value, outcome};
///
/// let answer = outcome(Ok(Value::Decimal("0.123456789012345678".parse()?)));
/// assert_eq!(answer.get("answer"), Some(&Value::Text("0.123456789012345678".to_owned())));
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[must_use]
pub fn outcome(result: crate::Result<Value>) -> Value {
    let entry = match result {
        Ok(mut answer) => {
            make_plain(&mut answer);
            ("answer".to_owned(), answer)
        }
        Err(error) => ("error".to_owned(), Value::from(&error)),
    };
    Value::Map(vec![entry])
}

/// Decimals as the plain data from which they are read back.
fn make_plain(value: &mut Value) {
    match value {
        Value::Decimal(decimal) => *value = decimal.plain(),
        Value::List(items) => items.iter_mut().for_each(make_plain),
        Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| make_plain(value)),
        _ => {}
    }
}
