//! The shares of a joint visit: together they are what it was worth.

use super::policy::{SplitBy, SplitPolicy};
use super::visit::{Participant, WEIGHT_DIGITS};
use crate::Result;
use crate::math::exact::{Fine, times};

/// A million, of which the lead's share is a part.
const MILLION: i128 = 1_000_000;

/// The share of each rep, in whole units of the card's scale.
///
/// Each gets what is due to it, cut off; what is left goes, a unit each, to those of whom most was
/// cut off, and of equals to the first by name (largest remainder: Hamilton 1792).
pub(super) fn shares(
    points: Fine,
    reps: &[Participant],
    policy: &SplitPolicy,
    scale: u32,
) -> Result<Vec<Fine>> {
    let weights = weights(reps, policy);
    // Weights of a visit that was read are not all 0.
    let sum = weights.iter().sum::<i128>().max(1);
    let unit = Fine::ONE / 10_i128.pow(scale);
    let total = points.units() / unit;
    let mut shares = Vec::with_capacity(reps.len());
    for ((place, rep), weight) in reps.iter().enumerate().zip(&weights) {
        let due = times(total.abs(), *weight)?;
        shares.push((due / sum, due % sum, rep.rep.as_str(), place));
    }
    let left = total.abs() - shares.iter().map(|(share, ..)| share).sum::<i128>();
    crate::math::sort_by(&mut shares, |a, b| b.1.cmp(&a.1).then_with(|| a.2.cmp(b.2)));
    for (share, ..) in shares.iter_mut().take(usize::try_from(left).unwrap_or(0)) {
        *share += 1;
    }
    crate::math::sort_by_key(&mut shares, |(.., place)| *place);
    Ok(shares.iter().map(|(share, ..)| Fine::of_units(share * unit * total.signum())).collect())
}

fn weights(reps: &[Participant], policy: &SplitPolicy) -> Vec<i128> {
    match policy.by {
        SplitBy::Equal => vec![1; reps.len()],
        SplitBy::Weights => {
            reps.iter().map(|rep| rep.weight.units(WEIGHT_DIGITS).unwrap_or(0)).collect()
        }
        SplitBy::Lead => {
            let share = policy.lead_share.and_then(|share| share.units(6)).unwrap_or(MILLION);
            // Of a visit that was read somebody leads.
            let lead = reps.iter().position(|rep| rep.lead).unwrap_or(0);
            let others = i128::try_from(reps.len()).unwrap_or(1) - 1;
            let weight = |place| if place == lead { share * others } else { MILLION - share };
            (0..reps.len()).map(weight).collect()
        }
    }
}
