//! The operations by name, each with its arguments and its answer as shapes.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::budget::Budget;
#[cfg(feature = "route")]
use crate::column::Buffer;
use crate::geo::Position;
#[cfg(feature = "tracker")]
use crate::geofence::FenceEvent;
#[cfg(feature = "visit")]
use crate::geofence::RepFixes;
#[cfg(feature = "geofence")]
use crate::geofence::{Fence, Fix, Presence, PresencePolicy};
#[cfg(feature = "route")]
use crate::route::{
    Matrix, MatrixKind, MatrixProfile, ServiceAnswer, Tour, TourOptions, TravelMatrix,
};
#[cfg(feature = "describe")]
use crate::shape::{RecordShape, Shape};
use crate::shape::{Value, record};
#[cfg(any(feature = "visit", feature = "calendar"))]
use crate::time::Instant;
#[cfg(feature = "calendar")]
use crate::time::{Period, PeriodKind, Zone, ZoneTable};
#[cfg(feature = "visit")]
use crate::visit::{
    AnomalyPolicy, AnomalyReport, BucketSize, CellSize, Detail, Deviation, DeviationPolicy,
    History, LocatedVisit, ManyReport, PlannedVisit, Registration, RepHistory, Retention,
    RetentionPolicy, Site, SitePosition, StayFixes, StayPoints, StayPolicy, TripPolicy, TripReport,
    VisitPolicy, VisitReport,
};
use crate::{Error, ErrorKind, Reason, Result};

/// One operation: what it is called, takes and answers.
#[cfg(feature = "describe")]
#[derive(Clone, Copy)]
pub struct Operation {
    /// The class whose method this is, if it is one.
    pub class: Option<&'static str>,
    /// Name in Rust and Python; in JavaScript it is written in camelCase. `new` makes an engine
    /// of the class.
    pub name: &'static str,
    /// The feature of the crate that it takes; none where it is in every build.
    pub feature: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// How hosts call it.
    pub form: Form,
    /// Its arguments, in order, as the fields of a record; `this` is the engine that it is a
    /// method of.
    pub arguments: fn() -> RecordShape,
    /// Its answer.
    pub answer: fn() -> Shape,
}

/// How hosts call an operation.
#[cfg(feature = "describe")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A function that is done at once.
    Short,
    /// What reads like a field of an engine.
    Property,
    /// A function whose work grows with its input: it tells of its progress and may be stopped,
    /// and a server must not wait for it.
    Long,
    /// Besides, when it is stopped it answers the best so far.
    Search,
}

