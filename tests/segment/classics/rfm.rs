//! Scores against their definition, client by client.

use std::collections::BTreeMap;

use fieldbeat::budget::{Budget, Continue};
use fieldbeat::segment::{RfmCuts, RfmPolicy, RfmReport};
use fieldbeat::shape::Value;
use fieldbeat::{ErrorKind, rfm};
use proptest::prelude::*;

use super::rows::{
    self, Row, clients, columns, days, in_cents, listed, now, revenue, scope_of, scopes, today,
    zone,
};

fn policy(window: Option<u32>, bins: u32) -> RfmPolicy {
    RfmPolicy { zone: zone(), window_days: window, bins, ..RfmPolicy::default() }
}

fn ask(columns: &Value, policy: &RfmPolicy, cuts: &[RfmCuts]) -> RfmReport {
    rfm(columns, now(), policy, cuts, &mut Budget::unlimited()).unwrap()
}

/// A client by hand: recency, frequency, money in cents, and the days of its purchases.
fn figures(client: &str, rows: &[Row], start: i64) -> Option<[i64; 5]> {
    let days = days(client, rows, start, today());
    let (first, last) = (days.first()?, days.last()?);
    let money = revenue(client, rows, start, today());
    Some([today() - last, days.len() as i64, money, last - first, today() - 1 - first])
}

/// Cuts and scores of one measure of one scope, as the specification says them.
fn scored(values: &[i64], bins: usize, is_reversed: bool) -> (Vec<i64>, Vec<u32>) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = |k: usize| (k * sorted.len()).div_ceil(bins);
    let cuts: Vec<i64> =
        if sorted.is_empty() { vec![] } else { (1..bins).map(|k| sorted[rank(k) - 1]).collect() };
    let score = |value: &i64| 1 + cuts.iter().filter(|cut| *cut < value).count();
    let turned = |score: usize| if is_reversed { bins + 1 - score } else { score };
    let scores = values.iter().map(|value| turned(score(value)) as u32).collect();
    (cuts, scores)
}

