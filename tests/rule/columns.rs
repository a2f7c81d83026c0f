//! Columns of every kind answer what their rows answer one by one.

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::shape::Value;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::world::{Case, Field, cases, schema};
use crate::{at, compile, value};

/// What a record holds at a path, `None` where nothing.
fn cell(record: &Json, path: &str) -> Option<Json> {
    let flat = record.get(path);
    let found = flat.or_else(|| path.split('.').try_fold(record, |value, key| value.get(key)));
    found.filter(|value| !value.is_null()).cloned()
}

fn texts(cells: &[Option<Json>]) -> Option<Column> {
    let mut names = vec!["a name that no row has".to_owned()];
    let mut codes = Vec::new();
    for cell in cells {
        let text = match cell {
            None => "",
            Some(cell) => cell.as_str()?,
        };
        let known = names.iter().position(|name| name == text);
        codes.push(known.unwrap_or(names.len()) as u32);
        if known.is_none() {
            names.push(text.to_owned());
        }
    }
    masked(Cells::Text { codes: codes.into(), names: names.into() }, cells)
}

/// With a mask, where a cell is missing.
fn masked(values: Cells, cells: &[Option<Json>]) -> Option<Column> {
    let nulls: Vec<bool> = cells.iter().map(Option::is_none).collect();
    let nulls = if nulls.contains(&true) { nulls } else { Vec::new() };
    Column::with_nulls(values, nulls)
}

