//! What of the path was driven: its parts within the corridor of the line from fix to fix.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: pieces and nodes are those of the line that the lists were made for"
)]

use crate::Result;
use crate::budget::Budget;
use crate::geo::{LocalFrame, Plane, Polyline, Position};
use crate::math;

/// The driven line is laid on the path in steps no longer than this many metres.
const STEP_M: f64 = 1_000.0;

/// The parts of a path that were driven.
pub(super) struct Coverage<'l> {
    line: &'l Polyline,
    corridor_m: f64,
    /// For each piece its driven parts, apart and in order, as shares of its length.
    parts: Vec<Vec<(f64, f64)>>,
    /// For each node of the line's tree whether all of it was driven.
    done: Vec<bool>,
}

impl<'l> Coverage<'l> {
    pub(super) fn new(line: &'l Polyline, corridor_m: f64) -> Self {
        let parts = vec![Vec::new(); line.pieces().len()];
        Self { line, corridor_m, parts, done: vec![false; line.nodes()] }
    }

    /// Adds the straight way of `metres` from `a` to `b`.
    pub(super) fn drive(
        &mut self,
        a: &Position,
        b: &Position,
        metres: f64,
        budget: &mut Budget<'_>,
    ) -> Result<()> {
        // The longest legs that are driven are short of a thousand steps.
        let steps = (metres / STEP_M).ceil().clamp(1.0, 1e3) as u32;
        let dlat = b.lat.get() - a.lat.get();
        let dlon = crate::geo::wrap_longitude(b.lon.get() - a.lon.get());
        let step = (dlat / f64::from(steps), dlon / f64::from(steps));
        for i in 0..steps {
            let middle = f64::from(i) + 0.5;
            let lat = a.lat.get() + middle * step.0;
            let lon = crate::geo::wrap_longitude(a.lon.get() + middle * step.1);
            let frame = LocalFrame::new(&Position::known(lat, lon));
            let half = (step.0 / 2.0, step.1 / 2.0);
            let driven = (frame.offset(-half.0, -half.1), frame.offset(half.0, half.1));
            budget.spend(1)?;
            self.cover(&frame, driven);
        }
        Ok(())
    }

    fn cover(&mut self, frame: &LocalFrame, driven: (Plane, Plane)) {
        let half_m = math::max(length2(driven.0), length2(driven.1)).sqrt();
        let (line, mut near) = (self.line, Vec::new());
        line.within(frame, self.corridor_m + half_m, &self.done, &mut |piece| near.push(piece));
        for piece in near {
            let edge = line.edge(frame, piece);
            let ends = (frame.offset(edge.from.0, edge.from.1), frame.offset(edge.to.0, edge.to.1));
            if let Some(part) = within(ends, driven, self.corridor_m)
                && add(&mut self.parts[piece], part)
            {
                let whole = |piece: usize| self.parts[piece] == [(0.0, 1.0)];
                line.mark(&mut self.done, piece, &whole);
            }
        }
    }

    /// For each leg of the path its length, and how much of that was driven, in metres.
    pub(super) fn legs(&self) -> Vec<(f64, f64)> {
        let mut legs: Vec<(f64, f64)> = Vec::new();
        for (piece, parts) in self.line.pieces().iter().zip(&self.parts) {
            if legs.len() <= piece.leg {
                legs.push((0.0, 0.0));
            }
            let share: f64 = parts.iter().map(|(start, end)| end - start).sum();
            let leg = &mut legs[piece.leg];
            leg.0 += piece.metres;
            leg.1 += piece.metres * share;
        }
        legs
    }

