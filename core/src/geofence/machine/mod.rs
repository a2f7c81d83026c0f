//! The fence state machine: who was inside, from when to when, for how long.
//!
//! States of one rep and one fence: out, entering, in, leaving. Entering is confirmed by inside
//! fixes, leaving by fixes outside a wider exit fence, so that noise at the edge makes no visits.
//! The exit fence only decides when a visit *ends*: time on site counts the fence and its
//! tolerance, from crossing to crossing.
//!
//! There is one machine, [`Watch`], which takes fix after fix. A [`Tracker`](super::Tracker) keeps
//! one for each fence that a rep is near; visits walk one over a whole sorted track.
//!
//! - `rules`: what the machine needs of a policy
//! - `crossing`: when an edge was crossed, from the fixes on either side
//! - `course`: the time inside, from the first inside fix to the last
//! - `watch`: what confirms an entry and an exit, and when a visit is over for good
//! - `walk`: a whole track at once, where visits ask for it

mod course;
mod crossing;
mod rules;
#[cfg(feature = "visit")]
mod walk;
mod watch;

pub(crate) use course::Stay;
#[cfg(feature = "visit")]
pub(crate) use course::length_ms;
pub(crate) use crossing::Crossing;
pub use rules::{EnterPolicy, ExitPolicy};
pub(crate) use rules::{Ground, Rules, check_enter, check_exit};
#[cfg(feature = "visit")]
pub(crate) use walk::{Machine, Sight};
pub(crate) use watch::{Passage, Watch};
