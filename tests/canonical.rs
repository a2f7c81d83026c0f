//! RFC 8785 (JSON Canonicalization Scheme): one text for one value, so that answers of different
//! runtimes compare as bytes.

use std::fmt::Write as _;

use fieldbeat::shape::Value;

/// A value that JSON cannot hold: NaN, an infinity, or a host's object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson(pub String);

impl std::fmt::Display for NotJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is not JSON", self.0)
    }
}

impl std::error::Error for NotJson {}

/// `value` as canonical JSON: keys sorted by UTF-16 code units, numbers as ECMAScript writes
/// them, instants as strings, decimals as numbers where 15 digits tell them, else as strings.
///
/// # Errors
/// [`NotJson`].
pub fn canonical(value: &Value) -> Result<String, NotJson> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, out: &mut String) -> Result<(), NotJson> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        // ECMAScript has no other numbers than these.
        Value::Int(i) => number(*i as f64, out)?,
        Value::Float(x) => number(*x, out)?,
        Value::Decimal(d) => write(&d.plain(), out)?,
        Value::Text(text) => string(text, out),
        Value::Instant(t) => string(&t.to_string(), out),
        Value::List(items) => list(items.iter(), out)?,
        Value::Column(column) => {
            let cells: Vec<Value> = (0..column.len()).map(|row| column.plain(row)).collect();
            list(cells.iter(), out)?;
        }
        Value::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        Value::Bytes(bytes) => string(&bytes.to_hex(), out),
        Value::Object(object) => return Err(NotJson(object.class().to_owned())),
        Value::Foreign(foreign) => return Err(NotJson(foreign.what.clone())),
    }
    Ok(())
}

fn list<'v>(items: impl Iterator<Item = &'v Value>, out: &mut String) -> Result<(), NotJson> {
    out.push('[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out)?;
    }
    out.push(']');
    Ok(())
}

fn number(x: f64, out: &mut String) -> Result<(), NotJson> {
    if !x.is_finite() {
        return Err(NotJson(x.to_string()));
    }
    out.push_str(ryu_js::Buffer::new().format_finite(x));
    Ok(())
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785, appendix B.
    #[test]
    fn numbers_are_written_as_the_rfc_samples() {
        for (bits, text) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(canonical(&Value::Float(f64::from_bits(bits))).unwrap(), text);
        }
        for bits in [0x7fff_ffff_ffff_ffff, 0x7ff0_0000_0000_0000] {
            assert!(canonical(&Value::Float(f64::from_bits(bits))).is_err());
        }
    }

    /// RFC 8785, section 3.2.3.
    #[test]
    fn keys_are_sorted_by_utf_16_code_units() {
        let json = r#"{"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, "ö": 7}"#;
        assert_eq!(
            canonical(&Value::from_json(json).unwrap()).unwrap(),
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}",
        );
    }

    /// RFC 8785, section 3.2.2.2.
    #[test]
    fn texts_escape_what_they_must_and_nothing_else() {
        let json = r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#;
        assert_eq!(
            canonical(&Value::from_json(json).unwrap()).unwrap(),
            "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"",
        );
    }

    #[test]
    fn whole_numbers_of_any_kind_are_written_alike() {
        let decimal = "5.00".parse().unwrap();
        for five in [Value::Int(5), Value::Float(5.0), Value::Decimal(decimal)] {
            assert_eq!(canonical(&five).unwrap(), "5");
        }
    }
}
