//! Runs of fixes that are stays.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every index is below the number of fixes: ranges come from `pieces`, \
              and boxes cover all fixes"
)]

use std::ops::Range;

use super::policy::{StayAlgorithm, StayPolicy};
use crate::Result;
use crate::budget::Budget;
use crate::geo::{Extent, Ruler};
use crate::geofence::Metric;

/// One rep's fixes in columns of equal length, strictly by time.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) t: &'a [i64],
    pub(super) lat: &'a [f64],
    pub(super) lon: &'a [f64],
}

impl Path<'_> {
    fn at(&self, index: usize) -> (f64, f64) {
        (self.lat[index], self.lon[index])
    }
}

/// Fixes that are one stay.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) fixes: Range<usize>,
    /// The fix whose time ends it.
    pub(super) end: usize,
    /// Whether nobody saw it end.
    pub(super) open: bool,
}

/// What is looked for, and the ruler for it.
pub(super) struct Search {
    algorithm: StayAlgorithm,
    duration_ms: i64,
    gap_ms: i64,
    ruler: Ruler,
    boxes: Vec<Extent>,
}

impl Search {
    pub(super) fn new(policy: &StayPolicy) -> Self {
        Self {
            algorithm: policy.algorithm,
            duration_ms: policy.duration.millis(),
            gap_ms: policy.gap.millis(),
            ruler: Ruler::new(policy.distance_m.get(), policy.metric == Metric::Haversine),
            boxes: Vec::new(),
        }
    }

    /// Calls `found` with every stay of `path`, in order.
    pub(super) fn run(
        &mut self,
        path: &Path<'_>,
        budget: &mut Budget<'_>,
        found: &mut dyn FnMut(Run),
    ) -> Result<()> {
        if self.algorithm == StayAlgorithm::Li2008 {
            fill_boxes(&mut self.boxes, path);
        }
        let mut start = 0;
        for end in 1..=path.t.len() {
            // A silence splits the path: no stay is seen across it.
            if end == path.t.len() || path.t[end] - path.t[end - 1] > self.gap_ms {
                match self.algorithm {
                    StayAlgorithm::Li2008 => self.li2008(path, start..end, budget, found)?,
                    StayAlgorithm::Anchored => self.anchored(path, start..end, budget, found)?,
                }
                start = end;
            }
        }
        Ok(())
    }

    /// A fix beyond the distance ends a stay, or what was none, and is the next anchor.
    fn anchored(
        &mut self,
        path: &Path<'_>,
        piece: Range<usize>,
        budget: &mut Budget<'_>,
        found: &mut dyn FnMut(Run),
    ) -> Result<()> {
        let mut anchor = piece.start;
        for next in piece.clone() {
            budget.spend(1)?;
            if !self.ruler.within(path.at(anchor), path.at(next), true) {
                if path.t[next] - path.t[anchor] >= self.duration_ms {
                    found(Run { fixes: anchor..next, end: next, open: false });
                }
                anchor = next;
            }
        }
        let last = piece.end - 1;
        if path.t[last] - path.t[anchor] >= self.duration_ms {
            found(Run { fixes: anchor..piece.end, end: last, open: true });
        }
        Ok(())
    }

