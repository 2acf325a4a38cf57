//! Snippets: the sentences that show why an article was found.
//!
//! They must not know posting lists; they analyse the stored text again with the same words and the same
//! matcher as the search.

mod choose;
mod cited;
mod marks;
mod sought;
mod words;

use std::ops::Range;

use self::choose::{Candidate, choose};
pub(super) use self::cited::Cited;
use self::marks::Marker;
use self::words::Mark;
use super::error::Error;
use super::hits::{Hit, Snippet};
use crate::engine::{State, Terms};
use crate::index::{Abstract, Parts, Place, Printed, Record};
use crate::model::{Article, BodySection, Field};
use crate::query::Query;

/// Cuts snippets for the hits of one query.
pub(super) struct Snippets<'t> {
    marker: Marker<'t>,
    most: usize,
    cited: Cited,
}

/// A hit of which more is to be read.
struct Open {
    /// Its place among the hits.
    at: usize,
    place: Place,
    /// The words that are to be shown, a bit each.
    wanted: u64,
    found: Vec<Candidate>,
}

/// Articles whose full text, or another part, is held at once.
const READ_AT_ONCE: usize = 64;

/// Sentences looked at in one article; a book would have more than anyone reads.
const CANDIDATES_MAX: usize = 10_000;

impl<'t> Snippets<'t> {
    /// Snippets of a query, at most `most` a hit.
    pub fn new(query: &Query, most: usize, cited: Cited, terms: &'t mut Terms) -> Self {
        Self { marker: Marker::new(query, terms), most, cited }
    }

    /// The parts of articles that are looked at first.
    pub fn parts(&self) -> Parts {
        if self.cited.is_empty() { Parts::TEXT } else { Parts::TEXT | Parts::REFERENCES }
    }

    /// Marks the titles of hits and cuts their snippets, given the parts that are looked at first. The others
    /// are read only of those hits whose words are still to be shown, and of all these at once.
    pub fn fill(&mut self, hits: &mut [Hit], records: &[Record], state: &State) -> Result<(), Error> {
        let mut open = Vec::new();
        for (at, (hit, record)) in hits.iter_mut().zip(records).enumerate() {
            open.extend(self.first(at, hit, record));
        }
        // In the order of what is cheap to read and likely to show the words.
        self.look(Parts::PRINTED, &mut open, hits, state, |own, record, open| {
            own.printed_candidates(&record.printed, open);
        })?;
        self.look(Parts::REST, &mut open, hits, state, |own, record, open| {
            if let Some(rest) = &record.rest {
                own.rest_candidates(rest, open.wanted, &mut open.found);
            }
        })?;
        self.look(Parts::BODY, &mut open, hits, state, |own, record, open| {
            for section in &record.body {
                own.body_candidates(section, &mut open.found);
                if enough(&open.found, open.wanted) {
                    break;
                }
            }
        })?;
        for Open { at, found, .. } in open {
            hits[at].snippets = choose(found, self.most);
        }
        Ok(())
    }

    /// What the title, the abstract and what is cited show; `None` where no more is wanted.
    fn first(&mut self, at: usize, hit: &mut Hit, record: &Record) -> Option<Open> {
        let title_marks = self.marker.mark(&hit.title, Field::Title);
        hit.title_highlights = scalar_ranges(&hit.title, 0..hit.title.len(), &title_marks);
        let mut found = self.cited.candidates(&record.references);
        if self.marker.is_empty() {
            hit.snippets = if found.is_empty() {
                first_sentence(&record.text).into_iter().collect()
            } else {
                choose(found, self.most)
            };
            return None;
        }
        self.text_candidates(&record.text, &mut found);
        let seen = covered(&found) | title_marks.iter().fold(0, |groups, mark| groups | mark.groups);
        // The rest of an article is read only where something is still to be shown.
        let wanted = self.marker.groups_without(&hit.missing);
        if seen & wanted != wanted || (found.is_empty() && title_marks.is_empty()) {
            return Some(Open { at, place: record.place, wanted, found });
        }
        hit.snippets = choose(found, self.most);
        None
    }

    /// Looks through one more part of the hits that are still open. Those are done of which one text shows all
    /// that is wanted.
    fn look(
        &mut self,
        part: Parts,
        open: &mut Vec<Open>,
        hits: &mut [Hit],
        state: &State,
        mut look: impl FnMut(&mut Self, &Record, &mut Open),
    ) -> Result<(), Error> {
        let mut still = Vec::with_capacity(open.len());
        while !open.is_empty() {
            let some: Vec<Open> = open.drain(..open.len().min(READ_AT_ONCE)).collect();
            let places: Vec<Place> = some.iter().map(|open| open.place).collect();
            for (mut open, record) in some.into_iter().zip(state.fetch(&places, part)?) {
                look(self, &record, &mut open);
                if enough(&open.found, open.wanted) {
                    hits[open.at].snippets = choose(open.found, self.most);
                } else {
                    still.push(open);
                }
            }
        }
        *open = still;
        Ok(())
    }

    fn text_candidates(&mut self, text: &Abstract, found: &mut Vec<Candidate>) {
        for section in &text.sections {
            self.sentences(&section.text, Field::Abstract, || "abstract".to_owned(), found);
        }
        if !text.keywords.is_empty() {
            self.whole(&text.keywords.join(" · "), Field::Keyword, || "keywords".to_owned(), found);
        }
    }

