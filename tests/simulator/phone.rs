//! The phone in the rep's pocket: from the true path to fixes as a server receives them.

use fieldbeat::geofence::FixSource;
use fieldbeat::{Fix, Instant, math};

use super::dice::Dice;
use super::path::{Path, Stretch};
use super::plane::{Plane, Point};

/// What makes a phone report other than usual for a while.
pub(crate) struct Mishap {
    pub(crate) during: Stretch,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Off, or in a basement: no fixes.
    Silence,
    /// Cell towers only: honest, and useless.
    Poor,
    /// Reflections: poor accuracy and, now and then, a jump that the phone does not know of.
    Jitter,
    /// An app that simulates a place; the system marks its fixes.
    Mock(Point),
    /// A tampered system that reports one place and one accuracy, unmarked.
    Frozen(Point),
    /// Single fixes at another place between true ones.
    Jumps(Point),
}

/// A fix every 10 s while moving, every 30 s while standing.
const MOVING_MS: i64 = 10_000;
const STANDING_MS: i64 = 30_000;
/// From a fix to its receipt, on a good network.
const UPLINK_MS: i64 = 800;
/// The radius that holds 68 % of a circular normal error, in standard deviations.
const RADIUS_68: f64 = 1.509_59;
/// Errors of neighbouring fixes resemble each other: they fade over about a minute.
const CORRELATION_S: f64 = 60.0;

/// The error of a receiver, correlated in time (AR(1)), in standard deviations.
#[derive(Default)]
struct Drift {
    east: f64,
    north: f64,
    quality: f64,
}

impl Drift {
    fn pass(&mut self, seconds: f64, dice: &mut Dice) {
        let kept = math::exp(-seconds / CORRELATION_S);
        let fresh = (1.0 - kept * kept).sqrt();
        for part in [&mut self.east, &mut self.north, &mut self.quality] {
            *part = *part * kept + fresh * dice.normal();
        }
    }

    /// An accuracy between `best` and `worst`, wandering slowly.
    fn accuracy(&self, best: f64, worst: f64) -> f64 {
        // Three standard deviations span the range.
        best + (worst - best) * (0.5 + self.quality / 6.0).clamp(0.0, 1.0)
    }

    /// Where a receiver of this accuracy sees `truth`.
    fn seen(&self, truth: Point, accuracy: f64) -> Point {
        let sigma = accuracy / RADIUS_68;
        Point { x: truth.x + sigma * self.east, y: truth.y + sigma * self.north }
    }
}

/// What the phone reports of `path` within `stretch`, in the order of receipt.
pub(crate) fn record(
    path: &Path,
    stretch: Stretch,
    mishaps: &[Mishap],
    plane: &Plane,
    dice: &mut Dice,
) -> Result<Vec<Fix>, fieldbeat::Problem> {
    let mut fixes = Vec::new();
    let mut drift = Drift::default();
    let mut t = stretch.0;
    let mut last = t;
    let mut offline_until = t;
    while t < stretch.1 {
        let (truth, standing) = path.at(t);
        drift.pass((t - last) as f64 / 1000.0, dice);
        last = t;
        let kind = mishaps.iter().find(|m| m.during.0 <= t && t < m.during.1).map(|m| m.kind);
        if let Some((seen, accuracy)) = reading(kind, truth, &drift, dice) {
            // Networks fail for minutes; the fixes of that time come together afterwards.
            if t > offline_until && dice.happens(0.01) {
                offline_until = t + dice.minutes(0.5, 10.0);
            }
            let received = (t + UPLINK_MS).max(offline_until);
            let (lat, lon) = plane.degrees(seen);
            let mut fix = Fix::new(instant(t), lat, lon, tenths(accuracy))?;
            fix.mock = Some(matches!(kind, Some(Kind::Mock(_))));
            fix.received = Some(instant(received));
            fix.source = Some(match kind {
                Some(Kind::Poor) => FixSource::Network,
                _ => FixSource::Gps,
            });
            // An answer got lost: the phone sends the fix again.
            if dice.happens(0.013) {
                let mut again = fix.clone();
                again.received = Some(instant(received + 30_000));
                fixes.push(again);
            }
            fixes.push(fix);
        }
        t += if standing { STANDING_MS } else { MOVING_MS };
    }
    fixes.sort_by_key(|fix| fix.received);
    Ok(fixes)
}

/// The place and the accuracy that the phone reports; `None` when it is silent.
fn reading(
    kind: Option<Kind>,
    truth: Point,
    drift: &Drift,
    dice: &mut Dice,
) -> Option<(Point, f64)> {
    let usual = drift.accuracy(5.0, 15.0);
    Some(match kind {
        None => (drift.seen(truth, usual), usual),
        Some(Kind::Silence) => return None,
        Some(Kind::Poor) => {
            let accuracy = drift.accuracy(120.0, 400.0);
            (drift.seen(truth, accuracy), accuracy)
        }
        Some(Kind::Jitter) => {
            let accuracy = drift.accuracy(12.0, 50.0);
            let seen = drift.seen(truth, accuracy);
            if dice.happens(0.04) {
                let jump = dice.between(60.0, 200.0);
                (seen.offset(jump, dice.between(0.0, std::f64::consts::TAU)), accuracy)
            } else {
                (seen, accuracy)
            }
        }
        Some(Kind::Mock(place)) => (place, 3.0),
        Some(Kind::Frozen(place)) => (place, 5.0),
        Some(Kind::Jumps(place)) => {
            let at = if dice.happens(0.06) { place } else { truth };
            (drift.seen(at, usual), usual)
        }
    })
}

fn tenths(accuracy: f64) -> f64 {
    (accuracy * 10.0).round() / 10.0
}

fn instant(ms: i64) -> Instant {
    Instant::MIN.plus(ms - Instant::MIN.millis())
}
