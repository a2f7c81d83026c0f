//! Three values: yes, no, and unknown.

use std::ops::Not;

/// The answer of a condition, as Kleene's strong logic has it (Kleene 1938): an unknown part makes
/// the whole unknown only where it could change it.
///
/// Ordered no, unknown, yes, so that `and` is the smaller and `or` the greater of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Answer {
    No = 0,
    Unknown = 1,
    Yes = 2,
}

impl Answer {
    pub(crate) fn known(self) -> Option<bool> {
        match self {
            Self::No => Some(false),
            Self::Unknown => None,
            Self::Yes => Some(true),
        }
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl Not for Answer {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}
