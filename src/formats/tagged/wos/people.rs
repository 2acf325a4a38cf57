//! Authors, editors and groups of a record of Web of Science, and the ORCIDs of authors.
//!
//! It must not know where they work.

use std::collections::{HashMap, HashSet};

use super::super::super::text::orcid;
use super::super::frame::{Field, Record};
use super::super::names::{Named, add_initials, group, list, person, with_comma};
use super::super::record::{Report, note, plain};
use crate::model::{Article, Author};

/// What stands for an author where none is known.
const ANONYMOUS: &str = "[anonymous]";

/// The authors of a record by their names; `None` where a name is that of several.
#[derive(Default)]
pub(super) struct Index {
    by_name: HashMap<String, Option<usize>>,
    by_given: HashMap<String, Option<usize>>,
    by_initial: HashMap<String, Option<usize>>,
    /// The first given name of each, the longer where there are two.
    given: HashMap<usize, String>,
}

impl Index {
    fn add(&mut self, name: &str, at: usize) {
        let (family, given) = parts(name);
        let keys = [
            (&mut self.by_name, folded(name)),
            (&mut self.by_given, format!("{family},{given}")),
            (&mut self.by_initial, format!("{family},{}", initial(&given))),
        ];
        for (names, key) in keys {
            let known = names.entry(key).or_insert(Some(at));
            *known = known.filter(|known| *known == at);
        }
        let longest = self.given.entry(at).or_default();
        if longest.len() < given.len() {
            *longest = given;
        }
    }

    /// The author of the name: in full, by family name and first given name, or by its initial where no other
    /// has it and nothing is said against it.
    pub fn find(&self, name: &str) -> Option<usize> {
        let (family, given) = parts(name);
        let full = || self.by_name.get(&folded(name)).copied();
        let first = || self.by_given.get(&format!("{family},{given}")).copied().filter(|_| given.len() > 1);
        if let Some(found) = full().or_else(first) {
            return found;
        }
        let found = self.by_initial.get(&format!("{family},{}", initial(&given))).copied().flatten();
        let agrees = |known: &String| known.starts_with(&given) || given.starts_with(known.as_str());
        found.filter(|at| self.given.get(at).is_none_or(agrees))
    }

    /// The author of the name in full.
    pub fn find_full(&self, name: &str) -> Option<usize> {
        self.by_name.get(&folded(name)).copied().flatten()
    }
}

/// Letters and digits in small letters, family and given names parted.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == ',').flat_map(char::to_lowercase).collect()
}

/// The family name and the first given name, of initials the first.
fn parts(name: &str) -> (String, String) {
    let (family, given) = name.split_once(',').unwrap_or((name, ""));
    let first = given.split_whitespace().next().unwrap_or("");
    let is_initials = first.chars().count() <= 3 && first.chars().all(char::is_uppercase);
    let first = folded(first);
    (folded(family), if is_initials { initial(&first) } else { first })
}

fn initial(given: &str) -> String {
    given.chars().take(1).collect()
}

/// Takes the people out of the record.
pub(super) fn read(record: &mut Record, article: &mut Article) -> Index {
    let mut index = Index::default();
    // Zoological Record has addresses of mail behind names.
    let mails = plain(record.first(&["EM"]));
    let mails: HashSet<&str> = mails.split([';', ' ']).collect();
    let short = names(record, "AU", article, &mails);
    let full = names(record, "AF", article, &mails);
    let same_length = short.len() == full.len();
    for (at, name) in (if full.is_empty() { &short } else { &full }).iter().enumerate() {
        article.authors.push(author(name));
        index.add(name, at);
    }
    for (at, name) in short.iter().enumerate().filter(|_| !full.is_empty()) {
        let author = article.authors.get_mut(at).filter(|_| same_length);
        if author.is_some_and(|author| shorten(author, name)) {
            index.add(name, at);
        } else {
            note_name(article, "AU", name);
        }
    }
    let groups = names(record, "CA", article, &mails);
    for name in groups {
        index.add(&name, article.authors.len());
        article.authors.push(group(&name));
    }
    let editors = names(record, "BE", article, &mails);
    article.editors.extend(editors.iter().map(|name| author(name)));
    of_book(record, article, &mut index);
    index
}

