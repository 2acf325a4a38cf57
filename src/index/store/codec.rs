//! Records to frames and back: postcard inside zstd, with a checksum in every frame.
//!
//! It must not know where frames are kept.

use std::io;

use serde::de::DeserializeOwned;
use zstd::bulk;
use zstd::zstd_safe::{CParameter, get_frame_content_size};

use super::Part;
use super::dictionary::Dictionaries;
use super::parts::Parts;

/// Level 3 is Zstandard's default: level 9 takes six times as long for a twentieth of the size.
const LEVEL: i32 = 3;
/// No record grows beyond this; a frame that claims more is damaged.
const RECORD_MAX_BYTES: usize = 256 << 20;
/// The three frames of a record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frames {
    pub parts: [Vec<u8>; 3],
}

/// Makes frames; one for each thread.
pub(crate) struct Compressor {
    contexts: [bulk::Compressor<'static>; 3],
    plain: Vec<u8>,
}

impl Compressor {
    /// A compressor with these dictionaries.
    pub fn new(dictionaries: &Dictionaries) -> io::Result<Self> {
        let context = |part: Part| -> io::Result<bulk::Compressor<'static>> {
            let mut context = bulk::Compressor::with_dictionary(LEVEL, &dictionaries.parts[part as usize])?;
            context.set_parameter(CParameter::ChecksumFlag(true))?;
            context.set_parameter(CParameter::DictIdFlag(false))?;
            Ok(context)
        };
        let contexts = [context(Part::Card)?, context(Part::Abstract)?, context(Part::Rest)?];
        Ok(Self { contexts, plain: Vec::new() })
    }

    /// The frames of an article's parts.
    pub fn frames(&mut self, parts: &Parts) -> io::Result<Frames> {
        let mut frames = Frames::default();
        for part in Part::ALL {
            self.plain.clear();
            parts.encode(part, &mut self.plain)?;
            if self.plain.len() > RECORD_MAX_BYTES {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the record is larger than 256 MiB"));
            }
            frames.parts[part as usize] = self.contexts[part as usize].compress(&self.plain)?;
        }
        Ok(frames)
    }
}

/// Reads a frame with a context that has the part's dictionary.
pub(super) fn decode<T: DeserializeOwned>(
    context: &mut bulk::Decompressor<'static>,
    frame: &[u8],
) -> Result<T, String> {
    let size = match get_frame_content_size(frame) {
        Ok(Some(size)) if size <= RECORD_MAX_BYTES as u64 => size as usize,
        _ => return Err("a record's frame has no sound header".to_owned()),
    };
    let plain = context
        .decompress(frame, size)
        .map_err(|error| format!("a record cannot be decompressed ({error})"))?;
    postcard::from_bytes(&plain).map_err(|error| format!("a record cannot be read ({error})"))
}
