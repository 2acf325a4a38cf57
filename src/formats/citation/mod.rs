//! References in free text become their parts: authors, title, journal, year, volume, issue, pages,
//! identifiers.
//!
//! There are as many styles as journals. What they share is read in turn: identifiers and addresses, which
//! end the reference proper; the authors at its start; the year behind them, or with volume and pages at the
//! end; what is left between is title and journal. A part that is not plain stays empty: nothing is guessed.
//!
//! It must not know any format, nor which works there are.

mod ids;
mod locator;
mod names;
mod people;
mod print;
mod scan;
mod terms;
#[cfg(test)]
mod tests;
mod title;

use crate::model::{Identifiers, Reference};
use title::{Parts, Style};

pub(super) use ids::doi_in;
pub(super) use people::person;
pub(super) use terms::year;

/// A longer text is no reference.
const REFERENCE_MAX_BYTES: usize = 8 << 10;

/// The parts of a citation; what could not be told is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cited<'t> {
    pub authors: Vec<&'t str>,
    /// Whether the authors end in `et al`.
    pub et_al: bool,
    pub title: &'t str,
    pub journal: &'t str,
    pub year: Option<u16>,
    pub volume: &'t str,
    pub issue: &'t str,
    pub pages: &'t str,
    pub ids: Identifiers,
}

/// A reference from its printed text.
///
/// ```
/// let reference = litdex::formats::reference(
///     "Akoumianaki E, Jonkman A. A rational approach. Ann Intensive Care. 2021; 11(1):107.",
/// );
/// assert_eq!((reference.title.as_str(), reference.year), ("A rational approach", Some(2021)));
/// ```
pub fn reference(raw: &str) -> Reference {
    let mut reference = Reference { raw: super::text::collapse(raw), ..Reference::default() };
    complete(&mut reference);
    reference
}

/// Fills in what the source left empty: the parts from the printed text, or the text from the parts.
pub(super) fn complete(reference: &mut Reference) {
    if reference.raw.is_empty() {
        reference.raw = print::vancouver(reference);
        return;
    }
    if reference.year.is_some() && !reference.volume.is_empty() && !reference.title.is_empty() {
        return;
    }
    // A text made of the parts says no more than they do.
    let has_parts =
        !reference.title.is_empty() || !reference.journal.is_empty() || !reference.authors.is_empty();
    if has_parts && reference.raw == print::vancouver(reference) {
        return;
    }
    let raw = std::mem::take(&mut reference.raw);
    let cited = read(&raw, "");
    // Where the text says another year than the source, it was not understood.
    let is_understood = reference.year.is_none_or(|year| cited.year.is_none_or(|read| read == year));
    if is_understood {
        fill(reference, &cited);
    }
    let ids = &mut reference.ids;
    ids.doi = ids.doi.take().or(cited.ids.doi);
    ids.pmid = ids.pmid.or(cited.ids.pmid);
    ids.pmcid = ids.pmcid.or(cited.ids.pmcid);
    for other in cited.ids.other {
        if ids.other.iter().all(|known| known.scheme != other.scheme) {
            ids.other.push(other);
        }
    }
    reference.raw = raw;
}

fn fill(reference: &mut Reference, cited: &Cited<'_>) {
    reference.year = reference.year.or(cited.year);
    if reference.authors.is_empty() {
        reference.authors = cited.authors.iter().map(|name| (*name).to_owned()).collect();
    }
    for (slot, read) in [
        (&mut reference.title, cited.title),
        (&mut reference.journal, cited.journal),
        (&mut reference.volume, cited.volume),
        (&mut reference.issue, cited.issue),
        (&mut reference.pages, cited.pages),
    ] {
        if slot.is_empty() {
            read.clone_into(slot);
        }
    }
}

/// Reads a citation; a title that is known parts the authors from the journal.
pub(super) fn read<'t>(text: &'t str, title: &str) -> Cited<'t> {
    if text.len() > REFERENCE_MAX_BYTES {
        return Cited::default();
    }
    let text = without_label(text);
    let printed = ids::find(text);
    let core = &text[..printed.core_end];
    let names = names::read(core);
    let mut cited = Cited { authors: names.list, et_al: names.et_al, ids: printed.ids, ..Cited::default() };
    let mut from = names.end;
    let mut by_commas = names.initials_first && !names.closed;
    let mut known = leading_year(core, from, Apart::ByMark);
    if from == 0
        && let Some((group, found)) = group_and_year(core)
    {
        cited.authors.push(group);
        known = Some(found);
    }
    let has_doi = cited.ids.doi.is_some();
    let closing = closing_year(text, core);
    let mut place = locator::find(core, known.map(|known| known.0).or(closing), has_doi);
    // `Smith J 2011 Title`, where nothing else is the year; `2017 ESC guidelines` is none.
    if known.is_none() && (place.year.is_none() || place.volume.is_empty()) {
        known = leading_year(core, from, Apart::BySpace)
            .filter(|known| place.year.is_none_or(|year| year == known.0));
        if known.is_some() {
            place = locator::find(core, known.map(|known| known.0), has_doi);
        }
    }
    // `Shevela, D. & Govindjee. (2012) Photosystem II. Acta, 1817, 1134`
    if known.is_none()
        && place.year.is_some()
        && place.pages.is_empty()
        && !place.volume.is_empty()
        && let Some(year) = bracketed_year(&core[..place.start])
    {
        place = locator::find(core, Some(year), has_doi);
        cited.year = Some(year);
    }
    if let Some((year, next)) = known {
        (cited.year, from, by_commas) = (Some(year), next, false);
    }
    let end = place.start.max(from);
    let is_behind_authors = from > 0;
    cited.year = cited.year.or(place.year).or(closing);
    let style = Style { ends_in_journal: place.is_place(), has_doi, is_behind_authors, by_commas };
    (cited.volume, cited.issue, cited.pages) = (place.volume, place.issue, place.pages);
    let Parts { title, journal } = between(core, from, end, title, style, &mut cited);
    (cited.title, cited.journal) = (title, journal);
    cited
}

