//! A rep's working day: sites, plan, true path, fixes and truth.

use fieldbeat::visit::{Interval, PlannedVisit, Site};
use fieldbeat::{
    Fence, Fix, Instant, Position, Problem, Shaped, Span, geo::Geometry, shape::Value,
};

use super::dice::Dice;
use super::path::{Path, Stretch};
use super::phone::{self, Kind, Mishap};
use super::plane::{Area, Plane, Point};
use super::truth::{Case, TrueVisit};

/// A simulated day: what `verify_plan` takes, and the truth about it.
#[derive(Clone, Debug)]
pub struct Day {
    /// The planned visits.
    pub plan: Vec<PlannedVisit>,
    /// Their sites.
    pub sites: Vec<Site>,
    /// The rep's fixes in the order of receipt: late and repeated ones among them.
    pub fixes: Vec<Fix>,
    /// What happened on each planned visit, in the order of the plan.
    pub truth: Vec<TrueVisit>,
}

/// 2026-09-21, a Monday, 07:30 in Moscow.
const FIRST_MORNING_MS: i64 = 1_789_965_000_000;
const DAY_MS: i64 = 86_400_000;
const QUARTER_MS: i64 = 15 * 60_000;
const MINUTE_MS: i64 = 60_000;
/// No two sites are nearer to each other.
const APART_M: f64 = 1_200.0;

impl Day {
    /// The day of `seed`: seven to ten visits, about half of them honest.
    ///
    /// # Errors
    /// None for any seed: positions and accuracies are in range.
    pub fn of_seed(seed: u64) -> Result<Self, Problem> {
        let mut dice = Dice::new(seed);
        let count = 7 + (dice.between(0.0, 4.0) as usize);
        // A silence could hide an absence of the same hours, and then no verdict but `unproven`
        // would be right: a day has either.
        let silent = dice.happens(0.4);
        let cases: Vec<Case> = (0..count).map(|_| draw(silent, &mut dice)).collect();
        Self::with(&cases, seed, &mut dice)
    }

    /// A day with these cases, in this order.
    ///
    /// # Errors
    /// None for any seed: positions and accuracies are in range.
    pub fn of_cases(cases: &[Case], seed: u64) -> Result<Self, Problem> {
        Self::with(cases, seed, &mut Dice::new(seed))
    }

    fn with(cases: &[Case], seed: u64, dice: &mut Dice) -> Result<Self, Problem> {
        let plane = Plane::new(dice.between(51.0, 58.0), dice.between(36.0, 44.0));
        let home = Point { x: 0.0, y: 0.0 };
        let morning = FIRST_MORNING_MS + (seed % 5) as i64 * DAY_MS;
        let mut rep = Rep {
            path: Path::starting(morning, home),
            areas: Vec::new(),
            visits: Vec::new(),
            mishaps: Vec::new(),
        };
        // The tracker runs before the first drive and after the last.
        rep.path.stand(dice.minutes(75.0, 90.0), dice);
        for case in cases {
            rep.visit(*case, dice);
        }
        rep.path.drive(home, dice);
        rep.path.stand(dice.minutes(130.0, 140.0), dice);

        let whole = (morning, rep.path.now());
        let fixes = phone::record(&rep.path, whole, &rep.mishaps, &plane, dice)?;
        let mut day = Self { plan: Vec::new(), sites: Vec::new(), fixes, truth: Vec::new() };
        for (index, (area, visit)) in rep.areas.iter().zip(&rep.visits).enumerate() {
            let (site, plan_id) = (format!("site-{index}"), format!("visit-{index}"));
            day.sites.push(Site {
                id: site.clone(),
                fence: fence(area, &plane)?,
                staff: None,
                attributes: Value::Null,
            });
            day.plan.push(PlannedVisit {
                id: plan_id.clone(),
                rep: Some(format!("rep-{seed}")),
                site,
                slot: Some(Interval { start: instant(visit.slot.0), end: instant(visit.slot.1) }),
                date: None,
                min_dwell: Some(Span::minutes(visit.min_dwell_minutes)),
                min_dwell_per_person: None,
                claimed: None,
                r#override: None,
            });
            day.truth.push(truth(plan_id, visit, area, &rep.path));
        }
        Ok(day)
    }
}

/// A case, as often as in the development data.
fn draw(silent: bool, dice: &mut Dice) -> Case {
    let absences = &[Case::Missed, Case::Mock, Case::Teleport, Case::Frozen];
    let presences = &[Case::Jitter, Case::OffSlot];
    if dice.happens(0.45) {
        Case::Ok
    } else if dice.happens(0.45) {
        dice.pick(Case::Short, presences)
    } else if silent {
        dice.pick(Case::PoorGps, &[Case::Gap])
    } else {
        dice.pick(Case::DriveBy, absences)
    }
}

