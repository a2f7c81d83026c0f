//! Closes a period, and tells what has changed since.

use super::policy::ClosePolicy;
use super::report::{Adjustment, ChangedVisit, PeriodSnapshot, Reconciliation};
use super::sums::{RepSums, Sums};
use crate::budget::Budget;
use crate::kpi::reasons;
use crate::kpi::roster::Rep;
use crate::kpi::score::{Score, StepKind};
use crate::kpi::target::kind_of;
use crate::math::exact::{Amount, Fine};
use crate::math::{Decimal, StableHash, hash_value};
use crate::shape::{Reader, Shaped};
use crate::time::{Calendar, Instant};
use crate::{Error, ErrorKind, Problem, Reason, Result};

/// What every rep has in a period, by rule and by visit, with a hash: to be kept, and paid by.
///
/// A visit belongs to the period in which it began in the rep's zone. Rows whose points are not known
/// are in no total and counted apart. With `now`, a period that phones may still send visits of is not
/// closed.
///
/// # Errors
/// `invalid_period`; `period_open`, before `close_after` is over; `no_working_time` and `out_of_range`,
/// where that is never; the problems of reps and rows.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::{ClosePolicy, Score, close_period, reconcile};
/// use fieldbeat::{Calendar, CalendarPolicy};
///
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let mut scored = vec![Score::new("1", "anna", "2026-10-30T10:00:00Z".parse()?, "38")?];
/// let policy = ClosePolicy::default();
/// let budget = &mut Budget::unlimited();
/// let snapshot = close_period("2026-10", &scored, &calendar, &[], &policy, None, budget)?;
/// assert_eq!(snapshot.total, "38".parse()?);
///
/// // A phone that was off sends a visit of October in November.
/// scored.push(Score::new("2", "anna", "2026-10-30T15:00:00Z".parse()?, "10")?);
/// let now = "2026-11-13T10:00:00Z".parse()?;
/// let later = reconcile(&snapshot, &scored, &calendar, now, &[], &[], budget)?;
/// assert_eq!(later.adjustments[0].points, "10".parse()?);
/// assert_eq!(later.adjustments[0].for_period, "2026-10");
/// assert_eq!(later.adjustments[0].period, "2026-11");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn close_period(
    period: &str,
    scored: &[Score],
    calendar: &Calendar,
    reps: &[Rep],
    policy: &ClosePolicy,
    now: Option<Instant>,
    budget: &mut Budget<'_>,
) -> Result<PeriodSnapshot> {
    let period =
        calendar.period(period, now).map_err(|error| renamed(&error, "$.name", "$.period"))?;
    if let Some(now) = now {
        let last = period.end.plus(-1);
        let due = calendar.add(last, policy.close_after);
        let due = due.map_err(|error| renamed(&error, "$.span", "$.policy.close_after"))?;
        let due = due.max(period.end);
        if now < due {
            let message = format!("{} is closed from {due} on: visits may still come", period.name);
            return Err(Error::one(ErrorKind::State, "period_open", "$.now", message));
        }
    }
    let sums = Sums::of_rows(&period, scored, calendar, reps, budget)?;
    let (rep_points, lines, visits) = sums.written()?;
    let snapshot = PeriodSnapshot {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: Some(hash_value(&policy.to_value())),
        hash: String::new(),
        period,
        closed_at: now,
        reps: rep_points,
        lines,
        visits,
        total: sums.total.decimal()?,
        undetermined: sums.undetermined,
        reasons: left_out(&sums).into_iter().collect(),
        warnings: Vec::new(),
    };
    Ok(PeriodSnapshot { hash: hash(&snapshot), ..snapshot })
}

