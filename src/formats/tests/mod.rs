//! Detection, compression, encodings, and input meant to do harm.
//!
//! They must not know how any one format is read.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::*;

mod archives;
pub(super) mod cases;
mod hostile;
mod pack;

use pack::gzip;

/// Everything that was read, with its summary.
type Read = (Summary, Vec<Article>, Vec<Problem>, Vec<Pmid>);

/// Everything a stream yields, and its summary.
pub(super) fn read_all(bytes: &[u8]) -> Read {
    read_input(Input::stream(bytes, &AtomicU64::new(0)))
}

/// The same of a file one can seek in.
fn read_seekable(bytes: &[u8]) -> Read {
    read_input(Input::file(Cursor::new(bytes.to_vec()), &AtomicU64::new(0)).unwrap())
}

fn read_input(input: Input<'_>) -> Read {
    let (mut articles, mut problems, mut deletions) = (Vec::new(), Vec::new(), Vec::new());
    let summary = read(input, "test", &mut |item| {
        match item {
            Item::Article(article) => articles.push(*article),
            Item::Problem(problem) => problems.push(problem),
            Item::Deletion(pmid) => deletions.push(pmid),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(summary.articles, articles.len() as u64);
    assert_eq!(summary.problem_count(), problems.len() as u64);
    assert_eq!(summary.deletions, deletions.len() as u64);
    (summary, articles, problems, deletions)
}

/// The kinds of the problems, in their order.
pub(super) fn kinds(problems: &[Problem]) -> Vec<ProblemKind> {
    problems.iter().map(|problem| problem.kind).collect()
}

/// A set of so many articles, from PMID 1 on.
fn set(articles: u32) -> String {
    let article = |pmid| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>Title {pmid}\
             </ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
        )
    };
    let articles: String = (1..=articles).map(article).collect();
    format!("<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n{articles}</PubmedArticleSet>\n")
}

#[test]
fn formats_are_told_by_content() {
    let cases: [(&[u8], Option<Format>); 12] = [
        (b"<?xml version='1.0'?><!DOCTYPE x><PubmedArticleSet></PubmedArticleSet>", Some(Format::PubmedXml)),
        (b"\xef\xbb\xbf  <PubmedArticle><a/></PubmedArticle>", Some(Format::PubmedXml)),
        (b"{\"title\":\"x\"}", Some(Format::Jsonl)),
        (b"{broken\n{\"keywords\":[\"x\"]}", Some(Format::Jsonl)),
        (b"{\"_id\":\"1\",\"text\":\"cut off in the mid", Some(Format::Beir)),
        (b"A title\n\nHow to Cite\nDoe J. A title. J. 2020;1(1):1.", Some(Format::OjsPage)),
        (b"{\"name\":\"x\",\"id\":1}", None),
        (b"<html><body>PubMed</body></html>", None),
        (b"just some text", None),
        (b"\x00\x01\x02binary", None),
        (b"\x7fELF\0\0", None),
        (b"\xff\xfe<\x00", None),
    ];
    for (bytes, format) in cases {
        let (summary, articles, problems, _) = read_all(bytes);
        assert_eq!(summary.format, format, "{}", String::from_utf8_lossy(bytes));
        if format.is_none() {
            assert_eq!((articles.len(), problems.len()), (0, 1));
        }
    }
    assert_eq!(kinds(&read_all(b"").2), [ProblemKind::Empty]);
    assert_eq!(kinds(&read_all(b"\xef\xbb\xbf \n").2), [ProblemKind::Empty]);
    assert_eq!(kinds(&read_all(b"\xff\xfeA\x00").2), [ProblemKind::UnknownFormat]);
    assert_eq!(kinds(&read_all(b"hello").2), [ProblemKind::UnknownFormat]);
}

#[test]
fn gzip_in_several_members_is_one_text() {
    let text = set(3);
    let (head, tail) = text.split_at(100);
    let bytes = [gzip(head.as_bytes()), gzip(tail.as_bytes())].concat();
    let watched = AtomicU64::new(5);
    let mut articles = 0;
    let summary = read_stream(Cursor::new(&bytes), "x", &watched, &mut |item| {
        articles += u32::from(matches!(item, Item::Article(_)));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!((articles, summary.problem_count()), (3, 0));
    assert_eq!((summary.bytes_read, summary.text_bytes), (bytes.len() as u64, text.len() as u64));
    assert_eq!(watched.load(Ordering::Relaxed), 5 + bytes.len() as u64);
}

#[test]
fn a_cut_gzip_keeps_what_stands_before() {
    let bytes = gzip(set(2000).as_bytes());
    let (_, articles, problems, _) = read_all(&bytes[..bytes.len() / 2]);
    assert!(articles.len() > 500, "{}", articles.len());
    assert!(kinds(&problems).iter().all(|&kind| kind == ProblemKind::Damaged), "{problems:?}");
    assert!(!problems.is_empty());
    // Rubbish behind a whole member.
    let (_, articles, problems, _) = read_all(&[&bytes[..], b"rubbish, not gzip"].concat());
    assert_eq!((articles.len(), kinds(&problems)), (2000, vec![ProblemKind::Damaged]));
    // Only the magic.
    assert_eq!(kinds(&read_all(&[0x1f, 0x8b]).2), [ProblemKind::Damaged]);
}

#[test]
fn a_sink_that_breaks_ends_the_reading() {
    let mut items = 0;
    let text = set(100);
    read_stream(Cursor::new(text.as_bytes()), "x", &AtomicU64::new(0), &mut |_| {
        items += 1;
        if items == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(items, 3);
}

#[test]
fn only_io_fails() {
    let missing =
        read_file(Path::new("no/such/file"), "x", &AtomicU64::new(0), &mut |_| ControlFlow::Continue(()));
    assert!(missing.unwrap_err().to_string().starts_with("cannot open no/such/file"));
}

#[test]
fn a_problem_says_where_what_and_what_was_done() {
    let text = "<PubmedArticleSet>\n<PubmedArticle><a></b></PubmedArticle>\n</PubmedArticleSet>";
    let (_, _, problems, _) = read_all(text.as_bytes());
    insta::assert_snapshot!(problems[0], @"test, record 1, line 2, byte 37: XML that is not well-formed: ill-formed document: expected `</a>`, but `</b>` was found; the record was left out");
}

/// Pieces that formats give meaning to, to be thrown together at random.
const PIECES: [&str; 44] = [
    "<PubmedArticleSet>",
    "</PubmedArticleSet>",
    "<PubmedArticle>",
    "</PubmedArticle>",
    "<MedlineCitation>",
    "</MedlineCitation>",
    "<PMID Version=\"1\">",
    "12",
    "</PMID>",
    "<Article>",
    "</Article>",
    "<ArticleTitle>",
    "</ArticleTitle>",
    "<sup>",
    "</sup>",
    "<mml:math>",
    "</mml:math>",
    "<mfrac>",
    "</mfrac>",
    "<DeleteCitation>",
    "</DeleteCitation>",
    "&amp;",
    "&#0;",
    "&bomb;",
    "&",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [",
    "]>",
    "{\"title\":\"",
    "\"}\n",
    "{\"_id\":\"",
    "\",\"text\":\"",
    "\n[1] Doe J. A title. J. 2020;1(1):1-2. doi:10.1/x\n",
    "\nHow to Cite\n",
    "\nIssueVol 1 No 2 (2020) QRcode\n",
    "\u{2009}",
    "é",
    "\0",
    "\n",
    " ",
    "<ReferenceList>",
];

proptest! {
    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
        read_all(&[&[0x1f, 0x8b], &bytes[..]].concat());
    }

    #[test]
    fn no_mixture_does_harm(start in 0..4_usize, pieces in proptest::collection::vec(0..PIECES.len(), 0..80)) {
        let starts = ["<PubmedArticleSet>", "{\"title\":1}\n", "{\"_id\":\"1\",\"text\":\"x\"}\n", "T\nHow to Cite\n"];
        let text: String = [starts[start]].into_iter().chain(pieces.into_iter().map(|at| PIECES[at])).collect();
        read_all(text.as_bytes());
        let gz = gzip(text.as_bytes());
        read_all(&gz[..gz.len() - gz.len() / 4]);
    }
}
