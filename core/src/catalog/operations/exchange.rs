//! Conditions in other forms.
#![expect(unreachable_pub, reason = "`record!` makes public structs; nobody else names these")]

use super::macros::operations;
use crate::rule::{ConditionPolicy, NullSemantics, Schema};
use crate::shape::{Reader, Shape, Shaped, Value, record};

/// A condition in JsonLogic.
#[derive(Clone, Debug, PartialEq)]
pub struct Logic(pub Value);

/// A condition as a query of react-querybuilder.
#[derive(Clone, Debug, PartialEq)]
pub struct Query(pub Value);

impl Shaped for Logic {
    fn shape() -> Shape {
        Shape::Either {
            name: "JsonLogic",
            doc: "JsonLogic: an operator with its arguments, or `true` or `false`.",
            shapes: vec![Shape::Bool, Shape::Facts],
        }
    }

    fn read(value: &Value, _: &mut Reader) -> Option<Self> {
        Some(Self(value.clone()))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl Shaped for Query {
    fn shape() -> Shape {
        Shape::Facts
    }

    fn read(value: &Value, _: &mut Reader) -> Option<Self> {
        Some(Self(value.clone()))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

record! {
    /// Arguments of `from_jsonlogic`.
    pub struct FromJsonlogicArguments: data {
        /// JsonLogic: `and`, `or`, `!`, comparisons, `in`, tests of null. Whatever has no counterpart
        /// is refused with its path as `unsupported_construct`.
        pub logic: Logic,
        /// The fields that records may have, by dotted path.
        pub schema: Schema,
        /// `strict`: what is missing is unknown; `jsonlogic`: it is null, as JsonLogic has it.
        pub null_semantics: NullSemantics = NullSemantics::Strict,
    }
}

record! {
    /// Arguments of `to_jsonlogic`.
    pub struct ToJsonlogicArguments: data {
        /// The condition.
        pub condition: ConditionPolicy,
        /// The fields that records may have, by dotted path.
        pub schema: Schema,
        /// `strict`: operators one for one; `jsonlogic`: with tests of null around them, so that any
        /// JsonLogic is truthy of just the records of which the condition is true.
        pub null_semantics: NullSemantics = NullSemantics::Strict,
    }
}

record! {
    /// Arguments of `from_query_builder`.
    pub struct FromQueryBuilderArguments: data {
        /// A query of react-querybuilder: `{combinator, rules, not}`. Whatever has no counterpart is
        /// refused with its path as `unsupported_construct`.
        pub query: Query,
        /// The fields that records may have, by dotted path: they say that the text `"5"` is a number.
        pub schema: Schema,
    }
}

record! {
    /// Arguments of `to_query_builder`.
    pub struct ToQueryBuilderArguments: data {
        /// The condition.
        pub condition: ConditionPolicy,
        /// The fields that records may have, by dotted path.
        pub schema: Schema,
    }
}

operations! {
    #![cfg(feature = "exchange")]

    /// A condition that says what JsonLogic says: the part of it that query builders write.
    from_jsonlogic(args: FromJsonlogicArguments, warnings, budget) -> ConditionPolicy {
        crate::rule::from_jsonlogic(&args.logic.0, &args.schema, args.null_semantics)?
    }

    /// A condition as JsonLogic.
    to_jsonlogic(args: ToJsonlogicArguments, warnings, budget) -> Logic {
        Logic(crate::rule::to_jsonlogic(&args.condition, &args.schema, args.null_semantics)?)
    }

    /// A condition that says what a query of react-querybuilder says.
    from_query_builder(args: FromQueryBuilderArguments, warnings, budget) -> ConditionPolicy {
        crate::rule::from_query_builder(&args.query.0, &args.schema)?
    }

    /// A condition as a query of react-querybuilder, to be shown and edited.
    to_query_builder(args: ToQueryBuilderArguments, warnings, budget) -> Query {
        Query(crate::rule::to_query_builder(&args.condition, &args.schema)?)
    }
}
