//! Pages of Open Journal Systems: the seed article, and what other pages lack or have.
//!
//! They must not know any other format.

use super::super::tests::{kinds, read_all};
use super::super::{Problem, ProblemKind};
use super::*;

const SEED: &[u8] = include_bytes!("../../../corpus/jabbari-2022-ecmo-covid19.txt");

fn read_page(text: &str) -> (Article, Vec<Problem>) {
    let (_, mut articles, problems, _) = read_all(text.as_bytes());
    assert_eq!(articles.len(), 1, "{problems:?}");
    (articles.remove(0), problems)
}

#[test]
fn the_seed_is_read_whole() {
    let (summary, articles, problems, _) = read_all(SEED);
    assert_eq!((summary.records, articles.len(), problems), (1, 1, vec![]));
    let seed = &articles[0];
    assert_eq!(
        seed.keywords,
        ["extracorporeal membrane oxygenation", "Covid-19", "SARS-CoV-2", "rescue therapy"]
    );
    assert!(seed.title.ends_with("in Covid-19 Era"));
    assert!(seed.abstract_sections[0].text.ends_with("noticeable as a rescue therapy."));
    let names: Vec<String> = seed.authors.iter().map(Author::short_name).collect();
    assert_eq!(names, ["Jabbari A", "Hoseini SS", "Jahangirifard A", "Enayati A", "khori V"]);
    let place = [&seed.journal.abbreviation, &seed.volume, &seed.issue, &seed.pages];
    assert_eq!(place, ["Arch Anesth & Crit Care", "8", "1", "89-90"]);
    assert_eq!(seed.published().map(|date| date.to_string()).as_deref(), Some("2022"));
    assert!(seed.licence.contains("Attribution-NonCommercial 4.0"));
    assert!(seed.how_to_cite.starts_with("Jabbari A,"));
    assert_eq!((seed.origin.format.as_str(), seed.origin.record), ("ojs-page", 1));
    let labels: Vec<&str> = seed.references.iter().map(|reference| reference.label.as_str()).collect();
    assert_eq!(labels, ["1", "2", "3", "4", "5", "6"]);
}

#[test]
fn the_seeds_references_are_taken_apart() {
    let (_, articles, _, _) = read_all(SEED);
    let parts: Vec<String> = articles[0]
        .references
        .iter()
        .map(|r| {
            let title: String =
                r.title.chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
            let year = r.year.unwrap_or(0);
            format!(
                "{} | {title} | {} | {year} | {} | {} | {}",
                r.authors.len(),
                r.journal,
                r.volume,
                r.issue,
                r.pages
            )
        })
        .collect();
    insta::assert_snapshot!(parts.join("\n"), @"
    6 | ry distress syndrome | New England Journal of Medicine | 2018 | 378 | 21 | 1965-75
    5 | ogy is not a panacea | Ann Intensive Care | 2021 | 11 | 1 | 107
    6 | ity-matched analysis | Am J Respir Crit Care Med | 2013 | 187 | 3 | 276-85
    4 |  of severe COVID-19? | Int J Infect Dis | 2020 | 94 |  | 78-80
    6 | rganization registry | Am J Respir Crit Care Med | 2015 | 191 | 8 | 894-901
    3 | ew and Meta-Analysis | J Saudi Heart Assoc | 2021 | 33 | 2 | 177–185
    ");
}

#[test]
fn what_is_missing_says_nothing() {
    let page = "A title of a page\r\n\r\nAbstract\r\nFirst paragraph.\r\nSecond one.\r\n\r\nDOI: 10.1000/ABC\r\n\
                IssueVol 3 No 2 (2021): Spring QRcode\r\nsleep apnea; snoring\r\nCPAP\r\n\r\nRights and permissions\r\n";
    let (article, problems) = read_page(page);
    assert_eq!(problems, []);
    assert_eq!(article.abstract_sections[0].text, "First paragraph.\nSecond one.");
    assert_eq!(article.keywords, ["sleep apnea", "snoring", "CPAP"]);
    assert_eq!((article.volume.as_str(), article.issue.as_str()), ("3", "2"));
    assert_eq!(article.published().map(|date| date.to_string()).as_deref(), Some("2021"));
    assert_eq!(article.id.as_str(), "doi:10.1000/abc");
    assert!(article.references.is_empty() && article.authors.is_empty());
}

#[test]
fn what_cannot_be_read_is_told_and_kept() {
    let page =
        "A title\nIssue: nothing QRcode1\nDOI: none\n\nHow to Cite\nsomebody, somewhere\n\nDownloads\n";
    let (article, problems) = read_page(page);
    assert_eq!(article.how_to_cite, "somebody, somewhere");
    assert_eq!(article.abstract_sections.len(), 1);
    assert_eq!(kinds(&problems), [ProblemKind::BadValue; 3], "{problems:?}");
}

#[test]
fn references_go_on_over_lines_and_may_print_a_doi() {
    let page = "T\n\n[1] Smith J, van der Berg JA Jr. A study of\nthings. J Things. 2019 Mar 4;7(2):11-9.\n\
                https://doi.org/10.1000/Things.7\n[2] Smith, John (2001) Other style, J. of X, p. 3\n\
                [3] Doe J. Something. N. Engl. J. Med. 2020;1:2.\nHow to Cite\nDoe J, et al. T. J X. 2020;1:2.\n";
    let (article, problems) = read_page(page);
    assert_eq!(problems, []);
    assert!(article.authors_incomplete);
    let [first, second, third] = &article.references[..] else { panic!("{:?}", article.references) };
    assert_eq!(first.authors, ["Smith J", "van der Berg JA Jr"]);
    assert_eq!((first.title.as_str(), first.journal.as_str()), ("A study of things", "J Things"));
    assert_eq!((first.year, first.volume.as_str(), first.pages.as_str()), (Some(2019), "7", "11-9"));
    assert_eq!(first.ids.doi.as_ref().map(crate::model::Doi::as_str), Some("10.1000/things.7"));
    assert_eq!((second.title.as_str(), second.year), ("Other style", Some(2001)));
    assert!(second.raw.starts_with("Smith, John"));
    // Full stops of the journal's name end no title.
    let third = (third.title.as_str(), third.journal.as_str(), third.year);
    assert_eq!(third, ("Something", "N. Engl. J. Med", Some(2020)));
}

#[test]
fn keywords_no_text_knows_stay_together() {
    let page = "Pain after surgery\n\nWe asked about nerve block and pain, in children.\n\
                IssueVol 1 No 1 (2020) QRcode\nregional anesthesia nerve block children pain unheard words\n";
    let (article, _) = read_page(page);
    assert_eq!(article.keywords, ["regional anesthesia", "nerve block", "children", "pain", "unheard words"]);
}
