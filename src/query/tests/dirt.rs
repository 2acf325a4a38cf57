//! What texts bring along from PDFs, web pages and other people's strategies.

use std::fmt::Write as _;

use super::{parse, read_all};
use crate::query::{Query, Strategy};

/// How a text is read, its notes left out.
fn read(text: &str) -> String {
    parse(text).as_ref().map_or_else(|error| error.report(text), Query::interpretation)
}

#[test]
fn what_nobody_sees_means_nothing() {
    for (dirty, clean) in [
        ("hypo\u{ad}xemia\u{200b} AND\u{200b} lung", "hypoxemia AND lung"),
        ("hypo\u{ad} xemia[ti]", "hypoxemia[ti]"),
        ("\u{feff}(a\u{2060}b OR c\u{200e})[ti\u{200b}]", "(ab OR c)[ti]"),
        ("sepsis\u{a0}AND\u{a0}\u{201c}septic\u{202f}shock\u{201d}[ti]", "sepsis AND \"septic shock\"[ti]"),
        ("hypox\u{2217}[ti] OR a[Title\u{ad}]", "hypox*[ti] OR a[ti]"),
        ("2019[Date \u{2013} Publication]", "2019[dp]"),
        ("335145\u{200b}42[pmid]", "33514542[pmid]"),
        ("\"a b\"[tiab:\u{223c}3]", "\"a b\"[tiab:~3]"),
    ] {
        assert_eq!(read(dirty), read(clean), "{dirty:?}");
    }
    // Whatever is said points into the text as it was given.
    let text = "\u{feff}hypo\u{ad}xemia[zz]";
    let error = parse(text).unwrap_err();
    assert_eq!(&text[error.span], "[zz]");
    let text = "\u{feff}sep\u{ad}sis AND a\u{0}b";
    let query = parse(text).unwrap();
    assert_eq!(query.interpretation(), "sepsis AND a b");
    let words: Vec<_> = query.positive().map(|term| text[term.span.clone()].to_owned()).collect();
    assert_eq!(words, ["sep\u{ad}sis", "a", "b"]);
    assert_eq!(query.notes()[0].message, "control characters were read as blanks");
    assert_eq!(&text[query.notes()[0].span.clone()], "\u{0}");
}

