//! Typed arrays are columns.

use fieldbeat::Column;
use fieldbeat::column::Cells;
use fieldbeat::shape::{Foreign, Value};

use crate::host::Elements;

/// The column of a typed array's elements.
///
/// Whole numbers stay whole: whether they are instants, counts or flags is for their key to say.
pub(crate) fn column(elements: Elements) -> Value {
    let cells = match elements {
        Elements::Floats(floats) => Cells::F64(floats),
        Elements::Integers(integers) => Cells::I64(integers),
        Elements::Unsigned(unsigned) => {
            match unsigned.into_iter().map(i64::try_from).collect::<Result<_, _>>() {
                Ok(integers) => Cells::I64(integers),
                Err(_) => return Value::Foreign(Foreign::huge_number()),
            }
        }
        Elements::Unknown => {
            return Value::Foreign(Foreign::no_data("a typed array of an unknown kind"));
        }
    };
    Value::Column(Column::new(cells))
}
