//! Random schemas, and conditions and records that fit them, as JSON.
//!
//! Values are few, so that they meet; times are whole hours, so that every instant at which an
//! answer may change can be tried.

use fieldbeat::time::Instant;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value as Json, json};

/// One field of a schema.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) path: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) empty_is_missing: bool,
    pub(crate) scale: u32,
    pub(crate) items: Vec<Field>,
}

pub(crate) const ENUM: [&str; 3] = ["lead", "client", "lost"];
pub(crate) const ZERO_GUID: &str = "00000000-0000-0000-0000-000000000000";

/// A condition over a schema, and records of it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) fields: Vec<Field>,
    pub(crate) condition: Json,
    pub(crate) records: Vec<Json>,
    pub(crate) now: Instant,
}

/// The fields of a schema as it is written.
pub(crate) fn schema(fields: &[Field]) -> Json {
    let written = |field: &Field| {
        let mut policy = Map::from_iter([("type".to_owned(), json!(field.kind))]);
        match field.kind {
            "enum" => drop(policy.insert("values".to_owned(), json!(ENUM))),
            "list" => drop(policy.insert("items".to_owned(), schema(&field.items))),
            "decimal" => drop(policy.insert("scale".to_owned(), json!(field.scale))),
            _ => {}
        }
        if field.empty_is_missing {
            policy.insert("empty_is_missing".to_owned(), json!(true));
        }
        (field.path.to_owned(), Json::Object(policy))
    };
    Json::Object(fields.iter().map(written).collect())
}

/// Schemas, each with a condition and `records` records.
pub(crate) fn cases(records: usize) -> impl Strategy<Value = Case> {
    (fields(), now()).prop_flat_map(move |(fields, now)| {
        let some = proptest::collection::vec(record(&fields), records);
        (condition(&fields), some).prop_map(move |(condition, records)| Case {
            fields: fields.clone(),
            condition,
            records,
            now,
        })
    })
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    const SIMPLE: [(&str, &str); 11] = [
        ("agreed", "bool"),
        ("doctors_met", "int"),
        ("plan.doctors", "int"),
        ("distance_km", "number"),
        ("amount", "decimal"),
        ("site.status", "string"),
        ("site.stage", "enum"),
        ("site.opened", "date"),
        ("planned_at", "instant"),
        ("site.seen_at", "instant"),
        ("spent", "span"),
    ];
    let flat = |most: usize| {
        let field = |(path, kind), (empty, scale)| Field {
            path,
            kind,
            empty_is_missing: empty
                && matches!(kind, "string" | "enum" | "date" | "instant" | "list"),
            scale,
            items: Vec::new(),
        };
        let options = proptest::collection::vec((any::<bool>(), 0..4_u32), most);
        (proptest::sample::subsequence(&SIMPLE[..], 1..=most), options).prop_map(
            move |(chosen, options)| {
                chosen
                    .into_iter()
                    .zip(options)
                    .map(|(of, with)| field(of, with))
                    .collect::<Vec<_>>()
            },
        )
    };
    (flat(6), flat(3), any::<bool>(), any::<bool>()).prop_map(|(mut fields, items, list, empty)| {
        if list {
            let (path, kind) = ("site.contacts", "list");
            fields.push(Field { path, kind, empty_is_missing: empty, scale: 0, items });
        }
        fields
    })
}

pub(crate) fn now() -> impl Strategy<Value = Instant> {
    (-60..60_i64, select(vec![0, 1, 1_800_000])).prop_map(|(hours, ms)| {
        let base: Instant = "2026-11-20T09:00:00Z".parse().unwrap();
        Instant::from_millis(base.millis() + hours * 3_600_000 + ms).unwrap()
    })
}

/// Some values of a type; the same ones in conditions and in records.
fn values(kind: &str) -> Vec<Json> {
    match kind {
        "bool" => vec![json!(true), json!(false)],
        "int" => vec![json!(-2), json!(0), json!(1), json!(2.0), json!(3)],
        "number" => vec![json!(-1.5), json!(0), json!(-0.0), json!(0.5), json!(2), json!(2.5)],
        "decimal" => vec![json!("-1.25"), json!("0.00"), json!("0.5"), json!(0.5), json!(2)],
        "string" => vec![json!(""), json!("a"), json!("ab"), json!("ба"), json!(ZERO_GUID)],
        "enum" => ENUM.iter().map(|value| json!(value)).collect(),
        "date" => ["0001-01-01", "2026-11-18", "2026-11-20", "2026-11-21", "2026-12-31"]
            .map(|day| json!(day))
            .to_vec(),
        "instant" => [
            "0001-01-01T00:00:00Z",
            "2026-11-18T09:00:00Z",
            "2026-11-20T12:00:00+03:00",
            "2026-11-20T09:00:00Z",
            "2026-11-20T15:00:00Z",
            "2026-11-21T12:00:00Z",
            "2026-11-24T06:00:00Z",
        ]
        .map(|t| json!(t))
        .to_vec(),
        "span" => vec![json!("20m"), json!(1_200_000), json!("1h"), json!(0)],
        other => panic!("no values of {other}"),
    }
}

fn one_of(kind: &str) -> impl Strategy<Value = Json> + use<> {
    select(values(kind))
}

