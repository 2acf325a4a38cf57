//! An article becomes what is written of it: finished tokens, raw values, numbers, frames.
//!
//! It must not know how these are written. One [`Analyst`] a thread.

use std::cell::Cell;
use std::io;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::finished::Finished;
use super::keys::{KeyHash, hashes_of};
use super::schema::Fields;
use super::seen::{DIFFERENT_MAX, Seen};
use super::store::{Compressor, Dictionaries, Frames, Work, split};
use super::values::{flags, heading_values, order, sort_prefix};
use super::weights;
use crate::model::{Article, Author, PartialDate};
use crate::text::Analyzer;

/// An article ready to be written.
pub(crate) struct Analysed {
    pub document: TantivyDocument,
    /// About what the document takes in memory.
    pub document_bytes: usize,
    pub frames: Frames,
    /// What it is found by.
    pub keys: Vec<KeyHash>,
    /// Bytes of text analysed, each text once.
    pub text_bytes: u64,
}

/// Analyses articles.
pub(crate) struct Analyst {
    analyzer: Analyzer,
    fields: Fields,
    compressor: Compressor,
    exact: Finished,
    title: Finished,
    bag: Finished,
    unranked: Finished,
    seen: Seen,
    text_bytes: u64,
    is_cut: bool,
}

impl Analyst {
    /// An analyst whose articles are stored with these dictionaries.
    pub fn new(dictionaries: &Dictionaries) -> io::Result<Self> {
        Ok(Self {
            analyzer: Analyzer::new(),
            fields: Fields::build().1,
            compressor: Compressor::new(dictionaries)?,
            exact: Finished::default(),
            title: Finished::default(),
            bag: Finished::default(),
            unranked: Finished::default(),
            seen: Seen::default(),
            text_bytes: 0,
            is_cut: false,
        })
    }

    /// Analyses one work.
    pub fn analyse(&mut self, work: Work) -> io::Result<Analysed> {
        let document = self.document(&work.article);
        let keys = hashes_of(&work);
        let frames = self.compressor.frames(&split(work))?;
        // The text stands in it as exact words, as a bag and among the words of everything.
        let document_bytes = 4 * self.text_bytes as usize + 2_000;
        Ok(Analysed { document, document_bytes, frames, keys, text_bytes: self.text_bytes })
    }

    /// Whether an article has more words, or values, than are searched.
    pub fn is_too_large(&mut self, article: &Article) -> bool {
        self.document(article);
        self.is_cut
    }

    /// What of an article is searched.
    fn document(&mut self, article: &Article) -> TantivyDocument {
        (self.text_bytes, self.is_cut) = (0, false);
        self.seen.clear();
        let mut document = TantivyDocument::new();
        self.title_and_abstract(article, &mut document);
        self.subjects(article, &mut document);
        self.finish_bag(self.fields.bag, &mut document);
        self.people(article, &mut document);
        self.references(article, &mut document);
        self.body(article, &mut document);
        if !self.unranked.is_empty() {
            document.add_text(self.fields.unranked, self.unranked.take());
        }
        self.raw_values(article, &mut document);
        self.numbers(article, &mut document);
        document
    }

    /// A text articles are ranked by: its exact words into `exact`, its stems into the bag. All of these come
    /// before the others, so that what is in the bag is known when they come.
    fn ranked(&mut self, text: &str) {
        self.words(text, |stem, _, bag, _| bag.bare(stem));
    }

    /// A text that is found but not ranked by.
    fn unranked(&mut self, text: &str) {
        self.words(text, |stem, is_new, _, unranked| {
            if is_new {
                unranked.bare(stem);
            }
        });
    }

    /// A part of the full text, which has a bag of its own.
    fn full_text(&mut self, text: &str) {
        self.words(text, |stem, is_new, bag, unranked| {
            bag.bare(stem);
            if is_new {
                unranked.bare(stem);
            }
        });
    }

