//! Zip archives in a file one can seek in, by the directory at their end.
//!
//! The directory is what an archive says it holds: it has the length of every member, which the header
//! before a member may not have, and tells links from files. It is walked entry by entry, so memory does
//! not depend on how many there are. Where it is missing, and in a stream, see [`forward`](super::forward).
//!
//! It must not know what is in a member.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use memchr::memmem;
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::unstable::read::{ZipIterable, ZipIterableFiles};
use zip::{CompressionMethod, ZipReadOptions};

use super::super::input::Cursor;
use super::{Archive, Kind, Member};

/// About one entry of a directory.
const ENTRY_BYTES: usize = 512;

/// How all zip archives start: with a member, with the end of an empty directory.
const MAGICS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Where the end of the directory of an archive of any size is, and a comment behind it.
const TAIL_BYTES: u64 = 20 + 22 + 0xffff;
/// What tells where the first part of the end stands, for large archives, and how long that may be.
const LOCATOR: &[u8] = b"PK\x06\x07";
const END_MAX_BYTES: u64 = 4 << 10;

pub(in super::super) fn is_zip(head: &[u8]) -> bool {
    MAGICS.iter().any(|magic| head.starts_with(magic))
}

/// The directory of an archive, as it is walked over and over.
pub(in super::super) struct Directory<'r> {
    entries: ZipIterable<BufReader<Cursor<'r>>>,
    content: Cursor<'r>,
}

impl<'r> Directory<'r> {
    /// Finds the directory; what is found instead is an error.
    pub fn open(mut file: Cursor<'r>) -> io::Result<Self> {
        check_end(&mut file)?;
        let entries = BufReader::with_capacity(ENTRY_BYTES, file.clone());
        // What starts with a member has nothing before it; the crate would look for that in the whole file.
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        Ok(Self { entries: ZipIterable::try_new(entries, config)?, content: file })
    }

    /// The names of the members, as far as they can be read.
    pub fn names(&mut self) -> io::Result<impl Iterator<Item = String>> {
        Ok(self.entries.files()?.map_while(Result::ok).map(|entry| name(&entry)))
    }

    pub fn members(&mut self) -> io::Result<Zip<'_, 'r>> {
        Ok(Zip { entries: self.entries.files()?, content: &mut self.content, entry: None })
    }
}

/// Fails where the end of the directory is longer than it may be: what large archives have there can hold
/// anything, and the crate reads it into memory.
fn check_end(file: &mut Cursor<'_>) -> io::Result<()> {
    let file_bytes = file.seek(SeekFrom::End(0))?;
    let start = file.seek(SeekFrom::Start(file_bytes.saturating_sub(TAIL_BYTES)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL_BYTES).read_to_end(&mut tail)?;
    let is_long = |at: usize| {
        let told = tail.get(at + 8..at + 16).and_then(|told| told.try_into().ok()).map(u64::from_le_bytes);
        told.is_some_and(|told| (start + at as u64).saturating_sub(told) > END_MAX_BYTES)
    };
    if memmem::find_iter(&tail, LOCATOR).any(is_long) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the end of its directory is too long"));
    }
    Ok(())
}

/// A zip archive, at one of its members.
pub(in super::super) struct Zip<'z, 'r> {
    entries: &'z mut ZipIterableFiles<BufReader<Cursor<'r>>>,
    content: &'z mut Cursor<'r>,
    entry: Option<ZipFileEntry<'static>>,
}

impl Archive for Zip<'_, '_> {
    const IS_PACKED: bool = true;

    fn next(&mut self) -> io::Result<Option<Member>> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        let entry = entry?;
        let member = Member { name: name(&entry), kind: kind(&entry) };
        self.entry = Some(entry);
        Ok(Some(member))
    }

    fn content(&mut self) -> io::Result<Box<dyn Read + '_>> {
        match self.entry.take() {
            Some(entry) => Ok(Box::new(entry.with_reader(self.content, ZipReadOptions::new())?)),
            None => Ok(Box::new(io::empty())),
        }
    }
}

/// A name is UTF-8 more often than it says so; what is not is in the code page of old.
fn name(entry: &ZipFileEntry<'_>) -> String {
    match str::from_utf8(entry.name_raw()) {
        Ok(name) => name.to_owned(),
        Err(_) => entry.name().unwrap_or_default().into_owned(),
    }
}

fn kind(entry: &ZipFileEntry<'_>) -> Kind {
    match entry.compression() {
        _ if entry.is_dir() => Kind::Folder,
        _ if entry.encrypted() => Kind::Other("an encrypted file".to_owned()),
        _ if entry.is_symlink() => Kind::Other("a symbolic link".to_owned()),
        CompressionMethod::Stored | CompressionMethod::Deflated => Kind::File,
        method => Kind::Other(format!("a file compressed by the method {method}")),
    }
}
