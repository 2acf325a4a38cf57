//! Cochrane's notation: how lines are read, what is said of those that cannot be, and that the print reads back.

use proptest::prelude::{ProptestConfig, TestCaseError, any, prop, prop_oneof, proptest};
use proptest::strategy::Strategy as _;

use super::notation::{check_as, lines_of, read_as};
use crate::query::{Strategy, Syntax};

/// Each line of a strategy with how it is read.
fn lines(text: &str) -> String {
    let strategy = Strategy::parse(text).unwrap();
    format!("{}: {}\n{}", strategy.syntax().name(), strategy.reason(), lines_of(&strategy, text))
}

#[test]
fn words_and_fields() {
    insta::assert_snapshot!(read_as(
        Syntax::Cochrane,
        &[
            "sepsis:ti,ab,kw",
            "(septic shock or \"toxic shock\"):ti,ab",
            "septic shock:ti",
            "septic shock",
            "hypox*:ti",
            "wom?n:ab",
            "*glycemi*:ti",
            "(heart NEXT failure):ti,ab,kw",
            "(heart or cardiac) NEAR/3 (failure or arrest*):ti,ab",
            "acute heart NEAR/3 failure severe:ti",
            "heart near failure",
            "a or b not c and d",
            "smith:au and review:pt",
            "sepsis:ti [note to self]",
        ]
    ));
}

#[test]
fn headings() {
    insta::assert_snapshot!(read_as(
        Syntax::Cochrane,
        &[
            "[mh \"Heart Failure\"]",
            "[mh ^\"Heart Failure\"]",
            "[mh Sepsis/DT,TH]",
            "[mh \"Heart Failure\"[mj]]",
            "[mh /DT]",
            "MeSH descriptor: [Heart Failure] explode all trees",
            "MeSH descriptor: [Heart Failure] this term only and with qualifier(s): [Drug therapy - DT, Therapy - TH]",
            "MeSH descriptor Heart Failure explode all trees",
            "PREGNANCY*:ME",
            "[mh Sepsis/xx]",
            "[mh ]",
        ]
    ));
}

#[test]
fn what_cannot_be_read_is_told() {
    insta::assert_snapshot!(read_as(
        Syntax::Cochrane,
        &[
            "(a or b",
            "a or b)",
            "a NEAR/0 b",
            "*:ti",
            "\"septic shock",
            "{or #1-#3}",
            "sepsis[tiab]",
            "(a and b) NEAR/3 c",
            "a and",
        ]
    ));
}

#[test]
fn lines_are_joined() {
    insta::assert_snapshot!(lines(
        "#1 [mh Sepsis]\n#2 sepsis:ti,ab,kw\n#3 #1 or #2\n#4 {or #1-#3}\n#5 {and #1, #3}\n#6 #4 not #2\n#7 {or #1-#9}"
    ));
}

/// A line that is sound.
fn line() -> impl proptest::strategy::Strategy<Value = String> {
    let word = prop::sample::select(vec!["a", "bc", "de*", "f?g", "k-l", "\"m n\"", "12", "q*r"]);
    let inner = word.prop_map(str::to_owned).prop_recursive(3, 12, 3, |part| {
        let operator = prop::sample::select(vec!["or", "NEXT", "NEAR/2", "NEAR/5"]);
        (part.clone(), operator, part).prop_map(|(a, operator, b)| format!("({a}) {operator} ({b})"))
    });
    let codes = prop::sample::select(vec!["ti", "ab", "ti,ab", "ti,ab,kw", "tx"]);
    let fielded = (inner, codes).prop_map(|(inner, codes)| format!("({inner}):{codes}"));
    let whole =
        prop::sample::select(vec!["[mh Sepsis]", "[mh ^\"Heart Failure\"/DT]", "[mh /DT]", "review:pt"]);
    let leaf = prop_oneof![fielded, whole.prop_map(str::to_owned)];
    leaf.prop_recursive(3, 10, 3, |part| {
        let operator = prop::sample::select(vec!["or", "and", "not"]);
        (part.clone(), operator, part).prop_map(|(a, operator, b)| format!("({a}) {operator} ({b})"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check_as(Syntax::Cochrane, &text)?;
    }

    #[test]
    fn any_pieces(text in prop::collection::vec(
        prop::sample::select(vec![
            "a", "b*", "[mh ", "]", "^", "/DT", ":ti", ":ti,ab", " or ", " NEAR/3 ", " NEXT ", " and ", " not ", "(", ")", "*",
            "?", "#1", "\"", "[x]", "{or #1}", "1", " ", ",", "MeSH descriptor: ",
        ]),
        0..14,
    )) {
        check_as(Syntax::Cochrane, &text.concat())?;
    }

    #[test]
    fn sound_lines_are_read_and_print_back(text in line()) {
        check_as(Syntax::Cochrane, &text)?;
        if let Err(error) = crate::query::Query::parse_as(&text, Syntax::Cochrane) {
            return Err(TestCaseError::fail(error.report(&text)));
        }
    }
}
