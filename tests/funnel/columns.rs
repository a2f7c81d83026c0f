//! Events as columns, of rows and coded, held against the same events in a list.

use std::sync::Arc;

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::funnel::{Actor, CaseEvent, CaseEvents, CaseStore, Event, EventKind, Fields};
use fieldbeat::shape::{Shaped, Value};
use proptest::prelude::*;

use crate::laws::{END, at, compiled, policies};
use crate::store::beginnings;

/// The cells of an event, by their columns: texts that are there or are not.
#[derive(Clone, Debug)]
struct Row {
    texts: Vec<Option<String>>,
    hour: Option<i64>,
    seq: Option<i64>,
    x: Option<i64>,
}

/// The columns of texts.
const KEYS: [&str; 8] = ["case_id", "id", "kind", "on", "target", "reason", "actor", "role"];
const KINDS: [EventKind; 4] =
    [EventKind::Move, EventKind::Update, EventKind::Approve, EventKind::Reject];

/// One of these in so many of a hundred rows.
fn text(known: &'static [&'static str], percent: u32) -> impl Strategy<Value = Option<String>> {
    let there = (0_u32..100, prop::sample::select(known));
    there.prop_map(move |(chance, text)| (chance < percent).then(|| text.to_owned()))
}

/// Mostly of events that may be; in so many of a hundred rows a name is not there, or a kind is none.
fn row(flaws: u32) -> impl Strategy<Value = Row> {
    let kind = (text(&["moved"], flaws), text(&["move", "update", "approve", "reject"], 30));
    let names = (
        text(&["k0", "k1", "k2", "k3"], 100 - flaws),
        text(&["e0", "e1", "e2", "e3", "e4", "e5"], 100 - flaws),
        kind.prop_map(|(wrong, right)| wrong.or(right)),
        text(&["go", "e"], 20),
        text(&["a", "b", "c", "d", "z", "q"], 80),
        text(&["so", "why"], 30),
        text(&["ann", "ben"], 50),
        text(&["boss", "head"], 70),
    );
    let numbers = (
        prop::option::weighted(0.8, 0_i64..200),
        prop::option::weighted(0.2, 0_i64..3),
        prop::option::weighted(0.3, 0_i64..5),
    );
    (names, numbers).prop_map(|((a, b, c, d, e, f, g, h), (hour, seq, x))| Row {
        texts: vec![a, b, c, d, e, f, g, h],
        hour,
        seq,
        x,
    })
}

/// The event of a row that has what it needs.
fn event(row: &Row) -> Option<CaseEvent> {
    let [case_id, id, kind, on, target, reason, actor, role] = &row.texts[..] else { return None };
    let kind = match kind {
        None => EventKind::Move,
        Some(kind) => *KINDS.iter().find(|known| known.as_str() == kind)?,
    };
    let name = |text: &Option<String>| text.as_deref().map(Into::into);
    let x = |x| Value::Map(vec![("x".to_owned(), Value::Int(x))]);
    Some(CaseEvent {
        case_id: name(case_id)?,
        event: Event {
            id: name(id)?,
            at: row.hour.map(at),
            seq: row.seq,
            kind,
            actor: actor.as_ref().map(|id| {
                Box::new(Actor { id: id.clone(), roles: role.iter().cloned().collect() })
            }),
            on: name(on),
            target: name(target),
            reason: reason.clone(),
            fields: row.x.map_or_else(Fields::default, |own| x(own).into()),
        },
    })
}

fn cells<T>(rows: &[Row], cell: impl Fn(&Row) -> Option<T>, value: fn(T) -> Value) -> Value {
    Value::List(rows.iter().map(|row| cell(row).map_or(Value::Null, value)).collect())
}

