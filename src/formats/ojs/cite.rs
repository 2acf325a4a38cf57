//! A citation in Vancouver style, `authors. title. journal. year;volume(issue):pages.`, where it is plainly
//! one. What is not plain is left unread: no part is guessed.
//!
//! It must not know whether it reads a reference or how to cite the article itself.

use crate::model::{Author, Doi};

/// The parts of a citation; what could not be told is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Cited<'t> {
    pub authors: Vec<&'t str>,
    /// Whether the authors end in `et al`.
    pub et_al: bool,
    pub title: &'t str,
    pub journal: &'t str,
    pub year: Option<u16>,
    pub volume: &'t str,
    pub issue: &'t str,
    pub pages: &'t str,
    pub doi: Option<Doi>,
}

const SUFFIXES: [&str; 6] = ["Jr", "Sr", "II", "III", "2nd", "3rd"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Years and DOIs that are tried in one citation, so that hostile text costs no more than long text.
const TRIES_MAX: usize = 16;

/// Reads a citation; a title that is known parts the authors from the journal.
pub(in super::super) fn read<'t>(text: &'t str, title: &str) -> Cited<'t> {
    let mut cited = Cited::default();
    let mut text = text.trim();
    if let Some((doi, at)) = doi_in(text) {
        cited.doi = Some(doi);
        text = text[..at].trim_end();
    }
    let Some(head) = read_tail(text, &mut cited) else { return cited };
    let head = head.trim_end().trim_end_matches('.');
    // Case is compared in ASCII only: it leaves the bytes where they are.
    let title = title.trim_end_matches('.').to_ascii_lowercase();
    let is_sentence = |&at: &usize| at == 0 || head[..at].ends_with(". ");
    let lower = head.to_ascii_lowercase();
    let known = lower.match_indices(&title).map(|(at, _)| at).find(is_sentence).filter(|_| !title.is_empty());
    let rest = if let Some(at) = known {
        let names = head[..at].trim_end_matches([' ', '.']);
        split_authors(names, &mut cited, |_| true);
        cited.title = &head[at..at + title.len()];
        cited.journal = head[at + title.len()..].trim_start_matches([' ', '.', '?', '!']);
        return cited;
    } else {
        let Some((names, rest)) = head.split_once(". ") else { return cited };
        if !split_authors(names, &mut cited, |name| author(name).is_some()) {
            return cited;
        }
        rest
    };
    if let Some((title, journal)) = split_journal(rest) {
        (cited.title, cited.journal) = (title, journal);
    }
    cited
}

/// A person of a citation: family name and initials, perhaps a suffix.
pub(in super::super) fn author(name: &str) -> Option<Author> {
    let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let suffix = words.pop_if(|last| SUFFIXES.contains(&last.trim_end_matches('.'))).unwrap_or("");
    let initials = words.pop()?;
    let are_initials =
        initials.chars().all(|c| c.is_uppercase() || c == '-') && initials.chars().count() <= 5;
    let is_name =
        |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    if !are_initials || words.is_empty() || words.len() > 5 || !words.iter().all(is_name) {
        return None;
    }
    Some(Author {
        family: words.join(" "),
        initials: initials.replace('-', ""),
        suffix: suffix.to_owned(),
        ..Author::default()
    })
}

/// The first DOI printed, and where its mention starts.
pub(in super::super) fn doi_in(text: &str) -> Option<(Doi, usize)> {
    for (at, _) in text.match_indices("10.").take(TRIES_MAX) {
        let token = text[at..].split_whitespace().next().unwrap_or("");
        if let Ok(doi) = token.trim_end_matches(['.', ',', ';', ')', ']']).parse::<Doi>() {
            let before = &text[..at];
            let is_alone =
                before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '/'));
            if is_alone {
                return Some((doi, start_of_mention(before)));
            }
        }
    }
    None
}

