//! A policy, checked once, all problems at once.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::policy::{DIGITS, DynamicCorePolicy, SegmentPolicy, SegmentRule, StaticCorePolicy};
use super::table::Table;
use crate::Result;
use crate::math::{Decimal, hash_value};
use crate::shape::{Reader, Shaped, Warning};
use crate::time::Zone;

/// The segments of the cores, in the order of their numbers.
pub(super) const SEGMENTS: [&str; 5] =
    ["core_growing", "core_at_risk", "core_stable", "rising", "periphery"];
pub(super) const CORE_GROWING: u16 = 0;
pub(super) const CORE_AT_RISK: u16 = 1;
pub(super) const CORE_STABLE: u16 = 2;
pub(super) const RISING: u16 = 3;
pub(super) const PERIPHERY: u16 = 4;

/// A number of a policy, in millionths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Threshold(pub(super) i64);

impl Threshold {
    pub(super) const ONE: i128 = 10_i128.pow(DIGITS);

    fn of(decimal: Decimal) -> Self {
        // A policy that was checked holds no others.
        Self(decimal.units(DIGITS).and_then(|units| units.try_into().ok()).unwrap_or(0))
    }

    pub(super) fn decimal(self) -> Decimal {
        crate::math::exact::millionths(self.0.into()).unwrap_or(Decimal::ZERO)
    }
}

pub(super) struct StaticCore {
    pub(super) enter_share: Threshold,
    pub(super) leave_share: Threshold,
    pub(super) enter_months: u32,
    pub(super) leave_months: u32,
    pub(super) min_stay: i32,
}

pub(super) struct DynamicCore {
    pub(super) enter_share: Threshold,
    pub(super) leave_share: Threshold,
    pub(super) enter_pace: Threshold,
    pub(super) leave_pace: Threshold,
    pub(super) min_stay: i32,
}

/// What decides.
pub(super) struct Law {
    pub(super) policy: SegmentPolicy,
    pub(super) hash: String,
    pub(super) base_days: i32,
    pub(super) moving_days: i32,
    pub(super) months: i32,
    pub(super) static_core: StaticCore,
    pub(super) dynamic_core: DynamicCore,
    pub(super) at_risk: Threshold,
    pub(super) cooling: Threshold,
    /// Shares of the base window that decide about anything.
    pub(super) base_shares: Vec<Threshold>,
    /// The same of the moving window.
    pub(super) moving_shares: Vec<Threshold>,
    /// Segments by number: those of the cores, those of policies before, then one's own. Laws that
    /// know the same ones share them.
    pub(super) names: Arc<[String]>,
    /// Segments of one's own.
    pub(super) table: Option<Table>,
    /// Where in the policy the zone of a scope stands: every row asks.
    zones: HashMap<String, usize, FxBuildHasher>,
    pub(super) warnings: Vec<Warning>,
}

impl Law {
    /// Paths of problems begin with `within`, the argument that the policy is; segments whose names
    /// are known keep their numbers.
    pub(super) fn new(
        policy: &SegmentPolicy,
        within: &'static str,
        known: &Arc<[String]>,
    ) -> Result<Self> {
        let mut at = Reader::new();
        let law = at.within(within, |at| Self::read(policy, known, at));
        let (mut law, warnings) = at.finish(law)?;
        law.warnings = warnings;
        Ok(law)
    }

    /// The same, where no other segments are known.
    pub(super) fn first(policy: &SegmentPolicy, within: &'static str) -> Result<Self> {
        Self::new(policy, within, &core_names())
    }

    pub(super) fn read(
        policy: &SegmentPolicy,
        known: &Arc<[String]>,
        at: &mut Reader,
    ) -> Option<Self> {
        // What was put together in Rust was never checked.
        let (written, problems) = (policy.to_value(), at.problem_count());
        SegmentPolicy::read(&written, at)?;
        if at.problem_count() > problems {
            return None;
        }
        let (names, numbers) = numbered(known, policy);
        // Its conditions were looked at with the rest.
        let table = Table::new(&policy.segments, numbers, &mut Reader::new())?;
        let StaticCorePolicy {
            enter_share,
            enter_months,
            leave_share,
            leave_months,
            min_stay_days,
        } = policy.static_core;
        let static_core = StaticCore {
            enter_share: Threshold::of(enter_share),
            leave_share: Threshold::of(leave_share),
            enter_months,
            leave_months,
            min_stay: min_stay_days as i32,
        };
        let DynamicCorePolicy { enter_share, enter_pace, leave_share, leave_pace, min_stay_days } =
            policy.dynamic_core;
        let dynamic_core = DynamicCore {
            enter_share: Threshold::of(enter_share),
            leave_share: Threshold::of(leave_share),
            enter_pace: Threshold::of(enter_pace),
            leave_pace: Threshold::of(leave_pace),
            min_stay: min_stay_days as i32,
        };
        let mut base_shares = vec![static_core.enter_share, static_core.leave_share];
        base_shares.extend(&table.watch.base_shares);
        let mut moving_shares = vec![dynamic_core.enter_share, dynamic_core.leave_share];
        moving_shares.extend(&table.watch.moving_shares);
        Some(Self {
            policy: policy.clone(),
            hash: hash_value(&written),
            base_days: policy.base_days as i32,
            moving_days: policy.moving_days as i32,
            months: policy.activity_months as i32,
            static_core,
            dynamic_core,
            at_risk: Threshold::of(policy.at_risk_pace),
            cooling: Threshold::of(policy.cooling_pace),
            base_shares,
            moving_shares,
            names,
            table: (!policy.segments.is_empty()).then_some(table),
            zones: policy.zones.iter().zip(0..).map(|(own, at)| (own.scope.clone(), at)).collect(),
            warnings: Vec::new(),
        })
    }

    /// The zone of a scope.
    pub(super) fn zone(&self, scope: &str) -> &Zone {
        let own = self.zones.get(scope).and_then(|place| self.policy.zones.get(*place));
        own.map_or(&self.policy.zone, |own| &own.zone)
    }

    /// Whether it knows segments of policies before.
    pub(super) fn has_others(&self) -> bool {
        self.names != numbered(&core_names(), &self.policy).0
    }

    /// The segments that clients may be put into: those of the cores, and one's own.
    pub(super) fn own_names(&self) -> impl Iterator<Item = &str> {
        SEGMENTS.into_iter().chain(self.policy.segments.iter().map(|rule| rule.name.as_str()))
    }

    /// The number of a segment.
    pub(super) fn segment(&self, name: &str) -> Option<u16> {
        let number = self.names.iter().position(|known| known == name)?;
        self.own_names().any(|own| own == name).then_some(number as u16)
    }

    pub(super) fn name(&self, segment: u16) -> &str {
        self.names.get(usize::from(segment)).map_or("", String::as_str)
    }
}

/// The known segments and those of a policy, and the number of each row's.
fn numbered(known: &Arc<[String]>, policy: &SegmentPolicy) -> (Arc<[String]>, Vec<u16>) {
    let mut own: Vec<String> = Vec::new();
    let mut number = |rule: &SegmentRule| {
        let place = known.iter().chain(&own).position(|name| *name == rule.name);
        if place.is_none() {
            own.push(rule.name.clone());
        }
        place.unwrap_or(known.len() + own.len() - 1) as u16
    };
    let numbers = policy.segments.iter().map(&mut number).collect();
    if own.is_empty() {
        return (Arc::clone(known), numbers);
    }
    (known.iter().cloned().chain(own).collect(), numbers)
}

fn core_names() -> Arc<[String]> {
    SEGMENTS.map(str::to_owned).into()
}
