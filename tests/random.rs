//! Random inputs of `verify_plan`: whatever a phone, a planner and a policy may say at once.
//!
//! The simulator makes plausible days; these are not. Stays, drives, jumps, silences, repeated
//! and contradictory fixes, odd accuracies and overlapping fences come in any mixture, so that
//! runtimes which agree here agree everywhere. Half of the tracks are columns.

use std::path::Path;

use fieldbeat::math;
use fieldbeat::shape::Value;

use crate::simulator::Dice;
use crate::vector::{Fault, Outcome, Suite, Vector};

/// The seed of the vectors that every runtime replays.
pub const SEED: u64 = 20_261_120;

/// How many.
pub const COUNT: usize = 1000;

/// 2026-11-20T06:00:00Z, where the days begin.
const MORNING_MS: i64 = 1_795_154_400_000;

const MINUTE_MS: i64 = 60_000;

/// Metres of a degree of latitude, near enough for a draw.
const DEGREE_M: f64 = 111_195.0;

/// `count` vectors, each with the hash of what the core answers.
///
/// # Errors
/// When an answer of the core is not JSON.
pub fn suite(path: &Path, seed: u64, count: usize) -> Result<Suite, Fault> {
    let mut dice = Dice::new(seed);
    let mut vectors = Vec::with_capacity(count);
    for index in 0..count {
        let input = input(&mut dice, index % 2 == 1);
        let recorded = Some(Outcome::of("verify_plan", &input).hashed()?);
        let name = format!("random day {index}");
        vectors.push(Vector { name, input, expect: Vec::new(), recorded });
    }
    Ok(Suite { path: path.to_owned(), operation: "verify_plan".to_owned(), vectors })
}

/// The arguments of one call; the track as columns or as a list of fixes.
#[must_use]
pub fn input(dice: &mut Dice, columns: bool) -> Value {
    let town = Town::draw(dice);
    let sites: Vec<Value> = (0..whole(dice, 1, 6)).map(|index| town.site(dice, index)).collect();
    let count = sites.len() as i64;
    let plan = (0..whole(dice, 1, 6)).map(|index| planned(dice, index, count)).collect();
    let fixes = town.track(dice);
    let track = if columns { as_columns(fixes) } else { Value::List(fixes) };
    let mut entries = vec![
        entry("plan", Value::List(plan)),
        entry("track", track),
        entry("sites", Value::List(sites)),
    ];
    if dice.happens(0.7) {
        entries.push(entry("policy", policy(dice)));
    }
    if dice.happens(0.1) {
        let companion = map([("rep", text("rep-2")), ("track", Value::List(town.track(dice)))]);
        let digests = Value::List(vec![text(&"0".repeat(64))]);
        let companions = Value::List(vec![companion]);
        entries
            .push(entry("history", map([("path_digests", digests), ("companions", companions)])));
    }
    Value::Map(entries)
}

/// Where a day happens.
struct Town {
    lat: f64,
    lon: f64,
    /// Offsets from the centre in metres, north and east, where sites and stops are.
    places: Vec<(f64, f64)>,
}

impl Town {
    fn draw(dice: &mut Dice) -> Self {
        let (lat, lon) = dice.pick(
            (55.7558, 37.6173),
            &[
                (43.2389, 76.8897),
                (-36.8485, 174.7633),
                (-16.8, 179.9995),
                (69.35, 88.2),
                (0.0, 0.0),
            ],
        );
        let spread = dice.pick(300.0, &[2_000.0, 20_000.0]);
        let place =
            |dice: &mut Dice| (dice.between(-spread, spread), dice.between(-spread, spread));
        let mut places: Vec<(f64, f64)> = (0..6).map(|_| place(dice)).collect();
        if dice.happens(0.3)
            && let [(north, east), second, ..] = places.as_mut_slice()
        {
            // Two doors of one building.
            *second = (*north + 20.0, *east);
        }
        Self { lat, lon, places }
    }

    fn place(&self, index: i64) -> (f64, f64) {
        let index = usize::try_from(index).unwrap_or(0);
        self.places.get(index).copied().unwrap_or((0.0, 0.0))
    }

    /// Latitude and longitude of an offset, to a digit that a person could type.
    fn degrees(&self, (north, east): (f64, f64)) -> (f64, f64) {
        let lat = self.lat + north / DEGREE_M;
        let lon = self.lon + east / (DEGREE_M * math::cos(self.lat.to_radians()));
        (rounded(lat, 1e7), rounded(lon, 1e7))
    }

