//! From the user's files to a plan, sites and a track.
//!
//! A row becomes the record that it stands for, and the library's own reader checks it: the demo
//! has no second opinion on what a latitude is. Rows that cannot be read are all named, with file
//! and line.

mod clients;
mod csv;
mod geojson;
mod gpx;
mod json;
mod rules;
mod stored;

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use fieldbeat::geofence::Accuracy;
use fieldbeat::shape::Value;
use fieldbeat::visit::{PlannedVisit, Site};
use fieldbeat::{Error, Fix, Shaped, Zone};

use crate::args::{Args, Files};
use crate::sample;

pub(crate) use clients::{Clients, rows};
pub(crate) use rules::{Rules, Targets};
pub(crate) use stored::Stored;

/// Metres of accuracy for each unit of `hdop`, the usual rule of thumb for phones.
const METRES_PER_HDOP: f64 = 5.0;

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub(crate) struct Input {
    pub(crate) plan: Vec<PlannedVisit>,
    /// Of each planned visit all that stands in its row.
    pub(crate) told: Vec<Value>,
    pub(crate) sites: Vec<Site>,
    pub(crate) fixes: Vec<Fix>,
    /// How many fixes have an accuracy computed from `hdop`.
    pub(crate) from_hdop: usize,
    pub(crate) bad: Vec<BadRow>,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BadRow {
    /// File, and line or feature in it.
    place: String,
    message: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Rows of one file, read as far as they can be.
#[derive(Debug)]
struct Rows<T> {
    good: Vec<T>,
    bad: Vec<BadRow>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { good: Vec::new(), bad: Vec::new() }
    }
}

impl<T: Shaped> Rows<T> {
    /// Reads one record that stands at `place`.
    fn read(&mut self, place: String, record: &Value) {
        match T::from_value(record) {
            Ok(good) => self.good.push(good),
            Err(error) => self.bad.push(BadRow { place, message: in_columns(&error) }),
        }
    }
}

impl<T> Rows<T> {
    fn refuse(&mut self, place: String, message: impl Into<String>) {
        self.bad.push(BadRow { place, message: message.into() });
    }
}

/// The problems of a record, by column: `$.slot.end` stood in a column `end`.
fn in_columns(error: &Error) -> String {
    let problem = |problem: &fieldbeat::Problem| {
        let column = problem.path.rsplit(['.', '$']).next().unwrap_or_default();
        match column {
            "" => problem.message.clone(),
            column => format!("{column}: {}", problem.message),
        }
    };
    error.problems().iter().map(problem).collect::<Vec<_>>().join("; ")
}

/// Which rows of the files are meant.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Selection<'a> {
    pub(crate) rep: Option<&'a str>,
    pub(crate) track_name: Option<&'a str>,
}

/// The text of a file, and how to call it.
pub(crate) struct Source {
    name: String,
    text: String,
}

impl Source {
    pub(crate) fn embedded(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned() }
    }

    fn from_path(path: &Path) -> Result<Self, BadRow> {
        let name = path.display().to_string();
        let fail = |message: String| BadRow { place: name.clone(), message };
        let bytes = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
        let bytes = if name.ends_with(".gz") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice())
                .read_to_end(&mut plain)
                .map_err(|error| fail(format!("not a gzip file: {error}")))?;
            plain
        } else {
            bytes
        };
        let text = String::from_utf8(bytes).map_err(|_| fail("not UTF-8 text".to_owned()))?;
        Ok(Self { text: text.trim_start_matches('\u{feff}').to_owned(), name })
    }

    fn is(&self, extension: &str) -> bool {
        let name = self.name.to_ascii_lowercase();
        name.strip_suffix(".gz").unwrap_or(&name).ends_with(extension)
    }
}

/// Reads the user's files.
pub(crate) fn from_files(files: &Files, selection: Selection<'_>) -> Input {
    let mut bad = Vec::new();
    let mut open = |path: &Path| match Source::from_path(path) {
        Ok(source) => source,
        Err(error) => {
            bad.push(error);
            Source { name: String::new(), text: String::new() }
        }
    };
    let (track, sites, plan) = (open(&files.track), open(&files.sites), open(&files.plan));
    if bad.is_empty() {
        from_sources(&track, &sites, &plan, selection)
    } else {
        Input { bad, ..Input::default() }
    }
}

