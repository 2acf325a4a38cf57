//! One article out of the records of one work.
//!
//! Records are heard in the order of how much their format says for certain (a publisher's or an indexer's
//! own record before an export of it), then the more recent before the earlier, then the one that says more;
//! of those that say the same, by where they stand. Of texts and numbers the first record that has one is
//! believed; of lists that belong together (authors, headings, references, sections of text) the richest list is
//! taken whole, and authors have what other lists say of the same person; of lists of single facts (keywords,
//! dates, notices, other identifiers) every fact is kept once. Where the work appeared (year, volume, issue,
//! pages) is taken from the record that says most of it, and from those of the same volume. Of several PubMed
//! records of one PMID only the latest is heard: PubMed replaces a record by the next. Nothing is made up that
//! no record says.
//!
//! It must not know why the records are of one work.

use super::super::release::release_of;
use super::authors::authors;
use super::fields::{
    dated, first, first_list, journal, keywords, own_fields, pages, placed, richest, title, union, union_ids,
    word_count,
};
use crate::index::{Held, SourceRecord, Work, is_program_source};
use crate::model::{Article, DateKind, Origin, PartialDate, Pmid, fold_key};

/// Formats by how much they say for certain.
const TRUST: [&str; 19] = [
    "pubmed-xml",
    "jats",
    "nbib",
    "europepmc",
    "crossref",
    "cord19",
    "openalex",
    "cord19-table",
    "ojs-page",
    "html",
    "endnote-xml",
    "csl-json",
    "web-of-science",
    "ris",
    "bibtex",
    "front-matter",
    "jsonl",
    "beir",
    "pdf",
];
const PUBMED: &str = TRUST[0];

/// Whether a source that withdraws a PMID withdraws this record: PubMed withdraws its own.
pub(crate) fn is_withdrawable(article: &Article) -> Option<Pmid> {
    article.ids.pmid.filter(|_| article.origin.format == PUBMED)
}

/// How recent a record is; the greatest is the latest.
fn recency(record: &SourceRecord) -> (u32, u32, Option<Standing<'_>>) {
    let article = &record.article;
    let revised = article.date(DateKind::RecordRevised).map_or(0, PartialDate::first_day);
    (article.version, revised, is_withdrawable(article).map(|_| standing(record)))
}

/// What orders PubMed's records of one date: whether a program put it, whether it is of no release, the release, and
/// where it stands.
type Standing<'r> = (bool, bool, Option<&'r str>, (&'r str, &'r Origin));

/// PubMed's releases are named in their order. A record of none was corrected by hand, or was downloaded: it counts
/// more, as a withdrawal by such a file does. What a program put counts most.
fn standing(record: &SourceRecord) -> Standing<'_> {
    let release = release_of(record);
    (is_program_source(&record.source), release.is_none(), release, place(record))
}

/// Where a record stands: what is left to order those that say the same.
fn place(record: &SourceRecord) -> (&str, &Origin) {
    (&record.source, &record.article.origin)
}

/// How much a record says, and what tells it from others that say as much.
fn content(record: &SourceRecord) -> (usize, u64) {
    let article = &record.article;
    let text: usize = article.abstract_sections.iter().map(|section| section.text.len()).sum();
    let facts = [&article.volume, &article.issue, &article.pages, &article.journal.title];
    let said = facts.iter().filter(|fact| !fact.is_empty()).count();
    (
        said + text + article.authors.len() + article.keywords.len() + article.references.len(),
        record.content(),
    )
}

