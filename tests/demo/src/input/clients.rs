//! What clients bought, how they are divided by it, and how often each kind is to be visited.

use fieldbeat::segment::{SegmentPolicy, Transaction};
use fieldbeat::shape::{Reader, Value};
use fieldbeat::{Facts, Shaped, Zone};

use super::json::{self, part};
use super::{BadRow, Source, csv};

/// Purchases and returns, and what follows from them.
#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) bought: Vec<Transaction>,
    pub(crate) policy: SegmentPolicy,
    /// Visits a month, by segment.
    pub(crate) cadence: Vec<(String, i64)>,
}

impl Clients {
    /// Days begin in `zone` where the policy names none.
    pub(super) fn read(
        purchases: &Source,
        rules: Option<&Source>,
        zone: &Zone,
    ) -> Result<Self, Vec<BadRow>> {
        let bought = csv::purchases(purchases);
        let rules = rules.map(|source| json::read(source, |value, at| parts(value, zone, at)));
        let mut bad = bought.bad;
        let usual = SegmentPolicy { zone: zone.clone(), ..SegmentPolicy::default() };
        let (policy, cadence) = match rules {
            None => (usual, Vec::new()),
            Some(Ok(rules)) => rules,
            Some(Err(error)) => {
                bad.push(error);
                (usual, Vec::new())
            }
        };
        if bad.is_empty() { Ok(Self { bought: bought.good, policy, cadence }) } else { Err(bad) }
    }
}

fn parts(
    value: &Value,
    zone: &Zone,
    at: &mut Reader,
) -> Option<(SegmentPolicy, Vec<(String, i64)>)> {
    json::only(value, &["policy", "cadence"], at);
    let policy: Option<Option<SegmentPolicy>> = part(value, "policy", at);
    let table: Option<Option<Facts>> = part(value, "cadence", at);
    let is_zoned = value.get("policy").is_some_and(|policy| policy.get("zone").is_some());
    let mut policy = policy?.unwrap_or_default();
    if !is_zoned {
        policy.zone = zone.clone();
    }
    let mut cadence = Vec::new();
    for (segment, visits) in table?.unwrap_or_default().0 {
        let visits = at.within("cadence", |at| {
            at.within(segment.to_string(), |at| at.integer(&visits, 0, 100))
        });
        cadence.extend(visits.map(|visits| (segment.to_string(), visits)));
    }
    Some((policy, cadence))
}

/// The records that `ingest` takes.
pub(crate) fn rows(bought: &[Transaction]) -> Value {
    Value::List(bought.iter().map(Shaped::to_value).collect())
}
