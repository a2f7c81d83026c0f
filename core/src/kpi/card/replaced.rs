//! Visits that replace others.

use std::collections::BTreeMap;

use crate::kpi::Lookup;
use crate::shape::record;

record! {
    /// A visit that another one replaces; it is in no row.
    pub struct ReplacedVisit: data {
        /// Its identifier.
        pub id: String,
        /// The visit that replaces it.
        pub by: String,
    }
}

/// Those that close a circle: what is replaced replaces its own successor in the end, so that nothing
/// would be left of either. O(n log n).
pub(super) fn circles(replaced: &[ReplacedVisit]) -> Vec<&ReplacedVisit> {
    let mut by: BTreeMap<&str, Vec<&ReplacedVisit>> = BTreeMap::new();
    for one in replaced {
        by.entry(&one.by).or_default().push(one);
    }
    let mut circles = Vec::new();
    // Whether a visit that was seen lies on the path that is followed.
    let mut on_path: Lookup<&str, bool> = Lookup::default();
    for start in by.keys() {
        if on_path.contains_key(start) {
            continue;
        }
        on_path.insert(start, true);
        let mut path = vec![(*start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let one = by.get(at).and_then(|all| all.get(*next)).copied();
            *next += 1;
            let Some(one) = one else {
                on_path.insert(at, false);
                path.pop();
                continue;
            };
            match on_path.get(one.id.as_str()) {
                Some(true) => circles.push(one),
                Some(false) => {}
                None => {
                    on_path.insert(&one.id, true);
                    path.push((&one.id, 0));
                }
            }
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_wherever_they_are_entered() {
        let of = |pairs: &[(&str, &str)]| -> Vec<ReplacedVisit> {
            let one =
                |(by, id): &(&str, &str)| ReplacedVisit { id: (*id).into(), by: (*by).into() };
            pairs.iter().map(one).collect()
        };
        for (pairs, count) in [
            (&[("a", "b"), ("b", "c"), ("a", "c")][..], 0),
            (&[("a", "b"), ("b", "a")], 1),
            (&[("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], 1),
            (&[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], 2),
        ] {
            assert_eq!(circles(&of(pairs)).len(), count, "{pairs:?}");
        }
    }
}
