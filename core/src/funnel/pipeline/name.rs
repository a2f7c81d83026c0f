//! Names that are copied often and never changed.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use crate::shape::{Reader, Shape, Shaped, Value};

/// A name, of a case, a stage, an event: a copy shares its text.
#[derive(Clone, Eq, PartialOrd, Ord)]
pub struct Name(Arc<str>);

impl PartialEq for Name {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        is_same(&self.0, &other.0)
    }
}

/// Whether two names are the same. Most of those that are share their text, and most of those that are not
/// differ at the end, where numbers stand: few are read as a whole.
#[inline]
pub(super) fn is_same(name: &str, other: &str) -> bool {
    let may_be = || name.len() == other.len() && name.as_bytes().last() == other.as_bytes().last();
    std::ptr::eq(name, other) || (may_be() && name == other)
}

/// As its text.
impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Name {
    /// Its text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names share their text: then they are the same, else they may be.
    #[inline]
    pub(super) fn is_shared(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Default for Name {
    fn default() -> Self {
        "".into()
    }
}

impl Deref for Name {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

/// A map is asked for a text: it is hashed and ordered as a name is.
impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == text
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == *text
    }
}

impl PartialEq<String> for Name {
    fn eq(&self, text: &String) -> bool {
        self.as_str() == text
    }
}

impl Shaped for Name {
    fn shape() -> Shape {
        Shape::Text
    }

    fn read(value: &Value, at: &mut Reader) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.as_str().into()),
            // In the words in which every text is refused.
            other => String::read(other, at).map(Self::from),
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.as_str().to_owned())
    }
}
