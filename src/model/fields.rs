//! The field catalogue: what can be searched in an article, and the names users call it by.
//!
//! It must not know how a field is indexed or how a query is parsed.

/// A field of the catalogue, or a group of fields searched as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// Title.
    Title,
    /// Title in the original language.
    OriginalTitle,
    /// Abstract.
    Abstract,
    /// Title, abstract and keywords of the authors.
    TitleAbstract,
    /// Title and abstract.
    TitleOrAbstract,
    /// Keywords of the authors.
    Keyword,
    /// Keywords of the authors, words of MeSH and of substances.
    AnyKeyword,
    /// MeSH headings and qualifiers.
    Mesh,
    /// Of these the major topics.
    MajorTopic,
    /// Qualifiers of MeSH, whatever their heading.
    Qualifier,
    /// Words of MeSH headings and qualifiers.
    HeadingWord,
    /// Substances and registry numbers.
    Substance,
    /// Words of the names of substances.
    SubstanceWord,
    /// Publication types.
    PublicationType,
    /// Title, abstract, keywords, MeSH, publication types and substances.
    TextWords,
    /// Title, abstract, keywords, MeSH and substances.
    Multipurpose,
    /// Authors and groups.
    Author,
    /// The first author.
    FirstAuthor,
    /// The last author.
    LastAuthor,
    /// Groups under one name.
    Collective,
    /// Investigators, who are no authors.
    Investigator,
    /// ORCID of an author.
    AuthorId,
    /// Affiliations.
    Affiliation,
    /// Journal: title, abbreviation, ISSN.
    Journal,
    /// References, one at a time.
    Reference,
    /// Full text.
    Body,
    /// Everything that is text.
    All,
    /// PMID.
    Pmid,
    /// DOI.
    Doi,
    /// Any identifier of the article.
    Identifier,
    /// Identifier of a work it cites.
    Cites,
    /// Date of publication, in print or electronic.
    Date,
    /// Date of electronic publication.
    ElectronicDate,
    /// Date of the issue or of print publication.
    PrintDate,
    /// Date at which it came into PubMed.
    EntryDate,
    /// Date at which its record was created.
    CreationDate,
    /// Date at which its headings were given.
    IndexingDate,
    /// Date at which its record was completed.
    CompletionDate,
    /// Date of its record's last revision.
    RevisionDate,
    /// Language.
    Language,
    /// Country of the journal.
    Country,
    /// Volume.
    Volume,
    /// Issue.
    Issue,
    /// First page.
    Page,
    /// NLM's id of the journal.
    JournalId,
    /// Subset of PubMed, or a flag of its records such as `hasabstract`.
    Subset,
    /// What a substance does, by MeSH.
    PharmacologicalAction,
    /// Editors.
    Editor,
    /// Book.
    Book,
    /// ISBN.
    Isbn,
    /// Publisher.
    Publisher,
    /// Grants.
    Grant,
    /// Databanks, and numbers of what was deposited in them.
    Databank,
    /// People the article is about.
    PersonAsSubject,
    /// Statement of conflicts of interest.
    ConflictOfInterest,
}

