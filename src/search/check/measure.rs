//! What the lines and terms of a strategy find in an index, and what would add to them.
//!
//! It must not know how an article is found.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::CheckedLine;
use super::headings;
use super::sets::{Articles, Missing, Sets};
use super::words::{CountedWord, SLIP_LETTERS, beginning_with, meant_by};
use crate::index::Place;
use crate::query::check::{Alternative, Found, Group, Member, Outline, is_remark, listed, place_of, text_of};
use crate::query::{Level, Node, Query, Span};
use crate::search::error::Error;
use crate::vocabulary::Vocabulary;

/// A term of a line, or a line that it joins by OR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CheckedTerm {
    /// As it is written.
    pub text: String,
    /// Where it begins in its line, in characters from 1; of a line that is joined 1.
    pub column: usize,
    /// How many characters it has.
    pub length: usize,
    /// How many articles it finds by itself.
    pub count: u64,
    /// How many of these nothing else beside it finds; `None` where OR joins it with nothing.
    pub unique: Option<u64>,
    /// Of a truncated word, how many words it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<usize>,
    /// Those of them that most articles have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frequent: Vec<CountedWord>,
}

/// Truncated words of three letters that stand for no more words than this are told from their words.
const FEW_WORDS: usize = 20;
/// Unless they find more than so many-th of all articles.
const PART: u64 = 20;
/// Letters of a word that is hardly a name of its own where it is one letter off another.
const SURE_LETTERS: usize = 9;
/// So many words are more than anyone would write out.
const MANY_WORDS: usize = 80;

/// Counts the lines.
pub(super) fn count(
    outline: &Outline<'_>,
    sets: &mut Sets<'_>,
    lines: &mut [CheckedLine],
    found: &mut Found<'_>,
) -> Result<(), Error> {
    for (at, checked) in lines.iter_mut().enumerate() {
        let line = outline.line(at);
        let Ok(query) = &line.query else { continue };
        let place = (at, 0..line.text.len());
        match sets.counted(query) {
            Ok((count, canonical)) => {
                (checked.count, checked.canonical) = (Some(count), Some(canonical));
            }
            Err(Missing::Fault(error)) => return Err(error),
            Err(Missing::Late) => {
                found.add("not-measured", place, "the time for the check ended before this line", None);
                return Ok(());
            }
            Err(Missing::Limit(said)) => found.add("not-counted", place, said, None),
        }
    }
    for at in 0..lines.len() {
        let refers = &outline.refers[at];
        // What comes of an empty line is empty too; it is told where it begins.
        let begins = refers.iter().all(|other| lines.get(*other).is_some_and(|line| line.count > Some(0)));
        if lines[at].count == Some(0) && begins && !is_remark(outline.line(at)) {
            let message = "no article of the corpus is found by this line";
            // One way among others to say something may well find nothing: the line that joins them says so.
            if !outline.is_joined(at) {
                found.add("empty-line", (at, 0..outline.line(at).text.len()), message, None);
            }
        }
    }
    Ok(())
}

/// Measures the terms of all lines.
pub(super) fn look(
    outline: &Outline<'_>,
    vocabulary: &Arc<Vocabulary>,
    sets: &mut Sets<'_>,
    lines: &mut [CheckedLine],
    found: &mut Found<'_>,
) -> Result<(), Error> {
    let mut measure = Measure {
        articles: sets.total(),
        outline,
        vocabulary,
        sets,
        found,
        tried: 0,
        top: None,
        words: None,
    };
    for (at, line) in lines.iter_mut().enumerate() {
        let told = measure.line(at, line);
        match told {
            Ok(()) => {}
            Err(Missing::Fault(error)) => return Err(error),
            Err(Missing::Late) => {
                let message = "the time for the check ended before the terms from here on were measured";
                measure.found.add("not-measured", (at, 0..0), message, None);
                return Ok(());
            }
            Err(Missing::Limit(said)) => measure.found.add("not-measured", (at, 0..0), said, None),
        }
    }
    Ok(())
}

/// The measuring of one strategy.
pub(super) struct Measure<'m, 'o, 'c, 's> {
    pub outline: &'m Outline<'o>,
    pub vocabulary: &'m Arc<Vocabulary>,
    pub sets: &'m mut Sets<'c>,
    pub found: &'m mut Found<'s>,
    /// How many articles there are.
    articles: u64,
    /// How many forms and names were looked for.
    pub tried: usize,
    /// Words of the vocabulary, gathered when first needed.
    words: Option<HashSet<String>>,
    /// The articles of the line that was last looked at as the one that joins others.
    pub top: Option<(usize, Articles)>,
}

