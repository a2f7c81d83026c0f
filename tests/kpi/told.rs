//! What is wrong with visits, cards and parts is told where it stands.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::kpi::{ScoreCard, ScoreCardPolicy, ScoreReport, merge_scores};
use fieldbeat::shape::{Shaped, Value};
use serde_json::{Value as Json, json};

fn card(policy: &Json) -> fieldbeat::Result<ScoreCard> {
    ScoreCard::new(&[ScoreCardPolicy::from_json(&policy.to_string())?])
}

fn plain() -> Json {
    json!({"name": "c", "version": "1", "tables": [{"rows": [], "default": 10}]})
}

fn value(json: &Json) -> Value {
    Value::from_json(&json.to_string()).unwrap()
}

fn visit(id: &str, supersedes: &[&str]) -> Json {
    json!({"id": id, "rep": "anna", "t": "2026-11-13T10:00:00Z", "supersedes": supersedes})
}

fn all(policy: &Json, visits: &[Json], now: Option<Instant>) -> fieldbeat::Result<ScoreReport> {
    let visits: Vec<Value> = visits.iter().map(value).collect();
    card(policy)?.score_all(&visits, now, &mut Budget::unlimited())
}

/// Codes and paths.
fn told<T: std::fmt::Debug>(result: fieldbeat::Result<T>) -> Vec<(String, String)> {
    let error = result.unwrap_err();
    error
        .problems()
        .iter()
        .map(|problem| (problem.code.to_string(), problem.path.clone()))
        .collect()
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}

#[test]
fn visits_that_replace_one_another_in_a_circle_are_refused() {
    let chain = [visit("a", &["b"]), visit("b", &["c"]), visit("c", &[])];
    let report = all(&plain(), &chain, None).unwrap();
    let rows: Vec<_> = report.scores.iter().map(|score| score.id.as_str()).collect();
    assert_eq!(rows, ["a"]);
    let replaced: Vec<_> =
        report.replaced.iter().map(|one| (one.id.as_str(), one.by.as_str())).collect();
    assert_eq!(replaced, [("b", "a"), ("c", "b")]);

    let circle = [visit("a", &["b"]), visit("b", &["c"]), visit("c", &["a"])];
    let path = [("supersedes_cycle", "$.visits[2].supersedes")];
    assert_eq!(told(all(&plain(), &circle, None)), pairs(&path));
    // No part knows of it.
    let part = |from: usize, to: usize| all(&plain(), &circle[from..to], None).unwrap();
    let merged = merge_scores(&[part(0, 2), part(2, 3)], &mut Budget::unlimited());
    assert_eq!(told(merged), pairs(&[("supersedes_cycle", "$.parts")]));
}

#[test]
fn paths_lead_to_visits_although_others_cannot_be_read() {
    let visits = [json!({"id": 7}), visit("a", &[]), visit("a", &[])];
    let told = told(all(&plain(), &visits, None));
    assert!(told.contains(&("duplicate_id".to_owned(), "$.visits[2].id".to_owned())), "{told:?}");
}

#[test]
fn parts_of_another_present_are_not_merged() {
    let mut policy = plain();
    policy["schema"] = json!({"stocked": "instant"});
    policy["modifiers"] = json!([{"kind": "decay", "field": "stocked", "half_life": "720h"}]);
    let visit = |id: &str| json!({"id": id, "rep": "anna", "t": 0, "stocked": 0});
    let part = |policy: &Json, id: &str, now: &str| {
        all(policy, &[visit(id)], Some(now.parse().unwrap())).unwrap()
    };
    let (one, two) = ("2026-11-13T10:00:00Z", "2026-11-14T10:00:00Z");
    let mut budget = Budget::unlimited();
    let parts = [part(&policy, "a", one), part(&policy, "b", two)];
    assert_eq!(parts[0].now, Some(one.parse().unwrap()));
    assert_eq!(
        told(merge_scores(&parts, &mut budget)),
        pairs(&[("different_now", "$.parts[1].now")])
    );
    // A card that does not depend on it has none.
    let parts = [part(&plain(), "a", one), part(&plain(), "b", two)];
    assert_eq!(merge_scores(&parts, &mut budget).unwrap().now, None);
}

