//! The fixes in which stays are sought: columns as they lie, or a list.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: `check` has seen that all columns are as long as `t` and that codes are \
              places in `names`"
)]

use std::cmp::Ordering;

use super::search::Path;
use crate::column::{Buffer, Cells, Instants, Texts, note_numbers};
use crate::geo::{Latitude, Longitude, wrap_longitude};
use crate::geofence::{Accuracy, Fix, Track, read_reps};
use crate::math;
use crate::shape::{Field, Reader, RecordShape, Shape, Shaped, Value, record};
use crate::time::Instant;

/// Fixes of one rep or many, in any order.
///
/// Reads columns `{t, lat, lon, accuracy_m?, rep?}` of equal length, numbers where they lie, or a
/// list of fixes. `rep` holds texts, or whole numbers that are places in the list `rep_names`.
/// Anything else that a fix may have is not looked at.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::visit::StayFixes;
///
/// let fixes = StayFixes::from_json(
///     r#"{"t": [1795165200000, 1795165230000], "lat": [55.75, 55.75], "lon": [37.6, 37.6]}"#,
/// )?;
/// assert_eq!((fixes.lat.len(), fixes.rep), (2, None));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StayFixes {
    /// When each was measured.
    pub t: Instants,
    /// Latitudes in degrees, -90 to 90.
    pub lat: Buffer<f64>,
    /// Longitudes in degrees; wrapped.
    pub lon: Buffer<f64>,
    /// Accuracies in metres: of several fixes of one instant the most accurate counts.
    pub accuracy_m: Option<Buffer<f64>>,
    /// Whose they are; without it they are one rep's.
    pub rep: Option<Texts>,
}

record! {
    /// A fix, and whose it is.
    pub struct StayFix: data {
        /// When the position was measured.
        pub t: Instant,
        /// Latitude in degrees, -90 to 90.
        pub lat: Latitude,
        /// Longitude in degrees; wrapped to [-180, 180).
        pub lon: Longitude,
        /// Accuracy in metres: of several fixes of one instant the most accurate counts.
        pub accuracy_m: Accuracy,
        /// Whose it is: all fixes say so, or none.
        pub rep: Option<String>,
    }
}

const KEYS: [&str; 6] = ["t", "lat", "lon", "accuracy_m", "rep", "rep_names"];

impl Shaped for StayFixes {
    fn shape() -> Shape {
        Shape::Either {
            name: "StayFixes",
            doc: "Fixes of one rep or many in any order: a list, or columns of equal length.",
            shapes: vec![
                Shape::List(Box::new(StayFix::shape())),
                Shape::Record(RecordShape {
                    name: "StayColumns",
                    doc: "Fixes of one rep or many, as columns.",
                    policy: false,
                    sparse: false,
                    fields: column_fields,
                }),
            ],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(_) => Self::of_list(&Vec::read(value, at)?, at),
            Value::Map(_) => Self::of_columns(value, at),
            other => at.mismatch("a list of fixes, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        let mut entries = vec![
            ("t".to_owned(), self.t.to_value()),
            ("lat".to_owned(), self.lat.to_value()),
            ("lon".to_owned(), self.lon.to_value()),
        ];
        entries.extend(self.accuracy_m.iter().map(|m| ("accuracy_m".to_owned(), m.to_value())));
        entries.extend(self.rep.iter().map(|rep| ("rep".to_owned(), rep.to_value())));
        Value::Map(entries)
    }
}

fn column_fields() -> Vec<Field> {
    let column = |key, doc, shape| Field { key, doc, shape, default: None };
    let maybe = |shape| Shape::Optional(Box::new(shape));
    vec![
        column("t", "When each was measured.", Instants::shape()),
        column("lat", "Latitudes in degrees, -90 to 90.", Buffer::<f64>::shape()),
        column("lon", "Longitudes in degrees; wrapped.", Buffer::<f64>::shape()),
        column(
            "accuracy_m",
            "Accuracies in metres: of several fixes of one instant the most accurate counts.",
            maybe(Buffer::<f64>::shape()),
        ),
        column("rep", "Whose they are; without it they are one rep's.", maybe(Texts::shape())),
        column(
            "rep_names",
            "The names, where `rep` holds places in this list.",
            maybe(Shape::List(Box::new(Shape::Text))),
        ),
    ]
}

/// The fixes of one rep.
impl From<&Track> for StayFixes {
    fn from(track: &Track) -> Self {
        let fixes = track.fixes();
        let column = |cell: fn(&Fix) -> f64| fixes.iter().map(cell).collect::<Vec<_>>();
        Self {
            t: Instants(fixes.iter().map(|fix| fix.t.millis()).collect::<Vec<_>>().into()),
            lat: column(|fix| fix.lat.get()).into(),
            lon: column(|fix| fix.lon.get()).into(),
            accuracy_m: None,
            rep: None,
        }
    }
}

impl StayFixes {
    fn of_list(fixes: &[StayFix], at: &mut Reader) -> Option<Self> {
        let reps: Texts = fixes.iter().filter_map(|fix| fix.rep.as_deref()).collect();
        let named = reps.codes.len();
        if named > 0 && named < fixes.len() {
            for (index, _) in fixes.iter().enumerate().filter(|(_, fix)| fix.rep.is_none()) {
                let message = "\"rep\" is required: other fixes have one";
                at.within(index, |at| {
                    at.within("rep", |at| at.problem::<()>("missing_key", message));
                });
            }
            return None;
        }
        let column = |cell: fn(&StayFix) -> f64| fixes.iter().map(cell).collect::<Vec<_>>();
        Some(Self {
            t: Instants(fixes.iter().map(|fix| fix.t.millis()).collect::<Vec<_>>().into()),
            lat: column(|fix| fix.lat.get()).into(),
            lon: column(|fix| fix.lon.get()).into(),
            accuracy_m: Some(column(|fix| fix.accuracy_m.radius().unwrap_or(0.0)).into()),
            rep: (named > 0).then_some(reps),
        })
    }

