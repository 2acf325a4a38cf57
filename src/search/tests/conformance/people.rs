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

/// A year ends with 31 December and begins with 1 January, whether a filter or a query asks for it.
#[test]
fn the_first_and_the_last_day_of_a_year_are_in_it() {
    let dates = ["2017-12-31", "2018-01-01", "2018", "2018-12", "2018-12-31", "2019-01-01", "2019"];
    let articles: Vec<Article> = (1..)
        .zip(dates)
        .map(|(pmid, date)| Article { dates: vec![published(date)], ..article(pmid, "A title", "") })
        .collect();
    let rows: [(Option<u16>, Option<u16>, &[u32]); 5] = [
        (None, Some(2018), &[1, 2, 3, 4, 5]),
        (Some(2018), Some(2018), &[2, 3, 4, 5]),
        (Some(2018), None, &[2, 3, 4, 5, 6, 7]),
        (Some(2019), None, &[6, 7]),
        (None, Some(2017), &[1]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles);
        for (from, to, expected) in rows {
            let filtered = Search::new("title").filters(Filters::default().years(from, to));
            assert_eq!(set(&index, filtered), expected, "{from:?} to {to:?}");
            let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
            let range = format!("{}:{}[dp]", year(from), year(to));
            assert_eq!(set(&index, range.as_str()), expected, "{range}");
        }
        // A month that a query names has all its days, and so has the year of a date without a day.
        assert_eq!(set(&index, "2018/12[dp]"), [4, 5]);
        assert_eq!(set(&index, "2018/01/01:2018/01/01[dp]"), [2, 3]);
        assert_eq!(set(&index, "2018/12/31[dp]"), [5]);
    });
}

/// Initials that the source gives count as they are; of given names they are the first letters of all parts.
#[test]
fn initials_are_those_of_all_given_names() {
    let mut articles: Vec<Article> = (1..=5).map(|pmid| article(pmid, "A title", "")).collect();
    articles[0].authors = vec![person("Doe", "Anna-Maria J.")];
    articles[1].authors = vec![person("Doe", "A.M.")];
    articles[2].authors = vec![Author { initials: "AX".into(), ..person("Doe", "Anna") }];
    articles[3].authors = vec![person("Doe", "Jean Luc")];
    articles[4].authors = vec![person("Doe", "\u{c9}va")];
    let rows: [(&str, &[u32]); 11] = [
        ("doe amj[au]", &[1]),
        // Fewer letters are the beginning of more.
        ("doe am[au]", &[1, 2]),
        ("doe a[au]", &[1, 2, 3]),
        ("doe ax[au]", &[3]),
        ("doe aj[au]", &[]),
        ("doe jl[au]", &[4]),
        ("doe j[au]", &[4]),
        ("doe l[au]", &[]),
        ("doe e[au]", &[5]),
        ("doe jean[au]", &[4]),
        ("\"doe am\"[au]", &[2]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles);
        for (query, expected) in rows {
            assert_eq!(set(&index, query), expected, "{query}");
        }
    });
}
