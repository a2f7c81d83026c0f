//! How many tests ran: read from the summaries that the runners write themselves.

use std::fmt;
use std::iter::Sum;

/// Tests by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    pub(crate) const ONE_PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub(crate) const ONE_FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };

    fn is_none(self) -> bool {
        self == Self::default()
    }

    fn some(self) -> Option<Self> {
        (!self.is_none()).then_some(self)
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            passed: a.passed + b.passed,
            failed: a.failed + b.failed,
            skipped: a.skipped + b.skipped,
        })
    }
}

/// The line on which a run ends.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// cargo test: one `test result:` line a binary. A test that finds no data to run on says so in
/// a line that begins with `SKIPPED`; cargo itself counts it as passed.
pub(crate) fn of_cargo(output: &str) -> Option<Counts> {
    let results = output.lines().filter_map(|line| line.trim().strip_prefix("test result:"));
    let mut counts: Counts = results
        .map(|line| Counts {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
            skipped: before(line, "ignored"),
        })
        .sum();
    let skipped = output.lines().filter(|line| line.starts_with("SKIPPED")).count() as u64;
    counts.passed = counts.passed.saturating_sub(skipped);
    counts.skipped += skipped;
    counts.some()
}

/// pytest: `=== 1 failed, 12 passed, 2 skipped in 0.50s ===`.
pub(crate) fn of_pytest(output: &str) -> Option<Counts> {
    let line = output.lines().rev().find(|line| {
        line.contains(" in ")
            && ["passed", "failed", "skipped", "error"].iter().any(|w| line.contains(w))
    })?;
    let failed = before(line, "failed") + before(line, "error") + before(line, "errors");
    let skipped = before(line, "skipped") + before(line, "xfailed") + before(line, "deselected");
    Counts { passed: before(line, "passed") + before(line, "xpassed"), failed, skipped }.some()
}

/// node --test: `# pass 12`, or `ℹ pass 12`.
pub(crate) fn of_node(output: &str) -> Option<Counts> {
    let count = |word: &str| {
        let value = |line: &str| {
            let rest = line.trim().strip_prefix(['#', 'ℹ'])?.trim().strip_prefix(word)?;
            rest.trim().parse::<u64>().ok()
        };
        output.lines().rev().find_map(value).unwrap_or(0)
    };
    let failed = count("fail") + count("cancelled");
    Counts { passed: count("pass"), failed, skipped: count("skipped") + count("todo") }.some()
}

/// Our own runner in the browser: `12 passed, 0 failed`, alone on its last such line.
pub(crate) fn of_browser(output: &str) -> Option<Counts> {
    let line = output.lines().rev().find(|line| line.contains(" passed, "))?;
    let [passed, failed, skipped] = ["passed", "failed", "skipped"].map(|word| before(line, word));
    Counts { passed, failed, skipped }.some()
}

/// The number before `word` in `line`; 0 where there is none.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| match pair {
            [number, found] if *found == word => number.parse().ok(),
            _ => None,
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Option<Counts> {
        Some(Counts { passed, failed, skipped })
    }

    #[test]
    fn cargo_sums_its_binaries_and_tests_without_data_are_skipped() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      SKIPPED: no development data\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured\n";
        assert_eq!(of_cargo(output), counts(4, 1, 2));
    }

    #[test]
    fn pytest_counts_errors_as_failures() {
        let output = "..F\n===== 1 failed, 12 passed, 2 skipped, 3 errors in 0.50s =====\n";
        assert_eq!(of_pytest(output), counts(12, 4, 2));
        assert_eq!(of_pytest("5 passed in 1.02s\n"), counts(5, 0, 0));
    }

    #[test]
    fn node_counts_in_both_of_its_reporters() {
        assert_eq!(of_node("# tests 3\n# pass 2\n# fail 1\n# skipped 0\n"), counts(2, 1, 0));
        assert_eq!(of_node("ℹ pass 7\nℹ fail 0\nℹ skipped 1\n"), counts(7, 0, 1));
    }

    #[test]
    fn the_browser_counts_as_we_do() {
        assert_eq!(of_browser("loading\n40 passed, 2 failed, 1 skipped\n"), counts(40, 2, 1));
    }

    #[test]
    fn a_runner_that_ran_nothing_has_no_counts() {
        assert_eq!(of_cargo("test result: ok. 0 passed; 0 failed; 0 ignored;"), None);
        assert_eq!(of_pytest("no tests ran in 0.01s"), None);
        assert_eq!(of_node("# pass 0\n# fail 0\n"), None);
        assert_eq!(of_browser("0 passed, 0 failed"), None);
        assert_eq!(of_browser(""), None);
    }

    #[test]
    fn the_last_line_is_the_one_that_people_and_machines_read() {
        assert_eq!(Counts { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed");
        assert_eq!(
            Counts { passed: 3, failed: 1, skipped: 2 }.to_string(),
            "3 passed, 1 failed, 2 skipped"
        );
    }
}
