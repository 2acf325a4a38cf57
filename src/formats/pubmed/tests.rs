//! PubMed's XML: every field, every quirk known, and records that are broken.
//!
//! They must not know any other format.

use super::super::tests::{kinds, read_all};
use super::super::{Problem, ProblemKind};
use crate::model::{Article, DateKind, Status};

const WHOLE: &str = include_str!("../testdata/pubmed-whole.xml");

/// The article of a `MedlineCitation` with this content, and the problems.
fn read_citation(content: &str) -> (Article, Vec<Problem>) {
    let xml = format!(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>{content}</MedlineCitation>\
         </PubmedArticle></PubmedArticleSet>"
    );
    let (_, mut articles, problems, _) = read_all(xml.as_bytes());
    assert_eq!(articles.len(), 1, "{problems:?}");
    (articles.remove(0), problems)
}

fn title_of(markup: &str) -> String {
    read_citation(&format!("<Article><ArticleTitle>{markup}</ArticleTitle></Article>")).0.title
}

#[test]
fn every_field_is_read() {
    let (summary, articles, problems, deletions) = read_all(WHOLE.as_bytes());
    assert_eq!((summary.records, articles.len(), problems), (2, 1, vec![]));
    assert_eq!(deletions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["11", "12"]);
    assert_eq!(articles[0].status(), Status::Retracted);
    let json = serde_json::to_string_pretty(&super::super::jsonl::to_json(&articles[0])).unwrap();
    insta::assert_snapshot!(json);
}

#[test]
fn markup_becomes_plain_text() {
    for (markup, text) in [
        ("10<sup>5</sup> cells", "10^5 cells"),
        ("10<sup>-4</sup> and 10<sup>−4</sup>", "10^-4 and 10^−4"),
        ("Ca<sup>2+</sup>, H<sub>2</sub>O, CD4<sup>+</sup>", "Ca2+, H2O, CD4+"),
        ("SO<sub>4</sub><sup>2</sup>", "SO42"),
        ("the 1<sup>st</sup> <i>E.\n  coli</i>", "the 1st E. coli"),
        ("  <b> a </b>b\u{a0}\u{2009}c  ", "a b c"),
        ("a<p>b</p>c", "a b c"),
        ("&lt;5 &amp; &gt;3 &#945;&#x3b2; &quot;q&quot; &apos;", "<5 & >3 αβ \"q\" '"),
        ("<![CDATA[a < b]]>", "a < b"),
        ("<math><msub><mi>T</mi> <mn>1</mn></msub></math>, x", "T 1, x"),
        ("(<mml:math> <mml:mi>R</mml:mi><mml:mn>2</mml:mn> </mml:math>)", "(R 2)"),
        ("<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>", "a/b"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>", "(a + b)/c"),
        ("<math><semantics><mi>x</mi><annotation>\\x</annotation></semantics></math>", "x"),
    ] {
        assert_eq!(title_of(markup), text, "{markup}");
    }
}

/// Its letters became U+FFFD.
#[test]
fn latin_that_is_declared_is_read() {
    let record = |pmid: u32| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>M\u{e9}ni\u{e8}re\u{92}s \
             disease</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
        )
    };
    let records: String = (1..2_000).map(record).collect();
    let text = |encoding: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n<PubmedArticleSet>{records}</PubmedArticleSet>"
        )
    };
    for encoding in ["ISO-8859-1", "windows-1252"] {
        let bytes: Vec<u8> = text(encoding).chars().map(|c| u8::try_from(c).unwrap()).collect();
        let (_, articles, problems, _) = read_all(&bytes);
        assert_eq!((articles.len(), problems), (1_999, vec![]), "{encoding}");
        assert!(articles.iter().all(|article| article.title == "Ménière’s disease"), "{encoding}");
        // Where the file itself says otherwise, it is not as it is declared.
        let (_, articles, ..) = read_all(&["\u{feff}".as_bytes(), text(encoding).as_bytes()].concat());
        assert!(articles[1_998].title.starts_with("Ménière"), "{encoding}");
    }
}