    /// The exact words of a text, and its stems, with whether the article has them for the first time, until it
    /// has as many as are searched.
    fn words(&mut self, text: &str, mut each: impl FnMut(&str, bool, &mut Finished, &mut Finished)) {
        let Self { analyzer, exact, bag, unranked, seen, .. } = self;
        let (full, cut) = (Cell::new(seen.is_full()), Cell::new(self.is_cut));
        if full.get() && cut.get() {
            return;
        }
        self.text_bytes += text.len() as u64;
        analyzer.tokens_and_bag(
            text,
            |token| {
                if full.get() {
                    cut.set(true);
                } else {
                    exact.word(token.word, token.position);
                }
            },
            |stem| {
                if !full.get() {
                    each(stem, seen.is_new(stem), bag, unranked);
                    full.set(seen.is_full());
                }
            },
        );
        exact.gap();
        self.is_cut = cut.get();
    }

    /// The same words once more, into a field of their own.
    fn again(&mut self, text: &str) {
        if self.is_cut {
            return;
        }
        let title = &mut self.title;
        self.analyzer.tokens(text, |token| title.word(token.word, token.position));
        title.gap();
    }

    fn finish(&mut self, field: Field, document: &mut TantivyDocument) {
        if !self.exact.is_empty() {
            document.add_text(field, self.exact.take());
        }
    }

    fn finish_again(&mut self, field: Field, document: &mut TantivyDocument) {
        if !self.title.is_empty() {
            document.add_text(field, self.title.take());
        }
    }

    fn finish_bag(&mut self, field: Field, document: &mut TantivyDocument) {
        if !self.bag.is_empty() {
            document.add_text(field, self.bag.take());
        }
    }

    fn title_and_abstract(&mut self, article: &Article, document: &mut TantivyDocument) {
        self.bag.weight(weights::TITLE);
        for title in [&article.title, &article.vernacular_title] {
            self.ranked(title);
            self.again(title);
        }
        self.finish_again(self.fields.title, document);
        self.bag.weight(weights::ABSTRACT);
        let translated = article.other_abstracts.iter().flat_map(|other| &other.sections);
        for section in article.abstract_sections.iter().chain(translated) {
            self.ranked(&section.text);
        }
        self.bag.weight(weights::KEYWORD);
        for keyword in &article.keywords {
            self.ranked(keyword);
            self.again(keyword);
        }
        self.finish_again(self.fields.keyword, document);
        self.finish(self.fields.tiab, document);
    }

    fn subjects(&mut self, article: &Article, document: &mut TantivyDocument) {
        self.bag.weight(weights::HEADING);
        article.headings.iter().for_each(|heading| self.ranked(&heading.name));
        let qualifiers = article.headings.iter().flat_map(|heading| &heading.qualifiers);
        qualifiers.for_each(|qualifier| self.unranked(&qualifier.name));
        article.substances.iter().for_each(|substance| self.unranked(&substance.name));
        article.publication_types.iter().for_each(|kind| self.unranked(&kind.name));
        self.finish(self.fields.subject, document);
    }

    fn people(&mut self, article: &Article, document: &mut TantivyDocument) {
        article.authors.iter().for_each(|author| self.author(author));
        self.finish(self.fields.author, document);
        let affiliations = article.authors.iter().flat_map(|author| &author.affiliations).map(String::as_str);
        let affiliations = affiliations.chain(article.loose_addresses());
        let mut last = "";
        for affiliation in affiliations {
            // Authors of one institute repeat it word for word; once is enough.
            if affiliation != last {
                self.unranked(affiliation);
            }
            last = affiliation;
        }
        self.finish(self.fields.affiliation, document);
        self.unranked(&article.journal.title);
        if article.journal.abbreviation != article.journal.title {
            self.unranked(&article.journal.abbreviation);
        }
        if let Some(date) = article.published() {
            self.unranked(&date.year().to_string());
        }
        // Neither is an author, as PubMed has it.
        article.editors.iter().chain(&article.investigators).for_each(|person| self.author(person));
        self.finish(self.fields.other, document);
    }

    /// Family name, then initials and first given name at one place, then the other given names: so
    /// `smith j*`, `smith ja` and `smith john` are phrases.
    fn author(&mut self, author: &Author) {
        if !author.collective.is_empty() {
            self.unranked(&author.collective);
        }
        let names = [author.family.as_str(), author.given.as_str()].map(crate::text::fold);
        let initials = crate::text::fold(&author.initials_or_made()).replace(' ', "");
        self.text_bytes += (author.family.len() + author.given.len()) as u64;
        let mut position = 0;
        for word in names[0].split(' ').filter(|word| !word.is_empty()) {
            self.name(word, position);
            position += 1;
        }
        if !initials.is_empty() {
            self.name(&initials, position);
        }
        for word in names[1].split(' ').filter(|word| !word.is_empty()) {
            if word != initials {
                self.name(word, position);
            }
            position += 1;
        }
        self.exact.gap();
    }

