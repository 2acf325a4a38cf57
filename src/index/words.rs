//! The form in which words stand in the index, and how far apart texts are.

/// Positions between two texts that no phrase or proximity may cross: wider than any budget.
pub(crate) const GAP: u32 = 128;

/// Longer words are cut, with a hash of the whole behind: the engine's words have a length of two bytes.
const WORD_MAX_BYTES: usize = 1_000;

/// The form in which a word stands in the index: itself, unless it is absurdly long.
pub(crate) fn index_form(word: &str) -> std::borrow::Cow<'_, str> {
    if word.len() <= WORD_MAX_BYTES {
        return word.into();
    }
    let hash = xxhash_rust::xxh3::xxh3_64(word.as_bytes());
    format!("{}{hash:016x}", &word[..word.floor_char_boundary(WORD_MAX_BYTES)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_words_keep_their_identity() {
        let (a, b) = ("a".repeat(100_000), "a".repeat(100_001));
        assert_ne!(index_form(&a), index_form(&b));
        assert!(index_form(&a).len() < 1_100);
    }
}
