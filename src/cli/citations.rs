//! `refs`, `cites`, `cited-by`, `missing`, `similar` and `retracted-citations`.
//!
//! They must not know how references and articles are matched.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::Outcome;
use super::absent::not_there;
use super::args::{AboutArgs, By, ListFormat, OfArticleArgs, OfCorpusArgs, PlainFormat, SimilarArgs};
use super::config::Config;
use super::print::text;
use super::term::{Paragraph, Style};
use crate::export::units::count;
use crate::export::{Ids, Json, citation, json, notice, write_hits};
use crate::model::IdentityKey;
use crate::{CitedWork, Hit, Hits, LinkedReference, Search, Similar, SimilarBy, Snippet, Sort};

/// Runs `refs`.
pub fn refs(config: &Config, args: &AboutArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = config.open()?;
    let Some(id) = index.find(&key)? else { return Ok(not_there(config, &args.id)) };
    let Some(references) = index.references(&id)? else { return Ok(not_there(config, &args.id)) };
    match args.format {
        PlainFormat::Text => print_references(config, &references, out)?,
        PlainFormat::Json => {
            json::document(&references.iter().map(Linked::of).collect::<Vec<_>>(), out)?;
        }
    }
    Ok(Outcome::found(!references.is_empty()))
}

fn print_references(config: &Config, references: &[LinkedReference], out: &mut dyn Write) -> io::Result<()> {
    if !config.quiet {
        let linked = references.iter().filter(|linked| linked.article.is_some()).count() as u64;
        let all = count(references.len() as u64, "reference", "references");
        writeln!(out, "{all}, {linked} of them in the corpus")?;
    }
    for linked in references {
        let label = &linked.reference.label;
        let number = if label.is_empty() { linked.number.to_string() } else { label.clone() };
        let first = format!("{number:>3}. ");
        let indent = " ".repeat(first.chars().count());
        let raw = Paragraph::of(&citation::reference_and_ids(&linked.reference), Style::Plain);
        raw.write(out, &first, config.columns, config.paint)?;
        if let Some(article) = &linked.article {
            let place = citation::place(
                &article.journal,
                article.year,
                &article.volume,
                &article.issue,
                &article.pages,
            );
            let mut line =
                Paragraph::of(&format!("= {} · {} · {place}", article.id, article.title), Style::Dim);
            if let Some(notice) = notice::headline(article.status) {
                line.push(&format!(" · {notice}"), Style::Alert);
            }
            line.write(out, &indent, config.columns, config.paint)?;
        }
    }
    Ok(())
}

/// A reference as programs read it.
#[derive(Serialize)]
struct Linked {
    number: usize,
    #[serde(flatten)]
    reference: Value,
    article: Option<String>,
    status: Option<&'static str>,
}

impl Linked {
    fn of(linked: &LinkedReference) -> Self {
        let article = linked.article.as_ref();
        Self {
            number: linked.number,
            // A reference is texts, numbers and lists of them, which JSON has forms for.
            reference: serde_json::to_value(&linked.reference).unwrap_or_default(),
            article: article.map(|hit| hit.id.to_string()),
            status: article.map(|hit| hit.status.name()),
        }
    }
}

/// Runs `cites`.
pub fn cites(config: &Config, args: &OfArticleArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = config.open()?;
    let Some(id) = index.find(&key)? else { return Ok(not_there(config, &args.id)) };
    let Some(references) = index.references(&id)? else { return Ok(not_there(config, &args.id)) };
    let mut cited: Vec<Hit> = Vec::new();
    for linked in references {
        let Some(article) = linked.article else { continue };
        if cited.iter().any(|known| known.id == article.id) {
            continue;
        }
        let label = if linked.reference.label.is_empty() {
            linked.number.to_string()
        } else {
            linked.reference.label.clone()
        };
        let snippet = said("ref", format!("reference [{label}]"), citation::reference(&linked.reference));
        cited.push(Hit { rank: cited.len() + 1, snippets: vec![snippet], ..article });
    }
    let total = cited.len() as u64;
    cited.truncate(args.limit);
    let hits = Hits { total, hits: cited, interpretation: format!("cited by {id}"), ..Hits::default() };
    print(config, &args.id, &hits, args.format, out)
}

/// Runs `cited-by`.
pub fn cited_by(config: &Config, args: &OfArticleArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = config.open()?;
    let search = Search::citing(&key).sort(Sort::Newest).limit(args.limit).snippets(1);
    let hits = index.search(search)?;
    print(config, &args.id, &hits, args.format, out)
}

