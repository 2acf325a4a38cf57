//! The notation of other systems: what is refused, what is noted, and the ordinary text that is neither.

use super::parse;
use crate::query::{NoteKind, Query, QueryErrorKind, QueryKind, Syntax};

/// The kinds of note on a text, without those other modules give.
fn noted(text: &str) -> Vec<&'static str> {
    let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
    let ours = [NoteKind::WildcardInWord, NoteKind::LeadingMinus, NoteKind::LowerCaseOperator];
    query.notes.iter().filter(|note| ours.contains(&note.kind)).map(|note| note.kind.name()).collect()
}

#[test]
fn other_notation_is_refused_and_can_be_searched_as_words() {
    for text in [
        "ti:sepsis",
        "au:zhang",
        "title:\"septic shock\"",
        "title:(septic shock)",
        "sepsis^2 shock",
        "sepsis~1",
        "\"septic shock\"~3",
        "'sepsis'/exp",
        "TS=sepsis",
        "(MH \"Heart Failure+\") OR TI \"heart failure\"",
        "TI \"septic shock\" AND AB \"vasopressin\"",
        "TITLE-ABS-KEY(sepsis)",
        "3 and 8",
        "3 AND 8",
        "(1 or 2) and 3",
        "asthma W/3 child*",
        "asthma PRE/2 child",
    ] {
        let error = parse(text).map(|query| query.kind).unwrap_err();
        assert_eq!(error.kind, QueryErrorKind::Dialect, "{text}");
        assert!(Query::words(text).is_ok(), "{text}");
    }
}

#[test]
fn what_ovid_alone_writes_is_read_as_ovid_does() {
    for text in [
        "sepsis.ti,ab.",
        "sepsis.ti,ab",
        "sepsis.mp. and shock.mp.",
        "(septic or toxic).tw.",
        "\"septic shock\".ti,ab.",
        "randomized controlled trial.pt.",
        "exp Sepsis/",
        "exp Heart Failure/",
        "exp Sepsis/ AND mortality",
        "Sepsis/",
        "heart adj3 failure",
    ] {
        let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
        assert_eq!((query.syntax(), query.notes[0].kind), (Syntax::Ovid, NoteKind::Syntax), "{text}");
        assert!(query.notes[0].message.starts_with("read as ovid: `"), "{text}");
        assert_eq!(
            Query::parse_as(text, Syntax::PubMed).unwrap_err().kind,
            QueryErrorKind::Dialect,
            "{text}"
        );
        assert!(Query::words(text).is_ok(), "{text}");
    }
    for text in ["heart NEAR/3 failure", "sepsis:ti,ab,kw", "PREGNANCY*:ME OR maternal", "[mh Sepsis]"] {
        let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
        assert_eq!(query.syntax(), Syntax::Cochrane, "{text}");
    }
    // The lines they name are not there.
    for text in ["or/1-5", "OR/1,3-4", "1-7/or", "limit 12 to english language"] {
        assert_eq!(parse(text).unwrap_err().kind, QueryErrorKind::LineReference, "{text}");
    }
}

#[test]
fn any_text_can_be_searched_as_words() {
    let words = |text: &str| match Query::words(text).unwrap().kind {
        QueryKind::Plain(words) => words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" "),
        other => panic!("{other:?}"),
    };
    for (text, read) in [
        ("A AND (B[ti] OR \"C D*", "A AND B ti OR C D"),
        ("a] (b", "a b"),
        ("x AND AND", "x AND AND"),
        ("NOT y", "NOT y"),
        ("#1 OR z", "1 OR z"),
        ("COVID-19: (IL-6/TNF)*", "COVID-19 IL-6/TNF"),
        ("a\u{1b}[0m", "a 0m"),
        ("1 : 2", "1 2"),
        ("10.1/(x", "10.1/ x"),
        ("33514542", "33514542"),
    ] {
        assert_eq!(words(text), read);
        for word in Query::words(text).unwrap().positive() {
            assert_eq!(text[word.words[0].span.clone()], word.words[0].text);
        }
    }
    assert_eq!(Query::words("() -").unwrap_err().kind, QueryErrorKind::Empty);
    let long = "a ".repeat(crate::query::limits::MAX_QUERY_BYTES);
    assert_eq!(Query::words(&long).unwrap_err().kind, QueryErrorKind::TooLong);
}

