//! A reference is read: identifiers, authors, year, place, and what is left between them.
//!
//! It must not know what is done with the parts.

use super::scan::Locator;
use super::terms::year;
use super::title::{self, Followed, Parts, Style};
use super::years::{Apart, behind_editors, bracketed, closing, leading};
use super::{Cited, ids, locator, names, people};

/// A longer text is no reference.
const REFERENCE_MAX_BYTES: usize = 8 << 10;
/// The name of a group that a year in brackets follows.
const GROUP_MAX_BYTES: usize = 120;
const GROUP_MAX_WORDS: usize = 12;
/// A name that was not understood, and the year in brackets behind it.
const NAME_MAX_BYTES: usize = 60;

/// Reads a citation; a title that is known parts the authors from the journal.
pub(in super::super) fn read<'t>(text: &'t str, title: &str) -> Cited<'t> {
    if text.len() > REFERENCE_MAX_BYTES {
        return Cited::default();
    }
    let text = without_label(text);
    let printed = ids::find(text);
    let core = &text[..printed.core_end];
    let mut cited = Cited { ids: printed.ids, ..Cited::default() };
    let start = Start::read(core, &mut cited);
    let closing = closing(text, core.len());
    let has_doi = cited.ids.doi.is_some();
    let (place, known, from) = place_and_year(core, &start, closing, has_doi);
    let end = place.start.max(from);
    let is_article = has_doi || ids::is_to_appear(&text[core.len()..]);
    let followed = match (&place, is_article) {
        (place, _) if !place.volume.is_empty() || !place.issue.is_empty() => Followed::Volume,
        (place, _) if !place.pages.is_empty() => Followed::Pages,
        (_, true) => Followed::Doi,
        (_, false) => Followed::Nothing,
    };
    let style = Style {
        followed,
        is_behind_authors: from > 0,
        is_closed: core[from..end].trim_end().ends_with('.'),
        by_commas: start.by_commas && known.is_none(),
    };
    cited.year = known.or(place.year).or(closing);
    (cited.volume, cited.issue, cited.pages) = (place.volume, place.issue, place.pages);
    let Parts { title, journal } = between(core, from, end, title, style, &mut cited);
    (cited.title, cited.journal) = (title, journal);
    cited
}

/// What starts a reference: who wrote it, and the year behind the names.
struct Start {
    /// Where what follows starts.
    from: usize,
    year: Option<u16>,
    by_commas: bool,
}

impl Start {
    fn read<'t>(core: &'t str, cited: &mut Cited<'t>) -> Self {
        let names = names::read(core);
        let mut from = names.end;
        (cited.authors, cited.et_al) = (names.list, names.et_al);
        if from == 0
            && let Some((group, next)) = group(core)
        {
            cited.authors.push(group);
            from = next;
        }
        if from > 0 {
            from = behind_editors(core, from);
        }
        let is_led = from > 0 || core.starts_with('(');
        let year = if is_led { leading(core, from, Apart::ByMark) } else { None };
        let by_commas = names.initials_first && !names.closed;
        Self { from: year.map_or(from, |(_, next)| next), year: year.map(|(year, _)| year), by_commas }
    }
}

/// The place, the year behind the authors, and where the title starts.
fn place_and_year<'t>(
    core: &'t str,
    start: &Start,
    closing: Option<u16>,
    has_doi: bool,
) -> (Locator<'t>, Option<u16>, usize) {
    let place = locator::find(core, start.year.or(closing), has_doi);
    if start.year.is_some() || start.from == 0 {
        return (place, start.year, start.from);
    }
    // `Smith J 2011 Title`, where nothing else is the year; `2017 ESC guidelines` is none. Or a year in brackets
    // behind a name that was not understood: `Govindjee. (2012) Photosystem II. Acta, 1817, 1134`
    let is_open = place.year.is_none() || place.volume.is_empty();
    let spaced = leading(core, start.from, Apart::BySpace)
        .filter(|(year, _)| is_open && place.year.is_none_or(|own| own == *year));
    let is_doubtful = place.year.is_none() || place.pages.is_empty() || place.volume.is_empty();
    let is_behind_name = |next: usize| next < place.start && next <= start.from + NAME_MAX_BYTES;
    let found = spaced.or_else(|| {
        let found = bracketed(core, start.from).filter(|_| is_doubtful && closing.is_none());
        found.filter(|(_, next)| is_behind_name(*next) || place.year.is_none())
    });
    match found {
        Some((year, next)) => (locator::find(core, Some(year), has_doi), Some(year), next),
        None => (place, None, start.from),
    }
}

/// An author who is no person, and where what follows starts: told by the words of its name, or by the year in
/// brackets behind it.
fn group(text: &str) -> Option<(&str, usize)> {
    let head = &text[..text.floor_char_boundary(GROUP_MAX_BYTES + 2)];
    let mut opens = memchr::memchr_iter(b'(', head.as_bytes()).take(3);
    let sentence = head.find(". ");
    let open = opens.find(|open| *open > 0 && leading(text, *open, Apart::ByMark).is_some());
    if let Some(open) = open.filter(|open| sentence.is_none_or(|end| *open < end + 3)) {
        let group = text[..open].trim_end_matches([' ', '.', ',']);
        return (!group.is_empty() && group.split(' ').count() <= GROUP_MAX_WORDS).then_some((group, open));
    }
    let group = &head[..sentence?];
    let is_acronym = (2..=6).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_uppercase());
    let is_name = (names::is_group(group) || is_acronym) && text[group.len() + 2..].contains(". ");
    is_name.then_some((group, group.len() + 2))
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
    let rest = core[from..end].trim_matches([' ', '.', ',']);
    // What seemed a lone author is the journal: `Phys Rev E. 2001;64:1`, `Chin Med J (Engl). 2016;129:2`
    let is_placed = matches!(style.followed, Followed::Volume | Followed::Pages);
    let is_empty = rest.is_empty() || (rest.starts_with('(') && rest.ends_with(')') && !rest.contains(' '));
    if is_empty && is_placed && cited.authors.len() == 1 {
        cited.authors.clear();
        return title::split(&core[..end], Style { is_behind_authors: false, ..style });
    }
    title::split(ids::trim_phrases(&core[from..end]), style)
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
