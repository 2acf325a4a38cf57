//! The one way from a reader to the sink: it numbers records, counts, and keeps problems short and few.
//!
//! It must not know any one format.

use super::problem::{Place, Problem, ProblemKind};
use super::stream::Window;
use super::summary::{Format, Summary};
use super::text::shown;
use super::{Item, Sink};
use crate::model::{Article, Pmid};

/// Problems told one by one for a record; the rest are counted in one more.
const PROBLEMS_PER_RECORD: u32 = 20;

/// Hands items to the sink until it breaks off.
pub(super) struct Emitter<'e, 's> {
    file: &'e str,
    sink: &'e mut Sink<'s>,
    summary: Summary,
    stopped: bool,
    told: u32,
    untold: u64,
}

impl<'e, 's> Emitter<'e, 's> {
    pub fn new(file: &'e str, sink: &'e mut Sink<'s>) -> Self {
        Self { file, sink, summary: Summary::default(), stopped: false, told: 0, untold: 0 }
    }

    pub fn set_format(&mut self, format: Format) {
        self.summary.format = Some(format);
    }

    /// Whether the sink wants no more.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Starts the next record and returns its number.
    pub fn begin_record(&mut self) -> u64 {
        self.tell_untold();
        self.summary.records += 1;
        self.summary.records
    }

    /// Completes the article's origin, gives it its id and hands it over.
    pub fn article(&mut self, mut article: Box<Article>) {
        let origin = &mut article.origin;
        if origin.file.is_empty() {
            self.file.clone_into(&mut origin.file);
        }
        if origin.format.is_empty() {
            self.summary.format.map_or("", Format::name).clone_into(&mut origin.format);
        }
        if origin.record == 0 {
            origin.record = self.summary.records;
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

    pub fn finish(mut self, window: &Window<'_>) -> Summary {
        self.tell_untold();
        self.summary.bytes_read = window.bytes_read();
        self.summary.text_bytes = window.text_bytes();
        self.summary
    }

    fn tell_untold(&mut self) {
        if self.untold > 0 {
            let place = Place { record: Some(self.summary.records), ..Place::default() };
            let found = format!("{} more problems in this record", self.untold);
            self.tell(ProblemKind::Malformed, place, found, "they are not listed one by one");
        }
        (self.told, self.untold) = (0, 0);
    }

    fn tell(&mut self, kind: ProblemKind, place: Place, found: String, done: &str) {
        *self.summary.problems.entry(kind).or_default() += 1;
        let file = self.file.to_owned();
        self.hand_over(Item::Problem(Problem { file, place, kind, found, done: done.to_owned() }));
    }

    fn hand_over(&mut self, item: Item) {
        if !self.stopped {
            self.stopped = (self.sink)(item).is_break();
        }
    }
}
