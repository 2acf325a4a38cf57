//! Plain queries: words without operators, matched by stem in any field.
//!
//! It must not know the Boolean language.

use tantivy::schema::IndexRecordOption;

use super::LocalBackend;
use super::collect::{Best, Ranked, Sorted, in_order};
use super::compile::narrow;
use super::docs::{BitsBuilder, Both, BoxDocs, END, Either, Nothing};
use super::rank::{Curve, Ranking, Scorer, total_score};
use super::segment::Segment;
use crate::backend::{BackendError, Matching, Outcome, PlainGroup, Request, Sort};

/// Documents scored together; a window's numbers stay in the processor's cache.
const WINDOW: u32 = 1 << 16;

/// A plain query, analysed and weighed.
pub(super) struct Plain<'b> {
    backend: &'b LocalBackend,
    /// The groups that decide; function words do not, unless there is nothing else.
    groups: Vec<PlainGroup>,
    ranking: Ranking<'b>,
}

impl<'b> Plain<'b> {
    pub fn new(backend: &'b LocalBackend, groups: Vec<PlainGroup>) -> Result<Self, BackendError> {
        let mut deciding: Vec<PlainGroup> = Vec::new();
        let only_stop = groups.iter().all(|group| group.stop || group.readings.is_empty());
        for group in groups {
            let repeated = deciding.iter().any(|other| other.readings == group.readings);
            if !group.readings.is_empty() && (only_stop || !group.stop) && !repeated {
                deciding.push(group);
            }
        }
        let stems: Vec<String> =
            deciding.iter().flat_map(|group| group.readings.iter().flatten().cloned()).collect();
        let ranking = Ranking::of(&backend.bags, &backend.segments, &stems)?;
        Ok(Self { backend, groups: deciding, ranking })
    }

    /// The documents of a segment that satisfy a group.
    fn group_documents(segment: &Segment, group: &PlainGroup) -> Result<BoxDocs, BackendError> {
        let any = segment.fields.any;
        let mut readings = Vec::with_capacity(group.readings.len());
        for reading in &group.readings {
            let mut sets: Vec<BoxDocs> = Vec::with_capacity(reading.len());
            for stem in reading {
                match segment.postings(any, stem, IndexRecordOption::Basic)? {
                    Some(postings) => sets.push(Box::new(postings)),
                    None => sets.push(Box::new(Nothing)),
                }
            }
            readings.push(Both::of(sets));
        }
        Ok(Either::of(readings, segment.max_doc()))
    }

    /// Runs the query.
    pub fn search(&self, request: &Request<'_>) -> Result<Outcome, BackendError> {
        let mut outcome = Outcome::default();
        if self.groups.is_empty() {
            return Ok(outcome);
        }
        let want = request.offset + request.limit;
        let ranked = if request.matching == Matching::Any {
            let (ranked, _, total) = self.some(request, want, false)?;
            outcome.total = total;
            ranked
        } else {
            let (mut ranked, total) = self.all(request, want)?;
            outcome.total = total;
            let short = usize::try_from(total).unwrap_or(usize::MAX) < want;
            if request.matching == Matching::Auto && short && self.groups.len() > 1 {
                let (others, partial, _) = self.some(request, want - ranked.len(), true)?;
                outcome.partial = partial;
                ranked.extend(others);
            }
            ranked
        };
        // Where some article has all words, none is unknown.
        if outcome.total == 0 || request.matching == Matching::Any {
            outcome.unknown = self.unknown()?;
        }
        let page: Vec<Ranked> = ranked.into_iter().skip(request.offset).take(request.limit).collect();
        outcome.found = self.backend.found(&page);
        if request.matching != Matching::All {
            self.say_missing(&page, &mut outcome)?;
        }
        Ok(outcome)
    }

    /// Words that occur in no article.
    fn unknown(&self) -> Result<Vec<String>, BackendError> {
        let mut unknown = Vec::new();
        for group in &self.groups {
            let mut known = false;
            for segment in &self.backend.segments {
                known = known || Self::group_documents(segment, group)?.doc() != END;
            }
            if !known {
                unknown.push(group.text.clone());
            }
        }
        Ok(unknown)
    }

