//! Headings of a strategy: those that are none, and those that stand without words or words without them.
//!
//! It must not know an index.

use std::collections::HashSet;

use crate::engine::with_headings;
use crate::model::Field;
use crate::query::check::{Alternative, Found, Group, Member, Outline, listed, place_of, text_of};
use crate::query::{How, Node, NoteKind, Span, Syntax, Term, TermWord};
use crate::text::fold;
use crate::vocabulary::{Heading, Vocabulary};

/// Headings that indexers give to nearly every article, which no word stands for.
const CHECK_TAGS: [&str; 22] = [
    "animals",
    "humans",
    "male",
    "female",
    "child",
    "infant",
    "adolescent",
    "adult",
    "aged",
    "middle aged",
    "young adult",
    "child, preschool",
    "infant, newborn",
    "pregnancy",
    "mice",
    "rats",
    "united states",
    "animal",
    "human",
    "aged, 80 and over",
    "cats",
    "dogs",
];

/// Looks at every line.
pub(super) fn look(outline: &Outline<'_>, vocabulary: &Vocabulary, found: &mut Found<'_>) {
    let mut met = HashSet::new();
    for (at, node) in outline.nodes.iter().enumerate() {
        let (Some(node), Ok(query)) = (*node, &outline.line(at).query) else { continue };
        mapped(at, &with_headings(&query.part(node), vocabulary), found);
        for part in node.walk() {
            if let Node::And(parts) = part {
                synonyms(outline, at, parts, vocabulary, found);
            }
        }
        for group in &outline.groups[at] {
            group.members().for_each(|member| alone(outline, member, vocabulary, found));
            let top = outline.top(group);
            let is_new = top.is_none_or(|top| met.insert(top));
            if group.is_kept && is_new {
                kinds(outline, group, top, vocabulary, found);
            }
        }
    }
}

/// What names of headings were taken for.
fn mapped(at: usize, query: &crate::query::Query, found: &mut Found<'_>) {
    for note in query.notes() {
        match note.kind {
            NoteKind::UnknownHeading => {
                found.add("unknown-heading", (at, note.span.clone()), &note.message, None);
            }
            NoteKind::MappedHeading => {
                found.add("mapped-heading", (at, note.span.clone()), &note.message, None);
            }
            _ => {}
        }
    }
}

/// The heading that a term names by any of its names.
fn heading_of<'v>(member: &Member<'_>, vocabulary: &'v Vocabulary) -> Option<Heading<'v>> {
    let is_open = member.words().iter().any(|word| word.truncated || word.wild);
    let phrase = member.phrase();
    let name = phrase.rsplit_once('/').map_or(phrase.as_str(), |split| split.0);
    (!is_open).then(|| vocabulary.find(&phrase).or_else(|| vocabulary.find(name))).flatten()
}

fn is_check_tag(heading: Heading<'_>) -> bool {
    let name = heading.name().to_lowercase();
    CHECK_TAGS.contains(&name.as_str()) || heading.is_in('V')
}

/// A heading without those below it.
fn alone(outline: &Outline<'_>, member: &Member<'_>, vocabulary: &Vocabulary, found: &mut Found<'_>) {
    // Who writes PubMed's `:noexp` means it; Ovid explodes only where it is told to.
    if outline.strategy.syntax() != Syntax::Ovid || !member.is_heading() || *member.how() != How::NotExploded
    {
        return;
    }
    let Some(heading) = heading_of(member, vocabulary).filter(|heading| !is_check_tag(*heading)) else {
        return;
    };
    let below = vocabulary.below(heading).len().saturating_sub(1);
    if below > 0 {
        let below = if below == 1 {
            "one heading below it, which is".to_owned()
        } else {
            format!("{below} headings below it, which are")
        };
        let message = format!("{} has {below} not searched", heading.name());
        let help = format!("write exp {}/ for all of them", heading.name());
        found.add("heading-not-exploded", (member.line, member.span()), message, Some(help));
    }
}

