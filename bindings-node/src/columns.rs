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

/// A list of shorter columns is filled from here.
const WORTH_A_SCRIPT: usize = 64;

/// A list of what stands at each place: JavaScript fills one ten times as fast as Node-API does.
const FILL: &str = "(codes, values) => {
    const list = new Array(codes.length);
    for (let row = 0; row < list.length; row += 1) list[row] = values[codes[row]];
    return list;
}";

/// A list of numbers, of which some are absent.
const FILL_NUMBERS: &str = "(values, nulls) => {
    const list = new Array(values.length);
    for (let row = 0; row < list.length; row += 1) list[row] = nulls[row] ? null : values[row];
    return list;
}";

fn rows<'h>(host: Host<'h>, column: &Column) -> Result<Handle<'h>> {
    let nulls = column.nulls();
    match column.cells() {
        _ if column.len() < WORTH_A_SCRIPT => {}
        Cells::Text { codes, names } => {
            let values = write_list(host, names.iter().map(|name| Value::Text(name.clone())))?;
            // What is at no place is undefined, and `null` is what an absent text is.
            let none = u32::try_from(names.len()).unwrap_or(u32::MAX);
            host.set_element(values, none, host.new_null()?)?;
            let absent = |row: usize| nulls.get(row).copied().unwrap_or(false);
            let code = |(row, code): (usize, &u32)| if absent(row) { none } else { *code };
            let codes = host.new_typed_array(codes.iter().enumerate().map(code).collect())?;
            return host.apply(host.script(FILL)?, [codes, values]);
        }
        Cells::I64(cells) | Cells::Millis(cells) => {
            let values = cells.iter().map(|&whole| whole as f64).collect();
            let nulls = nulls.iter().map(|&null| u8::from(null)).collect();
            let (values, nulls) = (host.new_typed_array(values)?, host.new_typed_array(nulls)?);
            return host.apply(host.script(FILL_NUMBERS)?, [values, nulls]);
        }
        _ => {}
    }
    write_list(host, (0..column.len()).map(|row| column.plain(row)))
}
