//! From visits to orders.

use super::policy::Order;
use super::report::{AttributedOrder, Conversion};
use crate::kpi::Lookup;
use crate::math::exact::{Amount, percent};
use crate::math::{sort_by, sort_by_key};
use crate::shape::Reader;
use crate::time::{Calendar, CalendarSpan, Instant};
use crate::{Error, Problem, Result};

/// A visit that was made.
pub(super) struct Visit<'a> {
    /// Rows of systems without them have none.
    pub(super) id: Option<&'a str>,
    pub(super) site: &'a str,
    pub(super) end: Instant,
    /// Whether it is counted, and its orders: others may have the better claim to an order.
    pub(super) is_meant: bool,
}

/// A visit and the end of the time in which an order is its success.
struct Window<'a> {
    visit: Visit<'a>,
    until: Instant,
    /// The latest end of this window and of those before: a working day after Friday night ends
    /// later than one after Saturday noon.
    reach: Instant,
    has_order: bool,
}

/// Each order goes to the latest visit to its site in whose window, (end, end + span], it lies; once.
pub(super) fn conversion(
    visits: Vec<Visit<'_>>,
    orders: &[Order],
    span: CalendarSpan,
    calendar: &Calendar,
    now: Instant,
) -> Result<Conversion> {
    let amounts = amounts(orders)?;
    let mut sites: Lookup<&str, Vec<Window<'_>>> = Lookup::default();
    for visit in once(visits) {
        let until = calendar.add(visit.end, span).map_err(|error| as_option(&error))?;
        let windows = sites.entry(visit.site).or_default();
        windows.push(Window { visit, until, reach: until, has_order: false });
    }
    for windows in sites.values_mut() {
        sort_by(windows, |a, b| (a.visit.end, a.visit.id).cmp(&(b.visit.end, b.visit.id)));
        let mut reach = Instant::MIN;
        for window in windows {
            reach = reach.max(window.until);
            window.reach = reach;
        }
    }
    let (mut attributed, mut unattributed) = (Vec::new(), 0);
    let mut amount = None;
    for (order, sum) in orders.iter().zip(amounts).filter(|(order, _)| order.t <= now) {
        let latest =
            sites.get_mut(order.site.as_str()).and_then(|windows| latest(windows, order.t));
        let Some(window) = latest else {
            unattributed += 1;
            continue;
        };
        window.has_order = true;
        if window.visit.is_meant {
            let visit = window.visit.id.map(str::to_owned);
            attributed.push(AttributedOrder { order: order.id.clone(), visit });
            super::label::add(&mut amount, sum)?;
        }
    }
    sort_by_key(&mut attributed, |pair| pair.order.clone());
    let count = |is_open: bool, with_order: bool| {
        let windows = sites.values().flatten().filter(|window| window.visit.is_meant);
        let counted = windows
            .filter(|window| (window.until > now) == is_open && (window.has_order || !with_order));
        counted.count() as i64
    };
    let (visits, with_order) = (count(false, false), count(false, true));
    Ok(Conversion {
        visits,
        with_order,
        rate_percent: percent(Amount::count(with_order), Amount::count(visits))?,
        open: count(true, false),
        open_with_order: count(true, true),
        orders: attributed,
        unattributed,
        amount: amount.map(Amount::decimal).transpose()?,
    })
}

/// Each visit once: of a joint visit every rep has a row. It ends with the last of them.
fn once(visits: Vec<Visit<'_>>) -> Vec<Visit<'_>> {
    let mut places: Lookup<(&str, &str), usize> = Lookup::default();
    let mut all: Vec<Visit<'_>> = Vec::with_capacity(visits.len());
    for visit in visits {
        let place = visit.id.map(|id| *places.entry((id, visit.site)).or_insert(all.len()));
        match place.and_then(|place| all.get_mut(place)) {
            Some(known) => {
                known.end = known.end.max(visit.end);
                known.is_meant |= visit.is_meant;
            }
            None => all.push(visit),
        }
    }
    all
}

/// The latest visit in whose window a time lies.
fn latest<'w, 'v>(windows: &'w mut [Window<'v>], t: Instant) -> Option<&'w mut Window<'v>> {
    let before = windows.partition_point(|window| window.visit.end < t);
    let earlier = windows.iter_mut().take(before).rev();
    earlier.take_while(|window| t <= window.reach).find(|window| t <= window.until)
}

/// The sums of the orders. One that comes twice would be counted twice.
fn amounts(orders: &[Order]) -> Result<Vec<Option<Amount>>> {
    let mut at = Reader::new();
    let mut seen = Lookup::default();
    let mut amounts = Vec::with_capacity(orders.len());
    at.within("beside", |at| {
        at.within("orders", |at| {
            for (index, order) in orders.iter().enumerate() {
                at.within(index, |at| {
                    if seen.insert(order.id.as_str(), ()).is_some() {
                        let message = format!("order \"{}\" comes twice", order.id);
                        at.within("id", |at| at.problem::<()>("duplicate_id", message));
                    }
                    let read = |at: &mut Reader| Amount::read(order.amount?, at);
                    amounts.push(at.within("amount", read));
                });
            }
        });
    });
    at.finish(Some(amounts)).map(|(amounts, _)| amounts)
}

/// A problem of a calendar's span, where the option is called otherwise.
fn as_option(error: &Error) -> Error {
    let problem =
        |problem: &Problem| Problem { path: "$.options.order_span".to_owned(), ..problem.clone() };
    Error::new(error.kind(), error.problems().iter().map(problem).collect())
}
