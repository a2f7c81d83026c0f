//! One call: read the arguments, run the operation without the interpreter, write the answer.

use std::time::{Duration, Instant};

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog;
use fieldbeat::shape::Value;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict};

use crate::{reader, writer};

/// So many units of work between two looks at the clock: a look must cost nothing.
const LOOK_EVERY: u64 = 1 << 9;

/// So long between two looks for a signal: below what a person at Ctrl-C notices, and seldom
/// enough that waiting for other threads to release the interpreter costs little.
const SIGNALS_EVERY: Duration = Duration::from_millis(50);

/// Runs the operation `name` on `arguments` by name; tells `progress` now and then how much is
/// done. What that raises, or a signal, is raised; that of a search with its answer so far as the
/// attribute `answer`.
#[pyfunction]
#[pyo3(signature = (name, arguments, progress = None))]
pub(crate) fn call<'py>(
    py: Python<'py>,
    name: &str,
    arguments: &Bound<'py, PyDict>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let arguments = reader::read(arguments.as_any())?;
    let mut interruption = None;
    let answer = py.detach(|| {
        let start = Instant::now();
        let mut looked = start;
        let mut budget = Budget::on_progress(LOOK_EVERY, |done| {
            if looked.elapsed() < SIGNALS_EVERY {
                return Continue::Yes;
            }
            looked = Instant::now();
            go_on(done, progress.as_ref(), &mut interruption)
        })
        .with_clock(move || start.elapsed().as_secs_f64() * 1e3);
        let answer = catalog::call(name, &arguments, &mut budget);
        // Millions of cells are freed before the interpreter is taken back.
        drop(arguments);
        answer
    });
    match (interruption, answer) {
        // What a search was stopped with is raised, and brings what it found.
        (Some(interruption), Ok(best)) => {
            let best = writer::write(py, &best)?;
            // Of an exception that takes no attribute nobody asks for one.
            interruption.value(py).setattr("answer", best).ok();
            Err(interruption)
        }
        (Some(interruption), Err(_)) => Err(interruption),
        (None, Ok(answer)) => writer::write(py, &answer),
        (None, Err(error)) => Err(exception(py, &error)?),
    }
}

/// The names of all operations.
#[pyfunction]
pub(crate) fn operations() -> Vec<String> {
    catalog::operations().iter().map(catalog::Operation::full_name).collect()
}

/// Whether no signal handler raised, for Ctrl-C stops a long operation, and whether the caller's
/// function neither raised nor answered `False`.
fn go_on(done: u64, progress: Option<&Py<PyAny>>, interruption: &mut Option<PyErr>) -> Continue {
    let asked = Python::try_attach(|py| {
        py.check_signals()?;
        let Some(progress) = progress else { return Ok(true) };
        let said = progress.bind(py).call1((done,))?;
        Ok(!said.is(PyBool::new(py, false)))
    });
    match asked {
        Some(Ok(true)) => Continue::Yes,
        Some(Ok(false)) => Continue::No,
        Some(Err(raised)) => {
            *interruption = Some(raised);
            Continue::No
        }
        // The interpreter is shutting down: nobody waits for the answer.
        None => Continue::No,
    }
}

/// The core's error as an exception of `fieldbeat.errors`.
pub(crate) fn exception(py: Python<'_>, error: &fieldbeat::Error) -> PyResult<PyErr> {
    static EXCEPTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = EXCEPTION.import(py, "fieldbeat.errors", "_exception")?;
    let told = writer::write(py, &Value::from(error))?.cast_into::<PyDict>()?;
    Ok(PyErr::from_value(make.call((), Some(&told))?))
}