#[test]
fn signs_that_may_be_meant_otherwise_are_noted() {
    for (text, kinds) in [
        ("sepsis or shock", &["lower-case-operator"][..]),
        ("sepsis not shock", &["lower-case-operator"]),
        ("(sepsis or shock) and children", &["lower-case-operator"]),
        ("sep?is", &["wildcard-in-word"]),
        ("wom?n AND sepsis", &["wildcard-in-word"]),
        ("wom#n", &["wildcard-in-word"]),
        ("tumo$r", &["wildcard-in-word"]),
        ("hypox$ lung", &["wildcard-in-word"]),
        ("hypox$3", &["wildcard-in-word"]),
        ("tumour? therapy", &["wildcard-in-word"]),
        ("shock -sepsis", &["leading-minus"]),
    ] {
        assert_eq!(noted(text), kinds, "{text}");
    }
}

#[test]
fn ordinary_text_is_not_noted() {
    for text in [
        "What is sepsis?",
        "Friend or foe?",
        "Sepsis or septic shock: a review of the literature",
        "Not all that glitters",
        "heart and lung",
        "p < 0.05",
        "https://www.example.in/sepsis/exp",
        "see www.example.org/sepsis/",
        "5:1 ratio",
        "COVID-19: a review",
        "COVID-19:a review",
        "title: of a study",
        "10.1000/abc.ti and more",
        "Fig. 2 vs. Fig. 3",
        "and/ or treatment",
        "kg/m^2 in adults",
        "10^6 cells",
        "US$ 100 and US$100",
        "C# and F#",
        "TNF -α and interleukin -6",
        "pre- and -postnatal exposure in the rat",
        "BRAF(V600E)-initiated growth",
        "R&D #1",
        "PT:INR",
        "N=20 AB=2",
        "Is it safe? Results from a trial",
        "anti-inflammatory ~50 mg",
        "exp growth of cells",
        "smith.j[au] AND ti:x[ti]",
        "\"wom?n sepsis.ti,ab.\"",
        "E. coli O157:H7",
        "et al. in mice.",
        "3 8",
        "phase 3 and 8 patients",
        "and/or",
        "w/3 doses",
        "type 1 and 2 diabetes",
    ] {
        assert_eq!(noted(text), [""; 0], "{text}");
    }
}

#[test]
fn it_is_said_what_to_write() {
    let said = |text: &str| match parse(text) {
        Ok(mut query) => query.notes.remove(0).message,
        Err(error) => format!("{error}; {}", error.help.clone().unwrap_or_default()),
    };
    insta::assert_snapshot!(
        ["sepsis or shock", "sepsis.ti,ab.", "asthma W/3 child", "au:zhang", "sepsis^2", "tumo$r", "shock -sepsis"]
            .map(said).join("\n"), @r##"
    `or` is a word here; write OR to mean the operator
    read as ovid: `.ti,ab.` names fields as Ovid does
    `W/3` is another system's operator, which is not read here; write words near each other as "septic shock"[tiab:~2]; or search it as plain words, with the syntax `plain`
    `au:zhang` is Lucene's notation, which is not read here; write the field as a tag behind the term: zhang[au]; or search it as plain words, with the syntax `plain`
    `sepsis^2` is Lucene's notation, which is not read here; write sepsis alone; or search it as plain words, with the syntax `plain`
    `tumo$r` is a pattern of another system and was read as words; only `*` at the end of a word stands for other letters, as in tumo*
    `-sepsis` is another system's way to leave out and was read as words; write NOT sepsis behind the rest
    "##);
}
