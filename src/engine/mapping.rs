//! A query that was read becomes one in the words of the vocabulary: entry terms become their headings, words without a
//! tag are searched as what they are a name of too, and notes say what each stands for.
//!
//! It stands between reading and compiling, and every search goes through it. Terms it changes print as what they
//! were taken for; spans stay those of the text.
//!
//! It must not know how a term is looked for.

use std::borrow::Cow;
use std::collections::HashMap;

use super::headings::{Named, Unknown, exploded, exploded_qualifiers, named};
use super::pattern::Terms;
use super::state::State;
use super::untagged::{Name, Names};
use crate::index::{EngineError, Limits};
use crate::model::Field;
use crate::query::{
    How, Node, NoteKind, Notes, Origin, Query, QueryKind, Span, Syntax, Term, TermWord, is_quote, shown,
};
use crate::text::{fold, is_stop_word};
use crate::vocabulary::{Heading, Vocabulary};

/// Unknown names of one query whose nearest are looked for: each costs a look at all names.
const NEAREST_MAX: usize = 5;

/// The query in the words of the vocabulary of an index.
///
/// # Errors
/// The index is damaged, or the search takes too long.
pub(crate) fn mapped<'q>(
    query: &'q Query,
    state: &State,
    terms: &mut Terms,
    limits: &Limits,
) -> Result<Cow<'q, Query>, EngineError> {
    let QueryKind::Boolean(node) = &query.kind else { return Ok(Cow::Borrowed(query)) };
    let is_pubmed = query.syntax == Syntax::PubMed;
    let is_mapped = |node: &Node| matches!(node, Node::Term(term) if is_mapped(term.field) || is_pubmed && term.may_be_name());
    if !node.walk().any(is_mapped) {
        return Ok(Cow::Borrowed(query));
    }
    let vocabulary = state.vocabulary()?;
    let mut query = query.clone();
    let mut notes = Notes::from(std::mem::take(&mut query.notes));
    if let QueryKind::Boolean(node) = &mut query.kind {
        let (text, below) = (query.text.as_str(), HashMap::new());
        let names = is_pubmed.then(|| Names { vocabulary, state, terms, limits });
        Mapper { text, vocabulary, notes: &mut notes, unknown: 0, below, names }.node(node)?;
    }
    query.notes = notes.finish();
    Ok(Cow::Owned(query))
}

/// The query with its headings in the words of a vocabulary, without an index: words without a tag stay as they are.
pub(crate) fn with_headings(query: &Query, vocabulary: &Vocabulary) -> Query {
    let mut query = query.clone();
    let mut notes = Notes::from(std::mem::take(&mut query.notes));
    if let QueryKind::Boolean(node) = &mut query.kind {
        let (text, below) = (query.text.as_str(), HashMap::new());
        let mut mapper = Mapper { text, vocabulary, notes: &mut notes, unknown: 0, below, names: None };
        // Only an index that is asked for names can fail.
        let _ = mapper.node(node);
    }
    query.notes = notes.finish();
    query
}

/// Whether the vocabulary has anything to say of a field.
fn is_mapped(field: Field) -> bool {
    field.is_exploded() || field == Field::Substance
}

struct Mapper<'m> {
    text: &'m str,
    vocabulary: &'m Vocabulary,
    notes: &'m mut Notes,
    unknown: usize,
    /// By UI: how many headings are below one.
    below: HashMap<&'m str, usize>,
    /// What words without a tag are looked up in; none where they are not mapped.
    names: Option<Names<'m>>,
}

impl<'m> Mapper<'m> {
    /// Notes something at a term; at the whole query where it stands in a line that the query refers to.
    fn note(&mut self, kind: NoteKind, term: &Term, message: String) {
        let first = term.words.first().map_or("", |word| word.text.as_str());
        let is_here = self.text.get(term.span.clone()).is_some_and(|text| text.contains(first));
        self.notes.add(kind, if is_here { term.span.clone() } else { 0..self.text.len() }, message);
    }

    /// The parser bounds the depth of the tree.
    fn node(&mut self, node: &mut Node) -> Result<(), EngineError> {
        match node {
            Node::Term(term) if is_mapped(term.field) => self.term(term),
            Node::Term(term) if self.names.is_some() && term.may_be_name() => *node = self.free(term)?,
            Node::Term(_) | Node::Dates(_) => {}
            Node::And(nodes) => {
                let mut nodes = self.side_by_side(std::mem::take(nodes))?;
                *node = if nodes.len() == 1 { nodes.remove(0) } else { Node::And(nodes) };
            }
            Node::Or(nodes) => {
                let mut all = Vec::with_capacity(nodes.len());
                for mut node in std::mem::take(nodes) {
                    self.node(&mut node)?;
                    match node {
                        Node::Or(nodes) => all.extend(nodes),
                        node => all.push(node),
                    }
                }
                *nodes = all;
            }
            Node::Not { keep, drop } => {
                self.node(keep)?;
                self.node(drop)?;
            }
        }
        Ok(())
    }

