//! What is said before anybody tries, held against what then happens; and late events to the last
//! command. Pipelines, cases and events are those that all runtimes replay, drawn by other seeds.

use std::collections::BTreeMap;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Case, Command, Event, Failed, NewCase, Outcome, Pipeline, Possible, PossibleMove,
};
use fieldbeat::shape::Shaped;
use fieldbeat_tests::random_funnel::{actor, compiled, event, hour, new_case, policy, update};
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

use crate::laws::plain;

/// A pipeline and a case in it, if the draw is legal.
fn drawn(dice: &mut Dice) -> Option<(Pipeline, Case)> {
    let pipeline = compiled(&policy(dice))?;
    let new = NewCase::from_json(&new_case(dice)).unwrap();
    let case = pipeline.open(&new, hour(0)).unwrap().case_after?;
    Some((pipeline, case))
}

fn said(text: &str) -> Event {
    Event::from_json(text).unwrap()
}

/// The event of somebody who drops a case on a target.
fn drop_on(target: &PossibleMove, actor: &str, more: &str) -> String {
    let on = target.on.as_ref().map_or(String::new(), |on| format!(r#", "on": "{on}""#));
    format!(r#"{{"id": "try", "target": "{}"{on}{actor}{more}}}"#, target.stage)
}

/// Every way to fill these fields, as the rest of an event.
fn filled(fields: &[String], may_lack: bool) -> Vec<String> {
    let values = |field: &str| -> Vec<&str> {
        let mut values = match field {
            "x" => vec!["0", "1", "2", "3", "4", "-1"],
            "y" => vec!["0", "1", "2", "3", "-1"],
            "e" => vec![r#""p""#, r#""q""#],
            _ => vec![r#""t""#],
        };
        if may_lack {
            values.extend(["", "null"]);
        }
        values
    };
    let mut all = vec![String::new()];
    for field in fields.iter().filter(|field| *field != "reason") {
        let more = |known: &String| {
            let values = values(field).into_iter();
            let known = known.clone();
            values.map(move |value| match (known.is_empty(), value) {
                (_, "") => known.clone(),
                (true, value) => format!(r#""{field}": {value}"#),
                (false, value) => format!(r#"{known}, "{field}": {value}"#),
            })
        };
        all = all.iter().flat_map(more).collect();
    }
    let is_asked = fields.iter().any(|field| field == "reason");
    let reason = if is_asked { r#", "reason": "r1""# } else { "" };
    all.iter().map(|fields| format!(r#", "fields": {{{fields}}}{reason}"#)).collect()
}

fn failed(targets: &[PossibleMove]) -> Vec<Failed> {
    targets.iter().flat_map(|target| target.failed.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_the_board_says_is_what_happens(seed: u64) {
        let dice = &mut Dice::new(seed);
        let Some((pipeline, mut case)) = drawn(dice) else { return Ok(()) };
        let mut now = 0;
        for index in 0..6 {
            now += 7 * index % 20;
            let by = actor(dice);
            let who = said(&format!(r#"{{"id": "-"{by}}}"#)).actor;
            let board = pipeline.can(&case, hour(now), who.as_deref(), None).unwrap().targets;
            for target in board.iter().filter(|target| !target.auto) {
                let moves = |more: &str| {
                    let event = said(&drop_on(target, by, more));
                    pipeline.apply(&case, &event, hour(now)).unwrap()
                };
                // All ways there together: the first that can be made is made.
                let same = |other: &&PossibleMove| !other.auto && (&other.stage, &other.on) == (&target.stage, &target.on);
                let same: Vec<PossibleMove> = board.iter().filter(same).cloned().collect();
                let is_allowed = same.iter().any(|other| other.answer == Possible::Allowed);
                let tried = moves("");
                prop_assert_eq!(tried.outcome == Outcome::Moved, is_allowed);
                if !is_allowed {
                    prop_assert_eq!(&tried.failed, &failed(&same));
                    prop_assert_eq!(&tried.case_after, &case);
                }
                if target.answer != Possible::NeedsInput {
                    continue;
                }
                // What is asked for suffices, if anything at all does.
                let suffices = |ways: Vec<String>| ways.iter().any(|way| moves(way).outcome == Outcome::Moved);
                // Of a list what is offered suffices.
                let offered = target.options.to_json().unwrap();
                let is_offered = |way: &String| {
                    let says = |value: &str| way.contains(&format!(r#""e": "{value}""#));
                    ["p", "q"].iter().all(|value| !says(value) || offered.contains(&format!("{value:?}")))
                };
                let ways = filled(&target.fields, false).into_iter().filter(is_offered).collect();
                if !suffices(ways) {
                    let all: Vec<String> = ["x", "y", "e", "s"].map(str::to_owned).to_vec();
                    let mut all: Vec<String> =
                        all.into_iter().filter(|field| is_brought(&pipeline, target, field)).collect();
                    all.extend(target.fields.iter().filter(|field| *field == "reason").cloned());
                    prop_assert!(!suffices(filled(&all, true)), "{target:?} asks for too little");
                }
            }
            let event = said(&event(dice, index, now));
            let asked = Event { actor: None, ..event.clone() };
            let can = pipeline.can(&case, hour(now), event.actor.as_deref(), Some(&asked)).unwrap();
            let is_allowed = can.targets.iter().any(|target| target.answer == Possible::Allowed);
            let applied = pipeline.apply(&case, &event, hour(now)).unwrap();
            prop_assert_eq!(applied.outcome == Outcome::Moved, is_allowed);
            if applied.outcome == Outcome::Refused {
                prop_assert_eq!(&applied.failed, &failed(&can.targets));
                prop_assert!(!applied.failed.is_empty());
                prop_assert_eq!(&applied.case_after, &case);
            }
            case = applied.case_after;
        }
    }

    #[test]
    fn late_events_leave_the_host_with_the_very_commands_of_those_in_order(seed: u64) {
        let dice = &mut Dice::new(seed);
        let Some((pipeline, case)) = drawn(dice) else { return Ok(()) };
        let events: Vec<Event> = (0..5).map(|index| said(&update(dice, index))).collect();
        let mut in_order = events.clone();
        in_order.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let ticks: Vec<Option<Instant>> = (0..5)
            .map(|_| dice.happens(0.5).then(|| hour(dice.between(0.0, 250.0) as i64)))
            .collect();
        // The host does what it is told, once a key, and takes back what is withdrawn.
        let play = |events: &[Event], ticks: &[Option<Instant>]| {
            let (mut case, mut done) = (case.clone(), BTreeMap::<String, Command>::new());
            for (index, event) in events.iter().enumerate() {
                if let Some(Some(now)) = ticks.get(index) {
                    case = ticked(&pipeline, case, *now, &mut done);
                }
                let applied = pipeline.apply(&case, event, hour(400)).unwrap();
                assert_ne!(applied.outcome, Outcome::Refused);
                for command in &applied.withdrawn {
                    assert_eq!(done.remove(&command.key).as_ref(), Some(command));
                }
                tell(&mut done, applied.commands);
                case = applied.case_after;
            }
            let case = ticked(&pipeline, case, hour(400), &mut done);
            let bare = Case { log: Vec::new(), origin: Default::default(), ..case };
            (plain(&bare), done)
        };
        prop_assert_eq!(play(&events, &ticks), play(&in_order, &[]));
    }
}

fn tell(done: &mut BTreeMap<String, Command>, commands: Vec<Command>) {
    for command in commands {
        assert!(done.insert(command.key.clone(), command).is_none(), "told twice");
    }
}

fn ticked(
    pipeline: &Pipeline,
    case: Case,
    now: Instant,
    done: &mut BTreeMap<String, Command>,
) -> Case {
    let mut ticked =
        pipeline.tick(std::slice::from_ref(&case), now, &mut Budget::unlimited()).unwrap();
    tell(done, ticked.commands);
    ticked.cases.pop().unwrap_or(case)
}

/// Whether the event of a target may bring a field, by the rules as they are written.
fn is_brought(pipeline: &Pipeline, target: &PossibleMove, field: &str) -> bool {
    let policy = pipeline.policy();
    let is_own = |list: &[String]| list.iter().any(|own| own == field);
    let stage = policy.stages.iter().find(|stage| target.stage == stage.id);
    let place = target.rule.as_deref().and_then(|rule| {
        rule.strip_prefix("$.policy.transitions[")?.strip_suffix(']')?.parse::<usize>().ok()
    });
    let way = place.and_then(|place| policy.transitions.get(place));
    stage.is_some_and(|stage| is_own(&stage.require))
        || way.is_some_and(|way| is_own(&way.input) || is_own(&way.require))
}

#[test]
fn the_draws_are_not_in_vain() {
    let (mut legal, mut answers) = (0, [0; 3]);
    for seed in 0..300 {
        let dice = &mut Dice::new(seed);
        let Some((pipeline, case)) = drawn(dice) else { continue };
        legal += 1;
        for target in pipeline.can(&case, hour(0), None, None).unwrap().targets {
            answers[target.answer as usize] += 1;
        }
    }
    assert!(legal > 100, "{legal} of 300 are legal");
    assert!(answers.iter().all(|count| *count > 50), "{answers:?}");
}
