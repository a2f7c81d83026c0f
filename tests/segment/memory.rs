//! What a segmenter holds in memory.

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::segment::{SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;

const DAY: i64 = 86_400_000;
/// 2026-01-01.
const START: i64 = 1_767_225_600_000;
const NIGHTS: i64 = 20;
const SMALL: usize = 300;

/// Scopes of so many clients each, of whom every fifth buys each day.
fn company(scopes: &[usize]) -> Segmenter {
    let mut own = Segmenter::new(&SegmentPolicy::default()).unwrap();
    let clients: Vec<(String, String)> = (0..)
        .zip(scopes)
        .flat_map(|(scope, count)| {
            (0..*count).map(move |client| (format!("{scope}-{client}"), format!("scope-{scope}")))
        })
        .collect();
    let all: Vec<usize> = (0..clients.len()).collect();
    for night in 0..NIGHTS {
        let is_buying = |client: &&usize| (**client as i64 + night) % 5 == 0;
        let buying: Vec<usize> = all.iter().filter(is_buying).copied().collect();
        let texts = |of: &dyn Fn(usize) -> String| {
            let codes = (0..buying.len() as u32).collect();
            Value::Column(Column::texts(codes, buying.iter().map(|own| of(*own)).collect()))
        };
        let numbers =
            |of: &dyn Fn(usize) -> i64| -> Vec<i64> { buying.iter().map(|own| of(*own)).collect() };
        let t = numbers(&|_| START + night * DAY);
        let amount = numbers(&|own| 100 + (own as i64 * 7_919 + night * 31) % 900);
        let rows = Value::Map(vec![
            ("client".to_owned(), texts(&|own| clients[own].0.clone())),
            ("scope".to_owned(), texts(&|own| clients[own].1.clone())),
            ("t".to_owned(), Value::Column(Column::new(Cells::Millis(t.into())))),
            ("amount".to_owned(), Value::Column(Column::new(Cells::I64(amount.into())))),
        ]);
        own.ingest(&rows, &[], &[]).unwrap();
        let now = fieldbeat::Instant::from_millis(START + (night + 1) * DAY).unwrap();
        own.advance(now, &mut Budget::unlimited()).unwrap();
    }
    own
}

#[test]
fn small_scopes_take_no_more_beside_a_large_one() {
    let small = vec![10; SMALL];
    let both = company(&[&[5_000], &*small].concat());
    let (large, small) = (company(&[5_000]), company(&small));
    let (all, of_large, of_small) =
        (both.memory_bytes(), large.memory_bytes(), small.memory_bytes());
    let clients = 10 * SMALL;
    let (beside, alone) = ((all - of_large) / clients, of_small / clients);
    println!("{beside} bytes a client beside a large scope, {alone} alone");
    assert!(beside <= alone * 5 / 4, "{beside} {alone}");
    let restored = Segmenter::restore(&both.snapshot(), both.policy()).unwrap().memory_bytes();
    println!("{all} bytes, restored {restored}");
    assert!(all <= restored * 2 && restored <= all * 2, "{all} {restored}");
}
