//! How often an engine is asked: of a remote one every call is a round trip.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::Indexer;
use super::super::request::Search;
use super::super::similar::SimilarBy;
use super::super::snapshot::{Pool, Snapshot};
use crate::engine::{State, home};
use crate::formats::jsonl::write_line;
use crate::index::{
    self, Column, Counts, Disk, EngineError, Found, IndexError, Limits, Lookup, Manifest, Page, Parts, Place,
    Plan, Record, Sizes, Take, Tallied, Tally, Verified,
};
use crate::model::{Article, Identifiers, Pmid, Reference, Section};

/// A snapshot that counts what it is asked.
struct Counting {
    snapshot: Arc<dyn index::Snapshot>,
    calls: Arc<AtomicUsize>,
}

impl Counting {
    fn asked(&self) -> &dyn index::Snapshot {
        self.calls.fetch_add(1, Ordering::Relaxed);
        &*self.snapshot
    }
}

impl index::Snapshot for Counting {
    fn origin(&self) -> Result<(u64, &Manifest), IndexError> {
        self.snapshot.origin()
    }
    fn name(&self) -> String {
        self.snapshot.name()
    }
    fn home(&self) -> &Path {
        self.snapshot.home()
    }
    fn is_fresh(&self) -> bool {
        self.snapshot.is_fresh()
    }
    fn articles(&self) -> u64 {
        self.snapshot.articles()
    }
    fn search(
        &self,
        plan: &Plan,
        page: Page,
        parts: Parts,
        limits: &Limits,
        take: &mut Take<'_>,
    ) -> Result<Counts, EngineError> {
        self.asked().search(plan, page, parts, limits, take)
    }
    fn best_of_each(
        &self,
        plans: &[Plan],
        most: usize,
        parts: Parts,
        limits: &Limits,
    ) -> Result<Vec<Vec<Found>>, EngineError> {
        self.asked().best_of_each(plans, most, parts, limits)
    }
    fn find(&self, wanted: &[Lookup<'_>], most: usize) -> Result<Vec<Vec<Place>>, EngineError> {
        self.asked().find(wanted, most)
    }
    fn fetch(&self, places: &[Place], parts: Parts) -> Result<Vec<Record>, EngineError> {
        self.asked().fetch(places, parts)
    }
    fn each(
        &self,
        of: Lookup<'_>,
        parts: Parts,
        take: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        self.asked().each(of, parts, take)
    }
    fn each_value(
        &self,
        column: Column,
        prefix: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        self.asked().each_value(column, prefix, take)
    }
    fn each_cited(
        &self,
        least: u64,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        self.asked().each_cited(least, take)
    }
    fn tally(&self, column: Column, prefix: &str) -> Result<BTreeMap<String, u64>, EngineError> {
        self.asked().tally(column, prefix)
    }
    fn years(&self) -> Result<BTreeMap<u16, u64>, EngineError> {
        self.asked().years()
    }
    fn tally_found(&self, plan: &Plan, by: &[Tally], limits: &Limits) -> Result<Vec<Tallied>, EngineError> {
        self.asked().tally_found(plan, by, limits)
    }
    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        self.asked().side_file(name)
    }

    fn side_files(&self, name: &str) -> Result<Vec<Vec<u8>>, EngineError> {
        self.asked().side_files(name)
    }
    fn verify(&self) -> Result<Verified, EngineError> {
        self.asked().verify()
    }
    fn sizes(&self) -> Result<Sizes, EngineError> {
        self.asked().sizes()
    }
}

fn article(pmid: u32) -> Article {
    Article {
        ids: Identifiers { pmid: Pmid::try_from(pmid).ok(), ..Identifiers::default() },
        title: format!("Refractory hypoxemia of patients in ward {pmid}"),
        abstract_sections: vec![Section { label: String::new(), text: "They were ventilated.".into() }],
        ..Article::default()
    }
}

/// A reference to an article by its PMID, or by its words alone.
fn reference(pmid: u32) -> Reference {
    let raw = format!("Smith J. Refractory hypoxemia of patients in ward {pmid}. J Test. 2020;1:{pmid}.");
    let known = (!pmid.is_multiple_of(3)).then(|| Pmid::try_from(pmid).unwrap());
    let ids = Identifiers { pmid: known, ..Identifiers::default() };
    Reference { raw, ids, year: Some(2020), ..Reference::default() }
}

#[test]
fn answers_take_a_handful_of_calls() {
    let directory = tempfile::tempdir().unwrap();
    let (corpus, path) = (directory.path().join("corpus"), directory.path().join("index"));
    std::fs::create_dir(&corpus).unwrap();
    let mut articles: Vec<Article> = (1..=80).map(article).collect();
    articles[0].references = (11..=70).map(reference).collect();
    articles[1].references = (31..=75).map(reference).collect();
    let mut text = Vec::new();
    articles.iter().for_each(|article| write_line(article, &mut text).unwrap());
    std::fs::write(corpus.join("a.jsonl"), text).unwrap();
    Indexer::new(&corpus, &path).rebuild(&|_| {}).unwrap();

    let calls = Arc::<AtomicUsize>::default();
    let opened = home(&path, Disk::default()).snapshot().unwrap();
    let counting = Counting { snapshot: opened, calls: calls.clone() };
    let snapshot = Snapshot::new(State::new(Arc::new(counting)), &path, Arc::<Pool>::default());
    let cost = |what: &str, most: usize, run: &dyn Fn()| {
        calls.store(0, Ordering::Relaxed);
        run();
        let calls = calls.load(Ordering::Relaxed);
        assert!(calls <= most, "{what} asked {calls} times");
    };
    let id = &"pmid:1".parse().unwrap();
    cost("a page", 2, &|| assert_eq!(snapshot.search(Search::new("hypoxemia").limit(50)).unwrap().total, 80));
    cost("a page whose words stand elsewhere", 5, &|| {
        assert_eq!(snapshot.search(Search::new("smith").limit(50)).unwrap().total, 2);
    });
    cost("an article", 3, &|| assert!(snapshot.get(id).unwrap().is_some()));
    cost("60 references", 9, &|| {
        let references = snapshot.references(id).unwrap().unwrap();
        assert_eq!(references.len(), 60);
        assert!(references.iter().filter(|one| one.article.is_some()).count() >= 40);
    });
    cost("the citing articles", 6, &|| {
        let hits = snapshot.search("pmid:40[cites]").unwrap();
        assert!(hits.hits.iter().all(|hit| hit.snippets.len() == 1));
        assert_eq!(hits.total, 2);
    });
    cost("similar articles", 16, &|| {
        let similar = snapshot.similar(id, SimilarBy::References, 10).unwrap().unwrap();
        assert_eq!(similar[0].hit.id.as_str(), "pmid:2");
        assert!(similar[0].shared_references > 20);
    });
    cost("verifying", 7, &|| assert!(snapshot.verify().unwrap().faults.is_empty()));
    cost("status", 6, &|| assert_eq!(snapshot.status().unwrap().articles, 80));
}
