//! Classes against their definition.

use fieldbeat::abc;
use fieldbeat::budget::Budget;
use fieldbeat::math::Decimal;
use fieldbeat::segment::{AbcPolicy, AbcReport};
use fieldbeat::shape::Value;
use proptest::prelude::*;

use super::rows::{
    self, Row, clients, columns, in_cents, listed, now, of, revenue, scope_of, scopes, today, zone,
};

fn policy(window_days: Option<u32>) -> AbcPolicy {
    AbcPolicy { zone: zone(), window_days, ..AbcPolicy::default() }
}

fn ask(columns: &Value, policy: &AbcPolicy) -> AbcReport {
    abc(columns, now(), policy, &mut Budget::unlimited()).unwrap()
}

fn classes(report: &AbcReport) -> String {
    (0..report.client.codes.len()).filter_map(|row| report.abc.get(row)).collect()
}

#[test]
fn the_client_that_crosses_a_cut_belongs_to_the_class_above() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let amounts = [400, 250, 150, 80, 50, 30, 20, 10, 6, 4];
    let rows: Vec<Row> = names
        .into_iter()
        .zip(amounts)
        .map(|(client, money)| Row { client, scope: None, t: 0, cents: money * 100 })
        .collect();
    let report = ask(&columns(&rows), &policy(None));
    assert_eq!(classes(&report), "AAABBBCCCC");
    let told: Vec<_> = report.classes.iter().map(|class| class.revenue.to_string()).collect();
    assert_eq!(told, ["800.0000", "160.0000", "40.0000"]);
    let percent = |of: usize| report.classes[of].revenue_percent.unwrap().to_string();
    assert_eq!([percent(0), percent(1), percent(2)], ["80", "16", "4"]);
}

#[test]
fn equals_stand_in_the_order_of_their_names_and_returns_are_of_the_last_class() {
    let rows: Vec<Row> = [("б", 100), ("a", 100), ("z", 100), ("B", -5), ("aa", 0)]
        .map(|(client, cents)| Row { client, scope: None, t: 0, cents })
        .to_vec();
    let half = AbcPolicy { a_percent: "33.3333".parse().unwrap(), ..policy(None) };
    let report = ask(&listed(&rows), &half);
    // In byte order: B, a, aa, z, б.
    assert_eq!(classes(&report), "CACBB");
    assert_eq!(*report.rank, [5, 1, 4, 2, 3]);
    assert_eq!(report.notices[0].code, "no_revenue");
    let exact = AbcPolicy { a_percent: "33.3334".parse().unwrap(), ..policy(None) };
    assert_eq!(classes(&ask(&listed(&rows), &exact)), "CACAB");
}

#[test]
fn sums_are_exact_however_large() {
    let rows: Vec<Row> = ["a", "B", "z"]
        .map(|client| Row { client, scope: None, t: 0, cents: i64::MAX / 2 })
        .to_vec();
    let policy = AbcPolicy { scale: Some(2), ..policy(None) };
    // Three are beyond 64 bits, in sum and before any client.
    let report = abc(&in_cents(&rows), now(), &policy, &mut Budget::unlimited()).unwrap();
    assert_eq!(*report.before_units, [0, i64::MAX / 2, i64::MAX - 1]);
    let total: Decimal = "138350580552821637.09".parse().unwrap();
    let sum = report.classes.iter().try_fold(Decimal::ZERO, |sum, of| sum.checked_add(of.revenue));
    assert_eq!(sum, Some(total));
    let mut rows = rows;
    rows.extend(rows.clone());
    rows.extend(rows.clone());
    let error = abc(&in_cents(&rows), now(), &policy, &mut Budget::unlimited()).unwrap_err();
    assert_eq!(error.problems()[0].code, "too_large");
    // A sum may leave 64 bits on the way, in whatever order rows come.
    let rows: Vec<Row> = [i64::MAX, i64::MAX, -i64::MAX]
        .map(|cents| Row { client: "a", scope: None, t: 0, cents })
        .to_vec();
    let report = abc(&in_cents(&rows), now(), &policy, &mut Budget::unlimited()).unwrap();
    assert_eq!(*report.revenue_units, [i64::MAX]);
}

proptest! {
    #[test]
    fn classes_are_those_of_the_definition(
        rows in prop_oneof![rows::rows(false), rows::rows(true)],
        window in prop::option::of(1_u32..50),
        (a, b) in (0_i64..=1_000_000, 0_i64..=1_000_000),
    ) {
        let (a, b) = (a.min(b), a.max(b));
        let percent = |units| Decimal::from_units(units, 4).unwrap();
        let policy = AbcPolicy { a_percent: percent(a), b_percent: percent(b), ..policy(window) };
        let report = ask(&listed(&rows), &policy);
        prop_assert_eq!(&ask(&columns(&rows), &policy), &report);
        let start = window.map_or(i64::MIN, |window| today() - i64::from(window));
        let present: Vec<&str> = clients(&rows)
            .into_iter()
            .filter(|client| of(client, &rows, start, today()).next().is_some())
            .collect();
        let place = |client: &str| present.iter().position(|own| *own == client).unwrap();
        prop_assert_eq!(report.client.codes.len(), present.len());
        for scope in scopes(&rows) {
            let mut order: Vec<(i64, &str)> = present
                .iter()
                .filter(|client| scope_of(client, &rows) == scope)
                .map(|client| (-revenue(client, &rows, start, today()), *client))
                .collect();
            order.sort_unstable();
            let total: i64 = order.iter().map(|(minus, _)| (-minus).max(0)).sum();
            let mut before = 0;
            for (rank, (minus, client)) in (1..).zip(order) {
                let part = i128::from(before) * 1_000_000;
                let is_below = |cut: i64| part < i128::from(cut) * i128::from(total);
                let class = match -minus {
                    ..=0 => "C",
                    _ if is_below(a) => "A",
                    _ if is_below(b) => "B",
                    _ => "C",
                };
                let row = place(client);
                prop_assert_eq!(report.abc.get(row), Some(class));
                prop_assert_eq!(report.rank[row], rank);
                prop_assert_eq!(report.revenue_units[row], -minus * 100);
                prop_assert_eq!(report.before_units[row], before * 100);
                before += (-minus).max(0);
            }
        }
    }
}
