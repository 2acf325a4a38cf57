//! The floor: the obvious program on bare tantivy.
//!
//! Title and abstract, each a stemmed field with positions and stored in tantivy's document store; two
//! threads; the stock query parser, collectors and snippets. It must not know litdex's index, only its
//! reader of PubMed's XML: what is compared is the search engine, not the parser.

use std::borrow::Cow;
use std::ops::{Bound, ControlFlow};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use frostem::{Algorithm, Stemmer};
use litdex::formats::{Item, read_file};
use litdex::model::Article;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Query, QueryParser, RangeQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Type, Value};
use tantivy::snippet::{Snippet, SnippetGenerator};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::Outcome;

/// How the document store is compressed, which this build of tantivy decides.
pub const COMPRESSION: &str =
    "not compressed (this build has no LZ4): larger, and faster to read, than by default";

/// Memory for postings not yet on disk, all threads together: as much as litdex takes.
const HEAP_BYTES: usize = 64 << 20;
const THREADS: usize = 2;
const HITS: usize = 10;
const TOKENIZER: &str = "english";

/// A question to the floor.
#[derive(Debug, Clone)]
pub enum Ask {
    /// Words, all of them needed.
    All(String),
    /// What the query parser reads: words of which any will do, phrases, ranges.
    Text(String),
    /// Letters that a word begins with; the parser has no such thing.
    Prefix(String),
}

/// The answer.
pub struct Answer {
    pub total: usize,
    pub titles: Vec<String>,
    pub snippets: Vec<[Snippet; 2]>,
}

/// What a build came to.
pub struct Built {
    pub text_bytes: u64,
    pub segments: usize,
}

#[derive(Clone, Copy)]
struct Fields {
    title: Field,
    abstract_text: Field,
    year: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing).set_stored();
    let fields = Fields {
        title: builder.add_text_field("title", text.clone()),
        abstract_text: builder.add_text_field("abstract", text),
        year: builder.add_u64_field("year", FAST),
    };
    (builder.build(), fields)
}

fn register(index: &Index) {
    let english = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(English)
        .build();
    index.tokenizers().register(TOKENIZER, english);
}

/// Text of an abstract's sections, as one value.
pub fn abstract_of(article: &Article) -> String {
    let sections: Vec<&str> = article.abstract_sections.iter().map(|section| section.text.as_str()).collect();
    sections.join(" ")
}

/// Indexes files of articles, commits, and waits for the merges.
pub fn build(files: &[PathBuf], directory: &Path, one_segment: bool) -> Outcome<Built> {
    let (schema, fields) = schema();
    let index = Index::create_in_dir(directory, schema)?;
    register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, HEAP_BYTES)?;
    let mut text_bytes = 0;
    for file in files {
        let mut failure = None;
        read_file(file, "pubmed", &AtomicU64::new(0), &mut |item| {
            let Item::Article(article) = item else { return ControlFlow::Continue(()) };
            let mut document = TantivyDocument::new();
            let abstract_text = abstract_of(&article);
            text_bytes += (article.title.len() + abstract_text.len()) as u64;
            let year = article.published().map_or(0, |date| u64::from(date.first_day()) / 10_000);
            document.add_u64(fields.year, year);
            document.add_text(fields.title, article.title);
            document.add_text(fields.abstract_text, abstract_text);
            match writer.add_document(document) {
                Ok(_) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = failure {
            return Err(error.into());
        }
    }
    writer.commit()?;
    if one_segment {
        let segments = index.searchable_segment_ids()?;
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    let segments = index.reader()?.searcher().segment_readers().len();
    Ok(Built { text_bytes, segments })
}

/// The floor's index, opened.
pub struct Floor {
    searcher: Searcher,
    fields: Fields,
    any: QueryParser,
    all: QueryParser,
}

impl Floor {
    pub fn open(directory: &Path) -> Outcome<Self> {
        let index = Index::open_in_dir(directory)?;
        register(&index);
        let fields = schema().1;
        let searched = vec![fields.title, fields.abstract_text];
        let any = QueryParser::for_index(&index, searched.clone());
        let mut all = QueryParser::for_index(&index, searched);
        all.set_conjunction_by_default();
        Ok(Self { searcher: index.reader()?.searcher(), fields, any, all })
    }

    /// Answers a question: exact total and the ten best articles' titles, with or without snippets.
    pub fn search(&self, ask: &Ask, with_snippets: bool) -> Outcome<Answer> {
        let query = self.read(ask)?;
        let collectors = (TopDocs::with_limit(HITS).order_by_score(), Count);
        let (best, total) = self.searcher.search(&*query, &collectors)?;
        let mut generators = None;
        if with_snippets {
            let of = |field| SnippetGenerator::create(&self.searcher, &*query, field);
            generators = Some([of(self.fields.title)?, of(self.fields.abstract_text)?]);
        }
        let mut answer = Answer { total, titles: Vec::with_capacity(HITS), snippets: Vec::new() };
        for (_, address) in best {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let title = document.get_first(self.fields.title).and_then(|value| value.as_str());
            answer.titles.push(title.unwrap_or_default().to_owned());
            if let Some(generators) = &generators {
                let [title, abstract_text] = generators;
                answer.snippets.push([title, abstract_text].map(|of| of.snippet_from_doc(&document)));
            }
        }
        Ok(answer)
    }

    fn read(&self, ask: &Ask) -> Outcome<Box<dyn Query>> {
        Ok(match ask {
            Ask::All(text) => self.all.parse_query(text)?,
            Ask::Text(text) => self.any.parse_query(text)?,
            Ask::Prefix(letters) => {
                let of = |field| Box::new(words_from(field, letters)) as Box<dyn Query>;
                Box::new(BooleanQuery::union(vec![of(self.fields.title), of(self.fields.abstract_text)]))
            }
        })
    }
}

/// The words of a field that begin with ASCII letters: a range of the dictionary, which tantivy reads
/// faster than it runs an automaton over it.
fn words_from(field: Field, letters: &str) -> RangeQuery {
    let mut end = letters.as_bytes().to_vec();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    let end = String::from_utf8_lossy(&end).into_owned();
    let from = Term::from_field_text(field, letters);
    debug_assert_eq!(from.typ(), Type::Str);
    RangeQuery::new(Bound::Included(from), Bound::Excluded(Term::from_field_text(field, &end)))
}

/// Tantivy's English stemmer, written here because its feature is off in this crate.
#[derive(Clone)]
struct English;

#[derive(Clone)]
struct Stemming<T>(T);

struct Stems<T> {
    tail: T,
    stemmer: Stemmer,
    buffer: String,
}

impl TokenFilter for English {
    type Tokenizer<T: Tokenizer> = Stemming<T>;
    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemming<T> {
        Stemming(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stems<T::TokenStream<'a>>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stems {
            tail: self.0.token_stream(text),
            stemmer: Stemmer::new(Algorithm::English),
            buffer: String::new(),
        }
    }
}

impl<T: TokenStream> TokenStream for Stems<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        match self.stemmer.stem(&token.text) {
            Cow::Owned(stem) => token.text = stem,
            Cow::Borrowed(stem) => {
                self.buffer.clear();
                self.buffer.push_str(stem);
                std::mem::swap(&mut token.text, &mut self.buffer);
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}
