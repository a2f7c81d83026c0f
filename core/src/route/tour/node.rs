//! A place in the search's own numbering.

/// A stop, or the hub of an open tour, by its number in the search.
///
/// Numbers follow the points around, so that neighbours lie together in memory; they are not the
/// caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::route) struct Node(pub(super) u32);

impl Node {
    /// Its place in a list with an item for each node.
    #[inline]
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

/// All nodes below `len`, which fits: no problem has 2^32 stops.
pub(super) fn nodes(
    len: usize,
) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + Clone {
    (0..len as u32).map(Node)
}
