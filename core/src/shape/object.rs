//! What a host holds between two calls: an engine with its state, and bytes that it wrote.

use std::any::Any;
use std::sync::Arc;

use super::{Reader, Shape, Shaped, Value};
use crate::column::{Buffer, Cells};

/// An engine that lives longer than one call: a class in the hosts' languages.
pub trait Engine: Any + Send + Sync {
    /// The name of the class.
    fn class() -> &'static str
    where
        Self: Sized;

    /// What it holds, in a few words, without any place: Python's `repr`.
    fn summary(&self) -> String;
}

/// An engine in the hands of a host.
#[derive(Clone)]
pub struct Object {
    class: &'static str,
    engine: Arc<dyn Engine>,
}

impl Object {
    /// The name of its class.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.class
    }

    /// What it holds, in a few words.
    #[must_use]
    pub fn summary(&self) -> String {
        self.engine.summary()
    }
}

impl PartialEq for Object {
    /// One engine is equal to itself only.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.engine, &other.engine)
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.summary())
    }
}

/// An engine that several calls share.
pub struct Shared<T>(pub Arc<T>);

impl<T: Engine> From<T> for Shared<T> {
    fn from(engine: T) -> Self {
        Self(Arc::new(engine))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = Arc<T>;

    fn deref(&self) -> &Arc<T> {
        &self.0
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Engine> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.summary())
    }
}

impl<T: Engine> Shaped for Shared<T> {
    fn shape() -> Shape {
        Shape::Object(T::class())
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Object(object) = value else { return at.mismatch(T::class(), value) };
        let engine: Arc<dyn Any + Send + Sync> = Arc::clone(&object.engine) as _;
        engine
            .downcast()
            .map_or_else(|_| at.mismatch(T::class(), value), |engine| Some(Self(engine)))
    }

    fn to_value(&self) -> Value {
        Value::Object(Object { class: T::class(), engine: Arc::clone(&self.0) as _ })
    }
}

/// Bytes that one engine wrote for another to read; in JSON hexadecimal text.
#[derive(Clone, Debug, PartialEq)]
pub struct Bytes(pub Buffer<u8>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl Shaped for Bytes {
    fn shape() -> Shape {
        Shape::Bytes
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            Value::Column(column) => match column.cells() {
                Cells::U8(bytes) => Some(Self(bytes.clone())),
                _ => at.mismatch("bytes", value),
            },
            Value::Text(hex) => match from_hex(hex) {
                Some(bytes) => Some(bytes.into()),
                None => at.problem("invalid_hex", "expected pairs of hexadecimal digits"),
            },
            other => at.mismatch("bytes", other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
}

impl Bytes {
    /// As hexadecimal text.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}
