//! Conditions beside datalogic-rs and cel: the same records, the same answers, one thread.
//!
//! Everybody gets what it reads fastest, made at no charge: checked records, values in an arena, and
//! contexts with their variables. `--suite FOLDER` runs the public cases of JsonLogic in a folder.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up has no result"
)]

mod suite;

use std::sync::Arc;

use cel::{Context, Env, Program};
use datalogic_rs::{Engine, ParsedData};
use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::rule::{Condition, ConditionPolicy, Record, Schema};
use fieldbeat::shape::Value;
use fieldbeat_benches::timing::best;

const ROWS: usize = 20_000;
const ROUNDS: usize = 5;

const SCHEMA: &str = r#"{
    "doctors_met": "int", "distance_km": "number", "agreed": "bool",
    "kind": {"type": "enum", "values": ["demo", "consultation", "call", "order"]},
    "site.status": "string"
}"#;

/// A condition in three languages.
struct Case {
    name: &'static str,
    ours: &'static str,
    jsonlogic: &'static str,
    cel: &'static str,
}

const CASES: [Case; 3] = [
    Case {
        name: "one comparison",
        ours: r#"{"field": "doctors_met", "ge": 5}"#,
        jsonlogic: r#"{">=": [{"var": "doctors_met"}, 5]}"#,
        cel: "doctors_met >= 5",
    },
    Case {
        name: "the specification's example",
        ours: r#"{"all": [
            {"field": "doctors_met", "ge": 5},
            {"field": "site.status", "eq": "state"},
            {"any": [{"field": "kind", "in": ["demo", "consultation"]}, {"field": "distance_km", "gt": 100}]}
        ]}"#,
        jsonlogic: r#"{"and": [
            {">=": [{"var": "doctors_met"}, 5]},
            {"==": [{"var": "site.status"}, "state"]},
            {"or": [{"in": [{"var": "kind"}, ["demo", "consultation"]]}, {">": [{"var": "distance_km"}, 100]}]}
        ]}"#,
        cel: r#"doctors_met >= 5 && site.status == "state"
            && (kind in ["demo", "consultation"] || distance_km > 100.0)"#,
    },
    Case {
        name: "a score table's row of eight",
        ours: r#"{"any": [
            {"all": [{"field": "agreed", "eq": true}, {"field": "kind", "eq": "order"}]},
            {"all": [{"field": "distance_km", "between": [10, 40]}, {"not": {"field": "site.status", "eq": "state"}},
                     {"field": "doctors_met", "lt": 3}]},
            {"all": [{"field": "kind", "ne": "call"}, {"field": "doctors_met", "in": [4, 6, 8]},
                     {"field": "distance_km", "le": 75}]}
        ]}"#,
        jsonlogic: r#"{"or": [
            {"and": [{"==": [{"var": "agreed"}, true]}, {"==": [{"var": "kind"}, "order"]}]},
            {"and": [{"<=": [10, {"var": "distance_km"}, 40]}, {"!": [{"==": [{"var": "site.status"}, "state"]}]},
                     {"<": [{"var": "doctors_met"}, 3]}]},
            {"and": [{"!=": [{"var": "kind"}, "call"]}, {"in": [{"var": "doctors_met"}, [4, 6, 8]]},
                     {"<=": [{"var": "distance_km"}, 75]}]}
        ]}"#,
        cel: r#"(agreed == true && kind == "order")
            || (distance_km >= 10.0 && distance_km <= 40.0 && !(site.status == "state") && doctors_met < 3)
            || (kind != "call" && doctors_met in [4, 6, 8] && distance_km <= 75.0)"#,
    },
];

/// One visit, by a formula.
struct Visit {
    doctors_met: i64,
    distance_km: f64,
    agreed: bool,
    kind: usize,
    status: usize,
}

const KINDS: [&str; 4] = ["demo", "consultation", "call", "order"];
const STATUSES: [&str; 3] = ["state", "private", "chain"];

fn visits() -> Vec<Visit> {
    let mut state = 20_261_120_u64;
    let mut draw = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let visit = |_| Visit {
        doctors_met: i64::try_from(draw(10)).unwrap(),
        distance_km: f64::from(u32::try_from(draw(1_600)).unwrap()) / 8.0,
        agreed: draw(2) == 1,
        kind: usize::try_from(draw(4)).unwrap(),
        status: usize::try_from(draw(3)).unwrap(),
    };
    (0..ROWS).map(visit).collect()
}

impl Visit {
    fn json(&self) -> String {
        let Self { doctors_met, distance_km, agreed, .. } = self;
        let (kind, status) = (KINDS[self.kind], STATUSES[self.status]);
        format!(
            r#"{{"doctors_met": {doctors_met}, "distance_km": {distance_km:?}, "agreed": {agreed}, "kind": "{kind}", "site": {{"status": "{status}"}}}}"#
        )
    }

