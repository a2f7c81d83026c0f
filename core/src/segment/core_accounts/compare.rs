//! Two policies over the same purchases: who would be in another segment, and why.

use super::compile::Law;
use super::laws::Laws;
use super::policy::SegmentPolicy;
use super::reasons;
use super::report::{Assignment, SegmentComparison, SegmentDifference};
use super::rows::{ClientScope, SegmentPin};
use super::segmenter::Segmenter;
use crate::budget::Budget;
use crate::math::under;
use crate::shape::{Value, Warning};
use crate::time::Instant;
use crate::{Reason, Result};

/// The clients that two policies put into different segments at `now`, and why.
///
/// `transactions`, `scopes` and `pins` are those of [`Segmenter::ingest`]; with a column `scope`, or
/// scopes of clients, each scope has its own core. A pin without a time holds from the beginning.
/// Everything is computed from the beginning, twice: what a [`Segmenter`] tells that took in the same.
///
/// # Errors
/// All problems of the policies, with paths under `$.policy_a` and `$.policy_b`; those of
/// [`Segmenter::ingest`], of a pin to a segment that one of the policies lacks too; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::compare;
/// use fieldbeat::segment::SegmentPolicy;
/// use fieldbeat::shape::Value;
///
/// let bought = Value::from_json(
///     r#"[{"client": "alfa", "t": "2026-11-02T10:00:00Z", "amount": 60},
///         {"client": "beta", "t": "2026-11-02T10:00:00Z", "amount": 40}]"#,
/// )?;
/// let now = "2026-11-05T12:00:00Z".parse()?;
/// let narrow = SegmentPolicy::from_json(r#"{"dynamic_core": {"enter_share": 0.5}}"#)?;
/// let policy = SegmentPolicy::default();
/// let found = compare(&policy, &narrow, &bought, &[], &[], now, &mut Budget::unlimited())?;
/// // Six tenths stand above beta: less than 0.8, but not less than 0.5.
/// assert_eq!(found.differences.len(), 1);
/// assert_eq!(found.differences[0].client, "beta");
/// assert_eq!(found.differences[0].reasons[0].code, "dynamic_core_differs");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn compare(
    policy_a: &SegmentPolicy,
    policy_b: &SegmentPolicy,
    transactions: &Value,
    scopes: &[ClientScope],
    pins: &[SegmentPin],
    now: Instant,
    budget: &mut Budget<'_>,
) -> Result<SegmentComparison> {
    let laws = (Law::first(policy_a, "policy_a")?, Law::first(policy_b, "policy_b")?);
    let mut at_once = |law: Law| -> Result<(Segmenter, Vec<Warning>)> {
        let mut own = Segmenter::under(Laws::new(law));
        let ingested = own.ingest(transactions, scopes, pins)?;
        own.advance(now, budget)?;
        Ok((own, ingested.warnings))
    };
    // What is odd about the rows is so for both.
    let ((a, of_rows), (b, _)) = (at_once(laws.0)?, at_once(laws.1)?);
    let warnings = [a.warnings(), b.warnings(), &of_rows].concat();
    let mut clients: Vec<(String, Pair)> = Vec::new();
    // Both lists are in the order of names: nothing is ever moved but at the end.
    for own in a.assignments() {
        clients.push((own.client.clone(), (Some(own), None)));
    }
    for own in b.assignments() {
        let client = own.client.clone();
        under(&mut clients, client, || (None, None)).1 = Some(own);
    }
    let (mut same, mut differences) = (0, Vec::new());
    for (client, (of_a, of_b)) in clients {
        let segment = |own: &Option<Assignment>| own.as_ref().map(|own| own.segment.clone());
        if segment(&of_a) == segment(&of_b) {
            same += 1;
            continue;
        }
        let reasons = why(of_a.as_ref(), of_b.as_ref());
        let condition_a = a.last_condition(&client).map(|own| renamed(own, "$.policy_a"));
        let condition_b = b.last_condition(&client).map(|own| renamed(own, "$.policy_b"));
        differences.push(SegmentDifference {
            client,
            a: of_a.map(|own| under_policy(own, "$.policy_a")),
            b: of_b.map(|own| under_policy(own, "$.policy_b")),
            condition_a,
            condition_b,
            reasons,
        });
    }
    Ok(SegmentComparison {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash_a: a.laws.current.hash,
        policy_hash_b: b.laws.current.hash,
        same,
        differences,
        warnings,
    })
}

/// What a client is under either policy.
type Pair = (Option<Assignment>, Option<Assignment>);

/// An assignment whose reasons name their policy.
fn under_policy(mut own: Assignment, policy: &str) -> Assignment {
    own.reasons = own.reasons.into_iter().map(|reason| renamed(reason, policy)).collect();
    own
}

/// A reason whose path begins with the name of its policy.
fn renamed(mut reason: Reason, policy: &str) -> Reason {
    reason.path = reason.path.map(|path| path.replacen("$.policy", policy, 1));
    reason
}

/// What differs: membership of the cores, with the numbers that decide about it; else the table, else
/// the pace or what it means.
fn why(a: Option<&Assignment>, b: Option<&Assignment>) -> Vec<Reason> {
    let (Some(a), Some(b)) = (a, b) else { return vec![Reason::new(reasons::UNKNOWN_TO_ONE)] };
    let row = |own: &Assignment| {
        let row = own.reasons.iter().find(|reason| reason.code == reasons::ROW_MET);
        row.and_then(|row| row.path.clone())
    };
    let part = |is_a: bool, core: &str| format!("$.policy_{}.{core}", if is_a { "a" } else { "b" });
    let (of_a, of_b) = (&a.features, &b.features);
    let pinned =
        |own: &Assignment| own.reasons.iter().find(|it| it.code == reasons::PINNED).cloned();
    let pins = (pinned(a), pinned(b));
    if pins.0.is_some() != pins.1.is_some() {
        // Days begin by other clocks.
        return pins.0.or(pins.1).into_iter().collect();
    }
    let mut differ = Vec::new();
    // The path is that of the core to which it belongs.
    if of_a.static_core != of_b.static_core {
        let reason = Reason::new(reasons::STATIC_CORE_DIFFERS)
            .by(&part(of_a.static_core, "static_core"))
            .fact("a", of_a.static_core)
            .fact("b", of_b.static_core);
        let reason = reason.fact("base_share_a", of_a.base_share);
        let reason = reason.fact("base_share_b", of_b.base_share);
        let reason = reason.fact("active_months_a", of_a.active_months);
        differ.push(reason.fact("active_months_b", of_b.active_months));
    }
    if of_a.dynamic_core != of_b.dynamic_core {
        let reason = Reason::new(reasons::DYNAMIC_CORE_DIFFERS)
            .by(&part(of_a.dynamic_core, "dynamic_core"))
            .fact("a", of_a.dynamic_core)
            .fact("b", of_b.dynamic_core);
        let reason = reason.fact("moving_share_a", of_a.moving_share);
        let reason = reason.fact("moving_share_b", of_b.moving_share);
        let reason = reason.fact("pace_a", of_a.pace);
        differ.push(reason.fact("pace_b", of_b.pace));
    }
    let has_row = row(a).is_some() || row(b).is_some();
    if has_row {
        differ.push(Reason::new(reasons::TABLE_DIFFERS));
    } else if differ.is_empty() {
        let reason = Reason::new(reasons::PACE_BAND_DIFFERS);
        differ.push(reason.fact("pace_a", of_a.pace).fact("pace_b", of_b.pace));
    }
    differ
}
