//! Reads JavaScript values into the core's tree.
//!
//! Of an object, its own enumerable keys that are strings count; keys with `undefined` are
//! absent. What is no data becomes `Foreign`, for the core to report with its path.

use fieldbeat::shape::{Foreign, MAX_DEPTH, MAX_VALUES, Value, object_or_texts, too_many_values};
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::columns::column;
use crate::host::{self, List};

/// What the caller's own code may throw.
type Result<T> = std::result::Result<T, JsValue>;

/// Reads `value`: the inner error is the core's, the outer one JavaScript's own.
pub(crate) fn read(value: &JsValue) -> Result<fieldbeat::Result<Value>> {
    let mut reading = Reading { values: 0 };
    let read = reading.value(value, None)?;
    Ok(if reading.is_over_limit() { Err(too_many_values()) } else { Ok(read) })
}

/// The objects and lists around a value, innermost first.
struct Within<'w> {
    object: &'w JsValue,
    outer: Option<&'w Within<'w>>,
}

struct Reading {
    /// How many values were read so far.
    values: usize,
}

impl Reading {
    fn is_over_limit(&self) -> bool {
        self.values > MAX_VALUES
    }

    fn value(&mut self, value: &JsValue, within: Option<&Within<'_>>) -> Result<Value> {
        self.values += 1;
        // The commonest first: every question is a call out of the module.
        if let Some(number) = value.as_f64() {
            return Ok(Value::js_number(number));
        }
        if let Some(text) = value.as_string() {
            return Ok(Value::Text(text));
        }
        if value.is_object() {
            return self.object(value, within);
        }
        if value.is_undefined() || value.is_null() {
            return Ok(Value::Null);
        }
        if let Some(boolean) = value.as_bool() {
            return Ok(Value::Bool(boolean));
        }
        if value.is_bigint() {
            let whole = i64::try_from(value.clone());
            return Ok(whole.map_or_else(|_| Value::Foreign(Foreign::huge_number()), Value::Int));
        }
        let what = if value.is_function() { "a function" } else { "a symbol" };
        Ok(Value::Foreign(Foreign::no_data(what)))
    }

    fn object(&mut self, object: &JsValue, outer: Option<&Within<'_>>) -> Result<Value> {
        let mut depth = 0;
        let mut around = outer;
        while let Some(within) = around {
            if within.object == object {
                return Ok(Value::Foreign(Foreign::cyclic()));
            }
            depth += 1;
            around = within.outer;
        }
        if depth >= MAX_DEPTH {
            return Ok(Value::Foreign(Foreign::too_deep()));
        }
        let within = Within { object, outer };
        if host::is_array(object)? {
            self.list(&within)
        } else if host::is_view(object) {
            column(object)
        } else if let Some(date) = object.dyn_ref::<Date>() {
            Ok(Value::js_date(date.get_time()))
        } else {
            self.entries(&within)
        }
    }

    fn list(&mut self, within: &Within<'_>) -> Result<Value> {
        let list = within.object.unchecked_ref::<List>();
        let len = list.length()?;
        let mut items = Vec::new();
        for index in 0..len {
            if self.is_over_limit() {
                break;
            }
            items.push(self.value(&list.at(index)?, Some(within))?);
        }
        Ok(Value::List(items))
    }

    fn entries(&mut self, within: &Within<'_>) -> Result<Value> {
        let keys = host::keys(within.object)?;
        if keys.length() == 0 && !is_plain(within.object)? {
            return without_keys(within.object);
        }
        let mut entries = Vec::new();
        for key in keys {
            if self.is_over_limit() {
                break;
            }
            let value = Reflect::get(within.object, &key)?;
            if !value.is_undefined() {
                let key = key.as_string().unwrap_or_default();
                entries.push((key, self.value(&value, Some(within))?));
            }
        }
        Ok(object_or_texts(entries))
    }
}

/// Whether an object is a literal's: of class `Object`, of this frame or another, or of none.
///
/// A `Map`, a `Promise` that nobody awaited, or an object whose data are getters of its class (a
/// `GeolocationPosition`) has no keys of its own. As an empty object it would be read as "all
/// defaults".
fn is_plain(object: &JsValue) -> Result<bool> {
    let prototype = host::prototype(object)?;
    Ok(prototype.is_null() || host::prototype(&prototype)?.is_null())
}

/// An object of a class, whose data are not its keys: an engine, another frame's `Date`, or no data.
fn without_keys(object: &JsValue) -> Result<Value> {
    #[cfg(feature = "engines")]
    if let Some(number) = Reflect::get(object, &"_engine".into())?.as_f64() {
        return Ok(crate::engines::engine(number));
    }
    if let Ok(ms) = host::time_of(object) {
        return Ok(Value::js_date(ms));
    }
    let class = Reflect::get(object, &"constructor".into())?;
    let name = match class.dyn_ref::<Object>() {
        Some(class) => Reflect::get(class, &"name".into())?.as_string(),
        None => None,
    };
    let name = name.unwrap_or_else(|| "unknown".to_owned());
    Ok(Value::Foreign(Foreign::no_data(format!("an object of class {name}"))))
}
