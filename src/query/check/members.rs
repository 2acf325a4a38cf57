//! What a line is made of: groups of alternatives, and the terms among them.
//!
//! It must not know what is looked for in them.

use std::ops::Range;

use crate::model::Field;
use crate::query::ast::{How, Node, Term, TermWord};
use crate::query::references::line_of;
use crate::query::span::Span;
use crate::text::{Wild, fold};

/// A term as it is written: the same words in one field, or in any of several.
#[derive(Debug, Clone)]
pub(crate) struct Member<'n> {
    /// The place of its line.
    pub line: usize,
    /// A term for each field; one at least.
    pub terms: Vec<&'n Term>,
}

/// One of the alternatives of a group.
#[derive(Debug, Clone)]
pub(crate) enum Alternative<'n> {
    /// A term.
    Member(Member<'n>),
    /// A whole line, by its place.
    Line(usize),
    /// Anything else.
    Other(&'n Node),
}

/// Alternatives that stand beside each other: those of an OR, or one alone.
#[derive(Debug, Clone)]
pub(crate) struct Group<'n> {
    /// The place of its line.
    pub line: usize,
    /// The part of the line's tree.
    pub node: &'n Node,
    /// Whether it is the whole line.
    pub is_whole: bool,
    /// Whether what it finds is kept, not taken away.
    pub is_kept: bool,
    /// The alternatives.
    pub alternatives: Vec<Alternative<'n>>,
}

/// The groups of a line's tree.
pub(crate) fn groups(line: usize, node: &Node) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    collect(line, node, true, &mut groups);
    if let [only] = groups.as_mut_slice() {
        only.is_whole = std::ptr::eq(only.node, node);
    } else if let Some(first) = groups.iter_mut().find(|group| std::ptr::eq(group.node, node)) {
        first.is_whole = true;
    }
    groups
}

/// The parser bounds the depth of the tree.
fn collect<'n>(line: usize, node: &'n Node, is_kept: bool, into: &mut Vec<Group<'n>>) {
    let group = |alternatives| Group { line, node, is_whole: false, is_kept, alternatives };
    match node {
        Node::Term(term) => into.push(group(vec![alternative(line, vec![term])])),
        Node::Dates(_) => {}
        Node::And(parts) => parts.iter().for_each(|part| collect(line, part, is_kept, into)),
        Node::Not { keep, drop } => {
            collect(line, keep, is_kept, into);
            collect(line, drop, false, into);
        }
        Node::Or(parts) => {
            let (mut alternatives, mut inner) = (Vec::new(), Vec::new());
            let mut rest = parts.as_slice();
            while let [part, after @ ..] = rest {
                let Node::Term(term) = part else {
                    alternatives.push(Alternative::Other(part));
                    inner.push(part);
                    rest = after;
                    continue;
                };
                // Words that are given to several fields stand at one place.
                let same = |node: &&Node| matches!(node, Node::Term(other) if is_same(term, other));
                let count = rest.iter().take_while(same).count().max(1);
                let terms = rest[..count].iter().filter_map(|node| match node {
                    Node::Term(term) => Some(term),
                    _ => None,
                });
                alternatives.push(alternative(line, terms.collect()));
                rest = &rest[count..];
            }
            into.push(group(alternatives));
            inner.into_iter().for_each(|part| collect(line, part, is_kept, into));
        }
    }
}

fn is_same(a: &Term, b: &Term) -> bool {
    std::ptr::eq(a, b) || line_of(a).is_none() && !a.span.is_empty() && a.span == b.span && a.words == b.words
}

fn alternative(line: usize, terms: Vec<&Term>) -> Alternative<'_> {
    match terms.first().and_then(|term| line_of(term)) {
        Some(other) => Alternative::Line(other),
        None => Alternative::Member(Member { line, terms }),
    }
}

impl<'n> Group<'n> {
    /// Its terms.
    pub fn members(&self) -> impl Iterator<Item = &Member<'n>> {
        self.alternatives.iter().filter_map(|alternative| match alternative {
            Alternative::Member(member) => Some(member),
            _ => None,
        })
    }
}

/// Fields of text that hold what articles say; each is part of those behind it that name its number.
const TEXTS: [(Field, u16); 11] = [
    // title 1, original title 2, abstract 4, keywords 8, headings 16, substances 32, types 64, everything else 128
    (Field::Title, 1),
    (Field::OriginalTitle, 2),
    (Field::Abstract, 4),
    (Field::TitleOrAbstract, 5),
    (Field::TitleAbstract, 13),
    (Field::Keyword, 8),
    (Field::AnyKeyword, 56),
    (Field::HeadingWord, 16),
    (Field::Multipurpose, 63),
    (Field::TextWords, 125),
    (Field::All, 255),
];

