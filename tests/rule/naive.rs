//! What a condition says of a record, straight from its JSON and as slowly as it likes.

use chrono::{DateTime, NaiveDate};
use fieldbeat::time::{Calendar, Instant};
use serde_json::Value as Json;

use crate::world::{ENUM, Field, ZERO_GUID};

/// What answers depend on besides the record.
pub(crate) struct World<'w> {
    pub(crate) now: Instant,
    pub(crate) calendar: &'w Calendar,
}

/// A value that compares: numbers, and times in milliseconds or days, are numbers here.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Plain {
    Number(f64),
    Text(String),
}

/// The records of a list, or one value.
enum Found<'r> {
    Missing,
    One(Plain),
    Items(&'r [Json]),
}

impl World<'_> {
    pub(crate) fn answer(&self, condition: &Json, fields: &[Field], record: &Json) -> Option<bool> {
        let parts = |key: &str| -> Option<Vec<Option<bool>>> {
            let parts = condition.get(key)?.as_array().unwrap();
            Some(parts.iter().map(|part| self.answer(part, fields, record)).collect())
        };
        if let Some(parts) = parts("all") {
            return all(&parts);
        }
        if let Some(parts) = parts("any") {
            let denied: Vec<_> = parts.iter().map(|part| part.map(|yes| !yes)).collect();
            return all(&denied).map(|none| !none);
        }
        if let Some(part) = condition.get("not") {
            return self.answer(part, fields, record).map(|yes| !yes);
        }
        self.leaf(condition, fields, record)
    }

    fn leaf(&self, leaf: &Json, fields: &[Field], record: &Json) -> Option<bool> {
        let path = leaf["field"].as_str().unwrap();
        let found = self.found(path, fields, record);
        if leaf.get("is_null").is_some() {
            return Some(matches!(found, Found::Missing));
        }
        if leaf.get("not_null").is_some() {
            return Some(!matches!(found, Found::Missing));
        }
        let value = match found {
            Found::Missing => return None,
            Found::Items(items) => return self.counted(leaf, path, fields, items),
            Found::One(value) => value,
        };
        let kind = kind(path, fields);
        if let Some(span) = leaf.get("within") {
            return Some(self.within(&value, kind, span.as_str().unwrap()));
        }
        let operator = operator(leaf);
        if let Some(other) = leaf[operator].get("field") {
            return match self.found(other.as_str().unwrap(), fields, record) {
                Found::One(other) => Some(compare(operator, &value, &other)),
                _ => None,
            };
        }
        Some(match operator {
            "contains" | "starts_with" => {
                let Plain::Text(text) = &value else { panic!("{leaf}") };
                let part = leaf[operator].as_str().unwrap();
                if operator == "contains" { text.contains(part) } else { text.starts_with(part) }
            }
            "in" | "not_in" => {
                let values = leaf[operator].as_array().unwrap();
                let is_in = values.iter().any(|known| plain(kind, known) == value);
                is_in == (operator == "in")
            }
            "between" | "range" => {
                let (low, high) =
                    (plain(kind, &leaf[operator][0]), plain(kind, &leaf[operator][1]));
                low <= value && if operator == "between" { value <= high } else { value < high }
            }
            _ => compare(operator, &value, &plain(kind, &leaf[operator])),
        })
    }

    /// By trying every way in which the unknown ones could turn out.
    fn counted(&self, leaf: &Json, path: &str, fields: &[Field], items: &[Json]) -> Option<bool> {
        let list = fields.iter().find(|field| field.path == path).unwrap();
        let operator = ["any_of", "all_of", "count_of"]
            .into_iter()
            .find(|operator| leaf.get(operator).is_some())
            .unwrap();
        let answers: Vec<Option<bool>> =
            items.iter().map(|item| self.answer(&leaf[operator], &list.items, item)).collect();
        counts(leaf, operator, &answers)
    }

    fn within(&self, value: &Plain, kind: &str, span: &str) -> bool {
        let Plain::Number(value) = value else { panic!("no time") };
        let t = if kind == "date" { value * 86_400_000.0 - 3.0 * 3_600_000.0 } else { *value };
        let back = span.strip_prefix('-').map_or_else(|| format!("-{span}"), str::to_owned);
        let digits = span.trim_start_matches('-').trim_end_matches(char::is_alphabetic);
        if digits == "0" {
            return false;
        }
        let t = Instant::from_millis(t as i64);
        let moved = t.and_then(|t| self.calendar.add(t, back.parse().unwrap()).ok());
        // The only times so far out are those of the year 1.
        let Some(t) = t else { return false };
        if span.starts_with('-') {
            t <= self.now && moved.is_none_or(|end| self.now < end)
        } else {
            moved.is_none_or(|start| start <= self.now) && self.now < t
        }
    }

    fn found<'r>(&self, path: &str, fields: &[Field], record: &'r Json) -> Found<'r> {
        if path == "now" {
            return Found::One(Plain::Number(self.now.millis() as f64));
        }
        let field = fields.iter().find(|field| field.path == path).unwrap();
        let value = record
            .get(path)
            .or_else(|| path.split('.').try_fold(record, |value, key| value.get(key)));
        let Some(value) = value.filter(|value| !value.is_null()) else { return Found::Missing };
        if let Json::Array(items) = value {
            let is_missing = field.empty_is_missing && items.is_empty();
            return if is_missing { Found::Missing } else { Found::Items(items) };
        }
        if field.empty_is_missing {
            let text = value.as_str().unwrap();
            if text.is_empty() || text == ZERO_GUID || text.starts_with("0001-01-01") {
                return Found::Missing;
            }
        }
        Found::One(plain(field.kind, value))
    }
}

