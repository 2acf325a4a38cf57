//! Retracted articles, told in every way a source may.

use litdex::Search;
use litdex::model::{Article, Correction, CorrectionKind, PublicationType, Reference, Status};

use crate::support::{Place, article};

/// Marks an article as retracted.
type Mark = fn(&mut Article);

/// However a retraction is told, a search, a look-up, the counts and the filter tell it alike.
#[test]
fn every_way_to_tell_a_retraction_marks_it_everywhere() {
    let plain = |pmid: u32, title: &str| article(pmid, title, "Of zeppelins.");
    let noted = |kind: CorrectionKind| {
        vec![Correction { kind, citation: "A notice".into(), pmid: None, doi: None, note: String::new() }]
    };
    let ways: [(&str, Mark); 4] = [
        ("title", |article| article.title = "RETRACTED: Flights of zeppelins".into()),
        ("other title", |article| article.vernacular_title = "[Retracted] Fahrten von Zeppelinen".into()),
        ("withdrawn", |article| article.title = "WITHDRAWN: Flights of zeppelins".into()),
        ("type", |article| {
            let name = "Retracted Publication".into();
            article.publication_types = vec![PublicationType { name, ..Default::default() }];
        }),
    ];
    let mut told: Vec<(&str, Article)> = Vec::new();
    for (number, (way, mark)) in (1..).zip(ways) {
        let mut article = plain(number, "Flights of zeppelins");
        mark(&mut article);
        told.push((way, article));
    }
    let mut by_note = plain(5, "Flights of zeppelins");
    by_note.corrections = noted(CorrectionKind::RetractionIn);
    told.push(("note", by_note));
    for (way, article) in told {
        let (place, id) = (Place::new(), format!("pmid:{}", article.ids.pmid.unwrap()));
        let mut citing = plain(50, "On zeppelins");
        citing.references =
            vec![Reference { ids: article.ids.clone(), raw: "It.".into(), ..Reference::default() }];
        place.write("a.jsonl", &[article, citing]);
        place.ingest();
        let index = place.open();
        let hits = index.search("zeppelins").unwrap().hits;
        let retracted = hits.iter().filter(|hit| hit.status == Status::Retracted);
        assert_eq!(retracted.map(|hit| hit.id.as_str()).collect::<Vec<_>>(), [id.as_str()], "{way}");
        assert_eq!(index.get(&id.parse().unwrap()).unwrap().unwrap().status(), Status::Retracted, "{way}");
        assert_eq!(index.status().unwrap().by_status["retracted"], 1, "{way}");
        let cited = index.retracted_citations().unwrap();
        let cited: Vec<_> =
            cited.iter().map(|cited| (cited.retracted.id.as_str(), cited.retracted.status)).collect();
        assert_eq!(cited, [(id.as_str(), Status::Retracted)], "{way}");
        let mut search = Search::new("zeppelins");
        search.filters.exclude_retracted = true;
        assert_eq!(index.search(search).unwrap().total, 1, "{way}");
    }
}
