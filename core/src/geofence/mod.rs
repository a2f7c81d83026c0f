//! Fences, fixes, and whether one was inside the other.

mod compile;
mod fix;
#[cfg(feature = "visit")]
pub(crate) mod machine;
mod policy;
mod presence;
mod probability;
pub(crate) mod reasons;
mod report;
mod track;

pub use compile::CompiledFence;
pub use fix::{Accuracy, Fix, FixSource, Mark, Reading};
#[cfg(feature = "visit")]
pub use machine::{EnterPolicy, ExitPolicy};
pub use policy::{Boundary, Fence, Metric, Model, Percentile, PresencePolicy, Radius};
#[cfg(feature = "visit")]
pub(crate) use policy::{check_presence, check_version};
pub use presence::{Observation, presence};
pub use report::{Presence, PresenceState};
pub use track::Track;
