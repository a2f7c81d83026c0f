//! Fences, fixes, and whether one was inside the other.
//!
//! [`presence`] holds one [`Fix`] against one [`Fence`]; a [`CompiledFence`] does so for many. The
//! answer is inside, outside or uncertain: what a phone reports is a guess with a radius, and
//! near a boundary, or from a poor guess, nobody can tell. By default the answer is that of a
//! probability (model `probability`); model `margin` is the rule with plus and minus that
//! administrators of CRMs know.
//!
//! # Example
//! ```
//! use fieldbeat::geofence::{CompiledFence, PresenceState};
//! use fieldbeat::{Fence, Fix, PresencePolicy};
//!
//! let clinic = Fence::from_json(
//!     r#"{"center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 150, "tolerance_m": 20}"#,
//! )?;
//! let clinic = CompiledFence::new(&clinic, &PresencePolicy::default())?;
//! let seen = |lat, accuracy_m| {
//!     let fix = Fix::new("2026-11-20T09:00:00Z".parse().unwrap(), lat, 37.6173, accuracy_m);
//!     clinic.observe(&fix.unwrap()).state
//! };
//! assert_eq!(seen(55.7567, 20.0), PresenceState::Inside);
//! assert_eq!(seen(55.7573, 20.0), PresenceState::Uncertain);
//! assert_eq!(seen(55.7594, 20.0), PresenceState::Outside);
//! // From five times its accuracy away even a poor fix proves absence, but never presence.
//! assert_eq!(seen(55.7558, 300.0), PresenceState::Uncertain);
//! assert_eq!(seen(55.7758, 300.0), PresenceState::Outside);
//! # Ok::<(), fieldbeat::Error>(())
//! ```

mod compile;
#[cfg(feature = "tracker")]
mod fences;
mod fix;
#[cfg(feature = "tracker")]
mod index;
#[cfg(feature = "tracker")]
pub(crate) mod machine;
mod policy;
mod presence;
mod probability;
pub(crate) mod reasons;
#[cfg(feature = "tracker")]
mod rep_fixes;
mod report;
#[cfg(feature = "tracker")]
pub(crate) mod sight;
pub(crate) mod sure;
mod track;
#[cfg(feature = "tracker")]
pub(crate) mod tracker;

pub use compile::CompiledFence;
#[cfg(feature = "tracker")]
pub use fences::{CircleColumns, Fences};
pub use fix::{Accuracy, Fix, FixSource, Mark, Reading};
#[cfg(feature = "tracker")]
pub use index::{FenceHit, FenceIndex, IndexPolicy, MAX_FENCES, MAX_ID_BYTES, Pairs};
#[cfg(feature = "tracker")]
pub use machine::{EnterPolicy, ExitPolicy};
#[cfg(feature = "tracker")]
pub use policy::Speed;
pub use policy::{Boundary, Fence, Metric, Model, Percentile, PresencePolicy, Radius};
#[cfg(feature = "tracker")]
pub(crate) use policy::{check_presence, check_version, not_negative};
pub use presence::{Observation, presence};
#[cfg(feature = "tracker")]
pub use rep_fixes::RepFixes;
#[cfg(feature = "visit")]
pub(crate) use rep_fixes::read_reps;
#[cfg(feature = "tracker")]
pub use report::Confidence;
pub use report::{Presence, PresenceState};
pub use track::Track;
#[cfg(feature = "tracker")]
pub use tracker::{
    EventKind, FenceEvent, Pushed, SetAside, SmallFence, Tracker, TrackerPolicy, lint_fences,
    supersede,
};
