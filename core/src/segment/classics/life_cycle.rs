//! Where clients are in their life, by their own pace.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of clients, and a stage is one of five"
)]

use super::abc::texts;
use super::ledger::{Bought, Ledger, date};
use super::policy::LifeCyclePolicy;
use super::report::{LifeCycleReport, StageCount};
use crate::Result;
use crate::budget::Budget;
use crate::column::{Sparse, Texts};
use crate::math::{hash_value, sort};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Instant;

const STAGES: [&str; 5] = ["potential", "new", "active", "sleeping", "lost"];

/// Clients by the stage of their life: potential, new, active, sleeping or lost.
///
/// A client's own pace is the mean gap between its days with a purchase, 7 days at least. It sleeps
/// after more than two such gaps without one, and is lost after more than four or after more than 365
/// days. With one such day there is no gap: the client is new for 90 days, then it sleeps. Without one
/// it is potential, and so are `prospects` of whom there is no row. Exact fractions are compared.
///
/// All clients have a row. O(n + days + c log c) for n rows and c clients.
///
/// # Errors
/// Those of the policy and of columns, as [`rfm`](super::rfm()).
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{LifeCyclePolicy, life_cycle};
/// use fieldbeat::shape::Value;
///
/// let columns = Value::from_json(
///     r#"{"client": ["a", "a", "b"], "amount": [90, 100, 10],
///         "t": ["2026-09-02T10:00:00Z", "2026-10-02T10:00:00Z", "2026-11-04T10:00:00Z"]}"#,
/// )?;
/// let now = "2026-12-02T09:00:00Z".parse()?;
/// let prospects = ["c".to_owned()];
/// let policy = LifeCyclePolicy::default();
/// let report = life_cycle(&columns, now, &policy, &prospects, &mut Budget::unlimited())?;
/// let stages: Vec<_> = (0..3).filter_map(|row| report.stage.get(row)).collect();
/// // 61 days are more than two gaps of 30.
/// assert_eq!(stages, ["sleeping", "new", "potential"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn life_cycle(
    columns: &Value,
    now: Instant,
    policy: &LifeCyclePolicy,
    prospects: &[String],
    budget: &mut Budget<'_>,
) -> Result<LifeCycleReport> {
    let check = |at: &mut Reader| {
        at.within("policy", |at| LifeCyclePolicy::read(&policy.to_value(), at));
    };
    let ledger = Ledger::read(columns, now, (&policy.zone, policy.scale), check, budget)?;
    let days = ledger.window(None);
    let bought = ledger.bought(&days, budget)?;
    let known = &ledger.rows.clients;
    let mut strangers: Vec<&str> = prospects
        .iter()
        .map(String::as_str)
        .filter(|name| known.binary_search(name).is_err())
        .collect();
    sort(&mut strangers);
    strangers.dedup();
    budget.spend(prospects.len() as u64)?;

    let rows = known.len() + strangers.len();
    let mut names = Vec::with_capacity(rows);
    let (mut purchase_days, mut since) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (mut gap, mut stage) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut counts = [0_u32; 5];
    let mut strangers = strangers.into_iter().peekable();
    let mut clients = known.iter().copied().zip(bought).peekable();
    loop {
        // Two lists in byte order as one.
        let is_stranger = match (clients.peek(), strangers.peek()) {
            (Some((name, _)), Some(stranger)) => stranger < name,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let next = if is_stranger {
            strangers.next().map(|name| (name, Bought::NOTHING))
        } else {
            clients.next()
        };
        let Some((name, bought)) = next else { break };
        let life = Life::new(&bought, ledger.today, policy);
        let own = life.stage(policy);
        counts[own as usize] += 1;
        names.push(name.to_owned());
        purchase_days.push(bought.days);
        since.push((bought.days > 0).then_some(life.since));
        gap.push((life.repeats > 0).then(|| life.gaps as f64 / life.repeats as f64));
        stage.push(own);
    }
    let count = |(stage, clients): (&&str, u32)| StageCount { stage: (*stage).to_owned(), clients };
    Ok(LifeCycleReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        end: date(days.end),
        rows_later: ledger.rows_later(days.end),
        stages: STAGES.iter().zip(counts).map(count).collect(),
        client: Texts { codes: (0..names.len() as u32).collect(), names },
        purchase_days: purchase_days.into(),
        since_days: Sparse(since),
        gap_days: Sparse(gap),
        stage: texts(stage, &STAGES),
        warnings: ledger.warnings,
    })
}

/// What a stage is told by.
struct Life {
    /// Days with a purchase after the first.
    repeats: i64,
    /// All gaps together, each as long as the policy's shortest at least in the mean.
    gaps: i64,
    since: i64,
    has_bought: bool,
}

impl Life {
    fn new(bought: &Bought, today: i32, policy: &LifeCyclePolicy) -> Self {
        let repeats = i64::from(bought.days.saturating_sub(1));
        Self {
            repeats,
            gaps: i64::from(bought.span()).max(i64::from(policy.min_gap_days) * repeats),
            since: i64::from(today) - i64::from(bought.last),
            has_bought: bought.days > 0,
        }
    }

    /// The place of the stage in [`STAGES`].
    fn stage(&self, policy: &LifeCyclePolicy) -> u32 {
        // Days are fewer than 2^22, and the policy's numbers are below 2^32.
        let is_after = |gaps: u32| {
            let limit = i128::from(gaps) * i128::from(self.gaps);
            i128::from(self.since) * i128::from(self.repeats) > limit
        };
        match self.repeats {
            _ if !self.has_bought => 0,
            _ if self.since > i64::from(policy.lost_days) => 4,
            0 if self.since <= i64::from(policy.new_days) => 1,
            0 => 3,
            _ if is_after(policy.lost_gaps) => 4,
            _ if is_after(policy.sleeping_gaps) => 3,
            _ => 2,
        }
    }
}
