//! The words of a term with how they stand together, as something that can be taken apart and put together anew.
//!
//! They must not know a notation or a field.

use std::ops::Range;

use crate::query::ast::{Arrangement, How, Term, TermWord};
use crate::text::Analyzer;

/// Words of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    /// Next to each other, in this order.
    Row(Vec<TermWord>),
    /// Any of these; two at least.
    Any(Vec<Words>),
    /// Near each other.
    Near { parts: Vec<Words>, ordered: bool, between: u32 },
}

impl Words {
    /// Those of a term. What belongs together to a compound (`covid 19`) is one part of a nearness, as it is where it
    /// is matched.
    pub fn of(term: &Term, analyzer: &mut Analyzer) -> Self {
        match &term.how {
            How::Usual | How::NotExploded => Self::Row(term.words.clone()),
            How::Arranged(arrangement) => Self::arranged(arrangement, &term.words),
            How::Near(between) => {
                let mut parts: Vec<Self> = places(&term.words, analyzer).into_iter().map(Self::Row).collect();
                match parts.len() {
                    1 => parts.remove(0),
                    _ => Self::Near { parts, ordered: false, between: *between },
                }
            }
        }
    }

    fn arranged(it: &Arrangement, all: &[TermWord]) -> Self {
        let each = |parts: &[Arrangement]| parts.iter().map(|part| Self::arranged(part, all)).collect();
        match it {
            Arrangement::Words(range) => Self::Row(all.get(range.clone()).unwrap_or_default().to_vec()),
            Arrangement::Any(parts) => Self::Any(each(parts)),
            Arrangement::Near { parts, ordered, between } => {
                Self::Near { parts: each(parts), ordered: *ordered, between: *between }
            }
        }
    }

    /// Alternatives; one alone is itself, and those of an alternative are its own.
    pub fn any(parts: Vec<Self>) -> Self {
        let mut flat: Vec<Self> = Vec::with_capacity(parts.len());
        for part in parts {
            let own = if let Self::Any(parts) = part { parts } else { vec![part] };
            own.into_iter().for_each(|part| {
                if !flat.contains(&part) {
                    flat.push(part);
                }
            });
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Any(flat) }
    }

    /// Whether words stand near each other in it, and not only next to each other.
    pub fn is_near(&self) -> bool {
        match self {
            Self::Row(_) => false,
            Self::Any(parts) => parts.iter().any(Self::is_near),
            Self::Near { parts, ordered, between } => {
                !ordered || *between > 0 || parts.iter().any(Self::is_near)
            }
        }
    }

    /// How many words it has, each as often as it stands there.
    pub fn count(&self) -> usize {
        match self {
            Self::Row(words) => words.len(),
            Self::Any(parts) | Self::Near { parts, .. } => parts.iter().map(Self::count).sum(),
        }
    }

    /// The words in their order, and how they stand together.
    pub fn into_term(self) -> (Vec<TermWord>, How) {
        let mut words = Vec::new();
        match self.arrangement(&mut words) {
            Arrangement::Words(_) => (words, How::Usual),
            other => (words, How::Arranged(Box::new(other))),
        }
    }

    fn arrangement(self, words: &mut Vec<TermWord>) -> Arrangement {
        match self.merged() {
            Self::Row(row) => {
                let start = words.len();
                words.extend(row);
                Arrangement::Words(Range { start, end: words.len() })
            }
            Self::Any(parts) => {
                Arrangement::Any(parts.into_iter().map(|part| part.arrangement(words)).collect())
            }
            Self::Near { parts, ordered, between } => {
                let parts = parts.into_iter().map(|part| part.arrangement(words)).collect();
                Arrangement::Near { parts, ordered, between }
            }
        }
    }

    /// Words that are said to be next to each other are a row.
    fn merged(self) -> Self {
        let Self::Near { parts, ordered: true, between: 0 } = self else { return self };
        let parts: Vec<Self> = parts.into_iter().map(Self::merged).collect();
        if !parts.iter().all(|part| matches!(part, Self::Row(_))) {
            return Self::Near { parts, ordered: true, between: 0 };
        }
        let rows =
            parts.into_iter().flat_map(|part| if let Self::Row(words) = part { words } else { Vec::new() });
        Self::Row(rows.collect())
    }
}

/// The places that words take in a phrase, each one word or the words of a compound.
pub(super) fn places(words: &[TermWord], analyzer: &mut Analyzer) -> Vec<Vec<TermWord>> {
    let is_whole = |word: &TermWord| !word.truncated && !word.wild;
    let mut places = Vec::new();
    for run in words.chunk_by(|one, next| is_whole(one) && is_whole(next)) {
        if !is_whole(&run[0]) {
            places.push(run.to_vec());
            continue;
        }
        let text = run.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        for chunk in analyzer.chunks(&text) {
            let written = text[chunk.start..chunk.end].split_whitespace();
            let span = run[0].span.clone();
            places.push(written.map(|word| TermWord::whole(word.to_owned(), span.clone())).collect());
        }
    }
    places
}

/// Words without signs around them, which are no part of what is looked for but where they keep two words apart.
pub(super) fn trimmed(words: &[TermWord], analyzer: &mut Analyzer) -> Vec<TermWord> {
    let trim = |word: &TermWord| {
        // `5%` is not `5`.
        let is_sign = |c: char| !(c.is_alphanumeric() || c == '%' || word.wild && "#?*".contains(c));
        let text = word.text.trim_start_matches(is_sign);
        let text = if word.truncated { text } else { text.trim_end_matches(is_sign) };
        TermWord { text: text.to_owned(), ..word.clone() }
    };
    let trimmed: Vec<TermWord> = words.iter().map(trim).collect();
    let texts = |words: &[TermWord], analyzer: &mut Analyzer| {
        let places = places(words, analyzer).into_iter();
        places
            .map(|place| place.iter().map(trim).map(|word| word.text).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    if texts(words, analyzer) == texts(&trimmed, analyzer) { trimmed } else { words.to_vec() }
}

/// Whether words are matched at one place of a nearness. A truncated word with a hyphen may be two.
pub(super) fn is_one_place(words: &[TermWord], analyzer: &mut Analyzer) -> bool {
    let is_simple = |word: &TermWord| {
        !word.truncated && !word.wild
            || word.text.chars().all(|c| c.is_ascii_alphanumeric() || "#?*".contains(c))
    };
    words.iter().all(is_simple) && places(words, analyzer).len() == 1
}

/// Whether words that are put side by side are matched as they were one by one: `covid` and `19` would be a compound.
pub(super) fn stay_apart(one: &[TermWord], next: &[TermWord], analyzer: &mut Analyzer) -> bool {
    let both: Vec<TermWord> = one.iter().chain(next).cloned().collect();
    places(&both, analyzer).len() == places(one, analyzer).len() + places(next, analyzer).len()
}
