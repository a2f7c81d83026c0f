//! State as bytes and back: little-endian, fixed width, lengths before lists.
//!
//! Bytes may come from anywhere: nothing is allocated that they do not pay for.

/// A part of the state.
pub(super) trait Stored: Sized {
    /// No value takes fewer bytes.
    const LEAST: usize;
    fn store(&self, to: &mut Vec<u8>);
    fn load(from: &mut &[u8]) -> Option<Self>;
}

/// Declares a part of the state by its fields, in order.
macro_rules! stored {
    ($name:ident { $( $field:ident : $type:ty ),* $(,)? } $(where $check:expr)?) => {
        impl Stored for $name {
            const LEAST: usize = 0 $( + <$type as Stored>::LEAST )*;

            fn store(&self, to: &mut Vec<u8>) {
                $( self.$field.store(to); )*
            }

            fn load(from: &mut &[u8]) -> Option<Self> {
                let own = Self { $( $field: <$type as Stored>::load(from)? ),* };
                $( if !$check(&own) { return None; } )?
                Some(own)
            }
        }
    };
}
pub(super) use stored;

macro_rules! stored_number {
    ($($number:ty)*) => { $(
        impl Stored for $number {
            const LEAST: usize = size_of::<$number>();

            fn store(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn load(from: &mut &[u8]) -> Option<Self> {
                let (head, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*head))
            }
        }
    )* };
}
stored_number!(u8 u16 u32 i32 i64 u128);

impl Stored for bool {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Vec<u8>) {
        u8::from(*self).store(to);
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        match u8::load(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Stored> Stored for Option<T> {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Vec<u8>) {
        self.is_some().store(to);
        if let Some(own) = self {
            own.store(to);
        }
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::load(from)? { Some(T::load(from)?) } else { None })
    }
}

impl<T: Stored> Stored for Vec<T> {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Vec<u8>) {
        // Nothing has more than 2^32 parts: clients and transactions are counted in 32 bits.
        (self.len() as u32).store(to);
        for own in self {
            own.store(to);
        }
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        let len = u32::load(from)? as usize;
        if len.checked_mul(T::LEAST)? > from.len() {
            return None;
        }
        (0..len).map(|_| T::load(from)).collect()
    }
}

impl Stored for String {
    const LEAST: usize = 4;

    fn store(&self, to: &mut Vec<u8>) {
        (self.len() as u32).store(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        let len = u32::load(from)? as usize;
        let (head, rest) = from.split_at_checked(len)?;
        *from = rest;
        Self::from_utf8(head.to_vec()).ok()
    }
}

impl Stored for crate::time::Instant {
    const LEAST: usize = 8;

    fn store(&self, to: &mut Vec<u8>) {
        self.millis().store(to);
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        Self::from_millis(i64::load(from)?)
    }
}
