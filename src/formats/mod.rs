//! Formats: a file becomes articles and located problems.
//!
//! It must not know the index. Bad content is never an `Err`: a reader hands over what it could read and
//! says, with file, record and line, what it could not; only I/O fails.
//!
//! The format of a file is told by its content, after gzip is undone; its name plays no part. Every
//! input is taken to be hostile: a record is held in memory, a file never is, and the limits are
//! [`RECORD_MAX_BYTES`], [`LINE_MAX_BYTES`] and [`NESTING_MAX`].

mod detect;
mod emit;
pub mod jsonl;
mod latin;
mod ojs;
mod problem;
mod pubmed;
mod readers;
mod stream;
mod summary;
mod text;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicU64;

use crate::error::{Context, FileError};
use crate::model::{Article, Pmid};

use detect::HEAD_BYTES;
use emit::Emitter;
use readers::{Detected, detect};
use stream::Window;

pub use problem::{Place, Problem, ProblemKind};
pub use summary::{Format, Summary};

/// The longest record that is read; a longer one is left out with a problem.
pub const RECORD_MAX_BYTES: usize = 64 << 20;

/// The longest line that is read in a format of lines.
pub const LINE_MAX_BYTES: usize = 64 << 20;

/// The deepest nesting of elements that is followed.
pub const NESTING_MAX: usize = 256;

/// What is read from a file at a time, before decompression.
const INPUT_BYTES: usize = 128 << 10;

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

/// Takes the items one by one; `Break` ends the reading.
pub type Sink<'s> = dyn FnMut(Item) -> ControlFlow<()> + 's;

/// Reads a file of any known format, compressed with gzip or not.
///
/// `name` is what problems and origins call the file. `consumed` grows by the bytes taken from the file
/// as it is read, compressed as they are there, so that a progress bar can watch it.
///
/// ```
/// use std::ops::ControlFlow;
/// use std::sync::atomic::AtomicU64;
/// use litdex::formats::{Format, Item, read_file};
///
/// let path = std::path::Path::new("corpus/jabbari-2022-ecmo-covid19.txt");
/// let mut titles = Vec::new();
/// let summary = read_file(path, "jabbari.txt", &AtomicU64::new(0), &mut |item| {
///     if let Item::Article(article) = item {
///         titles.push(article.title);
///     }
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(summary.format, Some(Format::OjsPage));
/// assert!(titles[0].starts_with("Clinical Use of Extracorporeal"));
/// # Ok::<(), litdex::error::FileError>(())
/// ```
///
/// # Errors
/// The file cannot be opened or read. Damaged compression is not an error but a problem.
pub fn read_file(
    path: &Path,
    name: &str,
    consumed: &AtomicU64,
    sink: &mut Sink<'_>,
) -> Result<Summary, FileError> {
    let file = File::open(path).context_of("open", path)?;
    read(BufReader::with_capacity(INPUT_BYTES, file), name, consumed, sink).context_of("read", path)
}

/// Reads a stream as [`read_file`] reads a file.
///
/// # Errors
/// The stream cannot be read; the error names it as `name`.
pub fn read_stream(
    reader: impl BufRead,
    name: &str,
    consumed: &AtomicU64,
    sink: &mut Sink<'_>,
) -> Result<Summary, FileError> {
    read(reader, name, consumed, sink).context_of("read", Path::new(name))
}

fn read(reader: impl BufRead, name: &str, consumed: &AtomicU64, sink: &mut Sink<'_>) -> io::Result<Summary> {
    let mut out = Emitter::new(name, sink);
    let mut window = Window::open(reader, consumed)?;
    window.skip_byte_order_mark()?;
    window.fill_to(HEAD_BYTES)?;
    // A byte order mark of UTF-8 says more than the declaration.
    if window.offset() == 0 && latin::is_declared(window.data()) {
        window.read_as_latin();
    }
    let place = Place::default();
    match detect(window.data()) {
        Detected::Known(reader) => {
            out.set_format(reader.format);
            (reader.read)(&mut window, &mut out)?;
        }
        // A damaged start is said below; that nothing could be read follows from it.
        Detected::Empty if window.damage().is_some() => {}
        Detected::Empty => {
            out.problem(ProblemKind::Empty, place, "the file has no content", "there is nothing to read");
        }
        Detected::Unknown(found) => {
            out.problem(ProblemKind::UnknownFormat, place, found, "the file was left out");
        }
    }
    if let Some(damage) = window.damage() {
        let place = Place { line: Some(window.line()), byte: Some(window.offset()), record: None };
        let found = format!("the compressed data is damaged or cut short ({damage})");
        out.problem(ProblemKind::Damaged, place, &found, "what stands before it was kept");
    }
    Ok(out.finish(&window))
}

#[cfg(test)]
mod tests;