#[test]
fn nobody_leaves_before_coming_and_everybody_has_a_name() {
    let mut policy = plain();
    policy["split"] = json!({"by": "lead", "lead_share": 0.5});
    let t = "2026-11-13T10:00:00Z";
    let visits = [
        json!({"id": "", "rep": "", "t": t}),
        json!({"plan_id": "b", "rep": "anna", "t": t, "departure": {"t": "2026-11-13T09:59:59Z"}}),
        json!({"id": "c", "t": t, "reps": [
            {"rep": "anna", "lead": true}, {"rep": "boris"}, {"rep": "", "lead": true}]}),
        json!({"id": "d", "rep": "anna", "t": t, "left": t}),
    ];
    let expected = [
        ("empty", "$.visits[0].id"),
        ("empty", "$.visits[0].rep"),
        ("end_before_start", "$.visits[1].departure.t"),
        ("empty", "$.visits[2].reps[2]"),
        ("several_leads", "$.visits[2].reps[2].lead"),
    ];
    assert_eq!(told(all(&policy, &visits, None)), pairs(&expected));
    // Shared equally, it is nobody's business who led.
    let joint = json!({"id": "c", "t": t, "reps": [
        {"rep": "anna", "lead": true}, {"rep": "boris", "lead": true}]});
    assert!(all(&plain(), &[joint], None).is_ok());
}

#[test]
fn columns_tell_the_row() {
    let columns = json!({
        "id": ["a", ""], "rep": ["", "anna"], "t": [0, 0],
        "rep_zone": ["UTC", "Europe/Nowhere"],
    });
    let told =
        told(card(&plain()).unwrap().score_many(&value(&columns), None, &mut Budget::unlimited()));
    let expected = [
        ("empty", "$.columns.id[1]"),
        ("empty", "$.columns.rep[0]"),
        ("unknown_zone", "$.columns.rep_zone[1]"),
    ];
    assert_eq!(told, pairs(&expected));
}

#[test]
fn rules_of_one_name_are_told_where_the_second_stands() {
    let mut policy = plain();
    policy["tables"][0]["id"] = json!("far");
    policy["modifiers"] = json!([{"kind": "add", "points": 1, "id": "far"}]);
    policy["limits"] = json!([{"kind": "once", "key": ["rep"], "per": "day", "id": "far"}]);
    let expected =
        [("duplicate_id", "$.policy.modifiers[0].id"), ("duplicate_id", "$.policy.limits[0].id")];
    assert_eq!(told(card(&policy)), pairs(&expected));
}

#[test]
fn rows_and_columns_of_points_tell_where_they_are_wrong() {
    let ask = |scored: Json| {
        let arguments = json!({
            "scored": scored, "period": "month", "calendar": {}, "now": "2026-11-13T10:00:00Z",
        });
        fieldbeat::catalog::call("leaderboard", &value(&arguments), &mut Budget::unlimited())
    };
    let (t, early) = ("2026-11-13T10:00:00Z", "2026-11-13T09:00:00Z");
    let rows = json!([
        {"id": "", "rep": "anna", "t": t, "points": 1},
        {"id": "b", "rep": "", "t": t, "points": 1, "left": early},
    ]);
    let expected = [
        ("empty", "$.scored[0].id"),
        ("empty", "$.scored[1].rep"),
        ("end_before_start", "$.scored[1].left"),
    ];
    assert_eq!(told(ask(rows)), pairs(&expected));
    let columns = json!({
        "id": ["a", "a"], "rep": ["anna", "boris"], "t": [t, t], "left": [t, early],
        "points_units": [100, 100], "scale": 2,
        "step_row": [0, 1], "step_kind": ["table", "table"], "step_delta": [1, 2],
    });
    let expected =
        [("end_before_start", "$.scored.left[1]"), ("steps_differ", "$.scored.step_units[1]")];
    assert_eq!(told(ask(columns)), pairs(&expected));
    let columns = json!({
        "rep": ["anna", null], "t": [t, t], "points_units": [100], "scale": 9, "site": ["x"],
        "day": ["2026-11-13", "friday"], "status": ["done", "scored"],
    });
    let expected = [
        ("missing_value", "$.scored.rep"),
        ("length_mismatch", "$.scored.site"),
        ("invalid_date", "$.scored.day[1]"),
        ("unknown_value", "$.scored.status[0]"),
        ("out_of_range", "$.scored.scale"),
    ];
    assert_eq!(told(ask(columns)), pairs(&expected));
}

