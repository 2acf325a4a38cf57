//! Marks: which parts of a text match which words of the query.
//!
//! Words of a plain query are matched by stem, everything else by exact word through the same patterns
//! and the same positional matcher as the search. Words under a NOT are not looked for at all.
//!
//! It must not know sentences.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::sought::Sought;
use super::words::{Mark, Words, is_simple};
use crate::engine::{Pattern, Terms};
use crate::model::Field;
use crate::query::{Node, Origin, Query, QueryKind};

/// Words of a query told apart; the others share the last bit.
const GROUPS_MAX: u8 = 63;

/// With more patterns than this in a text all of it is analysed.
const NARROW_MAX: usize = 2;

/// Finds the marks of one query in any text.
pub(super) struct Marker<'t> {
    terms: &'t mut Terms,
    /// Stems of plain words and their groups.
    stems: HashMap<String, u8>,
    /// First bytes of words with those stems: others need not be stemmed. Spelling is folded before
    /// stemming, which can change a first letter (oedema, edema): both are there.
    initials: Vec<u8>,
    /// Whether all stems are of the letters a to z.
    only_letters: bool,
    patterns: Vec<Sought>,
    groups: u64,
    /// The words of a plain query as they were written.
    written: Vec<(String, u8)>,
    words: Words,
}

impl<'t> Marker<'t> {
    pub fn new(query: &Query, terms: &'t mut Terms) -> Self {
        let mut marker = Self {
            terms,
            stems: HashMap::new(),
            initials: Vec::new(),
            only_letters: true,
            patterns: Vec::new(),
            groups: 0,
            written: Vec::new(),
            words: Words::default(),
        };
        match &query.kind {
            QueryKind::Plain(words) => {
                let groups = marker.terms.groups(words);
                let only_stop = groups.iter().all(|group| group.stop);
                for group in groups.into_iter().filter(|group| only_stop || !group.stop) {
                    let bit = marker.next_group();
                    marker.written.push((group.text.clone(), bit));
                    match (group.pattern, group.readings.as_slice()) {
                        (Some(pattern), _) => marker.patterns.extend(Sought::new(&pattern, 1 << bit)),
                        (None, [reading]) => marker.add_stems(reading, &group.text, bit),
                        (None, _) => {}
                    }
                }
            }
            QueryKind::Everything => {}
            QueryKind::Boolean(node) => {
                marker.add_node(node);
            }
        }
        marker
    }

    /// Adds the terms of a node, but for those a NOT takes away, and tells their groups. The parser bounds the depth.
    fn add_node(&mut self, node: &Node) -> u64 {
        match node {
            Node::Term(term) => {
                let pattern = self.terms.pattern(term);
                if pattern.clause.is_empty() || !pattern.field.holds_words() {
                    return 0;
                }
                let group = 1 << self.next_group();
                self.add_pattern(&pattern, group);
                group
            }
            Node::And(nodes) => nodes.iter().fold(0, |groups, node| groups | self.add_node(node)),
            Node::Or(nodes) => {
                let (mut groups, mut mapped) = (0, Vec::new());
                for node in nodes {
                    match node {
                        Node::Term(term) if term.origin == Origin::Mapped => mapped.push(term),
                        node => {
                            // What words are a name of stands before them, and shows as much as they do.
                            let own = self.add_node(node);
                            for term in mapped.drain(..) {
                                let pattern = self.terms.pattern(term);
                                self.add_pattern(&pattern, own);
                            }
                            groups |= own;
                        }
                    }
                }
                groups
            }
            Node::Not { keep, .. } => self.add_node(keep),
            Node::Dates(_) => 0,
        }
    }

    fn add_pattern(&mut self, pattern: &Pattern, groups: u64) {
        if !pattern.clause.is_empty() && pattern.field.holds_words() {
            // One that cannot be looked for was refused by the search.
            self.patterns.extend(Sought::new(pattern, groups));
        }
    }

    fn next_group(&mut self) -> u8 {
        let group = (self.groups.count_ones() as u8).min(GROUPS_MAX);
        self.groups |= 1 << group;
        group
    }

