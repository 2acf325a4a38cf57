//! Ovid's notation: how lines are read, what is said of those that cannot be, and that the print reads back.

use proptest::prelude::{ProptestConfig, TestCaseError, any, prop, prop_oneof, proptest};
use proptest::strategy::Strategy as _;

use super::notation::{check_as, lines_of, read_as};
use crate::query::{Query, Strategy, Syntax};

fn read(texts: &[&str]) -> String {
    read_as(Syntax::Ovid, texts)
}

/// Each line of a strategy with how it is read.
fn lines(text: &str) -> String {
    let strategy = Strategy::parse_as(text, Syntax::Ovid).unwrap();
    lines_of(&strategy, text)
}

#[test]
fn words_and_fields() {
    insta::assert_snapshot!(read(&[
        "lung injury.ti.",
        "sepsis.ti,ab.",
        "sepsis.ab, ti .",
        "sepsis.ti. ab .",
        "sepsis.ti,ab,kf",
        "sepsis.tw,kf,hw.",
        "(septic shock or \"toxic shock\").tw. and x.mp.",
        "((a or b.ti.) and c).ab.",
        "hypox$.tw.",
        "rat$1.tw.",
        "p?ediatric$.ti.",
        "wom#n.ab.",
        "gr*y.ti.",
        "pre-cancer$.tw.",
        "HIV/AIDS.tw.",
        "125.tw.",
        "(19-9 or 125).tw.",
        "Crenshaw A$.au.",
        "2019.yr. or 20190131.ed. or 2010*.ed.",
        "33514542.ui.",
        "sepsis",
        "randomized controlled trial.pt. or dt.fs. or humans.sh. or Asthma.xm.",
        "sepsis.mp. [mp=title, abstract]",
        "sepsis.tw. (1,234)",
    ]));
}

#[test]
fn headings() {
    insta::assert_snapshot!(read(&[
        "Sepsis/",
        "exp Heart Failure/",
        "exp *Heart Failure/dt, th [Drug Therapy, Therapy]",
        "*Sepsis/",
        "\"Wounds and Injuries\"/dg [Diagnostic Imaging]",
        "exp Wounds and Injuries/",
        "Carcinoma, Non-Small-Cell Lung/ or Cheek/",
        "exp \"clinical trial [publication type]\"/",
        "animals/ not (humans/ and animals/)",
        "animals/ not human/s",
        "exp Sepsis",
        "Infant/ Child/",
        "Lasers/xx",
    ]));
}

#[test]
fn operators() {
    insta::assert_snapshot!(read(&[
        "a.ti. or b.ti. and c.ti.",
        "a.ti. not b.ti. not c.ti.",
        "a.ti. and not b.ti.",
        "(heart adj3 failure).tw.",
        "heart adj3 failure.tw.",
        "(heart adj failure adj acute).tw.",
        "((heart or cardiac) adj3 (failure or arrest*)).ti,ab,hw.",
        "(a adj2 b adj2 c).ti.",
        "(a adj b adj3 c).ti.",
        "a.ti. adj3 b.ab.",
        "((a and b) adj3 c).ti.",
        "(a adj0 b).ti.",
        "(a adj3 b).pt.",
        "a or or b",
        "(or a or b).ti.",
        "a and",
        "(a or b",
        "a or b)",
        "()",
        ".ti.",
        "a.zz.",
        "a.cm.",
        "sepsis[tiab]",
        "$.ti.",
        "?phobia.ti.",
        "\"septic shock",
    ]));
}

#[test]
fn lines_and_limits() {
    insta::assert_snapshot!(lines(
        "1 sepsis.tw.\n2 shock.tw.\n3 1 and 2\n4 or/1-3\n5 1-2/or\n6 (1 or 2) not 3\n7 or/ 1, 2 - 3\n8 and/1,9\n9 9 or 1\n\
         10 limit 3 to english language\n11 limit 3 to (humans and yr=\"2005 -Current\")\n\
         12 limit 3 to ed=19460101-20180522\n13 limit 3 to (danish or english)\n14 limit 3 to \"all child (0 to 18 years)\"\n\
         15 limit 3 to \"reviews (maximizes specificity)\"\n16 remove duplicates from 3\n17 #1 or #2\n18 1 or sepsis.ti. (12)\n\
         19 limit 3 to (clinical trial, all or review)"
    ));
    assert_eq!(
        lines("sepsis.ti.\nshock.ti.\nOR 1-2"),
        "#1 sepsis.ti.\n#2 shock.ti.\n#3 sepsis.ti. or shock.ti.\n"
    );
    assert_eq!(lines("# 1. a.ti.\n# 2. b.ti.\n# 3. 1 and 2"), "#1 a.ti.\n#2 b.ti.\n#3 a.ti. and b.ti.\n");
}

