//! litdex: full-text search over scientific and biomedical articles.

pub mod error;
pub mod formats;
pub mod model;
pub mod query;
pub mod text;
