//! Any text as a query: it is read or refused at a place within it, and what was read prints as the same query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use litdex::query::{Query, QueryErrorKind, limits::MAX_QUERY_BYTES};

fuzz_target!(|text: &str| {
    match Query::parse(text) {
        Err(error) => {
            assert!(error.span.start <= error.span.end && error.span.end <= text.len());
            let _ = error.caret(text);
        }
        Ok(query) if query.clause().is_some() => {
            let printed = query.interpretation();
            if printed.len() <= MAX_QUERY_BYTES {
                match Query::parse_as(&printed, query.syntax()) {
                    Ok(again) => assert_eq!(again.interpretation(), printed),
                    // What sentences are made with is left out of the print, and a word alone may be another's notation.
                    Err(error) => assert_eq!(error.kind, QueryErrorKind::Dialect),
                }
            }
        }
        Ok(_) => {}
    }
    let _ = Query::words(text);
});
