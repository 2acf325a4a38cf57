//! The parts that everything else is made of: words, bags, readings, PubMed's XML, queries, the article
//! store and snippets, each by itself.
//!
//! The text is made here with a fixed seed, so nothing has to be at hand. Speeds are per byte of text where
//! a part reads text. It must not know anything of litdex that an embedding program does not.

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicU64;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use litdex::formats::{Item, read_stream};
use litdex::internals::text::Analyzer;
use litdex::model::{Article, ArticleId, BodySection, Identifiers, Section};
use litdex::{Index, Indexer, Search};

const ARTICLES: usize = 400;
const FIRST_PMID: u32 = 30_000_000;

/// Beginnings and endings that made words are put together from; stems, so that stemming has work to do.
const BEGINNINGS: [&str; 24] = [
    "cardi",
    "neur",
    "hepat",
    "nephr",
    "immun",
    "oxygen",
    "inflamm",
    "carcin",
    "metabol",
    "gluc",
    "vascul",
    "pulmon",
    "genet",
    "transcript",
    "lymph",
    "bacter",
    "vir",
    "epitheli",
    "regul",
    "clinic",
    "therap",
    "random",
    "hypox",
    "tum",
];
const ENDINGS: [&str; 16] = [
    "ation", "ated", "ating", "itis", "oma", "al", "ally", "ic", "icity", "ology", "ological", "ours",
    "emia", "aemia", "ised", "ization",
];
const SMALL: [&str; 12] = ["the", "of", "and", "in", "with", "for", "a", "to", "was", "were", "that", "by"];
const AWKWARD: [&str; 10] = [
    "COVID-19",
    "IL-6",
    "p<0.05",
    "TNF-α",
    "95%",
    "1,200",
    "Crohn's",
    "5-fluorouracil",
    "SARS-CoV-2",
    "naïve",
];

/// A fixed sequence of numbers (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }

    /// One of a list, the first ones more often, as words of a language are.
    fn one_of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len()).min(self.below(words.len()))]
    }
}

/// A text of so many sentences.
fn text(random: &mut Random, sentences: usize) -> String {
    let mut text = String::new();
    for _ in 0..sentences {
        let start = text.len();
        for at in 0..14 + random.below(14) {
            text.push_str(if at == 0 { "" } else { " " });
            match random.below(20) {
                0..8 => text.push_str(random.one_of(&SMALL)),
                8 => text.push_str(random.one_of(&AWKWARD)),
                _ => {
                    text.push_str(random.one_of(&BEGINNINGS));
                    text.push_str(random.one_of(&ENDINGS));
                }
            }
        }
        if let Some(first) = text.get_mut(start..=start) {
            first.make_ascii_uppercase();
        }
        text.push_str(". ");
    }
    text.trim_end().to_owned()
}

/// A text of many abstracts.
fn long_text() -> String {
    text(&mut Random(7), 1_000)
}

/// A file as PubMed's are.
fn pubmed() -> String {
    let mut random = Random(11);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PubmedArticleSet>\n");
    for number in 0..ARTICLES {
        let pmid = FIRST_PMID + number as u32;
        let (title, shown) = (text(&mut random, 1), text(&mut random, 9));
        let (title, shown) = (title.replace('<', "&lt;"), shown.replace('<', "&lt;"));
        let (year, month, volume) = (2000 + number % 24, 1 + number % 12, 1 + number % 60);
        let _ = writeln!(
            xml,
            "<PubmedArticle><MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\">\
             <PMID Version=\"1\">{pmid}</PMID><Article PubModel=\"Print\"><Journal>\
             <ISSN IssnType=\"Print\">0000-000X</ISSN><JournalIssue CitedMedium=\"Print\">\
             <Volume>{volume}</Volume><PubDate><Year>{year}</Year><Month>{month:02}</Month></PubDate>\
             </JournalIssue><Title>Made Journal</Title><ISOAbbreviation>Made J</ISOAbbreviation></Journal>\
             <ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>\
             <Abstract><AbstractText>{shown}</AbstractText></Abstract>\
             <AuthorList CompleteYN=\"Y\"><Author ValidYN=\"Y\"><LastName>Family{number}</LastName>\
             <ForeName>Given Name</ForeName><Initials>GN</Initials><AffiliationInfo>\
             <Affiliation>Department of Made Things.</Affiliation></AffiliationInfo></Author></AuthorList>\
             <Language>eng</Language></Article></MedlineCitation>\
             <PubmedData><ArticleIdList><ArticleId IdType=\"pubmed\">{pmid}</ArticleId>\
             <ArticleId IdType=\"doi\">10.1000/made.{number}</ArticleId></ArticleIdList></PubmedData>\
             </PubmedArticle>"
        );
    }
    xml.push_str("</PubmedArticleSet>\n");
    xml
}

