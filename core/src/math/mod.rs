//! Arithmetic with the same bits on every platform: transcendentals, decimals, stable hashes.

mod decimal;
#[cfg(any(feature = "kpi", feature = "segment"))]
pub(crate) mod exact;
mod float;
mod hash;
mod sort;
mod text;

pub use decimal::{Decimal, Rounding};
pub use float::{acos, asin, atan, atan2, cbrt, cos, erfc, exp, fmod, ln, max, min, pow, sin, tan};
pub use hash::{StableHash, hash_value};
#[cfg(feature = "segment")]
pub(crate) use sort::sort_numbers;
#[cfg_attr(not(feature = "visit"), allow(unused_imports, reason = "fences alone sort little"))]
pub(crate) use sort::{sort, sort_by, sort_by_key, sort_by_number, under};
pub(crate) use text::plain_text;
