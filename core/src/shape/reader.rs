//! Gathers problems and warnings with their paths while records are read.

use std::borrow::Cow;

use super::place::Place;
use super::{Value, Warning, did_you_mean};
use crate::time::NamedZones;
use crate::{Error, ErrorKind, Problem, Result};

/// At most this many problems are listed; one more, `more_problems`, counts the rest.
pub const MAX_PROBLEMS: usize = 1000;

/// One step of a JSON path: a key or an index.
#[derive(Clone, Debug)]
pub enum Step {
    /// `.key`
    Key(Cow<'static, str>),
    /// `[index]`
    Index(usize),
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl From<&'static str> for Step {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Self::Key(Cow::Owned(key))
    }
}

/// Where a reader is, and what it has found so far.
#[derive(Debug, Default)]
pub struct Reader {
    path: Vec<Step>,
    problems: Vec<Problem>,
    warnings: Vec<Warning>,
    /// Problems beyond [`MAX_PROBLEMS`].
    unlisted: usize,
    /// How many policies enclose the current value: in a policy, unknown keys are errors.
    policies: u32,
    in_policy: bool,
    over_limit: bool,
    /// What zones were named so far.
    pub(crate) zones: NamedZones,
}

impl Reader {
    /// A reader at `$`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A reader at `$` of what names a zone that was read before.
    #[cfg(feature = "hours")]
    pub(crate) fn knowing(zone: &crate::time::Zone) -> Self {
        Self { zones: NamedZones::of(zone), ..Self::default() }
    }

    /// The path of the current value, such as `$.plan[3].slot`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for step in &self.path {
            match step {
                Step::Key(key) if is_plain(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Key(key) => {
                    path.push_str("[\"");
                    path.push_str(&key.replace('\\', "\\\\").replace('"', "\\\""));
                    path.push_str("\"]");
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }

    /// Runs `read` one step further down.
    pub fn within<R>(&mut self, step: impl Into<Step>, read: impl FnOnce(&mut Self) -> R) -> R {
        self.enter(step.into());
        let result = read(self);
        self.leave();
        result
    }

    // Out of line: readers of a hundred keys are larger than what they do.
    #[inline(never)]
    fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    #[inline(never)]
    fn leave(&mut self) {
        self.path.pop();
    }

    /// Runs `read` as part of a policy: problems are then of kind [`ErrorKind::Policy`].
    pub fn policy<R>(&mut self, read: impl FnOnce(&mut Self) -> R) -> R {
        self.policies += 1;
        let result = read(self);
        self.policies -= 1;
        result
    }

    /// Notes a problem here. Always `None`, so that a reader can return it.
    pub fn problem<T>(&mut self, code: &'static str, message: impl Into<String>) -> Option<T> {
        self.note(code, message.into());
        None
    }

    #[cold]
    #[inline(never)]
    fn note(&mut self, code: &'static str, message: String) {
        self.in_policy |= self.policies > 0;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem::new(code, self.path(), message));
        } else {
            self.unlisted += 1;
        }
    }

