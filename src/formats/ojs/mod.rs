//! The page of an article in Open Journal Systems, saved as text: title, abstract, references, keywords,
//! licence, how to cite it.
//!
//! Any part may be missing, and says nothing then. Authors, journal, year, volume, issue and pages come
//! from the citation. The journal's name there is an abbreviation, as the Vancouver style wants it, and is
//! kept as one.
//!
//! It must not know any other format.

mod keywords;
mod page;
#[cfg(test)]
mod tests;

use std::io;

use super::RECORD_MAX_BYTES;
use super::citation;
use super::detect::Head;
use super::emit::Emitter;
use super::problem::{Place, ProblemKind};
use super::stream::Window;
use super::text::{collapse, decode, shown};
use crate::model::{Article, Author, DateKind, DatedEvent, PartialDate, Reference, Section};
use page::{Line, Page};

pub(super) use keywords::{divide as divide_keywords, split as split_keywords};

/// Whether the text has the marks of such a page.
pub(super) fn recognise(head: &Head<'_>) -> bool {
    if head.bytes.starts_with(b"<") || head.bytes.contains(&0) {
        return false;
    }
    let (mut references, mut named_parts) = (0, 0);
    for line in head.text.lines() {
        match page::mark(line.trim()) {
            Some(page::Mark::Issue | page::Mark::Cite | page::Mark::Rights) => return true,
            Some(page::Mark::Reference(..)) => references += 1,
            Some(_) => named_parts += 1,
            None => {}
        }
    }
    references > 0 && named_parts > 0
}

/// Reads the page, which is one record.
pub(super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let record = Some(out.begin_record());
    let place = Place { record, ..Place::default() };
    window.fill_to(RECORD_MAX_BYTES + 1)?;
    if window.data().len() > RECORD_MAX_BYTES {
        let found = format!("a page of more than {} MB", RECORD_MAX_BYTES >> 20);
        out.problem(ProblemKind::TooLarge, place, &found, "the file was left out");
        return Ok(());
    }
    let (text, wrong_byte) = decode(window.data());
    if let Some(at) = wrong_byte {
        let line = Some(window.line() + super::stream::newlines(&window.data()[..at]));
        let place = Place { record, line, byte: Some(window.offset() + at as u64) };
        out.problem(ProblemKind::Encoding, place, "text that is not UTF-8", "U+FFFD stands for it");
    }
    let page = Page::divide(&text);
    let mut tell = |line: u64, found: &str, done: &str| {
        let place = Place { record, line: Some(line), byte: None };
        out.problem(ProblemKind::BadValue, place, found, done);
    };
    let article = convert(&page, &mut tell);
    let is_textless = article.title.is_empty() && article.abstract_sections.is_empty();
    if *article == Article::default() {
        out.problem(ProblemKind::Incomplete, place, "a page without content", "it was left out");
    } else {
        if is_textless {
            let found = "a page with neither title nor abstract";
            out.problem(ProblemKind::Incomplete, place, found, "it was kept");
        }
        out.article(article);
    }
    let bytes = window.data().len();
    window.consume(bytes);
    Ok(())
}

/// Tells of something at a line: what was found, what was done.
type Tell<'t> = dyn FnMut(u64, &str, &str) + 't;

fn convert(page: &Page<'_>, tell: &mut Tell<'_>) -> Box<Article> {
    let mut article = Box::new(Article { title: collapse(page.title), ..Article::default() });
    let paragraphs: Vec<String> = page.paragraphs.iter().map(|line| collapse(line)).collect();
    if !paragraphs.is_empty() {
        article.abstract_sections.push(Section { label: String::new(), text: paragraphs.join("\n") });
    }
    article.references = page.references.iter().map(|(label, lines)| reference(label, lines)).collect();
    article.licence = join(&page.rights);
    article.how_to_cite = join(&page.cite);
    for line in &page.dois {
        match citation::doi_in(line.text) {
            Some((doi, _)) => article.ids.doi = article.ids.doi.take().or(Some(doi)),
            None => tell(line.number, &format!("{:?} is not a DOI", shown(line.text)), "it was left out"),
        }
    }
    apply_citation(&mut article, page, tell);
    if let Some(line) = page.issue.filter(|line| !apply_issue(&mut article, line.text)) {
        tell(line.number, &format!("no volume, number or year in {:?}", shown(line.text)), "it was left out");
    }
    let lines: Vec<&str> = page.keywords.iter().map(|line| line.text).collect();
    article.keywords = keywords::divide(&lines, &article);
    if let Some(line) = &page.unread {
        tell(
            line.number,
            &format!("{:?} behind the citation", shown(line.text)),
            "it and what follows it was left out",
        );
    }
    article
}

