//! The Boston matrix: who is large, and who grows.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of clients, and a quadrant is one of four"
)]

use super::ledger::{Ledger, by_scope, date, of, too_large};
use super::nearest::nearest_percent;
use super::policy::{BcgPolicy, PERCENT_DIGITS, Quadrant};
use super::reasons;
use super::report::{BcgCount, BcgReport};
use super::xyz::quadrants;
use crate::budget::Budget;
use crate::column::Sparse;
use crate::math::exact::times;
use crate::math::{Decimal, hash_value};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;
use crate::{Reason, Result};

/// Clients by share and growth: stars are large and grow, cows are large, questions grow, dogs do
/// neither (Henderson, 1970).
///
/// The share is relative: revenue of the window over that of the scope's largest client. Growth is
/// against the window before, as long. From a cut on a client is large or grows. Revenue after none
/// is growth, with a notice `grew_from_nothing`; who has none now is a dog, with `no_revenue`. Exact
/// fractions are compared. Quadrants by ABC and XYZ, as users of 1C know them, are those of
/// [`xyz`](super::xyz()).
///
/// Only clients with a row in either window have one here. O(n + c) for n rows and c clients.
///
/// # Errors
/// Those of the policy and of columns, as [`rfm`](super::rfm()).
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{BcgPolicy, bcg};
/// use fieldbeat::shape::Value;
///
/// let columns = Value::from_json(
///     r#"{"client": ["a", "a", "b", "b"], "amount": [90, 100, 10, 9],
///         "t": ["2025-09-02T10:00:00Z", "2026-10-02T10:00:00Z",
///               "2025-09-03T10:00:00Z", "2026-10-04T10:00:00Z"]}"#,
/// )?;
/// let now = "2026-11-20T09:00:00Z".parse()?;
/// let report = bcg(&columns, now, &BcgPolicy::default(), &mut Budget::unlimited())?;
/// assert_eq!((report.quadrant.get(0), report.quadrant.get(1)), (Some("star"), Some("dog")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bcg(
    columns: &Value,
    now: Instant,
    policy: &BcgPolicy,
    budget: &mut Budget<'_>,
) -> Result<BcgReport> {
    let check = |at: &mut Reader| {
        at.within("policy", |at| BcgPolicy::read(&policy.to_value(), at));
    };
    let ledger = Ledger::read(columns, now, (&policy.zone, policy.scale), check, budget)?;
    let days = ledger.window(Some(policy.window_days));
    let earlier = ledger.window(policy.window_days.checked_mul(2)).start..days.start;
    let (revenue, is_there) = ledger.money(&days, budget)?;
    let (before, was_there) = ledger.money(&earlier, budget)?;
    let all = 0..ledger.rows.clients.len() as u32;
    let is_in = |client: &u32| is_there[*client as usize] || was_there[*client as usize];
    let clients: Vec<u32> = all.filter(is_in).collect();

    let mut codes = vec![Quadrant::Dog as u32; revenue.len()];
    let mut shares = vec![0.0; revenue.len()];
    let (mut counts, mut notices) = (Vec::new(), Vec::new());
    let scopes = ledger.scopes();
    for (scope, group) in scopes.iter().zip(by_scope(&clients, &ledger.scope_of, scopes.len())) {
        budget.spend(group.len() as u64)?;
        let largest = group.iter().map(|client| revenue[*client as usize]).max().unwrap_or(0);
        let (mut without, mut from_nothing) = (0_u32, 0_u32);
        let mut own = [(0_u32, 0_i128); 4];
        for client in group {
            let place = client as usize;
            let quadrant = if revenue[place] <= 0 {
                without += 1;
                Quadrant::Dog
            } else {
                shares[place] = nearest_percent(revenue[place].into(), largest.into());
                let is_large = reaches(revenue[place], policy.share_percent, largest)?;
                from_nothing += u32::from(before[place] <= 0);
                let grows = before[place] <= 0 || {
                    let growth = revenue[place].checked_sub(before[place]);
                    reaches(growth.ok_or_else(too_large)?, policy.growth_percent, before[place])?
                };
                match (is_large, grows) {
                    (true, true) => Quadrant::Star,
                    (true, false) => Quadrant::Cow,
                    (false, true) => Quadrant::Question,
                    (false, false) => Quadrant::Dog,
                }
            };
            codes[place] = quadrant as u32;
            let count = &mut own[quadrant as usize];
            *count = (count.0 + 1, count.1 + i128::from(revenue[place]));
        }
        for (code, clients) in
            [(reasons::NO_REVENUE, without), (reasons::GREW_FROM_NOTHING, from_nothing)]
        {
            if clients > 0 {
                let reason = Reason::new(code).fact("scope", scope.clone());
                notices.push(reason.fact("clients", clients));
            }
        }
        for (quadrant, (clients, sum)) in Quadrant::ALL.iter().zip(own) {
            counts.push(BcgCount {
                scope: scope.clone(),
                quadrant: *quadrant,
                clients,
                revenue: Decimal::from_units(sum, ledger.rows.scale).ok_or_else(too_large)?,
            });
        }
    }
    let growth = |client: &u32| {
        let now = i128::from(revenue[*client as usize]);
        let before = i128::from(before[*client as usize]);
        (before > 0).then(|| nearest_percent(now - before, before))
    };
    Ok(BcgReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        start_before: date(earlier.start),
        start: date(days.start),
        end: date(days.end),
        rows_later: ledger.rows_later(days.end),
        scale: ledger.rows.scale,
        quadrants: counts,
        client: ledger.names(&clients),
        scope: ledger.scopes_of(&clients),
        revenue_units: of(&clients, &revenue),
        revenue_before_units: of(&clients, &before),
        share_percent: of(&clients, &shares),
        growth_percent: Sparse(clients.iter().map(growth).collect()),
        quadrant: quadrants(of(&clients, &codes).into_vec()),
        notices,
        warnings: ledger.warnings,
    })
}

/// Whether `part` is at least `percent` of `whole`.
fn reaches(part: i64, percent: Decimal, whole: i64) -> Result<bool> {
    const HUNDRED: i128 = 100 * 10_i128.pow(PERCENT_DIGITS);
    let units = percent.units(PERCENT_DIGITS).ok_or_else(too_large)?;
    Ok(times(i128::from(part), HUNDRED)? >= times(units, i128::from(whole))?)
}
