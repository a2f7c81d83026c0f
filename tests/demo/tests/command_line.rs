//! The demo as its user meets it: exit codes, messages, files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn demo(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_demo"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

const SITES: &str = "id,name,lat,lon,radius_m\nclinic,Clinic 3,55.8,49.1,80\n";
const PLAN: &str = "id,site,start,end\n\
                    v1,clinic,2026-09-21T09:00:00+03:00,2026-09-21T10:00:00+03:00\n";

/// Twenty minutes at the clinic, a fix every 30 s, in a day that goes on elsewhere.
fn track(accuracy: &str) -> String {
    let mut text = String::from("t,lat,lon,accuracy_m\n");
    for step in 0..240 {
        // 08:30 in Moscow.
        let t = 1_789_968_600_000_i64 + step * 30_000;
        let at_clinic = (90..130).contains(&step);
        let lat = if at_clinic { 55.8 } else { 55.85 } + 1e-5 * (step % 7) as f64;
        text += &format!("{t},{lat},49.1,{accuracy}\n");
    }
    text
}

fn write_day(folder: &Path, track: &str) {
    std::fs::write(folder.join("track.csv"), track).unwrap();
    std::fs::write(folder.join("sites.csv"), SITES).unwrap();
    std::fs::write(folder.join("plan.csv"), PLAN).unwrap();
}

const FILES: [&str; 6] = ["--track", "track.csv", "--sites", "sites.csv", "--plan", "plan.csv"];

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
        "--lenient",
        "--policy",
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
