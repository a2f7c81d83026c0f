//! Columns as bytes and back: what `pickle` keeps of an answer.

use fieldbeat::column::{Cells, Column};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// What is kept: the kind of cells, they as little-endian bytes, a byte a row that says which are
/// absent, and the texts that cells of the kind `text` number.
pub(crate) type Parts = (&'static str, Vec<u8>, Vec<u8>, Vec<String>);

/// The names of the kinds are kept with the bytes: they never change.
const F64: &str = "f64";
const I64: &str = "i64";
const U32: &str = "u32";
const U8: &str = "u8";
const MILLIS: &str = "ms";
const BOOL: &str = "bool";
const TEXT: &str = "text";

pub(crate) fn keep(column: &Column) -> Parts {
    fn bytes<T: Copy, const N: usize>(cells: &[T], of: fn(T) -> [u8; N]) -> Vec<u8> {
        cells.iter().flat_map(|cell| of(*cell)).collect()
    }
    let no_names = Vec::new;
    let (kind, cells, names) = match column.cells() {
        Cells::F64(cells) => (F64, bytes(cells, f64::to_le_bytes), no_names()),
        Cells::I64(cells) => (I64, bytes(cells, i64::to_le_bytes), no_names()),
        Cells::U32(cells) => (U32, bytes(cells, u32::to_le_bytes), no_names()),
        Cells::U8(cells) => (U8, cells.to_vec(), no_names()),
        Cells::Millis(cells) => (MILLIS, bytes(cells, i64::to_le_bytes), no_names()),
        Cells::Bool(cells) => (BOOL, bytes(cells, |flag| [u8::from(flag)]), no_names()),
        Cells::Text { codes, names } => (TEXT, bytes(codes, u32::to_le_bytes), names.to_vec()),
    };
    (kind, cells, bytes(column.nulls(), |null| [u8::from(null)]), names)
}

/// The column of which `keep` made this.
///
/// # Errors
/// `ValueError` for anything else: a pickle may have been damaged, or made by hand.
pub(crate) fn restore(
    kind: &str,
    cells: &[u8],
    nulls: &[u8],
    names: Vec<String>,
) -> PyResult<Column> {
    let column = cells_of(kind, cells, names)
        .zip(flags(nulls))
        .and_then(|(cells, nulls)| Column::with_nulls(cells, nulls));
    column.ok_or_else(|| PyValueError::new_err("these are not the parts of a column"))
}

fn cells_of(kind: &str, bytes: &[u8], names: Vec<String>) -> Option<Cells> {
    Some(match kind {
        F64 => Cells::F64(numbers(bytes, f64::from_le_bytes)?.into()),
        I64 => Cells::I64(numbers(bytes, i64::from_le_bytes)?.into()),
        U32 => Cells::U32(numbers(bytes, u32::from_le_bytes)?.into()),
        U8 => Cells::U8(bytes.to_vec().into()),
        MILLIS => Cells::Millis(numbers(bytes, i64::from_le_bytes)?.into()),
        BOOL => Cells::Bool(flags(bytes)?),
        TEXT => {
            let codes = numbers(bytes, u32::from_le_bytes)?;
            if codes.iter().any(|code| names.get(*code as usize).is_none()) {
                return None;
            }
            Cells::Text { codes: codes.into(), names: names.into() }
        }
        _ => return None,
    })
}

fn numbers<T, const N: usize>(bytes: &[u8], of: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let (cells, rest) = bytes.as_chunks::<N>();
    rest.is_empty().then(|| cells.iter().map(|cell| of(*cell)).collect())
}

fn flags(bytes: &[u8]) -> Option<Vec<bool>> {
    let flag = |byte: &u8| match byte {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    bytes.iter().map(flag).collect()
}
