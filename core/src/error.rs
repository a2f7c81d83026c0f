//! One error for every operation: a kind, and the list of all problems found.

use std::borrow::Cow;
use std::fmt;

/// What every fallible operation of the library returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, for a person to read and for a program to branch on.
///
/// # Example
/// ```
/// use fieldbeat::{ErrorKind, PresencePolicy};
///
/// let error = PresencePolicy::from_json(r#"{"max_accuracy": 50}"#).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Policy);
/// assert_eq!(error.problems()[0].code, "unknown_key");
/// assert_eq!(error.problems()[0].path, "$.max_accuracy");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", summary(*.kind, .problems))]
pub struct Error {
    kind: ErrorKind,
    problems: Vec<Problem>,
}

/// Which side has to act: fix the policy, the input, the order of calls, or the amount of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The policy is not one: `PolicyError`.
    Policy,
    /// The data, bytes too, are not what the operation takes: `InputError`.
    Input,
    /// The object cannot do this now, or a snapshot that is sound is not its own: `StateError`.
    State,
    /// A documented limit is exceeded: `LimitError`.
    Limit,
    /// The caller asked to stop.
    Cancelled,
}

impl ErrorKind {
    /// The stable name: `policy`, `input`, `state`, `limit` or `cancelled`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Input => "input",
            Self::State => "state",
            Self::Limit => "limit",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// Stable snake_case code, such as `unknown_key`.
    pub code: Cow<'static, str>,
    /// JSON path into what the caller passed, such as `$.plan[3].slot.end`.
    pub path: String,
    /// English text. It never holds coordinates of a person.
    pub message: String,
}

impl Problem {
    /// A problem with `code` at `path`.
    #[must_use]
    pub fn new(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), path: path.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.message, self.code)
    }
}

impl std::error::Error for Problem {}

/// A value that could not be read is a problem of the input.
impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(ErrorKind::Input, vec![problem])
    }
}

impl Error {
    /// An error of `kind` with all its problems.
    #[must_use]
    pub fn new(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        Self { kind, problems }
    }

    /// An error about one thing.
    #[must_use]
    pub fn one(
        kind: ErrorKind,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(kind, vec![Problem::new(code, path, message)])
    }

    /// The caller asked to stop, and the operation did, changing nothing.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::one(ErrorKind::Cancelled, "cancelled", "$", "cancelled by the caller")
    }

    /// Which side has to act.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Everything that was found, in the order of the input.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// A person reads the first few; a program has them all.
fn summary(kind: ErrorKind, problems: &[Problem]) -> String {
    const SHOWN: usize = 5;
    let mut text = match problems {
        [] => return kind.to_string(),
        [one] => return one.to_string(),
        many => format!("{} problems:", many.len()),
    };
    for problem in problems.iter().take(SHOWN) {
        text.push_str("\n  ");
        text.push_str(&problem.to_string());
    }
    if problems.len() > SHOWN {
        text.push_str(&format!("\n  and {} more", problems.len() - SHOWN));
    }
    text
}