    fn add_stems(&mut self, reading: &[String], written: &str, group: u8) {
        for stem in reading {
            for text in [stem.as_str(), &crate::text::fold(written)] {
                match text.as_bytes().first() {
                    // British spellings begin with ae and oe where American ones begin with e.
                    Some(b'e') => self.initials.extend(b"aeo"),
                    Some(&byte) => self.initials.push(byte),
                    None => {}
                }
            }
            self.only_letters &= stem.bytes().all(|byte| byte.is_ascii_lowercase());
            self.stems.insert(stem.clone(), group);
        }
        self.initials.sort_unstable();
        self.initials.dedup();
    }

    /// Whether the query has no words to look for.
    pub fn is_empty(&self) -> bool {
        self.groups == 0
    }

    /// The words of the query an article can show, a bit each: all but those it lacks.
    pub fn groups_without(&self, missing: &[String]) -> u64 {
        let missing: HashSet<&String> = missing.iter().collect();
        let lacking = self.written.iter().filter(|(text, _)| missing.contains(text));
        self.groups & !lacking.fold(0, |bits, (_, group)| bits | 1 << group)
    }

    /// The marks of a text of a field: rising, never overlapping.
    pub fn mark(&mut self, text: &str, field: Field) -> Vec<Mark> {
        let mut marks = Vec::new();
        if text.is_empty() {
            return marks;
        }
        let simple = is_simple(text);
        if !self.stems.is_empty() {
            self.mark_stems(text, simple, &mut marks);
        }
        self.mark_patterns(text, field, simple, &mut marks);
        joined(marks)
    }

    fn mark_patterns(&mut self, text: &str, field: Field, simple: bool, marks: &mut Vec<Mark>) {
        let mut found: Vec<(&mut Sought, Option<Vec<Range<usize>>>)> = Vec::new();
        for sought in self.patterns.iter_mut().filter(|sought| covers(sought.field, field)) {
            let parts = if simple { sought.parts(text) } else { None };
            if parts.as_ref().is_none_or(|parts| !parts.is_empty()) {
                found.push((sought, parts));
            }
        }
        // Of few patterns the text around them is analysed, for many all of it once.
        if found.len() > NARROW_MAX || found.iter().any(|(_, parts)| parts.is_none()) {
            if !found.is_empty() {
                self.words.fill(self.terms.analyzer(), text);
            }
            for (sought, _) in found {
                self.words.find(&mut sought.finder, sought.groups, marks);
            }
            return;
        }
        for (sought, parts) in found {
            for part in parts.into_iter().flatten() {
                let known = marks.len();
                self.words.fill(self.terms.analyzer(), &text[part.clone()]);
                self.words.find(&mut sought.finder, sought.groups, marks);
                for mark in &mut marks[known..] {
                    mark.start += part.start;
                    mark.end += part.start;
                }
            }
        }
    }

    fn mark_stems(&mut self, text: &str, simple: bool, marks: &mut Vec<Mark>) {
        // Words are gathered first: stemming needs the analyzer that gives them.
        let initials = &self.initials;
        self.words.clear();
        let words = &mut self.words;
        let quick = simple && self.only_letters && words.fill_letters(text, initials);
        if !quick {
            words.clear();
            self.terms.analyzer().tokens(text, |token| {
                if token.word.as_bytes().first().is_some_and(|byte| initials.contains(byte)) {
                    words.push(token.word, token.start, token.end, token.position);
                }
            });
        }
        for word in &self.words.list {
            let stem = self.terms.analyzer().stem(&self.words.text[word.from..word.to]);
            if let Some(&group) = self.stems.get(stem) {
                marks.push(Mark { start: word.start, end: word.end, groups: 1 << group });
            }
        }
    }
}