    fn context(&self, env: &Arc<Env>) -> Context<'static, 'static> {
        let mut context = Context::with_env(Arc::clone(env));
        let site = std::collections::HashMap::from([("status", STATUSES[self.status])]);
        context.add_variable_from_value("doctors_met", self.doctors_met);
        context.add_variable_from_value("distance_km", self.distance_km);
        context.add_variable_from_value("agreed", self.agreed);
        context.add_variable_from_value("kind", KINDS[self.kind]);
        context.add_variable_from_value("site", site);
        context
    }
}

fn columns(visits: &[Visit]) -> Value {
    let texts = |place: fn(&Visit) -> usize, names: &[&str]| {
        let codes = visits.iter().map(|visit| u32::try_from(place(visit)).unwrap()).collect();
        Column::texts(codes, names.iter().map(|name| (*name).to_owned()).collect())
    };
    let columns = [
        (
            "doctors_met",
            Column::new(Cells::I64(visits.iter().map(|visit| visit.doctors_met).collect())),
        ),
        (
            "distance_km",
            Column::new(Cells::F64(visits.iter().map(|visit| visit.distance_km).collect())),
        ),
        ("agreed", Column::new(Cells::Bool(visits.iter().map(|visit| visit.agreed).collect()))),
        ("kind", texts(|visit| visit.kind, &KINDS)),
        ("site.status", texts(|visit| visit.status, &STATUSES)),
    ];
    Value::Map(columns.map(|(name, column)| (name.to_owned(), Value::Column(column))).into())
}

fn main() {
    if let Some(folder) = std::env::args().skip_while(|argument| argument != "--suite").nth(1) {
        return suite::run(folder.as_ref());
    }
    let visits = visits();
    let schema = Schema::from_json(SCHEMA).unwrap();
    let table = columns(&visits);
    let parsed: Vec<ParsedData> =
        visits.iter().map(|visit| ParsedData::from_json(&visit.json()).unwrap()).collect();
    let env = Arc::new(Env::stdlib());
    let contexts: Vec<Context<'_, '_>> = visits.iter().map(|visit| visit.context(&env)).collect();
    let engine = Engine::new();
    let (mut least_row, mut least_cel, mut least_columns) =
        (f64::INFINITY, f64::INFINITY, f64::INFINITY);

    println!("{ROWS} records, nanoseconds each; times as fast as datalogic-rs, cel");
    for case in &CASES {
        let policy = ConditionPolicy::from_json(case.ours).unwrap();
        let condition = Condition::new(&policy, &schema, None).unwrap();
        let read =
            |visit: &Visit| condition.read(&Value::from_json(&visit.json()).unwrap()).unwrap();
        let records: Vec<Record> = visits.iter().map(read).collect();
        let logic = engine.compile(case.jsonlogic).unwrap();
        let program: Program = env.compile(case.cel).unwrap();
        let mut session = engine.session();

        let (ours, row) = best(ROUNDS, || {
            let answer = |record| condition.answer(record, None).unwrap() == Some(true);
            records.iter().map(answer).collect::<Vec<bool>>()
        });
        let (by_columns, column) = best(ROUNDS, || {
            condition.matches_many(&table, None, &mut Budget::unlimited()).unwrap()
        });
        let (by_logic, datalogic) = best(ROUNDS, || {
            let mut answers = Vec::with_capacity(ROWS);
            for record in &parsed {
                session.reset();
                let answer = session.eval_borrowed(&logic, record.value()).unwrap();
                answers.push(answer.as_bool() == Some(true));
            }
            answers
        });
        let (by_cel, cel) = best(ROUNDS, || {
            let answer = |context| program.execute(context).unwrap() == cel::Value::Bool(true);
            contexts.iter().map(answer).collect::<Vec<bool>>()
        });
        assert_eq!(ours, by_logic, "{}: datalogic-rs answers otherwise", case.name);
        assert_eq!(ours, by_cel, "{}: cel answers otherwise", case.name);
        let by_columns: Vec<bool> = by_columns.iter().map(|flag| *flag == 1).collect();
        assert_eq!(ours, by_columns, "{}: columns answer otherwise", case.name);

        let each = |seconds: f64| seconds * 1e9 / ROWS as f64;
        println!(
            "{}: row {:.1} (datalogic-rs {:.1}: {:.1}; cel {:.1}: {:.1}), columns {:.2} (datalogic-rs: {:.0})",
            case.name,
            each(row),
            each(datalogic),
            datalogic / row,
            each(cel),
            cel / row,
            each(column),
            datalogic / column
        );
        least_row = fieldbeat::math::min(least_row, datalogic / row);
        least_cel = fieldbeat::math::min(least_cel, cel / row);
        least_columns = fieldbeat::math::min(least_columns, datalogic / column);
    }
    for (what, found, wanted) in [
        ("row, datalogic-rs", least_row, 3.0),
        ("row, cel", least_cel, 15.0),
        ("columns, datalogic-rs", least_columns, 20.0),
    ] {
        let verdict = if found >= wanted { "met" } else { "missed" };
        println!("{what}: {found:.1} of {wanted} wanted, {verdict}");
    }
}
