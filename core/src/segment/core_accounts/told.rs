//! What is told of clients: moves, assignments, and how many went from where to where.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: clients and scopes are known by numbers that count their lists"
)]

use super::client::{Client, Decision};
use super::compile::{CORE_AT_RISK, Law};
use super::days::start_of;
use super::evaluate::{Flip, Standing, told};
use super::features::{Facts, View};
use super::history::History;
use super::reasons;
use super::report::{Assignment, Migration, MoveCause, SegmentMove};
use super::scope::{Entry, Scope};
use super::segmenter::Segmenter;
use crate::segment::columns::in_byte_order;
use crate::time::{Instant, Zone};
use crate::{Error, ErrorKind, Reason, Result};

/// A move, as it is known inside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) client: u32,
    pub(super) scope: u32,
    pub(super) from: Option<u16>,
    pub(super) cause: MoveCause,
    /// By which pin.
    pin: Option<Decision>,
    pub(super) at: Instant,
    pub(super) entry: Entry,
    before: Option<Facts>,
    after: Facts,
}

/// A day on which a client changed, as its scopes know it.
pub(super) struct Seen<'s> {
    pub(super) scope: u32,
    pub(super) zone: &'s Zone,
    pub(super) entry: Entry,
    /// What changed before it in the scope.
    pub(super) last: Option<Entry>,
}

impl Seen<'_> {
    /// When the day began.
    pub(super) fn at(&self) -> Instant {
        start_of(self.entry.day, self.zone)
    }
}

