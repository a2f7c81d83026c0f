//! Tracks, sites and plans in CSV.

use fieldbeat::segment::Transaction;
use fieldbeat::shape::Value;
use fieldbeat::visit::Site;

use super::{ReadFix, ReadPlan, Rows, Selection, Source, push_fix, record};

/// A column by the name that the library uses, or by another that is widespread.
type Names = &'static [&'static str];

const T: Names = &["t", "time", "timestamp", "t_ms", "t_unix_ms"];
const LAT: Names = &["lat", "latitude"];
const LON: Names = &["lon", "lng", "longitude"];
const ACCURACY: Names = &["accuracy_m", "accuracy", "acc_m"];
const RECEIVED: Names = &["received", "received_ms", "arrived_ms"];
const SPEED: Names = &["speed_mps"];
const ID: Names = &["id", "visit"];
const START: Names = &["start", "slot_from_ms"];
const END: Names = &["end", "slot_to_ms"];
const MIN_DWELL: Names = &["min_dwell"];
const MIN_DWELL_MS: Names = &["min_dwell_ms"];
const REP: Names = &["rep"];
const TRACK: Names = &["track"];

/// The fixes of a track.
pub(super) fn fixes(source: &Source, selection: Selection<'_>) -> Rows<ReadFix> {
    let mut rows = Rows::default();
    let Some(table) = Table::parse(source, &[T, LAT, LON], &mut rows) else { return rows };
    table.each(selection, &mut rows, |row, rows| {
        let fix = record(vec![
            ("t", time(row.cell(T))),
            ("lat", number(row.cell(LAT))),
            ("lon", number(row.cell(LON))),
            ("accuracy_m", number(row.cell(ACCURACY))),
            ("mock", flag(row.cell(&["mock"]))),
            ("speed_mps", number(row.cell(SPEED))),
            ("received", time(row.cell(RECEIVED))),
            ("source", text(row.cell(&["source"]))),
            ("mark", text(row.cell(&["mark"]))),
            ("seq", number(row.cell(&["seq"]))),
        ]);
        let hdop = row.cell(&["hdop"]).parse().ok();
        push_fix(rows, row.place(), &fix, hdop);
    });
    rows
}

/// Sites: circles.
pub(super) fn sites(source: &Source, selection: Selection<'_>) -> Rows<Site> {
    let mut rows = Rows::default();
    let required: &[Names] = &[ID, LAT, LON, &["radius_m"]];
    let Some(table) = Table::parse(source, required, &mut rows) else { return rows };
    table.each(selection, &mut rows, |row, rows| {
        let center = record(vec![("lat", number(row.cell(LAT))), ("lon", number(row.cell(LON)))]);
        let fence = record(vec![
            ("center", center),
            ("radius_m", number(row.cell(&["radius_m"]))),
            ("tolerance_m", number(row.cell(&["tolerance_m"]))),
        ]);
        let site =
            record(vec![("id", text(row.cell(ID))), ("fence", fence), ("attributes", row.all())]);
        rows.read(row.place(), &site);
    });
    rows
}

/// Planned visits.
pub(super) fn plan(source: &Source, selection: Selection<'_>) -> Rows<ReadPlan> {
    let mut rows = Rows::default();
    let Some(table) = Table::parse(source, &[ID], &mut rows) else { return rows };
    table.each(selection, &mut rows, |row, rows| {
        let (start, end) = (time(row.cell(START)), time(row.cell(END)));
        let slot = match (&start, &end) {
            (Value::Null, Value::Null) => Value::Null,
            _ => record(vec![("start", start), ("end", end)]),
        };
        let site = match row.cell(&["site"]) {
            "" => row.cell(ID),
            site => site,
        };
        let min_dwell = match (row.cell(MIN_DWELL), row.cell(MIN_DWELL_MS)) {
            // A span is whole seconds; cells that are no number are left to the library.
            ("", ms) => text(&ms.parse::<i64>().map_or(ms.to_owned(), span)),
            (span, _) => text(span),
        };
        let planned = record(vec![
            ("id", text(row.cell(ID))),
            ("rep", text(row.cell(REP))),
            ("site", text(site)),
            ("slot", slot),
            ("date", text(row.cell(&["date"]))),
            ("min_dwell", min_dwell),
        ]);
        let mut read = Rows::default();
        read.read(row.place(), &planned);
        rows.bad.append(&mut read.bad);
        rows.good.extend(read.good.into_iter().map(|planned| (planned, row.all())));
    });
    rows
}

