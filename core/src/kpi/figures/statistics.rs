//! Counts, shares, clients, overdue tasks, margins and conversion.

use super::conversion::{Visit, conversion};
use super::label::{Label, add, amount, arrival, day, get, label, time};
use super::policy::{Beside, Client, StatisticsOptions, Task};
use super::report::{ClientCounts, CountedValue, Counts, OverdueTasks, Statistics};
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::reasons;
use crate::kpi::spelling::warn_of_absent;
use crate::kpi::target::{TargetPeriod, dates_of};
use crate::math::exact::{Amount, percent, ratio};
use crate::math::{Decimal, hash_value, sort_by_key, under};
use crate::reason::Facts;
use crate::shape::{Reader, Shaped, Value};
use crate::time::{Calendar, Date, Instant, Period};
use crate::{Reason, Result};

/// Counts of rows and their shares, sums and margin; new and handled clients, overdue tasks, and how
/// many visits brought an order.
///
/// Rows are of any system: points, verdicts, activities. They are counted by the values of the keys
/// that the options name; shares are rounded by largest remainder and sum to exactly 100. Of a row are
/// read besides: `t` or `arrival`, `day`, `departure`, `id`, `site`, `status`, `amount`, `margin`. Sums,
/// clients and orders are of rows up to `now` whose status counts; rows of one `id` at one site are one
/// visit, as a joint one has a row for each rep. A row is of the
/// period that holds its `day`, or without one the local date of its `t` by the company's clock. An order
/// goes to the latest of all visits, and is counted with it, in the period of the visit.
///
/// # Errors
/// `wrong_type`, `invalid_time`, `too_precise`, `too_large` of values; `duplicate_id` of orders,
/// clients and tasks; problems of the options.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::{Beside, StatisticsOptions, statistics};
/// use fieldbeat::shape::Shaped;
/// use fieldbeat::{Calendar, CalendarPolicy, Facts};
///
/// let row = |status: &str| Facts::from_json(&format!(r#"{{"status": "{status}"}}"#));
/// let rows = [row("done")?, row("done")?, row("overdue")?];
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let now = "2026-11-13T18:00:00Z".parse()?;
/// let options = StatisticsOptions::default();
/// let budget = &mut Budget::unlimited();
/// let told = statistics(&rows, &calendar, now, &Beside::nothing(), &options, budget)?;
/// let shares: Vec<_> = told.counts[0].values.iter().map(|v| v.share_percent.to_string()).collect();
/// assert_eq!(shares, ["66.7", "33.3"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn statistics(
    rows: &[Facts],
    calendar: &Calendar,
    now: Instant,
    beside: &Beside,
    options: &StatisticsOptions,
    budget: &mut Budget<'_>,
) -> Result<Statistics> {
    let mut at = Reader::new();
    at.within("options", |at| StatisticsOptions::read(&options.to_value(), at));
    let read = at.within("rows", |at| {
        let read = rows.iter().enumerate();
        read.map(|(index, row)| {
            budget.spend(1)?;
            Ok(at.within(index, |at| Row::read(row, options, at)))
        })
        .collect::<Result<Vec<_>>>()
    })?;
    check_ids(beside, &mut at);
    if options.by != StatisticsOptions::default().by {
        at.within("options", |at| at.within("by", |at| warn_of_absent(rows, &options.by, at)));
    }
    let ((), warnings) = at.finish(Some(()))?;
    let period = match &options.period {
        None => None,
        Some(TargetPeriod::Current(kind)) => Some(calendar.period_of(now, *kind)),
        Some(TargetPeriod::Named(name)) => Some(calendar.period(name, Some(now))?),
    };
    let undated = read.iter().filter(|row| period.is_some() && row.is_undated()).count() as i64;
    let dates = period.as_ref().map(|period| dates_of(period, calendar));
    let is_meant = |row: &Row<'_>| {
        let day = || row.day.or_else(|| row.t.map(|t| calendar.policy().zone.day_of(t)));
        dates.is_none_or(|(first, last)| day().is_some_and(|day| (first..=last).contains(&day)))
    };
    // An order goes to the latest of all visits, whatever period is asked for.
    let visits: Vec<Visit<'_>> =
        read.iter().filter_map(|row| row.visit(now, is_meant(row))).collect();
    let rows: Vec<Row<'_>> = read.into_iter().filter(is_meant).collect();
    let today = calendar.policy().zone.day_of(now);
    let made: Vec<&Row<'_>> = rows.iter().filter(|row| row.is_made(now, today)).collect();

    let sums = Sums::of(&made)?;
    let mut why = Vec::new();
    if sums.margin_percent.is_none() {
        why.push(Reason::new(reasons::NO_AMOUNT));
    }
    let orders = beside
        .orders
        .as_ref()
        .map(|orders| conversion(visits, orders, options.order_span, calendar, now));
    let conversion = orders.transpose()?;
    if let Some(conversion) = &conversion {
        if conversion.open > 0 {
            let path = "$.options.order_span";
            let reason = Reason::new(reasons::WINDOWS_OPEN).by(path);
            why.push(reason.fact("visits", conversion.open));
        }
        if conversion.visits == 0 {
            why.push(Reason::new(reasons::NO_WINDOW_ENDED));
        }
    }
    Ok(Statistics {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&options.to_value()),
        rows: rows.len() as i64,
        undated,
        counts: counts(&rows, &options.by)?,
        amount: sums.amount.map(Amount::decimal).transpose()?,
        margin: sums.margin.map(Amount::decimal).transpose()?,
        margin_percent: sums.margin_percent,
        clients: beside.clients.as_ref().map(|all| clients(all, &made, period.as_ref())),
        overdue: beside.tasks.as_ref().map(|tasks| overdue(tasks, now)),
        conversion,
        period,
        reasons: why,
        warnings,
    })
}