/// Of a visit that does not count: the fields, operators and values of what decided.
fn blamed(eligible: &Json, visit: &Json) -> Vec<(String, String, String)> {
    let policy = json!({
        "name": "c", "version": "1", "tables": [{"rows": [], "default": 10}], "eligible": eligible,
        "schema": {"status": "string", "mock": "bool", "n": "int",
                   "people": {"type": "list", "items": {"met": "bool"}}},
    });
    let mut visit = visit.clone();
    visit["id"] = json!("v");
    visit["rep"] = json!("anna");
    visit["t"] = json!(0);
    let score = card(&policy).unwrap().score(&value(&visit), None).unwrap();
    let text = |reason: &fieldbeat::Reason, key: &str| {
        let found = reason.facts.0.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| in_words(value)).unwrap_or_default()
    };
    let leaves = score.reasons.iter().filter(|reason| reason.code == "condition_not_met");
    let leaves = leaves
        .map(|reason| (text(reason, "field"), text(reason, "operator"), text(reason, "value")));
    leaves
        .chain(score.missing.iter().map(|field| (field.clone(), "missing".into(), String::new())))
        .collect()
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(is) => is.to_string(),
        Value::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn only_what_decided_is_told_to_be_wrong() {
    let status = json!({"field": "status", "eq": "verified"});
    let honest = json!({"not": {"field": "mock", "eq": true}});
    let many = json!({"field": "n", "ge": 5});
    let both = json!({"all": [status, honest]});
    let either = json!({"all": [{"any": [status, many]}, {"field": "mock", "eq": false}]});
    let neither = json!({"not": {"any": [{"field": "mock", "eq": true}, many]}});
    let nobody = json!({"not": {"field": "people", "any_of": {"field": "met", "eq": true}}});
    /// Field, operator and value of each leaf.
    type Blamed = &'static [(&'static str, &'static str, &'static str)];
    let table: [(&Json, Json, Blamed); 9] = [
        // What a `not` wants and has is not wrong.
        (&both, json!({"status": "rejected", "mock": false}), &[("status", "eq", "rejected")]),
        (&both, json!({"status": "verified", "mock": true}), &[("mock", "ne", "true")]),
        (&honest, json!({"mock": true}), &[("mock", "ne", "true")]),
        // Nor is a part of an `any` that is met.
        (&either, json!({"status": "partial", "n": 9, "mock": true}), &[("mock", "eq", "true")]),
        (
            &either,
            json!({"status": "partial", "n": 4, "mock": false}),
            &[("status", "eq", "partial"), ("n", "ge", "4")],
        ),
        (&neither, json!({"mock": false, "n": 7}), &[("n", "lt", "7")]),
        // What is missing beside what decides.
        (&either, json!({"n": 9}), &[("mock", "missing", "")]),
        (&both, json!({"status": "rejected"}), &[("status", "eq", "rejected")]),
        (
            &nobody,
            json!({"people": [{"met": false}, {"met": true}]}),
            &[("people", "not any_of", "1"), ("people[1].met", "ne", "true")],
        ),
    ];
    for (eligible, visit, due) in table {
        let due: Vec<_> = due
            .iter()
            .map(|(field, operator, value)| {
                ((*field).to_owned(), (*operator).to_owned(), (*value).to_owned())
            })
            .collect();
        assert_eq!(blamed(eligible, &visit), due, "{eligible} {visit}");
    }
}

