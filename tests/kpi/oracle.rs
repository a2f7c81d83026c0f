//! Score cards against a second reading of their specification: plain whole numbers of 10^-18, every
//! limit line by line, dates by chrono-tz.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use fieldbeat::math::Decimal;
use fieldbeat::{Calendar, CalendarPolicy, Instant};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::drawn::{all, card, version, visits};

const ONE: i128 = 1_000_000_000_000_000_000;
const MILLION: i128 = 1_000_000;

/// A number as it is written, in units of 10^-18.
fn exact(json: &Json) -> i128 {
    // Not as JSON writes it: that of a millionth has an exponent.
    let number = || json.as_f64().unwrap().to_string();
    let text = json.as_str().map_or_else(number, str::to_owned);
    text.parse::<Decimal>().unwrap().units(18).unwrap()
}

fn decimal(units: i128) -> Decimal {
    let text = format!(
        "{}{}.{:018}",
        if units < 0 { "-" } else { "" },
        units.abs() / ONE,
        units.abs() % ONE
    );
    text.parse().unwrap()
}

/// `a / b` to the nearest, halves away from zero.
fn half_up(a: i128, b: i128) -> i128 {
    let size = (a.abs() * 2 + b) / (b * 2);
    if a < 0 { -size } else { size }
}

/// Kleene's answer to one of the conditions that cards are drawn with.
fn met(condition: &Json, visit: &Json) -> Option<bool> {
    if let Some(parts) = condition["any"].as_array() {
        let answers: Vec<_> = parts.iter().map(|part| met(part, visit)).collect();
        return if answers.contains(&Some(true)) {
            Some(true)
        } else if answers.contains(&None) {
            None
        } else {
            Some(false)
        };
    }
    let own = &visit[condition["field"].as_str().unwrap()];
    if condition["is_null"] == true {
        return Some(own.is_null());
    }
    if own.is_null() {
        return None;
    }
    let against = |key: &str| condition.get(key).map(exact);
    Some(if let Some(values) = condition["in"].as_array() {
        values.contains(own)
    } else if let Some(least) = against("ge") {
        exact(own) >= least
    } else if let Some(end) = against("lt") {
        exact(own) < end
    } else if let Some(below) = against("gt") {
        exact(own) > below
    } else {
        *own == condition["eq"]
    })
}

fn in_bands(bands: &Json, visit: &Json) -> Option<bool> {
    let (field, ends) = bands.as_object().unwrap().iter().next().unwrap();
    let own = (!visit[field].is_null()).then(|| exact(&visit[field]))?;
    Some(
        (ends[0].is_null() || own >= exact(&ends[0]))
            && (ends[1].is_null() || own < exact(&ends[1])),
    )
}

/// What a table gives; none where that is not known.
fn table(table: &Json, visit: &Json) -> Option<i128> {
    let skips = table["on_unknown"] == "skip";
    let rows = table["rows"].as_array().unwrap().iter();
    let mut rows = rows.map(|row| {
        let is_met = match row.get("when") {
            Some(when) => met(when, visit),
            None => in_bands(&row["bands"], visit),
        };
        (is_met.or(skips.then_some(false)), exact(&row["points"]))
    });
    let default = table.get("default").map_or(0, exact);
    match table["hit"].as_str().unwrap() {
        "first" => match rows.find(|(is_met, _)| *is_met != Some(false)) {
            Some((is_met, points)) => is_met.map(|_| points),
            None => Some(default),
        },
        "unique" => {
            let rows: Vec<_> = rows.collect();
            let of_met: Vec<usize> =
                (0..rows.len()).filter(|row| rows[*row].0 == Some(true)).collect();
            let is_open = rows
                .iter()
                .take(of_met.first().copied().unwrap_or(rows.len()))
                .any(|row| row.0.is_none());
            match of_met.as_slice() {
                _ if is_open => None,
                [] => Some(default),
                [one] => Some(rows[*one].1),
                _ => None,
            }
        }
        hit => {
            let rows: Vec<_> = rows.collect();
            let met: Vec<i128> =
                rows.iter().filter(|row| row.0 == Some(true)).map(|row| row.1).collect();
            match (rows.iter().any(|row| row.0.is_none()), met.is_empty()) {
                (true, _) => None,
                (_, true) => Some(default),
                _ if hit == "collect_sum" => Some(met.iter().sum()),
                _ => met.into_iter().max(),
            }
        }
    }
}

/// The points after a modifier; none where they are not known.
fn modified(points: i128, modifier: &Json, visit: &Json) -> Option<i128> {
    let skips = modifier["on_unknown"] == "skip";
    match modifier.get("when").map_or(Some(true), |when| met(when, visit)) {
        Some(true) => {}
        Some(false) => return Some(points),
        None => return skips.then_some(points),
    }
    let number = |key: &str| modifier.get(key).map(exact);
    Some(match modifier["kind"].as_str().unwrap() {
        "add" => points + number("points").unwrap(),
        "penalty" => points - number("points").unwrap(),
        "multiply" => half_up(points * (number("factor").unwrap() / (ONE / MILLION)), MILLION),
        _ => {
            let own = &visit[modifier["field"].as_str().unwrap()];
            if own.is_null() {
                return skips.then_some(points);
            }
            let counted = match number("above") {
                Some(above) => (exact(own) - above).max(0),
                None => exact(own),
            };
            let rate = number("rate").unwrap() / (ONE / MILLION);
            let given = match number("step") {
                Some(step) => counted / step * rate * (ONE / MILLION),
                None => half_up(counted * rate, MILLION),
            };
            let cap = number("cap").unwrap_or(i128::MAX);
            points + given.clamp(-cap, cap)
        }
    })
}

