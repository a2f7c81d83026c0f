//! The same that is told of clients one by one, in columns.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: clients and scopes are known by numbers that count their lists"
)]

use super::features::revenues;
use super::report::{AssignmentColumns, MoveColumns};
use super::segmenter::Segmenter;
use crate::column::Instants;
use crate::time::Instant;

impl Segmenter {
    /// [`assignments`](Self::assignments) in columns: of many clients much quicker, without reasons and
    /// without the features that are no money. O(n log n).
    ///
    /// # Example
    /// ```
    /// use fieldbeat::budget::Budget;
    /// use fieldbeat::segment::{SegmentPolicy, Segmenter};
    /// use fieldbeat::shape::Value;
    ///
    /// let mut segmenter = Segmenter::new(&SegmentPolicy::default())?;
    /// let bought = Value::from_json(
    ///     r#"[{"client": "alfa", "t": "2026-11-02T10:00:00Z", "amount": 900}]"#,
    /// )?;
    /// segmenter.ingest(&bought, &[], &[])?;
    /// segmenter.advance("2026-11-05T12:00:00Z".parse()?, &mut Budget::unlimited())?;
    /// let told = segmenter.assignments_many();
    /// assert_eq!((told.client.get(0), told.segment.get(0)), (Some("alfa"), Some("rising")));
    /// assert_eq!(told.base_revenue_units[0], 9_000_000);
    /// # Ok::<(), fieldbeat::Error>(())
    /// ```
    #[must_use]
    pub fn assignments_many(&self) -> AssignmentColumns {
        let known = |client: u32| {
            let since = self.steps(client).pop()?.1.at();
            if let Some((scope, member)) = self.stands(client) {
                let own = &scope.members[member as usize];
                return Some((client, scope.number, own.segment, since, (own.base, own.moving)));
            }
            // It has left a scope, and the day of the next has not begun.
            let seen = self.entries(client).pop()?;
            let law = self.laws.of_day(seen.entry.day, seen.zone);
            let sums = revenues(law, &self.clients[client as usize].history, seen.entry.day);
            Some((client, seen.scope, seen.entry.segment, since, sums))
        };
        let rows: Vec<_> = self.by_name().into_iter().filter_map(known).collect();
        AssignmentColumns {
            client: rows.iter().map(|row| &*self.clients[row.0 as usize].name).collect(),
            scope: rows.iter().map(|row| &*self.scopes[row.1 as usize].name).collect(),
            segment: rows.iter().map(|row| self.laws.current.name(row.2)).collect(),
            since: Instants(rows.iter().map(|row| row.3.millis()).collect()),
            base_revenue_units: rows.iter().map(|row| row.4.0).collect(),
            moving_revenue_units: rows.iter().map(|row| row.4.1).collect(),
        }
    }

    /// [`moves`](Self::moves) in columns, without what was known and what flipped. O(all moves).
    #[must_use]
    pub fn moves_many(&self, start: Instant, end: Instant) -> MoveColumns {
        let moves = self.moves_between(start, end);
        let name = |segment: u16| self.laws.current.name(segment);
        let causes: Vec<String> = moves.iter().map(|it| it.cause.to_string()).collect();
        MoveColumns {
            client: moves.iter().map(|it| &*self.clients[it.client as usize].name).collect(),
            scope: moves.iter().map(|it| &*self.scopes[it.scope as usize].name).collect(),
            from_segment: moves.iter().map(|it| it.from.map_or("", name)).collect(),
            to_segment: moves.iter().map(|it| name(it.entry.segment)).collect(),
            at: Instants(moves.iter().map(|it| it.at.millis()).collect()),
            cause: causes.iter().map(String::as_str).collect(),
        }
    }
}
