//! A segmenter as bytes: to go on later, elsewhere, or together with others.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `FBSEGMT` and 0 |
//! | 4 | version of the format, 1 |
//! | 32 | hash of the policy, in hex |
//! | | up to when it advanced; scopes by name; clients by name; ids by hash |
//! | 32 | hash of all bytes before, in hex |
//!
//! Kept is what came in, and the days on which clients changed. Rankings and the queue of days follow
//! from these.

use super::bytes::{Stored, stored};
use super::client::{Decision, Stint};
use super::compile::Law;
use super::days::{FIRST_DAY, LAST_DAY};
use super::evaluate::{Flip, Standing};
use super::features::Facts;
use super::history::{Day, History};
use super::policy::SegmentPolicy;
use super::report::MoveCause;
use super::scope::Entry;
use super::segmenter::{DAWN, Known, Segmenter};
use super::slim::{MaybeDay, MaybeNumber};
use crate::math::StableHash;
use crate::time::Instant;
use crate::{Error, ErrorKind, Result};

const MAGIC: &[u8; 8] = b"FBSEGMT\0";
const VERSION: u32 = 1;
const HASH: usize = 32;
const HEADER: usize = MAGIC.len() + 4 + HASH;

/// A snapshot, read.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    pub(super) now: Option<Instant>,
    pub(super) scopes: Vec<KeptScope>,
    pub(super) clients: Vec<KeptClient>,
    pub(super) ids: Vec<KeptId>,
    /// The sum of all amounts, whatever their sign.
    pub(super) weight: i64,
    pub(super) rows: u32,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptScope {
    pub(super) name: String,
    pub(super) day: i32,
    pub(super) stale: Option<i32>,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptClient {
    pub(super) name: String,
    pub(super) days: Vec<KeptDay>,
    pub(super) stints: Vec<Stint>,
    pub(super) decisions: Vec<Decision>,
    pub(super) logs: Vec<KeptLog>,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptDay {
    pub(super) day: i32,
    pub(super) rows: u32,
    pub(super) sum: i64,
}

/// What changed about a client in a scope.
#[derive(Debug, PartialEq)]
pub(super) struct KeptLog {
    pub(super) scope: u32,
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeptId {
    pub(super) hash: u128,
    /// A place among the clients.
    pub(super) client: u32,
    pub(super) day: i32,
    pub(super) amount: i64,
}

fn is_day(day: i32) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

fn is_increasing<T, K: PartialOrd>(list: &[T], key: impl Fn(&T) -> K) -> bool {
    list.is_sorted_by(|a, b| key(a) < key(b))
}

stored!(KeptScope { name: String, day: i32, stale: Option<i32> }
    where |own: &Self| (own.day == DAWN || is_day(own.day)) && own.stale.is_none_or(is_day));
stored!(KeptDay { day: i32, rows: u32, sum: i64 }
    where |own: &Self| is_day(own.day) && own.rows > 0);
stored!(Stint { at: Instant, scope: u32 });
stored!(Decision { at: Instant, segment: Option<u16>, until: Option<Instant>, by: Option<String> });
stored!(Standing { static_since: MaybeDay, dynamic_since: MaybeDay }
where |own: &Self| {
    own.static_since.get().is_none_or(is_day) && own.dynamic_since.get().is_none_or(is_day)
});
stored!(Facts {
    base: i64,
    moving: i64,
    pace: i32,
    base_share: u32,
    moving_share: u32,
    known: i32,
    quiet: i32,
    months: u8,
    is_new: bool,
    in_static: bool,
    in_dynamic: bool,
});
stored!(Entry {
    day: i32, at: Instant, segment: u16, row: MaybeNumber, pinned: MaybeNumber, standing: Standing,
    is_new: bool, flip: Flip, cause: MoveCause, before: Option<Facts>, after: Facts,
} where |own: &Self| is_day(own.day));
stored!(KeptLog { scope: u32, entries: Vec<Entry> }
    where |own: &Self| is_increasing(&own.entries, |entry| entry.day));
stored!(KeptClient {
    name: String, days: Vec<KeptDay>, stints: Vec<Stint>, decisions: Vec<Decision>,
    logs: Vec<KeptLog>,
} where |own: &Self| {
    is_increasing(&own.days, |day| day.day)
        && is_increasing(&own.stints, |stint| stint.at)
        && is_increasing(&own.decisions, |pin| pin.at)
        && is_increasing(&own.logs, |log| log.scope)
});
stored!(KeptId { hash: u128, client: u32, day: i32, amount: i64 });
stored!(Kept {
    now: Option<Instant>, scopes: Vec<KeptScope>, clients: Vec<KeptClient>, ids: Vec<KeptId>,
    weight: i64, rows: u32,
});

impl Stored for MoveCause {
    const LEAST: usize = 1;

    fn store(&self, to: &mut Vec<u8>) {
        (*self as u8).store(to);
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        Self::ALL.get(usize::from(u8::load(from)?)).copied()
    }
}

/// Flips without a row, in the order of their codes.
const FLIPS: [Flip; 16] = [
    Flip::First,
    Flip::BaseShareLow,
    Flip::MonthsEnough,
    Flip::BaseGone,
    Flip::BaseShareHigh,
    Flip::MonthsFew,
    Flip::MovingShareLow,
    Flip::PaceUp,
    Flip::New,
    Flip::MovingGone,
    Flip::MovingShareHigh,
    Flip::PaceDown,
    Flip::PaceAtRisk,
    Flip::PaceRecovered,
    Flip::Pinned,
    Flip::PinEnded,
];
const ROW: u8 = 100;
const NO_ROW: u8 = 101;

impl Stored for Flip {
    const LEAST: usize = 3;

    fn store(&self, to: &mut Vec<u8>) {
        let (code, row) = match self {
            Self::Row(row) => (ROW, *row),
            Self::NoRow(row) => (NO_ROW, *row),
            // Every other one is listed.
            plain => (FLIPS.iter().position(|flip| flip == plain).unwrap_or(0) as u8, 0),
        };
        (code).store(to);
        row.store(to);
    }

    fn load(from: &mut &[u8]) -> Option<Self> {
        let (code, row) = (u8::load(from)?, u16::load(from)?);
        match (code, row) {
            (ROW, row) => Some(Self::Row(row)),
            (NO_ROW, row) => Some(Self::NoRow(row)),
            (code, 0) => FLIPS.get(usize::from(code)).copied(),
            _ => None,
        }
    }
}

impl Kept {
    /// Whether everything that counts something else is in range, so that no later step fails.
    fn is_sound(&self, law: &Law) -> bool {
        let (scopes, segments) = (self.scopes.len() as u64, law.names.len());
        let is_scope = |scope: u32| u64::from(scope) < scopes;
        let is_segment = |segment: u16| usize::from(segment) < segments;
        let rows = law.policy.segments.len();
        let is_row = |row: u16| usize::from(row) < rows;
        let is_entry = |entry: &Entry| {
            is_segment(entry.segment)
                && entry.row.get().is_none_or(is_row)
                && entry.pinned.get().is_none_or(is_segment)
                && match entry.flip {
                    Flip::Row(row) | Flip::NoRow(row) => is_row(row),
                    _ => true,
                }
        };
        let is_client = |client: &KeptClient| {
            client.stints.iter().all(|stint| is_scope(stint.scope))
                && client.decisions.iter().all(|pin| pin.segment.is_none_or(is_segment))
                && client
                    .logs
                    .iter()
                    .all(|log| is_scope(log.scope) && log.entries.iter().all(is_entry))
        };
        let days = || self.clients.iter().flat_map(|client| &client.days);
        let sum: u128 = days().map(|day| u128::from(day.sum.unsigned_abs())).sum();
        let count: u64 = days().map(|day| u64::from(day.rows)).sum();
        let ids: u128 = self.ids.iter().map(|id| u128::from(id.amount.unsigned_abs())).sum();
        let is_id = |id: &KeptId| {
            let client = self.clients.get(id.client as usize);
            client.is_some_and(|client| {
                client.days.binary_search_by_key(&id.day, |it| it.day).is_ok()
            })
        };
        is_increasing(&self.scopes, |scope| scope.name.clone())
            && is_increasing(&self.clients, |client| client.name.clone())
            && is_increasing(&self.ids, |id| id.hash)
            && self.clients.iter().all(is_client)
            && self.ids.iter().all(is_id)
            && self.weight >= 0
            && sum.max(ids) <= self.weight as u128
            && count == u64::from(self.rows)
            && self.ids.len() as u64 <= count
    }
}

impl Segmenter {
    /// The state as bytes: the same bytes for the same state, whatever the order in which it came, on
    /// every machine. O(clients + transactions by day + moves).
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut to = Vec::new();
        to.extend_from_slice(MAGIC);
        VERSION.store(&mut to);
        to.extend_from_slice(self.law.hash.as_bytes());
        self.kept().store(&mut to);
        let sum = checksum(&to);
        to.extend_from_slice(sum.as_bytes());
        to
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
        let law = Law::new(policy, "policy")?;
        let kept = read(bytes, &law, "$.bytes")?;
        let mut own = Self::under(law);
        own.absorb(kept);
        own.settle();
        Ok(own)
    }

    /// One segmenter of the snapshots of several, with the same policy.
    ///
    /// Shards are by scope: once they have advanced, no two may share a scope or a client, and all must
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
        let law = Law::new(policy, "policy")?;
        let mut kept = Vec::with_capacity(parts.len());
        for (index, bytes) in parts.iter().enumerate() {
            kept.push(read(bytes, &law, &format!("$.parts[{index}]"))?);
        }
        let mut own = Self::under(law);
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
        let has_clients = |name: &str| {
            let scope = self.scope_names.get(name).and_then(|own| self.scopes.get(*own as usize));
            scope.is_some_and(|scope| scope.members.iter().any(|member| !member.log.is_empty()))
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
        if self.weight.checked_add(part.weight).is_none() {
            return limit("too_large", "all amounts together are at most 9.2 * 10^14");
        }
        if self.rows.checked_add(part.rows).is_none() {
            return limit("too_many_rows", "at most 2^32 - 1 transactions");
        }
        Ok(())
    }

    /// The state by names, so that its bytes do not depend on the order in which things came.
    fn kept(&self) -> Kept {
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
                    let own = self.scopes.get(*scope as usize)?.members.get(*member as usize)?;
                    let entries = own.log.clone();
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
                amount: known.amount,
            })
            .collect();
        crate::math::sort_by_number(
            &mut ids,
            |id| (id.hash >> 65) as i64,
            |a, b| a.hash.cmp(&b.hash),
        );
        Kept {
            now: self.now,
            scopes: scopes.iter().filter_map(kept_scope).collect(),
            clients: clients.iter().filter_map(kept_client).collect(),
            ids,
            weight: self.weight,
            rows: self.rows,
        }
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
                    client.history.add(day.day, day.rows, day.sum);
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
                let scope = self.scopes.get_mut(of as usize);
                if let Some(own) = scope.and_then(|it| it.members.get_mut(member as usize)) {
                    own.log = log.entries;
                }
            }
        }
        for id in kept.ids {
            if let Some(client) = clients.get(id.client as usize) {
                let known = Known { client: *client, day: id.day, amount: id.amount };
                self.known.insert(id.hash, known);
            }
        }
        self.weight = self.weight.saturating_add(kept.weight);
        self.rows = self.rows.saturating_add(kept.rows);
    }

    /// Finds everything that follows from what was taken in.
    fn settle(&mut self) {
        for scope in &mut self.scopes {
            scope.open(&self.law, &self.clients);
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
        let mut before = 0_i64;
        let kept = |day: &Day| {
            let sum = day.until.saturating_sub(std::mem::replace(&mut before, day.until));
            KeptDay { day: day.day, rows: day.rows, sum }
        };
        self.0.iter().map(kept).collect()
    }
}

