//! Random pipelines and what happens to a case in each: moves, votes, new fields, late ones too.
//!
//! The laws of pipelines are asked of these as well (`tests/funnel/possible.rs`), so what runtimes
//! agree on here is what was found right there.

use std::path::Path;

use fieldbeat::Instant;
use fieldbeat::funnel::{Case, Event, NewCase, Pipeline, PipelinePolicy};
use fieldbeat::shape::{Shaped, Value};

use crate::random::whole;
use crate::simulator::Dice;
use crate::vector::{Fault, Outcome, Suite, Vector};

/// 2026-11-20T10:00:00Z, a Friday, when cases are opened.
const OPENED_MS: i64 = 1_795_168_800_000;

const HOUR_MS: i64 = 3_600_000;

/// The stages: where work goes on or rests, then the lost and the won one.
pub const STAGES: [&str; 5] = ["a", "b", "c", "l", "z"];

/// So many hours after the case was opened.
#[must_use]
pub fn hour(hours: i64) -> Instant {
    Instant::from_millis(OPENED_MS + hours * HOUR_MS).unwrap_or(Instant::MAX)
}

/// `count` pipelines, each with one case and the hash of all that is answered about it.
///
/// # Errors
/// When an answer of the core is not JSON.
pub fn suite(path: &Path, seed: u64, count: usize) -> Result<Suite, Fault> {
    let mut dice = Dice::new(seed);
    let mut vectors = Vec::with_capacity(count);
    while vectors.len() < count {
        let text = policy(&mut dice);
        let Some(pipeline) = compiled(&text) else { continue };
        let Some(calls) = calls(&mut dice, &pipeline) else { continue };
        let made = map([("policy", read(&text))]);
        let input = map([("new", made), ("calls", Value::List(calls))]);
        let recorded = Some(Outcome::of("Pipeline", &input).hashed()?);
        let name = format!("random pipeline {}", vectors.len());
        vectors.push(Vector { name, input, expect: Vec::new(), recorded });
    }
    Ok(Suite { path: path.to_owned(), operation: "Pipeline".to_owned(), vectors })
}

/// A pipeline, where its rules are legal.
#[must_use]
pub fn compiled(policy: &str) -> Option<Pipeline> {
    Pipeline::new(&PipelinePolicy::from_json(policy).ok()?).ok()
}

/// All that is asked of one case, from its opening on.
fn calls(dice: &mut Dice, pipeline: &Pipeline) -> Option<Vec<Value>> {
    let new = new_case(dice);
    let record = NewCase::from_json(&new).ok()?;
    let opened = ("now", instant(0));
    let mut calls = vec![call("open", [("record", read(&new)), opened.clone()])];
    let first = pipeline.open(&record, hour(0)).ok()?.case_after?;
    let mut case = first.clone();
    let (mut now, mut all) = (0, Vec::new());
    for index in 0..5 {
        now += whole(dice, 0, 20);
        let (text, at) = (event(dice, index, now), ("now", instant(now)));
        let stored = ("record", stored(&case));
        calls.push(call("can", [stored.clone(), at.clone()]));
        calls.push(call("can", [stored.clone(), at.clone(), ("event", read(&text))]));
        calls.push(call("apply", [stored.clone(), ("event", read(&text)), at.clone()]));
        if dice.happens(0.3) {
            let records = Value::List(vec![stored.1.clone()]);
            calls.push(call("due", [stored.clone(), at.clone()]));
            calls.push(call("tick", [("records", records), at.clone()]));
            calls.push(call("clock", [stored, at]));
        }
        let said = Event::from_json(&text).ok()?;
        if let Ok(applied) = pipeline.apply(&case, &said, hour(now)) {
            case = applied.case_after;
        }
        all.push(map([("case_id", Value::Text("c".to_owned())), ("event", read(&text))]));
    }
    let records = Value::List(vec![stored(&first)]);
    let end = ("now", instant(now));
    calls.push(call("apply_many", [("records", records), ("events", Value::List(all)), end]));
    Some(calls)
}

