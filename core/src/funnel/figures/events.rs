//! The columns of a log, each checked once.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::column::{Buffer, Cells, Column, Instants, Names, Texts};
use crate::shape::{Reader, Shape, Shaped, Value, did_you_mean};

/// Entries of cases into stages, in any order: the columns `case`, `stage`, `entered`, and others by
/// which cases may be told apart.
///
/// `case` holds texts or whole numbers; `stage` texts, or whole numbers that are places in the list
/// `stage_names`; `entered` instants. Of several entries of a case at one instant the stage that
/// comes first is entered first: declared stages in their order, then others by name.
///
/// # Example
/// ```
/// use fieldbeat::Shaped;
/// use fieldbeat::funnel::FunnelEvents;
///
/// let events = FunnelEvents::from_json(
///     r#"{"case": [7, 7], "stage": ["new", "won"], "entered": [1795165200000, 1795165230000]}"#,
/// )?;
/// assert_eq!(events.len(), 2);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelEvents {
    /// Below `cases`, one a row.
    pub(super) case: Buffer<u32>,
    pub(super) cases: usize,
    /// Codes are places in `names`, which are distinct.
    pub(super) stage: Texts,
    pub(super) entered: Instants,
    /// What is read when it is asked for.
    others: Vec<(String, Value)>,
}

const KEYS: [&str; 4] = ["case", "stage", "entered", "stage_names"];

impl FunnelEvents {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.case.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.case.is_empty()
    }

    /// The column called `name` by its labels.
    pub(super) fn labels(&self, name: &str, at: &mut Reader) -> Option<Labels> {
        let found = self.others.iter().find(|(key, _)| key == name);
        match found.map(|(_, value)| value).filter(|value| **value != Value::Null) {
            Some(value) => {
                let labels = at.within(name.to_owned(), |at| Labels::read(value, at))?;
                self.fits(name, labels.codes.len(), at).then_some(labels)
            }
            None => {
                let known: Vec<&str> = self.others.iter().map(|(key, _)| key.as_str()).collect();
                let meant = did_you_mean(name, &known);
                let hint =
                    meant.map_or(String::new(), |meant| format!(": did you mean \"{meant}\"?"));
                let message = format!("the column \"{name}\" is required{hint}");
                at.within(name.to_owned(), |at| at.problem("missing_key", message))
            }
        }
    }

    /// Whether a column is as long as the log.
    fn fits(&self, name: &str, rows: usize, at: &mut Reader) -> bool {
        fits(name, rows, self.case.len(), at)
    }
}

fn fits(name: &str, rows: usize, wanted: usize, at: &mut Reader) -> bool {
    if rows != wanted {
        let message = format!("{rows} rows where \"case\" has {wanted}");
        at.within(name.to_owned(), |at| at.problem::<()>("length_mismatch", message));
    }
    rows == wanted
}

fn absent<T>(name: &str, at: &mut Reader) -> Option<T> {
    let message = format!("the column \"{name}\" is required");
    at.within(name.to_owned(), |at| at.problem("missing_key", message))
}

impl Shaped for FunnelEvents {
    fn shape() -> Shape {
        Shape::Dict(Box::new(Shape::Column(Box::new(Shape::Any))))
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let Value::Map(entries) = value else { return at.mismatch("columns by name", value) };
        let [case, stage, entered] = ["case", "stage", "entered"].map(|key| {
            let found = value.get(key).filter(|column| **column != Value::Null);
            if found.is_none() {
                absent::<()>(key, at);
            }
            found
        });
        let case = case.and_then(|case| at.within("case", |at| numbered(case, at)));
        let names = value.get("stage_names").filter(|names| **names != Value::Null);
        let stage = stage.and_then(|stage| stages(stage, names, at));
        let entered =
            entered.and_then(|entered| at.within("entered", |at| Instants::read(entered, at)));
        if let Some((case, _)) = &case {
            let mut fit =
                |key, rows: Option<usize>| rows.is_none_or(|rows| fits(key, rows, case.len(), at));
            let stage = fit("stage", stage.as_ref().map(|stage| stage.codes.len()));
            let entered = fit("entered", entered.as_ref().map(|entered| entered.0.len()));
            if !(stage && entered) {
                return None;
            }
        }
        let ((case, cases), stage, entered) = (case?, stage?, entered?);
        let others = entries.iter().filter(|(key, _)| !KEYS.contains(&key.as_str()));
        Some(Self { case, cases, stage, entered, others: others.cloned().collect() })
    }

