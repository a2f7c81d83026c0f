//! A segmenter as bytes: to go on later, elsewhere, or together with others. Behind the hash of its
//! policy: up to when it advanced; scopes by name; clients by name; ids by hash; and where the policy
//! was changed, those before.

use super::client::Stint;
use super::compile::{Law, SEGMENTS};
use super::days::{FIRST_DAY, LAST_DAY};
use super::history::History;
use super::kept::{Kept, KeptClient, KeptDay, KeptId, KeptLog, KeptPolicies, KeptScope};
use super::laws::{Former, Laws};
use super::plain::Plain;
use super::policy::SegmentPolicy;
use super::scope::Entry;
use super::segmenter::{Known, Segmenter};
use crate::shape::Shaped;
use crate::snapshot::{Seal, Stored, Whole, Writer};
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

const SEAL: Seal = Seal { magic: b"FBSEGMT\0", version: 1, of: "a segmenter" };

impl Segmenter {
    /// The state as bytes: the same bytes for the same state, whatever the order in which it came, on
    /// every machine. O(clients + transactions by day + moves).
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        SEAL.close(&[&self.laws.current.hash], |to| self.store(to))
    }

    /// The segmenter whose [`snapshot`](Self::snapshot) this is, with the same policy.
    ///
    /// # Errors
    /// All problems of the policy. Of kind `input`, when these bytes are nobody's: `not_a_snapshot`,
    /// `version_unsupported`, `checksum_differs`, `corrupt_snapshot`. Of kind `state`, `policy_differs`.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::segment::{SegmentPolicy, Segmenter};
    ///
    /// let policy = SegmentPolicy::default();
    /// let bytes = Segmenter::new(&policy)?.snapshot();
    /// assert_eq!(Segmenter::restore(&bytes, &policy)?.snapshot(), bytes);
    ///
    /// let error = Segmenter::restore(&bytes[1..], &policy).unwrap_err();
    /// assert_eq!(error.problems()[0].code, "not_a_snapshot");
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    pub fn restore(bytes: &[u8], policy: &SegmentPolicy) -> Result<Self> {
        let law = Law::first(policy, "policy")?;
        let (kept, laws) = read(bytes, &law, "$.bytes")?;
        let mut own = Self::under(laws.unwrap_or_else(|| Laws::new(law)));
        own.absorb(kept);
        own.settle();
        Ok(own)
    }

    /// One segmenter of the snapshots of several, with the same policy.
    ///
    /// All must have had the same policies. Shards are by scope: once they have advanced, no two may share a scope or a client, and all must
    /// have advanced to the same instant. Before any has advanced, parts merge freely: the days of a
    /// client that several know are added up.
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
            if part.now.is_some() && self.client_names.contains_key(client.name.as_str()) {
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
            let known = self.client_names.get(client.name.as_str());
            let Some(known) = known.and_then(|own| self.clients.get(*own as usize)) else {
                continue;
            };
            let scope = |stint: &Stint| {
                part.scopes.get(stint.scope as usize).map(|scope| scope.name.as_str())
            };
            let own_scope =
                |stint: &Stint| self.scopes.get(stint.scope as usize).map(|scope| &*scope.name);
            let differs = client.stints.iter().any(|stint| {
                known.stints.iter().any(|own| own.at == stint.at && own_scope(own) != scope(stint))
            }) || client
                .decisions
                .iter()
                .any(|pin| known.decisions.iter().any(|own| own.at == pin.at && own != pin));
            if differs {
                let message = format!("the parts disagree about the client \"{}\"", client.name);
                return state("conflict", message);
            }
        }
        if part.ids.iter().any(|id| self.known.contains_key(&id.hash)) {
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

    /// The state by names, so that its bytes do not depend on the order in which things came. Client by
    /// client, into room that is made once: in a browser memory that was taken never comes back.
    fn store(&self, to: &mut Writer) {
        let mut scopes: Vec<u32> = (0..self.scopes.len() as u32).collect();
        crate::math::sort_by_key(&mut scopes, |own| {
            self.scopes.get(*own as usize).map(|scope| &scope.name)
        });
        let mut clients: Vec<u32> = (0..self.clients.len() as u32).collect();
        crate::math::sort_by_key(&mut clients, |own| {
            self.clients.get(*own as usize).map(|client| &client.name)
        });
        let (scope_places, client_places) = (places(&scopes), places(&clients));
        let place =
            |places: &[u32], number: u32| places.get(number as usize).copied().unwrap_or_default();
        let kept_scope = |number: &u32| {
            let scope = self.scopes.get(*number as usize)?;
            Some(KeptScope {
                name: scope.name.to_string(),
                day: scope.day,
                stale: scope.stale.map(|day| day.clamp(FIRST_DAY, LAST_DAY)),
            })
        };
        let kept_client = |number: &u32| {
            let client = self.clients.get(*number as usize)?;
            let mut logs: Vec<KeptLog> = client
                .places
                .iter()
                .filter_map(|(scope, member)| {
                    let log = &self.scopes.get(*scope as usize)?.log;
                    let mut entries: Vec<Entry> = log.of(*member).cloned().collect();
                    entries.reverse();
                    let scope = place(&scope_places, *scope);
                    (!entries.is_empty()).then_some(KeptLog { scope, entries })
                })
                .collect();
            crate::math::sort_by_key(&mut logs, |log| log.scope);
            let stint =
                |stint: &Stint| Stint { at: stint.at, scope: place(&scope_places, stint.scope) };
            Some(KeptClient {
                name: client.name.to_string(),
                days: client.history.kept(),
                stints: client.stints.iter().map(stint).collect(),
                decisions: client.decisions.clone(),
                logs,
            })
        };
        let mut ids: Vec<KeptId> = self
            .known
            .iter()
            .map(|(hash, known)| KeptId {
                hash: *hash,
                client: place(&client_places, known.client),
                day: known.day,
                amount: Whole(known.amount),
            })
            .collect();
        crate::math::sort_by_number(
            &mut ids,
            |id| (id.hash >> 65) as i64,
            |a, b| a.hash.cmp(&b.hash),
        );
        to.0.reserve_exact(self.most_bytes());
        self.now.store(to);
        scopes.iter().filter_map(kept_scope).collect::<Vec<_>>().store(to);
        // As a list is written.
        (clients.len() as u32).store(to);
        for client in clients.iter().filter_map(kept_client) {
            client.store(to);
        }
        ids.store(to);
        Whole(self.weight).store(to);
        self.rows.store(to);
        if let Some(policies) = self.kept_policies() {
            policies.store(to);
        }
    }

    /// No snapshot is longer, but for policies, scopes and pins, which are few.
    fn most_bytes(&self) -> usize {
        let changes: usize = self.scopes.iter().map(|scope| scope.log.len()).sum();
        let clients = self.clients.iter().map(|own| {
            let lists = own.stints.len() + own.decisions.len() + own.places.len();
            own.name.len() + lists * 64 + KeptClient::most_bytes(own.history.0.len(), 0)
        });
        clients.sum::<usize>()
            + KeptClient::most_bytes(0, changes)
            + self.known.len() * KeptId::LEAST
            + self.scopes.len() * 64
            + 4_096
    }

    fn kept_policies(&self) -> Option<KeptPolicies> {
        let Laws { current, formers } = &self.laws;
        (!formers.is_empty() || current.has_others()).then(|| KeptPolicies {
            names: current.names.to_vec(),
            formers: formers
                .iter()
                .map(|own| (own.until, Plain::new(own.law.policy.to_value())))
                .collect(),
        })
    }

    /// Takes in what a snapshot kept; see `check_part` of what must not be.
    fn absorb(&mut self, kept: Kept) {
        self.now = kept.now;
        let mut scopes = Vec::with_capacity(kept.scopes.len());
        for own in kept.scopes {
            let number = self.scope(&own.name);
            if let Some(scope) = self.scopes.get_mut(number as usize) {
                scope.day = own.day;
                scope.stale = match (scope.stale, own.stale) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            scopes.push(number);
        }
        let mut clients = Vec::with_capacity(kept.clients.len());
        for own in kept.clients {
            let number = self.client(&own.name);
            clients.push(number);
            let scope = |place: u32| scopes.get(place as usize).copied().unwrap_or(0);
            if let Some(client) = self.clients.get_mut(number as usize) {
                for day in &own.days {
                    client.history.add(day.day, day.rows, day.sum.0);
                }
                for stint in own.stints {
                    client.join(Stint { at: stint.at, scope: scope(stint.scope) });
                }
                for decision in own.decisions {
                    client.decide(decision);
                }
            }
            self.place(number);
            for log in own.logs {
                // What is stale may be of a scope that the client was never of after all.
                let of = scope(log.scope);
                let member = self.place_in(number, of);
                if let Some(scope) = self.scopes.get_mut(of as usize) {
                    log.entries.into_iter().for_each(|entry| scope.log.add(member, entry));
                }
            }
        }
        for id in kept.ids {
            if let Some(client) = clients.get(id.client as usize) {
                let known = Known { client: *client, day: id.day, amount: id.amount.0 };
                self.known.insert(id.hash, known);
            }
        }
        self.weight = self.weight.saturating_add(kept.weight.0);
        self.rows = self.rows.saturating_add(kept.rows);
    }

    /// Finds everything that follows from what was taken in.
    fn settle(&mut self) {
        for scope in &mut self.scopes {
            scope.log.settle();
            scope.open(&self.laws, &self.clients);
        }
    }
}

/// Where each number stands in an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in (0..).zip(order) {
        if let Some(own) = places.get_mut(*number as usize) {
            *own = place;
        }
    }
    places
}

