//! Pages meant to do harm, pages that are damaged, and pages that are none.
//!
//! They must not know any other format.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::super::tests::{kinds, read_all};
use super::super::{Format, ProblemKind};

/// The pages of the cases.
fn pages() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/formats/testdata/html");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|name| name == "html")).collect();
    pages.sort();
    pages.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn only_pages_of_articles_are_read() {
    for (page, format) in [
        ("<!doctype html><meta name=citation_title content=x>", Some(Format::Html)),
        (
            "\u{feff}<?xml version='1.0'?>\n<!-- c --><!DOCTYPE HTML><html><meta name='DC.Title' content='x'>",
            Some(Format::Html),
        ),
        (
            "<html><head><meta content=\"Open Journal Systems 3.1\" name=\"generator\"><h1>About us</h1>",
            Some(Format::Html),
        ),
        ("<html><head><title>News</title></head><body>nothing</body></html>", None),
        ("<article><front>citation_title</front></article>", None),
        ("citation_title <html>", None),
    ] {
        let (summary, _, problems, _) = read_all(page.as_bytes());
        assert_eq!(summary.format, format, "{page} {problems:?}");
    }
    // A head longer than what is looked at tells only when it is read.
    let style = format!("<html><head><style>{}</style>", "p { color: red }\n".repeat(5_000));
    let (summary, articles, ..) = read_all(format!("{style}<meta name=citation_title content=x>").as_bytes());
    assert_eq!((summary.format, articles.len()), (Some(Format::Html), 1));
    assert_eq!(kinds(&read_all(style.as_bytes()).2), [ProblemKind::UnknownFormat]);
    let about = "<html><meta name=generator content='Open Journal Systems 3.1'><h1>Vol 8 No 1</h1>";
    assert_eq!(kinds(&read_all(about.as_bytes()).2), [ProblemKind::Incomplete]);
}

#[test]
fn what_is_repeated_is_read_to_its_end() {
    let head = "<html><meta name=citation_title content=x>";
    let repeated = [
        "<div>",
        "<p>",
        "<b>",
        "<b><p>x</b>",
        "<div><p>",
        "<li>",
        "<table><tr><td>",
        "</div>",
        "<dl><dt>DOI<dd>x",
        "<!--",
        "<script>",
        "<a href='https://orcid.org/0000-0002-1825-0097'>x</a>",
        "<span class=affiliation>y</span>",
        "<meta name=citation_author content='A B'>",
        "<meta name=citation_author_institution content='A B'>",
        "<meta name=citation_reference content='citation_title=x;citation_author=A B'>",
        "<h2>References</h2><p>[1] x",
        "<meta name=citation_date content=2020>",
        "<meta name=citation_abstract xml:lang=en content='x y z'>",
        "<div class=abstract><h3>Aim</h3><p>x</div>",
        "<div class=references><li>Doe J. T. J. 2020;1:1.</div>",
        "&amp",
        "<h1>x",
        "<script type=application/ld+json>{\"@type\":\"ScholarlyArticle\",\"author\":[{\"name\":\"A B\"}]}</script>",
        "<div class=keywords>a b c</div>",
        "<a>Vol 1</a>",
        "<div class=dates>Received 2020</div>",
        "<div class='issue'>x</div>",
        "<div class=copyright>(c) x</div>",
        "<div class='authors'><span class=name>A B</span></div>",
        "<sup>1</sup>",
        "<math><mfrac>",
    ];
    for piece in repeated {
        read_all(format!("{head}{}", piece.repeat(100_000 / piece.len())).as_bytes());
    }
}

#[test]
fn deep_and_wide_pages_are_bounded() {
    let deep = format!(
        "<html><meta name=citation_title content=x>{}deep{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let (_, articles, problems, _) = read_all(deep.as_bytes());
    assert_eq!((articles.len(), kinds(&problems)), (1, vec![ProblemKind::TooLarge]));
    let wide = format!("<html><meta name=citation_title content=x>{}", "<br>".repeat(1_100_000));
    let (_, articles, problems, _) = read_all(wide.as_bytes());
    assert_eq!((articles.len(), kinds(&problems)), (1, vec![ProblemKind::TooLarge]));
    assert_eq!(problems[0].place.byte, Some(4 * (250_000 - 2) + 42));
}

proptest! {
    #[test]
    fn no_damage_does_harm(
        which in any::<proptest::sample::Index>(),
        from in any::<proptest::sample::Index>(),
        to in any::<proptest::sample::Index>(),
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let pages = pages();
        let mut page = pages[which.index(pages.len())].clone();
        for (at, byte) in flips {
            let at = at.index(page.len());
            page[at] = byte;
        }
        let (a, b) = (from.index(page.len()), to.index(page.len()));
        // Cut at the end, and cut out of the middle.
        for damaged in [page[..a.max(40)].to_vec(), [&page[..a.min(b)], &page[a.max(b)..]].concat()] {
            let (summary, articles, problems, _) = read_all(&damaged);
            if summary.format == Some(Format::Html) {
                prop_assert!(articles.len() == 1 || !problems.is_empty());
                prop_assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Encoding || problem.place.record == Some(1)), "{problems:?}");
            }
        }
    }
}
