//! What of an article is searched: the columns of an index, handed out one article at a time.
//!
//! Every engine indexes the same words, stems, values and numbers; only how it keeps them differs.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use tantivy::schema::Field;

use super::schema::Fields;
use super::seen::{DIFFERENT_MAX, Seen};
use super::store::Work;
use super::values::{flags, heading_values, order, raw_key, sort_prefix};
use super::weights;
use super::words::GAP;
use crate::model::{Article, Author, PartialDate};
use crate::text::Analyzer;

/// Takes what of an article is searched, column after column.
pub(crate) trait Columns {
    /// An exact word at a place of the column; places never fall.
    fn word(&mut self, column: Field, word: &str, position: u32);
    /// A stem of a bag, which counts so many times.
    fn stem(&mut self, bag: Field, stem: &str, times: u32);
    /// A whole value, or a stem without frequency; the same may come again.
    fn value(&mut self, column: Field, value: &str);
    /// The number of a column.
    fn number(&mut self, column: Field, number: u64);
}

/// Prepares articles; one a thread, for it holds buffers and a cache of stems.
pub(crate) struct Preparer {
    analyzer: Analyzer,
    fields: Fields,
    seen: Seen,
    text_bytes: u64,
    is_cut: bool,
}

impl Preparer {
    pub fn new() -> Self {
        Self {
            analyzer: Analyzer::new(),
            fields: Fields::build().1,
            seen: Seen::default(),
            text_bytes: 0,
            is_cut: false,
        }
    }

    /// Hands out the columns of a work, and returns the bytes of text analysed, each text once.
    pub fn work(&mut self, work: &Work, columns: &mut impl Columns) -> u64 {
        self.article(&work.article, columns);
        self.identity(work, columns);
        self.text_bytes
    }

    /// Whether an article has more words, or values, than are searched.
    pub fn is_too_large(&mut self, article: &Article) -> bool {
        self.article(article, &mut Nowhere);
        self.is_cut
    }

    fn article(&mut self, article: &Article, columns: &mut impl Columns) {
        (self.text_bytes, self.is_cut) = (0, false);
        self.seen.clear();
        let mut pass = Pass { of: self, columns, place: Place::default() };
        pass.title_and_abstract(article);
        pass.subjects(article);
        pass.people(article);
        pass.references(article);
        pass.body(article);
        pass.raw_values(article);
        pass.numbers(article);
    }

    /// What its records are found by: the keys of each, and the sources that hold them.
    fn identity(&self, work: &Work, columns: &mut impl Columns) {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let records = work.records.iter().map(|record| &record.article).chain([&work.article]);
        for article in records {
            keys.extend(article.identity_keys().iter().map(|key| raw_key(key.as_str())));
        }
        keys.iter().for_each(|key| columns.value(self.fields.key, key));
        let sources: BTreeSet<&str> = work.held.iter().map(|held| held.source.as_str()).collect();
        sources.iter().for_each(|source| columns.value(self.fields.source, source));
    }
}

/// Takes columns and keeps nothing.
struct Nowhere;

impl Columns for Nowhere {
    fn word(&mut self, _: Field, _: &str, _: u32) {}
    fn stem(&mut self, _: Field, _: &str, _: u32) {}
    fn value(&mut self, _: Field, _: &str) {}
    fn number(&mut self, _: Field, _: u64) {}
}

/// Places in a column: texts follow each other, further apart than any phrase or proximity reaches.
#[derive(Debug, Default)]
struct Place {
    next: u32,
    /// The last place within the present text.
    last: Option<u32>,
}

impl Place {
    /// The place in the column of a place in the present text.
    fn of(&mut self, position: u32) -> u32 {
        if self.last.replace(position) != Some(position) {
            self.next += 1;
        }
        self.next - 1
    }

    /// Ends the present text.
    fn gap(&mut self) {
        if self.last.take().is_some() {
            self.next += GAP;
        }
    }
}

/// How the stems of a text count.
#[derive(Clone, Copy)]
enum Rank {
    /// In a bag, so many times each.
    Bag(Field, u32),
    /// The text is found but not ranked by.
    None,
}

