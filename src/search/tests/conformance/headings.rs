//! Headings, qualifiers and publication types, with what is below them in the tree of MeSH.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::support::article;
use super::{each_engine, indexed, set};
use crate::model::{Article, Heading, Pmid, PublicationType, Qualifier, Substance};
use crate::query::{Filters, NoteKind, Query, Strategy};
use crate::search::{Index, Search};
use crate::vocabulary::Vocabulary;

fn heading(name: &str, major: bool, qualifiers: &[&str]) -> Heading {
    let qualifier = |name: &&str| Qualifier { name: (*name).into(), major: false, ..Qualifier::default() };
    let ui = Vocabulary::shipped().find(name).map_or(String::new(), |found| found.ui().to_owned());
    Heading { name: name.into(), ui, major, qualifiers: qualifiers.iter().map(qualifier).collect() }
}

fn articles() -> Vec<Article> {
    let with = |pmid, headings| Article { headings, ..article(pmid, "A title", "") };
    let kind = |name: &str| PublicationType { name: name.into(), ..PublicationType::default() };
    let aspirin = Substance { name: "Aspirin".into(), ..Substance::default() };
    vec![
        with(1, vec![heading("Neoplasms", false, &["drug therapy"])]),
        with(2, vec![heading("Lung Neoplasms", true, &["surgery"])]),
        with(
            3,
            vec![
                heading("Carcinoma, Non-Small-Cell Lung", false, &["transplantation"]),
                heading("Smoking", true, &[]),
            ],
        ),
        with(4, vec![heading("Heart Failure", false, &["poisoning"])]),
        // What no vocabulary has, and one by the name of another year.
        with(5, vec![heading("Own Heading, Made Up", false, &[])]),
        with(6, vec![Heading { name: "Cancer of Old".into(), ui: "D009369".into(), ..Heading::default() }]),
        Article { publication_types: vec![kind("Randomized Controlled Trial")], ..article(7, "A title", "") },
        Article {
            publication_types: vec![kind("Clinical Trial"), kind("Own Type")],
            ..article(8, "A title", "")
        },
        Article { substances: vec![aspirin], ..article(9, "A title", "") },
    ]
}

#[test]
fn what_is_below_is_found_too() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for (query, expected) in [
            ("neoplasms[mh]", &[1, 2, 3, 6][..]),
            ("cancer[mh]", &[1, 2, 3, 6]),
            ("\"Neoplasms\"[mh]", &[1, 2, 3, 6]),
            ("D009369[mh]", &[1, 2, 3, 6]),
            ("\"cancer\"[mh]", &[]),
            ("neoplasms[mh:noexp]", &[1, 6]),
            ("neoplasms[majr]", &[2]),
            ("neoplasms[majr:noexp]", &[]),
            ("neopl*[mh]", &[1]),
            ("neoplasms/therapy[mh]", &[1, 2, 3]),
            ("cancer/th[mh]", &[1, 2, 3]),
            ("neoplasms/therapy[mh:noexp]", &[]),
            ("neoplasms/surgery[mh]", &[2, 3]),
            ("lung neoplasms/su[mh:noexp]", &[2]),
            ("therapy[sh]", &[1, 2, 3]),
            ("therapy[sh:noexp]", &[]),
            ("prevention and control[sh] OR transplantation[sh]", &[3]),
            ("adverse effects[sh]", &[4]),
            ("own heading, made up[mh]", &[5]),
            ("hart failure[mh]", &[]),
            ("cardiac failure[mh] OR own heading, made up[mh]", &[4, 5]),
            ("clinical trial[pt]", &[7, 8]),
            ("clinical trial[pt:noexp]", &[8]),
            ("own type[pt]", &[8]),
            ("acetylsalicylic acid[nm]", &[9]),
            ("\"acetylsalicylic acid\"[nm]", &[]),
            ("own heading, made up[mh] NOT neoplasms[mh]", &[5]),
        ] {
            assert_eq!(set(&index, Search::new(query)), expected, "{query}");
        }
        let kinds = |name: &str| Search::new("").filters(Filters::default().publication_type(name));
        assert_eq!(set(&index, kinds("Clinical Trial")), [7, 8]);
        assert_eq!(set(&index, kinds("own type")), [8]);
    });
}

