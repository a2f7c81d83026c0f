//! Verifies a rep's day, asks the library all it can say of it, and shows the answers: a table,
//! JSON, GeoJSON and a page.

mod args;
mod board;
mod day;
mod input;
mod notices;
mod order;
mod places;
mod points;
mod report;
mod sample;
mod segments;
mod way;
mod words;

use std::io::Write as _;
use std::process::ExitCode;

use fieldbeat::visit::Detail;
use fieldbeat::{Position, VisitPolicy, Zone};

use args::{Args, Command};
use day::{Asked, VerifiedDay};
use input::Selection;
use words::Words;

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
    let path = match &args.path {
        Some(file) => Some(input::path(file).map_err(|error| Failure::Input(error.to_string()))?),
        None => None,
    };
    let rules = input::rules(args).map_err(|error| Failure::Input(error.to_string()))?;
    let stored = input::stored(args).map_err(|error| Failure::Input(error.to_string()))?;
    let (policy, base) = (policy(args)?, base(args));
    let clients = input::clients(args, &policy.zone).map_err(|bad| {
        Failure::Input(bad.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    let asked = Asked { policy, path, corridor_m: args.corridor, base, rules, stored, clients };
    let words = Words { language: args.language };
    let mut day =
        VerifiedDay::of(input, asked, words).map_err(|error| Failure::Input(error.to_string()))?;
    day.notices = notices::about(args, &day.input, &day.track, words);

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

/// Where the rep comes from, as far as it is known.
fn base(args: &Args) -> Option<Position> {
    let sample = || Position::new(sample::BASE.0, sample::BASE.1).ok();
    args.base.clone().or_else(|| if args.files.is_none() { sample() } else { None })
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
