//! What lies in a corpus, or is named, and is no regular file: FIFOs, devices, links, the index itself.
//!
//! It must not know how a corpus is walked.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::util::{ARTICLES, Run, directory, finish, litdex};

/// A place with a corpus of one file.
fn place(name: &str) -> PathBuf {
    let place = directory(name);
    fs::create_dir(place.join("corpus")).unwrap();
    fs::write(place.join("corpus/articles.jsonl"), ARTICLES).unwrap();
    place
}

/// What reads a FIFO waits for ever: here it is stopped, and fails.
fn at(place: &Path, args: &[&str]) -> Run {
    finish(litdex().current_dir(place).args(args).timeout(Duration::from_mins(1)))
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_might_never_end_is_refused_at_once() {
    let place = place("never-ending");
    fifo(&place.join("fifo"));
    for (path, kind) in [("fifo", "a FIFO"), ("/dev/zero", "a device")] {
        let refused = at(&place, &["ingest", path]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{path}");
        assert_eq!(
            refused.stderr,
            format!(
                "litdex: {path} is {kind}, neither a file nor a directory; save what it gives to a file, and \
                 name that\n"
            )
        );
        for command in [&["search", "--topics"][..], &["search", "--file"], &["strategy", "run"]] {
            let refused = at(&place, &[command, &[path]].concat());
            assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{command:?} {path}");
            let said = format!(
                "litdex: {path} is {kind}, not a file; save what it gives to a file, and name that\n"
            );
            assert_eq!(refused.stderr, said, "{command:?}");
        }
    }
}

#[test]
fn topics_come_through_a_pipe_too() {
    let place = place("topics-pipe");
    let topics = "{\"_id\":\"1\",\"text\":\"sepsis\"}\n";
    let mut search = litdex();
    search.current_dir(&place).args(["search", "--topics", "/dev/stdin", "--quiet"]).write_stdin(topics);
    let found = finish(&mut search);
    assert_eq!((found.code, found.stdout.lines().count(), found.stderr.as_str()), (0, 3, ""));
}

#[test]
fn what_is_no_file_is_left_out_and_told() {
    let place = place("odd-entries");
    fs::create_dir(place.join("corpus/below")).unwrap();
    fifo(&place.join("corpus/below/fifo"));
    symlink("nowhere", place.join("corpus/broken")).unwrap();
    symlink("itself", place.join("corpus/itself")).unwrap();
    symlink("..", place.join("corpus/below/loop")).unwrap();
    symlink("../articles.jsonl", place.join("corpus/below/good.jsonl")).unwrap();
    fifo(&place.join("corpus/.hidden"));
    let problems = [
        "below/fifo: it is a FIFO, not a regular file; it was left out",
        "below/loop: it is a link to a directory; it was left out",
        "broken: it is a link that leads nowhere; it was left out",
        "itself: it is a link that leads nowhere; it was left out",
    ];
    let said = format!("litdex: {}\n", problems.join("\nlitdex: "));
    let listed = |place: &Path| at(place, &["status", "--problems"]).stdout;
    for command in ["ingest", "rebuild", "ingest"] {
        let built = at(&place, &[command]);
        assert_eq!((built.code, built.stderr.as_str()), (0, said.as_str()), "{command}");
        assert_eq!(listed(&place).lines().collect::<Vec<_>>(), problems, "{command}");
    }
    let status = at(&place, &["status"]).stdout;
    assert!(status.contains("\nproblems    4\n"), "{status}");
    // What went away is no problem any more, and what came is one, though no file changed.
    fs::remove_file(place.join("corpus/below/fifo")).unwrap();
    fs::remove_file(place.join("corpus/broken")).unwrap();
    assert_eq!(at(&place, &["ingest", "corpus/below"]).code, 0);
    assert_eq!(listed(&place).lines().count(), 4);
    assert_eq!(at(&place, &["ingest"]).code, 0);
    assert_eq!(listed(&place).lines().collect::<Vec<_>>(), [problems[1], problems[3]]);
    let _socket = UnixListener::bind(place.join("corpus/socket")).unwrap();
    assert_eq!(at(&place, &["ingest", "corpus"]).code, 0);
    assert!(listed(&place).contains("socket: it is a socket, not a regular file; it was left out\n"));
    // With nothing else in it the corpus has no files.
    fs::remove_file(place.join("corpus/articles.jsonl")).unwrap();
    for command in ["ingest", "rebuild"] {
        let refused = at(&place, &[command]);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains("the corpus corpus has no files"), "{}", refused.stderr);
    }
}

/// Every ingest found its own files changed, and listed each as a text of no known format.
#[test]
fn an_index_within_the_corpus_is_no_part_of_it() {
    for index in ["corpus/below/index", "corpus"] {
        let place = place("index-within");
        // What only ends like an unfinished generation is somebody's file.
        fs::write(place.join("corpus/more.tmp"), "{\"title\":\"Kept beside the index\"}\n").unwrap();
        for (command, files) in [
            ("rebuild", "2 files read"),
            ("ingest", "0 files read, 2 unchanged"),
            ("rebuild", "2 files read"),
        ] {
            let built = at(&place, &[command, "--index", index]);
            assert_eq!((built.code, built.stderr.as_str()), (0, ""), "{command} {index}");
            let stdout = built.stdout;
            assert!(stdout.starts_with("7 articles in the index"), "{command} {index}: {stdout}");
            assert!(stdout.contains(files), "{command} {index}: {stdout}");
        }
        let named = at(&place, &["ingest", "--index", index, "."]);
        assert!(named.stdout.contains("\n  0 files read, 2 unchanged\n"), "{index}: {}", named.stdout);
        for file in ["articles.jsonl", "more.tmp"] {
            fs::remove_file(place.join("corpus").join(file)).unwrap();
        }
        for command in ["ingest", "rebuild"] {
            let refused = at(&place, &[command, "--index", index]);
            assert_eq!(refused.code, 2);
            assert!(refused.stderr.contains("the corpus corpus has no files"), "{}", refused.stderr);
        }
        assert_eq!(at(&place, &["search", "sepsis", "--count", "--index", index]).stdout, "3\n");
    }
}

/// A corpus that others fill could have any file of the machine read.
#[test]
fn links_are_followed_within_the_corpus_alone_unless_asked() {
    let place = place("links");
    let line = |title: &str| format!("{{\"title\":\"{title}\"}}\n");
    fs::create_dir_all(place.join("elsewhere/deep")).unwrap();
    fs::write(place.join("elsewhere/secret.jsonl"), line("A secretum kept elsewhere")).unwrap();
    fs::write(place.join("elsewhere/deep/more.jsonl"), line("Furthermost of it")).unwrap();
    symlink("..", place.join("elsewhere/deep/up")).unwrap();
    symlink("../elsewhere/secret.jsonl", place.join("corpus/file.jsonl")).unwrap();
    symlink("../elsewhere/deep", place.join("corpus/directory")).unwrap();
    symlink("/proc/self/environ", place.join("corpus/environ")).unwrap();
    symlink("/proc/self", place.join("corpus/self")).unwrap();
    symlink("/dev/zero", place.join("corpus/zero")).unwrap();
    let of_system =
        |name: &str| format!("{name}: it is a link to what the system shows as a file; it was left out");
    let told = [of_system("environ"), of_system("self"), of_system("zero")];
    let leads_out = |name: &str| {
        format!(
            "{name}: it is a link that leads out of the corpus (--follow reads it); it was left out; an ingest keeps what the index has of it"
        )
    };
    let plain = [leads_out("directory"), of_system("environ"), leads_out("file.jsonl")].into_iter();
    let plain: Vec<String> = plain.chain(told[1..].iter().cloned()).collect();
    let said = |lines: &[String]| format!("litdex: {}\n", lines.join("\nlitdex: "));
    for command in ["rebuild", "ingest"] {
        let built = at(&place, &[command]);
        assert_eq!((built.code, built.stderr), (0, said(&plain)), "{command}");
        assert_eq!(at(&place, &["search", "secretum OR furthermost[ti]", "--count"]).stdout, "0\n");
    }
    // Each directory is walked once, whatever leads back to it.
    let up = "directory/up/deep: it is a link to a directory; it was left out".to_owned();
    for command in ["rebuild", "ingest"] {
        let built = at(&place, &[command, "--follow"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        assert!(
            !built.stderr.contains(&up) && told.iter().all(|line| built.stderr.contains(line)),
            "{}",
            built.stderr
        );
        assert_eq!(
            at(&place, &["search", "secretum OR furthermost[ti]", "--count"]).stdout,
            "2\n",
            "{command}"
        );
    }
    // What was followed once is not lost in silence.
    let ingested = at(&place, &["ingest"]);
    assert_eq!((ingested.code, ingested.stderr), (0, said(&plain)));
    assert_eq!(at(&place, &["search", "secretum OR furthermost[ti]", "--count"]).stdout, "2\n");
    let refused = at(&place, &["rebuild"]);
    assert_eq!(refused.code, 2);
    assert_eq!(
        refused.stderr,
        "litdex: corpus/directory: it is a link that leads out of the corpus (--follow reads it); a rebuild would \
         lose its articles; make it readable, or say --forget-missing\n"
    );
    assert_eq!(at(&place, &["rebuild", "--forget-missing"]).code, 0);
    assert_eq!(at(&place, &["search", "secretum OR furthermost[ti]", "--count"]).stdout, "0\n");
    let environ = at(&place, &["ingest", "/proc/self/environ"]);
    assert_eq!(environ.code, 2);
    assert!(
        environ.stderr.contains(" is shown by the system, neither a file nor a directory"),
        "{}",
        environ.stderr
    );
}

/// Where a link leads may be away for a while; and a corpus may be of links alone.
#[test]
fn a_link_whose_target_is_away_costs_no_article() {
    let place = place("links-away");
    fs::rename(place.join("corpus/articles.jsonl"), place.join("kept.jsonl")).unwrap();
    symlink("../kept.jsonl", place.join("corpus/link.jsonl")).unwrap();
    // Who does not follow it is told of it, and not that there is nothing.
    let built = at(&place, &["rebuild"]);
    assert_eq!(built.code, 0);
    assert!(
        built.stderr.contains("link.jsonl: it is a link that leads out of the corpus (--follow"),
        "{}",
        built.stderr
    );
    let built = at(&place, &["ingest", "--follow"]);
    assert_eq!((built.code, built.stderr.as_str()), (0, ""));
    fs::write(place.join("corpus/other.jsonl"), "{\"title\":\"Another\"}\n").unwrap();
    fs::rename(place.join("kept.jsonl"), place.join("away.jsonl")).unwrap();
    assert_eq!(at(&place, &["ingest", "--follow"]).code, 0);
    assert_eq!(at(&place, &["search", "sepsis", "--count"]).stdout, "3\n");
    let refused = at(&place, &["rebuild", "--follow"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("link.jsonl: it is a link that leads nowhere; a rebuild would"),
        "{}",
        refused.stderr
    );
}
