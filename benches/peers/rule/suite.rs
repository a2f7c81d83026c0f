//! The public cases of JsonLogic, as datalogic-rs carries them: each has the same answer, or is refused.

use std::path::Path;

use fieldbeat::rule::{Condition, NullSemantics, Schema, from_jsonlogic};
use fieldbeat::shape::Value;

/// What became of the cases of one way with nulls.
#[derive(Default)]
struct Tally {
    equal: usize,
    refused: usize,
    unknown: usize,
    different: Vec<String>,
}

/// Runs every file of a folder, and of those within it.
pub(crate) fn run(folder: &Path) {
    let mut files = Vec::new();
    gather(folder, &mut files);
    files.sort();
    for nulls in [NullSemantics::Jsonlogic, NullSemantics::Strict] {
        let mut tally = Tally::default();
        for file in &files {
            let text = std::fs::read_to_string(file).unwrap();
            let Ok(serde_json::Value::Array(cases)) = serde_json::from_str(&text) else { continue };
            cases.iter().for_each(|case| judge(case, nulls, &mut tally));
        }
        let Tally { equal, refused, unknown, different } = tally;
        println!(
            "{nulls:?}: {equal} cases equal, {refused} refused, {unknown} unknown, {} different",
            different.len()
        );
        assert!(different.is_empty(), "{different:#?}");
        assert!(equal > 0, "no case in {}", folder.display());
        assert!(unknown == 0 || nulls == NullSemantics::Strict);
    }
}

fn gather(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

/// A case: `[logic, data, result]`, or an object of these.
fn judge(case: &serde_json::Value, nulls: NullSemantics, tally: &mut Tally) {
    let null = serde_json::Value::Null;
    let (logic, data, result) = match case {
        serde_json::Value::Array(parts) => match parts.as_slice() {
            [logic, data, result] => (logic, data, Some(result)),
            _ => return,
        },
        serde_json::Value::Object(parts) => match parts.get("rule") {
            Some(logic) => (logic, parts.get("data").unwrap_or(&null), parts.get("result")),
            None => return,
        },
        _ => return,
    };
    match answer(logic, data, nulls) {
        None => tally.refused += 1,
        Some(None) if nulls == NullSemantics::Strict => tally.unknown += 1,
        Some(answer) if result.map(is_truthy) == answer && answer.is_some() => tally.equal += 1,
        Some(answer) => {
            tally.different.push(format!("{logic} of {data}: {answer:?}, not {result:?}"))
        }
    }
}

/// What the condition says; `None` where it is refused.
fn answer(
    logic: &serde_json::Value,
    data: &serde_json::Value,
    nulls: NullSemantics,
) -> Option<Option<bool>> {
    let mut fields = serde_json::Map::new();
    // What no data tell the type of is missing: its type is any.
    vars(logic, &mut fields);
    types(data, "", &mut fields);
    let schema = Schema::from_json(&serde_json::Value::Object(fields).to_string()).ok()?;
    let value = |json: &serde_json::Value| Value::from_json(&json.to_string()).unwrap();
    let policy = from_jsonlogic(&value(logic), &schema, nulls).ok()?;
    let condition = Condition::new(&policy, &schema, None).unwrap();
    let record = if data.is_null() { Value::Map(Vec::new()) } else { value(data) };
    condition.matches(&record, None).ok()
}

fn vars(logic: &serde_json::Value, fields: &mut serde_json::Map<String, serde_json::Value>) {
    match logic {
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| vars(part, fields)),
        serde_json::Value::Object(entries) => {
            for (key, part) in entries {
                let path = part.as_array().and_then(|parts| parts.first()).unwrap_or(part);
                if let (Some(path), "var") = (path.as_str(), key.as_str())
                    && !path.is_empty()
                    && path != "now"
                    && !path.split('.').any(str::is_empty)
                {
                    fields.insert(path.to_owned(), "number".into());
                }
                vars(part, fields);
            }
        }
        _ => {}
    }
}

fn types(
    data: &serde_json::Value,
    path: &str,
    fields: &mut serde_json::Map<String, serde_json::Value>,
) {
    let kind = match data {
        serde_json::Value::Object(entries) => {
            // An object is no field.
            fields.remove(path);
            for (key, value) in entries {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                types(value, &inner, fields);
            }
            return;
        }
        serde_json::Value::Null => return,
        serde_json::Value::Bool(_) => "bool".into(),
        serde_json::Value::Number(_) => "number".into(),
        serde_json::Value::String(_) => "string".into(),
        serde_json::Value::Array(_) => serde_json::json!({ "type": "list", "items": {} }),
    };
    if !path.is_empty() && path != "now" && !path.split('.').any(str::is_empty) {
        fields.insert(path.to_owned(), kind);
    }
}

/// What JsonLogic takes for true.
fn is_truthy(result: &serde_json::Value) -> bool {
    match result {
        serde_json::Value::Null => false,
        serde_json::Value::Bool(yes) => *yes,
        serde_json::Value::Number(x) => x.as_f64() != Some(0.0),
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(items) => !items.is_empty(),
        serde_json::Value::Object(_) => true,
    }
}
