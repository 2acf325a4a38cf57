//! The columns of an index: what of an article can be searched, counted or sorted by, whatever the engine.
//!
//! A plan speaks of columns, never of an engine's own fields. Which columns a field of the query language
//! looks into stands here too, so that two engines cannot disagree about it.

use crate::model::Field;

/// A column; its name and its kind stand in [`COLUMNS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Column {
    /// The title.
    Title,
    /// The title in the original language.
    OriginalTitle,
    /// The abstract.
    Abstract,
    /// Keywords of the authors.
    Keyword,
    /// Words of MeSH headings and qualifiers.
    HeadingWord,
    /// Words of the names of substances.
    SubstanceWord,
    /// Words of publication types.
    TypeWord,
    /// Authors.
    Author,
    /// The first author once more.
    FirstAuthor,
    /// The last author once more.
    LastAuthor,
    /// Groups under one name once more.
    Collective,
    /// Investigators once more.
    Investigator,
    /// Affiliations.
    Affiliation,
    /// What only a search of all fields looks into: journal, year, investigators.
    Other,
    /// References as they are printed.
    Reference,
    /// Full text.
    Body,
    /// Title (several times), keywords, headings and abstract, for ranking.
    Bag,
    /// Full text, for ranking.
    BagBody,
    /// Stems of an article that are not in its bag. No article is in both lists of a stem.
    Unranked,
    /// Headings as folded names, with and without qualifier, and their UIs.
    Heading,
    /// Substances, by name and registry number.
    Substance,
    /// Publication types.
    PublicationType,
    /// Journal, by each of its names.
    JournalName,
    /// Language, by NLM's code.
    Language,
    /// ORCIDs of authors.
    AuthorId,
    /// Country of publication.
    Country,
    /// Volume.
    Volume,
    /// Issue.
    Issue,
    /// Pages.
    Page,
    /// What articles are counted by: the name of a facet and a value as it is shown.
    Facet,
    /// What is true of the article, such as `merged` or `status:retracted`.
    Flag,
    /// Number of the record in the article store.
    Record,
    /// First day of publication as yyyymmdd; 0 where unknown.
    Date,
    /// The same of the electronic publication, and so on.
    ElectronicDate,
    /// Of the issue, or of the print publication.
    PrintDate,
    /// Of the entry into PubMed.
    EntryDate,
    /// Of the record's creation.
    CreationDate,
    /// Of the indexing with MeSH.
    IndexingDate,
    /// Of the record's completion.
    CompletionDate,
    /// Of the record's last revision.
    RevisionDate,
    /// Breaks ties: articles in the order of their ids.
    Order,
    /// First bytes of the first author's sort form.
    ByAuthor,
    /// First bytes of the journal's sort form.
    ByJournal,
    /// First bytes of the title's sort form.
    ByTitle,
    /// Exact length in the main bag; what scores are computed with is rougher.
    Length,
    /// Exact length in the full text's bag.
    LengthBody,
}

/// Number of bags.
pub(crate) const BAGS: usize = 2;
/// The bags, the main one first.
pub(crate) const BAG_COLUMNS: [Column; BAGS] = [Column::Bag, Column::BagBody];

/// How the values of a column are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Folded words with positions.
    Exact,
    /// Stems with frequencies and the length of the text, for ranking.
    Bag,
    /// Stems without frequencies.
    Unranked,
    /// Whole values.
    Raw,
    /// A number an article.
    Number,
}

/// Number of columns that hold a number; they are the last.
pub(crate) const NUMBERS: usize = 15;

/// Every column with its name and kind, in the order in which an engine should make them.
pub(crate) const COLUMNS: [(Column, &str, Kind); 46] = [
    (Column::Title, "title", Kind::Exact),
    (Column::OriginalTitle, "original_title", Kind::Exact),
    (Column::Abstract, "abstract", Kind::Exact),
    (Column::Keyword, "keyword", Kind::Exact),
    (Column::HeadingWord, "heading_word", Kind::Exact),
    (Column::SubstanceWord, "substance_word", Kind::Exact),
    (Column::TypeWord, "type_word", Kind::Exact),
    (Column::Author, "author", Kind::Exact),
    (Column::FirstAuthor, "first_author", Kind::Exact),
    (Column::LastAuthor, "last_author", Kind::Exact),
    (Column::Collective, "collective", Kind::Exact),
    (Column::Investigator, "investigator", Kind::Exact),
    (Column::Affiliation, "affiliation", Kind::Exact),
    (Column::Other, "other", Kind::Exact),
    (Column::Reference, "reference", Kind::Exact),
    (Column::Body, "body", Kind::Exact),
    (Column::Bag, "bag", Kind::Bag),
    (Column::BagBody, "bag_body", Kind::Bag),
    (Column::Unranked, "unranked", Kind::Unranked),
    (Column::Heading, "heading", Kind::Raw),
    (Column::Substance, "substance", Kind::Raw),
    (Column::PublicationType, "publication_type", Kind::Raw),
    (Column::JournalName, "journal_name", Kind::Raw),
    (Column::Language, "language", Kind::Raw),
    (Column::AuthorId, "author_id", Kind::Raw),
    (Column::Country, "country", Kind::Raw),
    (Column::Volume, "volume", Kind::Raw),
    (Column::Issue, "issue", Kind::Raw),
    (Column::Page, "page", Kind::Raw),
    (Column::Facet, "facet", Kind::Raw),
    (Column::Flag, "flag", Kind::Raw),
    (Column::Record, "record", Kind::Number),
    (Column::Date, "date", Kind::Number),
    (Column::ElectronicDate, "electronic_date", Kind::Number),
    (Column::PrintDate, "print_date", Kind::Number),
    (Column::EntryDate, "entry_date", Kind::Number),
    (Column::CreationDate, "creation_date", Kind::Number),
    (Column::IndexingDate, "indexing_date", Kind::Number),
    (Column::CompletionDate, "completion_date", Kind::Number),
    (Column::RevisionDate, "revision_date", Kind::Number),
    (Column::Order, "order", Kind::Number),
    (Column::ByAuthor, "by_author", Kind::Number),
    (Column::ByJournal, "by_journal", Kind::Number),
    (Column::ByTitle, "by_title", Kind::Number),
    (Column::Length, "length", Kind::Number),
    (Column::LengthBody, "length_body", Kind::Number),
];

