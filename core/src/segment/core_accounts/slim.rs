//! Little room for what is kept of every client or of every move: options without a byte to say so, a
//! list of pairs that mostly is one, and lists that grow by an eighth.

use std::ops::Deref;

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

/// A list of pairs that mostly is one: that one lies where the list does.
#[derive(Clone, Debug, Default)]
pub(super) enum Pairs {
    #[default]
    None,
    One((u32, u32)),
    Many(Box<[(u32, u32)]>),
}

impl Pairs {
    pub(super) fn push(&mut self, pair: (u32, u32)) {
        match self {
            Self::None => *self = Self::One(pair),
            Self::One(first) => *self = Self::Many(Box::new([*first, pair])),
            Self::Many(pairs) => *pairs = [&**pairs, &[pair]].concat().into(),
        }
    }

    /// Bytes that it holds, its own aside.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::None | Self::One(_) => 0,
            Self::Many(pairs) => size_of_val(&**pairs),
        }
    }
}

impl Deref for Pairs {
    type Target = [(u32, u32)];

    fn deref(&self) -> &[(u32, u32)] {
        match self {
            Self::None => &[],
            Self::One(pair) => std::slice::from_ref(pair),
            Self::Many(pairs) => pairs,
        }
    }
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

/// So many items, of which those are nothing yet that are new. Room for an eighth more.
pub(super) fn resize<T: Clone + Default>(list: &mut Vec<T>, len: usize) {
    make_room_for(list, len);
    list.resize(len, T::default());
}

/// The items of another list. Copied, and not swapped with it: the lists of a night have room for the
/// largest scope, which would then stay with whatever scope it was.
pub(super) fn copy<T: Copy>(list: &mut Vec<T>, other: &[T]) {
    list.clear();
    make_room_for(list, other.len());
    list.extend_from_slice(other);
}

fn make_room_for<T>(list: &mut Vec<T>, len: usize) {
    if len > list.capacity() {
        list.reserve_exact(len + len / 8 - list.len());
    }
}
