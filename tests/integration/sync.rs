//! Ingest: what it reads, what it leaves alone, and that it ends where a rebuild would.
//!
//! It must not know how a generation is laid out.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use litdex::model::{Article, DateKind, DatedEvent};
use litdex::{Index, Search};

use crate::support::{Dice, Place, all_ids, answer, article, assert_sound, many, times, write_articles};

fn ids(numbers: &[u32]) -> Vec<String> {
    let mut ids: Vec<String> = numbers.iter().map(|number| format!("pmid:{number}")).collect();
    ids.sort();
    ids
}

fn ids_of(place: &Place) -> Vec<String> {
    all_ids(&place.open()).unwrap()
}

/// Titles by id: which of several records counts.
fn titles(index: &Index) -> BTreeMap<String, String> {
    let hits = index.search(Search::new("1900:2900[dp]").limit(100_000).snippets(0)).unwrap();
    hits.hits.iter().map(|hit| (hit.id.to_string(), hit.title.clone())).collect()
}

fn title_of(place: &Place, pmid: u32) -> Option<String> {
    titles(&place.open()).get(&format!("pmid:{pmid}")).cloned()
}

fn set_modified(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

fn touch(path: &Path) {
    set_modified(path, SystemTime::now() + Duration::from_secs(100));
}

fn revised(pmid: u32, title: &str, version: u32, date: &str) -> Article {
    let mut made = article(pmid, title, "");
    made.version = version;
    made.dates.push(DatedEvent { kind: DateKind::RecordRevised, date: date.parse().unwrap() });
    made
}

/// A file of PubMed's that withdraws records.
fn withdrawal(pmids: &[u32]) -> String {
    let list: Vec<String> = pmids.iter().map(|pmid| format!("<PMID Version=\"1\">{pmid}</PMID>")).collect();
    let list = list.concat();
    format!(
        "<?xml version=\"1.0\"?>\n<PubmedArticleSet><DeleteCitation>{list}</DeleteCitation></PubmedArticleSet>\n"
    )
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_all(&path, &to) } else { _ = fs::copy(&path, &to).unwrap() }
    }
}

/// That the index is what a rebuild of its corpus elsewhere gives: articles, answers, orders, scores.
fn assert_like_rebuilt(place: &Place, context: &str) {
    let other = Place::new();
    copy_all(&place.corpus(), &other.corpus());
    other.rebuild();
    let (incremental, rebuilt) = (place.open(), other.open());
    assert_sound(&incremental);
    assert_eq!(titles(&incremental), titles(&rebuilt), "{context}");
    for query in
        ["alpha", "study of patients", "severe AND covid-19", "\"smith j\"[au] NOT trial", "doe[ref]"]
    {
        let search = Search::new(query);
        assert_eq!(answer(&incremental, search.clone()), answer(&rebuilt, search), "{context}: {query}");
    }
    let (one, two) = (incremental.status().unwrap(), rebuilt.status().unwrap());
    assert_eq!(one.articles, two.articles, "{context}");
    assert_eq!(one.snapshot, two.snapshot, "{context}");
    assert_eq!(one.by_year, two.by_year, "{context}");
}

#[test]
fn unchanged_files_are_not_read_again() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..20, "v1"));
    place.write("b.jsonl", &many(20..30, "v1"));
    let first = place.ingest();
    assert_eq!((first.files_read, first.files_unchanged, first.articles), (2, 0, 29));
    let again = place.ingest();
    assert_eq!(
        (again.files_read, again.files_unchanged, again.articles_added + again.articles_updated),
        (0, 2, 0)
    );
    assert_eq!((again.articles, again.generation), (29, 1));
    // A file that was touched is looked into, and found to be the same.
    touch(&place.file("a.jsonl"));
    let touched = place.ingest();
    assert_eq!((touched.files_read, touched.files_unchanged), (0, 2));
    // What looks the same is not even looked into.
    let before = fs::metadata(place.file("b.jsonl")).unwrap();
    let text = fs::read_to_string(place.file("b.jsonl")).unwrap().replace("Study", "Stady");
    fs::write(place.file("b.jsonl"), text).unwrap();
    set_modified(&place.file("b.jsonl"), before.modified().unwrap());
    assert_eq!(place.ingest().files_read, 0);
    touch(&place.file("b.jsonl"));
    assert_eq!(place.ingest().files_read, 1);
}