    /// The definition of Li et al. (2008), without trying every fix against all that follow.
    ///
    /// An anchor has a stay if and only if all fixes up to the first one `duration` later are
    /// within the distance: one that is not suffices to refuse it. That one is sought from the
    /// far end, is probably too far from the next anchors as well, and is asked about first.
    /// Whole blocks are passed over where their box is near enough. So a rep on the road costs
    /// few distances a fix, and one who never moves costs at worst, for each fix, one for every
    /// [`BLOCK`] fixes of `duration`, as long as boxes are small beside the distance.
    fn li2008(
        &mut self,
        path: &Path<'_>,
        piece: Range<usize>,
        budget: &mut Budget<'_>,
        found: &mut dyn FnMut(Run),
    ) -> Result<()> {
        let mut anchor = piece.start;
        // The first fix that is `duration` after the anchor, and one that refused an anchor.
        let (mut enough, mut far) = (anchor, anchor);
        loop {
            budget.spend(1)?;
            while enough < piece.end && path.t[enough] - path.t[anchor] < self.duration_ms {
                enough += 1;
            }
            if enough == piece.end {
                return Ok(());
            }
            if far > anchor && !self.ruler.within(path.at(anchor), path.at(far), false) {
                anchor += 1;
                continue;
            }
            if let Some(beyond) = self.last_beyond(path, anchor, enough) {
                far = beyond;
                anchor += 1;
                continue;
            }
            let mut end = enough + 1;
            while end < piece.end && self.ruler.within(path.at(anchor), path.at(end), false) {
                end += 1;
            }
            budget.spend((end - anchor) as u64)?;
            found(Run { fixes: anchor..end, end: end - 1, open: end == piece.end });
            if end == piece.end {
                return Ok(());
            }
            anchor = end;
        }
    }

    /// The last fix after `anchor`, up to `last`, that is beyond the distance.
    fn last_beyond(&mut self, path: &Path<'_>, anchor: usize, last: usize) -> Option<usize> {
        let here = path.at(anchor);
        let mut next = last;
        while next > anchor {
            let block = next / BLOCK;
            let ends_block = next % BLOCK == BLOCK - 1 && block * BLOCK > anchor;
            if ends_block && self.ruler.surely_within(here, &self.boxes[block]) {
                next -= BLOCK;
            } else if self.ruler.within(here, path.at(next), false) {
                next -= 1;
            } else {
                return Some(next);
            }
        }
        None
    }
}

/// So many fixes share a box.
const BLOCK: usize = 32;

