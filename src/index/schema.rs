//! The schema: which fields the index has, and what each is for.
//!
//! It must not know how articles become words, nor how fields are searched.

use std::path::Path;

use tantivy::schema::{
    Field, FieldEntry, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use super::error::IndexError;
use super::postings::Indexed;

/// The fields of the index.
///
/// *Exact* fields hold folded words with positions. *Bags* hold stems for ranking. *Raw* fields hold
/// whole values. *Fast* fields hold a number an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    // Exact.
    pub title: Field,
    pub abstract_text: Field,
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
    // Raw.
    pub id: Field,
    /// Identity keys of the article.
    pub key: Field,
    /// Identity keys of the works it cites.
    pub cites: Field,
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
    /// The source file, by which its articles are found when it changes.
    pub source: Field,
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
    /// Exact lengths in the bags; what scores are computed with are rougher.
    pub length: Field,
    pub length_body: Field,
}

/// Number of bags.
pub(crate) const BAGS: usize = 2;
/// Number of fast fields.
pub(crate) const NUMBERS: usize = 8;

/// The schema as it is written: what is kept of each field.
pub(crate) struct Layout {
    /// The bags, the main one first.
    pub bags: [Field; BAGS],
    /// The names of the fast fields; their places are slots.
    pub numbers: [&'static str; NUMBERS],
    /// Every field that has postings, rising.
    pub indexed: Indexed,
    options: Vec<IndexRecordOption>,
    first_number: u32,
}

impl Layout {
    pub fn new() -> Self {
        let (schema, fields) = Fields::build();
        let option = |entry: &FieldEntry| entry.field_type().get_index_record_option();
        Self {
            bags: [fields.bag, fields.bag_body],
            numbers: Fields::NUMBERS,
            indexed: schema.fields().filter_map(|(field, entry)| Some((field, option(entry)?))).collect(),
            options: schema
                .fields()
                .map(|(_, entry)| option(entry).unwrap_or(IndexRecordOption::Basic))
                .collect(),
            first_number: fields.record.field_id(),
        }
    }

    /// What is kept of a field.
    pub fn option(&self, field: Field) -> IndexRecordOption {
        self.options[field.field_id() as usize]
    }

    /// The place of a bag among the bags.
    pub fn bag(&self, field: Field) -> usize {
        usize::from(field == self.bags[1])
    }

    /// The place of a fast field among the fast fields; they are the last of the schema, in this order.
    pub fn slot(&self, field: Field) -> usize {
        (field.field_id() - self.first_number) as usize
    }
}

impl Fields {
    /// The names of the fast fields.
    const NUMBERS: [&str; NUMBERS] =
        ["record", "date", "order", "by_author", "by_journal", "by_title", "length", "length_body"];

    /// Builds the schema and names its fields.
    pub fn build() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let text = |option: IndexRecordOption, norms: bool| {
            let indexing = TextFieldIndexing::default();
            let indexing = indexing.set_tokenizer("raw").set_index_option(option).set_fieldnorms(norms);
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
        let number = |builder: &mut SchemaBuilder, slot: usize| {
            builder.add_u64_field(Self::NUMBERS[slot], NumericOptions::default().set_fast())
        };
        let fields = Fields {
            title: builder.add_text_field("title", exact.clone()),
            abstract_text: builder.add_text_field("abstract", exact.clone()),
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
            key: builder.add_text_field("key", raw.clone()),
            cites: builder.add_text_field("cites", raw.clone()),
            heading: builder.add_text_field("heading", raw.clone()),
            substance: builder.add_text_field("substance", raw.clone()),
            publication_type: builder.add_text_field("publication_type", raw.clone()),
            journal_name: builder.add_text_field("journal_name", raw.clone()),
            language: builder.add_text_field("language", raw.clone()),
            country: builder.add_text_field("country", raw.clone()),
            volume: builder.add_text_field("volume", raw.clone()),
            issue: builder.add_text_field("issue", raw.clone()),
            page: builder.add_text_field("page", raw.clone()),
            flag: builder.add_text_field("flag", raw.clone()),
            source: builder.add_text_field("source", raw),
            record: number(&mut builder, 0),
            date: number(&mut builder, 1),
            order: number(&mut builder, 2),
            by_author: number(&mut builder, 3),
            by_journal: number(&mut builder, 4),
            by_title: number(&mut builder, 5),
            length: number(&mut builder, 6),
            length_body: number(&mut builder, 7),
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
