//! Verified visits, and what else a track tells.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::geo::{Path, Position};
use crate::geofence::{Fix, PresencePolicy, RepFixes, Track};
use crate::shape::record;
use crate::time::Instant;
use crate::visit::{
    AnomalyPolicy, AnomalyReport, AnyReport, BucketSize, CellSize, Detail, Deviation,
    DeviationPolicy, History, LocatedVisit, ManyReport, PlannedVisit, Registration, RepHistory,
    Retention, RetentionPolicy, Site, SitePosition, StayFixes, StayPoints, StayPolicy, TripPolicy,
    TripReport, VisitPolicy, VisitReport, check_ids,
};

record! {
    /// Arguments of `verify_plan`.
    pub struct VerifyPlanArguments: data else check_ids {
        /// The visits that were planned, of one rep and day.
        pub plan: Vec<PlannedVisit>,
        /// The rep's fixes, in any order.
        pub track: Track,
        /// The sites: those of the plan, and others that may have been visited.
        pub sites: Vec<Site>,
        /// The rules.
        pub policy: VisitPolicy = VisitPolicy::default(),
        /// What is known from other days and reps.
        pub history: Option<History>,
    }
}

record! {
    /// Arguments of `anomalies`.
    pub struct AnomaliesArguments: data {
        /// A rep's fixes of one day, in any order.
        pub track: Track,
        /// When a track is not what a moving person's phone writes.
        pub policy: AnomalyPolicy = AnomalyPolicy::default(),
        /// What is known from other days and reps.
        pub history: Option<History>,
    }
}

record! {
    /// Arguments of `register_visit`.
    pub struct RegisterVisitArguments: data else check_ids {
        /// Where the rep is.
        pub fix: Fix,
        /// The sites that may be meant.
        pub sites: Vec<Site>,
        /// How the fix is held against their fences.
        pub policy: PresencePolicy = PresencePolicy::default(),
    }
}

record! {
    /// Arguments of `suggest_site_position`.
    pub struct SuggestSitePositionArguments: data {
        /// Visits to sites, and where they were. The answer has no place for warnings: a `status`
        /// that is misspelled is none.
        pub visits: Vec<LocatedVisit>,
    }
}

record! {
    /// Arguments of `deviation`.
    pub struct DeviationArguments: data {
        /// The rep's fixes, in any order.
        pub track: Track,
        /// The way that was planned.
        pub path: Path,
        /// The rules.
        pub policy: DeviationPolicy = DeviationPolicy::default(),
    }
}

record! {
    /// Arguments of `trips`.
    pub struct TripsArguments: data else check_ids {
        /// The rep's fixes, in any order.
        pub track: Track,
        /// The rules.
        pub policy: TripPolicy = TripPolicy::default(),
        /// Known sites; stops elsewhere end trips too.
        pub sites: Vec<Site> = Vec::new(),
        /// Where the rep comes from; without it nobody knows of business trips.
        pub base: Option<Position>,
    }
}

