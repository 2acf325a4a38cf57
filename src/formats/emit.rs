//! The one way from a reader to the sink: it numbers records, counts, and keeps problems short and few.
//!
//! It must not know any one format, nor where its texts come from.

use std::collections::BTreeMap;

use super::bounds::curtail;
use super::citation;
use super::ids::{add_other, arxiv_in};
use super::problem::{Place, Problem, ProblemKind};
use super::summary::{Format, Summary};
use super::text::shown;
use super::{Item, Sink};
use crate::model::{Article, Pmid, Reference};

/// Problems told one by one for a record; the rest are counted in one more.
const PROBLEMS_PER_RECORD: u32 = 20;

/// Problems of whole files, such as the members of an archive, told one by one; the rest are counted.
const OF_FILES_TOLD: u64 = 100;

/// Hands items to the sink until it breaks off.
pub(super) struct Emitter<'e, 's> {
    sink: &'e mut Sink<'s>,
    /// The text that is read, its format, and how many of its records were begun.
    file: String,
    format: Option<Format>,
    record: u64,
    summary: Summary,
    stopped: bool,
    told: u32,
    untold: u64,
    of_files: u64,
    of_files_untold: BTreeMap<ProblemKind, u64>,
}

impl<'e, 's> Emitter<'e, 's> {
    pub fn new(sink: &'e mut Sink<'s>) -> Self {
        Self {
            sink,
            file: String::new(),
            format: None,
            record: 0,
            summary: Summary::default(),
            stopped: false,
            told: 0,
            untold: 0,
            of_files: 0,
            of_files_untold: BTreeMap::new(),
        }
    }

    /// Turns to a file, or a member of an archive: what follows is said of it.
    pub fn enter(&mut self, file: &str) {
        self.tell_untold();
        file.clone_into(&mut self.file);
        (self.format, self.record) = (None, 0);
    }

    pub fn set_format(&mut self, format: Format) {
        self.format = Some(format);
        *self.summary.texts.entry(format).or_default() += 1;
    }

    /// Counts the text that was read.
    pub fn add_text(&mut self, bytes: u64) {
        self.summary.text_bytes += bytes;
    }

    /// Whether the sink wants no more.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Starts the next record and returns its number.
    pub fn begin_record(&mut self) -> u64 {
        self.tell_untold();
        self.summary.records += 1;
        self.record += 1;
        self.record
    }

    /// Goes on with a record that was begun before others.
    pub fn return_to_record(&mut self) {
        self.tell_untold();
    }

    /// Completes the article's origin and references, gives it its id and hands it over.
    pub fn article(&mut self, mut article: Box<Article>) {
        for list in curtail(&mut article) {
            let place = Place { record: Some(self.record), ..Place::default() };
            let found = format!("more {list} than any article has");
            self.problem(ProblemKind::TooLarge, place, &found, "the rest were left out");
        }
        let origin = &mut article.origin;
        if origin.file.is_empty() {
            self.file.clone_into(&mut origin.file);
        }
        if origin.format.is_empty() {
            self.format.map_or("", Format::name).clone_into(&mut origin.format);
        }
        if origin.record == 0 {
            origin.record = self.record;
        }
        if !matches!(self.format, Some(Format::Jsonl)) {
            take_arxiv(&mut article);
        }
        let is_exchanged = self.format == Some(Format::Jsonl);
        // References of Web of Science have no title to be found; what is exchanged is read as it was written, where
        // it was read before.
        if article.origin.format != Format::WebOfScience.name() {
            let unread =
                article.references.iter_mut().filter(|reference| !is_exchanged || is_unread(reference));
            unread.for_each(citation::complete);
        }
        article.assign_id();
        self.summary.articles += 1;
        self.hand_over(Item::Article(article));
    }

    pub fn deletion(&mut self, pmid: Pmid) {
        self.summary.deletions += 1;
        self.hand_over(Item::Deletion(pmid));
    }

    pub fn problem(&mut self, kind: ProblemKind, place: Place, found: &str, done: &str) {
        if self.told >= PROBLEMS_PER_RECORD {
            self.untold += 1;
            return;
        }
        self.told += 1;
        self.tell(kind, place, shown(found), done);
    }

    /// Tells what concerns a file, or a member of an archive, as a whole.
    pub fn file_problem(&mut self, kind: ProblemKind, place: Place, found: &str, done: &str) {
        self.tell_untold();
        self.of_files += 1;
        if self.of_files <= OF_FILES_TOLD {
            self.tell(kind, place, shown(found), done);
        } else {
            *self.of_files_untold.entry(kind).or_default() += 1;
        }
    }

    /// Ends the reading of a file of so many bytes.
    pub fn finish(mut self, file: &str, bytes_read: u64) -> Summary {
        self.enter(file);
        for (kind, count) in std::mem::take(&mut self.of_files_untold) {
            let found =
                format!("{count} more files in the archive with a problem of the kind {}", kind.name());
            self.tell(kind, Place::default(), found, "they are not listed one by one");
        }
        let mut formats = self.summary.texts.keys();
        self.summary.format = formats.next().copied().filter(|_| formats.next().is_none());
        self.summary.bytes_read = bytes_read;
        self.summary
    }

    fn tell_untold(&mut self) {
        if self.untold > 0 {
            let place = Place { record: Some(self.record), ..Place::default() };
            let found = format!("{} more problems in this record", self.untold);
            self.tell(ProblemKind::Malformed, place, found, "they are not listed one by one");
        }
        (self.told, self.untold) = (0, 0);
    }

    fn tell(&mut self, kind: ProblemKind, place: Place, found: String, done: &str) {
        *self.summary.problems.entry(kind).or_default() += 1;
        let file = self.file.clone();
        self.hand_over(Item::Problem(Problem { file, place, kind, found, done: done.to_owned() }));
    }

    fn hand_over(&mut self, item: Item) {
        if !self.stopped {
            self.stopped = (self.sink)(item).is_break();
        }
    }
}

/// Whether a reference is its text alone, or has none yet.
fn is_unread(reference: &Reference) -> bool {
    let Reference { raw, label, .. } = reference;
    let text_alone = Reference { raw: raw.clone(), label: label.clone(), ..Reference::default() };
    raw.is_empty() || *reference == text_alone
}

/// A record with no other identifier is the preprint its address leads to.
fn take_arxiv(article: &mut Article) {
    let ids = &mut article.ids;
    let has_ids = ids.pmid.is_some() || ids.pmcid.is_some() || ids.doi.is_some();
    if has_ids || ids.other.iter().any(|other| other.scheme == "arxiv") {
        return;
    }
    if let Some(value) =
        article.links.iter().find_map(|link| arxiv_in(link)).map(|(value, _)| value.to_owned())
    {
        add_other(ids, "arxiv", value);
    }
}
