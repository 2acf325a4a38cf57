//! Several errors of one text, told together.

use std::fmt::Write as _;

use super::{parse, report_all};
use crate::query::limits::MAX_ERRORS;
use crate::query::{QueryErrorKind, Strategy};

#[test]
fn every_error_that_stands_by_itself_is_told() {
    insta::assert_snapshot!(report_all(&[
        "sepsis[tx] OR (shock[zz] AND 2019/13[dp]) OR *",
        "#1 AND (#2 OR foo[zz])",
        "(a[zz] OR 2019)[dp] AND \"* *\"",
    ]), @r##"
    UnknownTag: no field is called [tx]
      sepsis[tx] OR (shock[zz] AND 2019/13[dp]) OR *
            ^^^^
      help: did you mean [ti] or [tt] or [tw]?
    no field is called [zz]
      sepsis[tx] OR (shock[zz] AND 2019/13[dp]) OR *
                          ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    `2019/13` is not a date
      sepsis[tx] OR (shock[zz] AND 2019/13[dp]) OR *
                                   ^^^^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"
    `*` has no letter or digit before it
      sepsis[tx] OR (shock[zz] AND 2019/13[dp]) OR *
                                                   ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out

    LineReference: `#1` refers to a line, and a query has one line only
      #1 AND (#2 OR foo[zz])
      ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text
    `#2` refers to a line, and a query has one line only
      #1 AND (#2 OR foo[zz])
              ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text
    no field is called [zz]
      #1 AND (#2 OR foo[zz])
                       ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written

    UnknownTag: no field is called [zz]
      (a[zz] OR 2019)[dp] AND "* *"
        ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    `*` has no letter or digit before it
      (a[zz] OR 2019)[dp] AND "* *"
                               ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out
    `*` has no letter or digit before it
      (a[zz] OR 2019)[dp] AND "* *"
                                 ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out
    "##);
}

#[test]
fn what_follows_from_an_error_is_not_another() {
    insta::assert_snapshot!(report_all(&[
        "a[ti][ab] AND (b OR ) AND c) NOT",
        "NOT a AND OR x*[pmid] AND 5[doi]",
        "(a AND \"b\"[zz]) AND ((c",
    ]), @r#"
    TagWithoutTerm: the tag [ab] has no term before it
      a[ti][ab] AND (b OR ) AND c) NOT
           ^^^^
      help: a term takes one tag; write hypoxia[ti] OR hypoxia[ab]
    `OR` has nothing to search for on its right
      a[ti][ab] AND (b OR ) AND c) NOT
                       ^^
      help: write a term on both sides, or "OR" between quotes to search for it
    this `)` closes nothing
      a[ti][ab] AND (b OR ) AND c) NOT
                                 ^
      help: leave it out, or open it with `(` further left, before `c` at the latest
    `NOT` has nothing to search for on its right
      a[ti][ab] AND (b OR ) AND c) NOT
                                   ^^^
      help: write a term on both sides, or "NOT" between quotes to search for it

    LeadingNot: NOT has nothing before it to take away from
      NOT a AND OR x*[pmid] AND 5[doi]
      ^^^
      help: write first what to keep: hypoxia NOT review[pt]
    `AND` has nothing to search for on its right
      NOT a AND OR x*[pmid] AND 5[doi]
            ^^^
      help: write a term on both sides, or "AND" between quotes to search for it
    `x*` is not a PMID
      NOT a AND OR x*[pmid] AND 5[doi]
                   ^^
      help: a PMID is a number, as in 33514542[pmid]
    `5` is not a DOI
      NOT a AND OR x*[pmid] AND 5[doi]
                                ^
      help: a DOI is 10.<registrant>/<suffix>, as in 10.1000/xyz123[doi]

    UnknownTag: no field is called [zz]
      (a AND "b"[zz]) AND ((c
                ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    the `(` that opens here is not closed
      (a AND "b"[zz]) AND ((c
                          ^
      help: close it with `)`, or leave it out
    the `(` that opens here is not closed
      (a AND "b"[zz]) AND ((c
                           ^
      help: close it with `)`, or leave it out
    "#);
}

#[test]
fn behind_an_open_quote_or_bracket_nothing_is_guessed() {
    insta::assert_snapshot!(report_all(&[
        "(a[zz] OR b] OR c[yy]) OR [ti]",
        "(a[zz] OR \"b OR c[yy]) OR",
        "(a[zz] OR b] AND c[ti",
    ]), @r#"
    UnknownTag: no field is called [zz]
      (a[zz] OR b] OR c[yy]) OR [ti]
        ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    `]` closes no field tag
      (a[zz] OR b] OR c[yy]) OR [ti]
                 ^
      help: write the tag as in hypoxia[ti], or put the text between quotes
    no field is called [yy]
      (a[zz] OR b] OR c[yy]) OR [ti]
                       ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    the tag [ti] has no term before it
      (a[zz] OR b] OR c[yy]) OR [ti]
                                ^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes

    UnknownTag: no field is called [zz]
      (a[zz] OR "b OR c[yy]) OR
        ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    the quote that opens here is not closed
      (a[zz] OR "b OR c[yy]) OR
                ^
      help: close it before the tag, "b OR c"[…], or leave it out

    UnknownTag: no field is called [zz]
      (a[zz] OR b] AND c[ti
        ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    `]` closes no field tag
      (a[zz] OR b] AND c[ti
                 ^
      help: write the tag as in hypoxia[ti], or put the text between quotes
    `[` begins a field tag that is not closed
      (a[zz] OR b] AND c[ti
                        ^
      help: close it with `]`, as in hypoxia[ti], or put the text between quotes
    "#);
}

#[test]
fn it_is_said_which_quote_lacks_the_other() {
    insta::assert_snapshot!(report_all(&[
        "Serology\"[MeSH] OR \"Blood Tests\"[MeSH]",
        "\"lung injury[ti] OR \"ards\"[ti]",
        "sepsis[zz] OR \"lung injury[ti]",
        "(\"a b\"[ti] OR c d\") AND e[zz]",
    ]), @r#"
    UnclosedQuote: the quote that closes here was not opened
      Serology"[MeSH] OR "Blood Tests"[MeSH]
              ^
      help: open it before `Serology` or further left, or leave it out

    UnclosedQuote: the quote that opens here is not closed
      "lung injury[ti] OR "ards"[ti]
      ^
      help: close it before the tag, "lung injury"[…], or leave it out

    UnknownTag: no field is called [zz]
      sepsis[zz] OR "lung injury[ti]
            ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    the quote that opens here is not closed
      sepsis[zz] OR "lung injury[ti]
                    ^
      help: close it before the tag, "lung injury"[…], or leave it out

    UnclosedQuote: the quote that closes here was not opened
      ("a b"[ti] OR c d") AND e[zz]
                       ^
      help: open it before `d` or further left, or leave it out
    "#);
}

#[test]
fn no_text_has_more_errors_than_are_told() {
    let many = "a[zz] ".repeat(50);
    let error = parse(&many).unwrap_err();
    assert_eq!(error.others().len() + 1, MAX_ERRORS);
    // In their order, and each within the text.
    let ends: Vec<usize> = error.others().iter().map(|other| other.span.end).collect();
    assert!(ends.is_sorted() && ends.iter().all(|&end| end <= many.len()));
    assert!(error.others().iter().all(|other| other.others().is_empty()));
}

#[test]
fn lines_tell_theirs_each() {
    let strategy = Strategy::parse("a[zz] OR b[yy]\nc[ti]\n#1 AND #2 AND #7").unwrap();
    let mut told = String::new();
    for line in strategy.lines() {
        if let Err(error) = &line.query {
            let _ = writeln!(told, "#{} {}", line.number, error.report(&line.text));
        }
    }
    insta::assert_snapshot!(told, @r#"
    #1 no field is called [zz]
      a[zz] OR b[yy]
       ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    no field is called [yy]
      a[zz] OR b[yy]
                ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    #3 line #1 could not be read
      #1 AND #2 AND #7
      ^^
      help: mend that line first
    there is no line #7 before this one
      #1 AND #2 AND #7
                    ^^
      help: refer to a line above, or quote the text to search for it
    "#);
    assert!(strategy.lines()[1].query.is_ok());
    let kinds: Vec<QueryErrorKind> = strategy
        .lines()
        .iter()
        .filter_map(|line| line.query.as_ref().err())
        .map(|error| error.kind)
        .collect();
    assert_eq!(kinds, [QueryErrorKind::UnknownTag, QueryErrorKind::LineReference]);
}
