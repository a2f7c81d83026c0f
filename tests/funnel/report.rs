//! A report says what a plain search of the log says, in whatever order the rows come.

use std::collections::BTreeMap;

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::column::{Cells, Column};
use fieldbeat::funnel::{
    FunnelEvents, FunnelGroup, FunnelOptions, FunnelReport, StageFigures, TimeFigures,
};
use fieldbeat::shape::Value;
use fieldbeat::time::CalendarSpan;
use fieldbeat::{Calendar, CalendarPolicy, ErrorKind, Instant, Shaped, funnel_report};
use proptest::prelude::*;
use serde_json::json;

const HOUR: i64 = 3_600_000;
const START: i64 = 1_793_520_000_000;

/// A row: case, stage, hours, region.
type Row = (u8, u8, i64, Option<u8>);

const STAGES: [&str; 6] = ["lead", "wait", "offer", "won", "lost", "zoo"];

fn options(by: &[&str]) -> FunnelOptions {
    let mut options = FunnelOptions::from_json(
        &json!({
            "stages": [
                {"id": "lead", "norm": "2bd"},
                {"id": "wait", "kind": "hold", "norm": "1d"},
                {"id": "offer", "norm": "20bh", "norm_counts": "visit"},
                {"id": "won", "kind": "won"},
                {"id": "lost", "kind": "lost"},
            ],
            "transitions": [
                {"source": ["lead", "wait"], "target": "offer"},
                {"source": "offer", "target": "won", "guard": {"field": "paid", "eq": true}},
            ],
            "policies": {"backward": "reason", "lost_from_any": true},
            "cohort": "week",
            "period": "week",
            "variants": 3,
        })
        .to_string(),
    )
    .unwrap();
    options.by = by.iter().map(|&by| by.to_owned()).collect();
    options
}

fn events(rows: &[Row]) -> FunnelEvents {
    let text = |texts: Vec<&str>| {
        let mut names: Vec<String> = Vec::new();
        let codes = texts.iter().map(|text| {
            names.iter().position(|name| name == text).unwrap_or_else(|| {
                names.push((*text).to_owned());
                names.len() - 1
            }) as u32
        });
        let codes = codes.collect();
        Column::texts(codes, names)
    };
    let case: Vec<String> = rows.iter().map(|row| format!("case-{}", row.0)).collect();
    let region = rows.iter().map(|row| row.3.map_or(Value::Null, |r| Value::Int(i64::from(r))));
    let columns = [
        ("case", Value::Column(text(case.iter().map(String::as_str).collect()))),
        ("stage", Value::Column(text(rows.iter().map(|row| STAGES[row.1 as usize]).collect()))),
        (
            "entered",
            Value::Column(Column::new(Cells::Millis(
                rows.iter().map(|row| START + row.2 * HOUR).collect(),
            ))),
        ),
        ("region", Value::List(region.collect())),
    ];
    let columns = columns.map(|(key, value)| (key.to_owned(), value));
    FunnelEvents::from_value(&Value::Map(columns.into())).unwrap()
}

fn calendar() -> Calendar {
    Calendar::new(&CalendarPolicy::default()).unwrap()
}

fn report(rows: &[Row], now: i64, options: &FunnelOptions) -> FunnelReport {
    let now = Instant::from_millis(START + now * HOUR).unwrap();
    funnel_report(&events(rows), now, Some(&calendar()), options, &mut Budget::unlimited()).unwrap()
}

/// The rows of every case in order.
fn by_case(rows: &[Row], now: i64) -> Vec<Vec<Row>> {
    let mut cases: BTreeMap<u8, Vec<Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.2 <= now) {
        cases.entry(row.0).or_default().push(*row);
    }
    cases.values_mut().for_each(|rows| rows.sort_by_key(|row| (row.2, row.1, row.3)));
    cases.into_values().collect()
}

fn is_near(told: Option<f64>, due: Option<f64>) -> bool {
    match (told, due) {
        (Some(told), Some(due)) => {
            (told - due).abs() <= 1e-9 * fieldbeat::math::max(due.abs(), 1.0)
        }
        (told, due) => told == due,
    }
}

fn mean(items: &[i64]) -> Option<f64> {
    (!items.is_empty()).then(|| items.iter().sum::<i64>() as f64 / items.len() as f64)
}

