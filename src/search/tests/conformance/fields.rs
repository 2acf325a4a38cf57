//! Terms of fields: operators, phrases, truncation, whole values, dates; and filters beside a query.

use super::support::{Place, article, published};
use super::{each_engine, indexed, set};
use crate::index::{Matching, Sort};
use crate::model::{Article, BodySection, Heading, PublicationType, Qualifier, Reference, Substance};
use crate::query::Filters;
use crate::search::{Index, Search};

fn articles() -> Vec<Article> {
    let mut articles = vec![
        article(1, "Lung cancer of smokers", "A randomized trial of lung function."),
        article(2, "Cancer of the lung", "Cancer. Lung disease was rare in B cells."),
        article(3, "Heart failure", "Placebo-controlled trial. Lung cancers were excluded."),
        article(4, "Nothing of the kind", ""),
    ];
    articles[0].keywords = vec!["smoking".into(), "lung".into()];
    articles[1].keywords = vec!["lung".into(), "cancer".into()];
    let qualifiers = vec![Qualifier { name: "drug therapy".into(), ..Qualifier::default() }];
    let heading = Heading { name: "Heart Failure".into(), qualifiers, major: true, ..Heading::default() };
    articles[2].headings = vec![heading];
    let oxygen =
        Substance { name: "Oxygen".into(), registry_number: "7782-44-7".into(), ..Substance::default() };
    articles[2].substances = vec![oxygen];
    let review = PublicationType { name: "Review".into(), ..PublicationType::default() };
    articles[1].publication_types = vec![review];
    articles[3].authors[0].family = "van der Berg".into();
    articles[3].authors[0].affiliations = vec!["Cancer Unit, Boston".into()];
    for (article, language) in articles.iter_mut().zip(["eng", "ger", "eng", "fre"]) {
        article.languages = vec![language.into()];
    }
    for (article, date) in articles.iter_mut().zip(["2018", "2019-05", "2019-05-17"]) {
        article.dates = vec![published(date)];
    }
    articles[3].dates.clear();
    articles[3].journal.title = "Journal of Lung Cancer".into();
    articles[3].journal.abbreviation = "J Lung Cancer".into();
    articles[3].volume = "12".into();
    articles[3].references = vec![Reference { raw: "Doe A. Smoke. 2001.".into(), ..Reference::default() }];
    articles[3].body = vec![BodySection {
        title: "Results".into(),
        depth: 1,
        paragraphs: vec!["Ozone was measured.".into()],
    }];
    articles
}

fn index(place: &Place) -> Index {
    indexed(place, &articles())
}

fn holds(rows: &[(&str, &[u32])]) {
    each_engine(|place| {
        let index = index(&place);
        for &(query, expected) in rows {
            assert_eq!(set(&index, Search::new(query).matching(Matching::All)), expected, "{query}");
        }
    });
}

#[test]
fn headings_their_qualifiers_and_major_topics() {
    each_engine(|place| {
        let qualifier = |name: &str, major| Qualifier { name: name.into(), major, ..Qualifier::default() };
        let heading = |name: &str, major, qualifiers| Heading {
            name: name.into(),
            major,
            qualifiers,
            ..Heading::default()
        };
        let mut articles = articles();
        articles[0].headings = vec![heading("Lung Neoplasms, Rare-Type", true, vec![])];
        articles[1].headings = vec![
            heading("Lung Neoplasms, Rare-Type", false, vec![qualifier("surgery", true)]),
            heading("Sepsis", false, vec![qualifier("drug therapy", false)]),
        ];
        let index = indexed(&place, &articles);
        for (query, expected) in [
            ("Lung Neoplasms, Rare-Type[mh]", &[1, 2][..]),
            ("\"lung neoplasms, rare-type\"[majr]", &[1, 2]),
            ("lung neopl*[majr:noexp]", &[1, 2]),
            ("\"lung neoplasms, rare-type/surgery\"[majr]", &[2]),
            ("lung neoplasms, rare-type/SU[mh]", &[2]),
            ("sepsis[mh:noexp]", &[2]),
            ("sepsis[majr]", &[]),
            ("sepsis/dt[majr]", &[]),
            ("drug therapy[sh]", &[2, 3]),
            ("dt[subheading] NOT su[sh]", &[3]),
            ("drug th*[sh]", &[2, 3]),
            ("therapy[sh]", &[2, 3]),
            ("therapy[sh:noexp]", &[]),
        ] {
            assert_eq!(set(&index, Search::new(query)), expected, "{query}");
        }
    });
}

