//! Cases led minute by minute, by rules written down once more: what stands still, what fires when, and
//! what is made by itself.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Case, Event, Firing, NewCase, Outcome, Pipeline, PipelinePolicy, Possible, merge_logs,
};
use fieldbeat::shape::Value;
use proptest::prelude::*;

const START: i64 = 1_795_000_000_000;
const MINUTE: i64 = 60_000;
const END: i64 = 300;
const STAGES: [&str; 4] = ["a", "b", "c", "z"];

fn at(minute: i64) -> Instant {
    Instant::from_millis(START + minute * MINUTE).unwrap()
}

fn minute(t: Instant) -> i64 {
    (t.millis() - START) / MINUTE
}

/// What is asked of a case.
#[derive(Clone, Copy, Debug)]
enum When {
    Always,
    AtLeast(i64),
    Is(i64),
    IsNot(i64),
    /// The date is over; or it is to come.
    Over,
    ToCome,
    /// It lies within so many minutes from now.
    Soon(i64),
}

impl When {
    fn of((kind, x): (u8, i64)) -> Self {
        match kind {
            0 | 1 => Self::AtLeast(x),
            2 => Self::Is(x),
            3 => Self::IsNot(x),
            4 => Self::Over,
            5 => Self::ToCome,
            6 => Self::Soon(10 + 20 * x),
            _ => Self::Always,
        }
    }

