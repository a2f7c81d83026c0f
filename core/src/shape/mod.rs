//! Reads JSON or host objects into typed records, and finds **all** problems at once.
//!
//! A record is described once, with `record!`; from that one description come
//! the Rust struct with its documentation, the reader, the writer, the JSON Schema and the types
//! of Python and TypeScript. serde's derive would stop at the first problem and knows no path.
//!
//! # Example
//! ```
//! use fieldbeat::PresencePolicy;
//!
//! let error = PresencePolicy::from_json(r#"{"inside_probabilty": 0.9, "max_accuracy_m": "far"}"#)
//!     .unwrap_err();
//! let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
//! assert_eq!(found, [
//!     ("unknown_key", "$.inside_probabilty"),
//!     ("wrong_type", "$.max_accuracy_m"),
//! ]);
//! assert!(error.problems()[0].message.contains("did you mean \"inside_probability\"?"));
//! ```

mod describe;
mod host;
mod macros;
mod number;
mod object;
mod place;
mod reader;
mod spelling;
mod value;
mod warning;

pub use describe::{Choice, Field, RecordShape, Shape, json_schema};
#[cfg(feature = "rule")]
pub use host::coded_texts;
pub use host::{Held, MAX_DEPTH, MAX_VALUES, object_or_texts, outcome, too_many_values};
pub(crate) use number::number;
pub use number::{Meters, Share};
pub use object::{Bytes, Engine, Object, Shared};
pub(crate) use place::filled;
pub(crate) use reader::missing;
pub use reader::{MAX_PROBLEMS, Reader, Step};
pub use spelling::did_you_mean;
pub use value::{Foreign, Value};
pub use warning::Warning;

pub(crate) use macros::{codes, record};

use crate::{Error, Result};

/// A type that can be described, read from a [`Value`] and written to one.
pub trait Shaped: Sized {
    /// The description, from which schemas and host types are made.
    fn shape() -> Shape;

    /// Reads `value`; `None` after at least one problem was noted.
    fn read(value: &Value, at: &mut Reader) -> Option<Self>;

    /// Writes this value; never NaN, infinity or negative zero.
    fn to_value(&self) -> Value;

    /// What an absent key means, if it may be absent.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Reads one document, whose path is `$`.
    ///
    /// # Errors
    /// All problems found.
    fn from_value(value: &Value) -> Result<Self> {
        let mut at = Reader::new();
        let read = Self::read(value, &mut at);
        at.finish(read).map(|(read, _warnings)| read)
    }

    /// Reads JSON text.
    ///
    /// # Errors
    /// `invalid_json`, or all problems found.
    fn from_json(text: &str) -> Result<Self> {
        Self::from_value(&Value::from_json(text)?)
    }

    /// Writes JSON text.
    ///
    /// # Errors
    /// None in practice: every record is plain data.
    fn to_json(&self) -> Result<String> {
        serde_json::to_string(&self.to_value()).map_err(|error| {
            Error::one(crate::ErrorKind::State, "not_json", "$", error.to_string())
        })
    }
}

/// What can be written, whatever its type.
pub(crate) trait Written {
    /// See [`Shaped::to_value`].
    fn written(&self) -> Value;
}

impl<T: Shaped> Written for T {
    fn written(&self) -> Value {
        self.to_value()
    }
}

/// A map of `values`, one a key.
#[inline(never)]
pub(crate) fn map(keys: &[&'static str], values: &[&dyn Written]) -> Value {
    let entry = |(key, value): (&&str, &&dyn Written)| ((*key).to_owned(), value.written());
    Value::Map(keys.iter().zip(values).map(entry).collect())
}

impl Shaped for Value {
    fn shape() -> Shape {
        Shape::Any
    }
    fn read(value: &Value, _: &mut Reader) -> Option<Self> {
        Some(value.clone())
    }
    fn to_value(&self) -> Value {
        self.clone()
    }
    fn absent() -> Option<Self> {
        Some(Value::Null)
    }
}

impl Shaped for bool {
    fn shape() -> Shape {
        Shape::Bool
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Bool(b) => Some(*b),
            other => at.mismatch("a boolean", other),
        }
    }
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Shaped for String {
    fn shape() -> Shape {
        Shape::Text
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            other => at.mismatch("a string", other),
        }
    }
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Shaped for f64 {
    fn shape() -> Shape {
        Shape::Number { min: None, above: None, max: None }
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.number(value).and_then(|x| {
            if x.is_finite() {
                Some(x)
            } else {
                at.problem("not_finite", "expected a finite number")
            }
        })
    }
    fn to_value(&self) -> Value {
        // An answer never holds -0, NaN or an infinity: JSON has none of them.
        if !self.is_finite() {
            Value::Null
        } else if *self == 0.0 {
            Value::Float(0.0)
        } else {
            Value::Float(*self)
        }
    }
}

impl Shaped for i64 {
    fn shape() -> Shape {
        Shape::Integer { min: -SAFE_INTEGER, max: SAFE_INTEGER }
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.integer(value, -SAFE_INTEGER, SAFE_INTEGER)
    }
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
}

impl Shaped for u32 {
    fn shape() -> Shape {
        Shape::Integer { min: 0, max: i64::from(u32::MAX) }
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        at.integer(value, 0, i64::from(u32::MAX)).and_then(|i| u32::try_from(i).ok())
    }
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
}

/// Whole numbers beyond this are not exact in JavaScript (2^53 - 1).
const SAFE_INTEGER: i64 = 9_007_199_254_740_991;

impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value, at).map(Some),
        }
    }
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Shaped::to_value)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// What lies elsewhere reads and writes as it would here.
impl<T: Shaped> Shaped for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        T::read(value, at).map(Self::new)
    }
    fn to_value(&self) -> Value {
        T::to_value(self)
    }
    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let mut read = match value {
            Value::List(items) => Vec::with_capacity(items.len()),
            _ => Vec::new(),
        };
        let len = at.list(value, &mut |item, at| read.extend(T::read(item, at)))?;
        (read.len() == len).then_some(read)
    }
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Shaped::to_value).collect())
    }
}
