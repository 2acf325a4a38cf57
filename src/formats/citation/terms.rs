//! The words and numbers a locator is made of: months, names of parts, years, pages.
//!
//! It must not know in which order they stand.

/// A longer part is something else.
pub(super) const PART_MAX_BYTES: usize = 40;

#[rustfmt::skip]
const MONTHS: [&str; 29] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "spring", "summer", "fall", "autumn", "winter",
];

/// The names of parts, and which part they name.
#[rustfmt::skip]
const NAMES: [(&str, Part); 26] = [
    ("vol", Part::Volume), ("volume", Part::Volume), ("vols", Part::Volume),
    ("no", Part::Issue), ("nr", Part::Issue), ("issue", Part::Issue), ("iss", Part::Issue), ("number", Part::Issue),
    ("p", Part::Pages), ("pp", Part::Pages), ("pg", Part::Pages), ("pgs", Part::Pages), ("page", Part::Pages),
    ("pages", Part::Pages), ("art", Part::Pages), ("article", Part::Pages), ("artn", Part::Pages), ("id", Part::Pages),
    ("suppl", Part::Supplement), ("supplement", Part::Supplement), ("supp", Part::Supplement),
    ("sup", Part::Supplement), ("spec", Part::Supplement), ("pt", Part::Supplement), ("part", Part::Supplement),
    ("s", Part::Supplement),
];
const NAME_MAX_BYTES: usize = 10;

/// A part of a locator that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Volume,
    Issue,
    Pages,
    /// It belongs to the volume or issue before it.
    Supplement,
    /// It may follow a month.
    Day,
}

/// A year of a work, from 1500 to 2100; a letter may follow (`2010a`).
pub(in super::super) fn year(text: &str) -> Option<u16> {
    let (digits, rest) = text.split_at_checked(4)?;
    let is_year = digits.bytes().all(|b| b.is_ascii_digit())
        && (rest.is_empty() || (rest.len() == 1 && rest.as_bytes()[0].is_ascii_lowercase()));
    let year = if is_year { digits.parse().ok() } else { None };
    year.filter(|year| (1500..=2100).contains(year))
}

/// Whether a year starts the text, spaces and dots before it aside.
pub(super) fn starts_with_year(text: &str) -> bool {
    let text = text.trim_start_matches(['.', ' ']);
    year(&text[..alphanumerics(text)]).is_some()
}

pub(super) fn part(word: &str) -> Option<Part> {
    if word.len() > NAME_MAX_BYTES {
        return None;
    }
    NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, part)| *part)
}

pub(super) fn is_month(word: &str) -> bool {
    (3..=9).contains(&word.len()) && MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

/// `xii-xv`
pub(super) fn is_roman_range(word: &str) -> bool {
    let mut halves = word.trim_end_matches(['.', ',', ';']).split(['-', '–']);
    let is_roman = |half: Option<&str>| {
        half.is_some_and(|half| !half.is_empty() && half.bytes().all(|b| b"ivxlc".contains(&b)))
    };
    is_roman(halves.next()) && is_roman(halves.next()) && halves.next().is_none()
}

/// Letters and digits at the start of the text.
pub(super) fn alphanumerics(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_alphanumeric).count()
}

/// `12`, `12A`, `S12`, `e1234-9`: few letters, and a digit in each half of a range.
pub(super) fn is_number(text: &str) -> bool {
    let (mut letters, mut digits, mut behind) = (0, 0, 0);
    let is_sound = |letters: usize, digits: usize| letters <= 4 && (digits > 0 || letters <= 1);
    for byte in text.bytes() {
        // `F1000Res` is a journal.
        if behind > 2 {
            return false;
        }
        match byte {
            b'0'..=b'9' => (digits, behind) = (digits + 1, 0),
            b'a'..=b'z' | b'A'..=b'Z' => {
                letters += 1;
                behind += usize::from(digits > 0);
            }
            _ if !is_sound(letters, digits) => return false,
            _ => (letters, digits, behind) = (0, 0, 0),
        }
    }
    let is_ordinal =
        letters == 2 && text.len() <= 5 && ["st", "nd", "rd", "th"].iter().any(|end| text.ends_with(end));
    text.len() <= PART_MAX_BYTES && is_sound(letters, digits) && !is_ordinal
}

/// Whether a range is too wide for volumes that appear as one.
pub(super) fn is_span(range: &str) -> bool {
    const VOLUMES_MAX: u32 = 4;
    let mut halves = range.split(['-', '–', '—', '‐', '‑', '−']).map(|half| half.trim().parse::<u32>().ok());
    let (first, last) = (halves.next().flatten(), halves.next().flatten());
    first.zip(last).is_some_and(|(first, last)| last > first + VOLUMES_MAX)
}

/// `6.0`, but `2019.7` is a year and a volume.
pub(super) fn is_decimal(number: &str, behind: &str) -> bool {
    let mut behind = behind.bytes();
    behind.next() == Some(b'.') && behind.next().is_some_and(|b| b.is_ascii_digit()) && year(number).is_none()
}

/// `10,809`, but `2013,214` is a year and a volume.
pub(super) fn is_thousands(number: &str, behind: &str) -> bool {
    let digits = behind.strip_prefix(',').map_or(0, alphanumerics);
    digits == 3 && behind[1..4].bytes().all(|b| b.is_ascii_digit()) && year(number).is_none()
}

pub(super) fn is_of_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '–' | ',' | '/' | '.' | '&' | '+' | '_')
}

/// The year in brackets: alone, or with a month and a day.
pub(super) fn year_within(text: &str) -> Option<u16> {
    if let Some(year) = year(text) {
        return Some(year);
    }
    let mut words = text.split([' ', ',', '.', '-', '–', '/']).filter(|word| !word.is_empty());
    let others = |word: &str| word.len() <= 2 || is_month(word);
    let is_dated = text.len() <= PART_MAX_BYTES && words.clone().any(is_month);
    let found = words.clone().find_map(year);
    let is_only = words.all(|word| others(word) || year(word).is_some());
    found.filter(|_| is_dated && is_only)
}
