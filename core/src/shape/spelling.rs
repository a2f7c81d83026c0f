//! What was meant by a misspelled word.

/// The candidate nearest to `word`, if it is near enough to be what was meant.
///
/// Near is a normalised Damerau-Levenshtein similarity of at least 0.75; of equals the first in
/// byte order. Words longer than 64 bytes are not looked at.
///
/// # Example
/// ```
/// use fieldbeat::shape::did_you_mean;
///
/// assert_eq!(did_you_mean("min_dwel", &["min_dwell", "grace"]), Some("min_dwell"));
/// assert_eq!(did_you_mean("colour", &["min_dwell", "grace"]), None);
/// ```
#[must_use]
pub fn did_you_mean<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    const ALIKE: f64 = 0.75;
    // Nobody misspells a word of this length; comparing takes time in the product of the lengths.
    const LONGEST: usize = 64;
    candidates
        .iter()
        .filter(|candidate| word.len() <= LONGEST && candidate.len() <= LONGEST)
        .map(|candidate| (similarity(word, candidate), *candidate))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| y.cmp(x)))
        .map(|(_, candidate)| candidate)
}

/// 1 for equal words, 0 for words that have nothing in common.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    if longest == 0 { 1.0 } else { 1.0 - edits(&a, &b) as f64 / longest as f64 }
}

/// How many letters must be put in, left out, replaced, or swapped with their neighbour, to make
/// one word of the other (Damerau 1964; Lowrance, Wagner 1975).
fn edits(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    // Row by row, of the first `i` letters of `a` and the first `j` of `b`.
    let mut table: Vec<usize> = (0..width).collect();
    // Of each letter of `b`, the last row before this one where `a` has it; 0 where none has.
    let mut rows = vec![0; b.len()];
    for (i, x) in (1..).zip(a) {
        table.push(i);
        // The last column before this one where `b` has `x`.
        let mut column = 0;
        for (j, (y, row)) in (1..).zip(b.iter().zip(&mut rows)) {
            // Everything that is asked for stands there already.
            let at = |i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
            let either = at(i - 1, j).min(at(i, j - 1)) + 1;
            let mut fewest = either.min(at(i - 1, j - 1) + usize::from(x != y));
            if *row > 0 && column > 0 {
                let swapped = at(*row - 1, column - 1) + (i - *row) + (j - column) - 1;
                fewest = fewest.min(swapped);
            }
            table.push(fewest);
            if x == y {
                (*row, column) = (i, j);
            }
        }
    }
    table.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // A few letters, so that words are alike.
        #[test]
        fn words_are_as_alike_as_another_implementation_says(
            a in "[ab\u{e9}\u{44f}_]{0,12}|[a-e]{0,20}", b in "[ab\u{e9}\u{44f}_]{0,12}|[a-e]{0,20}",
        ) {
            let theirs = strsim::normalized_damerau_levenshtein(&a, &b);
            prop_assert_eq!(similarity(&a, &b).to_bits(), theirs.to_bits());
        }
    }
}
