//! A rep's fixes in order, one an instant.

use std::cmp::Ordering;

use super::{Accuracy, Fix};
use crate::column::{Cells, Column};
use crate::geo::distance;
use crate::math;
use crate::shape::{Field, Reader, RecordShape, Shape, Shaped, Value, missing};

/// A rep's fixes, sorted by time, one an instant.
///
/// Reads a list of fixes, or columns `{t, lat, lon, accuracy_m, ...}` of equal length with the
/// keys of [`Fix`]. The order of the input and repeated fixes never matter.
///
/// # Example
/// ```
/// use fieldbeat::{Fix, Track};
///
/// let a = Fix::new("2026-11-20T09:00:00Z".parse()?, 55.7558, 37.6173, 12.0)?;
/// let b = Fix::new("2026-11-20T09:00:10Z".parse()?, 55.7559, 37.6173, 12.0)?;
/// assert_eq!(
///     Track::new(vec![b.clone(), a.clone(), b.clone()]),
///     Track::new(vec![a, b]),
/// );
/// # Ok::<(), fieldbeat::Problem>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    fixes: Vec<Fix>,
    /// Indices of fixes that stand for several of one instant in places too far apart for their accuracy.
    conflicts: Vec<usize>,
}

impl Track {
    /// The track of `fixes`, in any order, with any repetitions.
    ///
    /// Of several fixes of one instant the most accurate survives (then by `seq`, place and
    /// source); it is mock if any of them is.
    #[must_use]
    pub fn new(mut fixes: Vec<Fix>) -> Self {
        if !fixes.is_sorted_by(|a, b| a.t < b.t) {
            math::sort_by_number(&mut fixes, |fix| fix.t.millis(), by_rank);
        }
        let mut track = Self { fixes: Vec::with_capacity(fixes.len()), conflicts: Vec::new() };
        for fix in fixes {
            let index = track.fixes.len().wrapping_sub(1);
            match track.fixes.last_mut() {
                Some(kept) if kept.t == fix.t => {
                    if absorb(kept, fix) && track.conflicts.last() != Some(&index) {
                        track.conflicts.push(index);
                    }
                }
                _ => track.fixes.push(fix),
            }
        }
        track
    }

    /// The fixes, by time.
    #[must_use]
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The part of the track from `start` on and before `end`.
    #[cfg(feature = "visit")]
    pub(crate) fn between(&self, start: i64, end: i64) -> Self {
        let place = |t: i64| self.fixes.partition_point(|fix| fix.t.millis() < t);
        let (from, until) = (place(start), place(end.max(start)));
        let conflict = |index: usize| self.conflicts.partition_point(|at| *at < index);
        let conflicts = self.conflicts.get(conflict(from)..conflict(until)).unwrap_or_default();
        Self {
            fixes: self.fixes.get(from..until).unwrap_or_default().to_vec(),
            conflicts: conflicts.iter().map(|at| at - from).collect(),
        }
    }

    /// Indices of fixes that stand for several of one instant in places too far apart for their accuracy.
    #[must_use]
    pub fn conflicts(&self) -> &[usize] {
        &self.conflicts
    }
}

/// The order in which fixes of one instant are preferred; total over all their fields.
type Rank = (
    i64,
    f64,
    (bool, i64),
    f64,
    f64,
    Option<super::FixSource>,
    (f64, Option<i64>, Option<super::Mark>, Option<bool>),
);

/// By time, then by preference; equal only where nothing tells two fixes apart.
pub(super) fn by_rank(a: &Fix, b: &Fix) -> Ordering {
    // No field of a fix is NaN.
    let preferred = || rank(a).partial_cmp(&rank(b)).unwrap_or(Ordering::Equal);
    a.t.cmp(&b.t).then_with(preferred)
}

