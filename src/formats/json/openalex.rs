//! A work of OpenAlex into an article.
//!
//! Its references are OpenAlex's own ids and no more. That a work was retracted is said without a notice.
//!
//! It must not know how records are framed.

use std::collections::HashSet;

use serde_json::Value;

use super::super::text::shown;
use super::super::{RECORD_MAX_BYTES, language_names, markup};
use super::members::Members;
use super::{dates, ids, names, unique};
use crate::model::{
    Article, Author, Correction, CorrectionKind, DateKind, Grant, Heading, PartialDate, PublicationType,
    Qualifier, Reference,
};

/// Reads the work.
pub(super) fn convert(record: &mut Members<'_>, article: &mut Article) {
    // Authors, sources and topics come in the same envelopes.
    let id = record.peek("id");
    let work = end_of(&id).strip_prefix(['W', 'w']);
    let is_work = work.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
    if id.contains("openalex.org/") && !is_work {
        return record.refuse(format!("{:?}, which is no work of OpenAlex", shown(&id)));
    }
    identifiers(record, article);
    article.title = record.text("title");
    let display = record.text("display_name");
    if article.title.is_empty() {
        article.title = display;
    } else if display != article.title {
        record.note("display_name", display);
    }
    abstract_text(record, article);
    article.authors = record.objects("authorships").into_iter().map(author).collect();
    article.authors_incomplete = record.truth("is_authors_truncated") == Some(true);
    journal(record, article);
    history(record, article);
    subjects(record, article);
    article.languages = record.texts("language").iter().map(|name| language_names::code(name)).collect();
    grants(record, article);
    links(record, article);
    works(record, article);
}

/// What stands behind the last slash of an address.
fn end_of(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}

fn identifiers(record: &mut Members<'_>, article: &mut Article) {
    let (id, doi) = (record.text("id"), record.text("doi"));
    let mut all = record.object("ids");
    let id = if id.is_empty() { all.peek("openalex") } else { id };
    end_of(&id).clone_into(&mut article.origin.source_id);
    ids::add_other(&mut article.ids, "openalex", article.origin.source_id.clone());
    ids::add(&mut article.ids, "doi", doi, &all);
    for key in ["openalex", "doi", "pmid", "pmcid", "mag"] {
        let value = all.text(key);
        let value = if key == "openalex" { end_of(&value).to_owned() } else { value };
        ids::add(&mut article.ids, key, value, &all);
    }
}

/// The abstract, put together from the positions of its words.
fn abstract_text(record: &mut Members<'_>, article: &mut Article) {
    let mut text = record.marked_up("abstract");
    if let Some(Value::Object(index)) = record.take_if("abstract_inverted_index", Value::is_object) {
        let mut words: Vec<(u64, &str)> = Vec::new();
        for (word, positions) in &index {
            let positions = positions.as_array().map_or(&[][..], Vec::as_slice);
            words.extend(positions.iter().filter_map(Value::as_u64).map(|at| (at, word.as_str())));
        }
        words.sort_unstable();
        let bytes: usize = words.iter().map(|(_, word)| word.len() + 1).sum();
        if bytes > RECORD_MAX_BYTES {
            record.bad(
                "an abstract whose words make more than a record may have".to_owned(),
                "it was left out",
            );
        } else if text.is_empty() {
            text = words.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
        }
    }
    article.abstract_sections = markup::sections(&text);
}

fn author(mut members: Members<'_>) -> Author {
    // The order of the list says the same.
    members.drop_keys(&["author_position"]);
    let mut person = members.object("author");
    let name = person.text("display_name");
    let orcid = person.text("orcid");
    let raw = members.text("raw_author_name");
    let mut author = names::person(if name.is_empty() { &raw } else { &name });
    if raw != name && !name.is_empty() {
        members.note("raw_author_name", raw);
    }
    author.orcid = super::super::text::orcid(&orcid);
    if author.orcid.is_none() && !orcid.is_empty() {
        person.bad(format!("{orcid:?} is no ORCID"), "it was kept as a note");
        person.note("orcid", orcid);
    }
    let mut affiliations = members.texts("raw_affiliation_strings");
    affiliations.extend(members.texts("raw_affiliation_string"));
    if affiliations.is_empty() {
        affiliations
            .extend(members.objects("affiliations").iter_mut().map(|one| one.text("raw_affiliation_string")));
    } else {
        // The same texts, with the institutions found in them.
        members.drop_keys(&["affiliations"]);
    }
    if affiliations.is_empty() {
        affiliations.extend(members.objects("institutions").iter_mut().map(|one| one.text("display_name")));
    }
    author.affiliations = unique(affiliations);
    author
}

fn journal(record: &mut Members<'_>, article: &mut Article) {
    let mut location = record.object("primary_location");
    article.links.extend([location.text("landing_page_url"), location.text("pdf_url")]);
    article.licence = location.text("license");
    source(&mut location.object("source"), article);
    drop(location);
    let mut venue = record.object("host_venue");
    article.links.push(venue.text("url"));
    if article.licence.is_empty() {
        article.licence = venue.text("license");
    }
    source(&mut venue, article);
    let mut biblio = record.object("biblio");
    article.volume = biblio.text("volume");
    article.issue = biblio.text("issue");
    let (first, last) = (super::pages(&mut biblio, "first_page"), super::pages(&mut biblio, "last_page"));
    article.pages = if last.is_empty() || last == first { first } else { format!("{first}-{last}") };
}

