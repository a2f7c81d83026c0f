//! The board of the demo: which moves are refused and why, what stands where, who waits.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

mod runs;

use std::path::Path;

use runs::{FILES, demo, folder, page, report, section, track, write_day};
use serde_json::{Value, json};

/// Where the cases of the sample stand at the end of the day, by its plan and its verdicts.
const STAGES: [(&str, usize); 6] = [
    ("Draft", 4),
    ("Repeat visit", 2),
    ("In work", 9),
    ("Overdue", 3),
    ("Visited", 31),
    ("Failed", 1),
];

fn sample(name: &str, arguments: &[&str]) -> (Value, String, String) {
    let folder = folder(name);
    let (code, out, err) = demo(&folder, arguments);
    assert_eq!(code, 0, "{err}");
    (report(&folder), page(&folder), out)
}

fn list<'v>(report: &'v Value, operation: &str) -> &'v [Value] {
    report[operation].as_array().unwrap()
}

#[test]
fn only_verified_visits_move_on_and_the_others_are_refused_with_the_path_to_the_verdict() {
    let (report, page, out) = sample("board_moves", &[]);
    let verdicts = report["verify_plan"]["visits"].as_array().unwrap();
    let applied = list(&report, "apply");
    assert_eq!(applied.len(), verdicts.len());
    let shown = section(&page, "pipeline");
    for (answer, verdict) in applied.iter().zip(verdicts) {
        let case = &answer["case_after"];
        assert_eq!(case["id"], verdict["plan_id"]);
        assert_eq!(case["fields"]["visit"]["verdict"], verdict["status"]);
        if verdict["status"] == "verified" {
            assert_eq!((&answer["outcome"], &case["stage"]), (&json!("moved"), &json!("visited")));
            continue;
        }
        assert_eq!((&answer["outcome"], &case["stage"]), (&json!("refused"), &json!("in_work")));
        let failed = answer["failed"].as_array().unwrap();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0]["code"], "guard_failed");
        assert_eq!(failed[0]["path"], "$.fields.visit.verdict");
        let status = verdict["status"].as_str().unwrap();
        let why = format!("visit.verdict is {status}, expected: verified <code>$.fields");
        assert!(shown.contains(&why), "{why}");
        // A week before the visit's local day it came into work, though nobody ticked then.
        assert_eq!(case["entered_at"], "2026-09-17T21:00:00.000Z");
    }
    assert_eq!(shown.matches("expected: verified").count(), 5);
    assert!(out.contains("moves: 4 moved on, 5 refused"), "{out}");
    // What is possible instead is what `can` says.
    for can in list(&report, "can").iter().filter(|can| can["stage"] == "in_work") {
        let open = can["targets"].as_array().unwrap().iter();
        let open = open.filter(|target| target["answer"] != "denied");
        let open: Vec<_> = open.map(|target| (&target["stage"], &target["answer"])).collect();
        assert_eq!(
            open,
            [(&json!("repeat"), &json!("allowed")), (&json!("failed"), &json!("needs_input"))]
        );
    }
    assert_eq!(shown.matches("Repeat visit<br>Failed (give a reason)<").count(), 5);
}

#[test]
fn every_stage_has_its_cards_in_the_order_of_the_list_of_work() {
    let (report, page, out) = sample("board_cards", &[]);
    let shown = section(&page, "pipeline");
    for (stage, count) in STAGES {
        assert!(shown.contains(&format!("<h3>{stage} <b>{count}</b></h3>")), "{stage} {count}");
    }
    let counted = STAGES.map(|(stage, count)| format!("{count} {}", stage.to_lowercase()));
    assert!(out.contains(&format!("board: {}", counted.join(", "))), "{out}");

    let worklist = list(&report, "worklist");
    assert_eq!(worklist.len(), 18);
    let overdue: Vec<_> = worklist.iter().map(|item| item["overdue_ms"].as_i64()).collect();
    assert!(overdue.is_sorted_by(|a, b| a >= b), "{overdue:?}");
    let first: Vec<_> =
        worklist.iter().take(3).map(|item| item["case_id"].as_str().unwrap()).collect();
    assert_eq!(first, ["visit-20", "visit-21", "visit-22"]);
    let place = |site: &str| {
        shown.find(&format!("<strong>{site}</strong><small class=\"\">visit:")).unwrap()
    };
    let overdue = shown.find("<h3>Overdue").unwrap();
    let order = [overdue, place("Pharmacy 11"), place("Pharmacy 16")];
    assert!(order.is_sorted(), "{order:?}");

    let stalled = worklist.iter().filter(|item| item["stalled"] == true).count();
    assert_eq!((stalled, shown.matches("class=\"card stalled\"").count()), (4, 4));
    // Since the midnight after the 20th of September, until 17:15 of the 25th.
    let clock = &report["clock"]["visit-20"];
    assert_eq!((&clock["status"], &clock["norm_ms"]), (&json!("warning"), &json!(432_000_000)));
    let spent = clock["elapsed_ms"].as_i64().unwrap() as f64 / 3_600_000.0;
    assert!((113.0..114.0).contains(&spent), "{spent}");
    assert!(shown.contains("4\u{a0}d 17\u{a0}h of 5\u{a0}d<") && shown.contains("norm warning"));
    assert!(
        shown.contains("<strong>Next by itself:</strong> 26\u{a0}Sep, 6\u{a0}cases move<"),
        "next"
    );
}