    /// Nodes that are joined by AND; words side by side among them are looked up together.
    fn side_by_side(&mut self, nodes: Vec<Node>) -> Result<Vec<Node>, EngineError> {
        let (mut joined, mut words) = (Vec::with_capacity(nodes.len()), Vec::new());
        for node in nodes {
            match node {
                Node::Term(term) if self.names.is_some() && term.may_be_in_name() && !term.tagged => {
                    if term.origin != Origin::Beside {
                        joined.extend(self.words(&std::mem::take(&mut words))?);
                    }
                    words.push(term);
                }
                mut node => {
                    joined.extend(self.words(&std::mem::take(&mut words))?);
                    self.node(&mut node)?;
                    joined.push(node);
                }
            }
        }
        joined.extend(self.words(&words)?);
        Ok(joined)
    }

    /// Words side by side, the names among them mapped. PubMed passes over function words that are part of no name.
    fn words(&mut self, words: &[Term]) -> Result<Vec<Node>, EngineError> {
        let is_function_word = |word: &Term| is_stop_word(&fold(&word.written()));
        let may_drop = !words.iter().all(is_function_word);
        let (mut nodes, mut rest) = (Vec::with_capacity(words.len()), words);
        while let [word, after @ ..] = rest {
            let longest = self.names.as_mut().map(|names| names.longest(rest)).transpose()?.flatten();
            if let Some((count, names)) = longest {
                nodes.push(self.called(&rest[..count], &names));
                rest = &rest[count..];
                continue;
            }
            if may_drop && is_function_word(word) {
                let message = format!("`{}` is a function word, and was passed over", shown(&word.written()));
                self.note(NoteKind::Dropped, word, message);
            } else {
                if words.len() > 1 {
                    let written = word.written();
                    let message = format!(
                        "`{}` is no name of a heading, journal or author, and was searched as a word",
                        shown(&written)
                    );
                    self.note(NoteKind::MappedWords, word, message);
                }
                nodes.push(Node::Term(Term { origin: Origin::Alone, ..word.clone() }));
            }
            rest = after;
        }
        Ok(nodes)
    }

    /// A term by itself that may be a name.
    fn free(&mut self, term: &Term) -> Result<Node, EngineError> {
        let words: Vec<String> = term.words.iter().map(|word| word.text.clone()).collect();
        let names = self.names.as_mut().map(|names| names.of(&words)).transpose()?.unwrap_or_default();
        let same = || Node::Term(Term { origin: Origin::Alone, ..term.clone() });
        Ok(if names.is_empty() { same() } else { self.called(std::slice::from_ref(term), &names) })
    }

