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
            view.unchecked_ref::<$class>().to_vec()
        };
        ($class:ident as $wide:ty) => {
            elements!($class).into_iter().map(<$wide>::from).collect::<Vec<$wide>>().into()
        };
    }
    let kind = Reflect::get(view, &Symbol::to_string_tag())?.as_string().unwrap_or_default();
    let cells = match kind.as_str() {
        "Float64Array" => Cells::F64(elements!(Float64Array).into()),
        "Float32Array" => Cells::F64(elements!(Float32Array as f64)),
        "Int8Array" => Cells::I64(elements!(Int8Array as i64)),
        "Uint8Array" => Cells::U8(elements!(Uint8Array).into()),
        "Uint8ClampedArray" => Cells::U8(elements!(Uint8ClampedArray).into()),
        "Int16Array" => Cells::I64(elements!(Int16Array as i64)),
        "Uint16Array" => Cells::I64(elements!(Uint16Array as i64)),
        "Int32Array" => Cells::I64(elements!(Int32Array as i64)),
        "Uint32Array" => Cells::U32(elements!(Uint32Array).into()),
        "BigInt64Array" => Cells::I64(elements!(BigInt64Array).into()),
        "BigUint64Array" => {
            let unsigned = elements!(BigUint64Array).into_iter();
            match unsigned.map(i64::try_from).collect::<Result<Vec<_>, _>>() {
                Ok(integers) => Cells::I64(integers.into()),
                Err(_) => return Ok(Value::Foreign(Foreign::huge_number())),
            }
        }
        _ => return Ok(Value::Foreign(Foreign::no_data("a typed array of an unknown kind"))),
    };
    Ok(Value::Column(Column::new(cells)))
}

/// A typed array of a column's cells: instants as milliseconds since 1970-01-01 UTC, flags as 0
/// and 1. Texts are a list, and so is a column where some may be absent.
#[cfg(feature = "engines")]
pub(crate) fn write(column: &Column) -> Result<JsValue, JsValue> {
    let cells = if column.nulls().is_empty() { Some(column.cells()) } else { None };
    Ok(match cells {
        Some(Cells::F64(cells)) => Float64Array::new_from_slice(cells).into(),
        Some(Cells::I64(cells) | Cells::Millis(cells)) => {
            let numbers: Vec<f64> = cells.iter().map(|&whole| whole as f64).collect();
            Float64Array::new_from_slice(&numbers).into()
        }
        Some(Cells::U32(cells)) => Uint32Array::new_from_slice(cells).into(),
        Some(Cells::U8(cells)) => Uint8Array::new_from_slice(cells).into(),
        Some(Cells::Bool(cells)) => {
            let flags: Vec<u8> = cells.iter().map(|&flag| u8::from(flag)).collect();
            Uint8Array::new_from_slice(&flags).into()
        }
        Some(Cells::Text { .. }) | None => {
            let list = js_sys::Array::new();
            for row in 0..column.len() {
                list.push(&crate::writer::write(&column.plain(row))?);
            }
            list.into()
        }
    })
}
