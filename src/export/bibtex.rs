//! Articles as BibTeX, in UTF-8.
//!
//! Titles stand in double braces, so that a style keeps their capitals: records have titles as printed,
//! and lower case would spoil COVID-19 and Down. It must not know why an article is printed.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64;

use super::citation::{self, MONTHS, line};
use super::kind::Kind;
use super::notice;
use crate::model::{Article, Author, fold_key};

/// Prints entries, no two with the same key.
#[derive(Default)]
pub struct Entries {
    /// Hashes of the keys given: there may be millions. Two keys of one hash cost one of them a letter.
    keys: HashSet<u64>,
}

/// Words that say little as the last part of a key.
const SMALL_WORDS: [&str; 14] =
    ["a", "an", "the", "on", "of", "in", "for", "and", "with", "to", "from", "by", "is", "are"];

impl Entries {
    /// Prints one article; a blank line ends it.
    ///
    /// # Errors
    /// The writer's own.
    pub fn write(&mut self, article: &Article, out: &mut dyn Write) -> io::Result<()> {
        let key = self.unique(&key(article));
        out.write_all(entry(article, &key).as_bytes())
    }

    /// The key, with `b`, `c`, … `z`, `aa` behind it where it is taken.
    fn unique(&mut self, key: &str) -> String {
        let mut number = 1;
        let mut candidate = key.to_owned();
        while !self.keys.insert(xxh3_64(candidate.as_bytes())) {
            number += 1;
            candidate = format!("{key}{}", letters(number));
        }
        candidate
    }
}

/// A number in letters: 1 is `a`, 26 `z`, 27 `aa`.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// Family name, year and first telling word of the title: `jabbari2022clinical`.
fn key(article: &Article) -> String {
    let ascii = |text: &str| fold_key(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let first = article.authors.first();
    let family =
        first.map(|author| ascii(citation::literal(author).unwrap_or(&author.family))).unwrap_or_default();
    let year = article.published().map(|date| date.year().to_string()).unwrap_or_default();
    let words = article.title.split(|c: char| !c.is_alphanumeric()).map(ascii);
    let word = words.into_iter().find(|word| !word.is_empty() && !SMALL_WORDS.contains(&word.as_str()));
    let family = if family.is_empty() { "anon".to_owned() } else { family };
    // The name of a group can be a sentence.
    let family: String = family.chars().take(24).collect();
    format!("{family}{year}{}", word.unwrap_or_default().chars().take(24).collect::<String>())
}

fn entry(article: &Article, key: &str) -> String {
    let journal = citation::journal(article);
    let kind = Kind::of(article);
    let (name_of_kind, container) = kind.called().bibtex;
    let publisher = match kind {
        Kind::Thesis => "school",
        Kind::Report => "institution",
        _ => "publisher",
    };
    let mut text = format!("@{name_of_kind}{{{key}");
    let mut raw = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a String does not fail.
            let _ = write!(text, ",\n  {name} = {value}");
        }
    };
    let braced = |value: &str| if value.is_empty() { String::new() } else { format!("{{{value}}}") };
    let field = |value: &str| braced(&escape(&line(value)));
    for (role, people) in [("author", &article.authors), ("editor", &article.editors)] {
        let names: Vec<String> = people.iter().map(name).filter(|name| !name.is_empty()).collect();
        raw(role, &braced(&names.join(" and ")));
    }
    raw("title", &braced(&field(&article.title)));
    raw(container, &field(journal));
    raw(publisher, &field(kind.publisher(article)));
    if let Some(date) = article.published() {
        raw("year", &braced(&date.year().to_string()));
        let month = date.month().and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
        raw("month", &month.map(|month| month.to_ascii_lowercase()).unwrap_or_default());
    }
    raw("volume", &field(&article.volume));
    raw("number", &field(&article.issue));
    raw("pages", &field(&article.pages.replace('–', "-").replace("--", "-").replace('-', "--")));
    raw("issn", &field(&article.journal.issns.join(", ")));
    raw("isbn", &field(&article.journal.isbns.join(", ")));
    let doi = article.ids.doi.as_ref().map(ToString::to_string).unwrap_or_default();
    raw("doi", &braced(&url(&doi)));
    if let Some(id) = citation::arxiv(article) {
        raw("eprint", &field(id));
        raw("archiveprefix", "{arXiv}");
    }
    raw("url", &braced(&url(&citation::address(article))));
    raw("pmid", &field(&article.ids.pmid.map(|id| id.to_string()).unwrap_or_default()));
    raw("pmcid", &field(&article.ids.pmcid.map(|id| id.to_string()).unwrap_or_default()));
    raw("language", &field(article.languages.first().map_or("", String::as_str)));
    raw("keywords", &field(&citation::keywords(article)));
    raw("note", &field(&notice::full(article).unwrap_or_default()));
    raw("abstract", &field(&citation::abstract_line(article)));
    text.push_str("\n}\n\n");
    text
}

/// A DOI or an address. Packages read it as it stands, so it is not escaped; braces and backslashes, which would
/// break the entry, become percent codes.
fn url(text: &str) -> String {
    line(text).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// `Family, Suffix, Given`; a group, and a part that would be divided at `and` or a comma, in braces of its
/// own.
fn name(author: &Author) -> String {
    if let Some(literal) = citation::literal(author) {
        let literal = escape(&line(literal));
        return if literal.is_empty() { literal } else { format!("{{{literal}}}") };
    }
    let part = |text: &str| {
        let text = escape(&line(text));
        let divides = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if divides { format!("{{{text}}}") } else { text }
    };
    let given = part(&citation::given(author));
    if given.is_empty() && author.family.contains(' ') {
        return format!("{{{}}}", escape(&line(&author.family)));
    }
    let parts = [part(&author.family), part(&author.suffix), given];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Text in which TeX finds no command; BibTeX counts braces even after a backslash, so they go by name.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '%' | '#' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_never_repeat() {
        let mut entries = Entries::default();
        let keys: Vec<String> = (0..30).map(|_| entries.unique("key")).collect();
        assert_eq!([&keys[0], &keys[1], &keys[25], &keys[26]], ["key", "keyb", "keyz", "keyaa"]);
    }

    #[test]
    fn braces_stay_balanced() {
        let escaped = escape("50% of {a_b} & \\x $1 #2 ~^");
        assert_eq!(escaped.matches('{').count(), escaped.matches('}').count());
        assert_eq!(
            escaped,
            "50\\% of \\textbraceleft{}a\\_b\\textbraceright{} \\& \\textbackslash{}x \\$1 \\#2 \
             \\textasciitilde{}\\textasciicircum{}"
        );
    }

    #[test]
    fn groups_are_not_divided() {
        let group = Author { collective: "Heart and Lung, Group".into(), ..Author::default() };
        assert_eq!(name(&group), "{Heart and Lung, Group}");
        let person = Author {
            family: "van Berg".into(),
            initials: "JA".into(),
            suffix: "Jr".into(),
            ..Author::default()
        };
        assert_eq!(name(&person), "van Berg, Jr, J. A.");
        let one_name = Author { family: "The Lancet".into(), ..Author::default() };
        assert_eq!(name(&one_name), "{The Lancet}");
    }
}