    /// Runs `check` on what was read, though perhaps not without problems. What it finds wrong with a
    /// record in which something was found before, such as a misspelled key, follows from that.
    #[cfg(any(feature = "lint", feature = "rule"))]
    pub(crate) fn besides<R>(&mut self, check: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.problems.len();
        let checked = check(self);
        let found = self.problems.split_off(before.min(self.problems.len()));
        let follows = |problem: &Problem| {
            let inside = |known: &Problem| {
                let rest = known.path.strip_prefix(&problem.path);
                rest.is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            self.problems.iter().any(inside)
        };
        let found: Vec<Problem> = found.into_iter().filter(|problem| !follows(problem)).collect();
        self.problems.extend(found);
        checked
    }

    /// Notes here what was found where the caller cannot look.
    #[cfg(feature = "rule")]
    pub(crate) fn again(&mut self, found: &Error) {
        self.over_limit |= found.kind() == ErrorKind::Limit;
        for problem in found.problems() {
            self.note("", problem.message.clone());
            if let Some(noted) = self.problems.last_mut() {
                noted.code = problem.code.clone();
            }
        }
    }

    /// Notes that a documented limit is exceeded: the error is then of kind [`ErrorKind::Limit`].
    pub fn limit<T>(&mut self, code: &'static str, message: impl Into<String>) -> Option<T> {
        self.over_limit = true;
        self.problem(code, message)
    }

    /// Notes something that is legal and probably not meant.
    pub fn warning(&mut self, code: &'static str, message: impl Into<String>) {
        if self.warnings.len() < MAX_PROBLEMS {
            let (code, path) = (code.to_owned(), self.path());
            self.warnings.push(Warning { code, path, message: message.into() });
        }
    }

    /// Notes that `found` is not `expected`. Always `None`.
    pub fn mismatch<T>(&mut self, expected: &str, found: &Value) -> Option<T> {
        self.note_mismatch(expected, found);
        None
    }

    #[cold]
    #[inline(never)]
    fn note_mismatch(&mut self, expected: &str, found: &Value) {
        let code = match found {
            Value::Foreign(foreign) => foreign.code,
            _ => "wrong_type",
        };
        self.note(code, format!("expected {expected}, got {}", found.kind()));
    }

    /// How many problems there are so far.
    #[must_use]
    pub fn problem_count(&self) -> usize {
        self.problems.len() + self.unlisted
    }

    /// The value read and the warnings; or all problems.
    ///
    /// # Errors
    /// When a problem was noted.
    pub fn finish<T>(self, read: Option<T>) -> Result<(T, Vec<Warning>)> {
        match (read, self.close()) {
            (Some(read), Ok(warnings)) => Ok((read, warnings)),
            // A reader that reads nothing notes why.
            (None, Ok(_)) => Err(Error::new(ErrorKind::Input, Vec::new())),
            (_, Err(error)) => Err(error),
        }
    }

    /// All problems and all warnings.
    #[must_use]
    pub fn found(mut self) -> (Vec<Problem>, Vec<Warning>) {
        if self.unlisted > 0 {
            let message = format!("and {} more problems", self.unlisted);
            self.problems.push(Problem::new("more_problems", "$", message));
        }
        (self.problems, self.warnings)
    }

    /// The warnings, or all problems.
    #[inline(never)]
    fn close(self) -> Result<Vec<Warning>> {
        let kind = if self.over_limit {
            ErrorKind::Limit
        } else if self.in_policy {
            ErrorKind::Policy
        } else {
            ErrorKind::Input
        };
        match self.found() {
            (problems, warnings) if problems.is_empty() => Ok(warnings),
            (problems, _) => Err(Error::new(kind, problems)),
        }
    }

    /// A number in a range that `is_in` knows and `range` tells.
    #[inline(never)]
    pub(crate) fn ranged(
        &mut self,
        value: &Value,
        is_in: fn(f64) -> bool,
        range: &str,
    ) -> Option<f64> {
        let x = self.number(value)?;
        if is_in(x) {
            // Adding 0 turns -0 into 0.
            return Some(x + 0.0);
        }
        let code = if x.is_finite() { "out_of_range" } else { "not_finite" };
        self.problem(code, format!("expected {range}"))
    }

    /// A number, which may still be NaN or infinite.
    #[inline(never)]
    pub fn number(&mut self, value: &Value) -> Option<f64> {
        match value {
            Value::Float(x) => Some(*x),
            Value::Int(i) => Some(*i as f64),
            Value::Decimal(d) => Some(d.to_f64()),
            other => self.mismatch("a number", other),
        }
    }

    /// A whole number in `min..=max`.
    #[inline(never)]
    pub fn integer(&mut self, value: &Value, min: i64, max: i64) -> Option<i64> {
        let whole = match value {
            Value::Int(i) => *i,
            // A whole float within ±2^53 converts exactly.
            Value::Float(x) if x.trunc() == *x && (-9.1e15..=9.1e15).contains(x) => *x as i64,
            Value::Float(x) if !x.is_finite() => {
                return self.problem("not_finite", "expected a finite number");
            }
            Value::Float(x) if x.trunc() == *x => {
                return self.problem("out_of_range", format!("expected {min} to {max}"));
            }
            Value::Float(_) => return self.problem("wrong_type", "expected a whole number"),
            other => return self.mismatch("a whole number", other),
        };
        if (min..=max).contains(&whole) {
            Some(whole)
        } else {
            self.problem("out_of_range", format!("expected {min} to {max}, got {whole}"))
        }
    }

    /// The entries of an object whose known keys are `keys`.
    #[inline(never)]
    pub fn object<'v>(
        &mut self,
        value: &'v Value,
        keys: &[&'static str],
    ) -> Option<&'v [(String, Value)]> {
        let Value::Map(entries) = value else { return self.mismatch("an object", value) };
        for (index, (key, _)) in entries.iter().enumerate() {
            let known = keys.contains(&key.as_str());
            if known && entries.iter().take(index).any(|(earlier, _)| earlier == key) {
                self.within(key.clone(), |at| {
                    at.problem::<()>("duplicate_key", "the key occurs twice")
                });
            }
            if !known {
                self.unknown_key(key, keys);
            }
        }
        Some(entries)
    }

