//! On which date a visit is, where the site, the rep and the card are in different zones.

use chrono::TimeZone;
use fieldbeat::kpi::ScoreReport;
use fieldbeat::shape::Shaped;
use fieldbeat::{Zone, zone_table};
use serde_json::{Value as Json, json};

use super::drawn::{all, card, columns};

/// Ten points a visit, in zones as `of` says; once a month for a site.
fn policy(of: &str) -> Json {
    json!({
        "name": "visits", "version": "1", "period_zone": of, "zone": "America/New_York",
        "tables": [{"rows": [], "default": 10}],
        "limits": [{"kind": "once", "key": ["site"], "per": "month"}],
    })
}

fn visit(id: &str, t: &str, rep_zone: &str, site_zone: &str) -> Json {
    let ms = chrono::DateTime::parse_from_rfc3339(t).unwrap().timestamp_millis();
    json!({"id": id, "rep": "anna", "site": "s", "t": ms, "rep_zone": rep_zone, "site_zone": site_zone})
}

/// The day and the points of every row.
fn told(report: &ScoreReport) -> Vec<(String, String)> {
    let row = |score: &fieldbeat::Score| {
        (score.day.unwrap().to_string(), score.points.unwrap().to_string())
    };
    report.scores.iter().map(row).collect()
}

#[test]
fn a_visit_is_on_the_date_of_the_zone_that_the_card_names() {
    // In Berlin the clocks were put back on 25 October, in New York on 1 November: the same hour in UTC
    // is another date a week later.
    let visits = [
        visit("a", "2026-10-24T22:30:00Z", "Europe/Berlin", "Asia/Almaty"),
        visit("b", "2026-10-31T22:30:00Z", "Europe/Berlin", "Asia/Almaty"),
        visit("c", "2026-11-01T04:30:00Z", "Europe/Berlin", "Asia/Almaty"),
    ];
    for (of, due) in [
        ("rep", [("2026-10-25", "10"), ("2026-10-31", "0"), ("2026-11-01", "10")]),
        ("site", [("2026-10-25", "10"), ("2026-11-01", "10"), ("2026-11-01", "0")]),
        ("card", [("2026-10-24", "10"), ("2026-10-31", "0"), ("2026-11-01", "10")]),
    ] {
        let due = due.map(|(day, points)| (day.to_owned(), points.to_owned()));
        assert_eq!(told(&all(&card(&policy(of)), &visits)), due, "{of}");
    }
    // Where no zone is named, the card's holds.
    let mut silent = visits.clone();
    for visit in &mut silent {
        visit.as_object_mut().unwrap().retain(|key, _| !key.ends_with("_zone"));
    }
    let of_card = told(&all(&card(&policy("card")), &visits));
    for of in ["rep", "site"] {
        assert_eq!(told(&all(&card(&policy(of)), &silent)), of_card, "{of}");
    }
}

/// Every half hour around changes of clocks, in zones around the world.
fn around_changes() -> Vec<Json> {
    let names =
        ["Europe/Berlin", "America/New_York", "Africa/Cairo", "Pacific/Apia", "Asia/Almaty", "UTC"];
    let changes = ["2026-03-29T01:00:00Z", "2026-04-23T22:00:00Z", "2026-10-25T01:00:00Z"];
    let mut visits = Vec::new();
    for change in changes {
        let change = chrono::DateTime::parse_from_rfc3339(change).unwrap();
        for half_hour in -60..60_i32 {
            let t = (change + chrono::Duration::minutes(i64::from(half_hour) * 30)).to_rfc3339();
            let at = visits.len();
            let (rep, site) = (names[at % names.len()], names[(at / 7) % names.len()]);
            visits.push(visit(&format!("v{at:03}"), &t, rep, site));
        }
    }
    visits
}

#[test]
fn days_of_named_zones_are_those_of_chrono_row_by_row_and_by_columns() {
    let visits = around_changes();
    for (of, key) in [("rep", "rep_zone"), ("site", "site_zone")] {
        let mut policy = policy(of);
        policy["limits"] = json!([]);
        let card = card(&policy);
        let report = all(&card, &visits);
        for score in &report.scores {
            let visit = visits.iter().find(|visit| visit["id"] == score.id.as_str()).unwrap();
            let zone: chrono_tz::Tz = visit[key].as_str().unwrap().parse().unwrap();
            let t = zone.timestamp_millis_opt(score.t.millis()).unwrap();
            assert_eq!(score.day.unwrap().to_string(), t.date_naive().to_string(), "{t}");
        }
        let budget = &mut fieldbeat::budget::Budget::unlimited();
        let many = card.score_many(&columns(&visits), None, budget).unwrap();
        assert_eq!(many.totals, report.totals, "{of}");
    }
}

#[test]
fn a_zone_by_its_name_gives_the_bytes_of_its_table() {
    let named = around_changes();
    let mut tabled = named.clone();
    let (start, end) = ("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
    for visit in &mut tabled {
        for key in ["rep_zone", "site_zone"] {
            let name = visit[key].as_str().unwrap();
            let table = zone_table(name, start.parse().unwrap(), end.parse().unwrap()).unwrap();
            visit[key] = serde_json::from_str(&table.to_json().unwrap()).unwrap();
        }
    }
    for of in ["rep", "site", "card"] {
        let card = card(&policy(of));
        let (named, tabled) = (all(&card, &named), all(&card, &tabled));
        assert_eq!(named.to_json().unwrap(), tabled.to_json().unwrap(), "{of}");
    }
}

#[test]
fn a_zone_that_is_none_is_told_of_every_visit_that_names_it() {
    let names = ["Europe/Berlin", "Europe/Nowhere", "Europe/Berlin", "Europe/Nowhere"];
    let visits: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, zone)| visit(&format!("v{at}"), "2026-10-24T22:30:00Z", zone, "UTC"))
        .map(|visit| super::drawn::value(&visit))
        .collect();
    let budget = &mut fieldbeat::budget::Budget::unlimited();
    let error = card(&policy("rep")).score_all(&visits, None, budget).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|p| (&*p.code, &*p.path)).collect();
    assert_eq!(
        told,
        [("unknown_zone", "$.visits[1].rep_zone"), ("unknown_zone", "$.visits[3].rep_zone")]
    );
    assert!(Zone::named("Europe/Nowhere").is_err());
}
