//! What the readers of all bindings agree on: limits, and what is no data.

use super::{Foreign, Value};
use crate::time::Instant;
use crate::{Error, ErrorKind};

/// Objects and lists nested deeper than this are not read: `too_deep`.
///
/// The deepest thing that has a meaning, a MultiPolygon within a site, is ten deep.
pub const MAX_DEPTH: usize = 32;

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

impl Foreign {
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

/// `{answer}` or `{error}`, for a host whose exceptions are raised by its own code.
#[must_use]
pub fn outcome(result: crate::Result<Value>) -> Value {
    let entry = match result {
        Ok(answer) => ("answer".to_owned(), answer),
        Err(error) => ("error".to_owned(), Value::from(&error)),
    };
    Value::Map(vec![entry])
}
