//! What is said about terms that are none: tags, dates, truncation, identifiers, years of a filter.

use super::report_all;
use crate::query::parse_years;

#[test]
fn unknown_tags() {
    insta::assert_snapshot!(report_all(&[
        "hypoxia[tx]",
        "hypoxia[tiba]",
        "hypoxia[Titel/Abstract]",
        "hypoxia[]",
        "hypoxia[\u{1b}[31mevil name that goes on and on and on for ever]",
    ]), @r##"
    UnknownTag: no field is called [tx]
      hypoxia[tx]
             ^^^^
      help: did you mean [ti] or [tt] or [tw]?

    UnknownTag: no field is called [tiba]
      hypoxia[tiba]
             ^^^^^^
      help: did you mean [tiab] or [ti] or [ta]?

    UnknownTag: no field is called [Titel/Abstract]
      hypoxia[Titel/Abstract]
             ^^^^^^^^^^^^^^^^
      help: did you mean [title/abstract]?

    UnknownTag: no field is called []
      hypoxia[]
             ^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written

    UnknownTag: no field is called [ [31mevil name that goes on and on and o…]
      hypoxia[·[31mevil name that goes on and on and on for ever]
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written
    "##);
}

#[test]
fn unsupported_tags() {
    insta::assert_snapshot!(report_all(&[
        "hypoxia[ti:noexp]",
        "\"lung failure\"[mh:~3]",
        "\"lung failure\"[tiab:~128]",
        "\"lung failure\"[tiab:~x]",
        "hypoxia[ti:near]",
        "(lung injury)[ti:~2]",
    ]), @r##"
    UnsupportedTag: [ti] has no tree that `:noexp` could leave out
      hypoxia[ti:noexp]
             ^^^^^^^^^^
      help: write [ti] alone

    UnsupportedTag: words near each other cannot be asked for in [mh]
      "lung failure"[mh:~3]
                    ^^^^^^^
      help: write it of a field of text, such as "lung injury"[tiab:~3]

    UnsupportedTag: `~128` is no number of words between
      "lung failure"[tiab:~128]
                    ^^^^^^^^^^^
      help: write ~0 to ~127, as in [tiab:~3]

    UnsupportedTag: `~x` is no number of words between
      "lung failure"[tiab:~x]
                    ^^^^^^^^^
      help: write ~0 to ~127, as in [tiab:~3]

    UnsupportedTag: `:near` is no addition to a tag
      hypoxia[ti:near]
             ^^^^^^^^^
      help: write [ti], or [ti:~3] for words near each other

    UnsupportedTag: words near each other stand right before their tag, not in parentheses
      (lung injury)[ti:~2]
                   ^^^^^^^
      help: write them between quotes: "lung injury"[ti:~2]
    "##);
}

#[test]
fn tags_without_terms() {
    insta::assert_snapshot!(report_all(&[
        "[ti]",
        "hypoxia AND [ti]",
        "[18F]FDG",
        "hypoxia[ti][ab]",
        "(a OR b)[ti][ab]",
        "-[ti]",
    ]), @r##"
    TagWithoutTerm: the tag [ti] has no term before it
      [ti]
      ^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes

    TagWithoutTerm: the tag [ti] has no term before it
      hypoxia AND [ti]
                  ^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes

    TagWithoutTerm: the tag [18F] has no term before it
      [18F]FDG
      ^^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes

    TagWithoutTerm: the tag [ab] has no term before it
      hypoxia[ti][ab]
                 ^^^^
      help: a term takes one tag; write hypoxia[ti] OR hypoxia[ab]

    TagWithoutTerm: the tag [ab] has no term before it
      (a OR b)[ti][ab]
                  ^^^^
      help: a term takes one tag; write hypoxia[ti] OR hypoxia[ab]

    TagWithoutTerm: the tag [ti] has no term before it
      -[ti]
       ^^^^
      help: write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes
    "##);
}

#[test]
fn dates() {
    insta::assert_snapshot!(report_all(&[
        "last year[dp]",
        "2020/13[dp]",
        "2021/02/29:2022[dp]",
        "2019:2020:2021[dp]",
        ":[dp]",
        "202*[dp]",
    ]), @r##"
    BadDate: `year` is not a date
      last year[dp]
           ^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: `2020/13` is not a date
      2020/13[dp]
      ^^^^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: `2021/02/29` is not a date
      2021/02/29:2022[dp]
      ^^^^^^^^^^^^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: `2020:2021` is not a date
      2019:2020:2021[dp]
      ^^^^^^^^^^^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: `:` is not a date
      :[dp]
      ^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: `202*` is not a date
      202*[dp]
      ^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"
    "##);
}

#[test]
fn ranges_of_dates() {
    insta::assert_snapshot!(report_all(&[
        "2022:2019[dp]",
        "\"2022/05\"[dp] : \"2022/04/30\"[dp]",
        "2019:2020[dp] : 2021[dp]",
        "\"2019\"[dp] : \"2020\"[edat]",
    ]), @r##"
    ReversedRange: the range 2022:2019 ends before it begins
      2022:2019[dp]
      ^^^^^^^^^
      help: write 2019:2022

    ReversedRange: the range 2022/05:2022/04/30 ends before it begins
      "2022/05"[dp] : "2022/04/30"[dp]
       ^^^^^^^^^^^^^^^^^^^^^^^^^^
      help: write 2022/04/30:2022/05

    BadDate: `2020:2021` is not a date
      2019:2020[dp] : 2021[dp]
      ^^^^^^^^^^^^^^^^^^^^
      help: write 2020, 2020/03, 2020/03/15, a range such as 2019:2022, 2019: or :2022, or "last 5 years"

    BadDate: the range begins as [dp] and ends as [edat]
      "2019"[dp] : "2020"[edat]
                         ^^^^^^
      help: write [dp] behind both
    "##);
}

#[test]
fn truncation() {
    insta::assert_snapshot!(report_all(&[
        "* AND x",
        "hypoxia AND *emia",
        "\"-* failure\"",
    ]), @r##"
    TruncationWithoutStem: `*` has no letter or digit before it
      * AND x
      ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out

    TruncationWithoutStem: `*` has no letter or digit before it
      hypoxia AND *emia
                  ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out

    TruncationWithoutStem: `*` has no letter or digit before it
      "-* failure"
        ^
      help: write the beginning of the word, as in hypox*, or leave the `*` out
    "##);
}

#[test]
fn identifiers() {
    insta::assert_snapshot!(report_all(&[
        "abc[pmid]",
        "12 0[pmid]",
        "1234*[pmid]",
        "\"lung failure\"[doi]",
        "(10.1000/x OR 11.1000/x)[doi]",
    ]), @r##"
    BadPmid: `abc` is not a PMID
      abc[pmid]
      ^^^
      help: a PMID is a number, as in 33514542[pmid]

    BadPmid: `0` is not a PMID
      12 0[pmid]
         ^
      help: a PMID is a number, as in 33514542[pmid]

    BadPmid: `1234*` is not a PMID
      1234*[pmid]
      ^^^^^
      help: a PMID is a number, as in 33514542[pmid]

    BadDoi: `lung` is not a DOI
      "lung failure"[doi]
       ^^^^
      help: a DOI is 10.<registrant>/<suffix>, as in 10.1000/xyz123[doi]

    BadDoi: `11.1000/x` is not a DOI
      (10.1000/x OR 11.1000/x)[doi]
                    ^^^^^^^^^
      help: a DOI is 10.<registrant>/<suffix>, as in 10.1000/xyz123[doi]
    "##);
}

#[test]
fn years() {
    for (text, years) in [
        ("2020", (Some(2020), Some(2020))),
        ("2019:2022", (Some(2019), Some(2022))),
        (" 2019 - 2022 ", (Some(2019), Some(2022))),
        ("2019–2022", (Some(2019), Some(2022))),
        ("2019:", (Some(2019), None)),
        (":2022", (None, Some(2022))),
        ("-2022", (None, Some(2022))),
    ] {
        assert_eq!(parse_years(text), Ok(years), "{text}");
    }
    let reports = ["", ":", "20", "2020/03", "2019:2020:2021", "2022:2019", "0999", "next"];
    let reports = reports.map(|text| parse_years(text).unwrap_err().report(text));
    insta::assert_snapshot!(reports.join("\n"), @r##"
    `` is not a year or a range of years
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    `:` is not a year or a range of years
      :
      ^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    `20` is not a year or a range of years
      20
      ^^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    `2020/03` is not a year or a range of years
      2020/03
      ^^^^^^^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    `2019:2020:2021` is not a year or a range of years
      2019:2020:2021
      ^^^^^^^^^^^^^^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    the range 2022:2019 ends before it begins
      2022:2019
      ^^^^^^^^^
      help: write 2019:2022
    `0999` is not a year or a range of years
      0999
      ^^^^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    `next` is not a year or a range of years
      next
      ^^^^
      help: write 2020, 2019:2022, 2019-2022, 2019: or :2022 (years 1000 to 2999)
    "##);
}
