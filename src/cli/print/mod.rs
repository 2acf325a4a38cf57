//! Printing: one file per form.
//!
//! It must not know flags, nor how a search is carried out: hits and articles come in, text goes out. All
//! text that came from a corpus is data; each form makes it harmless in its own way.

use std::io;

use crate::{Hit, Hits};

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

/// Prints the answer to a search hit by hit, so that any number of them takes little memory.
pub trait Printer {
    /// Prints what stands above the hits, given what is known of all and how many will come.
    ///
    /// # Errors
    /// The writer's own.
    fn begin(&mut self, known: &Hits, shown: usize) -> io::Result<()> {
        let _ = (known, shown);
        Ok(())
    }

    /// Prints the next hit.
    ///
    /// # Errors
    /// The writer's own.
    fn hit(&mut self, hit: &Hit) -> io::Result<()>;

    /// Prints what stands below the hits.
    ///
    /// # Errors
    /// The writer's own.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Prints an answer whose hits are all at hand.
///
/// # Errors
/// The writer's own.
pub fn whole(hits: &Hits, printer: &mut dyn Printer) -> io::Result<()> {
    printer.begin(hits, hits.hits.len())?;
    hits.into_iter().try_for_each(|hit| printer.hit(hit))?;
    printer.end()
}