    /// Articles with all words: the first of them, and how many there are.
    fn all(&self, request: &Request<'_>, want: usize) -> Result<(Vec<Ranked>, u64), BackendError> {
        let mut ranked = Vec::new();
        let mut sorted = Sorted::new(want, request.sort);
        let mut total = 0;
        for (at, segment) in self.backend.segments.iter().enumerate() {
            let mut best = Best::new(want, self.ranking.slack());
            if let Some(count) = self.single_stem(request, (at, segment), &mut best)? {
                total += count;
            } else {
                let sets = self.groups.iter().map(|group| Self::group_documents(segment, group));
                let docs = Both::of(sets.collect::<Result<_, _>>()?);
                let mut docs = segment.alive(narrow(segment, docs, request.filters)?);
                let mut main = Scorer::open_all((at, segment), &self.ranking.main)?;
                let mut doc = docs.doc();
                while doc != END {
                    total += 1;
                    if request.sort == Sort::Best {
                        best.offer(doc, total_score(&mut main, doc));
                    } else {
                        sorted.offer((at, segment), doc);
                    }
                    doc = docs.advance();
                }
            }
            ranked.extend(
                best.finish((at, segment), &mut Scorer::open_all((at, segment), &self.ranking.side)?),
            );
        }
        if request.sort == Sort::Best {
            let mut ranked = in_order(ranked);
            ranked.truncate(want);
            Ok((ranked, total))
        } else {
            Ok((sorted.finish(&self.backend.generation, &self.backend.segments)?, total))
        }
    }

    /// One stem and nothing else to check: its documents are counted by the dictionary and scored a block
    /// at a time. `None` where the query is of another kind.
    fn single_stem(
        &self,
        request: &Request<'_>,
        at: (usize, &Segment),
        best: &mut Best,
    ) -> Result<Option<u64>, BackendError> {
        let segment = at.1;
        let [group] = self.groups.as_slice() else { return Ok(None) };
        let [reading] = group.readings.as_slice() else { return Ok(None) };
        let [stem] = reading.as_slice() else { return Ok(None) };
        let simple = request.sort == Sort::Best
            && request.filters.is_empty()
            && segment.reader.alive_bitset().is_none();
        if !simple {
            return Ok(None);
        }
        let count = u64::from(segment.document_frequency(segment.fields.any, stem)?);
        if let Some(weighted) = self.ranking.main.first()
            && let Some(mut blocks) = weighted.blocks(at)?
        {
            let curve = Curve::open(segment, weighted)?;
            loop {
                let (docs, frequencies) = (blocks.docs(), blocks.freqs());
                if docs.is_empty() {
                    break;
                }
                for (&doc, &frequency) in docs.iter().zip(frequencies) {
                    best.offer(doc, curve.score(doc, frequency));
                }
                blocks.advance();
            }
        }
        if best.admits_nothing_scored() {
            // Too few are in the main bag: the full text decides too.
            *best = Best::new(request.offset + request.limit, self.ranking.slack());
            let mut main = Scorer::open_all(at, &self.ranking.main)?;
            let mut docs = segment.value(segment.fields.any, stem)?;
            let mut doc = docs.doc();
            while doc != END {
                best.offer(doc, total_score(&mut main, doc));
                doc = docs.advance();
            }
        }
        Ok(Some(count))
    }

    /// Articles with at least one word, or with some but not all: the first, the number of those with
    /// some but not all, and the number of those with at least one.
    fn some(
        &self,
        request: &Request<'_>,
        want: usize,
        not_all: bool,
    ) -> Result<(Vec<Ranked>, u64, u64), BackendError> {
        let mut ranked = Vec::new();
        let mut sorted = Sorted::new(want, request.sort);
        let (mut partial, mut total) = (0, 0);
        let all = self.groups.len().min(255) as u8;
        for (at, segment) in self.backend.segments.iter().enumerate() {
            let mut best = Best::new(want, self.ranking.slack());
            let mut window = Window::open(self, (at, segment), request)?;
            while window.fill_next() {
                window.each(|doc, groups, score| {
                    total += 1;
                    partial += u64::from(groups < all);
                    if !not_all || groups < all {
                        if request.sort == Sort::Best {
                            best.offer(doc, score);
                        } else {
                            sorted.offer((at, segment), doc);
                        }
                    }
                });
            }
            ranked.extend(
                best.finish((at, segment), &mut Scorer::open_all((at, segment), &self.ranking.side)?),
            );
        }
        let ranked = if request.sort == Sort::Best {
            in_order(ranked)
        } else {
            sorted.finish(&self.backend.generation, &self.backend.segments)?
        };
        Ok((ranked.into_iter().take(want).collect(), partial, total))
    }

