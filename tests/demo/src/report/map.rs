//! Maps as SVG: the whole day, and the surroundings of one site.

use std::fmt::Write as _;

use fieldbeat::visit::{Site, VisitVerdict};
use fieldbeat::{Fix, math};

use super::html::escape;
use super::outline::{Degree, Place, rings};
use crate::VerifiedDay;

/// How a leg of the track is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leg {
    /// Good to 20 m.
    Fine,
    /// Good to 50 m.
    Fair,
    /// Good to 100 m.
    Coarse,
    /// Worse, or without accuracy.
    Poor,
    /// Silence.
    Gap,
    /// Simulated, frozen or impossibly fast.
    Odd,
}

impl Leg {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Fair => "fair",
            Self::Coarse => "coarse",
            Self::Poor => "poor",
            Self::Gap => "gap",
            Self::Odd => "odd",
        }
    }

    fn of_accuracy(day: &VerifiedDay, fix: &Fix) -> Self {
        let assumed = day.policy.presence.default_accuracy_m.map(|radius| radius.get());
        match fix.accuracy_m.radius().or(assumed) {
            Some(m) if m <= 20.0 => Self::Fine,
            Some(m) if m <= 50.0 => Self::Fair,
            Some(m) if m <= 100.0 => Self::Coarse,
            _ => Self::Poor,
        }
    }
}

/// The legs of the track, each from one fix to the next.
pub(super) fn legs(day: &VerifiedDay) -> impl Iterator<Item = (&Fix, &Fix, Leg)> {
    let tricks = ["mock_location", "frozen_coordinates", "teleport", "replayed_track"];
    let odd = move |from: &Fix, to: &Fix| {
        day.report.anomalies.iter().any(|anomaly| {
            tricks.contains(&anomaly.code.as_str())
                && anomaly.start <= to.t
                && from.t <= anomaly.end
        })
    };
    let fixes = day.track.fixes();
    fixes.iter().zip(fixes.iter().skip(1)).map(move |(from, to)| {
        let leg = if from.mock == Some(true) || to.mock == Some(true) || odd(from, to) {
            Leg::Odd
        } else if to.t.since(from.t) > day.policy.gap.millis() {
            Leg::Gap
        } else {
            Leg::of_accuracy(day, from).max(Leg::of_accuracy(day, to))
        };
        (from, to, leg)
    })
}

fn place(fix: &Fix) -> Place {
    Place { lat: fix.lat.get(), lon: fix.lon.get() }
}

/// A piece of the Earth on a sheet of a given width.
struct Frame {
    north: f64,
    west: f64,
    degree: Degree,
    /// Units of the sheet for each metre.
    scale: f64,
    width: f64,
    height: f64,
}

