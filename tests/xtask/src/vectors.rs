//! `cargo xtask vectors`: records what the core answers, for all runtimes to repeat.

use fieldbeat_tests::pretty::pretty;
use fieldbeat_tests::vector::{Outcome, Suite, files};
use fieldbeat_tests::{random, random_funnel, random_tours};

use crate::{Result, place};

/// Where the runners of all runtimes find the random vectors.
const RANDOM: &str = "target/vectors/random.json";

/// One file, read and replayed.
struct Replayed {
    suite: Suite,
    /// Its text as it should be.
    text: String,
    stale: bool,
    /// The vectors whose outcome is new or another.
    changes: Vec<String>,
    /// The vectors whose outcome is not what a person expects.
    against: Vec<String>,
}

/// Records outcomes that are missing or changed, and says which.
pub(crate) fn record() -> Result<()> {
    let all = replay_all()?;
    for Replayed { suite, text, changes, .. } in all.iter().filter(|file| file.stale) {
        std::fs::write(&suite.path, text)?;
        println!("wrote {}", place::shown(&suite.path));
        for change in changes {
            println!("  {change}");
        }
    }
    complain("not what a person expects, so not recorded", &all, |file| &file.against)
}

/// Fails when a file is not as `record` would leave it.
pub(crate) fn check() -> Result<()> {
    let all = replay_all()?;
    complain("not what a person expects", &all, |file| &file.against)?;
    complain("not what is recorded; if that is meant, run: cargo xtask vectors", &all, |file| {
        &file.changes
    })?;
    match all.iter().find(|file| file.stale) {
        Some(file) => {
            let path = place::shown(&file.suite.path);
            Err(format!("{path} is not formatted: run cargo xtask vectors").into())
        }
        None => Ok(()),
    }
}

fn complain(what: &str, all: &[Replayed], of: impl Fn(&Replayed) -> &Vec<String>) -> Result<()> {
    let mut lines = Vec::new();
    for file in all {
        let path = place::shown(&file.suite.path);
        lines.extend(of(file).iter().map(|line| format!("  {path}: {line}")));
    }
    if lines.is_empty() { Ok(()) } else { Err(format!("{what}:\n{}", lines.join("\n")).into()) }
}

fn replay_all() -> Result<Vec<Replayed>> {
    files(&place::inside("tests/vectors"))?.iter().map(|file| replay(Suite::read(file)?)).collect()
}

/// Records the outcomes anew. What a person expects is not for a machine to overrule: an outcome
/// against it is left out.
fn replay(mut suite: Suite) -> Result<Replayed> {
    let (mut changes, mut against) = (Vec::new(), Vec::new());
    let outcomes: Vec<Outcome> = suite.vectors.iter().map(|vector| suite.run(vector)).collect();
    for (vector, outcome) in suite.vectors.iter_mut().zip(outcomes) {
        let found = vector.disappointments(&outcome)?;
        if !found.is_empty() {
            against.push(format!("{}\n    {}", vector.name, found.join("\n    ")));
            continue;
        }
        let now = outcome.bytes()?;
        match &vector.recorded {
            None => changes.push(format!("{}: {now}", vector.name)),
            Some(before) if !before.agrees(&outcome)? => {
                changes.push(format!(
                    "{}\n    was {}\n    is  {now}",
                    vector.name,
                    before.bytes()?
                ));
            }
            Some(_) => {}
        }
        vector.recorded = Some(outcome);
    }
    let text = pretty(&suite.to_value())?;
    let stale = std::fs::read_to_string(&suite.path)? != text;
    Ok(Replayed { suite, text, stale, changes, against })
}

/// Draws random vectors, and writes them with what the core makes of them.
pub(crate) fn random() -> Result<()> {
    let file = place::inside(RANDOM);
    std::fs::create_dir_all(file.with_file_name(""))?;
    let mut suites = vec![random::suite(&file, random::SEED, random::COUNT)?];
    suites.extend(random_tours::suites(&file, random::SEED)?);
    suites.push(random_funnel::suite(&file, random::SEED, 60)?);
    let suites: Vec<_> = suites.iter().map(Suite::to_value).collect();
    Ok(std::fs::write(&file, serde_json::to_string(&suites)?)?)
}
