//! What stands between the authors and the locator: the title and the journal.
//!
//! It must not know authors or locators.

/// Marks of the kind of a work that some styles put behind its title.
const KINDS: [&str; 8] = ["[J]", "[M]", "[C]", "[D]", "[Internet]", "[online]", "[Online]", "[internet]"];
/// Words of the names of publishers that no journal has in its own.
const PUBLISHERS: [&str; 12] = [
    "Publisher",
    "Publishers",
    "Publishing",
    "Publications",
    "Springer",
    "Elsevier",
    "Kluwer",
    "Karger",
    "Verlag",
    "McGraw-Hill",
    "Saunders",
    "Lippincott",
];
/// Words that others have.
const MORE_PUBLISHERS: [&str; 7] = ["Press", "Association", "Wiley", "Taylor", "SAGE", "Sage", "Routledge"];
const OPENING: [(char, char); 5] = [('“', '”'), ('"', '"'), ('‘', '’'), ('«', '»'), ('„', '“')];

/// Words with which the name of a journal begins where it is abbreviated with dots.
const FIRST_WORDS: [&str; 44] = [
    "Acc", "Acta", "Adv", "Am", "Anal", "Angew", "Ann", "Annu", "Appl", "Arch", "Br", "Brit", "Bull", "Can",
    "Chem", "Clin", "Comput", "Crit", "Curr", "Dev", "Dis", "Env", "Environ", "Eur", "Exp", "Expert",
    "Front", "Int", "J", "Jpn", "Mol", "N", "Nat", "Nucl", "Phil", "Philos", "Phys", "Proc", "Prog", "Res",
    "Rev", "Sci", "Trans", "Z",
];
const ABBREVIATION_MAX_CHARS: usize = 16;
const ABBREVIATIONS_MAX: usize = 12;
const JOURNAL_MAX_BYTES: usize = 200;
const TITLE_MIN_WORDS: usize = 6;

/// Title and journal; what is not plain is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'t> {
    pub title: &'t str,
    pub journal: &'t str,
}

/// What follows a title and a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// A volume or an issue: it ends in a journal.
    Volume,
    /// Pages alone: it ends in a journal or a book.
    Pages,
    /// A DOI.
    Doi,
    Nothing,
}

/// How the text came to be cut out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub followed: Followed,
    /// Whether authors or a year stand before it.
    pub is_behind_authors: bool,
    /// Whether a dot ends it.
    pub is_closed: bool,
    /// Whether commas part it, as in lists of `A. B. Smith, `.
    pub by_commas: bool,
}

impl Style {
    fn ends_in_journal(self) -> bool {
        matches!(self.followed, Followed::Volume | Followed::Pages)
    }
}

/// Parts title and journal.
pub(super) fn split(text: &str, style: Style) -> Parts<'_> {
    let text = text
        .trim_start_matches([' ', '.', ',', ':', ';', ')', '-', '–', '—'])
        .trim_end_matches([' ', ',', ';', ':', '(']);
    if text.starts_with("In:") || (text.starts_with("In ") && is_of_book(text)) {
        return Parts::default();
    }
    let mut parts = parted(text, style);
    // Of a book it is hardly told from publisher and place.
    if style.followed == Followed::Pages && parts.journal.contains([',', ':']) {
        parts.journal = "";
    }
    parts
}

fn parted(text: &str, style: Style) -> Parts<'_> {
    if let Some(parts) = quoted(text, style) {
        return parts;
    }
    if let Some(at) = chapter_end(text) {
        return Parts { title: title(&text[..at]), journal: "" };
    }
    let text = without_publisher(text, style);
    if style.by_commas
        && style.ends_in_journal()
        && let Some(parts) = by_comma(text)
    {
        return parts;
    }
    let ends = style.followed != Followed::Nothing;
    let last = if ends { last_boundary(text) } else { None };
    if let Some((end, start)) = last {
        let (end, start) = behind_translation(text, end, start);
        let is_lone = !style.ends_in_journal() && text[start..].contains([',', ':']);
        if !is_lone && text.len() - start <= JOURNAL_MAX_BYTES {
            return Parts { title: title(&text[..end]), journal: journal(&text[start..]) };
        }
    }
    if style.ends_in_journal()
        && style.is_behind_authors
        && !is_journal(text)
        && let Some(parts) = by_comma(text)
    {
        return parts;
    }
    if style.ends_in_journal() && (!style.is_behind_authors || is_journal(text)) {
        return Parts {
            title: "",
            journal: if text.len() <= JOURNAL_MAX_BYTES { journal(text) } else { "" },
        };
    }
    // `Shi, C. et al. Nat. Ecol. Evol. https://doi.org/…`
    if style.followed == Followed::Doi && text.contains(". ") && is_journal(text) {
        return Parts { title: "", journal: journal(text) };
    }
    // A whole sentence: the journal is missing.
    if style.ends_in_journal()
        && style.is_behind_authors
        && style.is_closed
        && text.split(' ').count() >= TITLE_MIN_WORDS
    {
        return Parts { title: title(text), journal: "" };
    }
    if style.ends_in_journal() || !style.is_behind_authors {
        return Parts::default();
    }
    Parts { title: first_sentence(text), journal: "" }
}

