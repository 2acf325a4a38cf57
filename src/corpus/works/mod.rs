//! One article per work: which records are of one work, and the article they make together.
//!
//! # Which records are of one work
//!
//! Records with a *strong* key in common (PMID, PMCID, DOI, arXiv or OpenAlex id, the hash of a CORD-19 document) are of one work, and so are records
//! whose content is the same. Records with a *weak* key in common (title; first author, year, volume and
//! first page) are where a second field agrees ([`agree`]). Two records with different PMIDs are never of
//! one work, whatever else they share; nor are, by a weak key, two with different DOIs or PMCIDs. Keys are
//! tried from the strongest to the weakest and records in an order of what they say, so the outcome depends on
//! the records alone and not on the order in which they are read, nor on the names of files.
//!
//! # What the article says
//!
//! See [`merge`]: of each field the richest value any record has, nothing that none has.
//!
//! It must not know where records come from or where articles go.

mod agree;
mod authors;
mod cluster;
mod fields;
mod merge;
#[cfg(test)]
mod tests;

pub(crate) use cluster::{Join, WEAK_KEY_MAX, cluster};
pub(crate) use merge::{is_withdrawable, merged};
