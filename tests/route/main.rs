//! Tours against brute force, and what they promise whatever the input.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod snapshots;

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::route::{
    Matrix, StoppedBy, Tour, TourBudget, TourMetric, TourOptions, TourSearch, order_matrix,
    order_plane, order_stops,
};
use fieldbeat_tests::simulator::Dice;
use proptest::prelude::*;

fn iterations(iterations: u32) -> Option<TourBudget> {
    Some(TourBudget { iterations: Some(iterations), time_ms: None })
}

/// Points of a random kind: scattered, on a few places, on a line, on a coarse grid.
fn points(seed: u64, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut dice = Dice::new(seed);
    let kind = dice.pick(0, &[1, 2, 3]);
    (0..n)
        .map(|_| {
            let (x, y) = (dice.between(0.0, 1000.0), dice.between(0.0, 1000.0));
            match kind {
                0 => (x, y),
                1 => ((x / 300.0).floor(), (y / 300.0).floor()),
                2 => (x, 2.0 * x),
                _ => ((x / 100.0).floor() * 100.0, y / 1000.0),
            }
        })
        .unzip()
}

fn table(seed: u64, n: usize, symmetric: bool) -> Matrix {
    let mut dice = Dice::new(seed);
    let mut rows = vec![vec![0.0; n]; n];
    for a in 0..n {
        for b in 0..n {
            rows[a][b] =
                if symmetric && b < a { rows[b][a] } else { dice.between(1.0, 100.0).floor() };
        }
    }
    Matrix { rows }
}

fn length(order: &[u32], closed: bool, leg: &dyn Fn(usize, usize) -> f64) -> f64 {
    let back = (closed && order.len() > 1).then(|| (order[order.len() - 1], order[0]));
    let pairs = order.windows(2).map(|pair| (pair[0], pair[1])).chain(back);
    pairs.map(|(a, b)| leg(a as usize, b as usize)).sum()
}

/// The shortest length there is, by trying every order.
fn brute_force(n: usize, options: &TourOptions, leg: &dyn Fn(usize, usize) -> f64) -> f64 {
    fn go(order: &mut Vec<u32>, left: &mut Vec<u32>, see: &mut dyn FnMut(&[u32])) {
        if left.is_empty() {
            see(order);
        }
        for at in 0..left.len() {
            let stop = left.remove(at);
            order.push(stop);
            go(order, left, see);
            order.pop();
            left.insert(at, stop);
        }
    }
    let mut best = f64::INFINITY;
    let legs: Vec<Vec<f64>> = (0..n).map(|a| (0..n).map(|b| leg(a, b)).collect()).collect();
    let leg = |a: usize, b: usize| legs[a][b];
    let fits = |order: &[u32]| {
        options.start.is_none_or(|start| order[0] == start)
            && (options.closed || options.end.is_none_or(|end| order[n - 1] == end))
    };
    go(&mut Vec::new(), &mut (0..n as u32).collect(), &mut |order| {
        if fits(order) {
            best = best.min(length(order, options.closed, &leg));
        }
    });
    best
}

/// The least cost of what is left, from a stop on: by sets of stops that are left, front to back,
/// where the library goes by sets of stops that were seen, back to front.
fn from_here_on(
    at: usize,
    left: u32,
    ways: &(&Matrix, &TourOptions, usize),
    known: &mut std::collections::HashMap<(usize, u32), f64>,
) -> f64 {
    let (matrix, options, first) = *ways;
    if left == 0 {
        let ends = options.closed || options.end.is_none_or(|end| end as usize == at);
        let back = if options.closed && at != first { matrix.rows[at][first] } else { 0.0 };
        return if ends { back } else { f64::INFINITY };
    }
    if let Some(cost) = known.get(&(at, left)) {
        return *cost;
    }
    let stops = (0..matrix.rows.len()).filter(|stop| left >> stop & 1 == 1);
    let cost = stops
        .map(|to| matrix.rows[at][to] + from_here_on(to, left & !(1 << to), ways, known))
        .fold(f64::INFINITY, f64::min);
    known.insert((at, left), cost);
    cost
}

