//! One flipped bit in any file of the index: whoever opens it next is told, or gets the answer of before.
//!
//! It must not know how damage is found. Nothing is verified first: who asks a question does not do that.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use litdex::query::Filters;
use litdex::{Error, Facet, Index, Search, SimilarBy, Sort};

use crate::damage::files;
use crate::support::{Dice, Place, article, many, times};

/// All that can be asked of an index, as text.
fn asked(index: &Index) -> Result<Vec<String>, Error> {
    let mut said = Vec::new();
    let facets = || [Facet::Year, Facet::Journal, Facet::Status, Facet::Language];
    let searches = [
        Search::new("hypoxemia patients").limit(20).facets(facets(), 5),
        Search::new("\"severe covid 19\"[ab] OR number7*").limit(20),
        Search::new("1900:2900[dp] NOT doe[ref]").sort(Sort::Newest).limit(100).snippets(0),
        Search::new("").filters(Filters::default().years(Some(2020), Some(2020))).limit(100).snippets(0),
        Search::new("smith j[au] AND v1[ot]").limit(5),
        Search::new("membrane OR cohort[tiab]").limit(30),
        Search::new("\"Doe A. Work 3\"[ref]"),
    ];
    for search in searches {
        let mut hits = index.search(search)?;
        hits.took = std::time::Duration::ZERO;
        said.push(serde_json::to_string(&hits).unwrap());
    }
    let one = "pmid:7".parse().unwrap();
    said.push(format!("{:?}", index.get(&one)?));
    said.push(format!("{:?}", index.similar(&one, SimilarBy::References, 5)?));
    said.push(format!("{:?}", index.problems()?));
    let status = index.status()?;
    said.push(format!("{} {:?} {:?}", status.articles, status.by_format, status.by_status));
    Ok(said)
}

/// Two generations; the one in use has two segments, dead articles, and a problem.
fn built() -> Place {
    let place = Place::new();
    place.write("a.jsonl", &many(1..400, "v1"));
    place.write_text("e.jsonl", "{\"other\": 1}\n");
    place.rebuild();
    place.write("b.jsonl", &many(400..1_200, "v1"));
    place.rebuild();
    place.write("c.jsonl", &many(1_200..1_210, "v2"));
    place.write("d.jsonl", &[article(3, "A study that was revised", "Nothing else is said.")]);
    place.ingest();
    place
}

#[test]
fn no_flipped_bit_changes_an_answer_in_silence() {
    let place = built();
    let sound = asked(&place.open()).unwrap();
    let mut paths: Vec<PathBuf> = Vec::new();
    files(&place.index(), &mut paths);
    // What tells people who writes is read by nothing.
    paths.retain(|path| !path.ends_with("LOCK") && fs::metadata(path).unwrap().len() > 0);
    let mut dice = Dice::new(11);
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for trial in 0..times(100) {
        let path = &paths[trial % paths.len()];
        let bytes = fs::read(path).unwrap();
        let (at, bit) = (dice.below(bytes.len()), dice.below(8));
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        fs::write(path, &flipped).unwrap();
        let outcome = match catch_unwind(AssertUnwindSafe(|| asked(&Index::open(place.index())?))) {
            Ok(Ok(said)) if said == sound => "the same answers",
            Ok(Err(_)) => "an error",
            Ok(Ok(_)) => "other answers",
            Err(_) => "a panic",
        };
        *outcomes.entry(outcome).or_default() += 1;
        if matches!(outcome, "other answers" | "a panic") {
            wrong.push(format!("{outcome}: bit {bit} of byte {at} of {}", shown(path, &place)));
        }
        fs::write(path, &bytes).unwrap();
    }
    println!("{outcomes:?}");
    assert!(wrong.is_empty(), "{outcomes:?}\n{}", wrong.join("\n"));
    assert!(outcomes.contains_key("an error"), "{outcomes:?}");
    assert_eq!(asked(&place.open()).unwrap(), sound);
}

fn shown(path: &Path, place: &Place) -> String {
    path.strip_prefix(place.index()).unwrap_or(path).display().to_string()
}