    /// Metres of the path from its first driven point to its last.
    pub(super) fn span_m(&self) -> f64 {
        let pieces = self.line.pieces();
        let lengths = || pieces.iter().map(|piece| piece.metres);
        let driven = |index: usize| !self.parts[index].is_empty();
        let Some(first) = (0..pieces.len()).find(|&index| driven(index)) else { return 0.0 };
        let last = (0..pieces.len()).rev().find(|&index| driven(index)).unwrap_or(first);
        let between: f64 = lengths().skip(first).take(last + 1 - first).sum();
        let before = self.parts[first].first().map_or(0.0, |part| part.0);
        let after = self.parts[last].last().map_or(0.0, |part| 1.0 - part.1);
        between - before * pieces[first].metres - after * pieces[last].metres
    }
}

/// The part of the segment `ends` within `reach_m` of the segment `to`, as shares of its length.
///
/// What is near a segment is convex, and so the part is one: from the first to the last point
/// near one of its ends, or beside it.
fn within(ends: (Plane, Plane), to: (Plane, Plane), reach_m: f64) -> Option<(f64, f64)> {
    let run = sub(ends.1, ends.0);
    let axis = sub(to.1, to.0);
    let around = |center: Plane| round_part(sub(ends.0, center), run, reach_m);
    let parts = [around(to.0), around(to.1), beside(sub(ends.0, to.0), run, axis, reach_m)];
    parts.into_iter().flatten().reduce(|a, b| (math::min(a.0, b.0), math::max(a.1, b.1)))
}

/// The part of the segment from `from` that lies within a circle around the origin.
fn round_part(from: Plane, run: Plane, radius_m: f64) -> Option<(f64, f64)> {
    let (a, b, c) = (length2(run), dot(from, run), length2(from) - radius_m * radius_m);
    if a == 0.0 {
        return (c <= 0.0).then_some((0.0, 1.0));
    }
    let discriminant = b * b - a * c;
    if discriminant < 0.0 {
        return None;
    }
    let root = discriminant.sqrt();
    part((-b - root) / a, (-b + root) / a)
}

/// The part of the segment from `from` that lies beside the segment from the origin along `axis`.
fn beside(from: Plane, run: Plane, axis: Plane, reach_m: f64) -> Option<(f64, f64)> {
    let length2 = length2(axis);
    if length2 == 0.0 {
        return None;
    }
    let across = |p: Plane| p.0 * axis.1 - p.1 * axis.0;
    let along = band(dot(from, axis), dot(run, axis), 0.0, length2)?;
    let reach = reach_m * length2.sqrt();
    let near = band(across(from), across(run), -reach, reach)?;
    part(math::max(along.0, near.0), math::min(along.1, near.1))
}

/// For which `t` the number `from + t run` lies in a band.
fn band(from: f64, run: f64, low: f64, high: f64) -> Option<(f64, f64)> {
    if run == 0.0 {
        return (low <= from && from <= high).then_some((0.0, 1.0));
    }
    let (one, two) = ((low - from) / run, (high - from) / run);
    Some(if one <= two { (one, two) } else { (two, one) })
}

/// What of the range from `start` to `end` lies between 0 and 1.
fn part(start: f64, end: f64) -> Option<(f64, f64)> {
    let (start, end) = (math::max(0.0, start), math::min(1.0, end));
    (start <= end).then_some((start, end))
}

/// Adds a part to parts that are apart and in order; whether that makes them the whole.
fn add(parts: &mut Vec<(f64, f64)>, new: (f64, f64)) -> bool {
    let first = parts.partition_point(|part| part.1 < new.0);
    let last = parts.partition_point(|part| part.0 <= new.1);
    let mut joined = new;
    for part in &parts[first..last] {
        joined = (math::min(joined.0, part.0), math::max(joined.1, part.1));
    }
    parts.splice(first..last, [joined]);
    joined == (0.0, 1.0)
}

fn sub(a: Plane, b: Plane) -> Plane {
    (a.0 - b.0, a.1 - b.1)
}

fn dot(a: Plane, b: Plane) -> f64 {
    a.0 * b.0 + a.1 * b.1
}

fn length2(a: Plane) -> f64 {
    dot(a, a)
}
