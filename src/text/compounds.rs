//! Compounds: which words of a text belong together, and the other ways they may be written.
//!
//! It must not know an index or a query. A caller that searches exact words tries the readings of what a
//! user typed; which of the guessed ones have words that exist is for the caller to find out.

use super::scanner::Scanner;
use super::stopwords::is_stop_word;
use super::token::{Form, Shape};

/// Boundaries beyond this are not opened and closed one by one.
const BOUNDARIES: usize = 4;
/// Readings of a chunk with several compounds, at most; beyond it all but one stand as written.
const READINGS: usize = 32;
/// A run of letters beyond this is not cut in two.
const SPLIT_LETTERS: usize = 24;

/// The words of a text that belong together: a compound, or a single word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Where the surface form begins, in bytes of the text.
    pub start: usize,
    /// Where it ends; `text[start..end]` can be handed to [`readings`](super::Analyzer::readings).
    pub end: usize,
    /// The position of its first word, as [`tokens`](super::Analyzer::tokens) counts.
    pub position: u32,
    /// Its exact words, one a position.
    pub words: Vec<String>,
}

/// One way in which a chunk may stand in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Exact words, one after the other.
    pub words: Vec<String>,
    /// Whether a run of letters was cut in two to get there; worth a look only where all words exist.
    pub guessed: bool,
}

/// A word of a chunk.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub start: usize,
    pub end: usize,
    pub position: u32,
    pub word: String,
    /// The second form at the same position.
    pub second: Option<(Form, String)>,
    pub shape: Shape,
    /// Whether it belongs to the compound of the word before.
    pub joined: bool,
}

/// All words of a text, those joined that one blank and a number make a name (`covid 19`).
pub(super) fn parts(scanner: &mut Scanner, text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    scanner.scan(text, |piece| {
        let token = piece.token;
        if piece.form != Form::Word {
            if let Some(part) = parts.last_mut() {
                part.end = token.end;
                part.second = Some((piece.form, token.word.to_owned()));
            }
            return;
        }
        // A vulgar fraction is two words in one place.
        let named = parts.last().is_some_and(|before| {
            before.start == token.start
                || spaced(text, before.end, token.start)
                    && numbered(&before.word, before.shape, token.word, piece.shape)
        });
        parts.push(Part {
            start: token.start,
            end: token.end,
            position: token.position,
            word: token.word.to_owned(),
            second: None,
            shape: piece.shape,
            joined: token.joined || named,
        });
    });
    parts
}

/// Whether two neighbours of a compound may be one word: two numbers are a range, a decimal is a value.
pub(super) fn joins(left: Shape, right: Shape) -> bool {
    left != Shape::Decimal && right != Shape::Decimal && (left, right) != (Shape::Digits, Shape::Digits)
}

/// Whether a word and the number one blank behind it are a name: `covid 19`, `type 2`.
pub(super) fn numbered(word: &str, shape: Shape, number: &str, number_shape: Shape) -> bool {
    shape == Shape::Letters
        && number_shape == Shape::Digits
        && (1..=6).contains(&word.len())
        && number.len() <= 4
        && !is_stop_word(word)
}

/// Whether exactly one blank lies between two bytes of a text, or a blank beside a hyphen (`COVID -19`).
pub(super) fn spaced(text: &str, end: usize, start: usize) -> bool {
    matches!(text.get(end..start), Some(" " | "\u{A0}" | " -" | "- "))
}

/// The chunks of a text, in order.
pub(super) fn chunks(scanner: &mut Scanner, text: &str) -> Vec<Chunk> {
    let parts = parts(scanner, text);
    let compounds = parts.chunk_by(|_, next| next.joined);
    compounds
        .filter_map(|compound| {
            let (first, last) = (compound.first()?, compound.last()?);
            Some(Chunk {
                start: first.start,
                end: last.end,
                position: first.position,
                words: compound.iter().map(|part| part.word.clone()).collect(),
            })
        })
        .collect()
}

/// The ways in which a chunk may stand in a text, as written first, guesses last.
pub(super) fn readings(scanner: &mut Scanner, chunk: &str) -> Vec<Reading> {
    let parts = parts(scanner, chunk);
    let mut readings: Vec<Vec<String>> = Vec::new();
    for compound in parts.chunk_by(|_, next| next.joined) {
        let ways = compound_readings(compound);
        follow(&mut readings, ways, READINGS);
    }
    drop_repeats(&mut readings);
    let sure = readings.len();
    if let [Part { word, shape: Shape::Mixed, .. }] = &parts[..] {
        readings.extend(guesses(word));
        drop_repeats(&mut readings);
    }
    let guessed = |index| index >= sure;
    readings
        .into_iter()
        .enumerate()
        .map(|(index, words)| Reading { words, guessed: guessed(index) })
        .collect()
}

/// Every reading followed by every way of what stands behind it; by the first alone where that would be more
/// than `most`.
pub(super) fn follow(readings: &mut Vec<Vec<String>>, ways: Vec<Vec<String>>, most: usize) {
    if readings.is_empty() {
        *readings = ways;
    } else if ways.len() > 1 && readings.len() * ways.len() <= most {
        let each = |before: &Vec<String>| -> Vec<_> {
            ways.iter().map(|next| [&before[..], next].concat()).collect()
        };
        *readings = readings.iter().flat_map(each).collect();
    } else if let Some(first) = ways.first() {
        readings.iter_mut().for_each(|reading| reading.extend_from_slice(first));
    }
}

