//! Segmenters that become one: shards by scope, or parts that have never advanced.

use super::client::Stint;
use super::compile::Law;
use super::kept::Kept;
use super::laws::Laws;
use super::policy::SegmentPolicy;
use super::segmenter::Segmenter;
use super::snapshot::read;
use crate::{Error, ErrorKind, Result};

impl Segmenter {
    /// One segmenter of the snapshots of several, with the same policy.
    ///
    /// All must have had the same policies. Shards are by scope: once they have advanced, no two may
    /// share a scope or a client, and all must have advanced to the same instant. A client that changes
    /// its scope takes its history along, so scopes between which clients change belong into one
    /// shard. Before any has advanced, parts merge freely: the days of a client that several know are
    /// added up.
    ///
    /// # Errors
    /// Those of [`restore`](Self::restore), with paths under `$.parts`. Of kind `state`: `now_differs`;
    /// `shared_scope`, `shared_client`; `duplicate_id`, of a transaction that several have;
    /// `conflict`, where they say different things of a client's scope or pin at the same instant.
    /// `too_large` and `too_many_rows` as in [`ingest`](Self::ingest).
    ///
    /// # Example
    /// ```
    /// use fieldbeat::segment::{ClientScope, SegmentPolicy, Segmenter};
    /// use fieldbeat::shape::Value;
    ///
    /// let policy = SegmentPolicy::default();
    /// let part = |client: &str| {
    ///     let mut own = Segmenter::new(&policy)?;
    ///     let t = "2026-11-02T10:00:00Z";
    ///     let row = format!(r#"[{{"client": "{client}", "t": "{t}", "amount": 5}}]"#);
    ///     own.ingest(&Value::from_json(&row)?, &[], &[])?;
    ///     Ok::<_, fieldbeat::Error>(own.snapshot())
    /// };
    /// let merged = Segmenter::merge(&[&part("alfa")?, &part("beta")?, &part("alfa")?], &policy)?;
    /// assert_eq!(merged.len(), 2);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn merge(parts: &[&[u8]], policy: &SegmentPolicy) -> Result<Self> {
        let law = Law::first(policy, "policy")?;
        let (mut kept, mut changed) = (Vec::with_capacity(parts.len()), None);
        for (index, bytes) in parts.iter().enumerate() {
            let (own, laws) = read(bytes, &law, &format!("$.parts[{index}]"))?;
            kept.push(own);
            changed = if index == 0 { laws } else { changed };
        }
        // All have changed it alike, else `check_part` refuses them.
        let mut own = Self::under(changed.unwrap_or_else(|| Laws::new(law)));
        for (index, part) in kept.into_iter().enumerate() {
            own.check_part(&part, index)?;
            own.absorb(part);
        }
        own.settle();
        Ok(own)
    }

    fn check_part(&self, part: &Kept, index: usize) -> Result<()> {
        let path = format!("$.parts[{index}]");
        let state =
            |code, message: String| Err(Error::one(ErrorKind::State, code, path.as_str(), message));
        let limit =
            |code, message: &str| Err(Error::one(ErrorKind::Limit, code, path.as_str(), message));
        if index > 0 && part.now != self.now {
            return state("now_differs", "the parts have advanced to different times".to_owned());
        }
        if part.policies != self.kept_policies() {
            return state("policy_differs", "the parts had different policies before".to_owned());
        }
        let has_clients = |name: &str| {
            let scope = self.scope_names.get(name).and_then(|own| self.scopes.get(*own as usize));
            scope.is_some_and(|scope| !scope.log.is_empty())
        };
        for client in &part.clients {
            if part.now.is_some() && self.known_client(&client.name).is_some() {
                let message = format!("several parts know the client \"{}\"", client.name);
                return state("shared_client", message);
            }
            for log in client.logs.iter().filter(|log| !log.entries.is_empty()) {
                let scope = part.scopes.get(log.scope as usize).map_or("", |scope| &*scope.name);
                if has_clients(scope) {
                    let message = format!("several parts have clients in the scope \"{scope}\"");
                    return state("shared_scope", message);
                }
            }
            let known = self.known_client(&client.name);
            let Some(known) = known.and_then(|own| self.clients.get(own as usize)) else {
                continue;
            };
            let scope = |stint: &Stint| {
                part.scopes.get(stint.scope as usize).map(|scope| scope.name.as_str())
            };
            let own_scope =
                |stint: &Stint| self.scopes.get(stint.scope as usize).map(|scope| &*scope.name);
            let differs = client.stints.iter().any(|stint| {
                // Rows may say what they like: the last by name holds.
                let is_both = |own: &Stint| own.rows == 0 && stint.rows == 0 && own.at == stint.at;
                known.stints.iter().any(|own| is_both(own) && own_scope(own) != scope(stint))
            }) || client
                .decisions
                .iter()
                .any(|pin| known.decisions().iter().any(|own| own.at == pin.at && own != pin));
            if differs {
                let message = format!("the parts disagree about the client \"{}\"", client.name);
                return state("conflict", message);
            }
        }
        if part.ids.iter().any(|id| self.known.contains(&id.hash)) {
            let message = "several parts have a transaction of the same id".to_owned();
            return state("duplicate_id", message);
        }
        if self.weight.checked_add(part.weight.0).is_none() {
            return limit("too_large", "all amounts together are at most 9.2 * 10^14");
        }
        if self.rows.checked_add(part.rows).is_none() {
            return limit("too_many_rows", "at most 2^32 - 1 transactions");
        }
        Ok(())
    }
}