    fn site(&self, dice: &mut Dice, index: i64) -> Value {
        let (north, east) = self.place(index);
        let radius = rounded(dice.between(25.0, 200.0), 10.0);
        let mut fence = if dice.happens(0.75) {
            let (lat, lon) = self.degrees((north, east));
            let center = map([("lat", Value::Float(lat)), ("lon", Value::Float(lon))]);
            vec![entry("center", center), entry("radius_m", Value::Float(radius))]
        } else {
            vec![entry("geometry", self.polygon(dice, (north, east), radius))]
        };
        if dice.happens(0.3) {
            fence.push(entry("tolerance_m", Value::Int(whole(dice, 0, 60))));
        }
        map([("id", text(&format!("site-{index}"))), ("fence", Value::Map(fence))])
    }

    /// A star of 4 to 9 corners, with a hole now and then.
    fn polygon(&self, dice: &mut Dice, (north, east): (f64, f64), radius: f64) -> Value {
        let corners = whole(dice, 4, 9);
        let mut ring = |reach: f64| {
            let mut corner = |index: i64| {
                let angle = std::f64::consts::TAU * index as f64 / corners as f64;
                let away = radius * reach * dice.between(0.6, 1.0);
                let at = (north + away * math::sin(angle), east + away * math::cos(angle));
                let (lat, lon) = self.degrees(at);
                Value::List(vec![Value::Float(lon), Value::Float(lat)])
            };
            let mut points: Vec<Value> = (0..corners).map(&mut corner).collect();
            points.extend(points.first().cloned());
            Value::List(points)
        };
        let mut rings = vec![ring(1.0)];
        if corners > 6 {
            rings.push(ring(0.3));
        }
        map([("type", text("Polygon")), ("coordinates", Value::List(rings))])
    }

    /// 20 to 150 fixes of a rep who stays, drives, jumps and falls silent.
    fn track(&self, dice: &mut Dice) -> Vec<Value> {
        let count = whole(dice, 20, 150);
        let step_ms = dice.pick(10_000, &[30_000, 60_000, 180_000]);
        let accuracy = dice.pick(8.0, &[15.0, 40.0, 90.0]);
        let mocks = dice.happens(0.15);
        let tells = dice.happens(0.8);
        let receipts = dice.happens(0.5);
        let mut t = MORNING_MS + whole(dice, -60, 240) * MINUTE_MS;
        let mut here = self.place(whole(dice, 0, 5));
        let mut goal = here;
        let mut fixes: Vec<Value> = Vec::new();
        for seq in 0..count {
            t += step_ms + whole(dice, -2_000, 2_000);
            if dice.happens(0.03) {
                // Silence.
                t += whole(dice, 5, 90) * MINUTE_MS;
            }
            if dice.happens(0.06) {
                goal = self.place(whole(dice, 0, 5));
            }
            let share = if dice.happens(0.02) { 1.0 } else { 0.15 };
            here = (here.0 + (goal.0 - here.0) * share, here.1 + (goal.1 - here.1) * share);
            let noise = accuracy / 1.5;
            let seen = (here.0 + noise * dice.normal(), here.1 + noise * dice.normal());
            let (lat, lon) = if dice.happens(0.005) { (0.0, 0.0) } else { self.degrees(seen) };
            let mut fix = vec![
                entry("t", Value::Int(t)),
                entry("lat", Value::Float(lat)),
                entry("lon", Value::Float(lon)),
                entry("accuracy_m", Value::Float(odd_accuracy(dice, accuracy))),
            ];
            if tells {
                fix.push(entry("mock", Value::Bool(mocks && dice.happens(0.3))));
            }
            if receipts {
                let late =
                    whole(dice, -3, 20) * 1000 - if dice.happens(0.01) { 600_000 } else { 0 };
                fix.push(entry("received", Value::Int(t + late)));
            }
            fix.push(entry("speed_mps", Value::Float(rounded(dice.between(-1.0, 30.0), 10.0))));
            fix.push(entry("source", text(dice.pick("gps", &["network", "fused"]))));
            fix.push(entry("seq", Value::Int(seq)));
            fixes.push(Value::Map(fix));
            if dice.happens(0.03) {
                fixes.extend(fixes.last().cloned());
            }
            if dice.happens(0.03) && fixes.len() > 1 {
                let last = fixes.len() - 1;
                fixes.swap(last, last - 1);
            }
        }
        fixes
    }
}

/// Mostly near `typical`; sometimes none, invalid, or far too good.
fn odd_accuracy(dice: &mut Dice, typical: f64) -> f64 {
    if dice.happens(0.04) {
        return dice.pick(0.0, &[-1.0, 0.5, 400.0, 5_000.0]);
    }
    rounded(typical * dice.between(0.6, 1.8), 10.0)
}

