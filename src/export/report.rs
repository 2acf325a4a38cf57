//! The record of a strategy in Markdown, by the items of PRISMA-S, as the appendix of a review has it.
//!
//! It must not know how a strategy is run.

use std::io::{self, Write};

use super::tame::{tame, tame_lines};
use super::units::{count, thousands};
use crate::{ReportFound, ReportLine, StrategyReport};

/// What the record begins with, and what ends that line; a hash of all that follows stands between.
const BEGINNING: &str = "<!-- litdex strategy report ";
const BEGUN: &str = " -->\n";
/// Sources and articles that are listed; the JSON form has all.
const SHOWN: usize = 1_000;
/// What a search cannot know.
const AUTHOR: &str = "*To be stated by the author.*";

/// Whether bytes begin as a record in Markdown does.
pub fn is_report(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING.as_bytes())
}

/// Whether bytes are a record in Markdown as it was written, and nobody has worked on it since.
pub(crate) fn is_untouched_report(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(BEGINNING.as_bytes()) else { return false };
    let hash = rest.split(|byte| *byte == b' ').next().unwrap_or_default();
    let body = rest[hash.len()..].strip_prefix(BEGUN.as_bytes());
    body.is_some_and(|body| hash_of(body).as_bytes() == hash)
}

fn hash_of(body: &[u8]) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(body))
}

/// Writes the record of a strategy in Markdown, by the items of PRISMA-S (Rethlefsen and others 2021). What a search
/// cannot know is left to the author by name.
///
/// ```
/// let mut out = Vec::new();
/// litdex::export::report(&litdex::StrategyReport::default(), &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("**16. Deduplication.**"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// The writer's own.
pub fn report(report: &StrategyReport, out: &mut dyn Write) -> io::Result<()> {
    let mut written = Vec::new();
    body(report, &mut written)?;
    write!(out, "{BEGINNING}{}{BEGUN}", hash_of(&written))?;
    out.write_all(&written)
}

fn body(report: &StrategyReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Record of a search: {}\n", code(&report.name))?;
    writeln!(
        out,
        "Items are numbered as in PRISMA-S (Rethlefsen and others 2021, doi:10.1186/s13643-020-01542-z).\n"
    )?;
    sources(report, out)?;
    strategies(report, out)?;
    writeln!(out, "## Peer review\n\n**14. Peer review.** {AUTHOR}\n\n## Managing records\n")?;
    records(report, out)?;
    match &report.found {
        Some(found) => articles(found, out),
        None => Ok(()),
    }
}

fn sources(report: &StrategyReport, out: &mut dyn Write) -> io::Result<()> {
    let index = &report.index;
    let commit =
        format!("generation {}, commit {}, {}", index.generation, index.sequence, tame(&index.changed));
    writeln!(
        out,
        "## Information sources and methods\n\n\
         **1. Database name.** An index of litdex {} ({commit}; snapshot {}) of {}, made from these files. \
         *Databases and platforms they were taken from, with dates: to be stated by the author.*\n",
        code(&report.litdex),
        code(&index.snapshot),
        count(index.articles, "article", "articles"),
    )?;
    writeln!(out, "| file | read as | records | modified |\n|---|---|---:|---|")?;
    for source in index.sources.iter().take(SHOWN) {
        let (path, format, date) = (code(&source.path), code(&source.format), tame(&source.modified));
        writeln!(out, "| {path} | {format} | {} | {} |", thousands(source.records), cell(&date))?;
    }
    let more = index.sources.len().saturating_sub(SHOWN) as u64 + index.other_sources;
    if more > 0 {
        writeln!(out, "\n{} more.", count(more, "file", "files"))?;
    }
    let together = match index.sources.len() as u64 + index.other_sources {
        0 | 1 => "There is one file.",
        _ => "All files were searched together, as one index of litdex.",
    };
    let citing = labels(report, |line| line.canonical.as_ref().is_some_and(|it| it.contains("[cites]")));
    let citing = match citing.as_str() {
        "" => "No line searches for what cites a work.".to_owned(),
        lines => format!("Searched for by what they cite: {lines}."),
    };
    writeln!(out, "\n**2. Multi-database searching.** {together}\n")?;
    writeln!(out, "**3. Study registries.** {AUTHOR}\n\n**4. Online resources and browsing.** {AUTHOR}\n")?;
    writeln!(out, "**5. Citation searching.** {citing} *Other ways: to be stated by the author.*\n")?;
    writeln!(out, "**6. Contacts.** {AUTHOR}\n\n**7. Other methods.** {AUTHOR}\n")
}

fn strategies(report: &StrategyReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "## Search strategies\n\n**8. Full search strategies.** Read as {}: {}. Headings are those of \
         MeSH {}.\n",
        report.syntax.name(),
        plain(&report.reason),
        report.vocabulary_year,
    )?;
    writeln!(out, "| line | search | articles |\n|---|---|---:|")?;
    for line in &report.lines {
        let count = line.count.map_or_else(|| "error".to_owned(), thousands);
        writeln!(out, "| {} | {} | {count} |", cell(&line.label), code(&line.text))?;
    }
    writeln!(out, "\nHow the lines were read:\n")?;
    for line in &report.lines {
        let canonical = line.canonical.as_deref().map_or_else(|| "not read, or too long".to_owned(), code);
        writeln!(out, "- {}: {canonical}", cell(&line.label))?;
        for note in line.notes.iter().chain(&line.error) {
            writeln!(out, "  - {}", plain(note))?;
        }
        if !line.unknown.is_empty() {
            writeln!(out, "  - no article has: {}", plain(&line.unknown.join(", ")))?;
        }
    }
    let fence = "`".repeat(backticks(&report.strategy).max(2) + 1);
    let text = tame_lines(&report.strategy.replace("\r\n", "\n"));
    writeln!(out, "\nThe text as it was run:\n\n{fence}text\n{}\n{fence}\n", text.trim_end())?;
    let limits: Vec<String> = report.limits.iter().map(|limit| code(limit)).collect();
    let limits = match limits.as_slice() {
        [] => "The last line asks for no date, language, type of publication or subset.".to_owned(),
        limits => format!("The last line asks for {}.", limits.join(", ")),
    };
    writeln!(out, "**9. Limits and restrictions.** {limits} *Reasons: to be stated by the author.*\n")?;
    writeln!(out, "**10. Search filters.** {AUTHOR}\n\n**11. Prior work.** {AUTHOR}\n")?;
    writeln!(
        out,
        "**12. Updates.** The JSON form of this record can be run again by `litdex strategy rerun`, which names the \
         articles that were added, changed, merged, removed and retracted since.\n"
    )?;
    writeln!(out, "**13. Dates of searches.** {} (UTC).\n", cell(&report.date))
}

