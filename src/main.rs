//! The binary: what a run came to becomes an exit code, and why it failed a line on stderr.
//!
//! It must not know any command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match litdex::cli::run(std::env::args_os()) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            litdex::cli::tell(&failure);
            ExitCode::from(litdex::cli::exit_code(&failure))
        }
    }
}
