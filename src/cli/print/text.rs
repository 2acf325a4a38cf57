//! Hits for people: wrapped, in colour where there is any, and nothing in them a terminal would obey.
//!
//! It must not know whether stdout is a terminal; it is told how wide the text may be and whether styles
//! show.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{citation, notice};
use crate::cli::config::Config;
use crate::cli::term::{Paragraph, Style};
use crate::cli::units::{self, count, thousands};
use crate::{Hit, Hits, Snippet};

/// Prints the answer to a search that skipped `offset` hits.
///
/// # Errors
/// The writer's own.
pub fn hits(config: &Config, hits: &Hits, offset: usize, out: &mut dyn Write) -> io::Result<()> {
    let write =
        |paragraph: Paragraph, out: &mut dyn Write| paragraph.write(out, "", config.columns, config.paint);
    if !config.quiet {
        write(headline(hits, offset), out)?;
        for note in &hits.notes {
            write(Paragraph::of(&format!("note: {}", note.message), Style::Dim), out)?;
        }
        if !hits.notes.is_empty() {
            write(Paragraph::of(&format!("read as: {}", hits.interpretation), Style::Dim), out)?;
        }
        if !hits.unknown.is_empty() {
            write(Paragraph::of(&format!("no article has: {}", hits.unknown.join(", ")), Style::Dim), out)?;
        }
    }
    let last = offset + hits.hits.len();
    let digits = last.to_string().len().max(2);
    let mut complete = false;
    for (at, hit) in hits.into_iter().enumerate() {
        if at > 0 || !config.quiet {
            writeln!(out)?;
        }
        if complete && !hit.missing.is_empty() {
            write(Paragraph::of(&boundary(hits.total), Style::Dim), out)?;
            writeln!(out)?;
        }
        complete = hit.missing.is_empty();
        one(config, hit, (0, digits), out)?;
    }
    Ok(())
}

fn headline(hits: &Hits, offset: usize) -> Paragraph {
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
    let shown = hits.hits.len();
    if shown > 0 && (offset > 0 || (shown as u64) < hits.total.saturating_add(some)) {
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
