//! The forms in which names, titles and places are compared: what two sources write differently is one form.
//!
//! It must not know what is compared with what.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a family name that some sources leave out or put behind it.
const PARTICLES: [&str; 31] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "las", "le",
    "los", "el", "al", "bin", "ibn", "ben", "ter", "ten", "te", "zu", "zur", "vom", "dalla", "degli", "dei",
    "het",
];

/// Words that the abbreviation of a journal leaves out.
const SMALL_WORDS: [&str; 14] =
    ["of", "the", "and", "for", "in", "on", "de", "la", "et", "und", "der", "a", "&", "für"];

/// What joins the first page and the last.
const DASHES: [char; 6] = ['-', '‐', '‑', '–', '—', '−'];

/// Digits of the highest page of a volume.
const PAGE_MAX_DIGITS: usize = 4;

/// The Greek letters from alpha to omega, in the order of their code points.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

/// Text as keys compare it: compatibility forms unified, marks dropped, letters that are not plain spelled in
/// plain ones where that is usual (`ø`, `ß`, Greek), lower case, letters and digits only.
///
/// ```
/// assert_eq!(litdex::model::fold_key("Lavoué, S. (2018)"), "lavoues2018");
/// assert_eq!(litdex::model::fold_key("TGF-β in Sørensen"), "tgfbetainsorensen");
/// ```
pub fn fold_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        folded.extend(
            text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())),
        );
        return folded;
    }
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match spelled(c) {
            Some(plain) => folded.push_str(plain),
            None if c.is_alphanumeric() => folded.push(c),
            None => {}
        }
    }
    folded
}

/// A letter that does not decompose but has a plain spelling.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'α'..='ω' => GREEK[c as usize - 'α' as usize],
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// A family name or the name of a group: particles before it dropped (`van der Berg`, `Al-Rashid`), umlauts
/// and their spelling in two letters one (`Müller`, `Mueller`).
pub(crate) fn family_form(family: &str) -> String {
    let mut words: Vec<String> =
        family.split([' ', '-', '‐']).map(fold_key).filter(|word| !word.is_empty()).collect();
    let particles = words.iter().take_while(|word| PARTICLES.contains(&word.as_str())).count();
    words.drain(..particles.min(words.len().saturating_sub(1)));
    let mut form = String::with_capacity(family.len());
    for c in words.iter().flat_map(|word| word.chars()) {
        let is_doubled =
            matches!((form.as_bytes().last(), c), (Some(b'a' | b'o' | b'u'), 'e') | (Some(b'a'), 'a'));
        if !is_doubled {
            form.push(c);
        }
    }
    form
}

/// A volume: its number alone, whatever supplement of it; a Roman number is an Arabic one.
pub(crate) fn volume_form(volume: &str) -> String {
    let bare = volume.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return without_zeros(&bare[..digits]).to_owned();
    }
    let name = bare.split([' ', '.']).next().unwrap_or("");
    let is_label = ["vol", "volume", "v"].iter().any(|word| name.eq_ignore_ascii_case(word));
    let rest = bare[name.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = if is_label && !rest.is_empty() { rest } else { name };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return without_zeros(&number[..digits]).to_owned();
    }
    roman(number).map_or_else(|| fold_key(bare), |number| number.to_string())
}

/// The first page or the article number, a long one without its `e`, without leading zeros;
/// of pages from 1 on the last one too.
pub(crate) fn page_form(pages: &str) -> String {
    const LABELS: [&str; 6] = ["pp.", "pp ", "p.", "p ", "art. ", "article "];
    let first = first_page(pages);
    let opens = |label: &&str| first.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label));
    let label = LABELS.iter().copied().find(opens).unwrap_or("");
    let folded = fold_key(&first[label.len()..]);
    // Some journals have a page 119 and another e119; none has so many pages.
    let is_number = |rest: &&str| rest.len() > PAGE_MAX_DIGITS && rest.bytes().all(|b| b.is_ascii_digit());
    let bare = without_zeros(folded.strip_prefix('e').filter(is_number).unwrap_or(&folded));
    if bare == "1" {
        last_page(pages).map_or(String::new(), |last| format!("1-{last}"))
    } else {
        bare.to_owned()
    }
}

/// Whether a page, in its form, is an article number: unlike any other of its journal and year.
pub(super) fn is_article_number(page: &str) -> bool {
    page.len() > PAGE_MAX_DIGITS && page.bytes().all(|b| b.is_ascii_digit())
}

/// Where journals count the pages of each article from 1, the last page tells articles apart.
fn last_page(pages: &str) -> Option<&str> {
    let (_, last) = pages.rsplit_once(DASHES)?;
    Some(last.trim()).filter(|last| !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))
}

/// What stands before the dash or comma of a page range.
pub(super) fn first_page(pages: &str) -> &str {
    pages.split(DASHES).next().and_then(|first| first.split([',', ';']).next()).unwrap_or("").trim()
}

/// A journal without `The` and without what stands in brackets (`Cancers (Basel)`).
pub(crate) fn journal_form(journal: &str) -> String {
    let bare = journal.split('(').next().filter(|bare| !bare.trim().is_empty()).unwrap_or(journal).trim();
    let head = bare.get(..4).filter(|head| head.eq_ignore_ascii_case("the "));
    fold_key(&bare[head.map_or(0, str::len)..])
}