/// Reads a snapshot that was made under this law.
fn read(bytes: &[u8], law: &Law, path: &str) -> Result<Kept> {
    let refuse = |code, message| Error::one(ErrorKind::Input, code, path, message);
    let Some(mut from) = bytes.strip_prefix(MAGIC) else {
        return Err(refuse("not_a_snapshot", "these bytes are no snapshot of a segmenter"));
    };
    if u32::load(&mut from).is_some_and(|version| version != VERSION) {
        return Err(refuse("version_unsupported", "this engine reads version 1"));
    }
    let corrupt = || refuse("corrupt_snapshot", "the snapshot is cut short or damaged");
    let split = bytes.len().checked_sub(HASH).filter(|split| *split >= HEADER);
    let (body, sum) = bytes.split_at(split.ok_or_else(corrupt)?);
    if checksum(body).as_bytes() != sum {
        return Err(refuse("checksum_differs", "the bytes have changed since they were written"));
    }
    if from.get(..HASH) != Some(law.hash.as_bytes()) {
        let message = "the snapshot was made under another policy";
        return Err(Error::one(ErrorKind::State, "policy_differs", path, message));
    }
    let mut from = body.get(HEADER..).unwrap_or_default();
    let kept = Kept::load(&mut from).filter(|kept| from.is_empty() && kept.is_sound(law));
    kept.ok_or_else(corrupt)
}

fn checksum(bytes: &[u8]) -> String {
    StableHash::new().bytes(bytes).hex()
}