/// Articles of the same titles and abstracts, each with as many sections of full text.
fn with_bodies(sections: usize) -> String {
    let (mut random, mut bodies) = (Random(17), Random(19));
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let section = |text| Section { label: String::new(), text };
        let body = (0..sections).map(|_| BodySection {
            title: text(&mut bodies, 1),
            depth: 1,
            paragraphs: vec![text(&mut bodies, 40)],
        });
        let article = Article {
            ids: Identifiers {
                pmid: (FIRST_PMID + number as u32).to_string().parse().ok(),
                ..Identifiers::default()
            },
            title: text(&mut random, 1),
            abstract_sections: vec![section(text(&mut random, 9))],
            body: body.collect(),
            ..Article::default()
        };
        let _ = writeln!(lines, "{}", serde_json::to_string(&article).unwrap_or_default());
    }
    lines
}

/// An index of a file, in a directory.
fn index(directory: &Path, name: &str, file: &str) -> Result<Index, Box<dyn std::error::Error>> {
    let corpus = directory.join("corpus");
    std::fs::create_dir(&corpus)?;
    std::fs::write(corpus.join(name), file)?;
    Indexer::new(&corpus, directory.join("index")).rebuild(&|_| {})?;
    Ok(Index::open(directory.join("index"))?)
}

fn words(criterion: &mut Criterion) {
    let text = long_text();
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut analyzer = Analyzer::new();
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| analyzer.tokens(&text, |token| _ = black_box(token.word)));
    });
    group.bench_function("bag", |bencher| {
        bencher.iter(|| analyzer.bag(&text, |term| _ = black_box(term)));
    });
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| black_box(litdex::internals::text::sentences(&text)));
    });
    group.finish();
    let mut group = criterion.benchmark_group("words");
    group.throughput(Throughput::Elements(AWKWARD.len() as u64));
    group.bench_function("readings", |bencher| {
        bencher.iter(|| AWKWARD.iter().for_each(|word| _ = black_box(analyzer.readings(word))));
    });
    group.finish();
}

fn formats(criterion: &mut Criterion) {
    let xml = pubmed();
    let mut group = criterion.benchmark_group("formats");
    group.throughput(Throughput::Bytes(xml.len() as u64));
    group.bench_function("pubmed", |bencher| {
        bencher.iter(|| {
            let mut articles = 0;
            let summary = read_stream(xml.as_bytes(), "made", &AtomicU64::new(0), &mut |item| {
                articles += usize::from(matches!(black_box(item), Item::Article(_)));
                ControlFlow::Continue(())
            });
            assert!(summary.is_ok() && articles == ARTICLES);
        });
    });
    group.finish();
}

const QUERIES: [(&str, &str); 3] = [
    ("plain", "carcinoma glucosemia immunology randomized therapology"),
    ("tagged", "(\"cardiac hypoxemia\"[tiab] OR neurit*[ti]) AND 2019:2021[dp]"),
    (
        "strategy",
        "(hypoxemia[mh] OR hypox*[tiab] OR \"low oxygen\"[tiab]) AND (randomized[tiab] OR \
         \"clinical trial\"[pt]) NOT (animal*[ti] OR veterinary[sb]) AND english[la]",
    ),
];

fn queries(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("query");
    for (name, query) in QUERIES {
        group.bench_function(name, |bencher| bencher.iter(|| black_box(litdex::query::Query::parse(query))));
    }
    group.finish();
}

fn searching(criterion: &mut Criterion) {
    let Ok(directory) = tempfile::tempdir() else { return };
    let index = match index(directory.path(), "pubmed.xml", &pubmed()) {
        Ok(index) => index,
        Err(error) => panic!("the articles cannot be indexed: {error}"),
    };
    let mut group = criterion.benchmark_group("store");
    let mut random = Random(13);
    let mut id = || match format!("pmid:{}", FIRST_PMID + random.below(ARTICLES) as u32).parse() {
        Ok(id) => id,
        Err(error) => panic!("{error}"),
    };
    group.bench_function("article", |bencher| {
        bencher.iter_batched(&mut id, |id: ArticleId| black_box(index.get(&id)), BatchSize::SmallInput);
    });
    group.finish();
    let mut group = criterion.benchmark_group("search");
    for (kind, query) in [("word", "carcinoma"), ("phrase", "\"of the\"[tiab]"), ("prefix", "carc*[tiab]")] {
        for snippets in [0, 1, 3] {
            let search = Search::new(query).snippets(snippets);
            group.bench_function(format!("{kind}, {snippets} snippets"), |bencher| {
                bencher.iter(|| black_box(index.search(search.clone())));
            });
        }
    }
    group.finish();
}

/// A hit costs the same whether or not its article has full text, where the text is not what was found.
fn bodies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bodies");
    for (kind, sections) in [("none", 0), ("ten sections", 10)] {
        let Ok(directory) = tempfile::tempdir() else { return };
        let index = match index(directory.path(), "articles.jsonl", &with_bodies(sections)) {
            Ok(index) => index,
            Err(error) => panic!("the articles cannot be indexed: {error}"),
        };
        for snippets in [0, 1] {
            let search = Search::new("carcinoma[tiab]").snippets(snippets);
            group.bench_function(format!("{kind}, {snippets} snippets"), |bencher| {
                bencher.iter(|| black_box(index.search(search.clone())));
            });
        }
    }
    group.finish();
}

criterion_group!(parts, words, formats, queries, searching, bodies);
criterion_main!(parts);
