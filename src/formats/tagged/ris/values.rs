//! Values of RIS: types, dates, pages, serial numbers, MeSH headings among keywords.
//!
//! It must not know which record they stand in.

use super::super::super::dates::of_words;
use crate::model::{Heading, PartialDate, Qualifier};

/// Types of RIS and their names, those of PubMed where it has them; a type that says nothing has none.
const TYPES: [(&str, &str); 60] = [
    ("ABST", "Abstract"),
    ("ADVS", "Audiovisual Material"),
    ("AGGR", "Aggregated Database"),
    ("ANCIENT", "Ancient Text"),
    ("ART", "Artwork"),
    ("BILL", "Bill"),
    ("BLOG", "Blog"),
    ("BOOK", "Book"),
    ("CASE", "Legal Case"),
    ("CHAP", "Book Chapter"),
    ("CHART", "Chart"),
    ("CLSWK", "Classical Work"),
    ("COMP", "Software"),
    ("CONF", "Conference Proceedings"),
    ("CPAPER", "Conference Paper"),
    ("CTLG", "Catalog"),
    ("DATA", "Dataset"),
    ("DBASE", "Database"),
    ("DICT", "Dictionary"),
    ("EBOOK", "Book"),
    ("ECHAP", "Book Chapter"),
    ("EDBOOK", "Edited Book"),
    ("EJOUR", "Journal Article"),
    ("ELEC", "Web Page"),
    ("ENCYC", "Encyclopedia"),
    ("EQUA", "Equation"),
    ("FIGURE", "Figure"),
    ("GEN", ""),
    ("GOVDOC", "Government Document"),
    ("GRANT", "Grant"),
    ("GRNT", "Grant"),
    ("HEAR", "Hearing"),
    ("ICOMM", "Internet Communication"),
    ("INPR", "In Press"),
    ("INTV", "Interview"),
    ("JFULL", "Journal"),
    ("JOUR", "Journal Article"),
    ("LEGAL", "Legal Rule"),
    ("MANSCPT", "Manuscript"),
    ("MAP", "Map"),
    ("MGZN", "Magazine Article"),
    ("MPCT", "Motion Picture"),
    ("MULTI", "Multimedia"),
    ("MUSIC", "Music Score"),
    ("NEWS", "Newspaper Article"),
    ("PAMP", "Pamphlet"),
    ("PAT", "Patent"),
    ("PCOMM", "Personal Communication"),
    ("POD", "Podcast"),
    ("PRESS", "Press Release"),
    ("RPRT", "Report"),
    ("SER", "Serial Publication"),
    ("SLIDE", "Slide"),
    ("SOUND", "Sound Recording"),
    ("STAND", "Standard"),
    ("STAT", "Statute"),
    ("THES", "Thesis"),
    ("UNBILL", "Unenacted Bill"),
    ("UNPB", "Unpublished Work"),
    ("VIDEO", "Video Recording"),
];

/// The name of a type; `None` where RIS has no such type.
pub(super) fn type_name(code: &str) -> Option<&'static str> {
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| *name)
}

/// Whether the work is an article of a journal or the like, whose container is no book.
pub(super) fn is_article(code: &str) -> bool {
    ["JOUR", "EJOUR", "MGZN", "NEWS", "ABST", "INPR", "JFULL"].contains(&code)
}

/// A date, and what the value says besides.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dated {
    pub date: Option<PartialDate>,
    /// A season, a range, an issue.
    pub says_more: bool,
}

/// Reads `2020/03/15/Spring`, `2020///`, `2020-03-15`, `MAR 15` with the year elsewhere, `2020 Mar 15`.
pub(super) fn date(value: &str, year: &str) -> Dated {
    let value = value.trim();
    let mut parts = value.splitn(4, '/').map(str::trim);
    let (first, month, day) =
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let rest = parts.next().unwrap_or("").trim_end_matches('/');
    if is_year(first) && value.contains('/') {
        let parts = [first, month, day].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join("-");
        // Zotero writes `undefined` for what it does not know.
        let says_more = !rest.is_empty() && rest != "undefined";
        if let Ok(date) = text.parse() {
            return Dated { date: Some(date), says_more };
        }
        let date = of_words(&text.replace('-', " ")).0;
        return Dated { date, says_more: true };
    }
    if let Ok(date) = value.parse() {
        return Dated { date: Some(date), says_more: false };
    }
    let has_year = value.split([' ', ',', '-', '.', '/']).any(is_year);
    let text = if has_year { value.to_owned() } else { format!("{year} {value}") };
    let date = of_words(&text).0;
    let words = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).count();
    let read =
        date.map_or(0, |date| 1 + usize::from(date.month().is_some()) + usize::from(date.day().is_some()));
    Dated { date, says_more: words != read || text.contains('-') }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Pages of a first and a last, as they are printed.
