//! Many fences at once: which of them hold a point, which are near it.
//!
//! A grid of cells whose crowded parts are grids themselves. A cell knows, of each fence that
//! touches it, what decides for nearly every point in it: that it lies in the fence altogether; an
//! ellipse; or the few edges that cross it. Points too near a boundary for that are left to the
//! fence itself, so that answers equal those of [`CompiledFence`](super::CompiledFence) to the last
//! bit.

mod batch;
mod build;
mod bytes;
mod cover;
mod divide;
mod fences;
mod grid;
mod leaf;
mod many;
mod plan;
mod search;
#[cfg(feature = "rayon")]
mod threads;
mod write;

#[cfg(feature = "tracker")]
pub(crate) use plan::Bound;

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "tracker")]
use std::sync::OnceLock;

use self::fences::{Fences, Form};
use self::grid::Layer;
use super::compile::Rules;
use super::policy::check_version;
use super::{Boundary, CompiledFence, Fence, PresencePolicy};
use crate::Result;
use crate::budget::Budget;
#[cfg(feature = "tracker")]
use crate::math::StableHash;
use crate::shape::{Meters, Reader, record};

/// At most this many fences make an index.
pub const MAX_FENCES: u32 = 1 << 22;
/// At most this many bytes of identifiers, all together.
pub const MAX_ID_BYTES: usize = 1 << 30;

record! {
    /// How an index answers.
    pub struct IndexPolicy: policy check check_index {
        /// Version of the defaults; they never change within one.
        pub version: u32 = 1,
        /// Whether the boundary is inside.
        pub boundary: Boundary = Boundary::Closed,
    }
}

fn check_index(policy: &IndexPolicy, at: &mut Reader) {
    check_version(policy.version, at);
}

record! {
    /// A fence that an index found.
    pub struct FenceHit: data {
        /// Which fence, in the order in which they were given.
        pub fence_index: u32,
        /// Its identifier.
        pub id: Option<String>,
        /// Metres to its own edge, negative inside.
        pub distance_m: f64,
    }
}

/// Which points lie in which fences: columns of equal length, by point, then by fence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The point of each pair.
    pub point_index: Vec<u32>,
    /// Its fence.
    pub fence_index: Vec<u32>,
}

/// Fences, made ready to be asked about many points.
///
/// It never changes, and may be shared between threads. Fences of different sizes, up to a whole
/// country beside one of 5 m, lie in up to four grids, each with cells of their size; cells in which
/// many boundaries meet are divided, down to a metre, but only where there is anything. Near the poles, beyond 89 degrees, and at the
/// edge of circles that are measured by the geodesic the fence itself is asked.
///
/// # Memory and time
///
/// Measured on one thread of a busy server, in seconds of its processor; points are random, 70 % of
/// them near a fence. A point takes O(1) besides the fences that hold it, and its pairs 8 bytes each.
///
/// | fences | building | memory a fence | million points a second |
/// | --- | ---: | ---: | ---: |
/// | 1,000 circles | 0.3 ms | 85 B | 112 |
/// | 10,000 circles | 2.5 ms | 68 B | 83 |
/// | 100,000 circles | 36 ms | 69 B | 45 |
/// | 1,000,000 circles | 0.7 s | 99 B | 11 |
/// | 1,000 polygons of 100 vertices | 55 ms | 3.1 KB | 49 |
/// | 10,000 polygons of 100 vertices | 0.6 s | 3.1 KB | 23 |
/// | 100,000 polygons of 100 vertices | 6 s | 3.1 KB | 8 |
/// | one circle of 5 m | | 428 B | 180 |
/// | 10,000 circles of 5 m | 2.5 ms | 65 B | 110 |
/// | the same, and a country of 1,000 vertices that holds most points | 3.4 ms | 68 B | 34 |
///
/// Ten million points among a million circles take 0.9 s. A country beside small fences costs what
/// the two cost one by one: alone it is asked at 52 million points a second, most of which goes into
/// writing a pair for each. Memory is besides identifiers. Bins `peer_geofence` and `index_scale` of
/// the benches measure all this (`benches/peers`).
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::geofence::{FenceIndex, IndexPolicy};
/// use fieldbeat::Fence;
///
/// let fences = [
///     r#"{"id": "shop", "center": {"lat": 55.7558, "lon": 37.6173}, "radius_m": 150}"#,
///     r#"{"id": "town", "geometry": {"type": "Polygon", "coordinates":
///         [[[37.3, 55.6], [37.9, 55.6], [37.9, 55.9], [37.3, 55.9], [37.3, 55.6]]]}}"#,
/// ];
/// let fences = fences.map(|fence| Fence::from_json(fence).unwrap());
/// let mut budget = Budget::unlimited();
/// let index = FenceIndex::new(&fences, &IndexPolicy::default(), &mut budget)?;
///
/// let hits = index.containing(55.7559, 37.6174)?;
/// assert_eq!(hits.len(), 2);
/// assert_eq!(hits[0].id.as_deref(), Some("shop"));
///
/// let pairs = index.containing_many(&[55.7, 50.0, 55.7559], &[37.5, 30.0, 37.6174], &mut budget)?;
/// assert_eq!(pairs.point_index, [0, 2, 2]);
/// assert_eq!(pairs.fence_index, [1, 0, 1]);
///
/// assert_eq!(index.nearest(55.757, 37.6174, 1)?[0].fence_index, 1);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone)]
pub struct FenceIndex {
    policy: IndexPolicy,
    fences: Fences,
    layers: Vec<Layer>,
    /// The hash of its bytes, once somebody asked.
    #[cfg(feature = "tracker")]
    hash: OnceLock<String>,
}

