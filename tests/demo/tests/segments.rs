//! The core accounts of the demo: who is where, who moved, and who must be visited.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

mod runs;

use std::collections::BTreeMap;

use runs::{FILES, demo, folder, page, report, section, track, write_day};
use serde_json::{Value, json};

const PURCHASES: &str = include_str!("../sample/purchases.csv");
const BOARD: &str = include_str!("../sample/board.json");

fn sample(name: &str, arguments: &[&str]) -> (Value, String, String) {
    let folder = folder(name);
    let (code, out, err) = demo(&folder, arguments);
    assert_eq!(code, 0, "{err}");
    (report(&folder), page(&folder), out)
}

/// Revenue by client of dates in [first, last]: all purchases are at noon in Moscow.
fn revenue(first: &str, last: &str) -> BTreeMap<&'static str, i64> {
    let mut sums = BTreeMap::new();
    for line in PURCHASES.lines().skip(1) {
        let [t, client, amount] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if first <= &t[..10] && &t[..10] <= last {
            *sums.entry(client).or_default() += amount.parse::<i64>().unwrap();
        }
    }
    sums
}

/// `5 581 900`, as the page has it.
fn grouped(amount: i64) -> String {
    let figures = amount.to_string();
    let groups: Vec<&str> = figures
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap())
        .collect();
    groups.join("\u{a0}")
}

/// Clients by segment, as `assignments` has them.
fn by_segment(report: &Value) -> BTreeMap<String, Vec<String>> {
    let mut clients: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in report["assignments"].as_array().unwrap() {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        clients.entry(text("segment")).or_default().push(text("client"));
    }
    clients
}

#[test]
fn the_matrix_has_the_numbers_and_the_money_of_the_purchases() {
    let (report, page, out) = sample("segments_matrix", &[]);
    // A year and 90 days that end with the 24th of September.
    let year = revenue("2025-09-25", "2026-09-24");
    let quarter = revenue("2026-06-27", "2026-09-24");
    let shown = section(&page, "clients");
    let segments = by_segment(&report);
    assert_eq!(segments.len(), 5);
    for (segment, clients) in &segments {
        let sum = |of: &BTreeMap<&str, i64>| {
            clients.iter().map(|client| of.get(&**client).copied().unwrap_or(0)).sum::<i64>()
        };
        let kind = shown.split(&format!("<div class=\"kind {segment}\">")).nth(1).unwrap();
        let kind = kind.split("</div>").next().unwrap();
        assert!(kind.contains(&format!("<em>{}</em>", clients.len())), "{kind}");
        let (base, moving) = (grouped(sum(&year)), grouped(sum(&quarter)));
        assert!(kind.contains(&format!("<small>{base} in a year (")), "{base} in {kind}");
        assert!(kind.contains(&format!(", {moving} in 90 days<")), "{moving} in {kind}");
    }
    let total = grouped(year.values().sum());
    assert!(shown.contains(&format!("Together: 24 clients, {total} in a year")), "{total}");
    assert!(out.contains("core accounts: 9 of 24 clients, 2 at risk, 2 rising"), "{out}");
}

#[test]
fn rows_of_the_migration_sum_to_what_the_segments_were() {
    let (report, page, _) = sample("segments_migration", &[]);
    let migration = &report["migration"];
    let whole = |value: &Value| value.as_i64().unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let rows = list(&migration["counts"]);
    for (row, before) in rows.iter().zip(list(&migration["before"])) {
        assert_eq!(list(row).iter().map(whole).sum::<i64>(), whole(&before));
    }
    let segments = by_segment(&report);
    for (column, name) in list(&migration["segments"]).iter().enumerate() {
        let arrived = whole(&migration["arrived"][column]);
        let came: i64 = rows.iter().map(|row| whole(&row[column])).sum();
        let now = segments.get(name.as_str().unwrap()).map_or(0, Vec::len);
        assert_eq!((came + arrived, whole(&migration["after"][column])), (now as i64, now as i64));
    }
    // The page has a row for each segment, one for who is new and one for what is now.
    let shown = section(&page, "clients");
    let table = shown.split("From segment to segment since 1 Sep").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let figures: Vec<i64> = table
        .split("class=\"figure")
        .skip(1)
        .filter_map(|cell| cell.split(['>', '<']).nth(1)?.parse().ok())
        .collect();
    let mut expected = Vec::new();
    let mut push = |counts: &Value, sum: i64| {
        expected.extend(list(counts).iter().map(whole));
        expected.push(sum);
    };
    for (row, before) in rows.iter().zip(list(&migration["before"])) {
        push(row, whole(&before));
    }
    push(&migration["arrived"], 1);
    push(&migration["after"], 24);
    assert_eq!(figures, expected);
}

