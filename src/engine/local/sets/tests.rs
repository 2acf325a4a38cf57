//! Sets, walked and marked, against sets of the standard library.

use super::super::marks::WINDOW;
use super::*;
use proptest::collection::btree_set;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Some windows and a part of one.
const MAX: u32 = 3 * WINDOW + 77;

fn set(docs: &BTreeSet<u32>) -> BoxDocs {
    let mut bits = BitsBuilder::new(MAX);
    docs.iter().for_each(|&doc| bits.insert(doc));
    Box::new(bits.finish())
}

fn all(mut docs: BoxDocs) -> Vec<u32> {
    let mut found = Vec::new();
    while docs.doc() != END {
        found.push(docs.doc());
        docs.advance();
    }
    found
}

/// The same, a window at a time.
fn marked(mut docs: BoxDocs) -> Vec<u32> {
    let mut found = Vec::new();
    while docs.doc() != END {
        let mut marks = Marks::around(docs.doc());
        docs.mark(&mut marks);
        marks.each(|doc| found.push(doc));
    }
    found
}

fn documents(most: usize) -> impl Strategy<Value = BTreeSet<u32>> {
    // Few that lie far apart, and many side by side.
    let dense = (0..MAX, 0..most as u32).prop_map(|(start, count)| (start..MAX.min(start + count)).collect());
    prop_oneof![btree_set(0..MAX, 0..most), dense]
}

proptest! {
    #[test]
    fn sets_do_what_sets_do(
        a in documents(900), b in documents(900), c in documents(30), target in 0..MAX,
    ) {
        let three = || vec![set(&a), set(&b), set(&c)];
        let or: BTreeSet<u32> = a.iter().chain(&b).chain(&c).copied().collect();
        let and: BTreeSet<u32> =
            a.iter().filter(|doc| b.contains(doc) && c.contains(doc)).copied().collect();
        let not: BTreeSet<u32> = a.difference(&b).copied().collect();
        let rest: BTreeSet<u32> = c.difference(&a).copied().collect();
        let even: BTreeSet<u32> = a.iter().filter(|doc| *doc % 2 == 0).copied().collect();
        let many = || (0..4).flat_map(|_| three()).collect();
        let both = || Both::of(vec![Either::of(three(), MAX), Without::of(set(&a), set(&b))]);
        let expected: [(&BTreeSet<u32>, &dyn Fn() -> BoxDocs); 7] = [
            (&or, &|| Either::of(three(), MAX)),
            (&or, &|| Either::of(many(), MAX)),
            (&and, &|| Both::of(three())),
            (&not, &|| Without::of(set(&a), set(&b))),
            (&rest, &|| Without::of(set(&c), set(&a))),
            (&even, &|| Checked::of(set(&a), |doc| doc % 2 == 0)),
            (&not, &both),
        ];
        for (expected, docs) in expected {
            let whole: Vec<u32> = expected.iter().copied().collect();
            prop_assert_eq!(&all(docs()), &whole);
            prop_assert_eq!(&marked(docs()), &whole);
            let rest: Vec<u32> = expected.range(target..).copied().collect();
            let mut sought = docs();
            prop_assert_eq!(sought.seek(target), rest.first().copied().unwrap_or(END));
            prop_assert_eq!(marked(sought), rest);
        }
    }
}
