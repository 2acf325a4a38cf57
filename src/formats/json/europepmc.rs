//! A result of Europe PMC into an article: core results, and what lite ones have of them.
//!
//! Where programs made the JSON of the XML, every value is a list of one, and `{"_": …, "$": …}` stands for
//! an element with attributes; both are read.
//!
//! It must not know how records are framed.

use super::super::markup;
use super::members::Members;
use super::{dates, ids, names};
use crate::model::{
    Article, Author, Correction, CorrectionKind, DateKind, Grant, Heading, Journal, PartialDate,
    PublicationType, Qualifier, Substance,
};

/// Reads the result.
pub(super) fn convert(record: &mut Members<'_>, article: &mut Article) {
    identifiers(record, article);
    article.title = record.text("title");
    article.abstract_sections = markup::sections(&record.marked_up("abstractText"));
    people(record, article);
    journal(record, article);
    history(record, article);
    subjects(record, article);
    article.grants = record.object("grantsList").objects("grant").into_iter().map(grant).collect();
    for correction in record.object("commentCorrectionList").objects("commentCorrection") {
        article.corrections.push(correction_of(correction));
    }
    article.languages = record.texts("language");
    article.licence = record.text("license");
    links(record, article);
}

fn identifiers(record: &mut Members<'_>, article: &mut Article) {
    let (source, id) = (record.peek("source"), record.text("id"));
    for scheme in ["pmid", "pmcid", "doi"] {
        let value = record.text(scheme);
        ids::add(&mut article.ids, scheme, value, record);
    }
    // Of the other sources (preprints, patents, theses) only Europe PMC's own number is known.
    match source.as_str() {
        "MED" => ids::add(&mut article.ids, "pmid", id.clone(), record),
        "PMC" => ids::add(&mut article.ids, "pmcid", id.clone(), record),
        "" => {}
        other => ids::add_other(&mut article.ids, &format!("europepmc-{other}"), id.clone()),
    }
    for text in record.object("fullTextIdList").texts("fullTextId") {
        let scheme = if text.starts_with("PMC") { "pmcid" } else { "fulltext" };
        ids::add(&mut article.ids, scheme, text, record);
    }
    let manuscript = record.text("manuscriptId");
    ids::add_other(&mut article.ids, "mid", manuscript);
    article.origin.source_id = id;
}

fn people(record: &mut Members<'_>, article: &mut Article) {
    let mut listed = |list: &str, key: &str| -> Vec<Author> {
        record.object(list).objects(key).into_iter().map(|mut members| person(&mut members)).collect()
    };
    article.authors = listed("authorList", "author");
    article.investigators = listed("investigatorList", "investigator");
    let names = record.text("authorString");
    if article.authors.is_empty() {
        let names = names.trim_end_matches('.');
        article.authors = names.split(", ").filter(|name| !name.is_empty()).map(names::listed).collect();
    }
    // The authors' ORCIDs and the first author's affiliation again.
    if article.authors.iter().any(|author| author.orcid.is_some()) {
        record.drop_keys(&["authorIdList"]);
    }
    let affiliation = record.peek("affiliation");
    if article.authors.iter().any(|author| author.affiliations.contains(&affiliation)) {
        record.drop_keys(&["affiliation"]);
    }
}

fn person(members: &mut Members<'_>) -> Author {
    let mut author = Author {
        family: members.text("lastName"),
        given: members.text("firstName"),
        initials: members.text("initials"),
        suffix: members.text("suffix"),
        collective: members.text("collectiveName"),
        ..Author::default()
    };
    let full = members.text("fullName");
    if author.family.is_empty() && author.collective.is_empty() {
        author = Author { given: author.given, ..names::listed(&full) };
    }
    for mut id in members.objects("authorId") {
        author.orcid = author.orcid.or_else(|| orcid(&mut id));
    }
    author.affiliations = members.texts("affiliation");
    for mut details in members.object("authorAffiliationDetailsList").objects("authorAffiliation") {
        author.affiliations.extend(details.texts("affiliation"));
    }
    author
}

