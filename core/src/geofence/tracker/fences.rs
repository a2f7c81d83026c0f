//! What all reps of a tracker share: the fences, made ready on first sight, and the rules.

use std::sync::Arc;

use super::super::compile::{self, NEAR_SIGMAS};
use super::super::machine::{Ground, Rules};
use super::super::sight::Seen;
use super::super::{CompiledFence, Fix, Metric, Model, PresenceState};
use super::TrackerPolicy;
use super::event::{CONFLICTING, MOCK};
use super::places::{Place, Places};
use crate::Result;
use crate::column::Names;
use crate::geofence::FenceIndex;
use crate::geofence::index::Bound;
use crate::math;
use crate::shape::Reader;

/// The policy, with what follows from it.
#[derive(Clone, Debug)]
pub(super) struct Law {
    pub(super) policy: TrackerPolicy,
    pub(super) rules: Rules,
    /// What all fences are held against fixes by.
    shared: Arc<compile::Rules>,
    /// So many times its accuracy from a fence every fix that tells speaks against presence.
    far: f64,
    /// So many times its accuracy inside a fence a fix is inside for certain.
    deep: f64,
}

/// How far a fix that tells can be mistaken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    /// Farther than this many metres from a fence and its tolerance, it speaks against presence.
    pub(super) reach_m: f64,
    /// So many metres inside a fence it is inside for certain; infinite where it never is.
    pub(super) deep_m: f64,
    /// Whether it says where the rep was: see [`Law::is_sharp`].
    pub(super) is_sharp: bool,
}

impl Law {
    pub(super) fn new(policy: &TrackerPolicy) -> crate::Result<Self> {
        let rules = policy.rules()?;
        // Within 3.5 sigma of a convex edge there is all but 0.0003 of a Gaussian; within 7 what an
        // engine of probabilities calls all.
        let far_sigmas = if rules.outside_probability >= 0.05 { 3.5 } else { 7.0 };
        let deep_sigmas = math::max(rules.sure.deep, NEAR_SIGMAS);
        let shared = compile::Rules::of(&policy.presence);
        let (far, deep) = match policy.presence.model {
            Model::Probability => {
                let per_sigma = policy.presence.accuracy_per_sigma();
                (far_sigmas / per_sigma, deep_sigmas / per_sigma)
            }
            Model::Margin => (1.0, 0.0),
        };
        Ok(Self { policy: policy.clone(), rules, shared, far, deep })
    }

    /// Whether a fix is no poorer than the policy asks: then it says where the rep was.
    pub(super) fn is_sharp(&self, fix: &Fix) -> bool {
        let presence = &self.policy.presence;
        presence.accuracy_of(fix).is_some_and(|m| m <= presence.max_accuracy_m.get())
    }

    /// How far a fix can be mistaken; absent where it tells nothing.
    pub(super) fn sight(&self, fix: &Fix) -> Option<Sight> {
        let presence = &self.policy.presence;
        let accuracy_m = presence.accuracy_of(fix)?;
        let (reach_m, deep_m) = (self.far * accuracy_m, self.deep * accuracy_m);
        Some(if accuracy_m <= presence.max_accuracy_m.get() {
            Sight { reach_m, deep_m, is_sharp: true }
        } else {
            // By its margin a poor fix proves absence from five times its accuracy away.
            let far = if presence.model == Model::Margin { 5.0 } else { 1.0 };
            Sight { reach_m: far * reach_m, deep_m: f64::INFINITY, is_sharp: false }
        })
    }
}

/// The fences of an index, each compiled when a rep first comes near.
#[derive(Clone, Debug)]
pub(super) struct Fences {
    pub(super) index: Arc<FenceIndex>,
    grounds: Vec<Option<Box<Ground>>>,
    pub(super) places: Places,
}

impl Fences {
    pub(super) fn new(index: Arc<FenceIndex>, law: &Law) -> Self {
        let presence = &law.policy.presence;
        let mut places = Vec::with_capacity(index.len());
        for fence in 0..index.len() as u32 {
            let Some((bound, is_circle, tolerance_m)) = index.bound(fence) else { continue };
            // The sphere and the ellipsoid differ by 0.56 %.
            let slack_m = match presence.metric {
                Metric::Haversine if is_circle => 0.006 * bound.radius_m,
                _ => 0.0,
            };
            let wider_m = tolerance_m.unwrap_or(presence.tolerance_m).get() + slack_m;
            let bound = Bound { radius_m: bound.radius_m + wider_m, ..bound };
            places.push(Place { fence, bound });
        }
        Self { grounds: vec![None; index.len()], index, places: Places::of(places) }
    }

    /// The fence as the machine sees it.
    pub(super) fn ground(&mut self, fence: u32, law: &Law) -> Option<&Ground> {
        let own = self.grounds.get_mut(fence as usize)?;
        if own.is_none() {
            let compiled = self.index.compiled_by(fence, &law.shared)?;
            *own = Some(Box::new(Ground::new(compiled, law.rules.inside_sigmas)));
        }
        own.as_deref()
    }

    /// The same, if a rep came near before.
    pub(super) fn ground_known(&self, fence: u32) -> Option<&Ground> {
        self.grounds.get(fence as usize)?.as_deref()
    }

    /// Bytes behind it, without the index.
    pub(super) fn memory_bytes(&self) -> usize {
        // Outlines of polygons are the index's.
        let grounds = self.grounds.iter().flatten().count() * size_of::<Ground>();
        self.grounds.capacity() * size_of::<Option<Box<Ground>>>()
            + grounds
            + self.places.memory_bytes()
    }

    /// The fence's id, or its index as text.
    pub(super) fn name(&self, fence: u32) -> String {
        self.index.id(fence).map_or_else(|| fence.to_string(), str::to_owned)
    }
}

/// Checks that every fence has a name of its own: events, and their ids, tell fences by name.
pub(super) fn check_names(index: &FenceIndex) -> Result<()> {
    let mut ids = Names::default();
    let mut at = Reader::new();
    at.within("index", |at| {
        let all = || 0..index.len() as u32;
        let mut twice = |name: &str| {
            at.problem::<()>("duplicate_id", format!("two fences are called \"{name}\""));
        };
        for id in all().filter_map(|fence| index.id(fence)) {
            if !ids.code(id).1 {
                twice(id);
            }
        }
        for name in all().filter(|fence| index.id(*fence).is_none()).map(|own| own.to_string()) {
            if ids.find(&name).is_some() {
                twice(&name);
            }
        }
    });
    at.finish(Some(())).map(|_| ())
}

/// Metres to the edge of the fence and its tolerance, negative inside.
pub(super) fn edge_m(fence: &CompiledFence, lat: f64, lon: f64) -> f64 {
    fence.distance_m(lat, lon) - fence.tolerance_m()
}

/// How a fence sees a fix; `traits` are remembered where it lies inside.
pub(super) fn see(ground: &Ground, fix: &Fix, traits: u8, law: &Law) -> Seen {
    let mut seen = Seen::at_a_glance(&ground.fence, fix, &law.rules.sure);
    if seen.state == PresenceState::Inside {
        seen.traits = traits;
    }
    seen
}

/// What an event should tell of a fix.
pub(super) fn traits(fix: &Fix, conflicting: bool) -> u8 {
    let mock = if fix.mock == Some(true) { MOCK } else { 0 };
    if conflicting { mock | CONFLICTING } else { mock }
}
