//! What of an article is searched: the columns of an index, handed out one article at a time.
//!
//! Every engine indexes the same words, stems, values and numbers; only how it keeps them differs.

use std::cell::{Cell, RefCell};

use super::column::Column;
use super::facet;
use super::seen::{DIFFERENT_MAX, Seen};
use super::values::{flags, heading_values, order, sort_prefix};
use super::weights;
use super::words::GAP;
use crate::model::{Article, Author, DateKind, PartialDate};
use crate::text::{Analyzer, fold, name_words};

/// Takes what of an article is searched, column after column. Words, stems and values come as they are, however long;
/// what an index holds of them is their [`index_form`](super::index_form).
pub(crate) trait Columns {
    /// An exact word at a place of the column; places never fall.
    fn word(&mut self, column: Column, word: &str, position: u32);
    /// A stem of a bag, which counts so many times.
    fn stem(&mut self, bag: Column, stem: &str, times: u32);
    /// A whole value, or a stem without frequency; the same may come again.
    fn value(&mut self, column: Column, value: &str);
    /// The number of a column.
    fn number(&mut self, column: Column, number: u64);
}

/// Prepares articles; one a thread, for it holds buffers and a cache of stems.
pub(crate) struct Preparer {
    analyzer: Analyzer,
    seen: Seen,
    text_bytes: u64,
    is_cut: bool,
}

impl Preparer {
    pub fn new() -> Self {
        Self { analyzer: Analyzer::new(), seen: Seen::default(), text_bytes: 0, is_cut: false }
    }

