//! A recorded strategy that is run again: whether it finds the same, and which articles make the difference, and why.
//!
//! It must not know how that is printed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::error::Error;
use super::lookup::statuses_of;
use super::report::{ReportArticle, ReportFound, ReportIndex, ReportLine, ReportSource, StrategyReport};
use super::snapshot::Snapshot;
use crate::engine::{BATCH, State};
use crate::index::stored::{Stamp, content};
use crate::index::{Changes, Limits, Lookup, Manifest, Parts, Place, Record, Work};
use crate::model::{ArticleId, Status};

/// A recorded strategy, run again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rerun {
    /// Whether every line finds as many articles as before, and the last one the same.
    pub is_identical: bool,
    /// The lines with their counts then and now.
    pub lines: Vec<RerunLine>,
    /// What became of the articles that the last line found then or finds now, where anything did, by their ids.
    pub articles: Vec<ArticleChange>,
    /// Whether all of them could be named: a record lists no more than 100,000.
    pub is_complete: bool,
    /// What happened to the index since.
    pub since: IndexChange,
    /// The version of litdex then, where it was another.
    pub other_litdex: Option<String>,
    /// The year of the vocabulary then, where it was another.
    pub other_vocabulary_year: Option<u16>,
    /// The record of this run.
    #[serde(skip)]
    pub report: StrategyReport,
}

/// A line of a strategy then and now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RerunLine {
    /// What others refer to it by.
    pub label: String,
    /// The line as it was written.
    pub text: String,
    /// How many articles it found; `None` where it could not be run.
    pub then: Option<u64>,
    /// How many it finds.
    pub now: Option<u64>,
    /// Whether it is read otherwise: by another vocabulary or version, or because it counts back from today.
    pub is_read_otherwise: bool,
}

/// What happened to an index since a strategy was run on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IndexChange {
    /// Whether it was built anew, or is another: what became of an article is then told by the sources alone.
    pub is_anew: bool,
    /// Whether its sources hold what they held.
    pub is_same_corpus: bool,
    /// Commits since; 0 where it was built anew.
    pub commits: u64,
    /// Articles of all the index that came since; `None` where that is not known any more.
    pub added: Option<u64>,
    /// Articles that changed.
    pub changed: Option<u64>,
    /// Articles that went.
    pub removed: Option<u64>,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ArticleFate {
    /// It came since.
    Added,
    /// It says something else since.
    Changed,
    /// It became part of another article.
    Merged,
    /// It is gone.
    Removed,
    /// It was retracted since.
    Retracted,
    /// It is as it was, and the strategy is read otherwise.
    ReadOtherwise,
    /// Why cannot be told.
    Unknown,
}

/// An article that makes a difference, or was found both times and is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ArticleChange {
    /// Its id.
    pub id: ArticleId,
    /// What became of it.
    pub fate: ArticleFate,
    /// Whether it was found then.
    pub then: bool,
    /// Whether it is found now.
    pub now: bool,
    /// The article it is part of now.
    pub into: Option<ArticleId>,
    /// The source that withdrew it.
    pub withdrawn_by: Option<String>,
}

impl Snapshot {
    /// Runs a recorded strategy again, the same text in the same notation, and names the articles that make a difference.
    ///
    /// Within a generation of the index the sequences of its commits tell what came and what changed since. Where it was
    /// built anew, the hashes of the sources tell it, as far as they can: an article of a source that changed came or
    /// changed, and which of both is [`Unknown`](ArticleFate::Unknown).
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use litdex::{Index, Limits, query::Syntax};
    /// let snapshot = Index::open(&path)?.snapshot();
    /// let (_, report) = snapshot.report_strategy("a", "ecmo[tiab]", Syntax::Shown, &Limits::default())?;
    /// let again = snapshot.rerun(&report, &Limits::default())?;
    /// assert!(again.is_identical && again.articles.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`report_strategy`](Self::report_strategy).
    pub fn rerun(&self, then: &StrategyReport, limits: &Limits) -> Result<Rerun, Error> {
        let (_, now) = self.report_strategy(&then.name, &then.strategy, then.syntax, limits)?;
        let lines = lines_of(&then.lines, &now.lines);
        let is_read_otherwise = lines.iter().any(|line| line.is_read_otherwise);
        let none = ReportFound::default();
        let (before, after) = (then.found.as_ref(), now.found.as_ref());
        let is_listed = |found: Option<&ReportFound>| found.is_none_or(ReportFound::is_listed);
        let is_complete = is_listed(before) && is_listed(after);
        let (articles, since) = self.reading(|state| {
            let since = Since::of(state, &then.index, is_read_otherwise)?;
            let articles = if is_complete {
                since.articles(before.unwrap_or(&none), after.unwrap_or(&none))?
            } else {
                Vec::new()
            };
            Ok((articles, since.change))
        })?;
        let same = |found: &ReportFound| (found.count, found.hash.clone());
        Ok(Rerun {
            is_identical: before.map(same) == after.map(same) && lines.iter().all(|it| it.then == it.now),
            lines,
            articles,
            is_complete,
            since,
            other_litdex: Some(then.litdex.clone()).filter(|version| *version != now.litdex),
            other_vocabulary_year: Some(then.vocabulary_year).filter(|year| *year != now.vocabulary_year),
            report: now,
        })
    }
}

