//! The configuration every command shares, resolved from flags, environment and terminals.
//!
//! It must not know any one command.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use super::args::{ColorWhen, Global};
use super::term::{self, Paint, tame_lines};
use crate::{Error, Index};

/// The configuration every command shares.
#[derive(Debug, Clone)]
pub struct Config {
    /// The directory of the corpus.
    pub corpus: PathBuf,
    /// The directory of the index, the first where several are searched as one.
    pub index: PathBuf,
    /// The directories of the others.
    pub others: Vec<PathBuf>,
    /// Whether only answers and errors are printed.
    pub quiet: bool,
    /// Colours on stdout.
    pub paint: Paint,
    /// Columns text on stdout may take.
    pub columns: usize,
    /// Whether stderr is a terminal that may be drawn on.
    pub draws: bool,
}

impl Config {
    /// Resolves the global flags.
    pub fn resolve(global: &Global) -> Self {
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match global.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => io::stdout().is_terminal() && !dumb && !refused,
        };
        let mut indexes = global.index.iter().cloned();
        Self {
            corpus: global.corpus.clone(),
            // Where none is named there is the default.
            index: indexes.next().unwrap_or_default(),
            others: indexes.collect(),
            quiet: global.quiet,
            paint: Paint::new(color),
            columns: term::columns(),
            draws: !global.quiet && io::stderr().is_terminal() && !dumb,
        }
    }

    /// Opens the index, or the indexes as one.
    ///
    /// # Errors
    /// One of them is not there, of another version or damaged.
    pub fn open(&self) -> Result<Index, Error> {
        Index::open_all([&self.index].into_iter().chain(&self.others))
    }

    /// Refuses several indexes where one is to be written.
    ///
    /// # Errors
    /// There are several.
    pub fn only_one(&self) -> anyhow::Result<()> {
        let also: Vec<String> = self.others.iter().map(|path| path.display().to_string()).collect();
        let also = also.join(", ");
        anyhow::ensure!(
            also.is_empty(),
            "nothing was done: one index is written at a time; leave out {also}"
        );
        Ok(())
    }

    /// Says something about the run on stderr, unless it is to be quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            // Nothing is lost where nobody listens.
            let _ = writeln!(io::stderr().lock(), "litdex: {}", tame_lines(text));
        }
    }
}
