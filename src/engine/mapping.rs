//! A query that was read becomes one in the words of the vocabulary: entry terms become their headings, and notes say
//! what each stands for.
//!
//! It stands between reading and compiling, and every search goes through it. Terms it changes print as what they
//! were taken for; spans stay those of the text.
//!
//! It must not know how a term is looked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::headings::{Named, Unknown, exploded, exploded_qualifiers, named, written};
use crate::model::Field;
use crate::query::{How, Node, NoteKind, Notes, Query, QueryKind, Term, TermWord, is_quote, shown};
use crate::vocabulary::{Heading, Vocabulary};

/// Unknown names of one query whose nearest are looked for: each costs a look at all names.
const NEAREST_MAX: usize = 5;

/// The query in the words of a vocabulary, which is asked for only where the query needs one.
///
/// # Errors
/// What asking for the vocabulary says.
pub(crate) fn mapped<E>(
    query: &Query,
    vocabulary: impl FnOnce() -> Result<Arc<Vocabulary>, E>,
) -> Result<Cow<'_, Query>, E> {
    let QueryKind::Boolean(node) = &query.kind else { return Ok(Cow::Borrowed(query)) };
    let is_mapped = |node: &Node| matches!(node, Node::Term(term) if is_mapped(term.field));
    if !node.walk().any(is_mapped) {
        return Ok(Cow::Borrowed(query));
    }
    let vocabulary = vocabulary()?;
    let mut query = query.clone();
    let mut notes = Notes::from(std::mem::take(&mut query.notes));
    if let QueryKind::Boolean(node) = &mut query.kind {
        let (text, below) = (query.text.as_str(), HashMap::new());
        Mapper { text, vocabulary: &vocabulary, notes: &mut notes, unknown: 0, below }.node(node);
    }
    query.notes = notes.finish();
    Ok(Cow::Owned(query))
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
}

impl<'m> Mapper<'m> {
    /// Notes something at a term; at the whole query where it stands in a line that the query refers to.
    fn note(&mut self, kind: NoteKind, term: &Term, message: String) {
        let first = term.words.first().map_or("", |word| word.text.as_str());
        let is_here = self.text.get(term.span.clone()).is_some_and(|text| text.contains(first));
        self.notes.add(kind, if is_here { term.span.clone() } else { 0..self.text.len() }, message);
    }

    /// The parser bounds the depth of the tree.
    fn node(&mut self, node: &mut Node) {
        match node {
            Node::Term(term) if is_mapped(term.field) => self.term(term),
            Node::Term(_) | Node::Dates(_) => {}
            Node::And(nodes) | Node::Or(nodes) => nodes.iter_mut().for_each(|node| self.node(node)),
            Node::Not { keep, drop } => {
                self.node(keep);
                self.node(drop);
            }
        }
    }

    fn term(&mut self, term: &mut Term) {
        match named(term, self.vocabulary) {
            Named::Heading(heading, qualifier) => {
                let said = written(term);
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
        let vocabulary = self.vocabulary;
        let is_exploded = term.how != How::NotExploded && term.field.is_exploded();
        let count = || exploded(term, heading, vocabulary).len() - 1;
        let below = if is_exploded { *self.below.entry(heading.ui()).or_insert_with(count) } else { 0 };
        let (name, year) = (heading.name(), vocabulary.year());
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
        let (said, year) = (written(term), self.vocabulary.year());
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
fn rename(term: &mut Term, heading: Heading<'_>, qualifier: Option<&'static str>) {
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
