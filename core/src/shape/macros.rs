//! `record!` and `codes!`: one description of a record or of a set of codes.

/// Declares a record: a struct, its reader with all problems and paths, its writer, its shape.
///
/// `record! { /// docs  pub struct Name: policy|data [check function] [else function] { /// docs  pub key: Type [= default], } }`
///
/// - `policy`: unknown keys are errors. When every key has a default, `Default` is implemented.
/// - `data`: other keys are ignored (with a warning where one looks misspelled).
/// - `check`: `fn(&Name, &mut Reader)`, for rules between keys.
/// - `else`: `fn(&Value, &mut Reader)`, of arguments: what is looked for where there is a problem,
///   because what looks for it otherwise is then never reached.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident : $kind:ident $(check $check:ident)? $(else $otherwise:ident)? {
            $( $(#[doc = $field_doc:literal])* pub $field:ident : $type:ty $(= $default:expr)? ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $crate::shape::Shaped for $name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Record($crate::shape::RecordShape {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),*),
                    policy: $crate::shape::record!(@policy $kind),
                    sparse: false,
                    fields: || vec![
                        $( $crate::shape::Field {
                            key: $crate::shape::record!(@key $field),
                            doc: concat!($($field_doc, "\n"),*),
                            shape: <$type as $crate::shape::Shaped>::shape(),
                            default: $crate::shape::record!(@default $type $(= $default)?),
                        }, )*
                    ],
                })
            }

            #[inline(never)]
            fn read(
                value: &$crate::shape::Value,
                at: &mut $crate::shape::Reader,
            ) -> Option<Self> {
                let read = |at: &mut $crate::shape::Reader| {
                    $( let mut $field: Option<$type> = $crate::shape::record!(@preset $($default)?); )*
                    at.record(value, Self::KEYS, &mut [ $( &mut $field ),* ])?;
                    let record = Self { $( $field: $crate::shape::filled($field), )* };
                    $( $check(&record, at); )?
                    Some(record)
                };
                let read = $crate::shape::record!(@enter $kind at, read);
                $( if at.problem_count() > 0 {
                    $otherwise(value, at);
                } )?
                read
            }

            #[inline(never)]
            fn to_value(&self) -> $crate::shape::Value {
                $crate::shape::map(Self::KEYS, &[ $( &self.$field ),* ])
            }
        }

        impl $name {
            /// The keys, in the order of the fields.
            const KEYS: &'static [&'static str] = &[ $( $crate::shape::record!(@key $field) ),* ];
        }

        $crate::shape::record!(@serde $name);
        $crate::shape::record!(@if_default $name $kind $( $field $(= $default)? ),*);
    };

    (@policy policy) => { true };
    (@policy data) => { false };
    (@enter policy $at:ident, $read:ident) => { $at.policy($read) };
    (@enter data $at:ident, $read:ident) => { $read($at) };

    (@key $field:ident) => {
        // A raw identifier (`r#override`) is the key without its mark.
        {
            const KEY: &str = stringify!($field);
            const PLAIN: &str = match KEY.as_bytes() {
                [b'r', b'#', ..] => KEY.split_at(2).1,
                _ => KEY,
            };
            PLAIN
        }
    };

    (@default $type:ty) => { None };
    (@default $type:ty = $default:expr) => {
        Some(<$type as $crate::shape::Shaped>::to_value(&$default))
    };

    (@preset) => { None };
    (@preset $default:expr) => { Some($default) };

    (@if_default $name:ident policy $( $field:ident = $default:expr ),+) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }
    };
    (@if_default $name:ident $kind:ident $($rest:tt)*) => {};

    (@serde $name:ident) => {
        impl $name {
            /// Reads this record from JSON text.
            ///
            /// # Errors
            /// `invalid_json`, or all problems found, each with a path.
            #[allow(dead_code, reason = "records of arguments are read from values only")]
            pub fn from_json(text: &str) -> $crate::Result<Self> {
                <Self as $crate::shape::Shaped>::from_json(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(
                    &$crate::shape::Shaped::to_value(self),
                    serializer,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <$crate::shape::Value as serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::shape::Shaped>::from_value(&value)
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use record;

/// Declares an enumeration whose values are stable snake_case codes.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $code_doc:literal])* $variant:ident = $code:literal ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $code_doc])* $variant, )*
        }

        impl $name {
            /// All values, in their declared order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),* ];

            /// The stable code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $code, )* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::shape::Shaped for $name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Choice($crate::shape::Choice {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),*),
                    codes: &[ $( ($code, concat!($($code_doc, "\n"),*)) ),* ],
                })
            }

            fn read(
                value: &$crate::shape::Value,
                at: &mut $crate::shape::Reader,
            ) -> Option<Self> {
                at.code(value, const { &[ $( $code ),* ] }).and_then(|place| Self::ALL.get(place).copied())
            }

            fn to_value(&self) -> $crate::shape::Value {
                $crate::shape::Value::Text(self.as_str().to_owned())
            }
        }
    };
}
pub(crate) use codes;