/// What a case begins with.
#[must_use]
pub fn new_case(dice: &mut Dice) -> String {
    let author = dice.pick("", &[r#""author": "h", "#, r#""author": "ann", "#]);
    format!(r#"{{"id": "c", {author}"fields": {}}}"#, fields(dice, 4))
}

/// Guards, timers, approvals, tasks, pauses and reasons between five stages; legal or not.
#[must_use]
pub fn policy(dice: &mut Dice) -> String {
    let stages = STAGES.map(|id| stage(dice, id)).join(", ");
    let mut transitions: Vec<String> = (0..whole(dice, 3, 8)).map(|_| transition(dice)).collect();
    // Most pipelines have a way through.
    for (source, target) in [("a", "b"), ("b", "c"), ("c", "z")] {
        if dice.happens(0.8) {
            transitions.push(format!(r#"{{"source": ["{source}"], "target": "{target}"}}"#));
        }
    }
    let skip = dice.pick("deny", &["allow"]);
    let backward = dice.pick("deny", &["reason", "allow"]);
    let lost = dice.happens(0.5);
    format!(
        r#"{{"name": "p", "version": "1", "schema": {{"x": "int", "y": "int", "s": "string",
            "e": {{"type": "enum", "values": ["p", "q"]}}, "w": "instant", "d": "date"}},
            "stages": [{stages}], "transitions": [{}],
            "policies": {{"skip": "{skip}", "backward": "{backward}", "lost_from_any": {lost}}}}}"#,
        transitions.join(", ")
    )
}

fn stage(dice: &mut Dice, id: &str) -> String {
    let kind = match id {
        "l" => "lost",
        "z" => "won",
        _ => dice.pick("open", &["open", "hold"]),
    };
    let mut more = Vec::new();
    if kind == "lost" && dice.happens(0.6) {
        more.push(r#""reasons": ["r1", "r2"]"#.to_owned());
    }
    if kind == "open" && dice.happens(0.4) {
        more.push(format!(r#""norm": "{}""#, dice.pick("1d", &["2bd", "5h"])));
    }
    if dice.happens(0.3) {
        more.push(format!(r#""require": ["{}"]"#, dice.pick("x", &["s", "e"])));
    }
    if dice.happens(0.4) {
        more.push(format!(r#""on_enter": {}"#, effects(dice)));
    }
    if dice.happens(0.4) {
        more.push(r#""pause_when": {"field": "y", "eq": 2}"#.to_owned());
    }
    let timers = if matches!(id, "l" | "z") { 0 } else { whole(dice, 0, 2) };
    let timers: Vec<String> = (0..timers).map(|index| timer(dice, id, index)).collect();
    more.push(format!(r#""timers": [{}]"#, timers.join(", ")));
    format!(r#"{{"id": "{id}", "kind": "{kind}", {}}}"#, more.join(", "))
}

fn timer(dice: &mut Dice, stage: &str, index: i64) -> String {
    let anchor = dice.pick("entered", &["created", "last_activity", "field:w", "field:d"]);
    let unit = dice.pick("h", &["h", "bh"]);
    let what = if dice.happens(0.5) {
        format!(r#""go": "{}""#, other(dice, stage))
    } else {
        format!(r#""emit": {}"#, effects(dice))
    };
    let late = dice.pick("", &["", r#""late": "fire", "#, r#""late": "skip", "#]);
    let offset = whole(dice, -5, 50);
    format!(
        r#"{{"id": "t{index}", "anchor": "{anchor}", "offset": "{offset}{unit}", {late}{what}}}"#
    )
}

fn effects(dice: &mut Dice) -> String {
    let mut parts = Vec::new();
    if dice.happens(0.5) {
        let (id, due) = (dice.pick("k", &["m"]), dice.pick("1d", &["1bd", "3h"]));
        let required = dice.happens(0.5);
        parts.push(format!(
            r#""tasks": [{{"id": "{id}", "required": {required}, "due": "{due}"}}]"#
        ));
    }
    if dice.happens(0.4) {
        let set = dice.pick(r#""w": {"field": "now"}"#, &[r#""y": {"field": "x"}"#, r#""y": 2"#]);
        parts.push(format!(r#""set": {{{set}}}"#));
    }
    if dice.happens(0.4) {
        parts.push(r#""notify": [{"id": "n", "recipient": "owner"}]"#.to_owned());
    }
    format!("{{{}}}", parts.join(", "))
}

fn transition(dice: &mut Dice) -> String {
    let source = dice.pick("a", &["b", "c"]);
    let target = other(dice, source);
    let auto = dice.happens(0.25);
    let mut more = Vec::new();
    match (auto, dice.happens(0.25)) {
        (true, _) => more.push(r#""auto": true"#.to_owned()),
        (false, true) => more.push(format!(r#""on": "{}""#, dice.pick("go", &["ev"]))),
        (false, false) => {}
    }
    if dice.happens(0.6) {
        more.push(format!(r#""guard": {}"#, condition(dice, 0)));
    }
    if dice.happens(0.3) {
        more.push(format!(r#""require": ["{}"]"#, dice.pick("x", &["y", "s", "e"])));
    }
    if !auto && dice.happens(0.5) {
        let input = dice.pick(r#""x""#, &[r#""x", "y""#, r#""e", "s""#, r#""e", "x""#]);
        more.push(format!(r#""input": [{input}]"#));
    }
    if !auto && dice.happens(0.2) {
        more.push(r#""roles": ["head"]"#.to_owned());
    }
    if dice.happens(if auto { 0.5 } else { 0.1 }) {
        let need = dice.pick(
            r#"{"role": "head"}"#,
            &[r#"{"role": "head"}, {"role": "rep"}"#, r#"{"role": "rep", "count": 2}"#],
        );
        let reject = dice.pick("", &[r#", "any_reject": "l""#, r#", "any_reject": "a""#]);
        let author = dice.pick("", &[r#", "not_author": true"#, r#", "reset_on": ["x"]"#]);
        more.push(format!(r#""approvals": {{"need": [{need}]{reject}{author}}}"#));
    }
    if dice.happens(0.2) {
        more.push(r#""message": "not yet""#.to_owned());
    }
    let more = more.into_iter().map(|part| format!(", {part}")).collect::<String>();
    format!(r#"{{"source": ["{source}"], "target": "{target}"{more}}}"#)
}

fn condition(dice: &mut Dice, depth: u8) -> String {
    if depth < 2 && dice.happens(0.25) {
        let parts: Vec<String> =
            (0..whole(dice, 1, 3)).map(|_| condition(dice, depth + 1)).collect();
        return format!(r#"{{"{}": [{}]}}"#, dice.pick("all", &["any"]), parts.join(", "));
    }
    if depth < 2 && dice.happens(0.1) {
        return format!(r#"{{"not": {}}}"#, condition(dice, depth + 1));
    }
    match whole(dice, 0, 5) {
        0 => format!(r#"{{"field": "x", "ge": {}}}"#, whole(dice, 0, 3)),
        1 => format!(r#"{{"field": "x", "lt": {}}}"#, whole(dice, 0, 3)),
        2 => format!(r#"{{"field": "e", "eq": "{}"}}"#, dice.pick("p", &["q"])),
        3 => r#"{"field": "tasks.required_open", "eq": 0}"#.to_owned(),
        4 => r#"{"field": "x", "gt": {"field": "y"}}"#.to_owned(),
        _ => r#"{"field": "y", "in": [1, 2]}"#.to_owned(),
    }
}

/// The number `index` of what happens to a case, known at an hour and of then or of before.
#[must_use]
pub fn event(dice: &mut Dice, index: i64, now: i64) -> String {
    let at = hour(now - dice.pick(0, &[0, 0, 5]));
    let actor = actor(dice);
    let reason = dice.pick("", &["", r#", "reason": "r1""#, r#", "reason": "zzz""#]);
    let what = match whole(dice, 0, 9) {
        0..=2 => {
            let done = dice.pick("", &[r#", "tasks.done": ["k"]"#]);
            let fields = fields(dice, 2).replacen('}', &format!("{done}}}"), 1).replace("{, ", "{");
            format!(r#""kind": "update", "fields": {fields}"#)
        }
        3 | 4 => {
            let fields = if dice.happens(0.2) { fields(dice, 1) } else { "{}".to_owned() };
            let kind = dice.pick("approve", &["reject"]);
            format!(r#""kind": "{kind}", "fields": {fields}"#)
        }
        5 => {
            format!(r#""on": "{}", "fields": {}"#, dice.pick("go", &["ev", "og"]), fields(dice, 2))
        }
        _ => {
            let target = dice.pick("a", &["b", "c", "l", "z"]);
            format!(r#""target": "{target}", "fields": {}"#, fields(dice, 2))
        }
    };
    format!(r#"{{"id": "e{index}", "at": "{at}"{actor}{reason}, {what}}}"#)
}

/// New fields alone, of any hour so far.
#[must_use]
pub fn update(dice: &mut Dice, index: i64) -> String {
    let at = hour(whole(dice, 0, 200));
    let done = dice.pick("", &[r#", "tasks.done": ["k"]"#, r#", "tasks.done": ["m"]"#]);
    let fields = fields(dice, 2).replacen('}', &format!("{done}}}"), 1).replace("{, ", "{");
    format!(r#"{{"id": "e{index}", "at": "{at}", "kind": "update", "fields": {fields}}}"#)
}

/// Nobody, a head or a rep.
#[must_use]
pub fn actor(dice: &mut Dice) -> &'static str {
    let head = r#", "actor": {"id": "h", "roles": ["head"]}"#;
    dice.pick("", &[head, r#", "actor": {"id": "r", "roles": ["rep"]}"#])
}

/// At most so many fields.
fn fields(dice: &mut Dice, most: i64) -> String {
    let mut given: Vec<(&str, String)> = Vec::new();
    for _ in 0..whole(dice, 0, most) {
        let field = dice.pick("x", &["y", "e", "s", "w", "d"]);
        let value = match field {
            "x" => whole(dice, 0, 4).to_string(),
            "y" => whole(dice, 0, 3).to_string(),
            "e" => format!(r#""{}""#, dice.pick("p", &["q"])),
            "s" => r#""t""#.to_owned(),
            "w" => format!(r#""{}""#, hour(whole(dice, -30, 80))),
            _ => format!(r#""2026-11-{}""#, whole(dice, 19, 29)),
        };
        let value = if dice.happens(0.15) { "null".to_owned() } else { value };
        if given.iter().all(|(known, _)| *known != field) {
            given.push((field, value));
        }
    }
    let given: Vec<String> =
        given.iter().map(|(field, value)| format!(r#""{field}": {value}"#)).collect();
    format!("{{{}}}", given.join(", "))
}

fn other(dice: &mut Dice, stage: &str) -> &'static str {
    let drawn = dice.pick("a", &["b", "c", "l"]);
    if drawn == stage { "z" } else { drawn }
}

/// A case as a host stores it.
fn stored(case: &Case) -> Value {
    case.to_json().ok().as_deref().map_or(Value::Null, read)
}

fn read(text: &str) -> Value {
    Value::from_json(text).unwrap_or(Value::Null)
}

fn instant(hours: i64) -> Value {
    Value::Text(hour(hours).to_string())
}

fn call<const N: usize>(method: &str, arguments: [(&str, Value); N]) -> Value {
    map([(method, map(arguments))])
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).to_vec())
}
