//! Ovid's codes of fields, as its guide to MEDLINE has them: `.ti,ab.`, `.mp.` (Ovid MEDLINE Database Guide).
//!
//! They must not know terms.

use crate::model::Field;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::fields::{Target, together};
use crate::query::span::Span;

/// What a code searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Fields of text, of which several together may be one of the catalogue.
    Text(&'static [Field]),
    /// A field of whole values.
    Whole(Field),
    /// A heading with those below it.
    Exploded,
    /// What litdex does not have.
    Unknown,
}

/// The codes; of several for one thing the first is printed.
const CODES: &[(&str, Code)] = &[
    ("ti", Code::Text(&[Field::Title])),
    ("ab", Code::Text(&[Field::Abstract])),
    ("tw", Code::Text(&[Field::Title, Field::Abstract])),
    ("kf", Code::Text(&[Field::Keyword])),
    ("kw", Code::Text(&[Field::Keyword])),
    ("ot", Code::Text(&[Field::OriginalTitle])),
    ("hw", Code::Text(&[Field::HeadingWord])),
    ("nm", Code::Text(&[Field::SubstanceWord])),
    ("mp", Code::Text(&[Field::Multipurpose])),
    ("af", Code::Text(&[Field::All])),
    ("in", Code::Text(&[Field::Affiliation])),
    ("au", Code::Whole(Field::Author)),
    ("fa", Code::Whole(Field::Author)),
    ("ca", Code::Whole(Field::Collective)),
    ("ir", Code::Whole(Field::Investigator)),
    ("jn", Code::Whole(Field::Journal)),
    ("ja", Code::Whole(Field::Journal)),
    ("jx", Code::Whole(Field::Journal)),
    ("is", Code::Whole(Field::Journal)),
    ("sh", Code::Whole(Field::Mesh)),
    ("xm", Code::Exploded),
    ("fs", Code::Whole(Field::Qualifier)),
    ("pt", Code::Whole(Field::PublicationType)),
    ("rn", Code::Whole(Field::Substance)),
    ("lg", Code::Whole(Field::Language)),
    ("la", Code::Whole(Field::Language)),
    ("cp", Code::Whole(Field::Country)),
    ("vo", Code::Whole(Field::Volume)),
    ("ip", Code::Whole(Field::Issue)),
    ("pg", Code::Whole(Field::Page)),
    ("ui", Code::Whole(Field::Pmid)),
    ("pm", Code::Whole(Field::Pmid)),
    ("do", Code::Whole(Field::Doi)),
    ("yr", Code::Whole(Field::Date)),
    ("dp", Code::Whole(Field::Date)),
    ("ed", Code::Whole(Field::CompletionDate)),
    ("ez", Code::Whole(Field::EntryDate)),
    ("da", Code::Whole(Field::IndexingDate)),
    ("dt", Code::Whole(Field::CreationDate)),
    ("ep", Code::Whole(Field::ElectronicDate)),
    ("rd", Code::Whole(Field::RevisionDate)),
    ("cm", Code::Unknown),
    ("cc", Code::Unknown),
    ("cl", Code::Unknown),
    ("dj", Code::Unknown),
    ("gr", Code::Whole(Field::Grant)),
    ("jc", Code::Whole(Field::JournalId)),
    ("jw", Code::Unknown),
    ("nj", Code::Unknown),
    ("no", Code::Whole(Field::Grant)),
    ("pn", Code::Whole(Field::PersonAsSubject)),
    ("ps", Code::Whole(Field::PersonAsSubject)),
    ("px", Code::Unknown),
    ("rs", Code::Unknown),
    ("rw", Code::Unknown),
    ("rx", Code::Unknown),
    ("pb", Code::Whole(Field::Publisher)),
    ("sb", Code::Unknown),
    ("si", Code::Whole(Field::Databank)),
    ("st", Code::Unknown),
    ("sy", Code::Unknown),
    ("up", Code::Unknown),
];

