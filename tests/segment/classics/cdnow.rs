//! CDNOW against what lifetimes says of it: the summary that the package ships with the sample.

use fieldbeat::budget::Budget;
use fieldbeat::segment::RfmPolicy;
use fieldbeat::shape::Value;
use fieldbeat::{Date, Zone, rfm};
use fieldbeat_tests::development;

/// Clients by their number in the sample, with the number of discs: some cost nothing, and a
/// purchase is a row of a positive amount.
fn sample(text: &str) -> Value {
    let mut columns = [("client", vec![]), ("t", vec![]), ("amount", vec![])];
    for line in text.lines() {
        let [_, client, date, discs, _] = *line.split_whitespace().collect::<Vec<_>>() else {
            continue;
        };
        let (month, day) = (date[4..6].parse().unwrap(), date[6..].parse().unwrap());
        let date = Date::new(date[..4].parse().unwrap(), month, day).unwrap();
        columns[0].1.push(Value::Text(client.to_owned()));
        columns[1].1.push(Value::Int(Zone::utc().day(date).0.millis()));
        columns[2].1.push(Value::Int(discs.parse().unwrap()));
    }
    Value::Map(columns.map(|(key, rows)| (key.to_owned(), Value::List(rows))).to_vec())
}

#[test]
fn frequency_recency_and_t_are_those_of_lifetimes() {
    let (Some(rows), Some(summary)) = (
        development::file("segment/CDNOW_sample.txt"),
        development::file("segment/cdnow_customers_summary.csv"),
    ) else {
        return;
    };
    let columns = sample(&std::fs::read_to_string(rows).unwrap());
    // Its period of observation ends with 30 September 1997.
    let now = "1997-10-01T00:00:00Z".parse().unwrap();
    let policy = RfmPolicy::default();
    let report = rfm(&columns, now, &policy, &[], &mut Budget::unlimited()).unwrap();
    let mut summary = csv::Reader::from_path(summary).unwrap();
    let mut clients = 0;
    for (row, line) in summary.records().enumerate() {
        let line = line.unwrap();
        // Weeks, to two digits.
        let weeks = |days: u32| format!("{:.2}", f64::from(days) / 7.0).parse::<f64>().unwrap();
        assert_eq!(report.client.get(row).map(|name| name.parse()), Some(line[0].parse::<u32>()));
        assert_eq!(report.repeat_days[row].to_string(), line[1], "{}", &line[0]);
        assert_eq!(weeks(report.span_days[row]), line[2].parse::<f64>().unwrap(), "{}", &line[0]);
        assert_eq!(weeks(report.age_days[row]), line[3].parse::<f64>().unwrap(), "{}", &line[0]);
        clients += 1;
    }
    assert_eq!((clients, report.client.codes.len()), (2357, 2357));
}
