//! An answer for an article the index does not have.
//!
//! It must not know what was wanted of it.

use std::io::Write;

use super::Outcome;
use super::config::Config;
use super::term::tame;

/// Says that the index does not have an article. Not silenced by --quiet: like the answer, it is what was asked
/// for.
pub fn not_there(config: &Config, id: &str) -> Outcome {
    let mut stderr = std::io::stderr().lock();
    let all = [&config.index].into_iter().chain(&config.others);
    let all: Vec<_> = all.map(|index| index.to_string_lossy()).collect();
    let _ = writeln!(stderr, "litdex: no article {} in {}", tame(id.trim()), tame(&all.join(", ")));
    Outcome::Nothing
}
