//! What goes in: transactions, of which scope clients are, and pins.

use std::borrow::Cow;

use super::features::PLACES;
use super::intake::NO_SCOPE;
use crate::math::Decimal;
use crate::segment::ids::{IdHash, read_id};
use crate::segment::transactions::Transactions;
use crate::shape::{Reader, Shape, Shaped, Value, record};
use crate::time::Instant;

record! {
    /// What a client bought, or gave back.
    pub struct Transaction: data {
        /// Who.
        pub client: String,
        /// When.
        pub t: Instant,
        /// For how much, at most 4 digits after the point; a return is negative.
        pub amount: Decimal,
        /// Of which scope its client is from then on: its manager, branch, company. Without one a
        /// correction says what the transaction said that it corrects.
        pub scope: Option<String>,
        /// Its own name, not empty, where it may be corrected: a transaction with an id that came
        /// before replaces that one, whatever its client, time and amount.
        pub id: Option<String>,
    }
}

record! {
    /// Of which scope a client is.
    pub struct ClientScope: data {
        /// Who.
        pub client: String,
        /// The scope: its manager, branch, company.
        pub scope: String,
        /// From when on; by default from the beginning, as if it had always been so. A client that was
        /// handed over keeps its past where this is given.
        pub at: Option<Instant>,
    }
}

record! {
    /// A segment that somebody decided on.
    pub struct SegmentPin: data {
        /// Whose.
        pub client: String,
        /// Which; without one the client is pinned no longer.
        pub segment: Option<String>,
        /// The first instant at which it no longer holds.
        pub until: Option<Instant>,
        /// Who decided.
        pub by: Option<String>,
        /// From when on: when it was decided. By default from the last `advance` on, so that nothing is
        /// told anew; what depends on when a job ran is better given its time.
        pub at: Option<Instant>,
    }
}

/// Transactions of many clients: a list, or columns of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionRows(pub Value);

impl Shaped for TransactionRows {
    fn shape() -> Shape {
        Shape::Either {
            name: "TransactionRows",
            doc: "Transactions in any order: a list, or columns `client`, `t`, `amount` and perhaps \
                  `id`, `scope`, of equal length.",
            shapes: vec![Vec::<Transaction>::shape(), Shape::Facts],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(_) | Value::List(_) => Some(Self(value.clone())),
            other => at.mismatch("a list of transactions, or columns", other),
        }
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// Transactions as they were read.
#[derive(Default)]
pub(super) struct Rows<'v> {
    pub(super) clients: Vec<Cow<'v, str>>,
    /// Names of scopes, where rows say of which their clients are.
    pub(super) scopes: Vec<Cow<'v, str>>,
    /// A place in `scopes` a row, or `NO_SCOPE`; no rows where none says a scope.
    pub(super) scope: Vec<u32>,
    /// A place in `clients` a row.
    pub(super) client: Vec<u32>,
    pub(super) t: Vec<i64>,
    /// In whole ten-thousandths.
    pub(super) amount: Vec<i64>,
    /// Hashes of ids, a row each; or none where no row has one.
    pub(super) id: Vec<Option<IdHash>>,
}

impl<'v> Rows<'v> {
    pub(super) fn read(value: &'v Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::List(records) => Self::listed(value, records, at),
            _ => Self::columns(value, at),
        }
    }

    fn listed(value: &Value, records: &[Value], at: &mut Reader) -> Option<Self> {
        let rows = Vec::<Transaction>::read(value, at)?;
        let mut own = Self::default();
        let clients = distinct(rows.iter().map(|row| row.client.as_str()));
        let scopes = distinct(rows.iter().filter_map(|row| row.scope.as_deref()));
        let place = |names: &[&str], own: &str| names.partition_point(|name| *name < own) as u32;
        for (index, row) in rows.iter().enumerate() {
            at.within(index, |at| {
                if records.get(index).and_then(|record| record.get("scale")).is_some() {
                    let message = "a scale is of columns: here amounts are as they are";
                    at.within("scale", |at| at.problem::<()>("unknown_key", message));
                }
                check_name("client", &row.client, at);
                own.amount.extend(at.within("amount", |at| units(row.amount, at)));
                own.id.extend(at.within("id", |at| read_id(row.id.as_deref(), at)));
            });
            own.client.push(place(&clients, &row.client));
            own.scope.push(row.scope.as_ref().map_or(NO_SCOPE, |scope| place(&scopes, scope)));
            own.t.push(row.t.millis());
        }
        let owned = |name: &str| Cow::Owned(name.to_owned());
        own.clients = clients.into_iter().map(owned).collect();
        own.scopes = scopes.into_iter().map(owned).collect();
        (own.amount.len() == rows.len() && own.id.len() == rows.len()).then_some(own)
    }

    fn columns(value: &'v Value, at: &mut Reader) -> Option<Self> {
        let rows = Transactions::read(value, None, None, at)?;
        let amount = at.within("amount", |at| scaled(&rows.amount, rows.scale, at))?;
        Some(Self {
            scopes: rows.scopes.iter().map(|name| Cow::Borrowed(*name)).collect(),
            scope: rows.scope,
            clients: rows.clients.iter().map(|name| Cow::Borrowed(*name)).collect(),
            t: rows.t.to_vec(),
            client: rows.client,
            amount,
            id: rows.id,
        })
    }
}

/// Notes, under `key`, a name that is none: it would be that of all whose name is missing.
pub(super) fn check_name(key: &'static str, name: &str, at: &mut Reader) {
    if name.is_empty() {
        at.within(key, |at| at.problem::<()>("empty", "expected a name"));
    }
}

/// Names in byte order, each once.
fn distinct<'r>(names: impl Iterator<Item = &'r str>) -> Vec<&'r str> {
    let mut names: Vec<&str> = names.collect();
    crate::math::sort(&mut names);
    names.dedup();
    names
}

fn units(amount: Decimal, at: &mut Reader) -> Option<i64> {
    match amount.units(PLACES).map(i64::try_from) {
        Some(Ok(units)) => Some(units),
        Some(Err(_)) => at.limit("too_large", "expected at most 9 * 10^14"),
        None => at.problem("too_precise", "expected at most 4 digits after the point"),
    }
}

/// Amounts of 10^-`scale` in ten-thousandths.
fn scaled(amounts: &[i64], scale: u32, at: &mut Reader) -> Option<Vec<i64>> {
    let mut scaled = Vec::with_capacity(amounts.len());
    for (row, amount) in amounts.iter().enumerate() {
        let own = match PLACES.checked_sub(scale) {
            Some(more) => amount.checked_mul(10_i64.pow(more)).ok_or("too_large"),
            None => {
                let fewer = 10_i64.pow(scale - PLACES);
                (amount % fewer == 0).then_some(amount / fewer).ok_or("too_precise")
            }
        };
        match own {
            Ok(own) => scaled.push(own),
            Err(code) if code == "too_large" => {
                at.within(row, |at| at.limit::<()>(code, "expected at most 9 * 10^14"));
            }
            Err(code) => {
                let message = "expected at most 4 digits after the point";
                at.within(row, |at| at.problem::<()>(code, message));
            }
        }
    }
    (scaled.len() == amounts.len()).then_some(scaled)
}