impl<'o> Measure<'_, 'o, '_, '_> {
    fn line(&mut self, at: usize, line: &mut CheckedLine) -> Result<(), Missing> {
        let outline = self.outline;
        if is_remark(outline.line(at)) {
            return Ok(());
        }
        for group in &outline.groups[at] {
            let terms = self.group(group)?;
            line.terms.extend(terms);
        }
        self.taken(at)?;
        for group in &outline.groups[at] {
            self.added(group)?;
        }
        Ok(())
    }

    /// What each alternative of a group finds, and adds.
    fn group(&mut self, group: &Group<'o>) -> Result<Vec<CheckedTerm>, Missing> {
        let mut terms = Vec::with_capacity(group.alternatives.len());
        // A line that nothing is joined with has its own row.
        if let [Alternative::Line(_)] = group.alternatives.as_slice() {
            return Ok(terms);
        }
        // Which alternative finds an article, where only one does.
        let mut owners: HashMap<Place, Option<usize>> = HashMap::new();
        let (mut empty, mut texts) = (Vec::new(), Vec::new());
        for alternative in &group.alternatives {
            let (place, text) = self.written(group, alternative);
            let Some(query) = self.query(group, alternative) else { continue };
            let articles = self.sets.articles(&query)?;
            let number = terms.len();
            for article in &articles {
                owners.entry(*article).and_modify(|owner| *owner = None).or_insert(Some(number));
            }
            let chars = |span: Span| {
                let text = outline_text(self.outline, group.line);
                text.get(span).map_or(0, |text| text.chars().count())
            };
            let (column, length) = (chars(0..place.start) + 1, chars(place));
            let count = articles.len() as u64;
            let mut term = CheckedTerm {
                text: text.clone(),
                column,
                length,
                count,
                unique: None,
                words: None,
                frequent: Vec::new(),
            };
            if let Alternative::Member(member) = alternative {
                self.truncated(member, &mut term)?;
                if count == 0 {
                    self.misspelt(member, &self.outline.beside(group))?;
                }
            }
            if count == 0 && !text.is_empty() {
                empty.push(text.clone());
            }
            texts.push(text);
            terms.push(term);
        }
        if terms.len() > 1 {
            terms.iter_mut().for_each(|term| term.unique = Some(0));
            for owner in owners.values().flatten() {
                terms[*owner].unique = terms[*owner].unique.map(|unique| unique + 1);
            }
        }
        self.idle(group, &terms, &empty);
        Ok(terms)
    }

    /// Terms without any article, and those that add none.
    fn idle(&mut self, group: &Group<'o>, terms: &[CheckedTerm], empty: &[String]) {
        let all: u64 = terms.iter().map(|term| term.count).sum();
        // Where nothing is found at all, the line says so.
        if all == 0 || terms.len() < 2 {
            return;
        }
        let place = (group.line, span_of(self.outline, group));
        if !empty.is_empty() {
            let message = format!("no article has {}", listed(empty));
            self.found.add("empty-term", place.clone(), message, None);
        }
        let idle = terms.iter().filter(|term| term.count > 0 && term.unique == Some(0));
        let mut idle: Vec<String> = idle.map(|term| format!("{} ({})", term.text, term.count)).collect();
        idle.dedup();
        if !idle.is_empty() {
            let message = format!("others find all that these find: {}", listed(&idle));
            self.found.add("idle-term", place, message, None);
        }
    }

    fn written(&self, group: &Group<'o>, alternative: &Alternative<'o>) -> (Span, String) {
        match alternative {
            Alternative::Member(member) => (member.span(), text_of(self.outline, member)),
            Alternative::Line(line) => (0..0, crate::query::check::label(self.outline.line(*line))),
            Alternative::Other(node) => {
                let text = outline_text(self.outline, group.line);
                let refers = node.walk().any(|part| place_of(part).is_some());
                let span = if refers { 0..0 } else { node.span() };
                (span.clone(), text.get(span).unwrap_or_default().to_owned())
            }
        }
    }

    fn query(&self, group: &Group<'o>, alternative: &Alternative<'o>) -> Option<Query> {
        match alternative {
            Alternative::Member(member) => self.outline.query(group.line, &node_of(member)),
            Alternative::Line(line) => self.outline.line(*line).query.as_ref().ok().cloned(),
            Alternative::Other(node) => self.outline.query(group.line, node),
        }
    }

    /// The words that a truncated one stands for.
    fn truncated(&mut self, member: &Member<'o>, term: &mut CheckedTerm) -> Result<(), Missing> {
        let [word] = member.words() else { return Ok(()) };
        if !word.truncated || word.wild || !member.is_text() {
            return Ok(());
        }
        let fields = member.terms.iter().map(|term| term.field);
        let Some((total, frequent)) = beginning_with(&word.text, fields, self.sets)? else { return Ok(()) };
        let place = (member.line, member.span());
        let named: Vec<String> =
            frequent.iter().map(|word| format!("{} ({})", word.word, word.count)).collect();
        let is_short = self.found.retract("short-truncation", member.line, &member.span());
        if let Some(told) = is_short {
            let is_broad = total > FEW_WORDS || term.count.saturating_mul(PART) > self.articles;
            let level = if is_broad { Level::Warning } else { Level::Info };
            let message = format!("`{}` stands for {total} words: {}", term.text, named.join(", "));
            self.found.add_as(level, "short-truncation", place, message, told.suggestion);
        } else if total > MANY_WORDS {
            let message = format!("`{}` stands for {total} words: {}", term.text, named.join(", "));
            self.found.add("broad-truncation", place, message, None);
        }
        (term.words, term.frequent) = (Some(total), frequent);
        Ok(())
    }

    /// Words that no article has, and many have one nearly like it.
    fn misspelt(&mut self, member: &Member<'o>, beside: &[Member<'o>]) -> Result<(), Missing> {
        if !member.is_text() {
            return Ok(());
        }
        for word in member.words().iter().filter(|word| !word.truncated && !word.wild) {
            let node = Node::Term(crate::query::Term {
                words: vec![word.clone()],
                quoted: true,
                ..member.terms[0].clone()
            });
            let Some(query) = self.outline.query(member.line, &node) else { continue };
            if word.text.chars().count() < SLIP_LETTERS || self.sets.count(&query)? > 0 {
                continue;
            }
            let vocabulary = self.vocabulary;
            let words = self.words.get_or_insert_with(|| headings::words(vocabulary));
            if let Some(CountedWord { word: meant, count }) = meant_by(&word.text, words, self.sets)?
                && !beside.iter().any(|other| other.finds(&[&meant]))
            {
                let message = format!("no article has `{}`, and {count} have `{meant}`", word.text);
                // Short words are often names of their own.
                let level = if meant.len() < SURE_LETTERS { Level::Info } else { Level::Warning };
                self.found.add_as(
                    level,
                    "misspelt",
                    (member.line, member.span()),
                    message,
                    Some(format!("write {meant}")),
                );
            }
        }
        Ok(())
    }

    /// What NOT takes away.
    fn taken(&mut self, at: usize) -> Result<(), Missing> {
        let outline = self.outline;
        for node in outline.nodes[at].into_iter().flat_map(Node::walk) {
            let Node::Not { keep, .. } = node else { continue };
            let (Some(all), Some(left)) = (outline.query(at, keep), outline.query(at, node)) else {
                continue;
            };
            let (all, left) = (self.sets.count(&all)?, self.sets.count(&left)?);
            if all > left {
                let message = format!("NOT takes away {} of {all} articles", all - left);
                self.found.add("not-takes", (at, 0..outline.line(at).text.len()), message, None);
            }
        }
        Ok(())
    }
}

fn outline_text<'o>(outline: &Outline<'o>, line: usize) -> &'o str {
    &outline.line(line).text
}

/// Where a group stands: the whole line where it refers to others.
fn span_of(outline: &Outline<'_>, group: &Group<'_>) -> Span {
    let refers = group.node.walk().any(|part| place_of(part).is_some());
    if refers || group.is_whole { 0..outline.line(group.line).text.len() } else { group.node.span() }
}

/// The tree of a term in all its fields.
fn node_of(member: &Member<'_>) -> Node {
    let mut nodes: Vec<Node> = member.terms.iter().map(|term| Node::Term((*term).clone())).collect();
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) }
}
