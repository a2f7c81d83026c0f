//! Working time up to many instants.
#![expect(clippy::indexing_slicing, reason = "INVARIANT: every instant of the range has a bucket")]

use crate::time::{Calendar, Instant};

/// Working time from the beginning of a range up to any instant in it.
pub(super) enum WorkClock<'c> {
    /// The parts of all days at work, with running sums.
    Table(Table),
    /// A range so long that its parts would be more than there is to ask: the calendar is asked.
    Calendar(&'c Calendar, Instant),
}

pub(super) struct Table {
    /// Start and end of a part, and the work before it; in order.
    parts: Vec<(i64, i64, i64)>,
    first: i64,
    /// By bucket, the first part that ends after its beginning.
    of_bucket: Vec<u32>,
}

/// A bucket is 2^24 ms, about four and a half hours: no calendar has many parts in one.
const BUCKET_BITS: u32 = 24;

impl<'c> WorkClock<'c> {
    /// For about `count` instants from `first` to `last`.
    pub(super) fn new(calendar: &'c Calendar, first: Instant, last: Instant, count: usize) -> Self {
        let buckets = (last.since(first) >> BUCKET_BITS) + 1;
        // A look at the calendar takes as long as ten buckets.
        if buckets > 10 * count as i64 + 10_000 {
            return Self::Calendar(calendar, first);
        }
        let mut sum = 0;
        let mut parts = Vec::new();
        for (start, end) in calendar.working_parts(first, last) {
            parts.push((start, end, sum));
            sum += end - start;
        }
        let mut place = 0;
        let mut first_part = |bucket: i64| {
            let start = first.millis() + (bucket << BUCKET_BITS);
            while parts.get(place).is_some_and(|part| part.1 <= start) {
                place += 1;
            }
            place as u32
        };
        let of_bucket = (0..buckets).map(&mut first_part).collect();
        Self::Table(Table { parts, first: first.millis(), of_bucket })
    }

    /// Work up to `t`, which lies in the range.
    pub(super) fn worked(&self, t: i64) -> i64 {
        match self {
            Self::Table(table) => table.worked(t),
            Self::Calendar(calendar, first) => calendar.working_time(*first, Instant::held(t)),
        }
    }
}

impl Table {
    fn worked(&self, t: i64) -> i64 {
        let mut place = self.of_bucket[((t - self.first) >> BUCKET_BITS) as usize] as usize;
        while self.parts.get(place).is_some_and(|part| part.1 <= t) {
            place += 1;
        }
        match self.parts.get(place) {
            Some((start, _, before)) => before + (t - start).max(0),
            None => self.parts.last().map_or(0, |(start, end, before)| before + end - start),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::CalendarPolicy;

    proptest! {
        #[test]
        fn the_table_says_what_the_calendar_says(
            times in prop::collection::vec(0_i64..40_000_000_000, 2..30), few: bool,
        ) {
            // Lunch, a night shift into Saturday, a holiday, and clocks that change in March.
            let policy = r#"{
                "zone": {"name": "Europe/Berlin",
                    "offsets": [[0, 3600], [1774746000000, 7200], [1792890000000, 3600]]},
                "hours": {
                    "monday": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"}],
                    "friday": [{"start": "22:00", "end": "24:00"}],
                    "saturday": [{"start": "00:00", "end": "06:00"}]
                },
                "days": [{"first": "2026-05-01"}]
            }"#;
            let calendar = Calendar::new(&CalendarPolicy::from_json(policy).unwrap()).unwrap();
            let at = |ms: i64| Instant::held(1_770_000_000_000 + ms);
            let first = at(*times.iter().min().unwrap());
            let last = at(*times.iter().max().unwrap());
            let clock = if few {
                WorkClock::Calendar(&calendar, first)
            } else {
                WorkClock::new(&calendar, first, last, times.len())
            };
            let start = clock.worked(first.millis());
            for t in times.into_iter().map(at) {
                let worked = clock.worked(t.millis()) - start;
                prop_assert_eq!(worked, calendar.working_time(first, t));
            }
        }
    }
}
