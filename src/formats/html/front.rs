//! What meta data says of an article: title, journal, identifiers, rights, links.
//!
//! It must not know the page beyond its statements.

use super::super::languages;
use super::dates::ascii_digits;
use super::ids::{add_address, doi};
use super::people::Told;
use super::references::parts;
use super::said::Statements;
use super::vocabulary::Field;
use super::{dates, pages};
use crate::model::{Article, DateKind, DatedEvent, Grant, OtherId, PartialDate, PublicationType, fold_key};

/// Problems told in full; a page has few statements that can be wrong.
const COMPARED_MAX: usize = 64;

/// Fills in what the statements say.
pub(super) fn fill(article: &mut Article, said: &mut Statements, told: &mut Vec<Told>) {
    for at in said.take(Field::Language) {
        let language = languages::code(&said.get(at).value);
        push_once(&mut article.languages, language);
    }
    titles(article, said);
    journal(article, said);
    article.volume = ascii_digits(&said.take_one(Field::Volume));
    article.issue = ascii_digits(&said.take_one(Field::Issue));
    let (first, last) = (said.take_one(Field::FirstPage), said.take_one(Field::LastPage));
    article.pages = pages(&first, &last);
    let printed = said.take_one(Field::Pages);
    if article.pages.is_empty() || fold_key(&printed).starts_with(&fold_key(&article.pages)) {
        article.pages = if printed.is_empty() { std::mem::take(&mut article.pages) } else { printed };
    }
    article.pages = ascii_digits(&article.pages);
    for at in said.take(Field::Kind) {
        let name = said.get(at).value.clone();
        article.publication_types.push(PublicationType { name, ui: String::new() });
    }
    identifiers(article, said, told);
    for at in said.take_all(|field| field == Field::Link) {
        push_link(&mut article.links, &said.get(at).value);
    }
    rights(article, said);
    article.how_to_cite = said.take_one(Field::Cite);
    for at in said.take(Field::Grant) {
        article.grants.push(grant(&said.get(at).value));
    }
    dated(article, said, told);
}

fn titles(article: &mut Article, said: &mut Statements) {
    article.title = said.take_one(Field::Title);
    // Where the article is not in English its title in English is the title, its own the vernacular one.
    let is_english =
        article.languages.is_empty() || article.languages.iter().any(|language| language == "eng");
    for at in said.take_all(|field| field == Field::OtherTitle) {
        let other = said.get(at);
        let language = languages::code(&other.language);
        let value = other.value.clone();
        if fold_key(&value) == fold_key(&article.title) {
            continue;
        }
        if !is_english && language == "eng" && article.vernacular_title.is_empty() {
            article.vernacular_title = std::mem::replace(&mut article.title, value);
        } else {
            said.leave(at);
        }
    }
}

fn journal(article: &mut Article, said: &mut Statements) {
    let journal = &mut article.journal;
    journal.title = said.take_one(Field::Journal);
    let is_name = |text: &str| !text.chars().any(|c| c.is_ascii_digit());
    for at in said.take_all(|field| field == Field::Source) {
        let value = said.get(at).value.clone();
        if journal.title.is_empty() && is_name(&value) {
            journal.title = value;
        } else if value != journal.title {
            said.leave(at);
        }
    }
    for at in said.take_all(|field| field == Field::Abbreviation) {
        let value = said.get(at).value.clone();
        // Where a journal never filled it in, it is a number.
        if journal.abbreviation.is_empty() && value.chars().any(char::is_alphabetic) {
            journal.abbreviation = value;
        } else if value != journal.abbreviation {
            said.leave(at);
        }
    }
    journal.publisher = said.take_one(Field::Publisher);
    for at in said.take_all(|field| field == Field::Issn) {
        for issn in said.get(at).value.split([',', ';', ' ']).filter(|issn| !issn.is_empty()) {
            push_once(&mut journal.issns, with_hyphen(issn));
        }
    }
    for at in said.take_all(|field| field == Field::Isbn) {
        push_once(&mut journal.isbns, said.get(at).value.clone());
    }
}

/// An ISSN as it is printed everywhere: `12345678` is `1234-5678`.
fn with_hyphen(issn: &str) -> String {
    let is_bare = issn.len() == 8 && issn.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_bare { format!("{}-{}", &issn[..4], &issn[4..]) } else { issn.to_owned() }
}

