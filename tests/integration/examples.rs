//! The programs of `examples/` run and say what they should. They are built with the tests, as the README runs them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::limit;

/// What an example prints, run in a directory of its own.
fn run(name: &str, directory: &Path, arguments: &[&str]) -> String {
    limit::begin();
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("examples").join(name);
    let program = built.with_extension(std::env::consts::EXE_EXTENSION);
    let output = Command::new(&program).args(arguments).current_dir(directory).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}; run all tests", program.display()));
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_corpus_is_embedded() {
    let place = tempfile::tempdir().unwrap();
    let corpus = place.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("a.jsonl"), "{\"title\":\"Refractory hypoxaemia\"}\n").unwrap();
    let said = run("embed", place.path(), &["refractory", "hypoxemia"]);
    assert!(said.starts_with("1. Refractory hypoxaemia (key:"), "{said}");
}

#[test]
fn an_article_is_put_and_found() {
    let place = tempfile::tempdir().unwrap();
    let said = run("put", place.path(), &["index"]);
    assert!(said.contains("1 articles, committed in"), "{said}");
    assert!(said.contains("1. Prone positioning in refractory hypoxemia (key:"), "{said}");
}

#[test]
fn a_journal_searches_counts_exports_and_gives_up() {
    let place = tempfile::tempdir().unwrap();
    let said = run("journal", place.path(), &["index"]);
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    assert_eq!(lines[..2], ["Case reports: 2", "Reviews: 1"]);
    let hits: Vec<&str> = lines[2..5].iter().map(|line| &line[..3]).collect();
    assert_eq!(hits, ["1. ", "2. ", "3. "]);
    assert_eq!(lines.iter().filter(|line| line.starts_with("TI  - ")).count(), 2);
    assert!(!said.contains("TI  - ECMO"), "{said}");
    assert!(lines.last().unwrap().contains("cancelled"), "{said}");
}
