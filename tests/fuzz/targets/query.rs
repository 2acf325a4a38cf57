//! Any text as a query: it is read or refused at a place within it, and what was read prints as the same query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use litdex::query::{Query, limits::MAX_QUERY_BYTES};

fuzz_target!(|text: &str| {
    match Query::parse(text) {
        Err(error) => {
            assert!(error.span.start <= error.span.end && error.span.end <= text.len());
            let _ = error.caret(text);
        }
        Ok(query) if query.clause().is_some() => {
            let printed = query.interpretation();
            if printed.len() <= MAX_QUERY_BYTES {
                assert_eq!(Query::parse(&printed).unwrap().interpretation(), printed);
            }
        }
        Ok(_) => {}
    }
    let _ = Query::words(text);
});
