//! JSON for people: what fits on a line stands on one line, and columns fill their lines.

use fieldbeat::shape::Value;

const WIDTH: usize = 100;

/// `value` as indented JSON that ends in a line break, its keys in their own order.
///
/// # Errors
/// When the value holds something that is not JSON.
pub fn pretty(value: &Value) -> serde_json::Result<String> {
    let mut text = String::new();
    write(value, 0, 0, &mut text)?;
    text.push('\n');
    Ok(text)
}

/// Writes `value`, which starts `column` characters into a line that is indented by `indent`.
fn write(value: &Value, indent: usize, column: usize, out: &mut String) -> serde_json::Result<()> {
    let line = on_one_line(value)?;
    // A comma may follow.
    if column + line.chars().count() < WIDTH {
        out.push_str(&line);
        return Ok(());
    }
    let inner = indent + 2;
    match value {
        Value::List(items) if !items.is_empty() && items.iter().all(is_scalar) => {
            out.push('[');
            fill(items, inner, out)?;
            close(']', indent, out);
        }
        Value::List(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                new_line(index, inner, out);
                write(item, inner, inner, out)?;
            }
            close(']', indent, out);
        }
        Value::Map(entries) if !entries.is_empty() => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                new_line(index, inner, out);
                let key = format!("{}: ", serde_json::to_string(key)?);
                out.push_str(&key);
                write(item, inner, inner + key.chars().count(), out)?;
            }
            close('}', indent, out);
        }
        _ => out.push_str(&line),
    }
    Ok(())
}

/// Writes scalars as a text is set: as many on a line as fit.
fn fill(items: &[Value], indent: usize, out: &mut String) -> serde_json::Result<()> {
    let mut column = WIDTH;
    for (index, item) in items.iter().enumerate() {
        let word = on_one_line(item)?;
        let width = word.chars().count() + 2;
        if column + width > WIDTH {
            new_line(index, indent, out);
            column = indent;
        } else {
            out.push_str(", ");
        }
        out.push_str(&word);
        column += width;
    }
    Ok(())
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Map(_))
}

fn new_line(index: usize, indent: usize, out: &mut String) {
    out.push_str(if index > 0 { ",\n" } else { "\n" });
    out.push_str(&" ".repeat(indent));
}

fn close(bracket: char, indent: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(bracket);
}

fn on_one_line(value: &Value) -> serde_json::Result<String> {
    let joined = |parts: serde_json::Result<Vec<String>>| parts.map(|parts| parts.join(", "));
    Ok(match value {
        Value::List(items) => format!("[{}]", joined(items.iter().map(on_one_line).collect())?),
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entry = |(key, item): &(String, Value)| {
                Ok(format!("{}: {}", serde_json::to_string(key)?, on_one_line(item)?))
            };
            format!("{{ {} }}", joined(entries.iter().map(entry).collect())?)
        }
        other => serde_json::to_string(other)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_their_lines_and_read_back() {
        let numbers: Vec<Value> = (0..100).map(|i| Value::Int(i * 1_000_000)).collect();
        let value = Value::List(numbers);
        let text = pretty(&value).unwrap();
        assert!(text.lines().count() < 15 && text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(Value::from_json(&text).unwrap(), value);
    }

    #[test]
    fn what_fits_stands_on_one_line_and_reads_back() {
        let long = "x".repeat(90);
        let json = format!(r#"{{"a": {{"lat": 55.5, "lon": -0.0}}, "b": ["{long}", {{}}, []]}}"#);
        let value = Value::from_json(&json).unwrap();
        let text = pretty(&value).unwrap();
        assert_eq!(
            text,
            format!(
                "{{\n  \"a\": {{ \"lat\": 55.5, \"lon\": -0.0 }},\n  \"b\": [\n    \"{long}\",\n    {{}},\n    []\n  ]\n}}\n"
            ),
        );
        assert_eq!(Value::from_json(&text).unwrap(), value);
    }
}
