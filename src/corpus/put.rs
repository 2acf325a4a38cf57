//! What programs put into an index and take out of it, without files.
//!
//! Each fills a source of its own. Its records are put together with those of the files, and stand in the index
//! alone: a rebuild reads them there.
//!
//! It must not know how a program names its source.

use std::collections::{BTreeMap, BTreeSet};

use super::Build;
use super::error::CorpusError;
use super::fill::finish;
use super::intake::{Kept, Replaced};
use super::pipeline::reconcile;
use super::problems::read_problems;
use super::progress::Report;
use super::rebuild::publish;
use super::reconcile::Reconcile;
use super::sink::Sink;
use super::size::partly_searched;
use super::spill::Spill;
use super::withdrawn::Withdrawn;
use crate::formats::Problem;
use crate::index::keys::{KeyHash, KeyKind, Pair, identity_hashes, put_hash};
use crate::index::{Held, Preparer, SAMPLE_RECORDS, Source, SourceRecord, Works};
use crate::model::{Article, IdentityKey};

/// Up to so many changes one thread is enough.
const FEW: usize = 64;

/// The last word of a program on each id: the article under it, or that there is none.
pub(crate) type Batch = BTreeMap<String, Option<Article>>;

/// Makes a batch count: all of it, or nothing. The report tells the problems that are known of it. Without an index
/// it begins one.
pub(crate) fn put(
    build: &Build,
    source: &str,
    batch: &Batch,
    problems: &[Problem],
) -> Result<Report, CorpusError> {
    let build = &Build { threads: if batch.len() > FEW { build.threads } else { 1 }, ..build.clone() };
    let lease = build.home.lease("commit")?;
    if build.home.current()?.is_none() {
        let sample: Vec<Article> = batch.values().flatten().take(SAMPLE_RECORDS).cloned().collect();
        let (writer, manifest) = lease.begin(&sample, build.write_options())?;
        let mut sink = Sink::new(&*writer, manifest, &|_| ());
        sink.report.generation = writer.generation();
        sink.commit()?;
        let changes = Changes::of(None, source, batch)?;
        changes.tell(problems, source, &mut sink.report);
        let report = changes.write(build, &*writer.written()?, source, sink)?;
        return publish(&*lease, writer, report);
    }
    lease.clear_unfinished()?;
    let before = build.home.works()?;
    let changes = Changes::of(Some(&*before), source, batch)?;
    let (generation, articles) = (before.generation(), before.manifest().articles);
    let mut report =
        Report { generation, articles, records_unchanged: changes.unchanged, ..Report::default() };
    changes.tell(problems, source, &mut report);
    if changes.is_empty() {
        return Ok(report);
    }
    let (writer, manifest) = lease.reopen(build.write_options())?;
    let problems = read_problems(&*before)?;
    let sink = Sink { report, problems, ..Sink::new(&*writer, manifest, &|_| ()) };
    changes.write(build, &*before, source, sink)
}

/// What a batch changes.
#[derive(Default)]
struct Changes {
    new: Vec<SourceRecord>,
    replaced: Replaced,
    unchanged: u64,
}

impl Changes {
    fn of(before: Option<&dyn Works>, source: &str, batch: &Batch) -> Result<Self, CorpusError> {
        let mut changes = Self::default();
        for (own_id, article) in batch {
            let new = article.clone().map(|article| SourceRecord { source: source.to_owned(), article });
            let held = new.as_ref().map(SourceRecord::held);
            let is_gone = article.is_none();
            let found = before.map_or(Ok(Vec::new()), |works| held_under(works, source, own_id, is_gone))?;
            let stays = found.iter().any(|(_, there)| Some(there) == held.as_ref());
            changes.unchanged += u64::from(stays);
            changes.replaced.0.extend(found.into_iter().filter(|(_, there)| Some(there) != held.as_ref()));
            changes.new.extend(new.filter(|_| !stays));
        }
        Ok(changes)
    }

