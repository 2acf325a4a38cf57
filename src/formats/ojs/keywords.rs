//! Keywords run together on a line, divided again by what the rest of the page says.
//!
//! A phrase is a keyword where its words stand side by side in the title, the abstract or the references.
//! Of all ways to divide the line the one counts most that has the longest such phrases (the sum of the
//! squares of their lengths in words). Words that stand nowhere else stay together with their neighbours
//! of the same sort, since nothing says where to part them. A line with semicolons, commas or bullets is
//! divided by these alone.
//!
//! It must not know where on the page the line stands.

use std::collections::HashMap;

use crate::model::Article;

/// Longest phrase that is looked for, in words.
const PHRASE_MAX_WORDS: usize = 8;
/// A longer line is no line of keywords; it is divided at its separators or not at all.
const LINE_MAX_WORDS: usize = 400;
/// So many lines are divided by the text; any further one is kept whole.
const LINES_MAX: usize = 32;
/// Words of the text that are looked at.
const TEXT_MAX_WORDS: usize = 200_000;
/// Places of one word in the text that are looked at.
const PLACES_MAX: usize = 2_000;

/// The keywords of a line with marks between them.
pub(in super::super) fn split(line: &str) -> Option<Vec<String>> {
    let separator = [";", "؛", "•", "|", ",", "،"].into_iter().find(|separator| line.contains(separator))?;
    let parts = line.split(separator).map(|part| part.trim().trim_end_matches('.'));
    Some(parts.filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// The keywords of the lines.
pub(in super::super) fn divide(lines: &[&str], article: &Article) -> Vec<String> {
    let mut keywords = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let Some(parts) = split(line) {
            keywords.extend(parts);
        } else if words.len() > LINE_MAX_WORDS || number >= LINES_MAX {
            keywords.push(words.join(" "));
        } else {
            keywords.extend(phrases(&words, article));
        }
    }
    keywords
}

fn phrases(words: &[&str], article: &Article) -> Vec<String> {
    let reach = reach(words, article);
    // best[at]: the highest sum for the words from `at` on, and where the first phrase ends then.
    let mut best = vec![(0_usize, 0_usize); words.len() + 1];
    for at in (0..words.len()).rev() {
        let alone = (best[at + 1].0, at + 1);
        // A longer phrase wins where sums are equal.
        let known = (1..=reach[at]).map(|length| (length * length + best[at + length].0, at + length));
        best[at] = known.chain([alone]).max().unwrap_or(alone);
    }
    let (mut keywords, mut at, mut unknown) = (Vec::new(), 0, Vec::new());
    while at < words.len() {
        let end = best[at].1.clamp(at + 1, words.len());
        if reach[at] == 0 {
            unknown.push(words[at]);
        } else {
            keywords.extend(joined(&mut unknown));
            keywords.push(words[at..end].join(" "));
        }
        at = end;
    }
    keywords.extend(joined(&mut unknown));
    keywords
}

fn joined(words: &mut Vec<&str>) -> Option<String> {
    (!words.is_empty()).then(|| std::mem::take(words).join(" "))
}

/// For each word, how many words from it on stand side by side somewhere in the text.
fn reach(words: &[&str], article: &Article) -> Vec<usize> {
    let mut vocabulary: HashMap<String, usize> = HashMap::new();
    let numbers: Vec<usize> = words
        .iter()
        .map(|word| {
            let next = vocabulary.len();
            *vocabulary.entry(bare(word).to_lowercase()).or_insert(next)
        })
        .collect();
    let sections = article.abstract_sections.iter().map(|section| section.text.as_str());
    let references = article.references.iter().map(|reference| reference.raw.as_str());
    let texts = [article.title.as_str()].into_iter().chain(sections).chain(references);
    // The text as numbers of the line's words; `None` where another word or a mark stands between.
    let mut text: Vec<Option<usize>> = Vec::new();
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); vocabulary.len()];
    for piece in texts.flat_map(str::split_whitespace).take(TEXT_MAX_WORDS) {
        let word = bare(piece);
        let number = vocabulary.get(&word.to_lowercase()).copied();
        let parted = |part: &str| part.chars().any(|c| !c.is_whitespace());
        let (before, after) = piece.split_once(word).unwrap_or(("", ""));
        if parted(before) {
            text.push(None);
        }
        if let Some(number) = number.filter(|&number| places[number].len() < PLACES_MAX) {
            places[number].push(text.len());
        }
        text.push(number);
        if parted(after) {
            text.push(None);
        }
    }
    let longest = |at: usize| {
        let rest = &numbers[at..numbers.len().min(at + PHRASE_MAX_WORDS)];
        let side_by_side = |&place: &usize| {
            rest.iter().zip(&text[place..]).take_while(|(number, other)| Some(**number) == **other).count()
        };
        places[numbers[at]].iter().map(side_by_side).max().unwrap_or(0)
    };
    (0..numbers.len()).map(longest).collect()
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
