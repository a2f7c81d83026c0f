//! Numbers, found by what they stand for.

/// No number.
const FREE: u32 = u32::MAX;

/// The numbers of a list, from 0 on, by the hashes of what stands there: an open table that is probed
/// one slot after the other (Knuth 1973, The Art of Computer Programming 3, 6.4). It holds four bytes
/// where a map would hold the thing again; what is asked for is compared in the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    slots: Vec<u32>,
    len: u32,
}

impl Numbers {
    /// The number of which `is_it` says so, among those with this hash.
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let mut probed = self.probe(hash).filter_map(|slot| self.slots.get(slot).copied());
        probed.find(|number| *number == FREE || is_it(*number)).filter(|found| *found != FREE)
    }

    /// The number that is looked at first for this hash, if there is one.
    pub(super) fn first(&self, hash: u64) -> Option<u32> {
        let slot = self.probe(hash).next()?;
        self.slots.get(slot).copied().filter(|number| *number != FREE)
    }

    /// The number of one more, which nobody found; `hash_of` those that are there already.
    pub(super) fn add(&mut self, hash: u64, hash_of: impl Fn(u32) -> u64) -> u32 {
        // A quarter stays free, so that few are probed.
        if self.slots.len() - self.slots.len() / 4 <= self.len as usize {
            let size = 8 + self.slots.len() + self.slots.len() / 2;
            self.slots = vec![FREE; size];
            (0..self.len).for_each(|number| self.put(hash_of(number), number));
        }
        let number = self.len;
        self.put(hash, number);
        self.len += 1;
        number
    }

    fn put(&mut self, hash: u64, number: u32) {
        let free = self.probe(hash).find(|slot| self.slots.get(*slot) == Some(&FREE));
        if let Some(own) = free.and_then(|slot| self.slots.get_mut(slot)) {
            *own = number;
        }
    }

    /// All slots, from the one on that a hash belongs to.
    fn probe(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let size = self.slots.len();
        // The high bits of the product: any number of slots will do (Lemire 2016).
        let first = ((u128::from(hash) * size as u128) >> 64) as usize;
        (first..size).chain(0..first)
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASHES: [fn(u32) -> u64; 3] =
        [|own| u64::from(own) << 40, |own| u64::from(own % 3), |_| u64::MAX];

    #[test]
    fn what_was_added_is_found_and_nothing_else_however_hashes_collide() {
        for hash_of in HASHES {
            let mut numbers = Numbers::default();
            assert_eq!(numbers.find(0, |_| true), None);
            for number in 0..300 {
                assert_eq!(numbers.find(hash_of(number), |own| own == number), None);
                assert_eq!(numbers.add(hash_of(number), hash_of), number);
            }
            for number in 0..300 {
                assert_eq!(numbers.find(hash_of(number), |own| own == number), Some(number));
            }
        }
    }
}