/// Reads the day that the demo carries.
pub(crate) fn from_sample() -> Input {
    let [track, sites, plan] = sample::sources();
    from_sources(&track, &sites, &plan, Selection::default())
}

/// Reads the way that was to be driven.
pub(crate) fn path(file: &Path) -> Result<fieldbeat::geo::Path, BadRow> {
    geojson::path(&Source::from_path(file)?)
}

/// Reads what visits are worth and what is to be reached: the user's, or for the sample its own.
pub(crate) fn rules(args: &Args) -> Result<Option<Rules>, BadRow> {
    let Some(card) = own(args, &args.card, sample::card)? else { return Ok(None) };
    Rules::read(&card, own(args, &args.targets, sample::targets)?.as_ref()).map(Some)
}

/// Reads what stands on the board beside the visits of the day.
pub(crate) fn stored(args: &Args) -> Result<Stored, BadRow> {
    let board = own(args, &args.board, sample::board)?;
    board.map_or_else(|| Ok(Stored::default()), |board| Stored::read(&board))
}

/// Reads what clients bought, and how they are divided by it.
pub(crate) fn clients(args: &Args, zone: &Zone) -> Result<Option<Clients>, Vec<BadRow>> {
    let open = |file, sample| own(args, file, sample).map_err(|bad| vec![bad]);
    let Some(purchases) = open(&args.purchases, sample::purchases)? else { return Ok(None) };
    let rules = open(&args.segments, sample::segments)?;
    Clients::read(&purchases, rules.as_ref(), zone).map(Some)
}

/// The user's file; else, beside the sample's day, the sample's.
fn own(
    args: &Args,
    file: &Option<PathBuf>,
    sample: fn() -> Source,
) -> Result<Option<Source>, BadRow> {
    match (file, &args.files) {
        (Some(file), _) => Source::from_path(file).map(Some),
        (None, None) => Ok(Some(sample())),
        (None, Some(_)) => Ok(None),
    }
}

fn from_sources(track: &Source, sites: &Source, plan: &Source, selection: Selection<'_>) -> Input {
    let fixes = if track.is(".gpx") {
        gpx::fixes(track, selection.track_name)
    } else {
        csv::fixes(track, selection)
    };
    let sites = if sites.is("json") { geojson::sites(sites) } else { csv::sites(sites, selection) };
    let plan = csv::plan(plan, selection);
    let (measured, from_hdop): (Vec<Fix>, Vec<bool>) = fixes.good.into_iter().unzip();
    let (planned, told): (Vec<PlannedVisit>, Vec<Value>) = plan.good.into_iter().unzip();
    Input {
        plan: planned,
        told,
        sites: sites.good,
        fixes: measured,
        from_hdop: from_hdop.into_iter().filter(|from_hdop| *from_hdop).count(),
        bad: [fixes.bad, sites.bad, plan.bad].concat(),
    }
}

/// A planned visit, and all that stands in its row.
type ReadPlan = (PlannedVisit, Value);

/// A fix, and whether its accuracy was computed from `hdop`.
type ReadFix = (Fix, bool);

/// Adds one fix; where it has no accuracy, `hdop` gives one.
fn push_fix(rows: &mut Rows<ReadFix>, place: String, record: &Value, hdop: Option<f64>) {
    let mut read = Rows::<Fix>::default();
    read.read(place, record);
    rows.bad.append(&mut read.bad);
    rows.good.extend(read.good.into_iter().map(|mut fix| {
        let hdop = hdop.filter(|hdop| *hdop > 0.0 && fix.accuracy_m == Accuracy::Missing);
        if let Some(hdop) = hdop {
            fix.accuracy_m = (hdop * METRES_PER_HDOP).into();
        }
        (fix, hdop.is_some())
    }));
}

/// A record of the library, from its keys and values; absent values are left out.
fn record(entries: Vec<(&str, Value)>) -> Value {
    let present = entries.into_iter().filter(|(_, value)| *value != Value::Null);
    Value::Map(present.map(|(key, value)| (key.to_owned(), value)).collect())
}
