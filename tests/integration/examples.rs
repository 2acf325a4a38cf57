//! The programs of `examples/` run and say what they should. They are built with the tests, as the README runs them.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::limit;

/// An example to be run in a directory of its own.
fn example(name: &str, directory: &Path, arguments: &[&str]) -> Command {
    limit::begin();
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("examples").join(name);
    let program = built.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(program.is_file(), "{} is not built; run all tests", program.display());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(directory);
    command
}

/// What an example prints.
fn run(name: &str, directory: &Path, arguments: &[&str]) -> String {
    let output = example(name, directory, arguments).output().unwrap();
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

#[test]
fn a_service_answers_and_tells_errors_by_their_codes() {
    let place = tempfile::tempdir().unwrap();
    run("put", place.path(), &["index"]);
    let mut service = example("service", place.path(), &["index", "0"]);
    let mut service = service.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(service.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().strip_prefix("http://").unwrap().strip_suffix("/search?q=").unwrap().to_owned();
    let ask = |query: &str| -> String {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET /search?q={query} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let (found, wrong) = (ask("refractory+hypoxaemia"), ask("hypoxemia%5Bzz%5D"));
    service.kill().unwrap();
    service.wait().unwrap();
    assert!(found.starts_with("HTTP/1.1 200 ") && found.contains("\"total\":1"), "{found}");
    assert!(found.contains("Prone positioning"), "{found}");
    assert!(wrong.starts_with("HTTP/1.1 400 ") && wrong.contains("\"code\":\"query\""), "{wrong}");
}