fn identifiers(article: &mut Article, said: &mut Statements, told: &mut Vec<Told>) {
    for at in said.take_all(|field| matches!(field, Field::Doi | Field::Pmid | Field::Pmcid | Field::Id(_))) {
        let (field, value, byte) = (said.get(at).field, said.get(at).value.clone(), said.get(at).byte);
        let ids = &mut article.ids;
        let (scheme, is_sound, is_placed) = match field {
            Field::Doi => {
                let doi = doi(&value);
                let is_sound = doi.is_some();
                ids.doi = ids.doi.take().or_else(|| doi.clone());
                ("doi", is_sound, ids.doi == doi)
            }
            Field::Pmid => {
                let pmid = value.parse().ok();
                ids.pmid = ids.pmid.or(pmid);
                ("pmid", pmid.is_some(), ids.pmid == pmid)
            }
            Field::Pmcid => {
                let pmcid = value.parse().ok();
                ids.pmcid = ids.pmcid.or(pmcid);
                ("pmcid", pmcid.is_some(), ids.pmcid == pmcid)
            }
            Field::Id(scheme) => (scheme, true, false),
            _ => continue,
        };
        if !is_sound {
            told.push((
                format!("{value:?} is not a {}", scheme.to_uppercase()),
                "it was kept as another id",
                byte,
            ));
        }
        if !is_sound || !is_placed {
            push_once(&mut ids.other, OtherId { scheme: scheme.to_owned(), value });
        }
    }
    for at in said.take_all(|field| field == Field::Identifier) {
        let value = said.get(at).value.clone();
        if let Some(doi) = doi(&value) {
            if article.ids.doi.get_or_insert_with(|| doi.clone()) != &doi {
                said.leave(at);
            }
        } else if value.starts_with("http") {
            add_address(&mut article.ids, &value);
            push_link(&mut article.links, &value);
        } else if article.origin.source_id.is_empty() && said.get(at).rank < 3 {
            article.origin.source_id = value;
        } else if article.origin.source_id != value {
            said.leave(at);
        }
    }
}

fn rights(article: &mut Article, said: &mut Statements) {
    for at in said.take_all(|field| matches!(field, Field::Rights | Field::Licence)) {
        let (field, value) = (said.get(at).field, said.get(at).value.clone());
        let slot = if field == Field::Licence || is_licence(&value) {
            &mut article.licence
        } else {
            &mut article.copyright
        };
        if slot.is_empty() {
            *slot = value;
        } else if *slot != value {
            said.leave(at);
        }
    }
}

/// Whether a statement of rights is one of copyright rather than of a licence.
pub(super) fn is_copyright(text: &str) -> bool {
    let lower = text.to_lowercase();
    !is_licence(text)
        && ["copyright", "©", "(c)", "حق نشر", "derechos de autor", "direitos autorais"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Whether a text names a licence.
pub(super) fn is_licence(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["licen", "creative commons", "creativecommons", "cc by", "cc-by", "lizenz", "lisans", "مجوز"]
        .iter()
        .any(|word| lower.contains(word))
}

/// `citation_funder=…; citation_grant_number=…`, or the name of the funder alone.
fn grant(value: &str) -> Grant {
    let parts = parts(value);
    let part = |wanted: &str| parts.iter().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value);
    if parts.is_empty() {
        return Grant { agency: value.to_owned(), ..Grant::default() };
    }
    Grant { id: part("grant_number").to_owned(), agency: part("funder").to_owned(), ..Grant::default() }
}

fn dated(article: &mut Article, said: &mut Statements, told: &mut Vec<Told>) {
    for at in said.dates() {
        let statement = said.get(at);
        let Field::Date(kind) = statement.field else { continue };
        let Some(date) = dates::read(&statement.value) else {
            let calendar = dates::is_of_another_calendar(&statement.value);
            let found = format!(
                "{:?} is not a date{}",
                statement.value,
                if calendar { " of this calendar" } else { "" }
            );
            told.push((found, "it was kept as a note", statement.byte));
            continue;
        };
        let is_of_page = statement.name.to_ascii_lowercase().ends_with("citation_date");
        if add_date(&mut article.dates, kind, date, is_of_page) {
            said.mark_used(at);
        }
    }
}

/// Adds a date unless one of its kind is there; `false` where it says something that could not be added.
///
/// A second date of publication is that of the page itself, where `is_of_page`.
pub(super) fn add_date(
    dates: &mut Vec<DatedEvent>,
    kind: DateKind,
    date: PartialDate,
    is_of_page: bool,
) -> bool {
    let agree = |one: PartialDate, other: PartialDate| one.to_string().starts_with(&other.to_string());
    match dates.iter_mut().find(|event| event.kind == kind) {
        Some(event) if agree(date, event.date) => event.date = date,
        Some(event) if agree(event.date, date) => {}
        Some(_) if kind == DateKind::Published && is_of_page => {
            return add_date(dates, DateKind::Electronic, date, false);
        }
        Some(_) => return false,
        None => dates.push(DatedEvent { kind, date }),
    }
    true
}

/// Adds an address that leads somewhere from anywhere.
pub(super) fn push_link(links: &mut Vec<String>, address: &str) {
    let address = address.trim();
    if address.starts_with("http://") || address.starts_with("https://") {
        push_once(links, address.to_owned());
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.iter().rev().take(COMPARED_MAX).any(|known| *known == value) {
        list.push(value);
    }
}
