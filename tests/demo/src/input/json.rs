//! JSON files of several parts, each of which the library reads.

use fieldbeat::Shaped;
use fieldbeat::shape::{Reader, Value};

use super::{BadRow, Source};

/// What a file says; all its problems are one bad row, each with its path.
pub(super) fn read<T>(
    source: &Source,
    of: impl FnOnce(&Value, &mut Reader) -> Option<T>,
) -> Result<T, BadRow> {
    let parts = || {
        let value = Value::from_json(&source.text)?;
        let mut at = Reader::new();
        let read = of(&value, &mut at);
        at.finish(read).map(|(read, _)| read)
    };
    let fail =
        |error: fieldbeat::Error| BadRow { place: source.name.clone(), message: error.to_string() };
    parts().map_err(fail)
}

/// Keys that nobody reads are problems.
pub(super) fn only(value: &Value, keys: &[&str], at: &mut Reader) {
    if let Value::Map(entries) = value {
        for (key, _) in entries.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
            let message = format!("expected {}", keys.join(", "));
            at.within(key.clone(), |at| at.problem::<()>("unknown_key", message));
        }
    }
}

/// What stands under a key.
pub(super) fn part<T: Shaped>(value: &Value, key: &'static str, at: &mut Reader) -> Option<T> {
    at.within(key, |at| T::read(value.get(key).unwrap_or(&Value::Null), at))
}
