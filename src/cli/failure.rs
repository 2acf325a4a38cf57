//! Why a run failed, as it is told on stderr.
//!
//! It must not know which command failed.

use std::io::{self, Write};

use anyhow::Error;
use clap::error::ErrorKind;

use super::term::tame_lines;
use crate::query::QueryError;

/// A command line that cannot be read.
pub(super) fn usage(said: &clap::Error) -> Error {
    let text = said.render().to_string();
    if said.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return anyhow::anyhow!("no command was given\n\n{}", text.trim_end());
    }
    Error::msg(text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned())
}

/// A query that cannot be read, with a picture of where.
pub(super) fn query(error: &QueryError, text: &str) -> Error {
    Error::msg(error.report(text))
}

/// An error of a search for `text`.
pub(super) fn search(error: crate::Error, text: &str) -> Error {
    match error {
        crate::Error::Query(error) => query(&error, text),
        other => other.into(),
    }
}

/// What the operating system said where the output could not be written: whatever else is read or written
/// names its file in an error of its own.
fn of_output(failure: &Error) -> Option<&io::Error> {
    failure.downcast_ref()
}

/// The exit code of a failure: 2, or 0 where the reader of the output has gone away, as it may.
pub fn exit_code(failure: &Error) -> u8 {
    if of_output(failure).is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) { 0 } else { 2 }
}

/// Says on stderr what went wrong, as `litdex: …`; nothing where nobody is there to read it.
pub fn tell(failure: &Error) {
    let message = match of_output(failure) {
        Some(error) if error.kind() == io::ErrorKind::BrokenPipe => return,
        Some(error) => format!("cannot write the output: {error}"),
        None => failure.to_string(),
    };
    // There is no one left to tell where this fails.
    let _ = writeln!(io::stderr().lock(), "litdex: {}", tame_lines(&message));
}
