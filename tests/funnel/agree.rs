//! By one policy a report and a pipeline mean the same: which moves are forbidden, and what is late.

use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    ClockStatus, FunnelEvents, FunnelOptions, FunnelReport, NewCase, NormFigures, Pipeline,
};
use fieldbeat::{Calendar, CalendarPolicy, Instant, PipelinePolicy, Result, Shaped, funnel_report};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws::at;

const HOUR: i64 = 3_600_000;

fn pipeline(policy: &Value) -> Pipeline {
    Pipeline::new(&PipelinePolicy::from_json(&policy.to_string()).unwrap()).unwrap()
}

/// Stages of any kind between an open and a won one. Each is entered and, if it is no end, left; all
/// else is left to chance, moves out of stages that are won or lost too.
fn rules() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["open", "hold", "won", "lost"]);
    let moves = prop::collection::vec((0_usize..6, 0_usize..6), 0..5);
    let back = prop::sample::select(vec!["deny", "reason", "allow"]);
    (prop::collection::vec(kind, 1..5), moves, any::<bool>(), back, any::<bool>()).prop_map(
        |(between, moves, skips, back, lost_from_any)| {
            let kinds = [vec!["open"], between, vec!["won"]].concat();
            let last = kinds.len() - 1;
            let mut pairs: Vec<(usize, usize)> = (1..kinds.len()).map(|to| (0, to)).collect();
            let goes_on = |place: &usize| matches!(kinds[*place], "open" | "hold");
            pairs.extend((1..last).filter(goes_on).map(|from| (from, last)));
            let moves = moves.into_iter().map(|(from, to)| (from % (last + 1), to % (last + 1)));
            pairs.extend(moves.filter(|(from, to)| from != to));
            pairs.sort_unstable();
            pairs.dedup();
            let id = |place: usize| format!("s{place}");
            let stages = kinds.iter().enumerate();
            let stages = stages.map(|(place, kind)| json!({"id": id(place), "kind": kind}));
            let transitions = pairs.into_iter();
            let transitions =
                transitions.map(|(from, to)| json!({"source": [id(from)], "target": id(to)}));
            json!({
                "name": "d", "version": "1",
                "stages": stages.collect::<Vec<_>>(),
                "transitions": transitions.collect::<Vec<_>>(),
                "policies": {
                    "skip": if skips { "allow" } else { "deny" },
                    "backward": back,
                    "lost_from_any": lost_from_any,
                },
            })
        },
    )
}

/// Entries of cases into stages.
struct Log(Vec<(String, String, Instant)>);

impl Log {
    fn report(
        &self,
        now: Instant,
        calendar: Option<&Calendar>,
        options: &str,
    ) -> Result<FunnelReport> {
        let columns = json!({
            "case": self.0.iter().map(|row| &*row.0).collect::<Vec<_>>(),
            "stage": self.0.iter().map(|row| &*row.1).collect::<Vec<_>>(),
            "entered": self.0.iter().map(|row| row.2.millis()).collect::<Vec<_>>(),
        });
        let events = FunnelEvents::from_json(&columns.to_string()).unwrap();
        let options = FunnelOptions::from_json(options).unwrap();
        funnel_report(&events, now, calendar, &options, &mut Budget::unlimited())
    }
}

/// When a stay ends: so many minutes after the entry, or milliseconds around the deadline.
#[derive(Clone, Copy, Debug)]
enum Left {
    After(i64),
    Around(i64),
}

fn lefts() -> impl Strategy<Value = Left> {
    prop_oneof![(0_i64..70_000).prop_map(Left::After), (-1_i64..=1).prop_map(Left::Around)]
}

const SPANS: [&str; 11] = ["1s", "90m", "4h", "1d", "3d", "1w", "1mo", "1bd", "3bd", "1bh", "20bh"];

/// None; the usual one; lunch, a night into Saturday, a holiday and clocks that change; hardly ever.
fn calendars() -> Vec<Option<Value>> {
    let berlin = json!({
        "zone": {"name": "Europe/Berlin",
            "offsets": [[0, 3600], [1_774_746_000_000_i64, 7200], [1_792_890_000_000_i64, 3600]]},
        "hours": {
            "monday": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"}],
            "friday": [{"start": "22:00", "end": "24:00"}],
            "saturday": [{"start": "00:00", "end": "06:00"}],
        },
        "days": [{"first": "2026-12-07"}],
    });
    let rare = json!({"hours": {"wednesday": [{"start": "09:00", "end": "09:30"}]}});
    vec![None, Some(json!({})), Some(berlin), Some(rare)]
}