#[test]
fn who_waits_is_told_by_working_time() {
    let (report, page, _) = sample("board_waiting", &[]);
    let waiting = report["waiting"]["waiting"].as_array().unwrap();
    let told: Vec<_> = waiting
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["working_ms"].as_i64().unwrap() / 60_000))
        .collect();
    // By 17:14, from 9 to 18: an automatic reply answers nobody, an hour for lunch is nowhere told.
    assert_eq!(
        told,
        [("Pharmacy 18", 20 + 494), ("Hospital 3", 174), ("site-2", 24), ("Clinic 21", 10)]
    );
    assert_eq!(report["waiting"]["answered"], 1);
    let shown = section(&page, "pipeline");
    let rows = shown.split("Who waits for an answer").nth(1).unwrap();
    assert_eq!(rows.matches("<th scope=\"row\">").count(), waiting.len());
    assert!(rows.contains(">Clinic 12<") && rows.contains(">24\u{a0}min<"), "{rows}");
}

#[test]
fn the_board_is_told_in_russian() {
    let (_, page, out) = sample("board_ru", &["--lang", "ru"]);
    let shown = section(&page, "pipeline");
    for text in [
        "Доска визитов",
        "visit.verdict: partial, требуется: ",
        "нет следующего шага",
        "<h3>Просрочен <b>3</b></h3>",
        "Кто ждёт ответа",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    assert!(out.contains("переходы: 4 прошли дальше, 5 отказано"), "{out}");
}

#[test]
fn a_day_of_ones_own_has_a_board_of_its_visits() {
    let folder = folder("board_own");
    write_day(&folder, &track("8"));
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("board: 1 visited") && out.contains("1 moved on, 0 refused"), "{out}");
    let own = report(&folder);
    assert_eq!(
        (own["apply"][0]["outcome"].as_str(), &own["waiting"]),
        (Some("moved"), &Value::Null)
    );
    assert!(!page(&folder).contains("Refused moves"));

    // A stored case is the visit's own: it was overdue before, and is closed now.
    let board = json!({"cases": [
        {"id": "v1", "created_at": "2026-09-10T09:00:00Z", "fields": {"date": "2026-09-19"}},
    ]});
    std::fs::write(folder.join("board.json"), board.to_string()).unwrap();
    let with_board = [&FILES[..], &["--board", "board.json"]].concat();
    demo(&folder, &with_board);
    let stays = &report(&folder)["apply"][0]["case_after"]["stays"];
    let stays: Vec<_> = stays.as_array().unwrap().iter().map(|stay| &stay["stage"]).collect();
    assert_eq!(stays, ["draft", "in_work", "overdue"]);
}

#[test]
fn what_is_wrong_with_a_board_is_named() {
    let folder = folder("board_wrong");
    write_day(&folder, &track("8"));
    let board = r#"{"cases": [{"id": "a"}, {"id": "a"}, {"id": 3}], "request": []}"#;
    let run = |board: &str| {
        std::fs::write(folder.join("board.json"), board).unwrap();
        demo(&folder, &[&FILES[..], &["--board", "board.json"]].concat())
    };
    let (code, _, err) = run(board);
    assert_eq!(code, 2);
    for named in ["board.json: ", "$.cases[2].id", "$.request"] {
        assert!(err.contains(named), "{named} in {err}");
    }
    let (_, _, err) = run(r#"{"cases": [{"id": "a"}, {"id": "a"}]}"#);
    assert!(err.contains("$.cases[1].id"), "{err}");
    let (code, _, err) = run(r#"{"cases": [{"id": "a", "stage": "done"}]}"#);
    assert_eq!(code, 2);
    assert!(err.contains("$.cases[0].stage"), "{err}");
}

#[test]
fn broken_clocks_do_not_break_the_board() {
    let folder = folder("board_1901");
    let year_1901 = "t,lat,lon,accuracy_m\n-2177452800000,55.9,49.1,8\n";
    write_day(&folder, year_1901);
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("0 moved on, 1 refused"), "{out}");
}

#[test]
fn no_table_or_list_of_the_page_is_empty() {
    for language in ["en", "ru"] {
        let (_, page, _) = sample(&format!("no_empty_{language}"), &["--lang", language]);
        for empty in ["<tbody></tbody>", "<ul></ul>", "<ol></ol>", "<dd></dd>", "<p></p>"] {
            assert!(!page.contains(empty), "{empty}");
        }
    }
}

/// All tests run so: the folder is empty, and the variable names none.
#[test]
fn the_demo_needs_no_development_data() {
    let folder = folder("no_data");
    let program = Path::new(env!("CARGO_BIN_EXE_demo"));
    let run = std::process::Command::new(program)
        .current_dir(&folder)
        .env("FIELDBEAT_DATA", folder.join("nowhere"))
        .output()
        .unwrap();
    assert!(run.status.success());
    assert!(page(&folder).contains("class=\"board\""));
}
