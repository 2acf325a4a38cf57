//! The engine: a query becomes a plan, and a plan ids, scores and counts.
//!
//! What engines share stands here: how a query becomes a plan, how a term becomes patterns of exact words,
//! where a pattern occurs among positions, who cites what. `local` is the engine that keeps an index in a
//! directory and reads tantivy's postings; another could ask a cluster. Each shows itself as a
//! [`Home`](crate::index::Home) and by nothing else. Tests have a second one in memory, by which the interfaces and the
//! local engine are checked.

mod citing;
mod compile;
mod headings;
mod local;
mod mapping;
#[cfg(test)]
mod memory;
mod pattern;
mod proximity;
mod state;
mod subsets;
mod translation;
mod untagged;
mod values;

pub(crate) use crate::index::{Clause, EngineError, Matching, Near, Pattern, ProximityError, Shape, Sort};
pub(crate) use compile::{Request, compile};
#[cfg(test)]
pub(crate) use local::stamp_of;
pub(crate) use local::{home, joined};
pub(crate) use mapping::{mapped, with_headings};
#[cfg(test)]
pub(crate) use memory::home as memory_home;
pub(crate) use pattern::Terms;
#[cfg(test)]
pub(crate) use proximity::definition;
pub(crate) use proximity::{Leaves, Matcher, Needs, Positions, Span};
pub(crate) use state::{BATCH, State};