#[test]
fn keys_that_look_misspelled_are_warned_of_once() {
    let mut policy = plain();
    policy["split"] = json!({"by": "weights"});
    policy["schema"] = json!({"doctors_met": "int"});
    let t = "2026-11-13T10:00:00Z";
    let visits = [
        json!({"id": "a", "rep": "anna", "t": t, "amount": 5, "amout": 5, "comment": "x"}),
        json!({"id": "b", "rep": "anna", "t": t, "amout": 5, "supercedes": ["a"], "doctor_met": 1}),
        json!({"id": "c", "rep": "anna", "t": t, "amout": 5}),
        json!({"id": "d", "t": t, "reps": [{"rep": "anna", "wieght": 3}, {"rep": "bob"}]}),
    ];
    let report = all(&policy, &visits, None).unwrap();
    let mut paths: Vec<&str> = report.warnings.iter().map(|one| one.path.as_str()).collect();
    paths.sort_unstable();
    let due = [
        "$.visits[1].amout",
        "$.visits[1].doctor_met",
        "$.visits[1].supercedes",
        "$.visits[3].reps[0].wieght",
    ];
    assert_eq!(paths, due);
    assert!(report.warnings.iter().all(|one| one.code == "unknown_key"));
    // A merged report keeps them, and one that was stored before there were any is read.
    let merged = merge_scores(std::slice::from_ref(&report), &mut Budget::unlimited()).unwrap();
    assert_eq!(merged.warnings.len(), 4);
    let mut stored: Json = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    stored.as_object_mut().unwrap().remove("warnings");
    assert!(ScoreReport::from_json(&stored.to_string()).unwrap().warnings.is_empty());
}

#[test]
fn who_shares_a_visit_and_who_leads_it_is_not_guessed() {
    let mut policy = plain();
    policy["split"] = json!({"by": "lead", "lead_share": 0.7});
    let visit = |id: &str, more: Json| {
        let mut visit = json!({"id": id, "t": 0});
        visit.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        visit
    };
    let visits = [
        visit("a", json!({"reps": ["anna", "bob"]})),
        visit("b", json!({"rep": "anna", "reps": ["bob"]})),
        visit("c", json!({"rep": "anna", "reps": [{"rep": "anna", "lead": true}, "bob"]})),
        visit("d", json!({"rep": "anna", "reps": ["anna"]})),
    ];
    let expected = [("missing_lead", "$.visits[0].reps"), ("ambiguous", "$.visits[1].rep")];
    assert_eq!(told(all(&policy, &visits, None)), pairs(&expected));
    let report = all(&policy, &visits[2..], None).unwrap();
    let points: Vec<String> =
        report.scores.iter().map(|score| score.points.unwrap().to_string()).collect();
    assert_eq!(points, ["7", "3", "10"]);
    // A companion of another team has it in a row of its own.
    let team = json!({"team": "north", "reps": [{"rep": "anna", "lead": true}, {"rep": "bob", "team": "south"}]});
    let report = all(&policy, &[visit("e", team)], None).unwrap();
    let teams: Vec<_> = report.scores.iter().map(|score| score.team.as_deref()).collect();
    assert_eq!(teams, [Some("north"), Some("south")]);
}

#[test]
fn keys_that_no_row_has_are_warned_of() {
    use fieldbeat::kpi::{Beside, StatisticsOptions, plan_actual};
    use fieldbeat::{Calendar, CalendarPolicy, Facts, statistics};
    let row = r#"{"company": "Acme", "plna": 5, "actual": 4}"#;
    let rows = [Facts::from_json(row).unwrap(), Facts::from_json(row).unwrap()];
    let (calendar, budget) =
        (Calendar::new(&CalendarPolicy::default()).unwrap(), &mut Budget::unlimited());
    let by = ["company".to_owned(), "compnay".to_owned()];
    let report = plan_actual(&rows, &by, None, &calendar, None, budget).unwrap();
    let told = report.warnings.iter().map(|one| (one.code.as_str(), one.path.as_str()));
    let due = [("absent_key", "$.by[1]"), ("unknown_key", "$.rows[0].plna")];
    assert_eq!(told.collect::<Vec<_>>(), due);
    let now = "2026-11-13T10:00:00Z".parse().unwrap();
    let asked = |options: &str, budget: &mut Budget<'_>| {
        let options = StatisticsOptions::from_json(options).unwrap();
        let beside = Beside::nothing();
        statistics(&rows, &calendar, now, &beside, &options, budget).unwrap().warnings
    };
    let paths: Vec<String> =
        asked(r#"{"by": ["compnay"]}"#, budget).into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["$.options.by[0]"]);
    assert!(asked("{}", budget).is_empty());
}
