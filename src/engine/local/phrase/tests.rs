//! Posting lists beside the definition of a clause, and the limits of a search.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexSettings, SegmentReader};

use super::super::generation::{MemorySegment, PostingSource, field_of, schema, write_segment};
use super::*;
use crate::engine::Span;
use crate::engine::definition::{Text, any_clause, any_text, defined, near, word};
use crate::engine::local::listed::ListedByKeys;
use crate::index::{Column, Columns, Limits};

/// A segment in memory whose titles are the texts.
pub(in crate::engine::local) fn segment(texts: &[Text]) -> Segment {
    let index = Index::create(RamDirectory::create(), schema(), IndexSettings::default()).unwrap();
    let mut memory = MemorySegment::new();
    for (record, text) in (0..).zip(texts) {
        for (position, forms) in (0..).zip(text) {
            forms.iter().for_each(|form| memory.word(Column::Title, form, position));
        }
        memory.finish_article(record);
    }
    let meta = write_segment(&index, &[PostingSource::Memory(&memory)]).unwrap();
    let reader = SegmentReader::open(&index.segment(meta)).unwrap();
    let listed = Arc::new(ListedByKeys::new(None, HashMap::new()));
    Segment::open((0, reader), Arc::from(Path::new("memory")), listed).unwrap()
}

/// The documents and spans of a clause.
fn found(segment: &Segment, clause: &Clause, budget: &Budget) -> Vec<(u32, Vec<Span>)> {
    let mut found = Vec::new();
    let Some(mut docs) = PhraseDocs::open(segment, field_of(Column::Title), clause, budget).unwrap() else {
        return found;
    };
    while docs.doc() != END {
        let spans = docs.matcher.spans(&mut docs.source).unwrap().to_vec();
        assert_eq!(docs.occurrences(), spans.len());
        found.push((docs.doc(), spans));
        docs.advance();
    }
    found
}

fn expected(texts: &[Text], clause: &Clause) -> Vec<(u32, Vec<Span>)> {
    let all = texts.iter().zip(0..).map(|(text, doc)| (doc, defined(clause, text).into_iter().collect()));
    all.filter(|(_, spans): &(u32, Vec<Span>)| !spans.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn posting_lists_give_what_the_definition_says(
        texts in prop::collection::vec(any_text(), 1..40),
        clauses in prop::collection::vec(any_clause(), 1..20),
        target in 0_u32..40,
    ) {
        let segment = segment(&texts);
        let budget = Budget::new(&Limits::default());
        for clause in &clauses {
            let expected = expected(&texts, clause);
            prop_assert_eq!(&found(&segment, clause, &budget), &expected, "{:?}", clause);
            let mut docs = documents(&segment, field_of(Column::Title), clause, &budget).unwrap();
            let first = expected.iter().map(|(doc, _)| *doc).find(|&doc| doc >= target);
            prop_assert_eq!(docs.seek(target), first.unwrap_or(END));
        }
        // Everything that was held was given back.
        prop_assert_eq!(budget.hold_positions(budget.limits().held_positions), Ok(()));
    }
}

/// A text of as many different words with each letter.
fn alphabet(words: usize) -> Text {
    (0..words).flat_map(|n| ["a", "b"].map(|letter| vec![format!("{letter}{n}")])).collect()
}

#[test]
fn limits_end_a_walk_and_keep_the_reason() {
    let segment = segment(&vec![alphabet(100); 200]);
    let title = field_of(Column::Title);
    let clause = Clause::phrase(vec![word("a*"), word("b*")]);
    let open = |limits: Limits| {
        let budget = Budget::new(&limits);
        let docs = PhraseDocs::open(&segment, title, &clause, &budget);
        (budget, docs.map(Option::unwrap))
    };
    let refused = |limits: Limits| open(limits).1.err().map(|error| error.to_string());
    assert!(refused(Limits::default().positions(20_000)).is_some());
    assert!(refused(Limits::default().held_positions(20_000)).is_some());
    let past = std::time::Instant::now().checked_sub(std::time::Duration::from_secs(1)).unwrap();
    assert_eq!(refused(Limits::default().deadline(past)), Some(Exhausted::Deadline.to_string()));
    assert_eq!(refused(Limits::default()), None);

    // A limit met in the middle of a walk ends it; a full budget walks all.
    let count = |limits: Limits| {
        let (budget, docs) = open(limits);
        let mut docs = docs.unwrap();
        let mut count = 0;
        while docs.doc() != END {
            count += 1;
            docs.advance();
        }
        (count, budget.check())
    };
    let (some, reason) = count(Limits::default().positions(60_000));
    assert!(some < 200 && reason == Err(Exhausted::Positions), "{some} {reason:?}");
    assert_eq!(count(Limits::default()), (200, Ok(())));
}

#[test]
fn a_proximity_that_cannot_be_looked_for_is_refused() {
    let segment = segment(&[alphabet(3)]);
    let budget = Budget::new(&Limits::default());
    let clause = near(false, 500, vec![word("a1"), word("b1")]);
    let refused = documents(&segment, field_of(Column::Title), &clause, &budget);
    assert!(matches!(refused.err(), Some(EngineError::Proximity(_))));
}
