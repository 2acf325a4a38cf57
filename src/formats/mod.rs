//! Formats: a file becomes articles and located problems.
//!
//! It must not know the index. Bad content is never an `Err`: a reader hands over what it could read and
//! says, with file, record and line, what it could not; only I/O fails.
//!
//! How a file is packed and encoded, and its format, are told by its content; its name plays no part.
//! Compression (gzip, zstd) and archives (zip, tar) are undone as streams, up to four within each other,
//! and each member of an archive is read as a file of its own. What is hidden or explains an archive to
//! people is passed over; links and devices are too, with a problem.
//!
//! Every input is taken to be hostile: a record is held in memory, a file never is, and the limits are
//! [`RECORD_MAX_BYTES`], [`LINE_MAX_BYTES`] and [`NESTING_MAX`]. Lists of an article have 50,000 entries at
//! most. A file may unpack to 100 MB, beyond that to 1,000 bytes for each of its own, and to 256 GB in all.

mod abstracts;
mod archive;
mod bibtex;
mod bounds;
mod citation;
mod dates;
mod detect;
mod emit;
mod encoding;
mod endnote_xml;
mod front_matter;
mod html;
mod ids;
mod input;
mod jats;
mod json;
pub mod jsonl;
mod language_names;
mod languages;
mod markup;
mod mesh;
mod ojs;
mod pdf;
mod problem;
mod pubmed;
mod readers;
mod stream;
mod summary;
mod tagged;
mod text;
mod unpack;
mod vancouver;
mod weight;
mod xml;

use std::fs::File;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::AtomicU64;

use crate::error::{Context, FileError};
use crate::model::{Article, Pmid};

use emit::Emitter;
use input::Input;

pub(crate) use archive::names::is_not_corpus;
pub use citation::reference;
pub use problem::{Place, Problem, ProblemKind};
pub use summary::{Format, Summary};
pub(crate) use tagged::{NBIB_DATES, NBIB_HISTORY, nbib_tag};
pub(crate) use vancouver::print as in_print;

/// The longest record that is read; a longer one, or one of so many small parts that it would take more room, is left
/// out with a problem.
pub const RECORD_MAX_BYTES: usize = 64 << 20;

/// The longest line that is read in a format of lines.
pub const LINE_MAX_BYTES: usize = 64 << 20;

/// The deepest nesting of elements that is followed.
pub const NESTING_MAX: usize = 256;

/// What a reader finds in a file, in the file's order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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

/// Reads a file of any known format, packed or not.
///
/// `name` is what problems and origins call the file, and what the names of its members begin with.
/// `consumed` grows by the bytes taken from the file as it is read, compressed as they are there, so that
/// a progress bar can watch it.
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
    read_opened(File::open(path).context_of("open", path)?, path, name, consumed, sink)
}

/// As [`read_file`], of a file that is open already.
pub(crate) fn read_opened(
    file: File,
    path: &Path,
    name: &str,
    consumed: &AtomicU64,
    sink: &mut Sink<'_>,
) -> Result<Summary, FileError> {
    let can_seek = file.metadata().context_of("look at", path)?.is_file();
    let input = if can_seek { Input::file(file, consumed) } else { Ok(Input::stream(file, consumed)) };
    input.and_then(|input| read(input, name, sink)).context_of("read", path)
}

/// Takes an article that no file holds, by the rules of the project's own form: lists that are too long are cut,
/// references of which only the text is given are read, and it gets its id.
pub(crate) fn take_article(article: Article, source: &str, sink: &mut Sink<'_>) {
    let mut out = Emitter::new(sink);
    out.enter(source);
    out.set_format(Format::Jsonl);
    out.begin_record();
    out.article(Box::new(article));
}

/// Reads a stream as [`read_file`] reads a file, in its order and once.
///
/// A zip archive says what it holds at its end, which a stream does not reach before the members are
/// read. They are read by what stands before each of them: an encrypted member without its length there
/// ends the reading, with a problem, and a symbolic link looks like a small file.
///
/// # Errors
/// The stream cannot be read; the error names it as `name`.
pub fn read_stream(
    reader: impl BufRead,
    name: &str,
    consumed: &AtomicU64,
    sink: &mut Sink<'_>,
) -> Result<Summary, FileError> {
    read(Input::stream(reader, consumed), name, sink).context_of("read", Path::new(name))
}

fn read(input: Input<'_>, name: &str, sink: &mut Sink<'_>) -> io::Result<Summary> {
    let mut out = Emitter::new(sink);
    let ledger = Rc::clone(input.ledger());
    unpack::read(input, name, &mut out, 0)?;
    ledger.check()?;
    Ok(out.finish(name, ledger.taken()))
}

/// Reads bytes by the reader of a format, whatever they look like; `None` where there is no such format.
#[cfg(feature = "internals")]
pub(crate) fn read_as(format: &str, bytes: &[u8], sink: &mut Sink<'_>) -> Option<io::Result<Summary>> {
    let reader = readers::READERS.iter().find(|reader| reader.format.name() == format)?;
    let (mut out, consumed) = (Emitter::new(sink), AtomicU64::new(0));
    out.enter(format);
    out.set_format(reader.format);
    let input = Input::stream(bytes, &consumed);
    let ledger = Rc::clone(input.ledger());
    let mut window = stream::Window::open(Box::new(input), ledger);
    let read = (reader.read)(&mut window, &mut out);
    Some(read.map(|()| out.finish(format, bytes.len() as u64)))
}

#[cfg(test)]
mod tests;
