//! Typed arrays are columns.

use fieldbeat::Column;
use fieldbeat::column::{Buffer, Cells};
use fieldbeat::shape::{Foreign, Value};
use napi::Result;

use crate::elements::Elements;
use crate::host::{Handle, Host};
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
        Ok(Cells::I64(cells) | Cells::Millis(cells)) => host.new_typed_array(floats(cells)),
        Ok(Cells::U32(cells)) => host.new_typed_array(cells.into_vec()),
        Ok(Cells::U8(cells)) => host.new_typed_array(cells.into_vec()),
        Ok(Cells::Bool(cells)) => host.new_typed_array(cells.into_iter().map(u8::from).collect()),
        Ok(texts) => rows(host, &Column::new(texts)),
        Err(column) => rows(host, &column),
    }
}

/// Whole numbers as JavaScript has them: in their own memory, where nobody else has it.
fn floats(cells: Buffer<i64>) -> Vec<f64> {
    cells.into_vec().into_iter().map(|whole| whole as f64).collect()
}

fn rows<'h>(host: Host<'h>, column: &Column) -> Result<Handle<'h>> {
    write_list(host, (0..column.len()).map(|row| column.plain(row)))
}

/// A list of shorter columns is filled at once.
const WORTH_A_SCRIPT: usize = 64;

/// What stands at each place, as the value of a key: JavaScript fills a list ten times as fast as
/// Node-API does, and few callers look at all of them. Whoever looks finds a list, and a value like
/// any other from then on; unless the object is frozen, which changes no kind of key.
///
/// Cells are places in `values`; without those they are numbers, and what is none is absent. Records are
/// one text of JSON: parsed at once they take a fifth of the time that Node-API takes to make them.
const FILL_LATER: &str = "(({ parse }) => (object, key, cells, values) => {
    let list;
    const settle = (owner, value) =>
        Reflect.defineProperty(owner, key, { value, configurable: true, enumerable: true, writable: true });
    const get = () => {
        if (list !== undefined) return list;
        const isText = typeof cells === 'string';
        list = isText ? parse(cells) : new Array(cells.length);
        if (isText) {
            cells = null;
        } else if (values === null) {
            for (let row = 0; row < list.length; row += 1) {
                const number = cells[row];
                list[row] = number === number ? number : null;
            }
        } else {
            for (let row = 0; row < list.length; row += 1) list[row] = values[cells[row]];
        }
        settle(object, list);
        return list;
    };
    function set(value) {
        if (settle(this, value)) return;
        if (Object.isFrozen(object)) throw new TypeError(`Cannot assign to read only property '${key}'`);
        list = value;
    }
    Object.defineProperty(object, key, { get, set, configurable: true, enumerable: true });
})(JSON)";

/// JavaScript holds no text that is much longer.
const MOST_CHARACTERS: usize = 1 << 28;

/// Sets the key of an object to a list; a long one of records is made when it is looked at.
pub(crate) fn set_list(
    host: Host<'_>,
    object: Handle<'_>,
    key: &str,
    items: Vec<Value>,
) -> Result<()> {
    let is_record = |item: &Value| matches!(item, Value::Map(_)) && is_plain(item);
    let is_long = items.len() >= WORTH_A_SCRIPT && items.iter().all(is_record);
    let text = if is_long { serde_json::to_string(&items).ok() } else { None };
    match text.filter(|text| text.len() <= MOST_CHARACTERS) {
        Some(text) => {
            let (text, none) = (host.new_text(&text)?, host.new_null()?);
            let script = host.script(FILL_LATER)?;
            host.apply(script, [object, host.new_text(key)?, text, none]).map(drop)
        }
        None => host.set_property(object, key, write_list(host, items.into_iter())?),
    }
}

/// Whether JSON says all of a value.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::Instant(_) => true,
        Value::Float(number) => number.is_finite(),
        Value::List(items) => items.iter().all(is_plain),
        Value::Map(entries) => entries.iter().all(|(_, value)| is_plain(value)),
        Value::Decimal(_)
        | Value::Column(_)
        | Value::Bytes(_)
        | Value::Object(_)
        | Value::Foreign(_) => false,
    }
}

/// Sets the key of an object to a column.
pub(crate) fn set(host: Host<'_>, object: Handle<'_>, key: &str, column: Column) -> Result<()> {
    if column.len() < WORTH_A_SCRIPT {
        return host.set_property(object, key, write(host, column)?);
    }
    let nulls = column.nulls().to_vec();
    let (cells, values) = match column.cells() {
        Cells::Text { codes, names } => (places(host, codes, &nulls, names.len())?, {
            let names = names.iter().map(|name| Value::Text(name.to_owned()));
            // `null` is what an absent text is.
            let none = (!nulls.is_empty()).then_some(Value::Null);
            write_list(host, names.chain(none).collect::<Vec<_>>().into_iter())?
        }),
        Cells::I64(cells) | Cells::Millis(cells) if !nulls.is_empty() => {
            let number = |(cell, is_absent): (&i64, &bool)| match is_absent {
                true => f64::NAN,
                false => *cell as f64,
            };
            let numbers = cells.iter().zip(&nulls).map(number).collect();
            (host.new_typed_array(numbers)?, host.new_null()?)
        }
        _ => return host.set_property(object, key, write(host, column)?),
    };
    host.apply(host.script(FILL_LATER)?, [object, host.new_text(key)?, cells, values]).map(drop)
}

/// Places in a list of names, those of absent rows behind its end: in bytes where these hold them.
fn places<'h>(host: Host<'h>, codes: &[u32], nulls: &[bool], names: usize) -> Result<Handle<'h>> {
    let none = u32::try_from(names).unwrap_or(u32::MAX);
    let is_absent = |row: usize| nulls.get(row).copied().unwrap_or(false);
    let place = |(row, code): (usize, &u32)| if is_absent(row) { none } else { *code };
    let places = codes.iter().enumerate().map(place);
    if names <= usize::from(u8::MAX) {
        return host.new_typed_array(places.map(|place| place as u8).collect());
    }
    host.new_typed_array(places.collect::<Vec<u32>>())
}