/// A row that was read.
struct Row<'a> {
    labels: Vec<Label<'a>>,
    /// Whether its status says that it does not count.
    is_void: bool,
    id: Option<&'a str>,
    site: Option<&'a str>,
    t: Option<Instant>,
    day: Option<Date>,
    departure: Option<Instant>,
    amount: Option<Amount>,
    margin: Option<Amount>,
}

impl<'a> Row<'a> {
    fn read(row: &'a Facts, options: &StatisticsOptions, at: &mut Reader) -> Self {
        let void = |status: &Value| match status {
            Value::Text(status) => options.void_statuses.contains(status),
            _ => false,
        };
        let labels =
            options.by.iter().map(|key| label(row, key, at).unwrap_or(Label::None)).collect();
        Self {
            labels,
            is_void: get(row, "status").is_some_and(void),
            id: text(row, "id", at).or_else(|| text(row, "plan_id", at)),
            site: text(row, "site", at),
            t: arrival(row, at),
            day: day(row, at),
            departure: time(row, "departure", at),
            amount: amount(row, "amount", at),
            margin: amount(row, "margin", at),
        }
    }

    /// The visit, if it was made.
    fn visit(&self, now: Instant, is_meant: bool) -> Option<Visit<'a>> {
        let end = self.departure.or(self.t).filter(|end| *end <= now && !self.is_void)?;
        Some(Visit { id: self.id, site: self.site?, end, is_meant })
    }

    /// Whether it counts, and does not lie ahead.
    fn is_made(&self, now: Instant, today: Date) -> bool {
        let is_ahead = match (self.t, self.day) {
            (Some(t), _) => t > now,
            (None, day) => day.is_some_and(|day| day > today),
        };
        !self.is_void && !is_ahead
    }

    fn is_undated(&self) -> bool {
        self.day.is_none() && self.t.is_none()
    }
}

fn text<'a>(row: &'a Facts, key: &'static str, at: &mut Reader) -> Option<&'a str> {
    match get(row, key)? {
        Value::Text(text) => Some(text),
        other => at.within(key, |at| at.mismatch("a string", other)),
    }
}

/// What would be counted twice if it came twice.
fn check_ids(beside: &Beside, at: &mut Reader) {
    let mut check = |key: &'static str, ids: Vec<&str>| {
        let mut seen = Lookup::default();
        for (index, id) in ids.into_iter().enumerate() {
            if seen.insert(id.to_owned(), ()).is_some() {
                at.within("beside", |at| {
                    at.within(key, |at| {
                        at.within(index, |at| {
                            let message = format!("\"{id}\" comes twice");
                            at.within("id", |at| at.problem::<()>("duplicate_id", message));
                        });
                    });
                });
            }
        }
    };
    check("clients", beside.clients.iter().flatten().map(|client| client.id.as_str()).collect());
    check("tasks", beside.tasks.iter().flatten().map(|task| task.id.as_str()).collect());
}