fn code(name: &str) -> Option<Code> {
    CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

/// The codes that a field is printed with; `None` where it has none.
pub(in crate::query) fn of(field: Field) -> Option<&'static str> {
    match field {
        Field::TitleAbstract => return Some("ti,ab,kf"),
        Field::TitleOrAbstract => return Some("tw"),
        _ => {}
    }
    let means = |code: &Code| match code {
        Code::Text(fields) => *fields == [field],
        Code::Whole(own) => *own == field,
        Code::Exploded | Code::Unknown => false,
    };
    CODES.iter().find(|(_, code)| means(code)).map(|(name, _)| *name)
}

/// Where the codes end that begin with the dot at `at`, if these are codes: `.ti,ab.`, `.tw`, `. ti, ab .`. A dot that is
/// missing at the end is forgiven where nothing else can be meant.
pub(super) fn end_of(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let skip = |from: usize| {
        from + text
            .get(from..)
            .map_or(0, |rest| rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len())
    };
    let letters = |from: usize| {
        let name =
            text.get(from..from + 2).filter(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
        let ends = bytes
            .get(from + 2)
            .is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric() && !b"_-'/=".contains(next));
        ends.then_some(name)
    };
    let mut place = skip(at + 1);
    let (spaced, mut known) = (place > at + 1, true);
    let mut end;
    let mut is_closed = false;
    loop {
        known &= code(letters(place)?).is_some();
        end = place + 2;
        let after = skip(end);
        match bytes.get(after) {
            Some(b',') => {
                let next = skip(after + 1);
                if letters(next).is_some() {
                    place = next;
                    continue;
                }
                end = after + 1;
                if bytes.get(next) == Some(&b'.') {
                    (end, is_closed) = (next + 1, true);
                }
            }
            Some(b'.') => {
                (end, is_closed) = (after + 1, true);
                // `.ti. ab .`: a dot for a comma, where another dot follows.
                let next = skip(end);
                let is_code = letters(next).is_some_and(|name| code(name).is_some());
                if is_code && (next == end || bytes.get(skip(next + 2)) == Some(&b'.')) {
                    place = next;
                    continue;
                }
            }
            _ => {}
        }
        break;
    }
    let stands_alone = text[end..]
        .chars()
        .next()
        .is_none_or(|next| next.is_whitespace() || matches!(next, ')' | '[' | '(' | '/'));
    let is_sure = known && (is_closed || !spaced) || is_closed && !spaced;
    (stands_alone && is_sure).then_some(end)
}

/// Whether a text that begins with a dot has a code between that and another dot or sign: `.ti.;`, `.ti;`
pub(super) fn is_within(text: &str) -> bool {
    let Some(name) = text.get(1..3).filter(|name| code(name).is_some()) else { return false };
    let rest = &text[1 + name.len()..];
    rest.starts_with([';', '.', ',']) && rest.len() <= 2 || rest.starts_with("..")
}

/// The fields that codes name together.
///
/// # Errors
/// A code that is none, or of what litdex does not have.
pub(super) fn targets(text: &str, span: &Span) -> Result<Vec<Target>, QueryError> {
    let written = &text[span.clone()];
    let (mut parts, mut targets) = (Vec::new(), Vec::new());
    for name in written.split(|c: char| !c.is_ascii_alphabetic()).filter(|name| !name.is_empty()) {
        match code(name) {
            Some(Code::Text(fields)) => parts.extend(fields),
            Some(Code::Whole(field)) => targets.push(Target::of(field)),
            Some(Code::Exploded) => targets.push(Target { field: Field::Mesh, exploded: true }),
            Some(Code::Unknown) => return Err(unsupported(name, span)),
            None => return Err(unknown(name, span)),
        }
    }
    targets.splice(0..0, together(parts));
    Ok(targets)
}

fn unsupported(name: &str, span: &Span) -> QueryError {
    let message = format!("litdex has nothing that Ovid's .{}. would search", shown(name));
    QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message)
        .help("leave this part out, or search all fields with .af.")
}

fn unknown(name: &str, span: &Span) -> QueryError {
    let message = format!("Ovid has no field .{}.", shown(name));
    QueryError::new(QueryErrorKind::UnknownTag, span.clone(), message)
        .help("common fields are .ti. .ab. .tw. .kf. .mp. .sh. .pt. .fs. .au. .jn.")
}
