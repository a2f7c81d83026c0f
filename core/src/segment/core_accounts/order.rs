//! The order of members by name.

#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a member's number counts `members`, and its client is one of `clients`"
)]

use std::cmp::Ordering;

use super::client::Client;
use super::scope::Member;

/// By the bytes of their names, of which the first ones that differ lie together: names themselves are
/// all over memory, and members with equal revenue many.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// With so many bytes all names begin alike.
    shared: usize,
    /// The eight bytes after them.
    keys: Vec<u64>,
}

impl Order {
    /// Learns of members who are new.
    pub(super) fn admit(&mut self, members: &[Member], clients: &[Client]) {
        let (known, count) = (self.keys.len(), members.len());
        if known == count {
            return;
        }
        let bytes = |member: usize| clients[members[member].client as usize].name.as_bytes();
        let first = bytes(0);
        let alike = |own: &[u8]| own.iter().zip(first).take_while(|(a, b)| a == b).count();
        let shared = (known..count).map(|member| alike(bytes(member))).min().unwrap_or(0);
        if known == 0 || shared < self.shared {
            self.shared = shared;
            self.keys.clear();
        }
        let key = |member: usize| {
            let mut key = [0; 8];
            for (place, byte) in key.iter_mut().zip(bytes(member).iter().skip(self.shared)) {
                *place = *byte;
            }
            u64::from_be_bytes(key)
        };
        let keys = self.keys.len()..count;
        self.keys.reserve_exact(keys.len() + count / 32);
        self.keys.extend(keys.map(key));
    }

    /// Which of two comes first, if that is known without their whole names. INVARIANT: both are known, for
    /// who has a place in a ranking was admitted.
    pub(super) fn of(&self, a: u32, b: u32) -> Ordering {
        let key = |member: u32| self.keys.get(member as usize);
        key(a).cmp(&key(b))
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.keys.capacity() * size_of::<u64>()
    }
}

/// Members by the bytes of their names.
#[derive(Clone, Copy)]
pub(super) struct ByName<'a> {
    pub(super) order: &'a Order,
    pub(super) members: &'a [Member],
    pub(super) clients: &'a [Client],
}

impl ByName<'_> {
    pub(super) fn of(self, a: u32, b: u32) -> Ordering {
        let name = |member: u32| &self.clients[self.members[member as usize].client as usize].name;
        self.order.of(a, b).then_with(|| name(a).cmp(name(b)))
    }
}
