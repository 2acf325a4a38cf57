//! Tar archives, read as a stream.
//!
//! The headers are the crate's; walking from one to the next is done here, since the crate reads a long
//! name into memory however long it is, and ends at the first damaged header.
//!
//! It must not know what is in a member.

use std::io::{self, BufRead, Read};

use memchr::memchr;
use tar::{EntryType, Header, PaxExtensions};

use super::super::input::Input;
use super::{Archive, Kind, Member};

/// Everything in a tar is a multiple of it.
pub(in super::super) const BLOCK_BYTES: usize = 512;
/// The longest header that says something of the next one; a longer one is passed over.
const EXTENSION_MAX_BYTES: u64 = 1 << 20;

/// Whether a block is the header of a member: its checksum is right.
pub(in super::super) fn is_header(block: &[u8]) -> bool {
    if block.len() < BLOCK_BYTES || is_zero(block) {
        return false;
    }
    let header = Header::from_byte_slice(&block[..BLOCK_BYTES]);
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    // The checksum itself counts as eight spaces.
    header.cksum().is_ok_and(|told| told == sum(&block[..148]) + 8 * 32 + sum(&block[156..BLOCK_BYTES]))
}

fn is_zero(block: &[u8]) -> bool {
    block.iter().all(|&byte| byte == 0)
}

/// A tar archive, at one of its members.
pub(in super::super) struct Tar<'r> {
    input: Input<'r>,
    /// Bytes of the member that were not read, and those that fill its last block.
    left: u64,
    padding: u64,
    /// Whether zero blocks were met, which end an archive.
    is_ended: bool,
}

/// What headers before that of a member say of it.
#[derive(Default)]
struct Extension {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    is_sparse: bool,
}

impl<'r> Tar<'r> {
    pub fn new(input: Input<'r>) -> Self {
        Self { input, left: 0, padding: 0, is_ended: false }
    }

    /// The next header; `Err` within is how many bytes were passed over to find one.
    fn header(&mut self) -> io::Result<Option<Result<Header, u64>>> {
        self.pass_over(self.left)?;
        self.pass_over(self.padding)?;
        (self.left, self.padding) = (0, 0);
        let mut wrong = 0;
        loop {
            let block = self.input.peek(BLOCK_BYTES);
            if block.len() == BLOCK_BYTES && is_zero(block) {
                self.is_ended = true;
            } else if is_header(block) {
                if wrong > 0 {
                    return Ok(Some(Err(wrong)));
                }
                let header = Header::from_byte_slice(block).clone();
                self.input.consume(BLOCK_BYTES);
                self.is_ended = false;
                return Ok(Some(Ok(header)));
            } else if block.is_empty() {
                // What kept the block from being read is told by reading on.
                self.input.fill_buf()?;
                return match wrong {
                    0 if self.is_ended => Ok(None),
                    0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it has no end mark")),
                    wrong => {
                        self.is_ended = true;
                        Ok(Some(Err(wrong)))
                    }
                };
            } else {
                wrong += block.len() as u64;
            }
            let bytes = block.len();
            self.input.consume(bytes);
        }
    }

    fn pass_over(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.input.by_ref().take(bytes), &mut io::sink())?;
        if passed == bytes { Ok(()) } else { Err(cut_short()) }
    }

    /// Reads the content of a header that extends the next one; `None` for one that is too long.
    fn extension(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.left > EXTENSION_MAX_BYTES {
            return Ok(None);
        }
        let mut content = Vec::new();
        self.read_to_end(&mut content)?;
        Ok(Some(content))
    }
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a member")
}

impl Read for Tar<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.input.read(&mut into[..most])?;
        if read == 0 && most > 0 {
            return Err(cut_short());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

impl Archive for Tar<'_> {
    const IS_PACKED: bool = false;

    fn next(&mut self) -> io::Result<Option<Member>> {
        let mut extension = Extension::default();
        loop {
            let header = match self.header()? {
                None => return Ok(None),
                Some(Ok(header)) => header,
                Some(Err(bytes)) => {
                    let found = format!("{bytes} bytes where the header of a member should be");
                    return Ok(Some(Member { name: String::new(), kind: Kind::Damaged(found) }));
                }
            };
            let kind = header.entry_type();
            let size = extension.size.filter(|_| !is_extension(kind)).map_or_else(|| header.entry_size(), Ok);
            let Ok(size) = size else {
                let found = "a member of no known size".to_owned();
                return Ok(Some(Member { name: String::new(), kind: Kind::Damaged(found) }));
            };
            self.left = if has_content(kind) { size } else { 0 };
            self.padding = self.left.wrapping_neg() % BLOCK_BYTES as u64;
            match kind {
                EntryType::GNULongName => {
                    let name = self.extension()?;
                    extension.name = name.map(|mut name| {
                        name.truncate(memchr(0, &name).unwrap_or(name.len()));
                        name
                    });
                }
                EntryType::XHeader => extension.read(&self.extension()?.unwrap_or_default()),
                _ if is_extension(kind) => {}
                _ => return Ok(Some(member(&header, extension))),
            }
        }
    }

    fn content(&mut self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self))
    }
}

impl Extension {
    fn read(&mut self, pax: &[u8]) {
        for record in PaxExtensions::new(pax).flatten() {
            match record.key_bytes() {
                b"path" => self.name = Some(record.value_bytes().to_vec()),
                b"size" => self.size = record.value().ok().and_then(|size| size.parse().ok()),
                key => self.is_sparse |= key.starts_with(b"GNU.sparse."),
            }
        }
    }
}

/// Whether a header says something of the next one, or of all, and is no member.
fn is_extension(kind: EntryType) -> bool {
    matches!(
        kind,
        EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader
    )
}

/// Links, devices and the like have a size at times, but no content.
fn has_content(kind: EntryType) -> bool {
    !matches!(
        kind,
        EntryType::Symlink | EntryType::Char | EntryType::Block | EntryType::Fifo | EntryType::Directory
    )
}

fn member(header: &Header, extension: Extension) -> Member {
    let name = extension.name.unwrap_or_else(|| header.path_bytes().into_owned());
    let name = String::from_utf8_lossy(&name).into_owned();
    let other = |what: &str| Kind::Other(what.to_owned());
    let kind = match header.entry_type() {
        _ if extension.is_sparse => other("a sparse file"),
        EntryType::Regular | EntryType::Continuous if name.ends_with('/') => Kind::Folder,
        EntryType::Regular | EntryType::Continuous => Kind::File,
        EntryType::Directory => Kind::Folder,
        EntryType::GNUSparse => other("a sparse file"),
        EntryType::Link => other("a hard link to another member"),
        EntryType::Symlink => other("a symbolic link"),
        EntryType::Char | EntryType::Block => other("a device"),
        EntryType::Fifo => other("a FIFO"),
        kind => Kind::Other(format!("a member of the type {:?}", char::from(kind.as_byte()))),
    };
    Member { name, kind }
}
