//! How the words of a query may stand in a text: patterns of exact words, and groups of stems.
//!
//! Snippets use the same patterns on freshly analysed text as the search does on posting lists.

use crate::index::{BUDGET_MAX, Clause, Near, Pattern, Shape, index_form};
use crate::model::Field;
use crate::query::limits::MAX_WORDS_BETWEEN;
use crate::query::{Arrangement, How, PlainWord, Term, TermWord};
use crate::text::{Analyzer, Parted, Wild, fold, is_unit, parted, spelt_out};

// What a query may ask for the matcher can do.
const _: () = assert!(MAX_WORDS_BETWEEN <= BUDGET_MAX);

/// A place of a phrase: several ways it may be written, each some consecutive words.
#[derive(Clone)]
struct Operand {
    alternatives: Vec<Vec<Shape>>,
}

/// The phrase of operands.
fn phrase(operands: Vec<Operand>) -> Clause {
    let words = |words: Vec<Shape>| Clause::phrase(words.into_iter().map(Clause::Word).collect());
    let one = |operand: Operand| Clause::any(operand.alternatives.into_iter().map(words).collect());
    Clause::phrase(operands.into_iter().map(one).collect())
}

/// The operands in any order, with so many other words between them at most.
fn near(operands: Vec<Operand>, budget: u32) -> Clause {
    let mut operands: Vec<Clause> = operands.into_iter().map(|operand| phrase(vec![operand])).collect();
    match operands.len() {
        1 => operands.remove(0),
        _ => Clause::Near(Near { operands, ordered: false, budget }),
    }
}

/// A word of a plain query.
#[derive(Debug, Clone)]
pub(crate) struct PlainGroup {
    /// The word as written.
    pub text: String,
    /// Its ways among the stems of an article: one of the lists must occur whole.
    pub readings: Vec<Vec<String>>,
    /// Whether it is a function word, which nothing depends on.
    pub stop: bool,
    /// How a compound is written in exact words, for marking it; empty for a word with one stem.
    pub pattern: Option<Pattern>,
}

/// Turns words of a query into patterns. One serves many queries in turn: its cache of stems is worth
/// keeping.
pub(crate) struct Terms {
    analyzer: Analyzer,
}

impl Terms {
    pub fn new() -> Self {
        Self { analyzer: Analyzer::new() }
    }

    /// The analyzer, for texts that are to be analysed as the query was.
    pub fn analyzer(&mut self) -> &mut Analyzer {
        &mut self.analyzer
    }

    /// The pattern of a term's words in its field.
    ///
    /// A compound (`COVID-19`) becomes one operand with all its ways of writing; a truncated word is a
    /// prefix, and what stands before a hyphen in it are words.
    pub fn pattern(&mut self, term: &Term) -> Pattern {
        let clause = match &term.how {
            How::Near(budget) => near(self.operands(&term.words), *budget),
            How::Arranged(arrangement) => self.arranged(arrangement, term),
            How::Usual | How::NotExploded => self.row(&term.words, term),
        };
        Pattern { clause, field: term.field }
    }

    fn arranged(&mut self, arrangement: &Arrangement, term: &Term) -> Clause {
        let mut all = |parts: &[Arrangement]| parts.iter().map(|part| self.arranged(part, term)).collect();
        match arrangement {
            Arrangement::Words(words) => self.row(term.words.get(words.clone()).unwrap_or_default(), term),
            Arrangement::Any(parts) => Clause::any(all(parts)),
            Arrangement::Near { parts, ordered: true, between: 0 } => Clause::phrase(all(parts)),
            Arrangement::Near { parts, ordered, between } => {
                Clause::Near(Near { operands: all(parts), ordered: *ordered, budget: *between })
            }
        }
    }

    /// Words one after the other, of a term.
    fn row(&mut self, words: &[TermWord], term: &Term) -> Clause {
        let mut operands = self.operands(words);
        if !term.field.holds_names() {
            return phrase(operands);
        }
        self.spell_out(words, &mut operands);
        if term.quoted { phrase(operands) } else { name(operands) }
    }

    fn operands(&mut self, words: &[TermWord]) -> Vec<Operand> {
        let mut operands = Vec::new();
        let mut run = String::new();
        for word in words {
            if word.truncated || word.wild {
                self.chunks(&run, &mut operands);
                run.clear();
            }
            if word.wild {
                self.wild(word, &mut operands);
            } else if word.truncated {
                self.truncated(&word.text, &mut operands);
            } else {
                run.push_str(&word.text);
                run.push(' ');
            }
        }
        self.chunks(&run, &mut operands);
        operands
    }