/// Title and journal between the authors and the locator.
fn between<'t>(
    core: &'t str,
    from: usize,
    end: usize,
    known: &str,
    style: Style,
    cited: &mut Cited<'t>,
) -> Parts<'t> {
    if let Some(at) = find_title(&core[..end], known) {
        let behind = &core[at + known.len()..end];
        cited.authors = people::split(core[..at].trim_end_matches([' ', '.']), &mut cited.et_al);
        let journal = behind.trim_matches([' ', '.', '?', '!', ',', ';']);
        return Parts { title: &core[at..at + known.len()], journal };
    }
    // What seemed a lone author is the journal: `Phys Rev E. 2001;64:1`.
    if core[from..end].trim_matches([' ', '.', ',']).is_empty()
        && style.ends_in_journal
        && cited.authors.len() == 1
    {
        cited.authors.clear();
        return title::split(&core[..end], Style { is_behind_authors: false, ..style });
    }
    if style.is_behind_authors {
        return title::split(&core[from..end], style);
    }
    unsigned(&core[..end], style, cited)
}

/// A reference that starts with no person: with a group, with the title or with the journal.
fn unsigned<'t>(text: &'t str, style: Style, cited: &mut Cited<'t>) -> Parts<'t> {
    if let Some((group, rest)) = text.split_once(". ")
        && names::is_group(group)
        && rest.contains(". ")
    {
        cited.authors.push(group);
        return title::split(rest, Style { is_behind_authors: true, ..style });
    }
    title::split(text, style)
}

/// Where a title that is known stands, as a sentence of its own. Case is compared in ASCII only: it leaves
/// the bytes where they are.
fn find_title(text: &str, title: &str) -> Option<usize> {
    if title.is_empty() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let is_sentence = |&at: &usize| at == 0 || text[..at].ends_with(". ");
    let wanted = title.to_ascii_lowercase();
    lower.match_indices(&wanted).map(|(at, _)| at).find(is_sentence)
}

/// What names the people before it editors.
const EDITORS: [&str; 7] = ["(eds.)", "(ed.)", "(eds)", "(ed)", "editors", "editor", "eds"];

/// How the year behind the authors stands apart from the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    ByMark,
    BySpace,
}

/// The year behind the authors: `(2010)`, `(2010, May 3).`, `2010. `, and where what follows it starts.
fn leading_year(text: &str, from: usize, apart: Apart) -> Option<(u16, usize)> {
    if from == 0 {
        return None;
    }
    let mut start = from;
    start += blank(&text[start..]);
    let is_editors =
        |name: &&&str| text[start..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    start += EDITORS.iter().find(is_editors).map_or(0, |name| name.len());
    start += blank(&text[start..]);
    let rest = &text[start..];
    if rest.starts_with(['(', '[']) {
        let close = rest.find([')', ']'])?;
        let inside = rest[1..close].split([',', ';', ' ', '/']).next()?;
        return Some((year(inside)?, start + close + 1));
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

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '.', ',', ':']).len()
}

/// The first year in brackets.
fn bracketed_year(text: &str) -> Option<u16> {
    memchr::memchr_iter(b'(', text.as_bytes()).take(8).find_map(|open| {
        let inside = text.get(open + 1..open + 6)?;
        inside.strip_suffix(')').and_then(year)
    })
}

/// `(2010).` at the very end, behind what ended the reference proper.
fn closing_year(text: &str, core: &str) -> Option<u16> {
    let behind = text[core.len()..].trim_end_matches(['.', ';', ' ']).strip_suffix(')')?;
    year(&behind[behind.rfind('(')? + 1..])
}

/// The text without the number it has in its list: `[12] `, `12. `, `a) `.
fn without_label(text: &str) -> &str {
    let rest = text.trim_start_matches(['[', '(']);
    let label = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_label = (1..=4).contains(&label) && rest.as_bytes()[..label].iter().all(u8::is_ascii_digit)
        || label == 1 && rest.as_bytes()[0].is_ascii_lowercase();
    let behind = &rest[label..];
    let bare = behind.trim_start_matches(['.', ')', ']']);
    let is_marked = bare.len() < behind.len() && (bare.starts_with(' ') || rest.len() < text.len());
    if is_label && is_marked && year(&rest[..label]).is_none() { bare.trim_start() } else { text }
}

/// `World Health Organization (2010) `: an author who is no person, told by the year behind it.
fn group_and_year(text: &str) -> Option<(&str, (u16, usize))> {
    const GROUP_MAX_BYTES: usize = 120;
    let opens =
        memchr::memchr_iter(b'(', text.as_bytes()).take_while(|open| *open <= GROUP_MAX_BYTES).take(3);
    let (group, (year, next)) = opens
        .filter_map(|open| {
            Some((
                text[..open].trim_end_matches([' ', '.', ',']),
                leading_year(text, open.max(1), Apart::ByMark)?,
            ))
        })
        .next()?;
    let is_name = !group.is_empty() && !group.contains(". ") && group.split(' ').count() <= 12;
    (is_name && text[next..].len() > 10).then_some((group, (year, next)))
}