/// Every heading that an article has, and all above it, by a look at each tree number.
#[test]
fn counts_agree_with_a_look_at_every_article() {
    let mesh = Vocabulary::shipped();
    let names =
        ["Asthma", "Lung Neoplasms", "Heart Failure", "Liver", "Mice", "Aspirin", "Smoking", "Female"];
    let articles: Vec<Article> = (0_u32..60)
        .map(|at| {
            let some = names.iter().enumerate().filter(|(bit, _)| (at * 37 + 11) >> bit & 1 == 1);
            Article {
                headings: some.map(|(_, name)| heading(name, false, &[])).collect(),
                ..article(at + 1, "T", "")
            }
        })
        .collect();
    let above: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| mesh.find(name).unwrap().tree_numbers())
        .flat_map(|number| number.match_indices('.').map(|(at, _)| &number[..at]).chain([number]))
        .collect();
    each_engine(|place| {
        let index = indexed(&place, &articles);
        let mut searched = 0;
        for heading in
            mesh.iter().filter(|heading| heading.tree_numbers().any(|number| above.contains(number)))
        {
            let has = |name: &str| {
                let below = |number: &str| {
                    heading.tree_numbers().any(|own| number == own || number.starts_with(&format!("{own}.")))
                };
                mesh.find(name).unwrap().tree_numbers().any(below)
            };
            let found = articles.iter().filter(|article| article.headings.iter().any(|own| has(&own.name)));
            let expected: BTreeSet<u32> =
                found.filter_map(|article| article.ids.pmid.map(Pmid::number)).collect();
            let query = format!("\"{}\"[mh]", heading.name());
            let found: BTreeSet<u32> = set(&index, Search::new(&query)).into_iter().collect();
            assert_eq!(found, expected, "{query}");
            searched += 1;
        }
        assert!(searched > 40, "{searched}");
    });
}

#[test]
fn how_a_heading_was_read_is_said() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let mut said = String::new();
        for query in [
            "cancer[mh]",
            "neoplasms[mh]",
            "cancer/therapy[majr]",
            "asthma[mh:noexp]",
            "hart failure[mh]",
            "\"cancer\"[mh]",
            "neoplasms/nonsense[mh]",
            "adverse effects[sh]",
            "nonsense[sh]",
            "clinical trial[pt]",
            "acetylsalicylic acid[nm]",
            "lung*[mh]",
            "lung[ti]",
        ] {
            let hits = index.search(query).unwrap();
            writeln!(said, "{query} = {}", hits.interpretation).unwrap();
            for note in &hits.notes {
                writeln!(said, "    {}: {}", note.kind.name(), note.message).unwrap();
            }
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
        cancer[mh] = "Neoplasms"[mh]
            mapped-heading: `cancer` was mapped to the MeSH heading Neoplasms (2024), with 698 headings below it
        neoplasms[mh] = neoplasms[mh]
            exploded: the MeSH heading Neoplasms (2024) was searched with 698 headings below it
        cancer/therapy[majr] = "Neoplasms/therapy"[majr]
            mapped-heading: `cancer` was mapped to the MeSH heading Neoplasms (2024), with 698 headings below it and the qualifiers diet therapy, drug therapy, nursing, prevention & control, radiotherapy, rehabilitation, surgery, transplantation
        asthma[mh:noexp] = asthma[mh:noexp]
        hart failure[mh] = hart failure[mh]
            unknown-heading: `hart failure` is no MeSH heading of 2024; the nearest is Heart Failure
        "cancer"[mh] = "cancer"[mh]
            unknown-heading: `cancer` is no MeSH heading of 2024 but another name of Neoplasms; without quotes it is mapped to that
        neoplasms/nonsense[mh] = neoplasms/nonsense[mh]
            unknown-heading: `nonsense` is no qualifier of MeSH
        adverse effects[sh] = adverse effects[sh]
            exploded: `adverse effects` was searched with what is below it: poisoning, toxicity
        nonsense[sh] = nonsense[sh]
            unknown-heading: `nonsense` is no qualifier of MeSH
        clinical trial[pt] = clinical trial[pt]
            exploded: the MeSH heading Clinical Trial (2024) was searched with 9 headings below it
        acetylsalicylic acid[nm] = "Aspirin"[nm]
            mapped-heading: `acetylsalicylic acid` was mapped to the MeSH heading Aspirin (2024)
        lung*[mh] = lung*[mh]
        lung[ti] = lung[ti]
        "#);
        }
    });
}

