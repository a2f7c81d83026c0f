//! A segmenter as bytes: to go on later, elsewhere, or together with others. Behind the hash of its
//! policy: up to when it advanced; scopes by name; clients by name; ids by hash; what waits for an
//! advance; and where the policy was changed, those before.

use super::client::{Dated, Decision, Stint};
use super::compile::{Law, SEGMENTS};
use super::features::{Facts, Shares};
use super::history::History;
use super::intake::{Batch, NO_SCOPE, Row};
use super::kept::{
    Kept, KeptClient, KeptDated, KeptDay, KeptEntry, KeptId, KeptLog, KeptPolicies, KeptRow,
    KeptScope, KeptTurn, KeptWaiting,
};
use super::laws::{Former, Laws};
use super::plain::Plain;
use super::policy::SegmentPolicy;
use super::scope::Entry;
use super::segmenter::Segmenter;
use crate::Result;
use crate::shape::Shaped;
use crate::snapshot::{Seal, Stored, Whole, Writer};
use crate::time::Instant;

const SEAL: Seal = Seal { magic: b"FBSEGMT\0", version: 2, of: "a segmenter" };

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

    /// The state by names, so that its bytes do not depend on the order in which things came. Client by
    /// client, into room that is made once: in a browser memory that was taken never comes back.
    fn store(&self, to: &mut Writer) {
        let mut scopes: Vec<u32> = (0..self.scopes.len() as u32).collect();
        crate::math::sort_by_key(&mut scopes, |own| {
            self.scopes.get(*own as usize).map(|scope| &*scope.name)
        });
        let mut clients: Vec<u32> = (0..self.clients.len() as u32).collect();
        crate::math::sort_by_key(&mut clients, |own| {
            self.clients.get(*own as usize).map(|client| &*client.name)
        });
        let (scope_places, client_places) = (places(&scopes), places(&clients));
        let place =
            |places: &[u32], number: u32| places.get(number as usize).copied().unwrap_or_default();
        let kept_scope = |number: &u32| {
            let scope = self.scopes.get(*number as usize)?;
            Some(KeptScope { name: scope.name.to_string(), day: scope.day })
        };
        let kept_client = |number: &u32| {
            let client = self.clients.get(*number as usize)?;
            let mut logs: Vec<KeptLog> = client
                .places
                .iter()
                .filter_map(|(scope, member)| {
                    let log = self.scopes.get(*scope as usize)?.log.of(*member);
                    let kept = log.map(|(entry, last)| {
                        self.kept_entry(*scope, &client.history, &entry, last.as_ref())
                    });
                    let mut entries: Vec<KeptEntry> = kept.collect();
                    entries.reverse();
                    let scope = place(&scope_places, *scope);
                    (!entries.is_empty()).then_some(KeptLog { scope, entries })
                })
                .collect();
            crate::math::sort_by_key(&mut logs, |log| log.scope);
            let stint =
                |stint: &Stint| Stint { scope: place(&scope_places, stint.scope), ..*stint };
            let dated = client.dated().iter();
            Some(KeptClient {
                name: client.name.to_string(),
                days: client.history.kept(),
                dated: dated.map(kept_dated).collect(),
                stints: client.stints.iter().map(stint).collect(),
                decisions: client.decisions().to_vec(),
                logs,
            })
        };
        let kept_row = |row: &Row| KeptRow {
            client: place(&client_places, row.client),
            scope: (row.scope != NO_SCOPE).then(|| place(&scope_places, row.scope)),
            t: row.t,
            amount: row.amount,
        };
        let ids = self.known.iter().map(|(hash, row)| KeptId { hash: *hash, row: kept_row(row) });
        let mut ids: Vec<KeptId> = ids.collect();
        crate::math::sort_by_number(
            &mut ids,
            |id| (id.hash[0] >> 1) as i64,
            |a, b| a.hash.cmp(&b.hash),
        );
        let client = |client: u32| place(&client_places, client);
        let Batch { rows, taken, .. } = &self.waiting;
        let mut waits = Batch { rows: rows.clone(), taken: taken.clone(), ..Batch::default() };
        waits.settle();
        let waiting = KeptWaiting {
            scopes: last_said(&self.waiting.scopes, client, |stint| Stint {
                scope: place(&scope_places, stint.scope),
                ..*stint
            }),
            pins: last_said(&self.waiting.pins, client, Decision::clone),
            rows: in_order(waits.rows.iter().map(kept_row).collect()),
            taken: in_order(waits.taken.iter().map(kept_row).collect()),
            due: self.waiting_due,
        };
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
        waiting.store(to);
        if let Some(policies) = self.kept_policies() {
            policies.store(to);
        }
    }

    fn kept_entry(
        &self,
        scope: u32,
        history: &History,
        entry: &Entry,
        last: Option<&Entry>,
    ) -> KeptEntry {
        let Entry { day, segment, row, pinned, standing, is_new, flip, cause, .. } = *entry;
        let at = self
            .scopes
            .get(scope as usize)
            .map_or(Instant::MIN, |own| own.start_of(day, &self.laws));
        let (before, after) = self.known_at(scope, history, entry, last);
        KeptEntry { day, at, segment, row, pinned, standing, is_new, flip, cause, before, after }
    }

    /// No snapshot is longer, but for policies, scopes and pins, which are few.
    fn most_bytes(&self) -> usize {
        let changes: usize = self.scopes.iter().map(|scope| scope.log.len()).sum();
        let clients = self.clients.iter().map(|own| {
            let lists = own.stints.len() + own.decisions().len() + own.places.len();
            let lists = lists + own.dated().len();
            own.name.len() + lists * 64 + KeptClient::most_bytes(own.history.len(), 0)
        });
        clients.sum::<usize>()
            + KeptClient::most_bytes(0, changes)
            // A scope takes four bytes more.
            + self.known.len() * (KeptId::LEAST + 4)
            + self.waiting.bytes() * 2
            + self.scopes.len() * 64
            + 4_096
    }

    pub(super) fn kept_policies(&self) -> Option<KeptPolicies> {
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
    pub(super) fn absorb(&mut self, kept: Kept) {
        self.now = kept.now;
        let mut scopes = Vec::with_capacity(kept.scopes.len());
        for own in kept.scopes {
            let number = self.scope(&own.name);
            if let Some(scope) = self.scopes.get_mut(number as usize) {
                scope.day = own.day;
            }
            scopes.push(number);
        }
        let mut clients = Vec::with_capacity(kept.clients.len());
        for own in kept.clients {
            let number = self.client(&own.name);
            clients.push(number);
            let scope = |place: u32| scopes.get(place as usize).copied().unwrap_or(0);
            let stints = own.stints.into_iter();
            let stints =
                stints.map(|it| (number, Stint { scope: scope(it.scope), ..it })).collect();
            let pins = own.decisions.into_iter().map(|it| (number, it)).collect();
            self.count(&Batch { scopes: stints, pins, ..Batch::default() });
            let dated =
                own.dated.iter().map(|it| Dated { t: it.t, amount: it.amount.0, day: it.day });
            let days = own.days.iter().map(|it| (it.day, it.rows, it.sum.0));
            self.remember(number, days, dated);
            self.place(number);
            for log in own.logs {
                // What is stale may be of a scope that the client was never of after all.
                let of = scope(log.scope);
                let member = self.place_in(number, of);
                if let Some(scope) = self.scopes.get_mut(of as usize) {
                    log.entries.iter().for_each(|entry| scope.log.add(member, &entry.into()));
                }
            }
        }
        let client = |place: u32| clients.get(place as usize).copied().unwrap_or(0);
        let scope = |place: u32| scopes.get(place as usize).copied().unwrap_or(NO_SCOPE);
        let row = |row: KeptRow| Row {
            client: client(row.client),
            scope: row.scope.map_or(NO_SCOPE, scope),
            t: row.t,
            amount: row.amount,
        };
        for id in kept.ids {
            self.known.insert(id.hash, row(id.row));
        }
        let stint = |it: KeptTurn<Stint>| {
            (client(it.client), Stint { scope: scope(it.own.scope), ..it.own })
        };
        let waiting = Batch {
            scopes: kept.waiting.scopes.into_iter().map(stint).collect(),
            pins: kept.waiting.pins.into_iter().map(|it| (client(it.client), it.own)).collect(),
            rows: kept.waiting.rows.into_iter().map(row).collect(),
            taken: kept.waiting.taken.into_iter().map(row).collect(),
        };
        self.waiting.append(waiting);
        self.waiting_due = self.waiting_due.into_iter().chain(kept.waiting.due).min();
        self.weight = self.weight.saturating_add(kept.weight.0);
        self.rows = self.rows.saturating_add(kept.rows);
    }

    /// Finds everything that follows from what was taken in.
    pub(super) fn settle(&mut self) {
        for scope in &mut self.scopes {
            scope.log.settle();
            scope.open(&self.laws, &self.clients);
        }
    }
}

