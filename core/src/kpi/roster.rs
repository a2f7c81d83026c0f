//! Who works when: the reps, and the days on which each of them is there.

use std::cell::RefCell;
use std::rc::Rc;

use super::Lookup;
use super::score::Score;
use crate::math::exact::Amount;
use crate::math::{Decimal, sort};
use crate::shape::{Reader, codes, record};
use crate::time::{Calendar, Date, Instant, WorkCalendar, Zone};

codes! {
    /// Whose figures: of one rep, of all reps of a team, or of a territory.
    pub enum Scope {
        /// A rep.
        Rep = "rep",
        /// A team.
        Team = "team",
        /// A territory.
        Territory = "territory",
    }
}

codes! {
    /// Why a rep is away.
    pub enum AbsenceKind {
        /// A vacation.
        Vacation = "vacation",
        /// A sick leave.
        Sick = "sick",
    }
}

record! {
    /// Dates on which a rep is away.
    pub struct Absence: data check check_absence {
        /// Why.
        pub kind: AbsenceKind = AbsenceKind::Vacation,
        /// The first date.
        pub first: Date,
        /// The last date, which is one of them; by default the first is the only one.
        pub last: Option<Date>,
    }
}

fn check_absence(absence: &Absence, at: &mut Reader) {
    if absence.last.is_some_and(|last| last < absence.first) {
        at.within("last", |at| at.problem::<()>("end_before_start", "before the first date"));
    }
}

record! {
    /// A rep: of which team, by which calendar, since when.
    pub struct Rep: data check check_rep {
        /// Identifier.
        pub id: String,
        /// The team.
        pub team: Option<String>,
        /// The territory.
        pub territory: Option<String>,
        /// The rep's own calendar, where it is not the company's: another zone, other days.
        pub calendar: Option<WorkCalendar>,
        /// The first day of work.
        pub hired: Option<Date>,
        /// The last day of work.
        pub left: Option<Date>,
        /// The share of a full-time job, 0 to 1.
        pub share: Decimal = Decimal::ONE,
        /// Vacations and sick leaves.
        pub absences: Vec<Absence> = Vec::new(),
    }
}

fn check_rep(rep: &Rep, at: &mut Reader) {
    if rep.left.zip(rep.hired).is_some_and(|(left, hired)| left < hired) {
        at.within("left", |at| at.problem::<()>("end_before_start", "before the first day"));
    }
    at.within("share", |at| {
        let share = Amount::read(rep.share, at);
        if share.is_some_and(|share| !(0..=Amount::ONE).contains(&share.units())) {
            at.problem::<()>("out_of_range", "expected a share, 0 to 1");
        }
    });
}

impl Rep {
    /// A rep of whom nothing else is known.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            team: None,
            territory: None,
            calendar: None,
            hired: None,
            left: None,
            share: Decimal::ONE,
            absences: Vec::new(),
        }
    }

    fn is_employed(&self, date: Date) -> bool {
        self.hired.is_none_or(|hired| hired <= date) && self.left.is_none_or(|left| date <= left)
    }

    fn is_away(&self, date: Date, kind: AbsenceKind) -> bool {
        let covers = |absence: &Absence| {
            (absence.first..=absence.last.unwrap_or(absence.first)).contains(&date)
        };
        self.absences.iter().any(|absence| absence.kind == kind && covers(absence))
    }
}

/// Which absences make a plan smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Excused {
    pub(super) vacation: bool,
    pub(super) sick: bool,
    pub(super) hire: bool,
}

impl Excused {
    /// Whoever is not there does not work, whatever a plan says of it.
    pub(super) const ALL: Self = Self { vacation: true, sick: true, hire: true };
}

/// Which dates are worked, by the place of a calendar in memory, first date and end.
type Worked = Lookup<(usize, Date, Date), Rc<[bool]>>;

/// The reps of the roster, and besides those of whom there are rows.
pub(super) struct Roster<'a> {
    company: &'a Calendar,
    /// Those of the roster first.
    members: Vec<Member<'a>>,
    /// Places of members by identifier.
    places: Lookup<&'a str, usize>,
    worked: RefCell<Worked>,
}

/// One rep.
pub(super) struct Member<'a> {
    pub(super) id: &'a str,
    pub(super) team: Option<&'a str>,
    pub(super) territory: Option<&'a str>,
    pub(super) calendar: &'a Calendar,
    /// What the roster says of the rep.
    entry: Option<&'a Rep>,
    /// Of which rows team and territory are, where the roster names none.
    since: [Option<(Instant, &'a str)>; 2],
}

impl<'a> Member<'a> {
    /// Under which name the rep's figures go.
    pub(super) fn of(&self, scope: Scope) -> Option<&'a str> {
        match scope {
            Scope::Rep => Some(self.id),
            Scope::Team => self.team,
            Scope::Territory => self.territory,
        }
    }

    /// What the roster says of that.
    pub(super) fn by_roster(&self, scope: Scope) -> Option<&'a str> {
        let entry = self.entry?;
        match scope {
            Scope::Rep => Some(&entry.id),
            Scope::Team => entry.team.as_deref(),
            Scope::Territory => entry.territory.as_deref(),
        }
    }

    /// Whom the roster names no team is of that of the latest row which has one.
    fn learn(&mut self, score: &'a Score) {
        let key = (score.t, score.id.as_str());
        let (by_team, by_territory) =
            (self.by_roster(Scope::Team).is_none(), self.by_roster(Scope::Territory).is_none());
        let [of_team, of_territory] = &mut self.since;
        for (own, known, since, is_open) in [
            (&score.team, &mut self.team, of_team, by_team),
            (&score.territory, &mut self.territory, of_territory, by_territory),
        ] {
            if own.is_some() && is_open && since.is_none_or(|since| since < key) {
                (*known, *since) = (own.as_deref(), Some(key));
            }
        }
    }

    pub(super) fn zone(&self) -> &Zone {
        &self.calendar.policy().zone
    }

    /// Whether the rep is there on a date.
    pub(super) fn is_there(&self, date: Date, excused: Excused) -> bool {
        self.entry.is_none_or(|rep| {
            !(excused.hire && !rep.is_employed(date)
                || excused.vacation && rep.is_away(date, AbsenceKind::Vacation)
                || excused.sick && rep.is_away(date, AbsenceKind::Sick))
        })
    }

    /// The share of a full-time job.
    pub(super) fn share(&self) -> Amount {
        let share = self.entry.and_then(|rep| rep.share.units(6));
        Amount::of_units(share.unwrap_or(Amount::ONE))
    }
}

