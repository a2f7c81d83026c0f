//! What a rep can have at most: once, caps, gaps.

use std::cell::Cell;

use super::policy::{Keep, Limit, LimitKind, LimitPeriod};
use crate::Result;
use crate::kpi::Lookup;
use crate::math::Decimal;
use crate::math::exact::{Amount, Fine};
use crate::time::{Calendar, CalendarSpan, Date, Instant};

/// A line that enters: one rep's points of one visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its place among all lines.
    pub(super) place: usize,
    /// The place of its card among the versions.
    pub(super) card: usize,
    /// The number of its visit.
    pub(super) visit: u32,
    pub(super) day: Date,
    pub(super) t: Instant,
    pub(super) points: Fine,
}

/// What is counted together: a group of lines, in a period by its number.
type Counted = (u32, i64);

/// What is known of each group in one period: lines come day by day, and no period comes again.
struct Known<V>(Vec<(i64, V)>);

impl<V: Copy> Known<V> {
    fn none() -> Self {
        Self(Vec::new())
    }

    /// What is known, or `new` where nothing is.
    #[expect(clippy::indexing_slicing, reason = "INVARIANT: the list was just made that long")]
    fn of(&mut self, (group, period): Counted, new: V) -> &mut V {
        let place = group as usize;
        if self.0.len() <= place {
            self.0.resize(place + 1, (i64::MIN, new));
        }
        let known = &mut self.0[place];
        if known.0 != period {
            *known = (period, new);
        }
        &mut known.1
    }
}

/// Applies the limits of all versions of a card to their lines, which come in the order of (day,
/// arrival, id, rep).
///
/// A limit that several versions have at one place, word for word, counts over the lines of all of them:
/// a new price does not pay a month anew. One that is changed starts anew. Working days between two lines
/// are those of the later one's card, whichever of the versions comes first. `numbers` tells of a key, by
/// place, the number of what a line has under it; `cut` is told the limit and which points fall.
/// O(lines x limits).
pub(super) fn apply_all(
    cards: &[(&[Limit], &Calendar)],
    lines: &mut [Line],
    numbers: impl Fn(&str) -> Vec<u32>,
    mut cut: impl FnMut(usize, &Line, Fine) -> Result<()>,
) -> Result<()> {
    let most = cards.iter().map(|(limits, _)| limits.len()).max().unwrap_or(0);
    for place in 0..most {
        for (first, (limits, _)) in cards.iter().enumerate() {
            let Some(limit) = limits.get(place) else { continue };
            let is_same = |card: usize| {
                cards.get(card).and_then(|(limits, _)| limits.get(place)) == Some(limit)
            };
            if (0..first).any(is_same) {
                continue;
            }
            let same: Vec<bool> = (0..cards.len()).map(is_same).collect();
            let mut own: Vec<&mut Line> = lines
                .iter_mut()
                .filter(|line| same.get(line.card).copied().unwrap_or(false))
                .filter(|line| line.points > Fine::ZERO)
                .collect();
            let groups = groups(limit, &numbers);
            apply(limit, cards, &mut own, &groups, &mut |line, left| cut(place, line, left))?;
        }
    }
    Ok(())
}

/// By place, the number of those lines that a limit counts together.
fn groups(limit: &Limit, numbers: impl Fn(&str) -> Vec<u32>) -> Vec<u32> {
    let mut keys = limit.key.iter();
    let mut groups = keys.next().map(|key| numbers(key)).unwrap_or_default();
    for key in keys {
        let mut known: Lookup<(u32, u32), u32> = Lookup::default();
        for (group, number) in groups.iter_mut().zip(numbers(key)) {
            let next = known.len() as u32;
            *group = *known.entry((*group, number)).or_insert(next);
        }
    }
    groups
}

/// A number for each text, the same for equal ones. What is missing has nothing in common with what
/// else is.
pub(super) fn numbered<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Vec<u32> {
    let mut known: Lookup<&str, u32> = Lookup::default();
    let mut next = 0;
    let number = |text: Option<&'t str>| {
        let number = text.map_or(next, |text| *known.entry(text).or_insert(next));
        next += u32::from(number == next);
        number
    };
    texts.map(number).collect()
}