/// A column of texts with their numbers, as hosts make them: names that stand twice, one that no row has,
/// and any number where there is no text.
fn coded(rows: &[Row], key: usize) -> Value {
    let mut names: Vec<String> =
        rows.iter().filter_map(|row| row.texts[key].clone()).chain(["unused".to_owned()]).collect();
    names.sort_unstable();
    let code = |(index, row): (usize, &Row)| match &row.texts[key] {
        Some(text) => {
            let first = names.partition_point(|name| name < text);
            let equals = names.iter().filter(|name| *name == text).count();
            (first + index % equals) as u32
        }
        None => (index % names.len()) as u32,
    };
    let codes: Vec<u32> = rows.iter().enumerate().map(code).collect();
    let nulls = rows.iter().map(|row| row.texts[key].is_none()).collect();
    let cells = Cells::Text { codes: codes.into(), names: names.clone().into() };
    Value::Column(Column::with_nulls(cells, nulls).unwrap())
}

/// The rows as columns; one in which nothing stands is left out, as hosts do.
fn columns(rows: &[Row], is_coded: bool) -> Value {
    let mut all = Vec::new();
    for (key, name) in KEYS.iter().enumerate() {
        if key > 1 && rows.iter().all(|row| row.texts[key].is_none()) {
            continue;
        }
        let plain = || cells(rows, |row| row.texts[key].clone(), Value::Text);
        all.push(((*name).to_owned(), if is_coded { coded(rows, key) } else { plain() }));
    }
    let numbers = [
        ("at", cells(rows, |row| row.hour.map(at), Value::Instant)),
        ("seq", cells(rows, |row| row.seq, Value::Int)),
        ("fields.x", cells(rows, |row| row.x, Value::Int)),
    ];
    all.extend(numbers.map(|(key, value)| (key.to_owned(), value)));
    Value::Map(all)
}

/// What both forms are read as, or all problems.
fn read(rows: &[Row]) -> [Result<CaseEvents, Vec<(String, String)>>; 2] {
    [false, true].map(|is_coded| {
        CaseEvents::from_value(&columns(rows, is_coded)).map_err(|error| {
            let told =
                |problem: &fieldbeat::Problem| (problem.code.to_string(), problem.path.clone());
            error.problems().iter().map(told).collect()
        })
    })
}

proptest! {
    #[test]
    fn columns_are_the_events_that_they_say_or_all_problems(
        rows in prop::collection::vec(row(5), 0..12),
    ) {
        let [plain, coded] = read(&rows);
        let expected: Option<Vec<CaseEvent>> = rows.iter().map(event).collect();
        match (&expected, plain, coded) {
            (Some(expected), Ok(plain), Ok(coded)) => {
                prop_assert!(plain == coded && coded == expected.clone().into());
                prop_assert_eq!(&Vec::from(plain), expected);
                prop_assert_eq!(&Vec::from(coded), expected);
            }
            (None, Err(plain), Err(coded)) => prop_assert_eq!(plain, coded),
            (expected, plain, coded) => prop_assert!(false, "{expected:?} {plain:?} {coded:?}"),
        }
    }

    #[test]
    fn it_does_not_matter_in_which_form_events_come(
        policy in policies(), rows in prop::collection::vec(row(0), 0..24),
    ) {
        let Some(pipeline) = compiled(&policy) else { return Ok(()) };
        let pipeline = Arc::new(pipeline);
        let events: Vec<CaseEvent> = rows.iter().map(|row| event(row).unwrap()).collect();
        let cases = beginnings(&pipeline);
        let of_pipeline = |events: CaseEvents| {
            pipeline.apply_many(cases.clone(), events, at(END), &mut Budget::unlimited()).unwrap()
        };
        let of_store = |events: CaseEvents| {
            let mut store = CaseStore::new(Arc::clone(&pipeline));
            store.put(cases.clone()).unwrap();
            let told = store.apply_many(events, at(END), &mut Budget::unlimited()).unwrap();
            (told, store.snapshot())
        };
        let expected = (of_pipeline(events.clone().into()), of_store(events.into()));
        for events in read(&rows) {
            let events = events.unwrap();
            prop_assert_eq!(&of_pipeline(events.clone()), &expected.0);
            prop_assert_eq!(&of_store(events), &expected.1);
        }
    }
}
