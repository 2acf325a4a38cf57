//! What every engine must answer: the suite stands above the interfaces and asks by the library's face alone, over
//! each engine in turn. The brute force of the integration tests is part of it: it compares engines bit by bit.
//!
//! A further engine takes part by being one of [`Engine`].
//!
//! It must not know how an engine does it.

mod changes;
mod citations;
mod deleted;
mod engine;
mod facets;
mod fields;
mod headings;
#[path = "../../../../tests/integration/oracle/mod.rs"]
mod oracle;
mod orders;
mod people;
mod plain;
mod scores;
mod shown;
mod subsets;
// The integration tests need more of it.
#[allow(dead_code)]
#[path = "../../../../tests/integration/support.rs"]
mod support;
mod translations;
mod twins;
mod untagged;

use self::engine::Engine;
use self::support::Place;
use super::limit;
use crate::model::Article;
use crate::search::{Hits, Index, Search};

/// Runs a check over a new place of each engine.
fn each_engine(check: impl Fn(Place)) {
    for engine in Engine::ALL {
        // It is shown where the check fails.
        println!("over {engine:?}");
        check(Place::of(engine));
    }
}

/// An index of these articles, made in two steps where there are several.
fn indexed(place: &Place, articles: &[Article]) -> Index {
    let (first, second) = articles.split_at(articles.len() / 2);
    for (name, part) in [("a.jsonl", first), ("b.jsonl", second)] {
        if !part.is_empty() {
            place.write(name, part);
            place.ingest();
        }
    }
    place.open()
}

/// The PMIDs of hits, in their order.
fn pmids(hits: &Hits) -> Vec<u32> {
    hits.hits.iter().map(|hit| hit.pmid.unwrap().number()).collect()
}

/// The PMIDs of all hits of a search, in their order.
fn found(index: &Index, search: impl Into<Search>) -> Vec<u32> {
    pmids(&index.search(search.into().limit(1_000).snippets(0)).unwrap())
}

/// The same, rising.
fn set(index: &Index, search: impl Into<Search>) -> Vec<u32> {
    let mut found = found(index, search);
    found.sort_unstable();
    found
}
