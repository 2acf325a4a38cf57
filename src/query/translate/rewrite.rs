//! A tree becomes one that another notation can write.
//!
//! It must not know how it is printed.

use super::loss::{Loss, LossLevel};
use super::words::{Words, trimmed};
use super::{dates, fields, letters, names, near, phrases, values};
use crate::model::Field;
use crate::query::Syntax;
use crate::query::ast::{DateRange, How, Node, Origin, PlainWord, Term, TermWord};
use crate::query::fielded::expr::joined;
use crate::query::limits::MAX_CLAUSES;
use crate::query::references::{is_same, line_of};
use crate::query::span::Span;
use crate::text::{Analyzer, is_stop_word};

/// What a line came to: how far it is something else, where it is; `Missing` where there is no translation.
pub(super) type LineLevel = Option<LossLevel>;

/// Rewrites one query.
pub(super) struct Rewriter<'l> {
    pub to: Syntax,
    pub losses: Vec<Loss>,
    /// The lines before, by their places.
    pub lines: &'l [LineLevel],
    pub analyzer: &'l mut Analyzer,
    /// Whether the query is in PubMed's notation.
    is_pubmed: bool,
    /// Whether what is rewritten is taken away by a NOT.
    taken: bool,
    /// Words so far.
    size: usize,
}

impl<'l> Rewriter<'l> {
    pub fn new((from, to): (Syntax, Syntax), lines: &'l [LineLevel], analyzer: &'l mut Analyzer) -> Self {
        let is_pubmed = from == Syntax::PubMed;
        Self { to, losses: Vec::new(), lines, analyzer, is_pubmed, taken: false, size: 0 }
    }

    /// The tree; `None` where a part of it cannot be said, which the losses tell. The parser bounds its depth.
    pub fn node(&mut self, node: &Node) -> Option<Node> {
        Some(match node {
            Node::Term(term) => match line_of(term) {
                Some(line) => self.line(line, term)?,
                None => self.term(term)?,
            },
            Node::Dates(range) => self.dates(range)?,
            Node::And(parts) => joined(self.all(parts)?, false),
            Node::Or(parts) => once(joined(self.all(parts)?, true)),
            Node::Not { keep, drop } => {
                let keep = self.node(keep);
                self.taken = !self.taken;
                let drop = self.node(drop);
                self.taken = !self.taken;
                Node::Not { keep: Box::new(keep?), drop: Box::new(drop?) }
            }
        })
    }

    /// All are looked at, so that everything is told that is lost.
    fn all(&mut self, parts: &[Node]) -> Option<Vec<Node>> {
        let parts: Vec<Option<Node>> = parts.iter().map(|part| self.node(part)).collect();
        parts.into_iter().collect()
    }

