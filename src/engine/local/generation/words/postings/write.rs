//! Writing one segment from several sources: what is in memory becomes a segment, and segments become one.
//!
//! The terms of all sources are walked side by side, in the order of words. The files are those the engine's
//! reader expects; its own writer is passed by.

use std::io::{self, Write};

use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::store::{Compressor, StoreWriter};
use tantivy::{Index, SegmentMeta};

use super::super::schema::{field_of, option_of};
use super::source::{Opened, Source, TermWalk};
use crate::index::{BAG_COLUMNS, BAGS, COLUMNS, NUMBERS};

/// Bytes of a block of the engine's own document store, which stays empty.
const STORE_BLOCK_BYTES: usize = 1 << 14;

/// Writes the articles of all sources, one source behind the other, as one segment.
pub(crate) fn write_segment(index: &Index, sources: &[Source<'_>]) -> tantivy::Result<SegmentMeta> {
    let docs = sources.iter().map(Source::docs).sum();
    let segment = index.new_segment().with_max_doc(docs);
    let tokens = write_norms(&segment, sources)?;
    write_numbers(&segment, sources)?;
    let store = segment.open_write(SegmentComponent::Store)?;
    StoreWriter::new(store, Compressor::None, STORE_BLOCK_BYTES, false)?.close()?;
    write_postings(&segment, sources, tokens)?;
    Ok(segment.meta().clone())
}

/// Writes the lengths of articles in the bags, and returns their sums as the engine knows them.
fn write_norms(segment: &Segment, sources: &[Source<'_>]) -> tantivy::Result<[u64; BAGS]> {
    let mut serializer = FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
    let mut tokens = [0; BAGS];
    for (bag, &column) in BAG_COLUMNS.iter().enumerate() {
        let mut norms = Vec::new();
        for source in sources {
            source.norms((bag, column), &mut norms)?;
        }
        let length = |&id: &u8| u64::from(tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id));
        tokens[bag] = norms.iter().map(length).sum();
        serializer.serialize_field(field_of(column), &norms)?;
    }
    serializer.close()?;
    Ok(tokens)
}

/// Writes the numbers of articles.
fn write_numbers(segment: &Segment, sources: &[Source<'_>]) -> tantivy::Result<()> {
    let mut columns = ColumnarWriter::default();
    let mut docs = 0;
    for (column, name, _) in &COLUMNS[COLUMNS.len() - NUMBERS..] {
        docs = 0;
        // Otherwise the values would choose their type.
        columns.record_column_type(name, ColumnType::U64, false);
        for source in sources {
            source.numbers(*column, |number| {
                columns.record_numerical(docs, name, number);
                docs += 1;
            })?;
        }
    }
    let mut file = segment.open_write(SegmentComponent::FastFields)?;
    columns.serialize(docs, None, &mut file)?;
    file.terminate()?;
    Ok(())
}

fn write_postings(segment: &Segment, sources: &[Source<'_>], tokens: [u64; BAGS]) -> tantivy::Result<()> {
    let sorted: Vec<Vec<u32>> = sources
        .iter()
        .map(|source| match source {
            Source::Memory(memory) => memory.sorted_terms(),
            Source::Disk(_) => Vec::new(),
        })
        .collect();
    let mut serializer = InvertedIndexSerializer::open(segment)?;
    let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    for (column, _, kind) in COLUMNS {
        let Some(option) = option_of(kind) else { continue };
        let bag = BAG_COLUMNS.iter().position(|&bag| bag == column);
        let field = field_of(column);
        let (tokens, norms) = match bag {
            Some(bag) => (tokens[bag], norms.get_field(field)?),
            None => (0, None),
        };
        let opened = sources.iter().zip(&sorted).map(|(source, sorted)| Opened::of(source, sorted, column));
        let opened = opened.collect::<tantivy::Result<Vec<_>>>()?;
        let walks = opened.iter().map(|opened| opened.terms(option)).collect::<io::Result<Vec<_>>>()?;
        // What builds a dictionary takes a megabyte, however few words there are.
        if walks.iter().any(|walk| walk.word().is_some()) {
            write_field(serializer.new_field(field, tokens, norms)?, sources, walks)?;
        }
    }
    Ok(serializer.close()?)
}

fn write_field<W: Write>(
    mut out: FieldSerializer<'_, W>,
    sources: &[Source<'_>],
    mut walks: Vec<TermWalk<'_>>,
) -> tantivy::Result<()> {
    let mut bases = Vec::with_capacity(sources.len());
    let mut next = 0;
    for source in sources {
        bases.push(next);
        next += source.docs();
    }
    // Sources that have a word, in the order of their words.
    let mut waiting: Vec<usize> = (0..walks.len()).filter(|&at| walks[at].word().is_some()).collect();
    waiting.sort_by(|&a, &b| walks[a].word().cmp(&walks[b].word()));
    let (mut word, mut deltas) = (Vec::new(), Vec::new());
    while let Some(&first) = waiting.first() {
        word.clear();
        word.extend_from_slice(walks[first].word().unwrap_or_default());
        let same = waiting.iter().take_while(|&&at| walks[at].word() == Some(&word)).count();
        let mut of_word: Vec<usize> = waiting.drain(..same).collect();
        of_word.sort_unstable();
        let mut is_open = false;
        for &at in &of_word {
            walks[at].each_doc(&mut deltas, |place, frequency, deltas| {
                // A word of deleted articles alone goes with them.
                if !is_open {
                    out.new_term(&word, 0, true)?;
                    is_open = true;
                }
                out.write_doc(bases[at] + place, frequency, deltas);
                Ok(())
            })?;
        }
        out.close_term()?;
        for at in of_word {
            step(&mut walks, &mut waiting, at);
        }
    }
    Ok(out.close()?)
}

/// Brings a source to its next word, and to its place among those that wait.
fn step(walks: &mut [TermWalk<'_>], waiting: &mut Vec<usize>, at: usize) {
    walks[at].advance();
    if walks[at].word().is_some() {
        let place = waiting.partition_point(|&other| walks[other].word() < walks[at].word());
        waiting.insert(place, at);
    }
}
