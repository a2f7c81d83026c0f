//! Fences, fixes, and whether one was inside the other.

mod compile;
mod fix;
mod policy;
mod presence;
mod probability;
pub(crate) mod reasons;
mod report;
mod track;

pub use compile::CompiledFence;
pub use fix::{Accuracy, Fix, FixSource, Mark, Reading};
#[cfg(feature = "visit")]
pub(crate) use policy::check_version;
pub use policy::{Boundary, Fence, Metric, Model, Percentile, PresencePolicy, Radius};
pub use presence::{Observation, presence};
pub use report::{Presence, PresenceState};
pub use track::Track;
