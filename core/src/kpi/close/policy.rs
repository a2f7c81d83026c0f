//! When a period may be closed.

use crate::shape::record;
use crate::time::CalendarSpan;

record! {
    /// When a period may be closed.
    pub struct ClosePolicy: policy {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// How long after its end phones may still send visits of the period: with `3bd` it is closed
        /// when the fourth working day begins.
        pub close_after: CalendarSpan = CalendarSpan::WorkingDays(3),
    }
}
