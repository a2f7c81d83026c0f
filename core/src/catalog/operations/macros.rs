//! `operations!`: one description of an operation, from which the doors of all hosts follow.

/// Declares operations from their documentation, their record of arguments and their body.
///
/// `#![cfg(feature = "name")]` at the front says which feature the file takes, on an operation what
/// it takes besides. `[Name]` makes them the methods of an engine: `new` makes one, those with an
/// argument `this` are called on one, others on the class. `@property`, `@long` and `@search` are the
/// [`Form`](super::Form)s.
macro_rules! operations {
    (
        $(#![cfg(feature = $file_feature:literal)])?
        $([$class:ident])?
        $(
            $(#[cfg(feature = $feature:literal)])?
            $(#[doc = $doc:literal])*
            $(@$mark:ident)?
            $name:ident ( $arguments:ident: $record:ident, $warnings:ident, $budget:ident ) -> $answer:ty $body:block
        )*
    ) => {
        pub(super) const GROUP: $crate::catalog::operations::Group =
            $crate::catalog::operations::Group {
                #[cfg(feature = "describe")]
                described,
                runner,
            };

        #[cfg(feature = "describe")]
        const CLASS: Option<&'static str> = $crate::catalog::operations::macros::operations!(@class $($class)?);

        /// What an operation takes that names no feature of its own.
        #[cfg(feature = "describe")]
        const FEATURE: &str = $crate::catalog::operations::macros::operations!(@feature $($file_feature)?);

        /// These operations, in the order of the documentation.
        #[cfg(feature = "describe")]
        fn described() -> Vec<$crate::catalog::Operation> {
            vec![ $( $(#[cfg(feature = $feature)])? $crate::catalog::Operation {
                class: CLASS,
                name: stringify!($name),
                feature: $crate::catalog::operations::macros::operations!(@feature_or FEATURE $($feature)?),
                doc: concat!($($doc, "\n"),*),
                form: $crate::catalog::operations::macros::operations!(@form $($mark)?),
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
        fn runner(name: &str) -> Option<$crate::catalog::operations::Run> {
            $( let name = name.strip_prefix(concat!(stringify!($class), "."))?; )?
            match name {
                $( $(#[cfg(feature = $feature)])? stringify!($name) => Some(|value, $budget| {
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

    (@feature_or $file:ident) => { $file };
    (@feature_or $file:ident $feature:literal) => { $feature };
    (@feature) => { "" };
    (@feature $feature:literal) => { $feature };
    (@class) => { None };
    (@class $class:ident) => { Some(stringify!($class)) };
    (@form) => { $crate::catalog::Form::Short };
    (@form property) => { $crate::catalog::Form::Property };
    (@form long) => { $crate::catalog::Form::Long };
    (@form search) => { $crate::catalog::Form::Search };
}
pub(super) use operations;
