//! One law: whatever comes in what order, everything is as if all were computed from the beginning.

use std::collections::BTreeMap;

use fieldbeat::Instant;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::math::Decimal;
use fieldbeat::segment::{
    Assignment, ClientScope, SegmentMove, SegmentMoves, SegmentPin, SegmentPolicy, Segmenter,
    Transaction,
};
use fieldbeat::shape::Shaped;
use fieldbeat_tests::canonical::canonical;
use proptest::prelude::*;

use super::reference::{Reference, rows, scoped};

const HOUR: i64 = 3_600_000;

/// Windows so short that all of it happens within a few months.
const SHORT: &str = r#"{
    "base_days": 40, "moving_days": 10, "activity_months": 4,
    "static_core": {"enter_months": 3, "leave_months": 2, "min_stay_days": 7},
    "dynamic_core": {"min_stay_days": 4}
}"#;

/// Other zones for two of the scopes, east and west, one with clocks that go forward, and back over
/// midnight; stays that never end.
const ZONES: &str = r#"{
    "base_days": 30, "moving_days": 15, "activity_months": 2,
    "static_core": {"enter_share": 0.5, "leave_share": 0.5, "enter_months": 1, "leave_months": 1,
                    "min_stay_days": 0},
    "dynamic_core": {"enter_share": 0.6, "leave_share": 0.8, "enter_pace": 1, "leave_pace": 1,
                     "min_stay_days": 2},
    "zones": [{"scope": "anna", "zone": {"name": "x", "offsets": [[0, 0], [1769904000000, 18000],
              [1772307000000, 14400]]}},
              {"scope": "boris", "zone": {"name": "y", "offsets": [[0, -36000]]}}]
}"#;

/// Segments of one's own.
const TABLE: &str = r#"{
    "base_days": 40, "moving_days": 10, "activity_months": 4,
    "static_core": {"enter_months": 2, "leave_months": 1, "min_stay_days": 7},
    "segments": [
        {"name": "sleeping", "when": {"field": "quiet_days", "ge": 25}},
        {"name": "top", "when": {"all": [{"field": "base_share", "lt": 0.3},
                                         {"field": "pace", "ge": 1}]}},
        {"name": "periphery", "when": {"field": "moving_revenue", "lt": 10}}
    ]
}"#;

/// Conditions of every kind, over every field.
const ODD: &str = r#"{
    "base_days": 40, "moving_days": 10, "activity_months": 4,
    "static_core": {"enter_months": 2, "leave_months": 1, "min_stay_days": 7},
    "segments": [
        {"name": "gone", "when": {"field": "quiet_days", "between": [20, 30]}},
        {"name": "shrunk", "when": {"field": "base_revenue", "lt": {"field": "moving_revenue"}}},
        {"name": "middle", "when": {"any": [{"field": "base_share", "range": [0.25, 0.5]},
                                            {"field": "moving_share", "in": [0.5, 0.75]}]}},
        {"name": "dated", "when": {"field": "known_days", "in": [12, 20, 33]}},
        {"name": "known", "when": {"all": [{"field": "pace", "not_null": true},
                                           {"not": {"field": "active_months", "ge": 3}},
                                           {"field": "moving_share", "gt": 0.3333333}]}},
        {"name": "rising", "when": {"all": [{"field": "is_new", "eq": true},
                                            {"field": "known_days", "lt": 9}]}}
    ]
}"#;

/// A long memory, and months that run out sooner.
const LONG: &str = r#"{
    "base_days": 100, "moving_days": 20, "activity_months": 2,
    "static_core": {"enter_months": 2, "leave_months": 1, "min_stay_days": 3}
}"#;

/// Policies of one zone, from one of which to another one may go.
const POLICIES: [&str; 4] = [SHORT, TABLE, ODD, LONG];

#[derive(Clone, Debug)]
enum Step {
    /// Rows, and whether they tell scopes.
    Buy(Vec<Row>, bool),
    Move(u8, u8, Option<i64>),
    /// Whom, to what, until when, and from when on.
    Pin(u8, Option<u8>, Option<i64>, i64),
    Advance(i64),
    /// Another policy, by its place in `POLICIES`.
    Change(u8),
    /// Through bytes.
    Sleep,
}

/// Client, hour, amount, id and scope.
type Row = (u8, i64, i64, Option<u8>, u8);

