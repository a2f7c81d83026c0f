//! Plans and sites, and the rules by which visits are judged.

use super::duty::DutyHours;
use crate::Position;
use crate::geofence::machine::{check_enter, check_exit};
use crate::geofence::{
    Confidence, EnterPolicy, ExitPolicy, Fence, PresencePolicy, Speed, Track, check_presence,
    not_negative,
};
use crate::shape::{Meters, Reader, Share, Value, codes, record};
use crate::time::{Date, Instant, Span, Zone};

record! {
    /// A half-open range of time.
    pub struct Interval: data check check_interval {
        /// First instant.
        pub start: Instant,
        /// First instant after it.
        pub end: Instant,
    }
}

fn check_interval(interval: &Interval, at: &mut Reader) {
    if interval.end <= interval.start {
        at.within("end", |at| at.problem::<()>("out_of_range", "must be after start"));
    }
}

record! {
    /// A visit that was to be made.
    pub struct PlannedVisit: data check check_planned_visit {
        /// Identifier of the planned visit, unique in the plan.
        pub id: String,
        /// Who was to make it. One call verifies one rep.
        pub rep: Option<String>,
        /// Identifier of the site.
        pub site: String,
        /// When; or else `date`.
        pub slot: Option<Interval>,
        /// The local date on which it may happen at any time.
        pub date: Option<Date>,
        /// Time on site that makes it a visit; else the policy's.
        pub min_dwell: Option<Span>,
        /// Time on site that every person whom the rep says to have met takes at least.
        pub min_dwell_per_person: Option<Span>,
        /// What the rep says.
        pub claimed: Option<Claim>,
        /// A person's decision that stands above the computed status.
        pub r#override: Option<Override>,
    }
}

/// Checks a planned visit that was built in Rust as one that was read is checked.
pub(super) fn check_planned(planned: &PlannedVisit, at: &mut Reader) {
    check_planned_visit(planned, at);
    if let Some(slot) = &planned.slot {
        at.within("slot", |at| check_interval(slot, at));
    }
}

fn check_planned_visit(planned: &PlannedVisit, at: &mut Reader) {
    if planned.slot.is_none() && planned.date.is_none() {
        at.problem::<()>("missing_key", "a planned visit needs \"slot\" or \"date\"");
    }
    let spans =
        [("min_dwell", planned.min_dwell), ("min_dwell_per_person", planned.min_dwell_per_person)];
    for (key, span) in spans {
        not_negative(&[(key, span.unwrap_or(Span::seconds(0)))], at);
    }
}

record! {
    /// What the rep says about a visit.
    pub struct Claim: data {
        /// When the rep said so.
        pub t: Option<Instant>,
        /// Whether the rep says that it was made.
        pub done: bool,
        /// How many people the rep says to have met there: doctors, buyers.
        pub people_met: Option<u32>,
    }
}

record! {
    /// A person's decision about a visit (an appeal): it changes `status`, never
    /// `computed_status`.
    pub struct Override: data {
        /// The status that stands.
        pub status: Status,
        /// Who decided.
        pub by: String,
        /// Why.
        pub reason: String,
        /// When.
        pub at: Instant,
    }
}

record! {
    /// A place that is visited.
    pub struct Site: data {
        /// Identifier, unique among the sites.
        pub id: String,
        /// Where it is.
        pub fence: Fence,
        /// How many people can be met there.
        pub staff: Option<u32>,
        /// Anything else about the site; never read here.
        pub attributes: Value,
    }
}

record! {
    /// What is known from other days and other reps.
    pub struct History: data {
        /// `path_digest` of the rep's reports of earlier days; not of this one.
        pub path_digests: Vec<String> = Vec::new(),
        /// Other reps' tracks of the same day: those who may carry two phones, such as a team.
        pub companions: Vec<Companion> = Vec::new(),
    }
}

record! {
    /// What is known of a rep from before.
    pub struct RepHistory: data {
        /// Who.
        pub rep: String,
        /// `path_digest` of the rep's reports of earlier days.
        pub path_digests: Vec<String> = Vec::new(),
        /// Other reps of the same call who may carry two phones with this one, such as a team.
        pub companions: Vec<String> = Vec::new(),
    }
}

record! {
    /// Another rep's track of the same day.
    pub struct Companion: data {
        /// Who.
        pub rep: String,
        /// Their fixes.
        pub track: Track,
    }
}

record! {
    /// A visit to a site, and where it was.
    pub struct LocatedVisit: data {
        /// Identifier of the site.
        pub site: String,
        /// The point that is stored for the site.
        pub stored: Position,
        /// Where the rep was: the `position` of a verdict.
        pub position: Position,
        /// The visit's status; only `verified` ones count. Absent: it is.
        pub status: Option<Status>,
    }
}

