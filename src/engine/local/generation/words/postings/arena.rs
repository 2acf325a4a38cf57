//! Byte lists that grow side by side in one block of memory.
//!
//! A list is a chain of chunks, each twice as large as the one before up to a bound: rare words, of which there
//! are most, take a few bytes, and common ones are read in long runs.

/// Bytes of the first chunk of a list, its link included.
const CHUNK_FIRST: u32 = 12;
/// No chunk is larger.
const CHUNK_MAX: u32 = 8 << 10;
/// Bytes at the end of a chunk that say where the next one begins.
const LINK: u32 = 4;

/// The memory of all lists.
#[derive(Debug, Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
}

/// A list in an arena: where it begins, where the next byte goes, and how much room its last chunk has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chain {
    head: u32,
    tail: u32,
    room: u32,
    /// Size of the last chunk; 0 for a list without any.
    chunk: u32,
    length: u32,
}

impl Chain {
    /// Where its next byte goes.
    pub fn tail(&self) -> u32 {
        self.tail
    }
}

impl Arena {
    /// Reads a byte for nothing but to have it near.
    #[inline]
    pub fn touch(&self, at: u32) -> u8 {
        self.bytes.get(at as usize).copied().unwrap_or(0)
    }

    /// Memory it takes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Forgets all lists and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Appends a number, small ones in one byte.
    #[inline]
    pub fn push(&mut self, chain: &mut Chain, mut number: u32) {
        while number >= 0x80 {
            self.push_byte(chain, number as u8 | 0x80);
            number >>= 7;
        }
        self.push_byte(chain, number as u8);
    }

    #[inline]
    fn push_byte(&mut self, chain: &mut Chain, byte: u8) {
        if chain.room == 0 {
            self.grow(chain);
        }
        self.bytes[chain.tail as usize] = byte;
        chain.tail += 1;
        chain.room -= 1;
        chain.length += 1;
    }

    /// Gives a list one more chunk.
    #[cold]
    fn grow(&mut self, chain: &mut Chain) {
        let start = self.bytes.len() as u32;
        let size = if chain.chunk == 0 { CHUNK_FIRST } else { (chain.chunk * 2).min(CHUNK_MAX) };
        self.bytes.resize(self.bytes.len() + size as usize, 0);
        if chain.chunk == 0 {
            chain.head = start;
        } else {
            let link = chain.tail as usize;
            self.bytes[link..link + LINK as usize].copy_from_slice(&start.to_le_bytes());
        }
        (chain.tail, chain.room, chain.chunk) = (start, size - LINK, size);
    }

    /// The numbers of a list.
    pub fn read(&self, chain: &Chain) -> Numbers<'_> {
        Numbers {
            bytes: &self.bytes,
            at: chain.head,
            room: if chain.chunk == 0 { 0 } else { CHUNK_FIRST - LINK },
            chunk: CHUNK_FIRST,
            left: chain.length,
        }
    }
}

/// The numbers of a list, one after the other.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    bytes: &'a [u8],
    at: u32,
    room: u32,
    chunk: u32,
    left: u32,
}

impl Numbers<'_> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        if self.room == 0 {
            let link = self.at as usize;
            let next: [u8; LINK as usize] = self.bytes.get(link..link + LINK as usize)?.try_into().ok()?;
            self.at = u32::from_le_bytes(next);
            self.chunk = (self.chunk * 2).min(CHUNK_MAX);
            self.room = self.chunk - LINK;
        }
        let byte = *self.bytes.get(self.at as usize)?;
        self.at += 1;
        self.room -= 1;
        Some(byte)
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_list_gives_back_what_it_was_given(
            pushes in proptest::collection::vec((0usize..5, proptest::num::u32::ANY), 0..4_000),
        ) {
            let mut arena = Arena::default();
            let mut chains = [Chain::default(); 5];
            let mut expected = vec![Vec::new(); 5];
            for (list, number) in pushes {
                // Small numbers are the usual ones.
                let number = number >> (number % 32);
                arena.push(&mut chains[list], number);
                expected[list].push(number);
            }
            for (chain, expected) in chains.iter().zip(expected) {
                proptest::prop_assert_eq!(arena.read(chain).collect::<Vec<_>>(), expected);
            }
        }
    }
}