/// numpy's default: linear between the neighbours of (n - 1) q.
fn quantile(items: &[i64], q: f64) -> Option<f64> {
    let mut items = items.to_vec();
    items.sort_unstable();
    let place = (items.len().checked_sub(1)? as f64) * q;
    let (low, high) = (items[place.floor() as usize], items[place.ceil() as usize]);
    Some(low as f64 + (high - low) as f64 * (place - place.floor()))
}

/// The product over all lengths that are over, as the paper has it.
fn kaplan_meier(over: &[i64], open: &[i64]) -> Option<i64> {
    let mut lengths = over.to_vec();
    lengths.sort_unstable();
    lengths.dedup();
    // As a fraction of whole numbers: no rounding can hide behind another.
    let (mut above, mut below) = (1_u128, 1_u128);
    for length in lengths {
        let at_risk = over.iter().chain(open).filter(|other| **other >= length).count() as u128;
        let ended = over.iter().filter(|other| **other == length).count() as u128;
        (above, below) = (above * (at_risk - ended), below * at_risk);
        let common = gcd(above, below).max(1);
        (above, below) = (above / common, below / common);
        if 2 * above <= below {
            return Some(length);
        }
    }
    None
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn check_times(told: &TimeFigures, over: &[i64], open: &[i64]) {
    assert_eq!((told.count, told.open), (over.len() as i64, open.len() as i64));
    assert!(is_near(told.mean_ms, mean(over)), "{told:?} {over:?}");
    assert!(is_near(told.median_ms, quantile(over, 0.5)), "{told:?} {over:?}");
    assert!(is_near(told.p90_ms, quantile(over, 0.9)), "{told:?} {over:?}");
    assert!(is_near(told.open_mean_ms, mean(open)), "{told:?} {open:?}");
    assert_eq!(told.km_median_ms, kaplan_meier(over, open), "{over:?} {open:?}");
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Stage by stage, with a search of all cases each time.
fn check_stages(told: &[StageFigures], cases: &[Vec<Row>], now: i64) {
    let at = |hours: i64| Instant::from_millis(START + hours * HOUR).unwrap();
    let calendar = calendar();
    for figures in told {
        let stage = STAGES.iter().position(|id| *id == figures.stage).unwrap() as u8;
        let has = |case: &&Vec<Row>| case.iter().any(|row| row.1 == stage);
        let own: Vec<_> = cases.iter().filter(has).collect();
        let entries = cases.iter().flatten().filter(|row| row.1 == stage).count();
        assert_eq!((figures.cases, figures.entries), (own.len() as i64, entries as i64));
        assert!(is_near(figures.reached_share, share(own.len(), cases.len())));
        assert_eq!(figures.reentries, (entries - own.len()) as i64);
        let twice = |case: &&&Vec<Row>| case.iter().filter(|row| row.1 == stage).count() > 1;
        let rework = own.iter().filter(twice).count();
        assert_eq!(figures.rework_cases, rework as i64);
        assert!(is_near(figures.rework_share, share(rework, own.len())));

        let next = match figures.stage.as_str() {
            "lead" | "wait" => Some(2),
            "offer" => Some(3),
            _ => None,
        };
        assert_eq!(figures.next.as_deref(), next.map(|next| STAGES[next as usize]));
        let onward = next.map(|next| {
            let goes_on = |case: &&&Vec<Row>| {
                let from = case.iter().position(|row| row.1 == stage).unwrap();
                case[from..].iter().any(|row| row.1 == next)
            };
            own.iter().filter(goes_on).count()
        });
        assert_eq!(figures.next_cases, onward.map(|count| count as i64));
        assert!(is_near(figures.next_share, onward.and_then(|count| share(count, own.len()))));

        // Stays: from when, until when, whether they are over; and case by case for the norm.
        let is_final = stage == 3 || stage == 4;
        let (mut wall, mut work) = ((vec![], vec![]), (vec![], vec![]));
        let (mut ended, mut norms) = (0, Vec::new());
        for case in &own {
            let mut of_case = Vec::new();
            for (place, row) in case.iter().enumerate().filter(|(_, row)| row.1 == stage) {
                let next = case.get(place + 1);
                if next.is_none() && is_final {
                    ended += 1;
                    continue;
                }
                let until = next.map_or(now, |row| row.2);
                let length = (until - row.2) * HOUR;
                let worked = calendar.working_time(at(row.2), at(until));
                let (wall, work) = match next {
                    Some(_) => (&mut wall.0, &mut work.0),
                    None => (&mut wall.1, &mut work.1),
                };
                wall.push(length);
                work.push(worked);
                of_case.push((row.2, worked, next.is_none()));
            }
            match figures.stage.as_str() {
                "lead" if !of_case.is_empty() => {
                    let spent = of_case.iter().map(|stay| stay.1).sum();
                    norms.push((of_case[0].0, spent, of_case.iter().any(|stay| stay.2)));
                }
                "offer" => norms.extend(of_case),
                _ => {}
            }
        }
        assert_eq!(figures.ended, ended);
        check_times(&figures.wall, &wall.0, &wall.1);
        check_times(figures.working.as_ref().unwrap(), &work.0, &work.1);
        assert_eq!((figures.left, figures.open), (figures.wall.count, figures.wall.open));

        let span = match figures.stage.as_str() {
            "lead" => CalendarSpan::WorkingDays(2),
            "offer" => CalendarSpan::Working(20 * HOUR),
            _ => {
                assert_eq!(figures.norm, None);
                continue;
            }
        };
        let norm = figures.norm.as_ref().unwrap();
        let length =
            |from: i64| calendar.working_time(at(from), calendar.add(at(from), span).unwrap());
        let over: Vec<_> = norms.iter().filter(|stay| !stay.2).collect();
        let late = over.iter().filter(|stay| stay.1 > length(stay.0)).count();
        let open_late = norms.iter().filter(|stay| stay.2 && stay.1 > length(stay.0)).count();
        assert_eq!((norm.count, norm.late), (over.len() as i64, late as i64));
        assert!(is_near(norm.late_share, share(late, over.len())));
        assert_eq!(norm.open, (norms.len() - over.len()) as i64);
        assert_eq!(norm.open_late, open_late as i64);
        let planned: Vec<i64> = over.iter().map(|stay| length(stay.0)).collect();
        let actual: Vec<i64> = over.iter().map(|stay| stay.1).collect();
        assert!(is_near(norm.norm_mean_ms, mean(&planned)));
        assert!(is_near(norm.actual_mean_ms, mean(&actual)));
        let percent = mean(&planned).zip(mean(&actual)).map(|(p, a)| 100.0 * (a - p) / p);
        assert!(is_near(norm.deviation_percent, percent));
    }
}

fn moves(cases: &[Vec<Row>]) -> Vec<(u8, u8)> {
    cases.iter().flat_map(|case| case.windows(2).map(|two| (two[0].1, two[1].1))).collect()
}

/// lead and wait to offer, offer to won; from anything that is not final and declared back to the like,
/// or to lost.
fn is_forbidden((source, target): (u8, u8)) -> bool {
    let by_hand = matches!((source, target), (0 | 1, 2) | (2, 3) | (0..=2, 4));
    let backward = target < source && source < 3;
    !(by_hand || backward)
}

/// The same of all cases together.
fn alone() -> FunnelOptions {
    FunnelOptions { cohort: None, ..options(&[]) }
}

/// Every measure that is told of all cases is told of a group, and as of its cases alone.
fn check_group(group: &FunnelGroup, alone: &FunnelReport) {
    use serde_json::Value;
    let keys =
        |json: String| -> serde_json::Map<String, Value> { serde_json::from_str(&json).unwrap() };
    let mut told = keys(group.to_json().unwrap());
    let mut due = keys(alone.to_json().unwrap());
    told.retain(|key, _| !["by", "value"].contains(&&**key));
    // What is told of the call, and not of cases.
    let of_call = ["engine", "policy_hash", "after_now", "groups", "reasons", "warnings"];
    due.retain(|key, _| !of_call.contains(&&**key));
    // A stage that is not declared is told of where any row of the call has it, be it after `now`.
    for told in [&mut told, &mut due] {
        let stages = told["stages"].as_array_mut().unwrap();
        stages.retain(|stage| !stage["kind"].is_null() || stage["entries"] != 0);
    }
    assert_eq!(told, due);
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let region = prop::option::of(0_u8..3);
    // Few hours: ties are frequent.
    prop::collection::vec((0_u8..12, 0_u8..6, 0_i64..600, region), 0..80).prop_map(|mut rows| {
        for row in &mut rows {
            row.2 -= row.2 % 7;
        }
        rows
    })
}

proptest! {
    #[test]
    fn a_report_is_what_a_search_says(rows in rows(), now in 100_i64..600) {
        let told = report(&rows, now, &options(&["region"]));
        let cases = by_case(&rows, now);
        let entries: usize = cases.iter().map(Vec::len).sum();
        prop_assert_eq!(told.entries, entries as i64);
        prop_assert_eq!(told.after_now, (rows.len() - entries) as i64);
        prop_assert_eq!(told.cases, cases.len() as i64);
        let ends_in = |stage: u8| cases.iter().filter(|c| c.last().unwrap().1 == stage).count() as i64;
        prop_assert_eq!((told.won, told.lost), (ends_in(3), ends_in(4)));
        prop_assert_eq!(told.open, told.cases - told.won - told.lost);
        check_stages(&told.stages, &cases, now);

        let (mut over, mut open) = (Vec::new(), Vec::new());
        for case in &cases {
            let (first, last) = (case[0].2, case.last().unwrap());
            if last.1 == 3 || last.1 == 4 {
                over.push((last.2 - first) * HOUR);
            } else {
                open.push((now - first) * HOUR);
            }
        }
        check_times(&told.cycle, &over, &open);

        let moves = moves(&cases);
        prop_assert_eq!(told.moves, moves.len() as i64);
        let forbidden = moves.iter().filter(|pair| is_forbidden(**pair)).count();
        prop_assert_eq!(told.forbidden, Some(forbidden as i64));
        prop_assert!(is_near(told.forbidden_share, share(forbidden, moves.len())));
        let mut pairs: BTreeMap<(u8, u8), i64> = BTreeMap::new();
        moves.iter().for_each(|pair| *pairs.entry(*pair).or_default() += 1);
        let due: Vec<_> = pairs.into_iter().map(|((a, b), count)| {
            (STAGES[a as usize].to_owned(), STAGES[b as usize].to_owned(), count, Some(is_forbidden((a, b))))
        }).collect();
        let pairs: Vec<_> = told.pairs.iter().map(|pair| {
            (pair.source.clone(), pair.target.clone(), pair.count, pair.forbidden)
        }).collect();
        prop_assert_eq!(pairs, due);

        let mut variants: BTreeMap<Vec<u8>, i64> = BTreeMap::new();
        for case in &cases {
            *variants.entry(case.iter().map(|row| row.1).collect()).or_default() += 1;
        }
        prop_assert_eq!(told.variant_count, variants.len() as i64);
        let mut due: Vec<_> = variants.into_iter().collect();
        due.sort_by_key(|(stages, count)| (-count, stages.clone()));
        let names = |stages: &[u8]| stages.iter().map(|s| STAGES[*s as usize].to_owned()).collect::<Vec<_>>();
        let due: Vec<_> = due.iter().take(3).map(|(stages, count)| (names(stages), *count)).collect();
        let variants: Vec<_> = told.variants.iter().map(|v| (v.stages.clone(), v.cases)).collect();
        prop_assert_eq!(variants, due);

        let at = |hours: i64| Instant::from_millis(START + hours * HOUR).unwrap();
        for period in &told.throughput {
            let holds = |hours: i64| (period.period.start..period.period.end).contains(&at(hours));
            let ended = |stage| cases.iter().map(|c| c.last().unwrap())
                .filter(|row| row.1 == stage && holds(row.2)).count() as i64;
            prop_assert_eq!(period.started, cases.iter().filter(|c| holds(c[0].2)).count() as i64);
            prop_assert_eq!((period.won, period.lost), (Some(ended(3)), Some(ended(4))));
        }
        prop_assert_eq!(told.throughput.iter().map(|p| p.started).sum::<i64>(), told.cases);

        // Groups are reports of their own rows.
        let calendar = calendar();
        let cohort = |case: &[Row]| {
            calendar.period_of(at(case[0].2), fieldbeat::PeriodKind::Week).name
        };
        let mut counted = (0, 0);
        for group in &told.groups {
            let of: Vec<u8> = cases.iter().filter(|case| match (&*group.by, &group.value) {
                ("region", Value::Null) => case[0].3.is_none(),
                ("region", value) => case[0].3.map(|r| Value::Int(i64::from(r))).as_ref() == Some(value),
                (_, Value::Text(name)) => cohort(case) == *name,
                _ => false,
            }).map(|case| case[0].0).collect();
            let own: Vec<Row> = rows.iter().filter(|row| of.contains(&row.0)).copied().collect();
            check_group(group, &report(&own, now, &alone()));
            *(if group.by == "region" { &mut counted.0 } else { &mut counted.1 }) += group.cases;
        }
        prop_assert_eq!(counted, (told.cases, told.cases));
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(
        (rows, shuffled) in rows().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
    ) {
        let options = options(&["region"]);
        prop_assert_eq!(report(&rows, 500, &options), report(&shuffled, 500, &options));
    }

    #[test]
    fn columns_say_the_same_in_any_dress(rows in rows()) {
        let told = report(&rows, 500, &options(&[]));
        let names: Vec<_> = STAGES.iter().rev().collect();
        let list = json!({
            "case": rows.iter().map(|row| format!("case-{}", row.0)).collect::<Vec<_>>(),
            "stage": rows.iter().map(|row| STAGES[row.1 as usize]).collect::<Vec<_>>(),
            "entered": rows.iter().map(|row| START + row.2 * HOUR).collect::<Vec<_>>(),
        });
        // Numbers far apart, and places in names.
        let numbers = json!({
            "case": rows.iter().map(|row| i64::from(row.0) * 1_000_000_007 - 5).collect::<Vec<_>>(),
            "stage": rows.iter().map(|row| 5 - row.1).collect::<Vec<_>>(),
            "stage_names": names,
            "entered": rows.iter().map(|row| START + row.2 * HOUR).collect::<Vec<_>>(),
        });
        let now = Instant::from_millis(START + 500 * HOUR).unwrap();
        for columns in [list, numbers] {
            let events = FunnelEvents::from_json(&columns.to_string()).unwrap();
            let other = funnel_report(
                &events, now, Some(&calendar()), &options(&[]), &mut Budget::unlimited(),
            );
            prop_assert_eq!(other.unwrap(), told.clone());
        }
    }
}

#[test]
fn a_report_that_is_stopped_fails() {
    let rows: Vec<Row> = (0..200).map(|i| (i, 0, i64::from(i), None)).collect();
    let mut budget = Budget::on_progress(50, |_| Continue::No);
    let now = Instant::from_millis(START + 500 * HOUR).unwrap();
    let stopped = funnel_report(&events(&rows), now, None, &FunnelOptions::default(), &mut budget);
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
}

#[test]
fn more_stages_or_periods_than_a_report_may_tell_are_refused() {
    let log = |stages: usize, step: i64| {
        let texts = (0..stages).map(|stage| format!("s{stage}")).collect::<Vec<_>>();
        let entered = (0..stages as i64).map(|i| START + i * step).collect::<Vec<_>>();
        let columns = json!({"case": vec!["a"; stages], "stage": texts, "entered": entered});
        FunnelEvents::from_json(&columns.to_string()).unwrap()
    };
    let now = Instant::MAX;
    let ask = |events: &FunnelEvents, options: &str| {
        let options = FunnelOptions::from_json(options).unwrap();
        funnel_report(events, now, None, &options, &mut Budget::unlimited())
            .map_err(|error| (error.kind(), error.problems()[0].code.to_string()))
    };
    let refused = |code: &str| Err((ErrorKind::Limit, code.to_owned()));
    assert_eq!(ask(&log(1001, HOUR), r#"{"period": "year"}"#), refused("too_many_stages"));
    assert!(ask(&log(1000, HOUR), r#"{"period": "year"}"#).is_ok());
    assert_eq!(ask(&log(2, HOUR), r#"{"period": "day"}"#), refused("too_many_periods"));
}

/// What pandas 3.1.1 says of a log: entries, cases, stages, variants, cases of the most frequent one;
/// of its most frequent stage entries, cases, mean, median and ninth decile of the time in it.
struct Due(&'static str, [i64; 5], &'static str, [i64; 2], [f64; 3]);

const LOGS: [Due; 4] = [
    Due(
        "running-example.csv",
        [42, 6, 8, 6, 1],
        "check ticket",
        [9, 6],
        [152_493_333.333_333_34, 95_820_000.0, 260_016_000.000_000_06],
    ),
    Due(
        "roadtraffic100traces.csv",
        [390, 100, 10, 12, 33],
        "Create Fine",
        [100, 100],
        [5_738_400_000.0, 5_184_000_000.0, 11_589_840_000.0],
    ),
    Due(
        "receipt.csv.gz",
        [8577, 1434, 27, 116, 713],
        "Confirmation of receipt",
        [1434, 1434],
        [76_014_047.274_654_58, 38_914.5, 7_405_124.999_999_974],
    ),
    Due(
        "bpic2013_incidents.csv.gz",
        [65_533, 7554, 4, 1511, 1754],
        "Accepted",
        [40_117, 7552],
        [104_909_596.150_489_91, 235_000.0, 119_335_400.000_000_37],
    ),
];

#[test]
fn real_logs_have_the_figures_of_pandas() {
    for Due(file, counts, stage, of_stage, lengths) in LOGS {
        let Some(path) = fieldbeat_tests::development::file(&format!("funnel/{file}")) else {
            continue;
        };
        let file = std::fs::File::open(path).unwrap();
        let source: Box<dyn std::io::Read> = if counts[0] > 1000 {
            Box::new(flate2::read::GzDecoder::new(file))
        } else {
            Box::new(file)
        };
        let mut reader = csv::Reader::from_reader(source);
        let headers = reader.headers().unwrap().clone();
        let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let places = ["case:concept:name", "concept:name", "time:timestamp"].map(place);
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for record in reader.records().map(Result::unwrap) {
            for (column, place) in columns.iter_mut().zip(places) {
                column.push(record[place].to_owned());
            }
        }
        let [case, stage_column, entered] = columns;
        let entered: Vec<_> = entered.iter().map(|text| text.replace(' ', "T")).collect();
        let columns = json!({"case": case, "stage": stage_column, "entered": entered});
        let events = FunnelEvents::from_json(&columns.to_string()).unwrap();
        let (now, options) = ("2030-01-01T00:00:00Z".parse().unwrap(), FunnelOptions::default());
        let told = funnel_report(&events, now, None, &options, &mut Budget::unlimited()).unwrap();
        let stages = told.stages.len() as i64;
        let most = told.variants[0].cases;
        assert_eq!([told.entries, told.cases, stages, told.variant_count, most], counts);
        let found = told.stages.iter().find(|figures| figures.stage == stage).unwrap();
        assert_eq!([found.entries, found.cases], of_stage);
        let wall = [found.wall.mean_ms, found.wall.median_ms, found.wall.p90_ms];
        assert!(wall.iter().zip(lengths).all(|(told, due)| is_near(*told, Some(due))), "{wall:?}");
    }
}

const LOG: &str = r#"{"case": ["a", "a"], "stage": ["lead", "offer"],
    "entered": ["2026-11-02T09:00:00Z", "2026-11-03T09:00:00Z"], "region": ["n", "n"]}"#;

fn report_with(options: &str) -> fieldbeat::Result<FunnelReport> {
    let options = FunnelOptions::from_json(options)?;
    let now = "2026-11-10T09:00:00Z".parse().unwrap();
    let events = FunnelEvents::from_json(LOG).unwrap();
    funnel_report(&events, now, None, &options, &mut Budget::unlimited())
}

#[test]
fn a_stage_that_a_move_misspells_is_refused_where_stages_are_declared() {
    let stages = r#""stages": [{"id": "lead", "timers": [{"go": "lots"}]}, {"id": "offer"},
        {"id": "lost", "kind": "lost"}]"#;
    let moves = r#""transitions": [{"source": ["lead", "ofer"], "target": "offfer",
        "approvals": {"any_reject": "laed"}}, {"source": "lead", "target": "offer"}]"#;
    let error = report_with(&format!("{{{stages}, {moves}}}")).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|one| (&*one.code, one.path.as_str())).collect();
    let expected = [
        "$.stages[0].timers[0].go",
        "$.transitions[0].source[1]",
        "$.transitions[0].target",
        "$.transitions[0].approvals.any_reject",
    ];
    assert_eq!(told, expected.map(|path| ("unknown_stage", path)));
    let meant = ["lost", "offer", "offer", "lead"];
    for (problem, meant) in error.problems().iter().zip(meant).skip(1) {
        assert!(problem.message.contains(&format!("did you mean \"{meant}\"?")), "{problem:?}");
    }
    // Without stages the log alone knows them, and it may lack some.
    let told = report_with(&format!("{{{moves}}}")).unwrap().warnings;
    let paths: Vec<_> = told.iter().map(|one| (&*one.code, one.path.as_str())).collect();
    let expected = ["source[1]", "target", "approvals.any_reject"];
    let expected = expected.map(|path| format!("$.options.transitions[0].{path}"));
    assert_eq!(paths, [0, 1, 2].map(|place| ("unknown_stage", expected[place].as_str())));
    assert!(told[0].message.ends_with("did you mean \"offer\"?"));
}

#[test]
fn a_column_that_is_misspelt_is_told_with_the_one_that_may_be_meant() {
    let error = report_with(r#"{"by": ["regoin"]}"#).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((&*problem.code, &*problem.path), ("missing_key", "$.columns.regoin"));
    assert!(problem.message.ends_with("did you mean \"region\"?"), "{problem:?}");
}
