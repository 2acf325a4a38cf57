//! Identifiers that stand without a tag: the article is wanted, not the words of its name.
//!
//! They must not know how a query of several parts is read.

use crate::model::{Doi, Field, IdentityKey, Pmid, orcid};
use crate::query::ast::{Node, Term, TermWord};
use crate::query::limits::MAX_CLAUSES;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::lexer::{Token, TokenKind, is_quote};

/// Digits of a bare number that may be a PMID: shorter ones are counts, doses and years.
const BARE_DIGITS: std::ops::RangeInclusive<usize> = 6..=8;

/// Names people write before an identifier.
const NAMES: [&str; 7] = ["pmid", "pmcid", "doi", "arxiv", "openalex", "key", "orcid"];

/// The tree of a text that is identifiers and nothing else, apart by blanks and commas: any of these articles.
pub(super) fn row(text: &str, tokens: &[Token], notes: &mut Notes) -> Option<Node> {
    if tokens.iter().any(|token| token.kind != TokenKind::Word) {
        return None;
    }
    let spans: Vec<Span> = tokens.iter().map(|token| token.span.clone()).collect();
    all(text, &spans, notes)
}

/// The same of some words of a text; nothing where one of them is no identifier, or there is but one.
pub(super) fn all(text: &str, words: &[Span], notes: &mut Notes) -> Option<Node> {
    let mut ids = Vec::new();
    let within = |word: &Span| {
        let start = word.start;
        pieces(&text[word.clone()]).into_iter().map(move |piece| start + piece.start..start + piece.end)
    };
    for span in words.iter().flat_map(within) {
        let written = &text[span.clone()];
        let (field, value) = if is_number(written) {
            let is_pmid = BARE_DIGITS.contains(&written.len());
            (Field::Pmid, is_pmid.then(|| written.parse::<Pmid>().ok())??.to_string())
        } else {
            read(written)?
        };
        ids.push(term(field, value, span));
    }
    if !(2..=MAX_CLAUSES).contains(&ids.len()) {
        return None;
    }
    let is_pmid = |id: &Node| matches!(id, Node::Term(term) if term.field == Field::Pmid);
    let (what, any) = if ids.iter().all(is_pmid) { ("numbers", "PMIDs") } else { ("identifiers", "such") };
    let message = format!("{what} in a row were read as {any}, any of them (OR)");
    notes.add(NoteKind::IdentifiersInRow, words[0].start..words[words.len() - 1].end, message);
    Some(Node::Or(ids))
}

/// The identifiers in a word, as ranges of its bytes: numbers that only commas keep apart are several, and behind any
/// other identifier a comma ends it.
pub(super) fn pieces(word: &str) -> Vec<Span> {
    let ended = word.trim_end_matches([',', ';']);
    if !ended.split([',', ';']).all(|piece| piece.is_empty() || is_number(piece)) {
        let whole = 0..ended.len();
        return vec![whole];
    }
    let (mut start, mut pieces) = (0, Vec::new());
    for piece in word.split_inclusive([',', ';']) {
        let number = piece.trim_end_matches([',', ';']);
        if !number.is_empty() {
            pieces.push(start..start + number.len());
        }
        start += piece.len();
    }
    pieces
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The tree of a text that is one identifier and nothing else.
pub(super) fn identifier(text: &str, tokens: &[Token], notes: &mut Notes) -> Option<Node> {
    let (span, written) = whole(text, tokens)?;
    named(&written, &text[span.clone()], span.clone(), notes)
}

/// The tree of a word that is an identifier; nothing where it is none.
pub(super) fn named(written: &str, shown: &str, span: Span, notes: &mut Notes) -> Option<Node> {
    if is_number(written) {
        let pmid = BARE_DIGITS.contains(&written.len()).then(|| written.parse::<Pmid>().ok())??;
        let message = format!("`{shown}` was read as a PMID or a number in any field");
        notes.add(NoteKind::Identifier, span.clone(), message);
        let number = term(Field::All, written.to_owned(), span.clone());
        return Some(Node::Or(vec![term(Field::Pmid, pmid.to_string(), span), number]));
    }
    let (field, value) = read(written)?;
    let label = match field {
        Field::Identifier if value.starts_with("PMC") => "a PMCID",
        Field::Identifier if value.starts_with("arxiv:") => "an arXiv identifier",
        Field::Identifier if value.starts_with("openalex:") => "an OpenAlex identifier",
        Field::Identifier => "an article id",
        Field::AuthorId => "an ORCID",
        Field::Doi => "a DOI",
        _ => "a PMID",
    };
    let message = format!("`{shown}` was read as {label}; tag it [all] to search for it as text");
    notes.add(NoteKind::Identifier, span.clone(), message);
    Some(term(field, value, span))
}

/// Whether a word without a tag may be read as an identifier of this field.
pub(super) fn is_field(field: Field) -> bool {
    matches!(field, Field::Pmid | Field::Doi | Field::Identifier | Field::AuthorId)
}

/// The one word of a text, or a name such as `PMID:` and the word after it, as one.
fn whole(text: &str, tokens: &[Token]) -> Option<(Span, String)> {
    // Punctuation beside a phrase is left out, and does not make it another.
    let is_bare = |token: &&Token| {
        let text = &text[token.span.clone()];
        !matches!(token.kind, TokenKind::Word | TokenKind::Colon)
            || text.contains(|c: char| c.is_alphanumeric() || c == '*')
    };
    let bare: Vec<&Token> = tokens.iter().filter(is_bare).collect();
    if let [Token { kind: TokenKind::Phrase, span }] = bare[..] {
        let written = text[span.clone()].trim_matches(is_quote).trim();
        let is_identifier = written.parse::<Doi>().is_ok() || author(written).is_some();
        return is_identifier.then(|| (span.clone(), written.to_owned()));
    }
    let words: Vec<&str> = tokens.iter().map(|token| &text[token.span.clone()]).collect();
    let named = |name: &str| NAMES.iter().any(|known| name.trim_end_matches(':').eq_ignore_ascii_case(known));
    let sound = tokens.iter().all(|token| token.kind == TokenKind::Word)
        && words.iter().all(|word| !word.contains('*'));
    match (words.as_slice(), tokens) {
        ([word], [token]) if sound => Some((token.span.clone(), (*word).to_owned())),
        ([name, value], [first, last]) if sound && named(name) => {
            let written = format!("{}:{value}", name.trim_end_matches(':'));
            Some((first.span.start..last.span.end, written))
        }
        _ => None,
    }
}

/// The field of an identifier that says what it is, and its canonical form.
fn read(written: &str) -> Option<(Field, String)> {
    if let Some(orcid) = author(written) {
        return Some((Field::AuthorId, orcid));
    }
    let key = written.parse::<IdentityKey>().ok()?;
    let (kind, value) = key.as_str().split_once(':')?;
    Some(match kind {
        "pmid" => (Field::Pmid, value.to_owned()),
        "doi" => (Field::Doi, value.to_owned()),
        "pmcid" => (Field::Identifier, value.to_owned()),
        _ => (Field::Identifier, key.to_string()),
    })
}

/// An ORCID: in its groups, or with its name or address before it.
fn author(written: &str) -> Option<String> {
    let is_named = written.to_ascii_lowercase().contains("orcid");
    orcid(written).filter(|_| is_named || written.len() == 19)
}

fn term(field: Field, text: String, span: Span) -> Node {
    let words = vec![TermWord::whole(text, span.clone())];
    Node::Term(Term::of(field, words, span))
}
