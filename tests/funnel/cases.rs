//! How the tests beside this one tell what happens to a case.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Applied, Case, Event, Fields, NewCase, Pipeline, PipelinePolicy, PossibleMove, Ticked,
};
use fieldbeat::shape::Shaped;

pub(crate) fn t(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn pipeline(text: &str) -> Pipeline {
    Pipeline::new(&PipelinePolicy::from_json(text).unwrap()).unwrap()
}

pub(crate) fn open(pipeline: &Pipeline, record: &str, now: &str) -> Case {
    pipeline.open(&NewCase::from_json(record).unwrap(), t(now)).unwrap().case_after.unwrap()
}

pub(crate) fn apply(pipeline: &Pipeline, case: &Case, event: &str, now: &str) -> Applied {
    pipeline.apply(case, &Event::from_json(event).unwrap(), t(now)).unwrap()
}

pub(crate) fn update(pipeline: &Pipeline, case: &Case, fields: &str, now: &str) -> Applied {
    let fields: Fields = Shaped::from_json(fields).unwrap();
    pipeline.update(case, &fields, t(now)).unwrap()
}

pub(crate) fn ticked(pipeline: &Pipeline, case: &Case, now: &str) -> Ticked {
    pipeline.tick(std::slice::from_ref(case), t(now), &mut Budget::unlimited()).unwrap()
}

pub(crate) fn tick(pipeline: &Pipeline, case: &Case, now: &str) -> Case {
    ticked(pipeline, case, now).cases.pop().unwrap_or_else(|| case.clone())
}

/// What the board says of one stage, before anybody tries.
pub(crate) fn target(pipeline: &Pipeline, case: &Case, stage: &str, now: &str) -> PossibleMove {
    let board = pipeline.can(case, t(now), None, None).unwrap();
    board.targets.into_iter().find(|target| target.stage == stage).unwrap()
}

/// The stages of a case with the days on which it entered them.
pub(crate) fn way(case: &Case) -> Vec<(&str, String)> {
    let day = |t: Instant| t.to_string()[..10].to_owned();
    let left = case.stays.iter().map(|stay| (stay.stage.as_str(), day(stay.entered_at)));
    left.chain([(case.stage.as_str(), day(case.entered_at))]).collect()
}
