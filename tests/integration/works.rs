//! One article per work: exports that overlap become one corpus, in whatever order they come and go.

use std::collections::BTreeMap;

use litdex::formats::jsonl::to_json;
use litdex::model::{Article, Correction, CorrectionKind, Identifiers, Origin, Reference, Section, Status};
use litdex::{Search, SimilarBy};

use crate::support::{Dice, Place, article, assert_sound, published, times};

const TITLES: [&str; 3] = [
    "Prone positioning in refractory hypoxemia",
    "Prone positioning in refractory hypoxemia: a trial",
    "Membrane oxygenation for rescue therapy",
];

/// Everything the index holds, by id.
fn whole(place: &Place) -> BTreeMap<String, String> {
    let index = place.open();
    assert_sound(&index);
    let hits = index.search(Search::new("1000:2999[dp]").limit(1_000).snippets(0)).unwrap();
    let all: BTreeMap<String, String> = hits
        .hits
        .iter()
        .map(|hit| (hit.id.to_string(), to_json(&index.get(&hit.id).unwrap().unwrap()).to_string()))
        .collect();
    assert_eq!(all.len(), hits.hits.len(), "an id stands for two articles");
    all
}

/// A record of one of few works, with some of what is known of it.
fn record(dice: &mut Dice) -> Article {
    let work = dice.below(3);
    let mut made = Article {
        ids: Identifiers::default(),
        title: TITLES[work].into(),
        dates: vec![published(if dice.one_in(2) { "2020" } else { "2021" })],
        volume: (*dice.pick(&["", "8"])).into(),
        pages: (*dice.pick(&["", "89-90", "12"])).into(),
        origin: Origin { format: (*dice.pick(&["ris", "pubmed-xml", "jats"])).into(), ..Origin::default() },
        ..article(1, "", "")
    };
    if dice.one_in(3) {
        made.ids.pmid = (work as u32 + 1 + dice.below(2) as u32 * 10).try_into().ok();
    }
    if dice.one_in(3) {
        made.ids.doi = format!("10.1000/{}", dice.below(3)).parse().ok();
    }
    if dice.one_in(2) {
        made.abstract_sections = vec![Section { label: String::new(), text: "It helped. ".repeat(work + 1) }];
    }
    made.keywords = vec![format!("keyword{}", dice.below(5))];
    made
}

fn records(dice: &mut Dice) -> Vec<Article> {
    (0..dice.below(5)).map(|_| record(dice)).collect()
}

/// Files come one by one, change and go: every state is what a rebuild makes of the same files.
#[test]
fn any_order_of_files_gives_the_same_articles() {
    const NAMES: [&str; 5] = ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl", "e.jsonl"];
    for seed in 0..times(6) {
        let mut dice = Dice::new(seed as u64 + 77);
        let place = Place::new();
        place.write("z.jsonl", &[article(900, "Something else", "It is.")]);
        place.ingest();
        let mut told = Vec::new();
        for _ in 0..6 {
            for _ in 0..=dice.below(2) {
                let name = *dice.pick(&NAMES);
                if place.file(name).exists() && dice.one_in(3) {
                    place.remove(name);
                    told.push(format!("- {name}"));
                } else {
                    let records = records(&mut dice);
                    told.push(format!("{name}: {} records", records.len()));
                    place.write(name, &records);
                }
            }
            place.ingest();
            let ingested = whole(&place);
            place.rebuild();
            assert_eq!(ingested, whole(&place), "seed {seed}: {told:#?}");
        }
    }
}