    /// What words are called, or the words themselves.
    fn called(&mut self, words: &[Term], names: &[Name<'m>]) -> Node {
        let span =
            words.first().map_or(0, |word| word.span.start)..words.last().map_or(0, |word| word.span.end);
        let whole = Term::of(
            Field::All,
            words.iter().flat_map(|word| word.words.iter().cloned()).collect(),
            span.clone(),
        );
        let said: Vec<String> = names.iter().map(|name| self.said(name, &span)).collect();
        let is_tagged = words.iter().any(|word| word.tagged);
        let else_as = match (words, is_tagged) {
            ([_], false) => "as a word in any field",
            (_, false) => "as words in any field",
            (_, true) => "as a phrase in any field",
        };
        let message =
            format!("`{}` was searched as {}, or {else_as}", shown(&whole.written()), said.join(" and "));
        self.note(NoteKind::MappedWords, &whole, message);
        // Between quotes they are not looked up again where the printed form is read.
        let mut own: Vec<Node> = words
            .iter()
            .map(|word| Node::Term(Term { quoted: true, origin: Origin::Alone, ..word.clone() }))
            .collect();
        let own = if own.len() == 1 { own.remove(0) } else { Node::And(own) };
        Node::Or(names.iter().map(|name| Node::Term(name.term(&span))).chain([own]).collect())
    }

    /// A name for people, with how much is below it.
    fn said(&mut self, name: &Name<'m>, span: &Span) -> String {
        let said = name.said(self.vocabulary.year());
        let (Name::Heading(heading) | Name::PublicationType(heading)) = name else { return said };
        match self.below(&name.term(span), *heading) {
            0 => said,
            below => format!("{said} with {} below it", headings(below)),
        }
    }

    /// How many headings below one a term stands for.
    fn below(&mut self, term: &Term, heading: Heading<'m>) -> usize {
        if term.how == How::NotExploded || !term.field.is_exploded() {
            return 0;
        }
        let vocabulary = self.vocabulary;
        let count = || exploded(term, heading, vocabulary).len().saturating_sub(1);
        *self.below.entry(heading.ui()).or_insert_with(count)
    }

    fn term(&mut self, term: &mut Term) {
        match named(term, self.vocabulary) {
            Named::Heading(heading, qualifier) => {
                let said = term.written();
                let name = qualifier.and(said.rsplit_once('/')).map_or(said.as_str(), |split| split.0);
                let is_renamed = !heading.is_called(name);
                self.heading(term, heading, qualifier, is_renamed.then_some(name));
                if is_renamed {
                    rename(term, heading, qualifier);
                }
            }
            Named::Qualifier(name) => {
                let below = exploded_qualifiers(term, name);
                if let [_, below @ ..] = below.as_slice()
                    && !below.is_empty()
                {
                    let message =
                        format!("`{name}` was searched with what is below it: {}", below.join(", "));
                    self.note(NoteKind::Exploded, term, message);
                }
            }
            Named::Unknown(why) => self.unknown(term, &why),
            Named::Itself => {}
        }
    }

    /// Says what a heading stands for, where that is more or other than what is written.
    fn heading(
        &mut self,
        term: &Term,
        heading: Heading<'m>,
        qualifier: Option<&'static str>,
        by: Option<&str>,
    ) {
        let below = self.below(term, heading);
        let (name, year) = (heading.name(), self.vocabulary.year());
        let mut with: Vec<String> = Vec::new();
        if below > 0 {
            with.push(format!("{} below it", headings(below)));
        }
        let qualifiers = qualifier.map(|name| exploded_qualifiers(term, name)).unwrap_or_default();
        if let [_, below @ ..] = qualifiers.as_slice()
            && !below.is_empty()
        {
            let plural = if below.len() == 1 { "qualifier" } else { "qualifiers" };
            with.push(format!("the {plural} {}", below.join(", ")));
        }
        let with = if with.is_empty() { String::new() } else { format!(", with {}", with.join(" and ")) };
        match by {
            Some(by) => {
                let message = format!("`{}` was mapped to the MeSH heading {name} ({year}){with}", shown(by));
                self.note(NoteKind::MappedHeading, term, message);
            }
            None if !with.is_empty() => {
                let message = format!("the MeSH heading {name} ({year}) was searched{}", &with[1..]);
                self.note(NoteKind::Exploded, term, message);
            }
            None => {}
        }
    }

    fn unknown(&mut self, term: &Term, why: &Unknown<'_>) {
        let (said, year) = (term.written(), self.vocabulary.year());
        let what = if term.field == Field::PublicationType { "publication type" } else { "heading" };
        let message = match why {
            Unknown::Quoted(heading) => format!(
                "`{}` is no MeSH {what} of {year} but another name of {}; without quotes it is mapped to that",
                shown(&said),
                heading.name()
            ),
            Unknown::Qualifier => {
                let name = said.rsplit_once('/').map_or(said.as_str(), |split| split.1);
                format!("`{}` is no qualifier of MeSH", shown(name))
            }
            Unknown::Heading => {
                self.unknown += 1;
                let name = said.rsplit_once('/').map_or(said.as_str(), |split| split.0);
                let nearest =
                    if self.unknown > NEAREST_MAX { Vec::new() } else { self.vocabulary.nearest(name) };
                let nearest: Vec<&str> = nearest.into_iter().map(Heading::name).collect();
                let nearest = match nearest.as_slice() {
                    [] => String::new(),
                    [one] => format!("; the nearest is {one}"),
                    several => format!("; the nearest are {}", several.join("; ")),
                };
                format!("`{}` is no MeSH {what} of {year}{nearest}", shown(&said))
            }
        };
        self.note(NoteKind::UnknownHeading, term, message);
    }
}

fn headings(count: usize) -> String {
    if count == 1 { "1 heading".to_owned() } else { format!("{count} headings") }
}

/// Writes a term as the heading that it was taken for.
pub(super) fn rename(term: &mut Term, heading: Heading<'_>, qualifier: Option<&'static str>) {
    let behind = qualifier.map_or_else(String::new, |name| format!("/{name}"));
    // Nothing that means something between quotes: a vocabulary that was read may hold anything.
    let name = format!("{}{behind}", heading.name()).replace(|c| c == '*' || is_quote(c), " ");
    let span = term.words.first().map_or(0, |word| word.span.start)
        ..term.words.last().map_or(0, |word| word.span.end);
    let words = name.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let words: Vec<TermWord> = words.map(|word| TermWord::whole(word.to_owned(), span.clone())).collect();
    if !words.is_empty() {
        (term.words, term.quoted) = (words, true);
    }
}