/// Headings without words beside them, and words without headings.
fn kinds<'o>(
    outline: &Outline<'o>,
    group: &Group<'o>,
    top: Option<usize>,
    vocabulary: &Vocabulary,
    found: &mut Found<'_>,
) {
    let has_others = |group: &Group<'_>| {
        group.alternatives.iter().any(|alternative| !matches!(alternative, Alternative::Member(_)))
    };
    // Of what is joined with other things than terms, nobody knows what they stand for.
    if top.map_or(has_others(group), |top| !outline.is_only_terms(top)) || is_dropped(outline, top) {
        return;
    }
    // A part of a line that is one way among others to say something; or nobody knows what it is joined with.
    if top.is_none() && outline.is_joined(group.line) || outline.is_broken_from(group.line) {
        return;
    }
    let all = outline.beside(group);
    let subject = |member: &&Member<'_>| {
        member.is_heading() && heading_of(member, vocabulary).is_some_and(|heading| !is_check_tag(heading))
    };
    let headings: Vec<&Member<'_>> = all.iter().filter(subject).collect();
    let is_other = |member: &Member<'_>| !member.is_heading() && !member.is_text();
    if all.iter().any(is_other) {
        return;
    }
    let has_text = all.iter().any(Member::is_text);
    if let (Some(first), false) = (headings.first(), has_text) {
        let mut names: Vec<String> = headings.iter().map(|member| text_of(outline, member)).collect();
        names.dedup();
        let message = format!(
            "no words of text stand beside {}: articles that have no headings yet, or others, are missed",
            listed(&names)
        );
        let help = "add words for title and abstract".to_owned();
        found.add("heading-without-text", (first.line, first.span()), message, Some(help));
    }
    if has_text && !all.iter().any(|member| member.is_heading() || member.has_heading_words()) {
        let named = all.iter().find_map(|member| {
            let heading = heading_of(member, vocabulary).filter(|heading| !is_check_tag(*heading))?;
            Some((member, heading))
        });
        if let Some((member, heading)) = named {
            let message = format!(
                "`{}` is a name of the MeSH heading {}, and no heading is searched beside it",
                text_of(outline, member),
                heading.name()
            );
            let help = match outline.strategy.syntax() {
                Syntax::Ovid => format!("add exp {}/", heading.name()),
                Syntax::Cochrane => format!("add [mh \"{}\"]", heading.name()),
                _ => format!("add \"{}\"[mh]", heading.name()),
            };
            found.add("text-without-heading", (member.line, member.span()), message, Some(help));
        }
    }
}

/// Whether a line is taken away by NOT in another.
fn is_dropped(outline: &Outline<'_>, top: Option<usize>) -> bool {
    let Some(top) = top else { return false };
    outline.used_by[top].iter().any(|user| {
        outline.nodes[*user].into_iter().flat_map(Node::walk).any(|node| match node {
            Node::Not { drop, .. } => drop.walk().any(|part| place_of(part) == Some(top)),
            _ => false,
        })
    })
}

/// A heading and words that are its names, both of which must be there.
fn synonyms(
    outline: &Outline<'_>,
    at: usize,
    parts: &[Node],
    vocabulary: &Vocabulary,
    found: &mut Found<'_>,
) {
    let members: Vec<Vec<Member<'_>>> = parts.iter().map(|part| alternatives_of(outline, at, part)).collect();
    for (place, one) in members.iter().enumerate() {
        let [heading] = one.as_slice() else { continue };
        if !heading.is_heading() {
            continue;
        }
        let Some(named) = heading_of(heading, vocabulary).filter(|named| !is_check_tag(*named)) else {
            continue;
        };
        let is_name = |member: &Member<'_>| member.is_text() && heading_of(member, vocabulary) == Some(named);
        let other = members
            .iter()
            .enumerate()
            .find(|(other, members)| *other != place && !members.is_empty() && members.iter().all(is_name));
        if let Some((_, others)) = other {
            let (heading, word) = (text_of(outline, heading), text_of(outline, &others[0]));
            let message = format!("`{word}` is a name of `{heading}`, and AND asks for both");
            let help = "join names of one thing with OR".to_owned();
            found.add("and-of-synonyms", (at, 0..outline.line(at).text.len()), message, Some(help));
        }
    }
}

