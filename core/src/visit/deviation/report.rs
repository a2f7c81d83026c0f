//! What `deviation` answers.

use crate::shape::{Share, Warning, record};
use crate::time::Instant;
use crate::visit::report::FixCounts;
use crate::{Position, Reason};

record! {
    /// How a track lies to a planned path.
    pub struct Deviation: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// SHA-256 of the canonical fixes, by which the report is provable after the track is
        /// erased.
        pub digest: String,
        /// First usable fix.
        pub first: Option<Instant>,
        /// Last usable fix.
        pub last: Option<Instant>,
        /// How far the device's clock was ahead, all day; removed from all times.
        pub clock_offset_ms: i64,
        /// On the path: neither in an excursion nor unknown.
        pub time_on_ms: i64,
        /// In excursions, as far as it is known.
        pub time_off_ms: i64,
        /// In gaps, and where accuracies do not tell on which side of the corridor's edge the rep
        /// was. The three sum to `last` - `first`.
        pub unknown_ms: i64,
        /// Driven in excursions; straight lines over gaps are not counted.
        pub distance_off_m: f64,
        /// The fix that was certainly farthest from the path.
        pub worst: Option<Farthest>,
        /// Times off the path, in order.
        pub excursions: Vec<Excursion>,
        /// Length of the path.
        pub path_m: f64,
        /// Share of the path's length within the corridor of the line that was driven; absent
        /// where nobody knows of any time what was driven.
        pub coverage_share: Option<Share>,
        /// Metres driven, gaps in straight lines, from the first fix that was certainly in the
        /// corridor to the last, for each metre of the path from its first point that was driven
        /// to its last; absent where nothing was.
        pub detour_ratio: Option<f64>,
        /// Legs of the path, from 0, of which less than `min_leg_share` was driven.
        pub skipped_legs: Vec<u32>,
        /// Legs of the path, from 0, that may have been driven while nobody knows where the rep was.
        pub unproven_legs: Vec<u32>,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What became of the fixes.
        pub fixes: FixCounts,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// One time off the path.
    pub struct Excursion: data {
        /// When the corridor was left for certain, interpolated between fixes.
        pub start: Instant,
        /// The last moment that was certainly outside of it.
        pub end: Instant,
        /// How long.
        pub duration_ms: i64,
        /// How much of it nobody knows.
        pub unknown_ms: i64,
        /// Metres driven in it.
        pub distance_m: f64,
        /// The fix in it that was certainly farthest from the path.
        pub worst: Farthest,
        /// Whether the rep was seen to return; not so at a gap and at the end of the track.
        pub returned: bool,
    }
}

record! {
    /// A fix far from the path.
    pub struct Farthest: data {
        /// When.
        pub t: Instant,
        /// Metres to the nearest point of the path.
        pub distance_m: f64,
        /// Where; only with `detail: track`.
        pub position: Option<Position>,
    }
}
