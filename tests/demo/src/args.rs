//! The command line.

use std::path::PathBuf;

use fieldbeat::Position;
use fieldbeat::catalog::Language;

pub(crate) const HELP: &str = "\
Verifies a rep's day: which planned visits were real, when, for how long, and why.

  cargo xtask demo
      verifies the day in tests/demo/sample

  cargo xtask demo --track FILE --sites FILE --plan FILE [options]
      verifies your own

Files (CSV may be separated by commas or semicolons; any file may be gzipped, FILE.gz)
  --track FILE.csv   t, lat, lon [, accuracy_m, mock, speed_mps, received, source, mark, seq]
                     t, received: RFC 3339 with an offset, or milliseconds since 1970
                     accuracy_m: radius in metres that holds 68 % of positions
                     mock: true or false; source: gps, network, fused; mark: in, out
  --track FILE.gpx   GPX 1.0 or 1.1; accuracy is hdop x 5 m where hdop is given
  --sites FILE.csv   id, lat, lon, radius_m [, name, tolerance_m]
  --sites FILE.geojson  polygons, or points with radius_m; properties id, name, tolerance_m
  --plan FILE.csv    id, site, and start and end (or date) [, min_dwell, rep]
                     min_dwell: \"90s\", \"20m\"; site may be left out where it equals id
  Further columns of plan and sites are fields of the score card, where it reads them.
  Other accepted column names stand in tests/demo/README.md.

Options
  --rep NAME             only rows of this rep (where files have a column rep)
  --track-name NAME      only the track of this name (GPX <name>; CSV column track)
  --assume-accuracy M    metres, for fixes without accuracy; without it they prove nothing
  --path FILE.geojson    the way that was to be driven, a LineString; without it straight lines
                         from site to site, in the order of the planned slots
  --corridor M           so many metres from that way are still on it (500)
  --base LAT,LON         where the rep comes from: tells business trips
  --lenient              skip rows that cannot be read (they are named and counted)
  --policy FILE.json     rules by which visits are judged
  --card FILE.json       score card: points by visit, and why
  --targets FILE.json    what is to be reached a day, a week, a month; needs a card
  --board FILE.json      cases beside those of the plan, and what clients wrote
  --purchases FILE.csv   client (the id of a site), t, amount [, id]: who matters now
  --segments FILE.json   how clients are divided, and visits a month by segment
  --zone NAME            zone of dates and of shown times, such as Europe/Moscow
  --lang en|ru           language of the report
  --out DIR              where report.html, report.json and map.geojson go (target/demo)
  --help                 this text

Ends with 0 when the report is written, 1 when it cannot be, 2 when arguments or files are wrong.
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Verify(Box<Args>),
}

/// What to verify, and how.
#[derive(Debug)]
pub(crate) struct Args {
    /// The user's files; else the sample.
    pub(crate) files: Option<Files>,
    pub(crate) rep: Option<String>,
    pub(crate) track_name: Option<String>,
    pub(crate) assume_accuracy: Option<f64>,
    pub(crate) path: Option<PathBuf>,
    pub(crate) corridor: Option<f64>,
    pub(crate) base: Option<Position>,
    pub(crate) lenient: bool,
    pub(crate) policy: Option<PathBuf>,
    pub(crate) card: Option<PathBuf>,
    pub(crate) targets: Option<PathBuf>,
    pub(crate) board: Option<PathBuf>,
    pub(crate) purchases: Option<PathBuf>,
    pub(crate) segments: Option<PathBuf>,
    pub(crate) zone: Option<String>,
    pub(crate) language: Language,
    pub(crate) out: PathBuf,
}

#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) track: PathBuf,
    pub(crate) sites: PathBuf,
    pub(crate) plan: PathBuf,
}