/// Hours from here.
fn at(hours: i64) -> Instant {
    "2026-01-01T00:00:00Z".parse::<Instant>().unwrap().plus(hours * HOUR)
}

fn hours() -> impl Strategy<Value = i64> {
    0_i64..24 * 130
}

fn step() -> impl Strategy<Value = Step> {
    let row = (0_u8..6, hours(), amount(), prop::option::weighted(0.3, 0_u8..12), 0_u8..3);
    // Some at the same instant.
    let at = prop_oneof![hours(), (0_i64..13).prop_map(|decade| decade * 240)];
    prop_oneof![
        4 => (prop::collection::vec(row, 1..12), any::<bool>()).prop_map(|(r, s)| Step::Buy(r, s)),
        1 => (0_u8..6, 0_u8..3, prop::option::of(hours())).prop_map(|(c, s, t)| Step::Move(c, s, t)),
        1 => (0_u8..6, prop::option::of(0_u8..5), prop::option::of(hours()), at)
            .prop_map(|(c, s, u, t)| Step::Pin(c, s, u, t)),
        4 => hours().prop_map(Step::Advance),
        1 => Just(Step::Sleep),
    ]
}

/// Few clients, whose first purchases, corrections of them and handovers are of the same few days.
fn around_the_first() -> impl Strategy<Value = Step> {
    let early = || 0_i64..24 * 5;
    let row = (0_u8..3, early(), amount(), prop::option::weighted(0.6, 0_u8..4), 0_u8..3);
    prop_oneof![
        3 => (prop::collection::vec(row, 1..4), any::<bool>()).prop_map(|(r, s)| Step::Buy(r, s)),
        2 => (0_u8..3, 0_u8..3, prop::option::weighted(0.8, early()))
            .prop_map(|(c, s, t)| Step::Move(c, s, t)),
        3 => early().prop_map(Step::Advance),
        1 => Just(Step::Sleep),
    ]
}

/// Few different amounts, so that many are equal; some are returns.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 1_i64..6, 1 => 1_i64..1000, 1 => -5_i64..1]
}

fn client(number: u8) -> String {
    ["a", "B", "б", "ab", " ", "z"][usize::from(number)].to_owned()
}

fn scope(number: u8) -> String {
    ["anna", "boris", ""][usize::from(number)].to_owned()
}

/// An engine, and what it has to agree with.
struct Both {
    engine: Segmenter,
    reference: Reference,
    /// By what was told so far.
    told: BTreeMap<(Instant, String, String), SegmentMove>,
}

impl Both {
    fn new(policy: &str) -> Self {
        let policy = SegmentPolicy::from_json(policy).unwrap();
        Self {
            engine: Segmenter::new(&policy).unwrap(),
            reference: Reference::new(&policy),
            told: BTreeMap::new(),
        }
    }

