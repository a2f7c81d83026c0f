//! How a stream of fixes becomes events.

use super::super::machine::{Rules, check_enter, check_exit};
use super::super::sure::Sure;
use super::super::{
    EnterPolicy, ExitPolicy, PresencePolicy, Radius, Speed, check_presence, check_version,
    not_negative,
};
use crate::shape::{Reader, record};
use crate::time::Span;

record! {
    /// How a stream of fixes becomes events.
    pub struct TrackerPolicy: policy check check_tracker_policy {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// How one fix is held against a fence.
        pub presence: PresencePolicy = PresencePolicy::default(),
        /// What confirms that a fence was entered.
        pub enter: EnterPolicy = EnterPolicy::default(),
        /// What confirms that it was left.
        pub exit: ExitPolicy = ExitPolicy::default(),
        /// So much time on site is a dwell.
        pub dwell: Span = Span::minutes(5),
        /// Leaving for less than this continues the visit.
        pub grace: Span = Span::seconds(180),
        /// Silence longer than this is a gap.
        pub gap: Span = Span::minutes(15),
        /// Fixes may come so much later than newer ones of the same rep and source, and the first
        /// of a source so much later than those of the others.
        pub lateness: Span = Span::minutes(5),
        /// So many fixes of one rep and source may wait for their place in the order.
        pub max_pending: u32 = 4096,
        /// A fix further ahead of its receipt, or of `now`, is put aside.
        pub clock_ahead: Span = Span::seconds(60),
        /// Faster than this, in m/s, no leg is real: it confirms no exit and crosses no fence.
        pub max_speed_mps: Speed = Speed::known(70.0),
        /// The accuracy in metres that honest phones reach on site, indoors too: fences that it is
        /// too poor for are named by `lint`.
        pub typical_accuracy_m: Radius = Radius::known(30.0),
    }
}

pub(super) fn check_tracker_policy(policy: &TrackerPolicy, at: &mut Reader) {
    check_version(policy.version, at);
    let spans = [
        ("dwell", policy.dwell),
        ("grace", policy.grace),
        ("gap", policy.gap),
        ("lateness", policy.lateness),
        ("clock_ahead", policy.clock_ahead),
    ];
    not_negative(&spans, at);
    if policy.max_pending == 0 {
        at.within("max_pending", |at| at.problem::<()>("out_of_range", "must be at least 1"));
    }
}

impl TrackerPolicy {
    /// The rules that follow, or all problems of a policy that was built in Rust.
    pub(super) fn rules(&self) -> crate::Result<Rules> {
        let mut at = Reader::new();
        at.within("policy", |at| {
            at.policy(|at| {
                check_tracker_policy(self, at);
                at.within("presence", |at| check_presence(&self.presence, at));
                at.within("enter", |at| check_enter(&self.enter, at));
                at.within("exit", |at| check_exit(&self.exit, at));
            });
        });
        at.finish(Some(()))?;
        Ok(Rules {
            enter: self.enter.clone(),
            exit: self.exit.clone(),
            grace_ms: self.grace.millis(),
            dwell_ms: Some(self.dwell.millis()),
            marks_bound: false,
            sure: Sure::of(&self.presence),
            inside_sigmas: self.presence.inside_sigmas(),
            outside_probability: self.presence.outside_probability.get(),
            max_speed_mps: self.max_speed_mps.get(),
        })
    }
}