#[test]
fn changed_and_removed_files_take_their_articles_along() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..5, "v1"));
    place.write("b.jsonl", &many(5..8, "v1"));
    place.ingest();
    place.write(
        "a.jsonl",
        &many(3..10_u32, "version2")
            .into_iter()
            .filter(|a| a.ids.pmid.unwrap().number() < 5 || a.ids.pmid.unwrap().number() > 7)
            .collect::<Vec<_>>(),
    );
    let report = place.ingest();
    assert_eq!((report.files_read, report.files_unchanged, report.articles), (1, 1, 7));
    assert_eq!(ids_of(&place), ids(&[3, 4, 5, 6, 7, 8, 9]));
    assert_eq!(place.open().search("version2[ot]").unwrap().total, 4);
    assert_like_rebuilt(&place, "changed");
    place.remove("b.jsonl");
    let report = place.ingest();
    assert_eq!((report.files_removed, report.articles), (1, 4));
    assert_eq!(ids_of(&place), ids(&[3, 4, 8, 9]));
    assert_like_rebuilt(&place, "removed");
    place.write("a.jsonl", &[]);
    assert_eq!(place.ingest().articles, 0);
    assert_eq!(ids_of(&place), ids(&[]));
    assert_sound(&place.open());
    place.write("a.jsonl", &many(1..5, "v1"));
    assert_eq!(place.ingest().articles, 4);
}

/// The same PMID in two files; whichever is ingested first, the newer record counts, and where its file
/// goes the older one counts again.
#[test]
fn the_newest_record_counts_in_any_order() {
    let rows = [
        (revised(7, "alpha old", 1, "2021-05-01"), revised(7, "alpha new", 2, "2020-01-01"), "version"),
        (revised(7, "alpha old", 1, "2020-01-01"), revised(7, "alpha new", 1, "2021-05-01"), "revision"),
    ];
    for (old, new, by) in rows {
        for (old_name, new_name) in [("a.jsonl", "b.jsonl"), ("b.jsonl", "a.jsonl")] {
            for old_first in [true, false] {
                let context = format!("by {by}, old in {old_name}, old first: {old_first}");
                let place = Place::new();
                place.write("c.jsonl", &many(100..110, "v1"));
                let both = [(old_name, &old), (new_name, &new)];
                let order: Vec<_> = if old_first { both.to_vec() } else { both.into_iter().rev().collect() };
                for (name, record) in order {
                    place.write(name, std::slice::from_ref(record));
                    place.ingest();
                }
                assert_eq!(title_of(&place, 7).as_deref(), Some("alpha new"), "{context}");
                assert_like_rebuilt(&place, &context);
                place.remove(new_name);
                place.ingest();
                assert_eq!(title_of(&place, 7).as_deref(), Some("alpha old"), "{context}, new removed");
                assert_like_rebuilt(&place, &context);
            }
        }
    }
}

#[test]
fn of_equal_records_the_later_file_counts() {
    for names in [["a.jsonl", "b.jsonl"], ["b.jsonl", "a.jsonl"]] {
        let place = Place::new();
        for name in names {
            place.write(name, &[article(7, &format!("alpha of {name}"), "")]);
            place.ingest();
        }
        assert_eq!(title_of(&place, 7).as_deref(), Some("alpha of b.jsonl"), "{names:?}");
        // Changing the winner so that it holds the record no more brings the other back.
        place.write("b.jsonl", &many(100..103, "v1"));
        place.ingest();
        assert_eq!(title_of(&place, 7).as_deref(), Some("alpha of a.jsonl"), "{names:?}");
        assert_like_rebuilt(&place, "winner changed");
    }
}

