//! One table of what ran in which runtime, and how long.

use super::counts::Counts;
use super::{Ended, Finished, Runtime};

pub(super) fn table(stages: &[Finished]) -> String {
    let width = stages.iter().map(|stage| stage.name.chars().count()).max().unwrap_or(0).max(5);
    let row = |name: &str, runtime: &str, cells: [&str; 4], note: &str| {
        let [passed, failed, skipped, seconds] = cells;
        let row = format!(
            "{name:<width$}  {runtime:<8} {passed:>7} {failed:>7} {skipped:>8} {seconds:>8}  {note}"
        );
        format!("{}\n", row.trim_end())
    };
    let heads = ["passed", "failed", "skipped", "seconds"];
    let mut table = row("stage", "runtime", heads, "");
    for stage in stages {
        let Counts { passed, failed, skipped } = stage.counts();
        let [passed, failed, skipped] = [passed, failed, skipped].map(|count| count.to_string());
        let seconds = format!("{:.1}", stage.time.as_secs_f64());
        let note = match &stage.ended {
            Ended::Passed(_) => String::new(),
            Ended::Skipped(why) => format!("SKIPPED: {why}"),
            Ended::Failed(_) => "FAILED".to_owned(),
        };
        let runtime = runtime(stage.runtimes);
        table.push_str(&row(stage.name, runtime, [&passed, &failed, &skipped, &seconds], &note));
    }
    let seconds = stages.iter().map(|stage| stage.time.as_secs_f64()).sum::<f64>();
    table.push_str(&format!("in all {seconds:.0} s\n"));
    table
}

fn runtime(runtimes: &[Runtime]) -> &'static str {
    match runtimes {
        [Runtime::Core] => "core",
        [Runtime::Python] => "python",
        [Runtime::Node] => "node",
        [Runtime::Wasm] => "wasm",
        [Runtime::Node, Runtime::Wasm] => "js",
        _ => "several",
    }
}
