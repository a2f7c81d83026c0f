//! The sample's clients, what they bought and when they were visited: invented, and the same
//! whenever it is made again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test"
)]

use std::fmt::Write as _;
use std::path::Path;

use fieldbeat::Instant;
use fieldbeat_tests::simulator::Dice;
use serde_json::{Value, json};

const SEED: u64 = 7;
const DAY_MS: i64 = 86_400_000;

/// How a client buys.
struct Buyer {
    /// The site, or the name of a client that is not on the day's plan.
    client: &'static str,
    /// Thousands at a time.
    thousands: f64,
    /// Days between purchases.
    every: f64,
    /// From which day on.
    from: &'static str,
    /// The change of mind: from this day on it buys so many times as much, 0 nothing more.
    later: (&'static str, f64),
    /// Days of September on which it was visited.
    visited: &'static [u32],
}

const fn buyer(
    client: &'static str,
    thousands: f64,
    every: f64,
    from: &'static str,
    later: (&'static str, f64),
    visited: &'static [u32],
) -> Buyer {
    Buyer { client, thousands, every, from, later, visited }
}

const EVER: &str = "2025-08-01";
const SUMMER: &str = "2026-06-25";

/// Who buys how much; those that matter first.
const BUYERS: [Buyer; 24] = [
    buyer("site-6", 62.0, 14.0, EVER, (SUMMER, 1.35), &[3, 10, 17]),
    buyer("site-0", 48.0, 12.0, EVER, (SUMMER, 1.3), &[2, 9, 16, 23]),
    buyer("site-2", 44.0, 13.0, EVER, (SUMMER, 1.0), &[8, 22]),
    buyer("Clinic 15", 52.0, 17.0, EVER, ("2026-07-01", 0.36), &[1]),
    buyer("Clinic 21", 40.0, 15.0, EVER, (SUMMER, 0.97), &[4, 18]),
    buyer("site-9", 30.0, 12.0, EVER, ("2026-06-10", 1.25), &[11]),
    buyer("Hospital 3", 58.0, 28.0, EVER, (SUMMER, 0.82), &[7]),
    buyer("site-8", 33.0, 18.0, EVER, ("2026-06-20", 0.55), &[14]),
    buyer("Laboratory 2", 36.0, 16.0, "2026-07-06", (SUMMER, 1.0), &[10, 24]),
    buyer("site-4", 24.0, 20.0, "2026-02-10", ("2026-07-05", 2.6), &[15]),
    buyer("Clinic 17", 26.0, 19.0, EVER, (SUMMER, 1.0), &[21]),
    buyer("Pharmacy 14", 12.0, 16.0, EVER, (SUMMER, 0.6), &[3]),
    buyer("site-1", 11.0, 17.0, EVER, (SUMMER, 1.0), &[]),
    buyer("site-3", 9.0, 21.0, EVER, (SUMMER, 0.0), &[]),
    buyer("site-5", 9.0, 18.0, EVER, (SUMMER, 1.1), &[8]),
    buyer("site-7", 8.0, 24.0, EVER, (SUMMER, 1.0), &[]),
    buyer("Pharmacy 11", 8.0, 19.0, EVER, (SUMMER, 1.0), &[2]),
    buyer("Pharmacy 13", 7.0, 23.0, EVER, (SUMMER, 0.5), &[]),
    buyer("Pharmacy 16", 7.0, 20.0, EVER, (SUMMER, 1.0), &[16]),
    buyer("Pharmacy 18", 6.0, 25.0, EVER, (SUMMER, 1.0), &[17]),
    buyer("Dental clinic 9", 6.0, 26.0, "2026-03-15", (SUMMER, 1.0), &[9]),
    buyer("Pharmacy 20", 5.0, 22.0, EVER, (SUMMER, 1.2), &[22]),
    buyer("Pharmacy 22", 5.0, 28.0, EVER, (SUMMER, 0.0), &[]),
    buyer("Clinic 24", 9.0, 11.0, "2026-09-03", (SUMMER, 1.0), &[23]),
];

/// What was sent back, and one large order: client, day and amount.
const BESIDES: [(&str, &str, i64); 4] = [
    ("site-9", "2026-09-10", -61_500),
    ("Clinic 21", "2026-09-14", 86_000),
    ("Pharmacy 14", "2026-08-20", -4_200),
    ("site-0", "2026-05-12", -12_750),
];

/// The visits of the day that is verified.
const TODAY: [u32; 9] = [0, 1, 2, 3, 4, 5, 6, 8, 9];

/// Other cases: client, stage, day on which it was entered, and the date of the visit.
const OTHERS: [(&str, &str, &str, &str); 14] = [
    ("Pharmacy 11", "draft", "2026-09-04", "2026-09-20"),
    ("Pharmacy 16", "draft", "2026-09-04", "2026-09-22"),
    ("Clinic 15", "draft", "2026-09-07", "2026-09-24"),
    ("Pharmacy 13", "draft", "2026-09-01", "2026-09-17"),
    ("Clinic 15", "draft", "2026-09-14", "2026-09-28"),
    ("Hospital 3", "draft", "2026-09-14", "2026-09-29"),
    ("site-6", "draft", "2026-09-16", "2026-09-30"),
    ("Laboratory 2", "draft", "2026-09-16", "2026-09-30"),
    ("Clinic 21", "draft", "2026-09-18", "2026-10-05"),
    ("site-0", "draft", "2026-09-18", "2026-10-07"),
    ("Pharmacy 18", "draft", "2026-09-21", "2026-10-12"),
    ("Pharmacy 22", "draft", "2026-09-21", ""),
    ("Clinic 17", "repeat", "2026-09-21", "2026-10-02"),
    ("Pharmacy 20", "repeat", "2026-09-22", "2026-10-06"),
];

/// To write the files anew: `FIELDBEAT_BLESS=1 cargo test -p demo --test clients`.
#[test]
fn purchases_and_the_board_are_those_of_the_seed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    for (name, text) in [("purchases.csv", purchases()), ("board.json", board())] {
        let path = folder.join(name);
        if std::env::var_os("FIELDBEAT_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{} is not what the seed makes", path.display());
    }
}

/// Noon of a day in Moscow.
fn noon(day: &str) -> Instant {
    format!("{day}T12:00:00+03:00").parse().unwrap()
}

fn purchases() -> String {
    let mut dice = Dice::new(SEED);
    let mut rows: Vec<(Instant, &str, i64)> = Vec::new();
    for buyer in &BUYERS {
        let (turn, factor) = (noon(buyer.later.0), buyer.later.1);
        let mut day = noon(buyer.from).plus(dice.minutes(0.0, 60.0 * 24.0 * buyer.every));
        while day < noon("2026-09-25") {
            let factor = if day >= turn { factor } else { 1.0 };
            let amount = buyer.thousands * factor * dice.between(0.85, 1.15);
            // In fifties, as price lists are.
            let amount = (amount * 20.0).round() as i64 * 50;
            if amount > 0 {
                rows.push((day, buyer.client, amount));
            }
            day = day.plus((buyer.every * dice.between(0.9, 1.1)).round() as i64 * DAY_MS);
        }
    }
    rows.extend(BESIDES.map(|(client, day, amount)| (noon(day), client, amount)));
    rows.sort_unstable();
    let mut text = String::from("t,client,amount\n");
    for (t, client, amount) in rows {
        writeln!(text, "{},{client},{amount}", t.to_string().replace(".000Z", "Z")).unwrap();
    }
    text
}

fn board() -> String {
    let mut cases = Vec::new();
    let mut push = |id: String, client: &str, begun: Value, date: &str, fields: Value| {
        let mut case = begun;
        case["id"] = json!(id);
        case["fields"] = fields;
        case["fields"]["site"] = json!(client);
        case["fields"]["rep"] = json!("rep-12");
        if !date.is_empty() {
            case["fields"]["date"] = json!(date);
        }
        cases.push(case);
    };
    for site in TODAY {
        let begun = json!({"created_at": "2026-09-04T10:00:00+03:00"});
        let id = format!("visit-{site}");
        push(id, &format!("site-{site}"), begun, "2026-09-25", json!({}));
    }
    for (index, (client, stage, day, date)) in OTHERS.into_iter().enumerate() {
        let begun = match stage {
            "draft" => json!({"created_at": format!("{day}T10:00:00+03:00")}),
            _ => json!({"stage": stage, "entered_at": format!("{day}T16:30:00+03:00")}),
        };
        push(format!("visit-{}", 20 + index), client, begun, date, json!({}));
    }
    let mut visits: Vec<(u32, &str)> = BUYERS
        .iter()
        .flat_map(|buyer| buyer.visited.iter().map(|day| (*day, buyer.client)))
        .collect();
    visits.sort_unstable();
    for (index, (day, client)) in visits.into_iter().enumerate() {
        let date = format!("2026-09-{day:02}");
        let hour = 10 + index % 6;
        let begun = json!({
            "stage": "visited",
            "created_at": "2026-08-24T10:00:00+03:00",
            "entered_at": format!("{date}T{hour:02}:30:00+03:00"),
        });
        let fields = json!({"visit": {"verdict": "verified"}});
        push(format!("visit-{}", 40 + index), client, begun, &date, fields);
    }
    let cases: Vec<String> = cases.iter().map(Value::to_string).collect();
    let requests: Vec<String> = requests().iter().map(Value::to_string).collect();
    format!(
        "{{\n\"calendar\": {{\"zone\": \"Europe/Moscow\"}},\n\"requests\": [\n{}\n],\n\"cases\": [\n{}\n]\n}}\n",
        requests.join(",\n"),
        cases.join(",\n")
    )
}

/// Who wrote to the rep, and was answered or not.
fn requests() -> Vec<Value> {
    let message = |(t, direction, automatic): (&str, &str, bool)| {
        let t = format!("2026-09-{t}:00+03:00");
        match automatic {
            true => json!({"t": t, "direction": direction, "automatic": true}),
            false => json!({"t": t, "direction": direction}),
        }
    };
    let request = |id: &str, source: &str, messages: &[(&str, &str, bool)]| {
        let messages: Vec<Value> = messages.iter().copied().map(message).collect();
        json!({"id": id, "source": source, "messages": messages})
    };
    vec![
        request("site-2", "phone", &[("25T16:50", "inbound", false)]),
        request(
            "Pharmacy 18",
            "mail",
            &[("24T17:40", "inbound", false), ("24T17:41", "outbound", true)],
        ),
        request(
            "site-6",
            "web form",
            &[("25T14:30", "inbound", false), ("25T15:10", "outbound", false)],
        ),
        request("Clinic 21", "web form", &[("25T17:04", "inbound", false)]),
        request("Hospital 3", "mail", &[("25T14:20", "inbound", false)]),
    ]
}
