//! The library's answers as they are, by operation.

use std::io;

use fieldbeat::Shaped;
use fieldbeat::shape::Value;
use fieldbeat::visit::Detail;

use crate::day::VerifiedDay;

pub(super) fn report(day: &VerifiedDay) -> io::Result<String> {
    // Stays are places: they are told where places may be.
    let stays = match day.policy.detail {
        Detail::Track => day.stays.to_value(),
        _ => Value::Null,
    };
    let points = day.points.as_ref();
    let progress = points.and_then(|points| points.progress.as_ref());
    let board = &day.board;
    let applied = board.asked.iter().map(|asked| asked.applied.to_value());
    let can = board.asked.iter().map(|asked| asked.can.to_value());
    let clocks = board.cards.iter();
    let clocks = clocks.map(|card| (card.case.id.to_string(), card.clock.to_value()));
    let segments = day.segments.as_ref();
    let answers = [
        ("verify_plan", day.report.to_value()),
        ("deviation", day.way.as_ref().map_or(Value::Null, |way| way.report.to_value())),
        ("order_stops", day.order.as_ref().map_or(Value::Null, |order| order.tour.to_value())),
        ("score_all", points.map_or(Value::Null, |points| points.scores.to_value())),
        ("progress", progress.map_or(Value::Null, Shaped::to_value)),
        ("apply", Value::List(applied.collect())),
        ("can", Value::List(can.collect())),
        ("clock", Value::Map(clocks.collect())),
        ("worklist", board.worklist.to_value()),
        ("waiting", board.waiting.as_ref().map_or(Value::Null, Shaped::to_value)),
        ("assignments", segments.map_or(Value::Null, |known| known.assignments.to_value())),
        ("moves", segments.map_or(Value::Null, |known| known.moves.to_value())),
        ("migration", segments.map_or(Value::Null, |known| known.migration.to_value())),
        ("trips", day.trips.to_value()),
        ("stay_points", stays),
        ("anomalies", day.anomalies.to_value()),
        ("retention", day.kept.to_value()),
    ];
    let answers = answers.map(|(operation, answer)| (operation.to_owned(), answer));
    Ok(serde_json::to_string_pretty(&Value::Map(answers.into()))? + "\n")
}