    fn of_columns(value: &Value, at: &mut Reader) -> Option<Self> {
        let entries = at.object(value, &KEYS)?;
        let (t, lat, lon) =
            (at.required(entries, "t"), at.required(entries, "lat"), at.required(entries, "lon"));
        let given = |key| value.get(key).filter(|value| **value != Value::Null);
        let accuracy_m = match given("accuracy_m") {
            Some(column) => at.within("accuracy_m", |at| accuracies(column, at)).map(Some),
            None => Some(None),
        };
        let rep = match given("rep").or_else(|| given("rep_names")) {
            Some(_) => read_reps(value, at).map(Some),
            None => Some(None),
        };
        Some(Self { t: t?, lat: lat?, lon: lon?, accuracy_m: accuracy_m?, rep: rep? })
    }

    /// Notes what is wrong with the columns: lengths that differ, cells that are no place or time.
    pub(super) fn check(&self, at: &mut Reader) {
        let rows = self.t.0.len();
        if u32::try_from(rows).is_err() {
            at.limit::<()>("too_many_rows", "at most 4294967295 rows in one call");
            return;
        }
        let lengths = [
            ("lat", Some(self.lat.len())),
            ("lon", Some(self.lon.len())),
            ("accuracy_m", self.accuracy_m.as_ref().map(|column| column.len())),
            ("rep", self.rep.as_ref().map(|rep| rep.codes.len())),
        ];
        for (key, len) in lengths {
            if let Some(len) = len.filter(|len| *len != rows) {
                let message = format!("{len} rows, but \"t\" has {rows}");
                at.within(key, |at| at.problem::<()>("lengths_differ", message));
            }
        }
        let names = self.rep.as_ref().map_or(0, |rep| rep.names.len());
        let codes = self.rep.as_ref().map_or(&[][..], |rep| &rep.codes);
        if codes.iter().any(|code| *code as usize >= names) {
            at.within("rep", |at| at.problem::<()>("out_of_range", "no place among the names"));
        }
        if !self.lat.iter().all(|lat| (-90.0..=90.0).contains(lat)) {
            note_numbers::<Latitude>("lat", &self.lat, at);
        }
        if !self.lon.iter().all(|lon| lon.is_finite()) {
            note_numbers::<Longitude>("lon", &self.lon, at);
        }
        let outside = |ms: &i64| Instant::from_millis(*ms).is_none();
        let times = self.t.0.iter().enumerate();
        for (row, ms) in times.filter(|(_, ms)| outside(ms)) {
            at.within("t", |at| at.within(row, |at| Instant::read(&Value::Int(*ms), at)));
        }
    }
}

/// Accuracies; absent cells are missing ones.
fn accuracies(value: &Value, at: &mut Reader) -> Option<Buffer<f64>> {
    match value {
        Value::Column(column) if column.cells().are_numbers() => match column.cells() {
            Cells::F64(cells) if column.nulls().is_empty() => Some(cells.clone()),
            _ => {
                let row = |row| column.f64(row).unwrap_or(0.0);
                Some((0..column.len()).map(row).collect::<Vec<_>>().into())
            }
        },
        Value::Column(_) => at.mismatch("a column of numbers", value),
        list => {
            let cells = Vec::<Option<Accuracy>>::read(list, at)?;
            let metres = |cell: Option<Accuracy>| cell.and_then(Accuracy::radius).unwrap_or(0.0);
            Some(cells.into_iter().map(metres).collect::<Vec<_>>().into())
        }
    }
}

/// The rows of each rep.
pub(super) struct ByRep {
    /// The reps' names, sorted; `None` where all rows are one rep's.
    pub(super) names: Option<Vec<String>>,
    /// Rows, by rep; empty where they are in their own order.
    rows: Vec<u32>,
    /// The end of each rep in `rows`.
    ends: Vec<usize>,
}

impl ByRep {
    /// Sorts by rep, by counting: rows keep their order.
    pub(super) fn new(fixes: &StayFixes) -> Self {
        let Some(rep) = &fixes.rep else {
            return Self { names: None, rows: Vec::new(), ends: vec![fixes.lat.len()] };
        };
        let mut names = rep.names.clone();
        math::sort(&mut names);
        names.dedup();
        let place = |name: &String| names.binary_search(name).unwrap_or_default();
        let places: Vec<usize> = rep.names.iter().map(place).collect();
        let mut ends = vec![0_usize; names.len()];
        for code in &rep.codes {
            ends[places[*code as usize]] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // For now where each begins: adding its rows moves it to the end.
            (*end, sum) = (sum, sum + *end);
        }
        let mut rows = vec![0; rep.codes.len()];
        for (row, code) in (0_u32..).zip(&rep.codes) {
            let next = &mut ends[places[*code as usize]];
            rows[*next] = row;
            *next += 1;
        }
        Self { names: Some(names), rows, ends }
    }

