//! Printing for people: one file per form. Forms for programs stand in [`export`](crate::export).
//!
//! It must not know flags, nor how a search is carried out: hits and articles come in, text goes out. All
//! text that came from a corpus is data; each form makes it harmless in its own way.

pub mod article;
pub mod text;
