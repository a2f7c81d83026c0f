//! Where the values of a record's keys go while they are read.

use super::{Reader, Shaped, Value};

/// Where the value of a key goes, whatever its type.
///
/// One reader of keys then serves all records: a reader of its own for each type was a sixth of
/// the browser's module.
pub(crate) trait Place {
    /// Reads `value`; the place is empty after a problem.
    fn read(&mut self, value: &Value, at: &mut Reader);

    /// Takes what an absent key means; whether it means anything.
    fn fill_absent(&mut self) -> bool;

    /// Whether it holds a value.
    fn is_filled(&self) -> bool;
}

impl<T: Shaped> Place for Option<T> {
    fn read(&mut self, value: &Value, at: &mut Reader) {
        *self = T::read(value, at);
    }

    fn fill_absent(&mut self) -> bool {
        *self = T::absent();
        self.is_some()
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

/// What a place holds.
///
/// A way out for every empty place would drop all other places, in each reader anew.
pub(crate) fn filled<T>(place: Option<T>) -> T {
    match place {
        Some(value) => value,
        None => empty(),
    }
}

#[cold]
#[inline(never)]
#[expect(
    clippy::panic,
    reason = "INVARIANT: `filled` is called on places that `Reader::record` found to be filled"
)]
fn empty() -> ! {
    panic!("a place that was filled is empty")
}