fn lines_of(then: &[ReportLine], now: &[ReportLine]) -> Vec<RerunLine> {
    let none = ReportLine::default();
    let one = |at: usize| {
        let (before, after) = (then.get(at).unwrap_or(&none), now.get(at).unwrap_or(&none));
        let line = if at < now.len() { after } else { before };
        RerunLine {
            label: line.label.clone(),
            text: line.text.clone(),
            then: before.count,
            now: after.count,
            is_read_otherwise: before.canonical != after.canonical || before.notes != after.notes,
        }
    };
    (0..then.len().max(now.len())).map(one).collect()
}

/// The state of an index, seen from one before it.
struct Since<'s> {
    state: &'s State,
    then: &'s ReportIndex,
    is_read_otherwise: bool,
    change: IndexChange,
    /// The sources there were then, and whether each holds what it held.
    sources: BTreeMap<&'s str, bool>,
}

/// An article as it is now.
struct Present {
    id: ArticleId,
    content: u64,
    status: Status,
    stamp: Stamp,
    /// The sources of its records.
    sources: BTreeSet<String>,
}

impl<'s> Since<'s> {
    fn of(state: &'s State, then: &'s ReportIndex, is_read_otherwise: bool) -> Result<Self, Error> {
        let (generation, manifest) = state.origin()?;
        let is_anew = !is_later(generation, manifest, then);
        let mut change = IndexChange {
            is_anew,
            is_same_corpus: manifest.snapshot == then.snapshot,
            ..IndexChange::default()
        };
        if !is_anew {
            change.commits = manifest.sequence - then.sequence;
            let later = manifest.sequences.iter().filter(|row| row.number > then.sequence);
            // Of many commits the oldest are one row.
            if later.clone().count() as u64 == change.commits {
                let sum = |of: fn(&Changes) -> u64| Some(later.clone().map(|row| of(&row.changes)).sum());
                change.added = sum(|changes| changes.added);
                change.changed = sum(|changes| changes.updated);
                change.removed = sum(|changes| changes.deleted);
            }
        }
        let hashes: BTreeMap<&str, &str> =
            manifest.sources.iter().map(|source| (source.path.as_str(), source.hash.as_str())).collect();
        let is_as_it_was = |source: &'s ReportSource| {
            let path = source.path.as_str();
            (path, hashes.get(path).is_some_and(|hash| *hash == source.hash && !hash.is_empty()))
        };
        let sources = then.sources.iter().map(is_as_it_was).collect();
        Ok(Self { state, then, is_read_otherwise, change, sources })
    }

    /// What became of the articles found then or now.
    fn articles(&self, then: &ReportFound, now: &ReportFound) -> Result<Vec<ArticleChange>, Error> {
        let before: BTreeMap<&ArticleId, &ReportArticle> = by_id(then);
        let after: BTreeMap<&ArticleId, &ReportArticle> = by_id(now);
        let mut changes = Vec::new();
        for (id, article) in &before {
            let Some(present) = after.get(id) else { continue };
            if let Some(fate) = fate_of(article, present.content, present.status) {
                changes.push(ArticleChange::of(id, fate, (true, true)));
            }
        }
        let lost: Vec<&ReportArticle> =
            before.iter().filter(|(id, _)| !after.contains_key(**id)).map(|it| *it.1).collect();
        for some in lost.chunks(BATCH) {
            self.lost(some, &mut changes)?;
        }
        let new: Vec<&ArticleId> = after.keys().filter(|id| !before.contains_key(**id)).copied().collect();
        for some in new.chunks(BATCH) {
            self.gained(some, &mut changes)?;
        }
        // What took in another article is not what it was, whatever else is known of it.
        let intos: BTreeSet<ArticleId> = changes.iter().filter_map(|change| change.into.clone()).collect();
        for change in changes.iter_mut().filter(|change| change.fate == ArticleFate::Unknown) {
            if intos.contains(&change.id) {
                change.fate = ArticleFate::Changed;
            }
        }
        changes.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(changes)
    }

    /// What became of articles that are not found any more.
    fn lost(&self, articles: &[&ReportArticle], changes: &mut Vec<ArticleChange>) -> Result<(), Error> {
        let ids: Vec<&ArticleId> = articles.iter().map(|article| &article.id).collect();
        let withdrawn = self.state.origin()?.1;
        for (article, present) in articles.iter().zip(self.present(&ids)?) {
            let mut change = ArticleChange::of(&article.id, ArticleFate::Removed, (true, false));
            match present {
                None => {
                    let pmid = article.id.as_str().strip_prefix("pmid:").and_then(|pmid| pmid.parse().ok());
                    let by = withdrawn.deletions.iter().find(|deletion| Some(deletion.pmid) == pmid);
                    change.withdrawn_by = by.map(|deletion| deletion.source.clone());
                }
                Some(present) if present.id != article.id => {
                    (change.fate, change.into) = (ArticleFate::Merged, Some(present.id));
                }
                Some(present) => {
                    let fate = fate_of(article, present.content, present.status);
                    change.fate = fate.unwrap_or_else(|| self.unchanged());
                }
            }
            changes.push(change);
        }
        Ok(())
    }

    /// Why articles are found that were not.
    fn gained(&self, ids: &[&ArticleId], changes: &mut Vec<ArticleChange>) -> Result<(), Error> {
        for (id, present) in ids.iter().zip(self.present(ids)?) {
            let fate = present.map_or(ArticleFate::Unknown, |present| self.fate_of_new(&present));
            changes.push(ArticleChange::of(id, fate, (false, true)));
        }
        Ok(())
    }

    fn fate_of_new(&self, present: &Present) -> ArticleFate {
        if !self.change.is_anew {
            return match present.stamp {
                Stamp { came, .. } if came > self.then.sequence => ArticleFate::Added,
                Stamp { changed, .. } if changed > self.then.sequence => ArticleFate::Changed,
                _ => self.unchanged(),
            };
        }
        let known = |name: &String| self.sources.get(name.as_str()).copied();
        let mut sources = present.sources.iter();
        if sources.clone().all(|name| known(name) == Some(true)) {
            self.unchanged()
        } else if self.then.other_sources == 0 && sources.all(|name| known(name).is_none()) {
            ArticleFate::Added
        } else {
            ArticleFate::Unknown
        }
    }

    /// What is said of an article that is as it was.
    fn unchanged(&self) -> ArticleFate {
        if self.is_read_otherwise { ArticleFate::ReadOtherwise } else { ArticleFate::Unknown }
    }

    /// The articles that ids lead to now, each by its own id or as part of another.
    fn present(&self, ids: &[&ArticleId]) -> Result<Vec<Option<Present>>, Error> {
        let lists: Vec<Vec<Lookup<'_>>> =
            ids.iter().map(|id| vec![Lookup::Id(id.as_str()), Lookup::Key(id.as_str())]).collect();
        let places: Vec<Option<Place>> =
            self.state.find_any(&lists, 1)?.into_iter().map(|found| found.first().copied()).collect();
        let wanted: Vec<Place> = places.iter().flatten().copied().collect();
        let records = self.state.fetch(&wanted, Parts::CARD | Parts::WORK)?;
        let statuses = statuses_of(self.state, records.iter().map(|record| &record.card))?;
        let mut present =
            records.into_iter().zip(statuses).map(|(record, status)| Present::of(record, status));
        Ok(places.into_iter().map(|place| place.and_then(|_| present.next())).collect())
    }
}