    fn ingest(
        &mut self,
        bought: &[Transaction],
        of: &[String],
        scopes: &[ClientScope],
        pins: &[SegmentPin],
    ) {
        let before = asked(&self.engine);
        let taken = if of.is_empty() { rows(bought) } else { scoped(bought, of) };
        let told = self.engine.ingest(&taken, scopes, pins).unwrap();
        self.reference.ingest_scoped(bought, of, scopes, pins);
        if bought.iter().all(|row| row.id.is_none()) {
            assert_eq!(told.late, self.reference.late(bought));
        }
        // Nothing is told before the next advance.
        assert_eq!(asked(&self.engine), before);
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Buy(bought, are_scoped) => {
                let row = |(who, t, amount, id, _): &Row| Transaction {
                    client: client(*who),
                    t: at(*t),
                    amount: Decimal::from_units(*amount, 1).unwrap(),
                    scope: None,
                    id: id.map(|id| format!("id-{id}")),
                };
                let of = bought.iter().filter(|_| *are_scoped).map(|row| scope(row.4));
                let of: Vec<String> = of.collect();
                let bought: Vec<Transaction> = bought.iter().map(row).collect();
                self.ingest(&bought, &of, &[], &[]);
            }
            Step::Move(who, to, t) => {
                let own = ClientScope { client: client(*who), scope: scope(*to), at: t.map(at) };
                self.ingest(&[], &[], &[own], &[]);
            }
            Step::Pin(who, segment, until, t) => {
                let until = until.filter(|until| t <= until).map(at);
                let segments =
                    ["core_growing", "core_at_risk", "core_stable", "rising", "periphery"];
                let own = SegmentPin {
                    client: client(*who),
                    segment: segment.map(|it| segments[usize::from(it)].to_owned()),
                    by: segment.map(|it| ["head", "deputy"][usize::from(it + who) % 2].to_owned()),
                    until,
                    at: Some(at(*t)),
                };
                self.ingest(&[], &[], &[], &[own]);
            }
            Step::Advance(t) => self.advance(at(*t)),
            Step::Change(policy) => {
                let policy = SegmentPolicy::from_json(POLICIES[usize::from(*policy)]).unwrap();
                if self.engine.change_policy(&policy).unwrap() {
                    self.reference.change(&policy);
                }
                assert_eq!(self.engine.policy(), &policy);
            }
            Step::Sleep => {
                let (bytes, before) = (self.engine.snapshot(), asked(&self.engine));
                self.engine = Segmenter::restore(&bytes, self.engine.policy()).unwrap();
                assert_eq!(asked(&self.engine), before);
                assert!(self.engine.snapshot() == bytes);
            }
        }
    }

    fn advance(&mut self, now: Instant) {
        let due = self.engine.next_due();
        let before = (self.engine.snapshot(), asked(&self.engine));
        // One that is stopped has done nothing.
        let mut stopped = Budget::on_progress(3, |_| Continue::No);
        let mut told = self.engine.advance(now, &mut stopped);
        drop(stopped);
        if told.is_err() {
            assert!((self.engine.snapshot(), asked(&self.engine)) == before);
            told = self.engine.advance(now, &mut Budget::unlimited());
        }
        let told = told.unwrap();
        let now = self.reference.now.map_or(now, |before| before.max(now));
        self.reference.now = Some(now);
        if due.is_none_or(|due| due > now) {
            assert!(told.moves.is_empty() && told.withdrawn.is_empty(), "nothing was due");
        }
        let key = |it: &SegmentMove| (it.at, it.scope.clone(), it.client.clone());
        for it in &told.withdrawn {
            assert_eq!(self.told.remove(&key(it)).as_ref(), Some(it), "never told");
        }
        for it in told.moves {
            assert_eq!(self.told.insert(key(&it), it), None, "told twice");
        }
        self.agree();
    }

    /// Everything that is asked is as the definition has it.
    fn agree(&self) {
        let expected = self.reference.moves();
        let moves = self.engine.moves(Instant::MIN, Instant::MAX);
        for (a, b) in moves.iter().zip(&expected) {
            assert_eq!(a, b);
        }
        let bytes = |moves: &Vec<SegmentMove>| canonical(&moves.to_value()).unwrap();
        assert_eq!(bytes(&moves), bytes(&expected));
        assert_eq!(self.told.values().cloned().collect::<Vec<_>>(), expected);
        self.agree_in_columns(&moves);
        let assigned = self.engine.assignments().into_iter();
        let assigned: Vec<_> =
            assigned.map(|it| (it.client, it.scope, it.segment, it.features)).collect();
        let expected = self.reference.assigned();
        assert_eq!(assigned.len(), expected.len());
        for (own, (client, scope, segment, features)) in assigned.into_iter().zip(expected) {
            // Who is between two scopes keeps the features of its last change.
            let features = features.unwrap_or_else(|| own.3.clone());
            assert_eq!(own, (client, scope, segment, features));
        }
    }

    /// Columns say what is told one by one.
    fn agree_in_columns(&self, moves: &[SegmentMove]) {
        let columns = self.engine.moves_many(Instant::MIN, Instant::MAX);
        assert_eq!(columns.client.codes.len(), moves.len());
        for (row, it) in moves.iter().enumerate() {
            assert_eq!(columns.client.get(row), Some(&*it.client));
            assert_eq!(columns.scope.get(row), Some(&*it.scope));
            let from = it.from_segment.as_deref().unwrap_or_default();
            assert_eq!(columns.from_segment.get(row), Some(from));
            assert_eq!(columns.to_segment.get(row), Some(&*it.to_segment));
            assert_eq!(columns.at.0[row], it.at.millis());
            assert_eq!(columns.cause.get(row), Some(&*it.cause.to_string()));
        }
        let (columns, assigned) = (self.engine.assignments_many(), self.engine.assignments());
        assert_eq!(columns.client.codes.len(), assigned.len());
        for (row, it) in assigned.iter().enumerate() {
            assert_eq!(columns.client.get(row), Some(&*it.client));
            assert_eq!(columns.scope.get(row), Some(&*it.scope));
            assert_eq!(columns.segment.get(row), Some(&*it.segment));
            assert_eq!(columns.since.0[row], it.since.millis());
            let units = |revenue: Decimal| i64::try_from(revenue.units(4).unwrap()).unwrap();
            assert_eq!(columns.base_revenue_units[row], units(it.features.base_revenue));
            assert_eq!(columns.moving_revenue_units[row], units(it.features.moving_revenue));
        }
    }

    /// Rows sum to the sizes of segments, columns with who came, and moves lead from one to the other.
    fn migrates(&self, start: Instant, end: Instant) {
        let end = end.max(start);
        for scope in [None, Some("anna"), Some("")] {
            let Ok(own) = self.engine.migration(start, end, scope) else {
                assert_eq!(scope, Some("anna"), "that of clients without a scope is known");
                assert!(self.reference.before(end).values().all(|(of, _)| of != "anna"));
                continue;
            };
            let before = self.reference.before(start);
            let mut after: BTreeMap<String, (String, String)> = before.clone();
            for it in self.engine.moves(start, end) {
                after.insert(it.client, (it.scope, it.to_segment));
            }
            assert_eq!(after, self.reference.before(end));
            let count = |known: &BTreeMap<String, (String, String)>, segment: &String| {
                let is = |(of, own): &&(String, String)| {
                    own == segment && scope.is_none_or(|scope| scope == of)
                };
                known.values().filter(is).count() as i64
            };
            for (place, segment) in own.segments.iter().enumerate() {
                assert_eq!(own.before[place], count(&before, segment));
                assert_eq!(own.after[place], count(&after, segment));
                let row: i64 = own.counts[place].iter().sum();
                assert_eq!(row + own.left[place], own.before[place]);
                let column: i64 = own.counts.iter().map(|row| row[place]).sum();
                assert_eq!(column + own.arrived[place], own.after[place]);
            }
        }
    }
}

