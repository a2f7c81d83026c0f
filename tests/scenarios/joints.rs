//! What one operation answers is what the next one takes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{
    LeaderboardOptions, ScoreCard, ScoreCardPolicy, Target, TargetPeriod, leaderboard, progress,
};
use fieldbeat::shape::Value;
use fieldbeat::visit::Status;
use fieldbeat::{Calendar, CalendarPolicy, PeriodKind, Shaped, Track, VisitPolicy, verify_plan};
use fieldbeat_tests::simulator::{Case, Day};

fn made(cases: &[Case]) -> (Day, Vec<(Status, Value)>) {
    let mut day = Day::of_cases(cases, 29).unwrap();
    day.plan.iter_mut().for_each(|planned| planned.rep = Some("anna".to_owned()));
    let track = Track::new(day.fixes.clone());
    let budget = &mut Budget::unlimited();
    let report =
        verify_plan(&day.plan, &track, &day.sites, &VisitPolicy::default(), None, budget).unwrap();
    // A visit that nobody made has no time.
    let made = report.visits.iter().filter(|visit| visit.arrival.is_some());
    let verdicts = made.map(|visit| (visit.status, visit.to_value())).collect();
    (day, verdicts)
}

#[test]
fn verdicts_are_scored_and_scores_are_held_against_targets_and_ranked() {
    let (day, verdicts) = made(&[Case::Ok, Case::Short, Case::Ok, Case::DriveBy, Case::Mock]);
    let policy = ScoreCardPolicy::from_json(
        r#"{
            "name": "visits", "version": "1", "schema": {"status": "string"},
            "eligible": {"field": "status", "eq": "verified"},
            "tables": [{"rows": [], "default": 10}],
            "limits": [{"id": "day", "kind": "cap", "key": ["rep"], "per": "day", "points": 15}]
        }"#,
    )
    .unwrap();
    let card = ScoreCard::new(&[policy]).unwrap();
    let records: Vec<Value> = verdicts.iter().map(|(_, record)| record.clone()).collect();
    let report = card.score_all(&records, None, &mut Budget::unlimited()).unwrap();
    assert_eq!(report.scores.len(), verdicts.len());
    let points: Vec<String> =
        report.scores.iter().filter_map(|score| score.points).map(|p| p.to_string()).collect();
    let statuses: Vec<Status> = verdicts.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [Status::Verified, Status::Partial, Status::Verified, Status::Suspect]);
    assert_eq!(points, ["10", "0", "5", "0"]);
    for (score, (_, record)) in report.scores.iter().zip(&verdicts) {
        let t = |moment: &str| record.get(moment).and_then(|moment| moment.get("t")).cloned();
        assert_eq!(
            (Some(score.t.to_value()), score.left.map(|t| t.to_value())),
            (t("arrival"), t("departure"))
        );
        assert!(score.site.is_some() && score.rep == "anna");
    }

    let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
    let now = day.fixes.iter().map(|fix| fix.t).max().unwrap();
    let targets = [Target::new("60".parse().unwrap())];
    let reached =
        progress(&targets, &report.scores, &calendar, now, &[], &[], &mut Budget::unlimited())
            .unwrap();
    let [anna] = reached.progress.as_slice() else { panic!("one target, one rep") };
    assert_eq!((anna.whose.as_str(), anna.actual.to_string()), ("anna", "15".to_owned()));

    let month = TargetPeriod::Current(PeriodKind::Month);
    let options = LeaderboardOptions::default();
    let board = leaderboard(
        &report.scores,
        &month,
        &calendar,
        now,
        &[],
        &options,
        &mut Budget::unlimited(),
    )
    .unwrap();
    let [first] = board.standings.as_slice() else { panic!("one rep") };
    assert_eq!((first.rank, first.points.to_string()), (1, "15".to_owned()));
}
