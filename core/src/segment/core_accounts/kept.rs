//! What of a segmenter its bytes keep: what came in, and the days on which clients changed. Rankings
//! and the queue of days follow from these.

use super::client::{Decision, Stint};
use super::days::{FIRST_DAY, LAST_DAY};
use super::evaluate::{Flip, Standing};
use super::features::Facts;
use super::laws::{MAX_POLICIES, MAX_SEGMENTS};
use super::plain::Plain;
use super::report::MoveCause;
use super::segmenter::DAWN;
use super::slim::{MaybeDay, MaybeNumber};
use crate::segment::ids::IdHash;
use crate::snapshot::{Bytes, Stored, Whole, Writer, stored, stored_code};
use crate::time::Instant;

/// A snapshot, read.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    pub(super) now: Option<Instant>,
    pub(super) scopes: Vec<KeptScope>,
    pub(super) clients: Vec<KeptClient>,
    pub(super) ids: Vec<KeptId>,
    /// The sum of all amounts, whatever their sign.
    pub(super) weight: Whole,
    pub(super) rows: u32,
    pub(super) waiting: KeptWaiting,
    pub(super) policies: Option<KeptPolicies>,
}

/// What waits for an advance, in the order of clients and time: of what was said twice the last.
#[derive(Debug, PartialEq)]
pub(super) struct KeptWaiting {
    pub(super) scopes: Vec<KeptTurn<Stint>>,
    pub(super) pins: Vec<KeptTurn<Decision>>,
    pub(super) rows: Vec<KeptRow>,
    pub(super) taken: Vec<KeptRow>,
    /// When any of it is due.
    pub(super) due: Option<Instant>,
}

/// Something about a client, by its place among them.
#[derive(Debug, PartialEq)]
pub(super) struct KeptTurn<T> {
    pub(super) client: u32,
    pub(super) own: T,
}

/// A transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeptRow {
    pub(super) t: i64,
    /// A place among the clients.
    pub(super) client: u32,
    /// A place among the scopes, if it has one.
    pub(super) scope: Option<u32>,
    pub(super) amount: i64,
}

