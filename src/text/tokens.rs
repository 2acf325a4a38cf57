//! The analyzer, and the words it finds.
//!
//! It must not know what a caller does with the words: no index, no query.

use super::bag::Bag;
use super::scanner::Scanner;
use super::stem::Stems;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where the surface form begins: a byte offset into the text as it was given.
    pub start: usize,
    /// Where the surface form ends, in bytes; `text[start..end]` is the surface form.
    pub end: usize,
    /// The place of the word in the text, from 0. Two forms of one word share a position
    /// (`95` and `95%`, `crohn` and `crohns`).
    pub position: u32,
    /// The exact form: compatibility forms resolved, lower case, diacritics dropped.
    pub word: &'a str,
    /// Whether a joiner without white space stands between the word of the previous position and
    /// this one, so that both belong to one compound (`covid` and `19` in `COVID-19`).
    pub joined: bool,
}

/// What the characters of a word are, found while it is read so that nobody need look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// ASCII letters.
    Letters,
    /// ASCII digits, thousands separators gone.
    Digits,
    /// ASCII letters and digits.
    Mixed,
    /// A number with a decimal point.
    Decimal,
    /// Something beyond ASCII.
    Foreign,
}

/// A token with what the analysis itself needs to know of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub token: Token<'a>,
    pub shape: Shape,
    pub form: Form,
}

/// Which form of the word at a position a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The word itself; every position has exactly one, and it comes first.
    Word,
    /// The number with its percent sign.
    Percent,
    /// The word with its possessive s.
    Possessive,
}

/// Turns text into words, stems and terms. It holds buffers and a cache of stems, so one is kept a
/// thread and used again; making one is cheap.
///
/// ```
/// use litdex::text::Analyzer;
///
/// let mut analyzer = Analyzer::new();
/// let mut words = Vec::new();
/// analyzer.tokens("Severe COVID-19", |token| words.push((token.position, token.word.to_owned())));
/// assert_eq!(words, [(0, "severe".into()), (1, "covid".into()), (2, "19".into())]);
/// assert_eq!(analyzer.stem("tumours"), "tumor");
/// ```
#[derive(Debug, Default)]
pub struct Analyzer {
    pub(super) scanner: Scanner,
    pub(super) stems: Stems,
    pub(super) bag: Bag,
}

impl Analyzer {
    /// An analyzer with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Hands every word of `text` to `each`, in order.
    pub fn tokens(&mut self, text: &str, mut each: impl FnMut(Token<'_>)) {
        self.scanner.scan(text, |piece| each(piece.token));
    }

    /// The class of an exact form: British spelling folded to American, then stemmed. Words with
    /// digits or letters beyond ASCII, and very long ones, are their own class.
    pub fn stem<'a>(&'a mut self, word: &'a str) -> &'a str {
        self.stems.stem(word)
    }

    /// Hands to `each` every term that a ranking index counts for `text`: the stem of each word, the
    /// parts of words that mix letters and digits, and what joined words make when written together.
    /// A term comes as often as it occurs.
    ///
    /// ```
    /// let mut terms = Vec::new();
    /// litdex::text::Analyzer::new().bag("SARS-CoV-2", |term| terms.push(term.to_owned()));
    /// terms.sort();
    /// assert_eq!(terms, ["2", "cov", "cov2", "sar", "sarscov", "sarscov2"]);
    /// ```
    pub fn bag(&mut self, text: &str, each: impl FnMut(&str)) {
        let Self { scanner, stems, bag } = self;
        bag.terms(scanner, stems, text, each);
    }
}