/// `Perfil. [Profile] Rev Esp`: a title translated in brackets is part of the title.
fn behind_translation(text: &str, end: usize, start: usize) -> (usize, usize) {
    let close = text[start..].find("] ").filter(|_| text[start..].starts_with('['));
    close.map_or((end, start), |close| (start + close + 1, start + close + 2))
}

/// Where the title of a chapter ends: what follows `In:` names a book.
fn chapter_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'I', bytes).find_map(|at| {
        let before = &bytes[..at.checked_sub(1)?];
        let is_word = bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b'n');
        let is_mark = bytes.get(at + 2) == Some(&b':');
        let is_sentence = bytes.get(at + 2) == Some(&b' ')
            && matches!(before.last(), Some(b'.' | b'?' | b'!'))
            && is_of_book(&text[at..]);
        (is_word && (is_mark || is_sentence)).then_some(at - 1)
    })
}

/// Whether what follows `In` is a book: it has editors. `In vivo` has none.
fn is_of_book(text: &str) -> bool {
    const MARKS: [&str; 6] = ["(Ed", "(ed", "eds", "editor", "Eds", "Proceedings"];
    MARKS.iter().any(|mark| text.contains(mark))
}

/// `“Title.” Journal`, `"Title," Journal`
fn quoted(text: &str, style: Style) -> Option<Parts<'_>> {
    let open = text.chars().next().filter(|open| !open.is_alphanumeric())?;
    let (_, close) = OPENING.iter().find(|(opening, _)| *opening == open)?;
    let inner = &text[open.len_utf8()..];
    let ends = |at: &usize| {
        let before = inner[..*at].ends_with(['.', ',', '?', '!']);
        before || inner[at + close.len_utf8()..].starts_with(['.', ',', ';'])
    };
    let end = inner.match_indices(*close).map(|(at, _)| at).find(ends)?;
    let behind = inner[end + close.len_utf8()..].trim_start_matches([' ', '.', ',', ';']);
    let behind = behind.strip_prefix("in ").or(behind.strip_prefix("In ")).unwrap_or(behind);
    let is_journal = style.ends_in_journal()
        && behind.len() <= JOURNAL_MAX_BYTES
        && (is_journal(behind) || !behind.contains(". "));
    Some(Parts { title: title(&inner[..end]), journal: if is_journal { journal(behind) } else { "" } })
}

/// `Title, J. Abbrev.`, or `J. Abbrev.` alone.
fn by_comma(text: &str) -> Option<Parts<'_>> {
    if is_journal(text) {
        return Some(Parts { title: "", journal: journal(text) });
    }
    let (before, behind) = text.rsplit_once(", ")?;
    is_journal(behind).then(|| Parts { title: title(before), journal: journal(behind) })
}

/// The text without the publisher that stands behind the journal or the book.
fn without_publisher(text: &str, style: Style) -> &str {
    let Some((end, start)) = boundary_before(text, text.len()) else { return text };
    let is_named = text[start..].split([' ', ',', ':', '.']).any(|word| {
        PUBLISHERS.contains(&word) || (!style.ends_in_journal() && MORE_PUBLISHERS.contains(&word))
    });
    let has_more = !style.ends_in_journal() || boundary_before(text, end).is_some();
    if is_named && has_more { &text[..end] } else { text }
}

/// Whether a text without a sentence end is the name of a journal: few words, all but the small ones capital.
fn is_journal(text: &str) -> bool {
    const SMALL: [&str; 12] = ["of", "the", "and", "in", "for", "de", "on", "et", "und", "la", "&", "fur"];
    let mut words = 0;
    text.len() <= 80
        && text.split(' ').all(|word| {
            words += 1;
            words <= 10 && (SMALL.contains(&word) || word.starts_with(|c: char| c.is_uppercase() || c == '('))
        })
}

