//! Whatever comes, there is an answer or a list of problems.

use fieldbeat::budget::Budget;
use fieldbeat::catalog::call;
use fieldbeat::shape::Value;
use proptest::prelude::*;

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(Value::Bool(true)),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        Just(Value::Float(1e300)),
        "[a-c]{0,2}".prop_map(Value::Text),
        Just(Value::Text("2026-11-20T10:00:00Z".to_owned())),
    ]
}

fn column(good: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let good = prop::collection::vec(good, 0..6).prop_map(Value::List);
    let bad = prop::collection::vec(cell(), 0..6).prop_map(Value::List);
    prop_oneof![6 => good, 1 => bad, 1 => cell()]
}

proptest! {
    #[test]
    fn nothing_panics(
        client in column("[a-c]".prop_map(Value::Text)),
        t in column((-62_135_596_800_000_i64..=253_402_300_799_999).prop_map(Value::Int)),
        amount in column(any::<i64>().prop_map(Value::Int)),
        scope in prop::option::of(column("[a-c]".prop_map(Value::Text))),
        now in prop_oneof![3 => Just(Value::Int(253_402_300_799_999)), 1 => cell()],
        scale in prop::option::of(0_i64..8),
        window in prop::option::of(any::<i64>()),
    ) {
        let columns = [("client", client), ("t", t), ("amount", amount)]
            .into_iter()
            .chain(scope.map(|scope| ("scope", scope)));
        let object = |entries: Vec<(&str, Value)>| {
            Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
        };
        let policy: Vec<_> = [("scale", scale), ("window_days", window)]
            .into_iter()
            .filter_map(|(key, value)| Some((key, Value::Int(value?))))
            .collect();
        let arguments = object(vec![
            ("columns", object(columns.collect())), ("now", now), ("policy", object(policy)),
        ]);
        for operation in ["rfm", "abc", "xyz", "bcg", "life_cycle"] {
            // XYZ and life cycles know no `window_days`: refusing it is an answer too.
            if let Err(error) = call(operation, &arguments, &mut Budget::unlimited()) {
                prop_assert!(!error.problems().is_empty());
            }
        }
    }
}