/// Purchases, and returns as negative ones.
pub(super) fn purchases(source: &Source) -> Rows<Transaction> {
    let mut rows = Rows::default();
    let required: &[Names] = &[&["client"], T, &["amount"]];
    let Some(table) = Table::parse(source, required, &mut rows) else { return rows };
    table.each(Selection::default(), &mut rows, |row, rows| {
        let bought = record(vec![
            ("client", text(row.cell(&["client"]))),
            ("t", time(row.cell(T))),
            ("amount", text(row.cell(&["amount"]))),
            ("id", text(row.cell(&["id"]))),
        ]);
        rows.read(row.place(), &bought);
    });
    rows
}

fn span(ms: i64) -> String {
    format!("{}s", ms / 1000)
}

fn text(cell: &str) -> Value {
    if cell.is_empty() { Value::Null } else { Value::Text(cell.to_owned()) }
}

/// A number; other text stays text, and the library says what is wrong with it.
fn number(cell: &str) -> Value {
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        (Ok(whole), _) => Value::Int(whole),
        (_, Ok(number)) => Value::Float(number),
        _ => text(cell),
    }
}

/// Milliseconds, or text in RFC 3339.
fn time(cell: &str) -> Value {
    number(cell)
}

fn flag(cell: &str) -> Value {
    match cell.to_ascii_lowercase().as_str() {
        "1" | "true" => Value::Bool(true),
        "0" | "false" => Value::Bool(false),
        _ => text(cell),
    }
}

/// A file with a header.
struct Table<'s> {
    file: &'s str,
    header: Vec<String>,
    records: Vec<Result<csv::StringRecord, csv::Error>>,
}

impl<'s> Table<'s> {
    /// `None` when there is nothing to read rows by: the problems say why.
    fn parse<T>(source: &'s Source, required: &[Names], rows: &mut Rows<T>) -> Option<Self> {
        let first = source.text.lines().next().unwrap_or_default();
        let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(source.text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_ascii_lowercase).collect(),
            Err(error) => {
                rows.refuse(format!("{}:1", source.name), error.to_string());
                return None;
            }
        };
        let is_there = |names: &&Names| names.iter().any(|name| header.iter().any(|h| h == name));
        let absent: Vec<&str> = required
            .iter()
            .filter(|names| !is_there(names))
            .filter_map(|names| names.first().copied())
            .collect();
        if !absent.is_empty() {
            let message =
                format!("no column {}; there are: {}", absent.join(", "), header.join(", "));
            rows.refuse(format!("{}:1", source.name), message);
            return None;
        }
        Some(Self { file: &source.name, header, records: reader.records().collect() })
    }

    /// Reads the rows that are meant; those that are no rows are refused.
    fn each<T>(
        &self,
        selection: Selection<'_>,
        rows: &mut Rows<T>,
        read: impl Fn(Row<'_>, &mut Rows<T>),
    ) {
        let wanted = [(REP, selection.rep), (TRACK, selection.track_name)];
        for record in &self.records {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    rows.refuse(format!("{}:{line}", self.file), shape_of(error));
                    continue;
                }
            };
            let row = Row { table: self, record };
            let is_meant = wanted.iter().all(|(names, value)| match (row.column(names), value) {
                (Some(cell), Some(value)) => cell == *value,
                _ => true,
            });
            if is_meant {
                read(row, rows);
            }
        }
    }
}

fn shape_of(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells, but the header has {expected_len}")
        }
        _ => error.to_string(),
    }
}

#[derive(Clone, Copy)]
struct Row<'t> {
    table: &'t Table<'t>,
    record: &'t csv::StringRecord,
}

impl<'t> Row<'t> {
    fn place(&self) -> String {
        let line = self.record.position().map_or(0, csv::Position::line);
        format!("{}:{line}", self.table.file)
    }

