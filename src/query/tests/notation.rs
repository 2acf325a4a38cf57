//! How texts of a notation other than PubMed's are read, and that their print reads back.

use std::fmt::Write as _;

use proptest::prelude::{TestCaseError, prop_assert, prop_assert_eq};

use super::properties::spanless;
use crate::query::{Query, QueryKind, Strategy, Syntax};

/// Each text with how it is read and what is noted, or what is wrong with it.
pub fn read_as(syntax: Syntax, texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        match Query::parse_as(text, syntax) {
            Ok(query) => {
                let _ = writeln!(out, "{text}\n    = {}", query.interpretation());
                for note in query.notes() {
                    let _ = writeln!(out, "    {}: {}", note.kind.name(), note.message);
                }
            }
            Err(error) => {
                let place = &text[error.span.clone()];
                let help = error.help.unwrap_or_default();
                let _ = writeln!(out, "{text}\n    {:?} at {place:?}: {}; {help}", error.kind, error.message);
            }
        }
    }
    out
}

/// Each line of a strategy with how it was read, or what is wrong with it.
pub fn lines_of(strategy: &Strategy, text: &str) -> String {
    let mut out = String::new();
    for line in strategy.lines() {
        assert_eq!(&text[line.span.clone()], line.text);
        let read = match &line.query {
            Ok(query) => query.interpretation(),
            Err(error) => format!("{:?} {:?}: {}", error.kind, &line.text[error.span.clone()], error.message),
        };
        let _ = writeln!(out, "#{} {read}", line.number);
    }
    out
}

/// Any text is read, and its print as the same tree; or an error says what and where.
pub fn check_as(syntax: Syntax, text: &str) -> Result<(), TestCaseError> {
    match Query::parse_as(text, syntax) {
        Ok(query) => {
            let printed = query.interpretation();
            let again = Query::parse_as(&printed, syntax);
            let again = again.map_err(|error| TestCaseError::fail(error.report(&printed)))?;
            let (QueryKind::Boolean(one), QueryKind::Boolean(two)) = (&query.kind, &again.kind) else {
                return Err(TestCaseError::fail("no tree"));
            };
            prop_assert_eq!(spanless(one), spanless(two), "{:?} printed as {:?}", text, printed);
            prop_assert_eq!(again.interpretation(), printed);
        }
        Err(error) => {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            prop_assert!(!error.message.is_empty() && error.help.is_some());
        }
    }
    Ok(())
}

#[test]
fn odd_headings_print_as_they_are_read() {
    for (syntax, text) in [
        (Syntax::Ovid, "1. exp \"clinical trial [publication type]\"/"),
        (Syntax::Ovid, "exp \"clinical trial [publication type]. , [publication type]\"/"),
        (Syntax::Cochrane, "\"azo[owsis sepsis\":mh"),
        (Syntax::Cochrane, "\"azo]owsis\":ti"),
    ] {
        check_as(syntax, text).unwrap();
    }
}