impl fmt::Debug for FenceIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FenceIndex").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl FenceIndex {
    /// Checks `fences` and `policy` and builds the index.
    ///
    /// # Errors
    /// All problems of the fences and the policy, with paths such as `$.fences[3].radius_m`.
    /// `too_many_fences` beyond [`MAX_FENCES`], `ids_too_long` beyond [`MAX_ID_BYTES`],
    /// `index_too_large`; `cancelled`.
    pub fn new(fences: &[Fence], policy: &IndexPolicy, budget: &mut Budget<'_>) -> Result<Self> {
        let mut at = Reader::new();
        at.within("policy", |at| at.policy(|at| check_index(policy, at)));
        let gathered = at.within("fences", |at| {
            if fences.len() > MAX_FENCES as usize {
                let message = format!("{} fences; at most {MAX_FENCES}", fences.len());
                at.limit::<()>("too_many_fences", message);
                return Ok(Fences::default());
            }
            Fences::gather(fences, at, budget)
        })?;
        let (gathered, _) = at.finish(Some(gathered))?;
        Self::built(gathered, policy.clone(), budget)
    }

    fn built(mut fences: Fences, policy: IndexPolicy, budget: &mut Budget<'_>) -> Result<Self> {
        fences.shrink();
        let plans = plan::plan(&fences);
        let layers: Result<Vec<Layer>> =
            plans.iter().map(|plan| build::build(&fences, plan, budget)).collect();
        Ok(Self {
            policy,
            layers: layers?,
            fences,
            #[cfg(feature = "tracker")]
            hash: OnceLock::new(),
        })
    }

    /// How many fences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fences.len() as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fences.len() == 0
    }

    /// The identifier of a fence, if it exists and has one.
    #[must_use]
    pub fn id(&self, fence: u32) -> Option<&str> {
        self.fences.id(fence)
    }

    /// A fence as it was given.
    #[must_use]
    pub fn fence(&self, fence: u32) -> Option<Fence> {
        self.fences.fence(fence)
    }

    /// A fence compiled under a policy that was checked before; polygons are shared, not copied.
    #[must_use]
    pub fn compiled(&self, fence: u32, policy: &PresencePolicy) -> Option<CompiledFence> {
        self.compiled_by(fence, &Rules::of(policy))
    }

    /// The same, with rules that many share.
    pub(super) fn compiled_by(&self, fence: u32, rules: &Arc<Rules>) -> Option<CompiledFence> {
        self.fences.compiled(fence, rules)
    }

    /// A circle that a fence lies in, whether the fence is that circle, and the fence's tolerance.
    #[cfg(feature = "tracker")]
    pub(crate) fn bound(&self, fence: u32) -> Option<(Bound, bool, Option<Meters>)> {
        let form = self.fences.form(fence)?;
        let is_circle = matches!(form, Form::Circle(_));
        Some((Bound::of(form), is_circle, self.fences.tolerance_m(fence)))
    }

    /// A hash of the index's bytes, in hex: hashed once, however often it is asked for.
    #[cfg(feature = "tracker")]
    pub(crate) fn hash(&self) -> &str {
        self.hash.get_or_init(|| StableHash::new().bytes(&self.to_bytes()).hex())
    }

    /// Bytes of memory that the index holds.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        let layers: u64 = self.layers.iter().map(Layer::memory_bytes).sum();
        self.fences.memory_bytes() + layers
    }
}
