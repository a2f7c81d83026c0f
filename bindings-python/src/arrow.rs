//! Arrow's arrays, tables and streams as columns, from any library that speaks the PyCapsule
//! interface: pyarrow, polars, pandas, DuckDB and others.

#![expect(unsafe_code, reason = "the Arrow C data interface is made of pointers")]

use std::ffi::{CStr, c_int};

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float16Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, make_array};
use arrow_buffer::{ArrowNativeType, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use fieldbeat::Instant;
use fieldbeat::column::{Buffer, Cells, Column};
use fieldbeat::math::Decimal;
use fieldbeat::shape::Value;
use pyo3::exceptions::{PyImportError, PyRuntimeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::reader::foreign;
use crate::texts::Texts;

/// Reads an Arrow array, or a stream of them, as one column; a table as an object of columns.
/// `None` where `object` is neither.
pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    let py = object.py();
    // On the type: a class is not an array because its instances are.
    let (one, many) = (intern!(py, "__arrow_c_array__"), intern!(py, "__arrow_c_stream__"));
    let chunks = if object.get_type().hasattr(one)? {
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
            object.call_method0(one)?.extract()?;
        Chunks::of_array(&schema, &array)?
    } else if object.get_type().hasattr(many)? {
        match object.call_method0(many) {
            Ok(stream) => Chunks::of_stream(&stream.extract()?)?,
            // pandas has the method, and needs pyarrow to carry it out.
            Err(error) if error.is_instance_of::<PyImportError>(py) => return Ok(None),
            Err(error) => return Err(error),
        }
    } else {
        return Ok(None);
    };
    Ok(Some(value(&chunks.data_type, &chunks.arrays)))
}

/// Arrays of one type that make up one column.
struct Chunks {
    data_type: DataType,
    arrays: Vec<ArrayRef>,
}

impl Chunks {
    fn of_array(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let (schema, array) = (pointer(schema, c"arrow_schema")?, pointer(array, c"arrow_array")?);
        // SAFETY: by the PyCapsule interface a capsule of this name holds a valid structure, and
        // its consumer takes the content: a released structure stays behind.
        let (schema, array) =
            unsafe { (FFI_ArrowSchema::from_raw(schema), FFI_ArrowArray::from_raw(array)) };
        if array.is_released() {
            return Err(consumed());
        }
        let array = import(array, &schema)?;
        Ok(Self { data_type: array.data_type().clone(), arrays: vec![array] })
    }

    fn of_stream(stream: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let stream = pointer(stream, c"arrow_array_stream")?;
        // SAFETY: as above.
        let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(stream) };
        let (Some(get_schema), Some(get_next), Some(_)) =
            (stream.get_schema, stream.get_next, stream.release)
        else {
            return Err(consumed());
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and `schema` is ours to be filled.
        let code = unsafe { get_schema(&raw mut stream, &raw mut schema) };
        checked(code, &mut stream)?;
        let data_type = DataType::try_from(&schema).map_err(unreadable)?;
        let mut arrays = Vec::new();
        loop {
            let mut array = FFI_ArrowArray::empty();
            // SAFETY: as above; a released array marks the end.
            let code = unsafe { get_next(&raw mut stream, &raw mut array) };
            checked(code, &mut stream)?;
            if array.is_released() {
                return Ok(Self { data_type, arrays });
            }
            arrays.push(import(array, &schema)?);
        }
    }
}

fn pointer<T>(capsule: &Bound<'_, PyCapsule>, name: &CStr) -> PyResult<*mut T> {
    Ok(capsule.pointer_checked(Some(name))?.cast().as_ptr())
}

fn import(array: FFI_ArrowArray, schema: &FFI_ArrowSchema) -> PyResult<ArrayRef> {
    // SAFETY: both came from one producer, which promises that they belong together.
    unsafe { from_ffi(array, schema) }.map(make_array).map_err(unreadable)
}

/// The producer's own words about why it failed.
fn checked(code: c_int, stream: &mut FFI_ArrowArrayStream) -> PyResult<()> {
    if code == 0 {
        return Ok(());
    }
    let words = stream.get_last_error.and_then(|get_last_error| {
        // SAFETY: the stream is not released; its text lives until the next call on it.
        let text = unsafe { get_last_error(&raw mut *stream) };
        // SAFETY: by the C stream interface, null or a C string.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    });
    Err(PyRuntimeError::new_err(words.unwrap_or_else(|| format!("Arrow stream error {code}"))))
}

fn consumed() -> PyErr {
    PyValueError::new_err("this Arrow data was consumed before")
}

fn unreadable(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// One column of all `chunks`, or an object of columns.
fn value(data_type: &DataType, chunks: &[ArrayRef]) -> Value {
    let cells = match data_type {
        DataType::Struct(fields) => {
            if chunks.iter().any(|chunk| chunk.null_count() > 0) {
                return foreign("wrong_type", "a table with rows that are null as a whole");
            }
            let column = |index| -> Vec<ArrayRef> {
                chunks.iter().map(|chunk| chunk.as_struct().column(index).clone()).collect()
            };
            let entries = fields.iter().enumerate().map(|(index, field)| {
                (field.name().clone(), value(field.data_type(), &column(index)))
            });
            return Value::Map(entries.collect());
        }
        DataType::Null => {
            let rows = chunks.iter().map(|chunk| chunk.len()).sum();
            return Value::List(vec![Value::Null; rows]);
        }
        DataType::Float64 => Cells::F64(held::<Float64Type>(chunks)),
        DataType::Float32 => Cells::F64(numbers::<Float32Type, _>(chunks, f64::from).into()),
        DataType::Float16 => Cells::F64(numbers::<Float16Type, _>(chunks, |x| x.to_f64()).into()),
        DataType::Int64 => Cells::I64(held::<Int64Type>(chunks)),
        DataType::Int32 => Cells::I64(numbers::<Int32Type, _>(chunks, i64::from).into()),
        DataType::Int16 => Cells::I64(numbers::<Int16Type, _>(chunks, i64::from).into()),
        DataType::Int8 => Cells::I64(numbers::<Int8Type, _>(chunks, i64::from).into()),
        DataType::UInt32 => Cells::U32(held::<UInt32Type>(chunks)),
        DataType::UInt16 => Cells::I64(numbers::<UInt16Type, _>(chunks, i64::from).into()),
        DataType::UInt8 => Cells::U8(held::<UInt8Type>(chunks)),
        DataType::UInt64 => {
            let cells = numbers::<UInt64Type, _>(chunks, |i| i64::try_from(i).ok());
            match cells.into_iter().collect::<Option<Vec<_>>>() {
                Some(cells) => Cells::I64(cells.into()),
                None => return foreign("out_of_range", "a column with whole numbers above 2^63"),
            }
        }
        DataType::Decimal128(_, scale) => {
            return list(
                numbers::<Decimal128Type, _>(chunks, |units| decimal(units, *scale)),
                chunks,
            );
        }
        DataType::Date32 => return list(numbers::<Date32Type, _>(chunks, date), chunks),
        DataType::Boolean => {
            let cells = chunks.iter().flat_map(|chunk| chunk.as_boolean().values().iter());
            Cells::Bool(cells.collect())
        }
        DataType::Timestamp(_, None) => {
            return foreign("naive_time", "a column of times without a zone");
        }
        DataType::Timestamp(TimeUnit::Millisecond, Some(_)) => {
            Cells::Millis(held::<TimestampMillisecondType>(chunks))
        }
        DataType::Timestamp(unit, Some(_)) => Cells::Millis(Buffer::from(match unit {
            // What no i64 holds is out of range, and so is the largest i64.
            TimeUnit::Second => numbers::<TimestampSecondType, _>(chunks, |s| {
                s.checked_mul(1000).unwrap_or(i64::MAX)
            }),
            TimeUnit::Millisecond => numbers::<TimestampMillisecondType, _>(chunks, |ms| ms),
            TimeUnit::Microsecond => {
                numbers::<TimestampMicrosecondType, _>(chunks, |us| us.div_euclid(1_000))
            }
            TimeUnit::Nanosecond => {
                numbers::<TimestampNanosecondType, _>(chunks, |ns| ns.div_euclid(1_000_000))
            }
        })),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
            match texts(chunks) {
                Some(cells) => cells,
                None => return unsupported(data_type),
            }
        }
        _ => return unsupported(data_type),
    };
    Column::with_nulls(cells, nulls(chunks)).map_or_else(|| unsupported(data_type), Value::Column)
}

/// A column of what no cells are for, as the list that it would be.
fn list(mut cells: Vec<Value>, chunks: &[ArrayRef]) -> Value {
    for (cell, is_null) in cells.iter_mut().zip(nulls(chunks)) {
        if is_null {
            *cell = Value::Null;
        }
    }
    Value::List(cells)
}

fn decimal(units: i128, scale: i8) -> Value {
    let decimal = match u32::try_from(scale) {
        Ok(scale) => Decimal::from_units(units, scale),
        // Hundreds, thousands.
        Err(_) => 10_i128
            .checked_pow(u32::from(scale.unsigned_abs()))
            .and_then(|hundreds| units.checked_mul(hundreds))
            .and_then(|units| Decimal::from_units(units, 0)),
    };
    decimal.map_or_else(
        || foreign("invalid_decimal", "a decimal of more than 28 digits"),
        Value::Decimal,
    )
}

/// A day as Python's `date` is read.
fn date(days: i32) -> Value {
    const DAY_MS: i64 = 86_400_000;
    let midnight =
        Instant::from_millis(i64::from(days) * DAY_MS).map(|midnight| midnight.to_string());
    match midnight.as_deref().and_then(|text| text.split_once('T')) {
        Some((date, _)) => Value::Text(date.to_owned()),
        None => foreign("out_of_range", "a date that no calendar has"),
    }
}

fn unsupported(data_type: &DataType) -> Value {
    foreign("wrong_type", format!("an Arrow column of {data_type}"))
}

/// The cells of `chunks`: where they lie, if it is one.
fn held<T: ArrowPrimitiveType<Native: Send + Sync>>(chunks: &[ArrayRef]) -> Buffer<T::Native> {
    match chunks {
        [chunk] => Buffer::of(Lent(chunk.as_primitive::<T>().values().clone())),
        chunks => numbers::<T, _>(chunks, |cell| cell).into(),
    }
}

/// Cells that belong to Arrow, which never changes them.
struct Lent<T: ArrowNativeType>(ScalarBuffer<T>);

impl<T: ArrowNativeType> AsRef<[T]> for Lent<T> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

fn numbers<T: ArrowPrimitiveType, N>(
    chunks: &[ArrayRef],
    convert: impl Fn(T::Native) -> N,
) -> Vec<N> {
    let cells = chunks.iter().flat_map(|chunk| chunk.as_primitive::<T>().values().iter());
    cells.map(|cell| convert(*cell)).collect()
}

/// Which rows are absent: none of them, if the answer is empty.
fn nulls(chunks: &[ArrayRef]) -> Vec<bool> {
    if chunks.iter().all(|chunk| chunk.logical_null_count() == 0) {
        return Vec::new();
    }
    let mut nulls = Vec::new();
    for chunk in chunks {
        match chunk.logical_nulls() {
            Some(valid) => nulls.extend(valid.iter().map(|valid| !valid)),
            None => nulls.resize(nulls.len() + chunk.len(), false),
        }
    }
    nulls
}

/// The cells of text columns; `None` where a dictionary holds anything but text.
fn texts(chunks: &[ArrayRef]) -> Option<Cells> {
    let mut texts = Texts::for_rows(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        match chunk.as_any_dictionary_opt() {
            Some(dictionary) => {
                let known: Vec<u32> =
                    // The text of an absent row is never looked at.
                    strings(dictionary.values())?
                        .map(|text| texts.code(text.unwrap_or_default()))
                        .collect();
                if known.is_empty() {
                    // Every row is absent.
                    let none = texts.code("");
                    texts.push(std::iter::repeat_n(none, chunk.len()));
                } else {
                    let keys = dictionary.normalized_keys().into_iter();
                    texts.push(keys.map(|key| known.get(key).copied().unwrap_or_default()));
                }
            }
            // Millions of rows: a loop of its own for each type.
            None => match chunk.data_type() {
                DataType::Utf8 => texts.rows(chunk.as_string::<i32>().iter()),
                DataType::LargeUtf8 => texts.rows(chunk.as_string::<i64>().iter()),
                DataType::Utf8View => texts.rows(chunk.as_string_view().iter()),
                _ => return None,
            },
        }
    }
    Some(texts.cells())
}

fn strings(array: &ArrayRef) -> Option<Box<dyn Iterator<Item = Option<&str>> + '_>> {
    Some(match array.data_type() {
        DataType::Utf8 => Box::new(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => Box::new(array.as_string::<i64>().iter()),
        DataType::Utf8View => Box::new(array.as_string_view().iter()),
        _ => return None,
    })
}