codes! {
    /// The verdict on a planned visit.
    pub enum Status {
        /// On site, in the slot, for `min_dwell`.
        Verified = "verified",
        /// On site, but short; or for `min_dwell`, yet out of the slot.
        Partial = "partial",
        /// No evidence either way. A dead phone is not a no-show.
        Unproven = "unproven",
        /// Would be verified or partial, but for an anomaly that bears on it.
        Suspect = "suspect",
        /// Evidence against: nowhere in the window could the visit hide.
        Rejected = "rejected",
    }
}

codes! {
    /// What has to lie in the slot.
    pub enum SlotRule {
        /// The arrival; time on site then counts in full.
        Arrival = "arrival",
        /// The time on site, which is clipped to the slot.
        Presence = "presence",
    }
}

codes! {
    /// How the tracker samples.
    pub enum Sampling {
        /// All the time: a longer silence than `gap` is a gap.
        Continuous = "continuous",
        /// It sleeps while the rep stands still: silence between two fixes of one place is a stay.
        MotionGated = "motion_gated",
        /// Presses of check-in and check-out bound a stay: none lasts from a check-out to a check-in.
        CheckIn = "check_in",
    }
}

codes! {
    /// How much a report tells.
    pub enum Detail {
        /// Statuses, times and reasons.
        Verdict = "verdict",
        /// The evidence too, without coordinates.
        Evidence = "evidence",
        /// Coordinates too.
        Track = "track",
    }
}

codes! {
    /// What an anomaly does to a verdict that it bears on.
    pub enum Degrade {
        /// Verified and partial become suspect.
        Suspect = "suspect",
        /// It is named among the reasons.
        Note = "note",
    }
}

record! {
    /// What each anomaly does to a verdict that it bears on.
    pub struct DegradePolicy: policy {
        /// The device says that the position is simulated.
        pub mock_location: Degrade = Degrade::Suspect,
        /// There and back, both ways faster than anything drives.
        pub teleport: Degrade = Degrade::Suspect,
        /// The same coordinates to the last digit.
        pub frozen_coordinates: Degrade = Degrade::Suspect,
        /// The path of an earlier day.
        pub replayed_track: Degrade = Degrade::Suspect,
        /// Two phones in one pocket.
        pub companion_track: Degrade = Degrade::Suspect,
        /// One leg faster than anything drives.
        pub speed_impossible: Degrade = Degrade::Note,
        /// Fixes from the future.
        pub clock_ahead: Degrade = Degrade::Note,
        /// A clock that was set back.
        pub clock_back: Degrade = Degrade::Note,
        /// Fixes at latitude 0, longitude 0.
        pub zero_island: Degrade = Degrade::Note,
        /// The accuracy never changes.
        pub accuracy_constant: Degrade = Degrade::Note,
        /// Several places at one instant.
        pub conflicting_fix: Degrade = Degrade::Note,
    }
}

record! {
    /// When a track is not what a moving person's phone writes.
    pub struct AnomalyPolicy: policy check check_anomalies {
        /// Faster than this, in m/s, no leg is real.
        pub max_speed_mps: Speed = Speed::known(70.0),
        /// Nor, over long legs, faster than this: planes.
        pub max_flight_speed_mps: Speed = Speed::known(300.0),
        /// Legs, and runs of fast legs, longer than this many metres may be flights.
        pub flight_leg_m: Meters = Meters::known(100_000.0),
        /// Both legs of a teleport are longer than this many metres.
        pub teleport_leg_m: Meters = Meters::known(100.0),
        /// A teleport returns to within this share of its shorter leg.
        pub teleport_return_share: Share = Share::known(0.3),
        /// So many fixes at least make frozen coordinates. A fix that does not say where it is from
        /// counts as one of satellites, as browsers never say; where most of a run come from
        /// networks or fused providers, or tell no accuracy, it is a note.
        pub frozen_fixes: u32 = 8,
        /// In so many places at most, told apart to 1e-7 degrees.
        pub frozen_places: u32 = 2,
        /// Over at least this time.
        pub frozen_span: Span = Span::minutes(4),
        /// A fix further ahead of its receipt than this is not used.
        pub clock_ahead: Span = Span::seconds(60),
        /// So many fixes at least show that the accuracy never changes.
        pub accuracy_constant_fixes: u32 = 30,
        /// Two reps within joint accuracy for longer than this ...
        pub companion_span: Span = Span::minutes(120),
        /// ... and at this many sites are one.
        pub companion_sites: u32 = 3,
    }
}

/// More places than this are no frozen coordinates.
const MAX_FROZEN_PLACES: u32 = 16;

pub(super) fn check_anomalies(policy: &AnomalyPolicy, at: &mut Reader) {
    if !(1..=MAX_FROZEN_PLACES).contains(&policy.frozen_places) {
        at.within("frozen_places", |at| at.problem::<()>("out_of_range", "expected 1 to 16"));
    }
    let spans = [
        ("frozen_span", policy.frozen_span),
        ("clock_ahead", policy.clock_ahead),
        ("companion_span", policy.companion_span),
    ];
    not_negative(&spans, at);
}

