//! Keys of rows of any kind that look misspelled.

use super::Lookup;
use crate::Facts;
use crate::shape::{Reader, Value, did_you_mean};

/// Notes keys that look like one that is read and that the row lacks: each once, at the first row that
/// has it, where a reader stands at the rows. O(keys), and for each distinct one the known ones.
pub(super) fn warn_of_keys<'r, K: AsRef<str> + 'r>(
    rows: impl Iterator<Item = &'r [(K, Value)]>,
    known: &[String],
    at: &mut Reader,
) {
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut seen: Lookup<&str, Option<&str>> = Lookup::default();
    for (index, row) in rows.enumerate() {
        for (key, _) in row {
            let key = key.as_ref();
            let meant = seen.entry(key).or_insert_with(|| {
                if names.contains(&key) { None } else { did_you_mean(key, &names) }
            });
            let Some(own) = *meant else { continue };
            if row.iter().all(|(other, _)| other.as_ref() != own) {
                *meant = None;
                let message = format!("unknown key \"{key}\": did you mean \"{own}\"?");
                at.within(index, |at| {
                    at.within(key.to_owned(), |at| at.warning("unknown_key", message));
                });
            }
        }
    }
}

/// Notes keys by which rows are grouped and that no row has, where a reader stands at those keys.
pub(super) fn warn_of_absent(rows: &[Facts], by: &[String], at: &mut Reader) {
    let is_absent =
        |key: &String| rows.iter().all(|row| row.0.iter().all(|(name, _)| **name != **key));
    for (index, key) in by.iter().enumerate().filter(|(_, key)| is_absent(key)) {
        if !rows.is_empty() {
            let message = format!("no row has the key \"{key}\"");
            at.within(index, |at| at.warning("absent_key", message));
        }
    }
}
