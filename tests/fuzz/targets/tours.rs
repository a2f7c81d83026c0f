//! Any text as the arguments of a tour or a table: it is refused with problems, each with a path, or
//! every stop comes once.
#![no_main]

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::catalog::call;
use fieldbeat::shape::Value;
use libfuzzer_sys::fuzz_target;

const OPERATIONS: [&str; 5] =
    ["order_matrix", "order_plane", "order_stops", "matrix_from", "matrix_of"];

fuzz_target!(|text: &str| {
    let Ok(arguments) = Value::from_json(text) else { return };
    for operation in OPERATIONS {
        // Nobody waits for four thousand million iterations.
        let mut budget = Budget::on_progress(2_000, |_| Continue::No);
        match call(operation, &arguments, &mut budget) {
            Ok(answer) => check(&answer),
            Err(error) => {
                assert!(error.problems().iter().all(|problem| problem.path.starts_with('$')));
            }
        }
    }
});

fn check(answer: &Value) {
    let Some(Value::Column(order)) = answer.get("order") else { return };
    let mut seen: Vec<f64> = (0..order.len()).filter_map(|row| order.f64(row)).collect();
    seen.sort_by(f64::total_cmp);
    assert!(seen.iter().enumerate().all(|(place, stop)| *stop == place as f64));
}