fn check(tour: &Tour, n: usize, options: &TourOptions, leg: &dyn Fn(usize, usize) -> f64) {
    let mut sorted = tour.order.to_vec();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..n as u32), "a tour is a permutation");
    let legs = if n < 2 { 0 } else { n - usize::from(!options.closed) };
    assert_eq!(tour.legs.len(), legs);
    let expected = length(&tour.order, options.closed, leg);
    assert!((tour.length - expected).abs() < 1e-6 + 1e-9 * expected, "{} {expected}", tour.length);
    if let (Some(start), Some(first)) = (options.start, tour.order.first()) {
        assert_eq!(*first, start);
    }
    if let (Some(end), Some(last), false) = (options.end, tour.order.last(), options.closed) {
        assert_eq!(*last, end);
    }
}

/// Closed, open, and with fixed ends, by the last bits of a seed.
fn options(seed: u64, n: usize) -> TourOptions {
    let stop = |shift: u32| (seed >> shift) as u32 % n.max(1) as u32;
    let (start, end) = (stop(8), stop(20));
    let mut options = TourOptions { seed: seed as u32, ..Default::default() };
    match seed % 5 {
        0 => {}
        1 => options.start = Some(start),
        2 => options.closed = false,
        3 => (options.closed, options.start) = (false, Some(start)),
        _ if start != end => {
            (options.closed, options.start, options.end) = (false, Some(start), Some(end));
        }
        _ => (options.closed, options.end) = (false, Some(end)),
    }
    options
}

