//! Transactions that may be corrected, by their ids.

use super::intake::Row;
use super::numbers::Numbers;
use super::slim::append;
use crate::segment::ids::IdHash;

/// The last transaction of every id, by the hash of the id.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    rows: Vec<(IdHash, Row)>,
    numbers: Numbers,
}

impl Ids {
    /// A transaction, and the one whose place it takes.
    pub(super) fn insert(&mut self, id: IdHash, row: Row) -> Option<Row> {
        if let Some(number) = self.find(&id)
            && let Some((_, known)) = self.rows.get_mut(number as usize)
        {
            return Some(std::mem::replace(known, row));
        }
        let rows = &self.rows;
        let high = |number: u32| rows.get(number as usize).map_or(0, |([high, _], _)| *high);
        self.numbers.add(id[0], high);
        append(&mut self.rows, (id, row));
        None
    }

    pub(super) fn get(&self, id: &IdHash) -> Option<&Row> {
        self.rows.get(self.find(id)? as usize).map(|(_, row)| row)
    }

    pub(super) fn contains(&self, id: &IdHash) -> bool {
        self.find(id).is_some()
    }

    /// In the order in which they came first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(IdHash, Row)> {
        self.rows.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// An id is a hash already.
    fn find(&self, id: &IdHash) -> Option<u32> {
        let is_it = |number: u32| self.rows.get(number as usize).is_some_and(|own| own.0 == *id);
        self.numbers.find(id[0], is_it)
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<(IdHash, Row)>() + self.numbers.bytes()
    }
}
