//! How a tour is searched.

use crate::shape::{Reader, codes, number, record};

codes! {
    /// What a distance between stops is.
    pub enum TourMetric {
        /// Along the shortest line on the WGS84 ellipsoid.
        Geodesic = "geodesic",
        /// On a sphere of the earth's mean radius: up to 0.56 % off.
        Haversine = "haversine",
    }
}

number! {
    /// Milliseconds, 0 to a day.
    pub struct Milliseconds(min 0.0, max 86_400_000.0)
}

record! {
    /// How long a search goes on: until the first limit is reached.
    ///
    /// The same seed and number of iterations give the same tour everywhere; how far a search comes
    /// in a time depends on the machine.
    pub struct TourBudget: policy {
        /// At most so many iterations, 0 for the first tour that no chain of exchanges of legs
        /// shortens.
        pub iterations: Option<u32> = None,
        /// At most so many milliseconds, where the caller has a clock.
        pub time_ms: Option<Milliseconds> = None,
    }
}

record! {
    /// What a tour is to be, and how long to look for it.
    pub struct TourOptions: policy check check_options {
        /// Whether the tour returns to where it began.
        pub closed: bool = true,
        /// The stop to begin with; by default 0 of a closed tour, any of an open one.
        pub start: Option<u32> = None,
        /// The stop to end with, of an open tour; by default any.
        pub end: Option<u32> = None,
        /// What a distance between positions is.
        pub metric: TourMetric = TourMetric::Geodesic,
        /// Any number; another one leads to another search.
        pub seed: u32 = 0,
        /// A tour to begin the search with: every stop once.
        pub initial: Option<Vec<u32>> = None,
        /// Whether the answer has the tour as a GeoJSON line, for maps; of positions only.
        pub line: bool = false,
        /// How long to search; by default for 1,000 iterations and 20 a stop, 200,000 at most.
        pub budget: Option<TourBudget> = None,
    }
}

fn check_options(options: &TourOptions, at: &mut Reader) {
    if options.closed && options.end.is_some_and(|end| options.start != Some(end)) {
        let message = "a closed tour ends where it began: pass closed false for another end";
        at.within("end", |at| at.problem::<()>("end_of_closed_tour", message));
    }
}

impl TourOptions {
    /// Notes what does not fit `stops` stops.
    pub(super) fn check(&self, stops: usize, at: &mut Reader) {
        at.policy(|at| check_options(self, at));
        let ends = [("start", self.start), ("end", self.end)];
        for (key, stop) in ends {
            if stop.is_some_and(|stop| stop as usize >= stops) {
                let message = format!("there are {stops} stops, counted from 0");
                at.within(key, |at| at.problem::<()>("unknown_stop", message));
            }
        }
        if !self.closed && stops > 1 && self.start.is_some() && self.start == self.end {
            let message = "an open tour of several stops ends elsewhere than it began";
            at.within("end", |at| at.problem::<()>("end_is_start", message));
        }
        if let Some(initial) = &self.initial {
            at.within("initial", |at| check_permutation(initial, stops, at));
        }
    }
}

fn check_permutation(order: &[u32], stops: usize, at: &mut Reader) {
    if order.len() != stops {
        let message = format!("{} stops, but there are {stops}", order.len());
        at.problem::<()>("lengths_differ", message);
        return;
    }
    let mut seen = vec![false; stops];
    for (place, stop) in order.iter().enumerate() {
        match seen.get_mut(*stop as usize) {
            None => at.within(place, |at| {
                at.problem::<()>("unknown_stop", format!("there are {stops} stops, from 0 on"));
            }),
            Some(true) => at.within(place, |at| {
                at.problem::<()>("repeated_stop", "every stop comes once");
            }),
            Some(seen) => *seen = true,
        }
    }
}