/// A record; any field may be absent or null, and lie in an object or under its dotted path.
pub(crate) fn record(fields: &[Field]) -> BoxedStrategy<Json> {
    let mut all = Just(Map::new()).boxed();
    for field in fields.iter().cloned() {
        let given = match field.kind {
            "list" => {
                proptest::collection::vec(record(&field.items), 0..4).prop_map(Json::Array).boxed()
            }
            // An empty enum is one that says nothing.
            "enum" if field.empty_is_missing => {
                prop_oneof![5 => one_of("enum"), 1 => Just(json!(""))].boxed()
            }
            kind => one_of(kind).boxed(),
        };
        let cell = prop_oneof![
            1 => Just(None),
            1 => Just(Some(Json::Null)),
            6 => given.prop_map(Some),
        ];
        all = (all, cell, any::<bool>())
            .prop_map(move |(mut record, cell, nested)| {
                let Some(cell) = cell else { return record };
                match field.path.split_once('.') {
                    Some((outer, inner)) if nested => {
                        let within = record.entry(outer).or_insert_with(|| json!({}));
                        within.as_object_mut().unwrap().insert(inner.to_owned(), cell);
                    }
                    _ => drop(record.insert(field.path.to_owned(), cell)),
                }
                record
            })
            .boxed();
    }
    all.prop_map(Json::Object).boxed()
}

/// A condition over these fields.
pub(crate) fn condition(fields: &[Field]) -> BoxedStrategy<Json> {
    leaf(fields)
        .prop_recursive(3, 16, 4, |inner| {
            let parts = proptest::collection::vec(inner.clone(), 0..4);
            prop_oneof![
                2 => parts.clone().prop_map(|parts| json!({ "all": parts })),
                2 => parts.prop_map(|parts| json!({ "any": parts })),
                1 => inner.prop_map(|part| json!({ "not": part })),
            ]
        })
        .boxed()
}

fn leaf(fields: &[Field]) -> BoxedStrategy<Json> {
    let of_fields = fields.iter().map(|field| test(field, fields)).collect::<Vec<_>>();
    let any_field = any::<Index>().prop_flat_map(move |index| index.get(&of_fields).clone());
    let clock = Field {
        path: "now",
        kind: "instant",
        empty_is_missing: false,
        scale: 0,
        items: Vec::new(),
    };
    prop_oneof![6 => any_field, 1 => compared(&clock, fields)].boxed()
}

fn test(field: &Field, fields: &[Field]) -> BoxedStrategy<Json> {
    let path = field.path;
    let null = select(vec!["is_null", "not_null"])
        .prop_map(move |operator| json!({ "field": path, operator: true }));
    if field.kind == "list" {
        return prop_oneof![1 => null, 6 => counted(field)].boxed();
    }
    let text = (select(vec!["contains", "starts_with"]), one_of("string"))
        .prop_map(move |(operator, part)| json!({ "field": path, operator: part }));
    let spans = ["1h", "-1h", "2d", "-2d", "1mo", "-1w", "1bd", "-2bd", "3bh", "-9bh", "0s", "0bd"];
    let within =
        select(spans.to_vec()).prop_map(move |span| json!({ "field": path, "within": span }));
    let compared = compared(field, fields);
    match field.kind {
        "string" => prop_oneof![1 => null, 4 => compared, 2 => text].boxed(),
        "date" | "instant" => prop_oneof![1 => null, 4 => compared, 3 => within].boxed(),
        _ => prop_oneof![1 => null, 5 => compared].boxed(),
    }
}

/// Comparisons with values, and with what else there is.
fn compared(field: &Field, fields: &[Field]) -> BoxedStrategy<Json> {
    let (path, kind) = (field.path, field.kind);
    let ordered = !matches!(kind, "bool" | "string" | "enum");
    let operators =
        if ordered { vec!["eq", "ne", "lt", "le", "gt", "ge"] } else { vec!["eq", "ne"] };
    let with_value = (select(operators.clone()), one_of(kind))
        .prop_map(move |(operator, value)| json!({ "field": path, operator: value }));
    let in_set = (select(vec!["in", "not_in"]), proptest::collection::vec(one_of(kind), 0..4))
        .prop_map(move |(operator, values)| json!({ "field": path, operator: values }));
    let mut all = prop_oneof![3 => with_value, 1 => in_set].boxed();
    if ordered {
        let ends = (select(vec!["between", "range"]), one_of(kind), one_of(kind))
            .prop_map(move |(operator, low, high)| json!({ "field": path, operator: [low, high] }));
        all = prop_oneof![3 => all, 1 => ends].boxed();
    }
    let is_number = |kind| matches!(kind, "int" | "number" | "decimal");
    let comparable =
        |other: &&Field| other.kind == kind || (is_number(other.kind) && is_number(kind));
    let mut others: Vec<&'static str> =
        fields.iter().filter(comparable).map(|other| other.path).collect();
    if kind == "instant" {
        others.push("now");
    }
    if others.is_empty() {
        return all;
    }
    let against = (select(operators), select(others))
        .prop_map(move |(operator, other)| json!({ "field": path, operator: { "field": other } }));
    prop_oneof![3 => all, 1 => against].boxed()
}

fn counted(field: &Field) -> BoxedStrategy<Json> {
    let path = field.path;
    let inner = condition(&field.items);
    let how = prop_oneof![
        (select(vec!["eq", "ne", "lt", "le", "gt", "ge"]), 0..4_u32)
            .prop_map(|(operator, count)| (operator, json!(count))),
        (select(vec!["between", "range"]), 0..4_u32, 0..4_u32)
            .prop_map(|(operator, low, high)| (operator, json!([low, high]))),
    ];
    (inner, select(vec!["any_of", "all_of", "count_of"]), how)
        .prop_map(move |(inner, operator, (comparison, count))| {
            let mut leaf = json!({ "field": path, operator: inner });
            if operator == "count_of" {
                leaf[comparison] = count;
            }
            leaf
        })
        .boxed()
}
