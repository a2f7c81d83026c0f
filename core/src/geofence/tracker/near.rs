//! Fences nearby, four by four: a processor takes as many at once, and where a rep drives, all are gone
//! through with every fix.

use crate::math;

const LANES: usize = 4;
/// Of a place that no fence has taken.
const NOBODY: u32 = u32::MAX;

/// Fences nearby, to a few millimetres: metres east and north of where a frame touches.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    fours: Vec<Four>,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Four {
    fence: [u32; LANES],
    /// The circle in which the fence lies, its tolerance included.
    east: [f32; LANES],
    north: [f32; LANES],
    radius_m: [f32; LANES],
    /// Metres that had been gone when its edge was looked at, and those to the edge: before, it is out
    /// of reach.
    clear_m: [f32; LANES],
}

impl Four {
    const EMPTY: Self = Self {
        fence: [NOBODY; LANES],
        east: [0.0; LANES],
        north: [0.0; LANES],
        radius_m: [0.0; LANES],
        clear_m: [f32::INFINITY; LANES],
    };

    /// Metres to the edges at least, where the frame tells those to the middles: twice what it may be
    /// off.
    fn least_m(&self, (x, y): (f32, f32)) -> [f32; LANES] {
        let mut least = [0.0; LANES];
        let circles = self.east.iter().zip(&self.north).zip(&self.radius_m);
        for (least, ((east, north), radius_m)) in least.iter_mut().zip(circles) {
            let (east, north) = (east - x, north - y);
            *least = edge_at_least_m((east * east + north * north).sqrt(), *radius_m);
        }
        least
    }

    /// So many metres must have been gone before each can be reached.
    fn clear_m(&self, at: (f32, f32), gone_m: f32) -> [f32; LANES] {
        let mut clear = self.least_m(at);
        for (clear, looked) in clear.iter_mut().zip(&self.clear_m) {
            let gone = *clear + gone_m;
            *clear = if *looked > gone { *looked } else { gone };
        }
        clear
    }
}

/// A fence that may be within reach.
pub(super) struct Due {
    pub(super) fence: u32,
    /// Metres east and north to its middle.
    pub(super) middle: (f64, f64),
    pub(super) radius_m: f64,
    /// Metres to its edge, at least.
    pub(super) least_m: f64,
}

impl Near {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn clear(&mut self) {
        self.fours.clear();
        self.len = 0;
    }

    /// Bytes behind it.
    pub(super) fn memory_bytes(&self) -> usize {
        self.fours.capacity() * size_of::<Four>()
    }

    /// Another fence, in a circle.
    pub(super) fn push(&mut self, fence: u32, (east, north): (f64, f64), radius_m: f64) {
        let lane = self.len % LANES;
        if lane == 0 {
            self.fours.push(Four::EMPTY);
        }
        self.len += 1;
        let Some(four) = self.fours.last_mut() else { return };
        set(&mut four.fence, lane, fence);
        set(&mut four.east, lane, east as f32);
        set(&mut four.north, lane, north as f32);
        set(&mut four.radius_m, lane, radius_m as f32);
        set(&mut four.clear_m, lane, 0.0);
    }

    /// So many metres must have been gone before any can be reached.
    pub(super) fn least_clear_m(&self, at: (f64, f64), gone_m: f64) -> f64 {
        let (at, gone_m) = (short(at), gone_m as f32);
        let mut least = [f32::INFINITY; LANES];
        for four in &self.fours {
            for (least, clear) in least.iter_mut().zip(four.clear_m(at, gone_m)) {
                *least = if clear < *least { clear } else { *least };
            }
        }
        let [a, b, c, d] = least.map(f64::from);
        math::min(math::min(a, b), math::min(c, d))
    }

    /// Asks of each that may be reached before `reached_m` metres have been gone how many metres its
    /// edge is away, if anybody can tell. Answers how many must have been gone before any can be
    /// reached.
    pub(super) fn each_due(
        &mut self,
        at: (f64, f64),
        gone_m: f64,
        reached_m: f64,
        mut look: impl FnMut(Due) -> Option<f64>,
    ) -> f64 {
        let here = short(at);
        let mut least = f64::INFINITY;
        for four in &mut self.fours {
            let clear = four.clear_m(here, gone_m as f32);
            let [a, b, c, d] = clear.map(f64::from);
            let nearest = math::min(math::min(a, b), math::min(c, d));
            // Nearly always nothing of the four is due.
            if nearest > reached_m {
                least = math::min(least, nearest);
                continue;
            }
            let edges = four.least_m(here);
            for (lane, (clear_m, least_m)) in clear.into_iter().zip(edges).enumerate() {
                let mut clear_m = f64::from(clear_m);
                if clear_m <= reached_m {
                    let due = Due {
                        fence: get(&four.fence, lane, NOBODY),
                        middle: (
                            f64::from(get(&four.east, lane, 0.0)),
                            f64::from(get(&four.north, lane, 0.0)),
                        ),
                        radius_m: f64::from(get(&four.radius_m, lane, 0.0)),
                        least_m: f64::from(least_m),
                    };
                    if let Some(edge_m) = look(due) {
                        clear_m = gone_m + edge_m;
                        set(&mut four.clear_m, lane, at_most(clear_m));
                    }
                }
                least = math::min(least, clear_m);
            }
        }
        least
    }

    /// The edge of a fence is known to be `clear_m` metres off, those counted that have been gone;
    /// whether it is one of these.
    pub(super) fn mind(&mut self, fence: u32, clear_m: f64) -> bool {
        for four in &mut self.fours {
            if let Some(lane) = four.fence.iter().position(|own| *own == fence) {
                set(&mut four.clear_m, lane, at_most(clear_m));
                return true;
            }
        }
        false
    }
}

/// Metres to the edge of a circle at least, where a frame tells the metres to its middle: twice what it
/// may be off.
fn edge_at_least_m(to_middle_m: f32, radius_m: f32) -> f32 {
    to_middle_m * 0.96 - 1.0 - radius_m
}

/// The same for a circle that a straight way passes, which is only nearly straight in the frame.
pub(super) fn edge_of_way_at_least_m(to_middle_m: f64, radius_m: f64, way_m: f64) -> f64 {
    to_middle_m * 0.96 - 1.0 - radius_m - 0.02 * way_m
}

fn short((x, y): (f64, f64)) -> (f32, f32) {
    (x as f32, y as f32)
}

/// Rather less than more; infinite stays so.
fn at_most(clear_m: f64) -> f32 {
    if clear_m < f64::INFINITY {
        (clear_m - 1e-6 * clear_m.abs() - 0.01) as f32
    } else {
        f32::INFINITY
    }
}

fn get<T: Copy>(lanes: &[T; LANES], lane: usize, other: T) -> T {
    lanes.get(lane).copied().unwrap_or(other)
}

fn set<T>(lanes: &mut [T; LANES], lane: usize, value: T) {
    if let Some(own) = lanes.get_mut(lane) {
        *own = value;
    }
}