proptest! {
    #[test]
    fn a_move_is_forbidden_where_the_pipeline_knows_none(policy in rules()) {
        let pipeline = pipeline(&policy);
        let ids: Vec<&str> =
            policy["stages"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
        let mut log = Log(Vec::new());
        let mut forbidden = Vec::new();
        for source in &ids {
            let record = json!({"id": "c", "stage": source, "entered_at": at(0).to_string()});
            let opened = pipeline.open(&NewCase::from_json(&record.to_string()).unwrap(), at(0));
            let can = pipeline.can(&opened.unwrap().case_after.unwrap(), at(0), None, None).unwrap();
            for target in &ids {
                let case = format!("{source} {target}");
                log.0.push((case.clone(), (*source).to_owned(), at(0)));
                log.0.push((case, (*target).to_owned(), at(1)));
                let is_way = can.targets.iter().any(|t| t.stage == *target && t.rule.is_some());
                forbidden.push((*source, *target, Some(!is_way)));
            }
        }
        let report = log.report(at(2), None, &policy.to_string()).unwrap();
        let told: Vec<_> =
            report.pairs.iter().map(|pair| (&*pair.source, &*pair.target, pair.forbidden)).collect();
        prop_assert_eq!(told, forbidden);
    }

    #[test]
    fn a_stay_is_late_in_the_report_where_the_clock_says_over_when_it_ends(
        span in prop::sample::select(SPANS.to_vec()),
        calendar in prop::sample::select(calendars()),
        minutes in 0_i64..150_000,
        left in lefts(),
    ) {
        let stages = json!([{"id": "a", "norm": span}, {"id": "z", "kind": "won"}]);
        let moves = json!([{"source": ["a"], "target": "z"}]);
        let options = json!({"stages": stages, "transitions": moves, "period": "year"}).to_string();
        let pipeline = pipeline(&json!({
            "name": "d", "version": "1", "stages": stages, "transitions": moves, "calendar": calendar,
        }));
        let calendar = calendar.map(|policy| {
            Calendar::new(&CalendarPolicy::from_json(&policy.to_string()).unwrap()).unwrap()
        });
        let entered = at(0).plus(minutes * 60_000);
        let record = json!({"id": "c", "entered_at": entered.to_string()}).to_string();
        let opened = pipeline.open(&NewCase::from_json(&record).unwrap(), entered).unwrap();
        let case = opened.case_after.unwrap();
        let deadline = pipeline.clock(&case, entered).unwrap().deadline.unwrap();
        let left = match left {
            Left::After(minutes) => entered.plus(minutes * 60_000),
            Left::Around(ms) => deadline.plus(ms).max(entered),
        };
        let stay = |id: &str, t| ("c".to_owned(), id.to_owned(), t);
        let over = Log(vec![stay("a", entered), stay("z", left)]);
        let report = over.report(left, calendar.as_ref(), &options);
        if calendar.is_none() && span.contains('b') {
            let error = report.unwrap_err();
            prop_assert_eq!(&*error.problems()[0].code, "missing_calendar");
            return Ok(());
        }
        let norm = |report: Result<FunnelReport>| -> NormFigures {
            report.unwrap().stages[0].norm.clone().unwrap()
        };
        let told = norm(report);
        let clock = pipeline.clock(&case, left).unwrap();
        let is_late = i64::from(clock.status == ClockStatus::Over);
        let (norm_ms, deviation_ms) = (clock.norm_ms.unwrap(), clock.deviation_ms.unwrap());
        prop_assert_eq!((told.count, told.late, Some(told.clock)), (1, is_late, clock.norm_clock));
        prop_assert_eq!(told.norm_mean_ms, Some(norm_ms as f64));
        prop_assert_eq!(told.actual_mean_ms, Some((norm_ms + deviation_ms) as f64));
        // Whoever is there still is late as soon.
        let open = Log(vec![stay("a", entered)]).report(left, calendar.as_ref(), &options);
        let open = norm(open);
        prop_assert_eq!((open.open, open.open_late), (1, is_late));
        // By the wall clock nobody is late before the deadline, or in time after it.
        if !span.contains('b') {
            prop_assert_eq!(is_late == 1, left > deadline);
            prop_assert_eq!(norm_ms, deadline.since(entered));
        }
    }
}

#[test]
fn a_day_is_a_day_on_a_weekend_and_a_working_day_is_not() {
    // Saturday at midnight to Sunday a minute before.
    let entered: Instant = "2026-11-21T00:00:00Z".parse().unwrap();
    let left = entered.plus(48 * HOUR - 60_000);
    let stay = |id: &str, t| ("c".to_owned(), id.to_owned(), t);
    let log = Log(vec![stay("a", entered), stay("z", left)]);
    let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
    for (span, late, norm_ms) in [("1d", 1, 24 * HOUR), ("1bd", 0, 0), ("1bh", 0, HOUR)] {
        let options = json!({"stages": [{"id": "a", "norm": span}, {"id": "z", "kind": "won"}]});
        let report = log.report(left, Some(&calendar), &options.to_string()).unwrap();
        let norm = report.stages[0].norm.as_ref().unwrap();
        assert_eq!((norm.late, norm.norm_mean_ms), (late, Some(norm_ms as f64)), "{span}");
    }
}
