//! Bounds on queries, and texts made to break them.

use super::parse;
use crate::query::limits::{MAX_CLAUSES, MAX_NESTING, MAX_NOTES, MAX_QUERY_BYTES};
use crate::query::{NoteKind, QueryErrorKind, Strategy};

#[test]
fn hostile_texts_end_in_an_error() {
    let kind = |text: String| parse(&text).map(|query| query.kind).map_err(|error| error.kind);
    assert_eq!(kind("(".repeat(100_000)), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind("((a) ".repeat(20_000)), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind(")".repeat(100_000)), Err(QueryErrorKind::UnexpectedParenthesis));
    assert_eq!(kind("OR ".repeat(50_000)), Err(QueryErrorKind::TooLong));
    assert_eq!(kind(format!("a{}", "|a".repeat(40_000))), Err(QueryErrorKind::TooMany));
    assert_eq!(kind("a|".repeat(50_000)), Err(QueryErrorKind::TooMany));
    assert_eq!(kind("a ".repeat(MAX_CLAUSES + 1)), Err(QueryErrorKind::TooMany));
    assert_eq!(kind(format!("\"{}\"", "a ".repeat(MAX_CLAUSES + 1))), Err(QueryErrorKind::TooMany));
    assert_eq!(kind(format!("{}[pmid]", "1 ".repeat(MAX_CLAUSES + 1))), Err(QueryErrorKind::TooMany));
    assert_eq!(kind("w".repeat(1 << 20)), Err(QueryErrorKind::TooLong));
    assert_eq!(kind("a OR b AND ".repeat(9_000) + "c"), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind("a NOT ".repeat(9_000) + "c"), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind("\"".repeat(100_000)), Err(QueryErrorKind::EmptyPhrase));
    assert_eq!(kind("[".repeat(100_000)), Err(QueryErrorKind::UnclosedTag));
    assert_eq!(kind("10.11/(".repeat(14_000)), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind(format!("10.11/{}", "(".repeat(90_000))), Err(QueryErrorKind::TooDeep));
    assert_eq!(kind("]".repeat(100_000)), Err(QueryErrorKind::UnexpectedBracket));
    assert_eq!(kind("a[zz] ".repeat(16_000)), Err(QueryErrorKind::UnknownTag));
    assert_eq!(kind("\u{ad} ".repeat(33_000)), Err(QueryErrorKind::Empty));
    assert_eq!(kind("a\u{ad}".repeat(33_000) + "["), Err(QueryErrorKind::UnclosedTag));
    assert_eq!(kind("#1-#9 ".repeat(16_000)), Err(QueryErrorKind::LineReference));
    let numbers = format!("1 a[ti]\n2 {}1\n3 {}", "1 AND ".repeat(15_000), "*".repeat(90_000));
    assert!(Strategy::parse(&numbers).unwrap().lines()[1].query.is_err());
    assert!(kind("w".repeat(MAX_QUERY_BYTES)).is_ok());
    // The error at the far end of a long text is still shown.
    let text = "a ".repeat(MAX_CLAUSES + 1);
    assert!(parse(&text).unwrap_err().caret(&text).len() < 400);
}

#[test]
fn bounds_are_reachable() {
    let nested = format!("{}a OR b{}", "(".repeat(MAX_NESTING), ")".repeat(MAX_NESTING));
    assert!(parse(&nested).is_ok());
    assert!(parse(&format!("({nested})")).is_err());
    let many = vec!["a"; MAX_CLAUSES].join(" OR ");
    assert!(parse(&many).is_ok());
    let noisy = parse(&("- ".repeat(MAX_NOTES + 50) + "a")).unwrap();
    assert_eq!(noisy.notes.len(), MAX_NOTES + 1);
    assert_eq!(noisy.notes.last().map(|note| note.kind), Some(NoteKind::More));
}
