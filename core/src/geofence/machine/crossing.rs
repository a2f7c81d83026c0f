//! When an edge was crossed, from the fixes on either side of it.

use super::super::Mark;
use super::super::sight::{Leg, Seen};
use super::{Ground, Rules};
use crate::math;
use crate::snapshot::stored;

/// When an edge was crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crossing {
    /// The likeliest instant, interpolated between two fixes.
    pub(crate) t: i64,
    /// Bounds: the nearest fixes that tell.
    pub(crate) t_min: i64,
    pub(crate) t_max: i64,
    /// Where the time on site begins or ends: at `t`, unless the crossing lies in a gap.
    pub(super) credit: i64,
    /// Whether a gap, or an end of the track, hides the crossing.
    pub(crate) hidden: bool,
    /// Whether it is an end of the track: who was inside may have been so for longer.
    pub(crate) open: bool,
}

stored!(Crossing { t: i64, t_min: i64, t_max: i64, credit: i64, hidden: bool, open: bool });

impl Crossing {
    /// A crossing that is known to the millisecond.
    pub(crate) fn at(t: i64) -> Self {
        Self { t, t_min: t, t_max: t, credit: t, hidden: false, open: false }
    }

    /// A crossing within bounds.
    pub(crate) fn within(t: i64, (t_min, t_max): (i64, i64)) -> Self {
        Self { t_min, t_max, ..Self::at(t) }
    }

    /// The track begins or ends inside.
    fn open(t: i64) -> Self {
        Self { hidden: true, open: true, ..Self::at(t) }
    }

    /// The crossing between an inside fix and one that speaks against presence; the way between
    /// `here` and `there`, which lie between them, is taken as even.
    fn between(
        (inside, against): (&Seen, &Seen),
        (here, there): (&Seen, &Seen),
        hidden: bool,
        ground: &Ground,
    ) -> Self {
        let t = instant_between(here, there, ground);
        Self {
            t,
            t_min: inside.t.min(against.t),
            t_max: inside.t.max(against.t),
            credit: if hidden { inside.t } else { t },
            hidden,
            open: false,
        }
    }
}

/// When the edge lay between an inside fix and one against it: where a fix of the accuracy on the
/// way would just be inside by the policy.
fn instant_between(inside: &Seen, against: &Seen, ground: &Ground) -> i64 {
    let beyond = |seen: &Seen| ground.beyond_m(seen.edge_m, seen.sigma_m);
    let (Some(here), Some(there)) = (beyond(inside), beyond(against)) else {
        // Poor all the way: the fix inside is all that is known.
        return inside.t;
    };
    let (deep, far) = (math::max(0.0, -here), math::max(0.0, there));
    let share = if deep + far > 0.0 { deep / (deep + far) } else { 0.0 };
    // Times differ by days at most, which an f64 holds exactly.
    inside.t + (share * (against.t - inside.t) as f64).round() as i64
}

/// What came since the last fix that speaks against presence: where an edge was crossed inwards.
///
/// A visit begins between fixes that tell; within a visit, fixes near the edge that do not tell
/// still bound an absence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Approach {
    against: Option<Seen>,
    /// The last fix since then that did not look inside ...
    there: Option<Seen>,
    /// ... and the first after it that did.
    here: Option<Seen>,
    hidden: bool,
}

stored!(Approach {
    against: Option<Seen>,
    there: Option<Seen>,
    here: Option<Seen>,
    hidden: bool,
});

impl Approach {
    /// Time passes until the next fix.
    pub(super) fn travel(&mut self, leg: Option<Leg>) {
        self.hidden |= leg == Some(Leg::Gap);
    }

    /// Looks at the fix at the end of the leg.
    pub(super) fn look(&mut self, seen: &Seen, ground: &Ground, rules: &Rules) {
        if seen.against(rules.outside_probability) {
            *self = Self { against: Some(*seen), ..Self::default() };
        } else if let (false, Some(beyond_m)) =
            (seen.inside(), ground.beyond_m(seen.edge_m, seen.sigma_m))
        {
            if beyond_m > 0.0 {
                (self.there, self.here) = (Some(*seen), None);
            } else {
                self.here.get_or_insert(*seen);
            }
        }
    }

    /// When a visit that begins with this inside fix was entered.
    pub(super) fn visit_begins(&self, inside: &Seen, ground: &Ground, rules: &Rules) -> Crossing {
        self.crossing(inside, inside, None, ground, rules)
    }

    /// When an absence ended that this inside fix ends.
    pub(super) fn absence_ends(&self, inside: &Seen, ground: &Ground, rules: &Rules) -> Crossing {
        let here = self.here.as_ref().unwrap_or(inside);
        self.crossing(inside, here, self.there.as_ref(), ground, rules)
    }

    fn crossing(
        &self,
        inside: &Seen,
        here: &Seen,
        there: Option<&Seen>,
        ground: &Ground,
        rules: &Rules,
    ) -> Crossing {
        if rules.marks_bound && inside.mark == Some(Mark::In) {
            return Crossing::at(inside.t);
        }
        self.against.map_or(Crossing::open(inside.t), |against| {
            let way = (here, there.unwrap_or(&against));
            Crossing::between((inside, &against), way, self.hidden, ground)
        })
    }
}

/// What came since an inside fix: where an edge was crossed outwards. The mirror of [`Approach`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Departure {
    pub(super) inside: Seen,
    /// The last fix since then that looked inside ...
    here: Seen,
    /// ... and the first after it that did not.
    there: Option<Seen>,
    /// The first that speaks against presence: then all is known.
    against: Option<Seen>,
    hidden: bool,
}

stored!(Departure {
    inside: Seen,
    here: Seen,
    there: Option<Seen>,
    against: Option<Seen>,
    hidden: bool,
});

impl Departure {
    pub(super) fn from(inside: &Seen) -> Self {
        Self { inside: *inside, here: *inside, there: None, against: None, hidden: false }
    }

    /// Whether a fix speaks against presence since.
    pub(super) fn is_known(&self) -> bool {
        self.against.is_some()
    }

    /// Looks at the next fix, which is not inside.
    pub(super) fn look(&mut self, seen: &Seen, leg: Option<Leg>, ground: &Ground, rules: &Rules) {
        if self.is_known() {
            return;
        }
        self.hidden |= leg == Some(Leg::Gap);
        if seen.against(rules.outside_probability) {
            self.against = Some(*seen);
        } else if let (None, Some(beyond_m)) =
            (self.there, ground.beyond_m(seen.edge_m, seen.sigma_m))
        {
            if beyond_m > 0.0 { self.there = Some(*seen) } else { self.here = *seen }
        }
    }

    /// When a visit that ends with this inside fix was left.
    pub(super) fn visit_ends(&self, ground: &Ground, rules: &Rules) -> Crossing {
        self.crossing(&self.inside, None, ground, rules)
    }

    /// When an absence began within a visit.
    pub(super) fn absence_begins(&self, ground: &Ground, rules: &Rules) -> Crossing {
        self.crossing(&self.here, self.there.as_ref(), ground, rules)
    }

    fn crossing(
        &self,
        here: &Seen,
        there: Option<&Seen>,
        ground: &Ground,
        rules: &Rules,
    ) -> Crossing {
        let inside = &self.inside;
        if rules.marks_bound && inside.mark == Some(Mark::Out) {
            return Crossing::at(inside.t);
        }
        self.against.map_or(Crossing::open(inside.t), |against| {
            let way = (here, there.unwrap_or(&against));
            Crossing::between((inside, &against), way, self.hidden, ground)
        })
    }
}