    /// How many reps there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Room for the fixes of one rep, put in order.
#[derive(Default)]
pub(super) struct Sorted {
    rows: Vec<u32>,
    t: Vec<i64>,
    lat: Vec<f64>,
    lon: Vec<f64>,
}

impl Sorted {
    /// The path of rep `index`: strictly by time, one fix an instant.
    ///
    /// Of several fixes of one instant the most accurate counts, then by place, as in [`Track`].
    /// Rows that lie together in this order already are not copied.
    pub(super) fn path<'a>(
        &'a mut self,
        fixes: &'a StayFixes,
        reps: &ByRep,
        index: usize,
    ) -> Path<'a> {
        let start = if index == 0 { 0 } else { reps.ends[index - 1] };
        let all = start..reps.ends[index];
        let (t, lat, lon) = (&fixes.t.0[..], &fixes.lat[..], &fixes.lon[..]);
        let rows = if reps.names.is_some() { Some(&reps.rows[all.clone()]) } else { None };
        let lies_from = match rows {
            None => Some(0),
            Some([]) => Some(0),
            Some(rows) => {
                let first = rows[0] as usize;
                // They ascend: as many as their span means all of it.
                let together = rows[rows.len() - 1] as usize - first == rows.len() - 1;
                together.then_some(first)
            }
        };
        if let Some(from) = lies_from {
            let lie = from..from + all.len();
            if t[lie.clone()].is_sorted_by(|a, b| a < b) {
                return Path { t: &t[lie.clone()], lat: &lat[lie.clone()], lon: &lon[lie] };
            }
        }
        self.rows.clear();
        match rows {
            Some(rows) => self.rows.extend(rows),
            None => self.rows.extend(0..all.len() as u32),
        }
        let by_time = |a: &u32, b: &u32| t[*a as usize] < t[*b as usize];
        if !self.rows.is_sorted_by(by_time) {
            let tie = |a: &u32, b: &u32| preferred(fixes, *a as usize, *b as usize);
            math::sort_by_number(&mut self.rows, |row| t[*row as usize], tie);
            self.rows.dedup_by_key(|row| t[*row as usize]);
        }
        let (rows, path) = (&self.rows, (&mut self.t, &mut self.lat, &mut self.lon));
        fn gather<T: Copy>(cells: &[T], rows: &[u32], into: &mut Vec<T>) {
            into.clear();
            into.extend(rows.iter().map(|row| cells[*row as usize]));
        }
        gather(t, rows, path.0);
        gather(lat, rows, path.1);
        gather(lon, rows, path.2);
        Path { t: path.0, lat: path.1, lon: path.2 }
    }
}

/// Which of two fixes of one instant comes first.
fn preferred(fixes: &StayFixes, a: usize, b: usize) -> Ordering {
    let accuracy = |row: usize| {
        let radius = fixes.accuracy_m.as_ref().and_then(|m| Accuracy::from(m[row]).radius());
        radius.unwrap_or(f64::INFINITY)
    };
    let lon = |row: usize| wrap_longitude(fixes.lon[row]);
    (accuracy(a).total_cmp(&accuracy(b)))
        .then_with(|| fixes.lat[a].total_cmp(&fixes.lat[b]))
        .then_with(|| lon(a).total_cmp(&lon(b)))
}
