//! Vectors: an operation, its input, and what every runtime must answer, byte for byte.
//!
//! A file `tests/vectors/NAME.json` is `{"operation": .., "vectors": [..]}`; a vector is
//!
//! - `name`: a sentence of behaviour,
//! - `input`: the arguments by name,
//! - `expect`: by hand, paths into the answer (or into the error) and what stands there,
//! - `output`, `output_sha256` or `error`: the whole answer, recorded from the core by
//!   `cargo xtask vectors`.
//!
//! Where `operation` is a class, `input` is a script: `{"new": arguments, "calls": [{"method":
//! arguments}, ..]}`. An engine among any arguments is written as the arguments that make it;
//! `"$last"`, also in a list, is the answer before; a method that answers with an engine replaces the one that is
//! called. What comes of it is a list of `{"answer": ..}` (`null` for an engine) and `{"error": ..}`.
//!
//! `expect` is what a person promised; the record is what the other runtimes must repeat.

use std::fmt;
use std::path::{Path, PathBuf};

use fieldbeat::budget::Budget;
use fieldbeat::catalog;
use fieldbeat::shape::{Shape, Value};
use sha2::{Digest, Sha256};

use crate::canonical::{NotJson, canonical};

/// The vectors of one file.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The file.
    pub path: PathBuf,
    /// The operation that all of them call.
    pub operation: String,
    /// In the order of the file.
    pub vectors: Vec<Vector>,
}

/// One call and what comes of it.
#[derive(Clone, Debug)]
pub struct Vector {
    /// A sentence of behaviour, unique in its file.
    pub name: String,
    /// The arguments by name.
    pub input: Value,
    /// Paths into the outcome, with what a person expects there.
    pub expect: Vec<(String, Value)>,
    /// What was recorded, if anything.
    pub recorded: Option<Outcome>,
}

/// What comes of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An answer.
    Output(Value),
    /// The SHA-256 of the canonical bytes of an answer that is too long to store.
    OutputHash(String),
    /// An error: `{kind, problems}`.
    Error(Value),
}

/// A file of vectors that is none, or a vector that does not hold.
#[derive(Clone, Debug)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<NotJson> for Fault {
    fn from(error: NotJson) -> Self {
        Self(error.to_string())
    }
}

type Result<T> = std::result::Result<T, Fault>;

/// The files of `folder`, by name.
///
/// # Errors
/// When there is none: a runner that replays nothing must not pass.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error| Fault(format!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Fault(format!("{} holds no vectors", folder.display())));
    }
    Ok(files)
}

impl Suite {
    /// Reads one file.
    ///
    /// # Errors
    /// When it is no file of vectors.
    pub fn read(path: &Path) -> Result<Self> {
        let fault = |what: String| Fault(format!("{}: {what}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
        let value = Value::from_json(&text).map_err(|error| fault(error.to_string()))?;
        let operation =
            text_at(&value, "operation").ok_or_else(|| fault("no \"operation\"".to_owned()))?;
        let Some(Value::List(items)) = value.get("vectors") else {
            return Err(fault("no list \"vectors\"".to_owned()));
        };
        let mut vectors: Vec<Vector> = Vec::new();
        for item in items {
            let vector = Vector::read(item).map_err(|Fault(what)| fault(what))?;
            if vectors.iter().any(|earlier| earlier.name == vector.name) {
                return Err(fault(format!("two vectors are called \"{}\"", vector.name)));
            }
            vectors.push(vector);
        }
        if vectors.is_empty() {
            return Err(fault("no vectors".to_owned()));
        }
        Ok(Self { path: path.to_owned(), operation, vectors })
    }

    /// What the core makes of the input of `vector`.
    #[must_use]
    pub fn run(&self, vector: &Vector) -> Outcome {
        Outcome::of(&self.operation, &vector.input)
    }

    /// The file as a value, its keys in the order in which people read them.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Map(vec![
            ("operation".to_owned(), Value::Text(self.operation.clone())),
            (
                "vectors".to_owned(),
                Value::List(self.vectors.iter().map(Vector::to_value).collect()),
            ),
        ])
    }
}

