//! A score card, checked as a whole.

use std::borrow::Cow;

use super::bands;
use super::keys;
use super::policy::{
    Limit, LimitKind, ModifierKind, OnUnknown, ScoreCardPolicy, ScoreRow, ScoreTable, SplitBy,
};
use super::reach;
use crate::kpi::Lookup;
use crate::math::Decimal;
use crate::math::exact::Fine;
use crate::rule::{Cell, Compiler, ConditionPolicy, Kind, Node, Note, Scope, Slot};
use crate::shape::{Reader, Shaped};
use crate::time::{Calendar, CalendarPolicy, CalendarSpan, Instant, Zone};

/// Digits after the point that factors and rates may have.
const FACTOR_DIGITS: u32 = 6;

/// A compiled score card: one version of it.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) policy: ScoreCardPolicy,
    /// `name version`.
    pub(super) title: String,
    /// Its JSON path in what the caller passed.
    pub(super) root: String,
    pub(super) calendar: Calendar,
    pub(super) scope: Scope,
    pub(super) notes: Vec<Note>,
    pub(super) needs_now: bool,
    /// All conditions; stages name them by their place.
    pub(super) conditions: Vec<Node>,
    pub(super) eligible: Option<usize>,
    pub(super) tables: Vec<Table>,
    pub(super) modifiers: Vec<Change>,
    /// Names and paths of all rules; steps name them by their place.
    pub(super) rules: Vec<Rule>,
    /// Of each limit, the fields of its key that are of the schema.
    pub(super) key_slots: Vec<(String, Slot)>,
}

/// What a step is called.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) path: String,
}

#[derive(Debug)]
pub(super) struct Table {
    pub(super) hit: super::policy::HitPolicy,
    pub(super) rows: Vec<Row>,
    pub(super) default: Option<Fine>,
    /// The table itself, for its default.
    pub(super) rule: usize,
    pub(super) skips_unknown: bool,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) condition: usize,
    pub(super) points: Fine,
    pub(super) rule: usize,
}

#[derive(Debug)]
pub(super) struct Change {
    pub(super) when: Option<usize>,
    pub(super) what: What,
    pub(super) rule: usize,
    pub(super) skips_unknown: bool,
}

/// What a modifier does. Factors are in millionths.
#[derive(Debug)]
pub(super) enum What {
    Add(Fine),
    Multiply(i128),
    PerUnit { slot: Slot, above: Option<Fine>, step: Option<Fine>, rate: i128, cap: Option<Fine> },
    Decay { slot: Slot, is_date: bool, steps: Vec<(CalendarSpan, i128)>, half_life_ms: Option<i64> },
}

impl Card {
    /// The path of a field.
    pub(super) fn path(&self, slot: Slot) -> &str {
        self.scope.fields.get(slot.index()).map_or("", |field| &field.path)
    }

    /// Compiles one card; problems are noted at its place.
    pub(super) fn new(policy: &ScoreCardPolicy, at: &mut Reader) -> Option<Self> {
        let problems = at.problem_count();
        let card = at.policy(|at| Self::compile(policy, at));
        card.filter(|_| at.problem_count() == problems)
    }

    fn compile(policy: &ScoreCardPolicy, at: &mut Reader) -> Option<Self> {
        let mut of_hours = policy.calendar.clone().unwrap_or_default();
        if let Some(zone) = &policy.zone {
            // A calendar that names no zone has that of the card.
            if of_hours.zone != Zone::utc() && of_hours.zone != *zone {
                let message = "the calendar is of another zone";
                at.within("zone", |at| at.problem::<()>("zones_differ", message));
            }
            of_hours.zone = zone.clone();
        }
        let calendar = match Calendar::new(&of_hours) {
            Ok(calendar) => calendar,
            Err(error) => {
                for problem in error.problems() {
                    at.within("calendar", |at| {
                        at.problem::<()>("invalid_calendar", problem.to_string())
                    });
                }
                // What else is wrong is told too.
                Calendar::new(&CalendarPolicy::default()).ok()?
            }
        };
        if policy.scale > 6 {
            at.within("scale", |at| at.problem::<()>("out_of_range", "expected 0 to 6"));
        }
        let mut making = Making {
            policy,
            compiler: Compiler::new(Some(&calendar)),
            conditions: Vec::new(),
            rules: Vec::new(),
            names: Lookup::default(),
        };
        let eligible = policy
            .eligible
            .as_ref()
            .and_then(|condition| at.within("eligible", |at| making.condition(condition, at)));
        let tables = at.within("tables", |at| {
            each(&policy.tables, at, |index, table, at| making.table(index, table, at))
        });
        let modifiers = at.within("modifiers", |at| {
            each(&policy.modifiers, at, |index, change, at| making.modifier(index, change, at))
        });
        making.split(at);
        let mut key_slots = Vec::new();
        at.within("limits", |at| {
            for (index, limit) in policy.limits.iter().enumerate() {
                at.within(index, |at| making.limit(limit, &mut key_slots, at));
            }
        });
        let Making { compiler, conditions, rules, .. } = making;
        let Compiler { scope, notes, needs_now, .. } = compiler;
        let needs_now =
            needs_now || policy.modifiers.iter().any(|change| change.kind == ModifierKind::Decay);
        Some(Self {
            title: format!("{} {}", policy.name, policy.version),
            root: at.path(),
            policy: policy.clone(),
            scope,
            notes,
            needs_now,
            conditions,
            eligible,
            tables: tables?,
            modifiers: modifiers?,
            rules,
            key_slots,
            calendar,
        })
    }