fn rounded(points: i128, card: &Json) -> i128 {
    let unit = ONE / 10_i128.pow(card["scale"].as_u64().unwrap() as u32);
    match card["rounding"].as_str().unwrap() {
        "half_up" => half_up(points, unit) * unit,
        "down" => points / unit * unit,
        _ => {
            let (whole, rest) = (points.div_euclid(unit), points.rem_euclid(unit) * 2);
            (whole + i128::from(rest > unit || (rest == unit && whole % 2 != 0))) * unit
        }
    }
}

/// Parts in whole units; what is left goes to those of whom most was cut off, then by name.
fn split(points: i128, card: &Json, reps: &[Json]) -> Vec<i128> {
    let weights: Vec<i128> = match card["split"]["by"].as_str().unwrap() {
        "equal" => vec![1; reps.len()],
        "weights" => reps.iter().map(|rep| rep["weight"].as_i64().unwrap().into()).collect(),
        // Nobody is said to lead, so the first does: 55 of 100, and the others have 45 together.
        _ => (0..reps.len())
            .map(|place| if place == 0 { 55 * (reps.len() as i128 - 1) } else { 45 })
            .collect(),
    };
    let unit = ONE / 10_i128.pow(card["scale"].as_u64().unwrap() as u32);
    let (units, sum) = (points.abs() / unit, weights.iter().sum::<i128>());
    let mut parts: Vec<i128> = weights.iter().map(|weight| units * weight / sum).collect();
    let mut order: Vec<usize> = (0..reps.len()).collect();
    order.sort_by_key(|place| {
        (-(units * weights[*place] % sum), reps[*place]["rep"].as_str().unwrap())
    });
    let left = units - parts.iter().sum::<i128>();
    order.into_iter().take(left as usize).for_each(|place| parts[place] += 1);
    parts.into_iter().map(|part| part * unit * points.signum()).collect()
}

/// One rep's row of a visit.
#[derive(Clone, Debug)]
struct Row<'v> {
    id: &'v str,
    rep: String,
    visit: &'v Json,
    day: NaiveDate,
    t: i64,
    status: &'static str,
    points: Option<i128>,
    worth: Option<i128>,
}

fn day(card: &Json, visit: &Json) -> NaiveDate {
    let zone = match card["period_zone"].as_str() {
        Some("site") => &visit["site_zone"],
        Some("card") => &Json::Null,
        _ => &visit["rep_zone"],
    };
    let zone: chrono_tz::Tz = zone.as_str().unwrap_or("UTC").parse().unwrap();
    let t = chrono::DateTime::from_timestamp_millis(visit["t"].as_i64().unwrap()).unwrap();
    t.with_timezone(&zone).date_naive()
}

fn rows<'v>(card: &Json, visit: &'v Json) -> Vec<Row<'v>> {
    let mut points = Some(0);
    for own in card["tables"].as_array().unwrap() {
        points = points.zip(table(own, visit)).map(|(points, more)| points + more);
    }
    for modifier in card["modifiers"].as_array().unwrap() {
        points = points.and_then(|points| modified(points, modifier, visit));
    }
    let counts = card.get("eligible").map_or(Some(true), |eligible| met(eligible, visit));
    let (status, points, worth) = match (counts, points) {
        (Some(false), worth) => ("not_eligible", Some(0), worth),
        (Some(true), Some(points)) => ("scored", Some(points), None),
        _ => ("undetermined", None, None),
    };
    let row = |rep: &Json, points, worth| Row {
        id: visit["id"].as_str().unwrap(),
        rep: rep.as_str().unwrap().to_owned(),
        visit,
        day: day(card, visit),
        t: visit["t"].as_i64().unwrap(),
        status,
        points,
        worth,
    };
    let Some(reps) = visit["reps"].as_array().filter(|reps| reps.len() > 1) else {
        let rep = if visit["reps"].is_array() { &visit["reps"][0]["rep"] } else { &visit["rep"] };
        return vec![row(rep, points, worth)];
    };
    let parts = |whole: Option<i128>| match whole {
        Some(whole) => split(rounded(whole, card), card, reps).into_iter().map(Some).collect(),
        None => vec![None; reps.len()],
    };
    let (points, worth) = (parts(points), parts(worth));
    let shared = reps.iter().zip(points).zip(worth);
    shared.map(|((rep, points), worth)| row(&rep["rep"], points, worth)).collect()
}