    /// An error in a policy; in data a warning, if it looks like a slip of the pen.
    fn unknown_key(&mut self, key: &str, keys: &[&'static str]) {
        let meant = did_you_mean(key, keys);
        let strict = self.policies > 0;
        if !strict && meant.is_none() {
            return;
        }
        let hint = meant.map_or_else(
            || format!("expected one of: {}", keys.join(", ")),
            |meant| format!("did you mean \"{meant}\"?"),
        );
        let message = format!("unknown key \"{key}\": {hint}");
        self.within(key.to_owned(), |at| {
            if strict {
                at.problem::<()>("unknown_key", message);
            } else {
                at.warning("unknown_key", message);
            }
        });
    }

    /// Reads the values of `keys` into `places`, one a key; `None` unless all are filled then.
    ///
    /// A place that holds a value already has a default. In a policy `null` is no default but a
    /// mistake: nobody should read "no limit" into it.
    #[inline(never)]
    pub(crate) fn record(
        &mut self,
        value: &Value,
        keys: &[&'static str],
        places: &mut [&mut dyn Place],
    ) -> Option<()> {
        let entries = self.object(value, keys)?;
        let mut all = true;
        for (key, place) in keys.iter().zip(places) {
            self.key(entries, key, *place);
            all &= place.is_filled();
        }
        all.then_some(())
    }

    /// Reads the value of one key into `place`, which must hold one afterwards.
    pub(crate) fn key(
        &mut self,
        entries: &[(String, Value)],
        key: &'static str,
        place: &mut dyn Place,
    ) {
        match find(entries, key) {
            Some(Value::Null) if place.is_filled() && self.policies > 0 => {
                self.within(key, |at| place.read(&Value::Null, at));
            }
            None | Some(Value::Null) => {
                if !place.is_filled() && !place.fill_absent() {
                    let message = missing(key, |other| find(entries, other).is_some());
                    self.within(key, |at| at.problem::<()>("missing_key", message));
                }
            }
            Some(value) => self.within(key, |at| place.read(value, at)),
        }
    }

    /// The value of a key that has no default.
    #[cfg(any(feature = "visit", feature = "rule"))]
    pub(crate) fn required<T: super::Shaped>(
        &mut self,
        entries: &[(String, Value)],
        key: &'static str,
    ) -> Option<T> {
        let mut value = None;
        self.key(entries, key, &mut value);
        value
    }

    /// The place of a text among `codes`.
    #[inline(never)]
    pub(crate) fn code(&mut self, value: &Value, codes: &[&'static str]) -> Option<usize> {
        let Value::Text(text) = value else { return self.mismatch("a string", value) };
        let place = codes.iter().position(|code| code == text);
        place.or_else(|| self.unknown_code(text, codes))
    }

    /// Reads every item of a list, each one step further down; `None` where `value` is no list.
    #[inline(never)]
    pub(crate) fn list(
        &mut self,
        value: &Value,
        read: &mut dyn FnMut(&Value, &mut Self),
    ) -> Option<usize> {
        if let Value::Column(column) = value {
            // A typed array of the host is a list too.
            for row in 0..column.len() {
                self.within(row, |at| read(&column.value(row), at));
            }
            return Some(column.len());
        }
        let Value::List(items) = value else { return self.mismatch("a list", value) };
        for (index, item) in items.iter().enumerate() {
            self.within(index, |at| read(item, at));
        }
        Some(items.len())
    }
}

#[inline(never)]
fn find<'v>(entries: &'v [(String, Value)], key: &str) -> Option<&'v Value> {
    entries.iter().find(|(k, _)| k == key).map(|(_, value)| value)
}

/// That a key is required; and what its value is called by others, where that stands there instead.
pub(crate) fn missing(key: &str, is_there: impl Fn(&str) -> bool) -> String {
    const OTHERS: [(&str, &[&str]); 3] = [
        ("lat", &["latitude"]),
        ("lon", &["lng", "long", "longitude"]),
        ("t", &["time", "timestamp"]),
    ];
    let others = OTHERS.iter().filter(|(known, _)| *known == key).flat_map(|(_, others)| *others);
    match others.copied().find(|other| is_there(other)) {
        Some(other) => format!("\"{key}\" is required: \"{other}\" is called \"{key}\" here"),
        None => format!("\"{key}\" is required"),
    }
}

/// Whether a key can stand after a dot.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl Reader {
    /// Notes that `found` is none of `codes`. Always `None`.
    pub fn unknown_code<T>(&mut self, found: &str, codes: &[&str]) -> Option<T> {
        self.note_unknown_code(found, codes);
        None
    }

    #[cold]
    #[inline(never)]
    fn note_unknown_code(&mut self, found: &str, codes: &[&str]) {
        let hint = did_you_mean(found, codes).map_or_else(
            || format!("expected one of: {}", codes.join(", ")),
            |meant| format!("did you mean \"{meant}\"?"),
        );
        self.note("unknown_value", format!("unknown value \"{found}\": {hint}"));
    }
}
