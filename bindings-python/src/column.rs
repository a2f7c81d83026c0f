//! Columns of answers: cells that numpy, Arrow and Python look at where they lie.

#![expect(unsafe_code, reason = "the buffer protocol and the Arrow C data interface are pointers")]

use std::ffi::{CStr, c_int, c_void};
use std::ptr::{self, NonNull};
use std::sync::Arc;

use arrow_array::ffi::to_ffi;
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, PrimitiveArray,
    StringArray, TimestampMillisecondArray, UInt8Array, UInt32Array,
};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use fieldbeat::column::{Buffer, Cells, Column as Cored};
use fieldbeat::shape::Value;
use pyo3::exceptions::{PyBufferError, PyIndexError, PyRuntimeError};
use pyo3::ffi::{self, Py_buffer};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyIterator, PyList, PyMemoryView, PySlice, PyType};

use crate::pickle::{self, Parts};
use crate::writer;

/// Many values of one type, as an operation answers them.
///
/// `numpy.asarray(column)`, `pyarrow.array(column)` and `polars.Series(column)` take its cells
/// without copying them; it is a sequence of Python's objects too.
#[pyclass(module = "fieldbeat", frozen, sequence)]
pub(crate) struct Column(pub(crate) Cored);

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// pandas and others take only what is iterable for many values.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.to_list(py)?.as_any().try_iter()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        if index.is_instance_of::<PySlice>() {
            return self.to_list(py)?.as_any().get_item(index);
        }
        let index: isize = index.extract()?;
        let row =
            if index < 0 { self.0.len().checked_add_signed(index) } else { Some(index as usize) };
        match row {
            Some(row) if row < self.0.len() => writer::write(py, &self.0.value(row)),
            _ => Err(PyIndexError::new_err("column index out of range")),
        }
    }

    /// Equal to any sequence of the same values.
    fn __eq__<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<bool> {
        let py = other.py();
        let other = py.get_type::<PyList>().call1((other,));
        // What is no sequence is equal to none.
        other.map_or(Ok(false), |other| self.to_list(py)?.eq(other))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        const SHOWN: usize = 6;
        let rows = (0..self.0.len().min(SHOWN))
            .map(|row| Ok(writer::write(py, &self.0.value(row))?.repr()?.to_string()))
            .collect::<PyResult<Vec<_>>>()?;
        let more = if self.0.len() > SHOWN { ", ..." } else { "" };
        let (cells, kind) = (self.0.len(), self.0.cells().kind());
        Ok(format!("<Column of {cells} {kind}: [{}{more}]>", rows.join(", ")))
    }

    /// The values as Python's objects; absent ones are `None`.
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for row in 0..self.0.len() {
            list.append(writer::write(py, &self.0.value(row))?)?;
        }
        Ok(list)
    }

    /// A numpy array on the same cells: `datetime64[ms]` (UTC) for instants, objects for texts;
    /// absent numbers are NaN.
    fn to_numpy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let column = &slf.get().0;
        let array = |cells: Bound<'py, PyAny>, dtype: &str| {
            py.import("numpy")?.call_method1(intern!(py, "asarray"), (cells, dtype))
        };
        let whole = column.nulls().is_empty();
        match column.cells() {
            Cells::Text { .. } => array(slf.get().to_list(py)?.into_any(), "O"),
            Cells::Bool(_) if !whole => array(slf.get().to_list(py)?.into_any(), "O"),
            Cells::Millis(_) => {
                /// How numpy writes `NaT`.
                const NAT: i64 = i64::MIN;
                let ticks = if whole {
                    array(PyMemoryView::from(slf)?.into_any(), "i8")?
                } else {
                    let rows = (0..column.len()).map(|row| match column.plain(row) {
                        Value::Int(ms) => ms,
                        _ => NAT,
                    });
                    array(PyList::new(py, rows.collect::<Vec<_>>())?.into_any(), "i8")?
                };
                ticks.call_method1(intern!(py, "view"), (intern!(py, "M8[ms]"),))
            }
            _ if whole => py
                .import("numpy")?
                .call_method1(intern!(py, "asarray"), (PyMemoryView::from(slf)?,)),
            _ => {
                let rows = (0..column.len()).map(|row| column.f64(row).unwrap_or(f64::NAN));
                array(PyList::new(py, rows.collect::<Vec<_>>())?.into_any(), "f8")
            }
        }
    }

    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        slf: &Bound<'py, Self>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let array = Self::to_numpy(slf)?;
        match (dtype, copy) {
            (Some(dtype), _) => array.call_method1(intern!(py, "astype"), (dtype,)),
            (None, Some(true)) => array.call_method0(intern!(py, "copy")),
            (None, _) => Ok(array),
        }
    }

    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // A consumer that wants another type casts.
        let _ = requested_schema;
        let (array, schema) = to_ffi(&arrow(&self.0)?.to_data())
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        Ok((
            PyCapsule::new_with_value(py, schema, c"arrow_schema")?,
            PyCapsule::new_with_value(py, array, c"arrow_array")?,
        ))
    }

    /// The buffer protocol, for columns of numbers without absent ones.
    ///
    /// # Safety
    /// `view` is the interpreter's, to be filled.
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let column = slf.get();
        // SAFETY: by this method's own condition.
        unsafe { (*view).obj = ptr::null_mut() };
        if flags & ffi::PyBUF_WRITABLE == ffi::PyBUF_WRITABLE {
            return Err(PyBufferError::new_err("an answer is read-only"));
        }
        let cell = match column.0.nulls() {
            [] => Cell::of(&column.0),
            _ => Cell::NONE,
        };
        let Some(format) = cell.format else {
            let what = "only numbers without absent ones lie in one buffer: see to_numpy, to_list";
            return Err(PyBufferError::new_err(what));
        };
        let rows = column.0.len() as isize;
        let shape = Box::into_raw(Box::new([rows, cell.size]));
        let wants = |flag: c_int| flags & flag == flag;
        // SAFETY: `view` as above; the cells live as long as `obj`, which the view holds; `shape`
        // is freed by `__releasebuffer__`.
        unsafe {
            (*view).buf = cell.data.cast_mut();
            (*view).len = rows * cell.size;
            (*view).readonly = 1;
            (*view).itemsize = cell.size;
            (*view).format =
                if wants(ffi::PyBUF_FORMAT) { format.as_ptr().cast_mut() } else { ptr::null_mut() };
            (*view).ndim = 1;
            (*view).shape = shape.cast();
            (*view).strides = shape.cast::<isize>().add(1);
            (*view).suboffsets = ptr::null_mut();
            (*view).internal = shape.cast();
            (*view).obj = slf.into_any().into_ptr();
        }
        Ok(())
    }

    /// # Safety
    /// `view` was filled by `__getbuffer__`.
    unsafe fn __releasebuffer__(&self, view: *mut Py_buffer) {
        // SAFETY: the box that `__getbuffer__` made, released once.
        drop(unsafe { Box::from_raw((*view).internal.cast::<[isize; 2]>()) });
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Parts)> {
        let restore = slf.get_type().getattr(intern!(slf.py(), "_restore"))?;
        Ok((restore, pickle::keep(&slf.get().0)))
    }

    /// What `__reduce__` wrote.
    #[classmethod]
    fn _restore(
        _cls: &Bound<'_, PyType>,
        kind: &str,
        cells: &[u8],
        nulls: &[u8],
        names: Vec<String>,
    ) -> PyResult<Self> {
        pickle::restore(kind, cells, nulls, names).map(Self)
    }

    /// An answer never changes: its copy is itself.
    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        let _ = memo;
        slf
    }

    /// Types may say `Column[int]`.
    #[classmethod]
    fn __class_getitem__<'py>(
        cls: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        cls.py().import("types")?.call_method1("GenericAlias", (cls, item))
    }
}

