//! Reads arguments that flat.js wrote: marks, one text, and what JavaScript could not write.

use fieldbeat::column::TextList;
use fieldbeat::shape::{MAX_VALUES, Value, coded_texts, object_or_texts, too_many_values};
use napi::{Error, Result, Status};

use crate::engines::engine;
use crate::host::{Handle, Host};
use crate::reader;

/// Reads `[marks, text, others]`.
pub(crate) fn read(host: Host<'_>, flat: Handle<'_>) -> Result<fieldbeat::Result<Value>> {
    let marks = host.first_floats(host.element(flat, 0)?)?;
    let text = host.text(host.element(flat, 1)?)?;
    let others = host.element(flat, 2)?;
    // Of plain ASCII every character is a byte, and any place can be cut at.
    let is_ascii = text.is_ascii();
    let mut flat = Flat {
        host,
        marks: marks.iter(),
        text: &text,
        is_ascii,
        split: false,
        others,
        other: 0,
        values: 0,
    };
    // Its own number.
    flat.mark()?;
    flat.value()
}

#[derive(Clone)]
struct Flat<'f> {
    host: Host<'f>,
    marks: std::slice::Iter<'f, f64>,
    /// What is left of it.
    text: &'f str,
    is_ascii: bool,
    /// Whether half of the next character was cut off: a text ended with it.
    split: bool,
    others: Handle<'f>,
    /// The place of the next one.
    other: u32,
    /// How many values were read so far.
    values: usize,
}

impl Flat<'_> {
    fn value(&mut self) -> Result<fieldbeat::Result<Value>> {
        let kind = self.count()?;
        // What the other reader reads it counts itself.
        if kind != 8 {
            self.values += 1;
        }
        if self.values > MAX_VALUES {
            return Ok(Err(too_many_values()));
        }
        Ok(Ok(match kind {
            0 => Value::Null,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::js_number(self.mark()?),
            4 => Value::Text(self.text()?),
            5 => {
                let len = self.count()?;
                let mut items = Vec::with_capacity(len);
                for _ in 0..len {
                    match self.value()? {
                        Ok(item) => items.push(item),
                        error => return Ok(error),
                    }
                }
                Value::List(items)
            }
            6 => {
                let len = self.count()?;
                let mut entries = Vec::with_capacity(len);
                for _ in 0..len {
                    let key = self.text()?;
                    if let Some(column) = self.names_of(&entries, &key, len)? {
                        return Ok(column);
                    }
                    match self.value()? {
                        Ok(value) => entries.push((key, value)),
                        error => return Ok(error),
                    }
                }
                object_or_texts(entries)
            }
            7 => engine(self.mark()?),
            8 => {
                let place = self.other;
                self.other += 1;
                return self.other(place);
            }
            9 => {
                let place = self.other + 1;
                match self.texts()? {
                    Ok(Some(texts)) => {
                        let texts = texts.iter().map(|text| Value::Text(text.to_owned()));
                        Value::List(texts.collect())
                    }
                    Ok(None) => return self.other(place),
                    Err(error) => return Ok(Err(error)),
                }
            }
            _ => return Err(unlike()),
        }))
    }

    /// A column of texts, once its `codes` are read and the list of its `names` is next: read as it is,
    /// for there may be as many as there are rows.
    fn names_of(
        &mut self,
        entries: &[(String, Value)],
        key: &str,
        len: usize,
    ) -> Result<Option<fieldbeat::Result<Value>>> {
        let [(codes, Value::Column(column))] = entries else { return Ok(None) };
        let is_next = self.marks.as_slice().first() == Some(&9.0);
        if len != 2 || codes != "codes" || key != "names" || !is_next {
            return Ok(None);
        }
        let before = self.clone();
        self.marks.next();
        self.values += 1;
        Ok(match self.texts()? {
            Ok(Some(texts)) => Some(Ok(coded_texts(column, texts))),
            Ok(None) => {
                *self = before;
                None
            }
            Err(error) => Some(Err(error)),
        })
    }

    /// The texts of one that JavaScript joined; none where one of them holds the mark itself: the list
    /// is the next of the others.
    fn texts(&mut self) -> Result<fieldbeat::Result<Option<TextList>>> {
        let (len, place, others) = (self.mark()? as usize, self.other, self.others);
        self.other += 2;
        if len > MAX_VALUES - self.values {
            return Ok(Err(too_many_values()));
        }
        let joined = self.host.scoped(|host| host.text(host.element(others, place)?))?;
        let texts = TextList::split(joined, 0);
        // More say that an item holds the mark.
        if texts.len() != len {
            self.values -= 1;
            return Ok(Ok(None));
        }
        self.values += len;
        Ok(Ok(Some(texts)))
    }

    /// One that JavaScript could not write, which counts on.
    fn other(&mut self, place: u32) -> Result<fieldbeat::Result<Value>> {
        let (others, values) = (self.others, &mut self.values);
        self.host.scoped(|host| reader::read(host, host.element(others, place)?, values))
    }

    fn mark(&mut self) -> Result<f64> {
        self.marks.next().copied().ok_or_else(unlike)
    }

    /// A mark that is a kind or a count: no more than there are marks or characters.
    fn count(&mut self) -> Result<usize> {
        let mark = self.mark()?;
        let most = self.marks.len() + self.text.len() + 16;
        if (0.0..=most as f64).contains(&mark) { Ok(mark as usize) } else { Err(unlike()) }
    }

    /// The next characters, as JavaScript counts them: those beyond 16 bits are two.
    fn text(&mut self) -> Result<String> {
        let units = self.count()?;
        if self.is_ascii {
            let (text, rest) = self.text.split_at_checked(units).ok_or_else(unlike)?;
            self.text = rest;
            return Ok(text.to_owned());
        }
        let (mut text, mut left) = (String::new(), units);
        let mut rest = self.text.chars();
        if left > 0 && std::mem::take(&mut self.split) {
            rest.next();
            text.push(char::REPLACEMENT_CHARACTER);
            left -= 1;
        }
        while left > 0 {
            let before = rest.as_str();
            let char = rest.next().ok_or_else(unlike)?;
            if char.len_utf16() > left {
                // One text ended, and the next begins, with half a character each.
                (self.split, rest) = (true, before.chars());
                text.push(char::REPLACEMENT_CHARACTER);
                break;
            }
            text.push(char);
            left -= char.len_utf16();
        }
        self.text = rest.as_str();
        Ok(text)
    }
}

/// Nobody but flat.js calls the native module.
fn unlike() -> Error {
    Error::from_status(Status::InvalidArg)
}
