//! The words of the articles, as numbers: what queries are drawn from.
//!
//! Only words of ASCII letters count, and words follow each other only where one blank stands between
//! them, so every engine reads a query drawn from them alike. It must not know any engine.

use std::collections::HashMap;

use litdex::internals::text::{Analyzer, is_stop_word};

use crate::corpus::Text;

/// Stands where two words do not follow each other.
pub const BREAK: u32 = u32::MAX;

/// A fixed sequence of numbers (Marsaglia's xorshift, multiplied).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (high as usize * bound) >> 32
    }
}

/// The words of an article, in order.
pub struct Article {
    pub title: Vec<u32>,
    pub abstract_text: Vec<u32>,
}

#[derive(Default)]
pub struct Words {
    pub names: Vec<String>,
    /// Number of articles that have a word, by word.
    pub articles_with: Vec<u32>,
    /// Whether a word means something by itself.
    pub content: Vec<bool>,
    pub articles: Vec<Article>,
    numbers: HashMap<String, u32>,
    analyzer: Analyzer,
}

impl Words {
    pub fn of(texts: &[Text]) -> Self {
        let mut words = Self::default();
        let mut last_seen: Vec<usize> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let article = Article {
                title: words.numbers(&text.title),
                abstract_text: words.numbers(&text.abstract_text),
            };
            last_seen.resize(words.names.len(), usize::MAX);
            words.articles_with.resize(words.names.len(), 0);
            for &word in article.title.iter().chain(&article.abstract_text).filter(|&&word| word != BREAK) {
                let seen = std::mem::replace(&mut last_seen[word as usize], at);
                words.articles_with[word as usize] += u32::from(seen != at);
            }
            words.articles.push(article);
        }
        words
    }

    fn numbers(&mut self, text: &str) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(text.len() / 6);
        for chunk in text.split(' ') {
            let word = chunk.trim_end_matches(['.', ',', ';', ':', '?', '!', ')']);
            if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                numbers.push(BREAK);
                continue;
            }
            numbers.push(self.number(&word.to_ascii_lowercase()));
            if word.len() < chunk.len() {
                numbers.push(BREAK);
            }
        }
        numbers
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.names.len() as u32;
        let stop = is_stop_word(word) || is_stop_word(self.analyzer.stem(word));
        self.content.push(word.len() >= 4 && !stop);
        self.names.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }

    pub fn name(&self, word: u32) -> &str {
        &self.names[word as usize]
    }

    pub fn is_content(&self, word: u32) -> bool {
        word != BREAK && self.content[word as usize]
    }

    /// An article, drawn.
    pub fn article(&self, random: &mut Random) -> &Article {
        &self.articles[random.below(self.articles.len())]
    }
}
