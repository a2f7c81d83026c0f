//! The methods of `Pipeline`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::Facts;
use crate::funnel::{
    Actor, Applied, AppliedMany, Case, CaseEvents, Clock, Due, Event, Fields, Migrated, NewCase,
    Opened, Pipeline, PipelinePolicy, Possibilities, Ticked,
};
use crate::shape::{Engine, Reader, Shared, Value, Warning, record};
use crate::time::Instant;

impl Engine for Pipeline {
    fn class() -> &'static str {
        "Pipeline"
    }

    fn summary(&self) -> String {
        format!("Pipeline({} {})", self.policy().name, self.policy().version)
    }
}

/// What else is wrong with a pipeline of which a key is.
fn check_rest(arguments: &Value, at: &mut Reader) {
    super::rest_of(arguments, "policy", at, crate::funnel::check_pipeline);
}

record! {
    /// Arguments of `Pipeline`.
    pub struct NewArguments: data else check_rest {
        /// The rules.
        pub policy: PipelinePolicy,
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
    }
}

record! {
    /// Arguments of `open`.
    pub struct OpenArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// What the case begins with.
        pub record: NewCase,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `can`.
    pub struct CanArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// The case.
        pub record: Case,
        /// The present.
        pub now: Instant,
        /// Who would act.
        pub actor: Option<Actor>,
        /// The event that is thought of; without one, every move.
        pub event: Option<Event>,
    }
}

record! {
    /// Arguments of `apply`.
    pub struct ApplyArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// The case.
        pub record: Case,
        /// What happened.
        pub event: Event,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `apply_many`.
    pub struct ApplyManyArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// Cases, of which no two have one name.
        pub records: Vec<Case>,
        /// What happened with them.
        pub events: CaseEvents,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `update`.
    pub struct UpdateArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// The case.
        pub record: Case,
        /// New values; `null` takes one away.
        pub fields: Fields,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `due` and `clock`.
    pub struct MomentArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// The case.
        pub record: Case,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `next_due`.
    pub struct CaseArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// The case.
        pub record: Case,
    }
}

record! {
    /// Arguments of `tick`.
    pub struct TickArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// Cases; those that are not due are passed over.
        pub records: Vec<Case>,
        /// The present.
        pub now: Instant,
    }
}

record! {
    /// Arguments of `migrate`.
    pub struct MigrateArguments: data {
        /// The pipeline.
        pub this: Shared<Pipeline>,
        /// Cases of another version.
        pub records: Vec<Case>,
        /// The new stage of each old one that is called otherwise now.
        pub stage_map: Facts,
    }
}

operations! {
    #![cfg(feature = "funnel")]
    [Pipeline]

    /// Stages, guarded moves and timers of cases; when the host ticks changes nothing.
    new(args: NewArguments, warnings, budget) -> Shared<Pipeline> {
        Pipeline::new(&args.policy)?.into()
    }

    /// A new case; or the pipeline to which the record belongs.
    open(args: OpenArguments, warnings, budget) -> Opened {
        let (mut opened, mut warnings) = (args.this.open(&args.record, args.now)?, warnings);
        warnings.append(&mut opened.warnings);
        Opened { warnings, ..opened }
    }

    /// What may be done with a case, before anybody tries: allowed, needs input, denied and why.
    can(args: CanArguments, warnings, budget) -> Possibilities {
        args.this.can(&args.record, args.now, args.actor.as_ref(), args.event.as_ref())?
    }

    /// What an event makes of a case, after all timers planned before it.
    ///
    /// An older one is put in its place. A refused one changes nothing and is not kept: send it again
    /// when one from before it came late.
    apply(args: ApplyArguments, warnings, budget) -> Applied {
        args.this.advance(args.record, args.event, args.now)?
    }

    /// What many events make of many cases: the same as `apply` of one after the other.
    ///
    /// Each case is made up once, after all of its events. Outcomes and moves are columns.
    @long apply_many(args: ApplyManyArguments, warnings, budget) -> AppliedMany {
        let ApplyManyArguments { this, records, events, now } = args;
        AppliedMany { warnings, ..this.apply_many(records, events, now, budget)? }
    }

    /// New values of fields: the moment at which pauses, automatic moves and anchors change.
    update(args: UpdateArguments, warnings, budget) -> Applied {
        args.this.update(&args.record, &args.fields, args.now)?
    }

    /// What a tick would do with a case, and what the timers of its stage wait for.
    due(args: MomentArguments, warnings, budget) -> Due {
        args.this.due(&args.record, args.now)?
    }

    /// The first instant at which a timer of a case fires, if nothing happens before.
    next_due(args: CaseArguments, warnings, budget) -> Option<Instant> {
        args.this.next_due(&args.record)?
    }

    /// Lets all timers fire that are due; the cases that changed, and those that cannot be ticked.
    @long tick(args: TickArguments, warnings, budget) -> Ticked {
        args.this.tick(&args.records, args.now, budget)?
    }

    /// How long a case has been in its stage against the norm, and whether it is stalled.
    clock(args: MomentArguments, warnings, budget) -> Clock {
        args.this.clock(&args.record, args.now)?
    }

    /// Cases of another version in this one; those without a place are listed, none is lost.
    @long migrate(args: MigrateArguments, warnings, budget) -> Migrated {
        args.this.migrate(&args.records, &args.stage_map, budget)?
    }

    /// The stages and moves as a Mermaid `stateDiagram-v2`.
    diagram(args: Alone, warnings, budget) -> String {
        args.this.diagram()
    }

    /// The rules that it was made of.
    @property
    policy(args: Alone, warnings, budget) -> PipelinePolicy {
        args.this.policy().clone()
    }

    /// What is legal and probably not meant: `overlap` of automatic moves, `never_true`.
    @property
    warnings(args: Alone, warnings, budget) -> Vec<Warning> {
        args.this.warnings().to_vec()
    }
}
