//! Requests without an answer.

use super::policy::{ClientRequest, Direction};
use super::report::{SourceWaiting, WaitingBucket, WaitingReport, WaitingRequest};
use crate::Result;
use crate::column::Names;
use crate::math::{sort_by, under};
use crate::shape::Reader;
use crate::time::{Calendar, CalendarSpan, Instant, Span};

/// Requests that wait for an answer at `now`, by how long.
///
/// A request waits since the first message that came in after the last answer. What a machine sent
/// answers nobody; an answer at the very instant of a message answers it; what comes after `now` is
/// not known yet. Buckets are half-open: with the edges 20m and 40m they are [0, 20m), [20m, 40m)
/// and [40m, ...). With a calendar its working time counts, without one the time by the clock.
/// O(messages + requests · log).
///
/// # Errors
/// `duplicate_id` of requests; of edges `out_of_range` (0 or less) and `not_ascending`.
///
/// # Example
/// ```
/// use fieldbeat::funnel::{ClientRequest, waiting};
/// use fieldbeat::{Calendar, CalendarPolicy};
///
/// let request = ClientRequest::from_json(
///     r#"{"id": "r1", "messages": [{"t": "2026-11-20T17:50:00Z", "direction": "inbound"}]}"#,
/// )?;
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let monday = "2026-11-23T09:25:00Z".parse()?;
/// let report = waiting(&[request], monday, Some(&calendar), &["20m".parse()?, "40m".parse()?])?;
/// assert_eq!(report.waiting[0].working_ms, Some(35 * 60_000));
/// assert_eq!(report.waiting[0].bucket, 1);
/// assert_eq!(report.next_change, Some("2026-11-23T09:30:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn waiting(
    requests: &[ClientRequest],
    now: Instant,
    calendar: Option<&Calendar>,
    edges: &[Span],
) -> Result<WaitingReport> {
    let mut at = Reader::new();
    check(requests, edges, &mut at);
    at.finish(Some(()))?;
    let edges: Vec<i64> = edges.iter().map(|edge| edge.millis()).collect();
    let mut waiting: Vec<WaitingRequest> = requests
        .iter()
        .filter_map(|request| one(request, since(request, now)?, now, calendar, &edges))
        .collect();
    let length = |request: &WaitingRequest| request.working_ms.unwrap_or(request.wall_ms);
    sort_by(&mut waiting, |a, b| (length(b), &a.id).cmp(&(length(a), &b.id)));

    let mut counts = vec![0; edges.len() + 1];
    let mut sources: Vec<(Option<&str>, Vec<i64>)> = Vec::new();
    for request in &waiting {
        let of_source = under(&mut sources, request.source.as_deref(), || vec![0; edges.len() + 1]);
        let place = usize::try_from(request.bucket).unwrap_or(0);
        for counts in [&mut counts, of_source] {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    let by_source = |(source, counts): (Option<&str>, Vec<i64>)| SourceWaiting {
        source: source.map(str::to_owned),
        waiting: counts.iter().sum(),
        buckets: buckets(&edges, &counts),
    };
    Ok(WaitingReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        buckets: buckets(&edges, &counts),
        sources: sources.into_iter().map(by_source).collect(),
        answered: (requests.len() - waiting.len()) as i64,
        next_change: waiting.iter().filter_map(|request| request.next_change).min(),
        waiting,
        warnings: Vec::new(),
    })
}

fn check(requests: &[ClientRequest], edges: &[Span], at: &mut Reader) {
    at.within("requests", |at| {
        let mut seen = Names::default();
        for (index, request) in requests.iter().enumerate() {
            if !seen.code(&request.id).1 {
                let message = format!("\"{}\" comes twice", request.id);
                at.within(index, |at| {
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                });
            }
        }
    });
    at.within("edges", |at| {
        let mut before = 0;
        for (index, edge) in edges.iter().enumerate() {
            let edge = edge.millis();
            if edge <= 0 {
                at.within(index, |at| at.problem::<()>("out_of_range", "expected more than 0"));
            } else if edge <= before {
                let message = "expected more than the edge before";
                at.within(index, |at| at.problem::<()>("not_ascending", message));
            }
            before = before.max(edge);
        }
    });
}

/// Since when a request waits; `None` where it does not.
fn since(request: &ClientRequest, now: Instant) -> Option<Instant> {
    let known = || request.messages.iter().filter(|message| !message.automatic && message.t <= now);
    let of = |direction| known().filter(move |m| m.direction == direction).map(|m| m.t);
    let answer = of(Direction::Outbound).max();
    of(Direction::Inbound).filter(|t| answer.is_none_or(|answer| *t > answer)).min()
}

fn one(
    request: &ClientRequest,
    since: Instant,
    now: Instant,
    calendar: Option<&Calendar>,
    edges: &[i64],
) -> Option<WaitingRequest> {
    let wall_ms = now.since(since);
    let working_ms = calendar.map(|calendar| calendar.working_time(since, now));
    let bucket = edges.partition_point(|edge| *edge <= working_ms.unwrap_or(wall_ms));
    let next_change = edges.get(bucket).and_then(|edge| match calendar {
        Some(calendar) => calendar.add(since, CalendarSpan::Working(*edge)).ok(),
        None => Instant::from_millis(since.millis().checked_add(*edge)?),
    });
    Some(WaitingRequest {
        id: request.id.clone(),
        source: request.source.clone(),
        since,
        wall_ms,
        working_ms,
        bucket: bucket as i64,
        next_change,
    })
}

fn buckets(edges: &[i64], counts: &[i64]) -> Vec<WaitingBucket> {
    let starts = [0].into_iter().chain(edges.iter().copied());
    let mut at_least = counts.iter().sum();
    let bucket = |(place, (start_ms, count)): (usize, (i64, &i64))| {
        let bucket =
            WaitingBucket { start_ms, end_ms: edges.get(place).copied(), count: *count, at_least };
        at_least -= count;
        bucket
    };
    starts.zip(counts).enumerate().map(bucket).collect()
}