/// Where the title ends and the journal starts: the last end of a sentence, dots of an abbreviated journal
/// aside.
fn last_boundary(text: &str) -> Option<(usize, usize)> {
    let mut found = boundary_before(text, text.len())?;
    if !is_abbreviated(text[found.1..].trim_end_matches('.')) && !is_part(&text[found.1..]) {
        return Some(found);
    }
    for _ in 0..ABBREVIATIONS_MAX {
        let Some(before) = boundary_before(text, found.0) else {
            // Nothing but abbreviations: the whole is a journal, unless a word of another kind comes first.
            let first = &text[..found.0];
            let is_whole = FIRST_WORDS.contains(&first.trim_end_matches('.')) || is_part(&text[found.1..]);
            return (!is_whole || !is_abbreviated(first)).then_some(found);
        };
        let piece = &text[before.1..found.0];
        if !(is_abbreviated(piece) || is_part(&text[found.1..])) {
            return Some(found);
        }
        found = before;
    }
    None
}

/// The end of a sentence that is the last before `end`: where its text ends and where the next one starts.
fn boundary_before(text: &str, end: usize) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[..end];
    let mut to = end;
    while let Some(at) = memchr::memrchr3(b'.', b'?', b'!', &bytes[..to]) {
        let next = bytes.get(at + 1).copied();
        let is_closed = matches!(next, Some(b' ')) || closing_quote(&bytes[at + 1..]);
        // `Title.Journal`: a space was lost.
        let runs_on = at > 1
            && ((bytes[at - 1].is_ascii_lowercase() && bytes[at - 2].is_ascii_lowercase())
                || bytes[at] == b'?')
            && next.is_some_and(|b| b.is_ascii_uppercase());
        // A sentence does not start small; a few journals do.
        let is_closed = is_closed && !(next == Some(b' ') && starts_small(&text[at + 2..]));
        if is_closed || runs_on {
            let start =
                at + 1 + memchr::memchr(b' ', &bytes[at + 1..]).filter(|_| is_closed).map_or(0, |to| to + 1);
            let stop = if bytes[at] == b'.' { at } else { at + 1 };
            if start < end && at > 0 {
                return Some((stop, start));
            }
        }
        to = at;
    }
    None
}

fn starts_small(text: &str) -> bool {
    const SMALL_JOURNALS: [&str; 4] = ["npj ", "bioRxiv", "medRxiv", "ecancer"];
    let bytes = text.as_bytes();
    let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    is_small(0) && is_small(1) && !SMALL_JOURNALS.iter().any(|name| text.starts_with(name))
}

/// `expanded “Cardiovascular Continuum.” J Am Coll Cardiol`
fn closing_quote(behind: &[u8]) -> bool {
    ["” ", "’ ", "\" ", "» ", "' "].iter().any(|quote| behind.starts_with(quote.as_bytes()))
}

/// Whether a piece between two dots is of the name of a journal: up to four short words, each capital.
fn is_abbreviated(piece: &str) -> bool {
    let mut words = 0;
    piece.split(' ').filter(|word| !word.is_empty()).all(|word| {
        words += 1;
        let is_short = word.chars().count() <= ABBREVIATION_MAX_CHARS;
        words <= 4
            && is_short
            && (word.starts_with(char::is_uppercase) || matches!(word, "&" | "of" | "and"))
            && !word.ends_with([',', ':', ')', ']'])
            && !matches!(word, "The" | "A" | "An" | "In" | "On")
    }) && words > 0
}

/// `Part A`, `Section F`: a journal's second half.
fn is_part(text: &str) -> bool {
    ["Part ", "Section ", "Sect. ", "Series ", "Ser. "].iter().any(|name| text.starts_with(name))
}

fn first_sentence(text: &str) -> &str {
    let mut from = 0;
    while let Some(length) = text[from..].find(". ") {
        let at = from + length;
        let last = text[..at].rsplit(' ').next().unwrap_or("");
        if last.chars().count() > 3 && !matches!(last, "spp" | "subsp") {
            return title(&text[..at]);
        }
        from = at + 2;
    }
    title(text)
}

fn title(text: &str) -> &str {
    let title = without_kind(text.trim_matches([' ', ',', ';', ':']));
    if title.ends_with("..") { title } else { title.strip_suffix('.').unwrap_or(title) }
}

fn journal(text: &str) -> &str {
    without_kind(text.trim_matches([' ', ',', ';', ':', '(', '“', '”', '"']))
        .trim_end_matches([' ', '.', ',', ';'])
}

/// The text without the mark of its kind at the end.
fn without_kind(text: &str) -> &str {
    let bare = text.trim_end_matches([' ', '.']);
    if !bare.ends_with(']') {
        return text;
    }
    KINDS.iter().find_map(|kind| bare.strip_suffix(kind)).map_or(text, str::trim_end)
}
