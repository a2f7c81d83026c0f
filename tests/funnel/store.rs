//! A store of cases, held against a caller who keeps them and asks the pipeline one by one.

use std::collections::BTreeMap;
use std::sync::Arc;

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::funnel::{
    Case, CaseEvent, CaseEvents, CaseStages, CaseStore, Event, Failed, Fields, NewCase, Outcome,
    Pipeline,
};
use fieldbeat::math::StableHash;
use fieldbeat::shape::{Foreign, Shaped, Value};
use fieldbeat::{Facts, Instant};
use proptest::prelude::*;

use crate::cases::{open, pipeline, t};
use crate::laws::{END, at, compiled, events, policies};

fn unlimited() -> Budget<'static> {
    Budget::unlimited()
}

/// One call of a store.
#[derive(Clone, Debug)]
enum Step {
    Apply(Vec<(usize, Event)>),
    Tick(i64),
    /// Another process goes on.
    Restart,
    /// The host takes a case out, and puts it back.
    Borrow(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let apply = prop::collection::vec((0_usize..CASES, events()), 1..4).prop_map(|lists| {
        // Names differ from list to list of one case, or are repeated by chance.
        let lists = lists.into_iter().enumerate().flat_map(|(list, (case, events))| {
            events.into_iter().map(move |mut event| {
                event.id = format!("{}{}", event.id, list % 2).into();
                (case, event)
            })
        });
        Step::Apply(lists.collect())
    });
    let step = prop_oneof![
        3 => apply,
        2 => (0_i64..END).prop_map(Step::Tick),
        1 => Just(Step::Restart),
        1 => (0_usize..CASES).prop_map(Step::Borrow),
    ];
    prop::collection::vec(step, 1..8)
}

const CASES: usize = 4;

/// Cases of which two begin somewhere else and at another time.
pub(crate) fn beginnings(pipeline: &Pipeline) -> Vec<Case> {
    let case = |index: usize| {
        let more = match index {
            1 => r#", "stage": "b", "fields": {"x": 1}"#.to_owned(),
            2 => format!(r#", "fields": {{"when": "{}"}}"#, at(30)),
            _ => String::new(),
        };
        let record = format!(r#"{{"id": "k{index}", "author": "ann"{more}}}"#);
        let record = NewCase::from_json(&record).unwrap();
        pipeline.open(&record, at(index as i64)).unwrap().case_after.unwrap()
    };
    (0..CASES).map(case).collect()
}

/// A row of a store's columns.
type Row = (String, String, i64, Option<Instant>);

fn rows(stages: &CaseStages) -> Vec<Row> {
    let row = |row: usize| {
        let text = |texts: &fieldbeat::column::Texts| texts.get(row).unwrap().to_owned();
        let (entered_at, next_due) = (stages.entered_at.0[row], stages.next_due.0[row]);
        (text(&stages.case_id), text(&stages.stage), entered_at, next_due)
    };
    (0..stages.next_due.0.len()).map(row).collect()
}

fn row(case: &Case) -> Row {
    (case.id.to_string(), case.stage.to_string(), case.entered_at.millis(), case.next_due)
}

/// What one event makes of the caller's case; a failure is a refusal with its problems.
fn one(
    pipeline: &Pipeline,
    case: &mut Case,
    event: &Event,
    now: Instant,
) -> (Outcome, Vec<Failed>) {
    match pipeline.apply(case, event, now) {
        Ok(applied) => {
            *case = applied.case_after;
            (applied.outcome, applied.failed)
        }
        Err(error) => {
            let codes = error.problems().iter().map(|problem| Failed {
                code: problem.code.to_string(),
                path: problem.path.clone(),
                message: problem.message.clone(),
                value: Value::Null,
                rule: None,
                facts: Facts::default(),
            });
            (Outcome::Refused, codes.collect())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_store_makes_of_its_cases_what_a_pipeline_makes_of_each(
        policy in policies(), steps in steps(), keep in 1_u32..40,
    ) {
        let policy = policy.replacen('{', &format!(r#"{{"keep_events": {keep}, "#), 1);
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let pipeline = Arc::new(pipeline);
        let mut known = beginnings(&pipeline);
        let mut store = CaseStore::new(Arc::clone(&pipeline));
        store.put(known.clone()).unwrap();
        for step in steps {
            match step {
                Step::Apply(list) => {
                    let of_case = |(case, event): &(usize, Event)| CaseEvent {
                        case_id: known[*case].id.clone(),
                        event: event.clone(),
                    };
                    let given = list.iter().map(of_case).collect();
                    let applied = store.apply_many(given, at(END), &mut unlimited()).unwrap();
                    let mut failed = applied.failed.iter();
                    let mut refused: Vec<_> = Vec::new();
                    for (index, (case, event)) in list.iter().enumerate() {
                        let (outcome, why) = one(&pipeline, &mut known[*case], event, at(END));
                        prop_assert_eq!(applied.outcomes.get(index), Some(outcome.as_str()));
                        if outcome == Outcome::Refused {
                            refused.push((index as i64, known[*case].id.clone(), why));
                        }
                        let place = applied.index[index] as usize;
                        prop_assert_eq!(applied.cases.case_id.get(place), Some(&*known[*case].id));
                    }
                    // They are told case by case.
                    refused.sort_by_key(|(index, ..)| (applied.index[*index as usize], *index));
                    for (index, case_id, why) in refused {
                        let told = failed.next().unwrap();
                        prop_assert_eq!((told.index, &told.case_id, &told.failed), (index, &case_id, &why));
                    }
                    prop_assert!(failed.next().is_none());
                    for told in rows(&applied.cases) {
                        let case = known.iter().find(|case| *case.id == *told.0).unwrap();
                        prop_assert_eq!(told, row(case));
                    }
                }
                Step::Tick(hour) => {
                    let ticked = store.tick(at(hour), &mut unlimited()).unwrap();
                    let expected = pipeline.tick(&known, at(hour), &mut unlimited()).unwrap();
                    let mut told = rows(&ticked.cases);
                    told.sort();
                    let mut changed: Vec<Row> = expected.cases.iter().map(row).collect();
                    changed.sort();
                    prop_assert_eq!(told, changed);
                    let keys = |commands: &[fieldbeat::funnel::Command]| {
                        let mut keys: Vec<_> = commands.iter().map(|one| one.key.clone()).collect();
                        keys.sort();
                        keys
                    };
                    prop_assert_eq!(keys(&ticked.commands), keys(&expected.commands));
                    prop_assert_eq!(ticked.moves.len(), expected.moves.len());
                    prop_assert_eq!(ticked.fired.len(), expected.fired.len());
                    for case in expected.cases {
                        let place = known.iter().position(|known| known.id == case.id).unwrap();
                        known[place] = case;
                    }
                }
                Step::Restart => {
                    let bytes = store.snapshot();
                    store = CaseStore::restore(&bytes, Arc::new(compiled(&policy).unwrap())).unwrap();
                    prop_assert_eq!(store.snapshot(), bytes);
                }
                Step::Borrow(case) => {
                    let id = known[case].id.clone();
                    let taken = store.get(&id).unwrap().clone();
                    prop_assert_eq!(store.remove(&[id.clone(), "nobody".into()]), 1);
                    prop_assert!(store.get(&id).is_none());
                    prop_assert_eq!(store.put(vec![taken]).unwrap().added, 1);
                }
            }
            for case in &known {
                let held = store.get(&case.id).unwrap();
                prop_assert_eq!(held, case);
                prop_assert_eq!(held.to_json().unwrap(), case.to_json().unwrap());
            }
            let expected: Vec<Row> = known.iter().map(row).collect();
            prop_assert_eq!(rows(&store.stages()), expected);
            prop_assert_eq!(store.next_due(), known.iter().filter_map(|case| case.next_due).min());
        }
    }

    #[test]
    fn the_order_in_which_cases_are_put_is_of_no_consequence(
        policy in policies(), order in Just((0..CASES).collect::<Vec<_>>()).prop_shuffle(), hour in 0..END,
    ) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let pipeline = Arc::new(pipeline);
        let known = beginnings(&pipeline);
        let mut stores = [(0..CASES).collect(), order].map(|order: Vec<usize>| {
            let mut store = CaseStore::new(Arc::clone(&pipeline));
            for place in order {
                store.put(vec![known[place].clone()]).unwrap();
            }
            store
        });
        let [one, other] = &mut stores;
        prop_assert_eq!(one.snapshot(), other.snapshot());
        let (a, b) = (one.tick(at(hour), &mut unlimited()), other.tick(at(hour), &mut unlimited()));
        prop_assert_eq!(a.unwrap().to_json().unwrap(), b.unwrap().to_json().unwrap());
        prop_assert_eq!(one.snapshot(), other.snapshot());
    }

    #[test]
    fn bytes_that_were_changed_are_refused_or_are_a_store(
        events in events(), place in any::<prop::sample::Index>(), byte: u8, cut in 0_usize..40,
    ) {
        let pipeline = Arc::new(every_kind());
        let mut store = CaseStore::new(Arc::clone(&pipeline));
        store.put(vec![full(&pipeline)]).unwrap();
        let given = events.into_iter().map(|event| CaseEvent { case_id: "c".into(), event });
        store.apply_many(given.collect(), at(END), &mut unlimited()).unwrap();
        let mut bytes = store.snapshot();
        bytes.truncate(bytes.len() - HASH);
        let body = bytes.len() - HEAD;
        bytes[HEAD + place.index(body)] = byte;
        if cut < 20 {
            bytes.truncate(HEAD + place.index(body));
        }
        let sum = StableHash::new().bytes(&bytes).hex();
        bytes.extend_from_slice(sum.as_bytes());
        match CaseStore::restore(&bytes, pipeline) {
            Ok(mut store) => {
                store.tick(at(END), &mut unlimited()).unwrap();
                let again = store.snapshot();
                prop_assert_eq!(store.pipeline().policy().name.as_str(), "k");
                let anew = CaseStore::restore(&again, Arc::clone(store.pipeline())).unwrap();
                prop_assert_eq!(anew.snapshot(), again);
            }
            Err(error) => prop_assert_eq!(&*error.problems()[0].code, "corrupt_snapshot"),
        }
    }
}

const HASH: usize = 32;
const HEAD: usize = 8 + 4 + HASH;
const DAY: &str = "2026-04-01T08:00:00Z";

/// Fields of every kind, and all that a case can hold.
fn every_kind() -> Pipeline {
    pipeline(
        r#"{"name": "k", "version": "1", "schema": {"x": "int", "when": "instant", "sum": "decimal",
                "share": "number", "told": "string", "is_key": "bool", "day": "date",
                "deep.list": {"type": "list", "items": {"who": "string"}}},
            "stages": [{"id": "a", "on_enter": {"tasks": [{"id": "call", "required": true}]},
                    "timers": [{"id": "t", "offset": "2h", "emit": {"notify": [{"id": "n"}]}},
                        {"id": "far", "anchor": "field:when", "offset": "90d", "go": "b"}]},
                {"id": "b"}, {"id": "z", "kind": "won"}],
            "transitions": [{"source": ["a"], "target": "b"}, {"source": ["b"], "target": "a"},
                {"source": ["a", "b"], "target": "z",
                 "approvals": {"need": [{"role": "head", "count": 2}]}}]}"#,
    )
}

fn full(pipeline: &Pipeline) -> Case {
    let fields = r#"{"x": -9007199254740991, "when": "2026-05-01T00:00:00Z", "sum": "12.50",
        "share": 1e300, "told": "да", "is_key": false, "day": "2026-05-02",
        "deep": {"list": [{"who": "a"}, {}]}}"#;
    let case =
        open(pipeline, &format!(r#"{{"id": "c", "author": "ann", "fields": {fields}}}"#), DAY);
    let events = [
        r#"{"id": "1", "at": "2026-04-01T09:00:00Z", "target": "b"}"#,
        r#"{"id": "2", "at": "2026-04-01T10:00:00Z", "target": "a", "reason": "so"}"#,
        r#"{"id": "3", "at": "2026-04-01T13:00:00Z", "kind": "approve", "target": "z",
            "actor": {"id": "ben", "roles": ["head", "rep"]}}"#,
        r#"{"id": "4", "at": "2026-04-01T14:00:00Z", "kind": "update", "fields": {"sum": 3.25,
            "deep": {"list": [{"who": "b"}]}, "snooze": {"until": "2026-06-01T00:00:00Z", "reason": "away"}}}"#,
    ];
    events.iter().fold(case, |case, event| {
        let event = Event::from_json(event).unwrap();
        let applied = pipeline.apply(&case, &event, t("2026-04-02T08:00:00Z")).unwrap();
        assert_ne!(applied.outcome, Outcome::Refused, "{:?}", applied.failed);
        applied.case_after
    })
}

#[test]
fn a_snapshot_keeps_all_that_a_case_can_hold() {
    let pipeline = Arc::new(every_kind());
    let case = full(&pipeline);
    let holds =
        [case.fired.len(), case.tasks.len(), case.votes.len(), case.stays.len(), case.log.len()];
    assert!(holds.iter().all(|count| *count > 0), "{holds:?}");
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    store.put(vec![case.clone()]).unwrap();
    let again = CaseStore::restore(&store.snapshot(), pipeline).unwrap();
    assert_eq!(again.get("c"), Some(&case));
    assert!(again.memory_bytes() > size_of::<Case>());
}

fn codes(store: &mut CaseStore, events: &str) -> Vec<(String, String)> {
    let events = CaseEvents::from_json(events).unwrap();
    let error = store.apply_many(events, t(DAY), &mut unlimited()).unwrap_err();
    error
        .problems()
        .iter()
        .map(|problem| (problem.code.to_string(), problem.path.clone()))
        .collect()
}

#[test]
fn cases_that_nobody_knows_are_all_told_and_nothing_happens() {
    let pipeline = Arc::new(every_kind());
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    store.put(vec![open(&pipeline, r#"{"id": "c"}"#, DAY)]).unwrap();
    let before = store.snapshot();
    let columns = r#"{"case_id": ["c", "d", "c", "e"], "id": ["1", "2", "3", "4"],
        "target": ["b", "b", "a", "b"]}"#;
    let unknown = |place: usize| ("unknown_case".to_owned(), format!("$.events[{place}].case_id"));
    assert_eq!(codes(&mut store, columns), [unknown(1), unknown(3)]);
    assert_eq!(store.snapshot(), before);
}

#[test]
fn what_is_stopped_has_not_begun() {
    let pipeline = Arc::new(every_kind());
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    store.put(vec![open(&pipeline, r#"{"id": "c"}"#, DAY)]).unwrap();
    let before = store.snapshot();
    let events =
        CaseEvents::from_json(r#"{"case_id": ["c"], "id": ["1"], "target": ["b"]}"#).unwrap();
    let mut stop = Budget::on_progress(1, |_| Continue::No);
    assert!(store.apply_many(events, t(DAY), &mut stop).is_err());
    let mut stop = Budget::on_progress(1, |_| Continue::No);
    assert!(store.tick(t("2026-05-01T00:00:00Z"), &mut stop).is_err());
    assert_eq!(store.snapshot(), before);
    assert_eq!(store.tick(t("2026-05-01T00:00:00Z"), &mut unlimited()).unwrap().fired.len(), 1);
}

#[test]
fn cases_that_cannot_be_taken_are_listed_and_the_others_are_taken() {
    let pipeline = Arc::new(every_kind());
    let case = open(&pipeline, r#"{"id": "c"}"#, DAY);
    let with = |id: &str, change: &dyn Fn(&mut Case)| {
        let mut case = Case { id: id.into(), ..case.clone() };
        change(&mut case);
        case
    };
    let records = vec![
        with("other", &|case| case.pipeline = "p".into()),
        with("gone", &|case| (case.stage, case.policy_hash) = ("y".into(), "".into())),
        with("lost", &|case| case.stage = "y".into()),
        case.clone(),
        with("odd", &|case| {
            let odd = Value::Foreign(Foreign { code: "wrong_type", what: "a function".to_owned() });
            case.fields =
                Fields::from(Value::Map(vec![("more".to_owned(), Value::List(vec![odd]))]));
        }),
        with("wrong", &|case| {
            case.fields = Fields::from(Value::from_json(r#"{"when": "text"}"#).unwrap());
        }),
    ];
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    let put = store.put(records.clone()).unwrap();
    assert_eq!((put.added, put.replaced, store.len()), (1, 0, 1));
    let told: Vec<(i64, &str, &str, &str)> = put
        .failed
        .iter()
        .map(|row| {
            let problem = &row.problems[0];
            (row.index, &*row.case_id, problem.code.as_str(), problem.path.as_str())
        })
        .collect();
    let expected = [
        (0, "other", "other_pipeline", "$.records[0].pipeline"),
        (1, "gone", "unknown_stage", "$.records[1].stage"),
        (2, "lost", "unknown_stage", "$.records[2].stage"),
        (4, "odd", "wrong_type", "$.records[4].fields"),
        (5, "wrong", "invalid_time", "$.records[5].fields.when"),
    ];
    assert_eq!(told, expected);
    let before = store.snapshot();
    let twice = store.put(vec![case.clone(), with("d", &|_| ()), case.clone()]).unwrap_err();
    assert_eq!(twice.problems()[0].path, "$.records[2].id");
    assert_eq!((&*twice.problems()[0].code, store.snapshot()), ("duplicate_id", before));
    assert_eq!(store.put(vec![case]).unwrap().replaced, 1);
}

#[test]
fn a_case_of_another_version_is_taken_as_migrate_takes_it() {
    let stages = |version: &str, hours: u8| {
        pipeline(&format!(
            r#"{{"name": "v", "version": "{version}", "stages": [
                    {{"id": "a", "timers": [{{"id": "t", "offset": "{hours}h", "go": "z"}}]}},
                    {{"id": "b"}}, {{"id": "z", "kind": "lost"}}],
                "transitions": [{{"source": ["a"], "target": "b"}}, {{"source": ["b"], "target": "a"}}]}}"#
        ))
    };
    let (old, new) = (stages("1", 48), Arc::new(stages("2", 24)));
    let case = open(&old, r#"{"id": "c"}"#, DAY);
    let mut case = case;
    for (id, target) in [("1", "b"), ("2", "a")] {
        let event =
            Event::from_json(&format!(r#"{{"id": "{id}", "target": "{target}"}}"#)).unwrap();
        case = old.apply(&case, &event, t(DAY)).unwrap().case_after;
    }
    let migrated = new.migrate(&[case.clone()], &Facts::default(), &mut unlimited()).unwrap();
    let mut store = CaseStore::new(Arc::clone(&new));
    assert_eq!(store.put(vec![case]).unwrap().added, 1);
    assert_eq!(store.get("c"), Some(&migrated.cases[0]));
    assert_eq!(store.next_due(), Some(t("2026-04-02T08:00:00Z")));
    let bytes = store.snapshot();
    let other = CaseStore::restore(&bytes, Arc::new(old)).unwrap_err();
    assert_eq!(&*other.problems()[0].code, "policy_differs");
}

#[test]
fn a_case_whose_timers_are_too_many_is_told_and_the_others_go_on() {
    let clockwork = pipeline(
        r#"{"name": "c", "version": "1", "schema": {"x": "int"}, "stages": [
                {"id": "a", "timers": [{"id": "t", "offset": "1h", "go": "b"},
                    {"id": "out", "offset": "30m", "go": "z", "when": {"field": "x", "eq": 1}}]},
                {"id": "b", "timers": [{"id": "t", "offset": "1h", "go": "a"}]},
                {"id": "z", "kind": "lost"}]}"#,
    );
    let clockwork = Arc::new(clockwork);
    let mut store = CaseStore::new(Arc::clone(&clockwork));
    let fast = open(&clockwork, r#"{"id": "fast"}"#, DAY);
    let plain = open(&clockwork, r#"{"id": "plain", "fields": {"x": 1}}"#, DAY);
    store.put(vec![fast.clone(), plain]).unwrap();
    let ticked = store.tick(t("2028-04-01T08:00:00Z"), &mut unlimited()).unwrap();
    let problem = &ticked.failed[0].problems[0];
    assert_eq!((&*ticked.failed[0].case_id, &*problem.code), ("fast", "too_many_steps"));
    assert_eq!(problem.path, "$.record");
    assert_eq!(
        (ticked.cases.case_id.get(0), ticked.cases.stage.get(0)),
        (Some("plain"), Some("z"))
    );
    assert_eq!((store.get("fast"), store.next_due()), (Some(&fast), fast.next_due));
}

#[test]
fn the_places_of_cases_that_went_are_used_again() {
    let pipeline = Arc::new(every_kind());
    let case = |id: &str| open(&pipeline, &format!(r#"{{"id": "{id}"}}"#), DAY);
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    store.put(vec![case("a"), case("b"), case("c")]).unwrap();
    assert_eq!(store.remove(&["b".into(), "b".into(), "a".into()]), 2);
    store.put(vec![case("d"), case("e"), case("f")]).unwrap();
    let names: BTreeMap<_, _> =
        rows(&store.stages()).into_iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(names.keys().map(String::as_str).collect::<Vec<_>>(), ["c", "d", "e", "f"]);
    assert_eq!(store.tick(t("2026-05-01T00:00:00Z"), &mut unlimited()).unwrap().fired.len(), 4);
    assert_eq!((store.remove(&["c".into()]), store.next_due(), store.len()), (1, None, 3));
}

#[test]
fn a_tick_looks_at_what_is_due_alone() {
    let pipeline = Arc::new(every_kind());
    let case = |index: usize| {
        let now = if index < 7 { "2026-04-01T06:30:00Z" } else { DAY };
        open(&pipeline, &format!(r#"{{"id": "c{index}"}}"#), now)
    };
    let mut store = CaseStore::new(Arc::clone(&pipeline));
    store.put((0..300).map(case).collect()).unwrap();
    let mut looked_at = 0;
    let mut budget = Budget::on_progress(1, |units| {
        looked_at = units;
        Continue::Yes
    });
    let ticked = store.tick(t("2026-04-01T09:00:00Z"), &mut budget).unwrap();
    drop(budget);
    assert_eq!((ticked.fired.len(), looked_at), (7, 7));
}
