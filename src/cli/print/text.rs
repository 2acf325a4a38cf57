//! Hits for people: wrapped, in colour where there is any, and nothing in them a terminal would obey.
//!
//! It must not know whether stdout is a terminal; it is told how wide the text may be and whether styles
//! show.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::cli::config::Config;
use crate::cli::term::{Paragraph, Style, tame};
use crate::export::units::{self, count, thousands};
use crate::export::{HitWriter, citation, notice};
use crate::{Hit, Hits, Sample, Snippet};

/// The answer to a search.
pub struct Text<'o> {
    config: &'o Config,
    offset: usize,
    sample: Option<Sample>,
    out: &'o mut dyn Write,
    /// Columns of the greatest number.
    digits: usize,
    total: u64,
    /// Whether nothing is printed yet.
    blank: bool,
    /// Whether the last hit has all words.
    complete: bool,
}

impl<'o> Text<'o> {
    /// Nothing is printed yet; so many hits were skipped, or these are a sample.
    pub fn new(
        config: &'o Config,
        (offset, sample): (usize, Option<Sample>),
        out: &'o mut dyn Write,
    ) -> Self {
        Self { config, offset, sample, out, digits: 2, total: 0, blank: config.quiet, complete: false }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> io::Result<()> {
        paragraph.write(self.out, "", self.config.columns, self.config.paint)
    }

    fn dim(&mut self, text: &str) -> io::Result<()> {
        self.paragraph(&Paragraph::of(text, Style::Dim))
    }
}

impl HitWriter for Text<'_> {
    fn begin(&mut self, known: &Hits, shown: usize) -> io::Result<()> {
        self.digits = (self.offset + shown).to_string().len().max(2);
        self.total = known.total;
        if self.config.quiet {
            // They were asked for, as the hits were.
            return facets(known).iter().try_for_each(|line| self.dim(line));
        }
        self.paragraph(&headline(known, (self.offset, self.sample), shown))?;
        for note in &known.notes {
            self.dim(&format!("note: {}", note.message))?;
        }
        if !known.notes.is_empty() {
            self.dim(&format!("read as: {}", known.interpretation))?;
        }
        if !known.unknown.is_empty() {
            self.dim(&format!("no article has: {}", known.unknown.join(", ")))?;
        }
        for line in facets(known) {
            self.dim(&line)?;
        }
        Ok(())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        if !self.blank {
            writeln!(self.out)?;
        }
        self.blank = false;
        if self.complete && !hit.missing.is_empty() {
            self.dim(&boundary(self.total))?;
            writeln!(self.out)?;
        }
        self.complete = hit.missing.is_empty();
        one(self.config, hit, (0, self.digits), self.out)
    }
}

/// A line for each facet asked for: what most of the articles found have.
pub fn facets(known: &Hits) -> Vec<String> {
    known.facets.iter().map(|counts| tame(&counts.to_string()).into_owned()).collect()
}

fn headline(hits: &Hits, (offset, sample): (usize, Option<Sample>), shown: usize) -> Paragraph {
    let some = hits.partial;
    let mut text = match (hits.total, some) {
        (0, 0) => "nothing found".to_owned(),
        (0, some) => format!("no article has all words, {} some of them", has(some)),
        (total, 0) => count(total, "article", "articles"),
        (total, some) => {
            format!(
                "{} with all words, {} more with some",
                count(total, "article", "articles"),
                thousands(some)
            )
        }
    };
    if let Some(sample) = sample {
        let _ = write!(text, ", a sample of {}, drawn by seed {}", thousands(shown as u64), sample.seed);
    } else if shown > 0 && (offset > 0 || (shown as u64) < hits.total.saturating_add(some)) {
        let _ = write!(text, ", {} to {}", thousands(offset as u64 + 1), thousands((offset + shown) as u64));
    }
    if let Some(skipped) = skipped(hits, offset) {
        let _ = write!(text, "; {skipped}");
    }
    let mut paragraph = Paragraph::of(&text, Style::Bold);
    paragraph.push(&format!(" ({})", units::time(hits.took)), Style::Dim);
    paragraph
}

/// What is said where hits were skipped beyond the last one.
pub fn skipped(hits: &Hits, offset: usize) -> Option<String> {
    let all = hits.total.saturating_add(hits.partial);
    (offset > 0 && all > 0 && offset as u64 >= all)
        .then(|| format!("--offset {offset} skips all of them: the last hit is number {}", thousands(all)))
}

fn has(number: u64) -> String {
    format!("{} {}", thousands(number), if number == 1 { "has" } else { "have" })
}

/// The line between the articles that have all words and those that do not.
fn boundary(total: u64) -> String {
    let above = if total == 1 {
        "the article above has".to_owned()
    } else {
        format!("the {} articles above have", thousands(total))
    };
    format!("— {above} all words; those below lack some —")
}

/// Prints articles of a list, numbered by their ranks.
///
/// # Errors
/// The writer's own.
pub fn list(config: &Config, hits: &[Hit], out: &mut dyn Write) -> io::Result<()> {
    list_at(config, hits, 0, out)
}

/// Prints hits that belong to one above them.
///
/// # Errors
/// The writer's own.
pub fn list_below(config: &Config, hits: &[Hit], out: &mut dyn Write) -> io::Result<()> {
    list_at(config, hits, 4, out)
}

fn list_at(config: &Config, hits: &[Hit], margin: usize, out: &mut dyn Write) -> io::Result<()> {
    let digits = hits.iter().map(|hit| hit.rank.to_string().len()).max().unwrap_or(0).max(2);
    for hit in hits {
        writeln!(out)?;
        one(config, hit, (margin, digits), out)?;
    }
    Ok(())
}

/// Prints a hit, its number so many columns wide behind a margin.
fn one(config: &Config, hit: &Hit, (margin, digits): (usize, usize), out: &mut dyn Write) -> io::Result<()> {
    let (columns, paint) = (config.columns, config.paint);
    let first = format!("{:margin$}{:>digits$}. ", "", hit.rank);
    let indent = " ".repeat(first.len());
    let mut title = Paragraph::default();
    match hit.title.trim() {
        "" => title.push("[no title]", Style::Dim),
        _ => title.push_marked(&hit.title, &hit.title_highlights, Style::Bold),
    }
    title.write(out, &first, columns, paint)?;
    let mut line = |text: &str, style| match text {
        "" => Ok(()),
        text => Paragraph::of(text, style).write(out, &indent, columns, paint),
    };
    line(notice::headline(hit.status).unwrap_or(""), Style::Alert)?;
    line(&citation::names(hit), Style::Plain)?;
    let place = citation::place(&hit.journal, hit.year, &hit.volume, &hit.issue, &hit.pages);
    let mut source = if place.is_empty() { Vec::new() } else { vec![place] };
    source.extend(citation::hit_ids(hit));
    line(&source.join(" · "), Style::Dim)?;
    if !hit.missing.is_empty() {
        line(&format!("lacks: {}", hit.missing.join(", ")), Style::Dim)?;
    }
    hit.snippets.iter().try_for_each(|snippet| self::snippet(config, snippet, &indent, out))
}

fn snippet(config: &Config, snippet: &Snippet, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut paragraph = Paragraph::of(&format!("{}: ", snippet.label), Style::Dim);
    paragraph.push_marked(&snippet.text, &snippet.highlights, Style::Plain);
    paragraph.write(out, &format!("{indent}  "), config.columns, config.paint)
}