/// The terms of a part that is nothing but terms joined by OR; none of others.
fn alternatives_of<'o>(outline: &Outline<'o>, at: usize, node: &Node) -> Vec<Member<'o>> {
    if let Some(line) = place_of(node) {
        return if outline.is_only_terms(line) { outline.alternatives(line).to_vec() } else { Vec::new() };
    }
    let is_it = |group: &&Group<'o>| group.node.span() == node.span();
    let own = outline.groups[at].iter().find(is_it);
    own.map_or_else(Vec::new, |group| group.members().cloned().collect())
}

/// Another name of a heading, which is not searched as text.
pub(super) struct Name<'v> {
    /// The heading.
    pub heading: &'v str,
    /// Where it stands in the line.
    pub span: Span,
    /// The name.
    pub written: &'v str,
    /// Whether none of the heading's names is searched as text.
    pub is_none_found: bool,
    /// What would be searched.
    pub node: Node,
}

/// Names of one heading that are looked for.
const NAMES: usize = 40;

/// The names of a group's headings that no term beside them finds. Where no words of text are searched at all, that is
/// told by itself.
pub(super) fn names<'v>(
    outline: &Outline<'_>,
    group: &Group<'_>,
    all: &[Member<'_>],
    vocabulary: &'v Vocabulary,
) -> Vec<Name<'v>> {
    let texts: Vec<&Member<'_>> = all.iter().filter(|member| member.is_text()).collect();
    let Some(like) = texts.first().filter(|_| group.is_kept) else { return Vec::new() };
    let mut names = Vec::new();
    for member in group.members().filter(|member| member.is_heading()) {
        let Some(heading) = heading_of(member, vocabulary).filter(|heading| !is_check_tag(*heading)) else {
            continue;
        };
        let span =
            if outline.line(group.line).text.get(member.span()).is_some() { member.span() } else { 0..0 };
        // What is turned round for the alphabet nobody writes.
        let own = std::iter::once(heading.name()).chain(heading.entry_terms());
        let (mut met, start, mut is_none_found) = (HashSet::new(), names.len(), true);
        for name in own.filter(|name| !name.contains(", ")).take(NAMES) {
            let folded = fold(name);
            let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
            let is_found = texts.iter().any(|text| text.finds(&words));
            is_none_found &= !is_found;
            if words.is_empty() || is_found || !met.insert(folded.clone()) {
                continue;
            }
            let (heading, span, node) = (heading.name(), span.clone(), as_text(name, like));
            names.push(Name { heading, span, written: name, is_none_found: true, node });
        }
        names[start..].iter_mut().for_each(|name| name.is_none_found = is_none_found);
    }
    names
}

/// A name as a phrase, in the fields of a term.
fn as_text(name: &str, like: &Member<'_>) -> Node {
    let words = name.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let words: Vec<TermWord> = words.map(|word| TermWord::whole(word.to_owned(), 0..0)).collect();
    let fields = like.terms.iter().map(|term| term.field).filter(|field| *field != Field::All);
    let term = |field: Field| Node::Term(Term { quoted: true, ..Term::of(field, words.clone(), 0..0) });
    let mut nodes: Vec<Node> = fields.map(term).collect();
    match nodes.len() {
        0 => term(Field::TitleAbstract),
        1 => nodes.remove(0),
        _ => Node::Or(nodes),
    }
}

/// Headings of which no name at all is searched as text, where there is no index to say whether any article has it.
pub(super) fn unmeasured(outline: &Outline<'_>, vocabulary: &Vocabulary, found: &mut Found<'_>) {
    for group in outline.groups.iter().flatten() {
        let names = names(outline, group, &outline.beside(group), vocabulary);
        for chunk in names.chunk_by(|one, other| one.heading == other.heading) {
            let Some(first) = chunk.first().filter(|first| first.is_none_found) else { continue };
            let texts: Vec<String> = chunk.iter().map(|name| name.written.to_lowercase()).collect();
            let message = format!("no name of {} is searched as text: {}", first.heading, listed(&texts));
            found.add("missing-entry-term", (group.line, first.span.clone()), message, None);
        }
    }
}

/// The words of all names, in small letters.
pub(super) fn words(vocabulary: &Vocabulary) -> HashSet<String> {
    let names =
        vocabulary.iter().flat_map(|heading| std::iter::once(heading.name()).chain(heading.entry_terms()));
    names.flat_map(|name| name.split(|c: char| !c.is_alphabetic())).map(str::to_lowercase).collect()
}
