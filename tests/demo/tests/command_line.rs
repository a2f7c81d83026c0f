//! The demo as its user meets it: exit codes, messages, files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

mod runs;

use runs::{FILES, PLAN, SITES, demo, folder, track, write_day};

#[test]
fn help_names_every_option() {
    let (code, help, _) = demo(&folder("help"), &["--help"]);
    assert_eq!(code, 0);
    for option in [
        "--track",
        "--sites",
        "--plan",
        "--rep",
        "--track-name",
        "--assume-accuracy",
        "--path",
        "--corridor",
        "--base",
        "--lenient",
        "--policy",
        "--card",
        "--targets",
        "--board",
        "--purchases",
        "--segments",
        "--zone",
        "--lang",
        "--out",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn bad_rows_of_all_files_are_named_and_nothing_is_written() {
    let folder = folder("bad_rows");
    write_day(&folder, &(track("8") + "1789970450000,955,49.1,8\nlunch,55.8,49.1,8\n"));
    std::fs::write(folder.join("plan.csv"), PLAN.to_owned() + "v2,clinic,,\n").unwrap();
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!((code, out.as_str()), (2, ""));
    for place in ["track.csv:242: lat: ", "track.csv:243: t: ", "plan.csv:3: "] {
        assert!(err.contains(place), "{place} in {err}");
    }
    assert!(err.contains("3 rows cannot be read; nothing was verified"), "{err}");
    assert!(!folder.join("target").exists());
}

#[test]
fn absent_files_and_wrong_policies_are_named() {
    let folder = folder("absent");
    let (code, _, err) = demo(&folder, &FILES);
    assert_eq!(code, 2);
    assert_eq!(err.matches("sites.csv").count(), 1, "{err}");

    write_day(&folder, &track("8"));
    std::fs::write(folder.join("rules.json"), r#"{"gapp": "15m", "early": "soon"}"#).unwrap();
    let (code, _, err) = demo(&folder, &[&FILES[..], &["--policy", "rules.json"]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("$.gapp") && err.contains("$.early"), "{err}");

    let (code, _, err) = demo(&folder, &["--zone", "Europe/Nowhere"]);
    assert_eq!(code, 2);
    assert!(err.contains("Europe/Nowhere"), "{err}");
}

#[test]
fn lenient_runs_skip_bad_rows_and_say_so() {
    let folder = folder("lenient");
    write_day(&folder, &(track("8") + "1789970450000,955,49.1,8\n"));
    let (code, out, err) = demo(&folder, &[&FILES[..], &["--lenient"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("track.csv:242: lat: "), "{err}");
    assert!(out.contains("skipped because they cannot be read: 1"), "{out}");
    assert!(out.contains("Clinic 3") && out.contains("verified"), "{out}");
    let page = std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap();
    assert!(page.contains("skipped because they cannot be read: 1"));
}

#[test]
fn a_track_without_accuracy_proves_nothing_unless_one_is_assumed() {
    let folder = folder("no_accuracy");
    write_day(&folder, &track(""));
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("1 unproven") && out.contains("prove nothing"), "{out}");
    let (_, out, _) = demo(&folder, &[&FILES[..], &["--assume-accuracy", "10"]].concat());
    assert!(out.contains("1 verified") && out.contains("assumed to be 10 m: 240"), "{out}");
}

#[test]
fn the_sample_shows_every_status_in_both_languages() {
    let folder = folder("sample");
    for (language, statuses) in [
        ("en", ["verified", "partial", "unproven", "suspect", "rejected"]),
        ("ru", ["подтверждён", "частично", "не доказан", "подозрение", "отклонён"]),
    ] {
        let (code, out, err) = demo(&folder, &["--lang", language, "--out", language]);
        assert_eq!(code, 0, "{err}");
        let totals = out.lines().find(|line| line.matches(", ").count() == 4).unwrap();
        for status in statuses {
            assert!(totals.contains(status), "{status} in {totals}");
        }
    }
    let report = std::fs::read_to_string(folder.join("en/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["verify_plan"]["visits"].as_array().unwrap().len(), 9);
    assert_eq!(report["verify_plan"]["off_plan"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_erased_when_is_told_and_that_the_verdicts_stay() {
    let folder = folder("kept");
    demo(&folder, &[]);
    let read = |name| std::fs::read_to_string(folder.join("target/demo").join(name)).unwrap();
    let report: serde_json::Value = serde_json::from_str(&read("report.json")).unwrap();
    let erased = report["retention"]["erase"].as_array().unwrap();
    let what: Vec<&str> = erased.iter().map(|item| item["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["track", "positions", "evidence"]);
    let page = read("report.html");
    for item in erased {
        let due = item["due"].as_str().unwrap();
        assert!(page.contains(&due[..10]), "{due}");
    }
    assert!(page.contains("stay as they are when all of that is gone: 9 / 9."));
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let folder = folder("page");
    demo(&folder, &[]);
    let page = std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap();
    for foreign in ["<script", "http:", "https:", "url(", "@import", "src=", "<link"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // Links lead to places of the page, and the places are there.
    for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let place = link.strip_prefix('#').unwrap();
        assert!(page.contains(&format!("id=\"{place}\"")), "{link}");
    }
    assert_eq!(page.matches("<details>").count(), 9);
    assert!(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""));
}

#[test]
fn names_are_shown_as_text_never_as_markup() {
    let folder = folder("markup");
    write_day(&folder, &track("8"));
    std::fs::write(folder.join("sites.csv"), SITES.replace("Clinic 3", "<b>A & B</b>")).unwrap();
    demo(&folder, &FILES);
    let page = std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap();
    assert!(page.contains("&lt;b&gt;A &amp; B&lt;/b&gt;") && !page.contains("<b>A"));
}

#[test]
fn broken_times_give_a_clear_answer() {
    let folder = folder("broken_times");
    // Every fix lies in one of two milliseconds of 1901.
    let mut text = String::from("t,lat,lon,accuracy_m\n");
    for step in 0..100 {
        let (t, lat) = (-2_147_483_647_792_i64 - step % 2, 55.8 + 1e-4 * step as f64);
        text += &format!("{t},{lat},49.1,8\n");
    }
    write_day(&folder, &text);
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("1 unproven"), "{out}");
    assert!(out.contains("98 of 100") && out.contains("wholly outside"), "{out}");
}

#[test]
fn geojson_has_a_feature_for_each_answer_and_a_track_without_gaps() {
    let folder = folder("geojson");
    demo(&folder, &[]);
    let layers = std::fs::read_to_string(folder.join("target/demo/map.geojson")).unwrap();
    let layers: serde_json::Value = serde_json::from_str(&layers).unwrap();
    let count = |kind: &str| {
        let features = layers["features"].as_array().unwrap();
        features.iter().filter(|feature| feature["properties"]["kind"] == kind).count()
    };
    assert_eq!(count("visit"), 9);
    // The phone of the sample is off once.
    assert_eq!(count("track"), 2);
    assert_eq!([count("planned_path"), count("excursion"), count("trip")], [1, 2, 9]);
    assert_eq!(count("anomaly"), 5);
    // The cafe before and after the trick is one place, which nobody knows.
    let unknown = layers["features"].as_array().unwrap().iter();
    assert_eq!(unknown.filter(|f| f["properties"]["unknown_place"] == "A").count(), 2);
    assert!(count("stay") > 2);
}

#[test]
fn the_sample_has_a_detour_an_oddity_and_a_day_at_home() {
    let folder = folder("answers");
    let (_, out, _) = demo(&folder, &[]);
    let report = std::fs::read_to_string(folder.join("target/demo/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    // The cafe, and the pharmacy that nobody planned: both well away from the corridor.
    let excursions = report["deviation"]["excursions"].as_array().unwrap();
    assert_eq!(excursions.len(), 2);
    assert!(excursions.iter().all(|off| off["worst"]["distance_m"].as_f64().unwrap() > 900.0));
    let codes: Vec<_> = report["anomalies"]["anomalies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|anomaly| anomaly["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"mock_location"), "{codes:?}");
    assert_eq!(report["trips"]["business_trip"], false);
    let tour = &report["order_stops"];
    assert_eq!(
        (tour["order"].as_array().unwrap().len(), &tour["proven_optimal"]),
        (10, &true.into())
    );
    for line in [
        "driven: ",
        "planned path: ",
        "shortest order: 33.6 km instead of 42.3 km, 21 % less",
        "unknown places: 2 stays (A)",
        "business trip: no",
        "! 11:38 the device reports",
    ] {
        assert!(out.contains(line), "{line} in {out}");
    }
    let page = std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap();
    for shown in [
        "class=\"corridor\"",
        "<h2>Planned path</h2>",
        "<h2>What is odd about the track</h2>",
        "The device reports simulated coordinates",
        "<h2>Order of the visits</h2>",
        "<h2>Trips and stops</h2>",
        "Trip to Clinic 3",
        "At the base",
        "Stop at an unknown place A",
        "<h3>Stays at unknown places</h3>",
        "Raw, with jumps and drift",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn a_report_without_coordinates_is_one_key_away() {
    let folder = folder("detail");
    for (rules, told) in [(r#"{"detail": "track"}"#, true), (r#"{"detail": "evidence"}"#, false)] {
        std::fs::write(folder.join("rules.json"), rules).unwrap();
        let (code, _, err) = demo(&folder, &["--policy", "rules.json"]);
        assert_eq!(code, 0, "{err}");
        let report = std::fs::read_to_string(folder.join("target/demo/report.json")).unwrap();
        assert_eq!(report.contains("\"lat\""), told);
        let page = std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap();
        // The place of the cafe, and what is shown of it either way.
        assert_eq!(page.contains("36.762"), told);
        assert!(page.contains("At the base") && page.contains("Trip to unknown place A"));
    }
}

#[test]
fn rules_that_find_no_stops_are_no_obstacle() {
    let folder = folder("no_stops");
    std::fs::write(folder.join("rules.json"), r#"{"stop_radius_m": 0, "stop_span": "0s"}"#)
        .unwrap();
    let (code, _, err) = demo(&folder, &["--policy", "rules.json"]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn a_path_of_the_users_own_replaces_the_one_from_site_to_site() {
    let folder = folder("own_path");
    write_day(&folder, &track("8"));
    let path = r#"{"type": "LineString", "coordinates": [[49.1, 55.79], [49.1, 55.806]]}"#;
    std::fs::write(folder.join("path.geojson"), path).unwrap();
    // One visit is no path.
    let answer = |more: &[&str]| -> serde_json::Value {
        let (code, _, err) = demo(&folder, &[&FILES[..], more].concat());
        assert_eq!(code, 0, "{err}");
        let report = std::fs::read_to_string(folder.join("target/demo/report.json")).unwrap();
        serde_json::from_str(&report).unwrap()
    };
    assert!(answer(&[])["deviation"].is_null());
    let own = ["--path", "path.geojson", "--corridor", "200", "--base", "55.8,50.9"];
    let report = answer(&own);
    assert_eq!(report["deviation"]["excursions"].as_array().unwrap().len(), 0);
    // From 1.8 degrees of longitude away, 112 km, this is a business trip.
    assert_eq!(report["trips"]["business_trip"], true);

    std::fs::write(folder.join("path.geojson"), "{}").unwrap();
    let (code, _, err) = demo(&folder, &[&FILES[..], &own[..2]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("path.geojson: expected a GeoJSON LineString"), "{err}");
}

#[test]
fn a_plan_of_several_reps_asks_for_one() {
    let folder = folder("reps");
    write_day(&folder, &track("8"));
    let plan = "id,rep,site,start,end\n\
                v1,a,clinic,2026-09-21T09:00:00+03:00,2026-09-21T10:00:00+03:00\n\
                v2,b,clinic,2026-09-21T09:00:00+03:00,2026-09-21T10:00:00+03:00\n";
    std::fs::write(folder.join("plan.csv"), plan).unwrap();
    let (code, _, err) = demo(&folder, &FILES);
    assert_eq!(code, 2);
    assert!(err.contains("--rep"), "{err}");
    assert_eq!(demo(&folder, &[&FILES[..], &["--rep", "a"]].concat()).0, 0);
}