#[test]
fn words_near_each_other() {
    each_engine(|place| {
        let index = indexed(
            &place,
            &[
                article(1, "Injury of the lung", ""),
                article(2, "Lung injury", ""),
                article(3, "Injury", "Lung"),
                article(4, "Lung: acute, severe, unexplained injury", "covid-19 of the lung"),
                article(5, "Injuries, lung", ""),
            ],
        );
        for (query, expected) in [
            ("\"lung injury\"[ti:~2]", &[1, 2][..]),
            ("\"lung injury\"[tiab:~3]", &[1, 2, 4]),
            ("\"injury lung\"[ti:~0]", &[2]),
            ("lung injur*[ti:~0]", &[2, 5]),
            ("\"lung covid19\"[ab:~2]", &[4]),
            ("\"lung lung\"[ti:~9]", &[]),
            ("\"lung\"[ti:~9]", &[1, 2, 4, 5]),
        ] {
            assert_eq!(set(&index, Search::new(query)), expected, "{query}");
        }
    });
}

#[test]
fn operators() {
    holds(&[
        ("lung[ti] AND cancer[ti]", &[1, 2]),
        ("heart[ti] OR smokers[ti]", &[1, 3]),
        ("lung[tiab] NOT trial[ab]", &[2]),
        ("lung[tiab] NOT (trial[ab] AND heart[ti])", &[1, 2]),
        ("(lung OR heart) AND 2019[dp]", &[2, 3]),
        ("zebra OR heart[ti]", &[3]),
        ("zebra AND heart[ti]", &[]),
    ]);
}

#[test]
fn phrases_keep_to_one_text() {
    holds(&[
        ("\"lung cancer\"[ti]", &[1]),
        ("\"cancer lung\"[ab]", &[2]),
        ("\"lung cancer\"[ot]", &[]),
        ("\"lung cancer\"[tiab]", &[1]),
        ("\"lung cancer*\"[tiab]", &[1, 3]),
        ("\"of the\"[ti]", &[2, 4]),
        ("\"placebo controlled\"[ab]", &[3]),
        ("\"b cell*\"[ab]", &[2]),
    ]);
}

#[test]
fn truncated_words() {
    holds(&[
        ("smok*[ti]", &[1]),
        ("smok*[tiab]", &[1]),
        ("smok*[ref]", &[4]),
        ("canc*[ab]", &[2, 3]),
        ("zeb*", &[]),
    ]);
}

#[test]
fn whole_values_and_people() {
    holds(&[
        ("\"heart failure\"[mh]", &[3]),
        ("\"heart failure/drug therapy\"[mh]", &[3]),
        ("\"heart failure/surgery\"[mh]", &[]),
        ("heart*[mh]", &[3]),
        ("oxygen[nm]", &[3]),
        ("\"7782-44-7\"[nm]", &[3]),
        ("review[pt]", &[2]),
        ("german[la]", &[2]),
        ("\"j lung cancer\"[ta]", &[4]),
        ("12[vi]", &[4]),
        ("smith j[au]", &[1, 2, 3]),
        ("van der berg[au]", &[4]),
        ("boston[ad]", &[4]),
        ("ozone[body]", &[4]),
        ("3[pmid]", &[3]),
        ("\"pmid:3\"[aid]", &[3]),
        ("2019/05/17[dp]", &[3]),
        ("2019/05:2019/12[dp]", &[2, 3]),
        (":2018[dp]", &[1]),
    ]);
}

#[test]
fn filters_narrow_beside_the_query() {
    let filters = |set: fn(&mut Filters)| {
        let mut filters = Filters::default();
        set(&mut filters);
        filters
    };
    each_engine(|place| {
        let index = index(&place);
        for query in ["cancer", "cancer OR heart OR kind", "the"] {
            let all = set(&index, Search::new(query).matching(Matching::All));
            let passes = |filters: &Filters, expected: &[u32]| {
                let expected: Vec<u32> = all.iter().copied().filter(|pmid| expected.contains(pmid)).collect();
                for sort in [Sort::Best, Sort::Title] {
                    let search = Search::new(query).matching(Matching::All).sort(sort);
                    assert_eq!(set(&index, search.filters(filters.clone())), expected, "{query} {filters:?}");
                }
            };
            passes(&filters(|f| f.years = Some((Some(2019), None))), &[2, 3]);
            passes(&filters(|f| f.years = Some((None, Some(2018)))), &[1]);
            passes(&filters(|f| f.languages = vec!["german".into(), "fre".into()]), &[2, 4]);
            passes(&filters(|f| f.publication_types = vec!["Review".into()]), &[2]);
            passes(&filters(|f| f.journals = vec!["j lung cancer".into()]), &[4]);
            let both = filters(|f| {
                f.languages = vec!["eng".into()];
                f.years = Some((Some(2019), Some(2019)));
            });
            passes(&both, &[3]);
        }
        let filters = filters(|f| f.journals = vec!["no such".into()]);
        let none = index.search(Search::new("cancer").filters(filters)).unwrap();
        assert_eq!((none.total, none.unknown), (0, vec!["no such (journal)".to_owned()]));
    });
}