/// What `any_of`, `all_of` or `count_of` makes of the answers of a list's records.
pub(crate) fn counts(leaf: &Json, operator: &str, answers: &[Option<bool>]) -> Option<bool> {
    let unknown = answers.iter().filter(|answer| answer.is_none()).count();
    let mut outcomes = (0..1_u32 << unknown).map(|assignment| {
        let mut next = 0;
        let count = answers.iter().filter(|answer| {
            answer.unwrap_or_else(|| {
                next += 1;
                assignment >> (next - 1) & 1 == 1
            })
        });
        let count = count.count();
        match operator {
            "any_of" => count > 0,
            "all_of" => count == answers.len(),
            _ => compare_count(leaf, count as u64),
        }
    });
    let first = outcomes.next().unwrap();
    outcomes.all(|outcome| outcome == first).then_some(first)
}

fn compare_count(leaf: &Json, count: u64) -> bool {
    let operator = operator(leaf);
    let number = |json: &Json| json.as_u64().unwrap();
    match operator {
        "between" => (number(&leaf[operator][0])..=number(&leaf[operator][1])).contains(&count),
        "range" => (number(&leaf[operator][0])..number(&leaf[operator][1])).contains(&count),
        _ => {
            let (a, b) = (Plain::Number(count as f64), number(&leaf[operator]) as f64);
            compare(operator, &a, &Plain::Number(b))
        }
    }
}

/// Yes, if all are; no, if one is not; else unknown.
pub(crate) fn all(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    if parts.contains(&None) { None } else { Some(true) }
}

fn operator(leaf: &Json) -> &'static str {
    let known = [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "in",
        "not_in",
        "between",
        "range",
        "contains",
        "starts_with",
    ];
    known.into_iter().find(|operator| leaf.get(operator).is_some()).unwrap()
}

fn compare(operator: &str, a: &Plain, b: &Plain) -> bool {
    match operator {
        "eq" => a == b,
        "ne" => a != b,
        "lt" => a < b,
        "le" => a <= b,
        "gt" => a > b,
        "ge" => a >= b,
        other => panic!("{other}"),
    }
}

fn kind(path: &str, fields: &[Field]) -> &'static str {
    fields.iter().find(|field| field.path == path).map_or("instant", |field| field.kind)
}

fn plain(kind: &str, json: &Json) -> Plain {
    let text = || json.as_str().unwrap();
    Plain::Number(match kind {
        "bool" => f64::from(u8::from(json.as_bool().unwrap())),
        "int" | "number" => json.as_f64().unwrap(),
        "decimal" => {
            json.as_str().map_or_else(|| json.as_f64().unwrap(), |text| text.parse().unwrap())
        }
        "string" | "enum" => {
            assert!(kind == "string" || ENUM.contains(&text()));
            return Plain::Text(text().to_owned());
        }
        "date" => {
            let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
            (text().parse::<NaiveDate>().unwrap() - epoch).num_days() as f64
        }
        "instant" => DateTime::parse_from_rfc3339(text()).unwrap().timestamp_millis() as f64,
        "span" => match json.as_str() {
            None => json.as_f64().unwrap(),
            Some("20m") => 1_200_000.0,
            Some("1h") => 3_600_000.0,
            Some(other) => panic!("{other}"),
        },
        other => panic!("{other}"),
    })
}