    fn name(&mut self, word: &str, position: u32) {
        if self.seen.is_full() {
            self.is_cut = true;
            return;
        }
        self.exact.word(word, position);
        let stem = self.analyzer.stem(word);
        if self.seen.is_new(stem) {
            self.unranked.bare(stem);
        }
    }

    fn references(&mut self, article: &Article, document: &mut TantivyDocument) {
        for reference in &article.references {
            self.unranked(without_doi(&reference.raw));
        }
        self.finish(self.fields.reference, document);
    }

    fn body(&mut self, article: &Article, document: &mut TantivyDocument) {
        for section in &article.body {
            self.full_text(&section.title);
            section.paragraphs.iter().for_each(|paragraph| self.full_text(paragraph));
        }
        self.finish(self.fields.body, document);
        self.finish_bag(self.fields.bag_body, document);
    }

    fn raw_values(&mut self, article: &Article, document: &mut TantivyDocument) {
        let Self { fields, is_cut, .. } = self;
        let mut room = DIFFERENT_MAX;
        let mut add = |field: Field, value: &str| {
            if room == 0 {
                *is_cut = true;
            } else if !value.is_empty() {
                room -= 1;
                document.add_text(field, value);
            }
        };
        let fold = crate::text::fold;
        add(fields.id, article.id.as_str());
        article
            .headings
            .iter()
            .for_each(|heading| heading_values(heading, |value| add(fields.heading, value)));
        for substance in &article.substances {
            add(fields.substance, &fold(&substance.name));
            add(fields.substance, &substance.ui.to_lowercase());
            add(
                fields.substance,
                if substance.registry_number == "0" { "" } else { &substance.registry_number },
            );
        }
        for kind in &article.publication_types {
            add(fields.publication_type, &fold(&kind.name));
            add(fields.publication_type, &kind.ui.to_lowercase());
        }
        let journal = &article.journal;
        let mut names =
            vec![fold(&journal.title), fold(&journal.abbreviation), journal.nlm_id.to_lowercase()];
        names.extend(journal.issns.iter().map(|issn| fold(issn)));
        names.sort();
        names.dedup();
        names.iter().for_each(|name| add(fields.journal_name, name));
        article.languages.iter().for_each(|language| add(fields.language, &fold(language)));
        add(fields.country, &fold(&article.country));
        add(fields.volume, &fold(&article.volume));
        add(fields.issue, &fold(&article.issue));
        add(fields.page, &fold(article.first_page()));
        flags(article).iter().for_each(|flag| add(fields.flag, flag));
    }

    fn numbers(&mut self, article: &Article, document: &mut TantivyDocument) {
        let fields = &self.fields;
        document.add_u64(
            fields.date,
            article.published().map_or(0, |date| u64::from(PartialDate::first_day(date))),
        );
        document.add_u64(fields.order, order(article));
        let author = article.authors.first().map(Author::short_name).unwrap_or_default();
        let journal = if article.journal.abbreviation.is_empty() {
            &article.journal.title
        } else {
            &article.journal.abbreviation
        };
        document.add_u64(fields.by_author, sort_prefix(&author));
        document.add_u64(fields.by_journal, sort_prefix(journal));
        document.add_u64(fields.by_title, sort_prefix(&article.title));
    }
}

/// A reference up to the DOI or address at its end. They are no words: hardly any
/// stands in two references; a work the source names by an identifier is found by its identity keys.
fn without_doi(raw: &str) -> &str {
    let marks = ["doi:", "doi.org/", "DOI:", "http://", "https://"];
    let end = marks.iter().filter_map(|mark| raw.find(mark)).min().unwrap_or(raw.len());
    // What follows a DOI in the middle of a reference must stay searchable.
    if raw[end..].split_whitespace().count() <= DOI_WORDS { &raw[..end] } else { raw }
}

/// `doi: 10.1000/182.` and what may stand with it.
const DOI_WORDS: usize = 3;
