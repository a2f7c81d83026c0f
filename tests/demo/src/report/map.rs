//! Maps as SVG: the whole day, and the surroundings of one site.

use std::fmt::Write as _;

use fieldbeat::visit::{Site, VisitVerdict};
use fieldbeat::{Fix, Instant};

use super::frame::Frame;
use super::html::escape;
use super::outline::{Place, middle, rings};
use crate::day::VerifiedDay;
use crate::way::Way;

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

    /// Whether it was measured.
    pub(super) fn is_seen(self) -> bool {
        self != Self::Gap
    }

    /// Whether the rep was there, for all anyone knows.
    pub(super) fn is_believed(self) -> bool {
        !matches!(self, Self::Gap | Self::Odd)
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

/// The track from `start` to `end` as far as it is `told`: a line cannot claim what nobody saw.
pub(super) fn runs(
    day: &VerifiedDay,
    (start, end): (Instant, Instant),
    told: fn(Leg) -> bool,
) -> Vec<Vec<Place>> {
    let mut runs: Vec<Vec<Place>> = Vec::new();
    let mut open = false;
    for (from, to, leg) in legs(day) {
        if !told(leg) || day.time_of(to) <= start || end <= day.time_of(from) {
            open = false;
            continue;
        }
        if !open {
            runs.push(vec![between(day, from, to, start)]);
            open = true;
        }
        if let Some(run) = runs.last_mut() {
            run.push(between(day, from, to, end));
        }
    }
    runs
}

/// Where a leg was at `t`: straight from one fix to the other, and no farther than them.
fn between(day: &VerifiedDay, from: &Fix, to: &Fix, t: Instant) -> Place {
    let (since, until) = (day.time_of(from), day.time_of(to));
    let (from, to) = (place(from), place(to));
    if t <= since {
        from
    } else if until <= t {
        to
    } else {
        let share = t.since(since) as f64 / until.since(since) as f64;
        Place {
            lat: from.lat + share * (to.lat - from.lat),
            lon: from.lon + share * (to.lon - from.lon),
        }
    }
}

fn place(fix: &Fix) -> Place {
    Place { lat: fix.lat.get(), lon: fix.lon.get() }
}

impl Frame {
    fn draw_fence(&self, site: &Site, class: &str, svg: &mut String) {
        let mut path = String::new();
        for ring in rings(&site.fence) {
            path += &self.line(ring);
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

    /// The planned way in its corridor.
    fn draw_way(&self, way: &Way, svg: &mut String) {
        let line = self.line(way.path.positions().iter().map(Place::of));
        let wide = 2.0 * way.corridor_m() * self.scale;
        let _ = write!(
            svg,
            "<path class=\"corridor\" stroke-width=\"{wide:.1}\" d=\"{line}\"/>\
             <path class=\"way\" d=\"{line}\"/>"
        );
    }

    /// A house where the rep comes from.
    fn draw_base(&self, day: &VerifiedDay, svg: &mut String) {
        let at = day.base.as_ref().map(|base| self.at(Place::of(base)));
        let Some((x, y)) = at.filter(|at| self.holds(*at)) else { return };
        let name = day.words.say("Base", "База");
        let _ = write!(
            svg,
            "<g class=\"base\" transform=\"translate({x:.1} {y:.1})\">\
             <path d=\"M0 -9L10 0H7V8H-7V0H-10Z\"/><text class=\"name\" x=\"15\" y=\"4\">{name}</text></g>"
        );
    }

    /// What was driven off it, over the track.
    fn draw_excursions(&self, day: &VerifiedDay, svg: &mut String) {
        for excursion in day.way.iter().flat_map(|way| &way.report.excursions) {
            let mut line = String::new();
            for run in runs(day, (excursion.start, excursion.end), Leg::is_believed) {
                line += &self.line(run);
            }
            let _ = write!(
                svg,
                "<path class=\"off\" d=\"{line}\"><title>{} {}–{}, {}</title></path>",
                day.words.say("Off the planned path", "Вне маршрута"),
                day.clock().minute(excursion.start),
                day.clock().minute(excursion.end),
                day.words.metres(excursion.distance_m),
            );
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
    if let Some(way) = &day.way {
        places.extend(way.path.positions().iter().map(Place::of));
    }
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
    if let Some(way) = &day.way {
        frame.draw_way(way, &mut svg);
    }
    for site in &day.input.sites {
        frame.draw_fence(site, site_class(day, site), &mut svg);
    }
    frame.draw_track(day, &mut svg);
    frame.draw_excursions(day, &mut svg);
    for place in &day.places {
        let (x, y) = frame.at(Place::of(&place.position));
        let _ = write!(
            svg,
            "<g class=\"stop\" transform=\"translate({x:.1} {y:.1})\">\
             <rect x=\"-9\" y=\"-9\" width=\"18\" height=\"18\" rx=\"3\"/>\
             <text>{}</text><title>{}</title></g>",
            place.letter,
            day.words.duration(place.duration_ms()),
        );
    }
    frame.draw_base(day, &mut svg);
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
        let Some((x, y)) = middle(site).map(|position| frame.at(Place::of(&position))) else {
            continue;
        };
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

/// The surroundings of one site, with every fix as a disc as large as its accuracy.
pub(super) fn of_visit(day: &VerifiedDay, visit: &VisitVerdict) -> Option<String> {
    const WIDTH: f64 = 260.0;
    const AROUND_MS: i64 = 3 * 60_000;
    let site = day.input.sites.iter().find(|site| site.id == visit.site)?;
    let center = Place::of(&middle(site)?);
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