/// What was said of clients, in their order and that of time; of the same instant the last.
fn last_said<T: Said>(
    said: &[(u32, T)],
    client: impl Fn(u32) -> u32,
    keep: impl Fn(&T) -> T,
) -> Vec<KeptTurn<T>> {
    let kept = |(number, own): &(u32, T)| KeptTurn { client: client(*number), own: keep(own) };
    let mut all: Vec<KeptTurn<T>> = said.iter().map(kept).collect();
    let key = |it: &KeptTurn<T>| (it.client, it.own.at());
    // Those of the same instant stay in the order in which they were said: the first is replaced.
    crate::math::sort_by_key(&mut all, key);
    all.dedup_by(|later, first| {
        let is_same = key(later) == key(first);
        if is_same {
            std::mem::swap(later, first);
        }
        is_same
    });
    all
}

trait Said {
    fn at(&self) -> Instant;
}

impl Said for Stint {
    fn at(&self) -> Instant {
        self.at
    }
}

impl Said for Decision {
    fn at(&self) -> Instant {
        self.at
    }
}

fn kept_dated(own: &Dated) -> KeptDated {
    KeptDated { t: own.t, amount: Whole(own.amount), day: own.day }
}

fn in_order(mut rows: Vec<KeptRow>) -> Vec<KeptRow> {
    crate::math::sort_by_number(&mut rows, |row| row.t, KeptRow::cmp);
    rows
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

impl From<&KeptEntry> for Entry {
    /// What was known then follows from the history.
    fn from(kept: &KeptEntry) -> Self {
        let KeptEntry { day, segment, row, pinned, standing, is_new, flip, cause, .. } = *kept;
        let shares = |facts: &Facts| Shares { base: facts.base_share, moving: facts.moving_share };
        Self {
            day,
            segment,
            row,
            pinned,
            standing,
            is_new,
            flip,
            cause,
            stood: kept.before.as_ref().map(shares).unwrap_or_default(),
            stands: shares(&kept.after),
        }
    }
}

impl History {
    fn kept(&self) -> Vec<KeptDay> {
        self.days().map(|(day, rows, sum)| KeptDay { day, rows, sum: Whole(sum) }).collect()
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
pub(super) fn read(bytes: &[u8], law: &Law, path: &str) -> Result<(Kept, Option<Laws>)> {
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
