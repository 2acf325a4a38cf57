//! Documents in which a clause occurs in one field, found through positions.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use super::docs::{BoxDocs, Docs, END, Nothing};
use super::gather::{Candidates, Gathered};
use super::segment::Segment;
use super::sets::{Both, Either};
use crate::engine::{Clause, EngineError, Leaves, Matcher, Near, Needs, Positions, Shape};
use crate::index::{Budget, Exhausted, Forms, Meter};

/// A walk over the documents of a clause.
pub(super) struct PhraseDocs {
    matcher: Matcher,
    /// What a document must have at all.
    needs: Needs,
    source: Source,
}

/// The positions of the clause's words in the present document.
struct Source {
    lists: Vec<List>,
    doc: u32,
    meter: Meter,
}

/// The documents and positions of a word, or of all words of a truncation.
enum List {
    Word(Box<SegmentPostings>),
    Forms(Gathered),
}

impl List {
    fn gathered(words: &Words<'_>, forms: Forms<'_>, candidates: &Candidates) -> Result<Self, EngineError> {
        Gathered::read(words.segment, words.field, forms, candidates, words.budget).map(Self::Forms)
    }

    fn seek(&mut self, target: u32) -> u32 {
        match self {
            Self::Word(postings) => Docs::seek(postings.as_mut(), target),
            Self::Forms(gathered) => gathered.seek(target),
        }
    }

    fn cost(&self) -> u32 {
        match self {
            Self::Word(postings) => postings.cost(),
            Self::Forms(gathered) => gathered.cost(),
        }
    }
}

impl Positions for Source {
    fn read(&mut self, leaf: usize, into: &mut Vec<u32>) -> Result<(), Exhausted> {
        into.clear();
        let list = &mut self.lists[leaf];
        // A list of an alternative may stand elsewhere.
        if list.seek(self.doc) != self.doc {
            return Ok(());
        }
        match list {
            List::Word(postings) => {
                postings.positions(into);
                // A word that stands twice at one position is one there.
                into.dedup();
            }
            List::Forms(gathered) => into.extend_from_slice(gathered.positions()),
        }
        self.meter.spend(1 + into.len() as u64)
    }

    fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        self.meter.spend(steps)
    }
}

impl Source {
    /// The first document from `target` on that has what is needed, wherever it stands.
    fn seek(&mut self, needs: &Needs, mut target: u32) -> u32 {
        match needs {
            Needs::Leaf(leaf) => self.lists[*leaf].seek(target),
            Needs::Any(parts) => parts.iter().map(|part| self.seek(part, target)).min().unwrap_or(END),
            Needs::All(parts) => 'again: loop {
                for part in parts {
                    let doc = self.seek(part, target);
                    if doc == END {
                        return END;
                    }
                    if doc > target {
                        if self.meter.spend(1).is_err() {
                            return END;
                        }
                        target = doc;
                        continue 'again;
                    }
                }
                return target;
            },
        }
    }

    /// About how many documents have what is needed.
    fn cost(&self, needs: &Needs) -> u32 {
        match needs {
            Needs::Leaf(leaf) => self.lists[*leaf].cost(),
            Needs::Any(parts) => parts.iter().map(|part| self.cost(part)).fold(0, u32::saturating_add),
            Needs::All(parts) => parts.iter().map(|part| self.cost(part)).min().unwrap_or(0),
        }
    }
}

