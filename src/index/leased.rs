//! Documents on lease: what waits in tantivy's queue is bounded by its size.
//!
//! The queue in front of tantivy's threads holds 10,000 documents, however large they are. A leased document counts from the moment it is handed over until tantivy
//! drops it, and the one who hands over waits while too much is out.
//!
//! It must not know what is in a document.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Bytes of documents that may be out.
const OUT_MAX_BYTES: usize = 8 << 20;
/// A thread of the engine that died drops nothing any more; its error is met when the next is handed over.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts the bytes that are out.
#[derive(Debug, Default)]
pub(super) struct Lender {
    out: Mutex<usize>,
    returned: Condvar,
}

/// A document that gives its bytes back when it is dropped.
#[derive(Debug)]
pub(super) struct Leased {
    document: TantivyDocument,
    bytes: usize,
    lender: Arc<Lender>,
}

impl Lender {
    /// Puts a document of this size on lease, as soon as there is room for it.
    pub fn lend(self: &Arc<Self>, document: TantivyDocument, bytes: usize) -> Leased {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        while *out > 0 && *out + bytes > OUT_MAX_BYTES {
            let (next, waited) =
                self.returned.wait_timeout(out, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            out = next;
            if waited.timed_out() {
                break;
            }
        }
        *out += bytes;
        Leased { document, bytes, lender: self.clone() }
    }
}

impl Drop for Leased {
    fn drop(&mut self) {
        let mut out = self.lender.out.lock().unwrap_or_else(PoisonError::into_inner);
        *out = out.saturating_sub(self.bytes);
        self.lender.returned.notify_one();
    }
}

impl Document for Leased {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(mut self) -> TantivyDocument {
        std::mem::take(&mut self.document)
    }
}
