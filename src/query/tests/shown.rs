//! What shows another notation, and what a strategy has beside lines.

use super::notation::lines_of;
use crate::query::{Query, QueryErrorKind, Strategy, Syntax};
use crate::vocabulary::Vocabulary;

#[test]
fn a_single_line_shows_whose_it_is() {
    for text in ["smith j.au.", "randomized controlled trial.pt", "septic shock.ti"] {
        assert_eq!(Query::parse(text).map(|query| query.syntax()), Ok(Syntax::Ovid), "{text}");
    }
    let adjacent = Query::parse("heart adj failure").unwrap_err();
    assert_eq!(adjacent.kind, QueryErrorKind::Dialect);
    // An abbreviation at the end of a sentence, and an address.
    for text in ["the patients of smith j.au. in lisbon", "lung journal.pt in the world", "www.saude.pt"] {
        assert_eq!(Query::parse(text).map(|query| query.syntax()), Ok(Syntax::PubMed), "{text}");
    }
}

#[test]
fn embase_is_refused_beside_what_cochrane_writes_too() {
    let strategy = Strategy::parse("sepsis/exp\nsepsis:ti,ab\n'lung injury':ti,ab\n#2").unwrap();
    let refused = strategy
        .lines()
        .iter()
        .map(|line| line.query.as_ref().is_err_and(|error| error.kind == QueryErrorKind::Dialect));
    assert_eq!(refused.collect::<Vec<_>>(), [true, false, true, false]);
}

#[test]
fn what_is_no_line_is_told() {
    let text = "1 sepsis[ti]\n2 shock[ti]\n3 #1 OR #2\nFinal search 1 and 2";
    let strategy = Strategy::parse(text).unwrap();
    let notes: Vec<String> = strategy
        .lines()
        .iter()
        .flat_map(|line| line.query.as_ref().map(|query| query.notes().to_vec()).unwrap_or_default())
        .map(|note| note.message)
        .collect();
    assert!(
        notes.iter().any(|note| note == "`Final search` was taken for a remark on the lines"),
        "{notes:?}"
    );
    assert!(
        lines_of(&strategy, text).ends_with("sepsis[ti] AND shock[ti]\n"),
        "{}",
        lines_of(&strategy, text)
    );
    let again = "#1: sepsis[ti]\n#2: ards[ti]\n#2: lung[ti]\n#3: #1 OR #2";
    let strategy = Strategy::parse(again).unwrap();
    let note = &strategy.lines()[2].query.as_ref().unwrap().notes()[0].message;
    assert_eq!(note, "a line above has the number 2 too; what refers to it means this one");
    // Parentheses alone are no blank line.
    assert!(Strategy::parse("sepsis[ti]\n((((").unwrap().lines()[1].query.is_err());
}

#[test]
fn a_translation_to_its_own_notation_keeps_names_and_per_cent() {
    let mesh = Vocabulary::shipped();
    for (text, to) in [
        ("children[all]", Syntax::PubMed),
        ("heart attack[all] OR lung[ti]", Syntax::PubMed),
        ("5%[tiab]", Syntax::PubMed),
        ("\"5% dextrose\"[tiab]", Syntax::PubMed),
    ] {
        let query = Query::parse_as(text, to).unwrap();
        let made = query.translate(to, &mesh);
        assert_eq!(made.text.as_deref(), Some(text), "{made:?}");
    }
}
