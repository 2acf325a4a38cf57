//! Clauses: whatever a user typed stays words, and what is put together is read as it was meant.

use proptest::prelude::*;

use crate::model::Field;
use crate::query::{Clause, Node, Query, QueryErrorKind, QueryKind, Term};

fn term_of(clause: &Clause) -> Term {
    match clause.query().unwrap().kind {
        QueryKind::Boolean(Node::Term(term)) => term,
        other => panic!("{clause}: {other:?}"),
    }
}

#[test]
fn what_is_put_together_is_read_as_it_was_meant() {
    let [a, b, c] = ["a", "b", "c"].map(|word| Clause::term(Field::Title, word).unwrap());
    let all = [
        a.clone().or(b.clone()).and(c.clone()),
        a.clone().or(b.clone().and(c.clone())),
        a.clone().not(b.clone().not(c.clone())),
        a.clone().not(b.clone()).not(c.clone()),
        Clause::all([a.clone()]).or(b.clone()),
        Clause::all([a.clone(), b.clone(), c.clone()]),
        Clause::dates(Field::Date, "2020-03".parse().ok(), "2021".parse().ok()).and(a.clone()),
        Clause::prefix(Field::Title, "septic sho").unwrap().or(Clause::prefix(Field::Title, "sep").unwrap()),
        Clause::term(Field::Doi, "10.1000/a\"b*").unwrap(),
        Clause::term(Field::Cites, "10.1000/a(b)").unwrap(),
        Clause::term(Field::Pmid, "123").unwrap(),
    ];
    let said: Vec<String> = all.iter().map(|clause| clause.query().unwrap().interpretation()).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    ("a"[ti] OR "b"[ti]) AND "c"[ti]
    "a"[ti] OR ("b"[ti] AND "c"[ti])
    "a"[ti] NOT ("b"[ti] NOT "c"[ti])
    ("a"[ti] NOT "b"[ti]) NOT "c"[ti]
    "a"[ti] OR "b"[ti]
    "a"[ti] AND "b"[ti] AND "c"[ti]
    2020/03:2021[dp] AND "a"[ti]
    "septic sho*"[ti] OR sep*[ti]
    10.1000/a%22b%2A[doi]
    "10.1000/a(b)"[cites]
    123[pmid]
    "#);
    // Nothing is no part of a query: left out it would mean another one.
    for nothing in [Clause::any([]), Clause::all([]).or(a.clone()), a.not(Clause::any([]))] {
        let kind = nothing.query().unwrap_err().kind;
        assert!(matches!(kind, QueryErrorKind::Empty | QueryErrorKind::EmptyParentheses), "{nothing}");
    }
    assert!(Clause::dates(Field::Date, None, None).query().is_err());
    assert!(Clause::term(Field::Title, "\"*\"").is_err());
    assert!(Clause::term(Field::Pmid, "x").is_err());
    assert!(Clause::prefix(Field::Title, " ").is_err());
    // However deep, it ends with an error and not with the stack.
    let deep = (0..200).fold(b, |deep, _| deep.and(c.clone()).not(c.clone()));
    assert!(deep.query().is_err());
}

proptest! {
    /// No mark of the notation has a meaning in what a user typed.
    #[test]
    fn typed_text_is_one_term_in_its_field(typed in "[\\PC\\n]{0,30}") {
        if let Ok(clause) = Clause::term(Field::TitleAbstract, &typed) {
            let term = term_of(&clause);
            prop_assert_eq!(term.field, Field::TitleAbstract);
            prop_assert!(term.quoted && term.words.iter().all(|word| !word.truncated));
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let found: String = term.words.iter().map(|word| letters(&word.text)).collect();
            prop_assert_eq!(found, letters(&typed));
        } else {
            prop_assert!(!typed.chars().any(char::is_alphanumeric), "{:?}", typed);
        }
    }

    #[test]
    fn a_query_of_a_program_prints_as_it_reads(typed in "[a-z\"*()\\[\\]ANDOR ]{1,20}", other in "[a-z]{1,5}") {
        let other = Clause::term(Field::All, &other).unwrap();
        if let Ok(clause) = Clause::term(Field::Author, &typed) {
            let query = other.clone().or(clause).not(other).query().unwrap();
            let again = Query::parse(&query.interpretation()).unwrap();
            prop_assert_eq!(again.interpretation(), query.interpretation());
        }
    }
}
