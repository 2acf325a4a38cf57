//! litdex: full-text search over scientific and biomedical articles.

mod backend;
#[cfg(feature = "cli")]
pub mod cli;
mod corpus;
pub mod error;
pub mod formats;
mod index;
pub mod model;
pub mod query;
mod search;
pub mod text;

pub use backend::{Matching, Sort};
pub use corpus::{Progress, Report, Stage};
pub use index::{Deletion, Manifest, Source, Verified};
pub use search::{Error, Hit, Hits, Index, Indexer, LIMIT_MAX, Search, Snippet, Status};