#[cfg(feature = "describe")]
impl Operation {
    /// The name by which [`call`] finds it: `distance`, `FenceIndex.containing`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.class {
            Some(class) => format!("{class}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Reads the arguments, runs the operation and writes its answer.
pub(super) type Run = fn(&Value, &mut Budget<'_>) -> Result<Value>;

record! {
    /// Arguments of `version`.
    pub struct NoArguments: data {}
}

record! {
    /// Arguments of `distance`.
    pub struct DistanceArguments: data {
        /// One position.
        pub a: Position,
        /// The other.
        pub b: Position,
    }
}

record! {
    /// Arguments of `reason_text`.
    pub struct ReasonTextArguments: data {
        /// A reason of any answer.
        pub reason: Reason,
        /// `en` or `ru`.
        pub lang: super::Language,
    }
}

record! {
    /// Arguments of `schema`.
    pub struct SchemaArguments: data {
        /// Kind of policy: `presence`, `visit`, `anomaly`, `deviation`, `retention`, `trip`, `stay`,
        /// `matrix`, `calendar`.
        pub kind: String,
    }
}

#[cfg(feature = "geofence")]
record! {
    /// Arguments of `presence`.
    pub struct PresenceArguments: data {
        /// The fence.
        pub fence: Fence,
        /// The fix.
        pub fix: Fix,
        /// How they are held against each other.
        pub policy: PresencePolicy = PresencePolicy::default(),
    }
}

#[cfg(feature = "tracker")]
record! {
    /// Arguments of `supersede`.
    pub struct SupersedeArguments: data {
        /// The events of a day that was pushed again, as a tracker answered them.
        pub events: Vec<FenceEvent>,
        /// The events that it answered before.
        pub earlier: Vec<FenceEvent>,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `verify_plan`.
    pub struct VerifyPlanArguments: data {
        /// The visits that were planned, of one rep and day.
        pub plan: Vec<PlannedVisit>,
        /// The rep's fixes, in any order.
        pub track: crate::geofence::Track,
        /// The sites: those of the plan, and others that may have been visited.
        pub sites: Vec<Site>,
        /// The rules.
        pub policy: VisitPolicy = VisitPolicy::default(),
        /// What is known from other days and reps.
        pub history: Option<History>,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `anomalies`.
    pub struct AnomaliesArguments: data {
        /// A rep's fixes of one day, in any order.
        pub track: crate::geofence::Track,
        /// When a track is not what a moving person's phone writes.
        pub policy: AnomalyPolicy = AnomalyPolicy::default(),
        /// What is known from other days and reps.
        pub history: Option<History>,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `register_visit`.
    pub struct RegisterVisitArguments: data {
        /// Where the rep is.
        pub fix: Fix,
        /// The sites that may be meant.
        pub sites: Vec<Site>,
        /// How the fix is held against their fences.
        pub policy: PresencePolicy = PresencePolicy::default(),
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `suggest_site_position`.
    pub struct SuggestSitePositionArguments: data {
        /// Visits to sites, and where they were.
        pub visits: Vec<LocatedVisit>,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `deviation`.
    pub struct DeviationArguments: data {
        /// The rep's fixes, in any order.
        pub track: crate::geofence::Track,
        /// The way that was planned.
        pub path: crate::geo::Path,
        /// The rules.
        pub policy: DeviationPolicy = DeviationPolicy::default(),
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `redact`.
    pub struct RedactArguments: data {
        /// A report of `verify_plan`.
        pub report: VisitReport,
        /// The detail that is left at most.
        pub level: Detail,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `coarsen`.
    pub struct CoarsenArguments: data {
        /// A rep's fixes, in any order.
        pub track: crate::geofence::Track,
        /// The side of a cell of the grid, 1 to 1,000,000.
        pub metres: CellSize,
        /// The length of a bucket of time, 0.001 to 31,622,400.
        pub seconds: BucketSize,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `retention`.
    pub struct RetentionArguments: data {
        /// A report of `verify_plan`.
        pub report: VisitReport,
        /// How long what is kept; an empty one has the defaults.
        pub policy: RetentionPolicy,
        /// The present.
        pub now: Instant,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `trips`.
    pub struct TripsArguments: data {
        /// The rep's fixes, in any order.
        pub track: crate::geofence::Track,
        /// The rules.
        pub policy: TripPolicy = TripPolicy::default(),
        /// Known sites; stops elsewhere end trips too.
        pub sites: Vec<Site> = Vec::new(),
        /// Where the rep comes from; without it nobody knows of business trips.
        pub base: Option<Position>,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `verify_many`.
    pub struct VerifyManyArguments: data {
        /// The visits that were planned, of many reps and days, each with its `rep`.
        pub plan: Vec<PlannedVisit>,
        /// The fixes of all reps, in any order.
        pub track: RepFixes,
        /// The sites: those of the plan, and others that may have been visited.
        pub sites: Vec<Site>,
        /// The rules.
        pub policy: VisitPolicy = VisitPolicy::default(),
        /// What is known of the reps from before.
        pub histories: Vec<RepHistory> = Vec::new(),
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `digest`.
    pub struct DigestArguments: data {
        /// A rep's fixes, in any order.
        pub track: crate::geofence::Track,
    }
}

#[cfg(feature = "visit")]
record! {
    /// Arguments of `stay_points`.
    pub struct StayPointsArguments: data {
        /// The fixes of one rep or many, in any order.
        pub columns: StayFixes,
        /// What a stay is.
        pub policy: StayPolicy = StayPolicy::default(),
    }
}

#[cfg(feature = "route")]
record! {
    /// Arguments of `order_stops`.
    pub struct PositionsArguments: data {
        /// Latitudes in degrees, -90 to 90.
        pub lat: Buffer<f64>,
        /// Longitudes in degrees, as many; wrapped.
        pub lon: Buffer<f64>,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

#[cfg(feature = "route")]
record! {
    /// Arguments of `order_plane`.
    pub struct PlaneArguments: data {
        /// Coordinates in any unit, at most 1e150 from 0.
        pub x: Buffer<f64>,
        /// The other coordinates, as many.
        pub y: Buffer<f64>,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

#[cfg(feature = "route")]
record! {
    /// Arguments of `order_matrix`.
    pub struct MatrixArguments: data {
        /// The costs from each stop to every stop, row by row: 0 or more, `null` where no way leads.
        pub matrix: Matrix,
        /// What the tour is to be, and how long to look for it.
        pub options: TourOptions = TourOptions::default(),
    }
}

#[cfg(feature = "route")]
record! {
    /// Arguments of `matrix_of`.
    pub struct MatrixOfArguments: data {
        /// The stops, at most 16,384.
        pub positions: Vec<Position>,
        /// How straight lines become driving times.
        pub profile: MatrixProfile = MatrixProfile::default(),
    }
}

#[cfg(feature = "route")]
record! {
    /// Arguments of `matrix_from`.
    pub struct MatrixFromArguments: data {
        /// What the routing service answered, as an object.
        pub answer: ServiceAnswer,
        /// Which service it was.
        pub kind: MatrixKind,
    }
}

#[cfg(feature = "calendar")]
record! {
    /// Arguments of `period`.
    pub struct PeriodArguments: data {
        /// Such as `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `today`, `last_week`.
        pub name: String,
        /// Whose clock it is by.
        pub zone: Zone,
        /// The present, on which `today` and `last_week` depend.
        pub now: Option<Instant>,
    }
}

#[cfg(feature = "calendar")]
record! {
    /// Arguments of `period_of`.
    pub struct PeriodOfArguments: data {
        /// An instant of the period.
        pub t: Instant,
        /// What kind of period.
        pub kind: PeriodKind,
        /// Whose clock it is by.
        pub zone: Zone,
    }
}

#[cfg(feature = "calendar")]
record! {
    /// Arguments of `zone_table`.
    pub struct ZoneTableArguments: data {
        /// A name of the tz database, such as `Europe/Moscow`.
        pub name: String,
        /// From when on the table holds.
        pub start: Instant,
        /// Until when it holds.
        pub end: Instant,
    }
}

operations! {
    /// Metres between two positions along the shortest line on the WGS84 ellipsoid.
    distance(args: DistanceArguments, warnings, budget) -> f64 {
        crate::geo::distance(&args.a, &args.b)
    }

    #[cfg(feature = "geofence")]
    /// Whether one fix was inside one fence: inside, outside or uncertain.
    presence(args: PresenceArguments, warnings, budget) -> Presence {
        let mut answer = crate::geofence::presence(&args.fence, &args.fix, &args.policy)?;
        answer.warnings = warnings;
        answer
    }

    #[cfg(feature = "tracker")]
    /// The events of a day that was pushed again, each with the earlier events that it replaces.
    supersede(args: SupersedeArguments, warnings, budget) -> Vec<FenceEvent> {
        let mut events = args.events;
        crate::geofence::supersede(&mut events, &args.earlier);
        events
    }

    #[cfg(feature = "visit")]
    /// The verdicts on a rep's day: was each planned visit real, when, and for how long.
    @long verify_plan(args: VerifyPlanArguments, warnings, budget) -> VisitReport {
        let mut report = crate::visit::verify_plan(
            &args.plan, &args.track, &args.sites, &args.policy, args.history.as_ref(), budget,
        )?;
        report.warnings = warnings;
        report
    }

    #[cfg(feature = "visit")]
    /// What is odd about a track: impossible legs, frozen or simulated places, wrong clocks, replays.
    @long anomalies(args: AnomaliesArguments, warnings, budget) -> AnomalyReport {
        let mut report =
            crate::visit::anomalies(&args.track, &args.policy, args.history.as_ref(), budget)?;
        report.warnings = warnings;
        report
    }

    #[cfg(feature = "visit")]
    /// The sites at which a visit made on the spot may be, by likelihood; nobody is picked silently.
    register_visit(args: RegisterVisitArguments, warnings, budget) -> Registration {
        let mut answer = crate::visit::register_visit(&args.fix, &args.sites, &args.policy)?;
        answer.warnings = warnings;
        answer
    }

    #[cfg(feature = "visit")]
    /// Where sites really are, by five or more verified visits, and which stored points are suspect.
    suggest_site_position(args: SuggestSitePositionArguments, warnings, budget) -> Vec<SitePosition> {
        crate::visit::suggest_site_position(&args.visits)?
    }

    #[cfg(feature = "visit")]
    /// When and how far a rep was off the planned path, and what of the path was driven.
    @long deviation(args: DeviationArguments, warnings, budget) -> Deviation {
        let mut report = crate::visit::deviation(&args.track, &args.path, &args.policy, budget)?;
        report.warnings = warnings;
        report
    }

    #[cfg(feature = "visit")]
    /// From stay to stay: when, how far, and whether it was a business trip.
    @long trips(args: TripsArguments, warnings, budget) -> TripReport {
        let mut report = crate::visit::trips(
            &args.track, &args.policy, &args.sites, args.base.as_ref(), budget,
        )?;
        report.warnings = warnings;
        report
    }

    #[cfg(feature = "visit")]
    /// The verdicts on the days of many reps, in columns.
    @long verify_many(args: VerifyManyArguments, warnings, budget) -> ManyReport {
        let mut report = crate::visit::verify_many(
            &args.plan, &args.track, &args.sites, &args.policy, &args.histories, budget,
        )?;
        report.warnings = warnings;
        report
    }

    #[cfg(feature = "visit")]
    /// SHA-256 of the canonical fixes, in hex: a verdict stays provable after the track is erased.
    digest(args: DigestArguments, warnings, budget) -> String {
        crate::visit::digest(&args.track)
    }

    #[cfg(feature = "visit")]
    /// A report with no more detail than a level: verdict, evidence or track. Nothing else changes.
    redact(args: RedactArguments, warnings, budget) -> VisitReport {
        crate::visit::redact(&args.report, args.level)
    }

    #[cfg(feature = "visit")]
    /// A track on a grid of places and in buckets of time, its accuracies widened to stay honest.
    coarsen(args: CoarsenArguments, warnings, budget) -> Vec<Fix> {
        crate::visit::coarsen(&args.track, args.metres, args.seconds).fixes().to_vec()
    }

    #[cfg(feature = "visit")]
    /// What of a report and its track is to be erased, and when.
    retention(args: RetentionArguments, warnings, budget) -> Retention {
        let mut answer = crate::visit::retention(&args.report, &args.policy, args.now)?;
        answer.warnings = warnings;
        answer
    }

    #[cfg(feature = "visit")]
    /// The stays of every rep, as columns: where, from when to when.
    @long stay_points(args: StayPointsArguments, warnings, budget) -> StayPoints {
        let mut stays = crate::visit::stay_points(&args.columns, &args.policy, budget)?;
        stays.warnings = warnings;
        stays
    }

    #[cfg(feature = "route")]
    /// An order in which stops are visited on a short tour; lengths in metres.
    @search order_stops(args: PositionsArguments, warnings, budget) -> Tour {
        crate::route::order_stops(&args.lat, &args.lon, &args.options, budget)?
    }

    #[cfg(feature = "route")]
    /// An order in which points of a plane are visited on a short tour; lengths in their unit.
    @search order_plane(args: PlaneArguments, warnings, budget) -> Tour {
        crate::route::order_plane(&args.x, &args.y, &args.options, budget)?
    }

    #[cfg(feature = "route")]
    /// An order of stops that is short by a table of costs, which need not be the same both ways.
    @search order_matrix(args: MatrixArguments, warnings, budget) -> Tour {
        crate::route::order_matrix(&args.matrix, &args.options, budget)?
    }

    #[cfg(feature = "route")]
    /// Driving times and distances between positions, estimated from straight lines.
    @long matrix_of(args: MatrixOfArguments, warnings, budget) -> TravelMatrix {
        crate::route::matrix_of(&args.positions, &args.profile, budget)?
    }

    #[cfg(feature = "route")]
    /// The driving times and distances that a routing service answered: OSRM or Valhalla.
    matrix_from(args: MatrixFromArguments, warnings, budget) -> TravelMatrix {
        crate::route::matrix_from(&args.answer.0, args.kind)?
    }

    #[cfg(feature = "calendar")]
    /// A period by its name: a half-open range of time in a zone.
    period(args: PeriodArguments, warnings, budget) -> Period {
        crate::time::period(&args.name, &args.zone, args.now)?
    }

    #[cfg(feature = "calendar")]
    /// The period of a kind that holds an instant.
    period_of(args: PeriodOfArguments, warnings, budget) -> Period {
        crate::time::period_of(args.t, args.kind, &args.zone)
    }

    #[cfg(feature = "calendar")]
    /// A zone's offsets from UTC between two instants, as a table that every build understands.
    zone_table(args: ZoneTableArguments, warnings, budget) -> ZoneTable {
        crate::time::zone_table(&args.name, args.start, args.end)?
    }

    /// A reason in words, in English (`en`) or Russian (`ru`).
    reason_text(args: ReasonTextArguments, warnings, budget) -> String {
        super::reason_text(&args.reason, args.lang)
    }

    /// The JSON Schema (draft 2020-12) of a kind of policy.
    schema(args: SchemaArguments, warnings, budget) -> Value {
        schema_answer(&args.kind)?
    }

    /// The version of the engine.
    version(args: NoArguments, warnings, budget) -> String {
        super::version().to_owned()
    }
}

#[cfg(feature = "describe")]
fn schema_answer(kind: &str) -> Result<Value> {
    super::schema(kind)
}

/// The kind is checked here; the door in front has the schemas themselves.
#[cfg(not(feature = "describe"))]
fn schema_answer(kind: &str) -> Result<Value> {
    super::check_kind(kind).map(|()| Value::Null)
}

/// All operations, in the order of the documentation: functions, then the methods of classes.
#[cfg(feature = "describe")]
#[must_use]
pub fn operations() -> Vec<Operation> {
    CLASSES.iter().fold(described(), |mut all, class| {
        let methods = (class.described)();
        all.extend(
            methods.into_iter().map(|method| Operation { feature: class.feature, ..method }),
        );
        all
    })
}

/// The methods of one class.
struct Class {
    #[cfg(feature = "describe")]
    feature: &'static str,
    #[cfg(feature = "describe")]
    described: fn() -> Vec<Operation>,
    runner: fn(&str) -> Option<Run>,
}

/// All classes.
const CLASSES: &[Class] = &[
    #[cfg(feature = "tracker")]
    Class {
        #[cfg(feature = "describe")]
        feature: "tracker",
        #[cfg(feature = "describe")]
        described: super::fence_index::described,
        runner: super::fence_index::runner,
    },
    #[cfg(feature = "tracker")]
    Class {
        #[cfg(feature = "describe")]
        feature: "tracker",
        #[cfg(feature = "describe")]
        described: super::tracker::described,
        runner: super::tracker::runner,
    },
    #[cfg(feature = "calendar")]
    Class {
        #[cfg(feature = "describe")]
        feature: "calendar",
        #[cfg(feature = "describe")]
        described: super::calendar::described,
        runner: super::calendar::runner,
    },
    #[cfg(feature = "route")]
    Class {
        #[cfg(feature = "describe")]
        feature: "route",
        #[cfg(feature = "describe")]
        described: super::tour::described,
        runner: super::tour::runner,
    },
];

/// Runs the operation called `name` on its arguments, an object by their names.
///
/// Methods are called by their class and name, `FenceIndex.containing`; the engine is the
/// argument `this`.
///
/// This is the one door of all bindings. Paths of problems start at the arguments:
/// `$.plan[3].slot.end`.
///
/// # Errors
/// `unknown_operation`, and those of the operation.
///
/// # Example
/// ```
/// use fieldbeat::{budget::Budget, catalog::call, shape::Value};
///
/// let arguments = Value::from_json(
///     r#"{"a": {"lat": 55.7558, "lon": 37.6173}, "b": {"lat": 55.7567, "lon": 37.6173}}"#,
/// )?;
/// let Value::Float(metres) = call("distance", &arguments, &mut Budget::unlimited())? else {
///     panic!("a distance is a number");
/// };
/// assert!((metres - 100.2).abs() < 0.1);
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn call(name: &str, arguments: &Value, budget: &mut Budget<'_>) -> Result<Value> {
    match runner(name).or_else(|| CLASSES.iter().find_map(|class| (class.runner)(name))) {
        Some(run) => run(arguments, budget),
        None => Err(Error::one(
            ErrorKind::Input,
            "unknown_operation",
            "$",
            format!("no operation is called \"{name}\""),
        )),
    }
}