record! {
    /// Arguments of `verify_many`.
    pub struct VerifyManyArguments: data else check_ids {
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

record! {
    /// Arguments of `digest`.
    pub struct DigestArguments: data {
        /// A rep's fixes, in any order. The answer has no place for warnings: of keys that look
        /// misspelled `anomalies` tells.
        pub track: Track,
    }
}

record! {
    /// Arguments of `redact`.
    pub struct RedactArguments: data {
        /// A report of `verify_plan`, `trips` or `deviation`.
        pub report: AnyReport,
        /// The detail that is left at most.
        pub level: Detail,
    }
}

record! {
    /// Arguments of `coarsen`.
    pub struct CoarsenArguments: data {
        /// A rep's fixes, in any order. The answer has no place for warnings: of keys that look
        /// misspelled `anomalies` tells.
        pub track: Track,
        /// The side of a cell of the grid, 1 to 1,000,000.
        pub metres: CellSize,
        /// The length of a bucket of time, 0.001 to 31,622,400.
        pub seconds: BucketSize,
    }
}

record! {
    /// Arguments of `retention`.
    pub struct RetentionArguments: data {
        /// A report of `verify_plan`, `trips` or `deviation`.
        pub report: AnyReport,
        /// How long what is kept; an empty one has the defaults.
        pub policy: RetentionPolicy,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `stay_points`.
    pub struct StayPointsArguments: data {
        /// The fixes of one rep or many, in any order.
        pub columns: StayFixes,
        /// What a stay is.
        pub policy: StayPolicy = StayPolicy::default(),
    }
}

operations! {
    #![cfg(feature = "visit")]

    /// The verdicts on a rep's day: was each planned visit real, when, and for how long.
    @long verify_plan(args: VerifyPlanArguments, warnings, budget) -> VisitReport {
        let mut report = crate::visit::verify_plan(
            &args.plan, &args.track, &args.sites, &args.policy, args.history.as_ref(), budget,
        )?;
        report.warnings = warnings;
        report
    }

    /// What is odd about a track: impossible legs, frozen or simulated places, wrong clocks, replays.
    @long anomalies(args: AnomaliesArguments, warnings, budget) -> AnomalyReport {
        let mut report =
            crate::visit::anomalies(&args.track, &args.policy, args.history.as_ref(), budget)?;
        report.warnings = warnings;
        report
    }

    /// The sites at which a visit made on the spot may be, by likelihood; nobody is picked silently.
    register_visit(args: RegisterVisitArguments, warnings, budget) -> Registration {
        let mut answer = crate::visit::register_visit(&args.fix, &args.sites, &args.policy)?;
        answer.warnings = warnings;
        answer
    }

    /// Where sites really are, by five or more verified visits, and which stored points are suspect.
    suggest_site_position(args: SuggestSitePositionArguments, warnings, budget) -> Vec<SitePosition> {
        crate::visit::suggest_site_position(&args.visits)?
    }

    /// When and how far a rep was off the planned path, and what of the path was driven.
    @long deviation(args: DeviationArguments, warnings, budget) -> Deviation {
        let mut report = crate::visit::deviation(&args.track, &args.path, &args.policy, budget)?;
        report.warnings = warnings;
        report
    }

    /// From stay to stay: when, how far, and whether it was a business trip.
    @long trips(args: TripsArguments, warnings, budget) -> TripReport {
        let mut report = crate::visit::trips(
            &args.track, &args.policy, &args.sites, args.base.as_ref(), budget,
        )?;
        report.warnings = warnings;
        report
    }

    /// The verdicts on the days of many reps, in columns.
    @long verify_many(args: VerifyManyArguments, warnings, budget) -> ManyReport {
        let mut report = crate::visit::verify_many(
            &args.plan, &args.track, &args.sites, &args.policy, &args.histories, budget,
        )?;
        report.warnings = warnings;
        report
    }

    /// SHA-256 of the canonical fixes, in hex: a verdict stays provable after the track is erased.
    digest(args: DigestArguments, warnings, budget) -> String {
        crate::visit::digest(&args.track)
    }

    /// A report with no more detail than a level: verdict, evidence or track. Nothing else changes.
    redact(args: RedactArguments, warnings, budget) -> AnyReport {
        crate::visit::redact(&args.report, args.level)
    }

    /// A track on a grid of places and in buckets of time, its accuracies widened to stay honest.
    coarsen(args: CoarsenArguments, warnings, budget) -> Vec<Fix> {
        crate::visit::coarsen(&args.track, args.metres, args.seconds).fixes().to_vec()
    }

    /// What of a report and its track is to be erased, and when.
    retention(args: RetentionArguments, warnings, budget) -> Retention {
        let mut answer = crate::visit::retention(&args.report, &args.policy, args.now)?;
        answer.warnings = warnings;
        answer
    }

    /// The stays of every rep, as columns: where, from when to when.
    @long stay_points(args: StayPointsArguments, warnings, budget) -> StayPoints {
        let mut stays = crate::visit::stay_points(&args.columns, &args.policy, budget)?;
        stays.warnings = warnings;
        stays
    }
}
