//! The façade: what the library, the command line and every service call.
//!
//! It must not know flags, terminals, HTTP, or how its results are printed.

mod error;
mod hits;
mod index;
mod indexer;
mod request;
mod snippets;
mod status;
mod verify;

pub use error::Error;
pub use hits::{Hit, Hits, Snippet};
pub use index::Index;
pub use indexer::Indexer;
pub use request::{LIMIT_MAX, Search};
pub use status::Status;
