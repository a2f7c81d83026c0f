//! Fixes of many reps.

use super::Fix;
use super::track::{column_fields, doubt, read_columns};
use crate::column::{Cells, Column, Texts};
use crate::shape::{Field, Reader, RecordShape, Shape, Shaped, Value};

/// Fixes of many reps, in any order.
///
/// Reads columns `{rep, t, lat, lon, accuracy_m, ...}` of equal length with the keys of [`Fix`], or
/// a list of fixes that have the key `rep` besides. The column `rep` holds texts, or whole numbers
/// that are places in the list `rep_names`.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::geofence::RepFixes;
///
/// let fixes = RepFixes::from_json(
///     r#"{"rep": [1, 0], "rep_names": ["anna", "boris"],
///         "t": ["2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"],
///         "lat": [55.7, 55.8], "lon": [37.6, 37.6]}"#,
/// )?;
/// assert_eq!(fixes.reps.get(0), Some("boris"));
/// assert_eq!(fixes.fixes.len(), 2);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RepFixes {
    /// Whose fix each is.
    pub reps: Texts,
    /// The fixes.
    pub fixes: Vec<Fix>,
}

impl Shaped for RepFixes {
    fn shape() -> Shape {
        Shape::Either {
            name: "RepFixes",
            doc: "Fixes of many reps in any order: a list, or columns of equal length.",
            shapes: vec![
                Shape::List(Box::new(Shape::Record(RecordShape {
                    name: "RepFix",
                    doc: "A fix, and whose it is.",
                    policy: false,
                    sparse: false,
                    fields: || {
                        let mut fields = vec![rep_field(String::shape())];
                        if let Shape::Record(fix) = Fix::shape() {
                            fields.extend((fix.fields)());
                        }
                        fields
                    },
                }))),
                Shape::Record(RecordShape {
                    name: "RepFixColumns",
                    doc: "The keys of `Fix` and `rep`, each a column.",
                    policy: false,
                    sparse: false,
                    fields: || {
                        let names = Shape::List(Box::new(Shape::Text));
                        let mut fields = vec![
                            rep_field(Texts::shape()),
                            Field {
                                key: "rep_names",
                                doc: "The names, where `rep` holds places in this list.",
                                shape: Shape::Optional(Box::new(names)),
                                default: None,
                            },
                        ];
                        fields.extend(column_fields());
                        fields
                    },
                }),
            ],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(items) => {
                let mut reps = Vec::with_capacity(items.len());
                let rep = |item: &Value, at: &mut Reader| match item.get("rep") {
                    Some(rep) => at.within("rep", |at| String::read(rep, at)),
                    None => at.within("rep", |at| at.problem("missing_key", "\"rep\" is required")),
                };
                for (index, item) in items.iter().enumerate() {
                    reps.extend(at.within(index, |at| rep(item, at)));
                }
                let fixes = Vec::<Fix>::read(value, at)?;
                doubt(&fixes, at);
                (reps.len() == fixes.len())
                    .then(|| Self { reps: reps.iter().map(String::as_str).collect(), fixes })
            }
            Value::Map(_) => {
                let reps = read_reps(value, at);
                let fixes = read_columns(value, reps.as_ref().map(|reps| reps.codes.len()), at);
                Some(Self { reps: reps?, fixes: fixes? })
            }
            other => at.mismatch("a list of fixes, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        let with_rep = |(row, fix): (usize, &Fix)| {
            let rep = self.reps.get(row).unwrap_or_default().to_owned();
            let mut value = fix.to_value();
            if let Value::Map(entries) = &mut value {
                entries.insert(0, ("rep".to_owned(), Value::Text(rep)));
            }
            value
        };
        Value::List(self.fixes.iter().enumerate().map(with_rep).collect())
    }
}

fn rep_field(shape: Shape) -> Field {
    Field { key: "rep", doc: "Whose fix it is.", shape, default: None }
}

/// The column `rep`: texts, or places in `rep_names`.
pub(crate) fn read_reps(value: &Value, at: &mut Reader) -> Option<Texts> {
    let Some(column) = value.get("rep").filter(|column| **column != Value::Null) else {
        return at.within("rep", |at| at.problem("missing_key", "column \"rep\" is required"));
    };
    let Some(names) = value.get("rep_names").filter(|names| **names != Value::Null) else {
        return at.within("rep", |at| Texts::read(column, at));
    };
    let names = at.within("rep_names", |at| Vec::<String>::read(names, at));
    let codes = at.within("rep", |at| match column {
        Value::Column(column) => codes_of(column, at),
        list => Vec::<u32>::read(list, at),
    });
    let (names, codes) = (names?, codes?);
    match codes.iter().position(|code| names.get(*code as usize).is_none()) {
        None => Some(Texts { codes, names }),
        Some(row) => at.within("rep", |at| {
            at.within(row, |at| at.problem("out_of_range", "no place in \"rep_names\""))
        }),
    }
}

fn codes_of(column: &Column, at: &mut Reader) -> Option<Vec<u32>> {
    if let Cells::U32(codes) = column.cells()
        && column.nulls().is_empty()
    {
        return Some(codes.to_vec());
    }
    if let Cells::I64(codes) = column.cells()
        && column.nulls().is_empty()
        && let Ok(codes) = codes.iter().map(|code| u32::try_from(*code)).collect()
    {
        return Some(codes);
    }
    let code = |row: usize, at: &mut Reader| {
        at.within(row, |at| <u32 as Shaped>::read(&column.value(row), at))
    };
    (0..column.len()).map(|row| code(row, at)).collect()
}
