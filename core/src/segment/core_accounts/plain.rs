//! Plain data as bytes: a policy that a snapshot carries along. JSON would take a parser that the
//! browser's module does without. Numbers that are equal are the same bytes: which kind a literal
//! of a condition has depends on the host that it came from.

use crate::math::Decimal;
use crate::shape::Value;
use crate::snapshot::{Bytes, Stored, Whole, Writer};

/// A value of the kinds that JSON has, decimals and instants.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plain(Value);

impl Plain {
    pub(super) fn new(value: Value) -> Self {
        Self(canonical(value))
    }

    pub(super) fn value(&self) -> &Value {
        &self.0
    }
}

/// Every number as a whole one, if it is one that all hosts have; else as a decimal, if it is one.
fn canonical(value: Value) -> Value {
    let decimal = match value {
        Value::List(own) => return Value::List(own.into_iter().map(canonical).collect()),
        Value::Map(own) => {
            let entries = own.into_iter().map(|(key, value)| (key, canonical(value)));
            return Value::Map(entries.collect());
        }
        Value::Int(own) => Decimal::from_units(own, 0),
        Value::Float(own) => Decimal::from_f64(own).ok(),
        Value::Decimal(own) => Some(own),
        _ => None,
    };
    // 0.8 and 0.80 are equal, too.
    let shortest = |decimal: Decimal| {
        let mut scales = 0..=MOST_PLACES;
        scales.find_map(|scale| Some((decimal.units(scale)?, scale)))
    };
    let Some((units, scale)) = decimal.and_then(shortest) else { return value };
    match i64::try_from(units) {
        Ok(whole) if scale == 0 && whole.unsigned_abs() < 1 << f64::MANTISSA_DIGITS => {
            Value::Int(whole)
        }
        _ => Decimal::from_units(units, scale).map_or(value, Value::Decimal),
    }
}

/// Policies are not nested deeper, and bytes may not be.
const DEEPEST: u32 = 128;

/// Decimals have no more digits behind the point.
const MOST_PLACES: u32 = 28;

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
        load(from, DEEPEST).map(Self::new)
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
