//! When conditions that read the clock are met: found once for as long as what they read stays the same.
//!
//! Time changes a case as often as such a condition changes, and a list may let it do so as often as it
//! has items: looking through the list at each of these instants took the square of its length.

use std::cell::RefCell;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::compile::Machine;
use crate::rule::{Answer, Node, Record, Slot, changes};
use crate::time::Instant;

/// From when on a condition is met, and from when on it is not.
#[derive(Debug)]
struct Course {
    from: Instant,
    is_met: bool,
    /// The instants after that at which it becomes met or is no more, by turns.
    turns: Vec<Instant>,
    /// What it looks at of that which the case itself has.
    computed: Vec<Slot>,
}

impl Course {
    fn of(machine: &Machine, node: &Node, record: &Record, from: Instant) -> Self {
        let moment = machine.moment(from);
        let is_met = node.answer(record, moment) == Answer::Yes;
        let (mut turns, mut last) = (Vec::new(), is_met);
        for (at, answer) in changes(node, record, moment) {
            if (answer == Answer::Yes) != last {
                last = !last;
                turns.push(at);
            }
        }
        let mut computed = Vec::new();
        node.slots(&mut computed);
        computed.retain(|slot| machine.computed.iter().any(|(own, _)| own == slot));
        Self { from, is_met, turns, computed }
    }

    /// How many turns lie at or before an instant.
    fn turned(&self, at: Instant) -> usize {
        self.turns.partition_point(|turn| *turn <= at)
    }

    fn is_met_after(&self, turned: usize) -> bool {
        self.is_met == turned.is_multiple_of(2)
    }
}

/// The courses of conditions over one record, each by the place in memory of its rule.
#[derive(Debug, Default)]
pub(super) struct Courses(RefCell<HashMap<*const Node, Course, FxBuildHasher>>);

impl Courses {
    fn look<R>(
        &self,
        machine: &Machine,
        node: &Node,
        record: &Record,
        at: Instant,
        look: impl FnOnce(&Course) -> R,
    ) -> R {
        let mut known = self.0.borrow_mut();
        let made = || Course::of(machine, node, record, at);
        let course = known.entry(std::ptr::from_ref(node)).or_insert_with(made);
        if course.from > at {
            *course = made();
        }
        look(course)
    }

    /// Whether a condition is met at an instant.
    pub(super) fn is_met(
        &self,
        machine: &Machine,
        node: &Node,
        record: &Record,
        at: Instant,
    ) -> bool {
        self.look(machine, node, record, at, |course| course.is_met_after(course.turned(at)))
    }

    /// The first instant after another one at which a condition becomes met, or is no more.
    pub(super) fn turn(
        &self,
        machine: &Machine,
        node: &Node,
        record: &Record,
        after: Instant,
        is_met: bool,
    ) -> Option<Instant> {
        self.look(machine, node, record, after, |course| {
            let turned = course.turned(after);
            let beyond = usize::from(course.is_met_after(turned) == is_met);
            course.turns.get(turned + beyond).copied()
        })
    }

    /// The record is another.
    pub(super) fn forget(&mut self) {
        self.0.get_mut().clear();
    }

    /// The record has something else in one place.
    pub(super) fn forget_of(&self, slot: Slot) {
        self.0.borrow_mut().retain(|_, course| !course.computed.contains(&slot));
    }
}

#[cfg(test)]
mod tests {
    use crate::budget::Budget;
    use crate::funnel::{NewCase, Pipeline, PipelinePolicy};
    use crate::rule::ASKED;
    use crate::time::Instant;

    /// Visits of an hour, one every two hours: a guard is met during each, a pause between them.
    const POLICY: &str = r#"{"name": "p", "version": "1",
        "schema": {"visits": {"type": "list", "items": {"t": "instant"}}, "ok": "bool"},
        "stages": [
            {"id": "a", "pause_when": {"not": {"field": "visits", "any_of": {"field": "t", "within": "-1h"}}},
                "timers": [{"id": "late", "offset": "9000d", "go": "z",
                    "when": {"field": "visits", "all_of": {"field": "t", "lt": {"field": "now"}}}}]},
            {"id": "b"},
            {"id": "z", "kind": "won"}],
        "transitions": [
            {"source": ["a"], "target": "b", "auto": true, MORE
                "guard": {"field": "visits", "any_of": {"field": "t", "within": "-1h"}}},
            {"source": ["b"], "target": "a", "auto": true,
                "guard": {"not": {"field": "visits", "any_of": {"field": "t", "within": "-1h"}}}},
            {"source": ["a"], "target": "z"}]}"#;

    /// How many questions a tick over so many visits asks, and how many moves it makes.
    fn asked(policy: &str, visits: usize) -> (u64, usize) {
        let pipeline = Pipeline::new(&PipelinePolicy::from_json(policy).unwrap()).unwrap();
        let hour = |hour: usize| {
            Instant::from_millis(1_790_000_000_000 + hour as i64 * 3_600_000).unwrap()
        };
        let items: Vec<String> =
            (0..visits).map(|visit| format!(r#"{{"t": "{}"}}"#, hour(2 * visit + 1))).collect();
        let record = format!(r#"{{"id": "c", "fields": {{"visits": [{}]}}}}"#, items.join(","));
        let record = NewCase::from_json(&record).unwrap();
        let case = pipeline.open(&record, hour(0)).unwrap().case_after.unwrap();
        ASKED.set(0);
        let cases = std::slice::from_ref(&case);
        let ticked = pipeline.tick(cases, hour(2 * visits + 2), &mut Budget::unlimited()).unwrap();
        assert_eq!(ticked.failed, []);
        (ASKED.get(), ticked.moves.len())
    }

    #[test]
    fn a_list_that_time_goes_through_is_asked_about_as_often_as_it_is_long() {
        // A guard that looks at the tasks too: they stay as they are.
        let met = r#"{"field": "visits", "any_of": {"field": "t", "within": "-1h"}}"#;
        let without_tasks =
            format!(r#"{{"all": [{met}, {{"field": "tasks.required_open", "eq": 0}}]}}"#);
        let of_tasks = POLICY.replace(met, &without_tasks);
        for (policy, more, moves_each) in
            [(POLICY, "", 2), (POLICY, r#""require": ["ok"],"#, 0), (&of_tasks, "", 2)]
        {
            let policy = policy.replace("MORE", more);
            let (few, moves) = asked(&policy, 100);
            assert_eq!(moves, 100 * moves_each);
            let (many, moves) = asked(&policy, 400);
            assert_eq!(moves, 400 * moves_each);
            assert!(few > 100 && many < 5 * few, "{few} questions, then {many}");
            assert!(many < 400 * 20, "{many} questions");
        }
    }
}
