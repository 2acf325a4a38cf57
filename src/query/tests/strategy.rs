//! Strategies: which text is a line, its number, and the lines it refers to.

use std::fmt::Write as _;

use super::notation::lines_of;
use crate::query::limits::{MAX_CLAUSES, MAX_LINES};
use crate::query::{Query, QueryErrorKind, Strategy, Syntax};

/// Each line with how it was read.
fn read(text: &str) -> String {
    let strategy = Strategy::parse(text).unwrap();
    lines_of(&strategy, text)
}

#[test]
fn lines_refer_to_those_before_them() {
    insta::assert_snapshot!(read(
        "sepsis[ti] OR shock[ti]\n\n  \"lung injury\"[tiab:~2]\r\n#1 AND #2\n(#1 OR ards) NOT #3\n#2\nheart failure\n"
    ), @r#"
    #1 sepsis[ti] OR shock[ti]
    #2 "lung injury"[tiab:~2]
    #3 (sepsis[ti] OR shock[ti]) AND "lung injury"[tiab:~2]
    #4 (sepsis[ti] OR shock[ti] OR ards) NOT ((sepsis[ti] OR shock[ti]) AND "lung injury"[tiab:~2])
    #5 "lung injury"[tiab:~2]
    #6 heart failure
    "#);
}

#[test]
fn lines_are_numbered_in_several_ways() {
    for text in
        ["#1 a[ti]\n#2 b[ti]\n#7 #1 OR #2", "1. a[ti]\n2. b[ti]\n7) #1 OR #2", "1 a[ti]\n2 b[ti]\n7 #1 OR #2"]
    {
        assert_eq!(read(text), "#1 a[ti]\n#2 b[ti]\n#7 a[ti] OR b[ti]\n", "{text}");
    }
    assert_eq!(
        read("#1(a[ti])\n#2\"b c\"[ti]\n#3 #1 OR #2"),
        "#1 a[ti]\n#2 \"b c\"[ti]\n#3 a[ti] OR \"b c\"[ti]\n"
    );
    // A history of PubMed's, its last line first.
    let history = "#3 Search (#1 OR #2)\n#2\tSearch: b[ti]\n#1 Search \"search\"[ti]\n";
    assert_eq!(read(history), "#1 \"search\"[ti]\n#2 b[ti]\n#3 \"search\"[ti] OR b[ti]\n");
    assert_eq!(read("#1 Search filters[ti]"), "#1 Search filters[ti]\n");
    // Numbers that do not go on are words.
    assert_eq!(read("2 years[ti]\n19 months[ti]"), "#1 2 years[ti]\n#2 19 months[ti]\n");
    assert_eq!(read("#3 a[ti]\n#3 OR b[ti]"), "#3 a[ti]\n#4 a[ti] OR b[ti]\n");
}

#[test]
fn a_line_goes_on_where_it_is_open() {
    assert_eq!(read("(a[ti] OR\nb[ti])\nc[ti]"), "#1 a[ti] OR b[ti]\n#2 c[ti]\n");
    assert_eq!(
        read("(a[ti]\nOR b[ti]\n) AND c[ti]\n#1"),
        "#1 (a[ti] OR b[ti]) AND c[ti]\n#2 (a[ti] OR b[ti]) AND c[ti]\n"
    );
    assert_eq!(read("a[ti]\nOR b[ti]\nc[ti] AND\nd[ti]"), "#1 a[ti] OR b[ti]\n#2 c[ti] AND d[ti]\n");
    // What is never closed is of its own line.
    assert_eq!(read("(a[ti]\nb[ti]\n#2 AND c[ti]"), "#1 a[ti]\n#2 b[ti]\n#3 b[ti] AND c[ti]\n");
}

#[test]
fn what_is_wrong_stands_at_its_line_and_the_others_are_read() {
    insta::assert_snapshot!(read("a[ti\nb[ti]\n#1 OR #2\n#9\n#5\nexp Sepsis/\n#2[ti]\n#2 AND c[ti]"), @r##"
    #1 UnclosedTag "[": `[` begins a field tag that is not closed
    #2 b[ti]
    #3 LineReference "#1": line #1 could not be read
    #4 LineReference "#9": there is no line #9 before this one
    #5 LineReference "#5": line 5 refers to itself
    #6 Dialect "exp": `exp` is Ovid's notation, which is not read here
    #7 TagWithoutTerm "[ti]": the tag [ti] has no term before it
    #8 b[ti] AND c[ti]
    "##);
}

#[test]
fn operators_in_lower_case_are_operators_but_within_a_phrase() {
    let text = "(water* or swim*)\n\"head and neck\"[ti] and head and neck[ti]\n#1 not (a or b)\nheart or lung\na[ti] Or b[ti]";
    assert_eq!(
        read(text),
        "#1 water* OR swim*\n#2 \"head and neck\"[ti] AND head and neck[ti]\n#3 (water* OR swim*) NOT (a OR b)\n\
         #4 heart OR lung\n#5 a[ti] OR b[ti]\n"
    );
    let strategy = Strategy::parse(text).unwrap();
    let notes = strategy.lines()[2].query.as_ref().unwrap().notes();
    let said: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(said, ["`not` was read as the operator NOT", "`or` was read as the operator OR"]);
}

#[test]
fn a_strategy_is_in_the_notation_that_more_lines_show() {
    let text =
        "exp \"Prisons\"/\nwalking/\nprison.ti,ab.\nsepsis[ti]\n#4 and walking[ti]\n2 or 3\n9 not 10 (2809)";
    let strategy = Strategy::parse(text).unwrap();
    let read: Vec<bool> = strategy.lines().iter().map(|line| line.query.is_ok()).collect();
    assert_eq!(strategy.syntax(), Syntax::Ovid);
    assert_eq!(
        strategy.reason(),
        "`\"Prisons\"/` is a heading".replace("\"Prisons\"", "") + " as Ovid writes it"
    );
    assert_eq!(read, [true, true, true, false, false, true, false]);
    let tag = strategy.lines()[3].query.as_ref().unwrap_err();
    assert_eq!((tag.kind, &strategy.lines()[3].text[tag.span.clone()]), (QueryErrorKind::Dialect, "[ti]"));
}

#[test]
fn no_strategy_is_without_bounds() {
    assert_eq!(Strategy::parse(" \n\n").unwrap_err().kind, QueryErrorKind::Empty);
    assert_eq!(Strategy::parse(&"a\n".repeat(MAX_LINES + 1)).unwrap_err().kind, QueryErrorKind::TooLong);
    // Each line doubles what it refers to.
    let mut text = "a[ti] OR b[ti]\n".to_owned();
    for line in 1..60 {
        let _ = writeln!(text, "#{line} NOT #{line}");
    }
    let strategy = Strategy::parse(&text).unwrap();
    let wrong = strategy.lines().iter().find_map(|line| line.query.as_ref().err()).unwrap();
    assert_eq!(wrong.kind, QueryErrorKind::TooMany, "{MAX_CLAUSES} clauses are the most");
    let deep = format!("b{}\na[ti]", "((((".repeat(100_000));
    assert_eq!(Strategy::parse(&deep).unwrap().lines().len(), 2);
}

#[test]
fn what_lacks_its_other_is_read_as_pubmed_reads_it() {
    let text = "(sepsis[ti] OR shock[ti]))\n((sepsis[ti]) OR shock[ti] OR (lung[ti]\nSerology\"[mh] AND \"sepsis\"[ti]\n\
                #1 OR #2 OR #4\n#4 AND #5\n#6";
    insta::assert_snapshot!(read(text), @r##"
    #1 sepsis[ti] OR shock[ti]
    #2 sepsis[ti] OR shock[ti] OR lung[ti]
    #3 Serology[mh] AND "sepsis"[ti]
    #4 sepsis[ti] OR shock[ti] OR sepsis[ti] OR shock[ti] OR lung[ti]
    #5 LineReference "#4 AND #5": line 5 refers to itself
    #6 LineReference "#6": line 6 refers to itself
    "##);
    let strategy = Strategy::parse(text).unwrap();
    let notes = strategy.lines().iter().take(4).map(|line| {
        line.query.as_ref().unwrap().notes().iter().map(|note| note.kind.name()).collect::<Vec<_>>()
    });
    assert_eq!(
        notes.collect::<Vec<_>>(),
        [vec!["unbalanced"], vec!["unbalanced", "unbalanced"], vec!["unbalanced"], vec!["own-line"]]
    );
    insta::assert_snapshot!(read("exp Sepsis/\nSEPSIS/ EXP\nor/1-3\n1 or 2 or 4\n5\nand/1-6\nor/7"), @r#"
    #1 exp "Sepsis"/
    #2 exp "SEPSIS"/
    #3 exp "Sepsis"/ or exp "SEPSIS"/
    #4 exp "Sepsis"/ or exp "SEPSIS"/
    #5 LineReference "5": line 5 refers to itself
    #6 LineReference "and/1-6": line 5 could not be read
    #7 LineReference "or/7": `or/7` names no line
    "#);
    // Of one query they are errors.
    assert!(Query::parse("(sepsis[ti] OR shock[ti]))").is_err() && Query::parse("serology\"[mh]").is_err());
}

#[test]
fn lines_may_have_letters_and_captions() {
    let outline = "1 Test: what is tested\n1a\nsepsis[ti]\n1b\nshock[ti]\nOR ards[ti]\n2 Filter (all)\n2a\ndiagnosis[sh]\n\
                   2b\nlung[ti]\n3. Excluded: children\nchild[mh]\nCombinations\nA. 1a and (2a or 1b) not 3\nB. 2b\n\
                   Final search: A or B";
    let strategy = Strategy::parse(outline).unwrap();
    insta::assert_snapshot!(lines_of(&strategy, outline), @r##"
    #1a sepsis[ti]
    #1b shock[ti] OR ards[ti]
    #2a diagnosis[sh]
    #2b lung[ti]
    #3 child[mh]
    #A (sepsis[ti] AND (diagnosis[sh] OR shock[ti] OR ards[ti])) NOT child[mh]
    #B lung[ti]
    #0 ((sepsis[ti] AND (diagnosis[sh] OR shock[ti] OR ards[ti])) NOT child[mh]) OR lung[ti]
    "##);
    let note = |at: usize| strategy.lines()[at].query.as_ref().unwrap().notes()[0].message.clone();
    assert_eq!(note(0), "`1 Test: what is tested` was taken for a remark on this line");
    assert_eq!(note(5), "`Combinations` was taken for a remark on this line");
    // Numbers stand before their lines.
    assert_eq!(
        read("1a sepsis.ti.\n1b shock.ti.\n2 or/1a-1b\n3 1a and 1b\n4 or/1"),
        "#1a sepsis.ti.\n#1b shock.ti.\n#2 sepsis.ti. or shock.ti.\n#3 sepsis.ti. and shock.ti.\n\
         #4 LineReference \"or/1\": there is no line 1 before this one\n"
    );
    // Two captions without letters, and words that look like labels.
    assert_eq!(
        read("1 One: first\nsepsis[ti]\n2. Two: second\nshock[ti]\n1 AND 2"),
        "#1 sepsis[ti]\n#2 shock[ti]\n#0 sepsis[ti] AND shock[ti]\n"
    );
    assert_eq!(read("3d printing[ti]\nlung[ti]"), "#1 3d printing[ti]\n#2 lung[ti]\n");
}

/// What another line holds has its place in that line's text: it is not looked up in this one's.
#[test]
fn a_field_given_to_a_line_reads_that_line() {
    let text = "sepsis OR 12 OR 10.1000/182[doi]\n(#1)[ti]\n12 OR shock\nheart failure OR (#3)[ti]";
    let strategy = Strategy::parse_as(text, Syntax::PubMed).unwrap();
    for line in strategy.lines() {
        let read = line.query.as_ref().map(Query::interpretation);
        assert!(read.is_ok() && !read.unwrap().contains("heart failur["), "{line:?}");
    }
}
