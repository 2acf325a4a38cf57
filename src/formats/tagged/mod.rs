//! Tagged text: a field a line, `TI  - A title` or `TI A title`. RIS, which reference managers and databases
//! write, the MEDLINE format of PubMed (`.nbib`) and the plain text of Web of Science are vocabularies over
//! such lines.
//!
//! It must not know any other format.

mod cited;
mod corrections;
mod frame;
mod lines;
mod names;
mod nbib;
mod record;
mod ris;
#[cfg(test)]
mod tests;
mod values;
mod wos;

pub(crate) use corrections::nbib_tag;
pub(crate) use nbib::{DATES as NBIB_DATES, HISTORY as NBIB_HISTORY};
pub(super) use nbib::{read as read_nbib, recognise as recognise_nbib};
pub(super) use ris::{read as read_ris, recognise as recognise_ris};
pub(super) use wos::{read as read_wos, recognise as recognise_wos};
