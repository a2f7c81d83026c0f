//! The shortest tour of few stops (Held and Karp 1962; Bellman 1962).
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: sets are below 2^n, stops below n, and the table has n cells a set"
)]

/// At most so many stops: time and memory double with each.
pub(in crate::route) const FEW: usize = 12;

/// How the tour begins and ends.
#[derive(Clone, Copy, Debug)]
pub(in crate::route) struct Ends {
    pub(in crate::route) closed: bool,
    pub(in crate::route) start: Option<usize>,
    pub(in crate::route) end: Option<usize>,
}

/// The shortest tour of `n` stops, 1 to [`FEW`]; `cost` of a step need not be the same both ways.
///
/// O(n² 2ⁿ). Of several shortest tours the one whose stops, from the last, come first in the input.
pub(in crate::route) fn shortest(
    n: usize,
    ends: Ends,
    cost: impl Fn(usize, usize) -> f64,
) -> Vec<u32> {
    let start = if ends.closed { Some(ends.start.unwrap_or(0)) } else { ends.start };
    let sets = 1_usize << n;
    // The least cost of a path through a set that ends with a stop, and the stop before that.
    let mut least = vec![(f64::INFINITY, u8::MAX); sets * n];
    for stop in (0..n).filter(|stop| start.is_none_or(|start| start == *stop)) {
        least[(1 << stop) * n + stop] = (0.0, u8::MAX);
    }
    for set in 1..sets {
        for last in (0..n).filter(|last| set >> last & 1 == 1) {
            let (so_far, _) = least[set * n + last];
            if so_far == f64::INFINITY {
                continue;
            }
            for next in (0..n).filter(|next| set >> next & 1 == 0) {
                let (cell, new) = ((set | 1 << next) * n + next, so_far + cost(last, next));
                if new < least[cell].0 {
                    least[cell] = (new, last as u8);
                }
            }
        }
    }
    let all = sets - 1;
    let back = |last: usize| match start {
        Some(start) if ends.closed && n > 1 => cost(last, start),
        _ => 0.0,
    };
    let last = (0..n).filter(|last| ends.closed || ends.end.is_none_or(|end| end == *last)).min_by(
        |a, b| {
            let of = |last: &usize| least[all * n + last].0 + back(*last);
            of(a).total_cmp(&of(b))
        },
    );
    let (mut order, mut set, mut at) = (Vec::with_capacity(n), all, last.unwrap_or(0));
    while order.len() < n {
        order.push(at as u32);
        let (_, before) = least[set * n + at];
        set &= !(1 << at);
        at = usize::from(before);
        if before == u8::MAX {
            break;
        }
    }
    order.reverse();
    order
}
