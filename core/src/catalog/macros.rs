//! `operations!`: one description of an operation, from which the doors of all hosts follow.

/// Declares operations from their documentation, their record of arguments and their body.
///
/// `[Name]` at the front makes them the methods of an engine: `new` makes one, those with an
/// argument `this` are called on one, others on the class. `@property` reads like a field.
macro_rules! operations {
    (
        $([$class:ident])?
        $(
            $(#[cfg($cfg:meta)])?
            $(#[doc = $doc:literal])*
            $(@$property:ident)?
            $name:ident ( $arguments:ident: $record:ident, $warnings:ident, $budget:ident ) -> $answer:ty $body:block
        )*
    ) => {
        #[cfg(feature = "describe")]
        const CLASS: Option<&'static str> = $crate::catalog::macros::operations!(@class $($class)?);

        /// These operations, in the order of the documentation.
        #[cfg(feature = "describe")]
        pub(super) fn described() -> Vec<$crate::catalog::Operation> {
            vec![ $( $(#[cfg($cfg)])? $crate::catalog::Operation {
                class: CLASS,
                name: stringify!($name),
                doc: concat!($($doc, "\n"),*),
                is_property: $crate::catalog::macros::operations!(@property $($property)?),
                arguments: || match <$record as $crate::shape::Shaped>::shape() {
                    $crate::shape::Shape::Record(record) => record,
                    // `record!` makes records.
                    _ => $crate::shape::RecordShape {
                        name: "", doc: "", policy: false, fields: Vec::new,
                    },
                },
                answer: <$answer as $crate::shape::Shaped>::shape,
            }, )* ]
        }

        /// How to run the operation called `name`; apart from the descriptions, which are not in
        /// every build.
        pub(super) fn runner(name: &str) -> Option<$crate::catalog::operations::Run> {
            $( let name = name.strip_prefix(concat!(stringify!($class), "."))?; )?
            match name {
                $( $(#[cfg($cfg)])? stringify!($name) => Some(|value, $budget| {
                    let mut at = $crate::shape::Reader::new();
                    let read = <$record as $crate::shape::Shaped>::read(value, &mut at);
                    let ($arguments, $warnings) = at.finish(read)?;
                    let _ = (&$arguments, &$warnings, &$budget);
                    let answer: $answer = $body;
                    Ok($crate::shape::Shaped::to_value(&answer))
                }), )*
                _ => None,
            }
        }
    };

    (@class) => { None };
    (@class $class:ident) => { Some(stringify!($class)) };
    (@property) => { false };
    (@property property) => { true };
}
pub(super) use operations;