/// A database's record, an export without identifiers and another with a DOI alone are one article; where one of
/// their files goes, the others stay.
#[test]
fn overlapping_exports_are_one_article() {
    let place = Place::new();
    let of_pubmed =
        Article { volume: "8".into(), pages: "89-90".into(), ..article(7, TITLES[0], "It helped.") };
    let export = Article { ids: Identifiers::default(), keywords: vec!["ECMO".into()], ..of_pubmed.clone() };
    let mut with_doi = export.clone();
    with_doi.ids.doi = "10.1000/prone".parse().ok();
    with_doi.origin.format = "ris".into();
    place.write("pubmed.jsonl", &[of_pubmed]);
    place.write("export.jsonl", &[export]);
    let report = place.ingest();
    assert_eq!((report.records, report.articles, report.records_merged), (2, 1, 1));
    place.write("doi.jsonl", &[with_doi]);
    let report = place.ingest();
    assert_eq!((report.articles_added, report.articles_updated, report.articles), (0, 1, 1));
    let index = place.open();
    let merged = index.get(&"pmid:7".parse().unwrap()).unwrap().unwrap();
    assert_eq!(merged.keywords, ["ECMO"]);
    assert_eq!(merged.ids.doi.unwrap().as_str(), "10.1000/prone");
    let files: Vec<&str> = merged.merged.iter().map(|origin| origin.file.as_str()).collect();
    assert_eq!((merged.origin.file.as_str(), files), ("pubmed.jsonl", vec!["doi.jsonl", "export.jsonl"]));
    // Each identifier finds it, and it says why it is one.
    assert_eq!(index.search("10.1000/prone[doi]").unwrap().hits[0].id.as_str(), "pmid:7");
    let why = index.why_merged(&"doi:10.1000/prone".parse().unwrap()).unwrap().unwrap();
    assert_eq!((why.records.len(), why.steps.len()), (3, 2));
    assert!(why.steps.iter().all(|step| step.beside.is_some()), "{:?}", why.steps);
    assert_eq!(index.merged().unwrap().len(), 1);
    place.remove("pubmed.jsonl");
    assert_eq!(place.ingest().articles, 1);
    assert!(place.open().get(&"doi:10.1000/prone".parse().unwrap()).unwrap().is_some());
    place.remove("doi.jsonl");
    assert_eq!(place.ingest().articles, 1);
    assert_eq!(place.open().merged().unwrap().len(), 0);
    place.remove("export.jsonl");
    place.write("other.jsonl", &[article(9, "Another", "")]);
    let report = place.ingest();
    assert_eq!((report.articles, report.articles_deleted), (1, 1));
}

/// Records that did not change are not written again, though their file was.
#[test]
fn only_changed_records_are_written() {
    let place = Place::new();
    let mut all: Vec<Article> =
        (1..40).map(|pmid| article(pmid, &format!("Study number{pmid}"), "Text.")).collect();
    place.write("a.jsonl", &all);
    assert_eq!(place.ingest().articles_added, 39);
    all[4].title = "Another study altogether".into();
    all.push(article(99, "The last study", ""));
    place.write("a.jsonl", &all);
    let report = place.ingest();
    assert_eq!((report.articles_added, report.articles_updated, report.records_unchanged), (1, 1, 38));
    all.remove(38);
    place.write("a.jsonl", &all);
    let report = place.ingest();
    // The record behind the one that went has another place now.
    assert_eq!((report.articles_updated, report.articles_deleted, report.articles), (1, 1, 39));
}

fn cites(pmid: u32, cited: &[u32]) -> Article {
    let reference = |cited: &u32| Reference {
        raw: format!("Doe J. Study {cited}. J Tests. 2019."),
        ids: Identifiers { pmid: (*cited).try_into().ok(), ..Identifiers::default() },
        ..Reference::default()
    };
    let references = cited.iter().map(reference).collect();
    Article { references, ..article(pmid, &format!("Study number{pmid} of lungs"), "") }
}