    fn to_value(&self) -> Value {
        let case = Column::new(Cells::U32(self.case.clone()));
        let mut entries = vec![
            ("case".to_owned(), Value::Column(case)),
            ("stage".to_owned(), self.stage.to_value()),
            ("entered".to_owned(), self.entered.to_value()),
        ];
        entries.extend(self.others.iter().cloned());
        Value::Map(entries)
    }
}

/// The cases by number, and how many numbers there are.
fn numbered(value: &Value, at: &mut Reader) -> Option<(Buffer<u32>, usize)> {
    if let Value::Column(column) = value
        && column.nulls().is_empty()
    {
        match column.cells() {
            // No name is looked at: distinct ones are distinct cases.
            Cells::Text { codes, names } => return Some((codes.clone(), names.len())),
            Cells::I64(cells) => return Some(whole(cells)),
            Cells::U32(cells) => {
                let most = cells.iter().copied().max().map_or(0, |most| most as usize + 1);
                return Some(if most <= 4 * cells.len() {
                    (cells.clone(), most)
                } else {
                    whole(&cells.iter().map(|i| i64::from(*i)).collect::<Vec<_>>())
                });
            }
            _ => {}
        }
    }
    if let Value::List(rows) = value {
        let mut known: HashMap<&str, u32, FxBuildHasher> = HashMap::default();
        let mut codes = Vec::with_capacity(rows.len());
        for row in rows {
            let Value::Text(text) = row else { break };
            let next = known.len() as u32;
            codes.push(*known.entry(text).or_insert(next));
        }
        if codes.len() == rows.len() {
            return Some((codes.into(), known.len()));
        }
    }
    let labels = Labels::read(value, at)?;
    if let Some(none) = labels.labels.iter().position(|label| *label == Label::None)
        && let Some(row) = labels.codes.iter().position(|code| *code as usize == none)
    {
        return at.within(row, |at| at.problem("missing_value", "a row is of no case"));
    }
    Some((labels.codes.into(), labels.labels.len()))
}

/// Whole numbers by number: as they are, less the least, where they are dense.
fn whole(cells: &[i64]) -> (Buffer<u32>, usize) {
    let least = cells.iter().copied().min().unwrap_or(0);
    let most = cells.iter().copied().max().unwrap_or(0);
    let span = i128::from(most) - i128::from(least);
    if span < 4 * cells.len() as i128 {
        let code = |cell: &i64| (cell - least) as u32;
        return (cells.iter().map(code).collect(), span as usize + 1);
    }
    let mut known: HashMap<i64, u32, FxBuildHasher> = HashMap::default();
    let code = |cell: &i64| {
        let next = known.len() as u32;
        *known.entry(*cell).or_insert(next)
    };
    let codes = cells.iter().map(code).collect();
    (codes, known.len())
}