/// The catalogue: field, label shown to users, short tags (the first is the one printed), long names.
/// Tags and names are PubMed's where it has the field (NLM, PubMed User Guide); `hw`, `mp`, `kw` and `ti,ab` are fields of
/// Ovid's and Cochrane's (Ovid MEDLINE Database Guide), `ab`, `nmw`, `ref`, `cites`, `body` and `doi` are ours.
#[rustfmt::skip]
const CATALOGUE: &[(Field, &str, &[&str], &[&str])] = &[
    (Field::Title, "title", &["ti"], &["title"]),
    (Field::OriginalTitle, "original title", &["tt"], &["transliterated title"]),
    (Field::Abstract, "abstract", &["ab"], &["abstract"]),
    (Field::TitleAbstract, "title/abstract", &["tiab"], &["title/abstract"]),
    (Field::TitleOrAbstract, "title or abstract", &["ti,ab"], &[]),
    (Field::Keyword, "keywords", &["ot"], &["other term", "keyword", "keywords"]),
    (Field::AnyKeyword, "keywords of all kinds", &["kw"], &[]),
    (Field::Mesh, "MeSH", &["mh"], &["mesh", "mesh terms", "mesh:terms"]),
    (Field::MajorTopic, "MeSH major topic", &["majr", "mj"], &["mesh major topic"]),
    (Field::Qualifier, "MeSH qualifier", &["sh"], &["subheading", "mesh subheading", "subheadings", "mesh subheadings"]),
    (Field::HeadingWord, "words of MeSH", &["hw"], &[]),
    (Field::Substance, "substances", &["nm", "rn"], &["substance name", "supplementary concept", "ec/rn number"]),
    (Field::SubstanceWord, "words of substances", &["nmw"], &[]),
    (Field::PublicationType, "publication type", &["pt"], &["publication type", "ptyp"]),
    (Field::TextWords, "text words", &["tw"], &["text word", "text words", "text"]),
    (Field::Multipurpose, "title, abstract and subjects", &["mp"], &[]),
    (Field::Author, "author", &["au", "fau"], &["author", "auth", "author name", "full author name", "author - full"]),
    (Field::FirstAuthor, "first author", &["1au"], &["author - first", "first author", "first author name"]),
    (Field::LastAuthor, "last author", &["lastau"], &["author - last", "last author", "last author name"]),
    (Field::Collective, "group", &["cn"], &["author - corporate", "corporate author"]),
    (Field::Investigator, "investigator", &["ir", "fir"], &["investigator", "investigator - full", "full investigator name"]),
    (Field::AuthorId, "author identifier", &["auid"], &["author - identifier", "author identifier"]),
    (Field::Affiliation, "affiliation", &["ad"], &["affiliation", "affl"]),
    (Field::Journal, "journal", &["ta"], &["journal", "jour", "so", "journal title", "journal title abbreviation"]),
    (Field::Reference, "reference", &["ref"], &["reference"]),
    (Field::Body, "full text", &["body"], &["full text"]),
    (Field::All, "all fields", &["all"], &["all fields"]),
    (Field::Pmid, "PMID", &["pmid", "uid"], &[]),
    (Field::Doi, "DOI", &["doi"], &[]),
    (Field::Identifier, "identifier", &["aid", "lid"], &["article identifier", "location id"]),
    (Field::Cites, "cited work", &["cites"], &[]),
    (Field::Date, "date of publication", &["dp", "pdat"], &["date - publication", "publication date", "date of publication", "date"]),
    (Field::ElectronicDate, "electronic date of publication", &["epdat"], &["electronic publication date", "date - publication electronic"]),
    (Field::PrintDate, "print date of publication", &["ppdat"], &["print publication date", "date - publication print"]),
    (Field::EntryDate, "date of entry", &["edat"], &["date - entry", "date - entrez", "entrez date", "entry date"]),
    (Field::CreationDate, "date of creation", &["crdt"], &["date - create", "create date", "date - creation", "creation date"]),
    (Field::IndexingDate, "date of indexing", &["mhda"], &["date - mesh", "mesh date"]),
    (Field::CompletionDate, "date of completion", &["dcom"], &["date - completion", "completion date"]),
    (Field::RevisionDate, "date of revision", &["lr"], &["date - revised", "date - modification", "modification date", "date last revised"]),
    (Field::Language, "language", &["la", "lang"], &["language"]),
    (Field::Country, "country", &["pl", "cntry"], &["place of publication", "country"]),
    (Field::Volume, "volume", &["vi", "vol"], &["volume"]),
    (Field::Issue, "issue", &["ip", "iss"], &["issue"]),
    (Field::Page, "page", &["pg", "page"], &["pagination"]),
    (Field::JournalId, "NLM id of the journal", &["jid"], &["nlm unique id"]),
    (Field::Subset, "subset", &["sb", "filter"], &["subset"]),
    (Field::PharmacologicalAction, "pharmacological action", &["pa"], &["pharmacological action", "pharmacological action mesh terms"]),
    (Field::Editor, "editor", &["ed"], &["editor"]),
    (Field::Book, "book", &["book"], &[]),
    (Field::Isbn, "ISBN", &["isbn"], &[]),
    (Field::Publisher, "publisher", &["pubn"], &["publisher"]),
    (Field::Grant, "grant", &["gr"], &["grant", "grants", "grant number", "grants and funding"]),
    (Field::Databank, "databank", &["si"], &["secondary source id"]),
    (Field::PersonAsSubject, "person as subject", &["ps"], &["subject - personal name", "personal name as subject"]),
    (Field::ConflictOfInterest, "conflict of interest", &["cois"], &["conflict of interest statement", "conflict of interest statements"]),
];

