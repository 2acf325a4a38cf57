//! Cochrane's codes of fields: `:ti,ab,kw` (Cochrane Library, Advanced Search Help).
//!
//! They must not know terms.

use crate::model::Field;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::fielded::fields::{Target, together};
use crate::query::span::Span;

/// What is searched most.
const USUAL: [&str; 3] = ["ti", "ab", "kw"];

/// The codes with their fields of text.
const TEXT: &[(&str, &[Field])] = &[
    ("ti", &[Field::Title]),
    ("ab", &[Field::Abstract]),
    ("kw", &[Field::AnyKeyword]),
    ("tx", &[Field::All]),
];

/// The codes with their fields of whole values.
const WHOLE: &[(&str, Target)] = &[
    ("au", Target::of(Field::Author)),
    ("so", Target::of(Field::Journal)),
    ("pt", Target::of(Field::PublicationType)),
    ("la", Target::of(Field::Language)),
    ("me", Target { field: Field::Mesh, exploded: true }),
];

/// How a field is printed; `None` where it has no code.
pub(super) fn of(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::TitleOrAbstract => "ti,ab",
        Field::Multipurpose => "ti,ab,kw",
        Field::All => "tx",
        Field::AnyKeyword => "kw",
        Field::Title => "ti",
        Field::Abstract => "ab",
        _ => return WHOLE.iter().find(|row| row.1.field == field).map(|row| row.0),
    })
}

/// Where the codes end that begin with the colon at `at`, if all of them are.
pub(super) fn end_of(text: &str, at: usize) -> Option<usize> {
    let mut place = at + 1;
    loop {
        let name = text.get(place..place + 2)?;
        let is_code = TEXT.iter().map(|row| row.0).chain(WHOLE.iter().map(|row| row.0));
        is_code.into_iter().find(|code| code.eq_ignore_ascii_case(name))?;
        let end = place + 2;
        let rest = &text[end..];
        let next = rest.strip_prefix(',').map(|rest| text.len() - rest.trim_start_matches(' ').len());
        let Some(next) = next.filter(|&next| end_of_code(text, next)) else {
            let stands = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '_');
            return stands.then_some(end);
        };
        place = next;
    }
}

fn end_of_code(text: &str, at: usize) -> bool {
    text.get(at..at + 2).is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && text[at + 2..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// The fields that codes name together.
///
/// # Errors
/// A code that is none.
pub(super) fn targets(text: &str, span: &Span) -> Result<Vec<Target>, QueryError> {
    let (mut parts, mut targets) = (Vec::new(), Vec::new());
    let names = text[span.clone()].split(|c: char| !c.is_ascii_alphabetic()).filter(|name| !name.is_empty());
    if USUAL.iter().all(|code| names.clone().any(|name| name.eq_ignore_ascii_case(code))) {
        targets.push(Target::of(Field::Multipurpose));
    }
    let is_usual = !targets.is_empty();
    for name in names {
        let name = name.to_ascii_lowercase();
        if is_usual && USUAL.contains(&name.as_str()) {
            continue;
        }
        if let Some((_, fields)) = TEXT.iter().find(|row| row.0 == name) {
            parts.extend(*fields);
        } else if let Some((_, target)) = WHOLE.iter().find(|row| row.0 == name) {
            targets.push(*target);
        } else {
            let message = format!("Cochrane has no field :{}", shown(&name));
            return Err(QueryError::new(QueryErrorKind::UnknownTag, span.clone(), message)
                .help("fields are :ti :ab :kw :au :so :pt :la"));
        }
    }
    targets.extend(together(parts));
    Ok(targets)
}
