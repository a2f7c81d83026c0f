//! Nothing panics: what is too large, too precise or beyond time is told.

use fieldbeat::budget::Budget;
use fieldbeat::catalog::call;
use fieldbeat::shape::Value;
use proptest::prelude::*;

/// Numbers at the edge of what is allowed, and now and then beyond it.
fn number() -> impl Strategy<Value = String> {
    let allowed =
        vec!["0", "0.000001", "1", "1000000", "1000000000000000", "\"999999999999999.999999\""];
    let beyond = vec![
        "-0.000001",
        "-1000000000000000",
        "0.0000001",
        "1000000000000001",
        "\"79228162514264337593543950335\"",
        "\"0.0000000000000000000000000001\"",
    ];
    let (allowed, beyond) = (prop::sample::select(allowed), prop::sample::select(beyond));
    prop_oneof![29 => allowed, 1 => beyond].prop_map(str::to_owned)
}

/// Percentages and factors, up to the largest.
fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["0", "0.000001", "80", "1000000", "1000001"])
}

/// Times, the first and the last that there are among them.
fn time() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.999Z\"",
        "\"2026-11-10T10:00:00Z\"",
        "\"2026-10-10T10:00:00Z\"",
    ])
}

fn period() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "0001",
        "9999-12-31",
        "9999",
        "0001-01-01",
        "last_year",
        "2026-11-15/P1W",
        "9999-12-30/P1W",
        "0001-W01",
    ])
}

fn row(id: usize) -> impl Strategy<Value = String> {
    (time(), number(), number(), number(), 0_usize..2).prop_map(
        move |(t, points, amount, margin, steps)| {
            let step = format!(r#"{{"kind": "table", "delta": {points}}}"#);
            let steps = vec![step; steps].join(",");
            format!(
                r#"{{"id": "v{id}", "rep": "r{}", "t": {t}, "points": {points}, "site": "s{id}",
                    "amount": {amount}, "margin": {margin}, "plan": {amount}, "actual": {margin},
                    "steps": [{steps}]}}"#,
                id % 2,
            )
        },
    )
}

fn run(operation: &str, arguments: &str) {
    let arguments = Value::from_json(arguments).unwrap();
    if let Err(error) = call(operation, &arguments, &mut Budget::unlimited()) {
        assert!(!error.problems().is_empty(), "{operation}: {arguments:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_panics(
        rows in (0_usize..4).prop_map(|count| (0..count).map(row).collect::<Vec<_>>()).prop_flat_map(|rows| rows), now in time(), period in period(),
        value in number(), percent in part(), factor in part(),
        share in prop::sample::select(vec!["0", "0.000001", "0.5", "1"]),
        weight in prop::sample::select(vec![0, 1, 1_000_000]),
        kind in prop::sample::select(vec!["marginal", "retroactive"]),
        span in prop::sample::select(vec!["1bd", "8bh", "1d", "0d", "9999y", "1mo"]),
    ) {
        let rows = rows.join(",");
        let target = |spread: &str| format!(
            r#"{{"value": {value}, "period": "{period}", "carry": "both", {spread} "tiers":
                {{"kind": "{kind}", "steps": [{{"at_percent": {percent}, "factor": {factor}}}]}}}}"#
        );
        let by_weights = format!(r#""spread": "weights", "weights": [{weight}, 1, 1, 1, 1, 1, 1],"#);
        let reps = format!(r#"[{{"id": "r1", "share": {share}, "hired": "2026-11-10"}}]"#);
        for target in [target(""), target(r#""spread": "calendar","#), target(&by_weights)] {
            run("progress", &format!(
                r#"{{"targets": [{target}], "scored": [{rows}], "calendar": {{}}, "now": {now},
                    "reps": {reps}, "adjustments": [{{"rep": "r1", "points": {value},
                    "for_period": "2026-10", "period": "2026-11"}}]}}"#
            ));
        }
        run("close_period", &format!(
            r#"{{"period": "{period}", "scored": [{rows}], "calendar": {{}}, "now": {now},
                "policy": {{"close_after": "{span}"}}}}"#
        ));
        run("leaderboard", &format!(
            r#"{{"period": "{period}", "scored": [{rows}], "calendar": {{}}, "now": {now}}}"#
        ));
        run("plan_actual", &format!(
            r#"{{"rows": [{rows}], "by": ["id", "t"], "period": "{period}", "now": {now}}}"#
        ));
        run("statistics", &format!(
            r#"{{"rows": [{rows}], "calendar": {{}}, "now": {now},
                "options": {{"period": "{period}", "order_span": "{span}"}},
                "beside": {{"orders": [{{"id": "o", "site": "s1", "t": {now}, "amount": {value}}}]}}}}"#
        ));
    }
}
