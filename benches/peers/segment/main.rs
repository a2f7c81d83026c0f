//! RFM and ABC from Rust, string names included: `peer_segment FOLDER ROUNDS`, one line of JSON out.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::time::Instant;

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column, Texts};
use fieldbeat::segment::{AbcPolicy, RfmPolicy};
use fieldbeat::shape::Value;
use fieldbeat::{abc, rfm};

/// The cells of a file, eight bytes each.
fn cells<T>(folder: &str, name: &str, of: fn([u8; 8]) -> T) -> Vec<T> {
    let bytes = std::fs::read(format!("{folder}/{name}")).unwrap();
    bytes.chunks_exact(8).map(|cell| of(cell.try_into().unwrap())).collect()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap();
    let rounds: usize = arguments.next().map_or(3, |rounds| rounds.parse().unwrap());
    let names = std::fs::read_to_string(format!("{folder}/client.txt")).unwrap();
    let clients: Vec<&str> = names.lines().collect();
    let t = Column::new(Cells::Millis(cells(&folder, "t.i64", i64::from_le_bytes).into()));
    let amount = Column::new(Cells::F64(cells(&folder, "amount.f64", f64::from_le_bytes).into()));
    let now = cells(&folder, "now.i64", i64::from_le_bytes)[0];
    let now = fieldbeat::Instant::from_millis(now).unwrap();
    let (mut best, mut parts) = (f64::INFINITY, [0.0; 3]);
    let mut sums = String::new();
    for _ in 0..rounds {
        let start = Instant::now();
        let Texts { codes, names } = clients.iter().copied().collect();
        let columns = Value::Map(vec![
            ("client".to_owned(), Value::Column(Column::texts(codes, names))),
            ("t".to_owned(), Value::Column(t.clone())),
            ("amount".to_owned(), Value::Column(amount.clone())),
        ]);
        let named = start.elapsed().as_secs_f64();
        let budget = &mut Budget::unlimited();
        let scores = rfm(&columns, now, &RfmPolicy::default(), &[], budget).unwrap();
        let scored = start.elapsed().as_secs_f64();
        let classes = abc(&columns, now, &AbcPolicy::default(), budget).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        if seconds < best {
            (best, parts) = (seconds, [named, scored - named, seconds - scored]);
        }
        let sum = |cells: &[u32]| cells.iter().map(|cell| u64::from(*cell)).sum::<u64>();
        let letters = ["A", "B", "C"].map(|class| {
            let code = classes.abc.names.iter().position(|name| name == class).unwrap() as u32;
            classes.abc.codes.iter().filter(|own| **own == code).count()
        });
        sums = format!(
            "{}, {}, {}, {}, {}, {}, {}, {}, {}",
            scores.client.codes.len(),
            scores.monetary_units.iter().map(|units| i128::from(*units)).sum::<i128>() / 100,
            sum(&scores.frequency_days),
            sum(&scores.recency_score),
            sum(&scores.frequency_score),
            sum(&scores.monetary_score),
            letters[0],
            letters[1],
            letters[2],
        );
    }
    println!("{{\"seconds\": {best}, \"parts\": {parts:?}, \"sums\": [{sums}]}}");
}
