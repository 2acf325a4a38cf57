//! The kind of work an article is, as reference managers tell works apart.
//!
//! It must not know how a form prints what it has.

use super::citation::journal;
use crate::model::Article;

/// Kinds of work that forms for reference managers tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    InJournal,
    Preprint,
    Book,
    Chapter,
    InProceedings,
    Thesis,
    Report,
    Dataset,
    /// All else that stands in nothing.
    Other,
}

/// How a kind is called: by BibTeX, with the field of what it stands in; by RIS; by CSL.
pub struct Called {
    pub bibtex: (&'static str, &'static str),
    pub ris: &'static str,
    pub csl: &'static str,
}

/// Publication types by their names in whichever source, folded, that tell a kind.
const KINDS: [(&str, Kind); 23] = [
    ("preprint", Kind::Preprint),
    ("book chapter", Kind::Chapter),
    ("book section", Kind::Chapter),
    ("book part", Kind::Chapter),
    ("chapter", Kind::Chapter),
    ("reference entry", Kind::Chapter),
    ("book", Kind::Book),
    ("edited book", Kind::Book),
    ("monograph", Kind::Book),
    ("reference book", Kind::Book),
    ("collection", Kind::Book),
    ("proceedings", Kind::Book),
    ("conference paper", Kind::InProceedings),
    ("paper conference", Kind::InProceedings),
    ("proceedings article", Kind::InProceedings),
    ("academic dissertation", Kind::Thesis),
    ("dissertation", Kind::Thesis),
    ("thesis", Kind::Thesis),
    ("technical report", Kind::Report),
    ("report", Kind::Report),
    ("report component", Kind::Report),
    ("dataset", Kind::Dataset),
    ("database", Kind::Dataset),
];

impl Kind {
    /// The kind of work, by the publication types of whichever source has it.
    pub fn of(article: &Article) -> Self {
        let types = article.publication_types.iter().map(|kind| kind.name.to_lowercase().replace('-', " "));
        let types: Vec<String> = types.collect();
        let is_article = types.iter().any(|name| name == "journal article");
        let is_apart = journal(article).is_empty();
        // Journals print papers of conferences, reports and data.
        let is_sure = |kind: Self| match kind {
            Self::InProceedings => !is_article,
            Self::Thesis | Self::Report | Self::Dataset => is_apart,
            _ => true,
        };
        let known = |name: &String| KINDS.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
        if let Some(kind) = types.iter().filter_map(known).find(|kind| is_sure(*kind)) {
            return kind;
        }
        let has_issn = !article.journal.issns.is_empty();
        let has_isbn = !article.journal.isbns.is_empty() && !has_issn;
        // PubMed gives chapters the types of journal articles ("Review"), and the name of their book.
        let has_book = article.notes.iter().any(|note| note.label == "book");
        let is_of_book = (has_isbn || has_book) && !is_article;
        match is_apart {
            true if is_of_book => Self::Book,
            false if is_of_book => Self::Chapter,
            true if !has_issn => Self::Other,
            _ => Self::InJournal,
        }
    }

    /// How reference managers call it.
    pub fn called(self) -> Called {
        let (bibtex, ris, csl) = match self {
            Self::InJournal => (("article", "journal"), "JOUR", "article-journal"),
            Self::Book => (("book", "series"), "BOOK", "book"),
            Self::Chapter => (("incollection", "booktitle"), "CHAP", "chapter"),
            Self::InProceedings => (("inproceedings", "booktitle"), "CPAPER", "paper-conference"),
            Self::Thesis => (("phdthesis", "series"), "THES", "thesis"),
            Self::Report => (("techreport", "series"), "RPRT", "report"),
            Self::Dataset => (("misc", "howpublished"), "DATA", "dataset"),
            // CSL calls what no journal brought out an article, preprints among them.
            Self::Preprint | Self::Other => (("misc", "howpublished"), "GEN", "article"),
        };
        Called { bibtex, ris, csl }
    }

    /// The publisher, of what no journal brought out.
    pub fn publisher(self, article: &Article) -> &str {
        if self == Self::InJournal { "" } else { &article.journal.publisher }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PublicationType, Section};

    #[test]
    fn kinds_have_the_names_of_many_sources() {
        let kind_of = |journal: &str, types: &[&str]| {
            let named = |name: &&str| PublicationType { name: (*name).into(), ui: String::new() };
            let mut article =
                Article { publication_types: types.iter().map(named).collect(), ..Article::default() };
            article.journal.title = journal.into();
            Kind::of(&article)
        };
        assert_eq!(kind_of("J", &["Journal Article"]), Kind::InJournal);
        assert_eq!(kind_of("medRxiv", &["posted-content", "preprint"]), Kind::Preprint);
        assert_eq!(kind_of("Fruit", &["book-chapter"]), Kind::Chapter);
        assert_eq!(kind_of("", &["Edited Book"]), Kind::Book);
        assert_eq!(kind_of("", &["Report"]), Kind::Report);
        assert_eq!(kind_of("J", &["Journal Article", "Dataset"]), Kind::InJournal);
        assert_eq!(kind_of("Talks", &["proceedings-article"]), Kind::InProceedings);
        assert_eq!(kind_of("", &["Letter"]), Kind::Other);
        let mut chapter = Article { publication_types: vec![], ..Article::default() };
        chapter.journal.title = "Fruit".into();
        chapter.notes.push(Section { label: "book".into(), text: "fruit".into() });
        assert_eq!(Kind::of(&chapter), Kind::Chapter);
        chapter.journal.title.clear();
        chapter.notes.clear();
        chapter.journal.isbns.push("978-0-19-852663-6".into());
        assert_eq!(Kind::of(&chapter), Kind::Book);
        chapter.journal.title = "J".into();
        chapter.publication_types.push(PublicationType { name: "journal-article".into(), ui: String::new() });
        assert_eq!(Kind::of(&chapter), Kind::InJournal);
        let mut book = Article { publication_types: vec![], ..Article::default() };
        book.journal.publisher = "Fruit Press".into();
        assert_eq!(Kind::of(&book).publisher(&book), "Fruit Press");
        book.journal.title = "J".into();
        assert_eq!(Kind::of(&book).publisher(&book), "");
    }
}
