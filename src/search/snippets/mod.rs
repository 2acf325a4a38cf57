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
use crate::engine::Terms;
use crate::index::{Abstract, StoreReader};
use crate::model::{Article, BodySection, Field};
use crate::query::Query;

/// Cuts snippets for the hits of one query.
pub(super) struct Snippets<'t> {
    marker: Marker<'t>,
    most: usize,
    cited: Cited,
}

/// Sentences looked at in one article; a book would have more than anyone reads.
const CANDIDATES_MAX: usize = 10_000;

impl<'t> Snippets<'t> {
    /// Snippets of a query, at most `most` a hit.
    pub fn new(query: &Query, most: usize, cited: Cited, terms: &'t mut Terms) -> Self {
        Self { marker: Marker::new(query, terms), most, cited }
    }

    /// Marks the title of a hit and cuts its snippets.
    pub fn fill(&mut self, hit: &mut Hit, store: &StoreReader, record: u32) -> Result<(), Error> {
        let title_marks = self.marker.mark(&hit.title, Field::Title);
        hit.title_highlights = scalar_ranges(&hit.title, 0..hit.title.len(), &title_marks);
        let text = store.text(record)?;
        let mut found =
            if self.cited.is_empty() { Vec::new() } else { self.cited.candidates(store, record)? };
        if self.marker.is_empty() && !found.is_empty() {
            hit.snippets = choose(found, self.most);
            return Ok(());
        }
        if self.marker.is_empty() {
            hit.snippets = first_sentence(&text).into_iter().collect();
            return Ok(());
        }
        self.text_candidates(&text, &mut found);
        let seen = covered(&found) | title_marks.iter().fold(0, |groups, mark| groups | mark.groups);
        // The rest of an article is read only where something is still to be shown.
        let wanted = self.marker.groups_without(&hit.missing);
        if seen & wanted != wanted || (found.is_empty() && title_marks.is_empty()) {
            self.outside_candidates(store, record, wanted, &mut found)?;
        }
        hit.snippets = choose(found, self.most);
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

    /// Looks through references and the rest of an article until one of its texts shows all that is wanted.
    fn outside_candidates(
        &mut self,
        store: &StoreReader,
        record: u32,
        wanted: u64,
        found: &mut Vec<Candidate>,
    ) -> Result<(), Error> {
        store.references(record, |references| {
            for (at, (label, text)) in references.iter().enumerate() {
                let label = || match *label {
                    "" => format!("reference [{}]", at + 1),
                    label => format!("reference [{label}]"),
                };
                self.whole(text, Field::Reference, label, found);
                if enough(found, wanted) {
                    return;
                }
            }
        })?;
        if !enough(found, wanted) {
            self.rest_candidates(&store.rest(record)?, wanted, found);
        }
        if !enough(found, wanted) {
            for section in store.body(record)? {
                self.body_candidates(&section, found);
                if enough(found, wanted) {
                    break;
                }
            }
        }
        Ok(())
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
