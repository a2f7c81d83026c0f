//! A first tour by a table, for those without time for a better one: always on to the nearest stop
//! that is left (Bellmore and Nemhauser 1968). O(n²), one look at each cell.

use super::exact::Ends;

/// From the start, or from stop 0, through all `stops`; a fixed end comes last.
pub(super) fn nearest(stops: u32, ends: Ends, way: impl Fn(usize, usize) -> f64) -> Vec<u32> {
    let fixed = |stop: Option<usize>| {
        stop.filter(|_| !ends.closed).and_then(|stop| u32::try_from(stop).ok())
    };
    let end = fixed(ends.end);
    let mut at = fixed(ends.start).unwrap_or(u32::from(end == Some(0) && stops > 1));
    let mut left: Vec<u32> = (0..stops).filter(|stop| *stop != at && Some(*stop) != end).collect();
    let mut order = Vec::with_capacity(stops as usize);
    order.push(at);
    while !left.is_empty() {
        let (mut best, mut place) = (f64::INFINITY, 0);
        for (index, stop) in left.iter().enumerate() {
            let cost = way(at as usize, *stop as usize);
            if cost < best {
                (best, place) = (cost, index);
            }
        }
        at = left.swap_remove(place);
        order.push(at);
    }
    order.extend(end.filter(|_| stops > 1));
    order
}