    /// What signs stand for letters in is one word from one hyphen or the like to the next.
    fn wild(&mut self, word: &TermWord, operands: &mut Vec<Operand>) {
        let is_sign = |c: char| matches!(c, '#' | '?' | '*');
        let pieces = word.text.split(|c: char| !c.is_alphanumeric() && !is_sign(c));
        let mut pieces = pieces.filter(|piece| !piece.is_empty()).peekable();
        while let Some(piece) = pieces.next() {
            let is_open = word.truncated && pieces.peek().is_none();
            match (piece.contains(is_sign), is_open) {
                (false, false) => self.chunks(piece, operands),
                (false, true) => self.truncated(piece, operands),
                (true, _) => {
                    let mut spelt: String = piece
                        .split_inclusive(is_sign)
                        .map(|part| match part.strip_suffix(is_sign) {
                            Some(letters) => fold(letters) + &part[letters.len()..],
                            None => fold(part),
                        })
                        .collect();
                    spelt.push_str(if is_open { "*" } else { "" });
                    // One that cannot be spelt stands nowhere.
                    let shape = Wild::new(&spelt).map(|wild| vec![Shape::Wild(wild)]);
                    operands.push(Operand { alternatives: shape.into_iter().collect() });
                }
            }
        }
    }

    /// Lets a name with umlauts stand for the one that has them written as two letters.
    fn spell_out(&mut self, words: &[TermWord], operands: &mut [Operand]) {
        for word in words.iter().filter(|word| !word.truncated && !word.wild) {
            let Some(spelt) = spelt_out(&word.text) else { continue };
            let (mut plain, mut two) = (Vec::new(), Vec::new());
            self.chunks(&word.text, &mut plain);
            self.chunks(&spelt, &mut two);
            for operand in operands.iter_mut() {
                let same = plain.iter().position(|plain| plain.alternatives == operand.alternatives);
                if let Some(other) = same.and_then(|at| two.get_mut(at)) {
                    operand.alternatives.append(&mut other.alternatives);
                }
            }
        }
    }

    fn chunks(&mut self, text: &str, operands: &mut Vec<Operand>) {
        for chunk in self.analyzer.chunks(text) {
            let written = &text[chunk.start..chunk.end];
            let mut alternatives: Vec<Vec<Shape>> = Vec::new();
            for reading in self.analyzer.readings(written) {
                let words: Vec<Shape> =
                    reading.words.iter().map(|word| Shape::Word(index_form(word).into_owned())).collect();
                if !words.is_empty() && !alternatives.contains(&words) {
                    alternatives.push(words);
                }
            }
            if !alternatives.is_empty() {
                operands.push(Operand { alternatives });
            }
        }
    }

    /// What stands before the last word in `text` are words; the last is a prefix, or where texts part the words that
    /// begin so, the first of their parts.
    fn truncated(&mut self, text: &str, operands: &mut Vec<Operand>) {
        let before = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let last = &text[before.len()..];
        let is_apart = before.is_ascii() && last.contains(|c: char| c.is_ascii_alphabetic());
        let mut words: Vec<String> = Vec::new();
        let mut place = None;
        self.analyzer.tokens(if is_apart { before } else { text }, |token| {
            if place != Some(token.position) {
                words.push(token.word.to_owned());
            }
            place = Some(token.position);
        });
        let prefix = if is_apart { Some(last.to_ascii_lowercase()) } else { words.pop() };
        let Some(prefix) = prefix else { return };
        let ways = parted(&prefix).into_iter().map(|Parted { words, is_open }| {
            let mut shapes: Vec<Shape> = words.into_iter().map(Shape::Word).collect();
            if is_open {
                open_last(&mut shapes);
            }
            shapes
        });
        let ways: Vec<Vec<Shape>> = std::iter::once(vec![Shape::Prefix(prefix)]).chain(ways).collect();
        let words = words.into_iter().map(Shape::Word);
        let otherwise =
            self.otherwise(text, &words.clone().chain(ways[0].iter().cloned()).collect::<Vec<_>>());
        if otherwise.is_empty() {
            operands.extend(words.map(|word| Operand { alternatives: vec![vec![word]] }));
            operands.push(Operand { alternatives: ways });
        } else {
            let whole = ways.into_iter().map(|way| words.clone().chain(way).collect());
            operands.push(Operand { alternatives: whole.chain(otherwise).collect() });
        }
    }

    /// The other ways in which a compound may be written that begins so: `covid19*` as `covid 19*`, `x-ray*` as `xray*`.
    fn otherwise(&mut self, text: &str, as_written: &[Shape]) -> Vec<Vec<Shape>> {
        let chunks = self.analyzer.chunks(text);
        let [chunk] = chunks.as_slice() else { return Vec::new() };
        let readings = self.analyzer.readings(&text[chunk.start..chunk.end]).into_iter();
        let ways = readings.map(|reading| {
            let words = reading.words.iter().map(|word| Shape::Word(index_form(word).into_owned()));
            let mut shapes: Vec<Shape> = words.collect();
            open_last(&mut shapes);
            shapes
        });
        ways.filter(|way| !way.is_empty() && way != as_written).collect()
    }