/// Applies one limit to lines above 0.
///
/// A joint visit counts once: its lines come one after another, and are kept or not together. Points
/// that fall are told to `cut` and changed in the lines, so that the next limit sees them. O(lines).
fn apply(
    limit: &Limit,
    cards: &[(&[Limit], &Calendar)],
    lines: &mut [&mut Line],
    groups: &[u32],
    cut: &mut impl FnMut(&Line, Fine) -> Result<()>,
) -> Result<()> {
    // Lines come day by day.
    let last = Cell::new(None);
    let counted = |line: &Line| -> Counted {
        // Without a key all are one group.
        let group = groups.get(line.place).copied().unwrap_or(0);
        let period = match last.get() {
            Some((day, period)) if day == line.day => period,
            _ => limit.per.map_or(0, |per| number(per, line.day)),
        };
        last.set(Some((line.day, period)));
        (group, period)
    };
    match (limit.kind, limit.keep) {
        (LimitKind::Once, Keep::First) => {
            let mut first = Known::none();
            each(lines, cut, |line| {
                let is_first = *first.of(counted(line), line.visit) == line.visit;
                Ok(if is_first { line.points } else { Fine::ZERO })
            })
        }
        (LimitKind::Once, Keep::Best) => {
            // What a visit is worth to all that are counted together.
            let mut sums: Lookup<(Counted, u32), Fine> = Lookup::default();
            for line in lines.iter() {
                let sum = sums.entry((counted(line), line.visit)).or_default();
                *sum = sum.plus(line.points)?;
            }
            let mut best: Lookup<Counted, (Fine, u32)> = Lookup::default();
            for line in lines.iter() {
                let key = counted(line);
                let own = (sums.get(&(key, line.visit)).copied().unwrap_or_default(), line.visit);
                let known = best.entry(key).or_insert(own);
                if own.0 > known.0 {
                    *known = own;
                }
            }
            each(lines, cut, |line| {
                let is_best =
                    best.get(&counted(line)).is_some_and(|(_, visit)| *visit == line.visit);
                Ok(if is_best { line.points } else { Fine::ZERO })
            })
        }
        (LimitKind::Cap, _) => {
            let most = Amount::of(limit.points.unwrap_or(Decimal::ZERO))?.fine()?;
            let mut room = Known::none();
            each(lines, cut, |line| {
                let room = room.of(counted(line), most);
                let kept = line.points.min(*room);
                *room = room.minus(kept)?;
                Ok(kept)
            })
        }
        (LimitKind::CountCap, _) => {
            let most = limit.count.unwrap_or(0);
            // How many visits were kept, and the last of them.
            let mut counts = Known::none();
            each(lines, cut, |line| {
                let (count, last) = counts.of(counted(line), (0, None));
                if *last != Some(line.visit) && *count < most {
                    (*count, *last) = (*count + 1, Some(line.visit));
                }
                Ok(if *last == Some(line.visit) { line.points } else { Fine::ZERO })
            })
        }
        (LimitKind::MinGap, _) => {
            let span = limit.span.unwrap_or(CalendarSpan::Exact(0));
            let mut last = Known::none();
            each(lines, cut, |line| {
                let own = (line.day, line.t, line.visit);
                let last = last.of(counted(line), own);
                if last.2 != line.visit {
                    let calendar = cards.get(line.card).map(|(_, calendar)| *calendar);
                    if !is_apart((last.0, last.1), line, span, calendar) {
                        return Ok(Fine::ZERO);
                    }
                    *last = own;
                }
                Ok(line.points)
            })
        }
    }
}

fn each(
    lines: &mut [&mut Line],
    cut: &mut impl FnMut(&Line, Fine) -> Result<()>,
    mut kept: impl FnMut(&Line) -> Result<Fine>,
) -> Result<()> {
    for line in lines {
        let left = kept(line)?;
        if left != line.points {
            cut(line, left)?;
            line.points = left;
        }
    }
    Ok(())
}

/// Days and longer are counted by local dates: a weekly visit may be in the morning, or later.
fn is_apart(
    last: (Date, Instant),
    line: &Line,
    span: CalendarSpan,
    calendar: Option<&Calendar>,
) -> bool {
    let (day, t) = last;
    match span {
        CalendarSpan::Exact(ms) => line.t.since(t) >= ms,
        CalendarSpan::Days(days) => line.day.day_number() - day.day_number() >= days,
        CalendarSpan::Months(months) => day.plus_months(months).is_some_and(|due| line.day >= due),
        CalendarSpan::WorkingDays(_) | CalendarSpan::Working(_) => {
            calendar.is_some_and(|own| own.add(t, span).is_ok_and(|due| line.t >= due))
        }
    }
}

/// The number of the period that a date lies in.
fn number(per: LimitPeriod, day: Date) -> i64 {
    let (year, month, _) = day.parts();
    let month = i64::from(year) * 12 + i64::from(month) - 1;
    match per {
        LimitPeriod::Day => day.day_number(),
        // 1970-01-01 was a Thursday.
        LimitPeriod::Week => (day.day_number() + 3).div_euclid(7),
        LimitPeriod::Month => month,
        LimitPeriod::Quarter => month.div_euclid(3),
        LimitPeriod::Year => i64::from(year),
        LimitPeriod::Ever => 0,
    }
}
