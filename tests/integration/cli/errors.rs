//! Every error: exit code 2, `litdex:` first, what was found and what to do.

use std::fmt::Write;

use crate::support::{Place, many, write_manifest};
use crate::util::{directory, finish, litdex, made, run, seed};

#[test]
fn queries_that_cannot_be_read() {
    let mut said = String::new();
    for query in ["hypoxia AND (sepsis", "", "sepsis[xx]", "\"open", "2020:2019[dp]", "NOT sepsis", "s*[ti"] {
        let wrong = run(made(), &["search", query]);
        assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{query}");
        said += &wrong.stderr;
    }
    insta::assert_snapshot!("query_errors", said);
}

#[test]
fn command_lines_that_cannot_be_read() {
    let mut said = String::new();
    let lines: &[&[&str]] = &[
        &[],
        &["nosuch"],
        &["search"],
        &["search", "x", "--limit", "some"],
        &["search", "x", "--year", "2020:2019"],
        &["search", "x", "--year", "soon"],
        &["search", "x", "--sort", "size"],
        &["search", "x", "--format", "xml"],
        &["search", "x", "--count", "--format", "json"],
        &["search", "x", "--topics", "t"],
        &["search", "--topics", "t", "--format", "ris"],
        &["show"],
        &["completions", "tcl"],
        &["status", "--color", "maybe"],
    ];
    for line in lines {
        let wrong = finish(litdex().args(*line));
        assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{line:?}");
        let shown: Vec<&str> = wrong.stderr.lines().take_while(|line| *line != "Commands:").collect();
        writeln!(said, "$ litdex {}\n{}\n", line.join(" "), shown.join("\n").trim_end()).unwrap();
    }
    insta::assert_snapshot!("usage_errors", said);
}

#[test]
fn more_than_is_allowed() {
    let far = run(seed(), &["search", "ecmo", "--offset", "100000001"]);
    insta::assert_snapshot!(far.stderr, @"litdex: offset and limit together is 100000011; it may be at most 100000000");
    assert_eq!(far.code, 2);
}

#[test]
fn an_index_that_is_not_there() {
    let place = directory("nothing");
    for command in [&["show", "1"][..], &["status"], &["verify"], &["rollback"]] {
        let missing = finish(litdex().current_dir(&place).args(command));
        assert_eq!(missing.code, 2);
        assert_eq!(
            missing.stderr, "litdex: no index in index (build one with `litdex rebuild`)\n",
            "{command:?}"
        );
    }
    let search = finish(litdex().current_dir(&place).args(["search", "x"]));
    assert_eq!(search.code, 2);
    insta::assert_snapshot!(search.stderr, @"litdex: no index in index, and the corpus corpus to build it from does not exist; name both with --index and --corpus");
    std::fs::create_dir(place.join("corpus")).unwrap();
    std::fs::write(place.join("corpus/README.md"), "No article.").unwrap();
    let search = finish(litdex().current_dir(&place).args(["search", "x"]));
    assert_eq!(search.code, 2);
    insta::assert_snapshot!(search.stderr, @"litdex: no index in index, and the corpus corpus to build it from has no files; name both with --index and --corpus");
    assert!(!place.join("index").exists(), "a search that fails leaves nothing behind");
}

#[test]
fn an_index_of_another_version_or_damaged() {
    let place = directory("damaged");
    let index = place.join("index");
    litdex::Indexer::new("corpus", &index).rebuild(&|_| {}).unwrap();
    let text = std::fs::read_to_string(index.join("gen-1/manifest.json")).unwrap();
    let of_another = text.replace("\"format_version\": 5", "\"format_version\": 99");
    write_manifest(&index.join("gen-1"), &of_another);
    let outdated = run(&index, &["search", "ecmo"]);
    assert_eq!(outdated.code, 2);
    assert!(
        outdated.stderr.contains("format version 99, this litdex needs 5; run `litdex rebuild`"),
        "{}",
        outdated.stderr
    );
    std::fs::write(index.join("CURRENT"), "nonsense\n").unwrap();
    let damaged = run(&index, &["search", "ecmo"]);
    assert_eq!(damaged.code, 2);
    assert!(damaged.stderr.contains("it names \"nonsense\", not a generation"), "{}", damaged.stderr);
    std::fs::remove_file(index.join("CURRENT")).unwrap();
    // Of one generation it is known that it is in use, of two it is not.
    std::fs::create_dir(index.join("gen-2")).unwrap();
    // A search that took this for no index would build another beside what is there.
    for command in
        [&["search", "ecmo"][..], &["show", "1"], &["status"], &["verify"], &["rollback"], &["ingest"]]
    {
        let lost = run(&index, command);
        assert_eq!((lost.code, lost.stdout.as_str()), (2, ""), "{command:?}");
        assert!(
            lost.stderr.contains(
                " holds gen-2, but CURRENT, which names the generation in use, is gone; run `litdex rebuild`"
            ),
            "{}",
            lost.stderr
        );
    }
    assert_eq!(run(&index, &["rebuild", "--quiet"]).code, 0);
    assert_eq!(run(&index, &["search", "ecmo", "--count"]).stdout, "1\n");
}

