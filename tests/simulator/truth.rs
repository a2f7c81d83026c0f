//! What really happened on a planned visit, and which verdicts are right about it.

use fieldbeat::visit::Status;

/// What happened. The names are those of the development data (`sim_days_dev`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// On site, in the slot, long enough.
    Ok,
    /// The same, with a receiver that wanders and sometimes jumps, as between high buildings.
    Jitter,
    /// On site in the slot, but clearly shorter than `min_dwell`.
    Short,
    /// On site long enough, but long before or after the slot.
    OffSlot,
    /// Drove through the fence without stopping.
    DriveBy,
    /// Never came near.
    Missed,
    /// On site long enough, with fixes good to hundreds of metres only.
    PoorGps,
    /// On site long enough, with the phone off.
    Gap,
    /// Elsewhere, with an app that simulates the site and owns up to it (`mock`).
    Mock,
    /// Elsewhere; the position jumps to the site and back.
    Teleport,
    /// Elsewhere; the position stands still on the site to the last digit.
    Frozen,
}

impl Case {
    /// All cases, in the order of the confusion table.
    pub const ALL: [Self; 11] = [
        Self::Ok,
        Self::Jitter,
        Self::Short,
        Self::OffSlot,
        Self::DriveBy,
        Self::Missed,
        Self::PoorGps,
        Self::Gap,
        Self::Mock,
        Self::Teleport,
        Self::Frozen,
    ];

    /// The name in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Jitter => "jitter",
            Self::Short => "short",
            Self::OffSlot => "off_slot",
            Self::DriveBy => "drive_by",
            Self::Missed => "missed",
            Self::PoorGps => "poor_gps",
            Self::Gap => "gap",
            Self::Mock => "mock",
            Self::Teleport => "teleport",
            Self::Frozen => "frozen",
        }
    }

    /// The case called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|case| case.as_str() == name)
    }

    /// Whether `status` is right.
    ///
    /// A rep who was elsewhere is rightly `suspect` for the trick and rightly `rejected` where
    /// the rest of the track proves the absence.
    #[must_use]
    pub fn admits(self, status: Status) -> bool {
        match self {
            Self::Ok | Self::Jitter => status == Status::Verified,
            Self::Short | Self::OffSlot => status == Status::Partial,
            Self::DriveBy | Self::Missed => status == Status::Rejected,
            Self::PoorGps | Self::Gap => status == Status::Unproven,
            Self::Mock | Self::Teleport | Self::Frozen => {
                matches!(status, Status::Suspect | Status::Rejected)
            }
        }
    }

    /// Whether the visit took place as planned.
    #[must_use]
    pub fn is_honest_visit(self) -> bool {
        matches!(self, Self::Ok | Self::Jitter)
    }

    /// Whether `verified` would reward someone who was not there.
    #[must_use]
    pub fn must_never_verify(self) -> bool {
        matches!(self, Self::Mock | Self::Teleport | Self::Missed | Self::DriveBy)
    }

    /// Whether the rep was seen on site, so that time on site can be compared with the truth.
    #[must_use]
    pub fn has_measured_dwell(self) -> bool {
        matches!(self, Self::Ok | Self::Jitter | Self::Short | Self::OffSlot)
    }
}

/// What really happened on one planned visit.
#[derive(Clone, Debug, PartialEq)]
pub struct TrueVisit {
    /// Identifier of the planned visit.
    pub plan_id: String,
    /// What happened.
    pub case: Case,
    /// First moment inside the fence, in milliseconds since 1970; `None` if never there.
    pub arrive_ms: Option<i64>,
    /// Last moment inside the fence.
    pub depart_ms: Option<i64>,
    /// Time inside the fence.
    pub dwell_ms: i64,
}
