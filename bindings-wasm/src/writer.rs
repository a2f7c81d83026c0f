//! Writes the core's tree as JavaScript values.

use fieldbeat::shape::Value;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// Writes `value`: instants as strings, columns as typed arrays, engines as the numbers under which
/// they are held. Decimals are plain by now: `outcome` saw to it.
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
        #[cfg(feature = "engines")]
        Value::Column(column) => crate::columns::write(column)?,
        #[cfg(feature = "engines")]
        Value::Bytes(bytes) => js_sys::Uint8Array::new_from_slice(&bytes.0).into(),
        #[cfg(feature = "engines")]
        Value::Object(object) => JsValue::from_f64(crate::engines::hold(object.clone())),
        // No operation of so small a build answers with any of these.
        #[cfg(not(feature = "engines"))]
        Value::Column(_) | Value::Bytes(_) | Value::Object(_) => JsValue::NULL,
        // To set such a key would set something else.
        Value::Map(entries) if entries.iter().any(|(key, _)| key == "__proto__") => {
            let pairs = Array::new();
            for (key, value) in entries {
                pairs.push(&Array::of2(&JsValue::from_str(key), &write(value)?));
            }
            Object::from_entries(&pairs)?.into()
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
