//! Clients by how steadily they buy.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of clients, a period's place below that \
              of periods, and a class is one of three"
)]

use super::abc::{CLASSES, Classed, texts};
use super::ledger::{Bought, Ledger, by_scope, date, of, too_large};
use super::nearest::nearest;
use super::periods::Periods;
use super::policy::{PERCENT_DIGITS, Quadrant, Quadrants, XyzPolicy};
use super::reasons;
use super::report::{XyzCell, XyzReport};
use crate::budget::Budget;
use crate::column::{Sparse, Texts};
use crate::math::{Decimal, hash_value};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;
use crate::{Reason, Result};

const STEADY: [&str; 3] = ["X", "Y", "Z"];

/// Clients by how steadily they buy: X varies by less than 10 %, Y by less than 25 %; and with ABC, the
/// matrix of both.
///
/// Revenue is summed by period. Those count that are over and of them those since the client's first
/// purchase, in which it may have bought nothing. The coefficient of variation is the population's
/// standard deviation in percent of the mean; where the mean is not positive, the class is Z. Exact
/// fractions are compared.
///
/// Only clients with a row in the periods have one here. O(n + c p) for n rows, c clients and p
/// periods.
///
/// # Errors
/// Those of the policy and of columns, as [`rfm`](super::rfm()); `too_large` where squares of sums are
/// beyond 128 bits.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{XyzPolicy, xyz};
/// use fieldbeat::shape::Value;
///
/// let columns = Value::from_json(
///     r#"{"client": ["a", "a", "b", "b"], "amount": [90, 100, 10, 30],
///         "t": ["2026-09-02T10:00:00Z", "2026-10-02T10:00:00Z",
///               "2026-09-03T10:00:00Z", "2026-10-04T10:00:00Z"]}"#,
/// )?;
/// let now = "2026-11-20T09:00:00Z".parse()?;
/// let report = xyz(&columns, now, &XyzPolicy::default(), &mut Budget::unlimited())?;
/// assert_eq!((report.xyz.get(0), report.xyz.get(1)), (Some("X"), Some("Z")));
/// assert_eq!(report.variation_percent.0[1], Some(50.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn xyz(
    columns: &Value,
    now: Instant,
    policy: &XyzPolicy,
    budget: &mut Budget<'_>,
) -> Result<XyzReport> {
    let check = |at: &mut Reader| {
        at.within("policy", |at| XyzPolicy::read(&policy.to_value(), at));
    };
    let ledger = Ledger::read(columns, now, (&policy.zone, policy.scale), check, budget)?;
    let periods = Periods::before(ledger.today, policy.period, policy.periods);
    let (revenue, is_there) = ledger.money(&periods.days, budget)?;
    let bought = ledger.bought(&(i32::MIN..periods.days.end), budget)?;
    let all = 0..ledger.rows.clients.len() as u32;
    let clients: Vec<u32> = all.filter(|client| is_there[*client as usize]).collect();
    let sums = sums(&ledger, &periods, budget)?;

    let counted = |bought: &Bought| if bought.days > 0 { periods.since(bought.first) } else { 0 };
    let count: Vec<u32> = bought.iter().map(counted).collect();
    let mut steady = vec![2_u32; revenue.len()];
    let mut variation = Vec::with_capacity(clients.len());
    let mut few = 0_u32;
    for client in &clients {
        budget.spend(1)?;
        let place = *client as usize;
        let own = &sums[place * policy.periods as usize..][..policy.periods as usize];
        // A return may be of a period before the first purchase that is known.
        let own = &own[own.len() - count[place] as usize..];
        let spread = Spread::of(own)?;
        variation.push(spread.percent());
        if (own.len() as u32) < policy.min_periods {
            few += 1;
        } else if spread.is_below(policy.x_percent)? {
            steady[place] = 0;
        } else if spread.is_below(policy.y_percent)? {
            steady[place] = 1;
        }
    }

    let (mut notices, mut cells) = (Vec::new(), Vec::new());
    let mut classed = Classed::new(revenue.len());
    let scopes = ledger.scopes();
    for (scope, group) in scopes.iter().zip(by_scope(&clients, &ledger.scope_of, scopes.len())) {
        let shares = (policy.a_percent, policy.b_percent);
        let totals = classed.scope(group.clone(), &revenue, shares)?;
        if totals.without_revenue > 0 {
            let reason = Reason::new(reasons::NO_REVENUE).fact("scope", scope.clone());
            notices.push(reason.fact("clients", totals.without_revenue));
        }
        let mut counts = [(0_u32, 0_i128); 9];
        for client in group {
            let place = client as usize;
            let cell = &mut counts[(classed.class[place] * 3 + steady[place]) as usize];
            *cell = (cell.0 + 1, cell.1 + i128::from(revenue[place]));
        }
        for (index, (clients, sum)) in counts.into_iter().enumerate() {
            cells.push(XyzCell {
                scope: scope.clone(),
                cell: format!("{}{}", CLASSES[index / 3], STEADY[index % 3]),
                clients,
                revenue: Decimal::from_units(sum, ledger.rows.scale).ok_or_else(too_large)?,
            });
        }
    }
    if few > 0 {
        let reason = Reason::new(reasons::FEW_PERIODS).fact("clients", few);
        notices.push(reason.fact("min_periods", policy.min_periods));
    }
    let cell = |client: &u32| {
        let place = *client as usize;
        quadrant(&policy.quadrants, classed.class[place], steady[place]) as u32
    };
    Ok(XyzReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        start: date(periods.days.start),
        end: date(periods.days.end),
        rows_later: ledger.rows_later(periods.days.end),
        scale: ledger.rows.scale,
        cells,
        client: ledger.names(&clients),
        scope: ledger.scopes_of(&clients),
        revenue_units: of(&clients, &revenue),
        periods: of(&clients, &count),
        variation_percent: Sparse(variation),
        abc: texts(of(&clients, &classed.class).into_vec(), &CLASSES),
        xyz: texts(of(&clients, &steady).into_vec(), &STEADY),
        quadrant: quadrants(clients.iter().map(cell).collect()),
        notices,
        warnings: ledger.warnings,
    })
}

