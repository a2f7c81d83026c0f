//! State as bytes and back: little-endian, fixed width, lengths before lists, sealed by a checksum.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | whose state it is |
//! | 4 | version of the format |
//! | 32 each | hashes of what it was made with, in hex: the policy, and what else there is |
//! | | the state |
//! | 32 | hash of all bytes before, in hex |
//!
//! Bytes may come from anywhere. What is read is in range, so that no later step overflows, and
//! nothing is allocated that the bytes do not pay for.

use crate::math::{self, StableHash};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

/// What a snapshot is written into.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

/// What is left of a snapshot.
pub(crate) struct Bytes<'b>(pub(crate) &'b [u8]);

impl Bytes<'_> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }
}

/// Length of a hash in hex.
const HASH: usize = 32;

/// How one engine's state is sealed.
pub(crate) struct Seal {
    /// Whose state it is.
    pub(crate) magic: &'static [u8; 8],
    /// The one version of the format that is written and read.
    pub(crate) version: u32,
    /// What the state is of, as in "no snapshot of a tracker".
    pub(crate) of: &'static str,
}

impl Seal {
    /// The state that `write` writes, behind the hashes of what it was made with.
    pub(crate) fn close(&self, hashes: &[&str], write: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let mut to = Writer(self.magic.to_vec());
        self.version.store(&mut to);
        hashes.iter().for_each(|hash| to.0.extend_from_slice(hash.as_bytes()));
        write(&mut to);
        let sum = StableHash::new().bytes(&to.0).hex();
        to.0.extend_from_slice(sum.as_bytes());
        to.0
    }

    /// Reads the state, all of it, if it was made with what has these hashes; each comes with the
    /// code and the message of another one.
    ///
    /// Problems are noted at `path`. Of kind `input`, when these bytes are nobody's: `not_a_snapshot`,
    /// `version_unsupported`, `checksum_differs`, `corrupt_snapshot`. Of kind `state` are the codes of
    /// the hashes.
    pub(crate) fn open<T>(
        &self,
        bytes: &[u8],
        path: &str,
        hashes: &[(&str, &'static str, &str)],
        read: impl FnOnce(&mut Bytes<'_>) -> Option<T>,
    ) -> Result<T> {
        let refuse = |code, message: String| Error::one(ErrorKind::Input, code, path, message);
        let Some(rest) = bytes.strip_prefix(self.magic) else {
            let message = format!("these bytes are no snapshot of {}", self.of);
            return Err(refuse("not_a_snapshot", message));
        };
        let mut from = Bytes(rest);
        if u32::load(&mut from).is_some_and(|version| version != self.version) {
            let message = format!("this engine reads version {}", self.version);
            return Err(refuse("version_unsupported", message));
        }
        let corrupt =
            || refuse("corrupt_snapshot", "the snapshot is cut short or damaged".to_owned());
        let header = self.magic.len() + 4 + HASH * hashes.len();
        let split = bytes.len().checked_sub(HASH).filter(|split| *split >= header);
        let (body, sum) = bytes.split_at(split.ok_or_else(corrupt)?);
        if StableHash::new().bytes(body).hex().as_bytes() != sum {
            let message = "the bytes have changed since they were written".to_owned();
            return Err(refuse("checksum_differs", message));
        }
        for (own, code, message) in hashes {
            if from.take::<HASH>().is_none_or(|found| found != *own.as_bytes()) {
                return Err(Error::one(ErrorKind::State, code, path, *message));
            }
        }
        let mut from = Bytes(body.get(header..).unwrap_or_default());
        read(&mut from).filter(|_| from.0.is_empty()).ok_or_else(corrupt)
    }
}

/// A part of the state.
pub(crate) trait Stored: Sized {
    /// No value takes fewer bytes.
    const LEAST: usize;
    fn store(&self, to: &mut Writer);
    fn load(from: &mut Bytes<'_>) -> Option<Self>;
}

/// Declares a part of the state by its fields, in order.
macro_rules! stored {
    ($name:ident { $( $field:ident : $type:ty ),* $(,)? } $(where $check:expr)?) => {
        impl $crate::snapshot::Stored for $name {
            const LEAST: usize =
                0 $( + <$type as $crate::snapshot::Stored>::LEAST )*;

            fn store(&self, to: &mut $crate::snapshot::Writer) {
                $( $crate::snapshot::Stored::store(&self.$field, to); )*
            }

            fn load(from: &mut $crate::snapshot::Bytes<'_>) -> Option<Self> {
                let own = Self {
                    $( $field: $crate::snapshot::Stored::load(from)? ),*
                };
                $( if !$check(&own) { return None; } )?
                Some(own)
            }
        }
    };
}
pub(crate) use stored;

/// Numbers that may be anything.
macro_rules! stored_number {
    ($($number:ty)*) => { $(
        impl Stored for $number {
            const LEAST: usize = size_of::<$number>();

            fn store(&self, to: &mut Writer) {
                to.0.extend_from_slice(&self.to_le_bytes());
            }

            fn load(from: &mut Bytes<'_>) -> Option<Self> {
                from.take().map(Self::from_le_bytes)
            }
        }
    )* };
}
stored_number!(u8 u16 u32 u64 u128 i32);

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

/// A code is its place in the declared order.
macro_rules! stored_code {
    ($name:ty) => {
        impl $crate::snapshot::Stored for $name {
            const LEAST: usize = 1;

            fn store(&self, to: &mut $crate::snapshot::Writer) {
                $crate::snapshot::Stored::store(&(*self as u8), to);
            }

            fn load(from: &mut $crate::snapshot::Bytes<'_>) -> Option<Self> {
                Self::ALL.get(usize::from(<u8 as $crate::snapshot::Stored>::load(from)?)).copied()
            }
        }
    };
}
pub(crate) use stored_code;

/// Milliseconds: a time, or a length of time no longer than all of time.
impl Stored for i64 {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Instant::load(from).map(Instant::millis)
    }
}

impl Stored for Instant {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        self.millis().store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        from.take().map(i64::from_le_bytes).and_then(Self::from_millis)
    }
}

/// Any whole number that is no time: a sum, say.
#[cfg(feature = "segment")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole(pub(crate) i64);

#[cfg(feature = "segment")]
impl Stored for Whole {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Writer) {
        to.0.extend_from_slice(&self.0.to_le_bytes());
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        from.take().map(|bytes| Self(i64::from_le_bytes(bytes)))
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

impl<T: Stored> Stored for Box<T> {
    const LEAST: usize = T::LEAST;

    fn store(&self, to: &mut Writer) {
        T::store(self, to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        T::load(from).map(Self::new)
    }
}

impl<T: Stored> Stored for Vec<T> {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Writer) {
        // A list is bounded by what is pending or counted in 32 bits, which hold its length.
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
