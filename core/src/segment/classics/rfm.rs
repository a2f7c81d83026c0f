//! Recency, frequency and money.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: a scope's number is below the count of scopes and of their cuts, a client's \
              below that of clients, and a score is from 1 to one more than there are cuts"
)]

use super::cuts::{in_units, quantiles, score, score_reversed};
use super::ledger::{Bought, Ledger, by_scope, date, of, start};
use super::policy::{RfmCuts, RfmPolicy};
use super::report::{RfmBins, RfmReport};
use super::{reasons, table};
use crate::budget::Budget;
use crate::column::Buffer;
use crate::math::{Decimal, hash_value};
use crate::shape::{Reader, Shaped, Value, Warning};
use crate::time::Instant;
use crate::{Reason, Result};

/// Clients by when they bought last, on how many days and for how much, with scores and names.
///
/// Scores are by `cuts` where a scope has some (those of an earlier answer, or a person's), else by
/// quantiles of the scope's own clients: cut k of b - 1 is the value at rank ceil(k n / b), and a
/// score is one more than the cuts below the value; by recency the other way round. Equal values
/// have equal scores; a score that nobody has stays, with a notice `bin_empty`. Cuts of scopes that have
/// no row are answered as they were given, with a warning `unused_cuts`.
///
/// Only clients with a purchase in the window have a row. O(n + days + c log c) for n rows and c
/// clients.
///
/// # Errors
/// Those of the policy, of cuts (`not_sorted`, `duplicate_scope`, `too_many_values`), and of columns:
/// `missing_key`, `missing_value`, `length_mismatch`, `wrong_type`, `too_precise` for a number of more
/// than four digits after the point, `too_large` for a sum of more than 18 digits; `cancelled`.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::segment::{RfmPolicy, rfm};
/// use fieldbeat::shape::Value;
///
/// let columns = Value::from_json(
///     r#"{"client": ["anna", "anna", "boris"], "amount": [12.5, 7.5, 10],
///         "t": ["2026-11-02T10:00:00Z", "2026-11-18T10:00:00Z", "2026-11-03T10:00:00Z"]}"#,
/// )?;
/// let policy = RfmPolicy { bins: 2, ..RfmPolicy::default() };
/// let now = "2026-11-20T09:00:00Z".parse()?;
/// let report = rfm(&columns, now, &policy, &[], &mut Budget::unlimited())?;
/// assert_eq!(*report.recency_days, [2, 17]);
/// assert_eq!(*report.monetary_units, [200_000, 100_000]);
/// assert_eq!(*report.recency_score, [2, 1]);
/// // Frozen: a purchase of boris leaves anna where she is.
/// let again = rfm(&columns, now, &policy, &report.cuts, &mut Budget::unlimited())?;
/// assert_eq!(again.recency_score, report.recency_score);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rfm(
    columns: &Value,
    now: Instant,
    policy: &RfmPolicy,
    cuts: &[RfmCuts],
    budget: &mut Budget<'_>,
) -> Result<RfmReport> {
    let check = |at: &mut Reader| {
        at.within("policy", |at| RfmPolicy::read(&policy.to_value(), at));
        check_given(cuts, at);
    };
    let ledger = Ledger::read(columns, now, (&policy.zone, policy.scale), check, budget)?;
    let days = ledger.window(policy.window_days);
    let bought = ledger.bought(&days, budget)?;
    let (money, _) = ledger.money(&days, budget)?;
    let scale = ledger.rows.scale;

    let all = 0..ledger.rows.clients.len() as u32;
    let clients: Vec<u32> = all.filter(|client| bought[*client as usize].days > 0).collect();
    let figures = Figures { bought: &bought, money: &money, today: ledger.today };
    let scopes = ledger.scopes();
    let groups = by_scope(&clients, &ledger.scope_of, scopes.len());
    let mut scored = Scored::new(bought.len());
    for (scope, group) in scopes.into_iter().zip(&groups) {
        let given = given(cuts, scope.as_deref());
        let own = match given {
            Some(cuts) => Cuts {
                recency: cuts.recency_days.clone(),
                frequency: cuts.frequency_days.clone(),
                monetary: in_units(&cuts.monetary, scale),
            },
            None => figures.quantiles(group, policy.bins),
        };
        budget.spend(group.len() as u64)?;
        scored.scope(scope, group, &figures, own, given, (policy.bins, scale));
    }
    let unused = scored.pass_on(cuts);

    let of_bought = |what: &dyn Fn(&Bought) -> u32| -> Buffer<u32> {
        clients.iter().map(|client| what(&bought[*client as usize])).collect()
    };
    let mut report = RfmReport {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&policy.to_value()),
        start: start(&days),
        end: date(days.end),
        rows_later: ledger.rows_later(days.end),
        without_purchase: (bought.len() - clients.len()) as u32,
        scale,
        cuts: scored.cuts,
        bins: scored.bins,
        client: ledger.names(&clients),
        scope: ledger.scopes_of(&clients),
        recency_days: clients.iter().map(|client| figures.recency(*client) as u32).collect(),
        frequency_days: of_bought(&|bought| bought.days),
        monetary_units: of(&clients, &money),
        recency_score: of(&clients, &scored.recency),
        frequency_score: of(&clients, &scored.frequency),
        monetary_score: of(&clients, &scored.monetary),
        segment: None,
        repeat_days: of_bought(&|bought| bought.days - 1),
        span_days: of_bought(&Bought::span),
        age_days: of_bought(&|bought| (days.end - 1).abs_diff(bought.first)),
        notices: scored.notices,
        warnings: [ledger.warnings, unused].concat(),
    };
    if !policy.segments.is_empty() {
        let segment = table::named(&policy.segments, &policy.otherwise, &report, budget)?;
        report.segment = Some(segment);
    }
    Ok(report)
}

