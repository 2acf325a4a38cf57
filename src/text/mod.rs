//! Text analysis: text in, words out. Exact words with positions and places, stems, the bag of terms a
//! ranking index counts, the ways a compound may be written, and sentences.
//!
//! It must not know articles, tantivy or the query language. Everything that decides which words a text
//! has lives here, so an index and a query can only ever disagree about a word by a version:
//! [`fingerprint()`] names that version, and an index built with another one is to be rebuilt.

mod analyzer;
mod bag;
mod classes;
mod compounds;
mod doses;
mod fingerprint;
mod fold;
mod greek;
mod names;
mod numbers;
mod scanner;
mod sentences;
mod spelling;
mod stem;
mod stopwords;
mod token;
mod truncated;
mod variants;
mod wild;

#[cfg(test)]
mod tests;

pub use analyzer::{Analyzer, fold};
pub(crate) use classes::is_separator;
pub use compounds::{Chunk, Reading};
pub(crate) use doses::is_unit;
pub use fingerprint::fingerprint;
pub use names::{name_words, spelt_out};
pub use sentences::sentences;
pub use stopwords::is_stop_word;
pub use token::Token;
pub(crate) use truncated::{Parted, parted};
pub(crate) use variants::{hyphenated, other_number, other_spelling, singular};
pub use wild::MAX_PLACES;
pub(crate) use wild::Wild;
