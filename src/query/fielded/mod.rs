//! What is common to notations that write a field behind what is searched in it, as Ovid's and Cochrane's do.
//!
//! It must not know how either spells a word, a code or a heading.

pub(super) mod expr;
pub(super) mod fields;
pub(super) mod lists;
pub(super) mod parser;
pub(super) mod tokens;
pub(super) mod values;
