//! Threads change the speed, never a byte.

use rayon::prelude::*;

use super::many::Work;
use super::report_many::Judged;
use crate::Result;
use crate::budget::Budget;

/// Reps between two looks at the budget.
const STRETCH: usize = 64;

impl<'a> Work<'a> {
    pub(super) fn on_threads(&self, budget: &mut Budget<'_>) -> Result<Vec<Judged<'a>>> {
        let mut judged = Vec::new();
        for stretch in self.reps.chunks(STRETCH) {
            let found: Vec<(u64, Result<Vec<Judged<'a>>>)> = stretch
                .par_iter()
                .map(|(name, rep)| {
                    let mut own = Budget::unlimited();
                    let days = self.days(name, rep, &mut own);
                    (own.done(), days)
                })
                .collect();
            // In order, so that of several errors the first is told.
            for (done, days) in found {
                budget.spend(done)?;
                judged.extend(days?);
            }
        }
        Ok(judged)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at surprises")]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::budget::Continue;
    use crate::geofence::{Fix, RepFixes};
    use crate::time::Instant;
    use crate::visit::compile::{Compiled, MAX_PLAN};
    use crate::visit::{PlannedVisit, RepHistory, Site, VisitPolicy, VisitReport, verify_many};

    const REPS: i32 = 2 * STRETCH as i32 + 9;

    /// Reps with a visit each at one of ten clinics, now and then with the rep before them.
    fn call(plans: usize) -> (Vec<PlannedVisit>, RepFixes, Vec<Site>, Vec<RepHistory>) {
        let site = |n: i32| {
            let text = format!(
                r#"{{"id": "{n}", "fence": {{"center": {{"lat": {}, "lon": 37.6}}, "radius_m": 100}}}}"#,
                55.0 + f64::from(n) * 0.01
            );
            Site::from_json(&text).unwrap()
        };
        let planned = |n: i32, visit: usize| {
            PlannedVisit::from_json(&format!(
                r#"{{"id": "{n} {visit}", "rep": "{n}", "site": "{}", "date": "2026-11-20"}}"#,
                n % 10
            ))
            .unwrap()
        };
        let start: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
        let (mut reps, mut fixes) = (Vec::new(), Vec::new());
        for n in (0..REPS).rev() {
            for step in 0..20_i32 {
                let lat = 55.0 + f64::from(n % 10) * 0.01 + f64::from(step) * 1e-6;
                let t = start.plus(i64::from(step * 60_000 + n));
                fixes.push(Fix::new(t, lat, 37.6, 10.0 + f64::from(step % 3)).unwrap());
                reps.push(n.to_string());
            }
        }
        let history = |n: i32| RepHistory {
            rep: n.to_string(),
            path_digests: Vec::new(),
            companions: vec![(n - 10).to_string(), (n + 10).to_string()],
        };
        (
            (0..REPS).flat_map(|n| (0..plans).map(move |visit| planned(n, visit))).collect(),
            RepFixes { reps: reps.iter().map(String::as_str).collect(), fixes },
            (0..10).map(site).collect(),
            (0..REPS).step_by(7).map(history).collect(),
        )
    }

    /// The days by rep, as one thread judges them or so many.
    fn judge(plans: usize, threads: Option<usize>) -> Result<Vec<(String, VisitReport)>> {
        let (plan, fixes, sites, histories) = call(plans);
        let anomalies = r#"{"companion_span": "5m", "companion_sites": 1}"#;
        let policy = format!(r#"{{"anomalies": {anomalies}}}"#);
        let policy = VisitPolicy::from_json(&policy).unwrap();
        let all = Compiled::of_many(&plan, &sites, &policy).unwrap();
        let work = Work::new(&all, &fixes, &histories, &mut Budget::unlimited()).unwrap();
        let judged = match threads {
            None => work.on_one_thread(&mut Budget::unlimited()),
            Some(threads) => {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| work.on_threads(&mut Budget::unlimited()))
            }
        };
        Ok(judged?.into_iter().map(|day| (day.rep.to_owned(), day.report)).collect())
    }

    #[test]
    fn any_number_of_threads_judges_as_one_does() {
        let one = judge(1, None).unwrap();
        assert_eq!(one.len(), REPS as usize);
        let odd =
            |report: &VisitReport| report.anomalies.iter().any(|a| a.code == "companion_track");
        assert!(one.iter().any(|(_, report)| odd(report)));
        for threads in [1, 2, 5] {
            assert!(judge(1, Some(threads)).unwrap() == one, "{threads} threads");
        }
    }

    #[test]
    fn threads_refuse_and_stop_as_one_does() {
        let too_many = judge(MAX_PLAN + 1, Some(3)).unwrap_err();
        assert_eq!(too_many, judge(MAX_PLAN + 1, None).unwrap_err());
        assert_eq!(too_many.kind(), ErrorKind::Limit);
        let (plan, fixes, sites, histories) = call(1);
        let policy = VisitPolicy::default();
        let mut budget = Budget::on_progress(1, |_| Continue::No);
        let stopped = verify_many(&plan, &fixes, &sites, &policy, &histories, &mut budget);
        assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
    }
}
