//! An ingest that is stopped between two commits, and what the next one makes of what it left.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::corpus::{Build, ingest};
use crate::engine::home;
use crate::formats::jsonl::write_line;
use crate::index::{Disk, Home, Lookup, Parts};
use crate::model::Article;

/// Steps after which a build is stopped, until it is not.
const STEPS_MAX: usize = 400;

fn article(title: &str, doi: &str) -> Article {
    let mut article = Article { title: title.into(), ..Article::default() };
    article.ids.doi = doi.parse().ok();
    article
}

/// Articles of DOIs of their own; where `again` is given, the second and the last have one DOI.
fn articles(name: &str, again: bool) -> Vec<Article> {
    let one =
        |number: usize| article(&format!("Of {name} the {number}th"), &format!("10.1000/{name}{number}"));
    let mut all: Vec<Article> = (0..12).map(one).collect();
    if again {
        all.push(article(&format!("Of {name} the 1th once more"), &format!("10.1000/{name}1")));
    }
    all
}

fn write(path: &Path, articles: &[Article]) {
    let mut lines = Vec::new();
    articles.iter().for_each(|article| write_line(article, &mut lines).unwrap());
    fs::write(path, lines).unwrap();
}

struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    /// An index of the file `a`.
    fn new() -> Self {
        super::limit::begin();
        let place = Self { directory: tempfile::tempdir().unwrap() };
        fs::create_dir(place.path("corpus")).unwrap();
        write(&place.path("corpus/a.jsonl"), &articles("a", false));
        ingest(&place.build(Disk::default()), &[], &|_| {}).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn build(&self, disk: Disk) -> Build {
        let build = Build::new(self.path("corpus"), home(self.path("index"), disk));
        Build { threads: 1, commit_every: 1, ..build }
    }

    fn home(&self) -> std::sync::Arc<dyn Home> {
        home(self.path("index"), Disk::default())
    }

    /// Brings the index up to date, and gives up at a step of the disk; whether it was stopped.
    fn stopped(&self, at: usize) -> bool {
        let steps = AtomicUsize::new(0);
        let disk = Disk::hooked(move |_, _| match steps.fetch_add(1, Ordering::SeqCst) {
            step if step >= at => Err(io::Error::other("injected")),
            _ => Ok(()),
        });
        ingest(&self.build(disk), &[], &|_| {}).is_err()
    }

    fn found(&self, key: &str) -> usize {
        self.home().snapshot().unwrap().find(&[Lookup::Key(key)], 9).unwrap()[0].len()
    }

    fn titles(&self) -> Vec<String> {
        let (snapshot, mut titles) = (self.home().snapshot().unwrap(), Vec::new());
        let mut take = |record: crate::index::Record| {
            titles.push(record.card.title);
            std::ops::ControlFlow::Continue(())
        };
        snapshot.each(Lookup::All, Parts::CARD, &mut take).unwrap();
        titles.sort();
        titles
    }

    /// Whether each source was read to its end.
    fn are_read(&self) -> BTreeMap<String, bool> {
        let works = self.home().works().unwrap();
        works.manifest().sources.iter().map(|source| (source.path.clone(), source.is_read())).collect()
    }
}

#[test]
fn what_it_wrote_is_put_together_by_the_next_of_other_files() {
    let mut apart = 0;
    for at in (0..STEPS_MAX).step_by(2) {
        let place = Place::new();
        write(&place.path("corpus/b.jsonl"), &articles("b", true));
        if !place.stopped(at) {
            break;
        }
        let stood_twice = place.found("doi:10.1000/b1") == 2;
        apart += usize::from(stood_twice);
        let outside = place.path("c.jsonl");
        write(&outside, &articles("c", false));
        ingest(&place.build(Disk::default()), &[outside], &|_| {}).unwrap();
        assert!(place.found("doi:10.1000/b1") <= 1, "stopped at {at}");
        assert!(!place.are_read().get("b.jsonl").is_some_and(|is_read| *is_read), "stopped at {at}");
        ingest(&place.build(Disk::default()), &[], &|_| {}).unwrap();
        assert_eq!(place.found("doi:10.1000/b1"), 1);
        assert!(place.are_read().values().all(|is_read| *is_read));
    }
    assert!(apart > 0, "no stop left what stands twice");
}

/// A file that is put back as it was looks like what the index was made from, and half of what it has is of another.
#[test]
fn a_file_put_back_as_it_was_is_read_again() {
    for at in (0..STEPS_MAX).step_by(3) {
        let place = Place::new();
        let file = place.path("corpus/a.jsonl");
        let (before, modified) = (place.titles(), file.metadata().unwrap().modified().unwrap());
        write(&file, &articles("other", false));
        let stopped = place.stopped(at);
        write(&file, &articles("a", false));
        fs::File::options().append(true).open(&file).unwrap().set_modified(modified).unwrap();
        ingest(&place.build(Disk::default()), &[], &|_| {}).unwrap();
        assert_eq!(place.titles(), before, "stopped at {at}");
        if !stopped {
            return;
        }
    }
    panic!("it was always stopped");
}
