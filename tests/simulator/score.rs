//! Verdicts held against the truth: a confusion table and three measures.

use std::fmt;

use fieldbeat::visit::{Status, VisitVerdict};

use super::truth::{Case, TrueVisit};

/// What must be reached.
#[derive(Clone, Copy, Debug)]
pub struct Bars {
    /// Share of visits where `verified` or not is right.
    pub verified_or_not: f64,
    /// Share of visits with a right status of the five.
    pub five_classes: f64,
    /// Median error of the time on site, in milliseconds.
    pub median_dwell_error_ms: i64,
}

impl Bars {
    /// The bars of the truth set and of the development data.
    pub const ISSUED: Self =
        Self { verified_or_not: 0.985, five_classes: 0.97, median_dwell_error_ms: 15_000 };
}

/// How many visits of each case got each status.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// One row a visit: what happened, what was said, and by how much the time was off.
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    label: String,
    case: Case,
    status: Status,
    dwell_error_ms: Option<i64>,
}

impl Score {
    /// Counts one verdict. `day` names the day in the list of wrong verdicts.
    pub fn add(&mut self, day: &str, truth: &TrueVisit, verdict: &VisitVerdict) {
        let measured = truth.case.has_measured_dwell();
        let error = (verdict.time_on_site_ms - truth.dwell_ms).abs();
        let codes: Vec<&str> = verdict.reasons.iter().map(|reason| reason.code.as_str()).collect();
        self.rows.push(Row {
            label: format!("{day} {} [{}]", truth.plan_id, codes.join(" ")),
            case: truth.case,
            status: verdict.computed_status,
            dwell_error_ms: measured.then_some(error),
        });
    }

    /// Counts a status without a verdict around it.
    pub fn add_status(&mut self, truth: &TrueVisit, status: Status) {
        let label = truth.plan_id.clone();
        self.rows.push(Row { label, case: truth.case, status, dwell_error_ms: None });
    }

    /// How many visits were counted.
    #[must_use]
    pub fn visits(&self) -> usize {
        self.rows.len()
    }

    /// Share of visits where `verified` or not is right.
    #[must_use]
    pub fn verified_or_not(&self) -> f64 {
        self.share(|row| (row.status == Status::Verified) == row.case.is_honest_visit())
    }

    /// Share of visits with a right status.
    #[must_use]
    pub fn five_classes(&self) -> f64 {
        self.share(|row| row.case.admits(row.status))
    }

    /// How many were verified that were not there.
    #[must_use]
    pub fn falsely_verified(&self) -> usize {
        let false_praise =
            |row: &&Row| row.status == Status::Verified && row.case.must_never_verify();
        self.rows.iter().filter(false_praise).count()
    }

    /// Median error of the time on site, in milliseconds.
    #[must_use]
    pub fn median_dwell_error_ms(&self) -> Option<i64> {
        let mut errors: Vec<i64> = self.rows.iter().filter_map(|row| row.dwell_error_ms).collect();
        errors.sort_unstable();
        errors.get(errors.len() / 2).copied()
    }

    /// The verdicts that are wrong, in words.
    #[must_use]
    pub fn wrong(&self) -> Vec<String> {
        let wrong = self.rows.iter().filter(|row| !row.case.admits(row.status));
        wrong.map(|row| format!("{} is {}: {}", row.case.as_str(), row.status, row.label)).collect()
    }

    /// The bars that are missed, in words; empty when all are reached.
    #[must_use]
    pub fn missed(&self, bars: Bars) -> Vec<String> {
        let mut missed = Vec::new();
        let shares = [
            ("verified or not", self.verified_or_not(), bars.verified_or_not),
            ("five classes", self.five_classes(), bars.five_classes),
        ];
        for (name, share, bar) in shares {
            if share < bar {
                missed.push(format!(
                    "{name}: {:.2} %, the bar is {:.1} %",
                    100.0 * share,
                    100.0 * bar
                ));
            }
        }
        if self.falsely_verified() > 0 {
            missed.push(format!("{} verified who were not there", self.falsely_verified()));
        }
        match self.median_dwell_error_ms() {
            Some(error) if error <= bars.median_dwell_error_ms => {}
            Some(error) => missed.push(format!("median error of time on site: {error} ms")),
            None => missed.push("no time on site was measured".to_owned()),
        }
        missed
    }

    fn share(&self, is_right: impl Fn(&Row) -> bool) -> f64 {
        if self.rows.is_empty() {
            return 0.0;
        }
        self.rows.iter().filter(|row| is_right(row)).count() as f64 / self.rows.len() as f64
    }

    fn count(&self, case: Case, status: Status) -> usize {
        self.rows.iter().filter(|row| row.case == case && row.status == status).count()
    }
}

/// The confusion table (a star marks the right verdicts) and the measures.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<10}", "")?;
        for status in Status::ALL {
            write!(f, "{:>11}", status.as_str())?;
        }
        writeln!(f)?;
        for case in Case::ALL {
            write!(f, "{:<10}", case.as_str())?;
            for status in Status::ALL {
                let count = match self.count(case, *status) {
                    0 => "-".to_owned(),
                    count => count.to_string(),
                };
                let star = if case.admits(*status) { '*' } else { ' ' };
                write!(f, "{count:>10}{star}")?;
            }
            writeln!(f)?;
        }
        writeln!(f, "visits            {}", self.visits())?;
        writeln!(f, "verified or not   {:.2} %", 100.0 * self.verified_or_not())?;
        writeln!(f, "five classes      {:.2} %", 100.0 * self.five_classes())?;
        writeln!(f, "falsely verified  {}", self.falsely_verified())?;
        match self.median_dwell_error_ms() {
            Some(ms) => writeln!(f, "median dwell error {:.3} s", ms as f64 / 1000.0),
            None => Ok(()),
        }
    }
}
