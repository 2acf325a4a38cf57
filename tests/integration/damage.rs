//! Files of the index that are not what was written: flipped bytes, missing files, another version.
//!
//! It must not know how damage is found, only that it is: by opening, by verifying, never by a panic.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use litdex::{Index, Search};

use crate::support::{Dice, Place, answer, many, times, write_manifest};

pub fn files(directory: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
    into.sort();
}

/// What kind of file it is: its extension, else its name.
fn kind(path: &Path) -> String {
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
    extension
        .filter(|e| e.len() < 10)
        .unwrap_or_else(|| path.file_name().unwrap().to_string_lossy().into_owned())
}

const QUERIES: [&str; 3] =
    ["hypoxemia patients", "\"severe covid 19\"[ab] OR number7*", "1900:2900[dp] NOT doe[ref]"];

/// What came of looking at a damaged index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Refused,
    Reported,
    Unnoticed,
    Panicked,
}

fn look(path: &Path) -> (Outcome, String) {
    let stage = std::cell::Cell::new("open");
    let look = || -> Result<Vec<String>, litdex::Error> {
        let index = Index::open(path)?;
        stage.set("verify");
        let verified = index.verify()?;
        stage.set("search");
        for query in QUERIES {
            // Any answer or error will do.
            let _ = index.search(Search::new(query).limit(20));
        }
        let _ = index.status();
        Ok(verified.faults)
    };
    match catch_unwind(AssertUnwindSafe(look)) {
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            (Outcome::Panicked, format!("in {}: {text}", stage.get()))
        }
        Ok(Err(error)) => (Outcome::Refused, error.to_string()),
        Ok(Ok(faults)) if faults.is_empty() => (Outcome::Unnoticed, String::new()),
        Ok(Ok(faults)) => (Outcome::Reported, faults[0].clone()),
    }
}

fn answers(place: &Place) -> Vec<Vec<(String, u32)>> {
    let index = place.open();
    QUERIES.iter().map(|query| answer(&index, Search::new(*query))).collect()
}

fn built() -> Place {
    let place = Place::new();
    place.write("a.jsonl", &many(1..60, "v1"));
    place.write("b.jsonl", &many(60..70, "v1"));
    // A line of no record, so that the list of problems is not empty.
    place.write_text("e.jsonl", "{\"other\": 1}\n");
    place.ingest();
    // A second segment. Nothing gives way: of what no article needs any more damage goes unnoticed.
    place.write("c.jsonl", &many(70..75, "v2"));
    place.ingest();
    place
}

#[test]
fn a_flipped_byte_in_any_file_is_noticed() {
    let place = built();
    assert_eq!(look(&place.index()).0, Outcome::Unnoticed);
    let sound_answers = answers(&place);
    let mut paths = Vec::new();
    files(&place.index(), &mut paths);
    let mut dice = Dice::new(3);
    let mut wrong = Vec::new();
    let mut kinds = std::collections::BTreeSet::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // What tells people who writes is not read by anything.
        if name == "LOCK" {
            continue;
        }
        kinds.insert(kind(&path));
        let sound = fs::read(&path).unwrap();
        if sound.is_empty() {
            continue;
        }
        let mut places: Vec<usize> = vec![0, sound.len() / 2, sound.len() - 1];
        places.extend((0..times(4)).map(|_| dice.below(sound.len())));
        places.dedup();
        for at in places {
            let mut bytes = sound.clone();
            bytes[at] ^= 1 << dice.below(7);
            fs::write(&path, &bytes).unwrap();
            let (outcome, said) = look(&place.index());
            // Some bytes say nothing: the engine's version behind a file.
            let harmless = (name != "meta.json" && sound.len() - at < 128)
                && outcome == Outcome::Unnoticed
                && answers(&place) == sound_answers;
            if outcome >= Outcome::Unnoticed && !harmless {
                let around =
                    String::from_utf8_lossy(&sound[at.saturating_sub(20)..(at + 20).min(sound.len())])
                        .into_owned();
                wrong.push(format!("{outcome:?}: {} at {at} of {}: {said} ({around:?})", name, sound.len()));
            }
        }
        fs::write(&path, &sound).unwrap();
    }
    for needed in [
        "idx",
        "pos",
        "term",
        "fast",
        "fieldnorm",
        "cards",
        "references",
        "abstracts",
        "rests",
        "records",
        "json",
        "CURRENT",
        "jsonl",
    ] {
        assert!(kinds.contains(needed), "no {needed} among {kinds:?}");
    }
    assert!(wrong.is_empty(), "{} went wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_flipped_byte_in_the_engines_list_of_segments_is_noticed() {
    let place = built();
    let path = place.generation(1).join("words").join("meta.json");
    let sound = fs::read(&path).unwrap();
    for at in (0..sound.len()).step_by(37 / times(1).min(37)) {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let (outcome, said) = look(&place.index());
        assert!(outcome < Outcome::Unnoticed, "{outcome:?}: {at} of {}: {said}", sound.len());
    }
}

