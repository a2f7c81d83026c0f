//! What one client bought: a sum for every day on which it did.

/// A day with transactions, in twelve bytes: a segmenter holds millions of these.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(Rust, packed(4))]
struct Day {
    /// Days since 1970-01-01, and in the lowest byte how many transactions it has; 0 where one byte
    /// cannot say it. All days of time have room in what is left.
    when: i32,
    /// All up to the end of this day: the sum of a window is then a difference.
    until: i64,
}

const ROWS_BITS: u32 = 8;

impl Day {
    fn new(day: i32, until: i64) -> Self {
        Self { when: day << ROWS_BITS, until }
    }

    fn day(self) -> i32 {
        self.when >> ROWS_BITS
    }

    fn rows(self) -> u32 {
        self.when as u32 & u32::from(u8::MAX)
    }
}

/// Days with transactions, in order.
///
/// No sum overflows: the segmenter admits no more than 64 bits hold, whatever the signs. Sums that a
/// forged snapshot makes saturate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History {
    days: Vec<Day>,
    /// What hardly any client has.
    crowded: Option<Box<Crowded>>,
}

/// How many transactions days have that have more than a byte says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Crowded(Vec<(i32, u32)>);

impl Crowded {
    /// Where a day is, or belongs.
    fn place(&self, day: i32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&day, |(known, _)| *known)
    }
}

impl History {
    /// Adds `rows` transactions of a day; whether it is the first day now. O(days after it), and O(1) on
    /// the last.
    pub(super) fn add(&mut self, day: i32, rows: u32, amount: i64) -> bool {
        let place = self.place(day);
        let is_new = self.days.get(place).is_none_or(|known| known.day() != day);
        if is_new {
            let until = self.until(place);
            // Every purchase is one more, mostly: room for a few.
            if self.days.len() == self.days.capacity() {
                self.days.reserve_exact(3 + self.days.len() / 8);
            }
            self.days.insert(place, Day::new(day, until));
        }
        let known = if is_new { 0 } else { self.rows(place) };
        self.set_rows(place, known.saturating_add(rows));
        for later in self.days.iter_mut().skip(place) {
            later.until = later.until.saturating_add(amount);
        }
        is_new && place == 0
    }

    /// Takes back a transaction that was added; whether another day is the first now, or none.
    pub(super) fn take_back(&mut self, day: i32, amount: i64) -> bool {
        let place = self.place(day);
        for later in self.days.iter_mut().skip(place) {
            later.until = later.until.saturating_sub(amount);
        }
        if self.days.get(place).is_none_or(|known| known.day() != day) {
            return false;
        }
        let rows = self.rows(place).saturating_sub(1);
        self.set_rows(place, rows);
        if rows == 0 {
            self.days.remove(place);
        }
        rows == 0 && place == 0
    }

    /// How many transactions the day at a place has.
    fn rows(&self, place: usize) -> u32 {
        let Some(own) = self.days.get(place) else { return 0 };
        let many = || {
            let crowded = self.crowded.as_ref()?;
            crowded.0.get(crowded.place(own.day()).ok()?).map(|(_, rows)| *rows)
        };
        if own.rows() > 0 { own.rows() } else { many().unwrap_or(0) }
    }

    fn set_rows(&mut self, place: usize, rows: u32) {
        let Some(own) = self.days.get_mut(place) else { return };
        let (day, byte) = (own.day(), u8::try_from(rows));
        own.when = day << ROWS_BITS | i32::from(byte.unwrap_or(0));
        if byte.is_ok() && self.crowded.is_none() {
            return;
        }
        let mut crowded = self.crowded.take().unwrap_or_default();
        match (crowded.place(day), byte.is_err()) {
            (Ok(place), true) => {
                if let Some(own) = crowded.0.get_mut(place) {
                    own.1 = rows;
                }
            }
            (Ok(place), false) => {
                crowded.0.remove(place);
            }
            (Err(place), true) => crowded.0.insert(place, (day, rows)),
            (Err(_), false) => {}
        }
        self.crowded = (!crowded.0.is_empty()).then_some(crowded);
    }

