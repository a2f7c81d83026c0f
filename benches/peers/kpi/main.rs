//! Points of visits in columns, from Rust: `peer_kpi VISITS.json ROUNDS`, one line of JSON out.
#![allow(clippy::unwrap_used, reason = "a bench")]

use std::time::Instant;

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column, Texts};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{ScoreCard, ScoreCardPolicy};
use fieldbeat_benches::timing::busy;

const CARD: &str = include_str!("card.json");

/// A list as a column of its type.
fn column(name: &str, value: Value) -> Value {
    let Value::List(rows) = value else { return value };
    let number = |row: &Value| match row {
        Value::Int(i) => *i as f64,
        Value::Float(x) => *x,
        _ => f64::NAN,
    };
    let whole = |row: &Value| if let Value::Int(i) = row { *i } else { 0 };
    Value::Column(match name {
        "t" => Column::new(Cells::Millis(rows.iter().map(whole).collect())),
        "doctors_met" => Column::new(Cells::I64(rows.iter().map(whole).collect())),
        "distance_km" => Column::new(Cells::F64(rows.iter().map(number).collect())),
        _ => {
            let Texts { codes, names } =
                Texts::read(&Value::List(rows), &mut Default::default()).unwrap();
            Column::texts(codes, names)
        }
    })
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap();
    let rounds: usize = arguments.next().map_or(3, |rounds| rounds.parse().unwrap());
    let Value::Map(entries) = Value::from_json(&std::fs::read_to_string(file).unwrap()).unwrap()
    else {
        return;
    };
    let columns = entries.into_iter().map(|(name, value)| {
        let column = column(&name, value);
        (name, column)
    });
    let columns = Value::Map(columns.collect());
    let card = ScoreCard::new(&[ScoreCardPolicy::from_json(CARD).unwrap()]).unwrap();
    let started = Instant::now();
    let (mut seconds, mut units, mut steps) = (f64::INFINITY, 0, 0);
    for _ in 0..rounds {
        let start = busy(started);
        let answer = card.score_many(&columns, None, &mut Budget::unlimited()).unwrap();
        seconds = fieldbeat::math::min(seconds, busy(started) - start);
        units = answer.points_units.0.iter().flatten().sum::<i64>();
        steps = answer.step_row.len();
    }
    println!("{{\"seconds\": {seconds}, \"units\": {units}, \"steps\": {steps}}}");
}