#[test]
fn a_file_that_is_gone_or_cut_is_noticed() {
    let place = built();
    let mut paths = Vec::new();
    files(&place.index(), &mut paths);
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Dictionaries of so small a corpus are empty, and an empty one stands for none.
        if name == "LOCK" || kind(&path) == "dict" {
            continue;
        }
        let sound = fs::read(&path).unwrap();
        if sound.is_empty() {
            continue;
        }
        for cut in [None, Some(0), Some(sound.len() / 2), Some(sound.len() - 1)] {
            match cut {
                None => fs::remove_file(&path).unwrap(),
                Some(length) => fs::write(&path, &sound[..length]).unwrap(),
            }
            let (outcome, said) = look(&place.index());
            // A CURRENT or a list without its last line end is whole; where there is one generation it is in use.
            let whole = cut == Some(sound.len() - 1) && sound.ends_with(b"\n");
            let whole = whole || name == "CURRENT" && cut.is_none();
            if outcome >= Outcome::Unnoticed && !whole {
                wrong.push(format!("{outcome:?}: {name} cut to {cut:?} of {}: {said}", sound.len()));
            }
        }
        fs::write(&path, &sound).unwrap();
    }
    assert!(wrong.is_empty(), "{} went wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Replaces a text in the manifest of the first generation.
fn edit_manifest(place: &Place, from: &str, to: &str) {
    let path = place.generation(1).join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    write_manifest(&place.generation(1), &text.replacen(from, to, 1));
}

#[test]
fn an_index_of_another_version_is_refused_with_the_way_out() {
    let fingerprint = litdex::internals::text::fingerprint();
    let rows = [
        ("\"format_version\": 5", "\"format_version\": 99", "format version 99"),
        (fingerprint, "text-0-0000000000000000", "analysis fingerprint text-0-0000000000000000"),
        ("tantivy 0.27.0", "tantivy 0.1.0", "engine tantivy 0.1.0"),
        ("\"schema\": \"", "\"schema\": \"0", "schema 0"),
    ];
    for (from, to, said) in rows {
        let place = Place::new();
        place.write("a.jsonl", &many(1..5, "v1"));
        place.rebuild();
        edit_manifest(&place, from, to);
        for error in [
            Index::open(place.index()).map(|_| ()).unwrap_err(),
            place.indexer().ingest(&|_| {}).map(|_| ()).unwrap_err(),
        ] {
            let message = error.to_string();
            assert_eq!(error.code(), "index-outdated", "{message}");
            assert!(message.contains(said) && message.contains("run `litdex rebuild`"), "{message}");
        }
        assert_eq!(place.rebuild().articles, 4);
        assert_eq!(place.open().search("number3").unwrap().total, 1);
    }
}

/// The manifest of another format version need not be readable by this program.
#[test]
fn a_manifest_of_the_future_is_an_outdated_index() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..5, "v1"));
    place.rebuild();
    write_manifest(&place.generation(1), "{\"format_version\": 99, \"other\": []}");
    assert_eq!(Index::open(place.index()).unwrap_err().code(), "index-outdated");
    // Nor can what it lists be read: nothing that is not in the corpus may be lost unsaid.
    assert_eq!(place.indexer().rebuild(&|_| {}).unwrap_err().code(), "sources-unknown");
    let report = place.indexer().forget_missing(true).rebuild(&|_| {}).unwrap();
    assert_eq!((report.articles, report.problem_count()), (4, 1));
}