fn words() -> impl proptest::strategy::Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["a", "bc", "de$", "f?g", "h#i", "j$2", "k-l", "\"m n\"", "12", "q*r"]);
    prop::collection::vec(word, 1..3).prop_map(|words| words.join(" "))
}

#[test]
fn notation_is_never_read_as_words() {
    for text in [
        "1 not limit 2",
        "limit 1",
        "from 12 keep 5,8",
        "1 use ppez",
        "1 2",
        "1 or 2 12345",
        "or/1,qa",
        "or/-1",
        "or/#1-#2",
        "not/1,2",
        "2-3/not",
        "adj/2-3",
        "near3 x",
        "near/3 x",
        "qa w/3 qb",
        "ti:qa",
        "qa:ti,ab",
        "qa.ti.;",
        "qa.ti;",
        "qa.m_titl.",
        "qa.ti..ab.",
        "qa{.}2",
        "Ha Hb//",
        "exp hypoxia.sh.",
        "Hyp?xia/",
        "qa adj4294967296 qb",
        "limit to humans",
        "#1.ti.",
        "(or/1-2).ti.",
    ] {
        let strategy = Strategy::parse_as(&format!("a.ti.\nb.ti.\n{text}"), Syntax::Ovid).unwrap();
        let read = strategy.lines()[2].query.as_ref().map(Query::interpretation);
        assert!(read.is_err(), "{text}: {read:?}");
    }
}

#[test]
fn numbers_of_lines_are_found_in_lists_that_are_not_tidy() {
    // A number twice, a heading above the list, a comment within it.
    assert_eq!(
        lines("1. a.ti.\n2. b.ti.\n2. c.ti.\n3. 1 not 2"),
        "#1 a.ti.\n#2 b.ti.\n#2 c.ti.\n#3 a.ti. not c.ti.\n"
    );
    assert!(
        lines("Database: Medline\n1. a.ti.\n2. b.ti.\n3. 1 not 2")
            .ends_with("#1 a.ti.\n#2 b.ti.\n#3 a.ti. not b.ti.\n")
    );
    assert!(lines("1 a.ti.\n2 b.ti.\nBlock B\n3 c.ti.\n4 1 and 3").ends_with("#4 a.ti. and c.ti.\n"));
}

/// Expressions of words, as they stand in parentheses before a field.
fn inner() -> impl proptest::strategy::Strategy<Value = String> {
    words().prop_recursive(3, 12, 3, |part| {
        let operator = prop::sample::select(vec!["or", "adj", "adj1", "adj5"]);
        (part.clone(), operator, part).prop_map(|(a, operator, b)| format!("({a}) {operator} ({b})"))
    })
}

fn line() -> impl proptest::strategy::Strategy<Value = String> {
    let codes = prop::sample::select(vec!["ti", "ab", "tw", "ti,ab,kf", "mp", "tw,hw", "kf,nm", "af"]);
    let fielded = (inner(), codes).prop_map(|(inner, codes)| format!("({inner}).{codes}."));
    let whole = prop::sample::select(vec![
        "exp Sepsis/",
        "Heart Failure/dt",
        "*Sepsis/",
        "review.pt.",
        "dt.fs.",
        "humans.sh.",
        "smith j$.au.",
        "2019.yr.",
        "\"2001-2005\".dp.",
        "exp \"Wounds and Injuries\"/di,dg",
        "1.ui.",
    ]);
    let leaf = prop_oneof![fielded, whole.prop_map(str::to_owned)];
    leaf.prop_recursive(3, 10, 3, |part| {
        let operator = prop::sample::select(vec!["or", "and", "not"]);
        (part.clone(), operator, part).prop_map(|(a, operator, b)| format!("({a}) {operator} ({b})"))
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    check_as(Syntax::Ovid, text)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_pieces(text in prop::collection::vec(
        prop::sample::select(vec![
            "a", "b$", "exp ", "/", "/dt", ".ti.", ".ti,ab", " or ", " adj3 ", " adj ", " and ", " not ", "(", ")", "*", "?", "#",
            "\"", "[x]", "limit 1 to ", "or/1-3", "1", " ", ",", ".", "-", "humans",
        ]),
        0..14,
    )) {
        check(&text.concat())?;
    }

    #[test]
    fn sound_lines_are_read_and_print_back(text in line()) {
        check(&text)?;
        if let Err(error) = Query::parse_as(&text, Syntax::Ovid) {
            return Err(TestCaseError::fail(error.report(&text)));
        }
    }
}