#[test]
fn every_move_of_the_month_is_told_with_its_cause() {
    let (report, page, _) = sample("segments_moves", &[]);
    let moves = report["moves"].as_array().unwrap();
    let told: Vec<_> = moves
        .iter()
        .map(|step| ["client", "from_segment", "to_segment", "cause"].map(|key| step[key].clone()))
        .collect();
    // Who was made to: an order, a return, a new client, and large orders of June that grew old.
    for expected in [
        json!(["Clinic 21", "core_stable", "core_growing", "purchase"]),
        json!(["site-9", "core_growing", "core_stable", "return"]),
        json!(["Clinic 24", null, "periphery", "purchase"]),
        json!(["Clinic 15", "core_stable", "core_at_risk", "expiry"]),
    ] {
        assert!(told.iter().any(|step| json!(step) == expected), "{expected} in {told:?}");
    }
    assert!(moves.iter().all(|step| step["at"].as_str() >= Some("2026-08-31T21:00:00.000Z")));
    let shown = section(&page, "clients");
    let table = shown.split("Who moved, and why").nth(1).unwrap();
    assert_eq!(table.matches("<th scope=\"row\">").count(), moves.len());
    for text in ["it sent goods back<small>buys ", "it bought<small>seen here for the first time<"]
    {
        assert!(table.contains(text), "{text}");
    }
}

