//! The days of a period: how many there are, count for the plan, are worked and are over.

use super::compile::Compiled;
use super::policy::{Prorate, Spread};
use crate::kpi::roster::{Excused, Member, Over, Roster, dates};
use crate::time::{Date, Instant};

/// Some days, and what they weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count {
    pub(super) days: i64,
    pub(super) weight: i64,
}

impl Count {
    fn add(&mut self, counts: bool, weight: i64) {
        if counts {
            self.days += 1;
            self.weight += weight;
        }
    }
}

/// The days of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Days {
    /// By the company's calendar.
    pub(super) all: Count,
    /// Those that count for the plan.
    pub(super) plan: Count,
    /// Those on which the rep is there.
    pub(super) own: Count,
    /// Of these, those whose last working instant is over.
    pub(super) elapsed: Count,
}

/// The days from the first to the last to one rep; without one, to the company.
pub(super) fn days(
    compiled: &Compiled<'_>,
    member: Option<&Member<'_>>,
    roster: &Roster<'_>,
    (first, last): (Date, Date),
    now: Instant,
) -> Days {
    let calendar = member.map_or(roster.company(), |member| member.calendar);
    let every_day = compiled.target.spread == Spread::Calendar;
    let company = roster.worked(roster.company(), (first, last));
    let own = roster.worked(calendar, (first, last));
    let over = Over::new(calendar, now, every_day);
    let mut days = Days::default();
    for ((date, company), own) in dates(first, last).zip(company.iter()).zip(own.iter()) {
        let (company, own) = (every_day || *company, every_day || *own);
        let weight = compiled.weight(date, first);
        let is_there =
            |excused: Excused| member.is_none_or(|member| member.is_there(date, excused));
        let planned = if compiled.prorates(Prorate::Calendar) { own } else { company };
        let works = own && is_there(Excused::ALL);
        days.all.add(company, weight);
        days.plan.add(planned && is_there(compiled.excused), weight);
        days.own.add(works, weight);
        days.elapsed.add(works && over.is_over(date), weight);
    }
    days
}