/// The cells as whole numbers, with `hole` where one is missing.
fn whole<T>(cells: &[Option<Json>], hole: T, of: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>>
where
    T: Copy,
{
    cells.iter().map(|cell| cell.as_ref().map_or(Some(hole), &of)).collect()
}

fn millis(json: &Json) -> Option<i64> {
    Some(at(json.as_str()?).millis())
}

fn span(json: &Json) -> Option<i64> {
    match json.as_str() {
        None => json.as_i64(),
        Some("20m") => Some(1_200_000),
        Some(_) => Some(3_600_000),
    }
}

fn number(json: &Json) -> Option<f64> {
    json.as_str().map_or_else(|| json.as_f64(), |text| text.parse().ok())
}

/// Every kind of column that can hold these cells of a field.
fn columns(field: &Field, cells: &[Option<Json>]) -> Vec<Value> {
    let list = Value::List(cells.iter().map(|cell| value(&cell.clone().into())).collect());
    let floats = |of: &dyn Fn(&Json) -> Option<f64>| {
        let nan = whole(cells, f64::NAN, of).map(|values| Column::new(Cells::F64(values.into())));
        let infinite = whole(cells, f64::INFINITY, of);
        let infinite = infinite.and_then(|values| masked(Cells::F64(values.into()), cells));
        [nan, infinite]
    };
    let ints = |of: &dyn Fn(&Json) -> Option<i64>| {
        let small = |json: &Json| u32::try_from(of(json)?).ok();
        let byte = |json: &Json| u8::try_from(of(json)?).ok();
        [
            whole(cells, i64::MIN, of).and_then(|values| masked(Cells::I64(values.into()), cells)),
            whole(cells, 7, small).and_then(|values| masked(Cells::U32(values.into()), cells)),
            whole(cells, 7, byte).and_then(|values| masked(Cells::U8(values.into()), cells)),
        ]
    };
    let mut all: Vec<Option<Column>> = Vec::new();
    match field.kind {
        "bool" => {
            let bools = whole(cells, true, Json::as_bool);
            all.push(bools.and_then(|values| masked(Cells::Bool(values), cells)));
            let flags = whole(cells, 2, |json| Some(u8::from(json.as_bool()?)));
            all.push(flags.clone().map(|values| Column::new(Cells::U8(values.into()))));
            all.push(flags.and_then(|values| masked(Cells::U8(values.into()), cells)));
        }
        "int" => {
            let int = |json: &Json| json.as_f64().map(|x| x as i64);
            all.extend(ints(&int));
            all.extend(floats(&Json::as_f64));
        }
        "number" => {
            let int = |json: &Json| json.as_f64().filter(|x| x.trunc() == *x).map(|x| x as i64);
            all.extend(ints(&int));
            all.extend(floats(&Json::as_f64));
        }
        "decimal" => {
            let unit = [1.0, 10.0, 100.0, 1000.0][field.scale as usize];
            let units = |json: &Json| {
                number(json).map(|x| x * unit).filter(|x| x.trunc() == *x).map(|x| x as i64)
            };
            let [int, ..] = ints(&units);
            all.push(int);
            all.extend(floats(&number));
        }
        "string" | "enum" => all.push(texts(cells)),
        "date" => {
            let midnight =
                |json: &Json| Some(at(&format!("{}T00:00:00Z", json.as_str()?)).millis());
            let days = whole(cells, 1, midnight);
            all.push(days.and_then(|values| masked(Cells::Millis(values.into()), cells)));
            all.push(texts(cells));
        }
        "instant" => {
            let ms = whole(cells, i64::MIN, millis);
            let ms = ms.and_then(|values| masked(Cells::Millis(values.into()), cells));
            all.push(ms);
            let [int, ..] = ints(&millis);
            all.push(int);
            all.extend(floats(&|json| millis(json).map(|ms| ms as f64)));
            all.push(texts(cells));
        }
        "span" => {
            all.extend(ints(&span));
            all.extend(floats(&|json| span(json).map(|ms| ms as f64)));
            all.push(texts(cells));
        }
        _ => {}
    }
    let columns = all.into_iter().flatten().map(Value::Column);
    columns.chain([list]).collect()
}

/// Columns of the records, of the kinds that `choice` says.
fn table(case: &Case, choice: &mut dyn FnMut(usize) -> usize) -> Value {
    let column = |field: &Field| {
        let cells: Vec<Option<Json>> =
            case.records.iter().map(|record| cell(record, field.path)).collect();
        // A column that is missing everywhere need not be there.
        if cells.iter().all(Option::is_none) && choice(2) == 0 {
            return None;
        }
        let mut kinds = columns(field, &cells);
        let chosen = choice(kinds.len());
        Some((field.path.to_owned(), kinds.swap_remove(chosen)))
    };
    let length = ("length".to_owned(), Value::List(vec![Value::Null; case.records.len()]));
    Value::Map([length].into_iter().chain(case.fields.iter().filter_map(column)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn columns_answer_what_their_rows_answer(case in cases(20), seed in any::<u32>()) {
        let condition = compile(&case.condition, &schema(&case.fields)).unwrap();
        let now = Some(case.now);
        let expected: Vec<u8> = case
            .records
            .iter()
            .map(|record| condition.matches(&value(record), now).unwrap().map_or(2, u8::from))
            .collect();
        // Every field goes through its kinds at a pace of its own.
        for turn in 0..8 {
            let mut state = seed.wrapping_add(turn);
            let mut choice = |below: usize| {
                state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
                (state >> 16) as usize % below
            };
            let columns = table(&case, &mut choice);
            let mut budget = Budget::unlimited();
            let answers = condition.matches_many(&columns, now, &mut budget).unwrap();
            prop_assert_eq!(&*answers, &expected[..], "{} {:?}", &case.condition, columns);
        }
    }
}

#[test]
fn rows_beyond_a_block_answer_as_the_first_ones_do() {
    let schema = json!({ "doctors": "int", "distance_km": "number", "kind": "string" });
    let condition = json!({ "all": [
        { "field": "doctors", "ge": 2 },
        { "any": [{ "field": "distance_km", "lt": 0.5 }, { "field": "kind", "eq": "b" }] },
    ] });
    let condition = compile(&condition, &schema).unwrap();
    let rows = 20_001_i64;
    let columns = Value::Map(
        vec![
            ("doctors".to_owned(), Column::new(Cells::I64((0..rows).map(|i| i % 5).collect()))),
            (
                "distance_km".to_owned(),
                Column::new(Cells::F64((0..rows).map(|i| (i % 7) as f64 / 8.0).collect())),
            ),
            (
                "kind".to_owned(),
                Column::texts(
                    (0..rows).map(|i| (i % 3) as u32).collect(),
                    ["a", "b", "c"].map(str::to_owned).to_vec(),
                ),
            ),
        ]
        .into_iter()
        .map(|(name, column)| (name, Value::Column(column)))
        .collect(),
    );
    let answers = condition.matches_many(&columns, None, &mut Budget::unlimited()).unwrap();
    assert_eq!(answers.len(), rows as usize);
    for (i, answer) in answers.iter().enumerate() {
        let expected = i % 5 >= 2 && (i % 7 < 4 || i % 3 == 1);
        assert_eq!(*answer, u8::from(expected), "row {i}");
    }
}

/// Codes and paths of what is wrong with columns.
fn refused(schema: Json, columns: Value) -> Vec<(String, String)> {
    let field = schema.as_object().unwrap().keys().next().unwrap().clone();
    let condition = compile(&json!({ "field": field, "not_null": true }), &schema).unwrap();
    let error = condition.matches_many(&columns, None, &mut Budget::unlimited()).unwrap_err();
    error.problems().iter().map(|p| (p.code.to_string(), p.path.clone())).collect()
}

fn named(name: &str, cells: Cells) -> Value {
    Value::Map(vec![(name.to_owned(), Value::Column(Column::new(cells)))])
}

#[test]
fn what_is_not_of_its_fields_type_is_refused_with_its_row() {
    let problem = |code: &str, path: &str| vec![(code.to_owned(), path.to_owned())];
    let floats = |x: f64| Cells::F64(vec![1.0, x].into());
    for (kind, cells, code) in [
        ("int", floats(0.5), "wrong_type"),
        ("int", floats(f64::INFINITY), "not_finite"),
        ("int", floats(1e16), "out_of_range"),
        ("number", floats(f64::NEG_INFINITY), "not_finite"),
        ("decimal", floats(0.123_45), "too_precise"),
        ("decimal", floats(f64::INFINITY), "not_finite"),
        ("decimal", floats(1e12), "too_precise"),
        ("bool", Cells::U8(vec![1, 3].into()), "wrong_type"),
        ("instant", Cells::I64(vec![0, i64::MAX].into()), "out_of_range"),
        ("date", Cells::Millis(vec![0, 1].into()), "wrong_type"),
        (
            "instant",
            Cells::Text {
                codes: vec![0, 1].into(),
                names: vec!["2026-11-20T09:00:00Z".into(), "2026-11-20T09:00:00".into()].into(),
            },
            "naive_time",
        ),
        (
            "span",
            Cells::Text { codes: vec![0, 1].into(), names: vec!["1h".into(), "1bd".into()].into() },
            "invalid_span",
        ),
    ] {
        let found = refused(json!({ "x": kind }), named("x", cells));
        // A column of the wrong kind is wrong in every row.
        let last = found.last().cloned().into_iter().collect::<Vec<_>>();
        assert_eq!(last, problem(code, "$.columns.x[1]"), "{kind}: {found:?}");
    }
    let stage = json!({ "x": { "type": "enum", "values": ["lead"] } });
    let cells =
        Cells::Text { codes: vec![0, 1].into(), names: vec!["lead".into(), "laed".into()].into() };
    assert_eq!(refused(stage, named("x", cells)), problem("unknown_value", "$.columns.x[1]"));
}

#[test]
fn columns_of_several_lengths_or_none_are_refused() {
    let two = Value::Map(vec![
        ("other".to_owned(), Value::Column(Column::from(vec![1.0, 2.0]))),
        ("x".to_owned(), Value::Column(Column::from(vec![1.0]))),
    ]);
    let x = json!({ "x": "int" });
    assert_eq!(refused(x.clone(), two)[0].0, "length_mismatch");
    let none = Value::Map(vec![("x".to_owned(), Value::Int(3))]);
    assert_eq!(refused(x.clone(), none), [("wrong_type".to_owned(), "$.columns.x".to_owned())]);
    assert_eq!(refused(x, Value::Int(3)), [("wrong_type".to_owned(), "$.columns".to_owned())]);
}
