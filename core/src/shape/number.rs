//! Numbers with a range, checked once, at the door.

/// Declares a newtype over `f64` with a range: `number! { /// docs pub struct Name(min 0.0) }`.
/// With `private` after it, debug output does not tell the number.
macro_rules! number {
    (@debug $number:ident $f:ident $name:ident) => {
        $f.debug_tuple(stringify!($name)).field(&$number.0).finish()
    };
    (@debug $number:ident $f:ident $name:ident private) => {
        $f.write_str(concat!(stringify!($name), "(..)"))
    };
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident ( $(min $min:literal)? $(above $above:literal)? $(, max $max:literal)? )
        $($private:ident)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::shape::number!(@debug self f $name $($private)?)
            }
        }

        impl $name {
            /// The number.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }

            /// A constant known to be in range.
            #[allow(dead_code)]
            pub(crate) const fn known(x: f64) -> Self {
                Self(x)
            }

            #[allow(clippy::manual_range_contains, reason = "each bound is optional")]
            fn in_range(x: f64) -> bool {
                x.is_finite() $(&& x >= $min)? $(&& x > $above)? $(&& x <= $max)?
            }

            /// The range in words.
            fn range() -> &'static str {
                concat!("a number" $(, " >= ", $min)? $(, " > ", $above)? $(, ", <= ", $max)?)
            }
        }

        impl TryFrom<f64> for $name {
            type Error = $crate::Problem;

            fn try_from(x: f64) -> Result<Self, $crate::Problem> {
                if Self::in_range(x) {
                    // Adding 0 turns -0 into 0.
                    Ok(Self(x + 0.0))
                } else {
                    let code = if x.is_finite() { "out_of_range" } else { "not_finite" };
                    Err($crate::Problem::new(code, "$", format!("expected {}", Self::range())))
                }
            }
        }

        impl $crate::shape::Shaped for $name {
            fn shape() -> $crate::shape::Shape {
                #[allow(unused_mut, unused_assignments)]
                let (mut min, mut above, mut max) = (None, None, None);
                $( min = Some($min); )?
                $( above = Some($above); )?
                $( max = Some($max); )?
                $crate::shape::Shape::Number { min, above, max }
            }

            fn read(
                value: &$crate::shape::Value,
                at: &mut $crate::shape::Reader,
            ) -> Option<Self> {
                at.ranged(value, Self::in_range, Self::range()).map(Self)
            }

            fn to_value(&self) -> $crate::shape::Value {
                $crate::shape::Shaped::to_value(&self.0)
            }
        }
    };
}
pub(crate) use number;

number! {
    /// A length in metres, 0 or more.
    pub struct Meters(min 0.0, max 1e9)
}

number! {
    /// A share or probability, 0 to 1.
    pub struct Share(min 0.0, max 1.0)
}
