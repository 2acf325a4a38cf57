//! Subsets of PubMed, flags of its records, and tags of what is not searched.
//!
//! It must not know tokens or operators.

use crate::model::{Field, Subset, is_flag, subset};
use crate::query::ast::{Node, Term, TermWord};
use crate::query::error::shown;
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

/// A bare word that is a flag, as its subset; nothing where it is none.
pub(super) fn flag(word: &str, span: &Span, notes: &mut Notes) -> Option<Node> {
    if !is_flag(word) {
        return None;
    }
    let message = format!("`{word}` was read as the flag of PubMed's records, {word}[sb]");
    notes.add(NoteKind::Flag, span.clone(), message);
    let words = vec![TermWord::whole(word.to_owned(), span.clone())];
    let field = Field::Subset;
    let term = Term::of(field, words, span.clone());
    remark(&term, notes);
    Some(Node::Term(term))
}

/// Says of a term with a tag that nothing can match it, or what is taken for what it asks.
pub(super) fn remark(term: &Term, notes: &mut Notes) {
    let tag = term.field.tag();
    if let Some(missing) = term.field.missing() {
        let message = format!("[{tag}] matches nothing: litdex does not search {missing}");
        notes.add(NoteKind::NotSearched, term.span.clone(), message);
    }
    if term.field != Field::Subset {
        return;
    }
    let words: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
    let name = words.join(" ");
    let name = shown(&name);
    let (kind, said) = match subset(&name) {
        _ if term.words.iter().any(|word| word.truncated) => {
            (NoteKind::NotSearched, "matches nothing: a subset is named in full")
        }
        Subset::Unknown => {
            (NoteKind::NotSearched, "matches nothing: litdex cannot tell which articles are in this subset")
        }
        Subset::Retracted => (NoteKind::Flag, "is every article known to be retracted, however that is told"),
        Subset::Retractions => {
            (NoteKind::Flag, "is every notice that retracts another, however that is told")
        }
        Subset::Flag(_) => return,
    };
    notes.add(kind, term.span.clone(), format!("{name}[{tag}] {said}"));
}
