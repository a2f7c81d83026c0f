//! What holds for any pipeline, whatever happens in whatever order.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Case, Command, Event, Fields, NewCase, Outcome, Pipeline, PipelinePolicy, Possible, merge_logs,
};
use fieldbeat::shape::{Shaped, Value};
use proptest::prelude::*;

const START: i64 = 1_795_000_000_000;
const HOUR: i64 = 3_600_000;

fn at(hour: i64) -> Instant {
    Instant::from_millis(START + hour * HOUR).unwrap()
}

const STAGES: [&str; 5] = ["a", "b", "c", "d", "z"];

/// Timers, guards and automatic steps between five stages; of any shape that compiles.
fn policies() -> impl Strategy<Value = String> {
    let timer = (0_usize..5, -4_i64..90, 0_u8..4, 0_usize..5, any::<bool>(), any::<bool>());
    let timers = prop::collection::vec(timer, 0..6);
    let move_ = (0_usize..4, 0_usize..5, 0_u8..5, any::<bool>());
    let moves = prop::collection::vec(move_, 2..9);
    (timers, moves, any::<bool>()).prop_map(|(timers, moves, pauses)| {
        let stages = STAGES.iter().enumerate().map(|(place, id)| {
            let own = timers.iter().enumerate().filter(|(_, timer)| timer.0 == place);
            let own = own.map(|(index, (_, offset, anchor, target, goes, unit))| {
                let anchor = ["entered", "last_activity", "field:when", "created"][usize::from(*anchor)];
                let unit = if *unit { "h" } else { "bh" };
                let what = if *goes && *target != place {
                    format!(r#""go": "{}""#, STAGES[*target])
                } else {
                    r#""emit": {"notify": [{"id": "n"}]}"#.to_owned()
                };
                format!(r#"{{"id": "t{index}", "anchor": "{anchor}", "offset": "{offset}{unit}", {what}}}"#)
            });
            let own = own.collect::<Vec<_>>().join(",");
            let pause = if pauses { r#", "pause_when": {"field": "x", "eq": 2}"# } else { "" };
            let kind = if *id == "z" { "won" } else { "open" };
            let enter = r#""on_enter": {"tasks": [{"id": "call", "required": true}]}"#;
            format!(r#"{{"id": "{id}", "kind": "{kind}", "timers": [{own}], {enter}{pause}}}"#)
        });
        let stages = stages.collect::<Vec<_>>().join(",");
        let moves = moves.iter().map(|(source, target, guard, auto)| {
            let guard = match guard {
                0 => String::new(),
                n => format!(r#", "guard": {{"field": "x", "ge": {}}}"#, n - 1),
            };
            let auto = if *auto && !guard.is_empty() { r#", "auto": true"# } else { "" };
            format!(r#"{{"source": ["{}"], "target": "{}"{guard}{auto}}}"#, STAGES[*source], STAGES[*target])
        });
        let moves = moves.collect::<Vec<_>>().join(",");
        format!(
            r#"{{"name": "p", "version": "1", "schema": {{"x": "int", "when": "instant"}},
                "stages": [{stages}], "transitions": [{moves}],
                "policies": {{"skip": "allow", "backward": "reason"}}}}"#
        )
    })
}

/// Things that happen: moves and new fields, at hours that may be equal.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = (0_i64..200, 0_u8..5, 0_usize..5, -1_i64..5, any::<bool>());
    prop::collection::vec(one, 1..10).prop_map(|list| {
        let events = list.iter().enumerate().map(|(index, (hour, kind, target, x, reason))| {
            let reason = if *reason { r#", "reason": "so""# } else { "" };
            let text = match kind {
                0 | 1 => format!(
                    r#"{{"id": "e{index}", "at": "{}", "target": "{}"{reason}}}"#,
                    at(*hour), STAGES[*target]
                ),
                2 => format!(
                    r#"{{"id": "e{index}", "at": "{}", "kind": "update", "fields": {{"when": "{}"}}}}"#,
                    at(*hour), at(hour + x * 20)
                ),
                _ => {
                    let x = if *x < 0 { "null".to_owned() } else { x.to_string() };
                    format!(
                        r#"{{"id": "e{index}", "at": "{}", "kind": "update", "fields": {{"x": {x}}}}}"#,
                        at(*hour)
                    )
                }
            };
            Event::from_json(&text).unwrap()
        });
        events.collect()
    })
}

fn compiled(policy: &str) -> Option<Pipeline> {
    Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).ok()
}

fn opened(pipeline: &Pipeline) -> Case {
    let record = NewCase::from_json(r#"{"id": "k"}"#).unwrap();
    pipeline.open(&record, at(0)).unwrap().case.unwrap()
}

fn tick(pipeline: &Pipeline, case: &Case, now: Instant) -> (Case, Vec<Command>) {
    let cases = std::slice::from_ref(case);
    let mut ticked = pipeline.tick(cases, now, &mut Budget::unlimited()).unwrap();
    (ticked.cases.pop().unwrap_or_else(|| case.clone()), ticked.commands)
}

/// All of a case but when the host let timers fire.
fn plain(case: &Case) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Map(entries) => {
                entries.retain(|(key, _)| key != "fired_at");
                entries.iter_mut().for_each(|(_, value)| strip(value));
            }
            Value::List(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = case.to_value();
    strip(&mut value);
    value.to_json().unwrap()
}

fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    events
}

const END: i64 = 400;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn when_the_host_ticks_changes_nothing(policy in policies(), events in events(), step in 1_i64..240) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut often, mut never) = (opened(&pipeline), opened(&pipeline));
        let mut hour = 0;
        for event in in_order(events) {
            while at(hour) < event.at.unwrap() {
                often = tick(&pipeline, &often, at(hour)).0;
                hour += step;
            }
            often = pipeline.apply(&often, &event, at(END)).unwrap().case;
            never = pipeline.apply(&never, &event, at(END)).unwrap().case;
            // Plain data, stored and read again.
            often = Case::from_json(&often.to_json().unwrap()).unwrap();
        }
        let (often, _) = tick(&pipeline, &often, at(END));
        let (never, _) = tick(&pipeline, &never, at(END));
        prop_assert_eq!(plain(&often), plain(&never));
        let (again, commands) = tick(&pipeline, &often, at(END));
        prop_assert_eq!(again.to_json().unwrap(), often.to_json().unwrap());
        prop_assert!(commands.is_empty());
    }

    #[test]
    fn a_move_is_made_exactly_when_it_can_be(policy in policies(), events in events()) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let mut case = opened(&pipeline);
        // In any order: late ones too.
        for event in events {
            let can = pipeline.can(&case, at(END), None, Some(&event)).unwrap();
            let allowed = can.targets.iter().any(|target| target.answer == Possible::Allowed);
            let applied = pipeline.apply(&case, &event, at(END)).unwrap();
            prop_assert_eq!(applied.outcome == Outcome::Moved, allowed);
            if applied.outcome == Outcome::Refused {
                prop_assert!(!applied.failed.is_empty());
                prop_assert_eq!(&applied.case, &case);
            }
            case = applied.case;
        }
    }

    #[test]
    fn an_event_that_comes_late_ends_where_it_would_have(
        policy in policies(), events in events(), late in 0_usize..10,
    ) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let events = in_order(events);
        let late = late % events.len();
        // What is accepted without the late one, with ticks in between.
        let mut case = opened(&pipeline);
        let mut told: Vec<String> = Vec::new();
        for (index, event) in events.iter().enumerate() {
            if index != late {
                let applied = pipeline.apply(&case, event, at(END)).unwrap();
                told.extend(applied.commands.iter().map(|command| command.key.clone()));
                case = applied.case;
            }
        }
        let (ticked, commands) = tick(&pipeline, &case, at(END));
        told.extend(commands.into_iter().map(|command| command.key));
        let accepted: Vec<Event> = ticked.log.clone();
        let applied = pipeline.apply(&ticked, &events[late], at(END)).unwrap();
        for command in &applied.withdrawn {
            prop_assert!(told.contains(&command.key));
        }
        told.retain(|key| !applied.withdrawn.iter().any(|command| command.key == *key));
        told.extend(applied.commands.iter().map(|command| command.key.clone()));
        let (ends, commands) = tick(&pipeline, &applied.case, at(END));
        told.extend(commands.into_iter().map(|command| command.key));
        // The same events, each in its time. One that is overruled is in the log and without effect.
        let mut all = accepted;
        if applied.outcome != Outcome::Refused {
            all.push(events[late].clone());
        }
        let (mut expected, mut keys) = (opened(&pipeline), Vec::new());
        for event in in_order(all) {
            let applied = pipeline.apply(&expected, &event, at(END)).unwrap();
            keys.extend(applied.commands.iter().map(|command| command.key.clone()));
            expected = applied.case;
        }
        let (expected, commands) = tick(&pipeline, &expected, at(END));
        keys.extend(commands.into_iter().map(|command| command.key));
        prop_assert_eq!((&ends.stage, ends.entered_at), (&expected.stage, expected.entered_at));
        prop_assert_eq!(&ends.stays, &expected.stays);
        prop_assert_eq!(&ends.fields, &expected.fields);
        keys.sort();
        keys.dedup();
        told.sort();
        told.dedup();
        prop_assert_eq!(told, keys);
    }

    #[test]
    fn two_logs_give_one_case_in_any_order(policy in policies(), events in events(), mask: u16) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut a, mut b) = (opened(&pipeline), opened(&pipeline));
        for (index, event) in in_order(events).into_iter().enumerate() {
            let one = if mask >> index & 1 == 0 { &mut a } else { &mut b };
            *one = pipeline.apply(one, &event, at(END)).unwrap().case;
        }
        let ab = merge_logs(&a, &b, &pipeline, at(END)).unwrap();
        let ba = merge_logs(&b, &a, &pipeline, at(END)).unwrap();
        prop_assert_eq!(ab.to_json().unwrap(), ba.to_json().unwrap());
        let again = merge_logs(&ab.case, &a, &pipeline, at(END)).unwrap();
        prop_assert_eq!(plain(&again.case), plain(&ab.case));
    }
}