fn fill_boxes(boxes: &mut Vec<Extent>, path: &Path<'_>) {
    let range = |degrees: &[f64]| {
        degrees.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| {
            (crate::math::min(least, *x), crate::math::max(most, *x))
        })
    };
    let blocks = path.lat.chunks(BLOCK).zip(path.lon.chunks(BLOCK));
    boxes.clear();
    boxes.extend(blocks.map(|(lat, lon)| Extent { lat: range(lat), lon: range(lon) }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::haversine;
    use crate::geofence::Radius;
    use crate::time::Span;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    struct Columns {
        t: Vec<i64>,
        lat: Vec<f64>,
        lon: Vec<f64>,
    }

    impl Columns {
        fn path(&self) -> Path<'_> {
            Path { t: &self.t, lat: &self.lat, lon: &self.lon }
        }

        /// Steps in seconds and metres east and north.
        fn of(start: (f64, f64), steps: impl IntoIterator<Item = (i64, f64, f64)>) -> Self {
            let mut columns = Self { t: Vec::new(), lat: Vec::new(), lon: Vec::new() };
            let (mut t, (mut lat, mut lon)) = (0, start);
            for (seconds, east, north) in steps {
                t += seconds * 1000;
                lat += north / 111_195.0;
                lon += east / 111_195.0 / crate::math::cos(lat.to_radians());
                columns.t.push(t);
                columns.lat.push(lat);
                columns.lon.push(lon);
            }
            columns
        }
    }

    fn policy(algorithm: StayAlgorithm, distance_m: f64, seconds: i32, gap: i32) -> StayPolicy {
        StayPolicy {
            algorithm,
            distance_m: Radius::known(distance_m),
            duration: Span::seconds(seconds),
            gap: Span::seconds(gap),
            metric: Metric::Haversine,
            ..StayPolicy::default()
        }
    }

    fn search(path: &Path<'_>, policy: &StayPolicy) -> (Vec<Run>, u64) {
        let (mut runs, mut search) = (Vec::new(), Search::new(policy));
        search.run(path, &mut Budget::unlimited(), &mut |run| runs.push(run)).unwrap();
        (runs, search.ruler.measured)
    }

    /// The definitions, word for word.
    fn by_definition(path: &Path<'_>, policy: &StayPolicy) -> Vec<Run> {
        let (d, duration) = (policy.distance_m.get(), policy.duration.millis());
        let m = |i: usize, j: usize| haversine(path.at(i), path.at(j));
        let gap = |j: usize| path.t[j] - path.t[j - 1] > policy.gap.millis();
        let (mut runs, mut i, n) = (Vec::new(), 0, path.t.len());
        let li = policy.algorithm == StayAlgorithm::Li2008;
        while i < n {
            let mut end = i + 1;
            while end < n && !gap(end) && if li { m(i, end) <= d } else { m(i, end) < d } {
                end += 1;
            }
            let open = end == n || gap(end);
            let last = if li || open { end - 1 } else { end };
            let long = path.t[last] - path.t[i] >= duration;
            if long {
                runs.push(Run { fixes: i..end, end: last, open });
            }
            i = if long || !li { end } else { i + 1 };
        }
        runs
    }

    fn steps() -> impl Strategy<Value = Vec<(i64, f64, f64)>> {
        let still = (1_i64..90, -30.0..30.0, -30.0..30.0);
        let moving = (1_i64..90, -400.0..400.0, -400.0..400.0);
        let silent = (300_i64..2000, -50.0..50.0, -50.0..50.0);
        let wild = (1_i64..90, -1e6..1e6, -1e6..1e6);
        prop::collection::vec(prop_oneof![30 => still, 6 => moving, 1 => silent, 1 => wild], 0..400)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

        #[test]
        fn both_algorithms_find_what_their_definitions_say(
            steps in steps(), lat in -60.0_f64..60.0, lon in -180.0_f64..180.0,
            distance_m in 20.0_f64..400.0, seconds in 1_i32..3000, gap in 60_i32..1200, li: bool,
        ) {
            let columns = Columns::of((lat, lon), steps);
            prop_assume!(columns.lat.iter().all(|lat| lat.abs() <= 90.0));
            let algorithm = if li { StayAlgorithm::Li2008 } else { StayAlgorithm::Anchored };
            let policy = policy(algorithm, distance_m, seconds, gap);
            let (runs, _) = search(&columns.path(), &policy);
            prop_assert_eq!(runs, by_definition(&columns.path(), &policy));
        }
    }

    /// A seeded Gaussian, in metres.
    fn noise(seed: u64, sigma: f64) -> impl FnMut() -> f64 {
        use rand_pcg::rand_core::Rng;
        let mut dice = rand_pcg::Pcg64Mcg::new(u128::from(seed));
        let mut uniform = move || (dice.next_u32() as f64 + 0.5) / 4_294_967_296.0;
        move || {
            let radius = (-2.0 * crate::math::ln(uniform())).sqrt();
            sigma * radius * crate::math::cos(std::f64::consts::TAU * uniform())
        }
    }

    /// Distances a fix by the definition of Li et al. with the default policy.
    fn measured_a_fix(columns: &Columns) -> f64 {
        let policy = StayPolicy::default();
        search(&columns.path(), &policy).1 as f64 / columns.t.len() as f64
    }

    #[test]
    fn a_fix_a_second_for_a_day_costs_few_distances_however_noisy() {
        // On the road, at home with a phone by the window, and in a cellar with a poor one.
        let road = Columns::of((55.0, 37.0), (0..86_400).map(|i| (1, 14.0, f64::from(i % 7))));
        assert!(measured_a_fix(&road) < 1.1);
        for sigma in [0.0, 5.0, 43.0, 60.0, 100.0] {
            let mut error = noise(7, sigma);
            let mut last = (0.0, 0.0);
            let still = (0..86_400).map(|_| {
                let next = (error(), error());
                let step = (1, next.0 - last.0, next.1 - last.1);
                last = next;
                step
            });
            let measured = measured_a_fix(&Columns::of((55.0, 37.0), still));
            assert!(measured < 60.0, "sigma {sigma}: {measured} distances a fix");
        }
    }

    #[test]
    fn ten_thousand_fixes_within_a_stays_duration_cost_nothing() {
        let crowd =
            Columns::of((55.0, 37.0), (0..10_000).map(|i| (i64::from(i % 10 == 0), 0.1, 0.0)));
        assert_eq!(measured_a_fix(&crowd), 0.0);
    }
}
