//! Why a corpus could not be indexed.
//!
//! It must not know what is wrong inside files: that is never an error but a problem.

use std::path::PathBuf;

use super::progress::Report;
use crate::error::FileError;
use crate::index::IndexError;

/// A build that could not be done; the index is as it was before, or as of its last commit.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The index could not be read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The operating system gave no thread.
    #[error("a thread could not be started: {0}; let fewer programs run at once")]
    Thread(std::io::Error),
    /// A path given does not exist.
    #[error("there is no file or directory {}; check the path", path.display())]
    NoSuchPath {
        /// The path.
        path: PathBuf,
    },
    /// The corpus the index was made from has lost every file, and an ingest would delete every article.
    #[error("the corpus {} has no files; put articles into it, or name another with --corpus", path.display())]
    NoFiles {
        /// The directory.
        path: PathBuf,
    },
    /// A path given is a FIFO, a socket or a device: reading it might never end.
    #[error("{} is {kind}, neither a file nor a directory; save what it gives to a file, and name that", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is: `a FIFO`.
        kind: &'static str,
    },
    /// A file the index was made from is gone, and a rebuild would lose its articles.
    #[error(
        "the source {} lies outside the corpus and is gone: a rebuild would lose its articles; bring it back, or say --forget-missing",
        path.display()
    )]
    SourceGone {
        /// The file.
        path: PathBuf,
    },
    /// A file the index was made from cannot be read, and a rebuild would lose its articles.
    #[error(
        "{}: {found}; a rebuild would lose its articles; make it readable, or say --forget-missing",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        found: String,
    },
    /// A program put articles into the generation in use, and it cannot be read: a rebuild would lose them.
    #[error(
        "the articles of {source_name} stand in the index alone, and it cannot be read ({}): a rebuild would \
         lose them; go back with `litdex rollback` where an earlier generation is kept, or say --forget-missing",
        error.found()
    )]
    PutLost {
        /// The source that the program fills.
        source_name: String,
        /// Why the index cannot be read.
        error: IndexError,
    },
    /// What the generation in use was made from cannot be told: a rebuild would lose what does not lie in the corpus.
    #[error(
        "what the index was made from cannot be told ({found}): a rebuild would lose files outside the corpus and \
         what programs put; go back with `litdex rollback` where an earlier generation is kept, or say --forget-missing"
    )]
    SourcesUnknown {
        /// Why not.
        found: String,
    },
    /// Files were read for a new generation, and not a single record of them could be.
    #[error(
        "no article could be read from {} file{}; nothing was changed",
        report.files_read,
        if report.files_read == 1 { "" } else { "s" }
    )]
    NothingRead {
        /// What was found wrong; nothing of it stands in the index.
        report: Box<Report>,
    },
    /// It was told to stop.
    #[error("stopped; the index is as of its last commit")]
    Cancelled,
    /// What was written does not read back as it should.
    #[error("the new generation does not verify: {found}; it was not put into use")]
    Unsound {
        /// What was found.
        found: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_was_found_and_what_to_do() {
        let path = || PathBuf::from("articles/a.xml");
        let all = [
            CorpusError::File(FileError::new("read", path(), std::io::ErrorKind::NotFound.into())),
            CorpusError::Index(IndexError::Missing { path: "index".into() }),
            CorpusError::NoSuchPath { path: path() },
            CorpusError::NoFiles { path: "articles".into() },
            CorpusError::NotAFile { path: path(), kind: "a FIFO" },
            CorpusError::SourceGone { path: path() },
            CorpusError::Unreadable {
                path: path(),
                found: "it cannot be opened: Permission denied (os error 13)".into(),
            },
            CorpusError::PutLost {
                source_name: "program://journal".into(),
                error: IndexError::damaged("index/gen-1", "it is empty"),
            },
            CorpusError::SourcesUnknown { found: "index/gen-1/manifest.json is damaged: it is empty".into() },
            CorpusError::NothingRead { report: Box::new(Report { files_read: 1, ..Report::default() }) },
            CorpusError::Cancelled,
            CorpusError::Unsound { found: "3 articles are in it, 4 were written".into() },
        ];
        let text: Vec<String> = all.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(text.join("\n"), @r"
        cannot read articles/a.xml: entity not found
        no index in index (build one with `litdex rebuild`)
        there is no file or directory articles/a.xml; check the path
        the corpus articles has no files; put articles into it, or name another with --corpus
        articles/a.xml is a FIFO, neither a file nor a directory; save what it gives to a file, and name that
        the source articles/a.xml lies outside the corpus and is gone: a rebuild would lose its articles; bring it back, or say --forget-missing
        articles/a.xml: it cannot be opened: Permission denied (os error 13); a rebuild would lose its articles; make it readable, or say --forget-missing
        the articles of program://journal stand in the index alone, and it cannot be read (index/gen-1 is damaged: it is empty): a rebuild would lose them; go back with `litdex rollback` where an earlier generation is kept, or say --forget-missing
        what the index was made from cannot be told (index/gen-1/manifest.json is damaged: it is empty): a rebuild would lose files outside the corpus and what programs put; go back with `litdex rollback` where an earlier generation is kept, or say --forget-missing
        no article could be read from 1 file; nothing was changed
        stopped; the index is as of its last commit
        the new generation does not verify: 3 articles are in it, 4 were written; it was not put into use
        ");
    }
}
