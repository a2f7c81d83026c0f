//! Clients without a next step.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::policy::{ClientActivity, NextStepClient, NextStepOptions};
use super::reasons;
use super::report::{NextStepAudit, Notice, NoticeKind};
use crate::math::hash_value;
use crate::shape::{Reader, Shaped};
use crate::time::Instant;
use crate::{Reason, Result};

/// One notice for the owner of each client with whom nothing is planned, once a local date.
///
/// An activity is open at `now` unless it was done by then. A notice is keyed by client and local
/// date; whoever has sent it passes the key in `sent`, and gets none again that day. O(clients +
/// activities + sent).
///
/// # Errors
/// `duplicate_id` of clients.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{ClientActivity, NextStepClient, NextStepOptions, next_step_audit};
///
/// let client = |id: &str| NextStepClient { id: id.into(), owner: Some("anna".into()), zone: None };
/// let call = ClientActivity { client: "clinic".into(), due: None, done: None };
/// let now = "2026-11-20T06:00:00Z".parse()?;
/// let (clients, options) = ([client("clinic"), client("shop")], NextStepOptions::default());
/// let audit = next_step_audit(&clients, &[call.clone()], &[], now, &options)?;
/// assert_eq!(audit.commands[0].key, "next_step:2026-11-20:shop");
///
/// let sent = [audit.commands[0].key.clone()];
/// assert!(next_step_audit(&clients, &[call], &sent, now, &options)?.commands.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next_step_audit(
    clients: &[NextStepClient],
    activities: &[ClientActivity],
    sent: &[String],
    now: Instant,
    options: &NextStepOptions,
) -> Result<NextStepAudit> {
    let mut at = Reader::new();
    let mut steps: HashMap<&str, Steps, FxBuildHasher> =
        HashMap::with_capacity_and_hasher(clients.len(), FxBuildHasher);
    at.within("clients", |at| {
        for (index, client) in clients.iter().enumerate() {
            if steps.insert(&client.id, Steps::default()).is_some() {
                let message = format!("\"{}\" comes twice", client.id);
                at.within(index, |at| {
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                });
            }
        }
    });
    at.finish(Some(()))?;
    let mut unmatched = 0;
    for activity in activities {
        match steps.get_mut(activity.client.as_str()) {
            Some(steps) => steps.add(activity, now),
            None => unmatched += 1,
        }
    }
    let sent: HashMap<&str, (), FxBuildHasher> =
        sent.iter().map(|key| (key.as_str(), ())).collect();
    let mut audit = NextStepAudit {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&options.to_value()),
        commands: Vec::new(),
        clients: clients.len() as i64,
        without_step: 0,
        already_sent: 0,
        unmatched,
        warnings: Vec::new(),
    };
    for client in clients {
        let Some(steps) = steps.get(client.id.as_str()) else { continue };
        if steps.in_time > 0 || (options.overdue_counts && steps.overdue > 0) {
            continue;
        }
        audit.without_step += 1;
        let notice = notice(client, steps, now, options);
        if sent.contains_key(notice.key.as_str()) {
            audit.already_sent += 1;
        } else {
            audit.commands.push(notice);
        }
    }
    Ok(audit)
}

/// Open activities with a client.
#[derive(Default)]
struct Steps {
    in_time: i64,
    overdue: i64,
    /// For how long the oldest is overdue.
    longest_ms: i64,
}

impl Steps {
    fn add(&mut self, activity: &ClientActivity, now: Instant) {
        if activity.done.is_some_and(|done| done <= now) {
            return;
        }
        match activity.due.filter(|due| *due < now) {
            None => self.in_time += 1,
            Some(due) => {
                self.overdue += 1;
                self.longest_ms = self.longest_ms.max(now.since(due));
            }
        }
    }
}

fn notice(
    client: &NextStepClient,
    steps: &Steps,
    now: Instant,
    options: &NextStepOptions,
) -> Notice {
    let date = client.zone.as_ref().unwrap_or(&options.zone).date(now);
    let why = match steps.overdue {
        0 => Reason::new(reasons::NO_OPEN_ACTIVITY).fact("client", client.id.clone()),
        overdue => Reason::new(reasons::ONLY_OVERDUE)
            .by("$.options.overdue_counts")
            .fact("client", client.id.clone())
            .fact("activities", overdue)
            .fact("overdue_ms", steps.longest_ms),
    };
    let mut why = vec![why];
    if client.owner.is_none() {
        why.push(Reason::new(reasons::NO_OWNER).fact("client", client.id.clone()));
    }
    Notice {
        kind: NoticeKind::Notify,
        // A date has a fixed width: no two clients share a key, whatever their names.
        key: format!("next_step:{date}:{}", client.id),
        to: client.owner.clone(),
        client: client.id.clone(),
        date,
        reasons: why,
    }
}