/// Reads the command line; all problems at once.
pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Command, Vec<String>> {
    let mut args = Args {
        files: None,
        rep: None,
        track_name: None,
        assume_accuracy: None,
        path: None,
        corridor: None,
        base: None,
        lenient: false,
        policy: None,
        card: None,
        targets: None,
        board: None,
        purchases: None,
        segments: None,
        zone: None,
        language: Language::En,
        out: PathBuf::from("target/demo"),
    };
    let (mut track, mut sites, mut plan) = (None, None, None);
    let mut problems = Vec::new();
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let (option, inline) = match word.split_once('=') {
            Some((option, value)) => (option.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        match option.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--lenient" => args.lenient = true,
            "--track" | "--sites" | "--plan" | "--rep" | "--track-name" | "--assume-accuracy"
            | "--path" | "--corridor" | "--base" | "--policy" | "--card" | "--targets"
            | "--board" | "--purchases" | "--segments" | "--zone" | "--lang" | "--out" => {
                let Some(value) = inline.or_else(|| words.next_if(|w| !w.starts_with("--"))) else {
                    problems.push(format!("{option} needs a value"));
                    continue;
                };
                match option.as_str() {
                    "--track" => track = Some(value.into()),
                    "--sites" => sites = Some(value.into()),
                    "--plan" => plan = Some(value.into()),
                    "--rep" => args.rep = Some(value),
                    "--track-name" => args.track_name = Some(value),
                    "--path" => args.path = Some(value.into()),
                    "--base" => match position(&value) {
                        Some(base) => args.base = Some(base),
                        None => problems.push(format!("--base is LAT,LON, not {value}")),
                    },
                    "--policy" => args.policy = Some(value.into()),
                    "--card" => args.card = Some(value.into()),
                    "--targets" => args.targets = Some(value.into()),
                    "--board" => args.board = Some(value.into()),
                    "--purchases" => args.purchases = Some(value.into()),
                    "--segments" => args.segments = Some(value.into()),
                    "--zone" => args.zone = Some(value),
                    "--out" => args.out = value.into(),
                    "--lang" => match value.as_str() {
                        "en" => args.language = Language::En,
                        "ru" => args.language = Language::Ru,
                        _ => problems.push(format!("--lang is en or ru, not {value}")),
                    },
                    _ => match value.parse::<f64>() {
                        Ok(m) if m > 0.0 && m <= 1e6 && option == "--corridor" => {
                            args.corridor = Some(m);
                        }
                        Ok(m) if m > 0.0 && m <= 1e6 => args.assume_accuracy = Some(m),
                        _ => problems.push(format!("{option} needs metres above 0, not {value}")),
                    },
                }
            }
            _ => problems.push(format!("unknown argument {option}")),
        }
    }
    args.files = match (track, sites, plan) {
        (Some(track), Some(sites), Some(plan)) => Some(Files { track, sites, plan }),
        (None, None, None) => None,
        (track, sites, plan) => {
            let absent = [("--track", track), ("--sites", sites), ("--plan", plan)];
            let absent = absent.into_iter().filter(|(_, file)| file.is_none());
            let names: Vec<_> = absent.map(|(name, _)| name).collect();
            problems.push(format!("{} missing: a track needs sites and a plan", names.join(", ")));
            None
        }
    };
    // The sample has a card of its own.
    if args.targets.is_some() && args.card.is_none() && args.files.is_some() {
        problems.push("--card missing: targets are held against its points".to_owned());
    }
    if args.segments.is_some() && args.purchases.is_none() && args.files.is_some() {
        problems.push("--purchases missing: segments are of what clients bought".to_owned());
    }
    if problems.is_empty() { Ok(Command::Verify(Box::new(args))) } else { Err(problems) }
}

/// `53.72,36.74`.
fn position(text: &str) -> Option<Position> {
    let (lat, lon) = text.split_once(',')?;
    Position::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Command, Vec<String>> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn no_arguments_verify_the_sample() {
        let Ok(Command::Verify(args)) = parse_line("") else { panic!() };
        assert!(args.files.is_none() && !args.lenient);
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let problems =
            parse_line("--track a.csv --lang de --assume-accuracy -3 --base 91,0 --zone --fast")
                .unwrap_err();
        assert_eq!(
            problems,
            [
                "--lang is en or ru, not de",
                "--assume-accuracy needs metres above 0, not -3",
                "--base is LAT,LON, not 91,0",
                "--zone needs a value",
                "unknown argument --fast",
                "--sites, --plan missing: a track needs sites and a plan",
            ]
        );
    }

    #[test]
    fn values_may_follow_an_equals_sign() {
        let Ok(Command::Verify(args)) = parse_line("--lang=ru --out=x") else { panic!() };
        assert_eq!((args.language, args.out), (Language::Ru, PathBuf::from("x")));
    }
}