#[test]
fn what_a_query_was_mapped_to_reads_back_alike() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for query in
            ["cancer[mh]", "cancer/th[majr]", "cardiac failure[mh:noexp] NOT acetylsalicylic acid[nm]"]
        {
            let hits = index.search(query).unwrap();
            let again = index.search(hits.interpretation.as_str()).unwrap();
            assert_eq!((again.total, &again.interpretation), (hits.total, &hits.interpretation));
        }
    });
}

#[test]
fn notes_of_a_line_that_is_referred_to_stay_within_the_line() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let strategy = Strategy::parse("smoking[ti] OR \"septic shock\"[ti] OR cancer[mh]\n#1").unwrap();
        for line in strategy.lines() {
            let hits = index.search(Search::from(line.query.clone().unwrap())).unwrap();
            let [note] = hits.notes.as_slice() else { panic!("{:?}", hits.notes) };
            assert_eq!((hits.total, note.kind), (4, NoteKind::MappedHeading));
            let marked = &line.text[note.span.clone()];
            assert_eq!(marked, if line.number == 1.into() { "cancer[mh]" } else { "#1" });
        }
    });
}

#[test]
fn many_headings_cost_a_bounded_amount() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let many = |name: &str, times: usize| vec![format!("{name}[mh]"); times].join(" OR ");
        let refused = index.search(many("proteins/metabolism", 40)).unwrap_err();
        assert_eq!(refused.code(), "too-many-headings", "{refused}");
        let hits = index.search(many("hart failure", 500)).unwrap();
        let named = hits.notes.iter().filter(|note| note.message.contains("nearest")).count();
        assert_eq!((hits.total, named), (0, 5));
        assert!(hits.notes.iter().any(|note| note.kind == NoteKind::More));
    });
}

#[test]
fn an_index_may_have_a_vocabulary_of_its_own() {
    const FILE: &str = "<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D1</DescriptorUI><DescriptorName><String>\
        Own Things</String></DescriptorName><TreeNumberList><TreeNumber>C01</TreeNumber></TreeNumberList></DescriptorRecord>\
        <DescriptorRecord><DescriptorUI>D2</DescriptorUI><DescriptorName><String>Own Heading, Made Up</String>\
        </DescriptorName><TreeNumberList><TreeNumber>C01.1</TreeNumber></TreeNumberList></DescriptorRecord>\
        </DescriptorRecordSet>";
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let year = |index: &Index| index.vocabulary().unwrap().year();
        assert_eq!((set(&index, "own things[mh]"), year(&index)), (vec![], 2024));
        let indexer = place.indexer();
        assert_eq!(indexer.import_vocabulary(&b"<a/>"[..], "desc2031.xml").unwrap_err().code(), "vocabulary");
        assert_eq!(indexer.import_vocabulary(FILE.as_bytes(), "desc2031.xml").unwrap().headings(), 2);
        index.refresh().unwrap();
        assert_eq!((set(&index, "own things[mh]"), year(&index)), (vec![5], 2031));
        // Later builds keep it.
        place.write("c.jsonl", &[article(77, "Another", "")]);
        indexer.ingest(&|_| {}).unwrap();
        index.refresh().unwrap();
        assert_eq!((set(&index, "own things[mh]"), year(&index)), (vec![5], 2031));
        indexer.rebuild(&|_| {}).unwrap();
        index.refresh().unwrap();
        assert_eq!((set(&index, "own things[mh]"), year(&index)), (vec![5], 2031));
        assert_eq!(Query::parse("own things[mh]").unwrap().notes().len(), 0);
    });
}
