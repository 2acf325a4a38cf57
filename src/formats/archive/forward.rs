//! Zip archives without their directory: in a stream, and where the archive is cut short.
//!
//! The header before a member says what it is, but need not say how long. A deflated one ends by itself; a
//! stored one where its own length stands behind it. An encrypted one, or one compressed in
//! another way, has no such end, and ends the archive here. That a member is a symbolic link, or was
//! deleted, is said only in the directory.
//!
//! It must not know what is in a member.

use std::io::{self, BufRead, Read, Take};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use memchr::memmem;

use super::super::input::Input;
use super::{Archive, Kind, Member};

const HEADER_BYTES: usize = 30;
/// Where a header is that is followed by its name.
pub(in super::super) const HEAD_BYTES: usize = HEADER_BYTES + 300;
const LOCAL: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// What stands behind the last member: the directory, or its end where it is empty.
const DIRECTORY: [&[u8]; 4] = [b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08"];
/// What may stand behind the content of a member: its checksum and sizes, in 4 or 8 bytes, with a mark
/// before them or without.
const DESCRIPTOR_BYTES: [usize; 4] = [16, 24, 12, 20];

/// What is looked at to find the end of stored content.
const OPEN_BYTES: usize = 32 << 10;

const ENCRYPTED: u16 = 1;
const LENGTH_BEHIND: u16 = 1 << 3;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The name of the member whose header starts here, where both are there whole.
pub(in super::super) fn first_name(head: &[u8]) -> Option<String> {
    let (header, rest) = head.split_first_chunk::<HEADER_BYTES>()?;
    let (_, name_bytes, _) = Local::parse(header);
    Some(String::from_utf8_lossy(rest.get(..name_bytes)?).into_owned())
}

/// A zip archive, at one of its members.
pub(in super::super) struct Forward<'r> {
    body: Body<'r>,
    local: Local,
    crc: Crc,
    /// Whether the content was read to its end.
    is_read: bool,
}