/// The day as it comes about.
struct Rep {
    path: Path,
    areas: Vec<Area>,
    visits: Vec<Visit>,
    mishaps: Vec<Mishap>,
}

struct Visit {
    case: Case,
    slot: Stretch,
    min_dwell_minutes: i32,
    /// From leaving the last place to leaving this one.
    leg: Stretch,
}

impl Rep {
    fn visit(&mut self, case: Case, dice: &mut Dice) {
        let area = self.new_area(dice);
        let min_dwell_minutes = dice.pick(10, &[15, 20]);
        let min_dwell = i64::from(min_dwell_minutes) * MINUTE_MS;
        let start = self.path.now();
        match case {
            Case::Ok | Case::Jitter | Case::OffSlot | Case::PoorGps | Case::Gap => {
                // A silence must be longer than the 15 minutes that count as one.
                let stay = min_dwell.max(18 * MINUTE_MS) + dice.minutes(2.0, 20.0);
                self.call_at(case, &area, stay, dice);
            }
            Case::Short => {
                let stay = dice.minutes(3.0, 0.7 * f64::from(min_dwell_minutes));
                self.call_at(case, &area, stay, dice);
            }
            Case::DriveBy => self.drive_through(&area, dice),
            Case::Missed | Case::Mock | Case::Teleport | Case::Frozen => {
                let stay = min_dwell + dice.minutes(4.0, 15.0);
                self.stay_away(case, &area, stay, dice);
            }
        }
        let leg = (start, self.path.now());
        let stay = match (self.path.inside(&area, leg).first(), case) {
            (Some((arrive, _)), _) => (*arrive, leg.1),
            // Whoever never came was to come about now.
            (None, _) => ((leg.0 + leg.1) / 2, leg.1),
        };
        let slot = slot(case, stay, dice);
        self.areas.push(area);
        self.visits.push(Visit { case, slot, min_dwell_minutes, leg });
    }

    /// Drives up, parks, walks in, stays, and walks back to the car.
    fn call_at(&mut self, case: Case, area: &Area, stay: i64, dice: &mut Dice) {
        let center = area.center();
        let parking = center.offset(area.inner_radius() * dice.between(0.4, 1.1), angle(dice));
        let spot = center.offset(area.inner_radius() * dice.between(0.0, 0.5), angle(dice));
        self.path.drive(parking, dice);
        let parked = self.path.now();
        let before = parked - dice.minutes(0.5, 2.0);
        self.path.walk(spot, dice);
        let inside = self.path.now();
        // A short visit is short with the ways from the car and back.
        let ways = if case == Case::Short { 2 * (inside - parked) } else { 0 };
        self.path.stand((stay - ways).max(MINUTE_MS / 2), dice);
        let leaving = self.path.now();
        self.path.walk(parking, dice);
        // Away from the fence before anything else happens.
        self.path.drive(center.offset(area.outer_radius() + 300.0, angle(dice)), dice);
        let after = self.path.now();
        let mishap = match case {
            Case::Jitter => Some((Kind::Jitter, (inside, leaving))),
            Case::PoorGps => Some((Kind::Poor, (before, after))),
            Case::Gap => {
                // The phone dies before or soon after coming in.
                let dies = dice.pick(before, &[inside + MINUTE_MS]);
                Some((Kind::Silence, (dies, after)))
            }
            _ => None,
        };
        self.mishaps.extend(mishap.map(|(kind, during)| Mishap { during, kind }));
    }

    /// Drives through the fence without stopping.
    fn drive_through(&mut self, area: &Area, dice: &mut Dice) {
        let (center, way) = (area.center(), angle(dice));
        let through = center.offset(area.inner_radius() * dice.between(0.0, 0.5), angle(dice));
        let run_up = area.outer_radius() + 200.0;
        self.path.drive(center.offset(run_up, way), dice);
        let speed = dice.between(32.0, 45.0) / 3.6;
        self.path.go(through, speed);
        self.path.go(center.offset(run_up, way + std::f64::consts::PI), speed);
    }

    /// Sits in a café instead; the phone may tell another story.
    fn stay_away(&mut self, case: Case, area: &Area, stay: i64, dice: &mut Dice) {
        let center = area.center();
        let cafe = loop {
            let place = center.offset(dice.between(1_500.0, 4_000.0), angle(dice));
            if self.areas.iter().all(|other| other.center().distance(place) > APART_M / 2.0) {
                break place;
            }
        };
        self.path.drive(cafe, dice);
        // A trick bears on what happens within ten minutes (rule 6 of visits): the visits before
        // and after it are honest, and must not be judged by it.
        let calm = dice.minutes(11.0, 14.0);
        let during = (self.path.now() + calm, self.path.now() + calm + stay);
        self.path.stand(calm + stay + calm, dice);
        let pretended = center.offset(area.inner_radius() * dice.between(0.0, 0.5), angle(dice));
        let kind = match case {
            Case::Mock => Kind::Mock(pretended),
            Case::Frozen => Kind::Frozen(pretended),
            Case::Teleport => Kind::Jumps(pretended),
            _ => return,
        };
        self.mishaps.push(Mishap { during, kind });
    }

