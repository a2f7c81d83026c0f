//! What `verify_plan` answers.

use super::policy::{Claim, Degrade, Detail, Override, Status};
use crate::geofence::{Confidence, PresenceState};
use crate::shape::{Share, Warning, codes, record};
use crate::time::Instant;
use crate::{Position, Reason};

record! {
    /// The verdicts on a rep's day.
    pub struct VisitReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// Who, where the plan says so.
        pub rep: Option<String>,
        /// SHA-256 of the canonical fixes, by which the report is provable after the track is
        /// erased.
        pub digest: String,
        /// SHA-256 of the places alone, for the `history` of later days; absent for fewer than ten.
        pub path_digest: Option<String>,
        /// First usable fix.
        pub first: Option<Instant>,
        /// Last usable fix.
        pub last: Option<Instant>,
        /// How far the device's clock was ahead, all day: the smallest `received - t` that most
        /// uploads confirm; removed from all times.
        pub clock_offset_ms: i64,
        /// One verdict a planned visit, in the order of the plan.
        pub visits: Vec<VisitVerdict>,
        /// Stays at known sites that were not planned.
        pub off_plan: Vec<OffPlanVisit>,
        /// Stops at no known site.
        pub unknown_stops: Vec<UnknownStop>,
        /// What is odd about the track.
        pub anomalies: Vec<Anomaly>,
        /// Where the time went, to the millisecond: the sum is `last` - `first`.
        pub totals: Totals,
        /// What became of the fixes.
        pub fixes: FixCounts,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// The verdict on one planned visit.
    pub struct VisitVerdict: data {
        /// Identifier of the planned visit.
        pub plan_id: String,
        /// Who.
        pub rep: Option<String>,
        /// Identifier of the site.
        pub site: String,
        /// The status that stands.
        pub status: Status,
        /// The status before any override.
        pub computed_status: Status,
        /// Whether it was in the slot; absent where nobody was seen on site.
        pub in_slot: Option<bool>,
        /// When the rep came.
        pub arrival: Option<Moment>,
        /// When the rep left.
        pub departure: Option<Moment>,
        /// Time inside the fence and its tolerance.
        pub time_on_site_ms: i64,
        /// Early, on time or late; apart from status.
        pub punctuality: Option<Punctuality>,
        /// How much the stay rests on measurement.
        pub confidence: Option<Confidence>,
        /// What the rep said.
        pub claimed: Option<Claim>,
        /// The decision that stands above the computed status.
        pub r#override: Option<Override>,
        /// Where the rep was: the median of the fixes inside; only with `detail: track`.
        pub position: Option<Position>,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What the verdict rests on; absent with `detail: verdict`.
        pub evidence: Option<Evidence>,
    }
}

record! {
    /// A crossing of a fence, interpolated between two fixes.
    pub struct Moment: data {
        /// The likeliest instant.
        pub t: Instant,
        /// Not before.
        pub t_min: Instant,
        /// Not after.
        pub t_max: Instant,
    }
}

codes! {
    /// How an arrival lies to its slot.
    pub enum PunctualityKind {
        /// Before its start.
        Early = "early",
        /// Within it.
        OnTime = "on_time",
        /// After its end.
        Late = "late",
    }
}

record! {
    /// How an arrival lies to its slot.
    pub struct Punctuality: data {
        /// Early, on time or late.
        pub kind: PunctualityKind,
        /// By how much.
        pub by_ms: i64,
    }
}

record! {
    /// What a verdict rests on. No coordinates.
    pub struct Evidence: data {
        /// Fixes inside the fence.
        pub fixes_inside: u32,
        /// Fixes in the window that are neither inside nor clearly elsewhere.
        pub fixes_near: u32,
        /// Median accuracy of the fixes inside, in metres.
        pub median_accuracy_m: Option<f64>,
        /// Longest silence in the window.
        pub longest_gap_ms: i64,
        /// Nearest fix to the fence's edge in metres, negative inside.
        pub nearest_m: Option<f64>,
        /// Share of the time on site that no usable fix covers.
        pub bridged_share: Share,
        /// Whether the device can tell simulated positions.
        pub mock_checked: bool,
    }
}

