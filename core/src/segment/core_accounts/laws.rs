//! By which policy a day is evaluated: the present one, and those that held before it.

use super::compile::Law;
use super::days::day_at;
use super::policy::SegmentPolicy;
use super::segmenter::Segmenter;
use crate::time::{Instant, Zone};
use crate::{Error, ErrorKind, Result};

/// Over all its policies a segmenter knows at most so many segments by name.
pub(super) const MAX_SEGMENTS: usize = 1_000;

/// And keeps at most so many policies that hold no longer.
pub(super) const MAX_POLICIES: usize = 100;

/// A policy that holds no longer.
pub(super) struct Former {
    /// Days that began later are evaluated by another.
    pub(super) until: Instant,
    pub(super) law: Law,
}

/// All policies of a segmenter. Segments have the same number in each.
pub(super) struct Laws {
    pub(super) current: Law,
    /// In the order of time.
    pub(super) formers: Vec<Former>,
}

impl Laws {
    pub(super) fn new(current: Law) -> Self {
        Self { current, formers: Vec::new() }
    }

    /// The law of a day.
    pub(super) fn of_day(&self, day: i32, zone: &Zone) -> &Law {
        let former = self.formers.iter().find(|former| day <= day_at(former.until, zone));
        former.map_or(&self.current, |former| &former.law)
    }

    /// The law of a day, and that of the day before where it is another.
    pub(super) fn of_turn(&self, day: i32, zone: &Zone) -> (&Law, Option<&Law>) {
        let (law, before) = (self.of_day(day, zone), self.of_day(day - 1, zone));
        (law, (!std::ptr::eq(law, before)).then_some(before))
    }

    /// The first day after `day` that has another law than the day before it.
    pub(super) fn turn_after(&self, day: i32, zone: &Zone) -> Option<i32> {
        let turns = self.formers.iter().map(|former| day_at(former.until, zone) + 1);
        turns.filter(|turn| *turn > day).min()
    }

    /// The zone of a scope: the same under every law, where the scope was known under it.
    pub(super) fn zone(&self, scope: &str) -> &Zone {
        self.current.zone(scope)
    }

    /// Whether a law that is enacted now leaves one behind, and there are too many already.
    fn is_full(&self, now: Option<Instant>) -> bool {
        let is_kept = |now| self.formers.last().is_none_or(|last| last.until < now);
        self.formers.len() >= MAX_POLICIES && now.is_some_and(is_kept)
    }

    /// `law` holds from now on.
    fn enact(&mut self, law: Law, now: Option<Instant>) {
        let before = std::mem::replace(&mut self.current, law);
        // One that no day was evaluated by was never in force.
        let Some(now) = now else { return };
        if self.formers.last().is_none_or(|last| last.until < now) {
            self.formers.push(Former { until: now, law: before });
        } else if self.formers.last().is_some_and(|last| last.law.hash == self.current.hash) {
            self.formers.pop();
        }
    }
}

impl Segmenter {
    /// Clients are divided otherwise from now on: days that begin after the last [`advance`] are
    /// evaluated by this policy. Answers whether it is another one.
    ///
    /// What was is not rewritten: days that have been evaluated keep their policy, also when something
    /// late has them evaluated again. Who is in a core stays in it from the day it entered, and leaves
    /// as the new policy says. On the first day of a policy every client is looked at. A move on that
    /// day to where the policy before would not have put the client has the cause `policy`, unless a
    /// pin begins or ends.
    ///
    /// Paths of conditions lead into the policy that held on the day. [`policy`](Self::policy) is the
    /// new one, and a [`snapshot`](Self::snapshot) is restored with it: those before are in its bytes.
    /// Transactions that came before any scope had a zone of its own keep their days. Before the first `advance` it takes the place of the policy so far.
    ///
    /// # Errors
    /// All problems of the policy. Of kind `state`: `zone_differs`, of a scope that is known already,
    /// for its days are counted in its zone. The limits `too_many_segments`: 1,000 names over all
    /// policies; `too_many_policies`: 100 that have evaluated days before. Then nothing has changed.
    ///
    /// # Example
    /// ```
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::segment::{MoveCause, SegmentPolicy, Segmenter};
    /// use fieldbeat::shape::Value;
    ///
    /// let mut segmenter = Segmenter::new(&SegmentPolicy::default())?;
    /// let bought = Value::from_json(
    ///     r#"[{"client": "alfa", "t": "2026-11-02T10:00:00Z", "amount": 60},
    ///         {"client": "beta", "t": "2026-11-02T10:00:00Z", "amount": 40}]"#,
    /// )?;
    /// segmenter.ingest(&bought, &[], &[])?;
    /// segmenter.advance("2026-11-20T12:00:00Z".parse()?, &mut Budget::unlimited())?;
    ///
    /// // Six tenths stand above beta: too much from now on.
    /// let narrow = r#"{"dynamic_core": {"enter_share": 0.4, "leave_share": 0.5}}"#;
    /// segmenter.change_policy(&SegmentPolicy::from_json(narrow)?)?;
    /// let told = segmenter.advance("2026-11-21T12:00:00Z".parse()?, &mut Budget::unlimited())?;
    /// let told: Vec<_> = told.moves.iter().map(|it| (&*it.client, &*it.to_segment, it.cause)).collect();
    /// assert_eq!(told, [("beta", "periphery", MoveCause::Policy)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`advance`]: Self::advance
    pub fn change_policy(&mut self, policy: &SegmentPolicy) -> Result<bool> {
        let current = &self.laws.current;
        let law = Law::new(policy, "policy", &current.names)?;
        if law.hash == current.hash {
            return Ok(false);
        }
        if law.names.len() > MAX_SEGMENTS {
            let message = format!("at most {MAX_SEGMENTS} segments over all policies");
            let path = "$.policy.segments";
            return Err(Error::one(ErrorKind::Limit, "too_many_segments", path, message));
        }
        if self.laws.is_full(self.now) {
            let message = format!("at most {MAX_POLICIES} policies before");
            return Err(Error::one(ErrorKind::Limit, "too_many_policies", "$.policy", message));
        }
        let differs = |scope: &str| current.zone(scope) != law.zone(scope);
        if let Some(scope) = self.scopes.iter().find(|scope| differs(&scope.name)) {
            let message =
                format!("days of the scope \"{}\" are counted in another zone", scope.name);
            return Err(Error::one(ErrorKind::State, "zone_differs", "$.policy", message));
        }
        self.laws.enact(law, self.now);
        Ok(true)
    }
}
