//! All that is wrong with a policy, or odd, without a call that fails.

use super::policies::kind;
use crate::shape::{Reader, Value, Warning, codes, record};
use crate::{Problem, Result};

codes! {
    /// How bad it is.
    pub enum Severity {
        /// No operation takes the policy.
        Error = "error",
        /// It is legal, and probably not meant.
        Warning = "warning",
    }
}

record! {
    /// One thing that is wrong with a policy, or odd.
    pub struct LintProblem: data {
        /// Stable code, such as `unknown_key`.
        pub code: String,
        /// JSON path from the arguments, such as `$.policy.presence.model`.
        pub path: String,
        /// English text.
        pub message: String,
        /// How bad it is.
        pub severity: Severity,
    }
}

record! {
    /// What is wrong with a policy, or odd.
    pub struct Lint: data {
        /// All of it, errors first; nothing of a policy that is as it should be.
        pub problems: Vec<LintProblem>,
    }
}

/// All that is wrong with a policy of a kind, in its shape and in its rules, and what is odd about
/// it. The kinds are those of [`schema`](super::schema).
///
/// A rule between keys of one record is looked at once these keys can be read.
///
/// # Errors
/// `unknown_value`, when there is no such kind; never for what the policy is.
///
/// # Example
/// ```
/// use fieldbeat::catalog::lint;
/// use fieldbeat::shape::Value;
///
/// let policy = Value::from_json(r#"{"late": "20 minutes", "presence": {"modle": "margin"}}"#)?;
/// let found = lint("visit", &policy)?.problems;
/// let found: Vec<_> = found.iter().map(|problem| (&*problem.code, &*problem.path)).collect();
/// assert_eq!(found, [
///     ("unknown_key", "$.policy.presence.modle"),
///     ("invalid_span", "$.policy.late"),
/// ]);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn lint(kind: &str, policy: &Value) -> Result<Lint> {
    let kind = self::kind(kind)?;
    let mut at = Reader::new();
    at.within("policy", |at| (kind.check)(policy, at));
    let (problems, warnings) = at.found();
    let listed =
        |code: String, path, message, severity| LintProblem { code, path, message, severity };
    let errors = problems.into_iter().map(|Problem { code, path, message }| {
        listed(code.into_owned(), path, message, Severity::Error)
    });
    let warnings = warnings
        .into_iter()
        .map(|Warning { code, path, message }| listed(code, path, message, Severity::Warning));
    Ok(Lint { problems: errors.chain(warnings).collect() })
}
