//! Writes the core's tree as JavaScript values.

use fieldbeat::shape::Value;
use napi::{Result, Status};

use crate::host::{Handle, Host};

/// Writes `value`: instants as strings, decimals as numbers, columns as arrays.
pub(crate) fn write<'h>(host: Host<'h>, value: &Value) -> Result<Handle<'h>> {
    match value {
        // Nothing foreign is ever answered.
        Value::Null | Value::Foreign(_) => host.new_null(),
        Value::Bool(b) => host.new_boolean(*b),
        Value::Int(i) => host.new_number(*i as f64),
        Value::Float(x) => host.new_number(*x),
        Value::Decimal(d) => host.new_number(d.to_f64()),
        Value::Text(text) => host.new_text(text),
        Value::Instant(t) => host.new_text(&t.to_string()),
        Value::List(items) => write_list(host, items.iter()),
        Value::Column(column) => {
            write_list(host, (0..column.len()).map(|index| column.value(index)))
        }
        Value::Map(entries) => {
            let object = host.new_object()?;
            for (key, value) in entries {
                host.scoped(|host| host.set_property(object, key, write(host, value)?))?;
            }
            Ok(object)
        }
    }
}

fn write_list<'h>(
    host: Host<'h>,
    items: impl ExactSizeIterator<Item: std::borrow::Borrow<Value>>,
) -> Result<Handle<'h>> {
    use std::borrow::Borrow;

    let list = host.new_array(items.len())?;
    for (index, item) in items.enumerate() {
        let index =
            u32::try_from(index).map_err(|_| napi::Error::from_status(Status::InvalidArg))?;
        host.scoped(|host| host.set_element(list, index, write(host, item.borrow())?))?;
    }
    Ok(list)
}
