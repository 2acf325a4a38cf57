//! A journal's search: articles with fields of its own are put, counted by section, read page by page, exported, and a
//! search that takes too long is given up.
//!
//! Run it with `cargo run --release --example journal -- my-index`.

use std::io::stdout;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use litdex::model::{Article, Section};
use litdex::query::Filters;
use litdex::{Facet, Index, LIMIT_MAX, Limits, Search, export};

fn article(number: u32, title: &str, section: &str) -> Article {
    let mut article = Article { title: title.into(), ..Article::default() };
    article.abstract_sections = vec![Section { label: String::new(), text: format!("Case {number}.") }];
    article.fields.insert("section".into(), section.into());
    article.origin.source_id = format!("submission-{number}");
    article
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = Index::open_or_create(std::env::args().nth(1).unwrap_or_else(|| "index".into()))?;
    let mut writer = index.writer("journal")?;
    writer.put([
        article(1, "Prone positioning in refractory hypoxemia", "Case reports"),
        article(2, "ECMO for refractory hypoxaemia", "Reviews"),
        article(3, "Hypoxemia after surgery", "Case reports"),
    ]);
    writer.commit()?;

    // One state for all pages, whatever is written meanwhile.
    let snapshot = index.snapshot();
    let section = Facet::Own("section".into());
    let first = Search::new("hypoxemia").limit(2).facets([section], 5);
    let hits = snapshot.search(first.clone())?;
    for (value, count) in &hits.facets[0].values {
        println!("{value}: {count}");
    }
    for hit in hits.iter().chain(&snapshot.search(first.offset(2))?) {
        println!("{}. {}", hit.rank, hit.title);
    }

    let of_section = Filters::default().field("section", "Case reports");
    let reports = Search::new("hypoxemia").filters(of_section).limit(LIMIT_MAX);
    export::articles(&snapshot, &reports, export::ArticleForm::Ris, &mut stdout().lock())?;

    // Whoever asked has gone: another thread sets the flag, and the search ends.
    let gone = Arc::new(AtomicBool::new(false));
    let limits = Limits::default().timeout(Duration::from_secs(2)).cancel(gone.clone());
    gone.store(true, Ordering::Relaxed);
    let error = snapshot.search(Search::new("hypoxemia").limits(limits)).err();
    println!("{}", error.map_or_else(String::new, |error| error.to_string()));
    Ok(())
}