    fn key(self, key: &str) -> String {
        let test = match self {
            Self::Always => return String::new(),
            Self::AtLeast(x) => format!(r#"{{"field": "x", "ge": {x}}}"#),
            Self::Is(x) => format!(r#"{{"field": "x", "eq": {x}}}"#),
            Self::IsNot(x) => format!(r#"{{"not": {{"field": "x", "eq": {x}}}}}"#),
            Self::Over => r#"{"field": "date", "le": {"field": "now"}}"#.to_owned(),
            Self::ToCome => r#"{"field": "date", "gt": {"field": "now"}}"#.to_owned(),
            Self::Soon(minutes) => format!(r#"{{"field": "date", "within": "{minutes}m"}}"#),
        };
        format!(r#", "{key}": {test}"#)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Anchor {
    Entered,
    Created,
    LastActivity,
    Date,
}

#[derive(Clone, Copy, Debug)]
enum Does {
    Go(usize),
    Set(i64),
    Tell,
}

#[derive(Clone, Debug)]
struct Timer {
    stage: usize,
    anchor: Anchor,
    offset: i64,
    pausable: bool,
    when: When,
    does: Does,
}

#[derive(Clone, Debug)]
struct Way {
    source: usize,
    target: usize,
    when: When,
}

#[derive(Clone, Debug)]
struct Rules {
    pauses: Vec<Option<When>>,
    timers: Vec<Timer>,
    autos: Vec<Way>,
    /// The event `mN` makes the N-th of them.
    ways: Vec<Way>,
}

impl Rules {
    fn policy(&self) -> String {
        let stages = STAGES.iter().enumerate().map(|(place, id)| {
            let own = self.timers.iter().enumerate().filter(|(_, timer)| timer.stage == place);
            let timers = own.map(|(index, timer)| {
                let anchor = match timer.anchor {
                    Anchor::Entered => "entered",
                    Anchor::Created => "created",
                    Anchor::LastActivity => "last_activity",
                    Anchor::Date => "field:date",
                };
                let does = match timer.does {
                    Does::Go(target) => format!(r#""go": "{}""#, STAGES[target]),
                    Does::Set(x) => format!(r#""emit": {{"set": {{"x": {x}}}}}"#),
                    Does::Tell => r#""emit": {"notify": [{"id": "n"}]}"#.to_owned(),
                };
                format!(
                    r#"{{"id": "t{index}", "anchor": "{anchor}", "offset": "{}m", "pausable": {}{}, {does}}}"#,
                    timer.offset, timer.pausable, timer.when.key("when")
                )
            });
            let timers = timers.collect::<Vec<_>>().join(", ");
            let pause = self.pauses[place].map_or(String::new(), |when| when.key("pause_when"));
            let kind = if *id == "z" { "won" } else { "open" };
            format!(
                r#"{{"id": "{id}", "kind": "{kind}", "norm_counts": "visit", "timers": [{timers}]{pause}}}"#
            )
        });
        let stages = stages.collect::<Vec<_>>().join(", ");
        let way = |way: &Way, more: String| {
            format!(
                r#"{{"source": ["{}"], "target": "{}"{more}{}}}"#,
                STAGES[way.source],
                STAGES[way.target],
                way.when.key("guard")
            )
        };
        let autos = self.autos.iter().map(|auto| way(auto, r#", "auto": true"#.to_owned()));
        let ways = self.ways.iter().enumerate();
        let ways = ways.map(|(index, one)| way(one, format!(r#", "on": "m{index}""#)));
        let moves = autos.chain(ways).collect::<Vec<_>>().join(", ");
        format!(
            r#"{{"name": "o", "version": "1", "schema": {{"x": "int", "date": "instant"}},
                "stages": [{stages}], "transitions": [{moves}]}}"#
        )
    }
}

fn rules() -> impl Strategy<Value = Rules> {
    let when = || (0_u8..9, 0_i64..3).prop_map(When::of);
    // A clock that always stands is no pause.
    let pause =
        prop::option::of(when().prop_filter("a test", |when| !matches!(when, When::Always)));
    let timer = (
        (0_usize..3, 0_usize..5, -15_i64..100, prop::bool::weighted(0.8)),
        (when(), 0_usize..6, 0_i64..3),
    );
    let timer = timer.prop_map(|((stage, anchor, offset, pausable), (when, does, x))| Timer {
        stage,
        anchor: [
            Anchor::Entered,
            Anchor::Entered,
            Anchor::Created,
            Anchor::LastActivity,
            Anchor::Date,
        ][anchor],
        offset,
        pausable,
        when,
        does: match does {
            target @ 0..4 if target != stage => Does::Go(target),
            4 => Does::Set(x),
            _ => Does::Tell,
        },
    });
    let way = || {
        (0_usize..3, 0_usize..4, when()).prop_map(|(source, target, when)| {
            let target = if source == target { 3 } else { target };
            Way { source, target, when }
        })
    };
    let list = |most| prop::collection::vec(way(), 0..most);
    let pauses = prop::collection::vec(pause, 3);
    (pauses, prop::collection::vec(timer, 0..5), list(3), list(3)).prop_map(
        |(mut pauses, timers, autos, mut ways)| {
            pauses.push(None);
            // Something leads everywhere.
            ways.extend((0..3).map(|source| Way {
                source,
                target: source + 1,
                when: When::Always,
            }));
            Rules { pauses, timers, autos, ways }
        },
    )
}

#[derive(Clone, Copy, Debug)]
enum Says {
    X(Option<i64>),
    Date(Option<i64>),
    Way(usize),
}

#[derive(Clone, Debug)]
struct Said {
    minute: i64,
    says: Says,
}

impl Said {
    fn event(&self, index: usize) -> Event {
        let what = match self.says {
            Says::X(x) => {
                let x = x.map_or("null".to_owned(), |x| x.to_string());
                format!(r#""kind": "update", "fields": {{"x": {x}}}"#)
            }
            Says::Date(date) => {
                let date = date.map_or("null".to_owned(), |date| format!(r#""{}""#, at(date)));
                format!(r#""kind": "update", "fields": {{"date": {date}}}"#)
            }
            Says::Way(way) => format!(r#""on": "m{way}""#),
        };
        let at = at(self.minute);
        Event::from_json(&format!(r#"{{"id": "e{index:02}", "at": "{at}", {what}}}"#)).unwrap()
    }
}

fn said(moves: bool) -> impl Strategy<Value = Vec<Said>> {
    let one = (0_i64..250, 0_u8..if moves { 7 } else { 5 }, -1_i64..4, 0_usize..5);
    let one = one.prop_map(|(minute, kind, x, way)| {
        let says = match kind {
            0..3 => Says::X((x >= 0).then_some(x)),
            3 | 4 => Says::Date((x >= 0).then_some(minute + (x - 1) * 25 + way as i64)),
            _ => Says::Way(way),
        };
        Said { minute, says }
    });
    prop::collection::vec(one, 0..10).prop_map(|mut list| {
        list.sort_by_key(|said| said.minute);
        list
    })
}

/// A case as it is in some minute.
struct Model<'r> {
    rules: &'r Rules,
    stage: usize,
    entered: i64,
    activity: i64,
    x: Option<i64>,
    date: Option<i64>,
    is_paused: bool,
    /// Minutes that the clock went, and stood, in this stay; and went since the last activity.
    went: i64,
    stood: i64,
    idle: i64,
    fired: Vec<(usize, i64)>,
    /// Stage, entry, end, minutes stood.
    stays: Vec<(usize, i64, i64, i64)>,
    /// Timer, deadline, minute.
    log: Vec<(usize, i64, i64)>,
    /// Steps in this minute: after many the engine stops them.
    steps: usize,
}

impl<'r> Model<'r> {
    fn new(rules: &'r Rules) -> Self {
        let (fired, stays, log) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            rules,
            stage: 0,
            entered: 0,
            activity: 0,
            x: None,
            date: None,
            is_paused: false,
            went: 0,
            stood: 0,
            idle: 0,
            fired,
            stays,
            log,
            steps: 0,
        }
    }

    fn meets(&self, when: When, now: i64) -> bool {
        match when {
            When::Always => true,
            When::AtLeast(x) => self.x.is_some_and(|own| own >= x),
            When::Is(x) => self.x == Some(x),
            When::IsNot(x) => self.x.is_some_and(|own| own != x),
            When::Over => self.date.is_some_and(|date| date <= now),
            When::ToCome => self.date.is_some_and(|date| date > now),
            When::Soon(minutes) => {
                self.date.is_some_and(|date| date - minutes <= now && now < date)
            }
        }
    }

    fn auto(&self, now: i64) -> Option<usize> {
        let mut autos = self.rules.autos.iter().filter(|way| way.source == self.stage);
        autos.find(|way| self.meets(way.when, now)).map(|way| way.target)
    }

    fn pauses(&self, now: i64) -> bool {
        self.rules.pauses[self.stage].is_some_and(|when| self.meets(when, now))
    }

    fn go(&mut self, target: usize, now: i64) {
        self.stays.push((self.stage, self.entered, now, self.stood));
        (self.stage, self.entered, self.is_paused) = (target, now, false);
        (self.went, self.stood) = (0, 0);
        self.fired.clear();
        self.steps += 1;
    }

    fn complete(&mut self, now: i64) {
        while let Some(target) = self.auto(now).filter(|_| self.steps < 20) {
            self.go(target, now);
        }
        self.is_paused = self.pauses(now);
    }

    /// The first timer that is due, with its deadline.
    fn due(&self, now: i64) -> Option<(usize, i64)> {
        let own = self.rules.timers.iter().enumerate().filter(|(_, one)| one.stage == self.stage);
        own.filter_map(|(index, timer)| {
            let anchor = match timer.anchor {
                Anchor::Entered => self.entered,
                Anchor::Created => 0,
                Anchor::LastActivity => self.activity,
                Anchor::Date => self.date?,
            };
            let deadline = anchor + timer.offset;
            let went = match timer.anchor {
                Anchor::Entered if timer.pausable => Some(self.went),
                Anchor::LastActivity if timer.pausable => Some(self.idle),
                _ => None,
            };
            let is_over = match went {
                Some(went) => !self.is_paused && went >= timer.offset,
                None => now >= deadline,
            };
            let is_late = !matches!(timer.does, Does::Go(_)) && deadline < self.entered;
            let is_new = !self.fired.contains(&(index, deadline));
            (is_over && is_new && !is_late && self.meets(timer.when, now))
                .then_some((index, deadline))
        })
        .next()
    }

    /// All that time does in a minute.
    fn settle(&mut self, now: i64) {
        while self.steps < 20 {
            if let Some((index, deadline)) = self.due(now) {
                self.fired.push((index, deadline));
                self.log.push((index, deadline, now));
                match self.rules.timers[index].does {
                    Does::Go(target) => self.go(target, now),
                    Does::Set(x) => self.x = Some(x),
                    Does::Tell => {}
                }
            } else if self.auto(now).is_none() && self.pauses(now) == self.is_paused {
                return;
            }
            self.complete(now);
        }
    }

    /// Whether an event that makes a move makes it.
    fn says(&mut self, says: Says, now: i64) -> bool {
        let mut target = None;
        match says {
            Says::X(x) => self.x = x,
            Says::Date(date) => self.date = date,
            Says::Way(way) => match self.rules.ways.get(way) {
                Some(way) if way.source == self.stage && self.meets(way.when, now) => {
                    target = Some(way.target);
                }
                _ => return false,
            },
        }
        (self.activity, self.idle) = (now, 0);
        if let Some(target) = target {
            self.go(target, now);
        }
        self.complete(now);
        true
    }

    /// A whole life; `None` where so much happens in a minute that the engine would stop it.
    fn lives(rules: &'r Rules, said: &[Said]) -> Option<(Self, Vec<bool>)> {
        let (mut own, mut accepted) = (Self::new(rules), Vec::new());
        for now in 0..=END {
            own.steps = 0;
            if now == 0 {
                own.complete(now);
            }
            own.settle(now);
            for said in said.iter().filter(|said| said.minute == now) {
                accepted.push(own.says(said.says, now));
                own.settle(now);
            }
            if own.steps > 12 {
                return None;
            }
            if now < END {
                if own.is_paused {
                    own.stood += 1;
                } else {
                    (own.went, own.idle) = (own.went + 1, own.idle + 1);
                }
            }
        }
        Some((own, accepted))
    }

    fn told(&self) -> String {
        let stays = self.stays.iter().map(|(stage, entered, left, stood)| {
            format!("{} {entered}-{left} stood {stood}\n", STAGES[*stage])
        });
        let mut fired = self.fired.clone();
        fired.sort_unstable();
        format!(
            "{}{} {} active {} went {} paused {} x {:?} fired {fired:?}",
            stays.collect::<String>(),
            STAGES[self.stage],
            self.entered,
            self.activity,
            self.went,
            self.is_paused,
            self.x
        )
    }
}

/// The same of a case.
fn told(pipeline: &Pipeline, case: &Case) -> String {
    let stays = case.stays.iter().map(|stay| {
        let stood = stay.paused.elapsed_ms / MINUTE;
        format!(
            "{} {}-{} stood {stood}\n",
            stay.stage,
            minute(stay.entered_at),
            minute(stay.left_at)
        )
    });
    let number = |timer: &str| timer[1..].parse::<usize>().unwrap();
    let fired = case.fired.iter().map(|one| (number(&one.timer), minute(one.deadline)));
    let mut fired: Vec<(usize, i64)> = fired.collect();
    fired.sort_unstable();
    let x = match case.fields.value().get("x") {
        Some(Value::Int(x)) => Some(*x),
        _ => None,
    };
    let clock = pipeline.clock(case, at(END)).unwrap();
    format!(
        "{}{} {} active {} went {} paused {} x {x:?} fired {fired:?}",
        stays.collect::<String>(),
        case.stage,
        minute(case.entered_at),
        minute(case.last_activity_at),
        clock.elapsed_ms / MINUTE,
        case.paused_since.is_some()
    )
}

fn opened(pipeline: &Pipeline) -> (Case, Vec<Firing>) {
    let opened = pipeline.open(&NewCase::from_json(r#"{"id": "k"}"#).unwrap(), at(0)).unwrap();
    (opened.case_after.unwrap(), opened.fired)
}

fn tick(pipeline: &Pipeline, case: Case, now: i64, fired: &mut Vec<Firing>) -> Case {
    let ticked = pipeline.tick(std::slice::from_ref(&case), at(now), &mut Budget::unlimited());
    let mut ticked = ticked.unwrap();
    fired.append(&mut ticked.fired);
    ticked.cases.pop().unwrap_or(case)
}

fn log(fired: &[Firing]) -> Vec<(usize, i64, i64)> {
    let number = |timer: &str| timer[1..].parse::<usize>().unwrap();
    let one = |one: &Firing| (number(&one.timer), minute(one.deadline), minute(one.planned_at));
    fired.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_case_lives_as_it_would_minute_by_minute(
        rules in rules(), said in said(true), ticks in prop::collection::btree_set(0_i64..END, 0..40),
    ) {
        let policy = PipelinePolicy::from_json(&rules.policy()).unwrap();
        let Ok(pipeline) = Pipeline::new(&policy) else { return Ok(()) };
        let Some((model, accepted)) = Model::lives(&rules, &said) else { return Ok(()) };
        let (mut case, mut fired) = opened(&pipeline);
        let mut ticks = ticks.into_iter().peekable();
        let mut is_accepted = Vec::new();
        for (index, one) in said.iter().enumerate() {
            while let Some(now) = ticks.next_if(|now| *now < one.minute) {
                prop_assert_eq!(pipeline.next_due(&case).unwrap(), case.next_due);
                case = tick(&pipeline, case, now, &mut fired);
                prop_assert!(case.next_due.is_none_or(|due| due > at(now)));
            }
            let event = one.event(index);
            let can = pipeline.can(&case, at(END), None, Some(&event)).unwrap();
            let allowed = can.targets.iter().any(|target| target.answer == Possible::Allowed);
            let mut applied = pipeline.apply(&case, &event, at(END)).unwrap();
            prop_assert_eq!(applied.outcome == Outcome::Moved, allowed);
            is_accepted.push(applied.outcome != Outcome::Refused);
            fired.append(&mut applied.fired);
            case = applied.case_after;
        }
        let case = tick(&pipeline, case, END, &mut fired);
        prop_assert_eq!(told(&pipeline, &case), model.told());
        prop_assert_eq!(is_accepted, accepted);
        prop_assert_eq!(log(&fired), model.log);
    }

    #[test]
    fn fields_that_are_told_late_or_apart_give_the_case_that_knew_them_in_time(
        rules in rules(), said in said(false), order in Just((0..10_usize).collect::<Vec<_>>()).prop_shuffle(),
        ticks: bool, mask: u16,
    ) {
        let policy = PipelinePolicy::from_json(&rules.policy()).unwrap();
        let Ok(pipeline) = Pipeline::new(&policy) else { return Ok(()) };
        let Some((model, _)) = Model::lives(&rules, &said) else { return Ok(()) };
        let (first, mut fired) = opened(&pipeline);
        let mut copies = [first.clone(), first.clone(), first];
        for index in order.into_iter().filter(|index| *index < said.len()) {
            let event = said[index].event(index);
            for place in [0, 1 + usize::from(mask >> index & 1)] {
                if ticks {
                    copies[place] = tick(&pipeline, copies[place].clone(), 270, &mut fired);
                }
                copies[place] = pipeline.apply(&copies[place], &event, at(END)).unwrap().case_after;
            }
        }
        let [late, phone, server] = copies;
        let merged = merge_logs(&phone, &server, &pipeline, at(END)).unwrap().case_after;
        for case in [late, merged] {
            let case = tick(&pipeline, case, END, &mut fired);
            prop_assert_eq!(told(&pipeline, &case), model.told());
        }
    }
}

#[test]
fn most_of_these_pipelines_compile_and_most_lives_are_led() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut count = (0, 0, 0, 0);
    for _ in 0..300 {
        let (rules, said) = (rules(), said(true)).new_tree(&mut runner).unwrap().current();
        let policy = PipelinePolicy::from_json(&rules.policy()).unwrap();
        if Pipeline::new(&policy).is_err() {
            continue;
        }
        count.0 += 1;
        if let Some((model, _)) = Model::lives(&rules, &said) {
            count.1 += 1;
            count.2 += usize::from(!model.log.is_empty());
            count.3 += usize::from(model.stood > 0 || model.stays.iter().any(|stay| stay.3 > 0));
        }
    }
    assert!(count.0 > 120 && count.1 > 110 && count.2 > 50 && count.3 > 40, "{count:?}");
}
