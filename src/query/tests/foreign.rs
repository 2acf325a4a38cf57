//! The notation of other systems: what is noted, and the ordinary text that is not.

use crate::query::{NoteKind, parse};

/// The kinds of note on a text, without those other modules give.
fn noted(text: &str) -> Vec<&'static str> {
    let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
    let ours = [
        NoteKind::OtherNotation,
        NoteKind::WildcardInWord,
        NoteKind::LeadingMinus,
        NoteKind::LowerCaseOperator,
    ];
    query.notes.iter().filter(|note| ours.contains(&note.kind)).map(|note| note.kind.name()).collect()
}

#[test]
fn other_notation_is_noted() {
    for (text, kinds) in [
        ("sepsis or shock", &["lower-case-operator"][..]),
        ("sepsis not shock", &["lower-case-operator"]),
        ("(sepsis or shock) and children", &["lower-case-operator"]),
        ("sepsis.ti,ab.", &["other-notation"]),
        ("sepsis.ti,ab", &["other-notation"]),
        ("sepsis.mp. and shock.mp.", &["other-notation"]),
        ("(septic or toxic).tw.", &["lower-case-operator", "other-notation"]),
        ("\"septic shock\".ti,ab.", &["other-notation"]),
        ("randomized controlled trial.pt.", &["other-notation"]),
        ("exp Sepsis/", &["other-notation"]),
        ("exp Heart Failure/", &["other-notation"]),
        ("exp Sepsis/ AND mortality", &["other-notation"]),
        ("Sepsis/", &["other-notation"]),
        ("heart adj3 failure", &["other-notation"]),
        ("heart NEAR/3 failure", &["other-notation"]),
        ("ti:sepsis", &["other-notation"]),
        ("au:zhang", &["other-notation"]),
        ("title:\"septic shock\"", &["other-notation"]),
        ("title:(septic shock)", &["other-notation"]),
        ("sepsis^2 shock", &["other-notation"]),
        ("sepsis~1", &["other-notation"]),
        ("\"septic shock\"~3", &["other-notation"]),
        ("sepsis:ti,ab,kw", &["other-notation"]),
        ("'sepsis'/exp", &["other-notation"]),
        ("TS=sepsis", &["other-notation"]),
        ("TITLE-ABS-KEY(sepsis)", &["other-notation"]),
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
    ] {
        assert_eq!(noted(text), [""; 0], "{text}");
    }
}

#[test]
fn notes_say_what_to_write() {
    let said = |text: &str| parse(text).unwrap().notes.remove(0).message;
    insta::assert_snapshot!(
        ["sepsis or shock", "sepsis.ti,ab.", "exp Sepsis/", "heart adj3 failure", "au:zhang", "sepsis^2", "tumo$r", "shock -sepsis"]
            .map(said).join("\n"), @r##"
    `or` is a word here; write OR to mean the operator
    `sepsis.ti,ab.` is Ovid's notation and was read as words; write the field as a tag behind the term: sepsis[tiab]
    `exp` is Ovid's notation and was read as words; write a heading as "heart failure"[mh] (it does not explode yet)
    `adj3` is another system's operator and was read as words; words near each other cannot be asked for yet; write AND
    `au:zhang` is Lucene's notation and was read as words; write the field as a tag behind the term: zhang[au]
    `sepsis^2` is Lucene's notation and was read as words; write sepsis alone
    `tumo$r` is a pattern of another system and was read as words; only `*` at the end of a word stands for other letters, as in tumo*
    `-sepsis` is another system's way to leave out and was read as words; write NOT sepsis behind the rest
    "##);
}