fn rank(fix: &Fix) -> Rank {
    let accuracy = match fix.accuracy_m {
        Accuracy::Radius(m) => m,
        Accuracy::Missing => f64::MAX,
        Accuracy::Invalid => f64::INFINITY,
    };
    (
        fix.t.millis(),
        accuracy,
        (fix.seq.is_none(), fix.seq.unwrap_or(0)),
        fix.lat.get(),
        fix.lon.get(),
        fix.source,
        (fix.speed_mps.get().unwrap_or(-1.0), fix.received.map(|t| t.millis()), fix.mark, fix.mock),
    )
}

/// Whether two fixes of one instant cannot both be right: farther apart than both accuracies.
fn contradict(a: &Fix, b: &Fix) -> bool {
    let apart_m = distance(&a.position(), &b.position());
    let radius = |fix: &Fix| fix.accuracy_m.radius().unwrap_or(0.0);
    apart_m > radius(a) + radius(b)
}

/// Takes from a fix of the same instant, which comes after `kept` by rank, what it still says.
/// Whether they contradict each other.
pub(super) fn absorb(kept: &mut Fix, other: Fix) -> bool {
    let contradictory = contradict(kept, &other);
    kept.mock = match (kept.mock, other.mock) {
        (Some(a), Some(b)) => Some(a || b),
        (a, b) => a.or(b),
    };
    kept.mark = kept.mark.or(other.mark);
    kept.received = match (kept.received, other.received) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    contradictory
}