/// Of PubMed's releases the later counts, wherever the files lie; what was corrected by hand counts more than any.
#[test]
fn of_equal_records_a_later_release_counts_and_a_correction_by_hand() {
    let place = Place::new();
    place.write("pubmed21n0002.jsonl", &[article(7, "alpha second", "")]);
    place.ingest();
    let outside = |name: &str, title: &str| {
        let mut made = article(7, title, "");
        // As it is exchanged: it names the file it first came from.
        made.origin.file = "pubmed21n0002.jsonl".into();
        write_articles(&place.path().join(name), &[made]);
        place.indexer().ingest_paths([place.path().join(name)], &|_| {}).unwrap();
    };
    outside("pubmed21n0003.jsonl", "alpha third");
    assert_eq!(title_of(&place, 7).as_deref(), Some("alpha third"));
    outside("pubmed21n0001.jsonl", "alpha first");
    assert_eq!(title_of(&place, 7).as_deref(), Some("alpha third"));
    outside("a.jsonl", "alpha by hand");
    assert_eq!(title_of(&place, 7).as_deref(), Some("alpha by hand"));
    place.write("pubmed21n0009.jsonl", &[article(7, "alpha ninth", "")]);
    place.ingest();
    assert_eq!(title_of(&place, 7).as_deref(), Some("alpha by hand"));
}

#[test]
fn a_withdrawal_takes_all_records_but_those_of_later_releases() {
    for together in [true, false] {
        let place = Place::new();
        let step = || {
            if !together {
                place.ingest();
            }
        };
        // By path it sorts before what it withdraws.
        fs::create_dir(place.file("2021")).unwrap();
        place.write_text("2021/pubmed21n0003.xml", &withdrawal(&[2, 3]));
        place.write("pubmed21n0002.jsonl", &many(1..6, "v1"));
        step();
        place.write_text("pubmed21n0001.xml", &withdrawal(&[5]));
        step();
        place.write_text("a-of-ones-own.xml", &withdrawal(&[4]));
        let report = place.ingest();
        assert_eq!(report.articles, 2, "together: {together}");
        assert_eq!(ids_of(&place), ids(&[1, 5]), "together: {together}");
        assert_like_rebuilt(&place, "withdrawn");
        // A record of a later release counts again, and no other.
        place.write("pubmed21n0004.jsonl", &[article(3, "alpha again", "")]);
        place.write("z-later.jsonl", &[article(2, "alpha again", "")]);
        place.ingest();
        assert_eq!(ids_of(&place), ids(&[1, 3, 5]), "together: {together}");
        assert_like_rebuilt(&place, "back again");
        // Touching or changing an earlier file does not undo the withdrawal.
        place.write("pubmed21n0002.jsonl", &many(1..5, "v2"));
        place.ingest();
        assert_eq!(ids_of(&place), ids(&[1, 3]), "together: {together}");
        assert_like_rebuilt(&place, "earlier file changed");
        // Where the withdrawal goes, what it withdrew counts again.
        place.remove("2021/pubmed21n0003.xml");
        place.ingest();
        assert_eq!(ids_of(&place), ids(&[1, 2, 3]), "together: {together}");
        assert_like_rebuilt(&place, "withdrawal removed");
    }
}

#[test]
fn a_source_outside_the_corpus_survives_a_rebuild() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.ingest();
    let outside = place.path().join("outside.jsonl");
    write_articles(&outside, &many(50..53, "v1"));
    let report = place.indexer().ingest_paths([&outside], &|_| {}).unwrap();
    assert_eq!((report.files_read, report.articles), (1, 6));
    assert_eq!(place.rebuild().articles, 6);
    assert_eq!(ids_of(&place), ids(&[1, 2, 3, 50, 51, 52]));
    // An ingest of the corpus leaves it alone too.
    place.write("b.jsonl", &many(10..11, "v1"));
    assert_eq!(place.ingest().articles, 7);
    fs::remove_file(&outside).unwrap();
    let error = place.indexer().rebuild(&|_| {}).unwrap_err();
    assert_eq!(error.code(), "source-gone");
    let message = error.to_string();
    assert!(message.contains("outside.jsonl") && message.contains("--forget-missing"), "{message}");
    assert_eq!(ids_of(&place), ids(&[1, 2, 3, 10, 50, 51, 52]));
    let report = place.indexer().forget_missing(true).rebuild(&|_| {}).unwrap();
    assert_eq!(report.articles, 4);
    assert_eq!(ids_of(&place), ids(&[1, 2, 3, 10]));
}