/// Reads the journal, unless it is known.
fn source(source: &mut Members<'_>, article: &mut Article) {
    if source.is_empty() || !article.journal.title.is_empty() {
        return;
    }
    article.journal.title = source.text("display_name");
    article.journal.publisher = source.first_text(&["host_organization_name", "publisher"]);
    let mut issns = source.texts("issn");
    issns.extend(source.texts("issn_l"));
    article.journal.issns = unique(issns);
}

fn history(record: &mut Members<'_>, article: &mut Article) {
    // OpenAlex takes the earliest of all dates, which is when the work came out online.
    dates::take_text(record, "publication_date", DateKind::Electronic, &mut article.dates);
    let year = record.number("publication_year").and_then(|year| u16::try_from(year).ok());
    let known = article.date(DateKind::Electronic).map(PartialDate::year);
    if let Some(year) = year.filter(|year| known != Some(*year)) {
        match (known, PartialDate::new(year, None, None)) {
            (None, Ok(date)) => dates::push(&mut article.dates, DateKind::Electronic, date),
            _ => record.note("publication_year", year.to_string()),
        }
    }
    dates::take_text(record, "created_date", DateKind::RecordCreated, &mut article.dates);
    dates::take_text(record, "updated_date", DateKind::RecordRevised, &mut article.dates);
}

fn subjects(record: &mut Members<'_>, article: &mut Article) {
    let mut words = Vec::new();
    for key in ["keywords", "topics", "primary_topic", "concepts"] {
        for subject in record.objects(key) {
            // The name stays with its score; at 0 it is only above others.
            if subject.peek("score").parse() == Ok(0.0_f64) {
                continue;
            }
            words.extend(["display_name", "keyword"].iter().map(|key| subject.peek(key)));
        }
        words.extend(record.texts(key));
    }
    article.keywords = unique(words);
    for key in ["type", "type_crossref"] {
        let name = record.text(key);
        if !name.is_empty() && article.publication_types.iter().all(|kind| kind.name != name) {
            article.publication_types.push(PublicationType { name, ui: String::new() });
        }
    }
    for mesh in record.objects("mesh") {
        heading(mesh, &mut article.headings);
    }
}

/// Adds a pair of descriptor and qualifier; the pairs of a descriptor stand together.
fn heading(mut mesh: Members<'_>, headings: &mut Vec<Heading>) {
    let (name, ui) = (mesh.text("descriptor_name"), mesh.text("descriptor_ui"));
    let qualifier =
        Qualifier { name: mesh.text("qualifier_name"), ui: mesh.text("qualifier_ui"), major: false };
    let major = mesh.truth("is_major_topic") == Some(true);
    let stands = headings.last().is_some_and(|last| last.name == name && last.ui == ui);
    if !stands {
        headings.push(Heading { name, ui, ..Heading::default() });
    }
    let Some(heading) = headings.last_mut() else { return };
    if qualifier.name.is_empty() && qualifier.ui.is_empty() {
        heading.major |= major;
    } else {
        heading.qualifiers.push(Qualifier { major, ..qualifier });
    }
}

fn grants(record: &mut Members<'_>, article: &mut Article) {
    for key in ["grants", "awards"] {
        for mut grant in record.objects(key) {
            let id = grant.first_text(&["award_id", "funder_award_id"]);
            let agency = grant.text("funder_display_name");
            article.grants.push(Grant { id, agency, ..Grant::default() });
        }
    }
    let known: HashSet<String> = article.grants.iter().map(|grant| grant.agency.clone()).collect();
    for mut funder in record.objects("funders") {
        let agency = funder.text("display_name");
        if !known.contains(&agency) {
            article.grants.push(Grant { agency, ..Grant::default() });
        }
    }
}

fn links(record: &mut Members<'_>, article: &mut Article) {
    let mut urls = std::mem::take(&mut article.links);
    let mut access = record.object("open_access");
    urls.push(access.text("oa_url"));
    for key in ["best_oa_location", "locations"] {
        for mut location in record.objects(key) {
            urls.extend([location.text("landing_page_url"), location.text("pdf_url")]);
        }
    }
    article.links = unique(urls);
}

fn works(record: &mut Members<'_>, article: &mut Article) {
    for address in record.texts("referenced_works") {
        let mut reference = Reference::default();
        ids::add_other(&mut reference.ids, "openalex", end_of(&address).to_owned());
        article.references.push(reference);
    }
    if record.truth("is_retracted") == Some(true) {
        article.corrections.push(Correction {
            kind: CorrectionKind::RetractionIn,
            citation: String::new(),
            pmid: None,
            doi: None,
            note: "is_retracted".to_owned(),
        });
    }
}
