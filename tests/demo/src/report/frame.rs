//! A piece of the Earth on a sheet, with its grid and scale bar.

use std::fmt::Write as _;

use fieldbeat::math;

use super::outline::{Degree, Place};
use crate::day::VerifiedDay;

/// A piece of the Earth on a sheet of a given width.
pub(super) struct Frame {
    north: f64,
    west: f64,
    degree: Degree,
    /// Units of the sheet for each metre.
    pub(super) scale: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    /// The frame that holds all places, `width` wide and at least `least` high, with a margin.
    pub(super) fn around(places: &[Place], width: f64, least: f64, margin: f64) -> Option<Self> {
        let span = |of: fn(&Place) -> f64| {
            let low = places.iter().map(of).reduce(math::min)?;
            let high = places.iter().map(of).reduce(math::max)?;
            Some((low, high))
        };
        let ((south, north), (west, east)) = (span(|p| p.lat)?, span(|p| p.lon)?);
        let degree = Degree::at((south + north) / 2.0);
        let (wide_m, high_m) = ((east - west) * degree.east_m, (north - south) * degree.north_m);
        let inner = width - 2.0 * margin;
        // Never closer than 200 m across, never higher than wide.
        let scale = inner / math::max(math::max(wide_m, high_m), 200.0);
        let height = math::max(high_m * scale + 2.0 * margin, least);
        let spare_x = (width / scale - wide_m) / 2.0 / degree.east_m;
        let spare_y = (height / scale - high_m) / 2.0 / degree.north_m;
        Some(Self { north: north + spare_y, west: west - spare_x, degree, scale, width, height })
    }

    pub(super) fn at(&self, place: Place) -> (f64, f64) {
        (
            (place.lon - self.west) * self.degree.east_m * self.scale,
            (self.north - place.lat) * self.degree.north_m * self.scale,
        )
    }

    pub(super) fn holds(&self, (x, y): (f64, f64)) -> bool {
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// A round number of metres about a quarter of the width long.
    fn scale_bar(&self) -> f64 {
        let longest = self.width / self.scale / 3.5;
        let steps = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6];
        steps.into_iter().rfind(|step| *step <= longest).unwrap_or(10.0)
    }

    /// A grid of the scale bar's width, so that an empty map still shows distances.
    pub(super) fn grid(&self, svg: &mut String) {
        let step = self.scale_bar() * self.scale;
        let mut lines = String::new();
        let mut x = step;
        while x < self.width {
            let _ = write!(lines, "M{x:.1} 0V{:.1}", self.height);
            x += step;
        }
        let mut y = self.height - step;
        while y > 0.0 {
            let _ = write!(lines, "M0 {y:.1}H{:.1}", self.width);
            y -= step;
        }
        let _ = write!(svg, "<path class=\"grid\" d=\"{lines}\"/>");
    }

    pub(super) fn draw_scale_bar(&self, day: &VerifiedDay, svg: &mut String) {
        let metres = self.scale_bar();
        let (length, x, y) = (metres * self.scale, 16.0, self.height - 16.0);
        let _ = write!(
            svg,
            "<g class=\"scale\"><path d=\"M{x:.1} {:.1}v6h{length:.1}v-6\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            y - 6.0,
            x + 6.0,
            y - 8.0,
            day.words.metres(metres),
        );
    }

    /// A line through places.
    pub(super) fn line(&self, places: impl IntoIterator<Item = Place>) -> String {
        let mut path = String::new();
        for (index, place) in places.into_iter().enumerate() {
            let (x, y) = self.at(place);
            let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        path
    }
}
