//! `ingest`, `rebuild`, `rollback`, and the index a search builds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::util::{ARTICLES, Run, directory, finish, litdex};

/// A place with a corpus of one file.
fn place(name: &str, content: &str) -> PathBuf {
    let place = directory(name);
    fs::create_dir(place.join("corpus")).unwrap();
    fs::write(place.join("corpus/articles.jsonl"), content).unwrap();
    place
}

fn at(place: &Path, args: &[&str]) -> Run {
    finish(litdex().current_dir(place).args(args))
}

/// A summary without its last line, which holds the time.
fn summary(run: &Run) -> String {
    let mut lines: Vec<&str> = run.stdout.lines().collect();
    let time = lines.pop().unwrap();
    assert!(time.ends_with('s') || time.ends_with("/s)"), "{time}");
    lines.join("\n")
}

#[test]
fn a_missing_index_is_built_first() {
    let place = place("auto", ARTICLES);
    let first = at(&place, &["search", "sepsis", "--count"]);
    assert_eq!((first.code, first.stdout.as_str()), (0, "3\n"));
    let said: Vec<&str> = first.stderr.lines().collect();
    assert_eq!(said[0], "litdex: no index in index yet: building it from corpus");
    assert!(said.last().unwrap().starts_with("litdex: 6 articles in "), "{said:?}");
    let second = at(&place, &["search", "sepsis", "--count"]);
    assert_eq!((second.stdout.as_str(), second.stderr.as_str()), ("3\n", ""));
}

#[test]
fn a_query_that_cannot_be_read_builds_nothing() {
    let place = place("auto-wrong", ARTICLES);
    assert_eq!(at(&place, &["search", "(sepsis"]).code, 2);
    assert!(!place.join("index").exists());
}

#[test]
fn ingest_follows_the_corpus() {
    let place = place("ingest", ARTICLES);
    let first = at(&place, &["ingest"]);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(summary(&first), @r"
    6 articles in the index (generation 1)
      1 file read
      6 records, 6 added
    ");
    let second = at(&place, &["ingest"]);
    insta::assert_snapshot!(summary(&second), @r"
    6 articles in the index (generation 1)
      0 files read, 1 unchanged
    ");
    let outside = place.join("more.jsonl");
    fs::write(&outside, "{\"title\":\"An article from elsewhere\"}\n{\"title\":5}\n").unwrap();
    let third = at(&place, &["ingest", "more.jsonl"]);
    assert_eq!(third.code, 0);
    assert!(third.stdout.starts_with("7 articles in the index (generation 1)\n"), "{}", third.stdout);
    assert!(third.stdout.contains("\n  1 problem: 1 "), "{}", third.stdout);
    assert!(third.stderr.contains("more.jsonl, record 2, line 2"), "{}", third.stderr);
    fs::write(place.join("corpus/last.jsonl"), "{\"title\":\"An article that stays\"}\n").unwrap();
    fs::remove_file(place.join("corpus/articles.jsonl")).unwrap();
    let fourth = at(&place, &["ingest", "--quiet"]);
    assert_eq!((fourth.code, fourth.stdout.as_str(), fourth.stderr.as_str()), (0, "", ""));
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "0\n");
    assert_eq!(at(&place, &["search", "elsewhere", "--count"]).stdout, "1\n");
}

#[test]
fn rebuild_and_rollback() {
    let place = place("rollback", ARTICLES);
    assert_eq!(at(&place, &["rebuild"]).code, 0);
    let none = at(&place, &["rollback"]);
    assert_eq!(none.code, 2);
    assert_eq!(none.stderr, "litdex: the index index holds no earlier generation to roll back to\n");
    fs::write(place.join("corpus/articles.jsonl"), ARTICLES.lines().next().unwrap()).unwrap();
    let second = at(&place, &["rebuild"]);
    assert!(second.stdout.starts_with("1 article in the index (generation 2)\n"), "{}", second.stdout);
    let back = at(&place, &["rollback"]);
    assert_eq!((back.code, back.stdout.as_str()), (0, "generation 1 is in use again, 6 articles\n"));
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "3\n");
}

#[test]
fn a_source_that_is_gone_stops_a_rebuild() {
    let place = place("gone", ARTICLES);
    fs::write(place.join("more.jsonl"), "{\"title\":\"An article from elsewhere\"}\n").unwrap();
    assert_eq!(at(&place, &["ingest", "more.jsonl", "corpus"]).code, 0);
    fs::remove_file(place.join("more.jsonl")).unwrap();
    let kept = at(&place, &["ingest"]);
    assert!(kept.code == 0 && kept.stdout.starts_with("7 articles in the index"), "{}", kept.stdout);
    assert!(
        kept.stderr.ends_with(
            "more.jsonl is gone; its articles stay until `litdex rebuild --forget-missing`, which drops them\n"
        ),
        "{}",
        kept.stderr
    );
    assert_eq!(at(&place, &["ingest", "--quiet"]).stderr, "");
    let stopped = at(&place, &["rebuild"]);
    assert_eq!(stopped.code, 2);
    assert!(stopped.stderr.contains("more.jsonl lies outside the corpus and is gone"), "{}", stopped.stderr);
    assert_eq!(at(&place, &["rebuild", "--forget-missing"]).code, 0);
    assert_eq!(at(&place, &["search", "elsewhere", "--count"]).stdout, "0\n");
}

