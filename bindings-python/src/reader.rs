//! Python's objects into the core's tree of values.
//!
//! What is data becomes data; what is not becomes [`Foreign`], so that the core reports it with
//! its path. An exception raised by the object itself (a broken `utcoffset`, a lazy mapping) is
//! the caller's own and passes through.

use fieldbeat::column::{Buffer, Cells};
use fieldbeat::math::Decimal;
use fieldbeat::shape::{Bytes, Foreign, MAX_DEPTH, MAX_VALUES, Value, too_many_values};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOverflowError, PyUnicodeEncodeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDate, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList,
    PyMapping, PyMemoryView, PySequence, PyString, PyTuple, PyType,
};

use crate::column::Column;
use crate::{arrow, door, engine, numpy, pandas, times};

/// So many values between two looks for a signal: some milliseconds.
const SIGNALS_EVERY: usize = 1 << 16;

/// Reads `object`, all the way down.
pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    Reader::default().value(object)
}

/// What is no data: the core names it in the problem that it reports.
pub(crate) fn foreign(code: &'static str, what: impl Into<String>) -> Value {
    Value::Foreign(Foreign { code, what: what.into() })
}

/// What is no data of any kind that is known here.
pub(crate) fn unknown(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let what = format!("a Python {}", object.get_type().fully_qualified_name()?);
    Ok(Value::Foreign(Foreign::no_data(what)))
}

/// Where the reader is, and how much it has read.
#[derive(Default)]
pub(crate) struct Reader {
    /// The lists and objects around the current value.
    around: Vec<usize>,
    values: usize,
    /// Whether this is within an argument that holds columns alone: texts are one there.
    pub(crate) in_columns: bool,
}

impl Reader {
    pub(crate) fn value(&mut self, object: &Bound<'_, PyAny>) -> PyResult<Value> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(door::exception(object.py(), &too_many_values())?);
        }
        if self.values.is_multiple_of(SIGNALS_EVERY) {
            object.py().check_signals()?;
        }
        if object.is_none() {
            Ok(Value::Null)
        } else if let Ok(text) = object.cast::<PyString>() {
            text_value(text)
        } else if let Ok(float) = object.cast::<PyFloat>() {
            Ok(Value::Float(float.value()))
        } else if let Ok(boolean) = object.cast::<PyBool>() {
            Ok(Value::Bool(boolean.is_true()))
        } else if object.is_instance_of::<PyInt>() {
            whole_number(object)
        } else if let Ok(dict) = object.cast::<PyDict>() {
            self.inside(object, |at| at.entries(dict.items().into_any()))
        } else if let Ok(list) = object.cast::<PyList>() {
            self.inside(object, |at| at.items(list.iter().map(Ok), list.len()))
        } else if let Ok(tuple) = object.cast::<PyTuple>() {
            self.inside(object, |at| at.items(tuple.iter().map(Ok), tuple.len()))
        } else if let Ok(time) = object.cast::<PyDateTime>() {
            times::instant(time)
        } else if object.is_instance_of::<PyDate>() {
            Ok(Value::Text(object.call_method0(intern!(object.py(), "isoformat"))?.extract()?))
        } else if let Ok(delta) = object.cast::<PyDelta>() {
            times::span(delta)
        } else {
            self.rarer(object)
        }
    }

    /// What is told apart by looking at more than the object's own type.
    fn rarer(&mut self, object: &Bound<'_, PyAny>) -> PyResult<Value> {
        if is_decimal(object)? {
            return decimal(object);
        }
        if let Ok(column) = object.cast::<Column>() {
            return Ok(Value::Column(column.get().0.clone()));
        }
        if let Some(engine) = engine::held(object)? {
            return Ok(Value::Object(engine));
        }
        if object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>() {
            let bytes = object.extract::<PyBackedBytes>()?;
            return Ok(Value::Bytes(Bytes(Buffer::of(bytes))));
        }
        if let Some(bytes) = viewed(object)? {
            return Ok(Value::Column(fieldbeat::Column::new(Cells::U8(bytes.into()))));
        }
        if let Some(value) = numpy::read(self, object)? {
            return Ok(value);
        }
        if let Some(value) = arrow::read(object)? {
            return Ok(value);
        }
        if let Some(value) = pandas::read(self, object)? {
            return Ok(value);
        }
        if let Some(array) = numpy::array_of(object)? {
            return self.inside(object, |at| at.value(&array));
        }
        if object.is_instance_of::<PyMapping>() {
            let items = object.call_method0(intern!(object.py(), "items"))?;
            self.inside(object, |at| at.entries(items))
        } else if object.is_instance_of::<PySequence>() {
            let items = object.try_iter()?;
            self.inside(object, |at| at.items(items, 0))
        } else {
            unknown(object)
        }
    }

    /// Reads the content of `object`, unless that has no end.
    pub(crate) fn inside(
        &mut self,
        object: &Bound<'_, PyAny>,
        content: impl FnOnce(&mut Self) -> PyResult<Value>,
    ) -> PyResult<Value> {
        let identity = object.as_ptr().addr();
        if self.around.contains(&identity) {
            return Ok(Value::Foreign(Foreign::cyclic()));
        }
        if self.around.len() == MAX_DEPTH {
            return Ok(Value::Foreign(Foreign::too_deep()));
        }
        self.around.push(identity);
        let value = content(self);
        self.around.pop();
        value
    }

    fn items<'py>(
        &mut self,
        items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
        expected: usize,
    ) -> PyResult<Value> {
        let mut values = Vec::with_capacity(expected);
        for item in items {
            values.push(self.value(&item?)?);
        }
        Ok(Value::List(values))
    }

    /// Reads pairs of a key and a value. A dict comes as a copy of its pairs: reading a value may
    /// run the caller's code, and that may change the dict.
    pub(crate) fn entries(&mut self, pairs: Bound<'_, PyAny>) -> PyResult<Value> {
        let mut entries = Vec::with_capacity(pairs.len().unwrap_or(0));
        for pair in pairs.try_iter()? {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract()?;
            let Ok(Value::Text(key)) = key.cast::<PyString>().map_or(Ok(Value::Null), text_value)
            else {
                let what = "an object with a key that is no string";
                return Ok(Value::Foreign(Foreign::no_data(what)));
            };
            let before = self.in_columns;
            self.in_columns |= key == "columns";
            let value = self.value(&value);
            self.in_columns = before;
            entries.push((key, value?));
        }
        Ok(Value::Map(entries))
    }
}

