//! Any bytes, read as the format that the target is called by: no panic, and each article is one that reads back.
#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use litdex::formats::{Item, jsonl};
use litdex::internals::formats::read_as;

fuzz_target!(|bytes: &[u8]| {
    let mut lines = Vec::new();
    let read = read_as(env!("CARGO_BIN_NAME"), bytes, &mut |item| {
        if let Item::Article(article) = item {
            jsonl::write_line(&article, &mut lines).unwrap();
        }
        ControlFlow::Continue(())
    });
    assert!(read.is_some());
    let mut problems = Vec::new();
    let again = read_as("jsonl", &lines, &mut |item| {
        if let Item::Problem(problem) = item {
            problems.push(problem.to_string());
        }
        ControlFlow::Continue(())
    });
    assert!(again.unwrap().is_ok());
});