/// 128 bits over the period and all its figures, in hex. Sums are in it too: who changes one alone
/// does not pay what the lines say.
fn hash(snapshot: &PeriodSnapshot) -> String {
    let text = |hash: StableHash, text: Option<&str>| match text {
        Some(text) => hash.int(1).text(text),
        None => hash.int(0),
    };
    // What was written has at most as many digits as a step.
    let number = |hash: StableHash, number: Decimal| match number.units(18) {
        Some(units) => hash.bytes(&units.to_le_bytes()),
        None => hash.text(&number.to_string()),
    };
    let period = &snapshot.period;
    let mut hash = StableHash::new()
        .text("period 2")
        .text(&period.name)
        .int(period.start.millis())
        .int(period.end.millis())
        .int(i64::from(snapshot.closed_at.is_some()))
        .int(snapshot.closed_at.map_or(0, Instant::millis))
        .int(snapshot.undetermined)
        .int(snapshot.reps.len() as i64);
    for rep in &snapshot.reps {
        hash = number(hash.text(&rep.rep), rep.points).int(rep.visits);
    }
    hash = hash.int(snapshot.lines.len() as i64);
    for line in &snapshot.lines {
        hash = text(hash.text(&line.rep), line.kind.map(StepKind::as_str));
        hash = number(text(hash, line.rule_id.as_deref()), line.points);
    }
    hash = hash.int(snapshot.visits.len() as i64);
    for visit in &snapshot.visits {
        hash = number(hash.text(&visit.id).text(&visit.rep), visit.points);
    }
    number(hash, snapshot.total).hex()
}

fn left_out(sums: &Sums<'_>) -> Option<Reason> {
    let reason = Reason::new(reasons::UNDETERMINED_LEFT_OUT).fact("rows", sums.undetermined);
    (sums.undetermined > 0).then_some(reason)
}

/// A problem of the calendar, where the argument is called otherwise.
fn renamed(error: &Error, theirs: &str, ours: &str) -> Error {
    let problem = |problem: &Problem| {
        let path = problem.path.replace(theirs, ours);
        Problem { path, ..problem.clone() }
    };
    Error::new(error.kind(), error.problems().iter().map(problem).collect())
}

/// What is to be paid besides for a closed period, or taken back: points now minus points then, by rep
/// and rule, posted in the period of the same kind that holds `now`.
///
/// The closed period stays as it is. A visit that is gone, or whose points nobody knows any more, is
/// taken back. What was posted for the period before comes in as `posted`, and is not posted again.
///
/// # Errors
/// `hash_mismatch`, where the snapshot is not as it was written; `different_calendar`, where the calendar
/// has other days under the name of the closed period, in another zone or with another year;
/// `too_early` at `$.now`, before the end of the closed period; the problems of reps and rows.
///
/// # Example
/// See [`close_period`].
pub fn reconcile(
    snapshot: &PeriodSnapshot,
    scored: &[Score],
    calendar: &Calendar,
    now: Instant,
    reps: &[Rep],
    posted: &[Adjustment],
    budget: &mut Budget<'_>,
) -> Result<Reconciliation> {
    if now < snapshot.period.end {
        let message = "the closed period is not over: nothing can be posted after it yet";
        return Err(Error::one(ErrorKind::Input, "too_early", "$.now", message));
    }
    let posted = read(posted)?;
    let closed = Sums::of_snapshot(snapshot)?;
    if hash(snapshot) != snapshot.hash {
        let message = "the snapshot is not as it was when the period was closed";
        return Err(Error::one(ErrorKind::State, "hash_mismatch", "$.snapshot.hash", message));
    }
    let name = &snapshot.period.name;
    // Other visits would be of the period, and be paid twice or taken back.
    if calendar.period(name, None).ok().as_ref() != Some(&snapshot.period) {
        let message = format!(
            "{name} was closed from {} to {}, which is another time by this calendar",
            snapshot.period.start, snapshot.period.end
        );
        return Err(Error::one(ErrorKind::Input, "different_calendar", "$.calendar", message));
    }
    let rescored = Sums::of_rows(&snapshot.period, scored, calendar, reps, budget)?;
    let open = calendar.period_of(now, kind_of(name));
    let mut changes = Changes { adjustments: Vec::new(), visits: Vec::new() };
    let nobody = RepSums::default();
    for (rep, closed, rescored) in paired(&by_rep(&closed), &by_rep(&rescored)) {
        let (closed, rescored) = (closed.unwrap_or(&nobody), rescored.unwrap_or(&nobody));
        changes.of_rep(rep, closed, rescored, (name, &open.name))?;
    }
    changes.less(&posted, (name, &open.name))?;
    let mut reasons = Vec::new();
    if !changes.visits.is_empty() {
        let visits = changes.visits.len() as i64;
        let reason = Reason::new(reasons::RESCORED).fact("visits", visits);
        reasons.push(reason.fact("for_period", name.clone()));
    }
    reasons.extend(left_out(&rescored));
    Ok(Reconciliation {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        hash: snapshot.hash.clone(),
        adjustments: changes.adjustments,
        visits: changes.visits,
        closed: closed.total.decimal()?,
        rescored: rescored.total.decimal()?,
        difference: rescored.total.minus(closed.total)?.decimal()?,
        reasons,
        warnings: Vec::new(),
    })
}

