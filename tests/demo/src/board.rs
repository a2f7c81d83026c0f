//! The visits on a board: which moves are refused, how long each case has been where it is, and what
//! is next.

use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Actor, Applied, Case, ClientRequest, Clock, Event, EventKind, Fields, NewCase, Outcome,
    Possibilities, WaitingReport, WorkItem,
};
use fieldbeat::shape::Value;
use fieldbeat::visit::{PlannedVisit, VisitVerdict};
use fieldbeat::{
    Calendar, CalendarPolicy, Error, Instant, Pipeline, PipelinePolicy, Result, Shaped, Span,
    VisitPolicy, VisitReport, waiting, worklist,
};

use crate::day::as_of;
use crate::input::{Input, Stored};

/// The ready pipeline of visits.
const PIPELINE: &str = include_str!("../../../core/policies/field_visits.json");
/// The stage into which every visit of the day is asked for, and the one from which.
pub(crate) const VISITED: &str = "visited";
const IN_WORK: &str = "in_work";
/// A rep presses the button a minute after leaving.
const ASKED_AFTER_MS: i64 = 60_000;

/// The board after the day.
pub(crate) struct Board {
    /// As of when.
    pub(crate) now: Instant,
    pub(crate) pipeline: Pipeline,
    /// The visits of the day, each asked to be visited, in the order of the verdicts.
    pub(crate) asked: Vec<Asked>,
    /// Open cases in the order of the list of work, then those that have ended, the latest first.
    pub(crate) cards: Vec<Card>,
    /// The list of work.
    pub(crate) worklist: Vec<WorkItem>,
    /// Who waits for an answer; absent where nobody wrote.
    pub(crate) waiting: Option<WaitingReport>,
}

/// A move that was asked for.
pub(crate) struct Asked {
    pub(crate) at: Instant,
    /// What came of it.
    pub(crate) applied: Applied,
    /// What may be done with the case since.
    pub(crate) can: Possibilities,
}

impl Asked {
    pub(crate) fn is_refused(&self) -> bool {
        self.applied.outcome == Outcome::Refused
    }
}

/// A case where it is.
pub(crate) struct Card {
    pub(crate) case: Case,
    pub(crate) clock: Clock,
    /// When the next timer fires, and the stage to which it leads.
    pub(crate) next: Option<(Instant, Option<String>)>,
}

impl Card {
    /// What stands in a field of text.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        match self.case.fields.value().get(name)? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Board {
    /// Leads every verdict into the pipeline, and asks for the move that its rep would ask for.
    pub(crate) fn of(
        stored: &Stored,
        input: &Input,
        report: &VisitReport,
        policy: &VisitPolicy,
    ) -> Result<Self> {
        let rules = PipelinePolicy::from_json(PIPELINE)?;
        // A date begins at the midnight of the rep.
        let calendar = CalendarPolicy {
            zone: policy.zone.clone(),
            ..rules.calendar.clone().unwrap_or_default()
        };
        let pipeline = Pipeline::new(&PipelinePolicy { calendar: Some(calendar), ..rules })?;
        let last = as_of(input, report);
        let mut answers = Vec::new();
        for verdict in &report.visits {
            let planned = input.plan.iter().find(|planned| planned.id == verdict.plan_id);
            let mut known = stored.cases.iter().enumerate();
            let known = known.find(|(_, case)| case.id == verdict.plan_id);
            answers.extend(ask(&pipeline, verdict, planned, known, policy, last)?);
        }
        let now = answers.iter().map(|(at, _)| *at).max().map_or(last, |at| at.max(last));
        let asked = answers.into_iter().map(|(at, applied)| {
            let can = pipeline.can(&applied.case_after, now, None, None)?;
            Ok(Asked { at, applied, can })
        });
        let asked = asked.collect::<Result<Vec<_>>>()?;
        let mut cases: Vec<Case> =
            asked.iter().map(|asked| asked.applied.case_after.clone()).collect();
        for (index, case) in stored.cases.iter().enumerate() {
            if !cases.iter().any(|known| known.id == case.id) {
                let begun = case.created_at.max(case.entered_at).unwrap_or(now);
                let opened = pipeline.open(case, begun);
                cases.extend(opened.map_err(|error| of_file(&error, index))?.case_after);
            }
        }
        let ticked = pipeline.tick(&cases, now, &mut Budget::unlimited())?;
        for changed in ticked.cases {
            if let Some(case) = cases.iter_mut().find(|case| case.id == changed.id) {
                *case = changed;
            }
        }
        let worklist = worklist(&cases, now, &pipeline)?;
        let cards = cards(&pipeline, cases, &worklist, now)?;
        let waiting = match stored.requests.as_slice() {
            [] => None,
            requests => Some(waits(requests, stored.calendar.as_ref(), policy, now)?),
        };
        Ok(Self { now, pipeline, asked, cards, worklist, waiting })
    }

    /// The cards of a stage.
    pub(crate) fn of_stage(&self, stage: &str) -> impl Iterator<Item = &Card> {
        self.cards.iter().filter(move |card| card.case.stage == stage)
    }
}

