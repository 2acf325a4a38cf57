//! Formats: a file becomes articles and located problems.
//!
//! It must not know the index. Bad content is never an `Err`: a reader hands over what it could read and
//! says, with file, record and line, what it could not; only I/O fails.

mod problem;

use crate::model::{Article, Pmid};

pub use problem::{Place, Problem, ProblemKind};

/// What a reader finds in a file, in the file's order.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An article, its id assigned and its origin filled in.
    Article(Box<Article>),
    /// A record the source withdraws.
    Deletion(Pmid),
    /// Something that could not be read as it should.
    Problem(Problem),
}
