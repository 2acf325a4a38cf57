//! Where records stand among the documents of the engine: from a record to its segment and document, the way back
//! from the column that every segment has.

use tantivy::SegmentReader;
use tantivy::columnar::Column;

/// The documents of a snapshot by their records.
pub(crate) struct Places {
    segments: Vec<SegmentPlaces>,
}

/// A segment holds its records in a few stretches in which they rise with the documents: one for each segment it
/// was merged from.
struct SegmentPlaces {
    reader: SegmentReader,
    records: Column<u64>,
    stretches: Vec<Stretch>,
}

/// Documents whose records rise.
struct Stretch {
    /// The first document and the one behind the last.
    documents: (u32, u32),
    /// The first and the last record.
    records: (u64, u64),
}

impl Places {
    /// Reads the columns of all segments once.
    pub fn of(readers: &[SegmentReader]) -> tantivy::Result<Self> {
        let segments = readers.iter().map(SegmentPlaces::of);
        Ok(Self { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// The segment and the document of a record, unless it was deleted.
    pub fn place(&self, record: u32) -> Option<(usize, u32)> {
        let mut segments = self.segments.iter().enumerate();
        segments.find_map(|(at, segment)| Some((at, segment.document(u64::from(record))?)))
    }

    /// Whether the article of a record was not deleted.
    pub fn is_alive(&self, record: u32) -> bool {
        self.place(record).is_some()
    }
}

impl SegmentPlaces {
    fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let records = reader.fast_fields().u64("record")?;
        let mut stretches: Vec<Stretch> = Vec::new();
        for document in 0..reader.max_doc() {
            let record = records.first(document).unwrap_or(u64::MAX);
            match stretches.last_mut() {
                Some(last) if last.records.1 < record => {
                    (last.documents.1, last.records.1) = (document + 1, record);
                }
                _ => {
                    stretches
                        .push(Stretch { documents: (document, document + 1), records: (record, record) });
                }
            }
        }
        Ok(Self { reader: reader.clone(), records, stretches })
    }

    fn document(&self, record: u64) -> Option<u32> {
        let stretches = self.stretches.iter();
        let mut holding =
            stretches.filter(|stretch| stretch.records.0 <= record && record <= stretch.records.1);
        holding.find_map(|stretch| {
            let (mut low, mut high) = stretch.documents;
            while low < high {
                let middle = low.midpoint(high);
                if self.records.first(middle).unwrap_or(u64::MAX) < record {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            let is_it = low < stretch.documents.1 && self.records.first(low) == Some(record);
            (is_it && !self.reader.is_deleted(low)).then_some(low)
        })
    }
}