/// The verdict stands in the case, and then the rep wants it to be visited.
fn ask(
    pipeline: &Pipeline,
    verdict: &VisitVerdict,
    planned: Option<&PlannedVisit>,
    known: Option<(usize, &NewCase)>,
    policy: &VisitPolicy,
    last: Instant,
) -> Result<Option<(Instant, Applied)>> {
    let slot = planned.and_then(|planned| planned.slot.as_ref());
    let left = verdict.departure.as_ref().map(|moment| moment.t);
    let told_at = left.or(slot.map(|slot| slot.end)).unwrap_or(last).min(last);
    let date = planned.and_then(|planned| planned.date);
    let date = date.or(slot.map(|slot| policy.zone.date(slot.start)));
    let begun = date.map_or(told_at, |date| policy.zone.day(date).0).min(told_at);
    let usual = || NewCase {
        id: verdict.plan_id.clone(),
        author: None,
        stage: Some(IN_WORK.to_owned()),
        created_at: Some(begun),
        entered_at: Some(begun),
        fields: map(date.map(|date| ("date", date.to_value())).into_iter().collect()),
    };
    let opened = match known {
        Some((index, case)) => {
            let begun = case.created_at.max(case.entered_at).unwrap_or(begun);
            pipeline.open(case, begun).map_err(|error| of_file(&error, index))?
        }
        None => pipeline.open(&usual(), begun)?,
    };
    let Some(case) = opened.case_after else { return Ok(None) };
    let status = Value::Map(vec![("verdict".to_owned(), verdict.status.to_value())]);
    let mut told = vec![("site", verdict.site.to_value()), ("visit", status)];
    told.extend(verdict.rep.as_ref().map(|rep| ("rep", rep.to_value())));
    let told_at = told_at.max(case.stepped_at);
    let case = pipeline.update(&case, &map(told), told_at)?.case_after;
    let at = told_at.plus(ASKED_AFTER_MS);
    let event = Event {
        id: format!("{}-visited", verdict.plan_id).into(),
        at: Some(at),
        seq: None,
        kind: EventKind::Move,
        actor: verdict.rep.clone().map(|id| Actor { id, roles: Vec::new() }.into()),
        on: None,
        target: Some(VISITED.into()),
        reason: None,
        fields: Fields::default(),
    };
    Ok(Some((at, pipeline.apply(&case, &event, at)?)))
}

/// An error of one case as that of the file in which it stands.
fn of_file(error: &Error, index: usize) -> Error {
    let problems = error.problems().iter().map(|problem| {
        let mut problem = problem.clone();
        problem.path = problem.path.replacen("$.record", &format!("$.cases[{index}]"), 1);
        problem
    });
    Error::new(error.kind(), problems.collect())
}

fn map(entries: Vec<(&str, Value)>) -> Fields {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()).into()
}

fn cards(
    pipeline: &Pipeline,
    cases: Vec<Case>,
    worklist: &[WorkItem],
    now: Instant,
) -> Result<Vec<Card>> {
    let mut cards = Vec::new();
    for case in cases {
        let clock = pipeline.clock(&case, now)?;
        let next = match case.next_due {
            Some(at) => Some((at, leads_to(pipeline, &case, at, now)?)),
            None => None,
        };
        cards.push(Card { case, clock, next });
    }
    let place = |card: &Card| worklist.iter().position(|item| item.case_id == card.case.id);
    cards.sort_by(|a, b| {
        let (is_open, other) = (place(a), place(b));
        let latest = || (b.case.entered_at, &a.case.id).cmp(&(a.case.entered_at, &b.case.id));
        // Those that have ended are on no list.
        (is_open.is_none(), is_open).cmp(&(other.is_none(), other)).then_with(latest)
    });
    Ok(cards)
}

/// Where the timer leads that fires at `at`.
fn leads_to(pipeline: &Pipeline, case: &Case, at: Instant, now: Instant) -> Result<Option<String>> {
    let due = pipeline.due(case, now)?;
    let timer =
        due.timers.iter().find(|timer| timer.planned_at == Some(at) && timer.idle.is_none());
    let stage = pipeline.policy().stages.iter().find(|stage| case.stage == stage.id);
    let timers = stage.map_or(&[][..], |stage| &stage.timers);
    let rule = timer.and_then(|timer| timers.iter().find(|rule| timer.timer == rule.id));
    Ok(rule.and_then(|rule| rule.go.clone()))
}

/// Who waits for an answer, while people work.
fn waits(
    requests: &[ClientRequest],
    calendar: Option<&CalendarPolicy>,
    policy: &VisitPolicy,
    now: Instant,
) -> Result<WaitingReport> {
    let usual = || CalendarPolicy { zone: policy.zone.clone(), ..CalendarPolicy::default() };
    let calendar = Calendar::new(&calendar.cloned().unwrap_or_else(usual))?;
    waiting(requests, now, Some(&calendar), &[20, 40, 120, 240].map(Span::minutes))
}