    pub fn lose(&mut self, level: LossLevel, span: &Span, message: impl Into<String>) {
        let level = if self.taken { level.taken_away() } else { level };
        let loss = Loss { span: span.clone(), level, message: message.into(), line: None };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// Says that a part cannot be said.
    pub fn missing(&mut self, span: &Span, message: impl Into<String>) -> Option<Node> {
        self.lose(LossLevel::Missing, span, message);
        None
    }

    /// A line that is referred to: what it lost, the line lost that refers to it.
    fn line(&mut self, line: usize, term: &Term) -> Option<Node> {
        let level = self.lines.get(line).copied().unwrap_or(Some(LossLevel::Missing));
        if let Some(level) = level {
            let message = match level {
                LossLevel::Missing => "the line that is referred to has no translation",
                _ => "the line that is referred to says something else",
            };
            self.lose(level, &(0..0), message);
            if let Some(loss) = self.losses.last_mut() {
                loss.line = Some(line);
            }
        }
        (level != Some(LossLevel::Missing)).then(|| Node::Term(term.clone()))
    }

    fn dates(&mut self, range: &DateRange) -> Option<Node> {
        match dates::of(range, self.to) {
            Ok((range, loss)) => {
                if let Some((level, message)) = loss {
                    self.lose(level, &range.span, message);
                }
                Some(Node::Dates(range))
            }
            Err((level, message)) => {
                self.lose(level, &range.span, message);
                None
            }
        }
    }

    /// Words of a plain query.
    pub fn plain(&mut self, words: &[PlainWord]) -> Option<Node> {
        let span =
            words.first().map_or(0, |word| word.span.start)..words.last().map_or(0, |word| word.span.end);
        let is_asked = |word: &&PlainWord| !is_stop_word(&word.text.to_lowercase());
        let asked: Vec<&PlainWord> = words.iter().filter(is_asked).collect();
        let asked = if asked.is_empty() { words.iter().collect() } else { asked };
        let message = format!(
            "words alone are found here in all their forms, and best first: {} looks for each as it is written",
            fields::name(self.to)
        );
        self.lose(LossLevel::Narrower, &span, message);
        let terms = asked.into_iter().map(|word| self.term(&Term { tagged: true, ..word.term() }));
        let terms: Vec<Option<Node>> = terms.collect();
        Some(joined(terms.into_iter().collect::<Option<_>>()?, false))
    }

    fn term(&mut self, term: &Term) -> Option<Node> {
        if !term.field.holds_text() {
            return self.value(term);
        }
        let is_own = self.to == Syntax::PubMed && !term.tagged;
        let term = &Term { words: trimmed(&term.words, self.analyzer), ..term.clone() };
        if self.is_pubmed && self.to != Syntax::PubMed && term.may_be_name() {
            let message = format!(
                "PubMed maps words without a field to headings, journals and authors: {} looks for them as they are",
                fields::name(self.to)
            );
            self.lose(LossLevel::Narrower, &term.span, message);
        }
        let words = Words::of(term, self.analyzer);
        let words = match letters::spelt(words, self.to) {
            Some((words, None)) => words,
            Some((words, Some(level))) => {
                self.lose(level, &term.span, letters::said(self.to, level));
                words
            }
            None => {
                let message =
                    format!("{} has no such signs for letters within a word", fields::name(self.to));
                return self.missing(&term.span, message);
            }
        };
        let Some(place) = fields::of_text(term.field, self.to) else {
            let message = format!("{} has no field for {}", fields::name(self.to), term.field.label());
            return self.missing(&term.span, message);
        };
        match self.to {
            Syntax::Ovid | Syntax::Cochrane => {
                self.say(place.loss, term);
                self.in_fields(words, &place.fields, term)
            }
            _ if is_own => self.phrases(&words, &[Field::All], term),
            _ if words.is_near() => self.near_in_pubmed(&words, &place, term),
            _ => {
                self.say(place.loss, term);
                self.phrases(&words, &place.fields, term)
            }
        }
    }

    fn value(&mut self, term: &Term) -> Option<Node> {
        self.grow(term.words.len(), term)?;
        match values::of(term, self.to) {
            Ok((node, said)) => {
                if let Some((level, message)) = said {
                    self.lose(level, &term.span, message);
                }
                Some(node)
            }
            Err(message) => self.missing(&term.span, message),
        }
    }

    fn say(&mut self, loss: Option<(LossLevel, &'static str)>, term: &Term) {
        if let Some((level, message)) = loss {
            self.lose(level, &term.span, message);
        }
    }

    /// Ovid's and Cochrane's way: anything near anything, in several fields.
    fn in_fields(&mut self, words: Words, fields: &[Field], term: &Term) -> Option<Node> {
        let words = match words {
            Words::Row(row) if term.field.holds_names() && !term.quoted => self.name(row, term),
            words => words,
        };
        let Some((words, level)) = near::in_pairs(words.clone(), self.to) else {
            let message = format!(
                "{} has no words near each other so far apart, or so many: all of them are written, joined by and",
                fields::name(self.to)
            );
            self.lose(LossLevel::Wider, &term.span, message);
            return self.joined_words(&words, fields, term);
        };
        if let Some(level) = level {
            self.lose(level, &term.span, near::SAID);
        }
        let alternatives = match words {
            Words::Any(parts) => parts,
            one => vec![one],
        };
        let mut nodes = Vec::new();
        for words in alternatives {
            self.grow(words.count() * fields.len(), term)?;
            let (words, how) = words.into_term();
            // Initials of authors stand for themselves there.
            let quoted = term.field.holds_names();
            nodes.extend(fields.iter().map(|&field| {
                let how = how.clone();
                Node::Term(Term { quoted, how, ..Term::of(field, words.clone(), term.span.clone()) })
            }));
        }
        Some(joined(nodes, true))
    }

    /// A name of which PubMed looks for more than what stands there.
    fn name(&mut self, row: Vec<TermWord>, term: &Term) -> Words {
        names::ways(&row).unwrap_or_else(|| {
            let message =
                "PubMed looks for a name in more orders, and truncates initials: written as it stands";
            self.lose(LossLevel::Narrower, &term.span, message);
            Words::Row(row)
        })
    }

    /// Words near each other, of which PubMed has simple ones, in three fields.
    fn near_in_pubmed(&mut self, words: &Words, place: &fields::Place, term: &Term) -> Option<Node> {
        if let Some(near) = fields::of_near_words(term.field)
            && phrases::of(words, self.analyzer).is_some()
        {
            self.say(near.loss, term);
            return self.phrases(words, &near.fields, term);
        }
        self.say(place.loss, term);
        let message =
            "PubMed cannot look for these words near each other: all of them are written, joined by AND";
        self.lose(LossLevel::Wider, &term.span, message);
        self.joined_words(words, &place.fields, term)
    }

    /// Phrases in fields, any of which will do.
    fn phrases(&mut self, words: &Words, fields: &[Field], term: &Term) -> Option<Node> {
        let Some(phrases) = phrases::of(words, self.analyzer) else {
            let message = "PubMed has no groups within phrases, and these would be too many to be written out: all words \
                           are written, joined by AND";
            self.lose(LossLevel::Wider, &term.span, message);
            return self.joined_words(words, fields, term);
        };
        let mut nodes = Vec::with_capacity(phrases.len());
        for phrase in phrases {
            if let Some(level) = phrase.level {
                self.lose(level, &term.span, phrases::said(level));
            }
            if let Some(message) = phrases::only_here(&phrase) {
                self.lose(LossLevel::OnlyHere, &term.span, message);
            }
            self.grow(phrase.words.len() * fields.len(), term)?;
            let how = phrase.near.map_or(How::Usual, How::Near);
            let is_several = phrase.words.len() > 1 || how != How::Usual;
            // PubMed maps what stands without quotes, and nothing else.
            let is_mapped = self.is_pubmed && self.to == Syntax::PubMed && term.may_be_name();
            let quoted = term.quoted
                || !is_mapped
                    && (is_several && !term.field.holds_names() || term.field == Field::All && term.tagged)
                || term.origin != Origin::Beside && !phrase.words.iter().all(phrases::is_bare);
            nodes.extend(fields.iter().map(|&field| {
                let own = Term::of(field, phrase.words.clone(), term.span.clone());
                Node::Term(Term { quoted, tagged: term.tagged, how: how.clone(), origin: term.origin, ..own })
            }));
        }
        Some(joined(nodes, true))
    }

    /// Words with everything that is asked of their places left out: those near each other must all be there.
    fn joined_words(&mut self, words: &Words, fields: &[Field], term: &Term) -> Option<Node> {
        let each = |rewriter: &mut Self, parts: &[Words]| {
            let parts = parts.iter().map(|part| rewriter.joined_words(part, fields, term));
            parts.collect::<Option<Vec<_>>>()
        };
        Some(match words {
            Words::Any(parts) => joined(each(self, parts)?, true),
            Words::Near { parts, .. } => joined(each(self, parts)?, false),
            Words::Row(_) if self.to == Syntax::PubMed => self.phrases(words, fields, term)?,
            Words::Row(_) => self.in_fields(words.clone(), fields, term)?,
        })
    }

    /// Counts words against the bound.
    pub fn grow(&mut self, more: usize, term: &Term) -> Option<()> {
        self.size += more;
        if self.size <= MAX_CLAUSES {
            return Some(());
        }
        self.missing(&term.span, format!("written out, the query has more than {MAX_CLAUSES} words"));
        None
    }
}

/// Alternatives with each part once: what were two fields may be one.
fn once(node: Node) -> Node {
    /// A longer list is left as it is: every part is held against every other.
    const PARTS_MAX: usize = 500;
    let parts = match node {
        Node::Or(parts) if parts.len() <= PARTS_MAX => parts,
        other => return other,
    };
    let mut kept: Vec<Node> = Vec::with_capacity(parts.len());
    for part in parts {
        if !kept.iter().any(|own| is_same(own, &part)) {
            kept.push(part);
        }
    }
    joined(kept, true)
}
