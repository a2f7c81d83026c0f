//! Tiers: which one was reached, and what it pays.

use super::policy::TierKind;
use crate::Result;
use crate::math::Decimal;
use crate::math::exact::{Amount, ratio, times};

/// What tiers make of an actual.
pub(super) struct Payout {
    /// The tier that was reached; none below the first.
    pub(super) tier: Option<usize>,
    /// By what the actual is multiplied, to six digits.
    pub(super) factor: Decimal,
    /// The actual times the exact factor.
    pub(super) payable: Amount,
}

/// Percent in units of percent times units of factor: what the sums below are in.
const WHOLE: i128 = 100 * Amount::ONE;

/// Attainment is compared as a fraction: 99.996 % is below 100.
///
/// `before` is what counts as reached and was paid already: the actual lies above it.
pub(super) fn payout(
    kind: TierKind,
    tiers: &[(Amount, Amount)],
    actual: Amount,
    before: Amount,
    goal: Amount,
    scale: u32,
) -> Result<Payout> {
    // All are what they say, and the beginnings of tiers, times 100.
    let own = times(actual.units(), WHOLE)?;
    let before = times(before.units(), WHOLE)?;
    let reached = Amount::of_units(own).plus(Amount::of_units(before))?.units();
    let mut from = Vec::with_capacity(tiers.len());
    for (at_percent, _) in tiers {
        from.push(times(at_percent.units(), goal.units())?);
    }
    let tier = from.iter().rposition(|from| *from <= reached);
    let own_factor = tier.and_then(|tier| tiers.get(tier)).map_or(Amount::ZERO, |tier| tier.1);
    let paid = match kind {
        TierKind::Retroactive => times(own, own_factor.units())?,
        TierKind::Marginal => {
            let all = marginal(tiers, &from, reached)?;
            Amount::of_units(all).minus(Amount::of_units(marginal(tiers, &from, before)?))?.units()
        }
    };
    let factor = match (kind, own) {
        (TierKind::Retroactive, _) => own_factor.decimal()?,
        (TierKind::Marginal, 0) => Decimal::ZERO,
        (TierKind::Marginal, own) => ratio(paid, times(own, Amount::ONE)?, 6)?,
    };
    let whole = WHOLE * Amount::ONE * Amount::ONE;
    Ok(Payout { tier, factor, payable: Amount::rounded(paid, whole, scale)? })
}

/// Each part of what was reached at the factor of the tier in which it lies.
fn marginal(tiers: &[(Amount, Amount)], from: &[i128], reached: i128) -> Result<i128> {
    let next = from.iter().skip(1).copied().chain(std::iter::once(reached));
    let mut paid = Amount::ZERO;
    for (((_, factor), from), next) in tiers.iter().zip(from).zip(next) {
        let part = (next.min(reached) - from).max(0);
        paid = paid.plus(Amount::of_units(times(part, factor.units())?))?;
    }
    Ok(paid.units())
}