impl Frame {
    /// The frame that holds all places, `width` wide and at least `least` high, with a margin.
    fn around(places: &[Place], width: f64, least: f64, margin: f64) -> Option<Self> {
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

    fn at(&self, place: Place) -> (f64, f64) {
        (
            (place.lon - self.west) * self.degree.east_m * self.scale,
            (self.north - place.lat) * self.degree.north_m * self.scale,
        )
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// A round number of metres about a quarter of the width long.
    fn scale_bar(&self) -> f64 {
        let longest = self.width / self.scale / 3.5;
        let steps = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6];
        steps.into_iter().rfind(|step| *step <= longest).unwrap_or(10.0)
    }

    /// A grid of the scale bar's width, so that an empty map still shows distances.
    fn grid(&self, svg: &mut String) {
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

    fn draw_scale_bar(&self, day: &VerifiedDay, svg: &mut String) {
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

    fn draw_fence(&self, site: &Site, class: &str, svg: &mut String) {
        let mut path = String::new();
        for ring in rings(&site.fence) {
            for (index, place) in ring.into_iter().enumerate() {
                let (x, y) = self.at(place);
                let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        let _ = write!(svg, "<path class=\"fence {class}\" d=\"{path}\"/>");
    }

    fn draw_track(&self, day: &VerifiedDay, svg: &mut String) {
        // One path for each run of legs of a kind.
        let mut open: Option<Leg> = None;
        for (from, to, leg) in legs(day) {
            let (a, b) = (self.at(place(from)), self.at(place(to)));
            if open != Some(leg) {
                if open.is_some() {
                    svg.push_str("\"/>");
                }
                let _ =
                    write!(svg, "<path class=\"leg {}\" d=\"M{:.1} {:.1}", leg.class(), a.0, a.1);
                open = Some(leg);
            }
            let _ = write!(svg, "L{:.1} {:.1}", b.0, b.1);
        }
        if open.is_some() {
            svg.push_str("\"/>");
        }
    }
}

/// Where the fixes are, but for the few that are far from all others.
fn usual_places(day: &VerifiedDay) -> Vec<Place> {
    let fixes: Vec<Place> = day
        .track
        .fixes()
        .iter()
        .filter(|fix| fix.accuracy_m.radius().is_none_or(|m| m <= 200.0))
        .map(place)
        .collect();
    let bounds = |of: fn(&Place) -> f64| {
        let mut values: Vec<f64> = fixes.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        let cut = values.len() / 200;
        let low = values.get(cut).copied()?;
        let high = values.get(values.len().saturating_sub(cut + 1)).copied()?;
        Some((low, high))
    };
    let (Some((south, north)), Some((west, east))) = (bounds(|p| p.lat), bounds(|p| p.lon)) else {
        return Vec::new();
    };
    vec![Place { lat: south, lon: west }, Place { lat: north, lon: east }]
}

/// The whole day.
pub(super) fn of_day(day: &VerifiedDay) -> String {
    const WIDTH: f64 = 720.0;
    // Room for pins, which stand above their places.
    const PINS: f64 = 52.0;
    let mut places = usual_places(day);
    // Sites that the day has nothing to do with do not stretch the map.
    let concerned = day.input.sites.iter().filter(|site| site_class(day, site) != "unvisited");
    places.extend(concerned.flat_map(|site| rings(&site.fence)).flatten());
    let Some(frame) = Frame::around(&places, WIDTH, 420.0, PINS) else {
        return format!(
            "<p class=\"empty\">{}</p>",
            day.words.say("Nothing to draw: no sites and no fixes.", "Нет ни точек, ни зон.")
        );
    };
    let label =
        day.words.say("Map of the day: track, fences and visits", "Карта дня: трек, зоны и визиты");
    let mut svg = format!(
        "<svg class=\"map\" viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{label}\">",
        frame.width, frame.height
    );
    frame.grid(&mut svg);
    for site in &day.input.sites {
        frame.draw_fence(site, site_class(day, site), &mut svg);
    }
    frame.draw_track(day, &mut svg);
    for stop in &day.report.unknown_stops {
        if let Some(position) = &stop.position {
            let (x, y) = frame.at(Place { lat: position.lat.get(), lon: position.lon.get() });
            let _ = write!(
                svg,
                "<rect class=\"stop\" x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\">\
                 <title>{}–{}, {}</title></rect>",
                x - 4.5,
                y - 4.5,
                day.clock().minute(stop.start),
                day.clock().minute(stop.end),
                day.words.duration(stop.duration_ms),
            );
        }
    }
    draw_pins(day, &frame, &mut svg);
    frame.draw_scale_bar(day, &mut svg);
    svg.push_str("</svg>");
    svg
}

/// A pin for each visit, with its number, and its name where there is room; a plus for stays that
/// nobody planned.
fn draw_pins(day: &VerifiedDay, frame: &Frame, svg: &mut String) {
    const LETTER: f64 = 7.4;
    let off_plan = day
        .report
        .off_plan
        .iter()
        .map(|visit| ("off-plan", "+".to_owned(), visit.site.as_str(), ""));
    let visits = day.report.visits.iter().enumerate().map(|(index, visit)| {
        let status = day.words.status(visit.status);
        (visit.status.as_str(), (index + 1).to_string(), visit.site.as_str(), status)
    });
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (class, mark, site, status) in off_plan.chain(visits) {
        let Some(site) = day.input.sites.iter().find(|known| known.id == site) else { continue };
        let Some((x, y)) = middle(site).map(|place| frame.at(place)) else { continue };
        let name = day.site_name(&site.id);
        let _ = write!(
            svg,
            "<g class=\"pin {class}\" transform=\"translate({x:.1} {y:.1})\">\
             <path d=\"M0 0C-3 -8 -11 -11 -11 -19A11 11 0 1 1 11 -19C11 -11 3 -8 0 0Z\"/>\
             <text y=\"-19\">{mark}</text><title>{} {status}</title></g>",
            escape(name),
        );
        let length = name.chars().count() as f64 * LETTER;
        // Beside the pin, where nothing else is written: right of it, or else left.
        let line = y - 15.0;
        let is_free = |(_, left): &(f64, f64)| {
            *left > 4.0
                && left + length < frame.width - 4.0
                && taken.iter().all(|(other, other_line, other_length)| {
                    (line - other_line).abs() > 15.0
                        || left + length < *other
                        || other + other_length < *left
                })
        };
        let sides = [(1.0, x + 15.0), (-1.0, x - 15.0 - length)];
        let free = sides.into_iter().find(is_free);
        taken.push((x - 12.0, line, 24.0));
        if let Some((side, left)) = free {
            taken.push((left, line, length));
            let anchor = if side > 0.0 { "start" } else { "end" };
            let _ = write!(
                svg,
                "<text class=\"name\" text-anchor=\"{anchor}\" x=\"{:.1}\" y=\"{line:.1}\">{}</text>",
                x + side * 15.0,
                escape(name)
            );
        }
    }
}

/// The status of the visit to a site; off-plan and unvisited sites have classes of their own.
fn site_class(day: &VerifiedDay, site: &Site) -> &'static str {
    let planned = day.report.visits.iter().find(|visit| visit.site == site.id);
    let off_plan = day.report.off_plan.iter().any(|visit| visit.site == site.id);
    match planned {
        Some(visit) => visit.status.as_str(),
        None if off_plan => "off-plan",
        None => "unvisited",
    }
}

fn middle(site: &Site) -> Option<Place> {
    let ring: Vec<Place> = rings(&site.fence).into_iter().flatten().collect();
    let count = ring.len() as f64;
    (!ring.is_empty()).then(|| Place {
        lat: ring.iter().map(|p| p.lat).sum::<f64>() / count,
        lon: ring.iter().map(|p| p.lon).sum::<f64>() / count,
    })
}

/// The surroundings of one site, with every fix as a disc as large as its accuracy.
pub(super) fn of_visit(day: &VerifiedDay, visit: &VisitVerdict) -> Option<String> {
    const WIDTH: f64 = 260.0;
    const AROUND_MS: i64 = 3 * 60_000;
    let site = day.input.sites.iter().find(|site| site.id == visit.site)?;
    let center = middle(site)?;
    let ring: Vec<Place> = rings(&site.fence).into_iter().flatten().collect();
    // Twice the fence in every direction.
    let wide = |p: &Place| Place {
        lat: center.lat + 1.7 * (p.lat - center.lat),
        lon: center.lon + 1.7 * (p.lon - center.lon),
    };
    let frame = Frame::around(&ring.iter().map(wide).collect::<Vec<_>>(), WIDTH, WIDTH, 6.0)?;
    let planned = day.input.plan.iter().find(|planned| planned.id == visit.plan_id);
    let slot = planned.and_then(|planned| planned.slot.as_ref());
    let (start, end) = match (&visit.arrival, &visit.departure, slot) {
        (Some(arrival), Some(departure), _) => (arrival.t, departure.t),
        (_, _, Some(slot)) => (slot.start, slot.end),
        _ => (day.report.first?, day.report.last?),
    };
    let seen = |fix: &&Fix| start.plus(-AROUND_MS) <= fix.t && fix.t <= end.plus(AROUND_MS);
    let mut svg = format!(
        "<svg class=\"map near\" viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{}\">",
        frame.width,
        frame.height,
        day.words.say("Fixes around the site", "Точки трека около места"),
    );
    frame.grid(&mut svg);
    frame.draw_fence(site, visit.status.as_str(), &mut svg);
    let shown: Vec<(&Fix, (f64, f64))> = day
        .track
        .fixes()
        .iter()
        .filter(seen)
        .map(|fix| (fix, frame.at(place(fix))))
        .filter(|(_, at)| frame.holds(*at))
        .collect();
    for (fix, (x, y)) in &shown {
        if let Some(m) = fix.accuracy_m.radius() {
            let r = m * frame.scale;
            let _ =
                write!(svg, "<circle class=\"disc\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>");
        }
    }
    for (fix, (x, y)) in &shown {
        let class = match fix.mock {
            Some(true) => Leg::Odd,
            _ => Leg::of_accuracy(day, fix),
        }
        .class();
        let _ =
            write!(svg, "<circle class=\"dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>");
    }
    frame.draw_scale_bar(day, &mut svg);
    svg.push_str("</svg>");
    Some(svg)
}
