//! JATS that means harm: deep, wide and full of marks. What is read of sound files stands in the cases.
//!
//! They must not know any other format.

use super::super::ProblemKind;
use super::super::tests::{kinds, read_all};

/// An article with this in its front matter, and this in its body.
fn article(meta: &str, body: &str) -> String {
    format!(
        "<article article-type=\"x\"><front><article-meta><title-group><article-title>T</article-title>\
         </title-group>{meta}</article-meta></front><body>{body}</body></article>"
    )
}

#[test]
fn what_nests_deep_is_read_or_left_out() {
    for (name, depth) in [
        "sec",
        "p",
        "list",
        "boxed-text",
        "fig",
        "italic",
        "sub-article",
        "ref-list",
        "table",
        "collab",
        "alternatives",
    ]
    .into_iter()
    .flat_map(|name| [(name, 240), (name, 5_000)])
    {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let nested = format!("{}x{}", open.repeat(depth), close.repeat(depth));
        let (_, articles, problems, _) = read_all(article("", &nested).as_bytes());
        if depth < 256 {
            assert_eq!((articles.len(), problems.len()), (1, 0), "{name}: {problems:?}");
        } else {
            assert_eq!((articles.len(), kinds(&problems)), (0, vec![ProblemKind::TooLarge]), "{name}");
        }
    }
}

/// Marks are short, what they point at is not: all of it for each of them were forty gigabytes.
#[test]
fn affiliations_are_handed_out_within_bounds() {
    let aff = format!("<aff id=\"a\">{}</aff>", "Far away ".repeat(50_000));
    let contrib = "<contrib contrib-type=\"author\"><name><surname>D</surname></name><xref ref-type=\"aff\" rid=\"a\"/></contrib>";
    let meta = format!("<contrib-group>{}</contrib-group>{aff}", contrib.repeat(25_000));
    let (_, articles, ..) = read_all(article(&meta, "").as_bytes());
    let bytes: usize =
        articles[0].authors.iter().flat_map(|author| &author.affiliations).map(String::len).sum();
    assert_eq!(articles[0].authors.len(), 25_000);
    assert!((15 << 20..18 << 20).contains(&bytes), "{bytes}");
    // Without marks all of them are everybody's.
    let contrib = "<contrib contrib-type=\"author\"><name><surname>D</surname></name></contrib>";
    let meta =
        format!("<contrib-group>{}{}</contrib-group>", contrib.repeat(4_000), "<aff>I</aff>".repeat(4_000));
    let (_, articles, ..) = read_all(article(&meta, "").as_bytes());
    let handed_out: usize = articles[0].authors.iter().map(|author| author.affiliations.len()).sum();
    assert!((200_000..300_000).contains(&handed_out), "{handed_out}");
}

/// Each of these took time that grew with the square of the length.
#[test]
fn what_is_repeated_costs_its_length() {
    let many = |part: &str| (0..40_000).map(|n| part.replace('#', &n.to_string())).collect::<String>();
    for (meta, body) in [
        (many("<license><license-p>number #</license-p></license>"), String::new()),
        (
            many(
                "<custom-meta-group><custom-meta><meta-name>#</meta-name></custom-meta></custom-meta-group>",
            ),
            String::new(),
        ),
        (
            many("<article-id pub-id-type=\"x\">#</article-id><kwd-group><kwd>#</kwd></kwd-group>"),
            String::new(),
        ),
        (
            String::new(),
            format!(
                "<ref-list><ref><element-citation>{}</element-citation></ref></ref-list>",
                many("<volume>v#</volume>")
            ),
        ),
        (String::new(), many("<p>#<fig><label>#</label></fig><fn><p>#</p></fn>&#38;</p>")),
        (many("<pub-date><year>20#</year></pub-date>"), many("<sec><title>#</title>") + &"</sec>".repeat(3)),
    ] {
        read_all(article(&meta, &body).as_bytes());
    }
}