#[test]
fn a_short_tour_that_was_given_is_not_exchanged_for_one_of_shorter_chords() {
    let lat = [
        -5.52, -37.46, 64.26, -29.81, 52.71, 57.52, 16.91, -68.52, -69.75, -21.02, 67.8, 23.8,
        69.81, -51.56, -12.2,
    ];
    let lon = [
        -78.34, 11.29, -83.23, -138.53, 145.88, -59.37, -21.08, 125.54, 134.27, 26.45, -20.51,
        -14.14, -53.8, -13.77, -66.85,
    ];
    let given = vec![0, 3, 8, 7, 13, 1, 9, 6, 11, 10, 12, 4, 2, 5, 14];
    let tour = |initial: &[u32], count: u32| {
        let (initial, budget) = (Some(initial.to_vec()), iterations(count));
        let options = TourOptions { initial, budget, ..Default::default() };
        order_stops(&lat, &lon, &options, &mut Budget::unlimited()).unwrap()
    };
    let leg = |a: usize, b: usize| {
        let at = |stop: usize| fieldbeat::Position::new(lat[stop], lon[stop]).unwrap();
        fieldbeat::distance(&at(a), &at(b))
    };
    let length = length(&given, true, &leg);
    assert!(tour(&given, 500).length <= length + 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn up_to_nine_points_of_a_plane_are_solved(seed: u64, n in 1_usize..10) {
        let (x, y) = points(seed, n);
        let leg = |a: usize, b: usize| ((x[a] - x[b]).powi(2) + (y[a] - y[b]).powi(2)).sqrt();
        let options = options(seed, n);
        let tour = order_plane(&x, &y, &options, &mut Budget::unlimited()).unwrap();
        check(&tour, n, &options, &leg);
        prop_assert!(tour.proven_optimal);
        prop_assert!((tour.length - brute_force(n, &options, &leg)).abs() < 1e-6);
    }

    #[test]
    fn tables_of_up_to_nine_stops_are_solved(seed: u64, n in 1_usize..10, symmetric: bool) {
        let table = table(seed, n, symmetric);
        let leg = |a: usize, b: usize| table.rows[a][b];
        let options = options(seed, n);
        let tour = order_matrix(&table, &options, &mut Budget::unlimited()).unwrap();
        check(&tour, n, &options, &leg);
        prop_assert_eq!(tour.length, brute_force(n, &options, &leg));
    }

    #[test]
    fn tables_of_ten_to_twelve_stops_are_solved(seed: u64, n in 10_usize..13, symmetric: bool) {
        let table = table(seed, n, symmetric);
        let leg = |a: usize, b: usize| table.rows[a][b];
        let options = options(seed, n);
        let tour = order_matrix(&table, &options, &mut Budget::unlimited()).unwrap();
        check(&tour, n, &options, &leg);
        prop_assert!(tour.proven_optimal);
        let begins = match options.start {
            Some(start) => start as usize..start as usize + 1,
            None if options.closed => 0..1,
            None => 0..n,
        };
        let mut least = f64::INFINITY;
        for first in begins {
            let left = ((1 << n) - 1) & !(1_u32 << first);
            let mut known = std::collections::HashMap::new();
            least = least.min(from_here_on(first, left, &(&table, &options, first), &mut known));
        }
        // The costs are whole numbers: sums of them are the same in any order.
        prop_assert_eq!(tour.length, least);
    }

    #[test]
    fn few_places_are_solved_by_the_metric_that_was_asked_for(
        seed: u64, n in 1_usize..10, spread in prop::sample::select(vec![0.01, 1.0, 40.0]),
        is_geodesic: bool, kind in 0..3,
    ) {
        let mut dice = Dice::new(seed);
        let mut degrees = || (0..n).map(|_| dice.between(-spread, spread)).collect::<Vec<f64>>();
        let (mut lat, lon) = (degrees(), degrees());
        // On a parallel, or in few places.
        match kind {
            0 => lat.fill(spread / 2.0),
            1 => lat.iter_mut().for_each(|lat| *lat = if *lat < 0.0 { 0.25 } else { *lat }),
            _ => {}
        }
        let lon: Vec<f64> =
            if kind == 1 { lon.iter().map(|lon| lon.signum()).collect() } else { lon };
        let at = |stop: usize| fieldbeat::Position::new(lat[stop], lon[stop]).unwrap();
        let haversine = |a: usize, b: usize| {
            let (a, b) = (at(a), at(b));
            let (lat_a, lat_b) = (a.lat.get().to_radians(), b.lat.get().to_radians());
            let lon = (b.lon.get() - a.lon.get()).to_radians();
            let half = |angle: f64| (angle / 2.0).sin().powi(2);
            let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon);
                2.0 * 6_371_008.771_415_059 * h.sqrt().asin()
        };
        let geodesic = |a: usize, b: usize| fieldbeat::distance(&at(a), &at(b));
        let leg: &dyn Fn(usize, usize) -> f64 = if is_geodesic { &geodesic } else { &haversine };
        let metric = if is_geodesic { TourMetric::Geodesic } else { TourMetric::Haversine };
        let options = TourOptions { metric, ..options(seed, n) };
        let tour = order_stops(&lat, &lon, &options, &mut Budget::unlimited()).unwrap();
        check(&tour, n, &options, &leg);
        prop_assert!(tour.proven_optimal);
        let least = brute_force(n, &options, &leg);
        prop_assert!((tour.length - least).abs() < 1e-6 * least + 1e-6, "{} {}", tour.length, least);
    }

    #[test]
    fn stops_in_the_place_of_an_end_stand_beside_it(seed: u64, n in 2_usize..40, places in 1_u32..9) {
        let mut dice = Dice::new(seed);
        let mut axis = || -> Vec<f64> {
            (0..n).map(|_| f64::from(dice.between(0.0, f64::from(places)) as u32) - 2.0).collect()
        };
        let (x, y) = (axis(), axis());
        // Zero is zero, whatever its sign.
        let sign = |(stop, x): (usize, &f64)| if stop % 2 == 0 { x + 0.0 } else { -(0.0 - x) };
        let x: Vec<f64> = x.iter().enumerate().map(sign).collect();
        let options = TourOptions { budget: iterations(20), ..options(seed, n) };
        let tour = order_plane(&x, &y, &options, &mut Budget::unlimited()).unwrap();
        let leg = |a: usize, b: usize| ((x[a] - x[b]).powi(2) + (y[a] - y[b]).powi(2)).sqrt();
        check(&tour, n, &options, &leg);
        let place = |stop: &u32| (x[*stop as usize] + 0.0, y[*stop as usize] + 0.0);
        let at: Vec<(f64, f64)> = tour.order.iter().map(place).collect();
        let mut different = at.clone();
        different.sort_by(|a, b| a.partial_cmp(b).unwrap());
        different.dedup();
        let changes = at.windows(2).filter(|pair| pair[0] != pair[1]).count();
        // Whoever ends where he began is there twice.
        let ends = options.start.filter(|_| !options.closed).zip(options.end);
        let twice = ends.is_some_and(|(start, end)| place(&start) == place(&end));
        let again = usize::from(twice && different.len() > 1);
        prop_assert_eq!(changes, different.len() - 1 + again, "{:?}", at);
    }

    #[test]
    fn larger_tours_are_permutations_and_never_longer_than_their_start(
        seed: u64, n in 13_usize..60, kind in 0..3,
    ) {
        let (x, y) = points(seed, n);
        let table = table(seed, n, kind == 1);
        let plane = |a: usize, b: usize| ((x[a] - x[b]).powi(2) + (y[a] - y[b]).powi(2)).sqrt();
        let cells = |a: usize, b: usize| table.rows[a][b];
        let leg: &dyn Fn(usize, usize) -> f64 = if kind == 0 { &plane } else { &cells };
        let mut options = options(seed, n);
        let tour = |options: &TourOptions| {
            let mut budget = Budget::unlimited();
            if kind == 0 {
                order_plane(&x, &y, options, &mut budget).unwrap()
            } else {
                order_matrix(&table, options, &mut budget).unwrap()
            }
        };
        options.budget = iterations(0);
        let first = tour(&options);
        check(&first, n, &options, leg);
        options.initial = Some(first.order.to_vec());
        options.budget = iterations(300);
        let better = tour(&options);
        check(&better, n, &options, leg);
        prop_assert!(better.length <= first.length + 1e-6);
        prop_assert_eq!(&tour(&options), &better);
    }

    #[test]
    fn stops_are_never_farther_apart_than_in_the_tour_that_was_given(
        seed: u64, n in 13_usize..40, spread in prop::sample::select(vec![1.0, 30.0, 80.0]),
        is_geodesic: bool,
    ) {
        let mut dice = Dice::new(seed);
        let lat: Vec<f64> = (0..n).map(|_| dice.between(-spread, spread)).collect();
        let lon: Vec<f64> = (0..n).map(|_| dice.between(-2.0 * spread, 2.0 * spread)).collect();
        let metric = if is_geodesic { TourMetric::Geodesic } else { TourMetric::Haversine };
        let mut options = TourOptions { metric, ..options(seed, n) };
        let tour = |options: &TourOptions| {
            order_stops(&lat, &lon, options, &mut Budget::unlimited()).unwrap()
        };
        // Good ones, which chords may see otherwise, and whatever the search begins with.
        for found in [0, 200] {
            options.budget = iterations(found);
            options.seed ^= 1;
            let given = tour(&options);
            let mut again = TourOptions { initial: Some(given.order.to_vec()), ..options.clone() };
            again.budget = iterations(300);
            again.seed ^= 2;
            let better = tour(&again);
            prop_assert!(better.length <= given.length, "{} {}", better.length, given.length);
            let leg = |a: usize, b: usize| {
                let at = |stop: usize| fieldbeat::Position::new(lat[stop], lon[stop]).unwrap();
                fieldbeat::distance(&at(a), &at(b))
            };
            if is_geodesic {
                check(&better, n, &again, &leg);
            }
        }
    }

    #[test]
    fn slices_find_what_one_run_finds(seed: u64, n in 13_usize..80, slices in prop::collection::vec(0_u32..90, 1..8)) {
        let (x, y) = points(seed, n);
        let options = TourOptions { seed: seed as u32, budget: iterations(slices.iter().sum()), ..Default::default() };
        let whole = order_plane(&x, &y, &options, &mut Budget::unlimited()).unwrap();
        let mut search = TourSearch::plane(&x, &y, &options).unwrap();
        for slice in slices {
            let slice = TourBudget { iterations: Some(slice), time_ms: None };
            search.run(&slice, &mut Budget::unlimited()).unwrap();
        }
        prop_assert_eq!(search.best().unwrap(), whole);
    }
}

