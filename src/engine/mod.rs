//! The engine: a query becomes ids, scores and counts.
//!
//! An engine is an interface: a parsed query goes in, records with scores and exact counts come out. The
//! local one reads tantivy's postings; another could ask a cluster. What both share stands here: how a
//! term becomes patterns of exact words, and where a pattern occurs among positions.
//!
//! It must not know how hits are shown, nor any file format.

pub(crate) mod local;
mod pattern;
mod proximity;
mod request;

pub(crate) use pattern::{Pattern, PlainGroup, Terms};
pub use proximity::ProximityError;
#[cfg(test)]
pub(crate) use proximity::definition;
pub(crate) use proximity::{Clause, Leaves, Matcher, Near, Needs, Positions, Shape, Span};
pub use request::{EngineError, Matching, Sort};
pub(crate) use request::{Found, Outcome, Request};

/// Answers queries.
pub(crate) trait Engine {
    /// Runs one query.
    ///
    /// # Errors
    /// A limit passed, or an index that cannot be read.
    fn search(&self, request: &Request<'_>, terms: &mut Terms) -> Result<Outcome, EngineError>;
}
