//! Documents in which a pattern occurs in one field, found through positions.
//!
//! It must not know which field it reads, nor what the words mean.

use std::collections::HashMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};

use super::docs::{BoxDocs, Docs, END, Either, Nothing};
use super::segment::{EXPANSIONS_MAX, Segment};
use crate::engine::{EngineError, Operand, Shape, Span, adjacent};

/// A walk over the documents of a pattern.
pub(super) struct PhraseDocs {
    matcher: Matcher,
    doc: u32,
    occurrences: usize,
}

/// How a pattern is found in one document.
enum Matcher {
    /// One word after the other, each written in one way: the usual phrase.
    Words(Box<Words>),
    /// Anything else.
    Operands { operands: Vec<OperandCursor>, spans: Vec<Vec<Span>>, found: Vec<Span> },
}

impl Matcher {
    fn of(operands: Vec<OperandCursor>) -> Self {
        let simple = |operand: &OperandCursor| match operand.alternatives.as_slice() {
            [words] => words.iter().all(|word| matches!(word, WordCursor::One(..))),
            _ => false,
        };
        if operands.iter().all(simple) {
            let words = operands.into_iter().flat_map(|operand| operand.alternatives).flatten();
            return Self::Words(Box::new(Words::of(words)));
        }
        let spans = vec![Vec::new(); operands.len()];
        Self::Operands { operands, spans, found: Vec::new() }
    }

    /// The first document from `target` on that has all the words, wherever they stand.
    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Words(words) => seek_all(&mut words.lists, target, Docs::seek),
            Self::Operands { operands, .. } => seek_all(operands, target, OperandCursor::seek),
        }
    }

    /// How often the pattern occurs in the document all cursors stand at.
    fn occurrences(&mut self, doc: u32) -> usize {
        match self {
            Self::Words(words) => words.occurrences(),
            Self::Operands { operands, spans, found } => {
                for (operand, spans) in operands.iter_mut().zip(spans.iter_mut()) {
                    operand.spans(doc, spans);
                }
                adjacent(spans, found);
                found.len()
            }
        }
    }

    fn cost(&self) -> u32 {
        let least = match self {
            Self::Words(words) => words.lists.iter().map(Docs::cost).min(),
            Self::Operands { operands, .. } => operands.iter().map(OperandCursor::cost).min(),
        };
        least.unwrap_or(0)
    }
}

/// A row of words. The positions of a word are read once a document, however often it is in the row.
struct Words {
    /// Of each different word.
    lists: Vec<SegmentPostings>,
    /// The row, as places in `lists`.
    row: Vec<usize>,
    positions: Vec<Vec<u32>>,
    starts: Vec<u32>,
}

impl Words {
    fn of(cursors: impl Iterator<Item = WordCursor>) -> Self {
        let (mut lists, mut row) = (Vec::new(), Vec::new());
        let mut known: HashMap<String, usize> = HashMap::new();
        for cursor in cursors {
            if let WordCursor::One(postings, word) = cursor {
                let place = *known.entry(word).or_insert(lists.len());
                if place == lists.len() {
                    lists.push(*postings);
                }
                row.push(place);
            }
        }
        Self { positions: vec![Vec::new(); lists.len()], lists, row, starts: Vec::new() }
    }

    /// How often the row occurs in the document all lists stand at.
    fn occurrences(&mut self) -> usize {
        let mut read = 0;
        for (at, &place) in self.row.iter().enumerate() {
            // Places are numbered as they come first.
            if place == read {
                self.lists[place].positions(&mut self.positions[place]);
                read += 1;
            }
            if at == 0 {
                self.starts.clone_from(&self.positions[place]);
            } else {
                keep_followed(&mut self.starts, &self.positions[place], at as u32);
            }
            if self.starts.is_empty() {
                return 0;
            }
        }
        self.starts.len()
    }
}

