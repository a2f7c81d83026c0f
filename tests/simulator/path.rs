//! Where the rep really was, at every moment.

use super::dice::Dice;
use super::plane::{Area, Point};

/// A true path: straight between its nodes.
pub(crate) struct Path {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Node {
    /// Milliseconds since 1970.
    t: i64,
    at: Point,
    /// Whether the rep stands (or shifts from foot to foot) from here to the next node.
    standing: bool,
}

/// A half-open stretch of time, in milliseconds since 1970.
pub(crate) type Stretch = (i64, i64);

impl Path {
    pub(crate) fn starting(t: i64, at: Point) -> Self {
        Self { nodes: vec![Node { t, at, standing: false }] }
    }

    /// When the path ends so far.
    pub(crate) fn now(&self) -> i64 {
        self.nodes.last().map_or(0, |node| node.t)
    }

    /// Where the path ends so far.
    pub(crate) fn here(&self) -> Point {
        self.nodes.last().map_or(Point { x: 0.0, y: 0.0 }, |node| node.at)
    }

    /// Drives at 30 to 60 km/h, along streets that are not quite straight.
    pub(crate) fn drive(&mut self, to: Point, dice: &mut Dice) {
        const BLOCK_M: f64 = 350.0;
        const ASIDE_M: f64 = 60.0;
        let from = self.here();
        let blocks = (from.distance(to) / BLOCK_M).ceil();
        let mut block = 1.0;
        while block < blocks {
            let on_line = from.toward(to, block / blocks);
            let corner = Point {
                x: on_line.x + dice.between(-ASIDE_M, ASIDE_M),
                y: on_line.y + dice.between(-ASIDE_M, ASIDE_M),
            };
            let kmh = dice.between(30.0, 60.0);
            self.go(corner, kmh / 3.6);
            block += 1.0;
        }
        self.go(to, dice.between(30.0, 40.0) / 3.6);
    }

    /// Walks straight.
    pub(crate) fn walk(&mut self, to: Point, dice: &mut Dice) {
        self.go(to, dice.between(1.1, 1.6));
    }

    /// Moves straight, at `speed` metres a second.
    pub(crate) fn go(&mut self, to: Point, speed: f64) {
        let (t, from) = (self.now(), self.here());
        let ms = (from.distance(to) / speed * 1000.0) as i64;
        self.nodes.push(Node { t: t + ms, at: to, standing: false });
    }

    /// Stays around one spot, a few steps to and fro.
    pub(crate) fn stand(&mut self, ms: i64, dice: &mut Dice) {
        const STEPS_M: f64 = 4.0;
        let (until, spot) = (self.now() + ms, self.here());
        loop {
            if let Some(node) = self.nodes.last_mut() {
                node.standing = true;
            }
            let next = (self.now() + dice.minutes(0.5, 4.0)).min(until);
            let at = if next == until { spot } else { spot.offset_by(STEPS_M, dice) };
            self.nodes.push(Node { t: next, at, standing: false });
            if next == until {
                return;
            }
        }
    }

    /// Where the rep was at `t`, and whether standing.
    pub(crate) fn at(&self, t: i64) -> (Point, bool) {
        let after = self.nodes.partition_point(|node| node.t <= t);
        let before = after.checked_sub(1).and_then(|index| self.nodes.get(index));
        match (before, self.nodes.get(after)) {
            (Some(a), Some(b)) => {
                let share = (t - a.t) as f64 / (b.t - a.t) as f64;
                (a.at.toward(b.at, share), a.standing)
            }
            (Some(only), None) | (None, Some(only)) => (only.at, true),
            (None, None) => (Point { x: 0.0, y: 0.0 }, true),
        }
    }

    /// When the rep was inside `area` within `stretch`, to the millisecond.
    pub(crate) fn inside(&self, area: &Area, stretch: Stretch) -> Vec<Stretch> {
        // In half a second nobody drives through a fence.
        const STEP_MS: i64 = 500;
        let is_inside = |t: i64| area.contains(self.at(t).0);
        let mut stays: Vec<Stretch> = Vec::new();
        let (mut t, mut inside) = (stretch.0, is_inside(stretch.0));
        let mut since = t;
        while t < stretch.1 {
            let next = (t + STEP_MS).min(stretch.1);
            if is_inside(next) != inside {
                let crossing = bisect(t, next, |t| is_inside(t) == inside);
                if inside {
                    stays.push((since, crossing));
                }
                (since, inside) = (crossing, !inside);
            }
            t = next;
        }
        if inside {
            stays.push((since, stretch.1));
        }
        stays
    }
}

/// The first millisecond at which `holds` no longer does: it holds at `from`, not at `to`.
fn bisect(mut from: i64, mut to: i64, holds: impl Fn(i64) -> bool) -> i64 {
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        if holds(middle) { from = middle } else { to = middle }
    }
    to
}

impl Point {
    /// A point at most `metres` away in each direction.
    fn offset_by(self, metres: f64, dice: &mut Dice) -> Self {
        Self {
            x: self.x + dice.between(-metres, metres),
            y: self.y + dice.between(-metres, metres),
        }
    }
}
