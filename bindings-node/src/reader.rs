//! Reads JavaScript values into the core's tree.
//!
//! Of an object, its own enumerable keys that are strings count; keys with `undefined` are
//! absent. What is no data becomes `Foreign`, for the core to report with its path.

use fieldbeat::shape::{Foreign, MAX_DEPTH, MAX_VALUES, Value, object_or_texts, too_many_values};
use napi::{Result, ValueType};

use crate::columns::column;
use crate::engines::engine;
use crate::host::{Handle, Host};

/// Reads `value`: the inner error is the core's, the outer one JavaScript's own. `values` counts those
/// of the whole call.
pub(crate) fn read(
    host: Host<'_>,
    value: Handle<'_>,
    values: &mut usize,
) -> Result<fieldbeat::Result<Value>> {
    let mut reading = Reading { values };
    let read = reading.value(host, value, None)?;
    Ok(if reading.is_over_limit() { Err(too_many_values()) } else { Ok(read) })
}

/// The objects and lists around a value, innermost first.
struct Within<'w> {
    object: Handle<'w>,
    outer: Option<&'w Within<'w>>,
}

struct Reading<'r> {
    /// How many values were read so far.
    values: &'r mut usize,
}

impl Reading<'_> {
    fn is_over_limit(&self) -> bool {
        *self.values > MAX_VALUES
    }

    fn value(
        &mut self,
        host: Host<'_>,
        value: Handle<'_>,
        within: Option<&Within<'_>>,
    ) -> Result<Value> {
        *self.values += 1;
        Ok(match host.type_of(value)? {
            ValueType::Undefined | ValueType::Null => Value::Null,
            ValueType::Boolean => Value::Bool(host.boolean(value)?),
            ValueType::Number => Value::js_number(host.number(value)?),
            ValueType::String => Value::Text(host.text(value)?),
            ValueType::BigInt => host
                .bigint(value)?
                .map_or_else(|| Value::Foreign(Foreign::huge_number()), Value::Int),
            ValueType::Object => return self.object(host, value, within),
            ValueType::Function => Value::Foreign(Foreign::no_data("a function")),
            ValueType::Symbol => Value::Foreign(Foreign::no_data("a symbol")),
            _ => Value::Foreign(Foreign::no_data("something that is no data")),
        })
    }

    fn object(
        &mut self,
        host: Host<'_>,
        object: Handle<'_>,
        outer: Option<&Within<'_>>,
    ) -> Result<Value> {
        let mut depth = 0;
        let mut around = outer;
        while let Some(within) = around {
            if host.same(within.object, object)? {
                return Ok(Value::Foreign(Foreign::cyclic()));
            }
            depth += 1;
            around = within.outer;
        }
        if depth >= MAX_DEPTH {
            return Ok(Value::Foreign(Foreign::too_deep()));
        }
        let within = Within { object, outer };
        if host.is_array(object)? {
            let len = host.array_len(object)?;
            match texts(host, object, len)? {
                Some(items) => {
                    *self.values += items.len();
                    Ok(Value::List(items))
                }
                None => self.list(host, &within, len),
            }
        } else if host.is_typed_array(object)? {
            host.elements(object).map(column)
        } else if host.is_date(object)? {
            host.date(object).map(Value::js_date)
        } else {
            self.entries(host, &within)
        }
    }

    fn list(&mut self, host: Host<'_>, within: &Within<'_>, len: u32) -> Result<Value> {
        let mut items = Vec::new();
        for index in 0..len {
            if self.is_over_limit() {
                break;
            }
            items.push(host.scoped(|host| {
                let item = host.element(within.object, index)?;
                self.value(host, item, Some(within))
            })?);
        }
        Ok(Value::List(items))
    }

    fn entries(&mut self, host: Host<'_>, within: &Within<'_>) -> Result<Value> {
        host.scoped(|host| {
            let keys = host.keys(within.object)?;
            let len = host.array_len(keys)?;
            if len == 0 {
                // First: it is cheap to ask, and of a proxy Node-API knows no class.
                let number = host.named_property(within.object, "_engine")?;
                if host.type_of(number)? == ValueType::Number {
                    return host.number(number).map(engine);
                }
            }
            if may_be_list(host, keys, len)? && host.is_list(within.object)? {
                let len = host.named_property(within.object, "length")?;
                // A list has at most 2^32 - 1 items.
                let len = host.number(len)? as u32;
                return self.list(host, within, len);
            }
            if len == 0 && !is_plain(host, within.object)? {
                let what = format!("an object of class {}", class_of(host, within.object)?);
                return Ok(Value::Foreign(Foreign::no_data(what)));
            }
            let mut entries = Vec::new();
            for index in 0..len {
                if self.is_over_limit() {
                    break;
                }
                entries.extend(host.scoped(|host| {
                    let key = host.element(keys, index)?;
                    let value = host.property(within.object, key)?;
                    if host.type_of(value)? == ValueType::Undefined {
                        return Ok(None);
                    }
                    let key = host.text(key)?;
                    Ok(Some((key, self.value(host, value, Some(within))?)))
                })?);
            }
            Ok(object_or_texts(entries))
        })
    }
}

