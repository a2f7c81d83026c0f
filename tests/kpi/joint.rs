//! A joint visit is one visit: what was sold is shared like the points, and counts once.

use std::collections::BTreeMap;

use fieldbeat::budget::Budget;
use fieldbeat::kpi::{Beside, Order, ScoreReport, StatisticsOptions};
use fieldbeat::math::Decimal;
use fieldbeat::shape::Shaped;
use fieldbeat::{Calendar, CalendarPolicy, Facts, Instant, Score, Target, progress, statistics};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::drawn::{all, card};

const NOW: &str = "2026-12-31T00:00:00Z";

fn sum(all: impl IntoIterator<Item = Decimal>) -> Decimal {
    all.into_iter().fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap())
}

fn company() -> Calendar {
    Calendar::new(&CalendarPolicy::default()).unwrap()
}

fn rows(report: &ScoreReport) -> Vec<Facts> {
    let row = |score: &Score| Facts::from_json(&score.to_json().unwrap()).unwrap();
    report.scores.iter().map(row).collect()
}

/// A visit of November by one to four reps, all of one team.
fn visits() -> impl Strategy<Value = Vec<Json>> {
    let visit = (0_i64..29 * 24, 1_usize..5, -50_000_i64..500_000, -9_999_i64..9_999, 1_i64..4);
    prop::collection::vec(visit, 1..12).prop_map(|visits| {
        let made = |(index, (hour, reps, amount, margin, weight)): (usize, (i64, usize, i64, i64, i64))| {
            let reps: Vec<Json> = ["anna", "boris", "clara", "dina"].iter().take(reps).enumerate()
                .map(|(place, rep)| json!({"rep": rep, "lead": place == 0, "weight": weight + place as i64}))
                .collect();
            json!({
                "id": format!("v{index}"), "reps": reps, "team": "north", "territory": "west",
                "site": format!("s{index}"), "t": 1_793_491_200_000_i64 + hour * 3_600_000,
                "amount": amount as f64 / 100.0, "margin": margin as f64 / 1000.0,
            })
        };
        visits.into_iter().enumerate().map(made).collect()
    })
}

fn policy(split: Json) -> Json {
    json!({"name": "c", "version": "1", "split": split, "tables": [{"rows": [], "default": 10}]})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_sold_together_is_sold_once(
        visits in visits(),
        split in prop::sample::select(vec![
            json!({"by": "equal"}), json!({"by": "weights"}), json!({"by": "lead", "lead_share": 0.7}),
        ]),
        is_eligible in any::<bool>(),
    ) {
        let mut policy = policy(split);
        if !is_eligible {
            policy["schema"] = json!({"status": "string"});
            policy["eligible"] = json!({"field": "status", "not_null": true});
        }
        let report = all(&card(&policy), &visits);
        let told = |json: &Json| Decimal::from_json(&json.to_string()).unwrap();
        let mut sold: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
        let mut earned: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
        for score in &report.scores {
            sold.entry(&score.id).or_default().push(score.amount.unwrap());
            earned.entry(&score.id).or_default().push(score.margin.unwrap());
        }
        for visit in &visits {
            let id = visit["id"].as_str().unwrap();
            prop_assert_eq!(sold[id].len(), visit["reps"].as_array().unwrap().len());
            prop_assert_eq!(sum(sold[id].clone()), told(&visit["amount"]));
            prop_assert_eq!(sum(earned[id].clone()), told(&visit["margin"]));
        }
        let amount = sum(visits.iter().map(|visit| told(&visit["amount"])));
        let margin = sum(visits.iter().map(|visit| told(&visit["margin"])));
        let (company, budget) = (company(), &mut Budget::unlimited());
        let now: Instant = NOW.parse().unwrap();

        // Each client ordered an hour after the visit.
        let order = |(id, visit): (usize, &Json)| Order {
            id: format!("o{id}"),
            site: visit["site"].as_str().unwrap().to_owned(),
            t: Instant::from_millis(visit["t"].as_i64().unwrap() + 3_600_000).unwrap(),
            amount: None,
        };
        let orders = visits.iter().enumerate().map(order).collect();
        let beside = Beside { orders: Some(orders), ..Beside::nothing() };
        let options = StatisticsOptions::from_json(r#"{"by": [], "order_span": "1d"}"#).unwrap();
        if !is_eligible {
            return Ok(());
        }
        let told = statistics(&rows(&report), &company, now, &beside, &options, budget).unwrap();
        prop_assert_eq!((told.amount, told.margin), (Some(amount), Some(margin)));
        let conversion = told.conversion.unwrap();
        prop_assert_eq!((conversion.visits, conversion.with_order), (visits.len() as i64, visits.len() as i64));

        let of_team = report.totals.iter().find(|total| {
            (total.scope.as_str(), total.kind.as_str(), total.period.as_str()) == ("team", "month", "2026-11")
        }).unwrap();
        prop_assert_eq!(of_team.scored as usize, visits.len());
        prop_assert_eq!(of_team.points, sum(visits.iter().map(|_| "10".parse().unwrap())));
        for (measure, due) in [("sum", amount), ("margin", margin)] {
            for scope in ["team", "territory", "rep"] {
                let target = format!(r#"{{"value": 1, "scope": "{scope}", "measure": "{measure}", "period": "2026-11"}}"#);
                let target = Target::from_json(&target).unwrap();
                let report = progress(&[target], &report.scores, &company, now, &[], &[], budget).unwrap();
                prop_assert_eq!(sum(report.progress.iter().map(|one| one.actual)), due);
            }
        }
    }
}

#[test]
fn a_visit_that_no_card_holds_for_is_shared_all_the_same() {
    let mut policy = policy(json!({"by": "equal"}));
    policy["valid_from"] = json!("2027-01-01T00:00:00Z");
    let visit = json!({"id": "v", "t": 0, "reps": ["anna", "boris", "clara"], "amount": 100});
    let report = all(&card(&policy), &[visit]);
    let amounts: Vec<String> =
        report.scores.iter().map(|score| score.amount.unwrap().to_string()).collect();
    assert_eq!(amounts, ["33.34", "33.33", "33.33"]);
}
