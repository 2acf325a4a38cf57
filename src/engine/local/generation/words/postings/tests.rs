//! What is written is read back, from whatever sources it was written.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, IndexSettings, SegmentReader, TERMINATED};

use super::super::schema::{field_of, option_of, schema};
use super::{Disk, MemorySegment, Source, write_segment};
use crate::index::{COLUMNS, Column, Columns};

/// An article: words of the title with their places, stems of the bag, values of a raw field.
type Article = (Vec<(String, u32)>, Vec<(String, u32)>, Vec<String>);

/// Of each field and word the articles, with frequency and positions.
type Everything = BTreeMap<(u32, String), Vec<(u32, u32, Vec<u32>)>>;

fn article() -> impl Strategy<Value = Article> {
    let words = vec(("[ab]{1,2}|long-[0-9]{1,3}", 0u32..300), 0..12);
    let words = words.prop_map(|mut words| {
        words.sort_by_key(|word| word.1);
        words.dedup();
        words
    });
    (words, vec(("[cd]{1,2}", 1u32..4), 0..6), vec("[ef]{1,2}", 0..3))
}

fn put(memory: &mut MemorySegment, (title, bag, values): &Article, record: u32) {
    title.iter().for_each(|(word, place)| memory.word(Column::Title, word, *place));
    bag.iter().for_each(|(stem, times)| memory.stem(Column::Bag, stem, *times));
    values.iter().for_each(|value| memory.value(Column::Heading, value));
    memory.number(Column::Order, u64::from(record) * 7);
    memory.finish_article(record);
}

/// What articles hold, worked out without any posting list.
fn expected(articles: &[&Article]) -> Everything {
    let mut all = Everything::new();
    for (doc, (title, bag, values)) in (0..).zip(articles) {
        let mut of_doc: BTreeMap<(u32, String), (u32, Vec<u32>)> = BTreeMap::new();
        for (word, place) in title {
            let entry = of_doc.entry((Column::Title as u32, word.clone())).or_default();
            entry.0 += 1;
            entry.1.push(*place);
        }
        for (stem, times) in bag {
            of_doc.entry((Column::Bag as u32, stem.clone())).or_default().0 += times;
        }
        for value in values {
            of_doc.entry((Column::Heading as u32, value.clone())).or_default().0 = 1;
        }
        for (key, (frequency, places)) in of_doc {
            all.entry(key).or_default().push((doc, frequency, places));
        }
    }
    all
}

fn read(reader: &SegmentReader) -> Everything {
    let mut all = Everything::new();
    for (column, _, kind) in COLUMNS {
        let Some(option) = option_of(kind) else { continue };
        let words = reader.inverted_index(field_of(column)).unwrap();
        let mut stream = words.terms().stream().unwrap();
        while stream.advance() {
            let mut postings = words.read_postings_from_terminfo(stream.value(), option).unwrap();
            let word = String::from_utf8(stream.key().to_vec()).unwrap();
            assert_eq!(words.terms().get(stream.key()).unwrap().as_ref(), Some(stream.value()));
            while postings.doc() != TERMINATED {
                let mut places = Vec::new();
                if option == IndexRecordOption::WithFreqsAndPositions {
                    postings.positions(&mut places);
                }
                let entry = all.entry((column as u32, word.clone())).or_default();
                entry.push((postings.doc(), postings.term_freq(), places));
                postings.advance();
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn segments_hold_what_was_put(
        articles in vec(article(), 1..400),
        cuts in vec(0usize..400, 1..4),
        dead in vec(0u32..400, 0..40),
    ) {
        let index = Index::create(RamDirectory::create(), schema(), IndexSettings::default()).unwrap();
        // Several threads hold parts of the articles; some of them are written by themselves.
        let mut bounds: Vec<usize> = cuts.iter().map(|cut| cut % (articles.len() + 1)).collect();
        bounds.extend([0, articles.len()]);
        bounds.sort_unstable();
        let mut memories = Vec::new();
        for bound in bounds.windows(2) {
            let mut memory = MemorySegment::new();
            (bound[0]..bound[1]).for_each(|at| put(&mut memory, &articles[at], at as u32));
            memories.push(memory);
        }
        let sources: Vec<_> = memories.iter().map(Source::Memory).collect();
        let whole = write_segment(&index, &sources).unwrap();
        let reader = SegmentReader::open(&index.segment(whole)).unwrap();
        let all: Vec<&Article> = articles.iter().collect();
        prop_assert_eq!(read(&reader), expected(&all));

        // Segments on disk and in memory become one, without the deleted.
        let is_dead = |doc: u32| dead.contains(&doc);
        let disk = |reader| Source::Disk(Disk::new(reader, |doc| !is_dead(doc)));
        let merged = write_segment(&index, &[disk(&reader), sources.into_iter().next().unwrap()]).unwrap();
        let living = (0..articles.len()).filter(|&at| !is_dead(at as u32)).chain(bounds[0]..bounds[1]);
        let living: Vec<usize> = living.collect();
        prop_assert_eq!(merged.max_doc() as usize, living.len());
        let merged = SegmentReader::open(&index.segment(merged)).unwrap();
        let of: Vec<&Article> = living.iter().map(|&at| &articles[at]).collect();
        prop_assert_eq!(read(&merged), expected(&of));
        let (records, orders) = (merged.fast_fields().u64("record").unwrap(), merged.fast_fields().u64("order").unwrap());
        let norms = merged.get_fieldnorms_reader(field_of(Column::Bag)).unwrap();
        let lengths = merged.fast_fields().u64("length").unwrap();
        for (doc, at) in (0..).zip(living) {
            let length: u32 = articles[at].1.iter().map(|stem| stem.1).sum();
            prop_assert_eq!((records.first(doc), orders.first(doc)), (Some(at as u64), Some(at as u64 * 7)));
            prop_assert_eq!((lengths.first(doc), norms.fieldnorm(doc)), (Some(u64::from(length)), length));
        }
    }
}