/// Rows by the values of each key.
fn counts(rows: &[Row<'_>], by: &[String]) -> Result<Vec<Counts>> {
    let of = |(place, key): (usize, &String)| {
        let mut found: Lookup<Label<'_>, i64> = Lookup::default();
        for label in rows.iter().filter_map(|row| row.labels.get(place)) {
            *found.entry(*label).or_default() += 1;
        }
        let mut found: Vec<(Label<'_>, i64)> = found.into_iter().collect();
        sort_by_key(&mut found, |(label, _)| *label);
        let shares = shares(&found.iter().map(|(_, count)| *count).collect::<Vec<_>>())?;
        let told = |((label, count), share_percent): ((Label<'_>, i64), Decimal)| CountedValue {
            value: label.value(),
            count,
            share_percent,
        };
        Ok(Counts { by: key.clone(), values: found.into_iter().zip(shares).map(told).collect() })
    };
    by.iter().enumerate().map(of).collect()
}

/// Shares in tenths of a percent, rounded down; what is missing to 100 goes, a tenth each, to those
/// that lost most, the larger and then the earlier of equals first (Hare, Niemeyer).
fn shares(counts: &[i64]) -> Result<Vec<Decimal>> {
    const TENTHS: i128 = 1000;
    let total: i64 = counts.iter().sum();
    if total == 0 {
        return Ok(Vec::new());
    }
    let whole = i128::from(total);
    let mut shares: Vec<i128> =
        counts.iter().map(|count| i128::from(*count) * TENTHS / whole).collect();
    let lost = |count: i64| i128::from(count) * TENTHS % whole;
    let mut order: Vec<usize> = (0..counts.len()).collect();
    let count = |place: &usize| counts.get(*place).copied().unwrap_or(0);
    crate::math::sort_by(&mut order, |a, b| {
        let (a, b) = (count(a), count(b));
        (lost(b), b).cmp(&(lost(a), a))
    });
    let missing = usize::try_from(TENTHS - shares.iter().sum::<i128>()).unwrap_or(0);
    for place in order.into_iter().take(missing) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares.into_iter().map(|share| ratio(share, 10, 1)).collect()
}

/// Money of rows.
#[derive(Default)]
struct Sums {
    amount: Option<Amount>,
    margin: Option<Amount>,
    margin_percent: Option<Decimal>,
}

impl Sums {
    fn of(rows: &[&Row<'_>]) -> Result<Self> {
        let mut sums = Self::default();
        let (mut amount_of_both, mut margin_of_both) = (None, None);
        for row in rows {
            add(&mut sums.amount, row.amount)?;
            add(&mut sums.margin, row.margin)?;
            if row.amount.is_some() && row.margin.is_some() {
                add(&mut amount_of_both, row.amount)?;
                add(&mut margin_of_both, row.margin)?;
            }
        }
        if let Some((amount, margin)) = amount_of_both.zip(margin_of_both) {
            sums.margin_percent = percent(margin, amount)?;
        }
        Ok(sums)
    }
}

/// New and handled clients by kind.
fn clients(all: &[Client], rows: &[&Row<'_>], period: Option<&Period>) -> Vec<ClientCounts> {
    let mut handled: Lookup<&str, ()> =
        rows.iter().filter_map(|row| row.site).map(|site| (site, ())).collect();
    let mut kinds: Vec<(Option<&str>, (i64, i64))> = Vec::new();
    for client in all {
        let (new, seen) = under(&mut kinds, client.kind.as_deref(), Default::default);
        let is_new = client
            .created
            .zip(period)
            .is_some_and(|(created, period)| (period.start..period.end).contains(&created));
        *new += i64::from(is_new);
        *seen += i64::from(handled.remove(client.id.as_str()).is_some());
    }
    if !handled.is_empty() {
        under(&mut kinds, None, Default::default).1 += handled.len() as i64;
    }
    let told = |(kind, (new, handled)): (Option<&str>, (i64, i64))| ClientCounts {
        kind: kind.map(str::to_owned),
        new: period.map(|_| new),
        handled,
    };
    kinds.into_iter().map(told).collect()
}

/// Tasks that are due and not done at `now`, by owner.
fn overdue(tasks: &[Task], now: Instant) -> Vec<OverdueTasks> {
    let mut owners: Vec<(Option<&str>, (i64, i64))> = Vec::new();
    for task in tasks {
        if task.due < now && task.done.is_none_or(|done| done > now) {
            let (count, longest) = under(&mut owners, task.owner.as_deref(), Default::default);
            *count += 1;
            *longest = (*longest).max(now.since(task.due));
        }
    }
    let told = |(owner, (count, longest_ms)): (Option<&str>, (i64, i64))| OverdueTasks {
        owner: owner.map(str::to_owned),
        count,
        longest_ms,
    };
    owners.into_iter().map(told).collect()
}