/// What was posted, with its points.
fn read(posted: &[Adjustment]) -> Result<Vec<(&Adjustment, Fine)>> {
    let mut at = Reader::new();
    let mut read = Vec::with_capacity(posted.len());
    at.within("posted", |at| {
        for (index, before) in posted.iter().enumerate() {
            let points = |at: &mut Reader| Fine::read(before.points, at);
            let points = at.within(index, |at| at.within("points", points));
            read.extend(points.map(|points| (before, points)));
        }
    });
    at.finish(Some(read)).map(|(read, _)| read)
}

fn by_rep<'a, 's>(sums: &'s Sums<'a>) -> Vec<(&'a str, &'s RepSums<'a>)> {
    sums.reps.iter().map(|rep| (rep.rep, rep)).collect()
}

/// What stands under each key in one list, and in the other; both are in the order of their keys.
fn paired<K: Ord + Copy, V: Copy>(
    mut one: &[(K, V)],
    mut other: &[(K, V)],
) -> Vec<(K, Option<V>, Option<V>)> {
    let mut pairs = Vec::with_capacity(one.len().max(other.len()));
    while let Some(key) = match (one.first(), other.first()) {
        (Some((a, _)), Some((b, _))) => Some(*a.min(b)),
        (first, second) => first.or(second).map(|(key, _)| *key),
    } {
        pairs.push((key, taken(&mut one, key), taken(&mut other, key)));
    }
    pairs
}

/// The first of a list, if it has this key.
fn taken<K: Ord + Copy, V: Copy>(list: &mut &[(K, V)], key: K) -> Option<V> {
    let ((_, value), rest) = list.split_first().filter(|((first, _), _)| *first == key)?;
    *list = rest;
    Some(*value)
}

struct Changes {
    adjustments: Vec<Adjustment>,
    visits: Vec<ChangedVisit>,
}

impl Changes {
    /// Leaves out what was posted for the period before.
    fn less(&mut self, posted: &[(&Adjustment, Fine)], names: (&str, &str)) -> Result<()> {
        for (before, points) in posted.iter().filter(|(before, _)| before.for_period == names.0) {
            let rule = |other: &Adjustment| (other.rep.clone(), other.kind, other.rule_id.clone());
            let of = rule(before);
            let own = self.adjustments.iter_mut().find(|own| rule(own) == of);
            match own {
                Some(own) => own.points = Fine::of(own.points)?.minus(*points)?.decimal()?,
                None => self.adjustments.push(Adjustment {
                    points: Fine::ZERO.minus(*points)?.decimal()?,
                    period: names.1.to_owned(),
                    ..(*before).clone()
                }),
            }
        }
        self.adjustments.retain(|own| own.points != Decimal::ZERO);
        let order = |own: &Adjustment| (own.rep.clone(), own.kind, own.rule_id.clone());
        crate::math::sort_by_key(&mut self.adjustments, order);
        Ok(())
    }

    /// `names` are those of the closed period and of the open one.
    fn of_rep(
        &mut self,
        rep: &str,
        closed: &RepSums<'_>,
        rescored: &RepSums<'_>,
        names: (&str, &str),
    ) -> Result<()> {
        for ((kind, rule_id), before, after) in paired(&closed.lines.0, &rescored.lines.0) {
            let points = after.unwrap_or_default().minus(before.unwrap_or_default())?;
            if points != Fine::ZERO {
                self.adjustments.push(Adjustment {
                    rep: rep.to_owned(),
                    kind,
                    rule_id: rule_id.map(str::to_owned),
                    points: points.decimal()?,
                    for_period: names.0.to_owned(),
                    period: names.1.to_owned(),
                });
            }
        }
        for (id, before, after) in paired(&closed.visits, &rescored.visits) {
            if before != after {
                self.visits.push(ChangedVisit {
                    id: id.to_owned(),
                    rep: rep.to_owned(),
                    closed: before.map(Amount::decimal).transpose()?,
                    rescored: after.map(Amount::decimal).transpose()?,
                });
            }
        }
        Ok(())
    }
}
