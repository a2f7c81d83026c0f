//! Threads change the speed, never a byte.

use rayon::prelude::*;

use super::batch::BATCH;
use super::many::{Search, are_points, refused};
use super::{FenceIndex, Pairs};
use crate::Result;
use crate::budget::Budget;

/// From so many points on threads are worth waking.
pub(super) const WORTHWHILE: usize = 16_384;
/// Points that a thread takes at a time: about 0.1 ms.
const PIECE: usize = 16 * BATCH;
/// Points between two looks at the budget.
const STRETCH: usize = 64 * PIECE;

impl FenceIndex {
    pub(super) fn on_threads(
        &self,
        lat: &[f64],
        lon: &[f64],
        budget: &mut Budget<'_>,
    ) -> Result<Pairs> {
        let mut pairs = Pairs::default();
        let mut first = 0;
        for (some_lat, some_lon) in lat.chunks(STRETCH).zip(lon.chunks(STRETCH)) {
            // As one thread counts them, batch by batch, and refused where it would be.
            let mut seen = 0;
            for batch in some_lat.chunks(BATCH) {
                if let Err(cancelled) = budget.spend(batch.len() as u64) {
                    let before = (some_lat.get(..seen), some_lon.get(..seen));
                    let is_first = matches!(before, (Some(lat), Some(lon)) if are_points(lat, lon));
                    return Err(if is_first { cancelled } else { refused(lat, lon) });
                }
                seen += batch.len();
            }
            let pieces = some_lat.par_chunks(PIECE).zip(some_lon.par_chunks(PIECE));
            let found: Option<Vec<Pairs>> = pieces
                .enumerate()
                .map(|(n, (lat, lon))| self.piece((first + n * PIECE) as u32, lat, lon))
                .collect();
            for piece in found.ok_or_else(|| refused(lat, lon))? {
                pairs.point_index.extend(piece.point_index);
                pairs.fence_index.extend(piece.fence_index);
            }
            first += some_lat.len();
        }
        Ok(pairs)
    }

    fn piece(&self, first: u32, lat: &[f64], lon: &[f64]) -> Option<Pairs> {
        let mut search = Search::new(self, first);
        for (lat, lon) in lat.chunks(BATCH).zip(lon.chunks(BATCH)) {
            search.batch(lat, lon)?;
        }
        Some(search.pairs)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop at surprises")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::budget::Continue;
    use crate::geofence::{Fence, IndexPolicy};

    const MANY: usize = STRETCH + 3 * PIECE + 77;

    /// Small fences, and one that holds them all: two layers.
    fn index() -> FenceIndex {
        let circle = |lat: f64, lon: f64, radius_m: f64| {
            let text =
                format!(r#"{{"center": {{"lat": {lat}, "lon": {lon}}}, "radius_m": {radius_m}}}"#);
            Fence::from_json(&text).unwrap()
        };
        let mut fences: Vec<Fence> = (0..100_u32)
            .map(|n| {
                circle(55.0 + f64::from(n / 10) * 0.01, 37.0 + f64::from(n % 10) * 0.01, 300.0)
            })
            .collect();
        fences.push(circle(55.0, 37.0, 4e5));
        let index =
            FenceIndex::new(&fences, &IndexPolicy::default(), &mut Budget::unlimited()).unwrap();
        assert_eq!(index.layers.len(), 2);
        index
    }

    fn points() -> (Vec<f64>, Vec<f64>) {
        let share = |n: usize, step: f64| (n as f64 * step).fract();
        let lat = (0..MANY).map(|n| 54.99 + 0.12 * share(n, 0.618_033_988)).collect();
        let lon = (0..MANY).map(|n| 36.99 + 0.12 * share(n, 0.754_877_666)).collect();
        (lat, lon)
    }

    /// The answer by a pool of so many threads.
    fn on(threads: usize, run: impl FnOnce() -> Result<Pairs> + Send) -> Result<Pairs> {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
    }

    #[test]
    fn any_number_of_threads_answers_what_one_does() {
        let (index, (lat, lon)) = (index(), points());
        let one = index.on_one_thread(&lat, &lon, &mut Budget::unlimited()).unwrap();
        assert!(one.point_index.len() > MANY);
        for threads in [1, 2, 3, 8] {
            let many = on(threads, || index.containing_many(&lat, &lon, &mut Budget::unlimited()));
            assert_eq!(many.unwrap(), one);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn threads_tell_of_progress_refuse_and_stop_as_one_does(
            every in 1_u64..200_000, stop in 0_u64..2 * MANY as u64,
            bad in proptest::option::of(0..MANY),
        ) {
            let (index, (mut lat, lon)) = (index(), points());
            if let Some(bad) = bad {
                lat[bad] = f64::NAN;
            }
            let told = |threaded: bool| {
                let mut told = Vec::new();
                let mut budget = Budget::on_progress(every, |done| {
                    told.push(done);
                    if done < stop { Continue::Yes } else { Continue::No }
                });
                let answer = if threaded {
                    index.on_threads(&lat, &lon, &mut budget)
                } else {
                    index.on_one_thread(&lat, &lon, &mut budget)
                };
                drop(budget);
                (answer.map_err(|error| (error.kind(), error.problems().to_vec())), told)
            };
            let (many, one) = (told(true), told(false));
            prop_assert_eq!(many.0, one.0.clone());
            // What is refused has told of progress up to a stretch more.
            prop_assert!(many.1.starts_with(&one.1));
            prop_assert!(bad.is_some() || many.1 == one.1);
        }
    }
}
