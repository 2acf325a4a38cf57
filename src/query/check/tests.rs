//! Each kind of remark where it belongs, and not where it does not.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Diagnostic, Level, check};
use crate::query::{Strategy as Lines, Syntax};

fn found(text: &str) -> Vec<Diagnostic> {
    check(&Lines::parse(text).unwrap())
}

/// The remarks of a strategy as `line code`, in their order.
fn codes(text: &str) -> Vec<String> {
    found(text).iter().map(|found| format!("{} {}", found.line, found.code)).collect()
}

/// The remark of a kind.
fn of(text: &str, code: &str) -> Diagnostic {
    let all = found(text);
    all.iter().find(|found| found.code == code).unwrap_or_else(|| panic!("{text}: {all:?}")).clone()
}

#[test]
fn what_is_sound_is_not_remarked_on() {
    for text in [
        "sepsis[tiab] OR \"septic shock\"[tiab]",
        "sepsis[ti]\nshock[ti] OR vasoplegia[ti]\n#1 AND #2",
        "exp Sepsis/\nsepsis.ti,ab.\n1 or 2\nanimals/ not (humans/ and animals/)\n3 not 4",
        "(hypox* or anox*).tw.\nlimit 1 to english language",
        "randomized controlled trial.pt.\nrandomi?ed.ab.\nor/1-2\nexp animals/ not humans/\n3 not 4",
        "tumo?r*.ab. or (tumour* or tumor*).ti.",
        "sepsis:ti,ab\n(heart NEAR/3 failure):ti\n#1 and #2",
        "refractory sepsis",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn lines_are_remarked_on() {
    for (text, expected) in [
        ("a1[ti]\nb1[ti]\nc1[ti]\n#1 AND #3", &["#2 unused-line"][..]),
        ("a1.ti.\nb1.ti.\nc1.ti.\nor/1-2\nd1.ti.\n4 and 5", &["#3 unused-line"]),
        ("a1[ti]\nb1[ti]", &["#2 no-combination"]),
        ("a1[ti]\nb1[ti]\n#1 AND #2\nc1[ti]", &["#3 unused-line", "#4 last-line-alone"]),
        ("a1[ti]\nb1[ti]\n#1 OR #2 OR #2", &["#3 repeated-reference"]),
        ("a1[ti]\nb1[ti]\n#1 OR #2\n#3 AND #1", &["#4 contained-line"]),
        ("a1.ti.\nb1.ti.\n1 and 2\n1 or 3", &["#4 contained-line"]),
        ("a1[ti]\nb1[ti]\n#1 OR #2\n#1 NOT #3", &["#4 always-empty"]),
        ("#1 a1[ti]\n#2 b1[ti]\n#3 #1 OR 2", &["#3 line-number"]),
        ("a1[ti]\n#1 AND #7", &["#2 line-reference"]),
        ("a1[ti]\nb1[ti]\n#1 OR #2 OR #3", &["#3 own-line"]),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
    let forgotten = of("a1.ti.\nb1.ti.\nc1.ti.\nor/1-2\nd1.ti.\n4 and 5", "unused-line");
    assert_eq!(
        forgotten.suggestion.as_deref(),
        Some("line #4 joins the lines beside it; should it name #3 too?")
    );
    // Nobody knows which lines one that cannot be read refers to.
    assert_eq!(codes("a1[ti]\nb1[ti]\n#1 AND #2 AND (",).len(), 1);
}

#[test]
fn lines_with_the_same_words_are_told() {
    let text = "a1[ti]\nb1[ti]\n#1 AND #2\nb1[ti]\n#3 NOT #4";
    assert_eq!(of(text, "repeated-line").line, "#4");
}

#[test]
fn operators_are_remarked_on() {
    for (text, code) in [
        ("a1[ti] OR b1[ti] AND c1[ti]", "mixed-operators"),
        ("a1[ti] or b1[ti]", "lower-case-operator"),
        ("a1[ti] OR b1[ti] c1[ti]", "missing-operator"),
        ("a1[ti] NOT animals[mh]", "broad-not"),
        ("a1.ti. not child/", "broad-not"),
        ("a1[ti] NOT cancer[tiab]", "text-not"),
        ("a1[ti] AND NOT b1[ti]", "and-not"),
    ] {
        assert!(codes(text).contains(&format!("#1 {code}")), "{text}: {:?}", codes(text));
    }
    let missing = of("a1[ti] OR (b1[ti] c1[ti])", "missing-operator");
    assert_eq!((missing.column, missing.length, missing.level), (12, 13, Level::Warning));
    assert_eq!(of("third stage OR labor[ti]", "mixed-operators").level, Level::Info);
}

#[test]
fn terms_are_remarked_on() {
    for (text, code) in [
        ("sepsis[ti] OR shock[ti] OR Sepsis[ti]", "#1 duplicate-term"),
        ("sepsis.tw.\n(shock or sepsis).tw.\n1 or 2", "#2 duplicate-of-line"),
        ("hypox*[ti] OR hypoxia[ti]", "#1 subsumed-term"),
        ("asthma[tiab] OR \"bronchial asthma\"[ti]", "#1 subsumed-term"),
        ("sepsis[ti] OR shock[ti] OR ards", "#1 missing-tag"),
        ("rat*[ti]", "#1 short-truncation"),
        ("patients*.tw.", "#1 late-truncation"),
        ("tumour[ti]", "#1 missing-spelling"),
        ("hemorrhag*.tw.", "#1 missing-spelling"),
        ("\"sepsis AND shock in adults\"[ti]", "#1 operator-in-quotes"),
        ("\"sepsis[ti]\"", "#1 tag-in-quotes"),
        ("lung*[mh]", "#1 truncated-heading"),
        ("heart attack 2019[dp]", "#1 words-before-value"),
        ("heart attack[ti]", "#1 words-as-phrase"),
        ("33514542 33514543[pmid]", "#1 identifiers-in-row"),
        ("(sepsis OR shock)[ti]", "#1 tag-on-group"),
        ("(sepsis or shock) and ards.tw.", "#1 default-field"),
        ("wom?n OR men[ti]", "#1 wildcard-in-word"),
        ("hypox$[ti]", "#1 wildcard-in-word"),
        ("tum*r[ti]", "#1 star-in-word"),
        ("sepsis[ti] AND -shock", "#1 leading-minus"),
        ("sepsis[ti] AND medline[sb]", "#1 not-searched"),
    ] {
        assert!(codes(text).contains(&code.to_owned()), "{text}: {:?}", codes(text));
    }
    let plural = "assay[ti] OR assays[ti] OR fluid[ti] OR fluids[ti] OR immunoassay[ti]";
    assert_eq!(of(plural, "missing-number").suggestion.as_deref(), Some("add immunoassays"));
    // A blank that is missing is told as such.
    let blank = of("(neuroblastoma*or sepsis).mp.", "star-in-word");
    assert_eq!(blank.suggestion.as_deref(), Some("put a blank before the operator"));
}

#[test]
fn terms_of_other_fields_or_forms_are_left_alone() {
    for text in [
        "sepsis[ti] OR sepsis[mh]",
        "hypox*[ti] OR hypoxia[tiab]",
        "sepsis[ti] AND (shock[ti] OR \"septic shock\"[tiab])",
        "diabetes*[ti]",
        "randomi?ed.tw.",
        "(tumor* or tumour*).tw.",
        "tumour*.tw.\ntumor*.tw.\n1 or 2",
        "\"SIGNS AND SYMPTOMS\"[mh]",
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn signs_are_remarked_on() {
    for (text, code) in [
        ("“septic shock”[ti]", "curly-quotes"),
        ("sep\u{ad}sis[ti]", "invisible-character"),
        ("in\u{fb02}uenza[ti]", "ligature"),
        ("covid–zero[ti]", "long-dash"),
        ("((sepsis[ti] OR shock[ti])) AND ards[ti]", "double-parentheses"),
        ("sepsis[ti] / OR shock[ti]", "dropped"),
        ("(sepsis[ti] OR shock[ti]", "unbalanced"),
    ] {
        assert!(codes(text).contains(&format!("#1 {code}")), "{text}: {:?}", codes(text));
    }
    assert_eq!(codes("(sepsis[ti]) AND (shock[ti] OR (ards[ti] AND ali[ti]))"), Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_is_an_error() {
    for (text, code) in [
        ("\"sepsis.ti.", "unclosed-quote"),
        ("\"\"[ti]", "empty-phrase"),
        ("(sepsis or shock.ti.", "unclosed-parenthesis"),
        ("sepsis.ti.)", "unexpected-parenthesis"),
        ("sepsis[ti] AND ()", "empty-parentheses"),
        ("sepsis[ti] AND", "missing-operand"),
        ("NOT sepsis[ti]", "leading-not"),
        ("sepsis[ti", "unclosed-tag"),
        ("sepsis]", "unexpected-bracket"),
        ("sepsis[zz]", "unknown-tag"),
        ("sepsis[ti:noexp]", "unsupported-tag"),
        ("[ti] sepsis", "tag-without-term"),
        ("2019/13[dp]", "bad-value"),
        ("2020:2019[dp]", "bad-value"),
        ("x[pmid]", "bad-value"),
        ("a1.ti. or ?phobi*.mp.", "truncation-without-stem"),
        ("sepsis[ti] AND #3", "line-reference"),
        ("TS=(sepsis)", "dialect"),
        ("/ or a1[zz]", "unknown-tag"),
    ] {
        let all = found(text);
        let is_it = |found: &Diagnostic| found.code == code && found.level == Level::Error;
        assert!(all.iter().any(is_it), "{text}: {all:?}");
    }
    let long = format!("sepsis[ti] {}", "(".repeat(300));
    assert!(found(&long).iter().any(|found| found.level == Level::Error), "{:?}", found(&long));
    let long = format!("{}a1[ti]{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(found(&long)[0].code, "too-much");
}

#[test]
fn places_are_characters_of_the_line() {
    let place = of("#1 a1[ti]\n#2 „größe“[ti] OR shock[ti] OR shock[ti]\n#3 #1 AND #2", "duplicate-term");
    assert_eq!((place.line.as_str(), place.column, place.length), ("#2", 29, 9));
    let strategy = Lines::parse("a1[ti] OR rat*[ti]").unwrap();
    let short = &check(&strategy)[0];
    assert_eq!(short.caret(&strategy), "  a1[ti] OR rat*[ti]\n            ^^^^");
}

/// Hostile lines: each joins the two before it, so that what they hold doubles.
#[test]
fn doubling_lines_end() {
    let mut text = String::from("tumour[ti] OR rat*[ti]\ncolour[ti] OR mice*[ti]\n");
    for line in 3..200 {
        let _ = writeln!(text, "#{} OR #{}", line - 1, line - 2);
    }
    assert!(!found(&text).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_panics(parts in proptest::collection::vec(part(), 0..40), ovid in any::<bool>()) {
        let text = parts.concat();
        let syntax = if ovid { Syntax::Ovid } else { Syntax::Shown };
        if let Ok(strategy) = Lines::parse_as(&text, syntax) {
            for found in check(&strategy) {
                let line = strategy.lines().iter().find(|line| format!("#{}", line.number) == found.line);
                prop_assert!(line.is_some());
                prop_assert!(found.column > 0 && found.length > 0);
                prop_assert!(!found.caret(&strategy).is_empty());
            }
        }
    }
}

fn part() -> impl Strategy<Value = String> {
    let known = [
        "sepsis",
        "tumour*",
        "rat*",
        "\n",
        "\n",
        " OR ",
        " AND ",
        " NOT ",
        " or ",
        "(",
        ")",
        "\"",
        "“",
        "[ti]",
        "[mh]",
        ".tw.",
        "/",
        "exp ",
        "1",
        "#1",
        "#2",
        "or/1-2",
        "\u{ad}",
        "\u{fb01}",
        "ß",
        "–",
        "patients*",
        " adj3 ",
        "wom?n",
        "2019[dp]",
        "limit 1 to english",
        "{or #1-#2}",
        ":ti,ab",
        "\0",
        "animals",
    ];
    prop_oneof![
        4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => ".{0,6}",
    ]
}