/// Whether a state came of the one a record is of, by commits.
fn is_later(generation: u64, manifest: &Manifest, then: &ReportIndex) -> bool {
    let is_same = generation == then.generation && manifest.built == then.built;
    let mut row = manifest.sequences.iter().filter(|row| row.number == then.sequence);
    is_same && manifest.sequence >= then.sequence && row.all(|row| row.date == then.changed)
}

fn by_id(found: &ReportFound) -> BTreeMap<&ArticleId, &ReportArticle> {
    found.articles.iter().map(|article| (&article.id, article)).collect()
}

/// What became of an article that is still there; `None` where it is what it was.
fn fate_of(then: &ReportArticle, content: u64, status: Status) -> Option<ArticleFate> {
    match status {
        Status::Retracted if then.status != status => Some(ArticleFate::Retracted),
        _ if then.content != content || then.status != status => Some(ArticleFate::Changed),
        _ => None,
    }
}

impl Present {
    fn of(record: Record, status: Status) -> Self {
        let sources = |work: &Work| work.held.iter().map(|held| held.source.clone()).collect();
        Self {
            id: record.card.id,
            content: record.work.as_ref().map_or(0, |work| content(&work.article)),
            status,
            stamp: record.stamp,
            sources: record.work.as_deref().map(sources).unwrap_or_default(),
        }
    }
}

impl ArticleChange {
    fn of(id: &ArticleId, fate: ArticleFate, (then, now): (bool, bool)) -> Self {
        Self { id: id.clone(), fate, then, now, into: None, withdrawn_by: None }
    }
}
