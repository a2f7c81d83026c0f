//! pandas where Arrow does not reach: its absent values, and frames without pyarrow.
//!
//! A frame hands over Arrow columns only where pyarrow is installed. Without it the cells are read
//! one by one, with the same meaning: what pandas takes for missing is absent.

use fieldbeat::shape::Value;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};

use crate::reader::Reader;

/// Reads a frame, a series or an index; `None` where `object` is none of pandas'.
pub(crate) fn read(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    let py = object.py();
    if is_null(object)? {
        return Ok(Some(Value::Null));
    }
    let module = object.get_type().module()?;
    if module.to_str()?.split('.').next() != Some("pandas") {
        return Ok(None);
    }
    if object.hasattr(intern!(py, "columns"))? {
        let columns = object.call_method0(intern!(py, "items"))?;
        return at.inside(object, |at| at.entries(columns)).map(Some);
    }
    if object.hasattr(intern!(py, "to_numpy"))? {
        let how: Bound<'_, PyDict> = [("dtype", "object")].into_py_dict(py)?;
        how.set_item(intern!(py, "na_value"), py.None())?;
        let cells = object.call_method(intern!(py, "to_numpy"), (), Some(&how))?;
        return at.inside(object, |at| at.value(&cells)).map(Some);
    }
    Ok(None)
}

/// Whether this is `NaT` (which is a datetime) or `NA`: absent, in the dress of a value.
pub(crate) fn is_null(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let name = object.get_type().name()?;
    Ok(name == "NaTType" || name == "NAType")
}
