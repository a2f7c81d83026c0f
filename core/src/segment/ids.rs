//! Ids of transactions: one that comes again is a correction.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::column::{Cells, Column};
use crate::math::StableHash;
use crate::shape::{Reader, Shaped, Value};

/// 128 bits, aligned as 64: they do not collide.
pub(crate) type IdHash = [u64; 2];

pub(crate) fn hash_of(id: &str) -> IdHash {
    let hash = StableHash::new().text(id).value();
    [(hash >> 64) as u64, hash as u64]
}

/// A column of ids by their hashes. Some rows may have no id, but none an empty one: all of these
/// would be one transaction.
pub(crate) fn read_ids(value: &Value, at: &mut Reader) -> Option<Vec<Option<IdHash>>> {
    if let Value::Column(column) = value
        && let Cells::Text { codes, names } = column.cells()
    {
        let known: Vec<Option<IdHash>> =
            names.iter().map(|name| (!name.is_empty()).then(|| hash_of(name))).collect();
        let mut is_whole = true;
        let mut ids = Vec::with_capacity(codes.len());
        for (row, code) in codes.iter().enumerate() {
            if Column::is_null(column, row) {
                ids.push(None);
                continue;
            }
            let id = known.get(*code as usize).copied().flatten();
            if id.is_none() {
                is_whole = false;
                at.within(row, no_id);
            }
            ids.push(id);
        }
        return is_whole.then_some(ids);
    }
    let texts = Vec::<Option<String>>::read(value, at)?;
    let mut ids = Vec::with_capacity(texts.len());
    for (row, id) in texts.iter().enumerate() {
        ids.extend(at.within(row, |at| read_id(id.as_deref(), at)));
    }
    (ids.len() == texts.len()).then_some(ids)
}

/// One id, or none.
pub(crate) fn read_id(id: Option<&str>, at: &mut Reader) -> Option<Option<IdHash>> {
    if id == Some("") {
        no_id(at);
        return None;
    }
    Some(id.map(hash_of))
}

fn no_id(at: &mut Reader) {
    at.problem::<()>("empty", "expected an id, or null where a transaction has none");
}

/// Notes, under `id`, rows whose id came before: where nothing is remembered nothing can be corrected.
pub(crate) fn check_distinct(ids: &[Option<IdHash>], at: &mut Reader) {
    let mut first: HashMap<IdHash, usize, FxBuildHasher> = HashMap::default();
    for (row, id) in ids.iter().enumerate() {
        let Some(id) = id else { continue };
        if let Some(before) = first.insert(*id, row) {
            let message = format!("row {before} has this id too: leave out what was corrected");
            at.within("id", |at| {
                at.within(row, |at| at.problem::<()>("duplicate_id", message));
            });
        }
    }
}
