//! Names of people in every way they are written, and the dates of a record.

use super::support::{article, published};
use super::{each_engine, indexed, set};
use crate::model::{Article, Author, DateKind, DatedEvent};
use crate::query::Filters;
use crate::search::Search;

fn person(family: &str, given: &str) -> Author {
    Author { family: family.into(), given: given.into(), ..Author::default() }
}

fn articles() -> Vec<Article> {
    let mut articles: Vec<Article> = (1..=6).map(|pmid| article(pmid, "A title", "")).collect();
    articles[0].authors = vec![person("Kuo", "Phillip H"), person("Smith", "Ann"), person("O'Brien", "Mary")];
    articles[1].authors = vec![person("Müller", "Jürgen"), person("Kuo", "Ann")];
    articles[1].authors[0].orcid = Some("0000-0002-1825-0097".into());
    articles[2].authors = vec![person("King", "Martin Luther")];
    articles[2].authors[0].suffix = "Jr".into();
    articles[3].authors = vec![Author { collective: "RECOVERY Group".into(), ..Author::default() }];
    articles[3].investigators = vec![person("Landray", "Martin")];
    articles[4].authors = vec![person("Mueller", "Hans"), person("OBrien", "Tom")];
    articles
}

#[test]
fn names_are_found_however_they_are_written() {
    let rows: [(&str, &[u32]); 31] = [
        ("Phillip Kuo[au]", &[1]),
        ("Phillip H Kuo[au]", &[1]),
        ("kuo phillip[au]", &[1]),
        ("kuo ph[au]", &[1]),
        ("kuo p[au]", &[1]),
        ("kuo[au]", &[1, 2]),
        ("\"Phillip Kuo\"[au]", &[]),
        ("Kuo, Phillip H[fau]", &[1]),
        ("kuo[1au]", &[1]),
        ("kuo a[lastau]", &[2]),
        ("smith[1au]", &[6]),
        ("ann smith[au]", &[1]),
        ("obrien[au]", &[1, 5]),
        ("o'brien[au]", &[1, 5]),
        ("o brien[au]", &[1, 5]),
        ("o brien t[au]", &[5]),
        ("obrien m[au]", &[1]),
        ("brien[au]", &[1]),
        ("müller[au]", &[2, 5]),
        ("mueller[au]", &[2, 5]),
        ("muller[au]", &[2]),
        ("mueller j[au]", &[2]),
        ("king ml[au]", &[3]),
        ("king ml jr[au]", &[3]),
        ("king ml sr[au]", &[]),
        ("recovery group[cn]", &[4]),
        ("kuo[cn]", &[]),
        ("landray m[ir]", &[4]),
        ("landray[au]", &[]),
        ("0000-0002-1825-0097[auid]", &[2]),
        ("https://orcid.org/0000-0002-1825-0097", &[2]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for (query, expected) in rows {
            assert_eq!(set(&index, query), expected, "{query}");
        }
        assert_eq!(set(&index, "\"0000-0002-1825-0097\""), [2]);
        let error = index.search("kuo[auid]").unwrap_err().to_string();
        assert!(error.contains("ORCID"), "{error}");
    });
}

#[test]
fn either_date_of_publication_counts_and_others_have_their_tags() {
    let mut articles = articles();
    let event = |kind, date: &str| DatedEvent { kind, date: date.parse().unwrap() };
    articles.iter_mut().for_each(|article| article.dates.clear());
    articles[0].dates = vec![published("2021-02"), event(DateKind::Electronic, "2020-12-30")];
    articles[1].dates = vec![published("2020")];
    articles[2].dates = vec![
        event(DateKind::Pubmed, "2019-05-02"),
        event(DateKind::Entrez, "2019-05-01"),
        event(DateKind::Medline, "2019-08-01"),
        event(DateKind::RecordCompleted, "2019-09-01"),
        event(DateKind::RecordRevised, "2022-01-01"),
    ];
    let rows: [(&str, &[u32]); 14] = [
        ("2020[dp]", &[1, 2]),
        ("2021[dp]", &[1]),
        ("2021[dp] NOT 2020[dp]", &[]),
        ("2020[epdat]", &[1]),
        ("2020[ppdat]", &[2]),
        ("2021/02[ppdat]", &[1]),
        ("2019/05/02[edat]", &[3]),
        ("2019/05/01[crdt]", &[3]),
        ("2019/08[mhda]", &[3]),
        ("2019/09[dcom]", &[3]),
        ("2022[lr]", &[3]),
        ("\"2019/05/01\"[edat] : \"2019/05/31\"[edat]", &[3]),
        ("title AND \"last 5 years\"[lr]", &[3]),
        ("title AND last 10 years[dp]", &[1, 2]),
    ];
    each_engine(|place| {
        crate::clock::set("2026-11-30T00:00:00Z");
        let index = indexed(&place, &articles);
        for (query, expected) in rows {
            assert_eq!(set(&index, query), expected, "{query}");
        }
        let year = |year| Filters { years: Some((Some(year), Some(year))), ..Filters::default() };
        assert_eq!(set(&index, Search::new("title").filters(year(2020))), [1, 2]);
        assert_eq!(set(&index, Search::new("title").filters(year(2021))), [1]);
    });
}
