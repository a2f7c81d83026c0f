//! A pipeline as a picture: Mermaid's state diagrams.

use super::compile::What;
use super::engine::Pipeline;
use crate::time::CalendarSpan;

impl Pipeline {
    /// The stages and all declared moves as a Mermaid `stateDiagram-v2`. What Mermaid could take for its
    /// own in a name is written by number (`#34;`), and drawn as it is.
    #[must_use]
    pub fn diagram(&self) -> String {
        let machine = &self.machine;
        let mut text = String::from("stateDiagram-v2\n");
        for (place, (stage, policy)) in
            machine.stages.iter().zip(&machine.policy.stages).enumerate()
        {
            // Names are text; states of Mermaid are words.
            let title = policy.title.as_deref().filter(|title| !title.is_empty());
            let name = plain(title.unwrap_or(&stage.id));
            text.push_str(&format!("    state \"{name}\" as s{place}\n"));
        }
        text.push_str(&format!("    [*] --> s{}\n", machine.initial));
        for (transition, policy) in machine.transitions.iter().zip(&machine.policy.transitions) {
            let label = match (&transition.on, transition.auto) {
                (Some(on), _) => on.as_str(),
                (None, true) => "auto",
                (None, false) => policy.id.as_deref().unwrap_or_default(),
            };
            let guard = if transition.guard.is_some() { " [guard]" } else { "" };
            let label = format!("{}{guard}", plain(label));
            for source in &transition.source {
                arrow(&mut text, *source, transition.target, &label);
                if let Some(reject) = &transition.reject {
                    arrow(&mut text, *source, reject.target, "rejected");
                }
            }
        }
        for (source, (stage, policy)) in
            machine.stages.iter().zip(&machine.policy.stages).enumerate()
        {
            for (timer, written) in stage.timers.iter().zip(&policy.timers) {
                if let What::Go(target) = timer.what {
                    let span: CalendarSpan = timer.offset;
                    let anchor = plain(&written.anchor.replace("field:", ""));
                    arrow(&mut text, source, target, &format!("{anchor} {span}"));
                }
            }
            if stage.kind.is_final() {
                text.push_str(&format!("    s{source} --> [*]\n"));
            }
        }
        text
    }
}

fn arrow(text: &mut String, source: usize, target: usize, label: &str) {
    let label = label.trim();
    let after = if label.is_empty() { String::new() } else { format!(" : {label}") };
    text.push_str(&format!("    s{source} --> s{target}{after}\n"));
}

/// A name in which Mermaid sees nothing but text: all that could be more is written by number.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for (place, c) in name.char_indices() {
        // The one word that it looks for within a text.
        let word = name.get(place..).and_then(|rest| rest.get(..DIRECTION.len()));
        let is_word = word.is_some_and(|word| word.eq_ignore_ascii_case(DIRECTION));
        if c.is_control() {
            plain.push(' ');
        } else if (c.is_alphanumeric() || " ,.()+/'!?_-".contains(c)) && !is_word {
            plain.push(c);
        } else {
            plain.push_str(&format!("#{};", u32::from(c)));
        }
    }
    plain
}

const DIRECTION: &str = "direction";