/// The stages: texts, or places in `stage_names`. Names that nobody enters are none.
fn stages(value: &Value, names: Option<&Value>, at: &mut Reader) -> Option<Texts> {
    let texts = match names {
        None => at.within("stage", |at| match value {
            Value::Column(column) if !matches!(column.cells(), Cells::Text { .. }) => {
                let message = "whole numbers take the list \"stage_names\"";
                at.problem("missing_names", message)
            }
            value => Texts::read(value, at),
        }),
        Some(names) => {
            let names = at.within("stage_names", |at| Vec::<String>::read(names, at));
            let codes = at.within("stage", |at| places(value, at));
            Some(Texts { codes: codes?, names: names? })
        }
    }?;
    // One place a name, and none for names that no row has, whatever the caller's list says.
    let mut known = Names::default();
    let mut distinct = Vec::new();
    let mut place: Vec<Option<u32>> = vec![None; texts.names.len()];
    let mut codes = texts.codes;
    for (row, code) in codes.iter_mut().enumerate() {
        let name = *code as usize;
        *code = match (place.get(name), texts.names.get(name)) {
            (Some(Some(place)), _) => *place,
            (Some(None), Some(text)) => {
                let (code, is_new) = known.code(text);
                distinct.extend(is_new.then(|| text.clone()));
                if let Some(place) = place.get_mut(name) {
                    *place = Some(code);
                }
                code
            }
            _ => {
                return at.within("stage", |at| {
                    at.within(row, |at| at.problem("out_of_range", "no place in \"stage_names\""))
                });
            }
        }
    }
    Some(Texts { codes, names: distinct })
}

fn places(value: &Value, at: &mut Reader) -> Option<Vec<u32>> {
    if let Value::Column(column) = value
        && column.nulls().is_empty()
    {
        let of_bytes = |cells: &[u8]| cells.iter().map(|i| u32::from(*i)).collect();
        let of_whole = |cells: &[i64]| cells.iter().map(|i| u32::try_from(*i).ok()).collect();
        let read = match column.cells() {
            Cells::U32(cells) => Some(cells.to_vec()),
            Cells::U8(cells) => Some(of_bytes(cells)),
            Cells::I64(cells) => of_whole(cells),
            _ => None,
        };
        if read.is_some() {
            return read;
        }
    }
    Vec::<u32>::read(value, at)
}

/// A value by which cases are told apart, in the order in which groups are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label {
    None,
    Bool(bool),
    Int(i64),
    Text(String),
}

impl Label {
    pub(super) fn value(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Bool(is) => Value::Bool(*is),
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(text.clone()),
        }
    }
}

/// A column of labels.
pub(super) struct Labels {
    /// Places in `labels`, one a row.
    pub(super) codes: Vec<u32>,
    /// The distinct ones.
    pub(super) labels: Vec<Label>,
}

impl Labels {
    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        let mut known: HashMap<Label, u32, FxBuildHasher> = HashMap::default();
        let mut labels = Vec::new();
        let mut code = |label: Label| {
            let next = labels.len() as u32;
            *known.entry(label).or_insert_with_key(|label| {
                labels.push(label.clone());
                next
            })
        };
        if let Value::Column(column) = value
            && let Cells::Text { codes, names } = column.cells()
        {
            let places: Vec<u32> =
                names.iter().map(|name| code(Label::Text(name.to_owned()))).collect();
            let none = code(Label::None);
            let place = |(row, name): (usize, &u32)| {
                let is_null = column.nulls().get(row).copied().unwrap_or(false);
                if is_null { None } else { places.get(*name as usize).copied() }.unwrap_or(none)
            };
            let codes = codes.iter().enumerate().map(place).collect();
            return Some(Self { codes, labels });
        }
        let mut codes = Vec::new();
        at.list(value, &mut |row, at| {
            let label = match row {
                Value::Null => Label::None,
                Value::Bool(is) => Label::Bool(*is),
                Value::Text(text) => Label::Text(text.clone()),
                Value::Int(_) | Value::Float(_) => match i64::read(row, at) {
                    Some(number) => Label::Int(number),
                    None => return,
                },
                other => {
                    at.mismatch::<()>("a text, a whole number or a boolean", other);
                    return;
                }
            };
            codes.push(code(label));
        })
        .filter(|rows| *rows == codes.len())?;
        Some(Self { codes, labels })
    }
}
