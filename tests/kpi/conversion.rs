//! Orders against visits, pair by pair.

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Beside, Order, StatisticsOptions, TargetPeriod, plan_actual};
use fieldbeat::math::Decimal;
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{Facts, Instant, statistics};
use proptest::prelude::*;

use super::rows::{OCTOBER, company};

const HOUR: i64 = 3_600_000;

fn instant(hour: i64) -> Instant {
    Instant::from_millis(OCTOBER + hour * HOUR).unwrap()
}

fn of_month(month: &str) -> StatisticsOptions {
    let text = format!(r#"{{"by": [], "order_span": "14d", "period": "{month}"}}"#);
    StatisticsOptions::from_json(&text).unwrap()
}

fn beside(orders: Vec<Order>) -> Beside {
    Beside { orders: Some(orders), ..Beside::nothing() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn each_order_goes_to_the_latest_visit_of_all_and_counts_once(
        // October and November have 1464 hours by Moscow's clock.
        visits in prop::collection::vec((0_i64..1464, 0_usize..3), 0..10),
        orders in prop::collection::vec((0_i64..1464, 0_usize..3), 0..10),
        now in 0_i64..1464,
    ) {
        let rows: Vec<Facts> = visits.iter().enumerate().map(|(id, (hour, site))| {
            Facts::default().with("id", format!("v{id}")).with("site", format!("s{site}")).with("t", instant(*hour))
        }).collect();
        let asked: Vec<Order> = orders.iter().enumerate().map(|(id, (hour, site))| Order {
            id: format!("o{id}"), site: format!("s{site}"), t: instant(*hour),
            amount: Some(Decimal::from_units(1_i64 << id, 0).unwrap()),
        }).collect();
        let latest = |(hour, site): &(i64, usize)| {
            let fits = |(_, (start, own)): &(usize, &(i64, usize))| {
                own == site && *start <= now && start < hour && *hour <= start + 14 * 24
            };
            visits.iter().enumerate().filter(fits).max_by_key(|(id, (start, _))| (*start, *id)).map(|(id, _)| id)
        };
        let made: Vec<(usize, Option<usize>)> = orders.iter().enumerate()
            .filter(|(_, (hour, _))| *hour <= now).map(|(id, order)| (id, latest(order))).collect();
        let mut amounts = 0;
        for (month, hours) in [("2026-10", 0..744), ("2026-11", 744..1464)] {
            let told = statistics(&rows, &company(), instant(now), &beside(asked.clone()), &of_month(month), &mut Budget::unlimited());
            let told = told.unwrap().conversion.unwrap();
            let is_own = |visit: usize| hours.contains(&visits[visit].0);
            let due: Vec<(String, Option<String>)> = made.iter()
                .filter_map(|(order, visit)| Some((*order, visit.filter(|visit| is_own(*visit))?)))
                .map(|(order, visit)| (format!("o{order}"), Some(format!("v{visit}")))).collect();
            let got: Vec<_> = told.orders.iter().map(|pair| (pair.order.clone(), pair.visit.clone())).collect();
            prop_assert_eq!(got, due);
            prop_assert_eq!(told.unattributed, made.iter().filter(|(_, visit)| visit.is_none()).count() as i64);
            let ended = |visit: &usize| visits[*visit].0 + 14 * 24 <= now;
            let own: Vec<usize> = (0..visits.len()).filter(|visit| visits[*visit].0 <= now && is_own(*visit)).collect();
            let has = |visit: &usize| made.iter().any(|(_, own)| *own == Some(*visit));
            prop_assert_eq!(told.visits, own.iter().filter(|visit| ended(visit)).count() as i64);
            prop_assert_eq!(told.with_order, own.iter().filter(|visit| ended(visit) && has(visit)).count() as i64);
            prop_assert_eq!(told.open_with_order, own.iter().filter(|visit| !ended(visit) && has(visit)).count() as i64);
            amounts += told.amount.map_or(0, |amount| amount.units(0).unwrap());
        }
        // Each order has its own bit: none is counted in two months.
        let due: i128 = made.iter().filter(|(_, visit)| visit.is_some()).map(|(id, _)| 1_i128 << id).sum();
        prop_assert_eq!(amounts, due);
    }
}

#[test]
fn aged_stock_that_was_sold_is_a_share_of_all_of_it() {
    let line = |rep: &str, potential: i64, actual: i64| {
        Facts::default()
            .with("rep", rep.to_owned())
            .with("potential", potential)
            .with("actual", actual)
    };
    let rows = [line("anna", 3_000_000, 700_000), line("boris", 2_000_000, 500_000)];
    let by = ["rep".to_owned()];
    let told = plan_actual(&rows, &by, None, &company(), None, &mut Budget::unlimited()).unwrap();
    assert_eq!(told.totals.actual, Some("1200000".parse().unwrap()));
    assert_eq!(told.totals.potential_percent, Some("24".parse().unwrap()));
    let actual = told.groups.iter().map(|group| group.actual.unwrap().units(0).unwrap());
    assert_eq!(actual.sum::<i128>(), 1_200_000);
}

#[test]
fn a_row_is_of_the_month_that_its_own_day_says() {
    // Half past eleven in Moscow; the next day where the rep is.
    let row = |id: &str| {
        Facts::default()
            .with("id", id.to_owned())
            .with("t", "2026-10-31T20:30:00Z".parse::<Instant>().unwrap())
            .with("plan", 5_i64)
            .with("actual", 7_i64)
    };
    let there = row("there").with("day", "2026-11-01".parse::<fieldbeat::Date>().unwrap());
    let text = Facts(vec![
        ("day".into(), Value::Text("2026-11-30".to_owned())),
        ("plan".into(), Value::Int(1)),
    ]);
    let rows = [row("here"), there, text];
    let now = "2026-12-31T00:00:00Z".parse().unwrap();
    let count = |month: &str| {
        let told = statistics(
            &rows,
            &company(),
            now,
            &Beside::nothing(),
            &of_month(month),
            &mut Budget::unlimited(),
        )
        .unwrap();
        let period = TargetPeriod::Named(month.to_owned());
        let sums =
            plan_actual(&rows, &[], Some(&period), &company(), None, &mut Budget::unlimited())
                .unwrap();
        assert_eq!(told.undated, 0);
        (told.rows, sums.totals.plan.unwrap().to_string(), sums.left_out)
    };
    assert_eq!(count("2026-10"), (1, "5".to_owned(), 2));
    assert_eq!(count("2026-11"), (2, "6".to_owned(), 1));
    let by_month = TargetPeriod::Current(fieldbeat::PeriodKind::Month);
    let sums = plan_actual(&rows, &[], Some(&by_month), &company(), None, &mut Budget::unlimited())
        .unwrap();
    let groups: Vec<_> = sums
        .groups
        .iter()
        .map(|group| (group.period.as_ref().unwrap().name.as_str(), group.rows))
        .collect();
    assert_eq!(groups, [("2026-10", 1), ("2026-11", 2)]);
}

#[test]
fn the_visit_of_a_row_without_an_identifier_has_none() {
    let rows = [Facts::default().with("site", "s".to_owned()).with("t", instant(10))];
    let order = Order { id: "o".to_owned(), site: "s".to_owned(), t: instant(20), amount: None };
    let options = StatisticsOptions::default();
    let told = statistics(
        &rows,
        &company(),
        instant(700),
        &beside(vec![order]),
        &options,
        &mut Budget::unlimited(),
    )
    .unwrap();
    let pair = told.conversion.unwrap().orders.remove(0);
    assert_eq!((pair.order.as_str(), pair.visit), ("o", None));
}

#[test]
fn what_does_not_count_sold_nothing_and_handled_nobody() {
    let row = |id: &str, status: &str, hour: i64| {
        let text = format!(
            r#"{{"id": "{id}", "site": "{id}", "status": "{status}", "amount": 10, "margin": 2, "t": {}}}"#,
            OCTOBER + hour * HOUR
        );
        Facts::from_json(&text).unwrap()
    };
    let rows = [
        row("a", "verified", 1),
        row("b", "rejected", 2),
        row("c", "not_eligible", 3),
        row("d", "undetermined", 4),
        row("e", "planned", 900),
    ];
    let orders = ["a", "b", "c", "d", "e"].map(|site| Order {
        id: site.into(),
        site: site.into(),
        t: instant(10),
        amount: None,
    });
    let client = |id: &str| fieldbeat::kpi::Client { id: id.into(), kind: None, created: None };
    let beside = Beside {
        orders: Some(orders.into()),
        clients: Some(["a", "b", "c", "d", "e"].map(client).into()),
        tasks: None,
    };
    let asked = |options: &str| {
        let options = StatisticsOptions::from_json(options).unwrap();
        let budget = &mut Budget::unlimited();
        let told = statistics(&rows, &company(), instant(700), &beside, &options, budget).unwrap();
        let conversion = told.conversion.unwrap();
        let handled: i64 = told.clients.unwrap().iter().map(|kind| kind.handled).sum();
        let sums = (told.amount.unwrap().to_string(), told.margin.unwrap().to_string());
        (told.rows, sums, conversion.visits, conversion.with_order, handled)
    };
    let sums = |amount: &str, margin: &str| (amount.to_owned(), margin.to_owned());
    assert_eq!(asked("{}"), (5, sums("10", "2"), 1, 1, 1));
    assert_eq!(asked(r#"{"void_statuses": []}"#), (5, sums("40", "8"), 4, 4, 4));
}
