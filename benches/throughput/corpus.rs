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
use litdex::formats::{Item, read_file};

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
    /// them. No two copies have the same PMIDs.
    pub fn prepare(source: &Path, directory: &Path, articles: usize, copies: u64) -> Outcome<Self> {
        fs::create_dir_all(directory)?;
        let mut corpus = Self { directory: directory.to_path_buf(), xml_bytes: 0, texts: Vec::new() };
        for times in 0..copies {
            let file = directory.join(format!("pubmed-{times}.xml.gz"));
            corpus.xml_bytes += copy(source, &file, articles, times * SHIFT)?;
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

/// Writes the first articles of a file, their PMIDs raised by `shift`; returns the bytes of XML.
fn copy(from: &Path, to: &Path, articles: usize, shift: u64) -> Outcome<u64> {
    let mut reader = BufReader::new(MultiGzDecoder::new(BufReader::new(File::open(from)?)));
    let mut writer = BufWriter::new(GzEncoder::new(File::create(to)?, Compression::fast()));
    let (mut line, mut bytes, mut ended) = (Vec::new(), 0, 0);
    let mut shifted = Shifted { by: shift, own: None, wanted: false };
    while ended < articles {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if shift > 0 {
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

/// Raises the PMID of each record, and leaves those it cites alone.
struct Shifted {
    by: u64,
    /// PMID of the record, as the file has it.
    own: Option<u64>,
    /// Whether the next PMID is the record's own.
    wanted: bool,
}

impl Shifted {
    fn rewrite(&mut self, line: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(line);
        if text.contains("<MedlineCitation ") {
            self.wanted = true;
        }
        let number = ["<PMID ", "<ArticleId IdType=\"pubmed\">"]
            .iter()
            .any(|start| text.trim_start().starts_with(start))
            .then(|| text.split(['>', '<']).nth(2)?.parse::<u64>().ok())
            .flatten();
        let Some(number) = number else { return };
        if self.wanted {
            self.own = Some(number);
            self.wanted = false;
        }
        if self.own == Some(number) {
            let raised = format!(">{}<", number + self.by);
            *line = text.replacen(&format!(">{number}<"), &raised, 1).into_bytes();
        }
    }
}
