//! Other programs: shown as a person would type them, their output kept.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::{Result, place};

/// A program with its arguments, started in the project's folder unless said otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    program: String,
    args: Vec<String>,
    env: Vec<(String, String)>,
    folder: PathBuf,
}

/// What a finished program left.
pub(crate) struct Finished {
    pub(crate) success: bool,
    /// Standard output and error, as they came.
    pub(crate) output: String,
}

impl Command {
    pub(crate) fn new(program: impl Into<String>) -> Self {
        let (args, env) = (Vec::new(), Vec::new());
        Self { program: program.into(), args, env, folder: place::project() }
    }

    pub(crate) fn cargo() -> Self {
        Self::new("cargo")
    }

    pub(crate) fn args<S: AsRef<str>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl Into<String>) -> Self {
        self.env.push((key.to_owned(), value.into()));
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.folder);
        self
    }

    fn prepared(&self) -> std::process::Command {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.args).current_dir(&self.folder).stdin(Stdio::null());
        // What cargo told xtask about itself is not for others; with it their builds would
        // differ from those that a person starts by hand.
        for (key, _) in std::env::vars_os() {
            let key = key.to_string_lossy().into_owned();
            if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
                .iter()
                .any(|prefix| key.starts_with(prefix))
            {
                command.env_remove(key);
            }
        }
        command.envs(self.env.iter().map(|(key, value)| (key, value)));
        command
    }

    /// Runs with the terminal's own input and output.
    ///
    /// # Errors
    /// When it cannot start, or fails.
    pub(crate) fn run(&self) -> Result<()> {
        let status = self.prepared().stdin(Stdio::inherit()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(format!("this failed:\n  {self}").into()),
            Err(error) => Err(format!("{}: {error}", self.program).into()),
        }
    }

    /// Runs to the end, without a word.
    ///
    /// # Errors
    /// When it cannot start.
    pub(crate) fn quietly(&self) -> Result<Finished> {
        self.listen(Duration::from_secs(3600), |_| {})
    }

    /// Runs to the end; `listen` hears each line, and `None` when nothing came for `patience`.
    ///
    /// # Errors
    /// When it cannot start.
    pub(crate) fn listen(
        &self,
        patience: Duration,
        mut listen: impl FnMut(Option<&str>),
    ) -> Result<Finished> {
        let cannot = |error| format!("{}: {error}", self.program);
        let mut child = self
            .prepared()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot)?;
        let lines = lines_of(&mut child);
        let mut output = String::new();
        loop {
            match lines.recv_timeout(patience) {
                Ok(line) => {
                    listen(Some(&line));
                    output.push_str(&line);
                    output.push('\n');
                }
                Err(RecvTimeoutError::Timeout) => listen(None),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let success = child.wait().map_err(cannot)?.success();
        Ok(Finished { success, output })
    }
}

/// The lines of both outputs, as they come.
fn lines_of(child: &mut Child) -> std::sync::mpsc::Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(output) = child.stdout.take() {
        forward(output, sender.clone());
    }
    if let Some(errors) = child.stderr.take() {
        forward(errors, sender);
    }
    receiver
}

fn forward(from: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        // Not every program writes UTF-8: what does not read is shown, not lost.
        while matches!(from.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            if to.send(text).is_err() {
                break;
            }
            line.clear();
        }
    });
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.folder != place::project() {
            write!(f, "cd {} && ", quoted(&place::shown(&self.folder)))?;
        }
        for (key, value) in &self.env {
            write!(f, "{key}={} ", quoted(value))?;
        }
        f.write_str(&quoted(&self.program))?;
        for arg in &self.args {
            write!(f, " {}", quoted(arg))?;
        }
        Ok(())
    }
}

/// As a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_shell_reads_it() {
        let command = Command::cargo()
            .args(["doc", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .folder(&place::inside("tests"));
        assert_eq!(
            command.to_string(),
            "cd tests && RUSTDOCFLAGS='-D warnings' cargo doc --no-deps"
        );
    }

    #[test]
    fn a_failure_is_told_with_what_the_program_said() {
        let finished = Command::cargo().args(["no-such-command"]).quietly().unwrap();
        assert!(!finished.success);
        assert!(finished.output.contains("no-such-command"), "{}", finished.output);
    }
}
