//! What a segment is written from: postings in memory, and segments on disk without their deleted articles.

use std::io;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::super::schema::field_of;
use super::memory::MemorySegment;
use crate::index::Column;

/// Articles of one origin, which keep their order.
pub(crate) enum Source<'s> {
    Memory(&'s MemorySegment),
    Disk(Disk<'s>),
}

/// A segment on disk.
pub(crate) struct Disk<'s> {
    reader: &'s SegmentReader,
    /// The place of each article among those that live; `DEAD` for the others. `None` where all live.
    places: Option<Vec<u32>>,
    living: u32,
}

/// The place of an article that was deleted.
const DEAD: u32 = u32::MAX;

impl<'s> Disk<'s> {
    /// The articles of a segment for which `is_alive` holds.
    pub fn new(reader: &'s SegmentReader, is_alive: impl Fn(u32) -> bool) -> Self {
        let mut living = 0;
        let mut place = |doc: u32| {
            if !is_alive(doc) {
                return DEAD;
            }
            living += 1;
            living - 1
        };
        let places: Vec<u32> = (0..reader.max_doc()).map(&mut place).collect();
        let places = (living < reader.max_doc()).then_some(places);
        Self { reader, places, living }
    }

    #[inline]
    fn place(&self, doc: u32) -> u32 {
        self.places.as_ref().map_or(doc, |places| places[doc as usize])
    }
}

impl Source<'_> {
    /// Number of articles that live.
    pub fn docs(&self) -> u32 {
        match self {
            Self::Memory(memory) => memory.docs(),
            Self::Disk(disk) => disk.living,
        }
    }

    /// Appends the lengths of the articles in a bag.
    pub(super) fn norms(&self, (bag, column): (usize, Column), out: &mut Vec<u8>) -> tantivy::Result<()> {
        match self {
            Self::Memory(memory) => out.extend_from_slice(memory.norms(bag)),
            Self::Disk(disk) => {
                let norms: FieldNormReader = disk.reader.get_fieldnorms_reader(field_of(column))?;
                let living = (0..disk.reader.max_doc()).filter(|&doc| disk.place(doc) != DEAD);
                out.extend(living.map(|doc| norms.fieldnorm_id(doc)));
            }
        }
        Ok(())
    }

    /// Calls `each` with a number of every article, in their order.
    pub(super) fn numbers(&self, column: Column, mut each: impl FnMut(u64)) -> tantivy::Result<()> {
        match self {
            Self::Memory(memory) => {
                (0..memory.docs()).for_each(|doc| each(memory.number_of(doc, column.slot())));
            }
            Self::Disk(disk) => {
                let column = disk.reader.fast_fields().u64(column.name())?;
                let living = (0..disk.reader.max_doc()).filter(|&doc| disk.place(doc) != DEAD);
                living.for_each(|doc| each(column.first(doc).unwrap_or(0)));
            }
        }
        Ok(())
    }
}

/// The inverted index of a source in one field, for as long as its terms are walked.
pub(super) enum Opened<'s> {
    Memory { memory: &'s MemorySegment, terms: &'s [u32] },
    Disk { disk: &'s Disk<'s>, words: Arc<InvertedIndexReader> },
}

impl<'s> Opened<'s> {
    /// Opens a column of a source; `sorted` are the terms of one in memory.
    pub fn of(source: &'s Source<'s>, sorted: &'s [u32], column: Column) -> tantivy::Result<Self> {
        Ok(match source {
            Source::Memory(memory) => {
                let start = sorted.partition_point(|&term| memory.column_of(term) < column);
                let end = sorted.partition_point(|&term| memory.column_of(term) <= column);
                Self::Memory { memory, terms: &sorted[start..end] }
            }
            Source::Disk(disk) => Self::Disk { disk, words: disk.reader.inverted_index(field_of(column))? },
        })
    }

    /// A walk over its terms, standing at the first.
    pub fn terms(&self, option: IndexRecordOption) -> io::Result<TermWalk<'_>> {
        let mut walk = match self {
            Self::Memory { memory, terms } => {
                return Ok(TermWalk::Memory { memory, terms });
            }
            Self::Disk { disk, words } => TermWalk::Disk {
                disk,
                words,
                stream: Box::new(words.terms().stream()?),
                is_over: false,
                option,
                blocks: None,
            },
        };
        walk.advance();
        Ok(walk)
    }
}

/// A walk over the terms of one field of a source.
pub(super) enum TermWalk<'o> {
    Memory {
        memory: &'o MemorySegment,
        terms: &'o [u32],
    },
    Disk {
        disk: &'o Disk<'o>,
        words: &'o InvertedIndexReader,
        stream: Box<TermStreamer<'o>>,
        is_over: bool,
        option: IndexRecordOption,
        blocks: Option<Box<BlockSegmentPostings>>,
    },
}

impl TermWalk<'_> {
    /// The present word; `None` behind the last.
    pub fn word(&self) -> Option<&[u8]> {
        match self {
            Self::Memory { memory, terms } => terms.first().map(|&term| memory.word_of(term)),
            Self::Disk { is_over: true, .. } => None,
            Self::Disk { stream, .. } => Some(stream.key()),
        }
    }

    pub fn advance(&mut self) {
        match self {
            Self::Memory { terms, .. } => *terms = terms.get(1..).unwrap_or_default(),
            Self::Disk { stream, is_over, .. } => *is_over = !stream.advance(),
        }
    }

    /// Calls `each` with every article of the present word: its place, its frequency, and the distances of its
    /// positions.
    pub fn each_doc(
        &mut self,
        deltas: &mut Vec<u32>,
        mut each: impl FnMut(u32, u32, &[u32]) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Memory { memory, terms } => match terms.first() {
                Some(&term) => memory.each_doc(term, deltas, each),
                None => Ok(()),
            },
            Self::Disk { disk, words, stream, option, .. } if option.has_positions() => {
                let mut postings: SegmentPostings =
                    words.read_postings_from_terminfo(stream.value(), *option)?;
                while postings.doc() != TERMINATED {
                    let place = disk.place(postings.doc());
                    if place != DEAD {
                        postings.positions(deltas);
                        distances(deltas);
                        each(place, deltas.len() as u32, deltas)?;
                    }
                    postings.advance();
                }
                Ok(())
            }
            Self::Disk { disk, words, stream, option, blocks, .. } => {
                // One cursor serves all words of a column; opening one costs more than a short list.
                if let Some(blocks) = blocks {
                    words.reset_block_postings_from_terminfo(stream.value(), blocks)?;
                } else {
                    let opened = words.read_block_postings_from_terminfo(stream.value(), *option)?;
                    *blocks = Some(Box::new(opened));
                }
                let Some(blocks) = blocks else { return Ok(()) };
                deltas.clear();
                while !blocks.docs().is_empty() {
                    for (at, &doc) in blocks.docs().iter().enumerate() {
                        let place = disk.place(doc);
                        if place != DEAD {
                            let frequency = if option.has_freq() { blocks.freq(at) } else { 1 };
                            each(place, frequency, deltas)?;
                        }
                    }
                    blocks.advance();
                }
                Ok(())
            }
        }
    }
}

/// Rising positions as the first and the distances between the others.
fn distances(positions: &mut [u32]) {
    let mut before = 0;
    for position in positions {
        let distance = *position - before;
        before = *position;
        *position = distance;
    }
}