proptest! {
    #[test]
    fn scores_are_those_of_the_definition(
        rows in prop_oneof![rows::rows(false), rows::rows(true)],
        window in prop::option::of(1_u32..50),
        bins in 2_u32..7,
    ) {
        let report = ask(&listed(&rows), &policy(window, bins), &[]);
        let start = window.map_or(i64::MIN, |window| today() - i64::from(window));
        let known: BTreeMap<&str, [i64; 5]> = clients(&rows)
            .into_iter()
            .filter_map(|client| Some((client, figures(client, &rows, start)?)))
            .collect();
        let names: Vec<_> = (0..known.len()).map(|row| report.client.get(row).unwrap()).collect();
        prop_assert_eq!(&names, &known.keys().copied().collect::<Vec<_>>());
        prop_assert_eq!(report.client.codes.len(), known.len());
        prop_assert_eq!(report.without_purchase as usize, clients(&rows).len() - known.len());
        for (row, [recency, frequency, money, span, age]) in known.values().enumerate() {
            let got = [
                report.recency_days[row], report.frequency_days[row], report.span_days[row],
                report.age_days[row], report.repeat_days[row],
            ];
            let expected = [*recency, *frequency, *span, *age, frequency - 1];
            prop_assert_eq!(got.map(i64::from), expected);
            prop_assert_eq!(report.monetary_units[row], money * 100);
        }
        let mut empty = 0;
        for (place, scope) in scopes(&rows).into_iter().enumerate() {
            let own: Vec<usize> = (0..names.len())
                .filter(|row| scope_of(names[*row], &rows) == scope)
                .collect();
            prop_assert_eq!(report.bins[place].clients as usize, own.len());
            let mut cuts = report.cuts.iter();
            let cuts = cuts.find(|cuts| cuts.scope.as_deref() == scope);
            if own.is_empty() {
                // Nobody has cuts, but scores keep their numbers.
                let none = vec![0; bins as usize];
                let counts = &report.bins[place];
                for counts in [&counts.recency, &counts.frequency, &counts.monetary] {
                    prop_assert_eq!(counts, &none);
                    empty += counts.len();
                }
                prop_assert!(cuts.is_none());
                continue;
            }
            let cuts = cuts.unwrap();
            let measure = |index: usize| -> Vec<i64> {
                own.iter().map(|row| known[names[*row]][index]).collect()
            };
            let all = [
                (scored(&measure(0), bins as usize, true), &report.recency_score, &report.bins[place].recency),
                (scored(&measure(1), bins as usize, false), &report.frequency_score, &report.bins[place].frequency),
                (scored(&measure(2), bins as usize, false), &report.monetary_score, &report.bins[place].monetary),
            ];
            prop_assert_eq!(&cuts.recency_days, &all[0].0.0);
            prop_assert_eq!(&cuts.frequency_days, &all[1].0.0);
            for ((_, scores), got, bins) in all {
                for (score, row) in scores.iter().zip(&own) {
                    prop_assert_eq!(got[*row], *score);
                }
                for (score, count) in (1..).zip(bins) {
                    let of_score = scores.iter().filter(|own| **own == score).count();
                    prop_assert_eq!(*count as usize, of_score);
                }
                empty += bins.iter().filter(|count| **count == 0).count();
            }
        }
        prop_assert_eq!(report.notices.len(), empty);
        prop_assert!(report.notices.iter().all(|notice| notice.code == "bin_empty"));
    }

    #[test]
    fn how_rows_come_and_in_which_order_changes_nothing(
        rows in prop_oneof![rows::rows(false), rows::rows(true)], seed in any::<u64>(),
    ) {
        let policy = policy(Some(30), 3);
        let report = ask(&listed(&rows), &policy, &[]);
        prop_assert_eq!(&ask(&columns(&rows), &policy, &[]), &report);
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|row| (row.t as u64 ^ row.cents as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(&ask(&columns(&shuffled), &policy, &[]), &report);
        let in_cents = ask(&in_cents(&rows), &RfmPolicy { scale: Some(2), ..policy }, &[]);
        let cents: Vec<i64> = report.monetary_units.iter().map(|units| units / 100).collect();
        prop_assert_eq!((&*in_cents.monetary_units, in_cents.scale), (&*cents, 2));
        prop_assert_eq!(in_cents.cuts, report.cuts);
        prop_assert_eq!(in_cents.monetary_score, report.monetary_score);
    }

    #[test]
    fn with_frozen_cuts_a_purchase_moves_nobody_else(
        rows in prop_oneof![rows::rows(false), rows::rows(true)],
        more in 1_i64..1_000_000,
    ) {
        prop_assume!(!rows.is_empty());
        let policy = policy(None, 4);
        let before = ask(&listed(&rows), &policy, &[]);
        let frozen = ask(&listed(&rows), &policy, &before.cuts);
        prop_assert_eq!(&frozen.recency_score, &before.recency_score);
        prop_assert_eq!(&frozen.monetary_score, &before.monetary_score);
        prop_assert_eq!(&frozen.cuts, &before.cuts);
        prop_assert!(frozen.bins.iter().all(|bins| bins.are_given == (bins.clients > 0)));
        let mut rows = rows;
        let buyer = rows[0].clone();
        rows.push(Row { t: now().millis() - 40 * rows::DAY, cents: more, ..buyer });
        let after = ask(&listed(&rows), &policy, &before.cuts);
        let scores = |report: &RfmReport| -> BTreeMap<String, [u32; 3]> {
            (0..report.client.codes.len())
                .map(|row| {
                    let scores = [&report.recency_score, &report.frequency_score, &report.monetary_score];
                    (report.client.get(row).unwrap().to_owned(), scores.map(|scores| scores[row]))
                })
                .filter(|(client, _)| client != buyer.client)
                .collect()
        };
        prop_assert_eq!(scores(&after), scores(&before));
    }
}

#[test]
fn cuts_of_one_scope_are_its_own_and_those_of_none_are_for_all_others() {
    let rows = |scope| (1..=4).map(move |n| (scope, n));
    let rows: Vec<Row> = rows("north")
        .chain(rows("south"))
        .map(|(scope, n)| Row {
            client: [" ", "a", "B", "aa", "z"][n],
            scope: Some(scope),
            t: 0,
            cents: n as i64 * 100,
        })
        .collect();
    // All clients are of the later name; B, a, aa and z have 4, 2, 6 and 8.
    let cuts = |json: &str| RfmCuts::from_json(json).unwrap();
    let all = cuts(r#"{"recency_days": [], "frequency_days": [1], "monetary": [4, 7.995]}"#);
    let south = cuts(
        r#"{"scope": "south", "recency_days": [], "frequency_days": [], "monetary": [1.999]}"#,
    );
    let of_all = ask(&listed(&rows), &policy(None, 5), std::slice::from_ref(&all));
    assert_eq!(*of_all.monetary_score, [1, 1, 2, 3]);
    let both = ask(&listed(&rows), &policy(None, 5), &[all, south]);
    assert_eq!(*both.monetary_score, [2, 2, 2, 2]);
    assert_eq!(*both.recency_score, [1, 1, 1, 1]);
}

#[test]
fn cuts_stay_given_whatever_scopes_have_rows() {
    let branch = |scope: &'static str, times: i64| {
        (1..=5).map(move |n| Row {
            client: ["a", "b", "c", "d", "e", "A", "B", "C", "D", "E"]
                [n as usize - 1 + if scope == "south" { 5 } else { 0 }],
            scope: Some(scope),
            t: 0,
            cents: n * times,
        })
    };
    let of = |rows: Vec<Row>, cuts: &[RfmCuts]| ask(&listed(&rows), &policy(None, 5), cuts);
    let first = of(branch("north", 10).chain(branch("south", 1000)).collect(), &[]);
    // An export without a branch leaves its cuts as they were, and says so.
    let without = of(branch("north", 10).collect(), &first.cuts);
    assert_eq!(without.cuts, first.cuts);
    let told: Vec<_> = without.warnings.iter().map(|it| (&*it.code, &*it.path)).collect();
    assert_eq!(told, [("unused_cuts", "$.cuts[1]")]);
    let again = of(branch("north", 10).chain(branch("south", 7)).collect(), &without.cuts);
    assert!(again.bins.iter().all(|bins| bins.are_given) && again.warnings.is_empty());
    assert_eq!(*again.monetary_score, [1, 1, 1, 1, 1, 1, 2, 3, 4, 5]);

    // Those for all are passed on as well: another scope may come. Unused they are only where every
    // scope has its own.
    let mut all = first.cuts.clone();
    all.push(RfmCuts { scope: None, ..first.cuts[0].clone() });
    let of_one = of(branch("north", 10).collect(), &all[2..]);
    assert_eq!(
        of_one.cuts.iter().map(|it| it.scope.as_deref()).collect::<Vec<_>>(),
        [Some("north"), None,]
    );
    assert!(of_one.warnings.is_empty());
    let of_both = of(branch("north", 10).chain(branch("south", 1000)).collect(), &all);
    let told: Vec<_> = of_both.warnings.iter().map(|it| (&*it.code, &*it.path)).collect();
    assert_eq!(told, [("unused_cuts", "$.cuts[2]")]);
}

#[test]
fn the_first_row_of_the_table_that_fits_gives_the_name() {
    let rows: Vec<Row> = [("a", 1, 100), ("a", 20, 900), ("B", 1, 100), ("z", 25, 50)]
        .map(|(client, day, cents)| Row { client, scope: None, t: day * rows::DAY, cents })
        .to_vec();
    let table = r#"{"bins": 2, "otherwise": "rest", "segments": [
        {"segment": "big", "when": {"all": [
            {"field": "monetary", "ge": 10}, {"field": "repeat_days", "ge": 1}]}},
        {"segment": "late", "recency": [1, 1], "monetary": [1, 2]},
        {"segment": "never", "when": {"field": "scope", "eq": "north"}}]}"#;
    let policy = RfmPolicy { zone: zone(), ..RfmPolicy::from_json(table).unwrap() };
    let segment = ask(&columns(&rows), &policy, &[]).segment.unwrap();
    let names: Vec<_> = (0..3).map(|row| segment.get(row).unwrap()).collect();
    assert_eq!(names, ["late", "big", "rest"]);
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_path() {
    let table = r#"{"bins": 1, "window_days": 0, "scale": 7, "segments": [
        {"segment": "x", "when": {"field": "recency_scor", "ge": 1}},
        {"segment": "y", "frequency": [5, 4]},
        {"segment": "z", "when": {"field": "now", "ge": "2026-01-01T00:00:00Z"}}]}"#;
    let error = RfmPolicy::from_json(table).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Policy);
    let told: Vec<_> = error.problems().iter().map(|it| (&*it.code, &*it.path)).collect();
    assert_eq!(
        told,
        [
            ("out_of_range", "$.scale"),
            ("out_of_range", "$.window_days"),
            ("out_of_range", "$.bins"),
            ("unknown_field", "$.segments[0].when.field"),
            ("wrong_operator", "$.segments[2].when"),
            ("wrong_type", "$.segments[1].frequency"),
        ]
    );
}

#[test]
fn whoever_listens_may_stop_it() {
    let row = Row { client: "a", scope: None, t: 0, cents: 1 };
    let columns = columns(&vec![row; 1000]);
    let mut budget = Budget::on_progress(1, |_| Continue::No);
    let error = rfm(&columns, now(), &policy(None, 5), &[], &mut budget).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}
