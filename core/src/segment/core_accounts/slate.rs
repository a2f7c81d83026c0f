//! What a night writes down of the members that are looked at. The lists are wiped and kept, for all
//! scopes: once they are as long as the largest scope needs, room is made only for what a night sorts,
//! and for the lists of who is due and who was pushed over a share.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `members`, and as many places; places count `now`"
)]

use super::ranking::Turn;
use super::scope::Member;
use super::settled::Figures;
use super::slim::resize;

/// No place in the list of a night.
const NOWHERE: u32 = u32::MAX;

/// What a member is on a day.
#[derive(Debug)]
pub(super) struct Now {
    pub(super) member: u32,
    pub(super) is_present: bool,
    /// Whether more than its figures may be new.
    pub(super) is_due: bool,
    pub(super) figures: Figures,
}

impl Now {
    pub(super) fn new(member: u32, is_present: bool, is_due: bool, figures: (i64, i64)) -> Self {
        let (base, moving) = figures;
        Self { member, is_present, is_due, figures: Figures { base, moving, bought: 0 } }
    }

    /// A member that is as it was.
    pub(super) fn same(member: u32, own: &Member) -> Self {
        Self::new(member, own.is_present, false, (own.base, own.moving))
    }
}

/// Who is looked at in a night, each once, and what turns with them.
#[derive(Debug, Default)]
pub(super) struct Slate {
    pub(super) now: Vec<Now>,
    /// Where members stand in `now`.
    places: Vec<u32>,
    pub(super) base: Turn,
    pub(super) moving: Turn,
}

impl Slate {
    /// Nobody is looked at yet, of so many members.
    pub(super) fn wipe(&mut self, members: usize) {
        for own in self.now.drain(..) {
            self.places[own.member as usize] = NOWHERE;
        }
        let known = self.places.len();
        if known < members {
            resize(&mut self.places, members);
            self.places[known..].fill(NOWHERE);
        }
        self.base.begin(members);
        self.moving.begin(members);
    }

    /// What a member is now; by `new` if it was not looked at so far.
    pub(super) fn of(&mut self, member: u32, new: impl FnOnce() -> Now) -> &mut Now {
        let place = &mut self.places[member as usize];
        if *place == NOWHERE {
            *place = self.now.len() as u32;
            self.now.push(new());
        }
        &mut self.now[*place as usize]
    }

    /// Finds whose revenue is new.
    pub(super) fn compare(&mut self, members: &[Member]) {
        for now in &self.now {
            let (own, figures) = (&members[now.member as usize], &now.figures);
            if figures.base != own.base {
                self.base.add(now.member, own.base, figures.base);
            }
            if figures.moving != own.moving {
                self.moving.add(now.member, own.moving, figures.moving);
            }
        }
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.now.capacity() * size_of::<Now>()
            + self.places.capacity() * size_of::<u32>()
            + self.base.bytes()
            + self.moving.bytes()
    }
}
