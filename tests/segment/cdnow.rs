//! Core accounts on the purchases of CDNOW (Fader, Hardie 2001; 23,570 clients, 69,659 purchases of
//! 1997-01 to 1998-06), day by day.

use std::collections::BTreeMap;

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::math::Decimal;
use fieldbeat::segment::{SegmentMove, SegmentPolicy, Segmenter, Transaction};
use fieldbeat_tests::development;

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

/// Of a twentieth of the clients, or all where there is time.
#[test]
fn no_day_differs_from_one_computed_from_the_beginning() {
    let all = std::env::var_os("FIELDBEAT_SLOW").is_some();
    let Some(bought) = purchases("segment/CDNOW_master.txt") else { return };
    let number = |row: &Transaction| row.client.parse::<u32>().unwrap();
    let bought: Vec<Transaction> =
        bought.into_iter().filter(|row| all || number(row).is_multiple_of(20)).collect();
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
