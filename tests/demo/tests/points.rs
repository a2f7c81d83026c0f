//! Points and targets in the reports of the demo.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

mod runs;

use std::path::Path;

use runs::{FILES, PLAN, SITES, demo, folder, page, report, track, write_day};
use serde_json::{Value, json};

/// The sum of what stands under `key`; all are short decimals, exact enough as f64.
fn sum(rows: &Value, key: &str) -> f64 {
    rows.as_array().unwrap().iter().filter_map(|row| row[key].as_f64()).sum()
}

/// Ten points a verified visit, and two for every doctor; more by `distance_km`.
fn write_card(folder: &Path, distance: bool) {
    let mut card = json!({
        "name": "own", "version": "1",
        "schema": {"status": "string", "doctors_met": "int", "distance_km": "number"},
        "eligible": {"field": "status", "eq": "verified"},
        "tables": [{"id": "visit", "rows": [], "default": 10}],
        "modifiers": [{"id": "doctors", "kind": "per_unit", "field": "doctors_met", "rate": 2}],
    });
    if distance {
        let far = json!({"id": "far", "kind": "per_unit", "field": "distance_km", "rate": 1});
        card["modifiers"].as_array_mut().unwrap().push(far);
    }
    std::fs::write(folder.join("card.json"), card.to_string()).unwrap();
}

const CARD: [&str; 2] = ["--card", "card.json"];
const TARGETS: [&str; 2] = ["--targets", "targets.json"];

#[test]
fn the_sample_scores_what_is_verified_and_says_why_the_rest_is_not() {
    let folder = folder("sample_points");
    let (code, out, err) = demo(&folder, &[]);
    assert_eq!(code, 0, "{err}");
    let report = report(&folder);
    let scores = &report["score_all"]["scores"];
    let verdicts = report["verify_plan"]["visits"].as_array().unwrap();
    assert_eq!(scores.as_array().unwrap().len(), verdicts.len());
    for score in scores.as_array().unwrap() {
        let verdict = verdicts.iter().find(|verdict| verdict["plan_id"] == score["id"]).unwrap();
        assert_eq!(score["rep"], "rep-12");
        match score["status"].as_str().unwrap() {
            "scored" => {
                assert_eq!(verdict["status"], "verified");
                assert_eq!(score["t"], verdict["arrival"]["t"]);
                assert_eq!(Some(sum(&score["steps"], "delta")), score["points"].as_f64());
            }
            "not_eligible" => {
                assert_ne!(verdict["status"], "verified");
                assert_eq!(score["points"], 0.0);
                assert!(score["worth"].as_f64().unwrap() > 0.0);
                assert_eq!(score["reasons"][1]["facts"]["value"], verdict["status"]);
            }
            _ => {
                assert_eq!(score["points"], Value::Null);
                assert_eq!(score["missing"], json!(["doctors_met"]));
            }
        }
    }
    // The cap of the day is reached: 18 and 22 and 20 of 23.
    assert_eq!(sum(scores, "points"), 60.0);
    assert!(out.contains("points: 60 for 3 visits, 1 undetermined"), "{out}");

    let page = page(&folder);
    for shown in [
        "<h2>Points</h2>",
        "institution.state +10, doctors +8<",
        "status is partial, expected: verified; would have been worth 10<",
        "fields are missing (doctors_met)<",
        "<h3>One score step by step: Laboratory 6</h3>",
        "doctors_met 3: 3 × 2<",
        "14 × 1.5<",
        "distance_km 9.2 above 5: 4 × 0.5<",
        "at most 60 a day<",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn the_reps_day_week_and_month_stand_against_their_targets() {
    let folder = folder("sample_targets");
    let (_, out, _) = demo(&folder, &[]);
    let report = report(&folder);
    let rows = report["progress"]["progress"].as_array().unwrap();
    let figures = rows.iter().map(|row| {
        ["plan", "plan_to_date", "actual", "left", "needed_per_day"]
            .map(|key| row[key].as_f64().unwrap())
    });
    // Friday, the 19th of 22 working days, is not over; four are left with it.
    assert_eq!(
        figures.collect::<Vec<_>>(),
        [
            [50.0, 0.0, 60.0, 0.0, 0.0],
            [250.0, 200.0, 246.0, 4.0, 4.0],
            [1100.0, 900.0, 819.5, 280.5, 70.13],
        ]
    );
    assert!(rows.iter().all(|row| row["whose"] == "rep-12"));
    // The visit of which nobody knows what it is worth is named, and in no total.
    assert!(rows.iter().all(|row| row["undetermined"] == 1));
    assert!(out.contains("target week, rep-12, 2026-W39: 246 of 250, left 4"), "{out}");
    let page = page(&folder);
    assert!(page.contains("<h3>Against target</h3>") && page.contains(">98.4 %<"));
}

#[test]
fn without_a_card_there_are_no_points() {
    let folder = folder("no_card");
    write_day(&folder, &track("8"));
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("points") && !page(&folder).contains("<h2>Points</h2>"));
    let report = report(&folder);
    assert!(report["score_all"].is_null() && report["progress"].is_null());

    let (code, _, err) = demo(&folder, &[&FILES[..], &TARGETS].concat());
    assert_eq!(code, 2);
    assert!(err.contains("--card missing"), "{err}");
}

#[test]
fn a_card_of_ones_own_reads_columns_of_plan_and_sites() {
    let folder = folder("own_card");
    write_day(&folder, &track("8"));
    write_card(&folder, true);
    let arguments = [&FILES[..], &CARD, &["--base", "55.7,49.1"]].concat();
    // What no file tells is not known.
    let (code, out, err) = demo(&folder, &arguments);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("points: 0 for 0 visits, 1 undetermined"), "{out}");

    let plan = PLAN
        .replace("end\n", "end,doctors_met\n")
        .replace("10:00:00+03:00\n", "10:00:00+03:00,3\n");
    std::fs::write(folder.join("plan.csv"), &plan).unwrap();
    demo(&folder, &arguments);
    let score = &report(&folder)["score_all"]["scores"][0];
    // 0.1 degrees of latitude are 11.1 km; a plan without reps is of one.
    assert_eq!((score["rep"].as_str(), score["points"].as_f64()), (Some("rep"), Some(27.1)));

    let sites = SITES.replace("radius_m\n", "radius_m,distance_km\n").replace(",80\n", ",80,4.5\n");
    std::fs::write(folder.join("sites.csv"), sites).unwrap();
    demo(&folder, &arguments);
    assert_eq!(report(&folder)["score_all"]["scores"][0]["points"], 20.5);

    std::fs::write(folder.join("plan.csv"), plan.replace(",3\n", ",many\n")).unwrap();
    let (code, _, err) = demo(&folder, &arguments);
    assert_eq!(code, 2);
    assert!(err.contains("doctors_met"), "{err}");
}

