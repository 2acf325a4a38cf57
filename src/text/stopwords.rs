//! English function words, for callers that want to pass over them.
//!
//! It must not decide whether they are passed over: the bag and the exact words keep them.

/// Whether an exact form or a stem is an English function word. `no`, `not`, `nor` and `without` count:
/// they turn a statement round but say nothing of its subject, and a phrase finds them all the same.
/// Letters that name things in medicine (`A`, `I`, `IT`) cannot be told from the words; the words win.
pub fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST && STOP_WORDS.binary_search(&word).is_ok()
}

const LONGEST: usize = 7;

/// Sorted. Words that Porter2 changes stand with their stems (`becaus`, `befor`, `dure`).
const STOP_WORDS: [&str; 150] = [
    "a", "about", "abov", "above", "after", "again", "against", "all", "also", "am", "among", "an", "and",
    "ani", "any", "are", "as", "at", "be", "becam", "became", "becaus", "because", "been", "befor", "before",
    "being", "between", "both", "but", "by", "can", "could", "did", "do", "doe", "does", "doing", "done",
    "down", "dure", "during", "each", "either", "few", "for", "from", "further", "had", "has", "hav", "have",
    "having", "he", "her", "here", "hers", "him", "his", "how", "howev", "however", "i", "if", "in", "into",
    "is", "it", "its", "itself", "me", "might", "more", "most", "must", "my", "neither", "no", "nor", "not",
    "of", "off", "on", "onc", "once", "onli", "only", "or", "other", "our", "ours", "out", "over", "own",
    "per", "same", "shall", "she", "should", "so", "some", "still", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "thi", "this", "those", "through", "thus", "to", "too",
    "under", "until", "up", "upon", "us", "veri", "very", "via", "wa", "was", "we", "were", "what", "when",
    "where", "whether", "whi", "which", "while", "who", "whom", "whose", "why", "will", "with", "within",
    "without", "would", "yet", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::{LONGEST, STOP_WORDS, is_stop_word};

    #[test]
    fn the_list_is_sorted_and_bounded() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn a_stop_word_is_one_as_a_stem_too() {
        let mut analyzer = crate::text::Analyzer::new();
        for word in STOP_WORDS {
            assert!(is_stop_word(analyzer.stem(word)), "{word}");
        }
    }
}
