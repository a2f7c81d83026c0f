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

/// Objects on their way in and out are many small pieces of memory: with glibc's allocator a call that
/// passes thousands of them takes a third longer. Only on Linux: on macOS two copies of the third
/// version, one of them the interpreter's own, did not bear each other, and nobody tried the second there.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