#[test]
fn references_that_stand_for_nothing_are_kept_and_told() {
    let (article, problems) =
        read_citation("<Article><ArticleTitle>a &bomb; b &#0; c & d</ArticleTitle></Article>");
    assert_eq!(article.title, "a &bomb; b &#0; c & d");
    assert_eq!(kinds(&problems), [ProblemKind::BadValue, ProblemKind::BadValue, ProblemKind::Malformed]);
}

#[test]
fn entities_of_the_document_type_are_never_expanded() {
    let xml = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"<PubmedArticle>&b;&b;'>\"><!-- \" -->\
               <!ENTITY b SYSTEM 'file:///etc/passwd'>]><PubmedArticleSet><PubmedArticle><MedlineCitation>\
               <PMID>7</PMID><Article><ArticleTitle>&a;</ArticleTitle></Article></MedlineCitation></PubmedArticle>\
               <!-- <PubmedArticle></PubmedArticle> --></PubmedArticleSet>";
    let (_, articles, problems, _) = read_all(xml.as_bytes());
    assert_eq!((articles.len(), articles[0].title.as_str()), (1, "&a;"));
    assert_eq!(kinds(&problems), [ProblemKind::BadValue]);
}

#[test]
fn dates_are_kept_as_known() {
    let (article, problems) = read_citation(
        "<Article><Journal><JournalIssue><PubDate><Year>2020</Year><Season>Spring</Season></PubDate></JournalIssue>\
         </Journal><ArticleTitle>T</ArticleTitle><ArticleDate DateType=\"Electronic\"><Year>2020</Year>\
         <Month>2</Month><Day>31</Day></ArticleDate></Article><DateRevised><Year>kiwi</Year></DateRevised>",
    );
    assert_eq!(article.date(DateKind::Published).unwrap().to_string(), "2020");
    assert_eq!(article.date(DateKind::Electronic).unwrap().to_string(), "2020-02");
    assert_eq!(article.date(DateKind::RecordRevised), None);
    assert_eq!(kinds(&problems), [ProblemKind::BadValue; 2]);
}

#[test]
fn the_only_title_is_the_title() {
    let (article, _) =
        read_citation("<Article><ArticleTitle/><VernacularTitle>Ein Titel</VernacularTitle></Article>");
    assert_eq!((article.title.as_str(), article.vernacular_title.as_str()), ("Ein Titel", ""));
}

#[test]
fn older_forms_of_references_and_ids() {
    let (article, problems) = read_citation(
        "<Article><ArticleTitle>T</ArticleTitle><Pagination><StartPage>7</StartPage><EndPage>9</EndPage></Pagination>\
         <ELocationID EIdType=\"doi\" ValidYN=\"N\">10.1000/bad</ELocationID>\
         <ELocationID EIdType=\"doi\">10.1000/Good.</ELocationID></Article><CommentsCorrectionsList>\
         <CommentsCorrections RefType=\"Cites\"><RefSource>J. 2000</RefSource><PMID>5</PMID></CommentsCorrections>\
         <CommentsCorrections RefType=\"Kiwi\"><RefSource>K</RefSource></CommentsCorrections></CommentsCorrectionsList>",
    );
    assert_eq!(article.pages, "7-9");
    assert_eq!(article.ids.doi.as_ref().unwrap().as_str(), "10.1000/good");
    assert_eq!(
        (article.ids.other[0].scheme.as_str(), article.ids.other[0].value.as_str()),
        ("doi", "10.1000/bad")
    );
    assert_eq!((article.references.len(), article.references[0].label.as_str()), (1, "1"));
    assert_eq!((article.corrections.len(), kinds(&problems)), (1, vec![ProblemKind::BadValue]));
}