impl History {
    fn kept(&self) -> Vec<KeptDay> {
        let days = self.0.iter().zip(self.from(i32::MIN));
        days.map(|(own, (day, sum))| KeptDay { day, rows: own.rows, sum: Whole(sum) }).collect()
    }
}

impl KeptPolicies {
    /// The laws, the last of which is `law`.
    fn laws(&self, law: &Law) -> Option<Laws> {
        let names = self.names.as_slice().into();
        let read = |policy: &SegmentPolicy| {
            let law = Law::new(policy, "policy", &names).ok()?;
            (law.names == names).then_some(law)
        };
        let former = |(until, policy): &(Instant, Plain)| {
            Some(Former {
                until: *until,
                law: read(&SegmentPolicy::from_value(policy.value()).ok()?)?,
            })
        };
        if !self.names.iter().map(String::as_str).take(SEGMENTS.len()).eq(SEGMENTS) {
            return None;
        }
        let formers = self.formers.iter().map(former).collect::<Option<Vec<_>>>()?;
        let current = read(&law.policy)?;
        // Each is another than the one before it.
        let laws = formers.iter().map(|former| &former.law);
        let mut turns = laws.clone().zip(laws.chain(std::iter::once(&current)).skip(1));
        let differ = turns.all(|(before, after)| before.hash != after.hash);
        differ.then_some(Laws { current, formers })
    }
}

/// Reads a snapshot that was made under this law, and the laws before it, if there were others.
fn read(bytes: &[u8], law: &Law, path: &str) -> Result<(Kept, Option<Laws>)> {
    let hashes =
        [(law.hash.as_str(), "policy_differs", "the snapshot was made under another policy")];
    SEAL.open(bytes, path, &hashes, |from| {
        let kept = Kept::load(from)?;
        let laws = match &kept.policies {
            Some(policies) => Some(policies.laws(law)?),
            None => None,
        };
        let names = &laws.as_ref().map_or(law, |laws| &laws.current).names;
        let former = laws.iter().flat_map(|laws| &laws.formers).map(|former| &former.law);
        let rows = former.chain([law]).map(|law| law.policy.segments.len()).max().unwrap_or(0);
        kept.is_sound(names.len(), rows).then_some((kept, laws))
    })
}
