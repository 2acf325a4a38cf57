//! The articles: one file of PubMed, whole, cut short, or with every PMID shifted.
//!
//! It must not know who indexes them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use litdex::formats::jsonl::write_line;
use litdex::formats::{Item, read_file};
use litdex::model::{Article, DateKind, DatedEvent, Identifiers};

use crate::Outcome;
use crate::floor::abstract_of;

/// A copy's PMIDs are this much higher than those of the copy before.
const SHIFT: u64 = 40_000_000;

/// A directory with the articles, and their words.
pub struct Corpus {
    pub directory: PathBuf,
    /// Bytes of XML, decompressed.
    pub xml_bytes: u64,
    pub texts: Vec<Text>,
}

/// What the queries are drawn from.
pub struct Text {
    pub title: String,
    pub abstract_text: String,
}

impl Corpus {
    /// Writes the first articles of a file into a directory of their own, several times over, and reads
    /// them. No two copies have the same PMIDs, DOIs, titles or pages.
    pub fn prepare(source: &Path, directory: &Path, articles: usize, copies: u64) -> Outcome<Self> {
        let mut corpus = Self::copies(source, directory, articles, copies)?;
        for times in 0..copies {
            let file = corpus.directory.join(name_of(times));
            read_file(&file, "pubmed", &AtomicU64::new(0), &mut |item| {
                if let Item::Article(article) = item {
                    let abstract_text = abstract_of(&article);
                    corpus.texts.push(Text { title: article.title, abstract_text });
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(corpus)
    }

    /// The same without their words: of a million articles these take gigabytes.
    pub fn copies(source: &Path, directory: &Path, articles: usize, copies: u64) -> Outcome<Self> {
        fs::create_dir_all(directory)?;
        let mut corpus = Self { directory: directory.to_path_buf(), xml_bytes: 0, texts: Vec::new() };
        for times in 0..copies {
            corpus.xml_bytes += copy(source, &directory.join(name_of(times)), articles, times)?;
        }
        Ok(corpus)
    }

    /// The same articles reduced to title, abstract and year: the floor's own work.
    pub fn prepare_lean(source: &Path, directory: &Path, articles: usize, copies: u64) -> Outcome<Self> {
        fs::create_dir_all(directory)?;
        let mut corpus = Self { directory: directory.to_path_buf(), xml_bytes: 0, texts: Vec::new() };
        for times in 0..copies {
            let mut file = BufWriter::new(File::create(directory.join(format!("lean-{times}.jsonl")))?);
            let (mut left, mut failure) = (articles, None);
            read_file(source, "pubmed", &AtomicU64::new(0), &mut |item| {
                let Item::Article(article) = item else { return ControlFlow::Continue(()) };
                let lean = lean(&article, times);
                corpus.texts.push(Text { title: lean.title.clone(), abstract_text: abstract_of(&lean) });
                left -= 1;
                failure = write_line(&lean, &mut file).err();
                if left == 0 || failure.is_some() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            match failure {
                Some(error) => return Err(error.into()),
                None => file.flush()?,
            }
        }
        Ok(corpus)
    }

    pub fn describe(&self) -> String {
        let text: usize = self.texts.iter().map(|text| text.title.len() + text.abstract_text.len()).sum();
        format!(
            "{} records, {:.0} MB of XML, {:.1} MB of titles and abstracts",
            self.texts.len(),
            self.xml_bytes as f64 / 1e6,
            text as f64 / 1e6
        )
    }
}

fn name_of(times: u64) -> String {
    format!("pubmed-{times}.xml.gz")
}

/// Title, abstract and year of an article, with an id and a title of the copy's own.
fn lean(article: &Article, times: u64) -> Article {
    let pmid = article.ids.pmid.map_or(0, |pmid| u64::from(pmid.number())) + times * SHIFT;
    let published = article.published().map(|date| DatedEvent { kind: DateKind::Published, date });
    Article {
        ids: Identifiers { pmid: pmid.to_string().parse().ok(), ..Identifiers::default() },
        title: if times > 0 { format!("{} copy{times}", article.title) } else { article.title.clone() },
        abstract_sections: article.abstract_sections.clone(),
        dates: published.into_iter().collect(),
        ..Article::default()
    }
}

/// Writes the first articles of a file as its copy of this number; returns the bytes of XML.
fn copy(from: &Path, to: &Path, articles: usize, times: u64) -> Outcome<u64> {
    let mut reader = BufReader::new(MultiGzDecoder::new(BufReader::new(File::open(from)?)));
    let mut writer = BufWriter::new(GzEncoder::new(File::create(to)?, Compression::fast()));
    let (mut line, mut bytes, mut ended) = (Vec::new(), 0, 0);
    let mut shifted = Shifted { times, own: None, wanted: false, in_references: false };
    while ended < articles {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if times > 0 {
            shifted.rewrite(&mut line);
        }
        bytes += line.len() as u64;
        writer.write_all(&line)?;
        ended += usize::from(line.trim_ascii() == b"</PubmedArticle>");
    }
    if ended == articles {
        writer.write_all(b"</PubmedArticleSet>\n")?;
    }
    writer.into_inner().map_err(|error| error.to_string())?.finish()?;
    Ok(bytes)
}

/// Makes each record another: by PMID, DOI, title and first page. What it cites stays.
struct Shifted {
    /// Number of the copy.
    times: u64,
    /// PMID of the record, as the file has it.
    own: Option<u64>,
    /// Whether the next PMID is the record's own.
    wanted: bool,
    in_references: bool,
}

impl Shifted {
    fn rewrite(&mut self, line: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(line);
        if text.contains("<MedlineCitation ") {
            (self.wanted, self.in_references) = (true, false);
        }
        self.in_references |= text.contains("<ReferenceList>");
        if self.in_references {
            return;
        }
        let start = text.trim_start();
        let times = self.times;
        let rewritten = if start.starts_with("<ArticleTitle") {
            text.replacen("</ArticleTitle>", &format!(" copy{times}</ArticleTitle>"), 1)
        } else if start.starts_with("<MedlinePgn>") {
            text.replacen("<MedlinePgn>", &format!("<MedlinePgn>c{times}p"), 1)
        } else if start.starts_with("<ELocationID EIdType=\"doi\"") {
            text.replacen("</ELocationID>", &format!(".c{times}</ELocationID>"), 1)
        } else if start.starts_with("<ArticleId IdType=\"doi\">") {
            text.replacen("</ArticleId>", &format!(".c{times}</ArticleId>"), 1)
        } else {
            match self.pmid(&text) {
                Some(number) => {
                    let raised = format!(">{}<", number + times * SHIFT);
                    text.replacen(&format!(">{number}<"), &raised, 1)
                }
                None => return,
            }
        };
        *line = rewritten.into_bytes();
    }

    /// The record's own PMID, where a line holds it.
    fn pmid(&mut self, text: &str) -> Option<u64> {
        let starts = ["<PMID ", "<ArticleId IdType=\"pubmed\">"];
        let is_pmid = starts.iter().any(|start| text.trim_start().starts_with(start));
        let number = is_pmid.then(|| text.split(['>', '<']).nth(2)?.parse::<u64>().ok()).flatten()?;
        if self.wanted {
            self.own = Some(number);
            self.wanted = false;
        }
        (self.own == Some(number)).then_some(number)
    }
}
