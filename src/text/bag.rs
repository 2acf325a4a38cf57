//! The bag of terms that a ranking index counts, and how a typed word is looked for in it.
//!
//! It must not know an index, a query or a ranking; only which terms a text yields.

use super::compounds::{self, Part, joins, numbered, spaced};
use super::scanner::Scanner;
use super::stem::Stems;
use super::token::{Form, Piece, Shape, Token};

/// What is written together beyond this is no word.
const JOINED_BYTES: usize = 64;
/// A compound of more words than this is not written together.
const WHOLE_WORDS: usize = 4;
/// Alternatives of a chunk with several compounds, at most.
const ALTERNATIVES: usize = 16;

/// The buffers of [`Bag::terms`].
#[derive(Debug, Default)]
pub(super) struct Bag {
    previous: String,
    whole: String,
    joined: String,
}

/// What is known of the compound that is being read.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    words: usize,
    /// The shape of the last word.
    last: Shape,
    end: usize,
    letters: bool,
    digits: bool,
    decimal: bool,
}

impl Bag {
    /// Hands every word of `text` to `token` and every term to `each`.
    pub(super) fn terms(
        &mut self,
        scanner: &mut Scanner,
        stems: &mut Stems,
        text: &str,
        mut token: impl FnMut(Token<'_>),
        mut each: impl FnMut(&str),
    ) {
        let mut chunk: Option<Chunk> = None;
        scanner.scan(text, |piece| {
            token(piece.token);
            if piece.form != Form::Word {
                self.second_form(stems, &piece, &mut each);
                return;
            }
            let word = piece.token.word;
            own_terms(stems, word, piece.shape, &mut each);
            chunk = Some(match chunk {
                Some(before) if piece.token.joined => {
                    self.pair(stems, before.last, &piece, &mut each);
                    self.grow(before, &piece)
                }
                before => {
                    if let Some(before) = before {
                        self.whole(stems, before, &mut each);
                        if piece.shape == Shape::Digits
                            && numbered(&self.previous, before.last, word, piece.shape)
                            && spaced(text, before.end, piece.token.start)
                        {
                            self.join(word);
                            each(&self.joined);
                        }
                    }
                    Chunk::of(&piece)
                }
            });
            self.previous.clear();
            if word.len() <= JOINED_BYTES {
                self.previous.push_str(word);
            }
        });
        if let Some(last) = chunk {
            self.whole(stems, last, &mut each);
        }
    }

    /// `crohns` beside `crohn`: counted only where the stems differ. `95%` counts as `95`.
    fn second_form(&mut self, stems: &mut Stems, piece: &Piece<'_>, each: &mut impl FnMut(&str)) {
        if piece.form == Form::Possessive {
            self.joined.clear();
            self.joined.push_str(stems.stem(&self.previous));
            let second = stems.stem(piece.token.word);
            if second != self.joined {
                each(second);
            }
        }
    }

    fn join(&mut self, word: &str) {
        self.joined.clear();
        self.joined.push_str(&self.previous);
        self.joined.push_str(word);
    }

    /// Two neighbours of a compound, written together.
    fn pair(&mut self, stems: &mut Stems, before: Shape, piece: &Piece<'_>, each: &mut impl FnMut(&str)) {
        let word = piece.token.word;
        if joins(before, piece.shape)
            && !self.previous.is_empty()
            && self.previous.len() + word.len() <= JOINED_BYTES
        {
            self.join(word);
            each(stems.stem(&self.joined));
        }
    }

    /// The compound with one more word.
    fn grow(&mut self, chunk: Chunk, piece: &Piece<'_>) -> Chunk {
        let words = chunk.words + 1;
        if words == 2 {
            self.whole.clear();
            self.whole.push_str(&self.previous);
        }
        if words <= WHOLE_WORDS && piece.token.word.len() <= JOINED_BYTES {
            self.whole.push_str(piece.token.word);
        }
        let one = Chunk::of(piece);
        Chunk {
            words,
            letters: chunk.letters && one.letters,
            digits: chunk.digits && one.digits,
            decimal: chunk.decimal || one.decimal,
            ..one
        }
    }

    /// A compound of three or four words, written together.
    fn whole(&mut self, stems: &mut Stems, chunk: Chunk, each: &mut impl FnMut(&str)) {
        if (3..=WHOLE_WORDS).contains(&chunk.words)
            && !chunk.digits
            && !chunk.decimal
            && self.whole.len() <= JOINED_BYTES
        {
            each(stems.stem(&self.whole));
        }
    }
}

impl Chunk {
    fn of(piece: &Piece<'_>) -> Self {
        Self {
            words: 1,
            last: piece.shape,
            end: piece.token.end,
            letters: piece.shape == Shape::Letters,
            digits: piece.shape == Shape::Digits,
            // A word that is left out for its length spoils the whole as a decimal does.
            decimal: piece.shape == Shape::Decimal || piece.token.word.len() > JOINED_BYTES,
        }
    }
}

/// The terms of one word: its stem, or the word and its parts where it mixes letters and digits.
fn own_terms(stems: &mut Stems, word: &str, shape: Shape, each: &mut impl FnMut(&str)) {
    match shape {
        Shape::Letters => each(stems.stem_letters(word)),
        Shape::Mixed => {
            each(word);
            if let Some((left, right)) = two_parts(word) {
                each(stems.stem(left));
                each(stems.stem(right));
            } else if word.len() <= JOINED_BYTES {
                let groups = groups(word);
                if groups.clone().count() > 1 && groups.clone().all(|group| two_parts(group).is_some()) {
                    groups.for_each(each);
                }
            }
        }
        Shape::Digits | Shape::Decimal | Shape::Foreign => each(word),
    }
}

/// The letters and the digits of a word like `il6` or `14c`.
fn two_parts(word: &str) -> Option<(&str, &str)> {
    let digit_first = word.starts_with(|first: char| first.is_ascii_digit());
    let at = word.find(|character: char| character.is_ascii_digit() != digit_first)?;
    let (left, right) = word.split_at(at);
    let (letters, digits) = if digit_first { (right, left) } else { (left, right) };
    let sound = letters.len() <= 6
        && digits.len() <= 4
        && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some((left, right))
}

/// The groups of a word like `h1n1` or `il1ra`: cut before every run of letters.
fn groups(word: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = word;
    std::iter::from_fn(move || {
        let digits = rest.find(|character: char| character.is_ascii_digit()).unwrap_or(rest.len());
        let end = rest[digits..]
            .find(|character: char| !character.is_ascii_digit())
            .map_or(rest.len(), |at| digits + at);
        let (group, after) = rest.split_at(end);
        rest = after;
        (!group.is_empty()).then_some(group)
    })
}

/// How a typed word is looked for: alternatives, each a list of terms that must all occur.
pub(super) fn readings(scanner: &mut Scanner, stems: &mut Stems, chunk: &str) -> Vec<Vec<String>> {
    let parts = compounds::parts(scanner, chunk);
    let mut readings: Vec<Vec<String>> = Vec::new();
    for compound in parts.chunk_by(|_, next| next.joined) {
        compounds::follow(&mut readings, compound_terms(stems, compound), ALTERNATIVES);
    }
    compounds::drop_repeats(&mut readings);
    readings
}

/// The alternatives of one compound.
fn compound_terms(stems: &mut Stems, compound: &[Part]) -> Vec<Vec<String>> {
    if let [single] = compound {
        return word_terms(stems, single);
    }
    let mut readings = Vec::new();
    let joined: String = compound.iter().map(|part| part.word.as_str()).collect();
    let decimal = compound.iter().any(|part| part.shape == Shape::Decimal);
    let digits = compound.iter().all(|part| part.shape == Shape::Digits);
    if compound.len() <= WHOLE_WORDS && !decimal && !digits && joined.len() <= JOINED_BYTES {
        readings.push(vec![stems.stem(&joined).to_owned()]);
    }
    let mut apart = Vec::new();
    let mut rest = compound;
    while let [part, after @ ..] = rest {
        rest = after;
        if let [number, after @ ..] = rest
            && numbered(&part.word, part.shape, &number.word, number.shape)
        {
            apart.push(format!("{}{}", part.word, number.word));
            rest = after;
        } else {
            apart.push(stems.stem(&part.word).to_owned());
        }
    }
    readings.push(apart);
    readings
}

/// The alternatives of a word without joints.
fn word_terms(stems: &mut Stems, part: &Part) -> Vec<Vec<String>> {
    let word = part.word.as_str();
    let mut readings = vec![vec![stems.stem(word).to_owned()]];
    if part.shape != Shape::Mixed || two_parts(word).is_some() || word.len() > JOINED_BYTES {
        return readings;
    }
    let groups: Vec<&str> = groups(word).collect();
    if groups.len() > 1 && word.starts_with(|first: char| first.is_ascii_lowercase()) {
        readings.push(groups.iter().map(|group| stems.stem(group).to_owned()).collect());
    }
    for (at, left, right) in compounds::letter_splits(word) {
        let (before, after) = (format!("{}{left}", &word[..at]), &word[at + left.len() + right.len()..]);
        let halves = [before, format!("{right}{after}")];
        readings.push(halves.iter().map(|half| stems.stem(half).to_owned()).collect());
    }
    readings
}