    fn printed_candidates(&mut self, printed: &Printed, open: &mut Open) {
        for (at, (label, text)) in printed.iter().enumerate() {
            let label = || match label {
                "" => format!("reference [{}]", at + 1),
                label => format!("reference [{label}]"),
            };
            self.whole(text, Field::Reference, label, &mut open.found);
            if enough(&open.found, open.wanted) {
                return;
            }
        }
    }

    fn rest_candidates(&mut self, rest: &Article, wanted: u64, found: &mut Vec<Candidate>) {
        for other in &rest.other_abstracts {
            for section in &other.sections {
                let label = || format!("abstract ({})", other.language);
                self.sentences(&section.text, Field::Abstract, label, found);
            }
        }
        self.subject_candidates(rest, found);
        if !enough(found, wanted) {
            self.people_candidates(rest, found);
        }
    }

    fn subject_candidates(&mut self, rest: &Article, found: &mut Vec<Candidate>) {
        for heading in &rest.headings {
            self.whole(&heading.name, Field::Mesh, || "MeSH".to_owned(), found);
        }
        for substance in &rest.substances {
            self.whole(&substance.name, Field::Substance, || "substance".to_owned(), found);
        }
        for kind in &rest.publication_types {
            self.whole(&kind.name, Field::PublicationType, || "publication type".to_owned(), found);
        }
    }

    fn people_candidates(&mut self, rest: &Article, found: &mut Vec<Candidate>) {
        for author in rest.authors.iter().chain(&rest.investigators) {
            self.whole(&author.short_name(), Field::Author, || "author".to_owned(), found);
            for affiliation in &author.affiliations {
                self.whole(affiliation, Field::Affiliation, || "affiliation".to_owned(), found);
            }
        }
        for name in [&rest.journal.title, &rest.journal.abbreviation] {
            self.whole(name, Field::Journal, || "journal".to_owned(), found);
        }
    }

    fn body_candidates(&mut self, section: &BodySection, found: &mut Vec<Candidate>) {
        let label = || match section.title.as_str() {
            "" => "full text".to_owned(),
            title => format!("full text: {title}"),
        };
        self.whole(&section.title, Field::Body, || "full text".to_owned(), found);
        for paragraph in &section.paragraphs {
            self.sentences(paragraph, Field::Body, label, found);
        }
    }

    /// Every sentence of a text that has a mark.
    fn sentences(
        &mut self,
        text: &str,
        field: Field,
        label: impl Fn() -> String,
        found: &mut Vec<Candidate>,
    ) {
        let marks = self.marker.mark(text, field);
        if marks.is_empty() || found.len() > CANDIDATES_MAX {
            return;
        }
        for sentence in crate::text::sentences(text) {
            let from = marks.partition_point(|mark| mark.start < sentence.start);
            let to = marks.partition_point(|mark| mark.start < sentence.end);
            if from < to {
                found.push(candidate(text, sentence, field, label(), &marks[from..to]));
            }
        }
    }

    /// A short text taken whole.
    fn whole(&mut self, text: &str, field: Field, label: impl Fn() -> String, found: &mut Vec<Candidate>) {
        let marks = self.marker.mark(text, field);
        if marks.is_empty() {
            return;
        }
        let label = label();
        let repeated =
            |candidate: &Candidate| candidate.snippet.label == label && candidate.snippet.text == text;
        if found.len() <= CANDIDATES_MAX && !found.iter().any(repeated) {
            found.push(candidate(text, 0..text.len(), field, label, &marks));
        }
    }
}

/// Whether the last text shows all that is wanted.
fn enough(found: &[Candidate], wanted: u64) -> bool {
    found.last().is_some_and(|last| last.groups & wanted == wanted)
}

fn covered(found: &[Candidate]) -> u64 {
    found.iter().fold(0, |groups, candidate| groups | candidate.groups)
}

/// A query without words (a date, say) shows how the abstract begins.
fn first_sentence(text: &Abstract) -> Option<Snippet> {
    let section = text.sections.iter().find(|section| !section.text.is_empty())?;
    let sentence = crate::text::sentences(&section.text).into_iter().next()?;
    Some(candidate(&section.text, sentence, Field::Abstract, "abstract".to_owned(), &[]).snippet)
}

fn candidate(text: &str, range: Range<usize>, field: Field, label: String, marks: &[Mark]) -> Candidate {
    // A mark may reach over the end of a sentence (a phrase across a full stop): it is cut there.
    let highlights = scalar_ranges(text, range.clone(), marks);
    let offset = text[..range.start].chars().count();
    let snippet = Snippet { field: field.tag(), label, text: text[range].to_owned(), offset, highlights };
    Candidate {
        groups: marks.iter().fold(0, |groups, mark| groups | mark.groups),
        marks: marks.len(),
        snippet,
    }
}

/// Marks, which are byte ranges of a text, as ranges of Unicode scalar values of a part of it.
fn scalar_ranges(text: &str, part: Range<usize>, marks: &[Mark]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    let (mut byte, mut scalar) = (part.start, 0);
    let mut at = |target: usize| {
        scalar += text[byte..target].chars().count();
        byte = target;
        scalar
    };
    for mark in marks {
        let (start, end) = (mark.start.clamp(part.start, part.end), mark.end.clamp(part.start, part.end));
        if start < end {
            let start = at(start);
            ranges.push(start..at(end));
        }
    }
    ranges
}
