//! Queries: from the text to the hits' cards in hand, the exact total included.
//!
//! It must not know how the queries were drawn.

use std::hint::black_box;
use std::time::Instant;

use litdex::Index;

use crate::Outcome;
use crate::build::Places;
use crate::draw::Kind;
use crate::floor::Floor;
use crate::report::{Report, Spread, Target};

/// What is asked for of each hit, and of whom.
#[derive(Clone, Copy)]
enum Shown {
    Litdex { snippets: usize },
    Floor { snippets: bool },
}

/// One after the other for every query, so that both meet the same noise.
const SHOWN: [Shown; 5] = [
    Shown::Litdex { snippets: 0 },
    Shown::Floor { snippets: false },
    Shown::Litdex { snippets: 1 },
    Shown::Floor { snippets: true },
    Shown::Litdex { snippets: 3 },
];

/// Times every query in several passes and reports each kind.
pub fn measure(places: &Places, kinds: &[Kind], passes: usize, report: &mut Report) -> Outcome<()> {
    let index = Index::open(&places.litdex)?;
    let floor = Floor::open(&places.floor)?;
    let mut totals = Vec::new();
    for kind in kinds {
        let mut best = [const { Vec::new() }; SHOWN.len()];
        best.iter_mut().for_each(|times| times.resize(kind.pairs.len(), f64::INFINITY));
        let mut found = [const { Vec::new() }; 2];
        for pass in 0..passes {
            for (at, (search, ask)) in kind.pairs.iter().enumerate() {
                for (times, shown) in best.iter_mut().zip(SHOWN) {
                    let start = Instant::now();
                    let total = match shown {
                        Shown::Litdex { snippets } => {
                            black_box(index.search(search.clone().snippets(snippets))?).total
                        }
                        Shown::Floor { snippets } => {
                            let answer = black_box(floor.search(ask, snippets)?);
                            black_box((&answer.titles, &answer.snippets));
                            answer.total as u64
                        }
                    };
                    let time_us = start.elapsed().as_nanos() as f64 / 1e3;
                    times[at] = times[at].min(time_us);
                    if pass == 0 {
                        match shown {
                            Shown::Litdex { snippets: 0 } => found[0].push(total as f64),
                            Shown::Floor { snippets: false } => found[1].push(total as f64),
                            _ => {}
                        }
                    }
                }
            }
        }
        let [titles, floor_titles, one, floor_snippets, three] = best.map(|times| Spread::of(&times));
        let name = kind.name;
        let most = kind.most.map(Target::Ratio);
        report.times(&format!("{name}: titles"), titles, Some(floor_titles), most[0]);
        report.times(&format!("{name}: one snippet"), one, Some(floor_snippets), most[1]);
        report.times(&format!("{name}: three snippets"), three, Some(floor_snippets), Target::None);
        let [ours, theirs] = found.map(|totals| Spread::of(&totals).p50);
        totals.push(format!("{name} {ours:.0} / {theirs:.0}"));
    }
    report.note(format!("articles found, median, litdex / floor: {}", totals.join(", ")));
    Ok(())
}
