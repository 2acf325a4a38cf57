//! What reading a line found: its errors, and the notes on how it was read.
//!
//! It must not know how a line is read.

use std::collections::HashSet;

use super::codes::{Check, Level};
use super::diagnostic::Found;
use super::outline::Outline;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::notes::{Note, NoteKind};

/// Tells what was found.
pub(super) fn look(outline: &Outline<'_>, found: &mut Found<'_>) {
    for (at, line) in outline.strategy.lines().iter().enumerate() {
        match &line.query {
            // Lines that are put in may have brought notes on them.
            Ok(_) => notes(at, &line.text, outline.notes[at], found),
            Err(error) => {
                for error in std::iter::once(error).chain(error.others()) {
                    tell(at, error, found);
                }
            }
        }
    }
}

fn tell(at: usize, error: &QueryError, found: &mut Found<'_>) {
    let code = match error.kind {
        QueryErrorKind::BadDate
        | QueryErrorKind::ReversedRange
        | QueryErrorKind::BadPmid
        | QueryErrorKind::BadDoi => "bad-value",
        QueryErrorKind::TooLong | QueryErrorKind::TooDeep | QueryErrorKind::TooMany => "too-much",
        kind => kind.name(),
    };
    found.add_as(Level::Error, code, (at, error.span.clone()), &error.message, error.help.clone());
}

/// Notes on one line; what is written in many places alike is said once.
fn notes(at: usize, text: &str, notes: &[Note], found: &mut Found<'_>) {
    let mut met = HashSet::new();
    for note in notes {
        let code = note.kind.name();
        let is_said = match note.kind {
            // What is as it was meant: it is told where a strategy is run or explained.
            NoteKind::Identifier
            | NoteKind::OpenEnd
            | NoteKind::RelativeDate
            | NoteKind::Syntax
            | NoteKind::Flag
            | NoteKind::MappedWords
            | NoteKind::More => false,
            // Nobody misses how many articles a database printed, or duplicates where there are none.
            NoteKind::Dropped => !text.get(note.span.clone()).is_some_and(is_no_loss),
            _ => Check::of(code).is_some(),
        };
        if is_said && met.insert(note.kind) {
            let more = notes.iter().filter(|other| other.kind == note.kind).count() - 1;
            let times = match more {
                0 => String::new(),
                1 => "; and so in another place of this line".to_owned(),
                more => format!("; and so in {more} other places of this line"),
            };
            let (mut help, mut level) = (advice(note.kind), Check::of(code).map(|check| check.level));
            if note.message.starts_with(TOGETHER) {
                // PubMed itself reads words side by side together.
                level = Some(Level::Info);
            }
            let written = text.get(note.span.clone()).unwrap_or_default().to_lowercase();
            if ["*or", "*and", "*not", "$or", "$and", "$not"].iter().any(|end| written.ends_with(end)) {
                help = Some("put a blank before the operator");
            }
            let message = format!("{}{times}", note.message);
            let level = level.unwrap_or(Level::Info);
            found.add_as(level, code, (at, note.span.clone()), message, help.map(str::to_owned));
        }
    }
}

/// How the note begins on words that no operator joins beside operators.
const TOGETHER: &str = "words side by side";

fn is_no_loss(text: &str) -> bool {
    text.starts_with("remove duplicates")
        || text.chars().all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | ',' | ' '))
}

fn advice(kind: NoteKind) -> Option<&'static str> {
    Some(match kind {
        NoteKind::MixedOperators => "put parentheses around what belongs together",
        NoteKind::LowerCaseOperator => "write AND, OR and NOT in upper case",
        NoteKind::LineNumber => "write lines as #1",
        NoteKind::TagOnGroup => "write the tag behind each term",
        NoteKind::WordsAsPhrase => "put it between quotes, or join the words with AND",
        NoteKind::WildcardInWord | NoteKind::StarInWord => "write out the forms, joined with OR",
        NoteKind::LeadingMinus => "write NOT",
        NoteKind::DefaultField => "name the field",
        _ => return None,
    })
}
