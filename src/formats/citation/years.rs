//! The year of a work where it stands apart from its place: behind the authors, in brackets, at the very end.
//!
//! It must not know authors, nor where a work appeared.

use super::terms::{starts_with_year, year};

/// What names the people before it editors.
const EDITORS: [&str; 7] = ["(eds.)", "(ed.)", "(eds)", "(ed)", "editors", "editor", "eds"];
/// Brackets that are looked into.
const TRIES_MAX: usize = 8;

/// How the year behind the authors stands apart from the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    ByMark,
    BySpace,
}

/// Where what follows the authors starts, when they are called editors.
pub(super) fn behind_editors(text: &str, from: usize) -> usize {
    let start = from + blank(&text[from..]);
    let rest = &text[start..];
    let opens = |name: &&&str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    let name = EDITORS.iter().find(opens).filter(|name| !continues(&rest[name.len()..]));
    name.map_or(from, |name| start + name.len())
}

fn continues(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric())
}

/// The year behind the authors: `(2010)`, `(2010, May 3).`, `2010. `, and where what follows it starts.
pub(super) fn leading(text: &str, from: usize, apart: Apart) -> Option<(u16, usize)> {
    let start = from + blank(&text[from..]);
    let rest = &text[start..];
    if rest.starts_with(['(', '[']) {
        let close = rest.find([')', ']'])?;
        let inside = rest[1..close].split([',', ';', ' ', '/']).next()?;
        // `J Appl Physiol (1985). 2017;122:1`: a journal's, not the work's.
        let found = year(inside).filter(|_| !starts_with_year(&rest[close + 1..]))?;
        return Some((found, start + close + 1));
    }
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let found = year(&rest[..length])?;
    let behind = &rest[length..];
    let is_apart = match apart {
        Apart::ByMark => behind.starts_with(['.', ':']) || behind.starts_with(", "),
        Apart::BySpace => behind.starts_with(' '),
    };
    let is_title = behind.trim_start_matches(['.', ':', ',', ' ']).starts_with(|c: char| !c.is_ascii_digit());
    // `2014 a Title`
    let next = start + length + 1;
    let has_letter = apart == Apart::BySpace
        && matches!(text.as_bytes().get(next..next + 3), Some([b'a'..=b'd', b' ', b'A'..=b'Z']));
    (is_apart && is_title).then_some((found, next + 2 * usize::from(has_letter)))
}

/// The first year in brackets, and where what follows it starts.
pub(super) fn bracketed(text: &str, from: usize) -> Option<(u16, usize)> {
    let opens = memchr::memchr_iter(b'(', &text.as_bytes()[from..]).take(TRIES_MAX);
    opens.map(|open| from + open).find_map(|open| {
        let close = open + memchr::memchr(b')', text.as_bytes().get(open..open + 8)?)?;
        Some((year(&text[open + 1..close])?, close + 1))
    })
}

/// The year at the very end: in brackets (`(2010).`), or bare behind the identifiers that start at `ids`
/// (`arXiv:1801.01236; 2018.`).
pub(super) fn closing(text: &str, ids: usize) -> Option<u16> {
    let end = text.trim_end_matches(['.', ';', ' ']);
    match end.strip_suffix(')') {
        Some(inside) => year(&inside[inside.rfind('(')? + 1..]),
        None => end.get(ids..)?.rsplit_once("; ").and_then(|(_, last)| year(last)),
    }
}

fn blank(text: &str) -> usize {
    text.bytes().take_while(|b| matches!(b, b' ' | b'.' | b',' | b':')).count()
}
