//! What holds for every text.

use proptest::prelude::*;

use super::super::clean::cleaned;
use super::{parse, tree};
use crate::query::limits::MAX_NESTING;
use crate::query::{Node, Query, QueryKind, Term, TermWord};

/// Texts of the notation's own pieces in any order: most are wrong, many are right.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "heart",
        "lung-7",
        "é",
        "呼吸",
        "hypox*",
        "a&b",
        "wom*n",
        "x,",
        "2019",
        "2020/03",
        "12",
        "10.1000/a(b)c",
        "10.1000/a[b]c",
        "PMC12",
        "pmid:7",
        "33514542",
        " ",
        " ",
        " ",
        " AND ",
        " OR ",
        " NOT ",
        "&",
        "|",
        "(",
        ")",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "[ti]",
        "[tiab]",
        "[dp]",
        "[pmid]",
        "[doi]",
        "[Mesh Terms]",
        "[majr:noexp]",
        "[sh]",
        "[tiab:~2]",
        "[zz]",
        "[sb]",
        "[gr]",
        "[Date – Publication]",
        "hasabstract",
        "winter 2019",
        "0001:2020",
        "#1-#3",
        "\u{ad}",
        "\u{feff}",
        "∗",
        "[",
        "]",
        "*",
        ":",
        "-",
        "#1",
        "\n",
        "\u{0}",
        "\u{301}",
        "\u{200d}",
        "and",
        "'",
        "İ",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Texts that are right, or nearly all of them.
fn sound() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "heart",
        "lung-7",
        "hypox*",
        "a*b",
        "R&D",
        "x,",
        "naïve",
        "Not",
        "5%",
        "hasabstract",
        "hypo\u{ad}xia",
        "sep\u{0}sis",
        "hypox∗",
    ]);
    let words = prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    let tag = prop::sample::select(vec![
        "",
        "",
        "[ti]",
        "[Title/Abstract]",
        "[au]",
        "[all]",
        "[mh]",
        "[sb]",
        "[tt]",
        "[grants and funding]",
    ]);
    let text = (words, any::<bool>(), tag).prop_map(|(words, quoted, tag)| {
        if quoted { format!("\"{words}\"{tag}") } else { format!("{words}{tag}") }
    });
    let value = prop::sample::select(vec![
        "2019:2022[dp]",
        "2020/03[dp]",
        "spring 2020[dp]",
        "\"0001/01/01\"[crdt] : \"3000\"[crdt]",
        "hasabstract",
        "medline[sb]",
        "7505876[jid]",
        "(:2020[dp])",
        "\"2019\"[dp] : \"3000\"[dp]",
        "1 2[pmid]",
        "sepsis 12[pmid]",
        "10.1000/a(b)c[doi]",
        "10.1000/a[b]c 10.1000/x[doi]",
    ])
    .prop_map(str::to_owned);
    let leaf = prop_oneof![4 => text, 1 => value];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let operator = prop::sample::select(vec![" AND ", " OR ", " NOT ", " ", " & ", "|"]);
        let tag = prop::sample::select(vec!["", "", "", "[ab]"]);
        (prop::collection::vec((inner, operator), 1..5), any::<bool>(), tag).prop_map(
            |(parts, grouped, tag)| {
                let last = parts.len() - 1;
                let text: String = parts
                    .iter()
                    .enumerate()
                    .map(
                        |(at, (part, operator))| {
                            if at == last { part.clone() } else { format!("{part}{operator}") }
                        },
                    )
                    .collect();
                if grouped { format!("({text}){tag}") } else { text }
            },
        )
    })
}