fn columns(field: Field) -> u16 {
    TEXTS.iter().find(|row| row.0 == field).map_or(0, |row| row.1)
}

impl<'n> Member<'n> {
    fn first(&self) -> &'n Term {
        self.terms[0]
    }

    /// Where it stands in its line.
    pub fn span(&self) -> Span {
        self.first().span.clone()
    }

    /// Its words.
    pub fn words(&self) -> &'n [TermWord] {
        &self.first().words
    }

    /// How they are looked for.
    pub fn how(&self) -> &'n How {
        &self.first().how
    }

    /// Whether a field was written.
    pub fn is_tagged(&self) -> bool {
        self.first().tagged
    }

    /// Its words as one text, without what is left open.
    pub fn phrase(&self) -> String {
        let words: Vec<&str> = self.words().iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Its words in small letters with their signs, to compare by.
    pub fn written(&self) -> String {
        let words = self
            .words()
            .iter()
            .map(|word| format!("{}{}", word.text.to_lowercase(), if word.truncated { "*" } else { "" }));
        words.collect::<Vec<_>>().join(" ")
    }

    /// What makes it the same as another: words, fields, and how they are looked for.
    pub fn key(&self) -> String {
        let mut fields: Vec<Field> = self.terms.iter().map(|term| term.field).collect();
        fields.sort_unstable();
        let how: Vec<String> = self.terms.iter().map(|term| format!("{:?}", term.how)).collect();
        format!("{} {fields:?} {how:?}", self.written())
    }

    /// Which texts it is looked for in, a bit each; 0 where that is something else than text.
    pub fn texts(&self) -> u16 {
        self.terms.iter().fold(0, |all, term| all | columns(term.field))
    }

    /// Whether it is looked for in what articles say, not by subject or person alone.
    pub fn is_text(&self) -> bool {
        self.texts() & columns(Field::TitleAbstract) != 0
    }

    /// Whether headings are looked at too, word by word.
    pub fn has_heading_words(&self) -> bool {
        self.texts() & columns(Field::HeadingWord) != 0
    }

    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.field, Field::Mesh | Field::MajorTopic))
    }

    /// Whether its words are one phrase of whole or truncated words.
    pub fn is_plain(&self) -> bool {
        self.terms.iter().all(|term| term.how == How::Usual)
    }

    /// Whether it finds every text of a phrase of whole words, where both are looked for in the same field.
    pub fn finds(&self, phrase: &[&str]) -> bool {
        match self.how() {
            How::Usual | How::NotExploded => finds(self.words(), phrase),
            // Alternatives near each other: where every word of the phrase is one of theirs.
            _ => phrase.iter().all(|word| self.words().iter().any(|own| fits(own, word))),
        }
    }

    /// Whether it finds all that another finds, as far as words and fields tell.
    pub fn covers(&self, other: &Member<'_>) -> bool {
        if !self.is_plain() || !other.is_plain() || !self.is_text() || !other.is_text() {
            return false;
        }
        if other.texts() & !self.texts() != 0 || other.words().iter().any(|word| word.wild) {
            return false;
        }
        let theirs = other.words();
        let fits_at = |at: usize| {
            self.words().iter().zip(&theirs[at..]).all(|(own, word)| {
                let folded = word.text.to_lowercase();
                fits(own, &folded) && (!word.truncated || own.truncated)
            })
        };
        let last = theirs.len().checked_sub(self.words().len());
        last.is_some_and(|last| (0..=last).any(fits_at))
    }
}

fn finds(words: &[TermWord], phrase: &[&str]) -> bool {
    let last = phrase.len().checked_sub(words.len());
    let fits_at = |range: Range<usize>| words.iter().zip(&phrase[range]).all(|(own, word)| fits(own, word));
    last.is_some_and(|last| (0..=last).any(|at| fits_at(at..phrase.len())))
}

/// Whether a word stands for another, which is in small letters.
fn fits(own: &TermWord, word: &str) -> bool {
    if own.wild {
        let text = own.text.to_lowercase();
        let spelt = if own.truncated { format!("{text}*") } else { text };
        return Wild::new(&spelt).is_some_and(|wild| wild.fits(&fold(word)));
    }
    let begins = word.get(..own.text.len()).is_some_and(|start| start.eq_ignore_ascii_case(&own.text));
    begins && (own.truncated || word.len() == own.text.len())
}