/// The bytes that a memoryview shows; those of other cells are read as a sequence.
fn viewed(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if !object.is_instance_of::<PyMemoryView>() {
        return Ok(None);
    }
    match PyBuffer::<u8>::get(object) {
        Ok(buffer) if buffer.dimensions() == 1 => buffer.to_vec(object.py()).map(Some),
        _ => Ok(None),
    }
}

fn text_value(text: &Bound<'_, PyString>) -> PyResult<Value> {
    match text.to_str() {
        Ok(text) => Ok(Value::Text(text.to_owned())),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(text.py()) => {
            Ok(Value::Foreign(Foreign::no_data("a string with half a surrogate pair")))
        }
        Err(error) => Err(error),
    }
}

fn whole_number(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    match object.extract::<i64>() {
        Ok(whole) => Ok(Value::Int(whole)),
        Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
            Ok(Value::Foreign(Foreign::huge_number()))
        }
        Err(error) => Err(error),
    }
}

fn is_decimal(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    object.is_instance(DECIMAL.import(object.py(), "decimal", "Decimal")?)
}

fn decimal(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let py = object.py();
    if !object.call_method0(intern!(py, "is_finite"))?.is_truthy()? {
        return Ok(Value::Float(f64::NAN));
    }
    // 1E+1000000 must not be spelled out.
    const MAX_EXPONENT: i64 = 28;
    let exponent: i64 = object.call_method0(intern!(py, "adjusted"))?.extract()?;
    if exponent.abs() <= MAX_EXPONENT {
        let text: String =
            object.call_method1(intern!(py, "__format__"), (intern!(py, "f"),))?.extract()?;
        if let Ok(decimal) = text.parse::<Decimal>() {
            return Ok(Value::Decimal(decimal));
        }
    }
    Ok(foreign("invalid_decimal", "a decimal of more than 28 digits"))
}
