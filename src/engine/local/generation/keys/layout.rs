//! How pairs are laid out in a file: blocks packed by bits, entries, footer.

use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::index::keys::KeyHash;
use crate::index::keys::Pair;

/// Pairs of a block; only the last may have fewer.
pub(super) const BLOCK_PAIRS: usize = 128;
pub(super) const ENTRY_BYTES: usize = 20;
pub(super) const FOOTER_BYTES: usize = 56;
const MAGIC: &[u8; 8] = b"litkeys1";
/// Bytes of a block before what is packed.
const HEAD_BYTES: usize = 6;

/// Where a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub first: KeyHash,
    pub start: u64,
    pub check: u32,
}

impl Entry {
    pub fn to_bytes(self) -> [u8; ENTRY_BYTES] {
        let mut bytes = [0; ENTRY_BYTES];
        bytes[..8].copy_from_slice(&self.first.0.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.start.to_le_bytes());
        bytes[16..].copy_from_slice(&self.check.to_le_bytes());
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (first, start) = (KeyHash(number(bytes, 0)?), number(bytes, 8)?);
        Some(Self { first, start, check: u32::from_le_bytes(*bytes.get(16..)?.first_chunk()?) })
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Footer {
    pub pairs: u64,
    /// Bytes of all blocks.
    pub blocks_bytes: u64,
    /// The least and the greatest record.
    pub records: (u32, u32),
    /// Check of all that stands before.
    pub check: u64,
}

impl Footer {
    pub fn blocks(&self) -> u64 {
        self.pairs.div_ceil(BLOCK_PAIRS as u64)
    }

    pub fn to_bytes(self) -> [u8; FOOTER_BYTES] {
        let mut bytes = [0; FOOTER_BYTES];
        let records = u64::from(self.records.0) | u64::from(self.records.1) << 32;
        bytes[..8].copy_from_slice(MAGIC);
        let numbers = [self.pairs, self.blocks_bytes, records, self.check, 0];
        for (place, number) in bytes[8..48].chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        let own = xxh3_64(&bytes[..48]);
        bytes[48..].copy_from_slice(&own.to_le_bytes());
        bytes
    }

    /// The footer at the end of a file, if it is one.
    pub fn of_file(file: &[u8]) -> Option<Self> {
        let bytes = file.get(file.len().checked_sub(FOOTER_BYTES)?..)?;
        if !bytes.starts_with(MAGIC) || xxh3_64(bytes.get(..48)?) != number(bytes, 48)? {
            return None;
        }
        let records = number(bytes, 24)?;
        let footer = Self {
            pairs: number(bytes, 8)?,
            blocks_bytes: number(bytes, 16)?,
            records: (records as u32, (records >> 32) as u32),
            check: number(bytes, 32)?,
        };
        let entries = footer.blocks().checked_mul(ENTRY_BYTES as u64)?;
        let length = footer.blocks_bytes.checked_add(entries)?.checked_add(FOOTER_BYTES as u64)?;
        (length == file.len() as u64).then_some(footer)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The check of a block, in which its place among the others has a part.
pub(super) fn block_check(bytes: &[u8], number: u64, first: KeyHash, next: Option<KeyHash>) -> u32 {
    let mut hasher = Xxh3Default::new();
    hasher.update(bytes);
    hasher.update(&number.to_le_bytes());
    hasher.update(&first.0.to_le_bytes());
    if let Some(next) = next {
        hasher.update(&next.0.to_le_bytes());
    }
    hasher.digest() as u32
}

/// Appends a block of sorted pairs, at least one.
pub(super) fn pack(pairs: &[Pair], bytes: &mut Vec<u8>) {
    let distances = || pairs.windows(2).map(|pair| pair[1].hash.0.wrapping_sub(pair[0].hash.0));
    let least = pairs.iter().map(|pair| pair.record).min().unwrap_or(0);
    let records = || pairs.iter().map(|pair| u64::from(pair.record - least));
    let width = |greatest: Option<u64>| u64::BITS - greatest.unwrap_or(0).leading_zeros();
    let widths = [width(distances().max()), width(records().max())];
    bytes.extend(widths.map(|width| width as u8));
    bytes.extend(least.to_le_bytes());
    pack_bits(distances(), widths[0], bytes);
    pack_bits(records(), widths[1], bytes);
}

fn pack_bits(values: impl Iterator<Item = u64>, width: u32, bytes: &mut Vec<u8>) {
    let (mut waiting, mut bits) = (0_u128, 0);
    for value in values {
        waiting |= u128::from(value) << bits;
        bits += width;
        while bits >= 8 {
            bytes.push(waiting as u8);
            waiting >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        bytes.push(waiting as u8);
    }
}

/// Reads the `count` pairs of a block whose first hash is `first`; `None` where the bytes are no block.
pub(super) fn unpack(bytes: &[u8], count: usize, first: KeyHash, pairs: &mut Vec<Pair>) -> Option<()> {
    let [hash_width, record_width] = *bytes.first_chunk()?;
    let (hash_width, record_width) = (u32::from(hash_width), u32::from(record_width));
    if hash_width > u64::BITS || record_width > u32::BITS {
        return None;
    }
    let least = u32::from_le_bytes(*bytes.get(2..)?.first_chunk()?);
    let packed = bytes.get(HEAD_BYTES..)?;
    let of_hashes = (count.checked_sub(1)? * hash_width as usize).div_ceil(8);
    let of_records = (count * record_width as usize).div_ceil(8);
    if packed.len() != of_hashes + of_records {
        return None;
    }
    let (hashes, records) = packed.split_at(of_hashes);
    let mut hash = first.0;
    for at in 0..count {
        if at > 0 {
            hash = hash.checked_add(bits_at(hashes, at - 1, hash_width)?)?;
        }
        let above = bits_at(records, at, record_width)?;
        pairs.push(Pair { hash: KeyHash(hash), record: least.checked_add(above as u32)? });
    }
    Some(())
}

/// The value at a place among values of a width.
fn bits_at(bytes: &[u8], at: usize, width: u32) -> Option<u64> {
    if width == 0 {
        return Some(0);
    }
    let bit = at * width as usize;
    let rest = bytes.get(bit / 8..)?;
    let word = match rest.first_chunk::<16>() {
        Some(word) => u128::from_le_bytes(*word),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte)),
    };
    Some((word >> (bit % 8)) as u64 & (u64::MAX >> (u64::BITS - width)))
}
