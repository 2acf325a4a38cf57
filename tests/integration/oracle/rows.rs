//! The rows of words that a term stands for.
//!
//! It must not know an article: it stands on the words of a text.

use litdex::internals::query::Term;
use litdex::internals::text::Analyzer;
use litdex::model::Field;

use super::naive::words;

/// One word that must stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Word(String),
    Prefix(String),
}

impl Wanted {
    pub fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(wanted) => wanted == word,
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
        }
    }
}

/// Words of which the last is but the beginning of one.
fn open(words: Vec<String>) -> Vec<Wanted> {
    let last = words.len().saturating_sub(1);
    let one = |(at, word)| if at == last { Wanted::Prefix(word) } else { Wanted::Word(word) };
    words.into_iter().enumerate().map(one).collect()
}

/// Every row of words a term stands for.
pub fn sequences(term: &Term) -> Vec<Vec<Wanted>> {
    let mut analyzer = Analyzer::new();
    let mut places: Vec<Vec<Vec<Wanted>>> = Vec::new();
    let mut run = String::new();
    for word in &term.words {
        if !word.truncated {
            run.push_str(&word.text);
            run.push(' ');
            continue;
        }
        whole(&mut analyzer, &std::mem::take(&mut run), &mut places);
        let mut parts: Vec<(u32, String)> = words(&word.text);
        parts.dedup_by_key(|part| part.0);
        let mut ways = vec![open(parts.into_iter().map(|part| part.1).collect())];
        // A compound is found however it is joined, and so is one that begins so.
        if let [chunk] = analyzer.chunks(&word.text).as_slice() {
            for reading in analyzer.readings(&word.text[chunk.start..chunk.end]) {
                let way = open(reading.words);
                if !way.is_empty() && !ways.contains(&way) {
                    ways.push(way);
                }
            }
        }
        if ways.len() > 1 {
            places.push(ways);
        } else {
            places.extend(ways.remove(0).into_iter().map(|one| vec![vec![one]]));
        }
    }
    whole(&mut analyzer, &run, &mut places);
    let mut orders = vec![places];
    if term.field == Field::Author && !term.quoted && orders[0].len() > 1 {
        // As it is spoken, the family name last: but behind initials none stands.
        let mut spoken = orders[0].clone();
        spoken.rotate_right(1);
        if !truncate_initials(&mut orders[0]) {
            truncate_initials(&mut spoken);
            orders.push(spoken);
        }
    }
    orders.into_iter().flat_map(rows_of).collect()
}

/// Every row of words that places with their ways stand for.
fn rows_of(places: Vec<Vec<Vec<Wanted>>>) -> Vec<Vec<Wanted>> {
    let mut rows: Vec<Vec<Wanted>> = if places.is_empty() { vec![] } else { vec![vec![]] };
    for ways in places {
        rows = rows.iter().flat_map(|row| ways.iter().map(move |way| [&row[..], way].concat())).collect();
    }
    rows
}

/// Initials stand for all that begin so.
fn truncate_initials(places: &mut [Vec<Vec<Wanted>>]) -> bool {
    let Some([way]) = places.last_mut().map(Vec::as_mut_slice) else { return false };
    let initials = match way.as_slice() {
        [Wanted::Word(word)] if word.chars().count() <= 2 => word.clone(),
        _ => return false,
    };
    *way = vec![Wanted::Prefix(initials)];
    true
}

pub fn whole(analyzer: &mut Analyzer, text: &str, places: &mut Vec<Vec<Vec<Wanted>>>) {
    for chunk in analyzer.chunks(text) {
        let ways = analyzer.readings(&text[chunk.start..chunk.end]);
        places.push(ways.into_iter().map(|way| way.words.into_iter().map(Wanted::Word).collect()).collect());
    }
}