#[test]
fn a_tour_through_places_is_as_long_as_its_geodesics() {
    let mut dice = Dice::new(7);
    let lat: Vec<f64> = (0..200).map(|_| dice.between(50.0, 60.0)).collect();
    let lon: Vec<f64> = (0..200).map(|_| dice.between(30.0, 50.0)).collect();
    let tour = order_stops(&lat, &lon, &TourOptions::default(), &mut Budget::unlimited()).unwrap();
    let at = |stop: usize| fieldbeat::Position::new(lat[stop], lon[stop]).unwrap();
    let leg = |a: usize, b: usize| fieldbeat::distance(&at(a), &at(b));
    check(&tour, 200, &TourOptions::default(), &leg);
    // 0.7124 sqrt(n A) is what random tours tend to (Beardwood, Halton and Hammersley 1959).
    let area = 10.0 * 111_000.0 * 20.0 * 111_000.0 * 55_f64.to_radians().cos();
    let expected = 0.7124 * (200.0 * area).sqrt();
    assert!((0.85..1.2).contains(&(tour.length / expected)), "{} {expected}", tour.length);
}

/// Of a lattice with an even side the shortest tour is known: all its legs are of 1.
#[test]
fn lattices_are_toured_almost_without_a_longer_leg() {
    for (across, down, iterations, most) in [(20, 10, 3_000, 1.0), (50, 40, 3_000, 1.02)] {
        let stop = |i: u32| (f64::from(i % across), f64::from(i / across));
        let (x, y): (Vec<f64>, Vec<f64>) = (0..across * down).map(stop).unzip();
        let options = TourOptions { budget: self::iterations(iterations), ..Default::default() };
        let tour = order_plane(&x, &y, &options, &mut Budget::unlimited()).unwrap();
        let beyond = tour.length / f64::from(across * down);
        println!("{across} by {down}: {beyond}");
        assert!(beyond <= most + 1e-9, "{across} by {down}: {beyond}");
    }
}

