//! Transactions as they come in columns: who bought, on which local day, for how much.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a client's number is below the count of names"
)]

use crate::column::{Buffer, Instants};
use crate::segment::columns::{Ids, PLACES, amounts, ids, missing};
use crate::segment::ids::{IdHash, read_ids};
use crate::shape::{Reader, Shaped, Value};
use crate::time::Zone;

/// Digits after the point of amounts that come as whole numbers, at most.
const MAX_SCALE: u32 = 6;

/// The columns that are read.
const KEYS: [&str; 8] = ["client", "t", "amount", "scope", "clients", "scopes", "id", "scale"];

/// Notes, under `version`, one of defaults that this engine does not know.
pub(crate) fn check_version(version: u32, at: &mut Reader) {
    if version != 1 {
        at.within("version", |at| at.problem::<()>("version_unsupported", "expected 1"));
    }
}

/// Notes, under `scale`, digits after the point of amounts that are too many.
pub(crate) fn check_scale(scale: Option<u32>, at: &mut Reader) {
    if scale.is_some_and(|scale| scale > MAX_SCALE) {
        let message = format!("expected 0 to {MAX_SCALE}");
        at.within("scale", |at| at.problem::<()>("out_of_range", message));
    }
}

/// The columns `client`, `t`, `amount` and, where there are such, `scope` and `id`.
///
/// Clients and scopes are numbered in the byte order of their names, and each has a row at least:
/// the smaller number goes first among equals.
pub(crate) struct Transactions<'v> {
    /// Names by number.
    pub(crate) clients: Vec<&'v str>,
    /// Names by number; none where there is no column of scopes.
    pub(crate) scopes: Vec<&'v str>,
    /// A number a row.
    pub(crate) client: Vec<u32>,
    /// A number a row, or no rows.
    pub(crate) scope: Vec<u32>,
    /// Milliseconds since 1970-01-01 UTC.
    pub(crate) t: Buffer<i64>,
    /// The local date, as days since 1970-01-01; no rows without a zone.
    pub(crate) day: Vec<i32>,
    /// In whole 10^-`scale`; a return is negative.
    pub(crate) amount: Buffer<i64>,
    /// Digits after the point of amounts.
    pub(crate) scale: u32,
    /// An id a row, or none; no rows where there are no ids.
    pub(crate) id: Vec<Option<IdHash>>,
}

impl<'v> Transactions<'v> {
    /// Reads `columns`, with paths under where `at` is. O(n + c log c) for n rows of c clients.
    ///
    /// - `client` and `scope` are texts, or whole numbers that count names under `clients` and
    ///   `scopes` from 0 on.
    /// - `amount` is whole numbers of 10^-scale where there is a scale, else numbers of at most four
    ///   digits after the point: a float must equal its rounding to four. The scale stands among the
    ///   columns under `scale`, or is `scale` of a policy.
    ///
    /// Problems: `missing_key`, `missing_value`, `empty`, `length_mismatch`, `too_precise`,
    /// `too_large`, `not_finite`, `out_of_range`, `wrong_type`, those of times; `scale_differs`, where
    /// the columns say another scale than the policy.
    pub(crate) fn read(
        columns: &'v Value,
        scale: Option<u32>,
        zone: Option<&Zone>,
        at: &mut Reader,
    ) -> Option<Self> {
        if matches!(columns, Value::Map(_)) {
            // What is a slip of the pen is told; other columns are the host's own.
            at.object(columns, &KEYS);
        }
        let scale = own_scale(columns, scale, at);
        let client = match columns.get("client") {
            Some(value) => ids(value, columns.get("clients"), "client", "clients", at),
            None => missing("client", at),
        };
        let t = match columns.get("t") {
            Some(value) => at.within("t", |at| Instants::read(value, at)),
            None => missing("t", at),
        };
        let amount = match columns.get("amount") {
            // Without a scale that can be read no amount is wrong.
            Some(value) => scale.and_then(|own| at.within("amount", |at| amounts(value, own, at))),
            None => missing("amount", at),
        };
        let scope = match columns.get("scope") {
            None | Some(Value::Null) => Some(Ids { codes: Vec::new(), names: Vec::new() }),
            Some(value) => ids(value, columns.get("scopes"), "scope", "scopes", at),
        };
        let id = match columns.get("id") {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(value) => at.within("id", |at| read_ids(value, at)),
        };
        let has = |key: &str| !matches!(columns.get(key), None | Some(Value::Null));
        if let Some(client) = &client {
            check_names(client, at);
        }
        let (client, t, amount, scope, id) = (client?, t?.0, amount?, scope?, id?);
        let rows = client.codes.len();
        let others = [
            ("t", t.len(), true),
            ("amount", amount.len(), true),
            ("scope", scope.codes.len(), has("scope")),
            ("id", id.len(), has("id")),
        ];
        let mut are_equal = true;
        for (key, len, is_there) in others {
            if is_there && len != rows {
                are_equal = false;
                let message = format!("{len} rows where \"client\" has {rows}");
                at.within(key, |at| at.problem::<()>("length_mismatch", message));
            }
        }
        are_equal.then(|| Self {
            day: zone.map_or_else(Vec::new, |zone| zone.days_of(&t)),
            clients: client.names,
            scopes: scope.names,
            client: client.codes,
            scope: scope.codes,
            t,
            amount,
            scale: scale.flatten().unwrap_or(PLACES),
            id,
        })
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.client.len()
    }