/// Quadrants by their number.
pub(super) fn quadrants(codes: Vec<u32>) -> Texts {
    Texts { codes, names: Quadrant::ALL.iter().map(|one| one.as_str().to_owned()).collect() }
}

fn quadrant(cells: &Quadrants, abc: u32, xyz: u32) -> Quadrant {
    match (abc, xyz) {
        (0, 0) => cells.ax,
        (0, 1) => cells.ay,
        (0, _) => cells.az,
        (1, 0) => cells.bx,
        (1, 1) => cells.by,
        (1, _) => cells.bz,
        (_, 0) => cells.cx,
        (_, 1) => cells.cy,
        _ => cells.cz,
    }
}

/// The revenue of each client, period by period.
fn sums(ledger: &Ledger<'_>, periods: &Periods, budget: &mut Budget<'_>) -> Result<Vec<i64>> {
    let rows = &ledger.rows;
    let count = periods.count as usize;
    let counted = || {
        let of_rows = rows.client.iter().zip(&rows.day).zip(rows.amount.iter());
        of_rows.filter_map(|((client, day), amount)| {
            let place = periods.place(*day)?;
            Some((*client as usize * count + place as usize, *amount))
        })
    };
    let mut sums = vec![0_i64; rows.clients.len() * count];
    let mut is_over = false;
    for (place, amount) in counted() {
        let (sum, over) = sums[place].overflowing_add(amount);
        sums[place] = sum;
        is_over |= over;
    }
    budget.spend(rows.len() as u64)?;
    if !is_over {
        return Ok(sums);
    }
    // What left 64 bits on the way may have come back.
    let mut wide = vec![0_i128; sums.len()];
    counted().for_each(|(place, amount)| wide[place] += i128::from(amount));
    wide.into_iter().map(|sum| i64::try_from(sum).map_err(|_| too_large())).collect()
}

/// How much sums differ: their coefficient of variation, squared, as a fraction.
struct Spread {
    /// n times the sum of squares, less the square of the sum.
    spread: i128,
    sum: i128,
}

impl Spread {
    fn of(sums: &[i64]) -> Result<Self> {
        // Cents as such, whatever the scale: the ratio stays, and its squares fit.
        let unit = sums.iter().fold(0, |unit, sum| divisor(unit, sum.unsigned_abs())).max(1);
        let parts = || sums.iter().map(|sum| i128::from(*sum) / i128::from(unit));
        let sum: i128 = parts().sum();
        let squares = parts().map(|part| part * part).try_fold(0_i128, i128::checked_add);
        let spread = squares
            .and_then(|squares| squares.checked_mul(sums.len() as i128))
            .and_then(|squares| squares.checked_sub(sum.checked_mul(sum)?));
        Ok(Self { spread: spread.ok_or_else(too_large)?, sum })
    }

    fn percent(&self) -> Option<f64> {
        const HUNDRED: i128 = 100;
        let exact = || {
            let spread = self.spread.checked_mul(HUNDRED * HUNDRED)?;
            // The root of the nearest square is off by one in the last place at most.
            Some(nearest(spread, self.sum.checked_mul(self.sum)?).sqrt())
        };
        let rough = || 100.0 * (self.spread as f64).sqrt() / self.sum as f64;
        (self.sum > 0).then(|| exact().unwrap_or_else(rough))
    }

    /// Whether the mean is positive and the coefficient of variation less than `percent`.
    fn is_below(&self, percent: Decimal) -> Result<bool> {
        const HUNDRED: u64 = 100 * 10_u64.pow(PERCENT_DIGITS);
        if self.sum <= 0 {
            return Ok(false);
        }
        let part = percent.units(PERCENT_DIGITS).and_then(|units| u64::try_from(units).ok());
        let part = part.ok_or_else(too_large)?;
        let common = divisor(part, HUNDRED);
        let (part, whole) = (i128::from(part / common), i128::from(HUNDRED / common));
        let limit = part.checked_mul(self.sum).and_then(|limit| limit.checked_mul(limit));
        let spread = self.spread.checked_mul(whole * whole);
        Ok(spread.ok_or_else(too_large)? < limit.ok_or_else(too_large)?)
    }
}

/// The greatest common divisor; of 0 and a number that number (Euclid, Elements VII 2).
fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
