//! Points, days and adjustments of a team follow one rule.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Adjustment, LeaderboardOptions, TargetPeriod};
use fieldbeat::{
    Calendar, CalendarPolicy, Instant, PeriodKind, Rep, Score, Target, leaderboard, progress,
};

const NOW: &str = "2026-11-13T18:00:00Z";

fn scored(rows: &[(&str, &str)]) -> Vec<Score> {
    let row = |(day, (rep, team)): (usize, &(&str, &str))| {
        let t: Instant = format!("2026-11-{:02}T10:00:00Z", day + 2).parse().unwrap();
        let mut score = Score::new(&format!("v{day}"), rep, t, "8").unwrap();
        score.team = (!team.is_empty()).then(|| (*team).to_owned());
        score
    };
    rows.iter().enumerate().map(row).collect()
}

fn roster(reps: &[(&str, &str)]) -> Vec<Rep> {
    let rep = |(id, team): &(&str, &str)| Rep { team: Some((*team).to_owned()), ..Rep::new(id) };
    reps.iter().map(rep).collect()
}

/// Of each team its points, days, points per day; and what was posted for anna counts for whom.
fn told(scored: &[Score], reps: &[Rep]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
    let (now, budget) = (NOW.parse().unwrap(), &mut Budget::unlimited());
    let month = TargetPeriod::Current(PeriodKind::Month);
    let options = LeaderboardOptions::from_json(r#"{"scope": "team"}"#).unwrap();
    let board = leaderboard(scored, &month, &calendar, now, reps, &options, budget).unwrap();
    let mut standings: Vec<String> = board
        .standings
        .iter()
        .map(|one| {
            let per_day = one.points_per_day.map(|points| points.to_string()).unwrap_or_default();
            format!("{} {} {} {per_day}", one.whose, one.points, one.days)
        })
        .collect();
    standings.sort();
    let target = r#"{"value": 10, "scope": "team", "adjustments": "attainment"}"#;
    let targets = [Target::from_json(target).unwrap()];
    let posted = r#"{"rep": "anna", "points": 5, "for_period": "2026-10", "period": "2026-11"}"#;
    let posted = [Adjustment::from_json(posted).unwrap()];
    let report = progress(&targets, scored, &calendar, now, reps, &posted, budget).unwrap();
    let adjusted =
        report.progress.iter().map(|one| format!("{} {}", one.whose, one.adjusted)).collect();
    let warnings = board.warnings.iter().map(|one| format!("{} {}", one.code, one.path));
    let warnings: Vec<String> = warnings.collect();
    let again = report.warnings.iter().map(|one| format!("{} {}", one.code, one.path));
    assert_eq!(again.collect::<Vec<_>>(), warnings);
    (standings, adjusted, warnings)
}

#[test]
fn a_team_that_stands_in_the_rows_has_its_reps_days_and_adjustments() {
    let rows = scored(&[("anna", "north"), ("bob", "north")]);
    let both = (vec!["north 16 20 0.8".to_owned()], vec!["north 5".to_owned()], vec![]);
    for reps in [&[][..], &[("anna", "north")], &[("bob", "north")]] {
        assert_eq!(told(&rows, &roster(reps)), both);
    }
    // The roster alone says the same.
    let rows = scored(&[("anna", ""), ("bob", "")]);
    assert_eq!(told(&rows, &roster(&[("anna", "north"), ("bob", "north")])), both);
    // A row without a team is of the one that the rep's other rows name, of two the latest.
    let rows = scored(&[("anna", "south"), ("anna", "north"), ("anna", "")]);
    let (standings, adjusted, _) = told(&rows, &[]);
    assert_eq!(standings, ["north 16 10 1.6", "south 8 10 0.8"]);
    assert_eq!(adjusted, ["north 5", "south 0"]);
    // What is to come says nothing yet.
    let mut rows = scored(&[("anna", "north"), ("anna", "south")]);
    rows[1].t = "2026-11-20T10:00:00Z".parse().unwrap();
    assert_eq!(told(&rows, &[]).1, ["north 5"]);
}

#[test]
fn rows_of_another_team_than_the_rosters_are_warned_of() {
    let rows = scored(&[("anna", "north"), ("bob", "north"), ("bob", "north")]);
    let (standings, adjusted, warnings) =
        told(&rows, &roster(&[("anna", "north"), ("bob", "south")]));
    assert_eq!(standings, ["north 24 20 1.2", "south 0 10 0"]);
    assert_eq!(adjusted, ["north 5", "south 0"]);
    assert_eq!(warnings, ["teams_differ $.scored[1].team"]);
}
