//! Authors, investigators and editors of a record in the MEDLINE format: a full name, the short one, an
//! identifier and affiliations stand behind each other.
//!
//! It must not know the record's other fields.

use super::super::super::text::orcid;
use super::super::frame::{Field, Record};
use super::super::names::{add_initials, group, person, with_comma};
use super::super::record::{Report, note, plain};
use crate::model::{Article, Author};

/// Tags of a kind of people: the full name, the short one, the affiliation.
const KINDS: [[&str; 3]; 3] = [["FAU", "AU", "AD"], ["FIR", "IR", "IRAD"], ["FED", "ED", ""]];

/// Takes the people out of the record.
pub(super) fn read(record: &mut Record, article: &mut Article, report: &mut Report<'_, '_, '_>) {
    let fields = record.take(&["FAU", "AU", "AD", "FIR", "IR", "IRAD", "FED", "ED", "CN", "AUID"]);
    let mut lists: [Vec<Author>; 3] = Default::default();
    // The kind read last, and whether its last name came in full and waits for the short one.
    let (mut last, mut is_full) = (0, false);
    let mut of_first = Vec::new();
    for field in fields {
        let value = plain(&field.value);
        let of_kind = KINDS
            .iter()
            .enumerate()
            .find_map(|(kind, tags)| tags.iter().position(|tag| *tag == field.tag).map(|role| (kind, role)));
        match of_kind {
            Some((kind, 0)) => {
                lists[kind].push(full_name(&value));
                (last, is_full) = (kind, true);
            }
            Some((kind, 1)) => {
                match lists[kind].last_mut().filter(|_| is_full && kind == last) {
                    Some(author) => add_short_name(author, &value),
                    None => lists[kind].push(person(&value).author),
                }
                (last, is_full) = (kind, false);
            }
            Some((kind, _)) => match lists[kind].last_mut() {
                Some(author) => author.affiliations.push(value),
                // Older records have that of the first author before all authors.
                None => of_first.push((kind, value)),
            },
            None if field.tag == "CN" => {
                lists[0].push(group(&value));
                (last, is_full) = (0, false);
            }
            None => identify(lists[last].last_mut(), &field, &value, article, report),
        }
    }
    for (kind, affiliation) in of_first {
        match lists[kind].first_mut() {
            Some(author) => author.affiliations.push(affiliation),
            None => note(article, &Field { tag: KINDS[kind][2].to_owned(), value: affiliation, line: 0 }),
        }
    }
    let [authors, investigators, editors] = lists;
    (article.authors, article.investigators, article.editors) = (authors, investigators, editors);
}

fn full_name(value: &str) -> Author {
    match value.split_once(',') {
        Some((family, given)) => with_comma(family.trim(), given.trim()),
        None => Author { family: value.to_owned(), ..Author::default() },
    }
}

/// Initials and suffix from the short name: `King ML Jr`.
fn add_short_name(author: &mut Author, short: &str) {
    let rest = short.strip_prefix(author.family.as_str()).unwrap_or("");
    add_initials(author, rest.trim());
}

/// An identifier of the author before it; ORCID is the one there is a place for.
fn identify(
    author: Option<&mut Author>,
    field: &Field,
    value: &str,
    article: &mut Article,
    report: &mut Report<'_, '_, '_>,
) {
    let Some(id) = value.strip_prefix("ORCID:") else { return note(article, field) };
    match (author, orcid(id)) {
        (Some(author), Some(id)) => author.orcid = Some(id),
        (None, Some(_)) => note(article, field),
        (_, None) => {
            report.bad(field, "not an ORCID", "it was kept as a note");
            note(article, field);
        }
    }
}
