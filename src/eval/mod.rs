//! Measures of how well litdex does, on files anyone can point it at.
//!
//! It must not know how results are printed.

mod dedup;
mod links;
mod tally;

pub use dedup::{Dedup, dedup};
pub use links::{Links, links};
pub use tally::Tally;