/// The ORCID of an identifier; any other stays.
fn orcid(id: &mut Members<'_>) -> Option<String> {
    let mut attributes = id.object("$");
    let (key, kind) =
        if attributes.is_empty() { ("value", id.peek("type")) } else { ("_", attributes.peek("type")) };
    let found = if kind == "ORCID" { super::super::text::orcid(&id.peek(key)) } else { None };
    if found.is_some() {
        attributes.drop_keys(&["type"]);
        id.drop_keys(&[key, "type"]);
    } else {
        id.bad(format!("{kind} {:?} is no ORCID", id.peek(key)), "it was kept as a note");
    }
    found
}

fn journal(record: &mut Members<'_>, article: &mut Article) {
    let mut info = record.object("journalInfo");
    let mut of_journal = info.object("journal");
    let own = Journal {
        title: of_journal.text("title"),
        abbreviation: of_journal.first_text(&["ISOAbbreviation", "isoabbreviation", "medlineAbbreviation"]),
        issns: ["ISSN", "issn", "ESSN", "essn"].iter().map(|key| of_journal.text(key)).collect(),
        nlm_id: of_journal.first_text(&["NLMid", "nlmid"]),
        ..Journal::default()
    };
    drop(of_journal);
    article.journal = own;
    article.volume = info.text("volume");
    article.issue = info.text("issue");
    issue_date(&mut info, article);
    drop(info);
    // What lite results have instead.
    for (field, key) in [
        (&mut article.journal.title, "journalTitle"),
        (&mut article.volume, "journalVolume"),
        (&mut article.issue, "issue"),
        (&mut article.pages, "pageInfo"),
    ] {
        if field.is_empty() {
            *field = record.text(key);
        }
    }
    let issns = record.text("journalIssn");
    article.journal.issns.extend(issns.split([';', ',']).map(|issn| issn.trim().to_owned()));
    tidy(&mut article.journal.issns);
    book(record, article);
}

fn book(record: &mut Members<'_>, article: &mut Article) {
    let mut book = record.object("bookOrReportDetails");
    article.journal.publisher = book.text("publisher");
    if article.journal.title.is_empty() {
        article.journal.title = book.text("comprisingTitle");
    }
    article.journal.isbns = ["isbn13", "isbn10"].iter().map(|key| book.text(key)).collect();
    tidy(&mut article.journal.isbns);
}

/// Leaves out what is empty or given twice.
fn tidy(texts: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
}

fn issue_date(info: &mut Members<'_>, article: &mut Article) {
    let (year, month) = (info.number("yearOfPublication"), info.number("monthOfPublication"));
    let printed = info.text("dateOfPublication");
    let year = year.and_then(|year| u16::try_from(year).ok());
    let known = month.and_then(|month| u8::try_from(month).ok()).filter(|month| (1..=12).contains(month));
    if let Some(month) = month.filter(|month| *month > 12) {
        info.bad(format!("{month} is no month"), "it was left out");
    }
    let of_numbers = year.and_then(|year| PartialDate::new(year, known, None).ok());
    let read = dates::of_text(&printed);
    // The printed date may have a day; a range or a season says more than its first date.
    let finer = read
        .filter(|date| of_numbers.is_none_or(|known| date.year() == known.year() && date.day().is_some()));
    if let Some(date) = finer.or(of_numbers) {
        dates::push(&mut article.dates, DateKind::Published, date);
    }
    if printed.split_whitespace().count() > 2 || read.is_none() || printed.contains(['-', '/']) {
        info.note("dateOfPublication", printed);
    }
    dates::take_text(info, "printPublicationDate", DateKind::Print, &mut article.dates);
}

fn history(record: &mut Members<'_>, article: &mut Article) {
    let year = record
        .number("pubYear")
        .and_then(|year| PartialDate::new(u16::try_from(year).ok()?, None, None).ok());
    if let Some(year) = year.filter(|_| article.date(DateKind::Published).is_none()) {
        dates::push(&mut article.dates, DateKind::Published, year);
    }
    for (key, kind) in [
        ("electronicPublicationDate", DateKind::Electronic),
        ("dateOfCreation", DateKind::RecordCreated),
        ("dateOfCompletion", DateKind::RecordCompleted),
        ("dateOfRevision", DateKind::RecordRevised),
    ] {
        dates::take_text(record, key, kind, &mut article.dates);
    }
}