enum Body<'r> {
    /// Before the header of a member.
    Before(Input<'r>),
    Stored(Take<Input<'r>>),
    Deflated(DeflateDecoder<Take<Input<'r>>>),
    /// Stored, its length behind it.
    Open(Input<'r>),
    /// Where the next member starts cannot be known.
    Lost,
}

/// What the header before a member says.
#[derive(Default)]
struct Local {
    flags: u16,
    method: u16,
    crc: u32,
    packed_bytes: u64,
    unpacked_bytes: u64,
}

impl Local {
    /// The header, and the bytes of the name and of what follows it.
    fn parse(header: &[u8; HEADER_BYTES]) -> (Self, usize, usize) {
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let local = Self {
            flags: short(6),
            method: short(8),
            crc: long(14),
            packed_bytes: long(18).into(),
            unpacked_bytes: long(22).into(),
        };
        (local, short(26).into(), short(28).into())
    }

    /// Takes lengths that do not fit into four bytes from the fields behind the name.
    fn widen(&mut self, mut extra: &[u8]) {
        while let [id_low, id_high, low, high, rest @ ..] = extra {
            let Some((field, after)) = rest.split_at_checked(u16::from_le_bytes([*low, *high]).into()) else {
                return;
            };
            if u16::from_le_bytes([*id_low, *id_high]) == 1 {
                let mut sizes = field.chunks_exact(8).filter_map(|size| size.try_into().ok());
                for size in [&mut self.unpacked_bytes, &mut self.packed_bytes] {
                    if *size == u64::from(u32::MAX) {
                        *size = sizes.next().map_or(*size, u64::from_le_bytes);
                    }
                }
            }
            extra = after;
        }
    }

    /// Whether the length of the content is not known before it is read.
    fn is_open(&self) -> bool {
        self.flags & LENGTH_BEHIND != 0 && self.packed_bytes == 0
    }

    fn kind(&self, name: &str) -> Kind {
        let other = |what: &str| Kind::Other(what.to_owned());
        match self.method {
            _ if name.ends_with('/') => Kind::Folder,
            _ if self.flags & ENCRYPTED != 0 => other("an encrypted file"),
            STORED | DEFLATED => Kind::File,
            method => Kind::Other(format!("a file compressed by the method {method}")),
        }
    }
}

impl<'r> Forward<'r> {
    pub fn new(input: Input<'r>) -> Self {
        Self { body: Body::Before(input), local: Local::default(), crc: Crc::new(), is_read: true }
    }

    /// The names of the members from here on, as far as they can be read.
    pub fn names(&mut self) -> impl Iterator<Item = String> {
        std::iter::from_fn(|| self.next().ok().flatten().map(|member| member.name))
    }

    /// Goes behind the member, and leaves the input before what follows.
    fn leave(&mut self) -> io::Result<Input<'r>> {
        if !self.is_read && self.local.is_open() {
            match io::copy(self, &mut io::sink()) {
                Err(error) if !self.is_read => return Err(error),
                _ => {}
            }
        }
        let mut rest = match std::mem::replace(&mut self.body, Body::Lost) {
            Body::Before(input) | Body::Open(input) => return Ok(input),
            Body::Stored(rest) => rest,
            Body::Deflated(decoder) => decoder.into_inner(),
            Body::Lost => return Err(invalid("where the next member starts is not known")),
        };
        if !self.local.is_open() {
            io::copy(&mut rest, &mut io::sink())?;
            if rest.limit() > 0 {
                return Err(cut_short());
            }
        }
        Ok(rest.into_inner())
    }

    /// Passes over the checksum and sizes behind the content; the checksum.
    fn descriptor(&self, input: &mut Input<'_>) -> Option<u32> {
        if self.local.flags & LENGTH_BEHIND == 0 {
            return Some(self.local.crc);
        }
        let head = input.peek(24 + LOCAL.len());
        let bytes = DESCRIPTOR_BYTES.into_iter().find(|&bytes| {
            let is_marked = head.starts_with(DESCRIPTOR);
            (is_marked == (bytes % 8 == 0)) && head.get(bytes..).is_some_and(is_header)
        })?;
        let at = if bytes % 8 == 0 { DESCRIPTOR.len() } else { 0 };
        let crc = head[at..at + 4].try_into().map(u32::from_le_bytes).ok();
        input.consume(bytes);
        crc
    }

    /// Reads on in content that ends where its own length stands, and a header behind it.
    fn read_open(input: &mut Input<'_>, crc: &Crc, into: &mut [u8]) -> io::Result<usize> {
        let head = input.peek(OPEN_BYTES);
        // A checksum that is wrong is told later.
        let ends = |bytes: usize| head.get(bytes..).is_some_and(is_header);
        let length = head.get(8..12).filter(|length| *length == crc.amount().to_le_bytes());
        if head.starts_with(DESCRIPTOR) && length.is_some() && (ends(16) || ends(24)) {
            return Ok(0);
        }
        let mark = memmem::find(head.get(1..).unwrap_or_default(), DESCRIPTOR);
        // What may be the start of the mark waits for its end.
        let waiting = if head.len() < OPEN_BYTES { 0 } else { DESCRIPTOR.len() - 1 };
        let bytes = mark.map_or(head.len() - waiting, |at| at + 1).min(into.len());
        if bytes == 0 {
            return Err(cut_short());
        }
        into[..bytes].copy_from_slice(&head[..bytes]);
        input.consume(bytes);
        Ok(bytes)
    }

    /// At the end of the content: whether it is what it was.
    fn check(&mut self) -> io::Result<()> {
        self.is_read = true;
        // What is left of the length it states may hold other members.
        let is_short = !self.local.is_open()
            && matches!(&self.body, Body::Deflated(content) if content.get_ref().limit() > 0);
        let mut input = self.leave()?;
        let told = self.descriptor(&mut input);
        self.body = Body::Before(input);
        match told {
            _ if is_short => Err(invalid("its content ends before the length it states")),
            Some(crc) if crc == self.crc.sum() => Ok(()),
            _ => Err(invalid("its checksum is not that of the content")),
        }
    }
}

fn is_header(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL) || DIRECTORY.iter().any(|magic| bytes.starts_with(magic))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a member")
}

impl Read for Forward<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_read || into.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.body {
            Body::Stored(content) => match content.read(into)? {
                0 if content.limit() > 0 => return Err(cut_short()),
                read => read,
            },
            Body::Deflated(content) => content.read(into)?,
            Body::Open(content) => Self::read_open(content, &self.crc, into)?,
            Body::Before(_) | Body::Lost => 0,
        };
        self.crc.update(&into[..read]);
        if read == 0 {
            self.check()?;
        }
        Ok(read)
    }
}

impl Archive for Forward<'_> {
    const IS_PACKED: bool = true;

    fn next(&mut self) -> io::Result<Option<Member>> {
        let mut input = self.leave()?;
        if !self.is_read {
            self.descriptor(&mut input);
        }
        let head = input.peek(HEADER_BYTES);
        if DIRECTORY.iter().any(|magic| head.starts_with(magic)) {
            return Ok(None);
        }
        let Some(header) = head.first_chunk::<HEADER_BYTES>() else {
            input.fill_buf()?;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends before its directory"));
        };
        if !header.starts_with(LOCAL) {
            return Err(invalid("there is no header where the next member should start"));
        }
        let (mut local, name_bytes, extra_bytes) = Local::parse(header);
        input.consume(HEADER_BYTES);
        let mut name = vec![0; name_bytes + extra_bytes];
        input.read_exact(&mut name)?;
        local.widen(&name[name_bytes..]);
        let name = String::from_utf8_lossy(&name[..name_bytes]).into_owned();
        let kind = local.kind(&name);
        let content = input.take(if local.is_open() { u64::MAX } else { local.packed_bytes });
        self.body = match (local.method, local.is_open(), &kind) {
            (DEFLATED, _, Kind::File) => Body::Deflated(DeflateDecoder::new(content)),
            (STORED, true, Kind::File) => Body::Open(content.into_inner()),
            (_, true, Kind::Folder) => Body::Stored(content.into_inner().take(0)),
            (_, false, _) => Body::Stored(content),
            _ => Body::Lost,
        };
        (self.local, self.crc, self.is_read) = (local, Crc::new(), false);
        Ok(Some(Member { name, kind }))
    }

    fn content(&mut self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self))
    }
}
