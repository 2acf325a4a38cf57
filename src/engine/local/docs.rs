//! Sets of documents that are walked in rising order: the pieces every Boolean query is built from.
//!
//! They must not know how a document is scored or shown.

use tantivy::DocSet;
use tantivy::postings::SegmentPostings;

use super::marks::Marks;

/// No document comes after this one.
pub(super) const END: u32 = tantivy::TERMINATED;

/// A set of documents of one segment, standing at its first.
pub(super) trait Docs {
    /// The present document, or [`END`].
    fn doc(&self) -> u32;
    /// Goes to the next.
    fn advance(&mut self) -> u32;
    /// Goes to the first document not before `target`; never back.
    fn seek(&mut self, target: u32) -> u32;
    /// About how many documents there are.
    fn cost(&self) -> u32;
    /// Marks its documents of a window, and goes to the first after it. Never back: of a window it has passed the
    /// beginning of, the rest is marked.
    fn mark(&mut self, marks: &mut Marks) {
        let mut doc = self.seek(marks.start());
        while doc < marks.end() {
            marks.insert(doc);
            doc = self.advance();
        }
    }
}

/// A set of documents of any kind.
pub(super) type BoxDocs = Box<dyn Docs>;

impl Docs for SegmentPostings {
    fn doc(&self) -> u32 {
        DocSet::doc(self)
    }
    fn advance(&mut self) -> u32 {
        DocSet::advance(self)
    }
    fn seek(&mut self, target: u32) -> u32 {
        if DocSet::doc(self) >= target { DocSet::doc(self) } else { DocSet::seek(self, target) }
    }
    fn cost(&self) -> u32 {
        self.doc_freq()
    }
}

/// No document.
pub(super) struct Nothing;

impl Docs for Nothing {
    fn doc(&self) -> u32 {
        END
    }
    fn advance(&mut self) -> u32 {
        END
    }
    fn seek(&mut self, _: u32) -> u32 {
        END
    }
    fn cost(&self) -> u32 {
        0
    }
}

/// Every document of a segment.
pub(super) struct Everything {
    pub doc: u32,
    pub max: u32,
}

impl Docs for Everything {
    fn doc(&self) -> u32 {
        if self.doc < self.max { self.doc } else { END }
    }
    fn advance(&mut self) -> u32 {
        self.doc = self.doc.saturating_add(1);
        self.doc()
    }
    fn seek(&mut self, target: u32) -> u32 {
        self.doc = self.doc.max(target);
        self.doc()
    }
    fn cost(&self) -> u32 {
        self.max
    }
}