/// A file that grows while it is read (a download, say) is read again by the next ingest.
#[test]
fn a_file_that_changes_while_it_is_read_is_read_again() {
    let place = Place::new();
    let mut articles = many(1..1_200, "v1");
    for article in &mut articles {
        // Enough text that reading is done long before indexing.
        let text = &mut article.abstract_sections[0].text;
        *text = text.repeat(10);
    }
    place.write("a.jsonl", &articles);
    let grown = std::cell::Cell::new(false);
    let grow = |progress: litdex::Progress| {
        // Where reading was too quick to be told of, it grows before the build ends.
        let is_read = match progress.stage {
            litdex::Stage::Scanning => false,
            litdex::Stage::Indexing => progress.bytes == progress.bytes_total,
            _ => true,
        };
        if is_read && !grown.replace(true) {
            let mut file = File::options().append(true).open(place.file("a.jsonl")).unwrap();
            litdex::formats::jsonl::write_line(&article(9_000, "alpha", ""), &mut file).unwrap();
        }
    };
    place.indexer().ingest(&grow).unwrap();
    assert!(grown.get());
    place.ingest();
    assert_eq!(title_of(&place, 9_000).as_deref(), Some("alpha"));
}

#[test]
fn a_path_that_is_not_there_is_told() {
    let place = Place::new();
    let error = place.indexer().ingest_paths([place.path().join("nothing")], &|_| {}).unwrap_err();
    assert!(error.to_string().contains("nothing; check the path"), "{error}");
}

#[test]
fn rolling_back_goes_one_generation_and_then_no_further() {
    let place = Place::new();
    place.write("a.jsonl", &many(1..4, "v1"));
    place.rebuild();
    let error = place.indexer().roll_back().unwrap_err();
    assert!(error.to_string().contains("no earlier generation"), "{error}");
    place.write("a.jsonl", &many(1..6, "v2"));
    assert_eq!(place.rebuild().generation, 2);
    let index = place.open();
    assert_eq!(all_ids(&index).unwrap().len(), 5);
    assert_eq!(place.indexer().roll_back().unwrap(), 1);
    assert_eq!(ids_of(&place), ids(&[1, 2, 3]));
    assert_sound(&place.open());
    for _ in 0..2 {
        let error = place.indexer().roll_back().unwrap_err();
        assert_eq!(error.code(), "index-no-earlier");
        assert!(error.to_string().contains("no earlier generation"), "{error}");
    }
    // The one that was rolled back to is brought up to date.
    assert_eq!(place.ingest().articles, 5);
    assert_like_rebuilt(&place, "ingest after rollback");
}

/// Random histories over few PMIDs, so that files fight over them; each step must end where a rebuild does.
#[test]
fn any_history_ends_where_a_rebuild_does() {
    const NAMES: [&str; 4] = ["a.jsonl", "pubmed21n0001.jsonl", "pubmed21n0004.jsonl", "z.jsonl"];
    const WITHDRAWALS: [&str; 2] = ["b.xml", "pubmed21n0003.xml"];
    for seed in 0..times(3) {
        let mut dice = Dice::new(seed as u64 + 1000);
        let place = Place::new();
        place.write("zz.jsonl", &many(900..903, "v1"));
        let mut told: Vec<String> = Vec::new();
        for step in 0..6 {
            for _ in 0..=dice.below(3) {
                let name = if dice.one_in(4) { *dice.pick(&WITHDRAWALS) } else { *dice.pick(&NAMES) };
                let there = place.file(name).exists();
                if there && dice.one_in(3) {
                    place.remove(name);
                    told.push(format!("-{name}"));
                    continue;
                }
                let pmids: Vec<u32> = (1..8).filter(|_| dice.one_in(3)).collect();
                told.push(format!("{name}{pmids:?}"));
                if WITHDRAWALS.contains(&name) {
                    place.write_text(name, &withdrawal(&pmids));
                } else {
                    let records: Vec<Article> = pmids
                        .into_iter()
                        .map(|pmid| {
                            let (version, day) = (1 + dice.below(2) as u32, dice.below(3));
                            revised(
                                pmid,
                                &format!("alpha {name} {step} v{version}.{day}"),
                                version,
                                &format!("202{day}-01-01"),
                            )
                        })
                        .collect();
                    place.write(name, &records);
                }
                touch(&place.file(name));
            }
            place.ingest();
            told.push("|".into());
            assert_like_rebuilt(&place, &format!("seed {seed}: {}", told.join(" ")));
        }
    }
}