impl Field {
    /// Every field of the catalogue, in its order.
    pub fn every() -> impl Iterator<Item = Field> {
        CATALOGUE.iter().map(|row| row.0)
    }

    /// The field a user names by a tag or a long name; case and spaces around do not matter.
    ///
    /// ```
    /// use litdex::model::Field;
    /// assert_eq!(Field::named("Title/Abstract"), Some(Field::TitleAbstract));
    /// assert_eq!(Field::named("tx"), None);
    /// ```
    pub fn named(name: &str) -> Option<Field> {
        let name = name.trim().to_ascii_lowercase();
        CATALOGUE
            .iter()
            .find(|row| row.2.contains(&name.as_str()) || row.3.contains(&name.as_str()))
            .map(|row| row.0)
    }

    /// The tag printed for it, without brackets: `tiab`.
    pub fn tag(self) -> &'static str {
        self.row().2[0]
    }

    /// Every name [`Field::named`] knows it by, the tag first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let row = self.row();
        row.2.iter().chain(row.3).copied()
    }

    /// Whether it holds a date.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::Date
                | Self::ElectronicDate
                | Self::PrintDate
                | Self::EntryDate
                | Self::CreationDate
                | Self::IndexingDate
                | Self::CompletionDate
                | Self::RevisionDate
        )
    }

    /// Whether names of people are searched in it.
    pub fn holds_names(self) -> bool {
        matches!(self, Self::Author | Self::FirstAuthor | Self::LastAuthor | Self::Investigator)
    }

    /// Whether its values stand for what is below them in a tree, unless `:noexp` says otherwise.
    pub fn is_exploded(self) -> bool {
        matches!(self, Self::Mesh | Self::MajorTopic | Self::Qualifier | Self::PublicationType)
    }

    /// Whether words near each other can be asked for in it: it is text, not whole values.
    pub fn holds_text(self) -> bool {
        self.holds_words() && !self.is_exploded() && !matches!(self, Self::Substance | Self::Journal)
    }

    /// What it asks for, where that is not searched and nothing matches it.
    pub(crate) fn missing(self) -> Option<&'static str> {
        Some(match self {
            Self::PharmacologicalAction => "pharmacological actions of substances",
            Self::Editor => "names of editors apart from others, [all] searches them too",
            Self::Book => "names of books",
            Self::Isbn => "ISBNs",
            Self::Publisher => "names of publishers",
            Self::Grant => "grants of articles",
            Self::Databank => "databanks and their numbers",
            Self::PersonAsSubject => "people that articles are about",
            Self::ConflictOfInterest => "statements of conflicts of interest",
            _ => return None,
        })
    }

    /// Whether it holds words, which are ranked by and shown, and not a date, a code or an identifier.
    pub fn holds_words(self) -> bool {
        !self.is_date()
            && self.missing().is_none()
            && !matches!(
                self,
                Self::Pmid
                    | Self::Doi
                    | Self::Identifier
                    | Self::AuthorId
                    | Self::Cites
                    | Self::Language
                    | Self::Country
                    | Self::Volume
                    | Self::Issue
                    | Self::Page
                    | Self::JournalId
                    | Self::Subset
            )
    }

    /// The label shown beside a snippet: `abstract`.
    pub fn label(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> &'static (Field, &'static str, &'static [&'static str], &'static [&'static str]) {
        // The catalogue's order is the enum's; a test holds it so.
        &CATALOGUE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_follows_the_enum_and_names_are_unique() {
        let mut names: Vec<&str> = Vec::new();
        for (at, row) in CATALOGUE.iter().enumerate() {
            assert_eq!(row.0 as usize, at);
            assert_eq!(Field::named(row.0.tag()), Some(row.0));
            names.extend(row.2.iter().chain(row.3));
        }
        let total = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), total);
    }
}