#[test]
fn dates_as_people_write_them() {
    insta::assert_snapshot!(read_all(&[
        "winter 2019[dp]",
        "\"2019 Spring\"[dp] OR 2019/fall[edat]",
        "\"2019 Mar\"[dp] AND \"summer 2019:autumn 2020\"[crdt]",
        "sepsis spring 2019[dp]",
        "(\"0001/01/01\"[PDat] : \"2013/12/31\"[PDat])",
        "0001:3000[dp]",
        "\"2019/01/01\"[Date - Publication] : \"3000\"[Date - Publication]",
        "2019/01:2019/03[dp]",
    ]), @r#"
    winter 2019[dp]
        [2019-01..2019-01]
        = 2019/01[dp]
    "2019 Spring"[dp] OR 2019/fall[edat]
        (| [2019-04..2019-04] [2019-10..2019-10])
        = 2019/04[dp] OR 2019/10[edat]
    "2019 Mar"[dp] AND "summer 2019:autumn 2020"[crdt]
        (& [2019-03..2019-03] [2019-07..2020-10])
        = 2019/03[dp] AND 2019/07:2020/10[crdt]
    sepsis spring 2019[dp]
        (& sepsis [2019-04..2019-04])
        = sepsis AND 2019/04[dp]
        words-before-value `sepsis`: these words do not belong to [dp] and were read on their own
    ("0001/01/01"[PDat] : "2013/12/31"[PDat])
        [1000..2013-12-31]
        = 1000:2013/12/31[dp]
        open-end `0001/01/01"[PDat] : "2013/12/31`: an end of this range was read as open
    0001:3000[dp]
        [1000..]
        = 1000:[dp]
        open-end `0001:3000`: an end of this range was read as open
    "2019/01/01"[Date - Publication] : "3000"[Date - Publication]
        [2019-01-01..]
        = 2019/01/01:[dp]
        open-end `2019/01/01"[Date - Publication] : "3000`: an end of this range was read as open
    2019/01:2019/03[dp]
        [2019-01..2019-03]
    "#);
}

fn lines(text: &str) -> String {
    let mut out = String::new();
    for line in Strategy::parse(text).unwrap().lines() {
        match &line.query {
            Ok(query) => {
                let _ = writeln!(out, "#{} {}", line.number, query.interpretation());
                for note in query.notes() {
                    let _ = writeln!(out, "    {}: {}", note.kind.name(), note.message);
                }
            }
            Err(error) => {
                let _ = writeln!(out, "#{} {}", line.number, error.report(&line.text));
            }
        }
    }
    out
}

#[test]
fn numbers_without_a_sign_are_lines_where_that_is_sure() {
    insta::assert_snapshot!(lines(
        "1 a[ti]\n2 b[ti]\n3 1 AND 2\n4 (1 or 2) AND c[ti]\n5 1 AND 9\n6 #1 OR 2 OR 7\n7 1 AND 33514542\n8 2 years[ti] AND 3[vi]"
    ), @r#"
    #1 a[ti]
    #2 b[ti]
    #3 a[ti] AND b[ti]
        line-number: `1` was read as line #1
        line-number: `2` was read as line #2
    #4 (a[ti] OR b[ti]) AND c[ti]
        line-number: `1` was read as line #1
        lower-case-operator: `or` was read as the operator OR
        line-number: `2` was read as line #2
    #5 there is no line 9 before this one
      1 AND 9
            ^
      help: refer to a line above, or quote the text to search for it
    #6 there is no line 7 before this one
      #1 OR 2 OR 7
                 ^
      help: refer to a line above, or quote the text to search for it
    #7 a[ti] AND (33514542[pmid] OR 33514542[all])
        line-number: `1` was read as line #1
        identifier: `33514542` was read as a PMID or a number in any field
    #8 2 years[ti] AND 3[vi]
        words-as-phrase: the words before [ti] were read as one phrase
    "#);
    // Counted lines are not numbers that somebody wrote.
    insta::assert_snapshot!(lines("a[ti]\nb[ti]\n1 AND 2\n#1 OR 2"), @r#"
    #1 a[ti]
    #2 b[ti]
    #3 `1 AND 2` joins numbers, and lines are written with `#` here
      1 AND 2
      ^^^^^^^
      help: write #1 AND #2 to join lines, or quote a number to search for it
    #4 a[ti] OR b[ti]
        line-number: `2` was read as line #2
    "#);
    assert!(lines("exp Sepsis/\nb.ti.\n1 AND 2").contains("#3 exp \"Sepsis\"/ and b.ti."));
}

#[test]
fn a_star_before_a_word_is_left_out_of_a_strategy() {
    insta::assert_snapshot!(lines("heroin OR *amphetamine[tiab]\na * b OR \"* c\"[ti]\n*[ti]\na AND * AND b"), @r##"
    #1 heroin OR amphetamine[tiab]
        dropped: the `*` before `amphetamine` was left out: a word is truncated at its end only
    #2 (a b) OR "c"[ti]
        mixed-operators: words side by side were read together, as if in parentheses with AND
        dropped: a `*` without a word was left out
        dropped: a `*` without a word was left out
    #3 the tag [ti] has no term before it
      *[ti]
       ^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes
    #4 `AND` has nothing to search for on its right
      a AND * AND b
        ^^^
      help: write a term on both sides, or "AND" between quotes to search for it
    "##);
}

#[test]
fn ranges_of_lines_and_lines_behind_not() {
    insta::assert_snapshot!(lines(
        "a[ti]\nb[ti]\nc[ti]\n#1-#3\n#1-3 AND a[ti]\n#1 to #3\n(#1 – #2)\n#1 NOT (#2 OR #3)\n#1-#900"
    ), @r#"
    #1 a[ti]
    #2 b[ti]
    #3 c[ti]
    #4 `#1-#3` is a range of lines, which PubMed's notation does not have
      #1-#3
      ^^^^^
      help: write out the lines: #1 OR #2 OR #3
    #5 `#1-3` is a range of lines, which PubMed's notation does not have
      #1-3 AND a[ti]
      ^^^^
      help: write out the lines: #1 OR #2 OR #3
    #6 `#1-#3` is a range of lines, which PubMed's notation does not have
      #1 to #3
      ^^^^^^^^
      help: write out the lines: #1 OR #2 OR #3
    #7 `#1-#2` is a range of lines, which PubMed's notation does not have
      (#1 – #2)
       ^^^^^^^
      help: write out the lines: #1 OR #2
    #8 a[ti] NOT (b[ti] OR c[ti])
    #9 `#1-#900` is a range of lines, which PubMed's notation does not have
      #1-#900
      ^^^^^^^
      help: write out the lines: #1 OR #2 OR #3
    "#);
    insta::assert_snapshot!(lines("a[ti]\n(NOT #1)"), @r#"
    #1 a[ti]
    #2 NOT has nothing before it to take away from
      (NOT #1)
       ^^^
      help: write first what to keep: hypoxia NOT review[pt]
    "#);
    assert!(read("#1-#3").starts_with("`#1-#3` is a range of lines"));
}
