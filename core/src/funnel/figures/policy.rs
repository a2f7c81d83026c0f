//! What a pipeline says of the cases in a log, and what is asked of the log.

use super::super::pipeline::{MovePolicies, NormCounts, StageKind};
use crate::shape::{Reader, Shape, Shaped, Value, did_you_mean, record};
use crate::time::{CalendarSpan, PeriodKind};

record! {
    /// What moves a case out of a stage when time has passed.
    pub struct FunnelTimer: data {
        /// The stage to which the case goes.
        pub go: Option<String>,
    }
}

record! {
    /// A stage, as much of it as a log is held against; that of a pipeline will do.
    pub struct FunnelStage: data {
        /// Its name, which the column `stage` holds.
        pub id: String,
        /// What it is.
        pub kind: StageKind = StageKind::Open,
        /// How long a case may be in it, if it is open: by the wall clock, or in working days or hours.
        pub norm: Option<CalendarSpan>,
        /// What the norm counts.
        pub norm_counts: NormCounts = NormCounts::Total,
        /// Moves that are made when time has passed: a pipeline makes them itself.
        pub timers: Vec<FunnelTimer> = Vec::new(),
    }
}

/// The stages that a move leaves: one, or a list.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveSources(pub Vec<String>);

impl Shaped for MoveSources {
    fn shape() -> Shape {
        Shape::Either {
            name: "MoveSources",
            doc: "The stages that a move leaves: one, or a list.",
            shapes: vec![Shape::Text, Shape::List(Box::new(Shape::Text))],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Text(one) => Some(Self(vec![one.clone()])),
            many => Vec::read(many, at).map(Self),
        }
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

record! {
    /// What a move waits for.
    pub struct FunnelApprovals: data {
        /// The stage to which a rejection sends the case.
        pub any_reject: Option<String>,
    }
}

record! {
    /// A move that the pipeline allows.
    pub struct FunnelTransition: data {
        /// The stages that it leaves.
        pub source: MoveSources,
        /// The stage that it enters.
        pub target: String,
        /// Who has to approve it.
        pub approvals: Option<FunnelApprovals>,
    }
}

/// As many variants as a report may tell.
const MAX_VARIANTS: u32 = 10_000;

record! {
    /// What a log is held against, and how it is told.
    pub struct FunnelOptions: data check check_options {
        /// The stages in their order; others come behind them, by name.
        pub stages: Vec<FunnelStage> = Vec::new(),
        /// The moves that are allowed. Without them, those to a later stage or to a lost one are.
        pub transitions: Option<Vec<FunnelTransition>> = None,
        /// What is allowed besides the transitions.
        pub policies: MovePolicies = MovePolicies::default(),
        /// Columns by whose values the cases are told apart: each case has those of its first row.
        pub by: Vec<String> = Vec::new(),
        /// By the period of what kind in which they began cases are told apart too.
        pub cohort: Option<PeriodKind> = None,
        /// By periods of what kind throughput is told.
        pub period: PeriodKind = PeriodKind::Month,
        /// How many variants are told, the most frequent first; 10,000 at most.
        pub variants: u32 = 100,
    }
}

impl Default for FunnelOptions {
    fn default() -> Self {
        Self {
            stages: Vec::new(),
            transitions: None,
            policies: MovePolicies::default(),
            by: Vec::new(),
            cohort: None,
            period: PeriodKind::Month,
            variants: 100,
        }
    }
}

fn check_options(options: &FunnelOptions, at: &mut Reader) {
    let ids: Vec<&str> = options.stages.iter().map(|stage| stage.id.as_str()).collect();
    at.within("stages", |at| {
        for (index, id) in ids.iter().enumerate() {
            if ids.iter().take(index).any(|other| other == id) {
                let message = format!("\"{id}\" comes twice");
                at.within(index, |at| {
                    at.within("id", |at| at.problem::<()>("duplicate_id", message));
                });
            }
        }
    });
    at.within("by", |at| {
        for (index, key) in options.by.iter().enumerate() {
            let is_own = options.cohort.is_some() && key == "cohort";
            if is_own || options.by.iter().take(index).any(|other| other == key) {
                let message = format!("\"{key}\" comes twice");
                at.within(index, |at| at.problem::<()>("duplicate_key", message));
            }
        }
    });
    // Where stages are declared, the moves are between these.
    if !ids.is_empty() {
        options.each_move(at, &mut |id, at| {
            if !ids.contains(&id) {
                let hint = did_you_mean(id, &ids).map_or_else(
                    || format!("the stages are: {}", ids.join(", ")),
                    |meant| format!("did you mean \"{meant}\"?"),
                );
                at.problem::<()>("unknown_stage", format!("unknown stage \"{id}\": {hint}"));
            }
        });
    }
    if options.variants > MAX_VARIANTS {
        let message = format!("expected at most {MAX_VARIANTS}");
        at.within("variants", |at| at.problem::<()>("out_of_range", message));
    }
}

impl FunnelOptions {
    /// Looks at each stage that a move names, at its place.
    pub(super) fn each_move(&self, at: &mut Reader, look: &mut impl FnMut(&str, &mut Reader)) {
        at.within("stages", |at| {
            for (index, stage) in self.stages.iter().enumerate() {
                for (timer, go) in stage.timers.iter().map(|timer| timer.go.as_ref()).enumerate() {
                    let Some(go) = go else { continue };
                    at.within(index, |at| {
                        at.within("timers", |at| {
                            at.within(timer, |at| at.within("go", |at| look(go, at)));
                        });
                    });
                }
            }
        });
        at.within("transitions", |at| {
            for (index, transition) in self.transitions.iter().flatten().enumerate() {
                at.within(index, |at| {
                    at.within("source", |at| match transition.source.0.as_slice() {
                        // One may have been given by itself.
                        [source] => look(source, at),
                        several => {
                            for (place, source) in several.iter().enumerate() {
                                at.within(place, |at| look(source, at));
                            }
                        }
                    });
                    at.within("target", |at| look(&transition.target, at));
                    let reject = transition.approvals.as_ref();
                    if let Some(stage) = reject.and_then(|needed| needed.any_reject.as_ref()) {
                        at.within("approvals", |at| at.within("any_reject", |at| look(stage, at)));
                    }
                });
            }
        });
    }
}
