//! The methods of `Calendar`.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::shape::{Reader, Shape, Shaped, Shared, Value, record};
use crate::time::{Calendar, CalendarPolicy, CalendarSpan, Instant, Period, PeriodKind};
use crate::{Error, Problem};

record! {
    /// A half-open range of time: [start, end).
    pub struct Range: data {
        /// Its first instant.
        pub start: Instant,
        /// The first instant after it.
        pub end: Instant,
    }
}

/// A period by its name, or a range.
#[derive(Clone, Debug, PartialEq)]
pub enum PeriodOrRange {
    /// By its name.
    Named(String),
    /// By its ends.
    Range(Range),
}

impl Shaped for PeriodOrRange {
    fn shape() -> Shape {
        Shape::Either {
            name: "PeriodOrRange",
            doc: "A period by its name, such as `2026-11` or `last_week`, or a range of time.",
            shapes: vec![Shape::Text, Range::shape()],
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Text(name) => Some(Self::Named(name.clone())),
            Value::Map(_) => Range::read(value, at).map(Self::Range),
            other => at.mismatch("the name of a period, or a range", other),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Named(name) => name.to_value(),
            Self::Range(range) => range.to_value(),
        }
    }
}

record! {
    /// Arguments of `Calendar`.
    pub struct NewArguments: data {
        /// When people work.
        pub policy: CalendarPolicy = CalendarPolicy::default(),
    }
}

record! {
    /// Arguments of methods that need none.
    pub struct Alone: data {
        /// The calendar.
        pub this: Shared<Calendar>,
    }
}

record! {
    /// Arguments of `add`.
    pub struct AddArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// From where on.
        pub t: Instant,
        /// How long: `90s`, `20m`, `4h`; `3d`, `2w`, `1mo`, `1q`, `1y`; `5bd`, `8bh`. Signed.
        pub span: CalendarSpan,
    }
}

record! {
    /// Arguments of `working_time`.
    pub struct WorkingTimeArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// From when.
        pub a: Instant,
        /// Until when.
        pub b: Instant,
    }
}

record! {
    /// Arguments of `is_working`.
    pub struct IsWorkingArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// When.
        pub t: Instant,
    }
}

record! {
    /// Arguments of `working_days`.
    pub struct WorkingDaysArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// In which period.
        pub period: PeriodOrRange,
        /// The present, on which `today` and `last_week` depend.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `period`.
    pub struct PeriodArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// Such as `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `today`, `last_week`.
        pub name: String,
        /// The present, on which `today` and `last_week` depend.
        pub now: Option<Instant>,
    }
}

record! {
    /// Arguments of `period_of`.
    pub struct PeriodOfArguments: data {
        /// The calendar.
        pub this: Shared<Calendar>,
        /// An instant of the period.
        pub t: Instant,
        /// What kind of period.
        pub kind: PeriodKind,
    }
}

/// A problem of a period's name, where the argument is called otherwise.
fn as_period(error: &Error) -> Error {
    let problem = |problem: &Problem| {
        let path = problem.path.replace("$.name", "$.period");
        Problem { code: problem.code.clone(), path, message: problem.message.clone() }
    };
    Error::new(error.kind(), error.problems().iter().map(problem).collect())
}

operations! {
    #![cfg(feature = "calendar")]
    [Calendar]

    /// Working hours over all of time: how much lies between two instants, and where a span ends.
    new(args: NewArguments, warnings, budget) -> Shared<Calendar> {
        Calendar::new(&args.policy)?.into()
    }

    /// The instant that lies a span after `t`: exact, by the local clock, in working days or hours.
    add(args: AddArguments, warnings, budget) -> Instant {
        args.this.add(args.t, args.span)?
    }

    /// Milliseconds of work in [a, b); negative where b is earlier.
    working_time(args: WorkingTimeArguments, warnings, budget) -> i64 {
        args.this.working_time(args.a, args.b)
    }

    /// Whether people work at an instant.
    is_working(args: IsWorkingArguments, warnings, budget) -> bool {
        args.this.is_working(args.t)
    }

    /// How many working dates begin in a period.
    working_days(args: WorkingDaysArguments, warnings, budget) -> i64 {
        let (start, end) = match &args.period {
            PeriodOrRange::Named(name) => {
                let period = args.this.period(name, args.now).map_err(|error| as_period(&error))?;
                (period.start, period.end)
            }
            PeriodOrRange::Range(range) => (range.start, range.end),
        };
        args.this.working_days(start, end)
    }

    /// A period by its name in this calendar's zone, with its first day of the week and of the year.
    period(args: PeriodArguments, warnings, budget) -> Period {
        args.this.period(&args.name, args.now)?
    }

    /// The period of a kind that holds an instant, in the same way.
    period_of(args: PeriodOfArguments, warnings, budget) -> Period {
        args.this.period_of(args.t, args.kind)
    }

    /// The rules that it was made of.
    @property policy(args: Alone, warnings, budget) -> CalendarPolicy {
        args.this.policy().clone()
    }
}
