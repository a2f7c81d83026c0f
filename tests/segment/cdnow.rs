//! Core accounts on the purchases of CDNOW (Fader, Hardie 2001; 23,570 clients, 69,659 purchases of
//! 1997-01 to 1998-06), day by day.

use std::collections::BTreeMap;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::math::Decimal;
use fieldbeat::segment::{SegmentMove, SegmentPolicy, Segmenter, Transaction};
use fieldbeat_tests::development;
use fieldbeat_tests::simulator::Dice;

use super::reference::{Day, Reference, day_of, rows, start};

/// The purchases of a file: client, date as `19970101`, and dollars, the last three of four columns
/// or those of the sample, which has one more number.
fn purchases(file: &str) -> Option<Vec<Transaction>> {
    let file = development::file(file)?;
    let text = std::fs::read_to_string(file).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [client, .., date, _, dollars] = cells.as_slice() else { return None };
        let (year, month, day) = (date.get(..4)?, date.get(4..6)?, date.get(6..)?);
        let t = format!("{year}-{month}-{day}T12:00:00Z").parse().ok()?;
        let amount: Decimal = dollars.parse().unwrap();
        Some(Transaction { client: (*client).to_owned(), t, amount, scope: None, id: None })
    };
    Some(text.lines().filter_map(row).collect())
}

/// What an engine told and looked at, advanced every day up to a year after the last purchase.
struct Told {
    moves: Vec<SegmentMove>,
    touched: i64,
    client_days: i64,
}

fn days(bought: &[Transaction]) -> std::ops::Range<i64> {
    let utc = fieldbeat::Zone::utc();
    let day = |row: &Transaction| day_of(row.t, &utc);
    bought.iter().map(day).min().unwrap()..bought.iter().map(day).max().unwrap() + 2
}

/// Every purchase comes on the day after it, as from a nightly job.
fn nightly(
    bought: &[Transaction],
    policy: &SegmentPolicy,
    mut each: impl FnMut(&Segmenter),
) -> Told {
    let utc = fieldbeat::Zone::utc();
    let mut by_day: BTreeMap<i64, Vec<Transaction>> = BTreeMap::new();
    for row in bought {
        by_day.entry(day_of(row.t, &utc)).or_default().push(row.clone());
    }
    let mut own = Segmenter::new(policy).unwrap();
    let mut told = Told { moves: Vec::new(), touched: 0, client_days: 0 };
    for day in days(bought) {
        if let Some(bought) = by_day.get(&(day - 1)) {
            own.ingest(&rows(bought), &[], &[]).unwrap();
        }
        let moved = own.advance(start(day, &utc), &mut Budget::unlimited()).unwrap();
        assert!(moved.withdrawn.is_empty());
        told.moves.extend(moved.moves);
        told.touched += moved.touched;
        told.client_days += own.len() as i64;
        each(&own);
    }
    let all = own.moves(Instant::MIN, Instant::MAX);
    assert_eq!(all, told.moves);
    told
}

/// Clients that left a segment and came back to it within `days`, more than once: they go to and fro.
fn flappers(moves: &[SegmentMove], days: i64) -> usize {
    let mut of: BTreeMap<&str, Vec<(&str, Instant)>> = BTreeMap::new();
    for own in moves {
        of.entry(&own.client).or_default().push((&own.to_segment, own.at));
    }
    let goes_to_and_fro = |moves: &&Vec<(&str, Instant)>| {
        let back = moves.windows(3).filter(|three| {
            three[0].0 == three[2].0 && three[2].1.since(three[1].1) <= days * 86_400_000
        });
        back.count() >= 2
    };
    of.values().filter(goes_to_and_fro).count()
}

/// The same thresholds without what keeps a client where it is: one enters where one leaves.
fn without_hysteresis() -> SegmentPolicy {
    SegmentPolicy::from_json(
        r#"{"static_core": {"enter_share": 0.8, "leave_share": 0.8, "enter_months": 6,
                            "leave_months": 6, "min_stay_days": 0},
            "dynamic_core": {"enter_share": 0.8, "leave_share": 0.8, "enter_pace": 1.1,
                             "leave_pace": 1.1, "min_stay_days": 0}}"#,
    )
    .unwrap()
}

fn report(name: &str, told: &Told) -> f64 {
    let share = 100.0 * told.touched as f64 / told.client_days as f64;
    println!(
        "{name}: {} moves, {} of {} client-days looked at ({share:.2} %), {} go to and fro",
        told.moves.len(),
        told.touched,
        told.client_days,
        flappers(&told.moves, 30),
    );
    share
}

#[test]
fn few_are_looked_at_and_hysteresis_keeps_most_from_going_to_and_fro() {
    let Some(bought) = purchases("segment/CDNOW_master.txt") else { return };
    assert_eq!(bought.len(), 69_659);
    let with = nightly(&bought, &SegmentPolicy::default(), |_| ());
    let without = nightly(&bought, &without_hysteresis(), |_| ());
    let share = report("with hysteresis", &with);
    report("without", &without);
    assert!(share <= 3.0, "{share} % are looked at a day");
    let (kept, free) = (flappers(&with.moves, 30), flappers(&without.moves, 30));
    assert!(kept as f64 <= 0.4 * free as f64, "{kept} of {free} go to and fro");
}

/// Purchases of a twentieth of the clients, or of all where there is time.
fn some_or_all() -> Option<Vec<Transaction>> {
    // A twentieth is no skipped test: it is not said.
    let all = std::env::var_os("FIELDBEAT_SLOW").is_some();
    let bought = purchases("segment/CDNOW_master.txt")?;
    let number = |row: &Transaction| row.client.parse::<u32>().unwrap();
    Some(bought.into_iter().filter(|row| all || number(row).is_multiple_of(20)).collect())
}