/// The readings of one compound.
fn compound_readings(compound: &[Part]) -> Vec<Vec<String>> {
    let word = |part: &Part| match &part.second {
        // Whoever writes the percent sign means it.
        Some((Form::Percent, percent)) => percent.clone(),
        _ => part.word.clone(),
    };
    let words: Vec<(String, Shape)> = compound.iter().map(|part| (word(part), part.shape)).collect();
    let mut readings = partitions(&words);
    for (index, part) in compound.iter().enumerate().take(BOUNDARIES) {
        if let Some((Form::Possessive, possessive)) = &part.second {
            // One possessive at a time: two in a compound are hardly ever written.
            let mut other = words.clone();
            other[index].0.clone_from(possessive);
            readings.extend(partitions(&other));
        }
    }
    readings
}

/// A run of letters or of digits in a compound, and the boundary before it.
struct Atom<'a> {
    text: &'a str,
    /// Whether it begins a word as written.
    begins: bool,
    /// Whether the boundary before it may be opened or closed.
    soft: bool,
}

/// All ways to open and close the boundaries of a compound, as written first.
fn partitions(words: &[(String, Shape)]) -> Vec<Vec<String>> {
    let atoms = atoms(words);
    let soft = atoms.iter().filter(|atom| atom.soft).count();
    let written: u32 = bits(atoms.iter().filter(|atom| atom.soft).map(|atom| atom.begins));
    if soft > BOUNDARIES {
        let cut = |begins: fn(&Atom<'_>) -> bool| assemble(&atoms, begins);
        return vec![cut(|atom| atom.begins), cut(|_| true), cut(|atom| atom.begins && !atom.soft)];
    }
    let mut masks: Vec<u32> = (0..1 << soft).collect();
    masks.sort_by_key(|mask| (mask ^ written).count_ones());
    masks
        .into_iter()
        .map(|mask| {
            let mut boundary = 0;
            assemble(&atoms, |atom| {
                if !atom.soft {
                    return atom.begins;
                }
                boundary += 1;
                mask >> (boundary - 1) & 1 == 1
            })
        })
        .collect()
}

/// The first 32 answers as bits.
fn bits(answers: impl Iterator<Item = bool>) -> u32 {
    answers.take(32).enumerate().fold(0, |bits, (index, answer)| bits | u32::from(answer) << index)
}

/// Words from atoms: a new one wherever `begins` says so.
fn assemble(atoms: &[Atom<'_>], mut begins: impl FnMut(&Atom<'_>) -> bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for atom in atoms {
        let new = begins(atom);
        match words.last_mut() {
            Some(word) if !new => word.push_str(atom.text),
            _ => words.push(atom.text.to_owned()),
        }
    }
    words
}

fn atoms(words: &[(String, Shape)]) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    let mut before: Option<Shape> = None;
    for (word, shape) in words {
        // A percent sign closes a word as a decimal point does.
        let shape = if word.ends_with('%') { Shape::Decimal } else { *shape };
        let runs = if shape == Shape::Mixed { runs(word) } else { vec![word.as_str()] };
        for (index, text) in runs.into_iter().enumerate() {
            let own = match shape {
                Shape::Mixed if text.starts_with(|first: char| first.is_ascii_digit()) => Shape::Digits,
                Shape::Mixed => Shape::Letters,
                shape => shape,
            };
            let soft = index > 0 || before.is_some_and(|before| joins(before, own));
            atoms.push(Atom { text, begins: index == 0, soft });
            before = Some(own);
        }
    }
    atoms
}

/// The runs of letters and of digits of a word.
fn runs(word: &str) -> Vec<&str> {
    word.as_bytes()
        .chunk_by(|left, right| left.is_ascii_digit() == right.is_ascii_digit())
        .filter_map(|run| std::str::from_utf8(run).ok())
        .collect()
}

/// Every way to cut a run of letters in a mixed word in two: where the run begins, and its halves.
pub(super) fn letter_splits(word: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let runs = if word.is_ascii() { runs(word) } else { Vec::new() };
    let starts = runs.clone().into_iter().scan(0, |at, run| {
        let start = *at;
        *at += run.len();
        Some(start)
    });
    let letters = |run: &str| run.bytes().all(|byte| byte.is_ascii_lowercase());
    let places: Vec<(usize, &str)> = starts
        .zip(runs)
        .filter(|&(_, run)| letters(run) && (4..=SPLIT_LETTERS).contains(&run.len()))
        .take(BOUNDARIES)
        .collect();
    places.into_iter().flat_map(|(start, run)| {
        (2..=run.len() - 2).map(move |at| {
            let (left, right) = run.split_at(at);
            (start, left, right)
        })
    })
}

/// Readings that cut a run of letters in a mixed word.
fn guesses(word: &str) -> Vec<Vec<String>> {
    let mut guesses = Vec::new();
    for (start, left, right) in letter_splits(word) {
        let after = &word[start + left.len() + right.len()..];
        let first = format!("{}{left}", &word[..start]);
        guesses.push(vec![first.clone(), format!("{right}{after}")]);
        if !after.is_empty() {
            guesses.push(vec![first, right.to_owned(), after.to_owned()]);
        }
    }
    guesses
}

/// Drops what has come before; the lists are short.
pub(super) fn drop_repeats(readings: &mut Vec<Vec<String>>) {
    let mut seen: Vec<Vec<String>> = Vec::with_capacity(readings.len());
    for reading in readings.drain(..) {
        if !seen.contains(&reading) {
            seen.push(reading);
        }
    }
    *readings = seen;
}