/// The authors of the book: of a chapter they are no authors.
fn of_book(record: &mut Record, article: &mut Article, index: &mut Index) {
    let has_authors = !article.authors.is_empty();
    let mails = HashSet::new();
    let short = names(record, "BA", article, &mails);
    let full = names(record, "BF", article, &mails);
    let groups = names(record, "GP", article, &mails);
    let books = [("BA", short), ("BF", full)];
    let only = books.iter().rposition(|(_, names)| !names.is_empty());
    for (at, (tag, names)) in books.iter().enumerate() {
        for name in names {
            if !has_authors && only == Some(at) {
                index.add(name, article.authors.len());
                article.authors.push(author(name));
            } else {
                note_name(article, tag, name);
            }
        }
    }
    groups.iter().for_each(|name| note_name(article, "GP", name));
}

/// The names of a tag, a line each.
fn names(record: &mut Record, tag: &str, article: &mut Article, mails: &HashSet<&str>) -> Vec<String> {
    let mut names = Vec::new();
    for field in record.take(&[tag]) {
        for line in field.value.lines().map(plain) {
            for name in list(&line, ';') {
                let (name, mail) = without_mail(name);
                if !mails.contains(mail) {
                    note_name(article, tag, mail);
                }
                if name.eq_ignore_ascii_case(ANONYMOUS) {
                    note_name(article, tag, name);
                } else {
                    names.push(name.to_owned());
                }
            }
        }
    }
    names
}

/// A name, and the address of mail in parentheses behind it.
fn without_mail(name: &str) -> (&str, &str) {
    let parted = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    parted.filter(|(_, mail)| mail.contains('@')).unwrap_or((name, ""))
}

fn note_name(article: &mut Article, tag: &str, name: &str) {
    note(article, &Field { tag: tag.to_owned(), value: name.to_owned(), line: 0 });
}

/// Persons have a comma; any other name is whole.
fn author(name: &str) -> Author {
    if let Some((family, given)) = name.split_once(',') {
        return with_comma(family.trim(), given.trim());
    }
    let Named { author, is_guess, .. } = person(name);
    if is_guess { Author { family: name.to_owned(), ..Author::default() } } else { author }
}

/// Adds what the short name, `King, ML Jr`, says of initials and suffix; `false` where it is another's.
fn shorten(author: &mut Author, short: &str) -> bool {
    let (family, initials) = short.split_once(',').unwrap_or((short, ""));
    let name = if author.family.is_empty() { &author.collective } else { &author.family };
    if folded(name) != folded(family) {
        return false;
    }
    // Where the full name is not known, both fields have what is.
    let is_short = |c: char| c.is_uppercase() || !c.is_alphabetic();
    let is_initials = |word: &str| word.chars().all(is_short) && word.chars().count() <= 6;
    if initials.trim().split(' ').next().is_some_and(is_initials) {
        add_initials(author, initials.trim());
    }
    true
}

/// Takes the ORCIDs: `Doe, Jane/0000-0002-1825-0097; …`.
pub(super) fn orcids(
    record: &mut Record,
    article: &mut Article,
    index: &Index,
    report: &mut Report<'_, '_, '_>,
) {
    for field in record.take(&["OI"]) {
        let text = plain(&field.value);
        for part in list(&text, ';') {
            let (name, number) = part.rsplit_once('/').unwrap_or(("", part));
            let of_part = Field { tag: field.tag.clone(), value: part.to_owned(), line: field.line };
            let Some(number) = orcid(number) else {
                report.bad(&of_part, "not an ORCID", "it was kept as a note");
                note(article, &of_part);
                continue;
            };
            let author = index.find(name).and_then(|at| article.authors.get_mut(at));
            match author.filter(|author| author.orcid.as_ref().is_none_or(|known| *known == number)) {
                Some(author) => author.orcid = Some(number),
                None => note(article, &of_part),
            }
        }
    }
}