#[test]
fn citations_follow_the_corpus() {
    let place = Place::new();
    let list =
        [cites(1, &[]), cites(2, &[1, 70]), cites(3, &[1, 2, 70]), cites(4, &[1, 2, 71]), cites(5, &[1])];
    place.write("a.jsonl", &list);
    place.ingest();
    let index = place.open();
    let ids = |query: &str| -> Vec<String> {
        let mut ids: Vec<String> =
            index.search(query).unwrap().hits.iter().map(|hit| hit.id.to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids("1[cites]"), ["pmid:2", "pmid:3", "pmid:4", "pmid:5"]);
    assert_eq!(ids("70[cites]"), ["pmid:2", "pmid:3"]);
    let shown = index.search("2[cites] NOT 70[cites]").unwrap().hits[0].snippets[0].clone();
    assert_eq!(
        (shown.label.as_str(), shown.text.as_str()),
        ("reference [2]", "Doe J. Study 2. J Tests. 2019.")
    );
    let references = index.references(&"pmid:3".parse().unwrap()).unwrap().unwrap();
    let linked: Vec<Option<String>> =
        references.iter().map(|linked| linked.article.as_ref().map(|hit| hit.id.to_string())).collect();
    assert_eq!(linked, [Some("pmid:1".to_owned()), Some("pmid:2".to_owned()), None]);
    let missing = index.missing_works(5).unwrap();
    assert_eq!((missing.len(), missing[0].citations), (1, 2));
    let similar = index.similar(&"pmid:3".parse().unwrap(), SimilarBy::References, 5).unwrap().unwrap();
    let ties: Vec<(&str, u32, u32)> = similar
        .iter()
        .map(|similar| (similar.hit.id.as_str(), similar.shared_references, similar.cited_together))
        .collect();
    assert_eq!(ties, [("pmid:2", 2, 0), ("pmid:4", 2, 0), ("pmid:5", 1, 0)]);
    let together = index.similar(&"pmid:1".parse().unwrap(), SimilarBy::References, 5).unwrap().unwrap();
    assert_eq!((together[0].hit.id.as_str(), together[0].cited_together), ("pmid:2", 2));
    // A work that comes later is cited at once, and one that goes is missing.
    place.write("b.jsonl", &[cites(70, &[])]);
    place.ingest();
    let index = place.open();
    assert_eq!(index.search("pmid:70[cites]").unwrap().total, 2);
    assert_eq!(index.missing_works(5).unwrap().len(), 0);
}

#[test]
fn preprints_of_arxiv_are_known_by_their_identifiers() {
    let place = Place::new();
    let preprint = "title={Lungs that attend}, author={Doe, Jane}, year={2021}";
    let exports = format!(
        "@misc{{a, {preprint}, eprint={{2101.00001}}, archiveprefix={{arXiv}}}}\n\
         @misc{{b, {preprint}, doi={{10.48550/arXiv.2101.00001}}}}\n"
    );
    place.write_text("a.bib", &exports);
    let ids = Identifiers { doi: "10.48550/arxiv.2101.00001".parse().ok(), ..Identifiers::default() };
    let raw = "Doe J. Lungs that attend. 2021.".to_owned();
    let citing =
        Article { references: vec![Reference { raw, ids, ..Reference::default() }], ..cites(7, &[]) };
    place.write("b.jsonl", &[citing]);
    place.ingest();
    let index = place.open();
    let id = index.find(&"arXiv:2101.00001v2".parse().unwrap()).unwrap();
    assert_eq!(id.unwrap().as_str(), "doi:10.48550/arxiv.2101.00001");
    for (query, found) in [
        ("https://arxiv.org/abs/2101.00001", "doi:10.48550/arxiv.2101.00001"),
        ("arxiv:2101.00001[cites]", "pmid:7"),
    ] {
        let hits = index.search(query).unwrap();
        assert_eq!((hits.total, hits.hits[0].id.as_str()), (1, found), "{query}");
    }
}

#[test]
fn identifiers_with_signs_of_queries_are_no_fault() {
    let place = Place::new();
    for (number, doi) in
        ["10.1000/2|040307", "10.1000/a|b", "10.1000/a\"b", "10.1000/(a)*[b]"].iter().enumerate()
    {
        let mut article = article(1, "Severe hypoxemia of lungs", "");
        article.ids = Identifiers { doi: doi.parse().ok(), ..Identifiers::default() };
        article.assign_id();
        place.write(&format!("{number}.jsonl"), &[article]);
    }
    place.ingest();
    let index = place.open();
    assert_eq!((index.search("hypoxemia").unwrap().total, index.verify().unwrap().faults), (4, vec![]));
}

#[test]
fn a_work_the_corpus_lacks_is_cited_by_as_many_whatever_it_is_called() {
    let place = Place::new();
    let citing = |number: u32, pmid: Option<u32>, doi: &str| {
        let ids = Identifiers {
            pmid: pmid.and_then(|pmid| pmid.try_into().ok()),
            doi: doi.parse().ok(),
            ..Identifiers::default()
        };
        let reference =
            Reference { raw: format!("A work, as {number} cites it."), ids, ..Reference::default() };
        Article { references: vec![reference], ..cites(number, &[]) }
    };
    // The last names another work by the DOI of a third.
    let list = [
        citing(1, Some(777), "10.1000/m1"),
        citing(2, Some(777), ""),
        citing(3, None, "10.1000/m1"),
        citing(4, Some(778), "10.1000/m1"),
        citing(5, Some(778), ""),
    ];
    place.write("a.jsonl", &list);
    place.ingest();
    let index = place.open();
    let missing = index.missing_works(5).unwrap();
    let count = |query: &str| index.search(query).unwrap().total;
    assert_eq!(missing[0].citations, 4);
    assert_eq!((count("777[cites]"), count("10.1000/m1[cites]")), (4, 4));
}

#[test]
fn retracted_articles_and_who_cites_them() {
    let place = Place::new();
    let mut retracted = cites(1, &[]);
    retracted.publication_types = vec![litdex::model::PublicationType {
        name: "Retracted Publication".into(),
        ..litdex::model::PublicationType::default()
    }];
    place.write("a.jsonl", &[retracted, cites(2, &[1]), cites(3, &[2])]);
    place.ingest();
    let index = place.open();
    let cited = index.retracted_citations().unwrap();
    assert_eq!(cited.len(), 1);
    assert_eq!((cited[0].retracted.id.as_str(), cited[0].citing[0].id.as_str()), ("pmid:1", "pmid:2"));
    let mut search = Search::new("lungs");
    assert_eq!(index.search(search.clone()).unwrap().total, 3);
    search.filters.exclude_retracted = true;
    let hits = index.search(search).unwrap();
    assert!(hits.total == 2 && hits.hits.iter().all(|hit| hit.id.as_str() != "pmid:1"));
}

#[test]
fn a_notice_marks_what_it_retracts() {
    let place = Place::new();
    place.write("a.jsonl", &[cites(1, &[]), cites(2, &[1])]);
    place.ingest();
    let mut notice = cites(9, &[1]);
    notice.corrections = vec![Correction {
        kind: CorrectionKind::RetractionOf,
        citation: String::new(),
        pmid: 1.try_into().ok(),
        doi: None,
        note: String::new(),
    }];
    place.write("later.jsonl", &[notice]);
    place.ingest();
    let index = place.open();
    let of = |id: &str| index.get(&id.parse().unwrap()).unwrap().unwrap();
    assert_eq!((of("pmid:1").status(), of("pmid:2").status()), (Status::Retracted, Status::Published));
    let mut search = Search::new("lungs");
    let hits = index.search(search.clone()).unwrap().hits;
    let marked = hits.iter().filter(|hit| hit.status == Status::Retracted).map(|hit| hit.id.as_str());
    assert_eq!(marked.collect::<Vec<_>>(), ["pmid:1"]);
    assert_eq!(index.status().unwrap().by_status["retracted"], 1);
    let cited = index.retracted_citations().unwrap();
    assert_eq!((cited[0].retracted.id.as_str(), cited[0].citing.len()), ("pmid:1", 1));
    search.filters.exclude_retracted = true;
    assert_eq!(index.search(search).unwrap().total, 2);
    place.remove("later.jsonl");
    place.ingest();
    assert_eq!(place.open().get(&"pmid:1".parse().unwrap()).unwrap().unwrap().status(), Status::Published);
}

#[test]
fn identifiers_that_contradict_are_weighed_by_the_text() {
    let place = Place::new();
    let mut known = article(1, "Prone positioning in refractory hypoxemia", "");
    known.ids.pmcid = "PMC7".parse().ok();
    known.ids.doi = "10.1000/known".parse().ok();
    let mut list = vec![known];
    for (pmid, title) in
        [(2, "Prone positioning in refractory hypoxemia"), (3, "Honey in the care of wounds")]
    {
        let mut citing = cites(pmid, &[]);
        citing.references = vec![Reference {
            raw: format!("{title}. 2020."),
            title: title.into(),
            year: Some(2020),
            ids: Identifiers {
                pmcid: "PMC7".parse().ok(),
                doi: "10.1000/other".parse().ok(),
                ..Identifiers::default()
            },
            ..Reference::default()
        }];
        list.push(citing);
    }
    place.write("a.jsonl", &list);
    place.ingest();
    let index = place.open();
    let linked = |id: &str| {
        let references = index.references(&id.parse().unwrap()).unwrap().unwrap();
        references[0].article.as_ref().map(|hit| hit.id.to_string())
    };
    assert_eq!((linked("pmid:2"), linked("pmid:3")), (Some("pmid:1".to_owned()), None));
}