fn check_given(cuts: &[RfmCuts], at: &mut Reader) {
    at.within("cuts", |at| {
        for (index, own) in cuts.iter().enumerate() {
            at.within(index, |at| {
                RfmCuts::read(&own.to_value(), at);
                if cuts[..index].iter().any(|other| other.scope == own.scope) {
                    at.problem::<()>("duplicate_scope", "other cuts are of this scope too");
                }
            });
        }
    });
}

/// The cuts that were given for a scope, or else for all.
fn given<'c>(cuts: &'c [RfmCuts], scope: Option<&str>) -> Option<&'c RfmCuts> {
    let of = |scope: Option<&str>| cuts.iter().find(|cuts| cuts.scope.as_deref() == scope);
    of(scope).or_else(|| of(None))
}

/// Values of clients by number.
struct Figures<'l> {
    bought: &'l [Bought],
    money: &'l [i64],
    today: i32,
}

impl Figures<'_> {
    fn recency(&self, client: u32) -> i64 {
        i64::from(self.today) - i64::from(self.bought[client as usize].last)
    }

    fn frequency(&self, client: u32) -> i64 {
        i64::from(self.bought[client as usize].days)
    }

    fn money(&self, client: u32) -> i64 {
        self.money[client as usize]
    }

    fn quantiles(&self, clients: &[u32], bins: u32) -> Cuts {
        let by = |value: &dyn Fn(u32) -> i64| {
            quantiles(clients.iter().map(|client| value(*client)), bins)
        };
        Cuts {
            recency: by(&|client| self.recency(client)),
            frequency: by(&|client| self.frequency(client)),
            monetary: by(&|client| self.money(client)),
        }
    }
}

struct Cuts {
    recency: Vec<i64>,
    frequency: Vec<i64>,
    monetary: Vec<i64>,
}

