//! The project's own form and BEIR: what is written is read again, and bad lines cost only themselves.
//!
//! They must not know any other format.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::tests::{kinds, read_all};
use super::super::{Format, ProblemKind};
use super::*;
use crate::model::{
    Author, BodySection, Correction, CorrectionKind, Databank, DateKind, DatedEvent, Grant, Heading,
    Identifiers, Journal, Origin, OtherId, PartialDate, PublicationType, Qualifier, Reference, Section,
    Substance, TranslatedAbstract,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[ -~]{0,12}",
        "\\PC{0,8}",
        Just("line\nend \" \\ \u{7f} ünï".to_owned())
    ]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..3)
}

fn ids() -> impl Strategy<Value = Identifiers> {
    let other = vec((text(), text()).prop_map(|(scheme, value)| OtherId { scheme, value }), 0..3);
    let doi = option::of("10[.][0-9]{4}/[a-z0-9.()-]{0,8}[a-z]")
        .prop_map(|doi| doi.and_then(|doi| doi.parse().ok()));
    let number = || option::of(1..u32::MAX);
    (number(), number(), doi, other).prop_map(|(pmid, pmcid, doi, other)| Identifiers {
        pmid: pmid.and_then(|number| number.try_into().ok()),
        pmcid: pmcid.and_then(|number| number.try_into().ok()),
        doi,
        other,
    })
}

fn sections() -> impl Strategy<Value = Vec<Section>> {
    vec((text(), text()).prop_map(|(label, text)| Section { label, text }), 0..3)
}

fn people() -> impl Strategy<Value = Vec<Author>> {
    let orcid = option::of("[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]");
    let person = (text(), text(), text(), text(), text(), orcid, texts());
    vec(
        person.prop_map(|(family, given, initials, suffix, collective, orcid, affiliations)| Author {
            family,
            given,
            initials,
            suffix,
            collective,
            orcid,
            affiliations,
        }),
        0..3,
    )
}

fn dates() -> impl Strategy<Value = Vec<DatedEvent>> {
    let kind = prop_oneof![Just(DateKind::Published), Just(DateKind::RecordRevised), Just(DateKind::Other)];
    let date = (1000..3000_u16, option::of(1..13_u8), 1..29_u8, any::<bool>());
    let date = date.prop_map(|(year, month, day, has_day)| {
        PartialDate::new(year, month, month.filter(|_| has_day).map(|_| day)).unwrap()
    });
    vec((kind, date).prop_map(|(kind, date)| DatedEvent { kind, date }), 0..4)
}

fn references() -> impl Strategy<Value = Vec<Reference>> {
    let parts = (text(), text(), texts(), text(), option::of(0..3000_u16), text(), ids());
    vec(
        parts.prop_map(|(label, raw, authors, title, year, pages, ids)| Reference {
            label,
            journal: title.clone(),
            volume: raw.clone(),
            issue: pages.clone(),
            raw,
            authors,
            title,
            year,
            pages,
            ids,
        }),
        0..3,
    )
}

fn indexing() -> impl Strategy<Value = Article> {
    let qualifier =
        || (text(), text(), any::<bool>()).prop_map(|(name, ui, major)| Qualifier { name, ui, major });
    let heading = (text(), text(), any::<bool>(), vec(qualifier(), 0..3))
        .prop_map(|(name, ui, major, qualifiers)| Heading { name, ui, major, qualifiers });
    let substance = (text(), text(), text()).prop_map(|(name, ui, registry_number)| Substance {
        name,
        ui,
        registry_number,
    });
    let publication_type = (text(), text()).prop_map(|(name, ui)| PublicationType { name, ui });
    let grant = (text(), text(), text(), text()).prop_map(|(id, acronym, agency, country)| Grant {
        id,
        acronym,
        agency,
        country,
    });
    let databank = (text(), texts()).prop_map(|(name, accessions)| Databank { name, accessions });
    let correction =
        (text(), option::of(1..9_u32), text(), any::<bool>()).prop_map(|(citation, pmid, note, first)| {
            let kind = if first { CorrectionKind::RetractionIn } else { CorrectionKind::Other };
            Correction {
                kind,
                citation,
                pmid: pmid.and_then(|number| number.try_into().ok()),
                doi: None,
                note,
            }
        });
    let lists = (
        vec(heading, 0..3),
        vec(substance, 0..3),
        vec(publication_type, 0..3),
        vec(grant, 0..3),
        vec(databank, 0..3),
        vec(correction, 0..3),
    );
    lists.prop_map(|(headings, substances, publication_types, grants, databanks, corrections)| Article {
        headings,
        substances,
        publication_types,
        grants,
        databanks,
        corrections,
        ..Article::default()
    })
}