fn subjects(record: &mut Members<'_>, article: &mut Article) {
    article.keywords = record.object("keywordList").texts("keyword");
    article.headings =
        record.object("meshHeadingList").objects("meshHeading").into_iter().map(heading).collect();
    article.substances =
        record.object("chemicalList").objects("chemical").into_iter().map(substance).collect();
    let mut types = record.object("pubTypeList").texts("pubType");
    types.extend(record.text("pubType").split("; ").map(str::to_owned));
    tidy(&mut types);
    article.publication_types =
        types.into_iter().map(|name| PublicationType { name, ui: String::new() }).collect();
}

fn heading(mut members: Members<'_>) -> Heading {
    let mut heading = Heading {
        name: members.text("descriptorName"),
        major: members.truth("majorTopic_YN") == Some(true),
        ..Heading::default()
    };
    for mut qualifier in members.object("meshQualifierList").objects("meshQualifier") {
        // Two letters for the name.
        qualifier.drop_keys(&["abbreviation"]);
        let major = qualifier.truth("majorTopic_YN") == Some(true);
        heading.qualifiers.push(Qualifier {
            name: qualifier.text("qualifierName"),
            major,
            ..Qualifier::default()
        });
    }
    heading
}

fn substance(mut members: Members<'_>) -> Substance {
    let (name, registry_number) = (members.text("name"), members.text("registryNumber"));
    Substance { name, registry_number, ..Substance::default() }
}

fn grant(mut members: Members<'_>) -> Grant {
    // The place among the authors, 0 where there is none.
    members.drop_keys(&["orderIn"]);
    Grant {
        id: members.text("grantId"),
        acronym: members.text("acronym"),
        agency: members.text("agency"),
        country: members.text("country"),
    }
}

fn correction_of(mut members: Members<'_>) -> Correction {
    members.drop_keys(&["orderIn"]);
    let (name, id, source) = (members.text("type"), members.text("id"), members.text("source"));
    let kind = kind_of(&name);
    let pmid = if source == "MED" { id.parse().ok() } else { None };
    let (mut citation, mut note) = (members.text("reference"), members.text("note"));
    if citation.is_empty() && pmid.is_none() {
        citation = format!("{source} {id}");
    }
    if kind == CorrectionKind::Other {
        note = if note.is_empty() { name } else { format!("{name}; {note}") };
    }
    Correction { kind, citation, pmid, doi: None, note }
}

/// Europe PMC has PubMed's kinds, in words.
fn kind_of(name: &str) -> CorrectionKind {
    const KINDS: [(&str, CorrectionKind); 24] = [
        ("retraction in", CorrectionKind::RetractionIn),
        ("retraction of", CorrectionKind::RetractionOf),
        ("partial retraction in", CorrectionKind::PartialRetractionIn),
        ("partial retraction of", CorrectionKind::PartialRetractionOf),
        ("retracted and republished in", CorrectionKind::RetractionIn),
        ("retracted and republished from", CorrectionKind::RepublishedFrom),
        ("corrected and republished in", CorrectionKind::RepublishedIn),
        ("corrected and republished from", CorrectionKind::RepublishedFrom),
        ("erratum in", CorrectionKind::ErratumIn),
        ("erratum for", CorrectionKind::ErratumFor),
        ("republished in", CorrectionKind::RepublishedIn),
        ("republished from", CorrectionKind::RepublishedFrom),
        ("expression of concern in", CorrectionKind::ExpressionOfConcernIn),
        ("expression of concern for", CorrectionKind::ExpressionOfConcernFor),
        ("comment in", CorrectionKind::CommentIn),
        ("comment on", CorrectionKind::CommentOn),
        ("update in", CorrectionKind::UpdateIn),
        ("update of", CorrectionKind::UpdateOf),
        // As in PubMed: the article updates its preprint.
        ("preprint in", CorrectionKind::UpdateOf),
        ("preprint of", CorrectionKind::UpdateIn),
        ("summary for patients in", CorrectionKind::SummaryForPatientsIn),
        ("original report in", CorrectionKind::OriginalReportIn),
        ("reprint in", CorrectionKind::ReprintIn),
        ("reprint of", CorrectionKind::ReprintOf),
    ];
    let lower = name.to_lowercase();
    KINDS.iter().find(|(known, _)| *known == lower).map_or(CorrectionKind::Other, |(_, kind)| *kind)
}

fn links(record: &mut Members<'_>, article: &mut Article) {
    let mut links = record.object("fullTextUrlList").objects("fullTextUrl");
    article.links = links.iter_mut().map(|link| link.text("url")).collect();
    tidy(&mut article.links);
}