    /// Hands out the columns of an article, and returns the bytes of text analysed, each text once.
    pub fn prepare(&mut self, article: &Article, columns: &mut impl Columns) -> u64 {
        self.article(article, columns);
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
}

/// Takes columns and keeps nothing.
struct Nowhere;

impl Columns for Nowhere {
    fn word(&mut self, _: Column, _: &str, _: u32) {}
    fn stem(&mut self, _: Column, _: &str, _: u32) {}
    fn value(&mut self, _: Column, _: &str) {}
    fn number(&mut self, _: Column, _: u64) {}
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
    Bag(Column, u32),
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
    fn text(&mut self, column: Column, rank: Rank, text: &str) {
        let Preparer { analyzer, seen, text_bytes, is_cut } = &mut *self.of;
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
                if is_new && !matches!(rank, Rank::Bag(bag, _) if bag == Column::Bag) {
                    columns.value(Column::Unranked, stem);
                }
                full.set(seen.is_full());
            },
        );
        place.gap();
        *is_cut = cut.get();
    }

    fn title_and_abstract(&mut self, article: &Article) {
        let ranked = |weight: u8| Rank::Bag(Column::Bag, u32::from(weight));
        for (column, title) in
            [(Column::Title, &article.title), (Column::OriginalTitle, &article.vernacular_title)]
        {
            self.text(column, ranked(weights::TITLE), title);
            self.begin();
        }
        let translated = article.other_abstracts.iter().flat_map(|other| &other.sections);
        for section in article.abstract_sections.iter().chain(translated) {
            self.text(Column::Abstract, ranked(weights::ABSTRACT), &section.text);
        }
        self.begin();
        for keyword in &article.keywords {
            self.text(Column::Keyword, ranked(weights::KEYWORD), keyword);
        }
    }

    fn subjects(&mut self, article: &Article) {
        self.begin();
        let ranked = Rank::Bag(Column::Bag, u32::from(weights::HEADING));
        article.headings.iter().for_each(|heading| self.text(Column::HeadingWord, ranked, &heading.name));
        let qualifiers = article.headings.iter().flat_map(|heading| &heading.qualifiers);
        for qualifier in qualifiers {
            self.text(Column::HeadingWord, Rank::None, &qualifier.name);
        }
        self.begin();
        for substance in &article.substances {
            self.text(Column::SubstanceWord, Rank::None, &substance.name);
        }
        self.begin();
        for kind in &article.publication_types {
            self.text(Column::TypeWord, Rank::None, &kind.name);
        }
    }

    fn people(&mut self, article: &Article) {
        self.begin();
        article.authors.iter().for_each(|author| self.author(Column::Author, author));
        let ends =
            [(Column::FirstAuthor, article.authors.first()), (Column::LastAuthor, article.authors.last())];
        for (column, author) in ends {
            self.begin();
            author.into_iter().for_each(|author| self.author(column, author));
        }
        self.begin();
        let groups = article.authors.iter().map(|author| author.collective.as_str());
        groups
            .filter(|name| !name.is_empty())
            .for_each(|name| self.text(Column::Collective, Rank::None, name));
        self.begin();
        article.investigators.iter().for_each(|person| self.author(Column::Investigator, person));
        self.begin();
        let affiliations = article.authors.iter().flat_map(|author| &author.affiliations).map(String::as_str);
        let mut last = "";
        for affiliation in affiliations.chain(article.loose_addresses()) {
            // Authors of one institute repeat it word for word; once is enough.
            if affiliation != last {
                self.text(Column::Affiliation, Rank::None, affiliation);
            }
            last = affiliation;
        }
        self.begin();
        self.text(Column::Other, Rank::None, &article.journal.title);
        if article.journal.abbreviation != article.journal.title {
            self.text(Column::Other, Rank::None, &article.journal.abbreviation);
        }
        if let Some(date) = article.published() {
            self.text(Column::Other, Rank::None, &date.year().to_string());
        }
        let searched = article.fields.iter().filter(|(name, _)| article.searched_fields.contains(name));
        searched
            .flat_map(|(_, value)| value.texts())
            .for_each(|text| self.text(Column::Other, Rank::None, &text));
        // Neither is an author, as PubMed has it.
        let others = article.editors.iter().chain(&article.investigators);
        others.for_each(|person| self.author(Column::Other, person));
    }

    /// Family name, then initials and first given name at one place, then the other given names and what follows a
    /// name, such as Jr: so `smith j*`, `smith ja`, `smith ja jr` and `smith john` are phrases.
    fn author(&mut self, column: Column, author: &Author) {
        if !author.collective.is_empty() {
            self.text(column, Rank::None, &author.collective);
        }
        let initials = fold(&author.initials_or_made()).replace(' ', "");
        self.of.text_bytes += (author.family.len() + author.given.len()) as u64;
        let mut words = name_words(&author.family);
        let after = words.last().map_or(0, |word| word.0 + 1);
        if !initials.is_empty() {
            words.push((after, initials.clone()));
        }
        let given = name_words(&author.given).into_iter().map(|(place, word)| (after + place, word));
        words.extend(given.filter(|(_, word)| *word != initials));
        let suffix = fold(&author.suffix);
        words.extend(
            suffix.split(' ').filter(|word| !word.is_empty()).map(|word| (after + 1, word.to_owned())),
        );
        words.sort_by_key(|word| word.0);
        words.iter().for_each(|(place, word)| self.name(column, word, *place));
        self.place.gap();
    }

    fn name(&mut self, column: Column, word: &str, position: u32) {
        if self.of.seen.is_full() {
            self.of.is_cut = true;
            return;
        }
        self.columns.word(column, word, self.place.of(position));
        let stem = self.of.analyzer.stem(word);
        if self.of.seen.is_new(stem) {
            self.columns.value(Column::Unranked, stem);
        }
    }

    fn references(&mut self, article: &Article) {
        self.begin();
        for reference in &article.references {
            self.text(Column::Reference, Rank::None, without_doi(&reference.raw));
        }
    }

    fn body(&mut self, article: &Article) {
        self.begin();
        let ranked = Rank::Bag(Column::BagBody, 1);
        for section in &article.body {
            self.text(Column::Body, ranked, &section.title);
            section.paragraphs.iter().for_each(|paragraph| self.text(Column::Body, ranked, paragraph));
        }
    }

    fn raw_values(&mut self, article: &Article) {
        let is_cut = &mut self.of.is_cut;
        let mut room = DIFFERENT_MAX;
        let mut add = |column: Column, value: &str| {
            if room == 0 {
                *is_cut = true;
            } else if !value.is_empty() {
                room -= 1;
                self.columns.value(column, value);
            }
        };
        for heading in &article.headings {
            heading_values(heading, |value| add(Column::Heading, value));
        }
        for substance in &article.substances {
            let number = if substance.registry_number == "0" { "" } else { &substance.registry_number };
            add(Column::Substance, &fold(&substance.name));
            add(Column::Substance, &substance.ui.to_lowercase());
            add(Column::Substance, number);
        }
        for kind in &article.publication_types {
            add(Column::PublicationType, &fold(&kind.name));
            add(Column::PublicationType, &kind.ui.to_lowercase());
        }
        let journal = &article.journal;
        let mut names =
            vec![fold(&journal.title), fold(&journal.abbreviation), journal.nlm_id.to_lowercase()];
        names.extend(journal.issns.iter().map(|issn| fold(issn)));
        names.iter().for_each(|name| add(Column::JournalName, name));
        let orcids =
            article.authors.iter().chain(&article.investigators).filter_map(|person| person.orcid.as_deref());
        orcids.for_each(|orcid| add(Column::AuthorId, orcid));
        article.languages.iter().for_each(|language| add(Column::Language, &fold(language)));
        add(Column::Country, &fold(&article.country));
        add(Column::Volume, &fold(&article.volume));
        add(Column::Issue, &fold(&article.issue));
        add(Column::Page, &fold(article.first_page()));
        facet::values_of(article).iter().for_each(|value| add(Column::Facet, value));
        flags(article).iter().for_each(|flag| add(Column::Flag, flag));
    }

    fn numbers(&mut self, article: &Article) {
        let date = article.published().map_or(0, |date| u64::from(PartialDate::first_day(date)));
        let author = article.authors.first().map(Author::short_name).unwrap_or_default();
        let journal = &article.journal;
        let journal = if journal.abbreviation.is_empty() { &journal.title } else { &journal.abbreviation };
        self.columns.number(Column::Date, date);
        for (column, kinds) in DAYS {
            let date = kinds.iter().find_map(|&kind| article.date(kind));
            self.columns.number(column, date.map_or(0, |date| u64::from(date.first_day())));
        }
        self.columns.number(Column::Order, order(article));
        self.columns.number(Column::ByAuthor, sort_prefix(&author));
        self.columns.number(Column::ByJournal, sort_prefix(journal));
        self.columns.number(Column::ByTitle, sort_prefix(&article.title));
    }
}

/// The columns of days, and what happened on them: the first of these that is known.
const DAYS: [(Column, &[DateKind]); 7] = [
    (Column::ElectronicDate, &[DateKind::Electronic]),
    (Column::PrintDate, &[DateKind::Print, DateKind::Published]),
    // What PubMed calls the date of entry is that of the record in PubMed; Entrez had it a day before.
    (Column::EntryDate, &[DateKind::Pubmed]),
    (Column::CreationDate, &[DateKind::Entrez, DateKind::RecordCreated]),
    (Column::IndexingDate, &[DateKind::Medline]),
    (Column::CompletionDate, &[DateKind::RecordCompleted]),
    (Column::RevisionDate, &[DateKind::RecordRevised]),
];

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