fn join(lines: &[Line<'_>]) -> String {
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    collapse(&texts.join(" "))
}

/// A reference as printed.
pub(super) fn reference(label: &str, lines: &[&str]) -> Reference {
    let raw = collapse(&lines.join(" "));
    let mut reference = Reference { label: label.to_owned(), raw, ..Reference::default() };
    citation::complete(&mut reference);
    reference
}

fn apply_citation(article: &mut Article, page: &Page<'_>, tell: &mut Tell<'_>) {
    let Some(first) = page.cite.first() else { return };
    let text = article.how_to_cite.clone();
    let cited = citation::read(&text, article.title.trim_end_matches('.'));
    if cited.year.is_none() {
        let found = format!(
            "the citation {:?} is not of the form authors. title. journal. year;volume(issue):pages.",
            shown(&text)
        );
        tell(first.number, &found, "it was kept as text");
    }
    if article.title.is_empty() {
        cited.title.clone_into(&mut article.title);
    }
    for name in &cited.authors {
        let author = citation::person(name).unwrap_or_else(|| {
            tell(
                first.number,
                &format!("the author {:?} has no initials", shown(name)),
                "it was taken for a group",
            );
            Author { collective: (*name).to_owned(), ..Author::default() }
        });
        article.authors.push(author);
    }
    article.authors_incomplete = cited.et_al;
    cited.journal.clone_into(&mut article.journal.abbreviation);
    cited.volume.clone_into(&mut article.volume);
    cited.issue.clone_into(&mut article.issue);
    cited.pages.clone_into(&mut article.pages);
    article.ids.doi = article.ids.doi.take().or(cited.ids.doi);
    push_year(article, cited.year);
}

/// Fills in what the citation does not say from a line such as `IssueVol 8 No 1 (2022): Winter QRcode`;
/// `false` where the line says nothing of it.
pub(super) fn apply_issue(article: &mut Article, line: &str) -> bool {
    let words: Vec<&str> =
        line.split([' ', ',', '.', ':', '(', ')', '\t']).filter(|word| !word.is_empty()).collect();
    let after = |names: &[&str]| {
        let is_name = |word: &&str| {
            names.iter().any(|name| word.trim_start_matches("Issue").eq_ignore_ascii_case(name))
        };
        let at = words.iter().position(is_name)?;
        words.get(at + 1).filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
    };
    let volume = after(&["vol", "volume", "v", "volumen", "cilt", "band", "том", "دوره", "جلد", "المجلد"]);
    let issue =
        after(&["no", "number", "issue", "núm", "n", "nº", "num", "nr", "número", "sayı", "شماره", "العدد"]);
    let year = words.iter().rev().find(|word| word.len() == 4).and_then(|word| citation::year(word));
    if article.volume.is_empty() {
        article.volume = volume.map_or(String::new(), |&word| word.to_owned());
    }
    if article.issue.is_empty() {
        article.issue = issue.map_or(String::new(), |&word| word.to_owned());
    }
    if article.published().is_none() {
        push_year(article, year);
    }
    volume.is_some() || issue.is_some() || year.is_some()
}

fn push_year(article: &mut Article, year: Option<u16>) {
    let date = year.and_then(|year| PartialDate::new(year, None, None).ok());
    article.dates.extend(date.map(|date| DatedEvent { kind: DateKind::Published, date }));
}
