//! A condition as it is written down.

use crate::shape::{Reader, RecordShape, Shape, Shaped, Value, record};

record! {
    /// One node of a condition: `all`, `any` or `not`, or a `field` with one operator.
    pub struct ConditionNode: policy {
        /// True when every part is; true when there is none.
        pub all: Option<Vec<ConditionPolicy>>,
        /// True when a part is; false when there is none.
        pub any: Option<Vec<ConditionPolicy>>,
        /// True when the part is false.
        pub not: Option<ConditionPolicy>,
        /// Dotted path of the field that is looked at; `now` is the instant of the question.
        pub field: Option<String>,
        /// Equal to a value, or to another field: `{"field": "planned_at"}`.
        pub eq: Option<Value>,
        /// Not equal to it.
        pub ne: Option<Value>,
        /// Less than it.
        pub lt: Option<Value>,
        /// At most it.
        pub le: Option<Value>,
        /// More than it.
        pub gt: Option<Value>,
        /// At least it.
        pub ge: Option<Value>,
        /// One of the values.
        pub r#in: Option<Vec<Value>>,
        /// None of the values.
        pub not_in: Option<Vec<Value>>,
        /// From the first to the second, both included.
        pub between: Option<Vec<Value>>,
        /// From the first, included, to the second, excluded.
        pub range: Option<Vec<Value>>,
        /// `true`: the field is missing.
        pub is_null: Option<bool>,
        /// `true`: the field is there.
        pub not_null: Option<bool>,
        /// The text holds this one.
        pub contains: Option<String>,
        /// The text begins with this one.
        pub starts_with: Option<String>,
        /// At least one record of the list meets it.
        pub any_of: Option<ConditionPolicy>,
        /// Every record of the list meets it; true when there is none.
        pub all_of: Option<ConditionPolicy>,
        /// The number of records of the list that meet it, compared by one more operator of this
        /// node: `{"field": "contacts", "count_of": {..}, "ge": 2}`.
        pub count_of: Option<ConditionPolicy>,
        /// How far a time lies from `now`: `"7d"`, it comes within seven days; `"-7d"`, it came within
        /// the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.
        pub within: Option<String>,
    }
}

/// A condition as data.
///
/// # Example
/// ```
/// use fieldbeat::rule::ConditionPolicy;
///
/// let policy = ConditionPolicy::from_json(
///     r#"{"all": [{"field": "doctors_met", "ge": 5}, {"not": {"field": "kind", "in": ["call"]}}]}"#,
/// )?;
/// assert_eq!(policy.0.all.map(|parts| parts.len()), Some(2));
/// # Ok::<(), fieldbeat::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionPolicy(pub Box<ConditionNode>);

impl ConditionPolicy {
    /// Reads a condition from JSON text. Whether its fields exist is asked when it is compiled.
    ///
    /// # Errors
    /// `invalid_json`, or all problems of shape, each with a path.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        Shaped::from_json(text)
    }
}

impl Shaped for ConditionPolicy {
    fn shape() -> Shape {
        match ConditionNode::shape() {
            Shape::Record(record) => {
                Shape::Record(RecordShape { name: "ConditionPolicy", sparse: true, ..record })
            }
            other => other,
        }
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        ConditionNode::read(value, at).map(|node| Self(Box::new(node)))
    }

    /// Only the keys that say something.
    fn to_value(&self) -> Value {
        match self.0.to_value() {
            Value::Map(entries) => {
                Value::Map(entries.into_iter().filter(|(_, value)| *value != Value::Null).collect())
            }
            other => other,
        }
    }
}
