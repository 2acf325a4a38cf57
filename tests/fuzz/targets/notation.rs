//! Any text in the notation that the target is called by: it is read or refused at a place within it, and what was read
//! prints as the same query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use litdex::query::{Query, Syntax, limits::MAX_QUERY_BYTES};

fuzz_target!(|text: &str| {
    let syntax = match env!("CARGO_BIN_NAME") {
        "ovid" => Syntax::Ovid,
        _ => Syntax::Cochrane,
    };
    match Query::parse_as(text, syntax) {
        Err(error) => {
            assert!(error.span.start <= error.span.end && error.span.end <= text.len());
            let _ = error.caret(text);
        }
        Ok(query) => {
            let printed = query.interpretation();
            if printed.len() <= MAX_QUERY_BYTES {
                let again = Query::parse_as(&printed, syntax).map(|query| query.interpretation());
                assert_eq!(again, Ok(printed));
            }
        }
    }
});
