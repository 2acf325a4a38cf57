//! What is measured of a strategy, on a few articles whose words are known; and what its headings show.

use std::fmt::Write as _;
use std::fs;

use super::StrategyCheck;
use crate::query::{Diagnostic, Level, Strategy};
use crate::{Index, Indexer, Snapshot};

/// Articles by PMID from 1 on: title, abstract, headings.
const ARTICLES: [(&str, &str, &[&str]); 12] = [
    ("Tumour growth", "A noninvasive test", &["Neoplasms"]),
    ("Tumor growth", "A non-invasive test", &["Neoplasms"]),
    ("Tumors in mice", "", &["Animals", "Mice"]),
    ("Sepsis in adults", "", &["Sepsis"]),
    ("Blood poisoning", "", &["Sepsis"]),
    ("Sepsis and pneumonia", "", &[]),
    ("Pneumonia", "Of one patient", &[]),
    ("Pneumonia", "Of many patients", &[]),
    ("Petals of flowers", "Petri petrol petty petulant", &[]),
    ("Septic shock", "", &[]),
    ("Shock", "", &[]),
    ("Words", "", &[]),
];

/// Words that begin alike, more than anyone would write out.
fn many() -> String {
    let letters = || 'a'..='j';
    letters().flat_map(|a| letters().map(move |b| format!("zygo{a}{b} "))).collect()
}

fn snapshot() -> (tempfile::TempDir, Snapshot) {
    let place = tempfile::tempdir().unwrap();
    let corpus = place.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let mut lines = String::new();
    for (at, (title, text, headings)) in ARTICLES.iter().enumerate() {
        let headings: Vec<_> = headings.iter().map(|name| serde_json::json!({ "name": name })).collect();
        let text = if *title == "Words" { many() } else { (*text).to_owned() };
        let article = serde_json::json!({
            "ids": { "pmid": at + 1 }, "title": title, "headings": headings,
            "abstract_sections": [{ "label": "", "text": text }],
        });
        let _ = writeln!(lines, "{article}");
    }
    fs::write(corpus.join("articles.jsonl"), lines).unwrap();
    let index = place.path().join("index");
    Indexer::new(&corpus, &index).rebuild(&|_| {}).unwrap();
    let snapshot = Index::open(&index).unwrap().snapshot();
    (place, snapshot)
}

fn of<'c>(checked: &'c StrategyCheck, code: &str) -> &'c Diagnostic {
    let found = checked.diagnostics.iter().find(|found| found.code == code);
    found.unwrap_or_else(|| panic!("{code}: {:?}", checked.diagnostics))
}

#[test]
fn terms_are_counted_with_what_they_add() {
    let (_place, snapshot) = snapshot();
    let check = |text: &str| snapshot.check(&Strategy::parse(text).unwrap(), &[]).unwrap();
    let checked = check("sepsis[ti] OR seps*[ti] OR shock[ti] OR zebra[ti]\nadults[ti]\n#1 AND #2\n#2 OR #3");
    let counts: Vec<_> = checked.lines.iter().map(|line| line.count).collect();
    assert_eq!(counts, [Some(4), Some(1), Some(1), Some(1)]);
    let terms: Vec<_> = checked.lines[0].terms.iter().map(|term| (term.count, term.unique)).collect();
    assert_eq!(terms, [(2, Some(0)), (2, Some(0)), (2, Some(2)), (0, Some(0))]);
    let open = &checked.lines[0].terms[1];
    assert_eq!((open.words, open.frequent[0].word.as_str(), open.frequent[0].count), (Some(1), "sepsis", 2));
    // Lines that are joined are terms of the line that joins them.
    let joined: Vec<_> = checked.lines[3].terms.iter().map(|term| (&*term.text, term.unique)).collect();
    assert_eq!(joined, [("#2", Some(0)), ("#3", Some(0))]);
    // What AND joins has the row of its own line.
    assert_eq!(checked.lines[2].terms, []);
    assert_eq!(of(&checked, "empty-term").message, "no article has `zebra[ti]`");
    assert_eq!(
        of(&checked, "idle-term").message,
        "others find all that these find: `sepsis[ti] (2)`, `seps*[ti] (2)`"
    );
}