#[test]
fn nothing_that_can_be_read_is_an_error() {
    let place = place("unreadable", "neither this nor that\n");
    let built = at(&place, &["rebuild"]);
    assert_eq!(built.code, 2);
    insta::assert_snapshot!(built.stderr, @r"
    litdex: articles.jsonl: text of no known format; it was left out
    litdex: no article could be read from 1 file; nothing was changed
    ");
    assert_eq!(at(&place, &["ingest", "nosuch"]).code, 2);
    insta::assert_snapshot!(at(&place, &["ingest", "nosuch"]).stderr, @"litdex: there is no file or directory nosuch; check the path");
}

#[test]
fn a_corpus_that_is_not_there() {
    let place = directory("no-corpus");
    for command in ["ingest", "rebuild"] {
        let missing = at(&place, &[command]);
        assert_eq!(missing.code, 2);
        assert_eq!(missing.stderr, "litdex: there is no corpus directory corpus; name it with --corpus\n");
        let empty = at(&place, &[command, "--corpus", "."]);
        assert_eq!(empty.code, 2);
        assert_eq!(
            empty.stderr,
            "litdex: the corpus . has no files; put articles into it, or name another with --corpus\n"
        );
    }
    assert!(!place.join("index").exists());
}

#[test]
fn an_ingest_of_somebody_elses_directory_changes_nothing() {
    let place = place("elsewhere", ARTICLES);
    assert_eq!(at(&place, &["ingest"]).code, 0);
    fs::create_dir(place.join("junk")).unwrap();
    fs::write(place.join("junk/a.bin"), [7; 99]).unwrap();
    let refused = at(&place, &["ingest", "--corpus", "junk"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("no article could be read from 1 file; nothing was changed"));
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "3\n");
}

#[test]
fn more_problems_than_are_told() {
    let place = place("problems", &"{\"title\":5}\n".repeat(25));
    let built = at(&place, &["rebuild"]);
    assert_eq!(built.code, 2);
    let said: Vec<&str> = built.stderr.lines().collect();
    assert_eq!(said.len(), 12, "{said:?}");
    assert_eq!(said[10], "litdex: and 15 more");
    let quiet = at(&place, &["rebuild", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (2, ""));
    assert_eq!(quiet.stderr.lines().count(), 1, "the error alone: {}", quiet.stderr);
    // Where nothing came of it there is no index to list them.
    assert!(at(&place, &["status"]).stderr.starts_with("litdex: no index in index "));
    fs::write(place.join("corpus/good.jsonl"), "{\"title\":\"An article that stays\"}\n").unwrap();
    let built = at(&place, &["rebuild"]);
    assert_eq!(built.code, 0);
    assert!(built.stderr.ends_with("litdex: and 15 more; `litdex problems` lists all\n"));
    assert_eq!(at(&place, &["status", "--problems"]).stdout.lines().count(), 25);
    let quiet = at(&place, &["rebuild", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[cfg(unix)]
#[test]
fn an_index_that_may_only_be_read_is_searched() {
    use std::os::unix::fs::PermissionsExt;
    let place = place("read-only", ARTICLES);
    assert_eq!(at(&place, &["rebuild"]).code, 0);
    let index = place.join("index");
    fs::set_permissions(&index, fs::Permissions::from_mode(0o555)).unwrap();
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "3\n");
    let is_bound = fs::File::create(index.join("probe")).is_err();
    fs::set_permissions(&index, fs::Permissions::from_mode(0o755)).unwrap();
    // Whom permissions do not bind, as root, a directory in the place of the lock refuses.
    let (why, mode) = if is_bound { ("Permission denied", 0o555) } else { ("Is a directory", 0o755) };
    if !is_bound {
        fs::remove_file(index.join("LOCK")).unwrap();
        fs::create_dir(index.join("LOCK")).unwrap();
    }
    fs::set_permissions(&index, fs::Permissions::from_mode(mode)).unwrap();
    let refused = at(&place, &["rebuild"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains(why) && refused.stderr.contains("LOCK"), "{}", refused.stderr);
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "3\n");
    fs::set_permissions(&index, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A search with a mistyped directory built an index in it, and wrote over a file that happened to be called as its lock.
#[test]
fn a_directory_of_others_is_left_as_it_is() {
    let place = place("others", ARTICLES);
    for (name, commands) in [("notes.txt", &["search"][..]), ("LOCK", &["search", "ingest", "rebuild"])] {
        let index = place.join("index");
        fs::create_dir(&index).unwrap();
        fs::write(index.join(name), "important").unwrap();
        for command in commands {
            let words: &[&str] = if *command == "search" { &["search", "sepsis"] } else { &[command] };
            let refused = at(&place, words);
            assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{command}: {}", refused.stderr);
            let said = ["holds other files; name", "another program's file; name another directory"];
            assert!(said.iter().any(|said| refused.stderr.contains(said)), "{}", refused.stderr);
            assert_eq!(fs::read_to_string(index.join(name)).unwrap(), "important");
            assert_eq!(fs::read_dir(&index).unwrap().count(), 1, "{command}");
        }
        fs::remove_dir_all(index).unwrap();
    }
}