/// The first letters of a journal's first words, small words aside: `jn` of `J Neurosci` and of `The Journal of
/// Neuroscience : the official journal`.
pub(super) fn journal_initials(journal: &str) -> String {
    const INITIALS: usize = 3;
    let bare = journal.split(['(', ':', '=']).next().unwrap_or("");
    let words = bare
        .split([' ', '.', '/'])
        .filter(|word| !SMALL_WORDS.iter().any(|small| word.eq_ignore_ascii_case(small)));
    words.filter_map(|word| fold_key(word).chars().next()).take(INITIALS).collect()
}

/// Whether one name of a journal abbreviates the other word by word, small words aside.
pub(crate) fn abbreviates(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let bare = text.split(['(', ':', '=']).next().unwrap_or("");
        let words = bare.split([' ', '-', '.', '/']);
        let words = words.filter(|word| !SMALL_WORDS.iter().any(|small| word.eq_ignore_ascii_case(small)));
        words.map(fold_key).filter(|word| !word.is_empty()).collect()
    };
    let (short, long) = (words(short), words(long));
    // `natl` of `national`: the same first letter, and the others in their order.
    let is_abbreviation = |short: &str, long: &str| {
        let mut letters = long.chars();
        short.chars().next() == long.chars().next() && short.chars().all(|c| letters.any(|other| other == c))
    };
    !short.is_empty()
        && short.len() == long.len()
        && short.iter().zip(&long).all(|(short, long)| is_abbreviation(short, long))
}

/// A title up to its subtitle.
pub(crate) fn main_title(title: &str) -> &str {
    let end = [": ", ". ", " - ", " – ", " — "].iter().filter_map(|mark| title.find(mark)).min();
    title[..end.unwrap_or(title.len())].trim()
}

fn without_zeros(digits: &str) -> &str {
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() && !digits.is_empty() { "0" } else { bare }
}

/// The value of a Roman number in capitals.
fn roman(text: &str) -> Option<u32> {
    const LONGEST: usize = 15;
    const VALUES: [(char, u32); 7] =
        [('I', 1), ('V', 5), ('X', 10), ('L', 50), ('C', 100), ('D', 500), ('M', 1000)];
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (mut total, mut highest) = (0_u32, 0);
    for c in text.chars().rev() {
        let value = VALUES.iter().find(|(letter, _)| *letter == c)?.1;
        total = if value < highest { total.saturating_sub(value) } else { total + value };
        highest = highest.max(value);
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sources_write_differently_is_one_form() {
        type Form = fn(&str) -> String;
        let alike: [(Form, &[&[&str]]); 4] = [
            (
                family_form,
                &[
                    &["van der Berg", "Van Der Berg", "Berg"],
                    &["de la Cruz", "De La Cruz", "Cruz"],
                    &["Al-Rashid", "al Rashid", "Rashid"],
                    &["Müller", "Mueller", "Muller"],
                    &["Sørensen", "Soerensen", "Sorensen"],
                    &["García-Márquez", "Garcia Marquez"],
                    &["O’Brien", "O'Brien", "OBRIEN"],
                    &["Łukasiewicz", "Lukasiewicz"],
                    &["Weiß", "Weiss"],
                ],
            ),
            (volume_form, &[&["12", "12 Suppl 1", "Vol. 12", "012", "XII", "12B"], &["171-172", "171"]]),
            (
                page_form,
                &[&["e0123456", "123456", "0123456"], &["S12", "s12-S18"], &["12-18", "12–8", "p. 12"]],
            ),
            (
                journal_form,
                &[&["Cancers (Basel)", "Cancers", "The cancers"], &["J. Cell Sci.", "J Cell Sci"]],
            ),
        ];
        for (form, groups) in alike {
            for group in groups {
                let forms: Vec<String> = group.iter().map(|text| form(text)).collect();
                assert!(
                    forms.iter().all(|other| *other == forms[0] && !other.is_empty()),
                    "{group:?}: {forms:?}"
                );
            }
        }
        assert_eq!(family_form("De"), "de");
        assert_eq!((volume_form("A"), volume_form("Vol")), ("a".into(), "vol".into()));
        assert_ne!(page_form("S12"), page_form("12"));
        assert_ne!(page_form("e119-25"), page_form("119-29"));
        assert_eq!(
            (page_form("0"), page_form("1"), page_form("1–13")),
            ("0".into(), String::new(), "1-13".into())
        );
        assert_eq!((main_title("A: b"), main_title("Ab")), ("A", "Ab"));
    }

    #[test]
    fn a_journal_is_known_by_its_abbreviation() {
        for (short, long, initials) in [
            ("J Neurosci", "The Journal of neuroscience : the official journal of the Society", "jn"),
            ("Proc. Natl Acad. Sci. USA", "Proc Natl Acad Sci Usa", "pna"),
            ("N. Engl. J. Med.", "The New England Journal of Medicine", "nej"),
            ("Z Phys", "Zeitschrift für Physik", "zp"),
        ] {
            assert!(abbreviates(short, long), "{short}");
            assert_eq!((journal_initials(short), journal_initials(long)), (initials.into(), initials.into()));
        }
        assert!(!abbreviates("J Virol", "Journal of Neuroscience"));
        assert!(!abbreviates("", ""));
    }
}
