//! Flags of records, journals by NLM's id, and tags of what is not searched.

use super::support::article;
use super::{each_engine, indexed, set};
use crate::model::{Article, Correction, CorrectionKind, Grant, PublicationType, Section};
use crate::search::Search;

fn articles() -> Vec<Article> {
    let mut articles: Vec<Article> = (1..=5).map(|pmid| article(pmid, "Of grants", "Text.")).collect();
    let label = "METHODS".into();
    articles[1].abstract_sections = vec![Section { label, text: "Text.".into() }];
    articles[1].keywords = vec!["lung".into()];
    let note = |kind, pmid: u32| {
        let pmid = pmid.to_string().parse().ok();
        vec![Correction { kind, citation: "It".into(), pmid, doi: None, note: String::new() }]
    };
    articles[2].corrections = note(CorrectionKind::RetractionOf, 2);
    articles[3].corrections = note(CorrectionKind::ErratumIn, 9);
    let name = "Retraction of Publication".into();
    articles[4].publication_types = vec![PublicationType { name, ..PublicationType::default() }];
    articles[4].abstract_sections.clear();
    articles[0].journal.nlm_id = "0421267R".into();
    articles[0].journal.issns = vec!["1234-5678".into()];
    articles[0].vernacular_title = "Von Zuschüssen".into();
    articles[0].grants = vec![Grant { id: "R01".into(), ..Grant::default() }];
    articles
}

#[test]
fn what_is_known_is_answered_and_nothing_else_matches() {
    let rows: &[(&str, &[u32])] = &[
        ("hasabstract", &[1, 2, 3, 4]),
        ("grants[ti] NOT HasAbstract[sb]", &[5]),
        ("hasstructuredabstract", &[2]),
        ("haskeyword[text]", &[2]),
        // A notice tells it, the article does not.
        ("hasretractionin", &[2]),
        ("hasretractionof", &[3, 5]),
        ("haserratumin", &[]),
        ("grants[ti] NOT medline[sb]", &[1, 2, 3, 4, 5]),
        ("grants[ti] AND free full text[sb]", &[]),
        ("has*[sb]", &[]),
        ("0421267r[jid]", &[1]),
        ("12345678[jid]", &[]),
        ("of grants[tt]", &[]),
        ("zuschüssen[tt]", &[1]),
        ("zuschüssen[tt] OR zuschüssen[ti]", &[1]),
        ("R01[gr] OR grants[book] OR grants[cois] OR grants[pa]", &[]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for &(query, expected) in rows {
            assert_eq!(set(&index, Search::new(query)), expected, "{query}");
        }
        // Nothing of a journal but NLM's id of it is one.
        for query in ["J Lung Cancer[jid]", "1234-5678[jid]", "0421*[jid]"] {
            assert_eq!(index.search(query).unwrap_err().code(), "value", "{query}");
        }
    });
}