    /// The value of a field of the schema by which a limit counts lines together; none where it is missing.
    pub(super) fn key(&self, key: &str, cell: impl Fn(Slot) -> Cell) -> Option<String> {
        let (_, slot) = self.key_slots.iter().find(|(name, _)| name == key)?;
        let kept = keys::kept(&self.scope.fields.get(slot.index())?.kind, &cell(*slot));
        keys::text(&kept).map(Cow::into_owned)
    }

    /// Whether the card holds for an arrival.
    pub(super) fn holds_at(&self, t: Instant) -> bool {
        self.policy.valid_from.is_none_or(|from| from <= t)
    }
}

/// Compiles every item of a list; `None` unless all can be.
fn each<P, T>(
    items: &[P],
    at: &mut Reader,
    mut one: impl FnMut(usize, &P, &mut Reader) -> Option<T>,
) -> Option<Vec<T>> {
    let mut made = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        made.extend(at.within(index, |at| one(index, item, at)));
    }
    (made.len() == items.len()).then_some(made)
}

pub(super) struct Making<'p> {
    pub(super) policy: &'p ScoreCardPolicy,
    pub(super) compiler: Compiler<'p>,
    conditions: Vec<Node>,
    rules: Vec<Rule>,
    /// What rules and limits are called.
    names: Lookup<String, ()>,
}