/// A year of a work, from 1500 to 2100.
pub(in super::super) fn year(text: &str) -> Option<u16> {
    let is_number = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year = if is_number { text.parse().ok() } else { None };
    year.filter(|year| (1500..=2100).contains(year))
}

/// Where `doi:`, `https://doi.org/` or the like starts that ends the text.
fn start_of_mention(before: &str) -> usize {
    let mut rest = before;
    for prefix in ["doi.org/", "dx.", "www.", "https://", "http://", ":", "doi"] {
        rest = rest.trim_end();
        let cut = rest.len().saturating_sub(prefix.len());
        if rest.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(prefix)) {
            rest = &rest[..cut];
        }
    }
    rest.len()
}

/// Reads `year;volume(issue):pages` at the end and returns what stands before it.
fn read_tail<'t>(text: &'t str, cited: &mut Cited<'t>) -> Option<&'t str> {
    let starts = text.rmatch_indices([' ', '.']).map(|(at, mark)| at + mark.len());
    let years = starts.filter_map(|start| Some((start, text.get(start..start + 4).and_then(year)?)));
    for (start, found) in years.take(TRIES_MAX) {
        let rest = skip_month(&text[start + 4..]);
        let parts = match rest.strip_prefix(';') {
            Some(rest) => volume_and_pages(rest),
            None => rest.trim_end_matches('.').is_empty().then_some(("", "", "")),
        };
        let head = text[..start].trim_end();
        if let Some((volume, issue, pages)) = parts.filter(|_| head.ends_with(['.', '?', '!'])) {
            cited.year = Some(found);
            (cited.volume, cited.issue, cited.pages) = (volume, issue, pages);
            return Some(head);
        }
    }
    None
}

/// What follows a month and a day, where they follow the year.
fn skip_month(text: &str) -> &str {
    let text = text.trim_start();
    let Some(rest) = MONTHS.iter().find_map(|month| text.strip_prefix(month)) else { return text };
    rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-')).trim_start()
}

fn volume_and_pages(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim().trim_end_matches('.').trim_end();
    let (place, pages) = text.split_once(':').map_or((text, ""), |(place, pages)| (place, pages.trim()));
    let (volume, issue) = match place.split_once('(') {
        Some((volume, issue)) => (volume.trim(), issue.trim_end().strip_suffix(')')?.trim()),
        None => (place.trim(), ""),
    };
    let is_sound = |part: &str| {
        part.len() <= 40
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '–' | ',' | '/' | '.'))
    };
    (is_sound(volume) && is_sound(issue) && is_sound(pages)).then_some((volume, issue, pages))
}

/// Splits a list of authors; `false`, with nothing set, where one of them is not `accepted`.
fn split_authors<'t>(names: &'t str, cited: &mut Cited<'t>, accepted: impl Fn(&str) -> bool) -> bool {
    let is_et_al = |name: &str| matches!(name.trim_end_matches('.'), "et al" | "et  al");
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if !names.iter().all(|name| is_et_al(name) || accepted(name)) {
        return false;
    }
    cited.et_al = names.iter().any(|name| is_et_al(name));
    cited.authors = names.into_iter().filter(|name| !is_et_al(name)).collect();
    true
}

/// Splits `title. journal` at its last sentence end, unless that may be within an abbreviation.
fn split_journal(text: &str) -> Option<(&str, &str)> {
    let (at, mark) = [". ", "? ", "! "].iter().filter_map(|mark| Some((text.rfind(mark)?, *mark))).max()?;
    let before = &text[..at];
    let last_word = before.rsplit([' ', '.']).next().unwrap_or("");
    let may_be_cut = mark == ". "
        && last_word.chars().count() <= 4
        && last_word.starts_with(char::is_uppercase)
        && before[..before.len() - last_word.len()].trim_end().ends_with('.');
    if may_be_cut {
        return None;
    }
    let title = if mark == ". " { before } else { &text[..=at] };
    Some((title.trim(), text[at + mark.len()..].trim()))
}