impl PhraseDocs {
    /// Opens a clause in a field; `None` where it cannot occur at all.
    pub fn open(
        segment: &Segment,
        field: Field,
        clause: &Clause,
        budget: &Budget,
    ) -> Result<Option<Self>, EngineError> {
        let mut words = Words { segment, field, budget, entries: HashMap::new() };
        let Some(clause) = words.present(clause)? else { return Ok(None) };
        let (mut matcher, shapes) = Matcher::of(&clause, Leaves::Apart)?;
        let mut candidates = Candidates::default();
        if shapes.iter().any(|shape| shape.forms().is_some()) {
            candidates = Candidates::of(words.documents(&clause)?, segment.max_doc());
            budget.check()?;
            if candidates.is_empty() {
                return Ok(None);
            }
        }
        let mut lists = Vec::with_capacity(shapes.len());
        for shape in &shapes {
            let list = match shape {
                Shape::Word(word) => {
                    let postings = words.postings(word, IndexRecordOption::WithFreqsAndPositions)?;
                    List::Word(Box::new(postings.unwrap_or_else(SegmentPostings::empty)))
                }
                Shape::Prefix(prefix) => List::gathered(&words, Forms::Prefix(prefix), &candidates)?,
                Shape::Wild(wild) => List::gathered(&words, Forms::Wild(wild), &candidates)?,
            };
            lists.push(list);
        }
        matcher.order_by(|leaf| lists[leaf].cost());
        let source = Source { lists, doc: 0, meter: Meter::new(budget) };
        let mut needs = matcher.needs();
        if let Needs::All(parts) = &mut needs {
            parts.sort_by_cached_key(|part| source.cost(part));
        }
        let mut docs = Self { matcher, needs, source };
        docs.settle(0);
        Ok(Some(docs))
    }

    fn settle(&mut self, mut target: u32) -> u32 {
        loop {
            let doc = self.source.seek(&self.needs, target);
            self.source.doc = doc;
            if doc == END {
                return END;
            }
            match self.matcher.occurs(&mut self.source) {
                Ok(true) => return doc,
                Ok(false) => target = doc + 1,
                // The budget keeps the reason, and the search asks for it.
                Err(_) => {
                    self.source.doc = END;
                    return END;
                }
            }
        }
    }

    /// How often the clause occurs in the present document.
    #[cfg(test)]
    pub fn occurrences(&mut self) -> usize {
        if self.source.doc == END {
            return 0;
        }
        // Where the budget ends, the search fails: what is counted no longer matters.
        self.matcher.spans(&mut self.source).map_or(0, <[_]>::len)
    }
}

impl Docs for PhraseDocs {
    fn doc(&self) -> u32 {
        self.source.doc
    }
    fn advance(&mut self) -> u32 {
        if self.source.doc == END { END } else { self.settle(self.source.doc + 1) }
    }
    fn seek(&mut self, target: u32) -> u32 {
        if self.source.doc >= target {
            self.source.doc
        } else if target >= END {
            self.source.doc = END;
            END
        } else {
            self.settle(target)
        }
    }
    fn cost(&self) -> u32 {
        self.source.cost(&self.needs)
    }
}

/// The words of a clause in the dictionary of a field; each is looked up once.
struct Words<'w> {
    segment: &'w Segment,
    field: Field,
    budget: &'w Budget,
    entries: HashMap<String, Option<TermInfo>>,
}