impl Vector {
    fn read(value: &Value) -> Result<Self> {
        const KEYS: [&str; 6] = ["name", "input", "expect", "output", "output_sha256", "error"];
        let name =
            text_at(value, "name").ok_or_else(|| Fault("a vector has no name".to_owned()))?;
        let fault = |what: &str| Fault(format!("\"{name}\": {what}"));
        let Value::Map(entries) = value else { return Err(fault("expected an object")) };
        if let Some((key, _)) = entries.iter().find(|(key, _)| !KEYS.contains(&key.as_str())) {
            return Err(fault(&format!("unknown key \"{key}\"")));
        }
        let input = value.get("input").cloned().ok_or_else(|| fault("no \"input\""))?;
        let expect = match value.get("expect") {
            None => Vec::new(),
            Some(Value::Map(entries)) if !entries.is_empty() => entries.clone(),
            Some(_) => return Err(fault("\"expect\" is an object of paths and values")),
        };
        let hash = match value.get("output_sha256") {
            None => None,
            Some(Value::Text(hash)) => Some(Outcome::OutputHash(hash.clone())),
            Some(_) => return Err(fault("\"output_sha256\" is a text")),
        };
        let output = value.get("output").cloned().map(Outcome::Output);
        let error = value.get("error").cloned().map(Outcome::Error);
        let recorded = match (output, hash, error) {
            (None, None, None) => None,
            (Some(one), None, None) | (None, Some(one), None) | (None, None, Some(one)) => {
                Some(one)
            }
            _ => return Err(fault("only one of output, output_sha256 and error can be")),
        };
        Ok(Self { name, input, expect, recorded })
    }

    fn to_value(&self) -> Value {
        let mut entries = vec![
            ("name".to_owned(), Value::Text(self.name.clone())),
            ("input".to_owned(), self.input.clone()),
        ];
        if !self.expect.is_empty() {
            entries.push(("expect".to_owned(), Value::Map(self.expect.clone())));
        }
        entries.extend(self.recorded.as_ref().map(|outcome| match outcome {
            Outcome::Output(value) => ("output".to_owned(), value.clone()),
            Outcome::OutputHash(hash) => ("output_sha256".to_owned(), Value::Text(hash.clone())),
            Outcome::Error(value) => ("error".to_owned(), value.clone()),
        }));
        Value::Map(entries)
    }

    /// What a person expects of `outcome` and does not find in it.
    ///
    /// A path is `visits[0].status`; `visits.length` counts. A number may be
    /// `{"near": 0.567, "within": 0.005}`.
    ///
    /// # Errors
    /// One line for each.
    pub fn disappointments(&self, outcome: &Outcome) -> Result<Vec<String>> {
        let (Outcome::Output(root) | Outcome::Error(root)) = outcome else {
            return Err(Fault("expectations need the whole answer".to_owned()));
        };
        let mut found = Vec::new();
        for (path, wanted) in &self.expect {
            let there = at(root, path)?;
            if !meets(&there, wanted)? {
                found.push(format!(
                    "{path}: expected {}, got {}",
                    canonical(wanted)?,
                    canonical(&there)?
                ));
            }
        }
        Ok(found)
    }
}

impl Outcome {
    /// What the core makes of `operation` on `input`.
    #[must_use]
    pub fn of(operation: &str, input: &Value) -> Self {
        let outcome = if operation.starts_with(char::is_uppercase) {
            script(operation, input)
        } else {
            match input {
                Value::Map(_) => call(None, operation, input, &[]),
                // Vectors of hostile input.
                other => catalog::call(operation, other, &mut Budget::unlimited()),
            }
        };
        match outcome {
            Ok(output) => Self::Output(output),
            Err(error) => Self::Error(error_value(&error)),
        }
    }

    /// The bytes by which outcomes of different runtimes are compared.
    ///
    /// # Errors
    /// When the outcome holds something that is not JSON.
    pub fn bytes(&self) -> Result<String> {
        Ok(match self {
            Self::Output(value) | Self::Error(value) => canonical(value)?,
            Self::OutputHash(hash) => hash.clone(),
        })
    }

    /// With an answer replaced by its SHA-256.
    ///
    /// # Errors
    /// When the answer holds something that is not JSON.
    pub fn hashed(self) -> Result<Self> {
        Ok(match self {
            Self::Output(value) => {
                let digest = Sha256::digest(canonical(&value)?.as_bytes());
                let hex = digest.iter().map(|byte| format!("{byte:02x}"));
                Self::OutputHash(hex.collect())
            }
            other => other,
        })
    }

    /// Whether both are the same kind of outcome with the same bytes.
    ///
    /// # Errors
    /// When one of them holds something that is not JSON.
    pub fn agrees(&self, other: &Self) -> Result<bool> {
        let same_kind = std::mem::discriminant(self) == std::mem::discriminant(other);
        Ok(same_kind && self.bytes()? == other.bytes()?)
    }
}

