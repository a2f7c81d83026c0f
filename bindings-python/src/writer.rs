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
    let (keys, texts) = (Lately::default(), Lately::default());
    Writer { py, keys, texts }.write(value)
}

/// One answer on its way. Names come again and again in it: the same text is mostly the same object.
struct Writer<'py, 'v> {
    py: Python<'py>,
    keys: Lately<'py, 'v>,
    texts: Lately<'py, 'v>,
}

impl<'py, 'v> Writer<'py, 'v> {
    fn write(&mut self, value: &'v Value) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        Ok(match value {
            Value::Null => py.None().into_bound(py),
            Value::Bool(b) => PyBool::new(py, *b).to_owned().into_any(),
            Value::Int(i) => PyInt::new(py, *i).into_any(),
            Value::Float(x) => PyFloat::new(py, *x).into_any(),
            Value::Decimal(d) => decimal(py, d)?,
            Value::Text(text) => self.texts.get(text, || PyString::new(py, text)).into_any(),
            Value::Instant(t) => datetime(py, *t)?,
            Value::List(items) => {
                let items: Vec<_> =
                    items.iter().map(|item| self.write(item)).collect::<PyResult<_>>()?;
                PyList::new(py, items)?.into_any()
            }
            Value::Map(entries) => {
                let dict = PyDict::new(py);
                for (key, value) in entries {
                    let key = self.keys.get(key, || PyString::intern(py, key));
                    dict.set_item(key, self.write(value)?)?;
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
}

/// Strings that were made lately, by a hash of their texts; of several with one hash the last.
#[derive(Default)]
struct Lately<'py, 'v>(Vec<Option<(&'v str, Bound<'py, PyString>)>>);

impl<'py, 'v> Lately<'py, 'v> {
    const BITS: u32 = 6;

    fn get(
        &mut self,
        text: &'v str,
        made: impl FnOnce() -> Bound<'py, PyString>,
    ) -> Bound<'py, PyString> {
        if self.0.is_empty() {
            self.0.resize(1 << Self::BITS, None);
        }
        let Some(slot) = self.0.get_mut(Self::slot(text)) else { return made() };
        match slot {
            Some((known, string)) if *known == text => string.clone(),
            _ => slot.insert((text, made())).1.clone(),
        }
    }

    /// By the length, and the bytes at both ends.
    fn slot(text: &str) -> usize {
        let bytes = text.as_bytes();
        let mut ends = [0; 16];
        ends.iter_mut().zip(bytes).take(8).for_each(|(to, from)| *to = *from);
        ends.iter_mut().skip(8).zip(bytes.iter().rev()).for_each(|(to, from)| *to = *from);
        let ends = u128::from_le_bytes(ends);
        let hash = (ends as u64 ^ (ends >> 64) as u64 ^ bytes.len() as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (hash >> (u64::BITS - Self::BITS)) as usize
    }
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
