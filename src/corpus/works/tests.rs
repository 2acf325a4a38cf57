//! Which records become one article, what it says, and that no order of records changes either.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;

use super::{cluster, merged};
use crate::index::SourceRecord;
use crate::model::{Article, Author, DateKind, DatedEvent, OtherId, PublicationType, Section};

const TITLE: &str = "Prone positioning in refractory hypoxemia";

/// A record: source, PMID or 0, DOI or nothing, title, family name, year or 0, volume, pages.
type Row<'r> = (&'r str, u32, &'r str, &'r str, &'r str, u16, &'r str, &'r str);

fn record(row: Row<'_>) -> SourceRecord {
    let (source, pmid, doi, title, family, year, volume, pages) = row;
    let mut article = Article {
        title: title.into(),
        authors: vec![Author { family: family.into(), initials: "J".into(), ..Author::default() }],
        volume: volume.into(),
        pages: pages.into(),
        ..Article::default()
    };
    article.journal.abbreviation = "J Tests".into();
    article.ids.pmid = pmid.try_into().ok();
    article.ids.doi = doi.parse().ok();
    if let Ok(date) = year.to_string().parse() {
        article.dates.push(DatedEvent { kind: DateKind::Published, date });
    }
    article.origin.file = source.into();
    article.origin.record = 1;
    article.assign_id();
    SourceRecord { source: source.into(), article }
}