fn planned(dice: &mut Dice, index: i64, sites: i64) -> Value {
    let site = whole(dice, 0, sites - 1);
    let start = MORNING_MS + whole(dice, -60, 420) * MINUTE_MS;
    let end = start + whole(dice, 10, 180) * MINUTE_MS;
    let mut visit = vec![
        entry("id", text(&format!("plan-{index}"))),
        entry("rep", text("rep-1")),
        entry("site", text(&format!("site-{site}"))),
    ];
    if dice.happens(0.85) {
        let slot = map([("start", Value::Int(start)), ("end", Value::Int(end))]);
        visit.push(entry("slot", slot));
    } else {
        visit.push(entry("date", text("2026-11-20")));
    }
    if dice.happens(0.3) {
        visit.push(entry("min_dwell", text(dice.pick("2m", &["10m", "0s", "45m"]))));
    }
    if dice.happens(0.3) {
        let done = Value::Bool(dice.happens(0.8));
        visit.push(entry("claimed", map([("t", Value::Int(end)), ("done", done)])));
    }
    if dice.happens(0.05) {
        let status = text(dice.pick("verified", &["rejected", "unproven"]));
        let decision = map([
            ("status", status),
            ("by", text("head office")),
            ("reason", text("seen on camera")),
            ("at", Value::Int(end)),
        ]);
        visit.push(entry("override", decision));
    }
    Value::Map(visit)
}

fn policy(dice: &mut Dice) -> Value {
    let mut policy = Vec::new();
    let mut maybe = |dice: &mut Dice, key: &str, value: Value| {
        if dice.happens(0.25) {
            policy.push(entry(key, value));
        }
    };
    let presence = map([
        ("model", text(dice.pick("probability", &["margin"]))),
        ("tolerance_m", Value::Int(whole(dice, 0, 50))),
        ("default_accuracy_m", Value::Int(whole(dice, 5, 50))),
        ("boundary", text(dice.pick("closed", &["half_open"]))),
    ]);
    maybe(dice, "presence", presence);
    for (key, first, others) in [
        ("slot_rule", "arrival", ["presence"].as_slice()),
        ("sampling", "continuous", &["motion_gated", "check_in"]),
        ("min_confidence", "low", &["high"]),
        ("detail", "verdict", &["evidence", "track"]),
        ("early", "0s", &["5m", "1h"]),
        ("late", "0s", &["5m", "1h"]),
        ("min_dwell", "1m", &["10m", "30m"]),
        ("grace", "0s", &["1m", "10m"]),
        ("gap", "2m", &["30m"]),
        ("stop_span", "2m", &["20m"]),
    ] {
        let value = text(dice.pick(first, others));
        maybe(dice, key, value);
    }
    let mock_flag = Value::Bool(dice.happens(0.5));
    maybe(dice, "require_mock_flag", mock_flag);
    let stop_radius = Value::Int(whole(dice, 30, 200));
    maybe(dice, "stop_radius_m", stop_radius);
    let zone = map([
        ("name", text("Europe/Moscow")),
        ("offsets", Value::List(vec![Value::List(vec![Value::Int(0), Value::Int(10_800)])])),
    ]);
    maybe(dice, "zone", zone);
    let shift = map([
        ("start", Value::Int(MORNING_MS)),
        ("end", Value::Int(MORNING_MS + whole(dice, 60, 600) * MINUTE_MS)),
    ]);
    maybe(dice, "observe", Value::List(vec![shift]));
    Value::Map(policy)
}

/// The same fixes as columns: a list under each key that the first fix has.
fn as_columns(fixes: Vec<Value>) -> Value {
    let Some(Value::Map(first)) = fixes.first() else { return Value::Map(Vec::new()) };
    let column = |key: &str| {
        let cell = |fix: &Value| fix.get(key).cloned().unwrap_or(Value::Null);
        (key.to_owned(), Value::List(fixes.iter().map(cell).collect()))
    };
    Value::Map(first.iter().map(|(key, _)| column(key)).collect())
}

/// A whole number from `low` to `high`, both possible.
pub(crate) fn whole(dice: &mut Dice, low: i64, high: i64) -> i64 {
    dice.between(low as f64, (high + 1) as f64).floor() as i64
}

fn rounded(x: f64, scale: f64) -> f64 {
    // Adding 0 turns -0 into 0.
    (x * scale).round() / scale + 0.0
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn entry(key: &str, value: Value) -> (String, Value) {
    (key.to_owned(), value)
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_draws_one_set_and_all_of_it_is_legal_input() {
        let draw = || suite(Path::new("random.json"), 7, 40).unwrap();
        let (first, second) = (draw(), draw());
        assert_eq!(first.to_value(), second.to_value());
        for vector in &first.vectors {
            let Some(Outcome::Error(error)) = &vector.recorded else { continue };
            let kind = error.get("kind");
            let theirs = ["input", "policy"].map(|kind| Some(Value::Text(kind.to_owned())));
            assert!(!theirs.contains(&kind.cloned()), "{}: {error:?}", vector.name);
        }
    }
}