/// An ingest reads what is there: to tell which article is newer, to delete, to merge. What it finds
/// damaged it refuses with the way out, and what it merges unnoticed still shows.
#[test]
fn an_ingest_meets_damage_with_an_error() {
    let place = built();
    let sound = place.path().join("sound");
    copy(&place.index(), &sound);
    // One file changes, one is new and has articles that are there already.
    place.write("c.jsonl", &many(70..76, "v3"));
    place.write("d.jsonl", &many(1..8, "v4"));
    let mut paths = Vec::new();
    files(&sound, &mut paths);
    let mut dice = Dice::new(7);
    let mut wrong = Vec::new();
    let mut met = 0;
    for path in paths {
        let name = path.strip_prefix(&sound).unwrap().display();
        let bytes = fs::read(&path).unwrap();
        if bytes.is_empty() || kind(&path) == "LOCK" {
            continue;
        }
        for _ in 0..times(1) {
            fs::remove_dir_all(place.index()).unwrap();
            copy(&sound, &place.index());
            let mut damaged = bytes.clone();
            let at = dice.below(bytes.len());
            damaged[at] ^= 1 << dice.below(7);
            fs::write(place.index().join(path.strip_prefix(&sound).unwrap()), &damaged).unwrap();
            match catch_unwind(AssertUnwindSafe(|| place.indexer().ingest(&|_| {}))) {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => {
                    met += 1;
                    let told = error.to_string().contains("run `litdex rebuild`");
                    if !told || !["index-damaged", "index-outdated"].contains(&error.code()) {
                        wrong.push(format!("{name} at {at}: {}: {error}", error.code()));
                    }
                }
                Err(_) => wrong.push(format!("{name} at {at}: it panicked")),
            }
        }
    }
    assert!(met > 0 && wrong.is_empty(), "{met}, {} went wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A merge writes new checksums: it must not give one to what is damaged.
#[test]
fn a_merge_does_not_launder_damage() {
    let place = built();
    let mut paths = Vec::new();
    files(&place.generation(1).join("words"), &mut paths);
    // The larger segment; it keeps articles when `a.jsonl` changes.
    let positions = paths.iter().filter(|path| kind(path) == "pos");
    let path = positions.max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes[1] ^= 1;
    fs::write(path, bytes).unwrap();
    place.write("a.jsonl", &many(1..59, "v5"));
    let error = place.indexer().ingest(&|_| {}).unwrap_err();
    assert_eq!(error.code(), "index-damaged");
    assert!(error.to_string().contains(".pos is damaged: block 0 does not match its checksum"), "{error}");
    assert_eq!(place.rebuild().articles, 58 + 10 + 5);
}

#[test]
fn a_generation_that_cannot_be_opened_is_not_rolled_back_to() {
    for from in ["\"format_version\": 5", "\"sources\""] {
        let place = Place::new();
        for last in [4, 6] {
            place.write("a.jsonl", &many(1..last, "v1"));
            place.rebuild();
        }
        edit_manifest(&place, from, "\"format_version\": 9");
        let error = place.indexer().roll_back().unwrap_err().to_string();
        assert!(error.starts_with("the generation before cannot be used: "), "{error}");
        assert!(error.ends_with("; the index stays as it is (`litdex rebuild` makes it anew)"), "{error}");
        assert_eq!(place.open().status().unwrap().generation, 2);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
