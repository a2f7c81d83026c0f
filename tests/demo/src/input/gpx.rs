//! Tracks in GPX 1.0 and 1.1.
//!
//! The gpx crate stops at the first problem and knows no line. A file that it refuses is read
//! again point by point, so that every bad point can be named.

use fieldbeat::shape::Value;

use super::{ReadFix, Rows, Source, push_fix, record};

/// The fixes of all tracks, or of those called `name`.
pub(super) fn fixes(source: &Source, name: Option<&str>) -> Rows<ReadFix> {
    match gpx::read(source.text.as_bytes()) {
        Ok(gpx) => of_whole_file(source, &gpx, name),
        Err(error) => {
            let mut rows = of_single_points(source);
            if rows.bad.is_empty() {
                rows.refuse(source.name.clone(), in_words(&error));
            }
            rows
        }
    }
}

fn of_whole_file(source: &Source, gpx: &gpx::Gpx, name: Option<&str>) -> Rows<ReadFix> {
    let mut rows = Rows::default();
    let mut points = points(&source.text);
    for track in &gpx.tracks {
        let wanted = name.is_none_or(|name| track.name.as_deref() == Some(name));
        for waypoint in track.segments.iter().flat_map(|segment| &segment.points) {
            let place = points.next().map_or_else(
                || source.name.clone(),
                |point| format!("{}:{}", source.name, point.line),
            );
            if wanted {
                push_waypoint(&mut rows, place, waypoint);
            }
        }
    }
    rows
}

fn of_single_points(source: &Source) -> Rows<ReadFix> {
    let mut rows = Rows::default();
    // Prefixes of extensions are declared in the root.
    let root = source.text.find("<gpx").and_then(|start| {
        let rest = source.text.get(start..)?;
        rest.get(..=rest.find('>')?)
    });
    for point in points(&source.text) {
        let place = format!("{}:{}", source.name, point.line);
        let root = root.unwrap_or("<gpx version=\"1.1\">");
        let alone = format!("{root}<trk><trkseg>{}</trkseg></trk></gpx>", point.text);
        match gpx::read(alone.as_bytes()) {
            Ok(gpx) => {
                let segments = gpx.tracks.iter().flat_map(|track| &track.segments);
                for waypoint in segments.flat_map(|segment| &segment.points) {
                    push_waypoint(&mut rows, place.clone(), waypoint);
                }
            }
            Err(error) => rows.refuse(place, in_words(&error)),
        }
    }
    rows
}

fn push_waypoint(rows: &mut Rows<ReadFix>, place: String, waypoint: &gpx::Waypoint) {
    let time = waypoint.time.and_then(|time| time.format().ok());
    let fix = record(vec![
        ("t", time.map_or(Value::Null, Value::Text)),
        ("lat", Value::Float(waypoint.point().y())),
        ("lon", Value::Float(waypoint.point().x())),
        ("speed_mps", waypoint.speed.map_or(Value::Null, Value::Float)),
    ]);
    push_fix(rows, place, &fix, waypoint.hdop);
}

/// The causes too: the crate's own messages leave them out.
fn in_words(error: &gpx::errors::GpxError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// A `<trkpt>` as it stands in the file.
struct Point<'s> {
    line: usize,
    text: &'s str,
}

/// The track points in the order of the file.
fn points(text: &str) -> impl Iterator<Item = Point<'_>> {
    const OPEN: &str = "<trkpt";
    const CLOSE: &str = "</trkpt>";
    let mut line = 1;
    let mut from = 0;
    text.match_indices(OPEN).map(move |(start, _)| {
        line += text.get(from..start).map_or(0, |passed| passed.matches('\n').count());
        from = start;
        let rest = text.get(start..).unwrap_or_default();
        let tag = rest.find('>').map_or(rest.len(), |end| end + 1);
        let is_whole = rest.get(..tag).is_some_and(|tag| tag.ends_with("/>"));
        // Where the end is missing, the point ends before the next one.
        let next = rest.get(OPEN.len()..).and_then(|rest| rest.find(OPEN)).map(|n| n + OPEN.len());
        let close = rest.find(CLOSE).map(|end| end + CLOSE.len());
        let end = match (is_whole, close, next) {
            (true, _, _) => tag,
            (false, Some(close), Some(next)) => close.min(next),
            (false, Some(end), None) | (false, None, Some(end)) => end,
            (false, None, None) => rest.len(),
        };
        Point { line, text: rest.get(..end).unwrap_or_default() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(points: &str) -> Source {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" creator=\"x\" \
             xmlns=\"http://www.topografix.com/GPX/1/1\" xmlns:x=\"urn:x\">\n\
             <trk><name>a</name><trkseg>\n{points}</trkseg></trk></gpx>\n"
        );
        Source::embedded("day.gpx", &text)
    }

    const GOOD: &str = "<trkpt lat=\"46.1\" lon=\"13.7\"><time>2009-11-19T16:30:28Z</time>\
                        <extensions><x:y>1</x:y></extensions></trkpt>\n";

    #[test]
    fn a_point_without_hdop_has_no_accuracy() {
        let hdop = GOOD.replace("<extensions>", "<hdop>1.6</hdop><extensions>");
        let rows = fixes(&file(&format!("{GOOD}{hdop}")), None);
        assert_eq!(rows.bad, []);
        let accuracies: Vec<_> = rows
            .good
            .iter()
            .map(|(fix, from_hdop)| (fix.accuracy_m.radius(), *from_hdop))
            .collect();
        assert_eq!(accuracies, [(None, false), (Some(8.0), true)]);
    }

    #[test]
    fn points_without_time_are_named_by_line() {
        let rows = fixes(&file(&format!("{GOOD}<trkpt lat=\"46.1\" lon=\"13.7\"/>\n")), None);
        assert_eq!(rows.good.len(), 1);
        assert_eq!(rows.bad.len(), 1);
        assert!(rows.bad[0].to_string().starts_with("day.gpx:5: t: "), "{}", rows.bad[0]);
    }

    #[test]
    fn every_point_that_the_parser_refuses_is_named() {
        let far = GOOD.replace("46.1", "96.1");
        let never = GOOD.replace("2009-11-19T16:30:28Z", "yesterday");
        let rows = fixes(&file(&format!("{GOOD}{far}{GOOD}{never}")), None);
        assert_eq!(rows.good.len(), 2);
        let bad: Vec<_> = rows.bad.iter().map(ToString::to_string).collect();
        assert!(bad[0].starts_with("day.gpx:5: ") && bad[0].contains("96.1"), "{bad:?}");
        assert!(bad[1].starts_with("day.gpx:7: "), "{bad:?}");
    }

    #[test]
    fn a_file_that_is_no_gpx_is_a_problem_of_the_file() {
        let rows = fixes(&Source::embedded("day.gpx", "<html></html>"), None);
        assert_eq!(rows.bad.len(), 1);
        assert!(rows.bad[0].to_string().starts_with("day.gpx: "));
    }

    #[test]
    fn only_the_named_track_is_read() {
        assert_eq!(fixes(&file(GOOD), Some("a")).good.len(), 1);
        assert_eq!(fixes(&file(GOOD), Some("b")).good.len(), 0);
    }
}