fn journals() -> impl Strategy<Value = Journal> {
    (text(), text(), texts(), text(), text(), texts()).prop_map(
        |(title, abbreviation, issns, nlm_id, publisher, isbns)| Journal {
            title,
            abbreviation,
            issns,
            nlm_id,
            publisher,
            isbns,
        },
    )
}

fn origins() -> impl Strategy<Value = Origin> {
    ("[a-z]{1,5}", "[a-z]{1,5}", 1..u64::MAX, text()).prop_map(|(file, format, record, source_id)| Origin {
        file,
        format,
        record,
        source_id,
    })
}

fn articles() -> impl Strategy<Value = Article> {
    let other = (text(), text(), sections()).prop_map(|(language, kind, sections)| TranslatedAbstract {
        language,
        kind,
        sections,
    });
    let body = (text(), any::<u8>(), texts()).prop_map(|(title, depth, paragraphs)| BodySection {
        title,
        depth,
        paragraphs,
    });
    let more = (texts(), sections(), vec(origins(), 0..2), people());
    let first = (ids(), any::<u32>(), "[a-z]{1,9}", sections(), vec(other, 0..2), texts());
    let second = (people(), people(), any::<bool>(), journals(), dates(), references());
    let third = (vec(body, 0..3), vec(text(), 11), origins(), more);
    (first, second, third, indexing()).prop_map(|(first, second, third, indexing)| {
        let [
            vernacular_title,
            volume,
            issue,
            pages,
            country,
            record_status,
            coi,
            copyright,
            licence,
            cite,
            language,
        ] = third.1.try_into().unwrap();
        let mut article = Article {
            ids: first.0,
            version: first.1,
            title: first.2,
            abstract_sections: first.3,
            other_abstracts: first.4,
            keywords: first.5,
            authors: second.0,
            investigators: second.1,
            authors_incomplete: second.2,
            journal: second.3,
            dates: second.4,
            references: second.5,
            body: third.0,
            origin: third.2,
            links: third.3.0,
            notes: third.3.1,
            merged: third.3.2,
            editors: third.3.3,
            conflict_of_interest: coi,
            how_to_cite: cite,
            languages: vec![language],
            vernacular_title,
            volume,
            issue,
            pages,
            country,
            record_status,
            copyright,
            licence,
            ..indexing
        };
        // Of a reference that is its text alone the parts are read.
        article.references.iter_mut().for_each(super::super::citation::complete);
        article.assign_id();
        article
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(written in vec(articles(), 1..4)) {
        let mut file = Vec::new();
        for article in &written {
            write_line(article, &mut file).unwrap();
        }
        let (summary, read, problems, _) = read_all(&file);
        prop_assert_eq!(summary.format, Some(Format::Jsonl));
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(read, written);
    }
}

#[test]
fn a_bad_line_costs_only_itself() {
    let file =
        "{\"title\":\"one\"}\n{\"title\":\"two\", oops}\n\n{\"title\":3}\n[\"x\"]\n{}\n{\"title\":\"last\"}";
    let (summary, articles, problems, _) = read_all(file.as_bytes());
    assert_eq!(summary.records, 6);
    assert_eq!(articles.iter().map(|a| a.title.as_str()).collect::<Vec<_>>(), ["one", "last"]);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    test, record 2, line 2, byte 32: column 17: key must be a string; the line was left out
    test, record 3, line 4, byte 48: column 10: invalid type: integer `3`, expected a string; the line was left out
    test, record 4, line 5, byte 51: no JSON object; the line was left out
    test, record 5, line 6, byte 57: a record without content; it was left out
    ");
}

#[test]
fn unknown_keys_are_named_and_ids_made_to_fit() {
    let file = "{\"id\":\"pmid:1\",\"ids\":{\"pmid\":2,\"pmcx\":3},\"title\":\"x\",\"references\":[{\"rawr\":1}],\"Title\":\"y\"}\n";
    let (_, articles, problems, _) = read_all(file.as_bytes());
    assert_eq!(articles[0].id.as_str(), "pmid:2");
    let found: Vec<&str> = problems.iter().map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        found,
        [
            "keys that are not known: Title, ids.pmcx, references.rawr",
            "the id \"pmid:1\" does not fit the record"
        ]
    );
}

#[test]
fn nesting_and_encoding_do_no_harm() {
    let deep =
        format!("{{\"title\":\"x\"}}\n{{\"title\":{}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let (_, articles, problems, _) = read_all(deep.as_bytes());
    assert_eq!((articles.len(), problems.len()), (1, 1));
    let (_, articles, problems, _) = read_all(b"{\"title\":\"\xc3\xa9 caf\xe9\"}\n");
    assert_eq!(
        (articles[0].title.as_str(), kinds(&problems)),
        ("é caf\u{fffd}", vec![ProblemKind::Encoding])
    );
    assert_eq!(problems[0].place.byte, Some(16));
}

#[test]
fn a_line_past_the_limit_is_passed_over() {
    let mut file = b"{\"title\":\"one\"}\n{\"title\":\"".to_vec();
    file.resize(file.len() + super::super::LINE_MAX_BYTES + 10, b'x');
    file.extend_from_slice(b"\"}\n{\"title\":\"two\"}\n");
    let (_, articles, problems, _) = read_all(&file);
    assert_eq!((articles.len(), kinds(&problems)), (2, vec![ProblemKind::TooLarge]));
    assert_eq!(articles[1].origin.record, 3);
}

#[test]
fn beir_records_never_become_one() {
    let file = "{\"_id\":\"10704411\",\"title\":\"Same\",\"text\":\"a  text\",\"metadata\":{\"url\":\"u\"}}\n\
                {\"_id\":10,\"title\":\"Same\",\"text\":\"a text\",\"metadata\":{\"url\":\"u\"}}\n\
                {\"_id\":\"e\",\"title\":\"\",\"text\":\"\",\"metadata\":{}}\n{\"title\":[1],\"text\":\"no id\"}\n";
    let (summary, articles, problems, _) = read_all(file.as_bytes());
    assert_eq!(summary.format, Some(Format::Beir));
    assert_eq!(articles.len(), 4);
    assert_ne!(articles[0].id, articles[1].id);
    assert!(
        articles.iter().all(|article| article.ids.pmid.is_none() && article.id.as_str().starts_with("key:"))
    );
    let sources: Vec<&str> = articles.iter().map(|article| article.origin.source_id.as_str()).collect();
    assert_eq!(sources, ["10704411", "10", "e", ""]);
    assert_eq!(articles[0].abstract_sections, [Section { label: String::new(), text: "a text".into() }]);
    let found: Vec<&str> = problems.iter().map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        found,
        [
            "keys that are not read: metadata",
            "the record \"e\" has neither title nor text",
            "title is a list",
            "a record without _id"
        ]
    );
}

#[test]
fn a_reference_that_is_its_text_alone_is_parsed() {
    let raw = "Smith J. Older work on water. J Test. 1990;1:1-2. doi:10.1234/target";
    let file = format!(
        "{{\"title\":\"one\",\"references\":[{{\"raw\":\"{raw}\"}},{{\"raw\":\"{raw}\",\"year\":1991}}]}}"
    );
    let (_, articles, problems, _) = read_all(file.as_bytes());
    assert_eq!(problems, vec![]);
    let [text_alone, with_parts] = articles[0].references.as_slice() else { panic!("{articles:?}") };
    assert_eq!((text_alone.title.as_str(), text_alone.year), ("Older work on water", Some(1990)));
    assert_eq!(text_alone.ids.doi.as_ref().map(crate::model::Doi::as_str), Some("10.1234/target"));
    assert_eq!(
        (with_parts.title.as_str(), with_parts.year),
        ("", Some(1991)),
        "it is read as it was written"
    );
}
