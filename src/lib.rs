//! litdex: full-text search over scientific and biomedical articles.

mod backend;
pub mod error;
pub mod formats;
mod index;
pub mod model;
pub mod query;
pub mod text;
