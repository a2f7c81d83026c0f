//! What `verify_many` answers: columns.

use super::policy::Status;
use super::report::{OffPlanVisit, VisitReport, VisitVerdict};
use crate::Reason;
use crate::column::{Buffer, Instants, Sparse, Texts};
use crate::shape::{Warning, record};
use crate::time::{Date, Instant};

record! {
    /// The verdicts on the days of many reps.
    pub struct ManyReport: data {
        /// Version of the engine.
        pub engine: String,
        /// Hash of the policy with all its defaults.
        pub policy_hash: String,
        /// One row a planned visit: by rep, then date, then the order of the plan.
        pub visits: VisitColumns,
        /// One row a stay at a known site that was not planned: by rep, then date, then arrival.
        pub off_plan: OffPlanColumns,
        /// One row a rep and date.
        pub days: DayColumns,
        /// What in the input is legal and probably not meant.
        pub warnings: Vec<Warning>,
    }
}

record! {
    /// Verdicts on planned visits.
    pub struct VisitColumns: data {
        /// Who.
        pub rep: Texts,
        /// The local date of the day.
        pub date: Texts,
        /// Identifiers of the planned visits.
        pub plan_id: Texts,
        /// Identifiers of the sites.
        pub site: Texts,
        /// The status that stands.
        pub status: Texts,
        /// The status before any override.
        pub computed_status: Texts,
        /// Whether it was in the slot; unknown where nobody was seen on site.
        pub in_slot: Sparse<bool>,
        /// When the rep came.
        pub arrival: Sparse<Instant>,
        /// When the rep left.
        pub departure: Sparse<Instant>,
        /// Time inside the fence and its tolerance.
        pub time_on_site_ms: Buffer<i64>,
        /// Milliseconds after the end of the slot (late), or, below 0, before its start (early).
        pub late_ms: Sparse<i64>,
        /// Codes of the reasons, a space apart.
        pub reasons: Texts,
    }
}

record! {
    /// Stays at known sites that were not planned.
    pub struct OffPlanColumns: data {
        /// Who.
        pub rep: Texts,
        /// The local date of the day.
        pub date: Texts,
        /// Identifiers of the sites.
        pub site: Texts,
        /// When the rep came.
        pub arrival: Instants,
        /// When the rep left.
        pub departure: Instants,
        /// Time inside the fence and its tolerance.
        pub time_on_site_ms: Buffer<i64>,
        /// Codes of the reasons, a space apart.
        pub reasons: Texts,
    }
}

record! {
    /// Days of reps.
    pub struct DayColumns: data {
        /// Who.
        pub rep: Texts,
        /// The local date of the day.
        pub date: Texts,
        /// SHA-256 of the canonical fixes.
        pub digest: Texts,
        /// First usable fix.
        pub first: Sparse<Instant>,
        /// Last usable fix.
        pub last: Sparse<Instant>,
        /// Planned visits.
        pub planned: Buffer<u32>,
        /// Of them, those that stand as verified.
        pub verified: Buffer<u32>,
        /// Time at known sites.
        pub on_site_ms: Buffer<i64>,
        /// Time moving.
        pub travel_ms: Buffer<i64>,
        /// Time standing at no known site.
        pub idle_ms: Buffer<i64>,
        /// Time in gaps.
        pub unknown_ms: Buffer<i64>,
        /// Fixes that were used.
        pub fixes: Buffer<u32>,
        /// Codes of what is odd about the track, a space apart.
        pub anomalies: Texts,
    }
}

/// One day, judged.
pub(super) struct Judged<'r> {
    pub(super) rep: &'r str,
    pub(super) date: Date,
    pub(super) report: VisitReport,
}

impl ManyReport {
    pub(super) fn of(policy_hash: String, days: &[Judged<'_>]) -> Self {
        let visits: Vec<_> =
            days.iter().flat_map(|day| day.report.visits.iter().map(move |v| (day, v))).collect();
        let off_plan: Vec<_> =
            days.iter().flat_map(|day| day.report.off_plan.iter().map(move |v| (day, v))).collect();
        Self {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            policy_hash,
            visits: VisitColumns::of(&visits),
            off_plan: OffPlanColumns::of(&off_plan),
            days: DayColumns::of(days),
            warnings: Vec::new(),
        }
    }
}

type Row<'d, V> = (&'d Judged<'d>, &'d V);

