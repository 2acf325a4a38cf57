//! The analyzer: everything a caller can have done to a text.
//!
//! It must not know what a caller does with the words: no index, no query.

use super::bag::{self, Bag};
use super::compounds::{self, Chunk, Reading};
use super::scanner::Scanner;
use super::stem::Stems;
use super::token::{Form, Token};

/// Turns text into words, stems and terms. It holds buffers and a cache of stems, so one is kept a
/// thread and used again; making one is cheap.
///
/// ```
/// use litdex::internals::text::Analyzer;
///
/// let mut analyzer = Analyzer::new();
/// let mut words = Vec::new();
/// analyzer.tokens("Severe COVID-19", |token| words.push((token.position, token.word.to_owned())));
/// assert_eq!(words, [(0, "severe".into()), (1, "covid".into()), (2, "19".into())]);
/// assert_eq!(analyzer.stem("tumours"), "tumor");
/// ```
#[derive(Debug, Default)]
pub struct Analyzer {
    scanner: Scanner,
    stems: Stems,
    bag: Bag,
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
    /// litdex::internals::text::Analyzer::new().bag("SARS-CoV-2", |term| terms.push(term.to_owned()));
    /// terms.sort();
    /// assert_eq!(terms, ["2", "cov", "cov2", "sar", "sarscov", "sarscov2"]);
    /// ```
    pub fn bag(&mut self, text: &str, each: impl FnMut(&str)) {
        self.tokens_and_bag(text, |_| {}, each);
    }

    /// [`tokens`](Self::tokens) and [`bag`](Self::bag) in one pass over the text.
    ///
    /// ```
    /// let (mut words, mut terms) = (Vec::new(), Vec::new());
    /// litdex::internals::text::Analyzer::new().tokens_and_bag(
    ///     "Covid-19 tumours",
    ///     |token| words.push(token.word.to_owned()),
    ///     |term| terms.push(term.to_owned()),
    /// );
    /// assert_eq!(words, ["covid", "19", "tumours"]);
    /// assert_eq!(terms, ["covid", "19", "covid19", "tumor"]);
    /// ```
    pub fn tokens_and_bag(&mut self, text: &str, token: impl FnMut(Token<'_>), term: impl FnMut(&str)) {
        let Self { scanner, stems, bag } = self;
        bag.terms(scanner, stems, text, token, term);
    }

    /// How a word that a user typed without blanks is looked for in the bags of [`Analyzer::bag`]:
    /// alternatives, each a list of terms that must all occur. Written together, with hyphens and
    /// apart, a compound finds itself. Alternatives that cut a run of letters in two (`sarscov2`) are
    /// guesses: a caller drops those with a term that no text has. Nothing for a chunk without words.
    ///
    /// ```
    /// let mut analyzer = litdex::internals::text::Analyzer::new();
    /// assert_eq!(analyzer.bag_readings("hypoxaemia"), [["hypoxemia"]]);
    /// assert_eq!(analyzer.bag_readings("COVID-19"), [["covid19"]]);
    /// assert_eq!(analyzer.bag_readings("h1n1"), [vec!["h1n1"], vec!["h1", "n1"]]);
    /// ```
    pub fn bag_readings(&mut self, chunk: &str) -> Vec<Vec<String>> {
        bag::readings(&mut self.scanner, &mut self.stems, chunk)
    }

    /// The chunks of a text in order: `severe covid 19 pneumonia` has three.
    pub fn chunks(&mut self, text: &str) -> Vec<Chunk> {
        compounds::chunks(&mut self.scanner, text)
    }

    /// The ways in which a chunk may stand in a text as exact words one after the other: as written
    /// first, then with joints closed and letters and digits parted, then guesses that cut a run of
    /// letters. A word of letters has one reading; a chunk without words has none.
    ///
    /// ```
    /// let readings = litdex::internals::text::Analyzer::new().readings("IL-6");
    /// let words: Vec<_> = readings.iter().map(|reading| reading.words.join(" ")).collect();
    /// assert_eq!(words, ["il 6", "il6"]);
    /// ```
    pub fn readings(&mut self, chunk: &str) -> Vec<Reading> {
        compounds::readings(&mut self.scanner, chunk)
    }
}

/// The exact form of a short text as one string: its words, a blank between them.
///
/// ```
/// assert_eq!(litdex::internals::text::fold("Müller-Lyer’s  ILLUSION"), "muller lyer illusion");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    Scanner::default().scan(text, |piece| {
        if piece.form == Form::Word {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(piece.token.word);
        }
    });
    folded
}
