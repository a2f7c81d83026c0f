//! One fence, and the events of many.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
#[cfg(feature = "tracker")]
use crate::geofence::FenceEvent;
use crate::geofence::{Fence, Fix, Presence, PresencePolicy};
use crate::shape::record;

record! {
    /// Arguments of `presence`.
    pub struct PresenceArguments: data {
        /// The fence.
        pub fence: Fence,
        /// The fix.
        pub fix: Fix,
        /// How they are held against each other.
        pub policy: PresencePolicy = PresencePolicy::default(),
    }
}

#[cfg(feature = "tracker")]
record! {
    /// Arguments of `supersede`.
    pub struct SupersedeArguments: data {
        /// The events of a day that was pushed again, as a tracker answered them.
        pub events: Vec<FenceEvent>,
        /// The events that it answered before.
        pub earlier: Vec<FenceEvent>,
    }
}

operations! {
    #![cfg(feature = "geofence")]

    /// Whether one fix was inside one fence: inside, outside or uncertain.
    presence(args: PresenceArguments, warnings, budget) -> Presence {
        let mut answer = crate::geofence::presence(&args.fence, &args.fix, &args.policy)?;
        answer.warnings = warnings;
        answer
    }

    #[cfg(feature = "tracker")]
    /// The events of a day that was pushed again, each with the earlier events that it replaces.
    supersede(args: SupersedeArguments, warnings, budget) -> Vec<FenceEvent> {
        let mut events = args.events;
        crate::geofence::supersede(&mut events, &args.earlier);
        events
    }
}
