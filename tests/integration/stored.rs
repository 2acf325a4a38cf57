//! Indexes that were built once and are kept: what an older version wrote opens, or says that it is older.
//!
//! `tests/indexes/v5/` is the index of `tests/indexes/articles.jsonl` in the present format. It may be made
//! anew only while no version of litdex is released, after the schema, the analysis or the layout has
//! changed: `LITDEX_MAKE_INDEX=1 cargo test --test integration stored`. After the release a change of layout
//! gets a directory of its own beside it. `v1` kept references among the rest of an article, and cards
//! compressed; `v2` kept full text there too, and one record an article; `v3` stored the model itself;
//! `v4` had no checksums of blocks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use litdex::formats::jsonl::write_line;
use litdex::model::{Article, Author, Heading, Identifiers, Reference};
use litdex::{Index, Indexer, Search};
use serde_json::Value;

use crate::limit;
use crate::support::{Place, article, assert_sound};

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("indexes")
}

fn articles() -> Vec<Article> {
    let first = Article {
        keywords: vec!["ECMO".into(), "COVID-19".into()],
        fields: [("section".to_owned(), "Cases".into()), ("pages".to_owned(), 12.into())].into(),
        headings: vec![Heading { name: "Hypoxia".into(), ui: "D000860".into(), ..Heading::default() }],
        references: vec![Reference { raw: "Doe A. Lungs at altitude. 1999.".into(), ..Reference::default() }],
        ..article(11, "Membranes against refractory hypoxaemia", "Oxygenation rose in 12 of 15 patients.")
    };
    let second = article(12, "A cohort without hypoxemia", "Nobody in this cohort was short of breath.");
    let third = Article {
        ids: Identifiers { doi: "10.1000/made-for-this".parse().ok(), ..Identifiers::default() },
        authors: vec![Author { family: "Müller".into(), given: "Eva".into(), ..Author::default() }],
        ..article(13, "Über die Atmung", "")
    };
    vec![first, second, third]
}

/// The index of the present format; made anew first where that is asked for.
fn present() -> PathBuf {
    static MADE: Once = Once::new();
    limit::begin();
    let index = home().join("v5");
    MADE.call_once(|| {
        if std::env::var_os("LITDEX_MAKE_INDEX").is_some() {
            make(&index);
        }
    });
    index
}

fn make(index: &Path) {
    let corpus = tempfile::tempdir().unwrap();
    let mut lines = Vec::new();
    for article in articles() {
        write_line(&article, &mut lines).unwrap();
    }
    for path in [home().join("articles.jsonl"), corpus.path().join("articles.jsonl")] {
        fs::write(path, &lines).unwrap();
    }
    let _ = fs::remove_dir_all(index);
    Indexer::new(corpus.path(), index).threads(1).rebuild(&|_| {}).unwrap();
    fs::remove_file(index.join("LOCK")).unwrap();
}

#[test]
fn earlier_versions_say_that_they_are_older() {
    for version in ["v1", "v2", "v3", "v4"] {
        let error = Index::open(home().join(version)).unwrap_err();
        assert_eq!(error.code(), "index-outdated", "{error}");
        assert!(error.to_string().contains("run `litdex rebuild`"), "{error}");
    }
}

#[test]
fn the_present_version_opens_and_answers() {
    let index = Index::open(present()).unwrap();
    assert_sound(&index);
    let ids = |query: &str| -> Vec<String> {
        let hits = index.search(Search::new(query).limit(10)).unwrap();
        hits.hits.iter().map(|hit| hit.id.to_string()).collect()
    };
    assert_eq!(ids("refractory hypoxemia")[0], "pmid:11");
    assert_eq!(ids("\"covid 19\"[ot] AND hypoxia[mh]"), ["pmid:11"]);
    assert_eq!(ids("muller e[au]"), ["doi:10.1000/made-for-this"]);
    assert_eq!(ids("altitude[ref] OR cohort[ti]").len(), 2);
    let kept = index.get(&"pmid:11".parse().unwrap()).unwrap().unwrap();
    let made = &articles()[0];
    // The reader takes references apart; what is printed stays.
    let printed = |article: &Article| article.references.iter().map(|cited| cited.raw.clone()).collect();
    let (kept_references, made_references): (Vec<String>, Vec<String>) = (printed(&kept), printed(made));
    assert_eq!(
        (&kept.title, &kept.headings, &kept.fields, kept_references),
        (&made.title, &made.headings, &made.fields, made_references)
    );
}

/// A new version of the layout comes with an index of its own here.
#[test]
fn the_present_version_is_the_one_that_is_written() {
    let place = Place::new();
    fs::copy(home().join("articles.jsonl"), place.file("articles.jsonl")).unwrap();
    place.rebuild();
    let manifest = |index: &Path| -> Value {
        serde_json::from_slice(&fs::read(index.join("gen-1").join("manifest.json")).unwrap()).unwrap()
    };
    let (made, kept) = (manifest(&place.index()), manifest(&present()));
    assert_eq!(present(), home().join(format!("v{}", made["format_version"])));
    for what in ["format_version", "fields_version", "analysis", "schema", "engine", "articles", "text_bytes"]
    {
        assert_eq!(kept[what], made[what], "{what}");
    }
}

/// What is kept can be brought up to date: its file is known again, and articles come to it.
#[test]
fn the_present_version_can_be_written() {
    let place = Place::new();
    fs::copy(home().join("articles.jsonl"), place.file("articles.jsonl")).unwrap();
    place.write("more.jsonl", &[article(14, "A fourth about hypoxemia", "")]);
    copy(&present(), &place.index());
    let report = place.ingest();
    assert_eq!((report.files_unchanged, report.files_read, report.articles), (1, 1, 4));
    assert_sound(&place.open());
    assert_eq!(place.open().search("hypoxemia").unwrap().total, 3);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}
