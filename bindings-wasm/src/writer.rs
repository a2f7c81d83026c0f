//! Writes the core's tree as JavaScript values.

use fieldbeat::shape::Value;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// Writes `value`: instants as strings, decimals as numbers, columns as arrays.
pub(crate) fn write(value: &Value) -> Result<JsValue, JsValue> {
    Ok(match value {
        // Nothing foreign is ever answered.
        Value::Null | Value::Foreign(_) => JsValue::NULL,
        Value::Bool(b) => JsValue::from_bool(*b),
        Value::Int(i) => JsValue::from_f64(*i as f64),
        Value::Float(x) => JsValue::from_f64(*x),
        Value::Decimal(d) => JsValue::from_f64(d.to_f64()),
        Value::Text(text) => JsValue::from_str(text),
        Value::Instant(t) => JsValue::from_str(&t.to_string()),
        Value::List(items) => {
            let list = Array::new();
            for item in items {
                list.push(&write(item)?);
            }
            list.into()
        }
        Value::Column(column) => {
            let list = Array::new();
            for index in 0..column.len() {
                list.push(&write(&column.value(index))?);
            }
            list.into()
        }
        Value::Map(entries) => {
            let object = Object::new();
            for (key, value) in entries {
                Reflect::set(&object, &JsValue::from_str(key), &write(value)?)?;
            }
            object.into()
        }
    })
}
