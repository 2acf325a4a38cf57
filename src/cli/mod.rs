//! The command line: flags, one file per command, and printing for people and programs.
//!
//! Flags are read in two stages: `args` holds what clap takes from the words of the command line, and
//! `config` and the plan of each command what follows from it; parsing does no work. Answers go to
//! stdout, everything said about them to stderr.
//!
//! It must not know how anything is searched, indexed or stored; it calls the façade.

mod absent;
mod args;
mod build;
mod check;
mod citations;
mod config;
mod difference;
mod eval;
mod explain;
mod failure;
mod input;
mod languages;
mod maintain;
mod merged;
mod meter;
mod panics;
mod print;
mod report;
mod search;
mod show;
mod status;
mod strategy;
mod term;
mod topics;
mod translate;
mod vocabulary;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command, StrategyWhat};
use config::Config;
pub use failure::{exit_code, tell};

/// What a run that did not fail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is there, or done.
    Found,
    /// Nothing was found.
    Nothing,
    /// What was checked is not sound; the faults were printed.
    Unsound,
}

impl Outcome {
    /// The exit code: 0, 1 or 2.
    pub fn code(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::Nothing => 1,
            Self::Unsound => 2,
        }
    }

    /// [`Outcome::Found`] where `found` holds, else [`Outcome::Nothing`].
    fn found(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// The definition of the command line, as help, completions and the manual page are made from.
pub fn definition() -> clap::Command {
    Cli::command()
        .mut_subcommand("query", |query| query.long_about(languages::text()))
        .mut_subcommand("strategy", |strategy| {
            strategy.mut_subcommand("check", |check| check.after_long_help(check::help()))
        })
}

/// Runs the command line that `args` are, the name of the program first.
///
/// # Errors
/// Why the run failed; [`tell`] says it.
pub fn run(args: impl IntoIterator<Item = OsString>) -> anyhow::Result<Outcome> {
    let matches = match definition().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(said) if !said.use_stderr() => {
            // Help and version; a reader that has gone away has read enough.
            let _ = said.print();
            return Ok(Outcome::Found);
        }
        Err(said) => return Err(failure::usage(&said)),
    };
    let cli = Cli::from_arg_matches(&matches).map_err(|said| failure::usage(&said))?;
    let config = Config::resolve(&cli.global);
    panics::hold_back();
    // A bug must end as every other error does.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| dispatch(&config, cli.command)));
    outcome.unwrap_or_else(|_| {
        Err(anyhow::anyhow!(
            "this should not have happened; the index {} may be damaged (`litdex rebuild` makes it anew), or it is \
             a bug\n{}",
            config.index.display(),
            panics::last().unwrap_or_default()
        ))
    })
}

/// Runs one command, with what it prints gathered on its way to stdout.
fn dispatch(config: &Config, command: Command) -> anyhow::Result<Outcome> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let outcome = match command {
        Command::Ingest(args) => build::ingest(config, &args, &mut out),
        Command::Rebuild(args) => build::rebuild(config, &args, &mut out),
        Command::Search(args) => search::run(config, *args, &mut out),
        Command::Query => languages::run(&mut out).map_err(Into::into),
        Command::Explain(args) => explain::explain(config, &args, &mut out),
        Command::Why(args) => explain::why(config, &args, &mut out),
        Command::Strategy { what } => match &what {
            StrategyWhat::Run(args) => strategy::run(config, args, &mut out),
            StrategyWhat::Rerun(args) => report::rerun(config, args, &mut out),
            StrategyWhat::Diff(args) => difference::run(config, args, &mut out),
            StrategyWhat::Check(args) => check::run(config, args, &mut out),
        },
        Command::Translate(args) => translate::run(config, &args, &mut out),
        Command::Vocabulary { what } => vocabulary::run(config, what.as_ref(), &mut out),
        Command::Show(args) => show::run(config, &args, &mut out),
        Command::Refs(args) => citations::refs(config, &args, &mut out),
        Command::Cites(args) => citations::cites(config, &args, &mut out),
        Command::CitedBy(args) => citations::cited_by(config, &args, &mut out),
        Command::Missing(args) => citations::missing(config, &args, &mut out),
        Command::Similar(args) => citations::similar(config, &args, &mut out),
        Command::RetractedCitations(args) => citations::retracted(config, &args, &mut out),
        Command::WhyMerged(args) => merged::why(config, &args, &mut out),
        Command::Duplicates(args) => merged::duplicates(config, &args, &mut out),
        Command::Problems(args) => status::problems(config, args.format, &mut out),
        Command::Eval(args) => eval::run(config, &args.what, &mut out),
        Command::Status(args) => status::run(config, &args, &mut out),
        Command::Verify => maintain::verify(config, &mut out),
        Command::Rollback => maintain::rollback(config, &mut out),
        Command::Completions(args) => maintain::completions(args.shell, &mut out),
        Command::Man => maintain::manual(&mut out),
    };
    // What was printed before a failure is kept; that it cannot be counts only where there is no other.
    let flushed = out.flush();
    let outcome = outcome?;
    flushed?;
    Ok(outcome)
}
