//! State as bytes and back: little-endian, fixed width, lengths before lists.
//!
//! Bytes may come from anywhere. What is read is in range, so that no later step overflows, and
//! nothing is allocated that the bytes do not pay for.

use super::super::{FixSource, Mark, PresenceState};
use crate::math;
use crate::time::Instant;

/// What a snapshot is written into.
#[derive(Default)]
pub(in super::super) struct Writer(pub(super) Vec<u8>);

/// What is left of a snapshot.
pub(in super::super) struct Bytes<'b>(pub(super) &'b [u8]);

impl Bytes<'_> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }
}

/// A part of the state.
pub(in super::super) trait Stored: Sized {
    /// No value takes fewer bytes.
    const LEAST: usize;
    fn store(&self, to: &mut Writer);
    fn load(from: &mut Bytes<'_>) -> Option<Self>;
}

/// Declares a part of the state by its fields, in order.
macro_rules! stored {
    ($name:ident { $( $field:ident : $type:ty ),* $(,)? } $(where $check:expr)?) => {
        impl $crate::geofence::tracker::bytes::Stored for $name {
            const LEAST: usize =
                0 $( + <$type as $crate::geofence::tracker::bytes::Stored>::LEAST )*;

            fn store(&self, to: &mut $crate::geofence::tracker::bytes::Writer) {
                $( $crate::geofence::tracker::bytes::Stored::store(&self.$field, to); )*
            }

            fn load(from: &mut $crate::geofence::tracker::bytes::Bytes<'_>) -> Option<Self> {
                let own = Self {
                    $( $field: $crate::geofence::tracker::bytes::Stored::load(from)? ),*
                };
                $( if !$check(&own) { return None; } )?
                Some(own)
            }
        }
    };
}
pub(in super::super) use stored;

impl Stored for u8 {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        to.0.push(*self);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        from.take::<1>().map(|[byte]| byte)
    }
}

impl Stored for bool {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        u8::from(*self).store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        match u8::load(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Stored for u32 {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        from.take().map(Self::from_le_bytes)
    }
}

impl Stored for u64 {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        from.take().map(Self::from_le_bytes)
    }
}

/// A code is its place in the declared order.
macro_rules! stored_code {
    ($name:ty) => {
        impl Stored for $name {
            const LEAST: usize = 1;

            fn store(&self, to: &mut Writer) {
                (*self as u8).store(to);
            }

            fn load(from: &mut Bytes<'_>) -> Option<Self> {
                Self::ALL.get(usize::from(u8::load(from)?)).copied()
            }
        }
    };
}

stored_code!(FixSource);
stored_code!(Mark);
stored_code!(PresenceState);

/// Milliseconds: a time, or a length of time no longer than all of time.
impl Stored for i64 {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let ms = from.take().map(Self::from_le_bytes)?;
        Instant::from_millis(ms).map(Instant::millis)
    }
}

/// Finite, and no -0.
impl Stored for f64 {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        const FARTHEST: f64 = 1e12;
        let x = from.take().map(Self::from_le_bytes)?;
        (math::max(x, -x) <= FARTHEST).then_some(x)
    }
}

impl<T: Stored> Stored for Option<T> {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Writer) {
        self.is_some().store(to);
        if let Some(own) = self {
            own.store(to);
        }
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some(if bool::load(from)? { Some(T::load(from)?) } else { None })
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    const LEAST: usize = A::LEAST + B::LEAST;

    fn store(&self, to: &mut Writer) {
        self.0.store(to);
        self.1.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::load(from)?, B::load(from)?))
    }
}

impl<A: Stored, B: Stored, C: Stored> Stored for (A, B, C) {
    const LEAST: usize = A::LEAST + B::LEAST + C::LEAST;

    fn store(&self, to: &mut Writer) {
        self.0.store(to);
        self.1.store(to);
        self.2.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::load(from)?, B::load(from)?, C::load(from)?))
    }
}

impl<T: Stored> Stored for Vec<T> {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Writer) {
        // A list is bounded by what is pending: 32 bits hold its length.
        (self.len() as u32).store(to);
        for own in self {
            own.store(to);
        }
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let len = u32::load(from)? as usize;
        if len.checked_mul(T::LEAST)? > from.0.len() {
            return None;
        }
        (0..len).map(|_| T::load(from)).collect()
    }
}

impl Stored for String {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Writer) {
        (self.len() as u32).store(to);
        to.0.extend_from_slice(self.as_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let len = u32::load(from)? as usize;
        let (head, rest) = from.0.split_at_checked(len)?;
        from.0 = rest;
        Self::from_utf8(head.to_vec()).ok()
    }
}

/// Ranges of time: in order, and apart, so that their sum is at most all of time.
pub(in super::super) fn are_ranges(ranges: &[(i64, i64)]) -> bool {
    ranges.iter().all(|(start, end)| start <= end)
        && ranges.windows(2).all(|pair| matches!(pair, [(_, end), (start, _)] if end <= start))
}
