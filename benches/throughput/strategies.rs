//! What reviewers ask: phrases, words near each other, headings with all below them, whole strategies.
//!
//! It must not know who else could answer them.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use litdex::query::{Strategy, Syntax};
use litdex::{Index, Search};

use crate::Outcome;
use crate::corpus::Corpus;
use crate::report::{Report, Spread, Target};

/// Bounds on times, in microseconds.
const PHRASE_MOST: f64 = 1e3;
const NEAR_MOST: f64 = 5e3;
const HEADING_MOST: f64 = 20e3;
const STRATEGY_MOST: f64 = 100e3;
const PARSE_MOST: f64 = 1e3;

/// Lines of the strategy that is run, of which the last tenth joins the others.
const LINES: usize = 60;

/// Articles between two whose titles phrases are taken of.
const STEP: usize = 200;

const STATES: [&str; 10] =
    ["acute", "severe", "chronic", "septic", "early", "lung", "renal", "cardiac", "liver", "brain"];
const ENDS: [&str; 10] = [
    "failure",
    "injury",
    "infection",
    "disease",
    "shock",
    "damage",
    "function",
    "syndrome",
    "cancer",
    "treatment",
];

/// Times each kind, a query in the best of its passes.
pub fn measure(
    index: &Path,
    corpus: &Corpus,
    source: &Path,
    passes: usize,
    report: &mut Report,
) -> Outcome<()> {
    let snapshot = Index::open(index)?.snapshot();
    let count = |text: &str, syntax: Syntax| -> Outcome<u64> {
        Ok(black_box(snapshot.search(Search::new(text).syntax(syntax).limit(0))?).total)
    };
    let time = |queries: &[String], syntax: Syntax| -> Outcome<Spread> {
        let mut best = vec![f64::INFINITY; queries.len()];
        for _ in 0..passes {
            for (best, query) in best.iter_mut().zip(queries) {
                let start = Instant::now();
                count(query, syntax)?;
                *best = best.min(start.elapsed().as_nanos() as f64 / 1e3);
            }
        }
        Ok(Spread::of(&best))
    };
    let phrases = phrases(corpus);
    report.times("count of a phrase", time(&phrases, Syntax::PubMed)?, None, Target::Most(PHRASE_MOST));
    let near = near();
    report.times("count of adj3, groups of five", time(&near, Syntax::Ovid)?, None, Target::Most(NEAR_MOST));
    let heading = ["exp Proteins/".to_owned()];
    report.times(
        "count of the largest tree",
        time(&heading, Syntax::Ovid)?,
        None,
        Target::Most(HEADING_MOST),
    );
    let text = strategy(&phrases, &near);
    let mut best = f64::INFINITY;
    for _ in 0..passes {
        let start = Instant::now();
        for line in Strategy::parse_as(&text, Syntax::Ovid)?.lines() {
            let query = line.query.clone().map_err(|error| error.to_string())?;
            black_box(snapshot.search(Search::from(query).limit(0))?);
        }
        best = best.min(start.elapsed().as_nanos() as f64 / 1e3);
    }
    report.times(
        &format!("strategy of {LINES} lines"),
        Spread::of(&[best]),
        None,
        Target::Most(STRATEGY_MOST),
    );
    if let Some(largest) = largest(source) {
        let mut best = f64::INFINITY;
        for _ in 0..100 {
            let start = Instant::now();
            black_box(Strategy::parse(&largest)?);
            best = best.min(start.elapsed().as_nanos() as f64 / 1e3);
        }
        let name = format!("reading the largest strategy, {} bytes", largest.len());
        report.times(&name, Spread::of(&[best]), None, Target::Most(PARSE_MOST));
    }
    Ok(())
}

/// Two words of a title that stand side by side.
fn phrases(corpus: &Corpus) -> Vec<String> {
    let is_word = |word: &&str| word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let phrase = |title: &str| {
        let words: Vec<&str> = title.split(' ').collect();
        words
            .windows(2)
            .find(|pair| pair.iter().all(is_word))
            .map(|pair| format!("\"{} {}\"[tiab]", pair[0], pair[1]))
    };
    corpus.texts.iter().step_by(STEP).filter_map(|text| phrase(&text.title)).collect()
}

fn near() -> Vec<String> {
    let group = |words: &[&str; 10], first: usize| {
        (0..5).map(|at| words[(first + at) % words.len()]).collect::<Vec<_>>().join(" or ")
    };
    let one = |first: usize| format!("(({}) adj3 ({})).ti,ab.", group(&STATES, first), group(&ENDS, first));
    (0..STATES.len()).map(one).collect()
}

/// Lines of phrases, nearness and headings in Ovid's notation, and lines that join them.
fn strategy(phrases: &[String], near: &[String]) -> String {
    let headings = ["exp Sepsis/", "exp Neoplasms/", "exp Heart Failure/dt", "*Lung Injury/"];
    let joins = LINES / 10;
    let own = LINES - joins;
    let mut text = String::new();
    for at in 0..own {
        let _ = match at % 5 {
            0 => writeln!(text, "{}. {}", at + 1, headings[at / 5 % headings.len()]),
            1 | 2 => writeln!(text, "{}. {}", at + 1, near[at % near.len()]),
            _ => {
                let phrase = &phrases[at % phrases.len()];
                writeln!(text, "{}. {}.tw.", at + 1, phrase.trim_end_matches("[tiab]"))
            }
        };
    }
    for at in 0..joins - 1 {
        let (from, to) = (at * own / (joins - 1) + 1, (at + 1) * own / (joins - 1));
        let _ = writeln!(text, "{}. or/{from}-{to}", own + at + 1);
    }
    let _ = writeln!(text, "{LINES}. ({} or {}) and {}", own + 1, own + 2, own + 3);
    text
}

/// The largest published strategy, where they lie beside the articles.
fn largest(source: &Path) -> Option<String> {
    let file = source.parent()?.parent()?.join("strategies/strategies.jsonl");
    let text = fs::read_to_string(file).ok()?;
    let query = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(value.get("query")?.as_str()?.to_owned())
    };
    text.lines().filter_map(query).max_by_key(String::len)
}
