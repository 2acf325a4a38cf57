//! Why a run failed, as it is told on stderr.
//!
//! It must not know which command failed.

use std::io::{self, Write};

use clap::error::ErrorKind;

use super::term::tame_lines;
use crate::Error;
use crate::query::QueryError;

/// Why a run failed.
#[derive(Debug)]
pub struct Failure {
    /// Without the name of the program; `None` where nobody is there to read it.
    message: Option<String>,
}

impl Failure {
    /// A failure that is told in these words.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: Some(message.into()) }
    }

    /// A command line that cannot be read.
    pub(super) fn usage(said: &clap::Error) -> Self {
        let text = said.render().to_string();
        if said.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            return Self::new(format!("no command was given\n\n{}", text.trim_end()));
        }
        Self::new(text.strip_prefix("error: ").unwrap_or(&text).trim_end())
    }

    /// A query that cannot be read, with a picture of where.
    pub(super) fn query(error: &QueryError, text: &str) -> Self {
        Self::new(error.report(text))
    }

    /// An error of a search for `query`.
    pub(super) fn search(error: Error, query: &str) -> Self {
        match error {
            Error::Query(error) => Self::query(&error, query),
            other => other.into(),
        }
    }

    /// The exit code: 2, or 0 where the reader of the output has gone away, as it may.
    pub fn code(&self) -> u8 {
        if self.message.is_some() { 2 } else { 0 }
    }

    /// Says on stderr what went wrong, as `litdex: …`.
    pub fn print(&self) {
        if let Some(message) = &self.message {
            // There is no one left to tell where this fails.
            let _ = writeln!(io::stderr().lock(), "litdex: {}", tame_lines(message));
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { message: None },
            _ => Self::new(format!("cannot write the output: {error}")),
        }
    }
}