/// Runs `similar`.
pub fn similar(config: &Config, args: &SimilarArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = config.open()?;
    let Some(id) = index.find(&key)? else { return Ok(not_there(config, &args.id)) };
    let by = match args.by {
        By::Text => SimilarBy::Text,
        By::References => SimilarBy::References,
    };
    let Some(similar) = index.similar(&id, by, args.limit)? else { return Ok(not_there(config, &args.id)) };
    let hits: Vec<Hit> = similar.into_iter().map(with_ties).collect();
    let total = hits.len() as u64;
    let hits = Hits { total, hits, interpretation: format!("like {id}"), ..Hits::default() };
    print(config, &args.id, &hits, args.format, out)
}

/// What ties a similar article to the one asked about, as a snippet.
fn with_ties(similar: Similar) -> Hit {
    let mut hit = similar.hit;
    // Which words it lacks is of a search for all of them, which this is not.
    hit.missing.clear();
    let ties = [
        (similar.shared_references, "reference in common", "references in common"),
        (similar.cited_together, "article cites both", "articles cite both"),
    ];
    let ties: Vec<String> = ties
        .into_iter()
        .filter(|tie| tie.0 > 0)
        .map(|(number, one, many)| count(u64::from(number), one, many))
        .collect();
    if !ties.is_empty() {
        hit.snippets = vec![said("cites", "citations".into(), ties.join(", "))];
    }
    hit
}

fn said(field: &'static str, label: String, text: String) -> Snippet {
    Snippet { field, label, text, ..Snippet::default() }
}

fn print(
    config: &Config,
    asked: &str,
    hits: &Hits,
    format: ListFormat,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    match format {
        ListFormat::Text => write_hits(hits, &mut text::Text::new(config, (0, None), out))?,
        ListFormat::Json => write_hits(hits, &mut Json::new(&Search::new(asked), out))?,
        ListFormat::Ids => write_hits(hits, &mut Ids { out })?,
    }
    Ok(Outcome::found(hits.total > 0))
}

/// A work that the corpus lacks, as programs read it.
#[derive(Serialize)]
struct Lacking {
    citations: u64,
    reference: Value,
}

/// Runs `missing`.
pub fn missing(config: &Config, args: &OfCorpusArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let works = config.open()?.missing_works(args.limit)?;
    match args.format {
        PlainFormat::Text if works.is_empty() && !config.quiet => {
            writeln!(out, "no work that the corpus lacks is cited more than once")?;
        }
        PlainFormat::Text => {
            for work in &works {
                let paragraph = Paragraph::of(&citation::reference_and_ids(&work.reference), Style::Plain);
                let first = format!("{:>5} × ", work.citations);
                paragraph.write(out, &first, config.columns, config.paint)?;
            }
        }
        PlainFormat::Json => {
            let lacking = |work: &'_ CitedWork| {
                (work.citations, serde_json::to_value(&work.reference).unwrap_or_default())
            };
            let works = works.iter().map(lacking);
            let works = works.map(|(citations, reference)| Lacking { citations, reference });
            json::document(&works.collect::<Vec<_>>(), out)?;
        }
    }
    Ok(Outcome::found(!works.is_empty()))
}

/// A retracted article and those that cite it, as programs read them.
#[derive(Serialize)]
struct Cited<R, C> {
    retracted: R,
    citing: Vec<C>,
}

/// Runs `retracted-citations`.
pub fn retracted(config: &Config, args: &OfCorpusArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut all = config.open()?.retracted_citations()?;
    let total = all.len() as u64;
    all.truncate(args.limit);
    match args.format {
        PlainFormat::Text => {
            if !config.quiet {
                writeln!(out, "{} cited", count(total, "retracted article is", "retracted articles are"))?;
            }
            for (at, one) in all.iter_mut().enumerate() {
                one.retracted.rank = at + 1;
                text::list(config, std::slice::from_ref(&one.retracted), out)?;
                writeln!(out, "    cited by {}:", count(one.citing.len() as u64, "article", "articles"))?;
                text::list_below(config, &one.citing, out)?;
            }
        }
        PlainFormat::Json => {
            let cited = all
                .iter()
                .map(|one| Cited { retracted: &one.retracted, citing: one.citing.iter().collect() });
            json::document(&cited.collect::<Vec<_>>(), out)?;
        }
    }
    Ok(Outcome::found(total > 0))
}
