//! Plain data as bytes: a policy that a snapshot carries along. JSON would take a parser that the
//! browser's module does without.

use crate::math::Decimal;
use crate::shape::Value;
use crate::snapshot::{Bytes, Stored, Whole, Writer};

/// A value of the kinds that JSON has, decimals and instants.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plain(pub(super) Value);

/// Policies are not nested deeper, and bytes may not be.
const DEEPEST: u32 = 128;

const NULL: u8 = 0;
const BOOL: u8 = 1;
const INT: u8 = 2;
const FLOAT: u8 = 3;
const DECIMAL: u8 = 4;
const TEXT: u8 = 5;
const INSTANT: u8 = 6;
const LIST: u8 = 7;
const MAP: u8 = 8;

impl Stored for Plain {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        store(&self.0, to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        load(from, DEEPEST).map(Self)
    }
}

fn store(value: &Value, to: &mut Writer) {
    match value {
        Value::Bool(own) => {
            BOOL.store(to);
            own.store(to);
        }
        Value::Int(own) => {
            INT.store(to);
            Whole(*own).store(to);
        }
        Value::Float(own) => {
            FLOAT.store(to);
            own.to_bits().store(to);
        }
        Value::Decimal(own) => {
            DECIMAL.store(to);
            own.to_string().store(to);
        }
        Value::Text(own) => {
            TEXT.store(to);
            own.store(to);
        }
        Value::Instant(own) => {
            INSTANT.store(to);
            own.store(to);
        }
        Value::List(own) => {
            LIST.store(to);
            (own.len() as u32).store(to);
            own.iter().for_each(|value| store(value, to));
        }
        Value::Map(own) => {
            MAP.store(to);
            (own.len() as u32).store(to);
            for (key, value) in own {
                key.store(to);
                store(value, to);
            }
        }
        // A policy holds nothing else.
        _ => NULL.store(to),
    }
}

fn load(from: &mut Bytes<'_>, depth: u32) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    Some(match u8::load(from)? {
        NULL => Value::Null,
        BOOL => Value::Bool(Stored::load(from)?),
        INT => Value::Int(Whole::load(from)?.0),
        FLOAT => Value::Float(Some(f64::from_bits(u64::load(from)?)).filter(|x| x.is_finite())?),
        DECIMAL => Value::Decimal(String::load(from)?.parse::<Decimal>().ok()?),
        TEXT => Value::Text(Stored::load(from)?),
        INSTANT => Value::Instant(Stored::load(from)?),
        LIST => {
            let mut list = Vec::new();
            for _ in 0..u32::load(from)? {
                list.push(load(from, depth)?);
            }
            Value::List(list)
        }
        MAP => {
            let mut map = Vec::new();
            for _ in 0..u32::load(from)? {
                map.push((String::load(from)?, load(from, depth)?));
            }
            Value::Map(map)
        }
        _ => return None,
    })
}
