//! Printing: one file per form.
//!
//! It must not know flags, nor how a search is carried out: hits and articles come in, text goes out. All
//! text that came from a corpus is data; each form makes it harmless in its own way.

pub mod article;
pub mod bibtex;
pub mod citation;
pub mod csl;
pub mod html;
pub mod kind;
pub mod notice;
pub mod ris;
pub mod table;
pub mod text;
pub mod wire;
