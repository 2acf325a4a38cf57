//! The check of a strategy: what is wrong with it, or likely so, as far as its text alone tells.
//!
//! It must not know an index or a vocabulary; what they add stands on higher floors.
//!
//! The kinds follow what published strategies are known to get wrong: spelling, operators, line numbers, missed
//! spellings, truncation and headings (PRESS 2015, McGowan et al., J Clin Epidemiol 2016; Salvador-Oliván et al., J Med
//! Libr Assoc 2019).

mod codes;
mod diagnostic;
mod lines;
mod members;
mod operators;
mod outline;
mod said;
mod terms;
mod text;
mod variants;

#[cfg(test)]
mod tests;

pub use codes::{Check, Level};
pub use diagnostic::Diagnostic;
pub(crate) use diagnostic::{Found, is_remark, label};
pub(crate) use members::{Alternative, Group, Member};
pub(crate) use outline::{Outline, place_of};
pub(crate) use terms::{listed, text_of};
pub(crate) use variants::{Variant, look as look_for_variants, missing, tell};

use super::strategy::Strategy;

/// Checks a strategy by its text alone, in the order of its lines.
///
/// ```
/// use litdex::query::{Strategy, check};
/// let strategy = Strategy::parse("tumour*[tiab]\n\"lung injury\"[ti]\n#1 AND #2 OR #1")?;
/// let codes: Vec<&str> = check(&strategy).iter().map(|found| found.code).collect();
/// assert_eq!(codes, ["missing-spelling", "mixed-operators"]);
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
pub fn check(strategy: &Strategy) -> Vec<Diagnostic> {
    let nodes = strategy.referring();
    let mut found = Found::new(strategy);
    let outline = Outline::new(strategy, &nodes);
    look(&outline, &mut found);
    look_for_variants(&outline, &mut found);
    found.finish()
}

/// What the text of a strategy shows, but for forms of words that are missing.
pub(crate) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    said::look(outline, found);
    text::look(outline, found);
    lines::look(outline, found);
    operators::look(outline, found);
    terms::look(outline, found);
}
