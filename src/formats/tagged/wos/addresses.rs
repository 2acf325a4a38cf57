//! Where the authors of a record of Web of Science work: `[Doe, Jane; Roe, R.] Univ Naps, Nowhere.`
//!
//! It must not know how names are read.

use super::super::super::RECORD_MAX_BYTES;
use super::super::frame::{Field, Record};
use super::super::names::list;
use super::super::record::{note, plain};
use super::people::Index;
use crate::model::Article;

/// Lines of text that is broken where they are full have no more characters.
const LINE_MAX_CHARS: usize = 72;

/// Takes the addresses: those of authors go to them, the others are notes, and so is who answers letters.
pub(super) fn read(record: &mut Record, article: &mut Article, index: &Index) {
    // An address of many authors is copied as often; hostile ones are copied so far and no further.
    let mut room = RECORD_MAX_BYTES;
    for field in record.take(&["C1"]) {
        for address in addresses(&field.value) {
            let (names, place) = parted(&address, index);
            let (found, all_found) = found(&names, article, index);
            let fits = place.len().checked_mul(found.len()).is_some_and(|bytes| bytes <= room);
            if fits && !place.is_empty() {
                room -= place.len() * found.len();
                for at in &found {
                    article.authors[*at].affiliations.push(place.to_owned());
                }
            }
            if !fits || !all_found || found.is_empty() {
                let field = Field { tag: field.tag.clone(), value: address.clone(), line: field.line };
                note(article, &field);
            }
        }
    }
    answering(record, article, index);
}

/// The addresses of a value: a line each, or text broken where its lines are full.
fn addresses(value: &str) -> Vec<String> {
    let lines: Vec<String> = value.lines().map(plain).filter(|line| !line.is_empty()).collect();
    let all_end = lines.iter().all(|line| line.ends_with('.'));
    let has_names = lines.first().is_some_and(|line| line.starts_with('['));
    let mut addresses: Vec<String> = Vec::new();
    let mut last_chars = 0;
    for line in lines {
        let chars = line.chars().count();
        let word = line.split(' ').next().unwrap_or("").chars().count();
        let starts = match addresses.last() {
            None => true,
            Some(last) if has_names => line.starts_with('[') && last.contains(']'),
            Some(last) => all_end || (last.ends_with('.') && last_chars + 1 + word <= LINE_MAX_CHARS),
        };
        last_chars = chars;
        match addresses.last_mut().filter(|_| !starts) {
            Some(last) => last.extend([" ", line.as_str()]),
            None => addresses.push(line),
        }
    }
    addresses
}

/// The names before an address, and the address without the full stop behind it.
fn parted<'a>(address: &'a str, index: &Index) -> (Vec<&'a str>, &'a str) {
    let unstopped = |place: &'a str| place.trim().strip_suffix('.').unwrap_or(place.trim());
    if let Some((names, place)) = address.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (list(names, ';'), unstopped(place));
    }
    // Zoological Record: `Doe, Jane; Univ Naps, Nowhere.`
    let (mut names, mut place) = (Vec::new(), address);
    while let Some((name, rest)) = place.split_once("; ").filter(|(name, _)| index.find_full(name).is_some())
    {
        names.push(name);
        place = rest;
    }
    (names, unstopped(place))
}

/// The authors of an address, each once, and whether all its names are theirs. Without names it is that of
/// the only author.
fn found(names: &[&str], article: &Article, index: &Index) -> (Vec<usize>, bool) {
    if names.is_empty() {
        return if article.authors.len() == 1 { (vec![0], true) } else { (Vec::new(), false) };
    }
    let found: Vec<Option<usize>> = names.iter().map(|name| index.find(name)).collect();
    let all_found = found.iter().all(Option::is_some);
    let mut found: Vec<usize> = found.into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    (found, all_found)
}

/// Who answers letters: `Doe, J (corresponding author), Univ Naps, Nowhere.; …`. It is the address of who has
/// no other.
fn answering(record: &mut Record, article: &mut Article, index: &Index) {
    let lacks: Vec<bool> = article.authors.iter().map(|author| author.affiliations.is_empty()).collect();
    for field in record.take(&["RP"]) {
        note(article, &field);
        for entry in plain(&field.value).split(".; ") {
            let Some((names, place)) = entry.split_once(" author), ") else { continue };
            let Some((names, _)) = names.rsplit_once(" (") else { continue };
            let place = place.strip_suffix('.').unwrap_or(place);
            // Several names are of several addresses, perhaps.
            let [name] = list(names, ';')[..] else { continue };
            if let Some(at) = index.find(name).filter(|at| lacks.get(*at) == Some(&true)) {
                article.authors[at].affiliations.push(place.to_owned());
            }
        }
    }
}
