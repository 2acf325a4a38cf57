//! Counts beside a search, fields of one's own, and every article of a list.

use super::support::{article, published};
use super::{each_engine, indexed, set};
use crate::index::{Facet, Matching};
use crate::model::{Article, Correction, CorrectionKind, Heading, PublicationType};
use crate::query::Filters;
use crate::search::{Index, Search};

/// Values, and how many articles have each.
type Numbers<'t> = &'t [(&'t str, u64)];
/// Fields of one's own, and what they may hold.
type Narrowed<'t> = &'t [(&'t str, &'t [&'t str])];

fn articles() -> Vec<Article> {
    let mut articles = vec![
        article(1, "Sepsis in adults", "Fluids."),
        article(2, "Sepsis in children", "Fluids."),
        article(3, "Sepsis and shock", ""),
        article(4, "Notice", ""),
        article(5, "Asthma", ""),
    ];
    for (article, (section, year)) in articles.iter_mut().zip([
        ("Case reports", "2019"),
        ("Letters", "2020"),
        ("Case reports", "2020"),
        ("Letters", "2021"),
        ("Letters, to the editor", "2021"),
    ]) {
        article.fields.insert("section".into(), section.into());
        article.dates = vec![published(year)];
        article.journal.title = if year == "2020" { "Crit Care" } else { "Lancet" }.into();
        article.languages = vec!["eng".into()];
    }
    articles[0].fields.insert("pages".into(), 12.into());
    articles[0].fields.insert("tags".into(), vec!["icu".to_owned(), "fluids".to_owned()].into());
    articles[1].fields.insert("tags".into(), vec!["icu".to_owned()].into());
    articles[1].fields.insert("blurb".into(), "Zebra stripes".into());
    articles[2].fields.insert("blurb".into(), "Zebra stripes".into());
    articles[2].searched_fields = vec!["blurb".into()];
    articles[0].headings = vec![Heading { name: "Shock, Septic".into(), ..Heading::default() }];
    articles[2].headings = articles[0].headings.clone();
    articles[1].publication_types =
        vec![PublicationType { name: "Review".into(), ..PublicationType::default() }];
    articles[3].corrections = vec![Correction {
        kind: CorrectionKind::RetractionOf,
        citation: String::new(),
        pmid: articles[1].ids.pmid,
        doi: None,
        note: String::new(),
    }];
    articles
}

fn counted(index: &Index, query: &str, facet: Facet, most: usize) -> (Vec<(String, u64)>, u64, u64) {
    let search = Search::new(query).limit(0).facets([facet], most);
    let mut facets = index.search(search).unwrap().facets;
    let counts = facets.pop().unwrap();
    (counts.values, counts.other_values, counts.other_count)
}

#[test]
fn all_that_match_are_counted_by_what_they_have() {
    let own = |name: &str| Facet::Own(name.to_owned());
    let rows: [(&str, Facet, Numbers<'_>); 11] = [
        ("sepsis", Facet::Year, &[("2020", 2), ("2019", 1)]),
        ("sepsis", Facet::Journal, &[("Crit Care", 2), ("Lancet", 1)]),
        ("sepsis", Facet::Heading, &[("Shock, Septic", 2)]),
        ("sepsis", Facet::Type, &[("Review", 1)]),
        ("sepsis", Facet::Language, &[("eng", 3)]),
        ("sepsis", Facet::Status, &[("published", 2), ("retracted", 1)]),
        ("sepsis", own("section"), &[("Case reports", 2), ("Letters", 1)]),
        ("sepsis", own("tags"), &[("icu", 2), ("fluids", 1)]),
        ("sepsis[ti] NOT adults[ti]", own("tags"), &[("icu", 1)]),
        ("sepsis", own("pages"), &[("12", 1)]),
        ("zzz", own("pages"), &[]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for (query, facet, expected) in &rows {
            let expected: Vec<(String, u64)> =
                expected.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect();
            assert_eq!(counted(&index, query, facet.clone(), 10), (expected, 0, 0), "{query} {facet:?}");
        }
        let section = || Facet::Own("section".into());
        assert_eq!(counted(&index, "sepsis", section(), 1), (vec![("Case reports".into(), 2)], 1, 1));
        assert_eq!(counted(&index, "sepsis", section(), 0), (vec![], 2, 3));
        // Words of which an article may have some: with `any`, those articles count too.
        let any = Search::new("sepsis asthma").matching(Matching::Any).facets([Facet::Year], 9);
        let years = index.search(any).unwrap().facets.remove(0).values;
        assert_eq!(years, [("2021".into(), 1), ("2020".into(), 2), ("2019".into(), 1)]);
    });
}

#[test]
fn fields_of_ones_own_narrow_letter_by_letter() {
    let rows: [(Narrowed<'_>, &[u32]); 8] = [
        (&[("section", &["Case reports"]), ("tags", &[])], &[1, 3]),
        (&[("section", &["Case reports"])], &[1, 3]),
        (&[("section", &["case reports"])], &[]),
        (&[("section", &["Letters"])], &[2, 4]),
        (&[("section", &["Letters", "Letters, to the editor"])], &[2, 4, 5]),
        (&[("tags", &["icu"]), ("section", &["Letters"])], &[2]),
        (&[("pages", &["12"])], &[1]),
        (&[("nothing", &["12"])], &[]),
    ];
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for (fields, expected) in rows {
            let own = fields.iter().map(|(name, values)| {
                ((*name).to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
            });
            let filters = Filters { fields: own.collect(), ..Filters::default() };
            assert_eq!(set(&index, Search::new("").filters(filters)), expected, "{fields:?}");
        }
        // Only where it was asked is the text of one searched.
        assert_eq!(set(&index, "zebra"), [3]);
        let whole = index.get(&index.search("zebra").unwrap().hits[0].id).unwrap().unwrap();
        assert_eq!(
            (whole.fields, whole.searched_fields),
            (articles()[2].fields.clone(), vec!["blurb".into()])
        );
    });
}

#[test]
fn filters_alone_list_articles_and_ids_bound_them() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let years = Filters { years: Some((Some(2020), Some(2020))), ..Filters::default() };
        assert_eq!(set(&index, Search::new(" ").filters(years.clone())), [2, 3]);
        assert_eq!(set(&index, Search::new("shock").filters(years.clone())), [3]);
        let of = |ids: &[&str]| {
            let ids = ids.iter().map(|id| id.parse().unwrap()).collect();
            Filters { ids: Some(ids), ..Filters::default() }
        };
        assert_eq!(set(&index, Search::new("").filters(of(&["pmid:5", "2", "99"]))), [2, 5]);
        assert_eq!(set(&index, Search::new("sepsis").filters(of(&["pmid:5", "2"]))), [2]);
        assert!(set(&index, Search::new("").filters(of(&[]))).is_empty());
        assert_eq!(index.search("").unwrap_err().code(), "query");
    });
}