/// Whether a term of a field looks into texts of another.
fn covers(wanted: Field, text: Field) -> bool {
    let tiab = matches!(text, Field::Title | Field::Abstract | Field::Keyword);
    let subject = matches!(text, Field::Mesh | Field::Substance | Field::PublicationType);
    match wanted {
        Field::All => true,
        Field::OriginalTitle => text == Field::Title,
        Field::TitleOrAbstract => tiab && text != Field::Keyword,
        Field::TitleAbstract => tiab,
        Field::Multipurpose => (tiab || subject) && text != Field::PublicationType,
        Field::TextWords => tiab || subject,
        Field::AnyKeyword => text == Field::Keyword || subject && text != Field::PublicationType,
        Field::MajorTopic | Field::HeadingWord => text == Field::Mesh,
        Field::SubstanceWord => text == Field::Substance,
        other => other == text,
    }
}

/// Marks that overlap become one that reaches over both and shows the words of both.
fn joined(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_unstable();
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start < last.end => {
                last.end = last.end.max(mark.end);
                last.groups |= mark.groups;
            }
            _ => joined.push(mark),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'t>(query: &str, text: &'t str, field: Field) -> Vec<&'t str> {
        let query = crate::query::Query::parse(query).unwrap();
        let mut terms = Terms::new();
        let mut marker = Marker::new(&query, &mut terms);
        marker.mark(text, field).into_iter().map(|mark| &text[mark.start..mark.end]).collect()
    }

    #[test]
    fn a_compound_is_marked_however_it_is_written() {
        let text = "COVID-19, covid 19 and Covid19, but not covid in 2019.";
        for query in ["covid-19", "covid19", "\"covid 19\"", "COVID-19[tiab]"] {
            assert_eq!(marked(query, text, Field::Abstract), ["COVID-19", "covid 19", "Covid19"], "{query}");
        }
    }

    #[test]
    fn only_what_is_meant_is_marked() {
        let text = "Refractory hypoxaemia; hypoxemia that is not refractory. Crohn's disease.";
        assert_eq!(marked("hypoxemia", text, Field::Abstract), ["hypoxaemia", "hypoxemia"]);
        assert_eq!(marked("\"refractory hypoxaemia\"", text, Field::Abstract), ["Refractory hypoxaemia"]);
        assert_eq!(marked("hypox* NOT refractory", text, Field::Abstract), ["hypoxaemia", "hypoxemia"]);
        assert_eq!(marked("crohns[tiab]", text, Field::Abstract), ["Crohn's"]);
        assert!(marked("hypoxemia[ti]", text, Field::Abstract).is_empty());
        assert!(marked("2020[dp]", text, Field::Abstract).is_empty());
    }

    /// A term marks the texts of the fields it looks into, and no others.
    #[test]
    fn a_tag_marks_its_fields_alone() {
        let subjects = [Field::Mesh, Field::Substance, Field::PublicationType];
        let texts = [Field::Title, Field::Abstract, Field::Keyword];
        let others = [Field::Author, Field::Affiliation, Field::Journal, Field::Reference, Field::Body];
        for (query, [in_texts, in_subjects, in_others]) in [
            ("zebra[all]", [true, true, true]),
            ("zebra[tw]", [true, true, false]),
            ("zebra[tiab]", [true, false, false]),
        ] {
            let rows = [(&texts[..], in_texts), (&subjects, in_subjects), (&others, in_others)];
            for (fields, is_in) in rows {
                for &field in fields {
                    assert_eq!(!marked(query, "A zebra.", field).is_empty(), is_in, "{query} {field:?}");
                }
            }
        }
        assert_eq!(marked("zebra[ot]", "A zebra.", Field::Keyword), ["zebra"]);
        assert!(marked("zebra[ot]", "A zebra.", Field::Title).is_empty());
    }

    #[test]
    fn marks_that_overlap_are_one_and_show_the_words_of_both() {
        let mark = |start, end, groups| Mark { start, end, groups };
        let marks = vec![mark(2, 7, 2), mark(0, 4, 1), mark(9, 12, 1), mark(9, 12, 4), mark(12, 14, 8)];
        assert_eq!(joined(marks), [mark(0, 7, 3), mark(9, 12, 5), mark(12, 14, 8)]);
        let text = "Acute lung injury is an injury.";
        assert_eq!(
            marked("\"acute lung\" OR \"lung injury\" OR injury", text, Field::Abstract),
            ["Acute lung injury", "injury"]
        );
    }
}