impl Words<'_> {
    fn entry(&mut self, word: &str) -> Result<Option<&TermInfo>, EngineError> {
        if !self.entries.contains_key(word) {
            let entry = self.segment.entry(self.field, word)?;
            self.entries.insert(word.to_owned(), entry);
        }
        Ok(self.entries.get(word).and_then(Option::as_ref))
    }

    fn postings(
        &mut self,
        word: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, EngineError> {
        let (segment, field) = (self.segment, self.field);
        self.entry(word)?.map(|entry| segment.postings_at(field, entry, option)).transpose()
    }

    /// What of a clause can occur: alternatives with an absent word are left out. Lists are opened only
    /// afterwards, for opening costs more than looking up.
    fn present<'c>(&mut self, clause: &'c Clause) -> Result<Option<Cow<'c, Clause>>, EngineError> {
        match clause {
            Clause::Word(Shape::Prefix(_) | Shape::Wild(_)) => Ok(Some(Cow::Borrowed(clause))),
            Clause::Word(Shape::Word(word)) => Ok(self.entry(word)?.map(|_| Cow::Borrowed(clause))),
            Clause::Any(alternatives) => {
                let mut kept = Vec::with_capacity(alternatives.len());
                for alternative in alternatives {
                    kept.extend(self.present(alternative)?);
                }
                Ok(match kept.len() {
                    0 => None,
                    1 => kept.pop(),
                    _ if is_whole(&kept, alternatives) => Some(Cow::Borrowed(clause)),
                    _ => Some(Cow::Owned(Clause::Any(kept.into_iter().map(Cow::into_owned).collect()))),
                })
            }
            Clause::Near(near) => {
                let mut operands = Vec::with_capacity(near.operands.len());
                for operand in &near.operands {
                    match self.present(operand)? {
                        Some(operand) => operands.push(operand),
                        None => return Ok(None),
                    }
                }
                if is_whole(&operands, &near.operands) {
                    return Ok(Some(Cow::Borrowed(clause)));
                }
                let operands: Vec<Clause> = operands.into_iter().map(Cow::into_owned).collect();
                let Near { ordered, budget, .. } = *near;
                let near = |operands| Clause::Near(Near { operands, ordered, budget });
                let is_phrase = ordered && budget == 0;
                Ok(Some(Cow::Owned(if is_phrase { Clause::phrase(operands) } else { near(operands) })))
            }
        }
    }

    fn any_of(&self, forms: Forms<'_>) -> Result<BoxDocs, EngineError> {
        self.segment.any_of(&[self.field], forms, self.budget)
    }

    /// The documents that have the words of a clause, wherever they stand.
    fn documents(&mut self, clause: &Clause) -> Result<BoxDocs, EngineError> {
        match clause {
            Clause::Word(Shape::Prefix(prefix)) => self.any_of(Forms::Prefix(prefix)),
            Clause::Word(Shape::Wild(wild)) => self.any_of(Forms::Wild(wild)),
            Clause::Word(Shape::Word(word)) => {
                let postings = self.postings(word, IndexRecordOption::Basic)?;
                Ok(postings.map_or_else(|| Box::new(Nothing) as BoxDocs, |postings| Box::new(postings)))
            }
            Clause::Any(alternatives) => {
                let sets = alternatives.iter().map(|alternative| self.documents(alternative));
                Ok(Either::of(sets.collect::<Result<_, _>>()?, self.segment.max_doc()))
            }
            Clause::Near(near) => {
                // An operand that stands there twice is asked for once.
                let mut known = HashSet::new();
                let mut sets = Vec::new();
                for operand in near.operands.iter().filter(|operand| known.insert(*operand)) {
                    sets.push(self.documents(operand)?);
                }
                Ok(Both::of(sets))
            }
        }
    }
}

/// Whether nothing was left out, of the parts or within them.
fn is_whole(kept: &[Cow<'_, Clause>], parts: &[Clause]) -> bool {
    let same = |(kept, part): (&Cow<'_, Clause>, &Clause)| {
        // Of alternatives of which one is left, that one is borrowed: it is another clause.
        matches!(kept, Cow::Borrowed(kept) if std::ptr::eq(*kept, part))
    };
    kept.len() == parts.len() && kept.iter().zip(parts).all(same)
}

/// The documents in which a clause occurs in a field; positions are read only where they decide.
pub(super) fn documents(
    segment: &Segment,
    field: Field,
    clause: &Clause,
    budget: &Budget,
) -> Result<BoxDocs, EngineError> {
    let is_word = |clause: &Clause| matches!(clause, Clause::Word(_));
    let words_alone = match clause {
        Clause::Any(alternatives) => alternatives.iter().all(is_word),
        other => is_word(other),
    };
    if words_alone {
        return Words { segment, field, budget, entries: HashMap::new() }.documents(clause);
    }
    let phrase = PhraseDocs::open(segment, field, clause, budget)?;
    Ok(phrase.map_or_else(|| Box::new(Nothing) as BoxDocs, |phrase| Box::new(phrase)))
}

#[cfg(test)]
pub(super) mod tests;
