//! What one client bought: a sum for every day on which it did.

/// A day with transactions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Day {
    /// Days since 1970-01-01.
    pub(super) day: i32,
    /// How many transactions it has.
    pub(super) rows: u32,
    /// All up to the end of this day: the sum of a window is then a difference.
    pub(super) until: i64,
}

/// Days with transactions, in order.
///
/// No sum overflows: the segmenter admits no more than 64 bits hold, whatever the signs. Sums that a
/// forged snapshot makes saturate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History(pub(super) Vec<Day>);

impl History {
    /// Adds `rows` transactions of a day; whether it is the first day now. O(days after it), and O(1) on
    /// the last.
    pub(super) fn add(&mut self, day: i32, rows: u32, amount: i64) -> bool {
        let place = self.place(day);
        let is_new = self.0.get(place).is_none_or(|known| known.day != day);
        if is_new {
            let until = self.until(place);
            // Every purchase is one more, mostly: room for a few.
            if self.0.len() == self.0.capacity() {
                self.0.reserve_exact(3 + self.0.len() / 8);
            }
            self.0.insert(place, Day { day, rows: 0, until });
        }
        if let Some(own) = self.0.get_mut(place) {
            own.rows = own.rows.saturating_add(rows);
        }
        for later in self.0.iter_mut().skip(place) {
            later.until = later.until.saturating_add(amount);
        }
        is_new && place == 0
    }

    /// Takes back a transaction that was added; whether another day is the first now, or none.
    pub(super) fn take_back(&mut self, day: i32, amount: i64) -> bool {
        let place = self.place(day);
        for later in self.0.iter_mut().skip(place) {
            later.until = later.until.saturating_sub(amount);
        }
        let Some(own) = self.0.get_mut(place).filter(|own| own.day == day) else { return false };
        own.rows = own.rows.saturating_sub(1);
        let is_gone = own.rows == 0;
        if is_gone {
            self.0.remove(place);
        }
        is_gone && place == 0
    }

    /// The first day with a transaction.
    pub(super) fn first(&self) -> Option<i32> {
        self.0.first().map(|first| first.day)
    }

    /// The last day with a transaction before `day`.
    pub(super) fn last_before(&self, day: i32) -> Option<i32> {
        self.0.get(self.place(day).checked_sub(1)?).map(|last| last.day)
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
        self.0.iter().skip(place).map(move |own| {
            let before = std::mem::replace(&mut before, own.until);
            (own.day, own.until.saturating_sub(before))
        })
    }

    /// The sum of a day, if it has transactions.
    pub(super) fn on(&self, day: i32) -> Option<i64> {
        let place = self.place(day);
        let own = self.0.get(place).filter(|own| own.day == day)?;
        Some(own.until.saturating_sub(self.until(place)))
    }

    /// In how many of the stretches between `starts`, the last of which is an end, more was bought
    /// than given back. O(days since the first start).
    pub(super) fn active(&self, starts: &[i32]) -> u32 {
        let Some((end, starts)) = starts.split_last() else { return 0 };
        let mut days = self.0.get(..self.place(*end)).unwrap_or_default();
        let until = |days: &[Day]| days.last().map_or(0, |last| last.until);
        let mut active = 0;
        for start in starts.iter().rev() {
            // From the end, for a month has few days with transactions.
            let before = days.iter().rposition(|own| own.day < *start).map_or(0, |last| last + 1);
            let before = days.get(..before).unwrap_or_default();
            active += u32::from(until(days) > until(before));
            days = before;
        }
        active
    }

    fn place(&self, day: i32) -> usize {
        match self.0.last() {
            // Days come in order, mostly.
            Some(last) if last.day < day => self.0.len(),
            _ => self.0.partition_point(|known| known.day < day),
        }
    }

    fn until(&self, place: usize) -> i64 {
        place.checked_sub(1).and_then(|last| self.0.get(last)).map_or(0, |last| last.until)
    }
}
