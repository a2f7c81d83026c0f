//! numpy's arrays as columns, where they lie and without linking or requiring numpy.
//!
//! numpy itself converts an array to one of four plain types; the buffer protocol hands over the
//! cells. A program that never imported numpy pays one lookup.

#![expect(unsafe_code, reason = "numpy's cells are looked at where they lie")]

use std::ffi::CStr;

use fieldbeat::column::{Buffer, Cells, Column};
use fieldbeat::shape::Value;
use pyo3::buffer::{Element, PyBuffer};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};
use pyo3::{Borrowed, ffi, intern};

use crate::reader::{Reader, foreign, unknown};
use crate::texts::Strings;

/// Reads a numpy array or scalar; `None` where `object` is neither.
pub(crate) fn read(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    let py = object.py();
    let Some(numpy) = loaded(py)? else { return Ok(None) };
    if object.is_instance(&numpy.getattr(intern!(py, "ndarray"))?)? {
        return array(at, &numpy, object).map(Some);
    }
    if object.is_instance(&numpy.getattr(intern!(py, "generic"))?)? {
        return scalar(at, &numpy, object).map(Some);
    }
    Ok(None)
}

/// The numpy array of an object that offers one (`__array__`), such as a tensor.
pub(crate) fn array_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    if !object.get_type().hasattr(intern!(py, "__array__"))? {
        return Ok(None);
    }
    let Some(numpy) = loaded(py)? else { return Ok(None) };
    numpy.call_method1(intern!(py, "asarray"), (object,)).map(Some)
}

/// numpy, if the caller has imported it: else no object can be an array.
fn loaded(py: Python<'_>) -> PyResult<Option<Bound<'_, PyAny>>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let modules = MODULES.get_or_try_init(py, || -> PyResult<_> {
        Ok(py.import("sys")?.getattr("modules")?.cast_into::<PyDict>()?.unbind())
    })?;
    let numpy = modules.bind(py).get_item(intern!(py, "numpy"))?;
    // Another thread may be in the middle of importing it, and `None` forbids the import.
    Ok(numpy.filter(|numpy| numpy.hasattr("generic").unwrap_or(false)))
}

fn array(at: &mut Reader, numpy: &Bound<'_, PyAny>, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let py = object.py();
    let dtype = object.getattr(intern!(py, "dtype"))?;
    let names = dtype.getattr(intern!(py, "names"))?;
    if !names.is_none() {
        return at.inside(object, |at| records(at, object, &names));
    }
    let kind: char = dtype.getattr(intern!(py, "kind"))?.extract()?;
    let rank: usize = object.getattr(intern!(py, "ndim"))?.extract()?;
    match (rank, kind) {
        (1, _) => {}
        (0, 'M') => {
            return array(at, numpy, &object.call_method1(intern!(py, "reshape"), (1,))?)
                .map(first);
        }
        (0, _) => return item(at, object),
        (_, 'f' | 'i' | 'u' | 'b') => return rows(at, object),
        _ => return nested(at, object),
    }
    // `numpy.ma`, where some cells are masked.
    let ma = numpy.getattr(intern!(py, "ma"))?;
    let masked = object.is_instance(&ma.getattr(intern!(py, "MaskedArray"))?)?;
    let (data, mut nulls) = if masked {
        let mask = ma.call_method1(intern!(py, "getmaskarray"), (object,))?;
        (ma.call_method1(intern!(py, "getdata"), (object,))?, booleans(&mask)?)
    } else {
        (object.clone(), Vec::new())
    };
    let cells = match kind {
        'f' => Cells::F64(held(numpy, &data, "f8")?),
        'i' => Cells::I64(held(numpy, &data, "i8")?),
        'u' if dtype.getattr(intern!(py, "itemsize"))?.eq(4)? => {
            Cells::U32(held(numpy, &data, "u4")?)
        }
        'u' => match whole(cells::<u64>(numpy, &data, "u8")?) {
            Some(cells) => Cells::I64(cells.into()),
            None => return Ok(foreign("out_of_range", "a column with whole numbers above 2^63")),
        },
        'b' => Cells::Bool(booleans(&data)?),
        'M' => match millis(numpy, &data, &dtype, &mut nulls)? {
            Some(cells) => Cells::Millis(cells.into()),
            None => return Ok(foreign("invalid_time", "a datetime64 array without a unit")),
        },
        'O' if !masked && at.in_columns => match strings(object) {
            Some(texts) => return Ok(Value::Column(texts)),
            None => return objects(at, object),
        },
        'O' | 'U' | 'T' => return objects(at, object),
        _ => return Ok(foreign("wrong_type", format!("a numpy array of {}", dtype.str()?))),
    };
    match Column::with_nulls(cells, nulls) {
        Some(column) => Ok(Value::Column(column)),
        None => unknown(object),
    }
}

