//! Random inputs of tours: few stops and many, in every form, with what the core answers.
//!
//! What runtimes could do differently is arithmetic, so the searches are long enough to draw, to
//! accept and to undo: up to 2,000 stops, and one tour of 20,000, on the earth and in a plane.

use std::path::Path;

use fieldbeat::shape::Value;

use crate::simulator::Dice;
use crate::vector::{Fault, Outcome, Suite, Vector};

/// Suites of every operation, each vector with the hash of its answer.
///
/// # Errors
/// When an answer of the core is not JSON.
pub fn suites(path: &Path, seed: u64) -> Result<Vec<Suite>, Fault> {
    let mut dice = Dice::new(seed);
    let mut earth: Vec<Value> = (0..60).map(|_| stops(&mut dice)).collect();
    let mut planes: Vec<Value> = (0..30).map(|_| plane(&mut dice, 60, 500)).collect();
    for (count, iterations) in [(500, 2_000), (2_000, 2_000), (20_000, 500)] {
        let (x, y) = clusters(&mut dice, count);
        planes.push(with_options(columns(["x", "y"], [x, y]), vec![budget(iterations)]));
    }
    for (count, iterations) in [(500, 2_000), (1_000, 2_000), (2_000, 2_000), (20_000, 500)] {
        let (east, north) = clusters(&mut dice, count);
        // A country of ten degrees a side, in towns of which some cross the antimeridian.
        let degrees = |metres: Vec<f64>, from: f64| -> Vec<f64> {
            metres.into_iter().map(|metres| rounded(from + metres / 1e5)).collect()
        };
        let [lat, lon] = [degrees(north, 50.0), degrees(east, 175.0)];
        let mut options = ends(&mut dice, count as i64);
        options.push(budget(iterations));
        earth.push(with_options(columns(["lat", "lon"], [lat, lon]), options));
    }
    let tables = (0..40).map(|_| table(&mut dice)).collect();
    [("order_stops", earth), ("order_plane", planes), ("order_matrix", tables)]
        .into_iter()
        .map(|(operation, inputs)| suite(path, operation, inputs))
        .collect()
}

fn suite(path: &Path, operation: &str, inputs: Vec<Value>) -> Result<Suite, Fault> {
    let vector = |(index, input): (usize, Value)| {
        let recorded = Some(Outcome::of(operation, &input).hashed()?);
        let name = format!("random {operation} {index}");
        Ok(Vector { name, input, expect: Vec::new(), recorded })
    };
    let vectors = inputs.into_iter().enumerate().map(vector).collect::<Result<_, Fault>>()?;
    Ok(Suite { path: path.to_owned(), operation: operation.to_owned(), vectors })
}

fn stops(dice: &mut Dice) -> Value {
    let count = whole(dice, 0, 60);
    let spread = dice.pick(0.1, &[1.0, 40.0]);
    let (north, east) = dice.pick((55.75, 37.6), &[(-17.0, 179.9), (0.0, 0.0), (40.0, -105.0)]);
    let lat = (0..count).map(|_| north + rounded(dice.between(-spread, spread))).collect();
    let lon = (0..count).map(|_| east + rounded(dice.between(-spread, spread))).collect();
    let mut options = ends(dice, count);
    if dice.happens(0.3) {
        options.push(entry("metric", Value::Text("haversine".to_owned())));
    }
    options.push(entry("line", Value::Bool(dice.happens(0.5))));
    options.push(budget(whole(dice, 0, 500)));
    with_options(columns(["lat", "lon"], [lat, lon]), options)
}

fn plane(dice: &mut Dice, most: i64, iterations: i64) -> Value {
    let count = whole(dice, 0, most);
    // On a coarse grid many ways are equally long.
    let steps = dice.pick(1e6, &[5.0, 30.0]);
    let mut cells = || (0..count).map(|_| dice.between(0.0, steps).floor()).collect();
    let columns = columns(["x", "y"], [cells(), cells()]);
    let mut options = ends(dice, count);
    options.push(budget(iterations));
    with_options(columns, options)
}

/// Towns of a country.
fn clusters(dice: &mut Dice, count: usize) -> (Vec<f64>, Vec<f64>) {
    let towns: Vec<(f64, f64)> =
        (0..20).map(|_| (dice.between(0.0, 1e6), dice.between(0.0, 1e6))).collect();
    let cells = (0..count).map(|_| {
        let (x, y) = dice.pick((5e5, 5e5), &towns);
        ((x + 2e4 * dice.normal()).round() + 0.0, (y + 2e4 * dice.normal()).round() + 0.0)
    });
    cells.unzip()
}

fn table(dice: &mut Dice) -> Value {
    let count = whole(dice, 0, 40);
    let symmetric = dice.happens(0.3);
    let (gaps, wide) = (dice.happens(0.3), dice.happens(0.5));
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for source in 0..count {
        let mut row = Vec::new();
        for target in 0..count {
            let mirrored = symmetric && target < source;
            let cell = rows.get(target as usize).and_then(|row| row.get(source as usize));
            let most = if wide { 1e6 } else { 9.0 };
            row.push(match cell.filter(|_| mirrored) {
                Some(cell) => cell.clone(),
                None if gaps && dice.happens(0.2) => Value::Null,
                None => Value::Float(dice.between(0.0, most).floor()),
            });
        }
        rows.push(row);
    }
    let rows = rows.into_iter().map(Value::List).collect();
    let mut options = ends(dice, count);
    options.push(budget(whole(dice, 0, 500)));
    with_options(vec![entry("matrix", Value::List(rows))], options)
}

/// Closed or open, with or without fixed ends, and a seed.
fn ends(dice: &mut Dice, count: i64) -> Vec<(String, Value)> {
    let mut options = vec![entry("seed", Value::Int(whole(dice, 0, 1_000)))];
    let closed = dice.happens(0.5);
    options.push(entry("closed", Value::Bool(closed)));
    if count > 1 && dice.happens(0.5) {
        let start = whole(dice, 0, count - 1);
        options.push(entry("start", Value::Int(start)));
        if !closed && dice.happens(0.5) {
            let end = (start + whole(dice, 1, count - 1)) % count;
            options.push(entry("end", Value::Int(end)));
        }
    }
    options
}

fn budget(iterations: i64) -> (String, Value) {
    entry("budget", Value::Map(vec![entry("iterations", Value::Int(iterations))]))
}

fn columns(keys: [&str; 2], cells: [Vec<f64>; 2]) -> Vec<(String, Value)> {
    let list = |cells: Vec<f64>| Value::List(cells.into_iter().map(Value::Float).collect());
    keys.into_iter().zip(cells).map(|(key, cells)| entry(key, list(cells))).collect()
}

fn with_options(mut arguments: Vec<(String, Value)>, options: Vec<(String, Value)>) -> Value {
    arguments.push(entry("options", Value::Map(options)));
    Value::Map(arguments)
}

/// A whole number from `low` to `high`, both possible.
fn whole(dice: &mut Dice, low: i64, high: i64) -> i64 {
    dice.between(low as f64, (high + 1) as f64).floor() as i64
}

/// To a millionth, and never -0.
fn rounded(x: f64) -> f64 {
    (x * 1e6).round() / 1e6 + 0.0
}

fn entry(key: &str, value: Value) -> (String, Value) {
    (key.to_owned(), value)
}
