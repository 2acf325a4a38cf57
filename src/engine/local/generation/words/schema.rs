//! The engine's schema, as it follows from the catalogue of columns.

use std::path::Path;

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use crate::index::{COLUMNS, Column, IndexError, Kind, VALUES_VERSION};

/// The engine's field of a column: both are numbered as the catalogue goes.
pub(crate) fn field_of(column: Column) -> Field {
    Field::from_field_id(column as u32)
}

/// What is kept of a column's values beside the articles that have them; nothing where they are numbers.
pub(crate) fn option_of(kind: Kind) -> Option<IndexRecordOption> {
    match kind {
        Kind::Exact => Some(IndexRecordOption::WithFreqsAndPositions),
        Kind::Bag => Some(IndexRecordOption::WithFreqs),
        Kind::Unranked | Kind::Raw => Some(IndexRecordOption::Basic),
        Kind::Number => None,
    }
}

/// The schema.
pub(crate) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for (_, name, kind) in COLUMNS {
        match option_of(kind) {
            Some(option) => {
                // Words come from our own analysis; this tokenizer is never asked.
                let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
                let indexing = indexing.set_fieldnorms(kind == Kind::Bag);
                builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
            }
            None => _ = builder.add_u64_field(name, NumericOptions::default().set_fast()),
        }
    }
    builder.build()
}

/// A hash of the schema this program writes and reads, 16 hexadecimal digits. Fields are known by their
/// number: an index of another schema would answer from the wrong ones.
pub(crate) fn current_schema_hash() -> String {
    let text = serde_json::to_string(&schema()).unwrap_or_default() + VALUES_VERSION;
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}

/// Refuses an opened index whose schema is not the one its manifest promised: a file was changed.
pub(crate) fn check_schema(index: &tantivy::Index, directory: &Path) -> Result<(), IndexError> {
    if index.schema() == schema() {
        return Ok(());
    }
    Err(IndexError::damaged(directory, "the fields in words/meta.json are not those it was made with"))
}