/// Everything that is told.
fn asked(own: &Segmenter) -> (Option<Instant>, Vec<SegmentMove>, Vec<Assignment>) {
    (own.now(), own.moves(Instant::MIN, Instant::MAX), own.assignments())
}

/// What an advance tells: how many were looked at depends on when they were before.
fn brought(own: &mut Segmenter, now: Instant) -> SegmentMoves {
    let told = own.advance(now, &mut Budget::unlimited()).unwrap();
    SegmentMoves { touched: 0, ..told }
}

fn law(policy: &str, steps: &[Step], hours: (i64, i64)) {
    let mut both = Both::new(policy);
    for step in steps {
        both.take(step);
    }
    both.advance(at(24 * 150));
    both.migrates(at(hours.0), at(hours.1));
}

/// The same purchases in parts, each with those of some; and all together.
fn in_parts(
    bought: &[(u8, i64, i64, Option<u8>)],
    part_of: impl Fn(usize, u8) -> usize,
    scopes: &[ClientScope],
    until: Option<Instant>,
) -> (Segmenter, fieldbeat::Result<Segmenter>) {
    let policy = SegmentPolicy::from_json(SHORT).unwrap();
    let mut whole = Segmenter::new(&policy).unwrap();
    let mut parts: Vec<Segmenter> = (0..3).map(|_| Segmenter::new(&policy).unwrap()).collect();
    let of = |wanted: usize, who: u8, row: usize| part_of(row, who) == wanted;
    whole.ingest(&rows(&[]), scopes, &[]).unwrap();
    for (number, part) in parts.iter_mut().enumerate() {
        let own: Vec<ClientScope> = scopes
            .iter()
            .filter(|own| {
                (0..6).any(|who| client(who) == own.client && of(number, who, who.into()))
            })
            .cloned()
            .collect();
        part.ingest(&rows(&[]), &own, &[]).unwrap();
    }
    for (row, (who, t, amount, _)) in bought.iter().enumerate() {
        let own = Transaction {
            client: client(*who),
            t: at(*t),
            amount: Decimal::from_units(*amount, 1).unwrap(),
            scope: None,
            id: Some(format!("row-{row}")),
        };
        whole.ingest(&rows(std::slice::from_ref(&own)), &[], &[]).unwrap();
        parts[part_of(row, *who)].ingest(&rows(&[own]), &[], &[]).unwrap();
    }
    if let Some(until) = until {
        whole.advance(until, &mut Budget::unlimited()).unwrap();
        for part in &mut parts {
            part.advance(until, &mut Budget::unlimited()).unwrap();
        }
    }
    let bytes: Vec<Vec<u8>> = parts.iter().map(Segmenter::snapshot).collect();
    let bytes: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
    (whole, Segmenter::merge(&bytes, &policy))
}

