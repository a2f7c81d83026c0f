//! Typed arrays are columns.

use fieldbeat::Column;
use fieldbeat::column::Cells;
use fieldbeat::shape::{Foreign, Value};
use napi::Result;

use crate::host::{Elements, Handle, Host};
use crate::writer::write_list;

/// The column of a typed array's elements.
///
/// Whole numbers stay whole: whether they are instants, counts or flags is for their key to say.
pub(crate) fn column(elements: Elements) -> Value {
    let cells = match elements {
        Elements::Floats(floats) => Cells::F64(floats.into()),
        Elements::Integers(integers) => Cells::I64(integers.into()),
        Elements::Places(places) => Cells::U32(places.into()),
        Elements::Bytes(bytes) => Cells::U8(bytes.into()),
        Elements::Unsigned(unsigned) => {
            match unsigned.into_iter().map(i64::try_from).collect::<std::result::Result<_, _>>() {
                Ok(integers) => Cells::I64(Vec::into(integers)),
                Err(_) => return Value::Foreign(Foreign::huge_number()),
            }
        }
        Elements::Unknown => {
            return Value::Foreign(Foreign::no_data("a typed array of an unknown kind"));
        }
    };
    Value::Column(Column::new(cells))
}

/// A typed array of a column's cells: instants as milliseconds since 1970-01-01 UTC, flags as 0
/// and 1. Texts are a list, and so is a column where some may be absent.
pub(crate) fn write(host: Host<'_>, column: Column) -> Result<Handle<'_>> {
    match column.into_cells() {
        Ok(Cells::F64(cells)) => host.new_typed_array(cells.into_vec()),
        Ok(Cells::I64(cells) | Cells::Millis(cells)) => {
            host.new_typed_array(cells.iter().map(|&whole| whole as f64).collect())
        }
        Ok(Cells::U32(cells)) => host.new_typed_array(cells.into_vec()),
        Ok(Cells::U8(cells)) => host.new_typed_array(cells.into_vec()),
        Ok(Cells::Bool(cells)) => host.new_typed_array(cells.into_iter().map(u8::from).collect()),
        Ok(texts) => rows(host, &Column::new(texts)),
        Err(column) => rows(host, &column),
    }
}

fn rows<'h>(host: Host<'h>, column: &Column) -> Result<Handle<'h>> {
    write_list(host, (0..column.len()).map(|row| column.plain(row)))
}
