//! The Python door to fieldbeat: `fieldbeat._native`, the private half of the package.
//!
//! It holds no rule and no shape. [`reader`] turns Python's objects into the core's one tree of
//! values, [`door`] runs an operation on it with the interpreter released, [`writer`] turns the
//! answer back. The public functions and their types are generated from the core's catalog into
//! `python/fieldbeat`.

mod arrow;
mod column;
mod door;
mod engine;
mod numpy;
mod pandas;
mod pickle;
mod reader;
mod texts;
mod times;
mod writer;

/// The private module under the typed facade.
#[pyo3::pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::column::Column;
    #[pymodule_export]
    use super::door::{call, operations};
    #[pymodule_export]
    use super::engine::Engine;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", fieldbeat::version())
    }
}