/// Scores by client, and what is told of each scope.
struct Scored {
    recency: Vec<u32>,
    frequency: Vec<u32>,
    monetary: Vec<u32>,
    cuts: Vec<RfmCuts>,
    bins: Vec<RfmBins>,
    notices: Vec<Reason>,
}

impl Scored {
    fn new(clients: usize) -> Self {
        let none = || vec![0; clients];
        Self {
            recency: none(),
            frequency: none(),
            monetary: none(),
            cuts: Vec::new(),
            bins: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Cuts that were given stay given, whatever scopes have rows this time; warns of those that no
    /// scope was scored by.
    fn pass_on(&mut self, given: &[RfmCuts]) -> Vec<Warning> {
        let scored = |scope: &Option<String>| self.bins.iter().any(|bins| bins.scope == *scope);
        // Those of no scope are for all that have none of their own.
        let is_own = |bins: &RfmBins| given.iter().any(|cuts| cuts.scope == bins.scope);
        let is_used = |own: &RfmCuts| {
            scored(&own.scope) || own.scope.is_none() && !self.bins.iter().all(is_own)
        };
        let unused = given.iter().enumerate().filter(|(_, own)| !is_used(own));
        let warning = |(index, _)| Warning {
            code: "unused_cuts".to_owned(),
            path: format!("$.cuts[{index}]"),
            message: "no row is of this scope".to_owned(),
        };
        let warnings = unused.map(warning).collect();
        let others = given.iter().filter(|own| !scored(&own.scope)).cloned();
        let others: Vec<RfmCuts> = others.collect();
        self.cuts.extend(others);
        warnings
    }

    fn scope(
        &mut self,
        scope: Option<String>,
        clients: &[u32],
        figures: &Figures<'_>,
        cuts: Cuts,
        given: Option<&RfmCuts>,
        (most, scale): (u32, u32),
    ) {
        // Nobody's values have no cuts: scores are numbered all the same.
        let is_empty = clients.is_empty() && given.is_none();
        let counts = |cuts: &[i64]| vec![0; if is_empty { most as usize } else { cuts.len() + 1 }];
        let mut bins = RfmBins {
            scope: scope.clone(),
            clients: clients.len() as u32,
            are_given: given.is_some(),
            recency: counts(&cuts.recency),
            frequency: counts(&cuts.frequency),
            monetary: counts(&cuts.monetary),
        };
        for client in clients {
            let place = *client as usize;
            let recency = score_reversed(&cuts.recency, figures.recency(*client));
            let frequency = score(&cuts.frequency, figures.frequency(*client));
            let monetary = score(&cuts.monetary, figures.money(*client));
            (self.recency[place], self.frequency[place]) = (recency, frequency);
            self.monetary[place] = monetary;
            bins.recency[recency as usize - 1] += 1;
            bins.frequency[frequency as usize - 1] += 1;
            bins.monetary[monetary as usize - 1] += 1;
        }
        let measures = [
            ("recency", &bins.recency),
            ("frequency", &bins.frequency),
            ("monetary", &bins.monetary),
        ];
        for (measure, counts) in measures {
            for (score, _) in (1_u32..).zip(counts).filter(|(_, count)| **count == 0) {
                let reason = Reason::new(reasons::BIN_EMPTY).fact("scope", scope.clone());
                let reason = reason.fact("measure", measure.to_owned()).fact("score", score);
                self.notices.push(reason);
            }
        }
        self.bins.push(bins);
        // Frozen, they would score everybody alike who comes later.
        if is_empty {
            return;
        }
        // 28 digits hold any of these.
        let decimal = |units: &i64| Decimal::from_units(*units, scale).unwrap_or(Decimal::ZERO);
        self.cuts.push(match given {
            Some(given) => RfmCuts { scope, ..given.clone() },
            None => RfmCuts {
                scope,
                recency_days: cuts.recency,
                frequency_days: cuts.frequency,
                monetary: cuts.monetary.iter().map(decimal).collect(),
            },
        });
    }
}
