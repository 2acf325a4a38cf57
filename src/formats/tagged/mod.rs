//! Tagged text: a field a line, `TI  - A title`. RIS, which reference managers and databases write, and the
//! MEDLINE format of PubMed (`.nbib`) are two vocabularies over the same lines.
//!
//! It must not know any other format.

mod corrections;
mod frame;
mod lines;
mod names;
mod nbib;
mod record;
mod ris;
#[cfg(test)]
mod tests;

pub(super) use nbib::{read as read_nbib, recognise as recognise_nbib};
pub(super) use ris::{read as read_ris, recognise as recognise_ris};