/// What a change of policy leaves behind. It stands at the end: without one there is nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeptPolicies {
    /// All segments, by number.
    pub(super) names: Vec<String>,
    /// Policies, and until when each held.
    pub(super) formers: Vec<(Instant, Plain)>,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptScope {
    pub(super) name: String,
    pub(super) day: i32,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptClient {
    pub(super) name: String,
    pub(super) days: Vec<KeptDay>,
    /// Where days depend on scopes, when each transaction was.
    pub(super) dated: Vec<KeptDated>,
    pub(super) stints: Vec<Stint>,
    pub(super) decisions: Vec<Decision>,
    pub(super) logs: Vec<KeptLog>,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptDay {
    pub(super) day: i32,
    pub(super) rows: u32,
    pub(super) sum: Whole,
}

#[derive(Debug, PartialEq)]
pub(super) struct KeptDated {
    pub(super) t: i64,
    pub(super) amount: Whole,
    pub(super) day: i32,
}

/// What changed about a client in a scope.
#[derive(Debug, PartialEq)]
pub(super) struct KeptLog {
    pub(super) scope: u32,
    pub(super) entries: Vec<KeptEntry>,
}

/// A day on which a client changed, and what was known of it the day before and then.
#[derive(Debug, PartialEq)]
pub(super) struct KeptEntry {
    pub(super) day: i32,
    pub(super) at: Instant,
    pub(super) segment: u16,
    pub(super) row: MaybeNumber,
    pub(super) pinned: MaybeNumber,
    pub(super) standing: Standing,
    pub(super) is_new: bool,
    pub(super) flip: Flip,
    pub(super) cause: MoveCause,
    pub(super) before: Option<Facts>,
    pub(super) after: Facts,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeptId {
    pub(super) hash: IdHash,
    pub(super) row: KeptRow,
}

fn is_day(day: i32) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

fn is_increasing<T, K: PartialOrd>(list: &[T], key: impl Fn(&T) -> K) -> bool {
    list.is_sorted_by(|a, b| key(a) < key(b))
}

stored!(KeptScope { name: String, day: i32 }
    where |own: &Self| own.day == DAWN || is_day(own.day));
stored!(KeptDay { day: i32, rows: u32, sum: Whole }
    where |own: &Self| is_day(own.day) && own.rows > 0);
stored!(KeptDated { t: i64, amount: Whole, day: i32 } where |own: &Self| is_day(own.day));
stored!(Stint { at: Instant, scope: u32, rows: u32 });
stored!(Decision { at: Instant, segment: Option<u16>, until: Option<Instant>, by: Option<String> });
stored!(Standing { static_since: MaybeDay, dynamic_since: MaybeDay }
where |own: &Self| {
    own.static_since.get().is_none_or(is_day) && own.dynamic_since.get().is_none_or(is_day)
});
stored!(Facts {
    base: Whole,
    moving: Whole,
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
stored!(KeptEntry {
    day: i32, at: Instant, segment: u16, row: MaybeNumber, pinned: MaybeNumber, standing: Standing,
    is_new: bool, flip: Flip, cause: MoveCause, before: Option<Facts>, after: Facts,
} where |own: &Self| is_day(own.day) && own.is_new == own.before.is_none());
stored!(KeptLog { scope: u32, entries: Vec<KeptEntry> }
    where |own: &Self| is_increasing(&own.entries, |entry| entry.day));
stored!(KeptClient {
    name: String, days: Vec<KeptDay>, dated: Vec<KeptDated>, stints: Vec<Stint>, decisions: Vec<Decision>,
    logs: Vec<KeptLog>,
} where |own: &Self| {
    is_increasing(&own.days, |day| day.day)
        && own.dated.is_sorted_by_key(|own| (own.t, own.amount.0))
        // Scopes are in the order of their names.
        && is_increasing(&own.stints, |stint| {
            let is_outright = stint.rows == 0;
            (stint.at, is_outright, if is_outright { 0 } else { stint.scope })
        })
        && is_increasing(&own.decisions, |pin| pin.at)
        && is_increasing(&own.logs, |log| log.scope)
});
stored!(KeptId { hash: IdHash, row: KeptRow });
stored!(KeptWaiting {
    scopes: Vec<KeptTurn<Stint>>, pins: Vec<KeptTurn<Decision>>, rows: Vec<KeptRow>,
    taken: Vec<KeptRow>, due: Option<Instant>,
} where |own: &Self| {
    is_increasing(&own.scopes, |turn| (turn.client, turn.own.at))
        && own.scopes.iter().all(|turn| turn.own.rows == 0)
        && is_increasing(&own.pins, |turn| (turn.client, turn.own.at))
        && own.rows.is_sorted()
        && own.taken.is_sorted()
});

impl<T: Stored> Stored for KeptTurn<T> {
    const LEAST: usize = 4 + T::LEAST;

    fn store(&self, to: &mut Writer) {
        self.client.store(to);
        self.own.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self { client: Stored::load(from)?, own: Stored::load(from)? })
    }
}

impl Stored for KeptRow {
    const LEAST: usize = 4 + <Option<u32>>::LEAST + 2 * 8;

    fn store(&self, to: &mut Writer) {
        self.t.store(to);
        self.client.store(to);
        self.scope.store(to);
        Whole(self.amount).store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            t: Stored::load(from)?,
            client: Stored::load(from)?,
            scope: Stored::load(from)?,
            amount: Whole::load(from)?.0,
        })
    }
}

impl Stored for IdHash {
    const LEAST: usize = 16;

    fn store(&self, to: &mut Writer) {
        let [high, low] = self;
        (u128::from(*high) << 64 | u128::from(*low)).store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let hash = u128::load(from)?;
        Some([(hash >> 64) as u64, hash as u64])
    }
}

stored!(KeptPolicies { names: Vec<String>, formers: Vec<(Instant, Plain)> }
where |own: &Self| {
    own.names.len() <= MAX_SEGMENTS
        && own.formers.len() <= MAX_POLICIES
        && is_increasing(&own.formers, |former| former.0)
});

impl Kept {
    /// Reads what `Segmenter::store` wrote.
    pub(super) fn load(from: &mut Bytes<'_>) -> Option<Self> {
        let mut own = Self {
            now: Stored::load(from)?,
            scopes: Stored::load(from)?,
            clients: Stored::load(from)?,
            ids: Stored::load(from)?,
            weight: Stored::load(from)?,
            rows: Stored::load(from)?,
            waiting: Stored::load(from)?,
            policies: None,
        };
        if !from.0.is_empty() {
            own.policies = Some(KeptPolicies::load(from)?);
        }
        Some(own)
    }
}

impl KeptClient {
    /// A client takes at most so many bytes, but for names and scopes: 16 a day with transactions,
    /// and of a change all that it may have.
    pub(super) fn most_bytes(days: usize, changes: usize) -> usize {
        const LISTS: usize = 6 * 4 + 8;
        const DAY: usize = 16;
        const CHANGE: usize = KeptEntry::LEAST + Facts::LEAST + 2 * 2 + 2 * 4;
        LISTS + days * DAY + changes * CHANGE
    }
}

stored_code!(MoveCause);

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

impl Flip {
    /// Its code, and its row if it has one.
    pub(super) fn coded(self) -> (u8, u16) {
        match self {
            Self::Row(row) => (ROW, row),
            Self::NoRow(row) => (NO_ROW, row),
            // Every other one is listed.
            plain => (FLIPS.iter().position(|flip| *flip == plain).unwrap_or(0) as u8, 0),
        }
    }

    pub(super) fn of_code(code: u8, row: u16) -> Option<Self> {
        match (code, row) {
            (ROW, row) => Some(Self::Row(row)),
            (NO_ROW, row) => Some(Self::NoRow(row)),
            (code, 0) => FLIPS.get(usize::from(code)).copied(),
            _ => None,
        }
    }
}

impl Stored for Flip {
    const LEAST: usize = 3;

    fn store(&self, to: &mut Writer) {
        let (code, row) = self.coded();
        code.store(to);
        row.store(to);
    }

    fn load(from: &mut Bytes<'_>) -> Option<Self> {
        Self::of_code(u8::load(from)?, u16::load(from)?)
    }
}

impl Kept {
    /// Whether everything that counts something else is in range, so that no later step fails.
    pub(super) fn is_sound(&self, segments: usize, rows: usize) -> bool {
        let scopes = self.scopes.len() as u64;
        let is_scope = |scope: u32| u64::from(scope) < scopes;
        let is_segment = |segment: u16| usize::from(segment) < segments;
        let is_row = |row: u16| usize::from(row) < rows;
        let is_entry = |entry: &KeptEntry| {
            is_segment(entry.segment)
                && entry.row.get().is_none_or(is_row)
                && entry.pinned.get().is_none_or(is_segment)
                && match entry.flip {
                    Flip::Row(row) | Flip::NoRow(row) => is_row(row),
                    _ => true,
                }
        };
        let is_pin = |pin: &Decision| pin.segment.is_none_or(is_segment);
        let is_client = |client: &KeptClient| {
            client.stints.iter().all(|stint| is_scope(stint.scope))
                && client.decisions.iter().all(is_pin)
                && client
                    .logs
                    .iter()
                    .all(|log| is_scope(log.scope) && log.entries.iter().all(is_entry))
        };
        let days = || self.clients.iter().flat_map(|client| &client.days);
        let sum: u128 = days().map(|day| u128::from(day.sum.0.unsigned_abs())).sum();
        let count: u64 = days().map(|day| u64::from(day.rows)).sum();
        let weight = |row: &KeptRow| u128::from(row.amount.unsigned_abs());
        let ids: u128 = self.ids.iter().map(|id| weight(&id.row)).sum();
        let taken: u128 = self.waiting.taken.iter().map(weight).sum();
        let clients = self.clients.len() as u64;
        let knows = |client: u32| u64::from(client) < clients;
        let is_known = |row: &KeptRow| knows(row.client) && row.scope.is_none_or(is_scope);
        let KeptWaiting { scopes, pins, rows: waits, taken: goes, due: _ } = &self.waiting;
        let waits_too: u128 = waits.iter().map(weight).sum();
        let waiting = scopes.iter().all(|it| knows(it.client) && is_scope(it.own.scope))
            && pins.iter().all(|it| knows(it.client) && is_pin(&it.own))
            && waits.iter().chain(goes).all(is_known);
        waiting
            && self.ids.iter().all(|id| is_known(&id.row))
            && is_increasing(&self.scopes, |scope| scope.name.clone())
            && is_increasing(&self.clients, |client| client.name.clone())
            && is_increasing(&self.ids, |id| id.hash)
            && self.clients.iter().all(is_client)
            && self.weight.0 >= 0
            && sum + waits_too <= self.weight.0 as u128 + taken
            && ids <= self.weight.0 as u128
            && count + waits.len() as u64 == u64::from(self.rows) + goes.len() as u64
            && self.ids.len() as u64 <= u64::from(self.rows)
    }
}