/// A structured array is an object of columns.
fn records(
    at: &mut Reader,
    object: &Bound<'_, PyAny>,
    names: &Bound<'_, PyAny>,
) -> PyResult<Value> {
    let mut entries = Vec::new();
    for name in names.try_iter()? {
        let name = name?;
        entries.push((name.extract()?, at.value(&object.get_item(&name)?)?));
    }
    Ok(Value::Map(entries))
}

/// An array of several dimensions is a list of arrays of one dimension less.
fn rows(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    at.inside(object, |at| {
        let rows = object.try_iter()?.map(|row| at.value(&row?));
        Ok(Value::List(rows.collect::<PyResult<_>>()?))
    })
}

/// Objects and texts: where columns are wanted a column, if all are texts or absent, else one by one.
fn objects(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let list = object.call_method0(intern!(object.py(), "tolist"))?;
    if at.in_columns
        && let Some(texts) = list.cast::<PyList>().ok().and_then(Strings::of_list)
    {
        return Ok(Value::Column(texts));
    }
    at.inside(object, |at| at.value(&list))
}

/// An object as it lies in an array, which owns it; nowhere, it is `None`.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Lying(*mut ffi::PyObject);

// SAFETY: the format "O" is a pointer to a Python object.
unsafe impl Element for Lying {
    fn is_compatible_format(format: &CStr) -> bool {
        format == c"O"
    }
}

/// The strings of an array of objects, without a list of them: no object is written to.
fn strings(object: &Bound<'_, PyAny>) -> Option<Column> {
    let py = object.py();
    let buffer = PyBuffer::<Lying>::get(object).ok()?;
    // What numpy calls aligned lies anywhere where there is nothing.
    let objects = buffer.as_slice_ptr().filter(|_| buffer.item_count() > 0)?;
    let mut strings = Strings::for_rows(buffer.item_count());
    // SAFETY: the cells are contiguous and aligned (`PyBuffer::get`), numpy neither moves nor frees them
    // while they are exported, and nobody writes to them: reading a string runs no code of the caller's,
    // and the interpreter's lock is held.
    for Lying(object) in unsafe { objects.as_ref() }.iter().copied() {
        if object.is_null() {
            strings.absent();
            continue;
        }
        // SAFETY: the array owns the object, and keeps it, as above.
        let object = unsafe { Borrowed::from_ptr(py, object) };
        strings.push(&object)?;
    }
    strings.column()
}

/// The Python lists of an array.
fn nested(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let list = object.call_method0(intern!(object.py(), "tolist"))?;
    at.inside(object, |at| at.value(&list))
}

fn scalar(at: &mut Reader, numpy: &Bound<'_, PyAny>, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let py = object.py();
    let kind: char =
        object.getattr(intern!(py, "dtype"))?.getattr(intern!(py, "kind"))?.extract()?;
    if kind == 'M' {
        // Its own `item` would be a datetime without a zone.
        let one = numpy.call_method1(intern!(py, "asarray"), (object,))?;
        return array(at, numpy, &one);
    }
    item(at, object)
}

/// The Python object of a scalar; an extended float has none and is rounded to one.
fn item(at: &mut Reader, object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let item = object.call_method0(intern!(object.py(), "item"))?;
    if item.get_type().is(object.get_type()) {
        return item.extract().map_or_else(|_| unknown(object), |float| Ok(Value::Float(float)));
    }
    at.inside(object, |at| at.value(&item))
}

fn first(value: Value) -> Value {
    match value {
        Value::Column(column) => column.value(0),
        other => other,
    }
}

/// The cells of `array`, where they lie if they are of `dtype`, which must be that of `T`.
fn held<T: Element + Send + Sync + 'static>(
    numpy: &Bound<'_, PyAny>,
    array: &Bound<'_, PyAny>,
    dtype: &str,
) -> PyResult<Buffer<T>> {
    let plain = contiguous(numpy, array, dtype)?;
    if plain.len()? == 0 {
        // What numpy calls aligned then lies anywhere.
        return Ok(Vec::new().into());
    }
    Ok(Buffer::of(Lent(PyBuffer::<T>::get(&plain)?)))
}

/// Cells that belong to numpy. As in numpy's own functions, who changes the array from another
/// thread while a call is on its way gets an answer to some mixture of both.
struct Lent<T: Element>(PyBuffer<T>);

