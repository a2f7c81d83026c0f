//! Typed arrays are columns.

use fieldbeat::Column;
use fieldbeat::column::Cells;
use fieldbeat::shape::{Foreign, Value};
use js_sys::{
    BigInt64Array, BigUint64Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array,
    Reflect, Symbol, Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array,
};
use wasm_bindgen::{JsCast, JsValue};

/// The column of a typed array's elements.
///
/// Whole numbers stay whole: whether they are instants, counts or flags is for their key to say.
/// The kind is asked by name: `instanceof` says no to an array of another frame.
pub(crate) fn column(view: &JsValue) -> Result<Value, JsValue> {
    /// The elements of `view`, which is of class `$class`.
    macro_rules! elements {
        ($class:ident) => {
            view.unchecked_ref::<$class>().to_vec().into_iter()
        };
    }
    let kind = Reflect::get(view, &Symbol::to_string_tag())?.as_string().unwrap_or_default();
    let cells = match kind.as_str() {
        "Float64Array" => Cells::F64(elements!(Float64Array).collect()),
        "Float32Array" => Cells::F64(elements!(Float32Array).map(f64::from).collect()),
        "Int8Array" => Cells::I64(elements!(Int8Array).map(i64::from).collect()),
        "Uint8Array" => Cells::I64(elements!(Uint8Array).map(i64::from).collect()),
        "Uint8ClampedArray" => Cells::I64(elements!(Uint8ClampedArray).map(i64::from).collect()),
        "Int16Array" => Cells::I64(elements!(Int16Array).map(i64::from).collect()),
        "Uint16Array" => Cells::I64(elements!(Uint16Array).map(i64::from).collect()),
        "Int32Array" => Cells::I64(elements!(Int32Array).map(i64::from).collect()),
        "Uint32Array" => Cells::I64(elements!(Uint32Array).map(i64::from).collect()),
        "BigInt64Array" => Cells::I64(elements!(BigInt64Array).collect()),
        "BigUint64Array" => {
            match elements!(BigUint64Array).map(i64::try_from).collect::<Result<_, _>>() {
                Ok(integers) => Cells::I64(integers),
                Err(_) => return Ok(Value::Foreign(Foreign::huge_number())),
            }
        }
        _ => return Ok(Value::Foreign(Foreign::no_data("a typed array of an unknown kind"))),
    };
    Ok(Value::Column(Column::new(cells)))
}