    /// The scope of each client: that of its latest row before `end`, of several at once the last by
    /// name; of one that has none before, that of its latest row. No rows where there are no scopes.
    pub(crate) fn scope_of_clients(&self, end: i32) -> Vec<u32> {
        if self.scopes.is_empty() {
            return Vec::new();
        }
        let mut latest = vec![(false, i64::MIN, 0); self.clients.len()];
        let rows = self.client.iter().zip(&self.scope).zip(self.t.iter()).zip(&self.day);
        for (((client, scope), t), day) in rows {
            let known = &mut latest[*client as usize];
            *known = (*known).max((*day < end, *t, *scope));
        }
        latest.into_iter().map(|(_, _, scope)| scope).collect()
    }
}

/// The scale of amounts: that of the columns, or of the policy that they are read by.
fn own_scale(columns: &Value, of_policy: Option<u32>, at: &mut Reader) -> Option<Option<u32>> {
    let value = match columns.get("scale") {
        None | Some(Value::Null) => return Some(of_policy),
        Some(value) => value,
    };
    let scale = at.within("scale", |at| u32::read(value, at))?;
    if scale > MAX_SCALE {
        check_scale(Some(scale), at);
        return None;
    }
    if let Some(other) = of_policy.filter(|other| *other != scale) {
        let message = format!("the policy has the scale {other}");
        return at.within("scale", |at| at.problem("scale_differs", message));
    }
    Some(Some(scale))
}

/// Nobody has an empty name: it would be that of all whose name is missing.
fn check_names(client: &Ids<'_>, at: &mut Reader) {
    // The first in byte order.
    if client.names.first() == Some(&"") {
        for (row, _) in client.codes.iter().enumerate().filter(|(_, code)| **code == 0) {
            at.within("client", |at| {
                at.within(row, |at| at.problem::<()>("empty", "expected a name"))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::{Cells, Column};

    fn column(cells: Cells) -> Value {
        Value::Column(Column::new(cells))
    }

    type Rows = (Vec<String>, Vec<u32>, Vec<i64>, Vec<i32>);

    fn read(json: &str) -> Result<Rows, String> {
        let columns = Value::from_json(json).unwrap();
        let mut at = Reader::new();
        let read = Transactions::read(&columns, None, Some(&Zone::utc()), &mut at);
        let read = at.finish(read).map_err(|error| {
            let told = error.problems().iter().map(|it| format!("{} {}", it.code, it.path));
            told.collect::<Vec<_>>().join(", ")
        });
        let read = read?.0;
        let clients = read.clients.iter().map(|name| (*name).to_owned()).collect();
        Ok((clients, read.client, read.amount.to_vec(), read.day))
    }

    #[test]
    fn clients_are_numbered_by_the_bytes_of_their_names() {
        let read = read(
            r#"{"client": ["б", "a", "B", "б"], "t": [0, 86400000, -1, 5], "amount": [1, 2.5, -3, 0]}"#,
        );
        let clients = ["B", "a", "б"].map(str::to_owned).to_vec();
        let amounts = vec![10_000, 25_000, -30_000, 0];
        assert_eq!(read, Ok((clients, vec![2, 1, 0, 2], amounts, vec![0, 1, -1, 0])));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = |json: &str| read(json).unwrap_err();
        let error = wrong(
            r#"{"client": ["a", null, 7], "t": [0, "2026-01-01T00:00:00", 1],
                "amount": [0.00001, null, 1e300], "scope": 5}"#,
        );
        let expected = "missing_value $.client[1], wrong_type $.client[2], naive_time $.t[1], \
                        too_precise $.amount[0], missing_value $.amount[1], \
                        invalid_decimal $.amount[2], wrong_type $.scope";
        assert_eq!(error, expected);
        let error = wrong(r#"{"client": ["a"], "t": [], "amount": [1, 2]}"#);
        assert_eq!(error, "length_mismatch $.t, length_mismatch $.amount");
        assert!(wrong("{}").starts_with("missing_key $.client, missing_key $.t"));
        assert!(wrong(r#"{"client": ["a"], "t": [1], "amount": [1e15]}"#).starts_with("too_large"));
    }

    #[test]
    fn names_of_a_dictionary_come_once_and_only_if_used() {
        let names = ["z", "a", "unused", "z"].map(str::to_owned).to_vec();
        let rows = |client: Value| {
            Value::Map(vec![
                ("client".to_owned(), client),
                ("t".to_owned(), column(Cells::Millis(vec![0; 3].into()))),
                ("amount".to_owned(), column(Cells::I64(vec![1, i64::MAX, -1].into()))),
                (
                    "clients".to_owned(),
                    Value::List(names.iter().map(|name| Value::Text(name.clone())).collect()),
                ),
            ])
        };
        let texts =
            rows(column(Cells::Text { codes: vec![0, 1, 3].into(), names: names.clone().into() }));
        let codes = rows(column(Cells::U32(vec![0, 1, 3].into())));
        for columns in [texts, codes] {
            let mut at = Reader::new();
            let read = Transactions::read(&columns, Some(2), Some(&Zone::utc()), &mut at).unwrap();
            assert_eq!((read.clients, read.client), (vec!["a", "z"], vec![1, 0, 1]));
            assert_eq!((&*read.amount, read.scale), (&[1, i64::MAX, -1][..], 2));
        }
    }

    #[test]
    fn a_client_is_of_the_scope_of_its_latest_row() {
        let json = r#"{"client": ["a", "a", "a", "b"], "t": [1, 2, 2, 0], "amount": [1, 1, 1, 1],
                       "scope": ["z", "x", "y", "x"]}"#;
        let columns = Value::from_json(json).unwrap();
        let read =
            Transactions::read(&columns, None, Some(&Zone::utc()), &mut Reader::new()).unwrap();
        assert_eq!(read.scopes, ["x", "y", "z"]);
        assert_eq!(read.scope_of_clients(i32::MAX), [1, 0]);
        // None of them counts yet.
        assert_eq!(read.scope_of_clients(0), [1, 0]);
    }
}