    /// A site away from home and from all others: mostly a circle, else a block or a yard.
    fn new_area(&self, dice: &mut Dice) -> Area {
        const FARTHEST_M: f64 = 12_000.0;
        let center = loop {
            let near = self.path.here().offset(dice.between(1_500.0, 6_000.0), angle(dice));
            let home = Point { x: 0.0, y: 0.0 };
            let far = near.distance(home) > FARTHEST_M;
            let mut others = self.areas.iter().map(Area::center).chain([home]);
            if !far && others.all(|other| other.distance(near) > APART_M) {
                break near;
            }
        };
        let radius = dice.pick(60.0, &[80.0, 100.0, 150.0]);
        if dice.happens(0.7) {
            return Area::Circle { center, radius };
        }
        // A rectangle, turned; one corner in three is cut off.
        let (turn, flat) = (angle(dice), dice.between(0.6, 0.78));
        let corner = |angle: f64| center.offset(radius, turn + angle);
        let half_turn = std::f64::consts::PI;
        let mut vertices = vec![corner(flat), corner(half_turn - flat), corner(half_turn + flat)];
        if dice.happens(0.3) {
            vertices.push(corner(-flat - 0.3));
            vertices.push(corner(-flat + 0.3));
        } else {
            vertices.push(corner(-flat));
        }
        Area::Polygon { center, vertices }
    }
}

/// A slot on quarter hours, as people plan: around the arrival, or clearly not.
fn slot(case: Case, stay: Stretch, dice: &mut Dice) -> Stretch {
    let length = dice.pick(4, &[6, 8]) * QUARTER_MS;
    if case == Case::OffSlot {
        // Out of the slot and of the quarter hour on either side that is forgiven.
        let clear = dice.minutes(30.0, 90.0);
        return if dice.happens(0.5) {
            let start = quarter(stay.1 + clear) + QUARTER_MS;
            (start, start + length)
        } else {
            let end = quarter(stay.0 - clear);
            (end - length, end)
        };
    }
    let start = quarter(stay.0 - dice.minutes(0.0, 40.0));
    (start, start + length)
}

/// The quarter hour at or before `t`.
fn quarter(t: i64) -> i64 {
    t - t.rem_euclid(QUARTER_MS)
}

fn truth(plan_id: String, visit: &Visit, area: &Area, path: &Path) -> TrueVisit {
    let stays = path.inside(area, visit.leg);
    TrueVisit {
        plan_id,
        case: visit.case,
        arrive_ms: stays.first().map(|stay| stay.0),
        depart_ms: stays.last().map(|stay| stay.1),
        dwell_ms: stays.iter().map(|stay| stay.1 - stay.0).sum(),
    }
}

fn fence(area: &Area, plane: &Plane) -> Result<Fence, Problem> {
    let mut fence =
        Fence { id: None, center: None, radius_m: None, geometry: None, tolerance_m: None };
    match area {
        Area::Circle { center, radius } => {
            let (lat, lon) = plane.degrees(*center);
            fence.center = Some(Position::new(lat, lon)?);
            fence.radius_m = Some((*radius).try_into()?);
        }
        Area::Polygon { vertices, .. } => fence.geometry = Some(polygon(vertices, plane)?),
    }
    Ok(fence)
}

fn polygon(vertices: &[Point], plane: &Plane) -> Result<Geometry, Problem> {
    let position = |vertex: &Point| {
        let (lat, lon) = plane.degrees(*vertex);
        Value::List(vec![Value::Float(lon), Value::Float(lat)])
    };
    let ring = vertices.iter().chain(vertices.first()).map(position).collect();
    let geometry = Value::Map(vec![
        ("type".to_owned(), Value::Text("Polygon".to_owned())),
        ("coordinates".to_owned(), Value::List(vec![Value::List(ring)])),
    ]);
    Geometry::from_value(&geometry).map_err(|error| {
        let text = error.to_string();
        error.problems().first().cloned().unwrap_or(Problem::new("invalid_geometry", "$", text))
    })
}

fn angle(dice: &mut Dice) -> f64 {
    dice.between(0.0, std::f64::consts::TAU)
}

fn instant(ms: i64) -> Instant {
    Instant::MIN.plus(ms - Instant::MIN.millis())
}
