//! What a strategy is checked for: the code of each kind of remark, how much it weighs, and what it means.
//!
//! It must not know how anything is found.

use serde::Serialize;

/// How much a remark on a strategy weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// A hint: it may well be meant so.
    Info,
    /// Likely a mistake.
    Warning,
    /// The line cannot be run.
    Error,
}

impl Level {
    /// The name used in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of remark on a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// Its code, such as `unused-line`.
    pub code: &'static str,
    /// How much it weighs, unless more is known.
    pub level: Level,
    /// What it means.
    pub about: &'static str,
}

impl Check {
    /// Every kind: what concerns lines first, then operators, terms, headings, what is measured, signs, and what cannot be
    /// read.
    ///
    /// ```
    /// use litdex::query::{Check, Level};
    /// let check = Check::every().find(|check| check.code == "unused-line").unwrap();
    /// assert_eq!(check.level, Level::Warning);
    /// ```
    pub fn every() -> impl Iterator<Item = &'static Self> {
        CHECKS.iter()
    }

    /// The kind of a code.
    pub(crate) fn of(code: &str) -> Option<&'static Self> {
        Self::every().find(|check| check.code == code)
    }
}

const fn error(code: &'static str, about: &'static str) -> Check {
    Check { code, level: Level::Error, about }
}

const fn warning(code: &'static str, about: &'static str) -> Check {
    Check { code, level: Level::Warning, about }
}

const fn info(code: &'static str, about: &'static str) -> Check {
    Check { code, level: Level::Info, about }
}

const CHECKS: [Check; 79] = [
    // Lines.
    warning("unused-line", "no later line refers to it, and it is not the last"),
    warning("no-combination", "no line refers to another: only the last one counts"),
    warning("last-line-alone", "the last line refers to none, and others before it do"),
    warning("repeated-reference", "a line is named twice in one combination"),
    warning("contained-line", "a line joined with one that holds all of it, or that it is made of"),
    warning("always-empty", "NOT takes away all there is"),
    warning("line-number", "a number without `#` was read as a line"),
    warning("own-line", "a line that refers to itself"),
    info("repeated-line", "the same line stands above"),
    // Operators.
    warning("mixed-operators", "AND, OR or NOT side by side without parentheses"),
    warning("lower-case-operator", "an operator in lower case, which PubMed takes for a word"),
    warning("missing-operator", "no operator between two terms: they are joined by AND"),
    warning("and-of-synonyms", "AND between names of one thing"),
    warning("broad-not", "NOT takes away a large group of articles whole"),
    info("text-not", "NOT takes away every article that mentions a word"),
    info("and-not", "AND NOT was read as NOT"),
    // Terms.
    warning("duplicate-term", "the same term twice in one line"),
    info("duplicate-of-line", "the same term in another line of the same combination"),
    info("subsumed-term", "another term of the same OR finds all that it finds"),
    warning("missing-tag", "a term without a field where its neighbours have one"),
    warning("short-truncation", "a truncated word of three letters or fewer"),
    info("broad-truncation", "a truncated word that stands for very many words"),
    info("late-truncation", "truncated behind the ending of a plural: the singular is missed"),
    info("missing-spelling", "British or American spelling is missing"),
    info("missing-number", "singular or plural is missing"),
    info("missing-hyphen", "the form with a hyphen is missing"),
    warning("operator-in-quotes", "AND, OR or NOT within quotes is searched as a word"),
    warning("tag-in-quotes", "a tag within quotes is searched as words"),
    info("truncated-heading", "a truncated heading finds its own beginning, and PubMed does not explode it"),
    warning("words-before-value", "words before a date or an identifier do not belong to it"),
    info("words-as-phrase", "words before a tag were read as one phrase"),
    info("identifiers-in-row", "identifiers in a row were read as alternatives"),
    info("tag-on-group", "a tag behind parentheses: PubMed does not give it to the terms inside"),
    info("default-field", "a term without a field is searched where its system does"),
    warning("wildcard-in-word", "a sign that stands for letters in another system"),
    warning("star-in-word", "a `*` inside a word stands for itself"),
    warning("leading-minus", "a `-` before a word leaves nothing out"),
    warning("not-searched", "what is asked for is not searched: it matches nothing"),
    // Headings.
    warning("unknown-heading", "MeSH has no such heading, qualifier or publication type"),
    info("mapped-heading", "another name of a heading"),
    warning("heading-without-text", "headings alone: articles without headings are missed"),
    info("text-without-heading", "words alone, and there is a heading for them"),
    info("heading-not-exploded", "a heading without those below it"),
    info("missing-entry-term", "another name of a heading is not searched as text"),
    // Measured.
    warning("empty-line", "the line finds no article"),
    info("empty-term", "terms that no article has"),
    info("idle-term", "terms that add no article to their line"),
    warning("misspelt", "no article has the word, and many have one like it"),
    info("not-takes", "how many articles NOT takes away"),
    warning("known-missed", "a known article is not found"),
    warning("known-taken", "NOT takes away a known article"),
    info("known-absent", "a known article is not in the corpus"),
    info("not-measured", "time or a limit ended before this was measured"),
    warning("not-counted", "a limit keeps the line from being run"),
    // Signs.
    warning("unbalanced", "a parenthesis or a quote without its other"),
    info("curly-quotes", "typographic quotes, which not every system reads"),
    warning("invisible-character", "a character that nobody sees within a word"),
    warning("ligature", "letters written as one sign, as PDFs have them"),
    info("long-dash", "a dash in the place of a hyphen"),
    info("double-parentheses", "parentheses around parentheses"),
    info("dropped", "a part without letter or digit was left out"),
    // What cannot be read.
    error("empty", "nothing to search for"),
    error("unclosed-quote", "a quote that is not closed"),
    error("empty-phrase", "quotes around nothing"),
    error("unclosed-parenthesis", "a parenthesis that is not closed"),
    error("unexpected-parenthesis", "a closing parenthesis that was not opened"),
    error("empty-parentheses", "parentheses around nothing"),
    error("missing-operand", "an operator lacks a side"),
    error("leading-not", "NOT with nothing to take away from"),
    error("unclosed-tag", "a `[` that is not closed"),
    error("unexpected-bracket", "a `]` that was not opened"),
    error("unknown-tag", "a tag that names no field"),
    error("unsupported-tag", "a tag or command that is not read here"),
    error("tag-without-term", "a tag with nothing before it"),
    error("bad-value", "a date or an identifier that is none"),
    error("truncation-without-stem", "a `*` with no letter before it"),
    error("line-reference", "a line that is not there, or is not above"),
    error("dialect", "the notation of another system"),
    error("too-much", "more than a query may have"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once() {
        let mut codes: Vec<&str> = Check::every().map(|check| check.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CHECKS.len());
    }
}
