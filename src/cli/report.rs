//! The records of strategies: where they are written, and `strategy rerun`.
//!
//! It must not know what a record holds.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{PlainFormat, RerunArgs};
use super::config::Config;
use super::input;
use super::term::tame;
use crate::error::{Context, FileError};
use crate::export::units::count;
use crate::export::{is_report, is_untouched_report, json, report};
use crate::{ArticleChange, ArticleFate, IndexChange, Limits, Rerun, StrategyReport};

/// The longest file that is looked into; a report that is longer is refused.
const MOST_BYTES: u64 = 64 << 20;

/// The two forms of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Markdown,
}

/// Where a record is to be written.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    form: Form,
}

impl Target {
    /// The place of a record that a user named.
    ///
    /// # Errors
    /// Its name says no form, or something else stands there.
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        let form = match ending.as_deref() {
            Some("json") => Form::Json,
            Some("md" | "markdown") => Form::Markdown,
            _ => anyhow::bail!(
                "a report is written as JSON or Markdown; let {} end in .json or .md",
                path.display()
            ),
        };
        // A link is written through: what it leads to is what was meant.
        let path = match fs::symlink_metadata(path) {
            Ok(met) if met.is_symlink() => path.canonicalize().context_of("follow the link", path)?,
            _ => path.to_path_buf(),
        };
        let target = Self { path, form };
        target.check()?;
        Ok(target)
    }

    /// Only an empty file or another report is replaced, in Markdown one that nobody has worked on.
    fn check(&self) -> anyhow::Result<()> {
        let path = &self.path;
        let mut held = Vec::new();
        let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut held));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.map_err(|source| FileError::new("read", path, source))?,
        };
        let is_ours = match self.form {
            Form::Json => StrategyReport::read(&held).is_ok(),
            Form::Markdown => is_untouched_report(&held),
        };
        anyhow::ensure!(
            is_ours || held.is_empty(),
            "{} is there and no report as litdex wrote it, so it is not overwritten; name another file, or remove it",
            path.display()
        );
        Ok(())
    }

    /// Writes a record: the file holds all of it, or what it held.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, written: &StrategyReport) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        match self.form {
            Form::Json => json::document(written, &mut bytes)?,
            Form::Markdown => report(written, &mut bytes)?,
        }
        // It may have come while the strategy ran.
        self.check()?;
        let mut name = self.path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}.new", std::process::id()));
        let beside = self.path.with_file_name(name);
        let written = File::create_new(&beside)
            .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&beside, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        Ok(written.context_of("write", &self.path)?)
    }
}

/// The bytes of a strategy or a report.
///
/// # Errors
/// The file cannot be read.
pub fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more tells that there is more.
    let read = input::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|source| FileError::new("read", path, source))?;
    anyhow::ensure!(
        !is_report(&bytes),
        "{} is a report for people; give the one that ends in .json",
        path.display()
    );
    Ok(bytes)
}

/// Runs `strategy rerun`.
pub fn rerun(config: &Config, args: &RerunArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let target = args.report.as_deref().map(Target::of).transpose()?;
    let then = StrategyReport::read(&bytes_of(&args.file)?)
        .map_err(|error| anyhow::anyhow!("{}: {error}", args.file.display()))?;
    let rerun = config.open()?.snapshot().rerun(&then, &Limits::default())?;
    match args.format {
        PlainFormat::Text => text(&then, &rerun, out)?,
        PlainFormat::Json => json::document(&rerun, out)?,
    }
    if let Some(target) = target {
        target.write(&rerun.report)?;
    }
    let failed = rerun.report.lines.iter().filter(|line| line.error.is_some());
    for line in failed {
        let said = line.error.as_deref().unwrap_or_default();
        writeln!(io::stderr().lock(), "litdex: {}: {}", tame(&line.label), super::term::tame_lines(said))?;
    }
    Ok(match rerun.report.found {
        None => Outcome::Unsound,
        Some(_) => Outcome::found(rerun.is_identical),
    })
}

fn text(then: &StrategyReport, rerun: &Rerun, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}, as it was run {}, and now", tame(&then.name), tame(&then.date))?;
    let shown = |count: Option<u64>| count.map_or("error".to_owned(), |count| count.to_string());
    let wide = |of: &dyn Fn(&crate::RerunLine) -> usize| rerun.lines.iter().map(of).max().unwrap_or(0);
    let labels = wide(&|line| line.label.len());
    let (before, after) = (wide(&|line| shown(line.then).len()), wide(&|line| shown(line.now).len()));
    for line in &rerun.lines {
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (then, now, label) = (shown(line.then), shown(line.now), tame(&line.label));
        let mark = if line.is_read_otherwise { " (read otherwise than then)" } else { "" };
        writeln!(out, "{label:<labels$}  {then:>before$}  {now:>after$}  {}{mark}", tame(&text))?;
    }
    writeln!(out, "{}", since(&rerun.since))?;
    if let Some(version) = &rerun.other_litdex {
        writeln!(out, "litdex was {}, and is {}", tame(version), rerun.report.litdex)?;
    }
    if let Some(year) = rerun.other_vocabulary_year {
        writeln!(
            out,
            "headings were those of MeSH {year}, and are those of {}",
            rerun.report.vocabulary_year
        )?;
    }
    rerun.articles.iter().try_for_each(|change| writeln!(out, "{}", said_of(change)))?;
    if !rerun.is_complete {
        writeln!(out, "the articles cannot be named: more were found than a report lists")?;
    }
    writeln!(out, "{}", if rerun.is_identical { "identical" } else { "different" })
}

/// What happened to the index, in a sentence.
fn since(change: &IndexChange) -> String {
    let corpus = if change.is_same_corpus { "of the same corpus" } else { "of another corpus" };
    if change.is_anew {
        return format!(
            "the index was built anew since, {corpus}: what was added or changed, its sources tell"
        );
    }
    if change.commits == 0 {
        return "the index is as it was".to_owned();
    }
    let commits = count(change.commits, "commit", "commits");
    match (change.added, change.changed, change.removed) {
        (Some(added), Some(changed), Some(removed)) => format!(
            "the index since, {commits}: {} added, {changed} changed, {removed} removed",
            count(added, "article", "articles")
        ),
        _ => format!("the index since: {commits}"),
    }
}

/// An article that makes a difference: `+` where it is found now, `-` where it was, `=` where it is found still.
fn said_of(change: &ArticleChange) -> String {
    let sign = match (change.then, change.now) {
        (true, true) => '=',
        (_, now) => {
            if now {
                '+'
            } else {
                '-'
            }
        }
    };
    let why = match (change.fate, &change.into, &change.withdrawn_by) {
        (ArticleFate::Added, ..) => "added".to_owned(),
        (ArticleFate::Changed, ..) => "changed".to_owned(),
        (ArticleFate::Merged, Some(into), _) => format!("merged into {into}"),
        (ArticleFate::Removed, _, Some(source)) => format!("withdrawn by {source}"),
        (ArticleFate::Removed, ..) => "removed".to_owned(),
        (ArticleFate::Retracted, ..) => "retracted".to_owned(),
        (ArticleFate::ReadOtherwise, ..) => "as it was; the strategy is read otherwise".to_owned(),
        _ => "why cannot be told".to_owned(),
    };
    tame(&format!("{sign} {}  {why}", change.id)).into_owned()
}
