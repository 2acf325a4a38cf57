//! What lies in a corpus, or is named, and is no regular file: FIFOs, devices, links, the index itself.
//!
//! It must not know how a corpus is walked.

use std::fs;
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
    finish(litdex().current_dir(place).args(args).timeout(Duration::from_secs(60)))
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
        let refused = at(&place, &["search", "--topics", path]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{path}");
        assert_eq!(refused.stderr, format!("litdex: {path} is {kind}, not a file; name a file of topics\n"));
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