impl VisitColumns {
    fn of(rows: &[Row<'_, VisitVerdict>]) -> Self {
        let visits = || rows.iter().map(|(_, visit)| *visit);
        Self {
            rep: rows.iter().map(|(day, _)| day.rep).collect(),
            date: dates(rows.iter().map(|(day, _)| day.date)),
            plan_id: visits().map(|visit| visit.plan_id.as_str()).collect(),
            site: visits().map(|visit| visit.site.as_str()).collect(),
            status: visits().map(|visit| visit.status.as_str()).collect(),
            computed_status: visits().map(|visit| visit.computed_status.as_str()).collect(),
            in_slot: Sparse(visits().map(|visit| visit.in_slot).collect()),
            arrival: Sparse(visits().map(|v| v.arrival.as_ref().map(|at| at.t)).collect()),
            departure: Sparse(visits().map(|v| v.departure.as_ref().map(|at| at.t)).collect()),
            time_on_site_ms: visits().map(|visit| visit.time_on_site_ms).collect(),
            late_ms: Sparse(visits().map(late_ms).collect()),
            reasons: codes(visits().map(|visit| visit.reasons.as_slice())),
        }
    }
}

impl OffPlanColumns {
    fn of(rows: &[Row<'_, OffPlanVisit>]) -> Self {
        let visits = || rows.iter().map(|(_, visit)| *visit);
        Self {
            rep: rows.iter().map(|(day, _)| day.rep).collect(),
            date: dates(rows.iter().map(|(day, _)| day.date)),
            site: visits().map(|visit| visit.site.as_str()).collect(),
            arrival: Instants(visits().map(|visit| visit.arrival.t.millis()).collect()),
            departure: Instants(visits().map(|visit| visit.departure.t.millis()).collect()),
            time_on_site_ms: visits().map(|visit| visit.time_on_site_ms).collect(),
            reasons: codes(visits().map(|visit| visit.reasons.as_slice())),
        }
    }
}

impl DayColumns {
    fn of(days: &[Judged<'_>]) -> Self {
        let reports = || days.iter().map(|day| &day.report);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let verified = |report: &VisitReport| {
            count(report.visits.iter().filter(|v| v.status == Status::Verified).count())
        };
        let anomalies: Vec<String> = reports()
            .map(|report| joined(report.anomalies.iter().map(|anomaly| anomaly.code.as_str())))
            .collect();
        Self {
            rep: days.iter().map(|day| day.rep).collect(),
            date: dates(days.iter().map(|day| day.date)),
            digest: reports().map(|report| report.digest.as_str()).collect(),
            first: Sparse(reports().map(|report| report.first).collect()),
            last: Sparse(reports().map(|report| report.last).collect()),
            planned: reports().map(|report| count(report.visits.len())).collect(),
            verified: reports().map(verified).collect(),
            on_site_ms: reports().map(|report| report.totals.on_site_ms).collect(),
            travel_ms: reports().map(|report| report.totals.travel_ms).collect(),
            idle_ms: reports().map(|report| report.totals.idle_ms).collect(),
            unknown_ms: reports().map(|report| report.totals.unknown_ms).collect(),
            fixes: reports().map(|report| report.fixes.used).collect(),
            anomalies: anomalies.iter().map(String::as_str).collect(),
        }
    }
}

fn late_ms(visit: &VisitVerdict) -> Option<i64> {
    use super::report::PunctualityKind::{Early, Late, OnTime};
    visit.punctuality.as_ref().map(|punctuality| match punctuality.kind {
        Early => -punctuality.by_ms,
        OnTime => 0,
        Late => punctuality.by_ms,
    })
}

fn dates(dates: impl Iterator<Item = Date>) -> Texts {
    let texts: Vec<String> = dates.map(|date| date.to_string()).collect();
    texts.iter().map(String::as_str).collect()
}

fn codes<'r>(rows: impl Iterator<Item = &'r [Reason]>) -> Texts {
    let texts: Vec<String> =
        rows.map(|reasons| joined(reasons.iter().map(|reason| reason.code.as_str()))).collect();
    texts.iter().map(String::as_str).collect()
}

/// Each code once, in the order in which they first occur.
fn joined<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen.join(" ")
}