#[test]
fn each_measured_kind_is_told() {
    let (_place, snapshot) = snapshot();
    for (text, code, level, message) in [
        ("zebra[ti]", "empty-line", Level::Warning, "no article of the corpus is found by this line"),
        (
            "pnuemonia[ti] OR sepsis[ti]",
            "misspelt",
            Level::Warning,
            "no article has `pnuemonia`, and 3 have `pneumonia`",
        ),
        ("pneumonia[ti] NOT sepsis[ti]", "not-takes", Level::Info, "NOT takes away 1 of 3 articles"),
        (
            "tumor*[ti] OR sepsis[ti]",
            "missing-spelling",
            Level::Warning,
            "`tumor*[ti]` stands here without `tumour*`, by which 1 more article is found",
        ),
        (
            "patients[tiab]",
            "missing-number",
            Level::Info,
            "`patients[tiab]` stands here without `patient`, by which 1 more article is found",
        ),
        (
            "patients*[tiab]",
            "late-truncation",
            Level::Info,
            "`patients*[tiab]` does not find `patient`, by which 1 more article is found",
        ),
        (
            "noninvasive[tiab]",
            "missing-hyphen",
            Level::Info,
            "`noninvasive[tiab]` stands here without `non-invasive`, by which 1 more article is found",
        ),
        (
            "\"Neoplasms\"[mh] OR growth[ti]",
            "missing-entry-term",
            Level::Info,
            "other names of Neoplasms would add articles: `tumors (1)`",
        ),
        (
            "pet*[tiab]",
            "short-truncation",
            Level::Warning,
            "`pet*[tiab]` stands for 5 words: petals (1), petri (1), petrol (1), petty (1), petulant (1)",
        ),
        (
            "zyg*[tiab] OR zygoa*[tiab]",
            "short-truncation",
            Level::Warning,
            "`zyg*[tiab]` stands for 100 words: zygoaa (1), zygoab (1), zygoac (1), zygoad (1), zygoae (1), zygoaf (1), zygoag (1), \
             zygoah (1)",
        ),
        ("zygo*[tiab]", "broad-truncation", Level::Info, ""),
        ("\"x y\"[auid]", "not-counted", Level::Warning, ""),
    ] {
        let checked = snapshot.check(&Strategy::parse(text).unwrap(), &[]).unwrap();
        let found = of(&checked, code);
        assert_eq!(found.level, level, "{text}");
        assert!(message.is_empty() || found.message == message, "{text}: {}", found.message);
    }
    // Where a neighbour has it, or no article does, nothing is missing.
    for text in ["tumor*[ti] OR tumour*[ti]", "behavior[ti] OR sepsis[ti]"] {
        let checked = snapshot.check(&Strategy::parse(text).unwrap(), &[]).unwrap();
        assert!(checked.diagnostics.iter().all(|found| found.code != "missing-spelling"), "{text}");
    }
}

#[test]
fn forms_are_looked_for_beside_all_that_or_joins() {
    let (_place, snapshot) = snapshot();
    let strategy = Strategy::parse("tumor*[ti]\ngrowth[ti]\n#1 OR #2").unwrap();
    let checked = snapshot.check(&strategy, &[]).unwrap();
    assert!(checked.diagnostics.iter().all(|found| found.code != "missing-spelling"), "{checked:?}");
}

#[test]
fn known_articles_are_followed_to_the_line_that_loses_them() {
    let (_place, snapshot) = snapshot();
    let strategy =
        Strategy::parse("sepsis[ti] OR shock[ti]\nadults[ti] OR septic[ti]\n#1 AND #2\n#3 NOT septic[ti]")
            .unwrap();
    let keys: Vec<_> = ["4", "6", "10", "99"].iter().map(|id| id.parse().unwrap()).collect();
    let checked = snapshot.check(&strategy, &keys).unwrap();
    let known = checked.known.as_ref().unwrap();
    assert_eq!((&known.found, &known.absent), (&vec!["pmid:4".to_owned()], &vec!["pmid:99".to_owned()]));
    let missed: Vec<_> =
        known.missed.iter().map(|missed| (&*missed.id, &missed.lines[..], missed.is_taken)).collect();
    assert_eq!(missed, [("pmid:6", &["#2".to_owned()][..], false), ("pmid:10", &["#4".to_owned()], true)]);
    let taken = of(&checked, "known-taken");
    assert_eq!(
        (&*taken.line, taken.column, &*taken.message),
        ("#4", 8, "this takes away a known article: `pmid:10`")
    );
    assert_eq!(of(&checked, "known-missed").line, "#2");
    assert_eq!(of(&checked, "known-absent").level, Level::Info);
}

#[test]
fn headings_are_checked_without_an_index() {
    for (text, code, level) in [
        ("\"Sepsiss\"[mh] OR sepsis[tiab]", "unknown-heading", Level::Warning),
        ("cancer[mh] OR cancer[tiab]", "mapped-heading", Level::Info),
        ("\"Sepsis\"[mh]\nshock[tiab]\n#1 AND #2", "heading-without-text", Level::Warning),
        ("sepsis[tiab] OR pyemia[tiab]", "text-without-heading", Level::Info),
        ("Neoplasms/ or cancer.ti.", "heading-not-exploded", Level::Info),
        ("\"Asthma\"[mh] AND asthma[tiab]", "and-of-synonyms", Level::Warning),
        ("\"Asthma\"[mh]\nasthmas[tiab] OR asthma[tiab]\n#1 AND #2", "and-of-synonyms", Level::Warning),
        ("\"Sepsis\"[mh] OR shock[tiab]", "missing-entry-term", Level::Info),
    ] {
        let checked = StrategyCheck::of_text(&Strategy::parse(text).unwrap());
        assert_eq!(of(&checked, code).level, level, "{text}");
    }
    for (text, code) in [
        // Headings that nearly every article has are no subject.
        ("animals[mh]\nsepsis[tiab] OR \"Sepsis\"[mh]\n#2 NOT #1", "heading-without-text"),
        ("\"Sepsis\"[mh]\nsepsis[tiab]\n#1 OR #2", "heading-without-text"),
        ("\"Sepsis\"[mh]\nsepsis[tiab]\n#1 OR #2", "text-without-heading"),
        ("sepsis.mp.", "text-without-heading"),
        ("\"Asthma\"[mh] AND child[tiab]", "and-of-synonyms"),
        ("Neoplasms[mh:noexp] OR cancer[ti]", "heading-not-exploded"),
    ] {
        let checked = StrategyCheck::of_text(&Strategy::parse(text).unwrap());
        assert!(
            checked.diagnostics.iter().all(|found| found.code != code),
            "{text}: {:?}",
            checked.diagnostics
        );
    }
}