    /// The cell under any of these names; empty where it is absent.
    fn cell(&self, names: &[&str]) -> &'t str {
        self.column(names).unwrap_or_default()
    }

    /// All cells that hold something, by the name of their column.
    fn all(&self) -> Value {
        let cells = self.table.header.iter().zip(self.record.iter());
        let told = cells.filter(|(name, cell)| !name.is_empty() && !cell.is_empty());
        Value::Map(told.map(|(name, cell)| (name.clone(), text(cell))).collect())
    }

    fn column(&self, names: &[&str]) -> Option<&'t str> {
        let index = names.iter().find_map(|n| self.table.header.iter().position(|h| h == n))?;
        self.record.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::embedded("track.csv", text)
    }

    fn messages<T>(rows: &Rows<T>) -> Vec<String> {
        rows.bad.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_bad_row_is_named_by_file_and_line() {
        let rows = fixes(
            &source(
                "t,lat,lon,accuracy_m\n\
                 2026-09-21T09:00:00+03:00,55.8,49.1,8\n\
                 2026-09-21 09:00:10,55.8,49.1,8\n\
                 2026-09-21T09:00:20+03:00,95.8,49.1,8\n\
                 2026-09-21T09:00:30+03:00,north,,8\n\
                 2026-09-21T09:00:40+03:00,55.8\n\
                 1789970450000,55.8,49.1,\n",
            ),
            Selection::default(),
        );
        assert_eq!(rows.good.len(), 2);
        let bad = messages(&rows);
        let lines: Vec<_> = bad.iter().map(|m| m.split(": ").next().unwrap()).collect();
        assert_eq!(lines, ["track.csv:3", "track.csv:4", "track.csv:5", "track.csv:6"]);
        assert!(bad[0].contains("t: "), "{bad:?}");
        assert!(bad[1].contains("lat: "), "{bad:?}");
        assert!(bad[2].contains("lat: ") && bad[2].contains("lon: "), "{bad:?}");
        assert!(bad[3].contains("2 cells, but the header has 4"), "{bad:?}");
    }

    #[test]
    fn absent_columns_are_one_problem_not_one_a_row() {
        let rows = fixes(&source("when,lat\n1,2\n3,4\n"), Selection::default());
        assert_eq!(messages(&rows), ["track.csv:1: no column t, lon; there are: when, lat"]);
    }

    #[test]
    fn semicolons_separate_too_and_other_column_names_are_known() {
        let text = "t_unix_ms;latitude;longitude;hdop\n1789970450000;55.8;49.1;1.5\n";
        let rows = fixes(&source(text), Selection::default());
        let (fix, from_hdop) = &rows.good[0];
        assert_eq!(fix.accuracy_m.radius(), Some(7.5));
        assert!(from_hdop);
    }

    #[test]
    fn only_the_rows_of_the_rep_and_the_track_are_read() {
        let text = "rep,track,t,lat,lon\n1,a,0,1,1\n2,a,0,2,2\n1,b,0,3,3\n";
        let only = |rep, track_name| {
            let rows = fixes(&source(text), Selection { rep, track_name });
            rows.good.iter().map(|(fix, _)| fix.lat.get()).collect::<Vec<_>>()
        };
        assert_eq!(only(Some("1"), None), [1.0, 3.0]);
        assert_eq!(only(Some("1"), Some("b")), [3.0]);
        assert_eq!(only(None, None), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_plan_may_give_a_slot_or_a_date() {
        let text = "id,site,start,end,date,min_dwell\n\
                    v1,s1,2026-09-21T09:00:00+03:00,2026-09-21T10:00:00+03:00,,15m\n\
                    v2,s2,,,2026-09-21,\n\
                    v3,s3,,,,\n\
                    v4,s4,2026-09-21T10:00:00+03:00,2026-09-21T09:00:00+03:00,,soon\n";
        let rows = plan(&Source::embedded("plan.csv", text), Selection::default());
        assert_eq!(rows.good.len(), 2);
        let bad = messages(&rows);
        assert!(bad[0].starts_with("plan.csv:4: "), "{bad:?}");
        assert!(bad[1].starts_with("plan.csv:5: "), "{bad:?}");
        assert!(bad[1].contains("end: ") && bad[1].contains("min_dwell: "), "{bad:?}");
    }
}
