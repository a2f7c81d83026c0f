//! Hashes that never change: ids and policy hashes are stored for years.

use siphasher::sip128::{Hasher128, SipHasher24};
use std::hash::Hasher;

use crate::shape::Value;

/// 128-bit SipHash-2-4 (Aumasson, Bernstein 2012) with a zero key over length-prefixed fields.
///
/// # Example
/// ```
/// use fieldbeat::math::StableHash;
///
/// let id = StableHash::new().text("rep-7").text("clinic").int(1_790_000_000_000).hex();
/// assert_eq!(id.len(), 32);
/// assert_ne!(id, StableHash::new().text("rep-7c").text("linic").int(1_790_000_000_000).hex());
/// ```
#[derive(Clone, Debug)]
pub struct StableHash(SipHasher24);

impl Default for StableHash {
    fn default() -> Self {
        Self::new()
    }
}

impl StableHash {
    /// A hash of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(SipHasher24::new_with_keys(0, 0))
    }

    /// Adds bytes, after their length.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.write(&(bytes.len() as u64).to_le_bytes());
        self.0.write(bytes);
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a whole number.
    #[must_use]
    pub fn int(self, i: i64) -> Self {
        self.bytes(&i.to_le_bytes())
    }

    /// Adds a number by its bits; -0 counts as 0.
    #[must_use]
    pub fn float(self, x: f64) -> Self {
        self.bytes(&(x + 0.0).to_bits().to_le_bytes())
    }

    /// The hash as a number.
    #[must_use]
    pub fn value(self) -> u128 {
        self.0.finish128().as_u128()
    }

    /// The hash as 32 hex digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:032x}", self.value())
    }
}

/// The stable hash of a plain value: equal values, read from any host, hash equally.
///
/// Numbers hash by value, so 5 and 5.0 agree; a decimal of more than 15 digits hashes as its text.
#[must_use]
pub fn hash_value(value: &Value) -> String {
    feed(StableHash::new(), value).hex()
}

fn feed(hash: StableHash, value: &Value) -> StableHash {
    match value {
        Value::Null | Value::Object(_) | Value::Foreign(_) => hash.text("null"),
        Value::Bool(b) => hash.text("bool").int(i64::from(*b)),
        Value::Int(i) => hash.text("number").float(*i as f64),
        Value::Float(x) => hash.text("number").float(*x),
        Value::Decimal(d) => feed(hash, &d.plain()),
        Value::Text(text) => hash.text("text").text(text),
        Value::Bytes(bytes) => hash.text("bytes").bytes(&bytes.0),
        Value::Instant(t) => hash.text("text").text(&t.to_string()),
        Value::List(items) => items.iter().fold(hash.text("list").int(items.len() as i64), feed),
        Value::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            super::sort_by(&mut sorted, |(a, _), (b, _)| a.cmp(b));
            let hash = hash.text("map").int(sorted.len() as i64);
            sorted.into_iter().fold(hash, |hash, (key, value)| feed(hash.text(key), value))
        }
        Value::Column(column) => (0..column.len())
            .fold(hash.text("list").int(column.len() as i64), |hash, i| {
                feed(hash, &column.value(i))
            }),
    }
}