/// A list of texts that is long, as one text; `null` where an item is none.
const JOIN: &str = "(list, most) => {
    let length = 0;
    for (let row = 0; row < list.length; row += 1) {
        if (typeof list[row] !== 'string') return null;
        length += list[row].length;
    }
    return length > most ? null : list.join('\\0');
}";

/// The items of a long list of texts: each alone takes Node-API five times as long.
fn texts(host: Host<'_>, list: Handle<'_>, len: u32) -> Result<Option<Vec<Value>>> {
    /// Shorter lists are read item by item.
    const WORTH_A_SCRIPT: u32 = 64;
    /// Longer texts than these would not fit into one.
    const MOST_CHARACTERS: f64 = 1e8;
    if len < WORTH_A_SCRIPT {
        return Ok(None);
    }
    host.scoped(|host| {
        let first = host.element(list, 0)?;
        if host.type_of(first)? != ValueType::String {
            return Ok(None);
        }
        let joined = host.apply(host.script(JOIN)?, [list, host.new_number(MOST_CHARACTERS)?])?;
        if host.type_of(joined)? != ValueType::String {
            return Ok(None);
        }
        let joined = host.text(joined)?;
        // An item may hold the mark itself: then there is one more.
        let texts = joined.split('\0').take(len as usize + 1);
        let items: Vec<Value> = texts.map(|text| Value::Text(text.to_owned())).collect();
        Ok((items.len() == len as usize).then_some(items))
    })
}

/// Whether an object that is no array to Node-API may be the proxy of one. Asking JavaScript about
/// every object would cost more than reading it.
fn may_be_list(host: Host<'_>, keys: Handle<'_>, len: u32) -> Result<bool> {
    Ok(len == 0 || host.text(host.element(keys, 0)?)? == "0")
}

/// Whether an object is a literal's: of class `Object`, of this realm or another, or of none.
///
/// A `Map`, a `Promise` that nobody awaited, or an object whose data are getters of its class has
/// no keys of its own. As an empty object it would be read as "all defaults".
fn is_plain(host: Host<'_>, object: Handle<'_>) -> Result<bool> {
    let prototype = host.prototype(object)?;
    if host.type_of(prototype)? != ValueType::Object {
        return Ok(true);
    }
    let above = host.prototype(prototype)?;
    Ok(host.type_of(above)? != ValueType::Object)
}

fn class_of(host: Host<'_>, object: Handle<'_>) -> Result<String> {
    let class = host.named_property(object, "constructor")?;
    if host.type_of(class)? == ValueType::Function {
        let name = host.named_property(class, "name")?;
        if host.type_of(name)? == ValueType::String {
            return host.text(name);
        }
    }
    Ok("unknown".to_owned())
}
