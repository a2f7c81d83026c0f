//! What a log of stages tells: how many cases come how far, and how long they stay where.

mod events;
mod funnel_report;
mod groups;
mod log;
mod moves;
mod norms;
mod periods;
mod policy;
mod report;
mod spread;
mod tally;
mod variants;
mod work_clock;

pub use events::FunnelEvents;
pub use funnel_report::{MAX_STAGES, funnel_report};
pub use groups::MAX_GROUP_ROWS;
pub use periods::MAX_PERIODS;
pub use policy::{FunnelOptions, FunnelStage, FunnelTransition, MoveSources};
pub use report::{
    FunnelGroup, FunnelMove, FunnelReport, FunnelThroughput, FunnelVariant, NormFigures,
    StageFigures, TimeFigures,
};
