//! The types of Python.

use super::Generated;

pub(crate) fn files() -> Vec<Generated> {
    Vec::new()
}
