//! Marks in titles and snippets: in bounds, apart, and only on what the query asks for.
//!
//! It must not know how marks are found.

use std::ops::Range;

use litdex::internals::query::{Node, QueryKind, kind, positive};
use litdex::internals::text::Analyzer;
use litdex::model::Field;
use litdex::query::Query;
use litdex::{Hit, Index, Search};

use super::naive::is_covered;
use super::rows::{Wanted, sequences};

/// The parts of a text that are marked; ranges must rise, keep apart and lie inside.
fn marked(text: &str, ranges: &[Range<usize>], query: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut last = 0;
    let part = |range: &Range<usize>| {
        assert!(range.start >= last && range.start < range.end, "{query}: {ranges:?} in {text:?}");
        assert!(range.end <= characters.len(), "{query}: {ranges:?} in {text:?}");
        last = range.end;
        characters[range.clone()].iter().collect()
    };
    ranges.iter().map(part).collect()
}

/// Whether a query is one term of a field whose every text is shown.
fn is_shown(kind: &QueryKind) -> bool {
    use Field::{Abstract, Body, Keyword, Reference};
    match kind {
        QueryKind::Boolean(Node::Term(term)) => [Abstract, Keyword, Reference, Body].contains(&term.field),
        _ => false,
    }
}

/// Checks every hit of a query.
pub fn check(text: &str, index: &Index) {
    const SNIPPETS: usize = 2;
    let query = Query::parse(text).unwrap();
    let hits = index.search(Search::new(text).limit(30).snippets(SNIPPETS)).unwrap();
    let mut analyzer = Analyzer::new();
    let rows: Vec<Vec<Wanted>> = positive(&query).flat_map(|term| sequences(&term)).collect();
    let stems: Vec<String> = match kind(&query) {
        QueryKind::Plain(words) => {
            let readings = words.iter().flat_map(|word| analyzer.bag_readings(&word.text));
            readings.flatten().collect()
        }
        _ => Vec::new(),
    };
    let mut sound = |part: &str, cut: bool| {
        let row = is_covered(part, &rows, cut);
        let mut stem = false;
        let mut words = Vec::new();
        Analyzer::new().tokens(part, |token| words.push(token.word.to_owned()));
        for word in &words {
            stem |= stems.iter().any(|wanted| wanted == analyzer.stem(word));
        }
        assert!(row || stem, "{text}: {part:?} is marked");
    };
    for hit in &hits {
        if is_shown(kind(&query)) {
            let snippets = hit.snippets.iter().any(|snippet| !snippet.highlights.is_empty());
            assert!(snippets || !hit.title_highlights.is_empty(), "{text}: {} shows nothing", hit.id);
        }
        check_hit(hit, text, SNIPPETS, &mut sound);
    }
}

fn check_hit(hit: &Hit, query: &str, most: usize, sound: &mut impl FnMut(&str, bool)) {
    for part in marked(&hit.title, &hit.title_highlights, query) {
        sound(&part, false);
    }
    assert!(hit.snippets.len() <= most);
    for snippet in &hit.snippets {
        assert!(!snippet.text.is_empty());
        let length = snippet.text.chars().count();
        let parts = marked(&snippet.text, &snippet.highlights, query);
        for (part, range) in parts.iter().zip(&snippet.highlights) {
            sound(part, range.end == length);
        }
    }
}