#[test]
fn incomplete_records_are_kept_if_they_hold_anything() {
    let xml = "<PubmedArticleSet><PubmedArticle/><PubmedArticle><MedlineCitation Status=\"x\"></MedlineCitation>\
               </PubmedArticle><PubmedArticle><MedlineCitation><PMID>0</PMID><Article>\
               <ELocationID EIdType=\"doi\">no doi</ELocationID><Language>eng</Language></Article></MedlineCitation>\
               </PubmedArticle></PubmedArticleSet>";
    let (summary, articles, problems, _) = read_all(xml.as_bytes());
    assert_eq!((summary.records, articles.len()), (3, 1));
    let found: Vec<&str> = problems.iter().map(|problem| problem.found.as_str()).collect();
    assert_eq!(
        found,
        [
            "a record without content",
            "a record without content",
            "\"0\" is not a PMID",
            "an article without a PMID",
            "an article with neither title nor abstract",
            "\"no doi\" is not a DOI"
        ]
    );
}

#[test]
fn a_broken_record_costs_only_itself() {
    let good = |pmid: u32| {
        format!(
            "<PubmedArticle>\n<MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>T</ArticleTitle></Article>\
             </MedlineCitation></PubmedArticle>\n"
        )
    };
    let deep = format!("<PubmedArticle>{}{}</PubmedArticle>", "<a>".repeat(5000), "</a>".repeat(5000));
    for (broken, records, found) in [
        ("<PubmedArticle><MedlineCitation><PMID>9</PMID>", 3, ProblemKind::Malformed),
        ("<PubmedArticle><a></b></PubmedArticle>", 3, ProblemKind::Malformed),
        ("<PubmedArticle><a attr=\"></PubmedArticle>", 3, ProblemKind::Malformed),
        ("<PubmedArticle><!-- </PubmedArticle>", 3, ProblemKind::Malformed),
        (&deep, 3, ProblemKind::TooLarge),
        ("<PubmedBookArticle><BookDocument/></PubmedBookArticle>", 3, ProblemKind::Incomplete),
        ("stray text <b>and</b> tags", 2, ProblemKind::Malformed),
        ("<DeleteCitation><PMID>x</PMID>", 3, ProblemKind::BadValue),
    ] {
        let xml = format!("<PubmedArticleSet>{}{broken}{}</PubmedArticleSet>", good(1), good(2));
        let (summary, articles, problems, _) = read_all(xml.as_bytes());
        let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, ["pmid:1", "pmid:2"], "{broken:.60}");
        assert_eq!((summary.records, problems[0].kind), (records, found), "{broken:.60}: {problems:?}");
        assert!(problems[0].place.line.is_some_and(|line| line >= 3), "{problems:?}");
    }
}

#[test]
fn a_file_cut_short_is_told() {
    let (_, articles, problems, _) = read_all(&WHOLE.as_bytes()[..WHOLE.len() / 2]);
    assert!(articles.is_empty());
    assert_eq!(kinds(&problems), [ProblemKind::Malformed; 2], "{problems:?}");
}

#[test]
fn a_set_of_nothing_is_whole() {
    for text in
        ["<PubmedArticleSet/>", "<PubmedArticleSet a=\"b\" />\n", "<PubmedArticleSet></PubmedArticleSet>"]
    {
        let (_, articles, problems, _) = read_all(text.as_bytes());
        assert!(articles.is_empty() && problems.is_empty(), "{text}: {problems:?}");
    }
}

#[test]
fn problems_of_one_record_are_few() {
    let title = "&bomb; ".repeat(10_000);
    let (article, problems) =
        read_citation(&format!("<Article><ArticleTitle>{title}</ArticleTitle></Article>"));
    assert_eq!(article.title.len(), 69_999);
    assert!(problems.len() < 40, "{}", problems.len());
}

#[test]
fn values_of_any_size_are_read() {
    let label = "x".repeat(300_000);
    let (article, _) = read_citation(&format!(
        "<Article><Abstract><AbstractText Label=\"{label} &amp;\" Label2='&'>t\0t</AbstractText></Abstract></Article>"
    ));
    assert_eq!(article.abstract_sections[0].label.len(), 300_002);
    assert_eq!(article.abstract_sections[0].text, "t t");
}