    /// How many days there are.
    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// All days: how many transactions each has, and their sum.
    pub(super) fn days(&self) -> impl Iterator<Item = (i32, u32, i64)> {
        let sums = self.from(i32::MIN).enumerate();
        sums.map(|(place, (day, sum))| (day, self.rows(place), sum))
    }

    /// How many transactions there were on the first day.
    pub(super) fn first_rows(&self) -> u32 {
        self.rows(0)
    }

    /// The sum of all days.
    pub(super) fn total(&self) -> i64 {
        self.until(self.days.len())
    }

    /// Bytes that it holds, its own aside.
    pub(super) fn bytes(&self) -> usize {
        let crowded = self.crowded.as_ref().map_or(0, |crowded| {
            size_of::<Crowded>() + crowded.0.capacity() * size_of::<(i32, u32)>()
        });
        self.days.capacity() * size_of::<Day>() + crowded
    }

    /// The first day with a transaction.
    pub(super) fn first(&self) -> Option<i32> {
        self.days.first().map(|first| first.day())
    }

    /// The last day with a transaction before `day`.
    pub(super) fn last_before(&self, day: i32) -> Option<i32> {
        self.days.get(self.place(day).checked_sub(1)?).map(|last| last.day())
    }

    /// The sum of all days before `day`.
    pub(super) fn before(&self, day: i32) -> i64 {
        self.until(self.place(day))
    }

    /// The sum of the days [from, to).
    pub(super) fn sum(&self, from: i32, to: i32) -> i64 {
        self.before(to).saturating_sub(self.before(from))
    }

    /// The sums of all days from `day` on.
    pub(super) fn from(&self, day: i32) -> impl Iterator<Item = (i32, i64)> {
        let place = self.place(day);
        let mut before = self.until(place);
        self.days.iter().skip(place).map(move |own| {
            let before = std::mem::replace(&mut before, own.until);
            (own.day(), own.until.saturating_sub(before))
        })
    }

    /// The sum of a day, if it has transactions.
    pub(super) fn on(&self, day: i32) -> Option<i64> {
        let place = self.place(day);
        let own = self.days.get(place).filter(|own| own.day() == day)?;
        Some(own.until.saturating_sub(self.until(place)))
    }

    /// In how many of the stretches between `starts`, the last of which is an end, more was bought
    /// than given back. O(days since the first start).
    pub(super) fn active(&self, starts: &[i32]) -> u32 {
        let Some((end, starts)) = starts.split_last() else { return 0 };
        let mut days = self.days.get(..self.place(*end)).unwrap_or_default();
        let until = |days: &[Day]| days.last().map_or(0, |last| last.until);
        let mut active = 0;
        for start in starts.iter().rev() {
            // From the end, for a month has few days with transactions.
            let before = days.iter().rposition(|own| own.day() < *start).map_or(0, |last| last + 1);
            let before = days.get(..before).unwrap_or_default();
            active += u32::from(until(days) > until(before));
            days = before;
        }
        active
    }

    fn place(&self, day: i32) -> usize {
        match self.days.last() {
            // Days come in order, mostly.
            Some(last) if last.day() < day => self.days.len(),
            _ => self.days.partition_point(|known| known.day() < day),
        }
    }

    fn until(&self, place: usize) -> i64 {
        place.checked_sub(1).and_then(|last| self.days.get(last)).map_or(0, |last| last.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_more_transactions_than_a_byte_says_are_counted_too() {
        let mut history = History::default();
        for (day, rows) in [(-719_162, 255), (3, 1), (3, 254), (2_932_896, 256), (3, 700)] {
            history.add(day, rows, 10);
        }
        let days: Vec<_> = history.days().collect();
        assert_eq!(days, [(-719_162, 255, 10), (3, 955, 30), (2_932_896, 256, 10)]);
        for left in (1..955).rev() {
            history.take_back(3, 0);
            assert_eq!(history.days().nth(1), Some((3, left, 30)));
        }
        assert!(!history.take_back(3, 30));
        assert_eq!(history.len(), 2);
        history.take_back(2_932_896, 0);
        assert_eq!(history.crowded, None);
        assert_eq!(history.days().last(), Some((2_932_896, 255, 10)));
    }
}