impl<'a> Roster<'a> {
    /// Reps are told apart by their identifiers: one that is listed twice is `duplicate_id`. Rows after
    /// `now` say nothing yet.
    pub(super) fn new(
        company: &'a Calendar,
        reps: &'a [Rep],
        scored: &'a [Score],
        now: Instant,
        at: &mut Reader,
    ) -> Self {
        let mut places = Lookup::default();
        let mut members = Vec::with_capacity(reps.len());
        at.within("reps", |at| {
            for (index, rep) in reps.iter().enumerate() {
                // What was put together in Rust was never checked.
                at.within(index, |at| {
                    check_rep(rep, at);
                    if places.insert(rep.id.as_str(), members.len()).is_some() {
                        let message = format!("rep \"{}\" is listed twice", rep.id);
                        at.within("id", |at| at.problem::<()>("duplicate_id", message));
                    }
                });
                members.push(Member {
                    id: &rep.id,
                    team: rep.team.as_deref(),
                    territory: rep.territory.as_deref(),
                    calendar: rep.calendar.as_ref().map_or(company, AsRef::as_ref),
                    entry: Some(rep),
                    since: [None, None],
                });
            }
        });
        for score in scored {
            let place = *places.entry(score.rep.as_str()).or_insert_with(|| {
                members.push(Member {
                    id: &score.rep,
                    team: None,
                    territory: None,
                    calendar: company,
                    entry: None,
                    since: [None, None],
                });
                members.len() - 1
            });
            if let Some(member) = members.get_mut(place).filter(|_| score.t <= now) {
                member.learn(score);
            }
        }
        Self { company, members, places, worked: RefCell::default() }
    }

    pub(super) fn company(&self) -> &'a Calendar {
        self.company
    }

    pub(super) fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// Whose figures there may be: those of the roster and some others, in order, each once.
    pub(super) fn names(&self, scope: Scope, others: Vec<&'a str>) -> Vec<&'a str> {
        let mut names = others;
        names.extend(self.members.iter().filter_map(|member| member.of(scope)));
        sort(&mut names);
        names.dedup();
        names
    }

    pub(super) fn place(&self, rep: &str) -> Option<usize> {
        self.places.get(rep).copied()
    }

    pub(super) fn member(&self, rep: &str) -> Option<&Member<'a>> {
        self.place(rep).and_then(|place| self.members.get(place))
    }

    /// On how many dates of a range that are over a rep was there to work.
    pub(super) fn days_worked(
        &self,
        member: &Member<'_>,
        range: (Date, Date),
        now: Instant,
    ) -> i64 {
        let over = Over::new(member.calendar, now, false);
        let worked = self.worked(member.calendar, range);
        let there = |(date, worked): (Date, &bool)| {
            *worked && over.is_over(date) && member.is_there(date, Excused::ALL)
        };
        dates(range.0, range.1).zip(worked.iter()).filter(|day| there(*day)).count() as i64
    }

    /// Of each date from the first to the last, whether it is a working date of a calendar.
    pub(super) fn worked(&self, calendar: &Calendar, (first, last): (Date, Date)) -> Rc<[bool]> {
        // The calendars outlive the roster, so that their places tell them apart.
        let key = (std::ptr::from_ref(calendar) as usize, first, last);
        let mut known = self.worked.borrow_mut();
        Rc::clone(known.entry(key).or_insert_with(|| {
            let zone = &calendar.policy().zone;
            let works = |date: Date| {
                let (start, end) = zone.day(date);
                calendar.working_days(start, end) > 0
            };
            dates(first, last).map(works).collect()
        }))
    }
}

/// The dates from the first to the last.
pub(super) fn dates(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let next = move |date: &Date| (*date < last).then(|| date.next());
    std::iter::successors((first <= last).then_some(first), next)
}

/// Which days are over.
pub(super) struct Over {
    today: Date,
    /// Whether nothing is worked any more today.
    today_too: bool,
}

impl Over {
    /// Of a calendar at `now`; where every day counts, a day is over with its last instant.
    pub(super) fn new(calendar: &Calendar, now: Instant, every_day: bool) -> Self {
        let zone = &calendar.policy().zone;
        let today = zone.day_of(now);
        let today_too = !every_day && calendar.working_time(now, zone.day(today).1) == 0;
        Self { today, today_too }
    }

    pub(super) fn is_over(&self, date: Date) -> bool {
        date < self.today || (date == self.today && self.today_too)
    }
}
