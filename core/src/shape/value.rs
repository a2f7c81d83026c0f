//! The one tree through which data pass between a host language and the core.

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Bytes, Object};
use crate::column::Column;
use crate::math::Decimal;
use crate::time::Instant;

/// A JSON value that also knows instants, decimals and columns.
///
/// A binding reads its host's objects into this tree and writes answers from it; it needs no
/// other conversion. In JSON text an instant is a string, and a decimal a number where 15 digits tell
/// it, else a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Absent: JSON `null`, Python `None`, JavaScript `null` and `undefined`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number: NaN and infinities may come in, and never go out.
    Float(f64),
    /// An exact decimal: money and points.
    Decimal(Decimal),
    /// Text.
    Text(String),
    /// A moment: Python `datetime` with a zone, JavaScript `Date`.
    Instant(Instant),
    /// Values in order.
    List(Vec<Value>),
    /// Keys with values, in the order in which they came.
    Map(Vec<(String, Value)>),
    /// Many values of one type: a numpy or Arrow array, a typed array.
    Column(Column),
    /// Bytes; in JSON text hexadecimal.
    Bytes(Bytes),
    /// An engine that the host holds: a `FenceIndex`, a `Tracker`.
    Object(Object),
    /// Something that the host has and this tree has not.
    Foreign(Foreign),
}

/// A host's object that is no data, described for the error message.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Code of the problem that it makes: `naive_time`, `wrong_type`, `out_of_range` ...
    pub code: &'static str,
    /// What it was, such as "a datetime without a zone".
    pub what: String,
}

impl Value {
    /// Parses JSON text.
    ///
    /// # Errors
    /// `invalid_json` with line and column.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        serde_json::from_str(text).map_err(|error| {
            crate::Error::one(crate::ErrorKind::Input, "invalid_json", "$", error.to_string())
        })
    }

    /// The value under `key`, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// What this is, for messages: "a number", "a list" ...
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) | Self::Decimal(_) => "a number",
            Self::Text(_) => "a string",
            Self::Instant(_) => "an instant",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
            Self::Column(_) => "a column",
            Self::Bytes(_) => "bytes",
            Self::Object(object) => object.class(),
            Self::Foreign(foreign) => &foreign.what,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Int(i) => serializer.serialize_i64(*i),
            Self::Float(x) => serializer.serialize_f64(*x),
            Self::Decimal(d) => d.plain().serialize(serializer),
            Self::Text(s) => serializer.serialize_str(s),
            Self::Instant(t) => serializer.collect_str(t),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Column(column) => {
                let mut seq = serializer.serialize_seq(Some(column.len()))?;
                for index in 0..column.len() {
                    seq.serialize_element(&column.plain(index))?;
                }
                seq.end()
            }
            Self::Bytes(bytes) => serializer.serialize_str(&bytes.to_hex()),
            Self::Object(object) => {
                Err(serde::ser::Error::custom(format!("{} is no data", object.class())))
            }
            Self::Foreign(foreign) => {
                Err(serde::ser::Error::custom(format!("{} is no data", foreign.what)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tree;

        impl<'de> Visitor<'de> for Tree {
            type Value = Value;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
                Value::deserialize(inner)
            }
            fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
                Ok(Value::Bool(b))
            }
            fn visit_i64<E>(self, i: i64) -> Result<Value, E> {
                Ok(Value::Int(i))
            }
            fn visit_u64<E>(self, u: u64) -> Result<Value, E> {
                Ok(i64::try_from(u).map_or(Value::Float(u as f64), Value::Int))
            }
            fn visit_f64<E>(self, x: f64) -> Result<Value, E> {
                Ok(Value::Float(x))
            }
            fn visit_str<E>(self, s: &str) -> Result<Value, E> {
                Ok(Value::Text(s.to_owned()))
            }
            fn visit_string<E>(self, s: String) -> Result<Value, E> {
                Ok(Value::Text(s))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Value::Map(entries))
            }
        }

        deserializer.deserialize_any(Tree)
    }
}
