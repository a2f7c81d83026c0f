//! Text for people: doc comments as docstrings.

/// Lines of the package are no longer.
pub(super) const WIDTH: usize = 100;

/// The text of a Rust doc comment without what only rustdoc reads.
pub(super) fn plain(doc: &str) -> String {
    doc.lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .replace("[`", "`")
        .replace("`]", "`")
        .replace('\\', "\\\\")
}

/// `text` in lines that fit behind `indent` columns; paragraphs stay apart.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let paragraph = |paragraph: &str| {
        let mut lines = vec![String::new()];
        // Room for the quotes of a docstring on its first and last line.
        let room = WIDTH - indent - 6;
        for word in paragraph.split_whitespace() {
            match lines.last_mut() {
                Some(line) if line.is_empty() => line.push_str(word),
                Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.join("\n")
    };
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// `text` whose lines after the first begin with `margin`.
pub(super) fn hanging(text: &str, indent: usize, margin: &str) -> String {
    wrapped(text, indent)
        .replace('\n', &format!("\n{margin}"))
        .replace(&format!("\n{margin}\n"), "\n\n")
}

pub(super) fn bullet(text: &str) -> String {
    format!("- {}\n", hanging(text, 2, "  "))
}

/// `doc` as a docstring of its own lines.
pub(super) fn docstring(doc: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    if !doc.contains('\n') {
        return format!("{margin}\"\"\"{doc}\"\"\"\n");
    }
    let mut text = String::new();
    for (index, line) in doc.lines().enumerate() {
        match (index, line) {
            (0, line) => text.push_str(&format!("{margin}\"\"\"{line}")),
            (_, "") => {}
            (_, line) => text.push_str(&format!("{margin}{line}")),
        }
        text.push('\n');
    }
    format!("{text}{margin}\"\"\"\n")
}
