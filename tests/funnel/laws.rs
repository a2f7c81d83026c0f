//! What holds for any pipeline, whatever happens in whatever order.

use std::collections::BTreeSet;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::column::Texts;
use fieldbeat::funnel::{
    Case, CaseEvent, Command, Event, Fields, NewCase, Outcome, Pipeline, PipelinePolicy, Possible,
    merge_logs,
};
use fieldbeat::shape::{Shaped, Value};
use proptest::prelude::*;

const START: i64 = 1_795_000_000_000;
const HOUR: i64 = 3_600_000;

pub(crate) fn at(hour: i64) -> Instant {
    Instant::from_millis(START + hour * HOUR).unwrap()
}

const STAGES: [&str; 5] = ["a", "b", "c", "d", "z"];

/// Timers, guards, roles, approvals and automatic steps between five stages; of any shape that
/// compiles.
pub(crate) fn policies() -> impl Strategy<Value = String> {
    let timer =
        (0_usize..5, -4_i64..90, 0_u8..4, 0_usize..5, any::<bool>(), any::<bool>(), 0_u8..6);
    let timers = prop::collection::vec(timer, 0..6);
    let move_ = (0_usize..4, 0_usize..5, 0_u8..5, any::<bool>(), 0_u8..12);
    let moves = prop::collection::vec(move_, 2..9);
    (timers, moves, any::<bool>()).prop_map(|(timers, moves, pauses)| {
        let stages = STAGES.iter().enumerate().map(|(place, id)| {
            let own = timers.iter().enumerate().filter(|(_, timer)| timer.0 == place);
            let own = own.map(|(index, (_, offset, anchor, target, goes, unit, when))| {
                let anchor = ["entered", "last_activity", "field:when", "created"][usize::from(*anchor)];
                let unit = if *unit { "h" } else { "bh" };
                let what = if *goes && *target != place {
                    format!(r#""go": "{}""#, STAGES[*target])
                } else {
                    r#""emit": {"notify": [{"id": "n"}]}"#.to_owned()
                };
                let when = match when {
                    0 => r#""when": {"field": "x", "ge": 1}, "#,
                    1 => r#""when": {"field": "tasks.required_open", "eq": 0}, "#,
                    _ => "",
                };
                format!(
                    r#"{{"id": "t{index}", "anchor": "{anchor}", "offset": "{offset}{unit}", {when}{what}}}"#
                )
            });
            let own = own.collect::<Vec<_>>().join(",");
            let pause = if pauses { r#", "pause_when": {"field": "x", "eq": 2}"# } else { "" };
            let kind = if *id == "z" { "won" } else { "open" };
            let enter = r#""on_enter": {"tasks": [{"id": "call", "required": true}]}"#;
            format!(r#"{{"id": "{id}", "kind": "{kind}", "timers": [{own}], {enter}{pause}}}"#)
        });
        let stages = stages.collect::<Vec<_>>().join(",");
        let moves = moves.iter().map(|(source, target, guard, auto, more)| {
            let guard = match guard {
                0 => String::new(),
                n => format!(r#", "guard": {{"field": "x", "ge": {}}}"#, n - 1),
            };
            let is_auto = *auto && (!guard.is_empty() || *more < 3);
            let auto = if is_auto { r#", "auto": true"# } else { "" };
            let more = match more {
                0 => r#", "approvals": {"need": [{"role": "head"}], "any_reject": "a"}"#,
                1 => r#", "approvals": {"need": [{"role": "head"}, {"role": "rep"}], "reset_on": ["x", "when"]}"#,
                2 => r#", "approvals": {"need": [{"role": "head", "count": 2}], "not_author": true}"#,
                3 | 4 if !is_auto => r#", "roles": ["head"]"#,
                5 if !is_auto => r#", "require": ["when"]"#,
                _ => "",
            };
            format!(
                r#"{{"source": ["{}"], "target": "{}"{guard}{auto}{more}}}"#,
                STAGES[*source], STAGES[*target]
            )
        });
        let moves = moves.collect::<Vec<_>>().join(",");
        format!(
            r#"{{"name": "p", "version": "1", "schema": {{"x": "int", "when": "instant"}},
                "stages": [{stages}], "transitions": [{moves}],
                "policies": {{"skip": "allow", "backward": "reason"}}}}"#
        )
    })
}

/// Who acts: nobody, the author, two heads of whom one is a rep too.
const ACTORS: [&str; 4] = [
    "",
    r#", "actor": {"id": "ann", "roles": ["head", "rep"]}"#,
    r#", "actor": {"id": "ben", "roles": ["head"]}"#,
    r#", "actor": {"id": "cat", "roles": ["rep", "head"]}"#,
];

/// Things that happen: moves, votes, finished tasks and new fields, at hours that may be equal.
pub(crate) fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = (0_i64..200, 0_u8..9, 0_usize..5, -1_i64..5, any::<bool>(), 0_usize..4);
    prop::collection::vec(one, 1..10).prop_map(|list| {
        let events = list.iter().enumerate().map(|(index, (hour, kind, target, x, reason, actor))| {
            let reason = if *reason { r#", "reason": "so""# } else { "" };
            let actor = ACTORS[*actor];
            let text = match kind {
                0 | 1 => format!(
                    r#"{{"id": "e{index}", "at": "{}", "target": "{}"{reason}{actor}}}"#,
                    at(*hour), STAGES[*target]
                ),
                5 | 6 => {
                    let target = format!(r#", "target": "{}""#, STAGES[*target]);
                    let target = if *x < 1 { target.as_str() } else { "" };
                    format!(
                        r#"{{"id": "e{index}", "at": "{}", "kind": "approve"{target}{actor}}}"#,
                        at(*hour)
                    )
                }
                7 => format!(r#"{{"id": "e{index}", "at": "{}", "kind": "reject"{actor}}}"#, at(*hour)),
                8 => format!(
                    r#"{{"id": "e{index}", "at": "{}", "kind": "update", "fields": {{"tasks.done": ["call"]}}}}"#,
                    at(*hour)
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

pub(crate) fn compiled(policy: &str) -> Option<Pipeline> {
    Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).ok()
}

fn opened(pipeline: &Pipeline) -> Case {
    let record = NewCase::from_json(r#"{"id": "k", "author": "ann"}"#).unwrap();
    pipeline.open(&record, at(0)).unwrap().case_after.unwrap()
}

fn tick(pipeline: &Pipeline, case: &Case, now: Instant) -> (Case, Vec<Command>) {
    let cases = std::slice::from_ref(case);
    let mut ticked = pipeline.tick(cases, now, &mut Budget::unlimited()).unwrap();
    (ticked.cases.pop().unwrap_or_else(|| case.clone()), ticked.commands)
}

/// All of a case but when the host let timers fire.
pub(crate) fn plain(case: &Case) -> String {
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

/// What a case is now, without what it remembers.
fn state(case: &Case) -> String {
    plain(&Case { log: Vec::new(), origin: Default::default(), ..case.clone() })
}

/// Commands with all that they tell.
fn in_words(commands: &[Command]) -> Vec<String> {
    commands.iter().map(|command| command.to_json().unwrap()).collect()
}

fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    events
}

pub(crate) const END: i64 = 400;

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
            often = pipeline.apply(&often, &event, at(END)).unwrap().case_after;
            never = pipeline.apply(&never, &event, at(END)).unwrap().case_after;
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
            let asked = Event { actor: None, ..event.clone() };
            let can = pipeline.can(&case, at(END), event.actor.as_deref(), Some(&asked)).unwrap();
            let allowed = can.targets.iter().any(|target| target.answer == Possible::Allowed);
            let applied = pipeline.apply(&case, &event, at(END)).unwrap();
            prop_assert_eq!(applied.outcome == Outcome::Moved, allowed);
            if applied.outcome == Outcome::Refused {
                prop_assert!(!applied.failed.is_empty());
                prop_assert_eq!(&applied.case_after, &case);
            }
            case = applied.case_after;
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
        let mut told = BTreeSet::new();
        for (index, event) in events.iter().enumerate() {
            if index != late {
                let applied = pipeline.apply(&case, event, at(END)).unwrap();
                told.extend(in_words(&applied.commands));
                case = applied.case_after;
            }
        }
        let (ticked, commands) = tick(&pipeline, &case, at(END));
        told.extend(in_words(&commands));
        let accepted: Vec<Event> = ticked.log.clone();
        let applied = pipeline.apply(&ticked, &events[late], at(END)).unwrap();
        for command in in_words(&applied.withdrawn) {
            prop_assert!(told.remove(&command));
        }
        told.extend(in_words(&applied.commands));
        let (ends, commands) = tick(&pipeline, &applied.case_after, at(END));
        told.extend(in_words(&commands));
        // The same events, each in its time. One that is overruled is in the log and without effect.
        let mut all = accepted;
        if applied.outcome != Outcome::Refused {
            all.push(events[late].clone());
        }
        let (mut expected, mut commands) = (opened(&pipeline), BTreeSet::new());
        for event in in_order(all) {
            let applied = pipeline.apply(&expected, &event, at(END)).unwrap();
            commands.extend(in_words(&applied.commands));
            expected = applied.case_after;
        }
        let (expected, last) = tick(&pipeline, &expected, at(END));
        commands.extend(in_words(&last));
        prop_assert_eq!(state(&ends), state(&expected));
        prop_assert_eq!(told, commands);
    }

    #[test]
    fn two_logs_give_one_case_in_any_order(policy in policies(), events in events(), mask: u16) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut a, mut b) = (opened(&pipeline), opened(&pipeline));
        for (index, event) in in_order(events).into_iter().enumerate() {
            let one = if mask >> index & 1 == 0 { &mut a } else { &mut b };
            *one = pipeline.apply(one, &event, at(END)).unwrap().case_after;
        }
        let ab = merge_logs(&a, &b, &pipeline, at(END)).unwrap();
        let ba = merge_logs(&b, &a, &pipeline, at(END)).unwrap();
        prop_assert_eq!(ab.to_json().unwrap(), ba.to_json().unwrap());
        let again = merge_logs(&ab.case_after, &a, &pipeline, at(END)).unwrap();
        prop_assert_eq!(plain(&again.case_after), plain(&ab.case_after));
    }

    #[test]
    fn in_whatever_order_events_come_the_case_is_what_its_log_says(
        policy in policies(), events in events().prop_shuffle(), ticks: bool,
    ) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let mut case = opened(&pipeline);
        for event in events {
            if ticks {
                case = tick(&pipeline, &case, event.at.unwrap()).0;
            }
            case = pipeline.apply(&case, &event, at(END)).unwrap().case_after;
        }
        let mut expected = opened(&pipeline);
        for event in &case.log {
            expected = pipeline.apply(&expected, event, at(END)).unwrap().case_after;
        }
        let (case, expected) = (tick(&pipeline, &case, at(END)).0, tick(&pipeline, &expected, at(END)).0);
        let is_in_order = case.log.is_sorted_by_key(|event| (event.at, event.id.clone()));
        prop_assert!(is_in_order);
        prop_assert_eq!(state(&case), state(&expected));
    }

    #[test]
    fn a_restart_between_two_steps_changes_nothing(
        policy in policies(), events in events().prop_shuffle(), keep in 1_u32..4, step in 1_i64..240,
    ) {
        let policy = policy.replacen('{', &format!(r#"{{"keep_events": {keep}, "#), 1);
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut on, mut off) = (opened(&pipeline), opened(&pipeline));
        for (index, event) in events.iter().enumerate() {
            // Another process: rules compiled anew, the case read from what was stored.
            let anew = compiled(&policy).unwrap();
            let stored = Case::from_json(&off.to_json().unwrap()).unwrap();
            let said = Event::from_json(&event.to_json().unwrap()).unwrap();
            let a = pipeline.apply(&on, event, at(END)).unwrap();
            let b = anew.apply(&stored, &said, at(END)).unwrap();
            prop_assert_eq!(a.to_json().unwrap(), b.to_json().unwrap());
            let hour = at(step * index as i64);
            on = tick(&pipeline, &a.case_after, hour).0;
            off = tick(&anew, &b.case_after, hour).0;
        }
        prop_assert_eq!(on.to_json().unwrap(), off.to_json().unwrap());
    }

    #[test]
    fn an_event_is_taken_once(
        policy in policies(), events in events(), keep in 1_u32..4, change in 0_usize..10,
    ) {
        let policy = policy.replacen('{', &format!(r#"{{"keep_events": {keep}, "#), 1);
        let newer = policy.replacen(r#""version": "1""#, r#""version": "2""#, 1);
        let (Some(old), Some(new)) = (compiled(&policy), compiled(&newer)) else { return Ok(()) };
        let mut case = opened(&old);
        let mut taken = Vec::new();
        for (index, event) in events.into_iter().enumerate() {
            let pipeline = if index < change { &old } else { &new };
            let applied = pipeline.apply(&case, &event, at(END)).unwrap();
            case = applied.case_after;
            if applied.outcome != Outcome::Refused {
                taken.push(event);
            }
        }
        for mut event in taken {
            for at_of_event in [event.at, None] {
                event.at = at_of_event;
                let again = new.apply(&case, &event, at(END)).unwrap();
                prop_assert_eq!((again.outcome, &again.case_after), (Outcome::Repeated, &case));
            }
        }
    }

    #[test]
    fn many_are_ticked_as_each_alone(
        policy in policies(), lists in prop::collection::vec((events(), 0_u8..6), 0..6), hour in 0_i64..END,
    ) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let mut cases = Vec::new();
        for (index, (events, kind)) in lists.into_iter().enumerate() {
            let mut case = opened(&pipeline);
            for event in events {
                case = pipeline.apply(&case, &event, at(END)).unwrap().case_after;
            }
            case.id = format!("k{index}").into();
            match kind {
                0 => case.pipeline = "other".into(),
                1 => (case.stage, case.policy_hash) = ("gone".into(), "".into()),
                _ => {}
            }
            cases.push(case);
        }
        let many = pipeline.tick(&cases, at(hour), &mut Budget::unlimited()).unwrap();
        let mut expected = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, case) in cases.iter().enumerate() {
            let one = std::slice::from_ref(case);
            let one = pipeline.tick(one, at(hour), &mut Budget::unlimited()).unwrap();
            expected.0.extend(one.cases);
            expected.1.extend(one.moves);
            expected.2.extend(one.fired);
            expected.3.extend(one.commands);
            expected.4.extend(one.failed.iter().map(|row| (index as i64, row.problems[0].code.clone())));
        }
        let failed: Vec<_> =
            many.failed.iter().map(|row| (row.index, row.problems[0].code.clone())).collect();
        prop_assert_eq!((many.cases, many.moves, many.fired, many.commands, failed), expected);
    }

    #[test]
    fn many_events_make_of_many_cases_what_each_makes_of_one(
        policy in policies(),
        lists in prop::collection::vec((events(), 0_u8..8), 1..5),
        shuffle in prop::collection::vec(any::<u32>(), 50),
        keep in 1_u32..4,
        before in 0_usize..6,
    ) {
        let policy = policy.replacen('{', &format!(r#"{{"keep_events": {keep}, "#), 1);
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut cases, mut list) = (Vec::new(), Vec::new());
        for (index, (mut events, kind)) in lists.into_iter().enumerate() {
            let mut case = opened(&pipeline);
            case.id = format!("k{index}").into();
            match kind {
                0 => case.pipeline = "other".into(),
                1 => case.policy_hash = "of other rules".into(),
                2 => case.fields = Shaped::from_json(r#"{"x": "text"}"#).unwrap(),
                // One that was on its way before.
                _ => for event in events.drain(..before.min(events.len())) {
                    case = pipeline.apply(&case, &event, at(END)).unwrap().case_after;
                },
            }
            for (place, mut event) in events.into_iter().enumerate() {
                if place % 5 == 4 || kind == 7 {
                    event.fields = Shaped::from_json(r#"{"x": "text"}"#).unwrap();
                }
                list.push(CaseEvent { case_id: case.id.clone(), event });
            }
            cases.push(case);
        }
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|index| shuffle[*index]);
        let list: Vec<CaseEvent> = order.into_iter().map(|index| list[index].clone()).collect();

        let many = pipeline.apply_many(cases.clone(), list.clone().into(), at(END), &mut Budget::unlimited());
        let many = many.unwrap();
        let mut expected = vec![Outcome::Refused; list.len()];
        let mut told = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut failed = Vec::new();
        let mut in_force = BTreeSet::new();
        for case in &mut cases {
            let id = case.id.clone();
            for (index, event) in list.iter().enumerate().filter(|(_, one)| one.case_id == id) {
                let mut there = case.clone();
                let in_place = pipeline.advance_in_place(&mut there, event.event.clone(), at(END));
                let is_kept = in_place.is_ok_and(|it| {
                    matches!(it.outcome, Outcome::Moved | Outcome::Recorded)
                });
                prop_assert!(is_kept || there == *case, "an event that is not kept changes nothing");
                let Ok(applied) = pipeline.apply(case, &event.event, at(END)) else {
                    failed.push(index as i64);
                    continue;
                };
                prop_assert_eq!(&there, &applied.case_after);
                expected[index] = applied.outcome;
                failed.extend((applied.outcome == Outcome::Refused).then_some(index as i64));
                told.0.extend(applied.moves);
                told.1.extend(applied.fired);
                in_force.retain(|key| !applied.withdrawn.iter().any(|one| one.key == *key));
                in_force.extend(applied.commands.iter().map(|one| one.key.clone()));
                told.2.extend(applied.commands);
                told.3.extend(applied.withdrawn);
                told.4.extend(applied.overruled);
                *case = applied.case_after;
            }
        }
        let outcomes: Vec<&str> = expected.iter().map(|outcome| outcome.as_str()).collect();
        let own = |texts: &Texts| -> Vec<String> {
            (0..texts.codes.len()).map(|row| texts.get(row).unwrap().to_owned()).collect()
        };
        prop_assert_eq!(own(&many.outcomes), outcomes);
        let moves = &many.moves;
        let columns = (own(&moves.source), own(&moves.target), own(&moves.by));
        let rows = moves.index.iter().zip(moves.at.0.iter()).enumerate().map(|(row, (index, at))| {
            (many.cases[*index as usize].id.clone(), columns.0[row].clone(), columns.1[row].clone(),
                *at, columns.2[row].clone())
        });
        let rows: Vec<_> = rows.collect();
        let of_moves: Vec<_> = told.0.iter().map(|step| (step.case_id.clone(), step.source.to_string(),
            step.target.to_string(), step.at.millis(), step.by.as_str().to_owned())).collect();
        prop_assert_eq!(rows, of_moves);
        prop_assert_eq!(many.failed.iter().map(|one| one.index).collect::<Vec<_>>(), failed);
        prop_assert!(many.failed.iter().all(|one| !one.failed.is_empty()));
        // Told once, and only where it is so at the end.
        let mut withdrawn = Vec::new();
        for command in told.3.into_iter().rev() {
            if !in_force.contains(&command.key) && !withdrawn.contains(&command) {
                withdrawn.push(command);
            }
        }
        withdrawn.reverse();
        let told = (told.1, told.2, withdrawn, told.4);
        prop_assert_eq!((many.fired, many.commands, many.withdrawn, many.overruled), told);
        prop_assert_eq!(many.cases, cases);
    }
}

/// The same event as another host writes its values: an instant by another zone's clock or in
/// milliseconds, a whole number as a float or, of a decimal, as text.
fn in_other_notation(event: &Event, is_decimal: bool, in_millis: bool) -> Event {
    let other = |key: &str, value: &Value| match (key, value) {
        ("x", Value::Int(x)) if is_decimal => Value::Text(format!("{x}.00")),
        ("x", Value::Int(x)) => Value::Float(*x as f64),
        ("when", Value::Text(text)) => {
            let ms = text.parse::<Instant>().unwrap().millis();
            if in_millis {
                return Value::Int(ms);
            }
            let there = Instant::from_millis(ms + 3 * HOUR).unwrap().to_string();
            Value::Text(there.replace('Z', "+03:00"))
        }
        _ => value.clone(),
    };
    let Value::Map(entries) = event.fields.value() else { return event.clone() };
    let fields = entries.iter().map(|(key, value)| (key.clone(), other(key, value))).collect();
    Event { fields: Fields::from(Value::Map(fields)), ..event.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn values_in_another_notation_give_the_same_bytes(
        policy in policies(), events in events().prop_shuffle(), is_decimal: bool, mask: u16,
    ) {
        let decimal = r#""x": {"type": "decimal", "scale": 2}"#;
        let policy = if is_decimal { policy.replace(r#""x": "int""#, decimal) } else { policy };
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let (mut one, mut two) = (opened(&pipeline), opened(&pipeline));
        for (index, event) in events.iter().enumerate() {
            let other = in_other_notation(event, is_decimal, mask >> index & 1 == 1);
            let a = pipeline.apply(&one, event, at(END)).unwrap();
            let b = pipeline.apply(&two, &other, at(END)).unwrap();
            prop_assert_eq!(a.case_after.to_json().unwrap(), b.case_after.to_json().unwrap());
            prop_assert_eq!(a.commands, b.commands);
            (one, two) = (a.case_after, b.case_after);
        }
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
    let case = pipeline.apply(&opened(&pipeline), &event, at(1)).unwrap().case_after;
    let fields: Fields = Shaped::from_json(r#"{"x": 1}"#).unwrap();
    let first = pipeline.update(&case, &fields, at(1)).unwrap();
    assert_eq!((first.outcome, first.case_after.stage.as_str()), (Outcome::Moved, "z"));
    assert_eq!(
        pipeline.update(&first.case_after, &fields, at(1)).unwrap().outcome,
        Outcome::Repeated
    );
}
