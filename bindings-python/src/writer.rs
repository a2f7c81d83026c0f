//! The core's answers as Python's objects.

use fieldbeat::math::Decimal;
use fieldbeat::shape::Value;
use fieldbeat::time::Instant;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyBytes, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyString, PyTzInfo,
};

use crate::column::Column;
use crate::engine::Engine;

/// Writes `value`: dicts, lists, columns, `datetime` in UTC, `Decimal`, and Python's scalars.
pub(crate) fn write<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(b) => PyBool::new(py, *b).to_owned().into_any(),
        Value::Int(i) => PyInt::new(py, *i).into_any(),
        Value::Float(x) => PyFloat::new(py, *x).into_any(),
        Value::Decimal(d) => decimal(py, d)?,
        Value::Text(text) => PyString::new(py, text).into_any(),
        Value::Instant(t) => datetime(py, *t)?,
        Value::List(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(write(py, item)?)?;
            }
            list.into_any()
        }
        Value::Map(entries) => {
            let dict = PyDict::new(py);
            for (key, value) in entries {
                dict.set_item(PyString::intern(py, key), write(py, value)?)?;
            }
            dict.into_any()
        }
        Value::Column(column) => Bound::new(py, Column(column.clone()))?.into_any(),
        Value::Bytes(bytes) => PyBytes::new(py, &bytes.0).into_any(),
        Value::Object(object) => Bound::new(py, Engine(object.clone()))?.into_any(),
        // Only what was passed in can come out so: operations that pass attributes through.
        Value::Foreign(foreign) => {
            return Err(PyTypeError::new_err(format!("{} is no data", foreign.what)));
        }
    })
}

fn decimal<'py>(py: Python<'py>, decimal: &Decimal) -> PyResult<Bound<'py, PyAny>> {
    static DECIMAL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")?.call1((decimal.to_string(),))
}

/// An aware datetime in UTC, exact to the millisecond.
fn datetime<'py>(py: Python<'py>, t: Instant) -> PyResult<Bound<'py, PyAny>> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    const DAY_MS: i64 = 86_400_000;
    let epoch = EPOCH.get_or_try_init(py, || -> PyResult<_> {
        let utc = PyTzInfo::utc(py)?.to_owned();
        Ok(PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc))?.unbind())
    })?;
    let (days, ms) = (t.millis().div_euclid(DAY_MS), t.millis().rem_euclid(DAY_MS));
    // An instant is within the years 1 to 9999, so its days fit.
    let (days, seconds, us) = (days as i32, (ms / 1000) as i32, (ms % 1000 * 1000) as i32);
    epoch.bind(py).as_any().add(PyDelta::new(py, days, seconds, us, false)?)
}
