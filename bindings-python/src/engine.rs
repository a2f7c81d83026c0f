//! Engines in the hands of Python: what the classes of the facade hold.

use fieldbeat::shape::Object;
use pyo3::intern;
use pyo3::prelude::*;

/// An engine of the core.
#[pyclass(module = "fieldbeat._native", frozen)]
pub(crate) struct Engine(pub(crate) Object);

#[pymethods]
impl Engine {
    fn __repr__(&self) -> String {
        self.0.summary()
    }
}

/// The engine that `object`, an instance of a class of the facade, holds; `None` for others.
pub(crate) fn held(object: &Bound<'_, PyAny>) -> PyResult<Option<Object>> {
    let slot = intern!(object.py(), "_engine");
    // On the type: an instance may have any attributes.
    if !object.get_type().hasattr(slot)? {
        return Ok(None);
    }
    Ok(object.getattr(slot)?.cast::<Engine>().ok().map(|engine| engine.get().0.clone()))
}