fn groups(rows: &[Row<'_>]) -> Vec<Vec<usize>> {
    let records: Vec<SourceRecord> = rows.iter().map(|row| record(*row)).collect();
    cluster(&records, &HashSet::new()).0
}

const FULL: Row = ("a", 0, "", TITLE, "Doe", 2020, "8", "89-90");

/// What two records have and whether they are of one work.
#[rustfmt::skip]
const PAIRS: [(&str, Row, Row, bool); 15] = [
    ("the same PMID", ("a", 1, "", "x", "", 0, "", ""), ("b", 1, "", "y", "", 0, "", ""), true),
    ( "the same DOI", ("a", 0, "10.1000/x", "x", "", 0, "", ""), ("b", 2, "10.1000/X", "y", "", 0, "", ""), true),
    ( "one DOI, two PMIDs", ("a", 1, "10.1000/x", "x", "", 0, "", ""), ("b", 2, "10.1000/x", "x", "", 0, "", ""), false),
    ( "title, author, year", ("a", 1, "", TITLE, "Doe", 2020, "", ""), ("b", 0, "10.1000/x", TITLE, "Doe", 2021, "8", ""), true),
    ( "a title of every year", ("a", 0, "", TITLE, "Doe", 2020, "", ""), ("b", 0, "", TITLE, "Doe", 2021, "", ""), false),
    ( "years too far apart", ("a", 0, "", TITLE, "Doe", 2018, "", ""), ("b", 0, "", TITLE, "Doe", 2020, "", ""), false),
    ( "another author", ("a", 0, "", TITLE, "Doe", 2020, "", ""), ("b", 0, "", TITLE, "Roe", 2020, "", ""), false),
    ("other pages", FULL, ("b", 0, "", TITLE, "Doe", 2020, "8", "12-13"), false),
    ( "two DOIs", ("a", 0, "10.1000/x", TITLE, "Doe", 2020, "", ""), ("b", 0, "10.1000/y", TITLE, "Doe", 2020, "", ""), false),
    ("title alone", ("a", 0, "", TITLE, "", 0, "", ""), ("b", 0, "", TITLE, "Roe", 2020, "", ""), false),
    ("volume and page for the author", FULL, ("b", 0, "", TITLE, "", 2020, "8", "89"), true),
    ( "a title cut short", FULL, ("b", 0, "", "Prone positioning in refractory", "Doe", 2020, "8", "89"), true),
    ( "another title on the page", FULL, ("b", 0, "", "Letter about something else", "Doe", 2020, "8", "89"), false),
    ( "the same in every word", ("a", 0, "", "Note", "Doe", 2020, "", ""), ("b", 0, "", "Note", "Doe", 2020, "", ""), true),
    ( "a short title", ("a", 0, "", "Note", "Doe", 2020, "", ""), ("b", 0, "", "Note", "Doe", 2020, "8", ""), false),
];

#[test]
fn strong_keys_make_one_work_and_weak_keys_need_a_second_field() {
    for (what, first, second, one) in PAIRS {
        let expected = if one { vec![vec![0, 1]] } else { vec![vec![0], vec![1]] };
        assert_eq!(groups(&[first, second]), expected, "{what}");
    }
}

#[test]
fn what_stands_between_two_works_joins_one_of_them_at_most() {
    let rows = [
        ("a", 1, "", TITLE, "Doe", 2020, "", ""),
        ("b", 2, "", TITLE, "Doe", 2020, "", ""),
        ("c", 0, "", TITLE, "Doe", 2020, "", ""),
    ];
    assert_eq!(groups(&rows), [vec![0, 2], vec![1]]);
}

/// Under the DOI of a supplement stand thousands of PMIDs; a record without one joins the first of them.
#[test]
fn records_of_one_doi_are_as_many_works_as_they_have_pmids() {
    let titles: Vec<String> = (0..90).map(|number| format!("Abstract {number}")).collect();
    let rows: Vec<Row> = (0..90)
        .map(|at| {
            (
                "a",
                if at % 30 == 7 { 0 } else { at % 30 + 1 },
                "10.1000/s",
                titles[at as usize].as_str(),
                "Doe",
                2020,
                "",
                "",
            )
        })
        .collect();
    let found = groups(&rows);
    // 29 PMIDs, each of three records, and three records without.
    let mut sizes: Vec<usize> = found.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    assert_eq!((sizes.len(), sizes[0], sizes[28], sizes.iter().sum::<usize>()), (29, 3, 6, 90));
    for group in found {
        let pmids: BTreeSet<u32> = group.iter().map(|&at| rows[at].1).filter(|&pmid| pmid > 0).collect();
        assert_eq!(pmids.len(), 1);
    }
}

#[test]
fn a_title_that_many_records_have_joins_none() {
    let names: Vec<String> = (0..40).map(|number| format!("file {number:02}")).collect();
    let rows: Vec<Row> =
        names.iter().map(|name| (name.as_str(), 0, "", TITLE, "Doe", 2020, "", "")).collect();
    // Their content is the same, which is no title.
    assert_eq!(groups(&rows).len(), 1);
    let volumes: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let rows: Vec<Row> = (0..40).map(|at| (names[at].as_str(), 0, "", TITLE, "Doe", 2020, "", "")).collect();
    let mut records: Vec<SourceRecord> = rows.into_iter().map(record).collect();
    for (record, issue) in records.iter_mut().zip(&volumes) {
        record.article.origin.source_id.clone_from(issue);
        record.article.assign_id();
    }
    assert_eq!(cluster(&records, &HashSet::new()).0.len(), 40);
    // So many may share a title, and no more.
    assert_eq!(cluster(&records[..33], &HashSet::new()).0.len(), 33);
    assert_eq!(cluster(&records[..32], &HashSet::new()).0.len(), 1);
}

/// Beside first author, year, volume and page, six of ten words make two titles one.
#[test]
fn titles_of_one_page_share_most_of_their_words() {
    let on_page = |source, title| (source, 0, "", title, "Doe", 2020, "8", "89");
    let first = on_page("a", "Alpha bravo charlie delta");
    // Three words of five are the same.
    assert_eq!(groups(&[first, on_page("b", "Alpha bravo charlie echo")]), [[0, 1]]);
    // Four of seven, and two of six.
    let longer = on_page("a", "Alpha bravo charlie delta echo");
    assert_eq!(groups(&[longer, on_page("b", "Alpha bravo charlie delta golf hotel")]), [[0], [1]]);
    assert_eq!(groups(&[first, on_page("b", "Alpha bravo golf hotel")]), [[0], [1]]);
    // The order of words counts for nothing, nor do words of two letters.
    assert_eq!(groups(&[first, on_page("b", "Of delta, charlie: bravo as alpha")]), [[0, 1]]);
}

#[test]
fn the_article_has_the_richest_of_each_field() {
    let mut first = record(("a.ris", 0, "10.1000/x", "PRONE POSITIONING", "Doe", 2020, "8", "89"));
    first.article.origin.format = "ris".into();
    first.article.abstract_sections =
        vec![Section { label: String::new(), text: "A long abstract of it.".into() }];
    first.article.keywords = vec!["Prone-position".into(), "ECMO".into()];
    let mut second = record(("b.xml", 7, "", TITLE, "Doe", 2020, "", "89-90"));
    second.article.origin.format = "pubmed-xml".into();
    second.article.abstract_sections = vec![Section { label: String::new(), text: "Short.".into() }];
    second.article.keywords = vec!["prone position".into()];
    second.article.authors[0].given = "Jane".into();
    let work = merged(vec![first.clone(), second.clone()]);
    let article = &work.article;
    assert_eq!((article.id.as_str(), article.title.as_str()), ("pmid:7", TITLE));
    assert_eq!((article.volume.as_str(), article.pages.as_str()), ("8", "89-90"));
    assert_eq!(article.abstract_sections, first.article.abstract_sections);
    assert_eq!(article.keywords, ["prone position", "ECMO"]);
    assert_eq!(article.authors[0].given, "Jane");
    assert_eq!(article.ids.doi, first.article.ids.doi);
    assert_eq!((article.origin.file.as_str(), article.merged.len()), ("b.xml", 1));
    assert_eq!(article.merged[0].file, "a.ris");
    assert_eq!(work.records.len(), 2);
}

#[test]
fn what_a_shorter_list_says_of_its_people_is_kept() {
    let person = |family: &str, given: &str| Author {
        family: family.into(),
        given: given.into(),
        ..Author::default()
    };
    let mut first = record(("a.json", 0, "10.1000/x", TITLE, "Doe", 2020, "8", "89"));
    first.article.authors = vec![person("Doe", "Jane"), person("Roe", "R"), person("Low", "Ann")];
    first.article.authors[0].affiliations = vec!["Zagreb".into()];
    first.article.authors[1].affiliations = vec!["Oslo".into()];
    first.article.journal.title = "J. Rodents".into();
    first.article.journal.abbreviation = String::new();
    let mut second = record(("b.json", 0, "10.1000/x", TITLE, "Doe", 2020, "8", "89"));
    let names = [("Doe", "Jane A."), ("Roe", "R"), ("Roe", "Rose"), ("Low", "Andy")];
    second.article.authors = names.map(|(family, given)| person(family, given)).into();
    second.article.journal.title = "Journal of Rodents".into();
    second.article.journal.abbreviation = String::new();
    let article = merged(vec![first, second]).article;
    // Which Roe it is nobody says, and Andy is not Ann.
    let affiliations: Vec<usize> = article.authors.iter().map(|author| author.affiliations.len()).collect();
    assert_eq!(affiliations, [1, 0, 0, 0]);
    let journal = (article.journal.title.as_str(), article.journal.abbreviation.as_str());
    assert_eq!(journal, ("Journal of Rodents", "J. Rodents"));
}

#[test]
fn nobody_has_what_is_said_of_another() {
    let of = |source: &str, names: [&str; 2]| {
        let mut record = record((source, 0, "10.1000/x", TITLE, "Wang", 2020, "8", "89"));
        record.article.authors = names
            .map(|given| Author { family: "Wang".into(), given: given.into(), ..Author::default() })
            .into();
        record
    };
    for (known, names, filled) in [
        (["Hua", "Li"], ["Lianne", "Hua Longername"], [0, 1]),
        (["Hua", "Li"], ["H Longername", "L. Longername"], [1, 1]),
        (["Hua", "Li"], ["H‐Y Longername", "Lei"], [1, 0]),
        (["Gongbo", "Li"], ["Gong-Bo", "Li X."], [1, 1]),
        (["John A", "Maria Jose"], ["John B. Longer", "Maria Luisa"], [0, 0]),
        (["J", "Li"], ["John Longername", "Jane"], [0, 0]),
        (["John A", "John B"], ["John A. Longername", "J. B."], [1, 1]),
        (["Xiao-Ming", "J-P"], ["Xiaoming", "Jean-Paul Longername"], [1, 1]),
    ] {
        let mut known = of("a.json", known);
        known.article.authors[0].affiliations = vec!["Wuhan".into()];
        known.article.authors[1].affiliations = vec!["Rome".into()];
        // The fuller names are those of the list that says less.
        let article = merged(vec![known, of("b.json", names)]).article;
        let counts: Vec<usize> = article.authors.iter().map(|author| author.affiliations.len()).collect();
        assert_eq!(counts, filled, "{names:?}");
    }
}

#[test]
fn a_preprint_is_not_what_stands_in_a_volume() {
    let posted = |kind: &str, scheme: &str| {
        let mut posted = record(("a", 0, "", TITLE, "Doe", 2020, "", ""));
        posted.article.journal.abbreviation.clear();
        posted.article.publication_types = vec![PublicationType { name: kind.into(), ui: String::new() }];
        posted.article.ids.other = vec![OtherId { scheme: scheme.into(), value: "2101.00001".into() }];
        posted
    };
    let printed = record(("b", 0, "", TITLE, "Doe", 2020, "8", "89-90"));
    for (kind, scheme, works) in [("preprint", "x", 2), ("Preprint", "x", 2), ("", "arxiv", 2), ("", "x", 1)]
    {
        let found = cluster(&[posted(kind, scheme), printed.clone()], &HashSet::new()).0;
        assert_eq!(found.len(), works, "{kind} {scheme}");
    }
}

#[test]
fn people_of_other_initials_are_others() {
    let of = |source: &str, initials: [&str; 2], place: &str| {
        let mut record = record((source, 0, "10.1000/x", TITLE, "Roe", 2020, "8", "89"));
        let author = |initials: &str| Author {
            family: "Roe".into(),
            initials: initials.into(),
            affiliations: if place.is_empty() { vec![] } else { vec![format!("{place} of {initials}")] },
            ..Author::default()
        };
        record.article.authors = initials.map(author).into();
        record
    };
    for (others, filled) in [(["K", "J"], [0, 0]), (["J", "K"], [1, 1]), (["JA", "L"], [1, 0])] {
        let mut longer = of("b", ["J", "K"], "");
        // The fuller names are those of the list that says less.
        longer.article.authors[1].given = "Kim".into();
        let article = merged(vec![of("a", others, "Place"), longer]).article;
        let counts: Vec<usize> = article.authors.iter().map(|author| author.affiliations.len()).collect();
        assert_eq!(counts, filled, "{others:?}");
    }
}

#[test]
fn initials_are_never_fewer_than_the_names() {
    let of = |source: &str, given: &str, initials: &str| {
        let mut record = record((source, 0, "10.1000/x", TITLE, "Doe", 2020, "8", "89"));
        let (given, initials) = (given.into(), initials.into());
        record.article.authors[0] = Author { family: "Doe".into(), given, initials, ..Author::default() };
        record
    };
    for (first, second) in [(("A.", "A"), ("Anna Bella", "")), (("", "A"), ("Anna Bella", "AB"))] {
        let article = merged(vec![of("a", first.0, first.1), of("b", second.0, second.1)]).article;
        assert_eq!(article.authors[0].initials_or_made(), "AB", "{first:?} {second:?}");
    }
}

#[test]
fn a_parse_of_cord19_joins_its_row() {
    let of = |source: &str, pmid: u32, title: &str| {
        let mut record = record((source, pmid, "", title, "", 0, "", ""));
        let sha = "1e1286db212100993d03cc22374b624f7caee956";
        record.article.ids.other = vec![OtherId { scheme: "cord19".into(), value: sha.into() }];
        record
    };
    let records = [of("metadata.csv", 7, TITLE), of("a.json", 0, ""), of("b.json", 0, "Supplement")];
    assert_eq!(cluster(&records, &HashSet::new()).0, [vec![0, 1, 2]]);
}

#[test]
fn of_pubmeds_versions_the_latest_alone_is_heard() {
    let version = |source: &str, version: u32, volume: &str| {
        let mut record = record((source, 7, "", TITLE, "Doe", 2020, volume, ""));
        record.article.origin.format = "pubmed-xml".into();
        record.article.version = version;
        record
    };
    let work = merged(vec![version("a", 2, ""), version("b", 1, "8")]);
    assert_eq!((work.article.version, work.article.volume.as_str()), (2, ""));
}

fn rows() -> impl Strategy<Value = Vec<SourceRecord>> {
    let ids = (0..4_u32, prop::sample::select(vec!["", "", "10.1000/a", "10.1000/b"]));
    let titles = vec![TITLE, "Prone positioning in refractory", "Something else altogether here"];
    let title = prop::sample::select(titles);
    let rest =
        (prop::sample::select(vec!["Doe", "Roe", ""]), 2018..2021_u16, prop::sample::select(vec!["", "8"]));
    let pages = prop::sample::select(vec!["", "89", "12-13"]);
    let row = (ids, title, rest, pages);
    let row = row.prop_map(|((pmid, doi), title, (family, year, volume), pages)| {
        record(("", pmid, doi, title, family, year, volume, pages))
    });
    prop::collection::vec(row, 1..12).prop_map(|mut records| {
        for (at, record) in records.iter_mut().enumerate() {
            record.source = format!("file {at:02}");
            record.article.origin.file.clone_from(&record.source);
        }
        records
    })
}

#[test]
fn records_that_say_the_same_are_told_by_where_they_stand() {
    let at = |source: &str| {
        let mut record = record((source, 7, "", TITLE, "Doe", 2020, "8", "89"));
        record.article.origin.file = source.into();
        record
    };
    for order in [["a.ris", "b.ris"], ["b.ris", "a.ris"]] {
        let article = merged(order.map(at).to_vec()).article;
        assert_eq!((article.origin.file.as_str(), article.merged[0].file.as_str()), ("a.ris", "b.ris"));
    }
}

proptest! {
    // Few of the cases have two records that say the same.
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn no_order_of_records_changes_the_article(records in rows(), seed in any::<u64>()) {
        let mut shuffled = records.clone();
        shuffled.sort_by_key(|record| seed.wrapping_mul(record.source.len() as u64 + 1) ^ xxhash_rust::xxh3::xxh3_64_with_seed(record.source.as_bytes(), seed));
        prop_assert_eq!(merged(records).article, merged(shuffled).article);
    }

    #[test]
    fn every_record_is_in_one_group_and_no_group_has_two_pmids(records in rows()) {
        let groups = cluster(&records, &HashSet::new()).0;
        let mut members: Vec<usize> = groups.concat();
        members.sort_unstable();
        prop_assert_eq!(members, (0..records.len()).collect::<Vec<_>>());
        let mut with_pmid = BTreeSet::new();
        for group in groups {
            let pmids: BTreeSet<_> = group.iter().filter_map(|&at| records[at].article.ids.pmid).collect();
            prop_assert!(pmids.len() <= 1);
            prop_assert!(pmids.iter().all(|pmid| with_pmid.insert(*pmid)), "a PMID in two groups");
        }
    }
}