impl Segmenter {
    /// All that changed about a client, with the scopes, in the order of time.
    pub(super) fn entries(&self, client: u32) -> Vec<Seen<'_>> {
        let places = &self.clients[client as usize].places;
        let of = |(number, member): &(u32, u32)| {
            let (number, scope) = (*number, &self.scopes[*number as usize]);
            let zone = self.laws.zone(&scope.name);
            scope.log.of(*member).map(move |(entry, last)| Seen {
                scope: number,
                zone,
                entry,
                last,
            })
        };
        let mut entries: Vec<Seen<'_>> = places.iter().rev().flat_map(of).collect();
        entries.reverse();
        if places.len() > 1 {
            crate::math::sort_by_key(&mut entries, Seen::at);
        }
        entries
    }

    /// What was known of a client when it changed: the day before, if it was there, and on the day.
    pub(super) fn known_at(
        &self,
        scope: u32,
        history: &History,
        entry: &Entry,
        last: Option<&Entry>,
    ) -> (Option<Facts>, Facts) {
        let zone = self.laws.zone(&self.scopes[scope as usize].name);
        let (law, law_before) = self.laws.of_turn(entry.day, zone);
        let stood = last.map(|last| last.standing).unwrap_or_default();
        let before = (!entry.is_new).then(|| {
            Facts::on(entry.day - 1, law_before.unwrap_or(law), history, stood, entry.stood)
        });
        (before, Facts::on(entry.day, law, history, entry.standing, entry.stands))
    }

    /// The moves of a client that are asked for.
    pub(super) fn moves_of(&self, client: u32, is_asked: &dyn Fn(&Seen<'_>) -> bool) -> Vec<Told> {
        self.moves_by(client, &self.clients[client as usize], is_asked)
    }

    /// The same, with what `own` bought and the pins that it has.
    pub(super) fn moves_by(
        &self,
        client: u32,
        own: &Client,
        is_asked: &dyn Fn(&Seen<'_>) -> bool,
    ) -> Vec<Told> {
        let moves = self.steps(client).into_iter().filter(|(_, seen)| is_asked(seen));
        moves.map(|(from, seen)| self.tell(client, own, from, &seen)).collect()
    }

    /// When a client moved, and from which segment.
    pub(super) fn steps(&self, client: u32) -> Vec<(Option<u16>, Seen<'_>)> {
        let mut moves = Vec::new();
        let mut last: Option<(u32, u16)> = None;
        for seen in self.entries(client) {
            let own = (seen.scope, seen.entry.segment);
            let before = last.replace(own);
            if before != Some(own) {
                moves.push((before.map(|(_, segment)| segment), seen));
            }
        }
        moves
    }

    /// A move, and what was known then.
    fn tell(&self, client: u32, own: &Client, from: Option<u16>, seen: &Seen<'_>) -> Told {
        let known = self.known_at(seen.scope, &own.history, &seen.entry, seen.last.as_ref());
        Self::tell_known(client, own, from, seen, known)
    }

    /// A move of which it is known what was known then.
    pub(super) fn tell_known(
        client: u32,
        own: &Client,
        from: Option<u16>,
        seen: &Seen<'_>,
        (before, after): (Option<Facts>, Facts),
    ) -> Told {
        let Seen { scope, entry, .. } = *seen;
        let at = seen.at();
        let came = entry.is_new && from.is_some();
        let is_pinned = entry.flip == Flip::Pinned;
        Told {
            client,
            scope,
            from,
            cause: if came { MoveCause::ScopeChange } else { entry.cause },
            pin: own.pin_at(at).filter(|_| is_pinned).cloned(),
            at,
            entry,
            before,
            after,
        }
    }

    /// Moves in words.
    pub(super) fn told(&self, moves: Vec<Told>) -> Vec<SegmentMove> {
        moves.into_iter().map(|told| self.one_told(told)).collect()
    }

    fn one_told(&self, told: Told) -> SegmentMove {
        let Told { client, scope, from, cause, pin, at, entry, before, after } = told;
        let law = &self.laws.current;
        let name = |segment: u16| law.name(segment).to_owned();
        let zone = self.laws.zone(&self.scopes[scope as usize].name);
        let (law_then, law_before) = self.laws.of_turn(entry.day, zone);
        let mut condition = self::told(law_then, entry.flip, &after);
        match entry.flip {
            Flip::Pinned => condition = pinned(pin.as_ref(), law.name(entry.segment)),
            // It was a row of the policy before.
            Flip::NoRow(_) if law_before.is_some() => condition.path = None,
            _ => {}
        }
        SegmentMove {
            client: String::from(&*self.clients[client as usize].name),
            scope: String::from(&*self.scopes[scope as usize].name),
            from_segment: from.map(name),
            to_segment: name(entry.segment),
            at,
            cause,
            before: before.map(|facts| facts.told()),
            after: after.told(),
            condition,
        }
    }

    /// The moves of [start, end), by time, scope and client. O(all moves).
    #[must_use]
    pub fn moves(&self, start: Instant, end: Instant) -> Vec<SegmentMove> {
        self.told(self.moves_between(start, end))
    }

    pub(super) fn moves_between(&self, start: Instant, end: Instant) -> Vec<Told> {
        let mut moves: Vec<Told> = Vec::new();
        for client in 0..self.clients.len() as u32 {
            moves.extend(self.moves_of(client, &|seen| (start..end).contains(&seen.at())));
        }
        self.ordered(&mut moves);
        moves
    }

    /// In which segment every client is, by the names of clients: as of the last `advance`. O(n log n).
    #[must_use]
    pub fn assignments(&self) -> Vec<Assignment> {
        self.by_name().into_iter().filter_map(|client| self.assignment(client)).collect()
    }

    /// Clients in the order of their names.
    pub(super) fn by_name(&self) -> Vec<u32> {
        let mut clients: Vec<u32> = (0..self.clients.len() as u32).collect();
        in_byte_order(&mut clients, |client| &self.clients[*client as usize].name);
        clients
    }

    pub(super) fn assignment(&self, client: u32) -> Option<Assignment> {
        let own = &self.clients[client as usize];
        let (_, last) = self.steps(client).pop()?;
        let Some((scope, member)) = self.stands(client) else {
            return self.between_scopes(client, last.at());
        };
        let (view, standing, row, segment) = scope.stands(member, &self.laws, &self.clients)?;
        let law = self.laws.of_day(scope.day, self.laws.zone(&scope.name));
        let name = self.laws.current.name(segment).to_owned();
        let pin = own.pin_at(scope.start_of(scope.day, &self.laws));
        let mut reasons = Vec::new();
        if pin.is_some() {
            reasons.push(pinned(pin, &name));
        }
        let since = |day: i32| scope.start_of(day, &self.laws);
        reasons.extend(why(law, (&view, standing, row), scope.day, &since));
        Some(Assignment {
            client: own.name.to_string(),
            scope: scope.name.to_string(),
            segment: name,
            since: last.at(),
            features: view.facts(law, standing).told(),
            reasons,
        })
    }

    /// Where a client stands. Where days begin at other times, a scope may not know yet that a client has
    /// left: the one whose day began last does.
    pub(super) fn stands(&self, client: u32) -> Option<(&Scope, u32)> {
        let places = self.clients[client as usize].places.iter();
        let known = places.map(|(scope, member)| (&self.scopes[*scope as usize], *member));
        let there = known.filter(|(scope, member)| scope.has(*member));
        there.max_by_key(|(scope, _)| scope.start_of(scope.day, &self.laws))
    }

    /// A client that has left a scope, while the day of the next has not begun: it keeps its place, as it
    /// was found there when anything about it changed last.
    fn between_scopes(&self, client: u32, since: Instant) -> Option<Assignment> {
        let seen = self.entries(client).pop()?;
        let own = &self.clients[client as usize];
        let name = self.laws.current.name(seen.entry.segment).to_owned();
        let (_, after) = self.known_at(seen.scope, &own.history, &seen.entry, seen.last.as_ref());
        let pin = own.pin_at(seen.at());
        Some(Assignment {
            client: own.name.to_string(),
            scope: self.scopes[seen.scope as usize].name.to_string(),
            since,
            features: after.told(),
            reasons: pin.map(|pin| pinned(Some(pin), &name)).into_iter().collect(),
            segment: name,
        })
    }

    /// What made a client move last.
    pub(super) fn last_condition(&self, client: &str) -> Option<Reason> {
        let client = self.known_client(client)?;
        let (from, last) = self.steps(client).pop()?;
        let told = self.tell(client, &self.clients[client as usize], from, &last);
        Some(self.one_told(told).condition)
    }

    /// How many clients went from which segment to which in [start, end): from where they were before
    /// `start` to where they were before `end`. With a scope, of its clients only: who came and who
    /// went are counted apart. O(all moves).
    ///
    /// # Errors
    /// `unknown_scope`, of which nobody ever was.
    pub fn migration(
        &self,
        start: Instant,
        end: Instant,
        scope: Option<&str>,
    ) -> Result<Migration> {
        let size = self.laws.current.names.len();
        let mut own = Migration {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash: self.laws.current.hash.clone(),
            segments: self.laws.current.names.to_vec(),
            before: vec![0; size],
            after: vec![0; size],
            counts: vec![vec![0; size]; size],
            arrived: vec![0; size],
            left: vec![0; size],
        };
        let known = |name: &str| self.scope_names.get(name).copied();
        let number = scope.map(|name| {
            known(name).ok_or_else(|| {
                let message = format!("nobody ever was of a scope \"{name}\"");
                Error::one(ErrorKind::Input, "unknown_scope", "$.scope", message)
            })
        });
        let number = number.transpose()?;
        for client in 0..self.clients.len() as u32 {
            let entries = self.entries(client);
            let stood = |before: Instant| {
                let known = entries.iter().rev().find(|seen| seen.at() < before)?;
                let is_asked = number.is_none_or(|number| number == known.scope);
                is_asked.then_some(usize::from(known.entry.segment))
            };
            let (from, to) = (stood(start), stood(end.max(start)));
            if let Some(from) = from {
                own.before[from] += 1;
            }
            if let Some(to) = to {
                own.after[to] += 1;
            }
            match (from, to) {
                (Some(from), Some(to)) => own.counts[from][to] += 1,
                (None, Some(to)) => own.arrived[to] += 1,
                (Some(from), None) => own.left[from] += 1,
                (None, None) => {}
            }
        }
        Ok(own)
    }
}

/// What holds a client where it is on the last day of a scope.
fn why(
    law: &Law,
    (view, standing, row): (&View, Standing, Option<u16>),
    today: i32,
    start_of: &dyn Fn(i32) -> Instant,
) -> Vec<Reason> {
    let facts = view.facts(law, standing);
    let mut reasons = Vec::new();
    if let Some(row) = row {
        reasons.push(told(law, Flip::Row(row), &facts));
    }
    let since = |code: &str, day: Option<i32>| {
        day.map(|day| Reason::new(code).fact("since", start_of(day)))
    };
    reasons.extend(since(reasons::IN_STATIC_CORE, standing.static_since.get()));
    reasons.extend(since(reasons::IN_DYNAMIC_CORE, standing.dynamic_since.get()));
    if let Some(until) = law.dwell_end(standing, view, today) {
        reasons.push(Reason::new(reasons::STAY_NOT_OVER).fact("until", start_of(until)));
    }
    if facts.is_new {
        reasons.push(told(law, Flip::New, &facts));
    }
    if law.core_segment(standing, view) == CORE_AT_RISK {
        reasons.push(told(law, Flip::PaceAtRisk, &facts));
    }
    if law.is_cooling(standing, view) {
        let reason = Reason::new(reasons::COOLING).by("$.policy.cooling_pace");
        reasons.push(reason.fact("pace", facts.pace()).fact("limit", law.cooling.decimal()));
    }
    reasons
}

fn pinned(pin: Option<&super::client::Decision>, segment: &str) -> Reason {
    let reason = Reason::new(reasons::PINNED).fact("segment", segment.to_owned());
    let by = pin.and_then(|pin| pin.by.clone());
    reason.fact("by", by).fact("until", pin.and_then(|pin| pin.until))
}