/// The tree with every span forgotten.
pub(super) fn spanless(node: &Node) -> Node {
    let all = |nodes: &[Node]| nodes.iter().map(spanless).collect();
    match node {
        Node::And(nodes) => Node::And(all(nodes)),
        Node::Or(nodes) => Node::Or(all(nodes)),
        Node::Not { keep, drop } => {
            Node::Not { keep: Box::new(spanless(keep)), drop: Box::new(spanless(drop)) }
        }
        Node::Dates(dates) => Node::Dates(crate::query::DateRange { span: 0..0, ..dates.clone() }),
        Node::Term(term) => {
            let words = term.words.iter().map(|word| TermWord { span: 0..0, ..word.clone() }).collect();
            Node::Term(Term { words, span: 0..0, ..term.clone() })
        }
    }
}

fn depth(node: &Node) -> usize {
    match node {
        Node::And(nodes) | Node::Or(nodes) => 1 + nodes.iter().map(depth).max().unwrap_or(0),
        Node::Not { keep, drop } => 1 + depth(keep).max(depth(drop)),
        Node::Term(_) | Node::Dates(_) => 1,
    }
}

fn check_query(text: &str, query: &Query) -> Result<(), TestCaseError> {
    for note in &query.notes {
        prop_assert!(text.get(note.span.clone()).is_some(), "{note:?}");
    }
    for term in query.positive() {
        prop_assert!(!term.words.is_empty());
    }
    let root = match &query.kind {
        QueryKind::Plain(words) => {
            for word in words {
                let written = text.get(word.span.clone()).map(cleaned);
                prop_assert_eq!(written.as_deref(), Some(word.text.as_str()));
            }
            return Ok(());
        }
        QueryKind::Boolean(root) => root,
        QueryKind::Everything => panic!("no text means every article"),
    };
    prop_assert!(depth(root) <= MAX_NESTING);
    for node in root.walk() {
        prop_assert!(text.get(node.span()).is_some_and(|text| !text.is_empty()), "{node:?}");
        match node {
            Node::And(nodes) => {
                prop_assert!(nodes.len() > 1 && !nodes.iter().any(|node| matches!(node, Node::And(_))));
            }
            Node::Or(nodes) => {
                prop_assert!(nodes.len() > 1 && !nodes.iter().any(|node| matches!(node, Node::Or(_))));
            }
            Node::Term(term) => {
                prop_assert!(term.words.iter().all(|word| text.get(word.span.clone()).is_some()));
                prop_assert!(term.words.iter().all(|word| word.text.contains(char::is_alphanumeric)));
                prop_assert!(!term.words.is_empty());
            }
            Node::Not { .. } | Node::Dates(_) => {}
        }
    }
    let printed = query.interpretation();
    let again = Query::parse_as(&printed, query.syntax());
    let Ok(Query { kind: QueryKind::Boolean(again), .. }) = &again else {
        return Err(TestCaseError::fail(format!("{text:?} printed as {printed:?} read as {again:?}")));
    };
    prop_assert_eq!(spanless(root), spanless(again), "{:?} printed as {:?}", text, printed);
    let twice = Query::parse_as(&printed, query.syntax()).map(|query| query.interpretation());
    prop_assert_eq!(twice, Ok(printed));
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(query) => {
            let _ = tree(&query);
            check_query(text, &query)
        }
        Err(error) => {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            for error in error.others().iter().chain([&error]) {
                prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
                prop_assert!(!error.message.is_empty() && error.help.is_some());
            }
            let harmful = error.report(text).contains(['\u{0}', '\u{1b}', '\u{202e}']);
            prop_assert!(!harmful);
            prop_assert_eq!(error.caret(text).lines().count(), 2);
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_pieces(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn sound_texts_are_read_and_print_back(text in sound()) {
        check(&text)?;
        if let Err(error) = parse(&text) {
            return Err(TestCaseError::fail(error.report(&text)));
        }
    }

    #[test]
    fn pictures_of_any_span(text in any::<String>(), start in 0_usize..200, len in 0_usize..200) {
        let mut error = parse("(").unwrap_err();
        error.span = start..start + len;
        prop_assert_eq!(error.caret(&text).lines().count(), 2);
    }
}
