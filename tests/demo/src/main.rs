//! Verifies a rep's day and shows the result: a table, JSON, GeoJSON and a page.

mod args;
mod input;
mod notices;
mod report;
mod sample;
mod words;

use std::io::Write as _;
use std::process::ExitCode;

use fieldbeat::budget::Budget;
use fieldbeat::visit::Detail;
use fieldbeat::{Track, VisitPolicy, VisitReport, Zone, verify_plan};

use args::{Args, Command};
use input::{Input, Selection};
use words::{Clock, Words};

fn main() -> ExitCode {
    let outcome = match args::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            say(args::HELP);
            Ok(())
        }
        Ok(Command::Verify(args)) => verify(&args),
        Err(problems) => Err(Failure::Input(format!("{}\nSee --help.", problems.join("\n")))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Output(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Why there is no report.
enum Failure {
    /// The user can put it right: arguments, files, policy.
    Input(String),
    /// The report cannot be written.
    Output(String),
}

/// A verified day, with all that the reports show of it.
struct VerifiedDay {
    input: Input,
    track: Track,
    policy: VisitPolicy,
    report: VisitReport,
    /// What the reader must know about the input.
    notices: Vec<String>,
    words: Words,
}

impl VerifiedDay {
    fn clock(&self) -> Clock<'_> {
        Clock { zone: &self.policy.zone }
    }

    /// What a site is called.
    fn site_name<'d>(&'d self, id: &'d str) -> &'d str {
        let site = self.input.sites.iter().find(|site| site.id == id);
        match site.and_then(|site| site.attributes.get("name")) {
            Some(fieldbeat::shape::Value::Text(name)) => name,
            _ => id,
        }
    }
}

fn verify(args: &Args) -> Result<(), Failure> {
    let selection = Selection { rep: args.rep.as_deref(), track_name: args.track_name.as_deref() };
    let input = match &args.files {
        Some(files) => input::from_files(files, selection),
        None => input::from_sample(),
    };
    if !input.bad.is_empty() {
        let list: String = input.bad.iter().map(|bad| format!("{bad}\n")).collect();
        let nothing_left =
            input.fixes.is_empty() || input.sites.is_empty() || input.plan.is_empty();
        if !args.lenient || nothing_left {
            let hint = if nothing_left { "" } else { " With --lenient they are skipped." };
            let count = rows(input.bad.len());
            return Err(Failure::Input(format!(
                "{list}{count} cannot be read; nothing was verified.{hint}"
            )));
        }
        eprint!("{list}");
    }
    if input.plan.is_empty() {
        return Err(Failure::Input("The plan has no visits (for this --rep).".to_owned()));
    }
    let mut reps: Vec<&str> = input.plan.iter().filter_map(|p| p.rep.as_deref()).collect();
    reps.dedup();
    if let [first, second, ..] = reps.as_slice() {
        return Err(Failure::Input(format!(
            "The plan is that of several reps ({first}, {second} ...): choose one with --rep."
        )));
    }
    if input.fixes.is_empty() && (args.rep.is_some() || args.track_name.is_some()) {
        return Err(Failure::Input(
            "The track has no fixes of this --rep or --track-name.".to_owned(),
        ));
    }
    let policy = policy(args)?;
    let track = Track::new(input.fixes.clone());
    let report =
        verify_plan(&input.plan, &track, &input.sites, &policy, None, &mut Budget::unlimited())
            .map_err(|error: fieldbeat::Error| Failure::Input(error.to_string()))?;
    let words = Words { language: args.language };
    let notices = notices::about(args, &input, &track, words);
    let day = VerifiedDay { input, track, policy, report, notices, words };

    let mut text = report::table(&day);
    for file in report::write(&day, &args.out)
        .map_err(|error| Failure::Output(format!("{}: {error}", args.out.display())))?
    {
        text += &format!("{} {}\n", words.say("wrote", "записан"), file.display());
    }
    say(&text);
    Ok(())
}

/// Prints; a reader who has seen enough (`| head`) is no failure.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn rows(count: usize) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}

/// The user's rules, or the defaults with coordinates in the report, for the map.
fn policy(args: &Args) -> Result<VisitPolicy, Failure> {
    let mut policy = match &args.policy {
        Some(path) => {
            let fail = |error: String| Failure::Input(format!("{}: {error}", path.display()));
            let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
            VisitPolicy::from_json(&text).map_err(|error| fail(error.to_string()))?
        }
        None => VisitPolicy { detail: Detail::Track, ..VisitPolicy::default() },
    };
    let zone = match (&args.zone, &args.files) {
        (Some(zone), _) => Some(zone.as_str()),
        (None, None) => Some(sample::ZONE),
        (None, Some(_)) => None,
    };
    if let Some(zone) = zone {
        policy.zone = Zone::named(zone)
            .map_err(|problem| Failure::Input(format!("--zone: {}", problem.message)))?;
    }
    if let Some(metres) = args.assume_accuracy {
        policy.presence.default_accuracy_m =
            Some(metres.try_into().map_err(|p: fieldbeat::Problem| {
                Failure::Input(format!("--assume-accuracy: {p}"))
            })?);
    }
    Ok(policy)
}
