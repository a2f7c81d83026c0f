//! Runs of the demo: a folder each, files in it, and what came of it.
#![allow(dead_code, reason = "no test needs all of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of this test's own, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn demo(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_demo"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// The answers of a run.
pub(crate) fn report(folder: &Path) -> serde_json::Value {
    let report = std::fs::read_to_string(folder.join("target/demo/report.json")).unwrap();
    serde_json::from_str(&report).unwrap()
}

/// The page of a run.
pub(crate) fn page(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("target/demo/report.html")).unwrap()
}

/// The section of a page with a class.
pub(crate) fn section<'p>(page: &'p str, class: &str) -> &'p str {
    let start = page.find(&format!("<section class=\"{class}\"")).unwrap();
    let length = page[start..].find("</section>").unwrap();
    &page[start..start + length]
}

pub(crate) const SITES: &str = "id,name,lat,lon,radius_m\nclinic,Clinic 3,55.8,49.1,80\n";
pub(crate) const PLAN: &str = "id,site,start,end\n\
                    v1,clinic,2026-09-21T09:00:00+03:00,2026-09-21T10:00:00+03:00\n";

/// Twenty minutes at the clinic, a fix every 30 s, in a day that goes on elsewhere.
pub(crate) fn track(accuracy: &str) -> String {
    let mut text = String::from("t,lat,lon,accuracy_m\n");
    for step in 0..240 {
        // 08:30 in Moscow.
        let t = 1_789_968_600_000_i64 + step * 30_000;
        let at_clinic = (90..130).contains(&step);
        let lat = if at_clinic { 55.8 } else { 55.805 } + 1e-5 * (step % 7) as f64;
        text += &format!("{t},{lat},49.1,{accuracy}\n");
    }
    text
}

pub(crate) fn write_day(folder: &Path, track: &str) {
    std::fs::write(folder.join("track.csv"), track).unwrap();
    std::fs::write(folder.join("sites.csv"), SITES).unwrap();
    std::fs::write(folder.join("plan.csv"), PLAN).unwrap();
}

pub(crate) const FILES: [&str; 6] =
    ["--track", "track.csv", "--sites", "sites.csv", "--plan", "plan.csv"];
