//! Authors, editors and groups of a record of RIS, and where they work.
//!
//! It must not know the record's other fields.

use super::super::frame::{Field, Record};
use super::super::names::{Named, group, people};
use super::super::record::{Report, note, plain};
use crate::model::{Article, Author};

/// Takes the people out of the record.
pub(super) fn read(
    record: &mut Record,
    article: &mut Article,
    database: &str,
    report: &mut Report<'_, '_, '_>,
) {
    let has_authors = !record.first(&["AU"]).is_empty();
    let has_primary = record.all(&["AU", "A1"]).next().is_some();
    let (mut people_told, mut affiliations) = (0, Vec::new());
    for field in record.take(&["AU", "A1", "AD"]) {
        if field.tag == "AD" {
            affiliations.push((article.authors.len(), field));
            continue;
        }
        // Web of Science has groups behind `A1` where the authors stand behind `AU`.
        if field.tag == "A1" && has_authors && !field.value.contains(',') {
            article.authors.push(group(&plain(&field.value)));
            continue;
        }
        let read = people(&field.value);
        article.authors_incomplete |= read.iter().any(|named| named.is_et_al);
        tell_guesses(&field, &read, &mut people_told, report);
        article.authors.extend(authors(read));
    }
    affiliate(article, affiliations);
    // Ovid has the members of a group of authors behind `A2`.
    let from_ovid = database == super::source::PMID && has_primary;
    for field in record.take(&["A2", "A3", "ED"]) {
        let read = people(&field.value);
        let into =
            if field.tag == "A2" && from_ovid { &mut article.investigators } else { &mut article.editors };
        into.extend(authors(read));
    }
}

fn authors(read: Vec<Named>) -> impl Iterator<Item = Author> {
    read.into_iter().filter(|named| !named.is_et_al).map(|named| named.author)
}

/// One problem a record is enough to say that its names are not written as RIS wants them.
fn tell_guesses(field: &Field, read: &[Named], told: &mut u32, report: &mut Report<'_, '_, '_>) {
    if *told == 0 && read.iter().any(|named| named.is_guess) {
        *told += 1;
        report.bad(field, "a name without a comma", "its last word was taken for the family name");
    }
}

/// Gives affiliations to the authors they are of, where that is plain: there is one author, or each stands
/// behind its author. A list of them behind all authors says nothing of whose they are, and stays a note.
fn affiliate(article: &mut Article, affiliations: Vec<(usize, Field)>) {
    let count = article.authors.len();
    let is_between = affiliations.iter().any(|(before, _)| *before > 0 && *before < count);
    for (before, field) in affiliations {
        match article.authors.get_mut(before.saturating_sub(1)) {
            Some(author) if count == 1 || (is_between && before > 0) => {
                author.affiliations.push(plain(&field.value));
            }
            _ => note(article, &field),
        }
    }
}
