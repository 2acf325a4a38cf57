//! `vocabulary`: the subject headings that queries are read by.
//!
//! It must not know how they are kept.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::args::VocabularyWhat;
use super::config::Config;
use super::input;
use super::term::{Paragraph, Style, tame};
use crate::export::units::{count, thousands};
use crate::model::qualifier_of_code;
use crate::vocabulary::{Heading, Vocabulary};
use crate::{Error, Indexer};

/// Headings below one that are named.
const BELOW_SHOWN: usize = 20;

/// Runs `vocabulary`.
pub fn run(config: &Config, what: Option<&VocabularyWhat>, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match what {
        None => about(config, out),
        Some(VocabularyWhat::Show { name }) => show(config, &name.join(" "), out),
        Some(VocabularyWhat::Import { file }) => import(config, file, out),
    }
}

/// The vocabulary of the index; without an index that which is shipped, and whether it is that.
fn vocabulary(config: &Config) -> Result<(Arc<Vocabulary>, bool), Error> {
    let vocabulary = match config.open() {
        Err(error) if error.code() == "index-missing" => Vocabulary::shipped(),
        opened => opened?.vocabulary()?,
    };
    let is_shipped = Arc::ptr_eq(&vocabulary, &Vocabulary::shipped());
    Ok((vocabulary, is_shipped))
}

fn row(config: &Config, name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    let paragraph = Paragraph::of(&tame(text), Style::Plain);
    paragraph.write(out, &format!("{name:<14}"), config.columns, config.paint)
}

fn about(config: &Config, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (vocabulary, is_shipped) = vocabulary(config)?;
    let kept = if is_shipped { "comes with litdex" } else { "imported into the index" };
    row(config, "vocabulary", "Medical Subject Headings (MeSH)", out)?;
    row(config, "year", &format!("{}, {kept}", vocabulary.year()), out)?;
    row(config, "headings", &thousands(vocabulary.headings() as u64), out)?;
    row(
        config,
        "names",
        &format!("{}, of headings, entry terms and UIs", thousands(vocabulary.names() as u64)),
        out,
    )?;
    let source = "U.S. National Library of Medicine (NLM). It may not be the most current or accurate that NLM has, and NLM \
        does not endorse litdex.";
    row(config, "source", source, out)?;
    Ok(Outcome::Found)
}

fn show(config: &Config, name: &str, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (vocabulary, _) = vocabulary(config)?;
    let Some(heading) = vocabulary.find(name) else {
        let nearest: Vec<&str> = vocabulary.nearest(name).into_iter().map(Heading::name).collect();
        let nearest =
            if nearest.is_empty() { String::new() } else { format!("; the nearest: {}", nearest.join("; ")) };
        // Like an answer, it is what was asked for.
        let year = vocabulary.year();
        let mut stderr = io::stderr().lock();
        let _ =
            writeln!(stderr, "litdex: {} is no MeSH heading of {year}{}", tame(name.trim()), tame(&nearest));
        return Ok(Outcome::Nothing);
    };
    let mut list = |name: &str, several: Vec<&str>| {
        if several.is_empty() { Ok(()) } else { row(config, name, &several.join("; "), out) }
    };
    list("heading", vec![heading.name()])?;
    list("UI", vec![heading.ui()])?;
    list("tree numbers", heading.tree_numbers().collect())?;
    list("entry terms", heading.entry_terms().collect())?;
    list("actions", heading.pharmacological_actions().map(Heading::name).collect())?;
    list("qualifiers", heading.qualifiers().map(|code| qualifier_of_code(code).unwrap_or(code)).collect())?;
    let below: Vec<&str> =
        vocabulary.below(heading).into_iter().filter(|it| *it != heading).map(Heading::name).collect();
    let shown = below[..below.len().min(BELOW_SHOWN)].join("; ");
    let text = match below.len() {
        0 => "nothing".to_owned(),
        all if all <= BELOW_SHOWN => format!("{}: {shown}", count(all as u64, "heading", "headings")),
        all => format!(
            "{} headings: {shown}; and {} more",
            thousands(all as u64),
            thousands((all - BELOW_SHOWN) as u64)
        ),
    };
    row(config, "below it", &text, out)?;
    Ok(Outcome::Found)
}

fn import(config: &Config, file: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    config.only_one()?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let indexer = Indexer::new(&config.corpus, &config.index);
    let vocabulary = indexer.import_vocabulary(input::open(file)?, &name)?;
    let (headings, year) = (count(vocabulary.headings() as u64, "heading", "headings"), vocabulary.year());
    writeln!(
        out,
        "{headings} of MeSH {year}; queries of {} are read by them from now on",
        tame(&config.index.to_string_lossy())
    )?;
    Ok(Outcome::Found)
}
