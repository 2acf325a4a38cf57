//! What is said about texts that are no query, picture and help included: notation.

use super::parse;
use super::report_all;

#[test]
fn nothing_to_search_for() {
    insta::assert_snapshot!(report_all(&[
        "",
        " \t\n",
        "- ; --",
    ]), @r##"
    Empty: the query is empty
      help: write the words to search for, such as refractory hypoxemia

    Empty: the query is empty
      help: write the words to search for, such as refractory hypoxemia

    Empty: the query has no letter or digit
      - ; --
      ^^^^^^
      help: write the words to search for, such as refractory hypoxemia
    "##);
}

#[test]
fn quotes() {
    insta::assert_snapshot!(report_all(&[
        "heart AND \"lung",
        "5“ catheter",
        "heart AND \"\"",
        "\" - \"[ti]",
    ]), @r##"
    UnclosedQuote: the quote that opens here is not closed
      heart AND "lung
                ^
      help: close it with `"`, or leave it out

    UnclosedQuote: the quote that closes here was not opened
      5“ catheter
       ^
      help: open it before `5` or further left, or leave it out

    EmptyPhrase: the quotes hold no letter or digit
      heart AND ""
                ^^
      help: write the phrase between them, or leave them out

    EmptyPhrase: the quotes hold no letter or digit
      " - "[ti]
      ^^^^^
      help: write the phrase between them, or leave them out
    "##);
}

#[test]
fn parentheses_and_brackets() {
    insta::assert_snapshot!(report_all(&[
        "hypoxia AND (refractory OR severe",
        "hypoxia) AND severe",
        "hypoxia AND ()",
        "hypoxia AND ( - )",
        "hypoxia[ti",
        "hypoxia ti]",
    ]), @r##"
    UnclosedParenthesis: the `(` that opens here is not closed
      hypoxia AND (refractory OR severe
                  ^
      help: close it with `)`, or leave it out

    UnexpectedParenthesis: this `)` closes nothing
      hypoxia) AND severe
             ^
      help: leave it out, or open it with `(` further left, before `hypoxia` at the latest

    EmptyParentheses: the parentheses hold nothing to search for
      hypoxia AND ()
                  ^^
      help: write a term between them, or leave them out

    EmptyParentheses: the parentheses hold nothing to search for
      hypoxia AND ( - )
                  ^^^^^
      help: write a term between them, or leave them out

    UnclosedTag: `[` begins a field tag that is not closed
      hypoxia[ti
             ^
      help: close it with `]`, as in hypoxia[ti], or put the text between quotes

    UnexpectedBracket: `]` closes no field tag
      hypoxia ti]
                ^
      help: write the tag as in hypoxia[ti], or put the text between quotes
    "##);
}

#[test]
fn operators_without_operands() {
    insta::assert_snapshot!(report_all(&[
        "AND hypoxia",
        "hypoxia OR",
        "(hypoxia AND) x",
        "hypoxia AND OR severe",
        "hypoxia & | severe",
    ]), @r##"
    MissingOperand: `AND` has nothing to search for on its left
      AND hypoxia
      ^^^
      help: write a term on both sides, or "AND" between quotes to search for it

    MissingOperand: `OR` has nothing to search for on its right
      hypoxia OR
              ^^
      help: write a term on both sides, or "OR" between quotes to search for it

    MissingOperand: `AND` has nothing to search for on its right
      (hypoxia AND) x
               ^^^
      help: write a term on both sides, or "AND" between quotes to search for it

    MissingOperand: `AND` has nothing to search for on its right
      hypoxia AND OR severe
              ^^^
      help: write a term on both sides, or "AND" between quotes to search for it

    MissingOperand: `&` has nothing to search for on its right
      hypoxia & | severe
              ^
      help: write a term on both sides, or "&" between quotes to search for it
    "##);
}

#[test]
fn negation_and_lines() {
    insta::assert_snapshot!(report_all(&[
        "NOT review[pt]",
        "a AND (NOT b)",
        "hypoxia OR NOT severe",
        "hypoxia AND - AND severe",
        "#1 AND #2",
        "#1",
        "(#1 #2)",
    ]), @r##"
    LeadingNot: NOT has nothing before it to take away from
      NOT review[pt]
      ^^^
      help: write first what to keep: hypoxia NOT review[pt]

    LeadingNot: NOT has nothing before it to take away from
      a AND (NOT b)
             ^^^
      help: write first what to keep: hypoxia NOT review[pt]

    MissingOperand: OR NOT would find almost every article
      hypoxia OR NOT severe
              ^^^^^^
      help: write what to take away last: (a OR b) NOT c

    MissingOperand: `AND` has nothing to search for on its right
      hypoxia AND - AND severe
              ^^^
      help: write a term on both sides, or "AND" between quotes to search for it

    LineReference: `#1` refers to a line, and a query has one line only
      #1 AND #2
      ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text
    `#2` refers to a line, and a query has one line only
      #1 AND #2
             ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text

    LineReference: `#1` refers to a line, and a query has one line only
      #1
      ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text

    LineReference: `#1` refers to a line, and a query has one line only
      (#1 #2)
       ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text
    `#2` refers to a line, and a query has one line only
      (#1 #2)
          ^^
      help: write out that line's query in parentheses, run all lines as a strategy, or quote the text
    "##);
}

#[test]
fn pictures_of_long_and_odd_texts() {
    let long = format!("{} AND \"lung {}", "résumé ".repeat(40), "x".repeat(200));
    let wide = format!("{}[nofield{}]", "a ".repeat(60), "y".repeat(200));
    insta::assert_snapshot!(report_all(&[
        &long,
        &wide,
        "first line AND\n\tsecond[zz] line\nthird",
        "a [two\nlines] b",
        "\u{1b}[2J\u{7}",
        "呼吸 AND \"衰竭",
    ]), @r##"
    UnclosedQuote: the quote that opens here is not closed
      …umé résumé résumé résumé  AND "lung xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                                     ^
      help: close it with `"`, or leave it out

    UnknownTag: no field is called [nofieldyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…]
      …a a a a a a a a a a a a a a a [nofieldyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written

    UnknownTag: no field is called [zz]
       second[zz] line
             ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written

    UnknownTag: no field is called [two·lines]
      a [two
        ^^^^
      help: common tags are [tiab], [ti], [ab], [au], [ta], [mh], [pt], [dp]; quote the text to search it as written

    UnclosedTag: `[` begins a field tag that is not closed
      ·[2J·
       ^
      help: close it with `]`, as in hypoxia[ti], or put the text between quotes

    UnclosedQuote: the quote that opens here is not closed
      呼吸 AND "衰竭
             ^
      help: close it with `"`, or leave it out
    "##);
    // A text the error does not belong to gives a picture too.
    let error = parse("abc AND (lung").unwrap_err();
    assert_eq!(error.caret(""), "  \n  ^");
    assert_eq!(error.caret("éééé\n"), "  éééé\n      ^");
}