/// Keeps those starts that a position follows at a distance; both lists rise.
fn keep_followed(starts: &mut Vec<u32>, positions: &[u32], distance: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let wanted = start + distance;
        while at < positions.len() && positions[at] < wanted {
            at += 1;
        }
        positions.get(at) == Some(&wanted)
    });
}

/// The ways one operand can be written; those with an absent word are left out.
struct OperandCursor {
    alternatives: Vec<Vec<WordCursor>>,
    buffer: Vec<u32>,
}

/// The postings of one word, or of all words with a prefix.
enum WordCursor {
    One(Box<SegmentPostings>, String),
    Many(Vec<SegmentPostings>),
}

impl WordCursor {
    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::One(postings, _) => Docs::seek(postings.as_mut(), target),
            Self::Many(list) => {
                list.iter_mut().map(|postings| Docs::seek(postings, target)).min().unwrap_or(END)
            }
        }
    }

    fn positions(&mut self, doc: u32, buffer: &mut Vec<u32>) {
        match self {
            Self::One(postings, _) => postings.positions(buffer),
            Self::Many(list) => {
                buffer.clear();
                let mut one = Vec::new();
                for postings in list.iter_mut().filter(|postings| Docs::doc(*postings) == doc) {
                    postings.positions(&mut one);
                    buffer.extend_from_slice(&one);
                }
                buffer.sort_unstable();
                buffer.dedup();
            }
        }
    }

    fn cost(&self) -> u32 {
        match self {
            Self::One(postings, _) => postings.cost(),
            Self::Many(list) => list.iter().map(Docs::cost).fold(0, u32::saturating_add),
        }
    }
}

impl OperandCursor {
    /// The first document from `target` on that has all words of some alternative.
    fn seek(&mut self, target: u32) -> u32 {
        self.alternatives
            .iter_mut()
            .map(|words| seek_all(words, target, WordCursor::seek))
            .min()
            .unwrap_or(END)
    }

    fn spans(&mut self, doc: u32, out: &mut Vec<Span>) {
        out.clear();
        let several = self.alternatives.len() > 1;
        for words in &mut self.alternatives {
            if words.iter_mut().any(|word| word.seek(doc) != doc) {
                continue;
            }
            let length = words.len() as u32;
            let mut starts: Vec<u32> = Vec::new();
            for (at, word) in words.iter_mut().enumerate() {
                word.positions(doc, &mut self.buffer);
                if at == 0 {
                    starts.clone_from(&self.buffer);
                } else {
                    let buffer = &self.buffer;
                    starts.retain(|start| buffer.binary_search(&(start + at as u32)).is_ok());
                }
            }
            out.extend(starts.iter().map(|&start| Span { start, end: start + length }));
        }
        if several {
            out.sort_unstable();
        }
        out.dedup();
    }

    fn cost(&self) -> u32 {
        let costs =
            self.alternatives.iter().map(|words| words.iter().map(WordCursor::cost).min().unwrap_or(0));
        costs.fold(0, u32::saturating_add)
    }
}

/// The first document from `target` on at which all the cursors can stand.
fn seek_all<C>(cursors: &mut [C], mut target: u32, seek: impl Fn(&mut C, u32) -> u32) -> u32 {
    'again: loop {
        for cursor in cursors.iter_mut() {
            let doc = seek(cursor, target);
            if doc == END {
                return END;
            }
            if doc > target {
                target = doc;
                continue 'again;
            }
        }
        return target;
    }
}

impl PhraseDocs {
    /// Opens the pattern in a field; `None` where some operand cannot occur at all.
    pub fn open(segment: &Segment, field: Field, operands: &[Operand]) -> Result<Option<Self>, EngineError> {
        let mut cursors = Vec::with_capacity(operands.len());
        for operand in operands {
            let mut alternatives = Vec::new();
            for words in &operand.alternatives {
                alternatives.extend(open_words(segment, field, words)?);
            }
            if alternatives.is_empty() {
                return Ok(None);
            }
            cursors.push(OperandCursor { alternatives, buffer: Vec::new() });
        }
        if cursors.is_empty() {
            return Ok(None);
        }
        let mut docs = Self { matcher: Matcher::of(cursors), doc: 0, occurrences: 0 };
        docs.settle(0);
        Ok(Some(docs))
    }