record! {
    /// The rules by which visits are judged.
    pub struct VisitPolicy: policy check check_visit_policy {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// How one fix is held against a fence.
        pub presence: PresencePolicy = PresencePolicy::default(),
        /// What has to lie in the slot.
        pub slot_rule: SlotRule = SlotRule::Arrival,
        /// So much before the slot an arrival still counts.
        pub early: Span = Span::minutes(15),
        /// So much after the slot's end an arrival still counts.
        pub late: Span = Span::minutes(15),
        /// Time on site that makes a visit, where the plan says nothing else.
        pub min_dwell: Span = Span::minutes(5),
        /// So much less still makes one.
        pub dwell_grace: Span = Span::seconds(30),
        /// What confirms that a fence was entered.
        pub enter: EnterPolicy = EnterPolicy::default(),
        /// What confirms that it was left.
        pub exit: ExitPolicy = ExitPolicy::default(),
        /// Leaving for less than this continues the visit.
        pub grace: Span = Span::seconds(180),
        /// Silence longer than this is a gap.
        pub gap: Span = Span::minutes(15),
        /// How the tracker samples.
        pub sampling: Sampling = Sampling::Continuous,
        /// With `motion_gated`, silence longer than this is a gap all the same.
        pub motion_gap: Span = Span::minutes(240),
        /// Stays of lower confidence are `unproven`.
        pub min_confidence: Confidence = Confidence::Low,
        /// A larger share of time on site without a usable fix proves nothing.
        pub max_bridged_share: Share = Share::known(0.5),
        /// Inside for less than this is passing by, unless a visit takes no longer.
        pub passed_by: Span = Span::seconds(60),
        /// Nobody gets to a site and back faster than this many m/s on average.
        pub max_travel_speed_mps: Speed = Speed::known(40.0),
        /// Anomalies within this time of a stay bear on it.
        pub anomaly_window: Span = Span::minutes(10),
        /// What is an anomaly.
        pub anomalies: AnomalyPolicy = AnomalyPolicy::default(),
        /// What an anomaly does.
        pub degrade: DegradePolicy = DegradePolicy::default(),
        /// Whether a device that cannot tell simulated positions proves nothing.
        pub require_mock_flag: bool = false,
        /// The zone of the plan's dates.
        pub zone: Zone = Zone::utc(),
        /// Hours on duty, a list of times or a calendar: fixes outside them are dropped at the door
        /// and only counted. Times that touch or overlap are one.
        pub observe: Option<DutyHours> = None,
        /// Two fixes within this many metres may belong to one stop.
        pub stop_radius_m: Meters = Meters::known(100.0),
        /// Standing still for this long is a stop.
        pub stop_span: Span = Span::minutes(5),
        /// How much the report tells.
        pub detail: Detail = Detail::Evidence,
    }
}

record! {
    /// How long what is kept. Days are of 24 hours.
    pub struct RetentionPolicy: policy check check_retention {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Fixes, and positions in reports: for so many days after the last fix.
        pub track_days: u32 = 90,
        /// Evidence in reports: for so many days after the last fix; three years.
        pub evidence_days: u32 = 1095,
    }
}

pub(super) fn check_retention(policy: &RetentionPolicy, at: &mut Reader) {
    crate::geofence::check_version(policy.version, at);
    if policy.evidence_days < policy.track_days {
        at.within("evidence_days", |at| {
            at.problem::<()>("out_of_range", "must not be below track_days");
        });
    }
}

/// Checks a policy that was built in Rust as one that was read is checked.
pub(super) fn check_policy(policy: &VisitPolicy, at: &mut Reader) {
    check_visit_policy(policy, at);
    at.within("presence", |at| check_presence(&policy.presence, at));
    at.within("anomalies", |at| check_anomalies(&policy.anomalies, at));
    at.within("enter", |at| check_enter(&policy.enter, at));
    at.within("exit", |at| check_exit(&policy.exit, at));
    // A calendar is checked as it is made.
    if let Some(DutyHours::Times(times)) = &policy.observe {
        for (index, time) in times.iter().enumerate() {
            at.within("observe", |at| at.within(index, |at| check_interval(time, at)));
        }
    }
}

fn check_visit_policy(policy: &VisitPolicy, at: &mut Reader) {
    crate::geofence::check_version(policy.version, at);
    let spans = [
        ("early", policy.early),
        ("late", policy.late),
        ("min_dwell", policy.min_dwell),
        ("dwell_grace", policy.dwell_grace),
        ("grace", policy.grace),
        ("gap", policy.gap),
        ("motion_gap", policy.motion_gap),
        ("passed_by", policy.passed_by),
        ("anomaly_window", policy.anomaly_window),
        ("stop_span", policy.stop_span),
    ];
    not_negative(&spans, at);
    // Of no `min_dwell` at all it is meant: then an arrival is a visit.
    if policy.dwell_grace >= policy.min_dwell && policy.min_dwell.millis() > 0 {
        at.within("dwell_grace", |at| {
            at.warning("any_dwell_suffices", "not below min_dwell: any time on site makes a visit");
        });
    }
}
