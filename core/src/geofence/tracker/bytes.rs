//! The codes and ranges of a tracker's state as bytes.

use super::super::{FixSource, Mark, PresenceState};
use crate::snapshot::stored_code;

stored_code!(FixSource);
stored_code!(Mark);
stored_code!(PresenceState);

/// Ranges of time: in order, and apart, so that their sum is at most all of time.
pub(in super::super) fn are_ranges(ranges: &[(i64, i64)]) -> bool {
    ranges.iter().all(|(start, end)| start <= end)
        && ranges.windows(2).all(|pair| matches!(pair, [(_, end), (start, _)] if end <= start))
}
