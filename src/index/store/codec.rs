//! Parts to frames and back: inside zstd where the part is compressed, with a checksum in
//! every frame.
//!
//! It must not know where frames are kept, nor what a part holds.

use std::io;

use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk;
use zstd::zstd_safe::{CParameter, get_frame_content_size};

use super::dictionary::Dictionaries;
use super::layout::encode;
use super::parts::Parts;
use super::{PARTS, Part};

/// Level 3 is Zstandard's default: level 9 takes six times as long for a twentieth of the size.
const LEVEL: i32 = 3;
/// No record grows beyond this; a frame that claims more is damaged.
const RECORD_MAX_BYTES: usize = 256 << 20;
/// A buffer beyond this many bytes is given back after the record that needed it.
const BUFFER_KEPT_BYTES: usize = 1 << 20;
/// Bytes of the checksum behind a frame that is not compressed: the low half of its XXH3.
const CHECKSUM_BYTES: usize = 4;

/// The frames of a record, one a part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frames {
    pub parts: [Vec<u8>; PARTS],
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
        let mut frames = Frames::default();
        let card = &mut frames.parts[Part::Card as usize];
        encode(parts, Part::Card, card)?;
        card.extend_from_slice(&checksum(card));
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

/// The bytes of a frame that is not compressed.
pub(super) fn plain(frame: &[u8]) -> Result<&[u8], String> {
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
        self.plain.reserve(size);
        self.context
            .decompress_to_buffer(frame, &mut self.plain)
            .map_err(|error| format!("it cannot be decompressed ({error})"))?;
        Ok(&self.plain)
    }
}
