//! What a tracker answers: events of fences, and fixes that it put aside.

use super::super::machine::{Crossing, Stay};
use super::super::reasons::stream;
use super::super::{Confidence, Fix};
use crate::Reason;
use crate::math::StableHash;
use crate::shape::{Warning, codes, record};
use crate::time::Instant;

codes! {
    /// What happened at a fence.
    pub enum EventKind {
        /// The rep came in.
        Enter = "enter",
        /// The time on site came to the policy's `dwell`.
        Dwell = "dwell",
        /// The rep left, and was not back within the grace.
        Exit = "exit",
        /// The way between two fixes leads through the fence; no fix lies inside.
        Cross = "cross",
    }
}

record! {
    /// What happened at a fence. Events are final: none is ever taken back or changed.
    pub struct FenceEvent: data {
        /// Stable: the same for the same rep, fence, first inside fix and kind.
        pub id: String,
        /// Who.
        pub rep: String,
        /// The fence's id, or its index as text if it has none.
        pub fence: String,
        /// The fence's index.
        pub fence_index: u32,
        /// What happened.
        pub kind: EventKind,
        /// When, most likely: the crossing of the edge, interpolated between two fixes.
        pub t: Instant,
        /// Not before this.
        pub t_min: Instant,
        /// Nor after this.
        pub t_max: Instant,
        /// Low where the edge was crossed in a gap, or at an end of the track.
        pub confidence: Confidence,
        /// With `exit`: time inside the fence and its tolerance, without absences and gaps.
        pub time_on_site_ms: Option<i64>,
        /// Ids of earlier events that this one replaces: see [`supersede`](super::supersede).
        pub supersedes: Vec<String>,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// A fix that changed nothing, and why.
    pub struct SetAside: data {
        /// Whose.
        pub rep: String,
        /// The fix, as it came.
        pub fix: Fix,
        /// Why.
        pub reasons: Vec<Reason>,
    }
}

record! {
    /// What a call to a tracker led to.
    pub struct Pushed: data {
        /// What is now certain.
        pub events: Vec<FenceEvent>,
        /// Fixes that came too late for their place in the order.
        pub late: Vec<SetAside>,
        /// Fixes that cannot be true: from the future, or at latitude 0, longitude 0.
        pub quarantined: Vec<SetAside>,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

impl Pushed {
    pub(super) fn nothing() -> Self {
        Self { events: Vec::new(), late: Vec::new(), quarantined: Vec::new(), warnings: Vec::new() }
    }
}

/// An inside fix that the device calls simulated.
pub(super) const MOCK: u8 = 1;
/// An inside fix that stands for several of one instant that contradict each other.
pub(super) const CONFLICTING: u8 = 2;

/// Whose event, at which fence.
pub(super) struct Place<'a> {
    pub(super) rep: &'a str,
    pub(super) fence: String,
    pub(super) index: u32,
}

impl Place<'_> {
    pub(super) fn enter(self, enter: &Crossing, first: i64, traits: u8) -> FenceEvent {
        let why =
            side(enter, stream::TRACK_BEGINS_INSIDE, stream::ENTRY_CONFIRMED).by("$.policy.enter");
        self.event(EventKind::Enter, enter, first, vec![why], traits)
    }

    /// As uncertain as the entry is.
    pub(super) fn dwell(
        self,
        t: i64,
        dwell_ms: i64,
        enter: &Crossing,
        first: i64,
        traits: u8,
    ) -> FenceEvent {
        let bounds = (t - (enter.t - enter.t_min), t + (enter.t_max - enter.t));
        let mut at = Crossing::within(t, bounds);
        (at.hidden, at.open) = (enter.hidden, enter.open);
        let why =
            Reason::new(stream::DWELL_REACHED).by("$.policy.dwell").fact("dwell_ms", dwell_ms);
        self.event(EventKind::Dwell, &at, first, vec![why], traits)
    }

    pub(super) fn exit(self, stay: &Stay) -> FenceEvent {
        let why =
            side(&stay.exit, stream::TRACK_ENDS_INSIDE, stream::EXIT_CONFIRMED).by("$.policy.exit");
        let event = self.event(EventKind::Exit, &stay.exit, stay.first, vec![why], stay.traits);
        FenceEvent { time_on_site_ms: Some(stay.on_site_ms()), ..event }
    }

    /// `at` is the first crossing of the edge, between the fixes at its bounds.
    pub(super) fn cross(self, at: &Crossing, traits: u8) -> FenceEvent {
        let why = Reason::new(stream::PASSED_THROUGH);
        self.event(EventKind::Cross, at, at.t_min, vec![why], traits)
    }

    fn event(
        self,
        kind: EventKind,
        at: &Crossing,
        first: i64,
        mut reasons: Vec<Reason>,
        traits: u8,
    ) -> FenceEvent {
        if at.hidden && !at.open {
            reasons.push(Reason::new(stream::CROSSED_IN_GAP).by("$.policy.gap"));
        }
        for (bit, code) in [(MOCK, stream::MOCK_LOCATION), (CONFLICTING, stream::CONFLICTING_FIX)] {
            if traits & bit != 0 {
                reasons.push(Reason::new(code));
            }
        }
        let id =
            StableHash::new().text(self.rep).text(&self.fence).int(first).text(kind.as_str()).hex();
        FenceEvent {
            id,
            rep: self.rep.to_owned(),
            fence: self.fence,
            fence_index: self.index,
            kind,
            t: instant(at.t),
            t_min: instant(at.t_min),
            t_max: instant(at.t_max),
            confidence: if at.hidden { Confidence::Low } else { Confidence::High },
            time_on_site_ms: None,
            supersedes: Vec::new(),
            reasons,
        }
    }
}

fn side(crossing: &Crossing, open: &'static str, closed: &'static str) -> Reason {
    Reason::new(if crossing.open { open } else { closed })
}

/// Held within the years 1 to 9999.
pub(super) fn instant(ms: i64) -> Instant {
    Instant::MIN.plus(ms.saturating_sub(Instant::MIN.millis()))
}
