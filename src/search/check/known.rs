//! Articles that are known to belong to a strategy's result: which it finds, and what keeps it from the others.
//!
//! It must not know how an article is matched.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::sets::{Articles, Missing, Sets};
use crate::index::Place;
use crate::model::IdentityKey;
use crate::query::Node;
use crate::query::Span;
use crate::query::check::{Found, Outline, label, listed, place_of};
use crate::search::error::Error;

/// What a strategy finds of articles that are known to belong to its result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KnownArticles {
    /// Those that its last line finds, as they were given.
    pub found: Vec<String>,
    /// Those that it does not find.
    pub missed: Vec<MissedArticle>,
    /// Those that the corpus does not have.
    pub absent: Vec<String>,
}

/// A known article that a strategy does not find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MissedArticle {
    /// The article as it was given.
    pub id: String,
    /// The lines that keep it from being found: that do not find it, or take it away.
    pub lines: Vec<String>,
    /// What of these lines does so.
    pub parts: Vec<String>,
    /// Whether NOT takes it away.
    pub is_taken: bool,
}

/// A part that keeps an article from being found: its line, its place there, and whether it takes it away.
type Reason = (usize, (usize, usize), bool);

/// Looks for all of them in the last line.
pub(super) fn look(
    outline: &Outline<'_>,
    known: &[IdentityKey],
    sets: &mut Sets<'_>,
    found: &mut Found<'_>,
) -> Result<KnownArticles, Error> {
    let mut asked = Vec::with_capacity(known.len());
    let mut result = KnownArticles::default();
    let Some(last) = outline.last() else { return Ok(result) };
    for key in known {
        match sets.find(key) {
            Ok(Some(place)) => asked.push((key.to_string(), place)),
            Ok(None) => result.absent.push(key.to_string()),
            Err(Missing::Fault(error)) => return Err(error),
            Err(_) => {}
        }
    }
    let mut reasons: BTreeMap<Reason, Vec<String>> = BTreeMap::new();
    let mut search = Blame { outline, known, sets, found: HashMap::new() };
    let told = asked.iter().try_for_each(|(id, place)| {
        let Some(node) = outline.nodes[last] else { return Ok(()) };
        let of_this = search.reasons(last, node, *place)?;
        if of_this.is_empty() {
            result.found.push(id.clone());
        } else {
            result.missed.push(missed(outline, id, &of_this));
            of_this.into_iter().for_each(|reason| reasons.entry(reason).or_default().push(id.clone()));
        }
        Ok(())
    });
    match told {
        Err(Missing::Fault(error)) => return Err(error),
        Err(Missing::Late | Missing::Limit(_)) => {
            let message = "which of the known articles are found could not be worked out whole";
            found.add("not-measured", (last, 0..0), message, None);
        }
        Ok(()) => {}
    }
    tell(outline, &reasons, &result, last, found);
    Ok(result)
}

fn missed(outline: &Outline<'_>, id: &str, reasons: &[Reason]) -> MissedArticle {
    let mut lines: Vec<String> = reasons.iter().map(|reason| label(outline.line(reason.0))).collect();
    lines.dedup();
    let part = |&(line, (start, end), _): &Reason| outline.line(line).text.get(start..end).map(str::to_owned);
    MissedArticle {
        id: id.to_owned(),
        lines,
        parts: reasons.iter().filter_map(part).collect(),
        is_taken: reasons.iter().any(|reason| reason.2),
    }
}

fn tell(
    outline: &Outline<'_>,
    reasons: &BTreeMap<Reason, Vec<String>>,
    result: &KnownArticles,
    last: usize,
    found: &mut Found<'_>,
) {
    for (&(line, (start, end), is_taken), ids) in reasons {
        let articles = if ids.len() == 1 { "a known article" } else { "known articles" };
        let (code, message) = if is_taken {
            ("known-taken", format!("this takes away {articles}: {}", listed(ids)))
        } else {
            ("known-missed", format!("this does not find {articles}: {}", listed(ids)))
        };
        found.add(code, (line, start..end), message, None);
    }
    if !result.absent.is_empty() {
        let message = format!("the corpus does not have {}", listed(&result.absent));
        found.add("known-absent", (last, 0..outline.line(last).text.len()), message, None);
    }
}

/// Looks for what keeps articles from being found.
struct Blame<'b, 'o, 'c> {
    outline: &'b Outline<'o>,
    known: &'b [IdentityKey],
    sets: &'b mut Sets<'c>,
    /// Known articles that a part of a line finds, by where it is kept.
    found: HashMap<(usize, *const Node), Articles>,
}

impl Blame<'_, '_, '_> {
    /// The parts that keep an article from a part of a line; none where that finds it. The parser bounds the depth of a
    /// line with all it refers to.
    fn reasons(&mut self, line: usize, node: &Node, article: Place) -> Result<Vec<Reason>, Missing> {
        if let Some(other) = place_of(node) {
            let outline = self.outline;
            return match outline.nodes.get(other) {
                Some(Some(node)) => self.reasons(other, node, article),
                _ => Ok(Vec::new()),
            };
        }
        if self.finds(line, node, article)? {
            return Ok(Vec::new());
        }
        match node {
            Node::And(parts) => {
                let mut reasons = Vec::new();
                for part in parts {
                    reasons.extend(self.reasons(line, part, article)?);
                }
                Ok(reasons)
            }
            Node::Not { keep, drop } => {
                let reasons = self.reasons(line, keep, article)?;
                Ok(if reasons.is_empty() { vec![self.reason(line, drop, true)] } else { reasons })
            }
            _ => Ok(vec![self.reason(line, node, false)]),
        }
    }

    fn reason(&self, line: usize, node: &Node, is_taken: bool) -> Reason {
        if let Some(other) = place_of(node) {
            return (other, (0, self.outline.line(other).text.len()), is_taken);
        }
        let text = &self.outline.line(line).text;
        let is_whole = self.outline.nodes[line].is_some_and(|whole| std::ptr::eq(whole, node));
        let refers = node.walk().any(|part| place_of(part).is_some());
        let Span { start, end } = if is_whole || refers { 0..text.len() } else { node.span() };
        (line, (start, end), is_taken)
    }

    fn finds(&mut self, line: usize, node: &Node, article: Place) -> Result<bool, Missing> {
        let key = (line, std::ptr::from_ref(node));
        if let Some(articles) = self.found.get(&key) {
            return Ok(articles.contains(&article));
        }
        let Some(query) = self.outline.query(line, node) else { return Ok(true) };
        let articles = self.sets.of_known(&query, self.known)?;
        let is_found = articles.contains(&article);
        self.found.insert(key, articles);
        Ok(is_found)
    }
}