fn records(report: &StrategyReport, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "**15. Total records.** ")?;
    match &report.found {
        None => writeln!(out, "The last line could not be run.\n")?,
        Some(found) => {
            let by_source: Vec<String> = found
                .by_source
                .iter()
                .take(SHOWN)
                .map(|(source, number)| format!("{} {}", code(source), thousands(*number)))
                .collect();
            writeln!(
                out,
                "The last line found {} ({} retracted), made of {}: {}.\n",
                count(found.count, "article", "articles"),
                thousands(found.retracted),
                count(found.records, "record", "records"),
                if by_source.is_empty() { "none".to_owned() } else { by_source.join(", ") },
            )?;
        }
    }
    let index = &report.index;
    writeln!(
        out,
        "**16. Deduplication.** litdex {} makes one article of the records of one work: those that share an \
         identifier (PMID, PMCID, DOI and others), or agree in title, first author, journal, year, volume and pages.{} \
         {} withdrawn by a later file are in no article.{}\n",
        code(&report.litdex),
        index.duplicates.map_or_else(String::new, |duplicates| format!(
            " The {} of the index are made of {}: {} were removed.",
            count(index.articles, "article", "articles"),
            count(index.articles.saturating_add(duplicates), "record", "records"),
            count(duplicates, "duplicate", "duplicates"),
        )),
        count(index.withdrawn, "record", "records"),
        report.found.as_ref().map_or_else(String::new, |found| {
            let duplicates = found.records.saturating_sub(found.count);
            format!(" Of the records found {} are duplicates.", thousands(duplicates))
        }),
    )
}

fn articles(found: &ReportFound, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Articles found\n\nHash over their ids: {}.\n", code(&found.hash))?;
    if found.articles.len() > SHOWN || !found.is_listed() {
        return writeln!(
            out,
            "There are {}; where it lists them, the JSON form has all.",
            thousands(found.count)
        );
    }
    let ids: Vec<String> = found.articles.iter().map(|article| code(article.id.as_str())).collect();
    writeln!(out, "{}", ids.join(" "))
}

/// The labels of lines.
fn labels(report: &StrategyReport, is_wanted: impl Fn(&ReportLine) -> bool) -> String {
    let lines = report.lines.iter().filter(|line| is_wanted(line));
    lines.map(|line| cell(&line.label)).collect::<Vec<_>>().join(", ")
}

/// The longest row of backticks.
fn backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text as code, in which nothing is marked up, in one line. A table ends its cell at a bar all the same.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = tame(&text).replace('|', "\\|");
    let ticks = "`".repeat(backticks(&text) + 1);
    match text.as_str() {
        "" => String::new(),
        text if text.starts_with('`') || text.ends_with('`') => format!("{ticks} {text} {ticks}"),
        text => format!("{ticks}{text}{ticks}"),
    }
}

/// Text in one line, in which nothing is marked up.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in tame(text).split_whitespace() {
        plain.push_str(if plain.is_empty() { "" } else { " " });
        for c in word.chars() {
            if "\\`*_[]<>|#&~$".contains(c) {
                plain.push('\\');
            }
            plain.push(c);
        }
    }
    plain
}

/// A label or a date: letters, digits and what stands between them.
fn cell(text: &str) -> String {
    text.chars().filter(|&c| c.is_ascii_alphanumeric() || "#.:-+ ".contains(c)).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_taken_for_markup() {
        assert_eq!(code("a  *b* | c\n<script>"), "`a *b* \\| c <script>`");
        assert_eq!(
            (code("a``b"), code("`a"), code("\u{1b}[31m")),
            ("```a``b```".into(), "`` `a ``".into(), "`\u{241b}[31m`".into())
        );
        assert_eq!(cell("#1a|x\n"), "#1ax");
        assert_eq!(plain("a <b>\n*c* [d](e)"), "a \\<b\\> \\*c\\* \\[d\\](e)");
        let hostile = StrategyReport { strategy: "```\n# not a heading".into(), ..StrategyReport::default() };
        let mut out = Vec::new();
        report(&hostile, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\n````text\n```\n# not a heading\n````\n"), "{text}");
        assert!(is_report(text.as_bytes()) && is_untouched_report(text.as_bytes()));
        // What somebody worked on is theirs.
        assert!(!is_untouched_report(format!("{text}More").as_bytes()));
        assert!(!is_untouched_report(BEGINNING.as_bytes()));
    }

    /// Of the sixteen items none is forgotten.
    #[test]
    fn every_item_of_prisma_s_is_there() {
        let mut out = Vec::new();
        report(&StrategyReport::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let places: Vec<_> = (1..=16).map(|item| text.find(&format!("**{item}. "))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    }
}
