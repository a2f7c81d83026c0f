//! Names for scores: the first row of a table whose demands a client meets.

use super::policy::RfmSegment;
use super::report::RfmReport;
use crate::Result;
use crate::budget::Budget;
use crate::column::{Buffer, Texts};
use crate::rule::{Columns, Compiler, FieldPolicy, FieldType, Moment, Node, Schema, answers};
use crate::shape::{Reader, Shaped, Value};

/// The columns of whole numbers that conditions may read.
const WHOLE: [&str; 8] = [
    "recency_score",
    "frequency_score",
    "monetary_score",
    "recency_days",
    "frequency_days",
    "repeat_days",
    "span_days",
    "age_days",
];

fn schema(scale: u32) -> Schema {
    let field = |r#type, scale| FieldPolicy {
        r#type,
        values: None,
        items: None,
        empty_is_missing: false,
        scale,
    };
    let whole = WHOLE.map(|name| (name.to_owned(), field(FieldType::Int, 0)));
    let others = [
        ("monetary".to_owned(), field(FieldType::Decimal, scale)),
        ("scope".to_owned(), field(FieldType::String, 0)),
    ];
    Schema(whole.into_iter().chain(others).collect())
}

/// Notes conditions that do not compile, and scores that are no range.
pub(super) fn check_segments(segments: &[RfmSegment], at: &mut Reader) {
    let mut compiler = Compiler::new(None);
    at.within("segments", |at| {
        compile(segments, 0, &mut compiler, at);
        for (index, row) in segments.iter().enumerate() {
            for (key, range) in ranges(row) {
                let is_range = range.is_none_or(|range| matches!(range, [a, b] if a <= b));
                if !is_range {
                    let message = "expected the least and the greatest score, such as [4, 5]";
                    at.within(index, |at| {
                        at.within(key, |at| at.problem::<()>("wrong_type", message))
                    });
                }
            }
        }
    });
}

fn ranges(row: &RfmSegment) -> [(&'static str, Option<&[u32]>); 3] {
    [
        ("recency", row.recency.as_deref()),
        ("frequency", row.frequency.as_deref()),
        ("monetary", row.monetary.as_deref()),
    ]
}

/// The conditions of rows that have one; nothing where one does not compile.
fn compile(
    segments: &[RfmSegment],
    scale: u32,
    compiler: &mut Compiler<'_>,
    at: &mut Reader,
) -> Vec<Option<Node>> {
    let schema = schema(scale);
    let mut one = |(index, row): (usize, &RfmSegment)| {
        let when = row.when.as_ref()?;
        at.within(index, |at| {
            at.within("when", |at| {
                let node = compiler.compile(when, &schema, at)?;
                if compiler.needs_now {
                    return at
                        .problem("wrong_operator", "days are counted: \"now\" is unknown here");
                }
                Some(node)
            })
        })
    };
    segments.iter().enumerate().map(&mut one).collect()
}

/// The segments of all rows of `report`. O(rows x clients).
pub(super) fn named(
    segments: &[RfmSegment],
    otherwise: &str,
    report: &RfmReport,
    budget: &mut Budget<'_>,
) -> Result<Texts> {
    let clients = report.client.codes.len();
    let mut at = Reader::new();
    let mut compiler = Compiler::new(None);
    let nodes = compile(segments, report.scale, &mut compiler, &mut at);
    at.finish(Some(()))?;
    let values = columns(report);
    let mut at = Reader::new();
    let columns = Columns::read(&compiler.scope, &values, &mut at);
    let (columns, _) = at.finish(columns)?;

    let mut names: Vec<String> = segments.iter().map(|row| row.segment.clone()).collect();
    names.push(otherwise.to_owned());
    let mut codes = vec![segments.len() as u32; clients];
    // From the last row to the first, which has the last word.
    for (index, (row, node)) in segments.iter().zip(nodes).enumerate().rev() {
        let met = match node {
            Some(node) => answers(&node, &columns, Moment { now: None, calendar: None }, budget)?,
            None => vec![1; clients].into(),
        };
        let scores = [&report.recency_score, &report.frequency_score, &report.monetary_score];
        for (client, code) in codes.iter_mut().enumerate() {
            let is_in = |((_, range), scores): ((_, Option<&[u32]>), &Buffer<u32>)| match range {
                Some([least, greatest]) => {
                    scores.get(client).is_some_and(|score| (*least..=*greatest).contains(score))
                }
                _ => true,
            };
            if met.get(client) == Some(&1) && ranges(row).into_iter().zip(scores).all(is_in) {
                *code = index as u32;
            }
        }
    }
    Ok(Texts { codes, names })
}

fn columns(report: &RfmReport) -> Value {
    let whole = [
        &report.recency_score,
        &report.frequency_score,
        &report.monetary_score,
        &report.recency_days,
        &report.frequency_days,
        &report.repeat_days,
        &report.span_days,
        &report.age_days,
    ];
    let whole = WHOLE.into_iter().zip(whole).map(|(name, cells)| (name, cells.to_value()));
    let others = [("monetary", report.monetary_units.to_value())];
    let scope = report.scope.as_ref().map(|scope| ("scope", scope.to_value()));
    let all = whole.chain(others).chain(scope);
    Value::Map(all.map(|(name, column)| (name.to_owned(), column)).collect())
}