#[test]
fn stops_in_one_place_follow_each_other() {
    let x: Vec<f64> = (0..90).map(|i| f64::from(i % 30)).collect();
    let y: Vec<f64> = (0..90).map(|i| f64::from(i % 30 % 7)).collect();
    let tour = order_plane(&x, &y, &TourOptions::default(), &mut Budget::unlimited()).unwrap();
    let twice = tour.order.iter().chain(tour.order.iter()).map(|stop| stop % 30);
    let changes = twice.clone().zip(twice.skip(1)).take(90).filter(|(a, b)| a != b).count();
    assert_eq!(changes, 30);
}

#[test]
fn few_stops_are_tours_too() {
    let (one, none) = ([5.0], []);
    let options = TourOptions::default();
    let tour = |x: &[f64]| order_plane(x, x, &options, &mut Budget::unlimited()).unwrap();
    assert!(tour(&none).order.is_empty() && tour(&none).length == 0.0);
    assert_eq!((tour(&one).order[0], tour(&one).legs.len()), (0, 0));
    assert_eq!(tour(&[0.0, 3.0]).legs.len(), 2);
}

#[test]
fn a_way_that_there_is_not_is_told() {
    for n in [3, 20] {
        let rows = (0..n).map(|_| vec![f64::INFINITY; n]).collect();
        let error =
            order_matrix(&Matrix { rows }, &TourOptions::default(), &mut Budget::unlimited());
        assert_eq!(error.unwrap_err().problems()[0].code, "unreachable");
    }
    // Around is possible one way only.
    let n = 30;
    let cell = |a: usize, b: usize| if (a + 1) % n == b { 1.0 } else { f64::INFINITY };
    let rows = (0..n).map(|a| (0..n).map(|b| cell(a, b)).collect()).collect();
    let tour = order_matrix(&Matrix { rows }, &TourOptions::default(), &mut Budget::unlimited());
    assert_eq!(tour.unwrap().length, 30.0);
}

#[test]
fn all_problems_come_at_once_with_paths() {
    let options = TourOptions {
        closed: false,
        start: Some(9),
        end: Some(9),
        initial: Some(vec![0, 0, 7]),
        ..Default::default()
    };
    let error = order_stops(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], &options, &mut Budget::unlimited());
    let error = error.unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(
        found,
        [
            ("unknown_stop", "$.options.start"),
            ("unknown_stop", "$.options.end"),
            ("end_is_start", "$.options.end"),
            ("repeated_stop", "$.options.initial[1]"),
            ("unknown_stop", "$.options.initial[2]"),
        ]
    );
    let error = order_stops(
        &[91.0, 2.0],
        &[1.0, f64::NAN],
        &TourOptions::default(),
        &mut Budget::unlimited(),
    );
    let error = error.unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(found, [("out_of_range", "$.lat[0]"), ("not_finite", "$.lon[1]")]);
}

#[test]
fn a_number_that_is_none_is_told_where_it_stands() {
    type Order = fn(&[f64], &[f64], &TourOptions, &mut Budget<'_>) -> fieldbeat::Result<Tour>;
    let doors: [(Order, [&str; 2]); 2] = [(order_stops, ["lat", "lon"]), (order_plane, ["x", "y"])];
    for (order, keys) in doors {
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for (column, key) in keys.iter().enumerate() {
                // Few stops and many; in the other column all is well.
                for n in [1_usize, 5, 40] {
                    let well: Vec<f64> = (0..n).map(|stop| stop as f64).collect();
                    let mut columns = [well.clone(), well];
                    columns[column][n / 2] = wrong;
                    let mut budget = Budget::unlimited();
                    let options = TourOptions::default();
                    let error = order(&columns[0], &columns[1], &options, &mut budget).unwrap_err();
                    let found: Vec<_> =
                        error.problems().iter().map(|p| (&*p.code, p.path.to_string())).collect();
                    assert_eq!(found, [("not_finite", format!("$.{key}[{}]", n / 2))]);
                }
            }
        }
    }
}

