//! Field tags: from the name between brackets to a field, and what to say when there is none.
//!
//! They must not know where a tag may stand, nor what a field holds.

use crate::model::Field;

use super::ast::How;
use super::error::{QueryError, QueryErrorKind, shown};
use super::limits::MAX_WORDS_BETWEEN;
use super::span::Span;

/// A tag: the field, and what stands behind a colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub field: Field,
    pub how: How,
}

/// The tag named between brackets; `span` is its own, brackets included.
pub(super) fn tag(name: &str, span: &Span) -> Result<Tag, QueryError> {
    let plain: String = squeezed(name).collect();
    if let Some(field) = named(&plain) {
        return Ok(Tag { field, how: How::Usual });
    }
    if let Some((base, addition)) = plain.rsplit_once(':')
        && let Some(field) = named(base)
    {
        return Ok(Tag { field, how: how(field, addition, span)? });
    }
    Err(unknown(name, &plain, span))
}

/// What stands behind the colon of a tag: `noexp`, `~3`.
fn how(field: Field, addition: &str, span: &Span) -> Result<How, QueryError> {
    let error = |message: String, help: String| {
        Err(QueryError::new(QueryErrorKind::UnsupportedTag, span.clone(), message).help(help))
    };
    let tag = field.tag();
    if addition == "noexp" {
        return if field.is_exploded() {
            Ok(How::NotExploded)
        } else {
            error(
                format!("[{tag}] has no tree that `:noexp` could leave out"),
                format!("write [{tag}] alone"),
            )
        };
    }
    let Some(budget) = addition.strip_prefix('~').map(str::parse::<u32>) else {
        let message = format!("`:{}` is no addition to a tag", shown(addition));
        return error(message, format!("write [{tag}], or [{tag}:~3] for words near each other"));
    };
    match budget {
        _ if !field.holds_text() => {
            let help = "write it of a field of text, such as \"lung injury\"[tiab:~3]";
            error(format!("words near each other cannot be asked for in [{tag}]"), help.into())
        }
        Ok(budget) if budget <= MAX_WORDS_BETWEEN => Ok(How::Near(budget)),
        _ => {
            let message = format!("`{}` is no number of words between", shown(addition));
            error(message, format!("write ~0 to ~{MAX_WORDS_BETWEEN}, as in [{tag}:~3]"))
        }
    }
}

fn unknown(name: &str, plain: &str, span: &Span) -> QueryError {
    let close = close_names(plain);
    let help = if close.is_empty() {
        "common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as \
         written"
            .to_owned()
    } else {
        format!("did you mean {}?", close.join(" or "))
    };
    QueryError::new(QueryErrorKind::UnknownTag, span.clone(), format!("no field is called [{}]", shown(name)))
        .help(help)
}

/// Up to three names within two changes of one letter, the nearest first.
fn close_names(plain: &str) -> Vec<String> {
    let given: Vec<char> = plain.chars().take(41).collect();
    // Two letters are two changes away from every other two: a short name must share more.
    let most = if given.len() <= 3 { 1 } else { 2 };
    let mut close: Vec<(usize, &str)> = Field::every()
        .flat_map(Field::names)
        .filter(|name| !name.contains(','))
        .map(|name| (distance(&given, &squeezed(name).collect::<Vec<_>>()), name))
        .filter(|(changes, _)| *changes <= most)
        .collect();
    close.sort_by_key(|(changes, _)| *changes);
    close.into_iter().take(3).map(|(_, name)| format!("[{name}]")).collect()
}

fn named(plain: &str) -> Option<Field> {
    let same = |name: &'static str| squeezed(name).eq(plain.chars());
    Field::named(plain).or_else(|| Field::every().find(|field| field.names().any(same)))
}

/// A name without white space and in lower case: neither matters in a tag. Printed texts have other hyphens and slashes.
fn squeezed(name: &str) -> impl Iterator<Item = char> {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2044}' | '\u{2215}' => '/',
        '˜' | '∼' | '～' => '~',
        c => c,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(plain).flat_map(char::to_lowercase)
}

/// Letters to insert, delete, replace or swap with their neighbour to get from `a` to `b`.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    rows[i - 2][j - 2] + 1
                } else {
                    usize::MAX
                };
                replaced.min(swapped).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1)
            };
        }
    }
    rows[a.len()][b.len()]
}
