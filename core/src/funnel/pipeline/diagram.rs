//! A pipeline as a picture: Mermaid's state diagrams.

use super::compile::What;
use super::engine::Pipeline;
use crate::time::CalendarSpan;

impl Pipeline {
    /// The stages and all declared moves as a Mermaid `stateDiagram-v2`.
    #[must_use]
    pub fn diagram(&self) -> String {
        let machine = &self.machine;
        let mut text = String::from("stateDiagram-v2\n");
        for (place, (stage, policy)) in
            machine.stages.iter().zip(&machine.policy.stages).enumerate()
        {
            // Names are text; states of Mermaid are words.
            let name = plain(policy.title.as_deref().unwrap_or(&stage.id));
            text.push_str(&format!("    state \"{name}\" as s{place}\n"));
        }
        text.push_str(&format!("    [*] --> s{}\n", machine.initial));
        for (transition, policy) in machine.transitions.iter().zip(&machine.policy.transitions) {
            let mut label = match (&transition.on, transition.auto) {
                (Some(on), _) => on.to_string(),
                (None, true) => "auto".to_owned(),
                (None, false) => policy.id.clone().unwrap_or_default(),
            };
            if transition.guard.is_some() {
                label.push_str(" [guard]");
            }
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
                    let label = format!("{} {span}", written.anchor.replace("field:", ""));
                    arrow(&mut text, source, target, &label);
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
    let label = plain(label.trim());
    let after = if label.is_empty() { String::new() } else { format!(" : {label}") };
    text.push_str(&format!("    s{source} --> s{target}{after}\n"));
}

/// Without what ends a name or a line in Mermaid.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() || matches!(c, '"' | ';' | ':' | '#') { ' ' } else { c })
        .collect()
}