/// Every column of text: a search of all fields looks into their union, which costs no space.
pub(crate) const ALL_TEXT: &[Column] = &[
    Column::Title,
    Column::OriginalTitle,
    Column::Abstract,
    Column::Keyword,
    Column::HeadingWord,
    Column::SubstanceWord,
    Column::TypeWord,
    Column::Author,
    Column::Affiliation,
    Column::Other,
    Column::Reference,
    Column::Body,
];

/// The columns of PubMed's text words; the fields that look into fewer of them look into the first ones.
const TEXT_WORDS: [Column; 6] = [
    Column::Title,
    Column::Abstract,
    Column::Keyword,
    Column::HeadingWord,
    Column::SubstanceWord,
    Column::TypeWord,
];

/// The columns of Ovid's multi-purpose search.
const MULTIPURPOSE: [Column; 6] = [
    Column::Title,
    Column::OriginalTitle,
    Column::Abstract,
    Column::Keyword,
    Column::HeadingWord,
    Column::SubstanceWord,
];

/// An article was published in print or electronically, as in PubMed: either day counts.
pub(crate) const PUBLISHED: &[Column] = &[Column::Date, Column::ElectronicDate];

impl Column {
    /// The columns of text a field looks into.
    pub fn of_text(field: Field) -> &'static [Column] {
        match field {
            Field::Title => &TEXT_WORDS[..1],
            Field::OriginalTitle => &[Column::OriginalTitle],
            Field::Abstract => &[Column::Abstract],
            Field::TitleOrAbstract => &TEXT_WORDS[..2],
            Field::TitleAbstract => &TEXT_WORDS[..3],
            Field::Keyword => &[Column::Keyword],
            Field::AnyKeyword => &TEXT_WORDS[2..5],
            Field::HeadingWord => &[Column::HeadingWord],
            Field::SubstanceWord => &[Column::SubstanceWord],
            Field::Multipurpose => &MULTIPURPOSE,
            Field::TextWords => &TEXT_WORDS,
            Field::Author => &[Column::Author],
            Field::FirstAuthor => &[Column::FirstAuthor],
            Field::LastAuthor => &[Column::LastAuthor],
            Field::Collective => &[Column::Collective],
            Field::Investigator => &[Column::Investigator],
            Field::Affiliation => &[Column::Affiliation],
            Field::Reference => &[Column::Reference],
            Field::Body => &[Column::Body],
            _ => ALL_TEXT,
        }
    }

    /// The columns of days a field of dates looks into.
    pub fn of_days(field: Field) -> &'static [Column] {
        match field {
            Field::ElectronicDate => &[Column::ElectronicDate],
            Field::PrintDate => &[Column::PrintDate],
            Field::EntryDate => &[Column::EntryDate],
            Field::CreationDate => &[Column::CreationDate],
            Field::IndexingDate => &[Column::IndexingDate],
            Field::CompletionDate => &[Column::CompletionDate],
            Field::RevisionDate => &[Column::RevisionDate],
            _ => PUBLISHED,
        }
    }

    /// The place of a column of numbers among these.
    pub fn slot(self) -> usize {
        (self as usize + NUMBERS) - COLUMNS.len()
    }

    /// Its name in the index.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// How its values are kept.
    pub fn kind(self) -> Kind {
        self.row().2
    }

    fn row(self) -> &'static (Column, &'static str, Kind) {
        // The catalogue's order is the enum's; the test below holds it so.
        &COLUMNS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_one_row_and_one_name() {
        let numbers: Vec<usize> = COLUMNS.iter().map(|row| row.0 as usize).collect();
        assert_eq!(numbers, (0..COLUMNS.len()).collect::<Vec<_>>());
        let mut names: Vec<&str> = COLUMNS.iter().map(|row| row.1).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COLUMNS.len());
        let numbers = &COLUMNS[COLUMNS.len() - NUMBERS..];
        assert!(COLUMNS.iter().all(|row| (row.2 == Kind::Number) == numbers.contains(row)));
        assert!(ALL_TEXT.iter().all(|column| column.kind() == Kind::Exact));
    }
}
