//! The schema: which fields the index has, and what each is for.
//!
//! It must not know how articles become words, nor how fields are searched.

use std::path::Path;

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::error::IndexError;
use super::finished::TOKENIZER;

/// The fields of the index.
///
/// *Exact* fields hold folded words with positions. *Bags* hold stems for ranking. *Raw* fields hold
/// whole values. *Fast* fields hold a number an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    // Exact.
    pub title: Field,
    /// Title, abstract, keywords: the composite most queries use. The abstract has no field of its own:
    /// what occurs here more often than in title and keywords occurs in the abstract.
    pub tiab: Field,
    pub keyword: Field,
    /// MeSH headings and qualifiers, substances, publication types.
    pub subject: Field,
    pub author: Field,
    pub affiliation: Field,
    /// What only [`Field::All`](crate::model::Field::All) looks into: journal, year, investigators.
    pub other: Field,
    pub reference: Field,
    pub body: Field,
    // Bags.
    /// Title (several times), keywords, headings, abstract.
    pub bag: Field,
    pub bag_body: Field,
    /// Stems that occur in an article but not in its bag, without frequencies: with the bag's, all articles
    /// that a word occurs in. No article is in both lists of a stem.
    pub unranked: Field,
    // Raw. What an article is found by as a work stands in the files of keys.
    /// The article's id, by which it is deleted.
    pub id: Field,
    /// Headings as folded names, with and without qualifier, and UIs.
    pub heading: Field,
    pub substance: Field,
    pub publication_type: Field,
    pub journal_name: Field,
    pub language: Field,
    pub country: Field,
    pub volume: Field,
    pub issue: Field,
    pub page: Field,
    pub flag: Field,
    // Fast.
    /// Number of the record in the article store.
    pub record: Field,
    /// First day of publication as yyyymmdd; 0 where unknown.
    pub date: Field,
    /// Breaks ties: articles in the order of their ids.
    pub order: Field,
    pub by_author: Field,
    pub by_journal: Field,
    pub by_title: Field,
}

impl Fields {
    /// Builds the schema and names its fields.
    pub fn build() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let text = |option: IndexRecordOption, norms: bool| {
            let indexing = TextFieldIndexing::default();
            let indexing = indexing.set_tokenizer(TOKENIZER).set_index_option(option).set_fieldnorms(norms);
            TextOptions::default().set_indexing_options(indexing)
        };
        let exact = text(IndexRecordOption::WithFreqsAndPositions, false);
        let bag = text(IndexRecordOption::WithFreqs, true);
        let unranked = text(IndexRecordOption::Basic, false);
        let raw = {
            let indexing = TextFieldIndexing::default().set_tokenizer("raw");
            let indexing = indexing.set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fast = NumericOptions::default().set_fast();
        let fields = Fields {
            title: builder.add_text_field("title", exact.clone()),
            tiab: builder.add_text_field("tiab", exact.clone()),
            keyword: builder.add_text_field("keyword", exact.clone()),
            subject: builder.add_text_field("subject", exact.clone()),
            author: builder.add_text_field("author", exact.clone()),
            affiliation: builder.add_text_field("affiliation", exact.clone()),
            other: builder.add_text_field("other", exact.clone()),
            reference: builder.add_text_field("reference", exact.clone()),
            body: builder.add_text_field("body", exact),
            bag: builder.add_text_field("bag", bag.clone()),
            bag_body: builder.add_text_field("bag_body", bag),
            unranked: builder.add_text_field("unranked", unranked),
            id: builder.add_text_field("id", raw.clone()),
            heading: builder.add_text_field("heading", raw.clone()),
            substance: builder.add_text_field("substance", raw.clone()),
            publication_type: builder.add_text_field("publication_type", raw.clone()),
            journal_name: builder.add_text_field("journal_name", raw.clone()),
            language: builder.add_text_field("language", raw.clone()),
            country: builder.add_text_field("country", raw.clone()),
            volume: builder.add_text_field("volume", raw.clone()),
            issue: builder.add_text_field("issue", raw.clone()),
            page: builder.add_text_field("page", raw.clone()),
            flag: builder.add_text_field("flag", raw),
            record: builder.add_u64_field("record", fast.clone()),
            date: builder.add_u64_field("date", fast.clone()),
            order: builder.add_u64_field("order", fast.clone()),
            by_author: builder.add_u64_field("by_author", fast.clone()),
            by_journal: builder.add_u64_field("by_journal", fast.clone()),
            by_title: builder.add_u64_field("by_title", fast),
        };
        (builder.build(), fields)
    }
}

/// A hash of the schema this program writes and reads, 16 hexadecimal digits. Fields are known by their
/// number: an index of another schema would answer from the wrong ones.
pub(crate) fn current_schema_hash() -> String {
    let text = serde_json::to_string(&Fields::build().0).unwrap_or_default();
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}

/// Refuses an opened index whose schema is not the one its manifest promised: a file was changed.
pub(super) fn check_schema(index: &tantivy::Index, directory: &Path) -> Result<(), IndexError> {
    if index.schema() == Fields::build().0 {
        return Ok(());
    }
    Err(IndexError::damaged(directory, "the fields in words/meta.json are not those it was made with"))
}