pub(super) fn pages(first: &str, last: &str) -> String {
    let is_whole =
        || last.split(['-', '–']).next().map(str::trim) == Some(first) && last.contains(['-', '–']);
    match (first.is_empty(), last.is_empty() || last == first) {
        (true, _) => last.to_owned(),
        (false, true) => first.to_owned(),
        (false, false) if is_whole() => last.to_owned(),
        // `1405;` and `author reply 1405` were parted at a hyphen that was not between pages.
        (false, false) if first.ends_with([';', ',']) => format!("{first} {last}"),
        (false, false) => format!("{first}-{last}"),
    }
}

/// A serial number.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Serial {
    Issn(String),
    Isbn(String),
    Other(String),
}

/// The numbers of a value: one, or several with `(Print)` and the like behind them.
pub(super) fn serials(value: &str) -> Vec<Serial> {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '-' | '‐' | '–');
    let numbers: Vec<Serial> = value
        .split([' ', ';', ',', '/', '\n', '(', ')'])
        .map(|part| part.trim_matches(['.', ':']))
        .filter(|part| part.len() >= 8 && part.chars().all(is_sign))
        .filter_map(serial)
        .collect();
    let whole = || value.trim().to_owned();
    if numbers.is_empty() {
        // An ISBN may be written in groups.
        let grouped: String = value.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        return vec![match serial(&grouped) {
            Some(Serial::Isbn(_)) => Serial::Isbn(whole()),
            _ => Serial::Other(whole()),
        }];
    }
    numbers
}

fn serial(text: &str) -> Option<Serial> {
    let signs: String =
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let is_number =
        signs.char_indices().all(|(at, c)| c.is_ascii_digit() || (c == 'X' && at + 1 == signs.len()));
    match signs.len() {
        8 if is_number => Some(Serial::Issn(format!("{}-{}", &signs[..4], &signs[4..]))),
        10 | 13 if is_number => Some(Serial::Isbn(text.to_owned())),
        _ => None,
    }
}

/// MeSH qualifiers; what follows a slash is only one where it is among them.
const QUALIFIERS: &str = "abnormalities|administration & dosage|adverse effects|agonists|analogs & derivatives|analysis|\
    anatomy & histology|antagonists & inhibitors|biosynthesis|blood|blood supply|cerebrospinal fluid|\
    chemical synthesis|chemically induced|chemistry|classification|complications|congenital|cytology|deficiency|\
    diagnosis|diagnostic imaging|diet therapy|drug effects|drug therapy|economics|education|embryology|enzymology|\
    epidemiology|ethics|ethnology|etiology|genetics|growth & development|history|immunology|injuries|innervation|\
    instrumentation|isolation & purification|legislation & jurisprudence|metabolism|methods|microbiology|mortality|\
    nursing|organization & administration|parasitology|pathogenicity|pathology|pharmacokinetics|pharmacology|\
    physiology|physiopathology|poisoning|prevention & control|psychology|radiation effects|radiotherapy|\
    rehabilitation|secondary|secretion|standards|statistics & numerical data|supply & distribution|surgery|\
    therapeutic use|therapy|toxicity|transmission|transplantation|trends|ultrastructure|urine|utilization|\
    veterinary|virology";

