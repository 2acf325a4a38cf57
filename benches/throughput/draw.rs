//! The queries, drawn from the articles with a fixed seed.
//!
//! It must not know how they are timed.

use std::collections::{HashMap, HashSet};

use litdex::{Matching, Search};

use crate::corpus::Corpus;
use crate::floor::Ask;
use crate::words::{Article, BREAK, Random, Words};

const SEED: u64 = 0x0117_dec0_de00;

/// Queries of one kind, for litdex and for the floor, and the ratios they are held against.
pub struct Kind {
    pub name: &'static str,
    pub pairs: Vec<(Search, Ask)>,
    /// The most that litdex's median may be of the floor's, with titles and with snippets.
    pub most: [f64; 2],
}

/// Draws as many queries of each kind.
pub fn draw(corpus: &Corpus, count: usize) -> Vec<Kind> {
    let words = Words::of(&corpus.texts);
    let mut random = Random::new(SEED);
    let rare = rare(&words, &mut random, count);
    let common = common(&words, &mut random, count);
    let two = from_articles(&words, &mut random, count, 2, |article| &article.abstract_text);
    let five = from_articles(&words, &mut random, count, 5, |article| &article.title);
    let phrases = phrases(&words, &mut random, count);
    let prefixes = prefixes(&words, &mut random, count);
    let text = |text: &String| Ask::Text(text.clone());
    let plain = |queries: &[String], matching: Matching| -> Vec<Search> {
        queries.iter().map(|query| Search::new(query).matching(matching)).collect()
    };
    let kind = |name, searches: Vec<Search>, asks: Vec<Ask>, most| Kind {
        name,
        pairs: searches.into_iter().zip(asks).collect(),
        most,
    };
    let each = |queries: &[String], form: fn(&str) -> String| -> Vec<Search> {
        queries.iter().map(|query| Search::new(form(query))).collect()
    };
    let quoted: Vec<Ask> = phrases.iter().map(|phrase| Ask::Text(format!("\"{phrase}\""))).collect();
    let dated: Vec<Ask> =
        phrases.iter().map(|phrase| Ask::Text(format!("+\"{phrase}\" +year:[2019 TO 2021]"))).collect();
    let begun: Vec<Ask> = prefixes.iter().map(|prefix| Ask::Prefix(prefix.clone())).collect();
    vec![
        kind("rare word", plain(&rare, Matching::Auto), rare.iter().map(text).collect(), [0.20, 0.30]),
        kind("common word", plain(&common, Matching::Auto), common.iter().map(text).collect(), [0.20, 0.20]),
        kind(
            "two words, all",
            plain(&two, Matching::All),
            two.iter().map(|query| Ask::All(query.clone())).collect(),
            [0.30, 0.30],
        ),
        kind("five words, any", plain(&five, Matching::Any), five.iter().map(text).collect(), [0.50, 0.45]),
        kind(
            "five words [tiab], any",
            each(&five, |it| {
                it.split(' ').map(|word| format!("{word}[tiab]")).collect::<Vec<_>>().join(" OR ")
            }),
            five.iter().map(text).collect(),
            [0.60, 0.60],
        ),
        kind(
            "common word [tiab]",
            each(&common, |it| format!("{it}[tiab]")),
            common.iter().map(text).collect(),
            [0.40, 0.40],
        ),
        kind("phrase", each(&phrases, |it| format!("\"{it}\"")), quoted.clone(), [0.40, 0.40]),
        kind("phrase [tiab]", each(&phrases, |it| format!("\"{it}\"[tiab]")), quoted, [0.40, 0.40]),
        kind(
            "phrase and years",
            each(&phrases, |it| format!("\"{it}\" AND 2019:2021[dp]")),
            dated.clone(),
            [0.35, 0.30],
        ),
        kind(
            "phrase [tiab] and years",
            each(&phrases, |it| format!("\"{it}\"[tiab] AND 2019:2021[dp]")),
            dated,
            [0.35, 0.30],
        ),
        kind("prefix", each(&prefixes, |it| format!("{it}*")), begun.clone(), [0.50, 0.45]),
        kind("prefix [tiab]", each(&prefixes, |it| format!("{it}*[tiab]")), begun, [0.50, 0.45]),
    ]
}