/// The article records of one work make together; there is at least one record.
pub(crate) fn merged(mut records: Vec<SourceRecord>) -> Work {
    let only = if records.len() == 1 { records.pop() } else { None };
    if let Some(record) = only {
        return Work::of_one(record);
    }
    let mut held: Vec<Held> = records.iter().map(SourceRecord::held).collect();
    held.sort();
    let trust = |record: &SourceRecord| {
        let format = record.article.origin.format.as_str();
        TRUST.iter().position(|known| *known == format).unwrap_or(TRUST.len())
    };
    records.sort_by(|a, b| {
        let order = trust(a).cmp(&trust(b)).then_with(|| recency(b).cmp(&recency(a)));
        order.then_with(|| content(b).cmp(&content(a))).then_with(|| place(a).cmp(&place(b)))
    });
    let mut of_pubmed: Vec<Pmid> = Vec::new();
    let mut heard: Vec<&Article> = Vec::new();
    for record in &records {
        if let Some(pmid) = is_withdrawable(&record.article) {
            if of_pubmed.contains(&pmid) {
                continue;
            }
            of_pubmed.push(pmid);
        }
        heard.push(&record.article);
    }
    let mut article = article_of(&heard);
    article.merged = records.iter().skip(1).map(|record| record.article.origin.clone()).collect();
    article.merged.sort();
    article.assign_id();
    Work { article, held, records, came: None }
}

fn article_of(heard: &[&Article]) -> Article {
    let text = |field: fn(&Article) -> &String| first(heard, field);
    let fact = |text: &str| fold_key(text);
    let authors = authors(heard);
    let placed = placed(heard);
    Article {
        ids: union_ids(heard),
        version: heard.iter().map(|article| article.version).find(|version| *version > 0).unwrap_or(0),
        title: title(heard),
        vernacular_title: text(|article| &article.vernacular_title),
        abstract_sections: richest(heard, |a| &a.abstract_sections, |section| word_count(&section.text)),
        other_abstracts: union(
            heard,
            |a| &a.other_abstracts,
            |other| (fact(&other.language), fact(&other.kind)),
        ),
        keywords: keywords(heard),
        headings: richest(heard, |a| &a.headings, |heading| 1 + heading.qualifiers.len()),
        substances: richest(heard, |a| &a.substances, |_| 1),
        publication_types: union(heard, |a| &a.publication_types, |kind| fact(&kind.name)),
        authors_incomplete: authors.1,
        authors: authors.0,
        editors: richest(heard, |a| &a.editors, |_| 1),
        investigators: richest(heard, |a| &a.investigators, |_| 1),
        journal: journal(heard),
        volume: first(&placed, |article| &article.volume),
        issue: first(&placed, |article| &article.issue),
        pages: pages(&placed),
        dates: union(&dated(&placed, heard), |a| &a.dates, |event| event.kind as u8),
        languages: first_list(heard, |a| &a.languages),
        country: text(|article| &article.country),
        record_status: text(|article| &article.record_status),
        grants: union(heard, |a| &a.grants, |grant| (fact(&grant.id), fact(&grant.agency))),
        databanks: union(heard, |a| &a.databanks, |bank| (fact(&bank.name), bank.accessions.clone())),
        corrections: union(
            heard,
            |a| &a.corrections,
            |note| {
                let other = note.pmid.map(|pmid| pmid.to_string());
                let other = other.or_else(|| note.doi.as_ref().map(ToString::to_string));
                (note.kind as u8, other.unwrap_or_else(|| fact(&note.citation)))
            },
        ),
        references: richest(heard, |a| &a.references, |_| 1),
        body: richest(heard, |a| &a.body, |section| section.paragraphs.iter().map(|p| word_count(p)).sum()),
        conflict_of_interest: text(|article| &article.conflict_of_interest),
        copyright: text(|article| &article.copyright),
        licence: text(|article| &article.licence),
        how_to_cite: text(|article| &article.how_to_cite),
        links: union(heard, |a| &a.links, Clone::clone),
        notes: union(heard, |a| &a.notes, |note| (note.label.clone(), note.text.clone())),
        fields: own_fields(heard),
        searched_fields: union(heard, |a| &a.searched_fields, Clone::clone),
        origin: heard.first().map_or_else(Origin::default, |article| article.origin.clone()),
        ..Article::default()
    }
}
