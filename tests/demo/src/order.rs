//! In which order the planned sites would have been a shorter day.

use fieldbeat::budget::Budget;
use fieldbeat::{Instant, Position, Result, Tour, TourOptions, distance, order_stops};

use crate::input::Input;
use crate::report::middle;

/// The planned order of the sites, and the shortest one.
pub(crate) struct Order {
    /// The sites as they were planned.
    pub(crate) sites: Vec<String>,
    /// The places in `sites` of the shortest order; the base comes first and last.
    pub(crate) shortest: Vec<usize>,
    /// Whether the day begins and ends at the base.
    pub(crate) has_base: bool,
    /// Metres of the planned order, in straight lines.
    pub(crate) planned_m: f64,
    /// The library's answer.
    pub(crate) tour: Tour,
}

impl Order {
    /// From the base and back to it, or without one from the first site on; none of fewer than
    /// three sites, which have no order to speak of.
    pub(crate) fn of(input: &Input, base: Option<&Position>) -> Result<Option<Self>> {
        let mut planned: Vec<(Instant, &str, &str)> = input
            .plan
            .iter()
            .filter_map(|visit| {
                visit.slot.as_ref().map(|slot| (slot.start, visit.id.as_str(), visit.site.as_str()))
            })
            .collect();
        planned.sort_unstable();
        let mut sites: Vec<String> = Vec::new();
        let mut stops: Vec<Position> = base.into_iter().cloned().collect();
        for (.., id) in planned {
            let site = input.sites.iter().find(|site| site.id == id);
            if !sites.iter().any(|site| site == id)
                && let Some(position) = site.and_then(middle)
            {
                sites.push(id.to_owned());
                stops.push(position);
            }
        }
        if sites.len() < 3 {
            return Ok(None);
        }
        let (lat, lon): (Vec<f64>, Vec<f64>) =
            stops.iter().map(|stop| (stop.lat.get(), stop.lon.get())).unzip();
        let closed = base.is_some();
        let options = TourOptions { closed, start: Some(0), line: true, ..TourOptions::default() };
        let tour = order_stops(&lat, &lon, &options, &mut Budget::unlimited())?;
        let after = stops.iter().skip(1).chain(stops.first().filter(|_| closed));
        let planned_m = stops.iter().zip(after).map(|(from, to)| distance(from, to)).sum();
        let shortest = tour.order.iter().map(|stop| *stop as usize);
        let shortest = shortest.filter_map(|stop| stop.checked_sub(usize::from(closed))).collect();
        Ok(Some(Self { sites, shortest, has_base: closed, planned_m, tour }))
    }

    /// By how much the shortest order is shorter, 0 to 1.
    pub(crate) fn saved_share(&self) -> f64 {
        if self.planned_m > 0.0 { 1.0 - self.tour.length / self.planned_m } else { 0.0 }
    }
}
