//! Options without a byte to say so: what is kept of every move is kept for every client.

use crate::snapshot::{Bytes, Stored, Writer};

/// Declares an option of a number, none of which is one that never occurs.
macro_rules! slim {
    ($(#[doc = $doc:literal])* $name:ident($number:ty), none $none:expr) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) struct $name($number);

        impl $name {
            pub(super) fn get(self) -> Option<$number> {
                (self.0 != $none).then_some(self.0)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self($none)
            }
        }

        impl From<Option<$number>> for $name {
            fn from(number: Option<$number>) -> Self {
                Self(number.unwrap_or($none))
            }
        }

        impl Stored for $name {
            const LEAST: usize = <Option<$number>>::LEAST;

            fn store(&self, to: &mut Writer) {
                self.get().store(to);
            }

            fn load(from: &mut Bytes<'_>) -> Option<Self> {
                Option::load(from).map(Self::from)
            }
        }
    };
}

slim! {
    /// A day, or none.
    MaybeDay(i32), none i32::MIN
}

slim! {
    /// The number of a row or a segment, or none.
    MaybeNumber(u16), none u16::MAX
}

/// One more at the end of a list.
pub(super) fn append<T>(list: &mut Vec<T>, item: T) {
    make_room(list);
    list.push(item);
}

/// Room for one more, and an eighth: a list of every client is seldom long, and twice the place would
/// be much.
pub(super) fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(1 + list.len() / 8);
    }
}
