//! An index of which some bytes of one file were changed: opening, searching and verifying it end with an answer or an
//! error.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use litdex::model::Article;
use litdex::{Facet, Index, Search};

/// A sound index, and its files.
fn sound() -> &'static (tempfile::TempDir, Vec<(PathBuf, Vec<u8>)>) {
    static SOUND: OnceLock<(tempfile::TempDir, Vec<(PathBuf, Vec<u8>)>)> = OnceLock::new();
    SOUND.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(directory.path()).unwrap();
        let mut writer = index.writer("fuzz").unwrap();
        for word in ["hypoxemia", "sepsis", "lungs"] {
            writer.put([Article { title: format!("A study of {word}"), ..Article::default() }]);
            writer.commit().unwrap();
        }
        let mut files = Vec::new();
        collect(directory.path(), &mut files);
        files.sort();
        (directory, files)
    })
}

fn collect(directory: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            into.push((path.clone(), fs::read(path).unwrap()));
        }
    }
}

fuzz_target!(|edits: (u8, Vec<(u16, u8)>)| {
    let (directory, files) = sound();
    let (path, sound) = &files[usize::from(edits.0) % files.len()];
    let mut bytes = sound.clone();
    for (at, byte) in edits.1 {
        match bytes.len() {
            0 => bytes.push(byte),
            length => bytes[usize::from(at) % length] = byte,
        }
    }
    fs::write(path, bytes).unwrap();
    if let Ok(index) = Index::open(directory.path()) {
        let _ = index.search(Search::new("study").facets([Facet::Year], 3));
        let _ = index.search("\"a study\"[ti] NOT seps*");
        let _ = index.status();
        let _ = index.verify();
    }
    fs::write(path, sound).unwrap();
});