    /// Tells what is wrong with what was put.
    fn tell(&self, problems: &[Problem], source: &str, report: &mut Report) {
        let mut preparer = Preparer::new();
        let too_large =
            self.new.iter().filter_map(|record| partly_searched(&record.article, source, &mut preparer));
        problems.iter().cloned().chain(too_large).for_each(|problem| report.add(&problem));
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.replaced.0.is_empty()
    }

    /// Writes and commits them; `now` is the state they change.
    fn write(
        self,
        build: &Build,
        now: &dyn Works,
        source: &str,
        mut sink: Sink<'_>,
    ) -> Result<Report, CorpusError> {
        count(&mut sink.manifest.sources, source, &self);
        sink.report.records = self.new.len() as u64;
        let (mut records, mut keys) = (Spill::create(sink.writer.scratch())?, sink.writer.sorter());
        for record in &self.new {
            let number = records.push(record)?;
            for hash in identity_hashes(&record.article) {
                keys.push(Pair { hash, record: number })?;
            }
        }
        let (none, kept, withdrawn) = (&BTreeSet::new(), &Kept::default(), &Withdrawn::default());
        let work = Reconcile {
            now,
            first_new: sink.writer.next_record(),
            left: none,
            unfinished: none,
            kept,
            replaced: &self.replaced,
            withdrawn,
            waiting: records.finish()?,
        };
        reconcile(build, work, keys.finish()?, &mut sink)?;
        finish(sink, &[], &[])
    }
}

/// The records that a program put under an id of its own; of what is to go, where there are none, its records of the
/// article that has this id.
fn held_under(
    works: &dyn Works,
    source: &str,
    own_id: &str,
    is_gone: bool,
) -> Result<Vec<(u32, Held)>, CorpusError> {
    let put = records_under(works, &[put_hash(source, own_id)], |_, of, record| {
        of == source && record.own_id() == own_id
    })?;
    if !put.is_empty() || !is_gone {
        return Ok(put);
    }
    let is_key = IdentityKey::is_strong_text(own_id);
    let hashes = [KeyHash::of(KeyKind::Strong, own_id)];
    let hashes = if is_key { &hashes[..] } else { &[] };
    records_under(works, hashes, |article, of, _| of == source && article.id.as_str() == own_id)
}

/// The records wanted of the articles that hashes lead to: by the article, the source and the record.
fn records_under(
    works: &dyn Works,
    hashes: &[KeyHash],
    is_wanted: impl Fn(&Article, &str, &Article) -> bool,
) -> Result<Vec<(u32, Held)>, CorpusError> {
    let articles: Vec<u32> = works.candidates(hashes)?.into_iter().flatten().collect();
    let mut found = Vec::new();
    for (&number, work) in articles.iter().zip(works.works(&articles)?) {
        for (source, record) in
            work.as_read().filter(|(source, record)| is_wanted(&work.article, source, record))
        {
            let record = SourceRecord { source: source.to_owned(), article: record.clone() };
            found.push((number, record.held()));
        }
    }
    Ok(found)
}

/// Brings what the manifest says of a program's source up to date.
fn count(sources: &mut Vec<Source>, source: &str, changes: &Changes) {
    let at = sources.iter().position(|known| known.path == source).unwrap_or_else(|| {
        sources.push(Source { path: source.to_owned(), ..Source::default() });
        sources.len() - 1
    });
    let known = &mut sources[at];
    // A sum is the same whatever the order, and a record can be taken out of it.
    let mut sum = u64::from_str_radix(&known.hash, 16).unwrap_or(0);
    let going: BTreeSet<&Held> = changes.replaced.0.iter().map(|(_, held)| held).collect();
    for held in going {
        (sum, known.records) = (sum.wrapping_sub(held.hash), known.records.saturating_sub(1));
    }
    for record in &changes.new {
        (sum, known.records) = (sum.wrapping_add(record.held().hash), known.records + 1);
    }
    known.hash = format!("{sum:032x}");
    if known.records == 0 {
        sources.remove(at);
    }
}
