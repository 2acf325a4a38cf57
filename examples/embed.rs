//! Embeds litdex: indexes the articles of `corpus/` and prints what a query finds.
//!
//! Run it with `cargo run --release --example embed -- refractory hypoxemia`.

fn main() -> Result<(), litdex::Error> {
    let query = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    litdex::Indexer::new("corpus", "index").ingest(&|_| {})?;
    for hit in &litdex::Index::open("index")?.search(query)? {
        println!("{}. {} ({})", hit.rank, hit.title, hit.id);
    }
    Ok(())
}
