//! A million rows of points of a thousand reps: progress, a ranking, and a closed month. A thousand
//! visits whose days are by zones that are named.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use fieldbeat::budget::Budget;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fieldbeat::kpi::{ClosePolicy, LeaderboardOptions, TargetPeriod};
use fieldbeat::math::Decimal;
use fieldbeat::shape::Value;
use fieldbeat::{
    Calendar, CalendarPolicy, Instant, PeriodKind, Score, ScoreCard, ScoreCardPolicy, Target, Zone,
    close_period, leaderboard, progress,
};

const ROWS: i64 = 1_000_000;
const REPS: i64 = 1_000;
/// The first instant of October 2026.
const OCTOBER: i64 = 1_790_812_800_000;

/// Rows of October and November, in no order of reps or days.
fn rows() -> Vec<Score> {
    let row = |index: i64| {
        let minute = index.wrapping_mul(7_919) % (61 * 24 * 60);
        let t = Instant::from_millis(OCTOBER + minute * 60_000).unwrap();
        let rep = format!("rep-{:04}", index.wrapping_mul(31) % REPS);
        let mut score = Score::new(&format!("visit-{index}"), &rep, t, "0").unwrap();
        score.points = Decimal::from_units(index % 5_000, 2);
        score.site = Some(format!("site-{}", index % 20_000));
        score
    };
    (0..ROWS).map(row).collect()
}

fn million_rows(criterion: &mut Criterion) {
    let scored = rows();
    let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
    let now: Instant = "2026-11-20T12:00:00Z".parse().unwrap();
    let target = [Target::new("10000".parse().unwrap())];
    let month = TargetPeriod::Current(PeriodKind::Month);
    let mut group = criterion.benchmark_group("a million rows");
    group.sample_size(10);
    group.bench_function("progress", |b| {
        b.iter(|| {
            progress(
                &target,
                black_box(&scored),
                &calendar,
                now,
                &[],
                &[],
                &mut Budget::unlimited(),
            )
            .unwrap()
        });
    });
    let options = LeaderboardOptions::default();
    group.bench_function("leaderboard", |b| {
        b.iter(|| {
            leaderboard(
                black_box(&scored),
                &month,
                &calendar,
                now,
                &[],
                &options,
                &mut Budget::unlimited(),
            )
            .unwrap()
        });
    });
    let policy = ClosePolicy::default();
    group.bench_function("close_period", |b| {
        b.iter(|| {
            close_period(
                "2026-10",
                black_box(&scored),
                &calendar,
                &[],
                &policy,
                None,
                &mut Budget::unlimited(),
            )
            .unwrap()
        });
    });
    group.finish();
}

/// A thousand visits, each with the name of its rep's zone, by a card that asks for it and by one that
/// does not; and the table of one name, of which the first once made a thousand.
fn zones(criterion: &mut Criterion) {
    let names = ["Europe/Moscow", "Asia/Yekaterinburg", "Asia/Almaty", "Europe/Berlin"];
    let visit = |(index, zone): (i64, &str)| {
        let (rep, t) = (index % 8, OCTOBER + index * 600_000);
        let text =
            format!(r#"{{"id": "v{index}", "rep": "r{rep}", "t": {t}, "rep_zone": "{zone}"}}"#);
        Value::from_json(&text).unwrap()
    };
    let visits: Vec<Value> = (0..1_000).zip(names.into_iter().cycle()).map(visit).collect();
    let mut group = criterion.benchmark_group("zones");
    group.sample_size(20);
    for whose in ["rep", "card"] {
        let policy = format!(
            r#"{{"name": "c", "version": "1", "period_zone": "{whose}", "tables": [{{"rows": [], "default": 10}}]}}"#
        );
        let card = ScoreCard::new(&[ScoreCardPolicy::from_json(&policy).unwrap()]).unwrap();
        group.bench_function(format!("score_all, days of the {whose}"), |b| {
            b.iter(|| card.score_all(black_box(&visits), None, &mut Budget::unlimited()).unwrap());
        });
    }
    group.bench_function("the table of a name", |b| {
        b.iter(|| Zone::named(black_box("Europe/Berlin")).unwrap());
    });
    group.finish();
}

criterion_group!(kpi, million_rows, zones);
criterion_main!(kpi);
