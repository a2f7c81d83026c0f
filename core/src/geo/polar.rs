//! What is near a point where degrees make no plane: near a pole, and far from one.

use super::ellipsoid::{RADIANS, haversine, sin_cos};
use super::frame::LocalFrame;
use super::outline::{Edge, Outline, Plane, Surroundings, clearing, segment_distance2};
use super::position::wrap_longitude;
use crate::math;

/// At least the metres in a degree of a great circle.
const DEGREE_M: f64 = 111_700.0;
/// Where the distance to an edge has its minimum is sought between points not farther apart.
const SAMPLE_DEGREES: f64 = 10.0;
/// Each step leaves two thirds: 60 leave less than a nanometre of an edge.
const STEPS: u32 = 60;
/// Around a pole nearer than this many times the reach, edges are bent visibly.
const BENT: f64 = 100.0;

impl Outline {
    /// The point of the boundary, in degrees, that is nearest to a point on the sphere; none
    /// where there is no boundary.
    ///
    /// On the ellipsoid another may be nearer, by less than three parts in a hundred thousand.
    pub(crate) fn nearest_point(&self, lat: f64, lon: f64) -> Option<(f64, f64)> {
        let metres = |point| haversine((lat, lon), point);
        let starts = self.edges().map(|(a, _)| metres((a.lat, a.lon)));
        let bound = starts.fold(f64::INFINITY, math::min);
        let mut nearest = None;
        let mut least = f64::INFINITY;
        for (a, b) in self.edges() {
            let (run_lat, run_lon) = ((b.lat - a.lat).abs(), (b.lon - a.lon).abs());
            if metres((a.lat, a.lon)) - DEGREE_M * (run_lat + run_lon) > bound {
                continue;
            }
            let edge = Edge { from: (a.lat, a.lon), to: (b.lat, b.lon) };
            let pieces = (math::max(run_lat, run_lon) / SAMPLE_DEGREES).ceil() + 1.0;
            let (mut best, mut at) = (f64::INFINITY, 0.0);
            for piece in 0..=pieces as u32 {
                let t = f64::from(piece) / pieces;
                let found = metres(edge.at(t));
                if found < best {
                    (best, at) = (found, t);
                }
            }
            let (mut low, mut high) =
                (math::max(0.0, at - 1.0 / pieces), math::min(1.0, at + 1.0 / pieces));
            for _ in 0..STEPS {
                let third = (high - low) / 3.0;
                if metres(edge.at(low + third)) <= metres(edge.at(high - third)) {
                    high -= third;
                } else {
                    low += third;
                }
            }
            for t in [at, (low + high) / 2.0] {
                let point = edge.at(t);
                let found = metres(point);
                if found < least {
                    (least, nearest) = (found, Some(point));
                }
            }
        }
        nearest
    }

    /// What is within `reach_m` of the origin of `frame`, if that is so near to a pole that its
    /// parallels are bent: in the plane that keeps distances from the pole.
    pub(super) fn surroundings_at_pole(
        &self,
        frame: &LocalFrame,
        reach_m: f64,
    ) -> Option<Surroundings> {
        let (lat, lon) = frame.degrees_of_origin();
        // Metres of a degree of latitude.
        let scale = frame.offset(1e-3, 0.0).1 / 1e-3;
        let sign = if lat < 0.0 { -1.0 } else { 1.0 };
        let from_pole = |dlat: f64| scale * (90.0 - sign * (lat + dlat));
        let to_pole = from_pole(0.0);
        if !self.polar || to_pole > BENT * reach_m {
            return None;
        }
        let plane = |(dlat, dlon): (f64, f64)| -> Plane {
            let (s, c) = sin_cos(dlon);
            let radius = from_pole(dlat);
            let south = radius * c - to_pole;
            (radius * s, if lat < 0.0 { south } else { -south })
        };
        let mut edges = Vec::new();
        for edge in self.edges_from(lat, lon) {
            let (first, last) = (from_pole(edge.from.0), from_pole(edge.to.0));
            let Some((start, end)) = within(first, last, (to_pole, 1.01 * reach_m)) else {
                continue;
            };
            // Along an edge the distance from the pole changes as the longitude does: a piece
            // that turns by `a` and goes `d` away bends by a² r / 8 + a d / 4. That is kept to
            // 0.25 % of the reach.
            let turn = (edge.run().1 * RADIANS * (end - start)).abs();
            let away = ((last - first) * (end - start)).abs();
            let bend = turn * (turn * (to_pole + reach_m) / 8.0 + away / 4.0);
            let pieces = (bend / (0.0025 * reach_m)).sqrt().ceil() as u32 + 1;
            let mut from = plane(edge.at(start));
            for piece in 1..=pieces {
                let share = f64::from(piece) / f64::from(pieces);
                let to = plane(edge.at(start + (end - start) * share));
                if segment_distance2((0.0, 0.0), (from, to)) <= reach_m * reach_m {
                    edges.push((from, to));
                }
                from = to;
            }
        }
        let (x, y) = clearing(&edges, reach_m);
        let south = to_pole + if lat < 0.0 { y } else { -y };
        let dlat = to_pole / scale - (x * x + south * south).sqrt() / scale;
        let dlat = if lat < 0.0 { -dlat } else { dlat };
        let dlon = math::atan2(x, south) / RADIANS;
        Some(Surroundings {
            reference: plane((dlat, dlon)),
            reference_inside: self.locate(lat + dlat, wrap_longitude(lon + dlon)).inside,
            edges,
        })
    }
}

/// The part of an edge, as shares of it, whose distance from the pole is within `reach` of
/// `middle`, if it goes evenly from `first` to `last`.
fn within(first: f64, last: f64, (middle, reach): (f64, f64)) -> Option<(f64, f64)> {
    let (near, far) = (middle - reach, middle + reach);
    if math::max(first, last) < near || math::min(first, last) > far {
        return None;
    }
    if first == last {
        return Some((0.0, 1.0));
    }
    let share = |distance: f64| math::max(0.0, math::min(1.0, (distance - first) / (last - first)));
    let (a, b) = (share(near), share(far));
    Some((math::min(a, b), math::max(a, b)))
}