/// Words that few articles have.
fn rare(words: &Words, random: &mut Random, count: usize) -> Vec<String> {
    let rare =
        |word: &u32| words.is_content(*word) && (2..=20).contains(&words.articles_with[*word as usize]);
    let mut among: Vec<u32> = (0..words.names.len() as u32).filter(rare).collect();
    some_of(&mut among, random, count).into_iter().map(|word| words.name(word).to_owned()).collect()
}

/// Words that the most articles have.
fn common(words: &Words, random: &mut Random, count: usize) -> Vec<String> {
    let mut among: Vec<u32> = (0..words.names.len() as u32).filter(|&word| words.is_content(word)).collect();
    among.sort_by_key(|&word| std::cmp::Reverse(words.articles_with[word as usize]));
    among.truncate(300);
    some_of(&mut among, random, count).into_iter().map(|word| words.name(word).to_owned()).collect()
}

fn some_of(among: &mut [u32], random: &mut Random, count: usize) -> Vec<u32> {
    let count = count.min(among.len());
    for at in 0..count {
        let other = at + random.below(among.len() - at);
        among.swap(at, other);
    }
    among[..count].to_vec()
}

/// So many different words of one article's title or abstract.
fn from_articles(
    words: &Words,
    random: &mut Random,
    count: usize,
    wanted: usize,
    part: impl Fn(&Article) -> &Vec<u32>,
) -> Vec<String> {
    let mut queries = Vec::new();
    while queries.len() < count {
        let mut among = part(words.article(random)).clone();
        among.retain(|&word| words.is_content(word));
        among.sort_unstable();
        among.dedup();
        if among.len() >= wanted {
            let some: Vec<&str> =
                some_of(&mut among, random, wanted).into_iter().map(|word| words.name(word)).collect();
            queries.push(some.join(" "));
        }
    }
    queries
}

/// Phrases of two or three words that at least three articles have.
fn phrases(words: &Words, random: &mut Random, count: usize) -> Vec<String> {
    let mut drawn: Vec<Vec<u32>> = Vec::new();
    let mut found: HashMap<Vec<u32>, (u32, usize)> = HashMap::new();
    while drawn.len() < count * 40 {
        let article = words.article(random);
        let text = if random.below(4) == 0 { &article.title } else { &article.abstract_text };
        let length = 2 + random.below(2);
        if text.len() < length {
            continue;
        }
        let from = random.below(text.len() - length + 1);
        let phrase = &text[from..from + length];
        let ends = words.is_content(phrase[0]) && words.is_content(phrase[length - 1]);
        if ends && !phrase.contains(&BREAK) && found.insert(phrase.to_vec(), (0, usize::MAX)).is_none() {
            drawn.push(phrase.to_vec());
        }
    }
    for (at, article) in words.articles.iter().enumerate() {
        for text in [&article.title, &article.abstract_text] {
            for phrase in text.windows(2).chain(text.windows(3)) {
                if let Some((articles, last)) = found.get_mut(phrase) {
                    *articles += u32::from(*last != at);
                    *last = at;
                }
            }
        }
    }
    drawn.retain(|phrase| found[phrase].0 >= 3);
    drawn.truncate(count);
    let named = |phrase: &Vec<u32>| phrase.iter().map(|&word| words.name(word)).collect::<Vec<_>>().join(" ");
    drawn.iter().map(named).collect()
}

/// Four or five letters that words begin with.
fn prefixes(words: &Words, random: &mut Random, count: usize) -> Vec<String> {
    let mut drawn = HashSet::new();
    let mut prefixes = Vec::new();
    while prefixes.len() < count {
        let text = &words.article(random).abstract_text;
        if text.is_empty() {
            continue;
        }
        let word = text[random.below(text.len())];
        if words.is_content(word) && words.name(word).len() >= 6 {
            let prefix = words.name(word)[..4 + random.below(2)].to_owned();
            if drawn.insert(prefix.clone()) {
                prefixes.push(prefix);
            }
        }
    }
    prefixes
}