fn period(per: &Json, day: NaiveDate) -> String {
    match per.as_str() {
        Some("day") => day.to_string(),
        Some("week") => format!("{:?}", day.iso_week()),
        Some("month") => format!("{}-{}", day.year(), day.month()),
        Some("quarter") => format!("{}-{}", day.year(), (day.month() - 1) / 3),
        Some("year") => day.year().to_string(),
        _ => String::new(),
    }
}

fn are_apart(span: &str, a: &Row<'_>, b: &Row<'_>) -> bool {
    match span {
        "3d" => (b.day - a.day).num_days() >= 3,
        "20h" => b.t - a.t >= 20 * 3_600_000,
        "1mo" => b.day >= a.day + Months::new(1),
        span => {
            let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
            let at = |ms| Instant::from_millis(ms).unwrap();
            calendar.add(at(a.t), span.parse().unwrap()).unwrap() <= at(b.t)
        }
    }
}

/// Of rows that a limit counts together, those that it leaves less of.
fn limited(limit: &Json, rows: &[Row<'_>], group: &[usize]) -> Vec<(usize, i128)> {
    let points = |row: usize| rows[row].points.unwrap();
    let mut ids: Vec<&str> = group.iter().map(|row| rows[*row].id).collect();
    ids.dedup();
    let of = |id: &str| group.iter().copied().filter(|row| rows[*row].id == id).collect::<Vec<_>>();
    let kept: Vec<&str> = match limit["kind"].as_str().unwrap() {
        "cap" => {
            let mut room = exact(&limit["points"]);
            let mut left = Vec::new();
            for row in group {
                let own = points(*row).min(room);
                room -= own;
                left.push((*row, own));
            }
            return left;
        }
        "once" if limit["keep"] == "best" => {
            let worth = |id: &str| of(id).into_iter().map(points).sum::<i128>();
            let most = ids.iter().map(|id| worth(id)).max().unwrap();
            vec![*ids.iter().find(|id| worth(id) == most).unwrap()]
        }
        "once" => vec![ids[0]],
        "count_cap" => {
            ids.iter().copied().take(limit["count"].as_u64().unwrap() as usize).collect()
        }
        _ => {
            let span = limit["span"].as_str().unwrap();
            let mut kept = vec![ids[0]];
            for id in &ids[1..] {
                let last = &rows[of(kept.last().unwrap())[0]];
                if are_apart(span, last, &rows[of(id)[0]]) {
                    kept.push(id);
                }
            }
            kept
        }
    };
    group
        .iter()
        .map(|row| (*row, if kept.contains(&rows[*row].id) { points(*row) } else { 0 }))
        .collect()
}

fn scored<'v>(card: &Json, visits: &'v [Json]) -> Vec<Row<'v>> {
    let is_replaced =
        |visit: &&Json| visits.iter().any(|other| other["supersedes"][0] == visit["id"]);
    let left = visits.iter().filter(|visit| !is_replaced(visit));
    let mut rows: Vec<Row<'_>> = left.flat_map(|visit| rows(card, visit)).collect();
    rows.sort_by(|a, b| (a.day, a.t, a.id, &a.rep).cmp(&(b.day, b.t, b.id, &b.rep)));
    for limit in card["limits"].as_array().unwrap() {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            if row.status != "scored" || row.points.unwrap() <= 0 {
                continue;
            }
            let mut name = period(&limit["per"], row.day);
            for key in limit["key"].as_array().unwrap() {
                let value = match key.as_str().unwrap() {
                    "rep" => Json::from(row.rep.as_str()),
                    key => row.visit[key].clone(),
                };
                // What is missing has nothing in common with what else is.
                name += &if value.is_null() { format!("|{place}") } else { format!("|={value}") };
            }
            groups.entry(name).or_default().push(place);
        }
        for group in groups.values() {
            for (row, left) in limited(limit, &rows, group) {
                rows[row].points = Some(left);
            }
        }
    }
    for row in &mut rows {
        row.points = row.points.map(|points| rounded(points, card));
        row.worth = row.worth.map(|worth| rounded(worth, card));
    }
    rows
}

fn without_decay(mut card: Json) -> Json {
    let modifiers = card["modifiers"].as_array_mut().unwrap();
    modifiers.retain(|modifier| modifier["kind"] != "decay");
    card
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_card_says_what_its_sentences_say(
        policy in version().prop_map(without_decay),
        period_zone in prop::sample::select(vec!["rep", "site", "card"]),
        visits in visits(true),
    ) {
        let mut policy = policy;
        policy["period_zone"] = period_zone.into();
        let report = all(&card(&policy), &visits);
        let due = scored(&policy, &visits);
        prop_assert_eq!(report.scores.len(), due.len());
        for (score, due) in report.scores.iter().zip(&due) {
            prop_assert_eq!((score.id.as_str(), &score.rep), (due.id, &due.rep));
            prop_assert_eq!(score.day.unwrap().to_string(), due.day.to_string());
            prop_assert_eq!(score.status.as_str(), due.status, "{} {}", policy, due.visit);
            prop_assert_eq!(score.points, due.points.map(decimal), "{} {}", policy, due.visit);
            prop_assert_eq!(score.worth, due.worth.map(decimal), "{} {}", policy, due.visit);
        }
    }
}
