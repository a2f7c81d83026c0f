//! A rep's day, and the library's answers to all that is asked of it.

use fieldbeat::budget::Budget;
use fieldbeat::geo::Path;
use fieldbeat::visit::{Retention, RetentionPolicy};
use fieldbeat::{
    AnomalyReport, Fix, Instant, Position, Result, StayPoints, Track, TripPolicy, TripReport,
    VisitPolicy, VisitReport, anomalies, distance, retention, trips, verify_plan,
};

use crate::board::Board;
use crate::input::{Clients, Input, Rules, Stored};
use crate::order::Order;
use crate::places::{self, Place};
use crate::points::Points;
use crate::segments::Segments;
use crate::way::Way;
use crate::words::{Clock, Words};

/// Nearer to the base than this many metres is at the base.
pub(crate) const AT_BASE_M: f64 = 200.0;

/// By what the day is judged.
pub(crate) struct Asked {
    pub(crate) policy: VisitPolicy,
    /// The way that was to be driven, where there is one beside the plan.
    pub(crate) path: Option<Path>,
    /// Half the width of its corridor.
    pub(crate) corridor_m: Option<f64>,
    /// Where the rep comes from.
    pub(crate) base: Option<Position>,
    /// What visits are worth, where somebody says so.
    pub(crate) rules: Option<Rules>,
    /// What stands on the board beside the visits of the day.
    pub(crate) stored: Stored,
    /// What clients bought, where somebody says so.
    pub(crate) clients: Option<Clients>,
}

/// A verified day, with all that the reports show of it.
pub(crate) struct VerifiedDay {
    pub(crate) input: Input,
    pub(crate) track: Track,
    pub(crate) policy: VisitPolicy,
    pub(crate) base: Option<Position>,
    /// What came of the plan.
    pub(crate) report: VisitReport,
    /// The planned way and what was driven of it; absent where nobody planned one.
    pub(crate) way: Option<Way>,
    /// The shortest order of the planned sites.
    pub(crate) order: Option<Order>,
    pub(crate) trips: TripReport,
    pub(crate) stays: StayPoints,
    /// Where of these nobody knows who or what is there.
    pub(crate) places: Vec<Place>,
    pub(crate) anomalies: AnomalyReport,
    /// What of the report and the track is erased, and when.
    pub(crate) kept: Retention,
    /// What the visits are worth; absent without a card.
    pub(crate) points: Option<Points>,
    /// The visits as cases of a pipeline.
    pub(crate) board: Board,
    /// Who matters now; absent without purchases.
    pub(crate) segments: Option<Segments>,
    /// What the reader must know about the input.
    pub(crate) notices: Vec<String>,
    pub(crate) words: Words,
}

impl VerifiedDay {
    /// Asks the library.
    pub(crate) fn of(input: Input, asked: Asked, words: Words) -> Result<Self> {
        let Asked { policy, path, corridor_m, base, rules, stored, clients } = asked;
        let budget = &mut Budget::unlimited();
        let track = Track::new(input.fixes.clone());
        let report = verify_plan(&input.plan, &track, &input.sites, &policy, None, budget)?;
        let way = match path {
            Some(path) => Some(Way::given(path, &track, &policy, corridor_m)?),
            None => Way::planned(&input, &report, &track, &policy, corridor_m)?,
        };
        let order = Order::of(&input, base.as_ref())?;
        let points = match &rules {
            Some(rules) => Some(Points::of(rules, &input, &report, &policy, base.as_ref())?),
            None => None,
        };
        let board = Board::of(&stored, &input, &report, &policy)?;
        let segments = match &clients {
            Some(clients) => Some(Segments::of(clients, &board, &policy)?),
            None => None,
        };
        let rules = TripPolicy { visit: policy.clone(), ..TripPolicy::default() };
        let trips = trips(&track, &rules, &input.sites, base.as_ref(), budget)?;
        let kept = retention(&report, &RetentionPolicy::default(), as_of(&input, &report))?;
        let anomalies = anomalies(&track, &policy.anomalies, None, budget)?;
        let stays = places::stays(&track, &policy)?;
        let places = places::unknown(&stays, &report, base.as_ref(), &policy);
        Ok(Self {
            input,
            track,
            policy,
            base,
            report,
            way,
            order,
            trips,
            stays,
            places,
            anomalies,
            kept,
            points,
            board,
            segments,
            notices: Vec::new(),
            words,
        })
    }

    pub(crate) fn clock(&self) -> Clock<'_> {
        Clock { zone: &self.policy.zone }
    }

    /// What a site is called.
    pub(crate) fn site_name<'d>(&'d self, id: &'d str) -> &'d str {
        let site = self.input.sites.iter().find(|site| site.id == id);
        match site.and_then(|site| site.attributes.get("name")) {
            Some(fieldbeat::shape::Value::Text(name)) => name,
            _ => id,
        }
    }

    /// Whether a place is where the rep comes from.
    fn is_base(&self, position: &Position) -> bool {
        self.base.as_ref().is_some_and(|base| distance(base, position) <= AT_BASE_M)
    }

    /// Whether the rep was at the base at `t`; reports need not tell where.
    pub(crate) fn is_at_base(&self, t: Instant) -> bool {
        let fixes = self.track.fixes();
        let after = fixes.partition_point(|fix| self.time_of(fix) < t);
        fixes.get(after).is_some_and(|fix| self.is_base(&fix.position()))
    }

    /// The letter of the unknown place where a stop was, if it was long enough for one.
    pub(crate) fn letter(&self, start: Instant, end: Instant) -> Option<char> {
        let during = |(from, to): &(Instant, Instant)| *from < end && start < *to;
        let place = self.places.iter().find(|place| place.stays.iter().any(during));
        place.map(|place| place.letter)
    }

    /// When a fix was measured, by the clock of the answers: a device's may be wrong all day.
    pub(crate) fn time_of(&self, fix: &Fix) -> Instant {
        fix.t.plus(-self.trips.clock_offset_ms)
    }
}

/// The last that is known of a day.
pub(crate) fn as_of(input: &Input, report: &VisitReport) -> Instant {
    let slots = input.plan.iter().filter_map(|planned| planned.slot.as_ref());
    report.last.or(slots.map(|slot| slot.end).max()).unwrap_or(Instant::MIN)
}