/// A keyword that can only be a MeSH heading: a star marks it or one of its qualifiers, or all are qualifiers.
pub(super) fn heading(keyword: &str) -> Option<Heading> {
    let mut parts = keyword.split('/');
    let name = parts.next()?;
    let qualifiers: Vec<Qualifier> = parts.map(qualifier).collect();
    let is_known = |qualifier: &Qualifier| QUALIFIERS.split('|').any(|known| known == qualifier.name);
    let all_known = qualifiers.iter().all(is_known);
    let is_starred =
        name.starts_with('*') || (qualifiers.iter().any(|qualifier| qualifier.major) && all_known);
    let is_heading = all_known && (is_starred || !qualifiers.is_empty());
    let (name, major) = (name.trim_start_matches('*').trim(), name.starts_with('*'));
    (is_heading && !name.is_empty()).then(|| Heading {
        name: name.to_owned(),
        ui: String::new(),
        major,
        qualifiers,
    })
}

fn qualifier(text: &str) -> Qualifier {
    let name = text.trim().trim_start_matches('*');
    Qualifier { name: name.to_owned(), ui: String::new(), major: text.trim().starts_with('*') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        for (value, year, read, says_more) in [
            ("2020/03/15/Spring", "", Some("2020-03-15"), true),
            ("2020/03/15/", "", Some("2020-03-15"), false),
            ("2020/03//", "", Some("2020-03"), false),
            ("2020///", "", Some("2020"), false),
            ("2020//", "", Some("2020"), false),
            ("2016/04//undefined", "", Some("2016-04"), false),
            ("2020/Mar/15", "", Some("2020-03-15"), true),
            ("2020/13/01", "", Some("2020"), true),
            ("2020", "", Some("2020"), false),
            ("2020-03-15", "", Some("2020-03-15"), false),
            ("MAR 15", "2020", Some("2020-03-15"), false),
            ("NOV", "2019", Some("2019-11"), false),
            ("MAY-JUN", "2019", Some("2019-05"), true),
            ("2023 JUL 21", "2023", Some("2023-07-21"), false),
            ("15 March 2021", "", Some("2021-03-15"), false),
            ("Spring", "2020", Some("2020"), true),
            ("in press", "", None, true),
        ] {
            let dated = date(value, year);
            let shown = dated.date.map(|date| date.to_string());
            assert_eq!((shown.as_deref(), dated.says_more), (read, says_more), "{value}");
        }
    }

    #[test]
    fn pages_in_every_form() {
        for (first, last, whole) in [
            ("12", "34", "12-34"),
            ("12", "12-34", "12-34"),
            ("12", "12", "12"),
            ("12-34", "", "12-34"),
            ("e12", "", "e12"),
            ("", "34", "34"),
            ("1405;", "author reply 1405", "1405; author reply 1405"),
        ] {
            assert_eq!(pages(first, last), whole);
        }
    }

    #[test]
    fn serial_numbers_in_every_form() {
        let issn = |text: &str| Serial::Issn(text.into());
        let isbn = |text: &str| Serial::Isbn(text.into());
        for (value, read) in [
            ("10685502", vec![issn("1068-5502")]),
            ("1466822x", vec![issn("1466-822X")]),
            ("1573-3602 1050-5350", vec![issn("1573-3602"), issn("1050-5350")]),
            ("1573-3602 (Electronic); 1050-5350 (Print)", vec![issn("1573-3602"), issn("1050-5350")]),
            ("978-0-19-852663-6", vec![isbn("978-0-19-852663-6")]),
            ("0 19 852663 6", vec![isbn("0 19 852663 6")]),
            ("Rep 7", vec![Serial::Other("Rep 7".into())]),
        ] {
            assert_eq!(serials(value), read, "{value}");
        }
    }

    #[test]
    fn headings_are_only_what_can_be_nothing_else() {
        let shown = |keyword: &str| {
            let heading = heading(keyword)?;
            let star = |major: bool| if major { "*" } else { "" };
            let qualifiers = heading.qualifiers.iter().map(|q| format!("/{}{}", star(q.major), q.name));
            Some(format!("{}{}{}", star(heading.major), heading.name, qualifiers.collect::<String>()))
        };
        for known in ["*Gambling", "Behavior, Addictive/*psychology", "Liver/drug effects/*metabolism"] {
            assert_eq!(shown(known).as_deref(), Some(known));
        }
        for other in ["Gambling", "EQ-5D/SF-6D", "and/or", "*", "*x/y", "/psychology"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