impl Shaped for Track {
    fn shape() -> Shape {
        Shape::Either {
            name: "Track",
            doc: "A rep's fixes in any order: a list, or columns of equal length.",
            shapes: vec![
                Shape::List(Box::new(Fix::shape())),
                Shape::Record(RecordShape {
                    name: "TrackColumns",
                    doc: "The keys of `Fix`, each a column.",
                    policy: false,
                    sparse: false,
                    fields: column_fields,
                }),
            ],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(_) => {
                Vec::<Fix>::read(value, at).inspect(|fixes| doubt(fixes, at)).map(Self::new)
            }
            Value::Map(_) => read_columns(value, None, at).map(Self::new),
            other => at.mismatch("a list of fixes, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        self.fixes.to_value()
    }
}

fn fix_fields() -> Vec<Field> {
    match Fix::shape() {
        Shape::Record(record) => (record.fields)(),
        _ => Vec::new(),
    }
}

pub(super) fn column_fields() -> Vec<Field> {
    let column = |field: Field| match field.shape {
        Shape::Optional(inner) => {
            Field { shape: Shape::Optional(Box::new(Shape::Column(inner))), ..field }
        }
        shape => Field { shape: Shape::Column(Box::new(shape)), ..field },
    };
    fix_fields().into_iter().map(column).collect()
}

/// A column of the caller's: typed, or a list of values.
#[derive(Clone, Copy)]
enum Rows<'v> {
    Column(&'v Column),
    List(&'v [Value]),
    Absent,
}

impl Rows<'_> {
    fn len(self) -> Option<usize> {
        match self {
            Self::Column(column) => Some(column.len()),
            Self::List(items) => Some(items.len()),
            Self::Absent => None,
        }
    }
}

const KEYS: [&str; 10] =
    ["t", "lat", "lon", "accuracy_m", "mock", "speed_mps", "received", "source", "mark", "seq"];

/// The fixes in columns, row by row; `reps` is the length of a column beside them that says whose.
///
/// Lengths that differ hide no other problem: a column that ends has no more cells.
pub(super) fn read_columns(
    value: &Value,
    reps: Option<usize>,
    at: &mut Reader,
) -> Option<Vec<Fix>> {
    at.object(value, &KEYS)?;
    let before = at.problem_count();
    let columns = KEYS.map(|key| rows(value, key, at));
    let lengths = columns.map(Rows::len);
    let [t, lat, lon, accuracy_m, mock, speed_mps, received, source, mark, seq] = columns;
    if let Some(len) = t.len() {
        for (key, own) in KEYS.into_iter().zip(lengths).chain([("rep", reps)]) {
            if let Some(own) = own.filter(|own| *own != len) {
                let message = format!("{own} rows, but \"t\" has {len}");
                at.within(key, |at| at.problem::<()>("lengths_differ", message));
            }
        }
    }
    let len = lengths.into_iter().flatten().max()?;
    let mut fixes = Vec::with_capacity(len);
    for row in 0..len {
        let (t, lat, lon) =
            (cell(t, "t", row, at), cell(lat, "lat", row, at), cell(lon, "lon", row, at));
        let rest = (
            cell(accuracy_m, "accuracy_m", row, at),
            cell(mock, "mock", row, at),
            cell(speed_mps, "speed_mps", row, at),
            cell(received, "received", row, at),
            cell(source, "source", row, at),
            cell(mark, "mark", row, at),
            cell(seq, "seq", row, at),
        );
        let (Some(t), Some(lat), Some(lon)) = (t, lat, lon) else { continue };
        let (
            Some(accuracy_m),
            Some(mock),
            Some(speed_mps),
            Some(received),
            Some(source),
            Some(mark),
            Some(seq),
        ) = rest
        else {
            continue;
        };
        fixes.push(Fix { t, lat, lon, accuracy_m, mock, speed_mps, received, source, mark, seq });
    }
    doubt(&fixes, at);
    (at.problem_count() == before).then_some(fixes)
}

/// Warns of times of 1970, which are times of this century in seconds.
pub(super) fn doubt(fixes: &[Fix], at: &mut Reader) {
    const SECONDS: std::ops::Range<i64> = 1_000_000_000..10_000_000_000;
    let is_all = fixes.iter().all(|fix| SECONDS.contains(&fix.t.millis()));
    if let (true, Some(first)) = (is_all, fixes.iter().map(|fix| fix.t.millis()).min()) {
        let message = format!("{first} is a time of 1970: expected milliseconds, not seconds");
        at.warning("seconds", message);
    }
}

/// The column under `key`; a column of another kind of cells is one problem, not one a row.
fn rows<'v>(value: &'v Value, key: &'static str, at: &mut Reader) -> Rows<'v> {
    let required = matches!(key, "t" | "lat" | "lon");
    at.within(key, |at| match value.get(key) {
        None | Some(Value::Null) if required => {
            let message = missing(key, |other| value.get(other).is_some());
            at.problem::<()>("missing_key", format!("column {message}"));
            Rows::Absent
        }
        None | Some(Value::Null) => Rows::Absent,
        Some(Value::List(items)) => Rows::List(items),
        Some(Value::Column(column)) => {
            let cells = column.cells();
            let fits = match key {
                "t" | "received" => {
                    cells.are_numbers() || matches!(cells, Cells::Millis(_) | Cells::Text { .. })
                }
                "mock" => cells.are_whole() || matches!(cells, Cells::Bool(_)),
                "source" | "mark" => matches!(cells, Cells::Text { .. }),
                _ => cells.are_numbers(),
            };
            if fits {
                Rows::Column(column)
            } else {
                at.problem::<()>(
                    "wrong_type",
                    format!("a column of {} cannot hold \"{key}\"", column.cells().kind()),
                );
                Rows::Absent
            }
        }
        Some(other) => {
            at.mismatch::<()>("a column", other);
            Rows::Absent
        }
    })
}

/// One cell; none where its column has ended, or is absent and must not be.
fn cell<T: Shaped>(rows: Rows<'_>, key: &'static str, row: usize, at: &mut Reader) -> Option<T> {
    let value = match rows {
        Rows::Absent => return T::absent(),
        Rows::List(items) => items.get(row)?.clone(),
        Rows::Column(column) if row < column.len() => column.value(row),
        Rows::Column(_) => return None,
    };
    if value == Value::Null
        && let Some(absent) = T::absent()
    {
        return Some(absent);
    }
    // A column of whole numbers may be one of booleans: 0 and 1 (2 is "unknown").
    let value = match (key, value) {
        ("mock", Value::Int(0)) => Value::Bool(false),
        ("mock", Value::Int(1)) => Value::Bool(true),
        ("mock", Value::Int(2)) => Value::Null,
        (_, value) => value,
    };
    at.within(key, |at| at.within(row, |at| T::read(&value, at)))
}
