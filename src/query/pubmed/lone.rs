//! A query that is nothing but one identifier: the article is wanted, not the words of its name.
//!
//! It must not know how a query of several parts is read.

use crate::model::{Doi, Field, IdentityKey, Pmid};
use crate::query::ast::{Node, Term, TermWord};
use crate::query::limits::MAX_CLAUSES;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::lexer::{Token, TokenKind, is_quote};

/// Digits of a bare number that may be a PMID: shorter ones are counts, doses and years.
const BARE_DIGITS: std::ops::RangeInclusive<usize> = 6..=8;

/// Names people write before an identifier.
const NAMES: [&str; 6] = ["pmid", "pmcid", "doi", "arxiv", "openalex", "key"];

/// The tree of a text that is PMIDs and nothing else, apart by blanks and commas: any of these articles.
pub(super) fn pmids(text: &str, tokens: &[Token], notes: &mut Notes) -> Option<Node> {
    let mut ids = Vec::new();
    for token in tokens {
        let mut start = token.span.start;
        for piece in text[token.span.clone()].split_inclusive([',', ';']) {
            let number = piece.trim_end_matches([',', ';']);
            let span = start..start + number.len();
            start += piece.len();
            let is_pmid = BARE_DIGITS.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
            if !number.is_empty() {
                let id = is_pmid.then(|| number.parse::<Pmid>().ok())??;
                ids.push(term(Field::Pmid, id.to_string(), span));
            }
        }
    }
    if !(2..=MAX_CLAUSES).contains(&ids.len()) {
        return None;
    }
    let message = "numbers in a row were read as PMIDs, any of them (OR)";
    notes.add(NoteKind::IdentifiersInRow, 0..text.len(), message);
    Some(Node::Or(ids))
}

/// The tree of a text that is one identifier and nothing else.
pub(super) fn identifier(text: &str, tokens: &[Token], notes: &mut Notes) -> Option<Node> {
    let (span, written) = whole(text, tokens)?;
    let number = written.bytes().all(|b| b.is_ascii_digit());
    let (field, value) = if number {
        let pmid = BARE_DIGITS.contains(&written.len()).then(|| written.parse::<Pmid>().ok())?;
        (Field::Pmid, pmid?.to_string())
    } else {
        read(&written)?
    };
    let label = match field {
        Field::Identifier if value.starts_with("PMC") => "a PMCID",
        Field::Identifier if value.starts_with("arxiv:") => "an arXiv identifier",
        Field::Identifier if value.starts_with("openalex:") => "an OpenAlex identifier",
        Field::Identifier => "an article id",
        Field::Doi => "a DOI",
        _ => "a PMID",
    };
    let id = term(field, value, span.clone());
    let shown = &text[span.clone()];
    if number {
        let message = format!("`{shown}` was read as a PMID or a number in any field");
        notes.add(NoteKind::Identifier, span.clone(), message);
        return Some(Node::Or(vec![id, term(Field::All, written, span)]));
    }
    let message = format!("`{shown}` was read as {label}; tag it [all] to search for it as text");
    notes.add(NoteKind::Identifier, span, message);
    Some(id)
}

/// The one word of a text, or a name such as `PMID:` and the word after it, as one.
fn whole(text: &str, tokens: &[Token]) -> Option<(Span, String)> {
    if let [Token { kind: TokenKind::Phrase, span }] = tokens {
        let written = text[span.clone()].trim_matches(is_quote).trim();
        return written.parse::<Doi>().is_ok().then(|| (span.clone(), written.to_owned()));
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
    let key = written.parse::<IdentityKey>().ok()?;
    let (kind, value) = key.as_str().split_once(':')?;
    Some(match kind {
        "pmid" => (Field::Pmid, value.to_owned()),
        "doi" => (Field::Doi, value.to_owned()),
        "pmcid" => (Field::Identifier, value.to_owned()),
        _ => (Field::Identifier, key.to_string()),
    })
}

fn term(field: Field, text: String, span: Span) -> Node {
    let words = vec![TermWord { text, truncated: false, span: span.clone() }];
    Node::Term(Term { words, quoted: false, field, tagged: field != Field::All, span })
}