#[test]
fn most_random_pipelines_compile() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = (0..200).map(|_| policies().new_tree(&mut runner).unwrap().current());
    let compiled = all.filter(|policy| compiled(policy).is_some()).count();
    assert!(compiled > 60, "{compiled} of 200: the laws are asked of too few");
}

#[test]
fn an_update_at_the_instant_of_an_event_comes_after_it() {
    let policy = r#"{"name": "p", "version": "1", "schema": {"x": "int"},
        "stages": [{"id": "a"}, {"id": "b"}, {"id": "z", "kind": "won"}],
        "transitions": [{"source": ["a"], "target": "b"},
            {"source": ["b"], "target": "z", "auto": true, "guard": {"field": "x", "eq": 1}}]}"#;
    let pipeline = compiled(policy).unwrap();
    let event = Event::from_json(r#"{"id": "e1", "target": "b"}"#).unwrap();
    let case = pipeline.apply(&opened(&pipeline), &event, at(1)).unwrap().case;
    let fields: Fields = Shaped::from_json(r#"{"x": 1}"#).unwrap();
    let first = pipeline.update(&case, &fields, at(1)).unwrap();
    assert_eq!((first.outcome, first.case.stage.as_str()), (Outcome::Moved, "z"));
    assert_eq!(pipeline.update(&first.case, &fields, at(1)).unwrap().outcome, Outcome::Repeated);
}