fn bought() -> impl Strategy<Value = Vec<(u8, i64, i64, Option<u8>)>> {
    prop::collection::vec((0_u8..6, hours(), amount(), Just(None)), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_it_is_as_if_computed_from_the_beginning(
        steps in prop::collection::vec(step(), 1..14), hours in (hours(), hours()),
    ) {
        law(SHORT, &steps, hours);
    }

    #[test]
    fn with_zones_and_without_stays_too(
        steps in prop::collection::vec(step(), 1..14), hours in (hours(), hours()),
    ) {
        law(ZONES, &steps, hours);
    }

    #[test]
    fn with_handovers_to_other_zones_around_the_first_purchases_too(
        steps in prop::collection::vec(around_the_first(), 1..20), hours in (hours(), hours()),
    ) {
        law(ZONES, &steps, hours);
    }

    #[test]
    fn with_segments_of_ones_own_too(
        steps in prop::collection::vec(step(), 1..10), hours in (hours(), hours()),
    ) {
        law(TABLE, &steps, hours);
    }

    #[test]
    fn with_conditions_of_every_kind_too(
        steps in prop::collection::vec(step(), 1..10), hours in (hours(), hours()),
    ) {
        law(ODD, &steps, hours);
    }

    #[test]
    fn with_policies_that_change_too(
        steps in prop::collection::vec(
            prop_oneof![4 => step(), 1 => (0_u8..4).prop_map(Step::Change)], 1..16,
        ),
        hours in (hours(), hours()),
    ) {
        law(SHORT, &steps, hours);
    }

    #[test]
    fn how_often_it_advances_is_no_matter(
        steps in prop::collection::vec(step(), 1..14), zones in any::<bool>(),
    ) {
        let policy = if zones { ZONES } else { SHORT };
        let (mut seldom, mut often) = (Both::new(policy), Both::new(policy));
        for step in &steps {
            often.take(step);
            if !matches!(step, Step::Advance(_)) {
                seldom.take(step);
            }
        }
        for both in [&mut seldom, &mut often] {
            both.engine.advance(at(24 * 150), &mut Budget::unlimited()).unwrap();
        }
        prop_assert_eq!(asked(&seldom.engine), asked(&often.engine));
        prop_assert!(seldom.engine.snapshot() == often.engine.snapshot());
    }

    #[test]
    fn in_which_order_things_come_is_no_matter(
        steps in prop::collection::vec(step(), 1..14), zones in any::<bool>(),
        seed in 1_usize..97,
    ) {
        // What takes the place of something else: corrections, and the same instant twice.
        let mut said = std::collections::BTreeSet::new();
        let parts = steps.iter().flat_map(|step| match step {
            Step::Buy(rows, are_scoped) => rows
                .iter()
                .map(|row| Step::Buy(vec![(row.0, row.1, row.2, None, row.4)], *are_scoped))
                .collect(),
            own => vec![own.clone()],
        });
        let parts: Vec<Step> = parts
            .filter(|step| match step {
                Step::Move(who, _, t) => said.insert((*who, true, t.unwrap_or(-1))),
                Step::Pin(who, .., t) => said.insert((*who, false, *t)),
                _ => true,
            })
            .collect();
        let policy = if zones { ZONES } else { SHORT };
        let (mut forth, mut back) = (Both::new(policy), Both::new(policy));
        parts.iter().for_each(|step| forth.take(step));
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|place| (place + 1) * seed % 97);
        for place in order {
            back.take(&parts[place]);
        }
        for both in [&mut forth, &mut back] {
            both.engine.advance(at(24 * 150), &mut Budget::unlimited()).unwrap();
        }
        prop_assert_eq!(asked(&forth.engine), asked(&back.engine));
        prop_assert!(forth.engine.snapshot() == back.engine.snapshot());
    }

    #[test]
    fn parts_of_days_merge_freely_before_they_advance(bought in bought(), seed in 0_usize..99) {
        let (mut whole, merged) = in_parts(&bought, |row, _| (row * 7 + seed) % 3, &[], None);
        let mut merged = merged.unwrap();
        prop_assert!(merged.snapshot() == whole.snapshot());
        let now = at(24 * 100);
        prop_assert_eq!(brought(&mut merged, now), brought(&mut whole, now));
        prop_assert!(merged.snapshot() == whole.snapshot());
    }

    #[test]
    fn shards_by_scope_are_the_whole(bought in bought(), until in hours(), later in hours()) {
        let shard = |who: u8| usize::from(who % 3);
        let scopes: Vec<ClientScope> = (0..6)
            .map(|who| ClientScope { client: client(who), scope: format!("s{}", shard(who)), at: None })
            .collect();
        let (mut whole, merged) = in_parts(&bought, |_, who| shard(who), &scopes, Some(at(until)));
        let mut merged = merged.unwrap();
        prop_assert!(merged.snapshot() == whole.snapshot());
        prop_assert_eq!(brought(&mut merged, at(later)), brought(&mut whole, at(later)));
        prop_assert_eq!(merged.assignments(), whole.assignments());
    }

    #[test]
    fn shards_that_share_a_scope_are_refused(bought in bought(), until in hours()) {
        let all = at(24 * 131).max(at(until));
        let is_shared = |part: usize| bought.iter().any(|row| usize::from(row.0 % 2) == part);
        let (_, merged) = in_parts(&bought, |_, who| usize::from(who % 2), &[], Some(all));
        match merged {
            Ok(_) => prop_assert!(!(is_shared(0) && is_shared(1))),
            Err(error) => {
                prop_assert_eq!(error.kind(), fieldbeat::ErrorKind::State);
                prop_assert_eq!(&*error.problems()[0].code, "shared_scope");
            }
        }
    }
}