impl<T: Element> AsRef<[T]> for Lent<T> {
    fn as_ref(&self) -> &[T] {
        // SAFETY: the buffer is of type `T`, contiguous and aligned (`PyBuffer::get`, `contiguous`),
        // not empty, and numpy neither moves nor frees it while it is exported.
        unsafe { std::slice::from_raw_parts(self.0.buf_ptr().cast(), self.0.item_count()) }
    }
}

/// `array` as one of `dtype` in the machine's own layout: itself, if it is one.
fn contiguous<'py>(
    numpy: &Bound<'py, PyAny>,
    array: &Bound<'py, PyAny>,
    dtype: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let py = array.py();
    // Contiguous and aligned: a field of packed records is neither.
    numpy.call_method1(intern!(py, "require"), (array, dtype, intern!(py, "CA")))
}

/// A copy of the cells of `array` converted to `dtype`, which must be that of `T`.
fn cells<T: Element>(
    numpy: &Bound<'_, PyAny>,
    array: &Bound<'_, PyAny>,
    dtype: &str,
) -> PyResult<Vec<T>> {
    let py = array.py();
    let plain = contiguous(numpy, array, dtype)?;
    if plain.len()? == 0 {
        return Ok(Vec::new());
    }
    PyBuffer::<T>::get(&plain)?.to_vec(py)
}

fn booleans(array: &Bound<'_, PyAny>) -> PyResult<Vec<bool>> {
    let py = array.py();
    let bytes = array.call_method1(intern!(py, "astype"), (intern!(py, "u1"),))?;
    Ok(PyBuffer::<u8>::get(&bytes)?.to_vec(py)?.into_iter().map(|byte| byte != 0).collect())
}

fn whole(cells: Vec<u64>) -> Option<Vec<i64>> {
    cells.into_iter().map(|cell| i64::try_from(cell).ok()).collect()
}

/// The milliseconds of a datetime64 array, which is UTC; `NaT` is absent.
fn millis(
    numpy: &Bound<'_, PyAny>,
    array: &Bound<'_, PyAny>,
    dtype: &Bound<'_, PyAny>,
    nulls: &mut Vec<bool>,
) -> PyResult<Option<Vec<i64>>> {
    /// How numpy writes `NaT`.
    const NAT: i64 = i64::MIN;
    let py = array.py();
    let (unit, count): (String, i128) =
        numpy.call_method1(intern!(py, "datetime_data"), (dtype,))?.extract()?;
    // One tick is `times` / `per` milliseconds.
    let (times, per): (i128, i128) = match unit.as_str() {
        // Months and years are as long as the calendar says: numpy turns them into days.
        "Y" | "M" => (86_400_000, 1),
        "W" => (604_800_000 * count, 1),
        "D" => (86_400_000 * count, 1),
        "h" => (3_600_000 * count, 1),
        "m" => (60_000 * count, 1),
        "s" => (1000 * count, 1),
        "ms" => (count, 1),
        "us" => (count, 1_000),
        "ns" => (count, 1_000_000),
        "ps" => (count, 1_000_000_000),
        "fs" => (count, 1_000_000_000_000),
        "as" => (count, 1_000_000_000_000_000),
        // Only `NaT` has no unit.
        _ => (0, 1),
    };
    // In the machine's byte order, before the bits are looked at as integers.
    let plain = match unit.as_str() {
        "Y" | "M" => intern!(py, "M8[D]").clone().into_any(),
        _ => dtype.call_method1(intern!(py, "newbyteorder"), (intern!(py, "="),))?,
    };
    let ticks = array
        .call_method1(intern!(py, "astype"), (plain,))?
        .call_method1(intern!(py, "view"), (intern!(py, "i8"),))?;
    let mut cells: Vec<i64> = cells(numpy, &ticks, "i8")?;
    if times == 0 && cells.iter().any(|tick| *tick != NAT) {
        return Ok(None);
    }
    if cells.contains(&NAT) {
        nulls.resize(cells.len(), false);
        for (null, tick) in nulls.iter_mut().zip(&cells) {
            *null |= *tick == NAT;
        }
    }
    if let (1, Ok(per)) = (times, i64::try_from(per)) {
        // Milliseconds and finer: every common unit, without wide divisions.
        if per > 1 {
            cells.iter_mut().for_each(|tick| *tick = tick.div_euclid(per));
        }
        return Ok(Some(cells));
    }
    for tick in &mut cells {
        let ms = (i128::from(*tick) * times).div_euclid(per);
        // What no i64 holds is out of range, and so is the largest i64.
        *tick = i64::try_from(ms).unwrap_or(i64::MAX);
    }
    Ok(Some(cells))
}
