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

/// What stands at each place, as the value of a key: JavaScript fills a list ten times as fast as
/// Node-API does, and few callers look at all of them. Whoever looks finds a list, and a value like
/// any other from then on; unless the object is frozen, which changes no kind of key.
const FILL_LATER: &str = "(object, key, codes, values) => {
    let list;
    const settle = (value) => {
        Reflect.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
    };
    const get = () => {
        if (list !== undefined) return list;
        list = new Array(codes.length);
        for (let row = 0; row < list.length; row += 1) list[row] = values[codes[row]];
        settle(list);
        return list;
    };
    Object.defineProperty(object, key, { get, set: settle, configurable: true, enumerable: true });
}";

/// A list of numbers, of which some are absent.
const FILL_NUMBERS: &str = "(values, nulls) => {
    const list = new Array(values.length);
    for (let row = 0; row < list.length; row += 1) list[row] = nulls[row] ? null : values[row];
    return list;
}";

/// Sets the key of an object to a column.
pub(crate) fn set(host: Host<'_>, object: Handle<'_>, key: &str, column: Column) -> Result<()> {
    let is_late = matches!(column.cells(), Cells::Text { .. }) && column.len() >= WORTH_A_SCRIPT;
    if !is_late {
        return host.set_property(object, key, write(host, column)?);
    }
    let nulls = column.nulls().to_vec();
    let (mut codes, names) = match column.into_cells() {
        Ok(Cells::Text { codes, names }) => (codes.into_vec(), names),
        Ok(cells) => return host.set_property(object, key, write(host, Column::new(cells))?),
        Err(column) => match column.cells() {
            Cells::Text { codes, names } => (codes.to_vec(), names.clone()),
            _ => return host.set_property(object, key, write(host, column)?),
        },
    };
    let values = write_list(host, names.iter().map(|name| Value::Text(name.clone())))?;
    if !nulls.is_empty() {
        // What is at no place is undefined, and `null` is what an absent text is.
        let none = u32::try_from(names.len()).unwrap_or(u32::MAX);
        host.set_element(values, none, host.new_null()?)?;
        let absent = codes.iter_mut().zip(&nulls).filter(|(_, is_absent)| **is_absent);
        absent.for_each(|(code, _)| *code = none);
    }
    let arguments = [object, host.new_text(key)?, host.new_typed_array(codes)?, values];
    host.apply(host.script(FILL_LATER)?, arguments).map(drop)
}

fn rows<'h>(host: Host<'h>, column: &Column) -> Result<Handle<'h>> {
    let nulls = column.nulls();
    match column.cells() {
        _ if column.len() < WORTH_A_SCRIPT => {}
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