#[test]
fn an_index_that_another_process_writes() {
    let place = directory("locked");
    let index = place.join("index");
    litdex::Indexer::new("corpus", &index).rebuild(&|_| {}).unwrap();
    let lock = std::fs::File::open(index.join("LOCK")).unwrap();
    lock.lock().unwrap();
    for command in ["ingest", "rebuild", "rollback"] {
        let refused = run(&index, &[command]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains(" is being written by process "), "{}", refused.stderr);
    }
    assert_eq!(run(&index, &["search", "ecmo", "--count"]).stdout, "1\n");
}

#[test]
fn faults_are_listed_and_exit_code_2() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4_000, "v1"));
    place.rebuild();
    let words = std::fs::read_dir(place.generation(1).join("words")).unwrap();
    let postings =
        words.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|it| it == "pos"));
    let mut bytes = std::fs::read(postings.as_ref().unwrap()).unwrap();
    // A block that nobody reads who only opens the index.
    assert!(bytes.len() > 128 << 10, "{}", bytes.len());
    bytes[9] ^= 1;
    std::fs::write(postings.unwrap(), bytes).unwrap();
    let faulty = run(&place.index(), &["verify"]);
    assert_eq!((faulty.code, faulty.stderr.as_str()), (2, ""));
    assert!(faulty.stdout.contains(".pos: block 0 does not match its checksum\n"), "{}", faulty.stdout);
    assert!(faulty.stdout.contains("\n1 fault; run `litdex rebuild`"), "{}", faulty.stdout);
}

#[test]
fn damage_the_engine_asserts_against_is_an_error_like_others() {
    // The engine panics on some damaged files, this among them: its checksums are looked at first.
    let place = directory("asserted");
    let index = place.join("index");
    litdex::Indexer::new("corpus", &index).rebuild(&|_| {}).unwrap();
    let words = std::fs::read_dir(index.join("gen-1/words")).unwrap();
    let norms = words
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|it| it == "fieldnorm"));
    let norms = norms.unwrap();
    let mut bytes = std::fs::read(&norms).unwrap();
    // The file's own footer stays; the table of its parts, which stands before it, is spoilt.
    let footer = bytes.windows(10).rposition(|start| start == b"{\"version\"").unwrap();
    bytes[footer - 12..footer].fill(0xff);
    std::fs::write(norms, bytes).unwrap();
    let corpus = place.join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    std::fs::write(corpus.join("new.jsonl"), "{\"title\":\"A new one\"}\n").unwrap();
    for command in [&["search", "ecmo"][..], &["verify"], &["status"], &["ingest"]] {
        let failed = finish(
            litdex().args(["--index", "index", "--corpus", "corpus"]).args(command).current_dir(&place),
        );
        assert_eq!((failed.code, failed.stdout.as_str()), (2, ""), "{command:?}: {}", failed.stderr);
        let said = ".fieldnorm is damaged: block 0 does not match its checksum; run `litdex rebuild` (or `litdex \
                    rollback` where the generation before is kept)\n";
        assert!(failed.stderr.starts_with("litdex: index/gen-1/words/"), "{}", failed.stderr);
        assert!(failed.stderr.ends_with(said), "{}", failed.stderr);
    }
    let rebuilt =
        finish(litdex().args(["--index", "index", "--corpus", "corpus", "rebuild"]).current_dir(&place));
    assert_eq!((rebuilt.code, rebuilt.stderr.as_str()), (0, ""));
}

/// A topic that takes too much was understood; as plain words it would be answered as another question.
#[test]
fn a_topic_that_takes_too_long_is_an_error() {
    let file = directory("slow-topics").join("topics.jsonl");
    std::fs::write(&file, "{\"_id\":\"7\",\"text\":\"sepsis AND vasopressin\"}\n").unwrap();
    let search = ["search", "--timeout", "0.000001", "--topics", file.to_str().unwrap()];
    let slow = run(made(), &search);
    assert_eq!((slow.code, slow.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(slow.stderr, @"litdex: topic 7: the search took longer than it may; allow it more time or ask for less");
}

#[test]
fn topics_that_cannot_be_read() {
    let place = directory("bad-topics");
    let file = place.join("topics.jsonl");
    let path = file.to_str().unwrap();
    let said = |content: Option<&str>| {
        if let Some(content) = content {
            std::fs::write(&file, content).unwrap();
        }
        let wrong = run(seed(), &["search", "--topics", path]);
        assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
        wrong.stderr.replace(path, "FILE")
    };
    insta::assert_snapshot!(said(None), @"litdex: cannot read FILE: No such file or directory (os error 2)");
    insta::assert_snapshot!(said(Some("\n")), @"litdex: FILE holds no topics");
    insta::assert_snapshot!(
        said(Some("{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":\"2\"}\n")),
        @r#"litdex: FILE, line 2, column 11: missing field `text`; a topic is written {"_id": "1", "text": "words"}"#
    );
    insta::assert_snapshot!(
        said(Some("\n\nnonsense\n")),
        @r#"litdex: FILE, line 3, column 2: expected ident; a topic is written {"_id": "1", "text": "words"}"#
    );
}
