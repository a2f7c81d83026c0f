//! Clients by their share of revenue.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of clients, and a class is one of three"
)]

use std::cmp::Ordering;

use super::ledger::{Ledger, by_scope, date, of, start, too_large};
use super::policy::{AbcPolicy, PERCENT_DIGITS};
use super::reasons;
use super::report::{AbcClass, AbcReport};
use crate::budget::Budget;
use crate::column::Texts;
use crate::math::exact::{ratio, times};
use crate::math::{Decimal, hash_value, sort_by_number};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;
use crate::{Reason, Result};

/// The classes, best first.
pub(super) const CLASSES: [&str; 3] = ["A", "B", "C"];

/// The last class, that of clients without revenue.
const LAST: u32 = 2;

/// Clients by the share of revenue that those before them have: 80 % make class A, 95 % end class B.
///
/// Clients of a scope stand in the order of revenue, returns taken off, and equals in that of their
/// names. A client is of class A while those *before* it have less than `a_percent` of the scope's
/// positive revenue: the one that crosses the cut is still of A. Who has no revenue is of C, with a
/// notice `no_revenue`. Exact fractions are compared.
///
/// Only clients with a row in the window have one here. O(n + c log c) for n rows and c clients.
///
/// # Errors
/// Those of the policy and of columns, as [`rfm`](super::rfm()).
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{AbcPolicy, abc};
/// use fieldbeat::shape::Value;
///
/// let columns = Value::from_json(
///     r#"{"client": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
///         "t": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
///         "amount": [400, 250, 150, 80, 50, 30, 20, 10, 6, 4]}"#,
/// )?;
/// let now = "1970-01-02T00:00:00Z".parse()?;
/// let report = abc(&columns, now, &AbcPolicy::default(), &mut Budget::unlimited())?;
/// let classes: String = (0..10).filter_map(|row| report.abc.get(row)).collect();
/// assert_eq!(classes, "AAABBBCCCC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn abc(
    columns: &Value,
    now: Instant,
    policy: &AbcPolicy,
    budget: &mut Budget<'_>,
) -> Result<AbcReport> {
    let check = |at: &mut Reader| {
        at.within("policy", |at| AbcPolicy::read(&policy.to_value(), at));
    };
    let ledger = Ledger::read(columns, now, (&policy.zone, policy.scale), check, budget)?;
    let days = ledger.window(policy.window_days);
    let (revenue, is_there) = ledger.money(&days, budget)?;
    let all = 0..ledger.rows.clients.len() as u32;
    let clients: Vec<u32> = all.filter(|client| is_there[*client as usize]).collect();

    let scopes = ledger.scopes();
    let mut classed = Classed::new(revenue.len());
    let (mut classes, mut notices) = (Vec::new(), Vec::new());
    for (scope, group) in scopes.iter().zip(by_scope(&clients, &ledger.scope_of, scopes.len())) {
        budget.spend(group.len() as u64)?;
        let totals = classed.scope(group, &revenue, (policy.a_percent, policy.b_percent))?;
        if totals.without_revenue > 0 {
            let reason = Reason::new(reasons::NO_REVENUE).fact("scope", scope.clone());
            notices.push(reason.fact("clients", totals.without_revenue));
        }
        for (class, (clients, sum)) in CLASSES.iter().zip(totals.classes) {
            let percent = || ratio(times(sum, 100)?, totals.positive, PERCENT_DIGITS);
            classes.push(AbcClass {
                scope: scope.clone(),
                abc: (*class).to_owned(),
                clients,
                revenue: Decimal::from_units(sum, ledger.rows.scale).ok_or_else(too_large)?,
                revenue_percent: (totals.positive > 0).then(percent).transpose()?,
            });
        }
    }
    Ok(AbcReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        start: start(&days),
        end: date(days.end),
        rows_later: ledger.rows_later(days.end),
        scale: ledger.rows.scale,
        classes,
        client: ledger.names(&clients),
        scope: ledger.scopes_of(&clients),
        revenue_units: of(&clients, &revenue),
        rank: of(&clients, &classed.rank),
        before_units: of(&clients, &classed.before),
        abc: texts(of(&clients, &classed.class).into_vec(), &CLASSES),
        notices,
        warnings: ledger.warnings,
    })
}

/// Classes by their number.
pub(super) fn texts(codes: Vec<u32>, names: &[&str]) -> Texts {
    Texts { codes, names: names.iter().map(|name| (*name).to_owned()).collect() }
}

/// By client: place and class within its scope.
pub(super) struct Classed {
    pub(super) rank: Vec<u32>,
    /// Positive revenue of those before it.
    pub(super) before: Vec<i64>,
    /// The place of the class in [`CLASSES`].
    pub(super) class: Vec<u32>,
}

/// What the clients of a scope have together.
pub(super) struct Totals {
    pub(super) positive: i128,
    pub(super) without_revenue: u32,
    /// Clients and revenue by class.
    pub(super) classes: [(u32, i128); 3],
}

impl Classed {
    pub(super) fn new(clients: usize) -> Self {
        Self { rank: vec![0; clients], before: vec![0; clients], class: vec![LAST; clients] }
    }

    /// Classes the clients of one scope by revenue.
    pub(super) fn scope(
        &mut self,
        mut clients: Vec<u32>,
        revenue: &[i64],
        (a, b): (Decimal, Decimal),
    ) -> Result<Totals> {
        let of = |client: &u32| revenue[*client as usize];
        // Equals stay in the order of their names. `!x` is `-x - 1`, which any number has.
        sort_by_number(&mut clients, |client| !of(client), |_, _| Ordering::Equal);
        let positive = clients.iter().map(|client| i128::from(of(client).max(0))).sum();
        let cuts = [a, b].map(|percent| Cut::new(percent, positive));
        let [a, b] = cuts.map(|cut| cut.ok_or_else(too_large));
        let cuts = [a?, b?];
        let mut totals = Totals { positive, without_revenue: 0, classes: [(0, 0); 3] };
        let mut before = 0_i128;
        for (rank, client) in (1_u32..).zip(&clients) {
            let (own, place) = (of(client), *client as usize);
            let class = match own {
                ..=0 => LAST as usize,
                _ => cuts.iter().position(|cut| cut.is_above(before)).unwrap_or(LAST as usize),
            };
            totals.without_revenue += u32::from(own <= 0);
            totals.classes[class].0 += 1;
            totals.classes[class].1 += i128::from(own);
            self.rank[place] = rank;
            self.before[place] = i64::try_from(before).map_err(|_| too_large())?;
            self.class[place] = class as u32;
            before += i128::from(own.max(0));
        }
        Ok(totals)
    }
}

/// A share of a sum, as the first whole sum that is not below it.
struct Cut(i128);

impl Cut {
    fn new(percent: Decimal, whole: i128) -> Option<Self> {
        const HUNDRED: i128 = 100 * 10_i128.pow(PERCENT_DIGITS);
        let product = percent.units(PERCENT_DIGITS)?.checked_mul(whole)?;
        let up = i128::from(product % HUNDRED > 0);
        Some(Self(product / HUNDRED + up))
    }

    fn is_above(&self, sum: i128) -> bool {
        sum < self.0
    }
}
