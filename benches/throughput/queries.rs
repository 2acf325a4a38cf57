//! Queries: from the text to the hits' cards in hand, the exact total included.
//!
//! It must not know how the queries were drawn.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use litdex::{Index, Search};

use crate::Outcome;
use crate::build::Places;
use crate::draw::Kind;
use crate::floor::{Ask, Floor};
use crate::report::{Report, Spread, Target};

/// What is asked for of each hit, and of whom.
#[derive(Clone, Copy)]
enum Shown {
    Litdex { snippets: usize },
    Floor { snippets: bool },
}

/// Passes over the queries in turn, so that all meet the same noise.
const SHOWN: [Shown; 5] = [
    Shown::Litdex { snippets: 0 },
    Shown::Floor { snippets: false },
    Shown::Litdex { snippets: 1 },
    Shown::Floor { snippets: true },
    Shown::Litdex { snippets: 3 },
];

/// Runs a query, and returns how many articles it finds.
fn run(index: &Index, floor: &Floor, pair: &(Search, Ask), shown: Shown) -> Outcome<u64> {
    Ok(match shown {
        Shown::Litdex { snippets } => black_box(index.search(pair.0.clone().snippets(snippets))?).total,
        Shown::Floor { snippets } => {
            let answer = floor.search(&pair.1, snippets)?;
            black_box((&answer.titles, &answer.snippets));
            answer.total as u64
        }
    })
}

/// Times every query in several passes and reports each kind.
pub fn measure(places: &Places, kinds: &[Kind], passes: usize, report: &mut Report) -> Outcome<()> {
    let index = Index::open(&places.litdex)?;
    let floor = Floor::open(&places.floor)?;
    let mut totals = Vec::new();
    for kind in kinds {
        let count = kind.pairs.len();
        let mut best = SHOWN.map(|_| vec![f64::INFINITY; count]);
        let mut found = SHOWN.map(|_| vec![0.0; count]);
        for _ in 0..passes {
            for (at, shown) in SHOWN.into_iter().enumerate() {
                for (query, pair) in kind.pairs.iter().enumerate() {
                    let start = Instant::now();
                    let total = run(&index, &floor, pair, shown)?;
                    let time_us = start.elapsed().as_nanos() as f64 / 1e3;
                    best[at][query] = best[at][query].min(time_us);
                    found[at][query] = total as f64;
                }
            }
        }
        let [titles, floor_titles, one, floor_snippets, three] = best.map(|times| Spread::of(&times));
        let name = kind.name;
        let most = kind.most.map(Target::Ratio);
        report.times(&format!("{name}: titles"), titles, Some(floor_titles), most[0]);
        report.times(&format!("{name}: one snippet"), one, Some(floor_snippets), most[1]);
        report.times(&format!("{name}: three snippets"), three, Some(floor_snippets), Target::None);
        let [ours, theirs] = [0, 1].map(|at| Spread::of(&found[at]).p50);
        totals.push(format!("{name} {ours:.0} / {theirs:.0}"));
    }
    report.note(format!("articles found, median, litdex / floor: {}", totals.join(", ")));
    Ok(())
}

/// Times the queries of a kind on one index, each in its best pass.
pub fn alone(index: &Path, kind: &Kind) -> Outcome<Spread> {
    const PASSES: usize = 5;
    let index = Index::open(index)?;
    let mut best = vec![f64::INFINITY; kind.pairs.len()];
    for _ in 0..PASSES {
        for (best, (search, _)) in best.iter_mut().zip(&kind.pairs) {
            let start = Instant::now();
            black_box(index.search(search.clone().snippets(0))?);
            *best = best.min(start.elapsed().as_nanos() as f64 / 1e3);
        }
    }
    Ok(Spread::of(&best))
}
