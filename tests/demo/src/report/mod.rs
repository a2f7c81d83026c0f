//! The verified day for its readers: a table for the terminal, JSON and GeoJSON for programs,
//! a page for people.

mod board;
mod evidence;
mod frame;
mod geojson;
mod html;
mod json;
mod kept;
mod map;
mod odd;
mod off_path;
mod order;
mod outline;
mod points;
mod refused;
mod segments;
mod steps;
mod table;
mod timeline;

use std::io;
use std::path::{Path, PathBuf};

use fieldbeat::reason_text;
use fieldbeat::visit::{Status, VisitVerdict};

use crate::day::VerifiedDay;

pub(crate) use outline::middle;
pub(crate) use table::table;

/// Writes the files into `folder`; answers their paths.
pub(crate) fn write(day: &VerifiedDay, folder: &Path) -> io::Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder)?;
    let files = [
        ("report.html", html::page(day)),
        ("report.json", json::report(day)?),
        ("map.geojson", geojson::layers(day)?),
    ];
    let write = |(name, text): (&str, String)| {
        let path = folder.join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    };
    files.into_iter().map(write).collect()
}

/// Why, in words; for a visit that needs no excuse, what it rests on.
fn why(day: &VerifiedDay, verdict: &VisitVerdict) -> String {
    let mut texts: Vec<String> = Vec::new();
    for reason in &verdict.reasons {
        let text = reason_text(reason, day.words.language);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    if !texts.is_empty() {
        return texts.join("; ");
    }
    let words = day.words;
    match (&verdict.evidence, verdict.status) {
        (Some(evidence), Status::Verified) => {
            let accuracy = evidence.median_accuracy_m.map_or(String::new(), |m| {
                format!(", {} {}", words.say("accurate to", "точность"), words.metres(m))
            });
            let fixes = words.say("fixes inside", "точек внутри");
            format!("{} {fixes}{accuracy}", evidence.fixes_inside)
        }
        _ => words.meaning(verdict.status).to_owned(),
    }
}

/// The planned slot: `09:15–10:15`, or the date.
fn planned(day: &VerifiedDay, verdict: &VisitVerdict) -> String {
    let planned = day.input.plan.iter().find(|planned| planned.id == verdict.plan_id);
    let slot = planned.and_then(|planned| planned.slot.as_ref());
    let date = planned.and_then(|planned| planned.date);
    match (slot, date) {
        (Some(slot), _) => {
            format!("{}–{}", day.clock().minute(slot.start), day.clock().minute(slot.end))
        }
        (None, Some(date)) => date.to_string(),
        (None, None) => String::new(),
    }
}

/// How many visits have each status, in the order of the statuses.
fn counts(day: &VerifiedDay) -> Vec<(Status, usize)> {
    let count = |status: &Status| {
        (*status, day.report.visits.iter().filter(|visit| visit.status == *status).count())
    };
    Status::ALL.iter().map(count).collect()
}