#[test]
fn a_visit_that_nobody_made_is_of_its_planned_day() {
    let folder = folder("nobody_came");
    write_day(&folder, "t,lat,lon,accuracy_m\n1789970450000,55.9,49.1,8\n");
    write_card(&folder, false);
    let plan = "id,site,date\nv1,clinic,2026-09-21\n";
    std::fs::write(folder.join("plan.csv"), plan).unwrap();
    let arguments = [&FILES[..], &CARD, &["--zone", "Europe/Moscow"]].concat();
    let (code, out, err) = demo(&folder, &arguments);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("points: 0 for 0 visits"), "{out}");
    let score = &report(&folder)["score_all"]["scores"][0];
    assert_eq!((&score["day"], &score["status"]), (&json!("2026-09-21"), &json!("not_eligible")));
}

#[test]
fn what_is_wrong_with_cards_and_targets_is_named() {
    let folder = folder("wrong_rules");
    write_day(&folder, &track("8"));
    let run = |card: &str, targets: &str| {
        std::fs::write(folder.join("card.json"), card).unwrap();
        std::fs::write(folder.join("targets.json"), targets).unwrap();
        let (code, _, err) = demo(&folder, &[&FILES[..], &CARD, &TARGETS].concat());
        assert_eq!(code, 2, "{err}");
        err
    };
    let err = run(r#"{"name": "own", "tables": 3}"#, r#"{"targets": []}"#);
    assert!(err.contains("card.json: ") && err.contains("$.version"), "{err}");
    let card = r#"{"name": "own", "version": "1"}"#;
    let err = run(card, r#"{"targets": [{"value": -1}], "calender": {}}"#);
    for named in ["targets.json: ", "$.targets[0].value", "$.calender"] {
        assert!(err.contains(named), "{named} in {err}");
    }
    assert!(run(card, "[]").contains("$.targets"));
}