/// Random steps of one seed, long enough that whatever can happen does.
#[test]
fn every_segment_cause_and_condition_occurs_and_is_as_defined() {
    let mut dice = fieldbeat_tests::simulator::Dice::new(5);
    let mut number = |below: i64| dice.between(0.0, below as f64) as i64;
    let (mut causes, mut codes, mut segments) = (
        std::collections::BTreeSet::new(),
        std::collections::BTreeSet::new(),
        std::collections::BTreeSet::new(),
    );
    for policy in [SHORT, SHORT, SHORT, LONG, LONG, LONG, ZONES, TABLE, ODD] {
        let mut both = Both::new(policy);
        for _ in 0..90 {
            let step = match number(if [SHORT, LONG].contains(&policy) { 14 } else { 12 }) {
                0 => Step::Move(number(6) as u8, number(3) as u8, Some(number(24 * 120))),
                1 => Step::Pin(
                    number(6) as u8,
                    (number(3) > 0).then(|| number(5) as u8),
                    Some(number(24 * 120)),
                    number(24 * 120),
                ),
                12 => Step::Change(number(4) as u8),
                13 => Step::Advance(number(24 * 120)),
                _ => Step::Buy(
                    (0..3)
                        .map(|_| {
                            let amount = if number(9) == 0 { -number(60) } else { number(100) };
                            (number(6) as u8, number(24 * 110), amount, None, number(3) as u8)
                        })
                        .collect(),
                    number(8) == 0,
                ),
            };
            both.take(&step);
        }
        both.advance(at(24 * 170));
        for it in both.told.values() {
            causes.insert(it.cause.to_string());
            codes.insert(it.condition.code.clone());
            segments.insert(it.to_segment.clone());
        }
    }
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let all: std::collections::BTreeSet<String> =
        fieldbeat::segment::MoveCause::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(causes, all);
    let expected: std::collections::BTreeSet<String> = named(&[
        "base_gone",
        "base_share_high",
        "base_share_low",
        "first_seen",
        "months_enough",
        "months_few",
        "moving_gone",
        "moving_share_high",
        "moving_share_low",
        "pace_at_risk",
        "pace_down",
        "pace_recovered",
        "pace_up",
        "pin_ended",
        "pinned",
        "row_met",
        "row_not_met",
    ]);
    assert_eq!(&expected - &codes, std::collections::BTreeSet::new());
    assert_eq!(segments.len(), 12);
}
