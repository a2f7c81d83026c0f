//! Python's times: aware datetimes are instants, timedeltas are spans.

use fieldbeat::shape::Value;
use fieldbeat::time::Instant;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDelta};

use crate::pandas;
use crate::reader::foreign;

const DAY_US: i64 = 86_400_000_000;

/// `date.toordinal()` of 1970-01-01.
const EPOCH_ORDINAL: i64 = 719_163;

/// The instant of an aware datetime, floored to the millisecond.
///
/// The offset is what the object itself says, so that any tzinfo and any subclass will do.
pub(crate) fn instant(time: &Bound<'_, PyDateTime>) -> PyResult<Value> {
    let py = time.py();
    if !time.is_exact_instance_of::<PyDateTime>() && pandas::is_null(time)? {
        return Ok(Value::Null);
    }
    let offset = time.call_method0(intern!(py, "utcoffset"))?;
    if offset.is_none() {
        return Ok(foreign("naive_time", "a datetime without a zone"));
    }
    let part = |name| -> PyResult<i64> { time.getattr(name)?.extract() };
    let days: i64 = time.call_method0(intern!(py, "toordinal"))?.extract()?;
    let minutes = part(intern!(py, "hour"))? * 60 + part(intern!(py, "minute"))?;
    let seconds = minutes * 60 + part(intern!(py, "second"))?;
    let local_us =
        (days - EPOCH_ORDINAL) * DAY_US + seconds * 1_000_000 + part(intern!(py, "microsecond"))?;
    let utc_ms = (local_us - microseconds(&offset)?).div_euclid(1000);
    Ok(Instant::from_millis(utc_ms).map_or_else(
        || foreign("out_of_range", "a datetime outside the years 1 to 9999 of UTC"),
        Value::Instant,
    ))
}

/// A timedelta of whole seconds as the text of a span.
pub(crate) fn span(delta: &Bound<'_, PyDelta>) -> PyResult<Value> {
    let us = microseconds(delta.as_any())?;
    Ok(if us % 1_000_000 == 0 {
        Value::Text(format!("{}s", us / 1_000_000))
    } else {
        foreign("invalid_span", "a timedelta that is not a whole number of seconds")
    })
}

/// A timedelta in microseconds: at most 999,999,999 days, which an i64 holds.
fn microseconds(delta: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = delta.py();
    let part = |name| -> PyResult<i64> { delta.getattr(name)?.extract() };
    let seconds = part(intern!(py, "days"))? * 86_400 + part(intern!(py, "seconds"))?;
    // A foreign `utcoffset` may answer with anything that has these attributes.
    Ok(seconds.saturating_mul(1_000_000).saturating_add(part(intern!(py, "microseconds"))?))
}
