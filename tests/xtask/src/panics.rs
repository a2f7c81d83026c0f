//! Panics in the browser's module: nobody hears what they say, and nobody shall download it.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

/// Lets a panic do at once what it would do at last, which is to trap: what it would say before
/// nobody hears, for a browser has no standard error. 1.5 KB less after gzip.
pub(crate) fn silence(module: &mut Module) {
    let functions = &mut module.funcs;
    let own = functions.iter_local().map(|(id, _)| id);
    let silenced: Vec<_> =
        own.filter(|id| functions.get(*id).name.as_deref().is_some_and(ends_in_panic)).collect();
    for id in silenced {
        let mut body = functions.get_mut(id).kind.unwrap_local_mut().builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
}

/// Whether this is a function of Rust's own libraries that never returns.
fn ends_in_panic(name: &str) -> bool {
    // A path begins with its crate, which has a hash: `core[40f58339702e5617]::panicking::panic`.
    let Some((of, path)) = name.split_once("::") else { return false };
    let of = of.split('[').next().unwrap_or_default();
    match of {
        "core" => {
            let fails =
                ["expect_failed", "unwrap_failed", "index_fail", "error_fail", "mismatch_fail"];
            path.starts_with("panicking::") || fails.iter().any(|end| path.ends_with(end))
        }
        "alloc" => {
            let fails = ["handle_error", "capacity_overflow", "handle_alloc_error"];
            fails.iter().any(|end| path.ends_with(end))
        }
        "std" => path == "panicking::panic_with_hook",
        _ => false,
    }
}

/// Takes from the module's data where in which file a panic would have been: a [`Location`] each,
/// and the names of the files, which are those of the machine that built it. 3 KB less after gzip.
///
/// A location is told by its form, the address and length of a text that ends in `.rs`, a line and a
/// column; a silent panic never reads it.
///
/// [`Location`]: std::panic::Location
pub(crate) fn forget_places(module: &mut Module) {
    let segments: Vec<_> = module
        .data
        .iter()
        .filter_map(|data| match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => {
                Some((data.id(), usize::try_from(start).ok()?, data.value.clone()))
            }
            _ => None,
        })
        .collect();
    let mut forgotten: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (_, start, bytes) in &segments {
        for (word, location) in bytes.windows(LOCATION).enumerate().step_by(4) {
            if let Some(name) = file_of(location)
                && segments.iter().any(|(_, start, bytes)| is_file(bytes, *start, &name))
            {
                forgotten.insert((start + word, start + word + LOCATION));
                forgotten.insert((name.start, name.end));
            }
        }
    }
    for (id, start, bytes) in segments {
        let kept = &mut module.data.get_mut(id).value;
        for (from, until) in &forgotten {
            let part = within(start, bytes.len(), &(*from..*until));
            part.and_then(|part| kept.get_mut(part)).into_iter().for_each(|part| part.fill(0));
        }
    }
}

/// Bytes of a location: four numbers of 32 bits.
const LOCATION: usize = 16;

/// Where the name of the file lies, if these bytes may be a location.
fn file_of(location: &[u8]) -> Option<Range<usize>> {
    let (numbers, _) = location.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number) as usize);
    let (address, length) = (numbers.next()?, numbers.next()?);
    let (line, column) = (numbers.next()?, numbers.next()?);
    let may_be =
        (4..300).contains(&length) && (1..100_000).contains(&line) && (1..1_000).contains(&column);
    may_be.then(|| address..address + length)
}

/// Whether a segment has the name of a file there.
fn is_file(bytes: &[u8], start: usize, name: &Range<usize>) -> bool {
    let name = within(start, bytes.len(), name).and_then(|name| bytes.get(name));
    name.is_some_and(|name| name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic))
}

/// Addresses as places in a segment, if it holds them all.
fn within(start: usize, length: usize, addresses: &Range<usize>) -> Option<Range<usize>> {
    let from = addresses.start.checked_sub(start)?;
    let until = addresses.end.checked_sub(start)?;
    (until <= length).then_some(from..until)
}
