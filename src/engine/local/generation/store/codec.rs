//! Parts to frames and back: inside zstd where the part is compressed, with a checksum in
//! every frame.
//!
//! It must not know where frames are kept, nor what a part holds.

use std::io;

use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk;
use zstd::zstd_safe::{CParameter, get_frame_content_size};

use super::dictionary::Dictionaries;
use crate::index::stored::layout::encode;
use crate::index::stored::{PARTS, Part, Parts, Stamp};

/// Level 3 is Zstandard's default: level 9 takes six times as long for a twentieth of the size.
const LEVEL: i32 = 3;
/// No record grows beyond this; a frame that claims more is damaged.
const RECORD_MAX_BYTES: usize = 256 << 20;
/// A buffer beyond this many bytes is given back after the record that needed it.
const BUFFER_KEPT_BYTES: usize = 1 << 20;
/// Bytes of the checksum behind a frame that is not compressed: the low half of its XXH3.
const CHECKSUM_BYTES: usize = 4;

/// The frames of a record, one a part; that of the card is not yet [`stamped`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Frames {
    pub parts: [Vec<u8>; PARTS],
    /// When the article came, where it takes the place of others.
    pub came: Option<u64>,
}

/// Makes frames; one for each thread.
pub(crate) struct Compressor {
    /// One for each of [`Part::COMPRESSED`].
    contexts: Vec<(Part, bulk::Compressor<'static>)>,
    plain: Vec<u8>,
}

impl Compressor {
    /// A compressor with these dictionaries.
    pub fn new(dictionaries: &Dictionaries) -> io::Result<Self> {
        let context = |part: Part| -> io::Result<_> {
            let mut context = bulk::Compressor::with_dictionary(LEVEL, &dictionaries.parts[part as usize])?;
            context.set_parameter(CParameter::ChecksumFlag(true))?;
            context.set_parameter(CParameter::DictIdFlag(false))?;
            Ok((part, context))
        };
        Ok(Self {
            contexts: Part::COMPRESSED.into_iter().map(context).collect::<Result<_, _>>()?,
            plain: Vec::new(),
        })
    }

    /// The frames of an article's parts.
    pub fn frames(&mut self, parts: &Parts) -> io::Result<Frames> {
        let mut frames = Frames { came: parts.came, ..Frames::default() };
        encode(parts, Part::Card, &mut frames.parts[Part::Card as usize])?;
        for (part, context) in &mut self.contexts {
            self.plain.clear();
            encode(parts, *part, &mut self.plain)?;
            if self.plain.len() > RECORD_MAX_BYTES {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the record is larger than 256 MiB"));
            }
            frames.parts[*part as usize] = context.compress(&self.plain)?;
        }
        Ok(frames)
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    (xxh3_64(bytes) as u32).to_le_bytes()
}

/// The frame of a card. Which commit it comes with only the writer knows: so the stamp stands before the card.
pub(super) fn stamped(card: &[u8], stamp: Stamp) -> io::Result<Vec<u8>> {
    let mut frame = Vec::with_capacity(card.len() + 4 + CHECKSUM_BYTES);
    postcard::to_io(&stamp, &mut frame).map_err(io::Error::other)?;
    frame.extend_from_slice(card);
    frame.extend_from_slice(&checksum(&frame));
    Ok(frame)
}

/// The stamp of a card's frame, and the card.
pub(super) fn stamp_and_card(frame: &[u8]) -> Result<(Stamp, &[u8]), String> {
    postcard::take_from_bytes(plain(frame)?).map_err(|error| format!("it cannot be read ({error})"))
}

/// The bytes of a frame that is not compressed.
fn plain(frame: &[u8]) -> Result<&[u8], String> {
    let (bytes, sum) =
        frame.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(|| "it is cut short".to_owned())?;
    if checksum(bytes) != *sum {
        return Err("its checksum is wrong".to_owned());
    }
    Ok(bytes)
}

/// Reads compressed frames of one part; one a thread at a time.
pub(super) struct Decompressor {
    context: bulk::Decompressor<'static>,
    plain: Vec<u8>,
}

impl Decompressor {
    /// A decompressor with the part's dictionary.
    pub fn new(dictionary: &[u8]) -> io::Result<Self> {
        Ok(Self { context: bulk::Decompressor::with_dictionary(dictionary)?, plain: Vec::new() })
    }

    /// The bytes of a frame.
    pub fn read(&mut self, frame: &[u8]) -> Result<&[u8], String> {
        let size = match get_frame_content_size(frame) {
            Ok(Some(size)) if size <= RECORD_MAX_BYTES as u64 => size as usize,
            _ => return Err("its frame has no sound header".to_owned()),
        };
        if self.plain.capacity() > BUFFER_KEPT_BYTES {
            self.plain = Vec::new();
        }
        self.plain.clear();
        self.plain.try_reserve(size).map_err(|_| format!("there is no memory for its {size} bytes"))?;
        self.context
            .decompress_to_buffer(frame, &mut self.plain)
            .map_err(|error| format!("it cannot be decompressed ({error})"))?;
        Ok(&self.plain)
    }
}
