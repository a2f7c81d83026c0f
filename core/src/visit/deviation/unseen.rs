//! Which legs of the path may have been driven while nobody knows where the rep was.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: every piece is of a leg of the path, and every leg lies between two of its \
              positions"
)]

use crate::Result;
use crate::budget::Budget;
use crate::geo::{LocalFrame, Path, Polyline, Position, distance};
use crate::math;

/// Where and when somebody was seen.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) t: i64,
    pub(super) position: Position,
}

/// Beyond this many metres a local frame is no measure of what is near.
const FRAME_M: f64 = 100_000.0;

/// How the legs that were not driven are told apart.
pub(super) struct Unseen<'u> {
    pub(super) path: &'u Path,
    pub(super) line: &'u Polyline,
    pub(super) max_speed_mps: f64,
    pub(super) corridor_m: f64,
}

impl Unseen<'_> {
    /// Takes out of `open`, which says of each leg whether it was not driven, those that may have
    /// been in one of the `stretches`: there is time for the way there, the leg, and the way from
    /// there to where the rep was seen next, in either direction.
    pub(super) fn close(
        &self,
        open: &mut [bool],
        legs_m: &[(f64, f64)],
        stretches: &[(Seen, Seen)],
        budget: &mut Budget<'_>,
    ) -> Result<()> {
        let pieces = self.line.pieces();
        let mut done = vec![false; self.line.nodes()];
        for piece in 0..pieces.len() {
            self.line.mark(&mut done, piece, &|piece| !open[pieces[piece].leg]);
        }
        for (from, until) in stretches {
            // The leg, and the ways to it, may each be cut by the corridor's width.
            let seconds = (until.t - from.t) as f64 / 1000.0;
            let reach_m = seconds * self.max_speed_mps + 2.0 * self.corridor_m;
            budget.spend(1)?;
            if distance(&from.position, &until.position) > reach_m {
                continue;
            }
            let frame = LocalFrame::new(&from.position);
            let within_m = if reach_m < FRAME_M { 1.01 * reach_m } else { f64::INFINITY };
            let mut near = Vec::new();
            self.line.within(&frame, within_m, &done, &mut |piece| near.push(piece));
            budget.spend(near.len() as u64)?;
            // Pieces of a leg lie together.
            near.dedup_by_key(|piece| pieces[*piece].leg);
            for piece in near {
                let leg = pieces[piece].leg;
                if open[leg] && self.hides(leg, legs_m[leg].0, (from, until), reach_m) {
                    open[leg] = false;
                    self.line.mark(&mut done, piece, &|piece| !open[pieces[piece].leg]);
                }
            }
        }
        Ok(())
    }

    fn hides(&self, leg: usize, leg_m: f64, (from, until): (&Seen, &Seen), reach_m: f64) -> bool {
        let positions = self.path.positions();
        let (start, end) = (&positions[leg], &positions[leg + 1]);
        let way = |a: &Position, b: &Position| {
            distance(&from.position, a) + leg_m + distance(b, &until.position)
        };
        leg_m <= reach_m && math::min(way(start, end), way(end, start)) <= reach_m
    }
}