#[test]
fn no_day_differs_from_one_computed_from_the_beginning() {
    let Some(bought) = some_or_all() else { return };
    let policy = SegmentPolicy::default();
    let mut reference = Reference::new(&policy);
    reference.ingest(&bought, &[], &[]);
    let (known, mut yesterday, mut moves) = (reference.rows(), Day::new(), Vec::new());
    let mut day = days(&bought);
    let told = nightly(&bought, &policy, |own| {
        let today = reference.day("", day.next().unwrap(), &known, &yesterday);
        for (client, seen) in &today {
            let last = yesterday.get(client);
            if last.is_none_or(|last| last.segment != seen.segment) {
                moves.push(reference.told(client, last, seen));
            }
        }
        // What is asked in between is the same too.
        if day.start % 50 == 0 {
            let expected = today.iter().map(|(client, it)| (client, &it.segment, &it.features));
            let assigned = own.assignments();
            let assigned = assigned.iter().map(|it| (&it.client, &it.segment, &it.features));
            assert!(assigned.eq(expected));
        }
        yesterday = today;
    });
    assert!(moves.len() > 1_000, "{}", moves.len());
    assert!(told.moves == moves);
}

/// On which day which rows come: of a hundred four late, up to six weeks; and three wrong at first, in
/// the amount, the day or the client, put right within a month.
fn disturbed(bought: &[Transaction]) -> BTreeMap<i64, Vec<Transaction>> {
    let utc = fieldbeat::Zone::utc();
    let mut dice = Dice::new(1_997);
    let mut some = |most: f64| dice.between(0.0, most) as i64;
    let mut comes: BTreeMap<i64, Vec<Transaction>> = BTreeMap::new();
    for row in bought {
        let mut day = day_of(row.t, &utc) + 1;
        let wrong = match some(100.0) {
            0..4 => {
                day += 1 + some(42.0);
                None
            }
            4 => Some(Transaction { amount: "1000.5".parse().unwrap(), ..row.clone() }),
            5 => Some(Transaction { t: row.t.plus(-86_400_000 * some(40.0)), ..row.clone() }),
            6 => {
                let other = &bought[some(bought.len() as f64) as usize];
                Some(Transaction { client: other.client.clone(), ..row.clone() })
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            comes.entry(day).or_default().push(wrong);
            day += some(30.0);
        }
        comes.entry(day).or_default().push(row.clone());
    }
    comes
}

/// The law on real purchases: night by night, late and corrected, is what all at once is, to the byte.
/// What all at once is, day by day, the test above holds against the definition.
#[test]
fn late_and_corrected_purchases_end_where_a_full_recomputation_does() {
    let Some(mut bought) = some_or_all() else { return };
    let policy = SegmentPolicy::default();
    let expected = nightly(&bought, &policy, |_| ()).moves;
    for (number, row) in bought.iter_mut().enumerate() {
        row.id = Some(format!("bill-{number}"));
    }
    let comes = disturbed(&bought);
    let utc = fieldbeat::Zone::utc();
    let mut own = Segmenter::new(&policy).unwrap();
    let (mut late, mut corrected, mut withdrawn) = (0, 0, 0);
    let mut stands: BTreeMap<(Instant, String), SegmentMove> = BTreeMap::new();
    let key = |it: &SegmentMove| (it.at, it.client.clone());
    let last = *comes.last_key_value().unwrap().0;
    for day in *comes.first_key_value().unwrap().0..=last {
        let ingested = own.ingest(&rows(comes.get(&day).map_or(&[], Vec::as_slice)), &[], &[]);
        let ingested = ingested.unwrap();
        (late, corrected) = (late + ingested.late, corrected + ingested.corrected);
        let told = own.advance(start(day, &utc), &mut Budget::unlimited()).unwrap();
        // Nothing is withdrawn that was not told, word for word.
        for gone in told.withdrawn {
            withdrawn += 1;
            assert_eq!(stands.remove(&key(&gone)), Some(gone));
        }
        for new in told.moves {
            assert_eq!(stands.insert(key(&new), new), None);
        }
    }
    println!("{late} late, {corrected} corrected, {withdrawn} moves withdrawn");
    assert!(late > 100 && corrected > 80 && withdrawn > 100);
    let mut at_once = Segmenter::new(&policy).unwrap();
    at_once.ingest(&rows(&bought), &[], &[]).unwrap();
    at_once.advance(start(last, &utc), &mut Budget::unlimited()).unwrap();
    assert!(own.snapshot() == at_once.snapshot());
    let moves = own.moves(Instant::MIN, Instant::MAX);
    assert!(stands.into_values().eq(moves.iter().cloned()));
    assert!(own.moves(Instant::MIN, start(days(&bought).end, &utc)) == expected);
}

/// What the whole company takes: a thousand bytes a client at most.
#[test]
fn a_client_takes_less_than_a_kilobyte() {
    let Some(bought) = purchases("segment/CDNOW_master.txt") else { return };
    let utc = fieldbeat::Zone::utc();
    let end = start(days(&bought).end, &utc);
    for has_ids in [false, true] {
        let with_id = |(number, row): (usize, &Transaction)| {
            let id = has_ids.then(|| format!("bill-{number}"));
            Transaction { id, ..row.clone() }
        };
        let bought: Vec<Transaction> = bought.iter().enumerate().map(with_id).collect();
        let mut own = Segmenter::new(&SegmentPolicy::default()).unwrap();
        own.ingest(&rows(&bought), &[], &[]).unwrap();
        own.advance(end, &mut Budget::unlimited()).unwrap();
        let bytes = own.memory_bytes() / own.len();
        println!("{bytes} bytes a client, ids: {has_ids}");
        assert!(bytes <= 1_000, "{bytes}");
    }
}