record! {
    /// A stay at a known site that was not planned.
    pub struct OffPlanVisit: data {
        /// Identifier of the site.
        pub site: String,
        /// When the rep came.
        pub arrival: Moment,
        /// When the rep left.
        pub departure: Moment,
        /// Time inside the fence and its tolerance.
        pub time_on_site_ms: i64,
        /// Why it counts as it does.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// A stop at no known site.
    pub struct UnknownStop: data {
        /// From.
        pub start: Instant,
        /// Until.
        pub end: Instant,
        /// How long.
        pub duration_ms: i64,
        /// Where; only with `detail: track`.
        pub position: Option<Position>,
    }
}

record! {
    /// Something odd about the track, with its evidence.
    pub struct Anomaly: data {
        /// Stable code.
        pub code: String,
        /// From.
        pub start: Instant,
        /// Until.
        pub end: Instant,
        /// How many fixes show it.
        pub fixes: u32,
        /// What it does to verdicts that it bears on.
        pub effect: Degrade,
        /// What shows it.
        pub facts: crate::Facts,
    }
}

codes! {
    /// How clear it is at which site a visit is registered.
    pub enum Outcome {
        /// Inside the fence of one site, and of no other for all the fix tells.
        One = "one",
        /// Several sites are possible, and the fix is inside one of them at least.
        Several = "several",
        /// One site or several are possible; the fix is inside none for certain.
        Uncertain = "uncertain",
        /// No site is in reach.
        None = "none",
    }
}

record! {
    /// The sites at which a visit made on the spot may be. No coordinates.
    pub struct Registration: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// When, by the device's clock.
        pub t: Instant,
        /// How clear it is.
        pub outcome: Outcome,
        /// The sites, the likeliest first.
        pub candidates: Vec<Candidate>,
        /// The nearest site, where none is in reach.
        pub nearest: Option<NearestSite>,
        /// Why.
        pub reasons: Vec<Reason>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// A site at which a visit may be.
    pub struct Candidate: data {
        /// Identifier of the site.
        pub site: String,
        /// Inside its fence, or uncertain.
        pub state: PresenceState,
        /// How likely this site is among the candidates; they sum to 1.
        pub likelihood: Share,
        /// Probability that the rep is inside its fence, whatever the others.
        pub probability: Option<Share>,
        /// Metres to the fence's edge, negative inside; two digits of them beyond 100 m.
        pub distance_m: f64,
        /// Why it is a candidate.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// The nearest site.
    pub struct NearestSite: data {
        /// Identifier of the site.
        pub site: String,
        /// Metres to the fence's edge; two digits of them beyond 100 m.
        pub distance_m: f64,
    }
}

record! {
    /// Where a site really is, by the visits to it.
    pub struct SitePosition: data {
        /// Identifier of the site.
        pub site: String,
        /// How many verified visits count.
        pub visits: u32,
        /// Their median.
        pub position: Option<Position>,
        /// Metres from the stored point to the median.
        pub offset_m: Option<f64>,
        /// Median of the visits' distances from their median, in metres.
        pub spread_m: Option<f64>,
        /// Whether the stored point is wrong by all appearances; absent for too few visits.
        pub suspect: Option<bool>,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

codes! {
    /// What is erased in time.
    pub enum Erasable {
        /// The raw fixes behind a report.
        Track = "track",
        /// Positions in the report.
        Positions = "positions",
        /// Evidence in the report.
        Evidence = "evidence",
    }
}

record! {
    /// What is to be erased, and when.
    pub struct Retention: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// What there is to erase, now or later.
        pub erase: Vec<Erasure>,
        /// When the next of it is due that is not overdue.
        pub next_due: Option<Instant>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// One thing to erase.
    pub struct Erasure: data {
        /// What.
        pub what: Erasable,
        /// From when on; absent where nobody knows how old it is.
        pub due: Option<Instant>,
        /// Whether it is due already.
        pub overdue: Option<bool>,
        /// The level to which `redact` takes the report; absent for the fixes, which are elsewhere.
        pub redact_to: Option<Detail>,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// What is odd about a track. No coordinates.
    pub struct AnomalyReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// SHA-256 of the canonical fixes.
        pub digest: String,
        /// SHA-256 of the places alone, for the `history` of later days; absent for fewer than ten.
        pub path_digest: Option<String>,
        /// First usable fix.
        pub first: Option<Instant>,
        /// Last usable fix.
        pub last: Option<Instant>,
        /// How far the device's clock was ahead, all day: the smallest `received - t` that most
        /// uploads confirm; removed from all times.
        pub clock_offset_ms: i64,
        /// The flags, by start; each a reason that `reason_text` puts into words.
        pub anomalies: Vec<Anomaly>,
        /// What became of the fixes.
        pub fixes: FixCounts,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Where the time between the first and the last usable fix went. The parts sum exactly.
    pub struct Totals: data {
        /// At known sites.
        pub on_site_ms: i64,
        /// Moving.
        pub travel_ms: i64,
        /// Standing at no known site.
        pub idle_ms: i64,
        /// In gaps.
        pub unknown_ms: i64,
    }
}

record! {
    /// What became of the fixes, repeated ones counted once.
    pub struct FixCounts: data {
        /// Used.
        pub used: u32,
        /// Outside the times on duty: dropped, not looked at.
        pub off_duty: u32,
        /// Ahead of their receipt: not used.
        pub clock_ahead: u32,
        /// At latitude 0, longitude 0: not used.
        pub zero_island: u32,
    }
}