/// Makes an engine of `class` and calls its methods; fails where it cannot be made.
fn script(class: &str, input: &Value) -> fieldbeat::Result<Value> {
    let mut this = method(class, "new", input.get("new").unwrap_or(&Value::Null), &[])?;
    let Some(Value::List(calls)) = input.get("calls") else { return Ok(Value::List(Vec::new())) };
    let mut answers: Vec<Value> = Vec::new();
    let mut last = Value::Null;
    for call in calls {
        let Value::Map(entries) = call else { continue };
        for (name, arguments) in entries {
            let around = [("this", &this), ("$last", &last)];
            let entry = match method(class, name, arguments, &around) {
                Ok(engine @ Value::Object(_)) => {
                    this = engine;
                    ("answer", Value::Null)
                }
                Ok(answer) => {
                    last = answer.clone();
                    ("answer", answer)
                }
                Err(error) => ("error", error_value(&error)),
            };
            answers.push(Value::Map(vec![(entry.0.to_owned(), entry.1)]));
        }
    }
    Ok(Value::List(answers))
}

/// Calls a method; `around` are the engine that it is called on, and the answer before.
fn method(
    class: &str,
    name: &str,
    arguments: &Value,
    around: &[(&str, &Value)],
) -> fieldbeat::Result<Value> {
    call(Some(class), name, arguments, around)
}

/// Calls an operation; an engine among its arguments is made of those that stand in its place.
fn call(
    class: Option<&str>,
    name: &str,
    arguments: &Value,
    around: &[(&str, &Value)],
) -> fieldbeat::Result<Value> {
    let described = catalog::operations()
        .into_iter()
        .find(|operation| operation.class == class && operation.name == name);
    let fields = described.map(|operation| ((operation.arguments)().fields)()).unwrap_or_default();
    let mut entries = match arguments {
        Value::Map(entries) => entries.clone(),
        _ => Vec::new(),
    };
    for (key, value) in &mut entries {
        let shape = fields.iter().find(|field| field.key == *key).map(|field| &field.shape);
        let shape = shape.map(|shape| match shape {
            Shape::Optional(shape) => shape,
            shape => shape,
        });
        let last = |value: &mut Value| {
            if matches!(value, Value::Text(text) if text == "$last") {
                let last = around.iter().find(|(key, _)| *key == "$last");
                *value = last.map_or(Value::Null, |(_, last)| (*last).clone());
            }
        };
        match (shape, &mut *value) {
            (Some(Shape::Object(other)), made) => *value = method(other, "new", made, &[])?,
            (_, Value::List(items)) => items.iter_mut().for_each(last),
            (_, value) => last(value),
        }
    }
    if let Some((_, this)) = around.first()
        && fields.iter().any(|field| field.key == "this")
    {
        entries.push(("this".to_owned(), (*this).clone()));
    }
    let path = class.map_or_else(|| name.to_owned(), |class| format!("{class}.{name}"));
    catalog::call(&path, &Value::Map(entries), &mut Budget::unlimited())
}

fn error_value(error: &fieldbeat::Error) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    let problem = |problem: &fieldbeat::Problem| {
        Value::Map(vec![
            ("code".to_owned(), text(&problem.code)),
            ("path".to_owned(), text(&problem.path)),
            ("message".to_owned(), text(&problem.message)),
        ])
    };
    Value::Map(vec![
        ("kind".to_owned(), text(error.kind().as_str())),
        ("problems".to_owned(), Value::List(error.problems().iter().map(problem).collect())),
    ])
}

fn text_at(value: &Value, key: &str) -> Option<String> {
    match value.get(key) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

/// What stands at `path`; nothing is `null`.
fn at(root: &Value, path: &str) -> Result<Value> {
    let rows = |value: Value| match value {
        Value::Column(column) => {
            Value::List((0..column.len()).map(|row| column.plain(row)).collect())
        }
        value => value,
    };
    let mut here = rows(root.clone());
    for step in path.split('.').flat_map(|part| part.split('[')).filter(|step| !step.is_empty()) {
        here = rows(match step.strip_suffix(']') {
            Some(index) => {
                let index: usize =
                    index.parse().map_err(|_| Fault(format!("{path} is no path")))?;
                match here {
                    Value::List(items) => items.into_iter().nth(index).unwrap_or(Value::Null),
                    _ => Value::Null,
                }
            }
            None => match (&here, step) {
                (Value::List(items), "length") => Value::Int(items.len() as i64),
                _ => here.get(step).cloned().unwrap_or(Value::Null),
            },
        });
    }
    Ok(here)
}

fn meets(there: &Value, wanted: &Value) -> Result<bool> {
    let number = |value: &Value| match value {
        Value::Int(i) => Some(*i as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    };
    let (near, within) = (wanted.get("near"), wanted.get("within"));
    if let (Some(near), Some(within)) = (near.and_then(number), within.and_then(number)) {
        return Ok(number(there).is_some_and(|x| (x - near).abs() <= within));
    }
    Ok(canonical(there)? == canonical(wanted)?)
}