    /// The groups of a plain query's words. A number and its unit are one, as they are where no blank is between them.
    pub fn groups(&mut self, words: &[PlainWord]) -> Vec<PlainGroup> {
        let is_number =
            |text: &str| text.parse::<f64>().is_ok() && text.starts_with(|c: char| c.is_ascii_digit());
        let mut groups = Vec::with_capacity(words.len());
        let mut rest = words;
        while let [word, after @ ..] = rest {
            rest = after;
            match rest {
                [unit, after @ ..] if is_number(&word.text) && is_unit(&unit.text) => {
                    rest = after;
                    groups.push(self.group(&format!("{} {}", word.text, unit.text)));
                }
                _ => groups.push(self.group(&word.text)),
            }
        }
        groups
    }

    /// The group of a plain query's word.
    fn group(&mut self, word: &str) -> PlainGroup {
        let readings = self.analyzer.bag_readings(word);
        let single = readings.len() == 1 && readings[0].len() == 1;
        let stop = single && crate::text::is_stop_word(&word.to_lowercase());
        let mut operands = Vec::new();
        self.chunks(word, &mut operands);
        // `covid-19` has one stem but stands in texts as two words: only its pattern finds both.
        let one_word = matches!(operands.as_slice(), [Operand { alternatives }]
            if matches!(alternatives.as_slice(), [words] if words.len() == 1));
        let simple = readings.is_empty() || single && one_word;
        both_numbers(&mut operands);
        let pattern = (!simple).then(|| Pattern { clause: phrase(operands), field: Field::All });
        let text = word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        PlainGroup { text, readings, stop, pattern }
    }

    /// The stems a term is ranked by; truncated words have none.
    pub fn stems(&mut self, term: &Term) -> Vec<String> {
        let mut stems = Vec::new();
        for word in term.words.iter().filter(|word| !word.truncated && !word.wild) {
            for reading in self.analyzer.bag_readings(&word.text) {
                stems.extend(reading);
            }
        }
        stems
    }
}

/// Lets the last word be but the beginning of one.
fn open_last(shapes: &mut [Shape]) {
    if let Some(last) = shapes.last_mut()
        && let Shape::Word(word) = last
    {
        *last = Shape::Prefix(std::mem::take(word));
    }
}

/// A compound of a plain query is found in singular and plural: `B-cell` where it says `B cells`.
fn both_numbers(operands: &mut [Operand]) {
    let Some(Operand { alternatives }) = operands.last_mut() else { return };
    for at in 0..alternatives.len() {
        let mut words = alternatives[at].clone();
        if let Some(Shape::Word(last)) = words.last_mut()
            && let Some(other) = other_number(last)
        {
            *last = other;
            if !alternatives.contains(&words) {
                alternatives.push(words);
            }
        }
    }
}

/// The plural of a word of letters, or its singular where it ends in an s.
fn other_number(word: &str) -> Option<String> {
    if word.len() < 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    match word.strip_suffix('s') {
        None => Some(format!("{word}s")),
        Some(singular) if singular.len() > 2 && !singular.ends_with(['s', 'u', 'i']) => {
            Some(singular.to_owned())
        }
        Some(_) => None,
    }
}

/// A person's name: the family name first or, as it is spoken, last.
fn name(mut operands: Vec<Operand>) -> Clause {
    let mut spoken = operands.clone();
    spoken.rotate_right(1);
    // What stands behind the family name in the index are given names and initials: alone they are no name.
    let is_spoken = operands.last().is_some_and(|last| operands.len() > 1 && !is_initials(last));
    truncate_initials(&mut operands);
    let joined = elided(&operands);
    let mut ways = vec![phrase(operands)];
    ways.extend(joined.map(phrase));
    if is_spoken {
        truncate_initials(&mut spoken);
        ways.push(phrase(spoken));
    }
    Clause::any(ways)
}

/// A name that begins with a letter apart, written together: `O Brien` as `OBrien`.
fn elided(operands: &[Operand]) -> Option<Vec<Operand>> {
    let word = |operand: &Operand| match operand.alternatives.as_slice() {
        [words] => match words.as_slice() {
            [Shape::Word(word)] => Some(word.clone()),
            _ => None,
        },
        _ => None,
    };
    let [letter, name, rest @ ..] = operands else { return None };
    let (letter, name) = (word(letter).filter(|letter| letter.chars().count() == 1)?, word(name)?);
    let joined = Operand { alternatives: vec![vec![Shape::Word(letter + &name)]] };
    Some(std::iter::once(joined).chain(rest.iter().cloned()).collect())
}

fn is_initials(operand: &Operand) -> bool {
    matches!(operand.alternatives.as_slice(), [words]
        if matches!(words.as_slice(), [Shape::Word(word)] if word.chars().count() <= 2))
}

/// Initials given after a family name stand for all that begin so, as in PubMed.
fn truncate_initials(operands: &mut [Operand]) {
    if operands.len() < 2 {
        return;
    }
    if let Some(last) = operands.last_mut().filter(|last| is_initials(last)) {
        for words in &mut last.alternatives {
            words.iter_mut().for_each(|word| {
                if let Shape::Word(initials) = word {
                    *word = Shape::Prefix(std::mem::take(initials));
                }
            });
        }
    }
}