    fn settle(&mut self, mut target: u32) -> u32 {
        loop {
            self.doc = self.matcher.seek(target);
            if self.doc == END {
                return END;
            }
            self.occurrences = self.matcher.occurrences(self.doc);
            if self.occurrences > 0 {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    /// How often the pattern occurs in the present document.
    pub fn occurrences(&self) -> usize {
        self.occurrences
    }
}

fn open_words(
    segment: &Segment,
    field: Field,
    words: &[Shape],
) -> Result<Option<Vec<WordCursor>>, EngineError> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    // A list is opened only where every word occurs: opening costs more than looking up.
    let mut entries = Vec::with_capacity(words.len());
    for word in words {
        entries.push(match word {
            Shape::Word(word) => segment.entry(field, word)?,
            Shape::Prefix(_) => None,
        });
        if matches!((word, entries.last()), (Shape::Word(_), Some(None))) {
            return Ok(None);
        }
    }
    let mut cursors = Vec::with_capacity(words.len());
    for (word, entry) in words.iter().zip(entries) {
        let cursor = match (word, entry) {
            (Shape::Word(_), None) => return Ok(None),
            (Shape::Word(word), Some(entry)) => {
                WordCursor::One(Box::new(segment.postings_at(field, &entry, option)?), word.clone())
            }
            (Shape::Prefix(prefix), _) => {
                let mut list = Vec::new();
                let flow = segment.expand(field, prefix, |words, info| {
                    list.push(words.read_postings_from_terminfo(info, option)?);
                    Ok(())
                })?;
                if flow.is_break() {
                    return Err(EngineError::Expansions {
                        word: format!("{prefix}*"),
                        limit: EXPANSIONS_MAX,
                    });
                }
                if list.is_empty() {
                    return Ok(None);
                }
                WordCursor::Many(list)
            }
        };
        cursors.push(cursor);
    }
    Ok(Some(cursors))
}

impl Docs for PhraseDocs {
    fn doc(&self) -> u32 {
        self.doc
    }
    fn advance(&mut self) -> u32 {
        if self.doc == END { END } else { self.settle(self.doc + 1) }
    }
    fn seek(&mut self, target: u32) -> u32 {
        if self.doc >= target {
            self.doc
        } else if target >= END {
            self.doc = END;
            END
        } else {
            self.settle(target)
        }
    }
    fn cost(&self) -> u32 {
        self.matcher.cost()
    }
}

/// The documents in which operands occur in a field; positions are read only where they decide.
pub(super) fn documents(
    segment: &Segment,
    field: Field,
    operands: &[Operand],
) -> Result<BoxDocs, EngineError> {
    if let [operand] = operands {
        let single: Option<Vec<&Shape>> = operand
            .alternatives
            .iter()
            .map(|words| match words.as_slice() {
                [word] => Some(word),
                _ => None,
            })
            .collect();
        if let Some(words) = single {
            let mut sets: Vec<BoxDocs> = Vec::new();
            for word in words {
                match word {
                    Shape::Prefix(prefix) => sets.push(segment.prefix(&[field], prefix)?),
                    Shape::Word(word) => {
                        if let Some(postings) = segment.postings(field, word, IndexRecordOption::Basic)? {
                            sets.push(Box::new(postings));
                        }
                    }
                }
            }
            return Ok(Either::of(sets, segment.max_doc()));
        }
    }
    let phrase = PhraseDocs::open(segment, field, operands)?;
    Ok(phrase.map_or_else(|| Box::new(Nothing) as BoxDocs, |phrase| Box::new(phrase)))
}
