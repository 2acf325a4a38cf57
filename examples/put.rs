//! Puts an article into an index and searches it, as a journal's site or an agent does: no files, no other process.
//!
//! Run it with `cargo run --release --example put -- my-index`.

use std::time::Instant;

use litdex::Index;
use litdex::model::{Article, Section};

fn main() -> Result<(), litdex::Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "index".into());
    let index = Index::open_or_create(path)?;
    let mut writer = index.writer("journal")?;

    let mut article =
        Article { title: "Prone positioning in refractory hypoxemia".into(), ..Article::default() };
    let text = format!("Submitted {:?}.", std::time::SystemTime::now());
    article.abstract_sections = vec![Section { label: String::new(), text }];
    // The journal's own id: what is put under it again takes its place.
    article.origin.source_id = "submission-17".into();
    writer.put([article]);

    let start = Instant::now();
    let report = writer.commit()?;
    println!("{} articles, committed in {:.1} ms", report.articles, start.elapsed().as_secs_f64() * 1e3);
    for hit in &index.search("prone positioning")? {
        println!("{}. {} ({})", hit.rank, hit.title, hit.id);
    }
    Ok(())
}