/// Where the cells of a column lie, and how one looks in the language of module `struct`.
struct Cell {
    data: *const c_void,
    size: isize,
    format: Option<&'static CStr>,
}

impl Cell {
    const NONE: Self = Self { data: ptr::null(), size: 1, format: None };

    fn of(column: &Cored) -> Self {
        fn lies<T>(cells: &[T], format: &'static CStr) -> Cell {
            Cell {
                data: cells.as_ptr().cast(),
                size: size_of::<T>() as isize,
                format: Some(format),
            }
        }
        match column.cells() {
            Cells::F64(cells) => lies(cells, c"d"),
            Cells::I64(cells) | Cells::Millis(cells) => lies(cells, c"q"),
            Cells::U32(cells) => lies(cells, c"I"),
            Cells::U8(cells) => lies(cells, c"B"),
            Cells::Bool(cells) => lies(cells, c"?"),
            Cells::Text { .. } => Self::NONE,
        }
    }
}

/// The column as an Arrow array on the same cells.
fn arrow(column: &Cored) -> PyResult<ArrayRef> {
    let nulls = (!column.nulls().is_empty())
        .then(|| column.nulls().iter().map(|null| !null).collect::<NullBuffer>());
    Ok(match column.cells() {
        Cells::F64(cells) => Arc::new(Float64Array::new(shared(cells), nulls)),
        Cells::I64(cells) => Arc::new(Int64Array::new(shared(cells), nulls)),
        Cells::U32(cells) => Arc::new(UInt32Array::new(shared(cells), nulls)),
        Cells::U8(cells) => Arc::new(UInt8Array::new(shared(cells), nulls)),
        Cells::Millis(cells) => {
            let array: TimestampMillisecondArray = PrimitiveArray::new(shared(cells), nulls);
            Arc::new(array.with_timezone("UTC"))
        }
        Cells::Bool(cells) => Arc::new(BooleanArray::new(cells.as_slice().into(), nulls)),
        Cells::Text { codes, names } => {
            let keys = UInt32Array::new(shared(codes), nulls);
            let texts = DictionaryArray::try_new(
                keys,
                Arc::new(StringArray::from_iter_values(names.iter())),
            );
            Arc::new(texts.map_err(|error| PyRuntimeError::new_err(error.to_string()))?)
        }
    })
}

/// The cells as an Arrow buffer, not copied.
fn shared<T: arrow_buffer::ArrowNativeType>(cells: &Buffer<T>) -> ScalarBuffer<T> {
    let (len, data) = (cells.len(), NonNull::from(&**cells).cast());
    // SAFETY: the cells lie at `data` for as long as their owner, which the buffer holds, lives.
    let buffer = unsafe {
        arrow_buffer::Buffer::from_custom_allocation(
            data,
            len * size_of::<T>(),
            Arc::new(Kept(cells.clone())),
        )
    };
    ScalarBuffer::new(buffer, 0, len)
}

/// An owner of cells, kept alive by Arrow.
struct Kept<T>(#[expect(dead_code, reason = "it is held, not read")] Buffer<T>);

impl<T> std::panic::RefUnwindSafe for Kept<T> {}