/// One article on its way into columns.
struct Pass<'p, C> {
    of: &'p mut Preparer,
    columns: &'p mut C,
    place: Place,
}

impl<C: Columns> Pass<'_, C> {
    /// Begins a column.
    fn begin(&mut self) {
        self.place = Place::default();
    }

    /// The exact words of a text into a column, and its stems where they count, until the article has as many
    /// as are searched. Texts of the main bag come before all others: a stem that is in it is not kept again.
    fn text(&mut self, column: Field, rank: Rank, text: &str) {
        let Preparer { analyzer, fields, seen, text_bytes, is_cut } = &mut *self.of;
        let (full, cut) = (Cell::new(seen.is_full()), Cell::new(*is_cut));
        if full.get() && cut.get() {
            return;
        }
        *text_bytes += text.len() as u64;
        let columns = RefCell::new(&mut *self.columns);
        let place = &mut self.place;
        analyzer.tokens_and_bag(
            text,
            |token| {
                if full.get() {
                    cut.set(true);
                } else {
                    columns.borrow_mut().word(column, token.word, place.of(token.position));
                }
            },
            |stem| {
                if full.get() {
                    return;
                }
                let is_new = seen.is_new(stem);
                let mut columns = columns.borrow_mut();
                if let Rank::Bag(bag, times) = rank {
                    columns.stem(bag, stem, times);
                }
                if is_new && !matches!(rank, Rank::Bag(bag, _) if bag == fields.bag) {
                    columns.value(fields.unranked, stem);
                }
                full.set(seen.is_full());
            },
        );
        place.gap();
        *is_cut = cut.get();
    }

    fn title_and_abstract(&mut self, article: &Article) {
        let fields = self.of.fields;
        let ranked = |weight: u8| Rank::Bag(fields.bag, u32::from(weight));
        for title in [&article.title, &article.vernacular_title] {
            self.text(fields.title, ranked(weights::TITLE), title);
        }
        self.begin();
        let translated = article.other_abstracts.iter().flat_map(|other| &other.sections);
        for section in article.abstract_sections.iter().chain(translated) {
            self.text(fields.abstract_text, ranked(weights::ABSTRACT), &section.text);
        }
        self.begin();
        for keyword in &article.keywords {
            self.text(fields.keyword, ranked(weights::KEYWORD), keyword);
        }
    }

    fn subjects(&mut self, article: &Article) {
        let fields = self.of.fields;
        self.begin();
        let ranked = Rank::Bag(fields.bag, u32::from(weights::HEADING));
        article.headings.iter().for_each(|heading| self.text(fields.subject, ranked, &heading.name));
        let qualifiers = article.headings.iter().flat_map(|heading| &heading.qualifiers);
        let names = qualifiers.map(|qualifier| &qualifier.name);
        let names = names.chain(article.substances.iter().map(|substance| &substance.name));
        let names = names.chain(article.publication_types.iter().map(|kind| &kind.name));
        names.for_each(|name| self.text(fields.subject, Rank::None, name));
    }

    fn people(&mut self, article: &Article) {
        let fields = self.of.fields;
        self.begin();
        article.authors.iter().for_each(|author| self.author(fields.author, author));
        self.begin();
        let affiliations = article.authors.iter().flat_map(|author| &author.affiliations).map(String::as_str);
        let mut last = "";
        for affiliation in affiliations.chain(article.loose_addresses()) {
            // Authors of one institute repeat it word for word; once is enough.
            if affiliation != last {
                self.text(fields.affiliation, Rank::None, affiliation);
            }
            last = affiliation;
        }
        self.begin();
        self.text(fields.other, Rank::None, &article.journal.title);
        if article.journal.abbreviation != article.journal.title {
            self.text(fields.other, Rank::None, &article.journal.abbreviation);
        }
        if let Some(date) = article.published() {
            self.text(fields.other, Rank::None, &date.year().to_string());
        }
        // Neither is an author, as PubMed has it.
        let others = article.editors.iter().chain(&article.investigators);
        others.for_each(|person| self.author(fields.other, person));
    }

    /// Family name, then initials and first given name at one place, then the other given names: so
    /// `smith j*`, `smith ja` and `smith john` are phrases.
    fn author(&mut self, column: Field, author: &Author) {
        if !author.collective.is_empty() {
            self.text(column, Rank::None, &author.collective);
        }
        let names = [author.family.as_str(), author.given.as_str()].map(crate::text::fold);
        let initials = crate::text::fold(&author.initials_or_made()).replace(' ', "");
        self.of.text_bytes += (author.family.len() + author.given.len()) as u64;
        let mut position = 0;
        for word in names[0].split(' ').filter(|word| !word.is_empty()) {
            self.name(column, word, position);
            position += 1;
        }
        if !initials.is_empty() {
            self.name(column, &initials, position);
        }
        for word in names[1].split(' ').filter(|word| !word.is_empty()) {
            if word != initials {
                self.name(column, word, position);
            }
            position += 1;
        }
        self.place.gap();
    }

    fn name(&mut self, column: Field, word: &str, position: u32) {
        if self.of.seen.is_full() {
            self.of.is_cut = true;
            return;
        }
        self.columns.word(column, word, self.place.of(position));
        let stem = self.of.analyzer.stem(word);
        if self.of.seen.is_new(stem) {
            self.columns.value(self.of.fields.unranked, stem);
        }
    }

    fn references(&mut self, article: &Article) {
        let fields = self.of.fields;
        self.begin();
        for reference in &article.references {
            self.text(fields.reference, Rank::None, without_doi(&reference.raw));
        }
    }

    fn body(&mut self, article: &Article) {
        let fields = self.of.fields;
        self.begin();
        let ranked = Rank::Bag(fields.bag_body, 1);
        for section in &article.body {
            self.text(fields.body, ranked, &section.title);
            section.paragraphs.iter().for_each(|paragraph| self.text(fields.body, ranked, paragraph));
        }
    }

    fn raw_values(&mut self, article: &Article) {
        let Preparer { fields, is_cut, .. } = &mut *self.of;
        let mut room = DIFFERENT_MAX;
        let mut add = |field: Field, value: &str| {
            if room == 0 {
                *is_cut = true;
            } else if !value.is_empty() {
                room -= 1;
                self.columns.value(field, value);
            }
        };
        let fold = crate::text::fold;
        add(fields.id, article.id.as_str());
        let cited = article.references.iter().flat_map(crate::model::Reference::identity_keys);
        cited.for_each(|key| add(fields.cites, &raw_key(key.as_str())));
        for heading in &article.headings {
            heading_values(heading, |value| add(fields.heading, value));
        }
        for substance in &article.substances {
            let number = if substance.registry_number == "0" { "" } else { &substance.registry_number };
            add(fields.substance, &fold(&substance.name));
            add(fields.substance, &substance.ui.to_lowercase());
            add(fields.substance, number);
        }
        for kind in &article.publication_types {
            add(fields.publication_type, &fold(&kind.name));
            add(fields.publication_type, &kind.ui.to_lowercase());
        }
        let journal = &article.journal;
        let mut names =
            vec![fold(&journal.title), fold(&journal.abbreviation), journal.nlm_id.to_lowercase()];
        names.extend(journal.issns.iter().map(|issn| fold(issn)));
        names.iter().for_each(|name| add(fields.journal_name, name));
        article.languages.iter().for_each(|language| add(fields.language, &fold(language)));
        add(fields.country, &fold(&article.country));
        add(fields.volume, &fold(&article.volume));
        add(fields.issue, &fold(&article.issue));
        add(fields.page, &fold(article.first_page()));
        flags(article).iter().for_each(|flag| add(fields.flag, flag));
    }

    fn numbers(&mut self, article: &Article) {
        let fields = self.of.fields;
        let date = article.published().map_or(0, |date| u64::from(PartialDate::first_day(date)));
        let author = article.authors.first().map(Author::short_name).unwrap_or_default();
        let journal = &article.journal;
        let journal = if journal.abbreviation.is_empty() { &journal.title } else { &journal.abbreviation };
        self.columns.number(fields.date, date);
        self.columns.number(fields.order, order(article));
        self.columns.number(fields.by_author, sort_prefix(&author));
        self.columns.number(fields.by_journal, sort_prefix(journal));
        self.columns.number(fields.by_title, sort_prefix(&article.title));
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
