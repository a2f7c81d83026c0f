//! Writes the core's tree as JavaScript values.

use fieldbeat::shape::Value;
use napi::{Result, Status};

use crate::host::{Handle, Host};
use crate::{columns, engines};

/// Writes `value`: instants as strings, decimals as numbers, columns as typed arrays, engines as
/// the numbers under which they are held.
pub(crate) fn write(host: Host<'_>, value: Value) -> Result<Handle<'_>> {
    match value {
        // Nothing foreign is ever answered.
        Value::Null | Value::Foreign(_) => host.new_null(),
        Value::Bool(b) => host.new_boolean(b),
        Value::Int(i) => host.new_number(i as f64),
        Value::Float(x) => host.new_number(x),
        Value::Decimal(d) => host.new_number(d.to_f64()),
        Value::Text(text) => host.new_text(&text),
        Value::Instant(t) => host.new_text(&t.to_string()),
        Value::List(items) => write_list(host, items.into_iter()),
        Value::Column(column) => columns::write(host, column),
        Value::Bytes(bytes) => host.new_typed_array(bytes.0.into_vec()),
        Value::Object(object) => host.new_number(engines::hold(object)),
        Value::Map(entries) => {
            let object = host.new_object()?;
            for (key, value) in entries {
                host.scoped(|host| match value {
                    Value::Column(column) => columns::set(host, object, &key, column),
                    Value::List(items) => columns::set_list(host, object, &key, items),
                    value => host.set_property(object, &key, write(host, value)?),
                })?;
            }
            Ok(object)
        }
    }
}

pub(crate) fn write_list(
    host: Host<'_>,
    items: impl ExactSizeIterator<Item = Value>,
) -> Result<Handle<'_>> {
    let list = host.new_array(items.len())?;
    for (index, item) in items.enumerate() {
        let index =
            u32::try_from(index).map_err(|_| napi::Error::from_status(Status::InvalidArg))?;
        host.scoped(|host| host.set_element(list, index, write(host, item)?))?;
    }
    Ok(list)
}