#[test]
fn a_cost_whose_sums_are_no_numbers_is_told() {
    for wrong in [1.1e150, f64::MAX, -1.0, f64::NAN] {
        let mut rows = vec![vec![1e150; 20]; 20];
        let order = |rows: &Vec<Vec<f64>>| {
            let matrix = Matrix { rows: rows.clone() };
            order_matrix(&matrix, &TourOptions::default(), &mut Budget::unlimited())
        };
        assert_eq!(order(&rows).unwrap().length, 20.0 * 1e150);
        rows[3][7] = wrong;
        let error = order(&rows).unwrap_err();
        let found: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
        assert_eq!(found, [("out_of_range", "$.matrix[3][7]")]);
    }
}

#[test]
fn a_search_that_is_stopped_tells_the_best_so_far() {
    let (x, y) = points(4, 500);
    let options = TourOptions { budget: iterations(1_000_000), ..Default::default() };
    let mut budget =
        Budget::on_progress(1_000, |done| if done < 5_000 { Continue::Yes } else { Continue::No });
    let tour = order_plane(&x, &y, &options, &mut budget).unwrap();
    assert_eq!(tour.stopped_by, StoppedBy::Cancelled);
    assert_eq!(tour.order.len(), 500);
}

#[test]
fn a_table_that_there_is_no_time_for_is_gone_through_from_nearest_to_nearest() {
    let n = 200;
    let (x, y) = points(4, n);
    let far = |a: usize, b: usize| ((x[a] - x[b]).powi(2) + (y[a] - y[b]).powi(2)).sqrt();
    // Some ways are longer back than there.
    let way =
        |a: usize, b: usize| if a > b && b.is_multiple_of(7) { far(a, b) + 1.0 } else { far(a, b) };
    let rows = (0..n).map(|a| (0..n).map(|b| way(a, b)).collect()).collect();
    let matrix = Matrix { rows };
    let ends = [(true, None, None), (true, Some(5), None), (false, None, Some(0))];
    for (closed, start, end) in ends.into_iter().chain([(false, Some(9), Some(3))]) {
        let options = TourOptions { closed, start, end, ..Default::default() };
        let mut budget = Budget::on_progress(1, |_| Continue::No);
        let tour = order_matrix(&matrix, &options, &mut budget).unwrap();
        assert_eq!(tour.stopped_by, StoppedBy::Cancelled);
        check(&tour, n, &options, &way);
        // Of the stops that are left none is nearer than the next.
        let order: Vec<usize> = tour.order.iter().map(|stop| *stop as usize).collect();
        let free = if end.is_some() { n - 1 } else { n };
        let begin = if closed { order.iter().position(|stop| *stop == 0).unwrap() } else { 0 };
        let order: Vec<usize> = (0..n).map(|at| order[(begin + at) % n]).collect();
        for at in 0..free - 1 {
            let left = &order[at + 1..free];
            let nearest =
                left.iter().map(|stop| way(order[at], *stop)).fold(f64::INFINITY, f64::min);
            assert_eq!(way(order[at], order[at + 1]), nearest, "{options:?}: {at}");
        }
    }
}

#[test]
fn a_budget_of_time_needs_a_clock_and_keeps_to_it() {
    let (x, y) = points(0, 300);
    let time_ms = Some(5.0.try_into().unwrap());
    let options = TourOptions {
        budget: Some(TourBudget { iterations: None, time_ms }),
        ..Default::default()
    };
    let error = order_plane(&x, &y, &options, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.problems()[0].code, "no_clock");
    // A clock that goes on by a millisecond a look.
    let mut now = 0.0;
    let mut budget = Budget::unlimited().with_clock(|| {
        now += 1.0;
        now
    });
    let tour = order_plane(&x, &y, &options, &mut budget).unwrap();
    assert_eq!(tour.stopped_by, StoppedBy::Time);
    drop(budget);
    assert_eq!(now, 6.0);
}
