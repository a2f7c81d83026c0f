//! Why an answer is what it is: a code, the rule that decided, and the facts it decided on.

use std::borrow::Cow;

use crate::shape::{Reader, Shape, Shaped, Value, record};

/// Facts by name. Numbers carry their unit in the name: `time_on_site_ms`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(pub Vec<(Cow<'static, str>, Value)>);

impl Shaped for Facts {
    fn shape() -> Shape {
        Shape::Facts
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Map(entries) => {
                name_foreign(value, at);
                let own = |(key, value): &(String, Value)| (Cow::Owned(key.clone()), value.clone());
                Some(Self(entries.iter().map(own).collect()))
            }
            other => at.mismatch("an object", other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Map(self.0.iter().map(|(key, value)| (key.to_string(), value.clone())).collect())
    }
}

/// Facts may be any data, and are told again as they came: what the host alone can hold is none.
fn name_foreign(value: &Value, at: &mut Reader) {
    match value {
        Value::Foreign(_) => at.mismatch("data", value).unwrap_or_default(),
        Value::List(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| at.within(index, |at| name_foreign(item, at))),
        Value::Map(entries) => entries
            .iter()
            .for_each(|(key, item)| at.within(key.clone(), |at| name_foreign(item, at))),
        _ => {}
    }
}

record! {
    /// One reason of an answer. Texts in English and Russian come from `reason_text`.
    pub struct Reason: data {
        /// Stable snake_case code.
        pub code: String,
        /// JSON path of the part of the policy that decided, such as `$.policy.max_accuracy_m`.
        pub path: Option<String>,
        /// What it decided on.
        pub facts: Facts,
    }
}

impl Reason {
    /// A reason that needs no facts.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), path: None, facts: Facts::default() }
    }

    /// With the part of the policy that decided.
    #[must_use]
    pub fn by(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// With one more fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Shaped) -> Self {
        self.facts = self.facts.with(name, value);
        self
    }
}

impl Facts {
    /// With one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Shaped) -> Self {
        self.0.push((Cow::Borrowed(name), value.to_value()));
        self
    }
}

/// A reason code with its texts; `{fact}` stands for the fact of that name.
#[derive(Clone, Copy, Debug)]
pub struct ReasonTexts {
    /// The stable code.
    pub code: &'static str,
    /// English.
    pub en: &'static str,
    /// Russian.
    pub ru: &'static str,
}

/// Declares reason codes: a constant each, and `ALL` with their texts.
macro_rules! reasons {
    ($( $name:ident = $code:literal : $en:literal, $ru:literal; )*) => {
        $( pub(crate) const $name: &str = $code; )*

        pub(crate) const ALL: &[$crate::reason::ReasonTexts] = &[
            $( $crate::reason::ReasonTexts { code: $code, en: $en, ru: $ru } ),*
        ];
    };
}
pub(crate) use reasons;
