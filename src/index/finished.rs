//! Finished tokens: how analysed text is handed to tantivy, and the ten-line tokenizer that splits it.
//!
//! Analysis happens in our own threads; what reaches tantivy is one string of words separated by
//! blanks, with three marks no word can hold. tantivy's own pre-tokenized text would cost an allocation
//! a token.
//!
//! It must not know how words are found in text.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name tantivy knows the tokenizer by.
pub(super) const TOKENIZER: &str = "finished";

/// Positions between two texts that no phrase or proximity may cross: wider than any budget.
pub(crate) const GAP: u32 = 128;

const SEPARATOR: u8 = b' ';
/// A text ends here; what follows is `GAP` positions away.
const MARK_GAP: u8 = 1;
/// The word stands at the position of the one before.
const MARK_SAME: u8 = 2;
/// From here on every word counts as often as the next byte says.
const MARK_WEIGHT: u8 = 3;

/// Longer words are cut, with a hash of the whole behind: tantivy drops tokens over 64 KiB.
const WORD_MAX_BYTES: usize = 1_000;

/// The form in which a word stands in the index: itself, unless it is absurdly long.
pub(crate) fn index_form(word: &str) -> std::borrow::Cow<'_, str> {
    if word.len() <= WORD_MAX_BYTES {
        return word.into();
    }
    let hash = xxhash_rust::xxh3::xxh3_64(word.as_bytes());
    format!("{}{hash:016x}", &word[..word.floor_char_boundary(WORD_MAX_BYTES)]).into()
}

/// A string of finished tokens in the making.
#[derive(Debug, Default)]
pub(super) struct Finished {
    text: String,
    position: Option<u32>,
}

impl Finished {
    /// Appends a word at a position of the present text.
    pub fn word(&mut self, word: &str, position: u32) {
        if self.position == Some(position) {
            self.text.push(char::from(MARK_SAME));
        }
        self.position = Some(position);
        self.bare(word);
    }

    /// Appends a word whose position does not matter.
    pub fn bare(&mut self, word: &str) {
        self.text.push_str(&index_form(word));
        self.text.push(char::from(SEPARATOR));
    }

    /// Ends the present text.
    pub fn gap(&mut self) {
        if self.position.take().is_some() {
            self.text.push(char::from(MARK_GAP));
        }
    }

    /// Makes each following word count `weight` times, 1 to 9.
    pub fn weight(&mut self, weight: u8) {
        self.text.push(char::from(MARK_WEIGHT));
        self.text.push(char::from(b'0' + weight.clamp(1, 9)));
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The string, leaving an empty one.
    pub fn take(&mut self) -> String {
        self.position = None;
        let size = self.text.len();
        std::mem::replace(&mut self.text, String::with_capacity(size))
    }
}

/// Splits finished tokens.
#[derive(Clone, Default)]
pub(super) struct FinishedTokenizer {
    token: Token,
}

/// The words of one string of finished tokens.
pub(super) struct FinishedStream<'a> {
    token: &'a mut Token,
    rest: &'a str,
    next_position: usize,
    weight: u8,
    /// How often the present word is still to be given.
    left: u8,
}

impl Tokenizer for FinishedTokenizer {
    type TokenStream<'a> = FinishedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FinishedStream<'a> {
        self.token.reset();
        FinishedStream { token: &mut self.token, rest: text, next_position: 0, weight: 1, left: 0 }
    }
}

impl TokenStream for FinishedStream<'_> {
    fn advance(&mut self) -> bool {
        if self.left > 0 {
            self.left -= 1;
            return true;
        }
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        let mut same = false;
        loop {
            match bytes.get(at) {
                None => return false,
                Some(&MARK_GAP) => self.next_position += GAP as usize,
                Some(&MARK_SAME) => same = true,
                Some(&MARK_WEIGHT) => {
                    at += 1;
                    self.weight = bytes.get(at).map_or(1, |digit| digit.saturating_sub(b'0').max(1));
                }
                Some(_) => break,
            }
            at += 1;
        }
        let word = &self.rest[at..];
        let end = word.bytes().position(|byte| byte == SEPARATOR).unwrap_or(word.len());
        self.token.text.clear();
        self.token.text.push_str(&word[..end]);
        if !same {
            self.token.position = self.next_position;
            self.next_position += 1;
        }
        self.rest = word.get(end + 1..).unwrap_or("");
        self.left = self.weight - 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_gaps_and_weights() {
        let mut finished = Finished::default();
        finished.word("crohn", 0);
        finished.word("crohns", 0);
        finished.word("disease", 1);
        finished.gap();
        finished.gap();
        finished.weight(2);
        finished.word("ileum", 0);
        let text = finished.take();
        let mut tokenizer = FinishedTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let gap = 2 + GAP as usize;
        let expected = [("crohn", 0), ("crohns", 0), ("disease", 1), ("ileum", gap), ("ileum", gap)]
            .map(|(w, p)| (w.to_owned(), p));
        assert_eq!(found, expected);
    }

    #[test]
    fn endless_words_keep_their_identity() {
        let (a, b) = ("a".repeat(100_000), "a".repeat(100_001));
        assert_ne!(index_form(&a), index_form(&b));
        assert!(index_form(&a).len() < 1_100);
    }
}