#[test]
fn sites_below_the_cadence_of_their_segment_must_be_visited() {
    let (report, page, out) = sample("segments_cadence", &[]);
    // Verified visits of September, from the stored board and the verdicts of the day.
    let board: Value = serde_json::from_str(BOARD).unwrap();
    let mut done: BTreeMap<String, i64> = BTreeMap::new();
    for case in board["cases"].as_array().unwrap() {
        if case["stage"] == "visited" {
            *done.entry(case["fields"]["site"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for visit in report["verify_plan"]["visits"].as_array().unwrap() {
        if visit["status"] == "verified" {
            *done.entry(visit["site"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    let wanted = |segment: &str| match segment {
        "core_growing" => 4,
        "core_at_risk" | "rising" => 3,
        "core_stable" => 2,
        _ => 1,
    };
    let mut below = 0;
    let shown = section(&page, "clients");
    let table = shown.split("Must be visited").nth(1).unwrap().split("</table>").next().unwrap();
    for (segment, clients) in by_segment(&report) {
        for client in clients {
            let made = done.get(&client).copied().unwrap_or(0);
            // Those with a name of their own are on the day's map.
            if !client.starts_with("site-") {
                assert_eq!(
                    table.contains(&format!(">{client}<")),
                    made < wanted(&segment),
                    "{client}"
                );
            }
            below += usize::from(made < wanted(&segment));
        }
    }
    assert_eq!(table.matches("<th scope=\"row\">").count(), below);
    // Four wanted, three made, and one stands on the board for the 30th; the site has two more cards.
    assert!(
        table.contains(
            ">Hospital 1</th><td data-label=\"Segment\">core, growing</td>\
             <td data-label=\"Wanted\" class=\"figure\">4</td>\
             <td data-label=\"Done\" class=\"figure\">3</td>\
             <td data-label=\"Planned\" class=\"figure\">1</td>\
             <td data-label=\"Still to plan\" class=\"figure\">0</td>"
        ),
        "{table}"
    );
    assert!(out.contains(&format!("must be visited: {below} sites, ")), "{out}");
}

#[test]
fn the_clients_are_told_in_russian() {
    let (_, page, out) = sample("segments_ru", &["--lang", "ru"]);
    let shown = section(&page, "clients");
    for text in ["Ядро клиентов", "ядро, под угрозой", "возврат", "темп покупок", "Нужно посетить"]
    {
        assert!(shown.contains(text), "{text}");
    }
    assert!(out.contains("ядро клиентов: 9 из 24 клиентов, 2 под угрозой, 2 растут"), "{out}");
}

#[test]
fn without_purchases_there_are_no_segments() {
    let folder = folder("segments_none");
    write_day(&folder, &track("8"));
    let (code, out, err) = demo(&folder, &FILES);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("core accounts") && !page(&folder).contains("<h2>Core accounts"));
    assert!(report(&folder)["assignments"].is_null());

    let (code, _, err) = demo(&folder, &[&FILES[..], &["--segments", "s.json"]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("--purchases missing"), "{err}");
}

#[test]
fn segments_of_ones_own_are_shown_under_their_names() {
    let folder = folder("segments_own");
    write_day(&folder, &track("8"));
    let bought =
        "client,t,amount\nclinic,2026-09-01T09:00:00Z,900.50\nshop,2026-09-02T09:00:00Z,10\n";
    std::fs::write(folder.join("bought.csv"), bought).unwrap();
    let rules = json!({
        "policy": {"segments": [
            {"name": "small & new", "when": {"field": "base_revenue", "lt": 100}},
        ]},
        "cadence": {"small & new": 2, "rising": 1},
    });
    std::fs::write(folder.join("rules.json"), rules.to_string()).unwrap();
    let more = ["--purchases", "bought.csv", "--segments", "rules.json"];
    let (code, out, err) = demo(&folder, &[&FILES[..], &more].concat());
    assert_eq!(code, 0, "{err}");
    assert_eq!(by_segment(&report(&folder))["small & new"], ["shop"]);
    let shown = page(&folder);
    assert!(shown.contains("<strong>small &amp; new</strong> <em>1</em>"));
    // The clinic was visited once, as a rising client is to be; nobody was at the shop.
    assert!(out.contains("must be visited: 1 site, visits not planned yet: 2"), "{out}");

    // Only purchases: the usual rules, and no cadence.
    demo(&folder, &[&FILES[..], &more[..2]].concat());
    assert!(
        !page(&folder).contains("<h3>Must be visited")
            && page(&folder).contains("<h2>Core accounts")
    );
    assert!(!page(&folder).contains("have bought nothing"));

    // Who was visited and has bought nothing is in no segment, and is not passed over.
    std::fs::write(folder.join("bought.csv"), bought.replace("clinic", "other")).unwrap();
    demo(&folder, &[&FILES[..], &more[..2]].concat());
    assert!(page(&folder).contains("for they have bought nothing: clinic</p>"));
}

#[test]
fn what_is_wrong_with_purchases_and_segments_is_named_at_once() {
    let folder = folder("segments_wrong");
    write_day(&folder, &track("8"));
    let bought = "client,t,amount\nclinic,yesterday,900\nshop,2026-09-02T09:00:00Z,much\n";
    std::fs::write(folder.join("bought.csv"), bought).unwrap();
    let rules = r#"{"policy": {"base_day": 3}, "cadence": {"rising": -1}, "rules": []}"#;
    std::fs::write(folder.join("rules.json"), rules).unwrap();
    let more = ["--purchases", "bought.csv", "--segments", "rules.json"];
    let (code, _, err) = demo(&folder, &[&FILES[..], &more].concat());
    assert_eq!(code, 2);
    let named = [
        "bought.csv:2: t: ",
        "bought.csv:3: amount: ",
        "$.policy.base_day",
        "$.cadence.rising",
        "$.rules",
    ];
    for named in named {
        assert!(err.contains(named), "{named} in {err}");
    }
}