    /// Names the words that the articles of a page lack.
    fn say_missing(&self, page: &[Ranked], outcome: &mut Outcome) -> Result<(), BackendError> {
        let mut slots: Vec<usize> = (0..page.len()).collect();
        slots.sort_by_key(|&slot| (page[slot].segment, page[slot].doc));
        for group in &self.groups {
            let mut open: Option<(usize, BoxDocs)> = None;
            for &slot in &slots {
                let Ranked { segment, doc, .. } = page[slot];
                let docs = match &mut open {
                    Some((at, docs)) if *at == segment => docs,
                    _ => {
                        &mut open
                            .insert((segment, Self::group_documents(&self.backend.segments[segment], group)?))
                            .1
                    }
                };
                if docs.seek(doc) != doc {
                    outcome.found[slot].missing.push(group.text.clone());
                }
            }
        }
        Ok(())
    }
}

/// Scores and counts of the documents of one window of a segment.
struct Window<'w> {
    groups: Vec<BoxDocs>,
    scorers: Vec<Scorer<'w>>,
    allowed: Option<BoxDocs>,
    start: u32,
    end: u32,
    max: u32,
    counts: Vec<u8>,
    scores: Vec<f32>,
}

impl<'w> Window<'w> {
    fn open(
        plain: &Plain<'w>,
        segment: (usize, &Segment),
        request: &Request<'_>,
    ) -> Result<Self, BackendError> {
        let (at, segment) = segment;
        let groups = plain.groups.iter().map(|group| Plain::group_documents(segment, group));
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        let scorers = Scorer::open_all((at, segment), &plain.ranking.main)?;
        let free = request.filters.is_empty() && segment.reader.alive_bitset().is_none();
        let allowed = if free {
            None
        } else {
            let mut docs = segment.alive(narrow(segment, segment.everything(), request.filters)?);
            let mut bits = BitsBuilder::new(segment.max_doc());
            while docs.doc() != END {
                bits.insert(docs.doc());
                docs.advance();
            }
            Some(Box::new(bits.finish()) as BoxDocs)
        };
        let size = WINDOW.min(segment.max_doc()) as usize;
        let (counts, scores) = (vec![0; size], vec![0.0; size]);
        Ok(Self { groups, scorers, allowed, start: 0, end: 0, max: segment.max_doc(), counts, scores })
    }

    /// Fills the next window; `false` after the last.
    fn fill_next(&mut self) -> bool {
        if self.end >= self.max {
            return false;
        }
        self.start = self.end;
        self.end = self.start.saturating_add(WINDOW).min(self.max);
        self.counts.fill(0);
        self.scores.fill(0.0);
        for docs in &mut self.groups {
            let mut doc = docs.doc();
            while doc < self.end {
                let count = &mut self.counts[(doc - self.start) as usize];
                *count = count.saturating_add(1);
                doc = docs.advance();
            }
        }
        for Scorer { postings, curve } in &mut self.scorers {
            use tantivy::DocSet;
            use tantivy::postings::Postings;
            let mut doc = postings.doc();
            while doc < self.end {
                self.scores[(doc - self.start) as usize] += curve.score(doc, postings.term_freq());
                doc = postings.advance();
            }
        }
        true
    }

    /// Calls `each` with every document that has a word: the document, its number of groups, its score.
    fn each(&mut self, mut each: impl FnMut(u32, u8, f32)) {
        let counts = &self.counts[..(self.end - self.start) as usize];
        for (at, &count) in counts.iter().enumerate() {
            if count == 0 {
                continue;
            }
            let doc = self.start + at as u32;
            if self.allowed.as_mut().is_none_or(|allowed| allowed.seek(doc) == doc) {
                each(doc, count, self.scores[at]);
            }
        }
    }
}
