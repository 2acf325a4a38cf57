//! Terms of PubMed's notation: words, phrases, dates and identifiers, with the tags bound to them.
//!
//! It must not know operators or parentheses.

use std::ops::Range;

use crate::model::Field;
use crate::query::ast::{How, Node, Origin, Term, TermWord};
use crate::query::dates;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::{MAX_CLAUSES, MAX_NESTING};
use crate::query::lines::range;
use crate::query::notes::NoteKind;
use crate::query::span::Span;
use crate::query::tags::{self, Tag};

use super::errors::{empty, too_deep, too_many};
use super::flags;
use super::identifiers;
use super::lexer::{Operator, Token, TokenKind, is_quote};
use super::parser::{Parser, Part, combine};
use super::values;
use super::words::{ReadWord, is_line_reference, parts, read_word, without_star};

impl Parser<'_> {
    /// The term that is next; nothing if it is punctuation only.
    pub(super) fn term(&mut self) -> Result<Option<Part>, QueryError> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Phrase => self.phrase().map(Some),
            Some(token) if token.kind == TokenKind::Tag => Err(self.tag_alone(self.at)),
            _ => self.run(),
        }
    }

    /// The tag that is next, taken.
    pub(super) fn tag(&mut self) -> Result<Option<(Tag, Span)>, QueryError> {
        let tag = self.tag_at(self.at)?;
        self.at += usize::from(tag.is_some());
        Ok(tag)
    }

    fn tag_at(&self, at: usize) -> Result<Option<(Tag, Span)>, QueryError> {
        let Some(token) = self.tokens.get(at).filter(|token| token.kind == TokenKind::Tag) else {
            return Ok(None);
        };
        let name = &self.text[token.span.start + 1..token.span.end - 1];
        tags::tag(name, &token.span).map(|tag| Some((tag, token.span.clone())))
    }

    fn phrase(&mut self) -> Result<Part, QueryError> {
        let token = &self.tokens[self.at];
        let spans = parts(self.text, inner(self.text, token));
        let words = self.read_words(spans.collect(), true)?;
        if words.is_empty() {
            let message = "the quotes hold no letter or digit";
            return Err(QueryError::new(QueryErrorKind::EmptyPhrase, token.span.clone(), message)
                .help("write the phrase between them, or leave them out"));
        }
        self.at += 1;
        let tag = self.tag()?;
        let dated = tag.as_ref().is_some_and(|(tag, _)| tag.field.is_date());
        let numeric = values::is_like_date(&self.text[inner(self.text, token)]);
        let second = self.second_date().filter(|_| tag.is_none() && numeric);
        if dated || second.is_some() {
            let field = tag.as_ref().map(|(tag, _)| tag.field).or(second.map(|(field, ..)| field));
            let field = field.unwrap_or(Field::Date);
            let end = tag.map_or(token.span.end, |(_, tag)| tag.end);
            let value = inner(self.text, token);
            return self.dates(field, value, token.span.start..end);
        }
        self.count(words.len(), &token.span)?;
        match tag {
            Some((Tag { field, .. }, tag)) if values::is_identifier(field) => {
                values::identifiers(field, &words, &(token.span.start..tag.end), self.notes).map(part_of)
            }
            Some((tag, at)) => Ok(self.tagged(words, true, tag, token.span.start..at.end)),
            None => Ok(leaf(words, true, None, token.span.clone())),
        }
    }

    /// Words side by side: one term if a tag follows, else all of them.
    fn run(&mut self) -> Result<Option<Part>, QueryError> {
        let start = self.at;
        let is_own = |token: &&Token| is_word(token) && !self.is_reference(token);
        let more = self.tokens[start..].iter().take_while(is_own).count();
        let end = start + more;
        let Some((named, tag)) = self.tag_at(end)? else {
            self.at = end;
            return self.untagged(start..end);
        };
        let field = named.field;
        let first = self.value_start(field, start..end);
        if first > start {
            // The value is the next term.
            self.at = first;
            let before = self.untagged(start..first)?;
            if let Some(before) = &before {
                let message =
                    format!("these words do not belong to [{}] and were read on their own", field.tag());
                self.notes.add(NoteKind::WordsBeforeValue, before.node.span(), message);
            }
            return Ok(before);
        }
        self.at = end + 1;
        let span = self.tokens[start].span.start..tag.end;
        if field.is_date() {
            let value = self.tokens[start].span.start..self.tokens[end - 1].span.end;
            return self.dates(field, value, span).map(Some);
        }
        let words = self.words(start..end)?;
        if words.is_empty() {
            return Err(self.tag_alone(end));
        }
        if values::is_identifier(field) {
            return values::identifiers(field, &words, &span, self.notes).map(part_of).map(Some);
        }
        if words.len() > 1 && values::is_prose(field) && !matches!(named.how, How::Near(_)) {
            let message = format!("the words before [{}] were read as one phrase", field.tag());
            self.notes.add(NoteKind::WordsAsPhrase, span.clone(), message);
        }
        Ok(Some(self.tagged(words, false, named, span)))
    }

    /// Where in a run of words the value of its tag begins.
    fn value_start(&self, field: Field, run: Range<usize>) -> usize {
        let text = |at: usize| &self.text[self.tokens[at].span.clone()];
        let mut first = run.end - 1;
        if field.is_date() {
            // A colon at either end of a word ties it to a neighbour that can be part of a date.
            let tied = |at: usize| {
                (text(at).starts_with(':') || text(at - 1).ends_with(':'))
                    && values::is_like_date(text(at - 1))
            };
            while first > run.start && tied(first) {
                first -= 1;
            }
            // `last 5 years[dp]`, `spring 2019[dp]`.
            let from = |words: usize| run.end.checked_sub(words).filter(|start| *start >= run.start);
            let end = self.tokens[run.end - 1].span.end;
            let written = |start: &usize| &self.text[self.tokens[*start].span.start..end];
            let named = from(2).filter(|start| dates::is_named(written(start)));
            let relative = from(3).filter(|start| dates::is_relative(written(start)));
            first = relative.or(named).unwrap_or(first);
        } else if values::is_identifier(field) {
            while first > run.start && values::fits(field, text(first - 1)) {
                first -= 1;
            }
        } else {
            first = run.start;
        }
        first
    }

    fn untagged(&mut self, tokens: Range<usize>) -> Result<Option<Part>, QueryError> {
        let words = self.words(tokens)?;
        if words.len() > 1 && words.iter().all(|word| !word.truncated) {
            let spans: Vec<Span> = words.iter().map(|word| word.span.clone()).collect();
            if let Some(any) = identifiers::all(self.text, &spans, self.notes) {
                return Ok(Some(part_of(any)));
            }
        }
        let mut follows_word = false;
        let leaves = words.into_iter().map(|word| {
            let id = if word.truncated { None } else { self.named(&word) };
            let is_word = id.is_none() && !word.truncated;
            let is_beside = std::mem::replace(&mut follows_word, is_word) && is_word;
            let origin = if is_beside { Origin::Beside } else { Origin::Alone };
            let span = word.span.clone();
            let term = || Term { tagged: false, origin, ..Term::of(Field::All, vec![word], span) };
            part_of(id.unwrap_or_else(|| Node::Term(term())))
        });
        Ok(leaves.reduce(|left, right| combine(left, Operator::And, right)))
    }

    /// A word without a tag that is an identifier or a flag.
    fn named(&mut self, word: &TermWord) -> Option<Node> {
        let written = word.text.trim_end_matches([',', ';']);
        identifiers::named(written, &word.text, word.span.clone(), self.notes)
            .or_else(|| flags::flag(&word.text, &word.span, self.notes))
    }

    /// The term of words and their tag. A flag may have that of words: PubMed's users write `hasabstract[text]`.
    fn tagged(&mut self, words: Vec<TermWord>, quoted: bool, tag: Tag, span: Span) -> Part {
        if let ([word], Field::TextWords | Field::All) = (words.as_slice(), tag.field)
            && !(quoted || word.truncated)
            && let Some(flag) = flags::flag(&word.text, &span, self.notes)
        {
            return part_of(flag);
        }
        let part = leaf(words, quoted, Some(tag), span);
        if let Node::Term(term) = &part.node {
            flags::remark(term, self.notes);
        }
        part
    }

    fn words(&mut self, tokens: Range<usize>) -> Result<Vec<TermWord>, QueryError> {
        let spans = self.tokens[tokens].iter().map(|token| token.span.clone());
        self.read_words(spans.collect(), false)
    }

    /// The words at these places; of a phrase they are not counted yet, and mean nothing else.
    fn read_words(&mut self, spans: Vec<Span>, phrase: bool) -> Result<Vec<TermWord>, QueryError> {
        let (mut words, mut wrong) = (Vec::new(), None);
        for span in spans {
            match self.word(&span, phrase) {
                Ok(ReadWord::Word(word)) => words.push(word),
                Ok(ReadWord::Nothing) => {}
                // The last error stands for the term.
                Err(error) => wrong.replace(error).map_or(Ok(()), |earlier| self.tell(earlier))?,
            }
        }
        wrong.map_or(Ok(words), Err)
    }

    fn word(&mut self, span: &Span, phrase: bool) -> Result<ReadWord, QueryError> {
        let text = &self.text[span.clone()];
        if !phrase && is_line_reference(text) {
            if let Some(range) = range(text, span) {
                return Err(range);
            }
            let message = format!("`{}` refers to a line, and a query has one line only", shown(text));
            return Err(QueryError::new(QueryErrorKind::LineReference, span.clone(), message).help(
                "write out that line's query in parentheses, run all lines as a strategy, or quote the text",
            ));
        }
        let word = match self.earlier {
            Some(_) => match without_star(self.text, span, self.notes) {
                stem if stem.is_empty() => ReadWord::Nothing,
                stem => read_word(self.text, &stem, self.notes)?,
            },
            None => read_word(self.text, span, self.notes)?,
        };
        if !phrase && matches!(word, ReadWord::Word(_)) {
            self.count(1, span)?;
            if ["and", "or", "not"].iter().any(|operator| text.eq_ignore_ascii_case(operator)) {
                let message = format!("`{text}` is a word here; operators are in upper case");
                self.notes.add(NoteKind::LowerCaseOperator, span.clone(), message);
            }
        }
        Ok(word)
    }

    /// Whether `: date[dp]` follows; its field, its value, and its tag.
    fn second_date(&self) -> Option<(Field, Span, Span)> {
        let [colon, value, tag, ..] = self.tokens.get(self.at..)? else { return None };
        let sound = colon.kind == TokenKind::Colon
            && matches!(value.kind, TokenKind::Word | TokenKind::Phrase)
            && tag.kind == TokenKind::Tag;
        let (Tag { field, .. }, _) =
            if sound { self.tag_at(self.at + 2).ok().flatten()? } else { return None };
        field.is_date().then(|| (field, inner(self.text, value), tag.span.clone()))
    }

    /// A date or a range, its first part read already, the tag too.
    fn dates(&mut self, field: Field, value: Span, span: Span) -> Result<Part, QueryError> {
        self.count(1, &span)?;
        let mut text = self.text[value.clone()].to_owned();
        let (mut value, mut span) = (value, span);
        if let Some((other, second, tag)) = self.second_date() {
            if other != field {
                let message = format!("the range begins as [{}] and ends as [{}]", field.tag(), other.tag());
                return Err(QueryError::new(QueryErrorKind::BadDate, tag, message)
                    .help(format!("write [{}] behind both", field.tag())));
            }
            text.push(':');
            text.push_str(&self.text[second.clone()]);
            value.end = second.end;
            span.end = tag.end;
            self.at += 3;
        }
        values::date(field, (&text, &value), span, self.notes).map(|dates| part_of(Node::Dates(dates)))
    }

    /// Gives the tag after a group to every term inside that has none.
    pub(super) fn tag_group(&mut self, node: Node, given: &Tag, tag: &Span) -> Result<Part, QueryError> {
        let name = given.field.tag();
        if let How::Near(budget) = given.how {
            let message = "words near each other stand right before their tag, not in parentheses";
            return Err(QueryError::new(QueryErrorKind::UnsupportedTag, tag.clone(), message)
                .help(format!("write them between quotes: \"lung injury\"[{name}:~{budget}]")));
        }
        let message = format!("[{name}] after parentheses was given to each term inside that has no tag");
        self.notes.add(NoteKind::TagOnGroup, tag.clone(), message);
        let part = self.tag_all(node, given)?;
        if part.depth > MAX_NESTING { Err(too_deep(tag.clone())) } else { Ok(part) }
    }

    fn tag_all(&mut self, node: Node, tag: &Tag) -> Result<Part, QueryError> {
        if let Some(term) = self.bare_identifier(&node) {
            return self.tag_term(term, tag.clone());
        }
        let (nodes, operator) = match node {
            Node::Term(term) if !term.tagged => return self.tag_term(term, tag.clone()),
            Node::Term(_) | Node::Dates(_) => return Ok(part_of(node)),
            Node::And(nodes) => (nodes, Operator::And),
            Node::Or(nodes) => (nodes, Operator::Or),
            Node::Not { keep, drop } => (vec![*keep, *drop], Operator::Not),
        };
        let mut all: Option<Part> = None;
        let mut nodes = nodes.into_iter().peekable();
        while let Some(mut node) = nodes.next() {
            // A number that may be a PMID is two terms, which an OR around it took in.
            if let Some(number) = nodes.next_if(|next| next.span() == node.span()) {
                node = Node::Or(vec![node, number]);
            }
            let part = self.tag_all(node, tag)?;
            all = Some(match all {
                Some(left) => combine(left, operator, part),
                None => part,
            });
        }
        // An operator has two parts at least.
        all.ok_or_else(|| empty(self.text, "the parentheses hold nothing to search for"))
    }

    /// The word that was read as an identifier, or as a number that may be one, because it had no tag.
    fn bare_identifier(&self, node: &Node) -> Option<Term> {
        let term = match node {
            Node::Term(term) => term,
            // A number in any field, behind the PMID.
            Node::Or(parts) => match parts.as_slice() {
                [Node::Term(id), Node::Term(number)] if id.span == number.span => number,
                _ => return None,
            },
            _ => return None,
        };
        let written = self.text.get(term.span.clone())?; // Of another line that is a place in its own text.
        let is_own = written.to_lowercase().contains(&term.words.first()?.text.to_lowercase());
        let is_identifier = matches!(node, Node::Or(_)) || identifiers::is_field(term.field);
        if !is_identifier || !is_own || written.ends_with(']') {
            return None;
        }
        let word = TermWord::whole(written.to_owned(), term.span.clone());
        Some(Term { words: vec![word], quoted: false, ..term.clone() })
    }

    fn tag_term(&mut self, term: Term, Tag { field, how }: Tag) -> Result<Part, QueryError> {
        if field.is_date() {
            let words: Vec<String> = term
                .words
                .iter()
                .map(|w| if w.truncated { w.text.clone() + "*" } else { w.text.clone() })
                .collect();
            let value = (words.join(" "), term.span.clone());
            return values::date(field, (&value.0, &value.1), term.span, self.notes)
                .map(|dates| part_of(Node::Dates(dates)));
        }
        if values::is_identifier(field) {
            return values::identifiers(field, &term.words, &term.span, self.notes).map(part_of);
        }
        let term = Term { field, tagged: true, how, origin: Origin::Alone, ..term };
        flags::remark(&term, self.notes);
        Ok(part_of(Node::Term(term)))
    }

    /// Counts words and dates against the bound.
    pub(super) fn count(&mut self, more: usize, span: &Span) -> Result<(), QueryError> {
        self.clauses += more;
        if self.clauses > MAX_CLAUSES { Err(too_many(span.clone())) } else { Ok(()) }
    }

    fn tag_alone(&self, at: usize) -> QueryError {
        let tag = &self.tokens[at];
        let second = at.checked_sub(1).is_some_and(|before| self.tokens[before].kind == TokenKind::Tag);
        let message = format!("the tag {} has no term before it", shown(&self.text[tag.span.clone()]));
        QueryError::new(QueryErrorKind::TagWithoutTerm, tag.span.clone(), message).help(if second {
            "a term takes one tag; write hypoxia[ti] OR hypoxia[ab]"
        } else {
            "write the term first, as in hypoxia[ti]; put brackets that belong to the text between quotes"
        })
    }
}

fn is_word(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Colon)
}

fn leaf(words: Vec<TermWord>, quoted: bool, tag: Option<Tag>, span: Span) -> Part {
    let tagged = tag.is_some();
    let Tag { field, how } = tag.unwrap_or(Tag { field: Field::All, how: How::Usual });
    part_of(Node::Term(Term { quoted, tagged, how, ..Term::of(field, words, span) }))
}

/// A node just made: a leaf, or identifiers in a row.
fn part_of(node: Node) -> Part {
    let depth = if matches!(node, Node::Term(_) | Node::Dates(_)) { 1 } else { 2 };
    Part { node, depth }
}

/// What a token holds: a phrase without its quotes, anything else as it is.
fn inner(text: &str, token: &Token) -> Span {
    if token.kind != TokenKind::Phrase {
        return token.span.clone();
    }
    let held = text[token.span.clone()].trim_matches(is_quote);
    let start = held.as_ptr() as usize - text.as_ptr() as usize;
    start..start + held.len()
}