impl Making<'_> {
    pub(super) fn condition(&mut self, policy: &ConditionPolicy, at: &mut Reader) -> Option<usize> {
        let node = self.compiler.compile(policy, &self.policy.schema, at)?;
        self.conditions.push(node);
        Some(self.conditions.len() - 1)
    }

    pub(super) fn rule(
        &mut self,
        id: &Option<String>,
        index: usize,
        within: &str,
        at: &mut Reader,
    ) -> usize {
        let own = id.clone().unwrap_or_else(|| index.to_string());
        let name = if within.is_empty() { own } else { format!("{within}.{own}") };
        self.name(&name, id.is_some(), at);
        self.rules.push(Rule { id: name, path: at.path() });
        self.rules.len() - 1
    }

    /// Rules are told apart by their names.
    fn name(&mut self, name: &str, is_given: bool, at: &mut Reader) {
        if self.names.insert(name.to_owned(), ()).is_some() {
            let message = format!("several rules are called \"{name}\"");
            let tell = |at: &mut Reader| at.problem::<()>("duplicate_id", message);
            if is_given {
                at.within("id", tell)
            } else {
                tell(at)
            };
        }
    }

    fn table(&mut self, index: usize, table: &ScoreTable, at: &mut Reader) -> Option<Table> {
        let rule = self.rule(&table.id, index, if table.id.is_some() { "" } else { "tables" }, at);
        let name = self.rules.get(rule).map(|rule| rule.id.clone()).unwrap_or_default();
        let rows = at.within("rows", |at| {
            if table.rows.is_empty() && table.default.is_none() {
                at.problem::<()>("empty", "expected at least one row");
            }
            each(&table.rows, at, |index, row, at| self.row(index, row, &name, at))
        });
        let default = table.default.map(|points| at.within("default", |at| fine(points, at)));
        bands::check(table, at);
        reach::check(table, at);
        reach::holes(table, &self.policy.schema, at);
        Some(Table {
            hit: table.hit,
            rows: rows?,
            default: match default {
                Some(points) => Some(points?),
                None => None,
            },
            rule,
            skips_unknown: table.on_unknown == OnUnknown::Skip,
        })
    }

    fn row(&mut self, index: usize, row: &ScoreRow, table: &str, at: &mut Reader) -> Option<Row> {
        let rule = self.rule(&row.id, index, table, at);
        let points = at.within("points", |at| fine(row.points, at));
        let condition = match (&row.when, &row.bands) {
            (Some(when), None) => at.within("when", |at| self.condition(when, at)),
            (None, Some(bands)) => at.within("bands", |at| {
                for (field, _) in &bands.0 {
                    at.within(field.clone(), |at| {
                        self.compiler.slot(field, &self.policy.schema, at)
                    })?;
                }
                let policy = bands::condition(bands, &self.policy.schema, at)?;
                self.condition(&policy, at)
            }),
            (None, None) => at.problem("missing_key", "expected \"when\" or \"bands\""),
            (Some(_), Some(_)) => at.problem("ambiguous", "expected one of \"when\" and \"bands\""),
        };
        Some(Row { condition: condition?, points: points?, rule })
    }

    fn split(&self, at: &mut Reader) {
        let split = &self.policy.split;
        at.within("split", |at| match (split.by, split.lead_share) {
            (SplitBy::Lead, None) => {
                at.within("lead_share", |at| {
                    at.problem::<()>("missing_key", "\"lead_share\" is required")
                });
            }
            (SplitBy::Lead, Some(share)) => {
                at.within("lead_share", |at| {
                    let share = millionths(share, at);
                    if share.is_some_and(|share| !(0..=1_000_000).contains(&share)) {
                        at.problem::<()>("out_of_range", "expected 0 to 1");
                    }
                });
            }
            (_, Some(_)) => {
                let message = "\"lead_share\" belongs to \"lead\" only";
                at.within("lead_share", |at| at.problem::<()>("misplaced_key", message));
            }
            (_, None) => {}
        });
    }

    fn limit(&mut self, limit: &Limit, slots: &mut Vec<(String, Slot)>, at: &mut Reader) {
        let kind = limit.kind;
        if let Some(id) = &limit.id {
            self.name(id, true, at);
        }
        if limit.key.is_empty() {
            at.within("key", |at| at.problem::<()>("empty", "expected at least one key"));
        }
        for (index, key) in limit.key.iter().enumerate() {
            if ["rep", "site", "team", "territory"].contains(&key.as_str()) {
                continue;
            }
            let slot = at.within("key", |at| {
                at.within(index, |at| {
                    let slot = self.compiler.slot(key, &self.policy.schema, at)?;
                    match self.compiler.kind(slot) {
                        Kind::List(_) => at.problem("wrong_type", "a list is no key"),
                        _ if slot == Slot::NOW => at.problem("wrong_type", "\"now\" is no key"),
                        _ => Some(slot),
                    }
                })
            });
            if let Some(slot) = slot
                && !slots.iter().any(|(known, _)| known == key)
            {
                slots.push((key.clone(), slot));
            }
        }
        let keys = [
            ("per", limit.per.is_some(), kind != LimitKind::MinGap),
            ("points", limit.points.is_some(), kind == LimitKind::Cap),
            ("count", limit.count.is_some(), kind == LimitKind::CountCap),
            ("span", limit.span.is_some(), kind == LimitKind::MinGap),
        ];
        placed(&keys, kind.as_str(), at);
        if let Some(points) = limit.points {
            at.within("points", |at| {
                if points < Decimal::ZERO {
                    at.problem::<()>("out_of_range", "expected 0 or more");
                }
                fine(points, at);
            });
        }
        if limit.span.is_some_and(|span| span.length() <= 0) {
            at.within("span", |at| at.problem::<()>("out_of_range", "expected more than 0"));
        }
    }
}

/// Keys that are required of a kind, and of no other.
pub(super) fn placed(keys: &[(&'static str, bool, bool)], kind: &str, at: &mut Reader) {
    for (key, is_there, belongs) in keys {
        match (is_there, belongs) {
            (false, true) => {
                let message = format!("\"{key}\" is required of \"{kind}\"");
                at.within(*key, |at| at.problem::<()>("missing_key", message));
            }
            (true, false) => misplaced(key, kind, at),
            _ => {}
        }
    }
}

pub(super) fn misplaced(key: &'static str, kind: &str, at: &mut Reader) {
    let message = format!("\"{key}\" does not belong to \"{kind}\"");
    at.within(key, |at| at.problem::<()>("misplaced_key", message));
}

/// Points, with at most 6 digits after the point.
pub(super) fn fine(points: Decimal, at: &mut Reader) -> Option<Fine> {
    crate::math::exact::Amount::read(points, at).and_then(|amount| amount.fine().ok())
}

/// A factor in millionths, at most 10^9.
pub(super) fn millionths(factor: Decimal, at: &mut Reader) -> Option<i128> {
    match factor.units(FACTOR_DIGITS) {
        Some(units) if units.abs() <= 1_000_000_000_000_000 => Some(units),
        Some(_) => at.problem("out_of_range", "expected at most 10^9"),
        None => at.problem("too_precise", "expected at most 6 digits after the point"),
    }
}

/// The hash of several versions together, in whatever order; that of one is its own.
pub(super) fn hash_of(mut versions: Vec<String>) -> String {
    crate::math::sort(&mut versions);
    match versions.as_slice() {
        [one] => one.clone(),
        _ => crate::math::hash_value(&versions.to_value()),
    }
}

/// What a policy says in the words in which its schema reads it.
pub(super) fn policy_hash(policy: &ScoreCardPolicy) -> String {
    crate::math::hash_value(&policy.to_value())
}
